package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
)

var update = flag.Bool("update", false, "write docs/spec/openapi.json anew")

// programs is a book with people, served to programs.
type programs struct {
	t      *testing.T
	app    *app.App
	server *httptest.Server
	now    time.Time
	secret string // of cora's authenticator
}

func newPrograms(t *testing.T) *programs {
	t.Helper()
	p := &programs{t: t, now: time.Date(2026, 4, 6, 9, 0, 0, 0, time.UTC)}
	ctx := context.Background()
	a, err := app.Create(ctx, filepath.Join(t.TempDir(), "book.db"), app.New{Name: "Harbor Lockers", CIK: "1999999", Calendar: "12-31"}, func() time.Time { return p.now })
	p.ok(err)
	t.Cleanup(func() { a.Close() })
	a.Key = app.Key{Path: filepath.Join(t.TempDir(), "key")}
	p.app = a
	_, err = a.OpenAccounts(ctx, "", app.StarterCharts()[0].Accounts)
	p.ok(err)
	_, err = a.Post(ctx, "", ledger.Entry{Effective: fiscal.MustParse("2025-12-31"), Kind: ledger.Opening, Description: "Opening balance", Lines: []ledger.Line{{Account: "1010", Amount: 1_000_000}, {Account: "3010", Amount: -1_000_000}}})
	p.ok(err)
	for _, x := range []app.Person{{Code: "cora", Name: "Cora Controller", Role: "controller"}, {Code: "anna", Name: "Anna Accountant", Role: "accountant"}, {Code: "ed", Name: "Ed External", Role: "external-auditor", Until: fiscal.MustParse("2099-12-31")}} {
		_, err := a.AddPerson(ctx, "cora", x)
		p.ok(err)
	}
	p.ok(a.ChangeCredentials(ctx, "cora", func(c *app.Credentials) error {
		c.TOTP = access.NewTOTP()
		p.secret = c.TOTP
		return nil
	}))
	p.server = httptest.NewServer(New(a, access.NewLimiter(), func() time.Time { return p.now }))
	t.Cleanup(p.server.Close)
	return p
}

func (p *programs) ok(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// token makes one for a person with everything that they may do, or with scopes.
func (p *programs) token(who string, scopes ...access.Action) string {
	p.t.Helper()
	if len(scopes) == 0 {
		st, err := p.app.State(context.Background(), 0)
		p.ok(err)
		for _, a := range access.Actions {
			if st.Decide(who, access.What{Action: a.Action}, p.app.Today()).Allowed {
				scopes = append(scopes, a.Action)
			}
		}
	}
	text, err := p.app.IssueToken(context.Background(), who, "test", scopes, 30)
	p.ok(err)
	return text
}

type answered struct {
	code   int
	header http.Header
	body   []byte
}

func (a answered) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("%d %s: %v", a.code, a.body, err)
	}
}

func (a answered) done(t *testing.T) (d Done) { t.Helper(); a.into(t, &d); return d }

func (a answered) problem(t *testing.T) (p Problem) {
	t.Helper()
	if ct := a.header.Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("%d is %s: %s", a.code, ct, a.body)
	}
	a.into(t, &p)
	if p.Status != a.code || p.Detail == "" || p.Code == "" {
		t.Errorf("the problem is %s", a.body)
	}
	return p
}

func (p *programs) call(method, path, token, body string, headers ...string) answered {
	p.t.Helper()
	req, err := http.NewRequest(method, p.server.URL+path, strings.NewReader(body))
	p.ok(err)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	p.ok(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	p.ok(err)
	return answered{res.StatusCode, res.Header, b}
}

func (p *programs) do(command, token, body string, headers ...string) answered {
	p.t.Helper()
	return p.call(http.MethodPost, "/api/v1/commands/"+command, token, body, headers...)
}

// proof is a fresh code of cora's authenticator.
func (p *programs) proof() string {
	p.now = p.now.Add(time.Minute)
	code, err := access.TOTPCode(p.secret, p.now)
	p.ok(err)
	return code
}

const freight = `{"entries":[{"date":"2026-03-31","description":"Freight of March","lines":[{"account":"5190","debit":"400.50"},{"account":"2010","credit":"400.50"}]}]}`

// TestOneList: the API has exactly the commands of the app.
func TestOneList(t *testing.T) {
	p := New(nil, access.NewLimiter(), time.Now)
	var have, want []string
	for path, item := range p.huma.OpenAPI().Paths {
		if name, ok := strings.CutPrefix(path, "/api/v1/commands/"); ok {
			if item.Post == nil || item.Post.OperationID != name {
				t.Errorf("%s is no operation of that name", path)
			}
			have = append(have, name)
		}
	}
	for _, c := range app.Commands() {
		want = append(want, c.Name)
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("the API has %v\nthe app has %v", have, want)
	}
}

// TestOpenAPIGolden keeps docs/spec/openapi.json true.
func TestOpenAPIGolden(t *testing.T) {
	got, err := New(nil, access.NewLimiter(), time.Now).OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, got, "", " "); err != nil {
		t.Fatal(err)
	}
	b.WriteByte('\n')
	path := filepath.Join("..", "..", "docs", "spec", "openapi.json")
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(want, b.Bytes()) {
		t.Errorf("docs/spec/openapi.json is not what the program says (go test ./internal/api -run Golden -args -update): %v", err)
	}
}

