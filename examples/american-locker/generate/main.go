// Generate writes the journals of the American Locker demonstration from its rules: the same bytes every time. It
// reads rules.yaml and late.yaml, never the filed figures.
//
//	go run ./examples/american-locker/generate [DIR]
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/money"
)

func main() {
	dir := "examples/american-locker"
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := run(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir string) error {
	files, err := generate(dir)
	if err != nil {
		return err
	}
	old, err := made(dir)
	if err != nil {
		return err
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "journal", "documents"), 0o755); err != nil {
		return err
	}
	for _, folder := range []string{"stock", "estimates"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			return err
		}
	}
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// made are the files of an earlier run.
func made(dir string) ([]string, error) {
	var out []string
	for _, p := range []string{"*.journal", "control.csv", "documents/*.txt", "../stock/*.csv", "../estimates/*.yaml"} {
		names, err := filepath.Glob(filepath.Join(dir, "journal", p))
		if err != nil {
			return nil, err
		}
		out = append(out, names...)
	}
	return out, nil
}

// generate makes every file of the folders journal and stock by name.
func generate(dir string) (map[string][]byte, error) {
	r, err := readRules(dir)
	if err != nil {
		return nil, err
	}
	w, err := newWorld(r)
	if err != nil {
		return nil, err
	}
	w.open()
	for _, q := range r.Quarters {
		if err := w.runQuarter(q); err != nil {
			return nil, err
		}
		if os.Getenv("SHOW") != "" {
			w.show()
		}
	}
	w.papers()
	return w.render(), nil
}

func (w *world) show() {
	d := func(n int64) string { return money.New(n, "USD").Grouped() }
	p := w.plan
	fmt.Printf("%s sales %s cost %s (%d%%) net income %s tax cur %s def %s paid %s cash %s payables %s\n", p.Quarter, d(p.Sales*100), d(p.cost), p.cost/p.Sales, d(w.income[p.Quarter]), d(p.taxCurrent), d(p.taxDefer), d(p.taxPaid), d(w.books["cash"]), d(w.books["payables"]))
}

// open books the opening balances; retained earnings are what they leave.
func (w *world) open() {
	on := w.r.Begin
	var posts []post
	var sum int64
	add := func(id string, amount int64, tags ...string) {
		if amount != 0 {
			posts = append(posts, line(id, amount, tags...))
			sum += amount
		}
	}
	o := w.r.Opening
	for _, a := range w.r.Chart {
		switch id := a.ID; {
		case id == "cash" || id == "goodwill" || id == "intangibles":
			add(id, o[id]*100)
		case id == "mortgage":
			add(id, -(w.r.Mortgage.Points[0].Amount-w.r.Mortgage.Scheduled[0].Amount)*100)
		case id == "term":
			add(id, -(w.r.Term.Opening-w.r.Term.DueAtOpening)*100)
		case id == "scheduled":
			add(id, -(w.r.Term.DueAtOpening+w.r.Mortgage.Scheduled[0].Amount)*100)
		case w.planOf(id) != nil:
			add(id, -w.planOf(id).Liability*100)
		case len(w.targets[id]) > 0:
			add(id, w.target(id, on), productTags(id)...)
		case id == "common" || id == "paid-in" || id == "aoci":
			add(id, -o[id]*100, "basis: difference")
		}
	}
	posts = append(posts, line("retained", -sum, "basis: difference"))
	for _, class := range []string{"raw", "fg-metal", "fg-plastic"} {
		w.take(w.stockItems(class), w.target(class, on), true, stockMove{on: on, kind: "receipt", entry: w.next(), memo: "opening stock"})
	}
	w.book(on, "OB", "Opening balances, synthetic - retained earnings are the difference of the others", kind("opening"), posts...)
}

// render puts entries into files by the day on which they were posted and writes them.
func (w *world) render() map[string][]byte {
	files := w.files()
	out := map[string][]byte{}
	var controls bytes.Buffer
	controls.WriteString("file,sha256,entries,lines,debits\n")
	put := func(name string, body []byte, c control) {
		out["journal/"+name] = body
		h := sha256.Sum256(body)
		fmt.Fprintf(&controls, "%s,%s,%d,%d,%s\n", name, hex.EncodeToString(h[:]), c.entries, c.lines, money.FormatMinor(c.debits, 2))
	}
	put(fmt.Sprintf("00-%s-chart.journal", w.r.Begin+5), w.writeChart(), control{})
	for i, f := range files {
		if !slices.ContainsFunc(f.entries, func(e entry) bool { return !e.recorded() }) && len(f.claims) == 0 {
			continue
		}
		body, c := w.write(f)
		put(fmt.Sprintf("%02d-%s-%s.journal", i+1, f.posted, f.slug), body, c)
	}
	out["journal/control.csv"] = controls.Bytes()
	for name, body := range w.documents {
		out["journal/"+name] = body
	}
	codes := map[int]string{}
	for _, f := range files {
		for _, e := range f.entries {
			if e.number != 0 {
				codes[e.number] = e.code
			}
		}
	}
	w.writeItems(out, codes)
	w.writePlans(out)
	w.writeFacilities(out)
	w.writeTests(out)
	w.writePensions(out)
	return out
}

func (w *world) files() []file {
	var files []file
	for _, end := range append([]fiscal.Date{w.r.Begin}, monthEnds(w.r.Begin, w.r.End)...) {
		es := w.months[end]
		slices.SortStableFunc(es, func(a, b entry) int { return int(a.on - b.on) })
		f := file{posted: posted(end), slug: "books-of-" + end.String()[:7], entries: es}
		if end == w.r.Begin {
			f.slug, f.posted = "opening", end+5
		}
		files = append(files, f)
	}
	for _, f := range w.late {
		for i := range f.entries {
			f.entries[i].code = "AJ"
		}
		files = append(files, f)
	}
	files = append(files, w.agreements()...)
	slices.SortStableFunc(files, func(a, b file) int { return int(a.posted - b.posted) })
	for _, f := range files {
		for i := range f.entries {
			f.entries[i].code = w.code(f.entries[i].code, f.entries[i].on)
		}
	}
	return files
}

// posted is the day on which the books of a month were posted: the 24th of the next month; October 2006 in a hurry.
func posted(end fiscal.Date) fiscal.Date {
	if end == fiscal.MustParse("2006-10-31") {
		return fiscal.MustParse("2006-11-10")
	}
	return previousBusinessDay(end + 24)
}

func cite(w *world, source string) string { return strings.ReplaceAll(w.r.Sources[source], ",", "") }
