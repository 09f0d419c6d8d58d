package web

import (
	"context"
	"strings"
	"testing"

	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
)

// TestForeignTyped reads lines in another currency as people write them.
func TestForeignTyped(t *testing.T) {
	for _, x := range []struct {
		text       string
		functional int64
		given      bool
		want       string // the text written out, and the functional amount; or part of the refusal
		amount     int64
	}{
		{"CAD 1,200.00 at 0.8765", 0, false, "CAD 1,200.00 at 0.8765", 105_180},
		{"1200 cad @ 0.87650", 0, false, "CAD 1,200.00 at 0.8765", 105_180},
		{"CAD (1,200.00) x 0.8765", 0, false, "CAD 1,200.00 at 0.8765", -105_180},
		{"CAD -1200 0.8765", 0, false, "CAD 1,200.00 at 0.8765", -105_180},
		{"CAD 1200", 105_180, true, "CAD 1,200.00 at 0.8765", 105_180},
		{"CAD 1200", -105_180, true, "CAD 1,200.00 at 0.8765", -105_180},
		{"JPY 100,000 at 0.00671", 0, false, "JPY 100,000 at 0.00671", 67_100},
		{"CAD 1200 at 0.8765", 105_181, true, "CAD 1,200.00 at 0.8765", 105_181}, // a cent of rounding
		{"CAD 1200 at 0.8765", 110_000, true, "is USD 1,051.80 and the line has 1,100.00", 0},
		{"CAD 1200", 0, false, "no rate", 0},
		{"CAD 1200 at 0", 0, false, "not a rate above zero", 0},
		{"USD 1200 at 1", 0, false, "own currency", 0},
		{"XQX 1200 at 1", 0, false, "not a currency code", 0},
		{"1200", 0, false, "write CAD 1,200.00 at 0.8765", 0},
		{"JPY 100.50 at 0.0067", 0, false, "", 0},
	} {
		tr, amount, err := foreignTyped(x.text, x.functional, x.given, "USD")
		got := foreignText(tr)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, x.want) || amount != x.amount {
			t.Errorf("%s: %s, %d; want %s, %d", x.text, got, amount, x.want, x.amount)
		}
		if err == nil && (tr.Amount.Minor < 0) != (amount < 0) {
			t.Errorf("%s: the signs differ: %v and %d", x.text, tr.Amount, amount)
		}
	}
}

// TestForeignLineInTheGrid: typed with a rate, posted, and still there when the entry is corrected.
func TestForeignLineInTheGrid(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	form := typedForm("2026-03-31", "Steel from Ontario", []string{"5190", ""}, []string{"2010", ""})
	form["foreign"] = []string{"CAD 1,200.00 at 0.8765", "CAD (1,200) at 0.8765"}
	r := anna.send("/entries/new", form)
	if r.code != 303 {
		t.Fatalf("sent: %d %s", r.code, r.text())
	}
	at := r.location()
	posted := cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password)).location()
	if text := textOf(one(cora.open(posted), "main")); !strings.Contains(text, "1,200.00 CAD at 0.8765") || !strings.Contains(text, "1,051.80") {
		t.Errorf("posted is %s", text)
	}
	page := anna.open(posted + "/correct")
	if n := len(all(page, "input[name=foreign]")); n < 2 {
		t.Fatalf("the correction has %d cells in other currency", n)
	}
	fixed := fill(t, page, posted+"/correct", "why", "the memo was missing")
	fixed["memo"][0] = "Invoice 77"
	r = anna.send(posted+"/correct", fixed)
	at = r.location()
	cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password))
	w.ok(w.app.Read(context.Background(), 0, func(v *app.View) error {
		e, ok, err := v.EntryWithID(v.LastEntry())
		if err != nil || !ok {
			return err
		}
		l := e.Lines[0]
		if l.Memo != "Invoice 77" || l.Transaction == nil || l.Transaction.Amount != money.New(120_000, "CAD") || l.Transaction.Rate != "0.8765" || e.Kind != ledger.Correcting {
			t.Errorf("the correction is %+v %+v", e.Kind, l)
		}
		return nil
	}))
	bad := typedForm("2026-03-31", "Wrong", []string{"5190", "10"}, []string{"2010", "", "10"})
	bad["foreign"] = []string{"CAD 1200 at 0.8765", ""}
	if r = anna.send("/entries/new", bad); !strings.Contains(r.text(), "Line 1, in other currency: CAD 1,200.00 at 0.8765 is USD 1,051.80 and the line has 10.00") {
		t.Errorf("refused: %d %s", r.code, r.text())
	}
}

// TestListsAreTaken: every list of the book as a file, and what is none.
func TestListsAreTaken(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	for list, want := range map[string]string{"journal": "JE-2026-000001", "log": "leaf", "documents": "sha-256", "drafts": "standing", "imports": "taken_back", "notes": "answers", "branches": "opened_by"} {
		r := anna.get("/lists/" + list + "?period=2026-Q1&format=csv")
		if r.code != 200 || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d %s", list, r.code, r.body)
		}
		if r := anna.get("/lists/" + list + "?period=2026-Q1&format=xlsx"); r.code != 200 || !strings.HasPrefix(r.body, "PK") {
			t.Errorf("%s as a workbook: %d", list, r.code)
		}
	}
	if r := anna.get("/lists/journal?period=2026-Q1&format=csv"); strings.Count(r.body, "\n") < 5 {
		t.Errorf("the journal has %s", r.body)
	}
	if r := anna.get("/lists/journal?period=2031-Q1&format=csv"); strings.Contains(r.body, "JE-") {
		t.Errorf("the journal of another period has %s", r.body)
	}
	if r := anna.get("/lists/people?format=csv"); r.code != 404 {
		t.Errorf("a list of none: %d", r.code)
	}
}
