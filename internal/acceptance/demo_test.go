package acceptance

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"tieout/check"
	americanlocker "tieout/examples/american-locker"
	"tieout/fiscal"
	"tieout/internal/app"
)

// demonstration builds the demonstration once for all tests of it.
func demonstration(t *testing.T) (dir, out string) {
	t.Helper()
	if built.dir == "" {
		dir, err := os.MkdirTemp("", "tieout-demo-")
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv("TIEOUT_KEY", filepath.Join(dir, "key"))
		built.dir = filepath.Join(dir, "demo")
		built.code, built.out, built.errs = tieout(t, "demo", "--dir", built.dir, "--no-serve")
	}
	if built.code != 0 {
		t.Fatalf("the demonstration exits %d\n%s\n%s", built.code, built.out, built.errs)
	}
	return built.dir, built.out
}

var built struct {
	dir, out, errs string
	code           int
}

func TestDemonstrationTiesOut(t *testing.T) {
	_, out := demonstration(t)
	for _, want := range []string{"2 known exceptions, 0 differ", "37,882,548", "998,000", "computed", "booked to agree"} {
		if !strings.Contains(out, want) {
			t.Errorf("the tie-out does not say %q", want)
		}
	}
	filed, err := fs.ReadFile(americanlocker.Data, "filed.csv")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(strings.TrimSpace(string(filed)), "\n"); strings.Count(out, "\n") < n {
		t.Errorf("%d filed figures, and the tie-out has %d lines", n, strings.Count(out, "\n"))
	}
}

