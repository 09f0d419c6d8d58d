package statement

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// ColumnProof says whether a column of the cash-flow statement is proven: every movement is explained by gross flows
// and non-cash items that lines of the books name, and the statement equals the change of cash (ASC 230-10-45-7 to
// 45-9, 45-24). Difference is the change of the cash accounts less the statement's, in minor units, inflow positive.
// Work shows every step. An absent column is not proven and says nothing of the statement.
type ColumnProof struct {
	Column     string
	Absent     bool
	Proven     bool
	Difference int64
	Work       workpaper.Sheet
}

// Title of the statement, and what it bears until every column is proven.
const (
	cashFlowTitle    = "CONSOLIDATED STATEMENTS OF CASH FLOWS"
	cashFlowUnproven = " (NOT PROVEN)"
)

// CashFlowStatementOf builds the cash-flow statement by the indirect method (ASC 230-10-45-28) from the movement of
// every account, with TB, Begin and End of each column. A line tagged in the dimension cashflow is the flow it names;
// what no line names stands by its account's class: working capital is an operating line, and what ASC 230 wants gross
// is shown as its own net line with an open finding. Amounts are positive into cash. Nothing is plugged.
func CashFlowStatementOf(c *ledger.Chart, columns []Column) (Statement, []ColumnProof, []check.Finding) {
	b := &bookBuilder{chart: c, retained: c.Retained().Code, currency: "USD"}
	if e, ok := c.Entity(""); ok {
		b.currency = e.Currency
	}
	s := Statement{ID: "cash-flow", Title: cashFlowTitle}
	var proofs []ColumnProof
	var found []check.Finding
	for _, col := range columns {
		p := b.period(begun(col, "of cash flows"))
		s.Columns, b.periods = append(s.Columns, p.col), append(b.periods, p)
		proof := ColumnProof{Column: p.col.Key, Absent: p.col.Absent != "", Difference: p.out.Difference, Work: p.out.Steps}
		proof.Proven = !proof.Absent && check.Worst(p.found) < check.Open
		proofs, found = append(proofs, proof), append(found, p.found...)
	}
	if !slices.ContainsFunc(proofs, func(p ColumnProof) bool { return p.Proven }) || slices.ContainsFunc(proofs, notProven) {
		s.Title += cashFlowUnproven
	}
	s.Rows = b.rows()
	return s, proofs, found
}

func notProven(p ColumnProof) bool { return !p.Absent && !p.Proven }

// begun makes a column absent when the books have no balance at its beginning and the company did not begin in it.
func begun(col Column, what string) Column {
	if col.Absent == "" && !col.Founded && len(col.Begin.Rows) == 0 {
		col.Absent = "the books have no balances at the beginning of the period, so there is no statement " + what
	}
	if col.Absent != "" {
		col.TB, col.Begin, col.End = ledger.TrialBalance{}, ledger.TrialBalance{}, ledger.TrialBalance{}
	}
	return col
}

// bookBuilder makes the statement from the books.
type bookBuilder struct {
	chart    *ledger.Chart
	retained string // code of the account for retained earnings
	currency money.Currency
	periods  []*bookPeriod
}

// bookPeriod is one column: the calculator's input and result, and the parts of the ledger behind every line.
type bookPeriod struct {
	*bookBuilder
	col       Column
	in        CashFlow
	out       CashFlowStatement
	amounts   map[string]int64 // of the result's lines by key
	moves     []movement
	parts     map[string][]part   // by key of a line
	adjusted  map[string]int64    // adjustments by key, added back positive
	labels    map[string]string   // of adjustments that are no flow
	expenses  map[string]int64    // what income shows of a line: expense positive
	gains     map[string][]part   // gains in income by flow
	noncash   map[string][]leg    // by flow
	disclosed map[string]int64    // non-cash items by flow, positive
	ways      map[string][]string // flows that usually explain an account, by its label
	restricts bool                // some cash is restricted
	found     []check.Finding
}

// part is what one account gives to a line: debit positive.
type part struct {
	account, basis string
	amount         int64
}

// accountKey is the calculator's key of an account, which no flow and no caption can have.
func accountKey(code string) string { return "account " + code }

// leg is an account's part of a non-cash item: key of the account in the calculator, debit positive.
type leg struct {
	key   string
	debit int64
}

// movement is what one account did in the period.
type movement struct {
	account ledger.Account
	class   cashClass
	begin   int64
	total   int64
	tagged  []tagged // in the order of flows
	rest    []part   // without a tag
}

type tagged struct {
	flow  NamedFlow
	parts []part
}

func sumOf(parts []part) int64 {
	var sum int64
	for _, p := range parts {
		sum += p.amount
	}
	return sum
}

func (p *bookPeriod) open(rule, subject, cite, format string, args ...any) {
	p.note(check.Open, rule, subject, cite, fmt.Sprintf(format, args...))
}

func (p *bookPeriod) note(s check.Severity, rule, subject, cite, message string) {
	p.found = append(p.found, check.Finding{Rule: rule, Severity: s, Subject: subject, Cite: cite, Message: p.col.Title + ": " + message})
}

func (p *bookPeriod) format(minor int64) string { return money.New(minor, p.currency).Grouped() }

// period makes one column.
func (b *bookBuilder) period(col Column) *bookPeriod {
	p := &bookPeriod{bookBuilder: b, col: col, parts: map[string][]part{}, adjusted: map[string]int64{}, labels: map[string]string{}, expenses: map[string]int64{},
		gains: map[string][]part{}, noncash: map[string][]leg{}, disclosed: map[string]int64{}, ways: map[string][]string{}}
	if col.Absent != "" {
		return p
	}
	p.read()
	p.convert()
	out, err := p.in.Build()
	if err != nil {
		p.note(check.Stop, "cashflow-input", "cash flows", "", err.Error())
		p.col.Absent = "the statement cannot be made: " + err.Error()
		return p
	}
	p.out, p.amounts = out, lineAmounts(out)
	for _, f := range out.Findings {
		f.Message = col.Title + ": " + f.Message
		if w := p.ways[f.Subject]; f.Rule == "cashflow-gross" {
			f.Message += wayOut(w)
		}
		p.found = append(p.found, f)
	}
	return p
}

// wayOut says how the books take the answer.
func wayOut(names []string) string {
	s := "; tag the lines of the entries in the dimension cashflow, or supply the flows of the period"
	if len(names) > 0 {
		s += " (here usually " + strings.Join(names, ", ") + ")"
	}
	return s
}
