package debt

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tieout/check"
	"tieout/fiscal"
	"tieout/workpaper"
)

// Formula is a covenant's ratio or amount over named quantities: numbers, names, + − × ÷ as * and /, parentheses, min(a, b) and max(a, b).
type Formula struct {
	Text string
	root node
}

// node is a part of a formula.
type node struct {
	op    byte // n number, v name, + - * /, m min, M max, _ negation
	num   workpaper.Number
	name  string
	parts []node
}

// ParseFormula reads a formula.
func ParseFormula(text string) (Formula, error) {
	p := parser{text: text}
	n, err := p.sum(0)
	if err == nil {
		if p.skip(); p.at < len(text) {
			err = fmt.Errorf("%q is left over", text[p.at:])
		}
	}
	if err != nil {
		return Formula{}, check.Refuse("formula "+text, "%s", err)
	}
	return Formula{text, n}, nil
}

type parser struct {
	text string
	at   int
}

func (p *parser) skip() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t') {
		p.at++
	}
}

func (p *parser) next(c byte) bool {
	if p.skip(); p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

const deepest = 60

func (p *parser) sum(depth int) (node, error) {
	if depth > deepest {
		return node{}, fmt.Errorf("it is nested too deep")
	}
	n, err := p.product(depth + 1)
	for err == nil {
		var op byte
		switch {
		case p.next('+'):
			op = '+'
		case p.next('-'):
			op = '-'
		default:
			return n, nil
		}
		var m node
		if m, err = p.product(depth + 1); err == nil {
			n = node{op: op, parts: []node{n, m}}
		}
	}
	return n, err
}

func (p *parser) product(depth int) (node, error) {
	n, err := p.factor(depth + 1)
	for err == nil {
		var op byte
		switch {
		case p.next('*'):
			op = '*'
		case p.next('/'):
			op = '/'
		default:
			return n, nil
		}
		var m node
		if m, err = p.factor(depth + 1); err == nil {
			n = node{op: op, parts: []node{n, m}}
		}
	}
	return n, err
}

func isName(c byte, first bool) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || !first && (c >= '0' && c <= '9')
}

func (p *parser) factor(depth int) (node, error) {
	if depth > deepest {
		return node{}, fmt.Errorf("it is nested too deep")
	}
	if p.next('-') {
		n, err := p.factor(depth + 1)
		return node{op: '_', parts: []node{n}}, err
	}
	if p.next('(') {
		n, err := p.sum(depth + 1)
		if err == nil && !p.next(')') {
			err = fmt.Errorf("a parenthesis is not closed")
		}
		return n, err
	}
	start := p.at
	for p.at < len(p.text) && isName(p.text[p.at], p.at == start) {
		p.at++
	}
	if p.at > start {
		name := p.text[start:p.at]
		if (name == "min" || name == "max") && p.next('(') {
			return p.extreme(name, depth)
		}
		return node{op: 'v', name: name}, nil
	}
	for p.at < len(p.text) && (p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == '.') {
		p.at++
	}
	if p.at == start {
		if p.at >= len(p.text) {
			return node{}, fmt.Errorf("it ends where a name or a number is expected")
		}
		return node{}, fmt.Errorf("%q is no name and no number", p.text[p.at:p.at+1])
	}
	num, err := workpaper.Parse(p.text[start:p.at])
	return node{op: 'n', num: num}, err
}

func (p *parser) extreme(name string, depth int) (node, error) {
	n := node{op: map[string]byte{"min": 'm', "max": 'M'}[name]}
	for {
		x, err := p.sum(depth + 1)
		if err != nil {
			return n, err
		}
		n.parts = append(n.parts, x)
		if p.next(')') {
			return n, nil
		}
		if !p.next(',') {
			return n, fmt.Errorf("%s is not closed", name)
		}
	}
}

// Names are the quantities that the formula names, in order of first use.
func (f Formula) Names() (out []string) {
	var walk func(node)
	walk = func(n node) {
		if n.op == 'v' && !slices.Contains(out, n.name) {
			out = append(out, n.name)
		}
		for _, x := range n.parts {
			walk(x)
		}
	}
	walk(f.root)
	return out
}

// over writes the formula over cells of a paper.
func (n node) over(get func(string) workpaper.Num) workpaper.Num {
	switch n.op {
	case 'n':
		return workpaper.Lit(n.num)
	case 'v':
		return get(n.name)
	case '_':
		return n.parts[0].over(get).Neg()
	}
	a := n.parts[0].over(get)
	if n.op == 'm' || n.op == 'M' {
		terms := []workpaper.Term{a}
		for _, x := range n.parts[1:] {
			terms = append(terms, x.over(get))
		}
		if n.op == 'm' {
			return workpaper.Least(terms...)
		}
		return workpaper.Greatest(terms...)
	}
	b := n.parts[1].over(get)
	switch n.op {
	case '+':
		return a.Plus(b)
	case '-':
		return a.Minus(b)
	case '*':
		return a.Times(b)
	}
	return a.Over(b)
}

