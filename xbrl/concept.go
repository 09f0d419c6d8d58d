package xbrl

import "strings"

// Balance is the side of the ledger on which a monetary concept is positive (XBRL 2.1 section 5.1.1.2).
type Balance uint8

const (
	// NoBalance: the taxonomy does not say; the sign of a monetary value needs a recorded SignRule.
	NoBalance Balance = iota
	// Debit: assets, expenses, cash received. A debit amount is a positive value.
	Debit
	// Credit: liabilities, equity, revenue. A credit amount is a positive value.
	Credit
)

func (b Balance) String() string { return [...]string{"none", "debit", "credit"}[b] }

// PeriodType says whether values of a concept are measured at a moment or over a time (XBRL 2.1 section 5.1.1.1).
type PeriodType uint8

const (
	// Duration: flows and everything that is not measured at a moment; abstract elements and text are durations.
	Duration PeriodType = iota
	// Instant: balances at the end of a day.
	Instant
)

func (p PeriodType) String() string { return [...]string{"duration", "instant"}[p] }

// Group is the substitution group of an element: what role it plays.
type Group uint8

const (
	// Item is a fact, a heading or a member.
	Item Group = iota
	// Table is a hypercube: the set of axes by which line items may be broken down.
	Table
	// Axis is a dimension.
	Axis
)

func (g Group) String() string {
	return [...]string{"xbrli:item", "xbrldt:hypercubeItem", "xbrldt:dimensionItem"}[g]
}

// Concept is one element of a taxonomy.
type Concept struct {
	Name       string // prefix and local name, "us-gaap:InventoryNet"
	Type       string // schema type with its usual prefix, "xbrli:monetaryItemType"
	Balance    Balance
	Period     PeriodType
	Group      Group
	Abstract   bool
	Deprecated string // year of the taxonomy that deprecated it, "" for never
	Label      string // standard English label where one is known, else ""
	Doc        string // definition of a company's own concept; empty for standard ones (EFM 6.10.5)
}

// Prefix is the part of the name before the colon.
func (c Concept) Prefix() string { p, _ := Split(c.Name); return p }

// Local is the part of the name after the colon.
func (c Concept) Local() string { _, l := Split(c.Name); return l }

// Split cuts a prefixed name; without a colon the prefix is empty.
func Split(name string) (prefix, local string) {
	p, l, ok := strings.Cut(name, ":")
	if !ok {
		return "", name
	}
	return p, l
}

// numeric holds the local names of the numeric item types of XBRL 2.1 section 5.1.1.3, of the data type registry and of the
// US taxonomies. Custom types of us-types are all tokens.
var numeric = map[string]bool{
	"monetaryItemType": true, "sharesItemType": true, "pureItemType": true, "decimalItemType": true,
	"integerItemType": true, "nonNegativeIntegerItemType": true, "positiveIntegerItemType": true,
	"nonPositiveIntegerItemType": true, "negativeIntegerItemType": true, "longItemType": true, "intItemType": true,
	"shortItemType": true, "floatItemType": true, "doubleItemType": true,
	"percentItemType": true, "perShareItemType": true, "perUnitItemType": true, "areaItemType": true,
	"volumeItemType": true, "massItemType": true, "weightItemType": true, "energyItemType": true, "powerItemType": true,
	"lengthItemType": true, "flowItemType": true, "memoryItemType": true, "temperatureItemType": true,
	"noDecimalsMonetaryItemType": true, "nonNegativeMonetaryItemType": true, "ghgEmissionsItemType": true,
	"nonNegativePure4ItemType": true, "nonNegative1pureItemType": true, "nonNegative1TDecimal2ItemType": true,
	"noDecimalsNonNegativeMonetaryItemType": true, "nonNegativeDecimal2ItemType": true,
}

// Numeric says whether values are numbers with a unit.
func (c Concept) Numeric() bool { return numeric[c.localType()] }

// Monetary says whether values are sums of money.
func (c Concept) Monetary() bool { return strings.HasSuffix(c.localType(), "onetaryItemType") }

// Whole says whether values are whole numbers by type, so that no decimal point is written for them.
func (c Concept) Whole() bool {
	t := c.localType()
	return strings.HasSuffix(strings.ToLower(t), "integeritemtype") || t == "longItemType" || t == "intItemType" || t == "shortItemType"
}

// TextBlock says whether values are fragments of XHTML.
func (c Concept) TextBlock() bool { return c.localType() == "textBlockItemType" }

// Member says whether the element is a domain or a member of one; it is never a fact (EFM 6.5.25).
func (c Concept) Member() bool { return c.localType() == "domainItemType" }

// Worded says whether values are words in a language, which OIM gives a language dimension (OIM 1.0):
// strings, tokens and their restrictions, text blocks.
func (c Concept) Worded() bool { return !c.Numeric() && !wordless[c.localType()] }

// wordless holds the local names of the types that are neither numbers nor words.
var wordless = map[string]bool{
	"booleanItemType": true, "dateItemType": true, "dateTimeItemType": true, "timeItemType": true,
	"durationItemType": true, "gYearItemType": true, "gMonthItemType": true, "gDayItemType": true,
	"gYearMonthItemType": true, "gMonthDayItemType": true, "gYearListItemType": true, "anyURIItemType": true,
	"QNameItemType": true, "base64BinaryItemType": true, "hexBinaryItemType": true, "languageItemType": true,
	"enumerationItemType": true, "enumerationSetItemType": true, "dateUnion": true,
}

func (c Concept) localType() string { _, t := Split(c.Type); return t }
