package ledger

import (
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
)

// Kind says why an entry was made.
type Kind string

// The kinds of entry. Adjusting, reclassifying and correcting entries may still be posted into a period that
// is softly locked.
const (
	Standard      Kind = "standard"
	Opening       Kind = "opening"
	Adjusting     Kind = "adjusting"
	Reversing     Kind = "reversing"
	Recurring     Kind = "recurring"
	Reclassifying Kind = "reclassifying"
	Eliminating   Kind = "eliminating"
	Correcting    Kind = "correcting"
	Analysing     Kind = "analysing" // moves nothing between accounts: names the gross flows inside one
)

// Kinds are all kinds, in order of the list above.
var Kinds = []Kind{Standard, Opening, Adjusting, Reversing, Recurring, Reclassifying, Eliminating, Correcting, Analysing}

// Hash is a SHA-256 in lower-case hexadecimal.
type Hash string

// Entry is one journal entry. What the book gives at posting (ID, Number, Position) is zero before.
type Entry struct {
	ID          int64  // order of posting in the book, from 1
	Position    int64  // position of the act that posted it: known from there on
	Number      Number // gapless by fiscal year of the effective date
	Kind        Kind
	Effective   fiscal.Date // the date at which it counts
	Origin      fiscal.Date // any day of the period it belongs to when that is not the effective date's; else none
	Description string
	Key         string // idempotency key: the same key posts once; empty for none
	Reverses    int64  // ID of the entry it reverses, or 0
	Override    int64  // the override under which it entered a locked period, or 0
	Source      string // where it came from, such as "2006-Q1.journal:120"
	Preparer    string
	Approver    string // empty when one person alone posted it
	Documents   []Hash
	Lines       []Line
}

// Number is the spoken number of an entry: fiscal year and sequence within it.
type Number struct {
	Year int
	Seq  int64
}

// String is JE-2005-000042, or "draft" before posting.
func (n Number) String() string {
	if n.Seq == 0 {
		return "draft"
	}
	return fmt.Sprintf("JE-%04d-%06d", n.Year, n.Seq)
}

// Line is one debit or credit.
type Line struct {
	Account     string // code in the chart
	Entity      string // empty for the book's first entity
	Amount      int64  // minor units of the entity's functional currency; debit positive
	Dims        Dims
	Transaction *Transaction // set when the transaction was in another currency
	Memo        string
}

// Transaction is what a line was in the currency it was made in.
type Transaction struct {
	Amount money.Amount // same sign as the line
	Rate   string       // functional units for one unit of the transaction's currency, a plain decimal
}

// Totals are the debits and the credits of the entry, both not negative; ok is false on overflow.
func (e Entry) Totals() (debits, credits int64, ok bool) {
	ok = true
	for _, l := range e.Lines {
		fits := true
		if l.Amount > 0 {
			debits, fits = money.TryAdd(debits, l.Amount)
		} else {
			credits, fits = money.TryAdd(credits, -l.Amount)
		}
		ok = ok && fits
	}
	return debits, credits, ok
}

// name is what messages call the entry.
func (e Entry) name() string {
	switch {
	case e.Number.Seq != 0:
		return "entry " + e.Number.String()
	case e.Source != "":
		return "entry at " + e.Source
	case e.Key != "":
		return "entry with key " + e.Key
	}
	return "entry"
}

// Check returns everything that keeps the entry out of the books: it must balance in functional currency
// within each entity, name accounts, entities and dimensions of the chart, and hold only storable text.
func (e Entry) Check(c *Chart) []check.Finding {
	k := checker{entry: e, chart: c}
	k.head()
	for i := range e.Lines {
		k.line(i)
	}
	k.balance()
	return k.found
}

type checker struct {
	entry Entry
	chart *Chart
	found []check.Finding
}

func (k *checker) stop(rule, format string, args ...any) {
	k.found = append(k.found, check.Finding{Rule: rule, Severity: check.Stop, Subject: k.entry.name(), Message: fmt.Sprintf(format, args...)})
}

