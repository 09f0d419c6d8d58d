package importer

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"tieout/ledger"
	"tieout/money"
)

var usd = Options{Name: "f", Currency: "USD", Dimensions: []string{"plant"}}

// tell writes what an iterator yields, a line each: what tests compare.
func tell(items iter.Seq2[Item, error]) (told, problems []string) {
	for it, err := range items {
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		told = append(told, tellItem(it)...)
	}
	return told, problems
}

func tellItem(it Item) []string {
	switch {
	case it.Account != nil:
		a, how := it.Account, "account"
		if it.Inferred {
			how = "used"
		}
		return []string{join(fmt.Sprint(it.Row), how, a.Code, string(a.Type), string(a.Section), a.Name, a.Concept, a.CashFlow)}
	case it.Dimension != nil:
		return []string{join(fmt.Sprint(it.Row), "dimension", it.Dimension.Code, it.Dimension.Name)}
	case it.Assertion != nil:
		a := it.Assertion
		s := join(fmt.Sprint(it.Row), "assert", a.Date.String(), a.Account, money.FormatMinor(a.Amount, 2), a.Citation)
		if a.Inclusive {
			s += " inclusive"
		}
		return []string{s}
	}
	e := it.Entry
	head := join(fmt.Sprint(it.Row), string(e.Kind), e.Effective.String(), e.Description, e.Key, e.Source)
	if e.Origin != 0 {
		head += " origin " + e.Origin.String()
	}
	out := []string{join(append([]string{head}, it.Documents...)...)}
	for _, l := range e.Lines {
		out = append(out, "  "+tellLine(l))
	}
	return out
}

func tellLine(l ledger.Line) string {
	s := join(l.Account, money.FormatMinor(l.Amount, 2), l.Entity, string(l.Dims), l.Memo)
	if t := l.Transaction; t != nil {
		s += fmt.Sprintf(" [%s %s @ %s]", t.Amount, t.Amount.Currency, t.Rate)
	}
	return s
}

func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " | ")
}

func same(t *testing.T, what string, got []string, want string) {
	t.Helper()
	if g := strings.Join(got, "\n"); g != strings.Trim(want, "\n") {
		t.Errorf("%s:\ngot\n%s\nwant\n%s", what, g, strings.Trim(want, "\n"))
	}
}

