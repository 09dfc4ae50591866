// Errorchains wraps, joins, matches and formats errors of several types, as a service does on its way up through the layers.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
)

type NotFound struct{ Kind, ID string }

func (e NotFound) Error() string { return e.Kind + " " + e.ID + " not found" }

// Is makes all NotFound of a kind equal to one without an ID.
func (e NotFound) Is(target error) bool {
	t, ok := target.(NotFound)
	return ok && t.ID == "" && t.Kind == e.Kind
}

type Temporary interface {
	error
	Temporary() bool
}

type timeout struct {
	op    string
	inner error
}

func (t *timeout) Error() string   { return t.op + " timed out: " + t.inner.Error() }
func (t *timeout) Unwrap() error   { return t.inner }
func (t *timeout) Temporary() bool { return true }

// Multi unwraps to several errors and can be turned into another type.
type Multi []error

func (m Multi) Error() string   { return fmt.Sprintf("%d errors", len(m)) }
func (m Multi) Unwrap() []error { return m }
func (m Multi) As(target any) bool {
	if p, ok := target.(*int); ok {
		*p = len(m)
		return true
	}
	return false
}

var ErrBase = errors.New("base")

func find(id string) error {
	switch id {
	case "a":
		return nil
	case "b":
		return NotFound{"user", id}
	case "c":
		return &timeout{"find " + id, io.ErrUnexpectedEOF}
	case "d":
		_, err := os.Open("nosuch-file")
		return err
	case "e":
		_, err := strconv.Atoi("12x")
		return err
	case "f":
		return errors.Join(ErrBase, nil, NotFound{"group", "g"})
	case "g":
		return Multi{io.EOF, fmt.Errorf("second: %w", ErrBase)}
	}
	return fmt.Errorf("%w and %w: id %q", ErrBase, fs.ErrPermission, id)
}

func load(id string) error {
	if err := find(id); err != nil {
		return fmt.Errorf("load(%s): %w", id, err)
	}
	return nil
}

func main() {
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		err := load(id)
		fmt.Printf("%s: %v\n", id, err)
		if err == nil {
			continue
		}
		targets := []struct {
			name string
			err  error
		}{{"any user", NotFound{Kind: "user"}}, {"user b", NotFound{"user", "b"}}, {"base", ErrBase}, {"EOF", io.EOF},
			{"unexpected EOF", io.ErrUnexpectedEOF}, {"not exist", fs.ErrNotExist}, {"permission", fs.ErrPermission}, {"syntax", strconv.ErrSyntax}}
		for _, t := range targets {
			if errors.Is(err, t.err) {
				fmt.Println("  is", t.name)
			}
		}
		var (
			nf    NotFound
			temp  Temporary
			path  *fs.PathError
			num   *strconv.NumError
			count int
		)
		if errors.As(err, &nf) {
			fmt.Printf("  as NotFound: %+v\n", nf)
		}
		if errors.As(err, &temp) {
			fmt.Println("  as Temporary:", temp.Temporary())
		}
		if errors.As(err, &path) {
			fmt.Println("  as PathError:", path.Op, path.Path, path.Err)
		}
		if errors.As(err, &num) {
			fmt.Printf("  as NumError: %s(%q) %v\n", num.Func, num.Num, num.Err)
		}
		if multi, ok := errors.AsType[Multi](err); ok && multi.As(&count) {
			fmt.Println("  counted:", count)
		}
		depth := 0
		for e := err; e != nil; e = errors.Unwrap(e) {
			depth++
		}
		fmt.Printf("  depth %d, %T, innermost by Unwrap\n", depth, err)
	}
	fmt.Println(errors.Join(nil, nil) == nil, errors.Unwrap(io.EOF) == nil, errors.Is(nil, io.EOF))
	fmt.Printf("%v|%s|%q|%+v\n", ErrBase, ErrBase, ErrBase, ErrBase)
	fmt.Println(fmt.Errorf("no wrapping: %v", ErrBase), errors.Unwrap(fmt.Errorf("%v", ErrBase)))
	fmt.Println(errors.Is(fmt.Errorf("x: %w", nil), nil), fmt.Errorf("x: %w", nil))
	fmt.Printf("%q\n", errors.Join(errors.New("one"), errors.New("two")).Error())
	defer func() { fmt.Println("As with a bad target:", recover()) }()
	errors.As(io.EOF, nil)
}
