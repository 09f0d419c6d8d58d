package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/ledger"
)

func init() {
	rows(everyRole, "GET /general-ledger", "GET /general-ledger/download", "GET /out-of-period", "GET /out-of-period/download", "GET /flux/{kind}", "GET /notes")
	rows("cfo controller accountant consultant agent internal-audit audit-committee", "POST /notes", "POST /notes/{id}/close")
	lookAt("/general-ledger", "/general-ledger?period=2026-Q1", "reports /general-ledger?period=2006-Q1")
	lookAt("/out-of-period", "/out-of-period", "reports /out-of-period?on=newest")
	lookAt("/flux/{kind}", "/flux/income?period=2026-Q1", "reports /flux/balance-sheet?period=2006-Q2&against=prior-period&amount=0&percent=0")
	lookAt("/notes", "/notes")
	furnishings = append(furnishings, func(w *work) {
		ctx := context.Background()
		act, err := w.app.WriteNote(ctx, "ivan", app.Note{On: "entry/JE-2026-000001", Text: "Was the second carrier's note seen?\nIt is not attached."})
		w.ok(err)
		_, err = w.app.WriteNote(ctx, "anna", app.Note{Answers: act.Position, Text: "It is in the file of April."})
		w.ok(err)
	})
}

// TestGeneralLedgerAddsUp: opening, what went through, closing; the same at a position before something was posted.
func TestGeneralLedgerAddsUp(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	text := textOf(one(anna.open("/general-ledger?period=2026-Q1"), "main"))
	for _, want := range []string{"Cash - operating", "10,000.00", "Steel lockers, first shipment", "All accounts"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	w.ok(w.app.Read(context.Background(), 0, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod("2026-Q1")
		w.ok(err)
		as, err := v.GeneralLedger(p.Period)
		w.ok(err)
		tb, err := v.TrialBalance(p.End)
		w.ok(err)
		var sum int64
		for _, a := range as {
			if got := tb.Account(a.Account.Code); got != a.Closing {
				t.Errorf("%s closes with %d; the trial balance says %d", a.Account.Code, a.Closing, got)
			}
			sum += a.Closing
		}
		if sum != 0 {
			t.Errorf("the ledger is out by %d", sum)
		}
		kept := as
		old, err := v.AsOf(v.Position - 5)
		w.ok(err)
		if as, err = old.GeneralLedger(p.Period); err != nil || len(as) == 0 || len(as) > len(kept) {
			t.Errorf("earlier: %d accounts, %v", len(as), err)
		}
		return nil
	}))
	if r := anna.get("/general-ledger/download?period=2026-Q1&format=csv"); r.code != 200 || !strings.Contains(r.body, "1010") {
		t.Errorf("the file: %d %s", r.code, r.body)
	}
	if r := anna.get("/general-ledger?period=2026-Q1&entity=nowhere"); r.code != http.StatusBadRequest {
		t.Errorf("an entity of none: %d", r.code)
	}
}

