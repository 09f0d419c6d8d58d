package importer

import (
	"strings"

	"tieout/ledger"
)

// iifAccount is an account of an IIF file.
type iifAccount struct {
	code       string
	row        int  // of its row in the list; of its first use when it is not listed
	listed     bool // it stands in the list
	nonposting bool
}

// iifAccounts are the accounts of a file, by name and by code.
type iifAccounts struct {
	byName, byCode map[string]*iifAccount
}

// iifTypes are the types of account of QuickBooks.
var iifTypes = map[string]struct {
	t ledger.AccountType
	s ledger.Section
}{
	"BANK": {ledger.Asset, ledger.Current}, "AR": {ledger.Asset, ledger.Current}, "OCASSET": {ledger.Asset, ledger.Current},
	"FIXASSET": {ledger.Asset, ledger.Noncurrent}, "OASSET": {ledger.Asset, ledger.Noncurrent},
	"AP": {ledger.Liability, ledger.Current}, "CCARD": {ledger.Liability, ledger.Current}, "OCLIAB": {ledger.Liability, ledger.Current},
	"LTLIAB": {ledger.Liability, ledger.Noncurrent}, "EQUITY": {ledger.Equity, ""},
	"INC": {ledger.Revenue, ""}, "EXINC": {ledger.Revenue, ""},
	"COGS": {ledger.Expense, ""}, "EXP": {ledger.Expense, ""}, "EXEXP": {ledger.Expense, ""},
}

// account is a row ACCNT of the list.
func (f *iif) account() error {
	f.rows++
	r, err := f.record(iifAccountRow)
	if err != nil {
		return err
	}
	name, err := r.text(f.words, colName, 200)
	if err != nil {
		return err
	}
	if err := checkAccount([]byte(name)); err != nil {
		return r.wrong(colName, err)
	}
	a, err := f.listed(r, name)
	if err != nil || a.Code == "" {
		return err
	}
	f.item(Item{Row: r.row, Account: &a})
	return nil
}

// listed reads what the list says of an account; one that posts nothing is only remembered.
func (f *iif) listed(r *record, name string) (a ledger.Account, err error) {
	number, err := r.text(f.words, colAccount, 200)
	if err != nil {
		return a, err
	}
	desc, err := r.text(f.words, colConcept, 400)
	if err != nil {
		return a, err
	}
	word, err := r.text(f.words, colType, 40)
	if err != nil {
		return a, err
	}
	a = ledger.Account{Code: name, Name: desc}
	if number != "" {
		a = ledger.Account{Code: number, Name: name}
	}
	a.Code = f.translated(name, a.Code)
	t, known := iifTypes[strings.ToUpper(word)]
	acct := &iifAccount{code: a.Code, row: r.row, listed: true, nonposting: strings.EqualFold(word, "NONPOSTING")}
	if !known && !acct.nonposting {
		return a, r.wrong(colType, unread("type of account %q is none of QuickBooks", clip(word)))
	}
	if err := f.list(r, name, acct); err != nil || acct.nonposting {
		return ledger.Account{}, err
	}
	a.Type, a.Section = t.t, t.s
	return a, nil
}

// translated is the code that a mapping gives an account by its name or by its number.
func (f *iif) translated(name, code string) string {
	rules := f.heads[iifTransaction].rules
	if to, ok := rules.means(colAccount.String(), name); ok {
		return to
	}
	code, _ = rules.means(colAccount.String(), code)
	return code
}

// list remembers an account of the list, which has a name and a code of its own.
func (f *iif) list(r *record, name string, a *iifAccount) error {
	was := f.accounts.byName[name]
	switch other := f.accounts.byCode[a.code]; {
	case was != nil && was.listed:
		return r.wrong(colName, unread("account %q stands in the list twice, here and in line %d", clip(name), was.row))
	case was != nil && was.code != a.code:
		return r.wrong(colName, unread("account %q was used in line %d, above the list that gives it the number %s; put the list first", clip(name), was.row, a.code))
	case other != nil && other != was:
		return r.wrong(colAccount, unread("account %q has the code %q, and so has the account of line %d", clip(name), clip(a.code), other.row))
	case len(f.accounts.byName) >= maxAccounts:
		return mistake{rule: ruleFile, row: r.row, why: "the file names too many accounts"}
	}
	f.accounts.byName[name], f.accounts.byCode[a.code] = a, a
	return nil
}

// use is the code of the account that a line names. One that the list does not have is handed on as only used.
func (f *iif) use(r *record) (string, error) {
	name, err := r.raw(f.words, colAccount, 200)
	if err != nil {
		return "", err
	}
	a := f.accounts.byName[name]
	if a != nil && a.nonposting {
		return "", r.wrong(colAccount, unread("account %q is a non-posting account; its transactions are no entries, so leave them out of the export", clip(name)))
	}
	if a != nil {
		return a.code, nil
	}
	if err := checkAccount([]byte(name)); err != nil {
		return "", r.wrong(colAccount, err)
	}
	a = &iifAccount{code: f.translated(name, name), row: r.row}
	if other := f.accounts.byCode[a.code]; other != nil && a.code == name {
		return "", r.wrong(colAccount, unread("account %q is not in the list, and it is the number of the account of line %d", clip(name), other.row))
	}
	if len(f.accounts.byName) >= maxAccounts {
		return "", mistake{rule: ruleFile, row: r.row, why: "the file names too many accounts"}
	}
	f.accounts.byName[name] = a
	if f.accounts.byCode[a.code] == nil {
		f.accounts.byCode[a.code] = a
		f.item(Item{Row: r.row, Inferred: true, Account: &ledger.Account{Code: a.code}})
	}
	return a.code, nil
}
