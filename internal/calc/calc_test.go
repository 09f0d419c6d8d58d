package calc

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"tieout/check"
)

// shownFindings are the open findings that examples are there to show.
var shownFindings = map[string][]string{"restructuring": {"notes-tie", "over-accrued"}}

func TestExamplesRun(t *testing.T) {
	var names []string
	for _, topic := range Topics() {
		names = append(names, topic.Name)
		first, findings, err := Run(topic.Name, topic.Example)
		findings = slices.DeleteFunc(findings, func(f check.Finding) bool { return slices.Contains(shownFindings[topic.Name], f.Rule) })
		if err != nil || check.Worst(findings) >= check.Open {
			t.Errorf("%s: %v %v", topic.Name, err, findings)
		}
		again, _, _ := Run(topic.Name, topic.Example)
		if !bytes.Equal(first, again) || !json.Valid(first) {
			t.Errorf("%s: two runs differ or are not JSON", topic.Name)
		}
		if topic.Summary == "" || !bytes.Contains(topic.Example, []byte("#")) {
			t.Errorf("%s has no summary or comments", topic.Name)
		}
	}
	if !slices.IsSorted(names) || len(names) < 3 {
		t.Error(names)
	}
	if _, _, err := Run("payroll", nil); !errors.As(err, new(NoTopic)) || !strings.Contains(err.Error(), "abc, absorption, ") {
		t.Error(err)
	}
}

