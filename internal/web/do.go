package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"tieout/evidence"
	"tieout/internal/access"
	"tieout/internal/app"
)

// doing changes something by a command of the app.
type doing func(*call) (done, error)

// done is what became of it: where to go on and what to say there, or the page again with what was typed and what is
// wrong with it.
type done struct {
	To    string // an address of this site
	Say   string // said once on the page that comes next
	Again action // the same page again
	Code  int    // its status; 422 when none is given
}

// Sizes of what is posted.
const (
	maxForm = 4 << 20  // the fields of a form
	maxFile = 50 << 20 // a file
	maxPart = 2 << 20  // of a file that is held in memory
)

// onceField is the hidden field that makes a form count once, however often it is sent.
const onceField = "once"

// newOnce is a value for it.
func newOnce() string {
	var b [12]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err)
	}
	return hex.EncodeToString(b[:])
}

// do answers a route that changes something.
func (s *site) do(rt route, w http.ResponseWriter, r *http.Request, who seat) error {
	form, err := readForm(w, r, rt.Large)
	if err != nil {
		return err
	}
	defer func() {
		if r.MultipartForm != nil {
			_ = r.MultipartForm.RemoveAll()
		}
	}()
	if rt.Action != Public {
		if stop, err := s.askWho(rt, w, r, who, form); stop || err != nil {
			return err
		}
		form.Del(proofName) // what was asked for is the same with and without
	}
	c := &call{place: &place{}, site: s, r: r, query: r.URL.Query(), form: form, who: who, w: w}
	c.caller = &app.Caller{Key: form.Get(onceField), Sum: sumOf(r.URL.Path, form)}
	d, err := rt.Do(c)
	var again app.Repeated
	if errors.As(err, &again) {
		d, err = done{To: localPath(again.Answer), Say: "That was done already; nothing was done twice."}, nil
	}
	if err != nil {
		return err
	}
	if d.Again != nil {
		return s.again(w, r, who, form, d)
	}
	if d.Say != "" {
		s.sessions.Put(r.Context(), keyFlash, d.Say)
	}
	if c.caller.Key != "" {
		if err := s.App.Answered(c.ctx(), who.Code, d.To); err != nil {
			return err
		}
	}
	http.Redirect(w, r, localPath(d.To), http.StatusSeeOther)
	return nil
}

// askWho answers for a request of somebody who is not signed in, may not, or must show again who they are. What was
// typed is carried on: it is sent again once they have.
func (s *site) askWho(rt route, w http.ResponseWriter, r *http.Request, who seat, form url.Values) (answered bool, err error) {
	switch {
	case !who.In:
		return true, s.askSignIn(w, r, form)
	case !who.may(access.What{Action: rt.Action}).Allowed:
		s.note(r, who.Code, "refused", r.Method+" "+r.URL.Path)
		return true, forbidden(who.may(access.What{Action: rt.Action}))
	case (rt.Step || rt.Action.StepUp()) && !who.stepped(s.now()):
		return s.askStep(w, r, who, form)
	}
	return false, nil
}

// forbidden is what the policies refuse, with the reason.
func forbidden(d access.Decision) problem {
	return problem{Code: http.StatusForbidden, Title: "Not for this seat", What: sentence(d.Reason), Way: "Who can do what stands on the page of people and seats; a controller or the CFO gives seats."}
}

// again shows a form again with what is wrong.
func (s *site) again(w http.ResponseWriter, r *http.Request, who seat, form url.Values, d done) error {
	var b bytes.Buffer
	err := s.with(r, who, func(c *call) error {
		c.form = form
		return s.frameInto(c, w, d.Again, &b)
	})
	if err != nil {
		return err
	}
	if d.Code == 0 {
		d.Code = http.StatusUnprocessableEntity
	}
	w.WriteHeader(d.Code)
	_, err = b.WriteTo(w)
	return err
}

// readForm reads what was posted: text that is text, and no more of it than the site takes.
func readForm(w http.ResponseWriter, r *http.Request, large bool) (url.Values, error) {
	most := int64(maxForm)
	if large {
		most += maxFile
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") && large {
		err = r.ParseMultipartForm(maxPart)
	} else {
		err = r.ParseForm()
	}
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		return nil, problem{Code: http.StatusRequestEntityTooLarge, Title: "Too large", What: fmt.Sprintf("The site takes up to %s at once; nothing was kept.", size(most)), Way: "Larger files are taken in by the command line: tieout import."}
	case err != nil:
		return nil, bad("What was sent cannot be read as a form.", "Go back and send it again.")
	}
	form := r.PostForm
	if form == nil {
		form = url.Values{}
	}
	if r.MultipartForm != nil {
		form = r.MultipartForm.Value
	}
	for k, vs := range form {
		for _, v := range append(slices.Clone(vs), k) {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return nil, bad("A field holds bytes that are not text.", "Go back and type it again.")
			}
		}
	}
	return form, nil
}

// sumOf is the hash of what a form says, whatever the once field holds.
func sumOf(path string, form url.Values) string {
	f := url.Values{}
	for k, v := range form {
		if k != onceField {
			f[k] = v
		}
	}
	return evidence.SHA256([]byte(path + "?" + f.Encode()))
}

// localPath is an address on this site: what leads elsewhere leads home.
func localPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") {
		return "/"
	}
	return to
}

// ctx is the context of a command: it carries the form's once field as idempotency key.
func (c *call) ctx() context.Context {
	if c.caller == nil {
		return c.r.Context()
	}
	return app.WithCaller(c.r.Context(), c.caller)
}

// reading opens the newest position for a command that must look before it acts.
func (c *call) reading(fn func(v *app.View) error) error {
	return c.site.App.Read(c.r.Context(), 0, fn)
}

// file is the file that was sent under a name, with its whole content; none when nothing was chosen.
func (c *call) file(name string) (string, []byte, error) {
	if c.r.MultipartForm == nil || len(c.r.MultipartForm.File[name]) == 0 {
		return "", nil, nil
	}
	h := c.r.MultipartForm.File[name][0]
	b, err := readPart(h)
	return plainText(h.Filename, 200), b, err
}

func readPart(h *multipart.FileHeader) ([]byte, error) {
	if h.Size > maxFile {
		return nil, problem{Code: http.StatusRequestEntityTooLarge, Title: "Too large", What: fmt.Sprintf("%s has %s; the site takes %s.", plainText(h.Filename, 80), size(h.Size), size(maxFile)), Way: "Larger files are taken in by the command line: tieout import."}
	}
	f, err := h.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile+1))
}
