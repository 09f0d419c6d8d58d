package testenv

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// environment is the folder of a Python environment that scripts/tools.sh made.
func environment(t testing.TB, name string) string {
	t.Helper()
	tools, err := toolsDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(tools, name)
	if _, err := os.Stat(filepath.Join(dir, "bin", "python")); err != nil {
		absent(t, "no %s in %s; run scripts/tools.sh", name, tools)
	}
	return dir
}

// taxonomyCache is the folder of the taxonomies Arelle needs offline, unpacked
// from the reference data once for each content of the archive.
func taxonomyCache(t testing.TB) string {
	t.Helper()
	archive := filepath.Join(Shared(t), "xbrl", "offline-cache-2024-min.tar.gz")
	sum, err := fileSum(archive)
	if err != nil {
		t.Fatal(err)
	}
	tools, err := toolsDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(tools, "arelle-cache", sum)
	if err := makeOnce(dir, func(draft string) error { return untar(archive, draft) }); err != nil {
		t.Fatal(err)
	}
	return dir
}

// fileSum names the content of files, in order.
func fileSum(paths ...string) (string, error) {
	hash := sha256.New()
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%d\n", len(text))
		hash.Write(text)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}

// untar unpacks the plain files of a .tar.gz.
func untar(archive, dir string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	entries := tar.NewReader(plain)
	for {
		header, err := entries.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		if err := writeBelow(dir, header.Name, entries); err != nil {
			return err
		}
	}
}

// writeBelow writes a file that an archive names, and none outside dir.
func writeBelow(dir, name string, content io.Reader) error {
	name = filepath.FromSlash(strings.TrimPrefix(name, "./"))
	if !filepath.IsLocal(name) {
		return fmt.Errorf("testenv: archive names %q", name)
	}
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, content); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
