package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	"github.com/go-webauthn/webauthn/webauthn"

	"tieout/internal/app"
)

func init() {
	rows(anybody, "POST /sign-in/passkey/begin", "POST /sign-in/passkey/finish", "POST /sign-in/with", "GET /sign-in/back", "POST /join/with")
	rows(everyRole, "POST /own/proof/begin", "POST /own/proof/finish", "POST /own/proof/with", "POST /own/passkeys", "POST /own/passkeys/begin", "POST /own/passkeys/finish", "POST /own/passkeys/rename",
		"POST /own/passkeys/remove", "POST /own/identities", "POST /own/identities/remove")
}

// atHome is a working book at http://localhost, where passkeys work.
func atHome(t testing.TB, change ...func(*Options)) *work {
	w := newWork(t, change...)
	w.server.URL = strings.Replace(w.server.URL, "127.0.0.1", "localhost", 1)
	return w
}

// ask sends what a script sends.
func (v *visitor) ask(path string, what any) reply {
	v.w.t.Helper()
	b, err := json.Marshal(what)
	v.w.ok(err)
	return v.askRaw(path, "application/json", string(b))
}

func (v *visitor) askRaw(path, kind, body string) reply {
	v.w.t.Helper()
	req, err := http.NewRequest(http.MethodPost, v.w.server.URL+path, strings.NewReader(body))
	v.w.ok(err)
	req.Header.Set("Content-Type", kind)
	return v.do(req, nil)
}

// said is what a script was told.
func (r reply) said() refusal {
	var x refusal
	_ = json.Unmarshal([]byte(r.body), &x)
	return x
}

func (r reply) goOn() goOn {
	var x goOn
	_ = json.Unmarshal([]byte(r.body), &x)
	return x
}

