package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tieout/filing"
	"tieout/fiscal"
	"tieout/internal/app"
)

// Problem is an answer that refuses, as RFC 9457 has it. The code is stable; the detail says what is wrong, the amounts,
// and the way out.
type Problem struct {
	Type         string  `json:"type" doc:"A stable address of the kind of problem." example:"urn:tieout:problem:period-locked"`
	Title        string  `json:"title"`
	Status       int     `json:"status"`
	Code         string  `json:"code" doc:"The rule that refuses; docs/errors.md lists them." example:"period-locked"`
	Detail       string  `json:"detail"`
	Errors       []Wrong `json:"errors,omitempty" doc:"Everything that is wrong, where it is more than one thing."`
	retry        string
	authenticate bool
}

// Wrong is one thing that is wrong with a request.
type Wrong struct {
	Where string `json:"where,omitempty" doc:"The field, row or cell."`
	Rule  string `json:"rule,omitempty"`
	What  string `json:"what"`
}

func problem(status int, code, detail string) *Problem {
	return &Problem{Type: "urn:tieout:problem:" + code, Title: http.StatusText(status), Status: status, Code: code, Detail: detail}
}

// Error makes a Problem an error.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus is its status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func (p *Problem) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/problem+json")
	if p.retry != "" {
		w.Header().Set("Retry-After", p.retry)
	}
	if p.authenticate {
		w.Header().Set("WWW-Authenticate", `Bearer realm="tieout"`)
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// what the library finds wrong with a request becomes a Problem too.
func init() {
	huma.ValidateStrictCasing = true
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		code := "input"
		if status >= 500 {
			code = "fault"
		}
		p := problem(status, code, clip(msg, 400))
		for _, err := range errs {
			var d huma.ErrorDetailer
			if errors.As(err, &d) {
				x := d.ErrorDetail()
				p.Errors = append(p.Errors, Wrong{Where: strings.TrimPrefix(x.Location, "body."), What: clip(x.Message, 400)})
			} else if err != nil && status < 500 {
				p.Errors = append(p.Errors, Wrong{What: clip(err.Error(), 400)})
			}
		}
		return p
	}
}

// answerTo is an error of the app as a Problem.
func answerTo(ctx context.Context, err error) error {
	var p *Problem
	var m app.Mistake
	var r app.Refused
	var f fiscal.Mistake
	var l filing.Mistake
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p):
		return p
	case errors.As(err, &r):
		status := http.StatusConflict
		if r.Rule == "not-allowed" || r.Rule == "self-approval" || r.Rule == "who" {
			status = http.StatusForbidden
		}
		return problem(status, r.Rule, clip(r.Message, 1000))
	case errors.As(err, &m):
		p = problem(http.StatusUnprocessableEntity, "input", clip(m.Error(), 1000))
		for _, x := range m.Findings {
			p.Errors = append(p.Errors, Wrong{x.Subject, x.Rule, clip(x.Message, 600)})
		}
		if len(m.Findings) == 1 && m.Findings[0].Rule != "" {
			p.Code = m.Findings[0].Rule
			p.Type = "urn:tieout:problem:" + p.Code
		}
		return p
	case errors.As(err, &f), errors.As(err, &l):
		return problem(http.StatusUnprocessableEntity, "input", clip(err.Error(), 600))
	}
	return fault(ctx, err)
}

func fault(ctx context.Context, err error) *Problem {
	if ctx.Err() == nil {
		slog.Error("a call of the API failed", "error", err)
	}
	return problem(http.StatusInternalServerError, "fault", "The book cannot be read or written; the terminal that serves it has the details. Nothing was half written.")
}

func missing(format string, args ...any) error {
	return problem(http.StatusNotFound, "not-found", fmt.Sprintf(format, args...))
}

// clip cuts a text from outside and leaves out what cannot be seen in it.
func clip(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' || r == 0x7f || 0x80 <= r && r < 0xa0 || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if rs := []rune(s); len(rs) > most {
		return string(rs[:most]) + "…"
	}
	return s
}
