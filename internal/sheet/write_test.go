package sheet

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

func bytesOf(t testing.TB, b Workbook) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func one(values ...Value) Workbook {
	return Workbook{Title: "T", Sheets: []Sheet{{Name: "S", Rows: slices.Values([]Row{{Values: values}})}}}
}

// TestTextsComeBack: any text that UTF-8 can hold is read back as it was written, by this package and by another.
func TestTextsComeBack(t *testing.T) {
	odd := rapid.SampledFrom([]string{"_x0041_", "_x005F_", "_x005F_x0041_", "_X000d_", "\x00", "\x0b\x1f", "\r\n", "\r", "\n", "\t", "]]>", "<&>\"'", "\ufffe\uffff", " ", "\u00a0", "_", "__x0041__", "_x004", "\U0001f600"})
	text := rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(odd, 1, 4).Draw(t, "pieces"), "")
	}))
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.ToValidUTF8(text.Draw(rt, "text"), "?")
		body := bytesOf(t, one(Value{Text: "a" + s}, Value{Text: s}, Value{Text: "end"}))
		rows, err := Open(bytes.NewReader(body), int64(len(body)), "")
		if err != nil {
			rt.Fatal(err)
		}
		cells, _, err := rows.Next()
		if err != nil || len(cells) != 3 || cells[0].Text != "a"+s {
			rt.Fatalf("%q came back as %+v, %v", s, cells, err)
		}
		if strings.TrimSpace(s) != "" && cells[1].Text != s {
			rt.Fatalf("%q came back as %q", s, cells[1].Text)
		}
		if strings.ContainsAny(s, "_\x00\ufffe\uffff") || strings.ContainsFunc(s, unholdable) {
			return // which the other library spells otherwise
		}
		f, err := excelize.OpenReader(bytes.NewReader(body))
		if err != nil {
			rt.Fatal(err)
		}
		defer f.Close()
		if got, err := f.GetCellValue("S", "A1"); err != nil || got != "a"+s {
			rt.Fatalf("%q is %q to another reader, %v", "a"+s, got, err)
		}
	})
}

