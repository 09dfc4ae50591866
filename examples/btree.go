// Btree is an ordered map as a B-tree, generic over keys and values, with iterators over all of it and over ranges.
package main

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
)

const degree = 3 // a node has degree-1 to 2*degree-1 items, the root may have fewer

type item[K cmp.Ordered, V any] struct {
	key   K
	value V
}

type node[K cmp.Ordered, V any] struct {
	items    []item[K, V]
	children []*node[K, V]
}

// Map is an ordered map; its zero value is empty.
type Map[K cmp.Ordered, V any] struct {
	root *node[K, V]
	size int
}

func (n *node[K, V]) leaf() bool { return len(n.children) == 0 }

// find is the position of key among the items of n, or of the child in which it would be.
func (n *node[K, V]) find(key K) (int, bool) {
	return slices.BinarySearchFunc(n.items, key, func(it item[K, V], k K) int { return cmp.Compare(it.key, k) })
}

func (n *node[K, V]) split(i int) {
	child := n.children[i]
	middle := child.items[degree-1]
	right := &node[K, V]{items: slices.Clone(child.items[degree:])}
	if !child.leaf() {
		right.children = slices.Clone(child.children[degree:])
		child.children = child.children[:degree]
	}
	child.items = child.items[:degree-1]
	n.items = slices.Insert(n.items, i, middle)
	n.children = slices.Insert(n.children, i+1, right)
}

func (m *Map[K, V]) Len() int { return m.size }

func (m *Map[K, V]) Get(key K) (value V, ok bool) {
	for n := m.root; n != nil; {
		i, found := n.find(key)
		if found {
			return n.items[i].value, true
		}
		if n.leaf() {
			break
		}
		n = n.children[i]
	}
	return value, false
}

func (m *Map[K, V]) Set(key K, value V) {
	if m.root == nil {
		m.root = &node[K, V]{}
	}
	if len(m.root.items) == 2*degree-1 {
		m.root = &node[K, V]{children: []*node[K, V]{m.root}}
		m.root.split(0)
	}
	n := m.root
	for {
		i, found := n.find(key)
		if found {
			n.items[i].value = value
			return
		}
		if n.leaf() {
			n.items = slices.Insert(n.items, i, item[K, V]{key, value})
			m.size++
			return
		}
		if len(n.children[i].items) == 2*degree-1 {
			n.split(i)
			continue
		}
		n = n.children[i]
	}
}

func (m *Map[K, V]) Delete(key K) bool {
	if m.root == nil || !m.root.remove(key) {
		return false
	}
	m.size--
	if len(m.root.items) == 0 && !m.root.leaf() {
		m.root = m.root.children[0]
	}
	return true
}

func (n *node[K, V]) remove(key K) bool {
	i, found := n.find(key)
	if n.leaf() {
		if found {
			n.items = slices.Delete(n.items, i, i+1)
		}
		return found
	}
	i = n.fill(i)
	// Filling may have moved the item, so look again.
	j, found := n.find(key)
	if !found {
		return n.children[min(j, len(n.children)-1)].remove(key)
	}
	left := n.children[j]
	if len(left.items) >= degree {
		last := left
		for !last.leaf() {
			last = last.children[len(last.children)-1]
		}
		n.items[j] = last.items[len(last.items)-1]
		return left.remove(n.items[j].key)
	}
	n.merge(j)
	return n.children[j].remove(key)
}

// fill makes child i have at least degree items, by borrowing or merging.
func (n *node[K, V]) fill(i int) int {
	child := n.children[i]
	if len(child.items) >= degree {
		return i
	}
	if i > 0 && len(n.children[i-1].items) >= degree {
		left := n.children[i-1]
		child.items = slices.Insert(child.items, 0, n.items[i-1])
		n.items[i-1] = left.items[len(left.items)-1]
		left.items = left.items[:len(left.items)-1]
		if !left.leaf() {
			child.children = slices.Insert(child.children, 0, left.children[len(left.children)-1])
			left.children = left.children[:len(left.children)-1]
		}
		return i
	}
	if i < len(n.items) && len(n.children[i+1].items) >= degree {
		right := n.children[i+1]
		child.items = append(child.items, n.items[i])
		n.items[i] = right.items[0]
		right.items = slices.Delete(right.items, 0, 1)
		if !right.leaf() {
			child.children = append(child.children, right.children[0])
			right.children = slices.Delete(right.children, 0, 1)
		}
		return i
	}
	if i == len(n.items) {
		i--
	}
	n.merge(i)
	return i
}

func (n *node[K, V]) merge(i int) {
	left, right := n.children[i], n.children[i+1]
	left.items = append(append(left.items, n.items[i]), right.items...)
	left.children = append(left.children, right.children...)
	n.items = slices.Delete(n.items, i, i+1)
	n.children = slices.Delete(n.children, i+1, i+2)
}

// All yields every entry in order of the keys.
func (m *Map[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		if m.root != nil {
			m.root.walk(yield)
		}
	}
}

func (n *node[K, V]) walk(yield func(K, V) bool) bool {
	for i, it := range n.items {
		if !n.leaf() && !n.children[i].walk(yield) {
			return false
		}
		if !yield(it.key, it.value) {
			return false
		}
	}
	return n.leaf() || n.children[len(n.items)].walk(yield)
}

// Range yields the entries with from <= key < to.
func (m *Map[K, V]) Range(from, to K) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for k, v := range m.All() {
			if k >= to {
				return
			}
			if k >= from && !yield(k, v) {
				return
			}
		}
	}
}

// check panics where the tree breaks a rule; its height.
func (n *node[K, V]) check(root bool) int {
	if !root && len(n.items) < degree-1 || len(n.items) > 2*degree-1 {
		panic(fmt.Sprint("bad number of items: ", len(n.items)))
	}
	if n.leaf() {
		return 1
	}
	if len(n.children) != len(n.items)+1 {
		panic("bad number of children")
	}
	height := 0
	for i, c := range n.children {
		h := c.check(false)
		if i > 0 && h != height {
			panic("uneven")
		}
		height = h
	}
	return height + 1
}

func main() {
	var words Map[string, int]
	for i, w := range strings.Fields("the quick brown fox jumps over the lazy dog while the cat naps") {
		words.Set(w, i)
	}
	for w, i := range words.All() {
		fmt.Print(w, "@", i, " ")
	}
	fmt.Println()

	var squares Map[int, int]
	const n = 1000
	for i := range n {
		k := i * 7919 % n
		squares.Set(k, k*k)
	}
	fmt.Println(squares.Len(), "entries, height", squares.root.check(true))
	for k, v := range squares.Range(30, 34) {
		fmt.Println(k, v)
	}
	removed := 0
	for i := range n {
		if k := i * 31 % n; k%3 != 0 {
			if !squares.Delete(k) {
				panic(k)
			}
			removed++
			squares.root.check(true)
		}
	}
	_, has := squares.Get(100)
	v, _ := squares.Get(999)
	fmt.Println(removed, "removed,", squares.Len(), "left, height", squares.root.check(true), has, v, squares.Delete(100))
	previous, ordered, sum := -1, true, 0
	for k, v := range squares.All() {
		ordered = ordered && k > previous && v == k*k
		previous = k
		sum += k
	}
	fmt.Println("ordered:", ordered, "sum:", sum)
	next, stop := iter.Pull2(squares.All())
	defer stop()
	for range 3 {
		k, v, ok := next()
		fmt.Println("pulled", k, v, ok)
	}
	var floats Map[float64, string]
	fmt.Println(floats.Len(), floats.Delete(1.5))
}
