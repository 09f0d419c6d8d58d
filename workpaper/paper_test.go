package workpaper

import (
	"fmt"
	"testing"
	"time"
)

func TestBig(t *testing.T) {
	start := time.Now()
	p := New(Head{Title: "big"})
	tab := p.Table("moves", "move")
	units := tab.Column("units", Count)
	cost := tab.Column("unit cost", Per("USD", "unit"))
	amount := tab.Column("amount", Money("USD"))
	cum := tab.Column("to date", Count)
	bal := tab.Column("balance", Money("USD"))
	for i := range 20000 {
		r := tab.Row(fmt.Sprint(i))
		u := r.Input(units, Whole(int64(i%17)))
		c := r.Input(cost, Ratio(int64(i%1000+1), 100))
		a := r.Step(amount, u.Times(c).Round(2, 1))
		r.Running(cum, u)
		r.Running(bal, a)
	}
	bal2 := amount.Total()
	fmt.Println(bal2.Number(), time.Since(start))
	start = time.Now()
	p.Sheet()
	fmt.Println(time.Since(start))
	start = time.Now()
	p.View()
	fmt.Println(time.Since(start))
	start = time.Now()
	p.With()
	fmt.Println(time.Since(start))
}
