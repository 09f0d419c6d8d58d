package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/ledger"
	"tieout/recurring"
)

func init() {
	rows(everyRole, "GET /recurring")
	rows(preparers, "GET /recurring/new", "POST /recurring/new", "POST /recurring/make", "POST /recurring/{id}/end")
	lookAt("/recurring", "/recurring")
	lookAt("/recurring/new", "/recurring/new", "/recurring/new?like=JE-2026-000004")
	furnishings = append(furnishings, func(w *work) {
		ctx := context.Background()
		premium := simpleEntry("2026-03-31", "Insurance of the year", "6010", "1310", 1_000_000, ledger.Standard)
		_, err := w.app.KeepStanding(ctx, "anna", recurring.Standing{Name: "Insurance of the year", Every: recurring.Monthly, From: fiscal.MustParse("2026-03-01"), Until: fiscal.MustParse("2027-02-28"), Spread: true, Entry: premium})
		w.ok(err)
		_, err = w.app.KeepStanding(ctx, "anna", recurring.Standing{Name: "Petty cash", Entry: simpleEntry("2026-03-31", "Petty cash", "6010", "1010", 10_000, ledger.Standard)})
		w.ok(err)
	})
}

// TestRecurringOnThePage: kept with its rule, due, made through approval once, used as a template, ended.
func TestRecurringOnThePage(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	form := fill(t, anna.open("/recurring/new"), "/recurring/new", "name", "Insurance", "every", "month", "from", "2026-01-01", "until", "2026-12-31", "spread", "1", "description", "Insurance of 2026", "do", "post")
	form["account"][0], form["debit"][0], form["account"][1], form["credit"][1] = "6010", "1,000", "1310", "1,000"
	bad := fill(t, anna.open("/recurring/new"), "/recurring/new", "name", "Insurance", "every", "week", "description", "x", "do", "post")
	bad["account"], bad["debit"], bad["credit"] = form["account"], form["debit"], form["credit"]
	if r := anna.send("/recurring/new", bad); r.code != 422 || !strings.Contains(r.text(), "every month, quarter or year") {
		t.Errorf("every week: %d %s", r.code, r.text())
	}
	if r := anna.send("/recurring/new", form); r.code != http.StatusSeeOther {
		t.Fatalf("kept: %d %s", r.code, r.text())
	}
	text := textOf(one(anna.open("/recurring"), "main"))
	for _, want := range []string{"Three recurring entries are due.", "part 1 of 12", "83.34", "every month on its last day", "749.98"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	if home := textOf(one(anna.open("/"), "main")); !strings.Contains(home, "recurring entries that are due: 3") {
		t.Errorf("home says %s", home)
	}
	r := anna.send("/recurring/make", fill(t, anna.open("/recurring"), "/recurring/make"))
	if r.code != 200 || !strings.Contains(r.text(), "3 entries were made") || !strings.Contains(r.text(), "Nothing recurring is due") {
		t.Fatalf("made: %d %s", r.code, r.text())
	}
	if r := anna.send("/recurring/make", fill(t, anna.open("/recurring"), "/recurring/make")); strings.Contains(r.text(), "were made") {
		t.Errorf("made twice: %s", r.text())
	}
	if r := cora.send("/drafts/1/approve", fill(t, cora.open("/drafts/1"), "/drafts/1/approve", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("approved: %d %s", r.code, r.text())
	}
	st, err := w.app.State(context.Background(), 0)
	w.ok(err)
	id := itoa(st.Standing[0].ID)
	if body := anna.get("/entries/new?template=" + id).body; !strings.Contains(body, `value="6010"`) || !strings.Contains(body, "Insurance of 2026") {
		t.Error("the template does not fill the grid")
	}
	if r := anna.get("/entries/new?template=999"); r.code != http.StatusNotFound {
		t.Errorf("no template: %d", r.code)
	}
	if r := anna.post("/recurring/"+id+"/end", "why", "cancelled"); r.code != http.StatusSeeOther {
		t.Errorf("ended: %d", r.code)
	}
	if r := anna.post("/recurring/" + id + "/end"); r.code != 422 {
		t.Errorf("ended twice: %d", r.code)
	}
	if r := anna.post("/recurring/make", "up-to", "soon"); r.code != 422 {
		t.Errorf("a day of none: %d", r.code)
	}
}
