package app

import (
	"context"
	_ "embed"
	"encoding/csv"
	"strings"

	"tieout/internal/access"
	"tieout/ledger"
)

// StarterChart is a chart of accounts to begin with: accounts with the elements they are reported under.
type StarterChart struct {
	Code, Title string
	Accounts    []ledger.Account
}

//go:embed starter.csv
var starterCSV string

// StarterCharts are the charts that a new book can begin with.
func StarterCharts() []StarterChart {
	rows, err := csv.NewReader(strings.NewReader(starterCSV)).ReadAll()
	if err != nil {
		panic(err)
	}
	c := StarterChart{Code: "small-manufacturer", Title: "A small manufacturer"}
	for _, r := range rows[1:] {
		c.Accounts = append(c.Accounts, ledger.Account{Code: r[0], Name: r[1], Type: ledger.AccountType(r[2]), Section: ledger.Section(r[3]), Concept: "us-gaap:" + r[4]})
	}
	return []StarterChart{c}
}

// First sets up a book that has nobody: its first person with a password, and a starter chart when one is named.
func (a *App) First(ctx context.Context, p Person, password, chart string) error {
	s, err := a.State(ctx, 0)
	if err != nil {
		return err
	}
	if err := CheckFirst(p, password, s.Name); err != nil {
		return err
	}
	if len(s.People) > 0 {
		return refused("set-up", "the book has people already")
	}
	var accounts []ledger.Account
	for _, c := range StarterCharts() {
		if c.Code == chart && len(s.Chart.Accounts()) == 0 {
			accounts = c.Accounts
		}
	}
	if _, err := a.AddPerson(ctx, p.Code, p); err != nil {
		return err
	}
	if err := a.SetPassword(ctx, p.Code, password, p.Name, s.Name); err != nil {
		return err
	}
	if accounts == nil {
		return nil
	}
	_, err = a.OpenAccounts(ctx, p.Code, accounts)
	return err
}

// CheckFirst looks at the first person before anything is written.
func CheckFirst(p Person, password, company string) error {
	switch {
	case !personCode.MatchString(p.Code):
		return mistake("", "person %.50q: a code is at most 40 small letters, digits, dots and dashes", p.Code)
	case strings.TrimSpace(p.Name) == "":
		return mistake("", "the person needs a name")
	case !access.MayRole(access.Role(p.Role), access.GrantSeat):
		return mistake("", "the first person of a book must be able to give seats to others: make it a controller or the CFO")
	}
	if err := ledger.CheckText("the name", p.Name, 200); err != nil {
		return mistake("", "%v", err)
	}
	if err := access.CheckPassword(password, p.Name, p.Code, company); err != nil {
		return mistake("", "%v", err)
	}
	return nil
}
