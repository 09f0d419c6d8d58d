// Package exportertest proves workbooks of workpapers with LibreOffice as the referee. It is used only by tests.
//
// A workbook is taken as it is written, all stored results are removed from it, one input is changed, and LibreOffice
// computes the rest: every figure must be what the paper computes from the changed input. So no figure is a constant in
// disguise, and no formula says something else than the program does.
package exportertest

import (
	"bytes"
	"fmt"
	"math/big"
	"testing"

	"tieout/evidence"
	"tieout/internal/exporter"
	"tieout/internal/exporter/workbook"
	"tieout/internal/testenv"
	"tieout/workpaper"
)

// Case is a paper to prove. Rebuilt are papers that the calculator built anew from changed inputs: each must have the
// same formulas, so that nothing was decided outside them, and the figures that LibreOffice computes when the inputs of
// Paper are changed to its own.
type Case struct {
	Name    string
	Paper   *workpaper.Paper
	Rebuilt []*workpaper.Paper
	// Except are findings of the spreadsheet's limits (exporter.WorkpaperLimits) that the case knows of, by subject. Other
	// ones fail the test.
	Except []string
	scope  scope
}

// scope is which inputs are changed; zero is all, one by one and together.
type scope uint8

const (
	onlyTogether scope = iota + 1
	unchanged
)

// Recalculates proves papers, all in one run of LibreOffice: as they are, with each input changed in turn, with all
// inputs changed together, and with the inputs of each rebuilt paper. Without LibreOffice the test skips, and says so.
func Recalculates(t testing.TB, cases ...Case) {
	t.Helper()
	recalculates(t, cases, func(*book) {})
}

// recalculates also lets a test spoil the workbooks after they were written.
func recalculates(t testing.TB, cases []Case, spoil func(*book)) {
	t.Helper()
	var files [][]byte
	var trials []*trial
	for _, c := range cases {
		tr := newTrial(t, c)
		spoil(tr.book)
		trials = append(trials, tr)
		files = append(files, tr.files(t)...)
	}
	out := testenv.Convert(t, "xlsx", "xlsx", files...)
	for _, tr := range trials {
		n := len(tr.chunks())
		tr.judge(t, out[:n])
		out = out[n:]
	}
}

// trial is a case with its workbook taken apart and its variants.
type trial struct {
	Case
	book     *book
	located  []workbook.Located
	where    map[*workpaper.Cell]workbook.Located
	variants []variant
}

// variant is the paper with some inputs changed, and what the calculator makes of it.
type variant struct {
	name    string
	changes []workpaper.Change // of cells of the case's paper
	paper   *workpaper.Paper
	located []workbook.Located // of paper
}

func newTrial(t testing.TB, c Case) *trial {
	t.Helper()
	body := write(t, c)
	if !bytes.Equal(body, write(t, c)) {
		t.Fatalf("%s: two workbooks of one paper differ", c.Name)
	}
	tr := &trial{Case: c, where: map[*workpaper.Cell]workbook.Located{}}
	var err error
	if tr.book, err = takeApart(body); err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	tr.located = locate(t, c.Name, c.Paper)
	for _, l := range tr.located {
		tr.where[l.Cell] = l
	}
	tr.limits(t)
	tr.formulas(t)
	tr.variants = tr.vary()
	for i, r := range c.Rebuilt {
		tr.variants = append(tr.variants, tr.rebuilt(t, i, r))
	}
	for i := range tr.variants {
		tr.variants[i].located = locate(t, c.Name, tr.variants[i].paper)
	}
	return tr
}

func write(t testing.TB, c Case) []byte {
	t.Helper()
	var b bytes.Buffer
	stamp := evidence.Stamp{Report: "workpaper", Params: c.Name, Version: "test"}
	if err := exporter.WriteWorkpaper(&b, c.Paper, stamp); err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	return b.Bytes()
}

func locate(t testing.TB, name string, p *workpaper.Paper) []workbook.Located {
	t.Helper()
	all, err := workbook.Locate(p)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return all
}

// limits fails on figures that the spreadsheet may compute otherwise, other than those known.
func (tr *trial) limits(t testing.TB) {
	t.Helper()
	all, err := exporter.WorkpaperLimits(tr.Paper)
	if err != nil {
		t.Fatalf("%s: %v", tr.Name, err)
	}
	for _, f := range all {
		if !tr.excepted(f.Subject) {
			t.Errorf("%s: %v", tr.Name, f)
		}
	}
}

