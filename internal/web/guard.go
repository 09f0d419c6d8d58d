package web

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
)

// maxQuery is how long the part of an address behind the question mark may be.
const maxQuery = 4096

// policy lets a page load its own style sheet, its own script and nothing else. Nothing inline runs.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// hsts has browsers speak TLS to the site for a year, whatever they are told.
const hsts = "max-age=31536000"

// guard stands around every answer: headers, methods, the host's name, the length of the query, and panics.
func (s *site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header())
		if s.overTLS() {
			w.Header().Set("Strict-Transport-Security", hsts)
		}
		r = r.WithContext(context.WithValue(r.Context(), addressKey{}, asker(peerOf(r), r.Header.Values("X-Forwarded-For"), s.Proxies)))
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				slog.Error("a page failed", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
				s.fail(w, r, problem{Code: http.StatusInternalServerError, Title: "The page failed", What: "This is a mistake of the program. Nothing was half written: a command is written whole or not at all.",
					Way: "Go back, or open the page at another day. The terminal that runs the site has the details."})
			}
		}()
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost:
			w.Header().Set("Allow", "GET, HEAD, POST")
			s.fail(w, r, problem{Code: http.StatusMethodNotAllowed, Title: "The site does not know that", What: "It answers GET, HEAD and POST, not " + plainText(r.Method, 20) + ".", Way: "Open the page from the navigation."})
		case s.origins.Check(r) != nil:
			s.fail(w, r, problem{Code: http.StatusForbidden, Title: "The request came from another site", What: "A page of another site asked for a change here. Nothing was done.", Way: "Open the page from the navigation and do it there."})
		case s.loopback && !localHost(r.Host):
			s.fail(w, r, problem{Code: http.StatusMisdirectedRequest, Title: "Another host was asked for", What: "The request names a host that is not this computer.", Way: "Open the address that tieout serve printed."})
		case len(r.URL.RawQuery) > maxQuery:
			s.fail(w, r, problem{Code: http.StatusRequestURITooLong, Title: "The address is too long", What: fmt.Sprintf("What follows the question mark has %d characters; %d are read.", len(r.URL.RawQuery), maxQuery), Way: "Open the page from the navigation and choose again."})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// secure sets the headers that every answer has; a document overrides the policy with a stricter one.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cache-Control", "private, no-cache")
}

// localHost says whether the host that a request names is this computer: a site elsewhere that points its own name
// here (DNS rebinding) does not get to read the book.
func localHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && ip.IsLoopback()
}

// plainText is text from outside, cut short and without control characters, for a message.
func plainText(s string, most int) string {
	out := strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || r == 0xfffd || 0x80 <= r && r < 0xa0 || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
	if runes := []rune(out); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return out
}

// seatKey is under what a request carries who asks.
type seatKey struct{}

// fail answers with a page that says what is wrong and the way out.
func (s *site) fail(w http.ResponseWriter, r *http.Request, p problem) {
	var b bytes.Buffer
	f := frame{Title: p.Title, Notice: s.Notice, Where: place{}}
	if who, ok := r.Context().Value(seatKey{}).(seat); ok && who.In {
		f.Who, f.Nav = &who, s.nav()
	}
	if err := pageFrame(f, problemBody(p)).Render(r.Context(), &b); err != nil {
		b.Reset()
		b.WriteString(p.Title)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.Code)
	if r.Method != http.MethodHead {
		_, _ = b.WriteTo(w)
	}
}
