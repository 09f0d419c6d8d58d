package web

import (
	"slices"
	"strings"
	"testing"
	"time"

	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"

	"tieout/internal/app"
	"tieout/internal/testenv"
)

// authenticator puts one into the browser: it holds passkeys and knows its user.
func (b *browser) authenticator() {
	b.t.Helper()
	b.do(command(webauthn.Enable, webauthn.EnableParams{}), command(webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}}))
}

// enter types into fields of a form, given as selectors and values in turn.
func (b *browser) enter(fields ...string) {
	b.t.Helper()
	for i := 0; i+1 < len(fields); i += 2 {
		value[bool](b, `(e => { e.value = `+quoted(fields[i+1])+`; return true })(document.querySelector(`+quoted(fields[i])+`))`)
	}
}

func quoted(s string) string { return "`" + s + "`" }

// push clicks what may stand in something that is folded.
func (b *browser) push(selector string) {
	b.t.Helper()
	value[bool](b, `(e => { e.click(); return true })(document.querySelector(`+quoted(selector)+`))`)
}

// says waits until the main part of the page says something.
func (b *browser) says(text string) {
	b.t.Helper()
	b.wait(`document.readyState === "complete" && document.body.textContent.includes(` + quoted(text) + `)`)
}

// expected drops what the browser complains of and the test provoked.
func (b *browser) expected(part string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seen = slices.DeleteFunc(b.seen, func(s string) bool { return strings.Contains(s, part) })
}

func (b *browser) signIn(person string) {
	b.t.Helper()
	b.open("/sign-in")
	b.enter("input[name=person]", person, "input[name=password]", password)
	b.push("form[action='/sign-in'] button")
	b.says("Sign out")
}

// accessible runs the checker of accessibility on the page.
func (b *browser) accessible(what string) {
	b.t.Helper()
	value[bool](b, "("+`(() => { `+testenv.Axe(b.t)+`
		; window.found = null; axe.run().then(r => window.found = r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | ")).join("; ")); return true })()`+")")
	b.wait("window.found !== null")
	if got := value[string](b, "window.found"); got != "" {
		b.t.Errorf("%s: %s", what, got)
	}
}

// passkeyJourney adds a passkey, signs in with it, and shows it as a proof, on forms and on a page of its own.
func passkeyJourney(t *testing.T, b *browser, w *work) {
	b.signIn("cora")
	b.open("/own")
	b.enter("form[data-passkey=add] input[name=name]", "office laptop")
	b.push("form[data-passkey=add] button[type=submit]")
	b.says("The passkey office laptop is added.")
	if k := w.credentials("cora").Passkeys; len(k) != 1 || k[0].Name != "office laptop" {
		t.Fatalf("kept: %+v", k)
	}
	b.accessible("one's own access")
	b.enter("form[data-passkey=add] input[name=name]", "again")
	b.push("form[data-passkey=add] button[type=submit]")
	b.says("This device holds a passkey of yours already.")

	b.push("form[action='/sign-out'] button")
	b.says("Use a passkey")
	b.accessible("the page to sign in")
	b.push("form[data-passkey=sign-in] button")
	b.says("Sign out")

	w.later(stepTime + time.Second)
	b.open("/people")
	b.accessible("people")
	b.enter("form[action='/people'][method=post] input[name=code]", "nora", "form[action='/people'][method=post] input[name=name]", "Nora Newcomer")
	b.push("form[action='/people'][method=post] [data-passkey-proof] button")
	b.says("Send this link to nora")

	w.later(stepTime + time.Second)
	b.open("/own")
	b.push("form[action='/own/passkeys/remove'] button")
	b.says("Show again who you are")
	b.expected("401")
	b.accessible("the page that asks again")
	b.push("form[data-step] [data-passkey-proof] button")
	b.says("The passkey office laptop is removed.")
	b.open("/own")
	w.later(stepTime + time.Second)
	b.open("/own")
	b.enter("form[data-passkey=add] input[name=name]", "after a proof", "form[data-passkey=add] input[name=proof]", password)
	b.push("form[data-passkey=add] button[type=submit]")
	b.says("The passkey after a proof is added.")
}

