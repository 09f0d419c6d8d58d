package web

import (
	"net/http"
	"slices"
	"time"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
)

// What a session says.
const (
	keyPerson   = "person"   // code of who is signed in
	keySigned   = "signed"   // when they signed in
	keyStepped  = "stepped"  // when they last showed again who they are
	keyHow      = "how"      // password, password and code, passkey, single sign-on, sample
	keyFrom     = "from"     // network address from which they signed in
	keyBrowser  = "browser"  // the browser in which they did, in words
	keyPending  = "pending"  // who gave the right password and still owes a code
	keyFlash    = "flash"    // what the next page says once
	keyCeremony = "ceremony" // the ceremony of a passkey that is under way
	keyVisit    = "visit"    // binds a way to the provider of single sign-on to this browser
	keyProof    = "proof"    // hash of a proof that is good once
	keyProofEnd = "proofend" // until when
)

// seat is who asks, as the newest position of the book knows them: a seat that was taken is gone at once, whatever day
// the page shows.
type seat struct {
	app.Person
	Title     string // of the role
	In        bool
	How       string
	Signed    time.Time
	Stepped   time.Time
	Ended     string // why the session of this browser has just ended
	state     *app.State
	today     fiscal.Date
	now       time.Time
	stepFor   time.Duration
	passkeys  bool // the site is at an address at which passkeys work
	passwords bool // the person's password is good here
}

// seat reads who asks from the session.
func (s *site) seat(r *http.Request) (seat, error) {
	state, err := s.App.State(r.Context(), 0)
	if err != nil {
		return seat{}, err
	}
	out := seat{state: state, today: s.App.Today(), now: s.now(), stepFor: s.stepFor}
	_, out.passkeys = s.party(r)
	code, err := s.present(r, &out)
	if err != nil {
		return seat{}, err
	}
	out.passwords = s.takesPassword(code)
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

// present is whose session a request carries, unless it has ended.
func (s *site) present(r *http.Request, out *seat) (code string, err error) {
	code = s.sessions.GetString(r.Context(), keyPerson)
	if code == "" {
		return "", nil
	}
	sample := s.sessions.GetString(r.Context(), keyHow) == "sample"
	idle := idleTime
	if !sample && approves(out.state, code, out.today) {
		idle = approverIdleTime
	}
	why := s.held.use(r.Context(), s.sessionID(r), idle)
	if why == "" {
		return code, nil
	}
	if !sample {
		out.Ended = why
		s.note(r, code, "session-ended", why)
	}
	return "", s.sessions.Destroy(r.Context())
}

// approves says whether a person approves anything: their session ends sooner when nobody asks for anything.
func approves(state *app.State, code string, today fiscal.Date) bool {
	return slices.ContainsFunc([]access.Action{access.ApproveEntry, access.ApproveImport, access.ApproveOverride}, func(a access.Action) bool {
		return state.Decide(code, access.What{Action: a}, today).Allowed
	})
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
	s.sessions.Put(ctx, keyFrom, addressOf(r))
	s.sessions.Put(ctx, keyBrowser, browserOf(r.UserAgent()))
	s.sessions.Put(ctx, keySigned, s.now().Unix())
	s.sessions.Put(ctx, keyStepped, s.now().Unix())
	for _, k := range []string{keyPending, keyCeremony, keyVisit, keyProof, keyProofEnd} {
		s.sessions.Remove(ctx, k)
	}
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
