package costing

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/workpaper"
)

func n(s string) workpaper.Number { return workpaper.MustParse(s) }

func ref(s string) *workpaper.Number {
	x := workpaper.MustParse(s)
	return &x
}

func is(t *testing.T, what string, got workpaper.Number, want string) {
	t.Helper()
	if got.Cmp(n(want)) != 0 {
		t.Errorf("%s is %s, want %s", what, got, want)
	}
}

// about is a comparison to so many decimals, for sources that print rounded figures.
func about(t *testing.T, what string, got workpaper.Number, places int, want string) {
	t.Helper()
	if s := got.Text(places, 1); s != want {
		t.Errorf("%s is %s, want %s", what, s, want)
	}
}

func refuses(t *testing.T, want string, err error) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("want a refusal with %q, got %v", want, err)
	}
}

// TestOverheadCases: OH-04 (a CIMA study text), OH-05 and OH-06 (OpenStax Managerial Accounting, CC BY-NC-SA, m68006), OH-09 (CMA training),
// OH-10 (Horngren 18-16 in a copy).
func TestOverheadCases(t *testing.T) {
	r, err := Overhead{Currency: "USD", Rate: ref("10"), Base: ref("21000"), Actual: []Part{{"all", n("200000")}}}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "OH-04 absorbed", r.Applied, "210000")
	is(t, "OH-04 over-absorbed", r.Under, "-10000")
	r, _ = Overhead{Currency: "USD", Rate: ref("33.5"), Base: ref("6240"), Actual: []Part{{"materials", n("25000")}, {"labor", n("31750")}, {"depreciation", n("50000")}, {"utilities", n("17500")}, {"supervisors", n("85000")}}}.Compute()
	is(t, "OH-05 actual", r.Actual, "209250")
	is(t, "OH-05 applied", r.Applied, "209040")
	is(t, "OH-05 underapplied", r.Under, "210")
	for actual, want := range map[string]string{"256500": "6500", "248000": "-2000"} {
		r, _ = Overhead{Currency: "USD", Applied: ref("250000"), Actual: []Part{{"all", n(actual)}}}.Compute()
		is(t, "OH-06", r.Under, want)
	}
	s, err := Spoilage{Currency: "USD", Units: ref("550"), Good: n("500"), Normal: ref("30"), Cost: ref("2200")}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "OH-09 transferred", s.Transferred, "2120")
	is(t, "OH-09 abnormal", s.AbnormalCost, "80")
	s, _ = Spoilage{Currency: "USD", Good: n("132000"), Spoiled: ref("12000"), NormalOf: ref("0.05"), UnitCost: ref("10")}.Compute()
	is(t, "OH-10 normal", s.Normal, "6600")
	is(t, "OH-10 abnormal", s.Abnormal, "5400")
	is(t, "OH-10 abnormal cost", s.AbnormalCost, "54000")
}

// TestProrateAddsUp: shares are rounded and still add up to the difference.
func TestProrateAddsUp(t *testing.T) {
	r, err := Overhead{Currency: "USD", Applied: ref("0"), Actual: []Part{{"all", n("100")}}, Prorate: []Part{{"wip", n("1")}, {"finished", n("1")}, {"cost of sales", n("1")}}, Places: 2}.Compute()
	if err != nil || r.Shares[0].Amount.String() != "33.33" || r.Shares[2].Amount.String() != "33.34" {
		t.Errorf("%v %v", r.Shares, err)
	}
}

