package app

import (
	"fmt"
	"io"
	"strings"
)

// Print writes the chain as text, a step a paragraph.
func (x Explanation) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  (position %d)\n", x.What, x.Position)
	for _, f := range x.Facts {
		fmt.Fprintf(&b, "fact      %s = %s  %s  id %s in %s (%s)\n", f.Concept, f.Value, f.Period, f.ID, f.File, f.Report)
	}
	for _, f := range x.Figures {
		mark := ""
		if f.Synthetic {
			mark = "  synthetic in part"
		}
		if f.Agreed != "" {
			mark += "  agreed with " + f.Agreed
		}
		fmt.Fprintf(&b, "figure    %s  %s  %s = %s%s\n", f.Statement, f.Column, f.Caption, f.Amount, mark)
		if f.Of != "" {
			fmt.Fprintf(&b, "          sum of %s\n", f.Of)
		}
	}
	for _, a := range x.Accounts {
		fmt.Fprintf(&b, "account   %-58s %18s  %s\n", strings.TrimSpace(a.Account+" "+a.Name), a.Amount, a.Basis)
	}
	if e := x.Entry; e != nil {
		fmt.Fprintf(&b, "entry     %s  effective %s  %s  position %d  by %s\n          %s\n", e.Number, e.Effective, e.Kind, e.Position, strings.TrimSuffix(e.Preparer+", approved by "+e.Approver, ", approved by "), e.Description)
		if e.Source != "" {
			fmt.Fprintf(&b, "          from %s\n", e.Source)
		}
		if e.ReversedBy != "" {
			fmt.Fprintf(&b, "          reversed by %s\n", e.ReversedBy)
		}
	}
	if x.AllLines > len(x.Lines) {
		fmt.Fprintf(&b, "lines     %d in all; those with a document and the largest:\n", x.AllLines)
	}
	for _, l := range x.Lines {
		doc := ""
		if len(l.Documents) > 0 {
			doc = "  document " + l.Documents[0][:12]
		}
		fmt.Fprintf(&b, "line      %s  %s  %-44s %16s  %s%s\n", l.Entry, l.Date, l.Account, l.Amount, l.Description, doc)
	}
	for _, d := range x.Opens {
		fmt.Fprintf(&b, "document  %s  %s, %d bytes; open it with: %s --book BOOK\n", d.Hash, d.Name, d.Bytes, d.Open)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
