package importer

import (
	"bytes"
	"strings"

	"tieout/ledger"
)

// directive is a line that starts in the first column and not with a digit.
func (j *journal) directive(line []byte) {
	j.block = blockPassed
	if c := line[0]; c == ';' || c == '#' || c == '*' {
		j.block = blockNone
		return
	}
	word, arg := line, []byte(nil)
	if i := bytes.IndexAny(line, " \t"); i > 0 {
		word, arg = line[:i], bytes.Trim(line[i:], " \t")
	}
	var err error
	switch string(word) {
	case "account":
		err = j.account(arg)
	case "tag":
		err = j.tag(arg)
	case "commodity", "D":
		err = j.commodity(string(word), arg)
	case "decimal-mark":
		err = j.decimalMark(arg)
	case "P", "payee":
	case "comment":
		j.comment, j.block = j.in.row, blockNone
	default:
		err = misunderstood(line, string(word))
	}
	if err != nil {
		j.block = blockRefused
		j.refuse(line, err)
	}
}

func misunderstood(line []byte, word string) error {
	switch {
	case strings.TrimLeft(word, "!@") == "include":
		return unread("other files are not included; run \"hledger -f FILE print\" with its accounts and import that, or import the files one by one")
	case line[0] == '~':
		return unread("a periodic rule is not an entry; write its entries out (hledger print --forecast) or delete it")
	case line[0] == '=':
		return unread("an automatic posting rule is not applied; write its postings out (hledger print --auto) and delete it")
	}
	return unread("line %q is not understood; delete it, or make it a comment with a semicolon in front", clip(string(line)))
}

// account begins an account directive; its tags may go on in the lines below.
func (j *journal) account(arg []byte) error {
	name, rest := cutName(arg)
	if err := checkAccount(name); err != nil {
		return err
	}
	if len(rest) > 0 && rest[0] != ';' {
		return unread("after account %s comes %q; only a comment can stand there", name, clip(string(rest)))
	}
	j.decl = declaration{row: j.in.row, name: string(name), tags: map[string]string{}}
	j.block = blockAccount
	if len(rest) > 0 {
		j.declTags(rest[1:])
	}
	return nil
}

var accountTags = map[string]string{"type": "type", "name": "name", "concept": "concept", "section": "section", "cashflow": "cashflow"}

var dimensionTags = map[string]string{"dimension": "dimension"}

// declTags reads the tags of a directive.
func (j *journal) declTags(comment []byte) {
	names := tagNames(accountTags)
	if j.block == blockTag {
		names = dimensionTags
	}
	_, err := names.eachTag(comment, func(name string, value []byte) error {
		field := j.decl.tags[name]
		err := once(&field, name, string(value))
		j.decl.tags[name] = field
		return err
	})
	if err != nil {
		j.block = blockRefused
		j.refuse(comment, err)
	}
}

func (j *journal) declare() {
	a, err := j.accounts.declare(j.decl)
	if err != nil {
		j.failAt(j.decl.row, err)
		return
	}
	j.item(Item{Row: j.decl.row, Account: &a})
}

// failAt reports an error of what began in an earlier line.
func (j *journal) failAt(row int, err error) {
	m, ok := asMistake(err)
	if !ok {
		m.rule = ruleRead
	}
	m.row, m.col, m.why = row, 0, err.Error()
	j.fail(m)
}

// tag begins a tag directive, which declares a dimension when it has the tag "dimension:".
func (j *journal) tag(arg []byte) error {
	name, rest := arg, []byte(nil)
	if i := bytes.IndexByte(arg, ';'); i >= 0 {
		name, rest = bytes.TrimRight(arg[:i], " \t"), arg[i+1:]
	}
	if len(name) == 0 || bytes.ContainsAny(name, " \t") {
		return unread("write a tag directive as: tag NAME  ; dimension: TITLE")
	}
	j.decl = declaration{row: j.in.row, name: string(name), tags: map[string]string{}}
	j.block = blockTag
	j.declTags(rest)
	return nil
}

func (j *journal) define() {
	title := j.decl.tags["dimension"]
	if title == "" {
		return
	}
	name := j.decl.name
	if _, err := ledger.MakeDims(name, title); err != nil && strings.ContainsAny(name, "=;") {
		j.failAt(j.decl.row, unread("dimension %q: a code holds no = or ;", name))
		return
	}
	if !j.tags.add(name) {
		j.failAt(j.decl.row, unread("dimension %q: the tag has another meaning, or was declared in another spelling", name))
		return
	}
	j.item(Item{Row: j.decl.row, Dimension: &ledger.Dimension{Code: name, Name: title}})
}

// decimalMark accepts the point.
func (j *journal) decimalMark(arg []byte) error {
	if i := bytes.IndexByte(arg, ';'); i >= 0 {
		arg = bytes.TrimRight(arg[:i], " \t")
	}
	if string(arg) != "." {
		return unread("decimal-mark %q: only the point is read; convert the file with: hledger print -c '$1000.00'", clip(string(arg)))
	}
	j.numbers.point = true
	return nil
}

// commodity reads "commodity $1,000.00", "commodity USD" or "D 1,000.00 USD" for its decimal mark.
func (j *journal) commodity(word string, arg []byte) error {
	if i := bytes.IndexByte(arg, ';'); i >= 0 {
		arg = bytes.TrimRight(arg[:i], " \t")
	}
	if word == "commodity" && !bytes.ContainsAny(arg, "0123456789") {
		return nil
	}
	commodity, err := j.sample(arg)
	if err != nil || word != "D" {
		return err
	}
	if cur, err := j.numbers.currency(commodity); err != nil || cur != j.o.Currency {
		return unread("the default commodity is %q and the book is kept in %s; write the commodity with every amount", commodity, j.o.Currency)
	}
	return nil
}

// sample reads the amount that shows how a commodity is written. A commodity that is no currency does no harm
// until an amount uses it.
func (j *journal) sample(arg []byte) (commodity []byte, err error) {
	number, commodity, _, err := splitAmount(arg)
	if err != nil {
		return nil, err
	}
	point := bytes.LastIndexByte(number, '.')
	if bytes.LastIndexByte(number, ',') > point {
		return nil, unread("%q shows a comma as decimal mark; only the point is read", clip(string(arg)))
	}
	if point >= 0 {
		j.numbers.marked[string(commodity)] = true
	}
	return commodity, nil
}

// format is the line below a commodity directive.
func (j *journal) format(arg []byte) {
	if _, err := j.sample(bytes.Trim(arg, " \t")); err != nil {
		j.refuse(arg, err)
	}
}
