// Package template fills in templates.
package template

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"text/template/parse"
)

// A Template is a parsed template. It shares a name space with its
// associates.
type Template struct {
	name string
	*parse.Tree
	*common
	leftDelim, rightDelim string
}

// common is what associated templates share.
type common struct {
	mu         sync.RWMutex // guards tmpl
	tmpl       map[string]*Template
	missing    missingKey
	funcsMu    sync.RWMutex // guards the functions
	parseFuncs FuncMap
	execFuncs  map[string]reflect.Value
}

// missingKey says what a key that a map lacks evaluates to.
type missingKey int

const (
	missingInvalid missingKey = iota
	missingZero
	missingError
)

// New returns an empty template.
func New(name string) *Template {
	t := &Template{name: name}
	t.init()
	return t
}

func (t *Template) init() {
	if t.common == nil {
		t.common = &common{
			tmpl:       make(map[string]*Template),
			parseFuncs: make(FuncMap),
			execFuncs:  make(map[string]reflect.Value),
		}
	}
}

// New returns an empty template associated with t.
func (t *Template) New(name string) *Template {
	t.init()
	return &Template{name: name, common: t.common, leftDelim: t.leftDelim, rightDelim: t.rightDelim}
}

// Name returns the template's name.
func (t *Template) Name() string { return t.name }

// Clone copies t and its name space; the trees are shared.
func (t *Template) Clone() (*Template, error) {
	c := New(t.name)
	c.Tree, c.leftDelim, c.rightDelim = t.Tree, t.leftDelim, t.rightDelim
	if t.common == nil {
		return c, nil
	}
	c.missing = t.missing
	t.mu.RLock()
	defer t.mu.RUnlock()
	for name, other := range t.tmpl {
		if name == t.name {
			c.tmpl[name] = c
			continue
		}
		o := *other
		o.common = c.common
		c.tmpl[name] = &o
	}
	t.funcsMu.RLock()
	defer t.funcsMu.RUnlock()
	maps.Copy(c.parseFuncs, t.parseFuncs)
	maps.Copy(c.execFuncs, t.execFuncs)
	return c, nil
}

// AddParseTree gives the template called name, which may be new, a tree.
func (t *Template) AddParseTree(name string, tree *parse.Tree) (*Template, error) {
	t.init()
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t
	if name != t.name {
		n = t.New(name)
	}
	// An empty template does not replace another.
	old := t.tmpl[name]
	keep := old != nil && old.Tree != nil && parse.IsEmptyTree(tree.Root)
	if !keep {
		t.tmpl[name] = n
	}
	if !keep || n.Tree == nil {
		n.Tree = tree
	}
	return n, nil
}

// Templates returns the associated templates that are defined.
func (t *Template) Templates() []*Template {
	if t.common == nil {
		return nil
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	list := make([]*Template, 0, len(t.tmpl))
	for _, x := range t.tmpl {
		list = append(list, x)
	}
	return list
}

// DefinedTemplates lists the names for an error message.
func (t *Template) DefinedTemplates() string {
	if t.common == nil {
		return ""
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	var names []string
	for name, x := range t.tmpl {
		if x.Tree != nil && x.Root != nil {
			names = append(names, fmt.Sprintf("%q", name))
		}
	}
	if names == nil {
		return ""
	}
	return "; defined templates are: " + strings.Join(names, ", ")
}

// Delims sets the delimiters for what is parsed from here on.
func (t *Template) Delims(left, right string) *Template {
	t.init()
	t.leftDelim, t.rightDelim = left, right
	return t
}

// Funcs adds functions that templates may call.
func (t *Template) Funcs(funcMap FuncMap) *Template {
	t.init()
	t.funcsMu.Lock()
	defer t.funcsMu.Unlock()
	for name, fn := range funcMap {
		t.execFuncs[name] = checkedFunc(name, fn)
	}
	maps.Copy(t.parseFuncs, funcMap)
	return t
}

// Lookup returns the associated template called name, or nil.
func (t *Template) Lookup(name string) *Template {
	if t.common == nil {
		return nil
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.tmpl[name]
}

// Option sets options, each written key=value.
func (t *Template) Option(opt ...string) *Template {
	t.init()
	for _, o := range opt {
		switch o {
		case "":
			panic("empty option string")
		case "missingkey=invalid", "missingkey=default":
			t.missing = missingInvalid
		case "missingkey=zero":
			t.missing = missingZero
		case "missingkey=error":
			t.missing = missingError
		default:
			panic("unrecognized option: " + o)
		}
	}
	return t
}

// Parse makes text the template's body and defines the templates in it.
func (t *Template) Parse(text string) (*Template, error) {
	t.init()
	t.funcsMu.RLock()
	trees, err := parse.Parse(t.name, text, t.leftDelim, t.rightDelim, t.parseFuncs, builtins())
	t.funcsMu.RUnlock()
	if err != nil {
		return nil, err
	}
	for name, tree := range trees {
		if _, err := t.AddParseTree(name, tree); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Must panics if there is an error.
func Must(t *Template, err error) *Template {
	if err != nil {
		panic(err)
	}
	return t
}

// ParseFiles parses files; each becomes a template named like the file.
func ParseFiles(filenames ...string) (*Template, error) {
	return parseFiles(nil, nil, filenames)
}

// ParseFiles parses files into associates of t.
func (t *Template) ParseFiles(filenames ...string) (*Template, error) {
	t.init()
	return parseFiles(t, nil, filenames)
}

// ParseGlob parses the files that pattern matches.
func ParseGlob(pattern string) (*Template, error) {
	return parseGlob(nil, nil, pattern)
}

// ParseGlob parses the files that pattern matches into associates of t.
func (t *Template) ParseGlob(pattern string) (*Template, error) {
	t.init()
	return parseGlob(t, nil, pattern)
}

// ParseFS parses the files of fsys that the patterns match.
func ParseFS(fsys fs.FS, patterns ...string) (*Template, error) {
	return parseGlob(nil, fsys, patterns...)
}

// ParseFS parses the files of fsys that the patterns match into associates
// of t.
func (t *Template) ParseFS(fsys fs.FS, patterns ...string) (*Template, error) {
	t.init()
	return parseGlob(t, fsys, patterns...)
}

// parseGlob takes the operating system's files if fsys is nil.
func parseGlob(t *Template, fsys fs.FS, patterns ...string) (*Template, error) {
	var files []string
	for _, pattern := range patterns {
		var list []string
		var err error
		if fsys == nil {
			list, err = filepath.Glob(pattern)
		} else {
			list, err = fs.Glob(fsys, pattern)
		}
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			return nil, fmt.Errorf("template: pattern matches no files: %#q", pattern)
		}
		files = append(files, list...)
	}
	return parseFiles(t, fsys, files)
}

func parseFiles(t *Template, fsys fs.FS, files []string) (*Template, error) {
	if len(files) == 0 {
		return nil, fmt.Errorf("template: no files named in call to ParseFiles")
	}
	for _, file := range files {
		var text []byte
		var err error
		name := ""
		if fsys == nil {
			name = filepath.Base(file)
			text, err = os.ReadFile(file)
		} else {
			name = path.Base(file)
			text, err = fs.ReadFile(fsys, file)
		}
		if err != nil {
			return nil, err
		}
		if t == nil {
			t = New(name)
		}
		n := t
		if name != t.name {
			n = t.New(name)
		}
		if _, err := n.Parse(string(text)); err != nil {
			return nil, err
		}
	}
	return t, nil
}
