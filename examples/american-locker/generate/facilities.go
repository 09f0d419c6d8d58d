package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"tieout/fiscal"
)

// facility is a version of the record of a loan: what was known of it on a day.
type facility struct {
	file, about, head string
	principal         []string
	instalments       []point
	portions          []point
	events, issued    []string
	concern           []string
}

// yaml is the record as it is written down.
func (f facility) yaml() []byte {
	var b strings.Builder
	b.WriteString(f.about + f.head)
	list := func(name string, rows []string) {
		if len(rows) > 0 {
			b.WriteString(name + ":\n  - " + strings.Join(rows, "\n  - ") + "\n")
		}
	}
	list("principal", f.principal)
	var due, at []string
	for _, p := range f.instalments {
		due = append(due, fmt.Sprintf("{due: %s, amount: %q}", p.On, exactly(p.Amount)))
	}
	for _, p := range f.portions {
		at = append(at, fmt.Sprintf("{at: %s, amount: %q}", p.On, exactly(p.Amount)))
	}
	list("instalments", due)
	list("portions", at)
	list("events", f.events)
	list("issued", f.issued)
	list("concern", f.concern)
	return []byte(b.String())
}

// instalments are the monthly principal payments between points, on the days on which the journals pay them.
func instalments(ps []point, day func(end fiscal.Date) fiscal.Date) (out []point) {
	for i := 1; i < len(ps); i++ {
		ends := monthEnds(ps[i-1].On, ps[i].On)
		for n, principal := range even(ps[i-1].Amount-ps[i].Amount, len(ends)) {
			out = append(out, point{On: day(ends[n]), Amount: principal})
		}
	}
	return out
}

const mortgageHead = `code: MT-MORTGAGE
name: Mortgage on the head office, M&T
facility:
  lender: Manufacturers and Traders Trust Company
  kind: mortgage
  description: The mortgage on the head office
  agreed: 2003-12-15
  matures: 2018-12-31
  subjective: yes
accounts:
  long-term: "Liabilities:Noncurrent:Long-term debt:Mortgage, M&T"
  current: %q
  callable: %q
  shared: yes
  dims: "basis=synthetic; cashflow=reclassification"
`

const loanHead = `code: FM-TERM
name: Term loan of 2007, F&M
facility:
  lender: The F&M Bank & Trust Company
  kind: term loan
  description: Term loan at the prime rate and three quarters of a per cent, secured by the head office and guaranteed by a subsidiary
  agreed: 2007-03-05
  matures: 2012-03-05
accounts:
  long-term: "Liabilities:Noncurrent:Long-term debt:Term loan, F&M"
  current: %q
  shared: yes
  dims: "basis=synthetic; cashflow=reclassification"
`

const termHead = `code: MT-TERM
name: Term loan of 2001, M&T
facility:
  lender: Manufacturers and Traders Trust Company
  kind: term loan
  description: The term loan for the acquisition of 2001
  agreed: 2001-07-06
  matures: 2008-06-30
  subjective: yes
accounts:
  long-term: "Liabilities:Noncurrent:Long-term debt:Term loan, M&T"
  current: %q
  shared: yes
  dims: "basis=synthetic; cashflow=reclassification"
`

// writeTerm writes the record of the loan of 2001, which was repaid in 2005 after the default.
func (w *world) writeTerm(out map[string][]byte) {
	t := w.r.Term
	f := facility{about: "# The term loan of 2001. The loan and the default of 18 March 2005 are real, its balances and payments synthetic; the day of Form 8-K,\n# Item 2.04, is that in the name of its file.\n", head: fmt.Sprintf(termHead, w.name("scheduled"))}
	f.principal = []string{fmt.Sprintf("{date: %s, amount: %q, portion: long-term, reference: opening balance}", w.r.Begin, exactly((t.Opening-t.DueAtOpening)*100)), fmt.Sprintf("{date: %s, amount: %q, portion: current, reference: opening balance}", w.r.Begin, exactly(t.DueAtOpening*100))}
	left := t.DueAtOpening
	f.portions = []point{{On: w.r.Begin, Amount: left * 100}}
	for _, p := range t.Payments {
		f.instalments = append(f.instalments, point{On: previousBusinessDay(p.On), Amount: p.Amount * 100})
		if p.On.Year() == 2004 {
			if left -= p.Amount; left == 0 {
				left = t.DueAtOpening
			}
			f.portions = append(f.portions, point{On: p.On, Amount: left * 100})
		}
	}
	owed := t.Opening
	for _, p := range t.Payments {
		if owed -= p.Amount; p.On.Year() == 2005 && owed > 0 { // by its terms no more than before falls due within a year
			f.portions = append(f.portions, point{On: monthEnd(p.On), Amount: min(t.DueAtOpening, owed) * 100})
		}
	}
	out["estimates/debt-2004-01-05-term-loan.yaml"] = f.yaml()
	f.events = []string{fmt.Sprintf("{kind: mac, what: the bank declared an event of default through a material adverse change, effective: 2005-03-18, reported: 2005-03-21, document: %s}", w.documentHash("bank-letter-2005-03-18.txt"))}
	out["estimates/debt-2005-07-29-term-loan-in-default.yaml"] = f.yaml()
}

