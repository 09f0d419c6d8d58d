package app

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/xbrl"
)

// Question asks where a figure comes from or where an entry ends up.
type Question struct {
	What   string
	At     fiscal.Date
	Period string
}

// Explanation is the chain of a figure down to its documents, or of an entry up to the facts it is part of.
type Explanation struct {
	What     string        `json:"what"`
	Position int64         `json:"position"`
	Facts    []FactLink    `json:"facts,omitempty"`    // in reports that were kept
	Figures  []FigureLink  `json:"figures,omitempty"`  // of statements
	Accounts []AccountLink `json:"accounts,omitempty"` // behind the figure
	Entry    *EntryLink    `json:"entry,omitempty"`
	Lines    []LineLink    `json:"lines,omitempty"`
	AllLines int           `json:"all_lines,omitempty"` // how many there are; Lines are those with documents and the largest
	Opens    []DocLink     `json:"documents,omitempty"`
}

// FactLink is a tagged fact of a kept report.
type FactLink struct {
	Report  string `json:"report"` // "10-Q 2006-Q1, made for 2008-06-30"
	File    string `json:"file"`
	ID      string `json:"id"`
	Concept string `json:"concept"`
	Period  string `json:"period"`
	Value   string `json:"value"`
}

// FigureLink is a figure of a statement.
type FigureLink struct {
	Statement string `json:"statement"`
	Caption   string `json:"caption"`
	Concept   string `json:"concept"`
	Column    string `json:"column"`
	Amount    string `json:"amount"` // as shown
	Synthetic bool   `json:"synthetic,omitempty"`
	Agreed    string `json:"agreed_with,omitempty"` // the outside document that vouches for it
	Of        string `json:"sum_of,omitempty"`
}

// AccountLink is an account's part of a figure.
type AccountLink struct {
	Account string `json:"account"`
	Name    string `json:"name,omitempty"`
	Amount  string `json:"amount"` // debit positive
	Basis   string `json:"basis,omitempty"`
}

// LineLink is a line of an entry.
type LineLink struct {
	Entry       string   `json:"entry"`
	Date        string   `json:"date"`
	Position    int64    `json:"position"`
	Account     string   `json:"account"`
	Amount      string   `json:"amount"`
	Description string   `json:"description"`
	Analysis    string   `json:"analysis,omitempty"`
	Documents   []string `json:"documents,omitempty"`
}

// EntryLink is the head of an entry.
type EntryLink struct {
	Number      string `json:"number"`
	Effective   string `json:"effective"`
	Origin      string `json:"origin,omitempty"`
	Position    int64  `json:"position"`
	Kind        string `json:"kind"`
	Description string `json:"description"`
	Source      string `json:"source,omitempty"`
	Preparer    string `json:"preparer"`
	Approver    string `json:"approver,omitempty"`
	ReversedBy  string `json:"reversed_by,omitempty"`
}

// DocLink is a document that can be opened.
type DocLink struct {
	Hash  string `json:"sha256"`
	Name  string `json:"name"`
	Media string `json:"media,omitempty"`
	Bytes int64  `json:"bytes"`
	Open  string `json:"open"` // the command that writes it to a file
}

// Explain answers a question.
func (v *View) Explain(q Question) (Explanation, error) {
	x := Explanation{What: q.What, Position: v.Position}
	what := q.What
	if c, d, ok := strings.Cut(what, "@"); ok {
		what = c
		if date, err := fiscal.Parse(d); err == nil {
			q.At = date
		} else {
			q.Period = d
		}
	}
	switch {
	case strings.HasPrefix(strings.ToUpper(what), "JE-"):
		return x, v.explainEntry(&x, what)
	case strings.HasPrefix(what, "f-"):
		return x, v.explainFact(&x, what)
	}
	if _, err := v.FindDocument(what); err == nil && len(what) >= 8 {
		return x, v.explainDocument(&x, what)
	}
	if a, ok := v.State.Chart.Account(what); ok {
		return x, v.explainAccount(&x, a, q)
	}
	return x, v.explainConcept(&x, what, q)
}

