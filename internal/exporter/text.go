package exporter

import (
	"io"
	"strings"
	"unicode/utf8"

	"tieout/money"
)

func (c Cell) printed() string {
	if !c.Set {
		return c.Text + c.Mark
	}
	if c.Minor == 0 {
		return "–" + c.Mark + " "
	}
	s := money.Group(money.FormatMinor(max(c.Minor, -c.Minor), c.Digits)) + c.Mark
	if c.Minor < 0 {
		return "(" + s + ")"
	}
	return s + " "
}

func (t Table) text(w io.Writer) error {
	t = t.withoutAsides()
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = utf8.RuneCountInString(c.Title)
	}
	for _, r := range t.Rows {
		for i, c := range r.Cells {
			n := utf8.RuneCountInString(c.printed())
			if i == 0 {
				n += 2 * r.Level
			}
			widths[i] = max(widths[i], n)
		}
	}
	var b strings.Builder
	for _, l := range t.Title {
		b.WriteString(l + "\n")
	}
	head := Row{}
	for _, c := range t.Columns {
		head.Cells = append(head.Cells, Text(c.Title))
	}
	t.line(&b, head, widths)
	for _, r := range t.Rows {
		if r.Kind == "total" {
			t.rule(&b, widths, "─")
		}
		t.line(&b, r, widths)
	}
	for _, n := range t.Notes {
		b.WriteString(n + "\n")
	}
	if t.Stamp.Report != "" {
		b.WriteString(t.Stamp.String() + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// withoutAsides is the table without the columns that the text form leaves out.
func (t Table) withoutAsides() Table {
	out := t
	out.Columns, out.Rows = nil, make([]Row, len(t.Rows))
	for i, c := range t.Columns {
		if c.Aside {
			continue
		}
		out.Columns = append(out.Columns, c)
		for n, r := range t.Rows {
			out.Rows[n].Cells = append(out.Rows[n].Cells, r.Cells[i])
			out.Rows[n].Kind, out.Rows[n].Level = r.Kind, r.Level
		}
	}
	return out
}

func (t Table) line(b *strings.Builder, r Row, widths []int) {
	var l strings.Builder
	for i, c := range r.Cells {
		s := c.printed()
		if i == 0 {
			s = strings.Repeat("  ", r.Level) + s
		}
		pad := strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(s)))
		if t.Columns[i].Amount {
			s = pad + s
		} else {
			s += pad
		}
		l.WriteString(s + "  ")
	}
	b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
}

func (t Table) rule(b *strings.Builder, widths []int, c string) {
	var l strings.Builder
	for i, w := range widths {
		mark := " "
		if t.Columns[i].Amount {
			mark = c
		}
		l.WriteString(strings.Repeat(mark, w) + "  ")
	}
	b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
}
