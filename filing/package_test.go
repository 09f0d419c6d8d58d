package filing

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/check"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
	"tieout/xbrl"
	"tieout/xbrl/calc"
	"tieout/xbrl/ixbrl"
)

// everything is a document with all of the notation.
const everything = `// the report of a small company
@cover
# PART I
## Item 1. Financial Statements
### Of {{registrant name}} in {{registrant city}}, {{registrant state}}
@statement balance-sheet
@statement income
@statement cash-flow
@statement equity
@note "1. Basis" OrganizationConsolidationAndPresentationOfFinancialStatementsDisclosureTextBlock
Text with **bold** words for {{period words}}.
@block InventoryPolicyTextBlock
Inventories are at cost.
@end
@end
@note "2. Inventories" InventoryDisclosureTextBlock
At {{date now}} and {{date prior}}:
@block ScheduleOfInventoryCurrentTableTextBlock
| | now | prior |
| Raw materials | {{InventoryRawMaterials}} | {{InventoryRawMaterials prior}} |
|= Inventories | {{InventoryNet}} | {{InventoryNet prior}} |
@end
@end
## Discussion
Sales of {{SalesRevenueNet}} {{direction SalesRevenueNet}} by {{change SalesRevenueNet}} or {{percent SalesRevenueNet}} per cent in {{period year}}.
- Sales to date {{SalesRevenueNet ytd}}, before {{SalesRevenueNet prior-ytd}}, filed {{period filed}}, ended {{period end}}
- – — “quoted” café ≤ 5 %
`

// Every construct becomes what it says; the whole reads back as the facts that Make lists, and they add up.
func TestMakeReadsBack(t *testing.T) {
	c := newCompany(t)
	for _, s := range []Spec{annual(2005, "2007-08-31"), quarterly(2006, 1, "2006-05-15"), quarterly(2006, 3, "2006-11-14"), quarterly(2025, 2, "2025-08-14")} {
		for _, c.scale = range []int{0, 3} {
			p := c.make(s, everything)
			r, err := ixbrl.Read(strings.NewReader(file(t, p, p.Base+".htm")))
			if err != nil || len(r.Flaws) > 0 {
				t.Fatal(err, r.Flaws)
			}
			same(t, p.Facts, r.Typed(dictionary(t, p)))
			pre, err := xbrl.ReadLinkbase(strings.NewReader(file(t, p, "_cal.xml")))
			if err != nil {
				t.Fatal(err)
			}
			if found := calc.Check(p.Facts, pre.SumsOf(), calc.Nearest); len(found) > 0 {
				t.Error(found)
			}
			if n := calc.Tested(p.Facts, pre.SumsOf()); n < 15 {
				t.Errorf("only %d sums were tested", n)
			}
			if got := subjects(p.Findings, "reference"); len(got) > 0 || check.Worst(p.Findings) == check.Stop {
				t.Error(p.Findings)
			}
		}
	}
}

// own knows the extension's concepts from its schema.
type own struct {
	*xbrl.Taxonomy
	concepts map[string]xbrl.Concept
}

func (o own) Concept(name string) (xbrl.Concept, bool) {
	if c, ok := o.concepts[name]; ok {
		return c, true
	}
	return o.Taxonomy.Concept(name)
}

func (o own) NamespaceOf(prefix string) (string, bool) { return o.Taxonomy.Namespace(prefix) }

func dictionary(t *testing.T, p Package) own {
	t.Helper()
	tax, err := xbrl.Standard(2024)
	if err != nil {
		t.Fatal(err)
	}
	prefix, _, _ := strings.Cut(p.Base, "-")
	s, err := xbrl.ParseSchema(strings.NewReader(file(t, p, ".xsd")), prefix)
	if err != nil {
		t.Fatal(err)
	}
	o := own{tax, map[string]xbrl.Concept{}}
	for _, c := range s.Concepts {
		o.concepts[c.Name] = c
	}
	return o
}

func same(t *testing.T, want, got []xbrl.Fact) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("%d facts became %d", len(want), len(got))
		return
	}
	for i := range want {
		if want[i].ID != got[i].ID || !want[i].Equal(got[i]) {
			t.Errorf("%+v became %+v", want[i], got[i])
		}
	}
}

var small = quarterly(2006, 1, "2006-05-15")

func text(t *testing.T, p Package) string {
	t.Helper()
	page := file(t, p, p.Base+".htm")
	return words(page[strings.Index(page, "</ix:header>"):])
}

