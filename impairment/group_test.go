package impairment

import (
	"errors"
	"testing"

	"tieout/check"
	"tieout/workpaper"
)

func whole(i int64) *workpaper.Number {
	n := workpaper.Whole(i)
	return &n
}

func one(cost, dep, flows, fair int64) Group {
	return Group{Currency: "USD", Assets: []Asset{{Cost: *whole(cost), Depreciation: *whole(dep)}}, Scenarios: []Scenario{{Probability: *whole(1), Flows: []workpaper.Number{*whole(flows)}}}, Fair: whole(fair)}
}

// TestGroupCases: Kieso, Intermediate Accounting 16e, BE11-8 (IMP-02), a variant of it (IMP-03), a question put on a forum (IMP-04); and
// IMP-07, whose published 140,000 is wrong: the facts are those of IMP-02.
func TestGroupCases(t *testing.T) {
	for _, c := range []struct {
		id   string
		g    Group
		want int64
	}{
		{"IMP-02", one(900000, 380000, 500000, 400000), 120000}, {"IMP-03", one(963000, 406600, 535000, 428000), 128400}, {"IMP-04", one(20000, 0, 15000, 12000), 8000}, {"IMP-07", one(900000, 380000, 500000, 400000), 120000},
		{"recoverable, whatever fair value is", one(900000, 380000, 520000, 400000), 0},
		{"fair value above the carrying amount", one(900000, 380000, 500000, 600000), 0},
	} {
		r, err := c.g.Compute()
		if err != nil || r.Loss.Cmp(workpaper.Whole(c.want)) != 0 {
			t.Errorf("%s: %v, %v, want %d", c.id, r.Loss, err, c.want)
		}
	}
}

// TestAllocation is the example of ASC 360-10-55-20 to 55-22 (SFAS 144 appendix A): a loss of 600 over four assets, of which the third has a
// fair value of 822.
func TestAllocation(t *testing.T) {
	g := Group{Currency: "USD", Assets: []Asset{{Name: "A", Carrying: whole(590)}, {Name: "B", Carrying: whole(780)}, {Name: "C", Carrying: whole(950), Fair: whole(822)}, {Name: "D", Carrying: whole(430)}, {Name: "inventory", Carrying: whole(400), Other: true}, {Name: "payables", Carrying: whole(-450), Other: true}},
		Scenarios: []Scenario{{Probability: *whole(1), Flows: []workpaper.Number{*whole(2200)}}}, Fair: whole(2100), Years: whole(5)}
	r, err := g.Compute()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int64{435, 576, 822, 317, 400, -450} {
		if r.Assets[i].Written.Cmp(workpaper.Whole(want)) != 0 {
			t.Errorf("%s is %v, want %d", r.Assets[i].Name, r.Assets[i].Written, want)
		}
	}
	if r.Loss.Cmp(workpaper.Whole(600)) != 0 || r.Depreciation.Cmp(workpaper.Whole(430)) != 0 {
		t.Errorf("loss %v, depreciation %v", r.Loss, r.Depreciation)
	}
}

// TestNoPlace: the assets' own fair values leave no place for the whole loss.
func TestNoPlace(t *testing.T) {
	g := Group{Currency: "USD", Places: 2, Assets: []Asset{{Carrying: whole(100), Fair: whole(95)}, {Carrying: whole(100), Fair: whole(80)}}, Scenarios: []Scenario{{Probability: *whole(1), Flows: []workpaper.Number{*whole(150)}}}, Fair: whole(140)}
	r, err := g.Compute()
	if err != nil || r.Loss.Cmp(workpaper.Whole(25)) != 0 || len(r.Findings) != 1 || r.Findings[0].Rule != "impairment-unallocated" {
		t.Error(r.Loss, r.Findings, err)
	}
}

func TestGroupRefusals(t *testing.T) {
	for name, g := range map[string]Group{
		"no assets": {}, "no flows": {Assets: []Asset{{Cost: *whole(5)}}, Fair: whole(1)},
		"no fair value": {Assets: []Asset{{Cost: *whole(5)}}, Scenarios: []Scenario{{Probability: *whole(1), Flows: []workpaper.Number{*whole(1)}}}},
		"probabilities": {Assets: []Asset{{Cost: *whole(5)}}, Fair: whole(1), Scenarios: []Scenario{{Probability: workpaper.Ratio(1, 2), Flows: []workpaper.Number{*whole(1)}}}},
		"depreciation":  one(5, 6, 1, 1),
	} {
		if _, err := g.Compute(); !errors.As(err, new(check.Mistake)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
