package importer

import (
	"os"
	"strings"
	"testing"
)

// TestManualExamples: every example of a file and of a mapping in the manual is read.
func TestManualExamples(t *testing.T) {
	b, err := os.ReadFile("../../docs/manual/import.md")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Name: "f", Currency: "USD", Dimensions: []string{"plant"}}
	found := map[string]int{}
	for _, text := range indented(string(b)) {
		kind, err := readExample(text, o)
		if err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
		found[kind]++
	}
	for kind, n := range map[string]int{"trial": 1, "csv": 1, "hledger": 1, "beancount": 1, "iif": 1, "ofx": 1, "mapping": 3} {
		if found[kind] != n {
			t.Errorf("%d examples of %s, want %d", found[kind], kind, n)
		}
	}
}

// indented are the blocks of lines that are indented by four spaces.
func indented(s string) (blocks []string) {
	block := ""
	for line := range strings.Lines(s + "\nend\n") {
		switch text, in := strings.CutPrefix(line, "    "); {
		case in:
			block += text
		case block != "" && strings.TrimSpace(line) == "":
			block += "\n"
		case block != "":
			blocks, block = append(blocks, strings.TrimRight(block, "\n")+"\n"), ""
		}
	}
	return blocks
}

// readExample reads an example as what it begins like.
func readExample(text string, o Options) (kind string, err error) {
	r := strings.NewReader(text)
	var format Format
	switch {
	case strings.HasPrefix(text, "{"):
		_, err := ParseMapping(text)
		return "mapping", err
	case strings.HasPrefix(text, "account,"):
		_, err := TrialBalanceCSV(r, o)
		return "trial", err
	case strings.HasPrefix(text, "entry,"), strings.HasPrefix(text, "account assets"), strings.HasPrefix(text, "2005-01-01 open"), strings.HasPrefix(text, "!ACCNT"), strings.HasPrefix(text, "OFXHEADER"):
		if format = Detect("", []byte(text)); format == FormatOFX {
			o.Mapping.Statements = []Statement{{Account: "1010", Clearing: "1099"}}
		}
	default:
		return "", nil
	}
	for _, err := range Journal(format, r, int64(len(text)), o) {
		if err != nil {
			return string(format), err
		}
	}
	return string(format), nil
}
