package app_test

import (
	"strings"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// warranty is a topic for tests: costs accrued on days against an expense account.
var warranty = estimate.Topic{Name: "warranty", Title: "Warranty", Form: estimate.Form{
	{Key: "accounts", Title: "Accounts", One: true, Columns: []estimate.Column{{Key: "liability", Title: "Liability", Kind: estimate.Account, Needed: true}, {Key: "expense", Title: "Expense", Kind: estimate.Account, Needed: true}, {Key: "share", Title: "Share", Kind: estimate.Rate}}},
	{Key: "accruals", Title: "Accruals", Columns: []estimate.Column{{Key: "id", Title: "Name", Kind: estimate.Text, Needed: true}, {Key: "on", Title: "Day", Kind: estimate.Date, Needed: true}, {Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true}, {Key: "sure", Title: "Sure", Kind: estimate.Yes}}},
}, Read: func(r *estimate.Reader) estimate.Schedule {
	s := warrantySchedule{liability: r.One("accounts").Text("liability"), expense: r.One("accounts").Text("expense")}
	for _, l := range r.Rows("accruals") {
		s.rows = append(s.rows, warrantyRow{l.Text("id"), l.Date("on"), l.Minor("amount")})
		if l.Minor("amount") < 0 {
			l.Fail("amount", "an accrual is above zero")
		}
		if !l.Yes("sure") {
			r.Warn("warranty-sure", check.Note, l.Place("sure"), "", "is it sure?")
		}
	}
	return s
}}

type warrantyRow struct {
	id     string
	on     fiscal.Date
	amount int64
}

type warrantySchedule struct {
	liability, expense string
	rows               []warrantyRow
}

func (s warrantySchedule) Entries(p fiscal.Period) (out []ledger.Entry) {
	for _, r := range s.rows {
		if p.Contains(r.on) {
			out = append(out, ledger.Entry{Key: r.id, Kind: ledger.Adjusting, Effective: r.on, Description: "Warranty " + r.id, Lines: []ledger.Line{{Account: s.expense, Amount: r.amount}, {Account: s.liability, Amount: -r.amount}}})
		}
	}
	return out
}

func (s warrantySchedule) Rollforward(p fiscal.Period) estimate.Rollforward {
	row := estimate.RollRow{Component: "All", Moves: []int64{0}}
	for _, r := range s.rows {
		switch {
		case r.on < p.Start:
			row.Begin += r.amount
		case r.on <= p.End:
			row.Moves[0] += r.amount
		}
	}
	row.End = row.Begin + row.Moves[0]
	return estimate.Rollforward{Title: "Warranty", Moves: []string{"Accrued"}, Rows: []estimate.RollRow{row}}
}

func (s warrantySchedule) Check(l estimate.Ledger, at fiscal.Date) []check.Finding {
	have, err := l.Balance(s.liability, at)
	if want := s.Rollforward(fiscal.Period{Start: 1, End: at}).Rows[0].End; err == nil && -have != want {
		return []check.Finding{{Rule: "warranty-ties", Severity: check.Open, Subject: s.liability, Message: "it does not tie"}}
	}
	return nil
}

const warrantyYAML = "code: W1\nname: Pumps\naccounts: {liability: \"3000\", expense: \"5000\", share: 5.5%}\naccruals:\n  - {id: jan, on: 2026-01-31, amount: \"1,000.00\", sure: yes}\n  - {id: feb, on: 2026-02-28, amount: 200}\n"

// TestEstimateFromRecordToLedger: a record proposes entries that are posted once; another record in its place leaves the difference, on an
// open day with its origin where the day is locked; what it says no more is taken back; every version stays.
func TestEstimateFromRecordToLedger(t *testing.T) {
	defer app.WithEstimateTopic(warranty)()
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.post("", entry("2026-01-01", "1000", "3000", 0+100_000))
		f.people("alice", "bob")
		record := func(yaml, why string) []check.Finding {
			t.Helper()
			file, err := app.ParseEstimate(warranty, []byte(yaml))
			f.ok(err)
			_, found, err := f.RecordEstimate(f.ctx, "alice", app.EstimateRecord{Topic: "warranty", Code: file.Code, Name: file.Name, Tables: file.Tables, Why: why})
			f.ok(err)
			return found
		}
		if found := record(warrantyYAML, ""); len(found) != 1 || found[0].Subject != "Accruals, row 2, Sure" {
			t.Errorf("found %v", found)
		}
		propose := func() []app.Prepared {
			t.Helper()
			out, err := f.ProposeEstimate(f.ctx, "alice", "warranty", "W1", fiscal.MustParse("2026-03-31"))
			f.ok(err)
			for _, p := range out {
				if p.Refused == "" {
					_, err := f.Approve(f.ctx, "bob", p.Outcome.Draft)
					f.ok(err)
				}
			}
			return out
		}
		if out := propose(); len(out) != 2 || out[0].Entry.Key != "warranty/W1/jan" {
			t.Fatalf("proposed %+v", out)
		}
		if out := propose(); len(out) != 0 {
			t.Fatalf("proposed again %+v", out)
		}
		_, err := f.Lock(f.ctx, "bob", fiscal.Period{Start: fiscal.MustParse("2026-01-01"), End: fiscal.MustParse("2026-02-28")}, app.Closed)
		f.ok(err)
		f.mistaken("say why", func() error {
			_, _, err := f.RecordEstimate(f.ctx, "alice", app.EstimateRecord{Topic: "warranty", Code: "W1", Name: "x", Tables: []estimate.Table{{Section: "accounts", Rows: []estimate.Row{{"liability": "3000", "expense": "5000"}}}}})
			return err
		})
		f.mistaken("alice changed it at position", func() error { // two people had it open
			_, _, err := f.RecordEstimate(f.ctx, "bob", app.EstimateRecord{Topic: "warranty", Code: "W1", Name: "x", Why: "mine", Seen: 1})
			return err
		})
		record("code: W1\nname: Pumps\naccounts: {liability: \"3000\", expense: \"5000\"}\naccruals: [{id: jan, on: 2026-01-31, amount: 1300}]\n", "claims came in")
		out := propose()
		if len(out) != 2 || out[0].Entry.Effective != fiscal.MustParse("2026-03-01") || out[0].Entry.Origin != fiscal.MustParse("2026-01-31") || out[0].Entry.Lines[0].Amount != 30_000 || out[1].Entry.Lines[0].Amount != -20_000 {
			t.Fatalf("differences %+v", out)
		}
		if out := propose(); len(out) != 0 {
			t.Fatalf("proposed once more %+v", out)
		}
		f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
			s, err := v.Schedule("warranty", "W1")
			f.ok(err)
			if len(s.Versions) != 2 || !strings.Contains(s.Versions[0].Text, "share 5.5%") {
				t.Errorf("versions %+v", s.Versions)
			}
			text := app.FormatEstimate(warranty, s.Code, s.Name, s.Record)
			back, err := app.ParseEstimate(warranty, []byte(text))
			f.ok(err)
			rec, err := warranty.Form.Record(back.Tables)
			f.ok(err)
			if warranty.Form.Text(rec) != s.Last().Text {
				t.Errorf("%s reads back as %v", text, rec)
			}
			book, err := app.EstimateTemplate(warranty, s.Record)
			f.ok(err)
			sheets, err := app.ReadEstimate("warranty", "w.xlsx", book)
			f.ok(err)
			rec, err = warranty.Form.Record(sheets.Tables)
			f.ok(err)
			if warranty.Form.Text(rec) != s.Last().Text {
				t.Errorf("the workbook reads back as %v", rec)
			}
			if found := v.Checked(s, fiscal.MustParse("2026-03-31")); len(found) != 2 {
				t.Errorf("checked %v", found)
			}
			return nil
		}))
		for want, yaml := range map[string]string{
			"there is no section \"accrual\"":             "code: W1\naccrual: []\n",
			"accruals has no \"day\"":                     "accruals: [{day: 2026-01-01}]\n",
			"Accruals, row 1, Amount: it is missing":      "accounts: {liability: \"3000\", expense: \"5000\"}\naccruals: [{id: a, on: 2026-01-01}]\n",
			"Accounts: it has 0 rows":                     "accruals: []\n",
			"the account \"9999\" is not in the chart":    "accounts: {liability: \"9999\", expense: \"5000\"}\n",
			"\"x\" is not a rate":                         "accounts: {liability: \"3000\", expense: \"5000\", share: x}\n",
			"Accruals, row 1, Amount: an accrual is abov": "accounts: {liability: \"3000\", expense: \"5000\"}\naccruals: [{id: a, on: 2026-01-01, amount: (5.00)}]\n",
		} {
			f.mistaken(want, func() error {
				file, err := app.ParseEstimate(warranty, []byte(yaml))
				if err != nil {
					return err
				}
				_, _, err = f.RecordEstimate(f.ctx, "alice", app.EstimateRecord{Topic: "warranty", Code: "W2", Tables: file.Tables})
				return err
			})
		}
		f.verified()
	})
}
