package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/ledger"
)

// TestLongPosting posts more than the store holds back at once, and asks the book between, as an import does.
func TestLongPosting(t *testing.T) {
	for _, large := range []bool{false, true} {
		t.Run(fmt.Sprintf("large %v", large), func(t *testing.T) {
			Each(t, func(t *testing.T, address string) {
				const n = 5000
				b := newBook(t, address)
				old := simple("2023-01-01", 5)
				old.Key = "old"
				var posted []ledger.Entry
				b.post(&old)
				err := b.Write(b.ctx, func(tx *store.Tx) error {
					posted = posted[:0]
					p, err := tx.Poster(b.chart, b.cal, large)
					if err != nil {
						return err
					}
					for i := range n {
						e := simple("2024-01-01", int64(i+1))
						e.Effective += fiscal.Date(i % 900)
						e.Key, e.Lines[0].Dims = fmt.Sprint("key ", i), ledger.Dims(fmt.Sprint("plant=", i%400))
						if _, ok, err := tx.EntryByKey(b.chart, "old"); !ok || err != nil {
							return fmt.Errorf("looking for a key: %v, %w", ok, err)
						}
						if err := p.Add(&e); err != nil {
							return err
						}
						posted = append(posted, e)
					}
					return b.finish(tx, p)
				})
				if err != nil {
					t.Fatal(err)
				}
				if got := b.entries()[1:]; fmt.Sprint(got) != fmt.Sprint(posted) {
					t.Errorf("%d entries read back, not as the %d posted", len(got), len(posted))
				}
				guardsAreBack(t, b)
			})
		})
	}
}

// TestLargePostingMeetsTheGuards: a posting that takes the guards off for its time is held to the same rules.
func TestLargePostingMeetsTheGuards(t *testing.T) {
	change := map[string]struct {
		do    func(e *ledger.Entry)
		words string
	}{
		"unbalanced":               {func(e *ledger.Entry) { e.Lines[0].Amount++ }, "the entry is not in balance"},
		"unbalanced in an entity":  {func(e *ledger.Entry) { e.Lines[0].Entity = "mx" }, "the entry is not in balance"},
		"no lines":                 {func(e *ledger.Entry) { e.Lines = nil }, "the entry is not in balance"},
		"closed":                   {func(e *ledger.Entry) { e.Effective = fiscal.MustParse("2025-03-01"); e.Kind = ledger.Adjusting }, "the period is locked"},
		"filed":                    {func(e *ledger.Entry) { e.Effective = fiscal.MustParse("2024-03-01") }, "the period is locked"},
		"soft":                     {func(e *ledger.Entry) { e.Effective = fiscal.MustParse("2026-01-20"); e.Kind = ledger.Standard }, "the period is locked"},
		"soft, adjusting":          {func(e *ledger.Entry) { e.Effective = fiscal.MustParse("2026-01-20"); e.Kind = ledger.Adjusting }, ""},
		"overridden":               {func(e *ledger.Entry) { e.Effective = fiscal.MustParse("2025-06-15"); e.Override = 4 }, ""},
		"override of other days":   {func(e *ledger.Entry) { e.Effective = fiscal.MustParse("2025-03-01"); e.Override = 4 }, "the period is locked"},
		"override of nobody":       {func(e *ledger.Entry) { e.Effective = fiscal.MustParse("2025-06-15"); e.Override = 5 }, "the period is locked"},
		"override without a lock":  {func(e *ledger.Entry) { e.Override = 77 }, "the period is locked"},
		"a key that was used":      {func(e *ledger.Entry) { e.Key = "key-1" }, "unique"},
		"an entry reversed before": {func(e *ledger.Entry) { e.Reverses = 1 }, "unique"},
	}
	Each(t, func(t *testing.T, address string) {
		b := newBook(t, address)
		b.ground()
		for name, c := range change {
			before := Take(t, b.st).String()
			good, other := simple("2026-05-01", 100), simple("2026-05-02", 100)
			c.do(&other)
			err := b.Write(b.ctx, func(tx *store.Tx) error { return b.add(tx, true, &good, &other) })
			if c.words == "" {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			var r store.Refusal
			if err == nil || !strings.Contains(strings.ToLower(err.Error()), c.words) || c.words != "unique" && !errors.As(err, &r) {
				t.Errorf("%s: should be refused with %q and says %v", name, c.words, err)
			}
			if Take(t, b.st).String() != before {
				t.Errorf("%s: what was refused changed the book", name)
			}
			guardsAreBack(t, b)
		}
		guardsAreBack(t, b)
	})
}

// guardsAreBack wants every guard and index in its place.
func guardsAreBack(t *testing.T, b *book) {
	t.Helper()
	b.read(func(tx *store.Tx) error {
		faults, err := tx.GuardFaults()
		if len(faults) > 0 {
			t.Errorf("after a posting: %v", faults)
		}
		return err
	})
}
