package main

import (
	"fmt"
	"slices"

	"tieout/fiscal"
	"tieout/money"
)

// loans plans principal, interest and the classification of the bank debt.
func (w *world) loans() {
	w.mortgage()
	w.term()
	w.refinancing()
	w.line()
	w.classify()
}

// cents turns points in dollars into cents.
func cents(ps []point) []point {
	out := slices.Clone(ps)
	for i := range out {
		out[i].Amount *= 100
	}
	return out
}

// interest is a month's interest, to the dollar.
func interest(balance, basisPoints int64) int64 {
	return 100 * money.MulDiv(balance, basisPoints, 12000000, money.HalfAway)
}

// mortgage pays principal out of the scheduled portion and interest every month until the loan is refinanced.
func (w *world) mortgage() {
	ps := cents(w.r.Mortgage.Points)
	for i := 1; i < len(ps); i++ {
		ends := monthEnds(ps[i-1].On, ps[i].On)
		balance := ps[i-1].Amount
		for n, principal := range even(ps[i-1].Amount-ps[i].Amount, len(ends)) {
			due := businessDay(ends[n] - 12)
			w.fix(due, "CD", "Mortgage instalment, M&T", synthetic, line("scheduled", principal, flow("repayments")), line("interest", interest(balance, w.r.Mortgage.RateBP)),
				line("cash", -principal-interest(balance, w.r.Mortgage.RateBP)))
			balance -= principal
		}
	}
	w.roll("mortgage", "scheduled", cents(w.r.Mortgage.Scheduled), func(from, to fiscal.Date) int64 { return w.balanceAt(ps, from) - w.balanceAt(ps, to) })
}

// balanceAt is the balance of a loan with monthly principal between its points.
func (w *world) balanceAt(ps []point, at fiscal.Date) int64 {
	for i := 1; i < len(ps); i++ {
		if at > ps[i].On {
			continue
		}
		ends := monthEnds(ps[i-1].On, ps[i].On)
		balance := ps[i-1].Amount
		for n, principal := range even(ps[i-1].Amount-ps[i].Amount, len(ends)) {
			if ends[n] <= at {
				balance -= principal
			}
		}
		return balance
	}
	return ps[len(ps)-1].Amount
}

// roll moves what falls due within the next twelve months to the scheduled portion at quarter ends.
func (w *world) roll(from, to string, due []point, paid func(from, to fiscal.Date) int64) {
	for i := 1; i < len(due); i++ {
		move := due[i].Amount - due[i-1].Amount + paid(due[i-1].On, due[i].On)
		w.reclass(due[i].On, "Principal falling due within twelve months", kind("reclassifying", recorded), from, to, move)
	}
}

// reclass plans a movement between two debt accounts.
func (w *world) reclass(on fiscal.Date, text string, tags []string, from, to string, amount int64) {
	w.fix(on, "JE", text, tags, line(from, amount, flow("reclassification")), line(to, -amount, flow("reclassification")))
}

// term pays the acquisition loan off; after the default of March 2005 all of it was current and soon paid.
func (w *world) term() {
	t := w.r.Term
	balance := t.Opening * 100
	ps := cents(t.Payments)
	next := 0
	for _, end := range monthEnds(w.r.Begin, ps[len(ps)-1].On) {
		i := interest(balance, t.RateBP)
		w.fix(businessDay(end-5), "CD", "Interest on the term loan, M&T", synthetic, line("interest", i), line("cash", -i))
		if next < len(ps) && monthEnd(ps[next].On) == end {
			w.fix(previousBusinessDay(ps[next].On), "CD", "Principal of the term loan, M&T", synthetic, line("scheduled", ps[next].Amount, flow("repayments")), line("cash", -ps[next].Amount))
			balance -= ps[next].Amount
			next++
		}
	}
	open := t.Opening*100 - t.DueAtOpening*100
	w.reclass(fiscal.MustParse("2004-12-31"), "Principal of the term loan falling due within twelve months", kind("reclassifying", recorded), "term", "scheduled", t.DueAtOpening*100)
	rest := entry{on: fiscal.MustParse("2005-03-31"), code: "JE", text: "Term loan - default of 18 March 2005, all of it due on demand", tags: kind("reclassifying", "document: documents/bank-letter-2005-03-18.txt", recorded),
		posts: []post{line("term", open-t.DueAtOpening*100, flow("reclassification")), line("scheduled", t.DueAtOpening*100-open, flow("reclassification"))}}
	w.addLate("close-of-the-first-quarter-2005", rest)
}

func (w *world) addLate(slug string, e entry) {
	for i := range w.late {
		if w.late[i].slug == slug {
			w.late[i].entries = append(w.late[i].entries, e)
			return
		}
	}
	panic("no late file " + slug)
}

