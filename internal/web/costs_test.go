package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/inventory"
	"tieout/ledger"
)

func init() {
	rows(everyRole, "GET /inventory/movements", "GET /inventory/lifo", "GET /inventory/lifo/download", "GET /inventory/lifo/workpaper", "GET /inventory/change", "GET /inventory/change/download", "GET /inventory/costs", "GET /inventory/costs/download", "GET /inventory/costs/workpaper",
		"GET /inventory/variances", "GET /inventory/variances/download", "GET /inventory/reserves", "GET /inventory/reserves/download", "GET /inventory/note", "GET /inventory/note/style", "GET /inventory/note/facts/{id}", "GET /inventory/counts", "GET /inventory/counts/{count}", "GET /inventory/counts/{count}/download")
	rows(preparers, "POST /inventory/lifo", "POST /inventory/ageing", "POST /inventory/variances", "POST /inventory/movements/one", "POST /inventory/change", "GET /inventory/lower", "POST /inventory/lower", "POST /inventory/lower/take", "POST /inventory/costs", "POST /inventory/counts", "POST /inventory/counts/{count}", "POST /inventory/counts/{count}/post")
	rows(officers, "POST /inventory/lifo/pools", "POST /inventory/lifo/index", "POST /inventory/lifo/end", "POST /inventory/costs/bills")
	for _, part := range []string{"movements", "lifo", "change", "costs", "variances", "reserves", "note", "lower"} {
		lookAt("/inventory/"+part, "/inventory/"+part+"?period=2026-Q1")
	}
	lookAt("/inventory/counts", "/inventory/counts?period=2026-Q1")
	lookAt("/inventory/counts/{count}", "/inventory/counts/1?period=2026-Q1")
	lookAt("/inventory/note/facts/{id}", "reports /inventory/note/facts/f-7606ed70ff?on=newest&period=2006-Q4")
	furnishings = append(furnishings, func(w *work) {
		ctx := context.Background()
		_, err := w.app.OpenAccounts(ctx, "cora", []ledger.Account{{Code: "1295", Name: "LIFO reserve", Type: ledger.Asset, Section: "current", Concept: "us-gaap:InventoryLIFOReserve"}, {Code: "1240", Name: "Parts at standard", Type: ledger.Asset, Section: "current", Concept: "us-gaap:InventoryNet"}})
		w.ok(err)
		p, err := app.ParsePool([]byte(strings.Replace(testPool, "1230", "1210", 1)))
		w.ok(err)
		_, err = w.app.DefinePool(ctx, "cora", p)
		w.ok(err)
		for on, n := range map[string]string{"2025-12-31": "1.1", "2026-03-31": "1.12"} {
			_, err := w.app.SetPoolIndex(ctx, "cora", app.StockIndex{Pool: "LOCK", On: fiscal.MustParse(on), Index: n, Evidence: "price list of the supplier"})
			w.ok(err)
		}
		_, err = w.app.DefineClass(ctx, "cora", app.StockClass{Code: "parts", Name: "Parts", Method: inventory.Standard, Inventory: "1240", Cost: "5010", Clearing: "2050", Variance: "5150"})
		w.ok(err)
		_, err = w.app.DefineItems(ctx, "cora", []app.StockItem{{Code: "STEEL", Name: "Sheet steel", Class: "parts", Unit: "sheet"}, {Code: "DOOR", Name: "Door", Class: "parts", Unit: "piece"}})
		w.ok(err)
		_, err = w.app.SetBills(ctx, "cora", fiscal.MustParse("2026-01-01"), testBills)
		w.ok(err)
	})
}

const testPool = `code: LOCK
name: Lockers
accounts: ["1230"]
reserve: "1295"
cost: "5010"
index: supplied
base: 2024-12-31
prior_index: "1"
tax_rate: "0.38"
layers: [{name: base, base: "1000", index: "1"}]
`

const testBills = "items:\n  STEEL: 10\n  DOOR:\n    components: {STEEL: {quantity: 2, scrap: 20%}}\n    operations: {name: cut, hours: 0.1, labour_rate: 20, overhead_of_labour: 150%}\n"

