package os

import (
	"errors"
	"internal/poll"
	"io"
	"io/fs"
	"runtime"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

// Flags of OpenFile.
const (
	O_RDONLY int = syscall.O_RDONLY
	O_WRONLY int = syscall.O_WRONLY
	O_RDWR   int = syscall.O_RDWR
	O_APPEND int = syscall.O_APPEND
	O_CREATE int = syscall.O_CREAT
	O_EXCL   int = syscall.O_EXCL
	O_SYNC   int = syscall.O_SYNC
	O_TRUNC  int = syscall.O_TRUNC

	SEEK_SET int = 0
	SEEK_CUR int = 1
	SEEK_END int = 2

	PathSeparator     = '/'
	PathListSeparator = ':'
	DevNull           = "/dev/null"
)

// IsPathSeparator reports whether c separates folders.
func IsPathSeparator(c uint8) bool { return c == PathSeparator }

// The standard files.
var (
	Stdin  = NewFile(0, "/dev/stdin")
	Stdout = NewFile(1, "/dev/stdout")
	Stderr = NewFile(2, "/dev/stderr")
)

// File is an open file.
type File struct{ *file }

// file holds what finalization and copies of a File share.
type file struct {
	pfd      poll.FD
	name     string
	append   bool
	standard bool // standard output or standard error
	nonblock bool // put into non-blocking mode here
	dirMu    sync.Mutex
	dir      *dirBuffer // entries that ReadDir has read and not yet returned
}

// NewFile returns a File of a file descriptor. It waits for it without a thread if it is in non-blocking mode.
func NewFile(fd uintptr, name string) *File {
	if int(fd) < 0 {
		return nil
	}
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_GETFL, 0)
	if errno != 0 {
		flags = 0
	}
	nonblock := flags&syscall.O_NONBLOCK != 0
	f := newFile(int(fd), name, flags&syscall.O_APPEND != 0, nonblock, nonblock)
	f.standard = fd == 1 || fd == 2
	return f
}

// newFile makes the File of a descriptor that belongs to it from now on. If pollable, goroutines wait for it in the runtime's poller, if that takes it.
func newFile(fd int, name string, appending, pollable, nonblock bool) *File {
	f := &File{&file{pfd: poll.FD{Sysfd: fd}, name: name, append: appending}}
	f.nonblock = f.pfd.Init(pollable, nonblock)
	runtime.SetFinalizer(f.file, (*file).close)
	return f
}

// Name returns the name that the file was opened by.
func (f *File) Name() string { return f.name }

// Fd returns the file descriptor, in blocking mode unless NewFile got it otherwise.
func (f *File) Fd() uintptr {
	if f == nil {
		return ^uintptr(0)
	}
	if f.nonblock {
		f.pfd.SetBlocking()
	}
	return uintptr(f.pfd.Sysfd)
}

func (f *File) check(op string) error {
	if f == nil {
		return ErrInvalid
	}
	return nil
}

func (f *File) wrap(op string, err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if err == poll.ErrFileClosing {
		err = ErrClosed
	}
	return &PathError{Op: op, Path: f.name, Err: err}
}

func (f *file) close() error {
	if f == nil {
		return syscall.EINVAL
	}
	err := f.pfd.Close()
	if err == poll.ErrFileClosing {
		err = ErrClosed
	}
	runtime.SetFinalizer(f, nil)
	if err != nil {
		return &PathError{Op: "close", Path: f.name, Err: err}
	}
	return nil
}

// Close closes the file.
func (f *File) Close() error {
	if f == nil {
		return ErrInvalid
	}
	return f.file.close()
}

// Read reads up to len(b) bytes.
func (f *File) Read(b []byte) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	n, err = f.pfd.Read(b)
	return n, f.wrap("read", err)
}

// ReadAt fills b from the offset.
func (f *File) ReadAt(b []byte, off int64) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	if off < 0 {
		return 0, &PathError{Op: "readat", Path: f.name, Err: errors.New("negative offset")}
	}
	for len(b) > 0 {
		m, e := f.pfd.Pread(b, off)
		if e != nil {
			return n, f.wrap("read", e)
		}
		n += m
		b = b[m:]
		off += int64(m)
	}
	return n, nil
}

// Write writes b.
func (f *File) Write(b []byte) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	n, err = f.pfd.Write(b)
	if err == syscall.EPIPE && f.standard {
		brokenPipe()
	}
	return n, f.wrap("write", err)
}

// brokenPipe ends the program as SIGPIPE does, when nobody reads its standard output.
func brokenPipe() {
	syscall.Kill(syscall.Getpid(), syscall.SIGPIPE)
}

// WriteString writes s.
func (f *File) WriteString(s string) (n int, err error) {
	return f.Write(unsafe.Slice(unsafe.StringData(s), len(s)))
}

// WriteAt writes b at the offset.
func (f *File) WriteAt(b []byte, off int64) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	if f.append {
		return 0, errors.New("os: invalid use of WriteAt on file opened with O_APPEND")
	}
	if off < 0 {
		return 0, &PathError{Op: "writeat", Path: f.name, Err: errors.New("negative offset")}
	}
	n, err = f.pfd.Pwrite(b, off)
	return n, f.wrap("write", err)
}

