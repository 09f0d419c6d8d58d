package app

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/inventory"
	"tieout/ledger"
	"tieout/money"
	"tieout/workpaper"
)

// PoolIndexes are the ways in which the index of a pool comes about. Link chain and double extension take the items on hand in
// the pool's accounts: all of it where every account has items, else a sample that stands for all.
var PoolIndexes = []string{"link-chain", "double-extension", "supplied"}

// StockPool is a dollar-value LIFO pool (ASC 330-10-30-9): accounts that are carried at current cost, and the account of the reserve
// that takes them down to LIFO.
type StockPool struct {
	Code, Name string
	Accounts   []string // of what is in it, at current cost
	Reserve    string   // contra account: current cost less LIFO
	Cost       string   // the other side of a change of the reserve
	Index      string   // one of PoolIndexes
	Base       fiscal.Date
	Layers     []PoolLayerText             // at the end of Base, oldest first
	Prior      string                      // cumulative index at Base
	Places     int                         // decimals of an index that is worked out
	Whole      bool                        // the reserve is carried in whole units of the currency
	Tax        string                      // rate as a decimal fraction, for effects after tax; empty for none
	BaseCosts  map[string]workpaper.Number // of one of an item in the base year, for double extension
	// Ended is the day from whose end on another method holds, as known since position EndedAt; 0 while the pool lasts.
	Ended   fiscal.Date
	EndedAt int64
}

// PoolLayerText is a layer as it was typed: exact numbers.
type PoolLayerText struct{ Name, Base, Index string }

// StockIndex is an index that somebody supplied for the end of a day: cumulative, prices of the day over those of the base year.
type StockIndex struct {
	Pool, Index, Evidence string
	On                    fiscal.Date
	Position              int64
}

// Pool finds a pool by its code.
func (b *StockBook) Pool(code string) (StockPool, bool) {
	i := slices.IndexFunc(b.Pools, func(p StockPool) bool { return p.Code == code })
	if i < 0 {
		return StockPool{}, false
	}
	return b.Pools[i], true
}

// supplied is the index that was last said for a pool and a day.
func (b *StockBook) supplied(pool string, on fiscal.Date) (StockIndex, bool) {
	for _, x := range slices.Backward(b.Indexes) {
		if x.Pool == pool && x.On == on {
			return x, true
		}
	}
	return StockIndex{}, false
}

func (s *State) applyPool(a evidence.Act, r evidence.Record) error {
	if r.Word == "stock-pool-ended" {
		on, err := fiscal.Parse(r.Get("on"))
		s.Stock.Pools = slices.Clone(s.Stock.Pools)
		for i := range s.Stock.Pools {
			if s.Stock.Pools[i].Code == r.Get("pool") {
				s.Stock.Pools[i].Ended, s.Stock.Pools[i].EndedAt = on, a.Position
			}
		}
		return err
	}
	if r.Word == "stock-index" {
		on, err := fiscal.Parse(r.Get("on"))
		s.Stock.Indexes = append(slices.Clip(s.Stock.Indexes), StockIndex{r.Get("pool"), r.Get("index"), r.Get("evidence"), on, a.Position})
		return err
	}
	p := StockPool{Code: r.Get("code"), Name: r.Get("name"), Accounts: strings.Split(r.Get("accounts"), "\n"), Reserve: r.Get("reserve"), Cost: r.Get("cost"), Index: r.Get("index"), Prior: r.Get("prior"), Whole: r.Get("whole") != "", Tax: r.Get("tax"), BaseCosts: map[string]workpaper.Number{}}
	var err error
	if p.Base, err = fiscal.Parse(r.Get("base")); err != nil {
		return err
	}
	if p.Places, err = strconv.Atoi(r.Get("places")); err != nil {
		return err
	}
	for _, line := range strings.Split(r.Get("layers"), "\n") {
		x := strings.SplitN(line, " ", 3)
		if len(x) != 3 {
			return fmt.Errorf("a layer %q", line)
		}
		p.Layers = append(p.Layers, PoolLayerText{x[2], x[0], x[1]})
	}
	if t := r.Get("base-costs"); t != "" {
		for _, line := range strings.Split(t, "\n") {
			cost, item, _ := strings.Cut(line, " ")
			if p.BaseCosts[item], err = workpaper.Parse(cost); err != nil {
				return err
			}
		}
	}
	if i := slices.IndexFunc(s.Stock.Pools, func(x StockPool) bool { return x.Code == p.Code }); i >= 0 {
		s.Stock.Pools = slices.Clone(s.Stock.Pools)
		s.Stock.Pools[i] = p
		return nil
	}
	s.Stock.Pools = append(slices.Clip(s.Stock.Pools), p)
	return nil
}

