package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tieout/internal/access"
	"tieout/internal/app"
)

// signRoutes are those by which one comes in and goes out.
func (s *site) signRoutes() []route {
	return []route{
		{Pattern: "/sign-in", Action: Public, Page: s.signInPage},
		{Pattern: "/sign-in", Action: Public, Do: s.signIn},
		{Pattern: "/sign-in/code", Action: Public, Do: s.signInCode},
		{Pattern: "/sign-out", Action: Public, Do: s.signOut},
		{Pattern: "/join", Action: Public, Page: s.joinPage},
		{Pattern: "/join", Action: Public, Do: s.join},
		{Pattern: "/seat", Action: Public, Do: s.takeSeat},
	}
}

// signPage asks who is there.
type signPage struct {
	Title, Said   string
	Then          string // where to go on
	Person        string
	Code          bool // the password was right; the code of an authenticator is asked for
	Kept          kept // what was typed and must not be lost
	Passkeys      bool
	Provider      string // of single sign-on
	PasswordAside bool   // passwords are for emergencies alone
}

// kept is a form that is carried on through signing in: where it goes and its fields.
type kept struct {
	To     string
	Fields []pair
}

// keptPrefix leads the names of kept fields, so that they are not taken for the sign-in's own.
const keptPrefix = "kept."

func (k kept) empty() bool { return k.To == "" }

// keptFrom is what a posted form says was kept.
func keptFrom(form url.Values) kept {
	k := kept{To: form.Get(keptPrefix + "to")}
	if k.To == "" {
		return k
	}
	k.To = localPath(k.To)
	for _, name := range sortedKeys(form) {
		if field, ok := strings.CutPrefix(name, keptPrefix+"f."); ok {
			for _, v := range form[name] {
				k.Fields = append(k.Fields, pair{field, v})
			}
		}
	}
	return k
}

// keepForm is a posted form as something kept.
func keepForm(r *http.Request, form url.Values) kept {
	k := kept{To: r.URL.RequestURI()}
	for _, name := range sortedKeys(form) {
		if name == proofName {
			continue
		}
		for _, v := range form[name] {
			k.Fields = append(k.Fields, pair{name, v})
		}
	}
	return k
}

