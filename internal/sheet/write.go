package sheet

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
)

// Workbook is a workbook to be written. The same Workbook gives the same bytes: it holds no time, no user and no number
// of a build, and nothing in it depends on the order of a map.
//
// It is written here and not through a spreadsheet library for two reasons: a number must stand in the file as the
// exact decimal that it is, also as the stored result of a formula, with no binary number between; and the bytes of a
// report must not move when a library does.
type Workbook struct {
	Title  string // shown by a program in the properties of the file
	Sheets []Sheet
	Names  []Name // of cells; a Ref is 'Sheet name'!$A$1
}

// Sheet is one sheet. What is zero is left out.
type Sheet struct {
	Name    string
	Columns []Width
	Rows    iter.Seq[Row]
	Frozen  int   // rows at the top that stay in sight
	Filter  Range // the header and rows under which the reader may choose
	Texts   Range // cells whose texts may look like numbers and are right so
	Page    Page
}

// Width is the width of a column in characters; zero leaves it to the program.
type Width struct {
	Characters int
	Hidden     bool
}

// Page is how a sheet is printed on US Letter: as wide as one page, and as long as it takes.
type Page struct {
	Landscape bool
	Repeat    int    // the row that is repeated at the top of each page
	Footer    string // at the left; the number of the page stands at the right
}

// Row is a row of values from the first column on.
type Row struct {
	Values []Value
	Hidden bool
}

// Value is what one cell holds. A value without Number is a text and is never run, whatever it begins with.
type Value struct {
	Text    string // the text, or the number as a plain decimal
	Number  bool
	Formula string // without the equals sign; Text is its stored result
	Style   Style
}

// Style is how a cell looks.
type Style struct {
	Format string // of numbers; a text without one keeps what is typed into it
	Indent int
	Bold   bool // of bold, soft and input, the first counts
	Soft   bool // grey: not for the reader's eye
	Input  bool // blue, as what is typed in and not computed
	Right  bool
	Over   bool // a rule over it
	Under  bool // a rule under it
}

// What programs take.
const (
	MaxText    = 32767 // units of UTF-16 in a cell
	MaxFormula = 8192  // characters of a formula
	maxName    = 31    // units of UTF-16 in the name of a sheet
)

// Write writes the workbook. Its texts must be valid UTF-8 of at most MaxText units and its rows at most MaxRows.
func (b Workbook) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	var styles styleList
	put := func(name string, part func(w *partWriter)) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate}) // without a time
		if err != nil {
			return err
		}
		p := newPart(f)
		p.raw(xml.Header)
		part(p)
		return p.Flush()
	}
	for _, f := range []struct {
		name string
		part func(*partWriter)
	}{{"[Content_Types].xml", b.types}, {"_rels/.rels", rootRels}, {"docProps/core.xml", b.core}, {"docProps/app.xml", app}, {"xl/workbook.xml", b.book}, {"xl/_rels/workbook.xml.rels", b.bookRels}} {
		if err := put(f.name, f.part); err != nil {
			return err
		}
	}
	for i, s := range b.Sheets {
		if err := put(sheetPart(i), func(p *partWriter) { s.write(p, i == 0, &styles) }); err != nil {
			return err
		}
	}
	if err := put("xl/styles.xml", styles.write); err != nil {
		return err
	}
	return z.Close()
}

const (
	nsMain     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsPackage  = "http://schemas.openxmlformats.org/package/2006/"
	typeMain   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

func sheetPart(i int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) }

func (b Workbook) types(p *partWriter) {
	p.raw(`<Types xmlns="` + nsPackage + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	override := func(part, kind string) { p.raw(`<Override PartName="/` + part + `" ContentType="` + kind + `"/>`) }
	override("xl/workbook.xml", typeMain+"sheet.main+xml")
	for i := range b.Sheets {
		override(sheetPart(i), typeMain+"worksheet+xml")
	}
	override("xl/styles.xml", typeMain+"styles+xml")
	override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	override("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
	p.raw(`</Types>`)
}

// relation is one line of a part that lists relations.
func relation(p *partWriter, id int, kind, target string) {
	p.raw(fmt.Sprintf(`<Relationship Id="rId%d" Type="%s" Target="%s"/>`, id, kind, target))
}

func rootRels(p *partWriter) {
	p.raw(`<Relationships xmlns="` + nsPackage + `relationships">`)
	relation(p, 1, nsRelation+"/officeDocument", "xl/workbook.xml")
	relation(p, 2, nsPackage+"relationships/metadata/core-properties", "docProps/core.xml")
	relation(p, 3, nsRelation+"/extended-properties", "docProps/app.xml")
	p.raw(`</Relationships>`)
}

func (b Workbook) bookRels(p *partWriter) {
	p.raw(`<Relationships xmlns="` + nsPackage + `relationships">`)
	for i := range b.Sheets {
		relation(p, i+1, nsRelation+"/worksheet", strings.TrimPrefix(sheetPart(i), "xl/"))
	}
	relation(p, len(b.Sheets)+1, nsRelation+"/styles", "styles.xml")
	p.raw(`</Relationships>`)
}

// core is the properties of the file: what it is, and no time and no person.
func (b Workbook) core(p *partWriter) {
	p.raw(`<cp:coreProperties xmlns:cp="` + nsPackage + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`)
	p.text(b.Title)
	p.raw(`</dc:title><dc:creator>Tieout</dc:creator></cp:coreProperties>`)
}

func app(p *partWriter) {
	p.raw(`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Tieout</Application></Properties>`)
}

// book lists the sheets and names.
func (b Workbook) book(p *partWriter) {
	p.raw(`<workbook xmlns="` + nsMain + `" xmlns:r="` + nsRelation + `"><workbookPr/><bookViews><workbookView activeTab="0"/></bookViews><sheets>`)
	for i, s := range b.Sheets {
		p.raw(`<sheet name="`)
		p.attribute(s.Name)
		p.raw(fmt.Sprintf(`" sheetId="%d" r:id="rId%d"/>`, i+1, i+1))
	}
	p.raw(`</sheets>`)
	b.names(p)
	p.raw(`</workbook>`)
}

// names writes the names of cells in the order of the alphabet, and those by which a program knows what it filters
// and repeats.
func (b Workbook) names(p *partWriter) {
	names := slices.SortedFunc(slices.Values(b.Names), func(x, y Name) int { return strings.Compare(x.Name, y.Name) })
	var all []string
	add := func(name, ref string, more string) {
		all = append(all, `<definedName name="`+name+`"`+more+`>`+escape(ref)+`</definedName>`)
	}
	for i, s := range b.Sheets {
		own := fmt.Sprintf(` localSheetId="%d"`, i)
		if s.Filter != (Range{}) {
			add("_xlnm._FilterDatabase", Quoted(s.Name)+"!"+s.Filter.Fixed(), own+` hidden="1"`)
		}
		if n := s.Page.Repeat; n > 0 {
			add("_xlnm.Print_Titles", fmt.Sprintf("%s!$%d:$%d", Quoted(s.Name), n, n), own)
		}
	}
	for _, n := range names {
		add(n.Name, n.Ref, "")
	}
	if len(all) > 0 {
		p.raw(`<definedNames>` + strings.Join(all, "") + `</definedNames>`)
	}
}
