package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tieout/internal/access"
	"tieout/internal/app"
)

func (v *visitor) in() bool { return v.get("/keys").code == http.StatusOK }

func TestSessionsEndWhenNothingIsAsked(t *testing.T) {
	for person, idle := range map[string]time.Duration{"anna": idleTime, "ivan": idleTime, "bot": idleTime, "cora": approverIdleTime, "fred": approverIdleTime, "mary": approverIdleTime} {
		w := newWork(t)
		v := w.as(person)
		for range 4 { // every request begins the time anew
			w.later(idle - time.Minute)
			if !v.in() {
				t.Fatalf("%s is out before %s have gone by", person, idle)
			}
		}
		w.later(idle)
		r := v.get("/journal")
		if r.code != http.StatusUnauthorized || !strings.Contains(r.text(), "Your session has ended: nothing was asked for in "+span(idle)) {
			t.Errorf("%s after %s: %d %s", person, idle, r.code, r.text())
		}
		if v.in() {
			t.Errorf("%s is in again", person)
		}
		if got := w.kinds(person); got != "session-ended signed-in" {
			t.Errorf("the events of %s are %s", person, got)
		}
	}
}

// TestFilesAreNoUse: what a page loads by itself does not keep a session alive.
func TestFilesAreNoUse(t *testing.T) {
	w := newWork(t)
	v := w.as("cora")
	for range 4 {
		w.later(approverIdleTime / 3)
		v.get("/assets/site.js")
	}
	if v.in() {
		t.Error("files keep a session alive")
	}
}

func TestASeatThatChangesShortensASession(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	w.later(20 * time.Minute)
	if !anna.in() {
		t.Fatal("an accountant is out too soon")
	}
	if _, err := w.app.ChangePerson(t.Context(), "fred", app.Person{Code: "anna", Role: string(access.Controller)}, ""); err != nil {
		t.Fatal(err)
	}
	w.later(16 * time.Minute)
	if anna.in() {
		t.Error("a controller is in too long")
	}
}

// restart is the site of the same book started anew, at the same clock.
func (w *work) restart() {
	w.t.Helper()
	w.site.held.writing.Wait()
	now := w.site.now
	s, err := newSite(w.t.Context(), Options{App: w.app})
	w.ok(err)
	s.now = now
	w.site = s
	w.server.Config.Handler = s.handler()
}

func TestSessionsLastTwelveHours(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	for gone := time.Duration(0); gone < sessionTime-20*time.Minute; gone += 20 * time.Minute {
		w.later(20 * time.Minute)
		if gone == 5*time.Hour {
			w.restart()
		}
		if !anna.in() {
			t.Fatalf("out after %s", gone)
		}
	}
	w.restart() // which does not begin it anew
	w.later(20*time.Minute + time.Second)
	r := anna.get("/journal")
	if r.code != http.StatusUnauthorized {
		t.Errorf("after 12 hours: %d", r.code)
	}
	anna = w.as("anna")
	w.later(29 * time.Minute)
	w.restart()
	if !anna.in() {
		t.Error("a restart ends sessions")
	}
	w.later(29 * time.Minute)
	w.restart()
	w.later(2 * time.Minute)
	if anna.in() {
		t.Error("a restart begins the time without a request anew")
	}
}

func (w *work) kept() []app.Working {
	w.t.Helper()
	w.site.held.writing.Wait()
	all, err := w.app.AllWorking(w.t.Context(), sessionKind)
	w.ok(err)
	return all
}

func TestReadingDoesNotWrite(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	anna.open("/journal") // says once that somebody signed in
	before := w.kept()
	w.later(writeEvery - time.Second)
	for range 5 {
		if r := anna.get("/journal"); r.header.Get("Set-Cookie") != "" {
			t.Error("a page that changes nothing sets the cookie anew")
		}
	}
	if after := w.kept(); len(before) != 1 || len(after) != 1 || after[0].Body != before[0].Body {
		t.Errorf("reading within a minute writes %v over %v", after, before)
	}
	w.later(2 * time.Second)
	anna.open("/journal")
	after := w.kept()
	if after[0].Body == before[0].Body || after[0].Until <= before[0].Until {
		t.Errorf("a use after a minute is not written: %v", after)
	}
}

