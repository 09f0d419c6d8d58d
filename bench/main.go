// Bench measures the program against peers and physical limits in one run and prints ratios. Run it with make bench;
// figures of one machine mean little, ratios of one run do.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"tieout/bench/gen"
)

// run is a whole process: its median time and its peak memory.
type run struct {
	name   string
	median time.Duration
	low    time.Duration
	high   time.Duration
	peak   int64 // KiB
}

func main() {
	entries := flag.Int("entries", 1_000_000, "entries of the large journal")
	runs := flag.Int("runs", 3, "runs of a long command; short ones run ten times as often")
	keep := flag.String("keep", "", "folder to work in and leave as it is, for looking closer")
	only := flag.Bool("pages", false, "measure the pages alone, of the books that -keep left")
	stock := flag.Bool("stock", false, "measure the valuation of stocks alone")
	flag.Parse()
	if *stock {
		if err := stocks(); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if *only {
		if err := pages(*keep); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if err := bench(*keep, *entries, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(dir string, entries, runs int) error {
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "tieout-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	} else if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	tieout := filepath.Join(dir, "tieout")
	if out, err := exec.Command("go", "build", "-o", tieout, "./cmd/tieout").CombinedOutput(); err != nil {
		return fmt.Errorf("building: %s", out)
	}
	small, large := filepath.Join(dir, "small.journal"), filepath.Join(dir, "large.journal")
	for n, path := range map[int]string{10_000: small, entries: large} {
		if err := journal(path, n); err != nil {
			return err
		}
	}
	fmt.Printf("%d entries, %d cores, %s\n\n", entries, runtime.NumCPU(), runtime.Version())
	if err := imports(dir, tieout, large, small, runs); err != nil {
		return err
	}
	if err := trialBalances(dir, tieout, 10*runs); err != nil {
		return err
	}
	if err := packages(dir, tieout, 10*runs); err != nil {
		return err
	}
	if err := stocks(); err != nil {
		return err
	}
	return pages(dir)
}

// imports compares taking in the journal, with all guards, log and balances, with ledger reading it once.
func imports(dir, tieout, large, small string, runs int) error {
	var ours []run
	for i := range runs {
		book := filepath.Join(dir, fmt.Sprintf("large%d.db", i))
		if err := quiet(tieout, "init", book, "--name", "Bench", "--cik", "1"); err != nil {
			return err
		}
		r, err := timed("tieout import journal", 1, tieout, "import", "journal", large, "--book", book)
		if err != nil {
			return err
		}
		ours = append(ours, r)
	}
	if err := quiet(tieout, "init", filepath.Join(dir, "small.db"), "--name", "Bench", "--cik", "1"); err != nil {
		return err
	}
	if err := quiet(tieout, "import", "journal", small, "--book", filepath.Join(dir, "small.db")); err != nil {
		return err
	}
	slices.SortFunc(ours, func(a, b run) int { return int(a.median - b.median) })
	mid := ours[len(ours)/2]
	mid.low, mid.high = ours[0].median, ours[len(ours)-1].median
	peer, err := timed("ledger bal", runs, "ledger", "--init-file", "/dev/null", "-f", large, "bal")
	if err != nil {
		return err
	}
	compare("import of the journal", mid, peer, 1)
	fmt.Printf("  peak memory %d MiB, goal under 512 MiB\n\n", mid.peak/1024)
	return nil
}

// trialBalances compares a trial balance from the book, as a whole process, with the sqlite3 shell reading the
// balance table, and a large book with a small one.
func trialBalances(dir, tieout string, runs int) error {
	large, small := filepath.Join(dir, "large0.db"), filepath.Join(dir, "small.db")
	args := func(book string) []string {
		return []string{"trial-balance", "--book", book, "--at", "2024-12-31", "--format", "json"}
	}
	big, err := timed("tieout trial-balance, large book", runs, tieout, args(large)...)
	if err != nil {
		return err
	}
	little, err := timed("tieout trial-balance, 10,000 entries", runs, tieout, args(small)...)
	if err != nil {
		return err
	}
	shell, err := timed("sqlite3 reading the balance table", runs, "sqlite3", large, "SELECT * FROM balance")
	if err != nil {
		return err
	}
	compare("trial balance", big, shell, 5)
	compare("large book against small", big, little, 1.2)
	return nil
}

// packages measures a 10-K package of the demonstration.
func packages(dir, tieout string, runs int) error {
	demo := filepath.Join(dir, "demo")
	if err := quiet(tieout, "demo", "--dir", demo, "--no-serve"); err != nil {
		return err
	}
	r, err := timed("tieout file 10-K", runs, tieout, "file", "10-K", "--book", filepath.Join(demo, "american-locker.db"), "--as", "controller",
		"--period", "2005", "--on", "2007-08-31", "--document", filepath.Join(demo, "source", "reports", "10-K-2005.txt"), "--out", filepath.Join(dir, "package"))
	if err != nil {
		return err
	}
	fmt.Printf("10-K package of the demonstration: %v (%v to %v), goal under 1 s\n", r.median, r.low, r.high)
	return nil
}

func compare(what string, ours, peer run, goal float64) {
	fmt.Printf("%s\n  %-40s %10v (%v to %v)\n  %-40s %10v (%v to %v)\n  ratio %.2f, goal at most %.1f\n", what,
		ours.name, ours.median, ours.low, ours.high, peer.name, peer.median, peer.low, peer.high, float64(ours.median)/float64(peer.median), goal)
}

func quiet(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if e, ok := err.(*exec.ExitError); ok && e.ExitCode() == 1 {
		return nil // findings
	}
	if err != nil {
		return fmt.Errorf("%s %v: %w\n%s", name, args, err, out)
	}
	return nil
}

// timed runs a command several times as a whole process.
func timed(label string, runs int, name string, args ...string) (run, error) {
	r := run{name: label}
	var times []time.Duration
	for range runs {
		cmd := exec.CommandContext(context.Background(), name, args...)
		start := time.Now()
		err := cmd.Run()
		if e, ok := err.(*exec.ExitError); err != nil && (!ok || e.ExitCode() != 1) {
			return r, fmt.Errorf("%s: %w", label, err)
		}
		times = append(times, time.Since(start).Round(100*time.Microsecond))
		if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			r.peak = max(r.peak, u.Maxrss)
		}
	}
	slices.Sort(times)
	r.median, r.low, r.high = times[len(times)/2], times[0], times[len(times)-1]
	return r, nil
}

// journal writes entries as hledger text.
func journal(path string, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	for _, a := range gen.Accounts {
		fmt.Fprintf(w, "account %s\n", a)
	}
	g := gen.New(1, n)
	for e := g.Next(); e != nil; e = g.Next() {
		fmt.Fprintf(w, "\n%s * (%s) %s\n", gen.Dates[e.Day], e.Code, e.Desc)
		for _, l := range e.Lines {
			sign, v := "", l.Amt
			if v < 0 {
				sign, v = "-", -v
			}
			fmt.Fprintf(w, "    %-48s  %12s USD\n", gen.Accounts[l.Acct], fmt.Sprintf("%s%d.%02d", sign, v/100, v%100))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
