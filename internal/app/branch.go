package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/store"
	"tieout/ledger"
)

// Branch is a set of proposed entries under a name: seen in the statements before they are posted, then merged whole or
// dropped. Proposals are acts of the log; no figure of the books rests on them.
type Branch struct {
	ID        int64 // position of the act that opened it
	Name      string
	Why       string
	By, At    string
	Proposals []Proposal
	MergedAt  int64 // position of the act that posted it; 0 while it is open
	MergedBy  string
	DroppedAt int64
	Reason    string // why it was dropped
}

// Proposal is an entry proposed on a branch.
type Proposal struct {
	ID        int64 // its place in the book's proposals: position of the act, times 1000, plus its place in it
	By, At    string
	Entry     ledger.Entry
	Withdrawn bool
}

// Open says that it can still be proposed on.
func (b Branch) Open() bool { return b.MergedAt == 0 && b.DroppedAt == 0 }

// Entries are the entries that are still proposed, in order.
func (b Branch) Entries() []ledger.Entry {
	var out []ledger.Entry
	for _, p := range b.Proposals {
		if !p.Withdrawn {
			out = append(out, p.Entry)
		}
	}
	return out
}

// Debits is the sum of the debits that are still proposed, minor units.
func (b Branch) Debits() (sum int64) {
	for _, e := range b.Entries() {
		d, _, _ := e.Totals()
		sum += d
	}
	return sum
}

// Branch finds one by its id.
func (s *State) Branch(id int64) (Branch, bool) {
	i := slices.IndexFunc(s.Branches, func(b Branch) bool { return b.ID == id })
	if i < 0 {
		return Branch{}, false
	}
	return s.Branches[i], true
}

// perAct is how many proposals an act holds at most.
const perAct = 1000

func (s *State) applyBranch(a evidence.Act, r evidence.Record) error {
	if r.Word == "branch" {
		s.Branches = append(s.Branches, Branch{ID: a.Position, Name: r.Get("name"), Why: a.Why, By: a.By, At: a.At})
		return nil
	}
	i := slices.IndexFunc(s.Branches, func(b Branch) bool { return b.ID == r.Int("branch") })
	if i < 0 {
		return fmt.Errorf("no branch %s", r.Get("branch"))
	}
	s.Branches = slices.Clone(s.Branches)
	b := &s.Branches[i]
	switch r.Word {
	case "proposal":
		e, err := evidence.ParseEntry(r.Get("text"))
		if err != nil {
			return err
		}
		b.Proposals = append(slices.Clip(b.Proposals), Proposal{ID: r.Int("id"), By: a.By, At: a.At, Entry: e})
	case "proposal-withdrawn":
		j := slices.IndexFunc(b.Proposals, func(p Proposal) bool { return p.ID == r.Int("id") })
		if j < 0 {
			return fmt.Errorf("no proposal %s", r.Get("id"))
		}
		b.Proposals = slices.Clone(b.Proposals)
		b.Proposals[j].Withdrawn = true
	case "branch-merged":
		b.MergedAt, b.MergedBy = a.Position, a.By
	case "branch-dropped":
		b.DroppedAt, b.Reason = a.Position, a.Why
	}
	return nil
}

// openBranch is a branch that can still be changed.
func (w *writing) openBranch(id int64) (Branch, error) {
	b, ok := w.state.Branch(id)
	switch {
	case !ok:
		return b, mistake("", "there is no branch %d", id)
	case b.MergedAt != 0:
		return b, refused("branch-merged", "the branch %q was merged at position %d by %s; open another", b.Name, b.MergedAt, b.MergedBy)
	case b.DroppedAt != 0:
		return b, refused("branch-dropped", "the branch %q was dropped at position %d: %s", b.Name, b.DroppedAt, b.Reason)
	}
	return b, nil
}

// OpenBranch opens a branch under a name.
func (a *App) OpenBranch(ctx context.Context, by, name, why string) (int64, error) {
	act, err := a.act(ctx, by, cmdOpenBranch, why, func(w *writing) error {
		if name = strings.TrimSpace(name); name == "" {
			return mistake("", "a branch needs a name")
		}
		if err := ledger.CheckText("the name", name, 100); err != nil {
			return mistake("", "%v", err)
		}
		for _, b := range w.state.Branches {
			if b.Open() && strings.EqualFold(b.Name, name) {
				return mistake("", "the branch %q is open already", b.Name)
			}
		}
		return w.apply(evidence.Rec("branch", "name", name))
	})
	return act.Position, err
}

// Propose proposes entries on a branch. They must balance and name accounts of the chart; locks are asked when the branch is
// merged.
func (a *App) Propose(ctx context.Context, by string, branch int64, es ...ledger.Entry) (evidence.Act, error) {
	return a.act(ctx, by, cmdPropose, "", func(w *writing) error {
		b, err := w.openBranch(branch)
		if err != nil {
			return err
		}
		if len(es) == 0 || len(es) > perAct-1 || len(b.Proposals)+len(es) > perAct {
			return mistake("", "a branch holds 1 to %d entries", perAct)
		}
		w.act.Why = es[0].Description
		for i, e := range es {
			e = w.fresh(e)
			w.plain(&e)
			if fs := e.Check(w.state.Chart); len(fs) > 0 {
				return Mistake{fs}
			}
			id := (w.tx.Head().Acts+1)*perAct + int64(i)
			if err := w.apply(evidence.Rec("proposal", "branch", itoa(branch), "id", itoa(id), "text", string(evidence.AppendEntry(nil, &e)))); err != nil {
				return err
			}
		}
		return nil
	})
}

