package workpaper

import (
	"slices"

	"tieout/check"
	"tieout/fiscal"
)

// Section is a block of named steps and notes, one under the other.
type Section struct {
	p     *Paper
	title string
	slug  string
	lines []Line
	slugs slugs
	named map[string]bool
}

// Line is a step or a note.
type Line struct {
	Cell *Cell
	Note string
}

// Title is the heading, which may be empty.
func (s *Section) Title() string { return s.title }

// Lines are the steps and notes in order.
func (s *Section) Lines() []Line { return slices.Clone(s.lines) }

// Note adds a sentence for the reader.
func (s *Section) Note(text string) { s.lines = append(s.lines, Line{Note: text}) }

// Input adds a number that was given.
func (s *Section) Input(name string, u Unit, n Number, opts ...Option) Num {
	return Num{s.given(Input, name, u, NumberValue(n), opts)}
}

// InputDay adds a date that was given.
func (s *Section) InputDay(name string, d fiscal.Date, opts ...Option) Day {
	return Day{s.given(Input, name, NoUnit, DayValue(d), opts)}
}

// InputTruth adds a yes or no that was given.
func (s *Section) InputTruth(name string, yes bool, opts ...Option) Cond {
	return Cond{s.given(Input, name, NoUnit, TruthValue(yes), opts)}
}

// Solved adds a number that was found by search outside the paper, such as an effective rate. Prove it with Check.
func (s *Section) Solved(name string, u Unit, n Number, opts ...Option) Num {
	return Num{s.given(Solved, name, u, NumberValue(n), opts)}
}

// Text adds information that nothing is computed from.
func (s *Section) Text(name, text string, opts ...Option) {
	s.given(Label, name, NoUnit, TextValue(text), opts)
}

// Step adds a number computed by a formula and gives the cell to compute on from. It panics on a formula that depends
// on no cell and on one that uses cells of another paper.
func (s *Section) Step(name string, u Unit, n Num, opts ...Option) Num {
	return Num{s.p.computed(s.cell(name, u, opts), n.expr)}
}

// StepDay adds a computed date.
func (s *Section) StepDay(name string, d Day, opts ...Option) Day {
	return Day{s.p.computed(s.cell(name, NoUnit, opts), d.expr)}
}

// Test adds a condition.
func (s *Section) Test(name string, c Cond, opts ...Option) Cond {
	return Cond{s.p.computed(s.cell(name, NoUnit, opts), c.expr)}
}

// Verdict adds computed words.
func (s *Section) Verdict(name string, w Words, opts ...Option) Words {
	return Words{s.p.computed(s.cell(name, NoUnit, opts), w.expr)}
}

// Check adds a condition that should hold and raises the finding where it does not. A finding without subject is about
// the check's name; one without citation has the check's.
func (s *Section) Check(name string, c Cond, f check.Finding, opts ...Option) Cond {
	tested := s.Test(name, c, opts...)
	if tested.v.kind == TruthKind && tested.v.truth {
		return tested
	}
	if f.Subject == "" {
		f.Subject = name
	}
	if f.Cite == "" {
		f.Cite = tested.f.Cell.Cite()
	}
	s.p.Raise(f, tested)
	return tested
}

func (s *Section) given(k CellKind, name string, u Unit, v Value, opts []Option) expr {
	c := s.cell(name, u, opts)
	c.kind = k
	return s.p.add(c, v)
}

func (s *Section) cell(name string, u Unit, opts []Option) *Cell {
	d := &details{name: name, unit: u, slug: s.slugs.unique(name, "step"), notes: noted(opts)}
	if s.named == nil {
		s.named = map[string]bool{}
	}
	s.named[name] = true
	c := &Cell{section: s, row: len(s.lines), d: d}
	s.lines = append(s.lines, Line{Cell: c})
	return c
}
