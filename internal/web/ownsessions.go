package web

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// sessionRow is a session of a person as they see it.
type sessionRow struct {
	ID, How, With, From, Made, Used, Ends string
	This                                  bool
}

// sessionRows are the sessions of who asks, the one that was used last first.
func (s *site) sessionRows(c *call) ([]sessionRow, error) {
	all, err := s.held.of(c.r.Context(), c.who.Code)
	this, idle := s.sessionID(c.r), idleTime
	if approves(c.who.state, c.who.Code, c.who.today) {
		idle = approverIdleTime
	}
	var out []sessionRow
	for _, x := range all {
		if ends := x.ends(idle); s.now().Before(ends) {
			out = append(out, sessionRow{ID: x.id, How: x.said.Texts[keyHow], With: orText(x.said.Texts[keyBrowser], "another program"), From: x.said.Texts[keyFrom],
				Made: clockTime(x.said.began()), Used: clockTime(x.used), Ends: clockTime(ends), This: x.id == this})
		}
	}
	return out, err
}

// clockTime is a moment of now as pages write it, in UTC.
func clockTime(t time.Time) string { return moment(t.UTC().Format(time.RFC3339)) }

// endSessions ends one session of who asks, or all but this one.
func (s *site) endSessions(c *call) (done, error) {
	one, this := c.form.Get("session"), s.sessionID(c.r)
	n, err := s.held.end(c.r.Context(), c.who.Code, func(id string) bool { return id != this && (one == "" || id == one) })
	if err != nil {
		return done{}, err
	}
	if n == 0 && one != "" {
		return s.ownAgain(ownPage{Wrong: "That session has ended already."}), nil
	}
	s.note(c.r, c.who.Code, "sessions-ended", fmt.Sprintf("%d by hand", n))
	say := "The session has ended."
	if one == "" {
		say = "Your other sessions have ended."
	}
	return done{To: "/own#sessions", Say: say}, nil
}

// of gives the sessions of a person that have not ended, the one that was used last first.
func (s *sessionStore) of(ctx context.Context, person string) ([]ownSession, error) {
	all, err := s.app.AllWorking(ctx, sessionKind)
	if err != nil {
		return nil, err
	}
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []ownSession
	for _, w := range all {
		h, ok := readSession(w, w.Person == person)
		if ok && s.held[w.ID] != nil {
			h = s.held[w.ID]
		}
		if ok && now.Before(h.ends(idleTime)) {
			out = append(out, ownSession{w.ID, *h})
		}
	}
	slices.SortStableFunc(out, func(x, y ownSession) int { return y.used.Compare(x.used) })
	return out, nil
}

// ownSession is a session of a person with its id.
type ownSession struct {
	id string
	heldSession
}

// end ends those of a person's sessions that match, and says how many there were.
func (s *sessionStore) end(ctx context.Context, person string, match func(id string) bool) (int, error) {
	all, err := s.app.AllWorking(ctx, sessionKind)
	if err != nil {
		return 0, err
	}
	var ids []string
	for _, w := range all {
		if w.Person == person && match(w.ID) {
			ids = append(ids, w.ID)
		}
	}
	s.forget(ids...)
	return len(ids), s.app.DropWorking(ctx, sessionKind, ids...)
}

// endAll ends every session of a person, but for one.
func (s *sessionStore) endAll(ctx context.Context, person, but string) error {
	_, err := s.end(ctx, person, func(id string) bool { return id != but })
	return err
}
