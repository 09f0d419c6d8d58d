package testenv

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { os.Exit(Run(m)) }

func TestSharedHoldsTheReferenceData(t *testing.T) {
	if _, err := os.Stat(filepath.Join(Shared(t), "xbrl", "README.md")); err != nil {
		t.Fatal(err)
	}
}

func TestHledgerAndLedgerAgree(t *testing.T) {
	journal := filepath.Join(t.TempDir(), "test.journal")
	text := "2005-01-31 Sale\n  Assets:Cash  12.50 USD\n  Revenue\n"
	if err := os.WriteFile(journal, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	theirs := Hledger(t, "-f", journal, "balance", "--no-total", "Cash")
	others := Program(t, "ledger", "--init-file", "/dev/null", "-f", journal, "balance", "Cash")
	if !strings.Contains(theirs, "12.50 USD") || !strings.Contains(others, "12.50 USD") {
		t.Errorf("hledger says %q, ledger says %q", theirs, others)
	}
}

func TestChromiumRendersAPage(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.html")
	text := `<title>x</title><body><script>document.body.append("seven " + (3 + 4))</script>`
	if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	args := append(ChromiumFlags, "--user-data-dir="+t.TempDir(), "--dump-dom", "file://"+page)
	out, err := exec.CommandContext(t.Context(), Chromium(t), args...).Output()
	if err != nil || !strings.Contains(string(out), "seven 7") {
		t.Errorf("chromium: %v, %q", err, out)
	}
}

func TestMakeOnceKeepsNoHalfMadeFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made")
	fill := func(fails error) func(string) error {
		return func(draft string) error {
			if err := os.WriteFile(filepath.Join(draft, "file"), nil, 0o644); err != nil {
				t.Fatal(err)
			}
			return fails
		}
	}
	if err := makeOnce(dir, fill(os.ErrInvalid)); err != os.ErrInvalid {
		t.Fatalf("makeOnce: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Dir(dir)); len(left) > 0 {
		t.Fatalf("left behind: %v", left)
	}
	for range 2 {
		if err := makeOnce(dir, fill(nil)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "file")); err != nil {
		t.Fatal(err)
	}
}
