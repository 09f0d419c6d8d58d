package pension

import (
	"math/rand/v2"
	"testing"

	"tieout/workpaper"
)

func whole(n int64) *workpaper.Number {
	x := workpaper.Whole(n)
	return &x
}

// TestHistoryIsThePlan: a plan in the book and the same facts as a history stand at the same liability, minimum liability and intangible asset at
// every year end, before, at and after SFAS 158.
func TestHistoryIsThePlan(t *testing.T) {
	p := planOf(nil)
	h := History{Currency: "USD", Obligation: workpaper.Whole(2_900_000), Assets: workpaper.Whole(2_480_000), Prior: workpaper.Whole(14_000), NetLoss: workpaper.Whole(106_000)} // accrued 300,000
	for _, r := range p.reports {
		y := Year{End: r.End, Service: workpaper.Whole(r.Service), Interest: whole(r.Interest), Expected: whole(r.Expected), ObligationEnd: whole(r.PBOEnd), AssetsEnd: whole(r.AssetsEnd), Accumulated: whole(r.ABO), Contribution: workpaper.Whole(r.Contributions), PriorAmortised: workpaper.Whole(2_000), LossAmortised: whole(r.LossAmortised - 2_000)}
		if r.LossAmortised == 0 {
			y.PriorAmortised, y.LossAmortised = nought, nil
		}
		h.Years = append(h.Years, y)
	}
	res, err := h.Compute()
	if err != nil {
		t.Fatal(err)
	}
	for i, y := range res.Years {
		end := p.reports[i].End
		if n, _ := y.Liability.Int64(); n != p.balance(end) {
			t.Errorf("at %s the history's liability is %d and the plan's %d", end, n, p.balance(end))
		}
		if want := workpaper.Whole(p.reports[i].Cost()); y.Cost.Cmp(want) != 0 {
			t.Errorf("in %s the cost is %s and %s", end, y.Cost, want)
		}
	}
	for i, want := range []struct{ additional, intangible, adopted int64 }{{136_000, 12_000, 0}, {31_000, 10_000, -10_000}, {0, 0, 0}} {
		y := res.Years[i]
		if y.Additional.Cmp(workpaper.Whole(want.additional)) != 0 || y.Intangible.Cmp(workpaper.Whole(want.intangible)) != 0 || y.Adopted.Cmp(workpaper.Whole(want.adopted)) != 0 {
			t.Errorf("year %d: minimum liability %s, intangible asset %s, adoption %s; want %v", i, y.Additional, y.Intangible, y.Adopted, want)
		}
	}
}

// TestHistoryFoots: whatever the years, cost less contributions less what goes to equity is what the liability grows by, ending accumulated
// other comprehensive income is its beginning with the year's and the adoption, and the year of adoption's own has nothing of it.
func TestHistoryFoots(t *testing.T) {
	r := rand.New(rand.NewPCG(715, 30))
	n := func(limit int64) workpaper.Number { return workpaper.Whole(r.Int64N(limit)) }
	p := func(limit int64) *workpaper.Number { x := n(2 * limit).Sub(workpaper.Whole(limit)); return &x }
	for range 200 {
		h := History{Currency: "USD", Places: 2, Obligation: workpaper.Whole(20_000).Add(n(5_000)), Assets: workpaper.Whole(15_000).Add(n(9_000)), Prior: n(900), NetLoss: *p(4_000), Average: 1 + r.IntN(5), Flows: []string{"end", "mid-year", "begin"}[r.IntN(3)]}
		rate, back, service := workpaper.Ratio(4+r.Int64N(5), 100), workpaper.Ratio(4+r.Int64N(5), 100), workpaper.Whole(5+r.Int64N(10))
		end := day("2003-12-31")
		before := r.IntN(2) == 0
		for range 6 {
			y := Year{Service: n(900), Rate: &rate, Return: &back, Remaining: &service, Actual: p(2_000), Loss: p(1_500), PriorAmortised: n(80), Contribution: n(900), Benefits: n(700), Direct: n(50)}
			if r.IntN(4) == 0 {
				y.Settled = n(1_000)
				y.Paid = y.Settled.Add(n(90))
			}
			if before {
				end = end.AddMonths(12, true)
				y.End = end
				y.Accumulated = whole(18_000 + r.Int64N(9_000))
			}
			h.Years = append(h.Years, y)
		}
		res, err := h.Compute()
		if err != nil {
			t.Fatal(err)
		}
		liability, intangible, aoci := h.Obligation.Sub(h.Assets), nought, h.Prior.Add(h.NetLoss).Neg()
		if before {
			liability, aoci = liability.Add(aoci), nought
		}
		for i, y := range res.Years {
			gone := y.Intangible
			if y.Basis == AdoptedBasis {
				gone = nought
			}
			grown := y.Cost.Sub(h.Years[i].Contribution).Sub(h.Years[i].Direct).Sub(y.OCI).Sub(y.Adopted).Add(gone.Sub(intangible))
			if y.Liability.Cmp(liability.Add(grown)) != 0 {
				t.Fatalf("year %d (%s): the liability is %s, from %s it should grow by %s", i, y.Basis, y.Liability, liability, grown)
			}
			if y.AOCI.Cmp(aoci.Add(y.OCI).Add(y.Adopted)) != 0 {
				t.Fatalf("year %d (%s): ending AOCI %s, beginning %s, in the year %s, adoption %s", i, y.Basis, y.AOCI, aoci, y.OCI, y.Adopted)
			}
			if y.Basis == FundedBasis && y.OCI.Cmp(y.OCIPrior.Add(y.OCILoss)) != 0 {
				t.Fatalf("year %d: other comprehensive income %s of %s and %s", i, y.OCI, y.OCIPrior, y.OCILoss)
			}
			liability, intangible, aoci = y.Liability, gone, y.AOCI
		}
	}
}

// TestScheduleAddsUp: every schedule of prior service bears all of it, by either method.
func TestScheduleAddsUp(t *testing.T) {
	r := rand.New(rand.NewPCG(715, 35))
	for range 300 {
		x := Prior{Currency: "USD", Places: 2, Cost: workpaper.Whole(r.Int64N(200_000) - 50_000), Straight: r.IntN(2) == 0}
		for range 1 + r.IntN(6) {
			x.Groups = append(x.Groups, Group{Employees: workpaper.Whole(1 + r.Int64N(40)), Years: workpaper.Ratio(1+r.Int64N(40), 2)})
		}
		res, err := x.Compute()
		if err != nil {
			t.Fatal(err)
		}
		sum := nought
		for _, y := range res.Years {
			sum = sum.Add(y.Amortised)
		}
		if sum.Cmp(x.Cost) != 0 || res.Years[len(res.Years)-1].Left.Sign() != 0 {
			t.Fatalf("of %s the years bear %s (%+v)", x.Cost, sum, x)
		}
	}
}
