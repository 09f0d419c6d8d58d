package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"tieout/check"
	"tieout/evidence"
	"tieout/workpaper"
)

// layout places the blocks of a paper in a workbook: sections one below the other on the sheet "Workpaper", small
// tables among them, large ones on sheets of their own.
type layout struct {
	p       *workpaper.Paper
	book    *workbook
	main    *sheet
	at      map[*workpaper.Cell]place
	tables  map[*workpaper.Table]place
	flagged map[*workpaper.Cell]bool
	taken   map[string]bool // defined names
}

// Columns of the main sheet: the name of a step, its value, its unit, the paragraph, and from there to the end how it
// is computed.
const (
	nameColumn = iota + 1
	valueColumn
	unitColumn
	citeColumn
	howColumn
	lastColumn = 10
)

// A table with more rows or columns than these gets a sheet of its own.
const (
	inlineRows    = 40
	inlineColumns = lastColumn - 1
)

// What a sheet has room for.
const (
	mostRows    = 1 << 20
	mostColumns = 1 << 14
)

func layOut(p *workpaper.Paper) (*layout, error) {
	l := &layout{p: p, book: &workbook{title: p.Title, styles: newStyles()}, at: map[*workpaper.Cell]place{}, tables: map[*workpaper.Table]place{},
		flagged: map[*workpaper.Cell]bool{}, taken: map[string]bool{}}
	for _, r := range p.Raised() {
		l.flagged[r.Cell] = true
	}
	l.main = l.sheet("Workpaper", 46, 18, 16, 18, 16, 16, 16, 16, 16, 16)
	l.head()
	for _, b := range p.Blocks() {
		if b.Section != nil {
			l.section(b.Section)
			continue
		}
		if rows, cols := b.Table.Len(), len(b.Table.Columns()); rows > mostRows-100 || cols > mostColumns-1 {
			return nil, TooMuch{"table " + b.Table.Title(), fmt.Sprintf("%d rows and %d columns are more than a sheet has", rows, cols)}
		}
		l.table(b.Table)
	}
	if len(l.main.rows) > mostRows-100 {
		return nil, TooMuch{"the steps", fmt.Sprintf("%d lines are more than a sheet has", len(l.main.rows))}
	}
	return l, nil
}

func (l *layout) sheet(name string, widths ...int) *sheet {
	s := &sheet{name: l.book.sheetName(name), widths: widths}
	l.book.sheets = append(l.book.sheets, s)
	return s
}

func (l *layout) head() {
	s := l.main
	s.next()
	s.words(nameColumn, l.book.styles.of(look{font: fontTitle, words: true}), l.p.Title)
	s.tall(2)
	s.frozen = place{s, 1, 2}
	for _, text := range []string{strings.Join(nonEmpty(l.p.Entity, l.p.Period), " · "), l.p.Purpose} {
		if text != "" {
			s.next()
			s.words(nameColumn, l.words(false), text)
			s.spread(nameColumn, lastColumn, text)
		}
	}
	s.next()
	s.words(nameColumn, l.small(), "Figures on yellow ground are inputs, those on green were solved outside; all others are formulas.")
}

func nonEmpty(texts ...string) []string {
	var all []string
	for _, t := range texts {
		if t != "" {
			all = append(all, t)
		}
	}
	return all
}

func (l *layout) words(bold bool) int {
	font := fontPlain
	if bold {
		font = fontBold
	}
	return l.book.styles.of(look{font: font, wrap: true, words: true})
}

func (l *layout) small() int { return l.book.styles.of(look{font: fontSmall, words: true}) }

func (l *layout) smallWrapped() int {
	return l.book.styles.of(look{font: fontSmall, wrap: true, words: true})
}

func (l *layout) heading(s *sheet, title string) {
	s.next()
	s.next()
	s.words(nameColumn, l.book.styles.of(look{font: fontBold, words: true}), title)
}

func (l *layout) columnHeads(s *sheet, right bool, heads ...string) {
	for i, h := range heads {
		s.words(i+1, l.book.styles.of(look{font: fontBold, fill: fillHead, edge: edgeHead, wrap: true, right: right && i > 0, words: true}), h)
		s.tall(len([]rune(h))/s.widths[i] + 1)
	}
}

// section writes named steps and notes.
func (l *layout) section(sec *workpaper.Section) {
	s := l.main
	l.heading(s, sec.Title())
	s.next()
	l.columnHeads(s, false, "", "Value", "Unit", "Paragraph", "How it is computed, or where it comes from")
	s.rows[len(s.rows)-1].lines = 1
	s.spread(howColumn, lastColumn, "")
	for _, line := range sec.Lines() {
		s.next()
		if line.Cell == nil {
			s.words(nameColumn, l.words(false), line.Note)
			s.spread(nameColumn, lastColumn, line.Note)
			continue
		}
		l.step(s, line.Cell)
	}
}

