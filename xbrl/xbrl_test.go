package xbrl

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/money"
)

func TestCanonical(t *testing.T) {
	for text, want := range map[string]string{
		"1": "1", "+01.50": "1.5", "-0.0": "0", ".5": "0.5", "5.": "5", "-1200": "-1200", "000": "0", "100000000000000000000.10": "100000000000000000000.1",
	} {
		if got, err := Canonical(text); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".", "-", "1e3", "1E3", "NaN", "Infinity", "INF", "--1", "+-1", "1.2.3", "1,2", " 1", "\u0661", "0x1", strings.Repeat("1", MaxDigits+1)} {
		var bad Malformed
		if got, err := Canonical(text); !errors.As(err, &bad) {
			t.Errorf("%q was read as %q, %v", text, got, err)
		}
	}
}

func TestShiftAndRound(t *testing.T) {
	for _, c := range []struct {
		value  string
		places int
		want   string
	}{{"1234.5", 3, "1234500"}, {"21", -2, "0.21"}, {"0", 6, "0"}, {"-48.2", 6, "-48200000"}} {
		if got, err := Shift(c.value, c.places); err != nil || got != c.want {
			t.Errorf("%s by %d is %s, %v; want %s", c.value, c.places, got, err, c.want)
		}
	}
	for _, c := range []struct {
		value string
		to    Decimals
		want  string
	}{
		{"1499.99", -3, "1000"}, {"1500", -3, "2000"}, {"-1500", -3, "-2000"}, {"499", -3, "0"}, {"0.545", 2, "0.55"}, {"-0.545", 2, "-0.55"},
		{"0.5449", 2, "0.54"}, {"2", 2, "2"}, {"7.123", INF, "7.123"}, {"950000", -6, "1000000"},
	} {
		if got, err := Round(c.value, c.to); err != nil || got != c.want {
			t.Errorf("%s to %s is %s, %v; want %s", c.value, c.to, got, err, c.want)
		}
	}
	if !Excess("1500", -3) || Excess("2000", -3) || Excess("1.5", INF) || !Excess("0.545", 2) {
		t.Error("excess digits are misjudged")
	}
}

// TestMinorUnits: every amount keeps its value through the canonical spelling, and rounding agrees with package money.
func TestMinorUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64().Draw(t, "minor")
		v := FromAmount(money.New(minor, "USD"))
		back, err := Shift(v, 2)
		if c, _ := Canonical(v); err != nil || c != v || back != FromMinor(minor, 0) {
			t.Fatalf("%d became %s and %s", minor, v, back)
		}
		thousands := money.Quotient(minor, 100_000, money.HalfAway)
		if got, err := Round(v, -3); err != nil || got != FromMinor(thousands, -3) {
			t.Fatalf("%s to thousands is %s, not %d", v, got, thousands)
		}
		if Negate(Negate(v)) != v {
			t.Fatalf("%s twice negated", v)
		}
	})
}

func TestSignFor(t *testing.T) {
	asset := Concept{Name: "us-gaap:InventoryNet", Type: "xbrli:monetaryItemType", Balance: Debit}
	revenue := Concept{Name: "us-gaap:Revenues", Type: "xbrli:monetaryItemType", Balance: Credit}
	cash := Concept{Name: "us-gaap:NetCashProvidedByUsedInOperatingActivities", Type: "xbrli:monetaryItemType"}
	for _, c := range []struct {
		concept Concept
		debit   int64
		rule    SignRule
		want    int64
		refused bool
	}{
		{asset, 100, ByBalance, 100, false}, {asset, -100, ByBalance, -100, false}, {asset, 100, DebitIsPositive, 100, false},
		{revenue, -100, ByBalance, 100, false}, {revenue, 100, ByBalance, -100, false}, {revenue, 0, ByBalance, 0, false},
		{cash, 100, DebitIsPositive, 100, false}, {cash, 100, CreditIsPositive, -100, false},
		{cash, 100, ByBalance, 0, true}, {asset, 100, CreditIsPositive, 0, true}, {revenue, 100, DebitIsPositive, 0, true},
	} {
		got, err := SignFor(c.concept, money.New(c.debit, "USD"), c.rule)
		var refusal NoSign
		if errors.As(err, &refusal) != c.refused || got.Minor != c.want {
			t.Errorf("%s, debit %d, %s: %d, %v", c.concept.Name, c.debit, c.rule, got.Minor, err)
		}
	}
}

