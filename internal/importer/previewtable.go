package importer

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"tieout/internal/sheet"
)

// sampled is one row of a table that is kept.
type sampled struct {
	row   int
	cells []cell
}

// csv shows a CSV file. Its header is looked for line by line, each with the delimiter that it shows itself.
func (p *preview) csv(r io.ReadSeeker) error {
	br, err := csvText(r)
	if err != nil {
		return err
	}
	var rows []sampled
	for len(rows) < max(sampleHead, p.o.Mapping.Skip+1) {
		line, err := br.ReadString('\n')
		if len(line) > maxLine {
			return mistake{rule: ruleFile, row: len(rows) + 1, why: "the row is longer than 1 MiB"}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading the table: %w", err)
		}
		rows = append(rows, sampled{len(rows) + 1, looseCells(strings.TrimRight(line, "\r\n"))})
		if err != nil {
			break
		}
	}
	i := p.header(rows)
	if i < 0 {
		return unfit("there is no header and no row")
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return err
	}
	p.above(rows[:i])
	return p.table(rows[i].row-1, func(u *rules) (table, error) {
		t, err := newCSV(r, u)
		if t != nil {
			t.free = true
		}
		return t, err
	})
}

// looseCells are the cells of one line, which may be no CSV at all.
func looseCells(line string) (cells []cell) {
	c := csv.NewReader(strings.NewReader(line))
	c.Comma, c.LazyQuotes = delimiter([]byte(line)), true
	rec, err := c.Read()
	if err != nil {
		rec = []string{line}
	}
	for _, f := range rec[:min(len(rec), maxColumns)] {
		cells = append(cells, cell{text: strings.ToValidUTF8(f, "\ufffd")})
	}
	return cells
}

// xlsx shows a sheet of a workbook.
func (p *preview) xlsx(r io.ReaderAt, size int64) error {
	u := p.o.rulesOf(layout{})
	u.mapping.Skip = 0
	x, err := newXLSX(r, size, u)
	if err != nil {
		return err
	}
	p.Sheets = x.sheets
	rows, err := take(x, sampleHead, p.o.Mapping.Skip)
	x.rows.Close()
	if err != nil {
		return err
	}
	i := p.header(rows)
	if i < 0 {
		return unfit("there is no header and no row")
	}
	p.above(rows[:i])
	return p.table(rows[i].row-1, func(u *rules) (table, error) { return newXLSX(r, size, u) })
}

// take reads so many rows of a table, and on to the first below the rows to skip.
func take(t table, most, skip int) (rows []sampled, err error) {
	for last := 0; len(rows) < most || last <= skip; {
		cells, row, err := t.next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if m, ok := asMistake(err); ok && m.rule != ruleFile {
			rows, last = append(rows, sampled{m.row, []cell{{bad: m.why}}}), m.row
			continue
		}
		if err != nil {
			return rows, err
		}
		rows, last = append(rows, sampled{row, append([]cell(nil), cells...)}), row
	}
	return rows, nil
}

// header finds the first row that can be one: with two columns that are known; else with two words and no number.
// A mapping says which it is by the rows to skip. It is -1 when there is no row.
func (p *preview) header(rows []sampled) int {
	if !p.o.Mapping.IsZero() {
		return find(rows, func(s sampled) bool { return s.row > p.o.Mapping.Skip && words(s, 1) })
	}
	if i := find(rows, func(s sampled) bool { return knownCells(s) > 1 }); i >= 0 {
		return i
	}
	if i := find(rows, func(s sampled) bool { return words(s, 2) && !numbersIn(s) }); i >= 0 {
		return i
	}
	return find(rows, func(s sampled) bool { return words(s, 1) })
}

func find(rows []sampled, ok func(sampled) bool) int {
	for i, s := range rows {
		if ok(s) {
			return i
		}
	}
	return -1
}

func knownCells(s sampled) (n int) {
	for _, c := range s.cells {
		if knownHeader(strings.TrimSpace(c.text)) {
			n++
		}
	}
	return n
}

// words says that at least so many cells of a row are not blank.
func words(s sampled, least int) bool {
	for _, c := range s.cells {
		if !c.blank() {
			least--
		}
	}
	return least <= 0
}

// numbersIn says that a cell of a row is a number or a date.
func numbersIn(s sampled) bool {
	for _, c := range s.cells {
		if c.number || c.date || !c.blank() && strings.Trim(c.text, "0123456789.,-/()$ ") == "" {
			return true
		}
	}
	return false
}

func (p *preview) above(rows []sampled) {
	for _, s := range rows {
		if words(s, 1) && len(p.Above) < sampleRows {
			p.Above = append(p.Above, sampleOf(s.row, s.cells))
		}
	}
}

// table shows a table whose header stands below the rows to skip.
func (p *preview) table(skip int, open func(*rules) (table, error)) error {
	o := p.o
	if o.Mapping.IsZero() {
		o.Mapping.Skip = skip
	}
	u := o.rulesOf(layout{})
	if u.mapping.Skip = skip; skip > maxSkip {
		return unfit("no header stands in the first %d rows", maxSkip)
	}
	t, err := open(u)
	if err != nil {
		return err
	}
	rows, err := take(t, sampleRows+1, 0)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return unfit("there is no header and no row")
	}
	p.HeaderRow = rows[0].row
	for _, s := range rows[1:] {
		p.Rows = append(p.Rows, sampleOf(s.row, s.cells))
	}
	return p.columns(rows[0], o)
}

// columns says what the columns of a header are taken for.
func (p *preview) columns(head sampled, o Options) error {
	var titles []string
	for _, c := range head.cells {
		titles = append(titles, strings.TrimSpace(c.text))
	}
	p.Signature = Signature(titles)
	if p.o.Mapping.IsZero() {
		o.Mapping.Layout = p.layoutOf(titles)
	}
	u, err := o.rules(p.kind)
	if err != nil {
		return err
	}
	p.Mapping = o.Mapping
	cols, wrong := u.match(head.cells, head.row)
	lacks := journalLacks
	if p.kind == KindTrialBalance {
		lacks = trialLacks
	}
	if m, ok := asMistake(lacks(cols, head.row)); ok {
		wrong = append(wrong, m)
	}
	r := newReporter(p.o)
	r.sheet = p.sheet
	for _, m := range wrong {
		p.Problems = append(p.Problems, r.problem(m))
	}
	names := map[int]string{}
	for name, i := range cols.at {
		names[i] = name
	}
	for i, t := range titles {
		is := names[i+1]
		if is == "" && (u.mapped(t, i+1) == ignored || t != "" && u.pass[squeeze(t)]) {
			is = ignored
		}
		p.Columns = append(p.Columns, SampleColumn{Number: i + 1, Letter: sheet.ColumnName(i + 1), Title: visible(t), Is: is})
	}
	return nil
}

// layoutOf is the layout that knows the most of the headers, Tieout's own when none knows more.
func (p *preview) layoutOf(titles []string) string {
	best, most := "", 0
	for _, name := range append([]string{""}, Layouts()...) {
		l, ok := layouts(p.kind)[name]
		if !ok {
			continue
		}
		n := 0
		for i, t := range titles {
			if t != "" && utf8.ValidString(t) && (l.knows(t) || l.pass[squeeze(t)]) || t == "" && i == 0 && l.unnamed != 0 {
				n++
			}
		}
		if n > most {
			best, most = name, n
		}
	}
	return best
}
