package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// drawEntry makes a balanced entry, with the number of the row that it will stand in.
func drawEntry(t *rapid.T, n int) ledger.Entry {
	text := rapid.StringMatching(`([A-Za-zäß€0-9.&'#$/+-]( [a-z0-9(*!%])?){0,12}`)
	e := ledger.Entry{
		Kind:        rapid.SampledFrom(ledger.Kinds).Draw(t, "kind"),
		Effective:   fiscal.MustParse("1990-01-01") + fiscal.Date(rapid.IntRange(0, 20_000).Draw(t, "day")),
		Description: text.Draw(t, "description"),
	}
	if rapid.Bool().Draw(t, "keyed") {
		e.Key = fmt.Sprintf("key-%d", n)
		e.Origin = e.Effective - fiscal.Date(rapid.IntRange(1, 400).Draw(t, "late"))
	}
	account := rapid.SampledFrom([]string{"Assets:Cash at bank", "Income:Sales", "1310", "Expenses:R&D", "x"})
	var sum int64
	for range rapid.IntRange(1, 6).Draw(t, "lines") {
		l := ledger.Line{Account: account.Draw(t, "account"), Amount: rapid.Int64Range(-1e12, 1e12).Draw(t, "amount"), Memo: text.Draw(t, "memo")}
		if rapid.IntRange(0, 3).Draw(t, "foreign") == 0 {
			drawForeign(t, &l)
		}
		if rapid.Bool().Draw(t, "analysed") {
			l.Dims, _ = ledger.MakeDims("plant", rapid.StringMatching(`[A-Z]{1,3}`).Draw(t, "plant"), "basis", "synthetic")
		}
		sum += l.Amount
		e.Lines = append(e.Lines, l)
	}
	e.Lines = append(e.Lines, ledger.Line{Account: "x", Amount: -sum})
	return e
}

// drawForeign makes a line that was in another currency, at a rate of four decimals.
func drawForeign(t *rapid.T, l *ledger.Line) {
	rate := rapid.Int64Range(1, 30_000).Draw(t, "rate")
	minor := rapid.Int64Range(-1e10, 1e10).Draw(t, "foreign amount")
	d := decimal{rate, 4}
	l.Amount = money.MulDiv(minor, rate, 10_000, money.HalfAway)
	l.Transaction = &ledger.Transaction{Amount: money.New(minor, "EUR"), Rate: d.String()}
}

// writeHledger is a writer of journals that shares nothing with the reader.
func writeHledger(e ledger.Entry, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s  ; kind: %s\n", e.Effective, []string{"", "*", "!"}[n%3], e.Description, e.Kind)
	if e.Key != "" {
		fmt.Fprintf(&b, "    ; key: %s, origin: %s\n", e.Key, e.Origin)
	}
	for i, l := range e.Lines {
		fmt.Fprintf(&b, "    %s", l.Account)
		a := money.New(l.Amount, "USD")
		switch t := l.Transaction; {
		case t != nil:
			fmt.Fprintf(&b, "  %s EUR @ %s USD", t.Amount, t.Rate)
		case i == len(e.Lines)-1 && n%2 == 0: // left out
		default:
			fmt.Fprintf(&b, "  %s", []string{a.String() + " USD", "$" + a.Grouped(), "USD " + a.String(), a.String()}[i%4])
		}
		if l.Memo != "" || l.Dims != "" {
			fmt.Fprintf(&b, "  ; %s", l.Memo)
		}
		for _, d := range l.Dims.Codes() {
			fmt.Fprintf(&b, ", %s: %s", d, l.Dims.Get(d))
		}
		b.WriteString("\n")
	}
	return b.String() + "\n"
}

func writeCSV(w *csv.Writer, e ledger.Entry, id int, sides bool) {
	for i, l := range e.Lines {
		rec := []string{strconv.Itoa(id), "", "", "", "", "", "", l.Account, money.New(l.Amount, "USD").Grouped(), "", l.Memo, l.Dims.Get("plant"), l.Dims.Get("basis"), "", "", ""}
		if i == 0 {
			rec[1], rec[2], rec[3], rec[4] = e.Effective.String(), e.Description, string(e.Kind), e.Key
			if e.Origin != 0 {
				rec[5] = e.Origin.String()
			}
		}
		if t := l.Transaction; t != nil {
			rec[13], rec[14], rec[15] = string(t.Amount.Currency), t.Amount.String(), t.Rate
		}
		if sides && l.Amount < 0 {
			rec[8], rec[9] = "", money.New(-l.Amount, "USD").String()
		}
		w.Write(rec)
	}
}

