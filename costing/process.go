package costing

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// ProcessMethod is how equivalent units treat the beginning work in process.
type ProcessMethod string

// The two methods. WeightedAverage mixes its costs with those of the period; FIFOProcess keeps them apart.
const (
	WeightedAverage ProcessMethod = "weighted-average"
	FIFOProcess     ProcessMethod = "fifo"
)

// Category is a kind of cost that comes at a pace of its own: materials, conversion, transferred in. Done is the part that was
// complete, 0 to 1.
type Category struct {
	Name               string
	BeginCost, Cost    workpaper.Number // in beginning work in process, and added in the period
	BeginDone, EndDone workpaper.Number
	SpoiledDone        workpaper.Number  // of spoiled units when they were found
	EndUnits           *workpaper.Number // equivalent units in ending work in process, where they are given
	Units              *workpaper.Number // all equivalent units, where they are given
}

// Process is a department over a period.
type Process struct {
	Name             string
	Currency         money.Currency
	Method           ProcessMethod
	Begin            workpaper.Number  // units in beginning work in process
	Started          *workpaper.Number // or transferred in; nil to follow from the others
	Out              *workpaper.Number // good units completed; nil to follow
	End              *workpaper.Number // units in ending work in process; nil to follow
	Normal, Abnormal workpaper.Number  // spoiled units
	EndPassed        bool              // the ending work in process has passed inspection, and bears its part of normal spoilage
	Categories       []Category
}

// CategoryResult is one kind of cost.
type CategoryResult struct {
	Name                 string
	Units, Cost, PerUnit workpaper.Number // equivalent units, cost to account for by them, cost of one
	EndUnits, EndCost    workpaper.Number
}

// ProcessResult assigns all cost.
type ProcessResult struct {
	Started, Out, End               workpaper.Number
	Categories                      []CategoryResult
	PerUnit                         workpaper.Number // of a whole unit
	BeginCost, ToComplete, Finished workpaper.Number // FIFO: of what was begun before, to complete it, started and finished
	NormalCost, AbnormalCost        workpaper.Number
	Transferred, EndCost, Total     workpaper.Number
	UnitsAssigned                   bool // false where only costs of equivalent units were asked
	Paper                           *workpaper.Paper
	Findings                        []check.Finding
}

// Compute counts equivalent units and assigns cost. Units that do not add up, a part complete outside 0 to 1 and no equivalent
// units to carry a cost are refused.
func (x Process) Compute() (ProcessResult, error) {
	w := &processWork{Process: x, p: workpaper.New(workpaper.Head{Title: "Process costing, " + string(x.Method), Entity: x.Name})}
	if err := w.check(); err != nil {
		return ProcessResult{}, err
	}
	if err := w.units(); err != nil {
		return ProcessResult{}, err
	}
	if err := w.rates(); err != nil {
		return ProcessResult{}, err
	}
	if w.res.UnitsAssigned {
		w.assign()
	}
	w.res.Paper, w.res.Findings = w.p, w.p.Findings()
	return w.res, nil
}

type processWork struct {
	Process
	p                      *workpaper.Paper
	count                  workpaper.Unit
	begin, out, end        workpaper.Num
	normal, abnormal       workpaper.Num
	per, endEU, beginCost  []workpaper.Num
	beginDone, spoiledDone []workpaper.Num
	total                  workpaper.Num // cost to account for
	res                    ProcessResult
}

func (w *processWork) about() string { return cmp.Or(w.Name, "the process") }

func (w *processWork) check() error {
	if w.Method != WeightedAverage && w.Method != FIFOProcess {
		return check.Refuse(w.about(), "there is no method %q; there are weighted-average and fifo", string(w.Method))
	}
	if len(w.Categories) == 0 {
		return check.Refuse(w.about(), "give at least one kind of cost")
	}
	one := workpaper.Whole(1)
	for _, c := range w.Categories {
		for what, n := range map[string]workpaper.Number{"beginning": c.BeginDone, "ending": c.EndDone, "spoiled": c.SpoiledDone} {
			if n.Sign() < 0 || n.Cmp(one) > 0 {
				return check.Refuse(w.about()+", "+c.Name, "%s work %s complete; that is a part from 0 to 1", what, n)
			}
		}
		if c.Cost.Sign() < 0 || c.BeginCost.Sign() < 0 {
			return check.Refuse(w.about()+", "+c.Name, "a cost is below zero")
		}
	}
	for what, n := range map[string]*workpaper.Number{"units started": w.Started, "units completed": w.Out, "units in ending work in process": w.End, "units in beginning work in process": &w.Begin, "units of normal spoilage": &w.Normal, "units of abnormal spoilage": &w.Abnormal} {
		if n != nil && n.Sign() < 0 {
			return check.Refuse(w.about(), "%s %s are below zero", *n, what)
		}
	}
	return nil
}

