package importer

import (
	"bytes"

	"tieout/money"
)

// posting is a line [*|!] ACCOUNT  [AMOUNT] [@ COST] [= ASSERTION] [; COMMENT].
func (j *journal) posting(b []byte) {
	t := &j.txn
	if len(t.postings) >= maxLines {
		if !t.bad {
			j.refuse(b, unread("the transaction has more than %d postings; split it", maxLines))
		}
		t.bad = true
		return
	}
	t.postings = append(t.postings, posting{row: j.in.row, col: j.column(b)})
	if err := j.postingLine(&t.postings[len(t.postings)-1], b); err != nil {
		t.bad = true
		j.refuse(b, err)
	}
}

func (j *journal) postingLine(p *posting, b []byte) error {
	if b[0] == '*' || b[0] == '!' {
		b = bytes.TrimLeft(b[1:], " \t")
	}
	if len(b) > 0 && (b[0] == '(' || b[0] == '[') {
		return unread("a virtual posting is not part of a balanced entry; delete it or post it in full (hledger print --real leaves them out)")
	}
	name, rest := cutName(b)
	a, fresh, err := j.accounts.use(name, j.in.row)
	if err != nil {
		return err
	}
	p.account = a
	if err := j.amounts(p, name, rest); err != nil {
		return err
	}
	if fresh {
		j.item(a.inferred(j.in.row))
	}
	return nil
}

// special marks the bytes that make an amount more than a plain one.
var special = func() (s [256]bool) {
	for _, c := range []byte(`;@={}()[]"`) {
		s[c] = true
	}
	return s
}()

// amounts reads what follows the account.
func (j *journal) amounts(p *posting, name, b []byte) (err error) {
	for _, c := range b {
		if special[c] {
			return j.rich(p, name, b)
		}
	}
	return j.amount(p, name, b)
}

// amount reads the amount itself, or sees that there is none.
func (j *journal) amount(p *posting, name, b []byte) (err error) {
	if b = bytes.TrimRight(b, " \t"); len(b) == 0 {
		p.missing = true
		return endsInAmount(name)
	}
	p.amount, err = j.numbers.amount(b)
	return err
}

// endsInAmount refuses a name that looks as if only one space stood between an account and its amount.
func endsInAmount(name []byte) error {
	f := bytes.Fields(name)
	n := len(f)
	if n < 2 {
		return nil
	}
	last, before := f[n-1], f[n-2]
	if number(last) && bytes.IndexByte(last, '.') > 0 || bytes.IndexByte(last, '$') >= 0 ||
		n > 2 && (number(before) && isCode(last) || isCode(before) && number(last)) {
		return unread("account %q has no amount and looks as if it ended in one; put two spaces between account and amount", name)
	}
	return nil
}

func number(b []byte) bool {
	return len(bytes.Trim(b, "-0123456789.,")) == 0 && bytes.ContainsAny(b, "0123456789")
}

func isCode(b []byte) bool {
	_, ok := money.Currency(b).Digits()
	return ok
}

// rich reads an amount with cost, assertion or comment.
func (j *journal) rich(p *posting, name, b []byte) error {
	if i := bytes.IndexByte(b, ';'); i >= 0 {
		if err := j.postingTags(p, b[i+1:]); err != nil {
			return err
		}
		b = b[:i]
	}
	if i := bytes.IndexAny(b, `{}()[]"`); i >= 0 {
		return unread("amount %q is not read: expressions, lot prices and quoted commodities are not understood; write it as 12.50 USD", bytes.TrimRight(b, " \t"))
	}
	if i := bytes.IndexByte(b, '='); i >= 0 {
		if err := j.asserted(p, b[i+1:]); err != nil {
			return err
		}
		b = b[:i]
	}
	if i := bytes.IndexByte(b, '@'); i >= 0 {
		if err := j.costed(p, b[i+1:]); err != nil {
			return err
		}
		b = b[:i]
	}
	if err := j.amount(p, name, b); err != nil {
		return err
	}
	if p.missing && p.assert != nil {
		return unread("a balance assignment is not read: the posting has an assertion and no amount; write the amount (hledger print --explicit does)")
	}
	if p.missing && p.cost != nil {
		return unread("the posting has a cost and no amount")
	}
	return nil
}

func (j *journal) asserted(p *posting, b []byte) (err error) {
	p.assert = &assertion{}
	if len(b) > 0 && b[0] == '=' {
		return unread("an assertion of all commodities (==) is not read; write = or =*")
	}
	if len(b) > 0 && b[0] == '*' {
		p.assert.inclusive, b = true, b[1:]
	}
	if b = bytes.Trim(b, " \t"); bytes.IndexByte(b, '@') >= 0 {
		return unread("the asserted amount %q has a cost; write it in functional currency", clip(string(b)))
	}
	p.assert.amount, err = j.numbers.amount(b)
	return err
}

func (j *journal) costed(p *posting, b []byte) (err error) {
	p.cost = &cost{unit: true}
	if len(b) > 0 && b[0] == '@' {
		p.cost.unit, b = false, b[1:]
	}
	if b = bytes.Trim(b, " \t"); !p.cost.unit {
		var q quantity
		q, err = j.numbers.amount(b)
		if err == nil && q.minor < 0 {
			err = unread("the cost %q is negative; the sign stands with the amount", b)
		}
		p.cost.cur, p.cost.total = q.cur, q.minor
		return err
	}
	number, commodity, neg, err := splitAmount(b)
	if err == nil && neg {
		err = unread("the cost %q is negative; the sign stands with the amount", b)
	}
	if err == nil {
		p.cost.cur, err = j.numbers.currency(commodity)
	}
	if err == nil {
		p.cost.rate, err = j.numbers.rate(b, number, commodity)
	}
	return err
}

// rate reads a unit cost, with commas only between thousands.
func (n *numbers) rate(text, number, commodity []byte) (decimal, error) {
	s, err := n.plain(text, number, commodity)
	if err != nil {
		return decimal{}, err
	}
	if bytes.IndexByte(number, ',') >= 0 {
		whole, _, _ := bytes.Cut([]byte(s), []byte("."))
		if _, err := money.Parse(string(whole), "USD"); err != nil {
			return decimal{}, unread("%v", err)
		}
		s = string(bytes.ReplaceAll([]byte(s), []byte(","), nil))
	}
	return parseDecimal(s)
}

// postingTags reads a comment of a posting: its tags, and the rest as memo.
func (j *journal) postingTags(p *posting, comment []byte) error {
	if movesDate(comment) {
		return unread("the comment gives the posting a date of its own in brackets; an entry has one date: split it")
	}
	memo, err := j.tags.eachTag(comment, func(name string, value []byte) error {
		if name == tagDate || name == tagDate2 {
			return unread("the tag %q gives the posting a date of its own; an entry has one date: split it", name+":")
		}
		return j.postingTag(p, name, string(value))
	})
	if err != nil || len(memo) == 0 {
		return err
	}
	if p.memo != "" {
		memo = append(append([]byte(p.memo), ", "...), memo...)
	}
	p.memo, err = j.words.text("memo", memo, 1000)
	return err
}

// postingTag takes a tag of a posting.
func (j *composer) postingTag(p *posting, name, value string) error {
	switch name {
	case tagKey, tagKind, tagOrigin:
		return unread("the tag %q belongs to the transaction; put it on the transaction's own line", name+":")
	case tagDocument:
		return j.txn.document(value)
	}
	if p.tags == nil {
		p.tags = &tagset{}
	}
	_, err := p.tags.set(j.tags, name, value)
	return err
}
