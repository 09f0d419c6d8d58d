package estimate

import (
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// Topic is one kind of estimate.
type Topic struct {
	Name    string // as typed: "restructuring"; the beginning of the keys of its entries, and its name in a report's text
	Title   string
	Summary string // one sentence: what is recorded, by which standard
	Form    Form
	Sample  []byte // a complete record in YAML with comments
	// Read makes the schedule of a record that the reader has looked through. What is wrong with it goes to Reader.Fail; then the
	// schedule is not used.
	Read       func(r *Reader) Schedule
	Disclosure string // element of the note as a whole: "RestructuringAndRelatedActivitiesDisclosureTextBlock"
	// Note writes the part of a note over all schedules of the topic, in the order of their codes; nil where there is none.
	Note func(all []Schedule, c Columns) (Note, error)
}

// Schedule is what follows from a record. It must be pure: the same record gives the same answers.
type Schedule interface {
	// Entries are the entries of a period, each with a key of its own that stays the same whatever period is asked: the book posts
	// a key once, and proposes the difference when a later record makes it another amount.
	Entries(p fiscal.Period) []ledger.Entry
	// Rollforward is what the estimate did in a period.
	Rollforward(p fiscal.Period) Rollforward
	// Check holds the schedule against the ledger at the end of a day.
	Check(l Ledger, at fiscal.Date) []check.Finding
}

// Papered is a schedule that shows its work for a period in papers, which workbooks with live formulas are made of.
type Papered interface {
	Papers(p fiscal.Period) []*workpaper.Paper
}

// Tabled is a schedule with further tables for a period: steps of decisions, schedules of payments, maturities.
type Tabled interface{ Grids(p fiscal.Period) []Grid }

// Charted is a schedule with drawings over time.
type Charted interface{ Charts(p fiscal.Period) []Chart }

// Rollforward is how balances went from the beginning of a period to its end. Amounts are minor units in the direction of what is
// disclosed: an obligation is positive.
type Rollforward struct {
	Title string
	Moves []string // names of the movements, in order
	Rows  []RollRow
}

// RollRow is one component: its balance at both ends and its movements.
type RollRow struct {
	Component, Group string // such as the type of cost and the segment
	Begin, End       int64
	Moves            []int64
	ToDate, Expected *int64 // incurred since the beginning and expected in total; nil where that has no meaning
	// Of another sort than the rows around it, such as plan assets beside an obligation: it is not added up with them.
	Apart bool
}

// Foot says for every row whether its movements take its beginning to its end.
func (r Rollforward) Foot(digits int) (found []check.Finding) {
	for _, row := range r.Rows {
		sum := row.Begin
		for _, m := range row.Moves {
			sum += m
		}
		if sum != row.End {
			found = append(found, check.Finding{Rule: "roll-foots", Severity: check.Stop, Subject: r.Title + ": " + row.Component,
				Message: fmt.Sprintf("the beginning and the movements come to %s, the end is %s; the difference is %s", money.FormatMinor(sum, digits), money.FormatMinor(row.End, digits), money.FormatMinor(row.End-sum, digits))})
		}
	}
	return found
}

// Total is the sum of the rows that are not apart.
func (r Rollforward) Total() RollRow {
	t := RollRow{Component: "Total", Moves: make([]int64, len(r.Moves))}
	for _, row := range r.Rows {
		if row.Apart {
			continue
		}
		t.Begin, t.End = t.Begin+row.Begin, t.End+row.End
		for i, m := range row.Moves {
			t.Moves[i] += m
		}
		t.ToDate, t.Expected = plus(t.ToDate, row.ToDate), plus(t.Expected, row.Expected)
	}
	return t
}

func plus(a, b *int64) *int64 {
	if a == nil || b == nil {
		if b == nil {
			return a
		}
		n := *b
		return &n
	}
	n := *a + *b
	return &n
}

// Grid is a table for reading.
type Grid struct {
	ID, Title string // the id is short and stays the same
	Columns   []GridColumn
	Rows      []GridRow
	Notes     []string
}

// GridColumn is a column of a grid. Places are the decimals of its numbers; amounts have those of the currency.
type GridColumn struct {
	Key, Title string
	Kind       Kind // Text, Date, Amount, Number or Rate (a rate is shown as a percentage)
	Places     int
}

// GridRow is a row: a cell for each column, in order. A total has a rule above it.
type GridRow struct {
	Cells []Cell
	Total bool
}

// Cell is a text, a day, an amount in minor units or a number; the column says which. The zero cell is blank.
type Cell struct {
	Text   string
	Day    fiscal.Date
	Minor  int64
	Number workpaper.Number
	Set    bool
}

// The cells by their kind.
func Words(s string) Cell           { return Cell{Text: s, Set: s != ""} }
func Day(d fiscal.Date) Cell        { return Cell{Day: d, Set: d != 0} }
func Money(minor int64) Cell        { return Cell{Minor: minor, Set: true} }
func Exact(n workpaper.Number) Cell { return Cell{Number: n, Set: true} }

// Chart is a drawing: values in minor units, one for each label in every series.
type Chart struct {
	ID, Title string
	Labels    []string
	Series    []Series
	Lines     bool // lines over time, else bars
	Stacked   bool // bars one on the other
}

// Series are the values of one thing.
type Series struct {
	Name   string
	Values []int64
}

// Columns are the dates and periods of a report, by the names that its text uses: now, prior, ytd, prior-ytd.
type Columns struct {
	Instants map[string]fiscal.Date
	Spans    map[string]fiscal.Period
}

// Note is a topic's part of a note: text in the notation of reports, whose numbers are references, and the figures that no account carries.
type Note struct {
	Text    string
	Figures []Figure
}

// Figure is one element over the columns of a report.
type Figure struct {
	Label, Concept string   // prefixed element: "us-gaap:RestructuringReserve"
	Members        []Member // of axes; a reference names them as Element@Axis=Member
	Credit         bool     // the amounts are credit positive, as the element is by its nature
	Measure        Measure
	Synthetic      bool             // generated for demonstration: nothing outside the books vouches for it
	Instants       map[string]int64 // at the dates of columns, by name; for elements of instants
	Spans          map[string]int64 // over the periods of columns
}

// Measure is what a figure is in.
type Measure string

// The measures: money in minor units, and a rate in millionths (5.5% is 55,000), printed in per cent.
const (
	InMoney Measure = ""
	InPure  Measure = "pure"
)

// Member is a value of an axis: prefixed elements.
type Member struct{ Axis, Member string }
