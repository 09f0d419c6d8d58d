package importer

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/money"
)

func TestMappingText(t *testing.T) {
	m := Mapping{Skip: 2, Dates: "DD.MM.YYYY", Decimal: ",", Columns: []MappedColumn{{Header: "Zwei", Is: "date"}, {Number: 3, Is: ignored}, {Header: "Eins & <x>", Is: "dim:plant"}},
		Constants: []Constant{{"kind", "opening"}, {"entity", "US"}}, Values: []Value{{"entity", "b", "B"}, {"account", "x", "1"}, {"entity", "a", "A"}}}
	const want = `{"skip":2,"columns":[{"header":"Eins & <x>","is":"dim:plant"},{"header":"Zwei","is":"date"},{"number":3,"is":"ignore"}],"dates":"DD.MM.YYYY","decimal":",","constants":[{"column":"entity","value":"US"},{"column":"kind","value":"opening"}],"values":[{"column":"account","from":"x","to":"1"},{"column":"entity","from":"a","to":"A"},{"column":"entity","from":"b","to":"B"}]}`
	if got := m.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := (Mapping{}).Text(); got != "" || !(Mapping{}).IsZero() || m.IsZero() {
		t.Errorf("the zero mapping is %q", got)
	}
}

// TestMappingComesBack: what is read is what was written, in any order, with the same bytes.
func TestMappingComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Za-zäß€ .&<>"\\/-]{1,8}`)
		m := Mapping{
			Layout:  rapid.SampledFrom(append(Layouts(), "")).Draw(t, "layout"),
			Skip:    rapid.IntRange(0, 9).Draw(t, "skip"),
			Dates:   rapid.SampledFrom(append(DateFormats(), "")).Draw(t, "dates"),
			Columns: []MappedColumn{{Number: rapid.IntRange(1, 9).Draw(t, "number"), Is: "date"}, {Header: "h" + text.Draw(t, "header"), Is: "dim:x"}},
			Values:  []Value{{"entity", text.Draw(t, "from"), text.Draw(t, "to")}, {"account", text.Draw(t, "from"), ""}},
		}
		if rapid.Bool().Draw(t, "swapped") {
			m.Columns[0], m.Columns[1] = m.Columns[1], m.Columns[0]
			m.Values[0], m.Values[1] = m.Values[1], m.Values[0]
		}
		back, err := ParseMapping(m.Text())
		if err != nil || back.Text() != m.Text() {
			t.Fatalf("%v: %s and %s", err, m.Text(), back.Text())
		}
	})
}

func TestMappingRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{`, "it is not JSON: EOF"},
		{`[]`, "it is not read: json: cannot unmarshal array into Go value of type importer.Mapping"},
		{`{"skip":"1"}`, "it is not read: json: cannot unmarshal string into Go struct field Mapping.skip of type int"},
		{`{"skip":1.5}`, "it is not read: json: cannot unmarshal number 1.5 into Go struct field Mapping.skip of type int"},
		{`{"skip":1} {}`, "there is more behind its end"},
		{`{"skip":1,"skip":2}`, `the field "skip" stands twice`},
		{`{"Skip":1}`, `the field "Skip" is not known`},
		{`{"colour":1}`, `the field "colour" is not known`},
		{`{"is":"date"}`, `it is not read: json: unknown field "is"`},
		{`{"sheet":"` + "\xff" + `"}`, "it is not valid UTF-8"},
		{`{"columns":[[[[[[1]]]]]]}`, "it is nested too deeply"},
		{`{"sheet":"` + strings.Repeat("x", maxMapping) + `"}`, "it is larger than 4 MiB"},
		{`{"layout":"sap"}`, `layout "sap" is not one of "netsuite", "quickbooks"`},
		{`{"dates":"MM/DD/YY"}`, `dates "MM/DD/YY" is not one of "YYYY-MM-DD", "YYYY/MM/DD", "YYYYMMDD", "MM/DD/YYYY", "MM-DD-YYYY", "DD/MM/YYYY", "DD-MM-YYYY", "DD.MM.YYYY", "DD-MMM-YYYY", "MMM DD, YYYY"`},
		{`{"decimal":"."  ,"group":"."}`, `the decimal mark and the mark between thousands are both "."`},
		{`{"skip":-1}`, "skip -1 is not between 0 and 1000"},
		{`{"positive":"left"}`, `positive "left" is not one of "debit", "credit"`},
		{`{"columns":[{"is":"date"}]}`, "columns[0] needs a header or a number, and not both"},
		{`{"columns":[{"header":"a","number":1,"is":"date"}]}`, "columns[0] needs a header or a number, and not both"},
		{`{"columns":[{"header":"a","is":"datum"}]}`, `columns[0]: there is no column "datum"; the columns are account, amount, balance, basis, cashflow, code, concept, credit, currency, date, debit, description, document, entity, entry, key, kind, memo, account_name, origin, party, rate, section, transaction_amount, type and dim:CODE`},
		{`{"columns":[{"header":"a b","is":"date"},{"header":"A_B","is":"memo"}]}`, `columns[1] says again what column "A_B" is`},
		{`{"columns":[{"number":999,"is":"date"}]}`, "columns[0]: number 999 is not between 1 and 256"},
		{`{"columns":[{"header":"a\u202eb","is":"date"}]}`, "a header holds the invisible direction mark U+202E at byte 2"},
		{`{"constants":[{"column":"date","value":"31.03.2006"}]}`, `constants[0]: date "31.03.2006": write it as YYYY-MM-DD with a four-digit year`},
		{`{"constants":[{"column":"amount","value":"5"}]}`, "constants[0]: the column amount differs from row to row and has no constant"},
		{`{"constants":[{"column":"kind","value":""}]}`, "constants[0] has no value"},
		{`{"constants":[{"column":"kind","value":"a"},{"column":"kind","value":"b"}]}`, "constants[1]: the column kind has a constant already"},
		{`{"values":[{"column":"date","from":"a","to":"b"}]}`, "values[0]: amounts, rates and dates have no values of other names"},
		{`{"values":[{"column":"entity","from":"a","to":"b"},{"column":"entity","from":"a","to":"c"}]}`, `values[1]: "a" of the column entity has a value already`},
		{`{"statements":[{"account":"1"}]}`, "statements[0] needs the account of the statement and the clearing account that takes the other side"},
		{`{"statements":[{"account":"1","clearing":"2"},{"id":"x","account":"3","clearing":"2"}]}`, "statements[0] needs the id of its account, because there are several"},
	} {
		_, err := ParseMapping(c.text)
		ps, ok := err.(Problems)
		if !ok || ps[0].Message != c.want || ps[0].Rule != "import-mapping" || ps[0].Subject != "mapping" {
			t.Errorf("%.80s: %v, want %s", c.text, err, c.want)
		}
	}
	if m, err := ParseMapping(" \n"); err != nil || !m.IsZero() {
		t.Error(m, err)
	}
}

// mappedCSV reads a journal with a mapping.
func mappedCSV(m Mapping, text string) (told, problems []string) {
	o := usd
	o.Mapping = m
	return tell(JournalCSV(strings.NewReader(text), o))
}

const mappedHead = "Id,When,Acct No,Value\n"

var mappedColumns = []MappedColumn{{Header: "ID", Is: "entry"}, {Header: "when", Is: "date"}, {Header: "value", Is: "amount"}, {Number: 3, Is: "account"}}

func TestMappedJournalRefuses(t *testing.T) {
	row := func(when, value string) string { return mappedHead + "1," + when + ",a,\"" + value + "\"\n" }
	for _, c := range []struct {
		name string
		m    Mapping
		text string
		want string
	}{
		{"a column that the file does not have", Mapping{Columns: append([]MappedColumn{{Header: "Whence", Is: "memo"}}, mappedColumns...)}, row("2006-03-31", "5"), "f:1: the mapping names column \"Whence\", which the file does not have\nf:1: the header is not understood, so no row was read"},
		{"a column that the file has twice", Mapping{Columns: mappedColumns}, "Id,When,Acct No,Value,Value\n", "f:1:5: column 5 \"Value\" is amount, and so is column 4 \"Value\"; keep one\nf:1: the mapping names column \"value\", which the file has 2 times; name the columns by number\nf:1: the header is not understood, so no row was read"},
		{"a constant beside a column", Mapping{Columns: mappedColumns, Constants: []Constant{{"date", "2006-03-31"}}}, row("2006-03-31", "5"), "f:1: the mapping has a constant for date, and column 2 \"When\" is it too; keep one\nf:1: the header is not understood, so no row was read"},
		{"a column of the other kind", Mapping{Columns: []MappedColumn{{Header: "Value", Is: "balance"}}}, "Value\n", "f:1:1: column \"Value\": a table of this kind has no column balance; it has entry, date, description, account, amount, debit, credit, account_name, type, section, concept, kind, key, code, currency, transaction_amount, rate, entity, party, memo, cashflow, basis, document, origin and dim:CODE\nf:1: the header is not understood, so no row was read"},
		{"a layout without journal", Mapping{Layout: "quickbooks"}, row("2006-03-31", "5"), `f: the layout "quickbooks" has no journal; it is one of "netsuite", or none`},
		{"more rows to skip than there are", Mapping{Skip: 9, Columns: mappedColumns}, row("2006-03-31", "5"), "f:3: the file ends above the header, if the mapping is right in the rows to skip"},
		{"a date in another format", Mapping{Columns: mappedColumns, Dates: "MM/DD/YYYY"}, row("2006-03-31", "5"), `f:2:2: column "When": date "2006-03-31" is not written as MM/DD/YYYY, the format chosen for this file`},
		{"a date in another order", Mapping{Columns: mappedColumns, Dates: "MM/DD/YYYY"}, row("31/03/2006", "5"), `f:2:2: column "When": date "31/03/2006", read as MM/DD/YYYY: date "2006-31-03": there is no such month`},
		{"a date with a time", Mapping{Columns: mappedColumns, Dates: "MM/DD/YYYY"}, row("03/31/2006 10:22 AM", "5"), `f:2:2: column "When": date "03/31/2006 10:22 AM" is not written as MM/DD/YYYY, the format chosen for this file`},
		{"a two-digit year", Mapping{Columns: mappedColumns, Dates: "DD.MM.YYYY"}, row("31.03.06", "5"), `f:2:2: column "When": date "31.03.06" has a year of two digits; write all four`},
		{"no format chosen", Mapping{Columns: mappedColumns}, row("03/04/2025", "5"), `f:2:2: column "When": date "03/04/2025": write it as YYYY-MM-DD with a four-digit year; 03/04/2005 is two dates to two readers, so only YYYY-MM-DD and date cells of a sheet are read, unless a mapping says how the file writes its dates`},
		{"a point in numbers with a decimal comma", Mapping{Columns: mappedColumns, Decimal: ",", Group: "none"}, row("2006-03-31", "1.234,56"), `f:2:4: column "Value": amount "1.234,56" is not written with the decimal mark "," and no mark between thousands, as the mapping says`},
		{"the other way of writing", Mapping{Columns: mappedColumns, Decimal: ","}, row("2006-03-31", "1,234.56"), `f:2:4: column "Value": amount "1,234.56" is not written with the decimal mark "," and "." between complete thousands, as the mapping says`},
		{"thousands that are not complete", Mapping{Columns: mappedColumns, Decimal: ","}, row("2006-03-31", "12.34,56"), `f:2:4: column "Value": amount "12.34,56" is not written with the decimal mark "," and "." between complete thousands, as the mapping says`},
		{"too many decimals", Mapping{Columns: mappedColumns, Decimal: ","}, row("2006-03-31", "12,345"), `f:2:4: column "Value": amount "12,345": USD has 2 decimals and this has 3; round it where it comes from`},
		{"a minus sign behind", Mapping{Columns: mappedColumns, Decimal: ","}, row("2006-03-31", "12,34-"), `f:2:4: column "Value": amount "12,34-": a trailing minus sign is not read; write it in front`},
		{"an amount in its own currency without rate", Mapping{Columns: mappedColumns, Amounts: "transaction", Constants: []Constant{{"currency", "EUR"}}}, row("2006-03-31", "5"), `f:2: the line is in EUR and the entity's currency is USD, so the column rate must say at what rate it counts`},
		{"two numbers of an account", Mapping{Layout: "netsuite", Dates: "MM/DD/YYYY"}, "Internal ID,Date,Account,Debit,Credit\n1,3/31/2006,6000 Costs : 6010 Travel,5,\n", `f:2:3: column "Account": account "6000 Costs : 6010 Travel" shows two numbers; say in a mapping which is the account's: accounts "number" for the first, "leaf" for the last`},
		{"the amount of NetSuite", Mapping{Layout: "netsuite"}, "Internal ID,Date,Account,Amount\n", "f:1:4: column \"Amount\" is not known; the columns are entry, date, description, account, amount, debit, credit, account_name, type, section, concept, kind, key, code, currency, transaction_amount, rate, entity, party, memo, cashflow, basis, document, origin and dim:CODE. Rename it, delete it, or say in a mapping what it is; if this row is a title, delete the rows above the header or skip them in a mapping\nf:1: the header is not understood, so no row was read"},
		{"a total that is not one", Mapping{}, "entry,date,account,debit,credit\n1,2006-03-31,a,5,\n1,,b,,5\nTotal,,,5,6\n", `f:4:5: column "credit": the total is 6.00 and the rows add up to 5.00, a difference of 1.00 USD; a row is missing or wrong`},
		{"a row behind the total", Mapping{}, "entry,date,account,debit,credit\n1,2006-03-31,a,5,\n1,,b,,5\nTotal,,,5,5\n2,2006-03-31,a,0,0\n", "f:5: the row comes after the total row 4; nothing can"},
		{"a subtotal", Mapping{}, "entry,date,account,debit,credit\n1,2006-03-31,a,5,\n1,,b,,5\nTotal 1000 Cash,,,5,5\n", `f:4: "Total 1000 Cash" looks like a subtotal; delete it: only a grand total in the last row is understood`},
		{"a mapping with statements", Mapping{Statements: []Statement{{Account: "1", Clearing: "2"}}}, "", "f: the account of a statement and its clearing account are for OFX; the rows of a table name their accounts themselves"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := usd
			o.Mapping = c.m
			told, problems := tell(Journal(FormatCSV, strings.NewReader(c.text), int64(len(c.text)), o))
			if len(problems) == 0 {
				t.Fatalf("accepted: %q", told)
			}
			same(t, "problems", problems[:len(problems)-1], c.want)
		})
	}
}

