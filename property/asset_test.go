package property

import (
	"errors"
	"testing"

	"tieout/check"
	"tieout/fiscal"
	"tieout/workpaper"
)

func num(s string) workpaper.Number { return workpaper.MustParse(s) }

func numP(s string) *workpaper.Number { n := num(s); return &n }

var calendar = fiscal.CalendarYear

func asset(cost string, t Terms) Asset {
	return Asset{Currency: "USD", Places: 2, Costs: []Part{{"", num(cost)}}, InService: fiscal.MustParse("2001-01-01"), Calendar: calendar, Convention: FullMonth, Terms: t}
}

func each(t *testing.T, a Asset) (out []string) {
	t.Helper()
	c, err := a.Curve()
	if err != nil {
		t.Fatal(err)
	}
	spans := c.Years()
	for _, l := range c.Lines(spans) {
		out = append(out, l.Depreciation.String())
	}
	p := c.Paper(spans)
	for _, b := range p.Blocks() {
		if b.Table == nil || b.Table.Title() != "Periods" {
			continue
		}
		for i := range spans {
			if n := p.Value(b.Table.Cell(i, 5)).Number(); n.Cmp(num(out[i])) != 0 {
				t.Errorf("%s: the paper has %v, the curve %s", spans[i].Name, n, out[i])
			}
		}
	}
	return out
}

func same(t *testing.T, name string, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %v, want %v", name, got, want)
		return
	}
	for i := range got {
		if num(got[i]).Cmp(num(want[i])) != 0 {
			t.Errorf("%s: %v, want %v", name, got, want)
			return
		}
	}
}

// TestMethods: OpenStax, Principles of Accounting, m67897 (DEP-02), and a set of questions with a validated answer (DEP-04).
func TestMethods(t *testing.T) {
	kenzie := func(m Terms) Asset {
		a := asset("54000", m)
		a.Costs = append(a.Costs, Part{"freight", num("1500")}, Part{"setup", num("2500")})
		return a
	}
	same(t, "DEP-02 sl", each(t, kenzie(Terms{Method: StraightLine, Salvage: num("10000"), Life: num("5")})), "9600", "9600", "9600", "9600", "9600")
	same(t, "DEP-02 ddb", each(t, kenzie(Terms{Method: Declining, Factor: num("2"), Salvage: num("10000"), Life: num("5")})), "23200", "13920", "8352", "2528", "0")
	same(t, "DEP-02 syd", each(t, kenzie(Terms{Method: SumOfYears, Salvage: num("10000"), Life: num("5")})), "16000", "12800", "9600", "6400", "3200")
	units := kenzie(Terms{Method: Units, Salvage: num("10000"), Capacity: num("960000")})
	units.Use = []Use{{fiscal.MustParse("2001-12-31"), num("180000")}, {fiscal.MustParse("2002-12-31"), num("900000")}}
	same(t, "DEP-02 units, not beyond capacity", each(t, units), "9000", "39000")
	changed := kenzie(Terms{Method: StraightLine, Salvage: num("10000"), Life: num("5")})
	changed.Changes = []Change{{On: fiscal.MustParse("2004-01-01"), Terms: Terms{Method: StraightLine, Salvage: num("4200"), Life: num("5")}}}
	same(t, "DEP-02 a longer life", each(t, changed), "9600", "9600", "9600", "5000", "5000", "5000", "5000", "5000")
	plane := asset("5000000", Terms{Method: Units, Salvage: num("500000"), Capacity: num("950000")})
	plane.Use = []Use{{fiscal.MustParse("2001-12-31"), num("150000")}}
	same(t, "DEP-04 uop", each(t, plane), "710526.32")
	same(t, "DEP-04 ddb", each(t, asset("50000", Terms{Method: Declining, Factor: num("2"), Life: num("10")}))[:1], "10000")
	limo := asset("0", Terms{Method: Units, UnitRate: numP("0.3")})
	limo.Use = []Use{{fiscal.MustParse("2001-12-31"), num("80000")}, {fiscal.MustParse("2002-12-31"), num("120000")}, {fiscal.MustParse("2003-12-31"), num("100000")}}
	same(t, "DEP-04 limousine", each(t, limo), "24000", "36000", "30000")
	same(t, "150 % with a switch", each(t, asset("10000", Terms{Method: Declining, Factor: num("1.5"), Switch: true, Life: num("5")})), "3000", "2100", "1633.33", "1633.34", "1633.33")
	same(t, "a rate, not ended", each(t, asset("1000", Terms{Method: Declining, Rate: numP("0.2"), ByRate: true, Life: num("3")})), "200", "160", "128")
}

