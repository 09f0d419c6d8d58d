package app_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
)

// TestBranch: proposed, seen, not in the books, merged exactly by another, refused to who proposed.
func TestBranch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.post("", entry("2026-01-03", "1000", "3000", 300))
		f.people("alice", "bob")
		id, err := f.OpenBranch(f.ctx, "alice", "Proposed by the auditor", "")
		f.ok(err)
		f.mistaken("is open already", func() error { _, err := f.OpenBranch(f.ctx, "bob", "proposed by the auditor", ""); return err })
		f.mistaken("out of balance", func() error {
			e := entry("2026-01-31", "1000", "4000", 50)
			e.Lines[0].Amount = 49
			_, err := f.Propose(f.ctx, "alice", id, e)
			return err
		})
		f.mistaken("nothing is proposed", func() error { _, err := f.MergeBranch(f.ctx, "bob", id, ""); return err })
		_, err = f.Propose(f.ctx, "alice", id, entry("2026-01-31", "1000", "4000", 50), entry("2026-01-31", "5000", "1000", 20))
		f.ok(err)
		st, err := f.State(f.ctx, 0)
		f.ok(err)
		b, _ := st.Branch(id)
		read := b.Hash()
		_, err = f.WithdrawProposal(f.ctx, "alice", id, b.Proposals[1].ID)
		f.ok(err)
		f.refuses("branch-changed", func() error { _, err := f.MergeBranch(f.ctx, "bob", id, read); return err })
		f.refuses("self-approval", func() error { _, err := f.MergeBranch(f.ctx, "alice", id, ""); return err })
		cash := func(on int64) (n int64) {
			f.ok(f.App.Read(f.ctx, 0, func(v *app.View) error {
				if on > 0 {
					f.ok(v.On(on))
				}
				tb, err := v.TrialBalance(fiscal.MustParse("2026-01-31"))
				n = tb.Account("1000")
				return err
			}))
			return n
		}
		if books, with := cash(0), cash(id); books != 300 || with != 350 {
			t.Errorf("in the books %d, with it %d", books, with)
		}
		_, err = f.Lock(f.ctx, "bob", fiscal.Period{Start: fiscal.MustParse("2026-01-01"), End: fiscal.MustParse("2026-01-31")}, app.Closed)
		f.ok(err)
		f.refuses("period-locked", func() error { _, err := f.MergeBranch(f.ctx, "bob", id, ""); return err })
		st, err = f.State(f.ctx, 0)
		f.ok(err)
		if b, _ = st.Branch(id); !b.Open() {
			t.Error("a refused merge closed the branch")
		}
		other, err := f.OpenBranch(f.ctx, "alice", "For February", "")
		f.ok(err)
		_, err = f.Propose(f.ctx, "alice", other, entry("2026-02-28", "1000", "4000", 70))
		f.ok(err)
		out, err := f.MergeBranch(f.ctx, "bob", other, "")
		f.ok(err)
		if e := out.Entries[0]; e.Preparer != "alice" || e.Approver != "bob" || e.Lines[0].Amount != 70 {
			t.Errorf("posted is %+v", e)
		}
		f.refuses("branch-merged", func() error {
			_, err := f.Propose(f.ctx, "alice", other, entry("2026-02-28", "1000", "4000", 1))
			return err
		})
		f.mistaken("say why", func() error { _, err := f.DropBranch(f.ctx, "alice", id, ""); return err })
		_, err = f.DropBranch(f.ctx, "alice", id, "the auditor passed it")
		f.ok(err)
		f.refuses("branch-dropped", func() error { _, err := f.MergeBranch(f.ctx, "bob", id, ""); return err })
		f.verified()
	})
}

// TestBranchIsWhatMergingGives: for random proposals, balances, registers and statements on the branch are those after merging.
func TestBranchIsWhatMergingGives(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newBook(t, storetest.SQLite(t))
		f.post("", entry("2025-11-03", "1000", "3000", 30_000))
		f.post("", entry("2025-12-03", "1000", "4000", 7_000))
		id, err := f.OpenBranch(f.ctx, "", "b", "")
		f.ok(err)
		accounts := []string{"1000", "3000", "4000", "5000"}
		for range rapid.IntRange(1, 4).Draw(r, "entries") {
			day := fiscal.MustParse("2025-10-01") + fiscal.Date(rapid.IntRange(0, 200).Draw(r, "day"))
			a, b := rapid.SampledFrom(accounts).Draw(r, "debit"), rapid.SampledFrom(accounts).Draw(r, "credit")
			e := entry(day.String(), a, b, int64(rapid.IntRange(1, 9_999).Draw(r, "amount")))
			e.Kind = rapid.SampledFrom([]ledger.Kind{ledger.Standard, ledger.Adjusting, ledger.Reclassifying}).Draw(r, "kind")
			_, err := f.Propose(f.ctx, "", id, e)
			f.ok(err)
		}
		seen := func(on bool) string {
			var out string
			f.ok(f.App.Read(f.ctx, 0, func(v *app.View) error {
				if on {
					f.ok(v.On(id))
				}
				for _, d := range []string{"2025-10-31", "2025-12-31", "2026-01-31", "2026-03-31"} {
					tb, err := v.TrialBalance(fiscal.MustParse(d))
					f.ok(err)
					out += fmt.Sprintln(d, tb.Rows)
				}
				for _, name := range []string{"2025-Q4", "2026-Q1"} {
					p, err := v.State.Calendar.ParsePeriod(name)
					f.ok(err)
					for _, kind := range []string{"balance-sheet", "income"} {
						st, _, err := v.StatementReport(kind, p, statement.Scale{Power: -1, Rounding: money.HalfAway})
						if err != nil {
							out += err.Error()
							continue
						}
						for _, row := range st.Rows {
							out += fmt.Sprintln(row.Key, row.Cells)
						}
					}
					var sum int64
					for l, err := range v.Register("1000", p.Period) {
						f.ok(err)
						sum += l.Line.Amount
					}
					out += fmt.Sprintln(name, sum)
				}
				return nil
			}))
			return out
		}
		before := seen(true)
		_, err = f.MergeBranch(f.ctx, "", id, "")
		f.ok(err)
		if after := seen(false); before != after {
			r.Fatalf("on the branch\n%s\nafter merging\n%s", before, after)
		}
	})
}
