package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/xbrl"
)

// findRoutes are those of finding anything.
func (s *site) findRoutes() []route {
	return []route{
		{Pattern: "/find", Action: access.ReadBooks, Page: s.findPage},
		{Pattern: "/find/list", Action: access.ReadBooks, Raw: s.findList},
	}
}

// hit is one thing that was found: what kind, its name, a word about it, and where it is.
type hit struct {
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	About string `json:"about,omitempty"`
	Href  string `json:"href"`
	Key   string `json:"key,omitempty"` // the keys that lead there
	rank  int
}

// mostHits is how many things are shown.
const mostHits = 40

// findResults are what was found.
type findResults struct {
	What string
	Hits []hit
}

// findPage finds anything, for browsers without scripts.
func (s *site) findPage(c *call) (page, error) {
	p := findResults{What: c.query.Get("q")}
	var err error
	p.Hits, err = c.find(p.What)
	return page{Title: "Find", Body: findBody(p)}, err
}

// findList is what the palette of the script shows.
func (s *site) findList(c *call, w http.ResponseWriter) error {
	hits, err := c.find(c.query.Get("q"))
	if err != nil {
		return err
	}
	if hits == nil {
		hits = []hit{}
	}
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(true)
	return e.Encode(hits)
}

// find looks for what was typed among pages, actions, accounts, entries, reports, facts, documents and people that the
// one who asks may see.
func (c *call) find(what string) ([]hit, error) {
	f := finder{c: c, words: strings.Fields(strings.ToLower(plainText(what, 100))), text: strings.TrimSpace(what)}
	f.pages()
	if len(f.words) == 0 {
		return f.hits, nil
	}
	f.accounts()
	if err := f.entry(); err != nil {
		return nil, err
	}
	f.reports()
	f.documents()
	f.elements()
	f.people()
	slices.SortStableFunc(f.hits, func(a, b hit) int { return b.rank - a.rank })
	return f.hits[:min(len(f.hits), mostHits)], nil
}

type finder struct {
	c     *call
	words []string
	text  string
	hits  []hit
}

// rank is how well a text fits what was typed: every word must begin a word of it, or stand in it.
func (f *finder) rank(text string) int {
	text = strings.ToLower(text)
	rank := 1
	for _, w := range f.words {
		i := strings.Index(text, w)
		switch {
		case i < 0:
			return 0
		case i == 0:
			rank += 4
		case !unicode.IsLetter(rune(text[i-1])) && !unicode.IsDigit(rune(text[i-1])):
			rank += 2
		}
	}
	if text == strings.Join(f.words, " ") {
		rank += 6
	}
	return rank
}

func (f *finder) add(boost int, h hit, texts ...string) {
	best := 0
	for _, t := range texts {
		best = max(best, f.rank(t))
	}
	if best > 0 {
		h.rank = best + boost
		f.hits = append(f.hits, h)
	}
}

// pages are the pages of the navigation and what can be begun, as far as one may.
func (f *finder) pages() {
	for _, g := range f.c.site.nav() {
		for _, i := range g.Items {
			f.add(3, hit{Kind: "page", Name: i.Label, Href: string(f.c.link(i.Path)), Key: "g " + i.Key}, i.Label)
		}
	}
	for _, kind := range app.StatementKinds {
		f.add(2, hit{Kind: "page", Name: kindTitle(kind), Href: string(f.c.link("/statements/" + kind))}, kindTitle(kind))
	}
	for _, a := range f.c.site.actions() {
		if f.c.who.can(a.Action) {
			f.add(2, hit{Kind: "action", Name: a.Label, Href: a.Path, Key: a.Key}, a.Label)
		}
	}
}

// quickAction is something that can be begun from anywhere.
type quickAction struct {
	Label, Path, Key string
	Action           access.Action
}

