package ledger

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tieout/money"
)

// AccountType says on which statement an account stands and on which side it grows.
type AccountType string

// The five types of account.
const (
	Asset     AccountType = "asset"
	Liability AccountType = "liability"
	Equity    AccountType = "equity"
	Revenue   AccountType = "revenue"
	Expense   AccountType = "expense"
)

// Income says that the account belongs to the income statement and starts every fiscal year at nil.
func (t AccountType) Income() bool { return t == Revenue || t == Expense }

// CreditNormal says that the account grows on the credit side.
func (t AccountType) CreditNormal() bool { return t == Liability || t == Equity || t == Revenue }

// Section refines the type where a classified statement needs it.
type Section string

// The sections of a classified balance sheet; empty when the type alone decides or nobody said.
const (
	Current    Section = "current"
	Noncurrent Section = "noncurrent"
)

// Account is one account of the chart.
type Account struct {
	ID       int    // place in the chart, from 1, in order of opening; given by the book
	Code     string // unique; a number ("1310") or a path ("Assets:Inventory:Finished")
	Name     string
	Type     AccountType
	Section  Section
	Concept  string // us-gaap or extension element, such as "us-gaap:InventoryNet"; may be empty
	CashFlow string // class of the cash-flow statement; may be empty
}

// Label is code and name without saying the same twice.
func (a Account) Label() string {
	if a.Name == "" || a.Name == a.Code {
		return a.Code
	}
	return a.Code + " " + a.Name
}

// Within says whether the account is the one with the given code or stands below it in a path.
func (a Account) Within(code string) bool {
	return a.Code == code || strings.HasPrefix(a.Code, code+":")
}

// Entity is a legal entity and its functional currency.
type Entity struct {
	ID       int
	Code     string
	Name     string
	Currency money.Currency
}

// Chart is the chart of accounts with the entities and dimensions that lines may name.
type Chart struct {
	accounts   []Account
	byCode     map[string]int
	entities   []Entity
	dimensions []Dimension
}

// Clone is a chart that can be changed by itself.
func (c *Chart) Clone() *Chart {
	return &Chart{accounts: slices.Clone(c.accounts), byCode: maps.Clone(c.byCode), entities: slices.Clone(c.entities), dimensions: slices.Clone(c.dimensions)}
}

// Accounts are all accounts in order of opening. The caller does not change them.
func (c *Chart) Accounts() []Account { return c.accounts }

// Entities are all entities in order of founding; the first is the default.
func (c *Chart) Entities() []Entity { return c.entities }

// Dimensions are all dimensions in order of definition.
func (c *Chart) Dimensions() []Dimension { return c.dimensions }

// Account finds an account by its code.
func (c *Chart) Account(code string) (Account, bool) {
	if i, ok := c.byCode[code]; ok {
		return c.accounts[i], true
	}
	if code == virtualRetained.Code && c.Retained().ID == 0 {
		return virtualRetained, true
	}
	return Account{}, false
}

// RetainedConcept is the element of the account that takes up the results of earlier years.
const RetainedConcept = "us-gaap:RetainedEarningsAccumulatedDeficit"

// virtualRetained stands in where the chart has no account for retained earnings; nothing is posted to it.
var virtualRetained = Account{Code: "(retained earnings)", Name: "Retained earnings", Type: Equity, Concept: RetainedConcept}

// Retained is the account that the virtual year-end close carries results to: the first equity account tagged
// as retained earnings, else the first whose name says so, else one that exists only in reports (ID 0).
func (c *Chart) Retained() Account {
	for _, a := range c.accounts {
		if a.Type == Equity && a.Concept == RetainedConcept {
			return a
		}
	}
	for _, a := range c.accounts {
		n := strings.ToLower(a.Code + " " + a.Name)
		if a.Type == Equity && (strings.Contains(n, "retained") || strings.Contains(n, "accumulated deficit") || strings.Contains(n, "accumulated earnings")) {
			return a
		}
	}
	return virtualRetained
}

// ByID finds an account by its place in the chart and panics when there is none: ids come from the book.
func (c *Chart) ByID(id int) Account { return c.accounts[id-1] }

// Entity finds an entity by code; the empty code is the first entity.
func (c *Chart) Entity(code string) (Entity, bool) {
	if code == "" && len(c.entities) > 0 {
		return c.entities[0], true
	}
	i := slices.IndexFunc(c.entities, func(e Entity) bool { return e.Code == code })
	if i < 0 {
		return Entity{}, false
	}
	return c.entities[i], true
}

