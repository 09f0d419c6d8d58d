package web

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// forger is a provider that sends whatever token it is told to.
type forger struct {
	server *httptest.Server
	key    *rsa.PrivateKey
	answer string // of the token endpoint
	code   int
}

func newForger(t *testing.T) *forger {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := &forger{key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		u := f.server.URL
		_, _ = fmt.Fprintf(w, `{"issuer":%q,"authorization_endpoint":%q,"token_endpoint":%q,"jwks_uri":%q,"id_token_signing_alg_values_supported":["RS256","none","HS256"]}`, u, u+"/a", u+"/t", u+"/k")
	})
	mux.HandleFunc("/k", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/t", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(f.code)
		_, _ = w.Write([]byte(f.answer))
	})
	f.server = httptest.NewServer(mux)
	t.Cleanup(f.server.Close)
	return f
}

// sign signs claims.
func sign(t *testing.T, alg jose.SignatureAlgorithm, key any, claims map[string]any) string {
	t.Helper()
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: "k"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := s.Sign(b)
	if err != nil {
		t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestTokens holds identity tokens against what OpenID Connect Core 3.1.3.7 asks for.
func TestTokens(t *testing.T) {
	f := newForger(t)
	now := time.Now()
	p, err := newProvider(OIDC{Issuer: f.server.URL, Client: "tieout", Secret: "a secret of thirty-two characters"}, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	found, err := p.discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	claims := func(change ...any) map[string]any {
		c := map[string]any{"iss": f.server.URL, "sub": "jane", "aud": "tieout", "exp": now.Add(time.Hour).Unix(), "iat": now.Unix(), "nonce": "the nonce", "email": "jane@example.com"}
		for i := 0; i+1 < len(change); i += 2 {
			if c[change[i].(string)] = change[i+1]; change[i+1] == nil {
				delete(c, change[i].(string))
			}
		}
		return c
	}
	redeem := func(token string) (account, error) {
		b, _ := json.Marshal(map[string]any{"access_token": "at", "token_type": "Bearer", "id_token": token})
		f.answer, f.code = string(b), http.StatusOK
		return p.redeem(t.Context(), found, "code", flow{Nonce: "the nonce", Verifier: "v", Redirect: "r"})
	}
	good := func(change ...any) string { return sign(t, jose.RS256, f.key, claims(change...)) }
	for _, x := range []struct {
		name, token, label string
	}{
		{"plain", good(), "jane"}, // the address of mail is not verified, so it is not even shown
		{"with a verified address", good("email_verified", true), "jane@example.com"},
		{"with one verified in text", good("email_verified", "true"), "jane@example.com"},
		{"with one that is not", good("email_verified", false, "preferred_username", "jd", "name", "Jane"), "jd"},
		{"for two, and us as its party", good("aud", []string{"tieout", "other"}, "azp", "tieout"), "jane"},
		{"a little late", good("exp", now.Add(-time.Minute).Unix()), "jane"},
		{"a little early", good("iat", now.Add(time.Minute).Unix()), "jane"},
	} {
		if a, err := redeem(x.token); err != nil || a.Subject != "jane" || a.Label != x.label {
			t.Errorf("%s: %+v %v", x.name, a, err)
		}
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	whole := good()
	parts := strings.Split(whole, ".")
	for name, token := range map[string]string{
		"of another issuer":             good("iss", "https://evil.example"),
		"for another":                   good("aud", "other"),
		"for nobody":                    good("aud", nil),
		"for two without a party":       good("aud", []string{"tieout", "other"}),
		"of another party":              good("azp", "other"),
		"that has ended":                good("exp", now.Add(-5*time.Minute).Unix()),
		"without an end":                good("exp", nil),
		"from the future":               good("iat", now.Add(5*time.Minute).Unix()),
		"with another nonce":            good("nonce", "another"),
		"without a nonce":               good("nonce", nil),
		"of nobody":                     good("sub", nil),
		"of a very long name":           good("sub", strings.Repeat("x", 256)),
		"with another access token":     good("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
		"signed by somebody else":       sign(t, jose.RS256, other, claims()),
		"signed with the site's secret": sign(t, jose.HS256, []byte(p.Secret), claims()),
		"not signed":                    "eyJhbGciOiJub25lIn0." + parts[1] + ".",
		"changed":                       parts[0] + "." + strings.Split(good("sub", "fred"), ".")[1] + "." + parts[2],
		"cut off":                       whole[:len(whole)-9],
		"not a token":                   "x",
		"empty":                         "",
	} {
		a, err := redeem(token)
		var r refusedBy
		if !errors.As(err, &r) {
			t.Errorf("a token %s: %+v %v", name, a, err)
		}
		if err != nil && (strings.Contains(err.Error(), p.Secret) || strings.Contains(err.Error(), parts[2])) {
			t.Errorf("a token %s: the reason tells a secret: %v", name, err)
		}
	}
	for name, x := range map[string]struct {
		code         int
		answer, want string
	}{
		"no identity token": {200, `{"access_token":"at","token_type":"Bearer"}`, "no identity token"},
		"a refusal":         {400, `{"error":"invalid_grant","error_description":"too late","debug":"eyJsecret"}`, "it answered invalid_grant too late"},
		"a fault":           {503, `eyJsecret`, "503"},
		"no JSON":           {200, `eyJsecret`, ""},
		"a flood":           {200, `{"access_token":"` + strings.Repeat("x", 3*maxProviderIs) + `"}`, ""},
	} {
		f.answer, f.code = x.answer, x.code
		_, err := p.redeem(t.Context(), found, "code", flow{Nonce: "the nonce"})
		if err == nil || !strings.Contains(err.Error(), x.want) || strings.Contains(err.Error(), "eyJsecret") && x.code >= 400 || len(err.Error()) > 500 {
			t.Errorf("%s: %.600v", name, err)
		}
	}
}
