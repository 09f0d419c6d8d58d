package importer

import (
	"fmt"
	"strings"
	"testing"

	"tieout/money"
)

func tellTrial(tb TrialBalance) []string {
	var out []string
	for _, r := range tb.Rows {
		a := r.Account
		out = append(out, join(fmt.Sprint(r.Row), a.Code, a.Name, string(a.Type), string(a.Section), a.Concept, a.CashFlow,
			money.FormatMinor(r.Debit, 2)+"/"+money.FormatMinor(r.Credit, 2), r.Entity, string(r.Dims)))
	}
	return append(out, fmt.Sprintf("%d rows, %s/%s, total row %d", tb.Count, money.FormatMinor(tb.Debits, 2), money.FormatMinor(tb.Credits, 2), tb.TotalRow))
}

func TestTrialBalanceReads(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "account,name,type,concept,debit,credit\n1000,Cash,current asset,Cash,\"1,500.00\",\n2000,Loan,L,acme:Loan,,1500\n", `
2 | 1000 | Cash | asset | current | us-gaap:Cash | 1500.00/0.00
3 | 2000 | Loan | liability | acme:Loan | 0.00/1500.00
2 rows, 1500.00/1500.00, total row 0`},
		{"loose headers, a total row, dashes and blank lines", "GL Account;Account Title;Account_Type;US-GAAP element;Debit Balance;CR.\n1000;Cash;bank;;5.00; - \n\n;;;;;\n2000;Loan;;;–;5.00\n;Total:;;;5.00;5.00\n", `
2 | 1000 | Cash | asset | current | 5.00/0.00
5 | 2000 | Loan | 0.00/5.00
2 rows, 5.00/5.00, total row 6`},
		{"signed balance, entities, dimensions, and what another row says of an account", "account\tending balance\tcompany\tdim:plant\tsection\tcashflow\ttype\nAssets:Tools\t5\t\tTX\tnoncurrent\tinvesting\t\nEquity:Capital\t(5)\t\t\t\t\t\nAssets:Tools\t-3\tSUB\tTX\t\t\tasset\nEquity:Capital\t3\tSUB\t\t\t\t\nx\t\t\t\t\t\t\nGrand Total\t0.00\t\t\t\t\t\n", `
2 | Assets:Tools | asset | noncurrent | investing | 5.00/0.00 | plant=TX
3 | Equity:Capital | equity | 0.00/5.00
4 | Assets:Tools | asset | noncurrent | investing | 0.00/3.00 | SUB | plant=TX
5 | Equity:Capital | equity | 3.00/0.00 | SUB
6 | x | 0.00/0.00
5 rows, 8.00/8.00, total row 7`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tb, err := TrialBalanceCSV(strings.NewReader(c.text), usd)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "trial balance", tellTrial(tb), c.want)
		})
	}
}

func TestTrialBalanceRefuses(t *testing.T) {
	const head = "account,name,debit,credit\n"
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "f: the file is empty"},
		{"header alone", head, "f: there is a header and no account below it"},
		{"blank rows alone", ",,\n,,\n", "f: there is no header and no row"},
		{"out of balance", head + "a,,100,\nb,,,87.50\n", "f: the trial balance is out of balance by 12.50 USD: debits 100.00, credits 87.50"},
		{"out of balance in an entity", "account,balance,entity\na,5,\nb,-5,S\n", `f: the rows of entity (the first) are out of balance by 5.00 USD: debits 5.00, credits 0.00
f: the rows of entity S are out of balance by 5.00 USD: debits 0.00, credits 5.00`},
		{"total of another sum", head + "a,,100,\nb,,,100\nTotal,,100,90\n", `f:4:4: column "credit": the total is 90.00 and the rows add up to 100.00, a difference of -10.00 USD; a row is missing or wrong`},
		{"two totals", head + "a,,1,\nb,,,1\nTotal,,1,1\nTotal,,1,1\n", `f:5:1: column "account": there is a total row already, row 4`},
		{"row after the total", head + "a,,1,\nb,,,1\nTotal,,1,1\nc,,0,0\n", `f:5:1: column "account": the row comes after the total row 4; nothing can`},
		{"subtotal", head + "a,,1,\nTotal assets,,1,\nb,,,1\n", `f:3:1: column "account": "Total assets" looks like a subtotal; delete it: only a grand total in the last row is understood`},
		{"both sides", head + "a,,5,3\nb,,-1,\nc,,,-1\n", `f:2:4: column "credit": the row has a debit of 5.00 and a credit of 3.00; it can have one
f:3:3: column "debit": the debit -1.00 is negative; write it as a credit
f:4:4: column "credit": the credit -1.00 is negative; write it as a debit`},
		{"account twice", head + "a,,5,\nb,,,5\na,,0,\n", `f:4:1: column "account": account a stands in row 2 too, with the same entity and dimensions; add the two up, or keep one`},
		{"account described in two ways", "account,name,balance,entity\na,One,5,\na,Two,-5,S\n", `f:3:1: column "account": the name of account a is "Two" here and "One" in row 2`},
		{"no account", head + ",Cash,5,\n", `f:2:1: column "account": the row has no account`},
		{"amounts, all of them", head + "a,,\"1.234,56\",\nb,,,1e3\nc,,12.345,\n", `f:2:3: column "debit": amount "1.234,56": a comma after the point; the decimal mark is a point and commas only group thousands
f:3:4: column "credit": amount "1e3": exponents are not read; write the number out
f:4:3: column "debit": amount "12.345": USD has 2 decimals and this has 3; round it where it comes from`},
		{"no account column", "name,debit,credit\n", `f:1: no column is the account; call it "account", or say in a mapping which it is`},
		{"no amounts", "account,name,debit\n", `f:1: there are no columns for the amounts; call them "debit" and "credit", or one signed column "balance"`},
		{"balance and sides", "account,balance,debit\n", "f:1: there is a column for the balance and one for debits or credits; keep one signed column, or both of the others"},
		{"title above the header", "Trial balance\naccount,debit,credit\n", `f:1:1: column "Trial balance" is not known; the columns are account, account_name, type, section, concept, debit, credit, balance, cashflow, entity and dim:CODE. Rename it, delete it, or say in a mapping what it is; if this row is a title, delete the rows above the header or skip them in a mapping
f:1: the header is not understood, so no row was read`},
		{"section", "account,section,balance\na,middle,0\n", `f:2:2: column "section": section "middle" is not current or noncurrent`},
		{"cut in quotes", head + "a,\"Cash", "f:2:2: the file ends inside quotes that open in this row; it was cut, or a quote is not closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tb, err := TrialBalanceCSV(strings.NewReader(c.text), usd)
			if err == nil {
				t.Fatalf("accepted: %q", tellTrial(tb))
			}
			if _, ok := err.(Problems); !ok || tb.Rows != nil {
				t.Errorf("%T with %d rows", err, len(tb.Rows))
			}
			same(t, "problems", []string{err.Error()}, c.want)
		})
	}
}
