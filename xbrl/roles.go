package xbrl

// Label roles: what a label is for (XBRL 2.1 section 5.2.2.2.2 and the link role registry). A negated role shows the value
// with the other sign; the fact itself keeps its own.
const (
	LabelStandard    = "http://www.xbrl.org/2003/role/label"
	LabelTerse       = "http://www.xbrl.org/2003/role/terseLabel"
	LabelVerbose     = "http://www.xbrl.org/2003/role/verboseLabel"
	LabelTotal       = "http://www.xbrl.org/2003/role/totalLabel"
	LabelPeriodStart = "http://www.xbrl.org/2003/role/periodStartLabel"
	LabelPeriodEnd   = "http://www.xbrl.org/2003/role/periodEndLabel"
	LabelDoc         = "http://www.xbrl.org/2003/role/documentation"

	LabelNegated            = "http://www.xbrl.org/2009/role/negatedLabel"
	LabelNegatedTerse       = "http://www.xbrl.org/2009/role/negatedTerseLabel"
	LabelNegatedTotal       = "http://www.xbrl.org/2009/role/negatedTotalLabel"
	LabelNegatedPeriodStart = "http://www.xbrl.org/2009/role/negatedPeriodStartLabel"
	LabelNegatedPeriodEnd   = "http://www.xbrl.org/2009/role/negatedPeriodEndLabel"
)

// Negated says whether a label role shows values with the other sign.
func Negated(role string) bool {
	return len(role) > len(roles2009) && role[:len(roles2009)] == roles2009
}

const roles2009 = "http://www.xbrl.org/2009/role/negated"

// Arcroles of the relationships that filings use.
const (
	ArcroleParent  = "http://www.xbrl.org/2003/arcrole/parent-child"
	ArcroleLabel   = "http://www.xbrl.org/2003/arcrole/concept-label"
	ArcroleSum     = "http://www.xbrl.org/2003/arcrole/summation-item"
	ArcroleSum11   = "https://xbrl.org/2023/arcrole/summation-item" // read only: see package calc
	arcroleLinkb   = "http://www.w3.org/1999/xlink/properties/linkbase"
	ArcroleAll     = "http://xbrl.org/int/dim/arcrole/all"
	ArcroleAxis    = "http://xbrl.org/int/dim/arcrole/hypercube-dimension"
	ArcroleDomain  = "http://xbrl.org/int/dim/arcrole/dimension-domain"
	ArcroleMember  = "http://xbrl.org/int/dim/arcrole/domain-member"
	ArcroleDefault = "http://xbrl.org/int/dim/arcrole/dimension-default"
)

// Namespaces of XBRL itself.
const (
	nsInstance = "http://www.xbrl.org/2003/instance"
	nsLink     = "http://www.xbrl.org/2003/linkbase"
	nsXBRLDT   = "http://xbrl.org/2005/xbrldt"
	atInstance = "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"
	atLink     = "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd"
	atXBRLDT   = "http://www.xbrl.org/2005/xbrldt-2005.xsd"
	atNegated  = "http://www.xbrl.org/lrr/role/negated-2009-12-16.xsd"
)

// dataTypes is the version of the data type registry that the standard taxonomies of a year use.
func dataTypes(year int) string {
	switch {
	case year <= 2022:
		return "2020-01-21"
	case year <= 2024:
		return "2022-03-31"
	}
	return "2024-01-31"
}
