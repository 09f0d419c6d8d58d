package cli

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"tieout/internal/access"
	"tieout/internal/api"
	"tieout/internal/app"
	"tieout/internal/web"
)

// serveCmd serves a book as a site. A file that is not there yet is made by whoever sets it up in the browser.
type serveCmd struct {
	Book         string `arg:"" optional:"" placeholder:"BOOK" help:"The book: a file, or postgres://…#NAME; a new file is set up in the browser." env:"TIEOUT_BOOK"`
	BookFlag     string `name:"book" placeholder:"BOOK" help:"The book, as an option."`
	Addr         string `default:"127.0.0.1:8080" help:"HOST:PORT to listen on; the loopback address unless a proxy that speaks TLS stands in front."`
	Clock        string `placeholder:"DATE" help:"The day at which the site opens; the newest position by default."`
	ReportsSince string `placeholder:"DATE" help:"Follow only reports for periods that ended on the day or later."`

	Origin       string   `placeholder:"https://HOST" env:"TIEOUT_ORIGIN" help:"How browsers call the site when a proxy that speaks TLS stands in front."`
	TrustedProxy []string `placeholder:"NETWORK" env:"TIEOUT_TRUSTED_PROXY" help:"Network of proxies whose X-Forwarded-For says where a request came from, such as 10.0.0.0/8; may be given several times."`
	SignOn       signOn   `embed:"" prefix:"oidc-" group:"Single sign-on (OpenID Connect)"`
	BreakGlass   []string `placeholder:"PERSON" env:"TIEOUT_BREAK_GLASS" help:"With --oidc-require: whose password is good all the same; may be given several times."`
}

// signOn names a provider of single sign-on.
type signOn struct {
	Issuer     string   `placeholder:"URL" env:"TIEOUT_OIDC_ISSUER" help:"Address of the provider, exactly as it calls itself."`
	Client     string   `placeholder:"ID" env:"TIEOUT_OIDC_CLIENT" help:"How the site is known to the provider."`
	SecretFile string   `placeholder:"FILE" env:"TIEOUT_OIDC_SECRET_FILE" help:"File that holds the site's secret at the provider, and nothing else."`
	Name       string   `placeholder:"NAME" env:"TIEOUT_OIDC_NAME" help:"How people call the provider; its host by default."`
	Scopes     []string `placeholder:"SCOPE" env:"TIEOUT_OIDC_SCOPES" help:"What is asked for beside openid; profile and email by default."`
	Require    bool     `env:"TIEOUT_OIDC_REQUIRE" help:"Passwords are off, but for the people named by --break-glass."`
}

// options of the site's doors: its origin, its proxies and its provider of single sign-on.
func (c *serveCmd) doors(e *Env, o *web.Options) (err error) {
	if c.Origin != "" {
		if o.Origin, err = web.ParseOrigin(c.Origin); err != nil {
			return mistake("--origin: %v", err)
		}
	}
	if o.Proxies, err = web.ParseProxies(c.TrustedProxy); err != nil {
		return mistake("--trusted-proxy: %v", err)
	}
	switch x := c.SignOn; {
	case len(c.BreakGlass) > 0 && !x.Require:
		return mistake("--break-glass: everybody's password is good unless --oidc-require is given")
	case x.Issuer == "" && (x.Require || x.Client != "" || x.SecretFile != ""):
		return mistake("--oidc-issuer: name the provider of single sign-on")
	case x.Issuer == "":
		return nil
	}
	x := web.OIDC{Issuer: c.SignOn.Issuer, Client: c.SignOn.Client, Name: c.SignOn.Name, Scopes: c.SignOn.Scopes, Require: c.SignOn.Require, BreakGlass: c.BreakGlass}
	if x.Secret, err = c.SignOn.secret(e); err != nil {
		return err
	}
	if err := x.Check(); err != nil {
		return mistake("--oidc-…: %v", err)
	}
	if x.Require && len(x.BreakGlass) == 0 {
		e.note("warning: nobody is named by --break-glass; while %s is down nobody signs in", x.Name)
	}
	o.OIDC = &x
	return nil
}

// secret reads the site's secret at the provider. It is never printed.
func (s signOn) secret(e *Env) (string, error) {
	if s.SecretFile == "" {
		return "", nil
	}
	b, err := readFile(s.SecretFile)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(s.SecretFile); err == nil && info.Mode().Perm()&0o077 != 0 {
		e.note("warning: others on this machine can read %s; chmod 600 keeps it to you", s.SecretFile)
	}
	text := strings.TrimSpace(string(b))
	if text == "" || strings.ContainsAny(text, "\r\n") || len(text) > 4096 {
		return "", mistake("--oidc-secret-file: %s does not hold one secret in one line", s.SecretFile)
	}
	return text, nil
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
	o := web.Options{Addr: c.Addr, Out: e.Err, API: programs}
	err := c.doors(e, &o)
	if err != nil {
		return err
	}
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
		for _, code := range c.BreakGlass {
			if !slices.ContainsFunc(s.People, func(p app.Person) bool { return p.Code == code && !p.Removed }) {
				e.note("warning: --break-glass names %s, who has no seat in the book", code)
			}
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

// programs is the API of a book.
func programs(a *app.App) http.Handler { return api.New(a, access.NewLimiter(), time.Now) }
