package importer

import (
	"flag"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// tellProblem writes a problem with what it says as data.
func tellProblem(p Problem) string {
	return join(p.Rule, p.Subject, p.Title, quote(p.Text), p.Message)
}

// tellAll writes items and problems, a line each.
func tellAll(items iter.Seq2[Item, error]) string {
	var out []string
	for it, err := range items {
		switch p := err.(type) {
		case nil:
			out = append(out, tellItem(it)...)
		case Problem:
			out = append(out, tellProblem(p))
		case Problems: // all of them again
		default:
			out = append(out, "fault: "+err.Error())
		}
	}
	return strings.Join(out, "\n") + "\n"
}

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\ngot\n%s\nwant\n%s", file, got, want)
	}
}

// opened is a file of testdata with its size.
func opened(t *testing.T, name string) (*os.File, int64) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return f, info.Size()
}
