package web

import (
	"net/http"
	"time"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
)

// What a session says.
const (
	keyPerson  = "person"  // code of who is signed in
	keySigned  = "signed"  // when they signed in
	keyStepped = "stepped" // when they last showed again who they are
	keyHow     = "how"     // password, password and code, passkey, single sign-on, sample
	keyPending = "pending" // who gave the right password and still owes a code
	keyFlash   = "flash"   // what the next page says once
)

// seat is who asks, as the newest position of the book knows them: a seat that was taken is gone at once, whatever day
// the page shows.
type seat struct {
	app.Person
	Title   string // of the role
	In      bool
	How     string
	Signed  time.Time
	Stepped time.Time
	state   *app.State
	today   fiscal.Date
	stepFor time.Duration
}

// seat reads who asks from the session.
func (s *site) seat(r *http.Request) (seat, error) {
	state, err := s.App.State(r.Context(), 0)
	if err != nil {
		return seat{}, err
	}
	out := seat{state: state, today: s.App.Today(), stepFor: s.stepFor}
	code := s.sessions.GetString(r.Context(), keyPerson)
	if code == "" && s.Sample {
		code = s.sample(state)
		if code == "" {
			out.In, out.How = true, "owner"
			return out, nil
		}
		out.How = "sample"
	}
	for _, p := range state.People {
		if p.Code == code && !p.Removed && (p.Until == 0 || p.Until >= out.today) {
			out.Person, out.In = p, true
		}
	}
	out.Title = roleTitle(out.Role)
	if how := s.sessions.GetString(r.Context(), keyHow); how != "" {
		out.How = how
	}
	out.Signed, out.Stepped = time.Unix(s.sessions.GetInt64(r.Context(), keySigned), 0), time.Unix(s.sessions.GetInt64(r.Context(), keyStepped), 0)
	return out, nil
}

// sample is the person as whom a visitor of the demonstration looks around first.
func (s *site) sample(state *app.State) string {
	first := ""
	for _, p := range state.People {
		if p.Removed {
			continue
		}
		if first == "" {
			first = p.Code
		}
		if p.Role == string(access.Controller) {
			return p.Code
		}
	}
	return first
}

// signedIn makes the session the person's. The token is a new one, so that nobody who knew the old one is in.
func (s *site) signedIn(r *http.Request, code, how string) error {
	ctx := r.Context()
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, keyPerson, code)
	s.sessions.Put(ctx, keyHow, how)
	s.sessions.Put(ctx, keySigned, time.Now().Unix())
	s.sessions.Put(ctx, keyStepped, time.Now().Unix())
	s.sessions.Remove(ctx, keyPending)
	return nil
}

// may asks the policies whether the one who asks may do something.
func (x seat) may(what access.What) access.Decision {
	return x.state.Decide(x.Code, what, x.today)
}

// can says whether a page should offer an action; the command asks again.
func (x seat) can(a access.Action) bool { return x.In && x.may(access.What{Action: a}).Allowed }

// stepped says whether who one is was shown a short while ago.
func (x seat) stepped(now time.Time) bool {
	return x.How == "owner" || x.How == "sample" || now.Sub(x.Stepped) < x.stepFor
}

func roleTitle(role string) string { return access.Title(access.Role(role)) }