// TestLateAdjustments lists what belongs to another quarter, with its effect on income.
func TestLateAdjustments(t *testing.T) {
	w := newWork(t)
	e := simpleEntry("2026-03-31", "Freight of December, found late", "5190", "2010", 12_345, ledger.Adjusting)
	e.Origin = fiscal.MustParse("2025-12-20")
	out, err := w.app.Post(context.Background(), "anna", e)
	w.ok(err)
	_, err = w.app.Approve(context.Background(), "cora", out.Draft)
	w.ok(err)
	text := textOf(one(w.as("mary").open("/out-of-period"), "main"))
	for _, want := range []string{"One adjustment came late.", "2025-Q4", "2026-Q1", "(123.45", "Total of 2025-Q4"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	// what comes into a quarter after its report was made is late too, whatever it says of itself
	ctx := context.Background()
	_, err = w.app.SetRegistrant(ctx, "cora", testRegistrant)
	w.ok(err)
	st, err := w.app.State(ctx, 0)
	w.ok(err)
	q1, err := st.Calendar.ParsePeriod("2026-Q1")
	w.ok(err)
	_, err = w.app.KeepReport(ctx, "cora", app.ReportRequest{Form: filing.Form10Q, Period: q1})
	w.ok(err)
	out, err = w.app.Post(ctx, "anna", simpleEntry("2026-03-30", "Commission found after the report", "6030", "2010", 7_700, ledger.Adjusting))
	w.ok(err)
	_, err = w.app.Approve(ctx, "cora", out.Draft)
	w.ok(err)
	text = textOf(one(w.as("mary").open("/out-of-period"), "main"))
	for _, want := range []string{"Two adjustments came late.", "10-Q for 2026-Q1", "Commission found after the report", "All quarters", "(200.45"} {
		if !strings.Contains(text, want) {
			t.Errorf("after the report %q is missing in %s", want, text)
		}
	}
}

// TestFluxIsExplainedByNotes: a caption beyond the thresholds asks for a note; the note explains it and says when the figure
// moved.
func TestFluxIsExplainedByNotes(t *testing.T) {
	w := newWork(t)
	ivan, anna, cora := w.as("ivan"), w.as("anna"), w.as("cora")
	at := "/flux/balance-sheet?period=2026-Q1&against=prior-period&amount=1,000&percent=10"
	n := anna.open(at)
	if text := textOf(one(n, "h1")); !strings.Contains(text, "moved and are not explained") {
		t.Fatalf("it says %s", text)
	}
	href := ""
	for _, a := range all(n, "tr.flagged a") {
		if strings.Contains(attr(a, "href"), "row=") {
			href = attr(a, "href")
			break
		}
	}
	page := anna.open(href)
	if r := anna.send("/notes", fill(t, page, "/notes", "text", "The first quarter of the new book: nothing stands against it.")); r.code != http.StatusSeeOther {
		t.Fatalf("written: %d %s", r.code, r.text())
	}
	if text := textOf(one(ivan.open(href), "main")); !strings.Contains(text, "nothing stands against it") {
		t.Errorf("the figure says %s", text)
	}
	if body := ivan.get("/statements/balance-sheet?period=2026-Q1").body; !strings.Contains(body, "noted") {
		t.Error("the cell has no mark")
	}
	st, err := w.app.State(context.Background(), 0)
	w.ok(err)
	id := itoa(st.Notes[0].ID)
	if r := ivan.post("/notes", "answers", id, "text", "Seen.", "then", "https://evil.example/"); r.code != http.StatusSeeOther || r.location() != "/" {
		t.Errorf("answered: %d %s", r.code, r.location())
	}
	if r := w.as("ed").post("/notes", "on", "entry/JE-2026-000001", "text", "x"); r.code != http.StatusForbidden {
		t.Errorf("the auditor writes: %d", r.code)
	}
	// the figure moves: the note says so
	moved := "1010"
	if strings.Contains(href, "eceivable") {
		moved = "1110"
	}
	out, err := w.app.Post(context.Background(), "anna", simpleEntry("2026-02-01", "More lockers", moved, "4010", 990_000, ledger.Standard))
	w.ok(err)
	_, err = w.app.Approve(context.Background(), "cora", out.Draft)
	w.ok(err)
	if text := textOf(one(cora.open(href), "main")); !strings.Contains(text, "the figure moved") {
		t.Errorf("it moved unseen: %s", text)
	}
	if r := cora.post("/notes/"+id+"/close", "then", "/notes"); r.code != http.StatusSeeOther {
		t.Errorf("closed: %d %s", r.code, r.text())
	}
	if text := textOf(one(cora.open("/notes"), "main")); !strings.Contains(text, "No note is open.") {
		t.Errorf("the list says %s", text)
	}
	if r := cora.post("/notes", "answers", id, "text", "late"); r.code != 422 {
		t.Errorf("answered when closed: %d", r.code)
	}
	for _, bad := range []string{"", strings.Repeat("x", 3000), "a\u202eb"} {
		if r := cora.post("/notes", "on", "entry/x", "text", bad); r.code != 422 {
			t.Errorf("%.10q: %d", bad, r.code)
		}
	}
	v, err := w.app.Verify(context.Background(), nil, nil)
	w.ok(err)
	if len(v.Findings) > 0 {
		t.Errorf("verify says %v", v.Findings)
	}
	for _, q := range []string{"amount=x", "percent=-1", "against=never", "percent=1e9"} {
		if r := cora.get("/flux/income?period=2026-Q1&" + q); r.code != http.StatusBadRequest {
			t.Errorf("%s: %d", q, r.code)
		}
	}
}

// TestSlicesAddUp: the parts of the books by a dimension, and what names none, are together the whole; the page and the file show
// the part that is asked for.
func TestSlicesAddUp(t *testing.T) {
	w := newWork(t)
	e := simpleEntry("2026-02-28", "Freight of one plant", "5190", "2010", 45_600, ledger.Standard)
	for i := range e.Lines {
		e.Lines[i].Dims, _ = ledger.MakeDims("plant", "Jamestown")
	}
	out, err := w.app.Post(context.Background(), "anna", e)
	w.ok(err)
	_, err = w.app.Approve(context.Background(), "cora", out.Draft)
	w.ok(err)
	w.ok(w.app.Read(context.Background(), 0, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod("2026-Q1")
		w.ok(err)
		whole := map[string][3]int64{}
		add := func(v *app.View, sign int64) {
			as, err := v.GeneralLedger(p.Period)
			w.ok(err)
			for _, a := range as {
				x := whole[a.Account.Code]
				var lines int64
				for r, err := range v.Register(a.Account.Code, p.Period) {
					w.ok(err)
					lines += r.Line.Amount
				}
				if lines != a.Debits-a.Credits {
					t.Errorf("%s: lines of %d, movement of %d", a.Account.Code, lines, a.Debits-a.Credits)
				}
				whole[a.Account.Code] = [3]int64{x[0] + sign*a.Debits, x[1] + sign*a.Credits, x[2] + sign*a.Closing}
			}
		}
		add(v, 1)
		all, err := v.Slices(p.End)
		w.ok(err)
		for _, s := range all {
			part, err := v.AsOf(v.Position)
			w.ok(err)
			w.ok(part.Look(s))
			add(part, -1)
		}
		if len(all) < 2 {
			t.Fatalf("the slices are %v", all)
		}
		for code, x := range whole {
			if x != [3]int64{} {
				t.Errorf("%s: the parts are off by %v", code, x)
			}
		}
		return nil
	}))
	anna := w.as("anna")
	page := anna.open("/general-ledger?period=2026-Q1&slice=plant%3DJamestown")
	if text := textOf(one(page, "main")); !strings.Contains(text, "456.00") || !strings.Contains(text, "Only lines with plant Jamestown") || strings.Contains(text, "10,000.00") {
		t.Errorf("the part reads %s", text)
	}
	if r := anna.get("/register?account=5190&period=2026-Q1&slice=plant%3DJamestown"); !strings.Contains(r.body, "456.00") {
		t.Errorf("the register reads %d %s", r.code, r.text())
	}
	if r := anna.get("/general-ledger/download?period=2026-Q1&format=csv&slice=plant%3DJamestown"); strings.Contains(r.body, "10000.00") || !strings.Contains(r.body, "456.00") {
		t.Errorf("the file: %d %s", r.code, r.body)
	}
	if r := anna.get("/flux/income?period=2026-Q1&slice=colour%3Dred"); r.code != http.StatusBadRequest {
		t.Errorf("a dimension of none: %d", r.code)
	}
}

