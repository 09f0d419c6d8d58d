package ixbrl

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"testing"

	"tieout/internal/testenv"
)

// TestSECVectors runs the test vectors that come with the SEC's transformation registry. The count is the one of
// the suite, so that a vector cannot go missing.
func TestSECVectors(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(testenv.Shared(t), "xbrl/edgar-resources/transform/tests.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var suite struct {
		Transforms []struct {
			Name       string `xml:"name,attr"`
			Variations []struct {
				Input  string `xml:"input,attr"`
				Output string `xml:"output,attr"`
				Result string `xml:"result,attr"`
			} `xml:"variation"`
		} `xml:"transform"`
	}
	if err := xml.Unmarshal(b, &suite); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, tr := range suite.Transforms {
		for _, v := range tr.Variations {
			n++
			got, err := Transform(registrySEC, tr.Name[len("ixt-sec:"):], v.Input)
			if valid := v.Result == "valid"; valid != (err == nil) || valid && got != v.Output {
				t.Errorf("%s(%q) = %q, %v; want %s %q", tr.Name, v.Input, got, err, v.Result, v.Output)
			}
		}
	}
	if n != 787 {
		t.Errorf("%d vectors, not 787", n)
	}
}

// TestTransforms covers the rules of the XBRL registries that filings use, with cases from their descriptions and from
// real filings.
func TestTransforms(t *testing.T) {
	for _, c := range []struct{ registry, name, text, want string }{
		{registry4, "num-dot-decimal", "1,234,567.80", "1234567.8"},
		{registry4, "num-dot-decimal", " 1 234 ", "1234"},
		{registry4, "num-dot-decimal", ".5", "0.5"},
		{registry4, "num-dot-decimal", "0", "0"},
		{registry4, "num-dot-decimal", "(1)", "!"},
		{registry4, "num-dot-decimal", "-1", "!"},
		{registry4, "num-dot-decimal", "", "!"},
		{registry4, "num-comma-decimal", "1.234,5", "1234.5"},
		{registry4, "num-comma-decimal", "1,2,3", "!"},
		{registry4, "num-unit-decimal", "1,234 dollars 5 cents", "1234.05"},
		{registry4, "num-unit-decimal", "12 dollars", "!"},
		{registry4, "fixed-zero", "\u2014", "0"},
		{registry4, "fixed-zero", "no", "0"},
		{registry4, "fixed-true", "Yes", "true"},
		{registry4, "fixed-false", "None", "false"},
		{registry4, "fixed-empty", "n/a", ""},
		{registry4, "date-monthname-day-year-en", "December 31, 2024", "2024-12-31"},
		{registry4, "date-monthname-day-year-en", "DEC\u00A031,\u00A02024", "2024-12-31"},
		{registry4, "date-monthname-day-year-en", "February 29, 2023", "!"},
		{registry4, "date-monthname-day-year-en", "Fbr 2, 2023", "!"},
		{registry4, "date-day-monthname-year-en", "3 March 2024", "2024-03-03"},
		{registry4, "date-monthname-day-en", "September 30", "--09-30"},
		{registry4, "date-monthname-day-en", "February 30", "!"},
		{registry4, "date-monthname-year-en", "June 2027", "2027-06"},
		{registry4, "date-month-day", "12/31", "--12-31"},
		{registry4, "date-month-day-year", "1/2/99", "2099-01-02"},
		{registry4, "date-year-month-day", "2024-02-29", "2024-02-29"},
		{registry4, "numdotdecimal", "1", "!"},
		{registry3, "numdotdecimal", "1,234", "1234"},
		{registry3, "zerodash", "\u2014", "0"},
		{registry3, "zerodash", "0", "!"},
		{registry3, "booleantrue", "x", "true"},
		{registry3, "datemonthdayyearen", "March 29, 2025", "2025-03-29"},
		{registrySEC, "entityfilercategoryen", "Large accelerated filer", "Large Accelerated Filer"},
		{registrySEC, "entityfilercategoryen", "Non-accelerated filer", "Non-accelerated Filer"},
		{registrySEC, "duryear", "0.5", "P0Y6M"},
		{registrySEC, "duryear", "-0", "P0Y"},
		{registrySEC, "durmonth", "0.5", "P0M15D"},
		{registrySEC, "durday", "0.25", "P0DT6H"},
		{"http://www.xbrl.org/inlineXBRL/transformation/2010-04-20", "numdotcomma", "1", "!"},
	} {
		got, err := Transform(c.registry, c.name, c.text)
		if c.want == "!" && err == nil || c.want != "!" && (err != nil || got != c.want) {
			t.Errorf("%s(%q) = %q, %v; want %q", c.name, c.text, got, err, c.want)
		}
	}
}