func (tr *trial) excepted(subject string) bool {
	for _, e := range tr.Except {
		if e == subject {
			return true
		}
	}
	return false
}

// formulas holds the workbook as written against the paper: what is computed is a formula over other cells with the
// exact value stored beside it, what is given is not.
func (tr *trial) formulas(t testing.TB) {
	t.Helper()
	for _, l := range tr.located {
		c, ok := tr.book.cell(l.Sheet, l.Ref)
		if !ok {
			t.Fatalf("%s: no cell %s!%s for %s", tr.Name, l.Sheet, l.Ref, l.Cell.Name())
		}
		switch computed := l.Cell.Kind() == workpaper.Computed; {
		case computed && !refers(c.formula):
			t.Errorf("%s: %s is the constant %q", tr.Name, l.Cell.Name(), c.formula)
		case !computed && refers(c.formula):
			t.Errorf("%s: the input %s is the formula %q", tr.Name, l.Cell.Name(), c.formula)
		}
		if why := differs(tr.Paper.Value(l.Cell), c, 0); why != "" {
			t.Errorf("%s: %s is stored as %s", tr.Name, l.Cell.Name(), why)
		}
	}
}

// judge holds what LibreOffice computed against each variant.
func (tr *trial) judge(t testing.TB, out [][]byte) {
	t.Helper()
	wrong := 0
	for i, chunk := range tr.chunks() {
		results, err := takeApart(out[i])
		if err != nil {
			t.Fatalf("%s: what LibreOffice wrote: %v", tr.Name, err)
		}
		for n, v := range chunk {
			for k, l := range tr.located {
				if l.Cell.Kind() != workpaper.Computed || tr.excepted(l.Cell.Name()) {
					continue
				}
				got, _ := results.cell(l.Sheet, down(l.Ref, n*tr.height()))
				at := v.located[k]
				why := differs(v.paper.Value(at.Cell), got, at.Off)
				if why == "" {
					continue
				}
				if wrong++; wrong <= 20 {
					t.Errorf("%s, %s: %s: LibreOffice computes %s with %s", tr.Name, v.name, l.Cell.Name(), why, tr.book.formula(l.Sheet, l.Ref))
				}
			}
		}
	}
	if wrong > 20 {
		t.Errorf("%s: %d figures differ in all", tr.Name, wrong)
	}
}

// differs says how a cell of a workbook differs from a value, empty where it does not. A number may be off by twice the
// bound, and by what fifteen digits leave out.
func differs(v workpaper.Value, c cell, off float64) string {
	want := v.Plain(workpaper.Unit{})
	switch v.Kind() {
	case workpaper.NumberKind, workpaper.DayKind:
		got, ok := new(big.Rat).SetString(c.value)
		if c.kind != "" && c.kind != "n" || !ok {
			return fmt.Sprintf("%q (%s) for %s", c.value, c.kind, want)
		}
		if exact := asRat(v); beyond(got, exact, off) {
			return fmt.Sprintf("%s for %s, bound %.3g,", c.value, exact.FloatString(16), off)
		}
		return ""
	case workpaper.TruthKind:
		if c.kind != "b" || (c.value == "1") != v.Truth() {
			return fmt.Sprintf("%q (%s) for %s", c.value, c.kind, want)
		}
		return ""
	case workpaper.UndefinedKind:
		if c.kind != "e" {
			return fmt.Sprintf("%q (%s) for %s", c.value, c.kind, want)
		}
		return ""
	}
	if c.kind != "str" && c.kind != "s" && c.kind != "inlineStr" || c.value != want {
		return fmt.Sprintf("%q (%s) for %q", c.value, c.kind, want)
	}
	return ""
}

func asRat(v workpaper.Value) *big.Rat {
	if v.Kind() == workpaper.DayKind {
		return new(big.Rat).SetInt64(int64(v.Day() - spreadsheetZero))
	}
	return v.Number().Rat()
}

func beyond(got, exact *big.Rat, off float64) bool {
	diff := new(big.Rat).Sub(got, exact)
	bound := new(big.Rat).SetFloat64(2 * off)
	slack := new(big.Rat).Mul(new(big.Rat).Abs(exact), big.NewRat(1, 1e14))
	return diff.Abs(diff).Cmp(bound.Add(bound, slack)) > 0
}
