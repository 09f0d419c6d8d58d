package testenv

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// sofficeLimit is how long one run of LibreOffice may take; a few small files take 4 seconds.
const sofficeLimit = 3 * time.Minute

// sofficeTurn lets one LibreOffice of a test program run at a time.
var sofficeTurn sync.Mutex

// sofficeSettings make LibreOffice work out every formula of a workbook anew when it opens it, whatever the workbook
// holds as its result.
const sofficeSettings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

// Recalculate opens a workbook in LibreOffice, which works out every formula anew, and gives it as LibreOffice saves it.
func Recalculate(t testing.TB, xlsx []byte) []byte {
	t.Helper()
	return Convert(t, "xlsx", "xlsx", xlsx)[0]
}

// Convert opens files of one kind (xlsx, csv) in LibreOffice and gives each as LibreOffice saves it as another kind.
// Kinds are the ends of file names; the one to save as may go on with a colon and the name and options of a filter, as
// LibreOffice's --convert-to has it. All files go through one run, which costs three seconds to start.
func Convert(t testing.TB, from, to string, files ...[]byte) [][]byte {
	t.Helper()
	return ConvertFrom(t, from, "", to, files...)
}

// ConvertFrom is Convert with a filter, and its options, for opening the files, as LibreOffice's --infilter has it.
func ConvertFrom(t testing.TB, from, filter, to string, files ...[]byte) [][]byte {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		absent(t, "no soffice; run scripts/tools.sh")
	}
	dir := t.TempDir()
	args, err := sofficeArgs(dir, from, filter, to, files)
	if err != nil {
		t.Fatal(err)
	}
	output := runSoffice(t, program, dir, args)
	ending, _, _ := strings.Cut(to, ":")
	var out [][]byte
	for i := range files {
		body, err := os.ReadFile(filepath.Join(dir, "out", fmt.Sprintf("%d.%s", i, ending)))
		if err != nil {
			t.Fatalf("soffice made nothing of file %d: %v\n%s", i, err, output)
		}
		out = append(out, body)
	}
	return out
}

// sofficeArgs writes the files and a profile of the run's own, and gives the command line.
func sofficeArgs(dir, from, filter, to string, files [][]byte) ([]string, error) {
	user := filepath.Join(dir, "profile", "user")
	if err := os.MkdirAll(user, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(sofficeSettings), 0o644); err != nil {
		return nil, err
	}
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--norestore", "--nolockcheck"}
	if filter != "" {
		args = append(args, "--infilter="+filter)
	}
	args = append(args, "--convert-to", to, "--outdir", filepath.Join(dir, "out"))
	for i, body := range files {
		name := filepath.Join(dir, fmt.Sprintf("%d.%s", i, from))
		if err := os.WriteFile(name, body, 0o644); err != nil {
			return nil, err
		}
		args = append(args, name)
	}
	return args, nil
}

func runSoffice(t testing.TB, program, dir string, args []string) string {
	t.Helper()
	sofficeTurn.Lock()
	defer sofficeTurn.Unlock()
	ctx, cancel := context.WithTimeout(t.Context(), sofficeLimit)
	defer cancel()
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.WaitDelay = 10 * time.Second // its launcher may leave a child that holds the pipes
	if err := cmd.Run(); err != nil {
		t.Fatalf("soffice %q: %v\n%s", args, err, tail(output.String(), 4000))
	}
	return output.String()
}
