package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tieout/evidence"
	"tieout/internal/access"
	"tieout/internal/app"
)

// logRows is how many acts a page of the log holds.
const logRows = 80

// actHeads are the columns of a list of acts.
var actHeads = []head{{Text: "Position", Amount: true}, {Text: "When (UTC)", Tight: true}, {Text: "By", Tight: true}, {Text: "Act", Tight: true}, {Text: "What"}}

func (c *call) actRow(a evidence.Act) tableRow {
	return tableRow{Cells: []cell{{Amount: true, Figure: figure{Digits: count(a.Position)}}, {Text: moment(a.At)}, {Text: a.By},
		{Text: strings.ReplaceAll(a.Kind, "-", " "), Href: string(c.link("/log/" + itoa(a.Position)))}, {Text: c.actWords(a), Soft: true}}}
}

// log lists the acts, the newest first.
func (s *site) log(c *call) (page, error) {
	pg, err := c.pageOf(c.Position, logRows)
	if err != nil {
		return page{}, err
	}
	upTo := c.Position - (pg.Page-1)*logRows
	acts, err := c.view.ActsBetween(max(0, upTo-logRows), upTo)
	if err != nil {
		return page{}, err
	}
	p := tablePage{Title: "Log", Pages: pg, Sub: counted(c.Position, "act", "acts") + ", " + c.known() + ". Each is a leaf of the book's Merkle log; the number of acts so far is the position.",
		Heads: actHeads}
	for _, a := range slices.Backward(acts) {
		p.Rows = append(p.Rows, c.actRow(a))
	}
	p.Downloads = c.listLinks("log")
	p.Notes = append(p.Notes, "The download has the acts of "+shortDay(c.Period.Start)+" to "+shortDay(c.Period.End)+".")
	cred, err := s.App.Credentials(c.r.Context(), c.who.Code)
	if err != nil {
		return page{}, err
	}
	return page{Title: "Log", Section: "log", Body: logBody(p, c.who.can(access.SignCheckpoint) && c.Newest, askOf(c.who, cred), newOnce())}, nil
}

// signCheckpoint signs what the log is now, to be kept outside the book.
func (s *site) signCheckpoint(c *call) (done, error) {
	_, err := s.App.Checkpoint(c.ctx(), c.who.Code, strings.TrimSpace(c.form.Get("why")))
	if m := mistakeIn(err); m != "" {
		return done{}, problem{Code: http.StatusConflict, Title: "Refused", What: m, Way: "Nothing was written."}
	}
	if err != nil {
		return done{}, err
	}
	newest, _, err := s.App.Newest(c.r.Context())
	return done{To: "/log/" + itoa(newest), Say: "The checkpoint is signed. Keep its text outside the book: it proves later that nothing before it was changed."}, err
}

// actWords say in short what an act wrote.
func (c *call) actWords(a evidence.Act) string {
	rs, err := a.Records()
	if err != nil {
		return ""
	}
	var parts []string
	if a.Why != "" {
		parts = append(parts, a.Why)
	}
	counts := map[string]int{}
	var order []string
	for _, r := range rs {
		switch r.Word {
		case "entries":
			parts = append(parts, counted(r.Int("count"), "entry", "entries"))
		case "filing":
			parts = append(parts, r.Get("form")+" for "+r.Get("period"))
		case "checkpoint":
		case "import":
			parts = append(parts, r.Get("file"))
		default:
			if counts[r.Word] == 0 {
				order = append(order, r.Word)
			}
			counts[r.Word]++
		}
	}
	for _, w := range order {
		parts = append(parts, counted(counts[w], strings.ReplaceAll(w, "-", " "), strings.ReplaceAll(w, "-", " ")+" records"))
	}
	return strings.Join(parts, ", ")
}

// actPage is one act with its canonical text: what its leaf in the log is the hash of.
type actPage struct {
	Title      string
	Facts      []bookLine
	Links      []tab
	Text       string
	Checkpoint string
}

// longestText is how much of an act's text a page prints.
const longestText = 100_000

// act is the page of one act.
func (s *site) act(c *call) (page, error) {
	text := c.r.PathValue("act")
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 || n > c.Position {
		return page{}, c.missing("There is no act "+plainText(text, 20)+" at position "+count(c.Position)+".", "The acts are listed in the log.")
	}
	acts, err := c.view.ActsBetween(n-1, n)
	if err != nil {
		return page{}, err
	}
	if len(acts) != 1 {
		return page{}, c.missing("There is no act "+count(n)+".", "The acts are listed in the log.")
	}
	a := acts[0]
	p := actPage{Title: "Act " + count(n) + ", " + strings.ReplaceAll(a.Kind, "-", " "), Text: plainLines(a.Text()),
		Facts: []bookLine{{What: "When", Text: moment(a.At) + " UTC"}, {What: "By", Text: a.By}, {What: "Why", Text: orText(a.Why, "–")}, {What: "Leaf", Text: a.Leaf().String()}}}
	if len(p.Text) > longestText {
		p.Text = p.Text[:longestText] + "\n…"
	}
	c.actLinks(&p, a)
	return page{Title: p.Title, Section: "log", Body: actBody(p)}, nil
}

// actLinks lead to what the act made, and to the books as they were then.
func (c *call) actLinks(p *actPage, a evidence.Act) {
	n := itoa(a.Position)
	for _, x := range c.view.State.Postings {
		if x.Position == a.Position {
			p.Links = append(p.Links, tab{Label: "Its " + counted(x.Count, "entry", "entries"), Href: string(c.link("/journal", "act", n))})
		}
	}
	if slices.ContainsFunc(c.view.State.Filings, func(f app.Filing) bool { return f.Position == a.Position }) {
		p.Links = append(p.Links, tab{Label: "The report", Href: string(c.link("/filings/" + n))})
	}
	for _, x := range c.view.State.Checkpoints {
		if x.Position == a.Position {
			p.Checkpoint = x.Signed
		}
	}
	p.Links = append(p.Links, tab{Label: "The books as known then", Href: string(c.link("/", "position", n, "on", ""))})
}
