package impairment

import (
	"fmt"
	"slices"
	"strings"

	"tieout/estimate"
	"tieout/fiscal"
)

// noteFigure is an element over the columns of a report.
type noteFigure struct {
	label, concept  string
	credit, instant bool
	less            bool // it takes goodwill down, and the table says so
	amount          func(h *Holding, p fiscal.Period) int64
}

var goodwillFigures = []noteFigure{
	{"Goodwill, gross", "GoodwillGross", false, true, false, func(h *Holding, p fiscal.Period) int64 { return h.sum(gross, p) }},
	{"Accumulated impairment losses", "GoodwillImpairedAccumulatedImpairmentLoss", true, true, true, func(h *Holding, p fiscal.Period) int64 { return -h.sum(accumulated, p) }},
	{"Goodwill", "Goodwill", false, true, false, func(h *Holding, p fiscal.Period) int64 { return h.kind(ofGoodwill, p) }},
	{"Acquired", "GoodwillAcquiredDuringPeriod", false, false, false, func(h *Holding, p fiscal.Period) int64 { return h.kind(ofGoodwill, p, acquired) }},
	{"Measurement period", "GoodwillPurchaseAccountingAdjustments", false, false, false, func(h *Holding, p fiscal.Period) int64 { return h.kind(ofGoodwill, p, measured) }},
	{"Translation", "GoodwillForeignCurrencyTranslationGainLoss", true, false, false, func(h *Holding, p fiscal.Period) int64 { return h.kind(ofGoodwill, p, translation) }},
	{"Impairment losses", "GoodwillImpairmentLoss", false, false, true, func(h *Holding, p fiscal.Period) int64 { return -h.kind(ofGoodwill, p, lost) }},
	{"Disposed of", "GoodwillWrittenOffRelatedToSaleOfBusinessUnit", true, false, true, func(h *Holding, p fiscal.Period) int64 { return -h.kind(ofGoodwill, p, disposed) }},
}

var lossFigures = []noteFigure{
	{"Long-lived assets held and used", "ImpairmentOfLongLivedAssetsHeldForUse", false, false, false, func(h *Holding, p fiscal.Period) int64 { return -h.kind(heldAndUsed, p, lost) }},
	{"Assets held for sale", "ImpairmentOfLongLivedAssetsToBeDisposedOf", false, false, false, func(h *Holding, p fiscal.Period) int64 { return -h.kind(heldForSale, p, lost, regained) }},
	{"Intangible assets that are not amortized", "ImpairmentOfIntangibleAssetsIndefinitelivedExcludingGoodwill", false, false, false, func(h *Holding, p fiscal.Period) int64 { return -h.kind(notAmortised, p, lost) }},
}

// figure is the element over all records.
func (f noteFigure) figure(hs []*Holding, c estimate.Columns) estimate.Figure {
	out := estimate.Figure{Label: f.label, Concept: "us-gaap:" + f.concept, Credit: f.credit, Instants: map[string]int64{}, Spans: map[string]int64{}}
	for _, h := range hs {
		out.Synthetic = out.Synthetic || h.Dims.Synthetic()
		if f.instant {
			for name, d := range c.Instants {
				out.Instants[name] += f.amount(h, fiscal.Period{End: d})
			}
			continue
		}
		for name, p := range c.Spans {
			out.Spans[name] += f.amount(h, p)
		}
	}
	return out
}

// note is the part of a note on impairment: the events and tests of the year to date in words, goodwill with its accumulated losses
// (ASC 350-20-50-1, 50-2), and losses of other assets (ASC 360-10-50-2).
func note(all []estimate.Schedule, c estimate.Columns) (estimate.Note, error) {
	var n estimate.Note
	now, ok := c.Instants["now"]
	if !ok {
		return n, fmt.Errorf("the books have no figures at the date of the report")
	}
	var hs []*Holding
	var b strings.Builder
	for _, s := range all {
		h := s.(*Holding)
		hs = append(hs, h)
		if words := h.words(fiscal.Period{Start: h.begins(now), End: now}); words != "" {
			b.WriteString(words + "\n\n")
		}
	}
	figures := map[string]estimate.Figure{}
	for _, f := range slices.Concat(goodwillFigures, lossFigures) {
		x := f.figure(hs, c)
		figures[f.concept], n.Figures = x, append(n.Figures, x)
	}
	span, spanned := c.Spans["ytd"]
	prior, compared := c.Instants["prior"]
	if spanned && compared && prior == span.Start-1 {
		goodwillTable(&b, hs, figures, span)
	} else if figures["Goodwill"].Instants["now"] != 0 {
		b.WriteString("Goodwill was {{Goodwill}} at {{date now}}, after accumulated impairment losses of {{GoodwillImpairedAccumulatedImpairmentLoss}}.\n")
	}
	if spanned {
		lossTable(&b, figures)
	}
	if n.Text = b.String(); n.Text == "" {
		n.Text = "Nothing was tested for impairment in the year to {{date now}}.\n"
	}
	return n, nil
}

