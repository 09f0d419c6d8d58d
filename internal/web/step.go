package web

import (
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"tieout/internal/access"
)

// proofName is the field of a form by which somebody shows again who they are.
const proofName = "proof"

// proofAsk is what a person shows again: the code of their authenticator when they have one, else their password.
type proofAsk int

const (
	askNothing proofAsk = iota
	askPassword
	askCode
)

// stepPage asks again who one is.
type stepPage struct {
	Why, Wrong string
	Kept       kept
	Ask        proofAsk
	Passkey    bool
}

// askStep takes the proof that came with a form, or asks for one; what was typed is carried on.
func (s *site) askStep(w http.ResponseWriter, r *http.Request, who seat, form url.Values) (answered bool, err error) {
	p := stepPage{Why: "What comes next is signed by you, so it asks for a fresh proof. It then holds for " + spell(stepTime-time.Minute) + ".", Kept: keepForm(r, form)}
	c, err := s.App.Credentials(r.Context(), who.Code)
	if err != nil {
		return true, err
	}
	p.Passkey = len(c.Passkeys) > 0
	switch {
	case c.TOTP != "":
		p.Ask = askCode
	case c.Password != "":
		p.Ask = askPassword
	}
	if given := form.Get(proofName); given != "" {
		wrong, err := s.proven(r, who.Code, given)
		if err != nil {
			return true, err
		}
		if wrong == "" {
			s.sessions.Put(r.Context(), keyStepped, time.Now().Unix())
			form.Del(proofName)
			return false, nil
		}
		p.Wrong = wrong
	}
	if r.MultipartForm != nil && len(r.MultipartForm.File) > 0 {
		p.Why += " Files must be chosen again afterwards."
	}
	s.bare(w, r, http.StatusUnauthorized, page{Title: "Show again who you are", Body: stepBody(p)})
	return true, nil
}

// proven checks a proof; wrong says why it is none.
func (s *site) proven(r *http.Request, person, given string) (wrong string, err error) {
	if wait := s.mayTry(r, person); wait > 0 {
		return "Too many attempts. Wait " + spell(wait) + " and try again.", nil
	}
	c, err := s.App.Credentials(r.Context(), person)
	if err != nil {
		return "", err
	}
	ok := false
	if c.TOTP != "" {
		ok, err = s.App.UseCode(r.Context(), person, given)
	} else {
		release := s.hashing()
		ok = access.PasswordMatches(c.Password, given)
		release()
	}
	if err != nil || ok {
		if ok {
			s.limits.Succeed(person)
			s.note(r, person, "stepped-up", r.URL.Path)
		}
		return "", err
	}
	s.limits.Fail(person, time.Now())
	s.note(r, person, "step-up-refused", r.URL.Path)
	return "That proof is not good, or was used before.", nil
}

func (s *site) signBody(p signPage) templ.Component {
	p.Ways = s.ways()
	return signInBody(p, s.company)
}
