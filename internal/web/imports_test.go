package web

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"

	"tieout/internal/app"
)

func init() {
	rows(everyRole, "GET /imports", "GET /imports/{sha}")
	rows(preparers, "POST /imports", "POST /imports/{sha}", "GET /imports/{position}/revert", "POST /imports/{position}/revert")
	lookAt("/imports", "/imports")
	lookAt("/imports/{sha}", "furnished")
	lookAt("/imports/{position}/revert", "furnished")
	furnishings = append(furnishings, func(w *work) {
		ctx := context.Background()
		for i, text := range []string{goodCSV, badCSV} {
			u, err := w.app.KeepUpload(ctx, "anna", app.Upload{Name: fmt.Sprintf("march-%d.csv", i), Kind: "journal"}, []byte(text))
			w.ok(err)
			if i == 1 {
				shownAt["/imports/{sha}"] = []string{"/imports/" + u.SHA256}
				continue
			}
			r, err := u.Request()
			w.ok(err)
			out, err := w.app.Import(ctx, "anna", r)
			w.ok(err)
			done, err := w.app.Approve(ctx, "cora", out.Draft)
			w.ok(err)
			shownAt["/imports/{position}/revert"] = []string{"/imports/" + itoa(done.Act) + "/revert"}
		}
	})
}

const goodCSV = "entry,date,description,account,debit,credit\n1,2026-03-10,Freight,5190,120.00,\n1,2026-03-10,Freight,2010,,120.00\n2,2026-03-12,Rent,6010,2500.00,\n2,2026-03-12,Rent,2010,,2500.00\n"

var badCSV = strings.Replace(strings.Replace(goodCSV, "2026-03-12,Rent,6010", "2026-02-30,Rent,6010", 1), "5190,120.00", "5190,12o.00", 1)

