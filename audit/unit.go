package audit

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// UnitPlan asks how many monetary units of a balance have to be drawn.
type UnitPlan struct {
	Name      string
	Currency  money.Currency
	Places    int              // decimals of amounts; the interval is cut to them
	Risk      workpaper.Number // of accepting a balance that is materially misstated: 0.05
	Book      workpaper.Number // recorded amount of the population, positive
	Tolerable workpaper.Number // misstatement
	Expected  workpaper.Number // misstatement; below the tolerable one
}

// UnitSize is the answer to a plan.
type UnitSize struct {
	Size     int64            // monetary units to draw
	Interval workpaper.Number // book ÷ size, cut to the decimals of amounts, so that no fewer units are drawn
	Taints   workpaper.Number // sum of taintings expected in the sample
	Factor   workpaper.Number // confidence factor of that sum, to six decimals
	// Expansion is the size by the older formula book × factor of none ÷ (tolerable − expected × expansion factor); 0 where the risk has no
	// published expansion factor, or where the formula gives none because the expected misstatement is too near to the tolerable one.
	Expansion int64
	Paper     *workpaper.Paper
}

// expansion factors by risk in percent: AICPA Audit Guide Audit Sampling, until 2008; they are approximations and cannot be solved.
var expansion = map[int64]string{1: "1.9", 5: "1.6", 10: "1.5", 15: "1.4", 20: "1.3", 25: "1.25", 30: "1.2", 37: "1.15", 50: "1.0"}

// ExpansionFactor is the published factor for expected misstatement at a risk, or false where none was published.
func ExpansionFactor(risk workpaper.Number) (workpaper.Number, bool) {
	p, whole := risk.Mul(workpaper.Whole(100)).Int64()
	text, ok := expansion[p]
	if !whole || !ok {
		return workpaper.Number{}, false
	}
	return workpaper.MustParse(text), true
}

// Interval is a recorded amount divided by a sample size, cut to the decimals of amounts so that no fewer units are drawn.
func Interval(book workpaper.Number, size int64, places int) workpaper.Number {
	return book.Quo(workpaper.Whole(size)).Round(places, money.Down)
}

// Compute finds the least size at which the expected misstatement leaves no more than the risk that the balance is misstated by the
// tolerable amount (AICPA Audit Guide Audit Sampling, appendix C, table C-1: Poisson, continued between whole misstatements by the gamma
// distribution; AS 2315.23). A mistake of the input is a check.Mistake.
func (p UnitPlan) Compute() (r UnitSize, err error) {
	about := cmp.Or(p.Name, "monetary-unit sample")
	if err := p.check(about); err != nil {
		return r, err
	}
	risk, tolerable, expected := p.Risk.Rat(), p.Tolerable.Quo(p.Book).Rat(), p.Expected.Quo(p.Book).Rat()
	enough := func(n int64) bool {
		size := new(big.Rat).SetInt64(n)
		return poissonOf(new(big.Rat).Mul(size, expected)).within(new(big.Rat).Mul(size, tolerable), risk)
	}
	high := int64(1)
	for high < MostItems && !enough(high) {
		high = min(2*high, MostItems)
	}
	if !enough(high) {
		return r, check.Refuse(about, "an expected misstatement of %s is so near to the tolerable %s that more than %d units would be needed; have the balance corrected first, or examine all of it", p.Expected, p.Tolerable, MostItems)
	}
	r.Size = least(1, high, enough)
	r.show(p)
	if r.Interval.Sign() <= 0 {
		return r, check.Refuse(about, "a sample of %d from a balance of %s has an interval below the smallest amount; give more decimals of amounts, or examine all of it", r.Size, p.Book)
	}
	return r, nil
}

func (p UnitPlan) check(about string) error {
	if err := checkRisk(about, p.Risk); err != nil {
		return err
	}
	switch {
	case p.Book.Sign() <= 0:
		return check.Refuse(about, "a recorded amount of %s; give the sum of the items with a positive balance, and test the others apart", p.Book)
	case p.Tolerable.Sign() <= 0:
		return check.Refuse(about, "a tolerable misstatement of %s; it is above nothing", p.Tolerable)
	case p.Tolerable.Cmp(p.Book) >= 0:
		return check.Refuse(about, "a tolerable misstatement of %s on a balance of %s: an overstatement cannot be as large, so no sample is needed", p.Tolerable, p.Book)
	case p.Expected.Sign() < 0 || p.Expected.Cmp(p.Tolerable) >= 0:
		return check.Refuse(about, "an expected misstatement of %s with a tolerable one of %s; expect less than is tolerable, or have the balance corrected first", p.Expected, p.Tolerable)
	}
	return nil
}

