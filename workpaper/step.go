// Package workpaper is the one shape in which a calculator shows its work: every intermediate figure has a
// name, a formula a person can check by hand, and the paragraph it follows.
//
// A Number is exact: a quotient stays a ratio of whole numbers until the one rounding that the caller names.
// There is no floating point here and no default rounding.
package workpaper

// Step is one named figure of a calculation. Value is text so that no reader of the JSON turns an amount into
// a binary fraction on the way.
type Step struct {
	Name    string `json:"name"`
	Formula string `json:"formula,omitempty"` // in words and figures, such as "90 days after 2005-12-31"
	Value   string `json:"value"`
	Unit    string `json:"unit,omitempty"` // USD, shares, days, date; empty for a pure number
	Cite    string `json:"cite,omitempty"` // the paragraph that asks for the step
}

// Sheet is a calculation as an ordered list of steps.
type Sheet struct {
	Title string `json:"title,omitempty"`
	Steps []Step `json:"steps"`
}

// Add appends a step.
func (s *Sheet) Add(step Step) { s.Steps = append(s.Steps, step) }

// Append adds the steps of another sheet, each name led by a prefix that says whose they are.
func (s *Sheet) Append(prefix string, other Sheet) {
	for _, step := range other.Steps {
		step.Name = prefix + step.Name
		s.Add(step)
	}
}

// Find is the first step of a name.
func (s Sheet) Find(name string) (Step, bool) {
	for _, step := range s.Steps {
		if step.Name == name {
			return step, true
		}
	}
	return Step{}, false
}
