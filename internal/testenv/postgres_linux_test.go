package testenv

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestPostgresHelper is not a test but the process that
// TestPostgresEndsWithTheProcess starts and kills.
func TestPostgresHelper(t *testing.T) {
	if os.Getenv("TIEOUT_TEST_HELPER") == "" {
		return
	}
	fmt.Println(Postgres(t))
	select {}
}

func TestPostgresEndsWithTheProcess(t *testing.T) {
	Postgres(t)                                     // skips where there is none
	folder, err := os.MkdirTemp("", "tieout-test-") // t.TempDir lets no other user in
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	address := killedHelper(t, folder)
	for limit := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		conn.Close()
		if time.Now().After(limit) {
			t.Fatal("the server outlives the process that started it")
		}
	}
	t.Setenv("TMPDIR", folder)
	removeAbandoned()
	if left, _ := filepath.Glob(filepath.Join(folder, folderPrefix+"*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// killedHelper runs a process that starts a server, kills it, and gives the
// server's address.
func killedHelper(t *testing.T, folder string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestPostgresHelper$")
	cmd.Env = append(os.Environ(), "TIEOUT_TEST_HELPER=1", "TMPDIR="+folder)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := bufio.NewScanner(out)
	line.Scan()
	server, err := url.Parse(line.Text())
	cmd.Process.Kill()
	cmd.Wait()
	if err != nil || server.Host == "" {
		t.Fatalf("helper says %q: %v", line.Text(), err)
	}
	return server.Host
}
