package cli

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the transcripts in testdata/script: what a person types and what the program answers. Beside the
// commands of testscript they have:
//
//	exits CODE tieout ARGS...    run the program and want this exit code
//	keep BOOK                    remember everything that the book holds
//	unchanged BOOK               want the book to hold that still
//	behind BOOK SQL              change the book behind the program's back, with the guards off
//	plain BOOK SQL               run plain SQL with the guards on; ! wants them to refuse it
//	cut FILE BYTES               cut a file after so many bytes
//	full BYTES tieout ARGS...    run the program where no file can grow beyond so many bytes, and want exit 4
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: false,
		Setup: func(e *testscript.Env) error {
			e.Setenv("TIEOUT_KEY", e.WorkDir+"/checkpoint.key")
			e.Values["kept"] = map[string]string{}
			e.Values["t"] = t
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "keep": keep, "unchanged": unchanged, "behind": behind, "plain": plain, "cut": cut, "full": full,
		},
	})
}

// scripted is a test whose failures are the script's.
type scripted struct {
	testing.TB
	ts *testscript.TestScript
}

func (s scripted) Fatal(args ...any)                 { s.ts.Fatalf("%s", fmt.Sprint(args...)) }
func (s scripted) Fatalf(format string, args ...any) { s.ts.Fatalf(format, args...) }

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit %d, should be %d", got, want)
	}
}

// holds is everything that a book holds.
func holds(ts *testscript.TestScript, path string) string {
	return content(scripted{ts.Value("t").(testing.TB), ts}, ts.MkAbs(path))
}

func keep(ts *testscript.TestScript, neg bool, args []string) {
	ts.Value("kept").(map[string]string)[args[0]] = holds(ts, args[0])
}

func unchanged(ts *testscript.TestScript, neg bool, args []string) {
	was, ok := ts.Value("kept").(map[string]string)[args[0]]
	if !ok {
		ts.Fatalf("nothing was kept of %s", args[0])
	}
	if holds(ts, args[0]) != was {
		ts.Fatalf("%s is not what it was", args[0])
	}
}

func behind(ts *testscript.TestScript, neg bool, args []string) {
	tamper(scripted{ts.Value("t").(testing.TB), ts}, ts.MkAbs(args[0]), strings.Join(args[1:], " "))
}

func plain(ts *testscript.TestScript, neg bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(strings.Join(args[1:], " "))
	fmt.Fprintln(ts.Stderr(), err)
	if (err != nil) != neg {
		ts.Fatalf("plain SQL: %v", err)
	}
	if neg && !strings.Contains(err.Error(), "tieout: ") {
		ts.Fatalf("no guard refused it: %v", err)
	}
}

func cut(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

func full(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	exits(ts, neg, append([]string{"4", "sh", "-c", fmt.Sprintf(`ulimit -f %d; exec "$@"`, n/512), "sh"}, args[1:]...))
}

// TestFullDiskAtTheTerminal lets files of the program grow only so far, at every size in turn: exit 4, one message,
// and the book as it was.
func TestFullDiskAtTheTerminal(t *testing.T) {
	at(t, nil)
	oneBook(t, "book.db")
	journal := strings.Repeat(journalText(), 300)
	if err := os.WriteFile("in.journal", []byte(journal), 0o644); err != nil {
		t.Fatal(err)
	}
	before := content(t, "book.db")
	info, err := os.Stat("book.db")
	if err != nil {
		t.Fatal(err)
	}
	full := 0
	for room := int64(0); ; room = room*2 + 1024 {
		code, errs := limited(t, info.Size()/8+room, "import", "journal", "in.journal", "--book", "book.db")
		if code == Fine {
			break
		}
		full++
		if code != Disk || strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, "tieout: ") {
			t.Fatalf("with room for %d bytes: exit %d\n%s", room, code, errs)
		}
		if content(t, "book.db") != before {
			t.Fatalf("with room for %d bytes the book changed", room)
		}
		must(t, "verify", "--book", "book.db")
	}
	if full < 5 {
		t.Errorf("the disk was full only %d times", full)
	}
	must(t, "verify", "--book", "book.db")
}

// limited runs the program where no file can grow beyond a size.
func limited(t *testing.T, size int64, args ...string) (code int, errs string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := t.TempDir() + "/tieout" // by this name the test binary is the program
	if err := os.Symlink(exe, link); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", append([]string{"-c", fmt.Sprintf(`ulimit -f %d; exec "$@"`, size/512), "sh", link}, args...)...)
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := io.ReadAll(pipe)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	return cmd.ProcessState.ExitCode(), string(said)
}
