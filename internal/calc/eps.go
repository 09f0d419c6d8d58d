package calc

import (
	_ "embed"

	"tieout/check"
	"tieout/money"
	"tieout/statement"
	"tieout/workpaper"
)

//go:embed examples/eps.yaml
var epsExample []byte

var epsTopic = Topic{
	Name:    "eps",
	Summary: "basic and diluted earnings per share: weighted shares, treasury stock, if-converted, antidilution sequence",
	Example: epsExample,
	Run:     func(in []byte) (any, error) { return eps(in) },
}

type epsOut struct {
	Periods  []epsPeriodOut  `json:"periods"`
	Findings []check.Finding `json:"findings"`
}

func (e epsOut) Raised() []check.Finding { return e.Findings }

type epsPeriodOut struct {
	Name          string          `json:"name,omitempty"`
	Basic         *perShareOut    `json:"basic,omitempty"`
	Diluted       *perShareOut    `json:"diluted,omitempty"`
	Available     string          `json:"available_to_common,omitempty"` // from continuing operations
	BasicShares   string          `json:"basic_shares,omitempty"`
	DilutedShares string          `json:"diluted_shares,omitempty"`
	Sequence      []dilutionOut   `json:"sequence"`
	Work          workpaper.Sheet `json:"work"`
}

// perShareOut is printed earnings per share with the unrounded figure and, for rounded inputs, its bounds.
type perShareOut struct {
	EPS          string `json:"eps"`
	Continuing   string `json:"continuing"`
	Discontinued string `json:"discontinued"`
	Unrounded    string `json:"unrounded"` // to ten decimals
	Low          string `json:"low,omitempty"`
	High         string `json:"high,omitempty"`
}

type dilutionOut struct {
	Name      string `json:"name"`
	Income    string `json:"income_effect"`
	Shares    string `json:"incremental_shares"`
	Dilutive  bool   `json:"included"`
	Reasoning string `json:"why"`
}

func eps(in []byte) (epsOut, error) {
	out := epsOut{Periods: []epsPeriodOut{}, Findings: []check.Finding{}}
	top, err := parse(in)
	if err != nil {
		return out, err
	}
	r := &reader{}
	o := object{top, r}
	if f, ok := o.get("periods"); ok {
		o = r.object(top, "periods")
		for _, one := range r.list(f) {
			out.period(r, one)
		}
	} else {
		out.period(r, top)
	}
	return out, r.err
}

func (e *epsOut) period(r *reader, f field) {
	in, name := readEPS(r, f)
	if r.err != nil {
		return
	}
	res, err := in.Compute()
	if err != nil {
		r.failed(f, err)
		return
	}
	p := epsPeriodOut{Name: name, Sequence: []dilutionOut{}, Work: res.Steps}
	if res.Given {
		p.Basic, p.Diluted = printed(in, res.Basic), printed(in, res.Diluted)
		p.Available, p.BasicShares, p.DilutedShares = res.Available.String(), res.BasicShares.String(), res.DilutedShares.String()
	}
	for _, d := range res.Sequence {
		p.Sequence = append(p.Sequence, dilutionOut{d.Name, d.Effect.String(), d.Shares.String(), d.Included, d.Why})
	}
	for _, found := range res.Findings {
		if name != "" {
			found.Subject = name + ", " + found.Subject
		}
		e.Findings = append(e.Findings, found)
	}
	e.Periods = append(e.Periods, p)
}

func printed(e statement.EPS, p statement.EPSMeasure) *perShareOut {
	out := &perShareOut{EPS: e.Text(p.Net), Continuing: e.Text(p.Continuing), Discontinued: e.Text(p.Discontinued), Unrounded: p.Net.String()}
	if p.Low.Cmp(p.High) != 0 {
		out.Low, out.High = p.Low.Text(e.Places+2, money.HalfAway), p.High.Text(e.Places+2, money.HalfAway)
	}
	return out
}
