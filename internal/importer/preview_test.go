package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// tellSample writes a sample, a line a thing.
func tellSample(s Sample) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, " | ") + "\n") }
	cells := func(what string, rows []SampleRow) {
		for _, r := range rows {
			var texts []string
			for _, c := range r.Cells {
				if c.Bad != "" {
					c.Text += "!" + c.Bad
				}
				texts = append(texts, quote(c.Text))
			}
			line(what, fmt.Sprint(r.Row), strings.Join(texts, " "))
		}
	}
	line(string(s.Format), strings.Join(s.Sheets, ","), fmt.Sprint(s.HeaderRow), s.Signature)
	cells("above", s.Above)
	for _, c := range s.Columns {
		line("column", c.Letter, quote(c.Title), c.Is)
	}
	cells("row", s.Rows)
	for _, x := range s.Statements {
		j, _ := json.Marshal(x)
		line("statement", string(j))
	}
	line("mapping", s.Mapping.Text())
	for _, p := range s.Problems {
		line("problem", tellProblem(p))
	}
	return b.String()
}

func TestGoldenPreviews(t *testing.T) {
	for name, k := range map[string]Kind{
		"plain.beancount": KindJournal, "plain.iif": KindJournal, "bank.ofx": KindJournal, "card.ofx": KindJournal, "netsuite.csv": KindJournal, "mapped.csv": KindJournal,
		"netsuite-tb.csv": KindTrialBalance, "quickbooks-tb.csv": KindTrialBalance,
	} {
		t.Run(name, func(t *testing.T) {
			f, size := opened(t, name)
			s, err := Preview(k, name, f, size, Options{Currency: "USD", Dimensions: []string{"plant", "department"}})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".preview", tellSample(s))
			if m := mappingOf(t, name); !m.IsZero() {
				s, err := Preview(k, name, f, size, Options{Currency: "USD", Dimensions: []string{"plant", "department"}, Mapping: m})
				if err != nil || len(s.Problems) > 0 || s.Mapping.Text() != m.Text() || s.HeaderRow != m.Skip+1 {
					t.Errorf("under its mapping: %v\n%s", err, tellSample(s))
				}
			}
		})
	}
}

// TestPreviewSheets shows the rows of a workbook: numbers, dates and errors as cells.
func TestPreviewSheets(t *testing.T) {
	b := sheetOf(t, [][]any{{"Synthetic Company"}, {}, {"Account", "Debit", "Credit", "Odd"}, {1010, 12.5, nil, day(t, "2006-03-31")}, {"2000", nil, nil, nil}}, func(f *excelize.File) {
		f.NewSheet("Other")
		f.SetCellFormula("Sheet1", "C5", "1+1")
	})
	s, err := Preview(KindTrialBalance, "x.xlsx", bytes.NewReader(b), int64(len(b)), usd)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "sample", []string{strings.TrimSpace(tellSample(s))}, `
xlsx | Sheet1,Other | 3 | `+Signature([]string{"account", "DEBIT", " cre-dit", "odd", "", ""})+`
above | 1 | "Synthetic Company"
column | A | "Account" | account
column | B | "Debit" | debit
column | C | "Credit" | credit
column | D | "Odd" | 
row | 4 | "1010" "12.5" "" "2006-03-31"
row | 5 | "2000" "" "!the formula has no stored value; open the workbook in a spreadsheet program and save it"
mapping | {"skip":2}
problem | import-read | x.xlsx:D3 | Odd | "Odd" | column "Odd" is not known; the columns are account, account_name, type, section, concept, debit, credit, balance, cashflow, entity and dim:CODE. Rename it, delete it, or say in a mapping what it is; if this row is a title, delete the rows above the header or skip them in a mapping`)
	// Under the mapping that a person makes of it, the file is read.
	o := usd
	o.Mapping = s.Mapping
	o.Mapping.Columns = []MappedColumn{{Header: "odd", Is: ignored}}
	if s, err := Preview(KindTrialBalance, "x.xlsx", bytes.NewReader(b), int64(len(b)), o); err != nil || len(s.Problems) > 0 || s.Columns[3].Is != ignored {
		t.Errorf("%v\n%s", err, tellSample(s))
	}
}

// TestPreviewRefuses: what cannot be shown is refused, and a mapping that is wrong too.
func TestPreviewRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		m          Mapping
		want       string
	}{
		{"x", "hello", Mapping{}, "x: the file is none that is recognised; it can be hledger text, beancount, QuickBooks IIF, OFX, CSV, XLSX"},
		{"x.csv", "\n\n", Mapping{}, "x.csv: the file is empty"},
		{"x.csv", ",,\n", Mapping{}, "x.csv: there is no header and no row"},
		{"x.csv", "a,b\n", Mapping{Skip: 5}, "x.csv: there is no header and no row"},
		{"x.csv", "a,b\n", Mapping{Skip: -5}, "x.csv: the mapping is refused: skip -5 is not between 0 and 1000"},
		{"x.csv", "a,b\n", Mapping{Layout: "quickbooks"}, `x.csv: the layout "quickbooks" has no journal; it is one of "netsuite", or none`},
		{"x.journal", "2006-01-01 x\n", Mapping{Skip: 5}, `x.journal: hledger text says by itself how it is to be read; take out of the mapping: {"skip":5}`},
	} {
		_, err := Preview(KindJournal, c.name, strings.NewReader(c.text), int64(len(c.text)), Options{Currency: "USD", Mapping: c.m})
		var ps Problems
		if !errors.As(err, &ps) || ps.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

// TestMeanings: every column has its meaning, and those without which there is no table are marked.
func TestMeanings(t *testing.T) {
	for k, needed := range map[Kind]string{KindJournal: "entry date account", KindTrialBalance: "account"} {
		var got []string
		for _, m := range meanings(k) {
			if m.Text == "" || m.Name == "" {
				t.Errorf("%+v", m)
			}
			if m.Needed {
				got = append(got, m.Name)
			}
		}
		same(t, string(k), []string{strings.Join(got, " ")}, needed)
	}
}
