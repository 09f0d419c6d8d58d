package efm

import (
	"strings"

	"tieout/check"
	"tieout/xbrl"
)

// labelRules are about labels (EFM 6.10).
var labelRules = []Rule{
	{ID: "EFM.6.10.01", Text: "every element that is used has a standard label in English (6.10.1)", Since: xbrlReports, Check: each(Package.used, hasLabel)},
	{ID: "EFM.6.10.01.missingLabelLinkbase", Text: "the package has a label linkbase (6.10.1)", Since: xbrlReports, Check: once(hasLabels)},
	{ID: "EFM.6.10.02", Text: "an element has one label in a role (6.10.2)", Since: xbrlReports, Check: twins(labelsOf, labelName, func(l xbrl.FiledLabel) string { return l.Href + " " + l.Role + " " + l.Language })},
	{ID: "EFM.6.10.03", Text: "labels are in English (6.10.3)", Since: xbrlReports, Check: each(labelsOf, labelInEnglish)},
	{ID: "EFM.6.10.04", Text: "no two elements have one standard label (6.10.4)", Since: xbrlReports, Check: labelsDiffer},
	{ID: "EFM.6.10.05", Text: "a standard element gets no definition (6.10.5)", Since: xbrlReports, Check: each(labelsOf, noDefinition)},
	{ID: "EFM.6.10.06", Text: "a label has at most 511 characters and no markup (6.10.6)", Since: xbrlReports, Check: each(labelsOf, labelPlain)},
	{ID: "EFM.6.10.08", Text: "a label has no space around it (6.10.8)", Since: xbrlReports, Check: each(untrimmedOf, labelTrimmed)},
	{ID: "EFM.6.10.09", Text: "roles for numbers are for numbers (6.10.9)", Since: xbrlReports, Check: each(labelsOf, roleForNumbers)},
}

func labelsOf(p Package) []xbrl.FiledLabel { return p.Labels }

func labelName(l xbrl.FiledLabel) string { return nameAt(l.Href) }

// label is the standard label, or that of another role, of an element.
func (p Package) label(name, role string) (string, bool) {
	for _, l := range p.Labels {
		if l.Role == role && labelName(l) == name && l.Language == "en-US" {
			return l.Text, true
		}
	}
	return "", false
}

func hasLabel(p Package, name string) (check.Finding, bool) {
	_, ok := p.label(name, xbrl.LabelStandard)
	return when(!ok && len(p.Labels) > 0, name, "it is used and has no standard label")
}

func hasLabels(p Package) (check.Finding, bool) {
	return when(len(p.Labels) == 0, "EX-101.LAB", "there are no labels")
}

func labelInEnglish(_ Package, l xbrl.FiledLabel) (check.Finding, bool) {
	return when(!strings.HasPrefix(l.Language, "en"), labelName(l), "its label %q is in %q", l.Text, l.Language)
}

func labelsDiffer(p Package) findings {
	return func(yield func(check.Finding) bool) {
		seen := map[string]string{}
		for _, l := range p.Labels {
			if l.Role != xbrl.LabelStandard {
				continue
			}
			first, taken := seen[l.Text]
			if !taken {
				seen[l.Text] = labelName(l)
			}
			if f, bad := when(taken && first != labelName(l), labelName(l), "its standard label %q is that of %s", l.Text, first); bad && !yield(f) {
				return
			}
		}
	}
}

func noDefinition(p Package, l xbrl.FiledLabel) (check.Finding, bool) {
	_, own := p.own[labelName(l)]
	return when(l.Role == xbrl.LabelDoc && !own, labelName(l), "it is a standard element and gets a definition")
}

func labelPlain(_ Package, l xbrl.FiledLabel) (check.Finding, bool) {
	long := l.Role != xbrl.LabelDoc && len([]rune(l.Text)) > 511
	return when(long || strings.Contains(l.Text, "<"), labelName(l), "its label has %d characters or markup", len([]rune(l.Text)))
}

func labelTrimmed(_ Package, text string) (check.Finding, bool) {
	return when(text != strings.TrimSpace(text), text, "there is space around the label")
}

// numeric are the roles that only numbers have.
var numeric = []string{xbrl.LabelTotal, xbrl.LabelPeriodStart, xbrl.LabelPeriodEnd}

func roleForNumbers(p Package, l xbrl.FiledLabel) (check.Finding, bool) {
	c, ok := p.Concept(labelName(l))
	return when(ok && !c.Numeric() && (contains(numeric, l.Role) || xbrl.Negated(l.Role)), labelName(l), "it is no number and has a label of role %s", l.Role)
}

// untrimmedOf are the texts of the label file with the space around them, which reading a linkbase takes away.
func untrimmedOf(p Package) []string { return p.RawLabels }