// device is an authenticator that holds one passkey.
type device struct {
	w    *work
	rp   virtualwebauthn.RelyingParty
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func (w *work) device() *device {
	return &device{w, virtualwebauthn.RelyingParty{ID: "localhost", Name: "Harbor Lockers", Origin: w.server.URL}, virtualwebauthn.NewAuthenticator(), newKey()}
}

// newKey is a key whose numbers fill their 32 bytes: the library of the test drops leading zeros, which is no COSE key.
func newKey() virtualwebauthn.Credential {
	for {
		k := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		if len(k.Key.AttestationData()) == 77 {
			return k
		}
	}
}

// made answers the options to make a passkey.
func (d *device) made(options string) json.RawMessage {
	d.w.t.Helper()
	o, err := virtualwebauthn.ParseAttestationOptions(options)
	d.w.ok(err)
	d.auth.Options.UserHandle = []byte(o.UserID)
	return json.RawMessage(virtualwebauthn.CreateAttestationResponse(d.rp, d.auth, d.key, *o))
}

// shown answers the options to show a passkey. It counts.
func (d *device) shown(options string) json.RawMessage {
	d.w.t.Helper()
	d.key.Counter++
	return d.again(options)
}

// again is shown without counting.
func (d *device) again(options string) json.RawMessage {
	d.w.t.Helper()
	o, err := virtualwebauthn.ParseAssertionOptions(options)
	d.w.ok(err)
	return json.RawMessage(virtualwebauthn.CreateAssertionResponse(d.rp, d.auth, d.key, *o))
}

// add registers the passkey of a device for who is signed in.
func (v *visitor) add(d *device, name string) reply {
	v.w.t.Helper()
	r := v.ask("/own/passkeys/begin", map[string]any{"name": name})
	if r.code != http.StatusOK {
		return r
	}
	return v.ask("/own/passkeys/finish", map[string]any{"credential": d.made(r.body)})
}

// signIn shows the passkey of a device.
func (v *visitor) signIn(d *device, then string) reply {
	v.w.t.Helper()
	r := v.ask("/sign-in/passkey/begin", map[string]any{})
	if r.code != http.StatusOK {
		return r
	}
	return v.ask("/sign-in/passkey/finish", map[string]any{"credential": d.shown(r.body), "then": then})
}

func (w *work) kinds(person string) string {
	w.t.Helper()
	es, err := w.app.Events(w.t.Context(), 0, 200)
	w.ok(err)
	var out []string
	for _, e := range es {
		if e.Person == person {
			out = append(out, e.Kind)
		}
	}
	return strings.Join(out, " ")
}

func (w *work) credentials(code string) app.Credentials {
	w.t.Helper()
	c, err := w.app.Credentials(w.t.Context(), code)
	w.ok(err)
	return c
}

func TestPasskeyFromFirstToLast(t *testing.T) {
	w := atHome(t)
	cora, laptop := w.as("cora"), w.device()
	laptop.auth.Options.BackupEligible = true
	if r := cora.add(laptop, " office laptop "); r.code != http.StatusOK || r.goOn().To != "/own#passkeys" {
		t.Fatalf("%d %s", r.code, r.body)
	}
	if got := textOf(one(cora.open("/own"), ".flash")); !strings.Contains(got, "office laptop is added") {
		t.Errorf("the page says %q", got)
	}
	c := w.credentials("cora")
	if k := c.Passkeys[0]; k.Name != "office laptop" || k.Used != "" || k.Backed || len(c.Handle) != 43 || strings.Contains(c.Handle, "cora") {
		t.Errorf("kept: %+v, handle %q", k, c.Handle)
	}
	// It signs in without a name or a password, and goes where one wanted to go.
	laptop.auth.Options.BackupState = true
	v := w.visitor()
	if r := v.signIn(laptop, "/journal?period=2026-Q1"); r.code != http.StatusOK || r.goOn().To != "/journal?period=2026-Q1" {
		t.Fatalf("%d %s", r.code, r.body)
	}
	if got := textOf(one(v.open("/journal"), ".seat")); !strings.Contains(got, "Cora Controller") {
		t.Errorf("the seat is %q", got)
	}
	k := w.credentials("cora").Passkeys[0]
	var whole webauthn.Credential
	w.ok(json.Unmarshal(k.Whole, &whole))
	if k.Used == "" || !k.Backed || whole.Authenticator.SignCount != 1 || !whole.Flags.BackupState || !whole.Flags.BackupEligible || !whole.Flags.UserVerified || len(whole.Attestation.Object) == 0 {
		t.Errorf("after a use it is kept as %+v %+v", k, whole.Flags)
	}
	if got := w.kinds("cora"); got != "signed-in passkey-added signed-in" {
		t.Errorf("the events are %s", got)
	}
	// Elsewhere is home.
	for _, then := range []string{"https://evil.example/", "//evil.example"} {
		if r := w.visitor().signIn(laptop, then); r.goOn().To != "/" {
			t.Errorf("%q leads to %q", then, r.goOn().To)
		}
	}
}

func TestPasskeyIsAProof(t *testing.T) {
	w := atHome(t)
	cora, key := w.as("cora"), w.device()
	cora.add(key, "key")
	w.site.stepFor = 0 // every proof is an old one
	r := cora.post("/people", "code", "newbie", "name", "New Person", "role", "accountant")
	if r.code != http.StatusUnauthorized || one(r.page(), "form[data-step] [data-passkey-proof]") == nil {
		t.Fatalf("the page does not ask for a passkey: %d %s", r.code, r.text())
	}
	prove := func() string {
		begun := cora.ask("/own/proof/begin", map[string]any{})
		return cora.ask("/own/proof/finish", map[string]any{"credential": key.shown(begun.body)}).goOn().Proof
	}
	proof := prove()
	if proof == "" {
		t.Fatal("the passkey is no proof")
	}
	form := fill(t, r.page(), "/people", proofName, proof)
	fred := w.as("fred")
	if r := fred.send("/people", form); r.code != http.StatusUnauthorized {
		t.Errorf("the proof is good in another session: %d", r.code)
	}
	if r := cora.send("/people", form); r.code != http.StatusOK || !strings.Contains(r.text(), "/join?with=") {
		t.Fatalf("with the proof: %d %s", r.code, r.text())
	}
	if r := cora.post("/people/newbie/remove", proofName, proof); r.code != http.StatusUnauthorized || !strings.Contains(r.text(), "was used before") {
		t.Errorf("the proof is good twice: %d", r.code)
	}
	old := prove()
	w.later(proofTime + time.Second)
	if r := cora.post("/people/newbie/remove", proofName, old); r.code != http.StatusUnauthorized {
		t.Errorf("an old proof is good: %d", r.code)
	}
	if r := cora.post("/people/newbie/remove", proofName, prove()); r.code != http.StatusSeeOther {
		t.Errorf("a fresh proof: %d %s", r.code, r.text())
	}
}

// later moves the clock of sessions, proofs and limits.
func (w *work) later(d time.Duration) {
	now := w.site.now
	w.site.now = func() time.Time { return now().Add(d) }
}

func TestPasskeyIsMadeAfterAProof(t *testing.T) {
	w := atHome(t)
	cora := w.as("cora")
	w.later(stepTime + time.Second)
	if r := cora.ask("/own/passkeys/begin", map[string]any{"name": "key"}); r.code != http.StatusUnauthorized || !r.said().Step {
		t.Errorf("%d %s", r.code, r.body)
	}
	r := cora.post("/own/passkeys", "name", "key")
	if r.code != http.StatusUnauthorized {
		t.Fatalf("%d %s", r.code, r.text())
	}
	r = cora.send("/own/passkeys", fill(t, r.page(), "/own/passkeys", proofName, password))
	form := one(r.page(), "form[data-passkey-now]")
	if r.code != http.StatusOK || form == nil || attr(one(form, "[name=name]"), "value") != "key" {
		t.Fatalf("%d %s", r.code, r.text())
	}
	if r := cora.add(w.device(), "key"); r.code != http.StatusOK {
		t.Errorf("after the proof: %d %s", r.code, r.body)
	}
}

func TestPasskeyRefused(t *testing.T) {
	w := atHome(t)
	cora, fred := w.device(), w.device()
	w.as("cora").add(cora, "key")
	w.as("fred").add(fred, "key")
	with := func(change func(*device)) *device {
		d := *cora
		change(&d)
		return &d
	}
	for name, d := range map[string]*device{
		"of another site":               with(func(d *device) { d.rp.ID = "evil.example" }),
		"from another origin":           with(func(d *device) { d.rp.Origin = "http://localhost:1" }),
		"from an origin in digits":      with(func(d *device) { d.rp.Origin = strings.Replace(d.rp.Origin, "localhost", "127.0.0.1", 1) }),
		"without looking at its holder": with(func(d *device) { d.auth.Options.UserNotVerified = true }),
		"without a touch":               with(func(d *device) { d.auth.Options.UserNotPresent = true }),
		"of nobody":                     with(func(d *device) { d.auth.Options.UserHandle = nil }),
		"of somebody unknown":           with(func(d *device) { d.auth.Options.UserHandle = []byte(strings.Repeat("x", 32)) }),
		"of another person":             with(func(d *device) { d.auth.Options.UserHandle = fred.auth.Options.UserHandle }),
		"with another's name":           with(func(d *device) { d.key.ID = fred.key.ID }),
		"signed by another key": with(func(d *device) {
			d.key.Key = newKey().Key
		}),
		"that was never backed up and is": with(func(d *device) { d.auth.Options.BackupState = true }),
	} {
		v := w.visitor()
		r := v.signIn(d, "/")
		if r.code != http.StatusUnprocessableEntity || !strings.Contains(r.said().Say, "not good here") || v.get("/journal").code != http.StatusUnauthorized {
			t.Errorf("a passkey %s: %d %s", name, r.code, r.body)
		}
		w.later(time.Minute) // the limit on attempts
	}
	cora.key.Counter = 100
	if r := w.visitor().signIn(cora, "/"); r.code != http.StatusOK {
		t.Errorf("the passkey itself: %d %s", r.code, r.body)
	}
}

func TestCeremoniesAreOfOneBrowserAndOnce(t *testing.T) {
	w := atHome(t)
	key := w.device()
	w.as("cora").add(key, "key")
	v, other := w.visitor(), w.visitor()
	finish := func(x *visitor, options string) int {
		return x.ask("/sign-in/passkey/finish", map[string]any{"credential": key.shown(options), "then": "/"}).code
	}
	begun := v.ask("/sign-in/passkey/begin", map[string]any{}).body
	other.ask("/sign-in/passkey/begin", map[string]any{})
	if code := finish(other, begun); code != http.StatusUnprocessableEntity {
		t.Errorf("in another browser: %d", code)
	}
	if code := finish(w.visitor(), begun); code != http.StatusConflict {
		t.Errorf("in a browser that began nothing: %d", code)
	}
	shown := map[string]any{"credential": key.shown(begun), "then": "/"}
	jar := v.client.Jar
	if r := v.ask("/sign-in/passkey/finish", shown); r.code != http.StatusOK {
		t.Fatalf("%d %s", r.code, r.body)
	}
	v.client.Jar = jar
	if r := v.ask("/sign-in/passkey/finish", shown); r.code != http.StatusConflict {
		t.Errorf("a second time: %d", r.code)
	}
	// What was begun to sign in does not add a passkey or prove anything, and the other way round.
	begun = v.ask("/own/proof/begin", map[string]any{}).body
	if code := finish(v, begun); code != http.StatusConflict {
		t.Errorf("a proof signs in: %d", code)
	}
	begun = v.ask("/sign-in/passkey/begin", map[string]any{}).body
	if r := v.ask("/own/proof/finish", map[string]any{"credential": key.shown(begun)}); r.code != http.StatusConflict {
		t.Errorf("what signs in is a proof: %d", r.code)
	}
	begun = v.ask("/own/passkeys/begin", map[string]any{"name": "two"}).body
	*w.now = w.now.Add(ceremonyTime + time.Second)
	if r := v.ask("/own/passkeys/finish", map[string]any{"credential": w.device().made(begun)}); r.code != http.StatusConflict || len(w.credentials("cora").Passkeys) != 1 {
		t.Errorf("too late: %d %s", r.code, r.body)
	}
}

// TestCeremonyOfAnotherPerson: a seat that changes in the middle of a ceremony does not carry it over.
func TestCeremonyOfAnotherPerson(t *testing.T) {
	w := atHome(t, func(o *Options) { o.Sample = true })
	v, d := w.visitor(), w.device()
	v.post("/seat", "person", "cora")
	begun := v.ask("/own/passkeys/begin", map[string]any{"name": "key"}).body
	v.post("/seat", "person", "anna")
	if r := v.ask("/own/passkeys/finish", map[string]any{"credential": d.made(begun)}); r.code != http.StatusConflict || len(w.credentials("anna").Passkeys) != 0 {
		t.Errorf("%d %s", r.code, r.body)
	}
}

func TestPasskeyWhoseCopyMayExist(t *testing.T) {
	w := atHome(t)
	key := w.device()
	cora := w.as("cora")
	cora.add(key, "key")
	copied := *key
	if r := w.visitor().signIn(key, "/"); r.code != http.StatusOK {
		t.Fatal(r.body)
	}
	v := w.visitor()
	if r := v.signIn(&copied, "/"); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.said().Say, "a copy of it may exist") || v.get("/").code != http.StatusUnauthorized {
		t.Errorf("%d %s", r.code, r.body)
	}
	if got := w.kinds("cora"); !strings.HasPrefix(got, "passkey-copied ") {
		t.Errorf("the events are %s", got)
	}
	if got := textOf(one(cora.open("/own"), "section[aria-labelledby=passkeys]")); !strings.Contains(got, "a copy may exist") {
		t.Errorf("the page says %q", got)
	}
	if r := w.visitor().signIn(key, "/"); r.code != http.StatusOK {
		t.Errorf("one that counts on: %d %s", r.code, r.body)
	}
}

