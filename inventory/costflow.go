package inventory

import (
	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// Method is which costs leave first (ASC 330-10-30-9).
type Method string

// The cost flow methods. Average is one average of a period where the system is periodic, and the moving average after each
// receipt where it is perpetual.
const (
	FIFO     Method = "fifo"
	LIFO     Method = "lifo"
	Average  Method = "average"
	Specific Method = "specific"
	Standard Method = "standard"
)

// Methods are all of them, in the order in which results are shown.
var Methods = []Method{FIFO, LIFO, Average, Specific, Standard}

// System is when issues are costed: at the end of the period from all that was available, or one by one from what was on hand.
type System string

// The two systems.
const (
	Periodic  System = "periodic"
	Perpetual System = "perpetual"
)

// Lot is so many units of one receipt, by its name, for specific identification.
type Lot struct {
	Name  string
	Units workpaper.Number
}

// Movement is a receipt or an issue of an item.
type Movement struct {
	Date  fiscal.Date // 0 where only the order is known
	Name  string
	Units workpaper.Number  // received positive, issued negative; a return to a supplier is an issue
	Cost  workpaper.Number  // of one unit received
	Price *workpaper.Number // of one unit sold; nil for an issue that is no sale
	From  []Lot             // of an issue by specific identification
}

// label is how a movement is named to a person.
func (m Movement) label(n int) string {
	kind := "receipt"
	if m.Units.Sign() < 0 {
		kind = "issue"
	}
	switch {
	case m.Name != "" && m.Date != 0:
		return m.Name + ", " + m.Date.String()
	case m.Name != "":
		return m.Name
	case m.Date != 0:
		return kind + " of " + m.Date.String()
	}
	return kind + " " + workpaper.Whole(int64(n+1)).String()
}

// Flow is an item over a period: what it began with, what moved, and how cost flows.
type Flow struct {
	Item      string
	Currency  money.Currency
	Method    Method
	System    System
	Opening   []Movement // layers on hand at the beginning, oldest first; receipts
	Movements []Movement // in the order in which they count
	// UnitPlaces is to how many decimals an average cost of one unit is rounded, half away from zero; nil for not at all.
	UnitPlaces *int
	Standard   workpaper.Number // of one unit
}

// Layer is what is left of a receipt.
type Layer struct {
	Name        string
	Date        fiscal.Date
	Units, Cost workpaper.Number // units, and the cost of one
}

// Issued is what an issue cost.
type Issued struct {
	Name        string
	Date        fiscal.Date
	Units, Cost workpaper.Number // both positive
}

// FlowResult is what came out. CostOfSales is what was issued, whether sold or not; amounts are exact, but for an average
// cost that was rounded by name.
type FlowResult struct {
	AvailableUnits, AvailableCost workpaper.Number
	IssuedUnits, CostOfSales      workpaper.Number
	EndingUnits, Ending           workpaper.Number
	UnitCost                      *workpaper.Number // the average, where there is one
	Variance                      workpaper.Number  // standard cost: purchase price, unfavourable positive
	Sales, GrossProfit            *workpaper.Number // where every issue has a price
	Layers                        []Layer           // oldest first
	Issues                        []Issued
	Paper                         *workpaper.Paper
	Findings                      []check.Finding
}

// Compute values the flow. Units that are zero, negative costs, an issue of more than is on hand and lots that are not there
// are refused.
func (f Flow) Compute() (FlowResult, error) {
	if err := f.check(); err != nil {
		return FlowResult{}, err
	}
	w := f.work()
	switch f.Method {
	case FIFO, LIFO:
		if f.System == Perpetual {
			w.perpetualLayers()
		} else {
			w.periodicLayers()
		}
	case Average:
		if f.System == Perpetual {
			w.movingAverage()
		} else {
			w.weightedAverage()
		}
	case Specific:
		if err := w.specific(); err != nil {
			return FlowResult{}, err
		}
	case Standard:
		w.standard()
	default:
		return FlowResult{}, check.Refuse(string(f.Method), "there is no such method; there are fifo, lifo, average, specific and standard")
	}
	w.finish()
	return w.res, nil
}

// receipts are the opening layers and what was received, oldest first.
func (f Flow) receipts() []Movement {
	out := append([]Movement(nil), f.Opening...)
	for _, m := range f.Movements {
		if m.Units.Sign() > 0 {
			out = append(out, m)
		}
	}
	return out
}

func (f Flow) issues() (out []Movement) {
	for _, m := range f.Movements {
		if m.Units.Sign() < 0 {
			out = append(out, m)
		}
	}
	return out
}

// check refuses what cannot be costed.
func (f Flow) check() error {
	onHand, last := nought, fiscal.Date(0)
	for i, m := range f.Opening {
		if m.Units.Sign() <= 0 {
			return check.Refuse(f.about(m.label(i)), "an opening layer has units above zero, not %s", m.Units)
		}
		if m.Cost.Sign() < 0 {
			return check.Refuse(f.about(m.label(i)), "a unit cost of %s is below zero", m.Cost)
		}
		onHand = onHand.Add(m.Units)
	}
	for i, m := range f.Movements {
		switch {
		case m.Units.Sign() == 0:
			return check.Refuse(f.about(m.label(i)), "it moves no units; leave it out")
		case m.Cost.Sign() < 0:
			return check.Refuse(f.about(m.label(i)), "a unit cost of %s is below zero", m.Cost)
		case m.Date != 0 && m.Date < last:
			return check.Refuse(f.about(m.label(i)), "it comes before %s, which stands above it; put movements in order", last)
		}
		last = max(last, m.Date)
		before := onHand
		if onHand = onHand.Add(m.Units); onHand.Sign() < 0 && (f.System == Perpetual || i == len(f.Movements)-1) {
			return check.Refuse(f.about(m.label(i)), "it takes %s units and %s are on hand; enter the receipt that came first, or correct the quantity", m.Units.Abs(), before)
		}
	}
	return nil
}

func (f Flow) about(what string) string {
	if f.Item == "" {
		return what
	}
	return f.Item + ", " + what
}
