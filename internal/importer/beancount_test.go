package importer

import (
	"fmt"
	"strings"
	"testing"
)

func readBean(text string, o Options) (told, problems []string) {
	return tell(Beancount(strings.NewReader(text), int64(len(text)), o))
}

const beanHead = "2005-01-01 open Assets:Bank\n2005-01-01 open Income:Sales\n"

func TestBeancountReads(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"directives in any order, CR LF, byte order mark", "\xef\xbb\xbf2006-01-02 * \"x\"\r\n  Assets:Bank  1 USD\r\n  Income:Sales\r\n\r\n2007-01-01 close Assets:Bank\r\n2005-01-01 open Assets:Bank\r\n", `
6 | account | Assets:Bank | asset
3 | used | Income:Sales | revenue
1 | standard | 2006-01-02 | x | f:1
  Assets:Bank | 1.00
  Income:Sales | -1.00`},
		{"roots of other names", "option \"name_assets\" \"Aktiva\"\n2005-01-01 open Aktiva:Bank\n2006-01-02 * \"x\"\n  Aktiva:Bank  1 USD\n  Income:Sales\n", `
2 | account | Aktiva:Bank | asset
5 | used | Income:Sales | revenue
3 | standard | 2006-01-02 | x | f:3
  Aktiva:Bank | 1.00
  Income:Sales | -1.00`},
		{"spellings", beanHead + "2006/1/2 txn \"\" \"a\\\\b\" #tag ^l.1\n ; a comment\n\tAssets:Bank\t-1,000.50 USD\n  #more ^l/2\n  P Income:Sales +1000.5000 USD\n2006-01-03 ! \"payee\" \"\"\n  Assets:Bank 0. USD\n  & Income:Sales\n", `
1 | account | Assets:Bank | asset
2 | account | Income:Sales | revenue
3 | standard | 2006-01-02 | a\b | f:3 (^l.1 ^l/2)
  Assets:Bank | -1000.50
  Income:Sales | 1000.50
8 | standard | 2006-01-03 | payee | f:8
  Assets:Bank | 0.00
  Income:Sales | 0.00`},
		{"a balance is of the evening before, with all below", beanHead + "2005-01-01 open Assets:Bank:Main\n2006-01-01 balance Assets:Bank -12.5 USD ; seen\n", `
1 | account | Assets:Bank | asset
2 | account | Income:Sales | revenue
3 | account | Assets:Bank:Main | asset
4 | assert | 2005-12-31 | Assets:Bank | -12.50 inclusive`},
		{"what changes no entry", "1792-01-01 commodity USD\n2006-01-01 event \"a\" \"b\"\n2006-01-01 custom \"x\" 1 Assets:Bank\n2006-01-01 price EUR 1.1 USD\npushmeta other: \"x\"\npopmeta other:\n* x \"\n:x\n#x\n!x\n%x\n&x\n?x\n; \"\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			told, problems := readBean(c.text, usd)
			same(t, "problems", problems, "")
			same(t, "items", told, c.want)
		})
	}
}

