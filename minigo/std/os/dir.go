package os

import (
	"internal/poll"
	"io"
	"io/fs"
	"syscall"
)

// dirBuffer holds what the kernel returned and was not consumed yet.
type dirBuffer struct {
	buf       [8192]byte
	pos, size int
}

type dirEntry struct {
	parent string
	name   string
	typ    FileMode
	info   FileInfo
}

func (d *dirEntry) Name() string   { return d.name }
func (d *dirEntry) IsDir() bool    { return d.typ.IsDir() }
func (d *dirEntry) Type() FileMode { return d.typ }
func (d *dirEntry) String() string { return fs.FormatDirEntry(d) }

func (d *dirEntry) Info() (FileInfo, error) {
	if d.info != nil {
		return d.info, nil
	}
	return Lstat(d.parent + "/" + d.name)
}

func direntType(t byte) FileMode {
	switch t {
	case syscall.DT_BLK:
		return ModeDevice
	case syscall.DT_CHR:
		return ModeDevice | ModeCharDevice
	case syscall.DT_DIR:
		return ModeDir
	case syscall.DT_FIFO:
		return ModeNamedPipe
	case syscall.DT_LNK:
		return ModeSymlink
	case syscall.DT_REG:
		return 0
	case syscall.DT_SOCK:
		return ModeSocket
	}
	return ^FileMode(0)
}

// next returns the next entry's name and type; "" at the end.
func (d *dirBuffer) next(pfd *poll.FD) (name string, typ byte, err error) {
	for {
		if d.pos >= d.size {
			d.pos, d.size = 0, 0
			err = pfd.Do(func(fd int) (err error) {
				d.size, err = syscall.ReadDirent(fd, d.buf[:])
				return err
			})
			if err != nil || d.size <= 0 {
				d.size = 0
				return "", 0, err
			}
		}
		// struct linux_dirent64 { u64 ino; s64 off; u16 reclen; u8 type; char name[]; }
		rec := d.buf[d.pos:d.size]
		reclen := int(rec[16]) | int(rec[17])<<8
		rec = rec[:reclen]
		d.pos += reclen
		b := rec[19:]
		for i, c := range b {
			if c == 0 {
				b = b[:i]
				break
			}
		}
		if name = string(b); name != "." && name != ".." {
			return name, rec[18], nil
		}
	}
}

func (f *File) readdir(n int, each func(name string, typ byte) error) (err error) {
	f.dirMu.Lock()
	defer f.dirMu.Unlock()
	if f.dir == nil {
		f.dir = new(dirBuffer)
	}
	count := 0
	for n <= 0 || count < n {
		name, typ, err := f.dir.next(&f.pfd)
		if err != nil {
			return f.wrap("readdirent", err)
		}
		if name == "" {
			break
		}
		if err := each(name, typ); err != nil {
			return err
		}
		count++
	}
	if n > 0 && count == 0 {
		return io.EOF
	}
	return nil
}

// ReadDir reads up to n entries of a folder, in the folder's order; n <= 0: all.
func (f *File) ReadDir(n int) ([]DirEntry, error) {
	if err := f.check("readdir"); err != nil {
		return nil, err
	}
	list := []DirEntry{}
	err := f.readdir(n, func(name string, t byte) error {
		e := &dirEntry{parent: f.name, name: name, typ: direntType(t)}
		if e.typ == ^FileMode(0) {
			info, err := Lstat(f.name + "/" + name)
			if IsNotExist(err) {
				return nil
			}
			if err != nil {
				return err
			}
			e.typ, e.info = info.Mode().Type(), info
		}
		list = append(list, e)
		return nil
	})
	return list, err
}

// Readdir is ReadDir with FileInfos.
func (f *File) Readdir(n int) ([]FileInfo, error) {
	if err := f.check("readdir"); err != nil {
		return nil, err
	}
	list := []FileInfo{}
	err := f.readdir(n, func(name string, t byte) error {
		info, err := Lstat(f.name + "/" + name)
		if IsNotExist(err) {
			return nil
		}
		if err == nil {
			list = append(list, info)
		}
		return err
	})
	return list, err
}

// Readdirnames is ReadDir with the names only.
func (f *File) Readdirnames(n int) (names []string, err error) {
	if err := f.check("readdir"); err != nil {
		return nil, err
	}
	names = []string{}
	err = f.readdir(n, func(name string, t byte) error {
		names = append(names, name)
		return nil
	})
	return names, err
}

// ReadDir lists a folder, sorted by name.
func ReadDir(name string) ([]DirEntry, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := f.ReadDir(-1)
	sortEntries(list)
	return list, err
}

// sortEntries sorts by name (heap sort).
func sortEntries(a []DirEntry) {
	down := func(i, n int) {
		for {
			c := 2*i + 1
			if c >= n {
				return
			}
			if c+1 < n && a[c].Name() < a[c+1].Name() {
				c++
			}
			if a[i].Name() >= a[c].Name() {
				return
			}
			a[i], a[c] = a[c], a[i]
			i = c
		}
	}
	for i := len(a)/2 - 1; i >= 0; i-- {
		down(i, len(a))
	}
	for n := len(a) - 1; n > 0; n-- {
		a[0], a[n] = a[n], a[0]
		down(0, n)
	}
}

// DirFS returns the file system of a folder.
func DirFS(dir string) fs.FS { return dirFS(dir) }

type dirFS string

func (d dirFS) join(op, name string) (string, error) {
	if d == "" {
		return "", &PathError{Op: op, Path: name, Err: &plainError{"os: DirFS with empty root"}}
	}
	if !fs.ValidPath(name) {
		return "", &PathError{Op: op, Path: name, Err: ErrInvalid}
	}
	if d[len(d)-1] == '/' {
		return string(d) + name, nil
	}
	return string(d) + "/" + name, nil
}

// short gives err the name that the caller used.
func short(err error, name string) error {
	if e, ok := err.(*PathError); ok {
		e.Path = name
	}
	return err
}

func (d dirFS) Open(name string) (fs.File, error) {
	full, err := d.join("open", name)
	if err != nil {
		return nil, err
	}
	f, err := Open(full)
	if err != nil {
		return nil, short(err, name)
	}
	return f, nil
}

func (d dirFS) ReadFile(name string) ([]byte, error) {
	full, err := d.join("readfile", name)
	if err != nil {
		return nil, err
	}
	b, err := ReadFile(full)
	return b, short(err, name)
}

func (d dirFS) ReadDir(name string) ([]DirEntry, error) {
	full, err := d.join("readdir", name)
	if err != nil {
		return nil, err
	}
	list, err := ReadDir(full)
	return list, short(err, name)
}

func (d dirFS) Stat(name string) (FileInfo, error) {
	full, err := d.join("stat", name)
	if err != nil {
		return nil, err
	}
	f, err := Stat(full)
	return f, short(err, name)
}

func (d dirFS) Lstat(name string) (FileInfo, error) {
	full, err := d.join("lstat", name)
	if err != nil {
		return nil, err
	}
	f, err := Lstat(full)
	return f, short(err, name)
}

func (d dirFS) ReadLink(name string) (string, error) {
	full, err := d.join("readlink", name)
	if err != nil {
		return "", err
	}
	s, err := Readlink(full)
	return s, short(err, name)
}
