package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"tieout/internal/app"
)

// party is the site as authenticators know it: the relying party of WebAuthn. A passkey is good for the name of a host,
// never for an address in digits.
type party struct{ Host, Origin string }

// party says by which name the site is asked for, and whether browsers allow passkeys there: over TLS at the host of the
// origin, or at http://localhost.
func (s *site) party(r *http.Request) (party, bool) {
	origin := s.Origin
	if origin == "" {
		asked, err := ParseOrigin("http://" + r.Host)
		if own, owned := ParseOrigin(s.url); err != nil || owned == nil && own != asked {
			return party{}, false // asked for by another name than its own
		}
		origin = asked
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme == "http" && u.Hostname() != "localhost" {
		return party{}, false
	}
	return party{u.Hostname(), origin}, protocol.ValidateRPID(u.Hostname()) == nil
}

// ceremonyTime is how long one has to show a passkey.
const ceremonyTime = 5 * time.Minute

// authn is the library set up for the site. Every ceremony verifies the user: a passkey is two factors, what one has and
// what one is or knows. What a passkey's maker attests is not asked for, and what password managers add unasked is
// ignored.
func (s *site) authn(r *http.Request) (*webauthn.WebAuthn, error) {
	p, ok := s.party(r)
	if !ok {
		return nil, problem{Code: http.StatusConflict, Title: "No passkeys here", What: noPasskeysHere, Way: "Sign in another way, or open the site by its name."}
	}
	timeout := webauthn.TimeoutConfig{Enforce: true, Timeout: ceremonyTime, TimeoutUVD: ceremonyTime}
	return webauthn.New(&webauthn.Config{
		RPID: p.Host, RPDisplayName: orText(s.company, "Tieout"), RPOrigins: []string{p.Origin}, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired},
		Timeouts:                          webauthn.TimeoutsConfig{Login: timeout, Registration: timeout},
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
}

// noPasskeysHere says why passkeys are not offered.
const noPasskeysHere = "Passkeys work at http://localhost and at a site's own name over TLS, not at an address in digits."

// keyUser is a person as the library knows them.
type keyUser struct {
	handle     []byte
	code, name string
	keys       []webauthn.Credential
}

// WebAuthnID is the person's handle.
func (u keyUser) WebAuthnID() []byte { return u.handle }

// WebAuthnName is the code under which the person signs in.
func (u keyUser) WebAuthnName() string { return u.code }

// WebAuthnDisplayName is the person's name.
func (u keyUser) WebAuthnDisplayName() string { return u.name }

// WebAuthnCredentials are the person's passkeys.
func (u keyUser) WebAuthnCredentials() []webauthn.Credential { return u.keys }

// keyUserOf reads a person's passkeys.
func keyUserOf(code, name string, c app.Credentials) (keyUser, error) {
	u := keyUser{code: code, name: name}
	var err error
	if u.handle, err = base64.RawURLEncoding.DecodeString(c.Handle); err != nil {
		return u, fmt.Errorf("the passkeys of %s cannot be read: %w", code, err)
	}
	for _, k := range c.Passkeys {
		var w webauthn.Credential
		if err := json.Unmarshal(k.Whole, &w); err != nil {
			return u, fmt.Errorf("the passkey %s of %s cannot be read: %w", k.Name, code, err)
		}
		u.keys = append(u.keys, w)
	}
	return u, nil
}

// keyID is the id of a passkey as text.
func keyID(k *webauthn.Credential) string { return base64.RawURLEncoding.EncodeToString(k.ID) }
