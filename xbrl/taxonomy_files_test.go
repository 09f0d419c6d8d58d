package xbrl

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"tieout/internal/testenv"
)

// unpack reads an archive of the shared material into a file system.
func unpack(t *testing.T, archive string) fstest.MapFS {
	t.Helper()
	f, err := os.Open(filepath.Join(testenv.Shared(t), "xbrl", archive))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			b, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			out[strings.TrimPrefix(h.Name, "./")] = &fstest.MapFile{Data: b}
		}
	}
}

// TestTableEqualsSchemas: the shipped table says of every element what the schemas say: type, balance, period, group
// and whether it is abstract. Nothing is missing and nothing is added.
func TestTableEqualsSchemas(t *testing.T) {
	cache := unpack(t, "offline-cache-2024-min.tar.gz")
	shipped, err := Standard(2024)
	if err != nil {
		t.Fatal(err)
	}
	official, err := New(2024).Load(cache)
	if err != nil {
		t.Fatal(err)
	}
	for _, prefix := range []string{"us-gaap", "srt", "dei", "ecd", "cyd"} {
		names := official.Names(prefix)
		if got := len(shipped.Names(prefix)); got != len(names) || got == 0 {
			t.Errorf("%s: %d elements are shipped of %d", prefix, got, len(names))
		}
		for _, name := range names {
			want, _ := official.Concept(name)
			got, ok := shipped.Concept(name)
			want.Label, want.Deprecated = got.Label, got.Deprecated // schemas do not say
			if !ok || got != want {
				t.Errorf("shipped  %+v\nofficial %+v", got, want)
			}
		}
	}
}

// TestLocations: the addresses and namespaces of all families of two years are in EDGAR's own list of taxonomies.
func TestLocations(t *testing.T) {
	list, err := os.ReadFile(filepath.Join(testenv.Shared(t), "xbrl/edgar-resources/edgartaxonomies-25-4.xml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, year := range []int{2024, 2025} {
		for _, f := range Families(year) {
			if !bytes.Contains(list, []byte(f.Location+"<")) || !bytes.Contains(list, []byte(f.Namespace+"<")) {
				t.Errorf("EDGAR does not list %s or %s", f.Location, f.Namespace)
			}
		}
	}
}

// TestOlderYears: schemas of other years load from the same archive of all years.
func TestOlderYears(t *testing.T) {
	all := unpack(t, "taxonomy-cache-all.tar.gz")
	for _, year := range []int{2022, 2023} {
		x, err := New(year).Load(all)
		if err != nil {
			t.Fatal(err)
		}
		c, ok := x.Concept("us-gaap:InventoryNet")
		if !ok || c.Balance != Debit || c.Period != Instant || x.Len() < 15000 {
			t.Errorf("%d: %d concepts, %+v", year, x.Len(), c)
		}
	}
}

// TestGoldenLinkbases reads the four linkbases of the golden package and Apple's: every address names an element, and the
// counts are those of the arcs in the files.
func TestGoldenLinkbases(t *testing.T) {
	files := fstest.MapFS{}
	for name, f := range unpack(t, "filings/aapl-10q-20250329.tar.gz") {
		files[name] = f
	}
	dir := filepath.Join(testenv.Shared(t), "xbrl/golden-mini-10k")
	for _, k := range kinds {
		b, err := os.ReadFile(filepath.Join(dir, "hpci-20241231_"+k.suffix+".xml"))
		if err != nil {
			t.Fatal(err)
		}
		files["hpci_"+k.suffix+".xml"] = &fstest.MapFile{Data: b}
	}
	read := 0
	for name, f := range files {
		if !strings.HasSuffix(name, ".xml") || !strings.Contains(name, "_") || strings.HasSuffix(name, "_htm.xml") {
			continue
		}
		read++
		lb, err := ReadLinkbase(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(name, err)
		}
		if want := bytes.Count(f.Data, []byte("Arc ")) - bytes.Count(f.Data, []byte("labelArc ")); len(lb.Arcs) != want {
			t.Errorf("%s: %d arcs of %d", name, len(lb.Arcs), want)
		}
		if want := bytes.Count(f.Data, []byte("<link:label ")); len(lb.Labels) != want {
			t.Errorf("%s: %d labels of %d", name, len(lb.Labels), want)
		}
		for _, a := range lb.Arcs {
			if NameOf(a.From) == "" || NameOf(a.To) == "" || a.Role == "" {
				t.Errorf("%s: %+v", name, a)
			}
		}
	}
	if read != 8 {
		t.Errorf("%d linkbases", read)
	}
}
