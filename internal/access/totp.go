package access

import (
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// Codes of an authenticator (RFC 6238): six digits, SHA-1, a new one every thirty seconds. Authenticators know nothing
// else reliably.
const codePeriod = 30

// NewTOTP is a new secret for an authenticator, 160 bits in base 32.
func NewTOTP() string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random(20))
}

// TOTPAddress is the otpauth address that an authenticator reads from a picture.
func TOTPAddress(secret, company, person string) string {
	v := url.Values{"secret": {secret}, "issuer": {"Tieout"}}
	return "otpauth://totp/" + url.PathEscape("Tieout "+company+":"+person) + "?" + strings.ReplaceAll(v.Encode(), "+", "%20")
}

// TOTPStep finds the step of time to which a code belongs, the one now or a neighbour of it, later than the last that
// was used: a code is good once. 0 when it is not good.
func TOTPStep(secret, code string, now time.Time, last int64) int64 {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	opts := hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	step := now.Unix() / codePeriod
	for _, s := range []int64{step, step - 1, step + 1} {
		if ok, err := hotp.ValidateCustom(code, uint64(s), secret, opts); ok && err == nil && s > last {
			return s
		}
	}
	return 0
}

// TOTPCode is the code at a time, for tests and for showing that an authenticator agrees.
func TOTPCode(secret string, now time.Time) (string, error) {
	return hotp.GenerateCodeCustom(secret, uint64(now.Unix()/codePeriod), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
}
