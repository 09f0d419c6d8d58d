package ixbrl

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tieout/internal/testenv"
	"tieout/xbrl"
)

// filing is a document or package from the shared material: file names with contents.
func filing(t testing.TB, archive string) map[string][]byte {
	t.Helper()
	f, err := os.Open(filepath.Join(testenv.Shared(t), "xbrl/filings", archive))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if out[filepath.Base(h.Name)], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}

var factTag = regexp.MustCompile(`<ix:(nonFraction|nonNumeric)[ >]`)

// TestRealDocuments reads 24 inline documents of real filers. Each fact element of the file, counted in its bytes,
// becomes a fact: none is lost and none is flawed.
func TestRealDocuments(t *testing.T) {
	docs := filing(t, "primary-documents-23.tar.gz")
	docs["aapl-20250329.htm"] = filing(t, "aapl-10q-20250329.tar.gz")["aapl-20250329.htm"]
	docs["aeon-20230930x10q.htm"] = filing(t, "aeon-10q-20230930.tar.gz")["aeon-20230930x10q.htm"]
	inline, total := 0, 0
	for name, b := range docs {
		if !strings.HasSuffix(name, ".htm") {
			continue
		}
		want := len(factTag.FindAll(b, -1))
		r, err := Read(bytes.NewReader(b))
		if want == 0 {
			if err == nil {
				t.Errorf("%s: no Inline XBRL, and no error", name)
			}
			continue
		}
		inline++
		total += len(r.Facts)
		if err != nil || len(r.Facts) != want || len(r.Flaws) > 0 {
			t.Errorf("%s: %d facts of %d, %v, flaws %v", name, len(r.Facts), want, err, r.Flaws[:min(5, len(r.Flaws))])
		}
	}
	if inline != 24 || total != 34242 {
		t.Errorf("%d documents with %d facts", inline, total)
	}
}

// extracted reads the instance document that EDGAR extracted from an inline one: facts by id.
func extracted(t *testing.T, b []byte) map[string]xbrl.Fact {
	type period struct {
		Instant string `xml:"instant"`
		Start   string `xml:"startDate"`
		End     string `xml:"endDate"`
	}
	type element struct {
		XMLName  xml.Name
		ID       string `xml:"id,attr"`
		Context  string `xml:"contextRef,attr"`
		Unit     string `xml:"unitRef,attr"`
		Decimals string `xml:"decimals,attr"`
		Nil      string `xml:"http://www.w3.org/2001/XMLSchema-instance nil,attr"`
		Text     string `xml:",chardata"`
		Period   period `xml:"period"`
		Members  []struct {
			Axis   string `xml:"dimension,attr"`
			Member string `xml:",chardata"`
		} `xml:"entity>segment>explicitMember"`
		Typed []struct {
			Axis  string `xml:"dimension,attr"`
			Value struct {
				Text string `xml:",chardata"`
			} `xml:",any"`
		} `xml:"entity>segment>typedMember"`
		Measure []string `xml:"measure"`
		Over    []string `xml:"divide>unitNumerator>measure"`
		Under   []string `xml:"divide>unitDenominator>measure"`
	}
	var doc struct {
		Elements []element `xml:",any"`
	}
	if err := xml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	var err error
	contexts, units, facts := map[string]element{}, map[string]element{}, map[string]xbrl.Fact{}
	for _, e := range doc.Elements {
		switch {
		case e.XMLName.Local == "context":
			contexts[e.ID] = e
		case e.XMLName.Local == "unit":
			units[e.ID] = e
		case e.Context != "":
			c, u := contexts[e.Context], units[e.Unit]
			f := xbrl.Fact{ID: e.ID, Concept: prefixOf(e.XMLName.Space) + ":" + e.XMLName.Local, Value: e.Text, Nil: e.Nil == "true"}
			var read readContext
			read.instant.WriteString(c.Period.Instant)
			read.start.WriteString(c.Period.Start)
			read.end.WriteString(c.Period.End)
			read.settle()
			f.Period = read.Period
			for _, m := range c.Members {
				f.Dimensions = append(f.Dimensions, xbrl.Member{Axis: m.Axis, Member: strings.TrimSpace(m.Member)})
			}
			for _, m := range c.Typed {
				f.Dimensions = append(f.Dimensions, xbrl.Member{Axis: m.Axis, Member: m.Value.Text, Typed: true})
			}
			xbrl.Sort(f.Dimensions)
			f.Unit = xbrl.Unit{Over: measures(append(u.Measure, u.Over...)), Under: measures(u.Under)}
			if e.Decimals != "" && !f.Nil {
				d, why := readDecimals(&rawFact{decimals: e.Decimals})
				if why != "" {
					t.Fatal(why)
				}
				f.Decimals = d
				if f.Value, err = xbrl.Canonical(f.Value); err != nil { // EDGAR keeps zeros at the end
					t.Fatal(err)
				}
			}
			facts[e.ID] = f
		}
	}
	return facts
}

// measures names the instance namespace, which EDGAR makes the default one.
func measures(names []string) []string {
	for i, n := range names {
		if !strings.Contains(n, ":") {
			names[i] = "xbrli:" + n
		}
	}
	return names
}

// prefixOf is the prefix of a namespace that ends in "/us-gaap/2024" or, for a company, "apple.com/20250329".
func prefixOf(space string) string {
	parts := strings.Split(space, "/")
	if len(parts) == 5 {
		return parts[3]
	}
	return "aapl"
}

var (
	entity = regexp.MustCompile(`&(#[0-9]+|[a-z]+);`)
	gaps   = regexp.MustCompile(`[\s\x{A0}]+`)
)

// TestApple compares our reading of Apple's 10-Q with the instance document that EDGAR itself extracted from it, fact by
// fact: concept, period, dimensions, unit, accuracy and value. The markup of text blocks is compared without white
// space and references, which EDGAR respells.
func TestApple(t *testing.T) {
	files := filing(t, "aapl-10q-20250329.tar.gz")
	want := extracted(t, files["aapl-20250329_htm.xml"])
	dict := openSchema(t, files["aapl-20250329.xsd"], "aapl")
	report, err := Read(bytes.NewReader(files["aapl-20250329.htm"]))
	if err != nil {
		t.Fatal(err)
	}
	facts := report.Typed(dict)
	if len(facts) != len(want) || len(facts) != 760 {
		t.Errorf("we read %d facts, EDGAR %d", len(facts), len(want))
	}
	for _, f := range facts {
		w, ok := want[f.ID]
		w.Language = f.Language
		c, known := dict.Concept(f.Concept)
		if !ok || !known {
			t.Errorf("%s %s is not in EDGAR's instance or taxonomy", f.ID, f.Concept)
			continue
		}
		if c.TextBlock() {
			f.Value, w.Value = bare(f.Value), bare(w.Value)
		}
		if !f.Equal(w) {
			t.Errorf("%s\n we %+v\n EDGAR %+v", f.ID, f, w)
		}
	}
}

func bare(s string) string {
	return gaps.ReplaceAllString(entity.ReplaceAllString(s, ""), "")
}