// writeFacilities writes the records of the mortgage and of the loan that replaced it. The default, the new loan and the balances of filings are
// real; instalments are synthetic and lead from one balance to the next.
func (w *world) writeFacilities(out map[string][]byte) {
	w.writeTerm(out)
	m, fm := w.r.Mortgage, w.r.FM
	ps := cents(m.Points)
	about := "# The mortgage as written down on %s. Its balances at filed dates, the default of 18 March 2005 and the new loan of 5 March 2007 are real;\n# instalments between them, terms, maturity and what is said of going concern are synthetic; the day of Form 8-K, Item 2.04, is that in the\n# name of its file.\n"
	begin := facility{head: fmt.Sprintf(mortgageHead, w.name("scheduled"), w.name("callable")), portions: cents(m.Scheduled)}
	first := ps[0].Amount
	begin.principal = []string{fmt.Sprintf("{date: %s, amount: %q, portion: long-term, reference: opening balance}", w.r.Begin, exactly(first-m.Scheduled[0].Amount*100)), fmt.Sprintf("{date: %s, amount: %q, portion: current, reference: opening balance}", w.r.Begin, exactly(m.Scheduled[0].Amount*100))}
	begin.instalments = instalments(ps, func(end fiscal.Date) fiscal.Date { return businessDay(end - 12) })
	last := ps[len(ps)-1]
	agreed := begin
	agreed.instalments = append(append([]point(nil), begin.instalments...), instalments([]point{last, {On: fiscal.MustParse("2018-12-31")}}, func(end fiscal.Date) fiscal.Date { return businessDay(end - 12) })...)
	put := func(f facility, on, name string) {
		if f.about == "" {
			f.about = fmt.Sprintf(about, on)
		}
		out["estimates/debt-"+on+"-"+name+".yaml"] = f.yaml()
	}
	put(agreed, "2004-01-05", "mortgage")
	inDefault := agreed
	inDefault.events = []string{fmt.Sprintf("{kind: mac, what: the bank declared an event of default through a material adverse change, effective: 2005-03-18, reported: 2005-03-21, document: %s}", w.documentHash("bank-letter-2005-03-18.txt"))}
	put(inDefault, "2005-07-29", "mortgage-in-default")
	paid := begin
	rest := w.scheduledAt(ps)
	paid.principal = append(append([]string(nil), begin.principal...), fmt.Sprintf("{date: %s, amount: \"-%s\", portion: current, reference: paid off with the new loan}", m.Refinanced, exactly(rest)), fmt.Sprintf("{date: %s, amount: \"-%s\", portion: long-term, reference: paid off with the new loan}", m.Refinanced, exactly(last.Amount-rest)))
	paid.events = append(append([]string(nil), inDefault.events...), fmt.Sprintf("{kind: refinanced, what: term loan of F&M, signed: %s, effective: %s, until: 2012-03-05, long-term: yes, document: %s}", m.Refinanced, m.Refinanced, w.documentHash("refinancing-term-sheet-2007-03-05.txt")))
	paid.issued = []string{"{at: 2005-03-31, on: 2005-08-01}", "{at: 2005-06-30, on: 2005-08-15}", "{at: 2005-09-30, on: 2005-11-22}"}
	paid.concern = []string{"{at: 2005-12-31, basis: \"the bank's loans are repaid: the term loan in 2005, the mortgage with the loan of 5 March 2007\"}"}
	put(paid, "2007-03-12", "mortgage-refinanced")
	loan := facility{about: "# The loan of 5 March 2007, real in its amount, rate and days. Instalments lead from one filed balance to the next and are synthetic.\n", head: fmt.Sprintf(loanHead, w.name("scheduled")), portions: cents(fm.Scheduled)}
	loan.principal = []string{fmt.Sprintf("{date: %s, amount: %q, portion: long-term, reference: drawn}", m.Refinanced, exactly(fm.Amount*100))}
	loan.instalments = instalments(cents(fm.Points), func(end fiscal.Date) fiscal.Date { return businessDay(end - 25) })
	put(loan, "2007-03-12", "loan")
}

// documentHash is the hash of a document that the demonstration writes.
func (w *world) documentHash(name string) string {
	h := sha256.Sum256([]byte(w.documents["documents/"+name]))
	return hex.EncodeToString(h[:])
}