// units accounts for the physical units: what is not given follows from the rest.
func (w *processWork) units() error {
	given := true
	for _, c := range w.Categories {
		given = given && (c.EndUnits != nil || c.Units != nil)
	}
	known := 0
	for _, n := range []*workpaper.Number{w.Started, w.Out, w.End} {
		if n != nil {
			known++
		}
	}
	w.res.UnitsAssigned = w.Out != nil || known >= 2
	if !w.res.UnitsAssigned {
		if given {
			return nil
		}
		return check.Refuse(w.about(), "give two of the units started, completed and in ending work in process")
	}
	lost := w.Normal.Add(w.Abnormal)
	started, out, end := nought, nought, nought
	switch {
	case w.Started == nil && w.End == nil:
		if !given {
			return check.Refuse(w.about(), "give the units in ending work in process, or their equivalent units")
		}
		out = *w.Out
	case w.Started == nil:
		out, end = *w.Out, *w.End
		started = out.Add(end).Add(lost).Sub(w.Begin)
	case w.Out == nil:
		started, end = *w.Started, *w.End
		out = w.Begin.Add(started).Sub(end).Sub(lost)
	case w.End == nil:
		started, out = *w.Started, *w.Out
		end = w.Begin.Add(started).Sub(out).Sub(lost)
	default:
		started, out, end = *w.Started, *w.Out, *w.End
		if in, gone := w.Begin.Add(started), out.Add(end).Add(lost); in.Cmp(gone) != 0 {
			return check.Refuse(w.about(), "%s units begun with and started, and %s completed, left and spoiled; the difference is %s units", in, gone, in.Sub(gone))
		}
	}
	if started.Sign() < 0 || out.Sign() < 0 || end.Sign() < 0 {
		return check.Refuse(w.about(), "%s started, %s completed, %s left: one of them is below zero", started, out, end)
	}
	if w.Method == FIFOProcess && out.Cmp(w.Begin) < 0 {
		return check.Refuse(w.about(), "%s units completed and %s were begun with; first-in, first-out completes those first", out, w.Begin)
	}
	w.count = workpaper.Count.To(workpaper.PlacesOf(w.Begin, started, out, end, w.Normal, w.Abnormal))
	s := w.p.Section("Units")
	w.begin, w.out = s.Input("beginning work in process", w.count, w.Begin), s.Input("completed", w.count, out)
	w.end = s.Input("ending work in process", w.count, end)
	w.normal, w.abnormal = s.Input("normal spoilage", w.count, w.Normal), s.Input("abnormal spoilage", w.count, w.Abnormal)
	w.res.Started, w.res.Out, w.res.End = started, out, end
	return nil
}