// ReadFrom copies r to the file.
func (f *File) ReadFrom(r io.Reader) (n int64, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	return io.Copy(onlyWriter{f}, r)
}

type onlyWriter struct{ io.Writer }

// Seek sets the offset of the next Read or Write.
func (f *File) Seek(offset int64, whence int) (ret int64, err error) {
	if err := f.check("seek"); err != nil {
		return 0, err
	}
	var r int64
	e := f.pfd.Do(func(fd int) (err error) {
		r, err = syscall.Seek(fd, offset, whence)
		return err
	})
	if e == nil && f.dir != nil && r != 0 {
		e = syscall.EISDIR
	}
	if e != nil {
		return 0, f.wrap("seek", e)
	}
	f.dirMu.Lock()
	f.dir = nil
	f.dirMu.Unlock()
	return r, nil
}

// Sync writes the file's contents to the disk.
func (f *File) Sync() error {
	if err := f.check("sync"); err != nil {
		return err
	}
	return f.wrap("sync", f.pfd.Do(syscall.Fsync))
}

// Truncate sets the file's size.
func (f *File) Truncate(size int64) error {
	if err := f.check("truncate"); err != nil {
		return err
	}
	return f.wrap("truncate", f.pfd.Do(func(fd int) error { return syscall.Ftruncate(fd, size) }))
}

// Chmod sets the file's mode.
func (f *File) Chmod(mode FileMode) error {
	if err := f.check("chmod"); err != nil {
		return err
	}
	return f.wrap("chmod", f.pfd.Do(func(fd int) error { return syscall.Fchmod(fd, syscallMode(mode)) }))
}

// Chown sets the file's owner and group.
func (f *File) Chown(uid, gid int) error {
	if err := f.check("chown"); err != nil {
		return err
	}
	return f.wrap("chown", f.pfd.Do(func(fd int) error { return syscall.Fchown(fd, uid, gid) }))
}

// Chdir makes the file, a folder, the current one.
func (f *File) Chdir() error {
	if err := f.check("chdir"); err != nil {
		return err
	}
	return f.wrap("chdir", f.pfd.Do(syscall.Fchdir))
}

// SetDeadline sets until when reads and writes may wait. Only pipes, terminals and the like have deadlines.
func (f *File) SetDeadline(t time.Time) error { return f.setDeadline((*poll.FD).SetDeadline, t) }

// SetReadDeadline sets until when reads may wait.
func (f *File) SetReadDeadline(t time.Time) error { return f.setDeadline((*poll.FD).SetReadDeadline, t) }

// SetWriteDeadline sets until when writes may wait.
func (f *File) SetWriteDeadline(t time.Time) error { return f.setDeadline((*poll.FD).SetWriteDeadline, t) }

func (f *File) setDeadline(set func(*poll.FD, time.Time) error, t time.Time) error {
	if err := f.check("SetDeadline"); err != nil {
		return err
	}
	return f.wrap("set deadline", set(&f.pfd, t))
}

func ignoringEINTR(fn func() error) error {
	for {
		err := fn()
		if err != syscall.EINTR {
			return err
		}
	}
}

// syscallMode converts the permission bits.
func syscallMode(i FileMode) (o uint32) {
	o = uint32(i.Perm())
	if i&ModeSetuid != 0 {
		o |= syscall.S_ISUID
	}
	if i&ModeSetgid != 0 {
		o |= syscall.S_ISGID
	}
	if i&ModeSticky != 0 {
		o |= syscall.S_ISVTX
	}
	return o
}

// Open opens a file for reading.
func Open(name string) (*File, error) { return OpenFile(name, O_RDONLY, 0) }

// Create creates or truncates a file.
func Create(name string) (*File, error) { return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666) }

// OpenFile opens a file with flags and, if it is created, permissions.
func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	for {
		fd, err := syscall.Open(name, flag|syscall.O_CLOEXEC|syscall.O_LARGEFILE, syscallMode(perm))
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return nil, &PathError{Op: "open", Path: name, Err: err}
		}
		return newFile(fd, name, flag&O_APPEND != 0, true, flag&syscall.O_NONBLOCK != 0), nil
	}
}

// ReadFile reads a whole file.
func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size := 0
	if info, err := f.Stat(); err == nil {
		size = int(info.Size())
	}
	b := make([]byte, 0, max(size+1, 512))
	for {
		n, err := f.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			return b, err
		}
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
	}
}

// WriteFile writes a whole file.
func WriteFile(name string, data []byte, perm FileMode) error {
	f, err := OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if e := f.Close(); e != nil && err == nil {
		err = e
	}
	return err
}

// Pipe returns a connected pair of Files.
func Pipe() (r *File, w *File, err error) {
	var p [2]int
	if err := syscall.Pipe2(p[:], syscall.O_CLOEXEC); err != nil {
		return nil, nil, NewSyscallError("pipe2", err)
	}
	return newFile(p[0], "|0", false, true, false), newFile(p[1], "|1", false, true, false), nil
}

var _ fs.File = (*File)(nil)
