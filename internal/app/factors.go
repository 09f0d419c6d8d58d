package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tieout/internal/access"
	"tieout/internal/store"
	"tieout/ledger"
)

// Bounds of what a person can sign in with.
const (
	maxPasskeys    = 20
	maxIdentities  = 10
	maxPasskeyName = 60
)

// Enough says whether somebody can still sign in with what is left of their credentials.
type Enough func(Credentials) bool

// changeAmong lets fn change a person's credentials in sight of everyone's, in one transaction: what must belong to one
// person alone is looked for and taken at once.
func (a *App) changeAmong(ctx context.Context, code string, fn func(c *Credentials, all map[string]Credentials) error) error {
	return a.book.WriteWorking(ctx, func(tx *store.Tx) error {
		if err := tx.HoldWorking(credentialKind, ""); err != nil {
			return err
		}
		ws, err := tx.WorkingOf(credentialKind)
		if err != nil {
			return err
		}
		all, err := credentialsOf(ws)
		if err != nil {
			return err
		}
		c := all[code]
		if err := fn(&c, all); err != nil {
			return err
		}
		b, err := json.Marshal(c)
		if err != nil {
			return err
		}
		return tx.PutWorking(Working{Kind: credentialKind, ID: code, Person: code, At: stampOf(a.Clock()), Body: string(b)})
	})
}

// credentialsOf reads what is kept of everyone.
func credentialsOf(ws []Working) (map[string]Credentials, error) {
	out := map[string]Credentials{}
	for _, w := range ws {
		var c Credentials
		if err := json.Unmarshal([]byte(w.Body), &c); err != nil {
			return nil, fmt.Errorf("the credentials of %s cannot be read: %w", w.ID, err)
		}
		out[w.ID] = c
	}
	return out, nil
}

// PasskeyHandle is the handle by which a person's passkeys know them. It is made at first use and says nothing of the
// person.
func (a *App) PasskeyHandle(ctx context.Context, code string) (handle string, err error) {
	err = a.ChangeCredentials(ctx, code, func(c *Credentials) error {
		if c.Handle == "" {
			var b [32]byte
			_, _ = rand.Read(b[:]) // never fails
			c.Handle = base64.RawURLEncoding.EncodeToString(b[:])
		}
		handle = c.Handle
		return nil
	})
	return handle, err
}

// ByHandle finds the person whose passkeys carry a handle.
func (a *App) ByHandle(ctx context.Context, handle string) (string, error) {
	all, err := a.AllCredentials(ctx)
	if err != nil {
		return "", err
	}
	for code, c := range all {
		if handle != "" && c.Handle == handle {
			return code, nil
		}
	}
	return "", refused("passkey", "the passkey belongs to nobody in this book")
}

// CheckPasskeyName says what is wrong with the name of a passkey.
func CheckPasskeyName(name string) error {
	if err := ledger.CheckText("the name of the passkey", name, maxPasskeyName); err != nil || strings.TrimSpace(name) == "" {
		return mistake("", "give the passkey a name of at most %d characters, such as the device it is kept on", maxPasskeyName)
	}
	return nil
}

// AddPasskey gives a person a passkey. Nobody else may have it, and no other of theirs has its name.
func (a *App) AddPasskey(ctx context.Context, code string, k Passkey) error {
	k.Name = strings.TrimSpace(k.Name)
	if err := CheckPasskeyName(k.Name); err != nil {
		return err
	}
	k.Added = stampOf(a.Clock())
	return a.changeAmong(ctx, code, func(c *Credentials, all map[string]Credentials) error {
		for _, other := range slices.Sorted(maps.Keys(all)) {
			if slices.ContainsFunc(all[other].Passkeys, func(x Passkey) bool { return x.ID == k.ID }) {
				return refused("passkey", "that passkey is registered already")
			}
		}
		if len(c.Passkeys) >= maxPasskeys {
			return mistake("", "a person has at most %d passkeys; remove one first", maxPasskeys)
		}
		if slices.ContainsFunc(c.Passkeys, func(x Passkey) bool { return x.Name == k.Name }) {
			return mistake("", "a passkey of yours has the name %q already; give this one another", k.Name)
		}
		c.Passkeys = append(c.Passkeys, k)
		return nil
	})
}

// RenamePasskey gives a passkey of a person another name.
func (a *App) RenamePasskey(ctx context.Context, code, id, name string) error {
	name = strings.TrimSpace(name)
	if err := CheckPasskeyName(name); err != nil {
		return err
	}
	return a.ChangeCredentials(ctx, code, func(c *Credentials) error {
		i := c.passkey(id)
		if i < 0 {
			return noPasskey()
		}
		if j := slices.IndexFunc(c.Passkeys, func(x Passkey) bool { return x.Name == name }); j >= 0 && j != i {
			return mistake("", "a passkey of yours has the name %q already; give this one another", name)
		}
		c.Passkeys[i].Name = name
		return nil
	})
}

// RemovePasskey takes a passkey from a person and gives its name. The last way in stays.
func (a *App) RemovePasskey(ctx context.Context, code, id string, enough Enough) (name string, err error) {
	err = a.ChangeCredentials(ctx, code, func(c *Credentials) error {
		i := c.passkey(id)
		if i < 0 {
			return noPasskey()
		}
		name = c.Passkeys[i].Name
		c.Passkeys = slices.Delete(c.Passkeys, i, i+1)
		return c.still(enough)
	})
	return name, err
}

