package web

import (
	"flag"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"tieout/internal/app"
	"tieout/internal/testenv"
)

// shownAt are addresses at which each page of the route table is looked at in Chromium: in the working book, signed in
// as its controller; in the book of reports, when "reports " stands before it; as a visitor, when "visitor " does;
// where no book is yet, when "fresh " does.
var shownAt = map[string][]string{}

func lookAt(pattern string, addresses ...string) {
	shownAt[pattern] = append(shownAt[pattern], addresses...)
}

// furnishings put into the working book what its pages have to show.
var furnishings []func(*work)

func init() {
	lookAt("/{$}", "/", "reports /", "reports /?on=newest")
	lookAt("/sign-in", "visitor /sign-in")
	lookAt("/join", "visitor /join?code=nothing")
	lookAt("/set-up", "fresh /set-up")
	lookAt("/own", "/own")
	lookAt("/people", "/people")
	lookAt("/events", "/events")
	lookAt("/find", "/find?q=cash", "/find?q=nothing+has+this+name")
	lookAt("/design", "/design")
	lookAt("/keys", "/keys")
	lookAt("/statements/{kind}", "/statements/balance-sheet?period=2026-Q1", "/statements/income?period=2026-Q1", "reports "+sheetPath, "reports /statements/income?period=2006-Q2",
		"reports /statements/equity?period=2006", "reports /statements/comprehensive-income?period=2006", "reports /statements/cash-flow?period=2006-Q1")
	lookAt("/statements/{kind}/changes", "reports /statements/balance-sheet/changes?period=2006-Q1&on=newest&from=5")
	lookAt("/explain", "reports /explain", "reports /explain?statement=balance-sheet&row=assets&column=2006-03-31")
	lookAt("/trial-balance", "/trial-balance?period=2026-Q1", "reports /trial-balance")
	lookAt("/register", "/register?account=1010&period=2026-Q1", "reports /register?account=Assets%3ACash")
	lookAt("/journal", "/journal", "reports /journal?on=newest")
	lookAt("/entries/{number}", "/entries/JE-2026-000001", "reports /entries/JE-2006-000001?on=newest")
	lookAt("/documents", "/documents", "reports /documents?on=newest")
	lookAt("/documents/{hash}", "link:/documents a[href*='/documents/']")
	lookAt("/filings", "/filings", "reports /filings?on=newest")
	lookAt("/filings/{act}", "reports /filings/7?on=newest")
	lookAt("/filings/{act}/facts/{id}", "reports link:/filings/7?on=newest .filing table a.ix")
	lookAt("/reports/{form}/{period}", "reports /reports/10-Q/2006-Q2?period=2006-Q2")
	lookAt("/reports/{form}/{period}/facts/{id}", "reports link:/reports/10-Q/2006-Q2?period=2006-Q2 .filing table a.ix")
	lookAt("/reports/{form}/{period}/text", "reports /reports/10-Q/2006-Q2/text")
	lookAt("/tie-out", "reports /tie-out?on=newest")
	lookAt("/log", "/log", "reports /log?on=newest")
	lookAt("/log/{act}", "/log/3", "reports /log/3")
}

var pagesAsked = flag.String("pages", "", "look only at pages whose pattern begins so")

// onlyLeadOn are pages that only lead on.
var onlyLeadOn = []string{"/sign-in/back"}

// TestEveryPageIsLookedAt holds the addresses against the route table, both ways.
func TestEveryPageIsLookedAt(t *testing.T) {
	pages := map[string]bool{}
	for _, rt := range (&site{}).routes() {
		if rt.Page == nil || slices.Contains(onlyLeadOn, rt.Pattern) {
			continue
		}
		pages[rt.Pattern] = true
		if len(shownAt[rt.Pattern]) == 0 {
			t.Errorf("%s has no address at which it is looked at: say lookAt(%q, …) in an init of a test file, and put what it has to show into the working book by furnishings", rt.Pattern, rt.Pattern)
		}
	}
	for p := range shownAt {
		if !pages[p] {
			t.Errorf("%s is looked at and is no page", p)
		}
	}
}

// TestBrowserEveryPage opens every page of the route table in Chromium: axe finds nothing, light and dark; nothing is
// missing for those who do not see; no page is wider than a window of 900, 1280 or 1920, nor than paper.
func TestBrowserEveryPage(t *testing.T) {
	w := newWork(t)
	for _, f := range furnishings {
		f(w)
	}
	staffed := browse(t, w.server.URL)
	staffed.signIn("cora")
	visitor := browse(t, w.server.URL)
	before, err := newSetUp(Options{Setup: &Setup{Code: "abc123abc123", Charts: app.StarterCharts()}}, true, func(*site) {})
	w.ok(err)
	beforehand := httptest.NewServer(before)
	defer beforehand.Close()
	fresh := browse(t, beforehand.URL)
	reports := newBrowser(t)
	for _, b := range []*browser{staffed, visitor, reports, fresh} {
		b.patient()
	}
	t.Cleanup(func() { visitor.expected("(Conflict)") }) // of an invitation that is none
	var patterns []string
	for p := range shownAt {
		patterns = append(patterns, p)
	}
	slices.Sort(patterns)
	for _, p := range patterns {
		if !strings.HasPrefix(p, *pagesAsked) {
			continue
		}
		for _, at := range shownAt[p] {
			b, path := staffed, at
			if rest, ok := strings.CutPrefix(at, "reports "); ok {
				b, path = reports, rest
			} else if rest, ok := strings.CutPrefix(at, "visitor "); ok {
				b, path = visitor, rest
			} else if rest, ok := strings.CutPrefix(at, "fresh "); ok {
				b, path = fresh, rest
			}
			b.bare = b == visitor || b == fresh
			b.look(path)
		}
	}
}

