package importer

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// The writers below share nothing with the readers.

// beanNames are accounts of drawEntry as beancount can write them, with the code that they have in the book.
var beanNames = map[string]string{"Assets:Cash at bank": "Assets:Bank", "Income:Sales": "Income:Sales", "1310": "Assets:A1310", "Expenses:R&D": "Expenses:Research", "x": "Equity:X"}

func writeBeanAccounts() string {
	var b strings.Builder
	for _, code := range []string{"Assets:Cash at bank", "Income:Sales", "1310", "Expenses:R&D", "x"} {
		fmt.Fprintf(&b, "1900-01-01 open %s\n", beanNames[code])
		if beanNames[code] != code {
			fmt.Fprintf(&b, "  code: %q\n", code)
		}
	}
	return b.String() + "1900-01-01 custom \"dimension\" \"plant\" \"Plant\"\n"
}

func beanText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func writeBean(e ledger.Entry, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s\n  kind: \"%s\"\n", e.Effective, []string{"*", "!", "txn"}[n%3], beanText(e.Description), e.Kind)
	if e.Key != "" {
		fmt.Fprintf(&b, "  key: \"%s\"\n  origin: %s\n", e.Key, e.Origin)
	}
	for i, l := range e.Lines {
		a := money.New(l.Amount, "USD")
		fmt.Fprintf(&b, "  %s", beanNames[l.Account])
		switch t := l.Transaction; {
		case t != nil && n%2 == 0:
			fmt.Fprintf(&b, "  %s EUR {%s USD}", t.Amount, t.Rate)
		case t != nil:
			fmt.Fprintf(&b, "  %s EUR @ %s USD", t.Amount, t.Rate)
		case i == len(e.Lines)-1 && n%2 == 0: // left out
		default:
			fmt.Fprintf(&b, "  %s USD", []string{a.String(), a.Grouped()}[i%2])
		}
		b.WriteString("\n")
		if l.Memo != "" {
			fmt.Fprintf(&b, "    memo: %s\n", beanText(l.Memo))
		}
		for _, d := range l.Dims.Codes() {
			fmt.Fprintf(&b, "    %s: %s\n", d, beanText(l.Dims.Get(d)))
		}
	}
	return b.String()
}

// plainEntry is a random entry that every format can hold: one date, one text, lines in functional currency.
func plainEntry(t *rapid.T, n int) ledger.Entry {
	e := drawEntry(t, n)
	e.Kind, e.Origin, e.Key = ledger.Standard, 0, ""
	var sum int64
	for i := range e.Lines[:len(e.Lines)-1] {
		e.Lines[i].Transaction, e.Lines[i].Dims = nil, ""
		sum += e.Lines[i].Amount
	}
	e.Lines[len(e.Lines)-1].Amount = -sum
	return e
}

func usDate(d fiscal.Date) string {
	y, m, day := d.YMD()
	return fmt.Sprintf("%d/%02d/%d", int(m), day, y)
}

func writeIIF(e ledger.Entry) string {
	var b strings.Builder
	for i, l := range e.Lines {
		key, memo := "SPL", l.Memo
		if i == 0 {
			key, memo = "TRNS", e.Description
		}
		fmt.Fprintf(&b, "%s\tGENERAL JOURNAL\t%s\t%s\t\t\t\"%s\"\t\t\"%s\"\n", key, usDate(e.Effective), l.Account, money.New(l.Amount, "USD").Grouped(), strings.ReplaceAll(memo, `"`, `""`))
	}
	return b.String() + "ENDTRNS\n"
}

func writeNetSuite(w *csv.Writer, e ledger.Entry, id int) {
	for _, l := range e.Lines {
		debit, credit := money.New(l.Amount, "USD").Grouped(), ""
		if l.Amount < 0 {
			debit, credit = "", money.New(-l.Amount, "USD").Grouped()
		}
		w.Write([]string{fmt.Sprint(id), usDate(e.Effective), l.Account, debit, credit, e.Description, l.Memo})
	}
}

