package inventory

import (
	"strings"

	"tieout/fiscal"
)

func day(s string) fiscal.Date { return fiscal.MustParse(s) }

func contains(s, part string) bool { return strings.Contains(s, part) }