func TestPasskeysAreLookedAfter(t *testing.T) {
	w := atHome(t)
	cora, one, two := w.as("cora"), w.device(), w.device()
	cora.add(one, "one")
	for name, r := range map[string]reply{"a name twice": cora.add(two, "one"), "no name": cora.add(two, "  "), "a long name": cora.add(two, strings.Repeat("x", 61)), "a name that turns the text": cora.add(two, "a\u202eb"),
		"the same passkey again": cora.add(one, "again"), "of another person": w.as("fred").add(one, "one")} {
		if r.code != http.StatusUnprocessableEntity || r.said().Say == "" {
			t.Errorf("%s: %d %s", name, r.code, r.body)
		}
		w.later(time.Minute)
	}
	id := base64.RawURLEncoding.EncodeToString(one.key.ID)
	fred := w.as("fred")
	for _, path := range []string{"/own/passkeys/rename", "/own/passkeys/remove"} {
		if r := fred.post(path, "id", id, "name", "mine"); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "no such passkey of yours") {
			t.Errorf("%s by another person: %d %s", path, r.code, r.text())
		}
	}
	if r := cora.post("/own/passkeys/rename", "id", id, "name", "<b>two</b>"); r.code != http.StatusSeeOther || w.credentials("cora").Passkeys[0].Name != "<b>two</b>" {
		t.Errorf("%d %s", r.code, r.text())
	}
	if body := cora.get("/own").body; strings.Contains(body, "<b>two</b>") {
		t.Error("the name comes back alive")
	}
	w.site.stepFor = 0
	if r := cora.post("/own/passkeys/remove", "id", id); r.code != http.StatusUnauthorized {
		t.Errorf("without a proof: %d", r.code)
	}
	w.site.stepFor = stepTime
	cora = w.as("cora")
	w.ok(w.app.ChangeCredentials(t.Context(), "cora", func(c *app.Credentials) error { c.Password = ""; return nil }))
	if r := cora.post("/own/passkeys/remove", "id", id); r.code != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "the last way by which you can sign in") {
		t.Errorf("the last way in: %d %s", r.code, r.text())
	}
	if r := cora.add(two, "two"); r.code != http.StatusOK {
		t.Fatal(r.body)
	}
	if r := cora.post("/own/passkeys/remove", "id", id); r.code != http.StatusSeeOther || len(w.credentials("cora").Passkeys) != 1 {
		t.Errorf("%d %s", r.code, r.text())
	}
	if r := w.visitor().signIn(one, "/"); r.code != http.StatusUnprocessableEntity {
		t.Errorf("a removed passkey signs in: %d", r.code)
	}
	if got := w.kinds("cora"); !strings.HasPrefix(got, "passkey-removed passkey-added signed-in passkey-renamed passkey-added") {
		t.Errorf("the events are %s", got)
	}
}

