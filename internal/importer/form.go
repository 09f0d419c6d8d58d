package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tieout/estimate"
	"tieout/internal/sheet"
)

// ReadForm reads the workbook of a record, as the exporter writes it: a sheet for each section by its title, with the keys of its columns
// in the first row. Sheets of other names are left alone; a sheet that is missing has no rows.
func ReadForm(f estimate.Form, body []byte) ([]estimate.Table, error) {
	b, err := sheet.OpenBook(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, err
	}
	var out []estimate.Table
	for _, s := range f {
		name := sheet.SheetName(s.Title)
		if !slices.ContainsFunc(b.Sheets, func(x string) bool { return strings.EqualFold(x, name) }) {
			continue
		}
		t := estimate.Table{Section: s.Key}
		if t.Rows, err = formTable(b, s, name); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", name, err)
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no sheet has the name of a section; begin with the template, whose sheets are %s", strings.Join(titlesOf(f), ", "))
	}
	return out, nil
}

func titlesOf(f estimate.Form) (out []string) {
	for _, s := range f {
		out = append(out, sheet.SheetName(s.Title))
	}
	return out
}

// formTable reads the rows of one sheet.
func formTable(b *sheet.Book, s estimate.Section, name string) (out []estimate.Row, err error) {
	rows, err := b.Rows(name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	one := estimate.Row{}
	var keys []string
	for {
		cells, n, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch {
		case s.One && n > 2:
			err = formCell(one, s, n, at(cells, 0).Text, at(cells, 2))
		case s.One:
		case n == 1:
			for _, c := range cells {
				keys = append(keys, c.Text)
			}
		case n > 3:
			row := estimate.Row{}
			for i, c := range cells {
				if err == nil && !c.Blank() {
					err = formCell(row, s, n, key(keys, i), c)
				}
			}
			out = append(out, row)
		}
		if err != nil {
			return nil, err
		}
	}
	if s.One {
		return []estimate.Row{one}, nil
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("its first row does not have the keys of the columns; begin with the template")
	}
	return out, nil
}

func at(cells []sheet.Cell, i int) sheet.Cell {
	if i < len(cells) {
		return cells[i]
	}
	return sheet.Cell{}
}

func key(keys []string, i int) string {
	if i < len(keys) {
		return keys[i]
	}
	return ""
}

func formCell(row estimate.Row, s estimate.Section, n int, key string, c sheet.Cell) error {
	switch _, ok := s.Column(key); {
	case c.Blank() && c.Bad == "":
		return nil
	case c.Bad != "":
		return fmt.Errorf("row %d, %s: %s", n, key, c.Bad)
	case !ok:
		return fmt.Errorf("row %d: %q stands in a column that the form does not have", n, c.Text)
	}
	row[key] = c.Text
	return nil
}
