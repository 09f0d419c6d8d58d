package web

import (
	"bytes"
	"errors"
	"net/http"

	"tieout/internal/app"
)

// mistakeIn is what a command found wrong with what was typed, or refuses, in a sentence; empty for no error and for a
// fault, which the caller hands on.
func mistakeIn(err error) string {
	var m app.Mistake
	var r app.Refused
	switch {
	case errors.As(err, &m):
		return sentence(plainText(m.Error(), 1200))
	case errors.As(err, &r):
		return sentence(plainText(r.Message, 1200))
	}
	return ""
}

// bare answers with a page that has no navigation: nobody is signed in, or must show who they are.
func (s *site) bare(w http.ResponseWriter, r *http.Request, code int, p page) {
	var b bytes.Buffer
	f := frame{Title: p.Title, Notice: s.Notice, Where: place{}}
	if err := pageFrame(f, p.Body).Render(r.Context(), &b); err != nil {
		b.Reset()
		b.WriteString(p.Title)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	if r.Method != http.MethodHead {
		_, _ = b.WriteTo(w)
	}
}

// origin is the site as the browser calls it.
func (s *site) origin(r *http.Request) string {
	if s.Origin != "" {
		return s.Origin
	}
	return "http://" + r.Host
}
