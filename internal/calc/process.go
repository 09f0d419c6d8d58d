package calc

import (
	_ "embed"
	"strings"

	"tieout/costing"
	"tieout/workpaper"
)

//go:embed examples/process.yaml
var processExample []byte

var processTopic = Topic{
	Name:    "process",
	Summary: "process costing: equivalent units, weighted average and FIFO, with normal and abnormal spoilage",
	Example: processExample,
	Run:     func(in []byte) (any, error) { return process(in) },
}

type processOut struct {
	Methods []processMethodOut `json:"methods"`
	papered
}

type processMethodOut struct {
	Method      costing.ProcessMethod `json:"method"`
	Started     string                `json:"units_started,omitempty"`
	Out         string                `json:"units_completed,omitempty"`
	End         string                `json:"units_ending,omitempty"`
	Categories  []categoryOut         `json:"categories"`
	PerUnit     string                `json:"cost_per_unit"`
	BeginCost   string                `json:"begun_before,omitempty"`
	ToComplete  string                `json:"to_complete_it,omitempty"`
	Finished    string                `json:"started_and_completed,omitempty"`
	Normal      string                `json:"normal_spoilage,omitempty"`
	Abnormal    string                `json:"abnormal_spoilage,omitempty"`
	Transferred string                `json:"transferred_out,omitempty"`
	EndCost     string                `json:"ending_wip,omitempty"`
	Total       string                `json:"total,omitempty"`
	Work        workpaper.Sheet       `json:"work"`
}

type categoryOut struct {
	Name     string `json:"name"`
	Units    string `json:"equivalent_units"`
	Cost     string `json:"cost"`
	PerUnit  string `json:"cost_per_equivalent_unit"`
	EndUnits string `json:"ending_equivalent_units,omitempty"`
	EndCost  string `json:"ending_cost,omitempty"`
}

func process(in []byte) (out processOut, err error) {
	out.Methods = []processMethodOut{}
	c, o, err := costTopic(in, "name", "method", "methods", "beginning", "started", "completed", "transferred_out", "ending", "ending_units", "normal_spoilage", "abnormal_spoilage", "ending_passed_inspection", "costs")
	if err != nil {
		return out, err
	}
	p := c.process(o)
	methods := c.processMethods(o, p)
	if c.r.err != nil {
		return out, c.r.err
	}
	for _, p.Method = range methods {
		r, err := p.Compute()
		if err != nil {
			c.r.failed(o.field, err)
			return out, c.r.err
		}
		mo := processMethodOut{Method: p.Method, PerUnit: r.PerUnit.String(), Work: r.Paper.Sheet()}
		for _, x := range r.Categories {
			co := categoryOut{Name: x.Name, Units: x.Units.String(), Cost: c.text(x.Cost), PerUnit: x.PerUnit.String()}
			if r.UnitsAssigned {
				co.EndUnits, co.EndCost = x.EndUnits.String(), c.text(x.EndCost)
			}
			mo.Categories = append(mo.Categories, co)
		}
		if r.UnitsAssigned {
			mo.Started, mo.Out, mo.End = r.Started.String(), r.Out.String(), r.End.String()
			mo.Normal, mo.Abnormal, mo.Transferred, mo.EndCost, mo.Total = c.text(r.NormalCost), c.text(r.AbnormalCost), c.text(r.Transferred), c.text(r.EndCost), c.text(r.Total)
			if p.Method == costing.FIFOProcess {
				mo.BeginCost, mo.ToComplete, mo.Finished = c.text(r.BeginCost), c.text(r.ToComplete), c.text(r.Finished)
			}
		}
		out.Methods = append(out.Methods, mo)
		out.add(r.Paper, r.Findings...)
	}
	out.done()
	return out, nil
}

func (c costContext) process(o object) costing.Process {
	p := costing.Process{Name: c.r.optional(o, "name"), Currency: c.currency, Started: c.some(o, "started"), Out: c.some(o, "completed", "transferred_out"), Normal: c.or(o, "normal_spoilage"), Abnormal: c.or(o, "abnormal_spoilage")}
	for _, key := range []string{"ending", "ending_units"} {
		if o.has(key) {
			p.End = c.some(o, key)
		}
	}
	p.Begin = c.or(o, "beginning")
	if f, ok := o.get("ending_passed_inspection"); ok {
		p.EndPassed = c.r.yes(f)
	}
	for _, x := range c.r.pairs(o.must("costs")) {
		p.Categories = append(p.Categories, c.category(x))
	}
	return p
}

// category reads a kind of cost: {added, beginning, beginning_complete, ending_complete, ...}.
func (c costContext) category(x pair) costing.Category {
	o := c.r.object(x.field, "added", "cost", "beginning", "beginning_complete", "ending_complete", "spoiled_complete", "ending_equivalent_units", "equivalent_units")
	k := costing.Category{Name: x.name, Cost: c.r.positive(o.oneOf("added", "cost")), BeginCost: c.or(o, "beginning"), SpoiledDone: workpaper.Whole(1), EndUnits: c.some(o, "ending_equivalent_units"), Units: c.some(o, "equivalent_units")}
	for _, y := range []struct {
		key  string
		into *workpaper.Number
	}{{"beginning_complete", &k.BeginDone}, {"ending_complete", &k.EndDone}, {"spoiled_complete", &k.SpoiledDone}} {
		if s := c.r.optionalShare(o, y.key); s != nil {
			*y.into = *s
		}
	}
	return k
}

// processMethods are those named; where none is, both if there was beginning work in process, else weighted average.
func (c costContext) processMethods(o object, p costing.Process) (out []costing.ProcessMethod) {
	f, ok := o.get("methods")
	if !ok {
		f, ok = o.get("method")
	}
	if !ok {
		if p.Begin.Sign() > 0 {
			return []costing.ProcessMethod{costing.WeightedAverage, costing.FIFOProcess}
		}
		return []costing.ProcessMethod{costing.WeightedAverage}
	}
	for _, one := range c.r.many(f) {
		m := costing.ProcessMethod(strings.ReplaceAll(strings.ToLower(c.r.text(one)), " ", "-"))
		if m != costing.WeightedAverage && m != costing.FIFOProcess {
			c.r.fail(one, "%q is not weighted-average or fifo", string(m))
		}
		out = append(out, m)
	}
	return out
}
