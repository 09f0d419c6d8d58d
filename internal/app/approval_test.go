package app_test

import (
	"database/sql"
	"errors"
	"os"
	"strings"
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// refuses wants a command refused by a rule, with the book as it was.
func (f *fixture) refuses(rule string, fn func() error) {
	f.t.Helper()
	before := f.dump().String()
	err := fn()
	var r app.Refused
	if !errors.As(err, &r) || r.Rule != rule {
		f.t.Errorf("should be refused by %s and gives: %v", rule, err)
	}
	if f.dump().String() != before {
		f.t.Errorf("what was refused by %s changed the book", rule)
	}
}

// mistaken wants bad input with the words, with the book as it was.
func (f *fixture) mistaken(words string, fn func() error) {
	f.t.Helper()
	before := f.dump().String()
	err := fn()
	var m app.Mistake
	if !errors.As(err, &m) || !strings.Contains(err.Error(), words) {
		f.t.Errorf("should be a mistake that says %q and gives: %v", words, err)
	}
	if f.dump().String() != before {
		f.t.Errorf("what was refused (%s) changed the book", words)
	}
}

// TestNobodyApprovesTheirOwn follows the rule from one person to two and back: once a second person has ever
// existed, every entry, import and override needs another person.
func TestNobodyApprovesTheirOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.people("alice")
		if e := f.post("alice", entry("2026-01-01", "1000", "3000", 100)); e.Approver != "" || e.Preparer != "alice" {
			t.Errorf("a single person posted %+v", e)
		}
		f.people2("bob")
		f.two("alice", "bob")

		_, err := f.RemovePerson(f.ctx, "alice", "bob", "left")
		f.ok(err)
		out, err := f.Post(f.ctx, "alice", entry("2026-01-02", "1000", "3000", 200))
		f.ok(err)
		if out.Draft == 0 || out.Count != 0 {
			t.Fatalf("after the second person was removed an entry posts at once: %+v", out)
		}
		f.refuses("self-approval", func() error { _, err := f.Approve(f.ctx, "alice", out.Draft); return err })
		f.refuses("who", func() error { _, err := f.Approve(f.ctx, "bob", out.Draft); return err })
		f.refuses("who", func() error { _, err := f.Approve(f.ctx, "", out.Draft); return err })
		f.refuses("who", func() error { _, err := f.Approve(f.ctx, "owner", out.Draft); return err })
		f.refuses("last-person", func() error { _, err := f.RemovePerson(f.ctx, "alice", "alice", ""); return err })
		f.mistaken("exists already", func() error { _, err := f.AddPerson(f.ctx, "alice", app.Person{Code: "bob"}); return err })
		f.verified()
	})
}

func (f *fixture) people2(code string) {
	f.t.Helper()
	_, err := f.AddPerson(f.ctx, "", app.Person{Code: code, Name: code, Role: "controller"})
	f.ok(err)
}

// two checks an entry, an import and an override between two people.
func (f *fixture) two(by, approver string) {
	f.t.Helper()
	at := f.position()
	out, err := f.Post(f.ctx, by, entry("2026-01-03", "1000", "3000", 300))
	f.ok(err)
	path := f.file("two.journal", "2026-01-04 Rent\n    5000  $25.00\n    1000\n")
	imp, err := f.Import(f.ctx, by, app.ImportRequest{Kind: "journal", Path: path})
	f.ok(err)
	if out.Draft == 0 || imp.Draft == 0 || f.position() != at {
		f.t.Fatalf("the entry and the import should wait: %+v, %+v", out, imp)
	}
	o, err := f.RequestOverride(f.ctx, by, period(f.t, f, "2025"), fiscal.MustParse("2026-12-31"), "late")
	f.ok(err)
	for _, own := range []func() error{
		func() error { _, err := f.Approve(f.ctx, by, out.Draft); return err },
		func() error { _, err := f.Approve(f.ctx, by, imp.Draft); return err },
		func() error { _, err := f.ApproveOverride(f.ctx, by, o.Position); return err },
	} {
		f.refuses("self-approval", own)
	}
	done, err := f.Approve(f.ctx, approver, out.Draft)
	f.ok(err)
	if e := done.Entries[0]; e.Preparer != by || e.Approver != approver {
		f.t.Errorf("posted with preparer %q and approver %q", e.Preparer, e.Approver)
	}
	done, err = f.Approve(f.ctx, approver, imp.Draft)
	f.ok(err)
	if done.Count != 1 {
		f.t.Errorf("the approved import posted %+v", done)
	}
	_, err = f.ApproveOverride(f.ctx, approver, o.Position)
	f.ok(err)
	f.mistaken("was approved by", func() error { _, err := f.ApproveOverride(f.ctx, approver, o.Position); return err })
	f.mistaken("there is no draft", func() error { _, err := f.Approve(f.ctx, approver, out.Draft); return err })
}

