package incometax

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Difference is a temporary difference: what will be deducted when it turns is positive, what will be taxed negative
// (ASC 740-10-25-18 to 25-20; SFAS 109 paragraphs 10 to 13).
type Difference struct {
	Name       string
	Begin, End workpaper.Number
	Current    bool              // the asset or liability it belongs to is current; before ASU 2015-17 its tax is too
	OCI        bool              // its tax goes to other comprehensive income (ASC 740-20-45-11)
	Rate       *workpaper.Number // at which it is expected to turn, where another than the year's
}

// Carried is a loss or a credit that can still be used. A credit is tax, a loss is income.
type Carried struct {
	Name       string
	Begin, End workpaper.Number
	Credit     bool
	Expires    fiscal.Date
}

// Source is taxable income of one of the four sources by which deferred tax assets are realised (ASC 740-10-30-18).
type Source struct {
	Name   string
	Income workpaper.Number
	Future bool // income that is expected from future operations
}

// Year is a year's income tax.
type Year struct {
	Name      string
	Currency  money.Currency
	Places    int
	Begins    fiscal.Date       // decides current and non-current; 0 for today's rule
	Rate      workpaper.Number  // enacted, at which differences are expected to turn, and of the year's current tax unless CurrentRate
	Before    *workpaper.Number // rate at the beginning, where another was enacted meanwhile
	Current   *workpaper.Number // rate of the current tax, where another
	Pretax    *workpaper.Number // nil: deferred tax alone
	Permanent []Part            // what is taxed and is no income, positive; what is income and not taxed, negative
	Diffs     []Difference
	Carried   []Carried
	// Use of the loss carried forward is worked out where it has only a beginning; Limit is the part of taxable income that it may take.
	Limit     *workpaper.Number
	Unused    []bool // by Carried: the end is to be worked out
	Credits   workpaper.Number
	Carryback workpaper.Number // taxable income of earlier years against which a loss may go
	CarryRate *workpaper.Number

	AllowanceBegin workpaper.Number
	Allowance      *workpaper.Number // at the end, as judged; or
	Sources        []Source          // from which it is worked out
	Losses         bool              // cumulative losses in recent years: negative evidence (ASC 740-10-30-21)
}

// YearResult is the year's tax. Deferred tax assets, liabilities and the allowance are positive; expense is positive.
type YearResult struct {
	Taxable, CurrentTax, Refund    workpaper.Number
	AssetsBegin, LiabilitiesBegin  workpaper.Number
	Assets, Liabilities, Allowance workpaper.Number
	NetBegin, Net                  workpaper.Number
	RateEffect                     workpaper.Number // part of Deferred: expense, a benefit negative
	OCI                            workpaper.Number // to other comprehensive income, a charge positive
	Deferred, Expense              workpaper.Number
	Effective                      *workpaper.Number
	NetCurrent, NetNoncurrent      workpaper.Number
	LossUsed, LossEnd              workpaper.Number
	Paper                          *workpaper.Paper
	Findings                       []check.Finding
}

// Compute works out current and deferred tax, and what stands at both ends.
func (x Year) Compute() (r YearResult, err error) {
	about := cmp.Or(x.Name, "income tax")
	if err := x.check(about); err != nil {
		return r, err
	}
	w := &yearWork{Year: x, about: about, usd: workpaper.Money(x.Currency).To(x.Places), pct: workpaper.Percent.To(4)}
	w.p = workpaper.New(workpaper.Head{Title: "Current and deferred income tax", Entity: x.Name, Purpose: "What tax does the year bear, and what stands on the balance sheet?"})
	r.Paper = w.p
	w.inputs()
	w.taxable(&r)
	w.table(&r)
	w.allowance(&r)
	w.close(&r)
	r.Findings = w.p.Findings()
	return r, nil
}

