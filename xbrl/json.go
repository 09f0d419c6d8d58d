package xbrl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tieout/fiscal"
)

// Dictionary knows concepts and the namespaces of prefixes. Extension is one.
type Dictionary interface {
	Concept(name string) (Concept, bool)
	NamespaceOf(prefix string) (string, bool)
}

// The fixed namespaces of OIM and of instances.
var jsonSpaces = map[string]string{
	"xbrl": "https://xbrl.org/2021", "cik": "http://www.sec.gov/CIK", "iso4217": "http://www.xbrl.org/2003/iso4217",
	"xbrli": "http://www.xbrl.org/2003/instance", "utr": "http://www.xbrl.org/2009/utr",
}

// WriteJSON writes facts as an xBRL-JSON report with canonical values (Open Information Model, xBRL-JSON 1.0, REC 2021-10-13):
// documentType https://xbrl.org/2021/xbrl-json. Facts stand in the order given under their ids, which must be
// there and unique. Periods are written as midnights: the end of 31 December is 2025-01-01T00:00:00. A decimal value of
// a type that is not whole by nature is written with a point ("5000000.0"), the canonical form of xs:decimal. Dates, flags and
// durations have no language, words have.
func WriteJSON(w io.Writer, entity, schema string, facts []Fact, dict Dictionary) error {
	spaces, err := spacesOf(facts, dict)
	if err != nil {
		return err
	}
	b := &jsonBuffer{}
	b.raw("{\n \"documentInfo\": {\n  \"documentType\": \"https://xbrl.org/2021/xbrl-json\",\n  \"features\": {\n   \"xbrl:canonicalValues\": true\n  },\n  \"namespaces\": {")
	for i, s := range spaces {
		b.member(i, "   ", s[0], s[1])
	}
	b.raw("\n  },\n  \"taxonomy\": [\n   ")
	b.quote(schema)
	b.raw("\n  ]\n },\n \"facts\": {")
	seen := map[string]bool{}
	for i, f := range facts {
		if f.ID == "" || seen[f.ID] {
			return fmt.Errorf("fact %q of %s has no id of its own", f.ID, f.Concept)
		}
		seen[f.ID] = true
		if err := b.fact(i, f, entity, dict); err != nil {
			return err
		}
	}
	b.raw("\n }\n}\n")
	_, err = w.Write(b.Bytes())
	return errors.Join(err, b.err)
}

type jsonBuffer struct {
	bytes.Buffer
	err error
}

func (b *jsonBuffer) raw(s string) { b.WriteString(s) }

func (b *jsonBuffer) quote(s string) {
	var one bytes.Buffer
	e := json.NewEncoder(&one)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil && b.err == nil {
		b.err = err
	}
	b.Write(bytes.TrimRight(one.Bytes(), "\n"))
}

func (b *jsonBuffer) member(i int, indent, name, value string) {
	b.name(i, indent, name)
	b.quote(value)
}

func (b *jsonBuffer) name(i int, indent, name string) {
	if i > 0 {
		b.raw(",")
	}
	b.raw("\n" + indent)
	b.quote(name)
	b.raw(": ")
}

func (b *jsonBuffer) fact(i int, f Fact, entity string, dict Dictionary) error {
	c, ok := dict.Concept(f.Concept)
	if !ok {
		return fmt.Errorf("fact %s: the taxonomy has no concept %s", f.ID, f.Concept)
	}
	b.name(i, "  ", f.ID)
	b.raw("{\n   \"value\": ")
	if f.Nil {
		b.raw("null")
	} else {
		b.quote(jsonValue(f, c))
	}
	if !f.Unit.IsZero() && !f.Nil && f.Decimals != INF {
		b.raw(",\n   \"decimals\": " + f.Decimals.String())
	}
	b.raw(",\n   \"dimensions\": {")
	for i, d := range jsonDimensions(f, c, entity) {
		b.member(i, "    ", d[0], d[1])
	}
	b.raw("\n   }\n  }")
	return nil
}

func jsonDimensions(f Fact, c Concept, entity string) [][2]string {
	out := [][2]string{{"concept", f.Concept}}
	if c.Worded() && !f.Nil {
		out = append(out, [2]string{"language", f.Language})
	}
	out = append(out, [2]string{"entity", "cik:" + entity})
	if p := jsonPeriod(f.Period); p != "" {
		out = append(out, [2]string{"period", p})
	}
	if k := f.Unit.Key(); k != "" && k != "xbrli:pure" { // a pure number has no unit in OIM
		out = append(out, [2]string{"unit", k})
	}
	for _, m := range f.Dimensions {
		out = append(out, [2]string{m.Axis, m.Member})
	}
	return out
}

func jsonPeriod(p Period) string {
	at := func(d fiscal.Date) string { return d.String() + "T00:00:00" }
	switch {
	case p.Forever():
		return ""
	case p.Type() == Instant:
		return at(p.Instant + 1)
	}
	return at(p.Span.Start) + "/" + at(p.Span.End+1)
}

func jsonValue(f Fact, c Concept) string {
	if f.Unit.IsZero() || c.Whole() || strings.Contains(f.Value, ".") {
		return f.Value
	}
	return f.Value + ".0"
}

// spacesOf are prefixes with namespaces, sorted.
func spacesOf(facts []Fact, dict Dictionary) ([][2]string, error) {
	names := []string{"xbrl:", "cik:"}
	for _, f := range facts {
		names = append(append(append(names, f.Concept), f.Unit.Over...), f.Unit.Under...)
		for _, m := range f.Dimensions {
			names = append(names, m.Axis, m.Member)
		}
	}
	for i, n := range names {
		names[i], _ = Split(n)
	}
	slices.Sort(names)
	var out [][2]string
	for _, p := range slices.Compact(names) {
		space, ok := jsonSpaces[p]
		if !ok {
			space, ok = dict.NamespaceOf(p)
		}
		if !ok {
			return nil, fmt.Errorf("prefix %q stands for no namespace", p)
		}
		out = append(out, [2]string{p, space})
	}
	return out, nil
}
