package exporter

import (
	"io"
	"strings"

	"tieout/estimate"
	"tieout/internal/sheet"
)

// spareRows are how many blank rows a sheet of a form invites to fill in.
const spareRows = 20

// WriteForm writes the workbook in which a record is written down: a sheet for each section. The first row, which is hidden, has the keys
// of the columns; below stand their titles, what they mean, and the rows. A section of one is written downwards.
func WriteForm(w io.Writer, title string, f estimate.Form, rec estimate.Record) error {
	b := sheet.Workbook{Title: title}
	for _, s := range f {
		b.Sheets = append(b.Sheets, formSheet(s, rec.Rows(s.Key)))
	}
	return b.Write(w)
}

func formSheet(s estimate.Section, rows []estimate.Row) sheet.Sheet {
	lines := formRows(s, rows)
	if s.One {
		lines = formOne(s, rows)
	}
	out := sheet.Sheet{Name: sheet.SheetName(s.Title), Frozen: 3, Page: sheet.Page{Landscape: !s.One, Repeat: 3, Footer: s.Title}, Texts: sheet.Range{Row: 4, Column: 1, LastRow: 3 + len(rows) + spareRows + len(s.Columns), LastColumn: max(4, len(s.Columns))},
		Rows: func(yield func(sheet.Row) bool) {
			for _, r := range lines {
				if !yield(r) {
					return
				}
			}
		}}
	if s.One {
		out.Frozen, out.Page.Repeat = 2, 2
		out.Columns = []sheet.Width{{Characters: 12, Hidden: true}, {Characters: 36}, {Characters: 40}, {Characters: 80}}
		return out
	}
	for _, c := range s.Columns {
		out.Columns = append(out.Columns, sheet.Width{Characters: max(14, min(40, len(c.Title)+4))})
	}
	return out
}

// formRows is a section of many rows.
func formRows(s estimate.Section, rows []estimate.Row) []sheet.Row {
	keys, titles, help := sheet.Row{Hidden: true}, sheet.Row{}, sheet.Row{}
	for _, c := range s.Columns {
		keys.Values = append(keys.Values, sheet.Value{Text: c.Key, Style: sheet.Style{Soft: true}})
		titles.Values = append(titles.Values, sheet.Value{Text: c.Title, Style: sheet.Style{Bold: true}})
		help.Values = append(help.Values, sheet.Value{Text: formHelp(c), Style: sheet.Style{Soft: true, Under: true}})
	}
	out := []sheet.Row{keys, titles, help}
	for i := range len(rows) + spareRows {
		r := sheet.Row{}
		for _, c := range s.Columns {
			v := sheet.Value{Style: sheet.Style{Input: true}}
			if i < len(rows) {
				v.Text = rows[i][c.Key]
			}
			r.Values = append(r.Values, v)
		}
		out = append(out, r)
	}
	return out
}

// formOne is a section of one row, downwards.
func formOne(s estimate.Section, rows []estimate.Row) []sheet.Row {
	soft := sheet.Style{Soft: true, Under: true}
	out := []sheet.Row{{Hidden: true, Values: []sheet.Value{{Text: "key"}, {Text: "what"}, {Text: "value"}, {Text: "meaning"}}}, {Values: []sheet.Value{{}, {Text: s.Title, Style: sheet.Style{Bold: true, Under: true}}, {Text: "Value", Style: soft}, {Text: "Meaning", Style: soft}}}}
	for _, c := range s.Columns {
		v := sheet.Value{Style: sheet.Style{Input: true}}
		if len(rows) > 0 {
			v.Text = rows[0][c.Key]
		}
		out = append(out, sheet.Row{Values: []sheet.Value{{Text: c.Key}, {Text: c.Title}, v, {Text: formHelp(c), Style: sheet.Style{Soft: true}}}})
	}
	return out
}

// formHelp says what goes into a column.
func formHelp(c estimate.Column) string {
	parts := []string{map[estimate.Kind]string{estimate.Date: "a day, 2006-12-31", estimate.Amount: "an amount", estimate.Number: "a number", estimate.Rate: "a rate, 5.5%", estimate.Yes: "yes or no", estimate.Account: "an account's code"}[c.Kind]}
	if c.Kind == estimate.Choice {
		parts[0] = strings.Join(c.Choices, ", ")
	}
	if c.Needed {
		parts = append(parts, "needed")
	}
	if c.Help != "" {
		parts = append(parts, c.Help)
	}
	return strings.TrimPrefix(strings.Join(parts, "; "), "; ")
}
