package testenv

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Durable are the settings for Postgres under which a commit is on the disk
// when it returns, as on a real server.
var Durable = []string{"fsync=on", "synchronous_commit=on", "full_page_writes=on"}

// fast are the settings without those: a crash of the machine may lose the
// database, which no test outlives.
var fast = []string{"fsync=off", "synchronous_commit=off", "full_page_writes=off"}

// servers are the clusters this process started, by their settings.
var servers struct {
	sync.Mutex
	bySettings map[string]*server
	databases  int
}

// Postgres gives the URL of an empty database of the test's own, dropped when
// the test ends. The first call of a process starts a private server on
// 127.0.0.1, which Run stops, and which stops by itself when the process dies.
//
// Settings are server parameters such as those in Durable; each different set
// has a server to itself.
func Postgres(t testing.TB, settings ...string) string {
	t.Helper()
	s := postgresServer(t, settings)
	servers.Lock()
	servers.databases++
	name := fmt.Sprintf("test_%d", servers.databases)
	servers.Unlock()
	if err := s.psql("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.psql("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return s.url(name)
}

// postgresServer is the running server with these settings.
func postgresServer(t testing.TB, settings []string) *server {
	t.Helper()
	servers.Lock()
	defer servers.Unlock()
	key := strings.Join(settings, " ")
	if s := servers.bySettings[key]; s != nil {
		return s
	}
	bin := postgresBin(t)
	s, err := startServer(bin, append(slices.Clone(fast), settings...))
	if err != nil {
		t.Fatal(err)
	}
	onExit(s.stop)
	if servers.bySettings == nil {
		servers.bySettings = map[string]*server{}
	}
	servers.bySettings[key] = s
	return s
}

// postgresBin is the folder of the newest installed server's programs, which
// Debian keeps off the path.
func postgresBin(t testing.TB) string {
	t.Helper()
	if _, err := exec.LookPath("psql"); err != nil {
		absent(t, "no psql; run scripts/tools.sh")
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.SortFunc(found, func(a, b string) int { // /9.6/ before /15/
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		absent(t, "no PostgreSQL server; run scripts/tools.sh")
	}
	return filepath.Dir(path)
}

// psql runs one statement in the server's own database.
func (s *server) psql(statement string) error {
	cmd := exec.Command("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", statement, s.url("postgres"))
	cmd.Env = append(os.Environ(), "PGCONNECT_TIMEOUT=10")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("psql: %s: %w\n%s", statement, err, out)
	}
	return nil
}

func (s *server) url(database string) string {
	return fmt.Sprintf("postgres://postgres:%s@127.0.0.1:%d/%s?sslmode=disable", s.password, s.port, database)
}
