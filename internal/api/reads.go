package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/internal/exporter"
	"tieout/ledger"
	"tieout/money"
	"tieout/statement"
)

// At is the position at which the books are read.
type At struct {
	Position int64  `query:"position" minimum:"0" doc:"Version of the books; the newest when left out."`
	Match    string `header:"If-None-Match" doc:"The ETag of an earlier answer; 304 when nothing has changed since."`
}

// read makes a question an operation. What is answered depends on nothing but the address and the books at the position,
// unless live says that it moves by itself.
func read[I, O any](s *Server, name, path, about string, action access.Action, where func(*I) *At, do func(ctx context.Context, v *app.View, in *I) (O, error)) {
	type out struct {
		ETag     string `header:"ETag"`
		Position string `header:"Tieout-Position" doc:"The position that was read."`
		Body     O
	}
	huma.Register(s.huma, huma.Operation{OperationID: name, Method: http.MethodGet, Path: Prefix + "/v1" + path, Summary: about, Description: "Needs the scope `" + string(action) + "`.", Tags: []string{"reading"},
		Errors: []int{400, 401, 403, 404, 422, 429}}, func(ctx context.Context, in *I) (*out, error) {
		c := callOf(ctx)
		if err := s.mayRead(ctx, c, action); err != nil {
			return nil, err
		}
		o := &out{}
		pos := where(in)
		err := s.app.Read(ctx, pos.Position, func(v *app.View) (err error) {
			o.Position = strconv.FormatInt(v.Position, 10)
			o.ETag = `"p` + o.Position + "-" + c.sum[:16] + `"`
			if pos.Match == o.ETag {
				return huma.Status304NotModified()
			}
			o.Body, err = do(ctx, v, in)
			return err
		})
		if err != nil {
			if se, ok := err.(huma.StatusError); ok {
				return nil, se
			}
			return nil, answerTo(ctx, err)
		}
		return o, nil
	})
}

// mayRead asks the policies for somebody who only reads.
func (s *Server) mayRead(ctx context.Context, c *call, action access.Action) error {
	st, err := s.app.State(ctx, 0)
	if err != nil {
		return answerTo(ctx, err)
	}
	if d := st.Decide(c.token.Person, access.What{Action: action, Scopes: c.token.Scopes}, s.app.Today()); !d.Allowed {
		return problem(http.StatusForbidden, "not-allowed", d.Reason)
	}
	return nil
}

// table is a report as the command line writes it with --format json.
func table(t exporter.Table) (json.RawMessage, error) {
	var b bytes.Buffer
	err := t.Write(&b, "json")
	return b.Bytes(), err
}

// Book is what the book is.
type Book struct {
	Name     string       `json:"name"`
	CIK      string       `json:"cik,omitempty"`
	Position int64        `json:"position"`
	At       string       `json:"at" doc:"When the act at the position was done."`
	Entries  int64        `json:"entries"`
	Entities []EntityInfo `json:"entities"`
}

// EntityInfo is a legal entity.
type EntityInfo struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Currency string `json:"currency"`
}

// Page is a part of a list, and where it goes on.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next part; none at the end."`
}

type Paged struct {
	At
	Cursor string `query:"cursor" maxLength:"60" doc:"Where the part begins, as an earlier answer gave it."`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// cursorOf is an opaque cursor: the last id that was given.
func cursorOf(n int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte("after " + strconv.FormatInt(n, 10)))
}

func (p Paged) after() (int64, error) {
	if p.Cursor == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	text, ok := strings.CutPrefix(string(b), "after ")
	n, perr := strconv.ParseInt(text, 10, 64)
	if err != nil || !ok || perr != nil || n < 0 {
		return 0, wrong("cursor", "it is none that the API gave")
	}
	return n, nil
}

// Act is an act of the log.
type Act struct {
	Position int64  `json:"position"`
	At       string `json:"at"`
	By       string `json:"by,omitempty"`
	Kind     string `json:"kind"`
	Why      string `json:"why,omitempty"`
	Text     string `json:"text" doc:"The canonical text of the act."`
}

// Draft is what waits for a second person.
type Draft struct {
	Draft    string   `json:"draft"`
	Hash     string   `json:"hash" doc:"What approval is bound to."`
	Kind     string   `json:"kind" enum:"entries,import,revert"`
	Title    string   `json:"title"`
	By       string   `json:"by"`
	At       string   `json:"at"`
	Returned bool     `json:"returned,omitempty"`
	Entries  []Posted `json:"entries,omitempty"`
}

func draftOf(c *ledger.Chart, d app.Draft) Draft {
	out := Draft{Draft: "D-" + pad(d.ID), Hash: d.Hash, Kind: "entries", Title: d.Title(), By: d.By, At: d.At, Returned: d.Returned}
	switch {
	case d.Import != nil:
		out.Kind = "import"
	case d.Revert != nil:
		out.Kind = "revert"
	}
	for _, e := range d.Entries {
		out.Entries = append(out.Entries, postedOf(c, e))
	}
	return out
}

