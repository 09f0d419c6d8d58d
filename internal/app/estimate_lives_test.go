package app_test

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// life is an estimate in a book: what the journals have, its record, what it proposes to a day with the first line's amount of each entry by
// the end of its key, and what a later record then leaves to be entered.
type life struct {
	name, topic string
	accounts    []string
	journals    []ledger.Entry
	record      string
	upTo        string
	want        map[string]int64
	later       [2]string // text of the record and what stands in its place
	difference  map[string]int64
}

// lives are one for each topic that has no longer story of its own elsewhere.
var lives = []life{
	{
		// Twelve payments of 1,000 at one per cent a month are worth 11,255.08; an operating lease costs 1,000 in each month.
		name: "an operating lease", topic: "leases",
		accounts: []string{"2550 liability Lease-liability us-gaap:OperatingLeaseLiability", "1650 asset Right-of-use us-gaap:OperatingLeaseRightOfUseAsset", "6510 expense Lease-cost us-gaap:OperatingLeaseCost"},
		journals: []ledger.Entry{entry("2023-12-31", "1000", "3000", 50_000_00), entry("2024-01-31", "2550", "1000", 1_000_00)},
		record:   `{code: TRUCK, name: Truck, lease: {description: A truck, commences: 2024-01-01, months: 12, rate: 12%, adopted: 2022-01-01}, accounts: {liability: "2550", asset: "1650", cost: "6510"}, payments: [{from: 1, amount: 1000}]}`,
		upTo:     "2024-01-31", want: map[string]int64{"2024-01-01/recognised": 11_255_08, "2024-01-31/month": -887_45},
		later: [2]string{"rate: 12%", "rate: 6%"}, difference: nil,
	},
	{
		name: "income tax by the rate of the year", topic: "income-tax",
		accounts: []string{"8000 expense Income-tax us-gaap:IncomeTaxExpenseBenefit", "2300 liability Tax-payable us-gaap:AccruedIncomeTaxesCurrent", "1700 asset Deferred-assets us-gaap:DeferredIncomeTaxAssetsNet", "2610 liability Deferred-liabilities us-gaap:DeferredIncomeTaxLiabilitiesNet", "1710 asset Valuation-allowance us-gaap:DeferredIncomeTaxAssetsNet"},
		journals: []ledger.Entry{entry("2024-12-31", "1000", "3000", 50_000_00)},
		record: `{code: US, name: Federal, terms: {jurisdiction: United States, rate: 21%}, accounts: {expense: "8000", payable: "2300", assets: "1700", liabilities: "2610", allowance: "1710"},
quarters: [{quarter-end: 2025-03-31, income: 40000, expected: 200000}, {quarter-end: 2025-06-30, income: 60000, expected: 200000, permanent: 10000}]}`,
		upTo: "2025-06-30", want: map[string]int64{"2025-03-31/quarter": 8_400_00, "2025-06-30/quarter": 13_650_00},
		later: [2]string{"income: 60000", "income: 50000"}, difference: map[string]int64{"2025-06-30/quarter~2": -2_205_00},
	},
	{
		// 1,000 at 0.80, income of 200 at 0.85, all of it at 0.90: an adjustment of 1,000 × 0.10 and 200 × 0.05.
		name: "a subsidiary translated", topic: "consolidation",
		accounts: []string{"1900 asset Net-assets us-gaap:OtherAssetsCurrent", "3120 equity Stock-of-Canada us-gaap:CommonStockValue", "4900 revenue Sales-in-Canada us-gaap:Revenues", "3310 equity Adjustment us-gaap:AccumulatedOtherComprehensiveIncomeLossNetOfTax"},
		journals: []ledger.Entry{entry("2024-12-31", "1900", "3120", 800_00), entry("2024-12-31", "1000", "3000", 50_000_00)},
		record: `{code: CA, name: Canada, subsidiary: {name: Canada, currency: CAD, adjustment: "3310"}, rates: [{date: 2024-12-31, kind: closing, rate: 0.8}, {date: 2024-12-31, kind: average, rate: 0.8}, {date: 2025-12-31, kind: closing, rate: 0.9}, {date: 2025-12-31, kind: average, rate: 0.85}],
balances: [{date: 2024-12-31, line: Net, kind: asset, account: "1900", amount: 1000}, {date: 2024-12-31, line: Stock, kind: capital, account: "3120", amount: 1000, rate: 0.8}, {date: 2025-12-31, line: Net, kind: asset, account: "1900", amount: 1200}, {date: 2025-12-31, line: Stock, kind: capital, account: "3120", amount: 1000, rate: 0.8}, {date: 2025-12-31, line: Sales, kind: revenue, account: "4900", amount: 200}]}`,
		upTo: "2025-12-31", want: map[string]int64{"2025-12-31/translation": 280_00},
		later: [2]string{"2025-12-31, kind: closing, rate: 0.9", "2025-12-31, kind: closing, rate: 0.95"}, difference: map[string]int64{"2025-12-31/translation~2": 60_00},
	},
	{
		name: "a subsidiary's current account eliminated", topic: "consolidation",
		accounts: []string{"1900 asset Net-assets us-gaap:OtherAssetsCurrent", "1930 asset Due-from-Canada us-gaap:OtherAssetsCurrent", "2930 liability Due-to-the-company us-gaap:OtherLiabilitiesCurrent", "3120 equity Stock-of-Canada us-gaap:CommonStockValue", "4900 revenue Sales-in-Canada us-gaap:Revenues", "3310 equity Adjustment us-gaap:AccumulatedOtherComprehensiveIncomeLossNetOfTax"},
		journals: []ledger.Entry{entry("2024-12-31", "1900", "3120", 800_00), entry("2024-12-31", "1000", "3000", 50_000_00), entry("2025-06-30", "1930", "1000", 90_00)},
		record: `{code: CB, name: Canada, subsidiary: {name: Canada, currency: CAD, adjustment: "3310"}, rates: [{date: 2024-12-31, kind: closing, rate: 0.8}, {date: 2024-12-31, kind: average, rate: 0.8}, {date: 2025-12-31, kind: closing, rate: 0.9}, {date: 2025-12-31, kind: average, rate: 0.85}],
balances: [{date: 2024-12-31, line: Net, kind: asset, account: "1900", amount: 1000}, {date: 2024-12-31, line: Stock, kind: capital, account: "3120", amount: 1000, rate: 0.8}, {date: 2025-12-31, line: Net, kind: asset, account: "1900", amount: 1300}, {date: 2025-12-31, line: Due, kind: liability, account: "2930", amount: 100}, {date: 2025-12-31, line: Stock, kind: capital, account: "3120", amount: 1000, rate: 0.8}, {date: 2025-12-31, line: Sales, kind: revenue, account: "4900", amount: 200}],
intercompany: [{date: 2025-12-31, what: Current account, account: "1930", their: "2930", theirs: -100}]}`,
		upTo: "2025-12-31", want: map[string]int64{"2025-12-31/translation": 370_00, "2025-12-31/elimination-1": -90_00},
		later: [2]string{"theirs: -100", "theirs: -110"}, difference: map[string]int64{"2025-12-31/elimination-1~2": -9_00},
	},
}

