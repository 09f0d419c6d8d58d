package app_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// TestAnyByteOfTheFile flips single bytes of a book's file wherever they stand: verify fails or the file cannot be
// read, or else the byte is one that nothing is read from, and everything that the book holds is as it was.
func TestAnyByteOfTheFile(t *testing.T) {
	f, checkpoint := smallBook(t, storetest.SQLite(t))
	want, reports := f.dump().String(), f.reports()
	st, _ := f.Store()
	_, err := st.DB().Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	f.ok(err)
	f.ok(f.Close())
	clean, err := os.ReadFile(f.address)
	f.ok(err)
	outside, err := app.ReadCheckpoint(checkpoint)
	f.ok(err)

	random := rand.New(rand.NewPCG(17, 4))
	found, harmless := 0, 0
	for range 100 * kills(10) {
		i := random.IntN(len(clean))
		for clean[i] == 0 { // most of a small file is empty
			i = (i + 1) % len(clean)
		}
		damaged := append([]byte(nil), clean...)
		damaged[i] ^= 1 << random.IntN(8)
		for _, old := range []string{"-wal", "-shm"} {
			os.Remove(f.address + old)
		}
		f.ok(os.WriteFile(f.address, damaged, 0o644))
		a, err := app.Open(f.ctx, f.address)
		if err != nil {
			found++
			continue
		}
		v, err := a.Verify(f.ctx, &outside, nil)
		a.Close()
		if err != nil || len(v.Findings) > 0 {
			found++
			continue
		}
		harmless++
		g := f.reopened()
		if got := g.dump().String(); got != want {
			t.Errorf("byte %d: verify finds nothing and the book holds\n%s\ninstead of\n%s", i, got, want)
		}
		if got := g.reports(); got != reports {
			t.Errorf("byte %d: verify finds nothing and the reports are\n%s\ninstead of\n%s", i, got, reports)
		}
		g.Close()
	}
	if found == 0 || harmless == 0 {
		t.Errorf("%d found and %d harmless: the test proves little", found, harmless)
	}
	t.Logf("%d found, %d harmless", found, harmless)
}

// reports are what the book says in ways that read it by its indexes.
func (f *fixture) reports() (s string) {
	f.t.Helper()
	for _, d := range []string{"2026-01-15", "2026-02-05", "2026-12-31"} {
		s += f.trialBalance(d, 0) + f.trialBalance(d, 4)
	}
	f.ok(f.Read(f.ctx, 0, func(v *app.View) error {
		for _, account := range []string{"1000", "3000", "4000", "5000"} {
			for r, err := range v.Register(account, fiscal.Period{Start: fiscal.MustParse("2025-01-01"), End: fiscal.MustParse("2027-01-01")}) {
				if err != nil {
					return err
				}
				s += fmt.Sprintln(r.Entry.Number, r.Entry.Effective, r.Line)
			}
		}
		for seq := range int64(3) {
			e, ok, err := v.Entry(ledger.Number{Year: 2026, Seq: seq + 1})
			if err != nil {
				return err
			}
			s += fmt.Sprintln(e, ok)
		}
		return nil
	}))
	return s
}
