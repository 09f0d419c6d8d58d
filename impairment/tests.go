package impairment

import (
	"cmp"
	"fmt"
	"slices"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/workpaper"
)

type unitTest struct {
	on     fiscal.Date
	fair   *workpaper.Number
	why    string
	passed bool // by the qualitative look: nothing was measured
	result UnitResult
}

type groupTest struct {
	on        fiscal.Date
	name, why string
	ledgers   []string // of each asset: where it is carried; empty for not said
	result    GroupResult
}

type intangibleTest struct {
	on     fiscal.Date
	name   string
	result IntangibleResult
}

// days are the dates of tests.
func days(r *estimate.Reader) (out []fiscal.Date) {
	for _, section := range []string{"others", "intangibles", "groups", "sales", "tests"} {
		for _, l := range r.Rows(section) {
			out = append(out, l.Date("date"))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// onDay are the rows of a section on a day. Their numbers are parts of the keys of entries, so that rows of other days do not move them.
func onDay(r *estimate.Reader, section string, d fiscal.Date) (out []estimate.Line) {
	for _, l := range r.Rows(section) {
		if l.Date("date") == d {
			out = append(out, l)
		}
	}
	return out
}

// readPlaces refuses assets and cash flows of groups that are not tested on their day.
func (h *Holding) readPlaces(r *estimate.Reader) {
	type place struct {
		on    fiscal.Date
		group string
	}
	there := map[place]bool{}
	for _, l := range r.Rows("groups") {
		p := place{l.Date("date"), l.Text("group")}
		if there[p] {
			l.Fail("group", "%s stands twice at %s", p.group, p.on)
		}
		there[p] = true
	}
	for _, section := range []string{"assets", "flows"} {
		for _, l := range r.Rows(section) {
			if p := (place{l.Date("date"), l.Text("group")}); !there[p] {
				l.Fail("group", "no group %q is tested on %s", p.group, p.on)
			}
		}
	}
}

// others are losses that other parts of the books recognise on a day.
func (h *Holding) others(r *estimate.Reader, d fiscal.Date) (out []Part) {
	for _, l := range onDay(r, "others", d) {
		if l.Minor("amount") <= 0 {
			l.Fail("amount", "a loss of %s; it is above zero", h.books.Text(l.Minor("amount")))
		}
		out = append(out, Part{l.Text("what"), h.books.Exact(l.Minor("amount"))})
	}
	return out
}

func (h *Holding) testIntangibles(r *estimate.Reader, a estimate.Line, d fiscal.Date) (losses []Part) {
	for n, l := range onDay(r, "intangibles", d) {
		name := l.Text("asset")
		res, err := Intangible{Name: name, Currency: r.Currency, Places: r.Digits, Carrying: h.books.Exact(l.Minor("carrying")), Fair: h.books.Exact(l.Minor("fair"))}.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			continue
		}
		h.intangibles = append(h.intangibles, intangibleTest{d, name, res})
		losses = before(losses, name, res.Loss)
		loss := h.books.Minor(res.Loss)
		h.enter(a, component{notAmortised, name}, d, fmt.Sprintf("intangible-%d", n+1), "Impairment of "+name, loss, []ledger.Line{{Account: l.Text("account"), Amount: loss}})
	}
	return losses
}

// before adds a loss to those that come before the test of goodwill.
func before(all []Part, name string, loss workpaper.Number) []Part {
	if loss.Sign() <= 0 {
		return all
	}
	return append(all, Part{name, loss})
}

func (h *Holding) testGroups(r *estimate.Reader, a estimate.Line, d fiscal.Date) (losses []Part) {
	for n, l := range onDay(r, "groups", d) {
		name := l.Text("group")
		g := Group{Name: name, Currency: r.Currency, Places: r.Digits, Tested: d, Fair: l.Number("fair"), Rate: l.Number("rate"), Years: l.Number("years"), Residual: h.books.Exact(l.Minor("residual"))}
		t := groupTest{on: d, name: name, why: l.Text("why")}
		var accounts []string
		for _, x := range r.Rows("assets") {
			if x.Date("date") != d || x.Text("group") != name {
				continue
			}
			if x.Has("carrying") == (x.Has("cost") || x.Has("depreciation")) {
				x.Fail("carrying", "give cost and accumulated depreciation, or the carrying amount, and not both")
			}
			g.Assets = append(g.Assets, Asset{Name: x.Text("asset"), Cost: h.books.Exact(x.Minor("cost")), Depreciation: h.books.Exact(x.Minor("depreciation")), Carrying: x.Number("carrying"), Fair: x.Number("fair"), Other: x.Yes("other")})
			accounts, t.ledgers = append(accounts, x.Text("account")), append(t.ledgers, x.Text("ledger"))
		}
		g.Scenarios = flowsOf(r, d, name)
		res, err := g.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			continue
		}
		t.result = res
		h.groups = append(h.groups, t)
		losses = before(losses, name, res.Loss)
		var credits []ledger.Line
		for i, x := range res.Assets {
			credits = append(credits, ledger.Line{Account: accounts[i], Amount: h.books.Minor(x.Loss)})
		}
		h.enter(a, component{heldAndUsed, name}, d, fmt.Sprintf("group-%d", n+1), "Impairment of "+name, h.books.Minor(res.Loss), credits)
	}
	return losses
}

// flowsOf are the scenarios of a group on a day, in the order in which they are first named.
func flowsOf(r *estimate.Reader, d fiscal.Date, group string) (out []Scenario) {
	for _, l := range r.Rows("flows") {
		if l.Date("date") != d || l.Text("group") != group {
			continue
		}
		name := cmp.Or(l.Text("scenario"), "expected")
		i := slices.IndexFunc(out, func(s Scenario) bool { return s.Name == name })
		p := l.Number("probability")
		if i < 0 {
			i, out = len(out), append(out, Scenario{Name: name, Probability: workpaper.Whole(1)})
			if p != nil {
				out[i].Probability = *p
			}
		} else if p != nil && p.Cmp(out[i].Probability) != 0 {
			l.Fail("probability", "the first row of %s says %s; leave it out here, or correct one", name, out[i].Probability)
		}
		if want := int64(len(out[i].Flows) + 1); l.Number("year").Cmp(workpaper.Whole(want)) != 0 {
			l.Fail("year", "the years of %s follow each other; expected is %d", name, want)
		}
		out[i].Flows = append(out[i].Flows, *l.Number("flow"))
	}
	return out
}

// rule is how goodwill is tested on a day.
func (h *Holding) rule(d fiscal.Date) Rule {
	if h.oneStep != 0 && d >= h.oneStep {
		return OneStep
	}
	return RuleFor(h.begins(d), h.filer, false)
}

// begins is the first day of the fiscal year of a day.
func (h *Holding) begins(d fiscal.Date) fiscal.Date {
	return h.books.Calendar.YearPeriod(h.books.Calendar.Year(d)).Start
}

// testGoodwill tests the unit's goodwill on a day, after the losses of its other assets.
func (h *Holding) testGoodwill(r *estimate.Reader, a estimate.Line, d fiscal.Date, first []Part) {
	for n, l := range onDay(r, "tests", d) {
		if n > 0 {
			l.Fail("date", "goodwill is tested twice on %s", d)
			return
		}
		has := h.kind(ofGoodwill, fiscal.Period{End: d})
		if has <= 0 {
			l.Fail("date", "there is no goodwill on %s; give what was taken over or acquired", d)
			return
		}
		u := Unit{Name: h.Description, Currency: r.Currency, Places: r.Digits, Rule: h.rule(d), Goodwill: h.books.Exact(has), Carrying: h.books.Exact(l.Minor("carrying")), First: first, Fair: l.Number("fair"), NotLikely: l.Yes("not-likely"), Identifiable: l.Number("identifiable"), Implied: l.Number("implied"), TaxRate: h.tax, Deductible: l.Number("deductible")}
		res, err := u.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			return
		}
		if u.NotLikely && !Qualitative.Holds(h.begins(d)) {
			l.Fail("not-likely", "fair value is measured every year before fiscal years beginning after 15 December 2011 (ASU 2011-08); give it")
		}
		h.units = append(h.units, unitTest{d, u.Fair, l.Text("why"), u.NotLikely, res})
		account := cmp.Or(h.accumulated, h.goodwill)
		loss := h.books.Minor(res.Loss)
		h.enter(a, accumulated, d, "goodwill", "Impairment of goodwill, "+h.Description, loss, []ledger.Line{{Account: account, Amount: loss}})
	}
}