// TestEndedElsewhere: a session that another process ends is gone here within five seconds.
func TestEndedElsewhere(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	elsewhere, err := newSite(t.Context(), Options{App: w.app})
	w.ok(err)
	w.ok(elsewhere.held.endAll(t.Context(), "anna", ""))
	for range 5 { // however busy it is here
		w.later(time.Second)
		anna.get("/keys")
	}
	if anna.in() || len(w.kept()) != 0 {
		t.Error("the session goes on, or came back")
	}
}

func TestChangedElsewhere(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	there := *w
	there.site, _ = newSite(t.Context(), Options{App: w.app})
	there.site.now = w.site.now
	there.server = httptest.NewServer(there.site.handler())
	defer there.server.Close()
	v := &visitor{&there, anna.client}
	if !v.in() {
		t.Fatal("another process does not know the session")
	}
	if r := v.post("/own/sessions/end"); r.code != http.StatusSeeOther { // says something on the next page
		t.Fatal(r.code)
	}
	w.later(readEvery)
	if one(anna.open("/keys"), ".flash") == nil {
		t.Error("what was said elsewhere is not known here")
	}
}

// TestEndedUnderWay: an answer that was under way while its session was ended does not bring it back.
func TestEndedUnderWay(t *testing.T) {
	w := newWork(t)
	w.as("anna")
	id := w.kept()[0].ID
	st := w.site.held
	b, ok, err := st.Find(id)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	w.ok(st.endAll(t.Context(), "anna", ""))
	w.ok(st.Commit(id, []byte(strings.Replace(string(b), `"texts":{`, `"texts":{"flash":"hello",`, 1)), time.Time{}))
	if _, ok, _ := st.Find(id); ok || len(w.kept()) != 0 {
		t.Error("it came back")
	}
	if why := st.use(t.Context(), id, idleTime); why == "" {
		t.Error("it can be used")
	}
}

func TestSessionCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]any{}
		for k, v := range rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "texts") {
			values["t"+k] = v
		}
		for k, v := range rapid.MapOf(rapid.String(), rapid.Int64()).Draw(t, "numbers") {
			values["n"+k] = v
		}
		for k, v := range rapid.MapOf(rapid.String(), rapid.Bool()).Draw(t, "marks") {
			values["m"+k] = v
		}
		at := time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "deadline"), 0).UTC()
		b, err := sessionCode{}.Encode(at, values)
		again, _ := sessionCode{}.Encode(at, values)
		if err != nil || string(b) != string(again) {
			t.Fatalf("%v: %s is not %s", err, b, again)
		}
		deadline, back, err := sessionCode{}.Decode(b)
		if err != nil || !deadline.Equal(at) || len(back) != len(values) {
			t.Fatalf("%v: %v %v", err, deadline, back)
		}
		for k, v := range values {
			if back[k] != v {
				t.Fatalf("%q is %v, not %v", k, back[k], v)
			}
		}
	})
	if _, err := (sessionCode{}).Encode(time.Time{}, map[string]any{"x": 1.5}); err == nil {
		t.Error("a session keeps what it cannot read")
	}
}

// TestSessionsOfOtherVersions: a session that this version wrote stays readable, one of a later version too, and one that
// cannot be read is none.
func TestSessionsOfOtherVersions(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	at := w.site.now().UTC().Format(time.RFC3339)
	signed := itoa(w.site.now().Unix())
	row := w.kept()[0]
	for body, want := range map[string]bool{
		`{"used":"` + at + `","session":{"version":1,"deadline":"2099-01-01T00:00:00Z","texts":{"browser":"Firefox on Linux","from":"::1","how":"password","person":"anna"},"numbers":{"signed":` + signed + `,"stepped":` + signed + `}}}`: true,
		`{"used":"` + at + `","later":[1],"session":{"version":9,"deadline":"2099-01-01T00:00:00Z","texts":{"person":"anna","how":"a way of later"},"numbers":{"signed":` + signed + `},"floats":{"x":1.5}}}`:                               true,
		`{"used":"` + at + `","session":{"version":1,"deadline":"2099-01-01T00:00:00Z"}}`: false,
		`{"used":"` + at + `","session":"x"}`:                                             false,
		`{"used":7}`:                                                                      false,
		`Dv+BBAEC/4IAAQwBEAAA`:                                                            false,
		``:                                                                                false,
	} {
		row.Body = body
		w.ok(w.app.KeepWorking(t.Context(), row))
		w.restart()
		r := anna.get("/keys")
		if (r.code == http.StatusOK) != want || r.code >= 500 {
			t.Errorf("%.90s: %d", body, r.code)
		}
	}
}

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

