package efm

import (
	"regexp"
	"strings"

	"tieout/check"
	"tieout/xbrl"
)

var (
	fileName    = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*\.(htm|xsd|xml|gif|jpg)$`)
	packageName = regexp.MustCompile(`^([a-z0-9]+-[12][0-9]{3}[01][0-9][0-3][0-9])(\.xsd|_cal\.xml|_def\.xml|_lab\.xml|_pre\.xml)$`)
)

// endings are those that the type of a taxonomy file asks for.
var endings = map[string]string{"EX-101.SCH": ".xsd", "EX-101.CAL": "_cal.xml", "EX-101.DEF": "_def.xml", "EX-101.LAB": "_lab.xml", "EX-101.PRE": "_pre.xml"}

// fileRules are about the files of a submission (EFM 5.1, 6.3).
var fileRules = []Rule{
	{ID: "EFM.5.01.01", Text: "a file name is of small letters, digits, points, hyphens and underscores (5.1.1)", Check: each(filesOf, nameOfFile)},
	{ID: "EFM.5.01.01.tooManyCharacters", Text: "a file name has at most 32 characters (5.1.1)", Check: each(filesOf, lengthOfName)},
	{ID: "EFM.6.03.03", Text: "the schema and linkbases are {base}-{yyyymmdd} with the ending of their type (6.3.3)", Since: xbrlReports, Check: each(filesOf, nameOfTaxonomyFile)},
	{ID: "EFM.6.03.03.schemaRef", Text: "the report refers to its schema, which is in the package (6.3.3)", Since: xbrlReports, Check: once(schemaIsThere)},
	{ID: "EFM.6.03.03.linkbaseRef", Text: "the schema refers to every linkbase of the package and to no other (6.3.3)", Since: xbrlReports, Check: each(linkbaseFiles, linkbaseIsReferred)},
}

func nameOfFile(_ Package, f xbrl.File) (check.Finding, bool) {
	return when(!fileName.MatchString(f.Name), f.Name, "the name does not have the form of a submitted file")
}

func lengthOfName(_ Package, f xbrl.File) (check.Finding, bool) {
	return when(len(f.Name) > 32, f.Name, "the name has %d characters", len(f.Name))
}

func nameOfTaxonomyFile(_ Package, f xbrl.File) (check.Finding, bool) {
	end, ok := endings[f.Type]
	m := packageName.FindStringSubmatch(f.Name)
	return when(ok && (m == nil || m[2] != end), f.Name, "a file of type %s is named {base}-{yyyymmdd}%s", f.Type, end)
}

func schemaIsThere(p Package) (check.Finding, bool) {
	f, ok := p.file("EX-101.SCH")
	if !ok {
		return refused("EX-101.SCH", "the package has no schema")
	}
	return when(len(p.Page.Schemas) != 1 || p.Page.Schemas[0] != f.Name, f.Name, "the report refers to %s", strings.Join(p.Page.Schemas, " "))
}

func linkbaseFiles(p Package) []string {
	var out []string
	for _, f := range p.Files {
		if strings.HasPrefix(f.Type, "EX-101.") && f.Type != "EX-101.SCH" {
			out = append(out, f.Name)
		}
	}
	for _, name := range p.Schema.Linkbases {
		if !contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func linkbaseIsReferred(p Package, name string) (check.Finding, bool) {
	there := false
	for _, f := range p.Files {
		there = there || f.Name == name
	}
	if !there {
		return refused(name, "the schema refers to it and it is not in the package")
	}
	return when(!contains(p.Schema.Linkbases, name), name, "the schema does not refer to it")
}
