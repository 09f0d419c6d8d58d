package filing

import (
	"fmt"
	"strings"

	"tieout/money"
	"tieout/xbrl"
	"tieout/xbrl/ixbrl"
)

// surface is what a report is written on: an inline page, or plain HTML for the form of its day.
type surface interface {
	Open(element string, attrs ...string)
	Close(element string)
	Leaf(element, text string, attrs ...string)
	Void(element string, attrs ...string)
	Text(s string)
	Line()
	Number(f xbrl.Fact, s ixbrl.Show) string
	Words(f xbrl.Fact) string
	Date(f xbrl.Fact) string
	Box(f xbrl.Fact) string
	Formatted(f xbrl.Fact, shown, format string) string
	OpenBlock(f xbrl.Fact) string
	CloseBlock()
}

// plain writes HTML without tags: facts are only what a reader sees of them.
type plain struct{ b strings.Builder }

func (p *plain) Open(e string, attrs ...string) {
	p.b.WriteString("<" + e)
	for i := 0; i+1 < len(attrs); i += 2 {
		fmt.Fprintf(&p.b, " %s=\"%s\"", attrs[i], ascii(attrs[i+1]))
	}
	p.b.WriteString(">")
}

func (p *plain) Close(e string) { p.b.WriteString("</" + e + ">") }

func (p *plain) Leaf(e, text string, attrs ...string) {
	p.Open(e, attrs...)
	p.Text(text)
	p.Close(e)
}

func (p *plain) Void(e string, attrs ...string) {
	p.Open(e, attrs...)
	s := p.b.String()
	p.b.Reset()
	p.b.WriteString(strings.TrimSuffix(s, ">") + "/>")
}

func (p *plain) Text(s string) { p.b.WriteString(ascii(s)) }

func (p *plain) Line() { p.b.WriteString("\n") }

// Number prints the number as an inline page shows it.
func (p *plain) Number(f xbrl.Fact, s ixbrl.Show) string {
	if f.Value == "0" {
		p.Text(ixbrl.Dash)
		return ""
	}
	shifted, err := xbrl.Shift(strings.TrimPrefix(f.Value, "-"), -s.Scale)
	if err != nil {
		return ""
	}
	whole, frac, _ := strings.Cut(shifted, ".")
	if places := int(f.Decimals) + s.Scale; f.Decimals != xbrl.INF && places > len(frac) {
		frac += strings.Repeat("0", places-len(frac))
	}
	if frac != "" {
		frac = "." + frac
	}
	text := money.Group(whole) + frac
	if strings.HasPrefix(f.Value, "-") != s.Flip {
		text = "(" + text + ")"
	}
	p.Text(text)
	return ""
}

func (p *plain) Words(f xbrl.Fact) string { p.Text(f.Value); return "" }

func (p *plain) Date(f xbrl.Fact) string { p.Text(longDate(f.Value)); return "" }

func (p *plain) Box(f xbrl.Fact) string {
	box := "\u2610"
	if f.Value == "true" {
		box = "\u2612"
	}
	p.Text(box)
	return ""
}

func (p *plain) Formatted(_ xbrl.Fact, shown, _ string) string { p.Text(shown); return "" }

func (p *plain) OpenBlock(xbrl.Fact) string { return "" }

func (p *plain) CloseBlock() {}

// ascii escapes markup and writes every character beyond ASCII as a reference (EFM 5.2.1.1).
func ascii(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r > 126:
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