// in signs a person in with a browser.
func (w *work) with(code, agent string) *visitor {
	w.t.Helper()
	v := w.visitor()
	form := url.Values{"person": {code}, "password": {password}}
	req, err := http.NewRequest(http.MethodPost, w.server.URL+"/sign-in", strings.NewReader(form.Encode()))
	w.ok(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", agent)
	if r := v.do(req, nil); r.code != http.StatusSeeOther {
		w.t.Fatal(r.code, r.text())
	}
	return v
}

func TestSessionsAreShownAndEnded(t *testing.T) {
	w := newWork(t)
	here := w.with("anna", "curl/8")
	w.later(2 * time.Minute)
	there := w.with("anna", firefox)
	cora := w.as("cora")
	n := here.open("/own")
	rows := all(n, "section[aria-labelledby=sessions] form.oneline")
	if len(rows) != 2 {
		t.Fatalf("%d sessions", len(rows))
	}
	for i, want := range [][]string{{"curl", "this one", "by password from 127.0.0.1"}, {"Firefox on Linux", "by password", "without a request"}} {
		for _, x := range want {
			if got := textOf(rows[i]); !strings.Contains(got, x) {
				t.Errorf("session %d says %q, not %q", i, got, x)
			}
		}
	}
	id := attr(one(rows[1], "input[name=session]"), "value")
	if r := cora.post("/own/sessions/end", "session", id); r.code != http.StatusUnprocessableEntity || !there.in() {
		t.Errorf("somebody else's session: %d", r.code)
	}
	if one(rows[0], "button") != nil {
		t.Error("the session of the page is offered to be ended there")
	}
	if r := here.post("/own/sessions/end", "session", id); r.code != http.StatusSeeOther || there.in() || !here.in() {
		t.Errorf("one session: %d", r.code)
	}
	if r := here.post("/own/sessions/end", "session", id); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "has ended already") {
		t.Errorf("a session twice: %d %s", r.code, r.text())
	}
	there = w.with("anna", firefox)
	if r := here.post("/own/sessions/end"); r.code != http.StatusSeeOther || there.in() || !here.in() || !cora.in() {
		t.Errorf("all others: %d", r.code)
	}
	if got := w.kinds("anna"); !strings.HasPrefix(got, "sessions-ended signed-in sessions-ended signed-in") {
		t.Errorf("the events are %s", got)
	}
}

func TestBrowsersInWords(t *testing.T) {
	for agent, want := range map[string]string{
		firefox: "Firefox on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                         "Chrome on Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":           "Edge on Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15":                   "Safari on macOS",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1": "Safari on iPhone",
		"Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":                            "Chrome on Android",
		"curl/8.14.1":                   "curl",
		"":                              "another program",
		"<script>alert(1)</script>":     "another program",
		strings.Repeat("Linux ", 10000): "another program",
	} {
		if got := browserOf(agent); got != want {
			t.Errorf("%.60q is %q, not %q", agent, got, want)
		}
	}
}

