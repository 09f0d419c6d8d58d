package ixbrl

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"tieout/xbrl"
	"tieout/xbrl/internal/lazy"
	"tieout/xbrl/internal/xw"
)

// Dictionary knows concepts and the namespaces of prefixes. xbrl.Extension is one.
type Dictionary = xbrl.Dictionary

// Head is what a page says about itself.
type Head struct {
	Entity string // the registrant's CIK, ten digits (EFM 6.5.2)
	Schema string // file name of the extension's schema: xbrl.Extension.SchemaFile
	Title  string // of the window, often the base name of the file
}

// Refusal says why a page cannot be written: the fact or element and what is wrong with it.
type Refusal struct{ What, Why, Cite string }

func (r Refusal) Error() string {
	s := r.What + ": " + r.Why
	if r.Cite != "" {
		s += " (" + r.Cite + ")"
	}
	return s
}

// Page writes one inline document from top to bottom. Calls follow the text; contexts, units and the header are
// derived and put in front by Finish. The first mistake sticks and Finish returns it, so calls need no check each.
type Page struct {
	head    Head
	dict    Dictionary
	w       xw.Writer
	facts   []*xbrl.Fact // of the body, in document order
	hidden  []*xbrl.Fact
	pointed map[string]bool   // hidden facts that the text points to
	values  map[string]string // value by Fact.Key and decimals: duplicates must agree
	ids     map[string]bool
	cons    collection
	units   collection
	blocks  []*block
	inserts []insert
	parts   int // continuations so far
	waiting int // text blocks suspended and not yet resumed
	done    bool
}

// collection keeps contexts or units in the order of first use, with their keys by id.
type collection struct {
	ids  []string
	keys map[string]string
	of   map[string]*xbrl.Fact // a fact that uses it
}

var cik = lazy.New(`^[0-9]{10}$`)

// New begins a page.
func New(h Head, dict Dictionary) *Page {
	p := &Page{head: h, dict: dict, pointed: map[string]bool{}, values: map[string]string{}, ids: map[string]bool{}}
	for _, c := range []*collection{&p.cons, &p.units} {
		c.keys, c.of = map[string]string{}, map[string]*xbrl.Fact{}
	}
	if !cik.Match(h.Entity) {
		p.refuse("Entity", "EFM 6.5.2", "%q is not ten digits", h.Entity)
	}
	return p
}

func (p *Page) refuse(what, cite, format string, a ...any) {
	p.w.Fail(Refusal{what, fmt.Sprintf(format, a...), cite})
}

// Err is the first mistake so far.
func (p *Page) Err() error { return p.w.Err() }

// Facts are the facts written so far in the order of the document: hidden ones, which stand in the header, then those of
// the text. Each has its id and, when it is words, its language. The value of a text block is there once it is closed.
func (p *Page) Facts() []xbrl.Fact {
	var out []xbrl.Fact
	for _, list := range [][]*xbrl.Fact{p.hidden, p.facts} {
		for _, f := range list {
			out = append(out, *f)
		}
	}
	return out
}

// add checks a fact against its concept, gives it an id and collects its context and unit. It is nil after a mistake.
func (p *Page) add(f xbrl.Fact, list *[]*xbrl.Fact) *xbrl.Fact {
	c, ok := p.dict.Concept(f.Concept)
	if !ok {
		p.refuse(f.Concept, "", "the taxonomy has no such concept")
	}
	p.fits(f, c)
	f.Dimensions = append([]xbrl.Member(nil), f.Dimensions...)
	xbrl.Sort(f.Dimensions)
	if c.Worded() && f.Language == "" && !f.Nil {
		f.Language = Language
	}
	f.ID = p.identify(f)
	if p.Err() != nil {
		return nil
	}
	p.collect(&p.cons, f.Context(p.head.Entity).ID(), f.Context(p.head.Entity).Key(), &f)
	if !f.Unit.IsZero() {
		p.collect(&p.units, f.Unit.ID(), f.Unit.Key(), &f)
	}
	*list = append(*list, &f)
	return &f
}

