package app_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tieout/check"
	"tieout/evidence"
	"tieout/internal/app"
	"tieout/internal/store"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// against is what verify finds with a checkpoint that was kept elsewhere; "" for none.
func (f *fixture) against(checkpoint string) []check.Finding {
	f.t.Helper()
	var outside *evidence.Checkpoint
	if checkpoint != "" {
		c, err := app.ReadCheckpoint(checkpoint)
		f.ok(err)
		outside = &c
	}
	v, err := f.Verify(f.ctx, outside, nil)
	f.ok(err)
	return v.Findings
}

// finds fails the test unless verify says the words, or finds nothing when there are none.
func (f *fixture) finds(checkpoint, words string) {
	f.t.Helper()
	fs := f.against(checkpoint)
	said := fmt.Sprint(fs)
	if words == "" && len(fs) > 0 || !strings.Contains(said, words) {
		f.t.Errorf("verify should find %q and says %.2000s", words, said)
	}
}

// smallBook has one person, some entries and a checkpoint.
func smallBook(t testing.TB, address string) (f *fixture, checkpoint string) {
	f = newBook(t, address)
	f.post("", entry("2026-01-05", "1000", "3000", 1_000_00))
	f.post("", entry("2026-02-05", "1000", "4000", 250_00))
	checkpoint, err := f.Checkpoint(f.ctx, "", "demand")
	f.ok(err)
	f.post("", entry("2026-02-06", "5000", "1000", 75_00))
	return f, checkpoint
}

func (f *fixture) dump() storetest.Dump { st, _ := f.Store(); return storetest.Take(f.t, st) }

func (f *fixture) restore(d storetest.Dump) { st, _ := f.Store(); d.Put(f.t, st) }

// TestCutTail takes the newest acts with all they made away: no program can see that from the book alone, and a
// checkpoint that someone else holds proves it.
func TestCutTail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f, early := smallBook(t, address)
		older := f.dump()
		f.post("", entry("2026-03-01", "1000", "4000", 9_00))
		before := f.dump()
		late, err := f.Checkpoint(f.ctx, "", "demand")
		f.ok(err)
		f.post("", entry("2026-03-02", "1000", "4000", 9_00))
		f.finds("", "")
		f.finds(early, "")
		f.finds(late, "")

		f.restore(before) // only the act that signed the checkpoint is gone, and what came after
		f.finds("", "")
		f.finds(early, "")
		f.finds(late, "no act of the book signed it")

		f.restore(older)
		f.finds("", "")
		f.finds(early, "")
		f.finds(late, "1 acts are gone, or this is an older copy")

		for i := range 4 { // another history, as long
			f.post("", entry("2026-03-01", "1000", "4000", int64(i+1)))
		}
		f.finds("", "")
		f.finds(early, "")
		f.finds(late, "its root differs")
	})
}

// TestForeignCheckpoint holds a book against checkpoints of another book, altered ones, and ones that someone signed
// with a key of their own.
func TestForeignCheckpoint(t *testing.T) {
	f, own := smallBook(t, storetest.SQLite(t))
	_, twin := smallBook(t, storetest.SQLite(t))
	f.finds(own, "")
	f.finds(twin, "") // same acts at the same times: what it says is true, whoever signed it

	g := newBook(t, storetest.SQLite(t))
	g.post("", entry("2026-01-05", "1000", "3000", 7))
	other, err := g.Checkpoint(g.ctx, "", "demand")
	f.ok(err)
	f.finds(other, "its root differs")

	renamed, err := app.Create(f.ctx, storetest.SQLite(t), app.New{Name: "Another, Inc.", Calendar: "12-31"}, f.clock.read)
	f.ok(err)
	defer renamed.Close()
	renamed.Key = f.Key
	foreign, err := renamed.Checkpoint(f.ctx, "", "demand")
	f.ok(err)
	f.finds(foreign, `it is of the book "Another, Inc."`)

	for _, change := range [][2]string{{"\nentries 2,", "\nentries 3,"}, {"made 2026", "made 2027"}, {"tieout book \"Example", "tieout book \"Exemple"}} {
		forged := strings.Replace(own, change[0], change[1], 1)
		var m app.Mistake
		if _, err := app.ReadCheckpoint(forged); forged == own || !errors.As(err, &m) {
			t.Errorf("a checkpoint changed from %q to %q is read: %v", change[0], change[1], err)
		}
	}
	c, err := app.ReadCheckpoint(own)
	f.ok(err)
	c.Entries += 5
	private, public, err := evidence.NewKey("tieout", []byte(strings.Repeat("forger's own key", 4)))
	f.ok(err)
	signed, err := c.Sign(private)
	f.ok(err)
	f.finds(public+"\n\n"+string(signed), "no act of the book signed it")
}