// TestNormalCapacity: idle cost below normal, all absorbed within the range, the actual rate above it; by the rule of the year.
func TestNormalCapacity(t *testing.T) {
	for _, x := range []struct{ made, absorbed, rate string }{{"80", "800", "10"}, {"95", "1000", ""}, {"125", "1000", "8"}} {
		c := Capacity{Currency: "USD", Fixed: n("1000"), Normal: n("100"), Low: ref("90"), High: ref("110"), Produced: n(x.made)}
		r, err := c.Compute()
		if err != nil {
			t.Fatal(err)
		}
		is(t, "absorbed by "+x.made, r.Absorbed, x.absorbed)
		if x.rate != "" {
			is(t, "rate at "+x.made, r.Rate, x.rate)
		}
	}
	old := Capacity{Currency: "USD", YearBegins: fiscal.MustParse("2005-01-01"), Fixed: n("1000"), Normal: n("100"), Produced: n("80")}
	r, _ := old.Compute()
	if r.Expensed || len(r.Findings) != 1 || r.Findings[0].Cite != "ARB 43 chapter 4 paragraph 5" {
		t.Errorf("under ARB 43: %+v", r)
	}
	old.YearBegins = fiscal.MustParse("2006-01-01")
	if r, _ = old.Compute(); !r.Expensed {
		t.Errorf("under SFAS 151: %+v", r)
	}
	if _, err := (Capacity{Currency: "USD"}).Compute(); err == nil {
		t.Error("no capacity")
	}
}

// TestVarianceCases: VAR-03, VAR-04 (OpenStax m68071, m68072, m71412), VAR-08 (a homework page), VAR-09 (AICPA, released), VAR-13 (a course page:
// the inputs only, the answers are ours), VAR-14 (a tutorial).
func TestVarianceCases(t *testing.T) {
	price := n("74760").Quo(n("89000"))
	m, err := Resource{Currency: "USD", Inputs: []Input{{Name: "oz", StandardQuantity: n("88000"), StandardPrice: n("0.85"), Quantity: n("89000"), Price: price}}}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "VAR-03 price", m.Price, "-890")
	is(t, "VAR-03 quantity", m.Usage, "850")
	l, _ := Resource{Labour: true, Currency: "USD", Inputs: []Input{{StandardQuantity: n("16500"), StandardPrice: n("35"), Quantity: n("16000"), Price: n("565600").Quo(n("16000"))}}}.Compute()
	is(t, "VAR-03 rate", l.Price, "5600")
	is(t, "VAR-03 time", l.Usage, "-17500")
	for _, x := range [][4]string{{"2500", "7000", "2000", "1000"}, {"1800", "3500", "-100", "-400"}} { // the source rounds the actual rate to 1.94 and prints -108
		v, err := OverheadVariance{Currency: "USD", Allowed: n("2000"), VariableRate: n("2"), Hours: ref(x[0]), Variable: ref(x[1])}.Compute()
		if err != nil {
			t.Fatal(err)
		}
		is(t, "VAR-04 rate", *v.VariableSpending, x[2])
		is(t, "VAR-04 efficiency", *v.VariableEfficiency, x[3])
	}
	v, err := OverheadVariance{Currency: "USD", Allowed: n("45000"), VariableRate: n("3"), FixedRate: ref("1.3"), Capacity: ref("42500"), Actual: ref("189500")}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "VAR-08 flexible budget", *v.FlexibleBudget, "190250")
	is(t, "VAR-08 controllable", *v.Controllable, "-750")
	l, _ = Resource{Labour: true, Currency: "USD", Inputs: []Input{{StandardQuantity: n("21600"), StandardPrice: n("20"), Quantity: n("22500"), Price: n("21")}}}.Compute()
	is(t, "VAR-09 rate", l.Price, "22500")
	is(t, "VAR-09 efficiency", l.Usage, "18000")
	mix := Resource{Currency: "USD", Inputs: []Input{{"a", n("160000"), n("0.25"), n("157000"), n("0.25"), nil, nought}, {"b", n("40000"), n("0.4"), n("38000"), n("0.4"), nil, nought}, {"c", n("40000"), n("0.1"), n("36000"), n("0.1"), nil, nought}}}
	m, _ = mix.Compute()
	is(t, "VAR-13 mix", m.Mix, "300")
	is(t, "VAR-13 yield", m.Yield, "-2250")
	is(t, "VAR-13 usage", m.Usage, "-1950")
	v, _ = OverheadVariance{Currency: "USD", Allowed: n("4000"), VariableRate: n("2"), FixedRate: ref("3"), Capacity: ref("4000"), Hours: ref("3800"), Actual: ref("22000")}.Compute()
	is(t, "VAR-13 controllable", *v.Controllable, "2000")
	is(t, "VAR-13 volume", *v.Volume, "0")
	apples := Resource{Currency: "USD", Inputs: []Input{{"1", n("3250"), n("70"), n("3250"), n("70"), nil, nought}, {"2", n("1950"), n("80"), n("2275"), n("80"), nil, nought}, {"3", n("1300"), n("90"), n("975"), n("90"), nil, nought}}}
	m, _ = apples.Compute()
	is(t, "VAR-14 second", m.Inputs[1].Mix, "26000")
	is(t, "VAR-14 third", m.Inputs[2].Mix, "-29250")
	is(t, "VAR-14", m.Mix, "-3250")
}

