package cli

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"tieout/internal/testenv"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	testscript.Main(running{m}, map[string]func(){"tieout": program})
}

type running struct{ *testing.M }

func (r running) Run() int { return testenv.Run(r.M) }

// program is the program itself, as a script runs it.
func program() {
	os.Exit(Main(os.Args[1:], &Env{Ctx: context.Background(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// ran is a command that was run.
type ran struct {
	code      int
	out, errs string
	failed    error
}

func run1(args ...string) ran {
	var o, e bytes.Buffer
	env := &Env{Ctx: context.Background(), In: strings.NewReader(""), Out: &o, Err: &e}
	code := Main(args, env)
	return ran{code, o.String(), e.String(), env.failed}
}

// must runs a command that has to succeed.
func must(t testing.TB, args ...string) ran {
	t.Helper()
	r := run1(args...)
	if r.code != Fine {
		t.Fatalf("tieout %s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.errs)
	}
	return r
}

// at makes a folder with a signing key and files in it, and goes there.
func at(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("TIEOUT_KEY", filepath.Join(dir, "checkpoint.key"))
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const opening = "date: 2026-01-05\ndescription: Opening\nkind: opening\nkey: opening\nlines:\n  - {account: \"1000\", debit: 5000.00}\n  - {account: \"3000\", credit: 5000.00}\n"

// oneBook makes a book of one person: a short chart, an entry, January locked.
func oneBook(t testing.TB, name string) {
	t.Helper()
	must(t, "init", name, "--name", "Example Works, Inc.", "--cik", "8855", "--fiscal-year-end", "12-31")
	for _, a := range []string{"1000 asset", "2000 liability", "3000 equity", "4000 revenue", "5000 expense"} {
		code, typ, _ := strings.Cut(a, " ")
		must(t, "account", "open", code, "--type", typ, "--name", "Account "+code, "--book", name)
	}
	file := name + ".yaml"
	if err := os.WriteFile(file, []byte(opening), 0o644); err != nil {
		t.Fatal(err)
	}
	must(t, "entry", "post", file, "--book", name)
	must(t, "lock", "--book", name, "--period", "2026-M01")
}

// twoBook is oneBook with two people, a draft of each kind and one person removed.
func twoBook(t testing.TB, name string) {
	t.Helper()
	oneBook(t, name)
	must(t, "person", "add", "alice", "--book", name)
	must(t, "person", "add", "bob", "--role", "controller", "--book", name, "--as", "alice")
	must(t, "person", "add", "carol", "--book", name, "--as", "alice")
	must(t, "person", "remove", "carol", "--book", name, "--as", "alice", "--why", "left")
	file := name + ".draft.yaml"
	text := strings.NewReplacer("2026-01-05", "2026-02-05", "key: opening\n", "", "kind: opening\n", "").Replace(opening)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	must(t, "entry", "post", file, "--book", name, "--as", "alice")
	must(t, "override", "request", "--book", name, "--as", "alice", "--period", "2026-M01", "--until", "2099-12-31", "--why", "late")
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
