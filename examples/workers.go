// Workers factors numbers on several goroutines and prints the results in the order of the jobs, each as soon as those before it are there.
package main

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

type job struct {
	index int
	n     uint64
}

type result struct {
	job
	factors []uint64
	err     error
}

var errTooSmall = errors.New("nothing to factor")

func factor(n uint64) (factors []uint64, err error) {
	if n < 2 {
		return nil, fmt.Errorf("%d: %w", n, errTooSmall)
	}
	for p := uint64(2); p*p <= n; p++ {
		for n%p == 0 {
			factors = append(factors, p)
			n /= p
		}
	}
	if n > 1 {
		factors = append(factors, n)
	}
	return factors, nil
}

type pool struct {
	jobs    chan job
	results chan result
	wg      sync.WaitGroup
	done    atomic.Int64
	perJob  sync.Map
}

func newPool(workers int) *pool {
	p := &pool{jobs: make(chan job), results: make(chan result, workers)}
	for w := range workers {
		p.wg.Add(1)
		go p.work(w)
	}
	go func() {
		p.wg.Wait()
		close(p.results)
	}()
	return p
}

func (p *pool) work(id int) {
	defer p.wg.Done()
	for j := range p.jobs {
		f, err := factor(j.n)
		p.done.Add(1)
		p.perJob.Store(j.index, id)
		p.results <- result{j, f, err}
	}
}

// ordered calls emit with each result in the order of its index.
func ordered(results <-chan result, emit func(result)) (mostWaiting int) {
	waiting := map[int]result{}
	next := 0
	for r := range results {
		waiting[r.index] = r
		mostWaiting = max(mostWaiting, len(waiting))
		for {
			r, ok := waiting[next]
			if !ok {
				break
			}
			delete(waiting, next)
			emit(r)
			next++
		}
	}
	if len(waiting) > 0 {
		panic(fmt.Sprint("results lost before ", next))
	}
	return mostWaiting
}

func main() {
	numbers := []uint64{360, 97, 1, 1 << 20, 600851475143, 999999000001, 2, 0, 6469693230, 1000000007, 4295098369, 123456789}
	const workers = 4
	p := newPool(workers)
	go func() {
		for i, n := range numbers {
			p.jobs <- job{i, n}
		}
		close(p.jobs)
	}()
	failed := 0
	most := ordered(p.results, func(r result) {
		if r.err != nil {
			failed++
			fmt.Println(r.n, "error:", r.err, errors.Is(r.err, errTooSmall))
			return
		}
		fmt.Printf("%d = %s\n", r.n, strings.ReplaceAll(strings.Trim(fmt.Sprint(r.factors), "[]"), " ", " × "))
	})
	fmt.Println(p.done.Load(), "jobs,", failed, "failed; bounded waiting:", most <= len(numbers))
	strangers := 0
	p.perJob.Range(func(k, v any) bool {
		if w := v.(int); w < 0 || w >= workers {
			strangers++
		}
		return true
	})
	fmt.Println("strangers:", strangers)
}
