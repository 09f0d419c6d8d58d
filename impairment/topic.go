package impairment

import (
	_ "embed"

	"tieout/estimate"
)

//go:embed sample.yaml
var sample []byte

// Topic is tests for impairment in the book: one record a reporting unit, or an asset group.
var Topic = estimate.Topic{
	Name: "impairment", Title: "Impairment", Disclosure: "AssetImpairmentChargesTextBlock",
	Summary: "Reporting units and asset groups: triggering events, tests in their order, losses by asset, goodwill with accumulated losses (ASC 350, 360-10; SFAS 142, 144).",
	Form:    form, Sample: sample, Read: read, Note: note,
}

var tested = estimate.Column{Key: "date", Title: "Tested on", Kind: estimate.Date, Needed: true}

// criteriaColumns are the questions of held for sale, by their order in Criteria.
var criteriaColumns = func() (out []estimate.Column) {
	for i, title := range []string{"Committed", "Available", "Buyer sought", "Probable", "Priced fairly", "Plan stands"} {
		key := Criteria[i].Key
		if key == "unlikely_to_change" {
			key = "unlikely"
		}
		out = append(out, estimate.Column{Key: key, Title: title, Kind: estimate.Yes, Help: Criteria[i].Question + " (" + Criteria[i].Cite + "); as in the row before where it is blank"})
	}
	return out
}()

