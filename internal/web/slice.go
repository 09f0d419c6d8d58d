package web

import (
	"slices"
	"strings"

	"tieout/internal/app"
)

// sliced are the pages that show a part of an entity by a dimension.
var sliced = []string{"/general-ledger", "/register", "/flux/income", "/lists/journal"}

// choice is what a list offers and which of it is chosen.
type choice struct {
	Value, Label string
	Chosen       bool
}

// chooseSlice looks at the part of the books that the address asks for, as plant=Jamestown, on pages that can show it.
func (c *call) chooseSlice() error {
	if !slices.ContainsFunc(sliced, func(p string) bool { return strings.HasPrefix(c.r.URL.Path, p) }) {
		return nil
	}
	all, err := c.view.Slices(c.Period.End)
	if err != nil || len(all) == 0 {
		return err
	}
	text := c.query.Get("slice")
	c.slices = []choice{{"", "all", text == ""}}
	for _, x := range all {
		c.slices = append(c.slices, choice{x.Dimension + "=" + x.Value, x.String(), text == x.Dimension+"="+x.Value})
	}
	if text == "" {
		return nil
	}
	code, value, _ := strings.Cut(text, "=")
	if m := mistakeIn(c.view.Look(app.Slice{Dimension: code, Value: value})); m != "" {
		return bad(m, "Choose one above the table.")
	}
	c.carried = append(c.carried, "slice", text)
	return nil
}

// formPairs are what a form with a choice of slices sends on beside it.
func (c *call) formPairs() []pair {
	return slices.DeleteFunc(c.carriedPairs(), func(p pair) bool { return p.Key == "slice" })
}

// only says in a sentence which part is looked at.
func (c *call) only() string {
	if x, ok := c.view.Sliced(); ok {
		return " Only lines with " + x.String() + "."
	}
	return ""
}
