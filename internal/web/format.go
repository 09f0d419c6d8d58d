package web

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"tieout/check"
	"tieout/fiscal"
	"tieout/money"
)

// day is a date as the site writes it: 13 November 2006.
func day(d fiscal.Date) string {
	if d == 0 {
		return "–"
	}
	return d.Time().Format("2 January 2006")
}

// shortDay is a date in a table: 13 Nov 2006.
func shortDay(d fiscal.Date) string {
	if d == 0 {
		return "–"
	}
	return d.Time().Format("2 Jan 2006")
}

// moment is the time of an act: 13 Nov 2006 09:12.
func moment(at string) string {
	d, err := fiscal.Parse(at[:min(10, len(at))])
	if err != nil || len(at) < 16 {
		return at
	}
	return shortDay(d) + " " + at[11:16]
}

// count is a whole number with commas.
func count[T int | int64](n T) string { return money.Group(strconv.FormatInt(int64(n), 10)) }

// counted is a number with its noun: "1 line", "12 lines".
func counted[T int | int64](n T, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}

var numberWords = []string{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"}

// inWords is a small number as a word, with a capital.
func inWords(n int) string {
	if n >= 0 && n < len(numberWords) {
		return numberWords[n]
	}
	return strconv.Itoa(n)
}

// figure is an amount as printed accounts show it.
type figure struct {
	Digits    string // without sign; empty for none
	Negative  bool
	Nil       bool
	Synthetic bool
	Absent    bool
	Noted     bool // somebody wrote a note at it
	Href      string
	Title     string
}

// amountOf is an amount in minor units as a figure.
func amountOf(minor int64, digits int) figure {
	return figure{Digits: money.Group(money.FormatMinor(max(minor, -minor), digits)), Negative: minor < 0, Nil: minor == 0}
}

// exactly is a decimal text, such as an explanation holds, as a figure.
func exactly(text string) figure {
	digits := strings.TrimPrefix(text, "-")
	return figure{Digits: money.Group(digits), Negative: digits != text, Nil: strings.Trim(digits, "0.") == ""}
}

// digits writes a figure. What hangs behind the digits, a parenthesis and the mark of what is synthetic, must follow
// without white space, which is why this is no template.
func digits(f figure) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		text, hang := templ.EscapeString(f.Digits), ""
		switch {
		case f.Nil:
			text = "–"
		case f.Negative:
			text, hang = "("+text, ")"
		}
		if f.Synthetic {
			hang += `<abbr class="syn" title="synthetic">s</abbr>`
		}
		if hang != "" {
			hang = `<span class="hang">` + hang + `</span>`
		}
		_, err := io.WriteString(w, text+hang)
		return err
	})
}

// short is the beginning of a hash.
func short(hash string) string {
	if len(hash) <= 16 {
		return hash
	}
	return hash[:12] + "…"
}

// size is a number of bytes.
func size(n int64) string {
	switch {
	case n < 2000:
		return counted(n, "byte", "bytes")
	case n < 2_000_000:
		return count((n+500)/1000) + " kB"
	}
	return fmt.Sprintf("%s MB", count((n+500_000)/1_000_000))
}

// mark is a state as a word with a mark: the class says which mark, never the only carrier of meaning.
type mark struct{ Class, Word string }

func severityMark(s check.Severity) mark {
	switch s {
	case check.Stop:
		return mark{"stop", "stop"}
	case check.Open:
		return mark{"wait", "open"}
	}
	return mark{"info", "note"}
}

// kindTitles are the names of the statements.
var kindTitles = map[string]string{"balance-sheet": "Balance sheet", "income": "Income statement", "comprehensive-income": "Comprehensive income",
	"cash-flow": "Cash flows", "equity": "Changes in equity"}

func kindTitle(kind string) string {
	if t, ok := kindTitles[kind]; ok {
		return t
	}
	return kind
}

// periodTitle is a period in words: "Quarter 1 of 2006".
func periodTitle(p fiscal.Named) string {
	part := strings.TrimPrefix(p.Name, fmt.Sprint(p.Year))
	switch {
	case part == "":
		return fmt.Sprintf("Year %d", p.Year)
	case strings.HasPrefix(part, "-Q"):
		return fmt.Sprintf("Q%s %d", part[2:], p.Year)
	case part == "-H1":
		return fmt.Sprintf("First half %d", p.Year)
	case part == "-9M":
		return fmt.Sprintf("Nine months %d", p.Year)
	case strings.HasPrefix(part, "-M"):
		return p.End.Time().Format("January 2006")
	}
	return p.Name
}

func itoa[T int | int64](n T) string { return strconv.FormatInt(int64(n), 10) }