func (v *View) fmt(minor int64) string { return money.FormatMinor(minor, v.digits()) }

// explainConcept finds the figure of an element on a statement and goes down from it.
func (v *View) explainConcept(x *Explanation, concept string, q Question) error {
	if !strings.Contains(concept, ":") {
		concept = "us-gaap:" + concept
	}
	p, err := v.questionPeriod(q)
	if err != nil {
		return err
	}
	for _, id := range StatementKinds {
		if (id == "balance-sheet") != (q.Period == "") || id == "equity" {
			continue
		}
		s, _, err := v.build(id, p, q.At)
		if err != nil {
			return err
		}
		for _, r := range s.Rows {
			if r.Kind == statement.HeadingRow || r.Concept != concept || r.AtStart {
				continue
			}
			return v.explainFigure(x, s, r, r.Figures[0])
		}
	}
	return v.explainTagged(x, concept, q, p)
}

// questionPeriod is the period of a flow, or the day of a balance as a period that ends on it.
func (v *View) questionPeriod(q Question) (fiscal.Named, error) {
	if q.Period != "" {
		return v.State.Calendar.ParsePeriod(q.Period)
	}
	if q.At == 0 {
		return fiscal.Named{}, mistake("", "say when: --at YYYY-MM-DD for a balance, --period 2006-Q1 for a flow")
	}
	return fiscal.Named{Period: fiscal.Period{Start: v.State.Calendar.YearPeriod(v.State.Calendar.Year(q.At)).Start, End: q.At}, Name: q.At.String()}, nil
}

// explainTagged goes down from the accounts that carry an element which no statement shows.
func (v *View) explainTagged(x *Explanation, concept string, q Question, p fiscal.Named) error {
	tb, err := v.TrialBalance(p.End)
	if q.Period != "" {
		var c statement.Column
		c, err = v.Over(p)
		tb = c.TB
	}
	if err != nil {
		return err
	}
	f := statement.Figure{Column: p.Name}
	for _, a := range v.State.Chart.Accounts() {
		if amount := tb.Account(a.Code); a.Concept == concept && amount != 0 {
			f.Sources = append(f.Sources, statement.Source{Account: a.Code, Amount: amount})
			f.Amount += amount
		}
	}
	if len(f.Sources) == 0 {
		return mistake("", "%s: no statement at that time and no account carries the element", concept)
	}
	s := statement.Statement{ID: "accounts", Columns: []statement.Column{{Key: p.Name, At: q.At, Over: p.Period}}}
	return v.explainFigure(x, s, statement.Row{Label: xbrl.Humanise(localOf(concept)), Concept: concept, Show: xbrl.Debit}, f)
}

func (v *View) explainFigure(x *Explanation, s statement.Statement, r statement.Row, f statement.Figure) error {
	x.Figures = append(x.Figures, v.figureLink(s, r, f))
	col := s.Columns[0]
	accounts := v.leaves(s, r, f)
	for _, a := range accounts {
		acct, _ := v.State.Chart.Account(a.Account)
		x.Accounts = append(x.Accounts, AccountLink{a.Account, acct.Name, v.fmt(a.Amount), a.Basis})
	}
	p := col.Over
	if col.At != 0 || p.End == 0 {
		p = fiscal.Period{Start: 1, End: max(col.At, p.End)}
	}
	if err := v.linesOf(x, accounts, p); err != nil {
		return err
	}
	return v.factsOf(x, r.Concept, col)
}

func (v *View) figureLink(s statement.Statement, r statement.Row, f statement.Figure) FigureLink {
	var of []string
	for _, id := range f.Of {
		if row, ok := s.Row(id); ok {
			of = append(of, row.Label)
		}
	}
	return FigureLink{s.ID, r.Label, r.Concept, f.Column, v.fmt(r.Shown(f)), f.Synthetic, f.Citation, strings.Join(of, " + ")}
}