// TestWhatApprovalGivesIsNotTheSendersToSay sends an entry that claims to be approved, numbered and let in.
func TestWhatApprovalGivesIsNotTheSendersToSay(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	e := entry("2026-01-01", "1000", "3000", 100)
	e.Approver, e.Preparer, e.Override, e.Number, e.ID = "the board", "someone", 77, ledger.Number{Year: 1999, Seq: 5}, 41
	got := f.post("", e)
	if got.Approver != "" || got.Preparer != "owner" || got.Override != 0 || got.Number.String() != "JE-2026-000001" || got.ID != 1 {
		t.Errorf("posted as %+v", got)
	}
	r := entry("2026-01-01", "1000", "3000", 100)
	r.Reverses = 9
	f.mistaken("no entry 9 to reverse", func() error { _, err := f.Post(f.ctx, "", r); return err })
	f.verified()
}

// TestDraftIsBoundToItsHash alters a waiting draft behind the program's back in each of its columns.
func TestDraftIsBoundToItsHash(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.people("alice", "bob")
		out, err := f.Post(f.ctx, "alice", entry("2026-01-03", "1000", "3000", 300))
		f.ok(err)
		imp, err := f.Import(f.ctx, "alice", app.ImportRequest{Kind: "journal", Path: f.file("a.journal", "2026-01-04 Rent\n    5000  $25.00\n    1000\n")})
		f.ok(err)
		clean := f.dump()
		for _, c := range []struct{ set, rule string }{
			{"body = replace(body, '300', '900')", "draft-changed"},
			{"body = replace(body, 'a.journal', 'b.journal')", "draft-changed"},
			{"sha256 = 'x'", "draft-changed"},
			{"actor = 'carol'", "self-approval"}, // the preparer stands in what was hashed
		} {
			f.behind("UPDATE draft SET " + c.set)
			for _, id := range []int64{out.Draft, imp.Draft} {
				if strings.Contains(c.set, "'300'") && id == imp.Draft || strings.Contains(c.set, "journal") && id == out.Draft {
					continue // does not touch this one
				}
				f.refuses(c.rule, func() error { _, err := f.Approve(f.ctx, "bob", id); return err })
			}
			f.restore(clean)
		}
		f.behind("UPDATE draft SET actor = 'bob'") // so that alice approves her own
		for _, id := range []int64{out.Draft, imp.Draft} {
			f.refuses("self-approval", func() error { _, err := f.Approve(f.ctx, "alice", id); return err })
		}
	})
}

func (f *fixture) behind(statement string) {
	f.t.Helper()
	st, _ := f.Store()
	f.ok(storetest.Behind(f.t, st, func(tx *sql.Tx) error { _, err := tx.Exec(statement); return err }))
}