// TestOtherFormatsAreReadBack: random entries written in each format come back equal.
func TestOtherFormatsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{Name: "f", Currency: "USD", Dimensions: []string{"plant"}}
		var full, plain, keyed []ledger.Entry
		bean, iif := &strings.Builder{}, &strings.Builder{}
		bean.WriteString(writeBeanAccounts())
		iif.WriteString(iifText(iifHead))
		var net bytes.Buffer
		w := csv.NewWriter(&net)
		w.Write([]string{"Internal ID", "Date", "Account", "Debit", "Credit", "Memo (Main)", "Memo"})
		for n := range rapid.IntRange(1, 4).Draw(t, "entries") {
			e := drawEntry(t, n)
			full = append(full, e)
			bean.WriteString(writeBean(e, n) + "\n")
			p := plainEntry(t, n)
			p.Description = "a" + p.Description // QuickBooks puts the type where there is no text
			writeNetSuite(w, p, n+1)
			k := p
			k.Key = fmt.Sprintf("netsuite:%d", n+1)
			keyed = append(keyed, k)
			p.Lines = append([]ledger.Line(nil), p.Lines...)
			p.Lines[0].Memo = ""
			for i := range p.Lines {
				if p.Lines[i].Memo == p.Description { // a line that repeats the entry's text says nothing of its own
					p.Lines[i].Memo = ""
				}
			}
			plain = append(plain, p)
			iif.WriteString(writeIIF(p))
		}
		w.Flush()
		equal(t, "beancount", readAll(t, Beancount(strings.NewReader(bean.String()), int64(bean.Len()), o)), full)
		equal(t, "IIF", readAll(t, IIF(strings.NewReader(iif.String()), o)), plain)
		o.Mapping = Mapping{Layout: "netsuite", Dates: "MM/DD/YYYY", Accounts: "code"}
		equal(t, "NetSuite", readAll(t, JournalCSV(&net, o)), keyed)
	})
}

// TestOFXIsReadBack: random transactions come back as entries of two lines, in SGML and in XML.
func TestOFXIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sgml, xml := &strings.Builder{}, &strings.Builder{}
		sgml.WriteString("OFXHEADER:100\nENCODING:UTF-8\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM><BANKTRANLIST>")
		xml.WriteString(`<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200"?><OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD</CURDEF><BANKACCTFROM><BANKID>1</BANKID><ACCTID>2</ACCTID></BANKACCTFROM><BANKTRANLIST>`)
		var want []string
		for n := range rapid.IntRange(0, 5).Draw(t, "transactions") {
			e := drawEntry(t, n)
			amount := money.New(e.Lines[0].Amount, "USD")
			name := strings.Join(strings.Fields("a "+e.Description), " ")
			text := strings.NewReplacer("&", "&amp;").Replace(name)
			day := strings.ReplaceAll(e.Effective.String(), "-", "")
			fmt.Fprintf(sgml, "<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>%s233000[-5:EST]\n<TRNAMT>%s\n<FITID>id%d\n<NAME>%s\n</STMTTRN>\n", day, amount, n, text)
			fmt.Fprintf(xml, "<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>%s</DTPOSTED><TRNAMT>%s</TRNAMT><FITID>id%d</FITID><NAME>%s</NAME></STMTTRN>", day, amount, n, text)
			want = append(want, fmt.Sprintf("%s %s %q ofx:d939926f/id%d 1010 %d 1099 %d", ledger.Standard, e.Effective, name, n, amount.Minor, -amount.Minor))
		}
		sgml.WriteString("</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n")
		xml.WriteString("</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>")
		for what, text := range map[string]string{"SGML": sgml.String(), "XML": xml.String()} {
			var got []string
			for _, e := range readAll(t, OFX(strings.NewReader(text), toBank)) {
				got = append(got, fmt.Sprintf("%s %s %q %s %s %d %s %d", e.Kind, e.Effective, e.Description, e.Key, e.Lines[0].Account, e.Lines[0].Amount, e.Lines[1].Account, e.Lines[1].Amount))
			}
			if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
				t.Fatalf("%s:\n%s\nwant\n%s", what, g, w)
			}
		}
	})
}