func wantText(t *testing.T, c *company, s Spec, document, want string) Package {
	t.Helper()
	p := c.make(s, document)
	if got := text(t, p); !strings.Contains(got, want) {
		t.Errorf("%q: %q is not in %q", document, want, got)
	}
	if form := words(file(t, p, "-form.htm")); !strings.Contains(form, want) {
		t.Errorf("%q: %q is not in the form of its day: %q", document, want, form)
	}
	return p
}

func TestReferences(t *testing.T) {
	second := quarterly(2006, 2, "2006-08-14")
	for _, c := range []struct {
		spec            Spec
		scale           int
		reference, want string
	}{
		{small, 0, "{{InventoryNet}}", "186,250"},
		{small, 0, "{{InventoryNet prior}}", "185,000"},
		{small, 3, "{{InventoryFinishedGoods}}", "96"}, // of accounts alone
		{small, 0, "{{InventoryRawMaterials prior}}", "90,000"},
		{small, 0, "**{{InventoryNet}}**", "186,250"},
		{small, 0, "{{date now}}/{{date prior}}", "March 31, 2006/December 31, 2005"},
		{small, 0, "{{registrant name}}", "Harbor Precision Components, Inc."},
		{small, 0, "{{registrant city}}, {{registrant state}}", "Toledo, OH"},
		{small, 0, "{{period words}}, {{period end}}, {{period year}}, {{period filed}}", "Three Months Ended March 31, 2006, March 31, 2006, 2006, May 15, 2006"},
		{annual(2006, "2007-03-30"), 0, "{{period words}}", "Year Ended December 31, 2006"},
		{second, 0, "{{Depreciation}}/{{Depreciation prior}}/{{Depreciation ytd}}/{{Depreciation prior-ytd}}", "9,500/9,500/19,000/19,000"},
		{second, 0, "{{SalesRevenueNet ytd}}", "467,819"},
		{second, 3, "{{SalesRevenueNet ytd}}", "468"},
		{second, 0, "{{percent SalesRevenueNet ytd}} {{change SalesRevenueNet ytd}}", "3.6 16,184"},
		{small, 0, "{{SalesRevenueNet}} {{direction SalesRevenueNet}} by {{change SalesRevenueNet}}, {{percent SalesRevenueNet}}", "232,872 increased by 8,040, 3.6"},
		{small, 0, "{{direction InterestExpense}} by {{change InterestExpense}}, {{percent InterestExpense}}", "did not change by 0, 0.0"},
		{small, 0, "{{direction LongTermDebtNoncurrent}} {{TreasuryStockCommonValue}}", "did not change (30,000)"},
	} {
		co := newCompany(t)
		co.scale = c.scale
		p := wantText(t, co, c.spec, "@statement income\n\n&"+c.reference+"&", "&amp;"+c.want+"&amp;")
		if got := subjects(p.Findings, "reference"); len(got) > 0 {
			t.Error(p.Findings)
		}
	}
}

// What cannot be resolved is said in the text and is an open finding with its line; it is never a number.
func TestReferencesThatFail(t *testing.T) {
	for _, c := range []struct{ reference, why string }{
		{"{{NoSuchThing}}", "no statement and no account"}, {"{{us-gaap:Goodwill}}", "no statement and no account"},
		{"{{change NoSuchThing}}", "no statement and no account"}, {"{{change InventoryNet prior}}", "without"},
		{"{{change InventoryNet prior-ytd}}", "without"}, {"{{registrant telephone}}", "no such field"},
		{"{{period colour}}", "no such field"}, {"{{date yesterday}}", "no date"}, {"{{InventoryRawMaterials ytd}}", "no column"},
		{"{{percent Goodwill}}", "no statement"},
	} {
		p := wantText(t, newCompany(t), small, "first\n\n"+c.reference, "[not available]")
		ok := slices.ContainsFunc(p.Findings, func(f check.Finding) bool {
			return f.Rule == "reference" && f.Severity == check.Open && strings.Contains(f.Message, "line 3: ") && strings.Contains(f.Message, c.why)
		})
		if n := len(subjects(p.Findings, "reference")); !ok || n != 1 || len(p.Facts) != 0 {
			t.Errorf("%s: %d findings, %d facts: %v", c.reference, n, len(p.Facts), p.Findings)
		}
	}
}

