package web

import (
	"net/http"
	"strconv"
	"strings"

	"tieout/internal/exporter"
	"tieout/ledger"
)

// registerRows is how many lines of a register a page holds, the newest on the first; the download has all of them.
const registerRows = 500

// registerAccount is the account that the address names.
func (c *call) registerAccount() (ledger.Account, error) {
	code := c.query.Get("account")
	if code == "" {
		return ledger.Account{}, bad("No account is named.", "Choose one on the trial balance.")
	}
	a, ok := c.view.State.Chart.Account(code)
	if !ok {
		return a, c.missing("The chart has no account "+plainText(code, 80)+" at this position.", "The accounts are on the trial balance.")
	}
	return a, nil
}

// register lists the lines of an account over the period with the running balance.
func (s *site) register(c *call) (page, error) {
	a, err := c.registerAccount()
	if err != nil {
		return page{}, err
	}
	n, _ := strconv.ParseInt(orText(c.query.Get("page"), "1"), 10, 64)
	t, total, err := c.view.RegisterPart(a.Code, c.Period.Period, registerRows, max(1, n))
	if err != nil {
		return page{}, err
	}
	p := tablePage{Title: accountTitle(a), Sub: "Register of " + a.Code + ", " + shortDay(c.Period.Start) + " to " + shortDay(c.Period.End) + ", " + c.known() + ". " + accountWords(string(a.Type), a.Concept) + c.only(),
		Stamp: t.Stamp.String(), Downloads: c.downloadLinks("/register/download", "account", a.Code)}
	if _, ok := c.view.Branch(); !ok { // on a branch the whole register is shown
		if p.Pages, err = c.pageOf(total, registerRows); err != nil {
			return page{}, err
		}
	}
	if p.Pages.Last > 1 {
		p.Notes = append(p.Notes, counted(total, "line", "lines")+" in the period, the last of them on the first page; the download has all of them.")
	}
	p.Heads, p.Rows = tableOf(t, []string{"date", "entry", "description", "analysis", "debit", "credit", "balance"}, func(r exporter.Row, col string) string {
		if number, _, ok := strings.Cut(r.Key, "/"); ok && col == "entry" && number == "draft" {
			return string(c.link("/branches/" + c.query.Get("with")))
		} else if ok && col == "entry" {
			return string(c.link("/entries/" + number))
		}
		return ""
	})
	return page{Title: "Register of " + a.Label(), Section: "trial-balance", Body: tableBody(p)}, nil
}

// accountTitle is the name of an account, with its code where that is not a path of names.
func accountTitle(a ledger.Account) string {
	if strings.Contains(a.Code, ":") {
		return orText(a.Name, a.Code[strings.LastIndexByte(a.Code, ':')+1:])
	}
	return a.Label()
}

// accountWords say what kind of account it is and where it is reported.
func accountWords(typ, concept string) string {
	s := "It is an account of type " + typ
	if concept != "" {
		s += ", reported under " + concept
	}
	return s + "."
}

func (s *site) registerDownload(c *call, w http.ResponseWriter) error {
	a, err := c.registerAccount()
	if err != nil {
		return err
	}
	t, err := c.view.RegisterTable(a.Code, c.Period.Period)
	if err != nil {
		return err
	}
	return c.send(w, t, "register-"+c.Period.Name)
}
