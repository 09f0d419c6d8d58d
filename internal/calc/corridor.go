package calc

import (
	_ "embed"

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
	o := r.object(top, "currency", "amount_decimals", "name", "years", "opening_loss", "corridor", "percent", "stated", "amortisation", "avg_remaining_service")
	c := costContext{r: r, currency: readCurrency(r, o), places: r.decimals(o, 0)}
	x := pension.Corridor{Name: r.optional(o, "name"), Currency: c.currency, Opening: c.or(o, "opening_loss"), Places: c.places, Percent: r.optionalRate(o, "percent")}
	service := c.some(o, "avg_remaining_service")
	for _, one := range r.many(o.must("years")) {
		y := r.object(one, "name", "pbo_boy", "pbo", "obligation", "assets_boy", "assets", "market_related_value", "loss_arising_in_year", "loss", "gain", "avg_remaining_service", "remaining_service")
		cy := pension.CorridorYear{Name: r.optional(y, "name"), Obligation: r.positive(y.oneOf("pbo_boy", "pbo", "obligation")), Assets: r.positive(y.oneOf("assets_boy", "assets", "market_related_value")), Arising: c.or(y, "loss_arising_in_year", "loss").Sub(c.or(y, "gain"))}
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
