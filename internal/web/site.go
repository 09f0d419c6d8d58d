package web

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"tieout/filing"
	"tieout/internal/access"
	"tieout/internal/app"
)

// site is what the pages share: the options, the health of the book and the kept packages made so far.
type site struct {
	Options
	loopback bool // requests must then name a local host
	waiting  sync.WaitGroup
	sessions *scs.SessionManager
	held     *sessionStore
	limits   *access.Limiter
	origins  *http.CrossOriginProtection
	mux      *http.ServeMux
	hashers  chan struct{} // places in which passwords are hashed
	company  string

	now       func() time.Time // of sessions, proofs and limits
	stepFor   time.Duration    // how long a second look at who one is holds
	setupCode string           // of a book that has nobody yet
	provider  *provider        // of single sign-on; nil for none

	mu       sync.Mutex
	health   health
	drafts   map[string]filing.Package // reports in the making, by what they are made from
	jobs     map[string]*importJob     // large files that are taken in, by their hash
	packages map[int64]filing.Package  // by the position of the act that keeps the report
}

// health is what verify said since the site was started.
type health struct {
	Running bool
	Done    bool
	Result  app.Verified
	Err     error
}

// newSite reads what pages say that are not made from the book: those that tell of a mistake.
func newSite(ctx context.Context, o Options) (*site, error) {
	var err error
	if o.Origin, err = checkedOrigin(o.Origin); err != nil {
		return nil, err
	}
	s := &site{Options: o, packages: map[int64]filing.Package{}, drafts: map[string]filing.Package{}, limits: access.NewLimiter(), hashers: make(chan struct{}, 2), stepFor: stepTime, now: time.Now}
	if o.Setup != nil {
		s.setupCode = o.Setup.Code
	}
	s.sessions, s.held = newSessions(o.App, o.overTLS(), func() time.Time { return s.now() })
	s.sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) { s.refuse(w, r, err) }
	if s.origins, err = trusting(o.Origin); err != nil {
		return nil, err
	}
	if o.OIDC != nil {
		if s.provider, err = newProvider(*o.OIDC, func() time.Time { return s.now() }); err != nil {
			return nil, err
		}
	}
	err = o.App.Read(ctx, 0, func(v *app.View) error {
		s.company = v.State.Name
		r, _, err := v.Registrant()
		if err == nil && o.Notice == "" {
			s.Notice = r.Notice
		}
		return nil
	})
	return s, err
}

// trusting refuses what pages of other sites ask for.
func trusting(origin string) (*http.CrossOriginProtection, error) {
	p := http.NewCrossOriginProtection()
	if origin == "" {
		return p, nil
	}
	return p, p.AddTrustedOrigin(origin)
}

// background verifies the book and makes the kept packages while the first pages are read already.
func (s *site) background(ctx context.Context) {
	s.setHealth(health{Running: true})
	s.waiting.Go(func() {
		_ = s.App.Read(ctx, 0, func(v *app.View) error {
			for _, f := range v.State.Filings {
				if _, err := s.kept(v, f); err != nil || ctx.Err() != nil {
					return err
				}
			}
			return nil
		})
		result, err := s.App.Verify(ctx, nil, app.RebuildFiling)
		s.setHealth(health{Done: true, Result: result, Err: err})
	})
}

func (s *site) setHealth(h health) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.health = h
}

func (s *site) verified() health {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.health
}

// kept is a kept report's package. It never changes, so it is made once.
func (s *site) kept(v *app.View, f app.Filing) (filing.Package, error) {
	s.mu.Lock()
	p, ok := s.packages[f.Position]
	s.mu.Unlock()
	if ok {
		return p, nil
	}
	p, err := v.Kept(f)
	if err != nil {
		return p, err
	}
	s.mu.Lock()
	s.packages[f.Position] = p
	s.mu.Unlock()
	return p, nil
}