func TestBrowserPasskeys(t *testing.T) {
	w := atHome(t)
	b := browse(t, w.server.URL)
	b.authenticator()
	passkeyJourney(t, b, w)

	// A passkey that the site no longer knows opens nothing and says so.
	w.ok(w.app.ForgetFactors(t.Context(), "cora"))
	b.push("form[action='/sign-out'] button")
	b.says("Use a passkey")
	b.push("form[data-passkey=sign-in] button")
	b.says("That passkey is not good here.")
	b.expected("422")
}

// TestBrowserPasskeysByHand: browsers that cannot turn options into what they take, and password managers that make what
// cannot be turned into text.
func TestBrowserPasskeysByHand(t *testing.T) {
	w := atHome(t)
	b := browse(t, w.server.URL)
	b.authenticator()
	b.do(command(cdpage.Enable, cdpage.EnableParams{}), command(cdpage.AddScriptToEvaluateOnNewDocument, cdpage.AddScriptToEvaluateOnNewDocumentParams{
		Source: `delete PublicKeyCredential.parseCreationOptionsFromJSON; delete PublicKeyCredential.parseRequestOptionsFromJSON; PublicKeyCredential.prototype.toJSON = () => { throw new TypeError("Illegal invocation") };`}))
	passkeyJourney(t, b, w)
}

func TestBrowserPasskeyOnWhatWasTyped(t *testing.T) {
	w := atHome(t)
	b := browse(t, w.server.URL)
	b.authenticator()
	b.signIn("cora")
	b.open("/own")
	b.enter("form[data-passkey=add] input[name=name]", "key")
	b.push("form[data-passkey=add] button[type=submit]")
	b.says("is added")
	b.open("/people")
	b.enter("form[action='/people'][method=post] input[name=code]", "nora", "form[action='/people'][method=post] input[name=name]", "Nora & Co")
	w.ok(w.site.held.endAll(t.Context(), "cora", ""))
	b.push("form[action='/people'][method=post] button[type=submit]")
	b.says("What you typed is kept here")
	b.expected("401")
	b.push("form[data-passkey=sign-in] button")
	b.says("Send this link to nora")
}

func TestBrowserSingleSignOn(t *testing.T) {
	f := newFakeProvider(t) // at 127.0.0.1, which is another site than localhost
	w := atHome(t, func(o *Options) {
		o.OIDC = &OIDC{Issuer: f.server.URL, Client: "tieout", Secret: "the secret", Name: "Example Login"}
	})
	f.knows(w.server.URL + "/sign-in/back")
	w.ok(w.app.ChangeCredentials(t.Context(), "cora", func(c *app.Credentials) error {
		c.Password, c.Identities = "", []app.Identity{{Issuer: f.server.URL, Subject: "id2"}}
		return nil
	}))
	b := browse(t, w.server.URL)
	b.open("/sign-in?then=/people")
	b.push("form[action='/sign-in/with'] button")
	b.says("Enter")
	b.push("button[name=user]")
	b.says("Cora Controller")
	if got := value[string](b, "location.pathname + location.search"); got != "/people" {
		t.Errorf("one comes back to %s", got)
	}
	w.later(stepTime + time.Second)
	f.set(func() { f.authTime = w.site.now })
	b.open("/people")
	b.enter("form[action='/people'][method=post] input[name=code]", "nora", "form[action='/people'][method=post] input[name=name]", "Nora Newcomer")
	b.push("form[action='/people'][method=post] button[type=submit]")
	b.says("Show it to Example Login")
	b.expected("401")
	b.accessible("the page that asks again")
	b.push("form[action='/own/proof/with'] button")
	b.says("Enter")
	b.push("button[name=user]")
	b.says("Send this link to nora")
}
