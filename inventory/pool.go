package inventory

import (
	"cmp"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// Pool is a dollar-value LIFO pool (ASC 330-10-30-9; Treas. Reg. §1.472-8): what is on hand is measured at base-year cost, an
// increase makes a layer at the year's index, a decrease takes layers away from the newest on.
type Pool struct {
	Name     string
	Currency money.Currency
	Layers   []PoolLayer // at the beginning, oldest first; the base layer has the index 1
	// PriorIndex is the cumulative index at the beginning. Where every layer has the index 1 and it is nil, the pool begins at its
	// base date and it is 1; with later layers nothing but the entity's records can tell it.
	PriorIndex *workpaper.Number
	Years      []PoolYear
	Rule       IndexRule
	Tax        *workpaper.Number // rate, for effects after tax
}

// PoolLayer is a layer of a pool: an amount at base-year cost and the index at which it is carried.
type PoolLayer struct {
	Name        string
	Base, Index workpaper.Number
}

// Cost is what the layer is carried at.
func (l PoolLayer) Cost() workpaper.Number { return l.Base.Mul(l.Index) }

// IndexRule says how an index that is worked out is rounded. A supplied index is taken as it is.
type IndexRule struct {
	Places   *int // nil for not at all
	Rounding money.Rounding
}

// PoolYear is the inventory at the end of a year. Exactly one of Base, Index and Prior is given, or Items: all of the pool, or with
// Current a sample whose index stands for all of it (Treas. Reg. §1.472-8(e)(1), the index method).
type PoolYear struct {
	Name    string
	Current *workpaper.Number // at the prices of the year; nil where Items are all of it
	Base    *workpaper.Number // double extension: the same goods at base-year prices
	Index   *workpaper.Number // supplied, cumulative: prices of the year over those of the base year
	Prior   *workpaper.Number // link chain: the same goods at the prices of the beginning of the year
	Items   []PoolItem
	// Purchases of the year at cost, for the cost of goods sold; nil where not asked.
	Purchases *workpaper.Number
}

// PoolItem is one item of the inventory at the end of a year. Base for double extension, Prior for link chain.
type PoolItem struct {
	Name        string
	Units       workpaper.Number
	Current     workpaper.Number // cost of one at the prices of the year
	Base, Prior *workpaper.Number
}

// PoolYearResult is a year of a pool. Amounts are exact.
type PoolYearResult struct {
	Name                 string
	Current, Index, Base workpaper.Number
	LIFO                 workpaper.Number
	Reserve              workpaper.Number  // current cost less LIFO; positive lowers inventory
	ReserveChange        *workpaper.Number // nil in the first year of a pool whose index at the beginning is not known
	Increment            workpaper.Number  // base-year cost of the new layer; zero for none
	Liquidated           []PoolLayer       // what was taken away, newest first, at its own index
	Effect               workpaper.Number  // of the liquidation on income before tax: positive raises it
	EffectAfterTax       *workpaper.Number
	CostOfSales          *workpaper.Number
	Layers               []PoolLayer // oldest first
}

// PoolResult is all years.
type PoolResult struct {
	Years    []PoolYearResult
	Paper    *workpaper.Paper
	Findings []check.Finding
}

// Compute carries the pool through its years. An index that is not above zero, costs below zero and a year that does not say
// how its index comes about are refused.
func (p Pool) Compute() (PoolResult, error) {
	if err := p.check(); err != nil {
		return PoolResult{}, err
	}
	w := &poolWork{Pool: p, paper: workpaper.New(workpaper.Head{Title: "Dollar-value LIFO", Entity: p.Name}), usd: workpaper.Money(p.Currency), index: workpaper.Factor}
	w.opening()
	for i := range p.Years {
		w.year(i)
	}
	w.res.Paper, w.res.Findings = w.paper, w.paper.Findings()
	return w.res, nil
}

func (p Pool) check() error {
	if len(p.Layers) == 0 {
		return check.Refuse(cmp.Or(p.Name, "the pool"), "it has no layer to begin with; give the base inventory")
	}
	for _, l := range p.Layers {
		if l.Base.Sign() < 0 || l.Index.Sign() <= 0 {
			return check.Refuse(cmp.Or(l.Name, "a layer"), "base-year cost %s at index %s; the cost is not below zero and the index above it", l.Base, l.Index)
		}
	}
	if p.PriorIndex != nil && p.PriorIndex.Sign() <= 0 {
		return check.Refuse(cmp.Or(p.Name, "the pool"), "an index at the beginning of %s has no meaning; it is above zero", *p.PriorIndex)
	}
	for i, y := range p.Years {
		name := cmp.Or(y.Name, "year "+workpaper.Whole(int64(i+1)).String())
		given := 0
		for _, n := range []*workpaper.Number{y.Base, y.Index, y.Prior} {
			if n == nil {
				continue
			}
			given++
			if n.Sign() <= 0 && !(n == y.Base && n.Sign() == 0 && y.Current != nil && y.Current.Sign() == 0) {
				return check.Refuse(name, "%s is not above zero: an index of zero has no meaning", n)
			}
		}
		switch {
		case len(y.Items) > 0 && given > 0:
			return check.Refuse(name, "its items make an index; give them, or the index or the goods at other prices, not both")
		case y.Current != nil && y.Current.Sign() < 0:
			return check.Refuse(name, "an inventory of %s is below zero", y.Current)
		case len(y.Items) > 0:
			if err := y.checkItems(name); err != nil {
				return err
			}
		case y.Current == nil:
			return check.Refuse(name, "give the inventory at the prices of the year")
		case given != 1:
			return check.Refuse(name, "give one of: the same goods at base-year cost (double extension), at the prices of the beginning of the year (link chain), or an index")
		}
		if i == 0 && y.needsPrior() && p.priorIndex() == nil {
			return check.Refuse(name, "its index rests on the one before it, and the pool begins with layers at other indexes than 1; give the cumulative index at the beginning")
		}
	}
	return nil
}

// priorIndex is the cumulative index at the beginning, nil where it is not known.
func (p Pool) priorIndex() *workpaper.Number {
	one := workpaper.Whole(1)
	if p.PriorIndex != nil {
		return p.PriorIndex
	}
	for _, l := range p.Layers {
		if l.Index.Cmp(one) != 0 {
			return nil
		}
	}
	return &one
}

// needsPrior says whether the index of the year rests on the one before: a link, and an empty inventory, which has none of its own.
func (y PoolYear) needsPrior() bool {
	return y.Prior != nil || len(y.Items) > 0 && y.Items[0].Prior != nil || y.Base != nil && y.Base.Sign() == 0
}

func (y PoolYear) checkItems(name string) error {
	for _, it := range y.Items {
		switch {
		case it.Units.Sign() <= 0 || it.Current.Sign() <= 0:
			return check.Refuse(name+", "+it.Name, "%s units at %s; both are above zero", it.Units, it.Current)
		case (it.Base == nil) == (it.Prior == nil):
			return check.Refuse(name+", "+it.Name, "give its base-year cost (double extension) or its cost at the beginning of the year (link chain); reconstruct the base cost of a new item, or let it be its current cost")
		case it.Base != nil && it.Base.Sign() <= 0, it.Prior != nil && it.Prior.Sign() <= 0:
			return check.Refuse(name+", "+it.Name, "its earlier cost is not above zero")
		case (it.Base == nil) != (y.Items[0].Base == nil):
			return check.Refuse(name+", "+it.Name, "one year is by double extension or by link chain, not both")
		}
	}
	return nil
}
