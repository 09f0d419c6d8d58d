package web

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tieout/internal/app"
	"tieout/internal/exporter"
)

// The journeys of the manual, in Chromium. Each leaves its picture in docs/manual/pictures.

// staffed is a browser on a new working book, with somebody signed in.
func staffed(t *testing.T, who string) (*work, *browser) {
	t.Helper()
	w := newWork(t)
	b := browse(t, w.server.URL)
	b.signIn(who)
	return w, b
}

// paste pastes text into what a selector finds, as a spreadsheet gives it.
func (b *browser) paste(selector, text string) {
	b.t.Helper()
	value[bool](b, `(e => { e.focus(); const d = new DataTransfer(); d.setData("text/plain", `+quoted(text)+`); e.dispatchEvent(new ClipboardEvent("paste", {clipboardData: d, bubbles: true, cancelable: true})); return true })(document.querySelector(`+quoted(selector)+`))`)
}

// write types into a field, key by key.
func (b *browser) write(selector, text string) {
	b.t.Helper()
	b.do(chromedp.Focus(chromedp.CSS(selector)))
	value[bool](b, `(e => { e.select && e.select(); return true })(document.querySelector(`+quoted(selector)+`))`)
	for _, r := range text {
		b.press(string(r))
	}
}

func (b *browser) at(path string) {
	b.t.Helper()
	b.wait("location.pathname === " + quoted(path) + " && document.readyState === 'complete'")
}

