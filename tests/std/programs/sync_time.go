package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	var mu sync.Mutex
	var rw sync.RWMutex
	var wg sync.WaitGroup
	total := 0
	var at atomic.Int64
	for i := range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				mu.Lock()
				total++
				mu.Unlock()
				at.Add(int64(i))
				rw.RLock()
				_ = total
				rw.RUnlock()
			}
		}()
	}
	wg.Wait()
	fmt.Println(total, at.Load())
	var once sync.Once
	for range 3 {
		once.Do(func() { fmt.Println("once") })
	}
	val := sync.OnceValue(func() int { fmt.Println("computing"); return 7 })
	fmt.Println(val(), val())
	var m sync.Map
	m.Store("a", 1)
	m.LoadOrStore("b", 2)
	v, ok := m.Load("a")
	fmt.Println(v, ok)
	m.Range(func(k, v any) bool { return true })
	p := sync.Pool{New: func() any { return "new" }}
	fmt.Println(p.Get())
	c := sync.NewCond(&mu)
	ready := false
	go func() { mu.Lock(); ready = true; c.Broadcast(); mu.Unlock() }()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
	wg.Go(func() { fmt.Println("in Go") })
	wg.Wait()
	fmt.Println(mu.TryLock(), mu.TryLock())
	func() {
		defer func() { fmt.Println(recover()) }()
		var w sync.WaitGroup
		w.Done()
	}()

	start := time.Now()
	time.Sleep(20 * time.Millisecond)
	d := time.Since(start)
	fmt.Println(d >= 20*time.Millisecond, d < 5*time.Second)
	select {
	case <-time.After(10 * time.Millisecond):
		fmt.Println("after")
	}
	tk := time.NewTicker(5 * time.Millisecond)
	for range 3 {
		<-tk.C
	}
	tk.Stop()
	done := make(chan bool)
	time.AfterFunc(time.Millisecond, func() { done <- true })
	fmt.Println(<-done)
	tm := time.NewTimer(time.Hour)
	fmt.Println(tm.Stop(), tm.Stop(), tm.Reset(time.Millisecond))
	<-tm.C

	t := time.Date(2024, time.February, 29, 13, 4, 5, 678900000, time.UTC)
	fmt.Println(t, t.Weekday(), t.YearDay(), t.Unix(), t.UnixNano())
	fmt.Println(t.Format(time.RFC3339Nano), t.Format(time.Kitchen), t.Format("Mon Jan _2 2006 15:04:05.000"), t.Format(time.RFC850))
	fmt.Println(t.Add(36*time.Hour), t.AddDate(1, 0, 0).Format(time.DateOnly), t.Truncate(time.Hour).Format(time.TimeOnly))
	t2, err := time.Parse("2006-01-02 15:04 -0700", "2023-07-09 10:30 +0200")
	fmt.Println(t2, err, t.Sub(t2), t2.Before(t))
	_, err = time.Parse(time.RFC3339, "not a time")
	fmt.Println(err)
	_, err = time.Parse(time.DateOnly, "2023-02-30")
	fmt.Println(err)
	dd, err := time.ParseDuration("1h15m30.918273645s")
	fmt.Println(dd, err, dd.Round(time.Minute), dd.Truncate(time.Second), dd.Hours())
	fmt.Println(time.Duration(1500), 2*time.Microsecond, 3*time.Second, -time.Minute, time.Duration(0))
	fmt.Println(time.Unix(0, 0).UTC(), time.Time{}, time.Time{}.IsZero(), time.UnixMilli(1700000000123).UTC())
	y, w := t.ISOWeek()
	fmt.Println(y, w, time.March, time.Saturday)
	z := time.FixedZone("EST", -5*3600)
	fmt.Println(t.In(z), t.In(z).Location())
	fmt.Printf("%v %s %d %#v\n", time.Second, time.Second, time.Second, t)

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err(), errors.Is(ctx.Err(), context.DeadlineExceeded))
	ctx, cancel = context.WithCancel(context.WithValue(context.Background(), "k", "v"))
	fmt.Println(ctx, ctx.Value("k"), ctx.Err())
	cancel()
	fmt.Println(ctx.Err(), context.Cause(ctx))
	cctx, ccancel := context.WithCancelCause(context.Background())
	child, _ := context.WithCancel(cctx)
	ccancel(errors.New("because"))
	<-child.Done()
	fmt.Println(child.Err(), context.Cause(child))
}