// TestEntryGoesItsWay: tried, posted under a key, approved by a second person with a proof, seen in the figures.
func TestEntryGoesItsWay(t *testing.T) {
	p := newPrograms(t)
	anna, cora := p.token("anna"), p.token("cora")
	if a := p.do("entry.post?dry_run=true", anna, freight); a.code != 200 || !a.done(t).DryRun {
		t.Fatalf("tried: %d %s", a.code, a.body)
	}
	if ds, err := p.app.Drafts(context.Background()); err != nil || len(ds) != 0 {
		t.Errorf("trying left %v %v", ds, err)
	}
	a := p.do("entry.post", anna, freight, "Idempotency-Key", "freight-1")
	if a.code != 200 || a.done(t).Draft != "D-000001" {
		t.Fatalf("posted: %d %s", a.code, a.body)
	}
	again := p.do("entry.post", anna, freight, "Idempotency-Key", "freight-1")
	if again.code != 200 || again.header.Get("Idempotency-Replayed") != "true" || !bytes.Equal(again.body, a.body) {
		t.Errorf("again: %d %v %s", again.code, again.header, again.body)
	}
	if other := p.do("entry.post", anna, strings.ReplaceAll(freight, "400.50", "1.00"), "Idempotency-Key", "freight-1"); other.code != http.StatusConflict || other.problem(t).Code != "idempotency" {
		t.Errorf("the key with something else: %d %s", other.code, other.body)
	}
	if a := p.do("entry.approve", anna, `{"draft":"D-000001"}`); a.code != http.StatusForbidden || a.problem(t).Code != "scope" {
		t.Errorf("its preparer approves: %d %s", a.code, a.body)
	}
	var ds []Draft
	p.call("GET", "/api/v1/drafts", cora, "").into(t, &ds)
	if len(ds) != 1 || ds[0].Entries[0].Lines[0].Amount != "400.50" {
		t.Fatalf("drafts are %+v", ds)
	}
	if a := p.do("entry.approve", cora, `{"draft":"D-000001"}`); a.code != http.StatusForbidden || a.problem(t).Code != "proof" {
		t.Errorf("without a proof: %d %s", a.code, a.body)
	}
	if a := p.do("entry.approve", cora, `{"draft":"D-000001"}`, "Tieout-Proof", "000000"); a.code != http.StatusForbidden {
		t.Errorf("with a bad proof: %d %s", a.code, a.body)
	}
	if a := p.do("entry.approve", cora, `{"draft":"D-000001","read":"`+strings.Repeat("0", 64)+`"}`, "Tieout-Proof", p.proof()); a.code != http.StatusConflict || a.problem(t).Code != "draft-changed" {
		t.Errorf("another draft was read: %d %s", a.code, a.body)
	}
	a = p.do("entry.approve", cora, `{"draft":"D-000001","read":"`+ds[0].Hash+`"}`, "Tieout-Proof", p.proof(), "Idempotency-Key", "ok")
	d := a.done(t)
	if a.code != 200 || d.Count != 1 || d.Entries[0].Number != "JE-2026-000001" || d.Entries[0].Approver != "cora" {
		t.Fatalf("approved: %d %s", a.code, a.body)
	}
	if again := p.do("entry.approve", cora, `{"draft":"D-000001","read":"`+ds[0].Hash+`"}`, "Idempotency-Key", "ok"); again.code != 200 || !bytes.Equal(again.body, a.body) {
		t.Errorf("the answer again, without a proof: %d %s", again.code, again.body)
	}
	var e Posted
	p.call("GET", "/api/v1/entries/JE-2026-000001", anna, "").into(t, &e)
	if e.Preparer != "anna" || e.Lines[1].Amount != "-400.50" {
		t.Errorf("it is %+v", e)
	}
	tb := p.call("GET", "/api/v1/trial-balance?date=2026-03-31", anna, "")
	if tb.code != 200 || !strings.Contains(string(tb.body), `"5190"`) || !strings.Contains(string(tb.body), "400.50") {
		t.Errorf("the trial balance: %d %s", tb.code, tb.body)
	}
	before := p.call("GET", fmt.Sprintf("/api/v1/trial-balance?date=2026-03-31&position=%d", d.Position-1), anna, "")
	if strings.Contains(string(before.body), "400.50") {
		t.Error("the earlier position knows it")
	}
}

