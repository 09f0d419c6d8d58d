package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"
	"golang.org/x/net/html"
)

// fakeProvider is a provider of single sign-on on this computer, with two accounts.
type fakeProvider struct {
	*storage.Storage
	t      testing.TB
	server *httptest.Server
	op     http.Handler

	mu       sync.Mutex
	down     bool
	says     map[string]any   // put into what it says of itself
	asked    []url.Values     // the requests to sign in
	nonce    string           // put in the place of the one that was asked for
	authTime func() time.Time // in the place of now
}

// The accounts: what they sign in with there. Their subjects are id1 and id2.
const (
	accountOne, accountTwo = "test-user@127.0.0.1", "test-user2"
	accountPassword        = "verysecure"
)

// newFakeProvider starts a provider that knows the site at an address.
func newFakeProvider(t testing.TB) *fakeProvider {
	t.Helper()
	f := &fakeProvider{t: t}
	f.server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.server.Close)
	return f
}

// knows registers the site.
func (f *fakeProvider) knows(redirect string) {
	f.Storage = storage.NewStorageWithClients(storage.NewUserStore(f.server.URL), map[string]*storage.Client{"tieout": storage.WebClient("tieout", "the secret", redirect)})
	p, err := op.NewProvider(&op.Config{CodeMethodS256: true, AuthMethodPost: true}, f, op.StaticIssuer(f.server.URL), op.WithAllowInsecure())
	if err != nil {
		f.t.Fatal(err)
	}
	f.op = p
}

func (f *fakeProvider) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	down, says := f.down, f.says
	if strings.HasSuffix(r.URL.Path, "/authorize") {
		f.asked = append(f.asked, r.URL.Query())
	}
	f.mu.Unlock()
	switch {
	case down:
		panic(http.ErrAbortHandler)
	case r.URL.Path == "/favicon.ico":
		w.WriteHeader(http.StatusNoContent)
	case r.URL.Path == "/login/username" && r.Method == http.MethodGet:
		id := html.EscapeString(r.URL.Query().Get("authRequestID"))
		_, _ = w.Write([]byte(`<!DOCTYPE html><html lang="en"><title>Example Login</title><main><h1>Example Login</h1><form method="post" action="/login/username"><input type="hidden" name="id" value="` + id + `"><button name="user" value="test-user2">Enter</button></form></main>`))
	case r.URL.Path == "/login/username":
		if err := f.CheckUsernamePassword(r.FormValue("user"), accountPassword, r.FormValue("id")); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		http.Redirect(w, r, "/authorize/callback?id="+url.QueryEscape(r.FormValue("id")), http.StatusFound)
	case strings.HasSuffix(r.URL.Path, "/openid-configuration") && says != nil:
		rec := httptest.NewRecorder()
		f.op.ServeHTTP(rec, r)
		all := map[string]any{}
		if err := json.Unmarshal(rec.Body.Bytes(), &all); err != nil {
			f.t.Error(err)
		}
		for k, v := range says {
			all[k] = v
		}
		_ = json.NewEncoder(w).Encode(all)
	default:
		f.op.ServeHTTP(w, r)
	}
}

func (f *fakeProvider) set(fn func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fn()
}

// told is a request to sign in as the provider tells of it in its token.
type told struct {
	op.AuthRequest
	f *fakeProvider
}

// GetNonce is the nonce that was asked for, or another.
func (x told) GetNonce() string {
	x.f.mu.Lock()
	defer x.f.mu.Unlock()
	if x.f.nonce != "" {
		return x.f.nonce
	}
	return x.AuthRequest.GetNonce()
}

// GetAuthTime is when the person signed in there.
func (x told) GetAuthTime() time.Time {
	x.f.mu.Lock()
	defer x.f.mu.Unlock()
	if x.f.authTime != nil {
		return x.f.authTime()
	}
	return x.AuthRequest.GetAuthTime()
}

// AuthRequestByCode tells of a request.
func (f *fakeProvider) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	r, err := f.Storage.AuthRequestByCode(ctx, code)
	if err != nil {
		return nil, err
	}
	return told{r, f}, nil
}

var _ op.Storage = (*fakeProvider)(nil)

// withProvider is a working book whose site has a provider.
func withProvider(t testing.TB, change ...func(*Options)) (*work, *fakeProvider) {
	t.Helper()
	f := newFakeProvider(t)
	w := newWork(t, append([]func(*Options){func(o *Options) {
		o.OIDC = &OIDC{Issuer: f.server.URL, Client: "tieout", Secret: "the secret", Name: "Example Login"}
	}}, change...)...)
	f.knows(w.server.URL + "/sign-in/back")
	return w, f
}

// leads is the address of the provider to which an answer leads.
func (r reply) leads() string {
	r.t.Helper()
	link := one(r.page(), "main a.btn.primary")
	if r.code != http.StatusOK || link == nil || r.header.Get("Refresh") != "0; url="+attr(link, "href") {
		r.t.Fatalf("the answer leads nowhere: %d %q %s", r.code, r.header.Get("Refresh"), r.text())
	}
	return attr(link, "href")
}

// through goes through the provider as one of its accounts and gives the address that it sends the browser back to.
func (f *fakeProvider) through(to, user string) string {
	f.t.Helper()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	step := func(res *http.Response, err error) string {
		f.t.Helper()
		if err != nil {
			f.t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusFound {
			f.t.Fatalf("the provider answers %s", res.Status)
		}
		at, _ := res.Location()
		return at.String()
	}
	login, err := url.Parse(step(c.Get(to)))
	if err != nil {
		f.t.Fatal(err)
	}
	entered := step(c.PostForm(f.server.URL+"/login/username", url.Values{"id": {login.Query().Get("authRequestID")}, "user": {user}}))
	back, err := url.Parse(step(c.Get(entered)))
	if err != nil {
		f.t.Fatal(err)
	}
	return back.RequestURI()
}
