package importer

import (
	"cmp"
	"fmt"
	"strings"

	"tieout/ledger"
	"tieout/money"
)

// sink hands what was read to the caller of an iterator, one step after another.
type sink struct {
	reporter
	yield func(Item, error) bool
	done  bool // the caller wants no more, or the reading has ended
}

func (s *sink) item(it Item) {
	if !s.done {
		s.done = !s.yield(it, nil)
	}
}

// fail reports a problem; the reading ends when there are as many as the caller wants to see.
func (s *sink) fail(m mistake) {
	if s.done {
		return
	}
	if s.done = !s.yield(Item{}, s.problem(m)); !s.done && s.full() {
		s.end()
	}
}

// close ends the reading after an error of the source: bad input as a problem, a fault of the world as it is.
func (s *sink) close(err error) {
	if m, ok := asMistake(err); ok {
		s.fail(m)
		s.end()
		return
	}
	if !s.done {
		s.done = true
		s.yield(Item{}, fmt.Errorf("%s: %w", s.place(0, 0), err))
	}
}

// end yields all problems together as the last step, if there were any.
func (s *sink) end() {
	if s.done {
		return
	}
	s.done = true
	if len(s.found) > 0 {
		s.yield(Item{}, s.found)
	}
}

// maxLines is how many lines one entry may have.
const maxLines = 100_000

// balance says by how much an entry is out of balance, entity by entity. A whole entry is not enough: each
// entity's lines must balance.
func (o Options) balance(lines []ledger.Line) error {
	one, sum, fits := true, int64(0), true
	for i := range lines {
		one = one && lines[i].Entity == lines[0].Entity
		if sum, fits = money.TryAdd(sum, lines[i].Amount); !fits {
			return mistake{rule: ruleBalance, why: sayTooMuch}
		}
	}
	if one && sum == 0 {
		return nil
	}
	var order []string
	parts := map[string][]ledger.Line{}
	for _, l := range lines {
		if parts[l.Entity] == nil {
			order = append(order, l.Entity)
		}
		parts[l.Entity] = append(parts[l.Entity], l)
	}
	for _, entity := range order {
		if err := o.balanceOf(entity, len(order) > 1, parts[entity]); err != nil {
			return err
		}
	}
	return nil
}

const sayTooMuch = "the entry's lines add up to more than the book can hold"

func (o Options) balanceOf(entity string, several bool, lines []ledger.Line) error {
	debits, credits, fits := ledger.Entry{Lines: lines}.Totals()
	if !fits {
		return mistake{rule: ruleBalance, why: sayTooMuch}
	}
	if debits == credits {
		return nil
	}
	what := "entry is"
	if several {
		what = fmt.Sprintf("the entry's lines of entity %s are", entityLabel(entity))
	}
	return mistake{rule: ruleBalance, why: what + " " + o.outOfBalance(entity, debits, credits)}
}

// outOfBalance is "out of balance by 12.50 USD: debits 100.00, credits 87.50".
func (o Options) outOfBalance(entity string, debits, credits int64) string {
	c := o.functional(entity)
	f := func(n int64) string { return money.New(n, c).Grouped() }
	return fmt.Sprintf("out of balance by %s %s: debits %s, credits %s", f(max(debits-credits, credits-debits)), c, f(debits), f(credits))
}

func entityLabel(code string) string {
	if code == "" {
		return "(the first)"
	}
	return code
}

// interner keeps the strings that come again and again, so that they are made and checked once. It forgets
// everything when it has grown to its limit: memory stays constant.
type interner map[string]string

const maxInterned = 1 << 15

// text is b as a checked string.
func (in interner) text(what string, b []byte, limit int) (string, error) {
	if s, ok := in[string(b)]; ok {
		return s, nil
	}
	return in.add(what, string(b), limit)
}

// clone is a checked copy of s, which may be a part of something larger.
func (in interner) clone(what, s string, limit int) (string, error) {
	if s, ok := in[s]; ok {
		return s, nil
	}
	return in.add(what, strings.Clone(s), limit)
}

func (in interner) add(what, s string, limit int) (string, error) {
	if err := ledger.CheckText(what, s, limit); err != nil {
		return "", mistake{rule: ruleRead, why: err.Error()}
	}
	if len(s) <= 200 {
		if len(in) >= maxInterned {
			clear(in)
		}
		in[s] = s
	}
	return s, nil
}

// pair is two texts as one, with a bar between them when there are both.
func (in interner) pair(a, b string, limit int) (string, error) {
	if a == "" || b == "" || a == b {
		return cmp.Or(a, b), nil
	}
	return in.clone("the text", a+" | "+b, limit)
}
