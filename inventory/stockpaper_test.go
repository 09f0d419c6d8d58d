package inventory_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tieout/fiscal"
	"tieout/internal/exporter/exportertest"
	"tieout/inventory"
	"tieout/money"
	"tieout/workpaper"
)

// randomMoves are moves that can be costed: nothing is issued that is not there.
func randomMoves(r *rand.Rand, n int, writeDowns bool) (moves []inventory.Move) {
	day, on := fiscal.MustParse("2004-11-01"), int64(0)
	var receipts []int64
	worth := int64(0)
	for range n {
		day += fiscal.Date(r.IntN(60))
		m := inventory.Move{ID: int64(len(moves) + 1), Date: day, Costed: day}
		switch k := r.IntN(9); {
		case k < 4 || on == 0:
			m.Kind, m.Units, m.Cost = inventory.Receive, int64(1+r.IntN(50)), int64(r.IntN(9000))
			on, worth, receipts = on+m.Units, worth+m.Cost, append(receipts, m.ID)
		case k < 7:
			m.Kind, m.Units = inventory.Issue, int64(1+r.IntN(int(on)))
			on, worth = on-m.Units, 0 // nothing is written down afterwards until something came in
		case k == 7 || !writeDowns || worth < 10:
			m.Kind, m.Cost, m.Of = inventory.AddCost, int64(1+r.IntN(700)), receipts[r.IntN(len(receipts))]
		default:
			m.Kind, m.Cost = inventory.WriteDown, 1+worth/10
			worth = 0
		}
		moves = append(moves, m)
	}
	return moves
}

func paperOf(t testing.TB, m inventory.Method, moves []inventory.Move) *workpaper.Paper {
	t.Helper()
	cal, err := fiscal.ParseCalendar("12-31")
	if err != nil {
		t.Fatal(err)
	}
	p, err := inventory.StockPaper{Head: workpaper.Head{Title: "Valuation"}, Item: "P100", Unit: "pieces", Places: 1, Currency: "USD", Policy: inventory.Policy{Method: m, Calendar: cal, Places: 1}, Moves: moves}.Paper()
	if err != nil {
		t.Fatal(m, err)
	}
	if len(p.Findings()) > 0 {
		t.Fatal(m, p.Findings())
	}
	return p
}

// TestStockPaperIsTheStock: over random histories the paper comes to what the stock is worth, to the cent (Paper itself holds one
// against the other).
func TestStockPaperIsTheStock(t *testing.T) {
	for seed := range 600 {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		m := []inventory.Method{inventory.FIFO, inventory.Average, inventory.LIFO}[seed%3]
		paperOf(t, m, randomMoves(r, 1+r.IntN(20), m != inventory.LIFO))
		paperOf(t, inventory.Standard, standardMoves(r, 1+r.IntN(20)))
	}
}

// TestStockPaperRecalculates: LibreOffice computes every figure of the workbooks anew, with inputs changed too.
func TestStockPaperRecalculates(t *testing.T) {
	var cases []exportertest.Case
	for seed, m := range []inventory.Method{inventory.FIFO, inventory.Average, inventory.LIFO} {
		r := rand.New(rand.NewPCG(uint64(seed+40), 3))
		cases = append(cases, exportertest.Case{Name: string(m), Paper: paperOf(t, m, randomMoves(r, 12, m != inventory.LIFO))})
	}
	cases = append(cases, exportertest.Case{Name: "standard", Paper: paperOf(t, inventory.Standard, standardMoves(rand.New(rand.NewPCG(9, 3)), 12))}, exportertest.Case{Name: "pool by sample", Paper: samplePool(t)})
	exportertest.Recalculates(t, cases...)
}

// standardMoves are moves of a stock at standard: some of them new standards.
func standardMoves(r *rand.Rand, n int) []inventory.Move {
	day, on := fiscal.MustParse("2004-11-01"), int64(0)
	moves := []inventory.Move{{ID: 1, Kind: inventory.SetStandard, Date: day, Costed: day, Cost: 1_234_567}}
	for len(moves) <= n {
		day += fiscal.Date(r.IntN(40))
		m := inventory.Move{ID: int64(len(moves) + 1), Date: day, Costed: day}
		switch k := r.IntN(6); {
		case k == 0:
			m.Kind, m.Cost = inventory.SetStandard, int64(r.IntN(3_000_000))
		case k < 4 || on == 0:
			m.Kind, m.Units, m.Cost = inventory.Receive, int64(1+r.IntN(50)), int64(r.IntN(9000))
			on += m.Units
		default:
			m.Kind, m.Units = inventory.Issue, int64(1+r.IntN(int(on)))
			on -= m.Units
		}
		moves = append(moves, m)
	}
	return moves
}

// samplePool is a LIFO pool whose index comes from some of its items, as a book has it.
func samplePool(t testing.TB) *workpaper.Paper {
	t.Helper()
	n := workpaper.MustParse
	ref := func(s string) *workpaper.Number { x := n(s); return &x }
	places := 4
	items := func(a, b string) []inventory.PoolItem {
		return []inventory.PoolItem{{Name: "steel", Units: n("120"), Current: n(a), Prior: ref("10.25")}, {Name: "locks", Units: n("75"), Current: n(b), Prior: ref("4.4")}}
	}
	p := inventory.Pool{Name: "sample", Currency: "USD", Layers: []inventory.PoolLayer{{Name: "base", Base: n("9000"), Index: n("1")}, {Name: "1999", Base: n("2500"), Index: n("1.08")}}, PriorIndex: ref("1.12"), Tax: ref("0.38"),
		Rule: inventory.IndexRule{Places: &places, Rounding: money.HalfAway}, Years: []inventory.PoolYear{{Name: "2004", Current: ref("14200"), Items: items("10.9", "4.6")}, {Name: "2005", Current: ref("11100.5"), Items: items("11.3", "4.7")}}}
	r, err := p.Compute()
	if err != nil {
		t.Fatal(err)
	}
	return r.Paper
}

func TestStockPaperRefuses(t *testing.T) {
	moves := randomMoves(rand.New(rand.NewPCG(1, 1)), 6, false)
	cal, _ := fiscal.ParseCalendar("12-31")
	moves = append(slices.Clone(moves), inventory.Move{ID: 99, Kind: inventory.Issue, Date: moves[5].Date, Costed: moves[5].Costed, Units: 1 << 40})
	if _, err := (inventory.StockPaper{Unit: "pieces", Currency: "USD", Policy: inventory.Policy{Method: inventory.FIFO, Calendar: cal}, Moves: moves}).Paper(); err == nil {
		t.Error("more went out than there was")
	}
	if _, err := (inventory.StockPaper{Unit: "pieces", Currency: "USD", Policy: inventory.Policy{Method: inventory.FIFO}}).Paper(); err == nil {
		t.Error("a paper of nothing")
	}
}
