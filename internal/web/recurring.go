package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/recurring"
)

// recurringRoutes are those of templates and entries that come again.
func (s *site) recurringRoutes() []route {
	return []route{
		{Pattern: "/recurring", Action: access.ReadBooks, Page: s.recurring},
		{Pattern: "/recurring/new", Action: access.PrepareEntry, Page: s.newStanding},
		{Pattern: "/recurring/new", Action: access.PrepareEntry, Do: s.keepStanding, Large: true},
		{Pattern: "/recurring/make", Action: access.PrepareEntry, Do: s.makeDue},
		{Pattern: "/recurring/{id}/end", Action: access.PrepareEntry, Do: s.endStanding},
	}
}

// recurringPage lists what comes again, and what is due.
type recurringPage struct {
	Sentence, Wrong string
	May             bool
	Once, UpTo      string
	Due             []tableRow
	Made            []string // what became of what was made
	Refused         []string
	Rows            []standingRow
	Templates       []standingRow
	Chart           templ.Component // what is left of schedules
}

type standingRow struct {
	ID                  int64
	Name, Rule, By, Use string
	Next                fiscal.Date
	Each, Left          figure
	Standing            mark
	Ended               bool
}

func (s *site) recurring(c *call) (page, error) { return s.recurringWith(c, recurringPage{}) }

func (s *site) recurringWith(c *call, p recurringPage) (page, error) {
	p.May, p.Once = c.who.can(access.PrepareEntry), newOnce()
	upTo := s.App.Today()
	if d, err := fiscal.Parse(p.UpTo); err == nil {
		upTo = d
	}
	p.UpTo = upTo.String()
	due, err := c.view.Due(upTo)
	if err != nil {
		return page{}, err
	}
	for _, o := range due {
		debits, _, _ := o.Entry.Totals()
		part := ""
		if o.Of > 0 {
			part = "part " + itoa(o.No) + " of " + itoa(o.Of)
		}
		p.Due = append(p.Due, tableRow{Cells: []cell{{Text: shortDay(o.Entry.Effective)}, {Text: o.Entry.Description}, {Text: part, Soft: true}, {Amount: true, Figure: amountOf(debits, c.digits())}}})
	}
	for _, x := range slices.Backward(c.view.State.Standing) {
		r := c.standingRow(x, upTo)
		if x.Recurs() {
			p.Rows = append(p.Rows, r)
		} else {
			p.Templates = append(p.Templates, r)
		}
	}
	p.Chart = c.runDown(upTo)
	switch len(due) {
	case 0:
		p.Sentence = "Nothing recurring is due."
	case 1:
		p.Sentence = "One recurring entry is due."
	default:
		p.Sentence = inWords(len(due)) + " recurring entries are due."
	}
	return page{Title: "Recurring", Section: "recurring", Body: recurringBody(p)}, nil
}

func (c *call) standingRow(x app.StandingEntry, upTo fiscal.Date) standingRow {
	debits, _, _ := x.Entry.Totals()
	r := standingRow{ID: x.ID, Name: x.Name, By: x.By, Rule: ruleWords(x.Standing), Each: amountOf(debits, c.digits()), Ended: x.EndedAt != 0, Standing: mark{"done", "stands"}, Use: string(c.link("/entries/new", "template", itoa(x.ID)))}
	if r.Ended {
		r.Standing = mark{"idle", "ended"}
		return r
	}
	if x.Recurs() {
		far := upTo + 800
		if x.Until != 0 {
			far = min(far, x.Until)
		}
		for _, o := range x.Due(far) {
			if o.Entry.Effective > upTo {
				r.Next = o.Entry.Effective
				break
			}
		}
		r.Left = amountOf(x.Left(upTo), c.digits())
		if !x.Spread {
			r.Left = figure{}
		}
	}
	return r
}

// ruleWords are a rule in words.
func ruleWords(s recurring.Standing) string {
	if s.Every == "" {
		return "used by hand"
	}
	on := "on its last day"
	if s.Every != recurring.Monthly {
		on = "on the last day of the month"
	}
	if s.Day > 0 {
		on = "on day " + itoa(s.Day)
	}
	words := "every " + string(s.Every) + " " + on + " from " + shortDay(s.From)
	if s.Until != 0 {
		words += " to " + shortDay(s.Until)
	}
	if s.Spread {
		words += ", in equal parts"
	}
	return words
}

// runDown draws what is left of schedules at the ends of the months around a day.
func (c *call) runDown(on fiscal.Date) templ.Component {
	var labels []string
	var ends []fiscal.Date
	y, m, _ := on.YMD()
	for i := -2; i < 10; i++ {
		end := fiscal.Of(y, m, 1).AddMonths(i+1, false) - 1
		ends, labels = append(ends, end), append(labels, end.Time().Format("Jan 06"))
	}
	var ss []series
	for _, x := range c.view.State.Standing {
		if !x.Spread || x.EndedAt != 0 || len(ss) == len(seriesClasses) {
			continue
		}
		one := series{Name: x.Name}
		for _, d := range ends {
			one.Values = append(one.Values, x.Left(d))
		}
		ss = append(ss, one)
	}
	if len(ss) == 0 {
		return nil
	}
	return chartFigure(barChart("rundown", "What is left of schedules at the end of each month", labels, ss, c.digits(), true))
}

