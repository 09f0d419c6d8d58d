package acceptance

import (
	"path/filepath"
	"strings"
	"testing"
)

const twoEntities = `date: 2024-12-31
description: Sales of both companies
lines:
  - {account: "1000", debit: 100.00}
  - {account: "4000", credit: 100.00}
  - {account: "1000", entity: canada, debit: 70.00}
  - {account: "4000", entity: canada, credit: 70.00}
`

// Entities with currencies of their own balance each by itself and are never added up unconverted.
func TestEntitiesAreNotAddedUp(t *testing.T) {
	dir := place(t)
	book := filepath.Join(dir, "b.db")
	must(t, fine, "init", book, "--name", "Two Companies", "--cik", "1")
	must(t, fine, "entity", "add", "canada", "--book", book, "--currency", "CAD")
	must(t, fine, "account", "open", "1000", "--book", book, "--type", "current asset", "--concept", "CashAndCashEquivalentsAtCarryingValue")
	must(t, fine, "account", "open", "4000", "--book", book, "--type", "revenue", "--concept", "Revenues")
	must(t, fine, "entry", "post", write(t, filepath.Join(dir, "e.yaml"), twoEntities), "--book", book)
	for entity, want := range map[string]string{"": "100.00", "main": "100.00", "canada": "70.00"} {
		args := []string{"trial-balance", "--book", book, "--at", "2024-12-31", "--format", "json", "--entity", entity}
		if got := cell(t, table(t, must(t, fine, args...)), "1000", "balance"); got != want {
			t.Errorf("entity %q has cash of %s, want %s", entity, got, want)
		}
		reg := must(t, fine, "register", "1000", "--book", book, "--period", "2024", "--format", "csv", "--entity", entity)
		if !strings.Contains(reg, ","+want+",") || strings.Count(reg, "\n") != 3 {
			t.Errorf("register of %q:\n%s", entity, reg)
		}
	}
	bad := strings.Replace(twoEntities, "canada, credit: 70.00", "canada, credit: 69.00", 1)
	bad = strings.Replace(bad, `"4000", credit: 100.00`, `"4000", credit: 101.00`, 1)
	if code, _, errs := tieout(t, "entry", "post", write(t, filepath.Join(dir, "bad.yaml"), bad), "--book", book); code != 2 || !strings.Contains(errs, "CAD") {
		t.Errorf("an entry that balances only over both entities: exit %d, %s", code, errs)
	}
	if code, _, _ := tieout(t, "trial-balance", "--book", book, "--at", "2024-12-31", "--entity", "mexico"); code != 2 {
		t.Errorf("an unknown entity: exit %d", code)
	}
}
