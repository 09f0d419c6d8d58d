// Package lazy compiles regular expressions when they are first used, so that a program that does not need them
// starts without that cost.
package lazy

import (
	"regexp"
	"sync"
)

// Form is a regular expression that must compile. It is safe for concurrent use.
type Form struct{ get func() *regexp.Regexp }

// New is the form of an expression.
func New(expr string) Form {
	return Form{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

// Match says whether the text fits.
func (f Form) Match(s string) bool { return f.get().MatchString(s) }

// Parts are the text that fits and its groups, nil when it does not fit.
func (f Form) Parts(s string) []string { return f.get().FindStringSubmatch(s) }

// Regexp is the compiled expression.
func (f Form) Regexp() *regexp.Regexp { return f.get() }

// String is the expression.
func (f Form) String() string { return f.get().String() }
