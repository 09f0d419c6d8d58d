package web

import (
	"net/http"
	"strings"

	"tieout/internal/exporter"
	"tieout/ledger"
)

// registerRows is how many lines of a register a page holds; the download has all of them.
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
	p := tablePage{Title: accountTitle(a), Sub: "Register of " + a.Code + ", " + shortDay(c.Period.Start) + " to " + shortDay(c.Period.End) + ", " + c.known() + ". " + accountWords(string(a.Type), a.Concept),
		Stamp: t.Stamp.String(), Downloads: c.downloadLinks("/register/download", "account", code)}
	if n := len(t.Rows); n > registerRows {
		p.Notes = append(p.Notes, "The last "+count(registerRows)+" of "+counted(n-1, "line", "lines")+"; the download has all of them.")
		t.Rows = append(t.Rows[:1:1], t.Rows[n-registerRows:]...)
		t.Rows = t.Rows[1:]
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