// TestFourThreeTwoWay: the analyses are one another's sums.
func TestFourThreeTwoWay(t *testing.T) {
	v, err := OverheadVariance{Currency: "USD", Allowed: n("900"), Hours: ref("950"), VariableRate: n("4"), Variable: ref("3990"), Budget: ref("6000"), Capacity: ref("1000"), Fixed: ref("6150")}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "variable spending", *v.VariableSpending, "190")
	is(t, "variable efficiency", *v.VariableEfficiency, "200")
	is(t, "fixed spending", *v.FixedSpending, "150")
	is(t, "volume", *v.Volume, "600")
	is(t, "spending", *v.Spending, "340")
	is(t, "controllable", *v.Controllable, "540")
	is(t, "total", *v.Total, "1140")
}

// TestVariancesAddUp: price, usage and idle time are actual less standard; mix and yield are usage.
func TestVariancesAddUp(t *testing.T) {
	amount := func(t *rapid.T, name string, most int64) workpaper.Number {
		return workpaper.FromMinor(rapid.Int64Range(1, most).Draw(t, name), 2)
	}
	rapid.Check(t, func(t *rapid.T) {
		x := Resource{Currency: "USD"}
		for range rapid.IntRange(2, 4).Draw(t, "inputs") {
			x.Inputs = append(x.Inputs, Input{StandardQuantity: amount(t, "sq", 1e6), StandardPrice: amount(t, "sp", 1e4), Quantity: amount(t, "q", 1e6), Price: amount(t, "p", 1e4)})
		}
		r, err := x.Compute()
		if err != nil {
			t.Fatal(err)
		}
		diff := nought
		for _, in := range r.Inputs {
			diff = diff.Add(in.Actual).Sub(in.Standard)
		}
		if diff.Cmp(r.Total) != 0 || r.Mix.Add(r.Yield).Cmp(r.Usage) != 0 {
			t.Fatalf("%s against %s; mix %s and yield %s against usage %s", diff, r.Total, r.Mix, r.Yield, r.Usage)
		}
	})
}

