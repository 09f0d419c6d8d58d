package app

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// State is what a book's acts add up to at a position: everything but the entries themselves. It is a pure fold,
// so the chart, the people and the locks at any earlier position are the same fold, stopped earlier.
type State struct {
	Position    int64
	At          string // time of the last act
	Name, CIK   string
	Calendar    fiscal.Calendar
	Chart       *ledger.Chart
	People      []Person
	Locks       []Lock
	Overrides   []Override
	Registrants []Registrant
	Documents   []DocumentInfo
	Assertions  []Assertion
	Imports     []Import
	Filings     []Filing
	Checkpoints []SignedCheckpoint
	Postings    []Posting
	Limits      map[string]int64 // up to which amount a role approves, minor units of the first entity's currency; 0 for any
	Plans       []Plan           // when reports were expected
	Standing    []StandingEntry  // templates, and entries that come again
	Branches    []Branch         // of proposed entries
	Notes       []Note           // at figures, accounts and entries
	Stock       StockBook        // classes, items and movements of inventory
	Estimates   []Estimate       // accounting estimates, in order of their codes
	Reviews     []Review         // what was posted without a second person and must be reviewed
}

// Person is someone who acts in the book, on a seat.
type Person struct {
	Code, Name, Role string
	Until            fiscal.Date // last day of the seat; none for no end
	Removed          bool
}

// Review is a posting by one person when nobody else could approve, with its compensating review.
type Review struct {
	Position   int64 // of the act that posted
	By, Why    string
	ReviewedBy string // empty while it waits
	ReviewedAt int64  // position of the review
	Note       string
}

// Lock keeps entries out of a period.
type Lock struct {
	ID    int64 // position of the act
	First fiscal.Date
	Last  fiscal.Date
	Level Level
	By    string
}

// Level is how firmly a period is locked.
type Level string

// The levels of a lock, each firmer than the one before. Soft lets adjusting, reclassifying, correcting,
// reversing and analysing entries in; closed and filed let nothing in without an override.
const (
	Soft   Level = "soft"
	Closed Level = "closed"
	Filed  Level = "filed"
)

// Override lets entries into a locked period for a reason, until a day, once a second person has approved it.
type Override struct {
	ID          int64 // position of the act that asked for it
	First, Last fiscal.Date
	Until       fiscal.Date // last day on which it may be used
	Why         string
	By          string
	ApprovedBy  string // empty while it waits
	ApprovedAt  int64  // position
}

// Registrant is the registrant's data as set by one act, a YAML text.
type Registrant struct {
	Position int64
	YAML     string
}

// DocumentInfo is what the book knows of a stored document.
type DocumentInfo struct {
	Hash     ledger.Hash
	Name     string
	Media    string
	Bytes    int64
	Position int64
}

// Assertion says that an account and all below it stand at an amount at the end of a day, by the word of a
// document outside the books.
type Assertion struct {
	Account  string
	Date     fiscal.Date
	Amount   int64 // debit positive, minor units
	Citation string
	Position int64
}

// Import is a file that was taken in by one act.
type Import struct {
	Position     int64
	Kind         string
	File, SHA256 string
	Entries      int64
	RevertedAt   int64 // position of the act that took its entries back; 0 for none
}

// Filing is a report package that was made and kept.
type Filing struct {
	Position int64 // of the act that keeps it
	Form     string
	Period   string
	On       fiscal.Date
	AsKnown  int64 // position of the books it was made at
	Version  string
	Scale    int              // power of ten
	Document string           // hash of the report's text; empty for the plain form
	Files    []evidence.Field // name and SHA-256
}

// SignedCheckpoint is a checkpoint kept in the book too.
type SignedCheckpoint struct {
	Position int64
	Signed   string
	Public   string
}

// Posting is one act's entries: a run of ids with their Merkle root and control totals.
type Posting struct {
	Position, First, Count, Debits int64
	Root                           string
}

func newState() *State { return &State{Chart: &ledger.Chart{}} }

// Apply folds in the next act.
func (s *State) Apply(a evidence.Act) error {
	rs, err := a.Records()
	if err != nil {
		return err
	}
	s.Position, s.At = a.Position, a.At
	for _, r := range rs {
		if err := s.apply(a, r); err != nil {
			return fmt.Errorf("act %d, %s: %w", a.Position, r.Word, err)
		}
	}
	return nil
}

