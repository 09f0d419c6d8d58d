package debt

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/estimate"
	"tieout/filing"
	"tieout/fiscal"
)

// lineRecord is a line of credit with a certificate whose every line was worked out by hand: of 600,000 owed by customers 90,000 is over age, the
// second is cross-aged with 20,000 more, 15,000 is set off, and the first is beyond a quarter of what is left.
func lineRecord(drawn string) map[string][]estimate.Row {
	return map[string][]estimate.Row{
		"facility":   {{"lender": "Bank", "kind": "revolving line", "description": "Line", "agreed": "2010-12-08", "matures": "2013-12-31", "commitment": "500000"}},
		"accounts":   {{"long-term": "L", "current": "S"}},
		"principal":  {{"date": "2011-01-03", "amount": drawn, "portion": "current"}},
		"base":       {{"at": "2011-06-30", "class": "receivables", "account": "AR", "rate": "80%", "cross": "50%", "most": "25%"}, {"at": "2011-06-30", "class": "inventory", "gross": "800000", "rate": "50%", "cap": "150000"}},
		"customers":  {{"at": "2011-06-30", "class": "receivables", "customer": "post", "owed": "300000", "over": "10000"}, {"at": "2011-06-30", "class": "receivables", "customer": "schools", "owed": "100000", "over": "80000"}, {"at": "2011-06-30", "class": "receivables", "customer": "dealers", "owed": "200000", "contra": "15000"}},
		"ineligible": {{"at": "2011-06-30", "class": "inventory", "reason": "slow moving", "amount": "300000"}},
		"reserves":   {{"at": "2011-06-30", "kind": "reserve", "what": "rent", "amount": "20000"}, {"at": "2011-06-30", "kind": "letter of credit", "what": "insurer", "amount": "25000"}},
	}
}

// TestBorrowingBase: 290,000, nil and 185,000 are eligible before concentration, 475,000 in all; a quarter is 118,750, so 171,250 and 66,250 are
// out and 237,500 stays: 190,000 may be drawn on it, and the cap of 150,000 on inventory of 500,000. Less 20,000 of reserves: 320,000.
func TestBorrowingBase(t *testing.T) {
	f, _ := recorded(t, lineRecord("290000"))
	b := f.baseBy(day("2011-12-31"))
	out := map[string]string{}
	for _, e := range b.result.Each[0].Reasons {
		out[e.Name] = e.Amount.String()
	}
	want := map[string]string{"over age": "90000", "cross-aged": "20000", "contra": "15000", "other reasons": "0", "concentration": "237500"}
	if !maps.Equal(out, want) {
		t.Errorf("not eligible %v, want %v", out, want)
	}
	if r := b.result; r.Each[0].Eligible.String() != "237500" || r.Each[0].Available.String() != "190000" || r.Each[1].Available.String() != "150000" || r.Base.String() != "320000" || r.Limit.String() != "320000" || r.Available.String() != "5000" {
		t.Errorf("%+v", r)
	}
	g := f.baseGrid(b)
	if last := g.Rows[len(g.Rows)-1]; last.Cells[0].Text != "Available" || last.Cells[4].Minor != 500_000 {
		t.Errorf("the certificate ends with %+v", last)
	}
	if found := f.heldBase(balance(60_000_000), day("2011-12-31")); len(found) != 0 {
		t.Errorf("what ties and is not overdrawn is found: %v", found)
	}
	f, _ = recorded(t, lineRecord("310000"))
	found := f.heldBase(balance(59_000_000), day("2011-12-31"))
	if len(found) != 2 || !strings.Contains(found[0].Message, "335,000.00 is drawn, with letters of credit, and no more than 320,000.00 may be: 15,000.00 too much") || !strings.Contains(found[1].Message, "the difference is -10,000.00") {
		t.Errorf("%v", found)
	}
	if found := f.heldBase(balance(0), day("2011-06-29")); len(found) != 0 {
		t.Errorf("before the certificate: %v", found)
	}
}

// balance is a ledger whose every account stands at an amount.
type balance int64

func (balance) Known(string) bool                             { return true }
func (b balance) Balance(string, fiscal.Date) (int64, error)  { return int64(b), nil }
func (balance) Movement(string, fiscal.Period) (int64, error) { return 0, nil }

