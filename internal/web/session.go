package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"tieout/internal/app"
)

// How long a session lasts: without a request, and at most. Who approves is asked again sooner.
const (
	idleTime         = 30 * time.Minute
	approverIdleTime = 15 * time.Minute
	sessionTime      = 12 * time.Hour
	// stepTime is how long a second look at who one is holds, before what needs it.
	stepTime = 5 * time.Minute
)

// sessionKind is the working state that holds sessions, by the hash of their token.
const sessionKind = "session"

// newSessions keeps sessions in the book, their tokens hashed, and a cookie that ends with the browser.
func newSessions(a *app.App, secure bool) (*scs.SessionManager, *sessionStore) {
	m := scs.New()
	st := &sessionStore{app: a, held: map[string]*heldSession{}}
	m.Store, m.HashTokenInStore = st, true
	m.IdleTimeout, m.Lifetime = idleTime, sessionTime
	m.Cookie.Name, m.Cookie.Persist, m.Cookie.Secure, m.Cookie.SameSite = "tieout", false, secure, http.SameSiteLaxMode
	if secure {
		m.Cookie.Name = "__Host-tieout"
	}
	return m, st
}

// sessionStore holds sessions in memory and in the book. What a session says is written before the answer; that it was
// used is written once a minute, and never waits for a posting that is under way.
type sessionStore struct {
	app     *app.App
	mu      sync.Mutex
	held    map[string]*heldSession
	writing sync.WaitGroup
}

type heldSession struct {
	data    string
	expires time.Time
	written time.Time // the expiry that the book knows
	read    time.Time // when the book was last asked
}

const (
	writeEvery = time.Minute
	readEvery  = 5 * time.Second // within which a session that was ended elsewhere ends here
)

// FindCtx gives a session's data.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	now := time.Now()
	s.mu.Lock()
	h := s.held[token]
	if h != nil && now.Sub(h.read) < readEvery {
		defer s.mu.Unlock()
		return []byte(h.data), now.Before(h.expires), nil
	}
	s.mu.Unlock()
	w, ok, err := s.app.FindWorking(ctx, sessionKind, token)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || !ok {
		delete(s.held, token)
		return nil, false, err
	}
	until, err := time.Parse(time.RFC3339, w.Until)
	data, derr := base64.StdEncoding.DecodeString(w.Body)
	if err != nil || derr != nil || !now.Before(until) && (h == nil || !now.Before(h.expires)) {
		delete(s.held, token)
		return nil, false, nil
	}
	if h == nil {
		h = &heldSession{data: string(data), expires: until, written: until}
		s.held[token] = h
	}
	h.read = now
	return []byte(h.data), true, nil
}

// CommitCtx keeps a session's data until a time.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	s.mu.Lock()
	h := s.held[token]
	if h == nil {
		h = &heldSession{}
		s.held[token] = h
	}
	changed, late := h.data != string(b), expiry.Sub(h.written) > writeEvery
	h.data, h.expires, h.read = string(b), expiry, time.Now()
	if changed || late {
		h.written = expiry
	}
	s.mu.Unlock()
	if changed {
		return s.write(ctx, token, b, expiry)
	}
	if late {
		s.writing.Go(func() { _ = s.prolong(context.WithoutCancel(ctx), token, expiry) })
	}
	return nil
}

// prolong writes a later end of a session, unless it was ended since.
func (s *sessionStore) prolong(ctx context.Context, token string, expiry time.Time) error {
	return s.app.ChangeWorking(ctx, sessionKind, token, func(w *app.Working) (bool, error) {
		w.Until = expiry.UTC().Format(time.RFC3339)
		return w.Body != "", nil
	})
}

func (s *sessionStore) write(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return s.app.KeepWorking(ctx, app.Working{Kind: sessionKind, ID: token, Person: personOf(b), Until: expiry.UTC().Format(time.RFC3339), Body: base64.StdEncoding.EncodeToString(b)})
}

// personOf is whose session it is, so that all of a person's can be ended.
func personOf(b []byte) string {
	_, values, err := scs.GobCodec{}.Decode(b)
	if err != nil {
		return ""
	}
	code, _ := values[keyPerson].(string)
	return code
}

// DeleteCtx ends a session.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	s.mu.Lock()
	delete(s.held, token)
	s.mu.Unlock()
	return s.app.DropWorking(ctx, sessionKind, token)
}

// Find, Commit and Delete are for callers without a context; the manager has one always.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s *sessionStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// Delete is DeleteCtx without a context.
func (s *sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// endAll ends every session of a person, but for one.
func (s *sessionStore) endAll(ctx context.Context, person, but string) error {
	all, err := s.app.AllWorking(ctx, sessionKind)
	if err != nil {
		return err
	}
	var ids []string
	s.mu.Lock()
	for _, w := range all {
		if w.Person == person && w.ID != but {
			ids = append(ids, w.ID)
			delete(s.held, w.ID)
		}
	}
	s.mu.Unlock()
	return s.app.DropWorking(ctx, sessionKind, ids...)
}

// sessionID is under what the session of a request is kept.
func (s *site) sessionID(r *http.Request) string {
	sum := sha256.Sum256([]byte(s.sessions.Token(r.Context())))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
