package web

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"tieout/internal/access"
	"tieout/internal/app"
)

// signOnRoutes are those of single sign-on: each way to the provider begins with a form, and all lead back to one address.
func (s *site) signOnRoutes() []route {
	return []route{
		{Pattern: "/sign-in/with", Action: Public, Do: s.signInWith},
		{Pattern: "/sign-in/back", Action: Public, Page: s.signOnBack},
		{Pattern: "/join/with", Action: Public, Do: s.joinWith},
		{Pattern: "/own/identities", Action: access.OwnAccess, Do: s.linkIdentity, Step: true},
		{Pattern: "/own/identities/remove", Action: access.OwnAccess, Do: s.unlinkIdentity, Step: true},
		{Pattern: "/own/proof/with", Action: access.OwnAccess, Do: s.proveWith},
	}
}

// What somebody goes to the provider for, beside signing in and a fresh proof.
const (
	forLinking = "link"
	forJoining = "join"
)

// flow is a way to the provider and back that was begun and has not ended.
type flow struct {
	For        string
	Person     string `json:",omitempty"` // who is signed in, or invited
	Visit      string // hash of what binds it to the browser
	Nonce      string
	Verifier   string
	Redirect   string
	Began      int64
	Then       string `json:",omitempty"`
	Kept       kept   // a form that is sent on afterwards
	Invitation string `json:",omitempty"` // its hash
}

const (
	flowKind = "sign-on"        // the working state that holds flows, by the hash of their state
	flowTime = 10 * time.Minute // how long one may be away
	maxKept  = 256 << 10        // bytes of a form that is carried there and back
)

// oidcLabel is the name of the provider of single sign-on, empty for none.
func (s *site) oidcLabel() string {
	if s.provider == nil {
		return ""
	}
	return s.provider.Name
}

// takesPassword says whether a person's password is good here: it is, unless single sign-on is required and they are not
// named for emergencies.
func (s *site) takesPassword(person string) bool {
	return s.provider == nil || !s.provider.Require || slices.Contains(s.provider.BreakGlass, person)
}

// signInWith goes to the provider to sign in.
func (s *site) signInWith(c *call) (done, error) {
	return s.leave(c, flow{For: forSigning, Then: localPath(c.form.Get("then")), Kept: keptFrom(c.form)})
}

// joinWith takes an invitation by linking an account of the provider.
func (s *site) joinWith(c *call) (done, error) {
	secret := c.form.Get("with")
	person, err := s.App.InvitedAs(c.r.Context(), secret)
	if err != nil {
		return done{}, err
	}
	return s.leave(c, flow{For: forJoining, Person: person, Invitation: access.HashSecret(secret)})
}

func (s *site) linkIdentity(c *call) (done, error) {
	return s.leave(c, flow{For: forLinking, Person: c.who.Code})
}

// proveWith has the provider ask again who one is, and then sends the form on that waits for the proof.
func (s *site) proveWith(c *call) (done, error) {
	return s.leave(c, flow{For: forStep, Person: c.who.Code, Kept: keptFrom(c.form)})
}

// leave begins a way to the provider. It answers with a page that goes there by itself: the policy of the site lets forms
// lead nowhere else, and a browser holds a form's redirects against it too.
func (s *site) leave(c *call, x flow) (done, error) {
	if s.provider == nil {
		return done{}, problem{Code: http.StatusNotFound, Title: "No single sign-on", What: "This site has no provider of single sign-on.", Way: "Sign in in another way."}
	}
	if err := s.slowDown(c.r); err != nil {
		return done{}, err
	}
	f, err := s.provider.discover(c.r.Context())
	if err != nil {
		say, code := s.wentWrong(c.r, x, err)
		return done{Code: code, Again: func(c *call) (page, error) { return s.stayed(c, x, say) }}, nil
	}
	to, err := s.beginFlow(c.r, f, x)
	if errors.Is(err, errTooLong) {
		return done{Code: http.StatusRequestEntityTooLarge, Again: func(c *call) (page, error) { return s.stayed(c, x, errTooLong.What+" "+errTooLong.Way) }}, nil
	}
	if err != nil {
		return done{}, err
	}
	c.w.Header().Set("Refresh", "0; url="+to)
	return done{Code: http.StatusOK, Again: func(*call) (page, error) {
		return page{Title: "Going to " + s.provider.Name, Body: leaveBody(s.provider.Name, to)}, nil
	}}, nil
}

