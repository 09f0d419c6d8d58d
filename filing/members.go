package filing

import (
	"slices"
	"strings"

	"tieout/xbrl"
)

// axisTable are the elements that make an axis into a table.
type axisTable struct {
	domain, table, lineItems string
	over                     string // the standard member that the registrant's own stand under, and that no fact may stand on (DQC 0052, 0055)
}

// axisTables are the axes of notes with their domains and the tables that filers put them in.
var axisTables = map[string]axisTable{
	"us-gaap:RestructuringCostAndReserveAxis":             {"us-gaap:TypeOfRestructuringDomain", "us-gaap:ScheduleOfRestructuringAndRelatedCostsTable", "us-gaap:RestructuringCostAndReserveLineItems", ""},
	"us-gaap:RestructuringPlanAxis":                       {"us-gaap:RestructuringPlanDomain", "us-gaap:ScheduleOfRestructuringAndRelatedCostsTable", "us-gaap:RestructuringCostAndReserveLineItems", ""},
	"us-gaap:RetirementPlanSponsorLocationAxis":           {"us-gaap:RetirementPlanSponsorLocationDomain", "us-gaap:ScheduleOfDefinedBenefitPlansDisclosuresTable", "us-gaap:DefinedBenefitPlanDisclosureLineItems", "us-gaap:DomesticPlanMember"},
	"us-gaap:DefinedBenefitPlanByPlanAssetCategoriesAxis": {"us-gaap:PlanAssetCategoriesDomain", "us-gaap:ScheduleOfDefinedBenefitPlansDisclosuresTable", "us-gaap:DefinedBenefitPlanDisclosureLineItems", ""},
	"us-gaap:DebtInstrumentAxis":                          {"us-gaap:DebtInstrumentNameDomain", "us-gaap:DebtInstrumentTable", "us-gaap:DebtInstrumentLineItems", ""},
}

// members settles the places of a figure on axes: the standard members, or the registrant's own.
func (m *maker) members(of []xbrl.Member) (out []xbrl.Member) {
	for _, x := range of {
		x.Member = m.member(x.Member)
		out = append(out, x)
	}
	return out
}

// place notes where on axes a fact of the note stands.
func (n *noteDetail) place(on []xbrl.Member) {
	for _, x := range on {
		i := slices.IndexFunc(n.axes, func(b xbrl.Breakdown) bool { return b.Axis == x.Axis })
		if i < 0 {
			i, n.axes = len(n.axes), append(n.axes, xbrl.Breakdown{Axis: x.Axis, Domain: axisTables[x.Axis].domain})
		}
		if slices.Contains(n.axes[i].Members, x.Member) {
			continue
		}
		if over := axisTables[x.Axis].over; over != "" && !strings.HasPrefix(x.Member, "us-gaap:") {
			if n.axes[i].Under == nil {
				n.axes[i].Under = map[string]string{}
				n.axes[i].Members = append(n.axes[i].Members, over)
			}
			n.axes[i].Under[x.Member] = over
		}
		n.axes[i].Members = append(n.axes[i].Members, x.Member)
	}
}

// cube is the table of a note's facts; nil where none stands on an axis. A fact without an axis is the total.
func (n noteDetail) cube() *xbrl.Cube {
	if len(n.axes) == 0 {
		return nil
	}
	t := axisTables[n.axes[0].Axis]
	return &xbrl.Cube{Table: t.table, LineItems: t.lineItems, Axes: n.axes}
}
