package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"

	"tieout/internal/access"
	"tieout/internal/app"
)

// ownRoutes are those by which people look after their own access.
func (s *site) ownRoutes() []route {
	return []route{
		{Pattern: "/own", Action: access.OwnAccess, Page: s.own},
		{Pattern: "/own/password", Action: access.OwnAccess, Do: s.ownPassword, Step: true},
		{Pattern: "/own/authenticator", Action: access.OwnAccess, Do: s.newAuthenticator, Step: true},
		{Pattern: "/own/authenticator/confirm", Action: access.OwnAccess, Do: s.confirmAuthenticator},
		{Pattern: "/own/authenticator/remove", Action: access.OwnAccess, Do: s.removeAuthenticator, Step: true},
		{Pattern: "/own/recovery", Action: access.OwnAccess, Do: s.newRecovery, Step: true},
		{Pattern: "/own/sessions/end", Action: access.OwnAccess, Do: s.endSessions},
		{Pattern: "/own/tokens", Action: access.OwnAccess, Do: s.newToken, Step: true},
		{Pattern: "/own/tokens/revoke", Action: access.OwnAccess, Do: s.revokeToken},
	}
}

// ownPage is a person's own access.
type ownPage struct {
	Name, Seat string
	Sample     bool
	Wrong      string
	Cred       app.Credentials
	Picture    qrPicture // of an authenticator that waits for its first code
	Address    string
	Recovery   []string // shown once
	Named      string   // of a passkey that is being made
	Making     bool     // the script goes on with it
	Sessions   []sessionRow
	Tokens     []app.Token
	Token      string // shown once
	Scopes     []access.ActionInfo
	Ask        proofAsk
	Passkeys   bool // the site is at an address at which passkeys work
	Passwords  bool // the person's password is good here
	OIDC       string
	Mine       []policyRow
}

// qrPicture is a picture of squares: one path in a square of Size modules.
type qrPicture struct {
	Size int
	Path string
}

func (s *site) own(c *call) (page, error) { return s.ownWith(c, ownPage{}) }

// ownWith is the page with what only this answer shows.
func (s *site) ownWith(c *call, p ownPage) (page, error) {
	var err error
	p.Name, p.Seat, p.Sample, p.Scopes = c.who.Name, c.who.Title, s.Sample, access.Actions
	if c.who.Until != 0 {
		p.Seat += ", until " + day(c.who.Until)
	}
	if p.Cred, err = s.App.Credentials(c.r.Context(), c.who.Code); err != nil {
		return page{}, err
	}
	p.Ask = askOf(c.who, p.Cred)
	if p.Cred.TOTPNew != "" {
		p.Address = access.TOTPAddress(p.Cred.TOTPNew, c.view.State.Name, c.who.Code)
		if p.Picture, err = qrOf(p.Address); err != nil {
			return page{}, err
		}
	}
	if p.Tokens, err = s.App.Tokens(c.r.Context(), c.who.Code); err != nil {
		return page{}, err
	}
	if p.Sessions, err = s.sessionRows(c); err != nil {
		return page{}, err
	}
	p.Passkeys, p.Passwords, p.OIDC = c.who.passkeys, c.who.passwords, s.oidcLabel()
	for _, a := range access.Actions {
		if d := c.who.may(access.What{Action: a.Action}); d.Allowed {
			p.Mine = append(p.Mine, policyRow{a.Means, d.Policy})
		}
	}
	return page{Title: "Your access", Section: "own", Body: ownBody(p)}, nil
}

