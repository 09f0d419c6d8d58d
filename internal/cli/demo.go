package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	americanlocker "tieout/examples/american-locker"
	"tieout/internal/app"
	"tieout/internal/demo"
	"tieout/internal/web"
)

type demoCmd struct {
	Dir     string `default:"demo" help:"Folder of the demonstration; a rerun replaces only what it made itself."`
	NoServe bool   `help:"Build and tie out, then end, without serving the site."`
	Addr    string `default:"127.0.0.1:0" help:"Address of the site."`
	Data    string `placeholder:"DIR" help:"Read the example from a folder instead of the program."`
}

func (c *demoCmd) Run(e *Env) error {
	var data fs.FS = americanlocker.Data
	if c.Data != "" {
		data = os.DirFS(c.Data)
	}
	start := time.Now()
	p := newProgress(e, "building")
	r, err := demo.Build(e.Ctx, demo.Options{Data: data, Dir: c.Dir, Step: func(what string, done, of int) {
		p.what = "building: " + what
		p.tell(int64(done), int64(of))
	}})
	p.done()
	if err != nil {
		return err
	}
	if err := demo.TieOutTable(r.Ties).Write(e.Out, "table"); err != nil {
		return err
	}
	for _, dir := range r.Packages {
		e.say("package   %s", dir)
	}
	e.say("book      %s", filepath.Clean(r.Book))
	e.say("built in %.1f s", time.Since(start).Seconds())
	for _, problem := range r.Problems {
		fmt.Fprintf(e.Out, "DIFFERS   %s\n", problem)
		e.exit = Findings
	}
	if e.exit != Fine || c.NoServe {
		return nil
	}
	return c.serve(e, r)
}

// serve shows the demonstration's site, with its clock at the day of the plan, until it is interrupted.
func (c *demoCmd) serve(e *Env, r demo.Result) error {
	o := web.Options{Addr: c.Addr, Out: e.Out, Clock: r.Plan.Clock, Ties: r.Ties, Sources: r.Plan.Sources, Sample: true, API: programs}
	for _, p := range r.Plan.Presets {
		o.Presets = append(o.Presets, web.Preset{On: p.On, Label: p.Label})
	}
	for _, x := range r.Plan.Reports {
		o.Reports = append(o.Reports, x.Form+" "+x.Period)
	}
	return e.open(r.Book, func(a *app.App) error {
		o.App = a
		return web.Serve(e.Ctx, o)
	})
}