// TestWhatWasApprovedIsWhatIsPosted compares the draft's text with the posted entry's, byte for byte but for what
// posting gives.
func TestWhatWasApprovedIsWhatIsPosted(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	f.people("alice", "bob")
	e := entry("2026-01-03", "1000", "3000", 300)
	e.Key, e.Source, e.Description, e.Lines[0].Memo = "k", "s.yaml", `of "Łódź" \`, "m"
	out, err := f.Post(f.ctx, "alice", e)
	f.ok(err)
	ds, err := f.Drafts(f.ctx)
	f.ok(err)
	done, err := f.Approve(f.ctx, "bob", out.Draft)
	f.ok(err)
	p := done.Entries[0]
	p.ID, p.Number, p.Approver, p.Position = 0, ledger.Number{}, "", 0
	if got, drafted := text(p), text(ds[0].Entries[0]); got != drafted {
		t.Errorf("drafted\n%s\nposted\n%s", drafted, got)
	}
	if ds, err = f.Drafts(f.ctx); err != nil || len(ds) != 0 {
		t.Errorf("the draft still waits: %v %v", ds, err)
	}
}

// TestImportIsBoundToItsFile changes, removes and restores the file between the import and its approval.
func TestImportIsBoundToItsFile(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	f.people("alice", "bob")
	good := "2026-01-04 Rent\n    5000  $25.00\n    1000\n"
	path := f.file("a.journal", good)
	out, err := f.Import(f.ctx, "alice", app.ImportRequest{Kind: "journal", Path: path})
	f.ok(err)
	approve := func() error { _, err := f.Approve(f.ctx, "bob", out.Draft); return err }
	f.file("a.journal", strings.Replace(good, "25.00", "2500", 1))
	f.refuses("draft-changed", approve)
	f.ok(os.Remove(path))
	f.mistaken("no such file", approve)
	f.file("a.journal", good)
	f.ok(approve())
	f.verified()
}

// TestRepeating: posting and importing again does nothing, waiting or posted; the same key with other content is
// refused.
func TestRepeating(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		e := entry("2026-01-03", "1000", "3000", 300)
		e.Key = "once"
		first := f.post("", e)
		again := e
		again.Lines = []ledger.Line{{Account: "1000", Entity: "main", Amount: 300}, {Account: "3000", Entity: "main", Amount: -300}} // the same, spelt out
		f.same(func() (app.Outcome, error) { return f.Post(f.ctx, "", again) })
		if r := f.post("", again); r.Number != first.Number {
			t.Errorf("the repeated entry is %s and was %s", r.Number, first.Number)
		}
		other := entry("2026-01-03", "1000", "3000", 301)
		other.Key = "once"
		f.mistaken("with other content", func() error { _, err := f.Post(f.ctx, "", other); return err })

		r := app.ImportRequest{Kind: "journal", Path: f.file("a.journal", "2026-01-04 Rent  ; key: rent-1\n    5000  $25.00\n    1000\n")}
		_, err := f.Import(f.ctx, "", r)
		f.ok(err)
		f.same(func() (app.Outcome, error) { return f.Import(f.ctx, "", r) })
		more := app.ImportRequest{Kind: "journal", Path: f.file("b.journal", "2026-01-04 Rent  ; key: rent-1\n    5000  $25.00\n    1000\n\n2026-02-04 Rent  ; key: rent-2\n    5000  $25.00\n    1000\n")}
		out, err := f.Import(f.ctx, "", more)
		f.ok(err)
		if out.Count != 1 {
			t.Errorf("a file with one old key and one new posted %d", out.Count)
		}
		f.mistaken("with other content", func() error {
			_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: f.file("c.journal", "2026-01-04 Rent  ; key: rent-1\n    5000  $26.00\n    1000\n")})
			return err
		})
		f.twiceInAFile()

		f.people("alice", "bob")
		e.Key = "waits"
		d, err := f.Post(f.ctx, "alice", e)
		f.ok(err)
		d2, err := f.Post(f.ctx, "alice", e)
		f.ok(err)
		if d2.Draft != d.Draft {
			t.Errorf("the same key waits twice: %d and %d", d.Draft, d2.Draft)
		}
		other.Key = "waits"
		f.mistaken("waits with other content", func() error { _, err := f.Post(f.ctx, "alice", other); return err })
		i, err := f.Import(f.ctx, "alice", app.ImportRequest{Kind: "journal", Path: f.file("d.journal", "2026-03-04 Rent\n    5000  $25.00\n    1000\n")})
		f.ok(err)
		i2, err := f.Import(f.ctx, "alice", app.ImportRequest{Kind: "journal", Path: f.dir + "/d.journal"})
		f.ok(err)
		if i2.Draft != i.Draft {
			t.Errorf("the same import waits twice: %d and %d", i.Draft, i2.Draft)
		}
		f.verified()
	})
}

// same wants a command to find its work done and to change nothing.
func (f *fixture) same(fn func() (app.Outcome, error)) {
	f.t.Helper()
	before := f.dump().String()
	out, err := fn()
	f.ok(err)
	if !out.Already {
		f.t.Errorf("repeated, and not known: %+v", out)
	}
	if f.dump().String() != before {
		f.t.Error("repeating changed the book")
	}
}

// twiceInAFile: a key twice in one file posts once, and is refused with its row when the content differs.
func (f *fixture) twiceInAFile() {
	f.t.Helper()
	one := "2026-01-05 Tea  ; key: tea\n    5000  $5.00\n    1000\n\n"
	f.mistaken("twice.journal:5: key \"tea\" stands in row 1 of the file too, with other content", func() error {
		_, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: f.file("twice.journal", one+strings.Replace(one, "5.00", "6.00", 1))})
		return err
	})
	out, err := f.Import(f.ctx, "", app.ImportRequest{Kind: "journal", Path: f.file("twice.journal", one+one)})
	f.ok(err)
	if out.Count != 1 {
		f.t.Errorf("a key that stands twice posted %d entries", out.Count)
	}
}

func text(e ledger.Entry) string { return string(appendEntry(e)) }

// TestReverseOnce: an entry is reversed once, also when two reversals wait.
func TestReverseOnce(t *testing.T) {
	f := newBook(t, storetest.SQLite(t))
	e := f.post("", entry("2026-01-03", "1000", "3000", 300))
	_, err := f.Reverse(f.ctx, "", e.Number, 0, "")
	f.ok(err)
	f.refuses("reversed", func() error { _, err := f.Reverse(f.ctx, "", e.Number, 0, ""); return err })
	f.mistaken("there is no entry JE-2026-000009", func() error {
		_, err := f.Reverse(f.ctx, "", ledger.Number{Year: 2026, Seq: 9}, 0, "")
		return err
	})
	second := f.post("", entry("2026-01-04", "1000", "3000", 400))
	f.people("alice", "bob")
	var drafts []int64
	for range 2 {
		out, err := f.Reverse(f.ctx, "alice", second.Number, fiscal.MustParse("2026-02-01"), "wrong")
		f.ok(err)
		drafts = append(drafts, out.Draft)
	}
	out, err := f.Approve(f.ctx, "bob", drafts[0])
	f.ok(err)
	if r := out.Entries[0]; r.Origin != second.Effective || r.Reverses != second.ID || r.Lines[0].Amount != -400 {
		t.Errorf("the reversal is %+v", r)
	}
	f.refuses("reversed", func() error { _, err := f.Approve(f.ctx, "bob", drafts[1]); return err })
	f.verified()
}
