package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tieout/internal/testenv"
)

// browser is Chromium on the test book's site.
type browser struct {
	t     *testing.T
	ctx   context.Context
	whole context.Context // without a limit of time
	base  string
	bare  bool // nobody is signed in: there is no navigation
	mu    sync.Mutex
	seen  []string // what the console or the network complains of
}

// newBrowser starts Chromium; every test ends with what the console, the policy or the network complained of.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	server := httptest.NewServer(testSite(t))
	t.Cleanup(server.Close)
	return browse(t, server.URL)
}

// browse starts Chromium for a site.
func browse(t *testing.T, base string) *browser {
	t.Helper()
	path := testenv.Chromium(t)
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1440, 1000)}
	for _, f := range testenv.ChromiumFlags {
		options = append(options, chromedp.Flag(strings.TrimPrefix(f, "--"), true))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx)
		end()
		stop()
	})
	b := &browser{t: t, ctx: ctx, whole: ctx, base: base}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	b.do(command(log.Enable, cdp.Empty{}), command(network.Enable, network.EnableParams{}))
	var late context.CancelFunc
	b.ctx, late = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(late)
	t.Cleanup(b.quiet)
	return b
}

// patient gives the browser the time for many pages.
func (b *browser) patient() {
	var late context.CancelFunc
	b.ctx, late = context.WithTimeout(b.whole, 10*time.Minute)
	b.t.Cleanup(late)
}

// command is a step that sends a command of the protocol.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, c, params)
		return err
	})
}

func (b *browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.seen = append(b.seen, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.seen = append(b.seen, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventConsoleAPICalled:
		if string(e.Type) == "error" {
			b.seen = append(b.seen, fmt.Sprintf("console: %v", e.Args))
		}
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || u.Scheme == "http" && !localHost(u.Host) || u.Scheme == "https" {
			b.seen = append(b.seen, "a request leaves the machine: "+e.Request.URL)
		}
	}
}

func (b *browser) quiet() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.seen {
		b.t.Error(s)
	}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base+path), chromedp.WaitReady(chromedp.CSS("main")))
}

func (b *browser) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

func (b *browser) press(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do(chromedp.KeyEvent(k))
	}
}

// value evaluates an expression in the page.
func value[T any](b *browser, js string) T {
	b.t.Helper()
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js))
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

// wait waits until an expression is true in the page, also across a change of page.
func (b *browser) wait(js string) {
	b.t.Helper()
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+js+")"))
		if err == nil && ok {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("%s never comes true: %v", js, err)
		}
	}
}

const sheetPath = "/statements/balance-sheet?period=2006-Q1"

const panelText = `document.querySelector("#panel.open")?.textContent || ""`

func TestBrowserPanelOpensOnClick(t *testing.T) {
	b := newBrowser(t)
	b.open(sheetPath)
	b.click(`a.fig[title^="agreed"]`)
	b.wait(`(` + panelText + `).includes("Sheet steel received")`)
	if got := value[string](b, "location.pathname"); got != "/statements/balance-sheet" {
		t.Errorf("the page changed to %s", got)
	}
	if !value[bool](b, `document.querySelector('a.fig[title^="agreed"]').classList.contains("on")`) {
		t.Error("the figure is not lit")
	}
	b.click("#panel .close")
	b.wait(`!document.querySelector("#panel.open") && document.activeElement.matches("a.fig")`)
}

func TestBrowserPanelFollowsParts(t *testing.T) {
	b := newBrowser(t)
	b.open(sheetPath)
	b.click(`tr.total a.fig`)
	b.wait(`(` + panelText + `).includes("Sum of")`)
	b.click(`#panel .parts a[data-explain]`)
	b.wait(`(` + panelText + `).includes("Cash and cash equivalents") && !document.querySelector("#panel [data-panel] h2")?.textContent.includes("Sum of")`)
}

func TestBrowserKeyboard(t *testing.T) {
	b := newBrowser(t)
	b.open(sheetPath)
	b.do(chromedp.Focus(chromedp.CSS(`.accounts a.fig`)))
	b.press(kb.ArrowDown, kb.ArrowRight)
	if got := value[string](b, `document.activeElement.textContent`); got != "2,300" {
		t.Errorf("the arrows lead to %q", got)
	}
	b.press(kb.ArrowLeft, kb.Enter)
	b.wait(`(` + panelText + `).includes("Steel lockers, first shipment") && document.activeElement.id === "panel"`)
	b.press(kb.Escape)
	b.wait(`!document.querySelector("#panel.open") && document.activeElement.matches("a.fig")`)
	b.press("?")
	b.wait(`document.querySelector("dialog[open]")?.textContent.includes("go to Journal")`)
	b.press(kb.Escape)
	b.wait(`!document.querySelector("dialog[open]")`)
	for key, path := range map[string]string{"j": "/journal", "r": "/filings", "h": "/"} {
		b.press("g", key)
		b.wait(`location.pathname === "` + path + `" && document.readyState === "complete"`)
	}
	if got := value[string](b, `new URL(document.querySelector("nav a[data-key=s]").href).search`); got != "?period=2006-Q1" {
		t.Errorf("the period is lost on the way: %q", got)
	}
}

