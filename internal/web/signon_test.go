package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"tieout/internal/app"
)

// link links an account to who is signed in.
func (v *visitor) link(f *fakeProvider, user string) reply {
	v.w.t.Helper()
	return v.get(f.through(v.post("/own/identities").leads(), user))
}

// signInBy signs in by an account.
func (v *visitor) signInBy(f *fakeProvider, user string) reply {
	v.w.t.Helper()
	return v.get(f.through(v.post("/sign-in/with", "then", "/journal").leads(), user))
}

func TestSingleSignOn(t *testing.T) {
	w, f := withProvider(t)
	if n := w.visitor().open("/sign-in"); !strings.Contains(textOf(one(n, `form[action=/sign-in/with]`)), "Sign in with Example Login") {
		t.Error("the page to sign in does not offer the provider")
	}
	// Nobody has linked the account: it opens nothing, whatever it is called.
	v := w.visitor()
	if r := v.signInBy(f, accountOne); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "Nobody in this book has linked that account") || v.in() {
		t.Fatalf("%d %s", r.code, r.text())
	}
	anna := w.as("anna")
	if r := anna.link(f, accountOne); r.code != http.StatusSeeOther || r.location() != "/own#sso" {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if got := textOf(one(anna.open("/own"), ".flash")); !strings.Contains(got, "You can sign in with Example Login as") {
		t.Errorf("the page says %q", got)
	}
	if i := w.credentials("anna").Identities[0]; i.Issuer != f.server.URL || i.Subject != "id1" || i.Added == "" {
		t.Errorf("linked: %+v", i)
	}
	v = w.visitor()
	if r := v.signInBy(f, accountOne); r.code != http.StatusSeeOther || r.location() != "/journal" {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if got := textOf(one(v.open("/own"), "section[aria-labelledby=sessions]")); !strings.Contains(got, "by single sign-on") {
		t.Errorf("the sessions are %q", got)
	}
	if r := w.visitor().signInBy(f, accountTwo); r.code != http.StatusUnprocessableEntity {
		t.Errorf("another account: %d", r.code)
	}
	if got := w.kinds("anna"); got != "signed-in account-linked signed-in" {
		t.Errorf("the events are %s", got)
	}
	q := f.asked[len(f.asked)-1]
	for k, want := range map[string]string{"response_type": "code", "code_challenge_method": "S256", "scope": "openid profile email", "client_id": "tieout", "redirect_uri": w.server.URL + "/sign-in/back"} {
		if q.Get(k) != want {
			t.Errorf("the provider is asked with %s=%q", k, q.Get(k))
		}
	}
	if len(q.Get("state")) < 26 || len(q.Get("nonce")) < 26 || q.Get("state") == q.Get("nonce") || q.Has("prompt") {
		t.Errorf("the provider is asked with %v", q)
	}
}

func TestLinkingIsLookedAfter(t *testing.T) {
	w, f := withProvider(t)
	anna, fred := w.as("anna"), w.as("fred")
	anna.link(f, accountOne)
	if r := fred.link(f, accountOne); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "linked to another person") {
		t.Errorf("an account of somebody else: %d %s", r.code, r.text())
	}
	if r := anna.link(f, accountOne); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "linked already") {
		t.Errorf("an account twice: %d %s", r.code, r.text())
	}
	remove := []string{"issuer", f.server.URL, "subject", "id1"}
	if r := fred.post("/own/identities/remove", remove...); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "no such account of yours") {
		t.Errorf("unlinking another's: %d %s", r.code, r.text())
	}
	w.ok(w.app.ChangeCredentials(t.Context(), "anna", func(c *app.Credentials) error { c.Password = ""; return nil }))
	if r := anna.post("/own/identities/remove", remove...); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "the last way by which you can sign in") {
		t.Errorf("the last way in: %d %s", r.code, r.text())
	}
	w.ok(w.app.ChangeCredentials(t.Context(), "anna", func(c *app.Credentials) error { c.Password = passwordHash; return nil }))
	if r := anna.post("/own/identities/remove", remove...); r.code != http.StatusSeeOther || len(w.credentials("anna").Identities) != 0 {
		t.Errorf("%d %s", r.code, r.text())
	}
	if r := w.visitor().signInBy(f, accountOne); r.code != http.StatusUnprocessableEntity {
		t.Errorf("an unlinked account signs in: %d", r.code)
	}
	w.later(stepTime + time.Second)
	if r := anna.post("/own/identities"); r.code != http.StatusUnauthorized {
		t.Errorf("linking without a proof: %d", r.code)
	}
	// A way that anna began does not link to fred, who signs in meanwhile in the same browser.
	anna = w.as("anna")
	back := f.through(anna.post("/own/identities").leads(), accountTwo)
	anna.post("/sign-in", "person", "fred", "password", password)
	if r := anna.get(back); r.code != http.StatusConflict || len(w.credentials("fred").Identities)+len(w.credentials("anna").Identities) != 0 {
		t.Errorf("another person: %d %s", r.code, r.text())
	}
}