// qrOf draws a text as squares.
func qrOf(text string) (qrPicture, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return qrPicture{}, err
	}
	p := qrPicture{Size: code.Bounds().Dx()}
	var b strings.Builder
	for y := range p.Size {
		for x := range p.Size {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	p.Path = b.String()
	return p, nil
}

// ownAgain shows the page again.
func (s *site) ownAgain(p ownPage) done {
	d := done{Again: func(c *call) (page, error) { return s.ownWith(c, p) }}
	if p.Wrong == "" {
		d.Code = 200
	}
	return d
}

func (s *site) ownPassword(c *call) (done, error) {
	if !c.who.passwords {
		return s.ownAgain(ownPage{Wrong: "Passwords are off here."}), nil
	}
	if c.form.Get("password") != c.form.Get("repeated") {
		return s.ownAgain(ownPage{Wrong: "The two passwords differ."}), nil
	}
	release := s.hashing()
	err := s.App.SetPassword(c.r.Context(), c.who.Code, c.form.Get("password"), c.who.Name, c.who.state.Name)
	release()
	if m := mistakeIn(err); m != "" {
		return s.ownAgain(ownPage{Wrong: m}), nil
	}
	if err != nil {
		return done{}, err
	}
	s.note(c.r, c.who.Code, "password-set", "")
	return done{To: "/own", Say: "The password is set. Your other sessions have ended."}, s.held.endAll(c.r.Context(), c.who.Code, s.sessionID(c.r))
}

func (s *site) newAuthenticator(c *call) (done, error) {
	err := s.App.ChangeCredentials(c.r.Context(), c.who.Code, func(x *app.Credentials) error { x.TOTPNew = access.NewTOTP(); return nil })
	return done{To: "/own#authenticator"}, err
}

func (s *site) confirmAuthenticator(c *call) (done, error) {
	codes := access.NewRecoveryCodes()
	good := false
	err := s.App.ChangeCredentials(c.r.Context(), c.who.Code, func(x *app.Credentials) error {
		step := int64(0)
		if x.TOTPNew != "" {
			step = access.TOTPStep(x.TOTPNew, c.form.Get("code"), s.App.Clock(), 0)
		}
		if good = step > 0; !good {
			return nil
		}
		x.TOTP, x.TOTPNew, x.TOTPLast = x.TOTPNew, "", step
		x.Recovery = hashes(codes)
		return nil
	})
	if err != nil {
		return done{}, err
	}
	if !good {
		return s.ownAgain(ownPage{Wrong: "That code is not the authenticator's. Look at the newest one; the clock of the device must be right."}), nil
	}
	s.note(c.r, c.who.Code, "authenticator-set", "")
	return s.ownAgain(ownPage{Recovery: texts(codes)}), nil
}

func hashes(ss []access.Secret) (out []string) {
	for _, s := range ss {
		out = append(out, s.Hash)
	}
	return out
}

func texts(ss []access.Secret) (out []string) {
	for _, s := range ss {
		out = append(out, s.Text)
	}
	return out
}

func (s *site) removeAuthenticator(c *call) (done, error) {
	err := s.App.ChangeCredentials(c.r.Context(), c.who.Code, func(x *app.Credentials) error {
		x.TOTP, x.TOTPNew, x.TOTPLast, x.Recovery = "", "", 0, nil
		return nil
	})
	s.note(c.r, c.who.Code, "authenticator-removed", "")
	return done{To: "/own", Say: "The authenticator and its recovery codes are gone."}, err
}

func (s *site) newRecovery(c *call) (done, error) {
	codes := access.NewRecoveryCodes()
	err := s.App.ChangeCredentials(c.r.Context(), c.who.Code, func(x *app.Credentials) error { x.Recovery = hashes(codes); return nil })
	s.note(c.r, c.who.Code, "recovery-codes-made", "")
	return s.ownAgain(ownPage{Recovery: texts(codes)}), err
}

func (s *site) newToken(c *call) (done, error) {
	var scopes []access.Action
	for _, a := range access.Actions {
		if slices.Contains(c.form["scope"], string(a.Action)) {
			scopes = append(scopes, a.Action)
		}
	}
	days, err := strconv.Atoi(c.form.Get("days"))
	if err != nil {
		days = 0
	}
	token, err := s.App.IssueToken(c.r.Context(), c.who.Code, c.form.Get("name"), scopes, days)
	if m := mistakeIn(err); m != "" {
		return s.ownAgain(ownPage{Wrong: m}), nil
	}
	if err != nil {
		return done{}, err
	}
	s.note(c.r, c.who.Code, "token-made", c.form.Get("name"))
	return s.ownAgain(ownPage{Token: token}), nil
}

func (s *site) revokeToken(c *call) (done, error) {
	s.note(c.r, c.who.Code, "token-revoked", "")
	return done{To: "/own", Say: "The token is revoked."}, s.App.RevokeToken(c.r.Context(), c.who.Code, c.form.Get("token"))
}
