// Package web serves a book as a workplace for those who keep it: where the reports stand, entries and their approval,
// statements whose every figure opens its chain down to the document, each filing as it looks, and the clock by which
// all of it is seen as known on a day. Pages are rendered here and read without scripts; what changes the book is a
// command of the app, asked for by POST, and the policies decide for every route and again for every command.
//
// The templates (*.templ) are compiled into *_templ.go, which are committed; go generate makes them anew.
package web

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"tieout/fiscal"
	"tieout/internal/app"
	"tieout/internal/demo"
)

// Options of a site.
type Options struct {
	App  *app.App
	Addr string       // HOST:PORT; the loopback address and a free port by default
	Out  io.Writer    // told the address and warnings; may be nil
	Open func(string) // told the site's URL once it answers; may be nil

	// Sample signs every visitor in as a sample person of the book and lets them take the seat of another: for the
	// demonstration, on this computer alone.
	Sample  bool
	Origin  string         // https://HOST[:PORT] when a proxy in front speaks TLS; cookies are then for TLS alone
	Proxies []netip.Prefix // where proxies stand whose word on where a request came from is taken
	OIDC    *OIDC          // a provider of single sign-on; nil for none

	API func(*app.App) http.Handler // what answers programs under /api/; nil for nothing

	Setup *Setup // for a book that is not made yet, or has nobody; nil when there are people

	url string // where browsers find it

	Clock   fiscal.Date // the day at which the site opens; none for the newest position
	Presets []Preset    // days that the clock offers
	Notice  string      // at the foot of every page when the registrant's data has none
	Reports []string    // the reports that home follows, such as "10-Q 2006-Q1"; all since Since when empty
	Since   fiscal.Date // reports for periods that ended before it are not followed
	Ties    []demo.Tie  // the filed figures against the books, if there are any
	// Sources are the documents that the ties name by short codes, in words; a code that is not here is shown as it is.
	Sources map[string]string
}

// Preset is a day that the clock offers, with what was learned on it. The words are shown only once the clock has
// reached the day.
type Preset struct {
	On    fiscal.Date
	Label string
}

// Serve answers until the context is cancelled, then lets running requests end.
func Serve(ctx context.Context, o Options) error {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("the site cannot listen: %w", err)
	}
	if o.Origin, err = checkedOrigin(o.Origin); err != nil {
		l.Close()
		return err
	}
	loopback := isLoopback(l.Addr())
	if !loopback && o.Origin == "" {
		fmt.Fprintf(o.Out, "warning: %s is not a loopback address and nothing is encrypted; put a proxy that speaks TLS in front and say --origin https://…\n", l.Addr())
	}
	o.url = addressFor(l.Addr(), loopback, o.Origin)
	background := &sync.WaitGroup{}
	var serving atomic.Pointer[site]
	var h http.Handler
	begin := func(s *site) {
		s.loopback = loopback && o.Origin == ""
		s.background(ctx)
		background.Go(s.waiting.Wait)
		serving.Store(s)
	}
	if o.App == nil {
		if h, err = newSetUp(o, loopback, begin); err != nil {
			l.Close()
			return err
		}
	} else {
		s, err := newSite(ctx, o)
		if err != nil {
			l.Close()
			return err
		}
		begin(s)
		h = s.handler()
	}
	o.announce()
	err = run(ctx, l, h)
	background.Wait()
	if s := serving.Load(); s != nil {
		s.held.writing.Wait()
	}
	return err
}

// checkedOrigin is ParseOrigin for what may be left out.
func checkedOrigin(origin string) (string, error) {
	if origin == "" {
		return "", nil
	}
	return ParseOrigin(origin)
}

// addressFor is where a browser finds the site: by name on this computer, since passkeys do not work at an address in
// digits.
func addressFor(a net.Addr, loopback bool, origin string) string {
	if origin != "" {
		return origin + "/"
	}
	host, port, err := net.SplitHostPort(a.String())
	if err != nil || !loopback || host == "::1" {
		return "http://" + a.String() + "/"
	}
	return "http://localhost:" + port + "/"
}

// announce says where the site is.
func (o Options) announce() {
	url := o.url
	switch {
	case o.Setup != nil:
		url += "set-up?code=" + o.Setup.Code
		fmt.Fprintf(o.Out, "set the book up at %s (Ctrl-C ends the site)\n", url)
	default:
		fmt.Fprintf(o.Out, "serving %s at %s (Ctrl-C ends it)\n", o.App.Address(), url)
	}
	if o.Open != nil {
		o.Open(url)
	}
}

// run serves on a listener until the context is cancelled.
func run(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		ended <- server.Shutdown(grace)
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}

func isLoopback(a net.Addr) bool {
	t, ok := a.(*net.TCPAddr)
	return ok && t.IP.IsLoopback()
}

// Handler is the site without a server, for tests and for a server of one's own.
func Handler(ctx context.Context, o Options) (http.Handler, error) {
	s, err := newSite(ctx, o)
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}
