// Comments in every place where they can be attached, and in many where they cannot.

/* A doc comment
   of two lines. */
// It goes on.
package sample // behind the package clause

import "fmt" // line comment of an import

// Doc of a group.
import (
	// Doc of a spec.
	s "strings" /* one */ /* two */ // three
	/* before */ _ "sort" /* behind */ ; _ "os" // last on the line

	// Doc separated by an empty line: none.

	"io"
)

/* doc */ type A struct { // behind the brace
	// Doc of x.
	x, y int `tag` // of x, y
	z    /* inner */ string /* of z */
	A1   /* of A1 */
	/* before */ *B // of B
	f func(a int /* of a */, b string) (c int /* of c */) // of f
	w struct{ q int /* no semicolon follows */ }
	m map[string]int /* not attached */ ; n int /* attached */

	// At the end.
}

type (
	// Doc of A1.
	A1 struct{} // of A1

	// Doc of B.
	B = /* after = */ struct {
		e int
	} /* of B */

	C /* after C */ [P /* after P */ any] struct{ p P } // of C
)

type I interface { // behind
	// Doc of m.
	m() // of m
	// Doc of the union.
	int | /* in */ string // of the union
	// Not a doc: it begins with an operator.
	~int8 | ~uint8 // of the second union
	// Not a doc either.
	[]byte // of the slice
	n() /* not attached */ ; o() /* attached */
	fmt.Stringer // of Stringer
}

const (
	// Doc of c0.
	c0 = iota // of c0
	c1        /* of c1 */
	c2, c3 = `raw
string`, 1 // of c2, c3
	c4 = `raw
string` // not attached: the literal begins on another line
	c5 = 1 /* a comment
	with a newline ends the statement */
	c6 = 2 /* and this
	one */ // and more
) // behind the group

var v = func() int { // no doc
	// Doc in a function.
	const k = 1 // of k
	var /* between */ u = k /* of u */ ; _ = u
	return k // behind return
	/* last */
}() // of v

var ( /* first in the group */ v1 = 1 /* of v1 */ )

// Doc of f.
//
//go:noinline
func f() { // behind the brace
	switch x := v; { // behind switch
	// Before a case.
	case x > 1: // behind case
		// In a case.
		fmt.Println() // behind a call
	// Before default.
	default: // behind default
	}
label: // behind a label
	for range 3 { /* in for */ }
	goto label /* at the end */
} /* behind f */ ; /* before g */ func g()

// Doc of h.
func (r *A) /* after receiver */ h /* after name */ (/* in params */) /* before body */ {}

// At the end of the file.
/* Really. */
