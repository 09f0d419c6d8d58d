package web

import (
	"encoding/json"
	"strings"
	"time"

	"tieout/internal/app"
)

// seen is where a person last looked at the book, and before that visit.
type seen struct {
	Position int64
	At       string // RFC 3339
	Before   int64  // where they had looked before the visit that goes on now
	BeforeAt string
}

const seenKind = "seen"

// visitEnds is how long after the last look at home a new visit begins.
const visitEnds = 30 * time.Minute

// look notes that a person looks at the newest position, and gives where they had looked before this visit.
func (s *site) look(c *call) (seen, error) {
	var was seen
	if !c.Newest || c.who.Code == "" {
		return was, nil
	}
	now := s.App.Clock().UTC()
	err := s.App.ChangeWorking(c.r.Context(), seenKind, c.who.Code, func(w *app.Working) (bool, error) {
		if w.Body != "" {
			if err := json.Unmarshal([]byte(w.Body), &was); err != nil {
				return false, err
			}
		}
		last, err := time.Parse(time.RFC3339, was.At)
		if err != nil || now.Sub(last) > visitEnds {
			was.Before, was.BeforeAt = was.Position, was.At
		}
		if was.Position == c.Position && err == nil && now.Sub(last) < time.Minute {
			return false, nil
		}
		was.Position, was.At = c.Position, now.Format(time.RFC3339)
		b, err := json.Marshal(was)
		w.Kind, w.ID, w.Person, w.Body = seenKind, c.who.Code, c.who.Code, string(b)
		return true, err
	})
	return was, err
}

// sinceLine is one thing that happened since a person last looked.
type sinceLine struct{ What, Href string }

// since says what changed since a person last looked, in a few lines, and from which position on.
func (c *call) since(was seen) (string, []sinceLine, error) {
	if was.Before == 0 || was.Before >= c.Position {
		return "", nil, nil
	}
	acts, err := c.view.ActsBetween(was.Before, c.Position)
	if err != nil {
		return "", nil, err
	}
	var order []string
	by := map[string]int{}
	for _, a := range acts {
		if a.By == c.who.Code {
			continue
		}
		key := a.Kind + " by " + a.By
		if by[key] == 0 {
			order = append(order, key)
		}
		by[key]++
	}
	var out []sinceLine
	for _, key := range order {
		kind, who, _ := strings.Cut(key, " by ")
		what := strings.ReplaceAll(kind, "-", " ")
		if by[key] > 1 {
			what += ", " + count(by[key]) + " times"
		}
		out = append(out, sinceLine{what + ", by " + c.who.named(who), string(c.link("/log"))})
	}
	if last, err := c.view.LastEntryAt(was.Before); err == nil && last < c.view.LastEntry() {
		out = append(out, sinceLine{counted(c.view.LastEntry()-last, "entry", "entries") + " posted: what that changed on the balance sheet", string(c.link("/statements/balance-sheet/changes", "from", itoa(was.Before)))})
	}
	return moment(was.BeforeAt) + ", position " + count(was.Before), out, nil
}
