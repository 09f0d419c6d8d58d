package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"

	"tieout/internal/app"
)

// withRegistrant gives the working book what a report needs.
func (w *work) withRegistrant() *work {
	w.t.Helper()
	_, err := w.app.SetRegistrant(w.t.Context(), "cora", testRegistrant)
	w.ok(err)
	return w
}

func TestReportInTheMaking(t *testing.T) {
	w := newWork(t).withRegistrant()
	cora := w.as("cora")
	n := cora.open("/reports/10-Q/2026-Q1")
	if tagged := all(n, ".filing a.ix[data-explain]"); len(tagged) < 20 {
		t.Fatalf("%d tagged numbers are doors", len(tagged))
	} else if fact := cora.open(attr(tagged[3], "href")); one(fact, "[data-panel] .big") == nil {
		t.Errorf("a fact is not explained: %s", textOf(one(fact, "main")))
	}
	if css := cora.get(attr(one(n, "main link[rel=stylesheet]"), "href")); css.code != 200 || !strings.Contains(css.body, ".filing .x1{") {
		t.Errorf("the style sheet: %d %.200s", css.code, css.body)
	}
	for path, code := range map[string]int{"/reports/10-K/2026-Q1": 404, "/reports/10-Q/2026": 404, "/reports/8-K/2026": 404, "/reports/10-Q/2026-Q9": 404, "/reports/10-Q/2026-Q1/facts/f-none": 404} {
		if r := cora.get(path); r.code != code {
			t.Errorf("%s: %d", path, r.code)
		}
	}
}

func TestReportTextIsNotOverwritten(t *testing.T) {
	w := newWork(t).withRegistrant()
	anna, carl := w.as("anna"), w.as("carl")
	const at = "/reports/10-Q/2026-Q1/text"
	mine := fill(t, anna.open(at), at, "text", "# FORM 10-Q\n\n@cover\n\nSales were {{Revenues}}. <script>alert(1)</script>\n\n@statement balance-sheet\n")
	theirs := fill(t, carl.open(at), at, "text", "# FORM 10-Q\n\nOther words.\n")
	if r := anna.send(at, mine); r.code != http.StatusSeeOther {
		t.Fatal(r.code, r.text())
	}
	r := carl.send(at, theirs)
	if r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "Meanwhile anna changed the text") || !strings.Contains(r.body, "Other words.") || !strings.Contains(r.body, "Sales were {{Revenues}}") {
		t.Errorf("%d %s", r.code, r.text())
	}
	page := anna.get("/reports/10-Q/2026-Q1")
	if !strings.Contains(page.text(), "written last by anna") || strings.Contains(page.body, "<script>alert") || !strings.Contains(textOf(one(page.page(), ".filing")), "Sales were 5,400") {
		t.Errorf("the report does not show the text: %.1500s", page.text())
	}
	bad := fill(t, anna.open(at), at, "text", "@note \"Unended\" InventoryNet\nwords\n")
	if r := anna.send(at, bad); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.body, "Unended") {
		t.Errorf("a bad text: %d", r.code)
	}
}

func TestPlanAndForecast(t *testing.T) {
	w := newWork(t).withRegistrant()
	cora := w.as("cora")
	const at = "/reports/10-Q/2026-Q1/plan"
	for _, bad := range [][]string{{"date", "2026-03-01"}, {"date", "soon"}, {"date", ""}} {
		if r := cora.post(at, bad...); r.code != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", bad, r.code)
		}
	}
	if r := cora.post(at, "date", "2026-05-08"); r.code != http.StatusSeeOther {
		t.Fatal(r.code, r.text())
	}
	if r := cora.post(at, "date", "2026-05-20"); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "say why it moves to 2026-05-20") {
		t.Errorf("a move without a reason: %d %s", r.code, r.text())
	}
	if r := cora.post(at, "date", "2026-05-20", "why", "the count is done again"); r.code != http.StatusSeeOther {
		t.Fatal(r.code, r.text())
	}
	n := cora.open("/filings")
	row := ""
	for _, r := range all(n, ".reports tbody tr") {
		if strings.HasPrefix(textOf(r), "10-Q for March 2026") {
			row = textOf(r)
		}
	}
	if !strings.Contains(row, "8 May 2026 20 May 2026") {
		t.Errorf("the report stands as %q", row)
	}
	if got := textOf(one(n, "svg desc")); !strings.Contains(got, "planned for 8 May 2026, forecast for 20 May 2026") {
		t.Errorf("the chart says %q", got)
	}
	if one(n, "svg .planned") == nil || one(n, "svg .forecast") == nil {
		t.Error("the chart does not show plan and forecast")
	}
}

