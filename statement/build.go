package statement

import (
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/ledger"
	"tieout/xbrl"
)

// Build fills a layout with the columns. Accounts find their line by element, else by type and section; an account
// that finds none by element is shown all the same, under the rest of its section, and is a finding.
func Build(l Layout, c *ledger.Chart, columns []Column) (Statement, []check.Finding) {
	b := &layoutBuilder{chart: c, columns: columns, taken: map[string][]string{}, rests: map[string][]Item{}, statement: Statement{ID: l.ID, Title: l.Title, Columns: columns}}
	items := b.assign(l)
	for i := range items {
		b.emit(items[i], "", 0)
	}
	b.distinct()
	b.leftOver(l)
	return b.statement, b.found
}

type layoutBuilder struct {
	chart     *ledger.Chart
	columns   []Column
	taken     map[string][]string // line id to account codes
	rests     map[string][]Item   // group id to lines made for accounts without a line
	statement Statement
	found     []check.Finding
	placed    map[string]bool
}

// assign decides the line of every account that has an amount in some column.
func (b *layoutBuilder) assign(l Layout) []Item {
	byConcept := map[string]string{}
	var groups []Item
	walk(l.Items, func(i Item) {
		if len(i.Items) == 0 {
			for _, c := range append([]string{i.Concept}, i.Concepts...) {
				if _, ok := byConcept[c]; !ok {
					byConcept[c] = i.ID
				}
			}
		}
		if i.Rest != nil {
			groups = append(groups, i)
		}
	})
	b.placed = map[string]bool{}
	retained := b.chart.Retained()
	for _, a := range b.accounts() {
		if l.Instant && a.Type.Income() {
			b.take("retained-earnings", a)
			continue
		}
		if l.Instant && a.Concept == "" && a.Code == retained.Code { // known by its name: the year's result joins it
			b.untagged(a, "Retained earnings")
			b.take("retained-earnings", a)
			continue
		}
		if !l.Instant && !a.Type.Income() {
			continue
		}
		if id, ok := byConcept[a.Concept]; ok && a.Concept != "" {
			b.take(id, a)
			continue
		}
		b.rest(groups, a, byConcept)
	}
	return l.Items
}

func walk(items []Item, fn func(Item)) {
	for _, i := range items {
		fn(i)
		walk(i.Items, fn)
	}
}

func (b *layoutBuilder) take(id string, a ledger.Account) {
	b.taken[id] = append(b.taken[id], a.Code)
	b.placed[a.Code] = true
}

// accounts are those with an amount in some column, in order of the chart, the virtual one last.
func (b *layoutBuilder) accounts() []ledger.Account {
	has := map[string]bool{}
	for _, col := range b.columns {
		for _, r := range col.TB.Rows {
			has[r.Account] = true
		}
	}
	var out []ledger.Account
	for _, a := range b.chart.Accounts() {
		if has[a.Code] {
			out = append(out, a)
		}
	}
	if v := b.chart.Retained(); v.ID == 0 && has[v.Code] {
		out = append(out, v)
	}
	return out
}

// rest makes a line for an account without one: under its own element, or the element for what is left.
func (b *layoutBuilder) rest(groups []Item, a ledger.Account, byConcept map[string]string) {
	section := SectionOf(a)
	for _, g := range groups {
		if g.Rest.Type != a.Type || g.Rest.Section != "" && g.Rest.Section != section {
			continue
		}
		i := Item{ID: g.ID + "." + a.Concept, Label: xbrl.Humanise(local(a.Concept)), Concept: a.Concept, Show: g.Show}
		if a.Concept == "" || a.Concept == g.Rest.Concept {
			i = Item{ID: g.ID + ".rest", Label: g.Rest.Label, Concept: g.Rest.Concept, Show: g.Show}
		}
		if a.Concept == "" {
			b.untagged(a, g.Rest.Label)
		}
		if id, ok := byConcept[i.Concept]; ok { // the layout has a line for what is left
			b.take(id, a)
			return
		}
		if !slices.ContainsFunc(b.rests[g.ID], func(x Item) bool { return x.ID == i.ID }) {
			b.rests[g.ID] = append(b.rests[g.ID], i)
		}
		b.take(i.ID, a)
		return
	}
}

func (b *layoutBuilder) untagged(a ledger.Account, caption string) {
	b.find("account-untagged", check.Open, "account "+a.Label(), "it has no us-gaap element and is shown under %q; give it one in the column concept", caption)
}