// Open adds an account or, when the code exists, replaces what is known of it except code, id and type.
func (c *Chart) Open(a Account) error {
	if err := a.check(); err != nil {
		return err
	}
	if i, ok := c.byCode[a.Code]; ok {
		if c.accounts[i].Type != a.Type {
			return fmt.Errorf("account %s is of type %s and cannot become %s; open another account and reclassify", a.Code, c.accounts[i].Type, a.Type)
		}
		a.ID = c.accounts[i].ID
		c.accounts[i] = a
		return nil
	}
	if c.byCode == nil {
		c.byCode = map[string]int{}
	}
	a.ID = len(c.accounts) + 1
	c.byCode[a.Code] = len(c.accounts)
	c.accounts = append(c.accounts, a)
	return nil
}

func (a Account) check() error {
	if a.Code == "" {
		return fmt.Errorf("an account needs a code")
	}
	if err := CheckText("account code", a.Code, 200); err != nil {
		return err
	}
	if err := CheckText("account name", a.Name, 400); err != nil {
		return err
	}
	switch a.Type {
	case Asset, Liability, Equity, Revenue, Expense:
	default:
		return fmt.Errorf("account %s: type %q is not asset, liability, equity, revenue or expense", a.Code, string(a.Type))
	}
	switch a.Section {
	case "", Current, Noncurrent:
		return nil
	}
	return fmt.Errorf("account %s: section %q is not current or noncurrent", a.Code, string(a.Section))
}

// Found adds an entity; its code and currency never change.
func (c *Chart) Found(e Entity) error {
	if _, ok := c.Entity(e.Code); ok && e.Code != "" {
		return fmt.Errorf("entity %s exists already", e.Code)
	}
	if e.Code == "" {
		return fmt.Errorf("an entity needs a code")
	}
	if _, ok := e.Currency.Digits(); !ok {
		return fmt.Errorf("entity %s: currency %q is not an ISO 4217 code", e.Code, string(e.Currency))
	}
	e.ID = len(c.entities) + 1
	c.entities = append(c.entities, e)
	return nil
}

// ParseType reads a type as people and other systems write it, with its section where the word says so:
// "Current assets", "fixed asset", "COGS", "income", "long-term liability", "A".
func ParseType(s string) (AccountType, Section, error) {
	w := strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(strings.TrimSpace(s)))
	w = strings.Join(strings.Fields(w), " ")
	if t, ok := typeWords[w]; ok {
		return t.t, t.s, nil
	}
	if t, ok := typeWords[strings.TrimSuffix(w, "s")]; ok {
		return t.t, t.s, nil
	}
	return "", "", fmt.Errorf("type %q is not read; write asset, liability, equity, revenue or expense, with current or noncurrent before it if you like", s)
}

type typeWord struct {
	t AccountType
	s Section
}

var typeWords = map[string]typeWord{
	"asset": {Asset, ""}, "a": {Asset, ""}, "current asset": {Asset, Current}, "other current asset": {Asset, Current},
	"noncurrent asset": {Asset, Noncurrent}, "non current asset": {Asset, Noncurrent}, "long term asset": {Asset, Noncurrent},
	"fixed asset": {Asset, Noncurrent}, "other asset": {Asset, Noncurrent}, "bank": {Asset, Current}, "cash": {Asset, Current}, "c": {Asset, Current},
	"accounts receivable": {Asset, Current}, "inventory": {Asset, Current}, "contra asset": {Asset, ""},
	"liability": {Liability, ""}, "l": {Liability, ""}, "liabilitie": {Liability, ""}, "current liability": {Liability, Current}, "current liabilitie": {Liability, Current},
	"noncurrent liability": {Liability, Noncurrent}, "non current liability": {Liability, Noncurrent}, "long term liability": {Liability, Noncurrent},
	"noncurrent liabilitie": {Liability, Noncurrent}, "long term liabilitie": {Liability, Noncurrent}, "other current liability": {Liability, Current}, "accounts payable": {Liability, Current},
	"equity": {Equity, ""}, "e": {Equity, ""}, "capital": {Equity, ""}, "shareholders equity": {Equity, ""}, "stockholders equity": {Equity, ""},
	"revenue": {Revenue, ""}, "r": {Revenue, ""}, "income": {Revenue, ""}, "other income": {Revenue, ""}, "sale": {Revenue, ""}, "gain": {Revenue, ""},
	"expense": {Expense, ""}, "x": {Expense, ""}, "cogs": {Expense, ""}, "cost of goods sold": {Expense, ""}, "cost of sale": {Expense, ""}, "other expense": {Expense, ""}, "cost": {Expense, ""}, "losse": {Expense, ""}, "loss": {Expense, ""},
}