// TestProcessCases: PC-01 and PC-11 (OpenStax m68131), PC-07 (a solution page), PC-09 (Horngren 17-16 in a copy).
func TestProcessCases(t *testing.T) {
	p := Process{Currency: "USD", Method: WeightedAverage, Started: ref("8700"), Out: ref("7500"), End: ref("1200"), Categories: []Category{{Name: "materials", Cost: n("10179"), EndDone: n("1")}, {Name: "conversion", Cost: n("22176"), EndDone: n("0.35")}}}
	r, err := p.Compute()
	if err != nil || len(r.Findings) > 0 {
		t.Fatal(err, r.Findings)
	}
	is(t, "PC-01 units", r.Categories[0].Units, "8700")
	is(t, "PC-01 units", r.Categories[1].Units, "7920")
	is(t, "PC-01 per unit", r.Categories[0].PerUnit, "1.17")
	is(t, "PC-01 per unit", r.Categories[1].PerUnit, "2.8")
	is(t, "PC-01 out", r.Transferred, "29775")
	is(t, "PC-01 left", r.EndCost, "2580")
	p.Categories = []Category{{Name: "materials", Cost: n("10353"), EndDone: n("1")}, {Name: "conversion", Cost: n("26970"), EndDone: n("0.3")}}
	r, _ = p.Compute()
	about(t, "PC-11 materials", r.Categories[0].PerUnit, 2, "1.19")
	about(t, "PC-11 conversion", r.Categories[1].PerUnit, 2, "3.43")
	about(t, "PC-11 whole", r.PerUnit, 2, "4.62")
	r, err = Process{Currency: "USD", Method: WeightedAverage, Out: ref("450"), Categories: []Category{{Name: "1", Cost: n("3696888"), EndUnits: ref("128")}, {Name: "2", Cost: n("2058570"), EndUnits: ref("64")}}}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "PC-07 per unit", r.Categories[0].PerUnit, "6396")
	is(t, "PC-07 per unit", r.Categories[1].PerUnit, "4005")
	is(t, "PC-07 out", r.Transferred, "4680450")
	is(t, "PC-07 left", r.EndCost, "1075008")
	r, err = Process{Currency: "USD", Method: WeightedAverage, Categories: []Category{{Name: "materials", Cost: n("750000"), Units: ref("10000")}, {Name: "conversion", Cost: n("798000"), Units: ref("9500")}}}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "PC-09 whole", r.PerUnit, "159")
}

// TestProcessFIFO: by hand. 100 begun 40 % converted, 500 started, 450 completed, 150 left 50 % converted.
func TestProcessFIFO(t *testing.T) {
	p := Process{Currency: "USD", Method: FIFOProcess, Begin: n("100"), Started: ref("500"), Out: ref("450"), End: ref("150"), Categories: []Category{
		{Name: "materials", BeginCost: n("200"), Cost: n("1500"), BeginDone: n("1"), EndDone: n("1")}, {Name: "conversion", BeginCost: n("120"), Cost: n("2425"), BeginDone: n("0.4"), EndDone: n("0.5")}}}
	r, err := p.Compute()
	if err != nil || len(r.Findings) > 0 {
		t.Fatal(err, r.Findings)
	}
	is(t, "materials units", r.Categories[0].Units, "500")
	is(t, "conversion units", r.Categories[1].Units, "485")
	is(t, "to complete", r.ToComplete, "300")
	is(t, "begun before", r.BeginCost, "320")
	is(t, "out", r.Transferred, "3420")
	is(t, "left", r.EndCost, "825")
}

// TestProcessAssignsAll: with spoilage, whichever method, all cost is assigned.
func TestProcessAssignsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := func(name string, most int64) workpaper.Number {
			return workpaper.Whole(rapid.Int64Range(0, most).Draw(t, name))
		}
		part := func(name string) workpaper.Number {
			return workpaper.FromMinor(rapid.Int64Range(0, 100).Draw(t, name), 2)
		}
		begin, fresh, end := whole("begin", 500), whole("fresh", 500).Add(workpaper.Whole(1)), whole("end", 500)
		out := begin.Add(fresh)
		p := Process{Currency: "USD", Begin: begin, Out: &out, End: &end, Normal: whole("normal", 20), Abnormal: whole("abnormal", 20), EndPassed: rapid.Bool().Draw(t, "passed")}
		started := out.Add(end).Add(p.Normal).Add(p.Abnormal).Sub(begin)
		p.Started = &started
		for _, c := range []string{"materials", "conversion"} {
			p.Categories = append(p.Categories, Category{Name: c, BeginCost: whole("begin cost", 9000), Cost: whole("cost", 90000), BeginDone: part("begin"), EndDone: part("end"), SpoiledDone: part("spoiled")})
		}
		for _, p.Method = range []ProcessMethod{WeightedAverage, FIFOProcess} {
			r, err := p.Compute()
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Findings) > 0 {
				t.Fatalf("%s: %v", p.Method, r.Findings)
			}
		}
	})
}

