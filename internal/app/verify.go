package app

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/ledger"
	"tieout/money"
)

// Verified is what verify recomputed, and every difference it found, the first altered record first.
type Verified struct {
	Acts, Entries, Lines int64
	Balances, Documents  int
	Checkpoints          int
	Packages             int
	Findings             []check.Finding
}

// Rebuild makes the files of a kept report again, so that verify can compare them byte for byte.
type Rebuild func(ctx context.Context, a *App, f Filing) (map[string][]byte, error)

// Verify recomputes the log, the balances, the guards' tables and the kept packages from the ground state and
// compares. With an outside checkpoint it also finds a cut tail or an older copy.
func (a *App) Verify(ctx context.Context, outside *evidence.Checkpoint, rebuild Rebuild) (Verified, error) {
	v := &verifier{ctx: ctx, state: newState(), slots: map[monthSlot]*ledger.Turnover{}, dims: map[ledger.Dims]bool{}, seqs: map[int]int64{}}
	err := a.book.Read(ctx, func(tx *store.Tx) error {
		v.tx, v.tiles = tx, lastTile{Tx: tx}
		return v.run(outside)
	})
	var corrupt store.Corrupt
	if errors.As(err, &corrupt) {
		v.found("record-altered", corrupt.Record, "%s", corrupt.Why)
		err = nil
	}
	if err != nil {
		v.found("record-unreadable", "the book", "a record cannot be read: %v", err)
	}
	if len(v.out.Findings) == 0 && rebuild != nil {
		v.packages(a, rebuild)
	}
	return v.out, nil
}

type monthSlot struct {
	end string
	ledger.Slot
}

type verifier struct {
	ctx    context.Context
	tx     *store.Tx
	state  *State
	tiles  lastTile
	leaves []tlog.Hash // as recomputed
	levels evidence.Levels
	slots  map[monthSlot]*ledger.Turnover
	dims   map[ledger.Dims]bool
	seqs   map[int]int64
	last   int64 // id of the last entry that the acts so far posted
	act    evidence.Act
	out    Verified
}

// mostFindings is how many differences are listed: altering the first act changes what every entry reads as.
const mostFindings = 1000

func (v *verifier) found(rule, subject, format string, args ...any) {
	if len(v.out.Findings) < mostFindings {
		v.out.Findings = append(v.out.Findings, check.Finding{Rule: rule, Severity: check.Stop, Subject: subject, Message: fmt.Sprintf(format, args...)})
	}
}

func (v *verifier) run(outside *evidence.Checkpoint) error {
	if err := v.acts(); err != nil {
		return err
	}
	for _, step := range []func() error{v.head, v.log, v.balances, v.guards, v.dimensions, v.documents, v.orphans, v.events, v.damage} {
		if err := step(); err != nil {
			return err
		}
	}
	v.checkpoints()
	if outside != nil {
		v.outside(*outside)
	}
	return nil
}

// events goes through the record of events: numbers without gaps, each bound to the one before.
func (v *verifier) events() error {
	before, next := "", int64(1)
	return v.tx.AllEvents(func(e store.Event) {
		if e.ID != next || e.Chained(before) != e.Hash {
			v.found("event-altered", fmt.Sprintf("event %d", e.ID), "it, or the event before it, is not what was kept")
		}
		before, next = e.Hash, e.ID+1
	})
}

// acts goes through the acts in order, with the entries that each posted.
func (v *verifier) acts() error {
	rows, _, err := v.tx.Counts()
	if err != nil {
		return err
	}
	type row struct {
		act  evidence.Act
		last int64
	}
	var all []row
	err = v.tx.Acts(0, max(rows, v.tx.Head().Acts), func(a evidence.Act, last int64) error {
		all = append(all, row{a, last})
		return nil
	})
	for _, r := range all {
		if err == nil {
			err = v.oneAct(r.act, r.last)
		}
	}
	return err
}

// oneAct recomputes one act's leaf and the entries it posted.
func (v *verifier) oneAct(a evidence.Act, last int64) error {
	v.out.Acts++
	name := actName(a)
	for ; v.out.Acts < a.Position; v.out.Acts++ {
		v.found("record-altered", fmt.Sprintf("act %d", v.out.Acts), "it is missing")
		v.leaves = append(v.leaves, tlog.Hash{})
		if len(v.out.Findings) == mostFindings {
			return nil
		}
	}
	leaf := a.Leaf()
	stored, err := evidence.LeafAt(&v.tiles, a.Position)
	if err != nil || stored != leaf {
		v.found("record-altered", name, "its text no longer has the hash that the log holds")
	}
	v.act, v.leaves = a, append(v.leaves, leaf)
	before := len(v.state.Postings)
	if err := v.state.Apply(a); err != nil {
		v.found("record-altered", name, "it cannot be read: %v", err)
		return nil
	}
	for _, p := range v.state.Postings[before:] {
		if err := v.posting(name, p); err != nil {
			return err
		}
	}
	if last != v.last {
		v.found("record-altered", name, "it says that entry %d was the last posted; its postings end at %d", last, v.last)
	}
	return nil
}