func sortedKeys(form url.Values) []string {
	var out []string
	for k := range form {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// askSignIn answers somebody who is not signed in: with the page that asks who they are, holding what they typed.
func (s *site) askSignIn(w http.ResponseWriter, r *http.Request, form url.Values) error {
	state, err := s.App.State(r.Context(), 0)
	if err != nil {
		return err
	}
	if len(state.People) == 0 {
		return moved{"/set-up"}
	}
	p := signPage{Title: "Sign in", Then: "/"}
	if form == nil && r.Method == http.MethodGet {
		p.Then = r.URL.RequestURI()
	}
	if who, ok := r.Context().Value(seatKey{}).(seat); ok && who.Ended != "" {
		p.Said = "Your session has ended: " + who.Ended + "."
	}
	if form != nil {
		p.Kept = keepForm(r, form)
		p.Said = "Your session has ended. What you typed is kept here and is sent once you have signed in."
		if r.MultipartForm != nil && len(r.MultipartForm.File) > 0 {
			p.Said += " Files must be chosen again."
		}
	}
	s.bare(w, r, http.StatusUnauthorized, page{Title: "Sign in", Body: s.signBody(r, p)})
	return nil
}

// signInPage asks who is there.
func (s *site) signInPage(c *call) (page, error) {
	then := localPath(c.query.Get("then"))
	if c.who.In && c.who.How != "sample" {
		return page{}, moved{then}
	}
	return page{Title: "Sign in", Body: s.signBody(c.r, signPage{Title: "Sign in", Then: then})}, nil
}

// signIn checks a password. A wrong person and a wrong password have one answer and take the same time.
func (s *site) signIn(c *call) (done, error) {
	person, then := strings.ToLower(strings.TrimSpace(c.form.Get("person"))), c.form.Get("then")
	p := signPage{Title: "Sign in", Then: then, Person: person, Kept: keptFrom(c.form)}
	if wait := s.mayTry(c.r, person); wait > 0 {
		p.Said = "Too many attempts. Wait " + spell(wait) + " and try again."
		return c.signAgain(p), nil
	}
	cred, err := s.App.Credentials(c.r.Context(), person)
	if err != nil {
		return done{}, err
	}
	release := s.hashing()
	ok := access.PasswordMatches(cred.Password, c.form.Get("password"))
	release()
	if !ok || !c.who.holds(person) || !s.takesPassword(person) {
		s.limits.Fail(person, s.now())
		s.note(c.r, person, "sign-in-refused", "wrong person or password")
		p.Said = "That person and password do not go together."
		if s.provider != nil && s.provider.Require {
			p.Said = "That person and password do not go together here; sign in with " + s.provider.Name + "."
		}
		return c.signAgain(p), nil
	}
	if cred.TOTP != "" {
		if err := s.sessions.RenewToken(c.r.Context()); err != nil {
			return done{}, err
		}
		s.sessions.Put(c.r.Context(), keyPending, person)
		p.Code, p.Title = true, "One more thing"
		return c.signAgain(p), nil
	}
	return s.comeIn(c, person, "password", p)
}

// signInCode checks the code of an authenticator after the password.
func (s *site) signInCode(c *call) (done, error) {
	person := s.sessions.GetString(c.r.Context(), keyPending)
	p := signPage{Title: "One more thing", Then: c.form.Get("then"), Code: true, Kept: keptFrom(c.form)}
	if person == "" {
		p.Code, p.Title, p.Said = false, "Sign in", "Begin again: the password is asked for first."
		return c.signAgain(p), nil
	}
	if wait := s.mayTry(c.r, person); wait > 0 {
		p.Said = "Too many attempts. Wait " + spell(wait) + " and try again."
		return c.signAgain(p), nil
	}
	ok, err := s.App.UseCode(c.r.Context(), person, c.form.Get("code"))
	if err != nil {
		return done{}, err
	}
	if !ok {
		s.limits.Fail(person, s.now())
		s.note(c.r, person, "sign-in-refused", "wrong code")
		p.Said = "That code is not good, or was used before."
		return c.signAgain(p), nil
	}
	return s.comeIn(c, person, "password and code", p)
}

// comeIn signs a person in and goes on with what was kept.
func (s *site) comeIn(c *call, person, how string, p signPage) (done, error) {
	if err := s.signedIn(c.r, person, how); err != nil {
		return done{}, err
	}
	s.limits.Succeed(person)
	s.note(c.r, person, "signed-in", how)
	if !p.Kept.empty() {
		return done{Again: func(*call) (page, error) { return page{Title: "Going on", Body: resumeBody(p.Kept)}, nil }, Code: http.StatusOK}, nil
	}
	return done{To: p.Then}, nil
}

// signAgain shows the page again with what is wrong.
func (c *call) signAgain(p signPage) done {
	return done{Again: func(*call) (page, error) { return page{Title: p.Title, Body: c.site.signBody(c.r, p)}, nil }}
}

// signOut ends the session.
func (s *site) signOut(c *call) (done, error) {
	if c.who.In {
		s.note(c.r, c.who.Code, "signed-out", "")
	}
	return done{To: "/sign-in"}, s.sessions.Destroy(c.r.Context())
}

// takeSeat lets a visitor of the demonstration look at it as another of its people.
func (s *site) takeSeat(c *call) (done, error) {
	if !s.Sample {
		return done{}, problem{Code: http.StatusNotFound, Title: "Not found", What: "Seats are taken by signing in.", Way: "Sign out and in as somebody else."}
	}
	person := c.form.Get("person")
	if !c.who.holds(person) {
		return done{}, bad("There is no person "+plainText(person, 40)+" on a seat of this book.", "Choose one from the list.")
	}
	s.sessions.Put(c.r.Context(), keyPerson, person)
	s.sessions.Put(c.r.Context(), keyHow, "sample")
	return done{To: localPath(c.form.Get("then")), Say: "You now look at the book as " + person + "."}, nil
}

// joinPage is where an invitation leads: a person chooses a password.
func (s *site) joinPage(c *call) (page, error) {
	secret := c.query.Get("with")
	person, err := s.App.InvitedAs(c.r.Context(), secret)
	if err != nil {
		return page{}, err
	}
	return s.joinAs(c, joinPage{Person: person, Secret: secret})
}

// joinPage is what an invitation opens.
type joinPage struct {
	Person, Name, Secret, Wrong string
	Password                    bool   // a password is good here
	Provider                    string // of single sign-on
	Has                         string // what else the person has set up, in words
}

// joinAs fills in the page of an invitation.
func (s *site) joinAs(c *call, p joinPage) (page, error) {
	cred, err := s.App.Credentials(c.r.Context(), p.Person)
	p.Name, p.Password, p.Provider = c.who.named(p.Person), s.takesPassword(p.Person), s.oidcLabel()
	var has []string
	if cred.TOTP != "" {
		has = append(has, "authenticator")
	}
	if n := len(cred.Passkeys); n > 0 {
		has = append(has, counted(n, "passkey", "passkeys"))
	}
	p.Has = strings.Join(has, " and ")
	return page{Title: "Welcome", Body: joinBody(p)}, err
}

// join sets the first password of an invited person and signs them in.
func (s *site) join(c *call) (done, error) {
	secret := c.form.Get("with")
	if wait := s.mayTry(c.r, "join"); wait > 0 {
		return done{}, problem{Code: http.StatusTooManyRequests, Title: "Too many attempts", What: "Wait " + spell(wait) + ".", Way: "Then open the invitation again."}
	}
	person, err := s.App.InvitedAs(c.r.Context(), secret)
	if err != nil {
		s.limits.Fail("join", s.now())
		return done{}, err
	}
	again := func(wrong string) (done, error) {
		return done{Again: func(c *call) (page, error) {
			return s.joinAs(c, joinPage{Person: person, Secret: secret, Wrong: wrong})
		}}, nil
	}
	if !s.takesPassword(person) {
		return again("Passwords are off here; join with " + s.oidcLabel() + ".")
	}
	if c.form.Get("password") != c.form.Get("repeated") {
		return again("The two passwords differ.")
	}
	release := s.hashing()
	err = s.App.SetPassword(c.r.Context(), person, c.form.Get("password"), c.who.named(person), c.who.state.Name)
	release()
	if m := mistakeIn(err); m != "" {
		return again(m)
	}
	if err != nil {
		return done{}, err
	}
	s.note(c.r, person, "password-set", "by invitation")
	if c.form.Get("lost") != "" {
		if err := s.App.ForgetFactors(c.r.Context(), person); err != nil {
			return done{}, err
		}
		s.note(c.r, person, "factors-removed", "by invitation")
	}
	if err := s.held.endAll(c.r.Context(), person, ""); err != nil {
		return done{}, err
	}
	return s.comeIn(c, person, "password", signPage{Then: "/own"})
}

// mayTry counts an attempt to sign in and says how long to wait first.
func (s *site) mayTry(r *http.Request, person string) time.Duration {
	return max(s.mayAsk(r), s.limits.Delay(person, s.now()))
}

// mayAsk counts an attempt from an address and says how long to wait first.
func (s *site) mayAsk(r *http.Request) time.Duration {
	return s.limits.Allow("address "+networkOf(addressOf(r)), access.SignInsAnAddress, s.now())
}

// hashing takes one of the few places in which passwords are hashed at the same time: each needs 64 MiB.
func (s *site) hashing() (release func()) {
	s.hashers <- struct{}{}
	return func() { <-s.hashers }
}

// note keeps an event; that it could not be kept does not stop what was done.
func (s *site) note(r *http.Request, person, kind, detail string) {
	_ = s.App.Note(context.WithoutCancel(r.Context()), app.Event{Person: plainText(person, 60), Kind: kind, Place: addressOf(r), Detail: plainText(detail, 300)})
}

// span is a length of time in words: 15 minutes, 12 hours.
func span(d time.Duration) string {
	if d%time.Hour == 0 {
		return counted(int(d.Hours()), "hour", "hours")
	}
	return counted(int(d.Minutes()), "minute", "minutes")
}

// spell is a span of time to wait, in words.
func spell(d time.Duration) string {
	if d < time.Minute {
		return counted(int(d.Seconds())+1, "second", "seconds")
	}
	return counted(int(d.Minutes())+1, "minute", "minutes")
}

// holds says whether a person has a seat now.
func (x seat) holds(code string) bool {
	return slices.ContainsFunc(x.state.People, func(p app.Person) bool {
		return p.Code == code && !p.Removed && (p.Until == 0 || p.Until >= x.today)
	})
}

// named is the name of a person.
func (x seat) named(code string) string {
	for _, p := range x.state.People {
		if p.Code == code {
			return p.Name
		}
	}
	return code
}
