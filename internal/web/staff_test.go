package web

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
)

// The staff of the working book: one person a role.
var staff = []app.Person{
	{Code: "cora", Name: "Cora Controller", Role: string(access.Controller)},
	{Code: "fred", Name: "Fred Finance", Role: string(access.CFO)},
	{Code: "anna", Name: "Anna Accountant", Role: string(access.Accountant)},
	{Code: "ivan", Name: "Ivan Internal", Role: string(access.InternalAudit)},
	{Code: "mary", Name: "Mary Member", Role: string(access.AuditCommittee)},
	{Code: "ed", Name: "Ed External", Role: string(access.ExternalAuditor), Until: fiscal.MustParse("2099-12-31")},
	{Code: "carl", Name: "Carl Consultant", Role: string(access.Consultant), Until: fiscal.MustParse("2099-12-31")},
	{Code: "bot", Name: "Close assistant", Role: string(access.Agent)},
}

// password is everybody's.
const password = "seven brown lockers stand"

var passwordHash = access.HashPassword(password)

// work is a book with people, served as it is to those who keep it: everyone signs in.
type work struct {
	t      testing.TB
	app    *app.App
	site   *site
	server *httptest.Server
	dir    string
	now    *time.Time
}

// newWork makes the book of a small company in the middle of closing March 2026.
func newWork(t testing.TB, change ...func(*Options)) *work {
	t.Helper()
	w := &work{t: t, dir: t.TempDir()}
	now := time.Date(2026, 4, 6, 9, 0, 0, 0, time.UTC)
	w.now = &now
	ctx := context.Background()
	a, err := app.Create(ctx, filepath.Join(w.dir, "work.db"), app.New{Name: "Harbor Lockers", CIK: "1999999", Calendar: "12-31"}, func() time.Time { return *w.now })
	w.ok(err)
	w.app = a
	t.Cleanup(func() { a.Close() })
	a.Key = app.Key{Path: filepath.Join(w.dir, "key")}
	w.book(ctx)
	for _, p := range staff {
		_, err := a.AddPerson(ctx, staff[0].Code, p)
		w.ok(err)
		w.ok(a.ChangeCredentials(ctx, p.Code, func(c *app.Credentials) error { c.Password = passwordHash; return nil }))
	}
	o := Options{App: a}
	for _, f := range change {
		f(&o)
	}
	w.site, err = newSite(ctx, o)
	w.ok(err)
	w.server = httptest.NewServer(w.site.handler())
	t.Cleanup(w.server.Close)
	return w
}

func (w *work) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// book posts what stands in the books before anybody has a seat.
func (w *work) book(ctx context.Context) {
	_, err := w.app.OpenAccounts(ctx, "", app.StarterCharts()[0].Accounts)
	w.ok(err)
	_, err = w.app.Define(ctx, "", ledger.Dimension{Code: "plant", Name: "Plant"})
	w.ok(err)
	doc, err := w.app.Attach(ctx, "", "invoice-88.txt", "text/plain", []byte("Invoice 88\nSteel lockers    5,400.00\n"))
	w.ok(err)
	for _, e := range []ledger.Entry{
		simpleEntry("2025-12-31", "Opening balance", "1010", "3010", 1_000_000, ledger.Opening),
		simpleEntry("2026-01-15", "Steel lockers, first shipment", "1110", "4010", 540_000, ledger.Standard),
		simpleEntry("2026-01-31", "Cost of lockers shipped", "5010", "1230", 310_000, ledger.Standard),
		simpleEntry("2026-02-10", "Sheet steel received", "1210", "2010", 377_015, ledger.Standard),
		simpleEntry("2026-03-31", "Salaries of the quarter", "6010", "1010", 80_000, ledger.Standard),
	} {
		if e.Description == "Steel lockers, first shipment" {
			e.Documents = []ledger.Hash{doc}
		}
		_, err := w.app.Post(ctx, "", e)
		w.ok(err)
	}
}