// TestTable: the shipped table decodes fast and says what the taxonomy says of well-known concepts.
func TestTable(t *testing.T) {
	start := time.Now()
	m := decode(table2024)
	if took := time.Since(start); took > 400*time.Millisecond { // some 40 ms on an idle machine
		t.Errorf("decoding took %v", took)
	}
	if len(m) != 18328 {
		t.Errorf("%d concepts", len(m))
	}
	x, err := Standard(2024)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []Concept{
		{Name: "us-gaap:InventoryNet", Type: "xbrli:monetaryItemType", Balance: Debit, Period: Instant, Label: "Inventory, Net"},
		{Name: "us-gaap:NetIncomeLoss", Type: "xbrli:monetaryItemType", Balance: Credit, Label: "Net Income (Loss) Attributable to Parent"},
		{Name: "us-gaap:StatementTable", Type: "xbrli:stringItemType", Group: Table, Abstract: true, Label: "Statement [Table]"},
		{Name: "us-gaap:StatementEquityComponentsAxis", Type: "xbrli:stringItemType", Group: Axis, Abstract: true, Label: "Equity Components [Axis]"},
	} {
		if got, ok := x.Concept(want.Name); !ok || got != want {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	flag, _ := x.Concept("cyd:CybersecurityRiskManagementProcessesIntegratedFlag")
	name, _ := x.Concept("dei:EntityRegistrantName")
	eps, _ := x.Concept("us-gaap:EarningsPerShareBasic")
	note, _ := x.Concept("us-gaap:InventoryDisclosureTextBlock")
	if flag.Worded() || !name.Worded() || !note.Worded() || !note.TextBlock() || !eps.Numeric() || eps.Monetary() || eps.Worded() {
		t.Error("types are misjudged")
	}
	if _, ok := x.Concept("us-gaap:Nonsense"); ok {
		t.Error("nonsense is a concept")
	}
	var none NoTable
	if _, err := Standard(2019); !errors.As(err, &none) || none.Year != 2019 {
		t.Errorf("2019: %v", err)
	}
}

// TestLoad: the schema of an official package takes the place of the shipped elements, keeps known labels, and serves a
// year for which nothing is shipped.
func TestLoad(t *testing.T) {
	const head = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:i="http://www.xbrl.org/2003/instance" targetNamespace="http://fasb.org/us-gaap/`
	const element = `"><xs:import namespace="x"/><xs:element name="InventoryNet" id="us-gaap_InventoryNet" substitutionGroup="i:item" type="i:monetaryItemType" i:balance="credit" i:periodType="instant"/><xs:element name="typed" type="xs:string"/></xs:schema>`
	for _, year := range []string{"2024", "2026"} {
		x := New(2026)
		if year == "2024" {
			var err error
			if x, err = Standard(2024); err != nil {
				t.Fatal(err)
			}
		}
		pkg := fstest.MapFS{"us-gaap-" + year + "/elts/us-gaap-" + year + ".xsd": {Data: []byte(head + year + element)}, "readme.txt": {}}
		y, err := x.Load(pkg)
		if err != nil {
			t.Fatal(err)
		}
		c, ok := y.Concept("us-gaap:InventoryNet")
		if !ok || c.Balance != Credit || c.Type != "xbrli:monetaryItemType" || (c.Label == "Inventory, Net") != (year == "2024") {
			t.Errorf("%s: %+v", year, c)
		}
		if old, _ := x.Concept("us-gaap:InventoryNet"); old.Balance == Credit {
			t.Error("loading changed the first taxonomy")
		}
		if want := max(x.Len(), 1); y.Len() != want {
			t.Errorf("%s: %d concepts, not %d", year, y.Len(), want)
		}
	}
	for name, data := range map[string]string{"empty.txt": "", "us-gaap-2024.xsd": head + `2023"/>`, "dei-2024.xsd": `<!DOCTYPE x><x/>`, "srt-2024.xsd": strings.Repeat("<a>", 65)} {
		x, _ := Standard(2024)
		if _, err := x.Load(fstest.MapFS{name: {Data: []byte(data)}}); err == nil {
			t.Errorf("%s was loaded", name)
		}
	}
}

func TestIDs(t *testing.T) {
	day := fiscal.MustParse
	year := Over(fiscal.Period{Start: day("2024-01-01"), End: day("2024-12-31")})
	c := Context{"0000000001", year, []Member{{Axis: "srt:A", Member: "us-gaap:M"}}}
	if got := c.ID(); got != "D20240101-20241231_srt.A_us-gaap.M" {
		t.Error(got)
	}
	if got := At(day("2024-12-31")).ID(); got != "I20241231" {
		t.Error(got)
	}
	for id, u := range map[string]Unit{"usd": USD, "shares": Shares, "pure": Pure, "usdPerShares": USDPerShare, "usd.pure": {Over: []string{"xbrli:pure", "iso4217:USD"}}} {
		if u.ID() != id && id != "usd.pure" || id == "usd.pure" && u.Key() != "iso4217:USD*xbrli:pure" {
			t.Errorf("%s: %s %s", id, u.ID(), u.Key())
		}
	}
	if USDPerShare.Key() != "iso4217:USD/xbrli:shares" || USDPerShare.Monetary() || !USD.Monetary() || Shares.Monetary() {
		t.Error("units")
	}
}

func TestHumanise(t *testing.T) {
	for local, want := range map[string]string{
		"EntityFileNumber": "Entity File Number", "AuditInformationAbstract": "Audit Information [Abstract]", "LIFOMethodRelatedItems": "LIFO Method Related Items",
		"Security12bTitle": "Security 12b Title", "InventoryPolicyTextBlock": "Inventory [Policy Text Block]", "Member": "Member",
	} {
		if got := Humanise(local); got != want {
			t.Errorf("%s is %q, want %q", local, got, want)
		}
	}
}

func TestCharset(t *testing.T) {
	s, err := ParseSchema(bytes.NewReader([]byte("<?xml version='1.0' encoding='iso-8859-1'?><schema targetNamespace='caf\xe9'/>")), "x")
	if err != nil || s.Namespace != "caf\u00e9" {
		t.Errorf("%q, %v", s.Namespace, err)
	}
	if _, err := ParseSchema(strings.NewReader("<?xml version='1.0' encoding='utf-7'?><schema/>"), "x"); err == nil {
		t.Error("utf-7 was read")
	}
}

func TestFamilies(t *testing.T) {
	f, ok := New(2025).Family("us-gaap")
	if !ok || f.Href("Assets") != "https://xbrl.fasb.org/us-gaap/2025/elts/us-gaap-2025.xsd#us-gaap_Assets" || f.Namespace != "http://fasb.org/us-gaap/2025" {
		t.Errorf("%+v", f)
	}
	has := func(year int, prefix string) bool {
		return slices.ContainsFunc(Families(year), func(f Family) bool { return f.Prefix == prefix })
	}
	if has(2021, "dei") || has(2022, "ecd") || !has(2023, "ecd") || has(2023, "cyd") || !has(2024, "cyd") {
		t.Error("families by year")
	}
}