func TestSignOnIsOfOneBrowserAndOnce(t *testing.T) {
	w, f := withProvider(t)
	w.as("anna").link(f, accountOne)
	v := w.visitor()
	back := f.through(v.post("/sign-in/with", "then", "/").leads(), accountOne)
	other := w.visitor()
	other.post("/sign-in/with", "then", "/")
	stolen, _ := url.Parse(back)
	if r := other.get(back); r.code != http.StatusConflict || other.in() {
		t.Errorf("in another browser: %d %s", r.code, r.text())
	}
	// The state is spent now, by whoever used it.
	if r := v.get(back); r.code != http.StatusConflict || v.in() {
		t.Errorf("after it was used elsewhere: %d", r.code)
	}
	for _, state := range []string{"", "guess", strings.Repeat("a", 32)} {
		q := stolen.Query()
		q.Set("state", state)
		if r := v.get("/sign-in/back?" + q.Encode()); r.code != http.StatusConflict || v.in() {
			t.Errorf("with the state %q: %d", state, r.code)
		}
	}
	back = f.through(v.post("/sign-in/with", "then", "/").leads(), accountOne)
	jar := v.client.Jar
	if r := v.get(back); r.code != http.StatusSeeOther || !v.in() {
		t.Fatalf("%d %s", r.code, r.text())
	}
	v.client.Jar = jar
	if r := v.get(back); r.code != http.StatusConflict {
		t.Errorf("the same answer twice: %d", r.code)
	}
	// A code that was used is not good with another state.
	used, _ := url.Parse(back)
	v = w.visitor()
	fresh, _ := url.Parse(f.through(v.post("/sign-in/with", "then", "/").leads(), accountOne))
	q := fresh.Query()
	q.Set("code", used.Query().Get("code"))
	if r := v.get("/sign-in/back?" + q.Encode()); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "did not let you in: It answered invalid_grant") || v.in() {
		t.Errorf("a code twice: %d %s", r.code, r.text())
	}
	// Nor is one that was made for another browser: the proof of the key (PKCE) is missing.
	mine, theirs := w.visitor(), w.visitor()
	a, _ := url.Parse(f.through(mine.post("/sign-in/with", "then", "/").leads(), accountOne))
	b, _ := url.Parse(f.through(theirs.post("/sign-in/with", "then", "/").leads(), accountOne))
	q = a.Query()
	q.Set("code", b.Query().Get("code"))
	if r := mine.get("/sign-in/back?" + q.Encode()); r.code != http.StatusUnprocessableEntity || mine.in() {
		t.Errorf("somebody else's code: %d %s", r.code, r.text())
	}
	// Too late.
	back = f.through(v.post("/sign-in/with", "then", "/").leads(), accountOne)
	*w.now = w.now.Add(flowTime + time.Second)
	if r := v.get(back); r.code != http.StatusConflict {
		t.Errorf("too late: %d", r.code)
	}
}

