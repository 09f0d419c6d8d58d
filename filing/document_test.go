package filing

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// shape writes blocks in one line each, so that a test can say what it expects.
func shape(blocks []Block) string {
	var out []string
	for _, b := range blocks {
		switch b := b.(type) {
		case Heading:
			out = append(out, fmt.Sprintf("h%d(%s)", b.Level, spanShape(b.Text)))
		case Paragraph:
			out = append(out, fmt.Sprintf("p%v(%s)", map[bool]string{true: "*"}[b.Bullet], spanShape(b.Text)))
		case Cover:
			out = append(out, "cover")
		case StatementHere:
			out = append(out, "statement "+b.ID)
		case TextBlock:
			out = append(out, fmt.Sprintf("block(%s %s: %s)", b.Title, b.Concept, shape(b.Blocks)))
		case TableHere:
			var rows []string
			for _, r := range b.Rows {
				var cells []string
				for _, c := range r.Cells {
					cells = append(cells, spanShape(c))
				}
				rows = append(rows, map[bool]string{true: "head "}[r.Head]+map[bool]string{true: "total "}[r.Total]+strings.Join(cells, "|"))
			}
			out = append(out, "table("+strings.Join(rows, "; ")+")")
		}
	}
	return strings.Join(out, ", ")
}

func spanShape(ss []Span) string {
	var b strings.Builder
	for _, s := range ss {
		switch {
		case s.Ref != nil:
			fmt.Fprintf(&b, "<%s>", strings.Trim(s.Ref.String(), "{}"))
		case s.Bold:
			b.WriteString("*" + s.Text + "*")
		default:
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestParseDocument(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"# PART I\n## Item 1\n### Section", "h1(PART I), h2(Item 1), h3(Section)"},
		{"@cover\n@statement balance-sheet", "cover, statement balance-sheet"},
		{"one line\nand another\n\nnext", "p(one line and another), p(next)"},
		{"one\r\ntwo\r\n", "p(one two)"},
		{"// a comment\ntext // stays", "p(text // stays)"},
		{"a **bold {{InventoryNet}}**", "p(a *bold *<us-gaap:InventoryNet now>)"},
		{"- first\n- second\n  goes on", "p*(first), p*(second goes on)"},
		{"a **bold** word", "p(a *bold* word)"},
		{"text\n# heading\n- item", "p(text), h1(heading), p*(item)"},
		{"| a | b |\n| c | d |\n|= e | f |", "table(head a|b; c|d; total e|f)"},
		{"|| 2006 |\n| x ||", "table(head |2006; x|)"},
		{`@note "1. Debt" DebtDisclosureTextBlock` + "\ntext\n@block UseOfEstimates\nmore\n@end\n@end", "block(1. Debt us-gaap:DebtDisclosureTextBlock: p(text), block( us-gaap:UseOfEstimates: p(more)))"},
		{`@note "N" acme:OwnTextBlock` + "\n@end", "block(N acme:OwnTextBlock: )"},
		{"{{InventoryNet}} and {{acme:Thing prior}}", "p(<us-gaap:InventoryNet now> and <acme:Thing prior>)"},
		{"{{Revenues ytd}}{{Revenues prior-ytd}}", "p(<us-gaap:Revenues ytd><us-gaap:Revenues prior-ytd>)"},
		{"{{change Revenues}} {{percent Revenues ytd}} {{direction Revenues}}", "p(<change us-gaap:Revenues now> <percent us-gaap:Revenues ytd> <direction us-gaap:Revenues now>)"},
		{"{{date now}} {{date prior}} {{registrant name}} {{period end}}", "p(<date  now> <date  prior> <registrant name now> <period end now>)"},
		{"| {{InventoryNet}} | **x** |", "table(head <us-gaap:InventoryNet now>|*x*)"},
		{"a reference {{change\nRevenues}} over two lines", "p(a reference <change us-gaap:Revenues now> over two lines)"},
		{"#1 in the market", "p(#1 in the market)"},
	} {
		d, err := ParseDocument(c.text)
		if got := shape(d.Blocks); err != nil || got != c.want {
			t.Errorf("%q:\n got %s\nwant %s\n%v", c.text, got, c.want, err)
		}
	}
}

// A mistake names the line that it stands in.
func TestDocumentMistakes(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
		why  string
	}{
		{"text\n@end", 2, "closes nothing"},
		{"@note \"A\" DebtDisclosureTextBlock\ntext", 2, "@end is missing"},
		{"\n@coverpage", 2, "@coverpage is not"},
		{"@note DebtDisclosureTextBlock\n@end", 1, `@note "TITLE" ELEMENT`},
		{"@note \"\" DebtDisclosureTextBlock\n@end", 1, `@note "TITLE" ELEMENT`},
		{"@note \"A\" X\n@note \"B\" Y\n@end\n@end", 2, "cannot stand inside"},
		{"@note \"A\" X\n@block Y\n@block Z\n@end\n@end\n@end", 3, "cannot stand inside"},
		{"text\n\n@block UseOfEstimates\n@end", 3, "inside a note"},
		{"@note \"A\" X\n@block\n@end\n@end", 2, "@block ELEMENT"},
		{"@note \"A\" X\n@block One Two\n@end\n@end", 2, "@block ELEMENT"},
		{"fine\n\na {{InventoryNet", 3, "not closed"},
		{"InventoryNet}} b", 1, "not closed"},
		{"a {{ b {{InventoryNet}}", 1, "not closed"},
		{"one\ntwo {{a b c d}}\nthree", 2, "is not a reference"},
		{"one\ntwo\nthree {{}}", 3, "is not a reference"},
		{"| a |\n| {{x y z}} |", 2, "is not a reference"},
		{"# {{x y z}}", 1, "is not a reference"},
		{"- a\n  {{InventoryNet sometime}}", 2, "is not a reference"},
	} {
		_, err := ParseDocument(c.text)
		var m DocumentMistake
		if !errors.As(err, &m) || m.Line != c.line || !strings.Contains(m.Why, c.why) || !strings.HasPrefix(err.Error(), fmt.Sprintf("line %d of the document: ", c.line)) {
			t.Errorf("%q: line %d, %v", c.text, m.Line, err)
		}
	}
}

