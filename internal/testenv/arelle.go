package testenv

import (
	"path/filepath"
	"testing"
)

// Arelle validates an Inline XBRL document, or any other entry point, as the
// SEC would: Arelle with the EDGAR Filer Manual rules and the Data Quality
// Committee rules inside them, Calculations 1.1 and the unit registry, with no
// network. It reads the facts back as well.
//
// Only us-gaap/2024 and the taxonomies that go with it can be loaded.
func Arelle(t testing.TB, entryPoint string) ArelleReport {
	t.Helper()
	return ArelleAll(t, []string{entryPoint})[entryPoint]
}

// ArelleAll is Arelle for several entry points at once, by entry point. It is
// the cheaper way: they share two processes.
func ArelleAll(t testing.TB, entryPoints []string) map[string]ArelleReport {
	t.Helper()
	return referee{
		name:    "arelle-edgar",
		plugins: []string{secRules(t), secTransforms(t)},
		options: []string{"--disclosureSystem", "efm-pragmatic"},
	}.judge(t, entryPoints)
}

// ArelleCurrent validates an entry point with a current Arelle, which no longer
// carries the EDGAR rules: XBRL 2.1, Inline XBRL 1.1, dimensions, Calculations
// 1.1 and the unit registry.
func ArelleCurrent(t testing.TB, entryPoint string) ArelleReport {
	t.Helper()
	return ArelleCurrentAll(t, []string{entryPoint})[entryPoint]
}

// ArelleCurrentAll is ArelleCurrent for several entry points at once.
func ArelleCurrentAll(t testing.TB, entryPoints []string) map[string]ArelleReport {
	t.Helper()
	return referee{
		name:    "arelle-current",
		plugins: []string{secTransforms(t)},
	}.judge(t, entryPoints)
}

// referee is one installed Arelle and the rules it is asked to apply.
type referee struct {
	name    string   // the environment's folder in the tools folder
	plugins []string // besides those that read Inline XBRL and save facts
	options []string
}

// judge reports on every entry point, or fails the test.
func (r referee) judge(t testing.TB, entryPoints []string) map[string]ArelleReport {
	t.Helper()
	python := filepath.Join(environment(t, r.name), "bin", "python")
	jobs, err := newArelleJobs(t.TempDir(), entryPoints)
	if err != nil {
		t.Fatal(err)
	}
	cache := taxonomyCache(t)
	for i := range jobs {
		jobs[i].args = r.args(cache, jobs[i])
	}
	if err := runArelle(t.Context(), python, jobs); err != nil {
		t.Fatal(err)
	}
	reports := make(map[string]ArelleReport, len(jobs))
	for _, job := range jobs {
		report, err := job.report()
		if err != nil {
			t.Fatal(err)
		}
		reports[job.entryPoint] = report
	}
	return reports
}
