package importer

import (
	"strings"

	"tieout/fiscal"
	"tieout/ledger"
)

// directive is a line that begins in the first column.
func (b *bean) directive() {
	b.block = blockPassed
	var err error
	switch first := b.tokens[0]; first.kind {
	case beanDate:
		err = b.dated(b.tokens[1:])
	case beanWord:
		err = b.undated(string(first.text))
	default:
		err = unread("line %q is not understood; delete it, or make it a comment with a semicolon in front", clip(string(b.text)))
	}
	if err != nil {
		b.block = blockRefused
		b.refuse(0, err)
	}
}

// passedDirectives change no entry.
const passedDirectives = " note document commodity price event query "

// dated is a directive with a date. t are its tokens behind the date.
func (b *bean) dated(t []beanToken) error {
	if len(t) == 0 {
		return unread("the line has a date and nothing behind it")
	}
	word := string(t[0].text)
	if t[0].kind == beanWord && strings.Contains(passedDirectives, " "+word+" ") {
		return nil // whatever its day: the dollar is of 1792
	}
	date, err := b.date(b.tokens[0])
	if err != nil {
		return err
	}
	if t[0].kind == beanMark && strings.Contains("*!&#?%", word) || t[0].kind == beanCurrency && len(word) == 1 || t[0].kind == beanWord && word == "txn" {
		return b.head(date, t[1:])
	}
	switch {
	case t[0].kind != beanWord:
		return b.refuseToken(t[0], "%q is no directive and no flag of a transaction", clip(word))
	case word == "open":
		return b.opened(date, t[1:])
	case word == "close":
		return b.closed(date, t[1:])
	case word == "balance":
		return b.balanced(date, t[1:])
	case word == "pad":
		return unread("a pad directive is not read: Tieout never plugs a difference. Write the entry that explains it, or the entry that beancount made of it (bean-query FILE print shows it)")
	case word == "custom":
		return b.custom(t[1:])
	}
	return b.refuseToken(t[0], "the directive %q is not known", clip(word))
}

func (b *bean) date(t beanToken) (fiscal.Date, error) {
	d, err := journalDate(string(t.text))
	if err != nil {
		m, _ := asMistake(err)
		return 0, b.refuseToken(t, "%s", m.why)
	}
	return d, nil
}

// undated is a directive that begins with a word.
func (b *bean) undated(word string) error {
	switch word {
	case "option":
		return b.option(b.tokens[1:])
	case "plugin":
		return unread("a plugin may make and change entries and is not run; print the ledger with what its plugins made (bean-query FILE print), and import that")
	case "include":
		return unread("other files are not included; print the whole ledger (bean-query FILE print) and import that, or import the files one by one")
	case "pushtag", "poptag":
		return nil
	case "pushmeta", "popmeta":
		if len(b.tokens) > 1 && b.tags.find(b.tokens[1].text) == "" {
			return nil
		}
		return unread("%s sets metadata that Tieout reads for all transactions below; write it in each of them", word)
	}
	return unread("line %q is not understood; delete it, or make it a comment with a semicolon in front", clip(string(b.text)))
}

// rootOptions name the five roots of accounts.
var rootOptions = map[string]ledger.AccountType{"name_assets": ledger.Asset, "name_liabilities": ledger.Liability, "name_equity": ledger.Equity, "name_income": ledger.Revenue, "name_expenses": ledger.Expense}

// passedOptions change no entry that is read.
const passedOptions = " title operating_currency documents account_previous_balances account_previous_earnings account_previous_conversions account_current_earnings account_current_conversions account_unrealized_gains account_rounding conversion_currency inferred_tolerance_default inferred_tolerance_multiplier tolerance_multiplier infer_tolerance_from_cost booking_method render_commas long_string_maxlines allow_deprecated_none_for_tags_and_links experiment_explicit_tolerances "

// option takes the names of the roots and passes over what changes no entry.
func (b *bean) option(t []beanToken) error {
	if len(t) != 2 || t[0].kind != beanString || t[1].kind != beanString {
		return unread(`write an option as: option "NAME" "VALUE"`)
	}
	name, value := string(t[0].text), string(t[1].text)
	root, ok := rootOptions[name]
	switch {
	case ok:
		for k, was := range b.roots {
			if was == root {
				delete(b.roots, k)
			}
		}
		b.roots[value] = root
	case !strings.Contains(passedOptions, " "+name+" "):
		return b.refuseToken(t[0], "the option %q is not known, and may change entries; delete it if it does not", clip(name))
	}
	return nil
}

// custom defines a dimension when its type is "dimension": custom "dimension" "plant" "Plant". Others are passed over.
func (b *bean) custom(t []beanToken) error {
	if b.survey || len(t) == 0 || string(t[0].text) != "dimension" {
		return nil
	}
	if len(t) != 3 || t[1].kind != beanString || t[2].kind != beanString {
		return unread(`write a dimension as: custom "dimension" "CODE" "TITLE"`)
	}
	code, title := string(t[1].text), string(t[2].text)
	if _, err := ledger.MakeDims(code, title); err != nil {
		return b.refuseToken(t[1], "%v", err)
	}
	if !b.tags.add(code) {
		return b.refuseToken(t[1], "dimension %q: the metadata has another meaning, or was declared in another spelling", code)
	}
	b.item(Item{Row: b.row, Dimension: &ledger.Dimension{Code: code, Name: title}})
	return nil
}

// balanced is an assertion: balance ACCOUNT AMOUNT CURRENCY. It holds at the beginning of its day.
func (b *bean) balanced(date fiscal.Date, t []beanToken) error {
	if b.survey {
		return nil
	}
	if len(t) == 0 || t[0].kind != beanAccount {
		return unread("a balance directive is written as: DATE balance ACCOUNT 12.50 USD")
	}
	p := beanParser{bean: b, rest: t[1:], last: t[0]}
	n, err := p.number()
	if err != nil {
		return err
	}
	if p.mark("~") {
		return b.refuseToken(p.last, "a balance with a tolerance is no exact figure; write the exact one and delete the tolerance")
	}
	q, err := p.amountOf(n)
	if err == nil {
		err = p.nothingMore()
	}
	if err != nil {
		return err
	}
	if q.cur != b.o.Currency {
		return b.refuseToken(t[0], "the balance is in %s: wrong currency, the book's first entity is kept in %s", q.cur, b.o.Currency)
	}
	code, err := b.account(t[0], date)
	if err != nil {
		return err
	}
	if b.accounts.torn[string(t[0].text)] {
		return b.refuseToken(t[0], "accounts below %s have codes of their own, which do not stand below %s; assert them one by one", t[0].text, code)
	}
	b.block = blockAssert
	b.asserted = Assertion{Account: code, Date: date - 1, Amount: q.minor, Inclusive: true, Row: b.row}
	return nil
}
