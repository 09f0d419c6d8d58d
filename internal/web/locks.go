package web

import (
	"slices"
	"strconv"
	"strings"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
	"tieout/money"
)

// lockRoutes are those of periods, locks and overrides, of the chart, and of documents that are stored.
func (s *site) lockRoutes() []route {
	return []route{
		{Pattern: "/locks", Action: access.ReadBooks, Page: s.locks},
		{Pattern: "/locks", Action: access.LockPeriod, Do: s.lock},
		{Pattern: "/overrides", Action: access.RequestOverride, Do: s.requestOverride},
		{Pattern: "/overrides/{id}/approve", Action: access.ApproveOverride, Do: s.approveOverride},
		{Pattern: "/chart", Action: access.ReadBooks, Page: s.chart},
		{Pattern: "/chart/accounts", Action: access.ChangeChart, Do: s.openAccount},
		{Pattern: "/chart/entities", Action: access.ChangeChart, Do: s.foundEntity},
		{Pattern: "/chart/dimensions", Action: access.ChangeChart, Do: s.defineDimension},
		{Pattern: "/registrant", Action: access.ReadBooks, Page: s.registrant},
		{Pattern: "/registrant", Action: access.SetRegistrant, Do: s.setRegistrant},
		{Pattern: "/documents", Action: access.AttachDocument, Do: s.storeDocument, Large: true},
	}
}

// locksPage is the year's periods with how firmly each is locked, and the overrides.
type locksPage struct {
	Sentence, Wrong           string
	Years                     []lockYear
	Overrides                 []overrideRow
	MayLock, MayAsk           bool
	Ask                       proofAsk
	Once                      string
	Period, Level, Until, Why string
}

type lockYear struct {
	Year   int
	Months []lockCell
}

type lockCell struct {
	Name, Label string
	Mark        mark
	Title       string
}

type overrideRow struct {
	app.OverrideUse
	Period   string
	Standing mark
	Links    []pair
	Can      bool
}

// lockYears is how many years the page of locks shows.
const lockYears = 3

func (s *site) locks(c *call) (page, error) { return s.locksWith(c, locksPage{}) }

func (s *site) locksWith(c *call, p locksPage) (page, error) {
	cred, err := s.App.Credentials(c.r.Context(), c.who.Code)
	if err != nil {
		return page{}, err
	}
	p.MayLock, p.MayAsk, p.Ask, p.Once = c.who.can(access.LockPeriod), c.who.can(access.RequestOverride), askOf(c.who, cred), newOnce()
	cal := c.view.State.Calendar
	open := 0
	for y := cal.Year(c.On); y > cal.Year(c.On)-lockYears; y-- {
		row := lockYear{Year: y}
		for m := 1; m <= 12; m++ {
			month := cal.Month(y, m)
			cell := lockCell{Name: itoa(y) + "-M" + two(m), Label: month.End.Time().Format("Jan"), Mark: mark{"idle", "open"}}
			if l := c.view.State.LockAt(month.End); l.Level != "" {
				cell.Mark = mark{map[app.Level]string{app.Soft: "wait", app.Closed: "done", app.Filed: "info"}[l.Level], string(l.Level)}
				cell.Title = "by " + l.By + ", position " + count(l.ID)
			} else if month.End < c.On && y == cal.Year(c.On) {
				open++
			}
			row.Months = append(row.Months, cell)
		}
		p.Years = append(p.Years, row)
	}
	uses, err := s.App.Overrides(c.r.Context())
	if err != nil {
		return page{}, err
	}
	for _, u := range slices.Backward(uses) {
		r := overrideRow{OverrideUse: u, Period: shortDay(u.First) + " to " + shortDay(u.Last), Standing: mark{"wait", "waits"}}
		switch {
		case u.Until < c.who.today:
			r.Standing = mark{"idle", "expired"}
		case u.ApprovedBy != "":
			r.Standing = mark{"done", "holds until " + shortDay(u.Until)}
		default:
			r.Can = c.who.may(access.What{Action: access.ApproveOverride, Owner: u.By}).Allowed
		}
		for _, n := range u.Entries {
			r.Links = append(r.Links, pair{n, string(c.link("/entries/" + n))})
		}
		p.Overrides = append(p.Overrides, r)
	}
	p.Sentence = "Every month of the year that has ended is locked."
	if open > 0 {
		p.Sentence = counted(open, "month that has ended is", "months that have ended are") + " open."
	}
	return page{Title: "Locks", Section: "locks", Body: locksBody(p)}, nil
}

