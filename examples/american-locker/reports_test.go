package americanlocker

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"

	"tieout/filing"
	"tieout/internal/app"
	"tieout/internal/demo"
	"tieout/internal/testenv"
	"tieout/ledger"
	"tieout/money"
	"tieout/xbrl"
)

type plan struct {
	Registrant []struct{ On, File string }
	Reports    []struct{ Form, Period, On, Document, Why string }
}

func readPlan(t *testing.T) (p plan) {
	t.Helper()
	text, err := fs.ReadFile(Data, "plan.yaml")
	if err == nil {
		err = yaml.Unmarshal(text, &p)
	}
	if err != nil || len(p.Reports) != 5 || len(p.Registrant) == 0 {
		t.Fatal(p, err)
	}
	return p
}

// grouped finds a number typed where a reference belongs.
var grouped = regexp.MustCompile(`\d{1,3}(,\d{3})+|\$\s*\d|\d\.\d\d\b|\d (million|percent)`)

// Every report can be read, its elements are current ones of the taxonomy, and its numbers are references.
func TestReports(t *testing.T) {
	taxonomy, err := xbrl.Standard(2024)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readPlan(t).Reports {
		text, err := fs.ReadFile(Data, r.Document)
		if err != nil {
			t.Fatal(err)
		}
		d, err := filing.ParseDocument(string(text))
		if err != nil {
			t.Fatal(r.Document, err)
		}
		notes := 0
		walk(d.Blocks, func(b filing.Block) {
			switch b := b.(type) {
			case filing.TextBlock:
				c, ok := taxonomy.Concept(b.Concept)
				if !ok || c.Deprecated != "" || !strings.HasSuffix(c.Type, "textBlockItemType") {
					t.Errorf("%s: %s is %+v", r.Document, b.Concept, c)
				}
				if b.Title != "" {
					notes++
				}
			case filing.Paragraph:
				for _, s := range b.Text {
					if m := grouped.FindString(strings.ReplaceAll(s.Text, "Item 4.02", "")); s.Ref == nil && m != "" {
						t.Errorf("%s: the number %q is no reference: %s", r.Document, m, s.Text)
					}
				}
			}
		})
		if notes < 11 || !strings.Contains(string(text), "synthetic") {
			t.Errorf("%s has %d notes", r.Document, notes)
		}
	}
}

func walk(blocks []filing.Block, do func(filing.Block)) {
	for _, b := range blocks {
		do(b)
		if t, ok := b.(filing.TextBlock); ok {
			walk(t.Blocks, do)
		}
	}
}

// Nothing learned after a report's day stands in it.
func TestReportsKnowOnlyTheirPast(t *testing.T) {
	year := regexp.MustCompile(`\b20\d\d\b`)
	for _, r := range readPlan(t).Reports {
		text, err := fs.ReadFile(Data, r.Document)
		if err != nil {
			t.Fatal(err)
		}
		for _, y := range year.FindAllString(string(text), -1) {
			if y > r.On[:4] && y != "2012" { // the new loan falls due in 2012
				t.Errorf("%s of %s speaks of %s", r.Document, r.On, y)
			}
		}
	}
	text, err := fs.ReadFile(Data, "reports/10-K-2005.txt")
	if err != nil || strings.Contains(string(text), "first-in, first-out method for all") || strings.Contains(string(text), "licence for a mail unit") {
		t.Error("the annual report for 2005 knows what was learned later", err)
	}
}

func TestRegistrants(t *testing.T) {
	for _, x := range readPlan(t).Registrant {
		text, err := fs.ReadFile(Data, x.File)
		if err != nil {
			t.Fatal(err)
		}
		r, err := filing.ParseRegistrant(text)
		if err != nil || r.Notice != "Demonstration: not filed, not audited, contains synthetic figures" || r.Identifier() != "0000008855" {
			t.Error(x.File, err, r.Notice)
		}
		for _, s := range r.Shares {
			if s.Date.String() > x.On {
				t.Errorf("%s of %s knows the shares of %s", x.File, x.On, s.Date)
			}
		}
	}
}

// built is the demonstration's book, made once for all tests.
var built = sync.OnceValues(func() ([]known, error) {
	dir, err := os.MkdirTemp("", "american-locker")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	r, err := demo.Build(ctx, demo.Options{Data: Data, Dir: filepath.Join(dir, "demo"), Out: io.Discard, Step: func(string, int, int) {}})
	if err != nil || len(r.Problems) > 0 {
		return nil, fmt.Errorf("%v %v", err, r.Problems)
	}
	a, err := app.Open(ctx, r.Book)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	var out []known
	err = a.Read(ctx, 0, func(v *app.View) error {
		for e, err := range v.EntriesBetween(0, v.LastEntry()) {
			if err != nil {
				return err
			}
			if topic, _, ok := strings.Cut(e.Key, "/"); ok {
				if _, err := app.EstimateTopic(topic); err == nil {
					s, err := a.State(ctx, e.Position)
					if err != nil {
						return err
					}
					out = append(out, known{s.At[:10], asHledger(e.Entry)})
				}
			}
		}
		return nil
	})
	return out, err
})

// known is an entry as hledger reads it, and the day from which it was known.
type known struct{ known, text string }

// asHledger writes an entry as hledger reads it.
func asHledger(e ledger.Entry) string {
	text := fmt.Sprintf("%s * %s  ; kind: %s\n", e.Effective, strings.ReplaceAll(e.Description, ";", ","), e.Kind)
	for _, l := range e.Lines {
		tags := ""
		if flow := l.Dims.Get(ledger.CashFlowDimension); flow != "" {
			tags = "  ; cashflow: " + flow
		}
		text += fmt.Sprintf("    %s  %s USD%s\n", l.Account, money.FormatMinor(l.Amount, 2), tags)
	}
	return text + "\n"
}

// recorded are the entries of the book that come from records of estimates and stand in no journal.
func recorded(t *testing.T) []known {
	t.Helper()
	es, err := built()
	if err != nil || len(es) < 6 {
		t.Fatalf("%d entries come from records: %v", len(es), err)
	}
	return es
}

// hledger reads the journals as one, with what records of estimates entered, and finds every assertion true.
func TestHledgerAgrees(t *testing.T) {
	var all strings.Builder
	for _, x := range recorded(t) {
		all.WriteString(x.text)
	}
	for _, name := range journals(t) {
		body, err := fs.ReadFile(Data, name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(body)
	}
	name := filepath.Join(t.TempDir(), "all.journal")
	if err := os.WriteFile(name, []byte(all.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	testenv.Hledger(t, "-f", name, "check", "accounts", "commodities", "assertions")
	for account, want := range map[string]string{"Assets:Current:Cash": "2169757.00 USD", "Assets:Current:Inventories": "3736408.00 USD"} {
		out := testenv.Hledger(t, "-f", name, "balance", "-N", "--depth", "3", "-e", "2006-04-01", "^"+account)
		if !strings.Contains(out, want) {
			t.Errorf("hledger: %s is %s, want %s", account, out, want)
		}
	}
}
