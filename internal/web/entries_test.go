package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"tieout/internal/app"
	"tieout/ledger"
)

func init() {
	rows(preparers, "GET /entries/new", "POST /entries/new", "GET /entries/{number}/correct", "POST /entries/{number}/correct", "GET /entries/{number}/reverse", "POST /entries/{number}/reverse",
		"GET /drafts/{id}/edit", "POST /drafts/{id}/edit", "POST /drafts/{id}/withdraw")
	rows(everyRole, "GET /drafts", "GET /drafts/{id}", "GET /reviews/{position}")
	rows(officers, "POST /drafts/{id}/approve", "POST /drafts/{id}/return", "POST /drafts/{id}/post-for-review")
	rows("cfo controller accountant internal-audit audit-committee", "POST /reviews/{position}")

	lookAt("/entries/new", "/entries/new", "/entries/new?like=JE-2026-000001")
	lookAt("/entries/{number}/correct", "/entries/JE-2026-000001/correct")
	lookAt("/entries/{number}/reverse", "/entries/JE-2026-000001/reverse")
	lookAt("/drafts", "/drafts")
	lookAt("/drafts/{id}", "/drafts/1", "/drafts/2")
	lookAt("/drafts/{id}/edit", "/drafts/2/edit")
	lookAt("/reviews/{position}", "furnished")
	furnishings = append(furnishings, func(w *work) {
		ctx := context.Background()
		_, err := w.app.Post(ctx, "anna", simpleEntry("2026-03-31", "Accrued freight of March", "6010", "2010", 123_450, ledger.Adjusting))
		w.ok(err)
		_, err = w.app.Post(ctx, "cora", simpleEntry("2026-03-31", "Bonus of the quarter", "6010", "2010", 77_700, ledger.Adjusting))
		w.ok(err)
		_, err = w.app.RemovePerson(ctx, "cora", "fred", "leaves")
		w.ok(err)
		out, err := w.app.Post(ctx, "cora", simpleEntry("2026-03-31", "Urgent payment", "2010", "1010", 50_000, ledger.Standard))
		w.ok(err)
		out, err = w.app.PostForReview(ctx, "cora", out.Draft, "the bank closes at noon and the CFO has left")
		w.ok(err)
		shownAt["/reviews/{position}"] = []string{"/reviews/" + itoa(out.Act)}
		_, err = w.app.AddPerson(ctx, "cora", app.Person{Code: "finn", Name: "Finn Finance", Role: "cfo"})
		w.ok(err)
	})
}

// typedForm is a filled grid.
func typedForm(date, what string, lines ...[]string) url.Values {
	f := url.Values{"date": {date}, "kind": {"standard"}, "description": {what}, "once": {newOnce()}, "do": {"post"}}
	for _, l := range lines {
		for i, name := range []string{"account", "debit", "credit", "memo"} {
			v := ""
			if i < len(l) {
				v = l[i]
			}
			f.Add(name, v)
		}
	}
	return f
}

