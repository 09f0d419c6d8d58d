package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"tieout/evidence"
	"tieout/fiscal"
	"tieout/ledger"
	"tieout/money"
)

// Poster inserts the entries of one act: it gives ids and numbers, hashes every entry into the act's own tree,
// and keeps the balances. Rows go to the database in batches, lines before the entries they belong to.
type Poster struct {
	t        *Tx
	chart    *ledger.Chart
	cal      fiscal.Calendar
	position int64
	tree     evidence.Tree
	debits   int64
	numbers  map[int]int64 // last sequence by fiscal year
	balances map[balanceKey]*ledger.Turnover
	months   map[fiscal.Date]month
	lines    batch
	entries  batch
	busy     chan error // result of the group that is being written; nil when none is
	buf      []byte
}

type month struct {
	year int
	end  string
}

type balanceKey struct {
	end                   string
	account, entity, dims int64
}

// Poster begins the posting of an act. A large posting builds the account and number indexes afterwards, which
// is several times faster than keeping them up.
func (t *Tx) Poster(c *ledger.Chart, cal fiscal.Calendar, large bool) (*Poster, error) {
	if !t.write {
		panic("store: posting in a reading transaction")
	}
	if large && !t.bulk {
		if err := t.beginBulk(); err != nil {
			return nil, err
		}
	}
	p := &Poster{t: t, chart: c, cal: cal, position: t.head.Acts + 1, numbers: map[int]int64{}, balances: map[balanceKey]*ledger.Turnover{}, months: map[fiscal.Date]month{}}
	p.lines = batch{t: t, table: "line", columns: columnNames("line")[len("book_id, "):], width: 7}
	p.entries = batch{t: t, table: "entry", columns: columnNames("entry")[len("book_id, "):], width: 16}
	return p, nil
}

// Add posts one entry that has passed its checks. It fills in ID, Number and Position.
func (p *Poster) Add(e *ledger.Entry) error {
	m := p.month(e.Effective)
	seq, err := p.next(m.year)
	if err != nil {
		return err
	}
	p.t.head.Entries++
	e.ID, e.Position, e.Number = p.t.head.Entries, p.position, ledger.Number{Year: m.year, Seq: seq}
	leaf, buf := evidence.EntryLeaf(e, p.buf)
	p.buf = buf
	p.tree.Add(leaf)
	for i := range e.Lines {
		if err := p.line(e, i, m.end); err != nil {
			return err
		}
	}
	p.entries.add(e.ID, e.Position, int64(e.Number.Year), e.Number.Seq, string(e.Kind), e.Effective.String(), optionalDate(e.Origin), e.Key,
		e.Reverses, e.Override, e.Source, e.Preparer, e.Approver, joinHashes(e.Documents), e.Description, leaf[:])
	if len(p.entries.args) < groupRows*p.entries.width {
		return nil
	}
	return p.ship()
}

func (p *Poster) line(e *ledger.Entry, i int, end string) error {
	l := &e.Lines[i]
	a, _ := p.chart.Account(l.Account)
	ent, _ := p.chart.Entity(l.Entity)
	dims, err := p.t.internDims(l.Dims)
	if err != nil {
		return err
	}
	k := balanceKey{end, int64(a.ID), int64(ent.ID), dims}
	b := p.balances[k]
	if b == nil {
		b = &ledger.Turnover{}
		p.balances[k] = b
	}
	if _, fits := money.TryAdd(max(b.Debit, b.Credit), max(l.Amount, -l.Amount)); !fits {
		return fmt.Errorf("account %s: the turnover of the month would be larger than the book can hold", l.Account)
	}
	b.Add(l.Amount)
	if l.Amount > 0 {
		d, fits := money.TryAdd(p.debits, l.Amount)
		if !fits {
			return fmt.Errorf("the debits of this posting add up to more than the book can hold")
		}
		p.debits = d
	}
	p.lines.add(e.ID, int64(i+1), int64(a.ID), int64(ent.ID), dims, l.Amount, encodeExtra(l))
	return nil
}

func (p *Poster) month(d fiscal.Date) month {
	m, ok := p.months[d]
	if !ok {
		y, n := p.cal.MonthOf(d)
		m = month{y, p.cal.Month(y, n).End.String()}
		p.months[d] = m
	}
	return m
}

