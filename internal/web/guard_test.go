package web

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"tieout/internal/access"
	"time"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
)

func TestHeaders(t *testing.T) {
	h := testSite(t)
	for _, path := range []string{"/", "/statements/income", "/assets/site.css", "/nowhere", "/?on=never", "/trial-balance/download?format=csv"} {
		w := get(t, h, path)
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY", "Content-Security-Policy": policy, "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
	for _, banned := range []string{"unsafe-inline", "unsafe-eval", "http:", "https:", "*"} {
		if strings.Contains(policy, banned) {
			t.Errorf("the policy allows %s", banned)
		}
	}
}

func TestNothingInline(t *testing.T) {
	h := testSite(t)
	for _, path := range []string{"/", "/statements/balance-sheet", "/filings?on=newest", "/log/2", "/keys", "/explain"} {
		n := open(t, h, path)
		for _, e := range all(n, "[style]") {
			t.Errorf("%s: <%s> has a style of its own", path, e.Data)
		}
		for _, e := range all(n, "script") {
			if attr(e, "src") == "" {
				t.Errorf("%s: a script is inline", path)
			}
		}
		for e := range n.Descendants() {
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("%s: <%s %s>", path, e.Data, a.Key)
				}
			}
		}
	}
}

// TestMethods: a page is read and not written to; what is neither reading nor a form is not known at all.
func TestMethods(t *testing.T) {
	h := testSite(t)
	for _, m := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodTrace, "EXPLODE"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(m, "http://127.0.0.1/journal", nil))
		allow := "GET, HEAD, POST"
		if m == http.MethodPost {
			allow = "GET, HEAD"
		}
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != allow {
			t.Errorf("%s: %d %v", m, w.Code, w.Header())
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodHead, "http://127.0.0.1/journal", nil))
	if w.Code != http.StatusOK {
		t.Errorf("HEAD: %d", w.Code)
	}
}

func TestOnlyThisHost(t *testing.T) {
	for host, want := range map[string]bool{"127.0.0.1:8080": true, "localhost": true, "LOCALHOST:1": true, "[::1]:80": true, "evil.example": false, "127.0.0.1.evil.example": false, "10.0.0.8": false, "": false} {
		if localHost(host) != want {
			t.Errorf("localHost(%q) is %v", host, !want)
		}
	}
	o := testOptions(t)
	s, err := newSite(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.loopback = true
	w := httptest.NewRecorder()
	s.handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://evil.example/", nil))
	if w.Code != http.StatusMisdirectedRequest || strings.Contains(w.Body.String(), "Harbor") {
		t.Errorf("another host gets %d", w.Code)
	}
}

func TestHostileInput(t *testing.T) {
	h := testSite(t)
	nasty := []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "'; DROP TABLE entry; --", strings.Repeat("A", 3000), "..%2f..%2fetc%2fpasswd", "\x00", "\xff\xfe", "‮txt", "%", "%zz",
		"-1", "0", "99999999999999999999", "1e9", "2006-02-30", "0000-00-00", "２００６-01-01", "2999-12-31", "NaN", "{{7*7}}", "${7*7}", "javascript:alert(1)", "//evil.example", "a\r\nSet-Cookie: x=1"}
	for _, x := range nasty {
		q := url.QueryEscape(x)
		for _, path := range []string{"/?on=" + q, "/?position=" + q, "/?period=" + q, "/statements/" + url.PathEscape(x), "/statements/balance-sheet?scale=" + q, "/statements/income/changes?from=" + q,
			"/explain?what=" + q, "/explain?statement=" + q + "&row=" + q + "&column=" + q, "/explain?statement=balance-sheet&row=" + q + "&column=" + q, "/explain?statement=equity&row=" + q + "&column=" + q, "/trial-balance?at=" + q, "/register?account=" + q, "/journal?page=" + q, "/journal?act=" + q,
			"/entries/" + url.PathEscape(x), "/documents/" + url.PathEscape(x), "/documents/" + url.PathEscape(x) + "/open", "/filings/" + url.PathEscape(x), "/filings/7?on=newest&file=" + q,
			"/filings/7/files/" + url.PathEscape(x) + "?on=newest", "/filings/7/style/" + url.PathEscape(x) + "?on=newest", "/filings/7/facts/" + url.PathEscape(x), "/tie-out?on=newest&label=" + q, "/log/" + url.PathEscape(x), "/log?page=" + q, "/assets/" + url.PathEscape(x), "/" + q + "=" + q, "/?" + x} {
			w := get(t, h, path)
			if w.Code >= 500 {
				t.Errorf("%.120s: %d", path, w.Code)
			}
			if b := w.Body.String(); strings.Contains(b, "<script>alert") || strings.Contains(b, "<img src=x") || w.Header().Get("Set-Cookie") != "" || strings.Contains(w.Header().Get("Location"), "evil.example") {
				t.Errorf("%.120s: the text comes back alive", path)
			}
		}
	}
}

