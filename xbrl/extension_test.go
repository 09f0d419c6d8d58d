package xbrl

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// small is a good extension: a balance sheet with a sum, equity with a table, an own concept.
func small(t testing.TB) Extension {
	t.Helper()
	taxonomy, err := Standard(2024)
	if err != nil {
		t.Fatal(err)
	}
	const site = "http://www.acme.com/"
	return Extension{
		Prefix: "acme", Namespace: site + "20241231", Base: "acme-20241231", Taxonomy: taxonomy,
		Concepts: []Concept{{Name: "acme:ToolingHeld", Type: "xbrli:monetaryItemType", Balance: Debit, Period: Instant, Label: "Tooling Held", Doc: "Tools of customers."}},
		Roles: []Role{{
			ID: "BS", URI: site + "role/BS", Definition: "000001 - Statement - BALANCE SHEETS",
			Tree: []Node{{Concept: "us-gaap:StatementOfFinancialPositionAbstract", Children: []Node{
				{Concept: "us-gaap:InventoryNet", Label: "Inventories"}, {Concept: "acme:ToolingHeld"},
				{Concept: "us-gaap:Liabilities"},
				{Concept: "us-gaap:Assets", Label: "Total assets", Preferred: LabelTotal},
			}}},
			Sums: []Sum{{"us-gaap:Assets", []Part{{"us-gaap:InventoryNet", 1}, {"acme:ToolingHeld", 1}}}},
		}, {
			ID: "Equity", URI: site + "role/Equity", Definition: "000002 - Statement - EQUITY",
			Tree: []Node{{Concept: "us-gaap:StatementOfStockholdersEquityAbstract", Children: []Node{
				{Concept: "us-gaap:StockholdersEquity", Label: "Opening", Preferred: LabelPeriodStart},
				{Concept: "us-gaap:DividendsCommonStockCash", Label: "Dividends", Preferred: LabelNegated},
				{Concept: "us-gaap:StockholdersEquity", Label: "Closing", Preferred: LabelPeriodEnd},
			}}},
			Table: &Cube{Table: "us-gaap:StatementTable", LineItems: "us-gaap:StatementLineItems", Axes: []Breakdown{{
				Axis: "us-gaap:StatementEquityComponentsAxis", Domain: "us-gaap:EquityComponentDomain", Members: []string{"us-gaap:CommonStockMember"},
			}}},
		}},
	}
}

