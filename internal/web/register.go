package web

import (
	"net/http"
	"strings"

	"tieout/internal/exporter"
	"tieout/ledger"
)

// registerRows is how many lines of a register a page holds, the newest on the first; the download has all of them.
const registerRows = 500

// registerTable reads the account and the period that the address asks for.
func (c *call) registerTable() (exporter.Table, string, error) {
	code := c.query.Get("account")
	if code == "" {
		return exporter.Table{}, "", bad("No account is named.", "Choose one on the trial balance.")
	}
	if _, ok := c.view.State.Chart.Account(code); !ok {
		return exporter.Table{}, code, c.missing("The chart has no account "+plainText(code, 80)+" at this position.", "The accounts are on the trial balance.")
	}
	t, err := c.view.RegisterTable(code, c.Period.Period)
	return t, code, err
}

// register lists the lines of an account over the period with the running balance.
func (s *site) register(c *call) (page, error) {
	t, code, err := c.registerTable()
	if err != nil {
		return page{}, err
	}
	a, _ := c.view.State.Chart.Account(code)
	p := tablePage{Title: accountTitle(a), Sub: "Register of " + a.Code + ", " + shortDay(c.Period.Start) + " to " + shortDay(c.Period.End) + ", " + c.known() + ". " + accountWords(string(a.Type), a.Concept) + c.only(),
		Stamp: t.Stamp.String(), Downloads: c.downloadLinks("/register/download", "account", code)}
	if p.Pages, err = c.pageOf(int64(len(t.Rows)), registerRows); err != nil {
		return page{}, err
	}
	if end := len(t.Rows) - int(p.Pages.Page-1)*registerRows; p.Pages.Last > 1 {
		p.Notes = append(p.Notes, counted(len(t.Rows)-1, "line", "lines")+" in the period, the last of them on the first page; the download has all of them.")
		t.Rows = t.Rows[max(0, end-registerRows):end]
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
	t, _, err := c.registerTable()
	if err != nil {
		return err
	}
	return c.send(w, t, "register-"+c.Period.Name)
}
