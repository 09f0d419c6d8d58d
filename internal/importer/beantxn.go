package importer

import (
	"bytes"
	"strings"

	"tieout/fiscal"
	"tieout/ledger"
)

// head is the first line of a transaction behind its flag: ["PAYEE"] "NARRATION" [#TAG …] [^LINK …].
func (b *bean) head(date fiscal.Date, t []beanToken) (err error) {
	if b.survey {
		return nil
	}
	x := &b.txn
	*x = transaction{row: b.row, code: x.code[:0], docs: x.docs[:0], postings: x.postings[:0], entry: ledger.Entry{Lines: x.entry.Lines[:0]}, tags: x.tags}
	x.tags.reset()
	x.entry.Effective = date
	b.block = blockEntry
	p := beanParser{bean: b, rest: t, last: b.tokens[1]}
	var texts []string
	for p.comes(beanString) && len(texts) < 2 {
		s, err := b.words.text("the description", p.next().text, 2000)
		if err != nil {
			return b.at(err, p.last)
		}
		texts = append(texts, s)
	}
	texts = append(texts, "", "")
	if x.entry.Description, err = b.words.pair(texts[0], texts[1], 2000); err != nil {
		return err
	}
	p.labels()
	return p.nothingMore()
}

// labels reads tags, which are notes, and links, which become the code of the entry's source.
func (p *beanParser) labels() {
	for p.comes(beanTag) || p.comes(beanLink) {
		if t := p.next(); t.kind == beanLink {
			if len(p.txn.code) > 0 {
				p.txn.code = append(p.txn.code, ' ')
			}
			p.txn.code = append(p.txn.code, t.text...)
		}
	}
}

// indented is a line that belongs to the directive above it.
func (b *bean) indented() {
	var err error
	switch first := b.tokens[0]; {
	case b.block == blockRefused || b.survey && b.block != blockAccount:
	case b.block == blockNone:
		err = unread("an indented line that belongs to no directive; a transaction ends at a blank line and at a comment in the first column")
	case first.kind == beanKey:
		err = b.metadata(string(first.text), b.tokens[1:])
	case b.block != blockEntry:
		err = unread("line %q below a directive is not understood", clip(string(b.text)))
	case first.kind == beanTag || first.kind == beanLink:
		p := beanParser{bean: b, rest: b.tokens}
		p.labels()
		err = p.nothingMore()
	default:
		err = b.posting()
	}
	if err != nil {
		b.txn.bad = true
		b.refuse(len(b.text)-len(bytes.TrimLeft(b.text, " \t")), err)
	}
}

// posting is [FLAG] ACCOUNT [AMOUNT [COST] [PRICE]].
func (b *bean) posting() error {
	x := &b.txn
	if len(x.postings) >= maxLines {
		if x.bad {
			return nil
		}
		return unread("the transaction has more than %d postings; split it", maxLines)
	}
	p := beanParser{bean: b, rest: b.tokens}
	if first := b.tokens[0]; first.kind == beanMark && strings.Contains("*!&#?%", string(first.text)) || first.kind == beanCurrency && len(first.text) == 1 {
		p.next()
	}
	if !p.comes(beanAccount) {
		return unread("line %q is no posting; it begins with an account", clip(string(b.text)))
	}
	name := p.next()
	code, err := b.account(name, x.entry.Effective)
	if err != nil {
		return err
	}
	post := posting{account: &account{name: code}, row: b.row, col: name.at + 1, missing: len(p.rest) == 0}
	if !post.missing {
		if post.amount, err = p.amount(); err != nil {
			return err
		}
		if post.cost, err = p.cost(); err != nil {
			return err
		}
	}
	if err := p.nothingMore(); err != nil {
		return err
	}
	x.postings = append(x.postings, post)
	return nil
}

// The metadata that beancount has besides the tags of hledger, where comments say the same.
const (
	metaMemo = "memo"
	metaCode = "code"
)

// metadata is a line "key: VALUE" of a directive. Keys that Tieout does not know are passed over.
func (b *bean) metadata(key string, t []beanToken) error {
	switch b.block {
	case blockAccount:
		if key == metaCode || accountTags[key] != "" {
			return b.keep(key, t, func(value string) error {
				field := b.decl.tags[key]
				err := once(&field, key, value)
				b.decl.tags[key] = field
				return err
			})
		}
	case blockAssert:
		if key == tagCite {
			return b.keep(key, t, func(value string) error { return once(&b.asserted.Citation, key, value) })
		}
	case blockEntry:
		return b.entryMetadata(key, t)
	}
	return nil
}

func (b *bean) entryMetadata(key string, t []beanToken) error {
	x := &b.txn
	name := b.tags.find([]byte(key))
	if strings.TrimRight(key, "0123456789") == tagDocument { // a key comes once, so more are document2 and so on
		name = tagDocument
	}
	if len(x.postings) == 0 {
		switch {
		case key == metaCode:
			return b.keep(key, t, func(v string) error { x.code = append(x.code[:0], v...); return nil })
		case name != "":
			return b.keep(key, t, func(v string) error { return b.headTag(name, v) })
		}
		return nil
	}
	p := &x.postings[len(x.postings)-1]
	switch {
	case key == metaMemo:
		return b.keep(key, t, func(v string) (err error) { p.memo, err = b.words.text("memo", []byte(v), 1000); return err })
	case name != "" && name != tagDate && name != tagDate2:
		return b.keep(key, t, func(v string) error { return b.postingTag(p, name, v) })
	}
	return nil
}

// keep takes the value of metadata that counts: a string, or one word as written.
func (b *bean) keep(key string, t []beanToken, take func(string) error) error {
	if len(t) != 1 || t[0].kind == beanMark {
		return unread("the metadata %q needs one value, in quotes", key+":")
	}
	if err := take(string(t[0].text)); err != nil {
		return b.at(err, t[0])
	}
	return nil
}
