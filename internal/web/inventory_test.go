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
	rows(everyRole, "GET /inventory", "GET /inventory/download", "GET /inventory/movements/download", "GET /inventory/items/{item}", "GET /inventory/items/{item}/workpaper", "GET /inventory/packs/{pack}", "GET /inventory/ageing", "GET /inventory/ageing/download")
	rows(preparers, "POST /inventory/movements", "GET /inventory/count", "POST /inventory/count")
	rows(officers, "POST /inventory/classes", "POST /inventory/items")
	lookAt("/inventory", "/inventory?period=2026-Q1")
	lookAt("/inventory/ageing", "/inventory/ageing?period=2026-Q1")
	lookAt("/inventory/count", "/inventory/count?period=2026-Q1")
	lookAt("/inventory/items/{item}", "/inventory/items/P100?period=2026-Q1")
	furnishings = append(furnishings, func(w *work) {
		ctx := context.Background()
		_, err := w.app.DefineClass(ctx, "cora", app.StockClass{Code: "plastic", Name: "Plastic lockers", Method: inventory.FIFO, Inventory: "1220", Cost: "5010", Clearing: "2050", Adjustments: "5150"})
		w.ok(err)
		_, err = w.app.DefineItems(ctx, "cora", []app.StockItem{{Code: "P100", Name: "Plastic locker, 1 door", Class: "plastic", Unit: "piece", Units: "box=12"}})
		w.ok(err)
		u, err := w.app.KeepUpload(ctx, "anna", app.Upload{Name: "march.csv", Kind: "stock"}, []byte(movements))
		w.ok(err)
		r, err := u.Request()
		w.ok(err)
		out, err := w.app.Import(ctx, "anna", r)
		w.ok(err)
		_, err = w.app.Approve(ctx, "cora", out.Draft)
		w.ok(err)
		_, err = w.app.OpenCount(ctx, "anna", fiscal.MustParse("2026-03-31"), "main", 10_000)
		w.ok(err)
	})
}

const movements = "date,kind,item,site,quantity,unit,unit cost,reference\n2026-03-02,receipt,P100,main,10,box,95.40,PO-17\n2026-03-20,receipt,P100,main,40,,8.25,PO-18\n2026-03-28,issue,P100,main,130,,,\n"