func TestMappedJournalReads(t *testing.T) {
	for _, c := range []struct {
		name string
		m    Mapping
		text string
		want string
	}{
		{"credit is positive, in its own currency", Mapping{Positive: "credit", Amounts: "transaction", Constants: []Constant{{"currency", "EUR"}, {"rate", "1.10"}, {"entry", "all"}, {"date", "2006-03-31"}, {"dim:plant", "TX"}}},
			"account,amount\na,-10.00\nb,10.00\nTotal,0\n", ""},
		{"NetSuite without internal id", Mapping{Layout: "netsuite", Dates: "DD-MMM-YYYY"}, "Date,Document Number,Account,Debit,Credit\n31-Mar-2006,JE1,1000 Cash : Checking,5,\n31-MAR-2006,JE1,Costs : Other,,5\n", `
2 | used | 1000
3 | used | Costs:Other
2 | standard | 2006-03-31 | f:2 (JE1)
  1000 | 5.00
  Costs:Other | -5.00`},
		{"the last number of an account", Mapping{Layout: "netsuite", Dates: "YYYYMMDD", Accounts: "leaf"}, "Date,Document Number,Account,Debit,Credit\n20060331,JE1,6000 Costs : 6010 Travel,5,\n20060331,JE1,2000 - Payables,,5\n", `
2 | used | 6010
3 | used | 2000
2 | standard | 2006-03-31 | f:2 (JE1)
  6010 | 5.00
  2000 | -5.00`},
	} {
		t.Run(c.name, func(t *testing.T) {
			told, problems := mappedCSV(c.m, c.text)
			if c.want == "" { // a total row of lines in another currency cannot be held against anything
				same(t, "problems", problems[:1], "f:4: the total row adds up several currencies and cannot be held against the rows; delete it")
				told, problems = mappedCSV(c.m, strings.Replace(c.text, "Total,0\n", "", 1))
				c.want = "\n2 | used | a\n3 | used | b\n2 | standard | 2006-03-31 | f:2\n  a | 11.00 | plant=TX [10.00 EUR @ 1.1]\n  b | -11.00 | plant=TX [-10.00 EUR @ 1.1]"
			}
			same(t, "problems", problems, "")
			same(t, "items", told, c.want)
		})
	}
}

