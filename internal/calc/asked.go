package calc

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// asked is a mapping of which things are asked for, each by the names that people give it. What nobody asked for is refused by done.
type asked struct {
	o     object
	c     costContext
	known []string
}

// spelled is a key without regard to capitals, blanks and hyphens.
func spelled(key string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(key))
}

func (c costContext) asking(f field) *asked {
	if f.node.Kind != yaml.MappingNode {
		c.r.fail(f, "write it as keys and values")
	}
	return &asked{o: object{f, c.r}, c: c}
}

// asking begins a topic: its currency and the decimals of amounts.
func asking(in []byte) (*asked, error) {
	top, err := parse(in)
	if err != nil {
		return nil, err
	}
	r := &reader{}
	a := costContext{r: r}.asking(top)
	a.known = []string{"currency", "amount_decimals"}
	a.c.currency, a.c.places = readCurrency(r, a.o), r.decimals(a.o, 2)
	return a, nil
}

// find is the value under any of the names; two of them are one too many.
func (a *asked) find(keys ...string) (found field, ok bool) {
	a.known = append(a.known, keys...)
	if a.o.node.Kind != yaml.MappingNode {
		return field{}, false
	}
	for i := 0; i < len(a.o.node.Content); i += 2 {
		k := a.o.node.Content[i]
		if !slices.Contains(keys, spelled(k.Value)) {
			continue
		}
		f := field{join(a.o.path, k.Value), a.o.node.Content[i+1]}
		if ok {
			a.c.r.fail(f, "give one of %s", strings.Join(keys, ", "))
		}
		found, ok = f, true
	}
	return found, ok
}

// has says whether any of the names is there, without asking for it.
func (a *asked) has(keys ...string) bool {
	if a.o.node.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i < len(a.o.node.Content); i += 2 {
		if slices.Contains(keys, spelled(a.o.node.Content[i].Value)) {
			return true
		}
	}
	return false
}

func (a *asked) miss(keys []string) {
	also := ""
	if len(keys) > 1 {
		also = " (or " + strings.Join(keys[1:], ", ") + ")"
	}
	a.c.r.fail(a.o.field, "%s is missing%s", keys[0], also)
}

// num is a number, nil where it is left out.
func (a *asked) num(keys ...string) *workpaper.Number {
	f, ok := a.find(keys...)
	if !ok {
		return nil
	}
	n := a.c.r.number(f)
	return &n
}

// or is a number, nought where it is left out.
func (a *asked) or(keys ...string) workpaper.Number {
	if n := a.num(keys...); n != nil {
		return *n
	}
	return workpaper.Number{}
}

// must is a number that cannot be left out.
func (a *asked) must(keys ...string) workpaper.Number {
	n := a.num(keys...)
	if n == nil {
		a.miss(keys)
		return workpaper.Number{}
	}
	return *n
}

// rate is a rate: 0.08, 8%, or 8 under a name that says percent; nil where it is left out.
func (a *asked) rate(keys ...string) *workpaper.Number {
	all := slices.Clone(keys)
	for _, k := range keys {
		all = append(all, k+"_pct", k+"_percent")
	}
	f, ok := a.find(all...)
	if !ok {
		return nil
	}
	n := a.c.r.rateOf(f)
	if k := spelled(f.path); strings.HasSuffix(k, "_pct") || strings.HasSuffix(k, "_percent") {
		n = n.Quo(workpaper.Whole(100))
	}
	return &n
}

// rateOf is a rate with a sign.
func (r *reader) rateOf(f field) workpaper.Number {
	s := r.text(f)
	if r.err != nil {
		return workpaper.Number{}
	}
	whole, percent := strings.CutSuffix(s, "%")
	n, err := workpaper.Parse(strings.TrimSpace(whole))
	if err != nil {
		r.fail(f, "%q is not a rate; write 0.08 or 8%%", s)
		return workpaper.Number{}
	}
	if percent {
		n = n.Quo(workpaper.Whole(100))
	}
	return n
}

// numbers is a list of numbers, or one.
func (a *asked) numbers(keys ...string) (ns []workpaper.Number) {
	f, ok := a.find(keys...)
	if !ok {
		return nil
	}
	for _, x := range a.c.r.many(f) {
		ns = append(ns, a.c.r.number(x))
	}
	return ns
}

func (a *asked) text(keys ...string) string {
	f, ok := a.find(keys...)
	if !ok {
		return ""
	}
	return a.c.r.text(f)
}

func (a *asked) day(keys ...string) fiscal.Date {
	f, ok := a.find(keys...)
	if !ok {
		return 0
	}
	return a.c.r.date(f)
}

func (a *asked) yes(keys ...string) bool {
	f, ok := a.find(keys...)
	return ok && a.c.r.yes(f)
}

func (a *asked) whole(low, high int, keys ...string) (int, bool) {
	f, ok := a.find(keys...)
	if !ok {
		return 0, false
	}
	return a.c.r.count(f, low, high), true
}

// word is one of several words, by any of their spellings; the first of each list is what it stands for.
func (a *asked) word(otherwise string, spellings [][]string, keys ...string) string {
	f, ok := a.find(keys...)
	if !ok {
		return otherwise
	}
	s := spelled(a.c.r.text(f))
	var names []string
	for _, w := range spellings {
		if slices.Contains(w, s) || spelled(w[0]) == s {
			return w[0]
		}
		names = append(names, w[0])
	}
	a.c.r.fail(f, "%q is not one of %s", s, strings.Join(names, ", "))
	return otherwise
}

