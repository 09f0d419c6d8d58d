package importer

import (
	"bytes"
	"strings"

	"tieout/fiscal"
	"tieout/ledger"
)

// beanAcct is an account of a beancount file.
type beanAcct struct {
	ledger ledger.Account
	row    int // of its open directive, 0 for an account that the file does not open
	since  fiscal.Date
	until  fiscal.Date // the last day, none for open
}

// beanAccounts are the accounts of a file by name.
type beanAccounts struct {
	by     map[string]*beanAcct
	opened []*beanAcct          // in file order
	codes  map[string]*beanAcct // by code
	torn   map[string]bool      // accounts with accounts below whose codes are not below theirs
}

// tear finds the accounts whose balance with all below cannot be said by code.
func (a *beanAccounts) tear() {
	a.torn = map[string]bool{}
	for name, acct := range a.by {
		for up := name; ; {
			i := strings.LastIndexByte(up, ':')
			if i < 0 {
				break
			}
			up = up[:i]
			if parent := a.by[up]; parent != nil && !acct.ledger.Within(parent.ledger.Code) {
				a.torn[up] = true
			}
		}
	}
}

// opened is an open directive: open ACCOUNT [CURRENCY, …] ["BOOKING"].
func (b *bean) opened(date fiscal.Date, t []beanToken) error {
	if len(t) == 0 || t[0].kind != beanAccount {
		return unread("an open directive is written as: DATE open ACCOUNT")
	}
	for _, x := range t[1:] {
		if x.kind != beanCurrency && x.kind != beanString && !x.is(",") {
			return b.refuseToken(x, "%q is not understood behind the account that is opened", clip(string(x.text)))
		}
	}
	name := string(t[0].text)
	if _, err := b.root(t[0]); err != nil {
		return err
	}
	if was := b.accounts.by[name]; was != nil && was.row != b.row && was.row > 0 {
		return b.refuseToken(t[0], "account %s is opened twice, here and in line %d", name, was.row)
	}
	b.block = blockAccount
	b.named = beanToken{kind: beanAccount, text: bytes.Clone(t[0].text), at: t[0].at}
	b.decl = declaration{row: b.row, name: name, tags: map[string]string{}}
	if len(b.accounts.by) >= maxAccounts && b.accounts.by[name] == nil {
		return unread("the file opens more than %d accounts", maxAccounts)
	}
	if b.survey {
		a := &beanAcct{row: b.row, since: date, ledger: ledger.Account{Code: name}}
		if was := b.accounts.by[name]; was != nil {
			a.until = was.until // its close directive stands above
		}
		b.accounts.by[name] = a
	}
	return nil
}

// root is the type of an account by the first part of its name.
func (b *bean) root(t beanToken) (ledger.AccountType, error) {
	first, _, _ := bytes.Cut(t.text, []byte(":"))
	typ, ok := b.roots[string(first)]
	if !ok {
		return "", b.refuseToken(t, "account %q: %q is not one of the five roots of accounts", clip(string(t.text)), clip(string(first)))
	}
	return typ, nil
}

// declare finishes an open directive with its metadata.
func (b *bean) declare() {
	a, err := b.declared()
	if err != nil {
		b.fail(placed(err, b.decl.row, b.named.at+1, b.named.text))
		return
	}
	acct := b.accounts.by[b.decl.name]
	if !b.survey || acct == nil || acct.row != b.decl.row {
		return
	}
	if b.accounts.codes == nil {
		b.accounts.codes = map[string]*beanAcct{}
	}
	acct.ledger = a
	b.accounts.opened = append(b.accounts.opened, acct)
	if b.accounts.codes[a.Code] == nil {
		b.accounts.codes[a.Code] = acct
	}
}

func (b *bean) declared() (ledger.Account, error) {
	d := b.decl
	typ, err := b.root(b.named)
	if err != nil {
		return ledger.Account{}, err
	}
	a := account{name: d.name, typ: typ}
	if err := a.describe(d.tags); err != nil {
		return ledger.Account{}, unread("account %s: %v", d.name, err)
	}
	if a.typ != typ {
		return ledger.Account{}, unread("account %s is of type %s by its name and of type %s by its metadata", d.name, typ, a.typ)
	}
	code := d.tags["code"]
	if code == "" {
		code = d.name
	}
	if err := checkAccount([]byte(code)); err != nil {
		return ledger.Account{}, err
	}
	if was := b.accounts.codes[code]; was != nil && was.row != d.row {
		return ledger.Account{}, unread("account %s has the code %q, and so has the account opened in line %d", d.name, code, was.row)
	}
	return ledger.Account{Code: code, Name: d.tags["name"], Type: a.typ, Section: a.section, Concept: concept(d.tags["concept"]), CashFlow: d.tags["cashflow"]}, nil
}

// closed is a close directive: close ACCOUNT. Its day is the last of the account.
func (b *bean) closed(date fiscal.Date, t []beanToken) error {
	if len(t) != 1 || t[0].kind != beanAccount {
		return unread("a close directive is written as: DATE close ACCOUNT")
	}
	a := b.accounts.by[string(t[0].text)]
	switch {
	case !b.survey && (a == nil || a.row == 0):
		return b.refuseToken(t[0], "account %s is closed and never opened", t[0].text)
	case !b.survey && date < a.since:
		return b.refuseToken(t[0], "account %s is closed before %s, when it is opened", t[0].text, a.since)
	case !b.survey && a.until != date:
		return b.refuseToken(t[0], "account %s is closed twice", t[0].text)
	case b.survey && a != nil && a.until == 0:
		a.until = date
	case b.survey:
		b.accounts.late(string(t[0].text), date)
	}
	return nil
}

// late remembers a close directive that stands above its open directive.
func (a *beanAccounts) late(name string, date fiscal.Date) {
	if a.by[name] == nil {
		a.by[name] = &beanAcct{ledger: ledger.Account{Code: name}, until: date}
	}
}

// account is the code of an account that a directive of a day names. One that the file does not open is handed on
// as only used.
func (b *bean) account(t beanToken, date fiscal.Date) (code string, err error) {
	a := b.accounts.by[string(t.text)]
	if a == nil {
		return b.unopened(t)
	}
	switch {
	case date < a.since:
		return "", b.refuseToken(t, "account %s is opened on %s, after this day, %s", t.text, a.since, date)
	case a.until != 0 && date > a.until:
		return "", b.refuseToken(t, "account %s was closed on %s, before this day, %s", t.text, a.until, date)
	}
	return a.ledger.Code, nil
}

func (b *bean) unopened(t beanToken) (string, error) {
	typ, err := b.root(t)
	if err != nil {
		return "", err
	}
	if err := checkAccount(t.text); err != nil {
		return "", err
	}
	if was := b.accounts.codes[string(t.text)]; was != nil {
		return "", b.refuseToken(t, "account %s is not opened, and the account opened in line %d has it for its code", t.text, was.row)
	}
	if len(b.accounts.by) >= maxAccounts {
		return "", unread("the file names more than %d accounts", maxAccounts)
	}
	a := &beanAcct{ledger: ledger.Account{Code: string(t.text), Type: typ}}
	b.accounts.by[a.ledger.Code] = a
	item := a.ledger
	b.item(Item{Row: b.row, Inferred: true, Account: &item})
	return a.ledger.Code, nil
}
