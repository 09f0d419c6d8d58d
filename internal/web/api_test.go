package web

import (
	"net/http"
	"testing"

	"tieout/internal/app"
)

// TestProgramsAreAnsweredBehindTheSameGuards: the API answers under /api/, and what keeps pages of other sites out keeps
// them out there too.
func TestProgramsAreAnsweredBehindTheSameGuards(t *testing.T) {
	w := newWork(t, func(o *Options) {
		o.API = func(*app.App) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("programs")) })
		}
	})
	v := w.visitor()
	if r := v.get("/api/v1/book"); r.code != 200 || r.body != "programs" || r.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %s", r.code, r.body)
	}
	req, err := http.NewRequest(http.MethodPost, w.server.URL+"/api/v1/commands/entry.post", nil)
	w.ok(err)
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if r := v.do(req, nil); r.code != http.StatusForbidden {
		t.Errorf("from another site: %d", r.code)
	}
}
