package exporter

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"tieout/internal/sheet"
)

// returnedBlock is the stamp block of a workbook that came back, and where it and the table are.
type returnedBlock struct {
	block
	on    string // the sheet that it stands on now
	table string // the sheet that the table stands on now
}

const noBlock = "the workbook has no stamp block, so nothing says what it was made from; only a workbook that was written here, with its sheet \"" + stampSheet + "\", can come back"

// readBlock finds the stamp block, checks that it is as it was written, and takes it apart.
func readBlock(book *sheet.Book) (returnedBlock, error) {
	on := named(book, namePrefix+labelHash, stampSheet)
	if on == "" {
		return returnedBlock{}, refuse(RuleStamp, "", noBlock)
	}
	lines, err := blockLines(book, on)
	if err != nil {
		return returnedBlock{}, err
	}
	if len(lines) < 2 {
		return returnedBlock{}, refuse(RuleStamp, on, noBlock)
	}
	n := len(lines) - 1
	if last := lines[n]; last[0] != labelCheck || len(last) != 2 || last[1] != checkOf(lines[:n]) {
		return returnedBlock{}, refuse(RuleStamp, on, "the stamp block is not as it was written; take a fresh copy of the workbook and make the changes there, leaving this sheet as it is")
	}
	b := returnedBlock{on: on}
	if err := b.take(lines[:n]); err != nil {
		return b, err
	}
	if b.table = named(book, tableName, b.sheet); b.table == "" {
		return b, refuse(RuleStamp, "", "the workbook has no sheet %s any more, on which the table was", shown(b.sheet))
	}
	return b, nil
}

// named is the sheet whose cells a name means, or else the one of a title; empty when there is neither.
func named(book *sheet.Book, name, title string) string {
	for _, n := range book.Names {
		if n.Name == name && slices.Contains(book.Sheets, n.Sheet()) {
			return n.Sheet()
		}
	}
	for _, s := range book.Sheets {
		if strings.EqualFold(s, title) {
			return s
		}
	}
	return ""
}

// maxBlock is how many lines a block may have.
const maxBlock = 10 * sheet.MaxColumns

// blockLines reads the lines of a block by their labels, without the blank cells at their ends.
func blockLines(book *sheet.Book, on string) ([][]string, error) {
	rows, err := book.Rows(on)
	if err != nil {
		return nil, ofSheet(err, on)
	}
	defer rows.Close()
	var out [][]string
	for {
		cells, _, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, ofSheet(err, on)
		case len(cells) == 0 || !slices.Contains(labels, cells[0].Text):
			continue
		case len(out) == maxBlock:
			return nil, refuse(RuleStamp, on, "the stamp block has more than %d lines; it is not as it was written", maxBlock)
		}
		var line []string
		for _, c := range cells {
			line = append(line, c.Text)
		}
		for len(line) > 1 && line[len(line)-1] == "" {
			line = line[:len(line)-1]
		}
		out = append(out, line)
	}
}

var labels = []string{labelForm, labelReport, labelParams, labelRows, labelTotals, labelPosition, labelVersion, labelHash, labelSheet, labelTitle, labelColumn, labelCheck}

// take reads what the lines say.
func (b *returnedBlock) take(lines [][]string) error {
	var err error
	for _, l := range lines {
		cell := func(i int) string {
			if i < len(l) {
				return l[i]
			}
			return ""
		}
		value := cell(1)
		switch l[0] {
		case labelForm:
			if value != blockVersion {
				return refuse(RuleStamp, b.on, "the workbook is of the form %s and this program reads %s; take a fresh copy", shown(value), shown(blockVersion))
			}
		case labelReport:
			b.stamp.Report = value
		case labelParams:
			b.stamp.Params = value
		case labelRows:
			b.stamp.Rows, err = strconv.Atoi(value)
		case labelTotals:
			b.stamp.Totals = value
		case labelPosition:
			b.stamp.Position, err = strconv.ParseInt(value, 10, 64)
		case labelVersion:
			b.stamp.Version = value
		case labelHash:
			b.stamp.Hash = value
		case labelSheet:
			b.sheet = value
		case labelTitle:
			b.title = append(b.title, value)
		case labelColumn:
			b.columns = append(b.columns, blockColumn{cell(1), cell(2), cell(3), cell(4), cell(5)})
		}
		if err != nil {
			return refuse(RuleStamp, b.on, "the stamp block says %s for %s, which is no number", shown(value), l[0])
		}
	}
	return nil
}