// poolFile is the documented input of inventory pool define.
type poolFile struct {
	Code         string            `yaml:"code"`
	Name         string            `yaml:"name"`
	Accounts     []string          `yaml:"accounts"`
	Reserve      string            `yaml:"reserve"`
	Cost         string            `yaml:"cost"`
	Index        string            `yaml:"index"`
	Base         string            `yaml:"base"`
	Layers       []poolLayerFile   `yaml:"layers"`
	PriorIndex   string            `yaml:"prior_index"`
	Decimals     int               `yaml:"index_decimals"`
	WholeReserve bool              `yaml:"whole_reserve"`
	TaxRate      string            `yaml:"tax_rate"`
	BaseCosts    map[string]string `yaml:"base_costs"`
}

type poolLayerFile struct {
	Name  string `yaml:"name"`
	Base  string `yaml:"base"`
	Index string `yaml:"index"`
}

// ParsePool reads a definition of a pool. What it does not know is refused.
func ParsePool(text []byte) (StockPool, error) {
	f := poolFile{Decimals: 4}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil {
		return StockPool{}, mistake("the pool", "%v", err)
	}
	p := StockPool{Code: f.Code, Name: f.Name, Accounts: f.Accounts, Reserve: f.Reserve, Cost: f.Cost, Index: f.Index, Prior: f.PriorIndex, Places: f.Decimals, Whole: f.WholeReserve, Tax: f.TaxRate, BaseCosts: map[string]workpaper.Number{}}
	var err error
	if p.Base, err = fiscal.Parse(f.Base); err != nil {
		return p, mistake("pool "+p.Code, "the day of its layers: %v", err)
	}
	for _, l := range f.Layers {
		p.Layers = append(p.Layers, PoolLayerText{Name: l.Name, Base: l.Base, Index: l.Index})
	}
	for item, text := range f.BaseCosts {
		if p.BaseCosts[item], err = workpaper.Parse(text); err != nil || p.BaseCosts[item].Sign() <= 0 {
			return p, mistake("pool "+p.Code, "the base cost of item %s, %q, is not a number above zero", item, text)
		}
	}
	return p, nil
}

// record is the pool as the log has it.
func (p StockPool) record() evidence.Record {
	var layers, costs []string
	for _, l := range p.Layers {
		layers = append(layers, l.Base+" "+l.Index+" "+l.Name)
	}
	for _, item := range slices.Sorted(maps.Keys(p.BaseCosts)) {
		costs = append(costs, p.BaseCosts[item].String()+" "+item)
	}
	whole := ""
	if p.Whole {
		whole = "yes"
	}
	return evidence.Rec("stock-pool", "code", p.Code, "name", p.Name, "accounts", strings.Join(p.Accounts, "\n"), "reserve", p.Reserve, "cost", p.Cost, "index", p.Index, "base", p.Base.String(), "layers", strings.Join(layers, "\n"), "prior", p.Prior,
		"places", strconv.Itoa(p.Places), "whole", whole, "tax", p.Tax, "base-costs", strings.Join(costs, "\n"))
}

// DefinePool adds a dollar-value LIFO pool or changes what is known of it. What it comes to at any position follows from the book; an
// entry is made only where someone proposes it.
func (a *App) DefinePool(ctx context.Context, by string, p StockPool) (evidence.Act, error) {
	return a.act(ctx, by, cmdStockPool, "", func(w *writing) error {
		if err := w.poolOK(p); err != nil {
			return err
		}
		return w.apply(p.record())
	})
}

func (w *writing) poolOK(p StockPool) error {
	about := "pool " + p.Code
	if old, known := w.state.Stock.Pool(p.Code); known && old.Ended != 0 {
		return refused("pool-ended", "pool %s ended on %s (position %d); open another", p.Code, old.Ended, old.EndedAt)
	}
	if p.Code == "" {
		return mistake("", "a pool needs a code")
	}
	for what, text := range map[string]string{"the code": p.Code, "the name": p.Name} {
		if err := ledger.CheckText(what, text, 100); err != nil {
			return mistake(about, "%v", err)
		}
	}
	if !slices.Contains(PoolIndexes, p.Index) {
		return mistake(about, "its index comes by %s, not %q", strings.Join(PoolIndexes, ", "), p.Index)
	}
	if len(p.Accounts) == 0 || p.Base == 0 || len(p.Layers) == 0 {
		return mistake(about, "it needs the accounts of what is in it, the day on which its layers stand, and the layers")
	}
	for _, code := range append(slices.Clone(p.Accounts), p.Reserve, p.Cost) {
		if _, ok := w.state.Chart.Account(code); !ok {
			return mistake(about, "the account %q is not in the chart", code)
		}
	}
	for i, code := range p.Accounts {
		if code == p.Reserve || slices.Contains(p.Accounts[:i], code) {
			return mistake(about, "the account %s stands twice", code)
		}
		for _, other := range w.state.Stock.Pools {
			if other.Code != p.Code && slices.Contains(other.Accounts, code) {
				return mistake(about, "the account %s is in pool %s already", code, other.Code)
			}
		}
	}
	if w.state.Calendar.YearPeriod(w.state.Calendar.Year(p.Base)).End != p.Base {
		return mistake(about, "its layers stand at the end of a fiscal year, not on %s", p.Base)
	}
	if p.Places < 2 || p.Places > 8 {
		return mistake(about, "an index is worked out to 2 to 8 decimals, not %d", p.Places)
	}
	for item := range p.BaseCosts {
		if _, ok := w.state.Stock.Item(item); !ok {
			return mistake(about, "item %s has a base cost and is not known", item)
		}
	}
	ent, _ := w.state.Chart.Entity("")
	if _, err := p.begin(ent.Currency); err != nil {
		return mistake(about, "%v", err)
	}
	return nil
}

