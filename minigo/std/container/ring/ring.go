// Package ring implements operations on circular lists.
package ring

// A Ring is an element of a circular list; a pointer to any element stands for the whole. The zero value is a ring of one element with a nil Value.
type Ring struct {
	next, prev *Ring // nil in a zero Ring: not linked yet
	Value      any   // for use by client; untouched by this library
}

// link makes a zero ring point to itself.
func (r *Ring) link() *Ring {
	if r.next == nil {
		r.next, r.prev = r, r
	}
	return r
}

// New creates a ring of n elements.
func New(n int) *Ring {
	if n <= 0 {
		return nil
	}
	r := new(Ring).link()
	for i := 1; i < n; i++ {
		r.prev.Link(new(Ring))
	}
	return r
}

// Next returns the next ring element. r must not be empty.
func (r *Ring) Next() *Ring { return r.link().next }

// Prev returns the previous ring element. r must not be empty.
func (r *Ring) Prev() *Ring { return r.link().prev }

// Move moves n % r.Len() elements backward (n < 0) or forward (n >= 0) in the ring and returns that ring element. r must not be empty.
func (r *Ring) Move(n int) *Ring {
	r.link()
	for ; n < 0; n++ {
		r = r.prev
	}
	for ; n > 0; n-- {
		r = r.next
	}
	return r
}

// Link connects ring r with ring s such that r.Next() becomes s and returns the original value for r.Next(). If r and s point to the same ring, the
// elements between them are removed from it, and the result is the ring of these.
func (r *Ring) Link(s *Ring) *Ring {
	after := r.Next()
	if s != nil {
		last := s.Prev()
		r.next, s.prev = s, r
		last.next, after.prev = after, last
	}
	return after
}

// Unlink removes n % r.Len() elements from the ring r, starting at r.Next(), and returns them as a ring.
func (r *Ring) Unlink(n int) *Ring {
	if n <= 0 {
		return nil
	}
	return r.Link(r.Move(n + 1))
}

// Len computes the number of elements in ring r.
func (r *Ring) Len() int {
	n := 0
	r.Do(func(any) { n++ })
	return n
}

// Do calls function f on each element of the ring, in forward order.
func (r *Ring) Do(f func(any)) {
	if r == nil {
		return
	}
	f(r.Value)
	for p := r.Next(); p != r; p = p.next {
		f(p.Value)
	}
}
