package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"tieout/fiscal"
	"tieout/inventory"
)

// Sizes of the stock benchmark.
const (
	stockMoves = 10_000_000
	stockItems = 10_000
)

// stockData is moves as arrays: units above zero received, below issued.
type stockData struct {
	item  []int32
	units []int32
	cost  []int32
	day   []fiscal.Date
}

// newStockData makes moves over three years; nothing is issued that is not there.
func newStockData() stockData {
	d := stockData{make([]int32, stockMoves), make([]int32, stockMoves), make([]int32, stockMoves), make([]fiscal.Date, stockMoves)}
	on := make([]int32, stockItems)
	first := fiscal.MustParse("2005-01-01")
	x := uint64(88172645463325252)
	for i := range stockMoves {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		it := int32(x % stockItems)
		d.item[i], d.day[i] = it, first+fiscal.Date(int64(i)*1095/stockMoves)
		if n := int32(x>>20%40) + 1; x>>40%2 == 0 && on[it] >= n {
			d.units[i], on[it] = -n, on[it]-n
		} else {
			d.units[i], d.cost[i], on[it] = n, n*(100+int32(x>>32%900)), on[it]+n
		}
	}
	return d
}

// plainLoop is first-in first-out over the arrays, as short as it can be written: what the machine can do.
func plainLoop(d stockData) (value int64) {
	type layer struct{ units, cost int64 }
	stocks := make([][]layer, stockItems)
	for i, it := range d.item {
		u := int64(d.units[i])
		if u > 0 {
			stocks[it] = append(stocks[it], layer{u, int64(d.cost[i])})
			value += int64(d.cost[i])
			continue
		}
		s := stocks[it]
		for u = -u; u > 0; {
			n := min(u, s[0].units)
			c := s[0].cost
			if n < s[0].units {
				c = (s[0].cost*n*2 + s[0].units) / (s[0].units * 2)
			}
			s[0].units, s[0].cost, u, value = s[0].units-n, s[0].cost-c, u-n, value-c
			if s[0].units == 0 {
				s = s[1:]
			}
		}
		stocks[it] = s
	}
	return value
}

// plainYears is LIFO by years over the arrays, in the same way: the value of each stock after each move.
func plainYears(d stockData, c fiscal.Calendar) (value int64) {
	type stock struct{ old, oldCost, in, cost, on, year, worth int64 }
	stocks := make([]stock, stockItems)
	worth := func(s *stock) int64 {
		if s.on >= s.old {
			if left := s.on - s.old; left > 0 {
				return s.oldCost + (s.cost*left*2+s.in)/(s.in*2)
			}
			return s.oldCost
		}
		return (s.oldCost*s.on*2 + s.old) / (s.old * 2)
	}
	for i, it := range d.item {
		s := &stocks[it]
		if y := int64(c.Year(d.day[i])); y != s.year {
			s.old, s.oldCost, s.in, s.cost, s.year = s.on, worth0(s.on, worth, s), 0, 0, y
		}
		u := int64(d.units[i])
		s.on += u
		if u > 0 {
			s.in, s.cost = s.in+u, s.cost+int64(d.cost[i])
		}
		now := worth(s)
		value += now - s.worth
		s.worth = now
	}
	return value
}

func worth0[S any](on int64, worth func(*S) int64, s *S) int64 {
	if on == 0 {
		return 0
	}
	return worth(s)
}

// stocks compares valuing ten million moves with plain loops, and shows what a late move costs.
func stocks() error {
	d := newStockData()
	cal, err := fiscal.ParseCalendar("12-31")
	if err != nil {
		return err
	}
	fmt.Printf("\n%d movements over %d items\n", stockMoves, stockItems)
	for _, x := range []struct {
		method inventory.Method
		plain  func() int64
	}{{inventory.FIFO, func() int64 { return plainLoop(d) }}, {inventory.LIFO, func() int64 { return plainYears(d, cal) }}} {
		ours, plain := []time.Duration{}, []time.Duration{}
		var peak uint64
		for range 3 {
			begin := time.Now()
			want := x.plain()
			plain = append(plain, time.Since(begin))
			runtime.GC()
			begin = time.Now()
			got, err := valued(d, inventory.Policy{Method: x.method, Calendar: cal})
			if err != nil {
				return err
			}
			ours = append(ours, time.Since(begin))
			if x.method == inventory.FIFO && got != want {
				return fmt.Errorf("%s gives %d, the plain loop %d", x.method, got, want)
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.Sys)
		}
		slices.Sort(ours)
		slices.Sort(plain)
		fmt.Printf("  %-5s %v, plain loop %v: ratio %.2f, goal at most 3; process %d MiB, goal under 2048\n", x.method, ours[1].Round(time.Millisecond), plain[1].Round(time.Millisecond), float64(ours[1])/float64(plain[1]), peak>>20)
	}
	return lateMoves(cal)
}

func valued(d stockData, p inventory.Policy) (sum int64, err error) {
	s, err := inventory.NewStocks(p, stockItems)
	if err != nil {
		return 0, err
	}
	for i, it := range d.item {
		m := inventory.Move{ID: int64(i + 1), Kind: inventory.Receive, Date: d.day[i], Costed: d.day[i], Units: int64(d.units[i]), Cost: int64(d.cost[i])}
		if m.Units < 0 {
			m.Kind, m.Units = inventory.Issue, -m.Units
		}
		e, err := s.Apply(int(it), m)
		if err != nil {
			return 0, err
		}
		sum += e.Inventory
	}
	return sum, nil
}

// lateMoves shows what one more move of a closed day costs beside the length of the closed history: it is the open moves alone.
func lateMoves(cal fiscal.Calendar) error {
	fmt.Println("one late receipt, 100 open moves after it, by the length of the closed history:")
	for _, n := range []int{1_000, 10_000, 100_000} {
		c, err := inventory.NewCard(inventory.Policy{Method: inventory.FIFO, Calendar: cal})
		if err != nil {
			return err
		}
		day := fiscal.MustParse("2005-01-01")
		id := int64(0)
		post := func(m inventory.Move) error {
			id++
			m.ID, m.Date = id, day
			_, err := c.Post(m)
			return err
		}
		for i := range n { // received and issued month by month, each closed
			if i%50 == 0 {
				c.Close(day)
				day += 30
			}
			m := inventory.Move{Kind: inventory.Receive, Units: 10, Cost: int64(1000 + i%70)}
			if i%2 == 1 {
				m = inventory.Move{Kind: inventory.Issue, Units: 9}
			}
			if err := post(m); err != nil {
				return err
			}
		}
		c.Close(day)
		for range 100 {
			day++
			if err := post(inventory.Move{Kind: inventory.Issue, Units: 1}); err != nil {
				return err
			}
		}
		first := day - 200
		var took []time.Duration
		for range 51 {
			id++
			begin := time.Now()
			if _, err := c.Post(inventory.Move{ID: id, Kind: inventory.Receive, Date: first, Units: 1, Cost: 100}); err != nil {
				return err
			}
			took = append(took, time.Since(begin))
		}
		slices.Sort(took)
		fmt.Printf("  %7d closed moves: %v\n", n, took[len(took)/2].Round(100*time.Nanosecond))
	}
	return nil
}
