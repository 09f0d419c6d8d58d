package filing

import (
	"tieout/fiscal"
	"tieout/xbrl"
)

// exhibit writes a small HTML page.
func (m *maker) exhibit(name, kind string, write func()) (xbrl.File, error) {
	p := &plain{}
	outer := m.out
	m.out = p
	p.b.WriteString("<!DOCTYPE html>\n<html lang=\"en-US\"><head><meta charset=\"us-ascii\"><title>" + ascii(kind) + "</title></head><body>\n")
	p.Open("div", "style", fontStyle+";max-width:46em;margin:0 auto")
	write()
	p.Close("div")
	p.b.WriteString("\n</body></html>\n")
	m.out = outer
	return xbrl.File{Name: name, Type: kind, Body: []byte(p.b.String())}, nil
}

// dateForm is the report in HTML as the form was on its day, without XBRL.
func (m *maker) dateForm() (xbrl.File, error) {
	m.quiet = true
	defer func() { m.quiet = false }()
	return m.exhibit(m.base+"-form.htm", string(m.in.Spec.Form)+" (form of its day)", func() { m.render(m.in.Document, false) })
}

func (m *maker) exhibit302a() (xbrl.File, error) {
	return m.certification302(m.base+"-ex311.htm", "EX-31.1", "Principal Executive Officer")
}

func (m *maker) exhibit302b() (xbrl.File, error) {
	return m.certification302(m.base+"-ex312.htm", "EX-31.2", "Principal Financial Officer")
}

// firstManagementReport: non-accelerated filers report on internal control for fiscal years ending on or after this
// day; before it the words in brackets may be left out of the certification (Releases 33-8238, 33-8760).
var firstManagementReport = fiscal.MustParse("2007-12-15")

// certification302 is the certification under Item 601(b)(31) of Regulation S-K, in the words of the report's day.
func (m *maker) certification302(name, kind, title string) (xbrl.File, error) {
	full := m.in.Calendar.YearEnd(m.in.Spec.Year) >= firstManagementReport
	intro := "The registrant's other certifying officer(s) and I are responsible for establishing and maintaining disclosure controls and procedures (as defined in Exchange Act Rules 13a-15(e) and 15d-15(e))"
	if full {
		intro += " and internal control over financial reporting (as defined in Exchange Act Rules 13a-15(f) and 15d-15(f))"
	}
	intro += " for the registrant and have:"
	four := []string{"Designed such disclosure controls and procedures, or caused such disclosure controls and procedures to be designed under our supervision, to ensure that material information relating to the registrant, including its consolidated subsidiaries, is made known to us by others within those entities, particularly during the period in which this report is being prepared;"}
	if full {
		four = append(four, "Designed such internal control over financial reporting, or caused such internal control over financial reporting to be designed under our supervision, to provide reasonable assurance regarding the reliability of financial reporting and the preparation of financial statements for external purposes in accordance with generally accepted accounting principles;")
	}
	four = append(four,
		"Evaluated the effectiveness of the registrant's disclosure controls and procedures and presented in this report our conclusions about the effectiveness of the disclosure controls and procedures, as of the end of the period covered by this report based on such evaluation; and",
		"Disclosed in this report any change in the registrant's internal control over financial reporting that occurred during the registrant's most recent fiscal quarter (the registrant's fourth fiscal quarter in the case of an annual report) that has materially affected, or is reasonably likely to materially affect, the registrant's internal control over financial reporting; and")
	return m.exhibit(name, kind, m.noticed(func() {
		m.center("CERTIFICATION", true)
		m.text("I, [certifying officer, not named in a demonstration or draft], certify that:")
		m.text("1. I have reviewed this report on Form " + string(m.in.Spec.Form) + " of " + m.in.Registrant.Name + ";")
		m.text("2. Based on my knowledge, this report does not contain any untrue statement of a material fact or omit to state a material fact necessary to make the statements made, in light of the circumstances under which such statements were made, not misleading with respect to the period covered by this report;")
		m.text("3. Based on my knowledge, the financial statements, and other financial information included in this report, fairly present in all material respects the financial condition, results of operations and cash flows of the registrant as of, and for, the periods presented in this report;")
		m.text("4. " + intro)
		for i, t := range four {
			m.text("(" + string(rune('a'+i)) + ") " + t)
		}
		m.text("5. The registrant's other certifying officer(s) and I have disclosed, based on our most recent evaluation of internal control over financial reporting, to the registrant's auditors and the audit committee of the registrant's board of directors (or persons performing the equivalent functions):")
		m.text("(a) All significant deficiencies and material weaknesses in the design or operation of internal control over financial reporting which are reasonably likely to adversely affect the registrant's ability to record, process, summarize and report financial information; and")
		m.text("(b) Any fraud, whether or not material, that involves management or other employees who have a significant role in the registrant's internal control over financial reporting.")
		m.unsigned(title)
	}))
}

// exhibit906 is the certification under 18 U.S.C. 1350.
func (m *maker) exhibit906() (xbrl.File, error) {
	return m.exhibit(m.base+"-ex32.htm", "EX-32", m.noticed(func() {
		m.center("CERTIFICATION PURSUANT TO 18 U.S.C. SECTION 1350", true)
		m.text("In connection with the report of " + m.in.Registrant.Name + " on Form " + string(m.in.Spec.Form) + " for the period ended " + m.in.Spec.End(m.in.Calendar).Long() + ", each of the undersigned certifies, to the best of that officer's knowledge, that:")
		m.text("(1) the report fully complies with the requirements of Section 13(a) or 15(d) of the Securities Exchange Act of 1934; and")
		m.text("(2) the information contained in the report fairly presents, in all material respects, the financial condition and results of operations of the registrant.")
		m.unsigned("Principal Executive Officer")
		m.unsigned("Principal Financial Officer")
	}))
}

// noticed puts the notice above and below.
func (m *maker) noticed(write func()) func() {
	return func() {
		m.notice()
		write()
		m.notice()
	}
}

func (m *maker) text(s string) {
	m.out.Leaf("p", s, "style", "margin:6pt 0;text-align:justify")
	m.out.Line()
}

func (m *maker) unsigned(title string) {
	m.text("Date: ____________     [unsigned]     " + title)
}
