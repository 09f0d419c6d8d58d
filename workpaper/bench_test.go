package workpaper

import (
	"strconv"
	"testing"
)

// hundredThousand is a paper of that many cells: 20,000 movements in five columns.
func hundredThousand() *Paper {
	p := New(Head{Title: "movements"})
	t := p.Table("Movements", "movement")
	units, cost := t.Column("units", Count), t.Column("unit cost", Per("USD", "unit"))
	amount, upTo, balance := t.Column("amount", Money("USD")), t.Column("to date", Count), t.Column("balance", Money("USD"))
	for i := range 20000 {
		r := t.Row(strconv.Itoa(i + 1))
		u := r.Input(units, Whole(int64(i%17)))
		c := r.Input(cost, Ratio(int64(i%1000+1), 100))
		a := r.Step(amount, u.Times(c).Round(2, 1))
		r.Running(upTo, u)
		r.Running(balance, a)
	}
	amount.Total()
	return p
}

func BenchmarkBuild100000Cells(b *testing.B) {
	for b.Loop() {
		hundredThousand()
	}
}

func BenchmarkChange100000Cells(b *testing.B) {
	p := hundredThousand()
	for b.Loop() {
		p.With()
	}
}

func BenchmarkSheet100000Cells(b *testing.B) {
	p := hundredThousand()
	for b.Loop() {
		p.Sheet()
	}
}

func BenchmarkView100000Cells(b *testing.B) {
	p := hundredThousand()
	for b.Loop() {
		p.View()
	}
}
