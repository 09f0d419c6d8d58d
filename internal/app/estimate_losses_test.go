package app_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"tieout/check"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
	"tieout/money"
)

//go:embed testdata/losses.yaml
var publishedLosses []byte

// published reads a published case: its texts by name.
func (f *fixture) published(topic string) map[string]string {
	f.t.Helper()
	var all map[string]map[string]string
	f.ok(yaml.Unmarshal(publishedLosses, &all))
	return all[topic]
}

// minor is an amount of a published case.
func (f *fixture) minor(text string) int64 {
	f.t.Helper()
	n, err := money.ParseMinor(text, 2)
	f.ok(err)
	return n
}

// written records an estimate from YAML whose words in capitals are filled in from a case.
func (f *fixture) written(topic, text, why string, of map[string]string) {
	f.t.Helper()
	for name, v := range of {
		text = strings.ReplaceAll(text, strings.ToUpper(name), v)
	}
	t, err := app.EstimateTopic(topic)
	f.ok(err)
	file, err := app.ParseEstimate(t, []byte(text))
	f.ok(err)
	_, _, err = f.RecordEstimate(f.ctx, "alice", app.EstimateRecord{Topic: topic, Code: file.Code, Name: file.Name, Tables: file.Tables, Why: why})
	f.ok(err)
}

// proposed prepares what is due and approves it, and gives the entries.
func (f *fixture) proposed(topic, code, upTo string) (out []ledger.Entry) {
	f.t.Helper()
	prepared, err := f.ProposeEstimate(f.ctx, "alice", topic, code, fiscal.MustParse(upTo))
	f.ok(err)
	for _, p := range prepared {
		if p.Refused != "" {
			f.t.Fatal(p.Refused)
		}
		_, err := f.Approve(f.ctx, "bob", p.Outcome.Draft)
		f.ok(err)
		out = append(out, p.Entry)
	}
	return out
}

// rules are the rules of what is found of an estimate at the end of a day.
func (f *fixture) rules(topic, code, at string) (out []string) {
	f.t.Helper()
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		s, err := v.Schedule(topic, code)
		f.ok(err)
		for _, x := range v.Checked(s, fiscal.MustParse(at)) {
			if x.Severity >= check.Open {
				out = append(out, x.Rule)
			}
		}
		return nil
	}))
	return out
}

// one is the amount of an account in the only entry that was proposed.
func (f *fixture) one(es []ledger.Entry, key, account string) int64 {
	f.t.Helper()
	if len(es) != 1 || es[0].Key != key {
		f.t.Fatalf("proposed %+v", es)
	}
	i := slices.IndexFunc(es[0].Lines, func(l ledger.Line) bool { return l.Account == account })
	if i < 0 {
		f.t.Fatalf("no line of %s in %+v", account, es[0])
	}
	return es[0].Lines[i].Amount
}

const tradeRecord = `code: TRADE
name: Trade receivables
portfolio: {description: Trade receivables, filer: sec}
accounts: {receivable: "1150", allowance: "1190", expense: "5100"}
opening: [{date: 2025-12-31, allowance: OPENING}]
ages: [{date: 2026-03-31, class: All, balance: RECEIVABLES, rate: RATE}]
`

