package property

import (
	_ "embed"

	"tieout/estimate"
)

//go:embed sample.yaml
var sample []byte

// Topic is property, plant and equipment in the book: one record a register.
var Topic = estimate.Topic{
	Name: "property", Title: "Property", Disclosure: "PropertyPlantAndEquipmentDisclosureTextBlock",
	Summary: "Registers of assets by class: depreciation every month, changes of estimate, losses of value, disposals with their gain (ASC 360-10).",
	Form:    form, Sample: sample, Read: read, Note: note,
}

var methodNames = []string{string(StraightLine), string(Units), string(Declining), string(SumOfYears), string(None)}

var form = estimate.Form{
	{Key: "classes", Title: "Classes", Help: "Each class with its accounts. Purchases and proceeds come with the journals; depreciation, losses and disposals are proposed.", Columns: []estimate.Column{
		{Key: "class", Title: "Class", Kind: estimate.Text, Needed: true}, {Key: "cost", Title: "Cost", Kind: estimate.Account, Needed: true}, {Key: "accumulated", Title: "Accumulated depreciation", Kind: estimate.Account, Needed: true},
		{Key: "expense", Title: "Depreciation", Kind: estimate.Account, Needed: true}, {Key: "gain", Title: "Gain or loss of disposals", Kind: estimate.Account, Help: "Needed where an asset of the class leaves."}, {Key: "proceeds", Title: "Proceeds", Kind: estimate.Account, Help: "The account that the cash journal credits with what a sale brings; it is cleared by the disposal."},
		{Key: "loss", Title: "Impairment", Kind: estimate.Account, Help: "Of losses of value (ASC 360-10-35-17); depreciation where it is blank."},
	}},
	{Key: "terms", Title: "Terms", One: true, Columns: []estimate.Column{
		{Key: "convention", Title: "Convention", Kind: estimate.Choice, Choices: []string{string(FullMonth), string(NextMonth), string(NearestMonth), string(MidMonth), string(HalfYear), string(FullYear), string(ByDays)}, Needed: true, Help: "From when an asset that came during a period is depreciated."},
		{Key: "dims", Title: "Dimensions", Kind: estimate.Text, Help: "Of the lines of entries, such as plant=Jamestown; several with semicolons."},
	}},
	{Key: "assets", Title: "Assets", Columns: []estimate.Column{
		{Key: "asset", Title: "Asset", Kind: estimate.Text, Needed: true}, {Key: "class", Title: "Class", Kind: estimate.Text, Needed: true}, {Key: "in-service", Title: "In service", Kind: estimate.Date, Needed: true}, {Key: "cost", Title: "Cost", Kind: estimate.Amount, Needed: true},
		{Key: "method", Title: "Method", Kind: estimate.Choice, Choices: methodNames, Needed: true}, {Key: "life", Title: "Life, years", Kind: estimate.Number}, {Key: "salvage", Title: "Salvage", Kind: estimate.Amount}, {Key: "factor", Title: "Factor", Kind: estimate.Number, Help: "Of declining balance: 2 is double."},
		{Key: "switch", Title: "To straight line", Kind: estimate.Yes, Help: "From the year in which that is more."}, {Key: "capacity", Title: "Units in all", Kind: estimate.Number},
	}},
	{Key: "changes", Title: "Changes", Help: "New estimates, additions and losses of value; what is blank stays.", Columns: []estimate.Column{
		{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "asset", Title: "Asset", Kind: estimate.Text, Needed: true}, {Key: "life", Title: "Years left", Kind: estimate.Number}, {Key: "salvage", Title: "Salvage", Kind: estimate.Amount}, {Key: "add", Title: "Addition", Kind: estimate.Amount}, {Key: "loss", Title: "Loss of value", Kind: estimate.Amount}, {Key: "why", Title: "Why", Kind: estimate.Text, Needed: true},
	}},
	{Key: "use", Title: "Use", Help: "Units in the time that ends on a day.", Columns: []estimate.Column{{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "asset", Title: "Asset", Kind: estimate.Text, Needed: true}, {Key: "units", Title: "Units", Kind: estimate.Number, Needed: true}}},
	{Key: "disposals", Title: "Disposals", Columns: []estimate.Column{{Key: "date", Title: "Date", Kind: estimate.Date, Needed: true}, {Key: "asset", Title: "Asset", Kind: estimate.Text, Needed: true}, {Key: "proceeds", Title: "Proceeds", Kind: estimate.Amount, Help: "Less what the sale cost."}}},
}
