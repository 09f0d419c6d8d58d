package app

import (
	"context"
	"regexp"
	"strings"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
)

var digits = regexp.MustCompile(`^[0-9]{1,10}$`)

func (n *New) check() error {
	if n.Name = strings.TrimSpace(n.Name); n.Name == "" {
		return mistake("", "the book needs the registrant's name: --name")
	}
	if err := ledger.CheckText("the name", n.Name, 200); err != nil {
		return mistake("", "%v", err)
	}
	if n.CIK != "" && !digits.MatchString(n.CIK) {
		return mistake("", "CIK %q: write at most ten digits", n.CIK)
	}
	c, err := fiscal.ParseCalendar(n.Calendar)
	if err != nil {
		return mistake("", "fiscal year end: %v", err)
	}
	n.Calendar = c.String()
	if n.Currency == "" {
		n.Currency = "USD"
	}
	if n.Entity == "" {
		n.Entity = "main"
	}
	if _, ok := money.Currency(n.Currency).Digits(); !ok {
		return mistake("", "currency %q is not an ISO 4217 code", n.Currency)
	}
	return nil
}

var personCode = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)

// AddPerson adds a person. From the second on nobody approves their own work, for good.
func (a *App) AddPerson(ctx context.Context, by string, p Person) (evidence.Act, error) {
	return a.act(ctx, by, "person-added", "", func(w *writing) error {
		if !personCode.MatchString(p.Code) {
			return mistake("", "person %q: a code is at most 40 small letters, digits, dots and dashes", p.Code)
		}
		if err := ledger.CheckText("the name", p.Name, 200); err != nil {
			return mistake("", "%v", err)
		}
		if w.state.person(p.Code) >= 0 {
			return mistake("", "person %q exists already", p.Code)
		}
		w.record(evidence.Rec("person", "code", p.Code, "name", p.Name, "role", p.Role))
		return nil
	})
}

// RemovePerson takes a person's right to act. What they did stays, and so does the rule against self-approval.
func (a *App) RemovePerson(ctx context.Context, by, code, why string) (evidence.Act, error) {
	return a.act(ctx, by, "person-removed", why, func(w *writing) error {
		i := w.state.person(code)
		if i < 0 || w.state.People[i].Removed {
			return mistake("", "there is no person %q to remove", code)
		}
		active := 0
		for _, p := range w.state.People {
			if !p.Removed {
				active++
			}
		}
		if active == 1 {
			return refused("last-person", "%q is the last person in the book; add another first", code)
		}
		w.record(evidence.Rec("person-removed", "code", code))
		return nil
	})
}

// SetRegistrant stores the registrant's data, a YAML text that the caller has read and checked.
func (a *App) SetRegistrant(ctx context.Context, by, yaml string) (evidence.Act, error) {
	return a.act(ctx, by, "registrant-set", "", func(w *writing) error {
		if n := len(w.state.Registrants); n > 0 && w.state.Registrants[n-1].YAML == yaml {
			w.skip = true
			return nil
		}
		w.record(evidence.Rec("registrant", "yaml", yaml))
		return nil
	})
}

// Found adds a legal entity.
func (a *App) Found(ctx context.Context, by string, e ledger.Entity) (evidence.Act, error) {
	return a.act(ctx, by, "entity-founded", "", func(w *writing) error {
		if err := w.apply(evidence.Rec("entity", "code", e.Code, "name", e.Name, "currency", string(e.Currency))); err != nil {
			return mistake("", "%v", err)
		}
		return nil
	})
}

// OpenAccounts opens accounts or changes what is known of them.
func (a *App) OpenAccounts(ctx context.Context, by string, accounts []ledger.Account) (evidence.Act, error) {
	return a.act(ctx, by, "accounts-opened", "", func(w *writing) error { return w.open(accounts) })
}

// open records accounts that are new or changed.
func (w *writing) open(accounts []ledger.Account) error {
	for _, acct := range accounts {
		if !statement.ClassKnown(acct.CashFlow) {
			return mistake("account "+acct.Code, "cash-flow class %q is not one of %v or a flow: %v", acct.CashFlow, statement.ClassNames(), statement.FlowNames())
		}
		if old, ok := w.state.Chart.Account(acct.Code); ok {
			acct.ID = old.ID
			if old == acct {
				continue
			}
		}
		if err := w.apply(accountRecord(acct)); err != nil {
			return mistake("account "+acct.Code, "%v", err)
		}
	}
	return nil
}

// Define adds a dimension.
func (a *App) Define(ctx context.Context, by string, d ledger.Dimension) (evidence.Act, error) {
	return a.act(ctx, by, "dimension-defined", "", func(w *writing) error {
		if err := w.apply(evidence.Rec("dimension", "code", d.Code, "name", d.Name)); err != nil {
			return mistake("", "%v", err)
		}
		return nil
	})
}
