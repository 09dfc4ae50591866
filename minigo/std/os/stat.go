package os

import (
	"io/fs"
	"syscall"
	"time"
)

type (
	DirEntry = fs.DirEntry
	FileInfo = fs.FileInfo
	FileMode = fs.FileMode
)

const (
	ModeDir        = fs.ModeDir
	ModeAppend     = fs.ModeAppend
	ModeExclusive  = fs.ModeExclusive
	ModeTemporary  = fs.ModeTemporary
	ModeSymlink    = fs.ModeSymlink
	ModeDevice     = fs.ModeDevice
	ModeNamedPipe  = fs.ModeNamedPipe
	ModeSocket     = fs.ModeSocket
	ModeSetuid     = fs.ModeSetuid
	ModeSetgid     = fs.ModeSetgid
	ModeCharDevice = fs.ModeCharDevice
	ModeSticky     = fs.ModeSticky
	ModeIrregular  = fs.ModeIrregular
	ModeType       = fs.ModeType
	ModePerm       = fs.ModePerm
)

type fileStat struct {
	name string
	mode FileMode
	sys  syscall.Stat_t
}

func (s *fileStat) Name() string       { return s.name }
func (s *fileStat) IsDir() bool        { return s.mode.IsDir() }
func (s *fileStat) Size() int64        { return s.sys.Size }
func (s *fileStat) Mode() FileMode     { return s.mode }
func (s *fileStat) ModTime() time.Time { return time.Unix(s.sys.Mtim.Sec, s.sys.Mtim.Nsec) }
func (s *fileStat) Sys() any           { return &s.sys }

func basename(name string) string {
	i := len(name) - 1
	for ; i > 0 && name[i] == '/'; i-- {
		name = name[:i]
	}
	for i--; i >= 0; i-- {
		if name[i] == '/' {
			return name[i+1:]
		}
	}
	return name
}

func (s *fileStat) fill(name string) {
	s.name = basename(name)
	m := s.sys.Mode
	s.mode = FileMode(m & 0777)
	switch m & syscall.S_IFMT {
	case syscall.S_IFBLK:
		s.mode |= ModeDevice
	case syscall.S_IFCHR:
		s.mode |= ModeDevice | ModeCharDevice
	case syscall.S_IFDIR:
		s.mode |= ModeDir
	case syscall.S_IFIFO:
		s.mode |= ModeNamedPipe
	case syscall.S_IFLNK:
		s.mode |= ModeSymlink
	case syscall.S_IFSOCK:
		s.mode |= ModeSocket
	}
	if m&syscall.S_ISGID != 0 {
		s.mode |= ModeSetgid
	}
	if m&syscall.S_ISUID != 0 {
		s.mode |= ModeSetuid
	}
	if m&syscall.S_ISVTX != 0 {
		s.mode |= ModeSticky
	}
}

// Stat describes the file.
func (f *File) Stat() (FileInfo, error) {
	if err := f.check("stat"); err != nil {
		return nil, err
	}
	var s fileStat
	if err := f.pfd.Do(func(fd int) error { return syscall.Fstat(fd, &s.sys) }); err != nil {
		return nil, f.wrap("stat", err)
	}
	s.fill(f.name)
	return &s, nil
}

// Stat describes a file.
func Stat(name string) (FileInfo, error) {
	var s fileStat
	if err := ignoringEINTR(func() error { return syscall.Stat(name, &s.sys) }); err != nil {
		return nil, &PathError{Op: "stat", Path: name, Err: err}
	}
	s.fill(name)
	return &s, nil
}

// Lstat describes a file without following a link.
func Lstat(name string) (FileInfo, error) {
	var s fileStat
	if err := ignoringEINTR(func() error { return syscall.Lstat(name, &s.sys) }); err != nil {
		return nil, &PathError{Op: "lstat", Path: name, Err: err}
	}
	s.fill(name)
	return &s, nil
}

// SameFile reports whether two FileInfos of this package describe the same file.
func SameFile(fi1, fi2 FileInfo) bool {
	a, ok1 := fi1.(*fileStat)
	b, ok2 := fi2.(*fileStat)
	return ok1 && ok2 && a.sys.Dev == b.sys.Dev && a.sys.Ino == b.sys.Ino
}
