package app

import (
	"archive/zip"
	"context"
	"io/fs"
	"os"

	"tieout/xbrl"
)

// RebuildFiling makes a kept report again from the book at the position it was made at.
func RebuildFiling(ctx context.Context, a *App, f Filing) (map[string][]byte, error) {
	out := map[string][]byte{}
	err := a.read(ctx, 0, func(v *View) error {
		p, _, err := v.remake(f)
		for _, file := range p.Files {
			out[file.Name] = file.Body
		}
		return err
	})
	return out, err
}

// LoadTaxonomy reads official taxonomy packages, a folder or a zip, of a year.
func LoadTaxonomy(path string, year int) (*xbrl.Taxonomy, error) {
	if year == 0 {
		return nil, mistake("", "say the year of the taxonomy with --year")
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	var files fs.FS
	if info.IsDir() {
		files = os.DirFS(path)
	} else {
		z, err := zip.OpenReader(path)
		if err != nil {
			return nil, mistake("", "%s is not a folder or a zip: %v", path, err)
		}
		defer z.Close()
		files = z
	}
	base, err := xbrl.Standard(year)
	if err != nil {
		base = xbrl.New(year)
	}
	t, err := base.Load(files)
	if err != nil {
		return nil, mistake("", "%s: %v", path, err)
	}
	return t, nil
}
