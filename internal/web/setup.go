package web

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"tieout/internal/access"
	"tieout/internal/app"
)

// Setup makes a book and its first person from what a visitor types. Until it is done the site shows nothing else.
type Setup struct {
	Code   string // printed where the program was started; whoever has it sets the book up
	Create func(context.Context, app.New) (*app.App, error)
	Charts []app.StarterChart
}

// setupPage is the form of the first run.
type setupPage struct {
	Code, Wrong     string
	Book            bool // the book is to be made too
	Name, CIK, Ends string
	Currency        string
	Person, Full    string
	Role            string
	Charts          []app.StarterChart
	Chart           string
}

// setUp is the handler of a site whose book is not made yet: it becomes the site once it is.
type setUp struct {
	o     Options
	mu    sync.Mutex
	next  http.Handler
	made  func(*site)
	site  *site        // without a book
	guard http.Handler // around what is answered without a book
}

func newSetUp(o Options, loopback bool, made func(*site)) (*setUp, error) {
	x := &setUp{o: o, made: made, site: &site{Options: o, company: "Tieout", loopback: loopback && o.Origin == ""}}
	var err error
	x.site.origins, err = trusting(o.Origin)
	x.guard = x.site.guard(http.HandlerFunc(x.before))
	return x, err
}

// ServeHTTP answers with the set-up until there is a book.
func (x *setUp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x.mu.Lock()
	next := x.next
	x.mu.Unlock()
	if next == nil {
		next = x.guard
	}
	next.ServeHTTP(w, r)
}

// before answers while there is no book.
func (x *setUp) before(w http.ResponseWriter, r *http.Request) {
	s := x.site
	switch {
	case strings.HasPrefix(r.URL.Path, "/assets/") && r.Method == http.MethodGet:
		r.SetPathValue("file", strings.TrimPrefix(r.URL.Path, "/assets/"))
		s.asset(w, r)
	case r.URL.Path == "/set-up" && r.Method == http.MethodPost:
		x.create(s, w, r)
	case r.URL.Path == "/set-up":
		s.bare(w, r, http.StatusOK, page{Title: "Set up", Body: setupBody(setupPage{Book: true, Code: r.URL.Query().Get("code"), Charts: x.o.Setup.Charts, Ends: "12-31", Currency: "USD", Role: string(access.Controller)})})
	default:
		http.Redirect(w, r, "/set-up", http.StatusSeeOther)
	}
}

// create makes the book, opens the site on it and hands the form to the site, which makes the first person.
func (x *setUp) create(s *site, w http.ResponseWriter, r *http.Request) {
	form, err := readForm(w, r, false)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	p := typedSetup(form)
	p.Book, p.Charts = true, x.o.Setup.Charts
	fail := func(wrong string) {
		p.Wrong = wrong
		s.bare(w, r, http.StatusUnprocessableEntity, page{Title: "Set up", Body: setupBody(p)})
	}
	if wrong := p.check(x.o.Setup.Code); wrong != "" {
		fail(wrong)
		return
	}
	if form.Get("password") != form.Get("repeated") {
		fail("The two passwords differ.")
		return
	}
	if m := mistakeIn(app.CheckFirst(app.Person{Code: p.Person, Name: p.Full, Role: p.Role}, form.Get("password"), p.Name)); m != "" {
		fail(m)
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.next == nil {
		a, err := x.o.Setup.Create(r.Context(), app.New{Name: p.Name, CIK: p.CIK, Calendar: p.Ends, Currency: p.Currency, By: p.Person})
		if err != nil {
			if m := mistakeIn(err); m != "" {
				fail(m)
				return
			}
			s.refuse(w, r, err)
			return
		}
		o := x.o
		o.App = a
		made, err := newSite(r.Context(), o)
		if err != nil {
			s.refuse(w, r, errors.Join(err, a.Close()))
			return
		}
		x.made(made)
		x.next = made.handler()
	}
	r.Body = http.NoBody
	x.next.ServeHTTP(w, r)
}

// setupRoutes are those of a book that has nobody yet.
func (s *site) setupRoutes() []route {
	return []route{
		{Pattern: "/set-up", Action: Public, Page: s.setupPage},
		{Pattern: "/set-up", Action: Public, Do: s.setUpFirst},
	}
}

func (s *site) setupPage(c *call) (page, error) {
	if len(c.who.state.People) > 0 {
		return page{}, moved{"/"}
	}
	return page{Title: "Set up", Body: setupBody(setupPage{Code: c.query.Get("code"), Charts: s.charts(c), Role: string(access.Controller)})}, nil
}

// charts are the starter charts that are offered, none to a book that has accounts.
func (s *site) charts(c *call) []app.StarterChart {
	if len(c.who.state.Chart.Accounts()) > 0 {
		return nil
	}
	return app.StarterCharts()
}

func typedSetup(form url.Values) setupPage {
	f := func(k string) string { return strings.TrimSpace(form.Get(k)) }
	return setupPage{Code: f("code"), Name: f("name"), CIK: f("cik"), Ends: f("ends"), Currency: f("currency"), Person: strings.ToLower(f("person")), Full: f("full"), Role: f("role"), Chart: f("chart")}
}

// check looks at the code of the set-up.
func (p setupPage) check(code string) string {
	if code == "" || subtle.ConstantTimeCompare([]byte(p.Code), []byte(code)) != 1 {
		return "The code of the set-up is not the one that was printed where the program was started."
	}
	return ""
}

// setUpFirst makes the first person, opens the chart that was chosen, and signs the person in.
func (s *site) setUpFirst(c *call) (done, error) {
	p := typedSetup(c.form)
	p.Charts = s.charts(c)
	again := func(wrong string) (done, error) {
		p.Wrong = wrong
		return done{Again: func(*call) (page, error) { return page{Title: "Set up", Body: setupBody(p)}, nil }}, nil
	}
	if len(c.who.state.People) > 0 {
		return done{To: "/"}, nil
	}
	if wait := s.mayTry(c.r, "set-up"); wait > 0 {
		return again("Too many attempts. Wait " + spell(wait) + " and try again.")
	}
	if wrong := p.check(s.setupCode); wrong != "" {
		s.limits.Fail("set-up", s.now())
		return again(wrong)
	}
	if c.form.Get("password") != c.form.Get("repeated") {
		return again("The two passwords differ.")
	}
	person := app.Person{Code: p.Person, Name: p.Full, Role: p.Role}
	err := s.App.First(c.r.Context(), person, c.form.Get("password"), p.Chart)
	if m := mistakeIn(err); m != "" {
		return again(m)
	}
	if err != nil {
		return done{}, err
	}
	if err := s.signedIn(c.r, person.Code, "password"); err != nil {
		return done{}, err
	}
	s.note(c.r, person.Code, "set-up", "")
	say := "The book is yours. Give a second person a seat, and nobody approves their own work."
	if !s.takesPassword(person.Code) {
		say += " Passwords are off here: link your account of " + s.oidcLabel() + " under your own access before you sign out."
	}
	return done{To: "/", Say: say}, nil
}
