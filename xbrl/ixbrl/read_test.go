package ixbrl

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/internal/testenv"
	"tieout/xbrl"
)

// filed is a dictionary over the shipped taxonomy and a package's own schema.
type filed struct {
	*xbrl.Taxonomy
	prefix, space string
	own           map[string]xbrl.Concept
}

func (f filed) Concept(name string) (xbrl.Concept, bool) {
	if c, ok := f.own[name]; ok {
		return c, true
	}
	return f.Taxonomy.Concept(name)
}

func (f filed) NamespaceOf(prefix string) (string, bool) {
	if prefix == f.prefix {
		return f.space, true
	}
	return f.Taxonomy.Namespace(prefix)
}

func openSchema(t testing.TB, schema []byte, prefix string) filed {
	t.Helper()
	taxonomy, err := xbrl.Standard(2024)
	if err != nil {
		t.Fatal(err)
	}
	s, err := xbrl.ParseSchema(bytes.NewReader(schema), prefix)
	if err != nil {
		t.Fatal(err)
	}
	f := filed{taxonomy, prefix, s.Namespace, map[string]xbrl.Concept{}}
	for _, c := range s.Concepts {
		f.own[c.Name] = c
	}
	return f
}

// TestGoldenJSON reads the golden 10-K and writes it as xBRL-JSON: every fact equals the one that Arelle wrote.
func TestGoldenJSON(t *testing.T) {
	dir := filepath.Join(testenv.Shared(t), "xbrl/golden-mini-10k")
	file := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	dict := openSchema(t, file("hpci-20241231.xsd"), "hpci")
	report, err := Read(bytes.NewReader(file("hpci-20241231.htm")))
	if err != nil || len(report.Flaws) > 0 {
		t.Fatal(err, report.Flaws)
	}
	var out bytes.Buffer
	if err := xbrl.WriteJSON(&out, report.Entity, report.Schemas[0], report.Typed(dict), dict); err != nil {
		t.Fatal(err)
	}
	type doc struct {
		DocumentInfo any
		Facts        map[string]any
	}
	var got, want doc
	for _, p := range []struct {
		b []byte
		d *doc
	}{{out.Bytes(), &got}, {file("hpci-20241231.xbrl.json"), &want}} {
		if err := json.Unmarshal(p.b, p.d); err != nil {
			t.Fatal(err)
		}
	}
	if len(want.Facts) != 162 || len(got.Facts) != len(want.Facts) {
		t.Errorf("%d facts read, %d expected of 162", len(got.Facts), len(want.Facts))
	}
	for id, w := range want.Facts {
		a, b := canon(t, got.Facts[id]), canon(t, w)
		if a != b {
			t.Errorf("%s:\n got %s\nwant %s", id, a, b)
		}
	}
	if a, b := canon(t, got.DocumentInfo), canon(t, want.DocumentInfo); a != b {
		t.Errorf("document info:\n got %s\nwant %s", a, b)
	}
}

