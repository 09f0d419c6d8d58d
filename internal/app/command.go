package app

import (
	"context"
	"errors"
	"slices"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/store"
)

// Command is one thing that a person can do to a book. The command line, the site and the API spell the same list.
type Command struct {
	Name   string // as the command line and the API say it: entry.post
	Kind   string // of the act in the log; empty when it leaves none
	Action access.Action
	Means  string
}

// The commands.
var (
	cmdCreate           = Command{"book.create", "book-created", access.GrantSeat, "make a book"}
	cmdPost             = Command{"entry.post", "entries-posted", access.PrepareEntry, "post an entry, or have it wait for a second person"}
	cmdApprove          = Command{"entry.approve", "entries-posted", access.ApproveEntry, "post what another person prepared"}
	cmdPostForReview    = Command{"entry.post-for-review", "entries-posted", access.ApproveEntry, "post one's own draft when nobody else can approve, to be reviewed afterwards"}
	cmdReview           = Command{"entry.review", "entries-reviewed", access.ReviewEntry, "review what was posted without a second person"}
	cmdRevise           = Command{"draft.revise", "", access.PrepareEntry, "put other entries in the place of those of one's own draft"}
	cmdReturn           = Command{"draft.return", "", access.ReturnDraft, "give a draft back to its preparer with the reason"}
	cmdWithdraw         = Command{"draft.withdraw", "", access.WithdrawDraft, "take one's own draft back"}
	cmdAttach           = Command{"document.attach", "document-attached", access.AttachDocument, "store a document"}
	cmdJournal          = Command{"import.journal", "journal-imported", access.PrepareImport, "take a journal in"}
	cmdTrialBalance     = Command{"import.trial-balance", "trial-balance-imported", access.PrepareImport, "take a trial balance in"}
	cmdKeepImport       = Command{"import.keep", "", access.PrepareImport, "have an import wait for a second person"}
	cmdApproveJournal   = Command{"import.approve-journal", "journal-imported", access.ApproveImport, "take in the journal that another person prepared"}
	cmdApproveTrial     = Command{"import.approve-trial-balance", "trial-balance-imported", access.ApproveImport, "take in the trial balance that another person prepared"}
	cmdStock            = Command{"import.stock", "stock-moved", access.PrepareImport, "take movements of stock in"}
	cmdApproveStock     = Command{"import.approve-stock", "stock-moved", access.ApproveImport, "take in the movements of stock that another person prepared"}
	cmdStockClass       = Command{"stock.define-class", "stock-class-defined", access.ChangeChart, "define a class of inventory: its method and accounts"}
	cmdStockItems       = Command{"stock.define-items", "stock-items-defined", access.ChangeChart, "define items of inventory, or change what is known of them"}
	cmdOpenCount        = Command{"stock.open-count", "stock-count-opened", access.PrepareImport, "open a physical count of a site, with a tag for each item"}
	cmdEnterCount       = Command{"stock.enter-count", "stock-counted", access.PrepareImport, "enter what was counted, tag by tag"}
	cmdStockBills       = Command{"stock.set-bills", "stock-bills-set", access.ChangeChart, "set bills of material and routings from a day on"}
	cmdStockPool        = Command{"stock.define-pool", "stock-pool-defined", access.ChangeChart, "define a dollar-value LIFO pool: its accounts, its layers and how its index comes about"}
	cmdStockPoolEnd     = Command{"stock.end-pool", "stock-pool-ended", access.ChangeChart, "end a LIFO pool: its inventory is carried by another method from a day on"}
	cmdStockIndex       = Command{"stock.set-index", "stock-index-set", access.ChangeChart, "say the index of a LIFO pool for a day, with what it rests on"}
	cmdEstimate         = Command{"estimate.record", "estimate-recorded", access.PrepareEntry, "write down what an accounting estimate rests on, or put another record in its place"}
	cmdProposeEstimate  = Command{"estimate.propose", "entries-posted", access.PrepareEntry, "prepare the entries of an estimate up to a day, or have them wait for a second person"}
	cmdKeepUpload       = Command{"import.upload", "", access.PrepareImport, "keep a file that is to be taken in, with how it is to be read"}
	cmdRevert           = Command{"import.revert", "import-reverted", access.PrepareImport, "take back all entries of an import, linked, or have that wait for a second person"}
	cmdApproveRevert    = Command{"import.approve-revert", "import-reverted", access.ApproveImport, "take back an import as another person prepared it"}
	cmdLock             = Command{"period.lock", "period-locked", access.LockPeriod, "lock a period"}
	cmdRequestOverride  = Command{"override.request", "override-requested", access.RequestOverride, "ask to let entries into a locked period"}
	cmdApproveOverride  = Command{"override.approve", "override-approved", access.ApproveOverride, "let an override hold"}
	cmdCheckpoint       = Command{"checkpoint.sign", "checkpoint-signed", access.SignCheckpoint, "sign what the log is now"}
	cmdReport           = Command{"report.make", "report-filed", access.MakeReport, "make and keep a report package"}
	cmdPlanReport       = Command{"report.plan", "report-planned", access.PlanReport, "say when a report is expected to be filed"}
	cmdRegistrant       = Command{"registrant.set", "registrant-set", access.SetRegistrant, "set the registrant's data"}
	cmdEntity           = Command{"entity.found", "entity-founded", access.ChangeChart, "add a legal entity"}
	cmdAccounts         = Command{"account.open", "accounts-opened", access.ChangeChart, "open accounts or change what is known of them"}
	cmdDimension        = Command{"dimension.define", "dimension-defined", access.ChangeChart, "add a dimension"}
	cmdKeepStanding     = Command{"recurring.keep", "standing-kept", access.PrepareEntry, "keep a template, or an entry that comes again"}
	cmdEndStanding      = Command{"recurring.end", "standing-ended", access.PrepareEntry, "end a template or an entry that comes again"}
	cmdMakeDue          = Command{"recurring.make", "entries-posted", access.PrepareEntry, "make the entries that are due, or have them wait for a second person"}
	cmdOpenBranch       = Command{"branch.open", "branch-opened", access.Propose, "open a branch for proposed entries"}
	cmdPropose          = Command{"branch.propose", "entries-proposed", access.Propose, "propose entries on a branch"}
	cmdWithdrawProposal = Command{"branch.withdraw", "proposal-withdrawn", access.Propose, "take a proposed entry back"}
	cmdMergeBranch      = Command{"branch.merge", "entries-posted", access.ApproveEntry, "post exactly what is proposed on a branch"}
	cmdDropBranch       = Command{"branch.drop", "branch-dropped", access.Propose, "give a branch up"}
	cmdWriteNote        = Command{"note.write", "note-written", access.WriteNote, "write a note at a figure, an account or an entry, or answer one"}
	cmdCloseNote        = Command{"note.close", "note-closed", access.WriteNote, "close a note that is answered"}
	cmdAddPerson        = Command{"person.add", "person-added", access.GrantSeat, "give a person a seat"}
	cmdChangePerson     = Command{"person.change", "person-changed", access.GrantSeat, "change a person's role or the last day of their seat"}
	cmdRemovePerson     = Command{"person.remove", "person-removed", access.RemoveSeat, "take a person's right to act"}
	cmdSetLimit         = Command{"limit.set", "limit-set", access.SetLimit, "set up to which amount a role approves"}
)

