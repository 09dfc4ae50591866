// Package fstest implements a file system for tests: a map.
package fstest

import (
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// A MapFS is a simple in-memory file system for use in tests, represented as a map from path names (arguments to Open) to information about the files,
// directories, or symbolic links they represent. The map need not include parent directories.
type MapFS map[string]*MapFile

// A MapFile describes a single file in a MapFS.
type MapFile struct {
	Data    []byte      // file content or symlink destination
	Mode    fs.FileMode // fs.FileInfo.Mode
	ModTime time.Time   // fs.FileInfo.ModTime
	Sys     any         // fs.FileInfo.Sys
}

// resolve follows symbolic links in the folders of name, and of name itself if last is set.
func (m MapFS) resolve(name string, last bool) (string, bool) {
	for range 40 {
		parts := strings.Split(name, "/")
		again := false
		for i := range parts {
			if i == len(parts)-1 && !last {
				break
			}
			prefix := path.Join(parts[:i+1]...)
			f := m[prefix]
			if f == nil || f.Mode.Type() != fs.ModeSymlink {
				continue
			}
			target := string(f.Data)
			if path.IsAbs(target) {
				return "", false
			}
			name = path.Join(append([]string{path.Dir(prefix), target}, parts[i+1:]...)...)
			if !fs.ValidPath(name) {
				return "", false
			}
			again = true
			break
		}
		if !again {
			return name, true
		}
	}
	return "", false
}

func (m MapFS) open(op, name string, follow bool) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	real, ok := m.resolve(name, follow)
	if !ok {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	f := m[real]
	if f != nil && f.Mode&fs.ModeDir == 0 {
		return &openFile{name, mapInfo{path.Base(name), f}, 0}, nil
	}
	// A folder, perhaps one that is only implied by what it holds.
	var list []mapInfo
	seen := map[string]bool{}
	prefix := real + "/"
	if real == "." {
		prefix = ""
	}
	for file, f := range m {
		rest, ok := strings.CutPrefix(file, prefix)
		if !ok || rest == "" || file == "." {
			continue
		}
		if elem, _, deeper := strings.Cut(rest, "/"); deeper {
			seen[elem] = true
		} else {
			list = append(list, mapInfo{rest, f})
		}
	}
	if f == nil && prefix != "" && len(list) == 0 && len(seen) == 0 {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	for _, i := range list {
		delete(seen, i.name)
	}
	for elem := range seen {
		list = append(list, mapInfo{elem, &MapFile{Mode: fs.ModeDir | 0555}})
	}
	slices.SortFunc(list, func(a, b mapInfo) int { return strings.Compare(a.name, b.name) })
	if f == nil {
		f = &MapFile{Mode: fs.ModeDir | 0555}
	}
	return &mapDir{name, mapInfo{path.Base(name), f}, list, 0}, nil
}

// Open opens the named file after following any symbolic links.
func (m MapFS) Open(name string) (fs.File, error) { return m.open("open", name, true) }

// ReadLink returns the destination of the named symbolic link.
func (m MapFS) ReadLink(name string) (string, error) {
	info, err := m.lstat(name)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	if info.f.Mode.Type() != fs.ModeSymlink {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	return string(info.f.Data), nil
}

// Lstat returns a FileInfo describing the named file. If the file is a symbolic link, the returned FileInfo describes the symbolic link.
func (m MapFS) Lstat(name string) (fs.FileInfo, error) {
	info, err := m.lstat(name)
	if err != nil {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: err}
	}
	return info, nil
}

func (m MapFS) lstat(name string) (*mapInfo, error) {
	file, err := m.open("lstat", name, false)
	if err != nil {
		return nil, err.(*fs.PathError).Err
	}
	switch f := file.(type) {
	case *openFile:
		return &f.mapInfo, nil
	case *mapDir:
		return &f.mapInfo, nil
	}
	return nil, fs.ErrInvalid
}

// fsOnly is a wrapper that hides all but the fs.FS methods, to avoid an infinite recursion when implementing special methods in terms of helpers that would use
// them.
type fsOnly struct{ fs.FS }

func (m MapFS) ReadFile(name string) ([]byte, error)       { return fs.ReadFile(fsOnly{m}, name) }
func (m MapFS) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(fsOnly{m}, name) }
func (m MapFS) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(fsOnly{m}, name) }
func (m MapFS) Glob(pattern string) ([]string, error)      { return fs.Glob(fsOnly{m}, pattern) }