func TestReleaseKeepsWhatWasRead(t *testing.T) {
	w := newWork(t).withRegistrant()
	cora := w.as("cora")
	const at = "/reports/10-Q/2026-Q1/keep"
	form := fill(t, cora.open("/reports/10-Q/2026-Q1"), at)
	textAt := "/reports/10-Q/2026-Q1/text"
	w.as("anna").send(textAt, fill(t, w.as("anna").open(textAt), textAt, "text", "# FORM 10-Q\n\n@cover\n\n@statement balance-sheet\n"))
	if r := cora.send(at, form); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "The text changed since the page was shown (anna") {
		t.Fatalf("a stale release: %d %s", r.code, r.text())
	}
	form = fill(t, cora.open("/reports/10-Q/2026-Q1"), at)
	for i := range 2 { // sent twice it counts once
		if r := cora.send(at, form); r.code != http.StatusSeeOther || r.location() != "/filings" {
			t.Fatalf("release %d: %d %s", i, r.code, r.text())
		}
	}
	s, err := w.app.State(t.Context(), 0)
	w.ok(err)
	if len(s.Filings) != 1 || len(s.Checkpoints) != 1 {
		t.Fatalf("%d reports and %d checkpoints are kept", len(s.Filings), len(s.Checkpoints))
	}
	v, err := w.app.Verify(t.Context(), nil, app.RebuildFiling)
	w.ok(err)
	if len(v.Findings) > 0 || v.Packages != 1 {
		t.Errorf("verify: %v", v)
	}
	kept := textOf(one(cora.open("/filings"), "main"))
	if !strings.Contains(kept, "10-Q for March 2026 filed") {
		t.Errorf("the reports say %q", kept)
	}
	link := "/filings/" + itoa(s.Filings[0].Position)
	r := cora.get(link + "/package")
	z, err := zip.NewReader(bytes.NewReader([]byte(r.body)), int64(len(r.body)))
	if err != nil || len(z.File) != len(s.Filings[0].Files) {
		t.Errorf("the package: %v, %d files", err, len(z.File))
	}
	if again := cora.get(link + "/package"); again.body != r.body {
		t.Error("the same package has other bytes")
	}
}

func TestFindAnything(t *testing.T) {
	w := newWork(t).withRegistrant()
	cora := w.as("cora")
	for what, want := range map[string]string{
		"trade rec": "account 1110 Trade receivables", "1110": "account 1110 Trade receivables", "je-2026-000001": "entry JE-2026-000001", "invoice-88": "document invoice-88.txt", "fred": "person Fred Finance",
		"cash flows": "page Cash flows", "10-q march 2026": "report 10-Q for March 2026", "InventoryRaw": "fact", "give a person": "action Give a person a seat", "pieces of nowhere": "Nothing that you may see fits",
	} {
		if got := textOf(one(cora.open("/find?q="+strings.ReplaceAll(what, " ", "+")), "main")); !strings.Contains(got, want) {
			t.Errorf("%q finds %q", what, got)
		}
	}
	if got := textOf(one(w.as("ed").open("/find?q=give+a+person"), "main")); strings.Contains(got, "Give a person a seat") {
		t.Error("an auditor is offered what they may not do")
	}
	r := cora.get("/find/list?q=%3Cb%3E")
	if r.code != 200 || strings.Contains(r.body, "<b>") || r.header.Get("Content-Type") != "application/json" {
		t.Errorf("%d %s", r.code, r.body)
	}
}
