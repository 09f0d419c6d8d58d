package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHomeOpensWithTheAnswer(t *testing.T) {
	n := open(t, testSite(t), "/")
	if got := textOf(one(n, "h1")); got != "Two reports are late and one is due tomorrow." {
		t.Errorf("the sentence is %q", got)
	}
	if got := textOf(one(n, ".sub")); !strings.Contains(got, "As known on 13 November 2006") || !strings.Contains(got, "10-K for 2006, is due on 2 April 2007") {
		t.Errorf("below it stands %q", got)
	}
	rows := all(n, ".reports tbody tr")
	if len(rows) != 4 {
		t.Fatalf("%d reports, not 4", len(rows))
	}
	if got := textOf(rows[0]); got != "10-Q for March 2006 late 182 15 May 2006 –" {
		t.Errorf("the first report reads %q", got)
	}
	if got := textOf(all(open(t, testSite(t), "/filings"), ".reports tbody tr")[0]); got != "10-Q for March 2006 late 182 15 May 2006 16 May 2006 22 May 2006 – – –" {
		t.Errorf("among the reports it reads %q", got)
	}
	if got := textOf(one(n, "svg desc")); !strings.Contains(got, "10-Q for June 2006: due 14 August 2006, late by 91 days.") {
		t.Errorf("the chart's text is %q", got)
	}
	if got := textOf(one(n, "footer .notice")); got != "Demonstration: not filed, not audited, contains synthetic figures" {
		t.Errorf("the notice is %q", got)
	}
}

