// A mutex that nobody else wants, locked 50,000,000 times; and a read lock.
package main

import (
	"fmt"
	"sync"
)

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) add(d int) {
	c.mu.Lock()
	c.n += d
	c.mu.Unlock()
}

func main() {
	var c counter
	for i := 0; i < 50000000; i++ {
		c.add(i & 1)
	}
	var rw sync.RWMutex
	for i := 0; i < 10000000; i++ {
		rw.RLock()
		c.n ^= i
		rw.RUnlock()
	}
	fmt.Println(c.n)
}