func (k *checker) head() {
	e := k.entry
	if e.Effective == 0 {
		k.stop("entry-date", "it has no effective date")
	}
	if len(e.Lines) < 2 {
		k.stop("entry-lines", "it has %d lines; an entry has a debit and a credit", len(e.Lines))
	}
	if len(e.Lines) > maxLines {
		k.stop("entry-lines", "it has %d lines; at most %d fit in one entry", len(e.Lines), maxLines)
	}
	for _, t := range []struct {
		what, s string
		max     int
	}{{"its description", e.Description, 2000}, {"its key", e.Key, 200}, {"its source", e.Source, 500}} {
		if err := CheckText(t.what, t.s, t.max); err != nil {
			k.stop("entry-text", "%v", err)
		}
	}
	for _, kind := range Kinds {
		if e.Kind == kind {
			return
		}
	}
	k.stop("entry-kind", "its kind %q is not one of %v", string(e.Kind), Kinds)
}

const maxLines = 100_000

func (k *checker) line(i int) {
	l := k.entry.Lines[i]
	if _, ok := k.chart.Account(l.Account); !ok {
		k.stop("account-unknown", "line %d: account %q is not in the chart; open it first or correct the code", i+1, l.Account)
	}
	if _, ok := k.chart.Entity(l.Entity); !ok {
		k.stop("entity-unknown", "line %d: entity %q is not in the book", i+1, l.Entity)
	}
	if l.Amount > money.MaxMinor || l.Amount < -money.MaxMinor {
		k.stop("amount-range", "line %d: the amount is beyond the largest single amount", i+1)
	}
	for _, d := range l.Dims.Codes() {
		if !k.chart.HasDimension(d) {
			k.stop("dimension-unknown", "line %d: dimension %q is not defined in the book", i+1, d)
		}
	}
	if err := CheckText("memo", l.Memo, 1000); err != nil {
		k.stop("entry-text", "line %d: %v", i+1, err)
	}
	if t := l.Transaction; t != nil && (t.Amount.Minor > 0) != (l.Amount > 0) && l.Amount != 0 && t.Amount.Minor != 0 {
		k.stop("transaction-sign", "line %d: the transaction amount %s and the functional amount have opposite signs", i+1, t.Amount)
	}
}

// balance checks debits against credits within each entity.
func (k *checker) balance() {
	type sum struct{ debits, credits int64 }
	var order []string
	sums := map[string]sum{}
	for _, l := range k.entry.Lines {
		s, seen := sums[l.Entity]
		if !seen {
			order = append(order, l.Entity)
		}
		ok := true
		if l.Amount > 0 {
			s.debits, ok = money.TryAdd(s.debits, l.Amount)
		} else {
			s.credits, ok = money.TryAdd(s.credits, -l.Amount)
		}
		if !ok {
			k.stop("amount-range", "its lines add up to more than the book can hold")
			return
		}
		sums[l.Entity] = s
	}
	for _, code := range order {
		s := sums[code]
		if s.debits == s.credits {
			continue
		}
		ent, _ := k.chart.Entity(code)
		f := func(n int64) string { return money.New(n, ent.Currency).Grouped() }
		k.stop("entry-balance", "it is out of balance by %s %s: debits %s, credits %s", f(abs(s.debits-s.credits)), ent.Currency, f(s.debits), f(s.credits))
	}
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// Reversal is the entry that takes e back on another date: same lines, opposite signs, linked.
func (e Entry) Reversal(on fiscal.Date, why string) Entry {
	r := Entry{Kind: Reversing, Effective: on, Description: why, Reverses: e.ID, Documents: e.Documents}
	if e.Effective != on {
		r.Origin = e.Effective
	}
	for _, l := range e.Lines {
		l.Amount = -l.Amount
		if l.Transaction != nil {
			t := *l.Transaction
			t.Amount = t.Amount.Neg()
			l.Transaction = &t
		}
		r.Lines = append(r.Lines, l)
	}
	return r
}

// Touches says whether a line of the entry is on the account.
func (e Entry) Touches(account string) bool {
	for _, l := range e.Lines {
		if l.Account == account {
			return true
		}
	}
	return false
}
