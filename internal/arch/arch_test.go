package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one package's files with what they import and which selectors they use.
type source struct {
	imports   map[string]string // import path to the file that has it
	selectors map[string]string
	floats    string // file with a float64, if any
}

// read parses the production code of the whole module.
func read(t *testing.T) map[string]*source {
	t.Helper()
	root := filepath.Join("..", "..")
	packages := map[string]*source{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "bin" || name == "demo" && filepath.Dir(path) == root) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, _ := filepath.Rel(root, filepath.Dir(path))
		if packages[rel] == nil {
			packages[rel] = &source{imports: map[string]string{}, selectors: map[string]string{}}
		}
		return packages[rel].file(path)
	})
	if err != nil {
		t.Fatal(err)
	}
	return packages
}

func (s *source) file(path string) error {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	for _, i := range f.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		s.imports[p] = path
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				s.selectors[x.Name+"."+n.Sel.Name] = path
			}
		case *ast.Ident:
			if n.Name == "float64" || n.Name == "float32" {
				s.floats = path
			}
		}
		return true
	})
	return nil
}

func TestImportOrder(t *testing.T) {
	packages := read(t)
	seen := 0
	for dir, s := range packages {
		layer := slices.Index(Layers, dir)
		if layer < 0 {
			if top, _, _ := strings.Cut(dir, "/"); !slices.Contains(Outside, top) && dir != "xbrl/internal/gen" {
				t.Errorf("%s is not in the table: say where it stands", dir)
			}
			continue
		}
		seen++
		for imp, file := range s.imports {
			local, ours := strings.CutPrefix(imp, "tieout/")
			if !ours {
				continue
			}
			if at := slices.Index(Layers, local); at < 0 || at >= layer {
				t.Errorf("%s: %s may not import %s: only from lines above its own", file, dir, imp)
			}
			if strings.HasPrefix(dir, "xbrl") && !slices.Contains(XBRLKnows, imp) {
				t.Errorf("%s: xbrl does not know %s", file, imp)
			}
		}
		s.pure(t, dir)
	}
	if seen != len(Layers) {
		t.Errorf("%d of %d packages of the table exist", seen, len(Layers))
	}
}

func (s *source) pure(t *testing.T, dir string) {
	for _, bad := range Pure.Imports {
		for imp, file := range s.imports {
			if imp == bad || strings.HasSuffix(bad, "/") && strings.HasPrefix(imp, bad) {
				t.Errorf("%s: %s imports %s: %s", file, dir, imp, Pure.Why)
			}
		}
	}
	for _, call := range []string{"time.Now", "time.Since", "time.Local"} {
		if file, ok := s.selectors[call]; ok {
			t.Errorf("%s: %s uses %s: %s", file, dir, call, Pure.Why)
		}
	}
	if s.floats != "" {
		t.Errorf("%s: %s has a float: accounting is exact", s.floats, dir)
	}
}

func TestPlumbing(t *testing.T) {
	for dir, s := range read(t) {
		if !strings.HasPrefix(dir, "internal/") && !strings.HasPrefix(dir, "cmd/") {
			continue
		}
		may, listed := Plumbing[dir]
		if !listed {
			t.Errorf("%s is not in the table: say what it may import", dir)
			continue
		}
		for imp, file := range s.imports {
			local, ours := strings.CutPrefix(imp, "tieout/")
			if ours && !slices.Contains(Layers, local) && !slices.Contains(may, local) {
				t.Errorf("%s: %s may not import %s", file, dir, imp)
			}
			if dir != "internal/store" && slices.ContainsFunc(Drivers, func(d string) bool { return strings.HasPrefix(imp, d) }) {
				t.Errorf("%s: only the store imports a database driver", file)
			}
		}
	}
}

// modernc.org/sqlite works with exactly one version of its libc.
func TestSQLiteHasItsLibc(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"modernc.org/sqlite v1.61.1", "modernc.org/libc v1.79.0"} {
		if !strings.Contains(string(mod), want) {
			t.Errorf("go.mod does not pin %s", want)
		}
	}
}