func TestPlainTextOfOutsideText(t *testing.T) {
	if got := plainText("a\r\nb\x00‮c"+strings.Repeat("é", 50), 10); got != "abcééééééé…" {
		t.Errorf("%q", got)
	}
}

func TestAnswersToMistakes(t *testing.T) {
	h := testSite(t)
	for path, want := range map[string]struct {
		code int
		text string
	}{
		"/nowhere":                         {404, "There is no page at /nowhere."},
		"/entries/JE-2006-009999":          {404, "There is no entry JE-2006-009999 at position 5."},
		"/entries/JE-2006-000007":          {404, "It may have been posted later"},
		"/?on=2005-01-01":                  {400, "Nothing was in the book yet at the end of 1 January 2005."},
		"/?on=13.11.2006":                  {400, "write it as YYYY-MM-DD"},
		"/?position=10":                    {400, "positions run from 1 to 9"},
		"/statements/flows":                {404, "There is no statement flows."},
		"/filings/7":                       {404, "It may have been made later"},
		"/register?account=Nowhere":        {404, "The chart has no account Nowhere"},
		"/journal?page=99":                 {400, "it has 1 page."},
		"/explain?what=Nonsense":           {404, "Nothing in the book at this position is called"},
		"/?x=" + strings.Repeat("y", 5000): {414, "is too long"},
		"/log/7":                           {404, "There is no act 7 at position 5."},
	} {
		w := get(t, h, path)
		if got := textOf(one(parse(t, w.Body.String()), "main")); w.Code != want.code || !strings.Contains(got, want.text) {
			t.Errorf("%.60s: %d %q", path, w.Code, got)
		}
		if one(parse(t, w.Body.String()), "footer .notice") == nil {
			t.Errorf("%.60s: the notice is missing", path)
		}
		if one(parse(t, w.Body.String()), `main a[href=/]`) == nil {
			t.Errorf("%.60s: there is no way out", path)
		}
	}
}

func TestAPanicIsAPage(t *testing.T) {
	s, err := newSite(t.Context(), testOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	h := s.guard(s.sessions.LoadAndSave(s.answer(route{Action: access.ReadBooks, Page: func(*call) (page, error) { panic("planted by the test of panics") }})))
	w := get(t, h, "/")
	if w.Code != 500 || !strings.Contains(w.Body.String(), "The page failed") || strings.Contains(w.Body.String(), "planted") {
		t.Errorf("%d %s", w.Code, w.Body.String())
	}
	if w := get(t, testSite(t), "/"); w.Code != 200 {
		t.Errorf("afterwards the site answers %d", w.Code)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	o := testOptions(t)
	ctx, cancel := context.WithCancel(t.Context())
	started, ended := make(chan string, 1), make(chan error, 1)
	o.Open = func(u string) { started <- u }
	go func() { ended <- Serve(ctx, o) }()
	u := <-started
	r, err := http.Get(u)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(r.Body)
	r.Body.Close()
	if !strings.Contains(string(b), "Two reports are late") {
		t.Errorf("the site answers %.200s", b)
	}
	for i := 0; ; i++ {
		if n := open(t, mustServe(u), "/?on=newest"); strings.Contains(textOf(n), "nothing altered") {
			break
		} else if i > 200 {
			t.Fatalf("verify does not end: %s", textOf(one(n, ".facts")))
		}
		time.Sleep(25 * time.Millisecond)
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the site does not end")
	}
}

// mustServe is a handler that asks a running site.
func mustServe(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := http.Get(strings.TrimSuffix(base, "/") + r.URL.RequestURI())
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body)
	})
}

func TestAddressInUse(t *testing.T) {
	o := testOptions(t)
	o.Addr = "127.0.0.1:99999"
	if err := Serve(t.Context(), o); err == nil || !strings.Contains(err.Error(), "cannot listen") {
		t.Errorf("%v", err)
	}
}

