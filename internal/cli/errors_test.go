package cli

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store"
	"tieout/internal/store/storetest"
)

// TestGoldenErrorCatalogue refuses everything in the list of refusals: each with its exit code, its rule and one clear
// message, with the book as it was. What it sees is docs/errors.md; -update writes that file.
func TestGoldenErrorCatalogue(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := at(t, nil)
	books := catalogueBooks(t)
	var seen []catalogued
	for i, r := range refusals {
		seen = append(seen, refuse(t, dir, fmt.Sprint("case", i), books[r.book], r))
	}
	golden := filepath.Join(root, "docs", "errors.md")
	if *update {
		if err := os.WriteFile(golden, []byte(catalogue(seen)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != catalogue(seen) {
		t.Error("docs/errors.md is not what the program says; run make golden and read the diff")
	}
}

// catalogueBooks makes the books that the refusals start from, by name.
func catalogueBooks(t *testing.T) map[string]string {
	oneBook(t, "one.db")
	twoBook(t, "two.db")
	copyFile(t, "one.db", "reversed.db")
	must(t, "entry", "reverse", "JE-2026-000001", "--book", "reversed.db", "--date", "2026-02-01")
	copyFile(t, "two.db", "bob.db")
	must(t, "person", "remove", "alice", "--book", "bob.db", "--as", "bob")
	copyFile(t, "two.db", "tampered.db")
	tamper(t, "tampered.db", "UPDATE draft SET body = replace(body, 'Opening', 'Closing')")
	return map[string]string{"": "one.db", "two": "two.db", "reversed": "reversed.db", "bob": "bob.db", "tampered": "tampered.db"}
}

// tamper changes a book behind the program's back, with the guards off.
func tamper(t testing.TB, path, statement string) {
	t.Helper()
	st, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	err = storetest.Behind(t, st, func(tx *sql.Tx) error { _, err := tx.Exec(statement); return err })
	if err != nil {
		t.Fatal(err)
	}
}

// content is everything that a book holds.
func content(t testing.TB, path string) string {
	t.Helper()
	st, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	return storetest.Take(t, st).String()
}

// catalogued is a refusal as it was seen.
type catalogued struct {
	refusal
	command, message string
}

var inFile = regexp.MustCompile(`\bin\.[a-z]+\b`)

func refuse(t *testing.T, dir, name, book string, r refusal) catalogued {
	t.Helper()
	if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
		t.Fatal(err)
	}
	copyFile(t, filepath.Join(dir, book), filepath.Join(dir, name, "book.db"))
	if err := os.Chdir(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
	defer os.Chdir(dir)
	if file := inFile.FindString(r.args); file != "" {
		if err := os.WriteFile(file, []byte(r.file), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	before := content(t, "book.db")
	args := strings.NewReplacer("BOOK", "book.db", "POSITION", overridePosition).Replace(r.args)
	got := run1(strings.Fields(args)...)
	message := strings.TrimSuffix(strings.TrimPrefix(got.errs, "tieout: "), "\n")
	if got.code != r.code || !strings.Contains(message, r.words) || !strings.HasPrefix(got.errs, "tieout: ") || got.out != "" {
		t.Errorf("%s: exit %d and should be %d with %q:\n%s%s", r.title, got.code, r.code, r.words, got.out, got.errs)
	}
	if rule := ruleOf(got.failed); rule != r.rule {
		t.Errorf("%s: the rule is %q and should be %q (%v)", r.title, rule, r.rule, got.errs)
	}
	if content(t, "book.db") != before {
		t.Errorf("%s: what was refused changed the book", r.title)
	}
	return catalogued{r, "tieout " + args, message}
}

// overridePosition is the position of the override that twoBook asks for.
const overridePosition = "14"

// ruleOf is the rule that an error names, or the kind of mistake it is.
func ruleOf(err error) string {
	var m app.Mistake
	var r app.Refused
	var d fiscal.Mistake
	var f filing.Mistake
	switch {
	case err == nil:
		return "usage" // the arguments themselves were not read
	case errors.As(err, &m):
		return m.Findings[0].Rule
	case errors.As(err, &r):
		return r.Rule
	case errors.As(err, &d):
		return "date"
	case errors.As(err, &f), errors.Is(err, os.ErrNotExist):
		return "file"
	}
	return "disk"
}

// catalogue is docs/errors.md.
func catalogue(seen []catalogued) string {
	var b strings.Builder
	b.WriteString(`# What the program refuses, and the way out

This file is made by the tests from what the program says (` + "`make golden`" + `). Whatever is refused leaves the book as it
was, position included.

Exit codes: 0 fine, 1 findings or differences, 2 misuse or bad input, 3 refused by a guard, 4 disk or other I/O. A full
disk, a connection that is cut and a file that the disk cannot read are exit 4, with the words of the system.
`)
	heads := map[int]string{Misuse: "Bad input and misuse (exit 2)", Guarded: "Refused by a guard (exit 3)"}
	last := 0
	for _, c := range seen {
		if c.code != last {
			fmt.Fprintf(&b, "\n## %s\n", heads[c.code])
			last = c.code
		}
		fmt.Fprintf(&b, "\n### %s\n\nRule `%s`. %s\n\n```\n$ %s\n%s\n```\n", c.title, c.rule, c.way, c.command, printable(c.message))
	}
	return b.String()
}

// printable shows what a terminal would not.
func printable(s string) string {
	return strings.NewReplacer("\x00", `\x00`, "\u202e", `\u202e`).Replace(s)
}
