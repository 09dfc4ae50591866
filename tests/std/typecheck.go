// Typecheck checks packages of minigo/std with go/types: typecheck STDROOT GOARCH [import paths; default: all].
// Imports come from STDROOT, and from GOROOT where STDROOT does not have the package.
package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
)

type loader struct {
	root   string
	fset   *token.FileSet
	pkgs   map[string]*types.Package
	errors int
	ctx    build.Context
}

func (l *loader) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := l.pkgs[path]; p != nil {
		return p, nil
	}
	dir, ours := filepath.Join(l.root, path), true
	if _, err := os.Stat(dir); err != nil {
		dir, ours = filepath.Join(l.ctx.GOROOT, "src", path), false
	} else if m, _ := filepath.Glob(filepath.Join(dir, "*.go")); len(m) == 0 {
		dir, ours = filepath.Join(l.ctx.GOROOT, "src", path), false
	}
	bp, err := l.ctx.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range bp.GoFiles {
		f, err := parser.ParseFile(l.fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			fmt.Println(err)
			l.errors++
		}
		files = append(files, f)
	}
	conf := types.Config{Importer: l, FakeImportC: true, IgnoreFuncBodies: !ours, Sizes: types.SizesFor("gc", "amd64"), Error: func(err error) {
		if ours {
			fmt.Println(strings.TrimPrefix(err.Error(), l.root+"/"))
			l.errors++
		}
	}}
	p, _ := conf.Check(path, l.fset, files, nil)
	l.pkgs[path] = p
	return p, nil
}

func main() {
	root, _ := filepath.Abs(os.Args[1])
	ctx := build.Default
	ctx.GOARCH = os.Args[2]
	ctx.CgoEnabled = false
	l := &loader{root: root, fset: token.NewFileSet(), pkgs: map[string]*types.Package{}, ctx: ctx}
	paths := os.Args[3:]
	if len(paths) == 0 {
		seen := map[string]bool{}
		filepath.Walk(root, func(p string, _ os.FileInfo, _ error) error {
			if strings.HasSuffix(p, ".go") {
				rel, _ := filepath.Rel(root, filepath.Dir(p))
				if !seen[rel] {
					seen[rel] = true
					paths = append(paths, rel)
				}
			}
			return nil
		})
	}
	for _, p := range paths {
		if _, err := l.Import(p); err != nil {
			fmt.Println(p, err)
			l.errors++
		}
	}
	if l.errors > 0 {
		os.Exit(1)
	}
}