// goodwillTable writes goodwill over the year to date; nothing where there was none, or where the record takes it over within the year.
func goodwillTable(b *strings.Builder, hs []*Holding, figures map[string]estimate.Figure, span fiscal.Period) {
	if figures["GoodwillGross"].Instants["now"] == 0 && figures["GoodwillGross"].Instants["prior"] == 0 || slices.ContainsFunc(hs, func(h *Holding) bool { return h.kind(ofGoodwill, span, takenOver) != 0 }) {
		return
	}
	b.WriteString("@block ScheduleOfGoodwillTextBlock\n| Goodwill | |\n")
	balance := func(when, suffix string) {
		fmt.Fprintf(b, "| Goodwill, gross, at {{date %s}} | {{GoodwillGross%s}} |\n| Less accumulated impairment losses | {{GoodwillImpairedAccumulatedImpairmentLoss%s}} |\n|= Goodwill at {{date %s}} | {{Goodwill%s}} |\n", when, suffix, suffix, when, suffix)
	}
	balance("prior", " prior")
	for _, f := range goodwillFigures[3:] {
		if figures[f.concept].Spans["ytd"] != 0 {
			caption := f.label
			if f.less {
				caption = "Less " + strings.ToLower(caption)
			}
			fmt.Fprintf(b, "| %s | {{%s ytd}} |\n", caption, f.concept)
		}
	}
	balance("now", "")
	b.WriteString("@end\n")
}

// lossTable writes the losses of other assets over the year to date.
func lossTable(b *strings.Builder, figures map[string]estimate.Figure) {
	var rows string
	for _, f := range lossFigures {
		if figures[f.concept].Spans["ytd"] != 0 {
			rows += fmt.Sprintf("| %s | {{%s ytd}} |\n", f.label, f.concept)
		}
	}
	if rows != "" {
		b.WriteString("| Impairment losses of the year to date | |\n" + rows)
	}
}

// words tell the events and tests of a period.
func (h *Holding) words(p fiscal.Period) string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, e := range h.events {
		if p.Contains(e.on) {
			say("%s (%s).", strings.TrimSuffix(e.text, "."), e.on.Long())
		}
	}
	for _, t := range h.groups {
		switch {
		case !p.Contains(t.on):
		case t.result.Recoverable:
			say("The carrying amount of %s (%s) was recoverable at %s.", t.name, h.Description, t.on.Long())
		default:
			say("The carrying amount of %s (%s) was not recoverable at %s and was written down to fair value, found from %s.", t.name, h.Description, t.on.Long(), strings.TrimSuffix(t.why, "."))
		}
	}
	for _, t := range h.sales {
		if p.Contains(t.on) && t.held {
			say("%s was held for sale at %s, at the lower of its carrying amount and fair value less cost to sell.", t.name, t.on.Long())
		}
	}
	for _, t := range h.units {
		switch r := t.result; {
		case !p.Contains(t.on):
		case t.passed:
			say("At %s it was not more likely than not that the fair value of the reporting unit %s was below its carrying amount: %s.", t.on.Long(), h.Description, strings.TrimSuffix(t.why, "."))
		case r.Loss.Sign() > 0:
			say("Goodwill of the reporting unit %s was tested at %s in %s. Its fair value, found from %s, was below its carrying amount, and goodwill was written down.", h.Description, t.on.Long(), ruleNames[r.Rule], strings.TrimSuffix(t.why, "."))
		default:
			say("Goodwill of the reporting unit %s was tested at %s in %s, with fair value found from %s; there was no loss.", h.Description, t.on.Long(), ruleNames[r.Rule], strings.TrimSuffix(t.why, "."))
		}
	}
	return strings.Join(out, " ")
}
