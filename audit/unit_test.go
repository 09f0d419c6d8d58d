package audit

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/money"
	"tieout/workpaper"
)

// TestConfidenceFactors is AICPA Audit Guide Audit Sampling, appendix C, table C-3, as reprinted in textbooks: Poisson factors by the
// number of overstatements, a column a risk. At 37% the prints of textbooks differ in the last place and are left out from there.
func TestConfidenceFactors(t *testing.T) {
	risks := strings.Fields("0.05 0.10 0.15 0.20 0.25 0.30 0.35 0.50")
	for n, row := range []string{
		"3.00 2.31 1.90 1.61 1.39 1.21 1.05 0.70",
		"4.75 3.89 3.38 3.00 2.70 2.44 2.22 1.68",
		"6.30 5.33 4.73 4.28 3.93 3.62 3.35 2.68",
		"7.76 6.69 6.02 5.52 5.11 4.77 4.46 3.68",
		"9.16 8.00 7.27 6.73 6.28 5.90 5.55 4.68",
		"10.52 9.28 8.50 7.91 7.43 7.01 6.64 5.68",
		"11.85 10.54 9.71 9.08 8.56 8.12 7.72 6.67",
		"13.15 11.78 10.90 10.24 9.69 9.21 8.79 7.67",
		"14.44 13.00 12.08 11.38 10.81 10.31 9.85 8.67",
		"15.71 14.21 13.25 12.52 11.92 11.39 10.92 9.67",
		"16.97 15.41 14.42 13.66 13.02 12.47 11.98 10.67",
		"18.21 16.60 15.57 14.78 14.13 13.55 13.04 11.67",
		"19.45 17.79 16.72 15.90 15.22 14.63 14.09 12.67",
		"20.67 18.96 17.86 17.02 16.32 15.70 15.14 13.67",
		"21.89 20.13 19.00 18.13 17.40 16.77 16.20 14.67",
		"23.10 21.30 20.13 19.24 18.49 17.84 17.25 15.67",
		"24.31 22.46 21.26 20.34 19.58 18.90 18.29 16.67",
		"25.50 23.61 22.39 21.44 20.66 19.97 19.34 17.67",
		"26.70 24.76 23.51 22.54 21.74 21.03 20.38 18.67",
		"27.88 25.91 24.63 23.64 22.81 22.09 21.43 19.67",
		"29.07 27.05 25.74 24.73 23.89 23.15 22.47 20.67",
	} {
		for i, want := range strings.Fields(row) {
			if got := ConfidenceFactor(num(risks[i]), workpaper.Whole(int64(n))).Text(2, money.Up); got != want {
				t.Errorf("risk %s, %d: %s, want %s", risks[i], n, got, want)
			}
		}
	}
	if got := ConfidenceFactor(num("0.01"), workpaper.Whole(2)).Text(2, money.Up); got != "8.41" { // Principles of Auditing, table of reliability factors
		t.Error(got)
	}
}

// TestUnitSizes is table C-1 of the same appendix: sizes by risk, expected ÷ tolerable, and tolerable misstatement in percent of the
// balance.
func TestUnitSizes(t *testing.T) {
	tolerable := strings.Fields("50 30 10 8 6 5 4 3 2 1 0.5")
	for line := range strings.Lines(`
5 0.0 6 10 30 38 50 60 75 100 150 300 600
5 0.1 8 13 37 46 62 74 92 123 184 368 736
5 0.2 10 16 47 58 78 93 116 155 232 463 925
5 0.3 12 20 60 75 100 120 150 200 300 600 1199
5 0.4 17 27 81 102 135 162 203 270 405 809 1618
5 0.5 24 39 116 145 193 231 289 385 577 1154 2308
10 0.0 5 8 24 29 39 47 58 77 116 231 461
10 0.2 7 12 35 43 57 69 86 114 171 341 682
10 0.3 9 15 44 55 73 87 109 145 217 433 866
10 0.4 12 20 58 72 96 115 143 191 286 572 1144
10 0.5 16 27 80 100 134 160 200 267 400 799 1597
15 0.0 4 7 19 24 32 38 48 64 95 190 380
15 0.2 6 10 28 35 46 55 69 91 137 273 545
15 0.3 7 12 35 43 57 69 86 114 171 341 681
15 0.4 9 15 45 56 74 89 111 148 221 442 883
15 0.5 13 21 61 76 101 121 151 202 302 604 1208
20 0.0 4 6 17 21 27 33 41 54 81 161 322
20 0.2 5 8 23 29 38 46 57 76 113 226 451
20 0.3 6 10 28 35 47 56 70 93 139 277 554
20 0.4 8 12 36 45 59 71 89 118 177 354 707
20 0.5 10 16 48 60 80 95 119 159 238 475 949
25 0.0 3 5 14 18 24 28 35 47 70 139 278
25 0.2 4 7 19 24 32 38 48 64 95 190 380
25 0.3 5 8 23 29 39 46 58 77 115 230 460
25 0.4 6 10 29 37 49 58 73 97 145 289 578
25 0.5 8 13 38 48 64 76 95 127 190 380 760
30 0.0 3 5 13 16 21 25 31 41 61 121 241
30 0.2 4 6 17 21 27 33 41 54 81 162 323
30 0.4 5 8 24 30 40 48 60 80 120 239 477
30 0.6 9 15 43 54 71 85 107 142 213 425 850
35 0.0 3 4 11 14 18 21 27 35 53 105 210
35 0.2 3 5 14 18 23 28 35 46 69 138 276
35 0.4 4 7 20 25 34 40 50 67 100 199 397
35 0.6 7 12 34 43 57 68 85 113 169 338 676
50 0.0 2 3 7 9 12 14 18 24 35 70 139
50 0.2 2 3 9 11 15 18 22 29 44 87 173
50 0.4 3 4 12 15 19 23 29 38 57 114 228
50 0.6 4 6 17 22 29 34 43 57 85 170 340`) {
		row := strings.Fields(line)
		if len(row) == 0 {
			continue
		}
		for i, want := range row[2:] {
			p := UnitPlan{Currency: "USD", Places: 2, Risk: num(row[0]).Quo(workpaper.Whole(100)), Book: num("1000000"), Tolerable: num(tolerable[i]).Mul(workpaper.Whole(10_000))}
			p.Expected = p.Tolerable.Mul(num(row[1]))
			r, err := p.Compute()
			if err != nil || workpaper.Whole(r.Size).Cmp(num(want)) != 0 {
				t.Errorf("risk %s%%, expected %s of %s%%: %d, want %s %v", row[0], row[1], tolerable[i], r.Size, want, err)
			}
		}
	}
}