func pad(n int64) string {
	t := strconv.FormatInt(n, 10)
	return strings.Repeat("0", max(0, 6-len(t))) + t
}

// Filing is a report that was made and kept.
type Filing struct {
	Position int64             `json:"position"`
	Form     string            `json:"form"`
	Period   string            `json:"period"`
	On       string            `json:"on"`
	AsKnown  int64             `json:"as_known_at"`
	Files    map[string]string `json:"files" doc:"SHA-256 by name."`
}

// Seat is a person of the book.
type Seat struct {
	Code   string   `json:"code"`
	Name   string   `json:"name"`
	Role   string   `json:"role"`
	Until  string   `json:"until,omitempty"`
	Active bool     `json:"active"`
	May    []string `json:"may" doc:"What they can do."`
}

type dated struct {
	At
	Date   string `query:"date" format:"date" doc:"End of this day."`
	Entity string `query:"entity" maxLength:"40"`
}

type Over struct {
	At
	Period string `query:"period" required:"true" maxLength:"20" example:"2006-Q1"`
	Entity string `query:"entity" maxLength:"40"`
}

type registered struct {
	Over
	Account string `query:"account" required:"true" maxLength:"200"`
}

type stated struct {
	Over
	Kind string `path:"kind" enum:"balance-sheet,income,comprehensive-income,cash-flow,equity"`
}

type numbered struct {
	At
	Number string `path:"number" maxLength:"40" example:"JE-2006-000042"`
}

type explained struct {
	At
	What string `query:"what" required:"true" maxLength:"200" doc:"An element, an account, an entry, the id of a fact, the hash of a document."`
	Date string `query:"date" format:"date"`
	Over string `query:"period" maxLength:"20"`
}

// reads registers what can be read.
func (s *Server) reads() {
	read(s, "book", "/book", "The book and its newest position.", access.ReadBooks, func(i *At) *At { return i }, func(_ context.Context, v *app.View, _ *At) (Book, error) {
		b := Book{Name: v.State.Name, CIK: v.State.CIK, Position: v.Position, At: v.State.At, Entries: v.LastEntry()}
		for _, e := range v.State.Chart.Entities() {
			b.Entities = append(b.Entities, EntityInfo{e.Code, e.Name, string(e.Currency)})
		}
		return b, nil
	})
	read(s, "accounts", "/accounts", "The chart.", access.ReadBooks, func(i *At) *At { return i }, func(_ context.Context, v *app.View, _ *At) ([]Account, error) {
		out := []Account{}
		for _, a := range v.State.Chart.Accounts() {
			out = append(out, Account{a.Code, a.Name, string(a.Type), string(a.Section), a.Concept, a.CashFlow})
		}
		return out, nil
	})
	read(s, "trial-balance", "/trial-balance", "The trial balance at the end of a day.", access.Export, func(i *dated) *At { return &i.At }, func(_ context.Context, v *app.View, in *dated) (json.RawMessage, error) {
		d := s.app.Today()
		var err error
		if in.Date != "" {
			if d, err = fiscal.Parse(in.Date); err != nil {
				return nil, wrong("date", "%v", err)
			}
		}
		if err := v.Select(in.Entity); err != nil {
			return nil, err
		}
		t, err := v.TrialBalanceTable(d)
		if err != nil {
			return nil, err
		}
		return table(t)
	})
	read(s, "register", "/register", "The lines of an account with the running balance.", access.Export, func(i *registered) *At { return &i.At }, func(_ context.Context, v *app.View, in *registered) (json.RawMessage, error) {
		p, err := v.State.Calendar.ParsePeriod(in.Period)
		if err != nil {
			return nil, err
		}
		if _, ok := v.State.Chart.Account(in.Account); !ok {
			return nil, missing("The chart has no account %s at this position.", clip(in.Account, 80))
		}
		if err := v.Select(in.Entity); err != nil {
			return nil, err
		}
		t, err := v.RegisterTable(in.Account, p.Period)
		if err != nil {
			return nil, err
		}
		return table(t)
	})
	read(s, "statement", "/statements/{kind}", "A statement, with its findings.", access.Export, func(i *stated) *At { return &i.At }, func(_ context.Context, v *app.View, in *stated) (json.RawMessage, error) {
		p, err := v.State.Calendar.ParsePeriod(in.Period)
		if err != nil {
			return nil, err
		}
		if err := v.Select(in.Entity); err != nil {
			return nil, err
		}
		t, fs, err := v.StatementReport(in.Kind, p, statement.Scale{Power: -1, Rounding: money.HalfAway})
		if err != nil {
			return nil, err
		}
		if t.Extra == nil {
			t.Extra = map[string]any{}
		}
		t.Extra["findings"] = notesOf(fs)
		return table(t)
	})
	s.readEntries()
	s.readStock()
	s.readEstimates()
	s.readRest()
}

