package app

import (
	"context"
	"errors"
	"path/filepath"

	"tieout/internal/importer"
)

// mapping is how the file is to be read.
func (r ImportRequest) mapping() (importer.Mapping, error) {
	m, err := importer.ParseMapping(r.Mapping)
	if r.Account != "" || r.Clearing != "" {
		m.Statements = append(m.Statements, importer.Statement{Account: r.Account, Clearing: r.Clearing})
	}
	var ps importer.Problems
	if !errors.As(err, &ps) {
		ps = m.Check()
	}
	if len(ps) > 0 {
		return m, ImportMistake{Mistake{ps.Findings()}, ps}
	}
	return m, err
}

// Preview looks at a file without importing it: what it is, its first rows, and what its columns are taken for. What
// is wrong with the file comes as an ImportMistake, with as much of the sample as there is.
func (a *App) Preview(ctx context.Context, r ImportRequest) (importer.Sample, error) {
	m, err := r.mapping()
	if err != nil {
		return importer.Sample{}, err
	}
	f, size, _, err := a.openSource(ctx, r)
	if err != nil {
		return importer.Sample{}, err
	}
	defer f.Close()
	var s importer.Sample
	err = a.read(ctx, 0, func(v *View) (err error) {
		s, err = importer.Preview(importer.Kind(r.Kind), filepath.Base(r.Path), f, size, importOptions(v.State.Chart, r.Path, m))
		return err
	})
	var ps importer.Problems
	if errors.As(err, &ps) {
		return s, ImportMistake{Mistake{ps.Findings()}, ps}
	}
	return s, err
}
