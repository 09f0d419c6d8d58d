package importer

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"

	"tieout/ledger"
)

// Beancount reads a beancount ledger as text. It may be ranged over once. The file is read twice, because its
// directives may stand in any order: once for the accounts that it opens, which come first, then for its entries,
// with constant memory but for the names of accounts.
//
// Transactions, open and balance directives and the declaration of a dimension (custom "dimension") become items;
// what changes no entry is passed over, and everything else is a Problem. Costs and prices are as Hledger's. A
// balance directive holds at the beginning of its day, so it is an assertion as of the end of the day before; it
// includes the accounts below.
func Beancount(r io.ReaderAt, size int64, o Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		survey := newBean(r, size, o, func(Item, error) bool { return true })
		survey.survey = true
		survey.read()
		b := newBean(r, size, o, yield)
		b.accounts = survey.accounts
		b.accounts.tear()
		for _, a := range b.accounts.opened {
			b.item(Item{Row: a.row, Account: &a.ledger})
		}
		b.read()
	}
}

// bean is one reading of a beancount file.
type bean struct {
	composer
	in       *lines
	survey   bool   // only accounts are looked for, and nothing is refused
	text     []byte // the line, or the lines that a string runs over
	row      int    // where text begins
	open     bool   // text ends inside a string
	tokens   []beanToken
	block    block
	decl     declaration // of an open directive
	named    beanToken   // the account of the directive
	opens    ledger.Account
	asserted Assertion
	accounts beanAccounts
	roots    map[string]ledger.AccountType
}

func newBean(r io.ReaderAt, size int64, o Options, yield func(Item, error) bool) *bean {
	b := &bean{composer: newComposer(o, yield), in: newLines(io.NewSectionReader(r, 0, size)), accounts: beanAccounts{by: map[string]*beanAcct{}}, roots: map[string]ledger.AccountType{
		"Assets": ledger.Asset, "Liabilities": ledger.Liability, "Equity": ledger.Equity, "Income": ledger.Revenue, "Expenses": ledger.Expense}}
	b.numbers.point = true // a comma only ever groups
	return b
}

func (b *bean) read() {
	for !b.done {
		line, ok, err := b.in.next()
		if err != nil {
			b.close(err)
			return
		}
		if !ok {
			b.endOfFile()
			return
		}
		b.step(line)
	}
}

// step takes a line, and waits for the next while a string is open.
func (b *bean) step(line []byte) {
	if b.in.row == 1 {
		line = bytes.TrimPrefix(line, bom)
		if utf16(line) {
			b.close(mistake{rule: ruleFile, why: sayUTF16})
			return
		}
	}
	if !b.open {
		b.text, b.row = b.text[:0], b.in.row
	}
	if err := checkLine(line); err != nil {
		b.open = false
		b.fail(placed(err, b.in.row, 1, line))
		b.endBlock()
		b.block = blockRefused
		return
	}
	if b.open {
		b.text = append(b.text, '\n')
	}
	fresh := len(b.text)
	b.text = append(b.text, line...)
	if len(b.text) > maxLine {
		b.close(mistake{rule: ruleFile, row: b.row, why: "a string is longer than 1 MiB; a quote may not be closed"})
		return
	}
	if fresh == 0 && (len(line) == 0 || strings.IndexByte("*:#!&?%;", line[0]) >= 0) { // blank, a heading or a comment
		b.endBlock()
		return
	}
	if b.open = inString(line, b.open); !b.open {
		b.whole()
	}
}

// inString says whether a line ends inside a string.
func inString(line []byte, open bool) bool {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"':
			open = !open
		case c == '\\' && open:
			i++
		case c == ';' && !open:
			return false
		}
	}
	return open
}

// placed gives an error a place and the text that is refused.
func placed(err error, row, col int, text []byte) mistake {
	m, ok := asMistake(err)
	if !ok {
		m = mistake{rule: ruleRead, why: err.Error()}
	}
	return m.at(row, col, string(text))
}

// whole cuts a line into tokens and gives it to what it belongs to.
func (b *bean) whole() {
	text := b.text
	tokens, at, err := beanTokens(b.tokens[:0], text)
	indented := text[0] == ' ' || text[0] == '\t'
	if !indented || err == nil && len(tokens) == 0 && len(bytes.TrimSpace(text)) == 0 {
		b.endBlock()
	}
	if err != nil {
		b.refuse(at, err)
		b.txn.bad = true
		if !indented {
			b.block = blockRefused
		}
		return
	}
	b.tokens = tokens
	switch {
	case len(tokens) == 0: // a comment
	case indented:
		b.indented()
	default:
		b.directive()
	}
}

// endBlock finishes what the lines above began.
func (b *bean) endBlock() {
	was := b.block
	b.block = blockNone
	switch was {
	case blockEntry:
		if !b.survey {
			b.finish()
		}
	case blockAccount:
		b.declare()
	case blockAssert:
		a := b.asserted
		b.item(Item{Row: a.Row, Assertion: &a})
	}
}

func (b *bean) endOfFile() {
	switch {
	case b.open:
		b.fail(mistake{rule: ruleFile, row: b.row, why: "the file ends inside a string that opens in this line; it was cut, or a quote is not closed"})
		b.txn.bad = true
	case b.block == blockEntry && b.in.unfinished:
		b.txn.bad = true
		b.fail(mistake{rule: ruleFile, row: b.in.row, why: sayUnfinished})
	case b.in.row == 0:
		b.fail(mistake{rule: ruleFile, why: sayEmpty})
	}
	b.endBlock()
	b.end()
}

const sayUnfinished = "the file ends inside a transaction and without a line end; it may have been cut: end the file with a line end if it is whole"

// fail reports a problem, unless accounts alone are looked for: the second reading will find it too.
func (b *bean) fail(m mistake) {
	if !b.survey {
		b.composer.fail(m)
	}
}

// refuse reports what is wrong at a place in the text.
func (b *bean) refuse(at int, err error) {
	row, col := b.where(at)
	text := b.text[min(at, len(b.text)):]
	b.fail(placed(err, row, col, text))
}

// where is the row and the column of a place in the text.
func (b *bean) where(at int) (row, col int) {
	before := b.text[:min(at, len(b.text))]
	return b.row + bytes.Count(before, []byte("\n")), len(before) - bytes.LastIndexByte(before, '\n')
}

// at gives an error the place of a token.
func (b *bean) at(err error, t beanToken) error {
	row, col := b.where(t.at)
	return placed(err, row, col, t.text)
}

// refuseToken refuses a token that stands where it cannot.
func (b *bean) refuseToken(t beanToken, format string, args ...any) error {
	row, col := b.where(t.at)
	return mistake{rule: ruleRead, row: row, col: col, text: string(t.text), why: fmt.Sprintf(format, args...)}
}