func actName(a evidence.Act) string {
	return fmt.Sprintf("act %d (%s, %s by %s)", a.Position, a.Kind, a.At, a.By)
}

// posting recomputes the entries of one act.
func (v *verifier) posting(act string, p Posting) error {
	var tree evidence.Tree
	var buf []byte
	var debits int64
	if p.First != v.last+1 || p.Count < 1 {
		v.found("record-altered", act, "it posts %d entries from %d on; the next entry is %d", p.Count, p.First, v.last+1)
	}
	next := p.First
	for e, err := range v.tx.Entries(v.state.Chart, p.First-1, p.First+p.Count-1) {
		if err != nil {
			return err
		}
		name := fmt.Sprintf("entry %d (%s, %s)", e.ID, e.Number, act)
		if e.ID != next {
			v.found("record-altered", fmt.Sprintf("entry %d (%s)", next, act), "it is missing")
			next = e.ID
		}
		next++
		var leaf tlog.Hash
		leaf, buf = evidence.EntryLeaf(&e.Entry, buf)
		if leaf != e.Hash || e.Entry.Position != p.Position {
			v.found("record-altered", name, "its rows no longer have the hash that was stored when it was posted")
		}
		tree.Add(leaf)
		v.entry(&e.Entry, name, &debits)
	}
	if next != p.First+p.Count {
		v.found("record-altered", fmt.Sprintf("entry %d (%s)", next, act), "it is missing")
	}
	root := tree.Root()
	if hex.EncodeToString(root[:]) != p.Root {
		v.found("record-altered", act, "its entries no longer have the root that the act holds")
	}
	if debits != p.Debits {
		v.found("record-altered", act, "its entries add up to debits of %d minor units; the act holds %d", debits, p.Debits)
	}
	v.last = p.First + p.Count - 1
	return nil
}

// entry checks one entry's number, rules and balance and adds it to the recomputed balances.
func (v *verifier) entry(e *ledger.Entry, name string, debits *int64) {
	v.out.Entries++
	v.out.Lines += int64(len(e.Lines))
	if v.state.Calendar == (fiscal.Calendar{}) {
		return // the act that says how years are cut cannot be read, and was named
	}
	year, n := v.state.Calendar.MonthOf(e.Effective)
	v.seqs[e.Number.Year]++
	if e.Number.Year != year || e.Number.Seq != v.seqs[year] {
		v.found("number-gap", name, "its number should be %s", ledger.Number{Year: year, Seq: v.seqs[year]})
		v.seqs[e.Number.Year] = e.Number.Seq
	}
	v.rules(e, name)
	end := v.state.Calendar.Month(year, n).End.String()
	sums := map[string]int64{}
	for i, l := range e.Lines {
		if !v.add(monthSlot{end, ledger.Slot{Account: l.Account, Entity: l.Entity, Dims: l.Dims}}, l.Amount, debits) {
			v.found("record-altered", name, "line %d holds %d minor units, more than a book can hold", i+1, l.Amount)
			return
		}
		sums[l.Entity] += l.Amount
	}
	for ent, s := range sums {
		if s != 0 {
			v.found("entry-balance", name, "it is out of balance by %d minor units in entity %q", s, ent)
		}
	}
}

// add adds a line to its balance and to the debits of its act; false when it is too large to be an amount.
func (v *verifier) add(k monthSlot, amount int64, debits *int64) bool {
	if amount > money.MaxMinor || amount < -money.MaxMinor {
		return false
	}
	t := v.slots[k]
	if t == nil {
		t = &ledger.Turnover{}
		v.slots[k] = t
	}
	v.dims[k.Dims] = true
	_, fits := money.TryAdd(max(t.Debit, t.Credit), max(amount, -amount))
	sum, fits2 := money.TryAdd(*debits, max(amount, 0))
	if !fits || !fits2 {
		return false
	}
	t.Add(amount)
	*debits = sum
	return true
}

// rules holds an entry against the guards as they stood when its act was made: an entry that got past them was put
// in by someone who wrote the log as well.
func (v *verifier) rules(e *ledger.Entry, name string) {
	if !v.state.Alone() && (e.Approver == "" || e.Approver == e.Preparer || e.Approver != v.act.By) {
		v.found("self-approval", name, "it was prepared by %q and approved by %q in an act of %q; another person must approve", e.Preparer, e.Approver, v.act.By)
	}
	made, err := fiscal.Parse(v.act.At[:min(len(v.act.At), len("2006-01-02"))])
	if err != nil {
		return // the act was named: its text has another hash
	}
	if l := v.state.lockFor(e); l.Level != "" && !v.state.covered(e, e.Override, made) {
		v.found("period-locked", name, "its date %s was locked (%s) by act %d and no override let it in", e.Effective, l.Level, l.ID)
	}
}
