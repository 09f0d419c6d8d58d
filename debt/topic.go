package debt

import (
	_ "embed"
	"slices"

	"tieout/estimate"
)

//go:embed sample.yaml
var sample []byte

// Topic is debt in the book: one record a facility.
var Topic = estimate.Topic{
	Name: "debt", Title: "Debt", Disclosure: "DebtDisclosureTextBlock",
	Summary: "Facilities with what was drawn and is due, current or non-current by recorded tests, interest, issue costs, covenants over the ledger, borrowing base, cash by week and going concern (ASC 470, 835-30, 205-40).",
	Form:    form, Sample: sample, Read: read, Note: note,
}

var eventNames = func() (out []string) {
	for _, k := range EventKinds {
		out = append(out, string(k))
	}
	return out
}()

var form = slices.Concat(facilitySections, modifiedSections, baseSections, concernSections)

var facilitySections = estimate.Form{
	{Key: "facility", Title: "Facility", One: true, Columns: []estimate.Column{
		{Key: "lender", Title: "Lender", Kind: estimate.Text, Needed: true},
		{Key: "kind", Title: "Kind", Kind: estimate.Choice, Choices: []string{"term loan", "mortgage", "revolving line", "note", "bond"}, Needed: true},
		{Key: "description", Title: "Description", Kind: estimate.Text, Needed: true, Help: "Terms as the note says them: security, rate, guarantees."},
		{Key: "agreed", Title: "Agreed on", Kind: estimate.Date, Needed: true, Help: "Day of the agreement."},
		{Key: "matures", Title: "Matures on", Kind: estimate.Date, Needed: true},
		{Key: "commitment", Title: "Commitment", Kind: estimate.Amount, Help: "Most that may be drawn of a line."},
		{Key: "subjective", Title: "Subjective acceleration", Kind: estimate.Yes, Help: "The lender may call it on a material adverse change (FTB 79-3)."},
		{Key: "likely", Title: "Acceleration likely", Kind: estimate.Yes},
		{Key: "lockbox", Title: "Lockbox", Kind: estimate.Yes, Help: "Receipts repay the line by themselves (EITF 95-22)."},
		{Key: "on-demand", Title: "Due on demand", Kind: estimate.Yes},
		{Key: "method", Title: "Amortisation", Kind: estimate.Choice, Choices: []string{"straight line", "effective interest"}, Help: "Of issue costs, discount and premium; the straight line where it is blank, and then the difference to the effective method is shown (ASC 835-30-35-2, 35-4)."},
		{Key: "period", Title: "Months between payments", Kind: estimate.Number, Help: "Period of the effective method: 1 where it is blank, 6 for a bond with two coupons a year."},
		{Key: "effective-rate", Title: "Effective rate of a year", Kind: estimate.Rate, Help: "Found from the proceeds where it is blank; payment periods a year times the rate of one."},
		{Key: "floating", Title: "Rate floats", Kind: estimate.Yes, Help: "It follows an index: the effective method takes it as it was at issue (ASC 310-20-35-18, by analogy)."},
		{Key: "probable", Title: "Violation probable", Kind: estimate.Yes, Help: "Within a year after a waiver (EITF 86-30)."},
	}},
	{Key: "accounts", Title: "Accounts", One: true, Columns: []estimate.Column{
		{Key: "long-term", Title: "Long-term", Kind: estimate.Account, Needed: true},
		{Key: "current", Title: "Current portion", Kind: estimate.Account, Needed: true, Help: "What is due within a year by its terms; instalments are paid out of it."},
		{Key: "callable", Title: "Callable", Kind: estimate.Account, Help: "Current because the lender could call it; the current portion where it is blank."},
		{Key: "shared", Title: "Current portion shared", Kind: estimate.Yes, Help: "Other facilities use the account too: it is not held against this record alone."},
		{Key: "interest", Title: "Interest expense", Kind: estimate.Account, Help: "With interest payable, interest is accrued every month."},
		{Key: "payable", Title: "Interest payable", Kind: estimate.Account},
		{Key: "costs", Title: "Issue costs", Kind: estimate.Account, Help: "An asset, and for fiscal years beginning after 15 December 2015 a deduction from the debt (ASU 2015-03)."},
		{Key: "discount", Title: "Discount and premium", Kind: estimate.Account, Help: "Deducted from the debt, a premium added to it (ASC 835-30-45-1A)."},
		{Key: "loss", Title: "Gain or loss", Kind: estimate.Account, Help: "On extinguishment (ASC 470-50-40-2); interest expense where it is blank."},
		{Key: "dims", Title: "Dimensions", Kind: estimate.Text, Help: "Of the lines of entries, such as cashflow=reclassification; several with semicolons."},
	}},
	{Key: "principal", Title: "Drawn and repaid", Help: "What moves principal beside the instalments; its entries come with the cash journals.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true, Help: "Drawn is positive, repaid negative."},
		{Key: "portion", Title: "Of", Kind: estimate.Choice, Choices: []string{"long-term", "current", "callable"}, Needed: true, Help: "The account that moves."}, {Key: "reference", Title: "Reference", Kind: estimate.Text},
	}},
	{Key: "instalments", Title: "Instalments", Help: "Principal by the agreement, paid out of the current portion on its day.", Columns: []estimate.Column{
		{Key: "due", Title: "Due", Kind: estimate.Date, Needed: true}, {Key: "amount", Title: "Principal", Kind: estimate.Amount, Needed: true},
	}},
	{Key: "portions", Title: "Due within a year", Help: "Where another amount than the instalments of the next twelve months falls due, as of a day.", Columns: []estimate.Column{
		{Key: "at", Title: "At", Kind: estimate.Date, Needed: true}, {Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true},
	}},
	{Key: "rates", Title: "Rates", Columns: []estimate.Column{
		{Key: "from", Title: "From", Kind: estimate.Date, Needed: true}, {Key: "rate", Title: "Rate of a year", Kind: estimate.Rate, Needed: true},
		{Key: "basis", Title: "Days", Kind: estimate.Choice, Choices: []string{"30/360", "actual/360", "actual/365"}, Needed: true},
	}},
	{Key: "costs", Title: "Issue costs, discount, premium", Help: "Amortised by the method above; of lines of credit in equal months over their term. The entries at issue come with the cash journals. What is repaid early takes its part with it (ASC 470-50-40-2).", Columns: []estimate.Column{
		{Key: "what", Title: "What", Kind: estimate.Choice, Choices: []string{"issue costs", "discount", "premium"}, Help: "Issue costs where it is blank."},
		{Key: "paid", Title: "Paid on", Kind: estimate.Date, Needed: true, Help: "Of discount and premium the day of issue."}, {Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true}, {Key: "until", Title: "Until", Kind: estimate.Date, Needed: true},
	}},
	{Key: "events", Title: "Events", Help: "Defaults, waivers, refinancing: the day of the document, of its signature and from which it holds stand apart.", Columns: []estimate.Column{
		{Key: "kind", Title: "Kind", Kind: estimate.Choice, Choices: eventNames, Needed: true, Help: "mac: the lender declares a material adverse change."}, {Key: "what", Title: "What", Kind: estimate.Text, Needed: true},
		{Key: "as-of", Title: "Dated as of", Kind: estimate.Date}, {Key: "signed", Title: "Signed", Kind: estimate.Date}, {Key: "effective", Title: "Effective", Kind: estimate.Date, Needed: true},
		{Key: "until", Title: "Until", Kind: estimate.Date, Help: "Last day of a waiver, of grace, or maturity of the new debt."},
		{Key: "long-term", Title: "Long-term", Kind: estimate.Yes, Help: "Of a refinancing: the new debt is not due within a year and not callable."}, {Key: "cure", Title: "Cure probable", Kind: estimate.Yes},
		{Key: "reported", Title: "Form 8-K filed on", Kind: estimate.Date, Help: "Item 2.04, of a default, a declaration or a demand, and of a violation that lets the lender accelerate."},
		{Key: "document", Title: "Document", Kind: estimate.Text, Help: "SHA-256 of the document in the book."},
	}},
	{Key: "issued", Title: "Statements issued", Help: "What is learned after a balance sheet was issued does not change it. A balance sheet that is not here is not issued yet.", Columns: []estimate.Column{
		{Key: "at", Title: "Balance sheet", Kind: estimate.Date, Needed: true}, {Key: "on", Title: "Issued on", Kind: estimate.Date, Needed: true},
	}},
	{Key: "quantities", Title: "Quantities of covenants", Help: "In order; a formula may name what stands before it.", Columns: []estimate.Column{
		{Key: "name", Title: "Name", Kind: estimate.Text, Needed: true, Help: "Small letters, digits and underscores."},
		{Key: "how", Title: "How", Kind: estimate.Choice, Choices: []string{"balance", "quarter", "year to date", "four quarters", "formula", "given"}, Needed: true},
		{Key: "of", Title: "Of", Kind: estimate.Text, Help: "An account with what is below it, or an element (us-gaap:…), or the formula."},
		{Key: "credit", Title: "Credit positive", Kind: estimate.Yes, Help: "Income, equity and liabilities are."},
	}},
	{Key: "given", Title: "Given amounts", Help: "Add-backs and other amounts of covenants that no account has, for the quarter that ends on a day.", Columns: []estimate.Column{
		{Key: "name", Title: "Name", Kind: estimate.Text, Needed: true}, {Key: "quarter-end", Title: "Quarter ends on", Kind: estimate.Date, Needed: true}, {Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true}, {Key: "memo", Title: "Memo", Kind: estimate.Text, Needed: true, Help: "What allows it: the clause, the plan."},
	}},
	{Key: "covenants", Title: "Covenants", Help: "A covenant with several limits has a row for each, from its day.", Columns: []estimate.Column{
		{Key: "name", Title: "Name", Kind: estimate.Text, Needed: true}, {Key: "formula", Title: "Formula", Kind: estimate.Text, Needed: true}, {Key: "bound", Title: "Bound", Kind: estimate.Choice, Choices: []string{"at most", "at least"}, Needed: true},
		{Key: "limit", Title: "Limit", Kind: estimate.Number, Needed: true}, {Key: "from", Title: "From", Kind: estimate.Date, Needed: true},
	}},
	{Key: "liquidity", Title: "Liquidity", Help: "One row: where the view of cash begins.", Columns: []estimate.Column{
		{Key: "begins", Title: "First day", Kind: estimate.Date, Needed: true}, {Key: "opening", Title: "Cash", Kind: estimate.Amount, Needed: true}, {Key: "least", Title: "Least cash", Kind: estimate.Amount}, {Key: "drawn", Title: "Line drawn", Kind: estimate.Amount}, {Key: "line", Title: "Line", Kind: estimate.Amount},
	}},
	{Key: "cash", Title: "Cash by week", Help: "Thirteen weeks; payments are negative.", Columns: weekColumns()},
}

func weekColumns() []estimate.Column {
	out := []estimate.Column{{Key: "line", Title: "Line", Kind: estimate.Text, Needed: true}}
	for _, n := range weekKeys {
		out = append(out, estimate.Column{Key: "w" + n, Title: "Week " + n, Kind: estimate.Amount})
	}
	return out
}

var weekKeys = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"}
