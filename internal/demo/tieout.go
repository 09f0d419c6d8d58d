package demo

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/exporter"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
)

// Label says how far a filed figure is proven. Only Computed counts as proof: the books were not aimed at it.
type Label string

// The labels of a tie-out.
const (
	Computed  Label = "computed"        // a sum of figures that tie themselves
	Booked    Label = "booked to agree" // entries were sized so that the books arrive at it
	Exception Label = "exception"       // known, explained, and still visible
	Differs   Label = "DIFFERS"
)

// Filed is one figure as it was filed.
type Filed struct {
	Row                            int
	Kind, Caption, Concept, Period string
	Value                          int64 // whole dollars
	Source                         string
}

// Tie is a filed figure against the books.
type Tie struct {
	Filed
	Books  int64 // minor units, in the direction filed
	Found  bool
	Label  Label
	Reason string
}

// known is an exception that is expected.
type known struct {
	caption, period string
	value           int64
	reason          string
}

// readFiled reads the filed figures. Only the tie-out reads them.
func readFiled(data fs.FS) ([]Filed, error) {
	rows, err := readCSV(data, "filed.csv")
	if err != nil {
		return nil, err
	}
	var out []Filed
	for i, r := range rows {
		v, err := strconv.ParseInt(r[4], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("filed.csv row %d: %q is not a whole number of dollars", i+2, r[4])
		}
		out = append(out, Filed{i + 2, r[0], r[1], r[2], r[3], v, r[5]})
	}
	return out, nil
}

func readCSV(data fs.FS, name string) ([][]string, error) {
	f, err := data.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows[1:], nil
}

func readKnown(data fs.FS) ([]known, error) {
	rows, err := readCSV(data, "known-exceptions.csv")
	var out []known
	for _, r := range rows {
		v, err := strconv.ParseInt(r[2], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("known-exceptions.csv: %q is not a whole number of dollars", r[2])
		}
		out = append(out, known{r[0], r[1], v, r[len(r)-1]})
	}
	return out, err
}

// tieOut compares every filed figure with the books. A figure that ties is booked to agree, unless it is the sum
// of filed figures that tie themselves: then the books computed it.
func tieOut(v *app.View, filed []Filed, exceptions []known) ([]Tie, error) {
	t := tier{v: v, sheets: map[string]statement.Statement{}, tied: map[string]bool{}}
	ties := make([]Tie, len(filed))
	for i, f := range filed {
		var err error
		if ties[i], err = t.tie(f); err != nil {
			return nil, err
		}
	}
	for i := range ties {
		switch {
		case ties[i].Label == Booked && t.proven(ties[i].Filed):
			ties[i].Label = Computed
		case ties[i].Label == Booked && ties[i].Concept == "InventoryNet":
			ties[i].Reason = "calibrated: the last receipts of items in the month take their class to its balance"
		case ties[i].Label == Differs:
			ties[i].excuse(exceptions)
		}
	}
	return ties, nil
}

// excuse labels a difference that is known.
func (t *Tie) excuse(exceptions []known) {
	for _, k := range exceptions {
		if k.caption == t.Caption && k.period == t.Period && k.value == t.Value {
			t.Label, t.Reason = Exception, t.Reason+": "+k.reason
		}
	}
}

type tier struct {
	v      *app.View
	sheets map[string]statement.Statement
	tied   map[string]bool // concept and period of figures that tie
}

func (t *tier) tie(f Filed) (Tie, error) {
	out := Tie{Filed: f}
	var err error
	if f.Kind == "balance" {
		out.Books, out.Found, err = t.balance(f)
	} else {
		out.Books, out.Found, err = t.flow(f)
	}
	if err != nil {
		return out, err
	}
	unit := int64(1)
	if f.Concept == "" { // product lines are printed in thousands
		unit = 1000
	}
	switch {
	case !out.Found:
		out.Label, out.Reason = Differs, "the books have no such figure"
	case money.Quotient(out.Books, 100*unit, money.HalfAway)*unit != f.Value:
		out.Label, out.Reason = Differs, fmt.Sprintf("filed %s, books %s", money.Group(fmt.Sprint(abs(f.Value))), money.New(out.Books, "USD").Grouped())
	default:
		out.Label = Booked
	}
	t.tied[f.Concept+" "+f.Period] = out.Label == Booked
	return out, nil
}

// proven says that the figure is the sum of figures that were filed themselves and tie.
func (t *tier) proven(f Filed) bool {
	parts := t.parts(f)
	for _, p := range parts {
		if !t.tied[p] {
			return false
		}
	}
	return len(parts) > 1
}