// parts are names with amounts: a mapping, a list of {name, amount}, or a list of amounts or one, which have no names.
func (a *asked) parts(keys ...string) (out []partIn) {
	f, ok := a.find(keys...)
	if !ok {
		return nil
	}
	r := a.c.r
	if f.node.Kind == yaml.MappingNode {
		for _, p := range r.pairs(f) {
			out = append(out, partIn{p.name, r.number(p.field), p.field})
		}
		return out
	}
	for _, x := range r.many(f) {
		if x.node.Kind != yaml.MappingNode {
			out = append(out, partIn{"", r.number(x), x})
			continue
		}
		b := a.c.asking(x)
		out = append(out, partIn{b.text("name", "what", "item"), b.must("amount", "value"), x})
		b.done()
	}
	return out
}

type partIn struct {
	name   string
	amount workpaper.Number
	field
}

// each are the problems under a key: a list, one, or names with one each. Names are given to those that have none.
func (a *asked) each(keys ...string) (out []*asked) {
	f, ok := a.find(keys...)
	if !ok {
		return nil
	}
	return a.c.problems(f)
}

func (c costContext) problems(f field) (out []*asked) {
	if f.node.Kind == yaml.MappingNode && len(f.node.Content) > 0 {
		named := true
		for i := 1; i < len(f.node.Content); i += 2 {
			named = named && f.node.Content[i].Kind == yaml.MappingNode
		}
		if named {
			for _, p := range c.r.pairs(f) {
				x := c.asking(p.field)
				x.name(p.name)
				out = append(out, x)
			}
			return out
		}
	}
	for _, x := range c.r.many(f) {
		out = append(out, c.asking(x))
	}
	return out
}

// name gives the problem the name of its key, where it has none of its own.
func (a *asked) name(name string) {
	if a.o.node.Kind != yaml.MappingNode || a.o.has("name") {
		return
	}
	at := func(v string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v, Line: a.o.node.Line}
	}
	node := *a.o.node
	node.Content = append(slices.Clone(node.Content), at("name"), at(name))
	a.o.node = &node
}

// done refuses keys that nothing asked for.
func (a *asked) done() {
	if a.o.node.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i < len(a.o.node.Content); i += 2 {
		if k := a.o.node.Content[i]; !slices.Contains(a.known, spelled(k.Value)) {
			a.c.r.fail(field{join(a.o.path, k.Value), k}, "the key is not known here; known are %s", strings.Join(a.known, ", "))
		}
	}
}

// hold holds published answers against the result, key by key: they may be rounded as they are written.
func (a *asked) hold(topic string, result any, into *papered) {
	f, ok := a.find("published", "stated", "expected")
	if !ok || a.c.r.err != nil {
		return
	}
	b, err := json.Marshal(result)
	if err != nil {
		panic(err)
	}
	var have any
	if err := json.Unmarshal(b, &have); err != nil {
		panic(err)
	}
	for _, p := range a.c.r.pairs(f) {
		want := a.c.r.number(p.field)
		got, ok := lookUp(have, spelled(p.name))
		if !ok {
			a.c.r.fail(p.field, "the result has no figure of that name")
			return
		}
		half := workpaper.Ratio(1, 2).Mul(workpaper.Whole(10).Power(-workpaper.Places(p.node.Value)))
		if got.Sub(want).Abs().Cmp(half) > 0 {
			into.Findings = append(into.Findings, check.Finding{Rule: topic + "-published", Severity: check.Open, Subject: p.name,
				Message: fmt.Sprintf("the published answer is %s, the facts give %s; the difference is %s", money.Group(want.String()), money.Group(got.String()), money.Group(want.Sub(got).String()))})
		}
	}
}

// lookUp finds a figure by its key, those further out first.
func lookUp(v any, key string) (workpaper.Number, bool) {
	level := []any{v}
	for len(level) > 0 {
		var next []any
		for _, x := range level {
			switch x := x.(type) {
			case map[string]any:
				if s, ok := x[key].(string); ok {
					if n, err := workpaper.Parse(strings.TrimSuffix(s, "%")); err == nil {
						return n, true
					}
				}
				var names []string
				for k := range x {
					names = append(names, k)
				}
				slices.Sort(names)
				for _, k := range names {
					next = append(next, x[k])
				}
			case []any:
				next = append(next, x...)
			}
		}
		level = next
	}
	return workpaper.Number{}, false
}

// kindOf is the problems of one kind: the keys under which a file has them, and what reads and computes one.
type kindOf struct {
	keys []string
	one  func(*asked)
}

// kinds reads a file: problems under the keys of kinds, kind by kind; or each mapping by its name; or the file as one problem.
func (a *asked) kinds(bare func(*asked), kinds ...kindOf) {
	switch {
	case slices.ContainsFunc(kinds, func(k kindOf) bool { return a.has(k.keys...) }):
		for _, k := range kinds {
			for _, x := range a.each(k.keys...) {
				k.one(x)
			}
		}
		a.done()
	case allMappings(a.o.node):
		for _, x := range a.c.problems(a.o.field) {
			bare(x)
		}
	default:
		bare(a)
	}
}

// allMappings says whether a mapping has nothing but mappings besides the currency and decimals.
func allMappings(n *yaml.Node) bool {
	some := false
	for i := 1; i < len(n.Content); i += 2 {
		if k := n.Content[i-1].Value; k == "currency" || k == "amount_decimals" {
			return false
		}
		if n.Content[i].Kind != yaml.MappingNode {
			return false
		}
		some = true
	}
	return some
}

// computed ends the reading of a problem and computes it; false where something is wrong with either.
func computed[R any](a *asked, compute func() (R, error)) (res R, ok bool) {
	a.known = append(a.known, "published", "stated", "expected")
	if a.done(); a.c.r.err != nil {
		return res, false
	}
	res, err := compute()
	a.c.r.failed(a.o.field, err)
	return res, err == nil
}
