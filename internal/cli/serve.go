package cli

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/internal/web"
)

// serveCmd serves a book as a site. A file that is not there yet is made by whoever sets it up in the browser.
type serveCmd struct {
	Book         string `arg:"" optional:"" placeholder:"BOOK" help:"The book: a file, or postgres://…#NAME; a new file is set up in the browser." env:"TIEOUT_BOOK"`
	BookFlag     string `name:"book" placeholder:"BOOK" help:"The book, as an option."`
	Addr         string `default:"127.0.0.1:8080" help:"HOST:PORT to listen on; the loopback address unless a proxy that speaks TLS stands in front."`
	Origin       string `placeholder:"https://HOST" help:"How browsers call the site when a proxy that speaks TLS stands in front."`
	Clock        string `placeholder:"DATE" help:"The day at which the site opens; the newest position by default."`
	ReportsSince string `placeholder:"DATE" help:"Follow only reports for periods that ended on the day or later."`
}

// Run serves until it is interrupted.
func (c *serveCmd) Run(e *Env) error {
	book := c.Book
	if c.BookFlag != "" {
		book = c.BookFlag
	}
	if book == "" {
		return errors.New("name the book: tieout serve BOOK")
	}
	o := web.Options{Addr: c.Addr, Out: e.Err, Origin: c.Origin}
	var err error
	if c.Clock != "" {
		if o.Clock, err = parseDate(c.Clock); err != nil {
			return err
		}
	}
	if c.ReportsSince != "" {
		if o.Since, err = parseDate(c.ReportsSince); err != nil {
			return err
		}
	}
	setup := &web.Setup{Code: access.NewInvitation().Text[:12], Charts: app.StarterCharts()}
	if _, err := os.Stat(book); errors.Is(err, os.ErrNotExist) && !strings.HasPrefix(book, "postgres") {
		return c.serveNew(e, book, o, setup)
	}
	return e.open(book, func(a *app.App) error {
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		if o.App = a; len(s.People) == 0 {
			o.Setup = setup
		}
		return web.Serve(e.Ctx, o)
	})
}

// serveNew serves a book that is made once somebody sets it up.
func (c *serveCmd) serveNew(e *Env, book string, o web.Options, setup *web.Setup) error {
	var made *app.App
	setup.Create = func(ctx context.Context, n app.New) (*app.App, error) {
		a, err := app.Create(context.WithoutCancel(ctx), book, n, time.Now)
		made = a
		return a, err
	}
	o.Setup = setup
	err := web.Serve(e.Ctx, o)
	if made != nil {
		return errors.Join(err, made.Close())
	}
	return err
}
