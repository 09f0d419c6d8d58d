package web

import (
	"fmt"
	"strings"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/statement"
)

// explain is the chain behind a figure of a statement, or behind whatever a reader asks for: an element, an account, an
// entry, a fact, a document.
func (s *site) explain(c *call) (page, error) {
	if what := strings.TrimSpace(c.query.Get("what")); what != "" {
		return c.lookUp(what)
	}
	kind, row, column := c.query.Get("statement"), c.query.Get("row"), c.query.Get("column")
	if kind == "" {
		examples, err := c.explainable()
		return page{Title: "Explain", Section: "statements", Body: askBody("", examples)}, err
	}
	x, err := c.figureChain(c.view, kind, row, column, c.Period, c.On)
	if err != nil {
		return page{}, err
	}
	return page{Title: x.Title, Section: "statements", Body: explainBody(x)}, nil
}

// explainable are things of this book that can be asked for, one of each kind, as they are typed.
func (c *call) explainable() ([]askedFor, error) {
	var out []askedFor
	add := func(what, means string) {
		out = append(out, askedFor{What: what, Means: means, Href: string(c.link("/explain", "what", what))})
	}
	s, _, err := c.view.BalanceSheet(min(c.Period.End, c.On))
	if err != nil {
		return nil, err
	}
	for _, r := range s.Rows {
		if bare, ok := strings.CutPrefix(r.Concept, "us-gaap:"); ok && r.Kind == statement.LineRow && len(r.Figures) > 0 && r.Figures[0].Amount != 0 && len(out) < 3 {
			add(bare+"@"+s.Columns[0].Key, r.Label+" on the balance sheet of "+day(min(c.Period.End, c.On)))
		}
	}
	if as := c.view.State.Chart.Accounts(); len(as) > 0 {
		add(as[0].Code, "an account: its register")
	}
	if e, ok, err := c.view.EntryWithID(c.view.LastEntry()); err != nil {
		return nil, err
	} else if ok {
		add(e.Number.String(), "an entry: its lines, its document, and the facts it is part of")
	}
	if ds := c.view.State.Documents; len(ds) > 0 {
		add(string(ds[len(ds)-1].Hash)[:12], "the hash of a document: the entries that rest on it")
	}
	return out, nil
}

// askedFor is something that can be explained, as it is typed.
type askedFor struct{ What, Means, Href string }

// lookUp finds what the words mean: an entry, a fact, a document, an account, or an element with its day or period.
func (c *call) lookUp(what string) (page, error) {
	bare, at, _ := strings.Cut(what, "@")
	if n, err := app.ParseNumber(strings.ToUpper(bare)); err == nil {
		return page{}, moved{string(c.link("/entries/" + n.String()))}
	}
	if _, ok := c.view.State.Chart.Account(bare); ok {
		return page{}, moved{c.registerLink(bare)}
	}
	if h, err := c.view.FindDocument(bare); err == nil && len(bare) >= 8 {
		return page{}, moved{string(c.link("/documents/" + string(h)))}
	}
	if to, ok, err := c.findFact(bare); ok || err != nil {
		return page{}, orErr(err, moved{to})
	}
	kind, row, column, err := c.findElement(bare, at)
	if err != nil {
		return page{}, err
	}
	if kind != "" {
		return page{}, moved{c.explainLink(kind, row, column)}
	}
	x, err := c.byAccounts(bare, at)
	if err != nil {
		return page{}, err
	}
	return page{Title: x.Title, Section: "statements", Body: explainBody(x)}, nil
}

func orErr(err error, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// findFact finds a fact by its id in the newest kept report that has it.
func (c *call) findFact(id string) (string, bool, error) {
	if !strings.HasPrefix(id, "f-") {
		return "", false, nil
	}
	for i := len(c.view.State.Filings) - 1; i >= 0; i-- {
		f := c.view.State.Filings[i]
		p, err := c.site.kept(c.view, f)
		if err != nil {
			return "", false, err
		}
		for _, fact := range p.Facts {
			if fact.ID == id {
				return string(c.link("/filings/" + itoa(f.Position) + "/facts/" + id)), true, nil
			}
		}
	}
	return "", false, c.missing("No report kept by this position has a fact "+plainText(id, 60)+".", "The reports are listed under Reports.")
}

// findElement finds the figure that carries an element: at a day on the balance sheet, else over a period.
func (c *call) findElement(concept, at string) (kind, row, column string, err error) {
	if !strings.Contains(concept, ":") {
		concept = "us-gaap:" + concept
	}
	if at == "" {
		at = c.Period.End.String()
	}
	if d, perr := fiscal.Parse(at); perr == nil {
		s, _, err := c.view.BalanceSheet(d)
		if r, ok := s.RowOf(concept); ok && err == nil {
			return s.ID, r.ID, d.String(), nil
		}
		if err != nil || c.query.Get("what") != "" && strings.Contains(c.query.Get("what"), "@") {
			return "", "", "", err
		}
		at = c.Period.Name
	}
	p, err := c.view.State.Calendar.ParsePeriod(at)
	if err != nil {
		return "", "", "", err
	}
	for _, k := range app.StatementKinds[1:] {
		s, _, err := c.view.Comparative(k, p, c.On)
		if err != nil {
			if _, merr := whyAbsent(err); merr != nil {
				return "", "", "", merr
			}
			continue
		}
		if r, ok := s.RowOf(concept); ok {
			c.carried = append(c.carried, "period", p.Name)
			return k, r.ID, p.Name, nil
		}
	}
	return "", "", "", nil
}

// byAccounts explains an element that no statement shows from the accounts that carry it.
func (c *call) byAccounts(concept, at string) (chain, error) {
	if !strings.Contains(concept, ":") {
		concept = "us-gaap:" + concept
	}
	end, span := c.Period.End, fiscal.Period{Start: earliest, End: c.Period.End}
	if d, err := fiscal.Parse(at); err == nil {
		end, span.End = d, d
	} else if p, err := c.view.State.Calendar.ParsePeriod(at); err == nil {
		end, span = p.End, p.Period
	}
	tb, err := c.view.TrialBalance(end)
	if err != nil {
		return chain{}, err
	}
	var sources []statement.Source
	var sum int64
	for _, a := range c.view.State.Chart.Accounts() {
		if n := tb.Account(a.Code); a.Concept == concept && n != 0 {
			sources, sum = append(sources, statement.Source{Account: a.Code, Amount: n}), sum+n
		}
	}
	if len(sources) == 0 {
		return chain{}, c.missing(fmt.Sprintf("Nothing in the book at this position is called %s: no entry, account, element, fact or document.", plainText(concept, 80)),
			"Write an element as InventoryNet@2006-03-31 or Revenues@2006-Q1, an entry as JE-2006-000042, or choose a figure on a statement.")
	}
	e, err := c.view.ExplainAccounts(concept, sources, span)
	if err != nil {
		return chain{}, err
	}
	x := c.chainOf(c.view, e)
	x.Title, x.Concept, x.Under = concept, concept, "accounts that carry the element, "+day(end)
	x.Figure = amountOf(sum, c.digits())
	return x, nil
}

var earliest = fiscal.MustParse("1800-01-01")
