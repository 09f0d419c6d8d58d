package evidence

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint says what the log was at a position, in text a person can read. Signed, it is the proof that a
// later copy of the book still holds everything up to there; keep it away from the book.
type Checkpoint struct {
	Book     string // name of the book
	Position int64
	Root     tlog.Hash
	At       string // when it was made, UTC
	Reason   string // lock, filing, export or demand, in words
	Entries  int64
	Debits   int64 // minor units: sum of all debits, which equals the sum of all credits
}

// Text is the unsigned text: the name, the position and the root as transparency logs write them, then lines
// for the reader.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("tieout book %s\n%d\n%s\nmade %s for %s\nentries %d, debits and credits each %d minor units\nroot %s\n",
		strconv.Quote(c.Book), c.Position, c.Root, c.At, c.Reason, c.Entries, c.Debits, hex.EncodeToString(c.Root[:]))
}

// Sign is the signed checkpoint. The key comes from outside the book.
func (c Checkpoint) Sign(key string) ([]byte, error) {
	signer, err := note.NewSigner(key)
	if err != nil {
		return nil, fmt.Errorf("the signing key is not one: %w", err)
	}
	return note.Sign(&note.Note{Text: c.Text()}, signer)
}

// OpenCheckpoint reads a signed checkpoint and proves its signature with the public key.
func OpenCheckpoint(signed []byte, public string) (Checkpoint, error) {
	v, err := note.NewVerifier(public)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("the public key is not one: %w", err)
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("the checkpoint is not signed by %s: %w", v.Name(), err)
	}
	return parseCheckpoint(n.Text)
}

func parseCheckpoint(text string) (Checkpoint, error) {
	bad := func(what string) (Checkpoint, error) {
		return Checkpoint{}, fmt.Errorf("the text is not a checkpoint: %s", what)
	}
	lines := strings.Split(text, "\n")
	if len(lines) != 7 {
		return bad(fmt.Sprintf("%d lines instead of 6", len(lines)-1))
	}
	name, ok := strings.CutPrefix(lines[0], "tieout book ")
	book, err := strconv.Unquote(name)
	if !ok || err != nil {
		return bad("line 1 does not name a book")
	}
	c := Checkpoint{Book: book}
	if c.Position, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Position < 0 {
		return bad("line 2 is not a position")
	}
	if c.Root, err = tlog.ParseHash(lines[2]); err != nil {
		return bad("line 3 is not a root")
	}
	made, ok := strings.CutPrefix(lines[3], "made ")
	c.At, c.Reason, _ = strings.Cut(made, " for ")
	if !ok {
		return bad("line 4 does not say when it was made")
	}
	if _, err := fmt.Sscanf(lines[4], "entries %d, debits and credits each %d minor units", &c.Entries, &c.Debits); err != nil {
		return bad("line 5 does not say how many entries there are")
	}
	if c.Text() != text {
		return bad("it does not read back as it was written")
	}
	return c, nil
}

// NewKey makes a key pair for signing checkpoints from 32 or more random bytes.
func NewKey(name string, random []byte) (private, public string, err error) {
	return note.GenerateKey(strings.NewReader(string(random)), strings.Map(keyName, name))
}

// keyName keeps what the name of a key may hold.
func keyName(r rune) rune {
	if r == '+' || r <= ' ' {
		return '-'
	}
	return r
}
