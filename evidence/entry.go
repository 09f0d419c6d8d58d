package evidence

import (
	"fmt"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// AppendEntry appends the canonical text of a posted entry: one record for its head, one for every line.
// It is computed from the rows, so changing any of them changes the text. docs/spec/log.md lists the fields.
func AppendEntry(b []byte, e *ledger.Entry) []byte {
	b = append(b, "entry"...)
	b = appendInt(b, "id", e.ID)
	b = appendInt(b, "year", int64(e.Number.Year))
	b = appendInt(b, "seq", e.Number.Seq)
	b = AppendField(b, "kind", string(e.Kind))
	b = append(b, ` effective="`...)
	b = e.Effective.Append(b)
	b = append(b, '"')
	if e.Origin != 0 {
		b = AppendField(b, "origin", e.Origin.String())
	}
	b = AppendField(b, "key", e.Key)
	b = appendInt(b, "reverses", e.Reverses)
	b = appendInt(b, "override", e.Override)
	b = AppendField(b, "source", e.Source)
	b = AppendField(b, "preparer", e.Preparer)
	b = AppendField(b, "approver", e.Approver)
	for _, d := range e.Documents {
		b = AppendField(b, "document", string(d))
	}
	b = AppendField(b, "description", e.Description)
	b = append(b, '\n')
	for i := range e.Lines {
		b = appendLine(b, &e.Lines[i])
	}
	return b
}

func appendLine(b []byte, l *ledger.Line) []byte {
	b = append(b, "line"...)
	b = AppendField(b, "account", l.Account)
	b = AppendField(b, "entity", l.Entity)
	b = append(b, ` amount="`...)
	b = strconv.AppendInt(b, l.Amount, 10)
	b = append(b, '"')
	b = AppendField(b, "dims", string(l.Dims))
	if t := l.Transaction; t != nil {
		b = append(b, ` transaction="`...)
		b = strconv.AppendInt(b, t.Amount.Minor, 10)
		b = append(b, '"')
		b = AppendField(b, "currency", string(t.Amount.Currency))
		b = AppendField(b, "rate", t.Rate)
	}
	b = AppendField(b, "memo", l.Memo)
	return append(b, '\n')
}

func appendInt(b []byte, key string, n int64) []byte {
	if n == 0 {
		return b
	}
	b = append(b, ' ')
	b = append(b, key...)
	b = append(b, '=', '"')
	b = strconv.AppendInt(b, n, 10)
	return append(b, '"')
}

// EntryLeaf is the hash of a posted entry: a leaf of the tree of its act.
func EntryLeaf(e *ledger.Entry, buf []byte) (tlog.Hash, []byte) {
	buf = AppendEntry(buf[:0], e)
	return tlog.RecordHash(buf), buf
}

// ParseEntry reads the canonical text of an entry back.
func ParseEntry(text string) (ledger.Entry, error) {
	rs, err := ParseRecords(text)
	if err != nil {
		return ledger.Entry{}, err
	}
	if len(rs) == 0 || rs[0].Word != "entry" {
		return ledger.Entry{}, fmt.Errorf("the text is not an entry")
	}
	h := rs[0]
	e := ledger.Entry{ID: h.Int("id"), Number: ledger.Number{Year: int(h.Int("year")), Seq: h.Int("seq")}, Kind: ledger.Kind(h.Get("kind")),
		Key: h.Get("key"), Reverses: h.Int("reverses"), Override: h.Int("override"), Source: h.Get("source"), Preparer: h.Get("preparer"),
		Approver: h.Get("approver"), Description: h.Get("description")}
	if e.Effective, err = fiscal.Parse(h.Get("effective")); err != nil {
		return e, err
	}
	if o := h.Get("origin"); o != "" {
		if e.Origin, err = fiscal.Parse(o); err != nil {
			return e, err
		}
	}
	for _, f := range h.Fields {
		if f.Key == "document" {
			e.Documents = append(e.Documents, ledger.Hash(f.Value))
		}
	}
	for _, r := range rs[1:] {
		e.Lines = append(e.Lines, parseLine(r))
	}
	return e, nil
}

func parseLine(r Record) ledger.Line {
	l := ledger.Line{Account: r.Get("account"), Entity: r.Get("entity"), Amount: r.Int("amount"), Dims: ledger.Dims(r.Get("dims")), Memo: r.Get("memo")}
	if c := r.Get("currency"); c != "" {
		l.Transaction = &ledger.Transaction{Amount: money.New(r.Int("transaction"), money.Currency(c)), Rate: r.Get("rate")}
	}
	return l
}