// next is the next number of a fiscal year: counted from one row, so there are no gaps.
func (p *Poster) next(year int) (int64, error) {
	if _, ok := p.numbers[year]; !ok {
		var last int64
		err := p.t.q.QueryRowContext(p.t.ctx, "SELECT last_seq FROM counter WHERE book_id = $1 AND fiscal_year = $2", p.t.b.id, year).Scan(&last)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, err
		}
		p.numbers[year] = last
	}
	p.numbers[year]++
	return p.numbers[year], nil
}

func (t *Tx) setCounter(year int, last int64) error {
	_, err := t.q.ExecContext(t.ctx, "INSERT INTO counter (book_id, fiscal_year, last_seq) VALUES ($1, $2, $3) ON CONFLICT (book_id, fiscal_year) DO UPDATE SET last_seq = excluded.last_seq", t.b.id, year, last)
	return err
}

// Posted says what an act posted.
type Posted struct {
	Count  int64
	Root   tlog.Hash // Merkle root over the entries
	First  int64     // id of the first entry
	Debits int64     // control total, minor units
}

// Finish writes what is still waiting: rows, balances and counters.
func (p *Poster) Finish() (Posted, error) {
	if err := p.ship(); err != nil {
		return Posted{}, err
	}
	if err := p.settle(); err != nil {
		return Posted{}, err
	}
	if err := p.writeBalances(); err != nil {
		return Posted{}, err
	}
	years := make([]int, 0, len(p.numbers))
	for y := range p.numbers {
		years = append(years, y)
	}
	slices.Sort(years)
	for _, y := range years {
		if err := p.t.setCounter(y, p.numbers[y]); err != nil {
			return Posted{}, err
		}
	}
	return Posted{Count: p.tree.Size(), Root: p.tree.Root(), First: p.t.head.Entries - p.tree.Size() + 1, Debits: p.debits}, nil
}

func (p *Poster) writeBalances() error {
	keys := make([]balanceKey, 0, len(p.balances))
	for k := range p.balances {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b balanceKey) int {
		if c := strings.Compare(a.end, b.end); c != 0 {
			return c
		}
		return int(cmpInts(a.account, b.account, a.entity, b.entity, a.dims, b.dims))
	})
	stmt, err := p.t.q.PrepareContext(p.t.ctx, `INSERT INTO balance (book_id, period_end, account, entity, dims, debit, credit) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (book_id, period_end, account, entity, dims) DO UPDATE SET debit = balance.debit + excluded.debit, credit = balance.credit + excluded.credit`)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, k := range keys {
		b := p.balances[k]
		if _, err := stmt.ExecContext(p.t.ctx, p.t.b.id, k.end, k.account, k.entity, k.dims, b.Debit, b.Credit); err != nil {
			return err
		}
	}
	return nil
}

