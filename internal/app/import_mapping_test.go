package app_test

import (
	"errors"
	"testing"

	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// TestMappingWaitsWithTheImport: an import that waits for a second person is read by the mapping it was prepared with.
func TestMappingWaitsWithTheImport(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	f.people2("alice")
	f.people2("bob")
	path := f.file("german.csv", "Buchungen\nBeleg;Datum;Konto;Betrag\n1;04.01.2026;5000;1.025,00\n1;04.01.2026;1000;-1.025,00\n")
	const mapping = `{"skip":1,"columns":[{"header":"Beleg","is":"entry"},{"header":"Datum","is":"date"},{"header":"Konto","is":"account"},{"header":"Betrag","is":"amount"}],"dates":"DD.MM.YYYY","decimal":","}`
	f.mistaken("is not known", func() error {
		_, err := f.Import(f.ctx, "alice", app.ImportRequest{Kind: "journal", Path: path})
		return err
	})
	imp, err := f.Import(f.ctx, "alice", app.ImportRequest{Kind: "journal", Path: path, Mapping: "\n " + mapping})
	f.ok(err)
	again, err := f.Import(f.ctx, "alice", app.ImportRequest{Kind: "journal", Path: path, Mapping: mapping})
	f.ok(err)
	if imp.Draft == 0 || again.Draft != imp.Draft {
		t.Fatalf("%+v and %+v", imp, again)
	}
	out, err := f.Approve(f.ctx, "bob", imp.Draft)
	f.ok(err)
	if out.Count != 1 {
		t.Errorf("%+v", out)
	}
	f.stands("2026-01-31", "1000 -1025, 5000 1025")
	f.verified()
}

// TestStatementWaitsWithTheImport: so is a bank statement by the accounts that were named with it.
func TestStatementWaitsWithTheImport(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	f.people2("alice")
	f.people2("bob")
	path := f.file("bank.ofx", "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>FEE<DTPOSTED>20260104<TRNAMT>-25.00<FITID>a</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>")
	r := app.ImportRequest{Kind: "journal", Path: path, Account: "1000", Clearing: "5000"}
	imp, err := f.Import(f.ctx, "alice", r)
	f.ok(err)
	_, err = f.Approve(f.ctx, "bob", imp.Draft)
	f.ok(err)
	f.stands("2026-01-31", "1000 -25, 5000 25")
}

// TestAssertionsOfEntities: a balance that a file asserts of another entity is held against that entity's books.
func TestAssertionsOfEntities(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	_, err := f.Found(f.ctx, "", ledger.Entity{Code: "SUB", Name: "Subsidiary", Currency: "USD"})
	f.ok(err)
	text := "2026-01-04 Rent\n    5000  $25.00  ; entity: SUB\n    1000  $-25.00 = $-25.00  ; entity: SUB\n\n2026-01-04 Rent\n    5000  $1.00\n    1000  $-1.00 = $-1.00\n"
	_, err = f.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: f.file("a.journal", text)})
	f.ok(err)
	f.mistaken("1000 is asserted to stand at -26.00 USD at the end of 2026-02-04; the books give -25.00 USD", func() error {
		_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: f.file("b.journal", "2026-02-04 Rent\n    5000  0 = $25.00  ; entity: SUB\n    1000  0 = $-26.00  ; entity: SUB\n")})
		return err
	})
}

// TestImportMistakesKnowTheirCells: what is wrong with a file comes with row, column and text, whoever found it.
func TestImportMistakesKnowTheirCells(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	path := f.file("a.csv", "entry,date,account,amount\n1,2026-01-04,5000,1e9\n2,2026-01-04,5999,5\n2,2026-01-04,1000,-5\n")
	_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: path})
	var m app.ImportMistake
	if !errors.As(err, &m) || !errors.As(err, new(app.Mistake)) || len(m.Problems) != 2 || len(m.Findings) != 2 {
		t.Fatalf("%T: %v", err, err)
	}
	if p := m.Problems[0]; p.Row != 2 || p.Column != 4 || p.Title != "amount" || p.Text != "1e9" || p.Subject != "a.csv:2:4" {
		t.Errorf("%+v", p)
	}
	if p := m.Problems[1]; p.Row != 3 || p.Subject != "a.csv:3" {
		t.Errorf("%+v", p)
	}
	_, err = f.Preview(f.ctx, app.ImportRequest{Kind: "journal", Path: f.file("b.bin", "hello\n")})
	if !errors.As(err, &m) || m.Problems[0].Rule != "import-file" {
		t.Errorf("%T: %v", err, err)
	}
	s, err := f.Preview(f.ctx, app.ImportRequest{Kind: "journal", Path: path})
	if err != nil || s.HeaderRow != 1 || len(s.Columns) != 4 || len(s.Rows) != 3 {
		t.Errorf("%v: %+v", err, s)
	}
}
