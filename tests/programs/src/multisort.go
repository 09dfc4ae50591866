// Multisort orders a table of cities by several keys, with sort, slices and a heap, and groups and ranks it.
package main

import (
	"bufio"
	"cmp"
	"container/heap"
	"fmt"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
)

type City struct {
	Name, Country string
	People        int
	Area          float64
}

func (c City) Density() float64 { return float64(c.People) / c.Area }

func load(name string) (cities []City, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		field := strings.Split(in.Text(), ",")
		if len(field) != 4 {
			return cities, fmt.Errorf("line %d: %d fields", n, len(field))
		}
		c := City{Name: field[0], Country: field[1]}
		if c.People, err = strconv.Atoi(field[2]); err != nil {
			return cities, fmt.Errorf("line %d: %w", n, err)
		}
		if c.Area, err = strconv.ParseFloat(field[3], 64); err != nil {
			return cities, fmt.Errorf("line %d: %w", n, err)
		}
		cities = append(cities, c)
	}
	return cities, in.Err()
}

type by func(a, b *City) int

func (f by) then(g by) by {
	return func(a, b *City) int { return cmp.Or(f(a, b), g(a, b)) }
}

func (f by) reversed() by { return func(a, b *City) int { return f(b, a) } }

type sorter struct {
	cities []City
	order  by
	swaps  int
}

func (s *sorter) Len() int           { return len(s.cities) }
func (s *sorter) Less(i, j int) bool { return s.order(&s.cities[i], &s.cities[j]) < 0 }
func (s *sorter) Swap(i, j int)      { s.cities[i], s.cities[j] = s.cities[j], s.cities[i]; s.swaps++ }

var keys = map[string]by{
	"name":    func(a, b *City) int { return strings.Compare(a.Name, b.Name) },
	"country": func(a, b *City) int { return strings.Compare(a.Country, b.Country) },
	"people":  func(a, b *City) int { return cmp.Compare(a.People, b.People) },
	"area":    func(a, b *City) int { return cmp.Compare(a.Area, b.Area) },
	"density": func(a, b *City) int { return cmp.Compare(a.Density(), b.Density()) },
}

// order makes "country,-people" into one comparison.
func order(spec string) (result by, err error) {
	for _, name := range strings.Split(spec, ",") {
		bare, reverse := strings.CutPrefix(name, "-")
		key, ok := keys[bare]
		if !ok {
			return nil, fmt.Errorf("no column %q", bare)
		}
		if reverse {
			key = key.reversed()
		}
		if result == nil {
			result = key
		} else {
			result = result.then(key)
		}
	}
	return result, nil
}

type cityHeap struct{ sorter }

func (h *cityHeap) Push(x any) { h.cities = append(h.cities, x.(City)) }
func (h *cityHeap) Pop() any {
	last := h.cities[len(h.cities)-1]
	h.cities = h.cities[:len(h.cities)-1]
	return last
}

func show(title string, cities []City, n int) {
	fmt.Println(title)
	for i, c := range cities[:n] {
		fmt.Printf("%3d %-14s %-8s %9d %8.1f %8.0f\n", i+1, c.Name, c.Country, c.People, c.Area, c.Density())
	}
}

func main() {
	cities, err := load("cities.csv")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, spec := range os.Args[1:] {
		o, err := order(spec)
		if err != nil {
			fmt.Println("error:", err)
			continue
		}
		a := slices.Clone(cities)
		sort.Stable(&sorter{cities: a, order: o})
		b := slices.Clone(cities)
		slices.SortStableFunc(b, func(x, y City) int { return o(&x, &y) })
		show("by "+spec, a, 6)
		h := &cityHeap{sorter{order: o.then(keys["name"])}}
		for _, c := range cities {
			heap.Push(h, c)
		}
		smallest := heap.Pop(h).(City)
		fmt.Println("both sorts agree:", slices.Equal(a, b), "first from a heap:", smallest.Name)
	}
	groups := map[string][]City{}
	for _, c := range cities {
		groups[c.Country] = append(groups[c.Country], c)
	}
	names := make([]string, 0, len(groups))
	for k := range groups {
		names = append(names, k)
	}
	sort.Sort(sort.Reverse(sort.StringSlice(names)))
	for _, k := range names {
		sum := 0
		for _, c := range groups[k] {
			sum += c.People
		}
		largest := slices.MaxFunc(groups[k], func(a, b City) int { return cmp.Compare(a.People, b.People) })
		fmt.Printf("%-8s %d cities, %d people, largest %s\n", k, len(groups[k]), sum, largest.Name)
	}
	people := make([]int, len(cities))
	for i, c := range cities {
		people[i] = c.People
	}
	sort.Ints(people)
	at, found := slices.BinarySearch(people, 1841179)
	fmt.Println(at, found, sort.SearchInts(people, 1000000), sort.IntsAreSorted(people), people[len(people)/2])
	_, err = load("bad.deps")
	fmt.Println(err)
}
