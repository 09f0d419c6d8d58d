package testenv

import (
	"os"
	"path/filepath"
	"testing"
)

// Axe gives the script of the accessibility checker axe, to be run in a page.
func Axe(t testing.TB) string {
	t.Helper()
	dir, err := toolsDir()
	if err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "axe", "lib", "python3*", "site-packages", "axe_playwright_python", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		absent(t, "no axe; run scripts/tools.sh")
	}
	b, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
