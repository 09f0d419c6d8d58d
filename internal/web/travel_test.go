package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"tieout/internal/access"

	"golang.org/x/net/html"
)

// learnedLater are words that come into the test book after the clock's day.
var learnedLater = []string{"refinanc", "loan.html", "Long-term debt", "2007", "10-Q for 2006-Q1", "filed 31", "misprint", "JE-2006-000007"}

// allowedLater are the parts of a page that may name later days: the days that the clock offers, due dates, which follow
// from the calendar, and links.
func strip(n *html.Node) {
	var gone []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (has(d, ".presets") || has(d, ".reports") || d.Data == "svg" || has(d, ".sub")) {
			gone = append(gone, d)
		}
	}
	for _, d := range gone {
		d.Parent.RemoveChild(d)
	}
}

func TestNothingLearnedLaterAppears(t *testing.T) {
	h := testSite(t)
	seen := crawl(t, h, "/")
	if len(seen) < 60 {
		t.Fatalf("only %d pages were found", len(seen))
	}
	for path, body := range seen {
		n := parse(t, body)
		strip(n)
		text := textOf(n)
		for _, word := range learnedLater {
			if strings.Contains(text, word) {
				t.Errorf("%s says %q, which was learned later", path, word)
			}
		}
	}
}

// crawl follows every internal link that stays at the site's own clock and gives the pages by address. Every one must
// answer 200, or lead on.
func crawl(t *testing.T, h http.Handler, start string) map[string]string {
	t.Helper()
	pages, queue := map[string]string{}, []string{start}
	facts := 0
	enough := func(path string) bool { // one report has hundreds of facts, all alike
		if strings.HasPrefix(path, "/reports/") && strings.Contains(path, "/facts/") {
			facts++
		}
		return facts > 60 && strings.Contains(path, "/facts/")
	}
	for len(queue) > 0 && len(pages) < 5000 {
		path := queue[0]
		queue = queue[1:]
		if _, ok := pages[path]; ok || enough(path) {
			continue
		}
		w := get(t, h, path)
		if to := w.Header().Get("Location"); w.Code == http.StatusSeeOther {
			pages[path] = ""
			queue = append(queue, to)
			continue
		}
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
		pages[path] = ""
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || strings.HasSuffix(strings.Split(path, "?")[0], "/open") || strings.Contains(path, "/files/") {
			continue
		}
		pages[path] = w.Body.String()
		n := parse(t, w.Body.String())
		for _, e := range all(n, "[href]") {
			href, _, _ := strings.Cut(attr(e, "href"), "#")
			if strings.HasPrefix(href, "data:image/svg+xml;") && hasAttr(e, "download") { // a drawing to take away
				continue
			}
			if href != "" && !has(e.Parent.Parent, ".presets") && !strings.Contains(href, "on=newest") && !strings.Contains(href, "position=") {
				queue = append(queue, href)
			}
			if !strings.HasPrefix(attr(e, "href"), "/") && !strings.HasPrefix(attr(e, "href"), "#") {
				t.Errorf("%s links outside: %s", path, attr(e, "href"))
			}
		}
		idsAreUnique(t, path, n)
	}
	return pages
}

func idsAreUnique(t *testing.T, path string, n *html.Node) {
	t.Helper()
	ids := map[string]bool{}
	for _, e := range all(n, "[id]") {
		if ids[attr(e, "id")] {
			t.Errorf("%s: the id %q stands twice", path, attr(e, "id"))
		}
		ids[attr(e, "id")] = true
	}
}

// TestEveryLinkAnswers walks the whole site at the newest position, every link of every page.
func TestEveryLinkAnswers(t *testing.T) {
	o := testOptions(t)
	o.Clock = 0
	h, err := Handler(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	pages := crawl(t, h, "/")
	if len(pages) < 150 {
		t.Errorf("only %d pages were found", len(pages))
	}
	w := newWork(t) // what the book of reports has nothing of: drafts, branches, imports that wait
	for _, f := range furnishings {
		f(w)
	}
	if h, err = Handler(t.Context(), Options{App: w.app, Sample: true}); err != nil {
		t.Fatal(err)
	}
	maps.Copy(pages, crawl(t, h, "/"))
	for _, r := range (&site{}).routes() {
		if r.Do != nil || r.Action == Public || r.Action == access.OwnAccess || r.Pattern == "/find/list" {
			continue
		}
		if !slices.ContainsFunc(keysOf(pages), func(p string) bool { return fits(r.Pattern, p) }) && r.Pattern != "/keys" {
			t.Errorf("no link leads to %s", r.Pattern)
		}
	}
}

func keysOf(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	return out
}

// fits says whether an address matches a route's pattern.
func fits(pattern, path string) bool {
	path, _, _ = strings.Cut(path, "?")
	a, b := strings.Split(strings.TrimSuffix(pattern, "{$}"), "/"), strings.Split(path, "/")
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !strings.HasPrefix(a[i], "{") {
			return false
		}
	}
	return true
}

func TestTheDebtIsCurrentUntilTheRefinancingIsKnown(t *testing.T) {
	h := testSite(t)
	const at = "/statements/balance-sheet?period=2006-Q1"
	if got := cells(t, h, at, "Current portion of long-term debt"); got != "2,000 2,000" {
		t.Errorf("on the clock's day the current portion is %q", got)
	}
	if got := cells(t, h, at, "Long-term debt"); got != "absent" {
		t.Errorf("on the clock's day the long-term debt is %q", got)
	}
	if got := cells(t, h, at+"&on=2007-03-12", "Current portion of long-term debt"); got != "120 2,000" {
		t.Errorf("after the refinancing the current portion is %q", got)
	}
	n := open(t, h, "/statements/balance-sheet/changes?period=2006-Q1&on=2007-03-12&from=2006-11-13")
	text := textOf(one(n, "main"))
	for _, want := range []string{"as known on 13 November 2006, position 5, against the same as known on 12 March 2007", "Current portion of long-term debt March 31, 2006 2,000.00 120.00 (1,880.00 )", "refinanced by a loan"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
	if got := textOf(one(open(t, h, "/statements/balance-sheet/changes?period=2006-Q1&on=2006-11-13&from=5"), "main")); !strings.Contains(got, "No figure differs") {
		t.Errorf("against itself: %q", got)
	}
}

func TestPresetWordsComeWithTheirDay(t *testing.T) {
	h := testSite(t)
	if n := open(t, h, "/"); strings.Contains(attr(all(n, ".presets a")[1], "title"), "refinancing") {
		t.Error("the refinancing is named before it")
	}
	if n := open(t, h, "/?on=2007-03-12"); attr(all(n, ".presets a")[1], "title") != "after the refinancing" {
		t.Error("the refinancing is not named on its day")
	}
}
