package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tieout/internal/access"
	"tieout/internal/app"
)

func TestNobodySeesAnything(t *testing.T) {
	w := newWork(t)
	for _, path := range []string{"/", "/journal", "/entries/JE-2026-000001", "/nowhere", "/people"} {
		r := w.visitor().get(path)
		if r.code != http.StatusUnauthorized || strings.Contains(r.body, "Opening balance") || one(r.page(), `form[action=/sign-in]`) == nil || one(r.page(), "nav") != nil {
			t.Errorf("%s: %d %s", path, r.code, r.text())
		}
	}
}

func TestSignInAndOut(t *testing.T) {
	w := newWork(t)
	v := w.visitor()
	for _, bad := range [][2]string{{"cora", "wrong"}, {"nobody", password}, {"", ""}, {"CORA", password + " "}} {
		if r := v.post("/sign-in", "person", bad[0], "password", bad[1]); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "do not go together") {
			t.Errorf("%q: %d %s", bad, r.code, r.text())
		}
	}
	r := v.post("/sign-in", "person", " Cora ", "password", password, "then", "/journal?period=2026-Q1")
	if r.code != http.StatusSeeOther || r.location() != "/journal?period=2026-Q1" {
		t.Fatalf("%d %s", r.code, r.location())
	}
	n := v.open("/journal")
	if got := textOf(one(n, ".seat")); !strings.Contains(got, "Cora Controller") {
		t.Errorf("the seat says %q", got)
	}
	for _, then := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"} {
		if r := w.visitor().post("/sign-in", "person", "cora", "password", password, "then", then); r.location() != "/" {
			t.Errorf("%q leads to %q", then, r.location())
		}
	}
	v.post("/sign-out")
	if r := v.get("/journal"); r.code != http.StatusUnauthorized {
		t.Errorf("after signing out: %d", r.code)
	}
}

func TestCookie(t *testing.T) {
	w := newWork(t)
	r := w.visitor().post("/sign-in", "person", "cora", "password", password)
	c := r.header.Get("Set-Cookie")
	if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax") || strings.Contains(c, "Secure") || strings.Contains(c, "Expires") {
		t.Errorf("the cookie is %s", c)
	}
	tls := newWork(t, func(o *Options) { o.Origin = "https://books.example" })
	if c := tls.visitor().post("/sign-in", "person", "cora", "password", password).header.Get("Set-Cookie"); !strings.HasPrefix(c, "__Host-tieout=") || !strings.Contains(c, "Secure") {
		t.Errorf("behind TLS the cookie is %s", c)
	}
}

func TestSignInGivesANewToken(t *testing.T) {
	w := newWork(t)
	v := w.visitor()
	at, _ := url.Parse(w.server.URL)
	v.post("/sign-in", "person", "cora", "password", password)
	first := v.client.Jar.Cookies(at)[0].Value
	v.post("/sign-in", "person", "anna", "password", password)
	if second := v.client.Jar.Cookies(at)[0].Value; first == second {
		t.Error("the token stays the same over a sign-in")
	}
}

func TestGuessingIsSlowed(t *testing.T) {
	w := newWork(t)
	v := w.visitor()
	for range access.FailuresAPerson.Times {
		v.post("/sign-in", "person", "anna", "password", "guess guess guess")
	}
	r := v.post("/sign-in", "person", "anna", "password", password)
	if !strings.Contains(r.text(), "Too many attempts. Wait") {
		t.Errorf("after many failures: %s", r.text())
	}
	if r := v.post("/sign-in", "person", "cora", "password", password); r.code != http.StatusSeeOther {
		t.Errorf("somebody else is kept out: %d", r.code)
	}
	es, err := w.app.Events(t.Context(), 0, 50)
	if err != nil || len(es) < 5 || es[1].Kind != "sign-in-refused" || es[1].Person != "anna" {
		t.Errorf("the events are %v, %v", es, err)
	}
}

