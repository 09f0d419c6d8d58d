package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"sync"

	"tieout/check"
	"tieout/internal/app"
	"tieout/internal/exporter"
)

//go:embed assets
var assets embed.FS

// served are the files that browsers ask for. The style sheet is one file for them and several here, one a subject, in
// order of their names.
var served = sync.OnceValue(func() map[string][]byte {
	out := map[string][]byte{}
	files, err := fs.ReadDir(assets, "assets")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		b, err := assets.ReadFile("assets/" + f.Name())
		if err != nil {
			panic(err)
		}
		name := f.Name()
		if path.Ext(name) == ".css" {
			name = "site.css"
		}
		out[name] = append(out[name], b...)
	}
	return out
})

// assetVersions tells browsers apart what changed: a hash in the address.
var assetVersions = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for name, b := range served() {
		sum := sha256.Sum256(b)
		out[name] = hex.EncodeToString(sum[:6])
	}
	return out
})

func assetURL(name string) string { return "/assets/" + name + "?v=" + assetVersions()[name] }

// asset serves an embedded file.
func (s *site) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	b, ok := served()[name]
	if !ok {
		s.fail(w, r, problem{Code: http.StatusNotFound, Title: "Not found", What: "The site has no such file.", Way: "The navigation lists every page of the site."})
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	if r.URL.Query().Get("v") == assetVersions()[name] {
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	}
	_, _ = w.Write(b)
}

// finding is a finding as a page shows it.
type finding struct {
	Mark                   mark
	Subject, Message, Cite string
}

func findingsOf(fs []check.Finding) []finding {
	var out []finding
	for _, f := range fs {
		out = append(out, finding{severityMark(f.Severity), f.Subject, sentence(f.Message), f.Cite})
	}
	return out
}

// pages is where a reader is in a long list.
type pages struct {
	Page, Last   int64
	Newer, Older string
}

// pageOf reads the page that the address asks for, 1 for the newest.
func (c *call) pageOf(total, size int64) (pages, error) {
	p := pages{Page: 1, Last: max(1, (total+size-1)/size)}
	if t := c.query.Get("page"); t != "" {
		n, err := strconv.ParseInt(t, 10, 64)
		if err != nil || n < 1 || n > p.Last {
			return p, bad("There is no page "+plainText(t, 20)+" of this list; it has "+counted(p.Last, "page", "pages")+".", "Open the list from the navigation.")
		}
		p.Page = n
	}
	if p.Page > 1 {
		p.Newer = c.stay("page", itoa(p.Page-1))
	}
	if p.Page < p.Last {
		p.Older = c.stay("page", itoa(p.Page+1))
	}
	return p, nil
}

// formats of a download and what a browser calls them.
var formats = []struct{ Name, Label, Media string }{
	{"xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"csv", "CSV", "text/csv; charset=utf-8"},
	{"json", "JSON", "application/json"},
}

// downloadLinks are the links to a table in all formats.
func (c *call) downloadLinks(path string, pairs ...string) []pair {
	var out []pair
	for _, f := range formats {
		out = append(out, pair{f.Label, string(c.link(path, append(pairs, "format", f.Name)...))})
	}
	return out
}

// listLinks are the links to a list of the book in all formats.
func (c *call) listLinks(list string) []pair { return c.downloadLinks("/lists/" + list) }

// listDownload writes a list of the book: the journal, the log, drafts, imports, documents, notes or branches.
func (s *site) listDownload(c *call, w http.ResponseWriter) error {
	name := c.r.PathValue("list")
	if !slices.Contains(app.Lists, name) {
		return c.missing("There is no list "+plainText(name, 40)+".", "Lists are taken at the foot of their pages.")
	}
	t, err := c.view.ListTable(name, c.Period)
	if m := mistakeIn(err); m != "" {
		return bad(m, "Choose another period at the top of the page.")
	}
	if err != nil {
		return err
	}
	return c.send(w, t, name)
}

// send writes a table in the format that the address asks for, as a file.
func (c *call) send(w http.ResponseWriter, t exporter.Table, name string) error {
	for _, f := range formats {
		if f.Name == c.query.Get("format") {
			w.Header().Set("Content-Type", f.Media)
			w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + f.Name}))
			return t.Write(w, f.Name)
		}
	}
	return bad("The format is not one of xlsx, csv and json.", "Choose a format at the foot of the table.")
}
