package app

import (
	"fmt"
	"strings"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/ledger"
)

// Lists are the lists of the book that ListTable prints, in the order of their names.
var Lists = []string{"branches", "documents", "drafts", "imports", "journal", "log", "notes"}

// longestList is how many rows a printed list has at most: what a spreadsheet opens without trouble.
const longestList = 200_000

// ListTable prints one of Lists. The journal has the lines of entries effective in the period, the log the acts whose day is
// in it; the other lists are whole, as known at the view's position. A list that is not known and one that is too long are
// refused.
func (v *View) ListTable(name string, p fiscal.Named) (exporter.Table, error) {
	make, ok := map[string]func(fiscal.Named) (exporter.Table, error){"branches": v.branchList, "documents": v.documentList, "drafts": v.draftList, "imports": v.importList,
		"journal": v.journalList, "log": v.logList, "notes": v.noteList}[name]
	if !ok {
		return exporter.Table{}, mistake("", "there is no list %q; there are %s", name, strings.Join(Lists, ", "))
	}
	t, err := make(p)
	if err != nil {
		return t, err
	}
	t.ID = name
	params := "all"
	if name == "journal" || name == "log" {
		params = p.String()
	}
	t.Title = []string{v.State.Name, strings.ToUpper(name[:1]) + name[1:] + ", " + params}
	for i := range t.Columns {
		t.Columns[i].Why = "a list says what was done; nothing is changed in it"
	}
	v.stamp(&t, params)
	return t, nil
}

// add adds a row, unless the list is too long.
func addRow(t *exporter.Table, key string, cells ...exporter.Cell) error {
	if len(t.Rows) == longestList {
		return mistake("", "the list has more than %d rows; choose a shorter period, or write the whole journal with tieout export", longestList)
	}
	t.Rows = append(t.Rows, exporter.Row{Key: key, Cells: cells})
	return nil
}

func texts(titles ...string) []exporter.Column {
	var out []exporter.Column
	for _, t := range titles {
		out = append(out, exporter.Column{Key: strings.ReplaceAll(strings.ToLower(t), " ", "_"), Title: t})
	}
	return out
}

func counted(n int64) exporter.Cell { return exporter.Amount(n, 0) }

func (v *View) journalList(p fiscal.Named) (t exporter.Table, err error) {
	d := v.digits()
	t.Columns = []exporter.Column{{Key: "entry", Title: "Entry"}, {Key: "line", Title: "Line", Amount: true}, {Key: "effective", Title: "Effective", Date: true}, {Key: "kind", Title: "Kind"}, {Key: "description", Title: "Description"},
		{Key: "account", Title: "Account"}, {Key: "name", Title: "Name"}, {Key: "entity", Title: "Entity"}, {Key: "analysis", Title: "Analysis"}, {Key: "debit", Title: "Debit", Amount: true, Digits: d}, {Key: "credit", Title: "Credit", Amount: true, Digits: d},
		{Key: "foreign", Title: "In other currency"}, {Key: "memo", Title: "Memo"}, {Key: "position", Title: "Position", Amount: true}}
	for e, err := range v.Entries() {
		if err != nil {
			return t, err
		}
		if e.Effective < p.Start || e.Effective > p.End {
			continue
		}
		for i, l := range e.Lines {
			a, _ := v.State.Chart.Account(l.Account)
			foreign := ""
			if l.Transaction != nil {
				foreign = fmt.Sprintf("%s %s at %s", l.Transaction.Amount.Currency, l.Transaction.Amount, l.Transaction.Rate)
			}
			digits := d
			if ent, ok := v.State.Chart.Entity(l.Entity); ok {
				digits, _ = ent.Currency.Digits()
			}
			if err := addRow(&t, fmt.Sprintf("%s/%d", e.Number, i+1), exporter.Text(e.Number.String()), counted(int64(i+1)), exporter.Date(e.Effective), exporter.Text(string(e.Kind)), exporter.Text(e.Description),
				exporter.Text(l.Account), exporter.Text(a.Name), exporter.Text(l.Entity), exporter.Text(string(l.Dims)), side(max(l.Amount, 0), digits), side(max(-l.Amount, 0), digits),
				exporter.Text(foreign), exporter.Text(l.Memo), counted(e.Position)); err != nil {
				return t, err
			}
		}
	}
	return t, nil
}

func (v *View) documentList(fiscal.Named) (t exporter.Table, err error) {
	t.Columns = append(texts("Name", "Kind", "SHA-256"), exporter.Column{Key: "bytes", Title: "Bytes", Amount: true}, exporter.Column{Key: "position", Title: "Position", Amount: true})
	for _, d := range v.Vouchers() {
		if err := addRow(&t, string(d.Hash), exporter.Text(d.Name), exporter.Text(d.Media), exporter.Text(string(d.Hash)), counted(d.Bytes), counted(d.Position)); err != nil {
			return t, err
		}
	}
	return t, nil
}

// Vouchers are the documents that are no file of a kept report, each once, in the order in which they became known.
func (v *View) Vouchers() []DocumentInfo {
	filed, seen := map[string]bool{}, map[ledger.Hash]bool{}
	for _, f := range v.State.Filings {
		filed[f.Document] = true
		for _, x := range f.Files {
			filed[x.Value] = true
		}
	}
	var out []DocumentInfo
	for _, d := range v.State.Documents {
		if !filed[string(d.Hash)] && !seen[d.Hash] {
			seen[d.Hash] = true
			out = append(out, d)
		}
	}
	return out
}