// TestAllowanceFromRecordToLedger: the published case is proposed, approved and ties; another rate proposes the difference alone; a write-off
// leaves the receivable and the allowance, and the ageing without it is found.
func TestAllowanceFromRecordToLedger(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		c := f.published("allowance")
		f.open("1150 asset Trade us-gaap:AccountsReceivableGrossCurrent", "1190 asset Allowance us-gaap:AllowanceForDoubtfulAccountsReceivableCurrent", "5100 expense Losses us-gaap:SellingGeneralAndAdministrativeExpense")
		f.post("", entry("2026-01-01", "1150", "3000", f.minor(c["receivables"])))
		f.post("", entry("2026-01-01", "3000", "1190", f.minor(c["opening"])))
		f.people("alice", "bob")
		f.written("allowance", tradeRecord, "", c)
		if got := f.rules("allowance", "TRADE", "2026-03-31"); !slices.Equal(got, []string{"allowance-ties"}) {
			t.Errorf("before anything is entered: %v", got)
		}
		if got := f.one(f.proposed("allowance", "TRADE", "2026-03-31"), "allowance/TRADE/2026-03-31/provision", "5100"); got != f.minor(c["expense"]) {
			t.Errorf("the provision is %d", got)
		}
		if got := f.rules("allowance", "TRADE", "2026-03-31"); got != nil {
			t.Errorf("after it: %v", got)
		}
		c["rate"] = "0.16"
		f.written("allowance", tradeRecord, "the largest customer pays late", c)
		if got := f.one(f.proposed("allowance", "TRADE", "2026-03-31"), "allowance/TRADE/2026-03-31/provision~2", "1190"); got != -3248_50 {
			t.Errorf("the difference is %d", got)
		}
		f.written("allowance", tradeRecord+"write-offs: [{date: 2026-02-10, customer: Bay Builders, amount: 5000}]\n", "a customer is gone", c)
		es := f.proposed("allowance", "TRADE", "2026-03-31")
		if len(es) != 2 || es[0].Key != "allowance/TRADE/2026-02-10/write-offs-1" || es[1].Key != "allowance/TRADE/2026-03-31/provision~3" || es[1].Lines[0].Amount != 5000_00 {
			t.Errorf("the write-off: %+v", es)
		}
		if got := f.rules("allowance", "TRADE", "2026-03-31"); !slices.Equal(got, []string{"allowance-ageing"}) {
			t.Errorf("the ageing still has what was written off: %v", got)
		}
		f.verified()
	})
}

const machineRecord = `code: LINE
name: Lacquering line
unit: {description: Lacquering line, filer: sec}
accounts: {loss: "5200"}
groups: [{date: 2026-03-31, group: Line, fair: FAIR, why: a price of dealers}]
assets: [{date: 2026-03-31, group: Line, asset: Line, cost: COST, depreciation: DEPRECIATION, account: "1590", ledger: "us-gaap:PropertyPlantAndEquipmentNet"}]
flows: [{date: 2026-03-31, group: Line, year: 1, flow: UNDISCOUNTED}]
`

// TestImpairmentFromRecordToLedger: the published case is proposed, approved and ties; a lower fair value proposes the difference alone; cash
// flows by which the carrying amount is recoverable take all of it back.
func TestImpairmentFromRecordToLedger(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		c := f.published("impairment")
		f.open("1500 asset Line us-gaap:PropertyPlantAndEquipmentNet", "1590 asset Accumulated us-gaap:PropertyPlantAndEquipmentNet", "5200 expense Impairment us-gaap:ImpairmentOfLongLivedAssetsHeldForUse")
		f.post("", entry("2026-01-01", "1500", "3000", f.minor(c["cost"])))
		f.post("", entry("2026-01-01", "3000", "1590", f.minor(c["depreciation"])))
		f.people("alice", "bob")
		f.written("impairment", machineRecord, "", c)
		if got := f.rules("impairment", "LINE", "2026-03-31"); !slices.Equal(got, []string{"impairment-ties"}) {
			t.Errorf("before anything is entered: %v", got)
		}
		if got := f.one(f.proposed("impairment", "LINE", "2026-03-31"), "impairment/LINE/2026-03-31/group-1", "5200"); got != f.minor(c["loss"]) {
			t.Errorf("the loss is %d", got)
		}
		if got := f.rules("impairment", "LINE", "2026-03-31"); got != nil {
			t.Errorf("after it: %v", got)
		}
		c["fair"] = "395000.00"
		f.written("impairment", machineRecord, "the dealer took freight off", c)
		if got := f.one(f.proposed("impairment", "LINE", "2026-03-31"), "impairment/LINE/2026-03-31/group-1~2", "1590"); got != -5000_00 {
			t.Errorf("the difference is %d", got)
		}
		c["undiscounted"] = "520000.00"
		f.written("impairment", machineRecord, "a contract was forgotten", c)
		if got := f.one(f.proposed("impairment", "LINE", "2026-03-31"), "impairment/LINE/2026-03-31/group-1~3", "5200"); got != -125000_00 {
			t.Errorf("taken back is %d", got)
		}
		if got := f.rules("impairment", "LINE", "2026-03-31"); got != nil {
			t.Errorf("at the end: %v", got)
		}
		f.verified()
	})
}
