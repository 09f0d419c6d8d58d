package testenv

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

//go:embed arelle.py
var arelleDriver string

// arelleLimit is how long one entry point may take; a 10-Q takes 4 seconds.
const arelleLimit = 5 * time.Minute

// arelleJob is one command line of Arelle and the folder of what it writes.
type arelleJob struct {
	entryPoint string
	path       string // absolute
	dir        string
	args       []string
}

func (j arelleJob) logFile() string  { return filepath.Join(j.dir, "log.json") }
func (j arelleJob) factFile() string { return filepath.Join(j.dir, "facts.json") }

// newArelleJobs is one job for each different entry point, in folders below dir.
func newArelleJobs(dir string, entryPoints []string) ([]arelleJob, error) {
	var jobs []arelleJob
	seen := map[string]bool{}
	for i, entry := range entryPoints {
		if seen[entry] {
			continue
		}
		seen[entry] = true
		path, err := filepath.Abs(entry)
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(path); err != nil {
			return nil, err
		}
		job := arelleJob{entryPoint: entry, path: path, dir: filepath.Join(dir, fmt.Sprint(i))}
		if err := os.Mkdir(job.dir, 0o755); err != nil {
			return nil, err
		}
		jobs = append(jobs, job)
	}
	return jobs, nil
}

// args is the command line for one job. Arelle 2.30.0 crashes unless it has a
// configuration folder, and a log file that exists is appended to.
func (r referee) args(cache string, job arelleJob) []string {
	plugins := append(append([]string{}, r.plugins...), "inlineXbrlDocumentSet", "saveLoadableOIM")
	args := []string{
		"--xdgConfigHome", job.dir,
		"--cacheDirectory", cache,
		"--internetConnectivity", "offline",
		"--plugins", strings.Join(plugins, "|"),
		"--validate", "--calc", "c11r", "--utr",
		"--file", job.path,
		"--saveLoadableOIM", job.factFile(),
		"--logFile", job.logFile(),
	}
	return append(args, r.options...)
}

// runArelle runs the jobs in at most two processes side by side.
func runArelle(ctx context.Context, python string, jobs []arelleJob) error {
	processes := min(2, runtime.NumCPU(), len(jobs))
	failures := make([]error, processes)
	var wait sync.WaitGroup
	for p := range processes {
		var share []arelleJob
		for i := p; i < len(jobs); i += processes {
			share = append(share, jobs[i])
		}
		wait.Go(func() { failures[p] = runArelleProcess(ctx, python, share) })
	}
	wait.Wait()
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

func runArelleProcess(ctx context.Context, python string, jobs []arelleJob) error {
	ctx, cancel := context.WithTimeout(ctx, arelleLimit*time.Duration(len(jobs)))
	defer cancel()
	var lines [][]string
	for _, job := range jobs {
		lines = append(lines, job.args)
	}
	input, err := json.Marshal(lines)
	if err != nil {
		return err
	}
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, python, "-c", arelleDriver)
	cmd.Dir = jobs[0].dir
	cmd.Env = append(os.Environ(), "HOME="+jobs[0].dir, "PYTHONHASHSEED=0", "PYTHONNOUSERSITE=1", "PYTHONPATH=")
	cmd.Stdin = bytes.NewReader(input)
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("arelle: %w\n%s", err, tail(output.String(), 4000))
	}
	return nil
}

// tail is the last n bytes of a text, or all of it.
func tail(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return "... " + text[len(text)-n:]
}
