package app

import (
	"context"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/access"
)

// PostForReview posts one's own draft when nobody else in the book could approve it: the entry counts at once and waits
// for a compensating review by another person. A team of two is so never locked out and never unwatched.
func (a *App) PostForReview(ctx context.Context, by string, draft int64, why string) (Outcome, error) {
	var out Outcome
	act, err := a.act(ctx, by, cmdPostForReview, why, func(w *writing) error {
		out = Outcome{}
		if why == "" {
			return mistake("", "posting without a second person needs a reason")
		}
		d, es, err := w.entryDraft(draft)
		if err != nil {
			return err
		}
		if d.Actor != w.act.By || es[0].Preparer != w.act.By {
			return refused("not-own", "D-%06d was prepared by %s; approve it instead", d.ID, d.Actor)
		}
		debits := Draft{Entries: es}.Debits()
		what := access.What{Action: access.ApproveEntry, Owner: w.act.By, Amount: debits}
		if w.state.Another(w.act.By, what, fiscal.FromTime(w.now)) {
			return refused("second-person", "D-%06d waits for approval, and another person of the book can give it; posting without a second person is for when nobody can", d.ID)
		}
		if err := w.may(access.What{Action: access.ApproveEntry, Amount: debits}); err != nil {
			return err
		}
		w.record(evidence.Rec("compensating", "draft", itoa(d.ID)))
		return w.settle(d, es, "", &out)
	})
	out.Act = act.Position
	return out, err
}

// Review says that a posting made without a second person was looked at afterwards, by another.
func (a *App) Review(ctx context.Context, by string, position int64, note string) (evidence.Act, error) {
	return a.act(ctx, by, cmdReview, note, func(w *writing) error {
		for _, r := range w.state.Reviews {
			switch {
			case r.Position != position:
				continue
			case r.ReviewedBy != "":
				return refused("reviewed", "the posting at position %d was reviewed before, by %s", position, r.ReviewedBy)
			case r.By == w.act.By:
				return refused("self-approval", "the posting at position %d was made by %s, who cannot review it; another person must", position, r.By)
			case note == "":
				return mistake("", "say what was looked at and what was found")
			}
			if err := w.may(access.What{Action: access.ReviewEntry, Owner: r.By}); err != nil {
				return err
			}
			return w.apply(evidence.Rec("review", "position", itoa(position)))
		}
		return mistake("", "nothing at position %d waits for review", position)
	})
}
