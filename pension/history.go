package pension

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// History is a plan over several years: each year's cost, the ends of obligation and assets, what goes to other comprehensive income and comes
// back, and the liability (ASC 715-30-35). Where the ends of the years are given, those before SFAS 158 have the minimum liability of their
// time; in the year of adoption that is computed first, and the rest adjusts ending accumulated other comprehensive income.
type History struct {
	Name     string
	Currency money.Currency
	Places   int
	// At the beginning of the first year. Prior service, net loss and transition amount are those that no cost has borne yet, a loss positive.
	Obligation, Assets         workpaper.Number
	Prior, NetLoss, Transition workpaper.Number
	Average                    int                // years over which gains enter the market-related value; 0 and 1: fair value
	Gains                      []workpaper.Number // returns above the expected ones of earlier years, newest first
	Percent                    *workpaper.Number  // corridor; a tenth where it is nil
	Flows                      string             // when contributions and benefits fall: "end" where it is blank, "mid-year", "begin"
	Tax                        *workpaper.Number
	Frozen                     fiscal.Date
	Additional, Intangible     workpaper.Number // minimum liability and intangible asset at the beginning, to 2006
	Years                      []Year
}

// Year is one year of it. A nil amount is worked out, or nil.
type Year struct {
	Name                string
	End                 fiscal.Date // 0: not known, and SFAS 158 holds
	Frozen              bool
	Service             workpaper.Number
	Interest, Rate      *workpaper.Number
	Expected, Return    *workpaper.Number
	Actual              *workpaper.Number // return; worked out from the assets at the end where it is nil
	Amendment           workpaper.Number  // prior service given at the beginning
	PriorAmortised      workpaper.Number
	TransitionAmortised workpaper.Number
	LossAmortised       *workpaper.Number // by the corridor where it is nil and Remaining is there
	Remaining           *workpaper.Number
	Loss                *workpaper.Number // actuarial, on the obligation; worked out from its end where it is nil
	Contribution        workpaper.Number
	Benefits            workpaper.Number
	Direct              workpaper.Number // benefits that the employer paid beside the assets
	Settled, Paid       workpaper.Number // obligation settled at the end of the year, and what was paid from assets for it
	ObligationEnd       *workpaper.Number
	AssetsEnd           *workpaper.Number
	Accumulated         *workpaper.Number // accumulated obligation at the end, for the minimum liability
	Stated              *workpaper.Number // cost
}

// HistoryYear is what comes of a year. Funded is assets less obligation; a loss in other comprehensive income is negative there.
type HistoryYear struct {
	Name                                       string
	Interest, Related, Expected, Corridor      workpaper.Number
	LossAmortised, Settlement, Cost            workpaper.Number
	Obligation, Assets, Funded                 workpaper.Number
	Arising                                    workpaper.Number // net loss of the year
	Prior, NetLoss, Transition                 workpaper.Number // at the end
	OCIPrior, OCILoss                          workpaper.Number // of the year by the funded status, before tax: prior service, and gains and losses
	OCI, OCITax, AOCI                          workpaper.Number // before tax, its tax, ending balance net of tax; a loss negative
	Adopted                                    workpaper.Number // adjustment of ending AOCI by SFAS 158, before tax: no part of the year's OCI
	Liability, Accrued, Additional, Intangible workpaper.Number
	Basis                                      string // SFAS 87, adoption, funded status
}

// HistoryResult is the history.
type HistoryResult struct {
	Years    []HistoryYear
	Findings []finding
	Papers   []*workpaper.Paper
}

// Bases of the balance sheet.
const (
	BeforeBasis  = "SFAS 87"
	AdoptedBasis = "adoption of SFAS 158"
	FundedBasis  = "funded status"
)

func (h History) refuse(about string) error {
	if len(h.Years) == 0 {
		return check.Refuse(about, "give its years")
	}
	if h.Average < 0 || h.Average > 5 {
		return check.Refuse(about, "gains enter the market-related value over at most 5 years, not %d (ASC 715-30-35-50)", h.Average)
	}
	dated := h.Years[0].End != 0
	for i, y := range h.Years {
		at := about + ", " + h.year(i)
		switch {
		case (y.End != 0) != dated:
			return check.Refuse(at, "some years have an end and some have none; give all or none")
		case i > 0 && dated && h.Years[i-1].End.AddMonths(12, true) != y.End:
			return check.Refuse(at, "it ends on %s and the year before on %s; the years are out of order or one is missing", y.End, h.Years[i-1].End)
		case y.Interest == nil && y.Rate == nil:
			return check.Refuse(at, "give interest or the discount rate")
		case y.Remaining != nil && y.Remaining.Sign() <= 0:
			return check.Refuse(at, "remaining service of %s; it must be above zero", y.Remaining)
		case y.Settled.Sign() < 0 || y.Paid.Sign() < 0 || y.Settled.Sign() > 0 && y.Paid.Sign() == 0:
			return check.Refuse(at, "an obligation of %s was settled for %s; neither is below zero, and a settlement has its price", y.Settled, y.Paid)
		}
	}
	return nil
}

func (h History) year(i int) string { return cmp.Or(h.Years[i].Name, fmt.Sprintf("year %d", i+1)) }

