package statement

import (
	"fmt"
	"slices"

	"tieout/check"
	"tieout/money"
)

func (b *equityBuilder) text(minor int64) string {
	cur := money.Currency("USD")
	if e, ok := b.chart.Entity(""); ok {
		cur = e.Currency
	}
	return money.New(minor, cur).Grouped()
}

// drop takes away components that are nil in every row.
func (b *equityBuilder) drop() {
	var kept []Component
	for i, c := range b.components {
		if slices.ContainsFunc(b.out.Rows, func(r EquityRow) bool { return r.Figures[i].Amount != 0 }) {
			kept = append(kept, c)
		}
	}
	named := func(key string) bool {
		return slices.ContainsFunc(kept, func(c Component) bool { return c.Key == key })
	}
	for i := range b.out.Rows {
		r := &b.out.Rows[i]
		r.Figures = slices.DeleteFunc(r.Figures, func(f Figure) bool { return !named(f.Column) })
		r.Total.Of = slices.DeleteFunc(r.Total.Of, func(key string) bool { return !named(key) })
	}
	b.out.Components = kept
}

// Foot adds every row across and every component down from one balance to the next. Exact amounts that do not add up
// are a stop; printed, rounded ones that do not are a note.
func (e EquityStatement) Foot(scale Scale, digits int) []check.Finding {
	var out []check.Finding
	for _, r := range e.Rows {
		if !r.Total.Absent {
			out = append(out, footed(r.Label+", "+r.Period, r.Figures, r.Total, scale, digits)...)
		}
	}
	for i := -1; i < len(e.Components); i++ {
		out = append(out, e.down(i, scale, digits)...)
	}
	return out
}

// down adds one component, or for -1 the total, from balance to balance.
func (e EquityStatement) down(component int, scale Scale, digits int) []check.Finding {
	var out []check.Finding
	var parts []Figure
	for _, r := range e.Rows {
		f, label := r.Total, "Total"
		if component >= 0 {
			f, label = r.Figures[component], e.Components[component].Label
		}
		switch {
		case f.Absent || r.Kind == EquityBalance && r.Opening:
			parts = []Figure{f}
		case r.Kind == EquityBalance:
			out = append(out, footed(label+", "+r.Label, parts, f, scale, digits)...)
			parts = []Figure{f}
		default:
			parts = append(parts, f)
		}
	}
	return out
}

// footed holds a total against its parts.
func footed(subject string, parts []Figure, total Figure, scale Scale, digits int) []check.Finding {
	var exact, rounded int64
	for _, f := range parts {
		exact += f.Amount
		rounded += scale.Round(f.Amount, digits)
	}
	printed := scale.Round(total.Amount, digits)
	switch {
	case exact != total.Amount:
		return []check.Finding{{Rule: "equity-foot", Severity: check.Stop, Subject: subject, Message: fmt.Sprintf("its parts add up to %s and it is %s, credit positive; an entry is missing from the movement or from a balance", grouped(-exact, digits), grouped(-total.Amount, digits))}}
	case rounded != printed:
		return []check.Finding{{Rule: "equity-foot-rounding", Severity: check.Note, Subject: subject, Message: fmt.Sprintf("the rounded parts add up to %d and the rounded total is %d; nothing was forced", -rounded, -printed)}}
	}
	return nil
}

// TieEquity proves that the balances of the statement of changes in equity are those of the balance sheet, in total and
// by caption, on every date that both have, and that its income is comprehensive income. Either may be empty. Amounts have so many decimals.
func TieEquity(e EquityStatement, balance, comprehensive Statement, digits int) []check.Finding {
	out := tieComprehensive(comprehensive, e, digits)
	for _, r := range e.Rows {
		col := slices.IndexFunc(balance.Columns, func(c Column) bool { return r.Instant && c.At == r.At && c.Absent == "" })
		if col < 0 || r.Total.Absent {
			continue
		}
		out = append(out, tied(r, r.Total, "equity", balance, col, digits)...)
		for _, f := range r.Figures {
			if f.Column != "other-equity" { // stands there under as many captions as there are elements
				out = append(out, tied(r, f, f.Column, balance, col, digits)...)
			}
		}
	}
	return out
}

func tied(r EquityRow, f Figure, caption string, balance Statement, col, digits int) []check.Finding {
	var there int64
	if row, ok := balance.Row(caption); ok {
		there = row.Figures[col].Amount
	}
	if f.Amount == there {
		return nil
	}
	return []check.Finding{{Rule: "equity-ties", Severity: check.Stop, Subject: r.Label, Message: fmt.Sprintf("%s is %s here and %s in the balance sheet, credit positive", caption, grouped(-f.Amount, digits), grouped(-there, digits))}}
}