// rates are equivalent units and the cost of one, kind by kind.
func (w *processWork) rates() error {
	usd, each := workpaper.Money(w.Currency), workpaper.Per(w.Currency, "equivalent unit")
	eu := workpaper.Count.To(2)
	costs := w.p.Table("Costs to account for", "kind")
	brought, added := costs.Column("in beginning work in process", usd), costs.Column("added", usd)
	var rows []workpaper.Row
	for _, c := range w.Categories {
		row := costs.Row(c.Name)
		row.Input(brought, c.BeginCost)
		row.Input(added, c.Cost)
		rows = append(rows, row)
	}
	if w.Method == WeightedAverage || w.res.UnitsAssigned {
		w.total = w.p.Section("All costs").Step("costs to account for", usd, brought.Total().Plus(added.Total()))
	}
	t := w.p.Table("Equivalent units", "kind")
	beginDone, endDone, spoiledDone := t.Column("beginning work complete", workpaper.Percent), t.Column("ending work complete", workpaper.Percent), t.Column("spoiled work complete", workpaper.Percent)
	endUnits, units := t.Column("in ending work in process", eu), t.Column("equivalent units", eu)
	spread, per := t.Column("cost spread over them", usd), t.Column("cost of an equivalent unit", each)
	for i, c := range w.Categories {
		row := t.Row(c.Name)
		b, s := row.Input(beginDone, c.BeginDone), row.Input(spoiledDone, c.SpoiledDone)
		var e, all workpaper.Num
		if c.Units != nil {
			all = row.Input(units, *c.Units)
		}
		switch {
		case c.EndUnits != nil:
			e = row.Input(endUnits, *c.EndUnits)
		case c.Units == nil || w.res.UnitsAssigned && w.End != nil:
			e = row.Step(endUnits, w.end.Times(row.Input(endDone, c.EndDone)))
		case w.res.UnitsAssigned:
			e = row.Step(endUnits, all.Minus(w.out))
		}
		if c.Units == nil {
			n := w.out.Plus(e).Plus(w.normal.Plus(w.abnormal).Times(s))
			if w.Method == FIFOProcess {
				n = n.Minus(w.begin.Times(b))
			}
			all = row.Step(units, n)
		}
		if all.Number().Sign() <= 0 {
			return check.Refuse(w.about()+", "+c.Name, "there are %s equivalent units to carry %s", all.Number(), c.Cost)
		}
		cost := rows[i].At(added)
		if w.Method == WeightedAverage {
			cost = rows[i].At(brought).Plus(cost)
		}
		n := row.Step(spread, cost)
		u := row.Step(per, n.Over(all))
		w.per, w.endEU, w.beginCost = append(w.per, u), append(w.endEU, e), append(w.beginCost, rows[i].At(brought))
		w.beginDone, w.spoiledDone = append(w.beginDone, b), append(w.spoiledDone, s)
		r := CategoryResult{Name: c.Name, Units: all.Number(), Cost: n.Number(), PerUnit: u.Number()}
		if w.res.UnitsAssigned {
			r.EndUnits, r.EndCost = e.Number(), e.Number().Mul(u.Number())
		}
		w.res.Categories = append(w.res.Categories, r)
	}
	w.res.PerUnit = w.p.Section("A whole unit").Step("cost of a whole unit", each, per.Total()).Number()
	return nil
}

// assign gives all cost to what was completed, what is left and what was lost.
func (w *processWork) assign() {
	usd := workpaper.Money(w.Currency)
	t := w.p.Table("Costs assigned", "kind")
	before, complete, fresh := t.Column("begun before", usd), t.Column("to complete it", usd), t.Column("completed, or started and completed", usd)
	end, normal, abnormal := t.Column("ending work in process", usd), t.Column("normal spoilage", usd), t.Column("abnormal spoilage", usd)
	for i, c := range w.Categories {
		row := t.Row(c.Name)
		whole := w.out
		if w.Method == FIFOProcess {
			row.Step(before, w.beginCost[i])
			row.Step(complete, w.begin.Times(workpaper.Int(1).Minus(w.beginDone[i])).Times(w.per[i]))
			whole = w.out.Minus(w.begin)
		}
		row.Step(fresh, whole.Times(w.per[i]))
		row.Step(end, w.endEU[i].Times(w.per[i]))
		row.Step(normal, w.normal.Times(w.spoiledDone[i]).Times(w.per[i]))
		row.Step(abnormal, w.abnormal.Times(w.spoiledDone[i]).Times(w.per[i]))
	}
	b, k, f, e, n, a := before.Total(), complete.Total(), fresh.Total(), end.Total(), normal.Total(), abnormal.Total()
	s := w.p.Section("Result")
	passed := s.InputTruth("ending work in process has passed inspection", w.EndPassed)
	share := s.Step("normal spoilage borne by ending work in process", usd, workpaper.If(passed, n.Times(w.end).Over(w.end.Plus(w.out)), workpaper.Int(0)))
	lost := s.Step("abnormal spoilage, expense of the period", usd, a, workpaper.Cite("ASC 330-10-30-7"))
	left := s.Step("ending work in process", usd, e.Plus(share))
	out := s.Step("completed and transferred out", usd, b.Plus(k).Plus(f).Plus(n).Minus(share))
	total := s.Step("costs assigned", usd, out.Plus(left).Plus(lost))
	given := false
	for _, c := range w.Categories {
		given = given || c.EndUnits != nil || c.Units != nil
	}
	f1 := check.Finding{Rule: "process-costs", Severity: check.Stop, Message: "the costs assigned are not those to account for"}
	if given { // equivalent units as given may be rounded
		f1.Severity = check.Open
	}
	s.Check("all cost is assigned", total.Equals(w.total), f1)
	r := &w.res
	r.BeginCost, r.ToComplete, r.Finished, r.NormalCost, r.AbnormalCost = b.Number(), k.Number(), f.Number(), n.Number(), lost.Number()
	r.Transferred, r.EndCost, r.Total = out.Number(), left.Number(), total.Number()
}
