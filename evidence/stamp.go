package evidence

import (
	"strconv"
)

// Stamp is what stands on every report: enough to know it and to make it again. Running the report again at its
// position with its program version gives the same bytes.
type Stamp struct {
	Report   string // id of the kind of report, such as "trial-balance"
	Params   string // its parameters, canonical
	Rows     int
	Totals   string // control totals in words
	Position int64
	Version  string // of the program
	Hash     string // SHA-256 of the content, without the stamp
}

// Record is the stamp in canonical text.
func (s Stamp) Record() Record {
	return Rec("stamp", "report", s.Report, "params", s.Params, "rows", strconv.Itoa(s.Rows), "totals", s.Totals,
		"position", strconv.FormatInt(s.Position, 10), "version", s.Version, "sha256", s.Hash)
}

// String is the stamp as a reader sees it at the foot of a report.
func (s Stamp) String() string {
	return "report " + s.Report + " " + s.Params + " · position " + strconv.FormatInt(s.Position, 10) + " · " + strconv.Itoa(s.Rows) +
		" rows · " + s.Totals + " · tieout " + s.Version + " · sha256 " + s.Hash
}