func (r *UnitSize) show(p UnitPlan) {
	w := workpaper.New(workpaper.Head{Title: "Monetary-unit sample: size", Entity: p.Name, Purpose: "How many monetary units have to be drawn?"})
	r.Paper = w
	s := w.Section("Plan")
	usd, items, factors := workpaper.Money(p.Currency).To(p.Places), workpaper.Unit{Name: "units"}, workpaper.Factor
	risk := s.Input("risk of incorrect acceptance", workpaper.Percent, p.Risk, workpaper.Cite("AS 2315.23"))
	s.Step("confidence", workpaper.Percent, workpaper.Int(1).Minus(risk))
	book := s.Input("recorded amount", usd, p.Book)
	tolerable := s.Input("tolerable misstatement", usd, p.Tolerable, workpaper.Cite("AS 2315.18"))
	expected := s.Input("expected misstatement", usd, p.Expected, workpaper.Cite("AS 2315.23"))
	s.Step("expected ÷ tolerable", workpaper.Percent, expected.Over(tolerable))
	size := s.Solved("sample size", items, workpaper.Whole(r.Size), workpaper.Cite("AICPA Audit Sampling, appendix C"))
	r.Interval = s.Step("sampling interval", usd, book.Over(size).Round(p.Places, money.Down)).Number()
	r.Taints = s.Step("sum of taintings expected in the sample", factors, size.Times(expected).Over(book)).Number()
	r.Factor = ConfidenceFactor(p.Risk, r.Taints)
	factor := s.Solved("confidence factor of that sum", factors, r.Factor, workpaper.Cite("AICPA Audit Sampling, appendix C"))
	s.Step("size by that factor", items, book.Times(factor).Over(tolerable).Round(0, money.Up))
	if e, ok := ExpansionFactor(p.Risk); ok {
		none := s.Solved("confidence factor of no misstatement, as tables print it", workpaper.Unit{Places: 2}, ConfidenceFactor(p.Risk, workpaper.Whole(0)).Round(2, money.Up))
		left := s.Step("tolerable misstatement less the expected one, expanded", usd, tolerable.Minus(expected.Times(s.Input("expansion factor", workpaper.Unit{Places: 2}, e, workpaper.Source("AICPA Audit Guide Audit Sampling, until 2008")))))
		if left.Number().Sign() > 0 {
			r.Expansion, _ = s.Step("size by expansion factors", items, book.Times(none).Over(left).Round(0, money.Up)).Number().Int64()
		}
	}
}

// Examined is an item of a monetary-unit sample with what it should be.
type Examined struct {
	Name    string
	Book    workpaper.Number // recorded amount, positive
	Audited workpaper.Number
	Hits    int64 // how often it was drawn; 1 where it is left out
}

// UnitTest is a monetary-unit sample that was examined.
type UnitTest struct {
	Name     string
	Currency money.Currency
	Places   int
	Risk     workpaper.Number
	Interval workpaper.Number
	Items    []Examined // those that are misstated, at least
	// Decimals of the confidence factors: 2, rounded up, as tables print them; 6 as they are solved.
	Decimals  int
	Tolerable *workpaper.Number // misstatement; nil where only the limit is asked
	Book      *workpaper.Number // of the population, for its audited value; nil where it is not asked
}

// MostMisstatements is how many a sample may have.
const MostMisstatements = 200

// Projection is a misstated item and what it stands for.
type Projection struct {
	Name         string
	Misstatement workpaper.Number // overstatement positive
	Tainting     workpaper.Number // misstatement ÷ recorded amount
	Projected    workpaper.Number // tainting × interval; of an item as large as the interval its misstatement
	Top          bool             // as large as the interval or larger: drawn for certain
	Factor       workpaper.Number // incremental confidence factor; nought in the top stratum
	Limit        workpaper.Number // what the item adds to the upper limit
}

// UnitLimit is what a monetary-unit sample says of its balance.
type UnitLimit struct {
	Over, Under []Projection // overstatements and understatements, highest tainting first, the top stratum last
	Known       workpaper.Number
	Projected   workpaper.Number // misstatement of the population: overstatements less understatements
	Basic       workpaper.Number // basic precision: interval × factor of no misstatement
	Incremental workpaper.Number // incremental allowance of the overstatements
	Upper       workpaper.Number // upper limit of overstatement: projected + basic precision + incremental allowance
	UpperUnder  workpaper.Number // the same of understatement, without a sign
	Supports    bool             // both limits are at most the tolerable misstatement; false where none was given
	Paper       *workpaper.Paper
	Findings    []check.Finding
}