// sendFile sends a form with a file.
func (v *visitor) sendFile(path, name, content string, fields ...string) reply {
	v.w.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		v.w.ok(m.WriteField(fields[i], fields[i+1]))
	}
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="file"; filename=%q`, name))
	h.Set("Content-Type", "image/png") // what a browser says of a file is not believed
	part, err := m.CreatePart(h)
	v.w.ok(err)
	_, err = part.Write([]byte(content))
	v.w.ok(err)
	v.w.ok(m.Close())
	req, err := http.NewRequest(http.MethodPost, v.w.server.URL+path, &b)
	v.w.ok(err)
	req.Header.Set("Content-Type", m.FormDataContentType())
	return v.do(req, nil)
}

// TestImportOnThePage: errors by cell, the file put right, checked, sent, approved by another, taken back.
func TestImportOnThePage(t *testing.T) {
	w := newWork(t)
	anna, cora := w.as("anna"), w.as("cora")
	r := anna.sendFile("/imports", "march.csv", badCSV, "kind", "journal", "once", newOnce())
	if r.code != http.StatusSeeOther {
		t.Fatalf("upload: %d %s", r.code, r.text())
	}
	at := r.location()
	r = anna.send(at, fill(t, anna.open(at), at, "do", "check"))
	for _, want := range []string{"12o.00", "2026-02-30", "2 things are wrong"} {
		if !strings.Contains(r.text(), want) {
			t.Errorf("%q is missing in %s", want, r.text())
		}
	}
	if !strings.Contains(r.body, `href="#r2"`) {
		t.Error("the problem does not lead to its row")
	}
	at = anna.sendFile("/imports", "march.csv", goodCSV, "kind", "journal").location()
	if r = anna.send(at, fill(t, anna.open(at), at, "do", "check")); r.code != 200 || !strings.Contains(r.text(), "2 entries would be posted") {
		t.Errorf("checked: %d %s", r.code, r.text())
	}
	before := w.count()
	r = anna.send(at, fill(t, anna.open(at), at, "do", "take"))
	if r.code != http.StatusSeeOther || !strings.HasPrefix(r.location(), "/drafts/") || w.count() != before {
		t.Fatalf("sent: %d %s %s", r.code, r.location(), r.text())
	}
	draft := r.location()
	if got := anna.post(draft+"/approve", "proof", password); got.code != http.StatusForbidden {
		t.Errorf("its preparer approves: %d", got.code)
	}
	r = cora.send(draft+"/approve", fill(t, cora.open(draft), draft+"/approve", "proof", password))
	if r.code != http.StatusSeeOther || w.count() != before+2 {
		t.Fatalf("approved: %d %s", r.code, r.text())
	}
	list := cora.open("/imports")
	if text := textOf(one(list, "main")); !strings.Contains(text, "One file was taken in") || !strings.Contains(text, "march.csv") {
		t.Errorf("the list says %s", text)
	}
	undo := ""
	for _, a := range all(list, "a") {
		if strings.HasSuffix(attr(a, "href"), "/revert") {
			undo = attr(a, "href")
		}
	}
	r = anna.send(undo, fill(t, anna.open(undo), undo, "why", "the wrong month"))
	back := r.location()
	r = cora.send(back+"/approve", fill(t, cora.open(back), back+"/approve", "proof", password))
	if r.code != http.StatusSeeOther || w.count() != before+4 {
		t.Fatalf("taken back: %d %s", r.code, r.text())
	}
	if text := textOf(one(cora.open("/imports"), "main")); !strings.Contains(text, "taken back") {
		t.Errorf("the list says %s", text)
	}
	if r := anna.post(undo, "why", "again"); r.code != 422 || !strings.Contains(r.text(), "taken back before") {
		t.Errorf("once more: %d %s", r.code, r.text())
	}
	v, err := w.app.Verify(context.Background(), nil, nil)
	w.ok(err)
	if len(v.Findings) > 0 {
		t.Errorf("verify says %v", v.Findings)
	}
}

// TestMappingIsRemembered: a file of other heads is read as its like was read before.
func TestMappingIsRemembered(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	text := func(month int) string {
		return fmt.Sprintf("Voucher;Tag;Konto;Soll;Haben;Text\n7;31/%02d/2026;5190;1.200,00;;Freight\n7;31/%02d/2026;AP;;1.200,00;Freight\n", month, month)
	}
	at := anna.sendFile("/imports", "jan.csv", text(1), "kind", "journal").location()
	f := fill(t, anna.open(at), at, "is.1", "entry", "is.2", "date", "is.3", "account", "is.4", "debit", "is.5", "credit", "is.6", "description", "dates", "DD/MM/YYYY", "decimal", ",", "do", "take")
	f["from"], f["to"] = []string{"AP"}, []string{"2010"}
	if r := anna.send(at, f); r.code != http.StatusSeeOther || !strings.HasPrefix(r.location(), "/drafts/") {
		t.Fatalf("%d %s", r.code, r.text())
	}
	at = anna.sendFile("/imports", "march.csv", text(3), "kind", "journal").location()
	if r := anna.send(at, fill(t, anna.open(at), at, "do", "check")); r.code != 200 || !strings.Contains(r.text(), "1 entry would be posted") {
		t.Errorf("the next month is not read by itself: %d %s", r.code, r.text())
	}
}

// TestUploadsAreGuarded: what is empty, lies about its kind, is too large or is not there.
func TestUploadsAreGuarded(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	if r := anna.post("/imports", "kind", "journal"); r.code != 422 {
		t.Errorf("no file: %d", r.code)
	}
	if r := anna.sendFile("/imports", "a.csv", "", "kind", "journal"); r.code != 422 {
		t.Errorf("an empty one: %d", r.code)
	}
	if r := anna.sendFile("/imports", "a.csv", goodCSV, "kind", "trial-balance", "date", "soon"); r.code != 422 {
		t.Errorf("no day: %d", r.code)
	}
	if r := anna.sendFile("/imports", "big.csv", strings.Repeat("x", maxFile+maxForm+1), "kind", "journal"); r.code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", r.code)
	}
	for name, content := range map[string]string{"a.xlsx": "not a zip", "b.csv": "\x00\x01\x02", "c.ofx": "<OFX>", "<script>.csv": "<script>alert(1)</script>,=HYPERLINK(1)\n1,2\n", "../../etc/passwd": goodCSV} {
		r := anna.sendFile("/imports", name, content, "kind", "journal")
		if r.code != http.StatusSeeOther {
			t.Errorf("%s: %d %s", name, r.code, r.text())
			continue
		}
		page := anna.get(r.location())
		if page.code != 200 || strings.Contains(page.body, "<script>alert") {
			t.Errorf("%s: %d", name, page.code)
		}
		before := w.count()
		anna.send(r.location(), fill(t, page.page(), r.location(), "do", "take"))
		if name != "../../etc/passwd" && w.count() != before {
			t.Errorf("%s was taken in", name)
		}
	}
	if r := anna.post("/imports/"+strings.Repeat("0", 64), "do", "take"); r.code != http.StatusNotFound {
		t.Errorf("nothing kept: %d", r.code)
	}
}

// TestLargeImportShowsItsProgress takes a large file in behind the page.
func TestLargeImportShowsItsProgress(t *testing.T) {
	w := newWork(t)
	anna := w.as("anna")
	var b strings.Builder
	b.WriteString("entry,date,description,account,debit,credit\n")
	for i := range 16_000 {
		fmt.Fprintf(&b, "%d,2026-03-10,Freight of a whole month,5190,%d.00,\n%d,2026-03-10,Freight of a whole month,2010,,%d.00\n", i+1, i+1, i+1, i+1)
	}
	at := anna.sendFile("/imports", "year.csv", b.String(), "kind", "journal").location()
	r := anna.send(at, fill(t, anna.open(at), at, "do", "take"))
	if r.location() != at {
		t.Fatalf("%d %s %s", r.code, r.location(), r.text())
	}
	refreshed := false
	for {
		p := anna.get(at)
		if p.header.Get("Refresh") == "" {
			if !strings.Contains(p.text(), "waits for a second person as") {
				t.Fatalf("in the end it says %s", p.text())
			}
			break
		}
		refreshed = true
	}
	if !refreshed {
		t.Log("it was too fast to be seen") // a fast machine is no fault
	}
}
