package testenv

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// server is a PostgreSQL server in a temporary folder.
type server struct {
	dir      string
	port     int
	password string
	process  *os.Process
	ended    chan struct{} // closed when the process has ended
}

// startServer makes a cluster and starts it. The port is free when asked for
// and may be taken a moment later, so it tries again.
func startServer(bin string, settings []string) (*server, error) {
	removeAbandoned()
	s := &server{password: rand.Text()}
	if err := s.create(bin); err != nil {
		s.remove()
		return nil, err
	}
	var err error
	for range 3 {
		if err = s.start(bin, settings); err == nil {
			return s, nil
		}
	}
	s.remove()
	return nil, err
}

// create makes the folder and the cluster in it, as the user who is to own them.
func (s *server) create(bin string) error {
	dir, err := os.MkdirTemp("", folderPrefix)
	if err != nil {
		return err
	}
	s.dir = dir
	if err := claim(dir); err != nil {
		return err
	}
	passwordFile := filepath.Join(dir, "password")
	if err := os.WriteFile(passwordFile, []byte(s.password+"\n"), 0o600); err != nil {
		return err
	}
	if err := giveAway(dir, passwordFile); err != nil {
		return err
	}
	cmd := s.command(filepath.Join(bin, "initdb"), "--pgdata", s.data(), "--username=postgres",
		"--auth=scram-sha-256", "--pwfile", passwordFile, "--encoding=UTF8", "--locale=C",
		"--no-sync", "--no-instructions")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// command runs in the server's folder as the server's user.
func (s *server) command(path string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Dir = s.dir
	cmd.SysProcAttr = serverUser()
	return cmd
}

func (s *server) start(bin string, settings []string) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	s.port = port
	sockets := s.dir
	if len(sockets) > 80 { // a socket's path is at most 107 bytes
		sockets = ""
	}
	args := []string{"-D", s.data(), "-p", fmt.Sprint(port), "-h", "127.0.0.1", "-k", sockets}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	var log bytes.Buffer
	cmd := s.command(filepath.Join(bin, "postgres"), args...)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := s.launch(cmd); err != nil {
		return err
	}
	if err := s.await(); err != nil {
		s.end()
		return fmt.Errorf("postgres: %w\n%s", err, tail(log.String(), 4000))
	}
	return nil
}

// await waits until the server answers.
func (s *server) await() error {
	var err error
	for limit := time.Now().Add(time.Minute); time.Now().Before(limit); {
		select {
		case <-s.ended:
			return fmt.Errorf("server ended: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
		if err = s.psql("SELECT 1"); err == nil {
			return nil
		}
	}
	return err
}

func (s *server) stop() {
	s.end()
	s.remove()
}

// end asks for a fast shutdown and, failing that, for none.
func (s *server) end() {
	s.process.Signal(syscall.SIGINT)
	select {
	case <-s.ended:
	case <-time.After(10 * time.Second):
		s.process.Signal(syscall.SIGQUIT)
		<-s.ended
	}
}

func (s *server) remove() {
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}

func (s *server) data() string { return filepath.Join(s.dir, "data") }

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
