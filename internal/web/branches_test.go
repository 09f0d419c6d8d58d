package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"tieout/ledger"
)

func init() {
	rows(everyRole, "GET /branches", "GET /branches/{id}")
	rows(preparers, "POST /branches", "GET /branches/{id}/propose", "POST /branches/{id}/propose", "POST /branches/{id}/withdraw", "POST /branches/{id}/drop")
	rows(officers, "POST /branches/{id}/merge")
	lookAt("/branches", "/branches")
	lookAt("/branches/{id}", "furnished")
	lookAt("/branches/{id}/propose", "furnished")
	furnishings = append(furnishings, func(w *work) {
		ctx := context.Background()
		id, err := w.app.OpenBranch(ctx, "anna", "Proposed by the auditor", "adjustments of the first quarter")
		w.ok(err)
		_, err = w.app.Propose(ctx, "anna", id, simpleEntry("2026-03-31", "Accrue freight of March", "5190", "2010", 45_600, ledger.Adjusting), simpleEntry("2026-03-31", "Move payroll tax", "6010", "2010", 12_300, ledger.Reclassifying))
		w.ok(err)
		at := "/branches/" + itoa(id)
		shownAt["/branches/{id}"] = []string{at}
		shownAt["/branches/{id}/propose"] = []string{at + "/propose"}
		lookAt("/trial-balance", "/trial-balance?columns=all", "/trial-balance?with="+itoa(id))
		lookAt("/statements/{kind}", "/statements/balance-sheet?period=2026-Q1&with="+itoa(id))
	})
}

// TestBranchOnThePage: opened, proposed on, seen in the statements with a banner, refused to its proposer, merged by another.
func TestBranchOnThePage(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	at := anna.post("/branches", "name", "Proposed by the auditor", "why", "first quarter").location()
	if !strings.HasPrefix(at, "/branches/") {
		t.Fatalf("opened at %s", at)
	}
	form := typedForm("2026-03-31", "Accrue freight of March", []string{"5190", "456"}, []string{"2010", "", "456"})
	form.Set("kind", "adjusting")
	if r := anna.send(at+"/propose", form); r.code != http.StatusSeeOther {
		t.Fatalf("proposed: %d %s", r.code, r.text())
	}
	id := strings.TrimPrefix(at, "/branches/")
	page := textOf(one(anna.open(at+"?period=2026-Q1"), "main"))
	for _, want := range []string{"Accounts payable", "(456.00", "3,770.15", "4,226.15", "You cannot merge it"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in %s", want, page)
		}
	}
	with := anna.get("/statements/balance-sheet?period=2026-Q1&with=" + id)
	if !strings.Contains(with.body, "Not the books") || !strings.Contains(with.body, "4,226") {
		t.Errorf("on the branch: %s", with.text())
	}
	if books := anna.get("/statements/balance-sheet?period=2026-Q1"); strings.Contains(books.body, "Not the books") || strings.Contains(books.body, "4,226") {
		t.Error("the books show what is proposed")
	}
	sheet := anna.get("/trial-balance?with=" + id)
	for _, want := range []string{"Unadjusted", "Adjusting", "Reclassifying", "Adjusted", "Proposed: Proposed by the auditor", "With it", "4,226.15"} {
		if !strings.Contains(sheet.body, want) {
			t.Errorf("the worksheet lacks %q", want)
		}
	}
	if r := anna.get("/trial-balance/download?columns=all&format=xlsx&with=" + id); r.code != 200 || !strings.HasPrefix(r.body, "PK") {
		t.Errorf("as a workbook: %d", r.code)
	}
	if r := anna.get("/register?account=2010&period=2026-Q1&with=" + id); r.code != 200 || !strings.Contains(r.body, "Accrue freight of March") {
		t.Errorf("the register: %d", r.code)
	}
	for _, path := range []string{"/journal", "/entries/JE-2026-000001", "/", "/general-ledger"} {
		if r := anna.get(path + "?with=" + id); r.code != 200 || strings.Contains(r.body, "Not the books") {
			t.Errorf("%s says that it is on the branch: %d", path, r.code)
		}
	}
	if r := anna.get("/trial-balance?with=99999"); r.code != http.StatusNotFound {
		t.Errorf("no branch: %d", r.code)
	}
	if r := cora.send(at+"/merge", fill(t, cora.open(at), at+"/merge", "proof", password)); r.code != http.StatusSeeOther || w.count() != 6 {
		t.Fatalf("merged: %d %s", r.code, r.text())
	}
	if books := anna.get("/statements/balance-sheet?period=2026-Q1"); !strings.Contains(books.body, "4,226") {
		t.Error("what was merged is not in the books")
	}
	if r := cora.post(at+"/merge", "proof", password); r.code != http.StatusConflict {
		t.Errorf("merged again: %d", r.code)
	}
	own := cora.post("/branches", "name", "My own").location()
	cora.send(own+"/propose", typedForm("2026-03-31", "Mine", []string{"5190", "1"}, []string{"2010", "", "1"}))
	if r := cora.post(own+"/merge", "proof", password); r.code != http.StatusConflict || !strings.Contains(r.text(), "another person must") {
		t.Errorf("one's own: %d %s", r.code, r.text())
	}
	if r := cora.post(own+"/drop", "why", ""); r.code != http.StatusConflict {
		t.Errorf("dropped without a reason: %d", r.code)
	}
	if r := cora.post(own+"/drop", "why", "not needed"); r.code != http.StatusSeeOther {
		t.Errorf("dropped: %d", r.code)
	}
}