// TestVerifyFindsAddedRows adds rows behind the guards, each as consistent as someone without the log's text makes
// them, and with the head counting them.
func TestVerifyFindsAddedRows(t *testing.T) {
	const (
		lines  = "INSERT INTO line SELECT book_id, 4, line_no, account, entity, dims, amount, extra FROM line WHERE entry_id = 1"
		copied = "INSERT INTO entry SELECT book_id, 4, position, fiscal_year, 4, kind, effective, origin, '', 0, 0, source, preparer, approver, documents, description, hash FROM entry WHERE entry_id = 1"
		act    = "INSERT INTO act SELECT book_id, (SELECT acts + 1 FROM head), at_time, actor, kind, why, body, last_entry FROM act WHERE position = 2"
	)
	cases := map[string]struct {
		statements []string
		words      string
	}{
		"an entry":                 {[]string{lines, copied}, "entry 4: no act made it"},
		"an entry that is counted": {[]string{lines, copied, "UPDATE head SET entries = 4", "UPDATE counter SET last_seq = 4"}, "entry 4: no act made it"},
		"an act":                   {[]string{act}, "it counts 6 acts; there are 7"},
		"an act that is counted":   {[]string{act, "UPDATE head SET acts = acts + 1"}, "no longer has the hash that the log holds"},
		"lines without an entry":   {[]string{lines}, "line 1 of entry 4: the line belongs to no posted entry"},
		"lines of an entry":        {[]string{"INSERT INTO line SELECT book_id, entry_id, line_no + 2, account, entity, dims, amount, extra FROM line WHERE entry_id = 2"}, "entry 2 ("},
		"a document":               {[]string{"INSERT INTO document SELECT book_id, 'aa', hashes FROM tile"}, `"aa", which no act made`},
		"a lock":                   {[]string{"INSERT INTO period_lock VALUES (1, 3, '2026-01-01', '2026-01-31', 'closed')"}, "lock 3"},
		"an override":              {[]string{"INSERT INTO override_grant VALUES (1, 3, '2026-01-01', '2026-01-31')"}, "override 3"},
		"a dimension set":          {[]string{"INSERT INTO dimset VALUES (1, 1, 'plant=TX')"}, "dimension set 1 (plant=TX): no posted line has it"},
		"an empty dimension set":   {[]string{"INSERT INTO dimset VALUES (1, 1, '')"}, "dimension set 1"},
		"a balance":                {[]string{"INSERT INTO balance VALUES (1, '2027-01-31', 1, 1, 0, 5, 0)"}, "for the month to 2027-01-31"},
		"a nil balance":            {[]string{"INSERT INTO balance VALUES (1, '2027-01-31', 1, 1, 0, 0, 0)"}, "for the month to 2027-01-31"},
		"a tile":                   {[]string{"INSERT INTO tile SELECT book_id, 1, 0, hashes FROM tile"}, "tile 0 of level 1"},
		"a counter":                {[]string{"INSERT INTO counter VALUES (1, -5, 9)"}, `"-5 9"`},
	}
	storetest.Each(t, func(t *testing.T, address string) {
		f, _ := smallBook(t, address)
		clean := f.dump()
		st, _ := f.Store()
		for name, c := range cases {
			err := storetest.Behind(t, st, func(tx *sql.Tx) error {
				for _, q := range c.statements {
					if _, err := tx.Exec(q); err != nil {
						return fmt.Errorf("%s: %w", q, err)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			t.Run(name, func(t *testing.T) { g := *f; g.t = t; g.finds("", c.words) })
			f.restore(clean)
		}
		f.finds("", "")
	})
}

// TestVerifyFindsRulesBroken lets an insider write entries with their acts and a log that agrees, with the guards off:
// an entry into a locked period, and one that nobody else approved.
func TestVerifyFindsRulesBroken(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f, _ := smallBook(t, address)
		_, err := f.Lock(f.ctx, "", period(t, f, "2026-M01"), app.Closed)
		f.ok(err)
		clean := f.dump()
		f.forge(entry("2026-01-31", "1000", "4000", 5), "owner")
		f.finds("", "was locked (closed) by act")
		f.restore(clean)

		f.people("alice", "bob")
		f.forge(entry("2026-02-01", "1000", "4000", 5), "alice")
		f.finds("", "another person must approve")
	})
}

// forge writes an entry, its act and the log as the program would, without asking the program.
func (f *fixture) forge(e ledger.Entry, by string) {
	f.t.Helper()
	st, b := f.Store()
	s := f.state()
	e.Kind, e.Preparer = ledger.Standard, by
	storetest.Without(f.t, st, func() {
		f.ok(b.Write(f.ctx, func(tx *store.Tx) error {
			p, err := tx.Poster(s.Chart, s.Calendar, false)
			if err != nil {
				return err
			}
			if err := p.Add(&e); err != nil {
				return err
			}
			done, err := p.Finish()
			if err != nil {
				return err
			}
			body := evidence.Text([]evidence.Record{evidence.Rec("entries", "first", fmt.Sprint(done.First), "count", "1", "debits", fmt.Sprint(done.Debits), "root", fmt.Sprintf("%x", done.Root[:]))})
			_, err = tx.AppendAct(evidence.Act{At: "2026-04-02T09:00:00Z", By: by, Kind: "entries-posted", Body: body})
			return err
		}))
	})
}

// TestVerifyFindsGuardsTakenOff takes one guard or unique index off at a time.
func TestVerifyFindsGuardsTakenOff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f, _ := smallBook(t, address)
		st, _ := f.Store()
		for _, c := range guardDamage(t, st) {
			tx, err := st.DB().Begin()
			f.ok(err)
			_, err = tx.Exec(c.off)
			f.ok(err)
			f.ok(tx.Commit())
			if fs := fmt.Sprint(f.against("")); !strings.Contains(fs, c.name) {
				t.Errorf("after %s verify says %s", c.off, fs)
			}
			_, err = st.DB().Exec(c.on)
			f.ok(err)
		}
		f.finds("", "")
	})
}

