package testenv

import (
	"os"
	"path/filepath"
)

// toolsDir is where scripts/tools.sh keeps what is not a system package, and
// where this package keeps what it unpacks once for all runs.
func toolsDir() (string, error) {
	if dir := os.Getenv("TIEOUT_TOOLS"); dir != "" {
		return filepath.Abs(dir)
	}
	if dir := os.Getenv("XDG_CACHE_HOME"); dir != "" {
		return filepath.Join(dir, "tieout-tools"), nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".cache", "tieout-tools"), err
}

// makeOnce gives the folder dir, which fill makes the first time. Two
// processes may do so at once: each fills a folder of its own and the first
// rename wins, so a folder that exists is always whole.
func makeOnce(dir string, fill func(dir string) error) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	draft, err := os.MkdirTemp(filepath.Dir(dir), ".draft-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(draft)
	if err := fill(draft); err != nil {
		return err
	}
	if err := os.Rename(draft, dir); err != nil {
		if _, found := os.Stat(dir); found == nil {
			return nil
		}
		return err
	}
	return nil
}