func TestHomeAfterFiling(t *testing.T) {
	n := open(t, testSite(t), "/?on=newest")
	text := textOf(one(n, "main"))
	for _, want := range []string{"filed late", "31 Aug 2007", "Learned last", "Filed figures against the books", "As known now, 31 August 2007"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
	if one(n, `.reports a.link`) == nil {
		t.Error("the filed report has no link")
	}
}

func TestHeaderSaysWhereOneIs(t *testing.T) {
	h := testSite(t)
	for path, want := range map[string]string{
		"/journal":                     "Harbor Lockers Q2 2006 as known on 13 November 2006 , position 5 of 9",
		"/log?on=newest":               "Harbor Lockers Q2 2006 as known now, 31 August 2007 , position 9 of 9",
		"/journal?position=3":          "Harbor Lockers Q4 2005 as known on 10 January 2006 , position 3 of 9",
		"/trial-balance?period=2005":   "Harbor Lockers Year 2005 as known on 13 November 2006 , position 5 of 9",
		"/documents?on=2007-03-12":     "Harbor Lockers Q2 2006 as known on 12 March 2007 , position 6 of 9",
		"/statements/income?position=": "Harbor Lockers Q2 2006 as known on 13 November 2006 , position 5 of 9",
	} {
		if got := textOf(one(open(t, h, path), "header .where")); got != want {
			t.Errorf("%s: %q, not %q", path, got, want)
		}
	}
}

// cells are the texts of a row that begins with a caption.
func cells(t *testing.T, h http.Handler, path, caption string) string {
	t.Helper()
	for _, r := range all(open(t, h, path), ".accounts tbody tr") {
		if text := textOf(r); strings.HasPrefix(text, caption) {
			return strings.TrimSpace(strings.TrimPrefix(text, caption))
		}
	}
	return "absent"
}

func TestBalanceSheet(t *testing.T) {
	h := testSite(t)
	const at = "/statements/balance-sheet?period=2006-Q1"
	for caption, want := range map[string]string{"Inventories, net": "3,736 3,066", "Cash": "and cash equivalents 400 1,200", "Total assets": "15,836 10,566", "Property": "absent"} {
		if got := cells(t, h, at, caption); got != want && want != "absent" {
			t.Errorf("%s: %q, not %q", caption, got, want)
		}
	}
	if got := cells(t, h, at+"&scale=exact", "Inventories, net"); got != "3,736.40 3,066.25" {
		t.Errorf("exact: %q", got)
	}
	if got := cells(t, h, at+"&scale=thousands", "Inventories, net"); got != "4 3" {
		t.Errorf("in thousands: %q", got)
	}
	n := open(t, h, at)
	if got := attr(one(n, ".accounts a.fig[title]"), "title"); got != "agreed with Count of 31 March 2006 by the warehouse" {
		t.Errorf("the agreed figure says %q", got)
	}
	if got := textOf(one(n, ".stamp")); !strings.Contains(got, "report balance-sheet period 2006-Q1 · position 5") {
		t.Errorf("the stamp is %q", got)
	}
	if one(n, "tr.double .cell") == nil || one(n, "tr.rule .cell") == nil || one(n, `.accounts th[scope=row]`) == nil {
		t.Error("rules or heads of rows are missing")
	}
}

func TestNegativesHang(t *testing.T) {
	n := open(t, testSite(t), "/statements/income?period=2006-Q2")
	f := one(n, ".accounts .hang")
	if f == nil || f.PrevSibling == nil || strings.TrimSpace(f.PrevSibling.Data) != f.PrevSibling.Data {
		t.Error("white space stands between the digits and what hangs behind them")
	}
}

func TestEveryStatementIsShown(t *testing.T) {
	h := testSite(t)
	for _, kind := range []string{"balance-sheet", "income", "comprehensive-income", "cash-flow", "equity"} {
		for _, period := range []string{"2006-Q1", "2006-Q2", "2006-H1", "2006", "2005", "2006-M03", "2004"} {
			n := open(t, h, "/statements/"+kind+"?period="+period)
			if one(n, ".accounts") == nil && one(n, ".find") == nil {
				t.Errorf("%s of %s shows neither a statement nor a finding", kind, period)
			}
		}
	}
}

func TestExplainGoesDown(t *testing.T) {
	h := testSite(t)
	n := open(t, h, "/explain?statement=balance-sheet&row=inventories&column=2006-03-31")
	text := textOf(one(n, "[data-panel]"))
	for _, want := range []string{"Inventories, net", "3,736.40", "us-gaap:InventoryNet", "agreed", "Count of 31 March 2006 by the warehouse", "2 accounts", "3,770.15", "Sheet steel received", "Opening balance"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
	if strings.Contains(text, "Reported in") {
		t.Error("a report that is made later is named")
	}
	later := textOf(open(t, h, "/explain?statement=balance-sheet&row=inventories&column=2006-03-31&on=newest"))
	if !strings.Contains(later, "Reported in 10-Q for March 2006, made on 31 Aug 2007") {
		t.Errorf("the report is not named in %q", later)
	}
}

func TestAskLeadsOn(t *testing.T) {
	h := testSite(t)
	for what, want := range map[string]string{
		"je-2006-000001":          "/entries/JE-2006-000001",
		"Assets:Inventories":      "/register?account=Assets%3AInventories",
		"InventoryNet@2006-03-31": "/explain?column=2006-03-31&row=inventories&statement=balance-sheet",
		"Revenues@2006-Q1":        "/explain?column=2006-Q1&row=revenue&statement=income",
	} {
		w := get(t, h, "/explain?what="+strings.ReplaceAll(what, ":", "%3A"))
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want && !strings.HasPrefix(want, "/explain") {
			t.Errorf("%s: %d %q, not %q", what, w.Code, got, want)
		}
		if got := w.Header().Get("Location"); strings.HasPrefix(want, "/explain") {
			open(t, h, got)
		}
	}
}

func TestEntryGoesUp(t *testing.T) {
	h := testSite(t)
	n := open(t, h, "/entries/JE-2006-000001?on=newest")
	text := textOf(one(n, "main"))
	for _, want := range []string{"Steel lockers, first shipment", "5,400.00", "invoice-88.txt", "Where it ends up", "Accounts receivable", "10-Q for March 2006", "In balance"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
	if got := textOf(open(t, h, "/entries/JE-2006-000001")); strings.Contains(got, "10-Q for March 2006") {
		t.Error("a report that is made later is named")
	}
}

func TestMarkupInTextIsInert(t *testing.T) {
	w := get(t, testSite(t), "/journal")
	if strings.Contains(w.Body.String(), "<i>rent</i>") || !strings.Contains(w.Body.String(), "&lt;i&gt;rent&lt;/i&gt;") {
		t.Error("the markup in a description is not inert")
	}
}

func TestFilingPage(t *testing.T) {
	h := testSite(t)
	n := open(t, h, "/filings?on=newest")
	link := attr(one(n, "main tbody a.link"), "href")
	n = open(t, h, link)
	tagged := all(n, ".filing a.ix[data-explain]")
	if len(tagged) < 20 {
		t.Fatalf("only %d tagged numbers are doors", len(tagged))
	}
	if one(n, ".filing script") != nil || one(n, ".filing [style]") != nil || strings.Contains(textOf(one(n, ".filing")), "hidden") {
		t.Error("something of the header or a style came through")
	}
	fact := open(t, h, attr(tagged[len(tagged)/2], "href"))
	if textOf(one(fact, ".explain .big")) == "" || one(fact, ".chain a[data-explain]") == nil {
		t.Errorf("the fact is not explained: %q", textOf(one(fact, "main")))
	}
	css := get(t, h, attr(one(n, "main link[rel=stylesheet]"), "href"))
	if css.Code != 200 || !strings.Contains(css.Body.String(), ".filing .x1{") || css.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("the style sheet: %d %s", css.Code, css.Body.String())
	}
	if got := len(all(n, ".filing + section")) + len(all(n, ".tabs a")); got < 5 {
		t.Errorf("%d parts of the report are offered", got)
	}
}

func TestTieOut(t *testing.T) {
	h := testSite(t)
	if got := textOf(one(open(t, h, "/tie-out"), "main")); !strings.Contains(got, "learned later") || strings.Contains(got, "Net sales") {
		t.Errorf("at the early clock the tie-out says %q", got)
	}
	n := open(t, h, "/tie-out?on=newest")
	if got := len(all(n, "tbody th")); got != 3 {
		t.Errorf("%d filed figures, not 3", got)
	}
	if got := textOf(one(n, ".sub")); !strings.HasPrefix(got, "1 of 3 filed figures are computed") || !strings.Contains(got, "Only those are proof") {
		t.Errorf("the page says %q", got)
	}
	n = open(t, h, "/tie-out?on=newest&label=exception")
	if got := textOf(one(n, "tbody")); !strings.Contains(got, "Probably a misprint.") || len(all(n, "tbody th")) != 1 {
		t.Errorf("the exceptions are %q", got)
	}
}

func TestWithoutFiledFigures(t *testing.T) {
	o := testOptions(t)
	o.Ties = nil
	h, err := Handler(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if one(open(t, h, "/"), `nav a[data-key=t]`) != nil {
		t.Error("the navigation has a tie-out without filed figures")
	}
	if w := get(t, h, "/tie-out"); w.Code != http.StatusNotFound {
		t.Errorf("the tie-out answers %d", w.Code)
	}
}

func TestSourcesInWords(t *testing.T) {
	s := site{Options: Options{Sources: map[string]string{"Q106": "Form 10-Q for March 2006 (0000-08)"}}}
	for code, want := range map[string][2]string{"Q106": {"10-Q, March 2006", "Form 10-Q for March 2006 (0000-08)"}, "Q106 (restated)": {"10-Q, March 2006 (restated)", "Form 10-Q for March 2006 (0000-08)"}, "Q9": {"Q9", ""}} {
		if short, full := s.sourceOf(code); short != want[0] || full != want[1] {
			t.Errorf("%s: %q, %q", code, short, full)
		}
	}
}

func TestDownloads(t *testing.T) {
	h := testSite(t)
	for path, begins := range map[string]string{
		"/statements/balance-sheet/download?format=json&period=2006-Q1": "{", "/statements/income/download?format=csv": "key,caption,concept",
		"/statements/cash-flow/download?format=xlsx": "PK", "/trial-balance/download?format=csv": "key,account", "/register/download?account=Assets%3ACash&format=json": "{",
		"/statements/equity/download?format=csv&period=2006-Q1": "key,caption",
	} {
		w := get(t, h, path)
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), begins) || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment; filename=") {
			t.Errorf("%s: %d %.60q %v", path, w.Code, w.Body.String(), w.Header())
		}
	}
}

