package importer

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/ledger"
)

// OFX reads bank and credit-card statements, OFX 1 (SGML) or 2 (XML). It may be ranged over once. Memory is constant
// but for some twenty bytes a transaction, by which one that comes twice is found.
//
// A statement has one side of each entry: Options.Mapping.Statements says which ledger account it is of and which
// clearing account takes the other side. The bank's id of a transaction, with a short hash of the account's, is the
// idempotency key, so that overlapping downloads post once. Dates are the day as written: a zone never moves it. The
// ledger balance becomes an assertion. Amounts are signed as the customer sees them, which is debit positive for the
// account of a bank and for that of a card.
func OFX(r io.Reader, o Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		newOFX(r, o, yield).read()
	}
}

func newOFX(r io.Reader, o Options, yield func(Item, error) bool) *ofx {
	return &ofx{sink: sink{reporter: newReporter(o), yield: yield}, o: o, words: interner{}, seen: map[uint64]int32{}, used: map[string]bool{}, e: ofxElements{lex: newOFXLexer(r)}}
}

// ofx is the reading of one file.
type ofx struct {
	sink
	o       Options
	e       ofxElements
	words   interner
	seen    map[uint64]int32 // row by the hash of account and id of a transaction
	used    map[string]bool  // accounts that were handed on
	ids     []string         // accounts of the file
	stmt    ofxStatement
	fields  map[string]ofxEvent // values of the transaction, balance or status that is open
	row     int                 // where that begins
	problem bool                // of the transaction that is open
	look    *ofxLook            // set when the file is only looked at
}

// ofxStatement is the statement that is open.
type ofxStatement struct {
	card     bool
	currency string
	id       []string // of the bank, the branch and the account
	to       *Statement
	known    bool // its account was looked for
}

func (f *ofx) read() {
	if ps := f.o.Mapping.Check(); len(ps) > 0 {
		f.close(mistake{rule: ruleMapping, why: "the mapping is refused: " + ps[0].Message})
		return
	}
	if err := f.e.start(); err != nil {
		f.close(err)
		return
	}
	for !f.done {
		ev, err := f.e.next()
		if errors.Is(err, io.EOF) {
			f.endOfFile()
			return
		}
		if err == nil {
			err = f.step(ev)
		}
		if m, ok := asMistake(err); ok && m.rule != ruleFile {
			f.problem = true
			f.fail(m.at(ev.row, ev.col, ev.value))
			continue
		}
		if err != nil {
			f.close(err)
			return
		}
	}
}

func (f *ofx) endOfFile() {
	if len(f.ids) == 0 && len(f.found) == 0 {
		f.fail(mistake{rule: ruleFile, why: "the file has no statement of a bank account or a credit card"})
	}
	f.end()
}

// passedSets are the parts of a file that hold no statement.
var passedSets = strings.Fields("SIGNONMSGSRSV1 SIGNUPMSGSRSV1 PROFMSGSRSV1 EMAILMSGSRSV1")

// step takes a step through the file.
func (f *ofx) step(ev ofxEvent) error {
	depth := len(f.e.path)
	switch {
	case ev.begins && depth == 1 && ev.name != "OFX":
		return ofxFile(ev, "the root element is %s and not OFX", ev.name)
	case ev.begins && depth == 2, !ev.begins && !ev.ends && depth == 1:
		return messageSet(ev)
	case ev.begins && depth == 3 && !slices.Contains(passedSets, f.e.in(2)) && ev.name != "STMTTRNRS" && ev.name != "CCSTMTTRNRS":
		return ofxFile(ev, "only statements of accounts are read, and the file has %s", ev.name)
	case ev.begins:
		return f.begins(ev)
	case ev.ends:
		return f.ends(ev)
	}
	return f.value(ev)
}

func ofxFile(ev ofxEvent, format string, args ...any) error {
	return mistake{rule: ruleFile, row: ev.row, col: ev.col, why: fmt.Sprintf(format, args...)}
}

