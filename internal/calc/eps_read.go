package calc

import (
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"tieout/fiscal"
	"tieout/money"
	"tieout/statement"
	"tieout/workpaper"
)

var epsKeys = []string{"name", "year", "period", "weighting", "decimals", "net_income", "discontinued_operations", "preferred_dividends",
	"weighted_average_shares", "shares", "options", "warrants", "convertible_debt", "convertible_preferred", "contingent_shares",
	"other_dilutive_shares", "rounded_to", "published"}

// readEPS reads the facts of one period.
func readEPS(r *reader, f field) (statement.EPS, string) {
	o := r.object(f, epsKeys...)
	e := statement.EPS{Places: 2, Rounding: money.HalfAway, Period: readPeriod(r, o)}
	name := ""
	if f, ok := o.get("name"); ok {
		name = r.text(f)
	}
	if f, ok := o.get("decimals"); ok {
		e.Places = r.count(f, 0, 8)
	}
	if f, ok := o.get("weighting"); ok {
		switch w := r.text(f); w {
		case "days":
		case "months":
			e.Weighting = statement.ByMonths
		default:
			r.fail(f, "%q is not days or months", w)
		}
	}
	readIncome(r, o, &e)
	readShares(r, o, &e)
	readDilution(r, o, &e)
	readPrecision(r, o, &e)
	return e, name
}

// readPeriod reads a calendar year or the first and last day.
func readPeriod(r *reader, o object) fiscal.Period {
	var p fiscal.Period
	if f, ok := o.get("year"); ok {
		y := r.count(f, 1900, 2999)
		p = fiscal.Period{Start: fiscal.Of(y, time.January, 1), End: fiscal.Of(y, time.December, 31)}
	}
	if f, ok := o.get("period"); ok {
		if o.has("year") {
			r.fail(f, "give year or period, not both")
		}
		days := r.object(f, "start", "end")
		p = fiscal.Period{Start: r.date(days.must("start")), End: r.date(days.must("end"))}
		if p.End < p.Start {
			r.fail(f, "it ends before it starts")
		}
	}
	return p
}

func readIncome(r *reader, o object, e *statement.EPS) {
	if f, ok := o.get("net_income"); ok {
		e.Income.Given, e.Income.Net = true, r.number(f)
	}
	for _, key := range []string{"discontinued_operations", "preferred_dividends", "weighted_average_shares", "shares", "published", "convertible_debt", "convertible_preferred"} {
		if f, ok := o.get(key); ok && !e.Income.Given {
			r.fail(f, "it needs net_income; without it only the increments of options and the like are computed")
		}
	}
	if f, ok := o.get("discontinued_operations"); ok {
		e.Income.Discontinued = r.number(f)
	}
	f, ok := o.get("preferred_dividends")
	if !ok {
		return
	}
	if f.node.Kind == yaml.ScalarNode {
		e.Preferred = []statement.PreferredDividend{{Name: "as given", Declared: r.positive(f)}}
		return
	}
	for _, one := range r.list(f) {
		e.Preferred = append(e.Preferred, readPreferred(r, one))
	}
}

// readPreferred reads a dividend: declared, or for cumulative stock amount or shares × par × rate.
func readPreferred(r *reader, f field) statement.PreferredDividend {
	o := r.object(f, "name", "cumulative", "declared", "amount", "shares", "par", "rate")
	p := statement.PreferredDividend{Name: r.text(o.must("name"))}
	if f, ok := o.get("cumulative"); ok {
		p.Cumulative = r.yes(f)
	}
	if f, ok := o.get("declared"); ok {
		p.Declared = r.positive(f)
	}
	switch {
	case o.has("amount"):
		p.Accrued = r.positive(o.must("amount"))
	case o.has("shares"):
		p.Accrued = r.positive(o.must("shares")).Mul(r.positive(o.must("par"))).Mul(r.share(o.must("rate")))
	case p.Cumulative:
		r.fail(f, "for cumulative stock give amount, or shares, par and rate: the dividend of the period")
	}
	if !p.Cumulative && !o.has("declared") {
		r.fail(f, "stock that is not cumulative takes what was declared; give declared, 0 for none")
	}
	return p
}

