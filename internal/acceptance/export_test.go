package acceptance

import (
	"path/filepath"
	"testing"
)

// An exported journal, taken into a new book, gives the same trial balances, and its checkpoint proves the old book.
func TestAnExportIsTheWholeJournal(t *testing.T) {
	demo, _ := demonstration(t)
	dir := place(t)
	book := filepath.Join(dir, "copy.db")
	copyFile(t, filepath.Join(demo, "american-locker.db"), filepath.Join(dir, "american-locker.db"), false)
	copyFile(t, filepath.Join(demo, "american-locker.db-wal"), filepath.Join(dir, "american-locker.db-wal"), true)
	old := filepath.Join(dir, "american-locker.db")
	journal := filepath.Join(dir, "journal.csv")
	must(t, fine, "export", "--book", old, "--as", "controller", "--out", journal)
	must(t, fine, "verify", "--book", old, "--checkpoint", journal+".checkpoint")
	must(t, fine, "init", book, "--name", "Copy", "--cik", "1")
	must(t, fine, "dimension", "add", "product", "--book", book, "--name", "Product line")
	must(t, fine, "import", "journal", journal, "--book", book)
	for _, d := range []string{"2004-12-31", "2006-03-31", "2008-09-30"} {
		a := table(t, must(t, fine, "trial-balance", "--book", old, "--at", d, "--format", "json"))
		b := table(t, must(t, fine, "trial-balance", "--book", book, "--at", d, "--format", "json"))
		if len(a) != len(b) || len(a) < 20 {
			t.Errorf("at %s there are %d and %d accounts", d, len(a), len(b))
		}
		for _, row := range a {
			if got := cell(t, b, row["key"], "balance"); got != row["balance"] {
				t.Errorf("%s at %s: %s, exported from %s", row["key"], d, got, row["balance"])
			}
		}
	}
}
