// Package syscall is the interface to the kernel: system calls, error numbers and signals of Linux.
package syscall

import (
	errorspkg "errors"
	"internal/oserror"
	"unsafe"
)

//go:linkname syscall6 runtime.syscall6
func syscall6(out *[2]uintptr, nr, a1, a2, a3, a4, a5, a6 uintptr)

//go:linkname rawsyscall6 runtime.rawsyscall6
func rawsyscall6(out *[2]uintptr, nr, a1, a2, a3, a4, a5, a6 uintptr)

// Syscall makes a system call that may block. err is 0 when it succeeded.
func Syscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno) {
	var out [2]uintptr
	syscall6(&out, trap, a1, a2, a3, 0, 0, 0)
	return out[0], 0, Errno(out[1])
}

// Syscall6 is Syscall with six arguments.
func Syscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno) {
	var out [2]uintptr
	syscall6(&out, trap, a1, a2, a3, a4, a5, a6)
	return out[0], 0, Errno(out[1])
}

// RawSyscall makes a system call without telling the scheduler.
func RawSyscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno) {
	var out [2]uintptr
	rawsyscall6(&out, trap, a1, a2, a3, 0, 0, 0)
	return out[0], 0, Errno(out[1])
}

// RawSyscall6 is RawSyscall with six arguments.
func RawSyscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno) {
	var out [2]uintptr
	rawsyscall6(&out, trap, a1, a2, a3, a4, a5, a6)
	return out[0], 0, Errno(out[1])
}

// An Errno is an error number of the kernel; 0 is no error.
type Errno uintptr

func (e Errno) Error() string {
	if int(e) < len(errors) && errors[e] != "" {
		return errors[e]
	}
	return "errno " + itoa(int(e))
}

// Is matches the errors of package io/fs and errors.ErrUnsupported.
func (e Errno) Is(target error) bool {
	switch target {
	case oserror.ErrPermission:
		return e == EACCES || e == EPERM
	case oserror.ErrExist:
		return e == EEXIST || e == ENOTEMPTY
	case oserror.ErrNotExist:
		return e == ENOENT
	case errorspkg.ErrUnsupported:
		return e == ENOSYS || e == ENOTSUP || e == EOPNOTSUPP
	}
	return false
}

// Temporary reports whether trying again may help.
func (e Errno) Temporary() bool { return e == EINTR || e == EMFILE || e == ENFILE || e.Timeout() }

// Timeout reports whether the error is a timeout.
func (e Errno) Timeout() bool { return e == EAGAIN || e == EWOULDBLOCK || e == ETIMEDOUT }

// A Signal is a signal's number.
type Signal int

func (s Signal) Signal() {}

func (s Signal) String() string {
	if 0 <= s && int(s) < len(signals) && signals[s] != "" {
		return signals[s]
	}
	return "signal " + itoa(int(s))
}

func itoa(n int) string {
	if n < 0 {
		return "-" + itoa(-n)
	}
	var buf [20]byte
	i := len(buf)
	for {
		i--
		buf[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(buf[i:])
		}
	}
}

// errnoErr boxes e.
func errnoErr(e Errno) error {
	if e == 0 {
		return nil
	}
	return e
}

// ByteSliceFromString returns s with a zero byte behind it.
func ByteSliceFromString(s string) ([]byte, error) {
	for i := 0; i < len(s); i++ {
		if s[i] == 0 {
			return nil, EINVAL
		}
	}
	b := make([]byte, len(s)+1)
	copy(b, s)
	return b, nil
}

// BytePtrFromString returns a pointer to s with a zero byte behind it.
func BytePtrFromString(s string) (*byte, error) {
	b, err := ByteSliceFromString(s)
	if err != nil {
		return nil, err
	}
	return &b[0], nil
}

// Timespec and Timeval are the kernel's.
type Timespec struct {
	Sec  int64
	Nsec int64
}

// Unix returns the time as seconds and nanoseconds.
func (ts *Timespec) Unix() (sec int64, nsec int64) { return ts.Sec, ts.Nsec }

// Nano returns the time in nanoseconds.
func (ts *Timespec) Nano() int64 { return ts.Sec*1e9 + ts.Nsec }

type Timeval struct {
	Sec  int64
	Usec int64
}

