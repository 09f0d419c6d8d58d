package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/demo"
	"tieout/inventory"
)

// The test book: a small company from its opening balance to the refinancing that makes its bank debt long-term, each
// file taken in on the day it became known.
var testFiles = []struct{ on, name, text string }{
	{"2006-01-10", "opening.journal", `
account Assets:Cash  ; type: A, section: current, concept: us-gaap:CashAndCashEquivalentsAtCarryingValue, cashflow: cash
account Assets:Receivables  ; type: A, section: current, concept: us-gaap:AccountsReceivableNetCurrent
account Assets:Inventories  ; type: A, section: current, concept: us-gaap:InventoryNet
account Assets:Machinery  ; type: A, section: noncurrent, concept: us-gaap:PropertyPlantAndEquipmentNet
account Liabilities:Payables  ; type: L, section: current, concept: us-gaap:AccountsPayableCurrent
account Liabilities:Bank:Callable  ; type: L, section: current, concept: us-gaap:LongTermDebtCurrent
account Liabilities:Bank:Long-term  ; type: L, section: noncurrent, concept: us-gaap:LongTermDebtNoncurrent
account Equity:Stock  ; type: E, concept: us-gaap:CommonStockValue
account Income:Sales  ; type: R, concept: us-gaap:Revenues
account Expenses:Cost  ; type: X, concept: us-gaap:CostOfRevenue
account Expenses:Selling  ; type: X, concept: us-gaap:SellingGeneralAndAdministrativeExpense

2005-12-31 Opening balance  ; kind: opening
  Assets:Cash               1,200.00
  Assets:Receivables        2,300.00
  Assets:Inventories        3,066.25
  Assets:Machinery          4,000.00
  Liabilities:Payables     -1,566.25
  Liabilities:Bank:Callable  -2,000.00
  Equity:Stock             -7,000.00
`},
	{"2006-04-20", "first-quarter.journal", `
2006-02-14 Steel lockers, first shipment  ; document: invoice-88.txt
  Assets:Receivables        5,400.00
  Income:Sales             -5,400.00
2006-02-28 Cost of lockers shipped  ; synthetic:
  Expenses:Cost             3,100.00
  Assets:Inventories       -3,100.00
2006-03-15 Sheet steel received
  Assets:Inventories        3,770.15
  Liabilities:Payables     -3,770.15
2006-03-31 Salaries & <i>rent</i> of the quarter
  Expenses:Selling            800.00
  Assets:Cash                -800.00
2006-03-31 Confirmed by the warehouse  ; cite: Count of 31 March 2006 by the warehouse
  Assets:Inventories            0 =* 3,736.40
`},
	{"2006-07-20", "second-quarter.journal", `
2006-05-10 Lockers, second shipment  ; synthetic:
  Assets:Receivables        4,000.00
  Income:Sales             -4,000.00
2006-06-30 Salaries and rent of the quarter
  Expenses:Selling            750.00
  Assets:Cash                -750.00
`},
	{"2007-03-12", "refinancing.journal", `
2006-03-31 The bank debt is refinanced by a loan that falls due in 2012  ; kind: reclassifying, document: loan.html
  Liabilities:Bank:Callable    1,880.00
  Liabilities:Bank:Long-term  -1,880.00
`},
}

var testDocuments = map[string]string{
	"invoice-88.txt": "Invoice 88\nSteel lockers    5,400.00\n",
	"loan.html":      "<!doctype html><title>Loan</title><h1>Loan agreement</h1><script>document.title='ran'</script>",
}

const testRegistrant = `name: Harbor Lockers & Sons, Inc.
cik: "1999999"
prefix: hbl
file_number: 001-99999
state_of_incorporation: OH
employer_identification_number: 34-0000000
address: {line1: 100 Harbor Road, city: Toledo, state: OH, zip: "43604"}
phone_area_code: "419"
phone_number: 555-0100
filer_status: NAF
smaller_reporting_company: true
emerging_growth_company: false
shell_company: false
filed_all_reports: true
submitted_all_interactive_data: true
securities:
  - {title: "Common Stock, $1 par value", symbol: HBL, exchange: NASDAQ}
shares_outstanding:
  - {date: 2005-12-31, shares: 1000}
notice: "Demonstration: not filed, not audited, contains synthetic figures"
`