// Quantity is a named amount that formulas use: given, or defined by a formula over others.
type Quantity struct {
	Name    string
	Amount  *workpaper.Number
	Formula *Formula
	Source  string
}

// Step is a limit from a day on.
type Step struct {
	From  fiscal.Date
	Limit workpaper.Number
}

// Covenant is a promise over a formula: at most, or at least, a limit that may change by date.
type Covenant struct {
	Name    string
	Formula Formula
	AtMost  bool
	Steps   []Step
	Cure    int // days after the test to cure
	Places  int // decimals of the ratio as the certificate shows it
	Money   bool
}

// limit is the limit of a day.
func (c Covenant) limit(at fiscal.Date) (n workpaper.Number, ok bool) {
	var from fiscal.Date
	for _, s := range c.Steps {
		if (s.From <= at || at == 0) && (!ok || s.From >= from) {
			n, from, ok = s.Limit, s.From, true
		}
	}
	return n, ok
}

// Tested is one covenant on one day. Headroom is how far the ratio is on the right side, negative where it is not. Room is by how much each
// quantity may move alone until the limit is met: what it may fall or rise by, towards the bad side.
type Tested struct {
	Name            string
	At              fiscal.Date
	Value, Limit    workpaper.Number
	Undefined       bool // divided by nil
	Met             bool
	Headroom        workpaper.Number
	HeadroomPercent workpaper.Number
	Room            []Room
}

// Room is how much one quantity may move.
type Room struct {
	Name   string
	Now    workpaper.Number
	Breaks workpaper.Number // value at which the limit is just met
	Move   workpaper.Number // Breaks less Now
}

// Certificate is covenants tested on a day.
type Certificate struct {
	Name, Unit string
	At         fiscal.Date
	Quantities []Quantity
	Covenants  []Covenant
}

// CertificateResult is the outcome with its work.
type CertificateResult struct {
	Values []Quantity // all quantities with their amounts
	Tests  []Tested
	AllMet bool
	Paper  *workpaper.Paper
}

// Compute works the quantities out in the order in which they are given and tests the covenants. A formula that names what is not there is
// refused by name.
func (c Certificate) Compute() (r CertificateResult, err error) {
	about := cmp.Or(c.Name, "covenants")
	p := workpaper.New(workpaper.Head{Title: "Covenant compliance", Entity: c.Name, Period: dateWords(c.At), Purpose: "Whether each covenant was met, and by how much"})
	r.Paper, r.AllMet = p, true
	usd := workpaper.Unit{Name: cmp.Or(c.Unit, "USD"), Places: 2}
	s := p.Section("Quantities")
	cells := map[string]workpaper.Num{}
	exact := map[string]workpaper.Number{}
	for _, q := range c.Quantities {
		if _, twice := cells[q.Name]; twice {
			return r, check.Refuse(about, "%s is given twice", q.Name)
		}
		switch {
		case q.Amount != nil:
			cells[q.Name] = s.Input(q.Name, usd, *q.Amount, workpaper.Source(cmp.Or(q.Source, "given")))
		case q.Formula != nil:
			if err := c.names(about+", "+q.Name, *q.Formula, cells); err != nil {
				return r, err
			}
			n := q.Formula.root.over(func(name string) workpaper.Num { return cells[name] })
			if !n.Defined() || len(q.Formula.Names()) == 0 {
				return r, check.Refuse(about+", "+q.Name, "%s has no value: something is divided by nil, or it names no quantity", q.Formula.Text)
			}
			cells[q.Name] = s.Step(q.Name, usd, n, workpaper.Remark(q.Formula.Text))
		default:
			return r, check.Refuse(about, "%s has no amount and no formula", q.Name)
		}
		n := cells[q.Name].Number()
		exact[q.Name] = n
		r.Values = append(r.Values, Quantity{Name: q.Name, Amount: &n, Source: q.Source})
	}
	t := p.Section("Tests")
	for _, x := range c.Covenants {
		if err := c.test(&r, t, x, cells, exact, about); err != nil {
			return r, err
		}
	}
	return r, nil
}

func dateWords(d fiscal.Date) string {
	if d == 0 {
		return ""
	}
	return d.Long()
}

