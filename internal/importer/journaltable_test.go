package importer

import (
	"strings"
	"testing"

	"tieout/money"
)

func TestJournalCSVReads(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"signed amounts", "entry,date,description,account,amount\n1,2023-01-01,Sale,Assets:Cash,12.50\n1,2023-01-01,Sale,Income:Sales,(12.50)\n\n2,2023-01-02,,Assets:Cash,\"1,000\"\n2,,,Income:Sales,-1000\n", `
2 | used | Assets:Cash | asset
3 | used | Income:Sales | revenue
2 | standard | 2023-01-01 | Sale | f:2
  Assets:Cash | 12.50
  Income:Sales | -12.50
5 | standard | 2023-01-02 | f:5
  Assets:Cash | 1000.00
  Income:Sales | -1000.00`},
		{"debit and credit, semicolons, byte order mark, loose headers, a nil beside an amount", "\xef\xbb\xbfJournal No;Posting Date;GL Account;DR;CR;Line Memo\r\nA-1;2023-01-01;1000;5;0.00;\"one; two\"\r\nA-1;2023-01-01;2000;;5;\r\n;;;;;\r\n", `
2 | used | 1000
3 | used | 2000
2 | standard | 2023-01-01 | f:2
  1000 | 5.00 | one; two
  2000 | -5.00`},
		{"everything", strings.Join([]string{
			"entry\tdate\tdescription\taccount\tamount\taccount name\ttype\tconcept\tkind\tkey\tcode\tcurrency\ttransaction_amount\trate\tentity\tmemo\tcashflow\tbasis\tdocument\torigin\tdim:plant\tsection",
			"1\t2023-01-01\tBuy\t1500\t110.00\tMachines\tFixed assets\tPropertyPlantAndEquipmentNet\tcorrecting\tk1\tC9\tEUR\t100.00\t1.1\tSUB\tpress\tinvesting\tdifference\tinvoice.pdf\t2022-12-31\tTX\t",
			"1\t\t\t1000\t-55\tCash\tA\t\t\t\t\tEUR\t-50.00\t\tSUB\t\t\t\treceipt.pdf\t\t\tcurrent",
			"1\t\t\t1000\t-55\t\t\t\t\t\t\tUSD\t-55\t1\tSUB\t\t\t\t\t\t\t",
		}, "\n"), `
2 | account | 1500 | asset | noncurrent | Machines | us-gaap:PropertyPlantAndEquipmentNet
3 | account | 1000 | asset | current | Cash
2 | correcting | 2023-01-01 | Buy | k1 | f:2 (C9) origin 2022-12-31 | invoice.pdf | receipt.pdf
  1500 | 110.00 | SUB | basis=difference;cashflow=investing;plant=TX | press [100.00 EUR @ 1.1]
  1000 | -55.00 | SUB [-50.00 EUR @ 1.1]
  1000 | -55.00 | SUB`},
		{"another entity's currency", "entry,date,account,amount,entity\n1,2023-01-01,a,1000,JP\n1,2023-01-01,b,-1000,JP\n", `
2 | used | a
3 | used | b
2 | standard | 2023-01-01 | f:2
  a | 10.00 | JP
  b | -10.00 | JP`},
		{"an account is described where it first can be", "entry,date,account,amount,type\n1,2023-01-01,a,1,\n1,,b,-1,L\n2,2023-01-01,a,1,asset\n2,,b,-1,liability\n", `
2 | used | a
3 | account | b | liability
2 | standard | 2023-01-01 | f:2
  a | 1.00
  b | -1.00
4 | account | a | asset
4 | standard | 2023-01-01 | f:4
  a | 1.00
  b | -1.00`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := usd
			o.Entities = map[string]money.Currency{"JP": "JPY"}
			told, problems := tell(JournalCSV(strings.NewReader(c.text), o))
			same(t, "problems", problems, "")
			same(t, "items", told, c.want)
		})
	}
}