func TestCellsAsAnotherReaderHasThem(t *testing.T) {
	b := one(Value{Text: "12.50", Number: true, Style: Style{Format: "0.00", Over: true, Under: true}}, Value{Text: "25.00", Number: true, Formula: `SUM(A1,A1)&"<"`}, Value{},
		Value{Text: "=1", Style: Style{Indent: 2}}, Value{Style: Style{Bold: true}}, Value{Text: "r", Style: Style{Right: true, Soft: true}}, Value{Text: "5", Number: true, Style: Style{Input: true}})
	b.Sheets = append(b.Sheets, Sheet{Name: "It's", Rows: slices.Values([]Row{{}, {Hidden: true, Values: []Value{{Text: "x"}}}}), Columns: []Width{{Characters: 9}, {Hidden: true}}, Frozen: 1,
		Filter: Range{1, 1, 2, 3}, Texts: Range{1, 1, 2, 3}, Page: Page{Landscape: true, Repeat: 1, Footer: "A & B"}})
	b.Names = []Name{{"zeta", Quoted("It's") + "!" + Range{2, 1, 2, 1}.Fixed()}, {"alpha", "S!" + Range{1, 1, 1, 2}.Fixed()}}
	body := bytesOf(t, b)
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	value := func(cell string) string { v, _ := f.GetCellValue("S", cell); return v }
	if value("A1") != "12.50" || value("B1") != "25" || value("D1") != "=1" || value("G1") != "5" {
		t.Error(value("A1"), value("B1"), value("D1"), value("G1"))
	}
	if formula, _ := f.GetCellFormula("S", "B1"); formula != `SUM(A1,A1)&"<"` {
		t.Error(formula)
	}
	style := func(cell string) *excelize.Style {
		n, _ := f.GetCellStyle("S", cell)
		s, err := f.GetStyle(n)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := style("A1"); len(s.Border) != 2 || *s.CustomNumFmt != "0.00" {
		t.Errorf("%+v", s)
	}
	if s := style("D1"); s.NumFmt != 49 || s.Alignment.Indent != 2 {
		t.Errorf("%+v", s)
	}
	if s := style("F1"); s.Alignment.Horizontal != "right" || s.Font.Color != "6A727C" {
		t.Errorf("%+v", s)
	}
	if !style("E1").Font.Bold || style("G1").Font.Color != "0000FF" {
		t.Error("fonts")
	}
	if footer, _ := f.GetHeaderFooter("It's"); footer.OddFooter != "&L&8A && B&R&8Page &P of &N" {
		t.Error(footer.OddFooter)
	}
	if l, _ := f.GetPageLayout("It's"); *l.Orientation != "landscape" {
		t.Error(*l.Orientation)
	}
	if v, _ := f.GetColVisible("It's", "B"); v {
		t.Error("column B is in sight")
	}
	book, err := OpenBook(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, n := range book.Names {
		names = append(names, fmt.Sprintf("%s %s %s", n.Name, n.Ref, n.Sheet()))
	}
	if got := strings.Join(names, "\n"); got != `_xlnm._FilterDatabase 'It''s'!$A$1:$C$2 It's
_xlnm.Print_Titles 'It''s'!$1:$1 It's
alpha S!$A$1:$B$1 S
zeta 'It''s'!$A$2 It's` {
		t.Error(got)
	}
	if book.Macros || book.Links || fmt.Sprint(book.Sheets) != "[S It's]" {
		t.Errorf("%+v", book)
	}
}

// TestFootersFit: a footer of any length and content stays within what programs take, and is cut at a whole sign.
func TestFootersFit(t *testing.T) {
	for _, s := range []string{"", "short", strings.Repeat("&", 300), strings.Repeat("é", 400), strings.Repeat("x", 229) + "&&&"} {
		b := one()
		b.Sheets[0].Page.Footer = s
		body := bytesOf(t, b)
		f, err := excelize.OpenReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.GetHeaderFooter("S")
		f.Close()
		if err != nil || Units(got.OddFooter) > maxFooter || !strings.HasSuffix(got.OddFooter, "&R&8Page &P of &N") {
			t.Errorf("%q %v", got.OddFooter, err)
		}
		left := strings.TrimSuffix(strings.TrimPrefix(got.OddFooter, "&L&8"), "&R&8Page &P of &N")
		if strings.Count(left, "&")%2 != 0 || !strings.HasPrefix(s, strings.ReplaceAll(left, "&&", "&")) {
			t.Errorf("%q became %q", s, left)
		}
	}
}

func TestSheetNames(t *testing.T) {
	for s, want := range map[string]string{"Trial balance": "Trial balance", `a:b\c/d?e*f[g]h'i`: "abcdefghi", " x ": "x", strings.Repeat("é", 40): strings.Repeat("é", 31), strings.Repeat("\U0001f600", 20): strings.Repeat("\U0001f600", 15), "a\nb\x01": "ab"} {
		if got := SheetName(s); got != want {
			t.Errorf("%q is %q", s, got)
		}
	}
}

func TestRanges(t *testing.T) {
	for s, want := range map[string]string{"B2": "B2 $B$2", "$B$2:D9": "B2:D9 $B$2:$D$9", "D9:B2": "B2:D9 $B$2:$D$9", "XFD1048576": "XFD1048576 $XFD$1048576"} {
		if g, ok := ParseRange(s); !ok || g.String()+" "+g.Fixed() != want {
			t.Errorf("%s is %v %v", s, g, ok)
		}
	}
	for _, s := range []string{"", "2", "B", "B0", "b2", "B2:", ":B2", "B1048577", "ZZZZZZZZZZZZZZZZZZ1", "B-2", "B2:C3:D4"} {
		if g, ok := ParseRange(s); ok {
			t.Errorf("%q is %v", s, g)
		}
	}
	a, _ := ParseRange("B2:D9")
	for s, want := range map[string]bool{"A1:B2": true, "D9": true, "E9": false, "A1": false, "A5:Z5": true, "C10": false} {
		if g, _ := ParseRange(s); a.Meets(g) != want || g.Meets(a) != want {
			t.Error(s)
		}
	}
	if got := (Name{"n", "SUM(A1)"}).Sheet() + (Name{"n", "#REF!"}).Sheet() + (Name{"n", "'a''b!c'!$A$1"}).Sheet(); got != "#REFa'b!c" {
		t.Error(got)
	}
}

type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

// TestFullDisk: whenever the disk is full, the writer says so.
func TestFullDisk(t *testing.T) {
	b := one(Value{Text: strings.Repeat("é", 9000)})
	size := len(bytesOf(t, b))
	for left := 0; left < size; left += 97 {
		if b.Write(&full{left}) == nil {
			t.Fatalf("%d of %d bytes are enough", left, size)
		}
	}
}
