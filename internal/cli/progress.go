package cli

import (
	"fmt"
	"time"
)

// progress shows how far a long command is, once it has taken longer than a second.
type progress struct {
	e      *Env
	what   string
	start  time.Time
	last   time.Time
	active bool
}

func newProgress(e *Env, what string) *progress {
	return &progress{e: e, what: what, start: time.Now()}
}

// tell says how much of it is done.
func (p *progress) tell(done, of int64) {
	now := time.Now()
	if !p.e.Interactive || now.Sub(p.start) < time.Second || now.Sub(p.last) < 200*time.Millisecond {
		return
	}
	p.last, p.active = now, true
	fmt.Fprintf(p.e.Err, "\r%s: %d %%\x1b[K", p.what, 100*done/max(of, 1))
}

func (p *progress) done() {
	if p.active {
		fmt.Fprint(p.e.Err, "\r\x1b[K")
	}
}