// Compute projects the misstatements and finds their upper limit (AICPA Audit Guide Audit Sampling, chapter 6 and appendix C; AS
// 2315.26 to .30). Taintings are ranked from the highest down, and each takes its own increment of the confidence factor. Over- and
// understatements have limits of their own; neither makes the other smaller. Amounts are exact; the answer is rounded where it is
// shown. A mistake of the input is a check.Mistake.
func (t UnitTest) Compute() (r UnitLimit, err error) {
	about := cmp.Or(t.Name, "monetary-unit sample")
	if err := t.check(about); err != nil {
		return r, err
	}
	w := workpaper.New(workpaper.Head{Title: "Monetary-unit sample: evaluation", Entity: t.Name, Purpose: "By how much may the balance be misstated?"})
	r.Paper = w
	usd := workpaper.Money(t.Currency).To(t.Places)
	s := w.Section("Sample")
	s.Input("risk of incorrect acceptance", workpaper.Percent, t.Risk, workpaper.Cite("AS 2315.23"))
	interval := s.Input("sampling interval", usd, t.Interval)
	none := s.Solved("confidence factor of no misstatement", workpaper.Unit{Places: t.Decimals}, t.factor(0), workpaper.Cite("AICPA Audit Sampling, appendix C, table C-3"))
	basic := s.Step("basic precision", usd, interval.Times(none), workpaper.Cite("AICPA Audit Sampling, chapter 6"))
	r.Basic = basic.Number()
	over, under := t.rank()
	var projected, limit, projectedUnder, limitUnder workpaper.Num
	r.Over, projected, limit = t.table(w, s, "Overstatements", over, interval, 1)
	r.Under, projectedUnder, limitUnder = t.table(w, s, "Understatements", under, interval, -1)
	z := w.Section("Result")
	net := z.Step("projected misstatement", usd, projected.Minus(projectedUnder), workpaper.Cite("AS 2315.26"))
	upper := z.Step("upper limit of overstatement", usd, limit.Plus(basic), workpaper.Cite("AS 2315.26"))
	r.Projected, r.Upper = net.Number(), upper.Number()
	r.Incremental = z.Step("incremental allowance", usd, upper.Minus(basic).Minus(projected)).Number()
	lower := z.Step("upper limit of understatement", usd, limitUnder.Plus(basic), workpaper.Remark("a monetary-unit sample rarely draws what is understated: where that is the risk, test it otherwise"))
	r.UpperUnder = lower.Number()
	for _, x := range append(over, under...) {
		r.Known = r.Known.Add(x.Book.Sub(x.Audited))
	}
	if t.Book != nil {
		z.Step("audited value, at the projection", usd, z.Input("recorded amount", usd, *t.Book).Minus(net))
	}
	t.decide(w, z, &r, upper, lower, len(under) > 0, about)
	r.Findings = w.Findings()
	return r, nil
}

func (t UnitTest) decide(w *workpaper.Paper, z *workpaper.Section, r *UnitLimit, upper, lower workpaper.Num, understated bool, about string) {
	for _, x := range slices.Concat(r.Over, r.Under) {
		if x.Tainting.Abs().Cmp(one) > 0 {
			w.Raise(check.Finding{Rule: "sample-tainting", Severity: check.Note, Subject: cmp.Or(x.Name, about), Message: "a tainting of " + percent(x.Tainting) + " is above 100%: basic precision supposes no more than that, so the limit may be too low"}, upper)
		}
	}
	if t.Tolerable == nil {
		return
	}
	tolerable := z.Input("tolerable misstatement", workpaper.Money(t.Currency).To(t.Places), *t.Tolerable, workpaper.Cite("AS 2315.18"))
	holds := upper.AtMost(tolerable)
	if understated {
		holds = workpaper.And(holds, lower.AtMost(tolerable))
	}
	r.Supports = z.Test("the sample supports the balance", holds, workpaper.Cite("AS 2315.26 to .28")).Holds()
	if !r.Supports {
		worst := r.Upper
		if understated && r.UpperUnder.Cmp(worst) > 0 {
			worst = r.UpperUnder
		}
		w.Raise(check.Finding{Rule: "sample-limit", Severity: check.Open, Subject: about, Cite: "AS 2315.26 to .28", Message: fmt.Sprintf("the misstatement may be as high as %s and %s is tolerable: have the causes followed up and the balance corrected, or examine more of it", shown(worst, t.Places), shown(*t.Tolerable, t.Places))}, upper)
	}
}

func shown(n workpaper.Number, places int) string { return money.Group(n.Text(places, money.HalfAway)) }

