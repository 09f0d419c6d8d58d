package web

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"tieout/internal/access"
)

// action makes a page from a request, with the book open at the clock's position.
type action func(*call) (page, error)

// page is what an action found: where the reader is, and the body.
type page struct {
	Title   string
	Section string // the entry of the navigation that is lit
	Body    templ.Component
	Panel   bool            // the page has figures: its right side holds the explanation
	Beside  templ.Component // what stands on its right side until a figure is explained; may be nil
	Scripts []string        // beside the site's own
}

// route is one address of the site: who may go there, and what is done or shown. A route has exactly one of Page, Raw,
// Static, Do and Ask; Do and Ask answer POST, the others GET and HEAD.
type route struct {
	Pattern string
	Action  access.Action // what the policies are asked for; Public when nobody is signed in yet
	Page    action        // a page in the site's frame, or
	Raw     func(*call, http.ResponseWriter) error
	Static  func(*site, http.ResponseWriter, *http.Request) // bytes that need no book
	Do      doing                                           // changes something, then leads on
	Ask     asking                                          // answers a script: JSON in, JSON out
	Step    bool                                            // needs a fresh look at who one is, even where the action does not
	Large   bool                                            // takes a file
}

// Public is the action of routes for which nobody must be signed in.
const Public access.Action = "public"

func (rt route) method() string {
	if rt.Do != nil || rt.Ask != nil {
		return http.MethodPost
	}
	return http.MethodGet
}

// routes are all addresses. The tests go through this table for every role.
func (s *site) routes() []route {
	var out []route
	for _, group := range [][]route{
		s.signRoutes(),
		s.passkeyRoutes(),
		s.signOnRoutes(),
		s.setupRoutes(),
		s.ownRoutes(),
		s.peopleRoutes(),
		s.entryRoutes(),
		s.importRoutes(),
		s.lockRoutes(),
		s.readingRoutes(),
		s.branchRoutes(),
		s.workbookRoutes(),
		s.recurringRoutes(),
		s.inventoryRoutes(), s.costRoutes(), s.countRoutes(),
		s.estimateRoutes(),
		s.reportRoutes(),
		s.findRoutes(),
		s.designRoutes(),
		s.bookRoutes(),
	} {
		out = append(out, group...)
	}
	return out
}

// bookRoutes are those of the books as they are.
func (s *site) bookRoutes() []route {
	return []route{
		{Pattern: "/{$}", Action: access.ReadBooks, Page: s.home},
		{Pattern: "/statements/{kind}", Action: access.ReadBooks, Page: s.statement},
		{Pattern: "/statements/{kind}/download", Action: access.Export, Raw: s.statementDownload},
		{Pattern: "/statements/{kind}/changes", Action: access.ReadBooks, Page: s.changes},
		{Pattern: "/explain", Action: access.ReadBooks, Page: s.explain},
		{Pattern: "/trial-balance", Action: access.ReadBooks, Page: s.trialBalance},
		{Pattern: "/trial-balance/download", Action: access.Export, Raw: s.trialBalanceDownload},
		{Pattern: "/register", Action: access.ReadBooks, Page: s.register},
		{Pattern: "/register/download", Action: access.Export, Raw: s.registerDownload},
		{Pattern: "/journal", Action: access.ReadBooks, Page: s.journal},
		{Pattern: "/entries/{number}", Action: access.ReadBooks, Page: s.entry},
		{Pattern: "/documents", Action: access.ReadBooks, Page: s.documents},
		{Pattern: "/documents/{hash}", Action: access.ReadBooks, Page: s.document},
		{Pattern: "/documents/{hash}/open", Action: access.ReadBooks, Raw: s.documentOpen},
		{Pattern: "/filings", Action: access.ReadBooks, Page: s.filings},
		{Pattern: "/filings/{act}", Action: access.ReadBooks, Page: s.filing},
		{Pattern: "/filings/{act}/facts/{id}", Action: access.ReadBooks, Page: s.fact},
		{Pattern: "/filings/{act}/style/{file}", Action: access.ReadBooks, Raw: s.filingStyle},
		{Pattern: "/filings/{act}/files/{file}", Action: access.ReadBooks, Raw: s.filingFile},
		{Pattern: "/tie-out", Action: access.ReadBooks, Page: s.tieOut},
		{Pattern: "/log", Action: access.ReadLog, Page: s.log},
		{Pattern: "/log/checkpoint", Action: access.SignCheckpoint, Do: s.signCheckpoint},
		{Pattern: "/log/{act}", Action: access.ReadLog, Page: s.act},
		{Pattern: "/lists/{list}", Action: access.Export, Raw: s.listDownload},
		{Pattern: "/keys", Action: access.ReadBooks, Page: s.keys},
		{Pattern: "/assets/{file}", Action: Public, Static: (*site).asset},
	}
}