// Compute goes through the years.
func (h History) Compute() (r HistoryResult, err error) {
	about := cmp.Or(h.Name, "plan")
	if err := h.refuse(about); err != nil {
		return r, err
	}
	w := newHistoryPaper(h)
	for i, y := range h.Years {
		out, err := w.year(i, y)
		if err != nil {
			return r, err
		}
		r.Years = append(r.Years, out)
		r.Findings = append(r.Findings, h.questions(about+", "+h.year(i), y, out)...)
	}
	r.Papers = []*workpaper.Paper{w.p}
	return r, h.sheets(&r)
}

// questions are what is odd about a year.
func (h History) questions(about string, y Year, out HistoryYear) (found []finding) {
	frozen := y.Frozen || h.Frozen != 0 && y.End != 0 && h.Frozen <= y.End.AddMonths(-12, true)
	found = append(found, onFrozen(about, frozen, y.Service)...)
	found = append(found, plausible(about, discountSpan, y.Rate)...)
	found = append(found, plausible(about, returnSpan, y.Return)...)
	off := func(rule, what string, stated *workpaper.Number, n workpaper.Number) {
		if stated != nil && stated.Sub(n).Abs().Cmp(workpaper.Whole(1)) > 0 {
			found = append(found, open(rule, about, "ASC 715-20-50-1", "%s comes to %s, given is %s; the difference is %s", what, two(n), two(*stated), two(stated.Sub(n))))
		}
	}
	off("roll-foots", "the obligation at the end", y.ObligationEnd, out.Obligation)
	off("roll-foots", "assets at the end", y.AssetsEnd, out.Assets)
	off("stated-cost", "the cost of the year", y.Stated, out.Cost)
	if lump, limit := y.Benefits.Add(y.Direct), y.Service.Add(out.Interest); y.Settled.Sign() == 0 && lump.Cmp(limit) > 0 && (frozen || y.Service.Sign() != 0) {
		found = append(found, finding{Rule: "settlement-watch", Severity: check.Note, Subject: about, Cite: "ASC 715-30-35-82", Message: fmt.Sprintf("benefits paid of %s are more than service and interest cost of %s: if they were lump sums, settlement accounting is due", two(lump), two(limit))})
	}
	if out.Assets.Sign() < 0 {
		found = append(found, open("assets-below-zero", about, "", "assets at the end are %s; benefits of %s were paid out of less", two(out.Assets), two(y.Benefits)))
	}
	return found
}

// sheets puts the years on the balance sheet by the standard of their day.
func (h History) sheets(r *HistoryResult) error {
	additional, intangible := h.Additional, h.Intangible
	adopted := false
	aoci := h.NetLoss.Add(h.Prior).Add(h.Transition).Neg()
	if end := h.Years[0].End; end != 0 && !FundedStatus.Holds(end.AddMonths(-12, true)) {
		aoci = additional.Sub(intangible).Neg()
	} else {
		adopted = true
	}
	for i := range r.Years {
		y, out := h.Years[i], &r.Years[i]
		pending := out.Prior.Add(out.NetLoss).Add(out.Transition)
		out.Accrued = out.Funded.Neg().Sub(pending)
		begin, was := aoci, additional
		if !adopted {
			asset := intangible
			if y.Accumulated == nil {
				return check.Refuse(cmp.Or(h.Name, "plan")+", "+h.year(i), "it ends on %s: give the accumulated obligation (abo), for the minimum liability of SFAS 87", y.End)
			}
			m, err := Minimum{Name: cmp.Or(h.Name, "plan") + ", " + h.year(i), Currency: h.Currency, Accumulated: *y.Accumulated, Assets: out.Assets, Accrued: out.Accrued, PriorService: notBelow(out.Prior.Add(out.Transition)), Tax: h.Tax, Before: &was, BeforeAsset: &asset}.Compute()
			if err != nil {
				return err
			}
			additional, intangible = m.Additional, m.Intangible
			r.Papers = append(r.Papers, m.Paper)
			out.Basis, out.Additional, out.Intangible = BeforeBasis, additional, intangible
			out.Liability, aoci = out.Accrued.Add(additional), m.Equity.Neg()
		}
		out.OCI = aoci.Sub(begin)
		if !adopted && FundedStatus.Holds(y.End) {
			a, err := Adoption{Name: cmp.Or(h.Name, "plan") + ", " + h.year(i), Currency: h.Currency, Before: out.Liability, Intangible: intangible, After: out.Funded.Neg(), Tax: h.Tax}.Compute()
			if err != nil {
				return err
			}
			r.Papers = append(r.Papers, a.Paper)
			adopted, additional, intangible = true, nought, nought
			out.Basis, out.Adopted, out.Liability = AdoptedBasis, a.Adjustment, out.Funded.Neg()
			aoci = pending.Neg()
		} else if adopted {
			out.Basis, out.Liability, aoci = FundedBasis, out.Funded.Neg(), pending.Neg()
			out.OCI = aoci.Sub(begin)
		}
		out.AOCI = aoci
		if h.Tax != nil {
			out.OCITax = out.OCI.Mul(*h.Tax).Round(h.Places, money.HalfAway)
			out.AOCI = aoci.Sub(aoci.Mul(*h.Tax).Round(h.Places, money.HalfAway))
		}
	}
	return nil
}

func notBelow(n workpaper.Number) workpaper.Number {
	if n.Sign() < 0 {
		return nought
	}
	return n
}
