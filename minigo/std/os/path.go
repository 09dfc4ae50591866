package os

import (
	"syscall"
	"time"
	_ "unsafe" // for go:linkname
)

// Mkdir makes a folder.
func Mkdir(name string, perm FileMode) error {
	err := ignoringEINTR(func() error { return syscall.Mkdir(name, syscallMode(perm)) })
	if err != nil {
		return &PathError{Op: "mkdir", Path: name, Err: err}
	}
	return nil
}

// MkdirAll makes a folder and those above it that are missing.
func MkdirAll(path string, perm FileMode) error {
	if dir, err := Stat(path); err == nil {
		if dir.IsDir() {
			return nil
		}
		return &PathError{Op: "mkdir", Path: path, Err: syscall.ENOTDIR}
	}
	i := len(path)
	for i > 0 && path[i-1] == '/' {
		i--
	}
	for i > 0 && path[i-1] != '/' {
		i--
	}
	if i > 1 {
		if err := MkdirAll(path[:i-1], perm); err != nil {
			return err
		}
	}
	err := Mkdir(path, perm)
	if err != nil {
		if dir, e := Lstat(path); e == nil && dir.IsDir() {
			return nil
		}
	}
	return err
}

// Remove removes a file or an empty folder.
func Remove(name string) error {
	e := ignoringEINTR(func() error { return syscall.Unlink(name) })
	if e == nil {
		return nil
	}
	e1 := ignoringEINTR(func() error { return syscall.Rmdir(name) })
	if e1 == nil {
		return nil
	}
	if e1 != syscall.ENOTDIR {
		e = e1
	}
	return &PathError{Op: "remove", Path: name, Err: e}
}

// RemoveAll removes path and everything in it; it is no error if there is nothing.
func RemoveAll(path string) error {
	if path == "" {
		return nil
	}
	if n := len(path); path[n-1] == '.' && (n == 1 || path[n-2] == '/') {
		return &PathError{Op: "RemoveAll", Path: path, Err: syscall.EINVAL}
	}
	err := Remove(path)
	if err == nil || IsNotExist(err) {
		return nil
	}
	info, serr := Lstat(path)
	if serr != nil {
		if IsNotExist(serr) {
			return nil
		}
		return serr
	}
	if !info.IsDir() {
		return err
	}
	f, ferr := Open(path)
	if ferr != nil {
		if IsNotExist(ferr) {
			return nil
		}
		return ferr
	}
	names, _ := f.Readdirnames(-1)
	f.Close()
	var first error
	for _, name := range names {
		if e := RemoveAll(path + "/" + name); e != nil && first == nil {
			first = e
		}
	}
	err = Remove(path)
	if err == nil || IsNotExist(err) {
		return nil
	}
	if first != nil {
		return first
	}
	return err
}

// Rename gives a file another name.
func Rename(oldpath, newpath string) error {
	if info, err := Lstat(newpath); err == nil && info.IsDir() {
		if old, err := Lstat(oldpath); err != nil {
			if e, ok := err.(*PathError); ok {
				err = e.Err
			}
			return &LinkError{"rename", oldpath, newpath, err}
		} else if newpath == oldpath || !SameFile(old, info) {
			return &LinkError{"rename", oldpath, newpath, syscall.EEXIST}
		}
	}
	if err := ignoringEINTR(func() error { return syscall.Rename(oldpath, newpath) }); err != nil {
		return &LinkError{"rename", oldpath, newpath, err}
	}
	return nil
}

// Link makes newname a hard link to oldname.
func Link(oldname, newname string) error {
	if err := ignoringEINTR(func() error { return syscall.Link(oldname, newname) }); err != nil {
		return &LinkError{"link", oldname, newname, err}
	}
	return nil
}

// Symlink makes newname a symbolic link to oldname.
func Symlink(oldname, newname string) error {
	if err := ignoringEINTR(func() error { return syscall.Symlink(oldname, newname) }); err != nil {
		return &LinkError{"symlink", oldname, newname, err}
	}
	return nil
}

// Readlink returns what a symbolic link points to.
func Readlink(name string) (string, error) {
	for size := 128; ; size *= 2 {
		b := make([]byte, size)
		var n int
		err := ignoringEINTR(func() (err error) {
			n, err = syscall.Readlink(name, b)
			return err
		})
		if err != nil {
			return "", &PathError{Op: "readlink", Path: name, Err: err}
		}
		if n < size {
			return string(b[:n]), nil
		}
	}
}

// Chmod sets a file's mode.
func Chmod(name string, mode FileMode) error {
	if err := ignoringEINTR(func() error { return syscall.Chmod(name, syscallMode(mode)) }); err != nil {
		return &PathError{Op: "chmod", Path: name, Err: err}
	}
	return nil
}

// Chown sets a file's owner and group.
func Chown(name string, uid, gid int) error {
	if err := ignoringEINTR(func() error { return syscall.Chown(name, uid, gid) }); err != nil {
		return &PathError{Op: "chown", Path: name, Err: err}
	}
	return nil
}