// TestExpansion is a problem of a textbook (tables of Principles of Auditing, 2006): 3,460,000 recorded, 63,460 tolerable, 13,000
// expected, 5%: 3,460,000 × 3.00 ÷ (63,460 − 13,000 × 1.6) is 243.3. The size solved from the probability stands beside it.
func TestExpansion(t *testing.T) {
	r, err := UnitPlan{Currency: "USD", Places: 2, Risk: num("0.05"), Book: num("3460000"), Tolerable: num("63460"), Expected: num("13000")}.Compute()
	if err != nil || r.Expansion != 244 || r.Size != 255 || r.Interval.Cmp(num("13568.62")) != 0 {
		t.Errorf("%+v %v", r, err)
	}
	r, err = UnitPlan{Currency: "USD", Places: 2, Risk: num("0.07"), Book: num("3460000"), Tolerable: num("63460")}.Compute()
	if err != nil || r.Expansion != 0 {
		t.Errorf("%+v %v", r, err)
	}
}

// TestLimit is a lecture's problem (University of Florida, ACG 5637, PPS sampling, problem of chapter 16): interval 2,500,000 ÷ 59, 10%
// risk, four overstatements of which one is above the interval. The lecture rounds the factors to one decimal and gets 172,988; with
// the factors of the table, 2.31, 3.89, 5.33 and 6.69, it is 172,819.
func TestLimit(t *testing.T) {
	x := UnitTest{Currency: "USD", Risk: num("0.10"), Interval: num("42373"), Decimals: 2}
	for _, i := range []string{"71330 60631", "18996 17096", "30081 21057", "3555 1422", "500 500"} {
		f := strings.Fields(i)
		x.Items = append(x.Items, Examined{Book: num(f[0]), Audited: num(f[1])})
	}
	r, err := x.Compute()
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string][2]string{
		"basic precision": {r.Basic.Text(0, money.HalfAway), "97882"},
		"projected":       {r.Projected.Text(0, money.HalfAway), "53072"}, // 10,699 + 25,424 + 12,711 + 4,238
		"upper limit":     {r.Upper.Text(0, money.HalfAway), "172819"},
		"known":           {r.Known.Text(0, money.HalfAway), "23756"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s is %s, want %s", what, c[0], c[1])
		}
	}
	if !r.Over[3].Top || r.Over[0].Tainting.Cmp(num("0.6")) != 0 || r.Over[0].Factor.Cmp(num("1.58")) != 0 {
		t.Errorf("%+v", r.Over)
	}
}

// TestBasicPrecision: the same lectures: interval 26,882, nothing found, 5%: 80,646.
func TestBasicPrecision(t *testing.T) {
	tolerable := num("125000")
	r, err := UnitTest{Currency: "USD", Risk: num("0.05"), Interval: num("26882"), Decimals: 2, Tolerable: &tolerable}.Compute()
	if err != nil || r.Upper.Cmp(num("80646")) != 0 || !r.Supports {
		t.Errorf("%+v %v", r, err)
	}
}