// TestFiguresAreTheAppsOwn holds reads against what the app says.
func TestFiguresAreTheAppsOwn(t *testing.T) {
	p := newPrograms(t)
	ed := p.token("ed")
	p.ok(p.app.Read(context.Background(), 0, func(v *app.View) error {
		tb, err := v.TrialBalanceTable(fiscal.MustParse("2026-03-31"))
		p.ok(err)
		var want bytes.Buffer
		p.ok(tb.Write(&want, "json"))
		got := p.call("GET", "/api/v1/trial-balance?date=2026-03-31", ed, "")
		var x, y any
		got.into(t, &x)
		p.ok(json.Unmarshal(want.Bytes(), &y))
		if fmt.Sprint(x) != fmt.Sprint(y) {
			t.Errorf("the API says %s\nthe app %s", got.body, want.Bytes())
		}
		return nil
	}))
	for _, path := range []string{"/book", "/accounts", "/register?account=1010&period=2026-Q1", "/statements/balance-sheet?period=2026-Q1", "/entries", "/log", "/filings", "/people", "/explain?what=1010&period=2026-Q1", "/drafts"} {
		a := p.call("GET", "/api/v1"+path, ed, "")
		if a.code != 200 || !json.Valid(a.body) {
			t.Errorf("%s: %d %s", path, a.code, a.body)
			continue
		}
		if path == "/drafts" {
			continue
		}
		if b := p.call("GET", "/api/v1"+path, ed, "", "If-None-Match", a.header.Get("ETag")); b.code != http.StatusNotModified || len(b.body) != 0 {
			t.Errorf("%s again: %d", path, b.code)
		}
	}
	var page Page[Act]
	p.call("GET", "/api/v1/log?limit=2", ed, "").into(t, &page)
	var rest Page[Act]
	p.call("GET", "/api/v1/log?limit=2&cursor="+page.Next, ed, "").into(t, &rest)
	if len(page.Items) != 2 || page.Items[0].Position != 1 || rest.Items[0].Position != 3 {
		t.Errorf("the log goes on from %+v to %+v", page.Items, rest.Items)
	}
	for path, want := range map[string]string{"/inventory?date=2026-03-31": `"report":"stock"`, "/inventory/movements?period=2026-Q1": `"report":"stock-movements"`} {
		if r := p.call("GET", "/api/v1"+path, ed, ""); r.code != 200 || !strings.Contains(string(r.body), want) || strings.Contains(string(r.body), `"findings":null`) {
			t.Errorf("%s: %d %s", path, r.code, r.body)
		}
	}
	for path, code := range map[string]int{"/entries/JE-2026-000099": 404, "/entries/x": 422, "/statements/profit?period=2026": 422, "/trial-balance?date=2026-02-30": 422, "/log?cursor=zz": 422, "/log?limit=9999": 422, "/nothing": 404, "/book?position=-1": 422, "/book?x=1": 422, "/book?position=999": 422, "/documents/ffffffffff": 404, "/register?account=zz&period=2026": 404, "/inventory?date=2026-02-30": 422, "/inventory/movements?period=2026-Q1&item=zz": 422} {
		a := p.call("GET", "/api/v1"+path, ed, "")
		if a.code != code {
			t.Errorf("%s: %d %s", path, a.code, a.body)
			continue
		}
		a.problem(t)
	}
}