// The first year of the books has comparatives that nobody knows: named, printed as n/a, and no facts.
func TestAbsentComparatives(t *testing.T) {
	c := newCompany(t)
	p := c.make(annual(2003, "2004-03-30"), "@statement balance-sheet\n@statement income\n@statement equity\n\n{{SalesRevenueNet}} {{SalesRevenueNet prior}} {{change SalesRevenueNet}}")
	page := file(t, p, p.Base+".htm")
	wantWords(t, page, []string{"Year Ended December 31, 2002: the books begin on December 31, 2002", "n/a", "[not available]"}, nil)
	if got := subjects(p.Findings, "comparative-absent"); !slices.Contains(got, "CONSOLIDATED STATEMENTS OF OPERATIONS") {
		t.Error(p.Findings)
	}
	if got := subjects(p.Findings, "reference"); len(got) != 2 {
		t.Error(got)
	}
	for _, f := range p.Facts {
		if f.Period.Type() == xbrl.Duration && f.Period.End() < fiscal.MustParse("2003-12-31") {
			t.Errorf("a fact of an absent year: %+v", f)
		}
	}
}

// Thousands: every amount is a multiple of 1000 with decimals -3, whatever the exact figure is.
func TestThousands(t *testing.T) {
	c := newCompany(t)
	c.scale = 3
	p := c.make(quarterly(2006, 2, "2006-08-14"), everything)
	n := 0
	for _, f := range p.Facts {
		if f.Unit.Monetary() && strings.HasPrefix(f.Concept, "us-gaap:") {
			n++
			if f.Decimals != -3 || f.Value != "0" && !strings.HasSuffix(f.Value, "000") {
				t.Errorf("%+v", f)
			}
		}
	}
	wantWords(t, file(t, p, p.Base+".htm"), []string{"(in thousands, except per share amounts) (unaudited)"}, nil)
	if f := factsOf(p, "us-gaap:InventoryNet"); n < 60 || len(f) == 0 || f[0].Value != "188000" { // 187,500
		t.Error(n, f)
	}
}

// A figure is rounded from the ledger's exact amount, and its fact has the sign of its element whatever side the
// caption shows.
func TestSignsOfFacts(t *testing.T) {
	p := newCompany(t).make(small, everything)
	for concept, want := range map[string]string{"us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment": "223500", "us-gaap:TreasuryStockCommonValue": "30000",
		"us-gaap:LongTermDebtNoncurrent": "200000", "us-gaap:InterestExpense": "3500", "us-gaap:Depreciation": "9500", "us-gaap:RetainedEarningsAccumulatedDeficit": "774136"} {
		f := factsOf(p, concept)
		if len(f) == 0 || f[0].Value != want {
			t.Errorf("%s: %+v, want %s", concept, f, want)
		}
	}
	wantWords(t, file(t, p, p.Base+".htm"), []string{"Less accumulated depreciation(223,500)", "Less treasury stock, at cost(30,000)"}, nil)
}

// unsigned is a statement with a row whose element has no balance.
func unsigned(c *company, rule xbrl.SignRule) Input {
	in := c.input(small, "@statement balance-sheet\n@statement cash-flow")
	col := in.Spans["now"]
	in.Statements = append(in.Statements[:1], statement.Statement{ID: "cash-flow", Title: "CASH FLOWS", Columns: []statement.Column{col}, Rows: []statement.Row{
		{ID: "x", Label: "Cash from operations", Concept: "us-gaap:NetCashProvidedByUsedInOperatingActivities", Kind: statement.LineRow, Show: statement.Debit, Sign: rule,
			Figures: []statement.Figure{{Row: "x", Column: col.Key, Amount: 123400}}}}})
	return in
}

// A sign is never guessed: without a balance attribute and a recorded rule there is no fact, and a stop.
func TestNoSignIsGuessed(t *testing.T) {
	c := newCompany(t)
	for _, s := range []struct {
		rule xbrl.SignRule
		want string
	}{{xbrl.DebitIsPositive, "1234"}, {xbrl.CreditIsPositive, "-1234"}, {xbrl.ByBalance, ""}} {
		in := unsigned(c, s.rule)
		p, err := Make(in)
		if err != nil {
			t.Fatal(err)
		}
		f := factsOf(p, "us-gaap:NetCashProvidedByUsedInOperatingActivities")
		if s.want == "" {
			if len(f) != 0 || check.Worst(p.Findings) != check.Stop || subjects(p.Findings, "figure")[0] != "Cash from operations" {
				t.Error(f, p.Findings)
			}
		} else if len(f) != 1 || f[0].Value != s.want {
			t.Error(s.rule, f, p.Findings)
		}
	}
	m := &maker{in: unsigned(c, xbrl.ByBalance)}
	_, _, err := m.value("us-gaap:NetCashProvidedByUsedInOperatingActivities", 100, xbrl.ByBalance)
	if no := (xbrl.NoSign{}); !errors.As(err, &no) || no.Concept != "us-gaap:NetCashProvidedByUsedInOperatingActivities" {
		t.Error(err)
	}
	if _, _, err = m.value("us-gaap:Assets", 100, xbrl.CreditIsPositive); !errors.As(err, new(xbrl.NoSign)) {
		t.Errorf("a rule against the taxonomy: %v", err)
	}
}

