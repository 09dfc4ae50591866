package syscall

import (
	"sync"
	"unsafe"
)

// ForkLock is used to synchronize creation of new file descriptors with fork: who opens a file without O_CLOEXEC holds a read lock until CloseOnExec.
var ForkLock sync.RWMutex

// Credential holds user and group identities to be assumed by a child process started by StartProcess.
type Credential struct {
	Uid         uint32   // User ID.
	Gid         uint32   // Group ID.
	Groups      []uint32 // Supplementary group IDs.
	NoSetGroups bool     // If true, don't set supplementary groups
}

// SysProcIDMap holds Container ID to Host ID mappings used for User Namespaces in Linux.
type SysProcIDMap struct {
	ContainerID int // Container ID.
	HostID      int // Host ID.
	Size        int // Size.
}

// SysProcAttr holds optional attributes of a new process.
type SysProcAttr struct {
	Chroot       string      // Chroot.
	Credential   *Credential // Credential.
	Ptrace       bool        // Enable tracing.
	Setsid       bool        // Create session.
	Setpgid      bool        // Set process group ID to Pgid, or, if Pgid == 0, to new pid.
	Setctty      bool        // Set controlling terminal to fd Ctty (only meaningful if Setsid is set)
	Noctty       bool        // Detach fd 0 from controlling terminal.
	Ctty         int         // Controlling TTY fd.
	Foreground   bool        // Place child's process group in foreground. (Implies Setpgid. Uses Ctty as fd of controlling TTY)
	Pgid         int         // Child's process group ID if Setpgid.
	Pdeathsig    Signal      // Signal that the process will get when its parent thread dies.
	Cloneflags   uintptr     // Flags for clone calls.
	Unshareflags uintptr     // Flags for unshare calls.
}

// ProcAttr holds attributes that will be applied to a new process started by StartProcess.
type ProcAttr struct {
	Dir   string    // Current working directory.
	Env   []string  // Environment.
	Files []uintptr // File descriptors.
	Sys   *SysProcAttr
}

//go:linkname forkcalls runtime.forkcalls
func forkcalls(flags uintptr, calls *[7]uintptr, n, status int) int

// SlicePtrFromStrings converts a slice of strings to a slice of pointers to NUL-terminated byte arrays, nil at the end.
func SlicePtrFromStrings(ss []string) ([]*byte, error) {
	list := make([]*byte, len(ss)+1)
	for i, s := range ss {
		p, err := BytePtrFromString(s)
		if err != nil {
			return nil, err
		}
		list[i] = p
	}
	return list, nil
}

// childCalls are the system calls that a child makes.
type childCalls [][7]uintptr

func (c *childCalls) add(nr uintptr, args ...uintptr) {
	var call [7]uintptr
	call[0] = nr
	copy(call[1:], args)
	*c = append(*c, call)
}

// files arranges that child's descriptor i is files[i]; status is moved out of the way. It returns where that is then.
func (c *childCalls) files(files []uintptr, status int) int {
	fd := append([]uintptr(nil), files...)
	next := uintptr(len(fd))
	for _, f := range fd {
		if f != ^uintptr(0) && f >= next {
			next = f + 1
		}
	}
	next = max(next, uintptr(status)+1)
	if status < len(fd) {
		c.add(SYS_DUP3, uintptr(status), next, O_CLOEXEC)
		status = int(next)
		next++
	}
	// First what would be overwritten goes up, then all go to their places.
	for i, f := range fd {
		if f != ^uintptr(0) && f < uintptr(i) {
			c.add(SYS_DUP3, f, next, O_CLOEXEC)
			fd[i] = next
			next++
		}
	}
	for i, f := range fd {
		switch {
		case f == ^uintptr(0):
			// Closed, if it is open at all: a descriptor that is copied to it is open in any case.
			c.add(SYS_DUP3, uintptr(status), uintptr(i), O_CLOEXEC)
			c.add(SYS_CLOSE, uintptr(i))
		case f == uintptr(i):
			c.add(SYS_FCNTL, f, F_SETFD, 0)
		default:
			c.add(SYS_DUP3, f, uintptr(i), 0)
		}
	}
	return status
}

