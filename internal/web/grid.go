package web

import (
	"fmt"
	"mime"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
)

// grid is an entry as it is typed: its head and its rows, with what is wrong cell by cell. gridOf makes one from an entry;
// typedGrid reads one from a form; entry makes the entry of it.
type grid struct {
	Date, Kind, Description, Origin, ReverseOn string
	Documents                                  []documentRow
	Rows                                       []gridRow
	Wrong                                      []gridWrong

	Entities []ledger.Entity    // a column when there is more than one
	Dims     []ledger.Dimension // a column each
	Kinds    []ledger.Kind
	Accounts []ledger.Account // that can be chosen
	Foreign  bool             // a column for what a line was in another currency
	Digits   int              // minor digits of amounts
	Totals   gridTotals
}

type gridRow struct {
	No                                 int
	Account, Name, Debit, Credit, Memo string
	Entity, Also                       string // Also: analysis that has no column, carried along
	Dims                               []string
	Foreign                            string // what it was in another currency, see foreignTyped

	BadAccount, BadDebit, BadCredit, BadForeign bool
}

// gridWrong is one thing that is wrong, and the id of the cell.
type gridWrong struct{ Cell, What string }

// gridTotals are the sums of what is typed.
type gridTotals struct {
	Debits, Credits, Out string
	Balanced, Any        bool
}

// gridForm is what stands around a grid: where it goes, and what its buttons do.
type gridForm struct {
	Post        string // the address
	Once        string
	Read        string // hash of the draft that is revised
	Consequence string
	Button      string
	WithWhy     bool // a correction says why
	Why         string
	NoReverse   bool
	NoKind      bool
	WithRule    bool // it comes again: the form has its rule
	Rule        standingRule
	Also        []pair // other buttons, and where they send it
}

// gridPage is the page on which an entry is typed.
type gridPage struct {
	Title, Sub string
	Wrong      string
	Grid       grid
	Form       gridForm
}

// Sizes of a grid.
const (
	freshRows = 8
	moreRows  = 10
	mostRows  = 2000
)

// gridKinds are the kinds that are typed; the others come from elsewhere.
var gridKinds = []ledger.Kind{ledger.Standard, ledger.Adjusting, ledger.Reclassifying, ledger.Correcting, ledger.Eliminating, ledger.Opening, ledger.Analysing}

// emptyGrid is a grid to begin with.
func (c *call) emptyGrid() grid {
	g := c.dressed(grid{Date: min(c.site.App.Today(), c.On).String(), Kind: string(ledger.Standard), Foreign: c.query.Get("currency") != ""})
	g.grow(freshRows)
	return g
}

// dressed gives a grid the columns and choices of the book.
func (c *call) dressed(g grid) grid {
	chart := c.view.State.Chart
	if es := chart.Entities(); len(es) > 1 {
		g.Entities = es
	}
	for _, d := range chart.Dimensions() {
		g.Dims = append(g.Dims, d)
	}
	g.Accounts, g.Kinds, g.Digits = chart.Accounts(), gridKinds, c.digits()
	return g
}

func (g *grid) grow(n int) {
	for len(g.Rows) < n {
		g.Rows = append(g.Rows, gridRow{No: len(g.Rows) + 1, Dims: make([]string, len(g.Dims))})
	}
}

// gridOf is an entry as a grid holds it.
func (c *call) gridOf(e ledger.Entry) grid {
	g := c.dressed(grid{Date: e.Effective.String(), Kind: string(e.Kind), Description: e.Description})
	if e.Effective == 0 {
		g.Date = ""
	}
	if !slices.Contains(g.Kinds, e.Kind) && e.Kind != "" {
		g.Kinds = append(slices.Clone(g.Kinds), e.Kind)
	}
	if e.Origin != 0 {
		g.Origin = e.Origin.String()
	}
	for i, l := range e.Lines {
		r := gridRow{No: i + 1, Account: l.Account, Name: c.accountName(l.Account), Memo: l.Memo, Entity: l.Entity, Foreign: foreignText(l.Transaction)}
		g.Foreign = g.Foreign || r.Foreign != ""
		text := money.Group(money.FormatMinor(max(l.Amount, -l.Amount), c.digits()))
		if l.Amount < 0 {
			r.Credit = text
		} else {
			r.Debit = text
		}
		also := l.Dims
		for _, d := range g.Dims {
			r.Dims, also = append(r.Dims, l.Dims.Get(d.Code)), also.With(d.Code, "")
		}
		r.Also = string(also)
		g.Rows = append(g.Rows, r)
	}
	g.grow(len(g.Rows) + 2)
	g.Documents = c.documentRows(e.Documents)
	g.total(c.digits())
	return g
}

