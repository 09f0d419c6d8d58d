package filing

import (
	"errors"
	"strings"
	"testing"

	"tieout/fiscal"
)

func TestRegistrantExample(t *testing.T) {
	r, err := ParseRegistrant([]byte(RegistrantExample))
	if err != nil {
		t.Fatal(err)
	}
	if r.Identifier() != "0001999999" || r.Prefix != "hpci" || r.Auditor.FirmID != "9999" || r.EmergingGrowth == nil || *r.EmergingGrowth || r.PublicFloat[0].Amount != 12500000 {
		t.Errorf("%+v", r)
	}
}

// A mistake in the data names the line or the key it is at.
func TestRegistrantMistakes(t *testing.T) {
	base := "name: Harbor\ncik: \"1\"\n"
	for _, c := range []struct {
		text string
		want []string
	}{
		{"cik: \"1\"\n", []string{"name is empty"}},
		{"name: Harbor\n", []string{"cik"}},
		{"name: Harbor\ncik: \"12345678901\"\n", []string{"cik", "12345678901"}},
		{"name: Harbor\ncik: abc\n", []string{"cik", "abc"}},
		{base + "prefix: Harbor_X\n", []string{"prefix", "Harbor_X"}},
		{base + "filer_status: BIG\n", []string{"filer_status", "BIG"}},
		{base + "telephone: 1\n", []string{"line 3", "telephone"}},
		{base + "shell_company: maybe\n", []string{"line 3", "maybe"}},
		{base + "address: [1, 2]\n", []string{"line 3"}},
		{base + "shares_outstanding:\n  - {date: 2024-02-30, shares: 1}\n", []string{"2024-02-30"}},
		{base + "shares_outstanding:\n  - {date: 2024-01-01, shares: 1.5}\n", []string{"line 4", "1.5"}},
		{base + "shares_outstanding:\n  - {date: 2024-01-02, shares: 1}\n  - {date: 2024-01-01, shares: 2}\n", []string{"shares_outstanding", "2024-01-01 does not follow 2024-01-02"}},
		{base + "securities:\n  - {title: Common, exchange: LSE}\n", []string{"securities", "LSE", "NASDAQ"}},
		{base + "securities:\n  - {symbol: X}\n", []string{"securities", "title"}},
		{base + "name: Twice\n", []string{"line 3", "name"}},
		{"name: [", []string{"line 1"}},
		{"", []string{"EOF"}},
	} {
		_, err := ParseRegistrant([]byte(c.text))
		var m Mistake
		if !errors.As(err, &m) {
			t.Errorf("%q: %v is no Mistake", c.text, err)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%q: %q is not in %q", c.text, w, err)
			}
		}
	}
}

func TestSeveralRegistrantMistakesAtOnce(t *testing.T) {
	_, err := ParseRegistrant([]byte("cik: x\nfiler_status: y\n"))
	for _, w := range []string{"name is empty", "cik", "filer_status"} {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("%q is not in %v", w, err)
		}
	}
}

func TestRegistrantDefaults(t *testing.T) {
	for _, c := range []struct{ name, prefix string }{{"American Locker Group Incorporated", "algi"}, {"3M", "co"}, {"Zed", "co"}, {"A B C D E F G H", "abcdef"}} {
		r, err := ParseRegistrant([]byte("name: " + c.name + "\ncik: \"8855\"\nfiler_status: non-accelerated\n"))
		if err != nil || r.Prefix != c.prefix || r.Identifier() != "0000008855" || r.FilerStatus != "NAF" {
			t.Errorf("%s: %v %+v", c.name, err, r)
		}
	}
}

func TestSharesAt(t *testing.T) {
	r := Registrant{Shares: []ShareCount{{Date: fiscal.MustParse("2005-01-01"), Shares: 10}, {Date: fiscal.MustParse("2006-01-01"), Shares: 20}}}
	for day, want := range map[string]int64{"2004-12-31": 0, "2005-01-01": 10, "2005-12-31": 10, "2006-01-01": 20, "2030-01-01": 20} {
		if got, ok := r.SharesAt(fiscal.MustParse(day)); got.Shares != want || ok != (want != 0) {
			t.Errorf("%s: %+v %v", day, got, ok)
		}
	}
}

func TestLabelChoice(t *testing.T) {
	r := Registrant{Labels: []LabelChoice{{"InventoryNet", "Stock"}, {"acme:Thing", "Things"}}}
	for concept, want := range map[string]string{"us-gaap:InventoryNet": "Stock", "acme:Thing": "Things", "us-gaap:Cash": ""} {
		if got, ok := r.Label(concept); got != want || ok != (want != "") {
			t.Errorf("%s: %q", concept, got)
		}
	}
}
