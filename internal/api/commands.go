package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
	"tieout/recurring"
)

// command is the request of a command.
type command[B any] struct {
	DryRun bool   `query:"dry_run" doc:"Say what would happen and write nothing."`
	Key    string `header:"Idempotency-Key" maxLength:"200" doc:"The same key of the same person has one effect; the same answer comes again for seven days."`
	Proof  string `header:"Tieout-Proof" maxLength:"40" doc:"A fresh code of the person's authenticator; commands that sign need it."`
	Body   B
}

type answer struct {
	Replayed string `header:"Idempotency-Replayed" doc:"true when the answer is that of an earlier call with the same key."`
	Body     Done
}

// register makes a command of the app an operation: POST /api/v1/commands/NAME.
func register[B any](s *Server, name string, do func(ctx context.Context, c *call, b B) (Done, error)) {
	i := slices.IndexFunc(app.Commands(), func(c app.Command) bool { return c.Name == name })
	if i < 0 {
		panic("there is no command " + name)
	}
	cmd := app.Commands()[i]
	about := "Needs the scope `" + string(cmd.Action) + "`."
	if cmd.Action.StepUp() {
		about += " It signs: it needs a fresh code of the person's authenticator in Tieout-Proof."
	}
	huma.Register(s.huma, huma.Operation{OperationID: name, Method: http.MethodPost, Path: Prefix + "/v1/commands/" + name, Summary: sentence(cmd.Means), Description: about, Tags: []string{group(name)},
		Errors: []int{400, 401, 403, 409, 413, 415, 422, 429}, MaxBodyBytes: maxBody, DefaultStatus: http.StatusOK}, func(ctx context.Context, in *command[B]) (*answer, error) {
		return s.run(ctx, cmd, in.DryRun, func(ctx context.Context, c *call) (Done, error) { return do(ctx, c, in.Body) })
	})
}

func group(name string) string { g, _, _ := strings.Cut(name, "."); return g }

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// run runs a command with the caller's scopes, key and proof.
func (s *Server) run(ctx context.Context, cmd app.Command, dry bool, do func(context.Context, *call) (Done, error)) (*answer, error) {
	c := callOf(ctx)
	if !slices.Contains(c.token.Scopes, cmd.Action) {
		return nil, problem(http.StatusForbidden, "scope", "The token is not good for "+string(cmd.Action)+"; make one with that scope.")
	}
	caller := &app.Caller{Scopes: c.token.Scopes, DryRun: dry, Key: c.key, Sum: c.sum}
	if c.key != "" && !dry { // an answer that was given before is given again, whoever asks for a proof now
		if old, ok, err := s.app.AnsweredBefore(ctx, c.token.Person, c.key, c.sum); err != nil {
			return nil, answerTo(ctx, err)
		} else if ok {
			return replay(old)
		}
	}
	if cmd.Action.StepUp() {
		if err := s.prove(ctx, c); err != nil {
			return nil, err
		}
	}
	ctx = app.WithCaller(ctx, caller)
	done, err := do(ctx, c)
	var again app.Repeated
	if errors.As(err, &again) {
		return replay(again.Answer)
	}
	if err != nil {
		return nil, answerTo(ctx, err)
	}
	if done.DryRun = dry; dry {
		done.Position = 0
	}
	b, err := json.Marshal(done)
	if err == nil && c.key != "" {
		err = s.app.Answered(ctx, c.token.Person, string(b))
	}
	if err != nil {
		return nil, answerTo(ctx, err)
	}
	return &answer{Body: done}, nil
}

func replay(old string) (*answer, error) {
	var d Done
	if old == "" {
		d.Already = true
	} else if err := json.Unmarshal([]byte(old), &d); err != nil {
		return nil, problem(http.StatusConflict, "idempotency", "The key was used for something else.")
	}
	return &answer{Replayed: "true", Body: d}, nil
}