type noSub struct{ MapFS }

func (noSub) Sub() {} // not the fs.SubFS signature

// Sub returns the subtree of dir.
func (m MapFS) Sub(dir string) (fs.FS, error) { return fs.Sub(noSub{m}, dir) }

// mapInfo implements fs.FileInfo and fs.DirEntry for a given map file.
type mapInfo struct {
	name string
	f    *MapFile
}

func (i *mapInfo) Name() string               { return path.Base(i.name) }
func (i *mapInfo) Size() int64                { return int64(len(i.f.Data)) }
func (i *mapInfo) Mode() fs.FileMode          { return i.f.Mode }
func (i *mapInfo) Type() fs.FileMode          { return i.f.Mode.Type() }
func (i *mapInfo) ModTime() time.Time         { return i.f.ModTime }
func (i *mapInfo) IsDir() bool                { return i.f.Mode&fs.ModeDir != 0 }
func (i *mapInfo) Sys() any                   { return i.f.Sys }
func (i *mapInfo) Info() (fs.FileInfo, error) { return i, nil }
func (i *mapInfo) String() string             { return fs.FormatFileInfo(i) }

// openFile is a regular (non-directory) fs.File open for reading.
type openFile struct {
	path string
	mapInfo
	offset int64
}

func (f *openFile) Stat() (fs.FileInfo, error) { return &f.mapInfo, nil }
func (f *openFile) Close() error               { return nil }

func (f *openFile) Read(b []byte) (int, error) {
	if f.offset >= int64(len(f.f.Data)) {
		return 0, io.EOF
	}
	if f.offset < 0 {
		return 0, &fs.PathError{Op: "read", Path: f.path, Err: fs.ErrInvalid}
	}
	n := copy(b, f.f.Data[f.offset:])
	f.offset += int64(n)
	return n, nil
}

func (f *openFile) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case 1:
		offset += f.offset
	case 2:
		offset += int64(len(f.f.Data))
	}
	if offset < 0 || offset > int64(len(f.f.Data)) {
		return 0, &fs.PathError{Op: "seek", Path: f.path, Err: fs.ErrInvalid}
	}
	f.offset = offset
	return offset, nil
}

func (f *openFile) ReadAt(b []byte, offset int64) (int, error) {
	if offset < 0 || offset > int64(len(f.f.Data)) {
		return 0, &fs.PathError{Op: "read", Path: f.path, Err: fs.ErrInvalid}
	}
	n := copy(b, f.f.Data[offset:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// mapDir is a directory fs.File (so also an fs.ReadDirFile) open for reading.
type mapDir struct {
	path string
	mapInfo
	entry  []mapInfo
	offset int
}

func (d *mapDir) Stat() (fs.FileInfo, error) { return &d.mapInfo, nil }
func (d *mapDir) Close() error               { return nil }

func (d *mapDir) Read(b []byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.path, Err: fs.ErrInvalid}
}

func (d *mapDir) ReadDir(count int) ([]fs.DirEntry, error) {
	n := len(d.entry) - d.offset
	if n == 0 && count > 0 {
		return nil, io.EOF
	}
	if count > 0 {
		n = min(n, count)
	}
	list := make([]fs.DirEntry, n)
	for i := range list {
		list[i] = &d.entry[d.offset+i]
	}
	d.offset += n
	return list, nil
}
