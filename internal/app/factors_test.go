package app_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
)

// anything says that one passkey or account is enough.
func anything(c app.Credentials) bool { return len(c.Passkeys)+len(c.Identities) > 0 }

func TestPasskeysBelongToOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.people("alice")
		f.people2("bob")
		handle, err := f.PasskeyHandle(f.ctx, "alice")
		f.ok(err)
		if again, _ := f.PasskeyHandle(f.ctx, "alice"); again != handle || len(handle) != 43 {
			t.Errorf("the handle is %q and then %q", handle, again)
		}
		if code, err := f.ByHandle(f.ctx, handle); code != "alice" || err != nil {
			t.Errorf("the handle is %s's, %v", code, err)
		}
		for _, none := range []string{"", "x"} {
			if code, err := f.ByHandle(f.ctx, none); err == nil {
				t.Errorf("the handle %q is %s's", none, code)
			}
		}
		add := func(who, id, name string) func() error {
			return func() error { return f.AddPasskey(f.ctx, who, app.Passkey{ID: id, Name: name, Whole: []byte("{}")}) }
		}
		f.ok(add("alice", "1", " laptop ")())
		f.refuses("passkey", add("bob", "1", "laptop"))
		f.refuses("passkey", add("alice", "1", "again"))
		f.mistaken("has the name \"laptop\" already", add("alice", "2", "laptop"))
		f.mistaken("give the passkey a name", add("alice", "2", " "))
		f.mistaken("give the passkey a name", add("alice", "2", strings.Repeat("x", 61)))
		f.mistaken("give the passkey a name", add("alice", "2", "a\u202eb"))
		f.ok(add("bob", "2", "laptop")())
		f.mistaken("no such passkey of yours", func() error { return f.RenamePasskey(f.ctx, "alice", "2", "mine") })
		f.mistaken("no such passkey of yours", func() error { _, err := f.RemovePasskey(f.ctx, "alice", "2", anything); return err })
		f.refuses("last-factor", func() error { _, err := f.RemovePasskey(f.ctx, "alice", "1", anything); return err })
		f.ok(add("alice", "3", "key")())
		f.mistaken("has the name \"key\" already", func() error { return f.RenamePasskey(f.ctx, "alice", "1", "key") })
		f.ok(f.RenamePasskey(f.ctx, "alice", "1", "old laptop"))
		if name, err := f.RemovePasskey(f.ctx, "alice", "1", anything); name != "old laptop" || err != nil {
			t.Errorf("removed %q, %v", name, err)
		}
		for i := range 19 {
			f.ok(add("alice", "n"+strings.Repeat("x", i), strings.Repeat("x", i+1))())
		}
		f.mistaken("at most 20 passkeys", add("alice", "more", "more"))
		f.ok(f.ForgetFactors(f.ctx, "alice"))
		if c, _ := f.Credentials(f.ctx, "alice"); len(c.Passkeys) != 0 || c.Handle != handle {
			t.Errorf("left: %+v", c)
		}
	})
}

func TestAccountsBelongToOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.people("alice")
		f.people2("bob")
		jane, jim := app.Identity{Issuer: "https://login.example", Subject: "jane"}, app.Identity{Issuer: "https://login.example", Subject: "jim"}
		link := func(who string, i app.Identity) func() error {
			return func() error { return f.LinkIdentity(f.ctx, who, i) }
		}
		f.ok(link("alice", jane)())
		f.refuses("identity", link("bob", jane))
		f.mistaken("linked already", link("alice", jane))
		f.refuses("identity", link("bob", app.Identity{Issuer: "https://login.example"}))
		f.ok(link("bob", app.Identity{Issuer: "https://other.example", Subject: "jane"})()) // the same name elsewhere is another account
		if code, err := f.ByIdentity(f.ctx, jane.Issuer, "jane"); code != "alice" || err != nil {
			t.Errorf("the account is %s's, %v", code, err)
		}
		if code, err := f.ByIdentity(f.ctx, jane.Issuer, "JANE"); err == nil {
			t.Errorf("an account that nobody linked is %s's", code)
		}
		f.refuses("last-factor", func() error { return f.UnlinkIdentity(f.ctx, "alice", jane.Issuer, "jane", anything) })
		f.mistaken("no such account of yours", func() error { return f.UnlinkIdentity(f.ctx, "bob", jane.Issuer, "jane", anything) })

		// An invitation is taken once, by linking an account that is nobody's.
		secret, _, err := f.Invite(f.ctx, "alice", "bob")
		f.ok(err)
		hash := access.HashSecret(secret)
		join := func(hash string, i app.Identity) func() error {
			return func() error { _, err := f.JoinByIdentity(f.ctx, hash, i); return err }
		}
		f.refuses("invitation", join("", jim))
		f.refuses("invitation", join("guess", jim))
		f.refuses("identity", join(hash, jane))
		if code, err := f.JoinByIdentity(f.ctx, hash, jim); code != "bob" || err != nil {
			t.Errorf("%s joins, %v", code, err)
		}
		f.refuses("invitation", join(hash, jim))
		if c, _ := f.Credentials(f.ctx, "bob"); len(c.Identities) != 2 || c.Identities[1].Added == "" {
			t.Errorf("bob has %+v", c)
		}
		secret, _, err = f.Invite(f.ctx, "alice", "bob")
		f.ok(err)
		if code, err := f.JoinByIdentity(f.ctx, access.HashSecret(secret), jim); code != "bob" || err != nil { // he has the account and lost the rest
			t.Errorf("%s joins again, %v", code, err)
		}
	})
}

// TestTakenOnce: of many who take the same piece of working state one gets it, and nobody gets what has ended.
func TestTakenOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address string) {
		f := newBook(t, address)
		f.ok(f.KeepWorking(f.ctx, app.Working{Kind: "ceremony", ID: "x", Until: f.Clock().Add(time.Minute).UTC().Format(time.RFC3339), Body: "y"}))
		f.ok(f.KeepWorking(f.ctx, app.Working{Kind: "ceremony", ID: "old", Until: f.Clock().Add(-time.Minute).UTC().Format(time.RFC3339), Body: "y"}))
		var mu sync.Mutex
		var got int
		var all sync.WaitGroup
		two := f.reopened() // another program with the same book
		for i := range 8 {
			all.Go(func() {
				a := []*app.App{f.App, two.App}[i%2]
				w, ok, err := a.TakeWorking(f.ctx, "ceremony", "x")
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if ok && w.Body == "y" {
					got++
				}
			})
		}
		all.Wait()
		if got != 1 {
			t.Errorf("taken %d times", got)
		}
		if _, ok, err := f.TakeWorking(f.ctx, "ceremony", "old"); ok || err != nil {
			t.Errorf("what has ended is taken: %v", err)
		}
		f.ok(f.ChangeCredentials(f.ctx, "alice", func(*app.Credentials) error { return nil }))
		const each = 25
		for _, a := range []*app.App{f.App, two.App} {
			all.Go(func() {
				for range each {
					if err := a.ChangeCredentials(f.ctx, "alice", func(c *app.Credentials) error { c.TOTPLast++; return nil }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if c, err := f.Credentials(f.ctx, "alice"); err != nil || c.TOTPLast != 2*each {
			t.Errorf("%d of %d changes are kept, %v", c.TOTPLast, 2*each, err)
		}
	})
}
