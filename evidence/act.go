package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// Act is one write to the book: who did what, when and why. Its place in the log is the position.
type Act struct {
	Position int64  // 1 for the first act
	At       string // UTC, RFC 3339 to the second
	By       string // code of the person
	Kind     string // such as "entries-posted"
	Why      string
	Body     string // canonical text of its records
}

// Text is the canonical text of the act: what its leaf in the log is the hash of. It holds no book or database
// id, so a book keeps its root when it moves to another engine.
func (a Act) Text() []byte {
	b := append([]byte(nil), "tieout act 1\n"...)
	b = Rec("act", "position", strconv.FormatInt(a.Position, 10), "at", a.At, "by", a.By, "kind", a.Kind, "why", a.Why).Append(b)
	return append(b, a.Body...)
}

// Records reads the body.
func (a Act) Records() ([]Record, error) {
	rs, err := ParseRecords(a.Body)
	if err != nil {
		return nil, fmt.Errorf("act %d: %w", a.Position, err)
	}
	return rs, nil
}

// Leaf is the hash of the act in the log (RFC 6962).
func (a Act) Leaf() tlog.Hash { return tlog.RecordHash(a.Text()) }

// SHA256 is the hash of some content in lower-case hexadecimal.
func SHA256(content []byte) string {
	h := sha256.Sum256(content)
	return hex.EncodeToString(h[:])
}
