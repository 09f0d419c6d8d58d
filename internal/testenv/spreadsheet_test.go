package testenv

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestLibreOfficeWorksOutFormulas: what a file says a formula gives is not believed.
func TestLibreOfficeWorksOutFormulas(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	f.SetCellValue("Sheet1", "A1", 9)
	f.SetCellFormula("Sheet1", "A1", "1+2")
	var stale bytes.Buffer
	if err := f.Write(&stale); err != nil {
		t.Fatal(err)
	}
	text := Convert(t, "xlsx", "csv", Recalculate(t, stale.Bytes()), Convert(t, "csv", "xlsx", []byte("4,5\n"))[0])
	if got := strings.TrimSpace(string(text[0])) + " " + strings.TrimSpace(string(text[1])); got != "3 4,5" {
		t.Error(got)
	}
}
