package importer

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"tieout/check"

	"tieout/internal/sheet"
)

// endless repeats a piece, numbered, until so many bytes have gone out.
type endless struct {
	piece func(n int) string
	left  int
	n     int
	rest  string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		if e.left <= 0 {
			return 0, io.EOF
		}
		e.rest = e.piece(e.n)
		e.left -= len(e.rest)
		e.n++
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// heap is what the program holds now.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestMemoryIsConstant(t *testing.T) {
	size := 100 << 20
	if testing.Short() {
		size = 10 << 20
	}
	journal := func(n int) string {
		return fmt.Sprintf("2023-01-%02d * (INV%d) Sale %d\n    Assets:Cash  12.50 USD  ; no. %d\n    Income:Sales\n\n", n%28+1, n, n, n)
	}
	table := func(n int) string {
		if n == 0 {
			return "entry,date,description,account,amount\n"
		}
		return fmt.Sprintf("%d,2023-01-01,Sale %d,Assets:Cash,12.50\n%d,2023-01-01,Sale %d,Income:Sales,-12.50\n", n, n, n, n)
	}
	iif := func(n int) string {
		if n == 0 {
			return iifText(iifHead)
		}
		return fmt.Sprintf("TRNS\tCHECK\t1/31/2006\tCash\t\t\t-12.50\t%d\tSale %d\nSPL\tCHECK\t1/31/2006\tSales\t\t\t12.50\t\t\nENDTRNS\n", n, n)
	}
	ofxText := func(n int) string {
		if n == 0 {
			return strings.SplitAfter(ofxText1(), "<BANKTRANLIST>")[0]
		}
		return fmt.Sprintf("<STMTTRN><TRNTYPE>CHECK<DTPOSTED>20060131<TRNAMT>-12.50<FITID>%d<NAME>Sale %d<MEMO>on account of the customer</STMTTRN>\n", n, n)
	}
	before := heap()
	for name, run := range map[string]struct {
		limit uint64 // bytes of memory, and what an entry may cost
		items func(yield func(Item, error) bool)
	}{
		"hledger": {24 << 20, Hledger(&endless{piece: journal, left: size}, usd)},
		"csv":     {24<<20 + uint64(size)/80*48, JournalCSV(&endless{piece: table, left: size}, usd)},
		"iif":     {24 << 20, IIF(&endless{piece: iif, left: size / 5}, usd)},
		"ofx":     {24<<20 + uint64(size)/600*48, OFX(io.MultiReader(&endless{piece: ofxText, left: size / 5}, strings.NewReader("</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>")), toBank)},
	} {
		entries := 0
		for it, err := range run.items {
			if err != nil {
				t.Fatal(err)
			}
			if it.Entry != nil {
				entries++
			}
			if entries%50_000 == 0 && it.Entry != nil {
				if now := heap(); now > before+run.limit {
					t.Fatalf("%s: %d MB are held after %d entries", name, (now-before)>>20, entries)
				}
			}
		}
		if entries < size/1000 {
			t.Errorf("%s: only %d entries", name, entries)
		}
	}
}

