package xbrl

import (
	"fmt"
	"strings"
)

// builder collects what the five files share: the arranged trees, the elements used and their labels.
type builder struct {
	x        Extension
	flaws    []error
	rows     [][]row              // per role, in presentation order
	used     []string             // elements in the order of first use
	captions map[string][]caption // labels of an element besides the standard one
	standard map[string]string
}

type caption struct{ role, text string }

// row is one presentation relationship, or a root.
type row struct {
	concept   string
	locator   string // distinct for each row of a role
	parent    int    // index of the parent's row, -1 for the root
	order     int    // among siblings, from 1
	preferred string
}

func (b *builder) flaw(where, cite, format string, a ...any) {
	b.flaws = append(b.flaws, Flaw{where, fmt.Sprintf(format, a...), cite})
}

// arrange turns the trees into rows, with tables put in, and settles all labels.
func (b *builder) arrange() {
	trees := make([][]Node, len(b.x.Roles))
	for i, r := range b.x.Roles {
		trees[i] = r.Tree
		if r.Table != nil && len(r.Tree) == 1 {
			trees[i] = []Node{withTable(r.Tree[0], *r.Table)}
		}
		b.collect(trees[i])
	}
	b.nameAll()
	for i, r := range b.x.Roles {
		t := tree2rows{b: b, role: r.ID, seen: map[string]int{}, parents: map[string]bool{}}
		t.add(trees[i], -1)
		b.rows = append(b.rows, t.rows)
	}
}

// withTable puts a table between a root and its rows, as the standard statements have it.
func withTable(root Node, c Cube) Node {
	table := Node{Concept: c.Table}
	for _, a := range c.Axes {
		domain := Node{Concept: a.Domain, Children: a.below("")}
		table.Children = append(table.Children, Node{Concept: a.Axis, Children: []Node{domain}})
	}
	table.Children = append(table.Children, Node{Concept: c.LineItems, Children: root.Children})
	root.Children = []Node{table}
	return root
}

// below are the members directly under a member, or under the domain, each with its own.
func (a Breakdown) below(parent string) (out []Node) {
	for _, m := range a.Members {
		if a.Under[m] == parent {
			out = append(out, Node{Concept: m, Children: a.below(m)})
		}
	}
	return out
}

// collect notes each element at its first use.
func (b *builder) collect(nodes []Node) {
	for _, n := range nodes {
		if _, seen := b.standard[n.Concept]; !seen {
			if _, ok := b.x.Concept(n.Concept); !ok {
				b.flaw(n.Concept, "", "no such concept in the %d taxonomies or among the own ones", b.x.Taxonomy.Year)
			}
			b.standard[n.Concept] = ""
			b.used = append(b.used, n.Concept)
		}
		b.collect(n.Children)
	}
}

// nameAll gives every used element one standard label, distinct from all others (EFM 6.10.1, 6.10.4).
func (b *builder) nameAll() {
	taken := map[string]string{}
	for _, known := range []bool{true, false} { // labels that are known come first, made ones give way
		for _, name := range b.used {
			c, _ := b.x.Concept(name)
			if (c.Label != "") != known {
				continue
			}
			text := strings.TrimSpace(c.Label)
			if !known {
				text = Humanise(c.Local())
			}
			if other, clash := taken[text]; clash && (known || taken[name] != "") {
				b.flaw(name, "EFM 6.10.4", "its standard label %q is also that of %s", text, other)
			} else if clash {
				text = name
			}
			b.checkLabel(name, text)
			taken[text], b.standard[name] = name, text
		}
	}
}

// checkLabel refuses a label that is too long or looks like markup.
func (b *builder) checkLabel(concept, text string) {
	if n := len([]rune(text)); n > 511 || strings.Contains(text, "<") {
		b.flaw(concept, "EFM 6.10.6", "a label has at most 511 characters and no \"<\"; %d in %q", n, clip(text))
	}
}

// tree2rows flattens one role.
type tree2rows struct {
	b       *builder
	role    string
	rows    []row
	seen    map[string]int
	parents map[string]bool
}

func (t *tree2rows) add(nodes []Node, parent int) {
	siblings := map[string]bool{}
	for i, n := range nodes {
		r := row{concept: n.Concept, parent: parent, order: i + 1, preferred: t.b.caption(t.role, n)}
		t.seen[n.Concept]++
		r.locator = locator(n.Concept)
		if k := t.seen[n.Concept]; k > 1 {
			r.locator += fmt.Sprintf("_%d", k)
		}
		if twin := n.Concept + " " + r.preferred; siblings[twin] {
			t.b.flaw(t.role, "EFM 6.12.5", "%s is twice under one heading with the same kind of label", n.Concept)
		} else {
			siblings[twin] = true
		}
		if len(n.Children) > 0 && t.parents[n.Concept] {
			t.b.flaw(t.role, "", "%s has rows below it in two places: XBRL would show both sets in both", n.Concept)
		}
		t.parents[n.Concept] = t.parents[n.Concept] || len(n.Children) > 0
		t.rows = append(t.rows, r)
		t.add(n.Children, len(t.rows)-1)
	}
}

func locator(name string) string { return "loc_" + strings.ReplaceAll(name, ":", "_") }

// caption settles the label role of a row and records the label's text.
func (b *builder) caption(role string, n Node) string {
	text, std := strings.TrimSpace(n.Label), b.standard[n.Concept]
	if text == "" {
		text = std
	}
	var choices []string
	switch n.Preferred {
	case "":
		if text == std {
			return ""
		}
		choices = []string{LabelTerse, LabelVerbose}
	case LabelStandard:
		if text != std {
			b.flaw(role, "EFM 6.10.2", "%s: caption %q is not the standard label %q", n.Concept, text, std)
		}
		return LabelStandard
	case LabelNegated:
		choices = []string{LabelNegated, LabelNegatedTerse}
	default:
		choices = []string{n.Preferred}
	}
	for _, choice := range choices {
		if b.claim(n.Concept, choice, text) {
			return choice
		}
	}
	b.flaw(role, "EFM 6.10.2", "%s: no label role is left for caption %q; use one caption in all roles", n.Concept, text)
	return choices[0]
}

// claim records a label unless the role has another text already.
func (b *builder) claim(concept, role, text string) bool {
	for _, c := range b.captions[concept] {
		if c.role == role {
			return c.text == text
		}
	}
	b.checkLabel(concept, text)
	b.captions[concept] = append(b.captions[concept], caption{role, text})
	return true
}
