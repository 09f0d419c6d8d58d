package calc

import (
	"strings"

	"tieout/pension"
	"tieout/workpaper"
)

type historyOut struct {
	Name  string            `json:"name,omitempty"`
	Years []historyYearOut  `json:"years"`
	Work  []workpaper.Sheet `json:"work"`
}

type historyYearOut struct {
	Name          string   `json:"name"`
	Interest      string   `json:"interest"`
	Related       string   `json:"market_related_value"`
	Expected      string   `json:"expected_return"`
	Corridor      string   `json:"corridor"`
	LossAmortised string   `json:"loss_amortisation"`
	Settlement    string   `json:"settlement_loss"`
	Expense       string   `json:"expense"`
	Obligation    string   `json:"pbo_close"`
	Assets        string   `json:"assets_close"`
	Funded        string   `json:"funded_status"`
	Arising       string   `json:"net_loss_arising"`
	Prior         string   `json:"prior_service_close"`
	NetLoss       string   `json:"net_loss_close"`
	Transition    string   `json:"transition_close"`
	OCI           string   `json:"oci"`
	OCIPrior      string   `json:"oci_prior_service"`
	OCILoss       string   `json:"oci_gain_loss"`
	OCITax        string   `json:"oci_tax,omitempty"`
	AOCI          string   `json:"aoci"`
	Basis         string   `json:"basis"`
	Accrued       string   `json:"accrued_cost"`
	Additional    string   `json:"additional,omitempty"`
	Intangible    string   `json:"intangible,omitempty"`
	Adopted       string   `json:"sfas_158_adjustment,omitempty"`
	Liability     string   `json:"liability"`
	Entry         entryOut `json:"entry"`
}

// entryOut is the entry of a year, debits positive: it adds up to nil.
type entryOut struct {
	Expense   string `json:"expense"`
	OCI       string `json:"oci"`
	Adopted   string `json:"sfas_158,omitempty"`
	Intang    string `json:"intangible,omitempty"`
	Cash      string `json:"cash"`
	Liability string `json:"liability"`
}

var yearWords = []string{"year", "end", "year_end", "frozen", "service", "interest", "rate", "discount_rate", "expected_return", "expected_rate", "actual_return", "past_service", "psc_amortisation", "transition", "loss_amortisation", "remaining_service", "actuarial_loss", "actuarial_gain", "contribution", "benefits", "direct_benefits", "settled", "paid", "pbo_end", "assets_end", "abo", "stated"}

func (out *pensionOut) history(c costContext, f field) {
	a := c.known(f, "pbo", "assets", "psc_open", "net_loss", "transition_open", "opening", "averaging_years", "gains", "corridor_percent", "flows", "tax_rate", "frozen", "additional", "intangible", "years", "rate", "discount_rate", "expected_rate", "remaining_service")
	o := a
	if g, ok := a.find("opening"); ok {
		o = c.known(g, "pbo", "assets", "psc_open", "net_loss", "transition_open", "additional", "intangible")
	}
	h := pension.History{Name: a.text("name"), Currency: c.currency, Places: c.places, Obligation: o.or("pbo"), Assets: o.or("assets"), Prior: o.or("psc_open"), NetLoss: o.or("net_loss"), Transition: o.or("transition_open"), Additional: o.or("additional"), Intangible: o.or("intangible"), Gains: a.numbers("gains"), Percent: a.rate("corridor_percent"), Tax: a.rate("tax_rate")}
	h.Average, _ = a.whole(1, 5, "averaging_years")
	h.Flows = a.word("end", [][]string{{"end"}, {"mid-year", "mid_year", "midyear"}, {"begin", "beginning"}}, "flows")
	rate, back, remaining := a.rate("rate", "discount_rate"), a.rate("expected_rate"), a.num("remaining_service")
	always := false
	if g, ok := a.find("frozen"); ok {
		if s := c.r.text(g); strings.Contains(s, "-") {
			h.Frozen = c.r.date(g)
		} else {
			always = c.r.yes(g)
		}
	}
	for _, x := range a.each("years") {
		b := c.known(x.o.field, yearWords...)
		y := readYear(b)
		y.Frozen = y.Frozen || always
		if y.Interest == nil && y.Rate == nil {
			y.Rate = rate
		}
		if y.Expected == nil && y.Return == nil {
			y.Return = back
		}
		if y.Remaining == nil && y.LossAmortised == nil {
			y.Remaining = remaining
		}
		h.Years = append(h.Years, y)
	}
	if o != a {
		o.done()
	}
	a.done()
	if c.r.err != nil {
		return
	}
	res, err := h.Compute()
	if c.r.failed(f, err); err != nil {
		return
	}
	out.showHistory(c, h, res)
}