func two(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}

func (s *site) locksAgain(p locksPage) done {
	return done{Again: func(c *call) (page, error) { return s.locksWith(c, p) }}
}

// periodTyped reads the period of a form.
func (c *call) periodTyped() (fiscal.Named, string) {
	p, err := c.who.state.Calendar.ParsePeriod(strings.TrimSpace(c.form.Get("period")))
	if err != nil {
		return p, sentence("the period: " + err.Error())
	}
	return p, ""
}

func (s *site) lock(c *call) (done, error) {
	p := locksPage{Period: c.form.Get("period"), Level: c.form.Get("level")}
	period, wrong := c.periodTyped()
	if wrong == "" {
		_, err := s.App.Lock(c.ctx(), c.who.Code, period.Period, app.Level(p.Level))
		if wrong = mistakeIn(err); wrong == "" && err != nil {
			return done{}, err
		}
	}
	if p.Wrong = wrong; wrong != "" {
		return s.locksAgain(p), nil
	}
	return done{To: "/locks", Say: period.Name + " is locked (" + p.Level + "), and a checkpoint is signed."}, nil
}

func (s *site) requestOverride(c *call) (done, error) {
	p := locksPage{Period: c.form.Get("period"), Until: c.form.Get("until"), Why: strings.TrimSpace(c.form.Get("why"))}
	period, wrong := c.periodTyped()
	until, err := fiscal.Parse(strings.TrimSpace(p.Until))
	if wrong == "" && err != nil {
		wrong = sentence("the last day: " + err.Error())
	}
	if wrong == "" {
		_, err := s.App.RequestOverride(c.ctx(), c.who.Code, period.Period, until, p.Why)
		if wrong = mistakeIn(err); wrong == "" && err != nil {
			return done{}, err
		}
	}
	if p.Wrong = wrong; wrong != "" {
		return s.locksAgain(p), nil
	}
	return done{To: "/locks", Say: "The override is asked for; a second person lets it hold."}, nil
}

func (s *site) approveOverride(c *call) (done, error) {
	id, err := strconv.ParseInt(c.r.PathValue("id"), 10, 64)
	if err != nil {
		id = -1
	}
	_, err = s.App.ApproveOverride(c.ctx(), c.who.Code, id)
	if m := mistakeIn(err); m != "" {
		return s.locksAgain(locksPage{Wrong: m}), nil
	}
	return done{To: "/locks", Say: "The override holds until its last day; what is posted under it is listed."}, err
}

// chartPage is the chart: accounts with their balances, entities and dimensions.
type chartPage struct {
	Sentence, Wrong, Search string
	Accounts                []accountRow
	Entities                []ledger.Entity
	Dims                    []ledger.Dimension
	May                     bool
	Typed                   ledger.Account
	Once                    string
	Types                   []ledger.AccountType
	Downloads               []pair
}

type accountRow struct {
	ledger.Account
	Depth   int
	Leaf    string
	Href    string
	Edit    string
	Balance figure
}

func (s *site) chart(c *call) (page, error) {
	p := chartPage{}
	if code := c.query.Get("edit"); code != "" {
		p.Typed, _ = c.view.State.Chart.Account(code)
	}
	return s.chartWith(c, p)
}

func (s *site) chartWith(c *call, p chartPage) (page, error) {
	p.May, p.Once, p.Search = c.who.can(access.ChangeChart), newOnce(), plainText(c.query.Get("q"), 80)
	chart := c.view.State.Chart
	tb, err := c.view.TrialBalance(min(c.Period.End, max(c.On, c.Period.Start)))
	if err != nil {
		return page{}, err
	}
	want := strings.ToLower(p.Search)
	all := slices.Clone(chart.Accounts())
	slices.SortFunc(all, func(a, b ledger.Account) int { return strings.Compare(a.Code, b.Code) })
	for _, a := range all {
		if want != "" && !strings.Contains(strings.ToLower(a.Code+" "+a.Name+" "+a.Concept+" "+string(a.Type)), want) {
			continue
		}
		p.Accounts = append(p.Accounts, accountRow{Account: a, Depth: min(strings.Count(a.Code, ":"), 5), Leaf: a.Code[strings.LastIndexByte(a.Code, ':')+1:], Href: c.registerLink(a.Code),
			Edit: string(c.link("/chart", "edit", a.Code)) + "#account", Balance: amountOf(tb.Account(a.Code), c.digits())})
	}
	p.Entities, p.Dims = chart.Entities(), chart.Dimensions()
	p.Downloads = c.downloadLinks("/chart/download")
	p.Types = []ledger.AccountType{ledger.Asset, ledger.Liability, ledger.Equity, ledger.Revenue, ledger.Expense}
	p.Sentence = counted(len(chart.Accounts()), "account", "accounts") + ", " + counted(len(p.Entities), "entity", "entities") + ", " + counted(len(p.Dims), "dimension", "dimensions") + "."
	return page{Title: "Chart", Section: "chart", Body: chartBody(p)}, nil
}