type damage struct{ name, off, on string }

func guardDamage(t testing.TB, st *store.Store) []damage {
	t.Helper()
	query := "SELECT name, 'DROP ' || type || ' ' || name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
	if st.Engine() == "postgres" {
		query = `SELECT tgname, 'ALTER TABLE ' || relname || ' DISABLE TRIGGER ' || tgname, 'ALTER TABLE ' || relname || ' ENABLE TRIGGER ' || tgname
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal
UNION ALL SELECT indexname, 'DROP INDEX ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey'
UNION ALL SELECT 'line_guard', 'CREATE OR REPLACE FUNCTION tieout_line_guard() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RETURN NEW; END''', pg_get_functiondef('tieout_line_guard'::regproc)`
	}
	rows, err := st.DB().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []damage
	for rows.Next() {
		var d damage
		if err := rows.Scan(&d.name, &d.off, &d.on); err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	if len(out) < 15 {
		t.Fatalf("only %d guards are there", len(out))
	}
	return out
}

// TestVerifyReadsDamage puts in what no program writes: it must be found, and must not stop verify.
func TestVerifyReadsDamage(t *testing.T) {
	f, _ := smallBook(t, storetest.SQLite(t))
	clean := f.dump()
	st, _ := f.Store()
	for _, q := range []string{
		"UPDATE act SET body = ''",
		"UPDATE act SET body = replace(body, 'months 12-31', 'months 13-31')",
		"UPDATE act SET body = replace(body, 'count=\"1\"', 'count=\"900000000000000000\"')",
		"UPDATE act SET body = replace(body, 'first=\"2\"', 'first=\"-9223372036854775808\"')",
		"UPDATE act SET body = replace(body, '1000', '1001')",
		"UPDATE act SET at_time = ''", "UPDATE act SET position = position + 1000000000000 WHERE position > 1",
		"UPDATE line SET amount = 9223372036854775807 WHERE amount > 0", "UPDATE line SET amount = -9223372036854775808",
		"UPDATE entry SET effective = '0000-00-00'", "UPDATE entry SET hash = x'00'", "UPDATE entry SET entry_id = entry_id + 5000000000",
		"UPDATE head SET acts = 9223372036854775807, entries = 9223372036854775807", "UPDATE head SET acts = -1, entries = -1",
		"UPDATE tile SET hashes = x''", "UPDATE line SET extra = 'x memo=\"\\x61\"' WHERE line_no = 1", "UPDATE counter SET last_seq = -1",
		"DELETE FROM line", "DELETE FROM entry", "DELETE FROM act", "DELETE FROM balance", "DELETE FROM tile", "DELETE FROM counter",
	} {
		err := storetest.Behind(t, st, func(tx *sql.Tx) error { _, err := tx.Exec(q); return err })
		f.ok(err)
		if len(f.against("")) == 0 {
			t.Errorf("%s: verify finds nothing", q)
		}
		f.restore(clean)
	}
	f.finds("", "")
}
