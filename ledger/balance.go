package ledger

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"tieout/fiscal"
	"tieout/money"
)

// Slot is what balances are kept by.
type Slot struct {
	Account string
	Entity  string
	Dims    Dims
}

// Turnover is the sum of debits and of credits in a slot, both not negative, in minor units.
type Turnover struct{ Debit, Credit int64 }

// Net is debits less credits.
func (t Turnover) Net() int64 { return t.Debit - t.Credit }

// Add adds a signed amount. It panics on overflow; posting has refused what could get there.
func (t *Turnover) Add(amount int64) {
	side := &t.Debit
	if amount < 0 {
		side, amount = &t.Credit, -amount
	}
	s, ok := money.TryAdd(*side, amount)
	if !ok {
		panic(money.Overflow{A: *side, B: amount})
	}
	*side = s
}

// Plus is the sum of two turnovers.
func (t Turnover) Plus(u Turnover) Turnover {
	t.Add(u.Debit)
	t.Add(-u.Credit)
	return t
}

// Row is one slot of a trial balance.
type Row struct {
	Slot
	Amount int64 // debit positive
}

// TrialBalance lists what stands in every slot at the end of a day. Income accounts are cumulative from the
// beginning of the books until Close moves earlier years to retained earnings.
type TrialBalance struct {
	AsOf     fiscal.Date
	Position int64
	Rows     []Row // sorted by account, entity, dimensions
}

// Balances folds entries into the trial balance at the end of a day. A read error is returned, never a
// shorter trial balance.
func Balances(journal iter.Seq2[Entry, error], asOf fiscal.Date) (TrialBalance, error) {
	sums := map[Slot]*Turnover{}
	for e, err := range journal {
		if err != nil {
			return TrialBalance{}, fmt.Errorf("reading the journal: %w", err)
		}
		if e.Effective > asOf {
			continue
		}
		for _, l := range e.Lines {
			s := Slot{l.Account, l.Entity, l.Dims}
			if sums[s] == nil {
				sums[s] = &Turnover{}
			}
			sums[s].Add(l.Amount)
		}
	}
	tb := TrialBalance{AsOf: asOf}
	for s, t := range sums {
		tb.Rows = append(tb.Rows, Row{s, t.Net()})
	}
	tb.Sort()
	return tb, nil
}

// Sort puts the rows in their order.
func (tb *TrialBalance) Sort() {
	slices.SortFunc(tb.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Dims, b.Dims))
	})
}

// Total is the sum of all rows: nil when the books are in balance.
func (tb TrialBalance) Total() int64 {
	var t int64
	for _, r := range tb.Rows {
		t += r.Amount
	}
	return t
}

// Of is the sum of the rows that the predicate takes.
func (tb TrialBalance) Of(take func(Row) bool) int64 {
	var t int64
	for _, r := range tb.Rows {
		if take(r) {
			t += r.Amount
		}
	}
	return t
}

// Account is the balance of one account over all entities and dimensions.
func (tb TrialBalance) Account(code string) int64 {
	return tb.Of(func(r Row) bool { return r.Account == code })
}

// Less is this trial balance less an earlier one: the movement between the two dates.
func (tb TrialBalance) Less(earlier TrialBalance) TrialBalance {
	out := TrialBalance{AsOf: tb.AsOf, Position: tb.Position}
	was := map[Slot]int64{}
	for _, r := range earlier.Rows {
		was[r.Slot] = r.Amount
	}
	for _, r := range tb.Rows {
		if d := r.Amount - was[r.Slot]; d != 0 {
			out.Rows = append(out.Rows, Row{r.Slot, d})
		}
		delete(was, r.Slot)
	}
	for s, a := range was {
		if a != 0 {
			out.Rows = append(out.Rows, Row{s, -a})
		}
	}
	out.Sort()
	return out
}

// Close is the virtual year-end close: the income accounts as they stood at the end of the year before
// (prior) leave their accounts and stand in retained earnings, entity by entity and without their dimensions.
// Nothing is posted; reopening a year needs no undoing.
func (tb TrialBalance) Close(c *Chart, prior TrialBalance, retained string) TrialBalance {
	out := TrialBalance{AsOf: tb.AsOf, Position: tb.Position}
	was := map[Slot]int64{}
	result := map[Slot]int64{}
	for _, r := range prior.Rows {
		if a, ok := c.Account(r.Account); ok && a.Type.Income() {
			was[r.Slot] = r.Amount
			basis := Dims("").With(BasisDimension, r.Dims.Get(BasisDimension))
			result[Slot{retained, r.Entity, basis}] += r.Amount
		}
	}
	for _, r := range tb.Rows {
		amount := r.Amount - was[r.Slot] + result[r.Slot]
		delete(result, r.Slot)
		if amount != 0 {
			out.Rows = append(out.Rows, Row{r.Slot, amount})
		}
	}
	for s, a := range result {
		if a != 0 {
			out.Rows = append(out.Rows, Row{s, a})
		}
	}
	out.Sort()
	return out
}
