package web

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"tieout/fiscal"
)

// place is where in time a page stands: the day of the clock, the position of the books it means, and the period
// chosen. Every link of a page carries it on.
type place struct {
	On       fiscal.Date
	Position int64
	Of       int64 // the newest position
	Newest   bool
	Period   fiscal.Named
	carried  []string // key and value pairs that links carry on
}

// clock reads the day or position that an address asks for, else the site's own.
func (s *site) clock(ctx context.Context, q url.Values) (*place, error) {
	newest, at, err := s.App.Newest(ctx)
	if err != nil {
		return nil, err
	}
	p := &place{Of: newest}
	switch on, position := q.Get("on"), q.Get("position"); {
	case position != "":
		err = p.atPosition(s, position)
	case on == "newest" || on == "" && s.Clock == 0:
		p.Position, p.On, err = newest, s.newestDay(at), nil
	case on == "":
		p.On = s.Clock
		err = p.atDay(ctx, s)
	default:
		if p.On, err = fiscal.Parse(on); err == nil {
			err = p.atDay(ctx, s)
		}
	}
	if err != nil {
		return nil, err
	}
	if on := q.Get("on"); q.Get("position") == "" && on != "" {
		p.carried = append(p.carried, "on", on)
	}
	p.Newest = p.Position == p.Of
	return p, nil
}

// newestDay is the day of the newest position: today, or the last act's where the site shows a history.
func (s *site) newestDay(at string) fiscal.Date {
	if len(at) >= 10 && s.Clock != 0 {
		if d, err := fiscal.Parse(at[:10]); err == nil {
			return d
		}
	}
	return s.App.Today()
}

func (p *place) atDay(ctx context.Context, s *site) (err error) {
	if p.Position, err = s.App.PositionAt(ctx, p.On); err != nil {
		return err
	}
	if p.Position == 0 {
		return bad("Nothing was in the book yet at the end of "+day(p.On)+".", "Move the clock forward; the newest position is at the address with on=newest.")
	}
	return nil
}

func (p *place) atPosition(s *site, text string) error {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 || n > p.Of {
		return bad(fmt.Sprintf("There is no position %s; positions run from 1 to %s.", plainText(text, 40), count(p.Of)), "Choose a position of the log.")
	}
	p.Position = n
	p.carried = append(p.carried, "position", text)
	return nil
}

// choosePeriod takes the period that the address asks for, else the newest quarter with entries that has ended. The
// day of a place that was given by its position is that of the position's act.
func (c *call) choosePeriod() error {
	if c.On == 0 {
		d, err := fiscal.Parse(c.view.State.At[:min(10, len(c.view.State.At))])
		if err != nil {
			return err
		}
		c.On = d
	}
	name := c.query.Get("period")
	if name != "" {
		p, err := c.view.State.Calendar.ParsePeriod(name)
		c.Period, c.carried = p, append(c.carried, "period", name)
		return err
	}
	var err error
	c.Period, err = c.latestQuarter()
	return err
}

// latestQuarter is the last quarter that has ended and has entries, or the clock's own when there is none.
func (c *call) latestQuarter() (fiscal.Named, error) {
	cal := c.view.State.Calendar
	quarters := c.quarters()
	last, err := c.view.LastDay() // quarters that begin after it have nothing of their own
	if err != nil {
		return fiscal.Named{}, err
	}
	for _, p := range slices.Backward(quarters) {
		if p.End > c.On || p.Start > last {
			continue
		}
		col, err := c.view.Over(p)
		if err != nil {
			return p, err
		}
		if len(col.TB.Rows) > 0 || col.Absent != "" {
			return p, nil
		}
	}
	y, m := cal.MonthOf(c.On)
	return cal.ParsePeriod(fmt.Sprintf("%d-Q%d", y, min((m+2)/3, 4)))
}

// quarters are those from the first entry to the clock's day, the oldest first.
func (c *call) quarters() []fiscal.Named {
	first, err := c.view.FirstDay()
	if err != nil || first == 0 {
		return nil
	}
	cal := c.view.State.Calendar
	var out []fiscal.Named
	for y := max(cal.Year(first), cal.Year(c.On)-30); y <= cal.Year(c.On); y++ {
		for q := 1; q <= 4; q++ {
			p, err := cal.ParsePeriod(fmt.Sprintf("%d-Q%d", y, q))
			if err == nil && p.End >= first && p.Start <= c.On {
				out = append(out, p)
			}
		}
	}
	return out
}

// choices are the periods that the form in the header offers, the newest first.
func (c *call) choices() []fiscal.Named {
	cal := c.view.State.Calendar
	var out []fiscal.Named
	for _, q := range slices.Backward(c.quarters()) {
		year := strconv.Itoa(q.Year)
		names := map[int][]string{1: {q.Name}, 2: {q.Name, year + "-H1"}, 3: {q.Name, year + "-9M"}, 4: {year, q.Name}}[q.Quarter]
		for _, n := range names {
			if p, err := cal.ParsePeriod(n); err == nil {
				out = append(out, p)
			}
		}
	}
	if c.Period.Name != "" && !slices.ContainsFunc(out, func(p fiscal.Named) bool { return p.Name == c.Period.Name }) {
		out = append(out, c.Period)
	}
	return out
}

// link is an address on the site that keeps the place; pairs are further keys and values, and override it. An empty
// value takes a key away.
func (p *place) link(path string, pairs ...string) templ.SafeURL {
	v := url.Values{}
	for _, list := range [][]string{p.carried, pairs} {
		for i := 0; i+1 < len(list); i += 2 {
			if list[i+1] == "" {
				v.Del(list[i])
			} else {
				v.Set(list[i], list[i+1])
			}
		}
	}
	if len(v) == 0 {
		return templ.SafeURL(path)
	}
	return templ.SafeURL(path + "?" + v.Encode())
}

// known says in words as of when the books are seen.
func (p *place) known() string {
	if p.Newest {
		return "as known now, " + day(p.On)
	}
	return "as known on " + day(p.On)
}