func TestAnswersOfProvidersThatAreRefused(t *testing.T) {
	w, f := withProvider(t)
	w.as("anna").link(f, accountOne)
	differ := func(d time.Duration) func() {
		return func() { w.site.provider.now = func() time.Time { return w.site.now().Add(d) } }
	}
	for name, x := range map[string]struct {
		before func()
		query  func(url.Values)
		want   string
		code   int
	}{
		"another nonce":              {func() { f.nonce = "another" }, nil, "made for another request", 422},
		"another issuer":             {nil, func(q url.Values) { q.Set("iss", "https://other.example") }, "came from another provider", 422},
		"no code":                    {nil, func(q url.Values) { q.Del("code") }, "has no code", 422},
		"a code of another provider": {nil, func(q url.Values) { q.Set("code", "AAAA") }, "invalid_grant", 422},
		"a refusal": {nil, func(q url.Values) {
			q.Del("code")
			q.Set("error", "access_denied")
			q.Set("error_description", `<script>alert(1)</script> you may not`)
		}, "did not let you in: Access_denied", 422},
		"the clock far ahead here":  {differ(time.Hour + 5*time.Minute), nil, "token is expired", 422},
		"the clock far behind here": {differ(-time.Hour), nil, "from the future", 422},
		"nobody there any more":     {nil, func(url.Values) { f.down = true }, "cannot be reached", 502},
	} {
		v := w.visitor()
		back, _ := url.Parse(f.through(v.post("/sign-in/with", "then", "/", "kept.to", "/people", "kept.f.name", "Typed").leads(), accountOne))
		q := back.Query()
		f.set(func() {
			if x.before != nil {
				x.before()
			}
			if x.query != nil {
				x.query(q)
			}
		})
		r := v.get("/sign-in/back?" + q.Encode())
		if r.code != x.code || !strings.Contains(r.text(), x.want) || v.in() {
			t.Errorf("%s: %d %s", name, r.code, r.text())
		}
		if strings.Contains(r.body, "<script>alert") {
			t.Errorf("%s: what the provider says comes back alive", name)
		}
		if n := r.page(); fill(t, n, "/sign-in").Get("kept.f.name") != "Typed" {
			t.Errorf("%s: what was typed is lost", name)
		}
		f.set(func() { f.nonce, f.down = "", false })
		differ(0)()
		w.later(time.Minute)
	}
	es, err := w.app.Events(t.Context(), 0, 100)
	w.ok(err)
	failed := 0
	for _, e := range es {
		if e.Kind == "sign-on-failed" {
			failed++
		}
		if strings.Contains(e.Detail, "the secret") || strings.Contains(e.Detail, "eyJ") {
			t.Errorf("an event tells a secret: %s", e.Detail)
		}
	}
	if failed != 8 {
		t.Errorf("%d events", failed)
	}
}

// TestClocksMayDifferALittle: the provider's clock and ours differ by less than two minutes.
func TestClocksMayDifferALittle(t *testing.T) {
	for _, d := range []time.Duration{-90 * time.Second, 90 * time.Second, time.Hour + 90*time.Second} {
		w, f := withProvider(t)
		w.as("anna").link(f, accountOne)
		w.later(d)
		if r := w.visitor().signInBy(f, accountOne); r.code != http.StatusSeeOther {
			t.Errorf("%s: %d %s", d, r.code, r.text())
		}
	}
}

// TestMixUp: where the provider says that its answers name it, one that does not is refused (RFC 9207).
func TestMixUp(t *testing.T) {
	w, f := withProvider(t)
	f.says = map[string]any{"authorization_response_iss_parameter_supported": true}
	w.ok(w.app.LinkIdentity(t.Context(), "anna", app.Identity{Issuer: f.server.URL, Subject: "id1"}))
	for iss, want := range map[string]int{"": 422, "https://evil.example": 422, f.server.URL + "/": 422, f.server.URL: http.StatusSeeOther} {
		v := w.visitor()
		back := f.through(v.post("/sign-in/with", "then", "/").leads(), accountOne)
		if iss != "" {
			back += "&iss=" + url.QueryEscape(iss)
		}
		if r := v.get(back); r.code != want {
			t.Errorf("named %q: %d %s", iss, r.code, r.text())
		}
	}
	// A provider that calls itself otherwise than it is called is none.
	w, f = withProvider(t)
	f.says = map[string]any{"issuer": "https://evil.example"}
	if r := w.visitor().post("/sign-in/with"); r.code != http.StatusBadGateway || !strings.Contains(r.text(), "does not understand") {
		t.Errorf("%d %s", r.code, r.text())
	}
}