// prove checks the fresh code of the person's authenticator.
func (s *Server) prove(ctx context.Context, c *call) error {
	cred, err := s.app.Credentials(ctx, c.token.Person)
	switch {
	case err != nil:
		return answerTo(ctx, err)
	case cred.TOTP == "":
		return problem(http.StatusForbidden, "proof", "What signs needs a code of the person's authenticator, and none is set up; set one up under your own access, or do it on the site.")
	case c.proof == "":
		return problem(http.StatusForbidden, "proof", "What signs needs a fresh code of the person's authenticator in the header Tieout-Proof.")
	}
	if wait := s.limits.Delay(c.token.Person, s.now()); wait > 0 {
		return tooMany(wait)
	}
	ok, err := s.app.UseCode(ctx, c.token.Person, c.proof)
	if err != nil {
		return answerTo(ctx, err)
	}
	if !ok {
		s.limits.Fail(c.token.Person, s.now())
		return problem(http.StatusForbidden, "proof", "The code is not good, or was used before.")
	}
	s.limits.Succeed(c.token.Person)
	return nil
}

// chart is that of the newest position.
func (s *Server) chart(ctx context.Context) (*ledger.Chart, error) {
	st, err := s.app.State(ctx, 0)
	if err != nil {
		return nil, err
	}
	return st.Chart, nil
}

func (s *Server) outcome(ctx context.Context, o app.Outcome, err error) (Done, error) {
	if err != nil {
		return Done{}, err
	}
	c, err := s.chart(ctx)
	if err != nil {
		return Done{}, err
	}
	return doneOf(c, o), nil
}

type draftBody struct {
	Draft string `json:"draft" maxLength:"20" example:"D-000012"`
	Read  string `json:"read,omitempty" maxLength:"64" doc:"Hash of the draft as it was read; one that changed since is refused."`
	Why   string `json:"why,omitempty" maxLength:"500"`
}

type postBody struct {
	Entries   []Entry `json:"entries" minItems:"1" maxItems:"100" doc:"Entries that belong together: posted as one act, or none."`
	ReverseOn string  `json:"reverse_on,omitempty" format:"date" doc:"Of one entry: the later day on which it is taken back."`
	Reverses  string  `json:"reverses,omitempty" doc:"The number of a posted entry: the first entry corrects it; it is taken back in the same act." example:"JE-2006-000042"`
	Why       string  `json:"why,omitempty" maxLength:"500" doc:"Of a correction."`
}

type reviseBody struct {
	Draft   string  `json:"draft" maxLength:"20"`
	Read    string  `json:"read,omitempty" maxLength:"64"`
	Entries []Entry `json:"entries" minItems:"1" maxItems:"100"`
}

type PeriodBody struct {
	Period string `json:"period" maxLength:"20" example:"2006-Q1"`
}

