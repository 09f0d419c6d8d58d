package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/ledger"
	"tieout/money"
)

var errTaken = errors.New("taken back")

// calendars cut years in every way that the product knows.
var calendars = []fiscal.Calendar{fiscal.CalendarYear, {Pattern: fiscal.Months, EndMonth: time.February, EndDay: 29},
	{Pattern: fiscal.Weeks445, EndMonth: time.December, EndDay: 31, Weekday: time.Saturday, Nearest: true},
	{Pattern: fiscal.Weeks445, EndMonth: time.January, EndDay: 31, Weekday: time.Sunday}}

var anyDay = rapid.Map(rapid.IntRange(0, 800), func(n int) fiscal.Date { return fiscal.MustParse("2024-11-20") + fiscal.Date(n) })

var anyText = rapid.StringOfN(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune{'"', '\\', '\'', ';', '\n', 'é', '€', '漢', '😀', '\u200e', 'x'})), 0, 30, -1)

// storable is a text as the ledger admits it.
func storable(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "?")
	if ledger.CheckText("text", s, 1000) != nil {
		return "plain"
	}
	return s
}

// anyEntry draws an entry that the ledger admits, with any of the fields that an entry can have.
func anyEntry(t *rapid.T, chart *ledger.Chart) ledger.Entry {
	e := ledger.Entry{Kind: rapid.SampledFrom(ledger.Kinds).Draw(t, "kind"), Effective: anyDay.Draw(t, "day"), Description: storable(anyText.Draw(t, "description")),
		Source: storable(anyText.Draw(t, "source")), Preparer: "alice", Approver: rapid.SampledFrom([]string{"", "bob"}).Draw(t, "approver")}
	if rapid.Bool().Draw(t, "origin") {
		e.Origin = anyDay.Draw(t, "origin day")
	}
	for range rapid.IntRange(0, 2).Draw(t, "documents") {
		e.Documents = append(e.Documents, ledger.Hash(evidence.SHA256([]byte(anyText.Draw(t, "document")))))
	}
	for _, ent := range chart.Entities() {
		var sum int64
		code := ent.Code
		if ent.ID == 1 {
			code = ""
		}
		n := rapid.IntRange(0, 3).Draw(t, "lines")
		for i := range n + 1 {
			l := anyLine(t, chart, code)
			if i == n {
				l.Amount, l.Transaction = -sum, nil
			}
			sum += l.Amount
			e.Lines = append(e.Lines, l)
		}
	}
	if fs := e.Check(chart); len(fs) > 0 {
		t.Fatalf("the generator draws what the ledger refuses: %v", fs)
	}
	return e
}

func anyLine(t *rapid.T, chart *ledger.Chart, entity string) ledger.Line {
	l := ledger.Line{Entity: entity, Account: rapid.SampledFrom(chart.Accounts()).Draw(t, "account").Code, Amount: rapid.Int64Range(-1e12, 1e12).Draw(t, "amount")}
	l.Dims = rapid.SampledFrom([]ledger.Dims{"", "plant=TX", "plant=MTY;segment=metal", "segment=wood", "cashflow=capex"}).Draw(t, "dims")
	if rapid.Bool().Draw(t, "foreign") {
		l.Transaction = &ledger.Transaction{Amount: money.New(l.Amount/2, "EUR"), Rate: rapid.SampledFrom([]string{"", "2", "1.0825"}).Draw(t, "rate")}
	}
	if rapid.Bool().Draw(t, "has memo") {
		l.Memo = storable(anyText.Draw(t, "memo"))
	}
	return l
}

