package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// routeRows say, for every route of the table, which roles may go there: written by hand, so that a policy that changes
// is seen. A route without a row breaks the test.
var routeRows = map[string]string{}

// Groups of roles in the rows.
const (
	anybody    = "public"
	everyRole  = "cfo controller accountant internal-audit audit-committee external-auditor consultant agent"
	preparers  = "cfo controller accountant consultant agent"
	officers   = "cfo controller"
	staffRoles = "cfo controller accountant"
)

func rows(roles string, routes ...string) {
	for _, r := range routes {
		routeRows[r] = roles
	}
}

func init() {
	rows(anybody, "GET /sign-in", "POST /sign-in", "POST /sign-in/code", "POST /sign-out", "GET /join", "POST /join", "POST /seat", "GET /set-up", "POST /set-up", "GET /assets/{file}")
	rows(everyRole, "GET /own", "POST /own/password", "POST /own/authenticator", "POST /own/authenticator/confirm", "POST /own/authenticator/remove", "POST /own/recovery", "POST /own/sessions/end",
		"POST /own/tokens", "POST /own/tokens/revoke", "GET /people", "GET /events")
	rows(officers, "POST /people", "POST /people/{code}/change", "POST /people/{code}/remove", "POST /people/{code}/invite", "POST /people/limits")
	rows(everyRole, "GET /{$}", "GET /statements/{kind}", "GET /statements/{kind}/download", "GET /statements/{kind}/changes", "GET /explain", "GET /trial-balance", "GET /trial-balance/download",
		"GET /register", "GET /register/download", "GET /journal", "GET /entries/{number}", "GET /documents", "GET /documents/{hash}", "GET /documents/{hash}/open", "GET /filings", "GET /filings/{act}",
		"GET /filings/{act}/facts/{id}", "GET /filings/{act}/style/{file}", "GET /filings/{act}/files/{file}", "GET /tie-out", "GET /log", "GET /log/{act}", "GET /keys", "GET /lists/{list}", "GET /find", "GET /find/list", "GET /design", "GET /filings/{act}/package")
	rows(everyRole, "GET /reports/{form}/{period}", "GET /reports/{form}/{period}/style", "GET /reports/{form}/{period}/facts/{id}", "GET /reports/{form}/{period}/package")
	rows(preparers, "GET /reports/{form}/{period}/text", "POST /reports/{form}/{period}/text")
	rows(officers, "POST /reports/{form}/{period}/plan", "POST /reports/{form}/{period}/keep")
}

// TestEveryRouteHasARow holds the rows against the table, both ways.
func TestEveryRouteHasARow(t *testing.T) {
	seen := map[string]bool{}
	for _, rt := range (&site{}).routes() {
		name := rt.method() + " " + rt.Pattern
		if seen[name] {
			t.Errorf("%s stands twice", name)
		}
		seen[name] = true
		n := 0
		for _, has := range []bool{rt.Page != nil, rt.Raw != nil, rt.Static != nil, rt.Do != nil, rt.Ask != nil} {
			if has {
				n++
			}
		}
		if n != 1 || rt.Action == "" {
			t.Errorf("%s has %d answers and the action %q", name, n, rt.Action)
		}
		if routeRows[name] == "" {
			t.Errorf("%s has no row: say which roles may go there", name)
		}
		if (rt.Action == Public) != (routeRows[name] == anybody) {
			t.Errorf("%s is public in one of table and row", name)
		}
	}
	for name := range routeRows {
		if !seen[name] {
			t.Errorf("the row %s has no route", name)
		}
	}
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// addressFor is an address of a route; what it names is not there.
func addressOfRoute(pattern string) string {
	return placeholder.ReplaceAllString(strings.TrimSuffix(pattern, "{$}"), "nothing-9")
}

// TestRolesAtRoutes asks every route as everyone: nobody, every role, and someone who is signed in to another book.
func TestRolesAtRoutes(t *testing.T) {
	w, other := newWork(t), newWork(t)
	visitors := map[string]*visitor{}
	for _, p := range staff {
		visitors[p.Role] = w.as(p.Code)
	}
	stranger := w.visitor()
	elsewhere := other.as("cora")
	at, _ := url.Parse(other.server.URL)
	here, _ := url.Parse(w.server.URL)
	foreign := w.visitor()
	foreign.client.Jar.SetCookies(here, elsewhere.client.Jar.Cookies(at))
	for _, rt := range (&site{}).routes() {
		name := rt.method() + " " + rt.Pattern
		ask := func(v *visitor) int {
			if rt.method() == http.MethodPost {
				return v.post(addressOfRoute(rt.Pattern)).code
			}
			return v.get(addressOfRoute(rt.Pattern)).code
		}
		if rt.Action == Public {
			if code := ask(w.visitor()); code == http.StatusForbidden || code >= 500 {
				t.Errorf("%s: %d for a visitor", name, code)
			}
			continue
		}
		for who, v := range map[string]*visitor{"nobody": stranger, "somebody of another book": foreign} {
			if code := ask(v); code != http.StatusUnauthorized {
				t.Errorf("%s: %d for %s", name, code, who)
			}
		}
		allowed := strings.Fields(routeRows[name])
		for role, v := range visitors {
			code := ask(v)
			if got, want := code != http.StatusForbidden, slices.Contains(allowed, role); got != want || code >= 500 || want && code == http.StatusUnauthorized {
				t.Errorf("%s: %d for %s; the row says %v", name, code, role, want)
			}
		}
	}
}