func TestAmountsAreTypedAsPeopleDo(t *testing.T) {
	for text, want := range map[string]int64{"12": 1200, "1,234.50": 123450, "=1200/3": 40000, "12*99.50+4": 119800, "(1,234.50)": -123450, "-5": -500, "= (2+3) * 1.01": 505, "=round(100/3)": 3333,
		"=round(-100/3)": -3333, "=-round(0.005)": -1, "$ 1.25": 125, "1.10": 110, "−7": -700, "=1/3*3": 100} {
		if got, err := amountTyped(text, 2); err != nil || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "x", "1.234,56", "1e9", "=1/0", "=100/3", "1..2", "((((((((((((((((((((((((1))))))))))))))))))))))))", "=1+", "=SUM(A1:A3)", "=round(1", "1,23", strings.Repeat("9", 50), "99999999999999999999", "=HYPERLINK(\"x\")", "1 2"} {
		if got, err := amountTyped(text, 2); err == nil {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}

// TestEntryIsTypedAndApproved goes the ordinary way without scripts: typed, sent, refused to its preparer, approved by
// another.
func TestEntryIsTypedAndApproved(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	n := anna.open("/entries/new")
	if attr(one(n, "#date"), "value") != "2026-04-06" {
		t.Errorf("the day offered is %s", attr(one(n, "#date"), "value"))
	}
	wrong := typedForm("2026-03-31", "Freight", []string{"payable", "=100/3"}, []string{"2010", "", "12", "x"}, []string{"nothing such", "1", "1"})
	r := anna.send("/entries/new", wrong)
	if r.code != http.StatusUnprocessableEntity {
		t.Fatalf("bad cells: %d %s", r.code, r.text())
	}
	for _, want := range []string{"line 1: \"payable\" is no account", "33.33", "Line 3 has a debit and a credit"} {
		if !strings.Contains(strings.ToLower(r.text()), strings.ToLower(want)) {
			t.Errorf("%q is missing in %s", want, r.text())
		}
	}
	if got := attr(one(r.page(), "#memo-2"), "value"); got != "x" {
		t.Errorf("what was typed is lost: %q", got)
	}
	r = anna.send("/entries/new", typedForm("2026-03-31", "Freight", []string{"6010 Salaries", "1,000.10"}, []string{"2010", "", "="}))
	if r.code != http.StatusSeeOther || r.location() != "/drafts/1" {
		t.Fatalf("sent: %d %s %s", r.code, r.location(), r.text())
	}
	page := anna.open("/drafts/1")
	if text := textOf(one(page, "main")); !strings.Contains(text, "1,000.10") || !strings.Contains(text, "nobody approves their own work") && !strings.Contains(text, "does not") && !strings.Contains(text, "You cannot approve it") {
		t.Errorf("the draft reads %s", text)
	}
	if r := anna.post("/drafts/1/approve", "proof", password); r.code != http.StatusForbidden {
		t.Errorf("an accountant approves: %d", r.code)
	}
	cora := w.as("cora")
	draft := cora.open("/drafts/1")
	if !strings.Contains(textOf(one(draft, "main")), "If you approve it, it is posted") {
		t.Error("the consequence is not stated")
	}
	r = cora.send("/drafts/1/approve", fill(t, draft, "/drafts/1/approve", "proof", password))
	if r.code != http.StatusSeeOther || !strings.HasPrefix(r.location(), "/entries/JE-2026-") {
		t.Fatalf("approved: %d %s %s", r.code, r.location(), r.text())
	}
	if text := textOf(one(cora.open(r.location()), "main")); !strings.Contains(text, "anna") || !strings.Contains(text, "cora") || !strings.Contains(text, "1,000.10") {
		t.Errorf("posted is %s", text)
	}
}

// TestOwnDraftIsNotApproved: a controller cannot approve what they prepared, by a button or without.
func TestOwnDraftIsNotApproved(t *testing.T) {
	w := newWork(t)
	cora := w.as("cora")
	r := cora.send("/entries/new", typedForm("2026-03-31", "Freight", []string{"6010", "5"}, []string{"2010", "", "5"}))
	draft := cora.open(r.location())
	if len(all(draft, "form[action='"+r.location()+"/approve']")) != 0 {
		t.Error("the page offers it")
	}
	got := cora.post(r.location()+"/approve", "proof", password)
	if got.code != http.StatusConflict || !strings.Contains(got.text(), "another person must") {
		t.Errorf("by hand: %d %s", got.code, got.text())
	}
}

// TestTwoApproveAtOnce: one of two wins, the other is told, and the entry is there once.
func TestTwoApproveAtOnce(t *testing.T) {
	w := newWork(t)
	r := w.as("anna").send("/entries/new", typedForm("2026-03-31", "Freight", []string{"6010", "5"}, []string{"2010", "", "5"}))
	at := r.location()
	codes := make(chan reply, 2)
	var both sync.WaitGroup
	type signer struct {
		v    *visitor
		form url.Values
	}
	var signers []signer
	for _, who := range []string{"cora", "fred"} {
		v := w.as(who)
		signers = append(signers, signer{v, fill(t, v.open(at), at+"/approve", "proof", password)})
	}
	for _, s := range signers {
		both.Go(func() { codes <- s.v.send(at+"/approve", s.form) })
	}
	both.Wait()
	close(codes)
	won, told := 0, 0
	for r := range codes {
		switch {
		case r.code == http.StatusSeeOther:
			won++
		case r.code == http.StatusConflict && strings.Contains(r.text(), "Somebody was first"):
			told++
		default:
			t.Errorf("%d %s", r.code, r.text())
		}
	}
	if won != 1 || told != 1 {
		t.Errorf("%d won, %d were told", won, told)
	}
	if n := w.count(); n != 6 {
		t.Errorf("the book has %d entries", n)
	}
}

// count is how many entries the book has.
func (w *work) count() (n int64) {
	w.ok(w.app.Read(context.Background(), 0, func(v *app.View) error { n = v.LastEntry(); return nil }))
	return n
}

// TestDoubleSubmitIsOne: the same form twice is one draft.
func TestDoubleSubmitIsOne(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	f := typedForm("2026-03-31", "Freight", []string{"6010", "5"}, []string{"2010", "", "5"})
	a, b := anna.send("/entries/new", f), anna.send("/entries/new", f)
	if a.location() != "/drafts/1" || b.location() != "/drafts/1" {
		t.Errorf("first %s, then %s %s", a.location(), b.location(), b.text())
	}
	ds, err := w.app.Drafts(context.Background())
	w.ok(err)
	if len(ds) != 1 {
		t.Errorf("%d drafts wait", len(ds))
	}
}

// TestStaleDraftIsNotApproved: who read another draft than waits now is told so.
func TestStaleDraftIsNotApproved(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	at := anna.send("/entries/new", typedForm("2026-03-31", "Freight", []string{"6010", "5"}, []string{"2010", "", "5"})).location()
	stale := fill(t, cora.open(at), at+"/approve", "proof", password)
	edit := fill(t, anna.open(at+"/edit"), at+"/edit", "do", "post")
	edit["debit"][0] = "6"
	edit["credit"][1] = "6"
	if r := anna.send(at+"/edit", edit); r.code != http.StatusSeeOther {
		t.Fatalf("revised: %d %s", r.code, r.text())
	}
	if r := cora.send(at+"/approve", stale); r.code != http.StatusConflict || !strings.Contains(r.text(), "changed since the page was shown") {
		t.Errorf("%d %s", r.code, r.text())
	}
}

// TestReturnReviseWithdraw is the other way of a draft.
func TestReturnReviseWithdraw(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	at := anna.send("/entries/new", typedForm("2026-03-31", "Freight", []string{"6010", "5"}, []string{"2010", "", "5"})).location()
	if r := cora.send(at+"/return", fill(t, cora.open(at), at+"/return", "why", "no invoice")); r.code != http.StatusSeeOther {
		t.Fatalf("returned: %d %s", r.code, r.text())
	}
	if text := textOf(one(anna.open("/"), "main")); !strings.Contains(text, "One thing waits for you") || !strings.Contains(text, "returned") {
		t.Errorf("anna's home says %s", text)
	}
	if text := textOf(one(anna.open(at), "main")); !strings.Contains(text, "no invoice") {
		t.Errorf("the reason is missing: %s", text)
	}
	if r := anna.send(at+"/withdraw", fill(t, anna.open(at), at+"/withdraw")); r.code != http.StatusSeeOther {
		t.Errorf("withdrawn: %d %s", r.code, r.text())
	}
	if r := anna.get(at); r.code != http.StatusNotFound {
		t.Errorf("it is still there: %d", r.code)
	}
}

// TestReverseAndCorrectOnThePage links the entries both ways.
func TestReverseAndCorrectOnThePage(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	n := anna.open("/entries/JE-2026-000001/reverse")
	at := anna.send("/entries/JE-2026-000001/reverse", fill(t, n, "/entries/JE-2026-000001/reverse", "why", "shipped later")).location()
	r := cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password))
	if text := textOf(one(cora.open(r.location()), "main")); !strings.Contains(text, "Reverses JE-2026-000001") {
		t.Errorf("the reversal reads %s", text)
	}
	if text := textOf(one(cora.open("/entries/JE-2026-000001"), "main")); !strings.Contains(text, "Reversed by") || strings.Contains(text, "Correct") {
		t.Errorf("the reversed one reads %s", text)
	}
	form := fill(t, anna.open("/entries/JE-2026-000002/correct"), "/entries/JE-2026-000002/correct", "why", "the cost was 3,000", "do", "post")
	form["debit"][0], form["credit"][1] = "3,000", "3,000"
	r = anna.send("/entries/JE-2026-000002/correct", form)
	if r.code != http.StatusSeeOther {
		t.Fatalf("corrected: %d %s", r.code, r.text())
	}
	at = r.location()
	r = cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password))
	if text := textOf(one(cora.open(r.location()), "main")); !strings.Contains(text, "Corrects JE-2026-000002") {
		t.Errorf("the correction reads %s", text)
	}
	if text := textOf(one(cora.open("/entries/JE-2026-000002"), "main")); !strings.Contains(text, "Corrected by") {
		t.Errorf("the corrected one reads %s", text)
	}
}

