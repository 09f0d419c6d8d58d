package cli

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"tieout/internal/app"
	"tieout/statement"
)

type cashFlowCmd struct {
	Supply cashFlowSupplyCmd `cmd:"" help:"Name the gross flows and non-cash items of a period, from a YAML file."`
}

type cashFlowSupplyCmd struct {
	File    string `arg:"" optional:"" help:"YAML file."`
	Example bool   `help:"Print a complete example."`
	Book    string `placeholder:"BOOK" help:"The book." env:"TIEOUT_BOOK"`
	asFlag
	Date string `help:"Effective date of the analysing entry: a day of the period, usually its last."`
}

// Run posts an analysing entry: nothing moves between accounts, and the flows inside them are named.
func (c *cashFlowSupplyCmd) Run(e *Env) error {
	if c.Example {
		fmt.Fprint(e.Out, statement.SupplyExample)
		return nil
	}
	if c.File == "" || c.Book == "" || c.Date == "" {
		return mistake("name the file, --book and --date, or ask for --example")
	}
	on, err := parseDate(c.Date)
	if err != nil {
		return err
	}
	text, err := readFile(c.File)
	if err != nil {
		return err
	}
	var s statement.Supply
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil {
		return mistake("%s: %s", c.File, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return e.open(c.Book, func(a *app.App) error {
		state, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		entry, err := statement.SupplyEntry(s, state.Chart, on)
		if err != nil {
			return mistake("%s: %v", c.File, err)
		}
		out, err := a.Post(e.Ctx, c.As, entry)
		if err == nil {
			e.outcome(out, "the analysis")
		}
		return err
	})
}