// TestAnyJournal posts random journals act by act, with posts between that are refused, and compares everything that
// the store keeps with the entries as they were drawn.
func TestAnyJournal(t *testing.T) {
	Each(t, func(t *testing.T, address string) {
		st, n := openStore(t, address), 0
		rapid.Check(t, func(rt *rapid.T) {
			if st.Engine() == "sqlite" {
				st = openStore(t, SQLite(t))
			}
			n++
			b := inStore(t, st, fmt.Sprintf("book %d", n))
			b.cal = rapid.SampledFrom(calendars).Draw(rt, "calendar")
			j := journal{b: b, rt: rt}
			for range rapid.IntRange(1, 6).Draw(rt, "acts") {
				j.act()
			}
			j.roundTrip()
			j.numbers()
			j.kept()
			j.log()
			for range 3 {
				j.balancesAt(anyDay.Draw(rt, "as of"), rapid.IntRange(0, len(j.acts)).Draw(rt, "position"))
			}
			j.register()
		})
	})
}

// journal is what was posted, as a naive model keeps it.
type journal struct {
	b      *book
	rt     *rapid.T
	posted []ledger.Entry
	acts   []int // entries posted up to each act
}

// act posts some entries in one act; sometimes it is taken back first.
func (j *journal) act() {
	var es []*ledger.Entry
	for range rapid.IntRange(1, 4).Draw(j.rt, "entries") {
		e := anyEntry(j.rt, j.b.chart)
		if rapid.Bool().Draw(j.rt, "has key") {
			e.Key = fmt.Sprintf("key %d", len(j.posted)+len(es))
		}
		es = append(es, &e)
	}
	large := rapid.Bool().Draw(j.rt, "large")
	if rapid.Bool().Draw(j.rt, "refused first") {
		err := j.b.Write(j.b.ctx, func(tx *store.Tx) error {
			if err := j.b.add(tx, large, es...); err != nil {
				return err
			}
			return errTaken
		})
		if !errors.Is(err, errTaken) {
			j.rt.Fatalf("a write that fails gives %v", err)
		}
	}
	if err := j.b.Write(j.b.ctx, func(tx *store.Tx) error { return j.b.add(tx, large, es...) }); err != nil {
		j.rt.Fatal(err)
	}
	for _, e := range es {
		e.Position = int64(len(j.acts) + 1)
		j.posted = append(j.posted, *e)
	}
	j.acts = append(j.acts, len(j.posted))
}

// roundTrip: every field of every entry reads back as it was written.
func (j *journal) roundTrip() {
	got := j.b.entries()
	if len(got) != len(j.posted) {
		j.rt.Fatalf("%d entries read back of %d", len(got), len(j.posted))
	}
	for i := range got {
		if got[i].ID != int64(i+1) || !reflect.DeepEqual(got[i], j.posted[i]) {
			j.rt.Fatalf("entry %d reads back as\n%+v\nand was\n%+v", i+1, got[i], j.posted[i])
		}
	}
}

// numbers: gapless by fiscal year of the effective date, in order of posting.
func (j *journal) numbers() {
	last := map[int]int64{}
	for _, e := range j.posted {
		y := j.b.cal.Year(e.Effective)
		last[y]++
		if e.Number != (ledger.Number{Year: y, Seq: last[y]}) {
			j.rt.Fatalf("entry of %s has number %s and should have %d in %d", e.Effective, e.Number, last[y], y)
		}
	}
}

// kept: the kept balances are the turnovers of the lines by fiscal month.
func (j *journal) kept() {
	want := map[string]ledger.Turnover{}
	for _, e := range j.posted {
		y, m := j.b.cal.MonthOf(e.Effective)
		for _, l := range e.Lines {
			k := fmt.Sprint(j.b.cal.Month(y, m).End, " ", ledger.Slot{Account: l.Account, Entity: l.Entity, Dims: l.Dims})
			t := want[k]
			t.Add(l.Amount)
			want[k] = t
		}
	}
	j.b.read(func(tx *store.Tx) error {
		ms, err := tx.Months(j.b.chart)
		got := map[string]ledger.Turnover{}
		for _, m := range ms {
			got[m.End+" "+fmt.Sprint(m.Slot)] = m.Turnover
		}
		if err == nil && !reflect.DeepEqual(got, want) {
			j.rt.Fatalf("kept balances\n%v\nand the journal gives\n%v", got, want)
		}
		return err
	})
}

