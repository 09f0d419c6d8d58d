package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"
)

const (
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsMain      = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsPackage   = "http://schemas.openxmlformats.org/package/2006/"
	typePrefix  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// name is a defined name and what it stands for.
type name struct {
	name, to string
	sheet    int // 1 and up for a name that belongs to one sheet
}

// workbook is the parts of a file before they are packed.
type workbook struct {
	title   string
	version string // of the program
	sheets  []*sheet
	styles  *styles
	names   []name
}

// write packs the workbook. Equal workbooks give equal bytes: there is no clock in it, and parts have a fixed order.
func (b *workbook) write(w io.Writer) error {
	z := zip.NewWriter(w)
	parts := []struct {
		path string
		body []byte
	}{
		{"[Content_Types].xml", b.contentTypes()},
		{"_rels/.rels", relations("", relation{"officeDocument", "xl/workbook.xml"}, relation{"core", "docProps/core.xml"}, relation{"extended-properties", "docProps/app.xml"})},
		{"docProps/core.xml", []byte(xmlHead + `<cp:coreProperties xmlns:cp="` + nsPackage + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` +
			escaped(b.title) + `</dc:title><dc:creator>Tieout</dc:creator></cp:coreProperties>`)},
		{"docProps/app.xml", []byte(xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Tieout ` +
			escaped(b.version) + `</Application></Properties>`)},
		{"xl/workbook.xml", b.book()},
		{"xl/_rels/workbook.xml.rels", b.bookRelations()},
		{"xl/styles.xml", b.styles.xml()},
	}
	for i, s := range b.sheets {
		parts = append(parts, struct {
			path string
			body []byte
		}{"xl/worksheets/sheet" + strconv.Itoa(i+1) + ".xml", s.xml(b.title, i == 0)})
	}
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.path, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := f.Write(p.body); err != nil {
			return err
		}
	}
	return z.Close()
}

func (b *workbook) contentTypes() []byte {
	var t bytes.Buffer
	t.WriteString(xmlHead + `<Types xmlns="` + nsPackage + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>`)
	override := func(part, kind string) {
		t.WriteString(`<Override PartName="/` + part + `" ContentType="` + kind + `"/>`)
	}
	override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	override("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
	override("xl/workbook.xml", typePrefix+"sheet.main+xml")
	override("xl/styles.xml", typePrefix+"styles+xml")
	for i := range b.sheets {
		override("xl/worksheets/sheet"+strconv.Itoa(i+1)+".xml", typePrefix+"worksheet+xml")
	}
	t.WriteString(`</Types>`)
	return t.Bytes()
}

// relation is what a part points to, and as what.
type relation struct{ kind, target string }

func relations(dir string, all ...relation) []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<Relationships xmlns="` + nsPackage + `relationships">`)
	for i, r := range all {
		kind := nsRelations + "/" + r.kind
		if r.kind == "core" {
			kind = nsPackage + "relationships/metadata/core-properties"
		}
		b.WriteString(`<Relationship Id="rId` + strconv.Itoa(i+1) + `" Type="` + kind + `" Target="` + dir + r.target + `"/>`)
	}
	b.WriteString(`</Relationships>`)
	return b.Bytes()
}

func (b *workbook) bookRelations() []byte {
	var all []relation
	for i := range b.sheets {
		all = append(all, relation{"worksheet", "worksheets/sheet" + strconv.Itoa(i+1) + ".xml"})
	}
	return relations("", append(all, relation{"styles", "styles.xml"})...)
}

// book lists the sheets and the defined names, and asks for everything to be computed when the file is opened.
func (b *workbook) book() []byte {
	var x bytes.Buffer
	x.WriteString(xmlHead + `<workbook xmlns="` + nsMain + `" xmlns:r="` + nsRelations + `"><bookViews><workbookView activeTab="0"/></bookViews><sheets>`)
	for i, s := range b.sheets {
		n := strconv.Itoa(i + 1)
		x.WriteString(`<sheet name="` + escaped(s.name) + `" sheetId="` + n + `" r:id="rId` + n + `"/>`)
	}
	x.WriteString(`</sheets>`)
	if len(b.names) > 0 {
		x.WriteString(`<definedNames>`)
		for _, n := range b.names {
			x.WriteString(`<definedName name="` + n.name + `"`)
			if n.sheet > 0 {
				x.WriteString(` localSheetId="` + strconv.Itoa(n.sheet-1) + `"`)
			}
			x.WriteString(`>` + escaped(n.to) + `</definedName>`)
		}
		x.WriteString(`</definedNames>`)
	}
	x.WriteString(`<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`)
	return x.Bytes()
}

// sheetName is a title as the name of a sheet: no more than 31 characters, none of those that a name may not have, and
// none that another sheet has.
func (b *workbook) sheetName(title string) string {
	clean := strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || r < ' ' {
			return '-'
		}
		return r
	}, title))
	if clean == "" {
		clean = "Table"
	}
	for n := 1; ; n++ {
		tail := ""
		if n > 1 {
			tail = " " + strconv.Itoa(n)
		}
		runes := []rune(clean)
		candidate := strings.TrimSpace(string(runes[:min(len(runes), 31-len(tail))])) + tail
		if !b.hasSheet(candidate) {
			return candidate
		}
	}
}

// hasSheet says whether a name is taken; one belongs to Excel itself.
func (b *workbook) hasSheet(name string) bool {
	if strings.EqualFold(name, "History") {
		return true
	}
	for _, s := range b.sheets {
		if strings.EqualFold(s.name, name) {
			return true
		}
	}
	return false
}