// Nano returns the time in nanoseconds.
func (tv *Timeval) Nano() int64 { return tv.Sec*1e9 + tv.Usec*1000 }

// NsecToTimespec converts nanoseconds.
func NsecToTimespec(nsec int64) Timespec {
	s, n := nsec/1e9, nsec%1e9
	if n < 0 {
		s, n = s-1, n+1e9
	}
	return Timespec{s, n}
}

// TimespecToNsec converts to nanoseconds.
func TimespecToNsec(ts Timespec) int64 { return ts.Nano() }

const (
	O_RDONLY   = 0x0
	O_WRONLY   = 0x1
	O_RDWR     = 0x2
	O_ACCMODE  = 0x3
	O_CREAT    = 0x40
	O_EXCL     = 0x80
	O_NOCTTY   = 0x100
	O_TRUNC    = 0x200
	O_APPEND   = 0x400
	O_NONBLOCK = 0x800
	O_NDELAY   = 0x800
	O_DSYNC    = 0x1000
	O_ASYNC    = 0x2000
	O_SYNC     = 0x101000
	O_CLOEXEC  = 0x80000

	S_IFMT   = 0xf000
	S_IFSOCK = 0xc000
	S_IFLNK  = 0xa000
	S_IFREG  = 0x8000
	S_IFBLK  = 0x6000
	S_IFDIR  = 0x4000
	S_IFCHR  = 0x2000
	S_IFIFO  = 0x1000
	S_ISUID  = 0x800
	S_ISGID  = 0x400
	S_ISVTX  = 0x200
	S_IRUSR  = 0x100
	S_IWUSR  = 0x80
	S_IXUSR  = 0x40

	F_DUPFD         = 0
	F_GETFD         = 1
	F_SETFD         = 2
	F_GETFL         = 3
	F_SETFL         = 4
	F_GETLK         = 5
	F_SETLK         = 6
	F_SETLKW        = 7
	F_DUPFD_CLOEXEC = 0x406
	FD_CLOEXEC      = 1
	LOCK_SH         = 1
	LOCK_EX         = 2
	LOCK_NB         = 4
	LOCK_UN         = 8

	PROT_NONE     = 0
	PROT_READ     = 1
	PROT_WRITE    = 2
	PROT_EXEC     = 4
	MAP_SHARED    = 1
	MAP_PRIVATE   = 2
	MAP_FIXED     = 0x10
	MAP_ANON      = 0x20
	MAP_ANONYMOUS = 0x20

	DT_UNKNOWN = 0
	DT_FIFO    = 1
	DT_CHR     = 2
	DT_DIR     = 4
	DT_BLK     = 6
	DT_REG     = 8
	DT_LNK     = 10
	DT_SOCK    = 12

	PathMax     = 0x1000
	atFdcwd     = -100
	atRemovedir = 0x200
)

// The standard files.
var (
	Stdin  = 0
	Stdout = 1
	Stderr = 2
)

const fdcwd = ^uintptr(99) // AT_FDCWD

// call is a system call with a result that fits an int.
func call(nr, a1, a2, a3, a4 uintptr) (int, error) {
	var out [2]uintptr
	syscall6(&out, nr, a1, a2, a3, a4, 0, 0)
	if out[1] != 0 {
		return -1, Errno(out[1])
	}
	return int(out[0]), nil
}

// callPath is call with a path as second argument.
func callPath(nr, a1 uintptr, path string, a3, a4 uintptr) (int, error) {
	p, err := BytePtrFromString(path)
	if err != nil {
		return -1, err
	}
	n, err := call(nr, a1, uintptr(unsafe.Pointer(p)), a3, a4)
	keep(unsafe.Pointer(p))
	return n, err
}

//go:noinline
func keep(unsafe.Pointer) {}

// bytesPtr is the address of b's first byte, or of something when b is empty.
func bytesPtr(b []byte) unsafe.Pointer {
	if len(b) == 0 {
		return unsafe.Pointer(&zero)
	}
	return unsafe.Pointer(&b[0])
}

var zero uintptr

func Open(path string, mode int, perm uint32) (fd int, err error) {
	return callPath(SYS_OPENAT, fdcwd, path, uintptr(mode), uintptr(perm))
}

func Close(fd int) (err error) {
	_, err = call(SYS_CLOSE, uintptr(fd), 0, 0, 0)
	return err
}