func (t UnitTest) check(about string) error {
	if err := checkRisk(about, t.Risk); err != nil {
		return err
	}
	if t.Interval.Sign() <= 0 {
		return check.Refuse(about, "a sampling interval of %s; it is the recorded amount divided by the size, above nothing", t.Interval)
	}
	if t.Decimals < 2 || t.Decimals > 6 {
		return check.Refuse(about, "confidence factors with %d decimals; give 2, as in tables, to 6", t.Decimals)
	}
	if t.Tolerable != nil && t.Tolerable.Sign() <= 0 {
		return check.Refuse(about, "a tolerable misstatement of %s; it is above nothing", *t.Tolerable)
	}
	most := int64(0)
	for i, x := range t.Items {
		name := cmp.Or(x.Name, fmt.Sprintf("item %d", i+1))
		switch {
		case x.Book.Sign() <= 0:
			return check.Refuse(name, "a recorded amount of %s, audited %s; an item without a positive amount cannot be drawn by monetary units: test it apart and add its misstatement by itself", x.Book, x.Audited)
		case x.Hits < 0 || x.Hits > 1 && x.Book.Cmp(t.Interval) >= 0:
			return check.Refuse(name, "drawn %d times; an item of the interval or more (%s and %s) is drawn for certain and stands for itself: give it once", x.Hits, x.Book, t.Interval)
		case x.Book.Cmp(x.Audited) != 0:
			if most += min(max(1, x.Hits), MostMisstatements+1); most > MostMisstatements {
				return check.Refuse(name, "there are more than %d misstatements: a sample with so many says only that the balance is wrong; have it corrected first", MostMisstatements)
			}
		}
	}
	return nil
}

// factor is the confidence factor of a number of misstatements, rounded up to the decimals asked for.
func (t UnitTest) factor(found int64) workpaper.Number {
	return ConfidenceFactor(t.Risk, workpaper.Whole(found)).Round(t.Decimals, money.Up)
}

// rank sorts misstated items by tainting, highest first, those of the top stratum last; one drawn several times stands as often.
func (t UnitTest) rank() (over, under []Examined) {
	for _, x := range t.Items {
		switch d := x.Book.Cmp(x.Audited); {
		case d == 0:
		default:
			for range max(1, x.Hits) {
				if d > 0 {
					over = append(over, x)
				} else {
					under = append(under, x)
				}
			}
		}
	}
	byTainting := func(a, b Examined) int {
		if x, y := t.top(a), t.top(b); x != y {
			if x {
				return 1
			}
			return -1
		}
		return tainting(b).Abs().Cmp(tainting(a).Abs())
	}
	slices.SortStableFunc(over, byTainting)
	slices.SortStableFunc(under, byTainting)
	return over, under
}

func (t UnitTest) top(x Examined) bool { return x.Book.Cmp(t.Interval) >= 0 }

func tainting(x Examined) workpaper.Number { return x.Book.Sub(x.Audited).Quo(x.Book) }

// table projects items; sign is 1 for overstatements and -1 for understatements, whose amounts then have no sign.
func (t UnitTest) table(w *workpaper.Paper, s *workpaper.Section, title string, items []Examined, interval workpaper.Num, sign int64) (out []Projection, projected, limit workpaper.Num) {
	usd := workpaper.Money(t.Currency).To(t.Places)
	if len(items) == 0 {
		none := s.Input(strings.ToLower(title)+" found", usd, workpaper.Whole(0))
		return nil, none, none
	}
	table := w.Table(title, "item")
	book, audited, off := table.Column("recorded", usd), table.Column("audited", usd), table.Column("misstatement", usd)
	taint, project := table.Column("tainting", workpaper.Percent), table.Column("projected", usd, workpaper.Cite("AS 2315.26"))
	factor, more, add := table.Column("confidence factor", workpaper.Unit{Places: t.Decimals}), table.Column("increment", workpaper.Unit{Places: t.Decimals}), table.Column("to the upper limit", usd)
	before := workpaper.Lit(t.factor(0))
	for i, x := range items {
		row := table.Row(cmp.Or(x.Name, fmt.Sprintf("item %d", i+1)))
		b, a := row.Input(book, x.Book), row.Input(audited, x.Audited)
		d := row.Step(off, b.Minus(a).Times(workpaper.Int(sign)))
		share := row.Step(taint, d.Over(b))
		p := Projection{Name: x.Name, Misstatement: x.Book.Sub(x.Audited), Tainting: tainting(x), Top: t.top(x)}
		if p.Top {
			p.Projected, p.Limit = row.Step(project, d).Number(), row.Step(add, d).Number()
		} else {
			v := row.Step(project, share.Times(interval))
			f := row.Solved(factor, t.factor(int64(i)+1))
			increment := row.Step(more, f.Minus(before))
			p.Projected, p.Factor, p.Limit = v.Number(), increment.Number(), row.Step(add, v.Times(increment)).Number()
			before = f
		}
		out = append(out, p)
	}
	return out, project.Total(), add.Total()
}
