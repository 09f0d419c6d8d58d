package calc

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/internal/testenv"
	"tieout/xbrl"
	"tieout/xbrl/ixbrl"
)

// pack is a document with its calculation linkbase.
type pack struct {
	facts []xbrl.Fact
	sums  []xbrl.RoleSums
}

func read(t *testing.T, page, linkbase []byte) pack {
	t.Helper()
	report, err := ixbrl.Read(bytes.NewReader(page))
	if err != nil || len(report.Flaws) > 0 {
		t.Fatal(err, report.Flaws)
	}
	lb, err := xbrl.ReadLinkbase(bytes.NewReader(linkbase))
	if err != nil {
		t.Fatal(err)
	}
	return pack{report.Facts, lb.SumsOf()}
}

func golden(t *testing.T) pack {
	dir := filepath.Join(testenv.Shared(t), "xbrl/golden-mini-10k")
	page, err := os.ReadFile(filepath.Join(dir, "hpci-20241231.htm"))
	if err != nil {
		t.Fatal(err)
	}
	cal, err := os.ReadFile(filepath.Join(dir, "hpci-20241231_cal.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return read(t, page, cal)
}

// archived reads a real package: the files whose names end as given.
func archived(t *testing.T, archive, page, linkbase string) pack {
	f, err := os.Open(filepath.Join(testenv.Shared(t), "xbrl/filings", archive))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return read(t, files[page], files[linkbase])
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{page, linkbase} {
			if strings.HasSuffix(h.Name, "/"+want) {
				if files[want], err = io.ReadAll(r); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// TestFilings: what Arelle finds, and nothing else. The golden package and Apple's 10-Q are consistent. AEON's has one
// mistake, in a note: the parts of a purchase price are 125 thousand short of the total; Arelle states the same two
// intervals. The counts show that the check did test something.
func TestFilings(t *testing.T) {
	for _, c := range []struct {
		name string
		p    pack
		sums int // calculations tested
		want string
	}{
		{"golden", golden(t), 30, ""},
		{"apple", archived(t, "aapl-10q-20250329.tar.gz", "aapl-20250329.htm", "aapl-20250329_cal.xml"), 120, ""},
		{
			"aeon", archived(t, "aeon-10q-20230930.tar.gz", "aeon-20230930x10q.htm", "aeon-20230930_cal.xml"), 54,
			"[315331500, 315332500] and [315205500, 315208500]",
		},
	} {
		got := Check(c.p.facts, c.p.sums, Nearest)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0].Message, c.want)) {
			t.Errorf("%s: %v, want %q", c.name, got, c.want)
		}
		if n := Tested(c.p.facts, c.p.sums); n != c.sums {
			t.Errorf("%s: %d calculations tested, not %d", c.name, n, c.sums)
		}
	}
}

// TestGoldenDamaged changes one number of the golden package at a time: a wrong amount, a wrong sign and a wrong scale
// in a statement are each found.
func TestGoldenDamaged(t *testing.T) {
	p := golden(t)
	for i, f := range p.facts {
		if f.ID != "f-45" { // inventories, 7,450 thousand
			continue
		}
		for _, v := range []string{"7455000", "-7450000", "7000"} {
			p.facts[i].Value = v
			if got := Check(p.facts, p.sums, Nearest); len(got) == 0 {
				t.Errorf("inventories of %s went unnoticed", v)
			}
		}
		return
	}
	t.Error("fact f-45 is gone")
}