func TestAuthenticator(t *testing.T) {
	w := newWork(t)
	v := w.as("cora")
	v.post("/own/authenticator")
	n := v.open("/own")
	if one(n, "svg.qr path") == nil {
		t.Fatal("no picture of the authenticator")
	}
	c, err := w.app.Credentials(t.Context(), "cora")
	w.ok(err)
	if r := v.post("/own/authenticator/confirm", "code", "000000"); r.code != http.StatusUnprocessableEntity {
		t.Errorf("a wrong code: %d", r.code)
	}
	code, err := access.TOTPCode(c.TOTPNew, *w.now)
	w.ok(err)
	r := v.post("/own/authenticator/confirm", "code", code)
	recovery := textOf(one(r.page(), ".secrets code"))
	if r.code != http.StatusOK || len(recovery) != 11 {
		t.Fatalf("%d, recovery %q", r.code, recovery)
	}
	// From now on the password alone lets nobody in, and a code is good once.
	fresh := w.visitor()
	r = fresh.post("/sign-in", "person", "cora", "password", password, "then", "/journal")
	if one(r.page(), "input[name=code]") == nil || fresh.get("/journal").code != http.StatusUnauthorized {
		t.Fatalf("the code is not asked for: %s", r.text())
	}
	if r := fresh.post("/sign-in/code", "code", code); r.code == http.StatusSeeOther {
		t.Error("a code is good twice")
	}
	*w.now = w.now.Add(time.Minute)
	code, _ = access.TOTPCode(c.TOTPNew, *w.now)
	if r := fresh.post("/sign-in/code", "code", code, "then", "/journal"); r.code != http.StatusSeeOther || r.location() != "/journal" {
		t.Errorf("%d %s %s", r.code, r.location(), r.text())
	}
	for i, want := range []int{http.StatusSeeOther, http.StatusUnprocessableEntity} {
		again := w.visitor()
		again.post("/sign-in", "person", "cora", "password", password)
		if r := again.post("/sign-in/code", "code", recovery); r.code != want {
			t.Errorf("recovery code, use %d: %d", i+1, r.code)
		}
	}
	if r := w.visitor().post("/sign-in/code", "code", code); !strings.Contains(r.text(), "the password is asked for first") {
		t.Errorf("a code without a password: %s", r.text())
	}
}

func TestStepUp(t *testing.T) {
	w := newWork(t)
	v := w.as("cora")
	w.site.stepFor = 0 // every proof is an old one
	give := []string{"code", "newbie", "name", "New Person", "role", "accountant"}
	r := v.post("/people", give...)
	if r.code != http.StatusUnauthorized || !strings.Contains(r.text(), "Show again who you are") {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if s, _ := w.app.State(t.Context(), 0); len(s.People) != len(staff) {
		t.Error("the seat was given without a proof")
	}
	again := fill(t, r.page(), "/people", proofName, "not my password")
	if r := v.send("/people", again); r.code != http.StatusUnauthorized || !strings.Contains(r.text(), "not good") {
		t.Errorf("a wrong proof: %d %s", r.code, r.text())
	}
	again.Set(proofName, password)
	if r := v.send("/people", again); r.code != http.StatusOK || !strings.Contains(r.text(), "/join?with=") {
		t.Errorf("with the proof: %d %s", r.code, r.text())
	}
	w.site.stepFor = stepTime
	if r := v.post("/people/newbie/remove"); r.code != http.StatusSeeOther {
		t.Errorf("the proof does not hold: %d", r.code)
	}
}

func TestInvitation(t *testing.T) {
	w := newWork(t)
	r := w.as("fred").post("/people", "code", "nora", "name", "Nora Newcomer", "role", "accountant")
	link := textOf(one(r.page(), "code.secret"))
	path := strings.TrimPrefix(link, w.server.URL)
	if !strings.HasPrefix(path, "/join?with=") {
		t.Fatalf("the link is %q", link)
	}
	v := w.visitor()
	n := v.open(path)
	if !strings.Contains(textOf(n), "Welcome, Nora Newcomer") {
		t.Errorf("the page says %q", textOf(n))
	}
	for pw, want := range map[string]string{"short": "at least 12 characters", "passwordpassword": "guessed first", "nora newcomer": "guessed first", "harborlockers1": "guessed first"} {
		r := v.send("/join", fill(t, n, "/join", "password", pw, "repeated", pw))
		if r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), want) {
			t.Errorf("%q: %d %s", pw, r.code, r.text())
		}
	}
	r = v.send("/join", fill(t, n, "/join", "password", "a boat of nine planks", "repeated", "a boat of nine planks"))
	if r.code != http.StatusSeeOther || v.get("/own").code != http.StatusOK {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if r := w.visitor().get(path); r.code != http.StatusConflict || !strings.Contains(r.text(), "The invitation is not good") {
		t.Errorf("a second time: %d %s", r.code, r.text())
	}
}