// handler is the whole site with its guards around it.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	s.mux = mux
	for _, rt := range s.routes() {
		mux.Handle(rt.method()+" "+rt.Pattern, s.answer(rt))
	}
	if s.API != nil {
		mux.Handle("/api/", s.API(s.App))
	}
	mux.Handle("/", s.answer(route{Action: access.ReadBooks, Page: s.notFound}))
	return s.guard(s.sessions.LoadAndSave(mux))
}

// places of the navigation, in groups.
type navGroup struct {
	Name  string
	Items []navItem
}

type navItem struct {
	Key, Label, Path, Section string
	Count                     int // of what waits there
}

// nav is the navigation; a site without filed figures has no tie-out.
func (s *site) nav() []navGroup {
	proof := []navItem{{Key: "l", Label: "Log", Path: "/log", Section: "log"}, {Key: "p", Label: "People", Path: "/people", Section: "people"}}
	if len(s.Ties) > 0 {
		proof = append([]navItem{{Key: "t", Label: "Tie-out", Path: "/tie-out", Section: "tie-out"}}, proof...)
	}
	return []navGroup{
		{"", []navItem{{Key: "h", Label: "Home", Path: "/", Section: "home"}}},
		{"Books", []navItem{{Key: "s", Label: "Statements", Path: "/statements/balance-sheet", Section: "statements"}, {Key: "b", Label: "Trial balance", Path: "/trial-balance", Section: "trial-balance"}, {Key: "a", Label: "General ledger", Path: "/general-ledger", Section: "general-ledger"},
			{Key: "j", Label: "Journal", Path: "/journal", Section: "journal"}, {Key: "n", Label: "New entry", Path: "/entries/new", Section: "new-entry"},
			{Key: "w", Label: "Drafts", Path: "/drafts", Section: "drafts"}, {Key: "y", Label: "Recurring", Path: "/recurring", Section: "recurring"}, {Key: "x", Label: "Branches", Path: "/branches", Section: "branches"}, {Key: "i", Label: "Imports", Path: "/imports", Section: "imports"}, {Key: "d", Label: "Documents", Path: "/documents", Section: "documents"},
			{Key: "v", Label: "Inventory", Path: "/inventory", Section: "inventory"}, {Key: "m", Label: "Estimates", Path: "/estimates", Section: "estimates"}, {Key: "c", Label: "Chart", Path: "/chart", Section: "chart"}, {Key: "k", Label: "Locks", Path: "/locks", Section: "locks"}}},
		{"Filing", []navItem{{Key: "r", Label: "Reports", Path: "/filings", Section: "filings"}, {Key: "e", Label: "Registrant", Path: "/registrant", Section: "registrant"}}},
		{"Proof", proof},
	}
}

// notFound is where every address leads that has no route.
func (s *site) notFound(c *call) (page, error) {
	if c.r.Method == http.MethodPost && s.shows(c.r.URL.Path) {
		c.w.Header().Set("Allow", "GET, HEAD")
		return page{}, problem{Code: http.StatusMethodNotAllowed, Title: "Nothing is changed here", What: "The page at " + plainText(c.r.URL.Path, 80) + " is read, not written to.", Way: "Open the page from the navigation."}
	}
	return page{}, c.missing("There is no page at "+plainText(c.r.URL.Path, 80)+".", "The navigation lists every page of the site.")
}

// shows says whether a page is at a path.
func (s *site) shows(path string) bool {
	r := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}}
	_, pattern := s.mux.Handler(r)
	return pattern != "/"
}