// TestDateFormats: each format reads its own dates and none of another order.
func TestDateFormats(t *testing.T) {
	written := map[string][]string{
		"YYYY-MM-DD": {"2006-03-31"}, "YYYY/MM/DD": {"2006/03/31", "2006/3/31"}, "YYYYMMDD": {"20060331"}, "MM/DD/YYYY": {"03/31/2006", "3/31/2006"}, "MM-DD-YYYY": {"03-31-2006"},
		"DD/MM/YYYY": {"31/03/2006", "31/3/2006"}, "DD-MM-YYYY": {"31-03-2006"}, "DD.MM.YYYY": {"31.03.2006", "31.3.2006"}, "DD-MMM-YYYY": {"31-Mar-2006", "31-MARCH-2006"}, "MMM DD, YYYY": {"Mar 31, 2006", "march 31, 2006"},
	}
	if len(written) != len(DateFormats()) || DateFormats()[0] != "YYYY-MM-DD" {
		t.Fatal(DateFormats())
	}
	for _, name := range DateFormats() {
		f := findDates(name)
		for of, texts := range written {
			for _, s := range texts {
				d, err := f.parse(s)
				if of == name && (err != nil || d.String() != "2006-03-31") {
					t.Errorf("%s reads %s as %s, %v", name, s, d, err)
				}
				if of != name && err == nil {
					t.Errorf("%s reads %s as %s", name, s, d)
				}
			}
		}
		for _, bad := range []string{"", "2006", "//", "--", "31-03-06", "31/3/06", "2006-02-30", "２００６-03-31", "Jan 5 2025 IST", "99999999", "+1/+1/2006"} {
			if d, err := f.parse(bad); err == nil {
				t.Errorf("%s reads %s as %s", name, bad, d)
			}
		}
	}
}