func cmpInts(pairs ...int64) int64 {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != pairs[i+1] {
			if pairs[i] < pairs[i+1] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// batch collects rows of one table and inserts many with a statement. It has two buffers: one is filled while the
// other is written.
type batch struct {
	t           *Tx
	table       string
	columns     string
	width       int
	args, spare []any
	packed      []any                // rows without their constant columns
	full        map[string]*sql.Stmt // for batchRows rows, by the constant columns
}

// batchRows rows go into one statement; groupRows entries are collected before they and their lines are sent, so
// that the odd statement for the rows left over is rare.
const (
	batchRows = 64
	groupRows = 32 * batchRows
)

func (b *batch) add(values ...any) { b.args = append(b.args, values...) }

// take gives the collected rows away and begins with the other buffer.
func (b *batch) take() []any {
	taken := b.args
	b.args, b.spare = b.spare[:0], taken
	return taken
}

// write inserts rows, batchRows with a statement. Columns that hold the same number, or nothing, in all of them stand
// in the statement itself: binding a value costs more than reading a constant.
func (b *batch) write(args []any) error {
	if len(args) == 0 {
		return nil
	}
	constant, args := b.factor(args)
	width := b.width - count(constant)
	for n := batchRows * width; len(args) >= n; args = args[n:] {
		stmt, err := b.prepared(constant)
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(b.t.ctx, args[:n]...); err != nil {
			return err
		}
	}
	if len(args) == 0 {
		return nil
	}
	_, err := b.t.q.ExecContext(b.t.ctx, b.statement(len(args)/width, constant), args...)
	return err
}

// factor finds the columns that are constant and takes them out of the rows.
func (b *batch) factor(args []any) (constant []string, rest []any) {
	constant = make([]string, b.width)
	for c := range b.width - 1 { // the last column stays, so that a row is never empty
		constant[c] = literal(args[c])
	}
	for i, v := range args {
		if c := i % b.width; constant[c] != "" && v != args[c] {
			constant[c] = ""
		}
	}
	rest = b.packed[:0]
	for i, v := range args {
		if constant[i%b.width] == "" {
			rest = append(rest, v)
		}
	}
	b.packed = rest
	return constant, rest
}

// literal is a whole number or the empty text as SQL writes it; other values have none.
func literal(v any) string {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case string:
		if v == "" {
			return "''"
		}
	}
	return ""
}

func count(constant []string) int {
	n := 0
	for _, c := range constant {
		if c != "" {
			n++
		}
	}
	return n
}

// prepared is the statement for batchRows rows with some columns constant.
func (b *batch) prepared(constant []string) (*sql.Stmt, error) {
	key := strings.Join(constant, ",")
	if stmt, ok := b.full[key]; ok {
		return stmt, nil
	}
	stmt, err := b.t.q.PrepareContext(b.t.ctx, b.statement(batchRows, constant))
	if err != nil {
		return nil, err
	}
	if b.full == nil {
		b.full = map[string]*sql.Stmt{}
	}
	b.full[key] = stmt
	return stmt, nil
}

// ship writes what was collected, lines before the entries they belong to, while the next group is collected.
func (p *Poster) ship() error {
	if err := p.settle(); err != nil {
		return err
	}
	lines, entries := p.lines.take(), p.entries.take()
	if p.t.b.s.d.name() == "postgres" { // a connection that answers a question meanwhile is busy
		return p.write(lines, entries)
	}
	p.busy = make(chan error, 1)
	go func(done chan<- error) { done <- p.write(lines, entries) }(p.busy)
	return nil
}

func (p *Poster) write(lines, entries []any) error {
	if err := p.lines.write(lines); err != nil {
		return err
	}
	return p.entries.write(entries)
}

// settle waits for the group that is being written.
func (p *Poster) settle() error {
	if p.busy == nil {
		return nil
	}
	err := <-p.busy
	p.busy = nil
	return err
}

func (b *batch) statement(rows int, constant []string) string {
	var s strings.Builder
	fmt.Fprintf(&s, "INSERT INTO %s (book_id, %s) VALUES ", b.table, b.columns)
	n := 0
	for r := range rows {
		if r > 0 {
			s.WriteByte(',')
		}
		fmt.Fprintf(&s, "(%d", b.t.b.id)
		for _, c := range constant {
			s.WriteByte(',')
			if c == "" {
				n++
				c = b.t.b.s.d.bind(n)
			}
			s.WriteString(c)
		}
		s.WriteByte(')')
	}
	return s.String()
}

// beginBulk takes off the bulk indexes and the guards that look at every row that is inserted. Nobody else can write
// meanwhile, and before the commit endBulk checks what was posted as a set and puts all of it back.
func (t *Tx) beginBulk() error {
	t.bulk, t.bulkFrom = true, t.head.Entries
	off, _ := t.b.s.d.insertGuards()
	return t.execAll(append(off, t.eachBulkIndex(func(_ table, ix index) string { return "DROP INDEX " + ix.name })...))
}

func (t *Tx) endBulk() error {
	_, on := t.b.s.d.insertGuards()
	err := t.execAll(append(t.eachBulkIndex(func(tb table, ix index) string { return ix.create(tb.name) }), on...))
	if err != nil {
		return err
	}
	for _, guard := range []struct{ refusal, query string }{
		{"the entry is not in balance", "SELECT entry_id FROM entry e WHERE book_id = $1 AND entry_id > $2 AND NOT EXISTS (SELECT 1 FROM line l WHERE l.book_id = e.book_id AND l.entry_id = e.entry_id) LIMIT 1"},
		{"the entry is not in balance", `SELECT entry_id FROM (SELECT entry_id, SUM(amount) AS total, MIN(entity) AS low, MAX(entity) AS high FROM line WHERE book_id = $1 AND entry_id > $2 GROUP BY entry_id) e
WHERE total <> 0 OR low <> high AND EXISTS (SELECT 1 FROM line l WHERE l.book_id = $1 AND l.entry_id = e.entry_id GROUP BY entity HAVING SUM(amount) <> 0) LIMIT 1`},
		{"the period is locked", `SELECT e.entry_id FROM entry e JOIN period_lock k ON k.book_id = e.book_id AND e.effective >= k.first_day AND e.effective <= k.last_day
WHERE e.book_id = $1 AND e.entry_id > $2 AND e.override_id = 0 AND (k.level <> 'soft' OR e.kind IN ('standard', 'opening', 'recurring')) LIMIT 1`},
		{"the period is locked", `SELECT e.entry_id FROM entry e LEFT JOIN override_grant g ON g.book_id = e.book_id AND g.override_id = e.override_id AND e.effective >= g.first_day AND e.effective <= g.last_day
WHERE e.book_id = $1 AND e.entry_id > $2 AND e.override_id <> 0 AND g.override_id IS NULL LIMIT 1`},
	} {
		var id int64
		switch err := t.q.QueryRowContext(t.ctx, guard.query, t.b.id, t.bulkFrom).Scan(&id); {
		case err == nil:
			return Refusal{fmt.Sprintf("entry %d: %s", id, guard.refusal)}
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
	}
	return nil
}

func (t *Tx) eachBulkIndex(stmt func(tb table, ix index) string) []string {
	var out []string
	for _, tb := range tables {
		for _, ix := range tb.indexes {
			if ix.bulk {
				out = append(out, stmt(tb, ix))
			}
		}
	}
	return out
}

func (t *Tx) execAll(stmts []string) error {
	for _, s := range stmts {
		if _, err := t.q.ExecContext(t.ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// dimsets are the dimension sets that occur, by number; number 0 is the empty set and has no row.
type dimsets struct {
	ids   map[ledger.Dims]int64
	texts map[int64]ledger.Dims
}

func (t *Tx) loadDims() (*dimsets, error) {
	if t.dims != nil {
		return t.dims, nil
	}
	d := &dimsets{ids: map[ledger.Dims]int64{"": 0}, texts: map[int64]ledger.Dims{0: ""}}
	rows, err := t.q.QueryContext(t.ctx, "SELECT dims, body FROM dimset WHERE book_id = $1", t.b.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var text ledger.Dims
		if err := rows.Scan(&id, &text); err != nil {
			return nil, err
		}
		d.ids[text], d.texts[id] = id, text
	}
	t.dims = d
	return d, rows.Err()
}

func (t *Tx) internDims(text ledger.Dims) (int64, error) {
	if text == "" {
		return 0, nil
	}
	d, err := t.loadDims()
	if err != nil {
		return 0, err
	}
	if id, ok := d.ids[text]; ok {
		return id, nil
	}
	id := int64(len(d.texts))
	if _, err := t.q.ExecContext(t.ctx, "INSERT INTO dimset (book_id, dims, body) VALUES ($1, $2, $3)", t.b.id, id, string(text)); err != nil {
		return 0, err
	}
	d.ids[text], d.texts[id] = id, text
	return id, nil
}

func optionalDate(d fiscal.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func joinHashes(hs []ledger.Hash) string {
	if len(hs) == 0 {
		return ""
	}
	var s []string
	for _, h := range hs {
		s = append(s, string(h))
	}
	return strings.Join(s, ",")
}

// encodeExtra is the text of what few lines have: a transaction in another currency, a memo.
func encodeExtra(l *ledger.Line) string {
	if l.Transaction == nil && l.Memo == "" {
		return ""
	}
	b := []byte("x")
	if tx := l.Transaction; tx != nil {
		b = evidence.AppendField(b, "transaction", strconv.FormatInt(tx.Amount.Minor, 10))
		b = evidence.AppendField(b, "currency", string(tx.Amount.Currency))
		b = evidence.AppendField(b, "rate", tx.Rate)
	}
	return string(evidence.AppendField(b, "memo", l.Memo))
}

func decodeExtra(s string, l *ledger.Line) error {
	if s == "" {
		return nil
	}
	rs, err := evidence.ParseRecords(s)
	if err != nil || len(rs) != 1 || rs[0].Word != "x" {
		return fmt.Errorf("the line's further data cannot be read: %q", s)
	}
	l.Memo = rs[0].Get("memo")
	if c := rs[0].Get("currency"); c != "" {
		l.Transaction = &ledger.Transaction{Amount: money.New(rs[0].Int("transaction"), money.Currency(c)), Rate: rs[0].Get("rate")}
	}
	if encodeExtra(l) != s { // the hash is over what was read, so the text must be the only one that reads so
		return fmt.Errorf("the line's further data is not as it was written: %q", s)
	}
	return nil
}