func TestProviderIsDown(t *testing.T) {
	f := newFakeProvider(t)
	f.down = true
	w := newWork(t, func(o *Options) { o.OIDC = &OIDC{Issuer: f.server.URL, Client: "tieout", Secret: "the secret"} })
	f.knows(w.server.URL + "/sign-in/back")
	w.ok(w.app.LinkIdentity(t.Context(), "anna", app.Identity{Issuer: f.server.URL, Subject: "id1"}))
	v := w.visitor()
	v.open("/sign-in")
	r := v.post("/sign-in/with", "then", "/journal", "kept.to", "/people", "kept.f.name", "Typed")
	if r.code != http.StatusBadGateway || !strings.Contains(r.text(), "127.0.0.1 cannot be reached. Try again") || fill(t, r.page(), "/sign-in").Get("kept.f.name") != "Typed" {
		t.Errorf("%d %s", r.code, r.text())
	}
	if r := v.post("/sign-in", "person", "anna", "password", password); r.code != http.StatusSeeOther {
		t.Errorf("a password while the provider is down: %d", r.code)
	}
	f.set(func() { f.down = false })
	w.later(tryEvery)
	if r := w.visitor().signInBy(f, accountOne); r.code != http.StatusSeeOther {
		t.Errorf("once it is up: %d %s", r.code, r.text())
	}
	f.set(func() { f.down = true })
	if r := w.visitor().post("/sign-in/with"); r.leads() == "" {
		t.Error("what it said before is forgotten")
	}
}

func TestProviderAsksAgain(t *testing.T) {
	w, f := withProvider(t)
	w.ok(w.app.ChangeCredentials(t.Context(), "cora", func(c *app.Credentials) error {
		c.Password, c.Identities = "", []app.Identity{{Issuer: f.server.URL, Subject: "id2"}}
		return nil
	}))
	v := w.visitor()
	if r := v.signInBy(f, accountTwo); r.code != http.StatusSeeOther {
		t.Fatal(r.code, r.text())
	}
	w.site.stepFor = 0
	asked := func() reply {
		r := v.post("/people", "code", "newbie", "name", "New <b>Person</b>", "role", "accountant")
		if r.code != http.StatusUnauthorized || one(r.page(), `form[action=/own/proof/with]`) == nil {
			t.Fatalf("%d %s", r.code, r.text())
		}
		return r
	}
	if r := asked(); one(r.page(), "input[name=proof]") != nil {
		t.Error("a password is asked for that there is not")
	}
	back := func(user string) reply {
		return v.get(f.through(v.send("/own/proof/with", fill(t, asked().page(), "/own/proof/with")).leads(), user))
	}
	r := back(accountTwo)
	if q := f.asked[len(f.asked)-1]; q.Get("prompt") != "login" || q.Get("max_age") != "0" {
		t.Errorf("the provider is asked with %v", q)
	}
	form := one(r.page(), "form[data-resume]")
	if r.code != http.StatusOK || form == nil || attr(one(form, "[name=name]"), "value") != "New <b>Person</b>" {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if r := v.send("/people", fill(t, r.page(), "/people")); r.code != http.StatusOK || !strings.Contains(r.text(), "/join?with=") {
		t.Fatalf("%d %s", r.code, r.text())
	}
	began := w.site.now()
	for name, x := range map[string]struct {
		at   func() time.Time
		user string
		want string
	}{
		"signed in there long ago": {func() time.Time { return began.Add(-time.Hour) }, accountTwo, "without asking again"},
		"does not say when":        {func() time.Time { return time.Time{} }, accountTwo, "does not say when"},
		"another account":          {nil, accountOne, "not linked to you"},
	} {
		f.set(func() { f.authTime = x.at })
		r := back(x.user)
		if r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), x.want) || one(r.page(), "form[data-resume]") != nil {
			t.Errorf("%s: %d %s", name, r.code, r.text())
		}
		if attr(one(r.page(), "form[data-step] [name=name]"), "value") != "New <b>Person</b>" {
			t.Errorf("%s: what was typed is lost", name)
		}
	}
	if got := w.kinds("cora"); !strings.HasPrefix(got, "step-up-refused step-up-refused step-up-refused invited stepped-up signed-in") {
		t.Errorf("the events are %s", got)
	}
}

