package importer

import (
	"strings"
	"testing"

	"tieout/money"
)

// TestHledgerRefuses is the catalogue of what a journal can have wrong. The last word is every problem, in full.
func TestHledgerRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"out of balance", "2023-01-01 x\n a  100\n b  -87.50\n", "f:1: entry is out of balance by 12.50 USD: debits 100.00, credits 87.50"},
		{"out of balance in an entity", "2023-01-01 x\n a  1 ; entity: S\n b  -1\n", `f:1: the entry's lines of entity S are out of balance by 1.00 USD: debits 1.00, credits 0.00`},
		{"empty", "", "f: the file is empty"},
		{"UTF-16", "\xff\xfe2\x000\x00\n", "f: the file is UTF-16 text; save it as UTF-8"},
		{"two missing", "2023-01-01 x\n a\n b  \n", "f:3:2: a second posting without an amount; only one can be worked out"},
		{"one posting", "2023-01-01 x\n a  0\n", "f:1: the transaction has one posting; an entry has a debit and a credit"},
		{"no posting", "2023-01-01 x\n\n", "f:1: the transaction has no postings"},
		{"secondary date", "2023-01-01=2023-02-01 x\n a  1\n b  -1\n", `f:1:1: date "2023-01-01=2023-02-01": a secondary date is not read; write one date, and the tag origin: for the period that an entry belongs to`},
		{"two-digit year", "23-01-01 x\n", `f:1:1: date "23-01-01" is in another order or has a year of two digits; write it as YYYY-MM-DD`},
		{"another order", "03/04/2005 x\n", `f:1:1: date "03/04/2005" is in another order or has a year of two digits; write it as YYYY-MM-DD`},
		{"no year", "01-02 x\n", `f:1:1: date "01-02" has no year or no day; write it as YYYY-MM-DD`},
		{"no such day", "2023-02-29 x\n", `f:1:1: date "2023-02-29": February 2023 has no day 29`},
		{"code not closed", "2023-01-01 (a x\n", "f:1:1: the code in parentheses is not closed"},
		{"virtual", "2023-01-01 x\n (a)  1\n [b]  1\n", `f:2:2: a virtual posting is not part of a balanced entry; delete it or post it in full (hledger print --real leaves them out)
f:3:2: a virtual posting is not part of a balanced entry; delete it or post it in full (hledger print --real leaves them out)`},
		{"wrong currency", "2023-01-01 x\n a  3 EUR\n b  -3 EUR\n", "f:2:2: amount 3.00 EUR: wrong currency, the entity is kept in USD; add what it cost, as in 3.00 EUR @@ COST USD"},
		{"cost in wrong currency", "2023-01-01 x\n a  3 EUR @ 1.1 GBP\n b  -3\n", "f:2:2: the cost is in GBP: wrong currency, the entity is kept in USD"},
		{"cost of functional currency", "2023-01-01 x\n a  3 USD @ 1\n b  -3\n", "f:2:2: the amount is in functional currency (USD) already and can have no cost"},
		{"cost of nothing", "2023-01-01 x\n a  0 EUR @@ 5\n b  -5\n", "f:2:2: the cost of 0.00 EUR gives no amount that the book can hold"},
		{"cost too large", "2023-01-01 x\n a  10000000000000 EUR @ 99\n b\n", "f:2:2: the cost of 10000000000000.00 EUR gives no amount that the book can hold"},
		{"negative cost", "2023-01-01 x\n a  1 EUR @ -5\n b  5\n", `f:2:2: the cost "-5" is negative; the sign stands with the amount`},
		{"no commodity in another entity", "2023-01-01 x\n a  1 ; entity: DE\n b  -1 ; entity: DE\n", "f:2:2: amount 1.00 has no commodity, and its entity is kept in EUR; write EUR with it"},
		{"commodity that is no money", "2023-01-01 x\n a  3 AAPL @ $1\n b\n", `f:2:2: the commodity "AAPL" is not an ISO 4217 currency; write amounts of money with a code such as USD, and keep quantities out of the journal`},
		{"comma in two ways", "2023-01-01 x\n a  $1,000\n b\n", `f:2:2: amount "$1,000" can be read in two ways, with a comma for decimals or for thousands; write the line "decimal-mark ." at the top of the file if it groups thousands`},
		{"decimal comma", "2023-01-01 x\n a  1.234,56 USD\n b\n", `f:2:2: amount "1.234,56": a comma after the point; the decimal mark is a point and commas only group thousands`},
		{"decimal-mark ,", "decimal-mark ,\n", `f:1:1: decimal-mark ",": only the point is read; convert the file with: hledger print -c '$1000.00'`},
		{"commodity with decimal comma", "commodity 1.000,00 EUR\n", `f:1:1: "1.000,00 EUR" shows a comma as decimal mark; only the point is read`},
		{"default commodity", "D 1.00 EUR\n", `f:1:1: the default commodity is "EUR" and the book is kept in USD; write the commodity with every amount`},
		{"too many decimals", "2023-01-01 x\n a  1.005\n b\n", `f:2:2: amount "1.005": USD has 2 decimals and this has 3; round it where it comes from`},
		{"too large", "2023-01-01 x\n a  99999999999999999999\n b\n", `f:2:2: amount "99999999999999999999": it is larger than 10,000,000,000,000.00, the largest single amount`},
		{"exponent", "2023-01-01 x\n a  1e3\n b\n", `f:2:2: amount "1e3" is not read; write it as 12.50 USD or $12.50, with a point before decimals and the minus sign in front`},
		{"trailing minus", "2023-01-01 x\n a  5-\n b\n", `f:2:2: amount "5-" is not read; write it as 12.50 USD or $12.50, with a point before decimals and the minus sign in front`},
		{"two minus signs", "2023-01-01 x\n a  -$-5\n b\n", `f:2:2: amount "-$-5" has two minus signs`},
		{"expression, which is positive in ledger", "2023-01-01 x\n a  (5.00)\n b\n", `f:2:2: amount "(5.00)" is not read: expressions, lot prices and quoted commodities are not understood; write it as 12.50 USD`},
		{"lot price", "2023-01-01 x\n a  5 EUR {$1}\n b\n", `f:2:2: amount "5 EUR {$1}" is not read: expressions, lot prices and quoted commodities are not understood; write it as 12.50 USD`},
		{"one space before the amount", "2023-01-01 x\n a $5.00\n b  5\n", `f:2:2: account "a $5.00" has no amount and looks as if it ended in one; put two spaces between account and amount`},
		{"one space before the comment", "2023-01-01 x\n a ; c\n b  5\n", `f:2:2: account "a ; c" holds a semicolon; put two spaces between an account and a comment`},
		{"empty part of an account", "2023-01-01 x\n a::b  5\n b  -5\n", `f:2:2: account "a::b" has an empty part between colons`},
		{"balance assignment", "2023-01-01 x\n a  = 5\n b  5\n", "f:2:2: a balance assignment is not read: the posting has an assertion and no amount; write the amount (hledger print --explicit does)"},
		{"total assertion", "2023-01-01 x\n a  5 == 5\n b  -5\n", "f:2:2: an assertion of all commodities (==) is not read; write = or =*"},
		{"assertion in another currency", "2023-01-01 x\n a  5 = 5 EUR\n b  -5\n", "f:2:2: the asserted amount 5.00 EUR: wrong currency, the entity is kept in USD; add what it cost, as in 5.00 EUR @@ COST USD"},
		{"date of a posting", "2023-01-01 x\n a  5 ; [2023-02-01]\n b  -5 ; date:2023-03-01\n", `f:2:2: the comment gives the posting a date of its own in brackets; an entry has one date: split it
f:3:2: the tag "date:" gives the posting a date of its own; an entry has one date: split it`},
		{"key on a posting", "2023-01-01 x\n a  5 ; key: 1\n b  -5\n", `f:2:2: the tag "key:" belongs to the transaction; put it on the transaction's own line`},
		{"tag inside a tag", "2023-01-01 x ; see: page 3 key: 7\n a  5\n b  -5\n", `f:1:1: the tag "key:" stands inside the value of "see:"; put a comma before it`},
		{"tag twice", "2023-01-01 x ; key: 1\n  ; key: 2\n a  5\n b  -5\n", `f:2:4: the tag "key:" is given twice, as "1" and as "2"`},
		{"tag without value", "2023-01-01 x ; key:\n a  5\n b  -5\n", `f:1:1: the tag "key:" has no value`},
		{"dimension without value", "2023-01-01 x\n a  5 ; plant:\n b  -5\n", `f:2:2: dimension "plant" with value "": both are needed and hold no = or ;`},
		{"kind", "2023-01-01 x ; kind: odd\n a  5\n b  -5\n", `f:1: kind "odd" is not one of [standard opening adjusting reversing recurring reclassifying eliminating correcting analysing]`},
		{"origin", "2023-01-01 x ; origin: 2005-Q1\n a  5\n b  -5\n", `f:1: the tag "origin:": date "2005-Q1": write it as YYYY-MM-DD with a four-digit year`},
		{"account type", "account a  ; type: Z\n", `f:1: account a: type "Z" is not read; write asset, liability, equity, revenue or expense, with current or noncurrent before it if you like`},
		{"account section", "account a  ; section: middle\n", `f:1: account a: section "middle" is not current or noncurrent`},
		{"account twice", "account a\naccount b\naccount a\n", "f:3: account a is declared twice, here and in line 1"},
		{"account used as another type", "2023-01-01 x\n assets  5\n b  -5\naccount assets  ; type: L\n", "f:4: account assets was used in line 2 and taken as asset; declare it as liability above its first use"},
		{"account with a rest", "account a  L\n", `f:1:1: after account a comes "L"; only a comment can stand there`},
		{"tag directive", "tag a b\n", "f:1:1: write a tag directive as: tag NAME  ; dimension: TITLE"},
		{"dimension with another meaning", "tag Key  ; dimension: Key\n", `f:1: dimension "Key": the tag has another meaning, or was declared in another spelling`},
		{"include", "include other.journal\n", `f:1:1: other files are not included; run "hledger -f FILE print" with its accounts and import that, or import the files one by one`},
		{"rules, with what hangs on them", "~ monthly\n a  5\n b\n= a\n c  *2\n", `f:1:1: a periodic rule is not an entry; write its entries out (hledger print --forecast) or delete it
f:4:1: an automatic posting rule is not applied; write its postings out (hledger print --auto) and delete it`},
		{"alias", "alias a=b\n", `f:1:1: line "alias a=b" is not understood; delete it, or make it a comment with a semicolon in front`},
		{"year", "Y2023\n", `f:1:1: line "Y2023" is not understood; delete it, or make it a comment with a semicolon in front`},
		{"commas in a rate", "2023-01-01 x\n a  1 EUR @ 1,2,500.5 USD\n b\n", `f:2:2: amount "1,2,500": the commas do not stand between thousands; the decimal mark is a point`},
		{"rate with too many digits", "2023-01-01 x\n a  1 EUR @ 1.12345678901 USD\n b\n", `f:2:2: rate "1.12345678901" has more than 10 decimals`},
		{"format below a commodity", "commodity EUR\n  format 1.000,00 EUR\n", `f:2:10: "1.000,00 EUR" shows a comma as decimal mark; only the point is read`},
		{"below a directive", "commodity EUR\n  note x\n", `f:2:3: line "note x" below a directive is not understood`},
		{"indented alone", "\n  a  5\n", "f:2:3: an indented line that belongs to no transaction; a transaction ends at a blank line"},
		{"comment not closed", "comment\n2023-01-01 x\n", `f:1: the block "comment" is not closed by a line "end comment"; the file may have been cut`},
		{"cut in an account", "2023-01-01 x\n Assets:Cash  5\n Income:Sal", "f:3: the file ends inside a transaction and without a line end; it may have been cut: end the file with a line end if it is whole"},
		{"cut in an amount", "2023-01-01 x\n Assets:Cash  50\n Income:Sales  -5", "f:3: the file ends inside a transaction and without a line end; it may have been cut: end the file with a line end if it is whole"},
		{"cut in an amount at a line end", "2023-01-01 x\n Assets:Cash  50\n Income:Sales  -5\n", "f:1: entry is out of balance by 45.00 USD: debits 50.00, credits 5.00"},
		{"cut after a posting", "2023-01-01 x\n Assets:Cash  50\n", "f:1: the transaction has one posting; an entry has a debit and a credit"},
		{"NUL", "2023-01-01 x\x00\n", "f:1:1: the line holds a NUL byte; this is not text"},
		{"not UTF-8", "2023-01-01 caf\xe9\n", "f:1:1: the line is not valid UTF-8; save the file as UTF-8"},
		{"hidden direction in a description", "2023-01-01 a\u202eb\n", "f:1:1: the description holds the invisible direction mark U+202E at byte 2"},
		{"control character in an account", "2023-01-01 x\n a\x07b  1\n b\n", "f:2:2: account name holds the control character U+0007 at byte 2"},
		{"bidi in a memo", "2023-01-01 x\n a  1 ; \u2066\n b\n", "f:2:2: memo holds the invisible direction mark U+2066 at byte 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := usd
			o.Dimensions, o.Entities = []string{"plant"}, map[string]money.Currency{"DE": "EUR"}
			told, problems := tell(Hledger(strings.NewReader(c.text), o))
			if len(problems) == 0 {
				t.Fatalf("accepted: %q", told)
			}
			// The last step repeats all problems together.
			same(t, "problems", problems[:len(problems)-1], c.want)
			same(t, "last step", problems[len(problems)-1:], c.want)
			for _, s := range told {
				if strings.Contains(s, "standard") && c.name != "account used as another type" {
					t.Errorf("an entry came of it: %s", s)
				}
			}
		})
	}
}
