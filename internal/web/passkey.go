package web

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"tieout/internal/access"
	"tieout/internal/app"
)

// passkeyRoutes are those by which passkeys are made, shown and looked after.
func (s *site) passkeyRoutes() []route {
	return []route{
		{Pattern: "/sign-in/passkey/begin", Action: Public, Ask: s.beginSignIn},
		{Pattern: "/sign-in/passkey/finish", Action: Public, Ask: s.finishSignIn},
		{Pattern: "/own/proof/begin", Action: access.OwnAccess, Ask: s.beginProof},
		{Pattern: "/own/proof/finish", Action: access.OwnAccess, Ask: s.finishProof},
		{Pattern: "/own/passkeys", Action: access.OwnAccess, Do: s.namePasskey, Step: true},
		{Pattern: "/own/passkeys/begin", Action: access.OwnAccess, Ask: s.beginPasskey, Step: true},
		{Pattern: "/own/passkeys/finish", Action: access.OwnAccess, Ask: s.finishPasskey},
		{Pattern: "/own/passkeys/rename", Action: access.OwnAccess, Do: s.renamePasskey},
		{Pattern: "/own/passkeys/remove", Action: access.OwnAccess, Do: s.removePasskey, Step: true},
	}
}

// slowDown refuses what is asked for too often from one address.
func (s *site) slowDown(r *http.Request) error {
	if wait := s.mayAsk(r); wait > 0 {
		return problem{Code: http.StatusTooManyRequests, Title: "Too many attempts", What: "There were too many attempts from here.", Way: "Wait " + spell(wait) + " and try again."}
	}
	return nil
}

// namePasskey takes the name of a new passkey, after a fresh proof; the script of the page then has the browser make it.
func (s *site) namePasskey(c *call) (done, error) {
	name := c.form.Get("name")
	if m := mistakeIn(app.CheckPasskeyName(name)); m != "" {
		return s.ownAgain(ownPage{Wrong: m, Named: name}), nil
	}
	return s.ownAgain(ownPage{Named: name, Making: true}), nil
}

// beginPasskey gives what the browser needs to make a passkey for who asks.
func (s *site) beginPasskey(c *call, body []byte) (any, error) {
	in, err := into[struct{ Name string }](body)
	if err == nil {
		err = app.CheckPasskeyName(in.Name)
	}
	if err != nil {
		return nil, err
	}
	w, u, err := s.keysOf(c)
	if err != nil {
		return nil, err
	}
	options, data, err := w.BeginRegistration(u, webauthn.WithExclusions(webauthn.Credentials(u.keys).CredentialDescriptors()), webauthn.WithExtensions(webauthn.WithExtensionCredProps()))
	if err != nil {
		return nil, err
	}
	return options, s.beginCeremony(c.r, ceremony{For: forAdding, Person: c.who.Code, Name: in.Name, Data: *data})
}

// keysOf is the library and the one who asks, as it knows them. Asking is limited.
func (s *site) keysOf(c *call) (*webauthn.WebAuthn, keyUser, error) {
	w, err := s.authn(c.r)
	if err == nil {
		err = s.slowDown(c.r)
	}
	if err != nil {
		return nil, keyUser{}, err
	}
	if _, err = s.App.PasskeyHandle(c.r.Context(), c.who.Code); err != nil {
		return nil, keyUser{}, err
	}
	cred, err := s.App.Credentials(c.r.Context(), c.who.Code)
	if err != nil {
		return nil, keyUser{}, err
	}
	u, err := keyUserOf(c.who.Code, c.who.Name, cred)
	return w, u, err
}

// shown is what a browser sends of a passkey that was made or shown.
type shown struct {
	Credential json.RawMessage
	Then       string
}

// finishPasskey keeps the passkey that the browser made.
func (s *site) finishPasskey(c *call, body []byte) (any, error) {
	in, err := into[shown](body)
	if err != nil {
		return nil, err
	}
	x, err := s.endCeremony(c.r, forAdding, c.who.Code)
	if err != nil {
		return nil, err
	}
	w, u, err := s.keysOf(c)
	if err != nil {
		return nil, err
	}
	made, err := protocol.ParseCredentialCreationResponseBytes(in.Credential)
	var k *webauthn.Credential
	if err == nil {
		k, err = w.CreateCredential(u, x.Data, made)
	}
	if err != nil {
		return nil, s.noPasskey(c.r, c.who.Code, "passkey-refused", err)
	}
	whole, err := json.Marshal(k)
	if err != nil {
		return nil, err
	}
	if err := s.App.AddPasskey(c.r.Context(), c.who.Code, app.Passkey{ID: keyID(k), Name: x.Name, Backed: k.Flags.BackupState, Whole: whole}); err != nil {
		return nil, err
	}
	s.note(c.r, c.who.Code, "passkey-added", x.Name)
	s.sessions.Put(c.r.Context(), keyFlash, "The passkey "+x.Name+" is added.")
	return goOn{To: "/own#passkeys"}, nil
}

func (s *site) renamePasskey(c *call) (done, error) {
	name := c.form.Get("name")
	err := s.App.RenamePasskey(c.r.Context(), c.who.Code, c.form.Get("id"), name)
	if m := mistakeIn(err); m != "" {
		return s.ownAgain(ownPage{Wrong: m}), nil
	}
	if err != nil {
		return done{}, err
	}
	s.note(c.r, c.who.Code, "passkey-renamed", name)
	return done{To: "/own#passkeys", Say: "The passkey is called " + name + " now."}, nil
}

func (s *site) removePasskey(c *call) (done, error) {
	name, err := s.App.RemovePasskey(c.r.Context(), c.who.Code, c.form.Get("id"), s.enough(c))
	if m := mistakeIn(err); m != "" {
		return s.ownAgain(ownPage{Wrong: m}), nil
	}
	if err != nil {
		return done{}, err
	}
	s.note(c.r, c.who.Code, "passkey-removed", name)
	return done{To: "/own#passkeys", Say: "The passkey " + name + " is removed. Remove it from the device too."}, nil
}

// enough says whether the one who asks can still sign in here with what would be left.
func (s *site) enough(c *call) app.Enough {
	return func(x app.Credentials) bool {
		linked := s.provider != nil && slices.ContainsFunc(x.Identities, func(i app.Identity) bool { return i.Issuer == s.provider.Issuer })
		return x.Password != "" && c.who.passwords || len(x.Passkeys) > 0 && c.who.passkeys || linked
	}
}
