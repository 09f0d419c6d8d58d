package xbrl

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Arc is one relationship of a linkbase, between elements.
type Arc struct {
	Role      string // of the extended link
	Arcrole   string
	From, To  string // addresses of elements, "schema#id"
	Order     string // as written; "" for none
	Weight    int    // of a calculation arc: 1 or -1 in EDGAR (EFM 6.14.2); 0 elsewhere
	Preferred string // label role of a presentation arc, "" for none
}

// FiledLabel is a label as a linkbase gives it.
type FiledLabel struct{ Href, Role, Language, Text string }

// Linkbase is what a linkbase file says.
type Linkbase struct {
	Arcs   []Arc
	Labels []FiledLabel
}

// rawArc is an arc between labels of one extended link, which may each stand for several locators.
type rawArc struct {
	arc      Arc
	from, to string
}

// linkReader keeps the extended link that is being read.
type linkReader struct {
	out     Linkbase
	role    string
	locs    map[string][]string // label → hrefs
	texts   map[string][]*FiledLabel
	arcs    []rawArc
	label   *FiledLabel
	labelAt int
}

// ReadLinkbase reads a presentation, calculation, definition or label linkbase file (XBRL 2.1 section 3.5). Prohibiting
// arcs are not resolved: filings do not use them on their own relationships.
func ReadLinkbase(r io.Reader) (Linkbase, error) {
	var l linkReader
	err := walkText(r, l.element, l.text)
	l.flush()
	return l.out, err
}

func (l *linkReader) element(e xml.StartElement, depth int) error {
	if depth <= l.labelAt {
		l.label = nil
	}
	switch attrNS(e, xlink, "type") {
	case "extended":
		l.flush()
		l.role, l.locs, l.texts = attrNS(e, xlink, "role"), map[string][]string{}, map[string][]*FiledLabel{}
	case "locator":
		label := attrNS(e, xlink, "label")
		l.locs[label] = append(l.locs[label], attrNS(e, xlink, "href"))
	case "resource":
		l.label = &FiledLabel{Role: attrNS(e, xlink, "role"), Language: attr(e, "lang")}
		l.labelAt = depth
		label := attrNS(e, xlink, "label")
		l.texts[label] = append(l.texts[label], l.label)
	case "arc":
		return l.addArc(e)
	}
	return nil
}

func (l *linkReader) addArc(e xml.StartElement) error {
	a := rawArc{from: attrNS(e, xlink, "from"), to: attrNS(e, xlink, "to")}
	a.arc = Arc{Role: l.role, Arcrole: attrNS(e, xlink, "arcrole"), Order: attr(e, "order"), Preferred: attr(e, "preferredLabel")}
	if w := attr(e, "weight"); w != "" {
		whole, frac, _ := strings.Cut(w, ".")
		n, err := strconv.Atoi(whole)
		if err != nil || strings.Trim(frac, "0") != "" {
			return ReadFault{0, fmt.Sprintf("calculation weight %q is not whole (EFM 6.14.2)", clip(w))}
		}
		a.arc.Weight = n
	}
	l.arcs = append(l.arcs, a)
	return nil
}

func (l *linkReader) text(s string, depth int) {
	if l.label != nil && depth >= l.labelAt {
		l.label.Text += s
	}
}

// flush resolves the arcs of the extended link that ends.
func (l *linkReader) flush() {
	for _, a := range l.arcs {
		for _, from := range l.locs[a.from] {
			for _, to := range l.locs[a.to] {
				arc := a.arc
				arc.From, arc.To = from, to
				l.out.Arcs = append(l.out.Arcs, arc)
			}
			for _, t := range l.texts[a.to] {
				label := *t
				label.Href, label.Text = from, strings.TrimSpace(t.Text)
				l.out.Labels = append(l.out.Labels, label)
			}
		}
	}
	l.arcs, l.label = nil, nil
}

const xlink = "http://www.w3.org/1999/xlink"

func attrNS(e xml.StartElement, space, local string) string {
	for _, a := range e.Attr {
		if a.Name.Space == space && a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// NameOf is the prefixed name of an element from its address: "…us-gaap-2024.xsd#us-gaap_Assets" is
// "us-gaap:Assets" (EFM 6.7.17 fixes the form of ids). It is "" for another form.
func NameOf(href string) string {
	_, id, _ := strings.Cut(href, "#")
	prefix, local, ok := strings.Cut(id, "_")
	if !ok {
		return ""
	}
	return prefix + ":" + local
}

// SumsOf are the calculations of a linkbase, in the order of the file: totals per role with their items.
func (l Linkbase) SumsOf() []RoleSums {
	var out []RoleSums
	at := map[string]int{}
	for _, a := range l.Arcs {
		if a.Arcrole != ArcroleSum && a.Arcrole != ArcroleSum11 {
			continue
		}
		i, ok := at[a.Role]
		if !ok {
			i = len(out)
			at[a.Role] = i
			out = append(out, RoleSums{Role: a.Role})
		}
		out[i].add(NameOf(a.From), Part{NameOf(a.To), a.Weight})
	}
	return out
}

// RoleSums are the calculations of one role.
type RoleSums struct {
	Role string
	Sums []Sum
}

func (r *RoleSums) add(total string, p Part) {
	for i := range r.Sums {
		if r.Sums[i].Total == total {
			r.Sums[i].Parts = append(r.Sums[i].Parts, p)
			return
		}
	}
	r.Sums = append(r.Sums, Sum{total, []Part{p}})
}
