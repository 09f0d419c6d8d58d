package importer

import (
	"fmt"
	"regexp"
	"strings"

	"tieout/ledger"
)

// maxAccounts bounds the accounts of one file; they are kept in memory.
const maxAccounts = 500_000

// account is what a file has said of an account so far.
type account struct {
	name     string
	typ      ledger.AccountType
	section  ledger.Section
	typed    bool // its type was declared for it, and so counts for the accounts below
	declared int  // row of its directive, 0 for none
	used     int  // row of its first use before a directive, 0 for none
}

// registry knows the accounts of a file.
type registry map[string]*account

// use finds an account by name; fresh says that the file had not named it before. limit is the error of a
// file with too many.
func (r registry) use(name []byte, row int) (a *account, fresh bool, err error) {
	if a, ok := r[string(name)]; ok {
		return a, false, nil
	}
	if err := checkAccount(name); err != nil {
		return nil, false, err
	}
	if len(r) >= maxAccounts {
		return nil, false, unread("the file names more than %d accounts", maxAccounts)
	}
	a = &account{name: string(name), used: row}
	r.inherit(a)
	r[a.name] = a
	return a, true, nil
}

func checkAccount(name []byte) error {
	s := string(name)
	switch {
	case s == "":
		return unread("an account name is missing")
	case strings.HasPrefix(s, ":") || strings.HasSuffix(s, ":") || strings.Contains(s, "::"):
		return unread("account %q has an empty part between colons", s)
	case strings.Contains(s, " ;"):
		return unread("account %q holds a semicolon; put two spaces between an account and a comment", s)
	}
	if err := ledger.CheckText("account name", s, 200); err != nil {
		return unread("%v", err)
	}
	return nil
}

// inherit gives an account the declared type of the nearest parent, else the type that its name says.
func (r registry) inherit(a *account) {
	for parent := a.name; ; {
		i := strings.LastIndexByte(parent, ':')
		if i < 0 {
			break
		}
		parent = parent[:i]
		if up := r[parent]; up != nil && up.typed {
			a.typ, a.section = up.typ, up.section
			return
		}
	}
	a.typ = typeByName(a.name)
}

// byName are the names from which hledger infers a type.
var byName = []struct {
	re *regexp.Regexp
	t  ledger.AccountType
}{
	{regexp.MustCompile(`(?i)^assets?(:|$)`), ledger.Asset},
	{regexp.MustCompile(`(?i)^(debts?|liabilit(y|ies))(:|$)`), ledger.Liability},
	{regexp.MustCompile(`(?i)^equity(:|$)`), ledger.Equity},
	{regexp.MustCompile(`(?i)^(income|revenue)s?(:|$)`), ledger.Revenue},
	{regexp.MustCompile(`(?i)^expenses?(:|$)`), ledger.Expense},
}

func typeByName(name string) ledger.AccountType {
	for _, r := range byName {
		if r.re.MatchString(name) {
			return r.t
		}
	}
	return ""
}

// parseType is ledger.ParseType with hledger's V for conversion accounts, which are equity.
func parseType(s string) (ledger.AccountType, ledger.Section, error) {
	switch strings.ToLower(s) {
	case "v", "conversion":
		return ledger.Equity, "", nil
	}
	return ledger.ParseType(s)
}

// concept gives an element without prefix the prefix of US GAAP.
func concept(s string) string {
	if s == "" || strings.Contains(s, ":") {
		return s
	}
	return "us-gaap:" + s
}

// declaration is an account directive, with the values of its tags as written.
type declaration struct {
	row  int
	name string
	tags map[string]string
}

// declare makes an account of a directive.
func (r registry) declare(d declaration) (ledger.Account, error) {
	a := r[d.name]
	if a == nil {
		a = &account{name: d.name}
		r[d.name] = a
	}
	if a.declared != 0 {
		return ledger.Account{}, unread("account %s is declared twice, here and in line %d", d.name, a.declared)
	}
	a.declared = d.row
	was := a.typ
	r.inherit(a)
	if err := a.describe(d.tags); err != nil {
		return ledger.Account{}, fmt.Errorf("account %s: %w", d.name, err)
	}
	if a.used != 0 && was != "" && was != a.typ {
		return ledger.Account{}, unread("account %s was used in line %d and taken as %s; declare it as %s above its first use", d.name, a.used, was, a.typ)
	}
	return ledger.Account{Code: d.name, Name: d.tags["name"], Type: a.typ, Section: a.section, Concept: concept(d.tags["concept"]), CashFlow: d.tags["cashflow"]}, nil
}

func (a *account) describe(tags map[string]string) error {
	if t := tags["type"]; t != "" {
		var err error
		if a.typ, a.section, err = parseType(t); err != nil {
			return unread("%v", err)
		}
		a.typed = true
	}
	switch s := ledger.Section(strings.ToLower(tags["section"])); s {
	case "":
	case ledger.Current, ledger.Noncurrent:
		a.section = s
	default:
		return unread("section %q is not current or noncurrent", tags["section"])
	}
	return nil
}

// inferred is the item of an account that was used and never declared.
func (a *account) inferred(row int) Item {
	return Item{Row: row, Inferred: true, Account: &ledger.Account{Code: a.name, Type: a.typ, Section: a.section}}
}