func noPasskey() error {
	return mistake("", "there is no such passkey of yours; it may have been removed")
}

// passkey is where a passkey stands, less than 0 for nowhere.
func (c Credentials) passkey(id string) int {
	return slices.IndexFunc(c.Passkeys, func(k Passkey) bool { return k.ID == id })
}

// still refuses to take the last way in.
func (c Credentials) still(enough Enough) error {
	if enough(c) {
		return nil
	}
	return refused("last-factor", "this is the last way by which you can sign in here; set up another first")
}

// ByIdentity finds the person who linked an account of single sign-on.
func (a *App) ByIdentity(ctx context.Context, issuer, subject string) (string, error) {
	all, err := a.AllCredentials(ctx)
	if err != nil {
		return "", err
	}
	if code := holderOf(all, Identity{Issuer: issuer, Subject: subject}); code != "" {
		return code, nil
	}
	return "", refused("identity", "nobody in this book has linked that account; sign in in another way first and link it under your own access")
}

// same says whether two are one account.
func (i Identity) same(j Identity) bool { return i.Issuer == j.Issuer && i.Subject == j.Subject }

// holderOf is who has linked an account; nobody when empty.
func holderOf(all map[string]Credentials, i Identity) string {
	for _, code := range slices.Sorted(maps.Keys(all)) {
		if slices.ContainsFunc(all[code].Identities, i.same) {
			return code
		}
	}
	return ""
}

// LinkIdentity lets a person sign in by an account of single sign-on. An account is linked to one person alone.
func (a *App) LinkIdentity(ctx context.Context, code string, i Identity) error {
	return a.changeAmong(ctx, code, func(c *Credentials, all map[string]Credentials) error {
		return a.link(c, code, all, i)
	})
}

func (a *App) link(c *Credentials, code string, all map[string]Credentials, i Identity) error {
	switch holder := holderOf(all, i); {
	case i.Issuer == "" || i.Subject == "":
		return refused("identity", "the provider did not say whose account it is")
	case holder == code:
		return mistake("", "that account is linked already")
	case holder != "":
		return refused("identity", "that account is linked to another person of this book; they must unlink it first")
	case len(c.Identities) >= maxIdentities:
		return mistake("", "a person links at most %d accounts; unlink one first", maxIdentities)
	}
	i.Added = stampOf(a.Clock())
	c.Identities = append(c.Identities, i)
	return nil
}

// UnlinkIdentity takes an account of single sign-on from a person. The last way in stays.
func (a *App) UnlinkIdentity(ctx context.Context, code, issuer, subject string, enough Enough) error {
	return a.ChangeCredentials(ctx, code, func(c *Credentials) error {
		i := slices.IndexFunc(c.Identities, Identity{Issuer: issuer, Subject: subject}.same)
		if i < 0 {
			return mistake("", "there is no such account of yours; it may have been unlinked")
		}
		c.Identities = slices.Delete(c.Identities, i, i+1)
		return c.still(enough)
	})
}

// JoinByIdentity takes an invitation, given by the hash of its secret, by linking an account of single sign-on to the
// person it is for, and says who that is.
func (a *App) JoinByIdentity(ctx context.Context, invitation string, i Identity) (code string, err error) {
	all, err := a.AllCredentials(ctx)
	if err != nil {
		return "", err
	}
	code = a.invitedBy(all, invitation)
	err = a.changeAmong(ctx, code, func(c *Credentials, all map[string]Credentials) error {
		if code == "" || a.invitedBy(all, invitation) != code {
			return badInvitation()
		}
		c.Invitation, c.InviteEnds = "", ""
		if holderOf(all, i) == code { // after having lost everything else
			return nil
		}
		return a.link(c, code, all, i)
	})
	return code, err
}

// ForgetFactors takes a person's authenticator, recovery codes and passkeys: they are lost, or in other hands.
func (a *App) ForgetFactors(ctx context.Context, code string) error {
	return a.ChangeCredentials(ctx, code, func(c *Credentials) error {
		c.TOTP, c.TOTPNew, c.TOTPLast, c.Recovery, c.Passkeys = "", "", 0, nil, nil
		return nil
	})
}

// invitedBy is for whom an invitation is, if it is still good; nobody when empty.
func (a *App) invitedBy(all map[string]Credentials, hash string) string {
	now := stampOf(a.Clock())
	for _, code := range slices.Sorted(maps.Keys(all)) {
		if c := all[code]; c.Invitation != "" && c.Invitation == hash && c.InviteEnds > now {
			return code
		}
	}
	return ""
}

func badInvitation() error {
	return refused("invitation", "the invitation is not good: it was used, replaced, or is older than %d days; ask for another", inviteDays)
}

// InvitedAs finds who an invitation is for, if it is still good.
func (a *App) InvitedAs(ctx context.Context, secret string) (string, error) {
	all, err := a.AllCredentials(ctx)
	if err != nil {
		return "", err
	}
	if code := a.invitedBy(all, access.HashSecret(secret)); code != "" {
		return code, nil
	}
	return "", badInvitation()
}
