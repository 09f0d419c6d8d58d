package main

import (
	"fmt"
	"strings"

	"tieout/fiscal"
	"tieout/money"
)

// Every sample document begins with this line.
const sample = "Sample document: synthetic\nMade for a demonstration. No such paper exists.\n\n"

func dollars(n int64) string { return money.New(n, "USD").Grouped() + " USD" }

// document keeps a sample document and returns the tag that attaches it.
func (w *world) document(name, body string) string {
	w.documents["documents/"+name] = []byte(sample + body)
	return "document: documents/" + name
}

// invoice is a supplier's invoice for a purchase.
func (w *world) invoice(name, vendor, what string, on fiscal.Date, amount int64) string {
	return w.document(name, fmt.Sprintf("INVOICE\n\nFrom:    %s\nTo:      American Locker Group Incorporated, Grapevine, Texas\nDate:    %s\nFor:     %s\n\nAmount due, net 30 days: %s\n\nReceiving stamp: received %s, quantities agreed with the packing list\n",
		vendor, on.Long(), what, dollars(amount), on.Long()))
}

// attached says whether the purchases of a month have sample invoices.
func attached(end fiscal.Date) bool {
	return end >= fiscal.MustParse("2005-11-30") && end <= fiscal.MustParse("2006-09-30")
}

// papers writes the documents that stand behind the debt and the counts. Counts are written last: they list what the
// books arrive at.
func (w *world) papers() {
	w.document("bank-letter-2005-03-18.txt", `NOTE FOR THE FILES ON A BANK LETTER

Letter of: Manufacturers and Traders Trust Company (M&T)
Dated:     March 18, 2005
Known from: the company's Form 8-K, Item 2.04, which reports the letter; the words below are invented

The bank declared an event of default under the term loan agreement through a material adverse change. The mortgage on
the head office has since been in technical default as well. Both loans may be called; no waiver was given.
Consequence for the books: debt that may be called is current, unless it is waived or replaced before the statements
are issued.
`)
	w.document("refinancing-term-sheet-2007-03-05.txt", fmt.Sprintf(`SUMMARY OF TERMS FOR THE FILES

Lender, amounts, dates, interest and use are known from Form 8-K of March 2007; the summary itself is invented.

Lender:     The F&M Bank & Trust Company
Borrower:   American Locker Group Incorporated
Date:       March 5, 2007
Term loan:  %s, due March 5, 2012, secured by the head office and works
Revolver:   750,000.00 USD, due March 5, 2008
Interest:   prime rate plus 0.75 %%
Guarantee:  by a subsidiary, with an assignment of rents
Use:        repayment of the mortgage of Manufacturers and Traders Trust Company

The replaced mortgage had been callable since March 2005. The new loan does not fall due within a year but for its
instalments, so the debt it replaces is long-term in balance sheets not yet issued (SFAS 6).
`, dollars(w.r.FM.Amount*100)))
	for _, day := range []string{"2005-12-31", "2006-03-31"} {
		w.countSheet(fiscal.MustParse(day))
	}
}

func (w *world) countSheet(on fiscal.Date) {
	var b strings.Builder
	fmt.Fprintf(&b, "INVENTORY COUNT SUMMARY\n\nAs of:   %s\nPlace:   Grapevine, Texas and outside warehouse\nMethod:  counted by two teams, rolled to the date above, priced at cost\n\n%-34s %20s %20s\n", on.Long(), "Class", "Counted", "Difference booked")
	var counted, booked int64
	for _, c := range []struct{ id, name string }{{"raw", "Raw materials and parts"}, {"wip", "Work in process"}, {"fg-metal", "Finished goods - metal lockers"}, {"fg-plastic", "Finished goods - plastic lockers"}} {
		value, difference := w.final(c.id, on), w.countedAt(c.id, on)+w.countedAt(c.id+"-count", on)
		if c.id != "wip" {
			value += w.differences(c.id, on)
		}
		fmt.Fprintf(&b, "%-34s %20s %20s\n", c.name, money.New(value, "USD").Grouped(), money.New(difference, "USD").Grouped())
		counted, booked = counted+value, booked+difference
	}
	fmt.Fprintf(&b, "%-34s %20s %20s\n\nBefore the reserve for obsolescence and the LIFO reserve. Sheets 1 to 48 accounted for.\n", "Total", money.New(counted, "USD").Grouped(), money.New(booked, "USD").Grouped())
	w.document("count-sheet-"+on.String()+".txt", b.String())
}

// countedAt is what late entries with the count sheet of a day book to a class.
func (w *world) countedAt(id string, on fiscal.Date) (sum int64) {
	for _, f := range w.late {
		for _, e := range f.entries {
			for _, p := range e.posts {
				if e.on == on && p.id == id && strings.Contains(strings.Join(e.tags, " "), "count-sheet-"+on.String()) {
					sum += p.amount
				}
			}
		}
	}
	return sum
}