// TestRegisterPages: the pages of a register are together its table, each beginning with the balance that the one before it ends with.
func TestRegisterPages(t *testing.T) {
	w := newWork(t)
	w.ok(w.app.Read(context.Background(), 0, func(v *app.View) error {
		p, err := v.State.Calendar.ParsePeriod("2026")
		w.ok(err)
		whole, err := v.RegisterTable("1010", p.Period)
		w.ok(err)
		for size := int64(1); size < 4; size++ {
			var keys []string
			var ends int64
			n := (int64(len(whole.Rows)) - 2 + size) / size
			for page := n; page >= 1; page-- {
				part, total, err := v.RegisterPart("1010", p.Period, size, page)
				w.ok(err)
				if total != int64(len(whole.Rows))-1 {
					t.Fatalf("%d lines, the table has %d", total, len(whole.Rows)-1)
				}
				if begins := part.Rows[0].Cells[6].Minor; page < n && begins != ends {
					t.Errorf("page %d of size %d begins with %d, the one before ended with %d", page, size, begins, ends)
				}
				for _, r := range part.Rows[1:] {
					keys, ends = append(keys, r.Key), r.Cells[6].Minor
				}
			}
			last := whole.Rows[len(whole.Rows)-1]
			if len(keys) != len(whole.Rows)-1 || keys[len(keys)-1] != last.Key || ends != last.Cells[6].Minor {
				t.Errorf("size %d: %v, ending with %d; the table ends with %s, %d", size, keys, ends, last.Key, last.Cells[6].Minor)
			}
		}
		return nil
	}))
}
