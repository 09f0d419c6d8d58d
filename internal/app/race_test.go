package app_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// atOnce runs fn n times at once, each with the book opened anew, and gives how often it returned no error.
func (f *fixture) atOnce(n int, fn func(a *app.App, i int) error) (done int) {
	f.t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	start := make(chan bool)
	for i := range n {
		a, err := app.Open(f.ctx, f.address)
		f.ok(err)
		a.Clock = time.Now
		wg.Go(func() {
			defer a.Close()
			<-start
			if fn(a, i) == nil {
				mu.Lock()
				done++
				mu.Unlock()
			}
		})
	}
	close(start)
	wg.Wait()
	return done
}

// entriesOf counts the entries that the predicate takes.
func (f *fixture) entriesOf(take func(ledger.Entry) bool) (n int) {
	f.t.Helper()
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		for e, err := range v.Entries() {
			if err != nil {
				return err
			}
			if take(e.Entry) {
				n++
			}
		}
		return nil
	}))
	return n
}

// TestRaces lets many do the same thing at once: it happens once.
func TestRaces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		for round := range 4 {
			key := fmt.Sprint("key ", round)
			f.atOnce(8, func(a *app.App, i int) error {
				e := entry("2026-02-01", "1000", "3000", 100)
				e.Key = key
				_, err := a.Post(f.ctx, "", e)
				return err
			})
			if n := f.entriesOf(func(e ledger.Entry) bool { return e.Key == key }); n != 1 {
				t.Errorf("one key posted %d times", n)
			}
			number := ledger.Number{Year: 2026, Seq: int64(2*round + 1)}
			if n := f.atOnce(8, func(a *app.App, i int) error { _, err := a.Reverse(f.ctx, "", number, 0, ""); return err }); n != 1 {
				t.Errorf("%s was reversed %d times", number, n)
			}
		}
		path := f.file("a.journal", "2026-03-04 Rent\n    5000  $25.00\n    1000\n")
		f.atOnce(8, func(a *app.App, i int) error {
			_, err := a.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: path})
			return err
		})
		if n := f.entriesOf(func(e ledger.Entry) bool { return e.Description == "Rent" }); n != 1 {
			t.Errorf("one file was imported %d times", n)
		}
		f.people("alice", "bob", "carol")
		out, err := f.Post(f.ctx, "alice", entry("2026-02-02", "1000", "3000", 7))
		f.ok(err)
		if n := f.atOnce(8, func(a *app.App, i int) error {
			_, err := a.Approve(f.ctx, []string{"bob", "carol", "alice"}[i%3], out.Draft)
			return err
		}); n != 1 {
			t.Errorf("one draft was approved %d times", n)
		}
		f.verified()
	})
}

// TestPostAgainstLock lets posts and the lock of their period race: nothing enters after the lock.
func TestPostAgainstLock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		for m := range 4 {
			p := period(t, f, fmt.Sprintf("2026-M%02d", m+1))
			f.atOnce(8, func(a *app.App, i int) error {
				if i == 3 {
					a.Key = f.Key
					_, err := a.Lock(f.ctx, "", p, app.Closed)
					return err
				}
				_, err := a.Post(f.ctx, "", ledger.Entry{Effective: p.Start, Description: "race", Lines: entry("2026-01-01", "1000", "3000", 5).Lines})
				return err
			})
		}
		locks := f.state().Locks
		if len(locks) != 4 {
			t.Fatalf("%d locks", len(locks))
		}
		for _, l := range locks {
			late := f.entriesOf(func(e ledger.Entry) bool { return e.Effective >= l.First && e.Effective <= l.Last && e.Position > l.ID })
			if late > 0 {
				t.Errorf("%d entries entered after the lock of act %d", late, l.ID)
			}
		}
		f.verified() // every checkpoint is proven too
		acts, err := f.Acts(f.ctx)
		f.ok(err)
		n := 0
		for _, a := range acts {
			if a.Kind == "checkpoint-signed" {
				n++
			}
		}
		if n != 4 {
			t.Errorf("%d checkpoints for 4 locks", n)
		}
	})
}
