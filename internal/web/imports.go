package web

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"tieout/fiscal"
	"tieout/internal/access"
	"tieout/internal/app"
	"tieout/internal/importer"
)

// importRoutes are those of files that are taken in.
func (s *site) importRoutes() []route {
	return []route{
		{Pattern: "/imports", Action: access.ReadBooks, Page: s.imports},
		{Pattern: "/imports", Action: access.PrepareImport, Do: s.upload, Large: true},
		{Pattern: "/imports/{sha}", Action: access.ReadBooks, Page: s.importing},
		{Pattern: "/imports/{sha}", Action: access.PrepareImport, Do: s.takeIn},
		{Pattern: "/imports/{position}/revert", Action: access.PrepareImport, Page: s.revertPage},
		{Pattern: "/imports/{position}/revert", Action: access.PrepareImport, Do: s.revert},
	}
}

// importsPage lists what was taken in.
type importsPage struct {
	Sentence, Wrong string
	Rows            []importRow
	May             bool
	Kind, Date      string
	Once            string
	Downloads       []pair
	Waiting         []pair // files that were looked at and not taken in, and where they are
}

type importRow struct {
	Position              int64
	File, Kind, When, By  string
	Entries               int64
	Href, Act, Back, Undo string
	Standing              mark
}

func (s *site) imports(c *call) (page, error) { return s.importsWith(c, importsPage{}) }

func (s *site) importsWith(c *call, p importsPage) (page, error) {
	p.May, p.Once = c.who.can(access.PrepareImport), newOnce()
	p.Kind = orText(p.Kind, "journal")
	ims := c.view.State.Imports
	for _, im := range slices.Backward(ims) {
		acts, err := c.view.ActsBetween(im.Position-1, im.Position)
		if err != nil {
			return page{}, err
		}
		r := importRow{Position: im.Position, File: im.File, Kind: im.Kind, Entries: c.view.State.Posted(im.Position), Act: string(c.link("/log/" + itoa(im.Position))), Href: string(c.link("/journal", "act", itoa(im.Position))), Standing: mark{"done", "taken in"}}
		if len(acts) == 1 {
			r.When, r.By = moment(acts[0].At), acts[0].By
		}
		if im.RevertedAt != 0 {
			r.Standing, r.Back = mark{"idle", "taken back"}, string(c.link("/log/"+itoa(im.RevertedAt)))
		} else if p.May && r.Entries > 0 {
			r.Undo = string(c.link("/imports/" + itoa(im.Position) + "/revert"))
		}
		p.Rows = append(p.Rows, r)
	}
	us, err := s.App.Uploads(c.r.Context())
	if err != nil {
		return page{}, err
	}
	for _, u := range us {
		p.Waiting = append(p.Waiting, pair{u.Name + ", " + u.Kind + ", " + size(u.Size) + ", by " + u.By, string(c.link("/imports/" + u.SHA256))})
	}
	switch len(ims) {
	case 0:
		p.Sentence = "Nothing was taken in yet."
	case 1:
		p.Sentence = "One file was taken in."
	default:
		p.Sentence = inWords(len(ims)) + " files were taken in."
	}
	p.Downloads = c.listLinks("imports")
	return page{Title: "Imports", Section: "imports", Body: importsBody(p), Scripts: []string{"drop.js"}}, nil
}

