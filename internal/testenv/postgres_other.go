//go:build !linux

package testenv

import (
	"os/exec"
	"syscall"
)

const folderPrefix = "tieout-postgres-"

// launch starts the server. Only Linux can tie its life to this process's.
func (s *server) launch(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	s.process, s.ended = cmd.Process, ended
	go func() {
		cmd.Wait()
		close(ended)
	}()
	return nil
}

func serverUser() *syscall.SysProcAttr { return nil }
func giveAway(...string) error         { return nil }
func claim(string) error               { return nil }
func removeAbandoned()                 {}
