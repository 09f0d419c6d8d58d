package calc

import (
	"slices"

	"tieout/pension"
	"tieout/workpaper"
)

type publishedOut struct {
	Name       string          `json:"name,omitempty"`
	Cost       string          `json:"net_periodic_cost,omitempty"`
	Obligation string          `json:"pbo_close,omitempty"`
	Assets     string          `json:"assets_close,omitempty"`
	Funded     string          `json:"funded_status,omitempty"`
	OCI        string          `json:"oci_total,omitempty"`
	Arising    string          `json:"net_actuarial_arising,omitempty"`
	Performed  []performedOut  `json:"performed"`
	Work       workpaper.Sheet `json:"work"`
}

type performedOut struct {
	What      string `json:"what"`
	Published string `json:"published"`
	Computed  string `json:"computed,omitempty"`
	Allowed   string `json:"rounding_allows,omitempty"`
	Verdict   string `json:"verdict"`
	How       string `json:"how"`
}

func (out *pensionOut) published(c costContext, f field) {
	r := c.r
	o := r.object(f, "currency", "amount_decimals", "name", "unit", "npc_components", "cost", "pbo_rollforward", "obligation", "asset_rollforward", "plan_assets", "oci_items", "net_periodic_cost", "pbo_close", "assets_close", "funded_status", "oci_total", "discount_rate", "expected_return_rate", "rates_rounded_to", "market_related_value", "flows", "tolerance", "frozen", "gain_loss_check", "year_end", "dated", "actuary", "salary_growth")
	if r.optionalYes(o, "actuary") || o.has("dated") {
		if r.failed(f, pension.Dated(r.optional(o, "name"), r.optionalDate(o, "year_end"), r.optionalDate(o, "dated"), 0)); r.err != nil {
			return
		}
	}
	x := pension.Published{Name: r.optional(o, "name"), Currency: c.currency, Unit: r.optional(o, "unit"), Places: c.places, CostSum: c.some(o, "net_periodic_cost"), ObligationEnd: c.some(o, "pbo_close"), AssetsEnd: c.some(o, "assets_close"), Funded: c.some(o, "funded_status"), OCISum: c.some(o, "oci_total"), Discount: r.optionalRate(o, "discount_rate"), Return: r.optionalRate(o, "expected_return_rate"), Related: c.some(o, "market_related_value"), Flows: r.optional(o, "flows"), Tolerance: c.or(o, "tolerance"), Frozen: r.optionalYes(o, "frozen")}
	if x.Flows != "" && !slices.Contains([]string{"mid-year", "begin", "end"}, x.Flows) {
		r.fail(o.must("flows"), "%q is not mid-year, begin or end", x.Flows)
	}
	if n, ok := o.get("rates_rounded_to"); ok {
		x.RateStep = r.rate(n).Quo(workpaper.Whole(2))
	}
	for _, y := range []struct {
		into *[]pension.Item
		keys []string
	}{{&x.Cost, []string{"npc_components", "cost"}}, {&x.Obligation, []string{"pbo_rollforward", "obligation"}}, {&x.Assets, []string{"asset_rollforward", "plan_assets"}}, {&x.OCI, []string{"oci_items"}}} {
		for _, k := range y.keys {
			if n, ok := o.get(k); ok {
				for _, p := range c.parts(n) {
					*y.into = append(*y.into, pension.Item{Name: p.Name, Amount: p.Amount})
				}
			}
		}
	}
	if r.err != nil {
		return
	}
	res, err := x.Compute()
	if r.failed(f, err); err != nil {
		return
	}
	has := func(key string, n workpaper.Number) string {
		if !res.Has[key] {
			return ""
		}
		return c.text(n)
	}
	y := publishedOut{Name: x.Name, Cost: has("cost", res.Cost), Obligation: has("obligation", res.ObligationEnd), Assets: has("assets", res.AssetsEnd), Funded: has("funded", res.Funded), OCI: has("oci", res.OCI), Arising: has("arising", res.Arising), Performed: []performedOut{}, Work: res.Paper.Sheet()}
	for _, p := range res.Performed {
		z := performedOut{What: p.What, Published: c.text(p.Published), Verdict: p.Verdict, How: p.How}
		if p.Verdict != pension.FootedVerdict {
			z.Computed, z.Allowed = c.text(p.Computed), c.text(p.Allowed)
		}
		y.Performed = append(y.Performed, z)
	}
	out.Plans = append(out.Plans, y)
	out.add(res.Paper, res.Findings...)
}
