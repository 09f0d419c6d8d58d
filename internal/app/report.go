package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"tieout/check"
	"tieout/evidence"
	"tieout/filing"
	"tieout/filing/efm"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/xbrl"
)

// ReportRequest asks for a report package.
type ReportRequest struct {
	Form     filing.Form
	Period   fiscal.Named
	On       fiscal.Date // the day it is made for; 0 means today
	Document string      // text of the report; empty for the form's plain one
	Scale    int         // power of ten: 0 dollars, 3 thousands
	Position int64       // 0 means the newest
	TaxYear  int         // taxonomy year; 0 means the shipped one
	Taxonomy *xbrl.Taxonomy
}

// ShippedTaxonomy is the year of the concept table that the program carries.
const ShippedTaxonomy = 2024

// Report makes a report package from the book as known at a position. Nothing is kept.
func (a *App) Report(ctx context.Context, r ReportRequest) (filing.Package, int64, error) {
	var p filing.Package
	var position int64
	err := a.read(ctx, r.Position, func(v *View) error {
		position = v.Position
		in, found, err := v.reportInput(r)
		if err != nil {
			return err
		}
		if p, err = filing.Make(in); err != nil {
			return mistake("the report", "%v", err)
		}
		p.Findings = append(found, p.Findings...)
		return nil
	})
	return p, position, err
}

// reportInput gathers what a report is made from.
func (v *View) reportInput(r ReportRequest) (filing.Input, []check.Finding, error) {
	reg, _, err := v.Registrant()
	if err != nil {
		return filing.Input{}, nil, mistake("", "%v", err)
	}
	if reg.Prefix == "" {
		reg.Prefix = filing.DefaultPrefix(reg.Name)
	}
	ent, _ := v.State.Chart.Entity("")
	in := filing.Input{Registrant: reg, Calendar: v.State.Calendar, Currency: ent.Currency, Chart: v.State.Chart, Taxonomy: r.Taxonomy,
		Spec:  filing.Spec{Form: r.Form, Year: r.Period.Year, Quarter: r.Period.Quarter, On: r.On, Small: reg.SmallerReporting != nil && *reg.SmallerReporting},
		Scale: statement.Scale{Power: r.Scale, Rounding: money.HalfAway}}
	if in.Taxonomy == nil {
		if in.Taxonomy, err = xbrl.Standard(ShippedTaxonomy); err != nil {
			return in, nil, err
		}
	}
	if err := checkPeriod(r); err != nil {
		return in, nil, err
	}
	text := r.Document
	if text == "" {
		text = filing.PlainDocument(r.Form)
	}
	if in.Document, err = filing.ParseDocument(text); err != nil {
		return in, nil, mistake("", "%v", err)
	}
	found, err := v.statements(&in)
	if err != nil {
		return in, nil, err
	}
	if in.Document, err = v.topics(&in); errors.As(err, new(filing.DocumentMistake)) {
		return in, nil, mistake("", "%v", err)
	} else if err != nil {
		return in, nil, err
	}
	in.Stamp = evidence.Stamp{Report: "form-" + string(r.Form), Params: "period " + r.Period.Name + " on " + r.On.String(), Rows: rowsOf(in.Statements),
		Totals: v.totals(), Position: v.Position, Version: Version, Hash: hashOf(in.Statements)}.String()
	return in, found, err
}

// ReportOf is the report that a period belongs to: the 10-Q of one of the first three quarters, else the 10-K of the fiscal year.
func (v *View) ReportOf(p fiscal.Named) (filing.Form, fiscal.Named) {
	if p.Interim() {
		return filing.Form10Q, p
	}
	return filing.Form10K, fiscal.Named{Period: v.State.Calendar.YearPeriod(p.Year), Name: strconv.Itoa(p.Year), Year: p.Year}
}

func checkPeriod(r ReportRequest) error {
	switch {
	case r.Form == filing.Form10K && r.Period.Quarter != 0:
		return mistake("", "a 10-K covers a fiscal year; write --period %d", r.Period.Year)
	case r.Form == filing.Form10Q && !r.Period.Interim():
		return mistake("", "a 10-Q covers the first, second or third quarter; write --period %d-Q1, Q2 or Q3", r.Period.Year)
	}
	return nil
}

// hashOf is the hash of the figures of statements in canonical text.
func hashOf(ss []statement.Statement) string {
	var b []byte
	for _, s := range ss {
		b = evidence.Rec("statement", "id", s.ID, "title", s.Title).Append(b)
		for _, r := range s.Rows {
			b = append(b, "row"...)
			b = evidence.AppendField(b, "id", r.ID)
			b = evidence.AppendField(b, "label", r.Label)
			b = evidence.AppendField(b, "concept", r.Concept)
			for _, f := range r.Figures {
				b = evidence.AppendField(b, f.Column, itoa(f.Amount))
			}
			b = append(b, '\n')
		}
	}
	return evidence.SHA256(b)
}

func rowsOf(ss []statement.Statement) int {
	n := 0
	for _, s := range ss {
		n += len(s.Rows)
	}
	return n
}

// totals are the control totals of the journal at the view's position.
func (v *View) totals() string {
	var n, d int64
	for _, p := range v.State.Postings {
		n += p.Count
		d += p.Debits
	}
	es := v.State.Chart.Entities()
	if slices.ContainsFunc(es, func(e ledger.Entity) bool { return e.Currency != es[0].Currency }) {
		return fmt.Sprintf("%d entries, debits and credits each %d minor units of their currencies", n, d)
	}
	return fmt.Sprintf("%d entries, debits and credits %s", n, amount(d, es[0]))
}

