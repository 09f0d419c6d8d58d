package exporter

import (
	"fmt"
	"strings"

	"tieout/check"
)

// Rules of the refusals of workbooks that come back.
const (
	RuleFile    = "workbook-file"    // the file is no workbook that can be read
	RuleStamp   = "workbook-stamp"   // the stamp block is missing or altered, or says that it was made from something else
	RuleColumns = "workbook-columns" // the head of the table is not as it was
	RuleKey     = "workbook-key"     // a row cannot be told from another
	RuleValue   = "workbook-value"   // a cell cannot be read as what its column holds
	RuleFixed   = "workbook-fixed"   // a cell was changed that may not be
)

// Refusal is one thing for which a workbook that comes back is not taken. Its Subject is the cell, as "Trial
// balance!F12", or the sheet; its Message says what is wrong and the way out.
type Refusal struct {
	check.Finding
	Row, Column string // keys, where the refusal is of a cell of the table
}

// Error is the subject and what is wrong with it.
func (r Refusal) Error() string {
	if r.Subject == "" {
		return r.Message
	}
	return r.Subject + ": " + r.Message
}

// Refusals are all that is wrong with a workbook, at most a hundred. A workbook that has any is not taken in part.
type Refusals []Refusal

// Error lists the first twenty, a line each.
func (rs Refusals) Error() string {
	var b strings.Builder
	for i, r := range rs {
		if i == 20 {
			fmt.Fprintf(&b, "\n… and %d more", len(rs)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(r.Error())
	}
	return b.String()
}

// maxRefusals bounds what is collected.
const maxRefusals = 100

// refuse is one refusal as an error.
func refuse(rule, subject, format string, args ...any) error {
	return Refusals{refusal(rule, subject, format, args...)}
}

func refusal(rule, subject, format string, args ...any) Refusal {
	return Refusal{Finding: check.Finding{Rule: rule, Severity: check.Stop, Subject: subject, Message: fmt.Sprintf(format, args...)}}
}

// shown is a text in a message: in quotes, what is invisible spelt out, and short.
func shown(s string) string {
	const most = 60
	r := []rune(s)
	if len(r) > most {
		return fmt.Sprintf("%q…", string(r[:most]))
	}
	return fmt.Sprintf("%q", s)
}