// TestTokensAreGuarded: none, false, revoked, ended, of another book, without the scope, too often.
func TestTokensAreGuarded(t *testing.T) {
	p, other := newPrograms(t), newPrograms(t)
	ctx := context.Background()
	for what, token := range map[string]string{"none": "", "false": "tieout_false", "another book's": other.token("anna")} {
		a := p.call("GET", "/api/v1/book", token, "")
		if a.code != http.StatusUnauthorized || a.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: %d %s", what, a.code, a.body)
		}
		a.problem(t)
	}
	reader := p.token("anna", access.ReadBooks)
	if a := p.call("GET", "/api/v1/log", reader, ""); a.code != http.StatusForbidden {
		t.Errorf("without the scope: %d", a.code)
	}
	if a := p.do("entry.post", reader, freight); a.code != http.StatusForbidden || a.problem(t).Code != "scope" {
		t.Errorf("a reader posts: %d %s", a.code, a.body)
	}
	ed := p.token("ed")
	if a := p.do("entry.post", ed, freight); a.code != http.StatusForbidden {
		t.Errorf("the auditor posts: %d", a.code)
	}
	ts, err := p.app.Tokens(ctx, "anna")
	p.ok(err)
	p.ok(p.app.RevokeToken(ctx, "anna", ts[0].Hash))
	if a := p.call("GET", "/api/v1/book", reader, ""); a.code != http.StatusUnauthorized {
		t.Errorf("revoked: %d", a.code)
	}
	anna := p.token("anna")
	_, err = p.app.RemovePerson(ctx, "cora", "anna", "left")
	p.ok(err)
	if a := p.do("entry.post", anna, freight); a.code != http.StatusForbidden {
		t.Errorf("of somebody who left: %d %s", a.code, a.body)
	}
	if a := p.call("GET", "/api/v1/book", anna, ""); a.code != http.StatusForbidden {
		t.Errorf("reads of somebody who left: %d", a.code)
	}
	cora := p.token("cora")
	p.now = p.now.AddDate(0, 0, 31)
	if a := p.call("GET", "/api/v1/book", cora, ""); a.code != http.StatusUnauthorized {
		t.Errorf("ended: %d", a.code)
	}
	cora = p.token("cora")
	limited := false
	for range access.CallsAToken.Times + 1 {
		if a := p.call("GET", "/api/v1/book", cora, ""); a.code == http.StatusTooManyRequests {
			limited = a.header.Get("Retry-After") != ""
			break
		}
	}
	if !limited {
		t.Error("nothing slows the caller down")
	}
}

// TestStrictRequests refuses what can be read in two ways.
func TestStrictRequests(t *testing.T) {
	p := newPrograms(t)
	anna := p.token("anna")
	for what, c := range map[string]struct {
		body, headers string
		code          int
		part          string
	}{
		"a field twice":    {strings.Replace(freight, `"date"`, `"date":"2026-01-01","date"`, 1), "", 400, "entries[0].date stands twice"},
		"another case":     {strings.Replace(freight, `"debit"`, `"Debit"`, 1), "", 422, "Debit"},
		"an unknown field": {strings.Replace(freight, `"debit"`, `"memo2":"x","debit"`, 1), "", 422, "memo2"},
		"a number":         {strings.Replace(freight, `"400.50"`, `400.50`, 1), "", 422, "string"},
		"more cents":       {strings.Replace(freight, `"400.50"`, `"400.505"`, 1), "", 422, "400.505"},
		"an exponent":      {strings.Replace(freight, `"400.50"`, `"4e2"`, 1), "", 422, "debit"},
		"both sides":       {strings.Replace(freight, `"debit":"400.50"`, `"debit":"1","credit":"1"`, 1), "", 422, "lines[0]"},
		"out of balance":   {strings.Replace(freight, `"credit":"400.50"`, `"credit":"400.00"`, 1), "", 422, "out of balance"},
		"no such account":  {strings.Replace(freight, `5190`, `9999`, 1), "", 422, "9999"},
		"a day of none":    {strings.Replace(freight, `2026-03-31`, `2026-02-30`, 1), "", 422, "entries[0].date"},
		"not UTF-8":        {strings.Replace(freight, `Freight`, "\xff\xfe", 1), "", 400, "UTF-8"},
		"more behind":      {freight + `{}`, "", 400, "behind the end"},
		"not JSON":         {`entry`, "", 400, "not JSON"},
		"nothing":          {``, "", 400, ""},
		"deep":             {strings.Repeat("[", 100) + strings.Repeat("]", 100), "", 400, "deeper"},
		"bidi":             {strings.Replace(freight, `Freight`, "a\u202eb", 1), "", 422, ""},
		"large":            {`{"entries":"` + strings.Repeat("x", 5<<20) + `"}`, "", 413, ""},
		"no list":          {`[]`, "", 422, ""},
		"a form":           {freight, "application/x-www-form-urlencoded", 415, ""},
	} {
		var headers []string
		if c.headers != "" {
			headers = []string{"Content-Type", c.headers}
		}
		a := p.do("entry.post?dry_run=true", anna, c.body, headers...)
		if a.code != c.code || !strings.Contains(string(a.body), c.part) {
			t.Errorf("%s: %d %s", what, a.code, a.body)
		}
	}
	if ds, err := p.app.Drafts(context.Background()); err != nil || len(ds) != 0 {
		t.Errorf("something was kept: %v %v", ds, err)
	}
}

