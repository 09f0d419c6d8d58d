package leases

import (
	_ "embed"

	"tieout/estimate"
)

//go:embed sample.yaml
var sample []byte

// Topic is leases of a lessee in the book: one record a lease.
var Topic = estimate.Topic{
	Name: "leases", Title: "Leases", Disclosure: "LesseeOperatingLeasesTextBlock",
	Summary: "Leases of the company with the tests that classify them: liability, asset and cost every month, changes on the way, rent in equal parts before ASC 842 (ASC 842-20; SFAS 13).",
	Form:    form, Sample: sample, Read: read, Note: note,
}

var form = estimate.Form{
	{Key: "lease", Title: "Lease", One: true, Help: "The contract and what its classification asks.", Columns: []estimate.Column{
		{Key: "description", Title: "What is leased", Kind: estimate.Text, Needed: true, Help: "As it stands in the middle of a sentence: a warehouse in Toronto."},
		{Key: "commences", Title: "Commences on", Kind: estimate.Date, Needed: true, Help: "Day from which the asset can be used; months of the lease are counted from it."},
		{Key: "months", Title: "Term, months", Kind: estimate.Number, Needed: true, Help: "With options that are reasonably certain (ASC 842-10-30-1)."},
		{Key: "advance", Title: "Paid in advance", Kind: estimate.Yes, Help: "On the first day of a month; the last day where it is blank."},
		{Key: "rate", Title: "Rate of a year", Kind: estimate.Rate, Needed: true, Help: "Implicit in the lease, or the incremental borrowing rate; a month has a twelfth of it. Of the day of adoption where ASC 842 is adopted during the lease."},
		{Key: "adopted", Title: "ASC 842 from", Kind: estimate.Date, Help: "First day of the fiscal year in which it was adopted; blank: the first that begins after 15 December 2018."},
		{Key: "fair", Title: "Fair value", Kind: estimate.Amount, Help: "Of the asset: its test is left out where it is blank."},
		{Key: "life", Title: "Economic life, years", Kind: estimate.Number, Help: "That remains: its test is left out where it is blank."},
		{Key: "transfers", Title: "Ownership passes", Kind: estimate.Yes},
		{Key: "option", Title: "Purchase option", Kind: estimate.Amount, Help: "Its price, where exercise is reasonably certain."},
		{Key: "guarantee", Title: "Residual guarantee", Kind: estimate.Amount, Help: "What is probably owed."},
		{Key: "special", Title: "Specialised", Kind: estimate.Yes, Help: "No alternative use to the lessor."},
		{Key: "direct", Title: "Direct costs", Kind: estimate.Amount, Help: "Initial direct costs and what was paid before the first day."},
		{Key: "incentives", Title: "Incentives", Kind: estimate.Amount, Help: "Received from the lessor."},
		{Key: "short", Title: "Short-term election", Kind: estimate.Yes, Help: "Kept off the balance sheet: twelve months or less."},
	}},
	{Key: "accounts", Title: "Accounts", One: true, Help: "Payments come with the cash journals: they debit the liability, or the cost where nothing is recognised.", Columns: []estimate.Column{
		{Key: "liability", Title: "Lease liability", Kind: estimate.Account, Needed: true, Help: "Before ASC 842 of deferred rent too."},
		{Key: "asset", Title: "Right-of-use asset", Kind: estimate.Account, Needed: true},
		{Key: "cost", Title: "Lease cost", Kind: estimate.Account, Needed: true, Help: "Rent; of a finance lease the amortisation."},
		{Key: "interest", Title: "Interest", Kind: estimate.Account, Help: "Of a finance lease; the cost where it is blank."},
		{Key: "other", Title: "Direct costs and incentives", Kind: estimate.Account, Help: "Where the journals put them; needed where there are any."},
		{Key: "gain", Title: "Gains and losses", Kind: estimate.Account, Help: "Of leases given up and assets impaired; the cost where it is blank."},
		{Key: "dims", Title: "Dimensions", Kind: estimate.Text, Help: "Of the lines of entries, such as plant=Jamestown; several with semicolons."},
	}},
	{Key: "payments", Title: "Payments", Help: "The payment of a month from a month on, until the next row.", Columns: []estimate.Column{
		{Key: "from", Title: "From month", Kind: estimate.Number, Needed: true, Help: "1 is the first month of the lease."}, {Key: "amount", Title: "A month", Kind: estimate.Amount, Needed: true},
	}},
	{Key: "changes", Title: "Changes", Help: "Remeasurement, loss of value, or end. History stands still: a later change is a new row.", Columns: []estimate.Column{
		{Key: "after", Title: "After month", Kind: estimate.Number, Needed: true, Help: "Months of the lease that have passed."}, {Key: "months", Title: "Months from then", Kind: estimate.Number, Help: "Blank: as many as were left."},
		{Key: "amount", Title: "A month from then", Kind: estimate.Amount, Help: "Blank: as it was."}, {Key: "rate", Title: "Rate of that day", Kind: estimate.Rate}, {Key: "loss", Title: "Loss of value", Kind: estimate.Amount},
		{Key: "ended", Title: "Given up", Kind: estimate.Yes}, {Key: "penalty", Title: "Penalty", Kind: estimate.Amount, Help: "Paid to end it; the journals debit gains and losses."}, {Key: "why", Title: "Why", Kind: estimate.Text, Needed: true},
	}},
}
