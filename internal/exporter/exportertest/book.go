package exportertest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
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
