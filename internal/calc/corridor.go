package calc

import (
	_ "embed"
	"slices"

	"go.yaml.in/yaml/v3"

	"tieout/pension"
	"tieout/workpaper"
)

//go:embed examples/corridor.yaml
var corridorExample []byte

var corridorTopic = Topic{
	Name:    "corridor",
	Summary: "amortisation of pension gains and losses above a tenth of the greater of obligation and market-related value, over years",
	Example: corridorExample,
	Run:     func(in []byte) (any, error) { return corridor(in) },
}

type corridorOut struct {
	Amortisation []string        `json:"amortisation"`
	Begin        []string        `json:"boy_cumulative_loss"`
	Corridor     []string        `json:"corridor"`
	End          string          `json:"net_loss_at_end"`
	Work         workpaper.Sheet `json:"work"`
	papered
}

func corridor(in []byte) (out corridorOut, err error) {
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	words := []string{"currency", "amount_decimals", "name", "years", "opening_loss", "corridor", "percent", "stated", "amortisation", "avg_remaining_service", "remaining_service"}
	top = corridorYears(renamed(top, append(words, corridorWords...)))
	o := r.object(top, words...)
	c := costContext{r: r, currency: readCurrency(r, o), places: r.decimals(o, 0)}
	x := pension.Corridor{Name: r.optional(o, "name"), Currency: c.currency, Opening: c.or(o, "opening_loss"), Places: c.places, Percent: r.optionalRate(o, "percent")}
	service := c.some(o, "avg_remaining_service", "remaining_service")
	for _, one := range r.many(o.must("years")) {
		one = renamed(one, corridorWords)
		y := r.object(one, corridorWords...)
		cy := pension.CorridorYear{Name: r.optional(y, "name") + r.optional(y, "year"), Obligation: r.positive(y.oneOf("pbo_boy", "pbo", "obligation")), Assets: r.relatedValue(y), Arising: c.or(y, "loss_arising_in_year", "loss").Sub(c.or(y, "gain"))}
		switch n := c.some(y, "avg_remaining_service", "remaining_service"); {
		case n != nil:
			cy.Service = *n
		case service != nil:
			cy.Service = *service
		default:
			r.fail(one, "avg_remaining_service is missing")
		}
		x.Years = append(x.Years, cy)
	}
	for _, k := range []string{"stated", "amortisation"} {
		if f, ok := o.get(k); ok {
			x.Stated = c.numbers(f)
		}
	}
	if r.err != nil {
		return out, r.err
	}
	res, err := x.Compute()
	if r.failed(top, err); err != nil {
		return out, r.err
	}
	for i := range res.Begin {
		out.Amortisation, out.Begin, out.Corridor = append(out.Amortisation, c.text(res.Amortised[i])), append(out.Begin, c.text(res.Begin[i])), append(out.Corridor, c.text(res.Corridor[i]))
	}
	out.End, out.Work = c.text(res.End), res.Paper.Sheet()
	out.add(res.Paper, res.Findings...)
	out.done()
	return out, nil
}

var corridorWords = []string{"name", "year", "pbo_boy", "pbo", "obligation", "assets_boy", "assets", "market_related_value", "loss_arising_in_year", "loss", "gain", "avg_remaining_service", "remaining_service"}

// relatedValue is the market-related value where it is given, else the fair value.
func (r *reader) relatedValue(y object) workpaper.Number {
	if f, ok := y.get("market_related_value"); ok {
		return r.positive(f)
	}
	return r.positive(y.oneOf("assets_boy", "assets"))
}

// corridorYears makes years of columns, where each thing is a list over the years: pbo: [.., ..], assets: [.., ..].
func corridorYears(top field) field {
	if top.node.Kind != yaml.MappingNode || (object{top, nil}).has("years") && !scalarList(top, "years") {
		return top
	}
	node := *top.node
	node.Content = nil
	years := &yaml.Node{Kind: yaml.SequenceNode, Line: top.node.Line}
	for i := 0; i < len(top.node.Content); i += 2 {
		k, v := top.node.Content[i], top.node.Content[i+1]
		isColumn := slices.Contains(corridorWords, k.Value) && k.Value != "name" && (v.Kind == yaml.SequenceNode || k.Value != "avg_remaining_service" && k.Value != "remaining_service")
		if !isColumn && k.Value != "years" {
			node.Content = append(node.Content, k, v)
			continue
		}
		values := []*yaml.Node{v}
		if v.Kind == yaml.SequenceNode {
			values = v.Content
		}
		key := *k
		if k.Value == "years" {
			key.Value = "year"
		}
		for n, x := range values {
			if n == len(years.Content) {
				years.Content = append(years.Content, &yaml.Node{Kind: yaml.MappingNode, Line: k.Line})
			}
			years.Content[n].Content = append(years.Content[n].Content, &key, x)
		}
	}
	if len(years.Content) > 0 {
		node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "years", Line: top.node.Line}, years)
	}
	return field{top.path, &node}
}

func scalarList(top field, key string) bool {
	f, ok := (object{top, nil}).get(key)
	return ok && f.node.Kind == yaml.SequenceNode && !slices.ContainsFunc(f.node.Content, func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode })
}
