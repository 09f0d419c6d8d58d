package api

import (
	"fmt"
	"strings"

	"tieout/check"
	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
)

// Line is a debit or a credit.
type Line struct {
	Account    string            `json:"account" maxLength:"200" doc:"Code in the chart."`
	Entity     string            `json:"entity,omitempty" maxLength:"40" doc:"Code of the legal entity; the book's first when left out."`
	Debit      string            `json:"debit,omitempty" pattern:"^[0-9]{1,16}([.][0-9]{1,4})?$" doc:"Amount in the entity's currency." example:"1234.50"`
	Credit     string            `json:"credit,omitempty" pattern:"^[0-9]{1,16}([.][0-9]{1,4})?$" doc:"Amount in the entity's currency."`
	Memo       string            `json:"memo,omitempty" maxLength:"1000"`
	Dimensions map[string]string `json:"dimensions,omitempty" doc:"Values by code of the dimension; cashflow and basis are known in every book."`
}

// Entry is a journal entry as it is asked for.
type Entry struct {
	Date        string   `json:"date" format:"date" doc:"Effective date."`
	Kind        string   `json:"kind,omitempty" enum:"standard,opening,adjusting,reversing,recurring,reclassifying,eliminating,correcting,analysing" doc:"standard when left out."`
	Description string   `json:"description" minLength:"1" maxLength:"2000"`
	Origin      string   `json:"origin,omitempty" format:"date" doc:"Any day of the period it belongs to when that is not the effective date's."`
	Key         string   `json:"key,omitempty" maxLength:"200" doc:"The entry's own idempotency key: the same key posts once, for good."`
	Documents   []string `json:"documents,omitempty" maxItems:"100" doc:"SHA-256 of documents of the book."`
	Lines       []Line   `json:"lines" minItems:"2" maxItems:"2000"`
}

func (e Entry) ledger(c *ledger.Chart) (ledger.Entry, error) {
	out := ledger.Entry{Kind: ledger.Kind(e.Kind), Description: e.Description, Key: e.Key}
	var err error
	if out.Effective, err = fiscal.Parse(e.Date); err != nil {
		return out, wrong("date", "%v", err)
	}
	if e.Origin != "" {
		if out.Origin, err = fiscal.Parse(e.Origin); err != nil {
			return out, wrong("origin", "%v", err)
		}
	}
	for _, d := range e.Documents {
		out.Documents = append(out.Documents, ledger.Hash(d))
	}
	for i, l := range e.Lines {
		x, err := l.ledger(c, fmt.Sprintf("lines[%d]", i))
		if err != nil {
			return out, err
		}
		out.Lines = append(out.Lines, x)
	}
	return out, nil
}

func (l Line) ledger(c *ledger.Chart, at string) (ledger.Line, error) {
	out := ledger.Line{Account: l.Account, Entity: l.Entity, Memo: l.Memo}
	ent, ok := c.Entity(l.Entity)
	if !ok {
		return out, wrong(at+".entity", "entity %q is not in the book", clip(l.Entity, 40))
	}
	if (l.Debit == "") == (l.Credit == "") {
		return out, wrong(at, "give a debit or a credit, not both")
	}
	a, err := money.Parse(l.Debit+l.Credit, ent.Currency)
	if err != nil {
		return out, wrong(at, "%v", err)
	}
	if out.Amount = a.Minor; l.Credit != "" {
		out.Amount = -a.Minor
	}
	var pairs []string
	for k, v := range l.Dimensions {
		pairs = append(pairs, k, v)
	}
	if out.Dims, err = ledger.MakeDims(pairs...); err != nil {
		return out, wrong(at+".dimensions", "%v", err)
	}
	return out, nil
}

func wrong(where, format string, args ...any) error {
	what := fmt.Sprintf(format, args...)
	p := problem(422, "input", where+": "+what)
	p.Errors = []Wrong{{Where: where, What: what}}
	return p
}