// WithdrawProposal takes a proposal back. Its proposer may, and who may merge.
func (a *App) WithdrawProposal(ctx context.Context, by string, branch, id int64) (evidence.Act, error) {
	return a.act(ctx, by, cmdWithdrawProposal, "", func(w *writing) error {
		b, err := w.openBranch(branch)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(b.Proposals, func(p Proposal) bool { return p.ID == id && !p.Withdrawn })
		if i < 0 {
			return mistake("", "there is no such proposal on the branch %q", b.Name)
		}
		if b.Proposals[i].By != w.act.By {
			if err := w.may(access.What{Action: access.ReturnDraft}); err != nil {
				return refused("not-own", "the entry was proposed by %s; they take it back, or somebody who may return drafts", b.Proposals[i].By)
			}
		}
		w.act.Why = b.Proposals[i].Entry.Description
		return w.apply(evidence.Rec("proposal-withdrawn", "branch", itoa(branch), "id", itoa(id)))
	})
}

// DropBranch gives a branch up, with the reason.
func (a *App) DropBranch(ctx context.Context, by string, branch int64, why string) (evidence.Act, error) {
	return a.act(ctx, by, cmdDropBranch, why, func(w *writing) error {
		if _, err := w.openBranch(branch); err != nil {
			return err
		}
		if strings.TrimSpace(why) == "" {
			return mistake("", "say why the branch is dropped")
		}
		return w.apply(evidence.Rec("branch-dropped", "branch", itoa(branch)))
	})
}

// MergeBranch posts exactly what is proposed on a branch, all or nothing, through the same guards as every entry. Who proposed any
// of it does not merge it, once a second person has ever existed. Seen is how many proposals were read; a branch that has more
// or fewer by now is refused.
func (a *App) MergeBranch(ctx context.Context, by string, branch int64, seen string) (Outcome, error) {
	var out Outcome
	act, err := a.act(ctx, by, cmdMergeBranch, "", func(w *writing) error {
		out = Outcome{}
		b, err := w.openBranch(branch)
		if err != nil {
			return err
		}
		es := b.Entries()
		if len(es) == 0 {
			return mistake("", "nothing is proposed on the branch %q", b.Name)
		}
		if seen != "" && seen != b.Hash() {
			return refused("branch-changed", "the branch %q changed since the page was shown; read it again before merging it", b.Name)
		}
		for i := range es {
			debits, _, _ := es[i].Totals()
			owner := es[i].Preparer
			if owner == w.act.By && w.state.Alone() {
				owner = ""
			}
			if owner == w.act.By {
				return refused("self-approval", "an entry of the branch %q was proposed by %s, who cannot merge it; another person must", b.Name, owner)
			}
			if err := w.may(access.What{Action: access.ApproveEntry, Owner: owner, Amount: debits}); err != nil {
				return err
			}
			if err := w.admit(&es[i]); err != nil {
				return err
			}
			if !w.state.Alone() {
				es[i].Approver = w.act.By
			}
		}
		w.act.Why = b.Name
		if err := w.apply(evidence.Rec("branch-merged", "branch", itoa(branch))); err != nil {
			return err
		}
		out.Entries, out.Count = es, int64(len(es))
		return w.post(es)
	})
	out.Act = act.Position
	return out, err
}

// Hash binds what is proposed: whoever merges signs exactly it.
func (b Branch) Hash() string {
	var text []byte
	for _, e := range b.Entries() {
		text = evidence.AppendEntry(text, &e)
	}
	return evidence.SHA256(text)
}

// On sees the books as if what is proposed on a branch were posted: balances, registers and statements. Reports that are made
// and kept never look this way.
func (v *View) On(branch int64) error {
	b, ok := v.State.Branch(branch)
	if !ok {
		return mistake("", "there is no branch %d at this position", branch)
	}
	v.branch, v.proposed, v.open = &b, nil, nil
	if b.Open() {
		v.proposed = b.Entries()
	}
	return nil
}

// Branch is the branch that the view is on, if any.
func (v *View) Branch() (Branch, bool) {
	if v.branch == nil {
		return Branch{}, false
	}
	return *v.branch, true
}

// addProposed adds what is proposed up to a day to a trial balance.
func (v *View) addProposed(tb ledger.TrialBalance, asOf fiscal.Date) ledger.TrialBalance {
	if len(v.proposed) == 0 {
		return tb
	}
	sums := map[ledger.Slot]int64{}
	for _, r := range tb.Rows {
		sums[r.Slot] += r.Amount
	}
	for _, e := range v.proposed {
		if e.Effective > asOf {
			continue
		}
		for _, l := range e.Lines {
			if l.Entity == v.entity || v.every {
				sums[ledger.Slot{Account: l.Account, Entity: l.Entity, Dims: l.Dims}] += l.Amount
			}
		}
	}
	tb.Rows = nil
	for k, n := range sums {
		if n != 0 {
			tb.Rows = append(tb.Rows, ledger.Row{Slot: k, Amount: n})
		}
	}
	tb.Sort()
	return tb
}

// proposedLines are the lines of an account that are proposed in a period, in order of date.
func (v *View) proposedLines(account string, p fiscal.Period) []store.RegisterLine {
	var out []store.RegisterLine
	for _, e := range v.proposed {
		if e.Effective < p.Start || e.Effective > p.End {
			continue
		}
		for i, l := range e.Lines {
			if l.Account == account && l.Entity == v.entity {
				out = append(out, store.RegisterLine{Entry: e, Line: l, LineNo: i + 1})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b store.RegisterLine) int { return int(a.Entry.Effective - b.Entry.Effective) })
	return out
}
