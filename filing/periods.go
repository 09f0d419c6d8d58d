package filing

import (
	"fmt"

	"tieout/check"
	"tieout/fiscal"
)

// Spec is one report to make: the form, the period, the day it is made for and the filer's status.
type Spec struct {
	Form    Form
	Year    int // fiscal year
	Quarter int // 1 to 3 for a 10-Q; 0 for a 10-K
	On      fiscal.Date
	Small   bool // a smaller reporting company that uses the scaled requirements of Article 8
}

// Columns are the dates and periods that the statements of a report show, newest first.
type Columns struct {
	BalanceDates []fiscal.Date
	Income       []fiscal.Named
	CashFlow     []fiscal.Named
	Equity       []fiscal.Named
	Cite         string
}

// articleEight: smaller reporting companies since 4 February 2008 (Release 33-8876).
var articleEight = check.Span{Since: fiscal.MustParse("2008-02-04")}

// interimEquity: changes in equity for interim periods since 5 November 2018 (Release 33-10532; S-X 3-04, 10-01(a)(7)).
var interimEquity = check.Span{Since: fiscal.MustParse("2018-11-05")}

// Scaled says whether Article 8 applies on the day of the report.
func (s Spec) Scaled() bool { return s.Small && articleEight.Holds(s.On) }

// End is the last day of the report's period.
func (s Spec) End(c fiscal.Calendar) fiscal.Date {
	if s.Form == Form10K {
		return c.YearEnd(s.Year)
	}
	return c.Quarter(s.Year, s.Quarter).End
}

// Columns picks the periods by form and date (Regulation S-X 3-01, 3-02 and 3-04 for annual reports, two years
// under 8-02 for smaller reporting companies; 10-01(c) or 8-03 for quarters).
func (s Spec) Columns(c fiscal.Calendar) Columns {
	if s.Form == Form10K {
		return s.annual(c)
	}
	return s.quarterly(c)
}

func (s Spec) annual(c fiscal.Calendar) Columns {
	out := Columns{BalanceDates: []fiscal.Date{c.YearEnd(s.Year), c.YearEnd(s.Year - 1)}, Cite: "Regulation S-X 3-01(a), 3-02(a), 3-04"}
	years := 3
	if s.Scaled() {
		years, out.Cite = 2, "Regulation S-X 8-02"
	}
	for y := s.Year; y > s.Year-years; y-- {
		out.Income = append(out.Income, year(c, y))
	}
	out.CashFlow, out.Equity = out.Income, out.Income
	return out
}

func (s Spec) quarterly(c fiscal.Calendar) Columns {
	out := Columns{BalanceDates: []fiscal.Date{c.Quarter(s.Year, s.Quarter).End, c.YearEnd(s.Year - 1)}, Cite: "Regulation S-X 10-01(c)"}
	if s.Scaled() {
		out.Cite = "Regulation S-X 8-03"
	}
	out.Income = []fiscal.Named{quarter(c, s.Year, s.Quarter), quarter(c, s.Year-1, s.Quarter)}
	out.CashFlow = []fiscal.Named{toDate(c, s.Year, s.Quarter), toDate(c, s.Year-1, s.Quarter)}
	if s.Quarter > 1 {
		out.Income = append(out.Income, out.CashFlow...)
	}
	if interimEquity.Holds(s.On) {
		out.Equity = out.CashFlow
	}
	return out
}

func year(c fiscal.Calendar, y int) fiscal.Named {
	return fiscal.Named{Period: c.YearPeriod(y), Name: fmt.Sprint(y), Year: y}
}

func quarter(c fiscal.Calendar, y, q int) fiscal.Named {
	return fiscal.Named{Period: c.Quarter(y, q), Name: fmt.Sprintf("%d-Q%d", y, q), Year: y, Quarter: q}
}

// toDate is the fiscal year to the end of a quarter: 2006-Q1, 2006-H1 or 2006-9M.
func toDate(c fiscal.Calendar, y, q int) fiscal.Named {
	name := fmt.Sprintf("%d-%s", y, [...]string{1: "Q1", 2: "H1", 3: "9M"}[q])
	return fiscal.Named{Period: c.YearToDate(y, q), Name: name, Year: y, Quarter: q}
}

// PeriodWords is a period as a heading prints it: "Three Months Ended March 31, 2006".
func PeriodWords(p fiscal.Period) string {
	months := (p.Days() + 15) / 30
	words := map[int]string{1: "One Month", 3: "Three Months", 6: "Six Months", 9: "Nine Months", 12: "Year"}[months]
	if words == "" {
		words = fmt.Sprintf("%d Days", p.Days())
	}
	return words + " Ended " + p.End.Long()
}
