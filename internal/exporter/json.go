package exporter

import (
	"encoding/json"
	"io"
)

func (t Table) json(w io.Writer) error {
	rows := make([]map[string]any, 0, len(t.Rows))
	for _, r := range t.Rows {
		m := map[string]any{"key": r.Key}
		if r.Kind != "" {
			m["kind"] = r.Kind
		}
		for i, c := range r.Cells {
			if c.Set || c.Text != "" {
				m[t.Columns[i].Key] = c.plain()
			}
			if c.Mark != "" {
				m[t.Columns[i].Key+"_mark"] = c.Mark
			}
		}
		rows = append(rows, m)
	}
	out := map[string]any{"report": t.ID, "title": t.Title, "rows": rows}
	if len(t.Notes) > 0 {
		out["notes"] = t.Notes
	}
	for k, v := range t.Extra {
		out[k] = v
	}
	if t.Stamp.Report != "" {
		out["stamp"] = t.Stamp
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
