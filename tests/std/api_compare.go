// Api_compare lists what the packages under STDROOT lack of the exported API of the Go installation that runs it, and what they have in excess:
// api_compare STDROOT [import paths; default: all that are there].
package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// loader type checks packages without the bodies of their functions; imports come from roots, the first that has them.
type loader struct {
	roots []string
	fset  *token.FileSet
	pkgs  map[string]*types.Package
}

func (l *loader) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := l.pkgs[path]; p != nil {
		return p, nil
	}
	ctx := build.Default
	ctx.GOARCH, ctx.CgoEnabled = "amd64", false
	var bp *build.Package
	var err error
	for _, root := range l.roots {
		if bp, err = ctx.ImportDir(filepath.Join(root, path), 0); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range bp.GoFiles {
		f, err := parser.ParseFile(l.fset, filepath.Join(bp.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	conf := types.Config{Importer: l, IgnoreFuncBodies: true, FakeImportC: true, Error: func(error) {}, Sizes: types.SizesFor("gc", "amd64")}
	p, _ := conf.Check(path, l.fset, files, nil)
	l.pkgs[path] = p
	return p, nil
}

// api describes each exported object, field and method of a package by a name and a text.
func api(p *types.Package) map[string]string {
	found := map[string]string{}
	qualifier := func(q *types.Package) string { return q.Name() }
	for _, name := range p.Scope().Names() {
		obj := p.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Const:
			found[name] = "const " + types.TypeString(obj.Type(), qualifier) + " = " + obj.Val().ExactString()
		case *types.TypeName:
			found[name] = "type"
			if obj.IsAlias() {
				found[name] = "type = " + types.TypeString(obj.Type(), qualifier)
				break
			}
			members(found, name, obj.Type(), qualifier)
		default:
			found[name] = strings.Replace(types.ObjectString(obj, qualifier), p.Name()+".", "", 1)
		}
	}
	return found
}

func members(found map[string]string, name string, t types.Type, qualifier types.Qualifier) {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := 0; i < u.NumFields(); i++ {
			if f := u.Field(i); f.Exported() {
				found[name+"."+f.Name()] = "field " + types.TypeString(f.Type(), qualifier)
			}
		}
	default:
		if !types.IsInterface(t) {
			found[name] = "type " + types.TypeString(u, qualifier)
		}
	}
	set := types.NewMethodSet(types.NewPointer(t))
	if types.IsInterface(t) {
		set = types.NewMethodSet(t)
	}
	value := types.NewMethodSet(t)
	for i := 0; i < set.Len(); i++ {
		m := set.At(i).Obj()
		if !m.Exported() {
			continue
		}
		recv := "method of pointer "
		if value.Lookup(m.Pkg(), m.Name()) != nil {
			recv = "method "
		}
		found[name+"."+m.Name()] = recv + types.TypeString(m.Type(), func(q *types.Package) string { return q.Name() })
	}
}

func main() {
	ours := &loader{[]string{os.Args[1], filepath.Join(build.Default.GOROOT, "src")}, token.NewFileSet(), map[string]*types.Package{}}
	real := &loader{[]string{filepath.Join(build.Default.GOROOT, "src")}, token.NewFileSet(), map[string]*types.Package{}}
	paths := os.Args[2:]
	if len(paths) == 0 {
		filepath.WalkDir(os.Args[1], func(p string, d fs.DirEntry, err error) error {
			if rel, _ := filepath.Rel(os.Args[1], filepath.Dir(p)); strings.HasSuffix(p, ".go") && !slices.Contains(paths, rel) && !strings.Contains(rel, "internal") {
				paths = append(paths, rel)
			}
			return nil
		})
	}
	count := 0
	for _, path := range paths {
		op, err := ours.Import(path)
		if err != nil {
			fmt.Println(path, err)
			count++
			continue
		}
		rp, err := real.Import(path)
		if err != nil {
			fmt.Println(path, err)
			count++
			continue
		}
		have, want := api(op), api(rp)
		var lines []string
		for name, text := range want {
			if got, ok := have[name]; !ok {
				lines = append(lines, fmt.Sprintf("%s: missing %s: %s", path, name, text))
			} else if got != text && !strings.Contains(text, "internal") {
				lines = append(lines, fmt.Sprintf("%s: %s is %s, want %s", path, name, got, text))
			}
		}
		for name, text := range have {
			if _, ok := want[name]; !ok {
				lines = append(lines, fmt.Sprintf("%s: excess %s: %s", path, name, text))
			}
		}
		slices.Sort(lines)
		for _, line := range lines {
			fmt.Println(line)
		}
		count += len(lines)
	}
	if count > 0 {
		os.Exit(1)
	}
}