// parts are the figures that a filed one is the sum of: the quarters of a longer period, the rows of a total.
func (t *tier) parts(f Filed) []string {
	if f.Kind == "flow" {
		y, p, _ := strings.Cut(f.Period, "-")
		n := map[string]int{"H1": 2, "9M": 3}[p]
		var out []string
		for q := 1; q <= n; q++ {
			out = append(out, fmt.Sprintf("%s %s-Q%d", f.Concept, y, q))
		}
		return out
	}
	s, ok := t.sheets[f.Period]
	if !ok {
		return nil
	}
	row, ok := s.RowOf("us-gaap:" + f.Concept)
	if !ok {
		return nil
	}
	var out []string
	for _, id := range row.Figures[0].Of {
		r, _ := s.Row(id)
		out = append(out, strings.TrimPrefix(r.Concept, "us-gaap:")+" "+f.Period)
	}
	return out
}

// balance is a filed balance in the books: a caption of the balance sheet, else the accounts that carry the element.
func (t *tier) balance(f Filed) (int64, bool, error) {
	d, err := fiscal.Parse(f.Period)
	if err != nil {
		return 0, false, err
	}
	s, ok := t.sheets[f.Period]
	if !ok {
		if s, _, err = t.v.BalanceSheet(d); err != nil {
			return 0, false, err
		}
		t.sheets[f.Period] = s
	}
	if row, ok := s.RowOf("us-gaap:" + f.Concept); ok {
		n := row.Shown(row.Figures[0])
		if row.Less { // filed without the sign that "less" stands for
			n = -n
		}
		return n, true, nil
	}
	tb, err := t.v.TrialBalance(d)
	return t.carried(tb, f.Concept), t.carried(tb, f.Concept) != 0, err
}

// carried is the sum of the accounts that carry an element, without its sign.
func (t *tier) carried(tb ledger.TrialBalance, concept string) int64 {
	return abs(tb.Of(func(r ledger.Row) bool {
		a, _ := t.v.State.Chart.Account(r.Account)
		return a.Concept == "us-gaap:"+concept
	}))
}

// flow is a filed flow in the books: a caption of the income statement, or sales by product.
func (t *tier) flow(f Filed) (int64, bool, error) {
	p, err := t.v.State.Calendar.ParsePeriod(f.Period)
	if err != nil {
		return 0, false, err
	}
	s, _, err := t.v.Income(p)
	if err != nil {
		return 0, false, err
	}
	if f.Concept == "" {
		return t.product(s, f)
	}
	row, ok := s.RowOf("us-gaap:" + f.Concept)
	if !ok || row.Figures[0].Absent {
		return 0, false, nil
	}
	return row.Shown(row.Figures[0]), true, nil
}

// product is the sales of a product line: lines of sales accounts with the dimension.
func (t *tier) product(s statement.Statement, f Filed) (int64, bool, error) {
	name := strings.ToLower(strings.Fields(f.Caption)[0])
	n := -s.Columns[0].TB.Of(func(r ledger.Row) bool {
		a, _ := t.v.State.Chart.Account(r.Account)
		return a.Type == ledger.Revenue && a.Concept == "us-gaap:Revenues" && r.Dims.Get("product") == name
	})
	return n, n != 0, nil
}

func abs(n int64) int64 { return max(n, -n) }

// TieOutTable prints the tie-out as a table with its counts.
func TieOutTable(ties []Tie) exporter.Table {
	t := exporter.Table{ID: "tie-out", Title: []string{"Tie-out of every filed figure against the books"}, Columns: []exporter.Column{{Key: "label", Title: "Label"}, {Key: "caption", Title: "Caption"},
		{Key: "period", Title: "At or for"}, {Key: "filed", Title: "Filed", Amount: true}, {Key: "books", Title: "Books", Amount: true}, {Key: "source", Title: "Filed in"}, {Key: "reason", Title: "", Amount: false}}}
	counts := map[Label]int{}
	for _, x := range ties {
		counts[x.Label]++
		t.Rows = append(t.Rows, exporter.Row{Key: fmt.Sprintf("filed.csv:%d", x.Row), Cells: []exporter.Cell{exporter.Text(string(x.Label)), exporter.Text(x.Caption), exporter.Text(x.Period),
			exporter.Amount(x.Value, 0), exporter.Amount(money.Quotient(x.Books, 100, money.HalfAway), 0), exporter.Text(x.Source), exporter.Text(x.Reason)}})
	}
	t.Notes = []string{fmt.Sprintf("%d filed figures: %d computed, %d booked to agree, %d known exceptions, %d differ. Only computed counts as proof.",
		len(ties), counts[Computed], counts[Booked], counts[Exception], counts[Differs])}
	return t
}

// differences are the figures that differ and are not known to.
func differences(ties []Tie) []Tie {
	var out []Tie
	for _, t := range ties {
		if t.Label == Differs {
			out = append(out, t)
		}
	}
	return out
}
