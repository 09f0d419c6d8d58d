package app

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sort"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/ledger"
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
	v := &verifier{ctx: ctx, state: newState(), slots: map[monthSlot]*ledger.Turnover{}, dims: map[ledger.Dims]bool{}}
	err := a.book.Read(ctx, func(tx *store.Tx) error {
		v.tx = tx
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
	ctx   context.Context
	tx    *store.Tx
	state *State
	tree  evidence.Tree
	roots map[int64]tlog.Hash // at positions that checkpoints name
	slots map[monthSlot]*ledger.Turnover
	dims  map[ledger.Dims]bool
	seqs  map[int]int64
	last  int64
	out   Verified
}

func (v *verifier) found(rule, subject, format string, args ...any) {
	v.out.Findings = append(v.out.Findings, check.Finding{Rule: rule, Severity: check.Stop, Subject: subject, Message: fmt.Sprintf(format, args...)})
}

func (v *verifier) run(outside *evidence.Checkpoint) error {
	v.roots, v.seqs = map[int64]tlog.Hash{}, map[int]int64{}
	acts, entries, err := v.tx.Counts()
	if err != nil {
		return err
	}
	h := v.tx.Head()
	if acts != h.Acts || entries != h.Entries {
		v.found("head", "the head of the book", "it counts %d acts and %d entries; there are rows for %d and %d", h.Acts, h.Entries, acts, entries)
	}
	var all []evidence.Act
	var lasts []int64
	err = v.tx.Acts(0, max(acts, h.Acts), func(a evidence.Act, last int64) error {
		all, lasts = append(all, a), append(lasts, last)
		return nil
	})
	if err != nil {
		return err
	}
	for i, a := range all {
		if err := v.act(a, lasts[i]); err != nil {
			return err
		}
	}
	for _, step := range []func() error{v.log, v.balances, v.guards, v.documents, v.orphans} {
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

// act recomputes one act's leaf and the entries it posted.
func (v *verifier) act(a evidence.Act, last int64) error {
	v.out.Acts++
	name := fmt.Sprintf("act %d (%s, %s by %s)", a.Position, a.Kind, a.At, a.By)
	if a.Position != v.out.Acts {
		v.found("record-altered", name, "act %d is missing before it", v.out.Acts)
		v.out.Acts = a.Position
	}
	leaf := a.Leaf()
	stored, err := evidence.LeafAt(v.tx, a.Position)
	if err != nil || stored != leaf {
		v.found("record-altered", name, "its text no longer has the hash that the log holds")
	}
	v.tree.Add(leaf)
	v.roots[a.Position] = v.tree.Root()
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

// posting recomputes the entries of one act.
func (v *verifier) posting(act string, p Posting) error {
	var tree evidence.Tree
	var buf []byte
	var debits int64
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
		debits += v.entry(&e.Entry, name)
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

// entry checks one entry's number and balance and adds it to the recomputed balances.
func (v *verifier) entry(e *ledger.Entry, name string) int64 {
	v.out.Entries++
	v.out.Lines += int64(len(e.Lines))
	year, n := v.state.Calendar.MonthOf(e.Effective)
	end := v.state.Calendar.Month(year, n).End.String()
	v.seqs[e.Number.Year]++
	if e.Number.Year != year || e.Number.Seq != v.seqs[year] {
		v.found("number-gap", name, "its number should be %s", ledger.Number{Year: year, Seq: v.seqs[year]})
		v.seqs[e.Number.Year] = e.Number.Seq
	}
	var debits int64
	sums := map[string]int64{}
	for _, l := range e.Lines {
		k := monthSlot{end, ledger.Slot{Account: l.Account, Entity: l.Entity, Dims: l.Dims}}
		if v.slots[k] == nil {
			v.slots[k] = &ledger.Turnover{}
		}
		v.slots[k].Add(l.Amount)
		v.dims[l.Dims] = true
		sums[l.Entity] += l.Amount
		debits += max(l.Amount, 0)
	}
	for ent, s := range sums {
		if s != 0 {
			v.found("entry-balance", name, "it is out of balance by %d minor units in entity %q", s, ent)
		}
	}
	return debits
}

// log compares the stored tiles with the recomputed tree.
func (v *verifier) log() error {
	root, err := evidence.Root(v.tx, v.out.Acts)
	if err != nil || root != v.tree.Root() {
		v.found("log", "the tiles of the log", "their root at position %d is not that of the acts", v.out.Acts)
	}
	return nil
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
		if want == nil && m.Turnover == (ledger.Turnover{}) {
			continue
		}
		if want == nil || *want != m.Turnover {
			v.found("balance-altered", fmt.Sprintf("the kept balance of %s for the month to %s", m.Slot.Account, m.End), "it holds debits %d and credits %d; the journal gives %s", m.Debit, m.Credit, turnover(want))
		}
	}
	missing := make([]monthSlot, 0, len(v.slots))
	for k := range v.slots {
		missing = append(missing, k)
	}
	sort.Slice(missing, func(i, j int) bool {
		return missing[i].end+missing[i].Account+string(missing[i].Dims) < missing[j].end+missing[j].Account+string(missing[j].Dims)
	})
	for _, k := range missing {
		v.found("balance-altered", fmt.Sprintf("the kept balance of %s for the month to %s", k.Account, k.end), "it is missing; the journal gives %s", turnover(v.slots[k]))
	}
	return nil
}

func turnover(t *ledger.Turnover) string {
	if t == nil {
		return "none"
	}
	return fmt.Sprintf("debits %d and credits %d", t.Debit, t.Credit)
}

// guards compares what the engine's guards go by with the acts.
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
	texts, err := v.tx.DimTexts()
	if err != nil {
		return err
	}
	for _, t := range texts {
		if !v.dims[ledger.Dims(t)] {
			v.found("record-altered", "dimension set "+t, "no posted line has it")
		}
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

func (v *verifier) orphans() error {
	first, err := v.tx.Orphans()
	if first != "" {
		v.found("record-altered", first, "the line belongs to no posted entry")
	}
	return err
}

// checkpoints proves the checkpoints kept in the book.
func (v *verifier) checkpoints() {
	for _, k := range v.state.Checkpoints {
		v.out.Checkpoints++
		name := fmt.Sprintf("the checkpoint in act %d", k.Position)
		c, err := evidence.OpenCheckpoint([]byte(k.Signed), k.Public)
		if err != nil {
			v.found("checkpoint", name, "%v", err)
			continue
		}
		if c.Position >= k.Position || v.roots[c.Position] != c.Root {
			v.found("checkpoint", name, "its root for position %d is not that of the log", c.Position)
		}
	}
}

// outside compares with a checkpoint that was kept elsewhere.
func (v *verifier) outside(c evidence.Checkpoint) {
	name := fmt.Sprintf("the checkpoint of %s at position %d", c.At, c.Position)
	switch {
	case c.Book != v.state.Name:
		v.found("checkpoint-outside", name, "it is of the book %q, not of %q", c.Book, v.state.Name)
	case c.Position > v.out.Acts:
		v.found("checkpoint-outside", name, "the book ends at position %d: %d acts are gone, or this is an older copy", v.out.Acts, c.Position-v.out.Acts)
	case v.roots[c.Position] != c.Root:
		v.found("checkpoint-outside", name, "the book's history up to there is another: its root differs")
	}
}

// packages makes every kept report again and compares its bytes.
func (v *verifier) packages(a *App, rebuild Rebuild) {
	for _, f := range v.state.Filings {
		v.out.Packages++
		name := fmt.Sprintf("the package of form %s for %s kept by act %d", f.Form, f.Period, f.Position)
		if f.Version != Version {
			v.out.Findings = append(v.out.Findings, check.Finding{Rule: "package-version", Severity: check.Note, Subject: name,
				Message: fmt.Sprintf("it was made by version %s and this is %s; its stored bytes are proven by their hashes, not made again", f.Version, Version)})
			continue
		}
		files, err := rebuild(v.ctx, a, f)
		if err != nil {
			v.found("package", name, "it cannot be made again: %v", err)
			continue
		}
		for _, want := range f.Files {
			if evidence.SHA256(files[want.Key]) != want.Value {
				v.found("package", name, "%s comes out with other bytes", want.Key)
			}
		}
	}
}

// Today is the civil date of the app's clock, in UTC.
func (a *App) Today() fiscal.Date { return fiscal.FromTime(a.Clock().UTC()) }
