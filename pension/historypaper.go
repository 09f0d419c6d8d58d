package pension

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// historyPaper is the workpaper of a history: a table for each thing that is carried, a row for each year.
type historyPaper struct {
	h     History
	p     *workpaper.Paper
	usd   workpaper.Unit
	gains []workpaper.Num // newest last
	tenth workpaper.Num

	pbo, assets, prior, loss, transition     workpaper.Num // as they are carried
	given, cost, roll, fair, amounts, spread *workpaper.Table
	i, c, o, a, l, g                         map[string]*workpaper.Column
}

// columns begins a table with columns of money.
func (w *historyPaper) columns(title string, names ...string) (*workpaper.Table, map[string]*workpaper.Column) {
	t := w.p.Table(title, "year")
	m := map[string]*workpaper.Column{}
	for _, n := range names {
		m[n] = t.Column(n, w.usd)
	}
	return t, m
}

func newHistoryPaper(h History) *historyPaper {
	w := &historyPaper{h: h, p: workpaper.New(workpaper.Head{Title: "Plan over the years", Entity: h.Name, Purpose: "Cost, obligation, assets and what is carried in accumulated other comprehensive income"})}
	w.usd = workpaper.Unit{Name: string(h.Currency), Places: h.Places}
	s := w.p.Section("At the beginning")
	w.pbo, w.assets = s.Input("obligation", w.usd, h.Obligation), s.Input("assets, fair value", w.usd, h.Assets)
	w.prior, w.loss, w.transition = s.Input("prior service not borne", w.usd, h.Prior), s.Input("net loss not borne, gain negative", w.usd, h.NetLoss), s.Input("transition amount not borne", w.usd, h.Transition)
	tenth := workpaper.Ratio(10, 100)
	if h.Percent != nil {
		tenth = *h.Percent
	}
	w.tenth = s.Input("corridor, of the greater", workpaper.Percent, tenth, workpaper.Cite("ASC 715-30-35-24"))
	for i := len(h.Gains) - 1; i >= 0; i-- {
		w.gains = append(w.gains, s.Input("gain on assets of earlier year "+workpaper.Whole(int64(i+1)).String(), w.usd, h.Gains[i]))
	}
	w.given = w.p.Table("Given", "year")
	w.cost, w.c = w.columns("Cost", "service", "interest", "expected return", "prior service", "net loss", "transition", "settlement", "cost")
	w.roll, w.o = w.columns("Obligation", "beginning", "given by amendment", "service", "interest", "actuarial loss", "benefits", "settled", "end")
	w.fair, w.a = w.columns("Assets", "beginning", "actual return", "contribution", "benefits", "paid to settle", "end", "assets less obligation")
	w.spread, w.g = w.columns("Market-related value and corridor", "market-related value", "corridor", "net loss, beginning", "above it")
	w.amounts, w.l = w.columns("Not borne by cost", "prior service, end", "net loss arising", "net loss, end", "transition, end", "all")
	w.i = map[string]*workpaper.Column{}
	for _, k := range []struct {
		name string
		unit workpaper.Unit
	}{{"discount rate", workpaper.Percent.To(3)}, {"rate of return", workpaper.Percent.To(3)}, {"remaining service", workpaper.Unit{Name: "years", Places: 2}}, {"obligation, end", w.usd}, {"assets, end", w.usd}} {
		w.i[k.name] = w.given.Column(k.name, k.unit)
	}
	return w
}

// related is the market-related value at the beginning of a year.
func (w *historyPaper) related(row workpaper.Row) workpaper.Num {
	value := w.assets.Plus(workpaper.Int(0))
	for k := 0; k < w.h.Average-1 && k < len(w.gains); k++ {
		g := w.gains[len(w.gains)-1-k]
		value = value.Minus(g.Times(workpaper.Int(int64(w.h.Average - 1 - k))).Over(workpaper.Int(int64(w.h.Average))))
	}
	return row.Step(w.g["market-related value"], value, workpaper.Cite("ASC 715-30-35-50"))
}

// part is the part of a year in which flows bear interest.
func (w *historyPaper) part() workpaper.Num {
	switch w.h.Flows {
	case "begin":
		return workpaper.Int(1)
	case "mid-year":
		return workpaper.Lit(workpaper.Ratio(1, 2))
	}
	return workpaper.Int(0)
}

