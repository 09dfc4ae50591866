package os

import (
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// Process stores the information about a process created by StartProcess.
type Process struct {
	Pid int

	mu   sync.RWMutex // not while a signal is sent is the process waited for, whose number may then be another's
	done bool         // waited for, or released
}

// ProcAttr holds the attributes that will be applied to a new process started by StartProcess.
type ProcAttr struct {
	// If Dir is non-empty, the child changes into the directory before creating the process.
	Dir string
	// If Env is non-nil, it gives the environment variables for the new process in the form returned by Environ. If it is nil, that of this process is used.
	Env []string
	// Files specifies the open files inherited by the new process: standard input, output, error, and more. A nil entry is closed in the new process.
	Files []*File

	// Operating system-specific process creation attributes.
	Sys *syscall.SysProcAttr
}

// FindProcess looks for a running process by its pid. It always succeeds.
func FindProcess(pid int) (*Process, error) { return &Process{Pid: pid}, nil }

// StartProcess starts a new process with the program, arguments and attributes specified by name, argv and attr. If there is an error, it is a *PathError.
func StartProcess(name string, argv []string, attr *ProcAttr) (*Process, error) {
	if attr == nil {
		attr = &ProcAttr{}
	}
	if attr.Dir != "" {
		// Otherwise it would not be clear whether the error is about the directory or the program.
		if _, err := Stat(attr.Dir); err != nil {
			if pe, ok := err.(*PathError); ok {
				pe.Op = "chdir"
			}
			return nil, err
		}
	}
	sysattr := &syscall.ProcAttr{Dir: attr.Dir, Env: attr.Env, Sys: attr.Sys}
	if sysattr.Env == nil {
		sysattr.Env = Environ()
	}
	for _, f := range attr.Files {
		sysattr.Files = append(sysattr.Files, f.Fd())
	}
	pid, err := syscall.ForkExec(name, argv, sysattr)
	runtime.KeepAlive(attr)
	if err != nil {
		return nil, &PathError{Op: "fork/exec", Path: name, Err: err}
	}
	return &Process{Pid: pid}, nil
}

// Signal sends a signal to the Process.
func (p *Process) Signal(sig Signal) error {
	if p == nil || p.Pid == 0 {
		return &plainError{"os: process not initialized"}
	}
	if p.Pid == -1 {
		return &plainError{"os: process already released"}
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.done {
		return ErrProcessDone
	}
	s, ok := sig.(syscall.Signal)
	if !ok {
		return &plainError{"os: unsupported signal type"}
	}
	if err := syscall.Kill(p.Pid, s); err != nil {
		if err == syscall.ESRCH {
			return ErrProcessDone
		}
		return err
	}
	return nil
}

// Kill causes the Process to exit immediately.
func (p *Process) Kill() error { return p.Signal(Kill) }

// Release releases any resources associated with the Process p, rendering it unusable in the future.
func (p *Process) Release() error {
	p.Pid = -1
	return nil
}

// WithHandle calls f with a handle of the process; there are none here.
func (p *Process) WithHandle(f func(handle uintptr)) error { return ErrNoHandle }

// Wait waits for the Process to exit, and then returns a ProcessState describing its status and an error, if any.
func (p *Process) Wait() (*ProcessState, error) {
	if p == nil || p.Pid == 0 || p.Pid == -1 {
		return nil, NewSyscallError("wait", syscall.EINVAL)
	}
	if err := blockUntilWaitable(p.Pid); err != nil {
		return nil, NewSyscallError("wait", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var status syscall.WaitStatus
	var rusage syscall.Rusage
	for {
		pid, err := syscall.Wait4(p.Pid, &status, 0, &rusage)
		if err == nil {
			p.done = true
			return &ProcessState{pid: pid, status: status, rusage: &rusage}, nil
		}
		if err != syscall.EINTR {
			return nil, NewSyscallError("wait", err)
		}
	}
}

// blockUntilWaitable waits until a call of wait4 would not block, without reaping the process: its number stays taken.
func blockUntilWaitable(pid int) error {
	const (
		pPID    = 1
		wEXITED = 4
		wNOWAIT = 0x1000000
	)
	var info [16]uint64
	for {
		_, _, e := syscall.Syscall6(syscall.SYS_WAITID, pPID, uintptr(pid), addressOf(&info), wEXITED|wNOWAIT, 0, 0)
		if e == 0 {
			return nil
		}
		if e != syscall.EINTR {
			return e
		}
	}
}

// ProcessState stores information about a process, as reported by Wait.
type ProcessState struct {
	pid    int
	status syscall.WaitStatus
	rusage *syscall.Rusage
}

// Pid returns the process id of the exited process.
func (p *ProcessState) Pid() int { return p.pid }

// Exited reports whether the program has exited, and not been ended by a signal.
func (p *ProcessState) Exited() bool { return p.status.Exited() }

// Success reports whether the program exited with exit status 0.
func (p *ProcessState) Success() bool { return p.status.ExitStatus() == 0 }

// Sys returns system-dependent exit information about the process: a syscall.WaitStatus.
func (p *ProcessState) Sys() any { return p.status }

// SysUsage returns system-dependent resource usage information about the exited process: a *syscall.Rusage.
func (p *ProcessState) SysUsage() any { return p.rusage }

// UserTime returns the user CPU time of the exited process and its children.
func (p *ProcessState) UserTime() time.Duration { return time.Duration(p.rusage.Utime.Nano()) }

// SystemTime returns the system CPU time of the exited process and its children.
func (p *ProcessState) SystemTime() time.Duration { return time.Duration(p.rusage.Stime.Nano()) }

// ExitCode returns the exit code of the exited process, or -1 if the process hasn't exited or was terminated by a signal.
func (p *ProcessState) ExitCode() int {
	if p == nil {
		return -1
	}
	return p.status.ExitStatus()
}

func (p *ProcessState) String() string {
	if p == nil {
		return "<nil>"
	}
	text := ""
	switch w := p.status; {
	case w.Exited():
		text = "exit status " + strconv.Itoa(w.ExitStatus())
	case w.Signaled():
		text = "signal: " + w.Signal().String()
	case w.Stopped():
		text = "stop signal: " + w.StopSignal().String()
		if cause := w.TrapCause(); cause > 0 {
			text += " (trap " + strconv.Itoa(cause) + ")"
		}
	case w.Continued():
		text = "continued"
	}
	if p.status.CoreDump() {
		text += " (core dumped)"
	}
	return text
}

// Getgroups returns a list of the numeric ids of groups that the caller belongs to.
func Getgroups() ([]int, error) {
	gids, err := syscall.Getgroups()
	return gids, NewSyscallError("getgroups", err)
}