func (c Certificate) names(about string, f Formula, cells map[string]workpaper.Num) error {
	for _, name := range f.Names() {
		if _, ok := cells[name]; !ok {
			var have []string
			for _, q := range c.Quantities {
				have = append(have, q.Name)
			}
			return check.Refuse(about, "its formula %s names %q, which is no quantity before it and no account; there are %s", f.Text, name, strings.Join(have, ", "))
		}
	}
	return nil
}

// test is one covenant on the day.
func (c Certificate) test(r *CertificateResult, s *workpaper.Section, x Covenant, cells map[string]workpaper.Num, exact map[string]workpaper.Number, about string) error {
	if err := c.names(about+", "+x.Name, x.Formula, cells); err != nil {
		return err
	}
	if len(x.Formula.Names()) == 0 {
		return check.Refuse(about+", "+x.Name, "its formula %s names no quantity", x.Formula.Text)
	}
	limit, ok := x.limit(c.At)
	if !ok {
		return check.Refuse(about+", "+x.Name, "it has no limit on %s; its steps begin later", c.At)
	}
	n := x.Formula.root.over(func(name string) workpaper.Num { return cells[name] })
	out := Tested{Name: x.Name, At: c.At, Limit: limit}
	unit := workpaper.NoUnit.To(max(x.Places, 2))
	if !n.Defined() {
		out.Undefined = true
		r.AllMet = false
		s.Note(x.Name + ": " + x.Formula.Text + " has no value, since it is divided by nil; the covenant cannot be said to be met.")
		r.Tests = append(r.Tests, out)
		return nil
	}
	value := s.Step(x.Name, unit, n, workpaper.Remark(x.Formula.Text))
	bound := s.Input(x.Name+", limit", unit, limit)
	head := value.Minus(bound)
	if x.AtMost {
		head = bound.Minus(value)
	}
	room := s.Step(x.Name+", headroom", unit, head)
	s.Test(x.Name+" is met", room.AtLeast(workpaper.Int(0)))
	out.Value, out.Headroom = value.Number(), room.Number()
	if limit.Sign() != 0 {
		out.HeadroomPercent = out.Headroom.Quo(limit.Abs()).Mul(workpaper.Whole(100))
	}
	out.Met = out.Headroom.Sign() >= 0
	r.AllMet = r.AllMet && out.Met
	out.Room = x.room(exact, limit)
	r.Tests = append(r.Tests, out)
	return nil
}

// value evaluates a part of a formula; false where it is divided by nil.
func (n node) value(at map[string]workpaper.Number) (workpaper.Number, bool) {
	switch n.op {
	case 'n':
		return n.num, true
	case 'v':
		return at[n.name], true
	}
	var xs []workpaper.Number
	for _, p := range n.parts {
		x, ok := p.value(at)
		if !ok {
			return x, false
		}
		xs = append(xs, x)
	}
	out := xs[0]
	switch n.op {
	case '_':
		return out.Neg(), true
	case '/':
		if xs[1].Sign() == 0 {
			return out, false
		}
		return out.Quo(xs[1]), true
	case '+':
		return out.Add(xs[1]), true
	case '-':
		return out.Sub(xs[1]), true
	case '*':
		return out.Mul(xs[1]), true
	}
	for _, x := range xs[1:] {
		if n.op == 'm' && x.Cmp(out) < 0 || n.op == 'M' && x.Cmp(out) > 0 {
			out = x
		}
	}
	return out, true
}

// room finds, for every quantity that the covenant names, the value at which the limit is just met: above and below the stroke both are taken
// to be straight in it, which is checked.
func (x Covenant) room(exact map[string]workpaper.Number, limit workpaper.Number) (out []Room) {
	above, below := x.Formula.root, node{op: 'n', num: unit}
	if above.op == '/' {
		above, below = above.parts[0], above.parts[1]
	}
	gap := func(at map[string]workpaper.Number) (workpaper.Number, bool) {
		a, ok1 := above.value(at)
		b, ok2 := below.value(at)
		return a.Sub(limit.Mul(b)), ok1 && ok2
	}
	for _, name := range x.Formula.Names() {
		at := map[string]workpaper.Number{}
		for k, v := range exact {
			at[k] = v
		}
		now := exact[name]
		g0, ok0 := gap(at)
		at[name] = now.Add(unit)
		g1, ok1 := gap(at)
		slope := g1.Sub(g0)
		if !ok0 || !ok1 || slope.Sign() == 0 {
			continue
		}
		breaks := now.Sub(g0.Quo(slope))
		at[name] = breaks
		if g, ok := gap(at); !ok || g.Sign() != 0 {
			continue
		}
		out = append(out, Room{name, now, breaks, breaks.Sub(now)})
	}
	return out
}
