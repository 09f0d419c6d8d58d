package ixbrl

import (
	"encoding/xml"
	"strings"

	"tieout/fiscal"
	"tieout/xbrl"
)

// readContext is a context with its texts as they stand.
type readContext struct {
	xbrl.Context
	start, end, instant strings.Builder
	entity              strings.Builder
	members             []*readMember
	problem             string
}

type readMember struct {
	axis   string
	member strings.Builder
	typed  bool
}

type readUnit struct {
	id          string
	over, under []*strings.Builder
	denominator bool
}

// startTyped begins the one element inside a typed member, whose text is the value.
func (p *reader) startTyped() {
	if p.context == nil || len(p.context.members) == 0 {
		return
	}
	if m := p.context.members[len(p.context.members)-1]; m.typed {
		p.field = &m.member
	}
}

// startContext takes an element of a context or unit.
func (p *reader) startContext(e xml.StartElement) {
	switch e.Name.Local {
	case "context":
		p.context = &readContext{}
		p.contexts[get(e, "id")] = p.context
	case "unit":
		p.unit = &readUnit{id: get(e, "id")}
	case "unitDenominator":
		if p.unit != nil {
			p.unit.denominator = true
		}
	case "measure":
		p.startMeasure()
	default:
		if p.context != nil {
			p.context.startPart(p, e)
		}
	}
}

func (p *reader) startMeasure() {
	if p.unit == nil {
		return
	}
	p.field = &strings.Builder{}
	if p.unit.denominator {
		p.unit.under = append(p.unit.under, p.field)
	} else {
		p.unit.over = append(p.unit.over, p.field)
	}
}

func (c *readContext) startPart(p *reader, e xml.StartElement) {
	switch e.Name.Local {
	case "identifier":
		p.field = &c.entity
	case "startDate":
		p.field = &c.start
	case "endDate":
		p.field = &c.end
	case "instant":
		p.field = &c.instant
	case "explicitMember":
		m := &readMember{axis: strings.TrimSpace(get(e, "dimension"))}
		c.members = append(c.members, m)
		p.field = &m.member
	case "typedMember":
		c.members = append(c.members, &readMember{axis: strings.TrimSpace(get(e, "dimension")), typed: true})
	}
}

func (p *reader) endContext(e xml.EndElement) {
	if e.Name.Space != nsXBRLI {
		return
	}
	switch {
	case e.Name.Local == "context" && p.context != nil:
		p.context.settle()
		if p.out.Entity == "" {
			p.out.Entity = p.context.Entity
		}
		p.context = nil
	case e.Name.Local == "unit" && p.unit != nil:
		p.units[p.unit.id] = xbrl.Unit{Over: texts(p.unit.over), Under: texts(p.unit.under)}
		p.unit = nil
	}
}

func texts(bs []*strings.Builder) []string {
	var out []string
	for _, b := range bs {
		out = append(out, strings.TrimSpace(b.String()))
	}
	return out
}

// settle turns texts into the context. XBRL 2.1 section 4.7.2: a date without a time, as an end or instant, is the end of that
// day; midnight is the end of the day before.
func (c *readContext) settle() {
	c.Entity = strings.TrimSpace(c.entity.String())
	for _, m := range c.members {
		c.Dimensions = append(c.Dimensions, xbrl.Member{Axis: m.axis, Member: strings.TrimSpace(m.member.String()), Typed: m.typed})
	}
	xbrl.Sort(c.Dimensions)
	if c.instant.Len() > 0 {
		c.Period = xbrl.At(c.day(&c.instant, true))
	} else if c.start.Len() > 0 {
		c.Period = xbrl.Over(fiscal.Period{Start: c.day(&c.start, false), End: c.day(&c.end, true)})
	}
}

func (c *readContext) day(text *strings.Builder, end bool) fiscal.Date {
	s := strings.TrimSpace(text.String())
	s, midnight := strings.CutSuffix(s, "T00:00:00")
	d, err := fiscal.Parse(s)
	if err != nil {
		c.problem = "its context has no date that can be read: " + err.Error()
	}
	if midnight && end {
		d--
	}
	return d
}
