package costing

import (
	"cmp"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Capitalised is what of the variances of a period stays in inventory, and what is released to cost of sales: standards that are not
// current are adjusted at the end so that inventory approximates cost (ASC 330-10-30-12). What passed through at standard takes
// the variances with it, first in, first out.
type Capitalised struct {
	Currency money.Currency
	Begins   fiscal.Date // of the fiscal year, for the rule on what is abnormal; 0 for the present one
	Stages   []CapitalisedStage
}

// CapitalisedStage is raw materials, work in process or finished goods: all at standard. Variances are unfavourable positive.
type CapitalisedStage struct {
	Name       string
	BeginHand  workpaper.Number // on hand at the beginning, at standard
	Begin      workpaper.Number // variances in it then
	Throughput workpaper.Number // that came into it in the period, at standard
	EndHand    workpaper.Number // on hand at the end, at standard
	Variance   workpaper.Number // of the period
	Abnormal   workpaper.Number // part of it: waste, idle capacity, double freight; an expense of the period
}

// CapitalisedStageResult rolls a stage forward: Begin + Variance - Abnormal - Released = End.
type CapitalisedStageResult struct {
	Name               string
	Share              workpaper.Number // of what came in that is on hand
	End, Released      workpaper.Number
	Begin, Capitalised workpaper.Number // at the beginning, and Variance less Abnormal
}

// CapitalisedResult adds up.
type CapitalisedResult struct {
	Stages                  []CapitalisedStageResult
	Begin, Normal, Abnormal workpaper.Number
	Released, End           workpaper.Number
	Paper                   *workpaper.Paper
	Findings                []check.Finding
}

// Compute rolls the stages forward. Quantities at standard below zero, more on hand than there was, and an abnormal part that is more than
// the variance or of the other sign are refused.
func (c Capitalised) Compute() (r CapitalisedResult, err error) {
	if len(c.Stages) == 0 {
		return r, check.Refuse("variances", "there is no stage")
	}
	must, cite := AbnormalRule(c.Begins)
	p := workpaper.New(workpaper.Head{Title: "Variances capitalised and released, unfavourable positive"})
	usd := workpaper.Money(c.Currency)
	t := p.Table("At standard", "stage")
	beginHand, through, endHand := t.Column("on hand at the beginning", usd), t.Column("came in", usd), t.Column("on hand at the end", usd)
	fresh := t.Column("of the period on hand", usd)
	share := t.Column("part of what came in", workpaper.Percent, workpaper.Cite("ASC 330-10-30-12"))
	old := t.Column("part of the beginning still there", workpaper.Percent)
	v := p.Table("Variances", "stage")
	begin, variance, abnormal := v.Column("in inventory at the beginning", usd), v.Column("of the period", usd), v.Column("abnormal, an expense", usd, workpaper.Cite(cite))
	normal, end, released := v.Column("to capitalise", usd), v.Column("in inventory at the end", usd), v.Column("released to cost of sales", usd)
	zero := workpaper.Int(0)
	for i, x := range c.Stages {
		name := cmp.Or(x.Name, "stage "+workpaper.Whole(int64(i+1)).String())
		for what, n := range map[string]workpaper.Number{"on hand at the beginning": x.BeginHand, "what came in": x.Throughput, "on hand at the end": x.EndHand} {
			if n.Sign() < 0 {
				return r, check.Refuse(name, "%s of %s is below zero", what, n)
			}
		}
		switch {
		case x.EndHand.Cmp(x.BeginHand.Add(x.Throughput)) > 0:
			return r, check.Refuse(name, "%s is on hand at the end and only %s was there", x.EndHand, x.BeginHand.Add(x.Throughput))
		case x.Abnormal.Sign() != 0 && (x.Abnormal.Sign() != x.Variance.Sign() || x.Abnormal.Abs().Cmp(x.Variance.Abs()) > 0):
			return r, check.Refuse(name, "%s of a variance of %s cannot be abnormal", x.Abnormal, x.Variance)
		case x.Begin.Sign() != 0 && x.BeginHand.Sign() == 0:
			return r, check.Refuse(name, "variances of %s stand on nothing at the beginning", x.Begin)
		}
		row := t.Row(name)
		b, in, e := row.Input(beginHand, x.BeginHand), row.Input(through, x.Throughput), row.Input(endHand, x.EndHand)
		f := row.Step(fresh, workpaper.Least(e, in))
		s, o := zero, zero
		if x.Throughput.Sign() > 0 {
			s = row.Step(share, f.Over(in))
		}
		if x.BeginHand.Sign() > 0 {
			o = row.Step(old, e.Minus(f).Over(b))
		}
		w := v.Row(name)
		was, now := w.Input(begin, x.Begin), w.Input(variance, x.Variance)
		n := w.Step(normal, now.Minus(w.Input(abnormal, x.Abnormal)))
		left := w.Step(end, n.Times(s).Plus(was.Times(o)).Round(2, money.HalfAway))
		out := w.Step(released, was.Plus(n).Minus(left))
		r.Stages = append(r.Stages, CapitalisedStageResult{Name: name, Share: s.Number(), End: left.Number(), Released: out.Number(), Begin: x.Begin, Capitalised: n.Number()})
	}
	s := p.Section("Roll-forward")
	a, n, x, o, e := s.Step("in inventory at the beginning", usd, begin.Total()), s.Step("capitalised in the period", usd, normal.Total()), s.Step("abnormal, an expense of the period", usd, abnormal.Total()), s.Step("released to cost of sales", usd, released.Total()), s.Step("in inventory at the end", usd, end.Total())
	s.Check("the roll-forward foots", a.Plus(n).Minus(o).Equals(e), check.Finding{Rule: "variance-roll", Severity: check.Stop, Message: "what was capitalised less what was released is not what is left"})
	r.Begin, r.Normal, r.Abnormal, r.Released, r.End, r.Paper = a.Number(), n.Number(), x.Number(), o.Number(), e.Number(), p
	if x.Number().Sign() != 0 && !must {
		p.Raise(check.Finding{Rule: "abnormal", Severity: check.Note, Subject: "abnormal variances", Cite: cite, Message: "before SFAS 151 abnormal cost was an expense only where it was so abnormal as to require it; keep why it was"}, x)
	}
	r.Findings = p.Findings()
	return r, nil
}
