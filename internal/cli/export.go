package cli

import (
	"os"

	"tieout/internal/app"
)

type exportCmd struct {
	bookFlag
	asFlag
	Out string `short:"o" required:"" placeholder:"FILE" help:"CSV journal to write; a signed checkpoint is written beside it."`
}

// Run writes the journal and the checkpoint of the book it was taken from.
func (c *exportCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		f, err := os.Create(c.Out)
		if err != nil {
			return err
		}
		text, n, err := a.Export(e.Ctx, c.As, f)
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			f.Close()
			os.Remove(c.Out)
			return err
		}
		if err := os.WriteFile(c.Out+".checkpoint", []byte(text), 0o644); err != nil {
			return err
		}
		e.say("%d entries written to %s, with a signed checkpoint beside it", n, c.Out)
		return nil
	})
}
