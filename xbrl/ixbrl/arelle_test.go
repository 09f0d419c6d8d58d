package ixbrl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/testenv"
	"tieout/xbrl"
)

// writePackage puts the demonstration package into a folder and gives the path of its page and the facts on it.
func writePackage(t *testing.T, ext xbrl.Extension) (string, []xbrl.Fact) {
	t.Helper()
	files, err := ext.Files()
	if err != nil {
		t.Fatal(err)
	}
	doc, facts := demoDocument(t, ext)
	files = append(files, xbrl.File{Name: ext.Base + ".htm", Body: doc})
	dir := t.TempDir()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, ext.Base+".htm"), facts
}

// TestArelle has the SEC's rules judge the demonstration package: no error, no warning, no inconsistency. Its facts, as
// Arelle reads them, are those that were written, value by value.
func TestArelle(t *testing.T) {
	page, facts := writePackage(t, demoExtension(t))
	report := testenv.Arelle(t, page)
	for _, m := range report.Messages {
		t.Errorf("%s %s: %s", m.Level, m.Code, m.Text)
	}
	if len(report.Facts) != len(facts) {
		t.Errorf("Arelle reads %d facts, %d were written", len(report.Facts), len(facts))
	}
	byID := map[string]testenv.ArelleFact{}
	for _, f := range report.Facts {
		byID[f.ID] = f
	}
	for _, f := range facts {
		sameAsArelle(t, f, byID[f.ID])
	}
}

func sameAsArelle(t *testing.T, f xbrl.Fact, a testenv.ArelleFact) {
	t.Helper()
	decimals := ""
	if !f.Unit.IsZero() && !f.Nil && f.Decimals != xbrl.INF {
		decimals = f.Decimals.String()
	}
	at := func(d fiscal.Date) string { return d.String() + "T00:00:00" }
	period := at(f.Period.End() + 1)
	if f.Period.Type() == xbrl.Duration {
		period = at(f.Period.Span.Start) + "/" + period
	}
	same := a.Concept == f.Concept && a.Value == f.Value && a.Nil == f.Nil && a.Decimals == decimals && a.Unit == f.Unit.Key() &&
		a.Period == period && a.Entity == "cik:"+demoEntity && strings.EqualFold(a.Language, f.Language) && len(a.Dimensions) == len(f.Dimensions)
	for _, m := range f.Dimensions {
		same = same && a.Dimensions[m.Axis] == m.Member
	}
	if !same {
		t.Errorf("wrote %+v\nArelle reads %+v", f, a)
	}
}

// TestArelleSeesDamage proves that the referee looks: each damage to the good package gives the finding named.
func TestArelleSeesDamage(t *testing.T) {
	damage := []struct{ code, file, old, new string }{
		{"calc11e:inconsistentCalculationUsingRounding", ".htm", `scale="3" format="ixt:num-dot-decimal">11,660<`, `scale="3" format="ixt:num-dot-decimal">11,670<`},
		{"EFM.6.10.04", "_lab.xml", ">Assets<", ">Liabilities<"},
		{"EFM.6.12.03", "_pre.xml", `us-gaap_Revenues"`, `us-gaap_SalesRevenueNet"`},
	}
	var pages []string
	for _, d := range damage {
		page, _ := writePackage(t, demoExtension(t))
		name := strings.TrimSuffix(page, ".htm") + d.file
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bad := strings.ReplaceAll(string(b), d.old, d.new)
		if bad == string(b) {
			t.Fatalf("%s: nothing to damage: %s", d.code, d.old)
		}
		if err := os.WriteFile(name, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
	}
	reports := testenv.ArelleAll(t, pages)
	for i, d := range damage {
		codes := strings.Join(reports[pages[i]].Codes(), " ")
		if !strings.Contains(codes, d.code) {
			t.Errorf("no %s but %q", d.code, codes)
		}
	}
}

// TestArelleCurrent has a current Arelle judge the same package without the SEC's rules.
func TestArelleCurrent(t *testing.T) {
	page, _ := writePackage(t, demoExtension(t))
	for _, m := range testenv.ArelleCurrent(t, page).Messages {
		t.Errorf("%s %s: %s", m.Level, m.Code, m.Text)
	}
}
