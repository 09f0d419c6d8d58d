// Package check is the one shape for everything that can be wrong: rules raise findings, people record waivers.
// A finding is not an error: a check returns all of them and its caller decides what they stop.
package check

import (
	"fmt"

	"tieout/fiscal"
)

// Severity says what a finding stops.
type Severity uint8

const (
	// Note is for the reader; nothing is wrong.
	Note Severity = iota + 1
	// Open must be answered before a figure may be called proven or a report filed.
	Open
	// Stop is a mistake: what carries it is refused.
	Stop
)

func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Open:
		return "open"
	case Stop:
		return "stop"
	}
	return fmt.Sprintf("severity %d", uint8(s))
}

// MarshalText writes the word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Finding is one thing that a rule saw: what it is about, what is wrong with the amounts, and the way out.
type Finding struct {
	Rule     string   `json:"rule"` // stable id, such as "cashflow-gross"
	Severity Severity `json:"severity"`
	Subject  string   `json:"subject"` // the account, caption, entry, row or file it is about
	Message  string   `json:"message"` // what is wrong, the amounts, and what to do
	Cite     string   `json:"cite,omitempty"`
}

func (f Finding) String() string {
	s := f.Severity.String() + " " + f.Rule + ": "
	if f.Subject != "" {
		s += f.Subject + ": "
	}
	return s + f.Message
}

// Waiver is a recorded decision to let a finding stand: who, why and until when.
type Waiver struct {
	Rule, Subject, By, Why string
	Until                  fiscal.Date
}

// Span is the time in which a rule, form or standard is in force; a zero end is open.
type Span struct{ Since, Until fiscal.Date }

// Holds says whether the rule is in force on a day.
func (s Span) Holds(d fiscal.Date) bool {
	return d >= s.Since && (s.Until == 0 || d <= s.Until)
}

// Worst is the highest severity among findings, 0 when there are none.
func Worst(fs []Finding) Severity {
	var w Severity
	for _, f := range fs {
		w = max(w, f.Severity)
	}
	return w
}

// Mistake is an input from which nothing can be computed: what it is about, and why with the way out.
type Mistake struct{ Subject, Why string }

func (m Mistake) Error() string { return m.Subject + ": " + m.Why }

// Refuse is the mistake of a subject, its reason formatted as by fmt.Sprintf.
func Refuse(subject, format string, args ...any) error {
	return Mistake{subject, fmt.Sprintf(format, args...)}
}
