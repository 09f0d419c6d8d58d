package importer

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"tieout/internal/sheet"
)

// ofxEvent is a step through the elements of an OFX file: an element with others in it begins or ends, or a value.
type ofxEvent struct {
	begins, ends bool
	name, value  string
	row, col     int
}

// ofxElements walks over the elements of an OFX file. In SGML a value has no closing tag, and some banks write XML
// in the same way; what has elements in it is closed in both.
type ofxElements struct {
	lex    *ofxLexer
	xml    bool
	set    ofxCharset
	ahead  *ofxToken
	path   []string // elements that are open
	opened []int    // and their lines
	done   bool     // the root was closed
}

// ofxLeaves are values that banks leave empty, without a closing tag: they are no elements with others in them.
var ofxLeaves = strings.Fields("NAME MEMO CHECKNUM REFNUM SIC PAYEEID EXTDNAME DTUSER DTAVAIL SRVRTID MESSAGE LANGUAGE ORG FID INTU.BID INTU.USERID BRANCHID ACCTKEY TRNUID CLTCOOKIE MKTGINFO BALAMT DTASOF DTSTART DTEND TRNTYPE DTPOSTED TRNAMT FITID CURDEF BANKID ACCTID ACCTTYPE")

// start reads what stands above the root element.
func (e *ofxElements) start() error {
	head, err := e.lex.r.Peek(4)
	switch {
	case len(head) == 0 && errors.Is(err, io.EOF):
		return unfit(sayEmpty)
	case len(head) == 0:
		return err
	case utf16(head):
		return unfit(sayUTF16)
	case bytes.HasPrefix(head, bom):
		e.lex.r.Discard(len(bom))
	}
	for {
		t, err := e.token()
		switch {
		case errors.Is(err, io.EOF):
			return unfit("the file has no element OFX; this is no bank statement in OFX")
		case err != nil:
			return err
		case t.kind == ofxPI:
			err = e.instruction(t.text)
		case t.kind == ofxText:
			err = e.header(t.text)
		default:
			e.ahead = &t
			return nil
		}
		if err != nil {
			return placed(err, t.row, t.col, []byte(t.text))
		}
	}
}

// token is the next token, without blank text.
func (e *ofxElements) token() (t ofxToken, err error) {
	if t := e.ahead; t != nil {
		e.ahead = nil
		return *t, nil
	}
	for err == nil {
		if t, err = e.lex.next(); err == nil && (t.kind != ofxText || strings.TrimSpace(t.text) != "") {
			return t, nil
		}
	}
	return t, err
}

// instruction is <?xml …?> or <?OFX …?>.
func (e *ofxElements) instruction(s string) error {
	e.xml = true
	name, rest, _ := strings.Cut(s, " ")
	if !strings.EqualFold(name, "xml") {
		if v := attribute(rest, "SECURITY"); v != "" && v != "NONE" {
			return unfit("the file is encrypted (SECURITY %s)", clip(v))
		}
		return nil
	}
	var ok bool
	if e.set, ok = findOFXCharset(attribute(rest, "encoding")); !ok {
		return unfit("the character set %q is not read; save the file as UTF-8", clip(attribute(rest, "encoding")))
	}
	return nil
}

// attribute is the value of NAME="VALUE".
func attribute(s, name string) string {
	for _, q := range []string{`"`, `'`} {
		if _, v, ok := strings.Cut(s, name+"="+q); ok {
			v, _, _ = strings.Cut(v, q)
			return v
		}
	}
	return ""
}

// header is what stands above the root in SGML: KEY:VALUE, a line each or all in one.
func (e *ofxElements) header(s string) error {
	if len(s) > maxTag {
		return unfit("what stands above the element OFX is no header of OFX")
	}
	values := map[string]string{}
	for _, f := range strings.Fields(s) {
		key, value, ok := strings.Cut(f, ":")
		if !ok || strings.Trim(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return unfit("what stands above the element OFX is no header of OFX: %s", quote(clip(f)))
		}
		values[key] = value
	}
	for _, k := range []string{"SECURITY", "COMPRESSION"} {
		if v := values[k]; v != "" && v != "NONE" {
			return unfit("the file is encrypted or compressed (%s:%s)", k, clip(v))
		}
	}
	name := values["ENCODING"]
	if strings.EqualFold(name, "USASCII") && values["CHARSET"] != "" {
		name = values["CHARSET"]
	}
	var ok bool
	if e.set, ok = findOFXCharset(name); !ok {
		return unfit("the character set %q is not read; save the file as UTF-8 with ENCODING:UTF-8 in its header", clip(name))
	}
	return nil
}

