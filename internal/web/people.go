package web

import (
	"slices"
	"strings"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/money"
)

// peopleRoutes are those of people, seats and policies.
func (s *site) peopleRoutes() []route {
	return []route{
		{Pattern: "/people", Action: access.ReadPeople, Page: s.people},
		{Pattern: "/people", Action: access.GrantSeat, Do: s.addPerson},
		{Pattern: "/people/{code}/change", Action: access.GrantSeat, Do: s.changePerson},
		{Pattern: "/people/{code}/remove", Action: access.RemoveSeat, Do: s.removePerson},
		{Pattern: "/people/{code}/invite", Action: access.GrantSeat, Do: s.invite},
		{Pattern: "/people/limits", Action: access.SetLimit, Do: s.setLimit},
		{Pattern: "/events", Action: access.ReadLog, Page: s.events},
	}
}

// peoplePage says who is there and who can do what.
type peoplePage struct {
	Sentence string
	Wrong    string
	Invited  pair // who was just invited, and the link
	People   []personRow
	Roles    []access.RoleInfo
	Limits   []limitRow
	Actions  []accessRow
	Policies []access.Policy
	Grant    bool
	Limit    bool
	Ask      proofAsk
	Typed    app.Person
	TypedEnd string
}

type personRow struct {
	app.Person
	Title    string
	Standing mark
	Factors  string
	Self     bool
	Active   bool
}

type limitRow struct {
	Role   access.RoleInfo
	Amount string
}

// accessRow is an action with the roles and the people who may do it.
type accessRow struct {
	access.ActionInfo
	Roles  []bool
	People string
	Alone  bool // one person alone may do it: nobody stands in for them
}

type policyRow struct{ Means, Policy string }

func (s *site) people(c *call) (page, error) { return s.peopleWith(c, peoplePage{}) }

func (s *site) peopleWith(c *call, p peoplePage) (page, error) {
	cred, err := s.App.AllCredentials(c.r.Context())
	if err != nil {
		return page{}, err
	}
	own, err := s.App.Credentials(c.r.Context(), c.who.Code)
	if err != nil {
		return page{}, err
	}
	state := c.who.state
	p.Roles, p.Policies, p.Ask = access.Roles, access.Policies(), askOf(c.who, own)
	p.Grant, p.Limit = c.who.can(access.GrantSeat), c.who.can(access.SetLimit)
	for _, x := range state.People {
		p.People = append(p.People, c.personRow(x, cred[x.Code]))
	}
	d, _ := c.view.Entity().Currency.Digits()
	for _, r := range access.Roles {
		if access.MayRole(r.Role, access.ApproveEntry) {
			l := limitRow{Role: r, Amount: "any amount"}
			if n := state.Limits[string(r.Role)]; n > 0 {
				l.Amount = money.Group(money.FormatMinor(n, d))
			}
			p.Limits = append(p.Limits, l)
		}
	}
	for _, a := range access.Actions {
		p.Actions = append(p.Actions, c.accessRow(a))
	}
	p.Sentence = c.peopleSentence(p)
	return page{Title: "People", Section: "people", Body: peopleBody(p)}, nil
}

func (c *call) personRow(x app.Person, cred app.Credentials) personRow {
	r := personRow{Person: x, Title: roleTitle(x.Role), Self: x.Code == c.who.Code, Active: c.who.holds(x.Code)}
	r.Factors = orText(strings.Join(cred.Factors(), ", "), "nothing set up")
	switch {
	case x.Removed:
		r.Standing = mark{"idle", "taken"}
	case !r.Active:
		r.Standing = mark{"stop", "ended"}
	case x.Until != 0:
		r.Standing = mark{"wait", "until " + shortDay(x.Until)}
	default:
		r.Standing = mark{"done", "active"}
	}
	return r
}

func (c *call) accessRow(a access.ActionInfo) accessRow {
	row := accessRow{ActionInfo: a}
	for _, r := range access.Roles {
		row.Roles = append(row.Roles, access.MayRole(r.Role, a.Action))
	}
	var who []string
	for _, p := range c.who.state.People {
		if c.who.state.Decide(p.Code, access.What{Action: a.Action}, c.who.today).Allowed {
			who = append(who, p.Code)
		}
	}
	row.People, row.Alone = strings.Join(who, ", "), len(who) == 1
	return row
}

// peopleSentence says how many there are, and what rests on one person alone.
func (c *call) peopleSentence(p peoplePage) string {
	active, alone := 0, 0
	for _, x := range p.People {
		if x.Active {
			active++
		}
	}
	for _, a := range p.Actions {
		if a.Alone {
			alone++
		}
	}
	s := inWords(active) + " people have a seat."
	if active == 1 {
		s = "One person has a seat."
	}
	if alone > 0 && active > 1 {
		s += " " + inWords(alone) + " of the things one can do here rest on one person alone."
	}
	return s
}

