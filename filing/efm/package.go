package efm

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tieout/check"
	"tieout/filing"
	"tieout/xbrl"
	"tieout/xbrl/ixbrl"
)

// Package is a report package as it is received: its files, and what they say.
type Package struct {
	Files    []xbrl.File
	Primary  xbrl.File    // the report in Inline XBRL
	Report   ixbrl.Report // its facts
	Facts    []xbrl.Fact  // with what the taxonomy knows of their types
	Page     Page         // its markup
	Schema   Schema
	Pre, Cal xbrl.Linkbase
	Labels   []xbrl.FiledLabel
	// RawLabels are the texts of the labels with the space around them.
	RawLabels []string
	Taxonomy  *xbrl.Taxonomy
	own       map[string]xbrl.Concept
}

// Read reads the files of a package. What cannot be read is a finding, and the rules see the rest.
func Read(p filing.Package) (Package, []check.Finding) {
	out := Package{Files: p.Files, Taxonomy: p.Taxonomy, own: map[string]xbrl.Concept{}}
	var found []check.Finding
	read := func(name string, err error) {
		if err != nil {
			found = append(found, check.Finding{Rule: "EFM.6.03.unreadable", Severity: check.Stop, Subject: name, Message: err.Error()})
		}
	}
	var err error
	for _, f := range p.Files {
		r := bytes.NewReader(f.Body)
		switch {
		case f.Type == "EX-101.SCH":
			out.Schema, err = readSchema(r)
		case f.Type == "EX-101.PRE":
			out.Pre, err = xbrl.ReadLinkbase(r)
		case f.Type == "EX-101.CAL":
			out.Cal, err = xbrl.ReadLinkbase(r)
		case f.Type == "EX-101.LAB":
			var l xbrl.Linkbase
			l, err = xbrl.ReadLinkbase(r)
			out.Labels, out.RawLabels = l.Labels, labelTexts(f.Body)
		case isPage(f) && bytes.Contains(f.Body, []byte("http://www.xbrl.org/2013/inlineXBRL")):
			out.Primary = f
			if out.Report, err = ixbrl.Read(r); err == nil {
				out.Page, err = readPage(bytes.NewReader(f.Body))
			}
		}
		read(f.Name, err)
		err = nil
	}
	if out.Taxonomy == nil {
		out.Taxonomy, err = out.year()
		read("taxonomy", err)
	}
	for _, e := range out.Schema.Elements {
		out.own[e.Concept.Name] = e.Concept
	}
	out.Facts = out.Report.Typed(out)
	return out, found
}

var yearOf = regexp.MustCompile(`^http://fasb\.org/us-gaap/([0-9]{4})$`)

// year is the standard taxonomy that the report names; one without elements when it names none that is at hand.
func (p Package) year() (*xbrl.Taxonomy, error) {
	for _, prefix := range sortedKeys(p.Report.Namespaces) {
		if m := yearOf.FindStringSubmatch(p.Report.Namespaces[prefix]); m != nil {
			year, err := strconv.Atoi(m[1])
			if err != nil {
				return xbrl.New(0), err
			}
			t, err := xbrl.Standard(year)
			if err != nil {
				return xbrl.New(year), err
			}
			return t, nil
		}
	}
	return xbrl.New(0), nil
}

var labelText = regexp.MustCompile(`(?s)<(?:[a-z]+:)?label [^>]*>([^<]*)</`)

func labelTexts(body []byte) []string {
	var out []string
	for _, m := range labelText.FindAllSubmatch(body, -1) {
		out = append(out, string(m[1]))
	}
	return out
}

// Concept makes the package the dictionary of its own elements and the standard ones.
func (p Package) Concept(name string) (xbrl.Concept, bool) {
	if c, ok := p.own[name]; ok {
		return c, true
	}
	return p.Taxonomy.Concept(name)
}

// NamespaceOf is the namespace of a prefix.
func (p Package) NamespaceOf(prefix string) (string, bool) {
	if prefix == p.Schema.Prefix() {
		return p.Schema.Namespace, true
	}
	return p.Taxonomy.Namespace(prefix)
}

// cover are the facts of a dei element without dimensions.
func (p Package) cover(local string) []xbrl.Fact {
	var out []xbrl.Fact
	for _, f := range p.Facts {
		if f.Concept == "dei:"+local && len(f.Dimensions) == 0 {
			out = append(out, f)
		}
	}
	return out
}

// value is the value of a cover fact, empty when there is none. Facts of a class of shares may stand on an axis (EFM
// 6.5.26, 6.5.46).
func (p Package) value(local string) string {
	for _, f := range p.cover(local) {
		return f.Value
	}
	if contains(ofClasses, local) {
		for _, f := range p.Facts {
			if f.Concept == "dei:"+local {
				return f.Value
			}
		}
	}
	return ""
}

var ofClasses = []string{"EntityCommonStockSharesOutstanding", "Security12bTitle", "Security12gTitle", "TradingSymbol", "NoTradingSymbolFlag", "SecurityExchangeName"}

// used are the elements, axes and members of the facts, each once, in the order of the document.
func (p Package) used() []string {
	var out []string
	add := func(name string) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, f := range p.Facts {
		add(f.Concept)
		for _, m := range f.Dimensions {
			add(m.Axis)
			if !m.Typed {
				add(m.Member)
			}
		}
	}
	return out
}

// file is the file of a document type.
func (p Package) file(kind string) (xbrl.File, bool) {
	i := slices.IndexFunc(p.Files, func(f xbrl.File) bool { return f.Type == kind })
	if i < 0 {
		return xbrl.File{}, false
	}
	return p.Files[i], true
}

func filesOf(p Package) []xbrl.File { return p.Files }

func factsOf(p Package) []xbrl.Fact { return p.Facts }

func isPage(f xbrl.File) bool { return strings.HasSuffix(f.Name, ".htm") }
