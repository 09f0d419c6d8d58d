package consolidation

import (
	"cmp"
	"fmt"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Kind is what a line is.
type Kind string

// The kinds. Amounts of assets, expenses and dividends are debits, of the others credits; all are written positive.
const (
	Asset     Kind = "asset"
	Liability Kind = "liability"
	Capital   Kind = "capital"
	Issue     Kind = "contribution"      // capital of the period
	Retained  Kind = "retained earnings" // at the beginning
	Dividend  Kind = "dividend"
	Revenue   Kind = "revenue"
	Expense   Kind = "expense"
)

func (k Kind) debit() bool { return k == Asset || k == Expense || k == Dividend }

// Line is a line of the foreign entity's trial balance.
type Line struct {
	Name   string
	Kind   Kind
	Amount workpaper.Number
	// Rate is the line's own: of the day of a dividend or a contribution, and historical under remeasurement. Amounts that are known in
	// the reporting currency, such as retained earnings at the beginning, are given in Known.
	Rate, Known *workpaper.Number
	Nonmonetary bool // under remeasurement, of a balance; needs its historical rate
}

// Foreign is a foreign entity's trial balance of a period.
type Foreign struct {
	Name                      string
	Currency                  money.Currency // of reporting
	From                      money.Currency // of the entity's books
	Places                    int
	Remeasure                 bool // into the functional currency: the temporal method
	Opening, Average, Closing *workpaper.Number
	Lines                     []Line
	CTA                       *workpaper.Number // cumulative adjustment at the beginning, a credit positive
	// NetMonetary is the net monetary position at the beginning, for the proof of a remeasurement gain.
	NetMonetary *workpaper.Number
}

// ForeignResult is the translation.
type ForeignResult struct {
	Lines                          []workpaper.Number // by line, in the reporting currency
	Assets, Liabilities, NetIncome workpaper.Number
	Adjustment                     workpaper.Number  // cumulative translation adjustment at the end, a credit positive; or the remeasurement gain
	Change                         *workpaper.Number // of the cumulative adjustment in the period, by the proof
	Proof                          *workpaper.Number // what the proof comes to
	Paper                          *workpaper.Paper
	Findings                       []check.Finding
}

// Compute translates every line, and takes the adjustment from what is then missing to balance. The proof comes to it another way: from
// net assets at the beginning and what changed them, at the differences of rates.
func (f Foreign) Compute() (r ForeignResult, err error) {
	about := cmp.Or(f.Name, string(f.From))
	if err := f.check(about); err != nil {
		return r, err
	}
	title := "Translation at the current rate"
	if f.Remeasure {
		title = "Remeasurement"
	}
	w := &foreignWork{Foreign: f, about: about, p: workpaper.New(workpaper.Head{Title: title, Entity: f.Name, Purpose: "What are the entity's figures in the reporting currency, and what is the adjustment?"})}
	w.usd, w.own, w.per = workpaper.Money(f.Currency).To(f.Places), workpaper.Unit{Name: string(f.From), Places: f.Places}, workpaper.Factor
	r.Paper = w.p
	s := w.p.Section("Rates")
	w.closing = s.Input("closing", w.per, *f.Closing, workpaper.Cite("ASC 830-30-45-3(a)"))
	if f.Average != nil {
		w.average = s.Input("average", w.per, *f.Average, workpaper.Cite("ASC 830-30-45-3(b), 830-10-55-10"))
	}
	if f.Opening != nil {
		w.opening = s.Input("opening", w.per, *f.Opening)
	}
	w.lines(&r)
	w.adjust(&r)
	r.Findings = w.p.Findings()
	return r, nil
}

func (f Foreign) check(about string) error {
	if f.Closing == nil {
		return check.Refuse(about, "there is no closing rate of %s; enter it", f.From)
	}
	sum := nought
	for i, l := range f.Lines {
		name := cmp.Or(l.Name, fmt.Sprintf("line %d", i+1))
		switch {
		case l.Rate == nil && l.Known == nil && (l.Kind == Revenue || l.Kind == Expense) && f.Average == nil:
			return check.Refuse(name, "there is no average rate of %s; enter it, or the line's own rate", f.From)
		case l.Rate == nil && l.Known == nil && (l.Kind == Capital || l.Kind == Issue || l.Kind == Dividend):
			return check.Refuse(name, "capital and dividends are translated at the rates of their days: give the rate, or the amount known in %s", f.Currency)
		case l.Kind == Retained && l.Known == nil && l.Rate == nil:
			return check.Refuse(name, "give retained earnings at the beginning as they stood in %s (known), or the rate for the first year", f.Currency)
		case f.Remeasure && l.Nonmonetary && l.Rate == nil && l.Known == nil:
			return check.Refuse(name, "it is not monetary: give the rate of the day on which it came")
		}
		for _, n := range []*workpaper.Number{l.Rate, f.Closing, f.Average, f.Opening} {
			if n != nil && n.Sign() <= 0 {
				return check.Refuse(name, "a rate of %s; it is above zero", *n)
			}
		}
		if l.Kind.debit() {
			sum = sum.Add(l.Amount)
		} else {
			sum = sum.Sub(l.Amount)
		}
	}
	if sum.Sign() != 0 {
		return check.Refuse(about, "the trial balance in %s does not balance: debits less credits are %s", f.From, shown(sum, f.Places))
	}
	return nil
}

type foreignWork struct {
	Foreign
	about                     string
	p                         *workpaper.Paper
	usd, own, per             workpaper.Unit
	opening, average, closing workpaper.Num
	by                        map[Kind][]workpaper.Num // translated
	local                     map[Kind][]workpaper.Num
	own1                      []ownRate // lines with rates of their own, for the proof
}

type ownRate struct {
	kind        Kind
	local, into workpaper.Num
	mon         bool
}

func (w *foreignWork) lines(r *ForeignResult) {
	t := w.p.Table("Trial balance", "line")
	kind, local, rate, into := t.Column("kind", workpaper.NoUnit), t.Column("amount", w.own), t.Column("rate", w.per), t.Column("translated", w.usd, workpaper.Cite("ASC 830-30-45-3; SFAS 52 paragraph 12"))
	w.by, w.local = map[Kind][]workpaper.Num{}, map[Kind][]workpaper.Num{}
	for i, l := range w.Lines {
		row := t.Row(cmp.Or(l.Name, fmt.Sprintf("line %d", i+1)))
		row.Text(kind, string(l.Kind))
		a := row.Input(local, l.Amount)
		var n workpaper.Num
		switch {
		case l.Known != nil:
			n = row.Input(into, *l.Known)
		default:
			q := w.closing
			switch {
			case l.Rate != nil:
				q = row.Input(rate, *l.Rate)
			case l.Kind == Revenue || l.Kind == Expense:
				q = row.Step(rate, w.average)
			default:
				q = row.Step(rate, w.closing)
			}
			n = row.Step(into, a.Times(q).Round(w.Places, money.HalfAway))
		}
		w.by[l.Kind], w.local[l.Kind] = append(w.by[l.Kind], n), append(w.local[l.Kind], a)
		w.own1 = append(w.own1, ownRate{l.Kind, a, n, !l.Nonmonetary && (l.Kind == Asset || l.Kind == Liability)})
		r.Lines = append(r.Lines, n.Number())
	}
}

// total is the sum of lines, less those that are taken off; zero is a cell to stand for none.
func total(zero workpaper.Num, of []workpaper.Num, less ...[]workpaper.Num) workpaper.Num {
	sum := zero
	for _, n := range of {
		sum = sum.Plus(n)
	}
	for _, l := range less {
		for _, n := range l {
			sum = sum.Minus(n)
		}
	}
	return sum
}

func (w *foreignWork) adjust(r *ForeignResult) {
	s := w.p.Section("Adjustment")
	zero := s.Input("nothing", w.usd, nought)
	assets, liabilities := s.Step("assets", w.usd, total(zero, w.by[Asset])), s.Step("liabilities", w.usd, total(zero, w.by[Liability]))
	income := s.Step("net income before a remeasurement gain", w.usd, total(zero, w.by[Revenue], w.by[Expense]))
	equity := s.Step("capital and retained earnings", w.usd, total(zero, w.by[Capital]).Plus(total(zero, w.by[Issue])).Plus(total(zero, w.by[Retained], w.by[Dividend])).Plus(income))
	name, cite := "cumulative translation adjustment, a credit positive", "ASC 830-30-45-12; SFAS 52 paragraph 13"
	if w.Remeasure {
		name, cite = "remeasurement gain, a loss negative", "ASC 830-20-35-1; SFAS 52 paragraph 15"
	}
	adjustment := s.Step(name, w.usd, assets.Minus(liabilities).Minus(equity), workpaper.Cite(cite))
	r.Assets, r.Liabilities, r.NetIncome, r.Adjustment = assets.Number(), liabilities.Number(), income.Number(), adjustment.Number()
	if w.Remeasure {
		r.NetIncome = income.Number().Add(r.Adjustment)
		w.proveMonetary(r, adjustment)
		return
	}
	w.prove(r, zero, adjustment)
}

// prove rolls net assets at the differences of rates.
func (w *foreignWork) prove(r *ForeignResult, zero, adjustment workpaper.Num) {
	if w.Foreign.Opening == nil || w.CTA == nil {
		return
	}
	s := w.p.Section("Proof")
	end := total(zero, w.local[Asset], w.local[Liability])
	change := total(zero, w.local[Revenue], w.local[Expense])
	begin := s.Step("net assets at the beginning", w.own, end.Minus(change).Plus(total(zero, w.local[Dividend], w.local[Issue])))
	old := s.Input("adjustment at the beginning", w.usd, *w.CTA)
	first := s.Step("net assets at the beginning, at the change of the rate", w.usd.To(w.Places+2), begin.Times(w.closing.Minus(w.opening)), workpaper.Cite("ASC 830-30-45-20"))
	moved := zero
	for _, l := range w.own1 {
		switch l.kind {
		case Revenue, Issue:
			moved = moved.Plus(l.local.Times(w.closing)).Minus(l.into)
		case Expense, Dividend:
			moved = moved.Minus(l.local.Times(w.closing)).Plus(l.into)
		}
	}
	second := s.Step("income and dividends, from their rates to the closing one", w.usd.To(w.Places+2), moved)
	sum := s.Step("change of the adjustment", w.usd.To(w.Places+2), first.Plus(second))
	want := s.Step("adjustment by the proof", w.usd.To(w.Places+2), old.Plus(sum))
	room := s.Input("what rounding of the lines may leave", w.usd.To(w.Places+2), w.room())
	off := want.Number().Sub(adjustment.Number())
	s.Check("the proof agrees", want.Minus(adjustment).Abs().AtMost(room), check.Finding{Rule: "translation-proof", Severity: check.Open, Subject: w.about, Cite: "ASC 830-30-45-20",
		Message: fmt.Sprintf("the adjustment that balances is %s and the proof comes to %s; the difference of %s lies in the adjustment at the beginning, in retained earnings as they were translated, or in the rate of capital", shown(adjustment.Number(), w.Places), shown(want.Number(), w.Places), shown(off.Abs(), w.Places))})
	n, c := want.Number(), sum.Number()
	r.Proof, r.Change = &n, &c
}

// room is half a unit for each line that was rounded.
func (w *foreignWork) room() workpaper.Number {
	return workpaper.Whole(int64(len(w.Lines)) + 2).Quo(workpaper.Whole(2)).Mul(workpaper.Whole(10).Power(-w.Places))
}

// proveMonetary rolls the net monetary position: what remeasurement gains is what that position gained.
func (w *foreignWork) proveMonetary(r *ForeignResult, gain workpaper.Num) {
	if w.NetMonetary == nil || w.Foreign.Opening == nil {
		return
	}
	s := w.p.Section("Proof")
	begin := s.Input("net monetary position at the beginning", w.own, *w.NetMonetary)
	end := begin.Times(workpaper.Int(0))
	for _, l := range w.own1 {
		if l.mon && l.kind == Asset {
			end = end.Plus(l.local)
		} else if l.mon {
			end = end.Minus(l.local)
		}
	}
	last := s.Step("net monetary position at the end", w.own, end)
	first := s.Step("the beginning, at the change of the rate", w.usd.To(w.Places+2), begin.Times(w.closing.Minus(w.opening)))
	moved := s.Step("what came and went meanwhile, from the average to the closing rate where nothing else is known", w.usd.To(w.Places+2), last.Minus(begin).Times(w.closing.Minus(w.average)))
	want := s.Step("gain by the net monetary position", w.usd.To(w.Places+2), first.Plus(moved))
	n := want.Number()
	r.Proof = &n
	room := s.Input("what rounding of the lines may leave", w.usd.To(w.Places+2), w.room())
	s.Check("the proof agrees", want.Minus(gain).Abs().AtMost(room), check.Finding{Rule: "remeasurement-proof", Severity: check.Open, Subject: w.about, Cite: "ASC 830-20-35-1",
		Message: fmt.Sprintf("the gain that balances is %s and the net monetary position gives %s; the difference of %s lies in amounts as they were known, in historical rates, or in money that moved at another rate than the average", shown(gain.Number(), w.Places), shown(n, w.Places), shown(n.Sub(gain.Number()).Abs(), w.Places))})
}