// leaves are the accounts behind a figure; a total's are those of its parts.
func (v *View) leaves(s statement.Statement, r statement.Row, f statement.Figure) []statement.Source {
	if len(f.Of) == 0 {
		return f.Sources
	}
	var out []statement.Source
	for _, id := range f.Of {
		if row, ok := s.Row(id); ok {
			child, _ := s.Figure(id, f.Column)
			out = append(out, v.leaves(s, row, child)...)
		}
	}
	return out
}

// shownLines is how many lines an explanation lists besides those with documents.
const shownLines = 12

// linesOf lists the lines behind accounts: those with a document first, then the largest.
func (v *View) linesOf(x *Explanation, accounts []statement.Source, p fiscal.Period) error {
	if p.Start < minDate {
		p.Start = minDate
	}
	all, err := v.mostInteresting(x, accounts, p)
	if err != nil {
		return err
	}
	x.Lines = all
	for _, l := range all {
		v.documents(x, l.Documents)
	}
	return nil
}

// chosenLine is a line among which the most interesting are chosen: known by its place, or proposed on a branch.
type chosenLine struct {
	store.LineHead
	account  string
	proposed *LineLink
}

// mostInteresting are the lines of accounts that an explanation shows. All are counted and only those shown are read whole.
func (v *View) mostInteresting(x *Explanation, accounts []statement.Source, p fiscal.Period) ([]LineLink, error) {
	var all []chosenLine
	seen := map[string]bool{}
	add := func(c chosenLine) {
		x.AllLines++
		if all = append(all, c); len(all) > 40*shownLines { // bounds the memory of a long register
			slices.SortFunc(all, byInterest)
			all = all[:shownLines]
		}
	}
	for _, a := range accounts {
		if seen[a.Account] {
			continue
		}
		seen[a.Account] = true
		for h, err := range v.heads(a.Account, p) {
			if err != nil {
				return nil, err
			}
			add(chosenLine{LineHead: h, account: a.Account})
		}
		for _, r := range v.proposedLines(a.Account, p) {
			l := lineLink(v, r.Entry, r.Line)
			add(chosenLine{LineHead: store.LineHead{Entry: math.MaxInt64, LineNo: len(all), Amount: r.Line.Amount, Documented: len(l.Documents) > 0}, account: a.Account, proposed: &l})
		}
	}
	slices.SortFunc(all, byInterest)
	var out []LineLink
	for _, c := range all[:min(len(all), shownLines)] {
		if c.proposed != nil {
			out = append(out, *c.proposed)
			continue
		}
		e, ok, err := v.EntryWithID(c.Entry)
		if err != nil {
			return nil, err
		}
		if !ok || c.LineNo < 1 || c.LineNo > len(e.Lines) {
			return nil, fmt.Errorf("line %d of entry %d is not there", c.LineNo, c.Entry)
		}
		out = append(out, lineLink(v, e, e.Lines[c.LineNo-1]))
	}
	return out, nil
}

// heads yields the heads of the entity's lines of an account in a period, those of the slice, in no order; proposals are not
// among them.
func (v *View) heads(account string, p fiscal.Period) iter.Seq2[store.LineHead, error] {
	entity, in := v.Entity().ID, v.counts()
	return func(yield func(store.LineHead, error) bool) {
		for h, err := range v.tx.LineHeads(v.State.Chart, account, p, v.last) {
			if err == nil && (h.Entity != entity || in != nil && !in(h.Dims)) {
				continue
			}
			if !yield(h, err) || err != nil {
				return
			}
		}
	}
}

var minDate = fiscal.MustParse("1800-01-01")

func byInterest(a, b chosenLine) int {
	documented := func(c chosenLine) int {
		if c.Documented {
			return 1
		}
		return 0
	}
	return cmp.Or(documented(b)-documented(a), cmp.Compare(max(b.Amount, -b.Amount), max(a.Amount, -a.Amount)), cmp.Compare(a.Entry, b.Entry), a.LineNo-b.LineNo, cmp.Compare(a.account, b.account))
}

