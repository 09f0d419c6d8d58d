package calc

import (
	"go.yaml.in/yaml/v3"

	"tieout/statement"
	"tieout/workpaper"
)

// readDilution reads everything that may become common stock.
func readDilution(r *reader, o object, e *statement.EPS) {
	for _, kind := range []string{"options", "warrants"} {
		if f, ok := o.get(kind); ok {
			for i, one := range r.many(f) {
				e.Options = append(e.Options, readOption(r, one, kind, i))
			}
		}
	}
	if f, ok := o.get("convertible_debt"); ok {
		for i, one := range r.many(f) {
			e.Convertibles = append(e.Convertibles, readDebt(r, one, i, e.Period.Days()))
		}
	}
	if f, ok := o.get("convertible_preferred"); ok {
		for i, one := range r.many(f) {
			c := r.object(one, "name", "shares", "dividend", "from", "to", "fraction")
			e.Convertibles = append(e.Convertibles, statement.Convertible{Name: label(r, c, "convertible preferred", i),
				Shares: r.positive(c.must("shares")), Effect: r.positive(c.must("dividend")), Held: readHeld(r, c)})
		}
	}
	if f, ok := o.get("contingent_shares"); ok {
		for i, one := range r.many(f) {
			e.Contingent = append(e.Contingent, readContingent(r, one, i))
		}
	}
	readOther(r, o, e)
	if !e.Income.Given && len(e.Options)+len(e.Contingent)+len(e.Other) == 0 {
		r.fail(o.field, "nothing to compute; give net_income and shares, or options")
	}
}

func readOption(r *reader, f field, kind string, i int) statement.Option {
	o := r.object(f, "name", "number", "exercise", "average", "quarters", "unrecognised_compensation", "from", "to", "fraction")
	out := statement.Option{Name: label(r, o, kind, i), Number: r.positive(o.must("number")), Exercise: r.positive(o.must("exercise")), Held: readHeld(r, o)}
	if q, ok := o.get("quarters"); ok {
		if o.has("average") {
			r.fail(q, "give average or quarters, not both")
		}
		for _, one := range r.list(q) {
			out.Quarters = append(out.Quarters, r.positive(one))
		}
	}
	if len(out.Quarters) == 0 {
		out.Average = r.positive(o.must("average"))
	}
	if u, ok := o.get("unrecognised_compensation"); ok {
		out.Unrecognised = r.positive(u)
	}
	return out
}

// readDebt reads convertible debt: shares, or face and shares per 1,000; interest after tax, or interest and tax rate,
// or face and rate for a whole year and the tax rate.
func readDebt(r *reader, f field, i, days int) statement.Convertible {
	o := r.object(f, "name", "shares", "face", "shares_per_1000", "rate", "interest", "tax_rate", "interest_after_tax", "from", "to", "fraction")
	c := statement.Convertible{Name: label(r, o, "convertible debt", i), Held: readHeld(r, o)}
	if s, ok := o.get("shares"); ok {
		c.Shares = r.positive(s)
	} else {
		c.Shares = r.positive(o.must("face")).Mul(r.positive(o.must("shares_per_1000"))).Quo(workpaper.Whole(1000))
	}
	if n, ok := o.get("interest_after_tax"); ok {
		c.Effect = r.positive(n)
		return c
	}
	kept := workpaper.Whole(1).Sub(r.share(o.must("tax_rate")))
	if n, ok := o.get("interest"); ok {
		c.Effect = r.positive(n).Mul(kept)
		return c
	}
	if part := o.has("from") || o.has("to") || o.has("fraction"); part || days != 1 && (days < 357 || days > 378) {
		r.fail(f, "for a part of a year give interest, as it was expensed in the period")
	}
	c.Effect = r.positive(o.must("face")).Mul(r.share(o.must("rate"))).Mul(kept)
	return c
}

func readHeld(r *reader, o object) statement.Held {
	var h statement.Held
	if f, ok := o.get("from"); ok {
		h.From = r.date(f)
	}
	if f, ok := o.get("to"); ok {
		h.To = r.date(f)
	}
	if f, ok := o.get("fraction"); ok {
		n := r.share(f)
		h.Fraction = &n
		if h.From != 0 || h.To != 0 {
			r.fail(f, "give fraction, or from and to")
		}
	}
	return h
}

func readContingent(r *reader, f field, i int) statement.Contingent {
	o := r.object(f, "name", "shares", "met", "met_at_period_end", "since")
	c := statement.Contingent{Name: label(r, o, "contingent shares", i), Shares: r.positive(o.must("shares"))}
	if f, ok := o.get("met"); ok {
		c.Met = r.date(f)
	}
	if f, ok := o.get("met_at_period_end"); ok {
		c.MetIfEnded = r.yes(f)
	}
	if f, ok := o.get("since"); ok {
		c.Since = r.date(f)
	}
	return c
}

func readOther(r *reader, o object, e *statement.EPS) {
	f, ok := o.get("other_dilutive_shares")
	if !ok {
		return
	}
	if f.node.Kind == yaml.ScalarNode {
		e.Other = []statement.OtherShares{{Name: "dilutive shares", Shares: r.positive(f)}}
		return
	}
	for _, p := range r.pairs(f) {
		e.Other = append(e.Other, statement.OtherShares{Name: p.name, Shares: r.positive(p.field)})
	}
}