// next is the next step; io.EOF after the root was closed.
func (e *ofxElements) next() (ofxEvent, error) {
	t, err := e.token()
	switch {
	case errors.Is(err, io.EOF) && e.done:
		return ofxEvent{}, io.EOF
	case errors.Is(err, io.EOF):
		return ofxEvent{}, unfit("the file ends before its element OFX is closed; it was cut")
	case err != nil:
		return ofxEvent{}, err
	case e.done:
		return ofxEvent{}, mistake{rule: ruleFile, row: t.row, col: t.col, why: "there is more behind the element OFX"}
	case t.kind == ofxClose:
		return e.leave(t)
	case t.kind == ofxEmpty:
		return ofxEvent{name: t.text, row: t.row, col: t.col}, nil
	case t.kind != ofxOpen:
		return ofxEvent{}, mistake{rule: ruleFile, row: t.row, col: t.col, text: t.text, why: "text stands where an element should; a < in a text is written &lt;"}
	}
	return e.enter(t)
}

// leave is a closing tag.
func (e *ofxElements) leave(t ofxToken) (ofxEvent, error) {
	n := len(e.path)
	if n == 0 || e.path[n-1] != t.text {
		why := "</" + t.text + "> closes nothing"
		if n > 0 {
			why = "</" + t.text + "> stands where </" + e.path[n-1] + "> should; the file was cut or put together wrongly"
		}
		return ofxEvent{}, mistake{rule: ruleFile, row: t.row, col: t.col, why: why}
	}
	e.path, e.done = e.path[:n-1], n == 1
	return ofxEvent{ends: true, name: t.text, row: t.row, col: t.col}, nil
}

// enter is an opening tag: of a value, or of an element with others in it.
func (e *ofxElements) enter(t ofxToken) (ofxEvent, error) {
	ev := ofxEvent{name: t.text, row: t.row, col: t.col}
	after, err := e.token()
	if err != nil && !errors.Is(err, io.EOF) {
		return ev, err
	}
	switch {
	case err == nil && after.kind == ofxText && len(e.path) > 0:
		return e.value(ev, after)
	case err == nil && after.kind == ofxClose && after.text == t.text && len(e.path) > 0:
		return ev, nil
	case err == nil:
		e.ahead = &after
	}
	if len(e.path) > 0 && slices.Contains(ofxLeaves, t.text) {
		return ev, nil
	}
	if len(e.path) >= sheet.MaxDepth {
		return ev, mistake{rule: ruleFile, row: t.row, col: t.col, why: "the file is nested deeper than 64 elements"}
	}
	e.path = append(e.path, t.text)
	ev.begins = true
	return ev, nil
}

// value is an element that holds text; its closing tag may follow.
func (e *ofxElements) value(ev ofxEvent, text ofxToken) (ofxEvent, error) {
	var b strings.Builder
	b.WriteString(text.text)
	for {
		t, err := e.lex.next()
		if err != nil && !errors.Is(err, io.EOF) {
			return ev, err
		}
		switch {
		case err == nil && t.kind == ofxText: // a comment or a character block
			if b.WriteString(t.text); b.Len() > maxLine {
				return ev, mistake{rule: ruleFile, row: ev.row, col: ev.col, why: "a text is longer than 1 MiB; this is no bank statement"}
			}
			continue
		case err == nil && t.kind == ofxClose && t.text == ev.name:
		case err == nil:
			e.ahead = &t
		}
		break
	}
	s, err := e.set.decode(strings.TrimSpace(b.String()))
	if err == nil {
		s, err = unentity(s, e.xml)
	}
	if ev.value = strings.TrimSpace(s); err != nil {
		return ev, placed(err, ev.row, ev.col, []byte(strings.ToValidUTF8(s, "\ufffd")))
	}
	return ev, nil
}

// in is the element that the last step stood in, n levels up.
func (e *ofxElements) in(n int) string {
	if len(e.path) < n {
		return ""
	}
	return e.path[len(e.path)-n]
}
