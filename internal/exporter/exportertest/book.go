package exportertest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"tieout/workpaper"
)

// book is a workbook taken apart.
type book struct {
	parts  map[string][]byte
	names  []string // of the sheets in order
	sheets map[string]map[string]cell
	texts  []string // shared ones
}

// cell is a cell as the file has it.
type cell struct{ kind, formula, value string }

func takeApart(body []byte) (*book, error) {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, err
	}
	b := &book{parts: map[string][]byte{}, sheets: map[string]map[string]cell{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		if b.parts[f.Name], err = io.ReadAll(r); err != nil {
			return nil, err
		}
	}
	var list struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := xml.Unmarshal(b.parts["xl/workbook.xml"], &list); err != nil {
		return nil, err
	}
	if err := b.sharedTexts(); err != nil {
		return nil, err
	}
	for i, s := range list.Sheets {
		b.names = append(b.names, s.Name)
		if b.sheets[s.Name], err = b.readSheet(b.parts[sheetPart(i)]); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.Name, err)
		}
	}
	return b, nil
}

func sheetPart(i int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) }

func (b *book) sharedTexts() error {
	part, ok := b.parts["xl/sharedStrings.xml"]
	if !ok {
		return nil
	}
	var list struct {
		Items []struct {
			Text string `xml:"t"`
		} `xml:"si"`
	}
	err := xml.Unmarshal(part, &list)
	for _, i := range list.Items {
		b.texts = append(b.texts, i.Text)
	}
	return err
}

func (b *book) readSheet(part []byte) (map[string]cell, error) {
	cells := map[string]cell{}
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return cells, nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "c" {
			continue
		}
		var c struct {
			R, T    string
			At      string `xml:"r,attr"`
			Kind    string `xml:"t,attr"`
			Formula string `xml:"f"`
			Value   string `xml:"v"`
			Inline  string `xml:"is>t"`
		}
		if err := d.DecodeElement(&c, &start); err != nil {
			return nil, err
		}
		if c.Kind == "s" {
			var n int
			if _, err := fmt.Sscan(c.Value, &n); err != nil || n >= len(b.texts) {
				return nil, fmt.Errorf("%s: shared text %q", c.At, c.Value)
			}
			c.Value = b.texts[n]
		}
		cells[c.At] = cell{c.Kind, c.Formula, c.Value + c.Inline}
	}
}

func (b *book) cell(sheet, ref string) (cell, bool) {
	c, ok := b.sheets[sheet][ref]
	return c, ok
}

func (b *book) formula(sheet, ref string) string {
	c, _ := b.cell(sheet, ref)
	return "=" + c.formula
}

var (
	quotedText = regexp.MustCompile(`"(?:[^"]|"")*"`)
	reference  = regexp.MustCompile(`\$?[A-Z]{1,3}\$?[0-9]+`)
)

// refers says whether a formula names a cell.
func refers(formula string) bool {
	return reference.MatchString(quotedText.ReplaceAllString(formula, ""))
}

// mostSheets is how many sheets one file for LibreOffice gets.
const mostSheets = 120

// chunks are the variants by file.
func (tr *trial) chunks() [][]variant {
	size := max(1, mostSheets/len(tr.book.names))
	var all [][]variant
	for rest := tr.variants; len(rest) > 0; {
		n := min(size, len(rest))
		all = append(all, rest[:n])
		rest = rest[n:]
	}
	return all
}

// variantSheet is what a sheet is called in a file of variants.
func (b *book) variantSheet(name string, variant int) string {
	for i, s := range b.names {
		if s == name {
			return fmt.Sprintf("v%ds%d", variant, i)
		}
	}
	return ""
}

// files are workbooks that hold the sheets once for each variant: as they were written, but without stored results and
// with the inputs changed. One file with many sheets takes LibreOffice a tenth of the time of many files.
func (tr *trial) files(t testing.TB) [][]byte {
	t.Helper()
	var files [][]byte
	for _, chunk := range tr.chunks() {
		body, err := tr.file(chunk)
		if err != nil {
			t.Fatalf("%s: %v", tr.Name, err)
		}
		files = append(files, body)
	}
	return files
}

