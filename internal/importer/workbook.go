package importer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// workbook is what must be known of an XLSX file to read one of its sheets.
//
// The parts are read here and not through a spreadsheet library, because a damaged sheet must be refused: a
// reader that ends at the first broken element and calls it the end makes a shorter trial balance.
type workbook struct {
	*archive
	date1904 bool
	sheets   []string // names of all sheets
	sheet    string   // part of the sheet to read
	strings  []string // shared strings
	dates    []bool   // by cell style: numbers of the style are dates
}

// openWorkbook checks the container and reads everything but the sheet. An empty sheet name is the first sheet.
func openWorkbook(r io.ReaderAt, size int64, sheet string) (*workbook, error) {
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
	w := &workbook{archive: a}
	main, err := w.related("_rels/.rels", "", func(kind, _ string) bool { return kind == "officeDocument" })
	if err != nil {
		return nil, err
	}
	if main == "" {
		main = "xl/workbook.xml"
	}
	if err := w.contents(main, sheet); err != nil {
		return nil, err
	}
	return w, nil
}

// notZip names the files that go by the name of a workbook and are none.
func notZip(r io.ReaderAt, size int64) error {
	if size == 0 {
		return unfit(sayEmpty)
	}
	head := make([]byte, min(size, 4<<20))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the workbook: %w", err)
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte(oleHead)) && bytes.Contains(head, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")):
		return unfit("the workbook is encrypted with a password; save a copy without one")
	case bytes.HasPrefix(head, []byte(oleHead)):
		return unfit("the file is in the old format .xls (or is no spreadsheet); save it as .xlsx or CSV")
	case !bytes.HasPrefix(head, []byte("PK")):
		return unfit("the file is no XLSX workbook; save it as .xlsx, or import it as CSV if it is text")
	}
	return nil
}

const oleHead = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

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
func (w *workbook) related(rels, dir string, take func(kind, id string) bool) (target string, err error) {
	p, err := w.openXML(rels)
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
	maxList    = 100_000 // sheets, number formats, cell styles
)

var errList = unfit("the workbook lists more than %d sheets or styles; this is no ordinary workbook", maxList)

// sheetEntry is a sheet as the workbook lists it.
type sheetEntry struct{ name, rel string }

// contents reads the workbook part and what hangs on it.
func (w *workbook) contents(main, sheet string) error {
	p, err := w.openXML(main)
	if err != nil {
		return err
	}
	if p == nil {
		return unfit("the archive is no XLSX workbook; save the sheet as .xlsx or CSV")
	}
	var sheets []sheetEntry
	err = p.each(func(_ []string, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			w.date1904 = v == "1" || v == "true" || v == "on"
		case "sheet":
			if len(sheets) >= maxList {
				return errList
			}
			sheets = append(sheets, sheetEntry{attr(e, "name"), relID(e)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, s := range sheets {
		w.sheets = append(w.sheets, s.name)
	}
	s, err := pick(sheets, sheet)
	if err != nil {
		return err
	}
	return w.attach(main, s)
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

func pick(sheets []sheetEntry, name string) (sheetEntry, error) {
	if name == "" && len(sheets) > 0 {
		return sheets[0], nil
	}
	var names []string
	for _, s := range sheets {
		if strings.EqualFold(s.name, name) {
			return s, nil
		}
		names = append(names, strconv.Quote(clip(s.name)))
	}
	return sheetEntry{}, unfit("there is no sheet %q; the workbook has %s", clip(name), strings.Join(names, ", "))
}

// attach finds the sheet's part and reads styles and shared strings.
func (w *workbook) attach(main string, s sheetEntry) error {
	dir := path.Dir(main)
	rels := path.Join(dir, "_rels", path.Base(main)+".rels")
	var err error
	w.sheet, err = w.related(rels, dir, func(kind, id string) bool { return kind == "worksheet" && id == s.rel })
	if err != nil {
		return err
	}
	if w.sheet == "" {
		return unfit("the sheet %q is no worksheet with cells", clip(s.name))
	}
	styles, err := w.related(rels, dir, func(kind, _ string) bool { return kind == "styles" })
	if err == nil {
		err = w.readStyles(styles)
	}
	if err != nil {
		return err
	}
	shared, err := w.related(rels, dir, func(kind, _ string) bool { return kind == "sharedStrings" })
	if err == nil {
		err = w.readStrings(shared)
	}
	return err
}

// readStrings reads the texts that cells point to.
func (w *workbook) readStrings(name string) error {
	p, err := w.openXML(name)
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
			if len(w.strings) >= maxStrings {
				return unfit("the workbook has more than %d texts; export the sheet as CSV", maxStrings)
			}
			w.strings = append(w.strings, s)
		}
	}
}
