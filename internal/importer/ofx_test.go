package importer

import (
	"strings"
	"testing"
)

// ofxText1 is a statement with something else in place of parts of it.
func ofxText1(replace ...string) string {
	return strings.NewReplacer(replace...).Replace("OFXHEADER:100\nDATA:OFXSGML\nENCODING:USASCII\nCHARSET:1252\n\n<OFX>\n<BANKMSGSRSV1><STMTTRNRS><STMTRS>\n<CURDEF>USD\n<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM>\n<BANKTRANLIST>\n<STMTTRN>\n<TRNTYPE>CHECK\n<DTPOSTED>20060131\n<TRNAMT>-5.00\n<FITID>a\n<NAME>Rent\n</STMTTRN>\n</BANKTRANLIST>\n</STMTRS></STMTTRNRS></BANKMSGSRSV1>\n</OFX>\n")
}

func ofxOptions(statements ...Statement) Options {
	o := usd
	o.Mapping.Statements = append([]Statement(nil), statements...)
	return o
}

var toBank = ofxOptions(Statement{Account: "1010", Clearing: "1099"})

// TestOFXDates: the day is the one that is written; no zone moves it.
func TestOFXDates(t *testing.T) {
	for s, want := range map[string]string{
		"20051231": "2005-12-31", "20051231233000[-5:EST]": "2005-12-31", "20051231233000.000[-5:EST]": "2005-12-31", "20060101003000[+5.30:IST]": "2006-01-01",
		"20051231235960": "2005-12-31", "200512312359": "2005-12-31", "20051231[0:GMT]": "2005-12-31",
		"051231": "", "20050229": "", "2005123": "", "20051231240000": "", "20051231 ": "", "2005-12-31": "", "20051231EST": "", "20051231120000[EST]": "", "２0051231": "",
	} {
		d, err := ofxDate(s)
		if want == "" && err == nil || want != "" && d.String() != want {
			t.Errorf("%s is %s, %v", s, d, err)
		}
	}
}

// TestOFXAmounts: OFX has no marks between thousands, so one mark is the decimal mark.
func TestOFXAmounts(t *testing.T) {
	for s, want := range map[string]int64{"5": 500, "-5.00": -500, "+5,5": 550, "-.5": -50, "5.": 500, "0": 0, "-0.00": 0, "1234567.8900": 123456789} {
		if n, err := ofxAmount(s, "USD"); err != nil || n != want {
			t.Errorf("%s is %d, %v", s, n, err)
		}
	}
	for _, s := range []string{"1,234.56", "1.234,56", "1,234", "1e9", "(5)", "5-", "\u22125", "５", "", ".", "-", "$5", "10000000000000.01", "1 000", "NaN"} {
		if n, err := ofxAmount(s, "USD"); err == nil {
			t.Errorf("%s is %d", s, n)
		}
	}
}

func TestOFXReads(t *testing.T) {
	const want = `
10 | used | 1010
10 | used | 1099
11 | standard | 2006-01-31 | Café | ofx:d939926f/a | f:11
  1010 | -5.00
  1099 | 5.00`
	for name, text := range map[string]string{
		"Windows-1252":       ofxText1("Rent", "Caf\xe9"),
		"UTF-8":              ofxText1("Rent", "Café", "USASCII", "UTF-8", "CHARSET:1252", "CHARSET:NONE"),
		"ISO 8859-1":         ofxText1("Rent", "Caf\xe9", "CHARSET:1252", "CHARSET:8859-1"),
		"names":              ofxText1("Rent", "Caf&#233;"),
		"byte order mark":    "\xef\xbb\xbf" + ofxText1("Rent", "Caf&#xE9;"),
		"no header":          strings.TrimPrefix(ofxText1("Rent", "Café"), "OFXHEADER:100\nDATA:OFXSGML\nENCODING:USASCII\nCHARSET:1252\n\n"),
		"everything closed":  ofxText1("Rent", "Café</NAME>", "<FITID>a", "<FITID>a</FITID>", "USASCII", "UTF-8"),
		"XML as SGML":        strings.Replace(ofxText1("Rent", "Café", "<NAME>", "<CURRENCY><CURRATE>1<CURSYM>USD</CURRENCY><NAME>"), "OFXHEADER:100\nDATA:OFXSGML\nENCODING:USASCII\nCHARSET:1252\n", "<?xml version=\"1.0\"?>\n\n<?OFX OFXHEADER=\"200\"?>\n\n", 1),
		"header in one line": strings.Replace(ofxText1("Rent", "Caf\xe9"), "OFXHEADER:100\nDATA:OFXSGML\nENCODING:USASCII\nCHARSET:1252\n", "OFXHEADER:100 DATA:OFXSGML ENCODING:USASCII CHARSET:1252\n\n\n\n", 1),
	} {
		t.Run(name, func(t *testing.T) {
			told, problems := tell(OFX(strings.NewReader(text), toBank))
			same(t, "problems", problems, "")
			w := want
			if name == "no header" {
				w = strings.NewReplacer("\n10 |", "\n5 |", "\n11 |", "\n6 |", "f:11", "f:6").Replace(w)
			}
			same(t, "items", told, w)
		})
	}
}

