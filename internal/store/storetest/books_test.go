package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/ledger"
)

// TestCreateAndOpen makes books and opens them by address.
func TestCreateAndOpen(t *testing.T) {
	ctx := context.Background()
	Each(t, func(t *testing.T, address string) {
		if _, err := store.Open(ctx, address, store.Options{}); !errors.Is(err, store.ErrNoBook) {
			t.Errorf("opening where there is nothing gives %v", err)
		}
		st := openStore(t, address)
		if _, err := st.Book(ctx, ""); !errors.Is(err, store.ErrNoBook) {
			t.Errorf("opening a book in empty tables gives %v", err)
		}
		b := inStore(t, st, "first")
		b.postNew(simple("2026-01-01", 100))
		again, err := store.Open(ctx, address, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer again.Close()
		found, err := again.Book(ctx, "")
		if err != nil || found.Name != "first" {
			t.Fatalf("the only book opens as %+v, %v", found, err)
		}
		if _, err := again.Book(ctx, "second"); !errors.Is(err, store.ErrNoBook) {
			t.Errorf("a book that is not there opens: %v", err)
		}
		if _, err := again.Create(ctx, "first"); err == nil {
			t.Error("a second book of the same name is made")
		}
	})
}

// TestOneBookAFile: a file holds one book.
func TestOneBookAFile(t *testing.T) {
	st := openStore(t, SQLite(t))
	inStore(t, st, "first")
	if _, err := st.Create(context.Background(), "second"); err == nil || !strings.Contains(err.Error(), "holds a book already") {
		t.Errorf("a second book in a file gives %v", err)
	}
}

// TestBooksOfOneDatabaseAreApart keeps several books in one PostgreSQL database.
func TestBooksOfOneDatabaseAreApart(t *testing.T) {
	ctx := context.Background()
	st := openStore(t, Postgres(t))
	a, b := inStore(t, st, "a"), inStore(t, st, "b")
	for i := range 3 {
		e := simple("2026-01-01", int64(i+1))
		e.Key, e.Lines[0].Dims = fmt.Sprint("key", i), ledger.Dims(fmt.Sprint("plant=", i))
		a.postNew(e)
	}
	e := simple("2026-01-01", 500)
	e.Key = "key0"
	if got := b.postNew(e); got.ID != 1 || got.Number.Seq != 1 || b.head() != (store.Head{Acts: 1, Entries: 1}) {
		t.Errorf("the first entry of the second book is %+v and its head %+v", got, b.head())
	}
	if len(a.entries()) != 3 || len(b.entries()) != 1 || b.entries()[0].Lines[0].Amount != 500 {
		t.Error("the books mix")
	}
	if _, err := st.Book(ctx, ""); err == nil || !strings.Contains(err.Error(), "several books") {
		t.Errorf("opening one of several without a name gives %v", err)
	}
	if err := a.Write(ctx, func(tx *store.Tx) error { return tx.PutLock(9, "2026-01-01", "2026-12-31", "closed") }); err != nil {
		t.Fatal(err)
	}
	b.postNew(simple("2026-01-02", 7)) // the lock is of the other book
	if e := simple("2026-01-02", 7); a.try(&e) == nil {
		t.Error("the lock does not hold in its own book")
	}
}

// TestOpenRefuses looks at files that are no book, and leaves them as they are.
func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"empty": "", "text": strings.Repeat("account,debit\n", 5000), "short": "SQLite"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(context.Background(), path, store.Options{}); err == nil {
			t.Errorf("%s opens as a book", name)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != text {
			t.Errorf("opening %s changed it to %.40q (%v)", name, after, err)
		}
		if more, _ := filepath.Glob(path + "-*"); len(more) > 0 {
			t.Errorf("opening %s made %v", name, more)
		}
	}
	if _, err := store.Open(context.Background(), dir, store.Options{}); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("a directory opens: %v", err)
	}
}