func TestDocumentsOpenInASandbox(t *testing.T) {
	h := testSite(t)
	var names []string
	for _, a := range all(open(t, h, "/documents?on=newest"), "main tbody a.link") {
		names = append(names, textOf(a))
		href, _, _ := strings.Cut(attr(a, "href"), "?")
		w := get(t, h, href+"/open?on=newest")
		if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "sandbox;") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %v", textOf(a), w.Code, w.Header())
		}
	}
	if strings.Join(names, " ") != "loan.html invoice-88.txt" {
		t.Errorf("the documents are %v", names)
	}
}

func TestFilesAreServedSafely(t *testing.T) {
	for media, want := range map[string][2]string{
		"text/html": {"text/html; charset=utf-8", "inline"}, "image/svg+xml": {"application/octet-stream", "attachment"}, "text/javascript": {"application/octet-stream", "attachment"},
		"application/pdf": {"application/pdf", "inline"}, "": {"application/octet-stream", "attachment"}, "application/xml": {"text/plain; charset=utf-8", "inline"},
	} {
		w := httptest.NewRecorder()
		if err := serveFile(w, "a\"\r\nb.txt", media, []byte("x"), false); err != nil {
			t.Fatal(err)
		}
		if got := w.Header().Get("Content-Type"); got != want[0] || !strings.HasPrefix(w.Header().Get("Content-Disposition"), want[1]+";") || strings.ContainsAny(w.Header().Get("Content-Disposition"), "\r\n") {
			t.Errorf("%s: %v", media, w.Header())
		}
	}
}