func Read(fd int, p []byte) (n int, err error) {
	return call(SYS_READ, uintptr(fd), uintptr(bytesPtr(p)), uintptr(len(p)), 0)
}

func Write(fd int, p []byte) (n int, err error) {
	return call(SYS_WRITE, uintptr(fd), uintptr(bytesPtr(p)), uintptr(len(p)), 0)
}

func Pread(fd int, p []byte, offset int64) (n int, err error) {
	return call(SYS_PREAD64, uintptr(fd), uintptr(bytesPtr(p)), uintptr(len(p)), uintptr(offset))
}

func Pwrite(fd int, p []byte, offset int64) (n int, err error) {
	return call(SYS_PWRITE64, uintptr(fd), uintptr(bytesPtr(p)), uintptr(len(p)), uintptr(offset))
}

func Seek(fd int, offset int64, whence int) (off int64, err error) {
	n, err := call(SYS_LSEEK, uintptr(fd), uintptr(offset), uintptr(whence), 0)
	return int64(n), err
}

func Stat(path string, st *Stat_t) (err error) {
	_, err = callPath(fstatat, fdcwd, path, uintptr(unsafe.Pointer(st)), 0)
	return err
}

func Lstat(path string, st *Stat_t) (err error) {
	_, err = callPath(fstatat, fdcwd, path, uintptr(unsafe.Pointer(st)), _AT_SYMLINK_NOFOLLOW)
	return err
}

func Fstat(fd int, st *Stat_t) (err error) {
	_, err = call(SYS_FSTAT, uintptr(fd), uintptr(unsafe.Pointer(st)), 0, 0)
	return err
}

func Mkdir(path string, mode uint32) (err error) {
	_, err = callPath(SYS_MKDIRAT, fdcwd, path, uintptr(mode), 0)
	return err
}

func Unlink(path string) error {
	_, err := callPath(SYS_UNLINKAT, fdcwd, path, 0, 0)
	return err
}

func Rmdir(path string) error {
	_, err := callPath(SYS_UNLINKAT, fdcwd, path, atRemovedir, 0)
	return err
}

// twoPaths is a call with two paths, each with its folder.
func twoPaths(nr uintptr, from, to string, flags uintptr) error {
	f, err := BytePtrFromString(from)
	if err != nil {
		return err
	}
	t, err := BytePtrFromString(to)
	if err != nil {
		return err
	}
	var out [2]uintptr
	syscall6(&out, nr, fdcwd, uintptr(unsafe.Pointer(f)), fdcwd, uintptr(unsafe.Pointer(t)), flags, 0)
	keep(unsafe.Pointer(f))
	keep(unsafe.Pointer(t))
	return errnoErr(Errno(out[1]))
}

func Rename(from, to string) (err error) { return twoPaths(SYS_RENAMEAT2, from, to, 0) }
func Link(path, link string) (err error) { return twoPaths(SYS_LINKAT, path, link, 0) }

func Symlink(path, link string) (err error) {
	p, err := BytePtrFromString(path)
	if err != nil {
		return err
	}
	_, err = callPathSecond(SYS_SYMLINKAT, uintptr(unsafe.Pointer(p)), fdcwd, link)
	keep(unsafe.Pointer(p))
	return err
}

// callPathSecond is a call with a path as third argument.
func callPathSecond(nr, a1, a2 uintptr, path string) (int, error) {
	p, err := BytePtrFromString(path)
	if err != nil {
		return -1, err
	}
	n, err := call(nr, a1, a2, uintptr(unsafe.Pointer(p)), 0)
	keep(unsafe.Pointer(p))
	return n, err
}

func Readlink(path string, buf []byte) (n int, err error) {
	return callPath(SYS_READLINKAT, fdcwd, path, uintptr(bytesPtr(buf)), uintptr(len(buf)))
}

func Chmod(path string, mode uint32) (err error) {
	_, err = callPath(SYS_FCHMODAT, fdcwd, path, uintptr(mode), 0)
	return err
}

func Fchmod(fd int, mode uint32) (err error) {
	_, err = call(SYS_FCHMOD, uintptr(fd), uintptr(mode), 0, 0)
	return err
}