func TestBrowserFactOfAReport(t *testing.T) {
	b := newBrowser(t)
	b.open("/filings/7?on=newest")
	path := value[string](b, "location.pathname")
	b.click(`.filing table a.ix`)
	b.wait(`(` + panelText + `).includes("As known when the report was made")`)
	if got := value[string](b, "location.pathname"); got != path {
		t.Errorf("the page changed to %s", got)
	}
}

func TestBrowserWithoutScripts(t *testing.T) {
	b := newBrowser(t)
	b.do(command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	b.open(sheetPath)
	b.do(chromedp.Click(chromedp.CSS(`a.fig[title^="agreed"]`)), chromedp.WaitVisible(chromedp.CSS(".explain .chain")))
	at, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil || !strings.Contains(at, "/explain?") {
		t.Errorf("the figure leads to %s", at)
	}
}

func TestBrowserPrints(t *testing.T) {
	b := newBrowser(t)
	b.open(sheetPath)
	b.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	if got := value[string](b, `[...document.querySelectorAll("nav, #panel, .clock, .downloads")].filter(e => getComputedStyle(e).display !== "none").map(e => e.className || e.tagName).join()`); got != "" {
		t.Errorf("in print there is still %s", got)
	}
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(pdf), "%PDF") || strings.Count(string(pdf), "/Type /Page\n") > 2 {
		t.Errorf("the statement prints on %d pages", strings.Count(string(pdf), "/Type /Page\n"))
	}
}

// faults are what a page lacks for readers who do not see it, as one list.
const faults = `(() => {
  const out = [];
  const name = e => (e.getAttribute("aria-label") || e.textContent || e.getAttribute("title") || "").trim();
  if (document.documentElement.lang !== "en") out.push("no language");
  for (const s of ["main", "footer", "a.skip"]) if (!document.querySelector(s)) out.push("no " + s);
  if (document.querySelectorAll("main h1").length !== 1) out.push("h1: " + document.querySelectorAll("main h1").length);
  for (const a of document.querySelectorAll("a, button")) if (!name(a)) out.push("no name: " + a.outerHTML.slice(0, 80));
  for (const i of document.querySelectorAll("input:not([type=hidden]), select")) if (!i.labels.length && !i.getAttribute("aria-label")) out.push("no label: " + i.name);
  for (const t of document.querySelectorAll(".page table:not(.filing table)")) {
    if (!t.querySelector("th")) out.push("a table without heads");
    for (const h of t.querySelectorAll("th")) if (!h.scope) out.push("a head without scope: " + h.textContent);
  }
  for (const s of document.querySelectorAll("svg[role=img]")) if (!s.querySelector("title") || !s.querySelector("desc")) out.push("a chart without words");
  for (const l of document.querySelectorAll("[aria-labelledby]")) for (const id of l.getAttribute("aria-labelledby").split(" ")) if (!document.getElementById(id)) out.push("no label " + id);
  let last = 0;
  for (const h of document.querySelectorAll("main h1, main h2, main h3")) { const n = +h.tagName[1]; if (n > last + 1) out.push("a heading is skipped: " + h.textContent); last = n; }
  for (const e of document.querySelectorAll("main .btn, header input, header select, nav a")) if (e.getBoundingClientRect().height < 24 && e.getBoundingClientRect().height > 0) out.push("too small to hit: " + name(e));
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) out.push("wider than the window by " + (document.documentElement.scrollWidth - document.documentElement.clientWidth));
  return out.join("; ");
})()`

// contrastFaults are texts that stand out too little from what is behind them, as painted.
const contrastFaults = `(() => {
  const rgb = c => { const m = c.match(/[\d.]+/g).map(Number); return c.startsWith("color(srgb") ? [m[0]*255, m[1]*255, m[2]*255, m[3] ?? 1] : [m[0], m[1], m[2], m[3] ?? 1]; };
  const lum = c => { const f = v => (v /= 255) <= 0.04045 ? v/12.92 : ((v+0.055)/1.055)**2.4; return 0.2126*f(c[0]) + 0.7152*f(c[1]) + 0.0722*f(c[2]); };
  const behind = e => { for (let p = e; p; p = p.parentElement) { const c = rgb(getComputedStyle(p).backgroundColor); if (c[3] > 0.9) return c; } return [255, 255, 255, 1]; };
  const out = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walk.nextNode());) {
    const e = n.parentElement;
    if (!n.data.trim() || !e.checkVisibility() || e.closest("svg, option, .quiet, .skip")) continue;
    const a = lum(rgb(getComputedStyle(e).color)), b = lum(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) out.add(ratio.toFixed(2) + " " + e.tagName + "." + e.className + " " + n.data.trim().slice(0, 30));
  }
  return [...out].join("; ");
})()`