// TestNumeralsAgree: a number written with other marks is the amount that it is with ours.
func TestNumeralsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(-money.MaxMinor, money.MaxMinor).Draw(t, "minor")
		m := Mapping{Decimal: rapid.SampledFrom([]string{".", ","}).Draw(t, "decimal"), Group: rapid.SampledFrom([]string{"", ",", ".", " ", "'", noGroup}).Draw(t, "group")}
		n := m.numerals()
		if n.decimal == n.group {
			return
		}
		s := strings.NewReplacer(".", n.decimal, ",", n.group).Replace(money.New(minor, "USD").Grouped())
		if got, err := n.amount(s, "USD"); err != nil || got != minor {
			t.Fatalf("%q is %d, %v; want %d", s, got, err, minor)
		}
	})
}

// TestMappedTrialBalance: skipped title rows, credit positive, in CSV and XLSX alike.
func TestMappedTrialBalance(t *testing.T) {
	o := usd
	o.Mapping = Mapping{Skip: 2, Positive: "credit", Accounts: "number", Columns: []MappedColumn{{Number: 1, Is: "account"}, {Header: "Saldo", Is: "balance"}, {Header: "x", Is: ignored}}}
	const want = "\n4 | 1000 | Cash | 5.00/0.00\n5 | 2000 | Loan | 0.00/5.00\n2 rows, 5.00/5.00, total row 6"
	tb, err := TrialBalanceCSV(strings.NewReader("Saldenliste \"all\"\n\n,Saldo,x\n1000 Cash,-5,7\n2000 Loan,5,\nTotal,0,\n"), o)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "CSV", tellTrial(tb), want)
	b := sheetOf(t, [][]any{{"Saldenliste"}, {}, {nil, "Saldo", "x"}, {"1000 Cash", -5, 7}, {"2000 Loan", 5}, {"Total", 0}}, nil)
	tb, err = TrialBalanceXLSX(bytes.NewReader(b), int64(len(b)), o)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "XLSX", tellTrial(tb), want)
}

