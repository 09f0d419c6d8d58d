package web

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
)

// inlinePage turns a stored report into markup that can stand inside a page: only elements and attributes of text, no
// scripts, no styles of their own. What elements say of their looks comes back as a style sheet of classes, and a
// tagged number becomes a link to where link says.
func inlinePage(body []byte, link func(factID string) string) (markup, css string, err error) {
	t := &inliner{link: link, classes: map[string]string{}}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict, d.AutoClose, d.Entity, d.CharsetReader = false, xml.HTMLAutoClose, xml.HTMLEntity, asciiReader
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", "", err
		}
		if err := t.token(token); err != nil {
			return "", "", err
		}
	}
	if len(t.open) != 0 {
		return "", "", fmt.Errorf("the element %s is not closed", t.open[len(t.open)-1].name)
	}
	return t.out.String(), t.sheet(), nil
}

// asciiReader reads what EDGAR asks for, ASCII, as the UTF-8 that it is.
func asciiReader(charset string, r io.Reader) (io.Reader, error) {
	if c := strings.ToLower(charset); c == "ascii" || c == "us-ascii" {
		return r, nil
	}
	return nil, fmt.Errorf("the encoding %q is not read", charset)
}

// inliner is one report on its way into a page.
type inliner struct {
	out     strings.Builder
	link    func(string) string
	open    []opened
	hidden  int // depth of elements whose content is left out
	links   int // links that are open: they cannot nest
	classes map[string]string
	order   []string
}

// opened is an element that is open, with what closes it.
type opened struct {
	name, end string
	hides     bool
	links     bool
}

// kept are the elements that a report's text may have here, by their names in it.
var keptElements = map[string]bool{"div": true, "blockquote": true, "p": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "hr": true,
	"ul": true, "ol": true, "li": true, "table": true, "caption": true, "thead": true, "tbody": true, "tfoot": true, "tr": true, "td": true, "th": true,
	"span": true, "b": true, "i": true, "em": true, "strong": true, "sub": true, "sup": true, "br": true, "u": true}

var voidElements = map[string]bool{"br": true, "hr": true}

// leftOut are the elements whose content is not for reading.
var leftOut = map[string]bool{"head": true, "script": true, "style": true, "ix:header": true, "ix:hidden": true, "iframe": true, "object": true, "embed": true, "form": true,
	"template": true, "noscript": true, "svg": true, "math": true, "title": true, "textarea": true, "select": true}

const deepest = 200

func (t *inliner) token(token xml.Token) error {
	switch x := token.(type) {
	case xml.StartElement:
		if len(t.open) > deepest {
			return errors.New("the elements are nested too deeply")
		}
		t.start(x)
	case xml.EndElement:
		return t.end(x)
	case xml.CharData:
		if t.hidden == 0 {
			t.out.WriteString(html.EscapeString(string(x)))
		}
	}
	return nil
}

func qualified(n xml.Name) string {
	if n.Space == "" {
		return strings.ToLower(n.Local)
	}
	return strings.ToLower(n.Space + ":" + n.Local)
}

func (t *inliner) start(e xml.StartElement) {
	name := qualified(e.Name)
	o := opened{name: name}
	switch {
	case leftOut[name]:
		o.hides = true
		t.hidden++
	case t.hidden > 0:
	case strings.HasPrefix(name, "ix:"):
		o.end, o.links = t.tagged(name, e)
	case keptElements[name]:
		t.out.WriteString("<" + name + t.attributes(e) + ">")
		if !voidElements[name] {
			o.end = "</" + name + ">"
		}
	}
	if o.links {
		t.links++
	}
	t.open = append(t.open, o)
}

func (t *inliner) end(e xml.EndElement) error {
	name := qualified(e.Name)
	if len(t.open) == 0 || t.open[len(t.open)-1].name != name {
		return fmt.Errorf("the element %s is closed where it was not opened", name)
	}
	o := t.open[len(t.open)-1]
	t.open = t.open[:len(t.open)-1]
	if t.hidden == 0 {
		t.out.WriteString(o.end)
	}
	if o.hides {
		t.hidden--
	}
	if o.links {
		t.links--
	}
	return nil
}

// tagged starts a fact: a number, or a fact in words that is explained, is a link; a whole note is only text.
func (t *inliner) tagged(name string, e xml.StartElement) (end string, links bool) {
	if name != "ix:nonfraction" && name != "ix:nonnumeric" {
		return "", false
	}
	id := attribute(e, "id")
	href := t.link(id)
	switch {
	case href != "" && t.links == 0:
		fmt.Fprintf(&t.out, `<a class="ix" id="%s" href="%s" data-explain title="%s">`, html.EscapeString(id), html.EscapeString(href), html.EscapeString(attribute(e, "name")))
		return "</a>", true
	case name == "ix:nonfraction":
		fmt.Fprintf(&t.out, `<span class="ix plain" title="%s">`, html.EscapeString(attribute(e, "name")))
		return "</span>", false
	}
	return "", false
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if qualified(a.Name) == name {
			return a.Value
		}
	}
	return ""
}

// keptAttributes of tables; style becomes a class.
var keptAttributes = []string{"colspan", "rowspan", "scope"}

var small = regexp.MustCompile(`^[a-z0-9]{1,8}$`)

func (t *inliner) attributes(e xml.StartElement) string {
	var b strings.Builder
	for _, a := range e.Attr {
		name := qualified(a.Name)
		if slices.Contains(keptAttributes, name) && small.MatchString(a.Value) {
			fmt.Fprintf(&b, ` %s="%s"`, name, a.Value)
		}
		if name == "style" {
			if c := t.class(a.Value); c != "" {
				fmt.Fprintf(&b, ` class="%s"`, c)
			}
		}
	}
	return b.String()
}

// looks are the properties that a report's text may set, and what their values may be made of.
var looks = regexp.MustCompile(`^(text-align|text-indent|text-decoration|font-weight|font-style|font-size|line-height|vertical-align|white-space|width|min-width|max-width|` +
	`margin(-(top|right|bottom|left))?|padding(-(top|right|bottom|left))?|border(-(top|right|bottom|left))?(-(style|width|color))?|border-collapse|color)$`)

var lookValue = regexp.MustCompile(`^[-#%., A-Za-z0-9]{1,80}$`)

// class is the class for what an element says of its looks, or none.
func (t *inliner) class(style string) string {
	var kept []string
	for _, part := range strings.Split(style, ";") {
		p, v, ok := strings.Cut(part, ":")
		p, v = strings.ToLower(strings.TrimSpace(p)), strings.TrimSpace(v)
		if ok && looks.MatchString(p) && lookValue.MatchString(v) {
			kept = append(kept, p+":"+v)
		}
	}
	text := strings.Join(kept, ";")
	if text == "" {
		return ""
	}
	if _, ok := t.classes[text]; !ok {
		t.classes[text] = fmt.Sprintf("x%d", len(t.order)+1)
		t.order = append(t.order, text)
	}
	return t.classes[text]
}

// sheet is the style sheet of the classes used.
func (t *inliner) sheet() string {
	var b strings.Builder
	for _, text := range t.order {
		fmt.Fprintf(&b, ".filing .%s{%s}\n", t.classes[text], text)
	}
	return b.String()
}
