// Package iter has the types of iterators and functions on them.
package iter

// Seq is an iterator over values: it calls yield for each until yield returns false.
type Seq[V any] func(yield func(V) bool)

// Seq2 is an iterator over pairs of values.
type Seq2[K, V any] func(yield func(K, V) bool)

// puller runs an iterator in a goroutine of its own, in lock step with its consumer.
type puller struct {
	resume chan bool     // true: give the next value; false: stop
	ready  chan struct{} // a value is there, or the iterator has ended
	state  int
	failed any  // what the iterator panicked with
	exited bool // the iterator called Goexit
}

const (
	idle = iota
	running
	done
)

// step lets the iterator run until its next value or its end.
func (p *puller) step(more bool, run func()) {
	if p.state == running {
		panic("iter.Pull: next called again before yield")
	}
	if p.resume == nil {
		if !more {
			p.state = done
			return
		}
		p.resume, p.ready = make(chan bool), make(chan struct{})
		p.state = running
		go func() {
			finished := false
			defer func() {
				if !finished {
					p.failed = recover()
					p.exited = p.failed == nil
				}
				p.state = done
				close(p.ready)
			}()
			run()
			finished = true
		}()
	} else {
		p.state = running
		p.resume <- more
	}
	<-p.ready
	if p.state == running {
		p.state = idle
	}
	if f := p.failed; f != nil {
		p.failed = nil
		panic(f)
	}
}

// yielded hands a value over and waits for what the consumer wants next.
func (p *puller) yielded() bool {
	p.ready <- struct{}{}
	return <-p.resume
}

// Pull turns seq into two functions: next returns the next value and whether there was one; stop ends the iteration.
func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	var p puller
	var v V
	var ok bool
	run := func() {
		seq(func(x V) bool {
			v, ok = x, true
			return p.yielded()
		})
	}
	next = func() (V, bool) {
		var zero V
		if p.state == done {
			return zero, false
		}
		v, ok = zero, false
		p.step(true, run)
		r, got := v, ok
		v, ok = zero, false
		return r, got
	}
	stop = func() {
		if p.state != done {
			p.step(false, run)
		}
	}
	return next, stop
}

// Pull2 is Pull for pairs.
func Pull2[K, V any](seq Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	type pair struct {
		k K
		v V
	}
	n, s := Pull(func(yield func(pair) bool) {
		seq(func(k K, v V) bool { return yield(pair{k, v}) })
	})
	return func() (K, V, bool) {
		p, ok := n()
		return p.k, p.v, ok
	}, s
}
