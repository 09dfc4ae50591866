// Toposort reads "target: dependencies" rules from a file and prints an order of building, or the cycle that prevents it.
package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
)

type graph struct {
	nodes []string
	edges map[string][]string
}

func (g *graph) node(name string) {
	if _, ok := g.edges[name]; !ok {
		g.edges[name] = nil
		g.nodes = append(g.nodes, name)
	}
}

func read(name string) (*graph, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	g := &graph{edges: make(map[string][]string)}
	in := bufio.NewScanner(f)
	for line := 1; in.Scan(); line++ {
		text := strings.TrimSpace(in.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		target, deps, ok := strings.Cut(text, ":")
		if !ok {
			return nil, fmt.Errorf("%s:%d: no colon in %q", name, line, text)
		}
		target = strings.TrimSpace(target)
		g.node(target)
		for _, d := range strings.Fields(deps) {
			g.node(d)
			g.edges[target] = append(g.edges[target], d)
		}
	}
	return g, in.Err()
}

type colour uint8

const (
	white colour = iota
	grey
	black
)

// CycleError is a path whose first and last node are the same.
type CycleError []string

func (c CycleError) Error() string { return "cycle: " + strings.Join(c, " → ") }

func (g *graph) sort() (order []string, err error) {
	state := make(map[string]colour, len(g.nodes))
	var path []string
	var visit func(n string) error
	visit = func(n string) error {
		switch state[n] {
		case black:
			return nil
		case grey:
			return CycleError(append(slices.Clone(path[slices.Index(path, n):]), n))
		}
		state[n] = grey
		path = append(path, n)
		for _, d := range g.edges[n] {
			if err := visit(d); err != nil {
				return err
			}
		}
		path = path[:len(path)-1]
		state[n] = black
		order = append(order, n)
		return nil
	}
	for _, n := range g.nodes {
		if err := visit(n); err != nil {
			return nil, err
		}
	}
	return order, nil
}

// levels says what can be built at the same time (Kahn's algorithm).
func (g *graph) levels() (result [][]string) {
	waiting := map[string]int{}
	users := map[string][]string{}
	var ready []string
	for _, n := range g.nodes {
		waiting[n] = len(g.edges[n])
		if waiting[n] == 0 {
			ready = append(ready, n)
		}
		for _, d := range g.edges[n] {
			users[d] = append(users[d], n)
		}
	}
	for len(ready) > 0 {
		slices.Sort(ready)
		result = append(result, ready)
		var next []string
		for _, n := range ready {
			for _, u := range users[n] {
				if waiting[u]--; waiting[u] == 0 {
					next = append(next, u)
				}
			}
		}
		ready = next
	}
	return result
}

func main() {
	status := 0
	for _, name := range os.Args[1:] {
		g, err := read(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, "toposort:", err)
			status = 1
			continue
		}
		fmt.Printf("%s: %d nodes\n", name, len(g.nodes))
		order, err := g.sort()
		if cycle, ok := err.(CycleError); ok {
			fmt.Println(cycle, "of length", len(cycle)-1)
			status = 2
		}
		for i, n := range order {
			fmt.Printf("%3d %s\n", i+1, n)
		}
		for i, level := range g.levels() {
			fmt.Printf("level %d: %s\n", i, strings.Join(level, ", "))
		}
	}
	os.Exit(status)
}
