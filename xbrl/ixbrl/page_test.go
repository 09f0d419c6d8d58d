package ixbrl

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/xbrl"
)

func blank2024(t testing.TB) *Page {
	return New(Head{Entity: demoEntity, Schema: "x.xsd", Title: "x"}, demoExtension(t))
}

// TestNumbers: how a value looks on the page, for each display.
func TestNumbers(t *testing.T) {
	eps := xbrl.Fact{Concept: g("EarningsPerShareBasic"), Period: fy24, Unit: xbrl.USDPerShare, Decimals: 2}
	rate := xbrl.Fact{Concept: g("EffectiveIncomeTaxRateContinuingOperations"), Period: fy24, Unit: xbrl.Pure, Decimals: 3}
	with := func(f xbrl.Fact, v string) xbrl.Fact { f.Value = v; return f }
	exact := func(f xbrl.Fact) xbrl.Fact { f.Decimals = xbrl.INF; return f }
	cash := usd(g("CashAndCashEquivalentsAtCarryingValue"), at24, "")
	none := cash
	none.Nil = true
	for _, c := range []struct {
		fact xbrl.Fact
		show Show
		want string // the element's text and what stands around it
	}{
		{with(cash, "4210000"), Show{Scale: 3}, `decimals="-3" scale="3" format="ixt:num-dot-decimal">4,210</ix:nonFraction>`},
		{with(cash, "-1234567000"), Show{Scale: 3}, `format="ixt:num-dot-decimal" sign="-">1,234,567</ix:nonFraction>)`},
		{with(cash, "500000"), Show{Scale: 3, Flip: true}, `format="ixt:num-dot-decimal">500</ix:nonFraction>)`},
		{with(cash, "-500000"), Show{Scale: 3, Flip: true}, `sign="-">500</ix:nonFraction>`},
		{with(cash, "0"), Show{Scale: 3}, `decimals="-3" scale="3" format="ixt:fixed-zero">&#8212;</ix:nonFraction>`},
		{with(cash, "0"), Show{Scale: 3, Zero: "none"}, `>none</ix:nonFraction>`},
		{with(cash, "4210000"), Show{}, `scale="0" format="ixt:num-dot-decimal">4,210,000</ix:nonFraction>`},
		{with(cash, "4210000"), Show{Scale: 6}, `scale="6" format="ixt:num-dot-decimal">4.210</ix:nonFraction>`},
		{none, Show{Scale: 3}, `unitRef="usd" xsi:nil="true"></ix:nonFraction>`},
		{with(eps, "0.5"), Show{}, `>0.50</ix:nonFraction>`},
		{with(eps, "-1"), Show{}, `sign="-">1.00</ix:nonFraction>)`},
		{with(rate, "0.21"), Show{Scale: -2}, `decimals="3" scale="-2" format="ixt:num-dot-decimal">21.0</ix:nonFraction>`},
		{exact(with(eps, "0.0125")), Show{}, `decimals="INF" scale="0" format="ixt:num-dot-decimal">0.0125</ix:nonFraction>`},
	} {
		p := blank2024(t)
		p.Open("p")
		p.Number(c.fact, c.show)
		p.Close("p")
		doc, err := p.Finish()
		if err != nil || !bytes.Contains(doc, []byte(c.want)) {
			t.Errorf("%s: %v\n%s\nwant %s", c.fact.Value, err, doc, c.want)
			continue
		}
		negative := strings.HasPrefix(c.fact.Value, "-") != c.show.Flip && c.fact.Value != "0" && !c.fact.Nil
		if open := bytes.Contains(doc, []byte("<p>(<ix:")); open != negative {
			t.Errorf("%s: parenthesis %v", c.fact.Value, open)
		}
		r, err := Read(bytes.NewReader(doc))
		if err != nil || len(r.Facts) != 1 || r.Facts[0].Value != c.fact.Value || r.Facts[0].Decimals != c.fact.Decimals && !c.fact.Nil {
			t.Errorf("%s is read back as %+v, %v", c.fact.Value, r.Facts, err)
		}
	}
}

// TestAnyNumberComesBack: any amount, rounded to any accuracy and shown at any scale, is read back as it was.
func TestAnyNumberComesBack(t *testing.T) {
	ext := demoExtension(t)
	rapid.Check(t, func(t *rapid.T) {
		d := xbrl.Decimals(rapid.IntRange(-9, 4).Draw(t, "decimals"))
		v, err := xbrl.Round(xbrl.FromMinor(rapid.Int64().Draw(t, "minor"), 2), d)
		if err != nil {
			t.Fatal(err)
		}
		f := usd(g("CashAndCashEquivalentsAtCarryingValue"), at24, v)
		f.Decimals = d
		p := New(Head{Entity: demoEntity}, ext)
		p.Number(f, Show{Scale: rapid.SampledFrom([]int{0, 3, 6, 9}).Draw(t, "scale"), Flip: rapid.Bool().Draw(t, "flip")})
		doc, err := p.Finish()
		if err != nil {
			t.Fatal(err)
		}
		r, err := Read(bytes.NewReader(doc))
		if err != nil || len(r.Facts) != 1 || !r.Facts[0].Equal(f) {
			t.Fatalf("wrote %+v, read %+v, %v", f, r.Facts, err)
		}
	})
}

