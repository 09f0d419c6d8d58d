package recurring

import (
	"testing"

	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/ledger"
)

func day(s string) fiscal.Date { return fiscal.MustParse(s) }

// TestDays: last days of months, of quarters, a day of the month, and the bounds.
func TestDays(t *testing.T) {
	for _, c := range []struct {
		s    Standing
		upTo string
		want []string
	}{
		{Standing{Every: Monthly, From: day("2024-01-31")}, "2024-04-30", []string{"2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"}},
		{Standing{Every: Quarterly, From: day("2024-03-01")}, "2024-12-31", []string{"2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"}},
		{Standing{Every: Monthly, Day: 15, From: day("2024-11-20"), Until: day("2025-01-31")}, "2026-01-01", []string{"2024-12-15", "2025-01-15"}},
		{Standing{Every: Yearly, Day: 1, From: day("2023-07-01")}, "2025-06-30", []string{"2023-07-01", "2024-07-01"}},
	} {
		var got []string
		for _, d := range c.s.days(day(c.upTo)) {
			got = append(got, d.String())
		}
		if len(got) != len(c.want) {
			t.Errorf("%+v: %v", c.s, got)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%+v: %v", c.s, got)
			}
		}
	}
}

// TestInsurance spreads a year's premium of 1,000.00 over twelve months: 83.34 four times and 83.33 eight times.
func TestInsurance(t *testing.T) {
	s := Standing{ID: 7, Every: Monthly, From: day("2024-01-01"), Until: day("2024-12-31"), Spread: true,
		Entry: ledger.Entry{Description: "Insurance", Lines: []ledger.Line{{Account: "6100", Amount: 100_000}, {Account: "1310", Amount: -100_000}}}}
	var sum, more int64
	due := s.Due(day("2024-12-31"))
	for _, o := range due {
		sum += o.Entry.Lines[0].Amount
		if o.Entry.Lines[0].Amount == 8_334 {
			more++
		}
	}
	if len(due) != 12 || sum != 100_000 || more != 4 || due[2].Key != "recurring/7/2024-03-31" {
		t.Errorf("%d parts of together %d, %d larger, %s", len(due), sum, more, due[2].Key)
	}
	if got := s.Left(day("2024-06-30")); got != 49_998 {
		t.Errorf("%d are left at the middle of the year", got)
	}
}

// TestPartsAddUp: whatever the lines, every part balances and every line adds up to its total.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Standing
		var sum int64
		for range rapid.IntRange(1, 5).Draw(t, "lines") {
			n := rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "amount")
			sum += n
			s.Entry.Lines = append(s.Entry.Lines, ledger.Line{Account: "1", Amount: n})
		}
		s.Entry.Lines = append(s.Entry.Lines, ledger.Line{Account: "2", Amount: -sum})
		s.Every, s.Spread = rapid.SampledFrom([]Every{Monthly, Quarterly, Yearly}).Draw(t, "every"), true
		s.From = day("2020-01-01") + fiscal.Date(rapid.IntRange(0, 400).Draw(t, "from"))
		s.Until = s.From + fiscal.Date(rapid.IntRange(366, 3000).Draw(t, "days"))
		s.Day = rapid.IntRange(0, 28).Draw(t, "day")
		totals := make([]int64, len(s.Entry.Lines))
		seen := map[string]bool{}
		for _, o := range s.Due(s.Until) {
			var balance int64
			for j, l := range o.Entry.Lines {
				totals[j] += l.Amount
				balance += l.Amount
			}
			if balance != 0 || seen[o.Key] {
				t.Fatalf("part %d is out by %d, or comes twice", o.No, balance)
			}
			seen[o.Key] = true
		}
		for j, l := range s.Entry.Lines {
			if totals[j] != l.Amount {
				t.Fatalf("line %d adds up to %d, not %d", j+1, totals[j], l.Amount)
			}
		}
	})
}

func TestCheck(t *testing.T) {
	good := Standing{Name: "x", Every: Monthly, From: day("2024-01-01")}
	if fs := good.Check(); len(fs) > 0 {
		t.Errorf("%v", fs)
	}
	for name, change := range map[string]func(*Standing){
		"every": func(s *Standing) { s.Every = "week" }, "day": func(s *Standing) { s.Day = 31 }, "from": func(s *Standing) { s.From = 0 },
		"until": func(s *Standing) { s.Until = day("2023-01-01") }, "spread": func(s *Standing) { s.Spread = true }, "no day": func(s *Standing) { s.Every, s.Until = Yearly, day("2024-01-02") },
		"too often": func(s *Standing) { s.Until = day("2200-01-01") },
	} {
		s := good
		change(&s)
		if len(s.Check()) == 0 {
			t.Errorf("%s is taken", name)
		}
	}
}