func TestPasskeyOfASeatThatEnded(t *testing.T) {
	w := atHome(t)
	key := w.device()
	w.as("ed").add(key, "key")
	*w.now = time.Date(2100, 1, 2, 9, 0, 0, 0, time.UTC)
	if r := w.visitor().signIn(key, "/"); r.code != http.StatusUnprocessableEntity {
		t.Errorf("%d %s", r.code, r.body)
	}
}

func TestPasskeyAskedForTooOften(t *testing.T) {
	w := atHome(t)
	v := w.visitor()
	for range 20 {
		v.ask("/sign-in/passkey/begin", map[string]any{})
	}
	if r := v.ask("/sign-in/passkey/begin", map[string]any{}); r.code != http.StatusTooManyRequests || !strings.Contains(r.said().Say, "Wait") {
		t.Errorf("%d %s", r.code, r.body)
	}
}

// TestHostileScripts sends what no script of the site sends.
func TestHostileScripts(t *testing.T) {
	w := atHome(t)
	v := w.as("cora")
	for name, x := range map[string]struct {
		kind, body string
		code       int
	}{
		"a form":                 {"application/x-www-form-urlencoded", "name=key", 415},
		"text":                   {"text/plain", `{"name":"key"}`, 415},
		"no kind":                {"", `{"name":"key"}`, 415},
		"a huge object":          {"application/json", `{"name":"` + strings.Repeat("x", maxAsked) + `"}`, 413},
		"a deep object":          {"application/json", `{"credential":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, 400},
		"a name twice":           {"application/json", `{"name":"a","name":"b"}`, 400},
		"a name in capitals too": {"application/json", `{"name":"a","NAME":"b"}`, 400},
		"a name twice, within":   {"application/json", `{"credential":{"id":"a","response":{},"id":"b"}}`, 400},
		"bytes":                  {"application/json", "{\"name\":\"\xff\"}", 400},
		"a list":                 {"application/json", `[]`, 400},
		"nothing":                {"application/json", ``, 400},
		"null":                   {"application/json", `null`, 400},
		"more behind it":         {"application/json", `{} {}`, 400},
		"an unknown field":       {"application/json", `{"admin":true}`, 400},
		"another type":           {"application/json", `{"name":7,"credential":7,"then":[]}`, 400},
	} {
		for _, path := range []string{"/sign-in/passkey/begin", "/sign-in/passkey/finish", "/own/proof/begin", "/own/proof/finish", "/own/passkeys/begin", "/own/passkeys/finish"} {
			r := v.askRaw(path, x.kind, x.body)
			if r.code != x.code || r.header.Get("Content-Type") != "application/json" || r.said().Say == "" || r.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s at %s: %d %s %s", name, path, r.code, r.header.Get("Content-Type"), r.body)
			}
		}
	}
	for _, credential := range []string{`null`, `{}`, `"x"`, `{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA","userHandle":"AA","attestationObject":"oA"}}`,
		`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"` + strings.Repeat("A", 40_000) + `"}}`} {
		for begin, finish := range map[string]string{"/sign-in/passkey/begin": "/sign-in/passkey/finish", "/own/passkeys/begin": "/own/passkeys/finish"} {
			w.later(time.Minute)
			v = w.as("cora")
			what := map[string]any{}
			if strings.HasPrefix(begin, "/own") {
				what["name"] = "key"
			}
			if r := v.ask(begin, what); r.code != http.StatusOK {
				t.Fatalf("%s: %d %s", begin, r.code, r.body)
			}
			if r := v.askRaw(finish, "application/json", `{"credential":`+credential+`}`); r.code != http.StatusUnprocessableEntity {
				t.Errorf("%s with %.60s: %d %s", finish, credential, r.code, r.body)
			}
		}
	}
	for header, value := range map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"} {
		req, _ := http.NewRequest(http.MethodPost, w.server.URL+"/own/passkeys/begin", strings.NewReader(`{"name":"key"}`))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set(header, value)
		if r := v.do(req, nil); r.code != http.StatusForbidden {
			t.Errorf("%s %s: %d", header, value, r.code)
		}
	}
}

func FuzzCheckObject(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":{"b":[1,{"c":null}]},"d":"e"}`, `{"a":1,"a":2}`, `[`, `{"a"`, "{\"\xff\":1}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if checkObject(b) != nil {
			return
		}
		var v map[string]any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Errorf("%q passes and is %v", b, err)
		}
	})
}

