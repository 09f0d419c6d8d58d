package restructuring

import (
	_ "embed"

	"tieout/estimate"
)

//go:embed sample.yaml
var sample []byte

// Topic is restructuring plans in the book: one record a plan.
var Topic = estimate.Topic{
	Name: "restructuring", Title: "Restructuring", Disclosure: "RestructuringAndRelatedActivitiesDisclosureTextBlock",
	Summary: "Plans with the tests that decide each cost's standard, what is accrued, paid and released, and what is expected (ASC 420, 712; SFAS 146, 112).",
	Form:    form, Sample: sample, Read: read, Note: note,
}

var kindNames = func() (out []string) {
	for _, k := range Kinds {
		out = append(out, string(k))
	}
	return out
}()

var form = estimate.Form{
	{Key: "plan", Title: "Plan", One: true, Help: "The activity as management committed itself to it.", Columns: []estimate.Column{
		{Key: "committed", Title: "Committed on", Kind: estimate.Date, Needed: true, Help: "Day on which management with the authority committed itself to the plan; its days for Item 2.05 of Form 8-K are counted from it."},
		{Key: "communicated", Title: "Communicated on", Kind: estimate.Date, Help: "Day on which the employees concerned were told, with benefits and expected day; costs may say another."},
		{Key: "complete", Title: "Expected to be complete", Kind: estimate.Date, Help: "Day by which nothing more is expected; what is open after it is found."},
		{Key: "description", Title: "Description", Kind: estimate.Text, Needed: true, Help: "Activity, reason and places, as the note says it (ASC 420-10-50-1(a))."},
		{Key: "reported", Title: "Form 8-K filed on", Kind: estimate.Date, Help: "Item 2.05."},
		{Key: "no-report", Title: "Why no Form 8-K", Kind: estimate.Text, Help: "Where none is due: no material charge is expected, or the item did not exist yet."},
	}},
	{Key: "accounts", Title: "Accounts", One: true, Columns: []estimate.Column{
		{Key: "liability", Title: "Liability", Kind: estimate.Account, Needed: true, Help: "Restructuring reserve."},
		{Key: "charge", Title: "Charge", Kind: estimate.Account, Needed: true, Help: "Restructuring charge of the income statement."},
		{Key: "accretion", Title: "Accretion", Kind: estimate.Account, Help: "An operating expense, not interest (ASC 420-10-35-4); the charge where it is blank."},
		{Key: "sga", Title: "SG&A to track", Kind: estimate.Account, Help: "Accounts whose expense the savings are held against."},
		{Key: "dims", Title: "Dimensions", Kind: estimate.Text, Help: "Of the lines of entries, such as plant=Jamestown; several with semicolons."},
	}},
	{Key: "costs", Title: "Costs", Help: "Each cost with the facts that decide its standard. Costs of other standards (impairment, inventory, pension) are shown with the plan and entered elsewhere.", Columns: []estimate.Column{
		{Key: "id", Title: "Code", Kind: estimate.Text, Needed: true, Help: "Short, used in entries and below."},
		{Key: "type", Title: "Type", Kind: estimate.Choice, Choices: kindNames, Needed: true},
		{Key: "description", Title: "Description", Kind: estimate.Text, Needed: true},
		{Key: "segment", Title: "Segment", Kind: estimate.Text, Help: "Reportable segment (ASC 420-10-50-1(d))."},
		{Key: "ongoing", Title: "Ongoing arrangement", Kind: estimate.Yes, Help: "Severance under a plan, a contract or an established practice (ASC 712)."},
		{Key: "probable", Title: "Probable on", Kind: estimate.Date, Help: "Of an ongoing arrangement: payment is probable and can be estimated."},
		{Key: "communicated", Title: "Communicated on", Kind: estimate.Date, Help: "Where another than the plan's."},
		{Key: "last-service", Title: "Last day of service", Kind: estimate.Date, Help: "That is required for the benefit; blank where none is."},
		{Key: "notice", Title: "Legal notice, days", Kind: estimate.Number, Help: "Minimum retention period; 60 where it is blank."},
		{Key: "ended", Title: "Ended or left on", Kind: estimate.Date, Help: "Contract terminated, or place left."},
		{Key: "amount", Title: "Amount", Kind: estimate.Amount, Help: "Benefit of the group, or cost of ending the contract; of other costs what is incurred stands under Charges."},
		{Key: "expected", Title: "Expected in all", Kind: estimate.Amount, Help: "Total expected to be incurred (ASC 420-10-50-1(b)(1)); the amount where it is blank."},
		{Key: "concluded", Title: "Impairment concluded on", Kind: estimate.Date, Help: "Of an impairment: day on which the board, or an officer where the board need not, concluded that a material charge is required (Item 2.06 of Form 8-K)."},
		{Key: "with-statements", Title: "With the statements", Kind: estimate.Yes, Help: "It was concluded when statements of the next periodic report were prepared, which is filed in time and says so: no Item 2.06."},
		{Key: "reported", Title: "Item 2.06 filed on", Kind: estimate.Date},
	}},
	{Key: "leases", Title: "Leases left", Help: "Of costs of type lease, before ASC 842: what remains to be paid for the place.", Columns: []estimate.Column{
		{Key: "cost", Title: "Cost", Kind: estimate.Text, Needed: true, Help: "Code of the cost."},
		{Key: "rent", Title: "Rent of a month", Kind: estimate.Amount, Needed: true},
		{Key: "sublease", Title: "Sublease of a month", Kind: estimate.Amount, Help: "That could reasonably be obtained, whether or not one is meant."},
		{Key: "months", Title: "Months that remain", Kind: estimate.Number, Needed: true},
		{Key: "rate", Title: "Rate of a year", Kind: estimate.Rate, Needed: true, Help: "Credit-adjusted risk-free, on the day the place was left."},
		{Key: "deferred", Title: "Deferred rent", Kind: estimate.Amount, Help: "Goes out against the cost (ASC 420-10-30-9); its own account is adjusted by hand."},
	}},
	{Key: "charges", Title: "Charges", Help: "Costs recognised as they are incurred, and of linked costs what the other part of the books recognised.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "cost", Title: "Cost", Kind: estimate.Text, Needed: true},
		{Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true}, {Key: "memo", Title: "Memo", Kind: estimate.Text},
	}},
	{Key: "changes", Title: "Changes of estimate", Help: "More is positive, a release negative. What belongs to an earlier period says so.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "cost", Title: "Cost", Kind: estimate.Text, Needed: true},
		{Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true}, {Key: "origin", Title: "Belongs to", Kind: estimate.Date, Help: "Any day of the period whose estimate it corrects; blank for a change of estimate of its own day."},
		{Key: "why", Title: "Why", Kind: estimate.Text, Needed: true},
	}},
	{Key: "payments", Title: "Payments", Help: "Settlements matched to costs. Their entries come with the cash journals; the roll-forward must agree with the ledger.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "cost", Title: "Cost", Kind: estimate.Text, Needed: true},
		{Key: "amount", Title: "Paid", Kind: estimate.Amount, Needed: true}, {Key: "noncash", Title: "Not in cash", Kind: estimate.Yes, Help: "Settled otherwise than in cash."}, {Key: "reference", Title: "Reference", Kind: estimate.Text},
	}},
	{Key: "notes", Title: "What other notes say", Help: "Figures of other notes that must be the same.", Columns: []estimate.Column{
		{Key: "where", Title: "Note", Kind: estimate.Text, Needed: true}, {Key: "what", Title: "What", Kind: estimate.Choice, Choices: []string{"incurred", "paid", "changed", "end"}, Needed: true},
		{Key: "cost", Title: "Cost", Kind: estimate.Text, Help: "Code; all costs where it is blank."}, {Key: "from", Title: "From", Kind: estimate.Date, Help: "First day of the period; blank for a balance."}, {Key: "to", Title: "To", Kind: estimate.Date, Needed: true},
		{Key: "amount", Title: "It says", Kind: estimate.Amount, Needed: true},
	}},
	{Key: "savings", Title: "Savings", Help: "What the plan is to save of SG&A.", Columns: []estimate.Column{
		{Key: "initiative", Title: "Initiative", Kind: estimate.Text, Needed: true}, {Key: "from", Title: "Full from", Kind: estimate.Date, Needed: true, Help: "First day of the quarter with the full saving."}, {Key: "annual", Title: "A year", Kind: estimate.Amount, Needed: true, Help: "Run rate."},
	}},
	{Key: "baseline", Title: "Baseline of SG&A", One: false, Help: "One row: the quarter before the plan that the savings are counted from, and one-off items of later quarters.", Columns: []estimate.Column{
		{Key: "quarter-end", Title: "Quarter ends on", Kind: estimate.Date, Needed: true}, {Key: "amount", Title: "Amount", Kind: estimate.Amount, Needed: true, Help: "Of the baseline: SG&A of that quarter. Of a one-off item: what is in the quarter and has nothing to do with the plan."},
		{Key: "one-off", Title: "One-off", Kind: estimate.Yes}, {Key: "memo", Title: "Memo", Kind: estimate.Text},
	}},
}
