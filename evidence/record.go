// Package evidence holds the proofs that nothing changed: acts in canonical text, the Merkle log over them,
// checkpoints that a person can read, and stamps of reports. It is pure; keys and clocks come from outside.
package evidence

import (
	"fmt"
	"strconv"
	"strings"
)

// Record is one line of canonical text: a word and fields in their given order. Its text is
//
//	word key="value" key="value"
//
// with values quoted as Go strings. Empty values are left out, so absence and emptiness are one thing.
// docs/spec/log.md is the specification.
type Record struct {
	Word   string
	Fields []Field
}

// Field is one key and value of a record.
type Field struct{ Key, Value string }

// Rec builds a record from a word and pairs of key and value; pairs with an empty value are left out.
func Rec(word string, pairs ...string) Record {
	r := Record{Word: word}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			r.Fields = append(r.Fields, Field{pairs[i], pairs[i+1]})
		}
	}
	return r
}

// Get is the value of a field, or "".
func (r Record) Get(key string) string {
	for _, f := range r.Fields {
		if f.Key == key {
			return f.Value
		}
	}
	return ""
}

// Int is the value of a field as a whole number, 0 when absent or not a number.
func (r Record) Int(key string) int64 {
	n, _ := strconv.ParseInt(r.Get(key), 10, 64)
	return n
}

// Append appends the record's line, newline included.
func (r Record) Append(b []byte) []byte {
	b = append(b, r.Word...)
	for _, f := range r.Fields {
		b = AppendField(b, f.Key, f.Value)
	}
	return append(b, '\n')
}

// AppendField appends one field; an empty value appends nothing.
func AppendField(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	b = append(b, ' ')
	b = append(b, key...)
	b = append(b, '=')
	return appendQuoted(b, value)
}

func appendQuoted(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' {
			return strconv.AppendQuote(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// Text is the canonical text of several records.
func Text(rs []Record) string {
	var b []byte
	for _, r := range rs {
		b = r.Append(b)
	}
	return string(b)
}

// ParseRecords reads canonical text back.
func ParseRecords(text string) ([]Record, error) {
	var rs []Record
	n := 0
	for line := range strings.Lines(text) {
		n++
		r, err := parseRecord(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, fmt.Errorf("line %d of the record: %w", n, err)
		}
		rs = append(rs, r)
	}
	return rs, nil
}

func parseRecord(line string) (Record, error) {
	word, rest, _ := strings.Cut(line, " ")
	r := Record{Word: word}
	if word == "" {
		return r, fmt.Errorf("it begins with no word")
	}
	for rest != "" {
		key, after, ok := strings.Cut(rest, "=")
		q, err := strconv.QuotedPrefix(after)
		if !ok || err != nil || key == "" {
			return r, fmt.Errorf("field at %q is not key=\"value\"", rest)
		}
		v, err := strconv.Unquote(q)
		if err != nil {
			return r, err
		}
		r.Fields = append(r.Fields, Field{key, v})
		rest = strings.TrimPrefix(after[len(q):], " ")
	}
	return r, nil
}
