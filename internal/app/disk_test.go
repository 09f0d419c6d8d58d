package app_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"tieout/internal/app"
	"tieout/internal/store"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// pages is how many pages the book's file has.
func (f *fixture) pages() (n int64) {
	f.t.Helper()
	st, _ := f.Store()
	f.ok(st.DB().QueryRow("PRAGMA page_count").Scan(&n))
	return n
}

// TestFullDisk lets the disk be full after every number of further pages, in the middle of posting and importing: the
// command ends with one error that is neither bad input nor a guard's, the book is as it was, and works again.
func TestFullDisk(t *testing.T) {
	work := map[string]func(f *fixture) error{
		"post": func(f *fixture) error {
			e := entry("2026-02-01", "1000", "3000", 5)
			for i := range 400 { // an entry of several pages
				e.Lines = append(e.Lines, ledger.Line{Account: "1000", Amount: int64(i), Memo: strings.Repeat("m", 90)}, ledger.Line{Account: "3000", Amount: -int64(i)})
			}
			_, err := f.Post(f.ctx, "", e)
			return err
		},
		"import": func(f *fixture) error {
			_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: f.dir + "/a.journal"})
			return err
		},
		"document": func(f *fixture) error {
			_, err := f.Attach(f.ctx, "", "scan.bin", "", []byte(strings.Repeat("scan", 20_000)))
			return err
		},
	}
	for name, do := range work {
		t.Run(name, func(t *testing.T) {
			f, _ := smallBook(t, storetest.SQLite(t))
			f.file("a.journal", largeJournal(900))
			f.fillTo(4, do)
		})
	}
	t.Run("large import", func(t *testing.T) { // it writes the file in a way of its own
		f, _ := smallBook(t, storetest.SQLite(t))
		f.file("a.journal", largeJournal(21_000))
		f.ok(f.Close()) // it does so only while nobody else has the file open
		f.use(f.limitedTo(0))
		f.fillTo(1, work["import"])
	})
}

// fillTo tries the work with more and more room until it fits.
func (f *fixture) fillTo(slowly int64, do func(*fixture) error) {
	f.t.Helper()
	before, pages := f.dump().String(), f.pages()
	full := 0
	for room := int64(0); ; room += 1 + room*2/slowly {
		f.Close()
		g := f.limited(pages + room)
		err := do(g)
		g.Close()
		f.use(f.limitedTo(0))
		if err == nil {
			break
		}
		full++
		var m app.Mistake
		var r app.Refused
		if errors.As(err, &m) || errors.As(err, &r) || !strings.Contains(err.Error(), "full") || strings.Contains(err.Error(), "\n") {
			f.t.Fatalf("with room for %d pages: %v", room, err)
		}
		if f.dump().String() != before {
			f.t.Fatalf("with room for %d pages the book changed", room)
		}
		f.verified()
	}
	if full < 4 {
		f.t.Errorf("the disk was full %d times only", full)
	}
	f.verified()
	f.post("", entry("2026-02-01", "1000", "3000", 5))
	f.verified()
}

// limited is the book opened on a disk with so many pages.
func (f *fixture) limited(pages int64) *fixture {
	f.t.Helper()
	g := *f
	g.use(f.limitedTo(pages))
	return &g
}

func (f *fixture) limitedTo(pages int64) *app.App {
	f.t.Helper()
	a, err := app.OpenWith(f.ctx, f.address, store.Options{MaxPages: pages})
	f.ok(err)
	return a
}

// TestConnectionCut ends the server's process of every connection to the book again and again while it posts: what
// was acknowledged is there, what was not is there whole or not at all.
func TestConnectionCut(t *testing.T) {
	f := newBook(t, storetest.Postgres(t))
	g := f.reopened()
	st, _ := g.Store()
	ctx, stop := context.WithCancel(f.ctx)
	ended := make(chan int)
	go func() {
		cuts := 0
		for ctx.Err() == nil {
			var n int
			err := st.DB().QueryRow("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'").Scan(&n)
			if err == nil {
				cuts += n
			}
			time.Sleep(time.Duration(20+40*(cuts%10)) * time.Millisecond) // a slow machine gets room to post
		}
		ended <- cuts
	}()
	posted := map[string]bool{}
	failed, begun := 0, time.Now()
	for i := 0; i < 2000 && (failed < 10 || len(posted) < 20); i++ {
		e := entry("2026-02-01", "1000", "3000", int64(i+1))
		e.Key = fmt.Sprint("key ", i)
		for range 60 {
			e.Lines = append(e.Lines, ledger.Line{Account: "1000", Amount: 1}, ledger.Line{Account: "3000", Amount: -1})
		}
		if _, err := f.Post(f.ctx, "", e); err == nil {
			posted[e.Key] = true
		} else {
			failed++
		}
	}
	stop()
	t.Logf("%d posted, %d failed in %v", len(posted), failed, time.Since(begun))
	if cuts := <-ended; cuts == 0 || failed == 0 || len(posted) == 0 {
		t.Errorf("%d connections cut, %d posts failed, %d were acknowledged: the test proves little", cuts, failed, len(posted))
	}
	for {
		if _, err := f.State(f.ctx, 0); err == nil {
			break // the pool has thrown its dead connections out
		}
	}
	f.verified()
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		for e, err := range v.Entries() {
			if err != nil {
				return err
			}
			delete(posted, e.Key)
		}
		return nil
	}))
	if len(posted) > 0 {
		t.Errorf("%d acknowledged entries are not there", len(posted))
	}
	f.post("", entry("2026-02-01", "1000", "3000", 5))
}

// TestFailedInitLeavesNothing: a book that cannot be made leaves no file behind that would be in the way.
func TestFailedInitLeavesNothing(t *testing.T) {
	path := storetest.SQLite(t)
	_, err := app.Create(context.Background(), path, app.New{Name: "Example", Calendar: "12-31", By: strings.Repeat("x", 5000)}, time.Now)
	if err == nil {
		t.Fatal("a person of 5,000 letters makes a book")
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the file is there: %v", err)
	}
}
