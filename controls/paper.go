package controls

import (
	"cmp"
	"slices"

	"tieout/money"
	"tieout/workpaper"
)

// paper holds exposures, by themselves and by account and assertion, against materiality.
func (a Assessment) paper(c Conclusion) *workpaper.Paper {
	if a.Materiality.Least() == 0 {
		return nil
	}
	digits, _ := a.Currency.Digits()
	usd := workpaper.Money(a.Currency).To(digits)
	amount := func(minor int64) workpaper.Number { return workpaper.FromMinor(minor, digits) }
	var p *workpaper.Paper
	var t *workpaper.Table
	var exposed, precision, net, part *workpaper.Column
	var least workpaper.Num
	nets := map[string]workpaper.Num{}
	for i, j := range c.Judgements {
		if j.gross == nil || j.Net == nil {
			continue
		}
		if p == nil {
			p = workpaper.New(workpaper.Head{Title: "Exposure of control deficiencies", Purpose: "What could be misstated, and is it material?"})
			least = a.measures(p.Section("Materiality"), usd, digits)
			t = p.Table("Deficiencies", "deficiency")
			exposed, precision = t.Column("exposed", usd, workpaper.Cite(c.Standard.cite("134", ".66"))), t.Column("a tested control finds from", usd, workpaper.Cite(c.Standard.cite("10", ".68")))
			net, part = t.Column("could remain", usd), t.Column("of materiality", workpaper.Percent)
		}
		row := t.Row(cmp.Or(a.Deficiencies[i].ID, j.ID))
		e := row.Input(exposed, amount(*j.gross))
		n := e
		if *j.Net < *j.gross {
			n = workpaper.Least(e, row.Input(precision, amount(*j.Net)))
		}
		nets[j.ID] = row.Step(net, n)
		row.Step(part, nets[j.ID].Over(least))
	}
	if p == nil {
		return nil
	}
	var s *workpaper.Section
	for _, g := range c.Groups {
		var terms []workpaper.Term
		for i, j := range c.Judgements {
			if n, ok := nets[j.ID]; ok && slices.Contains(g.IDs, j.ID) && (j.possible || j.Most > ControlDeficiency) && !c.Judgements[i].Remediated {
				terms = append(terms, n)
			}
		}
		if g.View != ByAccount || len(terms) == 0 {
			continue
		}
		if s == nil {
			s = p.Section("Together")
		}
		s.Step(g.Key, usd, workpaper.Sum(terms...), workpaper.Cite(c.Standard.cite("10 and 130", ".65")))
	}
	return p
}

// measures are what is material and what is inconsequential; the answer is the smaller materiality.
func (a Assessment) measures(s *workpaper.Section, usd workpaper.Unit, digits int) workpaper.Num {
	m := a.Materiality
	var given []workpaper.Term
	if m.Annual > 0 {
		given = append(given, s.Input("of the year", usd, workpaper.FromMinor(m.Annual, digits)))
	}
	if m.Interim > 0 {
		given = append(given, s.Input("of an interim period", usd, workpaper.FromMinor(m.Interim, digits)))
	}
	least := s.Step("material from", usd, workpaper.Least(given...))
	if m.Inconsequential > 0 {
		s.Input("inconsequential up to", usd, workpaper.FromMinor(m.Inconsequential, digits))
	} else {
		s.Step("inconsequential up to", usd, least.Over(workpaper.Int(5)).Round(digits, money.Down), workpaper.Remark("a fifth, the measure of practice; agree it with the auditor"))
	}
	return least
}
