package xbrl

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strings"
)

//go:generate go run ./internal/gen -out table2024.gz ../../shared/xbrl

// table2024 holds facts about the elements of us-gaap, srt, dei, ecd and cyd 2024: see EncodeTable for its form. The
// us-gaap, srt and their labels are facts from the FASB's taxonomies; ecd and cyd follow the SEC's 2023 schema and
// the names used in filings of fiscal 2024.
//
//go:embed table2024.gz
var table2024 []byte

// columns of one line of the table, separated by tabs.
const columns = 8

// EncodeTable writes concepts as lines of tab-separated text: name, type, balance, period, group, abstract,
// deprecated, label. It is what the generator compresses.
func EncodeTable(w io.Writer, concepts []Concept) error {
	for _, c := range concepts {
		abstract := ""
		if c.Abstract {
			abstract = "a"
		}
		line := []string{c.Name, c.Type, code(c.Balance, "", "d", "c"), code(c.Period, "", "i"), code(c.Group, "", "t", "x"), abstract, c.Deprecated, c.Label}
		for i, cell := range line {
			if strings.ContainsAny(cell, "\t\n") {
				return fmt.Errorf("concept %s: column %d holds a tab or a line end", c.Name, i+1)
			}
		}
		if _, err := io.WriteString(w, strings.Join(line, "\t")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func code[T ~uint8](v T, letters ...string) string { return letters[v] }

// decode reads the shipped table. It is part of the program, so damage is a bug and panics.
func decode(gz []byte) map[string]Concept {
	z, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		panic(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	text := string(b)
	m := make(map[string]Concept, strings.Count(text, "\n"))
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		c := decodeLine(line)
		m[c.Name] = c
		text = rest
	}
	return m
}

func decodeLine(line string) Concept {
	var f [columns]string
	for i := range f {
		f[i], line, _ = strings.Cut(line, "\t")
	}
	return Concept{
		Name: f[0], Type: f[1], Balance: Balance(strings.Index("dc", f[2]) + len(f[2])),
		Period: PeriodType(len(f[3])), Group: Group(strings.Index("tx", f[4]) + len(f[4])),
		Abstract: f[5] != "", Deprecated: f[6], Label: f[7],
	}
}
