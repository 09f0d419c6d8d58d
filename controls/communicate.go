package controls

import "slices"

// Communication is what is told to whom.
type Communication struct {
	ID   string // the deficiency, or the group
	What Severity
	To   []string
	How  string
	When string
	Cite string
}

// communications are owed for every deficiency by what it is at least, and for every group that is graver than each of its members.
func communications(c *Conclusion, a Assessment) (out []Communication) {
	ids := map[string]Severity{}
	for i, j := range c.Judgements {
		ids[j.ID] = j.Least
		m := told(j.Least, c.Standard)
		m.ID = j.ID
		d := a.Deficiencies[i]
		if slices.Contains(d.Indicators, NoOversight) {
			m.To = append(m.To, "board of directors")
			m.Cite += "; " + c.Standard.cite("208", ".79")
		}
		if slices.Contains(d.Indicators, SeniorFraud) {
			m.When = "at once"
		}
		if j.Remediated {
			m.How += "; mended within the year, which is a change of control to disclose where it is material"
		}
		out = append(out, m)
	}
	for _, g := range c.Groups {
		most := Severity(0)
		for _, id := range g.IDs {
			most = max(most, ids[id])
		}
		if g.Least > most {
			m := told(g.Least, c.Standard)
			m.ID = string(g.View) + ": " + g.Key
			out = append(out, m)
		}
	}
	return out
}

func told(s Severity, by Standard) Communication {
	switch s {
	case MaterialWeakness:
		return Communication{What: s, To: []string{"audit committee", "external auditor", "chief executive officer", "chief financial officer", "disclosure committee", "readers of the 10-K (Item 9A); of the 10-Q (Item 4) where control changed"},
			How: "in writing; disclosed in management's report, which cannot call control effective", When: "at once, and before the auditor's report",
			Cite: by.cite("207", ".78") + "; Sarbanes-Oxley Act section 302(a)(5); Regulation S-K items 308(a)(3) and 308(c)"}
	case SignificantDeficiency:
		return Communication{What: s, To: []string{"audit committee", "external auditor"}, How: "in writing", When: "before the certification and the auditor's report",
			Cite: by.cite("207", ".80") + "; Sarbanes-Oxley Act section 302(a)(5)"}
	}
	return Communication{What: s, To: []string{"owner of the control", "controller"}, How: "in writing", When: "monthly", Cite: by.cite("209", ".81")}
}