func (c *call) accountName(code string) string {
	if a, ok := c.view.State.Chart.Account(code); ok && a.Name != code && !strings.Contains(code, ":") {
		return a.Name
	}
	return ""
}

func (c *call) documentRows(hashes []ledger.Hash) []documentRow {
	var out []documentRow
	for _, h := range hashes {
		for _, d := range c.view.State.Documents {
			if d.Hash == h {
				out = append(out, c.documentLink(string(h), d.Name, d.Bytes))
				break
			}
		}
	}
	return out
}

// typedGrid reads the grid of a form.
func (c *call) typedGrid() (grid, error) {
	f := c.form
	g := c.dressed(grid{Date: strings.TrimSpace(f.Get("date")), Kind: f.Get("kind"), Description: strings.TrimSpace(f.Get("description")), Origin: strings.TrimSpace(f.Get("origin")), ReverseOn: strings.TrimSpace(f.Get("reverse-on")),
		Foreign: f.Has("foreign")})
	at := func(key string, i int) string {
		if vs := f[key]; i < len(vs) {
			return strings.TrimSpace(vs[i])
		}
		return ""
	}
	g.Kind = orText(g.Kind, string(ledger.Standard))
	n := len(f["account"])
	if n > mostRows {
		return g, bad("The grid has "+count(n)+" rows; it takes "+count(mostRows)+".", "Longer entries are taken in as a file under Imports.")
	}
	for i := range n {
		r := gridRow{No: i + 1, Account: at("account", i), Debit: at("debit", i), Credit: at("credit", i), Memo: at("memo", i), Entity: at("entity", i), Also: at("also", i), Foreign: at("foreign", i)}
		for _, d := range g.Dims {
			r.Dims = append(r.Dims, at("dim."+d.Code, i))
		}
		g.Rows = append(g.Rows, r)
	}
	g.grow(2)
	var hashes []ledger.Hash
	drop := f["drop-document"]
	for _, h := range f["document"] {
		if !slices.Contains(drop, h) {
			hashes = append(hashes, ledger.Hash(h))
		}
	}
	g.Documents = c.documentRows(hashes)
	return g, nil
}

// blank says that nothing is typed in a row.
func (r gridRow) blank() bool {
	return r.Account == "" && r.Debit == "" && r.Credit == "" && r.Memo == "" && r.Foreign == ""
}

func (g *grid) wrong(cell, format string, args ...any) {
	g.Wrong = append(g.Wrong, gridWrong{cell, sentence(plainText(fmt.Sprintf(format, args...), 400))})
}

// entry is the entry that is typed. What cannot be read is in Wrong; amounts and accounts are written out in the rows.
func (g *grid) entry(c *call) ledger.Entry {
	e := ledger.Entry{Kind: ledger.Kind(g.Kind), Description: g.Description}
	var err error
	if e.Effective, err = fiscal.Parse(g.Date); err != nil {
		g.wrong("date", "the effective date: %v", err)
	}
	if g.Origin != "" {
		if e.Origin, err = fiscal.Parse(g.Origin); err != nil {
			g.wrong("origin", "the origin: %v", err)
		}
	}
	if g.Description == "" {
		g.wrong("description", "say what the entry is for")
	}
	for i := range g.Rows {
		if l, ok := g.line(c, &g.Rows[i], e.Lines); ok {
			e.Lines = append(e.Lines, l)
		}
	}
	for _, d := range g.Documents {
		e.Documents = append(e.Documents, ledger.Hash(d.Hash))
	}
	g.total(c.digits())
	if len(g.Wrong) == 0 && len(e.Lines) < 2 {
		g.wrong("account-1", "an entry has a debit and a credit: at least two lines")
	}
	return e
}

