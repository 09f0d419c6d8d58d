package web

import (
	"fmt"
	"html"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"tieout/money"
)

// chart is a drawing made by the server: shapes with classes, so that it follows light and dark, a title, and all of it
// in words. It can be taken away as an SVG that stands alone.
type chart struct {
	ID, Title, Words string
	Width, Height    int
	Key              []chartKey
	shapes           []shape
}

// chartKey is a line of the key: how a series is drawn, and its name.
type chartKey struct{ Class, Sign, Name string }

// shape is one element of a drawing.
type shape struct {
	name, class, text string
	at                []string // attributes, names and values in turn
}

// series are the values of one thing, one a label; amounts in minor units of Digits.
type series struct {
	Name   string
	Values []int64
	Absent []bool // values that are not known, nil for none
}

// seriesClasses tell series apart by colour, dash and mark together.
var seriesClasses = []struct{ class, sign string }{{"s1", "●"}, {"s2", "■"}, {"s3", "◆"}, {"s4", "▲"}, {"s5", "○"}}

const (
	chartWidth, chartHeight = 760, 240
	chartLeft, chartRight   = 76, 16
	chartTop, chartBottom   = 14, 34
	plotWidth, plotHeight   = chartWidth - chartLeft - chartRight, chartHeight - chartTop - chartBottom
	mostTicks               = 6
)

func (c *chart) add(name, class, text string, at ...any) {
	s := shape{name: name, class: class, text: plainText(text, 200)}
	for _, a := range at {
		s.at = append(s.at, fmt.Sprint(a))
	}
	c.shapes = append(c.shapes, s)
}

// axis is the scale of amounts of a drawing.
type axis struct {
	low, high, step int64
	digits          int
}

// axisFor covers values with round steps and takes in nil.
func axisFor(values []int64, digits int) axis {
	low, high := int64(0), int64(0)
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	if low == high {
		high = 1
	}
	a := axis{step: 1, digits: digits}
	for i := 0; (high-low)/a.step+1 > mostTicks; i++ {
		if i%3 == 1 {
			a.step = a.step / 2 * 5
		} else {
			a.step *= 2
		}
	}
	a.low, a.high = floorTo(low, a.step), -floorTo(-high, a.step)
	return a
}

func floorTo(n, step int64) int64 {
	q := n / step
	if n%step != 0 && n < 0 {
		q--
	}
	return q * step
}

// y is where an amount stands.
func (a axis) y(n int64) int {
	return chartTop + plotHeight - int((n-a.low)*int64(plotHeight)/(a.high-a.low))
}

// label is a step of the axis in words: 1,500,000 as 1.5 m.
func (a axis) label(n int64) string {
	unit := int64(1)
	for range a.digits {
		unit *= 10
	}
	text := ""
	switch {
	case a.step >= 500_000*unit:
		text = money.FormatMinor(n/(unit*100_000), 1) + " m"
	case a.step >= 500*unit:
		text = money.FormatMinor(n/(unit*100), 1) + " k"
	default:
		text = money.FormatMinor(n, a.digits)
	}
	text = strings.Replace(text, ".0 ", " ", 1)
	if strings.HasPrefix(text, "-") {
		return "(" + text[1:] + ")"
	}
	return text
}

// scale draws the axis of amounts.
func (c *chart) scale(a axis) {
	for n := a.low; n <= a.high; n += a.step {
		class := "grid"
		if n == 0 {
			class = "zero"
		}
		c.add("line", class, "", "x1", chartLeft, "x2", chartWidth-chartRight, "y1", a.y(n), "y2", a.y(n))
		c.add("text", "", a.label(n), "x", chartLeft-8, "y", a.y(n)+4, "text-anchor", "end")
	}
}

// labels draws the labels below, as many as fit.
func (c *chart) labels(labels []string, at func(int) int) {
	every := 1
	for every*plotWidth/max(1, len(labels)) < 58 && every < len(labels) {
		every++
	}
	for i, l := range labels {
		if i%every == 0 {
			c.add("text", "", l, "x", at(i), "y", chartHeight-12, "text-anchor", "middle")
		}
	}
}