// TestBorrowingBaseRefusals: what does not fit together is refused with the amounts.
func TestBorrowingBaseRefusals(t *testing.T) {
	for want, change := range map[string]func(r map[string][]estimate.Row){
		"the difference is 1,000.00":     func(r map[string][]estimate.Row) { r["base"][0]["gross"] = "599000" },
		"give the gross amount":          func(r map[string][]estimate.Row) { delete(r, "customers") },
		"there is no class \"stock\"":    func(r map[string][]estimate.Row) { r["ineligible"][0]["class"] = "stock" },
		"there is no borrowing base at":  func(r map[string][]estimate.Row) { r["reserves"][0]["at"] = "2011-05-31" },
		"stands twice":                   func(r map[string][]estimate.Row) { r["base"][1]["class"] = "receivables" },
		"a borrowing base is of a line":  func(r map[string][]estimate.Row) { delete(r["facility"][0], "commitment") },
		"is not between 0 and 1":         func(r map[string][]estimate.Row) { r["base"][1]["rate"] = "150%" },
		"is over age and":                func(r map[string][]estimate.Row) { r["customers"][1]["over"] = "100001" },
		"is not above 0 and up to 1":     func(r map[string][]estimate.Row) { r["base"][0]["most"] = "0" },
		"-5.00 is below zero":            func(r map[string][]estimate.Row) { r["ineligible"][0]["amount"] = "-5" },
		"no assessment is of 2011-12-31": func(r map[string][]estimate.Row) { r["plans"] = []estimate.Row{{"at": "2011-12-31", "plan": "x"}} },
		"is assessed twice": func(r map[string][]estimate.Row) {
			r["concern"] = twice(estimate.Row{"at": "2011-12-31", "basis": "x"})
		},
		"before the period ends": func(r map[string][]estimate.Row) {
			r["concern"] = []estimate.Row{{"at": "2011-12-31", "issued": "2011-01-31", "basis": "x"}}
		},
		"no condition of 2011-12-31 says": func(r map[string][]estimate.Row) {
			r["concern"] = []estimate.Row{{"at": "2011-12-31", "probable": "yes", "basis": "x"}}
		},
		"before the event of 2011-03-01": func(r map[string][]estimate.Row) {
			r["events"] = []estimate.Row{{"kind": "default", "what": "x", "effective": "2011-03-01", "reported": "2011-02-01"}}
		},
	} {
		rec := lineRecord("290000")
		change(rec)
		refused(t, rec, want)
	}
}

func twice(r estimate.Row) []estimate.Row { return []estimate.Row{r, maps.Clone(r)} }

// TestGoingConcern: the auditor's test looks a year from the balance sheet and asks whether plans are likely to be carried out and enough;
// management's own, since ASU 2014-15, looks a year from issue and counts only what was approved by then.
func TestGoingConcern(t *testing.T) {
	record := func(year, issued, approved, carried string) *assessment {
		r := lineRecord("290000")
		r["issued"] = []estimate.Row{{"at": year, "on": issued}}
		r["concern"] = []estimate.Row{{"at": year, "probable": "yes", "basis": "forecast"}}
		r["conditions"] = []estimate.Row{{"at": year, "kind": "negative trend", "condition": "Losses of three years."}}
		r["plans"] = []estimate.Row{{"at": year, "plan": "Sale of the head office", "approved": approved, "carried": carried, "enough": "yes"}}
		f, _ := recorded(t, r)
		return f.assessedAt(day(year))
	}
	for _, c := range []struct {
		name, year, issued, approved, carried string
		by, look, audit                       string
		alleviated                            bool
		says                                  string
	}{
		{"before, likely plans", "2012-12-31", "2013-03-29", "", "yes", "the auditor", "2013-12-31", "2013-12-31", true, "The doubt is relieved by: Sale of the head office."},
		{"before, unlikely plans", "2012-12-31", "2013-03-29", "2013-01-01", "no", "the auditor", "2013-12-31", "2013-12-31", false, "for a year after the date of the balance sheet"},
		{"since, approved before issue", "2016-12-31", "2017-03-30", "2017-03-30", "yes", "management", "2018-03-30", "2017-12-31", true, "Before management's plans were considered"},
		{"since, approved after issue", "2016-12-31", "2017-03-30", "2017-03-31", "yes", "management", "2018-03-30", "2017-12-31", false, "There is substantial doubt about the Company's ability to continue as a going concern within one year after the date on which these statements are issued"},
		{"a year that ends on the last day before", "2016-12-15", "2017-03-30", "", "yes", "the auditor", "2017-12-15", "2017-12-15", true, "relieved"},
	} {
		a := record(c.year, c.issued, c.approved, c.carried)
		x := a.conclusion
		if x.By != c.by || x.LookTo.String() != c.look || x.AuditorsEnd.String() != c.audit || !x.Doubt || x.Alleviated != c.alleviated || !strings.Contains(a.noteWords(), c.says) {
			t.Errorf("%s: %+v, note %q", c.name, x, a.noteWords())
		}
	}
}

