package workpaper

// Cond is a condition: a comparison, or several joined.
type Cond struct{ expr }

// Holds is yes or no. It panics where the condition is undefined.
func (c Cond) Holds() bool { return c.v.Truth() }

// Not is the opposite.
func (c Cond) Not() Cond { return Cond{make1(OpNot, c.expr)} }

// And holds where all conditions do.
func And(of ...Cond) Cond { return joined(OpAnd, of) }

// Or holds where at least one condition does.
func Or(of ...Cond) Cond { return joined(OpOr, of) }

func joined(op Op, of []Cond) Cond {
	if len(of) == 0 {
		panic("workpaper: no condition to join")
	}
	args := make([]expr, len(of))
	for i, c := range of {
		args[i] = c.expr
	}
	return Cond{compute(&Formula{Op: op}, args...)}
}

// Words is a text that depends on figures, such as a verdict.
type Words struct{ expr }

// Say is a text that stands in a formula itself.
func Say(text string) Words { return Words{literal(TextValue(text))} }

// IfSay is one text where the condition holds and another where it does not.
func IfSay(c Cond, then, otherwise Words) Words {
	return Words{make3(OpIf, c.expr, then.expr, otherwise.expr)}
}

// Text is what it says. It panics where that is undefined.
func (w Words) Text() string {
	w.v.must(TextKind)
	return w.v.text
}
