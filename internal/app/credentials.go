package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tieout/fiscal"
	"tieout/internal/access"
)

// Credentials are what proves that someone is a person of the book. They are working state: changing a password is no
// act. A passkey is kept whole, as the library that checks it wrote it.
type Credentials struct {
	Password   string     `json:",omitempty"` // argon2id hash
	TOTP       string     `json:",omitempty"` // secret of the authenticator
	TOTPLast   int64      `json:",omitempty"` // the last step of time whose code was used
	TOTPNew    string     `json:",omitempty"` // secret that waits for its first code
	Recovery   []string   `json:",omitempty"` // hashes of codes that are still good
	Invitation string     `json:",omitempty"` // hash of the secret of the link by which to sign in first
	InviteEnds string     `json:",omitempty"` // RFC 3339
	Handle     string     `json:",omitempty"` // by which passkeys know the person: random, base64url
	Passkeys   []Passkey  `json:",omitempty"`
	Identities []Identity `json:",omitempty"`
}

// Passkey is one credential of WebAuthn.
type Passkey struct {
	ID, Name string
	Added    string // RFC 3339
	Used     string `json:",omitempty"` // RFC 3339, empty for never
	Doubted  string `json:",omitempty"` // RFC 3339: when it was last refused because a copy of it may exist
	Backed   bool   `json:",omitempty"` // it is kept by a service beside the device
	Whole    json.RawMessage
}

// Identity is an account with a provider of single sign-on.
type Identity struct{ Issuer, Subject, Label, Added string }

// Factors says what a person has set up, in words.
func (c Credentials) Factors() []string {
	var out []string
	for _, f := range []struct {
		has  bool
		word string
	}{{c.Password != "", "password"}, {c.TOTP != "", "authenticator"}, {len(c.Passkeys) > 0, "passkey"}, {len(c.Identities) > 0, "single sign-on"}} {
		if f.has {
			out = append(out, f.word)
		}
	}
	return out
}

const credentialKind = "credential"

// inviteDays is how long an invitation is good.
const inviteDays = 7

// Credentials of a person; none when nothing is set up.
func (a *App) Credentials(ctx context.Context, code string) (Credentials, error) {
	var c Credentials
	w, ok, err := a.FindWorking(ctx, credentialKind, code)
	if err != nil || !ok {
		return c, err
	}
	return c, json.Unmarshal([]byte(w.Body), &c)
}

// ChangeCredentials lets fn change a person's credentials. When it refuses, nothing is written.
func (a *App) ChangeCredentials(ctx context.Context, code string, fn func(*Credentials) error) error {
	return a.ChangeWorking(ctx, credentialKind, code, func(w *Working) (bool, error) {
		var c Credentials
		if w.Body != "" {
			if err := json.Unmarshal([]byte(w.Body), &c); err != nil {
				return false, fmt.Errorf("the credentials of %s cannot be read: %w", code, err)
			}
		}
		if err := fn(&c); err != nil {
			return false, err
		}
		b, err := json.Marshal(c)
		w.Kind, w.ID, w.Person, w.Body = credentialKind, code, code, string(b)
		return true, err
	})
}

// AllCredentials are the credentials of everyone who has any, by code.
func (a *App) AllCredentials(ctx context.Context) (map[string]Credentials, error) {
	ws, err := a.AllWorking(ctx, credentialKind)
	if err != nil {
		return nil, err
	}
	return credentialsOf(ws)
}

// Invite makes a secret by which a person signs in first, or again after they lost everything. It replaces an earlier
// one and is good for a week.
func (a *App) Invite(ctx context.Context, by, code string) (secret string, until time.Time, err error) {
	s, err := a.State(ctx, 0)
	if err != nil {
		return "", until, err
	}
	i := s.person(code)
	if i < 0 || s.People[i].Removed {
		return "", until, mistake("", "there is no person %.60q to invite", code)
	}
	if d := s.Decide(by, access.What{Action: access.GrantSeat, Owner: code}, fiscal.FromTime(a.Clock())); !d.Allowed {
		return "", until, Refused{"not-allowed", d.Reason}
	}
	inv := access.NewInvitation()
	until = a.Clock().UTC().AddDate(0, 0, inviteDays)
	err = a.ChangeCredentials(ctx, code, func(c *Credentials) error {
		c.Invitation, c.InviteEnds = inv.Hash, stampOf(until)
		return nil
	})
	return inv.Text, until, err
}

// SetPassword sets a person's password; about are words around them that it must not consist of.
func (a *App) SetPassword(ctx context.Context, code, password string, about ...string) error {
	if err := access.CheckPassword(password, append(about, code)...); err != nil {
		return mistake("", "%v", err)
	}
	hash := access.HashPassword(password)
	return a.ChangeCredentials(ctx, code, func(c *Credentials) error {
		c.Password, c.Invitation, c.InviteEnds = hash, "", ""
		return nil
	})
}

// UseCode accepts a code of the person's authenticator, or one of their recovery codes: each is good once.
func (a *App) UseCode(ctx context.Context, code, given string) (ok bool, err error) {
	err = a.ChangeCredentials(ctx, code, func(c *Credentials) error {
		ok = false
		if c.TOTP != "" {
			if step := access.TOTPStep(c.TOTP, given, a.Clock(), c.TOTPLast); step > 0 {
				c.TOTPLast, ok = step, true
				return nil
			}
		}
		if i := slices.Index(c.Recovery, access.HashSecret(given)); i >= 0 {
			c.Recovery, ok = slices.Delete(c.Recovery, i, i+1), true
		}
		return nil
	})
	return ok, err
}
