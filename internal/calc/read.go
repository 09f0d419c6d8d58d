package calc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// BadInput is an input that cannot be read: where, which field, and why. Line 0 is the whole text.
type BadInput struct {
	Line  int
	Field string
	Why   string
}

func (b BadInput) Error() string {
	s := b.Why
	if b.Field != "" {
		s = b.Field + ": " + s
	}
	if b.Line > 0 {
		s = fmt.Sprintf("line %d: %s", b.Line, s)
	}
	return s
}

// Limits on one input.
const (
	maxBytes = 1 << 20
	maxDepth = 64
)

// field is one value of the input with its path from the top.
type field struct {
	path string
	node *yaml.Node
}

// reader keeps the first mistake; after it every method gives a zero value.
type reader struct{ err error }

func (r *reader) fail(f field, format string, args ...any) {
	if r.err == nil {
		r.err = BadInput{f.node.Line, f.path, fmt.Sprintf(format, args...)}
	}
}

// failed turns a mistake of an accounting package into one with its place in the input.
func (r *reader) failed(f field, err error) {
	if err != nil {
		r.fail(f, "%v", err)
	}
}

// parse reads one YAML document whose top is a mapping. It refuses what a person cannot see or did not mean:
// invalid UTF-8, NUL, duplicate keys, aliases, tags, a second document.
func parse(in []byte) (field, error) {
	switch {
	case len(in) > maxBytes:
		return field{}, BadInput{Why: fmt.Sprintf("the input is larger than %d bytes", maxBytes)}
	case !utf8.Valid(in):
		return field{}, BadInput{Why: "the input is not valid UTF-8"}
	case bytes.IndexByte(in, 0) >= 0:
		return field{}, BadInput{Why: "the input holds a NUL byte"}
	}
	dec := yaml.NewDecoder(bytes.NewReader(in))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return field{}, BadInput{Why: "the input is empty"}
		}
		return field{}, BadInput{Why: strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return field{}, BadInput{Why: "there is more than one document; give one"}
	}
	top := field{"", doc.Content[0]}
	if top.node.Kind != yaml.MappingNode {
		return field{}, BadInput{Line: top.node.Line, Why: "write keys and values, such as form: 10-K"}
	}
	return top, inspect(top.node, 1)
}

// inspect walks the document once for what no field may hold.
func inspect(n *yaml.Node, depth int) error {
	switch {
	case depth > maxDepth:
		return BadInput{Line: n.Line, Why: fmt.Sprintf("nested deeper than %d", maxDepth)}
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return BadInput{Line: n.Line, Why: "anchors and aliases are not read; write the value out"}
	case n.Style&yaml.TaggedStyle != 0:
		return BadInput{Line: n.Line, Why: "the tag " + n.Tag + " is not read"}
	}
	if n.Kind == yaml.MappingNode {
		if err := keys(n); err != nil {
			return err
		}
	}
	for _, c := range n.Content {
		if err := inspect(c, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func keys(n *yaml.Node) error {
	seen := map[string]int{}
	for i := 0; i < len(n.Content); i += 2 {
		k := n.Content[i]
		if k.Kind != yaml.ScalarNode || k.Value == "" || k.Value == "<<" {
			return BadInput{Line: k.Line, Why: "a key must be a plain name"}
		}
		if line := seen[k.Value]; line > 0 {
			return BadInput{Line: k.Line, Field: k.Value, Why: fmt.Sprintf("the key stands here and on line %d; which is meant?", line)}
		}
		seen[k.Value] = k.Line
	}
	return nil
}

// object is a mapping with known keys.
type object struct {
	field
	r *reader
}

// object reads a mapping and refuses keys that are not among the allowed ones.
func (r *reader) object(f field, allowed ...string) object {
	for _, p := range r.pairs(f) {
		if !slices.Contains(allowed, p.name) {
			r.fail(p.field, "the key is not known here; allowed are %s", strings.Join(allowed, ", "))
		}
	}
	return object{f, r}
}

// get is the value of a key.
func (o object) get(key string) (field, bool) {
	if o.node.Kind != yaml.MappingNode {
		return field{}, false
	}
	for i := 0; i < len(o.node.Content); i += 2 {
		if o.node.Content[i].Value == key {
			return field{join(o.path, key), o.node.Content[i+1]}, true
		}
	}
	return field{}, false
}

func (o object) has(key string) bool { _, ok := o.get(key); return ok }

// must is the value of a key that cannot be left out.
func (o object) must(key string) field {
	f, ok := o.get(key)
	if !ok {
		o.r.fail(o.field, "%s is missing", key)
		return field{join(o.path, key), &yaml.Node{Kind: yaml.ScalarNode, Line: o.node.Line}}
	}
	return f
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// pair is a key that the writer chose, and its value.
type pair struct {
	name string
	field
}

// pairs reads a mapping with names of the writer's own, in their order.
func (r *reader) pairs(f field) []pair {
	if f.node.Kind != yaml.MappingNode {
		r.fail(f, "write it as keys and values")
		return nil
	}
	var out []pair
	for i := 0; i < len(f.node.Content); i += 2 {
		k := f.node.Content[i]
		r.visible(field{f.path, k})
		out = append(out, pair{k.Value, field{join(f.path, k.Value), f.node.Content[i+1]}})
	}
	return out
}

func (r *reader) list(f field) []field {
	if f.node.Kind != yaml.SequenceNode {
		r.fail(f, "write it as a list")
		return nil
	}
	return items(f)
}

// many reads a list, or one value as a list of one.
func (r *reader) many(f field) []field {
	if f.node.Kind != yaml.SequenceNode {
		return []field{f}
	}
	return items(f)
}

func items(f field) []field {
	var out []field
	for i, c := range f.node.Content {
		out = append(out, field{f.path + "[" + strconv.Itoa(i+1) + "]", c})
	}
	return out
}