func (s *site) chartAgain(c *call, p chartPage, err error) (done, error) {
	if p.Wrong = mistakeIn(err); p.Wrong == "" {
		return done{}, err
	}
	return done{Again: func(c *call) (page, error) { return s.chartWith(c, p) }}, nil
}

func (s *site) openAccount(c *call) (done, error) {
	f := func(k string) string { return strings.TrimSpace(c.form.Get(k)) }
	a := ledger.Account{Code: f("code"), Name: f("name"), Type: ledger.AccountType(f("type")), Section: ledger.Section(f("section")), Concept: f("concept"), CashFlow: f("cashflow")}
	if a.Concept != "" && !strings.Contains(a.Concept, ":") {
		a.Concept = "us-gaap:" + a.Concept
	}
	if _, err := s.App.OpenAccounts(c.ctx(), c.who.Code, []ledger.Account{a}); err != nil {
		return s.chartAgain(c, chartPage{Typed: a}, err)
	}
	return done{To: "/chart?q=" + queryText(a.Code), Say: "The account " + a.Code + " is in the chart as it stands here."}, nil
}

func (s *site) foundEntity(c *call) (done, error) {
	e := ledger.Entity{Code: strings.TrimSpace(c.form.Get("code")), Name: strings.TrimSpace(c.form.Get("name")), Currency: money.Currency(strings.ToUpper(strings.TrimSpace(c.form.Get("currency"))))}
	if _, err := s.App.Found(c.ctx(), c.who.Code, e); err != nil {
		return s.chartAgain(c, chartPage{}, err)
	}
	return done{To: "/chart#entities", Say: "The entity " + e.Code + " is added."}, nil
}

func (s *site) defineDimension(c *call) (done, error) {
	d := ledger.Dimension{Code: strings.TrimSpace(c.form.Get("code")), Name: strings.TrimSpace(c.form.Get("name"))}
	if _, err := s.App.Define(c.ctx(), c.who.Code, d); err != nil {
		return s.chartAgain(c, chartPage{}, err)
	}
	return done{To: "/chart#dimensions", Say: "The dimension " + d.Code + " is added."}, nil
}

// registrantPage is the registrant's data as a text.
type registrantPage struct {
	YAML, Wrong, Since, Once string
	May                      bool
}

func (s *site) registrant(c *call) (page, error) { return s.registrantWith(c, registrantPage{}) }

func (s *site) registrantWith(c *call, p registrantPage) (page, error) {
	p.May, p.Once = c.who.can(access.SetRegistrant), newOnce()
	if rs := c.view.State.Registrants; len(rs) > 0 {
		p.Since = "In force since position " + count(rs[len(rs)-1].Position) + "."
		p.YAML = orText(p.YAML, rs[len(rs)-1].YAML)
	}
	return page{Title: "Registrant", Section: "registrant", Body: registrantBody(p)}, nil
}

func (s *site) setRegistrant(c *call) (done, error) {
	p := registrantPage{YAML: strings.ReplaceAll(c.form.Get("yaml"), "\r\n", "\n")}
	_, err := s.App.SetRegistrant(c.ctx(), c.who.Code, p.YAML)
	if p.Wrong = mistakeIn(err); p.Wrong != "" {
		return done{Again: func(c *call) (page, error) { return s.registrantWith(c, p) }}, nil
	}
	return done{To: "/registrant", Say: "The registrant's data holds from here on."}, err
}

// storeDocument stores a file by its hash.
func (s *site) storeDocument(c *call) (done, error) {
	name, body, err := c.file("file")
	if err != nil {
		return done{}, err
	}
	if len(body) == 0 {
		return done{}, problem{Code: 422, Title: "Nothing to store", What: "No file was chosen, or it is empty.", Way: "Go back and choose one."}
	}
	h, err := s.App.Attach(c.ctx(), c.who.Code, name, mediaOf(name, body), body)
	if err != nil {
		return done{}, err
	}
	return done{To: "/documents/" + string(h), Say: "The document is in the book under its hash."}, nil
}