// personTyped reads a person from a form.
func personTyped(c *call) (app.Person, string) {
	p := app.Person{Code: strings.TrimSpace(c.form.Get("code")), Name: strings.TrimSpace(c.form.Get("name")), Role: c.form.Get("role")}
	if t := strings.TrimSpace(c.form.Get("until")); t != "" {
		d, err := fiscal.Parse(t)
		if err != nil {
			return p, "The last day of the seat: " + err.Error() + "."
		}
		p.Until = d
	}
	return p, ""
}

func (s *site) peopleAgain(p peoplePage) done {
	d := done{Again: func(c *call) (page, error) { return s.peopleWith(c, p) }}
	if p.Wrong == "" {
		d.Code = 200
	}
	return d
}

func (s *site) addPerson(c *call) (done, error) {
	p, wrong := personTyped(c)
	if wrong == "" {
		_, err := s.App.AddPerson(c.ctx(), c.who.Code, p)
		if wrong = mistakeIn(err); wrong == "" && err != nil {
			return done{}, err
		}
	}
	if wrong != "" {
		return s.peopleAgain(peoplePage{Wrong: wrong, Typed: p, TypedEnd: c.form.Get("until")}), nil
	}
	return s.invited(c, p.Code)
}

// invited shows the link of an invitation once.
func (s *site) invited(c *call, code string) (done, error) {
	secret, _, err := s.App.Invite(c.r.Context(), c.who.Code, code)
	if m := mistakeIn(err); m != "" {
		return s.peopleAgain(peoplePage{Wrong: m}), nil
	}
	if err != nil {
		return done{}, err
	}
	s.note(c.r, c.who.Code, "invited", code)
	return s.peopleAgain(peoplePage{Invited: pair{code, s.origin(c.r) + "/join?with=" + secret}}), nil
}

func (s *site) invite(c *call) (done, error) { return s.invited(c, c.r.PathValue("code")) }

func (s *site) changePerson(c *call) (done, error) {
	p, wrong := personTyped(c)
	p.Code = c.r.PathValue("code")
	if wrong == "" {
		_, err := s.App.ChangePerson(c.ctx(), c.who.Code, p, c.form.Get("why"))
		if wrong = mistakeIn(err); wrong == "" && err != nil {
			return done{}, err
		}
	}
	if wrong != "" {
		return s.peopleAgain(peoplePage{Wrong: wrong}), nil
	}
	return done{To: "/people", Say: p.Code + " now has the seat of " + roleTitle(p.Role) + "."}, nil
}

func (s *site) removePerson(c *call) (done, error) {
	code := c.r.PathValue("code")
	_, err := s.App.RemovePerson(c.ctx(), c.who.Code, code, c.form.Get("why"))
	if m := mistakeIn(err); m != "" {
		return s.peopleAgain(peoplePage{Wrong: m}), nil
	}
	if err != nil {
		return done{}, err
	}
	return done{To: "/people", Say: "The seat of " + code + " is taken. What they did stays; their drafts can be returned."}, s.held.endAll(c.r.Context(), code, "")
}

func (s *site) setLimit(c *call) (done, error) {
	var minor int64
	if t := strings.TrimSpace(c.form.Get("amount")); t != "" && t != "0" {
		cur := c.who.state.Chart.Entities()[0].Currency
		a, err := money.Parse(t, cur)
		if err != nil {
			return s.peopleAgain(peoplePage{Wrong: sentence("the limit: " + err.Error())}), nil
		}
		minor = a.Minor
	}
	_, err := s.App.SetLimit(c.ctx(), c.who.Code, c.form.Get("role"), minor)
	if m := mistakeIn(err); m != "" {
		return s.peopleAgain(peoplePage{Wrong: m}), nil
	}
	return done{To: "/people#limits", Say: "The limit is set."}, err
}

// eventRows is how many events a page holds.
const eventRows = 100

// events lists what happened around the book: sign-ins, refusals, exports.
func (s *site) events(c *call) (page, error) {
	es, err := s.App.Events(c.r.Context(), 0, eventRows)
	if err != nil {
		return page{}, err
	}
	p := tablePage{Title: "Events", Sub: "Sign-ins, refusals, exports and the like, the newest first; the acts that changed the book are in the log.",
		Heads: []head{{Text: "When (UTC)", Tight: true}, {Text: "Person", Tight: true}, {Text: "What", Tight: true}, {Text: "Detail"}, {Text: "From", Tight: true}}}
	for _, e := range es {
		p.Rows = append(p.Rows, tableRow{Cells: []cell{{Text: moment(e.At)}, {Text: e.Person}, {Text: strings.ReplaceAll(e.Kind, "-", " ")}, {Text: e.Detail, Soft: true}, {Text: e.Place, Soft: true}}})
	}
	if len(es) == 0 {
		p.Empty = "Nothing has happened yet."
	}
	return page{Title: "Events", Section: "people", Body: tableBody(p)}, nil
}

func rolesWithEnd() []string {
	var out []string
	for _, r := range access.Roles {
		if r.MustExpire {
			out = append(out, r.Title)
		}
	}
	slices.Sort(out)
	return out
}
