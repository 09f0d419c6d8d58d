package web

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"testing"

	americanlocker "tieout/examples/american-locker"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/demo"
)

// TestBrowserDemonstrationInventory walks the inventory of the demonstration: what is on hand ties, the contract's lockers have age and no
// demand, the pool says what the review has still to enter on 13 November 2006 and ties when everything is known, the change of method,
// the roll-up, and the note down to its entries.
func TestBrowserDemonstrationInventory(t *testing.T) {
	r, err := demo.Build(context.Background(), demo.Options{Data: americanlocker.Data, Dir: filepath.Join(t.TempDir(), "demo"), Step: func(string, int, int) {}})
	if err != nil || len(r.Problems) > 0 {
		t.Fatal(err, r.Problems)
	}
	a, err := app.Open(context.Background(), r.Book)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	h, err := Handler(t.Context(), Options{App: a, Sample: true, Clock: r.Plan.Clock, Ties: r.Ties, Sources: r.Plan.Sources, Presets: []Preset{{fiscal.MustParse("2006-11-13"), "the release"}}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	b := browse(t, server.URL)
	for _, x := range []struct {
		at, picture string
		says        []string
	}{
		{"/estimates?period=2006-Q3", "", []string{"Head office moved and staff reduced"}},
		{"/estimates/restructuring/of/PLAN-2005?period=2006-Q3", "estimate-restructuring", []string{"56,000.00", "ASC 420-10-25-8", "Settlements matched to costs", "Savings of SG&A"}},
		{"/estimates/restructuring/of/PLAN-2005?period=2005-Q4&on=newest", "", []string{"10.4%; say whether that was a change in estimate or an error"}},
		{"/estimates/restructuring/note?period=2005-Q4&on=newest", "", []string{"Severance and retention", "1,378,000"}},
		{"/estimates/debt/of/MT-MORTGAGE?period=2006-Q3", "estimate-debt", []string{"2,064,352.00", "could call it", "no waiver was recorded"}},
		{"/estimates/debt/of/MT-MORTGAGE?period=2006-Q3&on=newest", "", []string{"long-term: refinanced before the statements were issued"}},
		{"/estimates/debt/note?period=2005-Q4&on=newest", "", []string{"2,316,210", "Twelve months to December 31, 2006"}},
		{"/estimates/impairment/of/PLASTIC?period=2005-Q1", "estimate-impairment", []string{"(6,100,000.00)", "two steps", "The contract for plastic lockers", "not recoverable from cash flows of 0.00"}},
		{"/estimates/impairment/note?period=2005-Q4&on=newest", "", []string{"tested at March 31, 2005 in two steps", "6,100,000", "300,000"}},
		{"/inventory?period=2006-Q3", "inventory-demonstration", []string{"Inventory on hand.", "ties", "Plastic pool locker, four doors"}},
		{"/inventory/ageing?period=2006-Q3", "inventory-ageing", []string{"Value by class and age", "P-CL-12"}},
		{"/inventory/lifo?period=2006-Q3", "", []string{"to enter. Propose the entry", "is within a year"}},
		{"/inventory/lifo?period=2006-Q4&on=2008-07-01", "lifo", []string{"587,883.00", "640,839.00", "LIFO layers were liquidated"}},
		{"/inventory/change?period=2006-Q4&on=2008-07-01", "change-of-method", []string{"2005 as reported", "3,387,729.00", "Exhibit 18"}},
		{"/inventory/costs?period=2006-Q3", "standard-cost", []string{"Coin-operated locker, eight openings", "In it"}},
		{"/inventory/reserves?period=2006-Q4&on=newest", "", []string{"363,000.00", "748,000.00"}},
		{"/inventory/note?period=2005-Q4&on=newest", "inventory-note", []string{"Layers of the last-in, first-out method were liquidated", "219,479"}},
	} {
		b.open(x.at)
		for _, s := range x.says {
			b.says(s)
		}
		if x.picture != "" {
			b.picture(x.picture)
		}
	}
	b.click(".filing a.ix")
	b.says("Raw materials")
	b.says("1,470,003")
	// From a figure of a note to the record that it is worked out from.
	b.open("/estimates/pension/note?period=2006&on=newest")
	b.click(`.filing a.ix[title$="DefinedBenefitPlanInterestCost"]`)
	b.says("It is worked out by the topic pension")
	b.click(`[data-panel] a[href^="/estimates/pension"]`)
	b.says("Retirement plan of the United States")
}