// messageSet sees that a part of the file is one that is read or passed over.
func messageSet(ev ofxEvent) error {
	switch {
	case slices.Contains(passedSets, ev.name), ev.name == "BANKMSGSRSV1", ev.name == "CREDITCARDMSGSRSV1":
		return nil
	case strings.HasPrefix(ev.name, "INVSTMT"), strings.HasPrefix(ev.name, "SECLIST"):
		return ofxFile(ev, "statements of securities are not read: import their entries as a journal")
	case strings.HasSuffix(ev.name, "RQV1"):
		return ofxFile(ev, "the file is a request to a bank and not its answer")
	}
	return ofxFile(ev, "the part %s of the file is not read", ev.name)
}

// begins is an element with others in it.
func (f *ofx) begins(ev ofxEvent) error {
	switch ev.name {
	case "STMTRS", "CCSTMTRS":
		f.stmt = ofxStatement{card: ev.name == "CCSTMTRS"}
	case "STMTTRN", "LEDGERBAL", "STATUS":
		f.fields, f.row, f.problem = map[string]ofxEvent{}, ev.row, false
		if ev.name != "STATUS" {
			return f.find(ev)
		}
	case "BANKTRANLIST":
		return f.find(ev)
	case "CURRENCY":
		if f.e.in(2) == "STMTTRN" {
			return unread("the transaction is in another currency than its statement; import it as a journal, with its amount in both")
		}
	}
	return nil
}

// value is a value of a statement, or of something in it. What does not bear on entries is passed over.
func (f *ofx) value(ev ofxEvent) error {
	switch parent := f.e.in(1); parent {
	case "STMTRS", "CCSTMTRS":
		switch ev.name {
		case "CURDEF":
			f.stmt.currency = ev.value
		case "BANKTRANLIST":
			return f.find(ev)
		}
	case "BANKACCTFROM", "CCACCTFROM":
		if grand := f.e.in(2); (grand == "STMTRS" || grand == "CCSTMTRS") && slices.Contains([]string{"BANKID", "BRANCHID", "ACCTID"}, ev.name) && ev.value != "" {
			f.stmt.id = append(f.stmt.id, ev.value)
		}
	case "STMTTRN", "LEDGERBAL", "STATUS":
		return f.keep(ev)
	case "PAYEE":
		if ev.name == "NAME" && f.e.in(2) == "STMTTRN" {
			return f.keep(ev)
		}
	}
	return nil
}

// keep takes a value of what is open; it may come once.
func (f *ofx) keep(ev ofxEvent) error {
	if was, ok := f.fields[ev.name]; ok {
		return unread("%s comes twice, here and in line %d", ev.name, was.row)
	}
	if ev.value != "" {
		f.fields[ev.name] = ev
	}
	return nil
}

func (f *ofx) ends(ev ofxEvent) error {
	if f.look != nil && ev.name == "STMTTRN" {
		f.look.transaction(f)
	}
	switch ev.name {
	case "STATUS":
		if f.fields["SEVERITY"].value == "ERROR" {
			return ofxFile(ev, "the bank answers with an error: %s %s", clip(f.fields["CODE"].value), clip(f.fields["MESSAGE"].value))
		}
	case "STMTTRN":
		if f.stmt.to != nil && !f.problem {
			return f.entry(ev)
		}
	case "LEDGERBAL":
		if f.stmt.to != nil && !f.problem {
			return f.balance(ev)
		}
	}
	return nil
}

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

// entry is the entry of a transaction.
func (f *ofx) entry(ev ofxEvent) error {
	var lack []string
	for _, need := range []string{"TRNTYPE", "DTPOSTED", "TRNAMT", "FITID"} {
		if f.fields[need].value == "" {
			lack = append(lack, need)
		}
	}
	if len(lack) > 0 {
		return unread("the transaction has no %s", strings.Join(lack, " and no "))
	}
	if action := f.fields["CORRECTACTION"]; action.value != "" {
		return f.wrong(action, unread("the bank corrects its transaction %s, which may be posted: history is not changed, so reverse that entry and delete this element", quote(clip(f.fields["CORRECTFITID"].value))))
	}
	e, err := f.head()
	if err != nil {
		return err
	}
	amt := f.fields["TRNAMT"]
	n, err := ofxAmount(amt.value, f.o.functional(f.stmt.to.Entity))
	if err != nil {
		return f.wrong(amt, err)
	}
	to := f.stmt.to
	e.Lines = []ledger.Line{{Account: to.Account, Entity: to.Entity, Amount: n}, {Account: to.Clearing, Entity: to.Entity, Amount: -n}}
	f.item(Item{Row: f.row, Entry: &e})
	return nil
}

