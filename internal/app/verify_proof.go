package app

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
)

// This file holds the book against its signed checkpoints and its kept packages.

// rootAt is the recomputed root of the log at a position, which it reaches.
func (v *verifier) rootAt(position int64) (tlog.Hash, bool) {
	if position < 0 || position > int64(len(v.leaves)) {
		return tlog.Hash{}, false
	}
	h, err := evidence.Root(v.levels, position)
	return h, err == nil
}

// checkpoints proves the checkpoints kept in the book.
func (v *verifier) checkpoints() {
	for _, k := range v.state.Checkpoints {
		v.out.Checkpoints++
		name := fmt.Sprintf("the checkpoint in act %d", k.Position)
		c, err := evidence.OpenCheckpoint([]byte(k.Signed), k.Public)
		if err != nil {
			v.found("checkpoint", name, "%v", err)
			continue
		}
		if root, ok := v.rootAt(c.Position); !ok || c.Position >= k.Position || root != c.Root {
			v.found("checkpoint", name, "its root for position %d is not that of the log", c.Position)
		}
	}
}

// outside compares with a checkpoint that was kept elsewhere.
func (v *verifier) outside(c evidence.Checkpoint) {
	name := fmt.Sprintf("the checkpoint of %s at position %d", c.At, c.Position)
	root, _ := v.rootAt(c.Position)
	switch {
	case c.Book != v.state.Name:
		v.found("checkpoint-outside", name, "it is of the book %q, not of %q", c.Book, v.state.Name)
	case c.Position > v.out.Acts:
		v.found("checkpoint-outside", name, "the book ends at position %d: %d acts are gone, or this is an older copy", v.out.Acts, c.Position-v.out.Acts)
	case root != c.Root:
		v.found("checkpoint-outside", name, "the book's history up to there is another: its root differs")
	case !v.keeps(c):
		v.found("checkpoint-outside", name, "no act of the book signed it: the act after position %d is gone, or someone else made the checkpoint", c.Position)
	}
}

// keeps says whether an act of the book signed the checkpoint. Every checkpoint is kept by the act that signs it.
func (v *verifier) keeps(c evidence.Checkpoint) bool {
	for _, k := range v.state.Checkpoints {
		if own, err := evidence.OpenCheckpoint([]byte(k.Signed), k.Public); err == nil && own == c {
			return true
		}
	}
	return false
}

// packages makes every kept report again and compares its bytes.
func (v *verifier) packages(a *App, rebuild Rebuild) {
	for _, f := range v.state.Filings {
		v.out.Packages++
		name := fmt.Sprintf("the package of form %s for %s kept by act %d", f.Form, f.Period, f.Position)
		if f.Version != Version {
			v.out.Findings = append(v.out.Findings, check.Finding{Rule: "package-version", Severity: check.Note, Subject: name,
				Message: fmt.Sprintf("it was made by version %s and this is %s; its stored bytes are proven by their hashes, not made again", f.Version, Version)})
			continue
		}
		files, err := rebuild(v.ctx, a, f)
		if err != nil {
			v.found("package", name, "it cannot be made again: %v", err)
			continue
		}
		for _, want := range f.Files {
			if evidence.SHA256(files[want.Key]) != want.Value {
				v.found("package", name, "%s comes out with other bytes", want.Key)
			}
		}
	}
}

// Today is the civil date of the app's clock, in UTC.
func (a *App) Today() fiscal.Date { return fiscal.FromTime(a.Clock().UTC()) }