// Synthetic parts are marked at the figure and at every total above it.
func TestSyntheticMarks(t *testing.T) {
	c := newCompany(t)
	c.post("2006-01-15", "raw 1000 synthetic; cash -1000")
	p := c.make(small, "@statement balance-sheet")
	page := file(t, p, p.Base+".htm")
	for _, caption := range []string{"Inventories, net", "Total current assets", "Total assets"} {
		if !regexp.MustCompile(caption + `</td><td[^>]*>[^\n]*?<sup>s</sup></td>`).MatchString(page) {
			t.Errorf("%s is not marked", caption)
		}
	}
	if n := strings.Count(page, "<sup>s</sup>"); n != 3 {
		t.Errorf("%d marks", n)
	}
	marked := 0
	for _, o := range p.Origins {
		if o.Synthetic {
			marked++
		}
	}
	if marked != 3 {
		t.Errorf("%d origins are synthetic", marked)
	}
}

// An element that this year's taxonomy does not have becomes one of the company's own, with a note.
func TestHistoricalElements(t *testing.T) {
	c := newCompany(t)
	c.open("deferred", "asset", "us-gaap:DeferredTaxAssetsNetCurrent")
	c.open("count", "asset", "us-gaap:CommonStockSharesOutstanding") // not money
	c.open("flow", "asset", "us-gaap:InterestPaidNet")               // not a balance
	c.open("heading", "asset", "us-gaap:AssetsAbstract")
	c.post("2006-01-15", "deferred 70; count 20; flow 5; heading 5; cash -100")
	p := c.make(small, "@statement balance-sheet")
	for _, want := range []string{"hpci:DeferredTaxAssetsNetCurrentHistorical", "hpci:CommonStockSharesOutstandingHistorical", "hpci:InterestPaidNetHistorical"} {
		f := factsOf(p, want)
		if len(f) == 0 || f[0].Period.Type() != xbrl.Instant || !f[0].Unit.Equal(xbrl.USD) {
			t.Errorf("%s: %+v", want, f)
		}
	}
	if got := subjects(p.Findings, "element-own"); len(got) < 3 {
		t.Error(p.Findings)
	}
}

var html = []string{".htm", "-form.htm", "-ex311.htm", "-ex312.htm", "-ex32.htm"}

// Every file is ASCII; every page bears the notice; no certification is signed.
func TestEveryFile(t *testing.T) {
	p := newCompany(t).make(annual(2005, "2007-08-31"), everything)
	var kinds []string
	for _, f := range p.Files {
		kinds = append(kinds, f.Type)
		if i := bytes.IndexFunc(f.Body, func(r rune) bool { return r > 126 || r < ' ' && r != '\n' }); i >= 0 {
			t.Errorf("%s: byte %d is %q", f.Name, i, f.Body[i])
		}
		if strings.HasSuffix(f.Name, ".htm") && strings.Count(string(f.Body), "Demonstration: not filed, not audited, contains synthetic figures") < 2 {
			t.Errorf("%s lacks the notice", f.Name)
		}
		if !strings.HasPrefix(f.Name, "hpci-20051231") {
			t.Errorf("name %s", f.Name)
		}
	}
	if got := strings.Join(kinds, ","); got != "10-K,EX-101.SCH,EX-101.CAL,EX-101.DEF,EX-101.LAB,EX-101.PRE,10-K (form of its day),EX-31.1,EX-31.2,EX-32" {
		t.Error(got)
	}
	for _, end := range html[2:] {
		wantWords(t, file(t, p, end), []string{"[unsigned]"}, []string{"/s/"})
	}
	wantWords(t, file(t, p, "-form.htm"), []string{"report test, position 7"}, nil)
}

