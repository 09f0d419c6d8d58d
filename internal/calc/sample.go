package calc

import (
	_ "embed"
	"slices"

	"go.yaml.in/yaml/v3"

	"tieout/audit"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/sample.yaml
var sampleExample []byte

var sampleTopic = Topic{
	Name:    "sample",
	Summary: "audit samples: attribute sizes and limits, monetary-unit sizes, selection from a seed, projection of misstatements",
	Example: sampleExample,
	Run:     func(in []byte) (any, error) { return samples(in) },
}

type samplesOut struct {
	AttributeSizes []attributeSizeOut  `json:"attribute_sizes,omitempty"`
	Attributes     []attributeLimitOut `json:"attribute_results,omitempty"`
	UnitSizes      []unitSizeOut       `json:"monetary_unit_sizes,omitempty"`
	Selections     []selectionOut      `json:"selections,omitempty"`
	Projections    []projectionOut     `json:"projections,omitempty"`
	papered
}

type attributeSizeOut struct {
	Name       string           `json:"name,omitempty"`
	Size       string           `json:"sample_size"`
	Deviations string           `json:"deviations_allowed"`
	Large      string           `json:"size_for_large_population,omitempty"`
	Corrected  string           `json:"size_by_correction,omitempty"`
	Work       *workpaper.Sheet `json:"work"`
}

type attributeLimitOut struct {
	Name      string           `json:"name,omitempty"`
	Rate      string           `json:"sample_rate"`
	Upper     string           `json:"upper_limit"`
	Allowance string           `json:"allowance_for_sampling_risk"`
	Projected string           `json:"projected_deviations,omitempty"`
	Most      string           `json:"deviations_at_limit,omitempty"`
	Supports  *bool            `json:"supports_reliance,omitempty"`
	Work      *workpaper.Sheet `json:"work"`
}

type unitSizeOut struct {
	Name      string           `json:"name,omitempty"`
	Size      string           `json:"sample_size"`
	Interval  string           `json:"interval"`
	Taints    string           `json:"expected_taintings"`
	Factor    string           `json:"confidence_factor"`
	Expansion string           `json:"size_by_expansion_factor,omitempty"`
	Work      *workpaper.Sheet `json:"work"`
}

type selectionOut struct {
	Name     string    `json:"name,omitempty"`
	Hash     string    `json:"population_sha256"`
	Seed     string    `json:"seed"`
	Items    string    `json:"items_in_population"`
	Recorded string    `json:"recorded"`
	Interval string    `json:"interval,omitempty"`
	Start    string    `json:"start,omitempty"`
	Size     string    `json:"items_to_examine"`
	Top      []pickOut `json:"top_stratum,omitempty"`
	TopSum   string    `json:"top_stratum_recorded,omitempty"`
	Picks    []pickOut `json:"drawn"`
	Apart    []pickOut `json:"test_apart,omitempty"`
}

type pickOut struct {
	ID     string `json:"id"`
	Row    int    `json:"row"`
	Amount string `json:"amount"`
	Unit   string `json:"unit,omitempty"`
}

type projectionOut struct {
	Name        string           `json:"name,omitempty"`
	Known       string           `json:"known_misstatement"`
	Projected   string           `json:"projected_misstatement"`
	Basic       string           `json:"basic_precision"`
	Incremental string           `json:"incremental_allowance"`
	Upper       string           `json:"upper_limit"`
	UpperUnder  string           `json:"upper_limit_of_understatement"`
	Supports    *bool            `json:"supports_balance,omitempty"`
	Items       []projectedOut   `json:"misstatements,omitempty"`
	Work        *workpaper.Sheet `json:"work"`
}

type projectedOut struct {
	Name         string `json:"name,omitempty"`
	Misstatement string `json:"misstatement"`
	Tainting     string `json:"tainting"`
	Projected    string `json:"projected"`
	Increment    string `json:"increment,omitempty"`
	Top          bool   `json:"top_stratum,omitempty"`
}

// samples reads plans, results, selections and projections, in the order in which an auditor needs them. One may stand by itself.
func samples(in []byte) (out samplesOut, err error) {
	a, err := asking(in)
	if err != nil {
		return out, err
	}
	a.kinds(out.bare, kindOf{[]string{"attribute_sizes", "attribute_plans", "attribute_size"}, out.attributeSize}, kindOf{[]string{"attribute_results", "attribute_tests", "attribute_result", "evaluations"}, out.attributeLimit},
		kindOf{[]string{"monetary_unit_sizes", "mus_sizes", "monetary_unit_size", "mus_plans"}, out.unitSize}, kindOf{[]string{"selections", "selection"}, out.selection}, kindOf{[]string{"projections", "projection", "mus_results"}, out.projection})
	out.done()
	return out, a.c.r.err
}

var (
	deviationKeys   = []string{"deviations", "deviations_found", "exceptions", "errors"}
	bookKeys        = []string{"book", "book_value", "recorded", "recorded_amount", "population_value", "book_value_of_population"}
	tolerableKeys   = []string{"tolerable_misstatement", "tolerable", "tolerable_error", "materiality", "performance_materiality"}
	misstatementKey = []string{"items", "misstatements", "sample_items"}
)

// bare is a problem that does not say which it is: what it gives tells.
func (out *samplesOut) bare(a *asked) {
	switch {
	case a.has("seed"):
		out.selection(a)
	case a.has(deviationKeys...):
		out.attributeLimit(a)
	case a.has("interval", "sampling_interval") || a.has(misstatementKey...) && !a.has("tolerable_rate", "tolerable_deviation_rate"):
		out.projection(a)
	case a.has(bookKeys...):
		out.unitSize(a)
	default:
		out.attributeSize(a)
	}
}

// risk is one less the confidence, or the risk by one of its names.
func (a *asked) risk() workpaper.Number {
	c, r := a.rate("confidence", "confidence_level", "reliability"), a.rate("risk", "risk_of_overreliance", "risk_of_incorrect_acceptance", "aria", "aracr", "beta")
	switch {
	case c != nil && r != nil:
		a.c.r.fail(a.o.field, "give confidence or risk: one is what the other leaves of 100%%")
	case c != nil:
		return workpaper.Whole(1).Sub(*c)
	case r != nil:
		return *r
	default:
		a.miss([]string{"risk", "confidence"})
	}
	return workpaper.Number{}
}

func (a *asked) mustRate(keys ...string) workpaper.Number {
	if n := a.rate(keys...); n != nil {
		return *n
	}
	a.miss(keys)
	return workpaper.Number{}
}

func (a *asked) model() audit.Model {
	return audit.Model(a.word("", [][]string{{"binomial"}, {"hypergeometric", "exact"}, {"poisson"}}, "model", "distribution"))
}

func (a *asked) populationCount(keys ...string) int64 {
	n, _ := a.whole(1, 1_000_000_000, keys...)
	return int64(n)
}

func countText(n int64) string { return workpaper.Whole(n).String() }

func countGiven(n int64) string {
	if n == 0 {
		return ""
	}
	return countText(n)
}

func (out *samplesOut) attributeSize(a *asked) {
	p := audit.AttributePlan{Name: a.text("name", "control"), Model: a.model(), Risk: a.risk(), Tolerable: a.mustRate("tolerable_rate", "tolerable", "tolerable_deviation_rate"), Population: a.populationCount("population", "population_size")}
	if n := a.rate("expected_rate", "expected_deviation_rate", "expected_population_deviation_rate"); n != nil {
		p.Expected = *n
	}
	res, ok := computed(a, p.Compute)
	if !ok {
		return
	}
	y := attributeSizeOut{p.Name, countText(res.Size), countText(res.Deviations), "", countGiven(res.Corrected), sheetOf(res.Paper)}
	if p.Population > 0 {
		y.Large = countGiven(res.Large)
	}
	out.AttributeSizes = append(out.AttributeSizes, y)
	out.add(res.Paper, res.Findings...)
	a.hold("sample", y, &out.papered)
}

func (out *samplesOut) attributeLimit(a *asked) {
	t := audit.AttributeTest{Name: a.text("name", "control"), Model: a.model(), Risk: a.risk(), Tolerable: a.rate("tolerable_rate", "tolerable", "tolerable_deviation_rate"), Population: a.populationCount("population", "population_size")}
	n, given := a.whole(1, audit.MostItems, "sample_size", "sample", "items_examined", "n")
	if !given {
		a.miss([]string{"sample_size", "sample", "items_examined"})
	}
	k, given := a.whole(0, audit.MostItems, deviationKeys...)
	if !given {
		a.miss(deviationKeys)
	}
	t.Sample, t.Deviations = int64(n), int64(k)
	res, ok := computed(a, t.Compute)
	if !ok {
		return
	}
	y := attributeLimitOut{Name: t.Name, Rate: percentText(res.Rate), Upper: percentUp(res.Upper), Allowance: percentUp(res.Allowance), Work: sheetOf(res.Paper)}
	if t.Population > 0 {
		y.Projected, y.Most = countText(res.Projected), countText(res.Most)
	}
	if t.Tolerable != nil {
		y.Supports = &res.Supports
	}
	out.Attributes = append(out.Attributes, y)
	out.add(res.Paper, res.Findings...)
	a.hold("sample", y, &out.papered)
}

// percentUp is a rate in percent with two decimals, rounded up: a limit is not shown lower than it is.
func percentUp(n workpaper.Number) string {
	return n.Mul(workpaper.Whole(100)).Text(2, money.Up) + "%"
}

func (out *samplesOut) unitSize(a *asked) {
	p := audit.UnitPlan{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, Risk: a.risk(), Book: a.must(bookKeys...)}
	p.Tolerable = a.shareOf(p.Book, tolerableKeys, "tolerable_rate", "tolerable_part")
	if a.has("expected_misstatement", "expected_error", "anticipated_misstatement", "expected_rate", "expected_part") {
		p.Expected = a.shareOf(p.Book, []string{"expected_misstatement", "expected_error", "anticipated_misstatement"}, "expected_rate", "expected_part")
	}
	res, ok := computed(a, p.Compute)
	if !ok {
		return
	}
	y := unitSizeOut{p.Name, countText(res.Size), a.c.text(res.Interval), res.Taints.Text(2, money.HalfAway), res.Factor.Text(2, money.Up), countGiven(res.Expansion), sheetOf(res.Paper)}
	out.UnitSizes = append(out.UnitSizes, y)
	out.add(res.Paper)
	a.hold("sample", y, &out.papered)
}

// shareOf is an amount, or a rate of the recorded amount.
func (a *asked) shareOf(book workpaper.Number, amounts []string, rates ...string) workpaper.Number {
	if n := a.rate(rates...); n != nil {
		return book.Mul(*n)
	}
	return a.must(amounts...)
}

func (out *samplesOut) selection(a *asked) {
	y := selectionOut{Name: a.text("name"), Seed: a.text("seed"), Picks: []pickOut{}}
	p := a.items()
	size, random := a.whole(1, 1_000_000, "size", "sample_size", "items_to_draw")
	interval := a.num("interval", "sampling_interval")
	a.known = append(a.known, "published", "stated", "expected")
	if a.done(); a.c.r.err != nil {
		return
	}
	if random == (interval != nil) {
		a.c.r.fail(a.o.field, "give interval to draw by monetary units, or size to draw that many items, each as likely as any other")
		return
	}
	y.Hash, y.Items = p.Hash(), countText(int64(len(p)))
	digits, _ := a.c.currency.Digits()
	amount := func(minor int64) string { return money.FormatMinor(minor, digits) }
	pick := func(i int) pickOut { return pickOut{ID: p[i].ID, Row: i + 1, Amount: amount(p[i].Amount)} }
	if random {
		drawn, err := audit.Random(p, y.Seed, size)
		if a.c.r.failed(a.o.field, err); err != nil {
			return
		}
		y.Size = countText(int64(len(drawn)))
		recorded := int64(0)
		for _, x := range p {
			recorded += x.Amount
		}
		y.Recorded = amount(recorded)
		for _, i := range drawn {
			y.Picks = append(y.Picks, pick(i))
		}
	} else {
		minor, whole := interval.Minor(digits)
		if !whole {
			a.c.r.fail(a.o.field, "an interval of %s; amounts in %s have %d decimals", interval, a.c.currency, digits)
			return
		}
		s, err := audit.Units(p, y.Seed, minor)
		if a.c.r.failed(a.o.field, err); err != nil {
			return
		}
		y.Size, y.Recorded, y.Interval, y.Start, y.TopSum = countText(int64(s.Size())), amount(s.Recorded), amount(s.Interval), amount(s.Start), amount(s.TopSum)
		for _, x := range s.Top {
			y.Top = append(y.Top, pick(x.Index))
		}
		for _, x := range s.Picks {
			one := pick(x.Index)
			one.Unit = amount(x.Unit)
			y.Picks = append(y.Picks, one)
		}
		for _, x := range s.Apart {
			y.Apart = append(y.Apart, pick(x.Index))
		}
	}
	out.Selections = append(out.Selections, y)
	a.hold("sample", y, &out.papered)
}

// items is a frozen population: ids with amounts, a list of {id, amount}, or a list of ids.
func (a *asked) items() (p audit.Population) {
	f, ok := a.find("population", "items")
	if !ok {
		a.miss([]string{"population"})
		return nil
	}
	r := a.c.r
	if allScalars(f) {
		for _, x := range r.list(f) {
			p = append(p, audit.Item{ID: r.text(x)})
		}
		return p
	}
	if pairs := (object{f, r}); !pairs.has("id") && allPairs(f) {
		for _, x := range r.pairs(f) {
			p = append(p, audit.Item{ID: x.name, Amount: r.amount(x.field, a.c.currency)})
		}
		return p
	}
	for _, x := range r.many(f) {
		b := a.c.asking(x)
		one := audit.Item{ID: b.text("id", "name", "number", "invoice")}
		if g, ok := b.find("amount", "book", "recorded"); ok {
			one.Amount = r.amount(g, a.c.currency)
		}
		b.done()
		p = append(p, one)
	}
	return p
}

func (out *samplesOut) projection(a *asked) {
	t := audit.UnitTest{Name: a.text("name"), Currency: a.c.currency, Places: a.c.places, Risk: a.risk(), Tolerable: a.num(tolerableKeys...), Book: a.num(bookKeys...), Decimals: 2}
	if n, ok := a.whole(2, 6, "factor_decimals"); ok {
		t.Decimals = n
	}
	size, sized := a.whole(1, audit.MostItems, "sample_size", "size")
	switch n := a.num("interval", "sampling_interval"); {
	case n != nil:
		t.Interval = *n
	case sized && t.Book != nil:
		t.Interval = audit.Interval(*t.Book, int64(size), t.Places)
	default:
		a.miss([]string{"interval", "sampling_interval", "book and sample_size"})
	}
	for _, b := range a.each(misstatementKey...) {
		x := audit.Examined{Name: b.text("name", "id", "item"), Book: b.must("book", "recorded", "book_value", "recorded_amount", "recorded_balance"), Audited: b.must("audited", "audit", "audit_value", "audited_value", "correct")}
		n, _ := b.whole(1, 1000, "times", "hits")
		x.Hits = int64(n)
		b.done()
		t.Items = append(t.Items, x)
	}
	res, ok := computed(a, t.Compute)
	if !ok {
		return
	}
	text := a.c.text
	y := projectionOut{Name: t.Name, Known: text(res.Known), Projected: text(res.Projected), Basic: text(res.Basic), Incremental: text(res.Incremental), Upper: text(res.Upper), UpperUnder: text(res.UpperUnder), Work: sheetOf(res.Paper)}
	for _, x := range append(res.Over, res.Under...) {
		one := projectedOut{Name: x.Name, Misstatement: text(x.Misstatement), Tainting: percentText(x.Tainting), Projected: text(x.Projected), Top: x.Top}
		if !x.Top {
			one.Increment = x.Factor.Text(t.Decimals, money.HalfAway)
		}
		y.Items = append(y.Items, one)
	}
	if t.Tolerable != nil {
		y.Supports = &res.Supports
	}
	out.Projections = append(out.Projections, y)
	out.add(res.Paper, res.Findings...)
	a.hold("sample", y, &out.papered)
}

// allScalars says whether a list has nothing but single values.
func allScalars(f field) bool {
	return f.node.Kind == yaml.SequenceNode && !slices.ContainsFunc(f.node.Content, func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode })
}

// allPairs says whether a mapping has nothing but single values.
func allPairs(f field) bool {
	return f.node.Kind == yaml.MappingNode && !slices.ContainsFunc(f.node.Content, func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode })
}
