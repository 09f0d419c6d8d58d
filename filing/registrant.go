package filing

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/fiscal"
)

// Registrant is what the cover page, the exhibits and the deadlines need to know of a company. It is kept in the
// book as text with the position at which it was set.
type Registrant struct {
	Name               string        `yaml:"name"`
	FormerName         string        `yaml:"former_name,omitempty"`
	CIK                string        `yaml:"cik"`
	Prefix             string        `yaml:"prefix"`      // of own elements and of file names: "algi"
	FileNumber         string        `yaml:"file_number"` // Commission file number
	Incorporation      string        `yaml:"state_of_incorporation"`
	TaxID              string        `yaml:"employer_identification_number"`
	Address            Address       `yaml:"address"`
	AreaCode           string        `yaml:"phone_area_code"`
	Phone              string        `yaml:"phone_number"`
	FilerStatus        string        `yaml:"filer_status"` // LAF, AF or NAF
	SmallerReporting   *bool         `yaml:"smaller_reporting_company"`
	EmergingGrowth     *bool         `yaml:"emerging_growth_company"`
	Shell              *bool         `yaml:"shell_company"`
	WellKnown          *bool         `yaml:"well_known_seasoned_issuer"`
	Voluntary          *bool         `yaml:"voluntary_filer"`
	ReportsCurrent     *bool         `yaml:"filed_all_reports"`
	InteractiveCurrent *bool         `yaml:"submitted_all_interactive_data"`
	Securities         []Security    `yaml:"securities"`
	Shares             []ShareCount  `yaml:"shares_outstanding"`
	Dilutive           []Dilutive    `yaml:"options,omitempty"`
	PublicFloat        []PublicFloat `yaml:"public_float,omitempty"`
	Auditor            Auditor       `yaml:"auditor,omitempty"`
	Labels             []LabelChoice `yaml:"labels,omitempty"`
	Notice             string        `yaml:"notice,omitempty"` // printed on every page, exhibit and package
}

// Address is where the principal executive offices are.
type Address struct {
	Line1   string `yaml:"line1"`
	Line2   string `yaml:"line2,omitempty"`
	City    string `yaml:"city"`
	State   string `yaml:"state"` // two letters
	Zip     string `yaml:"zip"`
	Country string `yaml:"country,omitempty"`
}

// Security is a class registered under section 12(b), or traded without being so.
type Security struct {
	Title    string `yaml:"title"`
	Symbol   string `yaml:"symbol,omitempty"`
	Exchange string `yaml:"exchange,omitempty"` // NASDAQ, NYSE …; empty when not registered under 12(b)
}

// ShareCount is the number of common shares outstanding from a day on.
type ShareCount struct {
	Date   fiscal.Date `yaml:"date"`
	Shares int64       `yaml:"shares"`
	Source string      `yaml:"source,omitempty"`
}

// Dilutive is a grant of options or warrants as it stands in a period, for the treasury stock method (ASC 260-10-45-23).
type Dilutive struct {
	Since    fiscal.Date `yaml:"since"`
	Until    fiscal.Date `yaml:"until,omitempty"`
	Options  int64       `yaml:"options"`
	Exercise string      `yaml:"exercise_price"`
	Average  string      `yaml:"average_market_price"`
}

// PublicFloat is the market value held by non-affiliates, in whole dollars.
type PublicFloat struct {
	Date   fiscal.Date `yaml:"date"`
	Amount int64       `yaml:"amount"`
}

// Auditor is named on the cover of a 10-K since fiscal years ending after 15 December 2021.
type Auditor struct {
	Name     string `yaml:"name"`
	Location string `yaml:"location"`
	FirmID   string `yaml:"firm_id"`
}

// LabelChoice is a caption of the company's own for an element.
type LabelChoice struct {
	Concept string `yaml:"concept"`
	Label   string `yaml:"label"`
}

