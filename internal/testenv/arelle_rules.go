package testenv

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// arelle-release 2.30.0 carries the rules and tables of EDGAR 24.2. Its list of
// allowed taxonomies is older than cyd/2024 (Item 1C, which every 10-K needs):
// it would block that schema, the cyd facts would have no concepts, and no
// facts could be saved. So the plugin is used in a copy whose list is the one
// of EDGAR 25.4 from the reference data. Nothing else in it is changed.
const (
	oldTaxonomies = "edgartaxonomies-24-2.xml"
	newTaxonomies = "edgartaxonomies-25-4.xml"
)

// secRules is the folder of the EDGAR Filer Manual plugin, with its list of
// allowed taxonomies replaced.
func secRules(t testing.TB) string {
	t.Helper()
	original := arellePlugin(t, "validate", "EFM")
	list := filepath.Join(Shared(t), "xbrl", "edgar-resources", newTaxonomies)
	sum, err := fileSum(list, filepath.Join(original, "config.xml"), filepath.Join(original, "Filing.py"))
	if err != nil {
		t.Fatal(err)
	}
	tools, err := toolsDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(tools, "arelle-rules", sum)
	err = makeOnce(dir, func(draft string) error {
		return copyRules(original, list, filepath.Join(draft, "EFM"))
	})
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "EFM")
}

func copyRules(original, list, dir string) error {
	if err := os.CopyFS(dir, os.DirFS(original)); err != nil {
		return err
	}
	text, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, "resources", "edgartaxonomies", newTaxonomies)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return err
	}
	config := filepath.Join(dir, "config.xml")
	text, err = os.ReadFile(config)
	if err != nil {
		return err
	}
	if !strings.Contains(string(text), oldTaxonomies) {
		return fmt.Errorf("testenv: %s does not name %s", config, oldTaxonomies)
	}
	changed := strings.ReplaceAll(string(text), oldTaxonomies, newTaxonomies)
	return os.WriteFile(config, []byte(changed), 0o644)
}

// secTransforms is the folder of the plugin with the SEC's transformation
// registry. The current Arelle has none of its own and takes this one.
func secTransforms(t testing.TB) string {
	t.Helper()
	return arellePlugin(t, "transforms", "SEC")
}

// arellePlugin is the folder of a plugin that arelle-release 2.30.0 carries.
func arellePlugin(t testing.TB, path ...string) string {
	t.Helper()
	site := filepath.Join(environment(t, "arelle-edgar"), "lib", "python3*", "site-packages")
	pattern := filepath.Join(append([]string{site, "arelle", "plugin"}, path...)...)
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("testenv: %d plugins at %s; run scripts/tools.sh", len(found), pattern)
	}
	return found[0]
}