// TestDemonstrationInventoryTies: the value of the items is the ledger on the last day of every month and on days between, and the
// layers of the LIFO pool leave the reserve that the ledger carries at the ends of years.
func TestDemonstrationInventoryTies(t *testing.T) {
	dir, _ := demonstration(t)
	a, err := app.Open(context.Background(), filepath.Join(dir, "american-locker.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	err = a.Read(context.Background(), 0, func(v *app.View) error {
		days := 0
		for d := fiscal.MustParse("2003-12-31"); d <= fiscal.MustParse("2008-09-30"); d++ {
			if _, _, day := (d + 1).YMD(); day != 1 && d%11 != 0 {
				continue
			}
			days++
			ties, found, err := v.StockTies(d)
			if err != nil {
				return err
			}
			if len(ties) != 3 || len(found) > 0 || d > fiscal.MustParse("2003-12-31") && ties[0].Stock == 0 {
				t.Errorf("%s: %+v %v", d, ties, found)
			}
		}
		if days < 150 {
			t.Errorf("%d days", days)
		}
		pool, err := v.PoolAt("MAIN", fiscal.MustParse("2006-12-31"))
		if err != nil {
			return err
		}
		for _, f := range pool.Findings {
			if f.Severity != check.Note {
				t.Error(f)
			}
		}
		if len(pool.Days) != 3 || pool.Days[1].Ledger < 40_000_000 || pool.Last().Exact.Effect.Sign() <= 0 {
			t.Errorf("%+v", pool.Days)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestDemonstrationPlansAreTheLedger: what the records of the pension plans come to is in the ledger at the end of every quarter, nothing
// remains to be entered, and no report is open to a question.
func TestDemonstrationPlansAreTheLedger(t *testing.T) {
	dir, _ := demonstration(t)
	a, err := app.Open(context.Background(), filepath.Join(dir, "american-locker.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	last := fiscal.MustParse("2008-09-30")
	err = a.Read(context.Background(), 0, func(v *app.View) error {
		plans, err := v.Schedules("pension")
		if err != nil || len(plans) != 2 {
			t.Fatalf("%d plans: %v", len(plans), err)
		}
		for _, p := range plans {
			entries, err := v.EstimateEntries(p, last)
			if err != nil {
				return err
			}
			for _, e := range entries {
				if e.Remaining != nil || len(e.Posted) == 0 {
					t.Errorf("%s, %s: %v remains", p.Code, e.Entry.Key, e.Remaining)
				}
			}
			if len(entries) < 19 {
				t.Errorf("%s has %d entries", p.Code, len(entries))
			}
			for end := fiscal.MustParse("2003-12-31"); end <= last; end = (end+1).AddMonths(3, true) - 1 {
				for _, f := range v.Checked(p, end) {
					if f.Severity != check.Note {
						t.Errorf("%s at %s: %v", p.Code, end, f)
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDemonstrationPackagesAreAccepted(t *testing.T) {
	dir, _ := demonstration(t)
	pages, _ := filepath.Glob(filepath.Join(dir, "packages", "*", "algi-????????.htm"))
	if len(pages) != 5 {
		t.Fatalf("there are %d packages: %v", len(pages), pages)
	}
	facts := judged(t, pages)
	for _, page := range pages {
		if !strings.Contains(page, "10-q-2006-q1") {
			continue
		}
		for _, f := range []struct{ concept, period, want string }{
			{"us-gaap:InventoryNet", "2006-04-01", "3736408"}, {"us-gaap:Assets", "2006-04-01", "15476933"}, {"us-gaap:CashAndCashEquivalentsAtCarryingValue", "2006-01-01", "1278015"},
			{"us-gaap:LongTermDebtNoncurrent", "2006-04-01", "2141105"}, {"us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment", "2006-04-01", "6665835"},
		} {
			if got := fact(t, facts[page], f.concept, f.period); got != f.want {
				t.Errorf("%s at the midnight of %s is %s, filed %s", f.concept, f.period, got, f.want)
			}
		}
	}
}

func TestEveryPageSaysThatItIsADemonstration(t *testing.T) {
	dir, _ := demonstration(t)
	pages, _ := filepath.Glob(filepath.Join(dir, "packages", "*", "*.htm"))
	for _, p := range pages {
		body, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(body), "Demonstration: not filed, not audited, contains synthetic figures") {
			t.Errorf("%s does not say it", p)
		}
	}
	if len(pages) < 25 {
		t.Errorf("only %d pages", len(pages))
	}
}

func TestDemonstrationTrialBalance(t *testing.T) {
	dir, _ := demonstration(t)
	out := must(t, fine, "trial-balance", "--book", filepath.Join(dir, "american-locker.db"), "--at", "2006-03-31", "--format", "json")
	for _, want := range []string{`"2169757.00"`, `"3736408.00"`} {
		if !strings.Contains(out, want) {
			t.Errorf("the trial balance does not show %s", want)
		}
	}
}

func TestExplainWalksDownAndUp(t *testing.T) {
	dir, _ := demonstration(t)
	book := filepath.Join(dir, "american-locker.db")
	out := must(t, fine, "explain", "InventoryNet", "--at", "2006-03-31", "--book", book)
	for _, want := range []string{"fact ", "figure ", "3736408.00", "account ", "line ", "JE-", "document "} {
		if !strings.Contains(out, want) {
			t.Errorf("the chain has no %q:\n%s", want, out)
		}
	}
	i := strings.Index(out, "JE-")
	up := must(t, fine, "explain", out[i:i+14], "--book", book)
	if !strings.Contains(up, "Inventories, net") || !strings.Contains(up, "us-gaap:InventoryNet") {
		t.Errorf("the entry does not lead back:\n%s", up)
	}
	d := strings.Index(out, "\ndocument  ")
	if d < 0 {
		t.Fatal("no document")
	}
	file := filepath.Join(t.TempDir(), "document")
	must(t, fine, "document", "save", out[d+11:d+23], "--book", book, "--out", file)
	if body, err := os.ReadFile(file); err != nil || !strings.Contains(string(body), "ynthetic") {
		t.Errorf("the document does not open: %v", err)
	}
}

// A single amount or filed figure that changes by 1.00 makes the command exit 1 and is named.
func TestAChangedFigureIsNamed(t *testing.T) {
	for _, c := range []struct{ file, old, new, named string }{
		{"filed.csv", ",2006-03-31,2169757,", ",2006-03-31,2169758,", "Cash and cash equivalents, 2006-03-31"},
		{"filed.csv", ",2004-9M,37882548,", ",2004-9M,37882549,", "2004-9M"},
	} {
		code, out := altered(t, c.file, c.old, c.new)
		if code != 1 || !strings.Contains(out, c.named) {
			t.Errorf("%s with %q: exit %d, named %v", c.file, c.new, code, strings.Contains(out, c.named))
		}
	}
}

// altered runs the demonstration on a copy of the example with one text replaced.
func altered(t *testing.T, file, old, new string) (int, string) {
	t.Helper()
	dir := place(t)
	data := filepath.Join(dir, "data")
	if err := os.CopyFS(data, americanlocker.Data); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(data, file)
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(body), old) < 1 {
		t.Fatalf("%s has no %q", file, old)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(body), old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	code, out, errs := tieout(t, "demo", "--dir", filepath.Join(dir, "demo"), "--no-serve", "--data", data)
	return code, out + errs
}

// Every amount of every journal counts: one changed alone puts its entry out of balance, and one changed on both sides
// departs from the control totals.
func TestAChangedJournalIsNamed(t *testing.T) {
	names, err := fs.Glob(americanlocker.Data, "journal/*-books-of-2006-03.journal")
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	name := names[0]
	body, err := fs.ReadFile(americanlocker.Data, name)
	if err != nil {
		t.Fatal(err)
	}
	line := ""
	for l := range strings.Lines(string(body)) {
		if strings.HasPrefix(l, "    ") && strings.Contains(l, ".00 USD") && !strings.Contains(l, "=") {
			line = strings.TrimRight(l, "\n")
			break
		}
	}
	if line == "" {
		t.Fatal("no amount to change")
	}
	code, out := altered(t, name, line, strings.Replace(line, ".00 USD", ".01 USD", 1))
	if code != 1 || !strings.Contains(out, path.Base(name)) || !strings.Contains(out, "out of balance by 0.01 USD") {
		t.Errorf("exit %d: %s", code, out)
	}
	pair := twoSides(string(body))
	if pair == "" {
		t.Fatal("no entry of two equal sides")
	}
	code, out = altered(t, name, pair, onePlus(pair))
	if code != 1 || !strings.Contains(out, path.Base(name)) || !strings.Contains(out, "control totals") {
		t.Errorf("both sides by 1.00: exit %d: %s", code, out)
	}
}

// twoSides finds two postings that follow each other with the same amount on both sides.
func twoSides(journal string) string {
	last, amount := "", ""
	for l := range strings.Lines(journal) {
		fields := strings.Fields(l)
		if len(fields) < 3 || fields[len(fields)-1] != "USD" {
			last, amount = "", ""
			continue
		}
		n := fields[len(fields)-2]
		if amount != "" && n == "-"+amount {
			return last + l
		}
		last, amount = l, n
	}
	return ""
}

// onePlus changes the last digit before the point of both amounts alike, so that the entry stays in balance.
func onePlus(pair string) string {
	i := strings.Index(pair, ".")
	digit := pair[i-1]
	next := byte('0' + (digit-'0'+1)%10)
	out := []byte(pair)
	out[i-1] = next
	j := strings.LastIndex(pair[:strings.LastIndex(pair, " USD")], ".")
	out[j-1] = next
	return string(out)
}
