package testenv

import (
	"cmp"
	"encoding/json"
	"os"
	"slices"
	"strings"
)

// ArelleFact is one fact as Arelle understood it, in the terms of xBRL-JSON.
type ArelleFact struct {
	ID       string
	Concept  string // prefix:name
	Value    string // a number without needless zeros
	Nil      bool
	Decimals string // "" if text, or a number that is exact
	Unit     string // iso4217:USD, xbrli:shares, iso4217:USD/xbrli:shares; "" if none
	Period   string // end, or start/end; an end is the midnight that follows the day
	Entity   string // cik:0000000000
	Language string

	// Dimensions are members by axis, taxonomy-defined ones only.
	Dimensions map[string]string
}

// xbrlJSON is the part of an xBRL-JSON report that tests compare.
type xbrlJSON struct {
	DocumentInfo struct{ Namespaces map[string]string }
	Facts        map[string]struct {
		Value      *string
		Decimals   *json.Number
		Dimensions map[string]string
	}
}

func (r *ArelleReport) readFacts(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var report xbrlJSON
	if err := json.Unmarshal(text, &report); err != nil {
		return err
	}
	r.Namespaces = report.DocumentInfo.Namespaces
	for id, f := range report.Facts {
		r.Facts = append(r.Facts, newArelleFact(id, f.Value, f.Decimals, f.Dimensions))
	}
	slices.SortFunc(r.Facts, func(a, b ArelleFact) int {
		return cmp.Or(len(a.ID)-len(b.ID), strings.Compare(a.ID, b.ID))
	})
	return nil
}

func newArelleFact(id string, value *string, decimals *json.Number, dims map[string]string) ArelleFact {
	fact := ArelleFact{ID: id, Nil: value == nil, Dimensions: map[string]string{}}
	if decimals != nil {
		fact.Decimals = decimals.String()
	}
	for name, member := range dims {
		switch name {
		case "concept":
			fact.Concept = member
		case "unit":
			fact.Unit = member
		case "period":
			fact.Period = member
		case "entity":
			fact.Entity = member
		case "language":
			fact.Language = member
		default:
			if strings.Contains(name, ":") { // else a footnote's own
				fact.Dimensions[name] = member
			}
		}
	}
	if value != nil {
		fact.Value = *value
		if fact.Unit != "" || fact.Decimals != "" {
			fact.Value = plainNumber(*value)
		}
	}
	return fact
}

// plainNumber drops the zeros behind the point that one release of Arelle
// writes and another does not: 5000.0 and 5000 are one value.
func plainNumber(text string) string {
	if !strings.Contains(text, ".") || strings.ContainsAny(text, "eE") {
		return text
	}
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
