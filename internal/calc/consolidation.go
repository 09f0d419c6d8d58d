package calc

import (
	_ "embed"
	"strings"

	"tieout/consolidation"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

//go:embed examples/consolidation.yaml
var consolidationExample []byte

var consolidationTopic = Topic{
	Name:    "consolidation",
	Summary: "translation with its adjustment and proof, remeasurement, intercompany elimination, noncontrolling interest, worksheet",
	Example: consolidationExample,
	Run:     func(in []byte) (any, error) { return consolidate(in) },
}

type consolidationOut struct {
	Translations   []translationOut `json:"translations,omitempty"`
	Remeasurements []translationOut `json:"remeasurements,omitempty"`
	Intercompany   *eliminationOut  `json:"intercompany,omitempty"`
	Others         []othersOut      `json:"noncontrolling,omitempty"`
	Worksheet      []balanceOut     `json:"worksheet,omitempty"`
	papered
}

type translationOut struct {
	Name        string           `json:"name,omitempty"`
	Lines       []balanceOut     `json:"lines"`
	Assets      string           `json:"assets"`
	Liabilities string           `json:"liabilities"`
	NetIncome   string           `json:"net_income"`
	CTA         string           `json:"cumulative_translation_adjustment,omitempty"` // a credit positive
	Gain        string           `json:"remeasurement_gain,omitempty"`                // a loss negative
	Change      string           `json:"change_of_adjustment,omitempty"`
	Proof       string           `json:"proof,omitempty"`
	Work        *workpaper.Sheet `json:"work"`
}

type balanceOut struct {
	Account string `json:"account"`
	Amount  string `json:"amount"`
}

type eliminationOut struct {
	Pairs []eliminatedOut  `json:"pairs"`
	Work  *workpaper.Sheet `json:"work"`
}

type eliminatedOut struct {
	Name       string `json:"name,omitempty"`
	Eliminated string `json:"eliminated"`
	Unmatched  string `json:"unmatched"`
	Profit     string `json:"unrealised_profit"`
}

type othersOut struct {
	Name     string           `json:"name,omitempty"`
	Title    string           `json:"title"`
	Income   string           `json:"income_attributed"`
	Parent   string           `json:"income_of_parent"`
	OCI      string           `json:"oci_attributed"`
	Dividend string           `json:"dividends"`
	End      string           `json:"end"`
	Absorbed string           `json:"loss_borne_by_parent"`
	Work     *workpaper.Sheet `json:"work"`
}

func consolidate(in []byte) (out consolidationOut, err error) {
	a, err := asking(in)
	if err != nil {
		return out, err
	}
	rates := readRates(a)
	for _, x := range a.each("translations", "translation") {
		out.foreign(x, rates, false)
	}
	for _, x := range a.each("remeasurements", "remeasurement") {
		out.foreign(x, rates, true)
	}
	out.intercompany(a)
	for _, x := range a.each("noncontrolling", "non_controlling_interest", "noncontrolling_interest", "minority_interest", "nci") {
		out.others(x)
	}
	out.worksheet(a)
	a.done()
	if a.c.r.err == nil && len(out.papers) == 0 {
		a.c.r.fail(a.o.field, "give translations, remeasurements, intercompany, noncontrolling or worksheet")
	}
	out.done()
	return out, a.c.r.err
}

// readRates reads rates of days and averages, by currency.
func readRates(a *asked) (out consolidation.Rates) {
	f, ok := a.find("rates")
	if !ok {
		return nil
	}
	for _, x := range a.c.r.many(f) {
		b := a.c.asking(x)
		r := consolidation.Rate{Currency: money.Currency(strings.ToUpper(b.text("currency", "of"))), On: b.day("date", "on", "to"), From: b.day("from"), Rate: b.must("rate")}
		if r.On == 0 {
			b.miss([]string{"date", "to"})
		}
		b.done()
		out = append(out, r)
	}
	return out
}

var kindWords = [][]string{
	{string(consolidation.Asset), "assets"}, {string(consolidation.Liability), "liabilities"}, {string(consolidation.Capital), "common_stock", "equity", "capital_stock", "stock"}, {string(consolidation.Issue), "contributions", "issue"},
	{string(consolidation.Retained), "retained_earnings", "opening_retained_earnings", "beginning_retained_earnings"}, {string(consolidation.Dividend), "dividends"}, {string(consolidation.Revenue), "revenues", "income", "sales", "gain"}, {string(consolidation.Expense), "expenses", "cost", "costs", "loss"},
}

func (out *consolidationOut) foreign(a *asked, rates consolidation.Rates, remeasure bool) {
	f := consolidation.Foreign{Name: a.text("name", "entity"), Currency: a.c.currency, Places: a.c.places, Remeasure: remeasure, From: money.Currency(strings.ToUpper(a.text("from", "local_currency", "foreign_currency"))),
		Opening: a.num("opening_rate", "opening", "beginning_rate"), Average: a.num("average_rate", "average"), Closing: a.num("closing_rate", "closing", "current_rate", "ending_rate"), CTA: a.num("opening_adjustment", "cta_beginning", "beginning_cta", "opening_cta"), NetMonetary: a.num("net_monetary_beginning")}
	p := fiscal.Period{Start: a.day("period_from", "period_start"), End: a.day("period_to", "period_end", "date")}
	known := func(into **workpaper.Number, rate func() (workpaper.Number, error)) {
		if *into != nil || p.End == 0 || len(rates) == 0 {
			return
		}
		n, err := rate()
		if err == nil {
			*into = &n
		} else if a.c.r.failed(a.o.field, err); err != nil {
			return
		}
	}
	known(&f.Closing, func() (workpaper.Number, error) { return rates.On(f.From, p.End) })
	if p.Start != 0 {
		known(&f.Average, func() (workpaper.Number, error) { return rates.Average(f.From, p) })
		known(&f.Opening, func() (workpaper.Number, error) { return rates.On(f.From, p.Start-1) })
	}
	for _, x := range a.each("lines", "trial_balance", "accounts") {
		l := consolidation.Line{Name: x.text("name", "account"), Kind: consolidation.Kind(x.word("", kindWords, "kind", "type")), Amount: x.must("amount", "balance"), Rate: x.num("rate"), Known: x.num("known", "translated"), Nonmonetary: x.yes("nonmonetary", "non_monetary")}
		if l.Kind == "" {
			x.miss([]string{"kind"})
		}
		if d := x.day("on", "date"); d != 0 && l.Rate == nil {
			n, err := rates.On(f.From, d)
			x.c.r.failed(x.o.field, err)
			l.Rate = &n
		}
		x.done()
		f.Lines = append(f.Lines, l)
	}
	res, ok := computed(a, f.Compute)
	if !ok {
		return
	}
	t := a.c.text
	y := translationOut{Name: f.Name, Lines: []balanceOut{}, Assets: t(res.Assets), Liabilities: t(res.Liabilities), NetIncome: t(res.NetIncome), Change: a.c.given(res.Change), Proof: a.c.given(res.Proof), Work: sheetOf(res.Paper)}
	for i, l := range f.Lines {
		y.Lines = append(y.Lines, balanceOut{l.Name, t(res.Lines[i])})
	}
	if remeasure {
		y.Gain = t(res.Adjustment)
		out.Remeasurements = append(out.Remeasurements, y)
	} else {
		y.CTA = t(res.Adjustment)
		out.Translations = append(out.Translations, y)
	}
	out.add(res.Paper, res.Findings...)
	a.hold("consolidation", y, &out.papered)
}

func (out *consolidationOut) intercompany(a *asked) {
	f, ok := a.find("intercompany", "eliminations")
	if !ok {
		return
	}
	x := consolidation.Elimination{Currency: a.c.currency, Places: a.c.places}
	side := func(b *asked, key string) consolidation.Side {
		g, ok := b.find(key)
		if !ok {
			b.miss([]string{key})
			return consolidation.Side{}
		}
		s := b.c.asking(g)
		y := consolidation.Side{Entity: s.text("entity", "company"), Account: s.text("account"), Amount: s.must("amount", "balance"), Rate: s.num("rate")}
		s.done()
		return y
	}
	for _, one := range a.c.r.many(f) {
		b := a.c.asking(one)
		p := consolidation.Pair{Name: b.text("name"), A: side(b, "one"), B: side(b, "other"), Left: b.or("on_hand", "goods_on_hand"), Why: b.text("why")}
		if n := b.rate("margin", "profit"); n != nil {
			p.Margin = *n
		}
		b.done()
		x.Pairs = append(x.Pairs, p)
	}
	if a.c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if a.c.r.failed(f, err); err != nil {
		return
	}
	y := &eliminationOut{Pairs: []eliminatedOut{}, Work: sheetOf(res.Paper)}
	for i, p := range x.Pairs {
		y.Pairs = append(y.Pairs, eliminatedOut{p.Name, a.c.text(res.Off[i]), a.c.text(res.Unmatched[i]), a.c.text(res.Profit[i])})
	}
	out.Intercompany = y
	out.add(res.Paper, res.Findings...)
}

func (out *consolidationOut) others(a *asked) {
	o := consolidation.Others{Name: a.text("name", "subsidiary"), Currency: a.c.currency, Places: a.c.places, Begins: a.day("fiscal_year_begins"), Begin: a.or("beginning", "begin"), Income: a.or("income", "net_income"), OCI: a.or("oci", "other_comprehensive_income"), Upstream: a.or("unrealised_profit", "upstream_profit"), Dividend: a.or("dividends", "dividend"), Binding: a.yes("bound")}
	if n := a.rate("share", "noncontrolling_share", "minority_share"); n != nil {
		o.Share = *n
	} else if n := a.rate("parent_share", "owned"); n != nil {
		o.Share = workpaper.Whole(1).Sub(*n)
	} else {
		a.miss([]string{"share", "parent_share"})
	}
	if n := a.num("fair_value_beginning", "net_assets_beginning"); n != nil && o.Begin.Sign() == 0 {
		o.Begin = n.Mul(o.Share)
	}
	res, ok := computed(a, o.Compute)
	if !ok {
		return
	}
	t := a.c.text
	y := othersOut{o.Name, res.Title, t(res.Income), t(res.Parent), t(res.OCI), t(res.Dividend), t(res.End), t(res.Absorbed), sheetOf(res.Paper)}
	out.Others = append(out.Others, y)
	out.add(res.Paper, res.Findings...)
	a.hold("consolidation", y, &out.papered)
}

func (out *consolidationOut) worksheet(a *asked) {
	f, ok := a.find("worksheet")
	if !ok {
		return
	}
	b := a.c.asking(f)
	columns := func(keys ...string) (cs []consolidation.Column) {
		g, ok := b.find(keys...)
		if !ok {
			return nil
		}
		for _, p := range b.c.r.pairs(g) {
			c := consolidation.Column{Entity: p.name}
			for _, q := range b.c.r.pairs(p.field) {
				c.Balances = append(c.Balances, consolidation.Balance{Account: q.name, Amount: b.c.r.number(q.field)})
			}
			cs = append(cs, c)
		}
		return cs
	}
	x := consolidation.Worksheet{Currency: a.c.currency, Places: a.c.places, Columns: columns("companies", "entities"), Eliminations: columns("eliminations")}
	b.done()
	if a.c.r.err != nil {
		return
	}
	res, err := x.Compute()
	if a.c.r.failed(f, err); err != nil {
		return
	}
	for _, c := range res.Accounts {
		out.Worksheet = append(out.Worksheet, balanceOut{c.Account, a.c.text(c.Amount)})
	}
	out.add(res.Paper)
}
