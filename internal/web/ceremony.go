package web

import (
	"encoding/json"
	"net/http"

	"github.com/go-webauthn/webauthn/webauthn"

	"tieout/internal/access"
	"tieout/internal/app"
)

// What ceremonies are for.
const (
	forAdding  = "add"
	forSigning = "sign-in"
	forStep    = "step"
)

// ceremony is a passkey being made or shown: begun and not finished yet. The browser that began it knows its secret by
// its session alone.
type ceremony struct {
	For    string
	Person string               `json:",omitempty"` // whose it is; empty when they are not known yet
	Name   string               `json:",omitempty"` // of the passkey that is being made
	Data   webauthn.SessionData // whole, as the library wants it back
}

// ceremonyKind is the working state that holds ceremonies, by the hash of their secret.
const ceremonyKind = "ceremony"

// beginCeremony keeps a ceremony for the session of a request; one that was begun there before is forgotten.
func (s *site) beginCeremony(r *http.Request, x ceremony) error {
	b, err := json.Marshal(x)
	if err != nil {
		return err
	}
	secret := access.NewHandle()
	s.sessions.Put(r.Context(), keyCeremony, secret.Text)
	return s.App.KeepWorking(r.Context(), app.Working{Kind: ceremonyKind, ID: secret.Hash, Person: x.Person, Until: s.untilIn(ceremonyTime), Body: string(b)})
}

// endCeremony gives the ceremony that the session of a request began. It is given once, whatever comes of it.
func (s *site) endCeremony(r *http.Request, what, person string) (ceremony, error) {
	secret := s.sessions.PopString(r.Context(), keyCeremony)
	w, ok, err := s.App.TakeWorking(r.Context(), ceremonyKind, access.HashSecret(secret))
	if err != nil {
		return ceremony{}, err
	}
	var x ceremony
	if !ok || secret == "" || json.Unmarshal([]byte(w.Body), &x) != nil || x.For != what || x.Person != person {
		return ceremony{}, problem{Code: http.StatusConflict, Title: "Begin again", What: "The passkey was not shown in time, or was shown already.", Way: "Try once more."}
	}
	return x, nil
}
