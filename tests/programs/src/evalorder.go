// The order of evaluation: what the specification says, and what gc does where it says nothing.
package main

import "fmt"

var log []string

func t(s string, v int) int                            { log = append(log, s); return v }
func tb(s string, v bool) bool                         { log = append(log, s); return v }
func ts(s string) string                               { log = append(log, s); return s }
func tf(s string, f func(...int) int) func(...int) int { log = append(log, s); return f }
func tp(s string, p *int) *int                         { log = append(log, s); return p }
func tm(s string, m map[string]int) map[string]int     { log = append(log, s); return m }
func tsl(s string, m []int) []int                      { log = append(log, s); return m }
func tc(s string, c chan int) chan int                 { log = append(log, s); return c }
func show(n string) {
	fmt.Println(n, log)
	log = nil
}
func rec(n string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			log = append(log, fmt.Sprint(r))
		}
		show(n)
	}()
	f()
}

type T struct{ a, b int }

func (x T) V(i int) T   { log = append(log, fmt.Sprint("V", x.a, i)); x.a += i; return x }
func (x *T) P(i int) *T { log = append(log, fmt.Sprint("P", x.a, i)); x.a += i; return x }
func two() (int, int)   { log = append(log, "two"); return 1, 2 }
func sum(xs ...int) int { log = append(log, fmt.Sprint("sum", xs)); return len(xs) }

var g = 1

func setg(v int) int { g = v; return v }
func getp() *int     { log = append(log, "getp"); return &g }

func named() (x int, err error) {
	defer func() { x *= 2 }()
	x = 5
	return x + 1, nil
}
func named2() (x int) {
	defer func() {
		if r := recover(); r != nil {
			x += 100
		}
	}()
	x = 1
	panic(0)
}
func named3() (x, y int) {
	defer func(a int) { x += a; y += a }(x + 10)
	return 1, 2
}
func named4() (x int) {
	f := func() int { x = 7; return 1 }
	return f() + x
}