func TestWhereARequestComesFrom(t *testing.T) {
	trusted, err := ParseProxies([]string{"10.0.0.0/8", "2001:db8::1", "192.0.2.7"})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		peer, forwarded, want string
	}{
		{"203.0.113.9", "", "203.0.113.9"},
		{"203.0.113.9", "198.51.100.1", "203.0.113.9"},                            // not a proxy of ours: its word is not taken
		{"10.0.0.1", "198.51.100.1", "198.51.100.1"},                              // one proxy
		{"10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"},                     // what the visitor wrote is not taken
		{"10.0.0.1", "1.1.1.1,198.51.100.1,10.2.2.2 , 192.0.2.7", "198.51.100.1"}, // three proxies
		{"10.0.0.1", "10.3.3.3, 10.2.2.2", "10.3.3.3"},                            // from inside
		{"10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"},                         // a proxy that does not say
		{"10.0.0.1", "", "10.0.0.1"},
		{"10.0.0.1", "198.51.100.1:5000", "198.51.100.1"},
		{"2001:db8::1", "[2001:db8:5::7]:443", "2001:db8:5::7"},
		{"2001:db8::1", "fe80::1%eth0", "fe80::1"},
		{"::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"},
		{"10.0.0.1", strings.Repeat("10.0.0.1,", 500) + "10.0.0.1", "10.0.0.1"},
		{"10.0.0.1", "\"><script>", "10.0.0.1"},
	} {
		if got := asker(x.peer, []string{x.forwarded}, trusted); got != x.want {
			t.Errorf("from %s, %.60q: %s, not %s", x.peer, x.forwarded, got, x.want)
		}
	}
	if got := asker("10.0.0.1", []string{"198.51.100.1", "198.51.100.2, 10.1.1.1"}, trusted); got != "198.51.100.2" {
		t.Errorf("in two lines: %s", got)
	}
	for _, bad := range []string{"", "everywhere", "0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0.1-10.0.0.9"} {
		if got, err := ParseProxies([]string{bad}); err == nil {
			t.Errorf("%q is %v", bad, got)
		}
	}
	for address, want := range map[string]string{"198.51.100.1": "198.51.100.1", "2001:db8:5:6:7::8": "2001:db8:5:6::/64", "::ffff:1.2.3.4": "::ffff:1.2.3.4", "pipe": "pipe"} {
		if got := networkOf(address); got != want {
			t.Errorf("%s counts as %s", address, got)
		}
	}
}

func TestLimitsBehindAProxy(t *testing.T) {
	for name, x := range map[string]struct {
		proxies []netip.Prefix
		other   bool // somebody else behind the same proxy is slowed down too
	}{
		"a trusted proxy": {[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, false},
		"none":            {nil, true},
	} {
		w := newWork(t, func(o *Options) { o.Proxies = x.proxies })
		slow := func(from string) bool {
			req, _ := http.NewRequest(http.MethodPost, w.server.URL+"/sign-in/passkey/begin", strings.NewReader("{}"))
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("X-Forwarded-For", "1.2.3.4, "+from)
			req.Host = "localhost"
			return w.visitor().do(req, nil).code == http.StatusTooManyRequests
		}
		for range access.SignInsAnAddress.Times {
			if slow("198.51.100.1") {
				t.Fatalf("%s: slowed down too soon", name)
			}
		}
		if !slow("198.51.100.1") {
			t.Errorf("%s: the address is not slowed down", name)
		}
		if slow("198.51.100.2") != x.other {
			t.Errorf("%s: another address is slowed down: %v", name, !x.other)
		}
	}
}

func TestOrigins(t *testing.T) {
	for in, want := range map[string]string{
		"https://books.example": "https://books.example", " https://Books.Example/ ": "https://books.example", "https://books.example:443": "https://books.example", "https://books.example:8443/": "https://books.example:8443",
		"http://localhost:8080": "http://localhost:8080", "http://127.0.0.1": "http://127.0.0.1", "https://[2001:DB8::1]:8443": "https://[2001:db8::1]:8443",
		"http://books.example": "", "books.example": "", "https://": "", "https://books.example/app": "", "https://a:b@books.example": "", "https://books.example?x": "", "ftp://books.example": "", "https:books.example": "",
	} {
		got, err := ParseOrigin(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v", in, got, err)
		}
	}
	if _, err := newSite(t.Context(), Options{App: newWork(t).app, Origin: "http://books.example"}); err == nil {
		t.Error("a site is served without TLS")
	}
}

func TestBehindTLS(t *testing.T) {
	w := newWork(t, func(o *Options) { o.Origin = "https://Books.example/" })
	v := w.visitor()
	r := v.get("/sign-in")
	if got := r.header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
		t.Errorf("behind TLS the site says %q", got)
	}
	if got := newWork(t).visitor().get("/sign-in").header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("without TLS the site says %q", got)
	}
	c := v.post("/sign-in", "person", "anna", "password", password).header.Get("Set-Cookie")
	for _, want := range []string{"__Host-tieout=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(c, want) {
			t.Errorf("the cookie %s lacks %s", c, want)
		}
	}
	if strings.Contains(c, "Domain") || strings.Contains(c, "Expires") || strings.Contains(c, "Max-Age") {
		t.Errorf("the cookie is %s", c)
	}
	// The browser says https://books.example; the proxy may say another host.
	req, _ := http.NewRequest(http.MethodPost, w.server.URL+"/sign-in", strings.NewReader("person=anna&password="+url.QueryEscape(password)))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "https://books.example")
	if r := w.visitor().do(req, nil); r.code != http.StatusSeeOther {
		t.Errorf("from its own origin: %d %s", r.code, r.text())
	}
	o := newWork(t, func(o *Options) { o.Origin = "http://localhost:8080" })
	if c := o.visitor().post("/sign-in", "person", "anna", "password", password).header.Get("Set-Cookie"); strings.Contains(c, "Secure") {
		t.Errorf("without TLS the cookie is %s", c)
	}
}