// TestLivesOfEstimates: each is recorded, proposed, approved by another person and then agrees with the ledger; a later record leaves the
// difference, which a closed period sends to the next open day with its origin.
func TestLivesOfEstimates(t *testing.T) {
	for _, x := range lives {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			f := newBook(t, storetest.SQLite(t))
			f.open(x.accounts...)
			for _, e := range x.journals {
				f.post("", e)
			}
			f.people("alice", "bob")
			day := fiscal.MustParse(x.upTo)
			code := ""
			record := func(text, why string) {
				t.Helper()
				topic, err := app.EstimateTopic(x.topic)
				f.ok(err)
				file, err := app.ParseEstimate(topic, []byte(text))
				f.ok(err)
				code = file.Code
				_, _, err = f.RecordEstimate(f.ctx, "alice", app.EstimateRecord{Topic: x.topic, Code: code, Name: file.Name, Tables: file.Tables, Why: why})
				f.ok(err)
			}
			propose := func() (out []app.Prepared) {
				t.Helper()
				out, err := f.ProposeEstimate(f.ctx, "alice", x.topic, code, day)
				f.ok(err)
				for _, p := range out {
					if p.Refused != "" {
						t.Fatalf("%s: %s", p.Entry.Key, p.Refused)
					}
					_, err := f.Approve(f.ctx, "bob", p.Outcome.Draft)
					f.ok(err)
				}
				return out
			}
			agrees := func() {
				t.Helper()
				f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
					s, err := v.Schedule(x.topic, code)
					f.ok(err)
					if found := v.Checked(s, day); check.Worst(found) >= check.Open {
						t.Errorf("found %v", found)
					}
					return nil
				}))
			}
			is := func(out []app.Prepared, want map[string]int64) {
				t.Helper()
				got := map[string]int64{}
				for _, p := range out {
					_, key, _ := strings.Cut(strings.TrimPrefix(p.Entry.Key, x.topic+"/"), "/")
					got[key] = p.Entry.Lines[0].Amount
					if p.Outcome.Draft == 0 {
						t.Errorf("%s did not wait", key)
					}
				}
				for key, amount := range want {
					if got[key] != amount {
						t.Errorf("%s has %d, want %d; there are %v", key, got[key], amount, got)
					}
				}
				if len(got) != len(want) {
					t.Errorf("proposed %v, want %v", got, want)
				}
			}
			record(x.record, "")
			is(propose(), x.want)
			agrees()
			changed := strings.Replace(x.record, x.later[0], x.later[1], 1)
			if changed == x.record {
				t.Fatal("the later record is the same")
			}
			_, err := f.Lock(f.ctx, "bob", fiscal.Period{Start: fiscal.MustParse("2000-01-01"), End: day}, app.Closed)
			f.ok(err)
			record(changed, "better known")
			out := propose()
			for _, p := range out {
				if p.Entry.Effective != day+1 || p.Entry.Origin == 0 || p.Entry.Origin > day {
					t.Errorf("%s is of %s with the origin %s, in a closed period", p.Entry.Key, p.Entry.Effective, p.Entry.Origin)
				}
			}
			if x.difference != nil {
				is(out, x.difference)
			}
			if len(out) == 0 || slices.ContainsFunc(propose(), func(app.Prepared) bool { return true }) {
				t.Errorf("%d differences, or the same again", len(out))
			}
			f.verified()
		})
	}
}