// TestKeysAndReversalsAreUnique: a key posts once and an entry is reversed once, whoever writes.
func TestKeysAndReversalsAreUnique(t *testing.T) {
	Each(t, func(t *testing.T, address string) {
		b := newBook(t, address)
		e := simple("2026-01-01", 100)
		e.Key = "k"
		b.post(&e)
		again := simple("2026-01-02", 100)
		again.Key = "k"
		if b.try(&again) == nil {
			t.Error("the same key posts twice")
		}
		r, r2 := e.Reversal(e.Effective, "wrong"), e.Reversal(e.Effective, "wrong")
		b.post(&r)
		if b.try(&r2) == nil {
			t.Error("an entry is reversed twice")
		}
		if got := b.postNew(simple("2026-01-03", 5)); got.Number.Seq != 3 || got.ID != 3 {
			t.Errorf("after two refused writes the next entry is %+v", got)
		}
		b.read(func(tx *store.Tx) error {
			old, ok, err := tx.EntryByKey(b.chart, "k")
			if !ok || old.ID != 1 {
				t.Errorf("the key finds %+v, %v", old, ok)
			}
			rev, ok2, err2 := tx.ReversalOf(b.chart, 1)
			if !ok2 || rev.ID != 2 {
				t.Errorf("the reversal of entry 1 is %+v, %v", rev, ok2)
			}
			if _, none, _ := tx.EntryByKey(b.chart, ""); none {
				t.Error("the empty key finds an entry")
			}
			return errors.Join(err, err2)
		})
	})
}

// TestSameRootOnBothEngines writes the same acts to both engines: a book keeps its root when it changes engine.
func TestSameRootOnBothEngines(t *testing.T) {
	var roots []tlog.Hash
	Each(t, func(t *testing.T, address string) {
		b := newBook(t, address)
		b.ground()
		for i := range 270 {
			b.postNew(simple("2026-02-01", int64(i+1)))
		}
		b.read(func(tx *store.Tx) error {
			if err := sameLog(tx, tx.Head().Acts); err != nil {
				return err
			}
			root, err := evidence.Root(tx, tx.Head().Acts)
			roots = append(roots, root)
			return err
		})
	})
	if len(roots) != 2 || roots[0] != roots[1] {
		t.Errorf("the roots are %v", roots)
	}
}

// TestReadingIsASnapshot reads while a writer commits between two looks: what is read belongs together.
func TestReadingIsASnapshot(t *testing.T) {
	Each(t, func(t *testing.T, address string) {
		b := newBook(t, address)
		b.postNew(simple("2026-01-10", 100))
		b.read(func(tx *store.Tx) error {
			head := tx.Head()
			b.postNew(simple("2026-01-11", 900))
			acts, entries, err := tx.Counts()
			if err != nil {
				return err
			}
			if acts != head.Acts || entries != head.Entries {
				t.Errorf("the head says %+v and there are %d acts and %d entries", head, acts, entries)
			}
			tb, err := tx.TrialBalance(b.chart, b.cal, fiscal.MustParse("2026-12-31"), head.Acts)
			if tb.Account("1000") != 100 {
				t.Errorf("the trial balance shows what was posted after the reading began: %v", tb.Rows)
			}
			return err
		})
	})
}

// TestConcurrentWriters lets many post at once, some in vain: nothing is lost, numbers have no gaps, sums are nil.
func TestConcurrentWriters(t *testing.T) {
	const writers, posts = 16, 50
	Each(t, func(t *testing.T, address string) {
		b := newBook(t, address)
		other, err := store.Open(b.ctx, address, store.Options{}) // as a second process would
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		twin, err := other.Book(b.ctx, "main")
		if err != nil {
			t.Fatal(err)
		}
		stop := watch(t, b)
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				mine := *b
				if w%2 == 1 {
					mine.Book = twin
				}
				for i := range posts {
					if err := mine.postOne(w, i); err != nil {
						t.Errorf("writer %d, post %d: %v", w, i, err)
						return
					}
				}
			})
		}
		wg.Wait()
		stop()
		whole(t, b, writers, posts)
	})
}