// TestJordan is a published question: interval 12,300, 5%, three overstatements, the first above the interval. Projected 2,500 + 60% and
// 33.3% of 12,300; basic precision 36,900; increments 1.75 and 1.55.
func TestJordan(t *testing.T) {
	tolerable := num("65000")
	r, err := UnitTest{Currency: "USD", Places: 2, Risk: num("0.05"), Interval: num("12300"), Decimals: 2, Tolerable: &tolerable,
		Items: []Examined{{Name: "1", Book: num("15000"), Audited: num("12500")}, {Name: "2", Book: num("10000"), Audited: num("4000")}, {Name: "3", Book: num("3000"), Audited: num("2000")}}}.Compute()
	if err != nil {
		t.Fatal(err)
	}
	if r.Projected.Cmp(num("13980")) != 0 || r.Basic.Cmp(num("36900")) != 0 || r.Incremental.Cmp(num("7790")) != 0 || r.Upper.Cmp(num("58670")) != 0 || !r.Supports {
		t.Errorf("projected %v, basic %v, incremental %v, upper %v", r.Projected, r.Basic, r.Incremental, r.Upper)
	}
}

func TestUnderstatement(t *testing.T) {
	tolerable := num("40")
	r, err := UnitTest{Currency: "USD", Places: 2, Risk: num("0.05"), Interval: num("10"), Decimals: 2, Tolerable: &tolerable, Items: []Examined{{Book: num("4"), Audited: num("8")}, {Book: num("5"), Audited: num("4"), Hits: 2}}}.Compute()
	// Over: 20% twice, 2 each, × 1.75 and 1.55; under: 100%, 10 × 1.75.
	if err != nil || r.Upper.Cmp(num("36.6")) != 0 || r.UpperUnder.Cmp(num("47.5")) != 0 || r.Projected.Cmp(num("-6")) != 0 || r.Supports || len(r.Findings) != 1 {
		t.Errorf("%+v %v", r, err)
	}
	r, err = UnitTest{Currency: "USD", Risk: num("0.05"), Interval: num("10"), Decimals: 6, Items: []Examined{{Name: "a", Book: num("4"), Audited: num("-1")}}}.Compute()
	if err != nil || len(r.Findings) != 1 || r.Findings[0].Rule != "sample-tainting" {
		t.Errorf("%+v %v", r, err)
	}
}

func TestUnitRefusals(t *testing.T) {
	five := num("0.05")
	plan := func(book, tolerable, expected string) func() error {
		return func() error {
			_, err := UnitPlan{Currency: "USD", Risk: five, Book: num(book), Tolerable: num(tolerable), Expected: num(expected)}.Compute()
			return err
		}
	}
	test := func(interval string, items ...Examined) func() error {
		return func() error {
			_, err := UnitTest{Currency: "USD", Risk: five, Decimals: 2, Interval: num(interval), Items: items}.Compute()
			return err
		}
	}
	for _, c := range []struct {
		err  func() error
		want string
	}{
		{plan("0", "1", "0"), "test the others apart"},
		{plan("10", "0", "0"), "above nothing"},
		{plan("10", "10", "0"), "no sample is needed"},
		{plan("10", "5", "5"), "expect less than is tolerable"},
		{plan("1000000", "100", "99"), "more than 5000 units"},
		{plan("10", "1", "0"), "interval below the smallest amount"},
		{test("0"), "above nothing"},
		{test("5", Examined{Book: num("0"), Audited: num("3")}), "test it apart"},
		{test("5", Examined{Book: num("6"), Audited: num("3"), Hits: 2}), "give it once"},
	} {
		if err := c.err(); !errors.As(err, new(check.Mistake)) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

// TestUnitLimitsAreOrdered: one more misstatement, or a larger one, never lowers the limit; the order of the items does not matter.
func TestUnitLimitsAreOrdered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := UnitTest{Currency: "USD", Places: 2, Risk: num("0.05"), Interval: num("1000"), Decimals: rapid.IntRange(2, 6).Draw(t, "decimals")}
		for range rapid.IntRange(1, 3).Draw(t, "items") {
			book := rapid.Int64Range(1, 1500).Draw(t, "book")
			x.Items = append(x.Items, Examined{Book: workpaper.Whole(book), Audited: workpaper.Whole(rapid.Int64Range(1, book).Draw(t, "audited"))})
		}
		upper := func(x UnitTest) workpaper.Number {
			r, err := x.Compute()
			if err != nil {
				t.Fatal(err)
			}
			return r.Upper
		}
		all := upper(x)
		fewer := x
		fewer.Items = x.Items[1:]
		turned := x
		turned.Items = append(append([]Examined{}, x.Items[1:]...), x.Items[0])
		worse := x
		worse.Items = append([]Examined{}, x.Items...)
		worse.Items[0].Audited = workpaper.Number{}
		if upper(fewer).Cmp(all) > 0 || upper(turned).Cmp(all) != 0 || upper(worse).Cmp(all) < 0 {
			t.Error(upper(fewer), all, upper(turned), upper(worse))
		}
	})
}
