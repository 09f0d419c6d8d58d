package incometax

import (
	_ "embed"

	"tieout/estimate"
)

//go:embed sample.yaml
var sample []byte

// Topic is income tax in the book: one record a jurisdiction.
var Topic = estimate.Topic{
	Name: "income-tax", Title: "Income tax", Disclosure: "IncomeTaxDisclosureTextBlock",
	Summary: "Tax of quarters by the rate estimated for the year, current and deferred tax of the year with carryforwards and valuation allowance (ASC 740; SFAS 109, FIN 18).",
	Form:    form, Sample: sample, Read: read, Note: note,
}

var form = estimate.Form{
	{Key: "terms", Title: "Jurisdiction", One: true, Columns: []estimate.Column{
		{Key: "jurisdiction", Title: "Jurisdiction", Kind: estimate.Text, Needed: true, Help: "As the note says it: United States."},
		{Key: "rate", Title: "Rate of interim estimates", Kind: estimate.Rate, Needed: true, Help: "Statutory, with what other taxes add after their deduction."},
		{Key: "no-benefit", Title: "No benefit of losses to date", Kind: estimate.Yes, Help: "Before they are realised (ASC 740-270-30-30)."},
	}},
	{Key: "accounts", Title: "Accounts", One: true, Help: "Payments come with the cash journals and debit what is payable.", Columns: []estimate.Column{
		{Key: "expense", Title: "Income tax expense", Kind: estimate.Account, Needed: true}, {Key: "payable", Title: "Income tax payable", Kind: estimate.Account, Needed: true, Help: "Or prepaid: a debit is a prepayment."},
		{Key: "assets", Title: "Deferred tax assets", Kind: estimate.Account, Needed: true}, {Key: "liabilities", Title: "Deferred tax liabilities", Kind: estimate.Account, Needed: true}, {Key: "allowance", Title: "Valuation allowance", Kind: estimate.Account, Needed: true},
		{Key: "oci", Title: "Tax in other comprehensive income", Kind: estimate.Account, Help: "Needed where a difference belongs there."}, {Key: "dims", Title: "Dimensions", Kind: estimate.Text, Help: "Of the lines of entries, such as plant=Jamestown; several with semicolons."},
	}},
	{Key: "quarters", Title: "Quarters", Help: "A row when a quarter is closed: its ordinary income, and what is then expected of the year.", Columns: []estimate.Column{
		{Key: "quarter-end", Title: "Quarter ends on", Kind: estimate.Date, Needed: true}, {Key: "income", Title: "Ordinary income", Kind: estimate.Amount, Needed: true, Help: "Of the quarter, before tax and without discrete items; a loss is negative."},
		{Key: "expected", Title: "Expected of the year", Kind: estimate.Amount, Needed: true, Help: "Ordinary income."}, {Key: "permanent", Title: "Permanent", Kind: estimate.Amount, Help: "What is taxed and is no income, positive."}, {Key: "credits", Title: "Credits", Kind: estimate.Amount},
		{Key: "tax", Title: "Tax of the year", Kind: estimate.Amount, Help: "Where it was worked out elsewhere."}, {Key: "realisable", Title: "Realisable benefit", Kind: estimate.Amount, Help: "The most of the benefit of a loss of the year that is more likely than not to be realised."},
	}},
	{Key: "discrete", Title: "Discrete items", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true, Help: "Any day of the quarter in which it is recognised."}, {Key: "what", Title: "What", Kind: estimate.Text, Needed: true}, {Key: "tax", Title: "Tax", Kind: estimate.Amount, Needed: true, Help: "A benefit is negative."},
	}},
	{Key: "years", Title: "Years", Help: "The first row is the year end from which the books go on: nothing is entered for it.", Columns: []estimate.Column{
		{Key: "year-end", Title: "Year ends on", Kind: estimate.Date, Needed: true}, {Key: "rate", Title: "Enacted rate", Kind: estimate.Rate, Needed: true, Help: "At which differences are expected to turn."}, {Key: "current-rate", Title: "Rate of the year", Kind: estimate.Rate, Help: "Of current tax, where another."},
		{Key: "pretax", Title: "Income before tax", Kind: estimate.Amount, Help: "Not of the first row."}, {Key: "permanent", Title: "Permanent", Kind: estimate.Amount, Help: "What is taxed and is no income, positive."}, {Key: "credits", Title: "Credits", Kind: estimate.Amount},
		{Key: "carryback", Title: "Carryback", Kind: estimate.Amount, Help: "Taxable income of earlier years to which a loss may go back."}, {Key: "carryback-rate", Title: "Its rate", Kind: estimate.Rate}, {Key: "limit", Title: "Limit of losses", Kind: estimate.Rate, Help: "Part of taxable income that losses of earlier years may take: 80% of those since 2018."},
		{Key: "allowance", Title: "Valuation allowance", Kind: estimate.Amount, Help: "At the year end, positive."}, {Key: "loss", Title: "Loss carried forward", Kind: estimate.Amount, Help: "Of the first row alone; later ones are worked out."}, {Key: "payable", Title: "Payable", Kind: estimate.Amount, Help: "Of the first row alone; prepaid negative."},
	}},
	{Key: "differences", Title: "Temporary differences", Help: "At each year end: what will be deducted is positive, what will be taxed negative.", Columns: []estimate.Column{
		{Key: "year-end", Title: "Year ends on", Kind: estimate.Date, Needed: true}, {Key: "name", Title: "Of", Kind: estimate.Text, Needed: true}, {Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true},
		{Key: "current", Title: "Current", Kind: estimate.Yes, Help: "It belongs to a current asset or liability (before ASU 2015-17)."}, {Key: "oci", Title: "In OCI", Kind: estimate.Yes},
	}},
	{Key: "payments", Title: "Payments", Help: "Their entries come with the cash journals.", Columns: []estimate.Column{{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "amount", Title: "Paid", Kind: estimate.Amount, Needed: true, Help: "A refund is negative."}, {Key: "reference", Title: "Reference", Kind: estimate.Text}}},
}
