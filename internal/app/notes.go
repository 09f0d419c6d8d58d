package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tieout/evidence"
	"tieout/ledger"
)

// Note is what somebody wrote at a figure, an account or an entry: part of the log, like everything that explains a number.
type Note struct {
	ID       int64  // position of the act
	On       string // what it is at: "balance-sheet/InventoryNet@2006-03-31", "entry/JE-2006-000042"
	Text     string
	Figure   string // the figure as it stood, a decimal text; empty for what has none
	By, At   string
	Answers  int64  // the note that it answers; 0 for the first of a thread
	ClosedBy string // empty while the thread is open
	ClosedAt int64  // position
}

// WriteNote writes a note, or an answer to one. Figure is the amount as it stood, so that the note can say that it moved.
func (a *App) WriteNote(ctx context.Context, by string, n Note) (evidence.Act, error) {
	return a.act(ctx, by, cmdWriteNote, "", func(w *writing) error {
		n.Text, n.On = strings.TrimSpace(n.Text), strings.TrimSpace(n.On)
		switch {
		case n.Text == "":
			return mistake("", "a note has words")
		case n.On == "" && n.Answers == 0:
			return mistake("", "say what the note is at")
		}
		for what, text := range map[string]string{"the note": n.Text, "what it is at": n.On, "the figure": n.Figure} {
			if err := ledger.CheckText(what, strings.ReplaceAll(text, "\n", " "), 2000); err != nil {
				return mistake("", "%v", err)
			}
		}
		if n.Answers != 0 {
			i := slices.IndexFunc(w.state.Notes, func(x Note) bool { return x.ID == n.Answers && x.Answers == 0 })
			if i < 0 {
				return mistake("", "there is no note %d to answer", n.Answers)
			}
			if w.state.Notes[i].ClosedBy != "" {
				return refused("note-closed", "note %d was closed by %s; write another", n.Answers, w.state.Notes[i].ClosedBy)
			}
			n.On = w.state.Notes[i].On
		}
		return w.apply(evidence.Rec("note", "on", n.On, "text", n.Text, "figure", n.Figure, "answers", some(n.Answers)))
	})
}

func some(n int64) string {
	if n == 0 {
		return ""
	}
	return itoa(n)
}

// CloseNote closes a thread.
func (a *App) CloseNote(ctx context.Context, by string, id int64) (evidence.Act, error) {
	return a.act(ctx, by, cmdCloseNote, "", func(w *writing) error {
		i := slices.IndexFunc(w.state.Notes, func(x Note) bool { return x.ID == id && x.Answers == 0 })
		switch {
		case i < 0:
			return mistake("", "there is no note %d", id)
		case w.state.Notes[i].ClosedBy != "":
			return mistake("", "note %d was closed by %s before", id, w.state.Notes[i].ClosedBy)
		}
		return w.apply(evidence.Rec("note-closed", "id", itoa(id)))
	})
}

func (s *State) applyNote(a evidence.Act, r evidence.Record) error {
	if r.Word == "note" {
		s.Notes = append(s.Notes, Note{ID: a.Position, On: r.Get("on"), Text: r.Get("text"), Figure: r.Get("figure"), By: a.By, At: a.At, Answers: r.Int("answers")})
		return nil
	}
	i := slices.IndexFunc(s.Notes, func(x Note) bool { return x.ID == r.Int("id") })
	if i < 0 {
		return fmt.Errorf("no note %s", r.Get("id"))
	}
	s.Notes = slices.Clone(s.Notes)
	s.Notes[i].ClosedBy, s.Notes[i].ClosedAt = a.By, a.Position
	return nil
}

// NotesOn are the notes at one thing, in order of writing; an answer follows what it answers.
func (s *State) NotesOn(on string) []Note {
	var out []Note
	for _, n := range s.Notes {
		if n.On == on && n.Answers == 0 {
			out = append(out, n)
			for _, m := range s.Notes {
				if m.Answers == n.ID {
					out = append(out, m)
				}
			}
		}
	}
	return out
}
