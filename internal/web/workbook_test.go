package web

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/exporter"
)

func init() {
	rows(everyRole, "GET /workbook", "GET /chart/download")
	rows(preparers, "POST /workbook")
	rows(officers, "POST /workbook/accounts")
	lookAt("/workbook", "/workbook")
}

// worked is a workbook of the trial balance in which amounts were changed: column by account.
func (w *work) worked(change func(*exporter.Table)) string {
	w.t.Helper()
	var b bytes.Buffer
	w.ok(w.app.Read(context.Background(), 0, func(v *app.View) error {
		t, err := v.TrialBalanceTable(fiscal.MustParse("2026-03-31"))
		w.ok(err)
		change(&t)
		return t.Write(&b, "xlsx")
	}))
	return b.String()
}

// set changes an amount of a table, and what is computed from it; the stamp stays that of the original.
func set(t *exporter.Table, account, column string, minor int64) {
	for i := range t.Rows {
		if t.Rows[i].Key != account && t.Rows[i].Key != "total" {
			continue
		}
		for j, c := range t.Columns {
			if c.Key != column {
				continue
			}
			was := t.Rows[i].Cells[j].Minor
			if t.Rows[i].Key == account {
				t.Rows[i].Cells[j] = exporter.Amount(minor, 2)
				defer func(by int64) { total(t, column, by) }(minor - was)
				sign := int64(1)
				if column == "credit" {
					sign = -1
				}
				last := len(t.Columns) - 1
				t.Rows[i].Cells[last].Minor += sign * (minor - was)
				defer func(by int64) { total(t, "balance", by) }(sign * (minor - was))
			}
		}
	}
}

func total(t *exporter.Table, column string, by int64) {
	for j, c := range t.Columns {
		if c.Key == column {
			t.Rows[len(t.Rows)-1].Cells[j].Minor += by
		}
	}
}

// TestWorkbookComesBack: changed amounts become an entry, which balances or says by how much it does not; what is not of this
// book or was changed where it may not be is refused by cell.
func TestWorkbookComesBack(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	same := w.worked(func(*exporter.Table) {})
	if r := anna.sendFile("/workbook", "tb.xlsx", same); r.code != 200 || !strings.Contains(r.text(), "Nothing was changed") {
		t.Fatalf("the same: %d %s", r.code, r.text())
	}
	changed := w.worked(func(t *exporter.Table) { set(t, "6010", "debit", 85_000); set(t, "2010", "credit", 382_015) })
	r := anna.sendFile("/workbook", "tb.xlsx", changed)
	if r.code != 200 || !strings.Contains(r.text(), "Two cells were changed") || strings.Contains(r.text(), "out of balance by") {
		t.Fatalf("two cells: %d %s", r.code, r.text())
	}
	form := fill(t, r.page(), "/entries/new", "do", "post")
	if got := form["debit"][0] + form["credit"][1] + form["credit"][0] + form["debit"][1]; got != "50.0050.00" {
		t.Errorf("the entry holds %v %v", form["debit"], form["credit"])
	}
	at := anna.send("/entries/new", form).location()
	if r := cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("approved: %d %s", r.code, r.text())
	}
	if text := textOf(one(anna.open("/trial-balance?at=2026-03-31"), "main")); !strings.Contains(text, "850.00") || !strings.Contains(text, "3,820.15") {
		t.Errorf("the trial balance is now %s", text)
	}
	lone := w.worked(func(t *exporter.Table) { set(t, "6010", "debit", 90_000) })
	if r := anna.sendFile("/workbook", "tb.xlsx", lone); r.code != 200 || !strings.Contains(r.text(), "out of balance by 50.00") {
		t.Errorf("one side: %d %s", r.code, r.text())
	}
	named := w.worked(func(t *exporter.Table) { t.Rows[0].Cells[1] = exporter.Text("=HYPERLINK(\"http://x\")") })
	if r := anna.sendFile("/workbook", "tb.xlsx", named); r.code != 422 || !strings.Contains(r.text(), "chart") {
		t.Errorf("a name: %d %s", r.code, r.text())
	}
	for name, content := range map[string]string{"nothing.xlsx": "", "text.xlsx": "hello", "cut.xlsx": same[:len(same)/2], "csv.xlsx": goodCSV} {
		if r := anna.sendFile("/workbook", name, content); r.code != 422 {
			t.Errorf("%s: %d", name, r.code)
		}
	}
	other := newWork(t)
	_, err := other.app.Post(context.Background(), "anna", simpleEntry("2026-03-31", "x", "6010", "2010", 1, ""))
	other.ok(err)
	for range 5 {
		_, err := other.app.OpenBranch(context.Background(), "anna", newOnce(), "")
		other.ok(err)
	}
	if r := anna.sendFile("/workbook", "tb.xlsx", other.worked(func(*exporter.Table) {})); r.code != 422 || !strings.Contains(r.text(), "another book") {
		t.Errorf("another book's: %d %s", r.code, r.text())
	}
}

// TestChartComesBack changes names in a workbook of the chart.
func TestChartComesBack(t *testing.T) {
	w := newWork(t)
	var b bytes.Buffer
	w.ok(w.app.Read(context.Background(), 0, func(v *app.View) error {
		tb, err := v.ChartTable()
		w.ok(err)
		tb.Rows[0].Cells[1] = exporter.Text("Cash at First Bank")
		return tb.Write(&b, "xlsx")
	}))
	cora := w.as("cora")
	r := cora.sendFile("/workbook", "chart.xlsx", b.String())
	if r.code != 200 || !strings.Contains(r.text(), "One cell was changed") {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if r := cora.send("/workbook/accounts", fill(t, r.page(), "/workbook/accounts")); r.code != http.StatusSeeOther {
		t.Fatalf("kept: %d %s", r.code, r.text())
	}
	if text := textOf(one(cora.open("/chart?q=1010"), "main")); !strings.Contains(text, "Cash at First Bank") {
		t.Errorf("the chart says %s", text)
	}
	if r := w.as("anna").sendFile("/workbook", "chart.xlsx", b.String()); r.code == 200 && strings.Contains(r.body, "/workbook/accounts") {
		t.Error("an accountant is offered to change the chart")
	}
}
