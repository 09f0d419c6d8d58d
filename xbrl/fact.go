package xbrl

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tieout/fiscal"
)

// Decimals says how accurate a number is: correct to the nearest 10^-decimals (XBRL 2.1 section 4.6.5). -3 is
// thousands, -6 millions, 2 cents.
type Decimals int32

// INF is the accuracy of a number that is exact.
const INF Decimals = math.MaxInt32

func (d Decimals) String() string {
	if d == INF {
		return "INF"
	}
	return fmt.Sprint(int32(d))
}

// Period is the time of a fact: the end of a day, or a run of days with both ends included. XBRL 2.1 section 4.7.2
// dates a duration the same way in its elements and OIM one midnight later.
type Period struct {
	Instant fiscal.Date   // zero for a duration
	Span    fiscal.Period // zero for an instant
}

// At is the end of a day.
func At(d fiscal.Date) Period { return Period{Instant: d} }

// Over is a run of days.
func Over(p fiscal.Period) Period { return Period{Span: p} }

// Type is what the concept of a fact with this period must be.
func (p Period) Type() PeriodType {
	if p.Instant != 0 {
		return Instant
	}
	return Duration
}

// End is the last day.
func (p Period) End() fiscal.Date {
	if p.Instant != 0 {
		return p.Instant
	}
	return p.Span.End
}

// IsZero says that no period was given.
func (p Period) IsZero() bool { return p == Period{} }

// Forever is a fact that always holds, which EDGAR refuses (EFM 6.5.38); it is read, never written.
func (p Period) Forever() bool { return p.IsZero() }

// ID begins the id of a context: "I20241231" or "D20240101-20241231".
func (p Period) ID() string {
	day := func(d fiscal.Date) string { return strings.ReplaceAll(d.String(), "-", "") }
	if p.Type() == Instant {
		return "I" + day(p.Instant)
	}
	return "D" + day(p.Span.Start) + "-" + day(p.Span.End)
}

// Member places a fact on an axis.
type Member struct {
	Axis   string
	Member string // name of the member; of a typed axis the value itself
	Typed  bool   // read from filings on standard axes (EFM 6.5.39), never written
}

// Context is everything about a fact but its concept, unit and value.
type Context struct {
	Entity     string // ten-digit CIK
	Period     Period
	Dimensions []Member // sorted by axis; see Sort
}

// Key is the same for equal contexts and only for those.
func (c Context) Key() string { return c.Entity + " " + c.ID() }

// ID is a stable id for a context element: the period, then each axis and member.
// A prefix and a local name hold no colon, so turning colons into points keeps ids apart.
func (c Context) ID() string {
	var b strings.Builder
	b.WriteString(c.Period.ID())
	for _, m := range c.Dimensions {
		b.WriteString("_" + m.Axis + "_" + m.Member)
	}
	return strings.ReplaceAll(b.String(), ":", ".")
}

// Sort puts members in the one order they have in facts: by axis.
func Sort(ms []Member) {
	slices.SortFunc(ms, func(a, b Member) int { return strings.Compare(a.Axis, b.Axis) })
}

// Fact is one statement of a report: a concept has a value for a period.
type Fact struct {
	ID         string // id in the document, unique; "" to have one given
	Concept    string // prefixed name
	Period     Period
	Dimensions []Member // sorted by axis
	Unit       Unit     // zero for a fact that is not a number
	Value      string   // a number in its canonical spelling with XBRL's sign, or text; "" when nil
	Decimals   Decimals // accuracy of a number; 0 for text
	Nil        bool     // reported as having no value
	Language   string   // of words, "en-US"; "" for numbers, dates and flags
}

// Context is the context of the fact for an entity.
func (f Fact) Context(entity string) Context { return Context{entity, f.Period, f.Dimensions} }

// Key is the same for facts that say something about the same thing: duplicates (OIM 1.0). The value, its
// accuracy and the id do not count.
func (f Fact) Key() string {
	return f.Concept + " " + f.Context("").ID() + " " + f.Unit.Key() + " " + f.Language
}

// Equal says that two facts are the same but for their ids.
func (f Fact) Equal(g Fact) bool {
	return f.Key() == g.Key() && f.Value == g.Value && f.Decimals == g.Decimals && f.Nil == g.Nil
}
