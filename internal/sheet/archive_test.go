package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
)

// zipOf makes an archive of parts, pairs of name and content.
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		p, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		p.Write([]byte(parts[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestInflatedBytesAreCounted: what an archive says of its size is not believed while it is read.
func TestInflatedBytesAreCounted(t *testing.T) {
	b := zipOf(t, "[Content_Types].xml", "<Types/>", "xl/s.xml", "<worksheet><sheetData/></worksheet>")
	a, err := openArchive(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	a.inflated = MaxInflated - 20
	rc, ok, err := a.open("/XL/s.xml")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, err := io.ReadAll(rc); err == nil || err.Error() != "the archive holds more than 200 MB; export the sheet as CSV, which can be of any size" {
		t.Error(err)
	}
}