// BenchmarkHledger reads ten thousand plain entries a step.
func BenchmarkHledger(b *testing.B) {
	var text strings.Builder
	for n := range 10_000 {
		fmt.Fprintf(&text, "2023-01-%02d * (INV%07d) Sale of finished goods\n    Assets:Current:Receivable:Customer%03d       12.50 USD\n    Income:Sales:Line%02d       -12.50 USD\n\n", n%28+1, n, n%300, n%40)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range Hledger(strings.NewReader(text.String()), usd) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestEndlessRowsEnd: what has no end of line, of quotes or of entry is refused while it is read.
func TestEndlessRowsEnd(t *testing.T) {
	always := func(s string) *endless { return &endless{piece: func(int) string { return s }, left: 1 << 40} }
	long := strings.Repeat("x", 4096)
	for _, c := range []struct {
		name  string
		items func(yield func(Item, error) bool)
		want  string
	}{
		{"line", Hledger(always(long), usd), "f:1: the line is longer than 1 MiB; this is not a journal"},
		{"zeros", Hledger(always(strings.Repeat("\x00", 4096)), usd), "f:1: the line is longer than 1 MiB; this is not a journal"},
		{"quotes", JournalCSV(io.MultiReader(strings.NewReader("entry,date,account,amount\n1,\""), always(long+"\n")), usd), "f:2: the row is longer than 1 MiB; a quote may not be closed"},
		{"row", JournalCSV(always(long), usd), "f:1: the row is longer than 1 MiB; a quote may not be closed"},
		{"mistakes", Hledger(always("x\n"), Options{Name: "f", Currency: "USD", MaxProblems: 1}), `f:1:1: line "x" is not understood; delete it, or make it a comment with a semicolon in front`},
		{"cells", JournalCSV(strings.NewReader("entry,date,account,amount\n"+strings.Repeat(",", 300)+"\n"), usd), "f:2: the row has more than 256 cells"},
		{"postings", Hledger(io.MultiReader(strings.NewReader("2023-01-01 x\n"), &endless{piece: func(int) string { return " a  0\n" }, left: 7 * maxLines}), usd), fmt.Sprintf("f:%d:2: the transaction has more than 100000 postings; split it", maxLines+2)},
		{"lines", JournalCSV(io.MultiReader(strings.NewReader("entry,date,account,amount\n"), always("1,2023-01-01,a,0\n")), usd), fmt.Sprintf("f:%d: the entry has more than 100000 lines; split it", maxLines+2)},
	} {
		_, problems := tell(c.items)
		if len(problems) == 0 || problems[len(problems)-1] != c.want {
			t.Errorf("%s: %.300q, want %q", c.name, problems, c.want)
		}
	}
	// A trial balance is kept in memory, so its rows are counted.
	rows := &endless{piece: func(n int) string { return fmt.Sprintf("a%d,0\n", n) }, left: 1 << 40}
	_, err := TrialBalanceCSV(io.MultiReader(strings.NewReader("account,balance\n"), rows), usd)
	if want := fmt.Sprintf("f:%d: there are more than %d rows; this is no trial balance", maxTrialRows+2, maxTrialRows); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestFaultsAreNotMistakes: a fault of the world ends the reading as itself and never as a shorter file.
func TestFaultsAreNotMistakes(t *testing.T) {
	broken := errors.New("the disk is gone")
	text := "2023-01-01 x\n a  1\n b  -1\n\n2023-01-02 y\n a  1\n"
	for name, items := range map[string]func(func(Item, error) bool){
		"hledger":     Hledger(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), usd),
		"csv":         JournalCSV(io.MultiReader(strings.NewReader("entry,date,account,amount\n1,2023-01-01,a,1\n1,2023-01-01,b,-1\n"), iotest.ErrReader(broken)), usd),
		"csv at once": JournalCSV(iotest.ErrReader(broken), usd),
		"iif":         IIF(io.MultiReader(strings.NewReader(iifText(iifHead, iifFirst, iifNext, "ENDTRNS")+"TRNS\tX\t1/31/2006\tBank\t\t\t1\t\ty\n"), iotest.ErrReader(broken)), usd),
		"iif at once": IIF(iotest.ErrReader(broken), usd),
		"ofx":         OFX(io.MultiReader(strings.NewReader(strings.SplitAfter(ofxText1("Rent", "y"), "<NAME>y")[0]), iotest.ErrReader(broken)), toBank),
		"ofx at once": OFX(iotest.ErrReader(broken), toBank),
		"beancount":   Beancount(brokenAt{"2006-01-02 * \"y\"\n  Assets:Bank 1 USD\n", broken}, 1000, usd),
	} {
		var last error
		for it, err := range items {
			if it.Entry != nil && it.Entry.Description == "y" {
				t.Errorf("%s: half an entry came out", name)
			}
			last = err
		}
		var p Problem
		var ps Problems
		if !errors.Is(last, broken) || errors.As(last, &p) || errors.As(last, &ps) {
			t.Errorf("%s: %v", name, last)
		}
	}
	_, err := TrialBalanceCSV(io.MultiReader(strings.NewReader("account,balance\na,0\n"), iotest.ErrReader(broken)), usd)
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	dir, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	if _, problems := tell(Hledger(dir, usd)); len(problems) != 1 || !strings.Contains(problems[0], "is a directory") {
		t.Error(problems)
	}
	if _, err := TrialBalanceXLSX(dir, 4096, usd); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Error(err)
	}
}

// brokenAt is a file that can be read so far and no further.
type brokenAt struct {
	text string
	err  error
}

func (b brokenAt) ReadAt(p []byte, off int64) (int, error) {
	if off >= int64(len(b.text)) {
		return 0, b.err
	}
	return copy(p, b.text[off:]), nil
}

// TestSmallReads: how a stream is cut into reads makes no difference.
func TestSmallReads(t *testing.T) {
	text := "2023-01-01 x\r\n a  1\r\n b\r\n\r\n2023-01-02 caf\u00e9\n a  2\n b  -2\n"
	want, _ := tell(Hledger(strings.NewReader(text), usd))
	got, problems := tell(Hledger(iotest.OneByteReader(strings.NewReader(text)), usd))
	same(t, "problems", problems, "")
	same(t, "items", got, strings.Join(want, "\n"))
	if len(want) != 8 {
		t.Errorf("%q", want)
	}
}

// TestProblemsHavePlaces: a Problem carries row, column and a finding that stops, and as many come as are wanted.
func TestProblemsHavePlaces(t *testing.T) {
	text := strings.Repeat("x\n", 50)
	n := 0
	var last error
	for _, err := range Hledger(strings.NewReader(text), Options{Name: "f", Currency: "USD", MaxProblems: 7}) {
		n++
		last = err
		var p Problem
		if errors.As(err, &p) && (p.Row != n || p.Column != 1 || p.Severity != check.Stop || p.Rule != "import-read" || p.Subject != fmt.Sprintf("f:%d:1", n)) {
			t.Errorf("%+v", p)
		}
	}
	var ps Problems
	if n != 8 || !errors.As(last, &ps) || len(ps) != 7 {
		t.Errorf("%d steps, the last %v", n, last)
	}
	if ps[:1].Error() == ps.Error() || !strings.Contains(append(append(append(ps, ps...), ps...), ps...).Error(), "… and 8 more") {
		t.Error(ps)
	}
	// A caller that stops is not called again.
	for range Hledger(strings.NewReader(text), usd) {
		break
	}
	for range JournalCSV(strings.NewReader("x\n"), usd) {
		break
	}
}

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		name, head string
		want       Format
	}{
		{"a.csv", "2023-01-01 * Sale\n  a  1\n", FormatHledger},
		{"a.csv", "; a comment\n\naccount Assets:Cash\n", FormatHledger},
		{"a.txt", "decimal-mark .\n", FormatHledger},
		{"a.journal", "account,name,debit,credit\n", FormatCSV},
		{"a.journal", "\xef\xbb\xbfGL Account;Account Name;Balance\n", FormatCSV},
		{"a", "entry\tdate\taccount\tamount\n", FormatCSV},
		{"a.csv", "PK\x03\x04", FormatXLSX},
		{"a.csv", sheet.OLE, FormatXLSX},
		{"a.journal", "; only a comment\n", FormatHledger},
		{"a.XLSX", "", FormatXLSX},
		{"a.csv", "!TRNS\tTRNSTYPE\tDATE\tACCNT\tAMOUNT\n", FormatIIF},
		{"a.iif", "", FormatIIF},
		{"a.txt", "OFXHEADER:100\n", FormatOFX},
		{"a.xml", "<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\"?>", FormatOFX},
		{"a.txt", "  <OFX>\n", FormatOFX},
		{"a.qfx", "x", FormatOFX},
		{"a.txt", "; x\n2006-01-01 open Assets:Cash\n", FormatBeancount},
		{"a.journal", "2006-01-01 open Assets:Cash\n", FormatHledger},
		{"a.txt", "2006-01-01 open for business\n", FormatHledger},
		{"a.txt", "2006-01-01 * \"Sale\"\n", FormatBeancount},
		{"a.txt", "2006-01-01 * Sale\n", FormatHledger},
		{"a.txt", "option \"title\" \"x\"\n", FormatBeancount},
		{"a.txt", "include \"x\"\n", FormatBeancount},
		{"a.txt", "include x\n", FormatHledger},
		{"a.csv", "Company\n\n,Debit,Credit\n", FormatCSV},
		{"a.txt", "Internal ID,Document Number\n", FormatCSV},
		{"a.csv", "this;is;nothing known\n", FormatCSV},
		{"a", "nothing known\n", FormatUnknown},
		{"a", "", FormatUnknown},
	} {
		if got := Detect(c.name, []byte(c.head)); got != c.want {
			t.Errorf("%s with %q is %q, want %q", c.name, c.head, got, c.want)
		}
	}
}
