package app_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tieout/internal/app"
	"tieout/internal/store/storetest"
	"tieout/ledger"
)

// kills is how often a process is killed: more where TIEOUT_SOAK says how often.
func kills(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("TIEOUT_SOAK")); err == nil {
		return max(n, usual)
	}
	return usual
}

// TestKilledProcessLosesNothing kills a process at random moments while it posts and imports. What it had said was
// posted is there, verify finds nothing, and no entry is there in half.
func TestKilledProcessLosesNothing(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { killMany(t, kills(60), 10, storetest.SQLite) })
	t.Run("postgres", func(t *testing.T) {
		killMany(t, kills(60)/6, 10, func(t testing.TB) string { return storetest.Postgres(t) })
	})
}

func killMany(t *testing.T, n, aBook int, address func(testing.TB) string) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var f *fixture
	acks, mid, inside := 0, 0, 0
	patience := 100 * time.Millisecond // at most, before a process is killed; a slow machine is given more
	for i := range n {
		if i%aBook == 0 {
			f = newBook(t, address(t))
			f.file("large.journal", largeJournal(21_000))
		}
		said, begun := f.killed(i, random, patience)
		if len(said) == 0 && i%10 != 9 {
			patience = min(patience*3/2, 5*time.Second)
		}
		if begun {
			inside++
		}
		acks += len(said)
		mid += f.survived(said)
	}
	if acks < n || inside < n/2 {
		t.Errorf("%d processes said %d times that something was posted, and %d were killed at work: the test proves little", n, acks, inside)
	}
	t.Logf("%d kills, %d of them inside an act, %d acknowledged acts, %d not acknowledged and there", n, inside, acks, mid)
}

// largeJournal is large enough for the import to take the indexes off and build them again.
func largeJournal(entries int) string {
	var b strings.Builder
	for i := range entries {
		fmt.Fprintf(&b, "2026-%02d-%02d Sale number %d with a description of the usual length, as people write them\n    1100                                          $%d.00\n    4000                                         $-%d.00\n\n",
			1+i%12, 1+i%28, i, i+1, i+1)
	}
	return b.String()
}

// ack is what the process said it had posted: an act at a position.
type ack struct {
	position int64
	key      string
}

// killed starts a process that posts, kills it, and gives what it said before, and whether it had begun an act.
func (f *fixture) killed(run int, random *rand.Rand, patience time.Duration) (acks []ack, begun bool) {
	f.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "TIEOUT_TEST_CHILD="+f.address, "TIEOUT_TEST_DIR="+f.dir, fmt.Sprint("TIEOUT_TEST_RUN=", run))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	f.ok(err)
	f.ok(cmd.Start())
	in := bufio.NewReader(out)
	if _, err := in.ReadString('\n'); err != nil { // it has opened the book
		f.t.Fatal("the process ended by itself")
	}
	if run%10 == 9 {
		patience *= 9 // it takes in a large journal
	}
	timer := time.AfterFunc(time.Duration(random.Int64N(int64(patience))), func() { cmd.Process.Kill() })
	defer timer.Stop()
	rest, err := io.ReadAll(in)
	f.ok(err)
	err = cmd.Wait()
	if err == nil || cmd.ProcessState.ExitCode() != -1 {
		f.t.Fatalf("the process was not killed: %v", err)
	}
	for line := range strings.Lines(string(rest)) {
		begun = strings.HasPrefix(line, "begin")
		var a ack
		if n, _ := fmt.Sscanf(line, "posted %d %s\n", &a.position, &a.key); n == 2 && strings.HasSuffix(line, "\n") {
			acks = append(acks, a)
		}
	}
	return acks, begun
}

// survived opens the book anew and looks at all that was said; it gives how many acts are there that were not.
func (f *fixture) survived(said []ack) int {
	f.t.Helper()
	g := f.reopened()
	defer g.Close()
	v, err := g.Verify(g.ctx, nil, nil)
	f.ok(err)
	if len(v.Findings) > 0 {
		f.t.Fatalf("after a kill verify says %v", v.Findings[:1])
	}
	acts, err := g.Acts(g.ctx)
	f.ok(err)
	for _, a := range said {
		if a.position > int64(len(acts)) {
			f.t.Fatalf("act %d was acknowledged and the book ends at %d", a.position, len(acts))
		}
		if act := acts[a.position-1]; !strings.Contains(act.Why+act.Body, a.key) {
			f.t.Fatalf("act %d was acknowledged for %q and is %+v", a.position, a.key, act)
		}
	}
	if len(said) > 0 && int64(len(acts)) > said[len(said)-1].position {
		return 1
	}
	return 0
}

// child is what a test's child process does instead of testing: it posts and imports until it is killed.
func child() (code int, ok bool) {
	address := os.Getenv("TIEOUT_TEST_CHILD")
	if address == "" {
		return 0, false
	}
	if err := work(address, os.Getenv("TIEOUT_TEST_DIR"), os.Getenv("TIEOUT_TEST_RUN")); err != nil {
		fmt.Fprintln(os.Stderr, "the child process:", err)
	}
	return 3, true
}

func work(address, dir, run string) error {
	ctx := context.Background()
	a, err := app.Open(ctx, address)
	if err != nil {
		return err
	}
	fmt.Println("open")
	n, err := strconv.Atoi(run)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		key := fmt.Sprintf("run-%d-step-%d", n, i)
		fmt.Println("begin", key)
		position, err := step(ctx, a, dir, key, i, n%10 == 9)
		if err != nil {
			return err
		}
		fmt.Println("posted", position, key)
	}
}

// step is one act, of another kind every time.
func step(ctx context.Context, a *app.App, dir, key string, i int, large bool) (int64, error) {
	switch {
	case large && i == 1:
		text, err := os.ReadFile(filepath.Join(dir, "large.journal"))
		if err != nil {
			return 0, err
		}
		return importText(ctx, a, dir, key, string(text))
	case i%3 == 1:
		return importText(ctx, a, dir, key, largeJournal(40))
	case i%3 == 2:
		act, err := a.OpenAccounts(ctx, "", []ledger.Account{{Code: key, Type: ledger.Expense, Name: "Cost"}})
		return act.Position, err
	}
	e := entry("2026-02-10", "1000", "3000", int64(i+1))
	e.Key, e.Description = key, key
	out, err := a.Post(ctx, "", e)
	return out.Act, err
}

func importText(ctx context.Context, a *app.App, dir, key, text string) (int64, error) {
	path := filepath.Join(dir, key+".journal")
	if err := os.WriteFile(path, []byte("; "+key+"\n"+text), 0o644); err != nil {
		return 0, err
	}
	defer os.Remove(path)
	out, err := a.Import(ctx, "", app.ImportRequest{Kind: "journal", Path: path})
	return out.Act, err
}
