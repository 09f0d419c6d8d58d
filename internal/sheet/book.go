package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Book is an XLSX file whose container has passed the guard, with everything read but the cells of its sheets.
type Book struct {
	Sheets []string // names, in order
	Names  []Name   // of cells, as the workbook defines them
	Macros bool     // it carries program code
	Links  bool     // its formulas may take values from other workbooks

	*archive
	main     string // the workbook part
	date1904 bool
	rels     []string // relationship of each sheet
	strings  []string // shared strings
	dates    []bool   // by cell style: numbers of the style are dates
}

// OpenBook checks the container and reads what all sheets share.
func OpenBook(r io.ReaderAt, size int64) (*Book, error) {
	if err := notZip(r, size); err != nil {
		return nil, err
	}
	a, err := openArchive(r, size)
	if err != nil {
		return nil, err
	}
	if err := a.otherKind(); err != nil {
		return nil, err
	}
	b := &Book{archive: a}
	if b.main, err = b.related("_rels/.rels", "", func(kind, _ string) bool { return kind == "officeDocument" }); err != nil {
		return nil, err
	}
	if b.main == "" {
		b.main = "xl/workbook.xml"
	}
	if err := b.contents(); err != nil {
		return nil, err
	}
	return b, b.shared()
}

// notZip names the files that go by the name of a workbook and are none.
func notZip(r io.ReaderAt, size int64) error {
	if size == 0 {
		return unfit("the file is empty")
	}
	head := make([]byte, min(size, 4<<20))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the workbook: %w", err)
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte(OLE)) && bytes.Contains(head, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")):
		return unfit("the workbook is encrypted with a password; save a copy without one")
	case bytes.HasPrefix(head, []byte(OLE)):
		return unfit("the file is in the old format .xls (or is no spreadsheet); save it as .xlsx or CSV")
	case !bytes.HasPrefix(head, []byte("PK")):
		return unfit("the file is no XLSX workbook; save it as .xlsx, or import it as CSV if it is text")
	}
	return nil
}

// OLE is how the files of the old office programs begin.
const OLE = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// otherKind names the archives that are other documents.
func (a *archive) otherKind() error {
	switch {
	case a.parts["xl/workbook.bin"] != nil:
		return unfit("the workbook is in the binary format .xlsb; save it as .xlsx or CSV")
	case a.parts["content.xml"] != nil && a.parts["mimetype"] != nil:
		return unfit("the file is an OpenDocument file; save it as .xlsx or CSV")
	case a.parts["[content_types].xml"] == nil:
		return unfit("the archive is no XLSX workbook; save the sheet as .xlsx or CSV")
	}
	return nil
}

// related finds the first related part that take wants, by kind (the end of its type) and id. It is empty when
// there is none. Targets outside the archive are never followed.
func (b *Book) related(rels, dir string, take func(kind, id string) bool) (target string, err error) {
	p, err := b.openXML(rels)
	if err != nil || p == nil {
		return "", err
	}
	err = p.each(func(_ []string, e xml.StartElement) error {
		kind := path.Base(attr(e, "Type"))
		if e.Name.Local != "Relationship" || target != "" || strings.EqualFold(attr(e, "TargetMode"), "External") || !take(kind, attr(e, "Id")) {
			return nil
		}
		target = attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		return nil
	})
	return strings.TrimPrefix(target, "/"), err
}

// What a workbook may list, more than any spreadsheet program writes.
const (
	maxStrings = 2_000_000
	maxList    = 100_000 // sheets, names, number formats, cell styles
)

var errList = unfit("the workbook lists more than %d sheets, names or styles; this is no ordinary workbook", maxList)

// contents reads the workbook part: its sheets, names and date system.
func (b *Book) contents() error {
	p, err := b.openXML(b.main)
	if err != nil {
		return err
	}
	if p == nil {
		return unfit("the archive is no XLSX workbook; save the sheet as .xlsx or CSV")
	}
	defer p.close()
	for {
		t, err := p.token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := b.member(p, e); err != nil {
				return err
			}
		}
	}
}

// member takes over one element of the workbook part.
func (b *Book) member(p *xmlPart, e xml.StartElement) error {
	if len(b.Sheets) > maxList || len(b.Names) > maxList {
		return errList
	}
	switch e.Name.Local {
	case "workbookPr":
		v := attr(e, "date1904")
		b.date1904 = v == "1" || v == "true" || v == "on"
	case "sheet":
		b.Sheets, b.rels = append(b.Sheets, attr(e, "name")), append(b.rels, relID(e))
	case "definedName":
		ref, err := p.text("definedName")
		if err != nil {
			return err
		}
		b.Names = append(b.Names, Name{attr(e, "name"), ref})
	}
	return nil
}

// relID is the attribute r:id, which is another than the sheet's own.
func relID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// find is the number of a sheet by its name, whatever its case; an empty name is the first sheet.
func (b *Book) find(name string) (int, error) {
	if name == "" && len(b.Sheets) > 0 {
		return 0, nil
	}
	var names []string
	for i, s := range b.Sheets {
		if strings.EqualFold(s, name) {
			return i, nil
		}
		names = append(names, quote(s))
	}
	return 0, unfit("there is no sheet %q; the workbook has %s", clip(name), strings.Join(names, ", "))
}

// neighbours is the folder of the workbook part and the part that lists what hangs on it.
func (b *Book) neighbours() (dir, rels string) {
	dir = path.Dir(b.main)
	return dir, path.Join(dir, "_rels", path.Base(b.main)+".rels")
}

// shared reads styles and shared strings, and sees what is active in the workbook.
func (b *Book) shared() error {
	dir, rels := b.neighbours()
	styles, err := b.related(rels, dir, func(kind, _ string) bool { return kind == "styles" })
	if err == nil {
		err = b.readStyles(styles)
	}
	if err != nil {
		return err
	}
	texts, err := b.related(rels, dir, func(kind, _ string) bool { return kind == "sharedStrings" })
	if err == nil {
		err = b.readStrings(texts)
	}
	if err != nil {
		return err
	}
	return b.active(dir, rels)
}

// active sees whether there is code or a link to other workbooks, by relation and by name.
func (b *Book) active(dir, rels string) error {
	for name := range b.parts {
		b.Macros = b.Macros || path.Base(name) == "vbaproject.bin" || strings.Contains(name, "macrosheets/")
		b.Links = b.Links || strings.Contains(name, "externallinks/")
	}
	_, err := b.related(rels, dir, func(kind, _ string) bool {
		b.Macros = b.Macros || kind == "vbaProject" || strings.HasSuffix(kind, "acrosheet")
		b.Links = b.Links || kind == "externalLink"
		return false
	})
	return err
}

// readStrings reads the texts that cells point to.
func (b *Book) readStrings(name string) error {
	p, err := b.openXML(name)
	if err != nil || p == nil {
		return err
	}
	defer p.close()
	for {
		t, err := p.token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "si" {
			s, err := p.text("si")
			if err != nil {
				return err
			}
			if len(b.strings) >= maxStrings {
				return unfit("the workbook has more than %d texts; export the sheet as CSV", maxStrings)
			}
			b.strings = append(b.strings, s)
		}
	}
}