func canon(t *testing.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestRoundTrip reads back what was written: the same facts, and the same bytes on a second run.
func TestRoundTrip(t *testing.T) {
	ext := demoExtension(t)
	doc, facts := demoDocument(t, ext)
	again, _ := demoDocument(t, ext)
	if !bytes.Equal(doc, again) {
		t.Error("the same page gives other bytes")
	}
	report, err := Read(bytes.NewReader(doc))
	if err != nil || len(report.Flaws) > 0 {
		t.Fatal(err, report.Flaws)
	}
	got := report.Typed(ext)
	if len(got) != len(facts) || len(got) < 90 {
		t.Fatalf("%d facts read of %d", len(got), len(facts))
	}
	for i, f := range facts {
		if !f.Equal(got[i]) || f.ID != got[i].ID {
			t.Errorf("wrote %+v\n read %+v", f, got[i])
		}
	}
	if report.Entity != demoEntity || report.Schemas[0] != ext.SchemaFile() {
		t.Errorf("entity %s, schemas %v", report.Entity, report.Schemas)
	}
	for i, c := range doc {
		if c >= 0x80 {
			t.Fatalf("byte %d is not ASCII", i)
		}
	}
}

// TestReadRefuses: what is no inline document, or beyond the limits, is an error and never a guess.
func TestReadRefuses(t *testing.T) {
	const open = `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"><body>`
	for _, c := range []struct{ name, doc, want string }{
		{"plain", `<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>`, "no Inline XBRL"},
		{"doctype", `<!DOCTYPE html><html/>`, "DOCTYPE"},
		{"bomb", `<!DOCTYPE x [<!ENTITY a "b">]><html>&a;</html>`, "DOCTYPE"},
		{"entity", open + `&nbsp;</body></html>`, "entity"},
		{"unclosed", open, "EOF"},
		{"deep", open + strings.Repeat("<div>", MaxDepth), "deeper than 512"},
		{"nested", open + strings.Repeat("<ix:nonNumeric>", maxNested+1), "nested deeper than 32"},
		{"encoding", `<?xml version="1.0" encoding="utf-16"?><html/>`, "utf-16"},
		{"continuation", open + `<ix:continuation/></body></html>`, "no id"},
	} {
		_, err := Read(strings.NewReader(c.doc))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// page wraps inline elements in a document with one context and one unit.
func page(body string) string {
	return `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"
 xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12" xml:lang="en-US"><body>` + body + `<ix:header><ix:resources>
<xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">0000000001</xbrli:identifier></xbrli:entity>
<xbrli:period><xbrli:startDate>2024-01-01T00:00:00</xbrli:startDate><xbrli:endDate>2025-01-01T00:00:00</xbrli:endDate></xbrli:period></xbrli:context>
<xbrli:context id="t"><xbrli:entity><xbrli:identifier scheme="x">1</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>soon</xbrli:instant></xbrli:period></xbrli:context>
<xbrli:unit id="u"><xbrli:measure> iso4217:USD </xbrli:measure></xbrli:unit></ix:resources></ix:header></body></html>`
}

// TestReadFacts: one rule of Inline XBRL 1.1 a row; the value, or "!" and a part of the flaw.
func TestReadFacts(t *testing.T) {
	n := func(attrs, text string) string {
		return `<ix:nonFraction id="x" name="a:b" contextRef="c" unitRef="u" decimals="-3" ` + attrs + `>` + text + `</ix:nonFraction>`
	}
	w := func(attrs, text string) string {
		return `<ix:nonNumeric id="x" name="a:b" contextRef="c" ` + attrs + `>` + text + `</ix:nonNumeric>`
	}
	for _, c := range []struct{ name, body, want string }{
		{"plain number", n(``, ` 12.50 `), "12.5"},
		{"scale", n(`scale="3" format="ixt:num-dot-decimal"`, `1,234.5`), "1234500"},
		{"negative scale", n(`scale="-2"`, `21`), "0.21"},
		{"sign", n(`sign="-"`, `5`), "-5"},
		{"negative zero", n(`sign="-" format="ixt:fixed-zero"`, `&#8212;`), "0"},
		{"spans inside", n(``, `<span>1</span>2`), "12"},
		{"excluded", n(``, `1<ix:exclude>,</ix:exclude>2`), "12"},
		{"minus in text", n(``, `-5`), "!minus sign"},
		{"no digits", n(``, `five`), "!neither a digit"},
		{"unknown format", n(`format="ixt:numdash"`, `1`), "!no such rule"},
		{"absurd scale", n(`scale="100000"`, `1`), "!too far"},
		{"precision", `<ix:nonFraction id="x" name="a:b" contextRef="c" unitRef="u" precision="3">1</ix:nonFraction>`, "!precision"},
		{"no context", `<ix:nonNumeric id="x" name="a:b" contextRef="d">1</ix:nonNumeric>`, "!no context"},
		{"no date", `<ix:nonNumeric id="x" name="a:b" contextRef="t">1</ix:nonNumeric>`, "!no date"},
		{"no unit", `<ix:nonFraction id="x" name="a:b" contextRef="c" unitRef="v" decimals="0">1</ix:nonFraction>`, "!no unit"},
		{"text", w(``, `a <b>b</b> &amp; &#233;`), "a b & \u00e9"},
		{"escaped", w(`escape="true"`, `a<br></br><p style="x" class="y"><ix:nonNumeric name="a:c" contextRef="c">b</ix:nonNumeric> &amp; c</p><td/>`), `a<br/><p class="y" style="x">b &amp; c</p><td></td>`},
		{"continued", w(`continuedAt="k"`, `one `) + `between<ix:continuation id="k" continuedAt="l">two</ix:continuation><p><ix:continuation id="l"> three</ix:continuation></p>`, "one two three"},
		{"continued escaped", `<ix:continuation id="k"><p>two</p></ix:continuation>` + w(`escape="true" continuedAt="k"`, `<p>one</p>`), "<p>one</p><p>two</p>"},
		{"circle", w(`continuedAt="k"`, `one`) + `<ix:continuation id="k" continuedAt="k">two</ix:continuation>`, "!leads back"},
		{"lost", w(`continuedAt="k"`, `one`), "!no continuation"},
		{"date", w(`format="ixt:date-month-day-year"`, `2/30/2024`), "!no such day"},
		{"second target", w(`target="z"`, `1`), "!second target"},
		{"tuple", `<ix:tuple id="x"/>`, "!not read"},
	} {
		r, err := Read(strings.NewReader(page(c.body)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if why, flawed := strings.CutPrefix(c.want, "!"); flawed {
			if len(r.Flaws) != 1 || !strings.Contains(r.Flaws[0].Why, why) || r.Flaws[0].ID != "x" {
				t.Errorf("%s: flaws %v, want %q", c.name, r.Flaws, why)
			}
			continue
		}
		if len(r.Flaws) > 0 || r.Facts[0].Value != c.want || r.Facts[0].Period != fy24 {
			t.Errorf("%s: %+v, %v; want %q", c.name, r.Facts, r.Flaws, c.want)
		}
	}
}