// TestBrowserTypesAnEntry types an entry by the keyboard alone: account by a part of its name, arithmetic, what balances,
// copy-down.
func TestBrowserTypesAnEntry(t *testing.T) {
	w, b := staffed(t, "anna")
	b.press("g", "n")
	b.at("/entries/new")
	b.write("#description", "Freight of March")
	b.write("#account-1", "freight")
	b.wait(`document.querySelector("#account-list [aria-selected=true]")?.textContent.includes("Freight")`)
	b.picture("entry-account-search")
	b.press(kb.Enter)
	b.wait(`document.activeElement.id === "debit-1"`)
	b.write("#debit-1", "=1200/3+0.5")
	b.press(kb.Enter)
	b.wait(`document.querySelector("#debit-1").value === "400.50"`)
	b.write("#account-2", "2010")
	b.press(kb.Escape)
	b.write("#credit-2", "=")
	b.press(kb.Enter)
	b.wait(`document.querySelector("#credit-2").value === "400.50" && document.querySelector("[data-balance]").textContent === "In balance"`)
	b.write("#memo-1", "carrier 7")
	b.do(chromedp.Focus(chromedp.CSS("#memo-2")))
	value[bool](b, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "d", ctrlKey: true, bubbles: true, cancelable: true}))`)
	b.wait(`document.querySelector("#memo-2").value === "carrier 7"`)
	b.push("button[value=post]")
	b.wait(`location.pathname.startsWith("/drafts/")`)
	b.says("waits for a second person")
	if ds, err := w.app.Drafts(t.Context()); err != nil || len(ds) != 1 || ds[0].Entries[0].Lines[1].Amount != -40050 || ds[0].Entries[0].Lines[1].Memo != "carrier 7" {
		t.Errorf("%+v %v", ds, err)
	}
}

// TestBrowserPastesThirtyLines pastes thirty lines of a spreadsheet into every column at once.
func TestBrowserPastesThirtyLines(t *testing.T) {
	w, b := staffed(t, "anna")
	b.open("/entries/new")
	var lines []string
	for i := range 29 {
		lines = append(lines, fmt.Sprintf("6030\t%d,%03d.25\t\tTX\tvendor %d", i+1, i, i+1))
	}
	lines = append(lines, "2010\t\t435,413.25\t\tall vendors")
	b.write("#description", "Vendor invoices of March")
	b.paste("#account-1", strings.Join(lines, "\r\n")+"\r\n")
	b.wait(`document.querySelectorAll("table.grid tbody tr").length >= 30 && document.querySelector("[data-balance]").textContent === "In balance"`)
	if got := value[string](b, `[...document.querySelectorAll("#account-29, #debit-29, #dim-plant-29, #memo-29, #credit-30")].map(e => e.value).join("|")`); got != "6030|29,028.25|TX|vendor 29|435,413.25" {
		t.Errorf("the last lines hold %s", got)
	}
	b.picture("entry-paste")
	b.push("button[value=post]")
	b.wait(`location.pathname.startsWith("/drafts/")`)
	b.says("waits for a second person")
	if ds, err := w.app.Drafts(t.Context()); err != nil || len(ds) != 1 || len(ds[0].Entries[0].Lines) != 30 {
		t.Errorf("%+v %v", ds, err)
	}
}

// TestBrowserSecondPersonApproves: sent by one, refused to them, approved by another.
func TestBrowserSecondPersonApproves(t *testing.T) {
	w, b := staffed(t, "cora")
	r := w.as("cora").send("/entries/new", typedForm("2026-03-31", "Freight of March", []string{"5150", "400.50"}, []string{"2010", "", "400.50"}))
	b.open(r.location())
	b.says("nobody approves their own work")
	b.picture("approve-refused")
	other := browse(t, w.server.URL)
	other.signIn("fred")
	other.open("/")
	other.says("One thing waits for you.")
	other.picture("home-waits")
	other.push("ul.waits a")
	other.says("What it does")
	other.picture("approve")
	other.push("form[action$='/approve'] button[type=submit]")
	other.says("Approved by")
	other.picture("voucher")
	if n := w.count(); n != 6 {
		t.Errorf("the book has %d entries", n)
	}
}

// TestBrowserReverses takes an entry back, and corrects another.
func TestBrowserReverses(t *testing.T) {
	w, b := staffed(t, "anna")
	b.open("/entries/JE-2026-000001")
	b.push(".tools a[href*=reverse]")
	b.says("Effective date of the reversal")
	b.enter("input[name=why]", "shipped in April")
	b.picture("reverse")
	b.push("form[method=post][action$='/reverse'] button[type=submit]")
	b.says("Reverses")
	b.open("/entries/JE-2026-000002/correct")
	b.enter("#why", "the cost was 3,000")
	b.write("#debit-1", "3000")
	b.press(kb.Enter)
	b.write("#credit-2", "3000")
	b.press(kb.Enter)
	b.picture("correct")
	b.push("button[value=post]")
	b.wait(`location.pathname.startsWith("/drafts/")`)
	b.says("waits for a second person")
	if ds, err := w.app.Drafts(t.Context()); err != nil || len(ds) != 2 || len(ds[1].Entries) != 2 {
		t.Errorf("%+v %v", ds, err)
	}
}

// TestBrowserSessionEndsInAnEntry: the session ends in the middle; after signing in again the entry goes on, whole.
func TestBrowserSessionEndsInAnEntry(t *testing.T) {
	w, b := staffed(t, "anna")
	b.open("/entries/new")
	b.write("#description", "Freight of March")
	b.paste("#account-1", "5150\t400.50\t\t\tcarrier\n2010\t\t400.50\t\t")
	w.later(13 * time.Hour)
	b.push("button[value=post]")
	b.says("Sign in")
	b.expected("401")
	b.picture("session-ended")
	b.enter("input[name=person]", "anna", "input[name=password]", password)
	b.push("form[action='/sign-in'] button")
	b.says("waits for a second person")
	b.expected("401")
	if ds, err := w.app.Drafts(t.Context()); err != nil || len(ds) != 1 || ds[0].Entries[0].Lines[0].Memo != "carrier" {
		t.Errorf("%+v %v", ds, err)
	}
	// and a page that is lost before it is sent is brought back
	b.open("/entries/new")
	b.write("#description", "Half an entry")
	b.do(chromedp.Sleep(300 * time.Millisecond))
	b.open("/journal")
	b.open("/entries/new")
	b.says("was not sent")
	b.push(".find.info button")
	b.wait(`document.querySelector("#description").value === "Half an entry"`)
}

// TestBrowserTwoApprove: two approve at the same time; one is told that somebody was first.
func TestBrowserTwoApprove(t *testing.T) {
	w, b := staffed(t, "cora")
	at := w.as("anna").send("/entries/new", typedForm("2026-03-31", "Freight of March", []string{"5150", "400.50"}, []string{"2010", "", "400.50"})).location()
	other := browse(t, w.server.URL)
	other.signIn("fred")
	for _, x := range []*browser{b, other} {
		x.open(at)
	}
	b.push("form[action$='/approve'] button[type=submit]")
	b.says("Approved by")
	other.push("form[action$='/approve'] button[type=submit]")
	other.says("Somebody was first")
	other.expected("409")
	other.picture("two-approve")
	if n := w.count(); n != 6 {
		t.Errorf("the book has %d entries", n)
	}
}

// TestBrowserDropsADocument drops a file on the grid; it is stored with the entry.
func TestBrowserDropsADocument(t *testing.T) {
	w, b := staffed(t, "anna")
	b.open("/entries/new")
	b.write("#description", "Freight of March")
	b.paste("#account-1", "5150\t400.50\t\t\tcarrier\n2010\t\t400.50\t\t")
	value[bool](b, `(f => { const d = new DataTransfer(); d.items.add(new File(["Invoice 12\n400.50\n"], "invoice-12.txt", {type: "text/plain"})); f.dispatchEvent(new DragEvent("drop", {dataTransfer: d, bubbles: true, cancelable: true})); return true })(document.querySelector("form[data-grid]"))`)
	b.wait(`document.querySelector("[data-files]").textContent.includes("invoice-12.txt")`)
	b.picture("entry-drop")
	b.push("button[value=post]")
	b.wait(`location.pathname.startsWith("/drafts/")`)
	b.says("invoice-12.txt")
	if ds, err := w.app.Drafts(t.Context()); err != nil || len(ds) != 1 || len(ds[0].Entries[0].Documents) != 1 {
		t.Errorf("%+v %v", ds, err)
	}
}

// choose gives a file field a file.
func (b *browser) choose(selector, name, content string) {
	b.t.Helper()
	value[bool](b, `(f => { const d = new DataTransfer(); d.items.add(new File([`+quoted(content)+`], `+quoted(name)+`, {type: "text/csv"})); f.files = d.files; return true })(document.querySelector(`+quoted(selector)+`))`)
}

// TestBrowserImportsWithErrorsFixed uploads a file with two bad cells, sees them, uploads it put right, and another person
// takes it in.
func TestBrowserImportsWithErrorsFixed(t *testing.T) {
	w, b := staffed(t, "anna")
	b.open("/imports")
	b.choose("form[data-dropform] [type=file]", "march.csv", badCSV)
	b.push("form[data-dropform] button")
	b.wait(`location.pathname.startsWith("/imports/") && document.querySelector("button[value=check]")`)
	b.push("button[value=check]")
	b.says("things are wrong with it")
	b.expected("422")
	b.picture("import-errors")
	b.choose("form[data-dropform] [type=file]", "march.csv", goodCSV)
	b.push("form[data-dropform] button")
	b.wait(`location.pathname.startsWith("/imports/") && !document.querySelector("[role=alert]") && document.querySelector("button[value=check]")`)
	b.push("button[value=check]")
	b.says("2 entries would be posted")
	b.picture("import-preview")
	b.push("button[value=take]")
	b.wait(`location.pathname.startsWith("/drafts/")`)
	other := browse(t, w.server.URL)
	other.signIn("cora")
	other.open(value[string](b, "location.pathname"))
	other.push("form[action$='/approve'] button[type=submit]")
	other.wait(`location.pathname.startsWith("/log/")`)
	other.open("/imports")
	other.says("One file was taken in.")
	other.picture("imports")
	if n := w.count(); n != 7 {
		t.Errorf("the book has %d entries", n)
	}
}

// TestBrowserLocksAndOverrides: a locked period refuses an entry; an override is asked for and let hold by another.
func TestBrowserLocksAndOverrides(t *testing.T) {
	w, b := staffed(t, "cora")
	b.open("/locks")
	b.enter("form[action='/locks'][method=post] input[name=period]", "2026-M01", "form[action='/locks'][method=post] select[name=level]", "closed")
	b.push("form[action='/locks'][method=post] button[type=submit]")
	b.says("is locked (closed)")
	anna := browse(t, w.server.URL)
	anna.signIn("anna")
	anna.open("/entries/new")
	anna.enter("#date", "2026-01-20", "#description", "Late freight")
	anna.paste("#account-1", "5190\t40\n2010\t\t40")
	anna.push("button[value=post]")
	anna.says("ask for an override")
	anna.expected("422")
	anna.picture("lock-refuses")
	anna.open("/locks")
	anna.enter("form[action='/overrides'] input[name=period]", "2026-M01", "form[action='/overrides'] input[name=until]", "2026-04-30", "form[action='/overrides'] input[name=why]", "a late invoice of the carrier")
	anna.push("form[action='/overrides'] button[type=submit]")
	anna.says("The override is asked for")
	b.open("/locks")
	b.push("form[action$='/approve'] button[type=submit]")
	b.says("The override holds")
	b.picture("locks")
	b.open("/chart")
	b.picture("chart")
}

// TestBrowserTimeTravel sees the same statement as known on two days, and what changed between them.
func TestBrowserTimeTravel(t *testing.T) {
	b := newBrowser(t)
	b.open("/statements/balance-sheet?period=2006-Q1&on=newest")
	b.says("as known now")
	if !value[bool](b, `document.querySelector("main").textContent.includes("Long-term debt")`) {
		t.Error("the refinancing is not known now")
	}
	b.enter(`.clock input[name=on], header input[name=on]`, "2006-11-13")
	b.push(`header form button`)
	b.wait(`location.search.includes("on=2006-11-13")`)
	b.says("as known on 13 November 2006")
	if value[bool](b, `document.querySelector("main").textContent.includes("Long-term debt")`) {
		t.Error("the refinancing is known before it was")
	}
	b.picture("time-travel")
	b.open("/statements/balance-sheet/changes?period=2006-Q1&on=newest&from=2006-11-13")
	b.says("refinanced")
	b.picture("what-changed")
}

// TestBrowserFigureToVoucher goes from a number of the filed report to the document in three clicks, and back.
func TestBrowserFigureToVoucher(t *testing.T) {
	b := newBrowser(t)
	b.open("/filings/7?on=newest")
	b.do(chromedp.WaitVisible(chromedp.CSS(".filing table a.ix")))
	value[bool](b, `([...document.querySelectorAll(".filing table a.ix")].find(a => a.textContent.includes("7,700")) || document.querySelector(".filing table a.ix")).click() || true`)
	b.wait(`(` + panelText + `).includes("Steel lockers, first shipment")`) // one click: the chain down to lines and documents
	b.picture("figure-chain")
	b.push("#panel.open .chain a[href*='/entries/']") // two: the voucher
	b.wait(`location.pathname.startsWith("/entries/")`)
	b.push(".doc a[href*='/documents/']") // three: its document
	b.says("Invoice 88")
	b.picture("figure-document")
	value[bool](b, "(history.go(-2), true)")
	b.at("/filings/7")
}

// TestBrowserFlux explains what moved by a note at the figure.
func TestBrowserFlux(t *testing.T) {
	_, b := staffed(t, "anna")
	b.open("/flux/balance-sheet?period=2026-Q1&against=prior-period&amount=1,000&percent=10")
	b.says("moved and are not explained")
	b.push("tr.flagged td:last-child a")
	b.wait(`(` + panelText + `).includes("Write a note here")`)
	b.push("#panel .thread summary")
	b.enter("#panel .thread form[action='/notes'] textarea", "First shipments of the new line were billed in January and not yet paid.")
	b.picture("flux-note")
	b.push("#panel .thread form[action='/notes'] button[type=submit]")
	b.wait(`location.pathname === "/explain"`)
	b.open("/flux/balance-sheet?period=2026-Q1&against=prior-period&amount=1,000&percent=10")
	b.says("First shipments of the new line")
	b.picture("flux")
	b.open("/general-ledger?period=2026-Q1")
	b.picture("general-ledger")
}

// TestBrowserRoles signs in as every role and keeps what each is offered.
func TestBrowserRoles(t *testing.T) {
	w := newWork(t)
	at := w.as("anna").send("/entries/new", typedForm("2026-03-31", "Freight of March", []string{"5190", "400.50"}, []string{"2010", "", "400.50"})).location()
	offered := map[string]string{}
	for _, p := range staff {
		b := browse(t, w.server.URL)
		b.signIn(p.Code)
		b.open(at)
		offered[p.Role] = value[string](b, `[...document.querySelectorAll("main .decide h2, main .tools a")].map(e => e.textContent.trim()).join(", ")`)
		b.open("/people")
		offered[p.Role] += " / " + value[string](b, `document.querySelector("form[action='/people'][method=post]") ? "seats" : ""`)
		if p.Role == "external-auditor" || p.Role == "controller" {
			b.open(at)
			b.picture("role-" + p.Role)
		}
	}
	for role, want := range map[string]string{"cfo": "Approve, Return / seats", "controller": "Approve, Return / seats", "accountant": "Revise, Withdraw / ", "internal-audit": " / ", "audit-committee": " / ", "external-auditor": " / ", "consultant": " / ", "agent": " / "} {
		if offered[role] != want {
			t.Errorf("%s is offered %q, not %q", role, offered[role], want)
		}
	}
}

// TestBrowserBranch sees a proposed adjustment in the balance sheet before it is posted, and has another person merge it.
func TestBrowserBranch(t *testing.T) {
	w, b := staffed(t, "anna")
	b.open("/branches")
	b.enter("form[method=post][action='/branches'] input[name=name]", "Proposed by the auditor")
	b.push("form[method=post][action='/branches'] button")
	b.wait(`location.pathname.startsWith("/branches/")`)
	at := value[string](b, "location.pathname")
	b.push(".tools a")
	b.wait(`location.pathname.endsWith("/propose")`)
	b.enter("#date", "2026-03-31", "#description", "Accrue freight of March", "select[name=kind]", "adjusting")
	b.paste("#account-1", "5190\t456\n2010\t\t456")
	b.push("button[value=post]")
	b.wait("location.pathname === " + quoted(at))
	b.says("What it does to the statements")
	b.picture("branch")
	b.push("a.chip")
	b.says("Not the books: with what is proposed on")
	b.picture("branch-statement")
	b.open("/trial-balance?period=2026-Q1&with=" + strings.TrimPrefix(at, "/branches/"))
	b.says("With it")
	b.picture("worksheet")
	other := browse(t, w.server.URL)
	other.signIn("cora")
	other.open(at)
	other.push("form[action$='/merge'] button")
	other.wait(`location.pathname === "/journal"`)
	if n := w.count(); n != 6 {
		t.Errorf("the book has %d entries", n)
	}
}

// TestBrowserWorkbookOutAndBack takes the trial balance as a workbook and brings it back changed; the change is proposed as an
// entry.
func TestBrowserWorkbookOutAndBack(t *testing.T) {
	w, b := staffed(t, "anna")
	b.open("/trial-balance?at=2026-03-31")
	if got := value[string](b, `document.querySelector(".downloads a[href*='format=xlsx']").pathname`); got != "/trial-balance/download" {
		t.Errorf("the workbook is at %q", got)
	}
	content := base64.StdEncoding.EncodeToString([]byte(w.worked(func(t *exporter.Table) { set(t, "6010", "debit", 85_000); set(t, "2010", "credit", 382_015) })))
	b.open("/workbook")
	value[bool](b, `(f => { const bytes = Uint8Array.from(atob(`+quoted(content)+`), c => c.charCodeAt(0)); const d = new DataTransfer(); d.items.add(new File([bytes], "trial-balance.xlsx")); f.files = d.files; return true })(document.querySelector("form[data-dropform] [type=file]"))`)
	b.push("form[data-dropform] button")
	b.says("Two cells were changed")
	b.wait(`document.querySelector("[data-balance]").textContent === "In balance"`)
	b.picture("workbook-back")
	b.push("form[data-grid] button[value=post]")
	b.wait(`location.pathname.startsWith("/drafts/")`)
}

// TestBrowserRecurring makes an entry recurring, and what is due of it.
func TestBrowserRecurring(t *testing.T) {
	_, b := staffed(t, "anna")
	b.open("/recurring/new?like=JE-2026-000004")
	b.enter("input[name=name]", "Insurance of the year", "#from", "2026-01-01", "#until", "2026-12-31")
	b.push("input[name=spread]")
	b.push("button[value=post]")
	b.at("/recurring")
	b.says("Three recurring entries are due.")
	b.picture("recurring")
	b.push("form[action='/recurring/make'] button")
	b.says("3 entries were made")
	b.picture("recurring-made")
}

// TestBrowserSetUpToFirstEntry: a new file, its first person, and the first entry posted.
func TestBrowserSetUpToFirstEntry(t *testing.T) {
	dir := t.TempDir()
	var made *app.App
	o := Options{Setup: &Setup{Code: "abc123abc123", Charts: app.StarterCharts(), Create: func(ctx context.Context, n app.New) (*app.App, error) {
		a, err := app.Create(ctx, dir+"/new.db", n, time.Now)
		made = a
		return a, err
	}}}
	x, err := newSetUp(o, false, func(*site) {})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(x)
	defer server.Close()
	b := browse(t, server.URL)
	b.open("/set-up?code=abc123abc123")
	b.enter("input[name=name]", "Harbor Lockers", "input[name=cik]", "1999999", "input[name=full]", "Cora Controller", "input[name=person]", "cora", "input[name=password]", password, "input[name=repeated]", password)
	b.picture("set-up")
	b.push("form[action='/set-up'] button[type=submit]")
	b.says("The book is yours")
	t.Cleanup(func() { made.Close() })
	b.open("/entries/new")
	b.enter("#description", "Paid in by the owners", "select[name=kind]", "opening")
	b.paste("#account-1", "1010\t10,000\n3010\t\t10,000")
	b.says("If you post it, it counts at once")
	b.push("button[value=post]")
	b.wait(`location.pathname.startsWith("/entries/JE-")`)
	b.says("is posted as JE-")
	b.picture("first-entry")
}
