package consolidation

import (
	_ "embed"

	"tieout/estimate"
)

//go:embed sample.yaml
var sample []byte

// Topic is foreign subsidiaries in the book: one record a subsidiary.
var Topic = estimate.Topic{
	Name: "consolidation", Title: "Consolidation", Disclosure: "ForeignCurrencyDisclosureTextBlock",
	Summary: "Foreign subsidiaries translated at the current rate with their cumulative adjustment and its proof, and what they and the company have of each other (ASC 830, 810; SFAS 52, ARB 51).",
	Form:    form, Sample: sample, Read: read, Note: note,
}

var form = estimate.Form{
	{Key: "subsidiary", Title: "Subsidiary", One: true, Columns: []estimate.Column{
		{Key: "name", Title: "Name", Kind: estimate.Text, Needed: true, Help: "As the note says it."}, {Key: "currency", Title: "Functional currency", Kind: estimate.Text, Needed: true, Help: "Three letters, such as CAD."},
		{Key: "adjustment", Title: "Cumulative adjustment", Kind: estimate.Account, Needed: true, Help: "In accumulated other comprehensive income."}, {Key: "dims", Title: "Dimensions", Kind: estimate.Text, Help: "Of the lines of entries, such as plant=Toronto; several with semicolons."},
	}},
	{Key: "rates", Title: "Rates", Help: "Of one unit of its currency. No rate of another day is taken in place of one that is missing.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "kind", Title: "Kind", Kind: estimate.Choice, Choices: []string{"closing", "average"}, Needed: true, Help: "An average is of the fiscal year to that day."}, {Key: "rate", Title: "Rate", Kind: estimate.Number, Needed: true},
	}},
	{Key: "balances", Title: "Trial balances", Help: "At quarter ends, in its currency, income and dividends of the fiscal year to date. The first one is where the books go on: nothing is entered for it.", Columns: []estimate.Column{
		{Key: "date", Title: "At", Kind: estimate.Date, Needed: true}, {Key: "line", Title: "Line", Kind: estimate.Text, Needed: true},
		{Key: "kind", Title: "Kind", Kind: estimate.Choice, Choices: []string{string(Asset), string(Liability), string(Capital), string(Issue), string(Retained), string(Dividend), string(Revenue), string(Expense)}, Needed: true, Help: "Capital of the year is a contribution; retained earnings are those at the beginning of the fiscal year."},
		{Key: "account", Title: "Account", Kind: estimate.Account, Help: "Of the group's books; not for retained earnings, which carry themselves forward."}, {Key: "amount", Title: "Amount", Kind: estimate.Number, Needed: true, Help: "Positive on the side of its kind."},
		{Key: "rate", Title: "Rate of its day", Kind: estimate.Number, Help: "Of capital and dividends."}, {Key: "known", Title: "As translated", Kind: estimate.Amount, Help: "Retained earnings of the first year in the currency of the books."},
	}},
	{Key: "intercompany", Title: "Within the group", Help: "What the group's books have of the subsidiary, and what it has of the same: they are eliminated against each other, and what does not match is found.", Columns: []estimate.Column{
		{Key: "date", Title: "At", Kind: estimate.Date, Needed: true}, {Key: "what", Title: "What", Kind: estimate.Text, Needed: true}, {Key: "account", Title: "Account", Kind: estimate.Account, Needed: true, Help: "Of the company, such as due from Canada."}, {Key: "theirs", Title: "It has", Kind: estimate.Number, Needed: true, Help: "In its currency, a debit positive; of sales and purchases the year to date."},
		{Key: "their", Title: "Its account", Kind: estimate.Account, Help: "To which the trial balance takes its side: with it the elimination is proposed."},
		{Key: "why", Title: "Why", Kind: estimate.Text, Help: "Of a difference that is known: cash on the way."},
	}},
}