// head is the entry of a transaction without its lines.
func (f *ofx) head() (e ledger.Entry, err error) {
	e.Kind = ledger.Standard
	posted, id := f.fields["DTPOSTED"], f.fields["FITID"]
	if e.Effective, err = ofxDate(posted.value); err != nil {
		return e, f.wrong(posted, err)
	}
	if e.Key, err = f.key(id); err != nil {
		return e, f.wrong(id, err)
	}
	name, memo := f.fields["NAME"], f.fields["MEMO"]
	if e.Description, err = f.words.pair(name.value, memo.value, 2000); err != nil {
		return e, f.wrong(memo, err)
	}
	number := cmp.Or(f.fields["CHECKNUM"].value, f.fields["REFNUM"].value)
	typ := f.fields["TRNTYPE"]
	if e.Description == "" {
		e.Description = strings.TrimSpace(typ.value + " " + number)
	}
	e.Source = f.name + ":" + strconv.Itoa(f.row)
	if number != "" {
		e.Source += " (" + number + ")"
	}
	for _, t := range []struct {
		at    ofxEvent
		text  string
		limit int
	}{{typ, typ.value, 100}, {name, e.Description, 2000}, {id, e.Key, 200}, {id, e.Source, 500}} {
		if err := ledger.CheckText("the text", t.text, t.limit); err != nil {
			return e, f.wrong(t.at, err)
		}
	}
	return e, nil
}

// key is the idempotency key of a transaction: what the bank calls it, within its account. The number of the account
// is in it as a short hash alone, because the ledger keeps keys for ever and a card's number should not be there.
func (f *ofx) key(id ofxEvent) (string, error) {
	account := strings.Join(f.stmt.id, "/")
	h := fnv.New64a()
	io.WriteString(h, account+"\x00"+id.value)
	if was := f.seen[h.Sum64()]; was != 0 {
		return "", unread("the transaction %s comes twice, here and in line %d; a bank gives each an id of its own, so look which is right and delete the other", quote(clip(id.value)), was)
	}
	f.seen[h.Sum64()] = int32(min(id.row, 1<<31-1))
	sum := sha256.Sum256([]byte(account))
	fitid := id.value
	if len(fitid) > 180 {
		long := sha256.Sum256([]byte(fitid))
		fitid = hex.EncodeToString(long[:])
	}
	return "ofx:" + hex.EncodeToString(sum[:4]) + "/" + fitid, nil
}

// balance is the ledger balance, as of the end of its day.
func (f *ofx) balance(ev ofxEvent) error {
	amt, asof := f.fields["BALAMT"], f.fields["DTASOF"]
	if amt.value == "" || asof.value == "" {
		return unread("the ledger balance needs its amount (BALAMT) and its date (DTASOF)")
	}
	to := f.stmt.to
	n, err := ofxAmount(amt.value, f.o.functional(to.Entity))
	if err != nil {
		return f.wrong(amt, err)
	}
	var d fiscal.Date
	if d, err = ofxDate(asof.value); err != nil {
		return f.wrong(asof, err)
	}
	f.item(Item{Row: f.row, Assertion: &Assertion{Account: to.Account, Entity: to.Entity, Date: d, Amount: n, Citation: "bank statement " + f.name + ", balance of " + d.String(), Row: f.row}})
	return nil
}

// wrong gives an error the place of a value.
func (f *ofx) wrong(at ofxEvent, err error) error {
	m := placed(err, at.row, at.col, []byte(at.value))
	m.why = at.name + ": " + m.why
	return m
}
