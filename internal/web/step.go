package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"tieout/internal/access"
	"tieout/internal/app"
)

// proofName is the field of a form by which somebody shows again who they are.
const proofName = "proof"

// proofAsk is what a person may show again: the code of their authenticator when they have one, else their password; and
// a passkey beside it. Where a form asks for none of them, who one is is asked on a page of its own.
type proofAsk int

const (
	askNothing  proofAsk = 0
	askPassword proofAsk = 1 << iota
	askCode
	askPasskey
)

// typed is what is typed as a proof.
func (a proofAsk) typed() proofAsk { return a & (askPassword | askCode) }

// askOf is what the person must show before something that matters, nothing when they did so a short while ago.
func askOf(who seat, c app.Credentials) proofAsk {
	if who.stepped(who.now) {
		return askNothing
	}
	ask := askNothing
	switch {
	case c.TOTP != "":
		ask = askCode
	case c.Password != "" && who.passwords:
		ask = askPassword
	}
	if len(c.Passkeys) > 0 && who.passkeys {
		ask |= askPasskey
	}
	return ask
}

// stepPage asks again who one is.
type stepPage struct {
	Why, Wrong string
	Kept       kept
	Ask        proofAsk
	Provider   string // of single sign-on, when the person has linked an account of it
}

const stepTitle = "Show again who you are"

// stepOf is the page that asks somebody again, with all the ways they have.
func (s *site) stepOf(r *http.Request, who seat) (stepPage, error) {
	p := stepPage{Why: "What comes next is signed by you, so it asks for a fresh proof. It then holds for " + span(stepTime) + "."}
	c, err := s.App.Credentials(r.Context(), who.Code)
	if err != nil {
		return p, err
	}
	who.Stepped = time.Time{}
	p.Ask = askOf(who, c)
	if s.provider != nil && slices.ContainsFunc(c.Identities, func(i app.Identity) bool { return i.Issuer == s.provider.Issuer }) {
		p.Provider = s.provider.Name
	}
	return p, nil
}

// askStep takes the proof that came with a form, or asks for one; what was typed is carried on.
func (s *site) askStep(w http.ResponseWriter, r *http.Request, who seat, form url.Values) (answered bool, err error) {
	p, err := s.stepOf(r, who)
	if err != nil {
		return true, err
	}
	p.Kept = keepForm(r, form)
	if given := form.Get(proofName); given != "" {
		wrong, err := s.proven(r, who, given)
		if err != nil {
			return true, err
		}
		if wrong == "" {
			s.sessions.Put(r.Context(), keyStepped, s.now().Unix())
			return false, nil
		}
		p.Wrong = wrong
	}
	if r.MultipartForm != nil && len(r.MultipartForm.File) > 0 {
		p.Why += " Files must be chosen again afterwards."
	}
	s.bare(w, r, http.StatusUnauthorized, page{Title: stepTitle, Body: stepBody(p)})
	return true, nil
}

// proven checks a proof; wrong says why it is none.
func (s *site) proven(r *http.Request, who seat, given string) (wrong string, err error) {
	if s.takeProof(r, given) {
		s.note(r, who.Code, "stepped-up", r.URL.Path)
		return "", nil
	}
	if wait := s.mayTry(r, who.Code); wait > 0 {
		return "Too many attempts. Wait " + spell(wait) + " and try again.", nil
	}
	c, err := s.App.Credentials(r.Context(), who.Code)
	if err != nil {
		return "", err
	}
	ok := false
	switch {
	case c.TOTP != "":
		ok, err = s.App.UseCode(r.Context(), who.Code, given)
	case who.passwords:
		release := s.hashing()
		ok = access.PasswordMatches(c.Password, given)
		release()
	}
	if err != nil || ok {
		if ok {
			s.limits.Succeed(who.Code)
			s.note(r, who.Code, "stepped-up", r.URL.Path)
		}
		return "", err
	}
	s.limits.Fail(who.Code, s.now())
	s.note(r, who.Code, "step-up-refused", r.URL.Path)
	return "That proof is not good, or was used before.", nil
}

// signBody is the page to sign in, with the ways that the site has.
func (s *site) signBody(r *http.Request, p signPage) templ.Component {
	_, p.Passkeys = s.party(r)
	p.Provider = s.oidcLabel()
	p.PasswordAside = s.provider != nil && s.provider.Require
	return signInBody(p, s.company)
}
