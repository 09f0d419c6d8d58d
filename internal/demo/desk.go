package demo

import (
	"fmt"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
	"tieout/recurring"
)

// desk is what the seats of the demonstration have on their desks besides the books: synthetic, and so named.
type desk struct {
	On fiscal.Date `yaml:"on"`
	By string      `yaml:"by"`

	Draft     *deskEntry    `yaml:"draft"`     // an entry that waits for a second person
	Branch    string        `yaml:"branch"`    // opens a branch with entries
	Drop      string        `yaml:"drop"`      // drops the branch of that name
	Why       string        `yaml:"why"`       // of a branch and of its end
	Entries   []deskEntry   `yaml:"entries"`   // proposed on the branch
	Note      *deskNote     `yaml:"note"`      // a note, with its answer
	Recurring *deskStanding `yaml:"recurring"` // an entry that comes every month
}

// deskEntry is an entry with its lines as account and amount in dollars, debit positive.
type deskEntry struct {
	Effective   fiscal.Date `yaml:"effective"`
	Kind        ledger.Kind `yaml:"kind"`
	Description string      `yaml:"description"`
	Lines       []struct {
		Account string `yaml:"account"`
		Amount  string `yaml:"amount"`
	} `yaml:"lines"`
}

type deskNote struct {
	At       string `yaml:"at"`
	Figure   string `yaml:"figure"`
	Text     string `yaml:"text"`
	Answer   string `yaml:"answer"`
	Answerer string `yaml:"answerer"`
}

type deskStanding struct {
	Name  string      `yaml:"name"`
	From  fiscal.Date `yaml:"from"`
	Until fiscal.Date `yaml:"until"`
	Entry deskEntry   `yaml:"entry"`
}

// entry is the entry with every line marked synthetic.
func (d deskEntry) entry() (ledger.Entry, error) {
	e := ledger.Entry{Effective: d.Effective, Kind: d.Kind, Description: d.Description}
	for _, l := range d.Lines {
		a, err := money.Parse(l.Amount, "USD")
		if err != nil {
			return e, fmt.Errorf("%s: %w", d.Description, err)
		}
		dims, err := ledger.MakeDims(ledger.BasisDimension, ledger.Synthetic)
		if err != nil {
			return e, err
		}
		e.Lines = append(e.Lines, ledger.Line{Account: l.Account, Amount: a.Minor, Dims: dims})
	}
	return e, nil
}

// what says in a few words what it is.
func (d desk) what() string {
	switch {
	case d.Draft != nil:
		return "a draft: " + d.Draft.Description
	case d.Branch != "":
		return "the branch " + d.Branch
	case d.Drop != "":
		return "the end of the branch " + d.Drop
	case d.Note != nil:
		return "a note at " + d.Note.At
	}
	return "what comes again"
}

// desk puts one thing on a desk.
func (b *building) desk(d desk) error {
	switch {
	case d.Draft != nil:
		e, err := d.Draft.entry()
		if err == nil {
			_, err = b.a.Post(b.ctx, d.By, e)
		}
		return err
	case d.Branch != "":
		return b.branch(d)
	case d.Drop != "":
		st, err := b.a.State(b.ctx, 0)
		if err != nil {
			return err
		}
		for _, x := range st.Branches {
			if x.Name == d.Drop {
				_, err = b.a.DropBranch(b.ctx, d.By, x.ID, d.Why)
				return err
			}
		}
		return fmt.Errorf("there is no branch %q to drop", d.Drop)
	case d.Note != nil:
		act, err := b.a.WriteNote(b.ctx, d.By, app.Note{On: d.Note.At, Text: d.Note.Text, Figure: d.Note.Figure})
		if err == nil && d.Note.Answer != "" {
			_, err = b.a.WriteNote(b.ctx, d.Note.Answerer, app.Note{Answers: act.Position, Text: d.Note.Answer})
		}
		return err
	case d.Recurring != nil:
		e, err := d.Recurring.Entry.entry()
		if err == nil {
			_, err = b.a.KeepStanding(b.ctx, d.By, recurring.Standing{Name: d.Recurring.Name, Every: recurring.Monthly, From: d.Recurring.From, Until: d.Recurring.Until, Entry: e})
		}
		return err
	}
	return fmt.Errorf("a desk with nothing on it on %s", d.On)
}

func (b *building) branch(d desk) error {
	id, err := b.a.OpenBranch(b.ctx, d.By, d.Branch, d.Why)
	if err != nil {
		return err
	}
	for _, x := range d.Entries {
		e, err := x.entry()
		if err != nil {
			return err
		}
		if _, err := b.a.Propose(b.ctx, d.By, id, e); err != nil {
			return err
		}
	}
	return nil
}
