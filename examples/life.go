// Life runs Conway's Game of Life on a torus and prints generations; a pattern is chosen by its name.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// A Field is a two-dimensional field of cells that wraps around at its edges.
type Field struct {
	s    [][]bool
	w, h int
}

func NewField(w, h int) *Field {
	s := make([][]bool, h)
	for i := range s {
		s[i] = make([]bool, w)
	}
	return &Field{s, w, h}
}

func (f *Field) Set(x, y int, b bool) { f.s[(y+f.h)%f.h][(x+f.w)%f.w] = b }

func (f *Field) Alive(x, y int) bool { return f.s[(y+f.h)%f.h][(x+f.w)%f.w] }

// Next is the state of the cell in the next generation.
func (f *Field) Next(x, y int) bool {
	alive := 0
	for i := -1; i <= 1; i++ {
		for j := -1; j <= 1; j++ {
			if (j != 0 || i != 0) && f.Alive(x+i, y+j) {
				alive++
			}
		}
	}
	return alive == 3 || alive == 2 && f.Alive(x, y)
}

func (f *Field) Population() (n int) {
	for _, row := range f.s {
		for _, c := range row {
			if c {
				n++
			}
		}
	}
	return
}

type Life struct{ a, b *Field }

func (l *Life) Step() {
	for y := range l.a.h {
		for x := range l.a.w {
			l.b.Set(x, y, l.a.Next(x, y))
		}
	}
	l.a, l.b = l.b, l.a
}

func (l *Life) String() string {
	var buf strings.Builder
	for _, row := range l.a.s {
		for _, c := range row {
			b := byte('.')
			if c {
				b = '#'
			}
			buf.WriteByte(b)
		}
		buf.WriteByte('\n')
	}
	return buf.String()
}

var patterns = map[string][]string{
	"glider":     {".#.", "..#", "###"},
	"blinker":    {"###"},
	"rpentomino": {".##", "##.", ".#."},
	"spaceship":  {".#..#", "#....", "#...#", "####."},
}

func place(f *Field, x, y int, pattern []string) {
	for dy, line := range pattern {
		for dx, c := range line {
			f.Set(x+dx, y+dy, c == '#')
		}
	}
}

func main() {
	name, steps := "glider", 4
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	if len(os.Args) > 2 {
		n, err := strconv.Atoi(os.Args[2])
		if err != nil {
			fmt.Fprintln(os.Stderr, "life:", err)
			os.Exit(2)
		}
		steps = n
	}
	pattern, ok := patterns[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "life: no pattern %q\n", name)
		os.Exit(2)
	}
	l := &Life{NewField(24, 12), NewField(24, 12)}
	place(l.a, 3, 3, pattern)
	seen := map[string]int{}
	for g := 0; g <= steps; g++ {
		text := l.String()
		if first, again := seen[text]; again {
			fmt.Printf("generation %d repeats %d\n", g, first)
			break
		}
		seen[text] = g
		if g < 3 || g == steps {
			fmt.Printf("generation %d, %d alive\n%s", g, l.a.Population(), text)
		}
		l.Step()
	}
}