// Commands are all commands that a person can ask for, in order. An import that waits for a second person is kept by a
// command of its own (import.keep), which nobody asks for.
func Commands() []Command {
	return []Command{
		cmdPost,
		cmdApprove,
		cmdPostForReview,
		cmdReview,
		cmdRevise,
		cmdReturn,
		cmdWithdraw,
		cmdAttach,
		cmdJournal,
		cmdTrialBalance,
		cmdApproveJournal,
		cmdApproveTrial,
		cmdStock,
		cmdApproveStock,
		cmdStockClass,
		cmdStockItems,
		cmdStockBills,
		cmdOpenCount,
		cmdEnterCount,
		cmdStockPool,
		cmdStockIndex,
		cmdStockPoolEnd,
		cmdEstimate,
		cmdProposeEstimate,
		cmdKeepUpload,
		cmdRevert,
		cmdApproveRevert,
		cmdLock,
		cmdRequestOverride,
		cmdApproveOverride,
		cmdCheckpoint,
		cmdReport,
		cmdPlanReport,
		cmdRegistrant,
		cmdEntity,
		cmdAccounts,
		cmdDimension,
		cmdKeepStanding,
		cmdEndStanding,
		cmdMakeDue,
		cmdOpenBranch,
		cmdPropose,
		cmdWithdrawProposal,
		cmdMergeBranch,
		cmdDropBranch,
		cmdWriteNote,
		cmdCloseNote,
		cmdAddPerson,
		cmdChangePerson,
		cmdRemovePerson,
		cmdSetLimit,
	}
}

