// Maze carves a maze with a seeded generator and solves it three ways: breadth first, depth first by recursion, and A* with a heap.
package main

import (
	"container/heap"
	"fmt"
	"strings"
)

type point struct{ x, y int }

func (p point) add(d point) point { return point{p.x + d.x, p.y + d.y} }

var directions = [4]point{{0, -1}, {1, 0}, {0, 1}, {-1, 0}}

type maze struct {
	w, h       int
	wall       []bool
	start, end point
}

// random is a linear congruential generator, so that the maze is the same everywhere.
type random uint64

func (r *random) intn(n int) int {
	*r = *r*6364136223846793005 + 1442695040888963407
	return int(uint64(*r) >> 33 % uint64(n))
}

func (m *maze) inside(p point) bool { return p.x >= 0 && p.y >= 0 && p.x < m.w && p.y < m.h }
func (m *maze) open(p point) bool   { return m.inside(p) && !m.wall[p.y*m.w+p.x] }
func (m *maze) carve(p point)       { m.wall[p.y*m.w+p.x] = false }

func newMaze(w, h int, seed uint64) *maze {
	m := &maze{w: 2*w + 1, h: 2*h + 1}
	m.wall = make([]bool, m.w*m.h)
	for i := range m.wall {
		m.wall[i] = true
	}
	r := random(seed)
	m.start, m.end = point{1, 1}, point{m.w - 2, m.h - 2}
	m.carve(m.start)
	stack := []point{m.start}
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		var choices []point
		for _, d := range directions {
			q := p.add(d).add(d)
			if m.inside(q) && !m.open(q) {
				choices = append(choices, d)
			}
		}
		if len(choices) == 0 {
			stack = stack[:len(stack)-1]
			continue
		}
		d := choices[r.intn(len(choices))]
		m.carve(p.add(d))
		m.carve(p.add(d).add(d))
		stack = append(stack, p.add(d).add(d))
	}
	for range w * h / 12 { // some loops
		m.carve(point{1 + 2*r.intn(w-1) + 1, 1 + 2*r.intn(h)})
	}
	return m
}

func (m *maze) bfs() (path []point, visited int) {
	from := map[point]point{m.start: m.start}
	for queue := []point{m.start}; len(queue) > 0; queue = queue[1:] {
		p := queue[0]
		if p == m.end {
			for ; p != m.start; p = from[p] {
				path = append(path, p)
			}
			return append(path, m.start), len(from)
		}
		for _, d := range directions {
			q := p.add(d)
			if _, seen := from[q]; m.open(q) && !seen {
				from[q] = p
				queue = append(queue, q)
			}
		}
	}
	return nil, len(from)
}

func (m *maze) dfs() (path []point, visited int) {
	seen := map[point]bool{}
	var walk func(p point) bool
	walk = func(p point) bool {
		if !m.open(p) || seen[p] {
			return false
		}
		seen[p] = true
		if p == m.end {
			path = append(path, p)
			return true
		}
		for _, d := range directions {
			if walk(p.add(d)) {
				path = append(path, p)
				return true
			}
		}
		return false
	}
	walk(m.start)
	return path, len(seen)
}

type node struct {
	at         point
	cost, rank int
}

type frontier []node

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	if f[i].rank != f[j].rank {
		return f[i].rank < f[j].rank
	}
	return f[i].at.y*1000+f[i].at.x < f[j].at.y*1000+f[j].at.x
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *frontier) Push(x any)   { *f = append(*f, x.(node)) }
func (f *frontier) Pop() any {
	old := *f
	last := old[len(old)-1]
	*f = old[:len(old)-1]
	return last
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

func (m *maze) astar() (path []point, visited int) {
	estimate := func(p point) int { return abs(p.x-m.end.x) + abs(p.y-m.end.y) }
	best := map[point]int{m.start: 0}
	from := map[point]point{}
	open := &frontier{{m.start, 0, estimate(m.start)}}
	for open.Len() > 0 {
		n := heap.Pop(open).(node)
		if n.at == m.end {
			for p := n.at; p != m.start; p = from[p] {
				path = append(path, p)
			}
			return append(path, m.start), len(best)
		}
		if n.cost > best[n.at] {
			continue
		}
		for _, d := range directions {
			q := n.at.add(d)
			cost := n.cost + 1
			if old, seen := best[q]; m.open(q) && (!seen || cost < old) {
				best[q], from[q] = cost, n.at
				heap.Push(open, node{q, cost, cost + estimate(q)})
			}
		}
	}
	return nil, len(best)
}

func (m *maze) draw(path []point) string {
	on := make(map[point]bool, len(path))
	for _, p := range path {
		on[p] = true
	}
	var b strings.Builder
	for y := range m.h {
		for x := range m.w {
			switch p := (point{x, y}); {
			case p == m.start:
				b.WriteRune('S')
			case p == m.end:
				b.WriteRune('E')
			case on[p]:
				b.WriteRune('·')
			case m.open(p):
				b.WriteRune(' ')
			default:
				b.WriteRune('█')
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func main() {
	m := newMaze(24, 9, 42)
	solvers := []struct {
		name  string
		solve func() ([]point, int)
	}{{"breadth first", m.bfs}, {"depth first", m.dfs}, {"A*", m.astar}}
	for _, s := range solvers {
		path, visited := s.solve()
		fmt.Printf("%s: %d steps, %d cells seen\n", s.name, len(path)-1, visited)
	}
	path, _ := m.astar()
	fmt.Print(m.draw(path))
	m.wall[m.end.y*m.w+m.end.x-1], m.wall[(m.end.y-1)*m.w+m.end.x] = true, true
	path, visited := m.bfs()
	fmt.Printf("walled in: %v after %d cells\n", path == nil, visited)
}
