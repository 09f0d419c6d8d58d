package access

import (
	"sync"
	"time"
)

// Rate is how often something may happen: a number of times within a span of time.
type Rate struct {
	Times  int
	Within time.Duration
}

// The rates of the site.
var (
	SignInsAnAddress = Rate{20, time.Minute}     // attempts to sign in from one address
	FailuresAPerson  = Rate{5, 15 * time.Minute} // wrong passwords or codes for one account, then a delay that grows
	CallsAToken      = Rate{600, time.Minute}    // calls of the API with one token
	ExportsAPerson   = Rate{60, time.Hour}       // tables and journals taken away by one person
	ReportsOfErrors  = Rate{30, time.Minute}     // events of refusals kept for one address
)

// Limiter counts what happens, by subject. It holds what it counts in memory: a restart forgets.
type Limiter struct {
	mu       sync.Mutex
	happened map[string][]time.Time
	failed   map[string]failures
	swept    time.Time
}

type failures struct {
	count int
	last  time.Time
}

// NewLimiter is a limiter that has seen nothing.
func NewLimiter() *Limiter {
	return &Limiter{happened: map[string][]time.Time{}, failed: map[string]failures{}}
}

// Allow counts one more of a subject and says whether the rate allows it, else how long to wait.
func (l *Limiter) Allow(subject string, r Rate, now time.Time) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	var within []time.Time
	for _, t := range l.happened[subject] {
		if now.Sub(t) < r.Within {
			within = append(within, t)
		}
	}
	if len(within) >= r.Times {
		l.happened[subject] = within
		return r.Within - now.Sub(within[0])
	}
	l.happened[subject] = append(within, now)
	return 0
}

// longestDelay bounds the growing delay: an account is never locked for good, so that nobody can lock out another.
const longestDelay = 15 * time.Minute

// Delay is how long a subject must wait after its failures: nothing for the first few, then twice as long each time.
func (l *Limiter) Delay(subject string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.failed[subject]
	if f.count < FailuresAPerson.Times {
		return 0
	}
	d := longestDelay
	if over := f.count - FailuresAPerson.Times; over < 9 {
		d = min(d, 5*time.Second<<over)
	}
	return max(0, d-now.Sub(f.last))
}

// Fail counts a failure of a subject.
func (l *Limiter) Fail(subject string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.failed[subject]
	if now.Sub(f.last) > FailuresAPerson.Within {
		f.count = 0
	}
	l.failed[subject] = failures{f.count + 1, now}
}

// Succeed forgets the failures of a subject.
func (l *Limiter) Succeed(subject string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.failed, subject)
}

// sweep forgets what no rate looks at any more, so that memory stays bounded.
func (l *Limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for k, ts := range l.happened {
		if len(ts) == 0 || now.Sub(ts[len(ts)-1]) > time.Hour {
			delete(l.happened, k)
		}
	}
	for k, f := range l.failed {
		if now.Sub(f.last) > time.Hour {
			delete(l.failed, k)
		}
	}
}
