package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

func appendEntry(e ledger.Entry) []byte { return evidence.AppendEntry(nil, &e) }

// TestLocks is the rule book of the three levels: which kinds of entry enter on which days.
func TestLocks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		for level, p := range map[app.Level]string{app.Filed: "2025", app.Closed: "2026-M01", app.Soft: "2026-M02"} {
			_, err := f.Lock(f.ctx, "", period(t, f, p), level)
			f.ok(err)
		}
		for _, k := range ledger.Kinds {
			soft := k != ledger.Standard && k != ledger.Opening && k != ledger.Recurring
			for date, enters := range map[string]bool{"2024-12-31": true, "2025-01-01": false, "2025-12-31": false, "2026-01-01": false, "2026-01-31": false,
				"2026-02-01": soft, "2026-02-28": soft, "2026-03-01": true} {
				e := entry(date, "1000", "3000", 100)
				e.Kind = k
				if !enters {
					f.refuses("period-locked", func() error { _, err := f.Post(f.ctx, "", e); return err })
				} else {
					f.post("", e)
				}
			}
		}
		_, err := f.Lock(f.ctx, "", period(t, f, "2026-M02"), app.Closed) // firmer on top of soft
		f.ok(err)
		e := entry("2026-02-10", "1000", "3000", 100)
		e.Kind = ledger.Adjusting
		f.refuses("period-locked", func() error { _, err := f.Post(f.ctx, "", e); return err })
		f.mistaken("is not soft, closed or filed", func() error { _, err := f.Lock(f.ctx, "", period(t, f, "2027"), "open"); return err })
		f.verified()
	})
}

// TestLockedImport: an import with one entry in a locked period posts nothing at all.
func TestLockedImport(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	_, err := f.Lock(f.ctx, "", period(t, f, "2026-M01"), app.Closed)
	f.ok(err)
	path := f.file("a.journal", "2026-03-04 Rent\n    5000  $25.00\n    1000\n\n2026-01-31 Rent\n    5000  $25.00\n    1000\n")
	f.refuses("period-locked", func() error {
		_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: path})
		if err == nil || !strings.Contains(err.Error(), "a.journal:5: 2026-01-31 falls in 2026-01-01 to 2026-01-31, which is locked (closed)") {
			t.Errorf("the refusal does not name row and period: %v", err)
		}
		return err
	})
}

// TestOverride follows an override from the request to its end, and wants exactly what entered under it listed.
func TestOverride(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.people("alice", "bob")
		_, err := f.Lock(f.ctx, "alice", period(t, f, "2026-M01"), app.Closed)
		f.ok(err)
		draft, err := f.RequestOverride(f.ctx, "alice", period(t, f, "2026-M01"), fiscal.MustParse("2026-04-03"), "a late invoice")
		f.ok(err)
		late := entry("2026-01-31", "5000", "2000", 77)
		f.refuses("period-locked", func() error { _, err := f.Post(f.ctx, "alice", late); return err }) // nobody approved it
		f.refuses("self-approval", func() error { _, err := f.ApproveOverride(f.ctx, "alice", draft.Position); return err })
		_, err = f.ApproveOverride(f.ctx, "bob", draft.Position)
		f.ok(err)
		_, err = f.Lock(f.ctx, "alice", period(t, f, "2026-M02"), app.Closed)
		f.ok(err)
		f.refuses("period-locked", func() error { _, err := f.Post(f.ctx, "alice", entry("2026-02-01", "5000", "2000", 1)); return err }) // other days
		one := f.postBoth("alice", "bob", late)
		two := f.postBoth("bob", "alice", late)
		f.postBoth("alice", "bob", entry("2026-03-01", "5000", "2000", 5)) // an open day needs none
		uses, err := f.Overrides(f.ctx)
		f.ok(err)
		if got := fmt.Sprint(uses[0].Entries); len(uses) != 1 || got != fmt.Sprint([]string{one.Number.String(), two.Number.String()}) {
			t.Errorf("posted under the override: %s", got)
		}
		if one.Override != draft.Position || uses[0].By != "alice" || uses[0].ApprovedBy != "bob" || uses[0].Why != "a late invoice" {
			t.Errorf("the override is listed as %+v, the entry has %d", uses[0], one.Override)
		}
		waiting, err := f.Post(f.ctx, "alice", late)
		f.ok(err)
		f.clock.now = time.Date(2026, 4, 3, 23, 59, 0, 0, time.UTC) // its last day
		f.postBoth("alice", "bob", late)
		f.clock.now = time.Date(2026, 4, 4, 0, 0, 0, 0, time.UTC)
		f.refuses("period-locked", func() error { _, err := f.Post(f.ctx, "alice", late); return err })
		f.refuses("period-locked", func() error { _, err := f.Approve(f.ctx, "bob", waiting.Draft); return err })
		f.mistaken("would have expired", func() error {
			_, err := f.RequestOverride(f.ctx, "alice", period(t, f, "2026-M01"), fiscal.MustParse("2026-04-03"), "again")
			return err
		})
		f.mistaken("needs a reason", func() error {
			_, err := f.RequestOverride(f.ctx, "alice", period(t, f, "2026-M01"), fiscal.MustParse("2026-05-03"), "")
			return err
		})
		f.verified()
	})
}

// TestOverrideExpiresBeforeApproval: one that was not approved in time cannot be.
func TestOverrideExpiresBeforeApproval(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	f.people("alice", "bob")
	o, err := f.RequestOverride(f.ctx, "alice", period(t, f, "2026-M01"), fiscal.MustParse("2026-04-03"), "late")
	f.ok(err)
	f.clock.now = time.Date(2026, 4, 4, 0, 0, 0, 0, time.UTC)
	f.refuses("expired", func() error { _, err := f.ApproveOverride(f.ctx, "bob", o.Position); return err })
	f.mistaken("there is no override 99", func() error { _, err := f.ApproveOverride(f.ctx, "bob", 99); return err })
}

// TestSinglePersonsOverride holds at once and is listed as approved by nobody else.
func TestSinglePersonsOverride(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	_, err := f.Lock(f.ctx, "", period(t, f, "2026-M01"), app.Filed)
	f.ok(err)
	_, err = f.RequestOverride(f.ctx, "", period(t, f, "2026-M01"), fiscal.MustParse("2026-04-30"), "late")
	f.ok(err)
	f.post("", entry("2026-01-05", "1000", "3000", 1))
	uses, err := f.Overrides(f.ctx)
	f.ok(err)
	if len(uses) != 1 || uses[0].ApprovedBy != uses[0].By || len(uses[0].Entries) != 1 {
		t.Errorf("listed as %+v", uses)
	}
	f.verified()
}