func newChart(id, title string, labels []string, ss []series, digits int) (*chart, axis) {
	c := &chart{ID: id, Title: plainText(title, 200), Width: chartWidth, Height: chartHeight}
	var all []int64
	var words []string
	for i, s := range ss {
		all = append(all, s.Values...)
		k := seriesClasses[i%len(seriesClasses)]
		c.Key = append(c.Key, chartKey{k.class, k.sign, s.Name})
		var parts []string
		for j, v := range s.Values {
			if j < len(labels) && !s.absent(j) {
				parts = append(parts, labels[j]+" "+inParentheses(v, digits))
			}
		}
		words = append(words, s.Name+": "+strings.Join(parts, ", ")+".")
	}
	c.Words = plainText(strings.Join(words, " "), 20_000)
	a := axisFor(all, digits)
	c.scale(a)
	return c, a
}

func (s series) absent(i int) bool { return i < len(s.Absent) && s.Absent[i] }

func inParentheses(minor int64, digits int) string {
	text := money.Group(money.FormatMinor(max(minor, -minor), digits))
	if minor < 0 {
		return "(" + text + ")"
	}
	return text
}

// lineChart draws series over labels in order, such as dates. Where a value is absent the line is broken.
func lineChart(id, title string, labels []string, ss []series, digits int) chart {
	c, a := newChart(id, title, labels, ss, digits)
	at := func(i int) int { return chartLeft + plotWidth*(2*i+1)/(2*max(1, len(labels))) }
	c.labels(labels, at)
	for n, s := range ss {
		class := seriesClasses[n%len(seriesClasses)].class
		var path strings.Builder
		pen := "M"
		for i, v := range s.Values {
			if s.absent(i) {
				pen = "M"
				continue
			}
			fmt.Fprintf(&path, "%s%d %d", pen, at(i), a.y(v))
			pen = "L"
		}
		c.add("path", "curve "+class, "", "d", path.String())
		for i, v := range s.Values {
			if !s.absent(i) {
				c.add("circle", "dot "+class, "", "cx", at(i), "cy", a.y(v), "r", 3)
			}
		}
	}
	return *c
}

// barChart draws series as bars beside each other, or on top of each other.
func barChart(id, title string, labels []string, ss []series, digits int, stacked bool) chart {
	sums := ss
	if stacked {
		sums = stackedSums(ss)
	}
	c, a := newChart(id, title, labels, sums, digits)
	if stacked {
		d, _ := newChart(id, title, labels, ss, digits)
		c.Key, c.Words = d.Key, d.Words
	}
	slot := plotWidth / max(1, len(labels))
	at := func(i int) int { return chartLeft + plotWidth*(2*i+1)/(2*max(1, len(labels))) }
	c.labels(labels, at)
	width := min(34, slot*3/4)
	if !stacked {
		width = min(34, slot*3/4/max(1, len(ss)))
	}
	for i := range labels {
		up, down := int64(0), int64(0)
		for n, s := range ss {
			if i >= len(s.Values) || s.absent(i) {
				continue
			}
			v, from, x := s.Values[i], int64(0), at(i)-width*len(ss)/2+n*width
			if stacked {
				x = at(i) - width/2
				if v >= 0 {
					from, up = up, up+v
				} else {
					from, down = down, down+v
				}
			}
			c.bar(a, seriesClasses[n%len(seriesClasses)].class, x, width-2, from, from+v)
		}
	}
	return *c
}

// stackedSums are the highest and lowest ends of stacks, for the axis.
func stackedSums(ss []series) []series {
	var up, down series
	for _, s := range ss {
		for i, v := range s.Values {
			for len(up.Values) <= i {
				up.Values, down.Values = append(up.Values, 0), append(down.Values, 0)
			}
			if !s.absent(i) {
				up.Values[i] += max(v, 0)
				down.Values[i] += min(v, 0)
			}
		}
	}
	return []series{up, down}
}

func (c *chart) bar(a axis, class string, x, width int, from, to int64) {
	top, bottom := a.y(max(from, to)), a.y(min(from, to))
	c.add("rect", "bar "+class, "", "x", x, "y", top, "width", width, "height", max(bottom-top, 1))
}

// bridgeStep is a step of a bridge: a total that stands on the ground, or a change from where the last one ended.
type bridgeStep struct {
	Label string
	Minor int64
	Total bool
}

