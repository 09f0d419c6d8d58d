package importer

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
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
	case "CURRENCY":
		if ev.name == "CURSYM" && f.e.in(2) == "STMTTRN" && ev.value != f.stmt.currency {
			return unread("the transaction is in %s and its statement in %s; import it as a journal, with its amount in both", quote(clip(ev.value)), quote(clip(f.stmt.currency)))
		}
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