// look opens a page and holds it to what every page is held to. An address "link:/page selector" is where the first such
// link of a page leads.
func (b *browser) look(path string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(1280, 1000))
	if rest, ok := strings.CutPrefix(path, "link:"); ok {
		page, selector, _ := strings.Cut(rest, " ")
		b.open(page)
		path = value[string](b, "(a => a.pathname + a.search)(document.querySelector("+quoted(selector)+"))")
	}
	b.open(path)
	if value[bool](b, `!document.querySelector("nav[aria-label]")`) != (b.bare) {
		b.t.Errorf("%s: a navigation where nobody is signed in, or none where somebody is", path)
	}
	for _, width := range []int64{900, 1280, 1920} {
		b.do(chromedp.EmulateViewport(width, 1000))
		if got := value[string](b, faults); got != "" {
			b.t.Errorf("%s at %d: %s", path, width, got)
		}
	}
	for _, scheme := range []string{"light", "dark"} {
		b.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
		b.accessible(path + ", " + scheme)
		if got := value[string](b, contrastFaults); got != "" {
			b.t.Errorf("%s, %s: %s", path, scheme, got)
		}
	}
	b.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	across := value[bool](b, `getComputedStyle(document.body).page === "across"`)
	for paper, width := range map[string][2]int64{"A4": {688, 1016}, "Letter": {710, 950}} { // 96 to an inch, less the margins of 14 mm
		w := width[0]
		if across {
			w = width[1]
		}
		b.do(chromedp.EmulateViewport(w, 1000))
		if got := value[string](b, printFaults); got != "" {
			b.t.Errorf("%s on %s: %s", path, paper, got)
		}
	}
	b.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}))
}

// printFaults are what paper cannot show: what is there only to be used, and what is cut off at its edge.
const printFaults = `(() => {
  const out = [];
  const seen = e => e.checkVisibility();
  for (const e of document.querySelectorAll("nav, #panel, .clock, .downloads, .noprint, dialog")) if (seen(e)) out.push("in print there is still " + (e.className || e.tagName));
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1) {
    const edge = document.documentElement.clientWidth, wide = [...document.querySelectorAll("body *")].filter(e => seen(e) && e.getBoundingClientRect().right > edge + 1).pop();
    out.push("wider than the paper by " + (document.documentElement.scrollWidth - edge) + (wide ? ", " + wide.tagName + "." + wide.className + " in " + wide.parentElement.tagName + "." + wide.parentElement.className + ": " + wide.textContent.trim().slice(0, 60) : ""));
  }
  for (const e of document.querySelectorAll(".scroll")) if (seen(e) && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible") out.push("a table is cut off by " + (e.scrollWidth - e.clientWidth));
  return out.join("; ");
})()`

// TestBrowserFaultsAreFound plants faults in a page and has each check find its own: a check that cannot fail is
// none.
func TestBrowserFaultsAreFound(t *testing.T) {
	server := httptest.NewServer(testSite(t))
	defer server.Close()
	b := browse(t, server.URL)
	b.open("/keys")
	b.do(chromedp.EmulateViewport(1280, 1000))
	value[bool](b, `(() => { const m = document.querySelector(".page"); m.insertAdjacentHTML("beforeend", "<a href='/'></a><table><tr><td>x</td></tr></table><p class=pale>pale words</p><div class=wide>wide</div>"); document.querySelector(".pale").style.color = "#eeeeee"; document.querySelector(".wide").style.width = "3000px"; return true })()`)
	for what, got := range map[string]string{"no name": value[string](b, faults), "a table without heads": value[string](b, faults), "wider than the window": value[string](b, faults), "pale words": value[string](b, contrastFaults), "wider than the paper": value[string](b, printFaults)} {
		if !strings.Contains(got, what) {
			t.Errorf("%q is not among %q", what, got)
		}
	}
	value[bool](b, "("+`(() => { `+testenv.Axe(t)+`; window.found = null; axe.run().then(r => window.found = r.violations.map(v => v.id).join(" ")); return true })()`+")")
	b.wait("window.found !== null")
	if got := value[string](b, "window.found"); !strings.Contains(got, "link-name") || !strings.Contains(got, "color-contrast") {
		t.Errorf("axe finds %q", got)
	}
}