func (s *State) apply(a evidence.Act, r evidence.Record) (err error) {
	switch r.Word {
	case "book":
		s.Name, s.CIK = r.Get("name"), r.Get("cik")
		s.Calendar, err = fiscal.ParseCalendar(r.Get("calendar"))
	case "entity":
		err = s.Chart.Found(ledger.Entity{Code: r.Get("code"), Name: r.Get("name"), Currency: money.Currency(r.Get("currency"))})
	case "account":
		err = s.Chart.Open(accountOf(r))
	case "dimension":
		err = s.Chart.Define(ledger.Dimension{Code: r.Get("code"), Name: r.Get("name")})
	case "person", "person-changed", "person-removed", "limit":
		err = s.applyPerson(r)
	case "compensating", "review":
		err = s.applyReview(a, r)
	case "registrant":
		s.Registrants = append(s.Registrants, Registrant{a.Position, r.Get("yaml")})
	case "lock", "override", "override-approved":
		err = s.applyLock(a, r)
	case "document":
		s.Documents = append(s.Documents, DocumentInfo{ledger.Hash(r.Get("sha256")), r.Get("name"), r.Get("media"), r.Int("bytes"), a.Position})
	case "assertion":
		d, perr := fiscal.Parse(r.Get("date"))
		s.Assertions, err = append(s.Assertions, Assertion{r.Get("account"), d, r.Int("amount"), r.Get("citation"), a.Position}), perr
	case "import":
		s.Imports = append(s.Imports, Import{a.Position, r.Get("kind"), r.Get("file"), r.Get("sha256"), r.Int("entries"), 0})
	case "reverted":
		err = s.applyReverted(a, r)
	case "entries":
		s.Postings = append(s.Postings, Posting{a.Position, r.Int("first"), r.Int("count"), r.Int("debits"), r.Get("root")})
	case "filing":
		err = s.applyFiling(a, r)
	case "standing", "standing-ended":
		err = s.applyStanding(a, r)
	case "branch", "proposal", "proposal-withdrawn", "branch-merged", "branch-dropped":
		err = s.applyBranch(a, r)
	case "note", "note-closed":
		err = s.applyNote(a, r)
	case "stock-class", "stock-item", "stock-move":
		err = s.applyStock(a, r)
	case "stock-count", "stock-tag", "stock-tagged":
		err = s.applyCount(a, r)
	case "stock-bills":
		var from fiscal.Date
		from, err = fiscal.Parse(r.Get("from"))
		s.Stock.Bills = append(s.Stock.Bills, StockBills{from, a.Position, r.Get("text")})
	case "stock-pool", "stock-index", "stock-pool-ended":
		err = s.applyPool(a, r)
	case "estimate":
		err = s.applyEstimate(a, r)
	case "plan":
		err = s.applyPlan(a, r)
	case "checkpoint":
		s.Checkpoints = append(s.Checkpoints, SignedCheckpoint{a.Position, r.Get("signed"), r.Get("public")})
	default:
		err = fmt.Errorf("this program does not know the record")
	}
	return err
}

func (s *State) applyPerson(r evidence.Record) (err error) {
	var until fiscal.Date
	if t := r.Get("until"); t != "" {
		if until, err = fiscal.Parse(t); err != nil {
			return err
		}
	}
	i := s.person(r.Get("code"))
	switch {
	case r.Word == "limit":
		limits := maps.Clone(s.Limits)
		if limits == nil {
			limits = map[string]int64{}
		}
		limits[r.Get("role")] = r.Int("amount")
		s.Limits = limits
	case r.Word == "person":
		s.People = append(s.People, Person{Code: r.Get("code"), Name: r.Get("name"), Role: r.Get("role"), Until: until})
	case i < 0:
	default:
		s.People = slices.Clone(s.People)
		if r.Word == "person-removed" {
			s.People[i].Removed = true
			return nil
		}
		s.People[i].Role, s.People[i].Until, s.People[i].Removed = r.Get("role"), until, false
	}
	return nil
}

func (s *State) applyReview(a evidence.Act, r evidence.Record) error {
	if r.Word == "compensating" {
		s.Reviews = append(s.Reviews, Review{Position: a.Position, By: a.By, Why: a.Why})
		return nil
	}
	i := slices.IndexFunc(s.Reviews, func(x Review) bool { return x.Position == r.Int("position") })
	if i < 0 {
		return fmt.Errorf("nothing at position %s waits for review", r.Get("position"))
	}
	s.Reviews = slices.Clone(s.Reviews)
	s.Reviews[i].ReviewedBy, s.Reviews[i].ReviewedAt, s.Reviews[i].Note = a.By, a.Position, a.Why
	return nil
}

