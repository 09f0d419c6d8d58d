package calc

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/check"
	"tieout/workpaper"
)

// totals adds lists up: components of periods, roll-forwards. What stands among them with keys of its own is a part: pbo with assets, a
// freeze, or a further problem.
func (out *pensionOut) totals(c costContext, f field) {
	var held []field
	defer func() {
		for _, h := range held {
			out.holdTotals(c, h)
		}
	}()
	for _, p := range c.r.pairs(f) {
		switch {
		case p.name == "currency" || p.name == "amount_decimals" || p.name == "unit" || p.name == "name":
		case p.name == "totals" || p.name == "stated" || p.name == "expected" || p.name == "published":
			held = append(held, p.field)
		case p.node.Kind == yaml.SequenceNode:
			sum := workpaper.Whole(0)
			paper := workpaper.New(workpaper.Head{Title: "Total of " + p.name})
			t := paper.Table("Amounts", "item")
			col := t.Column("amount", workpaper.Money(c.currency))
			for i, n := range c.numbers(p.field) {
				t.Row(workpaper.Whole(int64(i+1)).String()).Input(col, n)
				sum = sum.Add(n)
			}
			if c.r.err != nil {
				return
			}
			if t.Len() > 0 {
				paper.Section("Total").Step("total", workpaper.Money(c.currency), col.Total())
				out.add(paper)
			}
			out.Totals = append(out.Totals, partOut{p.name, c.text(sum)})
		case p.node.Kind == yaml.MappingNode && (p.name == "periods" || p.name == "components"):
			out.totals(c, p.field)
		case p.node.Kind == yaml.MappingNode:
			o := object{p.field, c.r}
			if o.has("reduction") {
				out.settled(c, p.field)
			} else if scalars(p.field) && (gives(p.field, "service", "interest") && !gives(p.field, "pbo", "assets", "actual_return", "contribution") || gives(p.field, "opening") || o.has("open") || o.has("begin") || o.has("beginning")) {
				out.totals(c, listed(p))
			} else if gives(p.field, "service") {
				out.cost(c, p.field)
			} else {
				out.implied(c, p.field)
			}
		case p.name == "pbo" || p.name == "assets":
			o := object{f, c.r}
			if p.name == "pbo" && o.has("assets") {
				n := c.r.number(o.must("assets")).Sub(c.r.number(p.field))
				out.Implied = append(out.Implied, partOut{"funded_status", c.text(n)}, partOut{"underfunded", c.text(n.Neg())})
			}
		default:
			c.r.fail(p.field, "the key is not known here; give lists of components, or one of %s", strings.Join(pensionParts, ", "))
		}
		if c.r.err != nil {
			return
		}
	}
}

// listed is a period whose components have names, as one whose components are a list.
func listed(p pair) field {
	values := &yaml.Node{Kind: yaml.SequenceNode, Line: p.node.Line}
	for i := 1; i < len(p.node.Content); i += 2 {
		values.Content = append(values.Content, p.node.Content[i])
	}
	return field{p.path, &yaml.Node{Kind: yaml.MappingNode, Line: p.node.Line, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!str", Value: p.name, Line: p.node.Line}, values}}}
}

// holdTotals holds published totals, by name or in the order of the lists, against what the lists come to.
func (out *pensionOut) holdTotals(c costContext, f field) {
	if c.r.err != nil {
		return
	}
	var names []string
	var stated []workpaper.Number
	if f.node.Kind == yaml.MappingNode {
		for _, p := range c.r.pairs(f) {
			names, stated = append(names, p.name), append(stated, c.r.number(p.field))
		}
	} else {
		stated = c.numbers(f)
		for _, t := range out.Totals {
			names = append(names, t.Name)
		}
	}
	if len(stated) > len(names) {
		c.r.fail(f, "it has %d totals of %d lists; give one for each", len(stated), len(names))
	}
	for i, n := range stated {
		if c.r.err != nil {
			return
		}
		k := slices.IndexFunc(out.Totals, func(t partOut) bool { return t.Name == names[i] })
		if k < 0 {
			c.r.fail(f, "there is no list %s", names[i])
			return
		}
		have := workpaper.MustParse(out.Totals[k].Amount)
		if d := n.Sub(have); d.Abs().Cmp(workpaper.Ratio(1, 2)) > 0 {
			out.Findings = append(out.Findings, check.Finding{Rule: "total-foots", Severity: check.Open, Subject: names[i], Cite: "ASC 715-20-50-1", Message: "the components come to " + c.text(have) + ", published is " + c.text(n) + "; the difference is " + c.text(d)})
		}
	}
}
