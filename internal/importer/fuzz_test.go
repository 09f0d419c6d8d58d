package importer

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/ledger"
	"tieout/money"
)

// holds checks what is true of every reading: entries balance and hold storable text; a file with a problem ends
// in all of them; nothing comes after the end.
func holds(t *testing.T, items func(func(Item, error) bool)) {
	problems, ended := 0, false
	for it, err := range items {
		if ended {
			t.Fatal("a step after the last")
		}
		var ps Problems
		var p Problem
		switch {
		case errors.As(err, &p):
			problems++
		case errors.As(err, &ps):
			if ended = true; len(ps) != problems {
				t.Fatalf("%d problems and then %d", problems, len(ps))
			}
		case err != nil:
			t.Fatalf("no file can make a fault: %v", err)
		case it.Entry != nil:
			sound(t, it.Entry)
		}
		if len(it.Documents) > 0 && it.Entry == nil {
			t.Fatal("documents without entry")
		}
	}
	if problems > 0 && !ended {
		t.Fatal("problems were not repeated at the end")
	}
}

// sound lets ledger check the entry against a chart that has what it names.
func sound(t *testing.T, e *ledger.Entry) {
	c := &ledger.Chart{}
	c.Found(ledger.Entity{Code: "MAIN", Currency: "USD"})
	for _, l := range e.Lines {
		c.Open(ledger.Account{Code: l.Account, Type: ledger.Asset})
		c.Found(ledger.Entity{Code: l.Entity, Currency: "USD"})
		for _, d := range l.Dims.Codes() {
			c.Define(ledger.Dimension{Code: d})
		}
	}
	for _, f := range e.Check(c) {
		if f.Rule != "amount-range" { // a missing amount can be worked out to more than one may type
			t.Fatalf("ledger refuses what was read: %v in %+v", f, e)
		}
	}
}

func FuzzHledger(f *testing.F) {
	for _, s := range []string{
		"2023-01-01 * (I1) Sale | note ; key: 1, kind: adjusting\n  Assets:Cash  $1,234.50 = $5 ; memo, plant: TX\n  Income\n",
		"account a  ; type: A, name: N\n  ; concept: C\ntag plant ; dimension: P\ncommodity $1,000.00\nD 1.00 USD\nP 2023-01-01 EUR $1\n",
		"2023/1/2 x\n a  10 EUR @ 1.1 USD\n a  -3 EUR @@ $2\n b\n\n~ m\n= a\ncomment\nx\nend comment\n",
		"2023-01-01 x\n a  1 ; [2023-01-02]\n (b)  1\n c  0 =* 1\n", "\xef\xbb\xbf2023-01-01 x\r\n a\t1\r\n b  -1 ; entity: S\n",
	} {
		f.Add([]byte(s))
	}
	o := Options{Name: "f", Currency: "USD", Dimensions: []string{"plant"}}
	f.Fuzz(func(t *testing.T, b []byte) { holds(t, Hledger(bytes.NewReader(b), o)) })
}

func FuzzJournalCSV(f *testing.F) {
	for _, s := range []string{
		"entry,date,description,account,amount\n1,2023-01-01,x,a,1\n1,2023-01-01,x,b,-1\n",
		"entry;date;account;debit;credit;dim:plant;memo;type\n1;2023-01-01;a;1,000.00;;TX;\"a;\"\"b\";A\n1;;b;;1000;;;\n",
		"entry,date,account,amount,currency,transaction_amount,rate,entity,kind,origin,key,code,document,basis,cashflow\n1,2023-01-01,a,1.1,EUR,1,1.1,S,opening,2022-01-01,k,c,d,b,c\n1,,b,-1.1,,,,S,,,,,,,\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) { holds(t, JournalCSV(bytes.NewReader(b), usd)) })
}

func FuzzTrialBalanceCSV(f *testing.F) {
	for _, s := range []string{
		"account,name,type,concept,debit,credit\na,A,asset,Cash,1,\nb,B,L,,,1\nTotal,,,,1,1\n",
		"gl account\tbalance\tentity\tdim:x\tsection\na\t(5)\tS\tv\tcurrent\nb\t5\tS\t\t\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		tb, err := TrialBalanceCSV(bytes.NewReader(b), usd)
		soundTrial(t, tb, err)
	})
}

func soundTrial(t *testing.T, tb TrialBalance, err error) {
	var ps Problems
	if err != nil && (!errors.As(err, &ps) || len(ps) == 0 || tb.Rows != nil) {
		t.Fatalf("%d rows and %v", len(tb.Rows), err)
	}
	sum := int64(0)
	for _, r := range tb.Rows {
		sum += r.Amount()
		if r.Debit < 0 || r.Credit < 0 || r.Debit != 0 && r.Credit != 0 || r.Account.Code == "" {
			t.Fatalf("%+v", r)
		}
	}
	if sum != 0 || tb.Debits != tb.Credits || tb.Count != len(tb.Rows) {
		t.Fatalf("out of balance by %d with totals %+v", sum, tb.ControlTotals)
	}
}

