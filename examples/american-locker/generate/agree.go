package main

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/fiscal"
)

// agreement says when the balances of some days were agreed with filings.
type agreement struct {
	posted, slug, about string
	days                []string
}

var agreements = []agreement{
	{"2005-08-01", "agreed-first-quarter-2005", "Released figures of the first quarters of 2004 and 2005.", []string{"2004-03-31", "2004-12-31", "2005-03-31"}},
	{"2005-08-15", "agreed-second-quarter-2005", "Released figures of the second quarters of 2004 and 2005.", []string{"2004-06-30", "2005-06-30"}},
	{"2005-11-22", "agreed-third-quarter-2005", "Released figures of the third quarters of 2004 and 2005.", []string{"2004-09-30", "2005-09-30"}},
	{"2007-08-28", "agreed-year-2005", "The balance sheet of 31 December 2005 as the 10-Q for March 2006 carries it.", []string{"2005-12-31"}},
	{"2008-06-20", "agreed-first-quarter-2006", "The balance sheet of 31 March 2006.", []string{"2006-03-31"}},
	{"2008-08-08", "agreed-year-2006", "The balance sheets of 31 December 2006 (restated) and 30 June 2007.", []string{"2006-12-31", "2007-06-30"}},
	{"2008-11-12", "agreed-third-quarter-2008", "The balance sheets of 31 December 2007 and 30 September 2008.", []string{"2007-12-31", "2008-09-30"}},
}

// agreements are the files that hold the balance assertions, each after everything that they need.
func (w *world) agreements() []file {
	var out []file
	for _, a := range agreements {
		f := file{posted: fiscal.MustParse(a.posted), slug: a.slug, about: a.about}
		for _, day := range a.days {
			on := fiscal.MustParse(day)
			f.claims = append(f.claims, w.balanceClaims(on)...)
			f.claims = append(f.claims, w.incomeClaims(on)...)
		}
		out = append(out, f)
	}
	return out
}

// balanceClaims are the printed balances of a day.
func (w *world) balanceClaims(on fiscal.Date) []claim {
	var out []claim
	for caption, ps := range w.r.Balances {
		for _, p := range ps {
			if p.On != on || p.Source == "" {
				continue
			}
			c := claim{on: on, id: caption, amount: p.Amount * 100 * w.side(caption), cite: cite(w, p.Source)}
			c.inclusive = slices.ContainsFunc(w.r.Parents, func(a account) bool { return a.ID == caption })
			if caption == "allowance" {
				c.cite += " - printed as approximate"
			}
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b claim) int { return cmp.Compare(w.order(a.id), w.order(b.id)) })
	return out
}

// order is the place of an account in the chart, parents first.
func (w *world) order(id string) int {
	return slices.IndexFunc(append(slices.Clone(w.r.Parents), w.r.Chart...), func(a account) bool { return a.ID == id })
}

// incomeClaims are the printed flows as cumulative balances: nothing is closed, so an income account stands at all
// it ever took. Where no figure was printed the balance is asserted without a citation, as the beginning of the next
// quarter.
func (w *world) incomeClaims(on fiscal.Date) []claim {
	var sales, income, metal, plastic int64
	var q quarter
	for _, x := range w.r.Quarters {
		_, end := quarterOf(x.Quarter)
		if end > on {
			break
		}
		q = x
		sales += x.Sales * 100
		plastic += x.Plastic * 100
		metal += (x.Sales - x.Plastic) * 100
		income += w.income[x.Quarter]
	}
	if _, end := quarterOf(q.Quarter); end != on || on > fiscal.MustParse("2005-12-31") {
		return nil
	}
	if on == fiscal.MustParse("2005-12-31") {
		return nil
	}
	out := []claim{{on: on, id: "sales", inclusive: true, amount: -sales, cite: cite(w, q.Source)}, {on: on, id: "results", inclusive: true, amount: -income, cite: cite(w, q.IncomeSource)}}
	return append(out, w.chargeClaims(on)...)
}

// chargeClaims are the printed restructuring charges.
func (w *world) chargeClaims(on fiscal.Date) []claim {
	source := map[string]string{"2005-06-30": "PR05-15", "2005-09-30": "PR05-16"}[fmt.Sprint(on)]
	if source == "" {
		return nil
	}
	return []claim{{on: on, id: "restructuring-charge", amount: w.lateSum("restructuring-charge", on), cite: cite(w, source)}}
}