// actions are what can be begun from anywhere.
func (s *site) actions() []quickAction {
	return []quickAction{
		{"Write a new entry", "/entries/new", "g n", access.PrepareEntry},
		{"Late adjustments by the quarter that they belong to", "/out-of-period", "", access.ReadBooks},
		{"What moved between periods: flux", "/flux/income", "", access.ReadBooks},
		{"Notes at figures", "/notes", "", access.ReadBooks},
		{"Propose entries on a branch", "/branches", "g x", access.Propose},
		{"Bring a workbook back", "/workbook", "", access.PrepareEntry},
		{"Make what is due: recurring entries", "/recurring", "g y", access.PrepareEntry},
		{"Take a file in", "/imports", "g i", access.PrepareImport},
		{"See what waits for you", "/drafts", "g w", access.ReadBooks},
		{"Your access: password, authenticator, tokens", "/own", "", access.OwnAccess},
		{"Give a person a seat", "/people", "", access.GrantSeat},
		{"Find where a figure comes from", "/explain", "/", access.ReadBooks},
		{"See the keys", "/keys", "?", access.ReadBooks},
	}
}

func (f *finder) accounts() {
	for _, a := range f.c.view.State.Chart.Accounts() {
		f.add(1, hit{Kind: "account", Name: a.Label(), About: string(a.Type), Href: string(f.c.link("/register", "account", a.Code))}, a.Code, a.Name, a.Code[strings.LastIndexByte(a.Code, ':')+1:])
	}
}

// entry finds an entry by its number, or by the last digits of it in the year of the period.
func (f *finder) entry() error {
	n, err := app.ParseNumber(f.text)
	if err != nil {
		return nil
	}
	e, ok, err := f.c.view.Entry(n)
	if err == nil && ok {
		f.hits = append(f.hits, hit{Kind: "entry", Name: e.Number.String(), About: e.Description, Href: string(f.c.link("/entries/" + e.Number.String())), rank: 30})
	}
	return err
}

func (f *finder) reports() {
	for _, x := range f.c.view.State.Filings {
		f.add(2, hit{Kind: "report", Name: f.c.filingTitle(x), About: "kept at position " + count(x.Position), Href: string(f.c.link("/filings/" + itoa(x.Position)))}, f.c.filingTitle(x), x.Form+" "+x.Period)
	}
	for _, q := range f.c.recentQuarters() {
		form, period := "10-Q", q.Name
		if q.Quarter == 4 {
			form, period = "10-K", itoa(q.Year)
		}
		name := reportTitle(form, period, q.End)
		f.add(0, hit{Kind: "report", Name: name, About: "in the making", Href: string(f.c.link("/reports/" + form + "/" + period))}, name, form+" "+period)
	}
}

// recentQuarters are those of the last two years, the newest first.
func (c *call) recentQuarters() []fiscal.Named {
	qs := slices.Clone(c.quarters())
	slices.Reverse(qs)
	return qs[:min(len(qs), 8)]
}

func (f *finder) documents() {
	for _, d := range f.c.view.State.Documents {
		h := string(d.Hash)
		texts := []string{d.Name}
		if len(f.text) >= 6 && strings.HasPrefix(h, strings.ToLower(f.text)) {
			texts = append(texts, f.text)
		}
		f.add(0, hit{Kind: "document", Name: d.Name, About: short(h), Href: string(f.c.link("/documents/" + h))}, texts...)
	}
}

// elements are those that accounts carry: their figure at the end of the period.
func (f *finder) elements() {
	seen := map[string]bool{}
	for _, a := range f.c.view.State.Chart.Accounts() {
		if a.Concept == "" || seen[a.Concept] {
			continue
		}
		seen[a.Concept] = true
		_, local := xbrl.Split(a.Concept)
		at := "@" + f.c.Period.End.String()
		if a.Type.Income() {
			at = "@" + f.c.Period.Name
		}
		f.add(0, hit{Kind: "fact", Name: xbrl.Humanise(local), About: a.Concept + at, Href: string(f.c.link("/explain", "what", local+at))}, xbrl.Humanise(local), local)
	}
}

func (f *finder) people() {
	if !f.c.who.can(access.ReadPeople) {
		return
	}
	for _, p := range f.c.who.state.People {
		f.add(0, hit{Kind: "person", Name: p.Name, About: p.Code + ", " + roleTitle(p.Role), Href: "/people"}, p.Name, p.Code)
	}
}
