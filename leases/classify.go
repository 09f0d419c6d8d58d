package leases

import (
	"tieout/workpaper"
)

// Facts are what the tests of classification ask. What is not known is nil, and its test is left out.
type Facts struct {
	Transfers   bool              // ownership passes to the lessee by the end
	Certain     bool              // a purchase option is reasonably certain to be exercised (SFAS 13: a bargain)
	EconomicAge *workpaper.Number // remaining economic life of the asset, in years
	NearEnd     bool              // the lease begins at or near the end of that life: the test of term is not used
	Fair        *workpaper.Number // fair value of the asset
	Credit      workpaper.Number  // investment tax credit that the lessor keeps (SFAS 13)
	Special     bool              // so specialised that the lessor has no other use for it (ASC 842 only)
	Major       workpaper.Number  // part of life that is the major part; 75% where it is zero (ASC 842-10-55-2; SFAS 13 paragraph 7(c))
	Substantial workpaper.Number  // part of fair value that is substantially all; 90% where it is zero
}

// Test is one test with its answer.
type Test struct {
	Question string `json:"test"`
	Cite     string `json:"cite"`
	Met      bool   `json:"met"`
}

// classify asks the tests: any that is met makes a finance lease, a capital lease before ASC 842.
func (w *work) classify(r *Result) {
	if w.ShortTerm {
		r.Class = Short
		return
	}
	s := w.p.Section("Classification")
	var met []workpaper.Cond
	ask := func(question, now, before string, c workpaper.Cond) {
		cite := now
		if w.Standard == Old {
			cite = before
		}
		t := s.Test(question, c, workpaper.Cite(cite))
		met = append(met, t)
		r.Tests = append(r.Tests, Test{question, cite, t.Holds()})
	}
	f := w.Facts
	ask("ownership passes to the lessee", "ASC 842-10-25-2(a)", "SFAS 13 paragraph 7(a)", w.yes(s, "transfer of ownership by the end", f.Transfers))
	ask("a purchase option will be exercised", "ASC 842-10-25-2(b)", "SFAS 13 paragraph 7(b)", w.yes(s, "option reasonably certain to be exercised, a bargain before ASC 842", f.Certain || w.Option.Sign() > 0))
	if f.EconomicAge != nil && !f.NearEnd {
		major := s.Input("major part", workpaper.Percent, either(f.Major, workpaper.Ratio(3, 4)))
		life := s.Input("remaining economic life", workpaper.Years.To(2), *f.EconomicAge)
		term := s.Step("term", workpaper.Years.To(2), s.Input("periods", workpaper.NoUnit, workpaper.Whole(int64(len(w.Payments)))).Over(workpaper.Int(int64(w.PerYear))))
		part := s.Step("term as part of life", workpaper.Percent, term.Over(life))
		ask("the term is the major part of the remaining economic life", "ASC 842-10-25-2(c), 55-2(a)", "SFAS 13 paragraph 7(c)", part.AtLeast(major))
	}
	if f.Fair != nil {
		all := s.Input("substantially all", workpaper.Percent, either(f.Substantial, workpaper.Ratio(9, 10)))
		fair := s.Input("fair value of the asset", w.usd, *f.Fair)
		base := fair
		if w.Standard == Old {
			base = s.Step("fair value less tax credit", w.usd, fair.Minus(s.Input("investment tax credit of the lessor", w.usd, f.Credit)))
		}
		part := s.Step("present value as part of fair value", workpaper.Percent, w.first.Over(base))
		ask("the present value is substantially all of fair value", "ASC 842-10-25-2(d), 55-2(c)", "SFAS 13 paragraph 7(d)", part.AtLeast(all))
	}
	if w.Standard == New {
		ask("the asset has no alternative use to the lessor", "ASC 842-10-25-2(e)", "", w.yes(s, "specialised asset", f.Special))
	}
	finance := s.Test("at least one is met", workpaper.Or(met...))
	r.Class = Operating
	if finance.Holds() {
		r.Class = Finance
		if w.Standard == Old {
			r.Class = Capital
		}
	}
}

func either(n, otherwise workpaper.Number) workpaper.Number {
	if n.Sign() == 0 {
		return otherwise
	}
	return n
}

func (w *work) yes(s *workpaper.Section, name string, v bool) workpaper.Cond {
	return s.InputTruth(name, v)
}
