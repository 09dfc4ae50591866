// Pipeline connects goroutines with channels and contexts: stages, fan-out and fan-in, cancellation, deadlines, values, and errors that stop the rest.
package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"
	"time"
)

func source(ctx context.Context, n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 1; i <= n; i++ {
			select {
			case out <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func stage[A, B any](ctx context.Context, in <-chan A, f func(A) (B, error), fail func(error)) <-chan B {
	out := make(chan B)
	go func() {
		defer close(out)
		for a := range in {
			b, err := f(a)
			if err != nil {
				fail(err)
				return
			}
			select {
			case out <- b:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func merge[T any](ins ...<-chan T) <-chan T {
	out := make(chan T)
	var wg sync.WaitGroup
	wg.Add(len(ins))
	for _, in := range ins {
		go func() {
			defer wg.Done()
			for v := range in {
				out <- v
			}
		}()
	}
	go func() { wg.Wait(); close(out) }()
	return out
}

var errUnlucky = errors.New("unlucky number")

func square(n int) (int, error) {
	if n == 13 {
		return 0, fmt.Errorf("stage: %w", errUnlucky)
	}
	return n * n, nil
}

func run(n int) (sum, count int, err error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	for v := range stage(ctx, stage(ctx, source(ctx, n), square, cancel), func(n int) (string, error) { return fmt.Sprint(n), nil }, cancel) {
		sum += len(v)
		count++
	}
	return sum, count, context.Cause(ctx)
}

func fanOut() {
	ctx := context.Background()
	in := source(ctx, 100)
	var outs []<-chan int
	for range 4 {
		outs = append(outs, stage(ctx, in, square, func(error) {}))
	}
	total, n := 0, 0
	for v := range merge(outs...) {
		total += v
		n++
	}
	// A worker ends at 13, which the others do not see.
	fmt.Println("fan-out:", n, total)
}

type key string

func deadlines() {
	parent, stop := context.WithTimeout(context.WithValue(context.Background(), key("user"), "ada"), time.Millisecond)
	defer stop()
	child, cancel := context.WithDeadline(parent, time.Now().Add(time.Hour))
	defer cancel()
	<-child.Done()
	fmt.Println(child.Err(), errors.Is(child.Err(), context.DeadlineExceeded), child.Value(key("user")), child.Value("user"))
	_, has := child.Deadline()
	fmt.Println(has, parent.Err() == child.Err())
	orphan := context.WithoutCancel(child)
	fmt.Println(orphan.Err(), orphan.Value(key("user")))
	done := make(chan string)
	manual, quit := context.WithCancel(context.Background())
	context.AfterFunc(manual, func() { done <- "after func: " + manual.Err().Error() })
	quit()
	fmt.Println(<-done)
	fmt.Println(context.Background(), context.TODO())
}

func broadcast() {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	var mu sync.Mutex
	var stopped []int
	for id := range 5 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-ctx.Done()
			mu.Lock()
			defer mu.Unlock()
			stopped = append(stopped, id)
		}()
	}
	cancel()
	wg.Wait()
	sort.Ints(stopped)
	fmt.Println("stopped:", stopped)
}

func batches() {
	in := source(context.Background(), 7)
	var batch []int
	for v := range in {
		if batch = append(batch, v); len(batch) == 3 {
			fmt.Print(batch, " ")
			batch = nil
		}
	}
	v, ok := <-in
	fmt.Println(batch, v, ok)
}

func pingPong() {
	type ball struct{ hits int }
	table, result := make(chan *ball), make(chan int)
	player := func() {
		for b := range table {
			if b.hits++; b.hits >= 1000 {
				result <- b.hits
				return
			}
			table <- b
		}
	}
	go player()
	go player()
	table <- new(ball)
	fmt.Println("hits:", <-result)
	close(table)
}

func main() {
	for _, n := range []int{10, 100} {
		sum, count, err := run(n)
		if err != nil {
			fmt.Println("failed:", err, errors.Is(err, errUnlucky), count <= 12)
			continue
		}
		fmt.Println(sum, count)
	}
	fanOut()
	deadlines()
	broadcast()
	batches()
	pingPong()
}