func main() {
	m := map[string]int{"a": 1}
	s := []int{1, 2, 3}
	var nilm map[string]int
	var nils []int
	var nilp *T
	var nilf func(...int) int
	_ = nilf
	rec("1", func() { tm("m", m)[ts("k")] = t("v", 1) })
	rec("2", func() { tsl("s", s)[t("i", 0)], tm("m", m)[ts("k")] = t("a", 1), t("b", 2) })
	rec("3", func() { nilm[ts("k")] = t("v", 1) })
	rec("4", func() { nils[t("i", 0)] = t("v", 1) })
	rec("5", func() { nilp.a = t("v", 1) })
	rec("6", func() { *tp("p", nil) = t("v", 1) })
	rec("7", func() { s[5], m["zz"] = 1, t("x", 2) })
	fmt.Println(m)
	rec("8", func() { tf("f", sum)(t("a", 1), t("b", 2)) })
	rec("9", func() { tf("f", nil)(t("a", 1), t("b", 2)) })
	rec("10", func() { nilf(t("a", 1)) })
	rec("11", func() { _ = T{b: t("b", 1), a: t("a", 2)} })
	rec("12", func() { _ = []int{2: t("2", 1), 0: t("0", 1), t("1", 1)} })
	rec("13", func() { _ = map[int]int{t("k1", 1): t("v1", 1), t("k2", 2): t("v2", 2)} })
	rec("14", func() { _ = tb("x", false) && tb("y", true) || tb("z", true) })
	rec("15", func() { x := T{1, 2}; x.V(1).V(2).V(3); x.P(1).P(2); fmt.Println(x) })
	rec("16", func() { x := T{1, 2}; defer x.V(t("d", 1)); x.a = 50; defer x.P(t("e", 1)); x.a = 60 })
	rec("17", func() {
		x := T{1, 2}
		f := x.V
		h := x.P
		x.a = 9
		f(1)
		h(1)
		fmt.Println(x)
	})
	rec("18", func() { i := 0; i, s[i] = 1, 9; fmt.Println(i, s) })
	rec("19", func() { i := 0; s[i], i = 7, 2; fmt.Println(i, s) })
	rec("20", func() { a, b := 1, 2; a, b = b, a; fmt.Println(a, b) })
	rec("21", func() { s[0], s[0] = 1, 2; fmt.Println(s) })
	rec("22", func() { x := []int{1, 2, 3}; i := 0; i, x[i] = 1, 2; x[i], x[i+1] = x[i+1], x[i]; fmt.Println(x) })
	rec("23", func() { sum(two()) })
	rec("24", func() { g = 1; a := g + setg(5) + g; fmt.Println(a, g) })
	rec("25", func() { g = 1; x := []int{g, setg(2), g}; fmt.Println(x) })
	rec("26", func() { *getp() += t("v", 3); fmt.Println(g) })
	rec("27", func() { m["q"] += t("v", 3); m[ts("w")]++; fmt.Println(m) })
	rec("28", func() { a, e := named(); fmt.Println(a, e, named2()); fmt.Println(named3()); fmt.Println(named4()) })
	rec("29", func() {
		switch t("tag", 2) {
		case t("a", 1), t("b", 2), t("c", 2):
		case t("d", 3):
		}
	})
	rec("30", func() {
		for i := t("init", 0); i < t("cond", 2); i += t("post", 1) {
			t("body", 0)
		}
	})
	rec("31", func() {
		for i, v := range tsl("rng", s) {
			s = append(s, v)
			s[2] = 100
			fmt.Println(i, v)
		}
	})
	rec("32", func() {
		a := [3]int{1, 2, 3}
		for i, v := range a {
			a[2] = 10
			fmt.Println(i, v)
		}
		for i, v := range &a {
			a[2] = 20
			fmt.Println(i, v)
		}
	})
	rec("33", func() { c := make(chan int, 1); tc("c", c) <- t("v", 1); fmt.Println(<-tc("d", c)) })
	rec("34", func() {
		c := make(chan int, 1)
		select {
		case tc("c", c) <- t("v", 1):
		case s[t("i", 0)] = <-tc("n", nil):
		}
	})
	rec("35", func() {
		c := make(chan int, 1)
		c <- 5
		select {
		case s[t("i", 0)] = <-tc("n", c):
		}
		fmt.Println(s[0])
	})
	rec("36", func() {
		var p *[5]int
		for i := range p {
			t("x", i)
		}
		fmt.Println(len(p))
	})
	rec("37", func() { copy(tsl("a", s), tsl("b", s)); _ = append(tsl("c", s), t("d", 1)) })
	rec("38", func() { x, y := s[t("i", 0)], s[t("j", 9)]; _, _ = x, y })
	rec("39", func() { _ = t("a", 1) / (t("b", 1) - 1) })
	rec("40", func() { var i any = t("x", 1); _ = i.(string); t("y", 1) })
	rec("41", func() { defer sum(t("h", 1)) })
	rec("42", func() { defer nilf(t("a", 1)); t("b", 2) })
	rec("43", func() { var i interface{ M() }; defer i.M(); t("b", 2) })
	rec("44", func() { defer func() { t("c", 1) }(); defer func() { recover() }(); panic("x") })
	rec("45", func() {
		for i := range 3 {
			defer func() { t(fmt.Sprint("d", i), 0) }()
		}
	})
	rec("46", func() {
		var fs []func()
		for i := 0; i < 3; i++ {
			fs = append(fs, func() { t(fmt.Sprint(i), 0); i += 10 })
			i += 0
		}
		for _, f := range fs {
			f()
			f()
		}
	})
	rec("47", func() {
		p := &T{1, 2}
		q := *p
		p.a = 5
		fmt.Println(q, *p)
		a := [2]T{{1, 2}, {3, 4}}
		b := a
		b[0].a = 9
		fmt.Println(a, b)
	})
	rec("48", func() { x := 1; f := func() int { x++; return x }; fmt.Println(x, f(), x, f()) })
	rec("49", func() { x := 1; f := func() int { x++; return x }; y := x + f()*10 + x; fmt.Println(y) })
	rec("50", func() { var a [3]int; i := 1; a[i], i = i+5, a[2]+2; fmt.Println(a, i) })
	rec("51", func() {
		type L struct {
			n *L
			v int
		}
		l := &L{v: 1}
		l.n, l = &L{v: 2}, l.n
		fmt.Println(l == nil)
	})
	rec("52", func() {
		m := map[string][]int{}
		m["a"] = append(m["a"], 1, 2)
		m["b"], m["a"] = m["a"], nil
		fmt.Println(m)
	})
	rec("53", func() { m := map[int]T{}; x, ok := m[t("k", 1)]; fmt.Println(x, ok); delete(m, t("z", 1)) })
	rec("54", func() { x := [...]string{3: "a", "b", 1: "c"}; fmt.Println(len(x), x) })
	rec("55", func() {
		s := "héllo\xff日"
		for i, r := range s {
			fmt.Print(i, ":", r, " ")
		}
		fmt.Println([]rune(s), []byte(s), string([]rune{65, 0x10ffff + 1, -1, 0xd800}))
	})
	rec("56", func() {
	lbl:
		for i := range 3 {
			for j := range 3 {
				if j == 1 {
					continue lbl
				}
				if i == 2 {
					break lbl
				}
				t(fmt.Sprint(i, j), 0)
			}
		}
	})
	rec("57", func() {
		i := 0
		goto L
	L:
		i++
		if i < 3 {
			goto L
		}
		fmt.Println(i)
	})
	rec("58", func() {
		switch x := t("x", 5); {
		case x > 3:
			t("gt", 0)
			fallthrough
		case x > 10:
			t("ft", 0)
		default:
			t("def", 0)
		}
	})
	rec("59", func() {
		switch x := any(t("x", 5)).(type) {
		case nil:
		case int, string:
			fmt.Printf("%T\n", x)
		case error:
		}
	})
	rec("60", func() {
		defer func() { fmt.Println(recover()); defer func() { fmt.Println(recover()) }(); panic("b") }()
		panic("a")
	})
}
