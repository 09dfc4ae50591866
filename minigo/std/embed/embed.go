// Package embed gives access to files that the compiler put into the program: see //go:embed.
package embed

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"time"
)

// FS is a read-only tree of files. The zero FS is empty.
//
// The compiler fills files in: sorted by directory, then name; directories have names that end in a slash.
type FS struct {
	files *[]file
}

type file struct {
	name string
	data string
	hash [16]byte
}

var (
	_ fs.ReadDirFS  = FS{}
	_ fs.ReadFileFS = FS{}
)

var (
	errIsDirectory  = errors.New("is a directory")
	errNotDirectory = errors.New("not a directory")
	errRange        = errors.New("invalid argument")
)

var root = &file{name: "./"}

// split cuts a name into directory and last element; a slash at the end does not count.
func split(name string) (dir, elem string) {
	name = strings.TrimSuffix(name, "/")
	i := strings.LastIndexByte(name, '/')
	if i < 0 {
		return ".", name
	}
	return name[:i], name[i+1:]
}

// search returns the number of files that come before (dir, elem).
func (f FS) search(dir, elem string) int {
	files := *f.files
	low, high := 0, len(files)
	for low < high {
		mid := int(uint(low+high) / 2)
		d, e := split(files[mid].name)
		if d < dir || d == dir && e < elem {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

func (f FS) lookup(name string) *file {
	if !fs.ValidPath(name) {
		return nil
	}
	if name == "." {
		return root
	}
	if f.files == nil {
		return nil
	}
	files := *f.files
	i := f.search(split(name))
	if i < len(files) && strings.TrimSuffix(files[i].name, "/") == name {
		return &files[i]
	}
	return nil
}

// children returns the entries of a directory.
func (f FS) children(dir string) []file {
	if f.files == nil {
		return nil
	}
	return (*f.files)[f.search(dir, ""):f.search(dir+"\x00", "")]
}

// Open opens a file for reading. The file is an io.Seeker and an io.ReaderAt unless it is a directory.
func (f FS) Open(name string) (fs.File, error) {
	found := f.lookup(name)
	if found == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if found.IsDir() {
		return &openDir{found, f.children(name), 0}, nil
	}
	return &openFile{found, 0}, nil
}

// ReadDir lists a directory.
func (f FS) ReadDir(name string) ([]fs.DirEntry, error) {
	opened, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	dir, ok := opened.(*openDir)
	if !ok {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errNotDirectory}
	}
	list := make([]fs.DirEntry, len(dir.files))
	for i := range list {
		list[i] = &dir.files[i]
	}
	return list, nil
}

// ReadFile returns the contents of a file.
func (f FS) ReadFile(name string) ([]byte, error) {
	opened, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	plain, ok := opened.(*openFile)
	if !ok {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errIsDirectory}
	}
	return []byte(plain.file.data), nil
}

func (f *file) Name() string {
	_, elem := split(f.name)
	return elem
}

func (f *file) Size() int64                { return int64(len(f.data)) }
func (f *file) ModTime() time.Time         { return time.Time{} }
func (f *file) IsDir() bool                { return strings.HasSuffix(f.name, "/") }
func (f *file) Sys() any                   { return nil }
func (f *file) Type() fs.FileMode          { return f.Mode().Type() }
func (f *file) Info() (fs.FileInfo, error) { return f, nil }
func (f *file) String() string             { return fs.FormatFileInfo(f) }

func (f *file) Mode() fs.FileMode {
	if f.IsDir() {
		return fs.ModeDir | 0555
	}
	return 0444
}

// openFile is a file being read.
type openFile struct {
	file   *file
	offset int64
}

var (
	_ io.Seeker   = (*openFile)(nil)
	_ io.ReaderAt = (*openFile)(nil)
)

func (f *openFile) Close() error               { return nil }
func (f *openFile) Stat() (fs.FileInfo, error) { return f.file, nil }

func (f *openFile) fail(op string) error {
	return &fs.PathError{Op: op, Path: f.file.name, Err: errRange}
}

func (f *openFile) Read(b []byte) (int, error) {
	if f.offset >= int64(len(f.file.data)) {
		return 0, io.EOF
	}
	n := copy(b, f.file.data[f.offset:])
	f.offset += int64(n)
	return n, nil
}

func (f *openFile) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.offset
	case io.SeekEnd:
		offset += int64(len(f.file.data))
	}
	if offset < 0 || offset > int64(len(f.file.data)) {
		return 0, f.fail("seek")
	}
	f.offset = offset
	return offset, nil
}

func (f *openFile) ReadAt(b []byte, offset int64) (int, error) {
	if offset < 0 || offset > int64(len(f.file.data)) {
		return 0, f.fail("read")
	}
	n := copy(b, f.file.data[offset:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// openDir is a directory being read.
type openDir struct {
	file   *file
	files  []file
	offset int
}

func (d *openDir) Close() error               { return nil }
func (d *openDir) Stat() (fs.FileInfo, error) { return d.file, nil }

func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.file.name, Err: errIsDirectory}
}

func (d *openDir) ReadDir(count int) ([]fs.DirEntry, error) {
	n := len(d.files) - d.offset
	if n == 0 {
		if count <= 0 {
			return nil, nil
		}
		return nil, io.EOF
	}
	if count > 0 && n > count {
		n = count
	}
	list := make([]fs.DirEntry, n)
	for i := range list {
		list[i] = &d.files[d.offset+i]
	}
	d.offset += n
	return list, nil
}
