package acceptance

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/internal/cli"
	"tieout/internal/testenv"
)

func TestMain(m *testing.M) { os.Exit(testenv.Run(m)) }

// tieout runs the program and returns its exit code and what it printed.
func tieout(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = cli.Main(args, &cli.Env{Ctx: context.Background(), In: strings.NewReader(""), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

// must runs the program and wants one of the exit codes.
func must(t *testing.T, codes []int, args ...string) string {
	t.Helper()
	code, out, errs := tieout(t, args...)
	for _, c := range codes {
		if c == code {
			return out
		}
	}
	t.Fatalf("tieout %s: exit %d\n%s%s", strings.Join(args, " "), code, out, errs)
	return ""
}

var fine = []int{0}

// place is a folder with a signing key of its own.
func place(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TIEOUT_KEY", filepath.Join(dir, "checkpoint.key"))
	return dir
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// table reads the rows of a report in JSON.
func table(t *testing.T, out string) []map[string]string {
	t.Helper()
	var r struct{ Rows []map[string]string }
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return r.Rows
}

// cell is the value of a column in the row with a key.
func cell(t *testing.T, rows []map[string]string, key, column string) string {
	t.Helper()
	for _, r := range rows {
		if r["key"] == key {
			return r[column]
		}
	}
	t.Fatalf("no row %q", key)
	return ""
}

// copyFile copies a file; one that is not there is skipped when it is optional.
func copyFile(t *testing.T, from, to string, optional bool) {
	t.Helper()
	body, err := os.ReadFile(from)
	if os.IsNotExist(err) && optional {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, body, 0o644); err != nil {
		t.Fatal(err)
	}
}
