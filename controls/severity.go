package controls

import (
	"fmt"
	"strings"

	"tieout/fiscal"
)

// Severity is how grave a deficiency is; a higher one is graver.
type Severity uint8

// The three (AS 2 paragraphs 8 to 10; AS 2201.A3, .A7, .A11).
const (
	ControlDeficiency Severity = iota + 1
	SignificantDeficiency
	MaterialWeakness
)

func (s Severity) String() string {
	switch s {
	case 0:
		return ""
	case ControlDeficiency:
		return "control deficiency"
	case SignificantDeficiency:
		return "significant deficiency"
	case MaterialWeakness:
		return "material weakness"
	}
	return fmt.Sprintf("severity %d", uint8(s))
}

// MarshalText writes the words.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Standard is what severity is judged by.
type Standard struct {
	Name string // "AS 2", "AS 5" or "AS 2201"
	// Remote: the words of AS 2, 'more than remote' and 'more than inconsequential', decide. Later ones ask for a reasonable possibility
	// and for what merits the attention of those who oversee reporting.
	Remote bool
}

// The standards.
var (
	AS2    = Standard{Name: "AS 2", Remote: true}
	AS5    = Standard{Name: "AS 5"}
	AS2201 = Standard{Name: "AS 2201"}
)

var (
	firstAS2    = fiscal.MustParse("2004-11-15")
	lastAS2     = fiscal.MustParse("2007-11-14")
	firstAS2201 = fiscal.MustParse("2016-12-31")
)

// StandardFor is the standard of a fiscal year by its last day, today's for no day. early says that AS 5 was taken up before years that
// end on or after 15 November 2007.
func StandardFor(yearEnd fiscal.Date, early bool) Standard {
	switch {
	case yearEnd == 0 || yearEnd >= firstAS2201:
		return AS2201
	case yearEnd > lastAS2 || early:
		return AS5
	}
	return AS2
}

// cite is the paragraph of the standard in force: the number in AS 2, or the one that AS 5 and AS 2201 share.
func (s Standard) cite(as2, later string) string {
	if s.Remote {
		if strings.Contains(as2, " ") {
			return "AS 2 paragraphs " + as2
		}
		return "AS 2 paragraph " + as2
	}
	return s.Name + later
}

// possible is the standard's word for a likelihood that counts.
func (s Standard) possible() string {
	if s.Remote {
		return "a likelihood that is more than remote"
	}
	return "a reasonable possibility"
}

// Likelihood is how likely the control fails to prevent or detect a misstatement.
type Likelihood string

// The likelihoods; the last two count alike.
const (
	Remote   Likelihood = "remote"
	Possible Likelihood = "reasonably possible" // more than remote
	Probable Likelihood = "probable"
)

// Magnitude is how large the misstatement could be, in words.
type Magnitude uint8

// The magnitudes; the zero one is not known.
const (
	Inconsequential Magnitude = iota + 1
	MoreThanInconsequential
	Material
)

func (m Magnitude) String() string {
	switch m {
	case 0:
		return "not known"
	case Inconsequential:
		return "inconsequential"
	case MoreThanInconsequential:
		return "more than inconsequential, less than material"
	case Material:
		return "material"
	}
	return fmt.Sprintf("magnitude %d", uint8(m))
}

// Materiality is what is material to the statements, in minor units. Zero is not given.
type Materiality struct {
	Annual  int64
	Interim int64
	// Inconsequential is the amount up to which a misstatement is inconsequential. Where it is not given a fifth of materiality is taken,
	// the measure of practice (A Framework for Evaluating Control Exceptions and Deficiencies, 2004), and said to be so.
	Inconsequential int64
}

// Least is the smaller of annual and interim materiality: a material weakness is judged by both (AS 2 paragraph 10; Rule 12b-2).
func (m Materiality) Least() int64 {
	if m.Annual == 0 || m.Interim > 0 && m.Interim < m.Annual {
		return m.Interim
	}
	return m.Annual
}

// consequential is the amount above which a misstatement is more than inconsequential; taken says that it is the measure of practice.
func (m Materiality) consequential() (amount int64, taken bool) {
	if m.Inconsequential > 0 {
		return m.Inconsequential, false
	}
	return m.Least() / 5, true
}

// Of is the magnitude of an amount; zero where materiality is not given.
func (m Materiality) Of(amount int64) Magnitude {
	least := m.Least()
	limit, _ := m.consequential()
	switch {
	case amount == 0:
		return Inconsequential
	case least == 0:
		return 0
	case amount >= least:
		return Material
	case amount > limit:
		return MoreThanInconsequential
	}
	return Inconsequential
}