func TestProcessRefuses(t *testing.T) {
	c := []Category{{Name: "materials", Cost: n("1"), EndDone: n("1")}}
	for want, p := range map[string]Process{
		"the difference is 1 units": {Started: ref("10"), Out: ref("8"), End: ref("1"), Categories: c},
		"a part from 0 to 1":        {Started: ref("10"), Out: ref("8"), Categories: []Category{{Name: "x", EndDone: n("35")}}},
		"give two of the units":     {Started: ref("10"), Categories: c},
		"at least one kind":         {Started: ref("10"), Out: ref("8")},
		"equivalent units to carry": {Started: ref("0"), Out: ref("0"), Categories: c},
	} {
		p.Currency, p.Method = "USD", WeightedAverage
		_, err := p.Compute()
		refuses(t, want, err)
	}
}

// TestRollupCases: BOM-03 (Oracle Fusion Cloud SCM), VAR-15 (a cost card whose printed total of 10.02 is a cent below its own lines), and two
// levels with scrap, set-up and yield by hand.
func TestRollupCases(t *testing.T) {
	r, err := Rollup{Currency: "USD", Items: []Item{{Code: "child", Cost: ref("10")}, {Code: "assembly", Lines: []BOMLine{{"child", n("5"), nought}}}}}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	is(t, "BOM-03", r.Items[1].Material, "50")
	two := 2
	r, err = Rollup{Currency: "USD", LinePlaces: &two, Items: []Item{{Code: "cardboard", Cost: ref("0.31")}, {Code: "adhesive", Cost: ref("0.26")}, {Code: "carton", Cost: ref("0.76")},
		{Code: "box", Lines: []BOMLine{{"cardboard", n("1"), nought}, {"adhesive", n("2"), nought}, {"carton", n("1"), nought}}, Routing: []Operation{{Name: "make", Hours: n("25").Quo(n("60")), Rate: n("8.25"), Overhead: n("12")}}}}}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	box := r.Items[3]
	is(t, "VAR-15 materials", box.Material, "1.59")
	is(t, "VAR-15 labour", box.Labour, "3.44")
	is(t, "VAR-15 overhead", box.Overhead, "5")
	is(t, "VAR-15 total", box.Total, "10.03")
	x := Rollup{Currency: "USD", Items: []Item{{Code: "locker", Lines: []BOMLine{{"door", n("2"), nought}, {"screw", n("8"), n("0.2")}}, Yield: ref("0.8")}, {Code: "steel", Cost: ref("3")}, {Code: "screw", Cost: ref("0.1")},
		{Code: "door", Lines: []BOMLine{{"steel", n("4"), nought}}, Routing: []Operation{{Name: "cut", Hours: n("0.25"), Setup: n("2"), Lot: n("40"), Rate: n("20"), OverheadOfLabour: n("1.5")}}}},
		OnHand: []OnHand{{"door", n("10"), n("25")}, {"steel", n("100"), n("3.1")}}}
	if r, err = x.Compute(); err != nil {
		t.Fatal(err)
	}
	door, locker := r.Items[1], r.Items[3]
	is(t, "door labour", door.Labour, "6")
	is(t, "door overhead", door.Overhead, "9")
	is(t, "door", door.Total, "27")
	is(t, "locker material", locker.Material, "31.25") // (24 of doors + 1 of screws) / 0.8
	is(t, "locker", locker.Total, "68.75")
	is(t, "revaluation", r.Change, "10")
	if door.Level != 1 || locker.Level != 2 {
		t.Errorf("levels %d and %d", door.Level, locker.Level)
	}
}