// TestInventoryByHand: a class and an item are defined, movements are sent and approved, and the page shows them tied to the ledger.
func TestInventoryByHand(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	if r := cora.post("/inventory/classes", "code", "plastic", "name", "Plastic lockers", "method", "fifo", "inventory", "Work in process", "cost", "5010", "clearing", "2050"); r.code != http.StatusSeeOther {
		t.Fatalf("the class: %d %s", r.code, r.text())
	}
	if r := cora.post("/inventory/items", "code", "P100", "name", "Plastic locker", "class", "plastic", "unit", "piece", "units", "box=12"); r.code != http.StatusSeeOther {
		t.Fatalf("the item: %d %s", r.code, r.text())
	}
	if r := cora.post("/inventory/items", "code", "X", "class", "plastic", "unit", "piece", "units", "box"); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "box=12,pallet=480") {
		t.Errorf("a unit without a factor: %d %s", r.code, r.text())
	}
	bad := strings.Replace(movements, "P100,main,130", "P100,main,200", 1)
	if r := anna.sendFile("/inventory/movements", "march.csv", bad); !strings.Contains(r.text(), "march.csv row 4") || !strings.Contains(r.text(), "200 piece are taken") {
		t.Errorf("more than there is: %d %s", r.code, r.text())
	}
	r := anna.sendFile("/inventory/movements", "march.csv", movements)
	if r.code != http.StatusSeeOther {
		t.Fatalf("sent: %d %s", r.code, r.text())
	}
	at := r.location()
	if r = cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password)); r.code != http.StatusSeeOther {
		t.Fatalf("approved: %d %s", r.code, r.text())
	}
	text := textOf(one(anna.open("/inventory?period=2026-Q1"), "main"))
	for _, want := range []string{"Plastic lockers", "30", "247.50", "ties", "Inventory on hand."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	item := textOf(one(anna.open("/inventory/items/P100?period=2026-Q1"), "main"))
	for _, want := range []string{"PO-18", "(130)", "first-in, first-out", "1,036.50", "11"} {
		if !strings.Contains(strings.ReplaceAll(item, "(130 )", "(130)"), want) {
			t.Errorf("%q is missing in %s", want, item)
		}
	}
	// counted blind: the sheet does not say what the books have
	sheet := anna.open("/inventory/count?period=2026-Q1")
	if text := textOf(one(sheet, "main")); strings.Contains(text, "30") && !strings.Contains(text, "2026-03-30") || !strings.Contains(text, "P100") {
		t.Errorf("the sheet reads %s", text)
	}
	if r := anna.post("/inventory/count", "date", "2026-03-31", "site", "main", "item", "P100", "counted", "", "memo", ""); !strings.Contains(r.text(), "Nothing is counted yet.") {
		t.Errorf("an empty sheet: %d %s", r.code, r.text())
	}
	if r := anna.post("/inventory/count", "date", "2026-03-31", "site", "main", "item", "P100", "counted", "few", "memo", ""); !strings.Contains(r.text(), "is not a number") || !strings.Contains(r.text(), "P100:") {
		t.Errorf("no number: %d %s", r.code, r.text())
	}
	r = anna.post("/inventory/count", "date", "2026-03-31", "site", "main", "item", "P100", "counted", "28", "memo", "two dented")
	if at = r.location(); r.code != http.StatusSeeOther {
		t.Fatalf("counted: %d %s", r.code, r.text())
	}
	cora.send(at+"/approve", fill(t, cora.open(at), at+"/approve", "proof", password))
	if item := textOf(one(anna.open("/inventory/items/P100?period=2026-Q1"), "main")); !strings.Contains(item, "two dented 28 piece counted, 30 on the books") || !strings.Contains(item, "231.00") {
		t.Errorf("after the count: %s", item)
	}
	// an entry that no movement made
	e := simpleEntry("2026-03-30", "By hand", "1220", "5010", 1234, ledger.Standard)
	out, err := w.app.Post(context.Background(), "anna", e)
	w.ok(err)
	_, err = w.app.Approve(context.Background(), "cora", out.Draft)
	w.ok(err)
	if text := textOf(one(anna.open("/inventory?period=2026-Q1"), "main")); !strings.Contains(text, "Stock and ledger differ.") || !strings.Contains(text, "differs by 12.34") || !strings.Contains(text, "without a movement") {
		t.Errorf("the difference reads %s", text)
	}
	for _, path := range []string{"/inventory/download?period=2026-Q1&format=csv", "/inventory/movements/download?period=2026-Q1&format=csv&item=P100"} {
		if r := anna.get(path); r.code != 200 || !strings.Contains(r.body, "P100") {
			t.Errorf("%s: %d %s", path, r.code, r.body)
		}
	}
	if r := anna.get("/inventory/items/P100/workpaper?period=2026-Q1"); r.code != 200 || !strings.HasPrefix(r.body, "PK") {
		t.Errorf("the workpaper: %d", r.code)
	}
	for pack, want := range map[string]string{"existence": "P100 @ main", "price": "PO-18", "cut-off": "before"} {
		if r := anna.get("/inventory/packs/" + pack + "?period=2026-Q1&format=csv&seed=tieout"); r.code != 200 || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d %s", pack, r.code, r.body)
		}
	}
	if text := textOf(one(anna.open("/inventory/ageing?period=2026-Q1&cover=0"), "main")); !strings.Contains(text, "Age and demand") || !strings.Contains(text, "231.00") || !strings.Contains(text, "130") {
		t.Errorf("the ageing reads %s", text)
	}
	if r := anna.get("/inventory/ageing?cover=many"); r.code != http.StatusBadRequest {
		t.Errorf("a cover that is none: %d", r.code)
	}
	if r := anna.get("/inventory/packs/existence?period=2026-Q1&format=csv&size=0x"); r.code != http.StatusBadRequest {
		t.Errorf("a size that is none: %d", r.code)
	}
	if r := anna.get("/inventory/items/nothing/workpaper"); r.code != http.StatusNotFound {
		t.Errorf("a workpaper of nothing: %d", r.code)
	}
	if r := anna.get("/inventory/items/nothing"); r.code != http.StatusNotFound {
		t.Errorf("no item: %d", r.code)
	}
}

// TestBrowserInventory: a class and an item by hand, movements dropped by one person and approved by another, layers and tie-out seen.
func TestBrowserInventory(t *testing.T) {
	w, b := staffed(t, "cora")
	b.open("/inventory")
	b.enter("form[action='/inventory/classes'] input[name=code]", "plastic", "form[action='/inventory/classes'] input[name=name]", "Plastic lockers", "input[name=inventory]", "Work in process", "input[name=cost]", "5010", "input[name=clearing]", "2050", "input[name=adjustments]", "5150")
	b.push("form[action='/inventory/classes'] button")
	b.says("The class plastic is defined")
	b.enter("form[action='/inventory/items'] input[name=code]", "P100", "form[action='/inventory/items'] input[name=name]", "Plastic locker, 1 door", "input[name=unit]", "piece", "input[name=units]", "box=12")
	b.push("form[action='/inventory/items'] button")
	b.says("The item P100 is defined")
	anna := w.as("anna")
	r := anna.sendFile("/inventory/movements", "march.csv", movements)
	b.open(r.location())
	b.push("form[action$='/approve'] button")
	b.says("D-000001 is taken in: ")
	b.open("/inventory?period=2026-Q1")
	b.says("Inventory on hand.")
	b.picture("inventory")
	b.open("/inventory/items/P100?period=2026-Q1")
	b.says("20 Mar 2026, PO-18")
	b.picture("inventory-item")
	b.open("/inventory/count?period=2026-Q1")
	b.enter("input[name=counted]", "28", "input[name=memo]", "two dented")
	b.picture("count-sheet")
	b.push("form.countsheet button")
	b.says("The count waits for a second person")
}
