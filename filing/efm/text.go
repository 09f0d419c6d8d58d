package efm

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/xbrl"
)

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func tagsOf(p Package) []Tag { return p.Page.Tags }

func markedOf(p Package) []Marked { return p.Page.Facts }

// textRules are about the text of the report (EFM 5.2).
var textRules = []Rule{
	{ID: "EFM.5.02.01.01", Text: "files are ASCII (5.2.1.1)", Check: each(filesOf, isASCII)},
	{ID: "EFM.5.02.05.doctypeDisallowed", Text: "an inline document has no DOCTYPE (5.2.5)", Since: inlineReports, Check: once(noDoctype)},
	{ID: "EFM.5.02.05.activeContent", Text: "no scripts and nothing that runs (5.2.5)", Since: inlineReports, Check: each(tagsOf, nothingRuns)},
	{ID: "EFM.5.02.05.externalReference", Text: "references lead to the submission or to filings at sec.gov (5.2.5)", Since: inlineReports, Check: each(tagsOf, staysInside)},
	{ID: "EFM.5.02.05.graphicDataUrl", Text: "no images as data (5.2.5)", Since: inlineReports, Check: each(tagsOf, noDataImage)},
	{ID: "EFM.5.02.05.graphicFileType", Text: "images are .gif or .jpg (5.2.5)", Since: inlineReports, Check: each(tagsOf, imageType)},
	{ID: "EFM.5.02.05.nestedTable", Text: "no table in a table (5.2.5)", Since: inlineReports, Check: each(tagsOf, notNested)},
	{ID: "EFM.5.02.05.standardNamespacePrefix", Text: "standard namespaces have their usual prefixes (5.2.5)", Since: inlineReports, Check: each(families, usualPrefix)},
	{ID: "EFM.5.02.05.12.unsupportedTransformationRegistry", Text: "formats are of a registry that EDGAR knows (5.2.5.12)", Since: inlineReports, Check: each(markedOf, knownRegistry)},
	{ID: "EFM.5.02.05.targetDisallowed", Text: "there is one target document (5.2.5)", Since: inlineReports, Check: each(markedOf, noTarget)},
	{ID: "EFM.5.02.05.unreadableFact", Text: "every fact can be read (5.2.5)", Since: inlineReports, Check: each(flawsOf, noFlaw)},
}

func isASCII(_ Package, f xbrl.File) (check.Finding, bool) {
	if strings.HasSuffix(f.Name, ".jpg") || strings.HasSuffix(f.Name, ".gif") {
		return fine()
	}
	at := bytes.IndexFunc(f.Body, func(r rune) bool { return r > 126 || r < ' ' && r != '\n' && r != '\r' && r != '\t' })
	if at < 0 {
		return fine()
	}
	return refused(f.Name, "line %d has byte 0x%02x; write a character beyond ASCII as a reference", 1+bytes.Count(f.Body[:at], []byte("\n")), f.Body[at])
}

func noDoctype(p Package) (check.Finding, bool) {
	return when(bytes.Contains(bytes.ToUpper(p.Primary.Body), []byte("<!DOCTYPE")), p.Primary.Name, "the document has a DOCTYPE")
}

var active = []string{"script", "object", "embed", "applet", "iframe", "form", "input", "button"}

func nothingRuns(_ Package, t Tag) (check.Finding, bool) {
	if contains(active, t.Name) {
		return refused(t.where(), "<%s> is not allowed", t.Name)
	}
	for _, a := range t.Attrs {
		if strings.HasPrefix(a.Name.Local, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Value)), "javascript:") {
			return refused(t.where(), "attribute %s runs a script", a.Name.Local)
		}
	}
	return fine()
}

func (t Tag) where() string { return fmt.Sprintf("line %d, <%s>", t.Line, t.Name) }

// links are the addresses in an element.
func (t Tag) links() []string {
	var out []string
	for _, name := range []string{"href", "src", "background", "cite"} {
		if v := strings.TrimSpace(attrOf(t.Attrs, name)); v != "" {
			out = append(out, v)
		}
	}
	return out
}

func staysInside(_ Package, t Tag) (check.Finding, bool) {
	for _, l := range t.links() {
		low := strings.ToLower(l)
		scheme := strings.Contains(low, "://") || strings.HasPrefix(low, "//") || strings.HasPrefix(low, "mailto:") || strings.HasPrefix(low, "file:")
		_, rest, _ := strings.Cut(low, "://")
		rest = strings.Replace(strings.TrimPrefix(rest, "www."), "/ix?doc=/", "/", 1)
		if scheme && !strings.HasPrefix(rest, "sec.gov/archives/") {
			return refused(t.where(), "%s leads outside", l)
		}
	}
	return fine()
}

func noDataImage(_ Package, t Tag) (check.Finding, bool) {
	for _, a := range t.Attrs {
		if v := strings.ToLower(strings.TrimSpace(a.Value)); strings.HasPrefix(v, "data:") || strings.Contains(v, "url(data:") {
			return refused(t.where(), "attribute %s holds an image", a.Name.Local)
		}
	}
	return fine()
}

func imageType(_ Package, t Tag) (check.Finding, bool) {
	src := strings.ToLower(attrOf(t.Attrs, "src"))
	bad := t.Name == "img" && !strings.HasPrefix(src, "data:") && !strings.HasSuffix(src, ".gif") && !strings.HasSuffix(src, ".jpg")
	return when(bad, t.where(), "%q is neither .gif nor .jpg", src)
}

func notNested(_ Package, t Tag) (check.Finding, bool) {
	return when(t.Name == "table" && t.Tables > 1, t.where(), "the table stands in another")
}

// family is a standard namespace with the prefix that the report gives it.
type family struct{ prefix, space, usual string }

func families(p Package) []family {
	var out []family
	for _, f := range p.Taxonomy.Families() {
		for _, prefix := range sortedKeys(p.Page.Spaces) {
			if p.Page.Spaces[prefix] == f.Namespace {
				out = append(out, family{prefix, f.Namespace, f.Prefix})
			}
		}
	}
	return out
}

func usualPrefix(_ Package, f family) (check.Finding, bool) {
	return when(f.prefix != f.usual, f.space, "its prefix is %s and must be %s", f.prefix, f.usual)
}

// registries are those of the 25.4 release of EDGAR.
var registries = []string{"http://www.xbrl.org/inlineXBRL/transformation/2015-02-26", "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12",
	"http://www.xbrl.org/inlineXBRL/transformation/2022-02-16", "http://www.sec.gov/inlineXBRL/transformation/2015-08-31"}

func knownRegistry(_ Package, m Marked) (check.Finding, bool) {
	return when(m.Format != "" && !contains(registries, m.Registry), m.Name, "fact %s has format %s of registry %q", m.ID, m.Format, m.Registry)
}

func noTarget(_ Package, m Marked) (check.Finding, bool) {
	return when(m.Target != "", m.Name, "fact %s belongs to target %q", m.ID, m.Target)
}

func flawsOf(p Package) []string {
	var out []string
	for _, f := range p.Report.Flaws {
		out = append(out, f.Error())
	}
	return out
}

func noFlaw(p Package, why string) (check.Finding, bool) { return refused(p.Primary.Name, "%s", why) }

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