// attributes are the calls for sys; the pointers in them are kept alive by keep.
func (c *childCalls) attributes(sys *SysProcAttr, keep *[]unsafe.Pointer) error {
	const (
		prSetPdeathsig = 1
		tiocspgrp      = 0x5410
	)
	if sys.Setsid {
		c.add(SYS_SETSID)
	}
	if sys.Setpgid || sys.Foreground {
		c.add(SYS_SETPGID, 0, uintptr(sys.Pgid))
	}
	if sys.Foreground {
		if sys.Pgid == 0 {
			// The group's number is the child's, which is not known yet.
			return ENOSYS
		}
		pgrp := new(int32)
		*pgrp = int32(sys.Pgid)
		*keep = append(*keep, unsafe.Pointer(pgrp))
		c.add(SYS_IOCTL, uintptr(sys.Ctty), tiocspgrp, uintptr(unsafe.Pointer(pgrp)))
	}
	if sys.Unshareflags != 0 {
		c.add(SYS_UNSHARE, sys.Unshareflags)
	}
	if sys.Chroot != "" {
		p, err := BytePtrFromString(sys.Chroot)
		if err != nil {
			return err
		}
		*keep = append(*keep, unsafe.Pointer(p))
		c.add(SYS_CHROOT, uintptr(unsafe.Pointer(p)))
	}
	if cred := sys.Credential; cred != nil {
		if !cred.NoSetGroups {
			var groups *uint32
			if len(cred.Groups) > 0 {
				groups = &cred.Groups[0]
			}
			*keep = append(*keep, unsafe.Pointer(groups))
			c.add(SYS_SETGROUPS, uintptr(len(cred.Groups)), uintptr(unsafe.Pointer(groups)))
		}
		c.add(SYS_SETGID, uintptr(cred.Gid))
		c.add(SYS_SETUID, uintptr(cred.Uid))
	}
	if sys.Pdeathsig != 0 {
		c.add(SYS_PRCTL, prSetPdeathsig, uintptr(sys.Pdeathsig))
	}
	return nil
}

// terminal are the calls that need the child's descriptors in place.
func (c *childCalls) terminal(sys *SysProcAttr) {
	const (
		tiocsctty = 0x540E
		tiocnotty = 0x5422
	)
	if sys.Noctty {
		c.add(SYS_IOCTL, 0, tiocnotty, 0)
	}
	if sys.Setctty {
		c.add(SYS_IOCTL, uintptr(sys.Ctty), tiocsctty, 1)
	}
	if sys.Ptrace {
		c.add(SYS_PTRACE, 0)
	}
}

// ForkExec combines fork and exec, and returns the child's process id.
func ForkExec(argv0 string, argv []string, attr *ProcAttr) (pid int, err error) {
	if attr == nil {
		attr = &ProcAttr{}
	}
	sys := attr.Sys
	if sys == nil {
		sys = &SysProcAttr{}
	}
	path, err := BytePtrFromString(argv0)
	if err != nil {
		return 0, err
	}
	args, err := SlicePtrFromStrings(argv)
	if err != nil {
		return 0, err
	}
	env, err := SlicePtrFromStrings(attr.Env)
	if err != nil {
		return 0, err
	}
	if sys.Setctty && sys.Foreground {
		return 0, EINVAL
	}
	if sys.Setctty && sys.Ctty >= len(attr.Files) {
		return 0, EINVAL
	}
	var calls childCalls
	var keep []unsafe.Pointer
	if err := calls.attributes(sys, &keep); err != nil {
		return 0, err
	}
	if attr.Dir != "" {
		p, err := BytePtrFromString(attr.Dir)
		if err != nil {
			return 0, err
		}
		keep = append(keep, unsafe.Pointer(p))
		calls.add(SYS_CHDIR, uintptr(unsafe.Pointer(p)))
	}
	var pipe [2]int
	ForkLock.Lock()
	if err := Pipe2(pipe[:], O_CLOEXEC); err != nil {
		ForkLock.Unlock()
		return 0, err
	}
	status := calls.files(attr.Files, pipe[1])
	calls.terminal(sys)
	calls.add(SYS_EXECVE, uintptr(unsafe.Pointer(path)), uintptr(unsafe.Pointer(&args[0])), uintptr(unsafe.Pointer(&env[0])))
	pid = forkcalls(uintptr(SIGCHLD)|sys.Cloneflags, &calls[0], len(calls), status)
	ForkLock.Unlock()
	Close(pipe[1])
	for _, p := range keep {
		keepAlive(p)
	}
	keepAlive(unsafe.Pointer(path))
	keepAlive(unsafe.Pointer(&args[0]))
	keepAlive(unsafe.Pointer(&env[0]))
	if pid < 0 {
		Close(pipe[0])
		return 0, Errno(-pid)
	}
	// Execve closes the other end of the pipe; a child that fails before writes why.
	var word [8]byte
	n, rerr := Read(pipe[0], word[:])
	for rerr == EINTR {
		n, rerr = Read(pipe[0], word[:])
	}
	Close(pipe[0])
	if n == 0 && rerr == nil {
		return pid, nil
	}
	err = EPIPE
	if n == len(word) {
		err = Errno(*(*uintptr)(unsafe.Pointer(&word)))
	}
	var ws WaitStatus
	for {
		if _, werr := Wait4(pid, &ws, 0, nil); werr != EINTR {
			break
		}
	}
	return 0, err
}

//go:noinline
func keepAlive(p unsafe.Pointer) {}

