// Sudoku solves puzzles by constraint propagation on bit sets and search for the cell with the fewest choices; it also counts solutions.
package main

import (
	"bufio"
	"fmt"
	"math/bits"
	"os"
	"strings"
)

type set uint16

const all set = 0x3fe // the digits 1 to 9

func (s set) len() int   { return bits.OnesCount16(uint16(s)) }
func (s set) first() int { return bits.TrailingZeros16(uint16(s)) }

type grid [81]set

var peers = func() (p [81][20]int) {
	for i := range p {
		n := 0
		for j := range p {
			if i != j && (i/9 == j/9 || i%9 == j%9 || i/27 == j/27 && i%9/3 == j%9/3) {
				p[i][n] = j
				n++
			}
		}
	}
	return
}()

func (g *grid) assign(cell, digit int) bool {
	g[cell] = 1 << digit
	for _, p := range peers[cell] {
		if g[p]&(1<<digit) == 0 {
			continue
		}
		g[p] &^= 1 << digit
		switch g[p].len() {
		case 0:
			return false
		case 1:
			if !g.assign(p, g[p].first()) {
				return false
			}
		}
	}
	return true
}

func parse(text string) (g grid, err error) {
	if len(text) != 81 {
		return g, fmt.Errorf("%d cells instead of 81", len(text))
	}
	for i := range g {
		g[i] = all
	}
	for i, c := range []byte(text) {
		switch {
		case c == '.' || c == '0':
		case c < '1' || c > '9':
			return g, fmt.Errorf("cell %d: %q", i, c)
		case g[i]&(1<<(c-'0')) == 0 || !g.assign(i, int(c-'0')):
			return g, fmt.Errorf("cell %d: %c contradicts the others", i, c)
		}
	}
	return g, nil
}

type solver struct {
	nodes, limit int
	found        []grid
}

func (s *solver) search(g grid) {
	s.nodes++
	best, fewest := -1, 10
	for i, c := range g {
		if n := c.len(); n > 1 && n < fewest {
			best, fewest = i, n
		}
	}
	if best < 0 {
		s.found = append(s.found, g)
		return
	}
	for d := 1; d <= 9 && len(s.found) < s.limit; d++ {
		if g[best]&(1<<d) != 0 {
			if try := g; try.assign(best, d) {
				s.search(try)
			}
		}
	}
}

func (g *grid) String() string {
	var b strings.Builder
	for i, c := range g {
		if i%27 == 0 && i > 0 {
			b.WriteString("------+-------+------\n")
		}
		if i%9 == 3 || i%9 == 6 {
			b.WriteString("| ")
		}
		if c.len() == 1 {
			fmt.Fprintf(&b, "%d", c.first())
		} else {
			b.WriteByte('.')
		}
		b.WriteByte(" \n"[i%9/8])
	}
	return b.String()
}

func valid(g grid) bool {
	for i, c := range g {
		for _, p := range peers[i] {
			if c.len() != 1 || g[p] == c {
				return false
			}
		}
	}
	return true
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		g, err := parse(strings.TrimSpace(in.Text()))
		if err != nil {
			fmt.Println("error:", err)
			continue
		}
		s := &solver{limit: 2}
		s.search(g)
		switch len(s.found) {
		case 0:
			fmt.Println("no solution,", s.nodes, "nodes")
		case 1:
			fmt.Printf("%v%d nodes, valid: %t\n", &s.found[0], s.nodes, valid(s.found[0]))
		default:
			fmt.Println("more than one solution; they differ:", s.found[0] != s.found[1])
		}
	}
}
