// Package app is what a person can do with a book: one method a command, which loads, decides and saves. It is
// the only package that calls both the store and a decision.
package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"tieout/check"
	"tieout/evidence"
	"tieout/fiscal"
	"tieout/internal/store"
	"tieout/ledger"
)

// Version of the program, as stamped on reports.
const Version = "0.1.0"

// App is an open book and what the commands need of the world.
type App struct {
	st    *store.Store
	book  *store.Book
	Clock func() time.Time
	Key   Key

	folded foldedStates
}

// Mistake is bad input: what was wrong, finding by finding. Nothing was written.
type Mistake struct{ Findings []check.Finding }

func (m Mistake) Error() string {
	var b strings.Builder
	for i, f := range m.Findings {
		if i == 20 {
			fmt.Fprintf(&b, "\n… and %d more", len(m.Findings)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		if f.Subject != "" {
			b.WriteString(f.Subject + ": ")
		}
		b.WriteString(f.Message)
	}
	return b.String()
}

func mistake(subject, format string, args ...any) Mistake {
	return Mistake{[]check.Finding{{Rule: "input", Severity: check.Stop, Subject: subject, Message: fmt.Sprintf(format, args...)}}}
}

// Refused is a command that a guard keeps out: the rule and the way out. Nothing was written.
type Refused struct{ Rule, Message string }

func (r Refused) Error() string { return r.Message }

func refused(rule, format string, args ...any) Refused {
	return Refused{rule, fmt.Sprintf(format, args...)}
}

// Open opens the book at an address: a file path, or postgres://…#NAME.
func Open(ctx context.Context, address string) (*App, error) {
	return OpenWith(ctx, address, store.Options{})
}

// OpenWith is Open with options of the store, for tests that make the disk full.
func OpenWith(ctx context.Context, address string, o store.Options) (*App, error) {
	st, err := store.Open(ctx, address, o)
	if err != nil {
		return nil, noBook(err)
	}
	b, err := st.Book(ctx, bookName(address))
	if err != nil {
		st.Close()
		return nil, noBook(err)
	}
	return &App{st: st, book: b, Clock: time.Now, Key: UserKey()}, nil
}

func noBook(err error) error {
	if errors.Is(err, store.ErrNoBook) || strings.Contains(err.Error(), "is not a book") || strings.Contains(err.Error(), "is a directory") {
		return mistake("", "%v", err)
	}
	return err
}

func bookName(address string) string {
	if u, err := url.Parse(address); err == nil && strings.HasPrefix(u.Scheme, "postgres") {
		return u.Fragment
	}
	return ""
}

// New describes a book to be made.
type New struct {
	Name, CIK, Calendar, Currency string
	Entity                        string // code of the first entity; "main" when empty
	By                            string
}

// Create makes a book at an address where there is none.
func Create(ctx context.Context, address string, n New, clock func() time.Time) (*App, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	if _, err := os.Stat(address); err == nil && bookName(address) == "" && !strings.HasPrefix(address, "postgres") {
		return nil, mistake("", "%s exists already; a book is never overwritten: choose another path or remove it yourself", address)
	}
	st, err := store.Open(ctx, address, store.Options{Create: true})
	if err != nil {
		return nil, err
	}
	name := bookName(address)
	if name == "" {
		name = n.Name
	}
	b, err := st.Create(ctx, name)
	if err != nil {
		st.Close()
		return nil, mistake("", "%v", err)
	}
	a := &App{st: st, book: b, Clock: clock, Key: UserKey()}
	_, err = a.act(ctx, n.By, cmdCreate, "", func(w *writing) error {
		w.record(evidence.Rec("book", "name", n.Name, "cik", n.CIK, "calendar", n.Calendar))
		w.record(evidence.Rec("entity", "code", n.Entity, "name", n.Name, "currency", n.Currency))
		return nil
	})
	if err != nil {
		st.Close()
		return nil, errors.Join(err, removeBook(address))
	}
	return a, nil
}

// removeBook removes the file that was begun for a book which could not be made. A database is left as it is.
func removeBook(address string) error {
	if strings.HasPrefix(address, "postgres") {
		return nil
	}
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(address + suffix); !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Close closes the book.
func (a *App) Close() error { return a.st.Close() }

// Address is where the book is, without a password.
func (a *App) Address() string { return a.st.Where }

// Store gives tests the store behind the book.
func (a *App) Store() (*store.Store, *store.Book) { return a.st, a.book }

// writing is one act in the making.
type writing struct {
	tx      *store.Tx
	state   *State
	act     evidence.Act
	now     time.Time
	records []evidence.Record
	unread  []evidence.Record // recorded and not folded yet
	skip    bool              // nothing new: no act is written
	caller  *Caller
}

// stampOf is an instant as the book writes it.
func stampOf(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func checkReason(why string) error {
	if err := ledger.CheckText("the reason", why, 2000); err != nil {
		return mistake("", "%v", err)
	}
	return nil
}

func (w *writing) record(r evidence.Record) {
	w.records, w.unread = append(w.records, r), append(w.unread, r)
}

// readable folds what was only recorded: what cannot be read back is not written, since no book would open after it.
func (w *writing) readable() error {
	for _, r := range w.unread {
		if err := w.state.apply(evidence.Act{Position: w.state.Position + 1, By: w.act.By, At: w.act.At, Why: w.act.Why}, r); err != nil {
			return fmt.Errorf("the act could not be read back, so it was not written: %s: %w", r.Word, err)
		}
	}
	return nil
}

// apply records a change and folds it into the state at once, so that the rest of the act sees it.
func (w *writing) apply(r evidence.Record) error {
	if err := w.state.apply(evidence.Act{Position: w.state.Position + 1, By: w.act.By, At: w.act.At, Why: w.act.Why}, r); err != nil {
		return err
	}
	w.records = append(w.records, r)
	return nil
}

// guardSpoke turns a refusal by the engine into the command's refusal.
func guardSpoke(err error) error {
	var r store.Refusal
	if errors.As(err, &r) {
		return Refused{"engine", "the database refuses: " + r.Message}
	}
	return err
}

// actor is the code of the person who acts. Until the first person is added the book's owner acts without a name.
func (s *State) actor(by string) (string, error) {
	if len(s.People) == 0 {
		if by == "" {
			by = "owner"
		}
		if !personCode.MatchString(by) {
			return "", mistake("", "person %.50q: a code is at most 40 small letters, digits, dots and dashes", by)
		}
		return by, nil
	}
	if by == "" && len(s.People) == 1 && !s.People[0].Removed {
		return s.People[0].Code, nil
	}
	if by == "" {
		return "", refused("who", "say who acts with --as PERSON; the book has people")
	}
	i := s.person(by)
	if i < 0 || s.People[i].Removed {
		return "", refused("who", "%q is not a person who may act in this book", by)
	}
	return by, nil
}

// State is the book's state at a position; 0 means the newest.
func (a *App) State(ctx context.Context, position int64) (*State, error) {
	var s *State
	err := a.read(ctx, position, func(v *View) error { s = v.State; return nil })
	return s, err
}

// View is the book as known at a position, for reading.
type View struct {
	tx       *store.Tx
	app      *App
	State    *State
	Position int64
	last     int64 // id of the last entry known
	began    fiscal.Date
	open     map[fiscal.Date]ledger.TrialBalance // read so far
	entity   string                              // code of the entity that is looked at; empty for the first
	branch   *Branch                             // that is seen as if it were posted; nil for none
	proposed []ledger.Entry                      // its entries
	slice    Slice                               // the part of the entity that is looked at; zero for the whole
	every    bool                                // all entities, each in its own currency: for comparing, not for reports
}

// Select looks at another entity of the book: entities have currencies of their own and are never added up unconverted.
func (v *View) Select(code string) error {
	e, ok := v.State.Chart.Entity(code)
	if !ok {
		return mistake("", "entity %q is not in the book", code)
	}
	if v.entity, v.open = e.Code, nil; e.ID == 1 {
		v.entity = ""
	}
	return nil
}

// Entity is the entity that the view looks at.
func (v *View) Entity() ledger.Entity {
	e, _ := v.State.Chart.Entity(v.entity)
	return e
}

// read runs fn over the book as known at a position; 0 means the newest.
func (a *App) read(ctx context.Context, position int64, fn func(*View) error) error {
	return a.book.Read(ctx, func(tx *store.Tx) error {
		if position == 0 {
			position = tx.Head().Acts
		}
		if position < 0 || position > tx.Head().Acts {
			return mistake("", "position %d is not in the book; positions run from 1 to %d", position, tx.Head().Acts)
		}
		s, err := a.state(tx, position)
		if err != nil {
			return err
		}
		last, err := tx.LastEntry(position)
		if err != nil {
			return err
		}
		return fn(&View{tx: tx, app: a, State: s, Position: position, last: last})
	})
}
