package importer

import (
	"bytes"
	"path/filepath"
	"strings"

	"tieout/internal/sheet"
)

// Format is a kind of file.
type Format string

// The formats that are told apart. Which of the two kinds of table a CSV or XLSX file is, a trial balance or a
// journal, is for the caller to say.
const (
	FormatUnknown Format = ""
	FormatHledger Format = "hledger"
	FormatCSV     Format = "csv"
	FormatXLSX    Format = "xlsx"
)

// Detect says what a file is by its first bytes (4 KiB are plenty), and by its name only when they do not tell.
// A file that only looks like a workbook, such as an old .xls, is called one: its reader says what it is.
func Detect(name string, head []byte) Format {
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) || bytes.HasPrefix(head, []byte(sheet.OLE)) {
		return FormatXLSX
	}
	if f := detectText(bytes.TrimPrefix(head, bom)); f != FormatUnknown {
		return f
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".journal", ".hledger", ".ledger", ".j", ".dat":
		return FormatHledger
	case ".csv", ".tsv", ".txt":
		return FormatCSV
	case ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods":
		return FormatXLSX
	}
	return FormatUnknown
}

// detectText goes by the first line that tells.
func detectText(head []byte) Format {
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if f := detectLine(line); f != FormatUnknown {
			return f
		}
	}
	return FormatUnknown
}

func detectLine(line []byte) Format {
	word, _, _ := bytes.Cut(line, []byte(" "))
	switch string(word) {
	case "account", "commodity", "decimal-mark", "comment", "include", "payee", "P", "D", "~", "=":
		if !headerLine(line) {
			return FormatHledger
		}
	}
	if len(line) == 0 || line[0] == ';' && !headerLine(line) || line[0] == '#' || line[0] == '*' {
		return FormatUnknown
	}
	if _, err := journalDate(string(word)); err == nil && !headerLine(line) {
		return FormatHledger
	}
	if headerLine(line) {
		return FormatCSV
	}
	return FormatUnknown
}

// headerLine says whether a line is the header of a table: at least two of its cells are columns we know.
func headerLine(line []byte) bool {
	known := 0
	for _, h := range strings.Split(string(line), string(delimiter(line))) {
		h = squeeze(strings.Trim(h, `" `))
		if trialLayout.also[h] != 0 || journalLayout.also[h] != 0 {
			known++
		}
	}
	return known > 1
}