// FuzzSheet reads arbitrary bytes as the sheet of a workbook, and as the whole workbook.
func FuzzSheet(f *testing.F) {
	f.Add([]byte(smallSheet))
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><f>1</f><v>45000</v></c></row></sheetData></worksheet>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		book := bookOf(t, string(b), "xl/t.xml", "<sst><si><t>account</t></si></sst>")
		tb, err := TrialBalanceXLSX(bytes.NewReader(book), int64(len(book)), usd)
		soundTrial(t, tb, err)
		tb, err = TrialBalanceXLSX(bytes.NewReader(b), int64(len(b)), usd)
		soundTrial(t, tb, err)
	})
}

// FuzzAmount: an amount that is read is what money.Parse reads of the number alone.
func FuzzAmount(f *testing.F) {
	for _, s := range []string{"$1,234.50", "-12.50 USD", "USD -1", "1.", "1,000", "€5", "-$-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := newNumbers("USD")
		q, err := n.amount([]byte(s))
		if err != nil {
			return
		}
		number := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == '.' {
				return r
			}
			return -1
		}, s)
		c := q.cur
		if c == "" {
			c = "USD"
		}
		want, err := money.Parse(strings.TrimSuffix(number, "."), c)
		if strings.Contains(s, "-") {
			want.Minor = -want.Minor
		}
		if err != nil || want.Minor != q.minor {
			t.Fatalf("%q is %d, and its number %q is %v (%v)", s, q.minor, number, want, err)
		}
	})
}

// fuzzFiles adds the files of testdata with an ending to a corpus.
func fuzzFiles(f *testing.F, ending string) {
	names, err := filepath.Glob("testdata/*" + ending)
	if err != nil || len(names) == 0 {
		f.Fatal(names, err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
}

func FuzzBeancount(f *testing.F) {
	fuzzFiles(f, ".beancount")
	f.Add([]byte("option \"name_assets\" \"A\"\n2006-01-01 open A:B\n code: \"1\"\n2006-01-01 * \"a\nb\" ^l #t\n  A:B 1 EUR {1.1 USD} @@ 2 USD\n  A:C\n2006-01-02 balance A:B 1 ~ 2 USD\n"))
	o := Options{Name: "f", Currency: "USD", Dimensions: []string{"plant"}}
	f.Fuzz(func(t *testing.T, b []byte) { holds(t, Beancount(bytes.NewReader(b), int64(len(b)), o)) })
}

func FuzzIIF(f *testing.F) {
	fuzzFiles(f, ".iif")
	o := Options{Name: "f", Currency: "USD", Dimensions: []string{"class"}, Mapping: Mapping{Values: []Value{{"account", "Checking", "x"}}}}
	f.Fuzz(func(t *testing.T, b []byte) { holds(t, IIF(bytes.NewReader(b), o)) })
}

func FuzzOFX(f *testing.F) {
	fuzzFiles(f, ".ofx")
	f.Fuzz(func(t *testing.T, b []byte) { holds(t, OFX(bytes.NewReader(b), toBank)) })
}

// FuzzMapping: a mapping that is read is written again as the same, and a table under it is read or refused.
func FuzzMapping(f *testing.F) {
	fuzzFiles(f, ".mapping")
	table, err := os.ReadFile("testdata/mapped.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ParseMapping(string(b))
		if err != nil {
			return
		}
		again, err := ParseMapping(m.Text())
		if err != nil || again.Text() != m.Text() {
			t.Fatalf("%v: %q became %q", err, m.Text(), again.Text())
		}
		o := usd
		o.Mapping = m
		holds(t, JournalCSV(bytes.NewReader(table), o))
		tb, err := TrialBalanceCSV(bytes.NewReader(table), o)
		soundTrial(t, tb, err)
	})
}

// FuzzPreview looks at arbitrary files under each kind of name.
func FuzzPreview(f *testing.F) {
	for _, ending := range []string{".csv", ".ofx", ".iif", ".beancount"} {
		fuzzFiles(f, ending)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, name := range []string{"a.csv", "a.xlsx", "a.ofx", "a.beancount"} {
			s, err := Preview(KindJournal, name, bytes.NewReader(b), int64(len(b)), usd)
			var ps Problems
			if err != nil && !errors.As(err, &ps) {
				t.Fatalf("no file can make a fault: %v", err)
			}
			for _, r := range s.Rows {
				for _, c := range r.Cells {
					if ledger.CheckText("a cell", c.Text, 10_000) != nil {
						t.Fatalf("%q is shown", c.Text)
					}
				}
			}
		}
	})
}
