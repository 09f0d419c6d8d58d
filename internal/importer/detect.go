package importer

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"tieout/internal/sheet"
)

// Format is a kind of file.
type Format string

// The formats that are told apart. Which of the two kinds of table a CSV or XLSX file is, a trial balance or a
// journal, is for the caller to say.
const (
	FormatUnknown   Format = ""
	FormatHledger   Format = "hledger"
	FormatBeancount Format = "beancount"
	FormatIIF       Format = "iif"
	FormatOFX       Format = "ofx"
	FormatCSV       Format = "csv"
	FormatXLSX      Format = "xlsx"
)

// formats are all formats with what people call them and the endings of their names.
var formats = []struct {
	f       Format
	title   string
	endings string
	tables  bool
}{
	{FormatHledger, "hledger text", ".journal .hledger .ledger .j .dat", false},
	{FormatBeancount, "beancount", ".beancount .bean", false},
	{FormatIIF, "QuickBooks IIF", ".iif", false},
	{FormatOFX, "OFX", ".ofx .qfx .qbo", false},
	{FormatCSV, "CSV", ".csv .tsv .txt", true},
	{FormatXLSX, "XLSX", ".xlsx .xlsm .xls .xlsb .ods", true},
}

// Formats are the formats in which a kind of table can come.
func Formats(k Kind) []Format {
	var out []Format
	for _, f := range formats {
		if f.tables || k == KindJournal {
			out = append(out, f.f)
		}
	}
	return out
}

// Title is what people call the format.
func (f Format) Title() string {
	for _, x := range formats {
		if x.f == f {
			return x.title
		}
	}
	return "a file of another kind"
}

func formatNames(k Kind) (names []string) {
	for _, f := range Formats(k) {
		names = append(names, f.Title())
	}
	return names
}

// Detect says what a file is by its first bytes (4 KiB are plenty), and by its name only when they do not tell.
// A file that only looks like a workbook, such as an old .xls, is called one: its reader says what it is.
func Detect(name string, head []byte) Format {
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) || bytes.HasPrefix(head, []byte(sheet.OLE)) {
		return FormatXLSX
	}
	byName := formatOf(name)
	f := detectText(bytes.TrimPrefix(head, bom))
	if f == FormatUnknown || f == FormatBeancount && byName == FormatHledger { // "2005-01-01 open Assets:Bank" is a description to hledger
		return byName
	}
	return f
}

// formatOf goes by the ending of a name.
func formatOf(name string) Format {
	ending := strings.ToLower(filepath.Ext(name))
	for _, f := range formats {
		if ending != "" && slices.Contains(strings.Fields(f.endings), ending) {
			return f.f
		}
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
	word, rest, _ := bytes.Cut(line, []byte(" "))
	switch {
	case bytes.HasPrefix(line, []byte("OFXHEADER:")), bytes.Contains(line, []byte("<?OFX")), bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(line)), []byte("<OFX>")):
		return FormatOFX
	case len(line) > 1 && line[0] == '!' && bytes.IndexByte(line, '\t') > 0:
		return FormatIIF
	case headerLine(line):
		return FormatCSV
	case len(line) == 0 || line[0] == ';' || line[0] == '#' || line[0] == '*':
		return FormatUnknown
	}
	switch string(word) {
	case "account", "commodity", "decimal-mark", "comment", "payee", "P", "D", "~", "=":
		return FormatHledger
	case "option", "plugin", "pushtag":
		return FormatBeancount
	case "include":
		if bytes.HasPrefix(bytes.TrimSpace(rest), []byte(`"`)) {
			return FormatBeancount
		}
		return FormatHledger
	}
	if _, err := journalDate(string(word)); err != nil {
		return FormatUnknown
	}
	if beanLine(rest) {
		return FormatBeancount
	}
	return FormatHledger
}

// beanLine says whether what follows a date is beancount's: a directive, or a flag with a text in quotes.
func beanLine(rest []byte) bool {
	word, after, _ := bytes.Cut(bytes.TrimSpace(rest), []byte(" "))
	after = bytes.TrimSpace(after)
	switch string(word) {
	case "open", "close", "balance", "pad", "note", "document", "commodity", "price", "event", "query", "custom":
		first := after
		if i := bytes.IndexAny(after, " \t"); i >= 0 {
			first = after[:i]
		}
		return len(first) > 0 && (first[0] == '"' || first[0] >= 'A' && first[0] <= 'Z')
	case "txn", "*", "!":
		return bytes.HasPrefix(after, []byte(`"`))
	}
	return false
}

// headerLine says whether a line is the header of a table: at least two of its cells are columns we know.
func headerLine(line []byte) bool {
	known := 0
	for _, h := range strings.Split(string(line), string(delimiter(line))) {
		if knownHeader(strings.Trim(h, `" `)) {
			known++
		}
	}
	return known > 1
}