// ParseRegistrant reads registrant data and lists what is wrong with it; what is merely missing is listed by
// MissingCover when a report is made.
func ParseRegistrant(text []byte) (Registrant, error) {
	var r Registrant
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&r); err != nil {
		return r, Mistake{"registrant data", strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	if err := wholeNumbers(text); err != nil {
		return r, err
	}
	var wrong []string
	add := func(format string, a ...any) { wrong = append(wrong, fmt.Sprintf(format, a...)) }
	if r.Name == "" {
		add("name is empty")
	}
	if !cikOK.MatchString(r.CIK) {
		add("cik %q is not up to ten digits", r.CIK)
	}
	if r.Prefix == "" {
		r.Prefix = DefaultPrefix(r.Name)
	}
	if !prefixOK.MatchString(r.Prefix) {
		add("prefix %q: use 2 to 10 small letters or digits, a letter first", r.Prefix)
	}
	if r.FilerStatus != "" {
		status, err := ParseFilerStatus(r.FilerStatus)
		if err != nil {
			add("filer_status %v", err)
		}
		r.FilerStatus = string(status)
	}
	for _, x := range r.Securities {
		if x.Title == "" {
			add("securities: a class has no title")
		}
		if x.Exchange != "" && exchanges[x.Exchange] == "" {
			add("securities: exchange %q is not one of %s; leave it out when the class is not registered under section 12(b)", x.Exchange, strings.Join(slices.Sorted(maps.Keys(exchanges)), ", "))
		}
	}
	for i := 1; i < len(r.Shares); i++ {
		if r.Shares[i].Date <= r.Shares[i-1].Date {
			add("shares_outstanding: %s does not follow %s", r.Shares[i].Date, r.Shares[i-1].Date)
		}
	}
	if len(wrong) > 0 {
		return r, Mistake{"registrant data", strings.Join(wrong, "; ")}
	}
	return r, nil
}

// wholeNumbers refuses counts that the decoder would cut: 1.5 shares, 1e6.
func wholeNumbers(text []byte) error {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return Mistake{"registrant data", err.Error()}
	}
	var wrong error
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		for i, c := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 1 && c.Tag == "!!float" {
				switch key := n.Content[i-1].Value; key {
				case "shares", "amount", "options":
					wrong = Mistake{"registrant data", fmt.Sprintf("line %d: %s %q is not a whole number", c.Line, key, c.Value)}
				}
			}
			visit(c)
		}
	}
	visit(&root)
	return wrong
}

var (
	cikOK    = regexp.MustCompile(`^[0-9]{1,10}$`)
	prefixOK = regexp.MustCompile(`^[a-z][a-z0-9]{1,9}$`)
)

// DefaultPrefix is the initials of a name, such as "alg".
func DefaultPrefix(name string) string {
	var b strings.Builder
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if w[0] >= 'a' && w[0] <= 'z' && b.Len() < 6 {
			b.WriteByte(w[0])
		}
	}
	if b.Len() < 2 {
		return "co"
	}
	return b.String()
}

// Identifier is the CIK with ten digits (EFM 6.5.2).
func (r Registrant) Identifier() string { return fmt.Sprintf("%010s", r.CIK) }

// SharesAt is the number of shares outstanding on a day.
func (r Registrant) SharesAt(d fiscal.Date) (ShareCount, bool) {
	var best ShareCount
	for _, s := range r.Shares {
		if s.Date <= d {
			best = s
		}
	}
	return best, best.Date != 0
}

// Label is the company's own caption for an element, if it has one.
func (r Registrant) Label(concept string) (string, bool) {
	for _, l := range r.Labels {
		if l.Concept == concept || "us-gaap:"+l.Concept == concept {
			return l.Label, true
		}
	}
	return "", false
}

// RegistrantExample is a complete sample of registrant data.
const RegistrantExample = `# Registrant data. Set it with: tieout registrant set FILE.yaml --book BOOK
name: Harbor Precision Components, Inc.
cik: "1999999"
prefix: hpci                      # of your own XBRL elements and of file names
file_number: 001-99999
state_of_incorporation: OH        # two letters
employer_identification_number: 34-0000000
address: {line1: 100 Harbor Road, city: Toledo, state: OH, zip: "43604"}
phone_area_code: "419"
phone_number: 555-0100
filer_status: NAF                 # LAF large accelerated, AF accelerated, NAF non-accelerated
smaller_reporting_company: true
emerging_growth_company: false
shell_company: false
well_known_seasoned_issuer: false # 10-K only
voluntary_filer: false            # 10-K only
filed_all_reports: true
submitted_all_interactive_data: true
securities:
  - {title: "Common Stock, $1 par value", symbol: HPCI, exchange: NASDAQ}
shares_outstanding:               # from each day on
  - {date: 2023-12-31, shares: 1000000}
  - {date: 2024-09-30, shares: 1010000, source: minutes of the board}
public_float:                     # last business day of the second fiscal quarter; 10-K only
  - {date: 2024-06-28, amount: 12500000}
auditor: {name: Example Auditors LLP, location: "Toledo, Ohio", firm_id: "9999"}
`