func TestATakenSeatIsOutAtOnce(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	anna.open("/journal")
	if r := cora.post("/people/anna/remove", "why", "left"); r.code != http.StatusSeeOther {
		t.Fatal(r.code, r.text())
	}
	if r := anna.get("/journal"); r.code != http.StatusUnauthorized {
		t.Errorf("after the seat was taken: %d", r.code)
	}
	if r := w.visitor().post("/sign-in", "person", "anna", "password", password); r.code != http.StatusUnprocessableEntity {
		t.Errorf("signing in again: %d", r.code)
	}
}

func TestSeatsEnd(t *testing.T) {
	w := newWork(t)
	ed := w.as("ed")
	*w.now = time.Date(2100, 1, 2, 9, 0, 0, 0, time.UTC)
	if r := ed.get("/journal"); r.code != http.StatusUnauthorized {
		t.Errorf("after the last day: %d", r.code)
	}
}

func TestWhatWasTypedSurvivesTheSession(t *testing.T) {
	w := newWork(t)
	v := w.as("cora")
	n := v.open("/people")
	form := fill(t, n, "/people", "code", "nora", "name", "Nora <b>Newcomer</b>", "role", "accountant")
	v.client.Jar = w.visitor().client.Jar // the session is gone
	r := v.send("/people", form)
	if r.code != http.StatusUnauthorized || !strings.Contains(r.text(), "What you typed is kept") {
		t.Fatalf("%d %s", r.code, r.text())
	}
	r = v.send("/sign-in", fill(t, r.page(), "/sign-in", "person", "cora", "password", password))
	if r.code != http.StatusOK || one(r.page(), "form[data-resume]") == nil {
		t.Fatalf("%d %s", r.code, r.text())
	}
	r = v.send("/people", fill(t, r.page(), "/people"))
	s, err := w.app.State(t.Context(), 0)
	w.ok(err)
	if last := s.People[len(s.People)-1]; r.code != http.StatusOK || last.Name != "Nora <b>Newcomer</b>" {
		t.Errorf("%d %+v", r.code, last)
	}
}

func TestOtherSitesChangeNothing(t *testing.T) {
	w := newWork(t)
	v := w.as("cora")
	for name, header := range map[string][2]string{"origin": {"Origin", "https://evil.example"}, "null origin": {"Origin", "null"}, "fetch metadata": {"Sec-Fetch-Site", "cross-site"}, "same site": {"Sec-Fetch-Site", "same-site"}} {
		req, _ := http.NewRequest(http.MethodPost, w.server.URL+"/people/anna/remove", strings.NewReader(""))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set(header[0], header[1])
		if r := v.do(req, nil); r.code != http.StatusForbidden {
			t.Errorf("%s: %d", name, r.code)
		}
	}
	if s, _ := w.app.State(t.Context(), 0); !s.People[2].Removed == false {
		t.Error("a seat was taken")
	}
}