func TestHledgerReads(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "2023-01-01 * (INV01) Sale\n    Assets:Cash   12.50 USD\n    Income:Sales  -12.50 USD\n", `
2 | used | Assets:Cash | asset
3 | used | Income:Sales | revenue
1 | standard | 2023-01-01 | Sale | f:1 (INV01)
  Assets:Cash | 12.50
  Income:Sales | -12.50`},
		{"spellings of amounts and dates, CR LF, byte order mark", "\xef\xbb\xbf2023/1/2 ! x\r\n  a  $12.50\r\n  a  -$1\r\n  a  $-1\r\n  a  USD -0.5\r\n  a  $1,234.00\r\n  a\t1.\r\n  * b c  \r\n\r\n2023.01.03\r\n a  1\r\n b c  -1\r\n", `
2 | used | a
8 | used | b c
1 | standard | 2023-01-02 | x | f:1
  a | 12.50
  a | -1.00
  a | -1.00
  a | -0.50
  a | 1234.00
  a | 1.00
  b c | -1245.00
10 | standard | 2023-01-03 | f:10
  a | 1.00
  b c | -1.00`},
		{"declared accounts and dimensions", `
account assets            ; type: A
account assets:plant      ; section: noncurrent, name: Plant, concept: PropertyPlantAndEquipmentNet, other: x
  ; cashflow: investing
account cash  ; type: C, concept: acme:Cash
account trading  ; type: V
tag plant ; dimension: Plant site
tag note
2023-01-01 x
  assets:plant:roof  1  ; plant: TX
  cash
`, `
2 | account | assets | asset
3 | account | assets:plant | asset | noncurrent | Plant | us-gaap:PropertyPlantAndEquipmentNet | investing
5 | account | cash | asset | current | acme:Cash
6 | account | trading | equity
7 | dimension | plant | Plant site
10 | used | assets:plant:roof | asset
9 | standard | 2023-01-01 | x | f:9
  assets:plant:roof | 1.00 | plant=TX
  cash | -1.00`},
		{"types follow names as in hledger", "account Debts:a\naccount Liability\naccount Revenues:x\naccount Expense\naccount Asset\naccount Assetsx\naccount Equity:Conversion\n", `
1 | account | Debts:a | liability
2 | account | Liability | liability
3 | account | Revenues:x | revenue
4 | account | Expense | expense
5 | account | Asset | asset
6 | account | Assetsx
7 | account | Equity:Conversion | equity`},
		{"tags of transactions and postings", `2023-01-01 x  ; key: k1, a remark, kind: correcting, Document: a b.pdf
  ; origin: 2022-12-31, document: c.pdf, basis: difference
  a  1  ; paid, basis: other, see: page 3, cashflow: operating
  b  -1 ; two words
  ; and more, entity: SUB
  b  1
  ; entity: SUB
  a  -1  ; document: d.pdf
`, `
3 | used | a
4 | used | b
1 | correcting | 2023-01-01 | x | k1 | f:1 origin 2022-12-31 | a b.pdf | c.pdf | d.pdf
  a | 1.00 | basis=other;cashflow=operating | paid, see: page 3
  b | -1.00 | SUB | basis=difference | two words, and more
  b | 1.00 | SUB | basis=difference
  a | -1.00 | basis=difference`},
		{"synthetic", "2023-01-01 x ; synthetic:\n  a  1 ; plant: TX\n  b  -1 ; basis: z\n", `
2 | used | a
3 | used | b
1 | standard | 2023-01-01 | x | f:1
  a | 1.00 | basis=synthetic;plant=TX
  b | -1.00 | basis=z`},
		{"costs", `2023-01-01 x
  a  10.00 EUR @ $1.12345  ; 11.2345 rounds to 11.23
  a  -0.01 EUR @ 0.5 USD
  a  1000 JPY @@ $6.67
  a  -30.00 EUR @@ $100.00
  a  3.00 EUR @ 1.1500
  a  1 BHD @ 1,250.50 USD
  b
`, `
2 | used | a
8 | used | b
1 | standard | 2023-01-01 | x | f:1
  a | 11.23 | 11.2345 rounds to 11.23 [10.00 EUR @ 1.12345]
  a | -0.01 [-0.01 EUR @ 0.5]
  a | 6.67 [1000 JPY @ 0.00667]
  a | -100.00 [-30.00 EUR @ 3.3333333333]
  a | 3.45 [3.00 EUR @ 1.15]
  a | 1250.50 [1.000 BHD @ 1250.5]
  b | -1171.84`},
		{"assertions follow their entry", `2023-01-01 x ; cite: Annual report
  a  1 = $1.00
  a  0 =* $-7.5  ; cite: Bank statement, p. 3
  b  -1

2023-01-02 only assertions
  a  0 = 1,000.00 USD
`, `
2 | used | a
4 | used | b
1 | standard | 2023-01-01 | x | f:1
  a | 1.00
  b | -1.00
2 | assert | 2023-01-01 | a | 1.00 | Annual report
3 | assert | 2023-01-01 | a | -7.50 | Bank statement inclusive
7 | assert | 2023-01-02 | a | 1000.00`},
		{"what changes nothing", `; a comment
# another
* and an org heading
P 2023-01-01 EUR $1.10
commodity $1,000.00
commodity EUR
  format 1,000.00 EUR
payee Someone
decimal-mark .
D $1,000.00
comment
2023-01-01 not read
end comment
; a comment in the first column ends the entry above
2023-01-02 y
  a  $1,000 ; commodity and decimal-mark make it clear
  b  -1,000
`, `
16 | used | a
17 | used | b
15 | standard | 2023-01-02 | y | f:15
  a | 1000.00 | commodity and decimal-mark make it clear
  b | -1000.00`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := usd
			o.Dimensions = []string{"plant"}
			if c.name == "declared accounts and dimensions" {
				o.Dimensions = nil
			}
			told, problems := tell(Hledger(strings.NewReader(c.text), o))
			same(t, "problems", problems, "")
			same(t, "items", told, c.want)
		})
	}
}
