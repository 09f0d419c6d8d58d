package testenv

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
)

// folderPrefix begins the name of every server's folder.
const folderPrefix = "tieout-postgres-"

// launch starts the server so that it shuts down when this process dies in any
// way. Linux ties that to the thread that started it, so the thread waits.
func (s *server) launch(cmd *exec.Cmd) error {
	cmd.SysProcAttr.Pdeathsig = syscall.SIGINT // to PostgreSQL a fast shutdown
	cmd.SysProcAttr.Setpgid = true             // an interrupt from the keyboard reaches us alone
	started := make(chan error)
	ended := make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			cmd.Wait()
		}
		close(ended)
	}()
	err := <-started
	s.process, s.ended = cmd.Process, ended
	return err
}

// serverUser is whom the server runs as: this process's user, or where that is
// root, whom PostgreSQL refuses, the user postgres.
func serverUser() *syscall.SysProcAttr {
	uid, gid, ok := otherUser()
	if !ok {
		return &syscall.SysProcAttr{}
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

func otherUser() (uid, gid int, ok bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(found.Uid)
		gid, err2 := strconv.Atoi(found.Gid)
		if err1 == nil && err2 == nil {
			return uid, gid, true
		}
	}
	return 0, 0, false
}

// giveAway makes the server's user the owner of files made by this process.
func giveAway(paths ...string) error {
	uid, gid, ok := otherUser()
	for _, path := range paths {
		if !ok {
			break
		}
		if err := os.Chown(path, uid, gid); err != nil {
			return err
		}
	}
	return nil
}

// claim marks a folder as in use for as long as this process lives. The lock is
// taken before the file has the name that removeAbandoned looks for.
func claim(dir string) error {
	draft := filepath.Join(dir, "claim")
	lock, err := os.OpenFile(draft, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return err
	}
	claims = append(claims, lock)
	return os.Rename(draft, filepath.Join(dir, "in-use"))
}

// claims stay open: a lock ends with its file.
var claims []*os.File

// removeAbandoned removes the folders of processes that could not clean up,
// such as tests that ran out of time. Their servers have ended with them.
func removeAbandoned() {
	locks, _ := filepath.Glob(filepath.Join(os.TempDir(), folderPrefix+"*", "in-use"))
	for _, path := range locks {
		lock, err := os.Open(path)
		if err != nil {
			continue
		}
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			os.RemoveAll(filepath.Dir(path))
		}
		lock.Close()
	}
}