// commands registers every command of the app.
func (s *Server) commands() {
	register(s, "entry.post", s.post)
	register(s, "entry.approve", func(ctx context.Context, c *call, b draftBody) (Done, error) {
		n, err := draftNumber(b.Draft)
		if err != nil {
			return Done{}, err
		}
		o, err := s.app.Approve(ctx, c.token.Person, n, b.Read)
		return s.outcome(ctx, o, err)
	})
	register(s, "entry.post-for-review", func(ctx context.Context, c *call, b draftBody) (Done, error) {
		n, err := draftNumber(b.Draft)
		if err != nil {
			return Done{}, err
		}
		o, err := s.app.PostForReview(ctx, c.token.Person, n, b.Why)
		return s.outcome(ctx, o, err)
	})
	register(s, "entry.review", func(ctx context.Context, c *call, b entryReviewBody) (Done, error) {
		act, err := s.app.Review(ctx, c.token.Person, b.Position, b.Note)
		return Done{Position: act.Position}, err
	})
	register(s, "draft.revise", func(ctx context.Context, c *call, b reviseBody) (Done, error) {
		n, err := draftNumber(b.Draft)
		if err != nil {
			return Done{}, err
		}
		es, err := s.entries(ctx, b.Entries)
		if err != nil {
			return Done{}, err
		}
		o, err := s.app.Revise(ctx, c.token.Person, n, es, b.Read)
		return s.outcome(ctx, o, err)
	})
	register(s, "draft.return", func(ctx context.Context, c *call, b draftBody) (Done, error) {
		n, err := draftNumber(b.Draft)
		if err != nil {
			return Done{}, err
		}
		return Done{Draft: b.Draft}, s.app.Return(ctx, c.token.Person, n, b.Why, b.Read)
	})
	register(s, "draft.withdraw", func(ctx context.Context, c *call, b draftWithdrawBody) (Done, error) {
		n, err := draftNumber(b.Draft)
		if err != nil {
			return Done{}, err
		}
		return Done{Draft: b.Draft}, s.app.Withdraw(ctx, c.token.Person, n)
	})
	register(s, "document.attach", func(ctx context.Context, c *call, b fileBody) (Done, error) {
		content, err := b.bytes()
		if err != nil {
			return Done{}, err
		}
		h, err := s.app.Attach(ctx, c.token.Person, b.Name, b.Media, content)
		return Done{Hash: string(h)}, err
	})
	register(s, "recurring.keep", func(ctx context.Context, c *call, b recurringKeepBody) (Done, error) {
		es, err := s.entries(ctx, []Entry{b.Entry})
		if err != nil {
			return Done{}, err
		}
		x := recurring.Standing{Name: b.Name, Every: recurring.Every(b.Every), Day: b.Day, Spread: b.Spread, Entry: es[0]}
		for _, d := range []struct {
			key, text string
			into      *fiscal.Date
		}{{"from", b.From, &x.From}, {"until", b.Until, &x.Until}} {
			if d.text != "" {
				if *d.into, err = fiscal.Parse(d.text); err != nil {
					return Done{}, wrong(d.key, "%v", err)
				}
			}
		}
		id, err := s.app.KeepStanding(ctx, c.token.Person, x)
		return Done{Position: id}, err
	})
	register(s, "recurring.end", func(ctx context.Context, c *call, b recurringEndBody) (Done, error) {
		act, err := s.app.EndStanding(ctx, c.token.Person, b.Standing, b.Why)
		return Done{Position: act.Position}, err
	})
	register(s, "recurring.make", func(ctx context.Context, c *call, b recurringMakeBody) (Done, error) {
		upTo, err := fiscal.Parse(b.UpTo)
		if err != nil {
			return Done{}, wrong("up_to", "%v", err)
		}
		made, err := s.app.MakeDue(ctx, c.token.Person, upTo)
		d := Done{}
		for _, m := range made {
			if d.Count++; m.Refused != "" {
				d.Count--
				d.Notes = append(d.Notes, Wrong{Where: m.Key, Rule: "refused", What: m.Refused})
			}
		}
		return d, err
	})
	register(s, "branch.open", func(ctx context.Context, c *call, b branchOpenBody) (Done, error) {
		id, err := s.app.OpenBranch(ctx, c.token.Person, b.Name, b.Why)
		return Done{Position: id}, err
	})
	register(s, "branch.propose", func(ctx context.Context, c *call, b branchProposeBody) (Done, error) {
		es, err := s.entries(ctx, b.Entries)
		if err != nil {
			return Done{}, err
		}
		act, err := s.app.Propose(ctx, c.token.Person, b.Branch, es...)
		return Done{Position: act.Position}, err
	})
	register(s, "branch.withdraw", func(ctx context.Context, c *call, b branchWithdrawBody) (Done, error) {
		act, err := s.app.WithdrawProposal(ctx, c.token.Person, b.Branch, b.Proposal)
		return Done{Position: act.Position}, err
	})
	register(s, "branch.merge", func(ctx context.Context, c *call, b branchMergeBody) (Done, error) {
		o, err := s.app.MergeBranch(ctx, c.token.Person, b.Branch, b.Read)
		return s.outcome(ctx, o, err)
	})
	register(s, "branch.drop", func(ctx context.Context, c *call, b branchDropBody) (Done, error) {
		act, err := s.app.DropBranch(ctx, c.token.Person, b.Branch, b.Why)
		return Done{Position: act.Position}, err
	})
	register(s, "note.write", func(ctx context.Context, c *call, b noteWriteBody) (Done, error) {
		act, err := s.app.WriteNote(ctx, c.token.Person, app.Note{On: b.On, Text: b.Text, Figure: b.Figure, Answers: b.Answers})
		return Done{Position: act.Position}, err
	})
	register(s, "note.close", func(ctx context.Context, c *call, b noteCloseBody) (Done, error) {
		act, err := s.app.CloseNote(ctx, c.token.Person, b.Note)
		return Done{Position: act.Position}, err
	})
	s.importCommands()
	s.stockCommands()
	s.stockPools()
	s.estimateCommands()
	s.bookCommands()
	s.peopleCommands()
}

