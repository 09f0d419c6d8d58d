package importer

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// Text is the mapping as JSON, the same bytes for the same mapping: fields in a fixed order, nothing that is
// empty, columns by number and header, constants and values by column and text, statements by id. It is empty for
// a mapping that says nothing.
func (m Mapping) Text() string {
	m.Columns = sorted(m.Columns, func(a, b MappedColumn) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(squeeze(a.Header), squeeze(b.Header)))
	})
	m.Constants = sorted(m.Constants, func(a, b Constant) int { return strings.Compare(a.Column, b.Column) })
	m.Values = sorted(m.Values, func(a, b Value) int {
		return cmp.Or(strings.Compare(a.Column, b.Column), strings.Compare(a.From, b.From))
	})
	m.Statements = sorted(m.Statements, func(a, b Statement) int { return strings.Compare(a.ID, b.ID) })
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		panic(err) // strings and numbers always encode
	}
	if s := strings.TrimSuffix(b.String(), "\n"); s != "{}" {
		return s
	}
	return ""
}

func sorted[T any](s []T, by func(a, b T) int) []T {
	s = slices.Clone(s)
	slices.SortStableFunc(s, by)
	return s
}

// maxMapping is the largest mapping as text, in bytes.
const maxMapping = 4 << 20

// ParseMapping reads what Text writes, in any order and spacing. It refuses, as Problems, fields that are not
// known or stand twice, names in other case, text that is not UTF-8, and everything that Check refuses. An empty
// text is the zero Mapping.
func ParseMapping(text string) (Mapping, error) {
	refuse := func(why string) (Mapping, error) {
		r := newReporter(Options{Name: "mapping"})
		return Mapping{}, Problems{r.problem(mistake{rule: ruleMapping, why: why})}
	}
	switch {
	case strings.TrimSpace(text) == "":
		return Mapping{}, nil
	case len(text) > maxMapping:
		return refuse("it is larger than 4 MiB")
	case !utf8.ValidString(text):
		return refuse("it is not valid UTF-8")
	}
	if err := strictJSON(text); err != nil {
		return refuse(err.Error())
	}
	var m Mapping
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return refuse("it is not read: " + err.Error())
	}
	if ps := m.Check(); len(ps) > 0 {
		return Mapping{}, ps
	}
	return m, nil
}

// mappingFields are the names that the JSON of a mapping may have, as they are written.
var mappingFields = func() map[string]bool {
	names := map[string]bool{}
	for _, v := range []any{Mapping{}, MappedColumn{}, Constant{}, Value{}, Statement{}} {
		for t, i := reflect.TypeOf(v), 0; i < t.NumField(); i++ {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			names[name] = true
		}
	}
	return names
}()

// strictJSON refuses what the decoder would let pass: names in another case, names that stand twice in one
// object, text behind the end, and depth.
func strictJSON(text string) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := strictValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return unread("there is more behind its end")
	}
	return nil
}

func strictValue(d *json.Decoder, depth int) error {
	t, err := d.Token()
	if err != nil {
		return unread("it is not JSON: %v", err)
	}
	open, ok := t.(json.Delim)
	if !ok {
		return nil
	}
	if depth > 4 {
		return unread("it is nested too deeply")
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			if err := strictName(d, seen); err != nil {
				return err
			}
		}
		if err := strictValue(d, depth+1); err != nil {
			return err
		}
	}
	if _, err = d.Token(); err != nil {
		return unread("it is not JSON: %v", err)
	}
	return nil
}

func strictName(d *json.Decoder, seen map[string]bool) error {
	t, err := d.Token()
	name, ok := t.(string)
	switch {
	case err != nil || !ok:
		return unread("it is not JSON: %v", err)
	case !mappingFields[name]:
		return unread("the field %q is not known", clip(name))
	case seen[name]:
		return unread("the field %q stands twice", clip(name))
	}
	seen[name] = true
	return nil
}
