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

	"tieout/internal/app"
)

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

// shownKey is a passkey that was shown in a ceremony, not checked yet.
type shownKey struct {
	lib  *webauthn.WebAuthn
	data webauthn.SessionData
	key  *protocol.ParsedCredentialAssertionData
	then string
}

// takeShown reads a passkey that was shown in the ceremony that the session of the request began.
func (s *site) takeShown(c *call, body []byte, what, person, event string) (x shownKey, err error) {
	in, err := into[shown](body)
	if err != nil {
		return x, err
	}
	if x.lib, err = s.authn(c.r); err != nil {
		return x, err
	}
	begun, err := s.endCeremony(c.r, what, person)
	if err != nil {
		return x, err
	}
	x.data, x.then = begun.Data, localPath(in.Then)
	if x.key, err = protocol.ParseCredentialRequestResponseBytes(in.Credential); err != nil {
		return x, s.noPasskey(c.r, person, event, err)
	}
	return x, nil
}

// finishSignIn signs in whose passkey was shown. Passkeys cannot be guessed, so guesses at a person's password do not
// slow them down.
func (s *site) finishSignIn(c *call, body []byte) (any, error) {
	x, err := s.takeShown(c, body, forSigning, "", "sign-in-refused")
	if err != nil {
		return nil, err
	}
	person, err := s.App.ByHandle(c.r.Context(), base64.RawURLEncoding.EncodeToString(x.key.Response.UserHandle))
	switch {
	case err != nil && mistakeIn(err) == "":
		return nil, err
	case err != nil || !c.who.holds(person):
		return nil, s.noPasskey(c.r, person, "sign-in-refused", errNoSeat)
	}
	err = s.showPasskey(c, person, "sign-in-refused", func(u keyUser) (*webauthn.Credential, error) {
		_, k, err := x.lib.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return u, nil }, x.data, x.key)
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
	return goOn{To: x.then}, nil
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
	x, err := s.takeShown(c, body, forStep, c.who.Code, "step-up-refused")
	if err != nil {
		return nil, err
	}
	err = s.showPasskey(c, c.who.Code, "step-up-refused", func(u keyUser) (*webauthn.Credential, error) {
		return x.lib.ValidateLogin(u, x.data, x.key)
	})
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