func TestJournalCSVRefuses(t *testing.T) {
	const head = "entry,date,description,account,amount\n"
	const full = "entry,date,account,amount,type,currency,transaction_amount,rate,kind,memo,origin\n"
	for _, c := range []struct{ name, text, want string }{
		{"empty", " \n", "f: the file is empty"},
		{"header alone", head, "f: there is a header and no entry below it"},
		{"UTF-16", "\xff\xfee\x00", "f: the file is UTF-16 text; save it as UTF-8"},
		{"lines end in CR", "entry,date,account,amount\r1,2023-01-01,a,1\r1,2023-01-01,b,-1\r", "f: the lines end in CR alone; save the file with LF or CR LF"},
		{"no account", "entry,date,amount\n1,2023-01-01,5\n", `f:1: no column is the account; call it "account", or say in a mapping which it is`},
		{"no amounts", "entry,date,account,debit\n", `f:1: there are no columns for the amounts; call them "debit" and "credit", or one signed column "amount"`},
		{"amount twice over", "entry,date,account,amount,debit,credit\n", "f:1: there is a column for the amount and one for debits or credits; keep one signed column, or both of the others"},
		{"unknown and doubled columns", "entry,date,account,acct,amount,colour\n", `f:1:4: column 4 "acct" is account, and so is column 3 "account"; keep one
f:1:6: column "colour" is not known; the columns are entry, date, description, account, amount, debit, credit, account_name, type, section, concept, kind, key, code, currency, transaction_amount, rate, entity, party, memo, cashflow, basis, document, origin and dim:CODE. Rename it, delete it, or say in a mapping what it is; if this row is a title, delete the rows above the header or skip them in a mapping
f:1: the header is not understood, so no row was read`},
		{"bad dimension", "entry,date,account,amount,dim:a b\n", `f:1:5: column "dim:a b": "a b" is no code of a dimension
f:1: the header is not understood, so no row was read`},
		{"out of balance", head + "1,2023-01-01,x,a,100\n1,2023-01-01,x,b,-87.50\n", `f:2: entry "1": entry is out of balance by 12.50 USD: debits 100.00, credits 87.50`},
		{"one line", head + "1,2023-01-01,x,a,100\n2,2023-01-01,x,b,1\n2,2023-01-01,x,b,-1\n", `f:2: entry "1" has one line; an entry has a debit and a credit`},
		{"id comes back", head + "1,2023-01-01,x,a,1\n1,2023-01-01,x,b,-1\n2,2023-01-01,x,a,1\n2,2023-01-01,x,b,-1\n1,2023-01-01,x,a,0\n", `f:6:1: column "entry": entry "1" began in row 2 and comes back here; put the rows of an entry together`},
		{"no id", head + ",2023-01-01,x,a,1\n", `f:2:1: column "entry": the row has no entry id; every line repeats its entry's`},
		{"no date", head + "1,,x,a,1\n1,2023-01-01,x,b,-1\n", `f:2:2: column "date": the entry has no date in its first row`},
		{"another order of dates", head + "1,03/04/2005,x,a,1\n", `f:2:2: column "date": date "03/04/2005": write it as YYYY-MM-DD with a four-digit year; 03/04/2005 is two dates to two readers, so only YYYY-MM-DD and date cells of a sheet are read, unless a mapping says how the file writes its dates`},
		{"other date in an entry", head + "1,2023-01-01,x,a,1\n1,2023-01-02,x,b,-1\n", `f:3:2: column "date": "2023-01-02" differs from "2023-01-01" in row 2 of the same entry; what belongs to one line goes into the column memo`},
		{"other description in an entry", head + "1,2023-01-01,x,a,1\n1,2023-01-01,y,b,-1\n", `f:3:3: column "description": "y" differs from "x" in row 2 of the same entry; what belongs to one line goes into the column memo`},
		{"no amount", head + "1,2023-01-01,x,a,\n", `f:2:5: column "amount": the row has no amount`},
		{"amount that is none", head + "1,2023-01-01,x,a,\"1.234,56\"\n", `f:2:5: column "amount": amount "1.234,56": a comma after the point; the decimal mark is a point and commas only group thousands`},
		{"debit and credit", "entry,date,account,debit,credit\n1,2023-01-01,a,5,3\n2,2023-01-01,a,-5,\n3,2023-01-01,a,,-5\n4,2023-01-01,a,,\n", `f:2:5: column "credit": the row has a debit of 5.00 and a credit of 3.00; it can have one
f:3:4: column "debit": the debit -5.00 is negative; write it as a credit
f:4:5: column "credit": the credit -5.00 is negative; write it as a debit
f:5:4: column "debit": the row has no debit and no credit`},
		{"no account in a row", head + "1,2023-01-01,x,,5\n", `f:2:4: column "account": an account name is missing`},
		{"row too short", head + "1,2023-01-01,x,a\n", `f:2: the row has 4 cells and the header has 5; a cell with the delimiter ',' in it needs quotes`},
		{"row too long", head + "1,2023-01-01,x,a,5,6\n", `f:2:6: the row has 6 cells and the header has 5; a cell with the delimiter ',' in it needs quotes`},
		{"bare quote", head + "1,2023-01-01,a \"b\" c,a,5\n2,2023-01-01,x,a,1\n2,2023-01-01,x,b,-1\n", `f:2:3: a quote (") stands inside a cell or is not closed; put the cell in quotes and double the quotes in it`},
		{"ends in quotes", head + "1,2023-01-01,x,a,5\n1,2023-01-01,\"x\n", `f:3:3: the file ends inside quotes that open in this row; it was cut, or a quote is not closed`},
		{"ends in quotes in one line", head + "1,2023-01-01,\"x,a", `f:2:3: the file ends inside quotes that open in this row; it was cut, or a quote is not closed`},
		{"line end in a description", head + "1,2023-01-01,\"x\ny\",a,5\n", `f:2:3: column "description": the text holds the control character U+000A at byte 2`},
		{"bidi", head + "1,2023-01-01,x\u202ey,a,5\n", `f:2:3: column "description": the text holds the invisible direction mark U+202E at byte 2`},
		{"NUL", head + "1,2023-01-01,x,a\x00,5\n", "f:2:4: the cell holds a NUL byte or is not valid UTF-8; save the file as UTF-8"},
		{"not UTF-8", head + "1,2023-01-01,caf\xe9,a,5\n", "f:2:3: the cell holds a NUL byte or is not valid UTF-8; save the file as UTF-8"},
		{"column without header", "entry,date,account,amount,\n1,2023-01-01,a,5,x\n", `f:2:5: the cell "x" stands in a column without header`},
		{"types differ", full + "1,2023-01-01,a,5,asset,,,,,,\n1,,a,-5,liability,,,,,,\n", `f:3:3: column "account": the type of account a is "liability" here and "asset" in row 2`},
		{"type not known", full + "1,2023-01-01,a,5,thing,,,,,,\n", `f:2:5: column "type": type "thing" is not read; write asset, liability, equity, revenue or expense, with current or noncurrent before it if you like`},
		{"kind", full + "1,2023-01-01,a,5,,,,,odd,,\n", `f:2:9: column "kind": kind "odd" is not one of [standard opening adjusting reversing recurring reclassifying eliminating correcting analysing]`},
		{"origin", full + "1,2023-01-01,a,5,,,,,,,2022\n", `f:2:11: column "origin": date "2022": write it as YYYY-MM-DD with a four-digit year; 03/04/2005 is two dates to two readers, so only YYYY-MM-DD and date cells of a sheet are read, unless a mapping says how the file writes its dates`},
		{"currency", full + "1,2023-01-01,a,5,,EU,1,,,,\n", `f:2:6: column "currency": currency "EU" is not an ISO 4217 code`},
		{"currency without amount", full + "1,2023-01-01,a,5,,EUR,,,,,\n", `f:2:6: column "currency": the currency is EUR and the entity's is USD, so the column transaction_amount must say how much it was; or say in a mapping that all amounts of the file are in the currency of their line`},
		{"amount without currency", full + "1,2023-01-01,a,5,,,4,,,,\n", `f:2:7: column "transaction_amount": the transaction amount is 4.00 and the amount 5.00, both in USD; name the other currency in the column currency`},
		{"rate without currency", full + "1,2023-01-01,a,5,,,,1.1,,,\n", `f:2:8: column "rate": a rate of 1.1 and no other currency; name it in the column currency`},
		{"signs", full + "1,2023-01-01,a,5,,EUR,-4,,,,\n", `f:2:7: column "transaction_amount": the transaction amount -4.00 EUR and the amount 5.00 USD have opposite signs`},
		{"rate that gives another amount", full + "1,2023-01-01,a,5,,EUR,4,1.20,,,\n", `f:2:8: column "rate": 4.00 EUR at 1.20 is not 5.00 USD; correct the one that is wrong, or leave the rate blank`},
		{"rate that is none", full + "1,2023-01-01,a,5,,EUR,4,1e1,,,\n", `f:2:8: column "rate": rate "1e1" is not a plain decimal number`},
		{"nothing at a rate", full + "1,2023-01-01,a,5,,EUR,0,,,,\n", `f:2:7: column "transaction_amount": the transaction amount is nil, so there is no rate`},
	} {
		t.Run(c.name, func(t *testing.T) {
			told, problems := tell(JournalCSV(strings.NewReader(c.text), usd))
			if len(problems) == 0 {
				t.Fatalf("accepted: %q", told)
			}
			same(t, "problems", problems[:len(problems)-1], c.want)
			same(t, "last step", problems[len(problems)-1:], c.want)
		})
	}
}

// TestRateIsRounded: a printed rate is rounded, so the amounts may differ by what that rounding can make.
func TestRateIsRounded(t *testing.T) {
	const head = "entry,date,account,amount,currency,transaction_amount,rate\n"
	for rate, ok := range map[string]bool{"1.12": true, "1.1235": true, "1.1": true, "1.10": false, "1.12346": true, "1.124": false} {
		text := head + "1,2023-01-01,a,1123.46,EUR,1000.00," + rate + "\n1,2023-01-01,b,-1123.46,,,\n"
		if _, problems := tell(JournalCSV(strings.NewReader(text), usd)); (len(problems) == 0) != ok {
			t.Errorf("rate %s: %q", rate, problems)
		}
	}
}
