package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

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

// goOn is where a script goes on.
type goOn struct {
	To    string `json:"to,omitempty"`
	Proof string `json:"proof,omitempty"`
}

// beginSignIn gives what the browser needs to ask whose passkey it holds.
func (s *site) beginSignIn(c *call, body []byte) (any, error) {
	if _, err := into[struct{}](body); err != nil {
		return nil, err
	}
	w, err := s.authn(c.r)
	if err == nil {
		err = s.slowDown(c.r)
	}
	if err != nil {
		return nil, err
	}
	options, data, err := w.BeginDiscoverableLogin()
	if err != nil {
		return nil, err
	}
	return options, s.beginCeremony(c.r, ceremony{For: forSigning, Data: *data})
}

// finishSignIn signs in whose passkey was shown. Passkeys cannot be guessed, so guesses at a person's password do not
// slow them down.
func (s *site) finishSignIn(c *call, body []byte) (any, error) {
	in, err := into[shown](body)
	if err != nil {
		return nil, err
	}
	w, err := s.authn(c.r)
	if err != nil {
		return nil, err
	}
	x, err := s.endCeremony(c.r, forSigning, "")
	if err != nil {
		return nil, err
	}
	p, err := protocol.ParseCredentialRequestResponseBytes(in.Credential)
	if err != nil {
		return nil, s.noPasskey(c.r, "", "sign-in-refused", err)
	}
	person, err := s.App.ByHandle(c.r.Context(), base64.RawURLEncoding.EncodeToString(p.Response.UserHandle))
	switch {
	case err != nil && mistakeIn(err) == "":
		return nil, err
	case err != nil || !c.who.holds(person):
		return nil, s.noPasskey(c.r, person, "sign-in-refused", errNoSeat)
	}
	err = s.showPasskey(c, person, "sign-in-refused", func(u keyUser) (*webauthn.Credential, error) {
		_, k, err := w.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return u, nil }, x.Data, p)
		return k, err
	})
	if err != nil {
		return nil, err
	}
	if err := s.signedIn(c.r, person, "passkey"); err != nil {
		return nil, err
	}
	s.limits.Succeed(person)
	s.note(c.r, person, "signed-in", "passkey")
	return goOn{To: localPath(in.Then)}, nil
}

var errNoSeat = errors.New("nobody with a seat has that passkey")

// beginProof gives what the browser needs to have the one who asks show a passkey again.
func (s *site) beginProof(c *call, body []byte) (any, error) {
	if _, err := into[struct{}](body); err != nil {
		return nil, err
	}
	w, u, err := s.keysOf(c)
	if err != nil {
		return nil, err
	}
	if len(u.keys) == 0 {
		return nil, problem{Code: http.StatusConflict, Title: "No passkey", What: "You have no passkey here.", Way: "Show who you are in another way."}
	}
	options, data, err := w.BeginLogin(u)
	if err != nil {
		return nil, err
	}
	return options, s.beginCeremony(c.r, ceremony{For: forStep, Person: c.who.Code, Data: *data})
}

// finishProof makes the shown passkey a proof that a form carries, once.
func (s *site) finishProof(c *call, body []byte) (any, error) {
	in, err := into[shown](body)
	if err != nil {
		return nil, err
	}
	w, err := s.authn(c.r)
	if err != nil {
		return nil, err
	}
	x, err := s.endCeremony(c.r, forStep, c.who.Code)
	if err != nil {
		return nil, err
	}
	p, err := protocol.ParseCredentialRequestResponseBytes(in.Credential)
	if err != nil {
		return nil, s.noPasskey(c.r, c.who.Code, "step-up-refused", err)
	}
	err = s.showPasskey(c, c.who.Code, "step-up-refused", func(u keyUser) (*webauthn.Credential, error) { return w.ValidateLogin(u, x.Data, p) })
	if err != nil {
		return nil, err
	}
	return goOn{Proof: s.newProof(c.r)}, nil
}

// showPasskey checks a shown passkey of a person and keeps what it says of itself, in one transaction: of two that show
// the same count one is refused. A count that does not go up means that a copy may exist.
func (s *site) showPasskey(c *call, person, event string, check func(keyUser) (*webauthn.Credential, error)) error {
	var refused error
	err := s.App.ChangeCredentials(c.r.Context(), person, func(x *app.Credentials) error {
		u, err := keyUserOf(person, c.who.named(person), *x)
		if err != nil {
			return err
		}
		k, err := check(u)
		if err != nil {
			refused = err
			return nil
		}
		i := slices.IndexFunc(x.Passkeys, func(y app.Passkey) bool { return y.ID == keyID(k) })
		at := s.App.Clock().UTC().Format(time.RFC3339)
		if k.Authenticator.CloneWarning {
			x.Passkeys[i].Doubted, refused = at, fmt.Errorf("%w: the passkey %s counts no further than before", errCopied, x.Passkeys[i].Name)
			return nil
		}
		x.Passkeys[i].Used, x.Passkeys[i].Backed = at, k.Flags.BackupState
		x.Passkeys[i].Whole, err = json.Marshal(k)
		return err
	})
	if err != nil {
		return err
	}
	if refused != nil {
		return s.noPasskey(c.r, person, event, refused)
	}
	return nil
}

// errCopied is of a passkey of which a copy may exist.
var errCopied = errors.New("a copy may exist")

// noPasskey refuses a passkey; what exactly is wrong is kept as an event.
func (s *site) noPasskey(r *http.Request, person, event string, err error) error {
	p := problem{Code: http.StatusUnprocessableEntity, Title: "Not this passkey", What: "That passkey is not good here.", Way: "Try again, or use another way."}
	if errors.Is(err, errCopied) {
		event = "passkey-copied"
		p.What, p.Way = "That passkey counts no further than when it was used last, so a copy of it may exist.", "Sign in in another way, remove it under your own access and add a new one."
	}
	s.note(r, person, event, "passkey: "+why(err))
	return p
}

// why is what the library finds wrong, with what it says for those who look closer.
func why(err error) string {
	var p *protocol.Error
	if errors.As(err, &p) && p.DevInfo != "" {
		return err.Error() + ": " + p.DevInfo
	}
	return err.Error()
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
