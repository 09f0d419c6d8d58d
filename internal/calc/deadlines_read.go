package calc

import (
	"tieout/filing"
	"tieout/fiscal"
)

func readReport(out *deadlinesOut, r *reader, f field) {
	out.report(r, r.object(f, reportKeys...))
}

// report reads one report; one on Form 8-K is an event.
func (d *deadlinesOut) report(r *reader, o object) {
	form := r.text(o.must("form"))
	if form == "8-K" || form == "8K" {
		d.event(r, o, "event")
		return
	}
	rep := filing.Report{}
	var err error
	rep.Form, err = filing.ParseForm(form)
	r.failed(o.must("form"), err)
	rep.Status, err = filing.ParseFilerStatus(r.text(o.must("filer_status")))
	r.failed(o.must("filer_status"), err)
	rep.PeriodEnd = r.date(o.must("period_end"))
	if f, ok := o.get("fiscal_year_end"); ok {
		rep.YearEnd = r.date(f)
	}
	if r.err != nil {
		return
	}
	due, err := rep.Deadlines()
	r.failed(o.must("period_end"), err)
	one := reportOut{Due: due}
	if f, ok := o.get("name"); ok {
		one.Name = r.text(f)
	}
	d.judge(r, o, &one)
	d.Reports = append(d.Reports, one)
}

// judge compares the report with the day it was filed, if that is given.
func (d *deadlinesOut) judge(r *reader, o object, one *reportOut) {
	if f, ok := o.get("filed"); ok {
		one.Filed = r.date(f)
		if o.has("accepted") {
			r.fail(f, "give filed or accepted, not both")
		}
	}
	if f, ok := o.get("accepted"); ok {
		a := accepted(r, f)
		one.Filed = a.Filed
		one.Steps.Append("", a.Work)
	}
	var nt fiscal.Date
	if f, ok := o.get("nt_filed"); ok {
		nt = r.date(f)
	}
	if one.Filed != 0 {
		t := one.Judge(one.Filed, nt)
		one.Against = &t
	}
}

func readEvent(out *deadlinesOut, r *reader, f field) {
	out.event(r, r.object(f, "date", "item"), "date")
}

func (d *deadlinesOut) event(r *reader, o object, key string) {
	date, item := r.date(o.must(key)), ""
	if f, ok := o.get("item"); ok {
		item = r.text(f)
	}
	if r.err != nil {
		return
	}
	due, err := filing.Current(date, item)
	r.failed(o.field, err)
	d.Events = append(d.Events, due)
}

func readAccepted(out *deadlinesOut, r *reader, f field) {
	out.Accepted = append(out.Accepted, accepted(r, f))
}

func accepted(r *reader, f field) acceptedOut {
	a, err := filing.ParseAcceptance(r.text(f))
	r.failed(f, err)
	if r.err != nil {
		return acceptedOut{}
	}
	filed, work, err := a.FilingDate()
	r.failed(f, err)
	return acceptedOut{a.String(), filed, work}
}

func readComfort(out *deadlinesOut, r *reader, f field) {
	o := r.object(f, "balance_sheet", "day", "date")
	c := comfortOut{Comfort: filing.NegativeAssurance(r.date(o.must("balance_sheet"))), Cite: "PCAOB AS 6101.47"}
	if f, ok := o.get("day"); ok {
		c.Day = r.count(f, 0, 1000)
	}
	if f, ok := o.get("date"); ok {
		c.Day = int(r.date(f) - c.BalanceSheet)
		if o.has("day") {
			r.fail(f, "give day or date, not both")
		} else if c.Day < 0 {
			r.fail(f, "it is before the balance sheet")
		}
	}
	if o.has("day") || o.has("date") {
		date, allowed := c.Allows(c.Day)
		c.Date, c.Allowed = date, &allowed
	}
	out.Comfort = append(out.Comfort, c)
}

func readAge(out *deadlinesOut, r *reader, f field) {
	o := r.object(f, "filer_status", "balance_sheet", "fiscal_year_end", "eligible")
	status, err := filing.ParseFilerStatus(r.text(o.must("filer_status")))
	r.failed(o.must("filer_status"), err)
	a := filing.Age{Status: status, BalanceSheet: r.date(o.must("balance_sheet"))}
	if f, ok := o.get("fiscal_year_end"); ok {
		a.YearEnd = r.date(f)
	}
	if f, ok := o.get("eligible"); ok {
		a.Eligible = r.yes(f)
	}
	if r.err != nil {
		return
	}
	s, err := a.LastDay()
	r.failed(f, err)
	out.Ages = append(out.Ages, s)
}

func readHolidays(out *deadlinesOut, r *reader, f field) {
	year := r.count(f, filing.First.Year(), filing.Last.Year())
	out.Holidays = append(out.Holidays, holidaysOut{year, filing.Holidays(year)})
}

func readLate(out *deadlinesOut, r *reader, f field) {
	o := r.object(f, "due", "filed")
	due, filed := r.date(o.must("due")), r.date(o.must("filed"))
	out.Lateness = append(out.Lateness, lateOut{due, filed, filing.LateDays(due, filed)})
}