func (x Year) check(about string) error {
	for _, n := range []*workpaper.Number{&x.Rate, x.Before, x.Current, x.Limit, x.CarryRate} {
		if n != nil && (n.Sign() < 0 || n.Cmp(one) > 0) {
			return check.Refuse(about, "a rate or part of %s; it is from 0 to 1, or 0%% to 100%%", *n)
		}
	}
	for _, c := range x.Carried {
		if c.Begin.Sign() < 0 || c.End.Sign() < 0 {
			return check.Refuse(cmp.Or(c.Name, about), "what is carried forward is positive; it is %s at the beginning and %s at the end", c.Begin, c.End)
		}
	}
	if x.AllowanceBegin.Sign() < 0 || x.Allowance != nil && x.Allowance.Sign() < 0 {
		return check.Refuse(about, "a valuation allowance is positive; it is taken off the deferred tax assets")
	}
	if x.Allowance != nil && len(x.Sources) > 0 {
		return check.Refuse(about, "give the valuation allowance, or the sources of income from which it is worked out, not both")
	}
	return nil
}

type yearWork struct {
	Year
	about                        string
	p                            *workpaper.Paper
	usd, pct                     workpaper.Unit
	rate, before                 workpaper.Num
	taxed, current               workpaper.Num
	used, left                   workpaper.Num
	worked                       bool // the loss carried forward is worked out
	assets, liabilities          workpaper.Num
	assetsBegin, liabilitiesBgin workpaper.Num
	effect, oci, va, vaBegin     workpaper.Num
	currentNet                   workpaper.Num
}

func (w *yearWork) inputs() {
	s := w.p.Section("Rates")
	w.rate = s.Input("enacted rate", w.pct, w.Rate, workpaper.Cite("ASC 740-10-30-8; SFAS 109 paragraph 18"))
	w.before = w.rate
	if w.Before != nil {
		w.before = s.Input("rate enacted before", w.pct, *w.Before)
	}
}

// taxable goes from income before tax to taxable income, uses losses carried forward, and carries a loss back.
func (w *yearWork) taxable(r *YearResult) {
	if w.Pretax == nil {
		return
	}
	s := w.p.Section("Current tax")
	income := s.Input("income before tax", w.usd, *w.Pretax)
	terms := []workpaper.Term{income}
	for i, x := range w.Permanent {
		terms = append(terms, s.Input(cmp.Or(x.Name, fmt.Sprintf("permanent difference %d", i+1)), w.usd, x.Amount))
	}
	for i, d := range w.Diffs {
		if d.OCI {
			continue
		}
		terms = append(terms, s.Input("change of "+cmp.Or(d.Name, fmt.Sprintf("difference %d", i+1)), w.usd, d.End.Sub(d.Begin), workpaper.Remark("what will be deducted more is taxed now")))
	}
	base := s.Step("taxable income before losses carried forward", w.usd, workpaper.Sum(terms...))
	w.taxed = base
	for i, c := range w.Carried {
		if c.Credit || i >= len(w.Unused) || !w.Unused[i] {
			continue
		}
		begin := s.Input("loss carried forward to the year", w.usd, c.Begin)
		room := workpaper.NotBelowZero(base)
		if w.Limit != nil {
			room = room.Times(s.Input("part of taxable income that it may take", w.pct, *w.Limit, workpaper.Cite("IRC 172(a)(2)")))
		}
		w.used = s.Step("loss used", w.usd, workpaper.Least(begin, room))
		w.taxed = s.Step("taxable income", w.usd, base.Minus(w.used))
		w.left, w.worked = begin.Minus(w.used), true
		r.LossUsed = w.used.Number()
		break
	}
	rate := w.rate
	if w.Current != nil {
		rate = s.Input("rate of the year", w.pct, *w.Current)
	} else if w.Before != nil {
		rate = w.before
	}
	back := s.Input("income of earlier years that a loss may go back to", w.usd, w.Carryback)
	backRate := rate
	if w.CarryRate != nil {
		backRate = s.Input("rate of those years", w.pct, *w.CarryRate)
	}
	refunded := s.Step("loss carried back", w.usd, workpaper.Least(workpaper.NotBelowZero(w.taxed.Neg()), back))
	tax := workpaper.NotBelowZero(w.taxed).Times(rate).Minus(s.Input("credits", w.usd, w.Credits)).Minus(refunded.Times(backRate))
	w.current = s.Step("current tax, a refund negative", w.usd, tax.Round(w.Places, money.HalfAway), workpaper.Cite("ASC 740-10-25-2(a)"))
	r.Taxable, r.CurrentTax, r.Refund = w.taxed.Number(), w.current.Number(), refunded.Number().Mul(backRate.Number())
	if w.worked {
		w.left = w.left.Plus(workpaper.NotBelowZero(w.taxed.Neg()).Minus(refunded))
		w.left = s.Step("loss carried forward from the year", w.usd, w.left)
		r.LossEnd = w.left.Number()
	}
}

