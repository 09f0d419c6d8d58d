package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"tieout/check"
	"tieout/money"
)

// Item is an item of a population: an invoice, an entry, a run of a control.
type Item struct {
	ID     string // unique in the population
	Amount int64  // recorded amount in minor units; nought where only the item counts
}

// Population is a frozen list of items in a fixed order.
type Population []Item

// Hash is the SHA-256 of a canonical text of the items in their order, in hexadecimal: a line that names the format, then for each
// item its id in quotes, a tab and its amount in minor units. Another order is another population.
func (p Population) Hash() string {
	h := sha256.New()
	line := []byte("tieout sample population 1\n")
	for _, x := range p {
		h.Write(line)
		line = append(strconv.AppendInt(append(strconv.AppendQuote(line[:0], x.ID), '\t'), x.Amount, 10), '\n')
	}
	h.Write(line)
	return hex.EncodeToString(h.Sum(nil))
}

// check refuses a population in which an item cannot be told from another.
func (p Population) check() error {
	if len(p) == 0 {
		return check.Refuse("population", "it has no items")
	}
	seen := make(map[string]int, len(p))
	total := int64(0)
	for i, x := range p {
		if x.ID == "" {
			return check.Refuse(fmt.Sprintf("population, row %d", i+1), "the item of %d minor units has no id; without one it cannot be found again", x.Amount)
		}
		if j, twice := seen[x.ID]; twice {
			return check.Refuse(fmt.Sprintf("population, row %d", i+1), "%s stands in row %d too; give each item an id of its own", x.ID, j)
		}
		seen[x.ID] = i + 1
		if sum, ok := money.TryAdd(total, max(0, x.Amount)); ok {
			total = sum
		} else {
			return check.Refuse("population", "the sum of its items is too large; draw from parts of it")
		}
	}
	return nil
}

// draw is a sequence of numbers that follows from a population and a seed: SHA-256 of both, a purpose and a counter.
type draw struct {
	key     [sha256.Size]byte
	counter uint64
}

func drawing(population, seed, purpose string) *draw {
	return &draw{key: sha256.Sum256([]byte("tieout sample draw 1\n" + population + "\n" + strconv.Quote(seed) + "\n" + purpose + "\n"))}
}

// below is a number from 0 to n − 1, each as likely as any other.
func (d *draw) below(n uint64) uint64 {
	for {
		block := sha256.Sum256(binary.BigEndian.AppendUint64(slices.Clone(d.key[:]), d.counter))
		d.counter++
		v := binary.BigEndian.Uint64(block[:8])
		if rest := -n % n; v >= rest { // 2⁶⁴ mod n values would come once more often: they are drawn again
			return v % n
		}
	}
}

// Random draws a number of items without putting any back, each set of items as likely as any other: an attribute sample. The answer is
// in the order of the population; the same population and seed give the same items. A mistake of the input is a check.Mistake.
func Random(p Population, seed string, size int) ([]int, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	if seed == "" {
		return nil, check.Refuse("seed", "it is missing; write any text down, so that the same items can be drawn again")
	}
	if size < 1 || size > len(p) {
		return nil, check.Refuse("sample", "%d items from a population of %d; draw from 1 to all of them", size, len(p))
	}
	d := drawing(p.Hash(), seed, "random")
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	for i := range size {
		j := i + int(d.below(uint64(len(p)-i)))
		order[i], order[j] = order[j], order[i]
	}
	slices.Sort(order[:size])
	return order[:size], nil
}

// Pick is an item that was drawn.
type Pick struct {
	Index int // in the population, from 0
	Item
	// Unit is the number of the monetary unit that fell into the item, counted from 1 through the items below the interval; 0 in the top
	// stratum.
	Unit int64
}

// UnitSample is what was drawn by monetary units.
type UnitSample struct {
	Hash     string // of the population
	Start    int64  // the first unit, from 1 to the interval
	Interval int64
	Top      []Pick // as large as the interval or larger: every one is drawn
	Picks    []Pick // the others, in the order of the population
	Apart    []Pick // not positive: no unit of theirs can be drawn; test them apart
	Recorded int64  // sum of the positive items
	TopSum   int64  // of the top stratum
	ApartSum int64
}

// Size is the number of items to examine, without those to be tested apart.
func (s UnitSample) Size() int { return len(s.Top) + len(s.Picks) }

// Units draws every item of the interval or more, and of the rest each interval-th monetary unit from a start that follows from the
// population and the seed (AS 2315.24; AICPA Audit Guide Audit Sampling, chapter 6). The interval is in minor units. A mistake of the
// input is a check.Mistake.
func Units(p Population, seed string, interval int64) (s UnitSample, err error) {
	if err := p.check(); err != nil {
		return s, err
	}
	if seed == "" {
		return s, check.Refuse("seed", "it is missing; write any text down, so that the same items can be drawn again")
	}
	if interval < 1 {
		return s, check.Refuse("interval", "%d minor units; it is the recorded amount divided by the size, above nothing", interval)
	}
	s.Hash, s.Interval = p.Hash(), interval
	s.Start = 1 + int64(drawing(s.Hash, seed, "units").below(uint64(interval)))
	next, passed := s.Start, int64(0)
	for i, x := range p {
		pick := Pick{Index: i, Item: x}
		s.Recorded += max(0, x.Amount)
		switch {
		case x.Amount <= 0:
			s.Apart, s.ApartSum = append(s.Apart, pick), s.ApartSum+x.Amount
		case x.Amount >= interval:
			s.Top, s.TopSum = append(s.Top, pick), s.TopSum+x.Amount
		default:
			if passed += x.Amount; next <= passed {
				pick.Unit = next
				s.Picks = append(s.Picks, pick)
				next += interval
			}
		}
	}
	if s.Size() == 0 && s.Recorded == 0 {
		return s, check.Refuse("population", "none of its %s has a positive amount, so no monetary unit can be drawn", plural(len(p), "item"))
	}
	return s, nil
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
