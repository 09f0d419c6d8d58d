package exporter

import (
	"slices"
	"strconv"
	"strings"

	"tieout/evidence"
	"tieout/internal/sheet"
)

// The sheet of the stamp block, and what names of the workbook begin with.
const (
	stampSheet = "Stamp"
	namePrefix = "tieout_"
	tableName  = namePrefix + "table"
)

// blockVersion names the form of the block and the rules for reading it, docs/spec/workbook.md.
const blockVersion = "tieout workbook 1"

// Labels of the block's lines, in their order. Each has a name in the workbook: tieout_report, tieout_position.
const (
	labelForm     = "form"
	labelReport   = "report"
	labelParams   = "parameters"
	labelRows     = "rows"
	labelTotals   = "totals"
	labelPosition = "position"
	labelVersion  = "version"
	labelHash     = "sha256"
	labelTitle    = "title"
	labelSheet    = "sheet"
	labelColumn   = "column"
	labelCheck    = "check"
)

// block is what a workbook says of itself, so that it can be understood and checked when it returns.
type block struct {
	stamp   evidence.Stamp
	title   []string
	sheet   string // the table's sheet, as it was named
	columns []blockColumn
}

// blockColumn is a column as the block lists it.
type blockColumn struct{ key, title, holds, change, why string }

// block makes the block of a laid-out table.
func (l *layout) block() block {
	b := block{stamp: l.t.stamped(), title: l.t.Title, sheet: l.name}
	for j, c := range l.t.Columns {
		x := blockColumn{key: c.Key, title: headOf(c), holds: "text", change: "no", why: l.t.why(j)}
		switch {
		case c.Amount:
			x.holds = "amount"
		case c.Date:
			x.holds = "date"
		}
		if c.Editable {
			x.change, x.why = "yes", ""
		}
		b.columns = append(b.columns, x)
	}
	return b
}

// why says why the cells of a column may not be changed, and what to do instead.
func (t Table) why(col int) string {
	c := t.Columns[col]
	if c.Why != "" {
		return c.Why
	}
	if len(c.Sum) == 0 {
		return "it is what the books hold; change the books"
	}
	s := "it is computed:"
	if c.Running {
		s += " the row above +"
	}
	for i, term := range c.Sum {
		switch {
		case term.Minus:
			s += " −"
		case i > 0:
			s += " +"
		}
		s += " " + term.Key
	}
	return s
}

// lines are the block as rows of cells: a label and what it says.
func (b block) lines() [][]string {
	s := b.stamp
	out := [][]string{{labelForm, blockVersion}, {labelReport, s.Report}, {labelParams, s.Params}, {labelRows, strconv.Itoa(s.Rows)}, {labelTotals, s.Totals},
		{labelPosition, strconv.FormatInt(s.Position, 10)}, {labelVersion, s.Version}, {labelHash, s.Hash}, {labelSheet, b.sheet}}
	for _, t := range b.title {
		out = append(out, []string{labelTitle, t})
	}
	for _, c := range b.columns {
		out = append(out, []string{labelColumn, c.key, c.title, c.holds, c.change, c.why})
	}
	return append(out, []string{labelCheck, checkOf(out)})
}

// checkOf is the SHA-256 over the lines of a block, so that one that was altered is known. Line ends are one thing, and
// so are blank and white cells, which programs do not keep apart.
func checkOf(lines [][]string) string {
	var b []byte
	for _, l := range lines {
		b = append(b, "line"...)
		for i, cell := range l {
			if cell = oneLineEnd(cell); strings.TrimSpace(cell) != "" {
				b = evidence.AppendField(b, "c"+strconv.Itoa(i+1), cell)
			}
		}
		b = append(b, '\n')
	}
	return evidence.SHA256(b)
}

// oneLineEnd is a text with line feeds alone, which is all that a sheet keeps for sure.
func oneLineEnd(s string) string { return lineEnds.Replace(s) }

var lineEnds = strings.NewReplacer("\r\n", "\n", "\n\r", "\n", "\r", "\n")

// asSheet is the block as a sheet, with a name for each of its values.
func (b block) asSheet() (sheet.Sheet, []sheet.Name) {
	rows := []sheet.Row{{Values: []sheet.Value{{Text: "What this workbook was made from. It comes back only with this sheet as it is.", Style: sheet.Style{Bold: true}}}}, {}}
	var names []sheet.Name
	named := map[string]bool{}
	for _, l := range b.lines() {
		if l[0] == labelColumn && !named[labelColumn] {
			rows = append(rows, sheet.Row{}, columnHeads())
		}
		r := sheet.Row{}
		for i, cell := range l {
			r.Values = append(r.Values, sheet.Value{Text: cell, Style: sheet.Style{Soft: i == 0}})
		}
		rows = append(rows, r)
		if !named[l[0]] {
			n := len(rows)
			names = append(names, sheet.Name{Name: namePrefix + l[0], Ref: sheet.Quoted(stampSheet) + "!" + sheet.Range{Row: n, Column: 2, LastRow: n, LastColumn: 2}.Fixed()})
		}
		named[l[0]] = true
	}
	return sheet.Sheet{Name: stampSheet, Rows: slices.Values(rows), Columns: []sheet.Width{{Characters: 12}, {Characters: 40}, {Characters: 30}, {Characters: 10}, {Characters: 16}, {Characters: 60}},
		Page: sheet.Page{Landscape: true, Footer: footer(b.stamp)}}, names
}

// columnHeads stand over the list of columns. Their first cell is blank, so they are no line of the block.
func columnHeads() sheet.Row {
	r := sheet.Row{Values: []sheet.Value{{}}}
	for _, s := range []string{"Key", "Title", "Holds", "May be changed", "Why not"} {
		r.Values = append(r.Values, sheet.Value{Text: s, Style: sheet.Style{Bold: true, Under: true}})
	}
	return r
}

// footer is a stamp as short as it fits at the foot of a printed page.
func footer(s evidence.Stamp) string {
	return strings.TrimSpace(s.Report+" "+s.Params) + " · position " + strconv.FormatInt(s.Position, 10) + " · sha256 " + s.Hash[:min(16, len(s.Hash))]
}