// table is the differences and carryforwards with their tax at both ends.
func (w *yearWork) table(r *YearResult) {
	t := w.p.Table("Temporary differences and carryforwards", "of")
	begin, end := t.Column("at the beginning", w.usd), t.Column("at the end", w.usd)
	r1, r2 := t.Column("rate before", w.pct), t.Column("rate", w.pct)
	a1, l1 := t.Column("deferred tax asset, beginning", w.usd), t.Column("deferred tax liability, beginning", w.usd)
	a2, l2 := t.Column("deferred tax asset", w.usd, workpaper.Cite("ASC 740-10-30-5")), t.Column("deferred tax liability", w.usd, workpaper.Cite("ASC 740-10-30-5"))
	effect := t.Column("effect of the new rate", w.usd, workpaper.Cite("ASC 740-10-45-15; SFAS 109 paragraph 27"))
	oci := t.Column("to other comprehensive income", w.usd, workpaper.Cite("ASC 740-20-45-11"))
	curr := t.Column("current", w.usd, workpaper.Cite("SFAS 109 paragraph 41, before ASU 2015-17"))
	line := func(name string, b workpaper.Number, e *workpaper.Num, ending workpaper.Number, own *workpaper.Number, credit, toOCI, current bool) {
		row := t.Row(name)
		p := row.Input(begin, b)
		var q workpaper.Num
		if e != nil {
			q = row.Step(end, *e)
		} else {
			q = row.Input(end, ending)
		}
		f, g := w.before, w.rate
		if own != nil {
			g = row.Input(r2, *own)
			if w.Before == nil {
				f = g
			}
		}
		if credit {
			f, g = row.Input(r1, one), row.Input(r2, one)
		}
		round := func(n workpaper.Num) workpaper.Num { return n.Round(w.Places, money.HalfAway) }
		x1 := row.Step(a1, round(workpaper.NotBelowZero(p).Times(f)))
		y1 := row.Step(l1, round(workpaper.NotBelowZero(p.Neg()).Times(f)))
		x2 := row.Step(a2, round(workpaper.NotBelowZero(q).Times(g)))
		y2 := row.Step(l2, round(workpaper.NotBelowZero(q.Neg()).Times(g)))
		row.Step(effect, round(p.Times(f.Minus(g))))
		if toOCI {
			row.Step(oci, y2.Minus(x2).Minus(y1.Minus(x1)))
		}
		if current {
			row.Step(curr, x2.Minus(y2))
		}
	}
	for i, d := range w.Diffs {
		line(cmp.Or(d.Name, fmt.Sprintf("difference %d", i+1)), d.Begin, nil, d.End, d.Rate, false, d.OCI, d.Current)
	}
	for i, c := range w.Carried {
		name := cmp.Or(c.Name, fmt.Sprintf("carried forward %d", i+1))
		if w.worked && i < len(w.Unused) && w.Unused[i] {
			line(name, c.Begin, &w.left, nought, nil, false, false, false)
			continue
		}
		line(name, c.Begin, nil, c.End, nil, c.Credit, false, false)
	}
	s := w.p.Section("Deferred tax before allowance")
	w.assetsBegin, w.liabilitiesBgin = s.Step("deferred tax assets at the beginning", w.usd, a1.Total()), s.Step("deferred tax liabilities at the beginning", w.usd, l1.Total())
	w.assets, w.liabilities = s.Step("deferred tax assets", w.usd, a2.Total(), workpaper.Cite("ASC 740-10-50-2")), s.Step("deferred tax liabilities", w.usd, l2.Total())
	w.effect, w.oci = s.Step("expense of the new rate on what was there", w.usd, effect.Total()), s.Step("charged to other comprehensive income", w.usd, oci.Total())
	w.currentNet = s.Step("current, net", w.usd, curr.Total())
	r.AssetsBegin, r.LiabilitiesBegin, r.Assets, r.Liabilities = w.assetsBegin.Number(), w.liabilitiesBgin.Number(), w.assets.Number(), w.liabilities.Number()
	r.RateEffect, r.OCI = w.effect.Number(), w.oci.Number()
}