func (s *Server) readEntries() {
	read(s, "entries", "/entries", "The entries in order of posting.", access.Export, func(i *Paged) *At { return &i.At }, func(_ context.Context, v *app.View, in *Paged) (Page[Posted], error) {
		p := Page[Posted]{Items: []Posted{}}
		after, err := in.after()
		if err != nil {
			return p, err
		}
		for e, err := range v.EntriesBetween(after, after+int64(in.Limit)) {
			if err != nil {
				return p, err
			}
			p.Items = append(p.Items, postedOf(v.State.Chart, e.Entry))
		}
		if last := after + int64(in.Limit); last < v.LastEntry() {
			p.Next = cursorOf(last)
		}
		return p, nil
	})
	read(s, "entry", "/entries/{number}", "One entry.", access.ReadBooks, func(i *numbered) *At { return &i.At }, func(_ context.Context, v *app.View, in *numbered) (Posted, error) {
		n, err := app.ParseNumber(in.Number)
		if err != nil {
			return Posted{}, err
		}
		e, ok, err := v.Entry(n)
		if err == nil && !ok {
			err = missing("There is no entry %s at position %d.", n, v.Position)
		}
		return postedOf(v.State.Chart, e), err
	})
	read(s, "drafts", "/drafts", "What waits for a second person, now.", access.ReadBooks, func(*struct{}) *At { return &At{} }, func(_ context.Context, v *app.View, _ *struct{}) ([]Draft, error) {
		ds, err := v.Drafts()
		out := []Draft{}
		for _, d := range ds {
			out = append(out, draftOf(v.State.Chart, d))
		}
		return out, err
	})
	read(s, "explain", "/explain", "Where a figure comes from, or where an entry ends up.", access.ReadBooks, func(i *explained) *At { return &i.At }, func(_ context.Context, v *app.View, in *explained) (app.Explanation, error) {
		q := app.Question{What: in.What, Period: in.Over}
		if in.Date != "" {
			d, err := fiscal.Parse(in.Date)
			if err != nil {
				return app.Explanation{}, wrong("date", "%v", err)
			}
			q.At = d
		}
		return v.Explain(q)
	})
}

func (s *Server) readRest() {
	read(s, "log", "/log", "The acts of the book in order of position.", access.ReadLog, func(i *Paged) *At { return &i.At }, func(_ context.Context, v *app.View, in *Paged) (Page[Act], error) {
		p := Page[Act]{Items: []Act{}}
		after, err := in.after()
		if err != nil {
			return p, err
		}
		acts, err := v.ActsBetween(after, after+int64(in.Limit))
		for _, a := range acts {
			p.Items = append(p.Items, Act{a.Position, a.At, a.By, a.Kind, a.Why, string(a.Text())})
		}
		if last := after + int64(in.Limit); last < v.Position {
			p.Next = cursorOf(last)
		}
		return p, err
	})
	read(s, "filings", "/filings", "The reports that were made and kept.", access.ReadBooks, func(i *At) *At { return i }, func(_ context.Context, v *app.View, _ *At) ([]Filing, error) {
		out := []Filing{}
		for _, f := range v.State.Filings {
			x := Filing{Position: f.Position, Form: f.Form, Period: f.Period, On: f.On.String(), AsKnown: f.AsKnown, Files: map[string]string{}}
			for _, file := range f.Files {
				x.Files[file.Key] = file.Value
			}
			out = append(out, x)
		}
		return out, nil
	})
	read(s, "people", "/people", "Who is there, and who can do what.", access.ReadPeople, func(i *At) *At { return i }, func(_ context.Context, v *app.View, _ *At) ([]Seat, error) {
		out := []Seat{}
		for _, p := range v.State.People {
			x := Seat{Code: p.Code, Name: p.Name, Role: p.Role, Active: !p.Removed && (p.Until == 0 || p.Until >= s.app.Today()), May: []string{}}
			if p.Until != 0 {
				x.Until = p.Until.String()
			}
			for _, a := range access.Actions {
				if v.State.Decide(p.Code, access.What{Action: a.Action}, s.app.Today()).Allowed {
					x.May = append(x.May, string(a.Action))
				}
			}
			slices.Sort(x.May)
			out = append(out, x)
		}
		return out, nil
	})
	type documented struct {
		At
		Hash string `path:"hash" minLength:"8" maxLength:"64"`
	}
	type document struct {
		Name    string `json:"name"`
		Media   string `json:"media,omitempty"`
		Hash    string `json:"hash"`
		Bytes   int64  `json:"bytes"`
		Content string `json:"content" doc:"The document in base64."`
	}
	read(s, "document", "/documents/{hash}", "A stored document with its content.", access.ReadBooks, func(i *documented) *At { return &i.At }, func(_ context.Context, v *app.View, in *documented) (document, error) {
		h, err := v.FindDocument(in.Hash)
		if err != nil {
			return document{}, missing("No document of the book has the hash %s.", clip(in.Hash, 64))
		}
		info, body, ok, err := v.Document(h)
		if err == nil && !ok {
			err = missing("No document of the book has the hash %s.", clip(in.Hash, 64))
		}
		return document{info.Name, info.Media, string(info.Hash), info.Bytes, base64.StdEncoding.EncodeToString(body)}, err
	})
}
