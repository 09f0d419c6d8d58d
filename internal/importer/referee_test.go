package importer

import (
	"encoding/json"
	"maps"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tieout/internal/testenv"
	"tieout/ledger"
	"tieout/money"
)

// refereed is a journal with everything that hledger and this package both read.
const refereed = `decimal-mark .
commodity $1,000.00
account assets:bank  ; type: C, name: Bank
account 1500  ; type: A
account 1500:press
account odd  ; type: V
tag plant

2023-01-01 * (INV 1) First | note ; key: a, see: http://x
    ; second line, tag: v
    assets:bank  $1,234.50  ; memo, plant: TX
    income:sales
2023/1/2 ! costs
    assets:eur   10.00 EUR @ $1.25
    assets:eur  -4.00 EUR @@ $5
    1500:press   3.00 GBP @ 2.00 USD
    liabilities:card
2023.02.28 assertions
    assets:bank  $-34.50 = $1,200.00
    assets:bank  0 =* $1,200.00
    expenses:food  34.50 USD
    odd  0

comment
2023-01-01 not read
end comment
; a comment
P 2023-01-01 EUR $1.10
2023-03-01
    * expenses:food  -1.00 ; no commodity
    ! expenses:other  1.00
`

// judged is a posting as hledger prints it in JSON.
type judged struct {
	Date, Desc, Code, Account string
	Quantity, Cost            string
}

type hledgerAmount struct {
	Commodity string `json:"acommodity"`
	Quantity  struct {
		Mantissa json.Number `json:"decimalMantissa"`
		Places   int         `json:"decimalPlaces"`
	} `json:"aquantity"`
	Price *struct {
		Tag      string        `json:"tag"`
		Contents hledgerAmount `json:"contents"`
	} `json:"aprice"`
}

func (a hledgerAmount) rat(t *testing.T) *big.Rat {
	m, ok := new(big.Int).SetString(a.Quantity.Mantissa.String(), 10)
	if !ok {
		t.Fatalf("mantissa %q", a.Quantity.Mantissa)
	}
	return new(big.Rat).SetFrac(m, pow10(a.Quantity.Places))
}

// value is what an amount cost, or the amount itself.
func (a hledgerAmount) value(t *testing.T) *big.Rat {
	if a.Price == nil {
		return a.rat(t)
	}
	p := a.Price.Contents.rat(t)
	if a.Price.Tag == "UnitPrice" {
		return p.Mul(p, a.rat(t))
	}
	if p.Abs(p); a.rat(t).Sign() < 0 {
		p.Neg(p)
	}
	return p
}

// hledgerSays are the postings that hledger finds, missing amounts worked out.
func hledgerSays(t *testing.T, file string) (out []string) {
	t.Helper()
	text := testenv.Hledger(t, "-f", file, "print", "-x", "-O", "json")
	var txns []struct {
		Date     string `json:"tdate"`
		Desc     string `json:"tdescription"`
		Code     string `json:"tcode"`
		Postings []struct {
			Account string          `json:"paccount"`
			Amounts []hledgerAmount `json:"pamount"`
		} `json:"tpostings"`
	}
	if err := json.Unmarshal([]byte(text), &txns); err != nil {
		t.Fatal(err)
	}
	for _, x := range txns {
		for _, p := range x.Postings {
			for _, a := range p.Amounts {
				q := ""
				if a.Price != nil {
					q = a.rat(t).FloatString(2) + " " + a.Commodity
				}
				out = append(out, join(x.Date, x.Code, x.Desc, p.Account, a.value(t).FloatString(2), q))
			}
		}
	}
	return out
}

// weSay are the same postings as this package reads them. Postings of nil that carry an assertion are no lines.
func weSay(t *testing.T, text string, o Options) (out []string, balances map[string]int64, asserted []Assertion) {
	t.Helper()
	balances = map[string]int64{}
	for it, err := range Hledger(strings.NewReader(text), o) {
		if err != nil {
			t.Fatal(err)
		}
		if it.Assertion != nil {
			asserted = append(asserted, *it.Assertion)
		}
		if it.Entry == nil {
			continue
		}
		for _, l := range it.Entry.Lines {
			out = append(out, weSayLine(it.Entry, l))
			balances[l.Account] += l.Amount
		}
	}
	return out, balances, asserted
}

func weSayLine(e *ledger.Entry, l ledger.Line) string {
	_, code, _ := strings.Cut(e.Source, " (")
	q := ""
	if l.Transaction != nil {
		q = l.Transaction.Amount.String() + " " + string(l.Transaction.Amount.Currency)
	}
	return join(e.Effective.String(), strings.TrimSuffix(code, ")"), e.Description, l.Account, money.FormatMinor(l.Amount, 2), q)
}