// line reads one row; before are the lines above it.
func (g *grid) line(c *call, r *gridRow, before []ledger.Line) (ledger.Line, bool) {
	if r.blank() {
		return ledger.Line{}, false
	}
	n := itoa(r.No)
	l := ledger.Line{Memo: r.Memo, Entity: r.Entity}
	if code, ok := accountTyped(c.view.State.Chart, r.Account); ok {
		l.Account, r.Account, r.Name = code, code, c.accountName(code)
	} else {
		r.BadAccount = true
		if r.Account == "" {
			g.wrong("account-"+n, "line %d has no account", r.No)
		} else {
			g.wrong("account-"+n, "line %d: %q is no account of the chart, nor part of one name alone; choose one from the list", r.No, r.Account)
		}
	}
	if r.Foreign != "" {
		l.Amount, l.Transaction = g.foreign(c, r, before)
	} else {
		l.Amount = g.amount(c, r, before)
	}
	var pairs []string
	for i, d := range g.Dims {
		if r.Dims[i] == "" {
			continue
		}
		if _, err := ledger.MakeDims(d.Code, r.Dims[i]); err != nil {
			g.wrong("dim-"+d.Code+"-"+n, "line %d, %s: %v", r.No, d.Name, err)
		} else {
			pairs = append(pairs, d.Code, r.Dims[i])
		}
	}
	for _, code := range []string{ledger.BasisDimension, ledger.CashFlowDimension} {
		if v := ledger.Dims(r.Also).Get(code); v != "" {
			pairs = append(pairs, code, v)
		}
	}
	var err error
	if l.Dims, err = ledger.MakeDims(pairs...); err != nil {
		g.wrong("account-"+n, "line %d: %v", r.No, err)
	}
	return l, true
}

// amount reads the debit or the credit of a row. A lone = is what balances the lines above.
func (g *grid) amount(c *call, r *gridRow, before []ledger.Line) int64 {
	n := itoa(r.No)
	d := c.digits()
	if r.Debit == "=" || r.Credit == "=" {
		var sum int64
		for _, l := range before {
			if l.Entity == r.Entity {
				sum += l.Amount
			}
		}
		r.write(-sum, d)
		return -sum
	}
	switch {
	case r.Debit != "" && r.Credit != "":
		r.BadDebit, r.BadCredit = true, true
		g.wrong("debit-"+n, "line %d has a debit and a credit; a line is one of them", r.No)
		return 0
	case r.Debit == "" && r.Credit == "":
		r.BadDebit = true
		g.wrong("debit-"+n, "line %d has no amount", r.No)
		return 0
	}
	minor, err := amountTyped(r.Debit+r.Credit, d)
	if err != nil {
		r.BadDebit, r.BadCredit = r.Debit != "", r.Credit != ""
		cell := "debit-"
		if r.BadCredit {
			cell = "credit-"
		}
		g.wrong(cell+n, "line %d: %v", r.No, err)
		return 0
	}
	if r.Credit != "" {
		minor = -minor
	}
	r.write(minor, d)
	return minor
}

// foreign reads a line that was in another currency: with its debit or credit, or with the rate that gives it.
func (g *grid) foreign(c *call, r *gridRow, before []ledger.Line) (int64, *ledger.Transaction) {
	given, functional := r.Debit != "" || r.Credit != "", int64(0)
	if given {
		wrong := len(g.Wrong)
		if functional = g.amount(c, r, before); len(g.Wrong) > wrong {
			return 0, nil
		}
	}
	t, functional, err := foreignTyped(r.Foreign, functional, given, c.currencyOf(r.Entity))
	if err != nil {
		r.BadForeign = true
		g.wrong("foreign-"+itoa(r.No), "line %d, in other currency: %v", r.No, err)
		return 0, nil
	}
	r.Foreign = foreignText(t)
	r.write(functional, c.digits())
	return functional, t
}

// currencyOf is the currency in which an entity keeps its books; the first one goes without saying.
func (c *call) currencyOf(entity string) money.Currency {
	if e, ok := c.view.State.Chart.Entity(entity); ok {
		return e.Currency
	}
	return c.view.Entity().Currency
}

// write writes an amount out on its side.
func (r *gridRow) write(minor int64, digits int) {
	text := money.Group(money.FormatMinor(max(minor, -minor), digits))
	if minor < 0 {
		r.Debit, r.Credit = "", text
	} else {
		r.Debit, r.Credit = text, ""
	}
}