var form = estimate.Form{
	{Key: "unit", Title: "Unit", One: true, Columns: []estimate.Column{
		{Key: "description", Title: "Unit or group", Kind: estimate.Text, Needed: true, Help: "Reporting unit or asset group, as the note names it."},
		{Key: "filer", Title: "Filer", Kind: estimate.Choice, Choices: []string{string(SECFiler), string(Smaller), string(Private)}, Needed: true, Help: "An SEC filer tests goodwill in one step in fiscal years beginning after 15 December 2019, a smaller reporting company and who files nothing after 15 December 2022."},
		{Key: "one-step", Title: "One step since", Kind: estimate.Date, Help: "Where ASU 2017-04 was adopted before it had to be: first day of tests."},
		{Key: "tax", Title: "Tax rate", Kind: estimate.Rate, Help: "Of goodwill that is deductible: a loss in one step is solved with its deferred tax (ASC 350-20-35-8B), which the income tax enters."},
		{Key: "dims", Title: "Dimensions", Kind: estimate.Text, Help: "Of the lines of entries, such as plant=Jamestown; several with semicolons."},
	}},
	{Key: "accounts", Title: "Accounts", One: true, Columns: []estimate.Column{
		{Key: "goodwill", Title: "Goodwill", Kind: estimate.Account, Help: "Of this unit alone; needed where it has goodwill."}, {Key: "accumulated", Title: "Accumulated losses of goodwill", Kind: estimate.Account, Help: "Goodwill itself is credited where it is blank."},
		{Key: "goodwill-loss", Title: "Impairment of goodwill", Kind: estimate.Account, Help: "Needed for a loss."}, {Key: "loss", Title: "Impairment of other assets", Kind: estimate.Account, Help: "Needed for a loss that is entered here."},
	}},
	{Key: "events", Title: "Triggering events", Help: "What makes a test necessary between annual ones (ASC 350-20-35-3C, 360-10-35-21). One that no test of its quarter follows is found.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "event", Title: "Event", Kind: estimate.Text, Needed: true, Help: "A sentence of the note."}, {Key: "of", Title: "Touches", Kind: estimate.Choice, Choices: []string{"goodwill", "assets", "both"}, Needed: true},
	}},
	{Key: "goodwill", Title: "Goodwill", Help: "Its entries come with the journals; losses are worked out from the tests.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "what", Title: "What", Kind: estimate.Choice, Choices: []string{string(takenOver), string(acquired), string(measured), string(translation), string(disposed)}, Needed: true},
		{Key: "gross", Title: "Gross", Kind: estimate.Amount, Needed: true, Help: "More is positive; what is disposed of is negative."}, {Key: "losses", Title: "Accumulated losses", Kind: estimate.Amount, Help: "That come or go with it, positive as losses; of goodwill taken over or disposed of."},
	}},
	{Key: "others", Title: "Losses recognised first", Help: "Of other assets of the unit, entered by other parts of the books, such as inventory (ASC 350-20-35-31).", Columns: []estimate.Column{
		tested, {Key: "what", Title: "What", Kind: estimate.Text, Needed: true}, {Key: "amount", Title: "Loss", Kind: estimate.Amount, Needed: true},
	}},
	{Key: "intangibles", Title: "Intangibles not amortised", Columns: []estimate.Column{
		tested, {Key: "asset", Title: "Asset", Kind: estimate.Text, Needed: true}, {Key: "carrying", Title: "Carrying amount", Kind: estimate.Amount, Needed: true}, {Key: "fair", Title: "Fair value", Kind: estimate.Amount, Needed: true}, {Key: "account", Title: "Account", Kind: estimate.Account, Help: "Credited with the loss; blank where the loss is entered elsewhere."},
	}},
	{Key: "groups", Title: "Asset groups", Help: "Held and used: the lowest level whose cash flows are largely independent (ASC 360-10-35-23).", Columns: []estimate.Column{
		tested, {Key: "group", Title: "Group", Kind: estimate.Text, Needed: true}, {Key: "fair", Title: "Fair value", Kind: estimate.Amount, Help: "Of the group; or a rate."}, {Key: "rate", Title: "Rate of a year", Kind: estimate.Rate, Help: "At which the cash flows are discounted, where no fair value is given."},
		{Key: "years", Title: "Years that remain", Kind: estimate.Number, Help: "For the depreciation of the new cost."}, {Key: "residual", Title: "Residual value", Kind: estimate.Amount}, {Key: "why", Title: "How fair value was found", Kind: estimate.Text, Needed: true, Help: "As the note says it after found from (ASC 360-10-50-2)."},
	}},
	{Key: "assets", Title: "Assets of groups", Help: "Carrying amounts before the loss: cost less depreciation, or as one amount.", Columns: []estimate.Column{
		tested, {Key: "group", Title: "Group", Kind: estimate.Text, Needed: true}, {Key: "asset", Title: "Asset", Kind: estimate.Text, Needed: true}, {Key: "cost", Title: "Cost", Kind: estimate.Amount}, {Key: "depreciation", Title: "Accumulated depreciation", Kind: estimate.Amount, Help: "Positive."}, {Key: "carrying", Title: "Carrying amount", Kind: estimate.Amount, Help: "Instead of both; a liability is negative."},
		{Key: "fair", Title: "Own fair value", Kind: estimate.Amount, Help: "A loss does not take the asset below it (ASC 360-10-35-28)."}, {Key: "other", Title: "Other standard", Kind: estimate.Yes, Help: "Tested with the group and not reduced, such as inventory or payables."},
		{Key: "account", Title: "Account", Kind: estimate.Account, Help: "Credited with the loss; blank where the loss is entered elsewhere, such as by a register of property."}, {Key: "ledger", Title: "Carried in", Kind: estimate.Account, Help: "Account, with all below it, whose balance after the loss must be the new cost; of several assets together."},
	}},
	{Key: "flows", Title: "Cash flows of groups", Help: "Not discounted, from use and disposal (ASC 360-10-35-29).", Columns: []estimate.Column{
		tested, {Key: "group", Title: "Group", Kind: estimate.Text, Needed: true}, {Key: "scenario", Title: "Scenario", Kind: estimate.Text}, {Key: "probability", Title: "Probability", Kind: estimate.Rate, Help: "In the first row of a scenario; all come to 100%."}, {Key: "year", Title: "Year", Kind: estimate.Number, Needed: true, Help: "1 is the first after the test."}, {Key: "flow", Title: "Cash flow", Kind: estimate.Amount, Needed: true},
	}},
	{Key: "sales", Title: "Held for sale", Help: "A row when an asset is classified so and at each later measurement; the carrying amount goes on from row to row (ASC 360-10-35-37 to 35-45).", Columns: append(append([]estimate.Column{
		tested, {Key: "asset", Title: "Asset", Kind: estimate.Text, Needed: true}, {Key: "carrying", Title: "Carrying amount", Kind: estimate.Amount, Help: "Of the first row alone."}, {Key: "fair", Title: "Fair value", Kind: estimate.Amount}, {Key: "cost-to-sell", Title: "Cost to sell", Kind: estimate.Amount}},
		criteriaColumns...),
		estimate.Column{Key: "kept", Title: "Kept after all", Kind: estimate.Yes}, estimate.Column{Key: "meanwhile", Title: "Depreciation meanwhile", Kind: estimate.Amount, Help: "Of one that is kept: what would have been recognised."}, estimate.Column{Key: "sold", Title: "Sold", Kind: estimate.Yes, Help: "It left; its entry comes with the journals."},
		estimate.Column{Key: "account", Title: "Account", Kind: estimate.Account, Help: "Of the first row: in which it is held for sale, and which the losses credit."})},
	{Key: "tests", Title: "Tests of goodwill", Columns: []estimate.Column{
		tested, {Key: "carrying", Title: "Carrying amount", Kind: estimate.Amount, Needed: true, Help: "Of the unit with its goodwill, before the losses of that day that stand above."}, {Key: "fair", Title: "Fair value", Kind: estimate.Amount, Help: "Of the unit."},
		{Key: "not-likely", Title: "Loss not likely", Kind: estimate.Yes, Help: "It is not more likely than not that fair value is below the carrying amount: nothing is measured (ASC 350-20-35-3A)."},
		{Key: "identifiable", Title: "Identifiable net assets", Kind: estimate.Amount, Help: "Second step: at fair value (SFAS 142 paragraph 21)."}, {Key: "implied", Title: "Implied goodwill", Kind: estimate.Amount, Help: "Second step: instead of identifiable net assets."}, {Key: "deductible", Title: "Deductible goodwill", Kind: estimate.Amount, Help: "Of all, for tax; all of it where it is blank and a rate is given."},
		{Key: "why", Title: "How fair value was found", Kind: estimate.Text, Needed: true, Help: "As the note says it after found from (ASC 350-20-50-2), or why a loss is not likely."},
	}},
}
