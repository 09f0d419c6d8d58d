package testenv

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// hiddenFacts is the one finding the golden package has under the SEC's rules:
// seven flags and dates sit in ix:hidden although a transformation for them
// exists. It is a warning, a true one, and the rules of EDGAR 26.0 give it too.
const hiddenFacts = "EFM.5.02.05.14.hidden-fact-eligible-for-transform"

const golden = "hpci-20241231.htm"

// goldenFolder is the folder of the small 10-K package in the reference data.
func goldenFolder(t *testing.T) string {
	t.Helper()
	return filepath.Join(Shared(t), "xbrl", "golden-mini-10k")
}

// damaged is a copy of the golden package in which old, which must stand there
// once, is replaced.
func damaged(t *testing.T, old, new string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "package")
	if err := os.CopyFS(dir, os.DirFS(goldenFolder(t))); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, golden)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), old); n != 1 {
		t.Fatalf("%q stands %d times in the document", old, n)
	}
	if err := os.Remove(path); err != nil { // the copy is as read-only as the original
		t.Fatal(err)
	}
	text = []byte(strings.Replace(string(text), old, new, 1))
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestArelleFindsNothingElseInTheGoldenPackage(t *testing.T) {
	report := Arelle(t, filepath.Join(goldenFolder(t), golden))
	if others := report.Except(hiddenFacts); len(others) > 0 {
		t.Errorf("findings: %+v", others)
	}
	if len(report.Messages) != 1 || !strings.Contains(report.Messages[0].Text, "] 7 fact(s)") {
		t.Errorf("known finding has changed: %+v", report.Messages)
	}
	compareFacts(t, report.Facts)
}

func TestArelleCurrentFindsNothingInTheGoldenPackage(t *testing.T) {
	report := ArelleCurrent(t, filepath.Join(goldenFolder(t), golden))
	if len(report.Messages) > 0 {
		t.Errorf("findings: %+v", report.Messages)
	}
	compareFacts(t, report.Facts)
}

// compareFacts holds facts against the golden package's own list.
func compareFacts(t *testing.T, got []ArelleFact) {
	t.Helper()
	want := goldenFacts(t)
	if len(got) != len(want) {
		t.Errorf("%d facts, want %d", len(got), len(want))
	}
	for _, fact := range got {
		if w := want[fact.ID]; !equalFacts(fact, w) {
			t.Errorf("fact %s\n got %+v\nwant %+v", fact.ID, fact, w)
		}
	}
}

func equalFacts(a, b ArelleFact) bool {
	if !maps.Equal(a.Dimensions, b.Dimensions) {
		return false
	}
	a.Dimensions, b.Dimensions = nil, nil
	return a.ID == b.ID && a.Concept == b.Concept && a.Value == b.Value && a.Nil == b.Nil &&
		a.Decimals == b.Decimals && a.Unit == b.Unit && a.Period == b.Period &&
		a.Entity == b.Entity && a.Language == b.Language
}

func goldenFacts(t *testing.T) map[string]ArelleFact {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(goldenFolder(t), "hpci-20241231.xbrl.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list xbrlJSON
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	facts := map[string]ArelleFact{}
	for id, f := range list.Facts {
		facts[id] = newArelleFact(id, f.Value, f.Decimals, f.Dimensions)
	}
	return facts
}

// TestArelleFindsDamage shows that each family of rules is switched on
// (calculations, EDGAR's instance and cover rules, the Data Quality Committee's,
// the unit registry) and that the reports of one call are kept apart.
func TestArelleFindsDamage(t *testing.T) {
	const calculation = "calc11e:inconsistentCalculationUsingRounding"
	cases := []struct {
		name, old, new string
		codes          []string
	}{
		{"the sign of a subtotal", `scale="3" id="f-80"`, `scale="3" sign="-" id="f-80"`,
			[]string{calculation}},
		{"the sign of one of two inventories", `scale="3" id="f-45"`, `scale="3" sign="-" id="f-45"`,
			[]string{"DQC.US.0015.2971", "EFM.6.05.12", calculation}},
		{"no file number on the cover",
			`<ix:nonNumeric contextRef="FY24" name="dei:EntityFileNumber" id="f-5">001-99999</ix:nonNumeric>`,
			`001-99999`, []string{"EFM.6.05.47.entityFileNumberMissing"}},
		{"earnings per share in dollars", `unitRef="usdPerShare" contextRef="FY24" decimals="2" name="us-gaap:EarningsPerShareBasic"`,
			`unitRef="usd" contextRef="FY24" decimals="2" name="us-gaap:EarningsPerShareBasic"`,
			[]string{"utre:error-NumericFactUtrInvalid"}},
		{"concepts of another year", `http://xbrl.sec.gov/ecd/2024`, `http://xbrl.sec.gov/ecd/2023`,
			[]string{"ix11.12.1.2:missingReferences", noFacts}},
	}
	var paths []string
	for _, c := range cases {
		paths = append(paths, damaged(t, c.old, c.new))
	}
	reports := ArelleAll(t, paths)
	for i, c := range cases {
		codes := slices.DeleteFunc(reports[paths[i]].Codes(), func(code string) bool { return code == hiddenFacts })
		if !slices.Equal(codes, c.codes) {
			t.Errorf("%s: codes %v, want %v", c.name, codes, c.codes)
		}
	}
}

func TestArelleCurrentFindsDamage(t *testing.T) {
	path := damaged(t, `scale="3" id="f-80"`, `scale="3" sign="-" id="f-80"`)
	codes := ArelleCurrent(t, path).Codes()
	if want := []string{"calc11e:inconsistentCalculationUsingRounding"}; !slices.Equal(codes, want) {
		t.Errorf("codes %v, want %v", codes, want)
	}
}

// TestArelleReadsARealFiling guards against a referee that faults everything,
// and against one that faults nothing because it read nothing.
func TestArelleReadsARealFiling(t *testing.T) {
	dir := t.TempDir()
	if err := untar(filepath.Join(Shared(t), "xbrl", "filings", "aapl-10q-20250329.tar.gz"), dir); err != nil {
		t.Fatal(err)
	}
	report := Arelle(t, filepath.Join(dir, "aapl-10q-20250329", "aapl-20250329.htm"))
	if others := report.Except(hiddenFacts); len(others) > 0 {
		t.Errorf("findings: %+v", others)
	}
	extracted, err := os.ReadFile(filepath.Join(dir, "aapl-10q-20250329", "aapl-20250329_htm.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Count(string(extracted), "contextRef="); len(report.Facts) != want {
		t.Errorf("%d facts, the SEC extracted %d", len(report.Facts), want)
	}
}

func TestPlainNumber(t *testing.T) {
	for text, want := range map[string]string{
		"5000.0": "5000", "5000": "5000", "0.50": "0.5", "-12.340": "-12.34", "1.0E3": "1.0E3",
	} {
		if got := plainNumber(text); got != want {
			t.Errorf("plainNumber(%q) = %q, want %q", text, got, want)
		}
	}
}
