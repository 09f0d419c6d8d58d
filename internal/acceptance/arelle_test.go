package acceptance

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/testenv"
	"tieout/xbrl"
	"tieout/xbrl/ixbrl"
)

// judged has Arelle with the SEC's rules judge packages: no error, no warning, no inconsistency, and the facts that
// it reads equal those that our own reader finds on the page, value by value.
func judged(t *testing.T, pages []string) map[string][]testenv.ArelleFact {
	t.Helper()
	out := map[string][]testenv.ArelleFact{}
	for page, report := range testenv.ArelleAll(t, pages) {
		for _, m := range report.Messages {
			t.Errorf("%s: %s %s: %s", filepath.Base(page), m.Level, m.Code, m.Text)
		}
		sameFacts(t, page, report.Facts)
		out[page] = report.Facts
	}
	return out
}

func sameFacts(t *testing.T, page string, read []testenv.ArelleFact) {
	t.Helper()
	body, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ixbrl.Read(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]testenv.ArelleFact{}
	for _, f := range read {
		byID[f.ID] = f
	}
	if len(read) != len(r.Facts) || len(read) == 0 {
		t.Errorf("%s: Arelle reads %d facts, we wrote %d", filepath.Base(page), len(read), len(r.Facts))
	}
	for _, f := range r.Facts {
		a, ok := byID[f.ID]
		if !ok || a.Concept != f.Concept || a.Period != oimPeriod(f.Period) || a.Nil != f.Nil || !strings.HasPrefix(a.Entity, "cik:") || !sameValue(f, a) {
			t.Errorf("%s: wrote %+v\nArelle reads %+v", filepath.Base(page), f, a)
		}
		for _, m := range f.Dimensions {
			if a.Dimensions[m.Axis] != m.Member {
				t.Errorf("%s: %s: wrote member %s, Arelle reads %s", filepath.Base(page), f.ID, m.Member, a.Dimensions[m.Axis])
			}
		}
	}
}

func sameValue(f xbrl.Fact, a testenv.ArelleFact) bool {
	if f.Unit.IsZero() {
		return a.Value == f.Value
	}
	decimals := ""
	if f.Decimals != xbrl.INF {
		decimals = f.Decimals.String()
	}
	unit := f.Unit.Key()
	if unit == xbrl.Pure.Key() {
		unit = "" // xBRL-JSON leaves the unit of a pure number out
	}
	return a.Value == f.Value && a.Unit == unit && a.Decimals == decimals
}

// oimPeriod is a period as xBRL-JSON writes it: an end is the midnight that follows the day.
func oimPeriod(p xbrl.Period) string {
	at := func(d fiscal.Date) string { return d.String() + "T00:00:00" }
	if p.Type() == xbrl.Instant {
		return at(p.Instant + 1)
	}
	return at(p.Span.Start) + "/" + at(p.Span.End+1)
}

// fact is Arelle's value of an element at a time, without dimensions.
func fact(t *testing.T, facts []testenv.ArelleFact, concept, period string) string {
	t.Helper()
	for _, f := range facts {
		if f.Concept == concept && strings.HasPrefix(f.Period, period) && len(f.Dimensions) == 0 {
			return f.Value
		}
	}
	t.Errorf("Arelle finds no %s for %s", concept, period)
	return ""
}