// at reads a value of a result by its path.
func at(t *testing.T, topic, in string, path ...any) any {
	t.Helper()
	b, _, err := Run(topic, []byte(in))
	if err != nil {
		t.Fatalf("%s: %v", in, err)
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	for _, p := range path {
		switch p := p.(type) {
		case string:
			v = v.(map[string]any)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	return v
}

func TestDeadlinesInput(t *testing.T) {
	for _, c := range []struct {
		in   string
		path []any
		want any
	}{
		{"form: 10-K\nfiler_status: LAF\nperiod_end: 2023-12-31\n", []any{"reports", 0, "due"}, "2024-02-29"},
		{"{form: 10-Q, filer_status: accelerated filer, period_end: '2024-06-30'}", []any{"reports", 0, "extended_due"}, "2024-08-14"},
		{"reports: [{form: 8-K, event: 2024-06-08, item: 1.01}]", []any{"events", 0, "due"}, "2024-06-13"},
		{"events: {date: 2024-06-08}", []any{"events", 0, "first_day"}, "2024-06-10"},
		{"accepted: 2008-08-15 17:31", []any{"accepted", 0, "filed"}, "2008-08-18"},
		{"negative_assurance: {balance_sheet: 2023-12-31, day: 131}", []any{"negative_assurance", 0, "date"}, "2024-05-10"},
		{"negative_assurance: {balance_sheet: 2023-12-31, date: 2024-05-14}", []any{"negative_assurance", 0, "allowed"}, false},
		{"holidays: [2022]", []any{"holidays", 0, "days", 9, "date"}, "2022-12-26"},
		{"late: [{due: 2006-03-31, filed: 2007-08-31}]", []any{"late", 0, "late_days"}, 518.0},
		{"{form: 10-Q, filer_status: NAF, period_end: 2024-03-31, nt_filed: 2024-05-16, filed: 2024-05-20}", []any{"reports", 0, "timeliness", "deemed_timely"}, true},
	} {
		if got := at(t, "deadlines", c.in, c.path...); got != c.want {
			t.Errorf("%s: %v is %v, want %v", c.in, c.path, got, c.want)
		}
	}
}

func TestCashFlowInput(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     map[string]string
		proven   bool
		rules    string
	}{
		{"Virtual Co. (CF-03)", `
net_income: 42630
add_back: {Depreciation: 29000}
deduct: {Gain on sale: 17500}
current_assets: {Accounts receivable: [54220, 55400], Prepaid expenses: [3600, 2400]}
current_liabilities: {Accounts payable: [47300, "48,100.00"]}
investing: {Sale of equipment: 47500, Purchase of investments: -50000, Purchase of plant: -66000}
financing: {Repayment of notes: -25000, Issue of stock: 30000, Dividends: -8000}
cash: [83250, 66700]
`, map[string]string{"operating": "54950.00", "investing": "-68500.00", "financing": "-3000.00"}, false, "cashflow-unbacked"},
		{"a firm of accountants (CF-05)", "net_income: 88000\ncurrent_assets: {Receivables: [198500, 216000], Prepaid: [7200, 6000]}\ncurrent_liabilities: {Payables: [102500, 80500]}\ncash: {begin: 146000, end: 195700}\n",
			map[string]string{"operating": "49700.00"}, true, ""},
		{"a bakery (CF-05)", "net_income: 19900\nadd_back: {Depreciation: 12000}\ncurrent_assets: {Receivables: {decrease: 2000}, Inventory: {increase: 1600}}\ncurrent_liabilities: {Payables: {decrease: 5500}}\n",
			map[string]string{"operating": "26800.00"}, false, "cashflow-no-cash"},
		{"the gain named alone gives the carrying amount", "net_income: 1000\ndeduct: {Gain: 300}\ninvesting:\n  Land:\n    balance: [900, 200]\n    flows: [{name: Sale, received: 1000, against: gain}]\ncash: [0, 1700]\n",
			map[string]string{"operating": "700.00", "investing": "1000.00"}, true, ""},
		{"a disposal out of two accounts", "net_income: 0\ndeduct: {Gain: 28}\ninvesting:\n  Plant: {balance: [300, 100], flows: [{name: Sale, received: 148, decrease: 200, against: {Accumulated depreciation: -80, Gain: 28}}]}\n  Accumulated depreciation: {kind: contra-asset, balance: [120, 40]}\ncash: [0, 120]\n",
			map[string]string{"operating": "-28.00", "investing": "148.00"}, true, ""},
		{"balances alone are open", "net_income: 10\ninvesting: {Plant: [100, 130]}\ncash: [50, 30]\n", map[string]string{"operating": "10.00", "investing": "-30.00"}, false, "cashflow-gross"},
		{"yen have no minor units", "currency: JPY\nnet_income: 12345\ncash: [1, 12346]\n", map[string]string{"operating": "12345"}, true, ""},
	} {
		for section, want := range c.want {
			if got := at(t, "cash-flow", c.in, section, "net_cash"); got != want {
				t.Errorf("%s: %s is %v, want %s", c.name, section, got, want)
			}
		}
		if got := at(t, "cash-flow", c.in, "proven"); got != c.proven {
			t.Errorf("%s: proven is %v", c.name, got)
		}
		_, findings, _ := Run("cash-flow", []byte(c.in))
		if c.rules == "" && len(findings) > 0 || c.rules != "" && !slices.ContainsFunc(findings, func(f check.Finding) bool { return f.Rule == c.rules }) {
			t.Errorf("%s: %v, want %s", c.name, findings, c.rules)
		}
	}
}

func TestEPSInput(t *testing.T) {
	for _, c := range []struct {
		in   string
		path []any
		want any
	}{
		{"net_income: 600000\nshares: 200000\noptions: {number: 12000, exercise: 30, average: 36}\n", []any{"periods", 0, "diluted", "eps"}, "2.97"},
		{"net_income: 1750\nweighted_average_shares: 410\ndecimals: 4\noptions: [{number: 53, exercise: 90, average: 117}]\n", []any{"periods", 0, "diluted", "eps"}, "4.1447"},
		{"options: [{name: a, number: 50000, exercise: 30, average: 40}, {name: b, number: 50000, exercise: 50, average: 40}]\nwarrants: {name: c, number: 20000, exercise: 30, average: 40}\n", []any{"periods", 0, "sequence", 2, "incremental_shares"}, "5000"},
		{"periods:\n- {name: 2021, net_income: 893, shares: 102.5, other_dilutive_shares: 1.3, rounded_to: {income: 1, shares: 0.1}, published: {basic: 8.72, diluted: 8.61}}\n", []any{"findings"}, nil},
		{"net_income: 893\nshares: 102.5\npublished: {basic: 8.72}\n", []any{"findings", 0, "rule"}, "eps-published"},
		{"net_income: 100000\nshares: 50000\nconvertible_debt: {face: 500000, rate: 8%, shares_per_1000: 20, tax_rate: 0.40}\n", []any{"periods", 0, "diluted", "eps"}, "2.00"},
		{"net_income: 200000\nshares: 50000\nconvertible_debt: {face: 500000, rate: 8%, shares_per_1000: 20, tax_rate: 40%}\n", []any{"periods", 0, "diluted", "eps"}, "3.73"},
		{"year: 2023\nweighting: months\nnet_income: 227000\nshares:\n  beginning: 100000\n  changes: [{date: 2023-04-01, issued: 20000}, {date: 2023-10-01, repurchased: 6000}, {date: 2023-12-31, split: 2-for-1}]\n", []any{"periods", 0, "basic_shares"}, "227000"},
		{"net_income: -500\nshares: 100\noptions: {number: 10, exercise: 1, average: 2}\n", []any{"periods", 0, "diluted", "eps"}, "-5.00"},
	} {
		got := at(t, "eps", c.in, c.path...)
		if c.want == nil {
			if len(got.([]any)) > 0 {
				t.Errorf("%s: %v", c.in, got)
			}
		} else if got != c.want {
			t.Errorf("%s: %v is %v, want %v", c.in, c.path, got, c.want)
		}
	}
}

// Every refusal names the place and what to write.
func TestRefusals(t *testing.T) {
	for _, c := range []struct{ topic, in, want string }{
		{"deadlines", "", "the input is empty"},
		{"deadlines", "form: 10-K\x00", "NUL"},
		{"deadlines", "form: \xff", "not valid UTF-8"},
		{"deadlines", "- 10-K", "line 1: write keys and values"},
		{"deadlines", "{}", "nothing is asked"},
		{"deadlines", "filer_status: LAF", "form is missing"},
		{"deadlines", "form: 10-K\nfiler_status: LAF\nperiod_ended: 2023-12-31", "line 3: period_ended: the key is not known here; allowed are name, form, filer_status, period_end"},
		{"deadlines", "form: 10-K\nfiler_status: LAF\nform: 10-Q", "line 3: form: the key stands here and on line 1"},
		{"deadlines", "form: 10-K\nfiler_status: LAF\nperiod_end: 23-12-31", "line 3: period_end: date \"23-12-31\": write it as YYYY-MM-DD"},
		{"deadlines", "form: 10-K\nfiler_status: LAF\nperiod_end: 2023-02-29", "has no day 29"},
		{"deadlines", "form: 10-K\nfiler_status: LAF\nperiod_end:", "line 3: period_end: a value is missing"},
		{"deadlines", "form: 10-K/A\nfiler_status: LAF\nperiod_end: 2023-12-31", "an amendment has no due date"},
		{"deadlines", "form: 10-K\nfiler_status: XL\nperiod_end: 2023-12-31", "line 2: filer_status: \"XL\": write LAF, AF, NAF"},
		{"deadlines", "a: &x 1\nb: *x", "anchors and aliases are not read"},
		{"deadlines", "form: !!str 10-K", "the tag"},
		{"deadlines", "form: 10-K\n---\nform: 10-Q", "more than one document"},
		{"deadlines", "holidays: 1776", "not a whole number from 1990 to 2035"},
		{"deadlines", "accepted: 2008-08-15 17:31 EDT", "without a zone"},
		{"cash-flow", "net_income: 1e5", "line 1: net_income: amount \"1e5\": exponents are not read"},
		{"cash-flow", "net_income: 0x1F", "is not a digit"},
		{"cash-flow", "net_income: 1.234,56", "amount"},
		{"cash-flow", "net_income: 1.005", "has 2 decimals and this has 3"},
		{"cash-flow", "net_income: .inf", "amount"},
		{"cash-flow", "currency: XXQ\nnet_income: 1", "not an ISO 4217 code"},
		{"cash-flow", "net_income: 1\ndeduct: {Gain: -5}", "line 2: deduct.Gain: write it without a sign"},
		{"cash-flow", "net_income: 1\ncurrent_assets: {Receivables: [1]}", "write two balances"},
		{"cash-flow", "net_income: 1\ninvesting: {Land: {balance: [0, 5], flows: [{name: Bought, increase: 5, against: Notes}]}}", "\"notes\", which is no account or adjustment here"},
		{"cash-flow", "net_income: 1\ninvesting: {Land: {balance: [0, 5], flows: [{name: Bought, paid: 2, against: Notes}]}}\nfinancing: {Notes: [0, 3]}", "say by how much the balance moved"},
		{"cash-flow", "net_income: 1\ninvesting: {Land: {flows: [{name: Bought}]}}", "nothing moved"},
		{"cash-flow", "net_income: 1\ninvesting: {Land: 5, land: 6}", "used twice"},
		{"cash-flow", "net_income: 1\nadd_back: {\"Depreciation\u202e\": 5}", "invisible character U+202E"},
		{"eps", "net_income: 5", "weighted_average_shares or shares is missing"},
		{"eps", "preferred_dividends: 5", "it needs net_income"},
		{"eps", "options: []", "nothing to compute"},
		{"eps", "net_income: 5\nshares: 0", "not above zero"},
		{"eps", "options: {number: 5, exercise: 1, average: 0}", "must be above zero"},
		{"eps", "net_income: 5\nshares: {beginning: 5}", "period: give its first and last day"},
		{"eps", "year: 2023\nnet_income: 5\nshares: {beginning: 5, changes: [{date: 2023-05-15, issued: 1, split: 2}]}", "give one of issued, repurchased, split"},
		{"eps", "year: 2023\nweighting: months\nnet_income: 5\nshares: {beginning: 5, changes: [{date: 2023-05-15, issued: 1}]}", "is not whole months"},
		{"eps", "net_income: 5\nshares: 5\nconvertible_debt: {shares: 1, interest: 5, tax_rate: 140%}", "not between 0 and 1"},
		{"eps", strings.Repeat("[", 70) + strings.Repeat("]", 70), "line 1"},
		{"eps", "a: " + strings.Repeat("[", 70) + strings.Repeat("]", 70), "nested deeper than 64"},
		{"eps", strings.Repeat("#", maxBytes+1), "larger than"},
	} {
		out, _, err := Run(c.topic, []byte(c.in))
		if !errors.As(err, new(BadInput)) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %.60q: %v, want %q (%s)", c.topic, c.in, err, c.want, out)
		}
	}
}

func FuzzRun(f *testing.F) {
	topics := Topics()
	for i, topic := range topics {
		f.Add(uint8(i), topic.Example)
	}
	f.Add(uint8(2), []byte("net_income: 5\nshares: 3\nconvertible_debt: {face: 10, rate: 5%, shares_per_1000: 7, tax_rate: 1/3}\n"))
	f.Fuzz(func(t *testing.T, which uint8, in []byte) {
		topic := topics[int(which)%len(topics)].Name
		out, _, err := Run(topic, in)
		if err == nil && !json.Valid(out) {
			t.Fatalf("%s gives no JSON", topic)
		}
		if err != nil && !errors.As(err, new(BadInput)) {
			t.Fatalf("an untyped error: %v", err)
		}
	})
}
