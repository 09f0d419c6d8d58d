package importer

import (
	"bytes"
	"strings"

	"tieout/ledger"
)

// The tags that fill fields. A dimension's code is a tag too, once it is declared.
const (
	tagKey       = "key"
	tagKind      = "kind"
	tagOrigin    = "origin"
	tagDocument  = "document"
	tagSynthetic = "synthetic"
	tagEntity    = "entity"
	tagCite      = "cite"
	tagDate      = "date" // hledger's own: refused, because it would move a posting to another day
	tagDate2     = "date2"
)

// tagNames finds the tags that count, whatever case they are written in; the value is the name as it is kept.
type tagNames map[string]string

func newTagNames(dimensions []string) tagNames {
	names := tagNames{}
	for _, n := range []string{tagKey, tagKind, tagOrigin, tagDocument, tagSynthetic, tagEntity, tagCite, tagDate, tagDate2, ledger.BasisDimension, ledger.CashFlowDimension} {
		names[n] = n
	}
	for _, d := range dimensions {
		names.add(d)
	}
	return names
}

// add declares a dimension's name; it is false when the name is taken in another meaning or spelling.
func (t tagNames) add(dimension string) bool {
	l := strings.ToLower(dimension)
	if was, ok := t[l]; ok {
		return was == dimension && t.dimension(was)
	}
	t[l] = dimension
	return true
}

func (t tagNames) find(name []byte) string {
	if s, ok := t[string(name)]; ok {
		return s
	}
	return t[strings.ToLower(string(name))]
}

// dimension says whether a tag fills a dimension.
func (t tagNames) dimension(name string) bool {
	switch name {
	case tagKey, tagKind, tagOrigin, tagDocument, tagSynthetic, tagEntity, tagCite, tagDate, tagDate2:
		return false
	}
	return true
}

// eachTag walks over the tags of a comment as hledger does: a name ends in a colon, its value at a comma or the
// end of the line. take says what to do with a tag whose name counts; the text that is in no such tag comes back.
func (t tagNames) eachTag(comment []byte, take func(name string, value []byte) error) (memo []byte, err error) {
	if bytes.IndexByte(comment, ':') < 0 {
		return bytes.TrimSpace(comment), nil
	}
	var rest [][]byte
	keep := func(b []byte) {
		if b = bytes.Trim(b, " \t,"); len(b) > 0 {
			rest = append(rest, b)
		}
	}
	from := 0 // what stands before it is dealt with
	for at := 0; at < len(comment); {
		start, colon, end := nextTag(comment, at)
		if colon < 0 {
			break
		}
		if err := t.hidden(comment[start:colon], comment[colon+1:end]); err != nil {
			return nil, err
		}
		if name := t.find(comment[start:colon]); name != "" {
			keep(comment[from:start])
			if err := take(name, bytes.TrimSpace(comment[colon+1:end])); err != nil {
				return nil, err
			}
			from = end
		}
		at = end
	}
	keep(comment[from:])
	return bytes.Join(rest, []byte(", ")), nil
}

// nextTag finds the next name with its colon from at on, and where its value ends.
func nextTag(b []byte, at int) (start, colon, end int) {
	for start = at; at < len(b); at++ {
		switch b[at] {
		case ' ', '\t', ',':
			start = at + 1
		case ':':
			if at == start {
				start = at + 1
				continue
			}
			end = len(b)
			if i := bytes.IndexByte(b[at:], ','); i >= 0 {
				end = at + i
			}
			return start, at, end
		}
	}
	return 0, -1, 0
}

// hidden refuses a tag that counts inside the value of another: hledger would not see it.
func (t tagNames) hidden(name, value []byte) error {
	for at := 0; ; {
		i := bytes.IndexByte(value[at:], ':')
		if i < 0 {
			return nil
		}
		i += at
		start := bytes.LastIndexAny(value[:i], " \t") + 1
		if start > 0 && start < i && t.find(value[start:i]) != "" {
			return unread("the tag %q stands inside the value of %q; put a comma before it", value[start:i+1], clip(string(name))+":")
		}
		at = i + 1
	}
}

// tagset is what the tags of a transaction or of a posting say of lines.
type tagset struct {
	entity, cite string
	pairs        []string // dimension, value, …
}

func (s *tagset) reset() { s.entity, s.cite, s.pairs = "", "", s.pairs[:0] }

// set takes one tag that belongs on lines; ok is false for another.
func (s *tagset) set(t tagNames, name, value string) (ok bool, err error) {
	switch {
	case name == tagEntity:
		return true, once(&s.entity, name, value)
	case name == tagCite:
		return true, once(&s.cite, name, value)
	case name == tagSynthetic:
		name, value = ledger.BasisDimension, ledger.Synthetic
	case !t.dimension(name):
		return false, nil
	}
	_, err = ledger.MakeDims(append(s.pairs, name, value)...)
	if err != nil {
		return true, unread("%v", err)
	}
	s.pairs = append(s.pairs, name, value)
	return true, nil
}

// once fills a field that a tag may fill one time.
func once(field *string, name, value string) error {
	switch {
	case value == "":
		return unread("the tag %q has no value", name+":")
	case *field != "" && *field != value:
		return unread("the tag %q is given twice, as %q and as %q", name+":", clip(*field), clip(value))
	}
	if err := ledger.CheckText("the tag "+name, value, 500); err != nil {
		return unread("%v", err)
	}
	*field = value
	return nil
}

// dims are the dimensions of a line: its own, and those of its transaction that it does not set itself.
func (s *tagset) dims(t *tagset) ledger.Dims {
	if len(s.pairs)+len(t.pairs) == 0 {
		return ""
	}
	pairs := append([]string(nil), s.pairs...)
	for i := 0; i < len(t.pairs); i += 2 {
		if !s.has(t.pairs[i]) {
			pairs = append(pairs, t.pairs[i], t.pairs[i+1])
		}
	}
	d, err := ledger.MakeDims(pairs...)
	if err != nil {
		panic(err) // each set was checked as it grew, and the two are disjoint
	}
	return d
}

func (s *tagset) has(dimension string) bool {
	for i := 0; i < len(s.pairs); i += 2 {
		if s.pairs[i] == dimension {
			return true
		}
	}
	return false
}

// movesDate says whether a posting's comment holds a date in brackets, which hledger takes as the posting's own.
func movesDate(comment []byte) bool {
	for {
		i := bytes.IndexByte(comment, '[')
		if i < 0 {
			return false
		}
		comment = comment[i+1:]
		j := bytes.IndexByte(comment, ']')
		if j < 0 {
			return false
		}
		if inside := comment[:j]; len(inside) > 0 && len(bytes.Trim(inside, "0123456789-/.=")) == 0 && bytes.ContainsAny(inside, "-/.=") {
			return true
		}
	}
}
