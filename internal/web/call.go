package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
)

// call is one request with the book open at the position that its clock means.
type call struct {
	*place
	site  *site
	r     *http.Request
	view  *app.View
	query url.Values

	who    seat
	form   url.Values // what was posted
	caller *app.Caller
	slices []choice // parts of the entity that the page can show
	w      http.ResponseWriter
	code   int // of a page that is no plain success
}

// problem is why there is no page, and the way out.
type problem struct {
	Code             int
	Title, What, Way string
}

func (p problem) Error() string { return p.Title + ": " + p.What }

// missing is a thing that is not in the book at the clock's position.
func (c *call) missing(what, way string) problem {
	return problem{Code: http.StatusNotFound, Title: "Not found", What: what, Way: way}
}

func bad(what, way string) problem {
	return problem{Code: http.StatusBadRequest, Title: "The address cannot be read", What: what, Way: way}
}

// moved sends the reader elsewhere.
type moved struct{ to string }

func (m moved) Error() string { return "moved to " + m.to }

// answer asks who is there and whether they may, opens the book for a route and writes what comes out.
func (s *site) answer(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rt.Static != nil {
			rt.Static(s, w, r)
			return
		}
		who, err := s.seat(r)
		if err == nil {
			r = r.WithContext(context.WithValue(r.Context(), seatKey{}, who))
			err = s.answered(rt, w, r, who)
		}
		if err != nil {
			s.refuse(w, r, err)
		}
	})
}

func (s *site) answered(rt route, w http.ResponseWriter, r *http.Request, who seat) error {
	switch {
	case rt.Do != nil:
		return s.do(rt, w, r, who)
	case rt.Ask != nil:
		return s.ask(rt, w, r, who)
	}
	if rt.Action != Public {
		if !who.In {
			return s.askSignIn(w, r, nil)
		}
		if d := who.may(access.What{Action: rt.Action}); !d.Allowed {
			s.note(r, who.Code, "refused", r.Method+" "+r.URL.Path)
			return forbidden(d)
		}
	}
	var b bytes.Buffer
	code := http.StatusOK
	err := s.with(r, who, func(c *call) error {
		if rt.Raw != nil {
			return rt.Raw(c, &buffered{ResponseWriter: w, body: &b})
		}
		c.w, c.code = w, code
		err := s.frameInto(c, w, rt.Page, &b)
		code = c.code
		return err
	})
	if err == nil {
		if code != http.StatusOK {
			w.WriteHeader(code)
		}
		_, _ = b.WriteTo(w)
	}
	return err
}

// frameInto makes a page in the site's frame.
func (s *site) frameInto(c *call, w http.ResponseWriter, show action, b *bytes.Buffer) error {
	p, err := show(c)
	if err != nil {
		return err
	}
	f, err := c.frame(p)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return pageFrame(f, p.Body).Render(c.r.Context(), b)
}

// buffered holds an answer back until it is known to be whole.
type buffered struct {
	http.ResponseWriter
	body *bytes.Buffer
}

func (b *buffered) Write(p []byte) (int, error) { return b.body.Write(p) }

// with reads the clock, opens the book there and runs fn.
func (s *site) with(r *http.Request, who seat, fn func(*call) error) error {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return bad("The part behind the question mark is not well formed.", "Open the page from the navigation and choose again.")
	}
	for k, vs := range q {
		for _, v := range append(vs, k) {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return bad("The address holds bytes that are not text.", "Open the page from the navigation and choose again.")
			}
		}
	}
	pl, err := s.clock(r.Context(), q)
	if err != nil {
		return err
	}
	return s.App.Read(r.Context(), pl.Position, func(v *app.View) error {
		c := &call{place: pl, site: s, r: r, view: v, query: q, who: who}
		if err := c.choosePeriod(); err != nil {
			return err
		}
		if err := c.chooseSlice(); err != nil {
			return err
		}
		if err := c.chooseBranch(); err != nil {
			return err
		}
		return fn(c)
	})
}

// refuse answers an error: a mistake in the address, something missing, or a fault.
func (s *site) refuse(w http.ResponseWriter, r *http.Request, err error) {
	for _, h := range []string{"Content-Disposition", "Content-Length"} {
		w.Header().Del(h)
	}
	w.Header().Set("Content-Security-Policy", policy)
	var m moved
	if errors.As(err, &m) {
		http.Redirect(w, r, m.to, http.StatusSeeOther)
		return
	}
	if p, known := s.problemOf(r, err); known {
		s.fail(w, r, p)
	}
}

// problemOf is an error in words; not known when nobody waits for an answer any more.
func (s *site) problemOf(r *http.Request, err error) (p problem, known bool) {
	var am app.Mistake
	var ar app.Refused
	var fm fiscal.Mistake
	var lm filing.Mistake
	switch {
	case errors.As(err, &p):
	case errors.As(err, &ar):
		p = problem{Code: http.StatusConflict, Title: "Refused", What: sentence(plainText(ar.Message, 600)), Way: "Nothing was written."}
	case errors.As(err, &am):
		p = bad(sentence(plainText(am.Error(), 600)), "Correct the address, or open the page from the navigation.")
	case errors.As(err, &fm), errors.As(err, &lm):
		p = bad(sentence(plainText(err.Error(), 600)), "Correct the address, or open the page from the navigation.")
	case errors.Is(err, context.Canceled):
		return p, false
	default:
		slog.Error("a page failed", "path", r.URL.Path, "error", err)
		p = problem{Code: http.StatusInternalServerError, Title: "The book cannot be read", What: "Reading it failed; the terminal that runs the site has the details.", Way: "Check the disk and run tieout verify on the book, then try again."}
	}
	return p, true
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	s = strings.ToUpper(string(r)) + s[n:]
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "…") {
		s += "."
	}
	return s
}