func TestInlinePage(t *testing.T) {
	link := func(id string) string {
		if id == "f-1" {
			return "/f?id=1&x=2"
		}
		return ""
	}
	for _, c := range []struct{ in, want, css string }{
		{`<html><head><title>x</title></head><body><p style="text-align:center">A &amp; B</p></body></html>`, `<p class="x1">A &amp; B</p>`, ".filing .x1{text-align:center}\n"},
		{`<p><ix:nonFraction id="f-1" name="us-gaap:Cash">12</ix:nonFraction></p>`, `<p><a class="ix" id="f-1" href="/f?id=1&amp;x=2" data-explain title="us-gaap:Cash">12</a></p>`, ""},
		{`<p><ix:nonFraction id="f-2" name="n">12</ix:nonFraction><br/></p>`, `<p><span class="ix plain" title="n">12</span><br></p>`, ""},
		{`<div><ix:header><ix:hidden>secret</ix:hidden></ix:header>seen</div>`, `<div>seen</div>`, ""},
		{`<p onclick="x()">a<script>alert(1)</script><img src="x" onerror="y"/><a href="javascript:z">b</a></p>`, `<p>ab</p>`, ""},
		{`<p style="background:url(http://x);position:fixed;color:#123456;width:expression(1)">a</p>`, `<p class="x1">a</p>`, ".filing .x1{color:#123456}\n"},
		{`<p style="color:red}body{display:none">a</p>`, `<p>a</p>`, ""},
		{`<td colspan="2" rowspan="&quot;>">a</td>`, `<td colspan="2">a</td>`, ""},
	} {
		got, css, err := inlinePage([]byte(c.in), link)
		if err != nil || got != c.want || css != c.css {
			t.Errorf("%s\n got %s | %q | %v\nwant %s | %q", c.in, got, css, err, c.want, c.css)
		}
	}
	for _, bad := range []string{"<p>", "</p>", "<p></div>", strings.Repeat("<div>", 300), `<?xml version="1.0" encoding="UTF-16"?><p/>`} {
		if got, _, err := inlinePage([]byte(bad), link); err == nil {
			t.Errorf("%.40s became %s", bad, got)
		}
	}
}

func FuzzInlinePage(f *testing.F) {
	f.Add("<p style='color:red'>a</p>")
	f.Fuzz(func(t *testing.T, in string) {
		out, css, err := inlinePage([]byte(in), func(string) string { return "/x" })
		if err == nil && (strings.Contains(out, "<script") || strings.Contains(out, " on") && strings.Contains(out, "<p on") || strings.Contains(css, "url(")) {
			t.Errorf("%q became %q, %q", in, out, css)
		}
	})
}

func TestWhatComesNextInWords(t *testing.T) {
	filed := app.Standing{Due: filing.Due{Form: filing.Form10Q, Due: 900}, Filed: 950}
	if got := nextDue([]app.Standing{filed, filed, filed}, 1000); got != "All three reports are filed, 3 late." {
		t.Error(got)
	}
	if got := nextDue([]app.Standing{{Due: filing.Due{Due: 1001}}}, 1000); got != "" {
		t.Error(got)
	}
}

func TestTheAnswerInWords(t *testing.T) {
	const on = 1000
	report := func(due, filed fiscal.Date) app.Standing {
		return app.Standing{Due: filing.Due{Form: filing.Form10Q, Due: due, PeriodEnd: due - 45}, Filed: filed}
	}
	for _, c := range []struct {
		want string
		xs   []app.Standing
	}{
		{"The book has no entries yet, so no report can be judged.", nil},
		{"No report is late.", []app.Standing{report(on+5, 0), report(on-9, on-1)}},
		{"One report is late.", []app.Standing{report(on-1, 0)}},
		{"One report is due today.", []app.Standing{report(on, 0)}},
		{"Three reports are late and one is due tomorrow.", []app.Standing{report(on-3, 0), report(on-2, 0), report(on-1, 0), report(on+1, 0)}},
		{"Two reports are late, one is due today and two are due tomorrow.", []app.Standing{report(on-2, 0), report(on-1, 0), report(on, 0), report(on+1, 0), report(on+1, 0)}},
	} {
		if got := answer(c.xs, on); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}
