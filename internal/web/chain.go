package web

import (
	"slices"
	"strings"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/xbrl"
)

// chain is an explanation: from the fact of a report down to the document.
type chain struct {
	Title     string // "Inventories, net"
	Under     string // "balance sheet, 31 March 2006"
	Figure    figure
	Concept   string
	Marks     []mark
	Agreed    string
	Note      string
	Steps     string // page of the topic that worked the figure out; "" for none
	Facts     []factRow
	Parts     []partRow
	Accounts  []partRow
	Lines     []lineRow
	AllLines  int
	Documents []documentRow
	Position  int64
	Then      string // the day of a position other than the clock's
	Thread    noteThread
}

// factRow is a fact of a kept report.
type factRow struct{ Report, Concept, Value, Period, Href string }

// partRow is a row or an account that is part of a figure.
type partRow struct {
	Label, Name, Href string
	Title             string
	Figure            figure
	Mark              string
}

// lineRow is a line of an entry.
type lineRow struct {
	Entry, Href, Date, Description string
	Account                        string
	Figure                         figure
	Documents                      []documentRow
}

// documentRow is a document that opens.
type documentRow struct {
	Name, Hash, Size, Href, Open string
}

// figureChain is the explanation of a figure on a statement.
func (c *call) figureChain(v *app.View, kind, row, column string, near fiscal.Named, on fiscal.Date) (chain, error) {
	s, err := v.ExplainFigure(kind, row, column, near, on)
	if err != nil {
		return chain{}, err
	}
	x := c.chainOf(v, s.Chain)
	x.Title, x.Concept, x.Agreed = s.Row.Label, s.Row.Concept, s.Figure.Citation
	x.Under = kindTitle(kind) + ", " + s.Time.Title
	x.Figure = shownFigure(s.Row, s.Figure, statement.Scale{Power: -1}, c.digits())
	x.Figure.Absent, x.Note = s.Figure.Absent, s.Time.Absent
	x.Marks = originMarks(s.Figure)
	for _, id := range s.Figure.Of {
		if r, ok := s.Statement.Row(id); ok {
			f, _ := s.Statement.Figure(id, s.Figure.Column)
			x.Parts = append(x.Parts, partRow{Label: r.Label, Href: c.explainLink(kind, id, column), Figure: shownFigure(r, f, statement.Scale{Power: -1}, c.digits())})
		}
	}
	x.Thread = c.thread(noteKey(kind, row, column), money.FormatMinor(s.Figure.Amount, c.digits()))
	x.Facts, err = c.factsOf(v, kind, s)
	return x, err
}

func (c *call) explainLink(kind, row, column string) string {
	return string(c.link("/explain", "statement", kind, "row", row, "column", column))
}

// originMarks say how the figure is known.
func originMarks(f statement.Figure) []mark {
	var out []mark
	if f.Citation != "" {
		out = append(out, mark{"done", "agreed"})
	}
	if f.Synthetic {
		out = append(out, mark{"wait", "synthetic in part"})
	}
	if f.Difference {
		out = append(out, mark{"info", "by difference in part"})
	}
	return out
}

// chainOf turns what the app explains into rows with links.
func (c *call) chainOf(v *app.View, e app.Explanation) chain {
	x := chain{Position: e.Position, AllLines: e.AllLines}
	if e.Position != c.Position {
		x.Then = moment(v.State.At)
	}
	for _, a := range e.Accounts {
		x.Accounts = append(x.Accounts, c.accountRow(a))
	}
	for _, l := range e.Lines {
		x.Lines = append(x.Lines, c.lineRow(v, l))
	}
	for _, d := range e.Opens {
		x.Documents = append(x.Documents, c.documentLink(d.Hash, d.Name, d.Bytes))
	}
	return x
}

// accountRow is an account's part: a code with its name, or only the name where the code is a path that says the same.
func (c *call) accountRow(a app.AccountLink) partRow {
	r := partRow{Label: a.Account, Name: a.Name, Title: a.Account, Href: c.registerLink(a.Account), Figure: exactly(a.Amount)}
	if strings.Contains(a.Account, ":") {
		r.Label, r.Name = orText(a.Name, a.Account[strings.LastIndexByte(a.Account, ':')+1:]), ""
	}
	switch a.Basis {
	case ledger.Synthetic:
		r.Figure.Synthetic = true
	case "":
	default:
		r.Mark = "by " + a.Basis
	}
	return r
}

