package workpaper

// Step is one named figure of a calculation. Value is text so that no reader of the JSON turns an amount into
// a binary fraction on the way.
type Step struct {
	Section string `json:"section,omitempty"`
	Name    string `json:"name"`
	Formula string `json:"formula,omitempty"` // in words and figures, such as "90 days after 2005-12-31"
	Value   string `json:"value"`
	Unit    string `json:"unit,omitempty"`   // USD, shares, days, date; empty for a pure number
	Given   string `json:"given,omitempty"`  // "input" or "solved" where a paper's figure is not computed
	Source  string `json:"source,omitempty"` // where an input comes from
	Cite    string `json:"cite,omitempty"`   // the paragraph that asks for the step
}

// Sheet is a calculation as an ordered list of steps, and of grids where it has tables. Paper.Sheet makes one out of a
// paper; a calculation whose steps are no formulas, such as a deadline, fills one itself.
type Sheet struct {
	Title  string   `json:"title,omitempty"`
	Steps  []Step   `json:"steps"`
	Tables []Grid   `json:"tables,omitempty"`
	Notes  []string `json:"notes,omitempty"`
}

// Add appends a step.
func (s *Sheet) Add(step Step) { s.Steps = append(s.Steps, step) }

// Append adds the steps and tables of another sheet, each name led by a prefix that says whose they are, and its notes.
func (s *Sheet) Append(prefix string, other Sheet) {
	for _, step := range other.Steps {
		step.Name = prefix + step.Name
		s.Add(step)
	}
	for _, t := range other.Tables {
		t.Title = prefix + t.Title
		s.Tables = append(s.Tables, t)
	}
	s.Notes = append(s.Notes, other.Notes...)
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
