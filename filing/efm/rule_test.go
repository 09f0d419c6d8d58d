package efm

import (
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/filing"
	"tieout/fiscal"
	"tieout/xbrl"
)

var today = fiscal.MustParse("2025-03-20")

// What filing.Make makes breaks no rule, in either form and at either scale.
func TestGoodPackages(t *testing.T) {
	for _, form := range []filing.Form{filing.Form10K, filing.Form10Q} {
		for _, scale := range []int{0, 3} {
			if found := Check(made(t, form, scale), today); len(found) > 0 {
				for _, f := range found {
					t.Errorf("%s in %d: %v", form, scale, f)
				}
			}
		}
	}
}

var _ = []any{slices.Contains[[]string], strings.Contains, check.Stop, xbrl.INF}
