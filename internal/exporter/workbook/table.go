package workbook

import (
	"fmt"
	"strings"

	"tieout/workpaper"
)

// Widths of a sheet that holds one table, in characters.
const (
	rowNameWidth = 32
	figureWidth  = 17
)

// table writes a table among the steps, or on a sheet of its own with its head frozen and a pointer among the steps.
func (l *layout) table(t *workpaper.Table) {
	if t.Len() <= inlineRows && len(t.Columns()) <= inlineColumns {
		l.heading(l.main, t.Title())
		l.grid(l.main, t)
		l.legend(l.main, t)
		return
	}
	s := l.sheet(t.Title(), rowNameWidth)
	for range t.Columns() {
		s.widths = append(s.widths, figureWidth)
	}
	l.pointer(s, t)
	s.next()
	s.words(1, l.book.styles.of(look{font: fontTitle, words: true}), t.Title())
	s.next()
	s.words(1, l.book.styles.of(look{font: fontLink, words: true}), "back to the workpaper")
	s.links = append(s.links, link{"A2", l.main.quoted() + "!A1"})
	l.grid(s, t)
	first := l.tables[t]
	s.frozen = first
	l.book.names = append(l.book.names, name{name: "_xlnm.Print_Titles", sheet: len(l.book.sheets), to: fmt.Sprintf("%s!$%d:$%d", s.quoted(), first.row-2, first.row-1)})
	l.legend(s, t)
}

func (l *layout) pointer(s *sheet, t *workpaper.Table) {
	l.heading(l.main, t.Title())
	row := l.main.next()
	l.main.words(nameColumn, l.book.styles.of(look{font: fontLink, words: true}), fmt.Sprintf("%d rows on sheet %s", t.Len(), s.name))
	l.main.links = append(l.main.links, link{place{l.main, nameColumn, row}.ref(), s.quoted() + "!A1"})
}

// grid writes heads, units, rows and totals.
func (l *layout) grid(s *sheet, t *workpaper.Table) {
	heads, units := []string{t.RowsAre()}, []string{""}
	for _, c := range t.Columns() {
		heads, units = append(heads, c.Name()), append(units, c.Unit().Name)
	}
	s.next()
	l.columnHeads(s, true, heads...)
	s.next()
	for i, u := range units {
		s.words(i+1, l.book.styles.of(look{font: fontSmall, right: true, words: true}), u)
	}
	l.tables[t] = place{s, 2, len(s.rows) + 1}
	for n := range t.Len() {
		total := t.HasTotals() && n == t.Len()-1
		if n == 0 && (total || t.Len() == 0) {
			s.next() // a table without rows keeps a blank one for ranges to point to
		}
		l.row(s, t, n, total)
	}
	if t.Len() == 0 {
		s.next()
	}
	l.columnNames(s, t)
}

func (l *layout) row(s *sheet, t *workpaper.Table, n int, total bool) {
	s.next()
	edge := edgeNone
	if total {
		edge = edgeTotal
	}
	s.words(1, l.words(total), t.RowName(n)+t.RowUnit(n))
	s.tall(len([]rune(t.RowName(n)))/s.widths[0] + 1)
	for i := range t.Columns() {
		if c := t.Cell(n, i); c != nil {
			l.figure(s, c, i+2, edge)
		}
	}
}

// columnNames defines a name for each column that holds inputs.
func (l *layout) columnNames(s *sheet, t *workpaper.Table) {
	first := l.tables[t]
	for i, c := range t.Columns() {
		last := -1
		for n := range t.Len() {
			if cell := t.Cell(n, i); cell != nil && cell.Kind() == workpaper.Input {
				last = n
			}
		}
		if last >= 0 {
			l.name(t.Title()+" "+c.Name(), s, place{s, i + 2, first.row}.fixed()+":"+place{s, i + 2, first.row + last}.fixed())
		}
	}
}

// mostOdd is how many formulas that differ from their run are spelled below a table.
const mostOdd = 12

// legend says in words how columns, or rows, are computed, and where a cell differs.
func (l *layout) legend(s *sheet, t *workpaper.Table) {
	odd := 0
	for n, run := range t.Runs() {
		what, cite, remark := t.RunName(n)
		how := ""
		if run.Lead != nil {
			how = "= " + l.p.Words(run.Lead)
		}
		l.legendLine(s, what, strings.Join(nonEmpty(how, remark), ". "), cite)
		for _, c := range run.Odd {
			if odd++; odd <= mostOdd {
				l.legendLine(s, c.Name(), "= "+l.p.Words(c), "")
			}
		}
	}
	if odd > mostOdd {
		l.legendLine(s, fmt.Sprintf("and %d cells more", odd-mostOdd), "differ from their column's formula; see the cells", "")
	}
}

func (l *layout) legendLine(s *sheet, what, how, cite string) {
	if how == "" && cite == "" {
		return
	}
	if cite != "" {
		how = strings.TrimSpace(how + " [" + cite + "]")
	}
	s.next()
	s.words(1, l.smallWrapped(), what)
	s.words(2, l.smallWrapped(), how)
	if to := min(len(s.widths), lastColumn); to > 2 {
		s.spread(2, to, how)
	}
}
