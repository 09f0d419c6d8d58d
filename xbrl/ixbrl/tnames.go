package ixbrl

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

// names are the SEC's transformations of names into codes: list, code and regular expression, from the source of its
// transformation plug-in, a work of the United States government in the public domain (17 U.S.C. 105).
//
//go:embed names.tsv
var names string

type named struct {
	form *regexp.Regexp
	code string
}

// nameRule looks a name up in a list; the first that fits counts. Lists are compiled when first used.
func nameRule(list string) rule {
	compiled := sync.OnceValue(func() []named { return compile(list) })
	return func(s string) (string, string) {
		for _, n := range compiled() {
			if n.form.MatchString(s) {
				return n.code, ""
			}
		}
		return "", "the name is not in the list"
	}
}

func compile(list string) []named {
	var out []named
	for _, line := range strings.Split(strings.TrimSpace(names), "\n") {
		f := strings.Split(line, "\t")
		if f[0] == list {
			form := strings.ReplaceAll(f[2], `\s`, blank)
			out = append(out, named{regexp.MustCompile(`^(?:` + form + `)$`), f[1]})
		}
	}
	return out
}
