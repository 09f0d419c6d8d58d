package importer

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"hash/fnv"
	"io"
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/ledger"
)

// entry is the entry of a transaction.
func (f *ofx) entry(ev ofxEvent) error {
	var lack []string
	for _, need := range []string{"TRNTYPE", "DTPOSTED", "TRNAMT", "FITID"} {
		if f.fields[need].value == "" {
			lack = append(lack, need)
		}
	}
	if len(lack) > 0 {
		return unread("the transaction has no %s", strings.Join(lack, " and no "))
	}
	if action := f.fields["CORRECTACTION"]; action.value != "" {
		return f.wrong(action, unread("the bank corrects its transaction %s, which may be posted: history is not changed, so reverse that entry and delete this element", quote(clip(f.fields["CORRECTFITID"].value))))
	}
	e, err := f.head()
	if err != nil {
		return err
	}
	amt := f.fields["TRNAMT"]
	n, err := ofxAmount(amt.value, f.o.functional(f.stmt.to.Entity))
	if err != nil {
		return f.wrong(amt, err)
	}
	to := f.stmt.to
	e.Lines = []ledger.Line{{Account: to.Account, Entity: to.Entity, Amount: n}, {Account: to.Clearing, Entity: to.Entity, Amount: -n}}
	f.item(Item{Row: f.row, Entry: &e})
	return nil
}

// head is the entry of a transaction without its lines.
func (f *ofx) head() (e ledger.Entry, err error) {
	e.Kind = ledger.Standard
	posted, id := f.fields["DTPOSTED"], f.fields["FITID"]
	if e.Effective, err = ofxDate(posted.value); err != nil {
		return e, f.wrong(posted, err)
	}
	if e.Key, err = f.key(id); err != nil {
		return e, f.wrong(id, err)
	}
	name, memo := f.fields["NAME"], f.fields["MEMO"]
	if e.Description, err = f.words.pair(name.value, memo.value, 2000); err != nil {
		return e, f.wrong(memo, err)
	}
	number := cmp.Or(f.fields["CHECKNUM"].value, f.fields["REFNUM"].value)
	typ := f.fields["TRNTYPE"]
	if e.Description == "" {
		e.Description = strings.TrimSpace(typ.value + " " + number)
	}
	e.Source = f.name + ":" + strconv.Itoa(f.row)
	if number != "" {
		e.Source += " (" + number + ")"
	}
	for _, t := range []struct {
		at    ofxEvent
		text  string
		limit int
	}{{typ, typ.value, 100}, {name, e.Description, 2000}, {id, e.Key, 200}, {id, e.Source, 500}} {
		if err := ledger.CheckText("the text", t.text, t.limit); err != nil {
			return e, f.wrong(t.at, err)
		}
	}
	return e, nil
}

// key is the idempotency key of a transaction: what the bank calls it, within its account. The number of the account
// is in it as a short hash alone, because the ledger keeps keys for ever and a card's number should not be there.
func (f *ofx) key(id ofxEvent) (string, error) {
	account := strings.Join(f.stmt.id, "/")
	h := fnv.New64a()
	io.WriteString(h, account+"\x00"+id.value)
	if was := f.seen[h.Sum64()]; was != 0 {
		return "", unread("the transaction %s comes twice, here and in line %d; a bank gives each an id of its own, so look which is right and delete the other", quote(clip(id.value)), was)
	}
	f.seen[h.Sum64()] = int32(min(id.row, 1<<31-1))
	sum := sha256.Sum256([]byte(account))
	fitid := id.value
	if len(fitid) > 180 {
		long := sha256.Sum256([]byte(fitid))
		fitid = hex.EncodeToString(long[:])
	}
	return "ofx:" + hex.EncodeToString(sum[:4]) + "/" + fitid, nil
}

// balance is the ledger balance, as of the end of its day.
func (f *ofx) balance(ev ofxEvent) error {
	amt, asof := f.fields["BALAMT"], f.fields["DTASOF"]
	if amt.value == "" || asof.value == "" {
		return unread("the ledger balance needs its amount (BALAMT) and its date (DTASOF)")
	}
	to := f.stmt.to
	n, err := ofxAmount(amt.value, f.o.functional(to.Entity))
	if err != nil {
		return f.wrong(amt, err)
	}
	var d fiscal.Date
	if d, err = ofxDate(asof.value); err != nil {
		return f.wrong(asof, err)
	}
	f.item(Item{Row: f.row, Assertion: &Assertion{Account: to.Account, Entity: to.Entity, Date: d, Amount: n, Citation: "bank statement " + f.name + ", balance of " + d.String(), Row: f.row}})
	return nil
}

// wrong gives an error the place of a value.
func (f *ofx) wrong(at ofxEvent, err error) error {
	m := placed(err, at.row, at.col, []byte(at.value))
	m.why = at.name + ": " + m.why
	return m
}
