package exporter

import (
	"errors"
	"io"
	"strings"

	"tieout/evidence"
	"tieout/internal/sheet"
)

// Returned is a workbook that came back, as it was found: what it says it was made from, and its rows by key.
type Returned struct {
	Stamp   evidence.Stamp // of the table that it was made from
	Title   []string       // of that table; the first line is the registrant
	Sheet   string         // the name that the table's sheet has now
	Columns []string       // keys, in the order of the original table
	Rows    []ReturnedRow  // in the order in which they now stand
	Ignored []Ignored      // what the workbook holds besides, the first hundred

	at []int // the sheet's column of each of Columns
}

// ReturnedRow is one row. One without a key was added, and so was one whose key the original does not have.
type ReturnedRow struct {
	Key    string
	Number int // on the sheet, from 1
	Cells  []ReturnedCell
}

// ReturnedCell is what a cell holds now.
type ReturnedCell struct {
	Holds   Kind
	Text    string // the text, the number as stored, or the day as YYYY-MM-DD; of an unreadable cell, why
	Formula bool   // it is the stored result of a formula
	Lacking bool   // of a formula: it is unreadable because no result is stored
}

// Kind is what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Blank Kind = iota
	Word
	Number
	Day
	Unreadable
)

// Ignored is something in a workbook that is no part of the table and was not read.
type Ignored struct{ Where, What string }

// Address is where a cell stands, as messages name it: "Trial balance!F12".
func (b Returned) Address(row ReturnedRow, column int) string {
	return b.Sheet + "!" + sheet.At(row.Number, b.at[column])
}

// Read reads a workbook that Write made and others may have changed. It refuses one that is no sound workbook, carries
// program code or takes values from other workbooks; one without its stamp block, or with an altered one; and a table
// whose keys, titles or rows cannot be told apart any more. All that is wrong with rows comes back together, as
// Refusals. Whether it belongs to a book, and what has changed, is for Compare. Any other error is a fault of the world.
func Read(r io.ReaderAt, size int64) (Returned, error) {
	book, err := sheet.OpenBook(r, size)
	if err != nil {
		return Returned{}, ofSheet(err, "")
	}
	switch {
	case book.Macros:
		return Returned{}, refuse(RuleFile, "", "the workbook carries macros; save it as .xlsx without them")
	case book.Links:
		return Returned{}, refuse(RuleFile, "", "the workbook takes values from other workbooks; break the links, so that the values stand in it, and save it again")
	}
	b, err := readBlock(book)
	if err != nil {
		return Returned{}, err
	}
	t, err := newReading(book, b)
	if err != nil {
		return Returned{}, err
	}
	if err := t.read(); err != nil {
		return Returned{}, err
	}
	t.otherSheets(book)
	return t.out, nil
}

// ofSheet makes a refusal of what a workbook was not read for.
func ofSheet(err error, name string) error {
	var r *sheet.Refusal
	if !errors.As(err, &r) {
		return err
	}
	if r.Row > 0 {
		name += "!" + sheet.At(r.Row, r.Column)
	}
	return refuse(RuleFile, name, "%s", r.Why)
}

// otherSheets reports the sheets that somebody added.
func (t *reading) otherSheets(book *sheet.Book) {
	for _, s := range book.Sheets {
		if s != t.out.Sheet && s != t.stampSheet {
			t.ignore(s, "a sheet that is not the table's")
		}
	}
}

// found is a cell as the table has it.
func found(c sheet.Cell) ReturnedCell {
	out := ReturnedCell{Text: c.Text, Formula: c.Formula, Lacking: c.Lacking}
	switch {
	case c.Bad != "":
		out.Holds, out.Text = Unreadable, c.Bad
	case c.Date:
		out.Holds = Day
	case c.Number:
		out.Holds = Number
	case strings.TrimSpace(c.Text) != "":
		out.Holds = Word
	default:
		out.Text = ""
	}
	return out
}
