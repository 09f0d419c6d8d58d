package pension

import (
	"fmt"

	"tieout/check"
)

type finding = check.Finding

func open(rule, subject, cite, format string, args ...any) finding {
	return finding{Rule: rule, Severity: check.Open, Subject: subject, Cite: cite, Message: fmt.Sprintf(format, args...)}
}