func chownat(path string, uid, gid int, flags uintptr) error {
	p, err := BytePtrFromString(path)
	if err != nil {
		return err
	}
	var out [2]uintptr
	syscall6(&out, SYS_FCHOWNAT, fdcwd, uintptr(unsafe.Pointer(p)), uintptr(uid), uintptr(gid), flags, 0)
	keep(unsafe.Pointer(p))
	return errnoErr(Errno(out[1]))
}

func Chown(path string, uid, gid int) (err error) { return chownat(path, uid, gid, 0) }
func Lchown(path string, uid, gid int) (err error) {
	return chownat(path, uid, gid, _AT_SYMLINK_NOFOLLOW)
}

func Fchown(fd int, uid, gid int) (err error) {
	_, err = call(SYS_FCHOWN, uintptr(fd), uintptr(uid), uintptr(gid), 0)
	return err
}

func Access(path string, mode uint32) (err error) {
	_, err = callPath(SYS_FACCESSAT, fdcwd, path, uintptr(mode), 0)
	return err
}

func Ftruncate(fd int, length int64) (err error) {
	_, err = call(SYS_FTRUNCATE, uintptr(fd), uintptr(length), 0, 0)
	return err
}

func Truncate(path string, length int64) (err error) {
	p, err := BytePtrFromString(path)
	if err != nil {
		return err
	}
	_, err = call(SYS_TRUNCATE, uintptr(unsafe.Pointer(p)), uintptr(length), 0, 0)
	keep(unsafe.Pointer(p))
	return err
}

func Fsync(fd int) (err error) {
	_, err = call(SYS_FSYNC, uintptr(fd), 0, 0, 0)
	return err
}

func Flock(fd int, how int) (err error) {
	_, err = call(SYS_FLOCK, uintptr(fd), uintptr(how), 0, 0)
	return err
}

// UtimesNano sets a file's access and modification times.
func UtimesNano(path string, ts []Timespec) (err error) {
	if len(ts) != 2 {
		return EINVAL
	}
	_, err = callPath(SYS_UTIMENSAT, fdcwd, path, uintptr(unsafe.Pointer(&ts[0])), 0)
	return err
}

// ReadDirent reads directory entries in the kernel's form (struct linux_dirent64).
func ReadDirent(fd int, buf []byte) (n int, err error) {
	return call(SYS_GETDENTS64, uintptr(fd), uintptr(bytesPtr(buf)), uintptr(len(buf)), 0)
}

func Chdir(path string) (err error) {
	p, err := BytePtrFromString(path)
	if err != nil {
		return err
	}
	_, err = call(SYS_CHDIR, uintptr(unsafe.Pointer(p)), 0, 0, 0)
	keep(unsafe.Pointer(p))
	return err
}

func Fchdir(fd int) (err error) {
	_, err = call(SYS_FCHDIR, uintptr(fd), 0, 0, 0)
	return err
}

// Getwd returns the current folder.
func Getwd() (wd string, err error) {
	var buf [PathMax]byte
	n, err := call(SYS_GETCWD, uintptr(unsafe.Pointer(&buf)), uintptr(len(buf)), 0, 0)
	if err != nil {
		return "", err
	}
	if n < 1 || buf[0] != '/' {
		return "", ENOENT
	}
	return string(buf[:n-1]), nil
}

func raw0(nr uintptr) int {
	var out [2]uintptr
	rawsyscall6(&out, nr, 0, 0, 0, 0, 0, 0)
	return int(out[0])
}

func Getpid() (pid int)   { return raw0(SYS_GETPID) }
func Getppid() (ppid int) { return raw0(SYS_GETPPID) }
func Getuid() (uid int)   { return raw0(SYS_GETUID) }
func Geteuid() (euid int) { return raw0(SYS_GETEUID) }
func Getgid() (gid int)   { return raw0(SYS_GETGID) }
func Getegid() (egid int) { return raw0(SYS_GETEGID) }
func Gettid() (tid int)   { return raw0(SYS_GETTID) }
func Getpagesize() int    { return 4096 }

func Kill(pid int, sig Signal) (err error) {
	_, err = call(SYS_KILL, uintptr(pid), uintptr(sig), 0, 0)
	return err
}

//go:linkname runtime_exit runtime.exit
func runtime_exit(code int)

// Exit ends the program at once.
func Exit(code int) { runtime_exit(code) }

