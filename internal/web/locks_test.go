package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
)

func init() {
	rows(everyRole, "GET /locks", "GET /chart", "GET /registrant")
	rows(officers, "POST /locks", "POST /chart/accounts", "POST /chart/entities", "POST /chart/dimensions", "POST /registrant")
	rows(staffRoles, "POST /overrides")
	rows("cfo controller audit-committee", "POST /overrides/{id}/approve")
	rows(preparers, "POST /documents")
	lookAt("/locks", "/locks")
	lookAt("/chart", "/chart", "/chart?edit=1010", "reports /chart")
	lookAt("/registrant", "/registrant", "reports /registrant?on=newest")
	furnishings = append(furnishings, func(w *work) {
		ctx := context.Background()
		_, err := w.app.Lock(ctx, "cora", fiscal.Period{Start: fiscal.MustParse("2026-01-01"), End: fiscal.MustParse("2026-01-31")}, app.Closed)
		w.ok(err)
		_, err = w.app.RequestOverride(ctx, "anna", fiscal.Period{Start: fiscal.MustParse("2026-01-01"), End: fiscal.MustParse("2026-01-31")}, fiscal.MustParse("2026-04-30"), "a late invoice of the carrier")
		w.ok(err)
	})
}

// TestLockedPeriodAndItsOverride: locked, refused with the way out, asked, not let hold by the asker, posted under it and listed.
func TestLockedPeriodAndItsOverride(t *testing.T) {
	w := newWork(t)
	anna, cora, fred := w.as("anna"), w.as("cora"), w.as("fred")
	if r := cora.send("/locks", fill(t, cora.open("/locks"), "/locks", "period", "2026-M01", "level", "closed")); r.code != http.StatusSeeOther {
		t.Fatalf("locked: %d %s", r.code, r.text())
	}
	late := typedForm("2026-01-20", "Late freight", []string{"5190", "40"}, []string{"2010", "", "40"})
	if r := anna.send("/entries/new", late); r.code != 422 || !strings.Contains(r.text(), "locked (closed)") || !strings.Contains(r.text(), "override") {
		t.Fatalf("into the lock: %d %s", r.code, r.text())
	}
	if r := anna.send("/overrides", fill(t, anna.open("/locks"), "/overrides", "period", "2026-M01", "until", "2026-04-30", "why", "a late invoice", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("asked: %d %s", r.code, r.text())
	}
	st, err := w.app.State(context.Background(), 0)
	w.ok(err)
	at := "/overrides/" + itoa(st.Overrides[0].ID) + "/approve"
	if r := anna.post(at, "proof", password); r.code != http.StatusForbidden {
		t.Errorf("the asker lets it hold: %d", r.code)
	}
	if text := textOf(one(fred.open("/"), "main")); !strings.Contains(text, "a late invoice") {
		t.Errorf("it does not wait for the CFO: %s", text)
	}
	if r := fred.send(at, fill(t, fred.open("/locks"), at, "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("let hold: %d %s", r.code, r.text())
	}
	late.Set("once", newOnce())
	draft := anna.send("/entries/new", late).location()
	if r := cora.send(draft+"/approve", fill(t, cora.open(draft), draft+"/approve", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("posted: %d %s", r.code, r.text())
	}
	if text := textOf(one(cora.open("/locks"), "main")); !strings.Contains(text, "JE-2026-") || !strings.Contains(text, "holds until") {
		t.Errorf("the list says %s", text)
	}
	for _, bad := range []string{"2026-13", "<b>", "", strings.Repeat("9", 100)} {
		if r := cora.post("/locks", "period", bad, "level", "soft"); r.code != 422 {
			t.Errorf("the period %q: %d", bad, r.code)
		}
	}
}

// TestChartIsChangedOnThePage opens an account, refuses a wrong one with everything typed, adds an entity and a dimension.
func TestChartIsChangedOnThePage(t *testing.T) {
	w := newWork(t)
	cora := w.as("cora")
	if r := cora.send("/chart/accounts", fill(t, cora.open("/chart"), "/chart/accounts", "code", "5195", "name", "Customs duties", "type", "expense", "concept", "CostOfRevenue")); r.code != http.StatusSeeOther {
		t.Fatalf("opened: %d %s", r.code, r.text())
	}
	if text := textOf(one(cora.open("/chart?q=customs"), "main")); !strings.Contains(text, "5195") || !strings.Contains(text, "CostOfRevenue") {
		t.Errorf("the chart says %s", text)
	}
	if r := cora.post("/chart/accounts", "code", "5195", "name", "Customs", "type", "asset"); r.code != 422 || !strings.Contains(r.text(), "cannot become") || !strings.Contains(r.body, `value="5195"`) {
		t.Errorf("another type: %d %s", r.code, r.text())
	}
	if r := cora.post("/chart/entities", "code", "canada", "name", "Canadian Locker", "currency", "cad"); r.code != http.StatusSeeOther {
		t.Errorf("an entity: %d %s", r.code, r.text())
	}
	if r := cora.post("/chart/dimensions", "code", "line", "name", "Product line"); r.code != http.StatusSeeOther {
		t.Errorf("a dimension: %d %s", r.code, r.text())
	}
	if r := cora.post("/chart/dimensions", "code", "line", "name", "Product line"); r.code != 422 {
		t.Errorf("the same again: %d", r.code)
	}
	if r := cora.post("/registrant", "yaml", "name: [x"); r.code != 422 || !strings.Contains(r.body, "name: [x") {
		t.Errorf("bad data: %d", r.code)
	}
	if r := cora.post("/registrant", "yaml", testRegistrant); r.code != http.StatusSeeOther {
		t.Errorf("good data: %d %s", r.code, r.text())
	}
	if r := cora.sendFile("/documents", "invoice.txt", "Invoice 12\n"); r.code != http.StatusSeeOther || !strings.HasPrefix(r.location(), "/documents/") {
		t.Errorf("a document: %d %s", r.code, r.text())
	}
}
