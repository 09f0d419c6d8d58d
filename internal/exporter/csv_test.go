package exporter

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// attacks are texts by which a cell would run: every trigger, behind what may hide it, before what it would run.
func attacks() []string {
	var out []string
	for _, trigger := range []string{"=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\n", "\t=", "\r\n=", "=+", "--"} {
		for _, before := range []string{"", " ", "   ", `"`, `""`, "'", "' ", "\u00a0", "\u3000", "\u200b", "\ufeff", "a\n", "a\r\n", "a;", "a,", "a\t", `a",`, `a"` + "\n"} {
			for _, after := range []string{"1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", `HYPERLINK("http://example.com","x")`, "IMPORTXML(A1)", "1", "A1", "WEBSERVICE(1)", "DDE(1)", "1;2", `1","=1`} {
				out = append(out, before+trigger+after)
			}
		}
	}
	return out
}

func TestInert(t *testing.T) {
	for text, want := range map[string]string{"": "", "cash": "cash", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "\tcash": "'\tcash",
		"=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "a=b": "a=b", "1-2": "1-2", " =1": "' =1", `"=1`: `'"=1`, "'=1": "''=1", "\u200b=1": "'\u200b=1", "\uff1d1": "'\uff1d1", "\uff0b1": "'\uff0b1", "\uff0d1": "'\uff0d1", "\uff20a": "'\uff20a",
		" cash": " cash", `"cash"`: `"cash"`, "O'Hara": "O'Hara", "a\n=1": "a\n=1", "–": "–", "—5": "—5", "(5)": "(5)", "é=1": "é=1", "\xff=1": "\xff=1"} {
		if got := Inert(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// TestNoTextBeginsLikeAFormula: whatever the texts of a table, no field of its CSV or clipboard form begins like a
// formula, each is otherwise the text, and amounts are the plain numbers that they are.
func TestNoTextBeginsLikeAFormula(t *testing.T) {
	text := rapid.OneOf(rapid.SampledFrom(attacks()), rapid.String(), rapid.StringMatching(`[ "'\t\r\n=+@-]{0,4}[=+@a-z-]{0,5}`))
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.ToValidUTF8(text.Draw(rt, "text"), "")
		n := rapid.Int64().Draw(rt, "minor")
		table := Table{ID: "x", Columns: []Column{{Key: "text", Title: s}, {Key: "n", Title: "N", Amount: true}}, Rows: []Row{{Key: s, Cells: []Cell{Text(s), Amount(n, 2)}}}}
		rec := parsedWith(rt, write(t, table, "csv"), ',')[1]
		harmless(rt, rec[0], s)
		harmless(rt, rec[1], s)
		tsv := parsedWith(rt, write(t, table, "tsv"), '\t')
		harmless(rt, tsv[0][0], s)
		harmless(rt, tsv[1][0], s)
		if want := Amount(n, 2).plain(); rec[2] != want || tsv[1][1] != want {
			rt.Fatalf("%s became %q and %q", want, rec[2], tsv[1][1])
		}
	})
}

// harmless checks a field against the text that it stands for, by another rule than Inert's.
func harmless(t *rapid.T, field, text string) {
	plain := strings.NewReplacer("\r", "") // which Go's reader of CSV drops before a line feed
	if got := strings.TrimPrefix(field, "'"); plain.Replace(got) != plain.Replace(text) && plain.Replace(field) != plain.Replace(text) {
		t.Fatalf("%q became %q", text, field)
	}
	for i, r := range field {
		if r == '\'' || !unicode.IsSpace(r) && !strings.ContainsRune("=+-@＝＋－＠\"", r) && unicode.IsGraphic(r) {
			return
		}
		if strings.ContainsRune("=+-@＝＋－＠", r) || i == 0 && strings.ContainsRune("\t\r\n", r) {
			t.Fatalf("%q would run as %q", text, field)
		}
	}
}

func parsedWith(t *rapid.T, body []byte, comma rune) [][]string {
	r := csv.NewReader(bytes.NewReader(body))
	r.Comma, r.FieldsPerRecord = comma, -1
	out, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v in %q", err, body)
	}
	return out
}

func TestTSVForm(t *testing.T) {
	table := sample()
	table.Rows[0].Cells[0] = Text("two\nlines\tand \"quotes\"")
	want := "Account\tCode\t2006\t2006 mark\r\n\"two\nlines\tand \"\"quotes\"\"\"\t1\t-1234.56\t\r\nCash\t2\t0.05\ts\r\nNothing\t\t\t\r\nTotal\t\t0.00\t\r\n"
	if got := string(write(t, table, "tsv")); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// FuzzInert: a text that begins like a formula does so no more, and nothing else is changed.
func FuzzInert(f *testing.F) {
	for _, s := range attacks()[:200] {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Inert(s)
		if got != s && got != "'"+s {
			t.Fatalf("%q became %q", s, got)
		}
		if got == s && s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
			t.Fatalf("%q runs", s)
		}
	})
}