func TestRollupRefuses(t *testing.T) {
	a := func(code string, lines ...string) Item {
		it := Item{Code: code}
		for _, l := range lines {
			it.Lines = append(it.Lines, BOMLine{l, n("1"), nought})
		}
		return it
	}
	for want, items := range map[string][]Item{
		"A > B > C > A":                  {a("A", "B"), a("B", "C"), a("C", "A")},
		"is not among the items":         {a("A", "B")},
		"it stands twice":                {{Code: "A", Cost: ref("1")}, {Code: "A", Cost: ref("1")}},
		"nothing that it is made of":     {{Code: "A"}},
		"it is bought or made":           {{Code: "A", Cost: ref("1"), Lines: []BOMLine{{"A", n("1"), nought}}}},
		"the quantity is above zero":     {{Code: "A", Lines: []BOMLine{{"B", nought, nought}}}},
		"a yield of 0; it is above 0":    {{Code: "A", Yield: ref("0"), Lines: []BOMLine{{"B", n("1"), nought}}}},
		"set-up needs the size of a lot": {{Code: "A", Routing: []Operation{{Setup: n("1")}}}},
	} {
		_, err := Rollup{Currency: "USD", Items: items}.Compute()
		refuses(t, want, err)
	}
}

// TestActivityCases: ABC-02 (Wiley CMA), ABC-03 (OpenStax m68137, whose printed total cost of sales of 8,744,000 is a digit slip for 8,774,000: its
// gross profit agrees with the latter).
func TestActivityCases(t *testing.T) {
	r, err := Activity{Currency: "USD", Pools: []ActivityPool{{Name: "machining", Cost: n("420000"), Total: ref("50000")}, {Name: "moving", Cost: n("255000"), Total: ref("37500")}, {Name: "setup", Cost: n("160000"), Total: ref("25000")}}}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"8.4", "6.8", "6.4"} {
		is(t, "ABC-02 "+r.Rates[i].Name, r.Rates[i].Amount, want)
	}
	x := Activity{Currency: "USD"}
	for _, p := range []struct {
		name, cost string
		drivers    []string
	}{{"setups", "200000", []string{"2000", "1500", "1500"}}, {"requisitions", "500000", []string{"5000", "4000", "1000"}}, {"inspection", "300000", []string{"10000", "9000", "1000"}}, {"parts", "600000", []string{"15000", "3000", "12000"}}, {"machine hours", "900000", []string{"80000", "60000", "10000"}}} {
		pool := ActivityPool{Name: p.name, Cost: n(p.cost)}
		for _, d := range p.drivers {
			pool.Drivers = append(pool.Drivers, n(d))
		}
		x.Pools = append(x.Pools, pool)
	}
	for i, p := range [][6]string{{"Solo", "140000", "3.5", "10", "20", "150000"}, {"Band", "100000", "6", "2.75", "25", "110000"}, {"Orchestra", "250000", "11.7", "4.3", "30", "200000"}} {
		_ = i
		x.Products = append(x.Products, Product{p[0], ref(p[1]), n(p[2]), n(p[3]), ref(p[4]), ref(p[5])})
	}
	if r, err = x.Compute(); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][4]string{{"1260000", "9", "22.5", "-2.5"}, {"815000", "8.15", "16.9", "8.1"}, {"425000", "1.7", "17.7", "12.3"}} {
		is(t, "ABC-03 overhead", r.Products[i].Overhead, want[0])
		is(t, "ABC-03 per unit", *r.Products[i].OverheadPerUnit, want[1])
		is(t, "ABC-03 unit cost", *r.Products[i].UnitCost, want[2])
		is(t, "ABC-03 unit profit", *r.Products[i].UnitProfit, want[3])
	}
	is(t, "ABC-03 cost of sales", *r.CostOfSales, "8774000")
	is(t, "ABC-03 gross profit", *r.GrossProfit, "2976000")
	is(t, "ABC-03 unused", r.Unused, "0")
	_, err = Activity{Currency: "USD", Pools: []ActivityPool{{Name: "idle", Cost: n("1")}}}.Compute()
	refuses(t, "a rate needs them above zero", err)
}
