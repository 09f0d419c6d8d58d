package app

import (
	"bytes"
	"fmt"
	"slices"
	"sort"

	"tieout/evidence"
	"tieout/internal/store"
	"tieout/ledger"
)

// This file compares what is derived and kept, or stands beside the log, with what the acts and entries give.

// head compares the head's counts with the acts and entries that there are.
func (v *verifier) head() error {
	h := v.tx.Head()
	if v.out.Acts < h.Acts {
		v.found("record-altered", fmt.Sprintf("act %d", v.out.Acts+1), "it is missing, or the head of the book is altered: the head counts %d acts and there are %d", h.Acts, v.out.Acts)
	}
	if v.out.Acts > h.Acts {
		v.found("head", "the head of the book", "it counts %d acts; there are %d, and act %d is the first that it leaves out", h.Acts, v.out.Acts, h.Acts+1)
	}
	if v.last != h.Entries {
		v.found("head", "the head of the book", "it counts %d entries; the acts posted %d", h.Entries, v.last)
	}
	stray, err := v.tx.Stray(max(v.out.Acts, h.Acts), v.last)
	if stray != "" {
		v.found("record-altered", stray, "no act made it")
	}
	return err
}

// lastTile reads tiles and remembers the last one: leaves are read one after the other.
type lastTile struct {
	*store.Tx
	n      int64
	hashes []byte
}

// ReadTile reads a tile of the lowest level once, however many of its leaves are asked for.
func (l *lastTile) ReadTile(level int, n int64) ([]byte, error) {
	if level != 0 {
		return l.Tx.ReadTile(level, n)
	}
	if l.hashes != nil && l.n == n {
		return l.hashes, nil
	}
	var err error
	l.hashes, err = l.Tx.ReadTile(0, n)
	l.n = n
	return l.hashes, err
}

// log compares the stored tiles with the recomputed ones.
func (v *verifier) log() error {
	v.levels = evidence.MakeLevels(v.leaves)
	type tile struct {
		level int
		n     int64
	}
	seen := map[tile]bool{}
	err := v.tx.EachTile(func(level int, n int64, hashes []byte) {
		seen[tile{level, n}] = true
		want, _ := v.levels.ReadTile(level, n)
		if len(want) == 0 || !bytes.Equal(hashes, want) {
			v.found("log", fmt.Sprintf("tile %d of level %d of the log", n, level), "its hashes are not those of the acts")
		}
	})
	for level, hs := range v.levels {
		for n := int64(0); n<<evidence.TileHeight < int64(len(hs)); n++ {
			if !seen[tile{level, n}] {
				v.found("log", fmt.Sprintf("tile %d of level %d of the log", n, level), "it is missing")
			}
		}
	}
	return err
}

// balances compares the kept balances with the recomputed ones.
func (v *verifier) balances() error {
	kept, err := v.tx.Months(v.state.Chart)
	if err != nil {
		return err
	}
	for _, m := range kept {
		k := monthSlot{m.End, m.Slot}
		want := v.slots[k]
		delete(v.slots, k)
		v.out.Balances++
		if want == nil || *want != m.Turnover {
			v.found("balance-altered", balanceName(k), "it holds debits %d and credits %d; the journal gives %s", m.Debit, m.Credit, turnover(want))
		}
	}
	missing := make([]monthSlot, 0, len(v.slots))
	for k := range v.slots {
		missing = append(missing, k)
	}
	sort.Slice(missing, func(i, j int) bool { return missing[i].less(missing[j]) })
	for _, k := range missing {
		v.found("balance-altered", balanceName(k), "it is missing; the journal gives %s", turnover(v.slots[k]))
	}
	return nil
}

func (k monthSlot) less(o monthSlot) bool {
	if k.end != o.end {
		return k.end < o.end
	}
	return cmpSlot(k.Slot, o.Slot) < 0
}

func balanceName(k monthSlot) string {
	name := fmt.Sprintf("the kept balance of %s for the month to %s", k.Account, k.end)
	if k.Entity != "" {
		name += ", entity " + k.Entity
	}
	if k.Dims != "" {
		name += ", " + string(k.Dims)
	}
	return name
}

func turnover(t *ledger.Turnover) string {
	if t == nil {
		return "none"
	}
	return fmt.Sprintf("debits %d and credits %d", t.Debit, t.Credit)
}

// guards compares what the engine's guards go by with the acts, and the guards themselves with what this program
// installs.
func (v *verifier) guards() error {
	rows, err := v.tx.Guards()
	if err != nil {
		return err
	}
	var want []string
	for _, l := range v.state.Locks {
		want = append(want, fmt.Sprintf("lock %d %s %s %s", l.ID, l.First, l.Last, l.Level))
	}
	for _, o := range v.state.Overrides {
		if o.ApprovedBy != "" {
			want = append(want, fmt.Sprintf("override %d %s %s", o.ID, o.First, o.Last))
		}
	}
	v.compare("guard-altered", "the engine's lock table", rows, want)
	counters, err := v.tx.Counters()
	if err != nil {
		return err
	}
	want = nil
	for y, n := range v.seqs {
		want = append(want, fmt.Sprintf("%d %d", y, n))
	}
	slices.Sort(want)
	v.compare("counter-altered", "the counter of entry numbers", counters, want)
	faults, err := v.tx.GuardFaults()
	for _, f := range faults {
		v.found("guard-altered", "the engine's guards", "%s", f)
	}
	return err
}

// dimensions checks that every dimension set is one that a posted line has, and is there once.
func (v *verifier) dimensions() error {
	texts, numbers, err := v.tx.DimTexts()
	if err != nil {
		return err
	}
	seen := map[string]bool{"": true}
	for i, t := range texts {
		name := fmt.Sprintf("dimension set %d (%s)", numbers[i], t)
		switch {
		case numbers[i] != int64(i+1):
			v.found("record-altered", name, "its number should be %d", i+1)
		case seen[t]:
			v.found("record-altered", name, "another set has the same text")
		case !v.dims[ledger.Dims(t)]:
			v.found("record-altered", name, "no posted line has it")
		}
		seen[t] = true
	}
	return nil
}

func (v *verifier) compare(rule, what string, have, want []string) {
	for _, h := range have {
		if !slices.Contains(want, h) {
			v.found(rule, what, "it holds %q, which no act made", h)
		}
	}
	for _, w := range want {
		if !slices.Contains(have, w) {
			v.found(rule, what, "it lacks %q, which an act made", w)
		}
	}
}

// documents checks that every document is there, is what its hash says, and was stored by an act.
func (v *verifier) documents() error {
	hashes, err := v.tx.DocumentHashes()
	if err != nil {
		return err
	}
	var want []string
	for _, d := range v.state.Documents {
		want = append(want, string(d.Hash))
		content, ok, err := v.tx.Document(string(d.Hash))
		if err != nil {
			return err
		}
		if v.out.Documents++; ok && (evidence.SHA256(content) != string(d.Hash) || int64(len(content)) != d.Bytes) {
			v.found("record-altered", "document "+d.Name+" ("+string(d.Hash)+")", "its content no longer has its hash")
		}
	}
	v.compare("record-altered", "the store of documents", hashes, want)
	return nil
}

// damage asks the engine for what is wrong with its file: rows that are right can still be reached wrongly.
func (v *verifier) damage() error {
	found, err := v.tx.Damage()
	for _, d := range found {
		v.found("file-damaged", "the file of the book", "%s", d)
	}
	return err
}

func (v *verifier) orphans() error {
	first, err := v.tx.Orphans()
	if first != "" {
		v.found("record-altered", first, "the line belongs to no posted entry")
	}
	return err
}