// TestConventions puts one asset of 12,000 over four years in service on 20 April.
func TestConventions(t *testing.T) {
	for c, want := range map[Convention][]string{
		FullMonth: {"2250", "3000", "3000", "3000", "750"}, NextMonth: {"2000", "3000", "3000", "3000", "1000"}, NearestMonth: {"2000", "3000", "3000", "3000", "1000"}, MidMonth: {"2125", "3000", "3000", "3000", "875"},
		HalfYear: {"1500", "3000", "3000", "3000", "1500"}, FullYear: {"3000", "3000", "3000", "3000"}, ByDays: {"2104.11", "3000", "3000", "3000", "895.89"},
	} {
		a := asset("12000", Terms{Method: StraightLine, Life: num("4")})
		a.InService, a.Convention = fiscal.MustParse("2001-04-20"), c
		same(t, string(c), each(t, a), want...)
	}
	syd := asset("12000", Terms{Method: SumOfYears, Life: num("3")})
	syd.InService = fiscal.MustParse("2001-07-01")
	same(t, "years' digits across fiscal years", each(t, syd), "3000", "5000", "3000", "1000")
	db := asset("12000", Terms{Method: Declining, Factor: num("2"), Life: num("4"), ByRate: true})
	db.InService = fiscal.MustParse("2001-10-01")
	same(t, "declining balance across fiscal years is the rate on the balance", each(t, db)[:3], "1500", "5250", "2625")
}

func TestDisposal(t *testing.T) {
	a := asset("12000", Terms{Method: StraightLine, Life: num("4")})
	a.Disposal = &Disposal{On: fiscal.MustParse("2002-07-10"), Proceeds: num("8000")}
	c, err := a.Curve()
	if err != nil {
		t.Fatal(err)
	}
	if carried, gain := c.Left(); carried.Cmp(num("7500")) != 0 || gain.Cmp(num("500")) != 0 {
		t.Error(carried, gain)
	}
	same(t, "sold", each(t, a), "3000", "1500")
	if c.Accumulated(fiscal.MustParse("2002-12-31")).Sign() != 0 || c.Carrying(fiscal.MustParse("2002-12-31")).Sign() != 0 {
		t.Error("something is left of an asset that was sold")
	}
}

// TestParts: months add up to their year and years to the whole, whatever the method.
func TestParts(t *testing.T) {
	for _, m := range []Terms{{Method: StraightLine, Life: num("7")}, {Method: Declining, Factor: num("2"), Life: num("7"), Switch: true}, {Method: SumOfYears, Life: num("6.5"), Salvage: num("333.33")}} {
		a := asset("9999.99", m)
		a.InService, a.Convention = fiscal.MustParse("2003-05-17"), ByDays
		a.Changes = []Change{{On: fiscal.MustParse("2005-02-10"), Terms: m, Add: num("100"), Loss: num("250")}}
		c, err := a.Curve()
		if err != nil {
			t.Fatal(err)
		}
		sum := nought
		for y := 2003; y <= 2012; y++ {
			months := nought
			for k := 1; k <= 12; k++ {
				months = months.Add(c.Of(calendar.Month(y, k)))
			}
			if months.Cmp(c.Of(calendar.YearPeriod(y))) != 0 {
				t.Errorf("%s %d: months come to %v, the year to %v", m.Method, y, months, c.Of(calendar.YearPeriod(y)))
			}
			sum = sum.Add(months)
		}
		if want := num("9999.99").Add(num("100")).Sub(num("250")).Sub(m.Salvage); sum.Cmp(want) != 0 {
			t.Errorf("%s: %v in all, want %v", m.Method, sum, want)
		}
	}
}

// TestLossInItsMonth: a loss of value counts in the period in which it fell, and depreciation follows the new cost from then on.
func TestLossInItsMonth(t *testing.T) {
	a := asset("90000", Terms{Method: StraightLine, Life: num("6")})
	a.Changes = []Change{{On: fiscal.MustParse("2003-04-01"), Terms: Terms{Method: StraightLine, Life: num("2")}, Loss: num("15000")}}
	c, err := a.Curve()
	if err != nil {
		t.Fatal(err)
	}
	for q, want := range map[int]string{1: "3750", 2: "5156.25"} {
		if p := calendar.Quarter(2003, q); c.Of(p).Cmp(num(want)) != 0 {
			t.Errorf("quarter %d: %v, want %s", q, c.Of(p), want)
		}
	}
	if c.Yearly(0).Cmp(num("20625")) != 0 || c.At(fiscal.MustParse("2003-03-31")).Cmp(num("33750")) != 0 {
		t.Error(c.Yearly(0), c.At(fiscal.MustParse("2003-03-31")))
	}
}

func TestRefusals(t *testing.T) {
	for name, a := range map[string]Asset{
		"no life": asset("5", Terms{Method: StraightLine}), "salvage": asset("5", Terms{Method: StraightLine, Life: num("2"), Salvage: num("6")}), "capacity": asset("5", Terms{Method: Units}),
		"multiple": asset("5", Terms{Method: Declining, Life: num("2")}), "rate": asset("5", Terms{Method: Declining, Life: num("2"), Factor: num("3")}),
		"changes": func() Asset {
			a := asset("5", Terms{Method: StraightLine, Life: num("2")})
			a.Changes = []Change{{On: fiscal.MustParse("2000-01-01"), Terms: a.Terms}}
			return a
		}(),
		"disposal": func() Asset {
			a := asset("5", Terms{Method: StraightLine, Life: num("2")})
			a.Disposal = &Disposal{On: fiscal.MustParse("2000-01-01")}
			return a
		}(),
	} {
		if _, err := a.Curve(); !errors.As(err, new(check.Mistake)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
