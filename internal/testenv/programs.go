package testenv

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

// ChromiumFlags start Chromium without a screen, without its sandbox (which
// root may not have) and without any traffic of its own.
var ChromiumFlags = []string{
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
}

// Chromium gives the path of the browser; start it with ChromiumFlags and a
// --user-data-dir of the test's own.
func Chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	absent(t, "no chromium; run scripts/tools.sh")
	return ""
}

// Hledger runs hledger and gives what it prints; a failure fails the test.
func Hledger(t testing.TB, args ...string) string {
	t.Helper()
	return Program(t, "hledger", args...)
}

// Program runs another tool that scripts/tools.sh installs (ledger, sqlite3,
// xmllint, pdftotext, pdftoppm) and gives what it prints; a failure fails the
// test.
func Program(t testing.TB, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		absent(t, "no %s; run scripts/tools.sh", name)
	}
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, args, err, out.String(), complaint.String())
	}
	return out.String()
}