func TestSingleSignOnRequired(t *testing.T) {
	w, f := withProvider(t, func(o *Options) { o.OIDC.Require, o.OIDC.BreakGlass = true, []string{"fred"} })
	for person, want := range map[string]int{"cora": 422, "anna": 422, "fred": http.StatusSeeOther} {
		r := w.visitor().post("/sign-in", "person", person, "password", password)
		if r.code != want || want == 422 && !strings.Contains(r.text(), "sign in with Example Login") {
			t.Errorf("%s with a password: %d %s", person, r.code, r.text())
		}
	}
	n := w.visitor().open("/sign-in")
	if one(n, "details form[action=/sign-in]") == nil || one(n, "form[action=/sign-in/with] .primary") == nil {
		t.Error("the page to sign in does not put the provider first")
	}
	// Who is invited joins by an account of the provider.
	fred := w.as("fred")
	r := fred.post("/people", "code", "nora", "name", "Nora Newcomer", "role", "accountant")
	link := strings.TrimPrefix(textOf(one(r.page(), "code.secret")), w.server.URL)
	v := w.visitor()
	n = v.open(link)
	if one(n, "input[type=password]") != nil {
		t.Error("a password is asked for that is good for nothing")
	}
	if r := v.post("/join", "with", strings.TrimPrefix(link, "/join?with="), "password", "a boat of nine planks", "repeated", "a boat of nine planks"); r.code != http.StatusUnprocessableEntity || w.credentials("nora").Password != "" {
		t.Errorf("a password is set: %d %s", r.code, r.text())
	}
	back := f.through(v.send("/join/with", fill(t, n, "/join/with")).leads(), accountOne)
	if r := v.get(back); r.code != http.StatusSeeOther || r.location() != "/own" || !v.in() {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if r := w.visitor().get(link); r.code != http.StatusConflict {
		t.Errorf("the invitation is good twice: %d", r.code)
	}
	if r := v.post("/own/password", "password", "a boat of nine planks", "repeated", "a boat of nine planks"); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "Passwords are off here") {
		t.Errorf("a password is set: %d %s", r.code, r.text())
	}
	if r := v.post("/own/identities/remove", "issuer", f.server.URL, "subject", "id1"); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "the last way") {
		t.Errorf("the only account is unlinked: %d %s", r.code, r.text())
	}
	if r := w.visitor().signInBy(f, accountOne); r.code != http.StatusSeeOther {
		t.Errorf("%d %s", r.code, r.text())
	}
	// An invitation again, after she lost her account there, links another.
	w.ok(w.app.ChangeCredentials(t.Context(), "nora", func(c *app.Credentials) error { c.Password = passwordHash; return nil }))
	if r := w.visitor().post("/sign-in", "person", "nora", "password", password); r.code != 422 {
		t.Errorf("an old password: %d", r.code)
	}
	r = fred.post("/people/nora/invite")
	link = strings.TrimPrefix(textOf(one(r.page(), "code.secret")), w.server.URL)
	x := w.visitor()
	if r := x.get(f.through(x.send("/join/with", fill(t, x.open(link), "/join/with")).leads(), accountTwo)); r.code != http.StatusSeeOther || !x.in() || v.in() {
		t.Errorf("a second account: %d %s; the old session goes on: %v", r.code, r.text(), v.in())
	}
}