// upload keeps a file and leads to how it is read.
func (s *site) upload(c *call) (done, error) {
	p := importsPage{Kind: c.form.Get("kind"), Date: strings.TrimSpace(c.form.Get("date"))}
	again := func(wrong string) (done, error) {
		p.Wrong = wrong
		return done{Again: func(c *call) (page, error) { return s.importsWith(c, p) }}, nil
	}
	name, body, err := c.file("file")
	if err != nil {
		return done{}, err
	}
	if body == nil {
		return again("Choose a file.")
	}
	if p.Kind != "trial-balance" {
		p.Kind, p.Date = "journal", ""
	} else if _, err := fiscal.Parse(p.Date); err != nil {
		return again("A trial balance needs its day: " + sentence(err.Error()))
	}
	u, err := s.App.KeepUpload(c.ctx(), c.who.Code, app.Upload{Name: filepath.Base(strings.ReplaceAll(name, `\`, "/")), Kind: p.Kind, Date: p.Date}, body)
	if m := mistakeIn(err); m != "" {
		return again(m)
	}
	if err != nil {
		return done{}, err
	}
	if err := s.rememberedFor(c, u); err != nil {
		return done{}, err
	}
	return done{To: "/imports/" + u.SHA256}, nil
}

// rememberedFor reads a file as the last one of the same columns was read.
func (s *site) rememberedFor(c *call, u app.Upload) error {
	r, err := u.Request()
	if err != nil {
		return err
	}
	sample, err := s.App.Preview(c.r.Context(), r)
	if err != nil && mistakeIn(err) == "" {
		return err
	}
	if sample.Signature == "" {
		return nil
	}
	if u.Mapping, err = s.App.RememberedMapping(c.r.Context(), u.Kind+" "+sample.Signature); err != nil || u.Mapping == "" {
		return err
	}
	_, err = s.App.KeepUpload(c.r.Context(), c.who.Code, u, nil)
	return err
}

// importingPage is a file with how it is read.
type importingPage struct {
	Upload               app.Upload
	Sample               importer.Sample
	Title, Sub           string
	Wrong                string
	Problems             []problemRow
	Bad                  map[[2]int]bool
	Checked              string // what taking it in would do
	Mapping              importer.Mapping
	Layouts, Dates       []string
	Values               []importer.Value
	May                  bool
	Once                 string
	Consequence, Button  string
	Running              bool
	Read, Size           int64
	Remembered           bool
	Outcome, OutcomeHref string
}

type problemRow struct {
	Where, What, Text, Href string
}

func (s *site) importing(c *call) (page, error) { return s.importingWith(c, importingPage{}) }

func (s *site) importingWith(c *call, p importingPage) (page, error) {
	u, ok, err := s.App.FindUpload(c.r.Context(), c.r.PathValue("sha"))
	if err != nil {
		return page{}, err
	}
	if !ok {
		return page{}, c.missing("No file with that hash is kept to be taken in.", "Files are uploaded under Imports; they are kept for sixty days.")
	}
	p.Upload, p.Title, p.Once = u, u.Name, newOnce()
	p.May = c.who.can(access.PrepareImport)
	if job := s.jobOf(u.SHA256); job != nil {
		read, size, out, err, over := job.state()
		if !over {
			p.Running, p.Read, p.Size = true, read, size
			c.w.Header().Set("Refresh", "1")
		} else if p.Wrong == "" && len(p.Problems) == 0 && p.Checked == "" {
			if err != nil {
				p.takeProblems(err)
			} else {
				p.said(c, out)
			}
		}
	}
	r, err := u.Request()
	if err != nil {
		return page{}, err
	}
	p.Sample, err = s.App.Preview(c.r.Context(), r)
	if err != nil {
		if mistakeIn(err) == "" {
			return page{}, err
		}
		if len(p.Problems) == 0 {
			p.takeProblems(err)
		}
	}
	if p.Mapping, err = importer.ParseMapping(u.Mapping); err != nil {
		p.Mapping = importer.Mapping{}
	}
	if u.Mapping == "" {
		p.Mapping = p.Sample.Mapping
	}
	p.Values = append(slices.Clone(p.Mapping.Values), make([]importer.Value, 3)...)
	p.Layouts, p.Dates = importer.Layouts(), importer.DateFormats()
	p.Sub = p.Sample.Format.Title() + ", " + size(u.Size) + ", uploaded by " + u.By + ", sha256 " + short(u.SHA256) + "."
	p.Button, p.Consequence = "Send for approval", "If you send it, it waits for a second person, who takes in exactly these bytes, read exactly so; until then no figure moves."
	if c.who.state.Alone() {
		p.Button, p.Consequence = "Take it in", "If you take it in, all of it is posted in one act, or nothing; what is wrong later is taken back by linked reversals."
	}
	return page{Title: u.Name, Section: "imports", Body: importingBody(p), Scripts: []string{"drop.js"}}, nil
}

// takeProblems lists what is wrong with a file, cell by cell.
func (p *importingPage) takeProblems(err error) {
	var im app.ImportMistake
	if !errors.As(err, &im) {
		p.Wrong = mistakeIn(err)
		return
	}
	p.Bad = map[[2]int]bool{}
	for _, x := range im.Problems {
		p.Bad[[2]int{x.Row, x.Column}] = true
		r := problemRow{Where: x.Subject, What: sentence(plainText(x.Message, 400)), Text: plainText(x.Text, 80)}
		if x.Row > 0 {
			r.Href = "#r" + itoa(x.Row)
		}
		p.Problems = append(p.Problems, r)
	}
	if len(p.Problems) == 0 {
		p.Wrong = mistakeIn(err)
	}
}

func (p *importingPage) said(c *call, out app.Outcome) {
	switch {
	case out.Already:
		p.Outcome = "The same file was taken in before; nothing was posted twice."
	case out.Draft > 0:
		p.Outcome, p.OutcomeHref = "It waits for a second person as "+draftName(out.Draft)+".", string(c.link("/drafts/"+itoa(out.Draft)))
	case out.Act > 0:
		p.Outcome, p.OutcomeHref = counted(out.Count, "entry", "entries")+" posted at position "+count(out.Act)+".", string(c.link("/journal", "act", itoa(out.Act)))
	}
}

// typedMapping is how the form says that the file is read.
func (c *call) typedMapping(u app.Upload, sample importer.Sample) importer.Mapping {
	f := c.form
	m := importer.Mapping{Layout: f.Get("layout"), Sheet: strings.TrimSpace(f.Get("sheet")), Dates: f.Get("dates"), Decimal: f.Get("decimal"), Positive: f.Get("positive"), Accounts: f.Get("accounts")}
	m.Skip, _ = strconv.Atoi(strings.TrimSpace(f.Get("skip")))
	if m.Dates == importer.DateFormats()[0] {
		m.Dates = ""
	}
	for _, col := range sample.Columns {
		if is := f.Get("is." + itoa(col.Number)); is != "" && is != col.Is {
			m.Columns = append(m.Columns, importer.MappedColumn{Number: col.Number, Is: is})
		} else if is != "" {
			for _, old := range sample.Mapping.Columns {
				if old.Number == col.Number || old.Header != "" && old.Header == col.Title {
					m.Columns = append(m.Columns, old)
				}
			}
		}
	}
	for i, from := range f["from"] {
		if from = strings.TrimSpace(from); from != "" && i < len(f["to"]) && strings.TrimSpace(f["to"][i]) != "" {
			m.Values = append(m.Values, importer.Value{Column: "account", From: from, To: strings.TrimSpace(f["to"][i])})
		}
	}
	for i, id := range f["statement"] {
		st := importer.Statement{ID: id, Account: strings.TrimSpace(at(f["bank"], i)), Clearing: strings.TrimSpace(at(f["clearing"], i))}
		if st.Account != "" || st.Clearing != "" {
			m.Statements = append(m.Statements, st)
		}
	}
	return m
}

func at(vs []string, i int) string {
	if i < len(vs) {
		return vs[i]
	}
	return ""
}

// takeIn keeps how the file is read and, as the button says, looks again, checks all of it, or takes it in.
func (s *site) takeIn(c *call) (done, error) {
	u, ok, err := s.App.FindUpload(c.r.Context(), c.r.PathValue("sha"))
	if err != nil {
		return done{}, err
	}
	if !ok {
		return done{}, problem{Code: 404, Title: "Not found", What: "No file with that hash is kept to be taken in.", Way: "Upload it again under Imports."}
	}
	to := "/imports/" + u.SHA256
	r, err := u.Request()
	if err != nil {
		return done{}, err
	}
	sample, err := s.App.Preview(c.r.Context(), r)
	if err != nil && mistakeIn(err) == "" {
		return done{}, err
	}
	if c.form.Has("layout") {
		m := c.typedMapping(u, sample)
		u.Mapping = m.Text()
		var p importingPage
		if ps := m.Check(); len(ps) > 0 {
			p.Wrong = sentence(plainText(ps[0].Message, 400))
			return done{Again: func(c *call) (page, error) { return s.importingWith(c, p) }}, nil
		}
		if u, err = s.App.KeepUpload(c.r.Context(), c.who.Code, u, nil); err != nil {
			return done{}, err
		}
		if r, err = u.Request(); err != nil {
			return done{}, err
		}
	}
	s.dropJob(u.SHA256)
	switch c.form.Get("do") {
	case "check":
		r.DryRun = true
		out, err := s.App.Import(c.r.Context(), c.who.Code, r)
		var p importingPage
		if err != nil {
			if mistakeIn(err) == "" {
				return done{}, err
			}
			p.takeProblems(err)
		} else {
			p.Checked = counted(out.Count, "entry", "entries") + " would be posted; nothing is wrong with the file."
			if out.Already {
				p.Checked = "The same file was taken in before; nothing would be posted."
			}
		}
		code := 422
		if p.Checked != "" {
			code = 200
		}
		return done{Code: code, Again: func(c *call) (page, error) { return s.importingWith(c, p) }}, nil
	case "take":
		if sample.Signature != "" {
			if err := s.App.RememberMapping(c.r.Context(), c.who.Code, u.Kind+" "+sample.Signature, u.Mapping); err != nil {
				return done{}, err
			}
		}
		return s.take(c, u, r, to)
	}
	return done{To: to}, nil
}

// smallImport is up to how many bytes a file is taken in while its sender waits.
const smallImport = 1 << 20

// take takes a file in: a small one at once, a large one behind the page, which shows how far it is.
func (s *site) take(c *call, u app.Upload, r app.ImportRequest, to string) (done, error) {
	if u.Size <= smallImport {
		out, err := s.App.Import(c.ctx(), c.who.Code, r)
		if err != nil {
			if mistakeIn(err) == "" {
				return done{}, err
			}
			var p importingPage
			p.takeProblems(err)
			return done{Again: func(c *call) (page, error) { return s.importingWith(c, p) }}, nil
		}
		switch {
		case out.Draft > 0:
			return done{To: "/drafts/" + itoa(out.Draft), Say: u.Name + " waits for a second person as " + draftName(out.Draft) + "."}, nil
		case out.Already:
			return done{To: "/imports", Say: u.Name + " was taken in before; nothing was posted twice."}, nil
		}
		return done{To: "/journal?act=" + itoa(out.Act), Say: u.Name + " is taken in: " + counted(out.Count, "entry", "entries") + " at position " + count(out.Act) + "."}, nil
	}
	job := &importJob{size: u.Size}
	if !s.beginJob(u.SHA256, job) {
		return done{To: to, Say: "It is being taken in already."}, nil
	}
	r.Progress = job.tell
	who := c.who.Code
	s.waiting.Go(func() {
		ctx, stop := context.WithTimeout(context.Background(), time.Hour)
		defer stop()
		out, err := s.App.Import(ctx, who, r)
		job.end(out, err)
	})
	return done{To: to}, nil
}

// importJob is a large file that is being taken in.
type importJob struct {
	mu         sync.Mutex
	read, size int64
	over       bool
	out        app.Outcome
	err        error
}

func (j *importJob) tell(read, size int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.read, j.size = read, size
}

func (j *importJob) end(out app.Outcome, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.over, j.out, j.err = true, out, err
}

func (j *importJob) state() (read, size int64, out app.Outcome, err error, over bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.read, j.size, j.out, j.err, j.over
}

func (s *site) jobOf(sha string) *importJob {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.jobs[sha]
}

// beginJob says whether the job is the only one of its file.
func (s *site) beginJob(sha string, j *importJob) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.jobs[sha]; old != nil {
		if _, _, _, _, over := old.state(); !over {
			return false
		}
	}
	if s.jobs == nil {
		s.jobs = map[string]*importJob{}
	}
	s.jobs[sha] = j
	return true
}

// dropJob forgets a job that is over.
func (s *site) dropJob(sha string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.jobs[sha]; old != nil {
		if _, _, _, _, over := old.state(); over {
			delete(s.jobs, sha)
		}
	}
}

// revertingPage asks on which day an import is taken back.
type revertingPage struct {
	Import            app.Import
	Entries           int64
	Wrong, On, Why    string
	Once, Consequence string
	Rows              []tableRow
}

func (s *site) revertPage(c *call) (page, error) { return s.revertWith(c, revertingPage{}) }

// revertRows is how many of its entries the page of taking an import back shows.
const revertRows = 20

func (s *site) revertWith(c *call, p revertingPage) (page, error) {
	n, err := strconv.ParseInt(c.r.PathValue("position"), 10, 64)
	i := slices.IndexFunc(c.view.State.Imports, func(im app.Import) bool { return im.Position == n })
	if err != nil || i < 0 {
		return page{}, c.missing("No file was taken in at position "+plainText(c.r.PathValue("position"), 20)+".", "Files are listed under Imports.")
	}
	p.Import, p.Entries, p.Once = c.view.State.Imports[i], c.view.State.Posted(n), newOnce()
	for _, x := range c.view.State.Postings {
		if x.Position != n {
			continue
		}
		for e, err := range c.view.EntriesBetween(x.First-1, x.First-1+min(x.Count, revertRows)) {
			if err != nil {
				return page{}, err
			}
			p.Rows = append(p.Rows, c.journalRow(e.Entry))
		}
	}
	p.Consequence = fmt.Sprintf("If you send it, %s linked to theirs wait for a second person; the imported entries stay in the books beside them.", counted(p.Entries, "reversal", "reversals"))
	if c.who.state.Alone() {
		p.Consequence = fmt.Sprintf("If you post it, %s linked to theirs are posted in one act; the imported entries stay in the books beside them.", counted(p.Entries, "reversal", "reversals"))
	}
	return page{Title: "Take back " + p.Import.File, Section: "imports", Body: revertBody(p)}, nil
}

func (s *site) revert(c *call) (done, error) {
	p := revertingPage{On: strings.TrimSpace(c.form.Get("on")), Why: strings.TrimSpace(c.form.Get("why"))}
	again := func(wrong string) (done, error) {
		p.Wrong = wrong
		return done{Again: func(c *call) (page, error) { return s.revertWith(c, p) }}, nil
	}
	n, err := strconv.ParseInt(c.r.PathValue("position"), 10, 64)
	if err != nil {
		n = -1
	}
	var on fiscal.Date
	if p.On != "" {
		if on, err = fiscal.Parse(p.On); err != nil {
			return again(sentence("the day of the reversals: " + err.Error()))
		}
	}
	out, err := s.App.RevertImport(c.ctx(), c.who.Code, n, on, p.Why)
	if m := mistakeIn(err); m != "" {
		return again(m)
	}
	if err != nil {
		return done{}, err
	}
	if out.Draft > 0 {
		return done{To: "/drafts/" + itoa(out.Draft), Say: "The taking back waits for a second person as " + draftName(out.Draft) + "."}, nil
	}
	return done{To: "/journal?act=" + itoa(out.Act), Say: counted(out.Count, "entry is", "entries are") + " taken back."}, nil
}

// choices are the meanings that a column can be given; what it has is among them.
func choices(all []importer.Meaning, is string) []importer.Meaning {
	var out []importer.Meaning
	seen := false
	for _, m := range all {
		if m.Name == "dim:CODE" {
			continue
		}
		seen = seen || m.Name == is
		out = append(out, m)
	}
	if is != "" && !seen {
		out = append(out, importer.Meaning{Name: is})
	}
	return out
}

// statementID is how a mapping names a statement: not at all when it is the only one.
func statementID(all []importer.SampleStatement, id string) string {
	if len(all) == 1 {
		return ""
	}
	return id
}

func statementOf(m importer.Mapping, i int) importer.Statement {
	if i < len(m.Statements) {
		return m.Statements[i]
	}
	return importer.Statement{}
}
