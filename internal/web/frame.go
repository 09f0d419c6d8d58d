package web

import (
	"tieout/fiscal"
)

// frame is what stands around every page.
type frame struct {
	Title, Section string
	Entity         string
	Where          place
	Nav            []navGroup
	Hidden         []pair         // what the clock's forms carry on
	Periods        []fiscal.Named // that can be chosen
	Presets        []presetLink
	Notice         string
	Panel          bool
	Path           string
}

type pair struct{ Key, Value string }

// presetLink is a day that the clock offers.
type presetLink struct {
	Label, Title string
	Href         string
	On           bool
}

// frame gathers what stands around a page.
func (c *call) frame(p page) (frame, error) {
	f := frame{Title: p.Title, Section: p.Section, Entity: c.view.State.Name, Where: *c.place, Nav: c.site.nav(), Notice: c.notice(), Panel: p.Panel, Path: c.r.URL.Path, Periods: c.choices()}
	for _, k := range []string{"at", "label", "account", "scale", "statement", "row", "column", "what"} {
		if v := c.query.Get(k); v != "" {
			f.Hidden = append(f.Hidden, pair{k, v})
		}
	}
	f.Presets = c.presets()
	return f, nil
}

// notice is what every page must say of itself.
func (c *call) notice() string {
	if r, _, err := c.view.Registrant(); err == nil && r.Notice != "" {
		return r.Notice
	}
	return c.site.Notice
}

// presets are the days that the clock offers; what was learned on one is said only from that day on.
func (c *call) presets() []presetLink {
	var out []presetLink
	for _, p := range c.site.Presets {
		l := presetLink{Label: shortDay(p.On), On: p.On == c.On && !c.Newest}
		if p.On <= c.On {
			l.Title = p.Label
		}
		l.Href = string(c.stay("on", p.On.String(), "position", ""))
		out = append(out, l)
	}
	if len(out) > 0 || !c.Newest {
		out = append(out, presetLink{Label: "newest", On: c.Newest, Href: string(c.stay("on", "newest", "position", ""))})
	}
	return out
}

// stay is the same page with other parameters. A page of one thing (an entry, a filing) may not be known elsewhere in
// time; the page then says so.
func (c *call) stay(pairs ...string) string {
	var all []string
	for _, k := range []string{"at", "label", "account", "scale", "statement", "row", "column", "what", "from", "period"} {
		if v := c.query.Get(k); v != "" {
			all = append(all, k, v)
		}
	}
	return string(c.link(c.r.URL.EscapedPath(), append(all, pairs...)...))
}
