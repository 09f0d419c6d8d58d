// Package testenv is used only by tests. It finds or starts what the tests
// need from outside the program: the shared reference data, a private
// PostgreSQL server, and the referees whose judgement does not come from this
// repository: Arelle for XBRL and the EDGAR Filer Manual, hledger and ledger
// for balances, Chromium for pages, LibreOffice for workbooks.
//
// What is missing skips a test on a person's machine, with the reason, and
// fails it where CI=true. scripts/tools.sh installs all of it.
package testenv

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Shared gives the folder of reference data that lies beside the repository,
// or wherever TIEOUT_SHARED says.
func Shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("TIEOUT_SHARED")
	if dir == "" {
		root, err := moduleRoot()
		if err != nil {
			t.Fatal(err)
		}
		dir = filepath.Join(root, "..", "shared")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		absent(t, "no reference data in %s; set TIEOUT_SHARED to its folder", dir)
	}
	return dir
}

// Run runs a package's tests and then stops what they started. A package whose
// tests use Postgres says
//
//	func TestMain(m *testing.M) { os.Exit(testenv.Run(m)) }
func Run(m *testing.M) int {
	defer stopAll()
	return m.Run()
}

// absent ends a test whose outside help is missing: a failure where CI=true,
// so that nothing is skipped there unseen, and a skip elsewhere.
func absent(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// moduleRoot is the nearest folder above the working directory with a go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("testenv: no go.mod above the working directory")
		}
		dir = parent
	}
}

// atExit holds what Run undoes when the tests are over.
var atExit struct {
	sync.Mutex
	undo []func()
}

func onExit(undo func()) {
	atExit.Lock()
	defer atExit.Unlock()
	atExit.undo = append(atExit.undo, undo)
}

func stopAll() {
	atExit.Lock()
	defer atExit.Unlock()
	for i := len(atExit.undo) - 1; i >= 0; i-- {
		atExit.undo[i]()
	}
	atExit.undo = nil
}
