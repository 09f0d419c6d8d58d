package app

import (
	"context"
	"regexp"
	"strings"

	"tieout/evidence"
	"tieout/filing"
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

// SetRegistrant stores the registrant's data, a YAML text that the caller has read and checked.
func (a *App) SetRegistrant(ctx context.Context, by, yaml string) (evidence.Act, error) {
	return a.act(ctx, by, cmdRegistrant, "", func(w *writing) error {
		if n := len(w.state.Registrants); n > 0 && w.state.Registrants[n-1].YAML == yaml {
			w.skip = true
			return nil
		}
		if _, err := filing.ParseRegistrant([]byte(yaml)); err != nil {
			return mistake("the registrant's data", "%v", err)
		}
		w.record(evidence.Rec("registrant", "yaml", yaml))
		return nil
	})
}

// Found adds a legal entity.
func (a *App) Found(ctx context.Context, by string, e ledger.Entity) (evidence.Act, error) {
	return a.act(ctx, by, cmdEntity, "", func(w *writing) error {
		if err := w.apply(evidence.Rec("entity", "code", e.Code, "name", e.Name, "currency", string(e.Currency))); err != nil {
			return mistake("", "%v", err)
		}
		return nil
	})
}

// OpenAccounts opens accounts or changes what is known of them.
func (a *App) OpenAccounts(ctx context.Context, by string, accounts []ledger.Account) (evidence.Act, error) {
	return a.act(ctx, by, cmdAccounts, "", func(w *writing) error { return w.open(accounts) })
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
	return a.act(ctx, by, cmdDimension, "", func(w *writing) error {
		if err := w.apply(evidence.Rec("dimension", "code", d.Code, "name", d.Name)); err != nil {
			return mistake("", "%v", err)
		}
		return nil
	})
}