// TestPageRefuses: each mistake is refused when the page is finished, with the rule it breaks.
func TestPageRefuses(t *testing.T) {
	cash := usd(g("CashAndCashEquivalentsAtCarryingValue"), at24, "1000")
	with := func(change func(*xbrl.Fact)) xbrl.Fact {
		f := cash
		change(&f)
		return f
	}
	number := func(change func(*xbrl.Fact)) func(*Page) {
		return func(p *Page) { p.Number(with(change), Show{Scale: 3}) }
	}
	block := xbrl.Fact{Concept: g("InventoryDisclosureTextBlock"), Period: fy24}
	for _, c := range []struct {
		want  string
		write func(*Page)
	}{
		{"no such concept", number(func(f *xbrl.Fact) { f.Concept = g("Nonsense") })},
		{"EFM 6.5.25", number(func(f *xbrl.Fact) { f.Concept = g("AssetsAbstract") })},
		{"EFM 6.5.25", number(func(f *xbrl.Fact) { f.Concept = g("CommonStockMember") })},
		{"EFM 6.5.38", number(func(f *xbrl.Fact) { f.Period = xbrl.Period{} })},
		{"wants a period of type instant", number(func(f *xbrl.Fact) { f.Period = fy24 })},
		{"ends before it begins", number(func(f *xbrl.Fact) {
			f.Concept, f.Period = g("Revenues"), xbrl.Over(fiscal.Period{Start: at24.Instant, End: at23.Instant})
		})},
		{"have a unit", number(func(f *xbrl.Fact) { f.Unit = xbrl.Unit{} })},
		{"not a currency", number(func(f *xbrl.Fact) { f.Unit = xbrl.Shares })},
		{"EFM 6.5.37", number(func(f *xbrl.Fact) { f.Value = "1500" })},
		{`write "01000" as "1000"`, number(func(f *xbrl.Fact) { f.Value = "01000" })},
		{"neither a digit", number(func(f *xbrl.Fact) { f.Value = "1,000" })},
		{"a nil fact has value", number(func(f *xbrl.Fact) { f.Nil = true })},
		{"no axis", number(func(f *xbrl.Fact) { f.Dimensions = []xbrl.Member{{Axis: "a:b", Member: g("CommonStockMember")}} })},
		{"not a member", number(func(f *xbrl.Fact) {
			f.Dimensions = []xbrl.Member{{Axis: g("StatementEquityComponentsAxis"), Member: g("Assets")}}
		})},
		{"two members", number(func(f *xbrl.Fact) {
			m := xbrl.Member{Axis: g("StatementEquityComponentsAxis"), Member: g("CommonStockMember")}
			f.Dimensions = []xbrl.Member{m, m}
		})},
		{"EFM 6.5.12", func(p *Page) { p.Number(cash, Show{}); p.Number(with(func(f *xbrl.Fact) { f.Value = "2000" }), Show{}) }},
		{"the id is taken", func(p *Page) { p.Open("p", "id", "x"); p.Number(with(func(f *xbrl.Fact) { f.ID = "x" }), Show{}) }},
		{"number cannot stand here", func(p *Page) { p.Open("table"); p.Number(cash, Show{}) }},
		{"use Number or OpenBlock", func(p *Page) { p.Words(with(func(f *xbrl.Fact) {})) }},
		{`turns "Ohio" into "OH", not "NY"`, func(p *Page) {
			p.Formatted(word("dei:EntityAddressStateOrProvince", "NY"), "Ohio", "ixt-sec:stateprovnameen")
		}},
		{"cannot read", func(p *Page) {
			p.Formatted(word("dei:EntityAddressStateOrProvince", "NY"), "Gotham", "ixt-sec:stateprovnameen")
		}},
		{"not a text block", func(p *Page) { p.OpenBlock(word("dei:DocumentType", "")) }},
		{"is what is written", func(p *Page) { f := block; f.Value = "x"; p.OpenBlock(f) }},
		{"never closed", func(p *Page) { p.OpenBlock(block) }},
		{"<p> is still open in the text block", func(p *Page) { p.OpenBlock(block); p.Open("p"); p.CloseBlock() }},
		{"is still open", func(p *Page) { p.Open("div"); p.OpenBlock(block); p.Close("div") }},
		{"no text block is open", func(p *Page) { p.CloseBlock() }},
		{"resumed already", func(p *Page) {
			p.OpenBlock(block)
			s := p.Suspend()
			p.Resume(s)
			p.CloseBlock()
			p.Resume(s)
		}},
		{"never resumed", func(p *Page) { p.OpenBlock(block); p.Suspend() }},
		{"not a hidden fact", func(p *Page) { p.Refer("f-1", "x") }},
		{"points to it already", func(p *Page) { id := p.Hidden(word("dei:AmendmentFlag", "false")); p.Refer(id, "x"); p.Refer(id, "x") }},
		{"EFM 5.2.2", func(p *Page) { p.Open("script") }},
		{"EFM 5.2.2", func(p *Page) { p.Open("ix:header") }},
		{"cannot stand in <p>", func(p *Page) { p.Open("p"); p.Open("div") }},
		{"cannot stand in <tr>", func(p *Page) { p.Open("table"); p.Open("tr"); p.Open("tr") }},
		{"nestedTable", func(p *Page) { p.Open("table"); p.Open("tr"); p.Open("td"); p.Open("table") }},
		{"not allowed", func(p *Page) { p.Open("p", "onclick", "x()") }},
		{"not allowed", func(p *Page) { p.Open("p", "style", "background:url(x)") }},
		{"not allowed", func(p *Page) { p.Open("p"); p.Open("a", "href", "https://example.com/") }},
		{"not allowed", func(p *Page) { p.Open("p"); p.Void("img", "src", "data:image/gif;base64,AA") }},
		{"use Open and Close", func(p *Page) { p.Void("p") }},
		{"was never closed", func(p *Page) { p.Open("p") }},
		{"cannot stand in XML", func(p *Page) { p.Text("\x00") }},
	} {
		p := blank2024(t)
		c.write(p)
		if doc, err := p.Finish(); err == nil || doc != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	if _, err := New(Head{Entity: "1999998"}, demoExtension(t)).Finish(); err == nil || !strings.Contains(err.Error(), "EFM 6.5.2") {
		t.Errorf("a short CIK: %v", err)
	}
}

// TestIDsStay: a fact keeps its id when facts are put before it, and a fact shown twice has two.
func TestIDsStay(t *testing.T) {
	cash, sales := usd(g("CashAndCashEquivalentsAtCarryingValue"), at24, "1000"), usd(g("Revenues"), fy24, "1000")
	a, b := blank2024(t), blank2024(t)
	id := a.Number(cash, Show{})
	b.Number(sales, Show{})
	if again := b.Number(cash, Show{}); again != id || id == "" {
		t.Errorf("%s became %s", id, again)
	}
	if second := b.Number(cash, Show{}); second != id+"-2" {
		t.Errorf("the second has id %s", second)
	}
	if got := b.Facts(); len(got) != 3 || got[1].ID != id || b.Err() != nil {
		t.Errorf("%+v, %v", got, b.Err())
	}
}

// TestHeader: contexts and units are there once, for what is used.
func TestHeader(t *testing.T) {
	doc, _ := demoDocument(t, demoExtension(t))
	for s, n := range map[string]int{
		`<xbrli:context id="I20241231">`: 1, `<xbrli:unit id="usd">`: 1, `<xbrli:unit id="usdPerShares">`: 1, "<xbrli:scenario": 0, "<ix:header>": 1,
		`xmlns:lksd="http://www.lakeside.example.com/20241231"`: 1, "xmlns:srt": 0, "xmlns:ecd": 0, "<!DOCTYPE": 0, `continuedAt="`: 1, "<ix:continuation": 1,
	} {
		if got := bytes.Count(doc, []byte(s)); got != n {
			t.Errorf("%s is there %d times", s, got)
		}
	}
}

// FuzzRead: no document makes the reader crash or hang, and what it reads is canonical.
func FuzzRead(f *testing.F) {
	f.Add([]byte(page(`<ix:nonFraction name="a:b" contextRef="c" unitRef="u" decimals="0" scale="3" sign="-">1</ix:nonFraction>`)))
	f.Add([]byte(page(`<ix:nonNumeric name="a:b" contextRef="c" escape="true" continuedAt="k">x<br/></ix:nonNumeric><ix:continuation id="k">y</ix:continuation>`)))
	f.Add([]byte(page(`<ix:nonNumeric name="a:b" contextRef="c" format="ixt:date-month-day-year">1/2/2024</ix:nonNumeric><ix:exclude/></ix:exclude>`)))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Read(bytes.NewReader(b))
		if err != nil {
			return
		}
		for _, fact := range r.Facts {
			if fact.Unit.IsZero() || fact.Nil {
				continue
			}
			if c, err := xbrl.Canonical(fact.Value); err != nil || c != fact.Value {
				t.Errorf("%q is not canonical: %v", fact.Value, err)
			}
		}
	})
}