func TestWherePasskeysWork(t *testing.T) {
	for _, x := range []struct {
		origin, url, host string
		want              party
		works             bool
	}{
		{"", "", "localhost:8080", party{"localhost", "http://localhost:8080"}, true},
		{"", "", "LOCALHOST:8080", party{"localhost", "http://localhost:8080"}, true},
		{"", "http://localhost:80/", "localhost", party{"localhost", "http://localhost"}, true},
		{"", "http://localhost:8080/", "localhost:8080", party{"localhost", "http://localhost:8080"}, true},
		{"", "http://localhost:8080/", "localhost:9090", party{}, false},
		{"", "http://localhost:8080/", "127.0.0.1:8080", party{}, false},
		{"", "", "127.0.0.1:8080", party{}, false},
		{"", "", "[::1]:8080", party{}, false},
		{"", "http://0.0.0.0:8080/", "books.example", party{}, false},
		{"https://books.example", "https://books.example/", "127.0.0.1:8080", party{"books.example", "https://books.example"}, true},
		{"https://books.example:8443", "https://books.example:8443/", "books.example:8443", party{"books.example", "https://books.example:8443"}, true},
		{"http://localhost:9000", "http://localhost:9000/", "localhost:9000", party{"localhost", "http://localhost:9000"}, true},
		{"https://10.0.0.8", "https://10.0.0.8/", "10.0.0.8", party{"10.0.0.8", "https://10.0.0.8"}, false},
		{"https://[2001:db8::1]", "", "", party{"2001:db8::1", "https://[2001:db8::1]"}, false},
		{"https://books", "", "books", party{"books", "https://books"}, false},
	} {
		s := &site{Options: Options{Origin: x.origin, url: x.url}}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = x.host
		if got, works := s.party(r); got != x.want || works != x.works {
			t.Errorf("origin %q, url %q, host %q: %+v %v", x.origin, x.url, x.host, got, works)
		}
	}
	w := newWork(t) // at an address in digits
	v := w.as("cora")
	if n := v.open("/own"); one(n, "[data-passkey]") != nil || !strings.Contains(textOf(one(n, "section[aria-labelledby=passkeys]")), "not at an address in digits") {
		t.Error("passkeys are offered at an address in digits")
	}
	if one(w.visitor().open("/sign-in"), "[data-passkey]") != nil {
		t.Error("passkeys are offered to sign in at an address in digits")
	}
	if r := v.ask("/own/passkeys/begin", map[string]any{"name": "key"}); r.code != http.StatusConflict || !strings.Contains(r.said().Say, "address in digits") {
		t.Errorf("%d %s", r.code, r.body)
	}
}

