package importer

import (
	"strings"
	"testing"
)

func stockOf(text string) ([]StockRow, error) {
	return Stock(FormatCSV, strings.NewReader(text), int64(len(text)), Options{Name: "m.csv", Currency: "USD"})
}

func TestStockRows(t *testing.T) {
	rows, err := stockOf("Ownership date,Type,SKU,Qty,UoM,Total cost,Document\n2026-01-02,Receipt,P100,\"1,200.5\",kg,\"1,000.25\",PO-1\n\n2026-01-03,issue,P100,3,,,\n")
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	r := rows[0]
	if r.Kind != "receipt" || r.Item != "P100" || r.Quantity.String() != "1200.5" || *r.Amount != 100_025 || r.Reference != "PO-1" || r.Unit != "kg" || r.Row != 2 {
		t.Errorf("%+v", r)
	}
	if rows[1].Amount != nil || rows[1].Each != nil || rows[1].Row != 4 {
		t.Errorf("%+v", rows[1])
	}
}

func TestStockRowsThatAreWrong(t *testing.T) {
	for text, want := range map[string]string{
		"date,kind,item,colour\n":                             `the column "colour" is not known`,
		"date,kind,item,qty,units\n":                          "two columns are the quantity",
		"date,item\n2026-01-01,P\n":                           "no column is the kind",
		"date,kind,item\n31/12/2026,receipt,P\n":              "m.csv:2",
		"date,kind,item\n,receipt,P\n":                        "the row has no date",
		"date,kind,item,quantity\n2026-01-01,receipt,P,few\n": `"few" is not a number`,
		"date,kind,item,amount\n2026-01-01,receipt,P,1.234\n": "m.csv:2",
		"date,kind,item\n2026-01-01,receipt,P\u202e\n":        "m.csv:2",
		"": "m.csv",
	} {
		_, err := stockOf(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := Stock(FormatHledger, strings.NewReader("x"), 1, Options{}); err == nil || !strings.Contains(err.Error(), "CSV or XLSX") {
		t.Errorf("a journal: %v", err)
	}
}

func TestPriceRows(t *testing.T) {
	text := "item,selling price,cost to sell,NRV,replacement,evidence\nP100,12.50,1,,9,INV-7\n"
	rows, err := Prices(FormatCSV, strings.NewReader(text), int64(len(text)), Options{Name: "p.csv", Currency: "USD"})
	if err != nil || len(rows) != 1 || rows[0].Price.String() != "12.5" || rows[0].NRV != nil || rows[0].Replacement.String() != "9" || rows[0].Evidence != "INV-7" {
		t.Errorf("%+v, %v", rows, err)
	}
}
