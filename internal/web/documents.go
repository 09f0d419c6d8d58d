package web

import (
	"mime"
	"net/http"
	"slices"
	"strings"

	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/ledger"
)

// documents lists the stored documents that are known, the newest first; files of kept reports are under Reports.
func (s *site) documents(c *call) (page, error) {
	p := tablePage{Title: "Documents", Heads: []head{{Text: "Name"}, {Text: "Kind"}, {Text: "Size"}, {Text: "SHA-256"}, {Text: "Position", Amount: true}}}
	for _, d := range slices.Backward(c.view.Vouchers()) {
		p.Rows = append(p.Rows, tableRow{Cells: []cell{{Text: d.Name, Href: string(c.link("/documents/" + string(d.Hash)))}, {Text: d.Media, Soft: true}, {Text: size(d.Bytes)},
			{Text: short(string(d.Hash)), Soft: true}, {Amount: true, Figure: figure{Digits: count(d.Position)}}}})
	}
	p.Sub = counted(len(p.Rows), "document", "documents") + ", " + c.known() + ". The files of reports are under Reports."
	if len(p.Rows) == 0 {
		p.Empty = "No document is stored at this position."
	}
	p.Downloads = c.listLinks("documents")
	return page{Title: "Documents", Section: "documents", Body: documentsBody(p, c.who.can(access.AttachDocument), newOnce()), Scripts: []string{"drop.js"}}, nil
}

// documentPage is one document with the entries it stands behind.
type documentPage struct {
	Name    string
	Facts   []bookLine
	Open    string
	Take    string
	Text    string // of a short plain text
	Entries []tableRow
}

// shownText is how long a text may be to be printed on the page itself.
const shownText = 20_000

func (s *site) document(c *call) (page, error) {
	d, body, err := c.documentBody()
	if err != nil {
		return page{}, err
	}
	hash := string(d.Hash)
	p := documentPage{Name: d.Name, Open: string(c.link("/documents/" + hash + "/open")), Take: string(c.link("/documents/"+hash+"/open", "take", "1")),
		Facts: []bookLine{{What: "Kind", Text: d.Media}, {What: "Size", Text: size(d.Bytes)}, {What: "Known at position", Text: count(d.Position), Href: string(c.link("/log/" + itoa(d.Position)))}, {What: "SHA-256", Text: hash}}}
	if strings.HasPrefix(d.Media, "text/plain") && len(body) < shownText {
		p.Text = plainLines(body)
	}
	es, err := c.view.EntriesWith(d.Hash, journalRows)
	if err != nil {
		return page{}, err
	}
	for _, e := range es {
		p.Entries = append(p.Entries, c.journalRow(e))
	}
	return page{Title: d.Name, Section: "documents", Body: documentBody(p)}, nil
}

// plainLines is a text without control characters other than ends of lines and tabs.
func plainLines(b []byte) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(string(b), "�"))
}

// documentBody finds the document that the address names by its whole hash.
func (c *call) documentBody() (app.DocumentInfo, []byte, error) {
	hash := c.r.PathValue("hash")
	d, body, ok, err := c.view.Document(ledger.Hash(hash))
	if err == nil && !ok {
		err = c.missing("No document with the hash "+plainText(hash, 64)+" is stored at this position.", "The documents are listed under Documents.")
	}
	return d, body, err
}

// opens are the kinds of document that a browser may show; everything else is saved. Text of any other kind is shown
// as plain text.
var opens = map[string]string{"text/plain": "text/plain; charset=utf-8", "text/csv": "text/plain; charset=utf-8", "text/html": "text/html; charset=utf-8",
	"application/json": "text/plain; charset=utf-8", "application/xml": "text/plain; charset=utf-8", "text/xml": "text/plain; charset=utf-8",
	"application/pdf": "application/pdf", "image/png": "image/png", "image/jpeg": "image/jpeg", "image/gif": "image/gif"}

// sandbox is the policy of a document from outside: nothing in it runs, loads or sends anything.
const sandbox = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// documentOpen serves the bytes of a document.
func (s *site) documentOpen(c *call, w http.ResponseWriter) error {
	d, body, err := c.documentBody()
	if err != nil {
		return err
	}
	return serveFile(w, d.Name, d.Media, body, c.query.Get("take") != "")
}

// serveFile writes a file from outside so that it can do no harm: as a known kind in a sandbox, or to be saved.
func serveFile(w http.ResponseWriter, name, media string, body []byte, save bool) error {
	kind, _, err := mime.ParseMediaType(media)
	if err != nil {
		kind = ""
	}
	shown, ok := opens[kind]
	how := "inline"
	if !ok || save {
		how = "attachment"
	}
	if !ok {
		shown = "application/octet-stream"
	}
	h := w.Header()
	h.Set("Content-Type", shown)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": plainText(name, 120)}))
	h.Set("X-Frame-Options", "SAMEORIGIN")
	if kind == "application/pdf" { // the browser's own viewer does not run in a sandbox; a PDF has no origin to reach
		h.Set("Content-Security-Policy", "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'")
	} else {
		h.Set("Content-Security-Policy", sandbox)
	}
	_, err = w.Write(body)
	return err
}
