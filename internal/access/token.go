package access

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
)

// A Secret is something handed out once that lets its holder in: a token of the API, a recovery code, an invitation.
// Only its hash is kept.
type Secret struct {
	Text string // what is handed out
	Hash string // what is kept
}

var letters = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// NewToken makes a token of the API: 160 random bits behind a word by which it is known when it turns up somewhere.
func NewToken() Secret { return secretOf("tieout_" + letters.EncodeToString(random(20))) }

// NewInvitation makes the secret part of a link by which a person first signs in: 160 random bits.
func NewInvitation() Secret { return secretOf(letters.EncodeToString(random(20))) }

// NewHandle makes the secret by which a browser goes on with something it began: a ceremony, a proof, a way to a provider
// of single sign-on. 160 random bits.
func NewHandle() Secret { return secretOf(letters.EncodeToString(random(20))) }

// NewRecoveryCodes makes codes that each stand in once for the second factor: 50 random bits each, slowed by the limits
// on signing in.
func NewRecoveryCodes() []Secret {
	out := make([]Secret, 10)
	for i := range out {
		t := letters.EncodeToString(random(7))[:10]
		out[i] = secretOf(t[:5] + "-" + t[5:])
	}
	return out
}

func secretOf(text string) Secret { return Secret{text, HashSecret(text)} }

// HashSecret is the hash under which a secret is kept. Secrets are random, so a fast hash is enough.
func HashSecret(text string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(text))))
	return hex.EncodeToString(sum[:])
}
