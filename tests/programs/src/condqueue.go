// Condqueue is a bounded queue on sync.Cond with producers and consumers, a readers-writer cache, sync.Once, sync.Pool and atomic counters.
package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type Queue[T any] struct {
	mu                sync.Mutex
	notEmpty, notFull *sync.Cond
	items             []T
	limit             int
	closed            bool
	deepest           int
}

func NewQueue[T any](limit int) *Queue[T] {
	q := &Queue[T]{limit: limit}
	q.notEmpty, q.notFull = sync.NewCond(&q.mu), sync.NewCond(&q.mu)
	return q
}

func (q *Queue[T]) Put(v T) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == q.limit && !q.closed {
		q.notFull.Wait()
	}
	if q.closed {
		return false
	}
	q.items = append(q.items, v)
	q.deepest = max(q.deepest, len(q.items))
	q.notEmpty.Signal()
	return true
}

func (q *Queue[T]) Get() (v T, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 {
		if q.closed {
			return v, false
		}
		q.notEmpty.Wait()
	}
	v, q.items = q.items[0], q.items[1:]
	q.notFull.Signal()
	return v, true
}

func (q *Queue[T]) Close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.notEmpty.Broadcast()
	q.notFull.Broadcast()
}

func produceAndConsume() {
	const producers, consumers, each = 4, 3, 200
	q := NewQueue[int](5)
	var makers, takers sync.WaitGroup
	var sum, taken atomic.Int64
	for p := range producers {
		makers.Add(1)
		go func() {
			defer makers.Done()
			for i := range each {
				q.Put(p*each + i)
			}
		}()
	}
	perConsumer := make([]int, consumers)
	for c := range consumers {
		takers.Go(func() {
			for {
				v, ok := q.Get()
				if !ok {
					return
				}
				sum.Add(int64(v))
				taken.Add(1)
				perConsumer[c]++
			}
		})
	}
	makers.Wait()
	q.Close()
	takers.Wait()
	total := 0
	for _, n := range perConsumer {
		total += n
	}
	fmt.Println(taken.Load(), sum.Load() == producers*each*(producers*each-1)/2, q.deepest <= 5, total == producers*each, q.Put(1))
}

// barrier lets n goroutines through together, again and again.
type barrier struct {
	sync.Mutex
	cond       sync.Cond
	n, waiting int
	round      int
}

func (b *barrier) wait() int {
	b.Lock()
	defer b.Unlock()
	round := b.round
	if b.waiting++; b.waiting == b.n {
		b.waiting = 0
		b.round++
		b.cond.Broadcast()
		return round
	}
	for round == b.round {
		b.cond.Wait()
	}
	return round
}

func rounds() {
	const n = 4
	b := &barrier{n: n}
	b.cond.L = b
	cells := make([]int, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 3 {
				next := cells[(i+1)%n] + i
				b.wait()
				cells[i] = next
				b.wait()
			}
		}()
	}
	wg.Wait()
	fmt.Println("cells:", cells, "rounds:", b.round)
}

func readers() {
	var mu sync.RWMutex
	data := map[int]int{}
	var wg sync.WaitGroup
	var wrong atomic.Int32
	for w := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 100 {
				mu.Lock()
				data[i] = i * i
				data[-i] = w
				mu.Unlock()
			}
		}()
	}
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 100 {
				mu.RLock()
				if v, ok := data[i]; ok && v != i*i && i > 0 {
					wrong.Add(1)
				}
				mu.RUnlock()
				runtime.Gosched()
			}
		}()
	}
	wg.Wait()
	fmt.Println("wrong reads:", wrong.Load(), "entries:", len(data), mu.TryLock(), mu.TryRLock())
}

func once() {
	var o sync.Once
	var calls atomic.Int32
	value := sync.OnceValue(func() string { calls.Add(1); return strings.Repeat("v", 3) })
	var wg sync.WaitGroup
	for range 10 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			o.Do(func() { time.Sleep(time.Millisecond); calls.Add(1) })
			_ = value()
		}()
	}
	wg.Wait()
	fmt.Println("calls:", calls.Load(), value())
	pool := sync.Pool{New: func() any { return new(strings.Builder) }}
	b := pool.Get().(*strings.Builder)
	b.WriteString("pooled")
	fmt.Println(b.String())
	b.Reset()
	pool.Put(b)
	fmt.Println(pool.Get().(*strings.Builder).Len())
}

func spin() {
	var turn atomic.Int32
	var log []int32
	var wg sync.WaitGroup
	for id := range int32(3) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for round := range int32(3) {
				for turn.Load() != round*3+id {
					runtime.Gosched()
				}
				log = append(log, id)
				turn.Add(1)
			}
		}()
	}
	wg.Wait()
	var flag atomic.Bool
	var ptr atomic.Pointer[[]int32]
	ptr.Store(&log)
	var box atomic.Value
	box.Store("boxed")
	fmt.Println(*ptr.Load(), flag.Swap(true), flag.CompareAndSwap(true, false), flag.Load(), box.Load(), slices.Max(log))
	var u atomic.Uint32
	fmt.Println(u.Add(^uint32(0)), u.And(0xff), u.Or(0x100), u.Load())
}

func main() {
	produceAndConsume()
	rounds()
	readers()
	once()
	spin()
}