func Dup(fd int) (nfd int, err error) { return call(SYS_DUP, uintptr(fd), 0, 0, 0) }

func Dup3(oldfd int, newfd int, flags int) (err error) {
	_, err = call(SYS_DUP3, uintptr(oldfd), uintptr(newfd), uintptr(flags), 0)
	return err
}

func Dup2(oldfd int, newfd int) (err error) {
	if oldfd == newfd {
		return nil
	}
	return Dup3(oldfd, newfd, 0)
}

// Pipe2 makes a pipe: p[0] to read from, p[1] to write to.
func Pipe2(p []int, flags int) error {
	if len(p) != 2 {
		return EINVAL
	}
	var fds [2]int32
	if _, err := call(SYS_PIPE2, uintptr(unsafe.Pointer(&fds)), uintptr(flags), 0, 0); err != nil {
		return err
	}
	p[0], p[1] = int(fds[0]), int(fds[1])
	return nil
}

func Pipe(p []int) error { return Pipe2(p, 0) }

// SetNonblock sets or clears O_NONBLOCK.
func SetNonblock(fd int, nonblocking bool) (err error) {
	flags, err := call(SYS_FCNTL, uintptr(fd), F_GETFL, 0, 0)
	if err != nil {
		return err
	}
	flags &^= O_NONBLOCK
	if nonblocking {
		flags |= O_NONBLOCK
	}
	_, err = call(SYS_FCNTL, uintptr(fd), F_SETFL, uintptr(flags), 0)
	return err
}

// CloseOnExec marks fd to be closed when another program is executed.
func CloseOnExec(fd int) { call(SYS_FCNTL, uintptr(fd), F_SETFD, FD_CLOEXEC, 0) }

// Mmap maps a file; the slice is the mapping.
func Mmap(fd int, offset int64, length int, prot int, flags int) (data []byte, err error) {
	if length <= 0 {
		return nil, EINVAL
	}
	var out [2]uintptr
	syscall6(&out, SYS_MMAP, 0, uintptr(length), uintptr(prot), uintptr(flags), uintptr(fd), uintptr(offset))
	if out[1] != 0 {
		return nil, Errno(out[1])
	}
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&out[0])), length), nil
}

// Munmap undoes an Mmap.
func Munmap(b []byte) (err error) {
	if len(b) == 0 {
		return EINVAL
	}
	_, err = call(SYS_MUNMAP, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), 0, 0)
	return err
}

// Utsname is the kernel's struct new_utsname.
type Utsname struct {
	Sysname    [65]int8
	Nodename   [65]int8
	Release    [65]int8
	Version    [65]int8
	Machine    [65]int8
	Domainname [65]int8
}

func Uname(buf *Utsname) (err error) {
	_, err = call(SYS_UNAME, uintptr(unsafe.Pointer(buf)), 0, 0, 0)
	return err
}

// Rlimit and Rusage are the kernel's.
type Rlimit struct {
	Cur uint64
	Max uint64
}

type Rusage struct {
	Utime    Timeval
	Stime    Timeval
	Maxrss   int64
	Ixrss    int64
	Idrss    int64
	Isrss    int64
	Minflt   int64
	Majflt   int64
	Nswap    int64
	Inblock  int64
	Oublock  int64
	Msgsnd   int64
	Msgrcv   int64
	Nsignals int64
	Nvcsw    int64
	Nivcsw   int64
}

const (
	RUSAGE_SELF     = 0
	RUSAGE_CHILDREN = -1
	RLIMIT_NOFILE   = 7
	RLIMIT_STACK    = 3
	RLIMIT_AS       = 9
)

func Getrusage(who int, rusage *Rusage) (err error) {
	_, err = call(SYS_GETRUSAGE, uintptr(who), uintptr(unsafe.Pointer(rusage)), 0, 0)
	return err
}

func Getrlimit(resource int, rlim *Rlimit) (err error) {
	_, err = call(SYS_PRLIMIT64, 0, uintptr(resource), 0, uintptr(unsafe.Pointer(rlim)))
	return err
}

func Setrlimit(resource int, rlim *Rlimit) (err error) {
	_, err = call(SYS_PRLIMIT64, 0, uintptr(resource), uintptr(unsafe.Pointer(rlim)), 0)
	return err
}