func (l *layout) step(s *sheet, c *workpaper.Cell) {
	s.words(nameColumn, l.words(false), c.Name())
	s.tall(len([]rune(c.Name()))/s.widths[0] + 1)
	l.figure(s, c, valueColumn, edgeNone)
	s.words(unitColumn, l.book.styles.of(look{indent: true, words: true}), unitOf(l.p.Value(c), c.Unit()))
	s.words(citeColumn, l.smallWrapped(), c.Cite())
	s.tall(len([]rune(c.Cite()))/s.widths[citeColumn-1] + 1)
	if how := strings.Join(nonEmpty(l.p.Words(c), c.Source(), c.Remark()), ". "); how != "" {
		s.words(howColumn, l.words(false), how)
		s.spread(howColumn, lastColumn, how)
	}
	if c.Kind() == workpaper.Input || c.Kind() == workpaper.Solved {
		l.name(c.Name(), s, place{s, valueColumn, len(s.rows)}.fixed())
	}
}

func unitOf(v workpaper.Value, u workpaper.Unit) string {
	if v.Kind() == workpaper.DayKind || v.Kind() == workpaper.TextKind || u.Percent {
		return ""
	}
	return u.Name
}

// figure places a cell of the paper; fill writes it later, when all have their places.
func (l *layout) figure(s *sheet, c *workpaper.Cell, col, edge int) {
	l.at[c] = place{s, col, len(s.rows)}
	v := l.p.Value(c)
	k := look{edge: edge, format: valueFormat(v, c.Unit()), right: v.Kind() != workpaper.TextKind, words: v.Kind() == workpaper.TextKind, wrap: v.Kind() == workpaper.TextKind}
	switch {
	case l.flagged[c]:
		k.fill = fillFinding
	case c.Kind() == workpaper.Input:
		k.font, k.fill = fontInput, fillInput
	case c.Kind() == workpaper.Solved:
		k.font, k.fill = fontInput, fillSolved
	}
	s.put(sheetCell{col: col, style: l.book.styles.of(k), from: c})
}

func valueFormat(v workpaper.Value, u workpaper.Unit) string {
	switch {
	case v.Kind() == workpaper.DayKind:
		return "yyyy-mm-dd"
	case v.Kind() == workpaper.TextKind:
		return "@"
	case v.Kind() == workpaper.TruthKind:
		return ""
	case u.Percent:
		n := "0." + strings.Repeat("0", u.Places) + "%"
		if u.Places == 0 {
			n = "0%"
		}
		return n + "_);(" + n + `);"–"_)`
	}
	return numberFormat(u.Places)
}

// numberFormat is how accountants write a number: thousands grouped, negative ones in parentheses, a dash for nil.
func numberFormat(places int) string {
	n := "#,##0"
	if places > 0 {
		n += "." + strings.Repeat("0", places)
	}
	return n + "_);(" + n + `);"–"_)`
}

// longestName is what a defined name, and the title in a footer, may have with room for a number.
const longestName = 200

// shortened is a text cut to a number of characters.
func shortened(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}

// name defines a name for an input.
func (l *layout) name(title string, s *sheet, ref string) {
	base := shortened("in_"+strings.ReplaceAll(workpaper.Slug(title), "-", "_"), longestName)
	n := base
	for i := 2; l.taken[n]; i++ {
		n = base + "_" + strconv.Itoa(i)
	}
	l.taken[n] = true
	l.book.names = append(l.book.names, name{name: n, to: s.quoted() + "!" + ref})
}

// findings lists what is open at the foot of the main sheet.
func (l *layout) findings(title string, all []check.Finding) {
	if len(all) == 0 {
		return
	}
	s := l.main
	l.heading(s, title)
	s.next()
	l.columnHeads(s, false, "About", "Severity", "Rule", "Paragraph", "Finding")
	s.spread(howColumn, lastColumn, "")
	for _, f := range all {
		s.next()
		s.words(nameColumn, l.words(false), f.Subject)
		s.words(valueColumn, l.words(false), f.Severity.String())
		s.words(unitColumn, l.smallWrapped(), f.Rule)
		s.words(citeColumn, l.smallWrapped(), f.Cite)
		s.words(howColumn, l.words(false), f.Message)
		s.spread(howColumn, lastColumn, f.Message)
	}
}

// stamp writes what makes the paper known again, each part in a cell with a name.
func (l *layout) stamp(stamp evidence.Stamp) {
	if stamp.Report == "" {
		return
	}
	l.book.version = stamp.Version
	s := l.main
	l.heading(s, "Stamp")
	for _, part := range []struct{ title, text string }{
		{"report", stamp.Report}, {"parameters", stamp.Params}, {"rows", strconv.Itoa(stamp.Rows)}, {"totals", stamp.Totals},
		{"position", strconv.FormatInt(stamp.Position, 10)}, {"version", stamp.Version}, {"sha256", stamp.Hash},
	} {
		row := s.next()
		s.words(nameColumn, l.small(), part.title)
		s.words(valueColumn, l.small(), part.text)
		l.book.names = append(l.book.names, name{name: "stamp_" + part.title, to: s.quoted() + "!" + place{s, valueColumn, row}.fixed()})
	}
}
