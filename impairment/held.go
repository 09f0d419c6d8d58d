package impairment

import (
	"fmt"
	"slices"

	"tieout/estimate"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/workpaper"
)

type saleTest struct {
	on      fiscal.Date
	name    string
	account string
	begin   workpaper.Number
	held    bool
	result  SaleResult
}

// heldSince is an asset held for sale as it goes on from row to row.
type heldSince struct {
	carried, recognised workpaper.Number
	answers             []Criterion
	account             string
}

// testSales measures what is held for sale on a day. The rows before it say what it is carried at.
func (h *Holding) testSales(r *estimate.Reader, a estimate.Line, d fiscal.Date) (losses []Part) {
	for n, l := range onDay(r, "sales", d) {
		name := l.Text("asset")
		if slices.ContainsFunc(h.sales, func(t saleTest) bool { return t.on == d && t.name == name }) {
			l.Fail("asset", "%s stands twice at %s", name, d)
			continue
		}
		since := h.heldAt(r, name, d)
		of := component{heldForSale, name}
		if l.Yes("sold") {
			if since == nil {
				l.Fail("sold", "%s is not held for sale on %s", name, d)
				continue
			}
			h.sales = append(h.sales, saleTest{on: d, name: name, account: since.account, begin: since.carried})
			h.moves = append(h.moves, move{on: d, of: of, what: disposed, amount: h.books.Minor(since.recognised)})
			continue
		}
		now, ok := h.classified(l, since)
		if !ok {
			continue
		}
		res, err := Sale{Name: name, Currency: r.Currency, Places: r.Digits, Carrying: now.carried, Fair: h.books.Exact(l.Minor("fair")), CostToSell: h.books.Exact(l.Minor("cost-to-sell")), Recognised: now.recognised, Criteria: now.answers, Kept: l.Yes("kept"), Meanwhile: h.books.Exact(l.Minor("meanwhile"))}.Compute()
		if err != nil {
			l.Fail("", "%v", err)
			continue
		}
		if since != nil && !res.Held && !l.Yes("kept") {
			l.Fail("kept", "one of the criteria is no longer met: say that it is kept, which measures it anew (ASC 360-10-35-44)")
			continue
		}
		h.sales = append(h.sales, saleTest{on: d, name: name, account: now.account, begin: now.carried, held: res.Held, result: res})
		losses = before(losses, name, res.Loss)
		loss := h.books.Minor(res.Loss.Sub(res.Gain))
		h.enter(a, of, d, fmt.Sprintf("sale-%d", n+1), "Held for sale: "+name, loss, []ledger.Line{{Account: now.account, Amount: loss}})
		if !res.Held && since != nil { // what was kept takes its losses with it
			h.moves = append(h.moves, move{on: d, of: of, what: disposed, amount: h.books.Minor(now.recognised) + loss})
		}
	}
	return losses
}

// heldAt is how an asset stands before its row of a day; nil where it is not held for sale.
func (h *Holding) heldAt(r *estimate.Reader, name string, d fiscal.Date) *heldSince {
	var s *heldSince
	for _, t := range h.sales {
		if t.name != name || t.on >= d {
			continue
		}
		if !t.held {
			s = nil
			continue
		}
		if s == nil {
			s = &heldSince{account: t.account}
		}
		s.carried, s.recognised = t.result.NewCarrying, s.recognised.Add(t.result.Loss).Sub(t.result.Gain)
	}
	if s == nil {
		return nil
	}
	rows := r.Rows("sales")
	slices.SortStableFunc(rows, func(x, y estimate.Line) int { return int(x.Date("date") - y.Date("date")) })
	for _, l := range rows { // the answers that stand
		if l.Text("asset") == name && l.Date("date") < d {
			s.answers = answersOf(l, s.answers)
		}
	}
	return s
}

// answersOf are the criteria as a row answers them; what it leaves out stands as before.
func answersOf(l estimate.Line, before []Criterion) (out []Criterion) {
	for i, c := range Criteria {
		switch key := criteriaColumns[i].Key; {
		case l.Has(key):
			out = append(out, Criterion{c.Question, c.Cite, l.Yes(key)})
		case i < len(before):
			out = append(out, before[i])
		}
	}
	return out
}

// classified is a row with what stands of the asset: in its first row all criteria are answered, and the carrying amount is given.
func (h *Holding) classified(l estimate.Line, since *heldSince) (heldSince, bool) {
	if since != nil {
		if l.Has("carrying") {
			l.Fail("carrying", "it is carried at %s since its row before; leave it out", h.books.Text(h.books.Minor(since.carried)))
			return heldSince{}, false
		}
		now := *since
		now.answers = answersOf(l, since.answers)
		if l.Has("account") && l.Text("account") != since.account {
			l.Fail("account", "it is held for sale in the account %s since its first row; leave it out", since.account)
		}
		return now, true
	}
	now := heldSince{carried: h.books.Exact(l.Minor("carrying")), answers: answersOf(l, nil), account: l.Text("account")}
	switch {
	case l.Yes("kept"):
		l.Fail("kept", "%s is not held for sale before it", l.Text("asset"))
	case !l.Has("carrying"):
		l.Fail("carrying", "it is missing: the first row says what the asset is carried at when it is classified")
	case now.account == "":
		l.Fail("account", "it is missing: the first row names the account in which the asset is held for sale")
	case len(now.answers) < len(Criteria):
		for i, c := range Criteria {
			if key := criteriaColumns[i].Key; !l.Has(key) {
				l.Fail(key, "in the first row answer with yes or no whether %s", c.Question)
			}
		}
	default:
		return now, true
	}
	return now, false
}
