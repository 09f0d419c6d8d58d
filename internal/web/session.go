package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
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

// newSessions keeps sessions in the book, their tokens hashed, and a cookie that ends with the browser. How long they
// last is decided by the store, which knows whose they are.
func newSessions(a *app.App, secure bool, now func() time.Time) (*scs.SessionManager, *sessionStore) {
	m := scs.New()
	st := &sessionStore{app: a, now: now, held: map[string]*heldSession{}, ended: map[string]time.Time{}}
	m.Store, m.Codec, m.HashTokenInStore = st, sessionCode{}, true
	m.Lifetime = sessionTime
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
	now     func() time.Time
	mu      sync.Mutex
	held    map[string]*heldSession
	ended   map[string]time.Time // ended here a short while ago: an answer that is under way does not bring them back
	swept   time.Time
	writing sync.WaitGroup
}

// heldSession is a session in memory.
type heldSession struct {
	data    string
	said    codedSession
	used    time.Time // the last request of its person
	written time.Time // the last use that the book knows
	read    time.Time // when the book was last asked
}

// keptSession is a session in the book.
type keptSession struct {
	Used    time.Time       `json:"used"`
	Session json.RawMessage `json:"session"`
}

const (
	writeEvery = time.Minute
	readEvery  = 4 * time.Second // so that a session that was ended elsewhere ends here within five
	endedFor   = 5 * time.Minute // longer than any answer takes
)

// ends is when the session ends unless there is a request before.
func (h *heldSession) ends(idle time.Duration) time.Time {
	end := h.said.began().Add(sessionTime)
	if quiet := h.used.Add(idle); quiet.Before(end) {
		return quiet
	}
	return end
}

// forgotten is when nothing is known of the session any more. A person's is known for a while after it ended, so that
// they are told why.
func (h *heldSession) forgotten() time.Time {
	if h.said.person() == "" {
		return h.ends(idleTime)
	}
	return h.ends(idleTime).Add(sessionTime)
}

// FindCtx gives what a session says, unless it is forgotten. Whether a person's has ended is asked when they use it.
func (s *sessionStore) FindCtx(ctx context.Context, id string) ([]byte, bool, error) {
	now := s.now()
	var seen time.Time
	s.mu.Lock()
	if h := s.held[id]; h != nil {
		if seen = h.read; now.Sub(seen) < readEvery && now.Before(h.forgotten()) {
			defer s.mu.Unlock()
			return []byte(h.data), true, nil
		}
	}
	s.mu.Unlock()
	w, ok, err := s.app.FindWorking(ctx, sessionKind, id)
	if err != nil {
		return nil, false, err
	}
	read, ok := readSession(w, ok)
	s.mu.Lock()
	defer s.mu.Unlock()
	if h := s.held[id]; ok && h != nil {
		if !h.read.Equal(seen) { // somebody else read or wrote it meanwhile
			read.data, read.said = h.data, h.said
		}
		if h.used.After(read.used) {
			read.used, read.written = h.used, h.written
		}
	}
	if _, gone := s.ended[id]; gone || !ok || !now.Before(read.forgotten()) {
		delete(s.held, id)
		return nil, false, nil
	}
	read.read = now
	s.held[id] = read
	return []byte(read.data), true, nil
}

// readSession reads a session from the book. One that cannot be read is none: its person signs in again.
func readSession(w app.Working, found bool) (*heldSession, bool) {
	var k keptSession
	if !found || json.Unmarshal([]byte(w.Body), &k) != nil {
		return nil, false
	}
	said, err := decodeSession(k.Session)
	return &heldSession{data: string(k.Session), said: said, used: k.Used, written: k.Used}, err == nil
}

// CommitCtx keeps what a session says. A session that was ended while its answer was made stays ended.
func (s *sessionStore) CommitCtx(ctx context.Context, id string, b []byte, _ time.Time) error {
	said, err := decodeSession(b)
	if err != nil {
		return err
	}
	now := s.now()
	s.mu.Lock()
	s.sweep(now)
	h, known := s.held[id]
	if _, gone := s.ended[id]; gone || known && h.data == string(b) {
		s.mu.Unlock()
		return nil
	}
	if !known {
		h = &heldSession{used: now}
		s.held[id] = h
	}
	h.data, h.said, h.read, h.written = string(b), said, now, h.used
	w := h.working(id)
	s.mu.Unlock()
	if !known {
		return s.app.KeepWorking(ctx, w)
	}
	return s.rewrite(ctx, id)
}

// working is a session as the book keeps it.
func (h *heldSession) working(id string) app.Working {
	b, err := json.Marshal(keptSession{h.used.UTC().Truncate(time.Second), json.RawMessage(h.data)})
	if err != nil { // it was read as JSON
		panic(err)
	}
	return app.Working{Kind: sessionKind, ID: id, Person: h.said.person(), Until: h.forgotten().UTC().Format(time.RFC3339), Body: string(b)}
}

// rewrite writes a session as it is in memory over the one in the book, unless it was ended elsewhere.
func (s *sessionStore) rewrite(ctx context.Context, id string) error {
	gone := false
	err := s.app.ChangeWorking(ctx, sessionKind, id, func(old *app.Working) (bool, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		h := s.held[id]
		if gone = old.Body == ""; gone || h == nil {
			return false, nil
		}
		*old = h.working(id)
		return true, nil
	})
	if gone && err == nil {
		s.forget(id)
	}
	return err
}

// use marks a request of a session's person, unless the session has ended: why says how.
func (s *sessionStore) use(ctx context.Context, id string, idle time.Duration) (why string) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.held[id]
	switch {
	case h == nil:
		return "it was ended"
	case !now.Before(h.said.began().Add(sessionTime)):
		return "it had lasted " + span(sessionTime)
	case !now.Before(h.ends(idle)):
		return "nothing was asked for in " + span(idle)
	}
	h.used = now
	if now.Sub(h.written) > writeEvery {
		h.written = now
		s.writing.Go(func() { _ = s.rewrite(context.WithoutCancel(ctx), id) })
	}
	return ""
}

// forget drops sessions from memory and sees to it that no answer under way brings them back.
func (s *sessionStore) forget(ids ...string) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		delete(s.held, id)
		s.ended[id] = now
	}
}

// sweep drops what has ended, so that memory stays bounded.
func (s *sessionStore) sweep(now time.Time) {
	if now.Sub(s.swept) < writeEvery {
		return
	}
	s.swept = now
	maps.DeleteFunc(s.held, func(_ string, h *heldSession) bool { return !now.Before(h.forgotten()) })
	maps.DeleteFunc(s.ended, func(_ string, at time.Time) bool { return now.Sub(at) > endedFor })
}

// DeleteCtx ends a session.
func (s *sessionStore) DeleteCtx(ctx context.Context, id string) error {
	s.forget(id)
	return s.app.DropWorking(ctx, sessionKind, id)
}

// Find, Commit and Delete are for callers without a context; the manager has one always.
func (s *sessionStore) Find(id string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), id)
}

// Commit is CommitCtx without a context.
func (s *sessionStore) Commit(id string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), id, b, expiry)
}

// Delete is DeleteCtx without a context.
func (s *sessionStore) Delete(id string) error { return s.DeleteCtx(context.Background(), id) }

// sessionID is under what the session of a request is kept.
func (s *site) sessionID(r *http.Request) string {
	sum := sha256.Sum256([]byte(s.sessions.Token(r.Context())))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
