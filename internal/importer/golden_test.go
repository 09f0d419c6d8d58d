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

// mappingOf is the mapping that stands beside a file of testdata.
func mappingOf(t *testing.T, name string) Mapping {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".mapping"))
	if os.IsNotExist(err) {
		return Mapping{}
	}
	if err != nil {
		t.Fatal(err)
	}
	m, err := ParseMapping(string(b))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

// detected is the format of a file of testdata.
func detected(t *testing.T, name string) Format {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return Detect(name, b[:min(len(b), 4096)])
}

// TestGoldenJournals reads a file of each format, found by its content, through the one entry point.
func TestGoldenJournals(t *testing.T) {
	for name, statements := range map[string][]Statement{
		"plain.beancount": nil,
		"plain.iif":       nil,
		"bank.ofx":        {{Account: "1010", Clearing: "1099"}},
		"card.ofx":        {{ID: "4111111111111111", Account: "2100", Clearing: "1099"}, {ID: "4222222222222222", Account: "2101", Clearing: "1099", Entity: "US"}},
		"netsuite.csv":    nil,
		"mapped.csv":      nil,
	} {
		t.Run(name, func(t *testing.T) {
			f, size := opened(t, name)
			o := Options{Name: name, Currency: "USD", Dimensions: []string{"Class", "department", "plant"}, Mapping: mappingOf(t, name)}
			o.Mapping.Statements = statements
			golden(t, name, tellAll(Journal(detected(t, name), f, size, o)))
		})
	}
}

// TestGoldenTrialBalances reads the trial balances that other systems export.
func TestGoldenTrialBalances(t *testing.T) {
	for _, name := range []string{"netsuite-tb.csv", "quickbooks-tb.csv"} {
		t.Run(name, func(t *testing.T) {
			f, size := opened(t, name)
			tb, err := Trial(detected(t, name), f, size, Options{Name: name, Currency: "USD", Mapping: mappingOf(t, name)})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name, strings.Join(tellTrial(tb), "\n")+"\n")
		})
	}
}