func TestTwoApproversNeverLockedOut(t *testing.T) {
	w := newWork(t)
	v := w.as("cora")
	if r := v.post("/people/fred/remove", "why", "left"); r.code != http.StatusSeeOther {
		t.Fatal(r.code, r.text())
	}
	for path, fields := range map[string][]string{"/people/cora/remove": nil, "/people/cora/change": {"role", "accountant"}} {
		if r := v.post(path, fields...); !strings.Contains(r.text(), "nobody changes their own seat") && !strings.Contains(r.text(), "Nobody could give seats") {
			t.Errorf("%s: %d %s", path, r.code, r.text())
		}
	}
}

func TestSampleSeats(t *testing.T) {
	w := newWork(t, func(o *Options) { o.Sample = true })
	v := w.visitor()
	if got := textOf(one(v.open("/"), ".seat option[selected]")); got != "Cora Controller, Controller" {
		t.Errorf("the visitor is %q", got)
	}
	if r := v.post("/seat", "person", "ed", "then", "/people"); r.location() != "/people" {
		t.Fatal(r.code, r.location())
	}
	if n := v.open("/people"); one(n, `form[action=/people][method=post]`) != nil || !strings.Contains(textOf(one(n, ".seat option[selected]")), "Ed External") {
		t.Errorf("the auditor sees what an officer sees: %q", textOf(one(n, ".seat option[selected]")))
	}
	if r := v.post("/people", "code", "x", "name", "X", "role", "cfo"); r.code != http.StatusForbidden {
		t.Errorf("the auditor gives a seat: %d", r.code)
	}
	if r := newWork(t).as("anna").post("/seat", "person", "cora"); r.code != http.StatusNotFound {
		t.Errorf("outside the demonstration a seat is taken: %d", r.code)
	}
}

func TestSetUp(t *testing.T) {
	dir := t.TempDir()
	var made *app.App
	o := Options{Setup: &Setup{Code: "abc123abc123", Charts: app.StarterCharts(), Create: func(ctx context.Context, n app.New) (*app.App, error) {
		a, err := app.Create(ctx, dir+"/new.db", n, time.Now)
		made = a
		return a, err
	}}}
	x, err := newSetUp(o, false, func(*site) {})
	if err != nil {
		t.Fatal(err)
	}
	w := &work{t: t, server: httptest.NewServer(x)}
	t.Cleanup(w.server.Close)
	v := w.visitor()
	if r := v.get("/journal"); r.location() != "/set-up" {
		t.Fatal(r.code, r.location())
	}
	n := v.open("/set-up?code=abc123abc123")
	fields := []string{"name", "Harbor Lockers", "cik", "1999999", "full", "Cora Controller", "person", "cora", "password", password, "repeated", password}
	for wrong, set := range map[string][]string{"code of the set-up": {"code", "guess"}, "two passwords differ": {"repeated", "x"}, "at least 12": {"password", "x", "repeated", "x"}, "needs the registrant's name": {"name", " "}, "at most 40 small letters": {"person", "Cora C."}} {
		form := fill(t, n, "/set-up", append(fields, set...)...)
		if r := v.send("/set-up", form); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), wrong) {
			t.Errorf("%s: %d %s", wrong, r.code, r.text())
		}
	}
	if made != nil {
		t.Error("a refused set-up made a book")
	}
	r := v.send("/set-up", fill(t, n, "/set-up", fields...))
	if r.code != http.StatusSeeOther || r.location() != "/" {
		t.Fatal(r.code, r.text())
	}
	t.Cleanup(func() { made.Close() })
	if got := textOf(v.open("/")); !strings.Contains(got, "Cora Controller") || !strings.Contains(got, "The book is yours") {
		t.Errorf("home says %q", got)
	}
	if s, err := made.State(t.Context(), 0); err != nil || len(s.Chart.Accounts()) < 60 || len(s.People) != 1 {
		t.Errorf("the book has %v, %v", s, err)
	}
	if r := w.visitor().post("/set-up", "code", "abc123abc123"); r.location() != "/" {
		t.Errorf("a second set-up: %d %s", r.code, r.text())
	}
}