// statements builds the statements for the dates and periods that the form and the day ask for.
func (v *View) statements(in *filing.Input) ([]check.Finding, error) {
	cols := in.Spec.Columns(v.State.Calendar)
	var found []check.Finding
	add := func(s statement.Statement, fs []check.Finding, err error) error {
		if err == nil {
			in.Statements = append(in.Statements, s)
			found = append(found, fs...)
		}
		return err
	}
	if err := add(v.BalanceSheet(cols.BalanceDates...)); err != nil {
		return nil, err
	}
	if err := add(v.Income(cols.Income...)); err != nil {
		return nil, err
	}
	if in.Spec.Form == filing.Form10K {
		if err := add(v.Comprehensive(cols.Income...)); err != nil {
			return nil, err
		}
	}
	if err := add(v.CashFlow(cols.CashFlow...)); err != nil {
		return nil, err
	}
	if len(cols.Equity) > 0 {
		e, fs, err := v.Equity(cols.Equity...)
		if err != nil {
			return nil, err
		}
		in.Equity, found = &e, append(found, fs...)
	}
	for _, s := range in.Statements {
		found = append(found, statement.Foot(s, in.Scale, 2)...)
	}
	return dropRepeats(found), v.referenceColumns(in, cols)
}

func dropRepeats(fs []check.Finding) []check.Finding {
	var out []check.Finding
	for _, f := range fs {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// referenceColumns are the columns that the document's references mean.
func (v *View) referenceColumns(in *filing.Input, cols filing.Columns) error {
	in.Instants, in.Spans = map[string]statement.Column{}, map[string]statement.Column{}
	for i, name := range []string{"now", "prior"} {
		c, err := v.At(cols.BalanceDates[i])
		if err != nil {
			return err
		}
		in.Instants[name] = c
	}
	for name, p := range map[string]fiscal.Named{"now": cols.Income[0], "prior": cols.Income[1], "ytd": cols.CashFlow[0], "prior-ytd": cols.CashFlow[1]} {
		c, err := v.Over(p)
		if err != nil {
			return err
		}
		in.Spans[name] = c
	}
	return nil
}

// submission is the day whose EDGAR rules judge a package: today, or the year after its taxonomy when the package is an
// exercise on the reports of earlier days, which no rule of their own time can judge.
func (a *App) submission(r ReportRequest) fiscal.Date {
	year := r.TaxYear
	if year == 0 {
		year = ShippedTaxonomy
	}
	return max(a.Today(), fiscal.Of(year+1, time.January, 2))
}

// Package makes a report package with what EDGAR's rules find in it. Nothing is kept.
func (a *App) Package(ctx context.Context, r ReportRequest) (filing.Package, int64, error) {
	p, position, err := a.Report(ctx, r)
	if err == nil {
		p.Findings = append(p.Findings, efm.Check(p, a.submission(r))...)
	}
	return p, position, err
}

// FileReport makes a report package and writes it to a folder, and keeps it in the book if asked. A folder is replaced
// only when everything was written beside it.
func (a *App) FileReport(ctx context.Context, by string, r ReportRequest, dir string, keep bool) (filing.Package, error) {
	p, position, err := a.Package(ctx, r)
	if err != nil {
		return p, err
	}
	if err := writeFolder(dir, p.Files); err != nil || !keep {
		return p, err
	}
	_, err = a.keepReport(ctx, by, r, p, position)
	return p, err
}

// KeepReport makes a report package from the book as known at the request's position and keeps it with a signed
// checkpoint.
func (a *App) KeepReport(ctx context.Context, by string, r ReportRequest) (evidence.Act, error) {
	if r.On == 0 {
		r.On = a.Today()
	}
	p, position, err := a.Package(ctx, r)
	if err != nil {
		return evidence.Act{}, err
	}
	return a.keepReport(ctx, by, r, p, position)
}

func (a *App) keepReport(ctx context.Context, by string, r ReportRequest, p filing.Package, position int64) (evidence.Act, error) {
	act, err := a.act(ctx, by, cmdReport, "", func(w *writing) error {
		pairs := []string{"form", string(r.Form), "period", r.Period.Name, "on", r.On.String(), "position", itoa(position), "version", Version, "scale", itoa(int64(r.Scale))}
		if r.Document != "" {
			h, err := w.attach(p.Base+".txt", "text/plain", []byte(r.Document))
			if err != nil {
				return err
			}
			pairs = append(pairs, "document", h)
		}
		for _, f := range p.Files {
			h, err := w.attach(f.Name, mediaOf(f.Name), f.Body)
			if err != nil {
				return err
			}
			pairs = append(pairs, "file:"+f.Name, h)
		}
		w.record(evidence.Rec("filing", pairs...))
		return nil
	})
	if err == nil {
		_, err = a.Checkpoint(ctx, by, "the filing of form "+string(r.Form)+" for "+r.Period.Name)
	}
	return act, err
}

func mediaOf(name string) string {
	if strings.HasSuffix(name, ".htm") {
		return "text/html"
	}
	return "application/xml"
}

// writeFolder writes files into a new folder beside the target and then puts it in its place.
func writeFolder(dir string, files []xbrl.File) error {
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(parent, ".tieout-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(tmp, f.Name), f.Body, 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	return replaceFolder(tmp, dir, files)
}

// replaceFolder moves a folder into place; a folder that holds anything but an earlier package is not replaced.
func replaceFolder(tmp, dir string, files []xbrl.File) error {
	old, err := os.ReadDir(dir)
	if err == nil {
		for _, f := range old {
			if !strings.HasPrefix(f.Name(), strings.SplitN(files[0].Name, "-", 2)[0]+"-") {
				return mistake("", "%s holds %s, which is no part of a package; choose an empty or new folder", dir, f.Name())
			}
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return os.Rename(tmp, dir)
}
