package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"tieout/internal/access"
)

// asking answers a script of the site: it is given the object that was sent and gives the one to send back.
type asking func(*call, []byte) (any, error)

// What a script may send.
const (
	maxAsked = 64 << 10
	maxDepth = 16
)

// refusal is what a script is told instead of an answer.
type refusal struct {
	Say  string `json:"say"`
	Step bool   `json:"step,omitempty"` // who one is must be shown again first
}

// ask answers a route of scripts: JSON in, JSON out, a refusal too.
func (s *site) ask(rt route, w http.ResponseWriter, r *http.Request, who seat) error {
	out, err := s.asked(rt, w, r, who)
	code := http.StatusOK
	if m := mistakeIn(err); m != "" {
		out, code = refusal{Say: m}, http.StatusUnprocessableEntity
	} else if err != nil {
		p, known := s.problemOf(r, err)
		if !known {
			return nil
		}
		out, code = refusal{Say: p.What + " " + p.Way, Step: errors.Is(err, errStep)}, p.Code
	}
	b, err := json.Marshal(out)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, err = w.Write(b)
	return err
}

// errStep asks for a fresh proof of who one is.
var errStep = problem{Code: http.StatusUnauthorized, Title: "Show again who you are", What: "This asks for a fresh proof of who you are.", Way: "Show it and try again."}

func (s *site) asked(rt route, w http.ResponseWriter, r *http.Request, who seat) (any, error) {
	if rt.Action != Public {
		what := access.What{Action: rt.Action}
		switch {
		case !who.In:
			return nil, problem{Code: http.StatusUnauthorized, Title: "Sign in", What: "Your session has ended.", Way: "Sign in and try again."}
		case !who.may(what).Allowed:
			s.note(r, who.Code, "refused", r.Method+" "+r.URL.Path)
			return nil, forbidden(who.may(what))
		case (rt.Step || rt.Action.StepUp()) && !who.stepped(s.now()):
			return nil, errStep
		}
	}
	body, err := readObject(w, r)
	if err != nil {
		return nil, err
	}
	return rt.Ask(&call{place: &place{}, site: s, r: r, query: r.URL.Query(), who: who, w: w}, body)
}

// readObject reads the JSON that a script sent.
func readObject(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, problem{Code: http.StatusUnsupportedMediaType, Title: "Not JSON", What: "This address takes application/json.", Way: "Use the page of the site."}
	}
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAsked))
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		return nil, problem{Code: http.StatusRequestEntityTooLarge, Title: "Too large", What: "The site takes up to " + size(maxAsked) + " here.", Way: "Use the page of the site."}
	case err != nil:
		return nil, unreadable()
	}
	return b, checkObject(b)
}

func unreadable() problem {
	return problem{Code: http.StatusBadRequest, Title: "Not readable", What: "What was sent cannot be read.", Way: "Load the page again and try once more."}
}

// checkObject takes one JSON object in UTF-8, not deep, in which no name stands twice: readers differ in which of two they
// take.
func checkObject(b []byte) error {
	if !utf8.Valid(b) || !bytes.HasPrefix(bytes.TrimSpace(b), []byte("{")) || !json.Valid(b) {
		return unreadable()
	}
	var names []map[string]bool // of the objects around; nil for a list
	isName := false
	for d := json.NewDecoder(bytes.NewReader(b)); ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable()
		}
		switch t {
		case json.Delim('{'):
			names = append(names, map[string]bool{})
		case json.Delim('['):
			names = append(names, nil)
		case json.Delim('}'), json.Delim(']'):
			names = names[:len(names)-1]
		default:
			if in := names[len(names)-1]; in != nil && isName {
				name := strings.ToLower(t.(string)) // as the reader of fields takes it
				if in[name] {
					return unreadable()
				}
				in[name], isName = true, false
				continue
			}
		}
		if len(names) > maxDepth {
			return unreadable()
		}
		isName = len(names) > 0 && names[len(names)-1] != nil
	}
}

// into reads an object whose fields are known.
func into[T any](b []byte) (T, error) {
	var v T
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return v, unreadable()
	}
	return v, nil
}