func lineLink(v *View, e ledger.Entry, l ledger.Line) LineLink {
	out := LineLink{Entry: e.Number.String(), Date: e.Effective.String(), Position: e.Position, Account: l.Account, Amount: v.fmt(l.Amount), Description: e.Description, Analysis: string(l.Dims)}
	for _, d := range e.Documents {
		out.Documents = append(out.Documents, string(d))
	}
	return out
}

func (v *View) documents(x *Explanation, hashes []string) {
	for _, h := range hashes {
		if slices.ContainsFunc(x.Opens, func(d DocLink) bool { return d.Hash == h }) {
			continue
		}
		for _, d := range v.State.Documents {
			if string(d.Hash) == h {
				x.Opens = append(x.Opens, DocLink{h, d.Name, d.Media, d.Bytes, "tieout document save " + h[:12] + " --out " + d.Name})
			}
		}
	}
}

// FindDocument finds a stored document by its hash or the first characters of it.
func (v *View) FindDocument(prefix string) (ledger.Hash, error) {
	for _, d := range v.State.Documents {
		if len(prefix) >= 6 && strings.HasPrefix(string(d.Hash), strings.ToLower(prefix)) {
			return d.Hash, nil
		}
	}
	return "", mistake("", "no stored document has a hash that begins with %q", prefix)
}

// explainAccount goes down from an account.
func (v *View) explainAccount(x *Explanation, a ledger.Account, q Question) error {
	p, err := v.questionPeriod(q)
	if err != nil {
		return err
	}
	tb, err := v.TrialBalance(p.End)
	if err != nil {
		return err
	}
	src := statement.Source{Account: a.Code, Amount: tb.Account(a.Code)}
	x.Accounts = []AccountLink{{a.Code, a.Name, v.fmt(src.Amount), ""}}
	span := fiscal.Period{Start: minDate, End: p.End}
	if q.Period != "" {
		span = p.Period
	}
	return v.linesOf(x, []statement.Source{src}, span)
}

// explainEntry goes up from an entry: its lines, the captions and the facts of kept reports that it is part of.
func (v *View) explainEntry(x *Explanation, number string) error {
	n, err := ParseNumber(number)
	if err != nil {
		return err
	}
	e, ok, err := v.Entry(n)
	if err != nil {
		return err
	}
	if !ok {
		return mistake("", "there is no entry %s at position %d", n, v.Position)
	}
	x.Entry = &EntryLink{Number: e.Number.String(), Effective: e.Effective.String(), Position: e.Position, Kind: string(e.Kind), Description: e.Description, Source: e.Source, Preparer: e.Preparer, Approver: e.Approver}
	if e.Origin != 0 {
		x.Entry.Origin = e.Origin.String()
	}
	if r, ok, err := v.ReversedBy(e.ID); err == nil && ok {
		x.Entry.ReversedBy = r.Number.String()
	}
	for _, l := range e.Lines {
		x.Lines = append(x.Lines, lineLink(v, e, l))
	}
	x.AllLines = len(e.Lines)
	for _, d := range e.Documents {
		v.documents(x, []string{string(d)})
	}
	return v.endsUp(x, e)
}

