package storetest

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"testing"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/internal/testenv"
	"tieout/ledger"
	"tieout/money"
)

func TestMain(m *testing.M) { os.Exit(testenv.Run(m)) }

// book is a book in a store, with a chart that only the test knows: the store keeps numbers of accounts.
type book struct {
	*store.Book
	t     testing.TB
	ctx   context.Context
	st    *store.Store
	chart *ledger.Chart
	cal   fiscal.Calendar
}

func openStore(t testing.TB, address string) *store.Store {
	t.Helper()
	st, err := store.Open(context.Background(), address, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func newBook(t testing.TB, address string) *book {
	t.Helper()
	return inStore(t, openStore(t, address), "main")
}

func inStore(t testing.TB, st *store.Store, name string) *book {
	t.Helper()
	b, err := st.Create(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return &book{Book: b, t: t, ctx: context.Background(), st: st, chart: testChart(t), cal: fiscal.CalendarYear}
}

func testChart(t testing.TB) *ledger.Chart {
	t.Helper()
	c := &ledger.Chart{}
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	check(c.Found(ledger.Entity{Code: "main", Currency: "USD"}))
	check(c.Found(ledger.Entity{Code: "mx", Currency: "MXN"}))
	for i, typ := range []ledger.AccountType{ledger.Asset, ledger.Liability, ledger.Equity, ledger.Revenue, ledger.Expense} {
		for n := range 2 {
			check(c.Open(ledger.Account{Code: fmt.Sprint(1000*(i+1) + n), Type: typ}))
		}
	}
	check(c.Define(ledger.Dimension{Code: "plant"}))
	check(c.Define(ledger.Dimension{Code: "segment"}))
	return c
}

// simple is an entry of two lines.
func simple(date string, amount int64) ledger.Entry {
	return ledger.Entry{Kind: ledger.Standard, Effective: fiscal.MustParse(date), Description: "of " + date,
		Lines: []ledger.Line{{Account: "1000", Amount: amount}, {Account: "4000", Amount: -amount}}}
}

// try posts entries as one act and gives the error.
func (b *book) try(es ...*ledger.Entry) error {
	return b.Write(b.ctx, func(tx *store.Tx) error { return b.add(tx, false, es...) })
}

// add posts entries as one act within a transaction.
func (b *book) add(tx *store.Tx, large bool, es ...*ledger.Entry) error {
	p, err := tx.Poster(b.chart, b.cal, large)
	if err != nil {
		return err
	}
	for _, e := range es {
		if err := p.Add(e); err != nil {
			return err
		}
	}
	return b.finish(tx, p)
}

// finish ends a posting and appends its act.
func (b *book) finish(tx *store.Tx, p *store.Poster) error {
	done, err := p.Finish()
	if err != nil {
		return err
	}
	_, err = tx.AppendAct(evidence.Act{At: "2026-04-01T09:00:00Z", By: "owner", Kind: "entries-posted", Body: evidence.Text([]evidence.Record{
		evidence.Rec("entries", "first", strconv.FormatInt(done.First, 10), "count", strconv.FormatInt(done.Count, 10), "root", hex.EncodeToString(done.Root[:]))})})
	return err
}

func (b *book) post(es ...*ledger.Entry) {
	b.t.Helper()
	if err := b.try(es...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) postNew(e ledger.Entry) ledger.Entry {
	b.t.Helper()
	b.post(&e)
	return e
}

// read runs fn over the book.
func (b *book) read(fn func(tx *store.Tx) error) {
	b.t.Helper()
	if err := b.Read(b.ctx, fn); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) head() (h store.Head) {
	b.t.Helper()
	b.read(func(tx *store.Tx) error { h = tx.Head(); return nil })
	return h
}

// entries are all entries of the book as stored.
func (b *book) entries() (es []ledger.Entry) {
	b.t.Helper()
	b.read(func(tx *store.Tx) error {
		for e, err := range tx.Entries(b.chart, 0, tx.Head().Entries) {
			if err != nil {
				return err
			}
			es = append(es, e.Entry)
		}
		return nil
	})
	return es
}

// ground posts something of everything, so that every ground table has a row.
func (b *book) ground() {
	b.t.Helper()
	err := b.Write(b.ctx, func(tx *store.Tx) error {
		h, err := tx.PutDocument([]byte("an invoice"))
		if err != nil {
			return err
		}
		e := simple("2026-01-15", 100)
		e.Key, e.Documents, e.Lines[0].Dims = "key-1", []ledger.Hash{ledger.Hash(h)}, "plant=TX"
		e.Lines[1].Transaction = &ledger.Transaction{Amount: money.New(-90, "EUR"), Rate: "1.1"}
		r := simple("2026-01-16", -100)
		r.Reverses = 1
		if err := b.add(tx, false, &e, &r); err != nil {
			return err
		}
		if err := tx.PutLock(1, "2025-01-01", "2025-12-31", "closed"); err != nil {
			return err
		}
		if err := tx.PutLock(2, "2025-12-01", "2026-01-31", "soft"); err != nil {
			return err
		}
		if err := tx.PutLock(3, "2024-01-01", "2024-12-31", "filed"); err != nil {
			return err
		}
		if err := tx.PutOverride(4, "2025-06-01", "2025-06-30"); err != nil {
			return err
		}
		if err := tx.AddEvent(store.Event{At: "2026-04-01T09:00:00Z", Person: "alice", Kind: "signed-in", Place: "192.0.2.7"}); err != nil {
			return err
		}
		_, err = tx.AppendAct(evidence.Act{At: "2026-04-01T09:00:01Z", By: "owner", Kind: "period-locked"})
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
}
