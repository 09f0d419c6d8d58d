package web

import (
	pathpkg "path"

	"github.com/a-h/templ"

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
	Who            *seat // nil when nobody is signed in
	Seats          []seatChoice
	Flash          string
	Here           string // the address of the page
	Scripts        []string
	Beside         templ.Component
	Branch         branchBanner // that the books are seen on
}

// seatChoice is a sample person of the demonstration.
type seatChoice struct {
	Code, Label string
	On          bool
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
	f := frame{Title: p.Title, Section: p.Section, Entity: c.view.State.Name, Where: *c.place, Notice: c.notice(), Panel: p.Panel, Path: c.r.URL.Path, Scripts: p.Scripts, Beside: p.Beside}
	if c.r.Header.Get(partHeader) == "" {
		f.Flash = c.site.sessions.PopString(c.r.Context(), keyFlash)
	}
	if !c.who.In {
		f.Where, f.Panel = place{}, false
		return f, nil
	}
	if c.r.Method != "GET" && c.r.Method != "HEAD" { // a form that is shown again is at the address of its page
		f.Path = c.backTo()
	}
	f.Who, f.Nav, f.Periods, f.Here = &c.who, c.site.nav(), c.choices(), f.Path
	if c.r.URL.RawQuery != "" && f.Path == c.r.URL.Path {
		f.Here += "?" + c.r.URL.RawQuery
	}
	if waits, err := c.waits(); err == nil && len(waits) > 0 {
		f.badge("drafts", len(waits))
	}
	if c.site.Sample {
		for _, x := range c.who.state.People {
			if c.who.holds(x.Code) {
				f.Seats = append(f.Seats, seatChoice{x.Code, x.Name + ", " + roleTitle(x.Role), x.Code == c.who.Code})
			}
		}
	}
	for _, k := range []string{"at", "label", "account", "scale", "statement", "row", "column", "what", "with", "slice", "columns"} {
		if v := c.query.Get(k); v != "" {
			f.Hidden = append(f.Hidden, pair{k, v})
		}
	}
	f.Presets, f.Branch = c.presets(), c.branchBanner()
	return f, nil
}

// partHeader says that the script asks for a part of a page, not for the page.
const partHeader = "X-Part"

// badge puts a count beside an item of the navigation.
func (f *frame) badge(section string, n int) {
	for g := range f.Nav {
		for i := range f.Nav[g].Items {
			if f.Nav[g].Items[i].Section == section {
				f.Nav[g].Items[i].Count = n
			}
		}
	}
}

// backTo is the page on which a form stands that is shown again: the route that answers GET at or above its address.
func (c *call) backTo() string {
	for path := c.r.URL.Path; path != "/" && path != "."; path = pathpkg.Dir(path) {
		if c.site.shows(path) {
			return path
		}
	}
	return "/"
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
	for _, k := range []string{"at", "label", "account", "scale", "statement", "row", "column", "what", "from", "period", "with", "slice", "columns"} {
		if v := c.query.Get(k); v != "" {
			all = append(all, k, v)
		}
	}
	return string(c.link(c.r.URL.EscapedPath(), append(all, pairs...)...))
}
