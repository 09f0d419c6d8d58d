package restructuring

import (
	"fmt"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
	"tieout/workpaper"
)

// Check holds the reserve against the ledger, the figures of other notes against the plan, and accruals against what became of them.
func (s *Plan) Check(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	if have, err := l.Balance(s.Liability, at); err == nil {
		if want := s.sum("", upTo(at)); -have != want {
			found = append(found, check.Finding{Rule: "restructuring-ties", Severity: check.Open, Subject: s.Liability, Cite: "ASC 420-10-50-1(b)(2)",
				Message: fmt.Sprintf("at the end of %s the plan's reserve is %s and the ledger has %s; the difference is %s: propose the entries that are due, and record payments that are not matched to a cost", at, s.books.Text(want), s.books.Text(-have), s.books.Text(-have-want))})
		}
	}
	found = append(found, s.notesTie(at)...)
	found = append(found, s.lookBack(at)...)
	return append(found, s.books.LateItems(s.items(at), at)...)
}

// notesTie holds what other notes say against the plan.
func (s *Plan) notesTie(at fiscal.Date) (found []check.Finding) {
	for _, c := range s.notes {
		if c.to > at {
			continue
		}
		p := fiscal.Period{Start: c.from, End: c.to}
		var have int64
		switch c.what {
		case "end":
			have = s.sum(c.cost, upTo(c.to))
		case "incurred":
			have = s.sum(c.cost, p, incurred, accretion)
		case "paid":
			have = -s.sum(c.cost, p, paid, noncash)
		case "changed":
			have = s.sum(c.cost, p, changed)
		}
		if have != c.amount {
			found = append(found, check.Finding{Rule: "notes-tie", Severity: check.Open, Subject: c.where, Cite: "ASC 420-10-50-1",
				Message: fmt.Sprintf("it says %s (%s%s to %s) and the plan %s; the difference of %s is not explained", s.books.Text(c.amount), c.what, costWords(c.cost), c.to, s.books.Text(have), s.books.Text(max(have-c.amount, c.amount-have)))})
		}
	}
	return found
}

func costWords(id string) string {
	if id == "" {
		return ", all costs"
	}
	return ", " + id
}

// lookBack flags accruals that came to less, and what is open after the plan was to be complete.
func (s *Plan) lookBack(at fiscal.Date) (found []check.Finding) {
	for _, c := range s.Costs {
		if x := s.outcome(c, at); x.Accrued.Sign() > 0 {
			_, fs := x.Judge()
			found = append(found, fs...)
		}
		if open := s.sum(c.ID, upTo(at)); open < 0 {
			found = append(found, check.Finding{Rule: "restructuring-overpaid", Severity: check.Open, Subject: c.Description, Message: fmt.Sprintf("%s more was paid by %s than was accrued; match the payments to other costs, or raise the estimate", s.books.Text(-open), at)})
		}
	}
	return found
}

// outcome is a cost's accrual against what became of it.
func (s *Plan) outcome(c Cost, at fiscal.Date) LookBack {
	released := int64(0)
	for _, m := range s.moves {
		if m.cost == c.ID && m.what == changed && m.amount < 0 && m.on <= at {
			released -= m.amount
		}
	}
	return LookBack{Name: c.Description, Accrued: s.books.Exact(s.sum(c.ID, upTo(at), incurred, accretion)), Paid: s.books.Exact(-s.sum(c.ID, upTo(at), paid, noncash)), Reversed: s.books.Exact(released), Open: s.books.Exact(s.sum(c.ID, upTo(at))),
		Complete: s.Complete != 0 && at > s.Complete, Tolerance: workpaper.Ratio(5, 100)}
}
