package efm

import (
	"archive/tar"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tieout/check"
	"tieout/filing"
	"tieout/internal/testenv"
	"tieout/xbrl"
)

// accepted is a package that EDGAR took from a real company. Only what the company sent is in it.
func accepted(t *testing.T, archive, base string) filing.Package {
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
	p := filing.Package{Base: base}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return p
		}
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(h.Name)
		if !strings.HasPrefix(name, base) || strings.HasSuffix(name, "_htm.xml") {
			continue
		}
		file := xbrl.File{Name: name}
		for kind, end := range endings {
			if name == base+end {
				file.Type = kind
			}
		}
		if file.Body, err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		p.Files = append(p.Files, file)
	}
}

// What EDGAR has accepted we do not refuse: no rule is stricter than the SEC's own, and warnings are few.
func TestAcceptedFilings(t *testing.T) {
	for _, x := range []struct {
		archive, base string
		warnings      []string
		unshipped     bool // its standard elements are of a year that is not shipped
	}{
		{"aapl-10q-20250329.tar.gz", "aapl-20250329", []string{"EFM.5.02.05.14.hidden-fact-eligible-for-transform"}, false},
		{"aeon-10q-20230930.tar.gz", "aeon-20230930", []string{"EFM.5.02.05.14.hidden-fact-eligible-for-transform", "EFM.5.02.05.14.hidden-fact-not-referenced", "EFM.6.14.sum"}, true},
	} {
		p := accepted(t, x.archive, x.base)
		pkg, _ := Read(p)
		if len(pkg.Facts) < 400 || len(pkg.Pre.Arcs) < 300 || len(pkg.Labels) < 300 || len(pkg.Schema.Roles) < 30 {
			t.Errorf("%s: only %d facts, %d rows, %d labels, %d roles were read", x.base, len(pkg.Facts), len(pkg.Pre.Arcs), len(pkg.Labels), len(pkg.Schema.Roles))
		}
		for _, f := range Check(p, today) {
			switch {
			case x.unshipped && f.Rule == "EFM.6.03.unreadable" && f.Subject == "taxonomy":
			case f.Severity == check.Stop || !slices.Contains(x.warnings, f.Rule):
				t.Errorf("%s: %v", x.base, f)
			}
		}
	}
}