// allowance takes the deferred tax assets down to what is more likely than not realised (ASC 740-10-30-5(e), 30-17 to 30-23).
func (w *yearWork) allowance(r *YearResult) {
	s := w.p.Section("Valuation allowance")
	w.vaBegin = s.Input("allowance at the beginning", w.usd, w.AllowanceBegin)
	switch {
	case w.Allowance != nil:
		w.va = s.Input("allowance at the end, as judged", w.usd, *w.Allowance, workpaper.Cite("ASC 740-10-30-5(e)"))
	case len(w.Sources) > 0:
		var terms []workpaper.Term
		future := false
		for i, x := range w.Sources {
			terms = append(terms, s.Input(cmp.Or(x.Name, fmt.Sprintf("source %d", i+1)), w.usd, x.Income, workpaper.Cite("ASC 740-10-30-18")))
			future = future || x.Future && x.Income.Sign() > 0
		}
		realised := s.Step("tax on income from the sources", w.usd, workpaper.Sum(terms...).Times(w.rate).Round(w.Places, money.HalfAway))
		w.va = s.Step("allowance at the end", w.usd, workpaper.NotBelowZero(w.assets.Minus(realised)), workpaper.Cite("ASC 740-10-30-5(e)"))
		if w.Losses && future {
			w.p.Raise(check.Finding{Rule: "allowance-evidence", Severity: check.Open, Subject: w.about, Cite: "ASC 740-10-30-21 to 30-23; SFAS 109 paragraph 23",
				Message: "there are cumulative losses in recent years, and income from future operations is counted on: say what positive evidence outweighs them"}, w.va)
		}
	default:
		w.va = s.Step("allowance at the end", w.usd, w.vaBegin.Times(workpaper.Int(0)))
		if w.AllowanceBegin.Sign() != 0 {
			w.va = w.vaBegin
		}
	}
	r.Allowance = w.va.Number()
	if r.Allowance.Cmp(r.Assets) > 0 {
		w.p.Raise(check.Finding{Rule: "allowance-above-assets", Severity: check.Open, Subject: w.about, Cite: "ASC 740-10-30-5(e)",
			Message: "the valuation allowance of " + shown(r.Allowance, w.Places) + " is above the deferred tax assets of " + shown(r.Assets, w.Places)}, w.assets)
	}
}

func (w *yearWork) close(r *YearResult) {
	s := w.p.Section("Deferred tax")
	netBegin := s.Step("net deferred tax at the beginning, an asset positive", w.usd, w.assetsBegin.Minus(w.liabilitiesBgin).Minus(w.vaBegin))
	net := s.Step("net deferred tax, an asset positive", w.usd, w.assets.Minus(w.liabilities).Minus(w.va), workpaper.Cite("ASC 740-10-45-6"))
	deferred := s.Step("deferred tax expense, a benefit negative", w.usd, netBegin.Minus(net).Minus(w.oci), workpaper.Cite("ASC 740-10-30-4; SFAS 109 paragraph 16"))
	r.NetBegin, r.Net, r.Deferred = netBegin.Number(), net.Number(), deferred.Number()
	if w.Begins != 0 && !NonCurrent.Holds(w.Begins) {
		// The allowance is shared by the gross assets, of which the current part is what its differences make.
		c := s.Step("current, after its part of the allowance", w.usd, w.currentNet.Minus(workpaper.If(w.assets.Equals(workpaper.Int(0)), workpaper.Int(0), w.va.Times(workpaper.NotBelowZero(w.currentNet)).Over(w.assets)).Round(w.Places, money.HalfAway)), workpaper.Cite("SFAS 109 paragraph 41"))
		n := s.Step("non-current", w.usd, net.Minus(c), workpaper.Cite("SFAS 109 paragraphs 41 and 42"))
		r.NetCurrent, r.NetNoncurrent = c.Number(), n.Number()
	} else {
		r.NetNoncurrent = r.Net
	}
	r.Expense = r.Deferred
	if w.Pretax == nil {
		return
	}
	total := s.Step("income tax expense", w.usd, w.current.Plus(deferred), workpaper.Cite("ASC 740-10-50-9"))
	r.Expense = total.Number()
	if w.Pretax.Sign() != 0 {
		income := s.Input("income before tax, again", w.usd, *w.Pretax)
		e := s.Step("effective rate", w.pct, total.Over(income)).Number()
		r.Effective = &e
	}
}
