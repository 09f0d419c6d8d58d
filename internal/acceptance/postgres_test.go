package acceptance

import (
	"path/filepath"
	"strings"
	"testing"

	"tieout/internal/testenv"
)

// The same commands on PostgreSQL give the same statements and the same root as on the embedded database.
func TestTheSameBooksOnPostgreSQL(t *testing.T) {
	dir, lite := ownBook(t)
	pg := testenv.Postgres(t) + "#plainfield"
	must(t, fine, "init", pg, "--name", "Plainfield Tool Works, Inc.", "--cik", "1999998", "--fiscal-year-end", "12-31")
	must(t, fine, "registrant", "set", filepath.Join(dir, "registrant.yaml"), "--book", pg)
	must(t, fine, "import", "trial-balance", filepath.Join(dir, "tb2023.csv"), "--book", pg, "--date", "2023-12-31")
	must(t, fine, "import", "trial-balance", filepath.Join(dir, "tb2024.csv"), "--book", pg, "--date", "2024-12-31")
	for _, kind := range []string{"balance-sheet", "income", "cash-flow", "equity", "comprehensive-income"} {
		args := []string{"statement", kind, "--period", "2024", "--format", "json", "--book"}
		a, b := must(t, []int{0, 1}, append(args, lite)...), must(t, []int{0, 1}, append(args, pg)...)
		if a != b {
			t.Errorf("%s differs between the engines:\n%s\n%s", kind, a, b)
		}
	}
	for _, book := range []string{lite, pg} {
		if out := must(t, fine, "verify", "--book", book); !strings.Contains(out, "verified: 4 acts") {
			t.Errorf("%s: %s", book, out)
		}
	}
	if code, _, errs := tieout(t, "init", pg, "--name", "Again"); code != 2 || !strings.Contains(errs, "plainfield") {
		t.Errorf("a second book of the name: exit %d, %s", code, errs)
	}
}

// A command that would post twice is refused or repeated without effect, whoever asks.
func TestRepeatingACommandDoesNothing(t *testing.T) {
	dir, book := ownBook(t)
	out := must(t, fine, "import", "trial-balance", filepath.Join(dir, "tb2024.csv"), "--book", book, "--date", "2024-12-31")
	if !strings.Contains(out, "nothing was posted") {
		t.Error(out)
	}
	before := must(t, fine, "trial-balance", "--book", book, "--at", "2024-12-31", "--format", "json")
	corrected := strings.Replace(tb2024, "6000,\"Selling, general and administrative\",expense,SellingGeneralAndAdministrativeExpense,624110.25,", "6000,\"Selling, general and administrative\",expense,SellingGeneralAndAdministrativeExpense,624210.25,", 1)
	corrected = strings.Replace(corrected, "AccountsPayableCurrent,,188230.25", "AccountsPayableCurrent,,188330.25", 1)
	must(t, fine, "import", "trial-balance", write(t, filepath.Join(dir, "corrected.csv"), corrected), "--book", book, "--date", "2024-12-31")
	after := must(t, fine, "trial-balance", "--book", book, "--at", "2024-12-31", "--format", "json")
	if before == after || !strings.Contains(after, `"624210.25"`) {
		t.Error("the corrected trial balance did not post the difference")
	}
	reg := must(t, fine, "register", "6000", "--book", book, "--period", "2024", "--format", "csv")
	if !strings.Contains(reg, "100.00") || strings.Count(reg, "\n") != 4 {
		t.Errorf("more than the difference was posted:\n%s", reg)
	}
}