func files(t *testing.T, x Extension) map[string][]byte {
	t.Helper()
	fs, err := x.Files()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range fs {
		out[f.Name] = f.Body
		for d := xml.NewDecoder(bytes.NewReader(f.Body)); ; {
			d.CharsetReader = Charset
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return out
}

// TestFiles: what the five files say, read back.
func TestFiles(t *testing.T) {
	x := small(t)
	got := files(t, x)
	if len(got) != 5 {
		t.Errorf("%d files", len(got))
	}
	for name, again := range files(t, x) {
		if !bytes.Equal(again, got[name]) {
			t.Errorf("%s has other bytes on a second run", name)
		}
	}
	read := func(suffix string) Linkbase {
		lb, err := ReadLinkbase(bytes.NewReader(got["acme-20241231"+suffix]))
		if err != nil {
			t.Fatal(err)
		}
		return lb
	}
	if sums := read("_cal.xml").SumsOf(); len(sums) != 1 || !slices.Equal(sums[0].Sums[0].Parts, x.Roles[0].Sums[0].Parts) {
		t.Errorf("sums %+v", sums)
	}
	standard := map[string]string{}
	for _, l := range read("_lab.xml").Labels {
		if l.Role == LabelStandard {
			if other, twice := standard[l.Text]; twice {
				t.Errorf("%s and %s are both %q", l.Href, other, l.Text)
			}
			standard[l.Text] = NameOf(l.Href)
		}
	}
	if len(standard) != 13 || standard["Inventory, Net"] != "us-gaap:InventoryNet" || standard["Tooling Held"] != "acme:ToolingHeld" {
		t.Errorf("standard labels %v", standard)
	}
	var seen []string
	for _, a := range read("_pre.xml").Arcs {
		seen = append(seen, a.Preferred[strings.LastIndex(a.Preferred, "/")+1:])
	}
	want := []string{"terseLabel", "", "", "totalLabel", "", "", "", "", "", "periodStartLabel", "negatedLabel", "periodEndLabel"}
	if !slices.Equal(seen, want) {
		t.Errorf("preferred labels %q", seen)
	}
	if n := len(read("_def.xml").Arcs); n != 7 {
		t.Errorf("%d definition arcs", n)
	}
}

// TestDefinitionArcs: each element hangs once in the table, and the default has a locator of its own.
func TestDefinitionArcs(t *testing.T) {
	def := string(files(t, small(t))["acme-20241231_def.xml"])
	for s, n := range map[string]int{
		`arcrole/dimension-default" xlink:from="loc_us-gaap_StatementEquityComponentsAxis" xlink:to="loc_us-gaap_EquityComponentDomain_default"`: 1,
		`arcrole/dimension-domain" xlink:from="loc_us-gaap_StatementEquityComponentsAxis" xlink:to="loc_us-gaap_EquityComponentDomain"`:          1,
		`xlink:from="loc_us-gaap_StatementLineItems" xlink:to="loc_us-gaap_StockholdersEquity"`:                                                  1,
		`xbrldt:closed="true" xbrldt:contextElement="segment"`:                                                                                   1,
		`xlink:label="loc_us-gaap_EquityComponentDomain_default"`:                                                                                1,
	} {
		if got := strings.Count(def, s); got != n {
			t.Errorf("%d of %s", got, s)
		}
	}
}

// TestOnlyWhatIsUsed: imports, roleRefs and files are there for what is used and for nothing else.
func TestOnlyWhatIsUsed(t *testing.T) {
	x := small(t)
	x.Roles = x.Roles[:1]
	x.Roles[0].Sums = nil
	got := files(t, x)
	if len(got) != 3 || got["acme-20241231_cal.xml"] != nil || got["acme-20241231_def.xml"] != nil {
		t.Errorf("%d files", len(got))
	}
	schema, lab := string(got["acme-20241231.xsd"]), string(got["acme-20241231_lab.xml"])
	for _, s := range []string{"xbrl.sec.gov", "srt/2024", "_cal.xml", "_def.xml", "xbrldt", "dtr"} {
		if strings.Contains(schema, s) {
			t.Errorf("the schema mentions %s", s)
		}
	}
	if strings.Contains(lab, "negated") || strings.Count(schema, "usedOn>") != 6 {
		t.Error("a role is referred to in vain")
	}
}

func TestMissing(t *testing.T) {
	component := func(m string) []Member { return []Member{{Axis: "us-gaap:StatementEquityComponentsAxis", Member: m}} }
	got := small(t).Missing([]Fact{
		{Concept: "us-gaap:InventoryNet"}, {Concept: "us-gaap:Goodwill"}, {Concept: "us-gaap:StockholdersEquity", Dimensions: component("us-gaap:CommonStockMember")},
		{Concept: "us-gaap:StockholdersEquity", Dimensions: component("us-gaap:RetainedEarningsMember")}, {Concept: "us-gaap:Goodwill"},
	})
	if !slices.Equal(got, []string{"us-gaap:Goodwill", "us-gaap:RetainedEarningsMember"}) {
		t.Error(got)
	}
}

// TestFlaws: one change to the good extension a row, and the rule it breaks.
func TestFlaws(t *testing.T) {
	own := func(c Concept) func(*Extension) {
		return func(x *Extension) { x.Concepts = append(x.Concepts, c) }
	}
	for _, c := range []struct {
		name   string
		change func(*Extension)
		want   string
	}{
		{"prefix", func(x *Extension) { x.Prefix = "a_b" }, "EFM 6.7.7"},
		{"standard prefix", func(x *Extension) { x.Prefix = "dei" }, "EFM 6.7.3"},
		{"namespace", func(x *Extension) { x.Namespace = "http://www.acme.com/2024" }, "EFM 6.7.4"},
		{"file name", func(x *Extension) { x.Base = "acme" }, "EFM 6.3.3"},
		{"no taxonomy", func(x *Extension) { x.Taxonomy = nil }, "EFM 6.22.3"},
		{"role address", func(x *Extension) { x.Roles[0].URI = "http://www.other.com/role/BS" }, "EFM 6.7.9"},
		{"role twice", func(x *Extension) { x.Roles[1].URI = x.Roles[0].URI }, "EFM 6.7.10"},
		{"definition", func(x *Extension) { x.Roles[0].Definition = "Statement - BS" }, "EFM 6.7.12"},
		{"two roots", func(x *Extension) { x.Roles[0].Tree = append(x.Roles[0].Tree, Node{Concept: "us-gaap:Cash"}) }, "EFM 6.12.6"},
		{"unknown concept", func(x *Extension) { x.Roles[0].Tree[0].Children[0].Concept = "us-gaap:Nonsense" }, "no such concept"},
		{"standard name", own(Concept{Name: "acme:Assets", Type: "xbrli:monetaryItemType", Label: "A"}), "EFM 6.7.16"},
		{"axis name", own(Concept{Name: "acme:SiteAxis", Type: "xbrli:stringItemType", Abstract: true, Label: "A"}), "EFM 6.7.23"},
		{"table name", own(Concept{Name: "acme:Sites", Group: Table, Type: "xbrli:stringItemType", Abstract: true, Label: "A"}), "EFM 6.7.24"},
		{"member type", own(Concept{Name: "acme:SiteMember", Type: "xbrli:stringItemType", Abstract: true, Label: "A"}), "EFM 6.7.27"},
		{"abstract instant", own(Concept{Name: "acme:SitesAbstract", Type: "xbrli:stringItemType", Abstract: true, Period: Instant, Label: "A"}), "EFM 6.7.21"},
		{"line items", own(Concept{Name: "acme:SiteLineItems", Type: "xbrli:stringItemType", Label: "A"}), "EFM 6.7.26"},
		{"instant text", own(Concept{Name: "acme:SiteNote", Type: "dtr-types:textBlockItemType", Period: Instant, Label: "A"}), "6.7.32"},
		{"balance of shares", own(Concept{Name: "acme:SiteShares", Type: "xbrli:sharesItemType", Balance: Debit, Label: "A"}), "5.1.1.2"},
		{"no label", func(x *Extension) { x.Concepts[0].Label = "" }, "EFM 6.10.1"},
		{"label taken", func(x *Extension) { x.Concepts[0].Label = "Liabilities" }, "EFM 6.10.4"},
		{"weight", func(x *Extension) { x.Roles[0].Sums[0].Parts[0].Weight = 2 }, "EFM 6.14.2"},
		{"weight against balance", func(x *Extension) { x.Roles[0].Sums[0].Parts[0].Weight = -1 }, "5.1.1.2"},
		{"sum not shown", func(x *Extension) { x.Roles[0].Sums[0].Parts[0].Concept = "us-gaap:Goodwill" }, "EFM 6.14.5"},
		{"circle", func(x *Extension) {
			x.Roles[0].Sums = append(x.Roles[0].Sums, Sum{"us-gaap:InventoryNet", []Part{{"us-gaap:Assets", 1}}})
		}, "EFM 6.14.4"},
		{"mixed periods", func(x *Extension) {
			x.Roles[1].Sums = []Sum{{"us-gaap:StockholdersEquity", []Part{{"us-gaap:DividendsCommonStockCash", -1}}}}
		}, "EFM 6.14.3"},
		{"opening flow", func(x *Extension) { x.Roles[1].Tree[0].Children[1].Preferred = LabelPeriodStart }, "EFM 6.12.7"},
		{"negated heading", func(x *Extension) { x.Roles[1].Tree[0].Preferred = LabelNegated }, "EFM 6.10.9"},
		{"same row twice", func(x *Extension) {
			x.Roles[0].Tree[0].Children = append(x.Roles[0].Tree[0].Children, Node{Concept: "us-gaap:Liabilities"})
		}, "EFM 6.12.5"},
		{"three captions", func(x *Extension) {
			x.Roles[0].Tree[0].Children = append(x.Roles[0].Tree[0].Children, Node{Concept: "us-gaap:InventoryNet", Label: "Stock"}, Node{Concept: "us-gaap:InventoryNet", Label: "Goods"})
		}, "EFM 6.10.2"},
		{"rows below in two places", func(x *Extension) {
			rows := []Node{{Concept: "us-gaap:Goodwill"}}
			x.Roles[0].Tree[0].Children = []Node{{Concept: "us-gaap:AssetsAbstract", Children: rows}, {Concept: "us-gaap:LiabilitiesAbstract", Children: []Node{{Concept: "us-gaap:AssetsAbstract", Children: rows}}}}
			x.Roles[0].Sums = nil
		}, "in two places"},
		{"long caption", func(x *Extension) { x.Roles[0].Tree[0].Children[0].Label = strings.Repeat("x", 512) }, "EFM 6.10.6"},
		{"markup in a label", func(x *Extension) { x.Concepts[0].Label = "Tools <b>held</b>" }, "EFM 6.10.6"},
		{"not an axis", func(x *Extension) { x.Roles[1].Table.Axes[0].Axis = "us-gaap:Assets" }, "is not an axis"},
		{"not a member", func(x *Extension) { x.Roles[1].Table.Axes[0].Members[0] = "us-gaap:Assets" }, "is not a domain or member"},
	} {
		x := small(t)
		c.change(&x)
		fs, err := x.Files()
		var flaw Flaw
		if !errors.As(err, &flaw) || fs != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
