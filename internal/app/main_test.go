package app_test

import (
	"os"
	"testing"

	"tieout/internal/testenv"
)

func TestMain(m *testing.M) {
	if code, ok := child(); ok {
		os.Exit(code)
	}
	os.Exit(testenv.Run(m))
}
