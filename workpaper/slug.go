package workpaper

import (
	"strconv"
	"strings"
)

// Slug is a title in lower-case ASCII letters and digits with hyphens between: a name for links and ids.
func Slug(title string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(title) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// slugs are the names that are taken.
type slugs map[string]bool

// unique is the slug of a title with a number behind it where the slug is taken.
func (taken *slugs) unique(title, otherwise string) string {
	if *taken == nil {
		*taken = slugs{}
	}
	base := Slug(title)
	if base == "" {
		base = otherwise
	}
	s := base
	for n := 2; (*taken)[s]; n++ {
		s = base + "-" + strconv.Itoa(n)
	}
	(*taken)[s] = true
	return s
}