// TestSameKeyAtOnce: two calls with one key at the same time have one effect.
func TestSameKeyAtOnce(t *testing.T) {
	p := newPrograms(t)
	anna := p.token("anna")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if a := p.do("entry.post", anna, freight, "Idempotency-Key", "once"); a.code != 200 {
				t.Errorf("%d %s", a.code, a.body)
			}
		})
	}
	all.Wait()
	if ds, err := p.app.Drafts(context.Background()); err != nil || len(ds) != 1 {
		t.Errorf("%d drafts wait, %v", len(ds), err)
	}
}

// TestFileGoesIn uploads a journal, tries it, takes it in and takes it back, and stores a document.
func TestFileGoesIn(t *testing.T) {
	p := newPrograms(t)
	anna, cora := p.token("anna"), p.token("cora")
	csv := "entry,date,description,account,debit,credit\n1,2026-03-10,Freight,5190,120.00,\n1,2026-03-10,Freight,2010,,120.00\n"
	h := p.do("import.upload", anna, `{"name":"march.csv","content":"`+base64.StdEncoding.EncodeToString([]byte(csv))+`"}`).done(t).Hash
	d := p.do("import.journal", anna, `{"hash":"`+h+`"}`).done(t)
	if d.Draft == "" {
		t.Fatalf("taken in: %+v", d)
	}
	a := p.do("import.approve-journal", cora, `{"draft":"`+d.Draft+`"}`, "Tieout-Proof", p.proof())
	if a.code != 200 || a.done(t).Count != 1 {
		t.Fatalf("approved: %d %s", a.code, a.body)
	}
	back := p.do("import.revert", anna, fmt.Sprintf(`{"position":%d,"why":"wrong month"}`, a.done(t).Position)).done(t)
	if a := p.do("import.approve-revert", cora, `{"draft":"`+back.Draft+`"}`, "Tieout-Proof", p.proof()); a.code != 200 || a.done(t).Count != 1 {
		t.Errorf("taken back: %d %s", a.code, a.body)
	}
	if a := p.do("document.attach", anna, `{"name":"invoice.txt","media":"text/plain","content":"SW52b2ljZQ=="}`); a.code != 200 || a.done(t).Hash == "" {
		t.Errorf("attached: %d %s", a.code, a.body)
	} else if got := p.call("GET", "/api/v1/documents/"+a.done(t).Hash, anna, ""); got.code != 200 || !strings.Contains(string(got.body), "SW52b2ljZQ==") {
		t.Errorf("read: %d %s", got.code, got.body)
	}
	if a := p.do("document.attach", anna, `{"name":"x","content":"@@"}`); a.code != 422 {
		t.Errorf("no base64: %d", a.code)
	}
	lock := p.do("period.lock", cora, `{"period":"2026-M02","level":"closed"}`, "Tieout-Proof", p.proof())
	if lock.code != 200 {
		t.Fatalf("locked: %d %s", lock.code, lock.body)
	}
	if a := p.do("entry.post", anna, strings.ReplaceAll(freight, "2026-03-31", "2026-02-10")); a.code != http.StatusConflict || a.problem(t).Code != "period-locked" {
		t.Errorf("into the lock: %d %s", a.code, a.body)
	}
}