// newStanding is the page on which a template or an entry that comes again is typed.
func (s *site) newStanding(c *call) (page, error) {
	g := c.emptyGrid()
	f := gridForm{Rule: standingRule{Every: "month", From: g.Date}}
	if text := c.query.Get("like"); text != "" {
		e, err := c.entryNamed(text)
		if err != nil {
			return page{}, err
		}
		g = c.gridOf(e)
		f.Rule.Name = e.Description
	}
	return c.standingPage(g, f), nil
}

func (c *call) standingPage(g grid, f gridForm) page {
	f.Post, f.Once, f.Button, f.NoReverse, f.NoKind, f.WithRule = "/recurring/new", newOnce(), "Keep it", true, true, true
	f.Consequence = "If you keep it, it is listed under Recurring; each time it is due it is made as an entry, through the same approval as every other."
	p := gridPage{Title: "A template, or an entry that comes again", Sub: "The effective date of a template is chosen when it is used; that of an entry that comes again follows its rule.", Grid: g, Form: f}
	return page{Title: "New recurring entry", Section: "recurring", Body: gridBody(p), Scripts: gridScripts}
}

// standingRule is the rule as it is typed.
type standingRule struct {
	Name, Every, Day, From, Until string
	Spread                        bool
}

func (s *site) keepStanding(c *call) (done, error) {
	v := func(k string) string { return strings.TrimSpace(c.form.Get(k)) }
	rule := standingRule{Name: v("name"), Every: v("every"), Day: v("day"), From: v("from"), Until: v("until"), Spread: c.form.Get("spread") != ""}
	show := func(c *call, g grid) page { return c.standingPage(g, gridForm{Rule: rule}) }
	es, g, again, err := s.typed(c, show)
	if err != nil || again != nil {
		return orDone(again), err
	}
	x := recurring.Standing{Name: rule.Name, Every: recurring.Every(rule.Every), Spread: rule.Spread, Entry: es[0]}
	if rule.Day != "" {
		if x.Day, err = strconv.Atoi(rule.Day); err != nil {
			g.wrong("day", "the day of the month: %q is not a whole number", rule.Day)
		}
	}
	for _, d := range []struct {
		key, text string
		into      *fiscal.Date
	}{{"from", rule.From, &x.From}, {"until", rule.Until, &x.Until}} {
		if d.text != "" && rule.Every != "" {
			if *d.into, err = fiscal.Parse(d.text); err != nil {
				g.wrong(d.key, "%v", err)
			}
		}
	}
	if len(g.Wrong) > 0 {
		return done{Again: func(c *call) (page, error) { return show(c, g), nil }}, nil
	}
	if _, err := s.App.KeepStanding(c.ctx(), c.who.Code, x); err != nil {
		return gridAgain(g, err, show)
	}
	return done{To: "/recurring", Say: x.Name + " is kept."}, nil
}

// makeDue makes what is due and says what became of each.
func (s *site) makeDue(c *call) (done, error) {
	p := recurringPage{UpTo: strings.TrimSpace(c.form.Get("up-to"))}
	upTo, err := fiscal.Parse(p.UpTo)
	if err != nil {
		p.Wrong = sentence("the day up to which they are made: " + err.Error())
		return done{Again: func(c *call) (page, error) { return s.recurringWith(c, p) }}, nil
	}
	made, err := s.App.MakeDue(c.r.Context(), c.who.Code, upTo)
	if p.Wrong = mistakeIn(err); p.Wrong == "" && err != nil {
		return done{}, err
	}
	for _, m := range made {
		what := shortDay(m.Entry.Effective) + ", " + m.Entry.Description + ": "
		switch {
		case m.Refused != "":
			p.Refused = append(p.Refused, what+sentence(plainText(m.Refused, 400)))
		case m.Outcome.Draft > 0:
			p.Made = append(p.Made, what+"waits for a second person as "+draftName(m.Outcome.Draft)+".")
		case len(m.Outcome.Entries) > 0:
			p.Made = append(p.Made, what+"posted as "+m.Outcome.Entries[0].Number.String()+".")
		}
	}
	code := 200
	if p.Wrong != "" {
		code = 422
	}
	return done{Code: code, Again: func(c *call) (page, error) { return s.recurringWith(c, p) }}, nil
}

func (s *site) endStanding(c *call) (done, error) {
	id, err := strconv.ParseInt(c.r.PathValue("id"), 10, 64)
	if err != nil {
		id = -1
	}
	_, err = s.App.EndStanding(c.ctx(), c.who.Code, id, strings.TrimSpace(c.form.Get("why")))
	if m := mistakeIn(err); m != "" {
		return done{Again: func(c *call) (page, error) { return s.recurringWith(c, recurringPage{Wrong: m}) }}, nil
	}
	return done{To: "/recurring", Say: "It has ended; what it made stays."}, err
}