// total adds up what can be read.
func (g *grid) total(digits int) {
	var debits, credits int64
	for _, r := range g.Rows {
		if n, err := amountTyped(r.Debit, digits); r.Debit != "" && err == nil {
			debits += n
		}
		if n, err := amountTyped(r.Credit, digits); r.Credit != "" && err == nil {
			credits += n
		}
	}
	text := func(n int64) string { return money.Group(money.FormatMinor(n, digits)) }
	g.Totals = gridTotals{text(debits), text(credits), text(max(debits-credits, credits-debits)), debits == credits, debits != 0 || credits != 0}
}

// accountTyped finds an account by its code, by code and name, or by a part of the code or name that only one has.
func accountTyped(chart *ledger.Chart, typed string) (string, bool) {
	if typed == "" {
		return "", false
	}
	if _, ok := chart.Account(typed); ok {
		return typed, true
	}
	if first, _, ok := strings.Cut(typed, " "); ok {
		if _, known := chart.Account(first); known {
			return first, true
		}
	}
	found, want := "", strings.ToLower(typed)
	for _, a := range chart.Accounts() {
		if strings.EqualFold(a.Name, typed) || strings.EqualFold(a.Label(), typed) {
			return a.Code, true
		}
		if strings.Contains(strings.ToLower(a.Code+" "+a.Name), want) {
			if found != "" {
				return "", false
			}
			found = a.Code
		}
	}
	return found, found != ""
}

// attachFiles stores the files that came with a form and adds them to the grid.
func (c *call) attachFiles(g *grid) error {
	if c.r.MultipartForm == nil {
		return nil
	}
	for _, h := range c.r.MultipartForm.File["file"] {
		if h.Size == 0 && h.Filename == "" {
			continue
		}
		body, err := readPart(h)
		if err != nil {
			return err
		}
		name := plainText(filepath.Base(strings.ReplaceAll(h.Filename, `\`, "/")), 200)
		if len(body) == 0 {
			g.wrong("file", "%s is empty; nothing was stored", name)
			continue
		}
		hash, err := c.site.App.Attach(c.r.Context(), c.who.Code, name, mediaOf(name, body), body)
		if m := mistakeIn(err); m != "" {
			g.wrong("file", "%s", m)
			continue
		}
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(g.Documents, func(d documentRow) bool { return d.Hash == string(hash) }) {
			g.Documents = append(g.Documents, c.documentLink(string(hash), name, int64(len(body))))
		}
	}
	return nil
}

// mediaOf is what kind of file it is, by its name when that is known, else by its content.
func mediaOf(name string, body []byte) string {
	if m := mime.TypeByExtension(filepath.Ext(name)); m != "" {
		return m
	}
	return http.DetectContentType(body)
}

// mistakesIn takes what a command found wrong into the grid.
func (g *grid) mistakesIn(err error) bool {
	m := mistakeIn(err)
	if m != "" {
		g.Wrong = append(g.Wrong, gridWrong{"", m})
	}
	return m != ""
}

// outcomeSaid is what became of an entry, as the next page says it, and where that is.
func (c *call) outcomeSaid(out app.Outcome, what string) done {
	switch {
	case out.Already && len(out.Entries) > 0:
		return done{To: "/entries/" + out.Entries[0].Number.String(), Say: what + " was there before; nothing was posted twice."}
	case out.Draft > 0:
		return done{To: "/drafts/" + itoa(out.Draft), Say: what + " waits for a second person as " + draftName(out.Draft) + "."}
	}
	e := out.Entries[len(out.Entries)-1]
	return done{To: "/entries/" + e.Number.String(), Say: what + " is posted as " + e.Number.String() + "."}
}

func draftName(id int64) string { return fmt.Sprintf("D-%06d", id) }

// bad says whether something is wrong with a cell.
func (g grid) bad(cell string) bool {
	return slices.ContainsFunc(g.Wrong, func(w gridWrong) bool { return w.Cell == cell })
}

// entityValue is an entity as lines name it: the first one goes without saying.
func entityValue(i int, code string) string {
	if i == 0 {
		return ""
	}
	return code
}

// after is how many columns stand after the credit.
func (g grid) after() int {
	n := 1 + len(g.Dims) + min(1, len(g.Entities))
	if g.Foreign {
		n++
	}
	return n
}

// foreignHint shows in the first row how a line in another currency is written.
func foreignHint(row int) string {
	if row == 1 {
		return "CAD 1,200.00 at 0.8765"
	}
	return ""
}
