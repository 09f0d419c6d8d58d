package app_test

import (
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
	"tieout/recurring"
)

// TestRecurringEntriesAreMadeOnce: what is due waits for a second person under its own key, comes once, and one that a lock
// refuses does not hold up the others.
func TestRecurringEntriesAreMadeOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.post("", entry("2026-01-01", "1000", "3000", 100_000))
		f.people("alice", "bob")
		premium := entry("2026-01-31", "5000", "1000", 10_000)
		id, err := f.KeepStanding(f.ctx, "alice", recurring.Standing{Name: "Insurance", Every: recurring.Monthly, From: fiscal.MustParse("2026-01-01"), Until: fiscal.MustParse("2026-03-31"), Spread: true, Entry: premium})
		f.ok(err)
		f.mistaken("out of balance", func() error {
			e := premium
			e.Lines = []ledger.Line{{Account: "5000", Amount: 1}, {Account: "1000", Amount: -2}}
			_, err := f.KeepStanding(f.ctx, "alice", recurring.Standing{Name: "x", Every: recurring.Monthly, From: 1, Entry: e})
			return err
		})
		f.mistaken("every", func() error {
			_, err := f.KeepStanding(f.ctx, "alice", recurring.Standing{Name: "x", Every: "week", From: 1, Entry: premium})
			return err
		})
		_, err = f.Lock(f.ctx, "bob", fiscal.Period{Start: fiscal.MustParse("2026-01-01"), End: fiscal.MustParse("2026-01-31")}, app.Closed)
		f.ok(err)
		made, err := f.MakeDue(f.ctx, "alice", fiscal.MustParse("2026-03-31"))
		f.ok(err)
		if len(made) != 3 || made[0].Refused == "" || made[1].Refused != "" || made[1].Outcome.Draft == 0 {
			t.Fatalf("made are %+v", made)
		}
		again, err := f.MakeDue(f.ctx, "alice", fiscal.MustParse("2026-03-31"))
		f.ok(err)
		if len(again) != 1 || again[0].Refused == "" {
			t.Errorf("again %+v", again)
		}
		done, err := f.Approve(f.ctx, "bob", made[1].Outcome.Draft)
		f.ok(err)
		if e := done.Entries[0]; e.Kind != ledger.Recurring || e.Lines[0].Amount != 3_333 || e.Effective != fiscal.MustParse("2026-02-28") {
			t.Errorf("posted is %+v", e)
		}
		_, err = f.EndStanding(f.ctx, "alice", id, "the policy was cancelled")
		f.ok(err)
		f.mistaken("before", func() error { _, err := f.EndStanding(f.ctx, "alice", id, ""); return err })
		if made, err = f.MakeDue(f.ctx, "alice", fiscal.MustParse("2026-12-31")); err != nil || len(made) != 0 {
			t.Errorf("after its end %+v %v", made, err)
		}
		f.verified()
	})
}
