package cli

import (
	"tieout/internal/app"
	"tieout/ledger"
)

type branchCmd struct {
	Open    branchOpenCmd    `cmd:"" help:"Open a branch for proposed entries."`
	Propose branchProposeCmd `cmd:"" help:"Propose an entry from a YAML file on a branch."`
	List    branchListCmd    `cmd:"" help:"Every branch with what is proposed on it."`
	Merge   branchMergeCmd   `cmd:"" help:"Post exactly what is proposed on a branch."`
	Drop    branchDropCmd    `cmd:"" help:"Give a branch up."`
}

type branchOpenCmd struct {
	Name string `arg:""`
	bookFlag
	asFlag
	Why string `help:"What it is for."`
}

func (c *branchOpenCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		id, err := a.OpenBranch(e.Ctx, c.As, c.Name, c.Why)
		if err == nil {
			e.say("branch %d %s is open", id, c.Name)
		}
		return err
	})
}

type branchProposeCmd struct {
	Branch int64  `arg:"" help:"Number of the branch."`
	File   string `arg:"" help:"YAML file of the entry."`
	bookFlag
	asFlag
}

func (c *branchProposeCmd) Run(e *Env) error {
	return e.withEntry(c.Book, c.As, c.File, func(a *app.App, entry ledger.Entry) error {
		act, err := a.Propose(e.Ctx, c.As, c.Branch, entry)
		if err == nil {
			e.say("proposed on branch %d at position %d; nothing is posted", c.Branch, act.Position)
		}
		return err
	})
}

type branchListCmd struct{ bookFlag }

func (c *branchListCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		s, err := a.State(e.Ctx, 0)
		if err != nil {
			return err
		}
		for _, b := range s.Branches {
			state := "open"
			switch {
			case b.MergedAt != 0:
				state = "merged by " + b.MergedBy
			case b.DroppedAt != 0:
				state = "dropped: " + b.Reason
			}
			e.say("%6d  %s  by %s  %s", b.ID, b.Name, b.By, state)
			for _, x := range b.Entries() {
				e.say("        %s  %s  by %s", x.Effective, x.Description, x.Preparer)
			}
		}
		return nil
	})
}

type branchMergeCmd struct {
	Branch int64 `arg:"" help:"Number of the branch."`
	bookFlag
	asFlag
}

func (c *branchMergeCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		out, err := a.MergeBranch(e.Ctx, c.As, c.Branch, "")
		if err == nil {
			e.outcome(out, "the branch")
		}
		return err
	})
}

type branchDropCmd struct {
	Branch int64 `arg:"" help:"Number of the branch."`
	bookFlag
	asFlag
	Why string `required:"" help:"Reason."`
}

func (c *branchDropCmd) Run(e *Env) error {
	return e.open(c.Book, func(a *app.App) error {
		_, err := a.DropBranch(e.Ctx, c.As, c.Branch, c.Why)
		if err == nil {
			e.say("branch %d is dropped; nothing was posted", c.Branch)
		}
		return err
	})
}
