package testenv

import (
	"net/url"
	"os/exec"
	"strings"
	"testing"
)

// query runs a statement on a database and gives the one value it returns.
func query(t *testing.T, database, statement string) string {
	t.Helper()
	out, err := exec.Command("psql", "-X", "-At", "-c", statement, database).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", statement, err, out)
	}
	return strings.TrimSpace(string(out))
}

func TestPostgresAnswers(t *testing.T) {
	if got := query(t, Postgres(t), "SELECT 1"); got != "1" {
		t.Errorf("SELECT 1 gives %q", got)
	}
}

func TestPostgresGivesEachCallADatabaseOfItsOwn(t *testing.T) {
	one, two := Postgres(t), Postgres(t)
	query(t, one, "CREATE TABLE entry (id int)")
	tables := "SELECT count(*) FROM pg_tables WHERE tablename = 'entry'"
	if a, b := query(t, one, tables), query(t, two, tables); a != "1" || b != "0" {
		t.Errorf("tables: %s in the first, %s in the second", a, b)
	}
}

func TestPostgresDropsTheDatabaseWithTheTest(t *testing.T) {
	outer := Postgres(t)
	var name string
	t.Run("inner", func(t *testing.T) {
		name = query(t, Postgres(t), "SELECT current_database()")
	})
	if got := query(t, outer, "SELECT count(*) FROM pg_database WHERE datname = '"+name+"'"); got != "0" {
		t.Errorf("database %s is still there", name)
	}
}

func TestPostgresTakesSettings(t *testing.T) {
	if got := query(t, Postgres(t), "SHOW fsync"); got != "off" {
		t.Errorf("fsync = %s", got)
	}
	if got := query(t, Postgres(t, Durable...), "SHOW fsync"); got != "on" {
		t.Errorf("with Durable fsync = %s", got)
	}
}

func TestPostgresListensOnThisMachineOnly(t *testing.T) {
	if got := query(t, Postgres(t), "SHOW listen_addresses"); got != "127.0.0.1" {
		t.Errorf("listen_addresses = %s", got)
	}
}

func TestPostgresWantsThePassword(t *testing.T) {
	wrong, err := url.Parse(Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	wrong.User = url.UserPassword("postgres", "wrong")
	if out, err := exec.Command("psql", "-X", "-c", "SELECT 1", wrong.String()).CombinedOutput(); err == nil {
		t.Errorf("a wrong password is let in: %s", out)
	}
}