// bridgeChart draws how one total becomes another.
func bridgeChart(id, title string, steps []bridgeStep, digits int) chart {
	var labels []string
	ends := series{Name: title}
	shown := series{Name: title}
	level := int64(0)
	for _, s := range steps {
		labels = append(labels, s.Label)
		shown.Values = append(shown.Values, s.Minor)
		if s.Total {
			level = s.Minor
		} else {
			level += s.Minor
		}
		ends.Values = append(ends.Values, level)
	}
	c, a := newChart(id, title, labels, []series{ends}, digits)
	d, _ := newChart(id, title, labels, []series{shown}, digits)
	c.Words, c.Key = d.Words, []chartKey{{"s1", "■", "total"}, {"up", "■", "more"}, {"down", "■", "less"}}
	at := func(i int) int { return chartLeft + plotWidth*(2*i+1)/(2*max(1, len(labels))) }
	c.labels(labels, at)
	width := min(48, plotWidth/max(1, len(steps))*3/4)
	for i, s := range steps {
		from, class := int64(0), "s1"
		if !s.Total {
			from, class = ends.Values[i]-s.Minor, "up"
			if s.Minor < 0 {
				class = "down"
			}
		}
		c.bar(a, class, at(i)-width/2, width, from, ends.Values[i])
		if i > 0 {
			c.add("line", "link", "", "x1", at(i-1)+width/2, "x2", at(i)-width/2, "y1", a.y(ends.Values[i-1]), "y2", a.y(ends.Values[i-1]))
		}
	}
	return *c
}

// inked are the looks of a drawing that stands alone, in the colours of paper.
var inked = map[string]string{"grid": `stroke="#e4e4de"`, "zero": `stroke="#868e97"`, "link": `stroke="#868e97" stroke-dasharray="2 3"`, "curve s1": `fill="none" stroke="#1a1d21" stroke-width="1.6"`,
	"curve s2": `fill="none" stroke="#0b5c4a" stroke-width="1.6" stroke-dasharray="6 3"`, "curve s3": `fill="none" stroke="#2a5599" stroke-width="1.6" stroke-dasharray="2 3"`,
	"curve s4": `fill="none" stroke="#854d00" stroke-width="1.6" stroke-dasharray="8 3 2 3"`, "curve s5": `fill="none" stroke="#868e97" stroke-width="1.6"`,
	"dot s1": `fill="#1a1d21"`, "dot s2": `fill="#0b5c4a"`, "dot s3": `fill="#2a5599"`, "dot s4": `fill="#854d00"`, "dot s5": `fill="#868e97"`,
	"bar s1": `fill="#1a1d21"`, "bar s2": `fill="#0b5c4a"`, "bar s3": `fill="#2a5599"`, "bar s4": `fill="#854d00"`, "bar s5": `fill="#868e97"`,
	"bar up": `fill="#24613a"`, "bar down": `fill="#a3261f"`}

// markup is the drawing as SVG, with classes in a page, or with colours of its own.
func (c chart) markup(alone bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-labelledby="%s-title %s-text"`, c.Width, c.Height, c.ID, c.ID)
	if alone {
		fmt.Fprintf(&b, ` xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11.5" fill="#555d67"`, c.Width, c.Height)
	}
	fmt.Fprintf(&b, `><title id="%s-title">%s</title><desc id="%s-text">%s</desc>`, c.ID, html.EscapeString(c.Title), c.ID, html.EscapeString(c.Words))
	for _, s := range c.shapes {
		b.WriteString("<" + s.name)
		if alone {
			b.WriteString(" " + inked[s.class])
		} else if s.class != "" {
			b.WriteString(` class="` + s.class + `"`)
		}
		for i := 0; i+1 < len(s.at); i += 2 {
			b.WriteString(" " + s.at[i] + `="` + html.EscapeString(s.at[i+1]) + `"`)
		}
		b.WriteString(">" + html.EscapeString(s.text) + "</" + s.name + ">")
	}
	b.WriteString("</svg>")
	return b.String()
}

// address is the drawing as a file that stands alone.
func (c chart) address() templ.SafeURL {
	return templ.SafeURL("data:image/svg+xml;charset=utf-8," + url.PathEscape(c.markup(true)))
}
