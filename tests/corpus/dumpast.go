// Dumpast prints the trees that go/parser builds, in the form that canonical.py describes.
//
//	dumpast < names      for each file named on a line of its own: the hash of its dump, or "error", and the name
//	dumpast file.go …    the dumps themselves
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

var (
	posType   = reflect.TypeFor[token.Pos]()
	tokenType = reflect.TypeFor[token.Token]()
	escapes   = strings.NewReplacer("\\", "\\\\", "\n", "\\n")
)

// A dumper writes the tree of one file.
type dumper struct {
	out  bytes.Buffer
	file *token.File
	kids []reflect.Value // the children of the node that is being written
}

// node writes one line for n, and then its children.
func (d *dumper) node(n reflect.Value) {
	n = n.Elem()
	t := n.Type()
	d.out.WriteString(t.Name())
	first := len(d.kids)
	for i := range t.NumField() {
		switch t.Field(i).Name {
		case "Obj", "Scope", "Unresolved":
			continue // only there for old programs
		}
		d.out.WriteByte(' ')
		d.field(n.Field(i))
	}
	d.out.WriteByte('\n')
	kids := append([]reflect.Value(nil), d.kids[first:]...)
	d.kids = d.kids[:first]
	for _, kid := range kids {
		d.node(kid)
	}
}

func (d *dumper) field(v reflect.Value) {
	switch {
	case v.Type() == posType:
		pos := token.Pos(v.Int())
		if !pos.IsValid() {
			d.out.WriteByte('-')
			return
		}
		d.out.WriteString(strconv.Itoa(int(pos) - d.file.Base()))
	case v.Type() == tokenType:
		d.out.WriteString(token.Token(v.Int()).String())
	case v.Kind() == reflect.Slice:
		fmt.Fprintf(&d.out, "[%d", v.Len())
		for i := range v.Len() {
			d.child(v.Index(i))
		}
	case v.Kind() == reflect.Interface, v.Kind() == reflect.Pointer:
		if v.IsNil() {
			d.out.WriteByte('-')
			return
		}
		d.out.WriteByte('*')
		d.child(v)
	case v.Kind() == reflect.String:
		escapes.WriteString(&d.out, v.String())
	default:
		fmt.Fprint(&d.out, v.Interface())
	}
}

func (d *dumper) child(v reflect.Value) {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	d.kids = append(d.kids, v)
}

func dump(name string) ([]byte, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	d := &dumper{file: set.File(tree.FileStart)}
	d.node(reflect.ValueOf((ast.Node)(tree)))
	return d.out.Bytes(), nil
}

func main() {
	for _, name := range os.Args[1:] {
		text, err := dump(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Stdout.Write(text)
	}
	if len(os.Args) > 1 {
		return
	}
	names := make(chan string)
	var wait sync.WaitGroup
	var printing sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for name := range names {
				sum := "error"
				if text, err := dump(name); err == nil {
					sum = fmt.Sprintf("%x", sha256.Sum256(text))
				}
				printing.Lock()
				fmt.Println(sum, name)
				printing.Unlock()
			}
		})
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		names <- lines.Text()
	}
	close(names)
	wait.Wait()
}