// TestSetUpIsGuarded: the site without a book has the same guards.
func TestSetUpIsGuarded(t *testing.T) {
	x, err := newSetUp(Options{Setup: &Setup{Code: "abc123abc123", Charts: app.StarterCharts()}}, true, func(*site) {})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, at string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, at, nil)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		x.ServeHTTP(w, r)
		return w
	}
	if w := ask(http.MethodGet, "http://localhost/set-up"); w.Code != http.StatusOK || w.Header().Get("Content-Security-Policy") != policy {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := ask(http.MethodGet, "http://evil.example/set-up"); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("another host: %d", w.Code)
	}
	if w := ask(http.MethodPost, "http://localhost/set-up", "Origin", "https://evil.example"); w.Code != http.StatusForbidden {
		t.Errorf("another site: %d", w.Code)
	}
}

// TestTwelveHoursInWords: a session that lasted as long as it may says so.
func TestTwelveHoursInWords(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	w.site.held.held[w.kept()[0].ID].used = w.site.now().Add(sessionTime) // busy until the end
	w.later(sessionTime)
	if r := anna.get("/journal"); r.code != http.StatusUnauthorized || !strings.Contains(r.text(), "Your session has ended: it had lasted 12 hours.") {
		t.Errorf("%d %s", r.code, r.text())
	}
}

// TestAnInvitationTakesOver: who lost everything joins anew, and nobody else goes on under their name.
func TestAnInvitationTakesOver(t *testing.T) {
	w := atHome(t)
	anna, lost := w.as("anna"), w.device()
	anna.add(lost, "stolen laptop")
	w.ok(w.app.ChangeCredentials(t.Context(), "anna", func(c *app.Credentials) error { c.TOTP = access.NewTOTP(); return nil }))
	invite := func() string {
		r := w.as("fred").post("/people/anna/invite")
		return strings.TrimPrefix(textOf(one(r.page(), "code.secret")), w.server.URL)
	}
	link := invite()
	v := w.visitor()
	n := v.open(link)
	if got := textOf(n); !strings.Contains(got, "I no longer have my authenticator and 1 passkey") {
		t.Errorf("the page says %q", got)
	}
	if r := v.send("/join", fill(t, n, "/join", "password", "a boat of nine planks", "repeated", "a boat of nine planks", "lost", "1")); r.code != http.StatusSeeOther || !v.in() {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if anna.in() {
		t.Error("an old session goes on")
	}
	if c := w.credentials("anna"); c.TOTP != "" || len(c.Passkeys) != 0 {
		t.Errorf("left: %+v", c)
	}
	if r := w.visitor().signIn(lost, "/"); r.code != http.StatusUnprocessableEntity {
		t.Errorf("the lost passkey signs in: %d", r.code)
	}
	if got := w.kinds("anna"); !strings.HasPrefix(got, "sign-in-refused signed-in factors-removed password-set") {
		t.Errorf("the events are %s", got)
	}
}

// TestAProofIsNoPartOfWhatIsAsked: a form that is sent twice with its proof counts once.
func TestAProofIsNoPartOfWhatIsAsked(t *testing.T) {
	w := newWork(t)
	cora := w.as("cora")
	w.later(stepTime + time.Second)
	give := []string{"code", "newbie", "name", "New Person", "role", "accountant", onceField, "abc", proofName, password}
	if r := cora.post("/people", give...); r.code != http.StatusOK {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if r := cora.post("/people", give...); r.code != http.StatusSeeOther {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if got := textOf(one(cora.open("/"), ".flash")); !strings.Contains(got, "done already") {
		t.Errorf("the page says %q", got)
	}
}
