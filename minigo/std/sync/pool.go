package sync

import "sync/atomic"

// A Pool keeps objects for reuse; any of them may vanish at any time.
//
// Each of a few slots holds one object and is taken and filled by a swap; what finds no free slot goes to a locked list.
type Pool struct {
	noCopy noCopy
	slots  [8]atomic.Pointer[any]
	mu     Mutex
	more   []any

	// New makes an object when Get finds none.
	New func() any
}

const poolMax = 1 << 12 // objects kept in the list

// Put adds x to the pool.
func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	var box *any
	for i := range p.slots {
		if p.slots[i].Load() == nil {
			if box == nil {
				box = new(any)
				*box = x
			}
			if p.slots[i].CompareAndSwap(nil, box) {
				return
			}
		}
	}
	p.mu.Lock()
	if len(p.more) < poolMax {
		p.more = append(p.more, x)
	}
	p.mu.Unlock()
}

// Get takes an object from the pool, or makes one with New.
func (p *Pool) Get() any {
	for i := range p.slots {
		if p.slots[i].Load() != nil {
			if box := p.slots[i].Swap(nil); box != nil {
				return *box
			}
		}
	}
	p.mu.Lock()
	if n := len(p.more) - 1; n >= 0 {
		x := p.more[n]
		p.more[n] = nil
		p.more = p.more[:n]
		p.mu.Unlock()
		return x
	}
	p.mu.Unlock()
	if p.New != nil {
		return p.New()
	}
	return nil
}
