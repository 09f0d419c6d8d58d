package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Costs of argon2id (RFC 9106, second recommended option with less memory): 64 MiB, three passes, four lanes.
const (
	argonTime, argonMemory, argonLanes = 3, 64 << 10, 4
	saltBytes, keyBytes                = 16, 32
)

// Lengths of a password, in characters.
const (
	MinPassword = 12
	MaxPassword = 200
)

// Weak is a password that is refused, and why.
type Weak struct{ Why string }

func (w Weak) Error() string { return w.Why }

// stems are what passwords are made of that are guessed first.
var stems = []string{"password", "passwort", "letmein", "welcome", "qwerty", "qwertz", "asdfgh", "iloveyou", "changeme", "football", "baseball", "monkey", "dragon",
	"sunshine", "princess", "superman", "batman", "trustno", "secret", "admin", "login", "master", "tieout", "summer", "winter", "spring", "autumn", "company", "account",
	"ledger", "controller", "abcdefgh", "zxcvbnm", "1q2w3e4r", "abc123"}

// CheckPassword says whether a password may be used: long enough, and not what is guessed first. About are words
// around the person and the company that it must not consist of.
func CheckPassword(password string, about ...string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return Weak{"a password holds no control characters"}
	case n < MinPassword:
		return Weak{fmt.Sprintf("a password has at least %d characters; this one has %d. A few words with spaces between them are easy to keep in mind", MinPassword, n)}
	case n > MaxPassword:
		return Weak{fmt.Sprintf("a password has at most %d characters; this one has %d", MaxPassword, n)}
	}
	rest := strings.ToLower(password)
	for _, w := range append(append([]string{}, stems...), about...) {
		for _, part := range strings.Fields(strings.ToLower(w)) {
			if utf8.RuneCountInString(part) > 2 {
				rest = strings.ReplaceAll(rest, part, "")
			}
		}
	}
	if distinct(rest) < 5 {
		return Weak{"this password is among those that are guessed first: take away its names and well-known words and little is left"}
	}
	return nil
}

// distinct counts the different letters, and steps that are not the next of a row such as 1234.
func distinct(s string) int {
	seen := map[rune]bool{}
	last := rune(-1)
	for _, r := range s {
		if unicode.IsLetter(r) || r-last != 1 && last-r != 1 {
			seen[r] = true
		}
		last = r
	}
	return len(seen)
}

// HashPassword is the argon2id hash of a password with its costs and a new salt.
func HashPassword(password string) string {
	salt := random(saltBytes)
	return spelt(salt, argon2.IDKey(plain(password), salt, argonTime, argonMemory, argonLanes, keyBytes))
}

// spelt is a salt and a key in the text that a hash is kept as.
func spelt(salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes, b64(salt), b64(key))
}

// noHash takes as long to check as a real one: whether an account exists does not show in the time of the answer.
var noHash = spelt(random(saltBytes), random(keyBytes))

// PasswordMatches checks a password against a hash. An empty hash never matches and takes as long.
func PasswordMatches(hash, password string) bool {
	known := hash != ""
	if !known {
		hash = noHash
	}
	var version, memory, passes, lanes int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || len(password) > 4*MaxPassword {
		return false
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &passes, &lanes); err != nil || version != argon2.Version {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil {
		return false
	}
	got := argon2.IDKey(plain(password), salt, uint32(passes), uint32(memory), uint8(lanes), uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1 && known
}

// plain is a password in one spelling: keyboards compose accents in two ways.
func plain(password string) []byte { return []byte(norm.NFKC.String(password)) }

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return b
}
