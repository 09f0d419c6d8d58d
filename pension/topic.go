package pension

import (
	_ "embed"

	"tieout/estimate"
)

//go:embed sample.yaml
var sample []byte

// Topic is pension plans in the book: one record a plan. The template of its record is the form in which an actuary's report is taken in.
var Topic = estimate.Topic{
	Name: "pension", Title: "Pension", Disclosure: "PensionAndOtherPostretirementBenefitsDisclosureTextBlock",
	Summary: "Plans with the actuary's reports, performed again; cost accrued and trued up, minimum liability to 2006, funded status since SFAS 158 (ASC 715-30).",
	Form:    form, Sample: sample, Read: read, Note: note,
}

func amount(key, title, help string) estimate.Column {
	return estimate.Column{Key: key, Title: title, Kind: estimate.Amount, Help: help}
}

func percent(key, title, help string) estimate.Column {
	return estimate.Column{Key: key, Title: title, Kind: estimate.Rate, Help: help}
}

func needed(c estimate.Column) estimate.Column { c.Needed = true; return c }

var form = estimate.Form{
	{Key: "plan", Title: "Plan", One: true, Columns: []estimate.Column{
		{Key: "country", Title: "Country", Kind: estimate.Text, Needed: true, Help: "United States, or another: the note parts domestic from foreign plans."},
		{Key: "kind", Title: "Kind", Kind: estimate.Choice, Choices: []string{"final pay", "cash balance", "flat benefit", "other"}, Needed: true},
		{Key: "description", Title: "Description", Kind: estimate.Text, Needed: true, Help: "Who is covered and what is promised, as the note says it."},
		{Key: "frozen", Title: "Frozen since", Kind: estimate.Date, Help: "No benefits accrue after that day: a service cost is then a question."},
		percent("tax", "Tax rate", "For what goes to accumulated other comprehensive income."),
		{Key: "currency", Title: "Currency", Kind: estimate.Text, Help: "Of the plan, such as CAD, where it is not that of the books: its reports are written in it, all else in that of the books."},
	}},
	{Key: "accounts", Title: "Accounts", One: true, Columns: []estimate.Column{
		{Key: "liability", Title: "Pension liability", Kind: estimate.Account, Needed: true, Help: "Net: accrued cost, and since SFAS 158 obligation less assets."},
		{Key: "expense", Title: "Pension cost", Kind: estimate.Account, Needed: true}, {Key: "aoci", Title: "Accumulated other comprehensive income", Kind: estimate.Account, Needed: true},
		{Key: "deferred", Title: "Deferred taxes", Kind: estimate.Account, Help: "Needed with a tax rate."}, {Key: "intangible", Title: "Intangible pension asset", Kind: estimate.Account, Help: "To 2006, where prior service was not recognised."},
		{Key: "translation", Title: "Translation adjustment", Kind: estimate.Account, Help: "In equity; needed with a currency."},
		{Key: "dims", Title: "Dimensions", Kind: estimate.Text, Help: "Of all lines."}, {Key: "oci-dims", Title: "Dimensions of OCI", Kind: estimate.Text, Help: "Of the lines of accumulated other comprehensive income, such as cashflow=oci."},
	}},
	{Key: "opening", Title: "Opening", Help: "One row: how the plan stood in the books at the end of the fiscal year before the first report.", Columns: []estimate.Column{
		{Key: "at", Title: "At", Kind: estimate.Date, Needed: true}, needed(amount("liability", "Liability", "Net, prepaid negative, with the minimum liability.")), amount("minimum", "Of it minimum liability", "Additional minimum liability."), amount("intangible", "Intangible asset", ""),
	}},
	{Key: "reports", Title: "Actuary's reports", Help: "A row for each fiscal year. Amounts are positive as they are named; in the currency of the plan.", Columns: []estimate.Column{
		{Key: "year-end", Title: "Fiscal year ends on", Kind: estimate.Date, Needed: true}, {Key: "dated", Title: "Report dated", Kind: estimate.Date, Needed: true, Help: "A plan without an actuary's date is not taken in."},
		needed(amount("pbo-begin", "Obligation, beginning", "Projected benefit obligation.")), amount("service", "Service cost", ""), needed(amount("interest", "Interest cost", "")), amount("amendments", "Amendments", "Prior service given; a reduction negative."), amount("loss", "Actuarial loss", "A gain negative."),
		amount("benefits", "Benefits paid", ""), amount("expenses", "Expenses paid", "Of administration, out of the assets."), amount("settlements", "Settlements", "Obligation settled."), amount("curtailment", "Curtailment", "Fall of the obligation."), amount("fx", "Currency, obligation", ""), needed(amount("pbo-end", "Obligation, end", "")), amount("abo", "Accumulated obligation, end", "The projected one where it is blank."),
		needed(amount("assets-begin", "Assets, beginning", "Fair value.")), amount("return", "Actual return", ""), amount("contributions", "Contributions", "Of the employer."), amount("fx-assets", "Currency, assets", ""), needed(amount("assets-end", "Assets, end", "")),
		amount("expected", "Expected return", ""), amount("psc", "Prior service amortised", "With transition amounts; a credit negative."), amount("loss-amortised", "Net loss amortised", "A gain negative."), amount("special", "Settlement, curtailment, special benefits", "Loss recognised; a gain negative."),
		percent("discount", "Discount rate for cost", "Performs interest again; blank: footed only."), percent("return-rate", "Expected rate of return", "Performs the expected return again."), percent("discount-end", "Discount rate, end", "For the obligation."), percent("salary", "Rate of compensation increase", ""),
		amount("net-loss", "Net loss, end", "Not recognised in cost; a gain negative."), amount("prior-service", "Prior service, end", "Not recognised in cost, with transition amounts."), {Key: "remaining", Title: "Remaining service", Kind: estimate.Number, Help: "Average years; performs the corridor of the next year again."},
		amount("pay-1", "Payments, year 1", "Benefits expected to be paid."), amount("pay-2", "Year 2", ""), amount("pay-3", "Year 3", ""), amount("pay-4", "Year 4", ""), amount("pay-5", "Year 5", ""), amount("pay-next", "Five years after", ""), amount("contribute-next", "Contributions next year", "Expected."),
	}},
	{Key: "rates", Title: "Rates of exchange", Help: "For a plan in another currency: a row for the opening and for the end of each year with a report.", Columns: []estimate.Column{
		{Key: "year-end", Title: "Fiscal year ends on", Kind: estimate.Date, Needed: true}, {Key: "closing", Title: "Closing rate", Kind: estimate.Number, Needed: true, Help: "Of the day, units of the books' currency for one of the plan's."}, {Key: "average", Title: "Average rate", Kind: estimate.Number, Help: "Of the year, for cost and other flows; not needed at the opening."},
	}},
	{Key: "estimates", Title: "Estimated cost", Help: "Cost of a fiscal year as estimated at its beginning: a quarter of it is accrued at each quarter end, and the rest when the report is there.", Columns: []estimate.Column{
		{Key: "year-end", Title: "Fiscal year ends on", Kind: estimate.Date, Needed: true}, needed(amount("cost", "Cost of the year", "")),
	}},
	{Key: "contributions", Title: "Contributions paid", Help: "Their entries come with the cash journals.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, needed(amount("amount", "Paid", "")), {Key: "reference", Title: "Reference", Kind: estimate.Text},
	}},
}
