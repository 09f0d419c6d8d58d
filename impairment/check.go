package impairment

import (
	"fmt"
	"strings"

	"tieout/check"
	"tieout/estimate"
	"tieout/fiscal"
)

// Check holds goodwill, what is held for sale and the tested assets against the ledger, asks for a test after every triggering event and in
// every twelve months, and gives what the tests of the fiscal year found.
func (h *Holding) Check(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	found = append(h.goodwillTies(l, at), h.salesTie(l, at)...)
	year := fiscal.Period{Start: h.begins(at), End: at}
	for _, t := range h.groups {
		if year.Contains(t.on) {
			found = append(found, h.groupTies(l, t)...)
		}
	}
	found = append(found, h.untested(year)...)
	found = append(found, h.annual(at)...)
	add := func(on fiscal.Date, of []check.Finding) {
		for _, f := range of {
			if f.Subject = strings.TrimSuffix(on.String()+", "+f.Subject, ", "); year.Contains(on) {
				found = append(found, f)
			}
		}
	}
	for _, t := range h.groups {
		add(t.on, t.result.Findings)
	}
	for _, t := range h.sales {
		add(t.on, t.result.Findings)
	}
	for _, t := range h.units {
		add(t.on, t.result.Findings)
	}
	return found
}

// tie is the finding that an account does not have what the record says; nothing where it has.
func (h *Holding) tie(l estimate.Ledger, account, what, cite string, want int64, at fiscal.Date) []check.Finding {
	have, err := l.Balance(account, at)
	if err != nil || have == want || at < h.books.Began {
		return nil
	}
	return []check.Finding{{Rule: "impairment-ties", Severity: check.Open, Subject: account, Cite: cite,
		Message: fmt.Sprintf("%s at the end of %s is %s by the record and %s in the ledger; the difference is %s: propose the entries that are due, or correct what the record says is carried", what, at, h.books.Text(want), h.books.Text(have), h.books.Text(have-want))}}
}

func (h *Holding) goodwillTies(l estimate.Ledger, at fiscal.Date) []check.Finding {
	if h.goodwill == "" {
		return nil
	}
	upTo := fiscal.Period{End: at}
	cost, losses := h.sum(gross, upTo), h.sum(accumulated, upTo)
	if h.accumulated == "" {
		return h.tie(l, h.goodwill, "goodwill", "ASC 350-20-50-1", cost+losses, at)
	}
	return append(h.tie(l, h.goodwill, "goodwill, gross,", "ASC 350-20-50-1", cost, at), h.tie(l, h.accumulated, "the accumulated loss of goodwill", "ASC 350-20-50-1", losses, at)...)
}

// salesTie holds what is held for sale against its accounts.
func (h *Holding) salesTie(l estimate.Ledger, at fiscal.Date) (found []check.Finding) {
	var accounts []string
	want := map[string]int64{}
	last := map[string]saleTest{}
	for _, t := range h.sales {
		if t.on > at {
			continue
		}
		if _, ok := want[t.account]; !ok && t.held {
			accounts, want[t.account] = append(accounts, t.account), 0
		}
		if b := last[t.name]; b.held {
			want[t.account] -= h.books.Minor(b.result.NewCarrying)
		}
		if t.held {
			want[t.account] += h.books.Minor(t.result.NewCarrying)
		}
		last[t.name] = t
	}
	for _, a := range accounts {
		found = append(found, h.tie(l, a, "what is held for sale", "ASC 360-10-35-43", want[a], at)...)
	}
	return found
}

// groupTies holds the new cost of a group's assets against the accounts in which they are carried, on the day of the test.
func (h *Holding) groupTies(l estimate.Ledger, t groupTest) (found []check.Finding) {
	var accounts []string
	want := map[string]int64{}
	for i, a := range t.ledgers {
		if a == "" {
			continue
		}
		if _, ok := want[a]; !ok {
			accounts = append(accounts, a)
		}
		want[a] += h.books.Minor(t.result.Assets[i].Written)
	}
	for _, a := range accounts {
		found = append(found, h.tie(l, a, "the carrying amount of assets of "+t.name+" after the loss", "ASC 360-10-35-20", want[a], t.on)...)
	}
	return found
}

// followed says whether a test of what an event touches was made from its day to the end of its quarter.
func (h *Holding) followed(e event) (goodwill, assets bool) {
	y, n := h.books.Calendar.MonthOf(e.on)
	quarter := fiscal.Period{Start: e.on, End: h.books.Calendar.Quarter(y, (n+2)/3).End}
	for _, t := range h.units {
		goodwill = goodwill || quarter.Contains(t.on)
	}
	for _, t := range h.groups {
		assets = assets || quarter.Contains(t.on)
	}
	for _, t := range h.sales {
		assets = assets || quarter.Contains(t.on)
	}
	return goodwill || e.of == "assets", assets || e.of == "goodwill"
}

// untested finds events of the fiscal year, in quarters that ended, that no test followed.
func (h *Holding) untested(year fiscal.Period) (found []check.Finding) {
	for _, e := range h.events {
		y, n := h.books.Calendar.MonthOf(e.on)
		end := h.books.Calendar.Quarter(y, (n+2)/3).End
		if !year.Contains(e.on) || end > year.End {
			continue
		}
		goodwill, assets := h.followed(e)
		upTo := fiscal.Period{End: e.on}
		if has := h.kind(ofGoodwill, upTo); !goodwill && has > 0 {
			found = append(found, check.Finding{Rule: "impairment-untested", Severity: check.Open, Subject: e.on.String() + ", " + e.text, Cite: "ASC 350-20-35-30", Message: fmt.Sprintf("goodwill of %s was not tested between the event and the end of its quarter on %s; test it, or say in a test why a loss is not likely", h.books.Text(has), end)})
		}
		if !assets {
			found = append(found, check.Finding{Rule: "impairment-untested", Severity: check.Open, Subject: e.on.String() + ", " + e.text, Cite: "ASC 360-10-35-21", Message: fmt.Sprintf("no asset group was tested between the event and the end of its quarter on %s; test those that it touches", end)})
		}
	}
	return found
}

// annual finds goodwill that was not tested in the twelve months to a day.
func (h *Holding) annual(at fiscal.Date) []check.Finding {
	upTo := fiscal.Period{End: at}
	has := h.kind(ofGoodwill, upTo)
	last, began := fiscal.Date(0), fiscal.Date(0)
	for _, m := range h.moves {
		if m.of == gross && (began == 0 || m.on < began) {
			began = m.on
		}
	}
	for _, t := range h.units {
		if t.on <= at {
			last = max(last, t.on)
		}
	}
	if has <= 0 || max(last, began).AddMonths(12, true) >= at {
		return nil
	}
	when := "it was never tested"
	if last != 0 {
		when = "the last test is of " + last.String()
	}
	return []check.Finding{{Rule: "goodwill-annual", Severity: check.Open, Subject: h.Description, Cite: "ASC 350-20-35-28", Message: fmt.Sprintf("goodwill of %s must be tested every year, and %s; record the test", h.books.Text(has), when)}}
}
