// Command gen rebuilds the table of standard elements that package xbrl ships, from a folder with the FASB's and the
// SEC's taxonomies:
//
//	go run ./internal/gen -out table2024.gz FOLDER
//
// It reads derived-tables/us-gaap-2024-elements.tsv (us-gaap with labels), offline-cache-2024-min.tar.gz (schemas of
// srt, dei, ecd and cyd) and labels for those from the label linkbases of filings/*.tar.gz.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tieout/xbrl"
)

const year = 2024

func main() {
	out := flag.String("out", "table2024.gz", "file to write")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: gen -out FILE FOLDER")
		os.Exit(2)
	}
	n, err := generate(*out, flag.Arg(0))
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
	fmt.Printf("%s: %d elements\n", *out, n)
}

func generate(out, folder string) (int, error) {
	concepts, err := usGAAP(filepath.Join(folder, "derived-tables", "us-gaap-2024-elements.tsv"))
	if err != nil {
		return 0, err
	}
	others, err := schemas(filepath.Join(folder, "offline-cache-2024-min.tar.gz"))
	if err != nil {
		return 0, err
	}
	labels, err := filedLabels(folder)
	if err != nil {
		return 0, err
	}
	for i := range others {
		others[i].Label = labels[others[i].Name]
	}
	concepts = append(concepts, others...)
	slices.SortFunc(concepts, func(a, b xbrl.Concept) int { return strings.Compare(a.Name, b.Name) })
	return len(concepts), write(out, concepts)
}

func write(out string, concepts []xbrl.Concept) error {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := xbrl.EncodeTable(z, concepts); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(out, buf.Bytes(), 0o644)
}

// usGAAP reads the derived table: name, type, balance, periodType, abstract, substitutionGroup, deprecated,
// labelSource, label.
func usGAAP(file string) ([]xbrl.Concept, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []xbrl.Concept
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		f := strings.Split(line+strings.Repeat("\t", 9), "\t")
		c := xbrl.Concept{Name: "us-gaap:" + f[0], Type: f[1], Abstract: f[4] == "true", Deprecated: f[6], Label: f[8]}
		c.Balance = map[string]xbrl.Balance{"debit": xbrl.Debit, "credit": xbrl.Credit}[f[2]]
		c.Period = map[string]xbrl.PeriodType{"instant": xbrl.Instant}[f[3]]
		c.Group = map[string]xbrl.Group{"xbrldt:hypercubeItem": xbrl.Table, "xbrldt:dimensionItem": xbrl.Axis}[f[5]]
		if f[5] != "" { // typed domains have no substitution group and are no concepts
			out = append(out, c)
		}
	}
	return out, nil
}

func schemas(archive string) ([]xbrl.Concept, error) {
	want := map[string]xbrl.Family{}
	for _, f := range xbrl.Families(year) {
		switch f.Prefix {
		case "srt", "dei", "ecd", "cyd":
			want[path.Base(f.Location)] = f
		}
	}
	var out []xbrl.Concept
	err := eachFile(archive, func(name string, r io.Reader) error {
		f, ok := want[path.Base(name)]
		if !ok {
			return nil
		}
		s, err := xbrl.ParseSchema(r, f.Prefix)
		out = append(out, s.Concepts...)
		return err
	})
	return out, err
}

// filedLabels collects the standard labels of elements that are not us-gaap from real label linkbases.
func filedLabels(folder string) (map[string]string, error) {
	labels := map[string]string{}
	archives, err := filepath.Glob(filepath.Join(folder, "filings", "*.tar.gz"))
	if err != nil {
		return nil, err
	}
	for _, a := range archives {
		err := eachFile(a, func(name string, r io.Reader) error {
			if !strings.HasSuffix(name, "_lab.xml") {
				return nil
			}
			lb, err := xbrl.ReadLinkbase(r)
			for _, l := range lb.Labels {
				if l.Role == xbrl.LabelStandard && labels[xbrl.NameOf(l.Href)] == "" {
					labels[xbrl.NameOf(l.Href)] = l.Text
				}
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return labels, nil
}

func eachFile(archive string, visit func(name string, r io.Reader) error) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	t := tar.NewReader(z)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := visit(h.Name, t); err != nil {
			return fmt.Errorf("%s: %s: %w", archive, h.Name, err)
		}
	}
}