func TestCertificationsOfTheirTime(t *testing.T) {
	c := newCompany(t)
	internal := "internal control over financial reporting (as defined in Exchange Act Rules 13a-15(f) and 15d-15(f))"
	designed := "Designed such internal control over financial reporting"
	for _, x := range []struct {
		spec Spec
		full bool
	}{{annual(2005, "2007-08-31"), false}, {annual(2006, "2007-04-02"), false}, {annual(2007, "2008-03-31"), true}, {annual(2024, "2025-03-20"), true}, {quarterly(2006, 3, "2006-11-14"), false}, {quarterly(2008, 1, "2008-05-15"), true}} {
		p := c.make(x.spec, "text")
		for _, end := range []string{"-ex311.htm", "-ex312.htm"} {
			has, hasNot := []string{"this report on Form " + string(x.spec.Form) + " of Harbor Precision Components, Inc.", "disclosure controls and procedures (as defined in Exchange Act Rules 13a-15(e) and 15d-15(e))"}, []string{internal, designed}
			if x.full {
				has, hasNot = append(has, hasNot...), nil
			}
			wantWords(t, file(t, p, end), has, hasNot)
		}
		wantWords(t, file(t, p, "-ex311.htm"), []string{"Principal Executive Officer"}, []string{"Principal Financial Officer"})
		wantWords(t, file(t, p, "-ex312.htm"), []string{"Principal Financial Officer"}, []string{"Principal Executive Officer"})
		wantWords(t, file(t, p, "-ex32.htm"), []string{"fully complies with the requirements of Section 13(a) or 15(d)", "for the period ended " + x.spec.End(c.calendar).Long()}, nil)
	}
	c.calendar = fiscal.Calendar{Pattern: fiscal.Months, EndMonth: 11, EndDay: 30} // its first year to end on or after December 15, 2007 is 2008
	wantWords(t, file(t, c.make(annual(2007, "2008-02-28"), "text"), "-ex311.htm"), nil, []string{internal})
	wantWords(t, file(t, c.make(annual(2008, "2009-02-28"), "text"), "-ex311.htm"), []string{internal}, nil)
}

// The same input gives the same bytes, twice in a row and in every run.
func TestSameInputSameBytes(t *testing.T) {
	a := newCompany(t)
	first, err := Make(a.input(annual(2025, "2026-03-20"), everything))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if what := sameFiles(first, newCompany(t).make(annual(2025, "2026-03-20"), everything)); what != "" {
			t.Fatalf("%s differs", what)
		}
	}
	if fmt.Sprint(first.Findings) != fmt.Sprint(newCompany(t).make(annual(2025, "2026-03-20"), everything).Findings) {
		t.Error("findings differ")
	}
}

// Whatever the amounts are, the page reads back as its facts, and each is the ledger's amount rounded to the scale.
func TestRandomAmountsReadBack(t *testing.T) {
	base := newCompany(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := *base
		c.entries = slices.Clone(base.entries)
		c.scale = rapid.SampledFrom([]int{0, 3, 6}).Draw(rt, "scale")
		for range rapid.IntRange(1, 4).Draw(rt, "entries") {
			two := rapid.Permutation([]string{"cash", "receivables", "raw", "machines", "worn", "payables", "loan", "treasury", "retained", "sales", "costs", "interest", "tax"}).Draw(rt, "accounts")
			n := rapid.Int64Range(-1e11, 1e11).Draw(rt, "minor")
			c.entries = append(c.entries, ledger.Entry{Kind: ledger.Standard, Effective: fiscal.MustParse("2006-02-01"), Description: "random", Lines: []ledger.Line{{Account: two[0], Amount: n}, {Account: two[1], Amount: -n}}})
		}
		p := c.make(small, everything)
		r, err := ixbrl.Read(strings.NewReader(file(t, p, p.Base+".htm")))
		if err != nil || len(r.Flaws) > 0 {
			rt.Fatal(err, r.Flaws)
		}
		same(t, p.Facts, r.Typed(dictionary(t, p)))
		want := statement.Scale{Power: c.scale, Rounding: money.HalfAway}.Round(c.balances(fiscal.MustParse("2006-03-31")).Account("loan"), 2)
		for range c.scale {
			want *= 10
		}
		if f := factsOf(p, "us-gaap:LongTermDebtNoncurrent"); want != 0 && (len(f) == 0 || f[0].Value != fmt.Sprint(-want)) {
			rt.Fatalf("%d became %+v", want, f)
		}
		if t.Failed() {
			rt.FailNow()
		}
	})
}