func readYear(b *asked) pension.Year {
	y := pension.Year{Name: b.text("name", "year"), End: b.day("end", "year_end"), Frozen: b.yes("frozen"), Service: b.or("service"), Interest: b.num("interest"), Rate: b.rate("rate", "discount_rate"), Expected: b.num("expected_return"), Return: b.rate("expected_rate"), Actual: b.num("actual_return"), Amendment: b.or("past_service"), PriorAmortised: b.or("psc_amortisation"), TransitionAmortised: b.or("transition"), LossAmortised: b.num("loss_amortisation"), Remaining: b.num("remaining_service"), Loss: b.num("actuarial_loss"), Contribution: b.or("contribution"), Benefits: b.or("benefits"), Direct: b.or("direct_benefits"), Settled: b.or("settled"), ObligationEnd: b.num("pbo_end"), AssetsEnd: b.num("assets_end"), Accumulated: b.num("abo"), Stated: b.num("stated")}
	y.Paid = y.Settled
	if n := b.num("paid"); n != nil {
		y.Paid = *n
	}
	if n := b.num("actuarial_gain"); n != nil {
		m := n.Neg()
		y.Loss = &m
	}
	b.done()
	return y
}

func (out *pensionOut) showHistory(c costContext, h pension.History, res pension.HistoryResult) {
	z := historyOut{Name: h.Name}
	liability, intangible := h.Obligation.Sub(h.Assets), h.Intangible
	if len(res.Years) > 0 && res.Years[0].Basis != pension.FundedBasis {
		liability = liability.Sub(h.Prior).Sub(h.NetLoss).Sub(h.Transition).Add(h.Additional)
	}
	for i, y := range res.Years {
		t := historyYearOut{y.Name, c.text(y.Interest), c.text(y.Related), c.text(y.Expected), c.text(y.Corridor), c.text(y.LossAmortised), c.text(y.Settlement), c.text(y.Cost), c.text(y.Obligation), c.text(y.Assets), c.text(y.Funded), c.text(y.Arising), c.text(y.Prior), c.text(y.NetLoss), c.text(y.Transition), c.text(y.OCI), c.text(y.OCIPrior), c.text(y.OCILoss), "", c.text(y.AOCI), y.Basis, c.text(y.Accrued), "", "", "", c.text(y.Liability), entryOut{}}
		if h.Tax != nil {
			t.OCITax = c.text(y.OCITax)
		}
		t.Entry = entryOut{Expense: c.text(y.Cost), OCI: c.text(y.OCI.Neg()), Cash: c.text(h.Years[i].Contribution.Add(h.Years[i].Direct).Neg()), Liability: c.text(liability.Sub(y.Liability))}
		if y.Basis != pension.FundedBasis {
			t.Additional, t.Intangible, t.Entry.Intang = c.text(y.Additional), c.text(y.Intangible), c.text(y.Intangible.Sub(intangible))
		}
		if y.Basis == pension.AdoptedBasis {
			t.Adopted, t.Entry.Adopted = c.text(y.Adopted), c.text(y.Adopted.Neg())
			t.Entry.Intang = c.text(intangible.Neg())
		}
		liability, intangible = y.Liability, y.Intangible
		if y.Basis == pension.AdoptedBasis {
			intangible = workpaper.Whole(0)
		}
		z.Years = append(z.Years, t)
	}
	for _, p := range res.Papers {
		z.Work = append(z.Work, p.Sheet())
		out.add(p)
	}
	out.Histories, out.Findings = append(out.Histories, z), append(out.Findings, res.Findings...)
}
