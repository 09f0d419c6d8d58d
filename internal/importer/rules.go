package importer

import (
	"strings"
)

// rules are what holds for the reading of one table: the layout of its source and what its mapping says.
type rules struct {
	layout
	mapping  Mapping
	numbers  numerals
	dates    dateFormat
	negate   bool                         // amounts in signed columns are credit positive
	chosen   bool                         // the way account cells are written was chosen, and is not only the layout's
	values   map[string]map[string]string // what texts mean, by name of the column
	declared map[string]string            // codes of the book's dimensions by lower case
}

// rules makes the rules of a reading; a mapping with something wrong makes none.
func (o Options) rules(k Kind) (*rules, error) {
	if ps := o.Mapping.Check(); len(ps) > 0 {
		return nil, mistake{rule: ruleMapping, why: "the mapping is refused: " + ps[0].Message}
	}
	l, err := findLayout(k, o.Mapping.Layout)
	if err != nil {
		return nil, err
	}
	return o.rulesOf(l), nil
}

// rulesOf are the rules for a layout and a sound mapping.
func (o Options) rulesOf(l layout) *rules {
	m := o.Mapping
	r := &rules{layout: l, mapping: m, numbers: m.numerals(), dates: findDates(m.Dates), negate: m.Positive == credit, declared: map[string]string{}}
	if r.chosen = m.Accounts != ""; r.chosen {
		r.accounts = m.Accounts
	}
	for _, v := range m.Values {
		if r.values == nil {
			r.values = map[string]map[string]string{}
		}
		if r.values[v.Column] == nil {
			r.values[v.Column] = map[string]string{}
		}
		r.values[v.Column][v.From] = v.To
	}
	for _, d := range o.Dimensions {
		r.declared[strings.ToLower(d)] = d
	}
	return r
}

// dimension is the code of a dimension as the book spells it.
func (r *rules) dimension(code string) string {
	if d, ok := r.declared[strings.ToLower(code)]; ok {
		return d
	}
	return code
}

// means is what a text of a column stands for.
func (r *rules) means(name, text string) (string, bool) {
	if r.values == nil {
		return text, false
	}
	to, ok := r.values[name][text]
	if !ok {
		return text, false
	}
	return to, true
}
