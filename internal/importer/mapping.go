package importer

// Mapping says how a file of someone else's is to be read: what the columns of a table are and how dates and
// numbers are written in it, or where the lines of a bank statement belong. The zero Mapping is a table in
// Tieout's own form. Nothing in it is ever guessed: Preview proposes one, a person confirms it, and Text keeps it.
type Mapping struct {
	Layout     string         `json:"layout,omitempty"`     // one of Layouts: whose headers are known; empty for Tieout's own
	Sheet      string         `json:"sheet,omitempty"`      // of a workbook: the sheet to read; empty for the first
	Skip       int            `json:"skip,omitempty"`       // rows above the header, blank ones counted
	Columns    []MappedColumn `json:"columns,omitempty"`    // what columns are, before what their headers say
	Dates      string         `json:"dates,omitempty"`      // one of DateFormats; empty for YYYY-MM-DD
	Decimal    string         `json:"decimal,omitempty"`    // decimal mark: a point, also when empty, or a comma
	Group      string         `json:"group,omitempty"`      // mark between thousands: "," "." " " "'" or none; empty for the comma, with a decimal comma the point
	Positive   string         `json:"positive,omitempty"`   // what a positive amount is in a signed column: debit, also when empty, or credit
	Amounts    string         `json:"amounts,omitempty"`    // transaction: debits, credits and amounts are in the currency of the line, to be translated at its rate; else functional
	Accounts   string         `json:"accounts,omitempty"`   // how an account cell is written: code, number or leaf (see the manual); empty for the layout's way
	Constants  []Constant     `json:"constants,omitempty"`  // for columns that the file does not have
	Values     []Value        `json:"values,omitempty"`     // texts that stand for others, such as accounts of another chart
	Statements []Statement    `json:"statements,omitempty"` // of a bank statement: where its lines belong
}

// MappedColumn says what one column of a file is. It is named by its header or by its number.
type MappedColumn struct {
	Header string `json:"header,omitempty"`
	Number int    `json:"number,omitempty"` // from 1; for a column without header, or one of two with the same
	Is     string `json:"is"`               // the name of a column, dim:CODE, or ignore
}

// Constant is the value of a column in every row. Dates are YYYY-MM-DD.
type Constant struct {
	Column string `json:"column"`
	Value  string `json:"value"`
}

// Value says what a text of the file means in a column.
type Value struct {
	Column string `json:"column"`
	From   string `json:"from"`
	To     string `json:"to"`
}

// Statement says where the lines of a bank statement belong. A statement shows one side of each entry; the other
// goes to the clearing account, from where people move it on.
type Statement struct {
	ID       string `json:"id,omitempty"`     // BANKID/ACCTID or ACCTID as in the file; empty for the only statement of a file
	Account  string `json:"account"`          // the ledger account that the statement is of
	Clearing string `json:"clearing"`         // the account that takes the other side
	Entity   string `json:"entity,omitempty"` // the legal entity of both; empty for the book's first
}

// What a column can be besides our columns, and the choices of a mapping that are words.
const (
	ignored = "ignore"

	credit      = "credit"
	transacted  = "transaction"
	accountCode = "code"
	accountHead = "number"
	accountLeaf = "leaf"
	noGroup     = "none"
)

// maxSkip is how many rows may stand above a header.
const maxSkip = 1000

// IsZero says that the mapping says nothing.
func (m Mapping) IsZero() bool { return m.Text() == "" }

// Check returns what is wrong with a mapping in itself, before any file. Its problems are of the mapping, and have
// neither row nor column.
func (m Mapping) Check() Problems {
	c := mappingCheck{newReporter(Options{Name: "mapping"})}
	c.words(m)
	c.columns(m.Columns)
	c.constants(m.Constants)
	c.values(m.Values)
	c.statements(m.Statements)
	return c.found
}