func (b *layoutBuilder) find(rule string, s check.Severity, subject, format string, args ...any) {
	b.found = append(b.found, check.Finding{Rule: rule, Severity: s, Subject: subject, Message: fmt.Sprintf(format, args...)})
}

// SectionOf is the section of a balance-sheet account: as given, else as its element says, else current.
func SectionOf(a ledger.Account) ledger.Section {
	if a.Section != "" {
		return a.Section
	}
	c := a.Concept
	switch {
	case strings.Contains(c, "Noncurrent"), strings.Contains(c, "LongTerm") && !strings.Contains(c, "Current"), strings.Contains(c, "PropertyPlant"),
		strings.Contains(c, "Goodwill"), strings.Contains(c, "Intangible"), strings.Contains(c, "RightOfUse"):
		return ledger.Noncurrent
	}
	return ledger.Current
}

// emit adds the rows of an item and returns the figures of its line or total; nothing when it has none to show.
func (b *layoutBuilder) emit(i Item, parent string, level int) []Figure {
	if len(i.Items) == 0 && i.Rest == nil {
		return b.emitLine(i, parent, level)
	}
	items := append(slices.Clone(i.Items), b.rests[i.ID]...)
	start := len(b.statement.Rows)
	if i.ID == "other-assets" || i.Label == "" { // a group without a total of its own
		var all []Figure
		for _, child := range items {
			all = b.add(all, b.emit(child, parent, level))
		}
		return all
	}
	if i.Heading != "" {
		b.statement.Rows = append(b.statement.Rows, Row{ID: i.ID + "-heading", Label: i.Heading, Kind: HeadingRow, Level: level, Parent: parent})
	}
	var sum []Figure
	var of []string
	inner := level
	if i.Heading != "" { // what stands under a heading stands in from it
		inner++
	}
	for _, child := range items {
		if fs := b.emit(child, i.ID, inner); fs != nil {
			sum = b.add(sum, fs)
		}
	}
	for _, r := range b.statement.Rows[start:] {
		if r.Parent == i.ID && r.Kind != HeadingRow {
			of = append(of, r.ID)
		}
	}
	return b.emitTotal(i, parent, level, start, sum, of)
}

func (b *layoutBuilder) emitTotal(i Item, parent string, level, start int, sum []Figure, of []string) []Figure {
	if sum == nil && !i.Always {
		b.statement.Rows = b.statement.Rows[:start]
		return nil
	}
	if i.Collapse && len(of) == 1 {
		b.collapse(start, i, parent)
		return sum
	}
	if sum == nil {
		sum = b.nils()
	}
	for n := range sum {
		sum[n].Row, sum[n].Of, sum[n].Sources, sum[n].Citation = i.ID, of, nil, ""
	}
	b.statement.Rows = append(b.statement.Rows, Row{ID: i.ID, Label: i.Label, Concept: i.Concept, Kind: TotalRow, Level: level, Show: i.Show, Sign: i.Sign,
		Flip: i.Flip, Double: i.Double, Parent: parent, Figures: slices.Clone(sum)})
	return sum
}

// collapse takes away the heading and the level of a group that has one line.
func (b *layoutBuilder) collapse(start int, i Item, parent string) {
	rows := b.statement.Rows[:start]
	for _, r := range b.statement.Rows[start:] {
		if r.ID == i.ID+"-heading" {
			continue
		}
		if r.Parent == i.ID {
			r.Parent = parent
		}
		if i.Heading != "" {
			r.Level = max(r.Level-1, 0)
		}
		rows = append(rows, r)
	}
	b.statement.Rows = rows
}

func (b *layoutBuilder) emitLine(i Item, parent string, level int) []Figure {
	accounts := b.taken[i.ID]
	if len(accounts) == 0 && !i.Always {
		return nil
	}
	figures := make([]Figure, len(b.columns))
	some := i.Always
	for n, col := range b.columns {
		figures[n] = figure(i.ID, col, accounts)
		some = some || figures[n].Amount != 0
	}
	if !some {
		return nil
	}
	r := Row{ID: i.ID, Label: i.Label, Concept: i.Concept, Kind: LineRow, Level: level, Show: i.Show, Sign: i.Sign, Flip: i.Flip, Less: i.Less, Double: i.Double, Parent: parent, Figures: figures}
	if i.Own {
		r.Concept = b.shared(accounts, i.Concept)
	}
	b.statement.Rows = append(b.statement.Rows, r)
	return figures
}

