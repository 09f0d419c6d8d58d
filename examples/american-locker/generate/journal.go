package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/money"
)

// post is a line of an entry; amounts are cents, debits positive.
type post struct {
	id     string
	amount int64
	tags   []string
}

func line(id string, amount int64, tags ...string) post { return post{id, amount, tags} }

// entry is one transaction.
type entry struct {
	number int // in the order of booking; 0 for what was posted later
	on     fiscal.Date
	code   string
	text   string
	tags   []string
	posts  []post
}

// recorded says that it is proposed from a record of an estimate, and so stands in no journal.
func (e entry) recorded() bool { return slices.Contains(e.tags, recorded) }

// claim is a balance assertion.
type claim struct {
	on        fiscal.Date
	id        string
	inclusive bool
	amount    int64 // debit positive
	cite      string
}

// file is a journal file and the day on which it was posted.
type file struct {
	posted  fiscal.Date
	slug    string
	about   string
	entries []entry
	claims  []claim
}

// control are the batch totals of a file.
type control struct {
	entries, lines int
	debits         int64
}

// write prints a file.
func (w *world) write(f file) ([]byte, control) {
	var b bytes.Buffer
	var c control
	fmt.Fprintf(&b, "; American Locker Group, demonstration: synthetic entries made by rule (go run ./examples/american-locker/generate)\n; Posted %s\n", f.posted)
	if f.about != "" {
		fmt.Fprintf(&b, "; %s\n", f.about)
	}
	for _, e := range f.entries {
		if e.recorded() {
			continue
		}
		w.writeEntry(&b, e, &c)
	}
	w.writeClaims(&b, f.claims)
	return b.Bytes(), c
}

func (w *world) writeEntry(b *bytes.Buffer, e entry, c *control) {
	fmt.Fprintf(b, "\n%s * (%s) %s", e.on, e.code, e.text)
	if len(e.tags) > 0 {
		fmt.Fprintf(b, "  ; %s", strings.Join(e.tags, ", "))
	}
	b.WriteByte('\n')
	c.entries++
	var sum int64
	for _, p := range e.posts {
		w.writePost(b, w.name(p.id), money.FormatMinor(p.amount, 2)+" USD", p.tags)
		c.lines++
		c.debits += max(p.amount, 0)
		sum += p.amount
	}
	if sum != 0 {
		panic(fmt.Sprintf("%s %s is out of balance by %d", e.on, e.text, sum))
	}
}

func (w *world) writePost(b *bytes.Buffer, account, amount string, tags []string) {
	fmt.Fprintf(b, "    %s  %s", account, amount)
	if len(tags) > 0 {
		fmt.Fprintf(b, "  ; %s", strings.Join(tags, ", "))
	}
	b.WriteByte('\n')
}

// writeClaims prints assertions as a transaction a day without amounts.
func (w *world) writeClaims(b *bytes.Buffer, cs []claim) {
	var day fiscal.Date
	for _, c := range cs {
		if c.on != day {
			day = c.on
			fmt.Fprintf(b, "\n%s * Balances at %s, agreed with the filings\n", day, day.Long())
		}
		sign := "="
		if c.inclusive {
			sign = "=*"
		}
		var tags []string
		if c.cite != "" {
			tags = []string{"cite: " + c.cite}
		}
		w.writePost(b, w.name(c.id), "0.00 USD "+sign+" "+money.FormatMinor(c.amount, 2)+" USD", tags)
	}
}

// writeChart prints the account directives and the dimension.
func (w *world) writeChart() []byte {
	var b bytes.Buffer
	b.WriteString("; American Locker Group, demonstration: the chart of accounts\n\ncommodity 1000.00 USD\n\ntag product  ; dimension: Product line\n\n")
	for _, a := range append(append([]account(nil), w.r.Parents...), w.r.Chart...) {
		tags := []string{"type: " + a.Type}
		for _, t := range [][2]string{{"concept", a.Concept}, {"section", a.Section}, {"cashflow", a.Cashflow}} {
			if t[1] != "" {
				tags = append(tags, t[0]+": "+t[1])
			}
		}
		tags = append(tags, "name: "+title(a.Account))
		fmt.Fprintf(&b, "account %s  ; %s\n", a.Account, strings.Join(tags, ", "))
	}
	return b.Bytes()
}

// title is the spoken name of an account: what stands last in its path, with what stands before where that is
// needed to tell it from others.
func title(path string) string {
	parts := strings.Split(path, ":")
	if len(parts) > 3 || parts[0] == "Results" && len(parts) > 2 {
		return strings.ReplaceAll(parts[len(parts)-2]+" - "+parts[len(parts)-1], ",", " and")
	}
	return strings.ReplaceAll(parts[len(parts)-1], ",", "")
}