// TestCeremonyIsKeptWhole: what the library wants back comes back as it was.
func TestCeremonyIsKeptWhole(t *testing.T) {
	w := atHome(t)
	r := httptest.NewRequest(http.MethodGet, w.server.URL+"/", nil)
	lib, err := w.site.authn(r)
	w.ok(err)
	u := keyUser{handle: []byte("0123456789abcdef"), code: "cora", name: "Cora", keys: []webauthn.Credential{{ID: []byte("id"), Flags: webauthn.NewCredentialFlags(0x1d)}}}
	_, made, err := lib.BeginRegistration(u, webauthn.WithExtensions(webauthn.WithExtensionCredProps()))
	w.ok(err)
	_, shown, err := lib.BeginLogin(u)
	w.ok(err)
	for _, data := range []*webauthn.SessionData{made, shown} {
		b, err := json.Marshal(ceremony{For: forStep, Data: *data})
		w.ok(err)
		var back ceremony
		w.ok(json.Unmarshal(b, &back))
		if back.Data.Expires.IsZero() || !back.Data.Expires.Equal(data.Expires) {
			t.Errorf("the end is %v, not %v", back.Data.Expires, data.Expires)
		}
		back.Data.Expires = data.Expires
		if !reflect.DeepEqual(back.Data, *data) {
			t.Errorf("%+v\nis not %+v", back.Data, *data)
		}
	}
}

// TestNothingSecretIsRecorded looks for what lets people in among the events.
func TestNothingSecretIsRecorded(t *testing.T) {
	w := atHome(t)
	cora, key := w.as("cora"), w.device()
	cora.add(key, "key")
	begun := cora.ask("/own/proof/begin", map[string]any{})
	shown := key.shown(begun.body)
	proof := cora.ask("/own/proof/finish", map[string]any{"credential": shown}).goOn().Proof
	cora.post("/own/sessions/end", proofName, proof)
	bad := *key
	bad.rp.Origin = "http://evil.example"
	w.visitor().signIn(&bad, "/")
	c := w.credentials("cora")
	es, err := w.app.Events(t.Context(), 0, 200)
	w.ok(err)
	all := fmt.Sprint(es)
	var o struct{ PublicKey struct{ Challenge string } }
	w.ok(json.Unmarshal([]byte(begun.body), &o))
	for name, secret := range map[string]string{"a proof": proof, "a challenge": o.PublicKey.Challenge, "a password": password, "a hash": c.Password, "a handle": c.Handle} {
		if secret == "" || strings.Contains(all, secret) {
			t.Errorf("%s %q is among the events", name, secret)
		}
	}
}