// balancesAt: the trial balance at any day and position is the fold of the entries known there.
func (j *journal) balancesAt(asOf fiscal.Date, position int) {
	known := 0
	if position > 0 {
		known = j.acts[position-1]
	}
	want, err := ledger.Balances(each(j.posted[:known]), asOf)
	if err != nil {
		j.rt.Fatal(err)
	}
	j.b.read(func(tx *store.Tx) error {
		got, err := tx.TrialBalance(j.b.chart, j.b.cal, asOf, int64(position))
		if err == nil && fmt.Sprint(nonNil(got.Rows)) != fmt.Sprint(nonNil(want.Rows)) {
			j.rt.Fatalf("the trial balance at %s and position %d is\n%v\nand the fold\n%v", asOf, position, got.Rows, want.Rows)
		}
		if got.Total() != 0 {
			j.rt.Fatalf("the trial balance at %s adds up to %d", asOf, got.Total())
		}
		return err
	})
}

func nonNil(rows []ledger.Row) (out []ledger.Row) {
	for _, r := range rows {
		if r.Amount != 0 {
			out = append(out, r)
		}
	}
	return out
}

func each(es []ledger.Entry) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for _, e := range es {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// register: the lines of an account in order of date and posting, as known at an entry.
func (j *journal) register() {
	account := rapid.SampledFrom(j.b.chart.Accounts()).Draw(j.rt, "account").Code
	p := fiscal.Period{Start: anyDay.Draw(j.rt, "from")}
	p.End = p.Start + fiscal.Date(rapid.IntRange(0, 400).Draw(j.rt, "days"))
	upTo := rapid.IntRange(0, len(j.posted)).Draw(j.rt, "up to")
	var want, got []string
	for day := p.Start; day <= p.End; day++ {
		for _, e := range j.posted[:upTo] {
			for i, l := range e.Lines {
				if e.Effective == day && l.Account == account {
					want = append(want, fmt.Sprint(e.ID, e.Number, e.Description, i+1, l.Amount, l.Entity, l.Dims, l.Memo))
				}
			}
		}
	}
	j.b.read(func(tx *store.Tx) error {
		for r, err := range tx.Register(j.b.chart, account, p, int64(upTo)) {
			if err != nil {
				return err
			}
			got = append(got, fmt.Sprint(r.Entry.ID, r.Entry.Number, r.Entry.Description, r.LineNo, r.Line.Amount, r.Line.Entity, r.Line.Dims, r.Line.Memo))
		}
		return nil
	})
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		j.rt.Fatalf("the register of %s in %s is\n%s\nand should be\n%s", account, p, got, want)
	}
}

// log: the root and every leaf are those of the acts' texts.
func (j *journal) log() {
	j.b.read(func(tx *store.Tx) error { return sameLog(tx, tx.Head().Acts) })
}

// sameLog holds the stored log against one computed from the acts.
func sameLog(tx *store.Tx, size int64) error {
	var leaves []tlog.Hash
	err := tx.Acts(0, size, func(a evidence.Act, _ int64) error {
		leaves = append(leaves, a.Leaf())
		return nil
	})
	if err != nil {
		return err
	}
	for i, leaf := range leaves {
		if stored, err := evidence.LeafAt(tx, int64(i+1)); err != nil || stored != leaf {
			return fmt.Errorf("the leaf of act %d is another (%v)", i+1, err)
		}
	}
	root, err := evidence.Root(tx, size)
	if err != nil {
		return err
	}
	levels := evidence.MakeLevels(leaves)
	if want, err := evidence.Root(levels, size); err != nil || root != want {
		return fmt.Errorf("the root is %s and should be %s (%v)", root, want, err)
	}
	return tx.EachTile(func(level int, n int64, hashes []byte) {
		if want, _ := levels.ReadTile(level, n); !bytes.Equal(want, hashes) {
			panic(fmt.Sprintf("tile %d of level %d is another", n, level))
		}
	})
}
