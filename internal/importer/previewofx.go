package importer

import (
	"io"

	"tieout/fiscal"
	"tieout/internal/sheet"
)

// SampleStatement is a statement of one account in a file from a bank.
type SampleStatement struct {
	ID          string // what Statement.ID is compared with
	Card        bool   // of a credit card
	Currency    string
	First, Last fiscal.Date // of its transactions, none when there are none
	Count       int
}

// ofxLook collects what a file from a bank holds, without any account of the ledger.
type ofxLook struct {
	p  *preview
	at int // the statement that is open
}

// statement begins a statement, or goes on with one of the same account.
func (k *ofxLook) statement(f *ofx, id string) {
	for i, s := range k.p.Statements {
		if s.ID == id {
			k.at = i
			return
		}
	}
	k.at = len(k.p.Statements)
	k.p.Statements = append(k.p.Statements, SampleStatement{ID: id, Card: f.stmt.card, Currency: f.stmt.currency})
}

// ofxColumns are the values of a transaction that a sample shows.
var ofxColumns = []string{"DTPOSTED", "TRNTYPE", "NAME", "MEMO", "TRNAMT", "FITID"}

// transaction counts a transaction, and shows it when it is one of the first.
func (k *ofxLook) transaction(f *ofx) {
	if len(k.p.Statements) == 0 {
		return
	}
	s := &k.p.Statements[k.at]
	s.Count++
	if d, err := ofxDate(f.fields["DTPOSTED"].value); err == nil {
		if s.First == 0 || d < s.First {
			s.First = d
		}
		s.Last = max(s.Last, d)
	}
	if len(k.p.Rows) < sampleRows {
		var texts []string
		for _, c := range ofxColumns {
			texts = append(texts, f.fields[c].value)
		}
		k.p.Rows = append(k.p.Rows, sampleTexts(f.row, texts))
	}
}

// ofx shows the statements of a file and the first transactions. Its signature is of the accounts.
func (p *preview) ofx(r io.Reader) error {
	var err error
	o := p.o
	o.Mapping = Mapping{}
	f := newOFX(r, o, func(_ Item, e error) bool { err = e; return e == nil })
	f.look = &ofxLook{p: p}
	f.read()
	if problem, ok := err.(Problem); ok {
		p.found = append(p.found, problem)
		err = nil
	}
	for i, c := range ofxColumns {
		p.Columns = append(p.Columns, SampleColumn{Number: i + 1, Letter: sheet.ColumnName(i + 1), Title: c})
	}
	p.Signature = Signature(f.ids)
	return err
}
