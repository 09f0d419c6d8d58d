package web

import (
	"fmt"
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