// StartProcess wraps ForkExec for package os.
func StartProcess(argv0 string, argv []string, attr *ProcAttr) (pid int, handle uintptr, err error) {
	pid, err = ForkExec(argv0, argv, attr)
	return pid, 0, err
}

// Exec invokes the execve(2) system call.
func Exec(argv0 string, argv []string, envv []string) (err error) {
	path, err := BytePtrFromString(argv0)
	if err != nil {
		return err
	}
	args, err := SlicePtrFromStrings(argv)
	if err != nil {
		return err
	}
	env, err := SlicePtrFromStrings(envv)
	if err != nil {
		return err
	}
	_, _, e := RawSyscall(SYS_EXECVE, uintptr(unsafe.Pointer(path)), uintptr(unsafe.Pointer(&args[0])), uintptr(unsafe.Pointer(&env[0])))
	return e
}

// WaitStatus is what wait4 reports of a process.
type WaitStatus uint32

func (w WaitStatus) Exited() bool    { return w&0x7F == 0 }
func (w WaitStatus) Signaled() bool  { return w&0x7F != 0x7F && w&0x7F != 0 }
func (w WaitStatus) Stopped() bool   { return w&0xFF == 0x7F }
func (w WaitStatus) Continued() bool { return w == 0xFFFF }
func (w WaitStatus) CoreDump() bool  { return w.Signaled() && w&0x80 != 0 }

// ExitStatus is what the process passed to exit, or -1.
func (w WaitStatus) ExitStatus() int {
	if !w.Exited() {
		return -1
	}
	return int(w>>8) & 0xFF
}

// Signal is what ended the process, or -1.
func (w WaitStatus) Signal() Signal {
	if !w.Signaled() {
		return -1
	}
	return Signal(w & 0x7F)
}

// StopSignal is what stopped the process, or -1.
func (w WaitStatus) StopSignal() Signal {
	if !w.Stopped() {
		return -1
	}
	return Signal(w>>8) & 0xFF
}

// TrapCause is the event of a stop by SIGTRAP, or -1.
func (w WaitStatus) TrapCause() int {
	if w.StopSignal() != SIGTRAP {
		return -1
	}
	return int(w>>8) >> 8
}

const (
	WNOHANG    = 1
	WUNTRACED  = 2
	WCONTINUED = 8
)

// Wait4 waits for a child to change its state.
func Wait4(pid int, wstatus *WaitStatus, options int, rusage *Rusage) (wpid int, err error) {
	var status int32
	wpid, err = call(SYS_WAIT4, uintptr(pid), uintptr(unsafe.Pointer(&status)), uintptr(options), uintptr(unsafe.Pointer(rusage)))
	if wstatus != nil {
		*wstatus = WaitStatus(status)
	}
	return wpid, err
}

// Setsid, Setpgid, Getpgid and Getpgrp deal with sessions and process groups.
func Setsid() (pid int, err error) { return call(SYS_SETSID, 0, 0, 0, 0) }

func Setpgid(pid int, pgid int) (err error) {
	_, err = call(SYS_SETPGID, uintptr(pid), uintptr(pgid), 0, 0)
	return err
}

func Getpgid(pid int) (pgid int, err error) { return call(SYS_GETPGID, uintptr(pid), 0, 0, 0) }

func Getpgrp() (pid int) {
	pid, _ = Getpgid(0)
	return pid
}

// Getgroups returns the supplementary groups of the process.
func Getgroups() (gids []int, err error) {
	n, err := call(SYS_GETGROUPS, 0, 0, 0, 0)
	if err != nil || n == 0 {
		return nil, err
	}
	list := make([]uint32, n)
	n, err = call(SYS_GETGROUPS, uintptr(n), uintptr(unsafe.Pointer(&list[0])), 0, 0)
	if err != nil {
		return nil, err
	}
	for _, g := range list[:n] {
		gids = append(gids, int(g))
	}
	return gids, nil
}

// Mprotect changes the protection of a mapping.
func Mprotect(b []byte, prot int) (err error) {
	_, err = call(SYS_MPROTECT, uintptr(bytesPtr(b)), uintptr(len(b)), uintptr(prot), 0)
	return err
}

// Madvise gives advice about the use of a mapping.
func Madvise(b []byte, advice int) (err error) {
	_, err = call(SYS_MADVISE, uintptr(bytesPtr(b)), uintptr(len(b)), uintptr(advice), 0)
	return err
}

// Gettimeofday fills tv with the time.
func Gettimeofday(tv *Timeval) (err error) {
	_, err = call(SYS_GETTIMEOFDAY, uintptr(unsafe.Pointer(tv)), 0, 0, 0)
	return err
}

// Creat makes a file for writing.
func Creat(path string, mode uint32) (fd int, err error) {
	return Open(path, O_CREAT|O_WRONLY|O_TRUNC, mode)
}