// costed is a book whose inventory has a pool with something in it.
func costedWork(t *testing.T) *work {
	w := newWork(t)
	ctx := context.Background()
	_, err := w.app.OpenAccounts(ctx, "cora", []ledger.Account{{Code: "1295", Name: "LIFO reserve", Type: ledger.Asset, Section: "current", Concept: "us-gaap:InventoryLIFOReserve"}, {Code: "1240", Name: "Parts at standard", Type: ledger.Asset, Section: "current", Concept: "us-gaap:InventoryNet"}, {Code: "2900", Name: "Deferred taxes", Type: ledger.Liability, Section: "noncurrent", Concept: "us-gaap:DeferredIncomeTaxLiabilitiesNet"}})
	w.ok(err)
	return w
}

// TestPoolByHand: a pool is defined and an index said on the page, its reserve proposed and approved, its change of method opened on a
// branch, and the pool ended; each thing that is wrong is said.
func TestPoolByHand(t *testing.T) {
	w := costedWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	if r := cora.post("/inventory/lifo/pools", "text", strings.Replace(testPool, "1295", "9999", 1)); !strings.Contains(r.text(), "is not in the chart") {
		t.Errorf("an unknown account: %d %s", r.code, r.text())
	}
	if r := cora.post("/inventory/lifo/pools", "text", testPool); r.code != http.StatusSeeOther {
		t.Fatalf("the pool: %d %s", r.code, r.text())
	}
	if r := cora.post("/inventory/lifo/index", "pool", "LOCK", "on", "2025-12-31", "index", "0", "evidence", "x"); !strings.Contains(r.text(), "above zero") {
		t.Errorf("an index of zero: %s", r.text())
	}
	_, err := w.app.Post(context.Background(), "anna", simpleEntry("2025-12-30", "Lockers bought", "1230", "2010", 220_000, ledger.Standard))
	w.ok(err) // it waits for a second person
	for _, d := range mustDrafts(t, w) {
		_, err := w.app.Approve(context.Background(), "cora", d)
		w.ok(err)
	}
	if r := cora.post("/inventory/lifo/index", "pool", "LOCK", "on", "2025-12-31", "index", "1.1", "evidence", "price list"); r.code != http.StatusSeeOther {
		t.Fatalf("the index: %d %s", r.code, r.text())
	}
	// 2,200 at 1.1 is 2,000 at base prices: 1,000 at 1 and 1,000 at 1.1, a reserve of 100.
	text := textOf(one(anna.open("/inventory/lifo?period=2025-Q4"), "main"))
	for _, want := range []string{"2,200.00", "1.10", "2,100.00", "100.00", "Propose the entry", "Layers at 31 December 2025"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	r := anna.post("/inventory/lifo", "pool", "LOCK", "day", "2025-12-31")
	at := r.location()
	if r.code != http.StatusSeeOther || !strings.HasPrefix(at, "/drafts/") {
		t.Fatalf("proposed: %d %s", r.code, r.text())
	}
	if r = cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("approved: %d %s", r.code, r.text())
	}
	if text := textOf(one(anna.open("/inventory/lifo?period=2025-Q4"), "main")); strings.Contains(text, "Propose the entry") || strings.Contains(text, "to enter. Propose") {
		t.Errorf("after it was entered: %s", text)
	}
	change := textOf(one(anna.open("/inventory/change?period=2025-Q4"), "main"))
	for _, want := range []string{"2025 as reported", "As adjusted", "(100.00", "exhibit 18"} {
		if !strings.Contains(strings.ReplaceAll(change, "Exhibit", "exhibit"), want) {
			t.Errorf("%q is missing in %s", want, change)
		}
	}
	if r := anna.post("/inventory/change", "pool", "LOCK", "from", "2025", "to", "2025", "tax", "0.38", "name", "To FIFO", "why", "one method", "retained", "no such", "deferred", "2900", "expense", "8020"); !strings.Contains(r.text(), "is not in the chart") {
		t.Errorf("an account that is not there: %d", r.code)
	}
	r = anna.post("/inventory/change", "pool", "LOCK", "from", "2025", "to", "2025", "tax", "0.38", "name", "To FIFO", "why", "one method", "retained", "3010", "deferred", "2900", "expense", "8020")
	if r.code != http.StatusSeeOther || !strings.HasPrefix(r.location(), "/branches/") {
		t.Fatalf("the branch: %d %s", r.code, r.text())
	}
	if text := textOf(one(anna.open(r.location()), "main")); !strings.Contains(text, "LIFO reserve") || !strings.Contains(text, "100.00") {
		t.Errorf("the branch reads %s", text)
	}
	if r := cora.post("/inventory/lifo/end", "pool", "LOCK", "on", "2025-12-31", "why", "one method for all"); r.code != http.StatusSeeOther {
		t.Errorf("ended: %d %s", r.code, r.text())
	}
	if text := textOf(one(anna.open("/inventory/lifo?period=2025-Q4"), "main")); !strings.Contains(text, "Another method since") {
		t.Errorf("an ended pool reads %s", text)
	}
}