// fits refuses a fact that its concept does not allow.
func (p *Page) fits(f xbrl.Fact, c xbrl.Concept) {
	number := c.Numeric()
	switch {
	case c.Abstract || c.Member() || c.Group != xbrl.Item:
		p.refuse(f.Concept, "EFM 6.5.25", "it is a heading, table, axis or member and cannot have a value")
	case f.Period.IsZero():
		p.refuse(f.Concept, "EFM 6.5.38", "the fact has no period")
	case f.Period.Type() != c.Period:
		p.refuse(f.Concept, "XBRL 2.1 section 4.7.2", "it wants a period of type %s, the fact has %s", c.Period, f.Period.ID())
	case f.Period.Instant == 0 && f.Period.Span.End < f.Period.Span.Start:
		p.refuse(f.Concept, "XBRL 2.1 section 4.7.2", "the period %s ends before it begins", f.Period.Span)
	case number == f.Unit.IsZero():
		p.refuse(f.Concept, "XBRL 2.1 section 4.6.2", "numbers and only numbers have a unit")
	case c.Monetary() && !f.Unit.Monetary():
		p.refuse(f.Concept, "XBRL 2.1 section 4.8.2", "its unit %s is not a currency", f.Unit.Key())
	case f.Nil && f.Value != "":
		p.refuse(f.Concept, "XBRL 2.1 section 4.6", "a nil fact has value %q", f.Value)
	}
	for i, m := range f.Dimensions {
		if _, ok := p.dict.Concept(m.Axis); !ok {
			p.refuse(f.Concept, "", "the taxonomy has no axis %s", m.Axis)
		}
		if c, ok := p.dict.Concept(m.Member); !ok || !c.Member() || m.Typed {
			p.refuse(f.Concept, "", "%s is not a member", m.Member)
		}
		for _, n := range f.Dimensions[:i] {
			if n.Axis == m.Axis {
				p.refuse(f.Concept, "XDT 1.0 section 3.1.4.2", "it has two members on %s", m.Axis)
			}
		}
	}
}

// identify keeps an id that was given, or makes one from what the fact is about, so that it stays when other facts come
// and go: "f-1a2b3c4d", and with "-2" where the same fact is shown a second time.
func (p *Page) identify(f xbrl.Fact) string {
	id := f.ID
	if id == "" {
		sum := sha256.Sum256([]byte(f.Key()))
		base := "f-" + hex.EncodeToString(sum[:5])
		id = base
		for n := 2; p.ids[id]; n++ {
			id = fmt.Sprintf("%s-%d", base, n)
		}
	}
	p.claim(id)
	return id
}

func (p *Page) claim(id string) {
	if p.ids[id] || id == "" || strings.ContainsAny(id, " \t\n:;\"<&") {
		p.refuse(id, "", "the id is taken or not a name")
	}
	p.ids[id] = true
}

func (p *Page) collect(c *collection, id, key string, f *xbrl.Fact) {
	known, ok := c.keys[id]
	if ok && known != key {
		p.refuse(id, "", "one id for two contexts or units: %s and %s", known, key)
	}
	if !ok {
		c.ids = append(c.ids, id)
		c.keys[id], c.of[id] = key, f
	}
}

// agree refuses a second value for the same fact with the same accuracy (EFM 6.5.12).
func (p *Page) agree(f *xbrl.Fact) {
	key := f.Key() + " " + f.Decimals.String()
	value := fmt.Sprint(f.Nil, f.Value)
	if first, ok := p.values[key]; ok && first != value {
		p.refuse(f.Concept, "EFM 6.5.12", "two values for %s: %s and %s", f.Period.ID(), strings.TrimPrefix(first, "false"), f.Value)
	}
	p.values[key] = value
}