// endsUp finds the captions of the quarter, and of the reports kept since, that the entry's accounts are part of.
func (v *View) endsUp(x *Explanation, e ledger.Entry) error {
	year, month := v.State.Calendar.MonthOf(e.Effective)
	q := (month + 2) / 3
	p, err := v.State.Calendar.ParsePeriod(fmt.Sprintf("%d-Q%d", year, q))
	if err != nil {
		return err
	}
	for _, id := range []string{"balance-sheet", "income"} {
		s, _, err := v.build(id, p, p.End)
		if err != nil {
			return err
		}
		for _, r := range s.Rows {
			for _, f := range r.Figures[:min(1, len(r.Figures))] {
				if slices.ContainsFunc(f.Sources, func(src statement.Source) bool { return e.Touches(src.Account) }) {
					x.Figures = append(x.Figures, v.figureLink(s, r, f))
					if err := v.factsOf(x, r.Concept, s.Columns[0]); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// explainDocument lists the entries that a document is attached to.
func (v *View) explainDocument(x *Explanation, prefix string) error {
	h, err := v.FindDocument(prefix)
	if err != nil {
		return err
	}
	v.documents(x, []string{string(h)})
	for e, err := range v.Entries() {
		if err != nil {
			return err
		}
		if slices.Contains(e.Documents, h) {
			for _, l := range e.Lines {
				x.Lines = append(x.Lines, lineLink(v, e.Entry, l))
			}
		}
	}
	x.AllLines = len(x.Lines)
	return nil
}

// factsOf finds the facts of kept reports that report an element at a column's time.
func (v *View) factsOf(x *Explanation, concept string, col statement.Column) error {
	for _, f := range v.State.Filings {
		p, _, err := v.remake(f)
		if err != nil {
			return err
		}
		for _, fact := range p.Facts {
			if localOf(fact.Concept) == localOf(concept) && fact.Period == col.Period() && len(fact.Dimensions) == 0 {
				x.Facts = append(x.Facts, factLink(f, p, fact))
				break
			}
		}
	}
	return nil
}

func localOf(concept string) string { _, local := xbrl.Split(concept); return local }

func factLink(f Filing, p filing.Package, fact xbrl.Fact) FactLink {
	return FactLink{fmt.Sprintf("%s %s, made for %s at position %d", f.Form, f.Period, f.On, f.AsKnown), p.Base + ".htm", fact.ID, fact.Concept, fact.Period.ID(), fact.Value}
}

// remake makes a kept report again at its own position, within this transaction.
func (v *View) remake(f Filing) (filing.Package, *View, error) {
	old, err := v.at(f.AsKnown)
	if err != nil {
		return filing.Package{}, nil, err
	}
	form, err := filing.ParseForm(f.Form)
	if err != nil {
		return filing.Package{}, nil, err
	}
	r := ReportRequest{Form: form, On: f.On, Scale: f.Scale}
	if r.Period, err = old.State.Calendar.ParsePeriod(f.Period); err != nil {
		return filing.Package{}, nil, err
	}
	if f.Document != "" {
		_, text, ok, err := v.Document(ledger.Hash(f.Document))
		if err == nil && !ok {
			err = fmt.Errorf("the text of the report is no longer stored")
		}
		if err != nil {
			return filing.Package{}, nil, err
		}
		r.Document = string(text)
	}
	in, _, err := old.reportInput(r)
	if err != nil {
		return filing.Package{}, nil, err
	}
	p, err := filing.Make(in)
	return p, old, err
}

// at is the same book as known at another position.
func (v *View) at(position int64) (*View, error) {
	s, err := v.app.state(v.tx, position)
	if err != nil {
		return nil, err
	}
	last, err := v.tx.LastEntry(position)
	return &View{tx: v.tx, app: v.app, State: s, Position: position, last: last}, err
}

// explainFact goes down from a tagged fact of a kept report.
func (v *View) explainFact(x *Explanation, id string) error {
	for _, f := range v.State.Filings {
		p, old, err := v.remake(f)
		if err != nil {
			return err
		}
		for _, fact := range p.Facts {
			if fact.ID != id {
				continue
			}
			x.Facts = append(x.Facts, factLink(f, p, fact))
			q := Question{At: fact.Period.Instant}
			if q.At == 0 {
				q.Period = p.Origins[id].Column
			}
			x.Position = old.Position
			if o := p.Origins[id]; o.Registrant || o.Label == "" {
				return nil
			}
			return old.explainConcept(x, fact.Concept, q)
		}
	}
	return mistake("", "no report that was kept has a fact %s", id)
}
