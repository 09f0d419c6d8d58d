package calc

import (
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"tieout/fiscal"
	"tieout/money"
	"tieout/workpaper"
)

// text is a scalar as it was written, quoted or not.
func (r *reader) text(f field) string {
	if f.node.Kind != yaml.ScalarNode || f.node.Tag == "!!null" && f.node.Style == 0 || strings.TrimSpace(f.node.Value) == "" {
		r.fail(f, "a value is missing")
		return ""
	}
	r.visible(f)
	return strings.TrimSpace(f.node.Value)
}

// visible refuses control characters and marks that change the direction of writing: a name must be what it looks.
func (r *reader) visible(f field) {
	for _, c := range f.node.Value {
		if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) {
			r.fail(f, "it holds the invisible character %U", c)
		}
	}
}

func (r *reader) date(f field) fiscal.Date {
	s := r.text(f)
	if r.err != nil {
		return 0
	}
	d, err := fiscal.Parse(s)
	r.failed(f, err)
	return d
}

// amount is a sum of money in minor units, exact.
func (r *reader) amount(f field, c money.Currency) int64 {
	s := r.text(f)
	if r.err != nil {
		return 0
	}
	a, err := money.Parse(s, c)
	r.failed(f, err)
	return a.Minor
}

func (r *reader) number(f field) workpaper.Number {
	s := r.text(f)
	if r.err != nil {
		return workpaper.Number{}
	}
	n, err := workpaper.Parse(s)
	r.failed(f, err)
	return n
}

// positive is a number above or equal to zero.
func (r *reader) positive(f field) workpaper.Number {
	n := r.number(f)
	if n.Sign() < 0 {
		r.fail(f, "it cannot be negative")
	}
	return n
}

// share is a part of one: 0.4, 40% or 6/12.
func (r *reader) share(f field) workpaper.Number {
	s := r.text(f)
	if r.err != nil {
		return workpaper.Number{}
	}
	num, den, over := strings.Cut(s, "/")
	whole, percent := strings.CutSuffix(num, "%")
	n, err := workpaper.Parse(whole)
	d := workpaper.Whole(1)
	if over && err == nil && !percent {
		d, err = workpaper.Parse(den)
	} else if percent && !over {
		d = workpaper.Whole(100)
	} else if over {
		err = workpaper.Mistake{Text: s, Why: "write 0.4, 40% or 6/12"}
	}
	if err == nil && (d.Sign() <= 0 || n.Sign() < 0 || n.Cmp(d) > 0) {
		err = workpaper.Mistake{Text: s, Why: "it is not between 0 and 1"}
	}
	if err != nil {
		r.failed(f, err)
		return workpaper.Number{}
	}
	return n.Quo(d)
}

func (r *reader) yes(f field) bool {
	switch s := strings.ToLower(r.text(f)); s {
	case "true", "yes":
		return true
	case "false", "no":
	default:
		r.fail(f, "%q is not yes or no", s)
	}
	return false
}

// count is a whole number within bounds.
func (r *reader) count(f field, low, high int) int {
	s := r.text(f)
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		r.fail(f, "%q is not a whole number from %d to %d", s, low, high)
		return 0
	}
	return n
}

// optional is the text of a key, or nothing where it is left out.
func (r *reader) optional(o object, key string) string {
	if f, ok := o.get(key); ok {
		return r.text(f)
	}
	return ""
}

// optionalDate is the date of a key, or none.
func (r *reader) optionalDate(o object, key string) fiscal.Date {
	if f, ok := o.get(key); ok {
		return r.date(f)
	}
	return 0
}

// oneOf is the value of one of several keys that mean the same; exactly one must be there.
func (o object) oneOf(keys ...string) field {
	var found []field
	for _, k := range keys {
		if f, ok := o.get(k); ok {
			found = append(found, f)
		}
	}
	switch len(found) {
	case 1:
		return found[0]
	case 0:
		return o.must(keys[0])
	}
	o.r.fail(found[1], "give one of %s", strings.Join(keys, ", "))
	return found[0]
}

// readCurrency reads currency, USD where it is left out.
func readCurrency(r *reader, o object) money.Currency {
	f, ok := o.get("currency")
	if !ok {
		return "USD"
	}
	c := money.Currency(strings.ToUpper(r.text(f)))
	if _, ok := c.Digits(); !ok {
		r.fail(f, "%q is not an ISO 4217 currency code", string(c))
		return "USD"
	}
	return c
}

// rate is a rate that may be above one: 0.4, 40%, 150%.
func (r *reader) rate(f field) workpaper.Number {
	s := r.text(f)
	if r.err != nil {
		return workpaper.Number{}
	}
	whole, percent := strings.CutSuffix(s, "%")
	n, err := workpaper.Parse(strings.TrimSpace(whole))
	if err != nil || n.Sign() < 0 {
		r.fail(f, "%q is not a rate; write 0.4 or 40%%", s)
		return workpaper.Number{}
	}
	if percent {
		n = n.Quo(workpaper.Whole(100))
	}
	return n
}