func TestBeancountRefuses(t *testing.T) {
	const txn = "2006-01-02 * \"x\"\n  Assets:Bank  1.00 USD\n"
	post := func(line string) string {
		return beanHead + "2006-01-02 * \"x\"\n  Assets:Bank  " + line + "\n  Income:Sales\n"
	}
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "f: the file is empty"},
		{"UTF-16", "\xff\xfe2\x00", "f: the file is UTF-16 text; save it as UTF-8"},
		{"pad", "2006-01-01 pad Assets:Bank Equity:Opening\n", "f:1:1: a pad directive is not read: Tieout never plugs a difference. Write the entry that explains it, or the entry that beancount made of it (bean-query FILE print shows it)"},
		{"plugin", "plugin \"beancount.plugins.auto\"\n", "f:1:1: a plugin may make and change entries and is not run; print the ledger with what its plugins made (bean-query FILE print), and import that"},
		{"include", "include \"x.beancount\"\n", "f:1:1: other files are not included; print the whole ledger (bean-query FILE print) and import that, or import the files one by one"},
		{"option that may change entries", "option \"insert_pythonpath\" \"TRUE\"\n", `f:1:8: the option "insert_pythonpath" is not known, and may change entries; delete it if it does not`},
		{"metadata for all below", "pushmeta kind: \"opening\"\n", "f:1:1: pushmeta sets metadata that Tieout reads for all transactions below; write it in each of them"},
		{"out of balance", beanHead + txn + "  Income:Sales  -2.00 USD\n", "f:3: entry is out of balance by 1.00 USD: debits 1.00, credits 2.00"},
		{"a cent that beancount tolerates", post("1.004 USD"), `f:4:16: amount "1.004": USD has 2 decimals and this has 3; round it where it comes from`},
		{"arithmetic", post("1+2 USD"), "f:4:17: arithmetic is not done; write the result"},
		{"arithmetic in parentheses", post("(3) USD"), "f:4:16: arithmetic is not done; write the result"},
		{"no currency", post("3"), `f:4:16: the amount "3" has no currency behind it; amounts are not completed`},
		{"no number", post("USD"), `f:4:3: an amount is missing behind "Assets:Bank"`},
		{"quantity", post("3 HOOL {5.00 USD}"), `f:4:18: the commodity "HOOL" is not an ISO 4217 currency; write amounts of money with a code such as USD, and keep quantities out of the journal`},
		{"another currency", post("3 EUR"), "f:4:3: amount 3.00 EUR: wrong currency, the entity is kept in USD; add what it cost, as in 3.00 EUR @@ COST USD"},
		{"cost in another currency", post("3 EUR @ 1.2 GBP"), "f:4:3: the cost is in GBP: wrong currency, the entity is kept in USD"},
		{"lots to match", post("3 EUR {}"), "f:4:22: the cost of the lot is not written, and lots are not matched; write the cost in the braces"},
		{"lots by date", post("-3 EUR {2006-01-01}"), "f:4:23: the cost of the lot is not written, and lots are not matched; write the cost in the braces"},
		{"two costs in one", post("3 EUR {1 # 2 USD}"), `f:4:23: the amount "1" has no currency behind it; amounts are not completed`},
		{"negative price", post("3 EUR @ -1 USD"), "f:4:25: a cost or price is not negative; the sign stands with the amount"},
		{"negative total", post("3 EUR @@ -1 USD"), "f:4:28: a cost or price is not negative; the sign stands with the amount"},
		{"commas", post("1,00 USD"), `f:4:16: amount "1,00": the commas do not stand between thousands; the decimal mark is a point`},
		{"too large", post("10000000000000.01 USD"), `f:4:16: amount "10000000000000.01": it is larger than 10,000,000,000,000.00, the largest single amount`},
		{"exponent", post("1e9 USD"), `f:4:16: the amount "1" has no currency behind it; amounts are not completed`},
		{"full-width digits", post("１ USD"), `f:4:16: "１" is no account, no currency and no word of beancount`},
		{"two amounts missing", beanHead + "2006-01-02 * \"x\"\n  Assets:Bank\n  Income:Sales\n", "f:5:3: a second posting without an amount; only one can be worked out"},
		{"one posting", beanHead + "2006-01-02 * \"x\"\n  Assets:Bank 0 USD\n", "f:3: the transaction has one posting; an entry has a debit and a credit"},
		{"two-digit year", "06-01-02 * \"x\"\n", `f:1:1: line "06-01-02 * \"x\"" is not understood; delete it, or make it a comment with a semicolon in front`},
		{"no such day", "2006-02-29 * \"x\"\n", `f:1:1: date "2006-02-29": February 2006 has no day 29`},
		{"a directive that there is not", "2006-01-02 opened Assets:Bank\n", `f:1:12: the directive "opened" is not known`},
		{"a word that there is not", "opened\n", `f:1:1: line "opened" is not understood; delete it, or make it a comment with a semicolon in front`},
		{"a blank line ends a transaction", beanHead + txn + "\n  Income:Sales\n", "f:3: the transaction has one posting; an entry has a debit and a credit\nf:6:3: an indented line that belongs to no directive; a transaction ends at a blank line and at a comment in the first column"},
		{"opened later", "2006-02-01 open Assets:Bank\n2005-01-01 open Income:Sales\n" + txn + "  Income:Sales\n", "f:4:3: account Assets:Bank is opened on 2006-02-01, after this day, 2006-01-02"},
		{"closed before", beanHead + "2006-01-01 close Assets:Bank\n" + txn + "  Income:Sales\n", "f:5:3: account Assets:Bank was closed on 2006-01-01, before this day, 2006-01-02"},
		{"opened twice", beanHead + "2005-01-01 open Assets:Bank\n", "f:3:17: account Assets:Bank is opened twice, here and in line 1"},
		{"closed twice", beanHead + "2006-01-01 close Assets:Bank\n2006-01-02 close Assets:Bank\n", "f:4:18: account Assets:Bank is closed twice"},
		{"closed and never opened", "2006-01-01 close Assets:Bank\n", "f:1:18: account Assets:Bank is closed and never opened"},
		{"one code for two accounts", "2005-01-01 open Assets:A\n  code: \"1\"\n2005-01-01 open Assets:B\n  code: \"1\"\n", `f:3:17: account Assets:B has the code "1", and so has the account opened in line 1`},
		{"type against the name", "2005-01-01 open Assets:A\n  type: \"L\"\n", "f:1:17: account Assets:A is of type asset by its name and of type liability by its metadata"},
		{"another root", "2005-01-01 open Aktiva:A\n", `f:1:17: account "Aktiva:A": "Aktiva" is not one of the five roots of accounts`},
		{"names in small letters", "2005-01-01 open Assets:bank\n", `f:1:17: account "Assets:bank": the parts of an account begin with a capital or a digit and hold letters, digits and hyphens`},
		{"balance with a tolerance", beanHead + "2006-01-01 balance Assets:Bank 10 ~ 0.01 USD\n", "f:3:35: a balance with a tolerance is no exact figure; write the exact one and delete the tolerance"},
		{"balance in another currency", beanHead + "2006-01-01 balance Assets:Bank 0 EUR\n", "f:3:20: the balance is in EUR: wrong currency, the book's first entity is kept in USD"},
		{"balance of accounts with codes", beanHead + "2005-01-01 open Assets:Bank:Main\n  code: \"1010\"\n2006-01-01 balance Assets:Bank 0 USD\n", "f:5:20: accounts below Assets:Bank have codes of their own, which do not stand below Assets:Bank; assert them one by one"},
		{"kind", beanHead + "2006-01-02 * \"x\"\n  kind: \"odd\"\n  Assets:Bank 0 USD\n  Income:Sales\n", `f:3: kind "odd" is not one of [standard opening adjusting reversing recurring reclassifying eliminating correcting analysing]`},
		{"a key on a posting", beanHead + txn + "    key: \"k\"\n  Income:Sales\n", `f:5:10: the tag "key:" belongs to the transaction; put it on the transaction's own line`},
		{"metadata without value", beanHead + "2006-01-02 * \"x\"\n  key:\n  Assets:Bank 0 USD\n  Income:Sales\n", `f:4:3: the metadata "key:" needs one value, in quotes`},
		{"a line end in a narration", beanHead + "2006-01-02 * \"a\nb\"\n  Assets:Bank 0 USD\n  Income:Sales\n", "f:3:14: the description holds the control character U+000A at byte 2"},
		{"bidi", beanHead + "2006-01-02 * \"a\u202eb\"\n  Assets:Bank 0 USD\n  Income:Sales\n", "f:3:14: the description holds the invisible direction mark U+202E at byte 2"},
		{"NUL", "2006-01-02 * \"a\x00b\"\n", "f:1:1: the line holds a NUL byte; this is not text"},
		{"not UTF-8", "2006-01-02 * \"caf\xe9\"\n", "f:1:1: the line is not valid UTF-8; save the file as UTF-8"},
		{"cut in a transaction", beanHead + txn + "  Income:Sales", "f:5: the file ends inside a transaction and without a line end; it may have been cut: end the file with a line end if it is whole"},
		{"cut in a string", beanHead + "2006-01-02 note Assets:Bank \"x\n\n", "f:3: the file ends inside a string that opens in this line; it was cut, or a quote is not closed"},
		{"a dimension that is taken", "2006-01-02 custom \"dimension\" \"kind\" \"Kind\"\n", `f:1:31: dimension "kind": the metadata has another meaning, or was declared in another spelling`},
		{"a mapping", beanHead, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.want == "" {
				o := usd
				o.Mapping = Mapping{Skip: 1}
				_, problems := tell(Journal(FormatBeancount, strings.NewReader(c.text), int64(len(c.text)), o))
				same(t, "problems", problems[:1], `f: beancount says by itself how it is to be read; take out of the mapping: {"skip":1}`)
				return
			}
			told, problems := readBean(c.text, usd)
			if len(problems) == 0 {
				t.Fatalf("accepted: %q", told)
			}
			same(t, "problems", problems[:len(problems)-1], c.want)
		})
	}
}

