package web

import (
	"net/http"
	"slices"
	"time"

	"tieout/internal/app"
)

// signOnBack is where the provider sends browsers back to.
func (s *site) signOnBack(c *call) (page, error) {
	if s.provider == nil {
		return page{}, c.missing("This site has no provider of single sign-on.", "Sign in in another way.")
	}
	if err := s.slowDown(c.r); err != nil {
		return page{}, err
	}
	x, err := s.endFlow(c.r, c.query.Get("state"))
	if err != nil {
		return page{}, err
	}
	if (x.For == forLinking || x.For == forStep) && (!c.who.In || c.who.Code != x.Person) {
		return page{}, problem{Code: http.StatusConflict, Title: "Begin again", What: "Your session ended while you were away.", Way: "Sign in and begin again."}
	}
	a, err := s.accountBack(c, x)
	if err != nil {
		say, code := s.wentWrong(c.r, x, err)
		c.code = code
		return s.stayed(c, x, say)
	}
	switch x.For {
	case forLinking:
		return s.linked(c, a)
	case forJoining:
		return s.joined(c, x, a)
	case forStep:
		return s.proved(c, x, a)
	}
	return s.signedOn(c, x, a)
}

// accountBack is whose account the provider's answer stands for. An answer of another provider is none (RFC 9207).
func (s *site) accountBack(c *call, x flow) (account, error) {
	f, err := s.provider.discover(c.r.Context())
	if err != nil {
		return account{}, err
	}
	by := c.query.Get("iss")
	switch {
	case by != "" && by != s.provider.Issuer, by == "" && f.Issues:
		return account{}, refusedBy{"the answer came from another provider"}
	case c.query.Get("error") != "":
		return account{}, refusedBy{c.query.Get("error") + " " + c.query.Get("error_description")}
	case c.query.Get("code") == "":
		return account{}, refusedBy{"its answer has no code"}
	}
	return s.provider.redeem(c.r.Context(), f, c.query.Get("code"), x)
}

// signedOn signs in who linked the account. Nobody is found by a name or an address of mail: those change hands.
func (s *site) signedOn(c *call, x flow, a account) (page, error) {
	person, err := s.App.ByIdentity(c.r.Context(), s.provider.Issuer, a.Subject)
	say := mistakeIn(err)
	switch {
	case err != nil && say == "":
		return page{}, err
	case err == nil && !c.who.holds(person):
		say = "The seat of that account's person has ended."
	}
	if say != "" {
		s.note(c.r, person, "sign-in-refused", "single sign-on: "+say)
		c.code = http.StatusUnprocessableEntity
		return s.stayed(c, x, say)
	}
	if err := s.signedIn(c.r, person, "single sign-on"); err != nil {
		return page{}, err
	}
	s.note(c.r, person, "signed-in", "single sign-on")
	if x.Kept.empty() {
		return page{}, moved{localPath(x.Then)}
	}
	return page{Title: "Going on", Body: resumeBody(x.Kept)}, nil
}

// linked links the account to who is signed in.
func (s *site) linked(c *call, a account) (page, error) {
	err := s.App.LinkIdentity(c.r.Context(), c.who.Code, app.Identity{Issuer: s.provider.Issuer, Subject: a.Subject, Label: a.Label})
	if m := mistakeIn(err); m != "" {
		c.code = http.StatusUnprocessableEntity
		return s.ownWith(c, ownPage{Wrong: m})
	}
	if err != nil {
		return page{}, err
	}
	s.note(c.r, c.who.Code, "account-linked", s.provider.Name)
	s.sessions.Put(c.r.Context(), keyFlash, "You can sign in with "+s.provider.Name+" as "+a.Label+" now.")
	return page{}, moved{"/own#sso"}
}

// joined takes an invitation and signs in whom it is for.
func (s *site) joined(c *call, x flow, a account) (page, error) {
	person, err := s.App.JoinByIdentity(c.r.Context(), x.Invitation, app.Identity{Issuer: s.provider.Issuer, Subject: a.Subject, Label: a.Label})
	if err != nil {
		return page{}, err
	}
	s.note(c.r, person, "account-linked", s.provider.Name+", by invitation")
	if err := s.held.endAll(c.r.Context(), person, ""); err != nil {
		return page{}, err
	}
	if err := s.signedIn(c.r, person, "single sign-on"); err != nil {
		return page{}, err
	}
	s.note(c.r, person, "signed-in", "single sign-on")
	return page{}, moved{"/own"}
}

// proved takes a fresh look of the provider at who one is as a proof, and sends the form on that waits for it. The
// provider must say when it looked, and that must be since it was asked.
func (s *site) proved(c *call, x flow, a account) (page, error) {
	person, err := s.App.ByIdentity(c.r.Context(), s.provider.Issuer, a.Subject)
	say := ""
	switch {
	case err != nil && mistakeIn(err) == "":
		return page{}, err
	case err != nil || person != x.Person:
		say = "That account is not linked to you."
	case a.Shown == 0:
		say = s.provider.Name + " does not say when you last signed in there, so it is no fresh proof. Use another way."
	case time.Unix(a.Shown, 0).Add(clockSkew).Before(time.Unix(x.Began, 0)):
		say = s.provider.Name + " let you pass without asking again who you are. Sign out there and try again, or use another way."
	}
	if say != "" {
		s.limits.Fail(x.Person, s.now())
		s.note(c.r, x.Person, "step-up-refused", "single sign-on: "+say)
		c.code = http.StatusUnprocessableEntity
		return s.stayed(c, x, say)
	}
	k := x.Kept
	k.Fields = append(slices.Clone(k.Fields), pair{proofName, s.newProof(c.r)})
	return page{Title: "Going on", Body: resumeBody(k)}, nil
}

func (s *site) unlinkIdentity(c *call) (done, error) {
	err := s.App.UnlinkIdentity(c.r.Context(), c.who.Code, c.form.Get("issuer"), c.form.Get("subject"), s.enough(c))
	if m := mistakeIn(err); m != "" {
		return s.ownAgain(ownPage{Wrong: m}), nil
	}
	if err != nil {
		return done{}, err
	}
	s.note(c.r, c.who.Code, "account-unlinked", "")
	return done{To: "/own#sso", Say: "The account is unlinked."}, nil
}