func (tr *trial) file(chunk []variant) ([]byte, error) {
	var types, list, relations strings.Builder
	parts := map[string]string{"xl/styles.xml": string(tr.book.parts["xl/styles.xml"]), "_rels/.rels": string(tr.book.parts["_rels/.rels"]),
		"docProps/core.xml": string(tr.book.parts["docProps/core.xml"]), "docProps/app.xml": string(tr.book.parts["docProps/app.xml"])}
	k := 0
	for n, v := range chunk {
		for i, name := range tr.book.names {
			parts[sheetPart(k)] = tr.sheet(i, n, v)
			k++
			fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, k)
			fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, tr.book.variantSheet(name, n), k, k)
			fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, k, k)
		}
	}
	fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>`, k+1)
	parts["[Content_Types].xml"] = worksheetType.ReplaceAllString(string(tr.book.parts["[Content_Types].xml"]), "")
	parts["[Content_Types].xml"] = strings.Replace(parts["[Content_Types].xml"], "</Types>", types.String()+"</Types>", 1)
	parts["xl/workbook.xml"] = between(string(tr.book.parts["xl/workbook.xml"]), "<sheets>", "</sheets>", list.String())
	parts["xl/workbook.xml"] = between(parts["xl/workbook.xml"], "<definedNames>", "</definedNames>", "")
	parts["xl/workbook.xml"] = strings.Replace(parts["xl/workbook.xml"], "<definedNames></definedNames>", "", 1)
	parts["xl/_rels/workbook.xml.rels"] = between(string(tr.book.parts["xl/_rels/workbook.xml.rels"]), `relationships">`, "</Relationships>", relations.String())
	return pack(parts)
}

var worksheetType = regexp.MustCompile(`<Override PartName="/xl/worksheets/[^>]*>`)

// between puts a text between two marks.
func between(s, from, to, text string) string {
	head, rest, ok := strings.Cut(s, from)
	if !ok {
		return s
	}
	_, tail, _ := strings.Cut(rest, to)
	return head + from + text + to + tail
}

func pack(parts map[string]string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range parts {
		w, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(w, body); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

var (
	cellXML  = regexp.MustCompile(`<c r="([A-Z]+[0-9]+)" s="([0-9]+)"(?: t="[A-Za-z]+")?>(<f>[^<]*</f>)?(<v>[^<]*</v>)?</c>`)
	linksXML = regexp.MustCompile(`<hyperlinks>.*</hyperlinks>`)
)

// sheet is a sheet of the workbook for one variant.
func (tr *trial) sheet(i, n int, v variant) string {
	name := tr.book.names[i]
	typed := map[string]workpaper.Value{}
	at := map[*workpaper.Cell]string{}
	for _, l := range tr.located {
		if l.Sheet == name {
			at[l.Cell] = l.Ref
		}
	}
	for _, c := range v.changes {
		if ref, here := at[c.Cell]; here {
			typed[ref] = c.Value
		}
	}
	s := linksXML.ReplaceAllString(string(tr.book.parts[sheetPart(i)]), "")
	s = strings.Replace(s, ` tabSelected="1"`, "", 1)
	for _, other := range tr.book.names {
		s = strings.ReplaceAll(s, "&#39;"+strings.ReplaceAll(other, "&", "&amp;")+"&#39;!", tr.book.variantSheet(other, n)+"!")
	}
	return cellXML.ReplaceAllStringFunc(s, func(c string) string {
		m := cellXML.FindStringSubmatch(c)
		value, changed := typed[m[1]]
		switch {
		case changed:
			return `<c r="` + m[1] + `" s="` + m[2] + `"` + asTyped(value) + `</c>`
		case m[3] != "":
			return `<c r="` + m[1] + `" s="` + m[2] + `">` + m[3] + `</c>`
		}
		return c
	})
}

// asTyped is a value as someone types it into a cell.
func asTyped(v workpaper.Value) string {
	switch v.Kind() {
	case workpaper.DayKind:
		return fmt.Sprintf(`><v>%d</v>`, v.Day()-spreadsheetZero)
	case workpaper.TruthKind:
		if v.Truth() {
			return ` t="b"><v>1</v>`
		}
		return ` t="b"><v>0</v>`
	}
	if text := v.Number().String(); workpaper.MustParse(text).Cmp(v.Number()) == 0 {
		return `><v>` + text + `</v>`
	}
	return `><f>` + v.Number().Rat().String() + `</f>`
}
