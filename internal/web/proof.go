package web

import (
	"crypto/subtle"
	"net/http"
	"time"

	"tieout/internal/access"
)

// proofTime is how long a proof that was made is good. It is good once.
const proofTime = 2 * time.Minute

// newProof makes a proof of who one is that a form carries: a passkey was shown, or the provider of single sign-on asked
// again. The session holds its hash.
func (s *site) newProof(r *http.Request) string {
	secret := access.NewHandle()
	s.sessions.Put(r.Context(), keyProof, secret.Hash)
	s.sessions.Put(r.Context(), keyProofEnd, s.now().Add(proofTime).Unix())
	return secret.Text
}

// takeProof says whether something is the proof that was made last, and takes it.
func (s *site) takeProof(r *http.Request, given string) bool {
	want, until := s.sessions.GetString(r.Context(), keyProof), s.sessions.GetInt64(r.Context(), keyProofEnd)
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(access.HashSecret(given))) != 1 {
		return false
	}
	s.sessions.Remove(r.Context(), keyProof)
	s.sessions.Remove(r.Context(), keyProofEnd)
	return s.now().Unix() < until
}

// untilIn is the end of a span of time that begins now, as working state keeps it.
func (s *site) untilIn(d time.Duration) string {
	return s.App.Clock().Add(d).UTC().Format(time.RFC3339)
}
