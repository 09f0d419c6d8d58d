package exportertest

import (
	"slices"
	"testing"
)

// The sample papers of this folder are how calculators are meant to be written. LibreOffice computes all of them.
func TestSamplesRecalculate(t *testing.T) {
	Recalculates(t, slices.Concat(fifoCases(), lifoCases(), scheduleCases(), pensionCases(), processCases())...)
}
