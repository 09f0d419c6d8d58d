// Package api serves a book over HTTP for programs: every command of the app as one operation, and the books to read at
// any position. It holds no accounting; what it answers is what the command line and the site answer.
//
// Callers show a token of a person with Authorization: Bearer. A token does what it was made for and no more than its
// person. What signs (approve, lock, grant, release) asks for a fresh code of the person's authenticator in the header
// Tieout-Proof. Commands take an Idempotency-Key and can be tried with dry_run=true.
package api

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"crypto/sha256"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"tieout/internal/access"
	"tieout/internal/app"
)

// Prefix is where the API is served.
const Prefix = "/api"

// maxBody is the largest request in bytes; a file to take in is the largest.
const maxBody = 70 << 20

// maxPlain is the largest request that holds no file.
const maxPlain = 4 << 20

// Server answers for one book.
type Server struct {
	app    *app.App
	limits *access.Limiter
	now    func() time.Time
	huma   huma.API
	mux    *http.ServeMux
}

// New makes the API of a book. Calls are counted in limits; now is the clock of limits and proofs.
func New(a *app.App, limits *access.Limiter, now func() time.Time) *Server {
	s := &Server{app: a, limits: limits, now: now, mux: http.NewServeMux()}
	s.huma = humago.New(s.mux, config())
	s.commands()
	s.reads()
	return s
}

func config() huma.Config {
	c := huma.DefaultConfig("Tieout", app.Version)
	c.Info.Description = "The books of a registrant: commands and figures. Amounts are decimal texts in the currency of the entity, days are YYYY-MM-DD. The position is the version of the books."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = Prefix+"/openapi", "", ""
	c.CreateHooks, c.RejectUnknownQueryParameters = nil, true
	c.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "A token that a person made under their own access, with scopes."}}
	c.Security = []map[string][]string{{"token": {}}}
	return c
}

// OpenAPI is the description of the API, the same bytes every time.
func (s *Server) OpenAPI() ([]byte, error) { return s.huma.OpenAPI().MarshalJSON() }

// call is who asks, and how.
type call struct {
	token  app.Token
	sum    string // of what was asked
	key    string
	header http.Header // of the answer
	proof  string
}

type callKey struct{}

func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

// ServeHTTP asks who is there, reads the request strictly, and hands on.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "private, no-cache")
	if strings.HasPrefix(r.URL.Path, Prefix+"/openapi") {
		s.mux.ServeHTTP(w, r)
		return
	}
	c, p := s.caller(r)
	if p != nil {
		p.write(w)
		return
	}
	c.header = w.Header()
	body, p := readBody(w, r)
	if p != nil {
		p.write(w)
		return
	}
	sum := sha256.Sum256([]byte(r.Method + " " + r.URL.RequestURI() + "\n" + string(body)))
	c.sum = hex.EncodeToString(sum[:])
	r.Body = io.NopCloser(bytes.NewReader(body))
	r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
	if _, pattern := s.mux.Handler(r); pattern == "" {
		problem(http.StatusNotFound, "no-operation", "The API has no operation "+r.Method+" "+clip(r.URL.Path, 80)+". "+Prefix+"/openapi.json lists all of them.").write(w)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// caller is whose token a request shows.
func (s *Server) caller(r *http.Request) (*call, *Problem) {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		p := problem(http.StatusUnauthorized, "no-token", "Show a token with the header Authorization: Bearer …; people make tokens under their own access.")
		p.authenticate = true
		return nil, p
	}
	t, good, err := s.app.TokenNamed(r.Context(), strings.TrimSpace(text))
	if err != nil {
		return nil, fault(r.Context(), err)
	}
	if !good {
		if wait := s.limits.Allow("bad token "+host(r), access.SignInsAnAddress, s.now()); wait > 0 {
			return nil, tooMany(wait)
		}
		s.note(r, "", "token-refused", r.Method+" "+clip(r.URL.Path, 80))
		p := problem(http.StatusUnauthorized, "bad-token", "The token is not one of this book, has ended or was revoked; make another under your own access.")
		p.authenticate = true
		return nil, p
	}
	if wait := s.limits.Allow("token "+t.Hash, access.CallsAToken, s.now()); wait > 0 {
		return nil, tooMany(wait)
	}
	key := r.Header.Get("Idempotency-Key")
	if len(key) > 200 || strings.ContainsFunc(key, func(c rune) bool { return c < 0x20 || c > 0x7e }) {
		return nil, problem(http.StatusBadRequest, "idempotency", "An Idempotency-Key is up to 200 printable ASCII characters.")
	}
	return &call{token: t, key: key, proof: r.Header.Get("Tieout-Proof")}, nil
}

func (s *Server) note(r *http.Request, person, kind, detail string) {
	if s.limits.Allow("api events "+host(r), access.ReportsOfErrors, s.now()) == 0 {
		_ = s.app.Note(r.Context(), app.Event{Person: person, Kind: kind, Detail: detail, Place: host(r)})
	}
}

func host(r *http.Request) string {
	if i := strings.LastIndexByte(r.RemoteAddr, ':'); i > 0 {
		return r.RemoteAddr[:i]
	}
	return r.RemoteAddr
}

func tooMany(wait time.Duration) *Problem {
	seconds := int(wait/time.Second) + 1
	p := problem(http.StatusTooManyRequests, "too-many", fmt.Sprintf("Too many calls; wait %d seconds and try again.", seconds))
	p.retry = strconv.Itoa(seconds)
	return p
}

// readBody reads a request's body: no more than the API takes, and JSON that can be read in one way only.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, *Problem) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil, nil
	}
	most := int64(maxPlain)
	if strings.HasSuffix(r.URL.Path, "/document.attach") || strings.HasSuffix(r.URL.Path, "/import.upload") {
		most = maxBody
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, problem(http.StatusRequestEntityTooLarge, "too-large", fmt.Sprintf("The request has more than %d bytes; nothing was done.", most))
	case err != nil:
		return nil, problem(http.StatusBadRequest, "unreadable", "The request ended before it was whole; nothing was done.")
	}
	if ct, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(ct) != "application/json" && len(body) > 0 {
		return nil, problem(http.StatusUnsupportedMediaType, "not-json", "Send the request as application/json.")
	}
	if err := strictJSON(body); err != nil {
		return nil, problem(http.StatusBadRequest, "not-strict", err.Error())
	}
	return body, nil
}
