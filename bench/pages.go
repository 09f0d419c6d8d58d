package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tieout/internal/app"
	"tieout/internal/web"
)

// demoPages are pages of the demonstration, one of each kind that shows the books.
var demoPages = []string{"/", "/?on=newest", "/statements/balance-sheet?period=2006-Q1", "/statements/income?period=2006-Q3", "/statements/cash-flow?period=2006-Q1", "/statements/equity?period=2005",
	"/trial-balance", "/trial-balance?columns=all&period=2006-Q1", "/general-ledger?period=2006-Q1", "/register?account=Assets%3ACurrent%3ACash&period=2006-Q1", "/journal", "/entries/JE-2006-000100",
	"/entries/new", "/drafts", "/branches", "/recurring", "/imports", "/locks", "/chart", "/out-of-period?on=newest", "/flux/balance-sheet?period=2006-Q1", "/notes", "/documents", "/filings?on=newest",
	"/log", "/people", "/explain?statement=balance-sheet&row=assets&column=2006-03-31", "/find?q=cash", "/design"}

// largePages are pages of the book of very many entries.
var largePages = []string{"/", "/statements/balance-sheet?period=2024-Q1", "/statements/income?period=2024-Q1", "/trial-balance", "/trial-balance?columns=all&period=2024-Q1", "/general-ledger?period=2024-M03", "/register?account=Assets%3ACurrent%3ACash%3ABank01&period=2024-Q1", "/journal", "/journal?page=9000",
	"/entries/JE-2024-000100", "/entries/new", "/drafts", "/branches", "/recurring", "/imports", "/locks", "/chart", "/out-of-period", "/flux/balance-sheet?period=2024-Q1", "/notes", "/documents", "/log", "/people", "/find?q=cash"}

// pages measures how long the server takes to make pages, as a ratio of the limit, asked over a connection to itself.
func pages(dir string) error {
	if err := pagesOf(filepath.Join(dir, "demo", "american-locker.db"), "the demonstration", demoPages, 50*time.Millisecond); err != nil {
		return err
	}
	large := filepath.Join(dir, "large0.db")
	a, err := app.Open(context.Background(), large)
	if err != nil {
		return err
	}
	_, err = a.AddPerson(context.Background(), "", app.Person{Code: "bench", Name: "Bench", Role: "controller"})
	a.Close()
	if err != nil && !strings.Contains(err.Error(), "exists already") { // in a folder that was kept it does
		return err
	}
	return pagesOf(large, "the large book", largePages, 150*time.Millisecond)
}

func pagesOf(book, what string, paths []string, limit time.Duration) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	a, err := app.Open(ctx, book)
	if err != nil {
		return err
	}
	defer a.Close()
	found, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- web.Serve(ctx, web.Options{App: a, Sample: true, Open: func(url string) { found <- url }})
	}()
	var base string
	select {
	case base = <-found:
	case err := <-ended:
		return err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar}
	if err := settled(client, base); err != nil {
		return err
	}
	type one struct {
		path   string
		median time.Duration
	}
	var all []one
	for _, p := range paths {
		m, err := pageTime(client, base[:len(base)-1]+p)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		all = append(all, one{p, m})
	}
	slices.SortFunc(all, func(a, b one) int { return int(b.median - a.median) })
	fmt.Printf("\npages of %s, median of each against %v:\n", what, limit)
	for _, x := range all[:min(8, len(all))] {
		fmt.Printf("  %-62s %8.1f ms  %.2f of the limit\n", x.path, float64(x.median.Microseconds())/1000, float64(x.median)/float64(limit))
	}
	fmt.Printf("  the median page takes %.1f ms\n", float64(all[len(all)/2].median.Microseconds())/1000)
	stop()
	return <-ended
}

// pageTime is the median of fifteen answers, after one that warms up.
func pageTime(c *http.Client, url string) (time.Duration, error) {
	var ts []time.Duration
	for i := range 16 {
		begin := time.Now()
		res, err := c.Get(url)
		if err != nil {
			return 0, err
		}
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if err != nil {
			return 0, err
		}
		if res.StatusCode != http.StatusOK {
			return 0, fmt.Errorf("answered %d", res.StatusCode)
		}
		if i > 0 {
			ts = append(ts, time.Since(begin))
		}
	}
	slices.Sort(ts)
	return ts[len(ts)/2], nil
}

// settled waits until the site has verified the book in the background, so that pages are measured alone.
func settled(c *http.Client, base string) error {
	for range 600 {
		res, err := c.Get(base)
		if err != nil {
			return err
		}
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			return err
		}
		if !strings.Contains(string(b), ">running<") {
			return nil
		}
		time.Sleep(time.Second)
	}
	return fmt.Errorf("the book is not verified after ten minutes")
}