// TestBeancountLongStrings: a string over many lines takes time in proportion to its length, and has an end.
func TestBeancountLongStrings(t *testing.T) {
	text := "2006-01-02 note Assets:Bank \"" + strings.Repeat("x\n", 400_000) + "\"\n" + beanHead
	if told, problems := readBean(text, usd); len(problems) > 0 || len(told) != 2 {
		t.Errorf("%q %q", told, problems)
	}
	text = "2006-01-02 note Assets:Bank " + strings.Repeat("\"x\n\" ", 150_000) + "\n" + beanHead
	if told, problems := readBean(text, usd); len(problems) > 0 || len(told) != 2 {
		t.Errorf("%q %q", told, problems)
	}
	text = "2006-01-02 note Assets:Bank \"" + strings.Repeat("x\n", maxLine)
	if _, problems := readBean(text, usd); len(problems) != 2 || problems[0] != "f:1: a string is longer than 1 MiB; a quote may not be closed" {
		t.Errorf("%.200q", problems)
	}
}

// TestBeancountManyPostings: a transaction has as many postings as an entry may have lines.
func TestBeancountManyPostings(t *testing.T) {
	text := beanHead + "2006-01-02 * \"x\"\n" + strings.Repeat(" Assets:Bank 0 USD\n", maxLines+3)
	_, problems := readBean(text, usd)
	if want := fmt.Sprintf("f:%d:2: the transaction has more than 100000 postings; split it", maxLines+4); len(problems) != 2 || problems[0] != want {
		t.Errorf("%.200q, want %s", problems, want)
	}
}