func TestWhatWasTypedSurvivesTheProvider(t *testing.T) {
	w, f := withProvider(t)
	w.ok(w.app.LinkIdentity(t.Context(), "cora", app.Identity{Issuer: f.server.URL, Subject: "id1"}))
	v := w.as("cora")
	form := fill(t, v.open("/people"), "/people", "code", "nora", "name", "Nora & Co", "role", "accountant")
	v.client.Jar = w.visitor().client.Jar
	r := v.send("/people", form)
	r = v.send("/sign-in/with", fill(t, r.page(), "/sign-in/with"))
	r = v.get(f.through(r.leads(), accountOne))
	if r.code != http.StatusOK || one(r.page(), "form[data-resume]") == nil {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if r := v.send("/people", fill(t, r.page(), "/people")); r.code != http.StatusOK {
		t.Fatalf("%d %s", r.code, r.text())
	}
	s, err := w.app.State(t.Context(), 0)
	w.ok(err)
	if last := s.People[len(s.People)-1]; last.Name != "Nora & Co" {
		t.Errorf("%+v", last)
	}
	v = w.visitor()
	if r := v.post("/sign-in/with", "kept.to", "https://evil.example/", "kept.f.x", "y"); strings.Contains(v.get(f.through(r.leads(), accountOne)).body, "evil.example") {
		t.Error("what was kept is sent elsewhere")
	}
	if r := v.post("/sign-in/with", "kept.to", "/people", "kept.f.x", strings.Repeat("y", maxKept)); r.code != http.StatusRequestEntityTooLarge || !strings.Contains(r.text(), "too long to be carried") {
		t.Errorf("a megabyte is carried: %d", r.code)
	}
}

// TestWhatIsCarriedIsSealed: a form that asks for a proof may hold a new password; a copy of the book does not tell it.
func TestWhatIsCarriedIsSealed(t *testing.T) {
	w, _ := withProvider(t)
	v := w.as("cora")
	v.post("/own/proof/with", "kept.to", "/own/password", "kept.f.password", "a boat of nine planks")
	all, err := w.app.AllWorking(t.Context(), flowKind)
	w.ok(err)
	if len(all) != 1 || strings.Contains(all[0].Body, "planks") || strings.Contains(all[0].Body, "Verifier") || all[0].Person != "cora" {
		t.Errorf("kept: %+v", all)
	}
}

func TestNoProvider(t *testing.T) {
	w := newWork(t)
	v := w.as("cora")
	if one(w.visitor().open("/sign-in"), "form[action=/sign-in/with]") != nil || one(v.open("/own"), "#sso") != nil {
		t.Error("single sign-on is offered without a provider")
	}
	for _, path := range []string{"/sign-in/with", "/own/identities", "/own/proof/with"} {
		if r := v.post(path); r.code != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.code)
		}
	}
	if r := v.get("/sign-in/back?state=x&code=y"); r.code != http.StatusNotFound {
		t.Errorf("back: %d", r.code)
	}
}

// TestSetUpWhereSingleSignOnIsRequired: the first person is told to link an account while they are in.
func TestSetUpWhereSingleSignOnIsRequired(t *testing.T) {
	a, err := app.Create(t.Context(), t.TempDir()+"/new.db", app.New{Name: "Harbor Lockers", Calendar: "12-31"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	s, err := newSite(t.Context(), Options{App: a, Setup: &Setup{Code: "abc123abc123"}, OIDC: &OIDC{Issuer: "https://login.example", Client: "tieout", Require: true, BreakGlass: []string{"fred"}}})
	if err != nil {
		t.Fatal(err)
	}
	w := &work{t: t, app: a, site: s, server: httptest.NewServer(s.handler())}
	t.Cleanup(w.server.Close)
	v := w.visitor()
	if r := v.post("/set-up", "code", "abc123abc123", "full", "Cora Controller", "person", "cora", "role", "controller", "chart", "none", "password", password, "repeated", password); r.code != http.StatusSeeOther {
		t.Fatal(r.code, r.text())
	}
	if got := textOf(one(v.open("/"), ".flash")); !strings.Contains(got, "link your account of login.example") {
		t.Errorf("the page says %q", got)
	}
}

func TestProvidersAreChecked(t *testing.T) {
	good := OIDC{Issuer: "https://login.example.com/realm", Client: "tieout"}
	if err := good.Check(); err != nil || good.Name != "login.example.com" || strings.Join(good.Scopes, " ") != "openid profile email" {
		t.Errorf("%+v %v", good, err)
	}
	for want, o := range map[string]OIDC{
		"not an address": {Issuer: "login", Client: "x"},
		"does not speak": {Issuer: "http://login.example.com", Client: "x"},
		"its client id":  {Issuer: "https://login.example.com"},
		"is not an":      {Issuer: "https://login.example.com?x=y", Client: "x"},
	} {
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if _, err := newSite(t.Context(), Options{App: newWork(t).app, OIDC: &OIDC{}}); err == nil {
		t.Error("a site is served with half a provider")
	}
}