// shared is the element that all accounts have in common, else the line's own.
func (b *layoutBuilder) shared(accounts []string, otherwise string) string {
	concept := ""
	for _, code := range accounts {
		a, _ := b.chart.Account(code)
		if concept != "" && a.Concept != concept {
			return otherwise
		}
		concept = a.Concept
	}
	if concept == "" {
		return otherwise
	}
	return concept
}

// figure adds up the accounts of a line in one column.
func figure(row string, col Column, accounts []string) Figure {
	f := Figure{Row: row, Column: col.Key, Absent: col.Absent != ""}
	if f.Absent {
		return f
	}
	for _, r := range col.TB.Rows {
		if !slices.Contains(accounts, r.Account) {
			continue
		}
		basis := r.Dims.Get(ledger.BasisDimension)
		f.Amount += r.Amount
		f.Synthetic = f.Synthetic || basis == ledger.Synthetic
		f.Difference = f.Difference || basis == ledger.ByDifference
		f.Sources = addSource(f.Sources, r.Account, r.Amount, basis)
	}
	if col.Agreed != nil && len(f.Sources) > 0 {
		if cite, ok := col.Agreed(accountsOf(f.Sources)); ok {
			f.Citation, f.Synthetic = cite, false
		}
	}
	return f
}

func addSource(ss []Source, account string, amount int64, basis string) []Source {
	for i := range ss {
		if ss[i].Account == account && ss[i].Basis == basis {
			ss[i].Amount += amount
			return ss
		}
	}
	return append(ss, Source{account, amount, basis})
}

func accountsOf(ss []Source) []string {
	var out []string
	for _, s := range ss {
		if !slices.Contains(out, s.Account) {
			out = append(out, s.Account)
		}
	}
	return out
}

func (b *layoutBuilder) nils() []Figure {
	fs := make([]Figure, len(b.columns))
	for n, col := range b.columns {
		fs[n] = Figure{Column: col.Key, Absent: col.Absent != ""}
	}
	return fs
}

// add sums two rows of figures, column by column.
func (b *layoutBuilder) add(x, y []Figure) []Figure {
	if x == nil {
		return slices.Clone(y)
	}
	for n := range y {
		x[n].Amount += y[n].Amount
		x[n].Synthetic = x[n].Synthetic || y[n].Synthetic
		x[n].Difference = x[n].Difference || y[n].Difference
		x[n].Absent = x[n].Absent || y[n].Absent
	}
	return x
}

// distinct gives a line an element of its own where a total, or an earlier line, has the one it would bear: one
// element over one period is one fact and cannot have two values.
func (b *layoutBuilder) distinct() {
	owner := map[string]int{}
	for i, r := range b.statement.Rows {
		if r.Kind == HeadingRow {
			continue
		}
		if first, twice := owner[r.Concept]; !twice || r.Kind == TotalRow && b.statement.Rows[first].Kind == LineRow {
			owner[r.Concept] = i
		}
	}
	for i, r := range b.statement.Rows {
		first := b.statement.Rows[owner[r.Concept]]
		if r.Kind == HeadingRow || owner[r.Concept] == i {
			continue
		}
		group, _, _ := strings.Cut(r.ID, ".")
		b.statement.Rows[i].Concept = "ext:" + local(r.Concept) + camel(group)
		b.find("element-twice", check.Note, r.Label, "%q bears %s already; this line is tagged with an element of the company's own", first.Label, r.Concept)
	}
}

// leftOver reports accounts that no item took, and balances of accounts that the chart does not have: never silent.
func (b *layoutBuilder) leftOver(l Layout) {
	for _, code := range b.strangers() {
		b.find("account-unplaced", check.Stop, "account "+code, "it has a balance and is not in the chart of accounts")
	}
	for _, a := range b.accounts() {
		if (l.Instant || a.Type.Income()) && !b.placed[a.Code] {
			b.find("account-unplaced", check.Stop, "account "+a.Label(), "no caption of %s takes it", l.ID)
		}
	}
}

// strangers are accounts with an amount that the chart does not know.
func (b *layoutBuilder) strangers() []string {
	var out []string
	for _, col := range b.columns {
		for _, r := range col.TB.Rows {
			_, ok := b.chart.Account(r.Account)
			if !ok && r.Amount != 0 && r.Account != b.chart.Retained().Code && !slices.Contains(out, r.Account) {
				out = append(out, r.Account)
			}
		}
	}
	return out
}

// local is the name of an element without its prefix.
func local(concept string) string { _, name := xbrl.Split(concept); return name }
