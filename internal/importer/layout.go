package importer

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Kind says what a table is: a journal or a trial balance.
type Kind string

// The kinds of table.
const (
	KindJournal      Kind = "journal"
	KindTrialBalance Kind = "trial-balance"
)

// layout says which columns a kind of table has and by which headers they go.
type layout struct {
	known    []column          // in the order in which messages list them
	also     map[string]column // by squeezed header
	dims     map[string]string // codes of dimensions by squeezed header
	pass     map[string]bool   // squeezed headers of columns that do not bear on an entry
	keyed    string            // squeezed header of the entry's column that makes an idempotency key, with the layout's name
	code     bool              // the column code stands in for the column entry when there is none
	unnamed  column            // what a first column without header is
	open     bool              // headers that are not known do not bear on an entry
	report   bool              // a printed report: short rows are filled up, and notes may follow the total row
	accounts string            // how account cells are written
}

func newLayout(known []column, also map[column][]string) layout {
	l := layout{known: known, also: map[string]column{}}
	for _, k := range known {
		l.also[squeeze(k.String())] = k
		for _, a := range also[k] {
			l.also[squeeze(a)] = k
		}
	}
	return l
}

// foreign is the layout of another system: it knows our columns, but not by our names.
func foreign(known []column, headers map[column][]string) layout {
	l := layout{known: known, also: map[string]column{}}
	for _, k := range known {
		for _, h := range headers[k] {
			l.also[squeeze(h)] = k
		}
	}
	return l
}

func (l layout) names() string {
	var names []string
	for _, k := range l.known {
		names = append(names, k.String())
	}
	return strings.Join(names, ", ")
}

// knows says that a header is a column of the layout.
func (l layout) knows(header string) bool {
	h := squeeze(header)
	return l.also[h] != 0 || l.dims[h] != ""
}

// The layouts of other systems.
const (
	layoutNetSuite   = "netsuite"
	layoutQuickBooks = "quickbooks"
)

// Layouts are the names of the layouts that a mapping can choose besides Tieout's own.
func Layouts() []string { return []string{layoutNetSuite, layoutQuickBooks} }

// layouts are the layouts of a kind of table by name; the empty name is Tieout's own.
func layouts(k Kind) map[string]layout {
	if k == KindTrialBalance {
		return map[string]layout{"": trialLayout, layoutNetSuite: netsuiteTrial, layoutQuickBooks: quickbooksTrial}
	}
	return map[string]layout{"": journalLayout, layoutNetSuite: netsuiteJournal}
}

// findLayout is the layout of a name.
func findLayout(k Kind, name string) (layout, error) {
	l, ok := layouts(k)[name]
	if !ok {
		return layout{}, mistake{rule: ruleMapping, why: "the layout " + quote(clip(name)) + " has no " + strings.ReplaceAll(string(k), "-", " ") + "; it is one of " + strings.Join(quoted(slices.Sorted(maps.Keys(layouts(k)))[1:]), ", ") + ", or none"}
	}
	return l, nil
}

// everyHeader holds the headers of all layouts, squeezed.
var everyHeader = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, k := range []Kind{KindJournal, KindTrialBalance} {
		for _, l := range layouts(k) {
			for h := range l.also {
				all[h] = true
			}
			for h := range l.dims {
				all[h] = true
			}
		}
	}
	return all
})

// knownHeader says that a header is a column of any layout.
func knownHeader(title string) bool {
	return everyHeader()[squeeze(title)] || strings.HasPrefix(strings.ToLower(title), dimPrefix)
}