func (s *Server) entries(ctx context.Context, in []Entry) ([]ledger.Entry, error) {
	c, err := s.chart(ctx)
	if err != nil {
		return nil, err
	}
	var out []ledger.Entry
	for _, e := range in {
		x, err := e.ledger(c)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func (s *Server) post(ctx context.Context, c *call, b postBody) (Done, error) {
	es, err := s.entries(ctx, b.Entries)
	if err != nil {
		return Done{}, err
	}
	if b.Reverses != "" {
		n, err := app.ParseNumber(b.Reverses)
		if err != nil {
			return Done{}, err
		}
		if len(es) != 1 {
			return Done{}, wrong("entries", "a correction has one entry")
		}
		o, err := s.app.Correct(ctx, c.token.Person, n, es[0].Effective, es[0], b.Why)
		return s.outcome(ctx, o, err)
	}
	if b.ReverseOn != "" {
		on, err := fiscal.Parse(b.ReverseOn)
		switch {
		case err != nil:
			return Done{}, wrong("reverse_on", "%v", err)
		case len(es) != 1 || on <= es[0].Effective:
			return Done{}, wrong("reverse_on", "one entry is taken back, on a later day than its own")
		}
		es = app.Reversing(es[0], on)
	}
	o, err := s.app.PostTogether(ctx, c.token.Person, es)
	return s.outcome(ctx, o, err)
}

type fileBody struct {
	Name    string `json:"name" minLength:"1" maxLength:"300"`
	Media   string `json:"media,omitempty" maxLength:"100" example:"application/pdf"`
	Content string `json:"content" doc:"The file in base64."`
}

func (b fileBody) bytes() ([]byte, error) {
	out, err := base64.StdEncoding.DecodeString(b.Content)
	if err != nil {
		return nil, wrong("content", "it is not base64: %v", err)
	}
	if len(out) == 0 {
		return nil, wrong("content", "the file is empty")
	}
	return out, nil
}

type importBody struct {
	Hash     string `json:"hash" minLength:"64" maxLength:"64" doc:"Of a file that import.upload keeps."`
	Date     string `json:"date,omitempty" format:"date" doc:"Of a trial balance."`
	Mapping  string `json:"mapping,omitempty" doc:"How the file is read, as JSON in a text; docs/manual/import.md has it."`
	Account  string `json:"account,omitempty" doc:"Of a bank statement: the account that it is of."`
	Clearing string `json:"clearing,omitempty" doc:"Of a bank statement: the account that takes the other side."`
}

func (s *Server) take(ctx context.Context, c *call, kind string, b importBody) (Done, error) {
	u, ok, err := s.app.FindUpload(ctx, b.Hash)
	if err != nil {
		return Done{}, err
	}
	if !ok {
		return Done{}, missing("No file with that hash is kept; send it with import.upload first.")
	}
	r := app.ImportRequest{Kind: kind, Path: u.Name, Upload: u.SHA256, Mapping: b.Mapping, Account: b.Account, Clearing: b.Clearing}
	if b.Date != "" {
		if r.Date, err = fiscal.Parse(b.Date); err != nil {
			return Done{}, wrong("date", "%v", err)
		}
	}
	o, err := s.app.Import(ctx, c.token.Person, r)
	return s.outcome(ctx, o, err)
}

func (s *Server) importCommands() {
	register(s, "import.upload", func(ctx context.Context, c *call, b fileBody) (Done, error) {
		content, err := b.bytes()
		if err != nil {
			return Done{}, err
		}
		u, err := s.app.KeepUpload(ctx, c.token.Person, app.Upload{Name: b.Name, Kind: "journal"}, content)
		return Done{Hash: u.SHA256}, err
	})
	register(s, "import.journal", func(ctx context.Context, c *call, b importBody) (Done, error) { return s.take(ctx, c, "journal", b) })
	register(s, "import.trial-balance", func(ctx context.Context, c *call, b importBody) (Done, error) {
		return s.take(ctx, c, "trial-balance", b)
	})
	register(s, "import.stock", func(ctx context.Context, c *call, b importBody) (Done, error) { return s.take(ctx, c, "stock", b) })
	approve := func(ctx context.Context, c *call, b draftBody) (Done, error) {
		n, err := draftNumber(b.Draft)
		if err != nil {
			return Done{}, err
		}
		o, err := s.app.Approve(ctx, c.token.Person, n, b.Read)
		return s.outcome(ctx, o, err)
	}
	for _, name := range []string{"import.approve-journal", "import.approve-trial-balance", "import.approve-stock", "import.approve-revert"} {
		register(s, name, approve)
	}
	register(s, "import.revert", func(ctx context.Context, c *call, b importRevertBody) (Done, error) {
		var on fiscal.Date
		if b.On != "" {
			var err error
			if on, err = fiscal.Parse(b.On); err != nil {
				return Done{}, wrong("on", "%v", err)
			}
		}
		o, err := s.app.RevertImport(ctx, c.token.Person, b.Position, on, b.Why)
		return s.outcome(ctx, o, err)
	})
}

// named is a period by its name.
func (s *Server) named(ctx context.Context, text string) (fiscal.Named, error) {
	st, err := s.app.State(ctx, 0)
	if err != nil {
		return fiscal.Named{}, err
	}
	return st.Calendar.ParsePeriod(text)
}

func (s *Server) bookCommands() {
	register(s, "period.lock", func(ctx context.Context, c *call, b periodLockBody) (Done, error) {
		if !slices.Contains(c.token.Scopes, access.SignCheckpoint) {
			return Done{}, problem(http.StatusForbidden, "scope", "A lock signs a checkpoint: the token needs the scope sign-checkpoint too.")
		}
		p, err := s.named(ctx, b.Period)
		if err != nil {
			return Done{}, err
		}
		act, err := s.app.Lock(ctx, c.token.Person, p.Period, app.Level(b.Level))
		return Done{Position: act.Position}, err
	})
	register(s, "override.request", func(ctx context.Context, c *call, b overrideRequestBody) (Done, error) {
		p, err := s.named(ctx, b.Period)
		if err != nil {
			return Done{}, err
		}
		until, err := fiscal.Parse(b.Until)
		if err != nil {
			return Done{}, wrong("until", "%v", err)
		}
		act, err := s.app.RequestOverride(ctx, c.token.Person, p.Period, until, b.Why)
		return Done{Position: act.Position}, err
	})
	register(s, "override.approve", func(ctx context.Context, c *call, b overrideApproveBody) (Done, error) {
		act, err := s.app.ApproveOverride(ctx, c.token.Person, b.Override)
		return Done{Position: act.Position}, err
	})
	register(s, "checkpoint.sign", func(ctx context.Context, c *call, b checkpointSignBody) (Done, error) {
		text, err := s.app.Checkpoint(ctx, c.token.Person, b.Why)
		return Done{Text: text}, err
	})
	register(s, "report.make", func(ctx context.Context, c *call, b reportMakeBody) (Done, error) {
		r := app.ReportRequest{Form: filing.Form(b.Form), Document: b.Document}
		var err error
		if r.Period, err = s.named(ctx, b.Period); err != nil {
			return Done{}, err
		}
		if b.On != "" {
			if r.On, err = fiscal.Parse(b.On); err != nil {
				return Done{}, wrong("on", "%v", err)
			}
		}
		act, err := s.app.KeepReport(ctx, c.token.Person, r)
		return Done{Position: act.Position}, err
	})
	register(s, "report.plan", func(ctx context.Context, c *call, b reportPlanBody) (Done, error) {
		p, err := s.named(ctx, b.Period)
		if err != nil {
			return Done{}, err
		}
		on, err := fiscal.Parse(b.On)
		if err != nil {
			return Done{}, wrong("on", "%v", err)
		}
		act, err := s.app.PlanReport(ctx, c.token.Person, filing.Form(b.Form), p, on, b.Why)
		return Done{Position: act.Position}, err
	})
	register(s, "registrant.set", func(ctx context.Context, c *call, b registrantSetBody) (Done, error) {
		act, err := s.app.SetRegistrant(ctx, c.token.Person, b.YAML)
		return Done{Position: act.Position}, err
	})
	register(s, "entity.found", func(ctx context.Context, c *call, b entityFoundBody) (Done, error) {
		act, err := s.app.Found(ctx, c.token.Person, ledger.Entity{Code: b.Code, Name: b.Name, Currency: money.Currency(b.Currency)})
		return Done{Position: act.Position}, err
	})
	register(s, "account.open", func(ctx context.Context, c *call, b accountOpenBody) (Done, error) {
		var as []ledger.Account
		for _, a := range b.Accounts {
			as = append(as, ledger.Account{Code: a.Code, Name: a.Name, Type: ledger.AccountType(a.Type), Section: ledger.Section(a.Section), Concept: a.Concept, CashFlow: a.CashFlow})
		}
		act, err := s.app.OpenAccounts(ctx, c.token.Person, as)
		return Done{Position: act.Position}, err
	})
	register(s, "dimension.define", func(ctx context.Context, c *call, b dimensionDefineBody) (Done, error) {
		act, err := s.app.Define(ctx, c.token.Person, ledger.Dimension{Code: b.Code, Name: b.Name})
		return Done{Position: act.Position}, err
	})
}

// Account is an account of the chart.
type Account struct {
	Code     string `json:"code" minLength:"1" maxLength:"200"`
	Name     string `json:"name,omitempty" maxLength:"200"`
	Type     string `json:"type" doc:"asset, liability, equity, revenue or expense, or its letter." maxLength:"20"`
	Section  string `json:"section,omitempty" doc:"current or noncurrent." maxLength:"20"`
	Concept  string `json:"concept,omitempty" maxLength:"200" example:"us-gaap:InventoryNet"`
	CashFlow string `json:"cashflow,omitempty" maxLength:"60"`
}

type personBody struct {
	Code  string `json:"code" minLength:"1" maxLength:"40"`
	Name  string `json:"name,omitempty" maxLength:"200"`
	Role  string `json:"role" maxLength:"40"`
	Until string `json:"until,omitempty" format:"date" doc:"The last day of the seat."`
	Why   string `json:"why,omitempty" maxLength:"500"`
}

func (b personBody) person() (app.Person, error) {
	p := app.Person{Code: b.Code, Name: b.Name, Role: b.Role}
	if b.Until != "" {
		d, err := fiscal.Parse(b.Until)
		if err != nil {
			return p, wrong("until", "%v", err)
		}
		p.Until = d
	}
	return p, nil
}

func (s *Server) peopleCommands() {
	register(s, "person.add", func(ctx context.Context, c *call, b personBody) (Done, error) {
		p, err := b.person()
		if err != nil {
			return Done{}, err
		}
		act, err := s.app.AddPerson(ctx, c.token.Person, p)
		return Done{Position: act.Position}, err
	})
	register(s, "person.change", func(ctx context.Context, c *call, b personBody) (Done, error) {
		p, err := b.person()
		if err != nil {
			return Done{}, err
		}
		act, err := s.app.ChangePerson(ctx, c.token.Person, p, b.Why)
		return Done{Position: act.Position}, err
	})
	register(s, "person.remove", func(ctx context.Context, c *call, b personRemoveBody) (Done, error) {
		act, err := s.app.RemovePerson(ctx, c.token.Person, b.Code, b.Why)
		return Done{Position: act.Position}, err
	})
	register(s, "limit.set", func(ctx context.Context, c *call, b limitSetBody) (Done, error) {
		chart, err := s.chart(ctx)
		if err != nil {
			return Done{}, err
		}
		ent, _ := chart.Entity("")
		a, err := money.Parse(b.Amount, ent.Currency)
		if err != nil {
			return Done{}, wrong("amount", "%v", err)
		}
		act, err := s.app.SetLimit(ctx, c.token.Person, b.Role, a.Minor)
		return Done{Position: act.Position}, err
	})
}

// entryReviewBody is the request of entry.review.
type entryReviewBody struct {
	Position int64  `json:"position" minimum:"1" doc:"Of the act that posted without a second person."`
	Note     string `json:"note" minLength:"1" maxLength:"500"`
}

// draftWithdrawBody is the request of draft.withdraw.
type draftWithdrawBody struct {
	Draft string `json:"draft" maxLength:"20"`
}

// importRevertBody is the request of import.revert.
type importRevertBody struct {
	Position int64  `json:"position" minimum:"1" doc:"At which the file was taken in."`
	On       string `json:"on,omitempty" format:"date" doc:"Day of the reversals; each entry's own when left out."`
	Why      string `json:"why" minLength:"1" maxLength:"500"`
}

// periodLockBody is the request of period.lock.
type periodLockBody struct {
	PeriodBody
	Level string `json:"level" enum:"soft,closed,filed"`
}

// overrideRequestBody is the request of override.request.
type overrideRequestBody struct {
	PeriodBody
	Until string `json:"until" format:"date" doc:"The last day on which it may be used."`
	Why   string `json:"why" minLength:"1" maxLength:"500"`
}

// overrideApproveBody is the request of override.approve.
type overrideApproveBody struct {
	Override int64 `json:"override" minimum:"1" doc:"Position of the act that asked for it."`
}

// checkpointSignBody is the request of checkpoint.sign.
type checkpointSignBody struct {
	Why string `json:"why,omitempty" maxLength:"500"`
}

// reportMakeBody is the request of report.make.
type reportMakeBody struct {
	PeriodBody
	Form     string `json:"form" enum:"10-K,10-Q"`
	Document string `json:"document,omitempty" doc:"The report's text; the form's plain one when left out."`
	On       string `json:"on,omitempty" format:"date" doc:"The day of submission; today when left out."`
}

// reportPlanBody is the request of report.plan.
type reportPlanBody struct {
	PeriodBody
	Form string `json:"form" enum:"10-K,10-Q"`
	On   string `json:"on" format:"date" doc:"The day on which it is expected to be filed."`
	Why  string `json:"why,omitempty" maxLength:"500"`
}

// registrantSetBody is the request of registrant.set.
type registrantSetBody struct {
	YAML string `json:"yaml" minLength:"1" maxLength:"200000" doc:"The registrant's data; tieout registrant --example prints a complete one."`
}

// entityFoundBody is the request of entity.found.
type entityFoundBody struct {
	Code     string `json:"code" minLength:"1" maxLength:"40"`
	Name     string `json:"name" minLength:"1" maxLength:"200"`
	Currency string `json:"currency" minLength:"3" maxLength:"3" example:"CAD"`
}

// accountOpenBody is the request of account.open.
type accountOpenBody struct {
	Accounts []Account `json:"accounts" minItems:"1" maxItems:"5000"`
}

// dimensionDefineBody is the request of dimension.define.
type dimensionDefineBody struct {
	Code string `json:"code" minLength:"1" maxLength:"40"`
	Name string `json:"name" minLength:"1" maxLength:"200"`
}

// personRemoveBody is the request of person.remove.
type personRemoveBody struct {
	Code string `json:"code" minLength:"1" maxLength:"40"`
	Why  string `json:"why,omitempty" maxLength:"500"`
}

// limitSetBody is the request of limit.set.
type limitSetBody struct {
	Role   string `json:"role" minLength:"1" maxLength:"40"`
	Amount string `json:"amount" pattern:"^[0-9]{1,16}([.][0-9]{1,4})?$" doc:"Up to which the role approves, in the first entity's currency; 0 for any."`
}

// noteWriteBody is the request of note.write.
type noteWriteBody struct {
	On      string `json:"on,omitempty" maxLength:"300" doc:"What it is at: balance-sheet/InventoryNet@2006-03-31, entry/JE-2006-000042, account/1010@2006-Q1." example:"entry/JE-2006-000042"`
	Text    string `json:"text" minLength:"1" maxLength:"2000"`
	Figure  string `json:"figure,omitempty" maxLength:"40" doc:"The figure as it stands, so that the note can say when it moved."`
	Answers int64  `json:"answers,omitempty" minimum:"0" doc:"The note that it answers."`
}

// noteCloseBody is the request of note.close.
type noteCloseBody struct {
	Note int64 `json:"note" minimum:"1"`
}

// branchOpenBody is the request of branch.open. The position of the answer is the branch's number.
type branchOpenBody struct {
	Name string `json:"name" minLength:"1" maxLength:"100"`
	Why  string `json:"why,omitempty" maxLength:"500"`
}

// branchProposeBody is the request of branch.propose.
type branchProposeBody struct {
	Branch  int64   `json:"branch" minimum:"1"`
	Entries []Entry `json:"entries" minItems:"1" maxItems:"100"`
}

// branchWithdrawBody is the request of branch.withdraw.
type branchWithdrawBody struct {
	Branch   int64 `json:"branch" minimum:"1"`
	Proposal int64 `json:"proposal" minimum:"1"`
}

// branchMergeBody is the request of branch.merge.
type branchMergeBody struct {
	Branch int64  `json:"branch" minimum:"1"`
	Read   string `json:"read,omitempty" maxLength:"64" doc:"Hash of what was read; a branch that changed since is refused."`
}

// branchDropBody is the request of branch.drop.
type branchDropBody struct {
	Branch int64  `json:"branch" minimum:"1"`
	Why    string `json:"why" minLength:"1" maxLength:"500"`
}

// recurringKeepBody is the request of recurring.keep. The position of the answer is its number.
type recurringKeepBody struct {
	Name   string `json:"name" minLength:"1" maxLength:"200"`
	Every  string `json:"every,omitempty" enum:"month,quarter,year" doc:"None for a template that is used by hand."`
	Day    int    `json:"day,omitempty" minimum:"0" maximum:"28" doc:"Of the month; 0 for its last day."`
	From   string `json:"from,omitempty" format:"date"`
	Until  string `json:"until,omitempty" format:"date"`
	Spread bool   `json:"spread,omitempty" doc:"The lines are totals: each time an equal part."`
	Entry  Entry  `json:"entry"`
}

// recurringEndBody is the request of recurring.end.
type recurringEndBody struct {
	Standing int64  `json:"standing" minimum:"1"`
	Why      string `json:"why,omitempty" maxLength:"500"`
}

// recurringMakeBody is the request of recurring.make.
type recurringMakeBody struct {
	UpTo string `json:"up_to" format:"date"`
}