// readAll collects clones, without what says where an entry came from.
func readAll(t *rapid.T, items func(func(Item, error) bool)) (entries []ledger.Entry) {
	for it, err := range items {
		if err != nil {
			t.Fatal(err)
		}
		if it.Entry != nil {
			e := *it.Entry
			e.Source = ""
			e.Lines = slices.Clone(e.Lines)
			entries = append(entries, e)
		}
	}
	return entries
}

func equal(t *rapid.T, what string, got, want []ledger.Entry) {
	if len(got) != len(want) {
		t.Fatalf("%s: %d entries, want %d", what, len(got), len(want))
	}
	for i := range want {
		if g, w := describe(got[i]), describe(want[i]); g != w {
			t.Fatalf("%s: entry %d:\n%s\nwant\n%s", what, i, g, w)
		}
	}
}

func describe(e ledger.Entry) string {
	out := []string{fmt.Sprintf("%s %s %s %q %q", e.Kind, e.Effective, e.Origin, e.Description, e.Key)}
	for _, l := range e.Lines {
		out = append(out, fmt.Sprintf("%q %d %q %q %q", l.Account, l.Amount, l.Dims, l.Memo, tellLine(l)))
	}
	return strings.Join(out, "\n")
}

// TestWhatIsWrittenIsRead: random entries written as an hledger journal and as CSV come back equal.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []ledger.Entry
		journal := &strings.Builder{}
		var table bytes.Buffer
		w := csv.NewWriter(&table)
		w.Comma = rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "delimiter")
		w.UseCRLF = rapid.Bool().Draw(t, "CR LF")
		sides := rapid.Bool().Draw(t, "sides")
		amounts := []string{"amount", "code"}
		if sides {
			amounts = []string{"debit", "credit"}
		}
		w.Write([]string{"entry", "date", "description", "kind", "key", "origin", "document", "account", amounts[0], amounts[1], "memo", "dim:plant", "basis", "currency", "transaction_amount", "rate"})
		for n := range rapid.IntRange(1, 5).Draw(t, "entries") {
			e := drawEntry(t, n)
			want = append(want, e)
			journal.WriteString(writeHledger(e, n))
			writeCSV(w, e, n+1, sides)
		}
		w.Flush()
		o := Options{Name: "f", Currency: "USD", Dimensions: []string{"plant"}}
		equal(t, "hledger", readAll(t, Hledger(strings.NewReader(journal.String()), o)), want)
		equal(t, "csv", readAll(t, JournalCSV(&table, o)), want)
	})
}

// TestBrokenIsNeverChanged: a journal that is cut anywhere gives a problem, or entries as they were; from the last
// only lines that balance each other can be missing.
func TestBrokenIsNeverChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var whole strings.Builder
		var want []ledger.Entry
		for n := range rapid.IntRange(1, 3).Draw(t, "entries") {
			e := drawEntry(t, n)
			for i := range e.Lines {
				e.Lines[i].Transaction = nil
			}
			want = append(want, e)
			whole.WriteString(writeHledger(e, 2*n+1)) // every amount is written
		}
		text := whole.String()
		cut := text[:rapid.IntRange(0, len(text)).Draw(t, "cut")]
		o := Options{Name: "f", Currency: "USD", Dimensions: []string{"plant"}}
		var got []ledger.Entry
		for it, err := range Hledger(io.LimitReader(strings.NewReader(cut), int64(len(cut))), o) {
			if err != nil {
				return
			}
			if it.Entry != nil {
				e := *it.Entry
				e.Lines = slices.Clone(e.Lines)
				got = append(got, e)
			}
		}
		for i, e := range got {
			lost := int64(0)
			for k, l := range want[i].Lines {
				if k >= len(e.Lines) {
					lost += l.Amount
				} else if e.Lines[k].Amount != l.Amount {
					t.Fatalf("entry %d, line %d is %d and was %d", i, k, e.Lines[k].Amount, l.Amount)
				}
			}
			if lost != 0 || i < len(got)-1 && len(e.Lines) != len(want[i].Lines) {
				t.Fatalf("entry %d lost lines of %d together", i, lost)
			}
		}
	})
}
