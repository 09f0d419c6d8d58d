package app

import (
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/internal/exporter"
	"tieout/ledger"
)

// ReserveRoll is what a valuation account did in a period (Regulation S-X 12-09): minor units, a reserve and what adds to it positive.
type ReserveRoll struct {
	Account, Title string
	Period         fiscal.Named
	Begin          int64
	Costs          int64 // charged to costs and expenses, less what was released to them
	Other          int64 // charged to other accounts
	Deductions     int64 // written off, positive
	End            int64
}

// ValuationConcepts are the elements of accounts that Schedule II shows.
var ValuationConcepts = []string{"us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent", "us-gaap:AllowanceForDoubtfulAccountsReceivable", "us-gaap:AllowanceForCreditLossCurrent", "us-gaap:InventoryValuationReserves", "us-gaap:DeferredTaxAssetsValuationAllowance", "us-gaap:ValuationAllowancesAndReservesBalance"}

// ReserveRoll rolls a valuation account forward. An entry that touches income accounts charges costs and expenses; one that takes the
// reserve off the assets that it is for is a deduction; the rest is charged to other accounts.
func (v *View) ReserveRoll(account string, p fiscal.Named) (ReserveRoll, error) {
	a, ok := v.State.Chart.Account(account)
	if !ok {
		return ReserveRoll{}, mistake("", "account %q is not in the chart", account)
	}
	r := ReserveRoll{Account: account, Title: a.Name, Period: p}
	before, err := v.Open(p.Start - 1)
	if err != nil {
		return r, err
	}
	after, err := v.Open(p.End)
	if err != nil {
		return r, err
	}
	r.Begin, r.End = -before.Account(account), -after.Account(account)
	for l, err := range v.Register(account, p.Period) {
		if err != nil {
			return r, err
		}
		n := -l.Line.Amount
		switch e, err := v.wholeEntry(l.Entry); {
		case err != nil:
			return r, err
		case v.ofIncome(e):
			r.Costs += n
		case n < 0 && v.onlyAssets(e):
			r.Deductions -= n
		default:
			r.Other += n
		}
	}
	return r, nil
}

// wholeEntry is an entry of a register with its lines: as posted, or as proposed on the branch of the view.
func (v *View) wholeEntry(e ledger.Entry) (ledger.Entry, error) {
	if e.Number.Seq == 0 {
		for _, p := range v.proposed {
			if p.Effective == e.Effective && p.Description == e.Description {
				return p, nil
			}
		}
		return e, nil
	}
	whole, _, err := v.Entry(e.Number)
	return whole, err
}

// ofIncome says whether an entry has a line on an income account.
func (v *View) ofIncome(e ledger.Entry) bool {
	return slices.ContainsFunc(e.Lines, func(l ledger.Line) bool {
		a, _ := v.State.Chart.Account(l.Account)
		return a.Type.Income()
	})
}

func (v *View) onlyAssets(e ledger.Entry) bool {
	return !slices.ContainsFunc(e.Lines, func(l ledger.Line) bool {
		a, _ := v.State.Chart.Account(l.Account)
		return a.Type != ledger.Asset
	})
}

// ReserveRolls are the rolls of the accounts that Schedule II shows, account by account, oldest period first.
func (v *View) ReserveRolls(periods ...fiscal.Named) (out []ReserveRoll, err error) {
	for _, a := range v.State.Chart.Accounts() {
		if !slices.Contains(ValuationConcepts, a.Concept) {
			continue
		}
		for _, p := range periods {
			r, err := v.ReserveRoll(a.Code, p)
			if err != nil {
				return nil, err
			}
			if r.Begin != 0 || r.End != 0 || r.Costs != 0 || r.Other != 0 || r.Deductions != 0 {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// ScheduleTwo is Schedule II: valuation and qualifying accounts over periods, oldest first (Regulation S-X 5-04, 12-09).
func (v *View) ScheduleTwo(periods ...fiscal.Named) (exporter.Table, error) {
	rolls, err := v.ReserveRolls(periods...)
	if err != nil {
		return exporter.Table{}, err
	}
	d := v.digits()
	var names []string
	for _, p := range periods {
		names = append(names, p.Name)
	}
	t := exporter.Table{ID: "schedule-ii", Title: []string{v.State.Name, "Schedule II: valuation and qualifying accounts"}, Columns: append(texts("Account", "Period"), exporter.Column{Key: "begin", Title: "At the beginning", Amount: true, Digits: d}, exporter.Column{Key: "costs", Title: "Charged to costs and expenses", Amount: true, Digits: d},
		exporter.Column{Key: "other", Title: "Charged to other accounts", Amount: true, Digits: d}, exporter.Column{Key: "deductions", Title: "Deductions", Amount: true, Digits: d},
		exporter.Column{Key: "end", Title: "At the end", Amount: true, Digits: d, Sum: []exporter.Term{{Key: "begin"}, {Key: "costs"}, {Key: "other"}, {Key: "deductions", Minus: true}}}), Notes: []string{"Charged to costs and expenses is net of what was released to them. Deductions are what was written off against the assets (Regulation S-X 12-09)."}}
	for _, r := range rolls {
		t.Rows = append(t.Rows, exporter.Row{Key: r.Account + " " + r.Period.Name, Cells: []exporter.Cell{exporter.Text(orOther(r.Title, r.Account)), exporter.Text(r.Period.Name), exporter.Amount(r.Begin, d), exporter.Amount(r.Costs, d), exporter.Amount(r.Other, d), exporter.Amount(r.Deductions, d), exporter.Amount(r.End, d)}})
	}
	v.stamp(&t, "for "+strings.Join(names, ", "))
	return t, nil
}