func (v *View) logList(p fiscal.Named) (t exporter.Table, err error) {
	t.Columns = append([]exporter.Column{{Key: "position", Title: "Position", Amount: true}}, texts("When", "By", "Act", "Why", "Leaf")...)
	const run = 4096
	for after := int64(0); after < v.Position; after += run {
		acts, err := v.ActsBetween(after, min(after+run, v.Position))
		if err != nil {
			return t, err
		}
		for _, a := range acts {
			if day, err := fiscal.Parse(a.At[:min(10, len(a.At))]); err == nil && (day < p.Start || day > p.End) {
				continue
			}
			if err := addRow(&t, itoa(a.Position), counted(a.Position), exporter.Text(a.At), exporter.Text(a.By), exporter.Text(a.Kind), exporter.Text(a.Why), exporter.Text(a.Leaf().String())); err != nil {
				return t, err
			}
		}
	}
	return t, nil
}

func (v *View) importList(fiscal.Named) (t exporter.Table, err error) {
	t.Columns = append(texts("File", "Kind", "SHA-256", "When", "By"), exporter.Column{Key: "entries", Title: "Entries", Amount: true}, exporter.Column{Key: "position", Title: "Position", Amount: true}, exporter.Column{Key: "taken_back", Title: "Taken back at", Amount: true})
	for _, im := range v.State.Imports {
		acts, err := v.ActsBetween(im.Position-1, im.Position)
		if err != nil {
			return t, err
		}
		var a evidence.Act
		if len(acts) == 1 {
			a = acts[0]
		}
		back := exporter.Cell{}
		if im.RevertedAt != 0 {
			back = counted(im.RevertedAt)
		}
		if err := addRow(&t, itoa(im.Position), exporter.Text(im.File), exporter.Text(im.Kind), exporter.Text(im.SHA256), exporter.Text(a.At), exporter.Text(a.By), counted(v.State.Posted(im.Position)), counted(im.Position), back); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (v *View) draftList(fiscal.Named) (t exporter.Table, err error) {
	t.Columns = append(texts("Draft", "What", "Prepared by", "Last changed", "Standing", "SHA-256"), exporter.Column{Key: "debits", Title: "Debits", Amount: true, Digits: v.digits()})
	ds, err := v.Drafts()
	if err != nil {
		return t, err
	}
	for _, d := range ds {
		standing := "waits for approval"
		if d.Returned {
			standing = "returned to " + d.By
		}
		if err := addRow(&t, itoa(d.ID), exporter.Text(itoa(d.ID)), exporter.Text(d.Title()), exporter.Text(d.By), exporter.Text(d.At), exporter.Text(standing), exporter.Text(d.Hash), exporter.Amount(d.Debits(), v.digits())); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (v *View) noteList(fiscal.Named) (t exporter.Table, err error) {
	t.Columns = append(texts("Note", "At", "Text", "Figure", "By", "When", "Answers", "Standing"), exporter.Column{Key: "position", Title: "Position", Amount: true})
	for _, n := range v.State.Notes {
		standing := "open"
		switch {
		case n.Answers != 0:
			standing = "answer"
		case n.ClosedBy != "":
			standing = "closed by " + n.ClosedBy
		}
		if err := addRow(&t, itoa(n.ID), exporter.Text(itoa(n.ID)), exporter.Text(n.On), exporter.Text(n.Text), exporter.Text(n.Figure), exporter.Text(n.By), exporter.Text(n.At), exporter.Text(some(n.Answers)), exporter.Text(standing), counted(n.ID)); err != nil {
			return t, err
		}
	}
	return t, nil
}

// branchList has every proposal, with its branch.
func (v *View) branchList(fiscal.Named) (t exporter.Table, err error) {
	t.Columns = append(texts("Branch", "Why", "Opened by", "Standing", "Proposed by", "Effective", "Description", "Proposal"), exporter.Column{Key: "debits", Title: "Debits", Amount: true, Digits: v.digits()})
	for _, b := range v.State.Branches {
		standing := "open"
		switch {
		case b.MergedAt != 0:
			standing = "merged by " + b.MergedBy
		case b.DroppedAt != 0:
			standing = "dropped"
		}
		if len(b.Proposals) == 0 {
			if err := addRow(&t, itoa(b.ID), exporter.Text(b.Name), exporter.Text(b.Why), exporter.Text(b.By), exporter.Text(standing)); err != nil {
				return t, err
			}
		}
		for _, p := range b.Proposals {
			how := "proposed"
			if p.Withdrawn {
				how = "withdrawn"
			}
			debits, _, _ := p.Entry.Totals()
			if err := addRow(&t, itoa(b.ID)+"/"+itoa(p.ID), exporter.Text(b.Name), exporter.Text(b.Why), exporter.Text(b.By), exporter.Text(standing), exporter.Text(p.By), exporter.Date(p.Entry.Effective), exporter.Text(p.Entry.Description), exporter.Text(how), exporter.Amount(debits, v.digits())); err != nil {
				return t, err
			}
		}
	}
	return t, nil
}