// Posted is an entry as the book has it.
type Posted struct {
	Number      string       `json:"number" example:"JE-2006-000042"`
	Position    int64        `json:"position" doc:"From which on it is known."`
	Kind        string       `json:"kind"`
	Date        string       `json:"date" format:"date"`
	Origin      string       `json:"origin,omitempty" format:"date"`
	Description string       `json:"description"`
	Key         string       `json:"key,omitempty"`
	Reverses    int64        `json:"reverses,omitempty" doc:"Id of the entry it takes back."`
	ID          int64        `json:"id"`
	Source      string       `json:"source,omitempty"`
	Preparer    string       `json:"preparer,omitempty"`
	Approver    string       `json:"approver,omitempty"`
	Documents   []string     `json:"documents,omitempty"`
	Lines       []PostedLine `json:"lines"`
}

// PostedLine is a line of it.
type PostedLine struct {
	Account    string            `json:"account"`
	Entity     string            `json:"entity,omitempty"`
	Amount     string            `json:"amount" doc:"Debit positive." example:"-1234.50"`
	Memo       string            `json:"memo,omitempty"`
	Dimensions map[string]string `json:"dimensions,omitempty"`
}

func postedOf(c *ledger.Chart, e ledger.Entry) Posted {
	out := Posted{Number: e.Number.String(), Position: e.Position, Kind: string(e.Kind), Date: e.Effective.String(), Description: e.Description, Key: e.Key, Reverses: e.Reverses, ID: e.ID,
		Source: e.Source, Preparer: e.Preparer, Approver: e.Approver}
	if e.Origin != 0 {
		out.Origin = e.Origin.String()
	}
	for _, d := range e.Documents {
		out.Documents = append(out.Documents, string(d))
	}
	for _, l := range e.Lines {
		ent, _ := c.Entity(l.Entity)
		x := PostedLine{Account: l.Account, Entity: l.Entity, Amount: money.New(l.Amount, ent.Currency).String(), Memo: l.Memo}
		for _, code := range l.Dims.Codes() {
			if x.Dimensions == nil {
				x.Dimensions = map[string]string{}
			}
			x.Dimensions[code] = l.Dims.Get(code)
		}
		out.Lines = append(out.Lines, x)
	}
	return out
}

// Done is what became of a command.
type Done struct {
	Position int64    `json:"position,omitempty" doc:"Of the act; none while something waits for a second person."`
	Draft    string   `json:"draft,omitempty" doc:"What waits for a second person." example:"D-000012"`
	Entries  []Posted `json:"entries,omitempty"`
	Count    int64    `json:"count,omitempty" doc:"Entries that were posted."`
	Already  bool     `json:"already,omitempty" doc:"It was there before; nothing was written."`
	Hash     string   `json:"hash,omitempty" doc:"SHA-256 of a document or of a file that is kept."`
	Text     string   `json:"text,omitempty" doc:"A signed checkpoint."`
	Opened   int64    `json:"opened,omitempty" doc:"The number of the physical count that was opened."`
	DryRun   bool     `json:"dry_run,omitempty" doc:"Nothing was written."`
	Notes    []Wrong  `json:"notes,omitempty" doc:"What the caller should know."`
}

func doneOf(c *ledger.Chart, o app.Outcome) Done {
	d := Done{Position: o.Act, Count: o.Count, Already: o.Already, Notes: notesOf(o.Notes)}
	if o.Draft > 0 {
		d.Draft = fmt.Sprintf("D-%06d", o.Draft)
	}
	for _, e := range o.Entries {
		d.Entries = append(d.Entries, postedOf(c, e))
	}
	return d
}

func notesOf(fs []check.Finding) []Wrong {
	out := []Wrong{}
	for _, f := range fs {
		out = append(out, Wrong{f.Subject, f.Rule, f.Message})
	}
	return out
}

// draftNumber reads D-000012 or 12.
func draftNumber(text string) (int64, error) {
	var n int64
	if _, err := fmt.Sscanf(strings.TrimPrefix(strings.ToUpper(text), "D-"), "%d", &n); err != nil || n < 1 {
		return 0, wrong("draft", "%q is not the number of a draft; write it as D-000001", clip(text, 40))
	}
	return n, nil
}