// TestSignsOfDoubt: what the record shows is laid beside the assessment; a year end that nobody assessed is open where it was management's task.
func TestSignsOfDoubt(t *testing.T) {
	r := lineRecord("310000")
	r["facility"][0]["matures"] = "2012-06-30"
	r["events"] = []estimate.Row{{"kind": "default", "what": "interest not paid", "effective": "2011-11-01"}}
	r["liquidity"] = []estimate.Row{{"begins": "2012-01-02", "opening": "10000", "least": "50000", "drawn": "0", "line": "0"}}
	r["cash"] = []estimate.Row{{"line": "Payments", "w2": "-5000"}}
	f, _ := recorded(t, r)
	var all string
	for _, s := range f.signs(day("2011-12-31"), day("2012-12-31")) {
		all += s.what + "\n"
	}
	for _, want := range []string{"all of it falls due on 2012-06-30", "in the week to 2012-01-08 cash is 40,000.00 below the least", "15,000.00 more is drawn than the base allows"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not shown:\n%s", want, all)
		}
	}
	missing := func(f *Facility, at string) (out []check.Finding) {
		for _, x := range f.doubts(day(at)) {
			if x.Rule == "concern-missing" {
				out = append(out, x)
			}
		}
		return out
	}
	if m := missing(f, "2012-03-31"); len(m) != 1 || m[0].Severity != check.Note {
		t.Errorf("the auditor's year: %v", m)
	}
	r["facility"][0]["matures"] = "2018-06-30"
	f, _ = recorded(t, r)
	if m := missing(f, "2018-03-31"); len(m) != 1 || m[0].Severity != check.Open || !strings.Contains(m[0].Message, "management's own") {
		t.Errorf("management's year: %v", m)
	}
	r["concern"] = []estimate.Row{{"at": "2017-12-31", "basis": "refinanced in January 2018"}}
	f, _ = recorded(t, r)
	if m := missing(f, "2018-03-31"); len(m) != 0 {
		t.Errorf("it was assessed: %v", m)
	}
}

// TestItemOfDefault: the real letter of 18 March 2005, a Friday, makes Item 2.04 due on Thursday 24 March (Form 8-K, General Instruction B.1).
func TestItemOfDefault(t *testing.T) {
	f := mortgage([]Event{letter, loan}, nil)
	f.books.Current = func(event fiscal.Date, item string) (estimate.CurrentReport, error) {
		d, err := filing.Current(event, item)
		return estimate.CurrentReport{FirstDay: d.FirstDay, Due: d.Due, Cite: d.Cite}, err
	}
	grids := f.itemGrids(f.items(day("2005-12-31")))
	if row := grids[0].Rows[0]; len(grids[0].Rows) != 1 || row.Cells[3].Day != day("2005-03-21") || row.Cells[4].Day != day("2005-03-24") {
		t.Errorf("%+v", grids[0].Rows)
	}
	if len(f.items(day("2005-03-17"))) != 0 {
		t.Error("there is an item before the event")
	}
	if found := f.books.LateItems(f.items(day("2005-12-31")), day("2005-12-31")); len(found) != 1 || !strings.Contains(found[0].Message, "no day of filing is recorded") {
		t.Errorf("%v", found)
	}
	f.terms.Events[0].Reported = day("2005-03-21")
	if found := f.books.LateItems(f.items(day("2005-12-31")), day("2005-12-31")); len(found) != 0 {
		t.Errorf("%v", found)
	}
	if !slices.ContainsFunc(grids[1].Rows, func(r estimate.GridRow) bool { return strings.Contains(r.Cells[1].Text, "2,350.00 USD of principal") }) {
		t.Errorf("the item says %+v", grids[1].Rows)
	}
}
