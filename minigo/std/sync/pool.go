package sync

import "sync/atomic"

//go:linkname procpin runtime.procpin
func procpin() int

//go:linkname procunpin runtime.procunpin
func procunpin()

//go:linkname gomaxprocs runtime.GOMAXPROCS
func gomaxprocs(n int) int

// registerpools tells the runtime where the list of pools begins. At the beginning of each collection it makes what a pool holds its victim cache, and drops what was that before.
//
//go:linkname registerpools runtime.registerpools
func registerpools(list **Pool)

// A Pool keeps objects for reuse; any of them may vanish at any time.
//
// Every P has objects of its own: one that only it takes (private), and a stack from which others take when they have none (shared). An object that nobody takes is gone
// after two collections: the first makes it part of the victim cache, where Get looks last.
type Pool struct {
	noCopy noCopy

	// The runtime changes these, with the world stopped (runtime_c/pool.c has their layout). A goroutine that is pinned to its P is not stopped.
	local, victim atomic.Pointer[[]poolLocal] // by P
	next          *Pool                       // of the list of pools; (pools.Mutex)
	listed        bool                        // (pools.Mutex)

	// New makes an object when Get finds none.
	New func() any
}

type poolLocal struct {
	private any // (the pinned P)
	shared  atomic.Pointer[poolNode]
	_       [104]byte // two cache lines for each P
}

// poolNode is in a stack. A node is used once, so that taking the first by compare-and-swap takes the one that was looked at.
type poolNode struct {
	value any
	next  *poolNode
}

var pools struct {
	Mutex
	first      *Pool // those that may hold something
	registered bool
}

func (l *poolLocal) push(x any) {
	n := &poolNode{value: x}
	for {
		n.next = l.shared.Load()
		if l.shared.CompareAndSwap(n.next, n) {
			return
		}
	}
}

func (l *poolLocal) pop() any {
	for {
		n := l.shared.Load()
		if n == nil {
			return nil
		}
		if l.shared.CompareAndSwap(n, n.next) {
			return n.value
		}
	}
}

// pin returns what the pool has on this P; the goroutine stays there until procunpin.
func (p *Pool) pin() (*poolLocal, int) {
	id := procpin()
	if all := p.local.Load(); all != nil && id < len(*all) {
		return &(*all)[id], id
	}
	procunpin()
	pools.Lock()
	defer pools.Unlock()
	id = procpin()
	if all := p.local.Load(); all == nil || id >= len(*all) {
		if !p.listed {
			p.listed = true
			p.next = pools.first
			pools.first = p
		}
		if !pools.registered {
			pools.registered = true
			registerpools(&pools.first)
		}
		all := make([]poolLocal, max(gomaxprocs(0), id+1))
		p.local.Store(&all)
	}
	return &(*p.local.Load())[id], id
}

// Put adds x to the pool.
func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	l, _ := p.pin()
	if l.private == nil {
		l.private = x
	} else {
		l.push(x)
	}
	procunpin()
}

// Get takes an object from the pool, or makes one with New.
func (p *Pool) Get() any {
	l, id := p.pin()
	x := l.private
	l.private = nil
	if x == nil {
		x = l.pop()
	}
	if x == nil {
		x = p.getElsewhere(id)
	}
	procunpin()
	if x == nil && p.New != nil {
		x = p.New()
	}
	return x
}

// getElsewhere looks at other Ps, then at the victim cache. The goroutine is pinned to P id.
func (p *Pool) getElsewhere(id int) any {
	all := *p.local.Load()
	for i := range all {
		if x := all[(id+1+i)%len(all)].pop(); x != nil {
			return x
		}
	}
	victim := p.victim.Load()
	if victim == nil {
		return nil
	}
	old := *victim
	if id < len(old) {
		if x := old[id].private; x != nil {
			old[id].private = nil
			return x
		}
	}
	for i := range old {
		if x := old[(id+i)%len(old)].pop(); x != nil {
			return x
		}
	}
	return nil
}
