package web

import (
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/internal/demo"
	"tieout/money"
)

// tieOutPage holds every filed figure against the books.
type tieOutPage struct {
	Counts   []tieCount
	All      string
	AllOn    bool
	Total    int
	Rows     []tieRow
	Later    bool // the filed figures are not known yet at this clock
	Newest   string
	Computed int
}

// tieRow is a filed figure.
type tieRow struct {
	Caption, When string
	Filed, Books  figure
	Mark          mark
	Reason        string
	Source, Full  string
}

// tieOut is the page of all filed figures.
func (s *site) tieOut(c *call) (page, error) {
	if len(s.Ties) == 0 {
		return page{}, c.missing("No filed figures were given to this site.", "tieout demo compares the demonstration's books with what the company filed, and then serves them.")
	}
	p := tieOutPage{Total: len(s.Ties), Newest: c.stay("on", "newest", "position", ""), All: string(c.link("/tie-out"))}
	if !c.Newest {
		p.Later = true
		return page{Title: "Tie-out", Section: "tie-out", Body: tieOutBody(p)}, nil
	}
	chosen := c.query.Get("label")
	p.Counts, p.AllOn = c.tieCounts(s.Ties, chosen), chosen == ""
	if chosen != "" && !slices.ContainsFunc(p.Counts, func(t tieCount) bool { return t.Chosen }) {
		return page{}, bad("There is no label "+plainText(chosen, 40)+".", "Choose a label on the tie-out.")
	}
	p.Computed = p.Counts[0].Count
	for _, t := range s.Ties {
		if chosen == "" || string(t.Label) == chosen {
			p.Rows = append(p.Rows, c.tieRow(t))
		}
	}
	return page{Title: "Tie-out", Section: "tie-out", Body: tieOutBody(p), Panel: true}, nil
}

// sourceOf is the document that a figure was filed in, in short and in full.
func (s *site) sourceOf(code string) (short, full string) {
	bare, more, _ := strings.Cut(code, " ")
	words, ok := s.Sources[bare]
	if !ok {
		return code, ""
	}
	short, _, _ = strings.Cut(words, " (")
	short = strings.Replace(strings.TrimPrefix(short, "Form "), " for ", ", ", 1)
	return strings.TrimSpace(short + " " + more), words
}

func (c *call) tieRow(t demo.Tie) tieRow {
	r := tieRow{Caption: t.Caption, When: t.Period, Filed: amountOf(t.Value, 0), Reason: sentence(t.Reason), Source: t.Source}
	r.Source, r.Full = c.site.sourceOf(t.Source)
	if d, err := fiscal.Parse(t.Period); err == nil {
		r.When = shortDay(d)
	} else if p, err := c.view.State.Calendar.ParsePeriod(t.Period); err == nil {
		r.When = periodTitle(p)
	}
	for _, l := range tieLabels {
		if l.Label == t.Label {
			r.Mark = l.Mark
		}
	}
	if t.Found {
		r.Books = amountOf(money.Quotient(t.Books, 100, money.HalfAway), 0)
		if t.Concept != "" {
			r.Books.Href = string(c.link("/explain", "what", t.Concept+"@"+t.Period))
		}
	}
	return r
}