// year fills the rows of a year and carries on.
func (w *historyPaper) year(i int, y Year) (out HistoryYear, err error) {
	name := w.h.year(i)
	out.Name = name
	input, cost, roll, fair, spread, amounts := w.given.Row(name), w.cost.Row(name), w.roll.Row(name), w.fair.Row(name), w.spread.Row(name), w.amounts.Row(name)
	zero := workpaper.Int(0)
	o := w.o
	begin := roll.Step(o["beginning"], w.pbo.Plus(zero))
	given := roll.Input(o["given by amendment"], y.Amendment, workpaper.Cite("ASC 715-30-35-10"))
	service := cost.Input(w.c["service"], y.Service, workpaper.Cite("ASC 715-30-35-6"))
	roll.Step(o["service"], service.Plus(zero))
	benefits := roll.Input(o["benefits"], y.Benefits.Add(y.Direct))
	paid := fair.Input(w.a["benefits"], y.Benefits)
	gave := fair.Input(w.a["contribution"], y.Contribution)
	interest := w.interest(input, cost, y, begin, given, benefits)
	roll.Step(o["interest"], interest.Plus(zero))
	related := w.related(spread)
	expected := w.expected(input, cost, y, related, gave, paid)
	line := spread.Step(w.g["corridor"], workpaper.Greatest(begin, related).Times(w.tenth), workpaper.Cite("ASC 715-30-35-24"))
	lost := w.amortised(input, cost, spread, y, line)
	priorPart, transPart := cost.Input(w.c["prior service"], y.PriorAmortised), cost.Input(w.c["transition"], y.TransitionAmortised)

	actual, assetsEnd := w.fairEnd(input, fair, y, gave, paid, expected)
	settled, price := roll.Input(o["settled"], y.Settled), fair.At(w.a["paid to settle"])
	loss, before := w.pboEnd(input, roll, y, begin, given, service, interest, benefits)
	gain := actual.Minus(expected)
	arising := amounts.Step(w.l["net loss arising"], loss.Minus(gain).Plus(price).Minus(settled), workpaper.Cite("ASC 715-30-35-18"))
	carried := w.loss.Minus(lost).Plus(arising)
	settle := zero.Plus(settled.Times(zero))
	if y.Settled.Sign() > 0 {
		settle = carried.Times(price).Over(before.Plus(price).Minus(settled)).Round(w.h.Places, money.HalfAway)
	}
	recognised := cost.Step(w.c["settlement"], settle, workpaper.Cite("ASC 715-30-35-79"))
	total := cost.Step(w.c["cost"], service.Plus(interest).Minus(expected).Plus(priorPart).Plus(lost).Plus(transPart).Plus(recognised), workpaper.Cite("ASC 715-30-35-4"))

	w.prior = amounts.Step(w.l["prior service, end"], w.prior.Plus(given).Minus(priorPart))
	w.loss = amounts.Step(w.l["net loss, end"], carried.Minus(recognised))
	w.transition = amounts.Step(w.l["transition, end"], w.transition.Minus(transPart))
	amounts.Step(w.l["all"], w.prior.Plus(w.loss).Plus(w.transition))
	w.pbo = roll.Step(o["end"], before.Minus(settled))
	w.assets = assetsEnd
	funded := fair.Step(w.a["assets less obligation"], w.assets.Minus(w.pbo), workpaper.Cite("ASC 715-30-25-1"))
	w.gains = append(w.gains, gain)
	if before.Number().Cmp(y.Settled) < 0 {
		return out, check.Refuse(cmp.Or(w.h.Name, "plan")+", "+name, "%s was settled of an obligation of %s", two(y.Settled), two(before.Number()))
	}
	out.Interest, out.Related, out.Expected, out.Corridor = interest.Number(), related.Number(), expected.Number(), line.Number()
	out.LossAmortised, out.Settlement, out.Cost = lost.Number(), recognised.Number(), total.Number()
	out.Obligation, out.Assets, out.Funded, out.Arising = w.pbo.Number(), w.assets.Number(), funded.Number(), arising.Number()
	out.OCIPrior, out.OCILoss = priorPart.Plus(transPart).Minus(given).Number(), lost.Plus(recognised).Minus(arising).Number()
	out.Prior, out.NetLoss, out.Transition = w.prior.Number(), w.loss.Number(), w.transition.Number()
	return out, nil
}