func (s *State) applyLock(a evidence.Act, r evidence.Record) error {
	if r.Word == "override-approved" {
		for i := range s.Overrides {
			if s.Overrides[i].ID == r.Int("id") {
				s.Overrides = slices.Clone(s.Overrides)
				s.Overrides[i].ApprovedBy, s.Overrides[i].ApprovedAt = a.By, a.Position
			}
		}
		return nil
	}
	first, err := fiscal.Parse(r.Get("first"))
	if err != nil {
		return err
	}
	last, err := fiscal.Parse(r.Get("last"))
	if err != nil {
		return err
	}
	if r.Word == "lock" {
		s.Locks = append(s.Locks, Lock{a.Position, first, last, Level(r.Get("level")), a.By})
		return nil
	}
	until, err := fiscal.Parse(r.Get("until"))
	s.Overrides = append(s.Overrides, Override{ID: a.Position, First: first, Last: last, Until: until, Why: a.Why, By: a.By})
	return err
}

func (s *State) applyReverted(a evidence.Act, r evidence.Record) error {
	i := slices.IndexFunc(s.Imports, func(x Import) bool { return x.Position == r.Int("position") })
	if i < 0 {
		return fmt.Errorf("no import at position %s", r.Get("position"))
	}
	s.Imports = slices.Clone(s.Imports)
	s.Imports[i].RevertedAt = a.Position
	return nil
}

func (s *State) applyFiling(a evidence.Act, r evidence.Record) error {
	on, err := fiscal.Parse(r.Get("on"))
	f := Filing{Position: a.Position, Form: r.Get("form"), Period: r.Get("period"), On: on, AsKnown: r.Int("position"), Version: r.Get("version"),
		Scale: int(r.Int("scale")), Document: r.Get("document")}
	for _, x := range r.Fields {
		if name, ok := strings.CutPrefix(x.Key, "file:"); ok {
			f.Files = append(f.Files, evidence.Field{Key: name, Value: x.Value})
		}
	}
	s.Filings = append(s.Filings, f)
	return err
}

func accountRecord(a ledger.Account) evidence.Record {
	return evidence.Rec("account", "code", a.Code, "name", a.Name, "type", string(a.Type), "section", string(a.Section), "concept", a.Concept, "cashflow", a.CashFlow)
}

func accountOf(r evidence.Record) ledger.Account {
	return ledger.Account{Code: r.Get("code"), Name: r.Get("name"), Type: ledger.AccountType(r.Get("type")), Section: ledger.Section(r.Get("section")),
		Concept: r.Get("concept"), CashFlow: r.Get("cashflow")}
}

func (s *State) person(code string) int {
	return slices.IndexFunc(s.People, func(p Person) bool { return p.Code == code })
}

// Alone says that no second person has ever existed in the book. Removing people never makes it true again.
func (s *State) Alone() bool { return len(s.People) < 2 }

// LockAt is the firmest lock on a day, with Level "" when there is none.
func (s *State) LockAt(d fiscal.Date) Lock {
	rank := map[Level]int{Soft: 1, Closed: 2, Filed: 3}
	var l Lock
	for _, k := range s.Locks {
		if d >= k.First && d <= k.Last && rank[k.Level] > rank[l.Level] {
			l = k
		}
	}
	return l
}

// lockFor is the lock that keeps an entry out unless an override covers it, with Level "" when there is none.
func (s *State) lockFor(e *ledger.Entry) Lock {
	l := s.LockAt(e.Effective)
	if l.Level == Soft && e.Kind != ledger.Standard && e.Kind != ledger.Opening && e.Kind != ledger.Recurring {
		return Lock{}
	}
	return l
}

// covered says whether the override is approved, covers the entry's date and may be used on a day.
func (s *State) covered(e *ledger.Entry, override int64, today fiscal.Date) bool {
	i := slices.IndexFunc(s.Overrides, func(o Override) bool { return o.ID == override })
	if i < 0 {
		return false
	}
	o := s.Overrides[i]
	return o.ApprovedBy != "" && e.Effective >= o.First && e.Effective <= o.Last && today <= o.Until
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