func readShares(r *reader, o object, e *statement.EPS) {
	if f, ok := o.get("weighted_average_shares"); ok {
		n := r.positive(f)
		e.Shares.Weighted = &n
		if o.has("shares") {
			r.fail(f, "give weighted_average_shares or shares, not both")
		}
	}
	f, ok := o.get("shares")
	if !ok {
		if e.Income.Given && e.Shares.Weighted == nil {
			r.fail(o.field, "weighted_average_shares or shares is missing")
		}
		return
	}
	if f.node.Kind == yaml.ScalarNode {
		n := r.positive(f)
		e.Shares.Weighted = &n
		return
	}
	s := r.object(f, "beginning", "changes")
	e.Shares.Opening = r.positive(s.must("beginning"))
	if changes, ok := s.get("changes"); ok {
		for _, one := range r.list(changes) {
			readChange(r, one, &e.Shares)
		}
	}
}

// readChange reads one change of the shares outstanding.
func readChange(r *reader, f field, s *statement.ShareHistory) {
	o := r.object(f, "date", "name", "issued", "repurchased", "split", "stock_dividend")
	date := r.date(o.must("date"))
	kinds := 0
	for _, k := range []string{"issued", "repurchased", "split", "stock_dividend"} {
		if o.has(k) {
			kinds++
		}
	}
	if kinds != 1 {
		r.fail(f, "give one of issued, repurchased, split and stock_dividend")
		return
	}
	name := func(otherwise string) string {
		if f, ok := o.get("name"); ok {
			return r.text(f)
		}
		return otherwise + " " + date.String()
	}
	if n, ok := o.get("issued"); ok {
		s.Moves = append(s.Moves, statement.ShareMove{Name: name("issued"), Date: date, Number: r.positive(n)})
	}
	if n, ok := o.get("repurchased"); ok {
		s.Moves = append(s.Moves, statement.ShareMove{Name: name("repurchased"), Date: date, Number: r.positive(n).Neg()})
	}
	if n, ok := o.get("split"); ok {
		s.Splits = append(s.Splits, statement.Split{Date: date, Ratio: ratio(r, n)})
	}
	if n, ok := o.get("stock_dividend"); ok {
		s.Splits = append(s.Splits, statement.Split{Date: date, Ratio: r.share(n).Add(workpaper.Whole(1))})
	}
}

// ratio reads "2-for-1", "3:2" or a number of new shares for each old one.
func ratio(r *reader, f field) workpaper.Number {
	s := r.text(f)
	num, den := s, "1"
	for _, sep := range []string{"-for-", " for ", ":"} {
		if a, b, ok := strings.Cut(s, sep); ok {
			num, den = a, b
			break
		}
	}
	n, err := workpaper.Parse(num)
	d, err2 := workpaper.Parse(den)
	if err != nil || err2 != nil || n.Sign() <= 0 || d.Sign() <= 0 {
		r.fail(f, "%q is not a split; write 2-for-1, 3:2 or 2", s)
		return workpaper.Whole(1)
	}
	return n.Quo(d)
}

func readPrecision(r *reader, o object, e *statement.EPS) {
	if f, ok := o.get("rounded_to"); ok {
		p := r.object(f, "income", "shares")
		if f, ok := p.get("income"); ok {
			e.Precision.Income = r.positive(f)
		}
		if f, ok := p.get("shares"); ok {
			e.Precision.Shares = r.positive(f)
		}
	}
	f, ok := o.get("published")
	if !ok {
		return
	}
	p := r.object(f, "basic", "diluted")
	e.Published = &statement.PublishedShare{}
	for _, one := range []struct {
		key  string
		into **workpaper.Number
	}{{"basic", &e.Published.Basic}, {"diluted", &e.Published.Diluted}} {
		if f, ok := p.get(one.key); ok {
			n := r.number(f)
			*one.into = &n
			e.Published.Places = max(e.Published.Places, workpaper.Places(r.text(f)))
		}
	}
}

// label is the name of an item of a list, or its kind and number.
func label(r *reader, o object, kind string, i int) string {
	if f, ok := o.get("name"); ok {
		return r.text(f)
	}
	return kind + " " + strconv.Itoa(i+1)
}
