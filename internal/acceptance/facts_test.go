package acceptance

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	americanlocker "tieout/examples/american-locker"
	"tieout/filing"
	"tieout/internal/app"
	"tieout/internal/testenv"
	"tieout/xbrl"
)

// What Arelle reads from each kept package equals the fact list that the books give at the package's position, value
// by value: no fact more, none less.
func TestArelleReadsTheLedgersFacts(t *testing.T) {
	dir, _ := demonstration(t)
	ctx := context.Background()
	a, err := app.Open(ctx, filepath.Join(dir, "american-locker.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	s, err := a.State(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string][]xbrl.Fact{}
	var pages []string
	for _, f := range s.Filings {
		p := made(t, a, s, f)
		page := filepath.Join(dir, "packages", strings.ToLower(f.Form+"-"+f.Period), p.Base+".htm")
		pages, lists[page] = append(pages, page), p.Facts
	}
	if len(pages) != 5 {
		t.Fatalf("%d packages were kept", len(pages))
	}
	for page, report := range testenv.ArelleAll(t, pages) {
		equalLists(t, filepath.Base(page), lists[page], report.Facts)
	}
}

// made is a kept report made again from the book at its position.
func made(t *testing.T, a *app.App, s *app.State, f app.Filing) filing.Package {
	t.Helper()
	form, err := filing.ParseForm(f.Form)
	if err != nil {
		t.Fatal(err)
	}
	period, err := s.Calendar.ParsePeriod(f.Period)
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(americanlocker.Data, "reports/"+f.Form+"-"+f.Period+".txt")
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := a.Report(context.Background(), app.ReportRequest{Form: form, Period: period, On: f.On, Position: f.AsKnown, Document: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func equalLists(t *testing.T, page string, ours []xbrl.Fact, read []testenv.ArelleFact) {
	t.Helper()
	byID := map[string]testenv.ArelleFact{}
	for _, f := range read {
		byID[f.ID] = f
	}
	if len(ours) != len(read) || len(ours) < 100 {
		t.Errorf("%s: the books give %d facts, Arelle reads %d", page, len(ours), len(read))
	}
	for _, f := range ours {
		a := byID[f.ID]
		if a.Concept != f.Concept || a.Period != oimPeriod(f.Period) || a.Nil != f.Nil || len(a.Dimensions) != len(f.Dimensions) || !sameValue(f, a) {
			t.Errorf("%s: the books give %+v\nArelle reads %+v", page, f, a)
		}
	}
}