// TestQuickBooksWorkbook reads the report as a workbook: an unnamed column of accounts, numbers, blank cells and notes.
func TestQuickBooksWorkbook(t *testing.T) {
	o := usd
	o.Mapping = Mapping{Layout: "quickbooks", Skip: 4}
	rows := [][]any{{"Synthetic Press Company"}, {"Trial Balance"}, {"As of March 31, 2006"}, {}, {nil, "Debit", "Credit"}, {"1010 · Bank", 48112.07}, {"Accounts Payable (A/P)", nil, 112.07}, {"Equity:3010 Stock", nil, 48000}, {"TOTAL", 48112.07, 48112.07}, {}, {"Saturday, Apr 01, 2006 - Accrual Basis"}}
	b := sheetOf(t, rows, nil)
	tb, err := Trial(FormatXLSX, bytes.NewReader(b), int64(len(b)), o)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "trial balance", tellTrial(tb), "\n6 | 1010 | Bank | 48112.07/0.00\n7 | Accounts Payable (A/P) | 0.00/112.07\n8 | 3010 | Stock | 0.00/48000.00\n3 rows, 48112.07/48112.07, total row 9")
	s, err := Preview(KindTrialBalance, "tb.xlsx", bytes.NewReader(b), int64(len(b)), usd)
	if err != nil || s.Mapping.Text() != o.Mapping.Text() || len(s.Problems) > 0 || len(s.Above) != 3 {
		t.Errorf("%v\n%s", err, tellSample(s))
	}
	rows[7] = []any{"Equity:3010 Stock", nil, 48001}
	b = sheetOf(t, rows, nil)
	_, err = Trial(FormatXLSX, bytes.NewReader(b), int64(len(b)), o)
	if ps, ok := err.(Problems); !ok || ps[0].Row != 9 || ps[0].Column != 3 || ps[0].Text != "48112.07" {
		t.Errorf("%+v", err)
	}
}

// TestMappedSheetDates: a date cell of a sheet is a date whatever format the mapping chose for text.
func TestMappedSheetDates(t *testing.T) {
	o := usd
	o.Mapping.Dates = "DD.MM.YYYY"
	f := sheetOf(t, [][]any{{"entry", "date", "account", "amount"}, {1, "31.03.2006", "a", 5}, {1, day(t, "2006-03-31"), "b", -5}}, nil)
	told, problems := tell(JournalXLSX(bytes.NewReader(f), int64(len(f)), o))
	same(t, "problems", problems, "")
	same(t, "items", told, "\n2 | used | a\n3 | used | b\n2 | standard | 2006-03-31 | f:2\n  a | 5.00\n  b | -5.00")
}