// TestHledgerAgrees: hledger itself finds the same entries, amounts worked out and costs, holds the same
// assertions true, and adds up to the same balances.
func TestHledgerAgrees(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.journal")
	// hledger keeps $, USD and no commodity apart; here they are one.
	text := strings.NewReplacer(" USD", "", "$", "").Replace(refereed)
	text = strings.Replace(text, "commodity 1,000.00\n", "", 1)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	says := hledgerSays(t, file)
	ours, balances, asserted := weSay(t, refereed, Options{Name: "f", Currency: "USD"})
	says = slices.DeleteFunc(says, func(s string) bool { return strings.HasSuffix(s, "| assets:bank | 0.00") })
	same(t, "postings", ours, strings.Join(says, "\n"))
	if len(asserted) != 2 || asserted[0].Amount != 120000 || asserted[1].Amount != 120000 || !asserted[1].Inclusive {
		t.Errorf("%+v", asserted)
	}
	for _, account := range slices.Sorted(maps.Keys(balances)) {
		got := testenv.Hledger(t, "-f", file, "bal", "--cost", "-N", "--format", "%(total)", "^"+account+"$")
		if s := strings.ReplaceAll(strings.TrimSpace(got), ",", ""); !sameNumber(s, balances[account]) {
			t.Errorf("%s: hledger has %q, we %s", account, s, money.FormatMinor(balances[account], 2))
		}
	}
}

func sameNumber(s string, minor int64) bool {
	r, ok := new(big.Rat).SetString(s)
	return ok && r.Cmp(big.NewRat(minor, 100)) == 0 || s == "" && minor == 0
}

// TestHledgerTypesAgree: accounts get the types that hledger gives them.
func TestHledgerTypesAgree(t *testing.T) {
	const text = `account assets
account assets:bank
account Debts:x
account liabilities:y
account equity:opening
account equity:conversion
account Revenue:sales
account incomes
account expense:x
account mine  ; type: L
account mine:below
account mine:own  ; type: X
account nothing
`
	file := filepath.Join(t.TempDir(), "x.journal")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	words := map[string]ledger.AccountType{"A": ledger.Asset, "C": ledger.Asset, "L": ledger.Liability, "E": ledger.Equity, "V": ledger.Equity, "R": ledger.Revenue, "X": ledger.Expense}
	out := testenv.Hledger(t, "-f", file, "accounts", "--types")
	want := map[string]ledger.AccountType{}
	for line := range strings.Lines(out) {
		name, comment, _ := strings.Cut(strings.TrimSpace(line), ";")
		_, letter, _ := strings.Cut(comment, "type:")
		want[strings.TrimSpace(name)] = words[strings.TrimSpace(letter)]
	}
	n := 0
	for it, err := range Hledger(strings.NewReader(text), usd) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if w, ok := want[it.Account.Code]; !ok || w != it.Account.Type {
			t.Errorf("%s is %q, to hledger %q", it.Account.Code, it.Account.Type, w)
		}
	}
	if n != 13 || len(want) != 13 {
		t.Errorf("%d accounts, to hledger %d", n, len(want))
	}
}

// TestHledgerRefusesToo: what is out of balance is so to hledger; and where hledger reads what we refuse, it reads
// what nobody means.
func TestHledgerRefusesToo(t *testing.T) {
	testenv.Hledger(t, "--version")
	for _, c := range []struct{ text, hledger string }{
		{"2023-01-01 x\n  a  1.00\n  b  -2.00\n", "refuses"},
		{"2023-01-01 x\n  a  1.00 = 2.00\n  b\n", "refuses"}, // an assertion: we read, and leave its checking to the caller
		{"2023-01-01 x\n  a  $1,000\n  b\n", "b | -1.00"},    // a thousand to us, had it not been refused
		{"2023-01-01 x\n  a  1.00 ; date:2023-02-01\n  b\n", "b | -1.00"},
	} {
		file := filepath.Join(t.TempDir(), "x.journal")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if c.hledger == "refuses" {
			if err := exec.Command("hledger", "-f", file, "print", "-x").Run(); err == nil {
				t.Errorf("hledger accepts %q", c.text)
			}
		} else {
			if says := strings.Join(hledgerSays(t, file), "\n"); !strings.Contains(says, c.hledger) {
				t.Errorf("hledger reads %q as %s", c.text, says)
			}
		}
	}
}
