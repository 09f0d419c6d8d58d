package debt

import (
	"regexp"
	"strings"
	"testing"

	"tieout/estimate"
	"tieout/fiscal"
)

var reference = regexp.MustCompile(`\{\{([A-Za-z]+)(?:@DebtInstrumentAxis=([A-Za-z0-9]+))?(?: prior)?\}\}`)

// TestNoteOnCostsAndDoubt: the note says what is not amortised and the effective rate (ASC 835-30-45-2), and doubt in the words of its time; every
// reference has its figure.
func TestNoteOnCostsAndDoubt(t *testing.T) {
	r := loanRecord("effective interest", estimate.Row{"paid": "2007-01-01", "amount": "12000", "until": "2011-12-31"}, estimate.Row{"what": "discount", "paid": "2007-01-01", "amount": "6000", "until": "2011-12-31"})
	r["concern"] = []estimate.Row{{"at": "2008-12-31", "probable": "yes", "basis": "forecast"}}
	r["conditions"] = []estimate.Row{{"at": "2008-12-31", "kind": "financial difficulty", "condition": "The loan may be called."}}
	f, _ := recorded(t, r)
	n, err := note([]estimate.Schedule{f}, estimate.Columns{Instants: map[string]fiscal.Date{"now": day("2008-12-31"), "prior": day("2007-12-31")}, Spans: map[string]fiscal.Period{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"issue costs of {{UnamortizedDebtIssuanceExpense@DebtInstrumentAxis=BankTermLoanMember}}, discount of {{DebtInstrumentUnamortizedDiscount@", "The effective rate of a year is 9.38 %.", "There is substantial doubt", "are: The loan may be called. The statements assume"} {
		if !strings.Contains(n.Text, want) {
			t.Errorf("the note lacks %q:\n%s", want, n.Text)
		}
	}
	have := map[string]int64{}
	for _, g := range n.Figures {
		key := strings.TrimPrefix(g.Concept, "us-gaap:") + " "
		for _, m := range g.Members {
			key += strings.TrimPrefix(m.Member, "us-gaap:")
		}
		have[key] = g.Instants["now"]
	}
	for _, m := range reference.FindAllStringSubmatch(strings.ReplaceAll(n.Text, "{{date prior}}", ""), -1) {
		if _, ok := have[m[1]+" "+m[2]]; !ok {
			t.Errorf("%s has no figure", m[0])
		}
	}
	if got := have["UnamortizedDebtIssuanceExpense BankTermLoanMember"] + have["DebtInstrumentUnamortizedDiscount BankTermLoanMember"]; got != f.unamortised(-1, day("2008-12-31")) || got == 0 {
		t.Errorf("not amortised %d, the schedule has %d", got, f.unamortised(-1, day("2008-12-31")))
	}
}
