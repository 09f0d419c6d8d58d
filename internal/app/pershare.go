package app

import (
	"strconv"
	"strings"

	"tieout/check"
	"tieout/filing"
	"tieout/money"
	"tieout/statement"
	"tieout/workpaper"
)

// Registrant is the registrant's data as known at the view's position; ok is false when none was set.
func (v *View) Registrant() (filing.Registrant, bool, error) {
	n := len(v.State.Registrants)
	if n == 0 {
		return filing.Registrant{Name: v.State.Name, CIK: v.State.CIK, Prefix: ""}, false, nil
	}
	r, err := filing.ParseRegistrant([]byte(v.State.Registrants[n-1].YAML))
	return r, true, err
}

// perShare adds basic and diluted earnings per share and the shares they are computed on (ASC 260-10-45).
func (v *View) perShare(s *statement.Statement) ([]check.Finding, error) {
	r, ok, err := v.Registrant()
	net, has := s.Row("net-income")
	if err != nil || !has {
		return nil, err
	}
	if !ok || len(r.Shares) == 0 {
		return []check.Finding{{Rule: "eps-shares", Severity: check.Open, Subject: "earnings per share",
			Message: "the registrant data has no shares_outstanding, so there are no per-share amounts (ASC 260-10-45-2); add them", Cite: "ASC 260-10-45-2"}}, nil
	}
	rows := []statement.Row{
		{ID: "eps-basic", Label: "Basic earnings (loss) per share", Concept: "us-gaap:EarningsPerShareBasic", Measure: statement.InPerShare},
		{ID: "eps-diluted", Label: "Diluted earnings (loss) per share", Concept: "us-gaap:EarningsPerShareDiluted", Measure: statement.InPerShare},
		{ID: "shares-basic", Label: "Weighted average shares, basic", Concept: "us-gaap:WeightedAverageNumberOfSharesOutstandingBasic", Measure: statement.InShares},
		{ID: "shares-diluted", Label: "Weighted average shares, diluted", Concept: "us-gaap:WeightedAverageNumberOfDilutedSharesOutstanding", Measure: statement.InShares},
	}
	var found []check.Finding
	for i, col := range s.Columns {
		f := net.Figures[i]
		amounts := [4]int64{}
		if !f.Absent {
			res, err := eps(r, col, -f.Amount)
			if err != nil {
				found = append(found, check.Finding{Rule: "eps", Severity: check.Open, Subject: col.Title, Message: err.Error()})
				f.Absent = true
			} else {
				found = append(found, res.Findings...)
				amounts = [4]int64{cents(res.Basic.Net), cents(res.Diluted.Net), whole(res.BasicShares), whole(res.DilutedShares)}
			}
		}
		for n := range rows {
			rows[n].Kind = statement.LineRow
			rows[n].Figures = append(rows[n].Figures, statement.Figure{Row: rows[n].ID, Column: col.Key, Amount: amounts[n], Absent: f.Absent, Synthetic: f.Synthetic && n < 2, Of: []string{"net-income"}})
		}
	}
	s.Rows = append(s.Rows, rows...)
	return found, nil
}

// eps computes earnings per share of one column from the dated share counts, weighted by days.
func eps(r filing.Registrant, col statement.Column, netMinor int64) (statement.EPSResult, error) {
	e := statement.EPS{Period: col.Over, Places: 2, Rounding: money.HalfAway,
		Income: statement.Earnings{Given: true, Net: workpaper.Ratio(netMinor, 100)}}
	opening, _ := r.SharesAt(col.Over.Start)
	if opening.Date == 0 {
		return statement.EPSResult{}, statement.EPSMistake{Subject: "shares outstanding", Why: "the registrant data does not say how many there were on " + col.Over.Start.String()}
	}
	e.Shares.Opening = workpaper.Whole(opening.Shares)
	last := opening.Shares
	for _, s := range r.Shares {
		if s.Date > col.Over.Start && s.Date <= col.Over.End {
			e.Shares.Moves = append(e.Shares.Moves, statement.ShareMove{Name: "shares outstanding from " + s.Date.String(), Date: s.Date, Number: workpaper.Whole(s.Shares - last)})
			last = s.Shares
		}
	}
	for _, o := range r.Dilutive {
		if o.Since > col.Over.Start || o.Until != 0 && o.Until < col.Over.End {
			continue
		}
		exercise, err1 := workpaper.Parse(o.Exercise)
		average, err2 := workpaper.Parse(o.Average)
		if err1 != nil || err2 != nil {
			return statement.EPSResult{}, statement.EPSMistake{Subject: "options", Why: "an exercise or average market price is not a number"}
		}
		e.Options = append(e.Options, statement.Option{Name: "options of " + o.Since.String(), Number: workpaper.Whole(o.Options), Exercise: exercise, Average: average})
	}
	return e.Compute()
}

// cents is a per-share amount in hundredths, rounded half away from zero.
func cents(n workpaper.Number) int64 {
	v, _ := strconv.ParseInt(strings.Replace(n.Text(2, money.HalfAway), ".", "", 1), 10, 64)
	return v
}

// whole is a number of shares, rounded half away from zero.
func whole(n workpaper.Number) int64 {
	v, _ := strconv.ParseInt(n.Text(0, money.HalfAway), 10, 64)
	return v
}
