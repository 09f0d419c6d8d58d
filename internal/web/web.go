// Package web serves a book as a read-only site: where the reports stand, statements whose every figure opens its chain
// down to the document, each filing as it looks, and the clock by which all of it is seen as known on a day. Pages are
// rendered here, read without scripts and change nothing: only GET and HEAD are answered.
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
	s, err := newSite(ctx, o)
	if err != nil {
		l.Close()
		return err
	}
	s.loopback = isLoopback(l.Addr())
	if !s.loopback {
		fmt.Fprintf(o.Out, "warning: %s is not a loopback address; everyone who reaches it can read the book, and nothing is encrypted\n", l.Addr())
	}
	url := "http://" + l.Addr().String() + "/"
	fmt.Fprintf(o.Out, "serving %s at %s (read only; Ctrl-C ends it)\n", o.App.Address(), url)
	if o.Open != nil {
		o.Open(url)
	}
	return s.run(ctx, l)
}

// run serves on a listener until the context is cancelled.
func (s *site) run(ctx context.Context, l net.Listener) error {
	server := &http.Server{Handler: s.handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		ended <- server.Shutdown(grace)
	}()
	background, stop := context.WithCancel(ctx)
	defer stop()
	s.background(background)
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	err := <-ended
	stop()
	s.waiting.Wait()
	return err
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
