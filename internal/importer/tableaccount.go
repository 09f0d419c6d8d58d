package importer

import (
	"strings"

	"tieout/ledger"
)

// tableAccount is what the rows of a table have said of an account.
type tableAccount struct {
	ledger.Account
	row int // first row that said something
}

// account reads the columns that describe an account.
func (r *record) account(in interner, code, name string) (a ledger.Account, err error) {
	if err := checkAccount([]byte(code)); err != nil {
		return a, r.wrong(colAccount, err)
	}
	a = ledger.Account{Code: code, Name: name}
	word, err := r.text(in, colType, 100)
	if err != nil {
		return a, err
	}
	if word != "" {
		if a.Type, a.Section, err = parseType(word); err != nil {
			return a, r.wrong(colType, err)
		}
	}
	section, err := r.text(in, colSection, 100)
	if err != nil {
		return a, err
	}
	switch s := ledger.Section(strings.ToLower(section)); s {
	case "":
	case ledger.Current, ledger.Noncurrent:
		a.Section = s
	default:
		return a, r.wrong(colSection, unread("section %q is not current or noncurrent", clip(section)))
	}
	element, err := r.text(in, colConcept, 200)
	a.Concept = concept(element)
	return a, err
}

// said says whether a row told anything of an account but its code.
func said(a ledger.Account) bool {
	a.Code = ""
	return a != ledger.Account{}
}

// differs names what two rows say differently of one account. What one of them leaves blank is no difference.
func differs(a, b ledger.Account) (what, x, y string) {
	for _, f := range []struct{ what, x, y string }{
		{"name", a.Name, b.Name}, {"type", string(a.Type), string(b.Type)}, {"section", string(a.Section), string(b.Section)},
		{"concept", a.Concept, b.Concept}, {"cash-flow class", a.CashFlow, b.CashFlow},
	} {
		if f.x != f.y && f.x != "" && f.y != "" {
			return f.what, f.x, f.y
		}
	}
	return "", "", ""
}

// fillFrom completes what is blank.
func (a *tableAccount) fillFrom(b ledger.Account) {
	fill := func(to *string, from string) {
		if *to == "" {
			*to = from
		}
	}
	fill(&a.Name, b.Name)
	fill((*string)(&a.Type), string(b.Type))
	fill((*string)(&a.Section), string(b.Section))
	fill(&a.Concept, b.Concept)
	fill(&a.CashFlow, b.CashFlow)
}

// know gathers what a trial balance says of an account; a type that no row gives follows from the name.
func (t *trial) know(r *record, a ledger.Account) error {
	old := t.accounts[a.Code]
	if old == nil {
		old = &tableAccount{a, r.row}
		t.accounts[a.Code] = old
	}
	if what, x, y := differs(old.Account, a); what != "" {
		return r.wrong(colAccount, unread("the %s of account %s is %q here and %q in row %d", what, a.Code, y, x, old.row))
	}
	old.fillFrom(a)
	return nil
}