func (c *call) registerLink(account string) string {
	return string(c.link("/register", "account", account))
}

func (c *call) lineRow(v *app.View, l app.LineLink) lineRow {
	r := lineRow{Entry: l.Entry, Href: string(c.link("/entries/" + l.Entry)), Account: l.Account, Description: l.Description, Figure: exactly(l.Amount)}
	if b, ok := c.view.Branch(); ok && l.Entry == "draft" {
		r.Entry, r.Href = "proposed", string(c.link("/branches/"+itoa(b.ID)))
	}
	if d, err := fiscal.Parse(l.Date); err == nil {
		r.Date = shortDay(d)
	}
	r.Figure.Synthetic = strings.Contains(l.Analysis, ledger.BasisDimension+"="+ledger.Synthetic)
	for _, h := range l.Documents {
		if i := slices.IndexFunc(v.State.Documents, func(d app.DocumentInfo) bool { return string(d.Hash) == h }); i >= 0 {
			r.Documents = append(r.Documents, c.documentLink(h, v.State.Documents[i].Name, v.State.Documents[i].Bytes))
		}
	}
	return r
}

func (c *call) documentLink(hash, name string, bytes int64) documentRow {
	return documentRow{Name: name, Hash: hash, Size: size(bytes), Href: string(c.link("/documents/" + hash)), Open: string(c.link("/documents/" + hash + "/open"))}
}

// factsOf are the facts of kept reports that are the figure.
func (c *call) factsOf(v *app.View, kind string, s app.Shown) ([]factRow, error) {
	var out []factRow
	for _, f := range v.State.Filings {
		p, err := c.site.kept(v, f)
		if err != nil {
			return nil, err
		}
		for _, fact := range p.Facts {
			o := p.Origins[fact.ID]
			same := o.Statement == kind && o.Row == s.Row.ID && o.Column == s.Figure.Column
			if same || o.Statement == "" && sameElement(fact, s) {
				out = append(out, c.factRow(f, fact))
				break
			}
		}
	}
	return out, nil
}

// sameElement says that a fact of the text reports the element of a figure at its time.
func sameElement(f xbrl.Fact, s app.Shown) bool {
	return s.Row.Concept != "" && f.Concept == s.Row.Concept && f.Period == s.Time.Period() && len(f.Dimensions) == 0
}

func (c *call) factRow(f app.Filing, fact xbrl.Fact) factRow {
	return factRow{Report: c.filingTitle(f) + ", made on " + shortDay(f.On), Concept: fact.Concept, Value: fact.Value, Period: periodOf(fact.Period), Href: string(c.link("/filings/" + itoa(f.Position) + "/facts/" + fact.ID))}
}

// periodOf is the time of a fact in words.
func periodOf(p xbrl.Period) string {
	switch {
	case p.Forever():
		return ""
	case p.Type() == xbrl.Instant:
		return "at " + shortDay(p.Instant)
	}
	return shortDay(p.Span.Start) + " to " + shortDay(p.Span.End)
}

// factsWith are the facts of kept reports that the lines of an entry are part of.
func (c *call) factsWith(e ledger.Entry) ([]factRow, error) {
	var out []factRow
	for _, f := range c.view.State.Filings {
		if e.Position > f.AsKnown {
			continue
		}
		p, err := c.site.kept(c.view, f)
		if err != nil {
			return nil, err
		}
		seen := map[string]bool{}
		for _, fact := range p.Facts {
			if partOf(e, fact, p) && !seen[fact.Key()] {
				seen[fact.Key()] = true
				out = append(out, c.factRow(f, fact))
			}
		}
	}
	return out, nil
}

// partOf says whether a line of the entry is part of a fact: its account is behind the fact and its date in its time.
func partOf(e ledger.Entry, fact xbrl.Fact, p filing.Package) bool {
	o := p.Origins[fact.ID]
	if fact.Period.Type() == xbrl.Instant && e.Effective > fact.Period.Instant || fact.Period.Type() == xbrl.Duration && !fact.Period.Span.Contains(e.Effective) {
		return false
	}
	return slices.ContainsFunc(o.Accounts, func(s statement.Source) bool { return e.Touches(s.Account) })
}