func mustDrafts(t *testing.T, w *work) (out []int64) {
	t.Helper()
	ds, err := w.app.Drafts(context.Background())
	w.ok(err)
	for _, d := range ds {
		out = append(out, d.ID)
	}
	return out
}

// TestCostsByHand: bills are set, rolled up and frozen on the page, and the variances of the period are there.
func TestCostsByHand(t *testing.T) {
	w := costedWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	for _, form := range [][]string{{"code", "parts", "name", "Parts", "method", "standard", "inventory", "1240", "cost", "5010", "clearing", "2050", "variance", "5150"}} {
		if r := cora.post("/inventory/classes", form...); r.code != http.StatusSeeOther {
			t.Fatalf("the class: %d %s", r.code, r.text())
		}
	}
	for _, code := range []string{"STEEL", "DOOR"} {
		if r := cora.post("/inventory/items", "code", code, "class", "parts", "unit", "piece"); r.code != http.StatusSeeOther {
			t.Fatalf("the item: %d %s", r.code, r.text())
		}
	}
	if r := cora.post("/inventory/costs/bills", "from", "2026-01-01", "text", "items: {DOOR: {components: {DOOR: 1}}}"); !strings.Contains(r.text(), "comes back to itself") {
		t.Errorf("a loop: %d %s", r.code, r.text())
	}
	if r := cora.post("/inventory/costs/bills", "from", "2026-01-01", "text", testBills); r.code != http.StatusSeeOther {
		t.Fatalf("the bills: %d %s", r.code, r.text())
	}
	page := anna.open("/inventory/costs?period=2026-Q1")
	text := textOf(one(page, "main"))
	for _, want := range []string{"DOOR", "STEEL", "20 %", "30.00", "Set the standards"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	r := anna.send("/inventory/costs", fill(t, page, "/inventory/costs"))
	at := r.location()
	if r.code != http.StatusSeeOther || !strings.HasPrefix(at, "/drafts/") {
		t.Fatalf("frozen: %d %s", r.code, r.text())
	}
	if r = cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("approved: %d %s", r.code, r.text())
	}
	moves := "date,kind,item,site,quantity,unit cost,reference\n2026-04-01,receipt,STEEL,main,10,12.00,PO-1\n"
	r = anna.sendFile("/inventory/movements", "april.csv", moves)
	at = r.location()
	if r = cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("the receipt: %d %s", r.code, r.text())
	}
	text = textOf(one(anna.open("/inventory/variances?period=2026-Q2"), "main"))
	for _, want := range []string{"Purchase price", "100.00", "120.00", "20.00"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
}

// TestLowerByHand: prices are tested against what is on hand, and the write-down is taken in after approval.
func TestLowerByHand(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	for _, f := range furnishings {
		f(w)
	}
	prices := "item,net realizable value,evidence\nP100,5.00,invoice 99\n"
	r := anna.sendFile("/inventory/lower", "prices.csv", prices, "day", "2026-03-31", "by", "item")
	text := r.text()
	for _, want := range []string{"Write-downs at 31 March 2026", "P100", "invoice 99", "Take them in"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	if bad := anna.sendFile("/inventory/lower", "prices.csv", "item,colour\nP100,red\n", "day", "2026-03-31", "by", "item"); !strings.Contains(bad.text(), "colour") {
		t.Errorf("an unknown column: %d %s", bad.code, bad.text())
	}
	r = anna.send("/inventory/lower/take", fill(t, r.page(), "/inventory/lower/take"))
	at := r.location()
	if r.code != http.StatusSeeOther || !strings.HasPrefix(at, "/drafts/") {
		t.Fatalf("taken: %d %s", r.code, r.text())
	}
	if r = cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("approved: %d %s", r.code, r.text())
	}
	if text := textOf(one(anna.open("/inventory/items/P100?period=2026-Q1"), "main")); !strings.Contains(text, "write-down") || !strings.Contains(text, "5.0000") {
		t.Errorf("the item reads %s", text)
	}
}

