package importer

import (
	"fmt"
	"slices"
	"strings"

	"tieout/ledger"
)

// find looks for what the caller said of the account of the statement, once for each.
func (f *ofx) find(ev ofxEvent) error {
	s := &f.stmt
	if s.known {
		return nil
	}
	s.known = true
	id := strings.Join(s.id, "/")
	if len(s.id) == 0 {
		return mistake{rule: ruleFile, row: ev.row, col: ev.col, why: "the statement does not say of which account it is (ACCTID)"}
	}
	if !slices.Contains(f.ids, id) {
		f.ids = append(f.ids, id)
	}
	if f.look != nil {
		f.look.statement(f, id)
		return nil
	}
	for i, st := range f.o.Mapping.Statements {
		if st.ID == id || st.ID == s.id[len(s.id)-1] || st.ID == "" {
			s.to = &f.o.Mapping.Statements[i]
		}
	}
	switch {
	case s.to == nil:
		return mistake{rule: ruleMapping, row: ev.row, col: ev.col, text: id, why: fmt.Sprintf("the statement is of the account %s; say which account of the ledger that is, and which clearing account takes the other side", quote(clip(id)))}
	case s.to.ID == "" && len(f.ids) > 1:
		s.to = nil
		return mistake{rule: ruleMapping, row: ev.row, col: ev.col, text: id, why: fmt.Sprintf("the file has statements of several accounts, %s; say for each by its id which account of the ledger it is", strings.Join(quoted(f.ids), ", "))}
	}
	if cur := f.o.functional(s.to.Entity); s.currency != string(cur) {
		s.to = nil
		return unread("the statement is in %s: wrong currency, the entity is kept in %s", quote(clip(s.currency)), cur)
	}
	for _, code := range []string{s.to.Account, s.to.Clearing} {
		if !f.used[code] {
			f.used[code] = true
			f.item(Item{Row: ev.row, Inferred: true, Account: &ledger.Account{Code: code}})
		}
	}
	return nil
}
