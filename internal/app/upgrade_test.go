package app_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"tieout/internal/app"
)

// TestBookOfFormat1 opens a book that the first release made: nothing of it changes, its people act as controllers
// until one of them is one, and verify finds nothing.
func TestBookOfFormat1(t *testing.T) {
	packed, err := os.ReadFile("testdata/format1.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		a, err := app.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		v, err := a.Verify(t.Context(), nil, nil)
		if err != nil || len(v.Findings) > 0 {
			t.Fatalf("verify: %v, %v", v.Findings, err)
		}
		if v.Acts < 6 || v.Entries != 2 {
			t.Errorf("%d acts and %d entries, not 6 and 2", v.Acts, v.Entries)
		}
		a.Close()
	}
	a, err := app.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	f := &fixture{App: a, t: t, ctx: t.Context(), address: path}
	if _, err := a.ChangePerson(f.ctx, "alice", app.Person{Code: "bob", Role: "controller"}, "roles came"); err != nil {
		t.Fatal(err)
	}
	f.refuses("not-allowed", func() error {
		_, err := a.AddPerson(f.ctx, "alice", app.Person{Code: "carol", Name: "Carol", Role: "accountant"})
		return err
	})
	if _, err := a.ChangePerson(f.ctx, "bob", app.Person{Code: "alice", Role: "accountant"}, "roles came"); err != nil {
		t.Fatal(err)
	}
	f.verified()
}
