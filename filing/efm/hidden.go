package efm

import (
	"slices"
	"strings"

	"tieout/check"
	"tieout/xbrl"
)

// hiddenRules are about facts in the header, which nobody sees (EFM 5.2.5.14, 6.5.45).
var hiddenRules = []Rule{
	{ID: "EFM.5.02.05.14.hidden-fact-not-found", Text: "what the text points to is a hidden fact (5.2.5.14)", Since: inlineReports, Check: each(pointersOf, pointsToHidden)},
	{ID: "EFM.5.02.05.14.hidden-fact-multiple-references", Text: "a hidden fact is pointed to once (5.2.5.14)", Since: inlineReports, Check: each(hiddenOf, pointedOnce)},
	{ID: "EFM.5.02.05.14.hidden-fact-not-referenced", Text: "a hidden fact that is no document information is pointed to by the text (5.2.5.14)", Since: inlineReports, Check: each(hiddenOf, pointedTo)},
	{ID: "EFM.5.02.05.14.hidden-fact-eligible-for-transform", Text: "what the text can hold stands in the text, not in the header (5.2.5.14)", Since: inlineReports, Check: each(hiddenOf, cannotBeShown)},
	{ID: "EFM.6.05.45.cover-page-fact-not-visible", Text: "facts of the cover page are visible or pointed to (6.5.45)", Since: coverTagging, Check: each(hiddenOf, coverIsVisible)},
}

func pointersOf(p Package) []string { return p.Page.Pointers }

func hiddenOf(p Package) []Marked {
	return slices.DeleteFunc(slices.Clone(p.Page.Facts), func(m Marked) bool { return !m.Hidden })
}

func (p Package) pointers(id string) int {
	n := 0
	for _, x := range p.Page.Pointers {
		if x == id {
			n++
		}
	}
	return n
}

func pointsToHidden(p Package, id string) (check.Finding, bool) {
	there := slices.ContainsFunc(hiddenOf(p), func(m Marked) bool { return m.ID == id })
	return when(!there, id, "a style points to it and it is not the id of a hidden fact")
}

func pointedOnce(p Package, m Marked) (check.Finding, bool) {
	if n := p.pointers(m.ID); n > 1 {
		return warned(m.Name, "%d places point to hidden fact %s", n, m.ID)
	}
	return fine()
}

func document(m Marked) bool { return strings.HasPrefix(m.Name, "dei:") }

func pointedTo(p Package, m Marked) (check.Finding, bool) {
	if p.pointers(m.ID) == 0 && !document(m) && !p.showable(m) {
		return warned(m.Name, "no text points to hidden fact %s", m.ID)
	}
	return fine()
}

// untransformable are the types whose values no text can be turned into; those of us-types are tokens as well.
var untransformable = []string{"anyURIItemType", "base64BinaryItemType", "hexBinaryItemType", "QNameItemType", "timeItemType", "tokenItemType", "languageItemType",
	"enumerationItemType", "enumerationSetItemType"}

// showable says whether the text could hold the fact with a transformation.
func (p Package) showable(m Marked) bool {
	c, ok := p.Concept(m.Name)
	prefix, local := xbrl.Split(c.Type)
	return ok && !m.Nil && prefix != "us-types" && prefix != "srt-types" && !contains(untransformable, local)
}

func cannotBeShown(p Package, m Marked) (check.Finding, bool) {
	if !document(m) && p.showable(m) {
		return warned(m.Name, "fact %s is hidden and could stand in the text", m.ID)
	}
	return fine()
}

func coverIsVisible(p Package, m Marked) (check.Finding, bool) {
	local, ok := strings.CutPrefix(m.Name, "dei:")
	return when(ok && onCover(local) && p.pointers(m.ID) == 0, m.Name, "it is a fact of the cover page and hidden")
}