// refinancing is the loan of F&M that paid M&T off on 5 March 2007, and its instalments.
func (w *world) refinancing() {
	m, f := w.r.Mortgage, w.r.FM
	old := cents(m.Points)
	balance := old[len(old)-1].Amount
	scheduled := w.scheduledAt(old)
	doc := "document: documents/refinancing-term-sheet-2007-03-05.txt"
	w.fix(m.Refinanced, "CR", "Term loan of F&M drawn, due 5 March 2012", []string{doc}, line("cash", f.Amount*100), line("fm", -f.Amount*100, flow("borrowings")))
	w.fix(m.Refinanced, "CD", "Mortgage of M&T paid off with the loan of F&M", append(slices.Clone(synthetic), doc), line("scheduled", scheduled, flow("repayments")), line("mortgage", balance-scheduled, flow("repayments")), line("cash", -balance))
	w.fix(m.Refinanced, "CD", "Costs of the new loan and interest to the day of repayment", synthetic, line("professional", 1450000), line("interest", 198400), line("cash", -1648400))
	due := cents(f.Scheduled)
	w.reclass(due[0].On, "Principal of the F&M loan falling due within twelve months", kind("reclassifying", recorded), "fm", "scheduled", due[0].Amount)
	ps := cents(f.Points)
	for i := 1; i < len(ps); i++ {
		ends := monthEnds(ps[i-1].On, ps[i].On)
		bal := ps[i-1].Amount
		for n, principal := range even(ps[i-1].Amount-ps[i].Amount, len(ends)) {
			x := interest(bal, f.RateBP)
			w.fix(businessDay(ends[n]-25), "CD", "Instalment of the term loan, F&M", synthetic, line("scheduled", principal, flow("repayments")), line("interest", x), line("cash", -principal-x))
			bal -= principal
		}
	}
	w.roll("fm", "scheduled", due, func(from, to fiscal.Date) int64 { return w.balanceAt(ps, from) - w.balanceAt(ps, to) })
}

// scheduledAt is what stands in the scheduled portion when the mortgage is paid off.
func (w *world) scheduledAt(ps []point) int64 {
	due := cents(w.r.Mortgage.Scheduled)
	last := due[len(due)-1]
	return last.Amount - w.balanceAt(ps, last.On) + ps[len(ps)-1].Amount
}

// line draws and repays the revolving line of F&M.
func (w *world) line() {
	var balance int64
	next := 0
	for _, end := range monthEnds(fiscal.MustParse("2008-01-31"), w.r.End) {
		if balance > 0 {
			i := interest(balance, w.r.FM.RateBP)
			w.fix(businessDay(end-3), "CD", "Interest on the line of credit, F&M", synthetic, line("interest", i), line("cash", -i))
		}
		for ; next < len(w.r.LineOfCredit) && monthEnd(w.r.LineOfCredit[next].On) == end; next++ {
			p := w.r.LineOfCredit[next]
			text, name, prefix := "Line of credit drawn, F&M", "line-draws", "CR"
			if p.Amount < 0 {
				text, name, prefix = "Line of credit repaid, F&M", "line-repayments", "CD"
			}
			w.fix(p.On, prefix, text, synthetic, line("cash", p.Amount*100), line("line", -p.Amount*100, flow(name)))
			balance += p.Amount * 100
		}
	}
}

// classify moves the mortgage to current liabilities while it was in default, callable and not waived, and, once the
// refinancing was known, takes every one of those entries back with the same effective day.
func (w *world) classify() {
	ps := cents(w.r.Mortgage.Points)
	due := cents(w.r.Mortgage.Scheduled)
	letter := "document: documents/bank-letter-2005-03-18.txt"
	sheet := "document: documents/refinancing-term-sheet-2007-03-05.txt"
	back := file{posted: fiscal.MustParse("2007-03-12"), slug: "refinancing-of-the-mortgage",
		about: "The loan of F&M of 5 March 2007 replaced the mortgage in default. Balance sheets from 31 December 2005 on, not yet issued, show the mortgage as long-term again."}
	var standing int64
	for _, d := range due {
		rest := w.balanceAt(ps, d.On) - d.Amount
		switch {
		case d.On < fiscal.MustParse("2005-03-31"):
		case d.On < w.r.Mortgage.CallableFrom:
			e := w.callable(d.On, "Mortgage in default, callable and not waived - shown as current", kind("reclassifying", letter, recorded), rest)
			r := w.callable(d.On+1, "Mortgage in default - showing as current reversed after the quarter's report", kind("reversing", recorded), -rest)
			if d.On == fiscal.MustParse("2005-03-31") {
				w.addLate("close-of-the-first-quarter-2005", e)
				w.addLate("close-of-the-first-quarter-2005", r)
			} else {
				w.fix(e.on, e.code, e.text, e.tags, e.posts...)
				w.fix(r.on, r.code, r.text, r.tags, r.posts...)
			}
		default:
			text := fmt.Sprintf("Mortgage in default, callable and not waived - long-term portion at %s shown as current", d.On.Long())
			text = plainDate(text)
			e := w.callable(d.On, text, kind("reclassifying", letter, recorded), rest-standing)
			w.fix(e.on, e.code, e.text, e.tags, e.posts...)
			b := w.callable(d.On, plainDate(fmt.Sprintf("Mortgage refinanced with a loan due 5 March 2012 - portion at %s long-term again", d.On.Long())), kind("reclassifying", sheet, recorded), standing-rest)
			back.entries = append(back.entries, b)
			standing = rest
		}
	}
	w.late = append(w.late, back)
}

// callable moves an amount from the long-term mortgage to the callable portion.
func (w *world) callable(on fiscal.Date, text string, tags []string, amount int64) entry {
	return entry{0, on, "JE", text, tags, []post{line("mortgage", amount, flow("reclassification")), line("callable", -amount, flow("reclassification"))}}
}

// plainDate takes the comma out of a long date, which would end a tag.
func plainDate(s string) string {
	out := make([]rune, 0, len(s))
	for _, c := range s {
		if c != ',' || len(out) == 0 || out[len(out)-1] < '0' || out[len(out)-1] > '9' {
			out = append(out, c)
		}
	}
	return string(out)
}
