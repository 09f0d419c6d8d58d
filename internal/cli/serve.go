package cli

import (
	"tieout/internal/app"
	"tieout/internal/web"
)

// serveCmd serves a book as a read-only site.
type serveCmd struct {
	bookFlag
	Addr         string `default:"127.0.0.1:8080" help:"HOST:PORT to listen on; the loopback address unless others may read the book."`
	Clock        string `placeholder:"DATE" help:"The day at which the site opens; the newest position by default."`
	ReportsSince string `placeholder:"DATE" help:"Follow only reports for periods that ended on the day or later."`
}

// Run serves until it is interrupted.
func (c *serveCmd) Run(e *Env) error {
	o := web.Options{Addr: c.Addr, Out: e.Err}
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
	return e.open(c.Book, func(a *app.App) error {
		o.App = a
		return web.Serve(e.Ctx, o)
	})
}
