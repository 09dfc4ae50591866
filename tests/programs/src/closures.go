// Closures counts, memoises, composes and schedules with function values: captured variables, method values, recursion and functional options.
package main

import (
	"fmt"
	"os"
	"sort"
	"strings"
)

func counter(start, step int) (next func() int, reset func()) {
	n := start
	return func() int { defer func() { n += step }(); return n }, func() { n = start }
}

func memo[K comparable, V any](f func(self func(K) V, k K) V) (g func(K) V, calls *int) {
	cache := map[K]V{}
	calls = new(int)
	g = func(k K) V {
		if v, ok := cache[k]; ok {
			return v
		}
		*calls++
		v := f(g, k)
		cache[k] = v
		return v
	}
	return
}

type Server struct {
	host    string
	port    int
	hooks   []func(string) string
	onClose func()
}

type Option func(*Server) error

func Port(p int) Option {
	return func(s *Server) error {
		if p <= 0 || p > 65535 {
			return fmt.Errorf("port %d out of range", p)
		}
		s.port = p
		return nil
	}
}

func Hook(f func(string) string) Option {
	return func(s *Server) error { s.hooks = append(s.hooks, f); return nil }
}

func New(host string, options ...Option) (*Server, error) {
	s := &Server{host: host, port: 80, onClose: func() {}}
	for _, o := range options {
		if err := o(s); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *Server) Handle(req string) string {
	for _, h := range s.hooks {
		req = h(req)
	}
	return fmt.Sprintf("%s:%d/%s", s.host, s.port, req)
}

type event struct {
	at  int
	run func(now int)
}

type scheduler struct{ queue []event }

func (s *scheduler) after(at int, f func(int)) {
	i := sort.Search(len(s.queue), func(i int) bool { return s.queue[i].at > at })
	s.queue = append(s.queue[:i], append([]event{{at, f}}, s.queue[i:]...)...)
}

func (s *scheduler) run() (steps int) {
	for len(s.queue) > 0 {
		e := s.queue[0]
		s.queue = s.queue[1:]
		e.run(e.at)
		steps++
	}
	return
}

type predicate func(int) bool

func (p predicate) and(q predicate) predicate { return func(n int) bool { return p(n) && q(n) } }
func (p predicate) not() predicate            { return func(n int) bool { return !p(n) } }

type point struct{ x, y int }

func (p point) plus(q point) point { return point{p.x + q.x, p.y + q.y} }
func (p *point) move(dx int)       { p.x += dx }

func fix(f func(func(int) int) func(int) int) func(int) int {
	type rec func(rec) func(int) int
	g := func(r rec) func(int) int { return f(func(n int) int { return r(r)(n) }) }
	return g(g)
}

func main() {
	next, reset := counter(10, 5)
	fmt.Println(next(), next(), next())
	reset()
	fmt.Println(next())

	fib, calls := memo(func(self func(int) int, n int) int {
		if n < 2 {
			return n
		}
		return self(n-1) + self(n-2)
	})
	fmt.Println(fib(80), *calls, fib(80), *calls)
	paths, _ := memo(func(self func(point) int, p point) int {
		if p.x == 0 || p.y == 0 {
			return 1
		}
		return self(point{p.x - 1, p.y}) + self(point{p.x, p.y - 1})
	})
	fmt.Println(paths(point{16, 16}))

	s, err := New("example.org", Port(8080), Hook(strings.ToUpper), Hook(func(s string) string { return s + "?" }))
	fmt.Println(s.Handle("index"), err)
	_, err = New("example.org", Port(0))
	fmt.Println(err)

	var sched scheduler
	var log []string
	var tick func(int)
	tick = func(now int) {
		log = append(log, fmt.Sprint("tick@", now))
		if now < 30 {
			sched.after(now+10, tick)
		}
	}
	sched.after(5, func(now int) { log = append(log, fmt.Sprint("once@", now)) })
	sched.after(0, tick)
	sched.after(10, func(now int) { sched.after(now, func(n int) { log = append(log, fmt.Sprint("nested@", n)) }) })
	fmt.Println(sched.run(), log)

	var even predicate = func(n int) bool { return n%2 == 0 }
	big := predicate(func(n int) bool { return n > 10 })
	for _, n := range []int{4, 12, 13} {
		fmt.Print(even.and(big.not())(n), even.not().and(big)(n), " ")
	}
	fmt.Println()

	p := point{1, 2}
	plus, move, expr := p.plus, p.move, (*point).move
	p = point{100, 100}
	move(7)
	expr(&p, 1)
	fmt.Println(plus(point{10, 10}), p, point.plus(p, p))

	var each []func() int
	for i := 0; i < 3; i++ {
		each = append(each, func() int { i *= 10; return i })
	}
	var shared int
	for shared = range 3 {
		each = append(each, func() int { shared++; return shared })
	}
	for _, f := range each {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	fmt.Println(fix(func(self func(int) int) func(int) int {
		return func(n int) int {
			if n == 0 {
				return 1
			}
			return n * self(n-1)
		}
	})(10))
	func(args ...any) { fmt.Println(len(args), args) }([]any{1, "two", nil}...)
	ops := map[string]func(float64, float64) float64{
		"+": func(a, b float64) float64 { return a + b }, "/": func(a, b float64) float64 { return a / b }}
	fmt.Println(ops["+"](1, 2), ops["/"](1, 0), ops["?"] == nil)
	defer func(code int) { os.Exit(code) }(func() int { return 4 }())
}