// A reference knows its own line, also inside a paragraph of several.
func TestReferencesKnowTheirLines(t *testing.T) {
	d, err := ParseDocument("# {{A}}\n\nfirst\nsecond {{B}}\nthird {{C}} {{D}}\n| {{E}} |\n| {{F}} |")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	see := func(ss []Span) {
		for _, s := range ss {
			if s.Ref != nil {
				got[s.Ref.Concept] = s.Ref.Line
			}
		}
	}
	see(d.Blocks[0].(Heading).Text)
	see(d.Blocks[1].(Paragraph).Text)
	for _, r := range d.Blocks[2].(TableHere).Rows {
		see(r.Cells[0])
	}
	if want := "map[us-gaap:A:1 us-gaap:B:4 us-gaap:C:5 us-gaap:D:5 us-gaap:E:6 us-gaap:F:7]"; fmt.Sprint(got) != want {
		t.Error(got)
	}
}

func TestPlainDocumentsParse(t *testing.T) {
	for _, f := range []Form{Form10K, Form10Q} {
		if d, err := ParseDocument(PlainDocument(f)); err != nil || len(d.Blocks) < 10 {
			t.Error(f, err)
		}
	}
}

// TestTopicsAreExpanded: what a topic writes stands in its place, inside a note or by itself, and its mistakes are told with the line.
func TestTopicsAreExpanded(t *testing.T) {
	d, err := ParseDocument("# Part\n@note \"2. Inventories\" InventoryDisclosureTextBlock\n@topic inventory\nMore.\n@end\n@topic inventory\n")
	if err != nil {
		t.Fatal(err)
	}
	x, err := d.Expand(func(topic string) (string, error) {
		return "Stated at cost: {{InventoryNet}}.\n", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	note, ok := x.Blocks[1].(TextBlock)
	if !ok || len(note.Blocks) != 2 || len(x.Blocks) != 3 {
		t.Fatalf("%+v", x.Blocks)
	}
	if p, ok := note.Blocks[0].(Paragraph); !ok || p.Text[1].Ref == nil || p.Text[1].Ref.Concept != "us-gaap:InventoryNet" {
		t.Errorf("%+v", note.Blocks[0])
	}
	x, err = d.Expand(func(string) (string, error) { return "@block InventoryPolicyTextBlock\nCost.\n@end\n", nil })
	if err == nil || !strings.Contains(err.Error(), "@block stands inside a note") {
		t.Errorf("a block by itself: %v %+v", err, x)
	}
	if _, err = d.Expand(func(string) (string, error) { return "", errors.New("nothing is known") }); err == nil || err.Error() != "line 3 of the document: nothing is known" {
		t.Errorf("%v", err)
	}
	if _, err := ParseDocument("@topic\n"); err == nil {
		t.Error("a topic without a name")
	}
}
