package statement

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/money"
)

func TestScaleRounds(t *testing.T) {
	for _, c := range []struct {
		scale  Scale
		digits int
		minor  int64
		want   int64
	}{
		{Scale{0, money.HalfAway}, 2, 149, 1}, {Scale{0, money.HalfAway}, 2, 150, 2}, {Scale{0, money.HalfAway}, 2, -150, -2},
		{Scale{3, money.HalfAway}, 2, 149999, 1}, {Scale{3, money.HalfAway}, 2, 150000, 2}, {Scale{3, money.HalfEven}, 2, 250000, 2},
		{Scale{3, money.HalfAway}, 0, 1500, 2}, {Scale{0, money.HalfAway}, 0, 7, 7}, {Scale{6, money.Down}, 2, -199999999, -1},
	} {
		if got := c.scale.Round(c.minor, c.digits); got != c.want {
			t.Errorf("%+v of %d is %d, want %d", c.scale, c.minor, got, c.want)
		}
	}
}

// Three times 400 dollars is 1 in thousands and three times nothing: said, and not forced.
func TestFootInThousands(t *testing.T) {
	b := newBook(t, "a asset Cash\nb asset InventoryNet\nc asset AccountsReceivableNetCurrent\nd equity CommonStockValue")
	s, _ := Build(BalanceSheet, b.chart, []Column{dated(balances(t, "a 400; b 400; c 400; d -1200"))})
	before := printed(s)
	got := Foot(s, Scale{3, money.HalfAway}, 2)
	if len(got) != 1 || got[0].Rule != "foot-rounding" || got[0].Severity != check.Note || got[0].Subject != "Total current assets" || !strings.Contains(got[0].Message, "add up to 0 and the rounded total is 1") {
		t.Error(got)
	}
	if printed(s) != before {
		t.Error("footing changed a figure")
	}
	if got := Foot(s, whole, 2); len(got) > 0 {
		t.Error(got)
	}
}

func TestFootStopsAtARealDifference(t *testing.T) {
	b := newBook(t, "a asset Cash\nd equity CommonStockValue")
	s, _ := Build(BalanceSheet, b.chart, []Column{dated(balances(t, "a 400; d -400"))})
	for i, r := range s.Rows {
		if r.ID == "cash" {
			s.Rows[i].Figures[0].Amount++
		}
	}
	if got := Foot(s, whole, 2); len(got) != 1 || got[0].Severity != check.Stop || got[0].Subject != "Total current assets" {
		t.Error(got)
	}
}

func TestTie(t *testing.T) {
	b := newBook(t, "a asset Cash\nd equity CommonStockValue")
	cols := []Column{dated(balances(t, "a 400; d -400")), {Key: "2005", At: end - 365, TB: balances(t, "a 400; d -399")}}
	s, _ := Build(BalanceSheet, b.chart, cols)
	if got := Tie(s, 2); len(got) != 1 || got[0].Severity != check.Stop || got[0].Subject != "2005" || !strings.Contains(got[0].Message, "differ by 1.00") {
		t.Error(got)
	}
}

// Rounding is never more than half a unit for each part and half a unit for the total, and no figure moves.
func TestFootNeverChangesAFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, tb := randomBooks(t)
		s, _ := Build(BalanceSheet, c, []Column{dated(tb)})
		before := printed(s)
		for _, power := range []int{0, 3, 6} {
			scale := Scale{power, money.HalfAway}
			if got := Foot(s, scale, 2); check.Worst(got) > check.Note {
				t.Fatal(got)
			}
			for _, r := range s.Rows {
				if r.Kind == TotalRow && len(r.Figures[0].Of) > 0 {
					withinHalves(t, s, r, scale)
				}
			}
		}
		if printed(s) != before {
			t.Fatal("footing changed a figure")
		}
	})
}

func withinHalves(t *rapid.T, s Statement, total Row, scale Scale) {
	sum := int64(0)
	for _, id := range total.Figures[0].Of {
		r, _ := s.Row(id)
		sum += scale.Round(r.Figures[0].Amount, 2)
	}
	diff := sum - scale.Round(total.Figures[0].Amount, 2)
	if parts := int64(len(total.Figures[0].Of)); 2*max(diff, -diff) > parts+1 {
		t.Fatalf("%s: rounded parts miss the rounded total by %d with %d parts", total.ID, diff, parts)
	}
}
