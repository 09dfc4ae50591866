// Vfs is a file system in memory: files, folders, links and mounts behind interfaces, with embedded structs and path walking.
package main

import (
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
)

type Node interface {
	Name() string
	Size() int64
	Mode() Mode
}

type Container interface {
	Node
	Child(name string) (Node, error)
	Children() []Node
}

type Mode uint16

const (
	Read Mode = 1 << iota
	Write
	Exec
	IsDir
	IsLink
)

func (m Mode) String() string {
	b := []byte("-----")
	for i, c := range "ldxwr" {
		if m&[...]Mode{IsLink, IsDir, Exec, Write, Read}[i] != 0 {
			b[4-i] = byte(c)
		}
	}
	return string(b)
}

type meta struct {
	name string
	mode Mode
}

func (m *meta) Name() string { return m.name }
func (m *meta) Mode() Mode   { return m.mode }
func (m *meta) Chmod(mode Mode) {
	m.mode = m.mode&(IsDir|IsLink) | mode
}

type File struct {
	meta
	data []byte
}

func (f *File) Size() int64 { return int64(len(f.data)) }

type Link struct {
	*meta
	target string
}

func (l Link) Size() int64 { return int64(len(l.target)) }

type Dir struct {
	meta
	entries map[string]Node
}

func (d *Dir) Size() (total int64) {
	for _, n := range d.entries {
		total += n.Size()
	}
	return total
}

func (d *Dir) Children() []Node {
	list := make([]Node, 0, len(d.entries))
	for _, n := range d.entries {
		list = append(list, n)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	return list
}

func (d *Dir) Child(name string) (Node, error) {
	if n, ok := d.entries[name]; ok {
		return n, nil
	}
	return nil, ErrNotExist
}

// Mount shows another container under its own name.
type Mount struct {
	Container
	at string
}

func (m Mount) Name() string { return m.at }

var (
	ErrNotExist   = errors.New("no such file or folder")
	ErrExist      = errors.New("exists already")
	ErrNotDir     = errors.New("not a folder")
	ErrPermission = errors.New("permission denied")
	ErrLoop       = errors.New("too many links")
)

type PathError struct {
	Op, Path string
	Err      error
}

func (e *PathError) Error() string { return e.Op + " " + e.Path + ": " + e.Err.Error() }
func (e *PathError) Unwrap() error { return e.Err }

type FS struct{ root Container }

func NewFS() *FS { return &FS{newDir("")} }

func newDir(name string) *Dir {
	return &Dir{meta{name, IsDir | Read | Write | Exec}, make(map[string]Node)}
}

func (fs *FS) lookup(path string, follow bool) (Node, error) {
	var at Node = fs.root
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	for hops := 0; len(parts) > 0; {
		c, ok := at.(Container)
		if !ok {
			return nil, ErrNotDir
		}
		if c.Mode()&Exec == 0 {
			return nil, ErrPermission
		}
		n, err := c.Child(parts[0])
		if err != nil {
			return nil, err
		}
		parts = parts[1:]
		if l, ok := n.(Link); ok && (follow || len(parts) > 0) {
			if hops++; hops > 8 {
				return nil, ErrLoop
			}
			parts = append(strings.Split(strings.Trim(l.target, "/"), "/"), parts...)
			at = fs.root
			continue
		}
		at = n
	}
	return at, nil
}

func (fs *FS) add(op, path string, make func(name string) Node) (err error) {
	defer func() {
		if err != nil {
			err = &PathError{op, path, err}
		}
	}()
	i := strings.LastIndexByte(path, '/')
	parent, err := fs.lookup(path[:i+1], true)
	if err != nil {
		return err
	}
	d, ok := parent.(*Dir)
	if !ok {
		return ErrNotDir
	}
	if d.mode&Write == 0 {
		return ErrPermission
	}
	name := path[i+1:]
	if _, ok := d.entries[name]; ok {
		return ErrExist
	}
	d.entries[name] = make(name)
	return nil
}

func (fs *FS) Mkdir(path string) error {
	return fs.add("mkdir", path, func(name string) Node { return newDir(name) })
}

func (fs *FS) WriteFile(path, text string) error {
	return fs.add("write", path, func(name string) Node { return &File{meta{name, Read | Write}, []byte(text)} })
}

func (fs *FS) Symlink(target, path string) error {
	return fs.add("link", path, func(name string) Node { return Link{&meta{name, IsLink | Read}, target} })
}

// handle reads a file; it is an io.Reader and an io.WriterTo.
type handle struct {
	*File
	pos int
}

func (h *handle) Read(p []byte) (int, error) {
	if h.pos == len(h.data) {
		return 0, io.EOF
	}
	n := copy(p, h.data[h.pos:])
	h.pos += n
	return n, nil
}

func (fs *FS) Open(path string) (io.Reader, error) {
	n, err := fs.lookup(path, true)
	if err == nil {
		switch f := n.(type) {
		case *File:
			if f.Mode()&Read != 0 {
				return &handle{File: f}, nil
			}
			err = ErrPermission
		case Container:
			err = fmt.Errorf("%q is a folder", f.Name())
		}
	}
	return nil, &PathError{"open", path, err}
}

func Walk(n Node, depth int, visit func(n Node, depth int) bool) {
	if !visit(n, depth) {
		return
	}
	if c, ok := n.(Container); ok {
		for _, child := range c.Children() {
			Walk(child, depth+1, visit)
		}
	}
}

func show(n Node, depth int) bool {
	arrow := ""
	if l, ok := n.(Link); ok {
		arrow = " → " + l.target
	}
	fmt.Printf("%v %5d %s%s%s\n", n.Mode(), n.Size(), strings.Repeat("  ", depth), "/"+n.Name(), arrow)
	return n.Name() != "secret"
}

func main() {
	fs := NewFS()
	steps := []error{
		fs.Mkdir("/home"), fs.Mkdir("/home/ada"), fs.WriteFile("/home/ada/notes", "analytical engine"),
		fs.Symlink("/home/ada/notes", "/n"), fs.Symlink("/b", "/a"), fs.Symlink("/a", "/b"), fs.Mkdir("/secret"),
		fs.WriteFile("/secret/key", "42"), fs.Mkdir("/home"), fs.Mkdir("/no/where"), fs.WriteFile("/n/x", ""),
	}
	for _, err := range steps {
		var pe *PathError
		if errors.As(err, &pe) {
			fmt.Println(err, errors.Is(err, ErrExist), errors.Is(err, ErrNotExist), pe.Op)
		}
	}
	other := NewFS()
	if err := other.WriteFile("/readme", "mounted"); err != nil {
		panic(err)
	}
	fs.root.(*Dir).entries["mnt"] = Mount{other.root, "mnt"}
	Walk(fs.root, 0, show)

	secret, _ := fs.lookup("/secret", true)
	secret.(interface{ Chmod(Mode) }).Chmod(Read)
	for _, path := range []string{"/home/ada/notes", "/n", "/a", "/secret/key", "/home", "/mnt/readme", "/home/ada/notes/x", "/void"} {
		r, err := fs.Open(path)
		if err != nil {
			fmt.Println("error:", err)
			continue
		}
		var b strings.Builder
		n, err := io.CopyBuffer(&b, r, make([]byte, 5))
		fmt.Printf("%s: %d %q %v\n", path, n, b.String(), err)
	}
	link, err := fs.lookup("/n", false)
	fmt.Printf("%T %v %v\n", link, link.Size(), err)
	fmt.Println(secret.Mode(), Mode(0), Read|Write|Exec|IsDir|IsLink)
	fmt.Println("unmounted write:", fs.WriteFile("/mnt/x", ""))
}