// postOne posts an entry, and every seventh time fails first after it was written.
func (b *book) postOne(writer, i int) error {
	e := simple(fmt.Sprintf("202%d-0%d-11", 4+i%3, 1+writer%9), int64(1000*writer+i+1))
	e.Key = fmt.Sprintf("%d/%d", writer, i)
	e.Lines[0].Dims = ledger.Dims(fmt.Sprintf("plant=%d", i%5))
	if i%7 == 0 {
		err := b.Write(b.ctx, func(tx *store.Tx) error {
			lost := e
			lost.Key = ""
			if err := b.add(tx, false, &lost); err != nil {
				return err
			}
			return errTaken
		})
		if !errors.Is(err, errTaken) {
			return err
		}
	}
	return b.try(&e)
}

// watch reads all the time and wants every view to be whole.
func watch(t *testing.T, b *book) (stop func()) {
	ctx, cancel := context.WithCancel(b.ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		for ctx.Err() == nil {
			err := b.Read(b.ctx, func(tx *store.Tx) error {
				acts, entries, err := tx.Counts()
				if err == nil && (acts != tx.Head().Acts || entries != tx.Head().Entries) {
					err = fmt.Errorf("the head says %+v and there are %d acts and %d entries", tx.Head(), acts, entries)
				}
				if err != nil {
					return err
				}
				tb, err := tx.TrialBalance(b.chart, b.cal, fiscal.MustParse("2025-05-15"), tx.Head().Acts/2)
				if err == nil && tb.Total() != 0 {
					err = fmt.Errorf("a trial balance adds up to %d", tb.Total())
				}
				return err
			})
			if err != nil {
				t.Errorf("reading beside the writers: %v", err)
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	})
	return func() { cancel(); wg.Wait() }
}

func whole(t *testing.T, b *book, writers, posts int) {
	t.Helper()
	es := b.entries()
	if len(es) != writers*posts {
		t.Fatalf("%d entries of %d are there", len(es), writers*posts)
	}
	keys, last := map[string]bool{}, map[int]int64{}
	for _, e := range es {
		keys[e.Key] = true
		if last[e.Number.Year]++; e.Number.Seq != last[e.Number.Year] {
			t.Errorf("%s comes after %d of its year", e.Number, last[e.Number.Year]-1)
		}
	}
	if len(keys) != writers*posts {
		t.Errorf("%d keys of %d are there", len(keys), writers*posts)
	}
	b.read(func(tx *store.Tx) error {
		if err := sameLog(tx, tx.Head().Acts); err != nil {
			return err
		}
		want, err := ledger.Balances(each(es), fiscal.MustParse("2030-12-31"))
		if err != nil {
			return err
		}
		got, err := tx.TrialBalance(b.chart, b.cal, want.AsOf, tx.Head().Acts)
		if fmt.Sprint(got.Rows) != fmt.Sprint(want.Rows) || got.Total() != 0 {
			t.Errorf("the trial balance is\n%v\nand the journal gives\n%v", got.Rows, want.Rows)
		}
		return err
	})
}

// TestWriteIsTriedAgain lets two large imports into two books of one database wait for each other: PostgreSQL ends
// one of them, it is done again, and counts once.
func TestWriteIsTriedAgain(t *testing.T) {
	st := openStore(t, Postgres(t))
	books := []*book{inStore(t, st, "a"), inStore(t, st, "b")}
	var met sync.WaitGroup
	met.Add(2)
	var tries [2]int
	var errs [2]error
	var wg sync.WaitGroup
	for i, b := range books {
		wg.Go(func() {
			errs[i] = b.Write(b.ctx, func(tx *store.Tx) error {
				tries[i]++
				small, large := simple("2026-01-01", 100), simple("2026-01-02", 200)
				if err := b.add(tx, false, &small); err != nil {
					return err
				}
				if tries[i] == 1 {
					met.Done()
					met.Wait()
				}
				return b.add(tx, true, &large) // takes the indexes off, which the other's rows forbid
			})
		})
	}
	wg.Wait()
	if errs[0] != nil || errs[1] != nil {
		t.Fatalf("the writes give %v", errs)
	}
	if tries[0]+tries[1] < 3 {
		t.Errorf("the writes were tried %v times: they never met", tries)
	}
	for i, b := range books {
		if n, h := len(b.entries()), b.head(); n != 2 || h != (store.Head{Acts: 2, Entries: 2}) {
			t.Errorf("book %d has %d entries and the head %+v", i, n, h)
		}
	}
}