func simpleEntry(on, what, debit, credit string, minor int64, kind ledger.Kind) ledger.Entry {
	return ledger.Entry{Effective: fiscal.MustParse(on), Kind: kind, Description: what, Lines: []ledger.Line{{Account: debit, Amount: minor}, {Account: credit, Amount: -minor}}}
}

// visitor is somebody with a browser without scripts.
type visitor struct {
	w      *work
	client *http.Client
}

// visitor that is not signed in.
func (w *work) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	w.ok(err)
	return &visitor{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as signs a person in.
func (w *work) as(code string) *visitor {
	w.t.Helper()
	v := w.visitor()
	if r := v.post("/sign-in", "person", code, "password", password, "then", "/"); r.code != http.StatusSeeOther {
		w.t.Fatalf("%s cannot sign in: %d %s", code, r.code, r.text())
	}
	return v
}

// reply is what the site answered.
type reply struct {
	t      testing.TB
	code   int
	header http.Header
	body   string
}

func (r reply) page() *html.Node { return parse(r.t, r.body) }

// text is what stands in the main part of the page.
func (r reply) text() string {
	text := r.body
	if m := one(r.page(), "main"); m != nil {
		text = textOf(m)
	}
	if len(text) > 2000 { // a failing test need not print a page
		return text[:2000] + " …"
	}
	return text
}

func (r reply) location() string { return r.header.Get("Location") }

func (v *visitor) do(req *http.Request, err error) reply {
	v.w.t.Helper()
	v.w.ok(err)
	res, err := v.client.Do(req)
	v.w.ok(err)
	defer res.Body.Close()
	var b strings.Builder
	_, err = copyText(&b, res.Body)
	v.w.ok(err)
	return reply{v.w.t, res.StatusCode, res.Header, b.String()}
}

func (v *visitor) get(path string) reply {
	v.w.t.Helper()
	return v.do(http.NewRequest(http.MethodGet, v.w.server.URL+path, nil))
}

// open is get of a page that must be there.
func (v *visitor) open(path string) *html.Node {
	v.w.t.Helper()
	r := v.get(path)
	if r.code != http.StatusOK {
		v.w.t.Fatalf("%s: %d %s", path, r.code, r.text())
	}
	return r.page()
}

// post sends fields, given as names and values in turn.
func (v *visitor) post(path string, fields ...string) reply {
	v.w.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return v.send(path, form)
}

func (v *visitor) send(path string, form url.Values) reply {
	v.w.t.Helper()
	req, err := http.NewRequest(http.MethodPost, v.w.server.URL+path, strings.NewReader(form.Encode()))
	v.w.ok(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(req, nil)
}

// fill is the form of a page that goes to an address, with the values that stand in it and the given ones over them:
// what a browser would send.
func fill(t testing.TB, n *html.Node, action string, fields ...string) url.Values {
	t.Helper()
	for _, f := range all(n, "form") {
		if attr(f, "action") != action || attr(f, "method") != "post" {
			continue
		}
		form := url.Values{}
		for _, e := range all(f, "[name]") {
			switch {
			case e.Data == "select":
				for i, o := range all(e, "option") {
					if _, chosen := find(o, "selected"); chosen || i == 0 {
						v, has := find(o, "value")
						if !has {
							v = textOf(o)
						}
						form.Set(attr(e, "name"), v)
					}
				}
			case e.Data == "textarea":
				form.Add(attr(e, "name"), textOf(e))
			case attr(e, "type") == "checkbox" || attr(e, "type") == "radio":
				if _, on := find(e, "checked"); on {
					form.Add(attr(e, "name"), attr(e, "value"))
				}
			case e.Data == "button":
			default:
				form.Add(attr(e, "name"), attr(e, "value"))
			}
		}
		for i := 0; i+1 < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		return form
	}
	t.Fatalf("the page has no form to %s", action)
	return nil
}

func find(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func copyText(b *strings.Builder, r io.Reader) (int64, error) { return io.Copy(b, r) }

func hasAttr(n *html.Node, name string) bool { _, ok := find(n, name); return ok }
