package importer

import (
	"strings"
	"testing"
)

// iifText writes an IIF file with tabs for bars.
func iifText(lines ...string) string {
	return strings.ReplaceAll(strings.Join(lines, "\n")+"\n", "|", "\t")
}

const (
	iifHead  = "!TRNS|TRNSTYPE|DATE|ACCNT|NAME|CLASS|AMOUNT|DOCNUM|MEMO\n!SPL|TRNSTYPE|DATE|ACCNT|NAME|CLASS|AMOUNT|DOCNUM|MEMO\n!ENDTRNS"
	iifFirst = "TRNS|CHECK|1/31/2006|Bank|||-5||"
	iifNext  = "SPL|CHECK|1/31/2006|Cost|||5||"
)

func TestIIFReads(t *testing.T) {
	o := usd
	o.Dimensions = []string{"class"}
	o.Mapping = Mapping{Constants: []Constant{{"entity", "US"}}, Values: []Value{{"account", "Bank", "1010"}, {"account", "2000", "2100"}}}
	text := "\xef\xbb\xbf" + iifText("!ACCNT|NAME|ACCNTTYPE|ACCNUM", "ACCNT|Bank|bank|1000", "ACCNT|Payables|AP|2000", iifHead, `TRNS|DEPOSIT|"01/31/2006"|Bank|""||"1,234.56"|7|`, "SPL|DEPOSIT||Payables||A|-1234.56||", "ENDTRNS", "")
	told, problems := tell(IIF(strings.NewReader(strings.ReplaceAll(text, "\n", "\r\n")), o))
	same(t, "problems", problems, "")
	same(t, "items", told, `
2 | account | 1010 | asset | current | Bank
3 | account | 2100 | liability | current | Payables
7 | standard | 2006-01-31 | DEPOSIT | f:7 (DEPOSIT 7)
  1010 | 1234.56 | US
  2100 | -1234.56 | US | class=A`)
}