// TestHostileTextInTheGrid: markup, bidi, formulas and a megabyte stay text, or are refused.
func TestHostileTextInTheGrid(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	evil := `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	f := typedForm("2026-03-31", evil, []string{"6010", "5", "", evil}, []string{"2010", "", "5", "=HYPERLINK(\"http://x\")"})
	r := anna.send("/entries/new", f)
	if r.code != http.StatusSeeOther {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if body := anna.get(r.location()).body; strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
		t.Error("markup comes through")
	}
	for name, change := range map[string]func(url.Values){
		"a megabyte":     func(f url.Values) { f.Set("description", strings.Repeat("x", 1<<20)) },
		"bidi":           func(f url.Values) { f.Set("description", "abc\u202edef") },
		"NUL":            func(f url.Values) { f.Set("description", "a\x00b") },
		"kind":           func(f url.Values) { f.Set("kind", "evil") },
		"date":           func(f url.Values) { f.Set("date", "2026-02-30") },
		"entity":         func(f url.Values) { f["entity"] = []string{"nowhere", ""} },
		"basis":          func(f url.Values) { f["also"] = []string{"a=b=c", ""}; f["debit"] = []string{"5 5", ""} },
		"many rows":      func(f url.Values) { f["account"] = make([]string, mostRows+1) },
		"no such file":   func(f url.Values) { f["document"] = []string{"zz"}; f.Set("date", "") },
		"invalid UTF-8":  func(f url.Values) { f.Set("description", "\xff\xfe") },
		"dimension text": func(f url.Values) { f["dim.plant"] = []string{"a;b=c", ""} },
	} {
		f := typedForm("2026-03-31", "Freight", []string{"6010", "5"}, []string{"2010", "", "5"})
		change(f)
		if r := anna.send("/entries/new", f); r.code < 400 || r.code >= 500 {
			t.Errorf("%s: %d %s", name, r.code, r.location())
		}
	}
}