func (w *historyPaper) interest(input, row workpaper.Row, y Year, begin, given, benefits workpaper.Num) workpaper.Num {
	if y.Interest != nil {
		return row.Input(w.c["interest"], *y.Interest)
	}
	rate := input.Input(w.i["discount rate"], *y.Rate)
	return row.Step(w.c["interest"], begin.Plus(given).Minus(benefits.Times(w.part())).Times(rate).Round(w.h.Places, money.HalfAway), workpaper.Cite("ASC 715-30-35-8"))
}

func (w *historyPaper) expected(input, row workpaper.Row, y Year, related, gave, paid workpaper.Num) workpaper.Num {
	switch {
	case y.Expected != nil:
		return row.Input(w.c["expected return"], *y.Expected)
	case y.Return != nil:
		return row.Step(w.c["expected return"], related.Plus(gave.Minus(paid).Times(w.part())).Times(input.Input(w.i["rate of return"], *y.Return)).Round(w.h.Places, money.HalfAway), workpaper.Cite("ASC 715-30-35-47"))
	case y.Actual != nil:
		return row.Input(w.c["expected return"], *y.Actual, workpaper.Remark("the actual return: no expected one was given"))
	}
	return row.Input(w.c["expected return"], nought)
}

// amortised is the net loss that the year bears: as given, or by the corridor.
func (w *historyPaper) amortised(input, cost, spread workpaper.Row, y Year, line workpaper.Num) workpaper.Num {
	zero := workpaper.Int(0)
	from := spread.Step(w.g["net loss, beginning"], w.loss.Plus(zero))
	over := spread.Step(w.g["above it"], workpaper.NotBelowZero(from.Abs().Minus(line)), workpaper.Cite("ASC 715-30-35-24"))
	switch {
	case y.LossAmortised != nil:
		return cost.Input(w.c["net loss"], *y.LossAmortised)
	case y.Remaining != nil:
		sign := workpaper.If(from.Less(zero), workpaper.Int(-1), workpaper.Int(1))
		return cost.Step(w.c["net loss"], over.Over(input.Input(w.i["remaining service"], *y.Remaining)).Round(w.h.Places, money.HalfAway).Times(sign), workpaper.Cite("ASC 715-30-35-24"))
	}
	return cost.Input(w.c["net loss"], nought)
}

// fairEnd carries the assets; the return is what is left open where it is not given.
func (w *historyPaper) fairEnd(input, row workpaper.Row, y Year, gave, paid, expected workpaper.Num) (actual, end workpaper.Num) {
	begin := row.Step(w.a["beginning"], w.assets.Plus(workpaper.Int(0)))
	price := row.Input(w.a["paid to settle"], y.Paid)
	switch {
	case y.Actual != nil:
		actual = row.Input(w.a["actual return"], *y.Actual)
	case y.AssetsEnd != nil:
		actual = row.Step(w.a["actual return"], input.Input(w.i["assets, end"], *y.AssetsEnd).Minus(begin).Minus(gave).Plus(paid).Plus(price))
	default:
		actual = row.Step(w.a["actual return"], expected.Plus(workpaper.Int(0)), workpaper.Remark("as expected: no actual one was given"))
	}
	return actual, row.Step(w.a["end"], begin.Plus(actual).Plus(gave).Minus(paid).Minus(price))
}

// pboEnd carries the obligation to the end of the year before what was settled then; the loss is what is left open where it is not given.
func (w *historyPaper) pboEnd(input, row workpaper.Row, y Year, begin, given, service, interest, benefits workpaper.Num) (loss, before workpaper.Num) {
	rest := begin.Plus(given).Plus(service).Plus(interest).Minus(benefits)
	switch {
	case y.Loss != nil:
		loss = row.Input(w.o["actuarial loss"], *y.Loss)
	case y.ObligationEnd != nil:
		loss = row.Step(w.o["actuarial loss"], input.Input(w.i["obligation, end"], *y.ObligationEnd).Plus(row.At(w.o["settled"])).Minus(rest))
	default:
		loss = row.Input(w.o["actuarial loss"], nought)
	}
	return loss, rest.Plus(loss)
}
