package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tieout/evidence"
	"tieout/internal/store"
)

// Key signs checkpoints. It is kept in a file outside every book.
type Key struct{ Path string }

// UserKey is the key of the person at this computer: $TIEOUT_KEY, or a file in the user's configuration folder.
func UserKey() Key {
	if p := os.Getenv("TIEOUT_KEY"); p != "" {
		return Key{p}
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		dir = "."
	}
	return Key{filepath.Join(dir, "tieout", "checkpoint.key")}
}

// load reads the private and public key; the first use makes them.
func (k Key) load() (private, public string, err error) {
	b, err := os.ReadFile(k.Path)
	if errors.Is(err, os.ErrNotExist) {
		return k.create()
	}
	if err != nil {
		return "", "", fmt.Errorf("reading the signing key: %w", err)
	}
	private, public, ok := strings.Cut(strings.TrimSpace(string(b)), "\n")
	if !ok {
		return "", "", mistake("", "%s does not hold a private and a public key, a line each", k.Path)
	}
	return strings.TrimSpace(private), strings.TrimSpace(public), nil
}

func (k Key) create() (private, public string, err error) {
	seed := make([]byte, 64)
	if _, err := rand.Read(seed); err != nil {
		return "", "", err
	}
	if private, public, err = evidence.NewKey("tieout", seed); err != nil {
		return "", "", err
	}
	if err := os.MkdirAll(filepath.Dir(k.Path), 0o700); err != nil {
		return "", "", fmt.Errorf("the signing key needs a folder outside the book: %w; or name a file in TIEOUT_KEY", err)
	}
	if err := os.WriteFile(k.Path, []byte(private+"\n"+public+"\n"), 0o600); err != nil {
		return "", "", fmt.Errorf("keeping the signing key: %w; or name a file in TIEOUT_KEY", err)
	}
	return private, public, nil
}

// Checkpoint signs what the log is now and keeps the signed text in the book. The text returned is for keeping
// elsewhere: the public key, an empty line, the signed checkpoint.
func (a *App) Checkpoint(ctx context.Context, by, reason string) (string, error) {
	private, public, err := a.Key.load()
	if err != nil {
		return "", err
	}
	var text string
	_, err = a.act(ctx, by, cmdCheckpoint, reason, func(w *writing) error {
		if strings.ContainsAny(reason, "\n") {
			return mistake("", "the reason is one line")
		}
		c, err := checkpointAt(w.tx, w.state, w.tx.Head().Acts)
		if err != nil {
			return err
		}
		c.At, c.Reason = w.now.Format(time.RFC3339), reason
		signed, err := c.Sign(private)
		if err != nil {
			return err
		}
		text = public + "\n\n" + string(signed)
		w.record(evidence.Rec("checkpoint", "public", public, "signed", string(signed)))
		return nil
	})
	return text, err
}

// checkpointAt is what the log and the control totals are at a position whose state is given.
func checkpointAt(tx *store.Tx, s *State, position int64) (evidence.Checkpoint, error) {
	root, err := evidence.Root(tx, position)
	c := evidence.Checkpoint{Book: s.Name, Position: position, Root: root}
	for _, p := range s.Postings {
		c.Entries += p.Count
		c.Debits += p.Debits
	}
	return c, err
}

// ReadCheckpoint reads what Checkpoint returned.
func ReadCheckpoint(text string) (evidence.Checkpoint, error) {
	public, signed, ok := strings.Cut(text, "\n\n")
	if !ok {
		return evidence.Checkpoint{}, mistake("", "the file is not a checkpoint: it has no public key and signed text")
	}
	c, err := evidence.OpenCheckpoint([]byte(signed), strings.TrimSpace(public))
	if err != nil {
		return c, mistake("", "%v", err)
	}
	return c, nil
}
