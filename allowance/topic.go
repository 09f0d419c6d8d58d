package allowance

import (
	_ "embed"

	"tieout/estimate"
)

//go:embed sample.yaml
var sample []byte

// Topic is the allowance for credit losses in the book: one record a portfolio of trade receivables.
var Topic = estimate.Topic{
	Name: "allowance", Title: "Allowance", Disclosure: "AllowanceForCreditLossesTextBlock",
	Summary: "Portfolios of receivables by age and one by one: what will be lost, write-offs and recoveries, the adoption of expected losses (ASC 326-20; SFAS 5, 114).",
	Form:    form, Sample: sample, Read: read, Note: note,
}

var form = estimate.Form{
	{Key: "portfolio", Title: "Portfolio", One: true, Columns: []estimate.Column{
		{Key: "description", Title: "Receivables", Kind: estimate.Text, Needed: true, Help: "As the note says it."},
		{Key: "filer", Title: "Filer", Kind: estimate.Choice, Choices: []string{string(SECFiler), string(Smaller), string(Private)}, Needed: true, Help: "An SEC filer uses expected losses for fiscal years beginning after 15 December 2019, a smaller reporting company and who files nothing after 15 December 2022."},
		{Key: "adopted", Title: "ASC 326 adopted on", Kind: estimate.Date, Help: "First day of the fiscal year, where it was adopted before it had to be."},
		{Key: "tax", Title: "Tax of the adoption", Kind: estimate.Rate, Help: "At which the adjustment of retained earnings bears deferred tax."},
		{Key: "policy", Title: "Written off when", Kind: estimate.Text, Help: "A sentence of the note (ASC 326-20-50-17)."},
		{Key: "dims", Title: "Dimensions", Kind: estimate.Text, Help: "Of the lines of entries, such as plant=Jamestown; several with semicolons."},
	}},
	{Key: "accounts", Title: "Accounts", One: true, Columns: []estimate.Column{
		{Key: "receivable", Title: "Receivables", Kind: estimate.Account, Needed: true, Help: "Gross, without the allowance."}, {Key: "allowance", Title: "Allowance", Kind: estimate.Account, Needed: true}, {Key: "expense", Title: "Credit loss expense", Kind: estimate.Account, Needed: true},
		{Key: "retained", Title: "Retained earnings", Kind: estimate.Account, Help: "Needed where ASC 326 is adopted."}, {Key: "deferred", Title: "Deferred tax", Kind: estimate.Account, Help: "Of the adoption; retained earnings bear all of it where it is blank."},
	}},
	{Key: "opening", Title: "Opening", Help: "At most one row: the day from which the record goes on. Nothing is entered for it.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "allowance", Title: "Allowance", Kind: estimate.Amount, Needed: true, Help: "A debit is negative."},
	}},
	{Key: "ages", Title: "Ageing", Help: "Receivables by age or kind at each date on which the allowance is measured, without those judged by themselves. On the day on which ASC 326 is adopted the receivables of the day before stand by what is expected of them.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "class", Title: "Age", Kind: estimate.Text, Needed: true}, {Key: "balance", Title: "Receivables", Kind: estimate.Amount, Needed: true}, {Key: "rate", Title: "Rate of loss", Kind: estimate.Rate, Needed: true, Help: "By history."},
		{Key: "adjust", Title: "Changed by", Kind: estimate.Rate, Help: "For current conditions and forecasts: 10% makes a tenth more of the rate (ASC 326-20-30-8, 30-9)."}, {Key: "points", Title: "Points added", Kind: estimate.Rate, Help: "To the rate: 2% makes 5% of 3%."}, {Key: "why", Title: "Why", Kind: estimate.Text, Help: "What rate and change rest on."},
	}},
	{Key: "specific", Title: "Judged by themselves", Help: "Receivables that share no risk with others (ASC 326-20-30-2; SFAS 114), at each date.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "customer", Title: "Customer", Kind: estimate.Text, Needed: true}, {Key: "balance", Title: "Receivable", Kind: estimate.Amount, Needed: true}, {Key: "loss", Title: "Allowance", Kind: estimate.Amount, Needed: true}, {Key: "why", Title: "Why", Kind: estimate.Text, Needed: true},
	}},
	{Key: "write-offs", Title: "Write-offs", Help: "Each takes the receivable and the allowance down.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "customer", Title: "Customer", Kind: estimate.Text, Needed: true}, {Key: "amount", Title: "Written off", Kind: estimate.Amount, Needed: true}, {Key: "entered", Title: "Entered", Kind: estimate.Yes, Help: "It comes with the journals: no entry is proposed."},
	}},
	{Key: "recoveries", Title: "Recoveries", Help: "What comes in after all, on the day it is received: the receivable is put back against the allowance, and the cash journal credits it.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "customer", Title: "Customer", Kind: estimate.Text, Needed: true}, {Key: "amount", Title: "Received", Kind: estimate.Amount, Needed: true}, {Key: "entered", Title: "Entered", Kind: estimate.Yes, Help: "The journals credit the allowance: no entry is proposed."},
	}},
	{Key: "reviews", Title: "Look-back", Help: "What became of the receivables of a date.", Columns: []estimate.Column{
		{Key: "date", Title: "Receivables of", Kind: estimate.Date, Needed: true, Help: "A date on which the allowance was measured."}, {Key: "seen", Title: "As seen on", Kind: estimate.Date, Needed: true}, {Key: "lost", Title: "Lost since", Kind: estimate.Amount, Needed: true, Help: "Written off of them, less recovered."}, {Key: "doubtful", Title: "Still doubtful", Kind: estimate.Amount},
	}},
}