func TestIIFRefuses(t *testing.T) {
	const list = "!ACCNT|NAME|ACCNTTYPE|ACCNUM"
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"nothing in it", []string{"!CUST|NAME", "CUST|x"}, "f: the file has no transaction and no account; it is a list of something else, or no IIF file"},
		{"no header", []string{iifFirst, "ENDTRNS"}, "f:1:1: no header !TRNS stands above the row"},
		{"a row of no list", []string{iifHead, "VEND|x"}, `f:4:1: the row begins with "VEND", of which no header !VEND stands above it`},
		{"a header without what is needed", []string{"!TRNS|TRNSTYPE|DATE|ACCNT"}, "f:1: the header !TRNS names no column AMOUNT"},
		{"a column twice", []string{"!TRNS|TRNSTYPE|DATE|ACCNT|AMOUNT|AMOUNT"}, `f:1:6: column 6 "AMOUNT" is amount, and so is column 5 "AMOUNT"; keep one`},
		{"a two-digit year", []string{iifHead, "TRNS|CHECK|1/31/06|Bank|||-5||", iifNext, "ENDTRNS"}, `f:4:3: column "DATE": date "1/31/06" has a year of two digits; write all four`},
		{"another order of dates", []string{iifHead, "TRNS|CHECK|31/1/2006|Bank|||-5||", iifNext, "ENDTRNS"}, `f:4:3: column "DATE": date "31/1/2006", read as MM/DD/YYYY: date "2006-31-01": there is no such month`},
		{"no date", []string{iifHead, "TRNS|CHECK||Bank|||-5||", iifNext, "ENDTRNS"}, `f:4:3: column "DATE": the transaction has no date`},
		{"two dates", []string{iifHead, iifFirst, "SPL|CHECK|2/1/2006|Cost|||5||", "ENDTRNS"}, `f:5:3: column "DATE": the line is dated 2006-02-01 and its transaction 2006-01-31; an entry has one date`},
		{"out of balance", []string{iifHead, iifFirst, "SPL|CHECK|1/31/2006|Cost|||4.99||", "ENDTRNS"}, "f:4: entry is out of balance by 0.01 USD: debits 4.99, credits 5.00"},
		{"one line", []string{iifHead, iifFirst, "ENDTRNS"}, "f:4: the transaction has one line; an entry has a debit and a credit"},
		{"cut", []string{iifHead, iifFirst, iifNext}, "f:4: the transaction is not closed by ENDTRNS; the file may have been cut"},
		{"not closed", []string{iifHead, iifFirst, iifNext, iifFirst, iifNext, "ENDTRNS"}, "f:6: the transaction that began in line 4 is not closed by ENDTRNS"},
		{"a list inside", []string{list, iifHead, iifFirst, "ACCNT|a|BANK|", iifNext, "ENDTRNS"}, `f:6: a row "ACCNT" stands inside the transaction that began in line 5 and is not closed by ENDTRNS`},
		{"a header inside", []string{iifHead, iifFirst, list, iifNext, "ENDTRNS"}, "f:5: a header stands inside the transaction that began in line 4 and is not closed by ENDTRNS"},
		{"lines of nothing", []string{iifHead, iifNext, "ENDTRNS"}, "f:4:1: a row SPL belongs to no transaction; each begins with a row TRNS\nf:5:1: a row ENDTRNS closes no transaction"},
		{"an order", []string{iifHead, "TRNS|PURCHORD|1/31/2006|Orders|||-5||", iifNext, "ENDTRNS"}, `f:4:2: column "TRNSTYPE": a transaction of type "PURCHORD" is an offer or an order and posts nothing; leave it out of the export`},
		{"an account that posts nothing", []string{list, "ACCNT|Bank|NONPOSTING|", iifHead, iifFirst, iifNext, "ENDTRNS"}, `f:6:4: column "ACCNT": account "Bank" is a non-posting account; its transactions are no entries, so leave them out of the export`},
		{"amounts", []string{iifHead, "TRNS|CHECK|1/31/2006|Bank|||||", iifNext, "ENDTRNS", `TRNS|CHECK|1/31/2006|Bank|||"1.234,56"||`, "SPL|CHECK||Cost|||1e9||", "ENDTRNS"}, `f:4:7: column "AMOUNT": the row has no amount
f:7:7: column "AMOUNT": amount "1.234,56": a comma after the point; the decimal mark is a point and commas only group thousands
f:8:7: column "AMOUNT": amount "1e9": exponents are not read; write the number out`},
		{"a class", []string{iifHead, "TRNS|CHECK|1/31/2006|Bank||TX|-5||", iifNext, "ENDTRNS"}, `f:4:6: column "CLASS": the book has no dimension "class"; define it, or say in a mapping that the column is "ignore"`},
		{"no account", []string{iifHead, "TRNS|CHECK|1/31/2006||||-5||", iifNext, "ENDTRNS"}, `f:4:4: column "ACCNT": an account name is missing`},
		{"too many cells", []string{iifHead, iifFirst + "|x", iifNext, "ENDTRNS"}, `f:4:10: the cell "x" stands in a column without header`},
		{"a quote", []string{iifHead, `TRNS|CHECK|1/31/2006|"Bank|||-5||`, iifNext, "ENDTRNS"}, `f:4:4: the cell "\"Bank" opens a quote that it does not close
f:5:1: a row SPL belongs to no transaction; each begins with a row TRNS
f:6:1: a row ENDTRNS closes no transaction`},
		{"an account twice", []string{list, "ACCNT|a|BANK|", "ACCNT|a|BANK|"}, `f:3:2: column "NAME": account "a" stands in the list twice, here and in line 2`},
		{"a number twice", []string{list, "ACCNT|a|BANK|1", "ACCNT|b|BANK|1"}, `f:3:4: column "ACCNUM": account "b" has the code "1", and so has the account of line 2`},
		{"a type", []string{list, "ACCNT|a|CHECKING|1"}, `f:2:3: column "ACCNTTYPE": type of account "CHECKING" is none of QuickBooks`},
		{"used above the list", []string{iifHead, iifFirst, iifNext, "ENDTRNS", list, "ACCNT|Bank|BANK|1010"}, `f:8:2: column "NAME": account "Bank" was used in line 4, above the list that gives it the number 1010; put the list first`},
		{"bidi", []string{iifHead, "TRNS|CHECK|1/31/2006|Bank|a\u202eb||-5||", iifNext, "ENDTRNS"}, `f:4:5: column "NAME": the text holds the invisible direction mark U+202E at byte 2`},
		{"NUL", []string{iifHead, "TRNS|a\x00"}, "f:4: the line holds a NUL byte; this is not text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			told, problems := tell(IIF(strings.NewReader(iifText(c.lines...)), usd))
			if len(problems) == 0 {
				t.Fatalf("accepted: %q", told)
			}
			same(t, "problems", problems[:len(problems)-1], c.want)
		})
	}
}
