package ixbrl

import (
	"os"
	"path/filepath"
	"testing"
)

// shared is the folder of public test material; without it a test skips, and fails in CI.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("TIEOUT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "xbrl")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no test material: %v", err)
		}
		t.Skipf("no test material: %v", err)
	}
	return dir
}
