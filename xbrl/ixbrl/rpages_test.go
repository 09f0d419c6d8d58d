package ixbrl

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/xbrl"
)

var (
	rRow  = regexp.MustCompile(`(?s)<tr class="r[a-z]*">.*?defref_([A-Za-z-]+)_([A-Za-z0-9]+)'.*?</td>(.*?)</tr>`)
	rCell = regexp.MustCompile(`(?s)<td class="(nump?|text)">(.*?)<span>`)
)

// rPage is the rows of one of the SEC's rendered pages: concept and the printed cells, down to the first member of an
// axis and without headings.
func rPage(b []byte) (concepts []string, cells [][]string) {
	b, _, _ = bytes.Cut(b, []byte(`<tr class="rh">`))
	for _, m := range rRow.FindAllSubmatch(b, -1) {
		var row []string
		for _, c := range rCell.FindAllSubmatch(m[3], -1) {
			row = append(row, strings.Trim(html.UnescapeString(string(c[2])), "\u00a0$ "))
		}
		if strings.HasSuffix(string(m[2]), "Abstract") {
			continue
		}
		concepts, cells = append(concepts, string(m[1])+":"+string(m[2])), append(cells, row)
	}
	return concepts, cells
}

// roleOf finds the smallest role of a presentation that shows all concepts, and its arcs.
func roleOf(lb xbrl.Linkbase, concepts []string) []xbrl.Arc {
	by := map[string][]xbrl.Arc{}
	var order []string
	for _, a := range lb.Arcs {
		if by[a.Role] == nil {
			order = append(order, a.Role)
		}
		by[a.Role] = append(by[a.Role], a)
	}
	var best []xbrl.Arc
	for _, role := range order {
		shown := map[string]bool{}
		for _, a := range by[role] {
			shown[xbrl.NameOf(a.To)] = true
		}
		all := true
		for _, c := range concepts {
			all = all && shown[c]
		}
		if all && (best == nil || len(by[role]) < len(best)) {
			best = by[role]
		}
	}
	return best
}

// TestRPages lays Apple's facts out as the presentation linkbase says, with negated labels and opening balances, and
// finds every cell of the SEC's own rendering of the three main statements.
func TestRPages(t *testing.T) {
	files := filing(t, "aapl-10q-20250329.tar.gz")
	lb, err := xbrl.ReadLinkbase(bytes.NewReader(files["aapl-20250329_pre.xml"]))
	if err != nil {
		t.Fatal(err)
	}
	report, err := Read(bytes.NewReader(files["aapl-20250329.htm"]))
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]xbrl.Fact{}
	for _, f := range report.Facts {
		if len(f.Dimensions) == 0 {
			facts[f.Concept+" "+f.Period.ID()] = f
		}
	}
	span := func(from, to string) xbrl.Period {
		return xbrl.Over(fiscal.Period{Start: fiscal.MustParse(from), End: fiscal.MustParse(to)})
	}
	half, halfBefore := span("2024-09-29", "2025-03-29"), span("2023-10-01", "2024-03-30")
	for _, c := range []struct {
		page    string
		columns []xbrl.Period
		cells   int
	}{
		{"R2.htm", []xbrl.Period{span("2024-12-29", "2025-03-29"), span("2023-12-31", "2024-03-30"), half, halfBefore}, 60},
		{"R4.htm", []xbrl.Period{xbrl.At(fiscal.MustParse("2025-03-29")), xbrl.At(fiscal.MustParse("2024-09-28"))}, 54},
		{"R7.htm", []xbrl.Period{half, halfBefore}, 56},
	} {
		concepts, cells := rPage(files[c.page])
		arcs := roleOf(lb, concepts)
		n := 0
		for i, concept := range concepts {
			var arc xbrl.Arc
			if arc, arcs = cutArc(arcs, concept); arc.To == "" {
				t.Errorf("%s: %s is out of order", c.page, concept)
			}
			for j, cell := range cells[i] {
				if cell == "" {
					continue
				}
				n++
				f, ok := facts[concept+" "+columnPeriod(c.columns[j], arc, facts, concept).ID()]
				if got := printed(t, f, xbrl.Negated(arc.Preferred)); !ok || got != cell {
					t.Errorf("%s, %s, column %d: we have %q, the SEC %q", c.page, concept, j+1, got, cell)
				}
			}
		}
		if n != c.cells {
			t.Errorf("%s: %d cells, not %d", c.page, n, c.cells)
		}
	}
}

// cutArc drops the arcs before the next one that shows the concept: a page keeps the order of the file.
func cutArc(arcs []xbrl.Arc, concept string) (xbrl.Arc, []xbrl.Arc) {
	for i, a := range arcs {
		if xbrl.NameOf(a.To) == concept {
			return a, arcs[i+1:]
		}
	}
	return xbrl.Arc{}, arcs
}

// columnPeriod is the period of a cell: the column's, or the day before it begins, or its last day.
func columnPeriod(p xbrl.Period, a xbrl.Arc, facts map[string]xbrl.Fact, concept string) xbrl.Period {
	if p.Type() == xbrl.Instant {
		return p
	}
	if strings.HasSuffix(a.Preferred, "eriodStartLabel") {
		return xbrl.At(p.Span.Start - 1)
	}
	if _, flow := facts[concept+" "+p.ID()]; flow {
		return p
	}
	return xbrl.At(p.Span.End)
}

// printed is the number as the SEC prints it on pages in millions, with shares in thousands.
func printed(t *testing.T, f xbrl.Fact, negated bool) string {
	scale := map[string]int{"iso4217:USD": 6, "xbrli:shares": 3}[f.Unit.Key()]
	text, err := digits(f, scale)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(f.Value, "-") != negated && f.Value != "0" {
		return "(" + text + ")"
	}
	return text
}