// wentWrong says what went wrong on the way to the provider or back, and keeps it as an event.
func (s *site) wentWrong(r *http.Request, x flow, err error) (say string, code int) {
	var refused refusedBy
	switch name := s.provider.Name; {
	case errors.As(err, &refused):
		say, code = name+" did not let you in: "+sentence(plainText(refused.what, 300)), http.StatusUnprocessableEntity
	case unreachable(err):
		say, code = name+" cannot be reached. Try again in a while, or use another way.", http.StatusBadGateway
	default:
		say, code = name+" answers in a way that this site does not understand. Who runs the site finds the reason among the events.", http.StatusBadGateway
	}
	s.note(r, x.Person, "sign-on-failed", x.For+": "+err.Error())
	return say, code
}

// stayed is the page from which somebody wanted to go to the provider, with what went wrong. What was typed is still
// there.
func (s *site) stayed(c *call, x flow, say string) (page, error) {
	switch x.For {
	case forLinking:
		return s.ownWith(c, ownPage{Wrong: say})
	case forStep:
		p, err := s.stepOf(c.r, c.who)
		p.Kept, p.Wrong = x.Kept, say
		return page{Title: stepTitle, Body: stepBody(p)}, err
	case forJoining:
		return page{}, problem{Code: http.StatusConflict, Title: "Not joined", What: say, Way: "Then open the invitation again."}
	}
	return page{Title: "Sign in", Body: s.signBody(c.r, signPage{Title: "Sign in", Said: say, Then: x.Then, Kept: x.Kept})}, nil
}

// errTooLong is of a form that is too long to be carried to the provider and back.
var errTooLong = problem{Code: http.StatusRequestEntityTooLarge, Title: "Too long to carry", What: "What was typed is too long to be carried to the provider and back.", Way: "Sign in in another window, then send it again."}

// beginFlow keeps a way to the provider and gives the address there. What is kept is sealed by the state, which is not in
// the book: a form that is carried along may hold a password.
func (s *site) beginFlow(r *http.Request, f *issuerFound, x flow) (to string, err error) {
	state := access.NewHandle()
	x.Visit, x.Nonce, x.Verifier = s.visit(r), access.NewHandle().Text, oauth2.GenerateVerifier()
	x.Redirect, x.Began = s.origin(r)+"/sign-in/back", s.now().Unix()
	b, err := json.Marshal(x)
	if err != nil {
		return "", err
	}
	if len(b) > maxKept {
		return "", errTooLong
	}
	if err := s.App.KeepWorking(r.Context(), app.Working{Kind: flowKind, ID: state.Hash, Person: x.Person, Until: s.untilIn(flowTime), Body: state.Seal(b)}); err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(x.Nonce), oauth2.S256ChallengeOption(x.Verifier)}
	if x.For == forStep { // whoever sits there must show it now
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return s.provider.oauth(f, x.Redirect).AuthCodeURL(state.Text, options...), nil
}

// visit is the hash of what binds ways to the provider to this browser.
func (s *site) visit(r *http.Request) string {
	text := s.sessions.GetString(r.Context(), keyVisit)
	if text == "" {
		text = access.NewHandle().Text
		s.sessions.Put(r.Context(), keyVisit, text)
	}
	return access.HashSecret(text)
}

// endFlow gives the flow that an answer belongs to. It is given once, and to the browser that began it alone.
func (s *site) endFlow(r *http.Request, state string) (flow, error) {
	w, ok, err := s.App.TakeWorking(r.Context(), flowKind, access.HashSecret(state))
	if err != nil {
		return flow{}, err
	}
	var x flow
	text := s.sessions.GetString(r.Context(), keyVisit)
	b, opened := access.Unseal(state, w.Body)
	if !ok || !opened || text == "" || json.Unmarshal(b, &x) != nil || subtle.ConstantTimeCompare([]byte(x.Visit), []byte(access.HashSecret(text))) != 1 {
		return flow{}, problem{Code: http.StatusConflict, Title: "Begin again", What: "This answer of the provider was used already, came too late, or belongs to another browser.", Way: "Begin again from the page to sign in."}
	}
	return x, nil
}
