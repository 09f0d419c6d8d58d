package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

var usd = workpaper.Money("USD")

func n(text string) workpaper.Number { return workpaper.MustParse(text) }

var stamp = evidence.Stamp{Report: "workpaper", Params: "topic=interest", Rows: 3, Totals: "1 input", Position: 42, Version: "0.9", Hash: "abc"}

// interest is a paper with every kind of cell, a finding, and texts that a spreadsheet would run.
func interest() *workpaper.Paper {
	p := workpaper.New(workpaper.Head{Title: "=1+1 & <interest>", Entity: "@Company", Period: "2005", Purpose: "+What is due?"})
	s := p.Section("-Inputs")
	face := s.Input("=face", usd, n("100000.05"), workpaper.Source("=HYPERLINK(\"x\")"), workpaper.Cite("ASC 835"))
	rate := s.Input("rate", workpaper.Percent, n("0.0525"))
	third := s.Solved("third", workpaper.Factor, workpaper.Ratio(1, 3))
	from := s.InputDay("from", fiscal.MustParse("2005-01-31"))
	paid := s.InputTruth("paid", false)
	s.Text("memo", "=cmd|' /C calc'!A0\x01_x0041_")
	due := s.StepDay("due", from.AddMonths(workpaper.Int(1), true))
	amount := s.Step("interest", usd, face.Times(rate).Times(third).Round(2, money.HalfAway))
	open := s.Test("open", workpaper.And(paid.Not(), amount.More(workpaper.Int(0))))
	s.Verdict("verdict", workpaper.IfSay(open, workpaper.Say(`"due"`), workpaper.Say("=nothing")))
	s.Step("per day", usd, amount.Over(due.DaysSince(from).Minus(workpaper.Int(28))))
	s.Note("=A note.")
	p.Raise(check.Finding{Rule: "open", Severity: check.Open, Message: "=pay it", Cite: "ASC 835"}, amount)
	return p
}

