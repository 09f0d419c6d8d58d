package ixbrl

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"tieout/xbrl"
	"tieout/xbrl/internal/lazy"
)

// block is a text block that is open, or suspended between two parts.
type block struct {
	fact  *xbrl.Fact
	depth int    // of the writer inside the element
	start int    // byte at which the current part's content begins; -1 while suspended
	tag   string // element of the current part
	chain int    // byte at which the current part's continuedAt goes
	text  strings.Builder
}

// insert is text to be put into the body at a byte.
type insert struct {
	at   int
	text string
}

// OpenBlock begins a text block fact: all that follows until CloseBlock is its value, as XHTML with escape="true",
// facts and further text blocks included (Inline XBRL 1.1 section 11.1). Blocks close in the opposite order.
func (p *Page) OpenBlock(f xbrl.Fact) string {
	added := p.add(f, &p.facts)
	if added == nil {
		return ""
	}
	if c, _ := p.dict.Concept(f.Concept); !c.TextBlock() {
		p.refuse(f.Concept, "EFM 6.5.15", "it is not a text block")
	}
	if f.Value != "" || f.Nil {
		p.refuse(f.Concept, "", "the value of a text block is what is written until CloseBlock")
	}
	if _, is := p.place(); is != flow && is != phrase {
		p.refuse(f.Concept, "XHTML 1.1", "a text block cannot stand here")
	}
	p.openPart(&block{fact: added}, "ix:nonNumeric", append(p.wordAttrs(added), "escape", "true")...)
	return added.ID
}

func (p *Page) openPart(b *block, tag string, attrs ...string) {
	p.w.Open(tag, attrs...)
	b.tag, b.depth, b.start, b.chain = tag, p.w.Depth(), p.w.Len(), p.w.Len()-1
	p.blocks = append(p.blocks, b)
}

// CloseBlock ends the innermost text block and settles its value.
func (p *Page) CloseBlock() {
	if b := p.endPart(); b != nil {
		b.fact.Value = b.text.String()
		p.agree(b.fact)
	}
}

// Suspend interrupts the innermost text block: what follows is not part of it until Resume. The rest becomes an
// ix:continuation (section 4.1). A suspended block must be resumed before the page is finished.
func (p *Page) Suspend() *Suspended {
	b := p.endPart()
	if b != nil {
		p.waiting++
	}
	return &Suspended{b}
}

// Suspended is a text block that waits to be continued.
type Suspended struct{ b *block }

// Resume continues a suspended text block at this place.
func (p *Page) Resume(s *Suspended) {
	if p.Err() != nil {
		return
	}
	if s.b == nil {
		p.refuse("Resume", "", "the text block was resumed already")
		return
	}
	p.parts++
	p.waiting--
	id := s.b.fact.ID + "-c" + strconv.Itoa(p.parts)
	p.claim(id)
	p.inserts = append(p.inserts, insert{s.b.chain, ` continuedAt="` + id + `"`})
	b := s.b
	s.b = nil
	p.openPart(b, "ix:continuation", "id", id)
}

func (p *Page) endPart() *block {
	if p.Err() != nil {
		return nil
	}
	if len(p.blocks) == 0 {
		p.refuse("CloseBlock", "", "no text block is open")
		return nil
	}
	b := p.blocks[len(p.blocks)-1]
	if p.w.Depth() != b.depth {
		p.refuse(b.fact.Concept, "EFM 6.5.15", "<%s> is still open in the text block", p.w.Top())
		return nil
	}
	p.blocks = p.blocks[:len(p.blocks)-1]
	b.text.WriteString(plain(string(p.w.From(b.start))))
	p.w.Close(b.tag)
	return b
}

var (
	inlineTag = lazy.New(`</?ix:[^>]*>`)
	reference = lazy.New(`&#([0-9]+);`)
)

// plain is XHTML as the value of a text block: without the elements of Inline XBRL, characters beyond ASCII themselves.
func plain(markup string) string {
	markup = inlineTag.Regexp().ReplaceAllString(markup, "")
	return reference.Regexp().ReplaceAllStringFunc(markup, func(ref string) string {
		n, err := strconv.Atoi(ref[2 : len(ref)-1])
		if err != nil || n < utf8.RuneSelf {
			return ref
		}
		return fmt.Sprintf("%c", n)
	})
}
