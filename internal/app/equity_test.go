package app_test

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
)

// TestEquityIsTied: the statement of changes in equity is held against the balance sheet whenever it is made. An account of other comprehensive
// income under an element of the company's own stands in another line of the balance sheet, and is found with its amounts.
func TestEquityIsTied(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.open("3200 equity AOCI ext:AccumulatedOtherComprehensiveIncomeOfLand")
		f.post("", entry("2024-12-30", "1000", "3000", 5_000_000))
		f.post("", entry("2025-03-31", "1000", "4000", 250_000))
		ties := func() (out []check.Finding) {
			f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
				_, found, err := v.Equity(fiscal.Named{Name: "2025", Period: period(t, f, "2025")})
				out = slices.DeleteFunc(found, func(x check.Finding) bool { return x.Rule != "equity-ties" })
				return err
			}))
			return out
		}
		if got := ties(); len(got) != 0 {
			t.Error(got)
		}
		f.post("", entry("2025-06-30", "1000", "3200", 1_234_567))
		got := ties()
		if len(got) != 1 || got[0].Severity != check.Stop || !strings.HasPrefix(got[0].Message, "aoci is 12,345.67 here and 0.00 in the balance sheet") {
			t.Error(got)
		}
	})
}
