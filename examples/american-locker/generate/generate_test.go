package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The committed journals are what the rules make, byte for byte.
func TestJournalsAreWhatTheRulesMake(t *testing.T) {
	files, err := generate("..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		have, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(have, want) {
			t.Errorf("%s is not what the rules make; run go run ./examples/american-locker/generate", name)
		}
	}
	names, err := made("..")
	if err != nil || len(names) != len(files) {
		t.Errorf("%d files committed, %d made, %v", len(names), len(files), err)
	}
}

func TestTheGeneratorKnowsNoFiledFigures(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name != "generate_test.go" && bytes.Contains(body, []byte("filed.csv")) {
			t.Errorf("%s names filed.csv", name)
		}
	}
}