var clockDay = fiscal.MustParse("2006-11-13")

// testBook makes the book and leaves it open until the tests are over.
var testBook = sync.OnceValues(func() (*app.App, error) {
	dir, err := os.MkdirTemp("", "tieout-web-")
	if err != nil {
		return nil, err
	}
	undo = append(undo, func() { os.RemoveAll(dir) })
	return makeBook(context.Background(), dir)
})

var undo []func()

func TestMain(m *testing.M) {
	code := m.Run()
	for _, f := range undo {
		f()
	}
	os.Exit(code)
}

func makeBook(ctx context.Context, dir string) (*app.App, error) {
	now := time.Date(2006, 1, 9, 9, 0, 0, 0, time.UTC)
	a, err := app.Create(ctx, filepath.Join(dir, "book.db"), app.New{Name: "Harbor Lockers", CIK: "1999999", Calendar: "12-31"}, func() time.Time { return now })
	if err != nil {
		return nil, err
	}
	a.Key = app.Key{Path: filepath.Join(dir, "key")}
	if _, err := a.SetRegistrant(ctx, "", testRegistrant); err != nil {
		return nil, err
	}
	for name, text := range testDocuments {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	for _, f := range testFiles {
		now = fiscal.MustParse(f.on).Time().Add(9 * time.Hour)
		path := filepath.Join(dir, f.name)
		if err := os.WriteFile(path, []byte(strings.TrimPrefix(f.text, "\n")), 0o644); err != nil {
			return nil, err
		}
		if _, err := a.Import(ctx, "", app.ImportRequest{Kind: "journal", Path: path}); err != nil {
			return nil, err
		}
	}
	now = time.Date(2007, 8, 31, 15, 0, 0, 0, time.UTC)
	p, err := fiscal.CalendarYear.ParsePeriod("2006-Q1")
	if err != nil {
		return nil, err
	}
	_, err = a.FileReport(ctx, "", app.ReportRequest{Form: filing.Form10Q, Period: p, On: fiscal.FromTime(now)}, filepath.Join(dir, "package"), true)
	if err == nil { // after everything else: the note on inventories can be written
		_, err = a.DefineClass(ctx, "", app.StockClass{Code: "all", Name: "Lockers and materials", Method: inventory.FIFO, Inventory: "Assets:Inventories", Imported: true})
	}
	return a, err
}

// testTies are a few filed figures.
var testTies = []demo.Tie{
	{Filed: demo.Filed{Row: 2, Kind: "balance", Caption: "Inventories, net", Concept: "InventoryNet", Period: "2006-03-31", Value: 3736, Source: "10-Q"}, Books: 373640, Found: true, Label: demo.Booked},
	{Filed: demo.Filed{Row: 3, Kind: "flow", Caption: "Net sales", Concept: "Revenues", Period: "2006-Q1", Value: 5400, Source: "10-Q"}, Books: 540000, Found: true, Label: demo.Computed},
	{Filed: demo.Filed{Row: 4, Kind: "flow", Caption: "Plastic lockers", Period: "2005-Q3", Value: 998000, Source: "release"}, Label: demo.Exception, Reason: "probably a misprint"},
}

func testOptions(t testing.TB) Options {
	t.Helper()
	a, err := testBook()
	if err != nil {
		t.Fatal(err)
	}
	return Options{App: a, Sample: true, Clock: clockDay, Ties: testTies, Notice: "a notice of the options",
		Presets: []Preset{{clockDay, "three reports late"}, {fiscal.MustParse("2007-03-12"), "after the refinancing"}, {fiscal.MustParse("2007-08-31"), "the first report"}}}
}

// testSite is the site of the test book.
func testSite(t testing.TB) http.Handler {
	t.Helper()
	h, err := Handler(t.Context(), testOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// get asks the site for a page.
func get(t testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
	u, err := url.Parse(path)
	if err != nil {
		r.URL = &url.URL{Path: path}
	} else {
		r.URL = u
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// open asks for a page that must be there and reads it.
func open(t testing.TB, h http.Handler, path string) *html.Node {
	t.Helper()
	w := get(t, h, path)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: status %d\n%s", path, w.Code, textOf(parse(t, w.Body.String())))
	}
	return parse(t, w.Body.String())
}

func parse(t testing.TB, text string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
