// Package importer reads other people's files into ledger values: hledger and beancount text, QuickBooks IIF, OFX
// bank statements, CSV and XLSX.
//
// It is streaming and knows no database: it says what a file holds and everything that is wrong with it, row by
// row, and decides nothing about locks, people or what the book holds already. It never guesses: what can be
// read in two ways, and what is not understood, is refused with its row. docs/manual/import.md describes the
// accepted formats.
//
// Journal and Trial read every format; Detect says which one a file is, Preview what it looks like, and a Mapping
// how a table of someone else's is to be read.
//
// # Errors
//
// The iterators of journals yield each thing that is wrong as a Problem, with a zero Item, and go on, so that one
// reading finds everything. A reading that had problems ends with the error Problems, all of them together, as its
// last step; so does one that reached Options.MaxProblems. What was yielded before or between belongs to a file that
// is not accepted: callers import all or nothing. Any other error is a fault of the world, wraps its cause and ends
// the reading too.
package importer

import (
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// Options say what a reader must know of the book, and how messages call the file.
type Options struct {
	Name        string                    // what messages and Entry.Source call the file
	Currency    money.Currency            // functional currency of the book's first entity
	Entities    map[string]money.Currency // functional currencies of entities by code; one not listed has Currency
	Dimensions  []string                  // codes of the dimensions that the book has: posting tags of these names count
	Mapping     Mapping                   // how the file is to be read, when it is not in Tieout's own form
	MaxProblems int                       // problems after which a reading ends; 0 for 100
}

func (o Options) functional(entity string) money.Currency {
	if c, ok := o.Entities[entity]; ok {
		return c
	}
	return o.Currency
}

// Item is one thing read from a journal, in file order. Exactly one of Account, Dimension, Entry and Assertion
// is set.
//
// The Entry pointed to and its Lines are reused by the next step: who keeps an entry clones both. Strings and
// Transactions stay valid.
type Item struct {
	Row       int // line of the file, or row of the sheet, from 1
	Account   *ledger.Account
	Inferred  bool // of Account: it was only used, never declared; all that is known is its code and, by its name or a parent, perhaps its type
	Dimension *ledger.Dimension
	Entry     *ledger.Entry
	Documents []string // of Entry: names of files to attach, as written; reused by the next step
	Assertion *Assertion
}

// Assertion says that an account stands at an amount after the entry that it follows in the file.
type Assertion struct {
	Account   string
	Date      fiscal.Date
	Amount    int64  // minor units of the functional currency of the posting's entity; debit positive
	Citation  string // where the amount is known from; may be empty
	Inclusive bool   // the amount includes all accounts below
	Entity    string // whose account; empty for the book's first entity
	Row       int
}