// begin is the pool as it stands on the day of its layers.
func (p StockPool) begin(cur money.Currency) (inventory.Pool, error) {
	out := inventory.Pool{Name: orOther(p.Name, p.Code), Currency: cur, Rule: inventory.IndexRule{Places: &p.Places, Rounding: money.HalfAway}}
	for _, l := range p.Layers {
		base, err := workpaper.Parse(l.Base)
		if err != nil {
			return out, fmt.Errorf("layer %s: %q at base-year cost is no number", l.Name, l.Base)
		}
		index, err := workpaper.Parse(l.Index)
		if err != nil || index.Sign() <= 0 || base.Sign() < 0 {
			return out, fmt.Errorf("layer %s: %q at index %q; the cost is not below zero and the index above it", l.Name, l.Base, l.Index)
		}
		out.Layers = append(out.Layers, inventory.PoolLayer{Name: l.Name, Base: base, Index: index})
	}
	for _, x := range []struct {
		what, text string
		into       **workpaper.Number
	}{{"the cumulative index", p.Prior, &out.PriorIndex}, {"the tax rate", p.Tax, &out.Tax}} {
		if x.text == "" {
			continue
		}
		n, err := workpaper.Parse(x.text)
		if err != nil || n.Sign() <= 0 {
			return out, fmt.Errorf("%s %q is not a number above zero", x.what, x.text)
		}
		*x.into = &n
	}
	if p.Index == "link-chain" && out.PriorIndex == nil {
		return out, fmt.Errorf("a link chain begins with the cumulative index at %s; give it as prior_index", p.Base)
	}
	return out, nil
}

// EndPool ends a pool: from the end of a day on its inventory is carried by another method. The change is applied by entries, which
// ChangeOfMethod works out (ASC 250-10-45-5).
func (a *App) EndPool(ctx context.Context, by, code string, on fiscal.Date, why string) (evidence.Act, error) {
	return a.act(ctx, by, cmdStockPoolEnd, why, func(w *writing) error {
		p, ok := w.state.Stock.Pool(code)
		switch {
		case !ok:
			return mistake("", "there is no pool %q", code)
		case p.Ended != 0:
			return refused("pool-ended", "pool %s ended on %s already (position %d)", code, p.Ended, p.EndedAt)
		case on < p.Base:
			return mistake("pool "+code, "its layers stand at the end of %s; it does not end before, on %s", p.Base, on)
		case strings.TrimSpace(why) == "":
			return mistake("pool "+code, "say why the other method is preferable (ASC 250-10-45-2)")
		}
		return w.apply(evidence.Rec("stock-pool-ended", "pool", code, "on", on.String()))
	})
}

// SetPoolIndex says the index of a pool for the end of a day, with what it rests on. The newest that was said for a day counts.
func (a *App) SetPoolIndex(ctx context.Context, by string, x StockIndex) (evidence.Act, error) {
	return a.act(ctx, by, cmdStockIndex, x.Evidence, func(w *writing) error {
		p, ok := w.state.Stock.Pool(x.Pool)
		switch n, err := workpaper.Parse(x.Index); {
		case !ok:
			return mistake("", "there is no pool %q; define it first", x.Pool)
		case p.Index != "supplied":
			return mistake("pool "+p.Code, "its index comes by %s from the items on hand; nobody supplies it", p.Index)
		case err != nil || n.Sign() <= 0:
			return mistake("pool "+p.Code, "an index of %q on %s has no meaning; it is above zero: prices of the day over those of the base year", x.Index, x.On)
		case x.On <= p.Base:
			return mistake("pool "+p.Code, "its layers stand at the end of %s; an index is of a later day, not %s", p.Base, x.On)
		case strings.TrimSpace(x.Evidence) == "":
			return mistake("pool "+p.Code, "say what the index of %s rests on", x.On)
		}
		if err := ledger.CheckText("the evidence", x.Evidence, 400); err != nil {
			return mistake("pool "+p.Code, "%v", err)
		}
		return w.apply(evidence.Rec("stock-index", "pool", x.Pool, "on", x.On.String(), "index", x.Index, "evidence", x.Evidence))
	})
}