// TestCountByHand: a count is opened, its tags entered blind, one counted again by another person, and it is taken in after approval.
func TestCountByHand(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	for _, f := range furnishings {
		f(w)
	}
	list := anna.open("/inventory/counts?period=2026-Q1")
	if text := textOf(one(list, "main")); !strings.Contains(text, "C-000001") || !strings.Contains(text, "1 tag to count") {
		t.Fatalf("the list reads %s", text)
	}
	at := "/inventory/counts/1"
	sheet := anna.open(at)
	if text := textOf(one(sheet, "main")); strings.Contains(text, "Books") || strings.Contains(text, "247.50") || !strings.Contains(text, "Plastic locker") {
		t.Errorf("the sheet is not blind: %s", text)
	}
	if r := anna.post(at, "tag", "1", "item", "", "counted", "few", "memo", "", "void", ""); !strings.Contains(r.text(), "is not a number") {
		t.Errorf("no number: %s", r.text())
	}
	if r := anna.post(at, "tag", "1", "item", "", "counted", "10", "memo", "by the door", "void", ""); r.code != http.StatusSeeOther {
		t.Fatalf("entered: %d %s", r.code, r.text())
	}
	text := textOf(one(anna.open(at), "main"))
	for _, want := range []string{"1 tag to count again", "Books", "30", "(165.00"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	if r := anna.post(at, "tag", "1", "item", "", "counted", "28", "memo", "", "void", ""); r.code == http.StatusSeeOther {
		t.Error("the same person counted again")
	}
	if r := cora.post(at, "tag", "1", "item", "", "counted", "28", "memo", "", "void", ""); r.code != http.StatusSeeOther {
		t.Fatalf("counted again: %d %s", r.code, r.text())
	}
	r := anna.post(at + "/post")
	to := r.location()
	if r.code != http.StatusSeeOther || !strings.HasPrefix(to, "/drafts/") {
		t.Fatalf("posted: %d %s", r.code, r.text())
	}
	if r = cora.send(to+"/approve", fill(t, cora.open(to), to+"/approve", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("approved: %d %s", r.code, r.text())
	}
	if text := textOf(one(anna.open(at), "main")); !strings.Contains(text, "taken in") {
		t.Errorf("after it: %s", text)
	}
}

// TestProposalsByHand: a movement is typed, a reserve for what is in excess proposed, and variances taken into inventory; what is wrong is said.
func TestProposalsByHand(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	for _, f := range furnishings {
		f(w)
	}
	approve := func(r reply) {
		t.Helper()
		at := r.location()
		if r.code != http.StatusSeeOther || !strings.HasPrefix(at, "/drafts/") {
			t.Fatalf("%d %s", r.code, r.text())
		}
		if r := cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password)); r.code != http.StatusSeeOther {
			t.Fatalf("approved: %d %s", r.code, r.text())
		}
	}
	if r := anna.post("/inventory/movements/one", "date", "2026-04-02", "kind", "issue", "item", "P100", "site", "main", "quantity", "900"); !strings.Contains(r.text(), "900 piece are taken") {
		t.Errorf("more than there is: %s", r.text())
	}
	approve(anna.post("/inventory/movements/one", "date", "2026-04-02", "kind", "issue", "item", "P100", "site", "main", "quantity", "5", "memo", "a sample"))
	if text := textOf(one(anna.open("/inventory/movements?period=2026-Q2"), "main")); !strings.Contains(text, "a sample") {
		t.Errorf("the movements read %s", text)
	}
	if r := anna.post("/inventory/ageing", "day", "2026-04-06", "demand", "1", "cover", "0", "percent", "50", "reserve", "nothing", "charge", "5010"); !strings.Contains(r.text(), "is not in the chart") {
		t.Errorf("an unknown account: %s", r.text())
	}
	approve(anna.post("/inventory/ageing", "day", "2026-04-06", "demand", "1", "cover", "0", "percent", "50", "reserve", "1290", "charge", "5010"))
	if text := textOf(one(anna.open("/inventory/reserves?period=2026-Q2"), "main")); !strings.Contains(text, "103.13") { // half of 25 at 8.25
		t.Errorf("the reserves read %s", text)
	}
	approve(anna.post("/inventory/movements/one", "date", "2026-04-02", "kind", "standard", "item", "STEEL", "each", "10.00"))
	approve(anna.post("/inventory/movements/one", "date", "2026-04-03", "kind", "receipt", "item", "STEEL", "quantity", "10", "each", "12.00", "reference", "PO-9"))
	approve(anna.post("/inventory/variances", "period", "2026-Q2", "account", "1240"))
}
