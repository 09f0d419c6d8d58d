package inventory_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tieout/fiscal"
	"tieout/internal/exporter/exportertest"
	"tieout/inventory"
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
	p, err := inventory.StockPaper{Head: workpaper.Head{Title: "Valuation"}, Item: "P100", Unit: "pieces", Places: 1, Currency: "USD", Policy: inventory.Policy{Method: m, Calendar: cal}, Moves: moves}.Paper()
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
	}
}

// TestStockPaperRecalculates: LibreOffice computes every figure of the workbooks anew, with inputs changed too.
func TestStockPaperRecalculates(t *testing.T) {
	var cases []exportertest.Case
	for seed, m := range []inventory.Method{inventory.FIFO, inventory.Average, inventory.LIFO} {
		r := rand.New(rand.NewPCG(uint64(seed+40), 3))
		cases = append(cases, exportertest.Case{Name: string(m), Paper: paperOf(t, m, randomMoves(r, 12, m != inventory.LIFO))})
	}
	exportertest.Recalculates(t, cases...)
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
