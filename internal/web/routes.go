package web

import (
	"net/http"

	"github.com/a-h/templ"
)

// action makes a page from a request, with the book open at the clock's position.
type action func(*call) (page, error)

// page is what an action found: where the reader is, and the body.
type page struct {
	Title   string
	Section string // the entry of the navigation that is lit
	Body    templ.Component
	Panel   bool // the page has figures: its right side holds the explanation
}

// route is one address of the site. Every one answers GET and HEAD, and nothing else.
type route struct {
	Pattern string
	Page    action                                          // a page in the site's frame, or
	Raw     func(*call, http.ResponseWriter) error          // bytes, with the book open, or
	Static  func(*site, http.ResponseWriter, *http.Request) // bytes that need no book
}

// routes are all addresses.
func (s *site) routes() []route {
	return []route{
		{Pattern: "/{$}", Page: s.home},
		{Pattern: "/statements/{kind}", Page: s.statement},
		{Pattern: "/statements/{kind}/download", Raw: s.statementDownload},
		{Pattern: "/statements/{kind}/changes", Page: s.changes},
		{Pattern: "/explain", Page: s.explain},
		{Pattern: "/trial-balance", Page: s.trialBalance},
		{Pattern: "/trial-balance/download", Raw: s.trialBalanceDownload},
		{Pattern: "/register", Page: s.register},
		{Pattern: "/register/download", Raw: s.registerDownload},
		{Pattern: "/journal", Page: s.journal},
		{Pattern: "/entries/{number}", Page: s.entry},
		{Pattern: "/documents", Page: s.documents},
		{Pattern: "/documents/{hash}", Page: s.document},
		{Pattern: "/documents/{hash}/open", Raw: s.documentOpen},
		{Pattern: "/filings", Page: s.filings},
		{Pattern: "/filings/{act}", Page: s.filing},
		{Pattern: "/filings/{act}/facts/{id}", Page: s.fact},
		{Pattern: "/filings/{act}/style/{file}", Raw: s.filingStyle},
		{Pattern: "/filings/{act}/files/{file}", Raw: s.filingFile},
		{Pattern: "/tie-out", Page: s.tieOut},
		{Pattern: "/log", Page: s.log},
		{Pattern: "/log/{act}", Page: s.act},
		{Pattern: "/keys", Page: s.keys},
		{Pattern: "/assets/{file}", Static: (*site).asset},
	}
}

// handler is the whole site with its guards around it.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		mux.Handle("GET "+r.Pattern, s.answer(r))
	}
	mux.Handle("/", s.answer(route{Page: notFound}))
	return s.guard(mux)
}

// places of the navigation, in groups.
type navGroup struct {
	Name  string
	Items []navItem
}

type navItem struct{ Key, Label, Path, Section string }

// nav is the navigation; a site without filed figures has no tie-out.
func (s *site) nav() []navGroup {
	review := []navItem{{"l", "Log", "/log", "log"}}
	if len(s.Ties) > 0 {
		review = append([]navItem{{"t", "Tie-out", "/tie-out", "tie-out"}}, review...)
	}
	return []navGroup{
		{"", []navItem{{"h", "Home", "/", "home"}}},
		{"Books", []navItem{{"s", "Statements", "/statements/balance-sheet", "statements"}, {"b", "Trial balance", "/trial-balance", "trial-balance"},
			{"j", "Journal", "/journal", "journal"}, {"d", "Documents", "/documents", "documents"}}},
		{"Filing", []navItem{{"r", "Reports", "/filings", "filings"}}},
		{"Proof", review},
	}
}
