// Lru is a cache of limited size that forgets what was used least recently: once on container/list, once as a generic type with a list of its own.
package main

import (
	"container/list"
	"fmt"
	"strings"
)

// A Cache is what both have in common.
type Cache[K comparable, V any] interface {
	Get(key K) (V, bool)
	Put(key K, value V)
	Len() int
}

// Boxed keeps its entries in a container/list of any.
type Boxed[K comparable, V any] struct {
	limit int
	order *list.List
	byKey map[K]*list.Element
}

type boxedEntry[K comparable, V any] struct {
	key   K
	value V
}

func NewBoxed[K comparable, V any](limit int) *Boxed[K, V] {
	return &Boxed[K, V]{limit, list.New(), make(map[K]*list.Element)}
}

func (c *Boxed[K, V]) Len() int { return c.order.Len() }

func (c *Boxed[K, V]) Get(key K) (value V, ok bool) {
	e, ok := c.byKey[key]
	if !ok {
		return
	}
	c.order.MoveToFront(e)
	return e.Value.(*boxedEntry[K, V]).value, true
}

func (c *Boxed[K, V]) Put(key K, value V) {
	if e, ok := c.byKey[key]; ok {
		e.Value.(*boxedEntry[K, V]).value = value
		c.order.MoveToFront(e)
		return
	}
	c.byKey[key] = c.order.PushFront(&boxedEntry[K, V]{key, value})
	if c.order.Len() > c.limit {
		last := c.order.Remove(c.order.Back()).(*boxedEntry[K, V])
		delete(c.byKey, last.key)
	}
}

// Linked keeps its entries in a ring of its own nodes.
type Linked[K comparable, V any] struct {
	limit   int
	root    node[K, V]
	byKey   map[K]*node[K, V]
	OnEvict func(K, V)
}

type node[K comparable, V any] struct {
	next, prev *node[K, V]
	key        K
	value      V
}

func NewLinked[K comparable, V any](limit int) *Linked[K, V] {
	c := &Linked[K, V]{limit: limit, byKey: make(map[K]*node[K, V])}
	c.root.next, c.root.prev = &c.root, &c.root
	return c
}

func (n *node[K, V]) unlink() { n.prev.next, n.next.prev = n.next, n.prev }

func (n *node[K, V]) insertAfter(at *node[K, V]) {
	n.prev, n.next = at, at.next
	at.next.prev = n
	at.next = n
}

func (c *Linked[K, V]) Len() int { return len(c.byKey) }

func (c *Linked[K, V]) Get(key K) (V, bool) {
	n := c.byKey[key]
	if n == nil {
		var zero V
		return zero, false
	}
	n.unlink()
	n.insertAfter(&c.root)
	return n.value, true
}

func (c *Linked[K, V]) Put(key K, value V) {
	if n := c.byKey[key]; n != nil {
		n.value = value
		n.unlink()
		n.insertAfter(&c.root)
		return
	}
	n := &node[K, V]{key: key, value: value}
	c.byKey[key] = n
	n.insertAfter(&c.root)
	if len(c.byKey) > c.limit {
		last := c.root.prev
		last.unlink()
		delete(c.byKey, last.key)
		if c.OnEvict != nil {
			c.OnEvict(last.key, last.value)
		}
	}
}

// All yields the entries, most recently used first.
func (c *Linked[K, V]) All() func(yield func(K, V) bool) {
	return func(yield func(K, V) bool) {
		for n := c.root.next; n != &c.root; n = n.next {
			if !yield(n.key, n.value) {
				return
			}
		}
	}
}

// workload asks for numbers with a skewed distribution and computes what is missing.
func workload(c Cache[int, string], requests int) (hits int) {
	seed := uint32(1)
	for range requests {
		seed = seed*1664525 + 1013904223
		key := int(seed>>24) * int(seed>>16&0xff) / 256
		if v, ok := c.Get(key); ok {
			if v != strings.Repeat("*", key%7) {
				panic(fmt.Sprintf("wrong value %q for %d", v, key))
			}
			hits++
			continue
		}
		c.Put(key, strings.Repeat("*", key%7))
	}
	return hits
}

func main() {
	l := NewLinked[string, int](3)
	l.OnEvict = func(k string, v int) { fmt.Println("  evicted", k, v) }
	for i, word := range strings.Fields("to be or not to be that is the question to") {
		if n, ok := l.Get(word); ok {
			fmt.Println(word, "was seen at", n)
		}
		l.Put(word, i)
	}
	for k, v := range l.All() {
		fmt.Println(k, v)
		if v == 8 {
			break
		}
	}
	for _, size := range []int{8, 32, 128} {
		boxed, linked := NewBoxed[int, string](size), NewLinked[int, string](size)
		a, b := workload(boxed, 5000), workload(linked, 5000)
		fmt.Printf("size %3d: %d hits, %d entries; the same both ways: %t\n", size, a, boxed.Len(), a == b && boxed.Len() == linked.Len())
	}
}
