package calc

import (
	"strconv"
	"testing"

	"tieout/internal/exporter/exportertest"
)

// TestWorkpapersRecalculate: LibreOffice computes every figure of every example's papers anew, as they are and with inputs changed, to
// what the calculator gives: no figure of a workbook is a constant in disguise.
func TestWorkpapersRecalculate(t *testing.T) {
	var cases []exportertest.Case
	for _, topic := range Topics() {
		out, err := topic.Run(topic.Example)
		if err != nil {
			t.Fatal(topic.Name, err)
		}
		p, ok := out.(Papered)
		if !ok {
			continue
		}
		for i, paper := range p.Papers() {
			cases = append(cases, exportertest.Case{Name: topic.Name + " " + strconv.Itoa(i+1), Paper: paper})
		}
	}
	if len(cases) < 20 {
		t.Fatalf("only %d papers", len(cases))
	}
	exportertest.Recalculates(t, cases...)
}
