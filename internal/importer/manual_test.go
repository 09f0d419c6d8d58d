package importer

import (
	"os"
	"strings"
	"testing"
)

// TestManualExamples: every example of a file in the manual is read.
func TestManualExamples(t *testing.T) {
	b, err := os.ReadFile("../../docs/manual/import.md")
	if err != nil {
		t.Fatal(err)
	}
	journals, trials := 0, 0
	for _, block := range strings.Split(string(b), "\n\n    ")[1:] {
		text, _, _ := strings.Cut(block, "\n\n#")
		text, _, _ = strings.Cut(text, "\n\n|")
		text, _, _ = strings.Cut(text, "\n\nOne row")
		text = strings.ReplaceAll(text, "\n    ", "\n") + "\n"
		switch {
		case strings.HasPrefix(text, "account,"):
			trials++
			if _, err := TrialBalanceCSV(strings.NewReader(text), usd); err != nil {
				t.Errorf("%v in\n%s", err, text)
			}
			continue
		case strings.HasPrefix(text, "entry,"):
			if _, problems := tell(JournalCSV(strings.NewReader(text), usd)); len(problems) > 0 {
				t.Errorf("%q in\n%s", problems, text)
			}
		case strings.HasPrefix(text, "2006-03-31"):
			if _, problems := tell(Hledger(strings.NewReader(text), Options{Name: "f", Currency: "USD", Dimensions: []string{"plant"}})); len(problems) > 0 {
				t.Errorf("%q in\n%s", problems, text)
			}
		default:
			continue
		}
		journals++
	}
	if journals != 2 || trials != 1 {
		t.Errorf("%d journals and %d trial balances were found", journals, trials)
	}
}
