package app_test

import (
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// TestLifeOfADraft: prepared, returned with the reason, revised, approved as it stands then; who did what is kept.
func TestLifeOfADraft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.people("alice", "bob", "carol")
		out, err := f.Post(f.ctx, "alice", entry("2026-01-03", "1000", "3000", 300))
		f.ok(err)
		one := func() app.Draft {
			ds, err := f.Drafts(f.ctx)
			f.ok(err)
			if len(ds) != 1 {
				t.Fatalf("%d drafts wait", len(ds))
			}
			return ds[0]
		}
		read := one().Hash
		f.mistaken("say why", func() error { return f.Return(f.ctx, "bob", out.Draft, " ") })
		f.refuses("own-draft", func() error { return f.Return(f.ctx, "alice", out.Draft, "no") })
		f.ok(f.Return(f.ctx, "bob", out.Draft, "the amount is that of February"))
		if !one().Returned {
			t.Error("it is not returned")
		}
		right := entry("2026-01-03", "1000", "3000", 400)
		f.refuses("not-own", func() error { _, err := f.Revise(f.ctx, "carol", out.Draft, []ledger.Entry{right}); return err })
		_, err = f.Revise(f.ctx, "alice", out.Draft, []ledger.Entry{right}, read)
		f.ok(err)
		f.refuses("draft-changed", func() error { _, err := f.Approve(f.ctx, "bob", out.Draft, read); return err })
		f.refuses("draft-changed", func() error { return f.Return(f.ctx, "bob", out.Draft, "again", read) })
		var did []string
		for _, s := range one().Trail {
			did = append(did, s.By+" "+s.What)
		}
		if got := len(did); got != 3 || did[0] != "alice prepared" || did[1] != "bob returned" || did[2] != "alice revised" {
			t.Errorf("the trail is %v", did)
		}
		done, err := f.Approve(f.ctx, "bob", out.Draft, one().Hash)
		f.ok(err)
		if e := done.Entries[0]; e.Lines[0].Amount != 400 || e.Preparer != "alice" || e.Approver != "bob" {
			t.Errorf("posted is %+v", e)
		}
		f.mistaken("no draft", func() error { return f.Withdraw(f.ctx, "alice", out.Draft) })
		f.verified()
	})
}

// TestWithdrawnIsGone: only its preparer takes a draft back, and nothing is posted.
func TestWithdrawnIsGone(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	f.people("alice", "bob")
	out, err := f.Post(f.ctx, "alice", entry("2026-01-03", "1000", "3000", 300))
	f.ok(err)
	f.refuses("not-own", func() error { return f.Withdraw(f.ctx, "bob", out.Draft) })
	f.ok(f.Withdraw(f.ctx, "alice", out.Draft))
	ds, err := f.Drafts(f.ctx)
	f.ok(err)
	if len(ds) != 0 {
		t.Errorf("it still waits: %v", ds)
	}
	f.mistaken("no draft", func() error { _, err := f.Approve(f.ctx, "bob", out.Draft); return err })
}

// TestCorrection takes an entry back and posts another in its place, together.
func TestCorrection(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		first, err := f.Post(f.ctx, "", entry("2026-01-03", "1000", "3000", 300))
		f.ok(err)
		f.people("alice", "bob")
		n := first.Entries[0].Number
		f.mistaken("say why", func() error {
			_, err := f.Correct(f.ctx, "alice", n, 0, entry("2026-01-03", "1000", "3000", 30), "")
			return err
		})
		out, err := f.Correct(f.ctx, "alice", n, 0, entry("2026-01-03", "1000", "3000", 30), "a nought too many")
		f.ok(err)
		done, err := f.Approve(f.ctx, "bob", out.Draft)
		f.ok(err)
		if len(done.Entries) != 2 {
			t.Fatalf("%d entries are posted", len(done.Entries))
		}
		rev, right := done.Entries[0], done.Entries[1]
		if rev.Reverses != first.Entries[0].ID || rev.Lines[0].Amount != -300 || right.Kind != ledger.Correcting || right.Source != "corrects "+n.String() || rev.Position != right.Position {
			t.Errorf("posted are %+v and %+v", rev, right)
		}
		f.refuses("reversed", func() error {
			_, err := f.Correct(f.ctx, "alice", n, 0, entry("2026-01-03", "1000", "3000", 31), "once more")
			return err
		})
		f.verified()
	})
}

// TestReversingEntry posts an entry and its reversal on a later day together; the reversal is linked to it.
func TestReversingEntry(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		_, err := f.Post(f.ctx, "", entry("2026-01-03", "1000", "3000", 1))
		f.ok(err)
		out, err := f.PostTogether(f.ctx, "", app.Reversing(entry("2026-01-31", "1000", "3000", 300), fiscal.MustParse("2026-02-01")))
		f.ok(err)
		e, rev := out.Entries[0], out.Entries[1]
		if rev.Reverses != e.ID || rev.Effective != fiscal.MustParse("2026-02-01") || rev.Origin != 0 || rev.Lines[0].Amount != -300 {
			t.Errorf("posted are %+v and %+v", e, rev)
		}
		f.refuses("reversed", func() error { _, err := f.Reverse(f.ctx, "", e.Number, 0, ""); return err })
		f.verified()
	})
}

// TestReversalIntoALockedPeriod is refused with the way out, and nothing is half posted.
func TestReversalIntoALockedPeriod(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	_, err := f.Post(f.ctx, "", entry("2026-01-03", "1000", "3000", 300))
	f.ok(err)
	_, err = f.Lock(f.ctx, "", fiscal.Period{Start: fiscal.MustParse("2026-02-01"), End: fiscal.MustParse("2026-02-28")}, app.Closed)
	f.ok(err)
	before, err := f.State(f.ctx, 0)
	f.ok(err)
	f.refuses("period-locked", func() error {
		_, err := f.PostTogether(f.ctx, "", app.Reversing(entry("2026-01-31", "1000", "3000", 300), fiscal.MustParse("2026-02-01")))
		return err
	})
	after, err := f.State(f.ctx, 0)
	f.ok(err)
	if before.Position != after.Position {
		t.Error("something was posted")
	}
	f.ok(f.App.Read(f.ctx, 0, func(v *app.View) error {
		if got := v.OpenDay(fiscal.MustParse("2026-02-01")); got != fiscal.MustParse("2026-03-01") {
			t.Errorf("the next open day is %s", got)
		}
		return nil
	}))
}

// TestWaits: each person sees what they can do, and no more.
func TestWaits(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	f.people("alice", "bob")
	out, err := f.Post(f.ctx, "alice", entry("2026-01-03", "1000", "3000", 300))
	f.ok(err)
	waits := func(code string) (ws []app.Wait) {
		f.ok(f.App.Read(f.ctx, 0, func(v *app.View) (err error) { ws, err = v.Waits(code, f.App.Today()); return err }))
		return ws
	}
	if a, b := waits("alice"), waits("bob"); len(a) != 0 || len(b) != 1 || b[0].Kind != "approve" || b[0].Amount != 300 {
		t.Errorf("alice waits for %v, bob for %v", a, b)
	}
	f.ok(f.Return(f.ctx, "bob", out.Draft, "no document"))
	if a, b := waits("alice"), waits("bob"); len(a) != 1 || a[0].Kind != "returned" || len(b) != 0 {
		t.Errorf("after the return alice waits for %v, bob for %v", a, b)
	}
}
