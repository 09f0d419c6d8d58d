package app_test

import (
	"math/rand/v2"
	"os"
	"testing"

	"tieout/internal/app"
	"tieout/internal/store"
	"tieout/internal/store/storetest"
)

// TestAnyByteOfTheFile flips single bytes of a book's file wherever they stand: verify fails or the file cannot be
// read, or else the byte is one that nothing is read from, and everything that the book holds is as it was.
func TestAnyByteOfTheFile(t *testing.T) {
	f, checkpoint := smallBook(t, storetest.SQLite(t))
	want := f.dump().String()
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
	for range 40 * kills(10) {
		i := random.IntN(len(clean))
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
		again, err := store.Open(f.ctx, f.address, store.Options{})
		f.ok(err)
		if got := storetest.Take(t, again).String(); got != want {
			t.Errorf("byte %d: verify finds nothing and the book holds\n%s\ninstead of\n%s", i, got, want)
		}
		again.Close()
	}
	if found == 0 || harmless == 0 {
		t.Errorf("%d found and %d harmless: the test proves little", found, harmless)
	}
	t.Logf("%d found, %d harmless", found, harmless)
}
