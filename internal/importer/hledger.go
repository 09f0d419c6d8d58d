package importer

import (
	"bytes"
	"io"
	"iter"
	"unicode/utf8"

	"tieout/fiscal"
)

// Hledger reads an hledger or ledger journal as text, entry by entry, with constant memory but for the names of
// accounts. It may be ranged over once. The Entry pointed to and its Lines are reused by the next step.
//
// Every entry is checked for balance in functional currency within each entity; other checks are ledger's.
// Directives, comments and market prices that change nothing are passed over; everything else that is not
// understood is a Problem. Costs: the functional amount of a posting with a unit cost (@) is the product, rounded
// half away from zero to the minor unit; with a total cost (@@) it is the total, and the rate is the quotient to
// ten decimals.
func Hledger(r io.Reader, o Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		j := &journal{composer: newComposer(o, yield), in: newLines(r), accounts: registry{}, dates: map[string]fiscal.Date{}}
		j.run()
	}
}

// block is what indented lines belong to.
type block uint8

const (
	blockNone block = iota
	blockEntry
	blockAccount
	blockAssert // a balance directive of beancount
	blockTag
	blockPassed  // a directive that changes nothing
	blockRefused // a line that was refused: what hangs on it is not read
)

// journal is the reading of one journal.
type journal struct {
	composer
	in       *lines
	line     []byte // the current line, as it is in the file
	block    block
	decl     declaration
	comment  int // row of an open comment block, 0 for none
	accounts registry
	dates    map[string]fiscal.Date
}

func (j *journal) run() {
	for !j.done {
		line, ok, err := j.in.next()
		if err != nil {
			j.close(err)
			return
		}
		if !ok {
			j.endOfFile()
			return
		}
		j.step(line)
	}
}

func (j *journal) step(line []byte) {
	if j.in.row == 1 {
		line = bytes.TrimPrefix(line, bom)
		if utf16(line) {
			j.close(mistake{rule: ruleFile, why: sayUTF16})
			return
		}
	}
	j.line = line
	if err := checkLine(line); err != nil {
		j.endBlock()
		j.refuse(line, err)
		return
	}
	switch {
	case j.comment != 0:
		if string(bytes.TrimSpace(line)) == "end comment" {
			j.comment = 0
		}
	case len(line) == 0:
		j.endBlock()
	case line[0] == ' ' || line[0] == '\t':
		j.indented(bytes.Trim(line, " \t"))
	case line[0] >= '0' && line[0] <= '9':
		j.endBlock()
		j.head(line)
	default:
		j.endBlock()
		j.directive(line)
	}
}

// checkLine refuses what is not text.
func checkLine(line []byte) error {
	if bytes.IndexByte(line, 0) >= 0 {
		return unread("the line holds a NUL byte; this is not text")
	}
	if !utf8.Valid(line) {
		return unread("the line is not valid UTF-8; save the file as UTF-8")
	}
	return nil
}

// indented is a line that belongs to the block above it.
func (j *journal) indented(b []byte) {
	switch {
	case len(b) == 0:
		j.endBlock()
	case b[0] == ';' && j.block != blockNone:
		j.remark(b[1:])
	case b[0] == ';' || j.block == blockRefused:
	case j.block == blockEntry:
		j.posting(b)
	case j.block == blockPassed && bytes.HasPrefix(b, []byte("format ")):
		j.format(b[len("format "):])
	case j.block == blockNone:
		j.refuse(b, unread("an indented line that belongs to no transaction; a transaction ends at a blank line"))
	default:
		j.refuse(b, unread("line %q below a directive is not understood", clip(string(b))))
	}
}

// remark is a comment: of the transaction, of its last posting or of a directive.
func (j *journal) remark(comment []byte) {
	var err error
	switch t := &j.txn; {
	case j.block == blockAccount || j.block == blockTag:
		j.declTags(comment)
	case j.block == blockEntry && len(t.postings) == 0:
		err = j.headTags(comment)
	case j.block == blockEntry:
		err = j.postingTags(&t.postings[len(t.postings)-1], comment)
	}
	if err != nil {
		j.txn.bad = true
		j.refuse(comment, err)
	}
}

// endBlock finishes what the lines above began.
func (j *journal) endBlock() {
	was := j.block
	j.block = blockNone
	switch was {
	case blockEntry:
		j.finish()
	case blockAccount:
		j.declare()
	case blockTag:
		j.define()
	}
}

func (j *journal) endOfFile() {
	if j.block == blockEntry && j.in.unfinished {
		j.txn.bad = true
		j.fail(mistake{rule: ruleFile, row: j.in.row, why: sayUnfinished})
	}
	j.endBlock()
	if j.comment != 0 {
		j.fail(mistake{rule: ruleFile, row: j.comment, why: `the block "comment" is not closed by a line "end comment"; the file may have been cut`})
	}
	if j.in.row == 0 {
		j.fail(mistake{rule: ruleFile, why: sayEmpty})
	}
	j.end()
}

// refuse reports what is wrong at a part of the current line.
func (j *journal) refuse(at []byte, err error) {
	m, ok := asMistake(err)
	if !ok {
		m = mistake{rule: ruleRead}
	}
	m.row, m.col, m.why, m.text = j.in.row, j.column(at), err.Error(), string(at)
	j.fail(m)
}

// column is the place of a part of the current line, counted in bytes from 1. Both share their end of capacity.
func (j *journal) column(part []byte) int {
	return cap(j.line) - cap(part) + 1
}