func write(t testing.TB, p *workpaper.Paper) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p, stamp); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func part(t *testing.T, body []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func at(t *testing.T, p *workpaper.Paper, name string) string {
	t.Helper()
	all, err := Locate(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.Cell.Name() == name {
			return l.Ref
		}
	}
	t.Fatal("no cell " + name)
	return ""
}

func TestCellsAsStored(t *testing.T) {
	p := interest()
	sheet := part(t, write(t, p), "xl/worksheets/sheet1.xml")
	for name, want := range map[string]string{
		"=face":    `><v>100000.05</v></c>`,
		"rate":     `><v>0.0525</v></c>`,
		"third":    `><f>1/3</f><v>0.3333333333333333</v></c>`,
		"from":     `><v>38383</v></c>`,
		"paid":     ` t="b"><v>0</v></c>`,
		"due":      `><f>IF(B11=EOMONTH(B11,0),EOMONTH(B11,1),EDATE(B11,1))</f><v>38411</v></c>`,
		"interest": `><f>ROUND(ROUND(B8*B9*B10,8),2)</f><v>1750</v></c>`,
		"open":     ` t="b"><f>AND(NOT(B12),B15&gt;0)</f><v>1</v></c>`,
		"verdict":  ` t="str"><f>IF(B16,&#34;&#34;&#34;due&#34;&#34;&#34;,&#34;=nothing&#34;)</f><v>&#34;due&#34;</v></c>`,
		"per day":  ` t="e"><f>B15/((B14-B11)-28)</f><v>#DIV/0!</v></c>`,
	} {
		cell := regexp.MustCompile(`<c r="` + at(t, p, name) + `" s="[0-9]+"(.*?</c>)`).FindStringSubmatch(sheet)
		if cell == nil || cell[1] != want {
			t.Errorf("%s is %v, want %s", name, cell, want)
		}
	}
	if !strings.Contains(sheet, "\uFFFD_x005F_x0041_<") {
		t.Error("a text that looks like the spelling of a character is not spelt")
	}
	if strings.Contains(sheet, "\x01") || strings.Contains(sheet, "#REF") {
		t.Error("the sheet holds what it may not")
	}
}

// Every text of the paper is a text in the workbook, and what begins like a formula stays one when someone edits it.
func TestTextsAreInert(t *testing.T) {
	body := write(t, interest())
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Workpaper")
	if err != nil {
		t.Fatal(err)
	}
	texts := 0
	for r, row := range rows {
		for c, text := range row {
			name, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if text == "" || !strings.ContainsRune("=+-@", rune(text[0])) {
				continue
			}
			texts++
			formula, err := f.GetCellFormula("Workpaper", name)
			kind, _ := f.GetCellType("Workpaper", name)
			if err != nil || formula != "" || kind != excelize.CellTypeInlineString {
				t.Errorf("%s %q: formula %q, kind %v, %v", name, text, formula, kind, err)
			}
		}
	}
	if texts < 8 {
		t.Errorf("%d texts begin like a formula", texts)
	}
	styles, sheet := part(t, body, "xl/styles.xml"), part(t, body, "xl/worksheets/sheet1.xml")
	xfs := regexp.MustCompile(`<xf [^>]*>`).FindAllString(strings.SplitN(styles, "<cellXfs", 2)[1], -1)
	for _, m := range regexp.MustCompile(`<c r="[A-Z0-9]+" s="([0-9]+)" t="inlineStr">`).FindAllStringSubmatch(sheet, -1) {
		var s int
		fmt.Sscan(m[1], &s)
		if !strings.Contains(xfs[s], `quotePrefix="1"`) {
			t.Fatalf("%s has the style %s", m[0], xfs[s])
		}
	}
}

func TestNamesAndStamp(t *testing.T) {
	p := interest()
	f, err := excelize.OpenReader(bytes.NewReader(write(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	names := map[string]string{}
	for _, d := range f.GetDefinedName() {
		names[d.Name] = d.RefersTo
	}
	for name, cell := range map[string]string{"in_face": "=face", "in_rate": "rate", "in_third": "third"} {
		ref := at(t, p, cell)
		if want := "'Workpaper'!$B$" + ref[1:]; names[name] != want {
			t.Errorf("%s is %q, want %s", name, names[name], want)
		}
	}
	for name, want := range map[string]string{"stamp_report": "workpaper", "stamp_parameters": "topic=interest", "stamp_rows": "3", "stamp_totals": "1 input", "stamp_position": "42", "stamp_version": "0.9", "stamp_sha256": "abc"} {
		_, ref, _ := strings.Cut(strings.ReplaceAll(names[name], "$", ""), "!")
		if got, err := f.GetCellValue("Workpaper", ref); err != nil || got != want {
			t.Errorf("%s at %q is %q, %v", name, ref, got, err)
		}
	}
}

// schedule is a table too long to stand among the steps.
func schedule(rows int) *workpaper.Paper {
	p := workpaper.New(workpaper.Head{Title: "Schedule"})
	t := p.Table("History", "month")
	units, balance := t.Column("units", workpaper.Count), t.Column("balance", workpaper.Count)
	for i := range rows {
		r := t.Row(fmt.Sprint(i + 1))
		r.Running(balance, r.Input(units, workpaper.Whole(int64(i))))
	}
	p.Section("Result").Step("in all", workpaper.Count, units.Total().Plus(workpaper.Int(1)))
	return p
}

func TestLongTablesHaveASheetOfTheirOwn(t *testing.T) {
	body := write(t, schedule(100))
	if s := part(t, body, "xl/worksheets/sheet2.xml"); !strings.Contains(s, `<pane xSplit="1" ySplit="4" topLeftCell="B5"`) || !strings.Contains(s, `<f>C5+B6</f>`) {
		t.Error("the head is not frozen, or the balance does not run")
	}
	main, book := part(t, body, "xl/worksheets/sheet1.xml"), part(t, body, "xl/workbook.xml")
	if !strings.Contains(main, `<f>&#39;History 2&#39;!B105+1</f>`) || !strings.Contains(main, `location="&#39;History 2&#39;!A1"`) {
		t.Error("the steps do not refer to the sheet, or do not point to it")
	}
	// Excel keeps the name History for itself
	if !strings.Contains(book, `<sheet name="History 2"`) || !strings.Contains(book, `&#39;History 2&#39;!$3:$4`) || !strings.Contains(book, `name="in_history_units">&#39;History 2&#39;!$B$5:$B$104`) {
		t.Error(book)
	}
	if strings.Contains(part(t, write(t, schedule(10)), "[Content_Types].xml"), "sheet2") {
		t.Error("a short table has a sheet of its own")
	}
}

func TestEqualPapersGiveEqualBytes(t *testing.T) {
	for _, p := range []func() *workpaper.Paper{interest, func() *workpaper.Paper { return schedule(60) }} {
		if !bytes.Equal(write(t, p()), write(t, p())) {
			t.Error("two workbooks of one paper differ")
		}
	}
}

func TestRefusals(t *testing.T) {
	early := workpaper.New(workpaper.Head{})
	early.Section("").InputDay("founded", fiscal.MustParse("1900-02-28"))
	long := workpaper.New(workpaper.Head{})
	s := long.Section("")
	x := s.Input("x", usd, n("1"))
	sum := x
	for range 3000 {
		sum = sum.Plus(x)
	}
	s.Step("long", usd, sum)
	wordy := workpaper.New(workpaper.Head{})
	wordy.Section("").Note(strings.Repeat("é", 32768))
	for says, p := range map[string]*workpaper.Paper{"founded": early, "give its parts steps of their own": long, "a cell takes 32767 characters": wordy} {
		var mistake TooMuch
		if err := Write(io.Discard, p, stamp); !errors.As(err, &mistake) || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %s", err, says)
		}
	}
}

// failing is a disk that is full.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestAFullDiskIsReported(t *testing.T) {
	if Write(failing{}, interest(), stamp) == nil {
		t.Error("no error")
	}
}

// A sum of many cells goes into sums of no more arguments than a function takes; cells that stand in one line are a
// range.
func TestLongSums(t *testing.T) {
	p := workpaper.New(workpaper.Head{})
	s := p.Section("")
	var all, odd []workpaper.Term
	for i := range 600 {
		x := s.Input(fmt.Sprint("x", i), usd, n("1"))
		all = append(all, x)
		if i%2 == 1 {
			odd = append(odd, x)
		}
	}
	s.Step("all", usd, workpaper.Sum(all...))
	s.Step("odd", usd, workpaper.Sum(odd...))
	sheet := part(t, write(t, p), "xl/worksheets/sheet1.xml")
	if !strings.Contains(sheet, `<f>SUM(B6:B605)</f><v>600</v>`) || !strings.Contains(sheet, `<f>SUM(SUM(B7,B9,`) || strings.Count(sheet, "SUM(") != 4 {
		t.Error(regexp.MustCompile(`<f>SUM.{0,60}`).FindAllString(sheet, -1))
	}
}

// What a program takes no more of is cut where nothing is lost: the text itself stands in a cell.
func TestLongTitles(t *testing.T) {
	long := strings.Repeat("long title & more ", 60)
	p := workpaper.New(workpaper.Head{Title: long})
	p.Section(long).Input(long, usd, n("1"))
	body := write(t, p)
	name := regexp.MustCompile(`name="(in_[^"]*)"`).FindStringSubmatch(part(t, body, "xl/workbook.xml"))
	sheet := part(t, body, "xl/worksheets/sheet1.xml")
	footer := regexp.MustCompile(`<oddFooter>(.*)</oddFooter>`).FindStringSubmatch(sheet)
	if len(name[1]) > 255 || len(strings.ReplaceAll(footer[1], "&amp;", "&")) > 255 {
		t.Errorf("name of %d, footer of %d", len(name[1]), len(footer[1]))
	}
	for _, h := range regexp.MustCompile(` ht="([0-9.]+)"`).FindAllStringSubmatch(sheet, -1) {
		var points float64
		if fmt.Sscan(h[1], &points); points > 409 {
			t.Errorf("a row is %v points high", points)
		}
	}
}

func TestLimitsAreNamed(t *testing.T) {
	p := workpaper.New(workpaper.Head{})
	s := p.Section("")
	large := s.Input("large", usd, n("1234567890123456.78"))
	third := s.Input("third", workpaper.Factor, workpaper.Ratio(1, 3))
	s.Step("rounded", usd, large.Times(third).Round(2, money.HalfAway))
	s.Step("equal", usd, workpaper.If(large.Times(third).Times(workpaper.Int(3)).Equals(large.Plus(third)), third, large))
	small := s.Input("small", usd, n("1000.10"))
	s.Step("fine", usd, small.Times(third).Round(2, money.HalfEven))
	limits, err := Limits(p)
	if err != nil {
		t.Fatal(err)
	}
	var about []string
	for _, f := range limits {
		about = append(about, f.Subject)
	}
	if got := strings.Join(about, ", "); got != "large, rounded, equal" {
		t.Errorf("limits of %s", got)
	}
	if !strings.Contains(part(t, write(t, p), "xl/worksheets/sheet1.xml"), "Limits of the spreadsheet") {
		t.Error("the workbook does not say so")
	}
}

func TestDecimals(t *testing.T) {
	for want, x := range map[string]workpaper.Number{"0": {}, "12.5": n("12.50"), "-0.0000000001": n("-0.0000000001"), "0.3333333333333333": workpaper.Ratio(1, 3),
		"66666.66666666667": workpaper.Ratio(200000, 3), "0.00000033333333333333335": workpaper.Ratio(1, 3e6), "12345678901234567890.1": n("12345678901234567890.1"),
		"0.0009765625": workpaper.Ratio(1, 1024), "-333333333333333333333": n("-99999999999999999999").Quo(n("3")).Mul(n("10")).Sub(n("3"))} {
		if got := decimals(x); got != want {
			t.Errorf("%v is %q, want %q", x, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		x := workpaper.Ratio(rapid.Int64().Draw(t, "num"), rapid.Int64Range(1, 1e12).Draw(t, "den"))
		var got, want float64
		if _, err := fmt.Sscan(decimals(x), &got); err != nil {
			t.Fatal(err)
		}
		if want, _ = x.Rat().Float64(); got != want {
			t.Fatalf("%v is stored as %s", x, decimals(x))
		}
	})
}

func TestSheetNames(t *testing.T) {
	b := &workbook{}
	for _, c := range [][2]string{{"Layers", "Layers"}, {"layers", "layers 2"}, {"", "Table"}, {"a/b*c[1]:d'e?", "a-b-c-1--d-e-"}, {strings.Repeat("é", 40), strings.Repeat("é", 31)},
		{strings.Repeat("É", 35), strings.Repeat("É", 29) + " 2"}, {"History", "History 2"}} {
		got := b.sheetName(c[0])
		if got != c[1] {
			t.Errorf("%q becomes %q, want %q", c[0], got, c[1])
		}
		b.sheets = append(b.sheets, &sheet{name: got})
	}
}

func BenchmarkWrite100000Cells(b *testing.B) {
	p := schedule(50_000)
	for b.Loop() {
		if err := Write(io.Discard, p, stamp); err != nil {
			b.Fatal(err)
		}
	}
}