// Lchown is Chown without following a link.
func Lchown(name string, uid, gid int) error {
	if err := ignoringEINTR(func() error { return syscall.Lchown(name, uid, gid) }); err != nil {
		return &PathError{Op: "lchown", Path: name, Err: err}
	}
	return nil
}

// Truncate sets a file's size.
func Truncate(name string, size int64) error {
	if err := ignoringEINTR(func() error { return syscall.Truncate(name, size) }); err != nil {
		return &PathError{Op: "truncate", Path: name, Err: err}
	}
	return nil
}

// Chtimes sets a file's access and modification times; a zero Time leaves one as it is.
func Chtimes(name string, atime time.Time, mtime time.Time) error {
	const omit = 1<<30 - 2 // UTIME_OMIT
	set := func(t time.Time) syscall.Timespec {
		if t.IsZero() {
			return syscall.Timespec{Nsec: omit}
		}
		return syscall.NsecToTimespec(t.UnixNano())
	}
	ts := [2]syscall.Timespec{set(atime), set(mtime)}
	if err := syscall.UtimesNano(name, ts[:]); err != nil {
		return &PathError{Op: "chtimes", Path: name, Err: err}
	}
	return nil
}

// Chdir changes the current folder.
func Chdir(dir string) error {
	if err := syscall.Chdir(dir); err != nil {
		return &PathError{Op: "chdir", Path: dir, Err: err}
	}
	return nil
}

// Getwd returns the current folder, by the name in $PWD if that is right.
func Getwd() (dir string, err error) {
	if dir = Getenv("PWD"); len(dir) > 0 && dir[0] == '/' {
		if d, err := Stat(dir); err == nil {
			if dot, err := Stat("."); err == nil && SameFile(dot, d) {
				return dir, nil
			}
		}
	}
	dir, err = syscall.Getwd()
	return dir, NewSyscallError("getwd", err)
}

// TempDir returns the folder for temporary files.
func TempDir() string {
	if dir := Getenv("TMPDIR"); dir != "" {
		return dir
	}
	return "/tmp"
}

//go:linkname fastrand64 runtime.fastrand64
func fastrand64() uint64

// tempName calls try with names made from pattern, whose last * (or end) becomes a random number, until one is free.
func tempName(op, dir, pattern string, try func(name string) error) (string, error) {
	if dir == "" {
		dir = TempDir()
	}
	prefix, suffix := pattern, ""
	for i := len(pattern) - 1; i >= 0; i-- {
		if pattern[i] == '/' {
			return "", &PathError{Op: op, Path: pattern, Err: &plainError{"pattern contains path separator"}}
		}
	}
	for i := len(pattern) - 1; i >= 0; i-- {
		if pattern[i] == '*' {
			prefix, suffix = pattern[:i], pattern[i+1:]
			break
		}
	}
	if dir[len(dir)-1] != '/' {
		dir += "/"
	}
	prefix = dir + prefix
	for i := 0; ; i++ {
		name := prefix + utoa(uint(uint32(fastrand64()))) + suffix
		err := try(name)
		if IsExist(err) && i < 10000 {
			continue
		}
		if IsExist(err) {
			return "", &PathError{Op: op, Path: prefix + "*" + suffix, Err: ErrExist}
		}
		return name, err
	}
}

func utoa(n uint) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return utoa(n/10) + string(rune('0'+n%10))
}

// CreateTemp makes a new temporary file.
func CreateTemp(dir, pattern string) (*File, error) {
	var f *File
	_, err := tempName("createtemp", dir, pattern, func(name string) (err error) {
		f, err = OpenFile(name, O_RDWR|O_CREATE|O_EXCL, 0600)
		return err
	})
	return f, err
}

// MkdirTemp makes a new temporary folder.
func MkdirTemp(dir, pattern string) (string, error) {
	name, err := tempName("mkdirtemp", dir, pattern, func(name string) error { return Mkdir(name, 0700) })
	if err != nil {
		return "", err
	}
	return name, nil
}

// UserHomeDir returns the home folder.
func UserHomeDir() (string, error) {
	if v := Getenv("HOME"); v != "" {
		return v, nil
	}
	return "", &plainError{"$HOME is not defined"}
}

// UserCacheDir returns the folder for the user's cached data.
func UserCacheDir() (string, error) {
	if dir := Getenv("XDG_CACHE_HOME"); dir != "" {
		if dir[0] != '/' {
			return "", &plainError{"path in $XDG_CACHE_HOME is relative"}
		}
		return dir, nil
	}
	if dir := Getenv("HOME"); dir != "" {
		return dir + "/.cache", nil
	}
	return "", &plainError{"neither $XDG_CACHE_HOME nor $HOME are defined"}
}

// UserConfigDir returns the folder for the user's configuration.
func UserConfigDir() (string, error) {
	if dir := Getenv("XDG_CONFIG_HOME"); dir != "" {
		if dir[0] != '/' {
			return "", &plainError{"path in $XDG_CONFIG_HOME is relative"}
		}
		return dir, nil
	}
	if dir := Getenv("HOME"); dir != "" {
		return dir + "/.config", nil
	}
	return "", &plainError{"neither $XDG_CONFIG_HOME nor $HOME are defined"}
}