func TestOFXRefuses(t *testing.T) {
	twice := "</STMTTRN>\n<STMTTRN><TRNTYPE>X<DTPOSTED>20060201<TRNAMT>1<FITID>a</STMTTRN>"
	second := "</STMTTRNRS><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>3</BANKACCTFROM><BANKTRANLIST></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1>"
	for _, c := range []struct {
		name, text string
		o          Options
		want       string
	}{
		{"empty", "", toBank, "f: the file is empty"},
		{"UTF-16", "\xff\xfe<\x00", toBank, "f: the file is UTF-16 text; save it as UTF-8"},
		{"something else", "hello", toBank, "f:1:1: what stands above the element OFX is no header of OFX: \"hello\""},
		{"another root", "<HTML><OFX></OFX></HTML>", toBank, "f:1:1: the root element is HTML and not OFX"},
		{"no statement", "<OFX></OFX>", toBank, "f: the file has no statement of a bank account or a credit card"},
		{"a request", "<OFX><BANKMSGSRQV1></BANKMSGSRQV1></OFX>", toBank, "f:1:6: the file is a request to a bank and not its answer"},
		{"securities", "<OFX><INVSTMTMSGSRSV1></INVSTMTMSGSRSV1></OFX>", toBank, "f:1:6: statements of securities are not read: import their entries as a journal"},
		{"another part", "<OFX><LOANMSGSRSV1><A></A></LOANMSGSRSV1></OFX>", toBank, "f:1:6: the part LOANMSGSRSV1 of the file is not read"},
		{"another answer", ofxText1("<STMTTRNRS>", "<INTRATRNRS>"), toBank, "f:7:15: only statements of accounts are read, and the file has INTRATRNRS"},
		{"an error", ofxText1("<STMTRS>", "<STATUS><CODE>2000<SEVERITY>ERROR<MESSAGE>General error</STATUS><STMTRS>"), toBank, "f:7:81: the bank answers with an error: 2000 General error"},
		{"no account said", ofxText1(), usd, `f:10:1: the statement is of the account "1/2"; say which account of the ledger that is, and which clearing account takes the other side`},
		{"another account said", ofxText1(), ofxOptions(Statement{ID: "3", Account: "1010", Clearing: "1099"}), `f:10:1: the statement is of the account "1/2"; say which account of the ledger that is, and which clearing account takes the other side`},
		{"several accounts", ofxText1("</STMTTRNRS></BANKMSGSRSV1>", second), toBank, `f:19:99: the file has statements of several accounts, "1/2", "1/3"; say for each by its id which account of the ledger it is`},
		{"no account in it", ofxText1("<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM>", ""), toBank, "f:10:1: the statement does not say of which account it is (ACCTID)"},
		{"its own clearing account", ofxText1(), ofxOptions(Statement{Account: "1010", Clearing: "1010"}), `f: the mapping is refused: statements[0]: the account "1010" cannot be its own clearing account`},
		{"another currency", ofxText1("<CURDEF>USD", "<CURDEF>EUR"), toBank, `f:10:1: the statement is in "EUR": wrong currency, the entity is kept in USD`},
		{"currency of a transaction", ofxText1("<NAME>Rent", "<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY>"), toBank, `f:16:23: the transaction is in "EUR" and its statement in "USD"; import it as a journal, with its amount in both`},
		{"a transaction twice", ofxText1("</STMTTRN>", twice), toBank, `f:18:47: FITID: the transaction "a" comes twice, here and in line 15; a bank gives each an id of its own, so look which is right and delete the other`},
		{"a correction", ofxText1("<NAME>Rent", "<CORRECTFITID>b<CORRECTACTION>REPLACE"), toBank, `f:16:16: CORRECTACTION: the bank corrects its transaction "b", which may be posted: history is not changed, so reverse that entry and delete this element`},
		{"nothing in a transaction", ofxText1("<TRNAMT>-5.00\n<FITID>a\n", ""), toBank, "f:15:1: the transaction has no TRNAMT and no FITID"},
		{"a value twice", ofxText1("<NAME>Rent", "<TRNAMT>6"), toBank, "f:16:1: TRNAMT comes twice, here and in line 14"},
		{"an amount", ofxText1("-5.00", "1.234,56"), toBank, `f:14:1: TRNAMT: amount "1.234,56" is not written as digits with one point or comma before the decimals`},
		{"three decimals", ofxText1("-5.00", "1,234"), toBank, `f:14:1: TRNAMT: amount "1,234": amount "1.234": USD has 2 decimals and this has 3; round it where it comes from`},
		{"a date", ofxText1("20060131", "01/31/2006"), toBank, `f:13:1: DTPOSTED: date "01/31/2006" is not written as YYYYMMDD, perhaps with a time and a zone behind it`},
		{"a balance without date", ofxText1("</BANKTRANLIST>", "</BANKTRANLIST><LEDGERBAL><BALAMT>1</LEDGERBAL>"), toBank, "f:18:36: the ledger balance needs its amount (BALAMT) and its date (DTASOF)"},
		{"UTF-8 that says it is not", ofxText1("Rent", "Café"), toBank, "f:16:1: the text is UTF-8 and the file says that it is not; correct ENCODING and CHARSET in its header"},
		{"no UTF-8 that says it is", ofxText1("Rent", "Caf\xe9", "USASCII", "UTF-8"), toBank, "f:16:1: the text is not valid UTF-8, which the file says that it is; name its character set in the header, such as CHARSET:1252"},
		{"another character set", ofxText1("CHARSET:1252", "CHARSET:932"), toBank, `f:1:1: the character set "932" is not read; save the file as UTF-8 with ENCODING:UTF-8 in its header`},
		{"a byte that is no character", ofxText1("Rent", "\x81\xe9"), toBank, "f:16:1: the byte 0x81 is no character of Windows-1252"},
		{"encrypted", ofxText1("OFXHEADER:100", "OFXHEADER:100 SECURITY:TYPE1"), toBank, "f:1:1: the file is encrypted or compressed (SECURITY:TYPE1)"},
		{"a character that is not known", ofxText1("Rent", "a&eacute;b"), toBank, "f:16:1: the character &eacute; is not known"},
		{"a character of control", ofxText1("Rent", "a&#7;b"), toBank, "f:16:1: NAME: the text holds the control character U+0007 at byte 2"},
		{"bidi", ofxText1("Rent", "a&#8238;b"), toBank, "f:16:1: NAME: the text holds the invisible direction mark U+202E at byte 2"},
		{"NUL", ofxText1("Rent", "a\x00b"), toBank, "f:16:1: NAME: the text holds the control character U+0000 at byte 2"},
		{"cut", ofxText1("</STMTRS></STMTTRNRS></BANKMSGSRSV1>\n</OFX>\n", ""), toBank, "f: the file ends before its element OFX is closed; it was cut"},
		{"cut in a tag", ofxText1("</OFX>\n", "</OF"), toBank, "f:20:1: the file ends inside a tag; it was cut"},
		{"closed wrongly", ofxText1("</BANKTRANLIST>", ""), toBank, "f:19:1: </STMTRS> stands where </BANKTRANLIST> should; the file was cut or put together wrongly"},
		{"an empty value that is not known", ofxText1("<NAME>Rent", "<BANK.NOTE>\n<NAME>Rent"), toBank, "f:18:1: </STMTTRN> stands where </BANK.NOTE> should; the file was cut or put together wrongly"},
		{"more behind the end", ofxText1("</OFX>\n", "</OFX>\n<OFX></OFX>"), toBank, "f:21:1: there is more behind the element OFX"},
		{"text between", ofxText1("<BANKTRANLIST>\n", "<BANKTRANLIST></BANKTRANLIST>x"), toBank, "f:10:30: text stands where an element should; a < in a text is written &lt;"},
		{"a tag that is none", ofxText1("Rent", "a <b c"), toBank, "f:16:9: a tag is not closed"},
		{"attributes", ofxText1("<NAME>", `<NAME a="b">`), toBank, `f:16:1: the tag <NAME a="b"> is none of OFX; a < in a text is written &lt;`},
		{"DOCTYPE", `<!DOCTYPE OFX [<!ENTITY a "b">]>` + ofxText1(), toBank, "f:1:1: the file declares a DOCTYPE; this is no ordinary bank statement"},
		{"deep", "<OFX><BANKMSGSRSV1>" + strings.Repeat("<STMTTRNRS>", 70), toBank, "f:1:702: the file is nested deeper than 64 elements"},
		{"XML with an &", "<?xml version=\"1.0\"?><OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>A&B</CURDEF>", toBank, "f:1:60: an & that begins no name of a character is written &amp;"},
	} {
		t.Run(c.name, func(t *testing.T) {
			told, problems := tell(OFX(strings.NewReader(c.text), c.o))
			if len(problems) == 0 {
				t.Fatalf("accepted: %q", told)
			}
			same(t, "problems", problems[:1], c.want)
		})
	}
}

// TestOFXKeysAreScoped: the same id of two accounts is two transactions, and a key holds no account number.
func TestOFXKeysAreScoped(t *testing.T) {
	keys := map[string]bool{}
	for _, account := range []string{"4111111111111111", "4222222222222222"} {
		for it, err := range OFX(strings.NewReader(ofxText1("<ACCTID>2", "<ACCTID>"+account, "<FITID>a", "<FITID>"+strings.Repeat("x", 250))), toBank) {
			if err != nil {
				t.Fatal(err)
			}
			if it.Entry != nil {
				keys[it.Entry.Key] = true
				if strings.Contains(it.Entry.Key, account) || len(it.Entry.Key) > 200 {
					t.Errorf("key %s", it.Entry.Key)
				}
			}
		}
	}
	if len(keys) != 2 {
		t.Errorf("%d keys", len(keys))
	}
}