// Caller is how a command was asked for, beside by whom.
type Caller struct {
	Scopes []access.Action // of an API token; nil for a person
	DryRun bool            // say what would happen and write nothing
	Key    string          // idempotency key; the same key of the same person has one effect
	Sum    string          // hash of what was asked under the key
	kept   bool            // the key is written
}

type callerKey struct{}

// WithCaller says how the commands under a context are asked for. A Caller serves one command.
func WithCaller(ctx context.Context, c *Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

func callerOf(ctx context.Context) *Caller {
	if c, ok := ctx.Value(callerKey{}).(*Caller); ok {
		return c
	}
	return &Caller{}
}

// Repeated says that a command with the same idempotency key was done before; nothing was written now.
type Repeated struct {
	Answer string // what was answered then, empty when the program ended before it was kept
}

func (Repeated) Error() string { return "this was done before, under the same idempotency key" }

const keyKind = "idempotency"

// keyDays is how long an idempotency key is remembered.
const keyDays = 7

// once looks whether the caller's key was used, and keeps it in the same transaction as what the command writes.
func (w *writing) once(c *Caller) error {
	if c.Key == "" || c.kept || c.DryRun {
		return nil
	}
	id := w.act.By + " " + c.Key
	old, ok, err := w.tx.Working(keyKind, id)
	if err != nil {
		return err
	}
	sum, answer := old.Body, string(old.Content)
	if ok && sum != c.Sum {
		return refused("idempotency", "the idempotency key %q was used for something else; nothing was written. Use a new key for a new request", c.Key)
	}
	if ok {
		return Repeated{answer}
	}
	return w.tx.PutWorking(store.Working{Kind: keyKind, ID: id, Person: w.act.By, At: w.act.At, Until: stampOf(w.now.AddDate(0, 0, keyDays)), Body: c.Sum})
}

// AnsweredBefore is what was answered under an idempotency key of a person before, if the same was asked.
func (a *App) AnsweredBefore(ctx context.Context, by, key, sum string) (string, bool, error) {
	w, ok, err := a.FindWorking(ctx, keyKind, by+" "+key)
	if err != nil || !ok || w.Until != "" && w.Until < stampOf(a.Clock()) {
		return "", false, err
	}
	if w.Body != sum {
		return "", false, refused("idempotency", "the idempotency key %q was used for something else; nothing was written. Use a new key for a new request", key)
	}
	return string(w.Content), true, nil
}

// Answered keeps what was answered to a command under the caller's key, for when it is asked again.
func (a *App) Answered(ctx context.Context, by, answer string) error {
	c := callerOf(ctx)
	if c.Key == "" || c.DryRun || !c.kept {
		return nil
	}
	return a.book.WriteWorking(ctx, func(tx *store.Tx) error {
		old, ok, err := tx.Working(keyKind, by+" "+c.Key)
		if err != nil || !ok {
			return err
		}
		old.Content = []byte(answer)
		return tx.PutWorking(old)
	})
}

// who is a person as the policies see them.
func (p Person) who() access.Who {
	return access.Who{Code: p.Code, Role: access.Role(p.Role), Until: p.Until, Removed: p.Removed}
}

// Who are the book's people as the policies see them.
func (s *State) Who() []access.Who {
	var out []access.Who
	for _, p := range s.People {
		out = append(out, p.who())
	}
	return out
}

// Decide says whether a person may do something now. While the book has nobody its owner may do everything.
func (s *State) Decide(code string, what access.What, today fiscal.Date) access.Decision {
	if len(s.People) == 0 {
		return access.Decision{Allowed: true, Reason: "the book has no people yet; its owner does everything"}
	}
	i := s.person(code)
	if i < 0 {
		return access.Decision{Reason: code + " is not a person of this book"}
	}
	what.Limit = s.Limits[s.People[i].Role]
	w := s.People[i].who()
	if !s.governed(today) { // books from before roles decided: until one of their people is a controller, all act as one
		w.Role = access.Controller
	}
	return access.Decide(w, what, today)
}

// governed says whether somebody can give seats, and will for good.
func (s *State) governed(today fiscal.Date) bool {
	return slices.ContainsFunc(s.People, func(p Person) bool {
		return p.Until == 0 && access.Decide(p.who(), access.What{Action: access.GrantSeat}, today).Allowed
	})
}

// keepsGoverned refuses a change after which nobody could give seats.
func (w *writing) keepsGoverned() error {
	if w.state.governed(fiscal.FromTime(w.now)) {
		return nil
	}
	return refused("last-person", "nobody could give seats any more; give another person the seat of a controller or the CFO, without a last day, first")
}

// may asks the policies, for the command as a whole or for what it turns out to touch.
func (w *writing) may(what access.What) error {
	what.Scopes = w.caller.Scopes
	d := w.state.Decide(w.act.By, what, fiscal.FromTime(w.now))
	if d.Allowed {
		return nil
	}
	return Refused{"not-allowed", d.Reason}
}

// Another says whether an active person other than one may do something.
func (s *State) Another(code string, what access.What, today fiscal.Date) bool {
	return slices.ContainsFunc(s.People, func(p Person) bool { return p.Code != code && s.Decide(p.Code, what, today).Allowed })
}

// act runs one command as one act in one transaction. The person must be able to act.
func (a *App) act(ctx context.Context, by string, c Command, why string, fn func(*writing) error) (evidence.Act, error) {
	return a.actBy(ctx, a.book.Write, by, c, why, fn)
}

// writer is one of the book's ways to write.
type writer func(context.Context, func(*store.Tx) error) error

func (a *App) actBy(ctx context.Context, write writer, by string, c Command, why string, fn func(*writing) error) (evidence.Act, error) {
	var done evidence.Act
	if err := checkReason(why); err != nil {
		return done, err
	}
	caller := callerOf(ctx)
	err := write(ctx, func(tx *store.Tx) error {
		w, err := a.begin(tx, by, c, why, caller)
		if err != nil {
			return err
		}
		if err := w.once(caller); err != nil {
			return err
		}
		if err := fn(w); err != nil {
			return err
		}
		if !w.skip {
			if err := w.readable(); err != nil {
				return err
			}
			w.act.Body = evidence.Text(w.records)
			if done, err = tx.AppendAct(w.act); err != nil {
				return err
			}
		}
		if caller.DryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) && caller.DryRun {
		return done, nil
	}
	caller.kept = caller.kept || err == nil
	return done, guardSpoke(err)
}

// begin folds the book, finds the person and asks whether they may.
func (a *App) begin(tx *store.Tx, by string, c Command, why string, caller *Caller) (*writing, error) {
	s, err := a.state(tx, tx.Head().Acts)
	if err != nil {
		return nil, err
	}
	s = s.clone()
	who, err := s.actor(by)
	if err != nil {
		return nil, err
	}
	w := &writing{tx: tx, state: s, now: a.Clock().UTC(), act: evidence.Act{By: who, Kind: c.Kind, Why: why}, caller: caller}
	w.act.At = stampOf(w.now)
	return w, w.may(access.What{Action: c.Action})
}
