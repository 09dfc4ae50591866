// Regex compiles regular expressions to a non-deterministic automaton and matches by simulating all of its states at once.
package main

import (
	"fmt"
	"strings"
)

type state struct {
	accept func(r rune) bool // nil: a state without a step of its own
	out    []*state
	anchor byte
}

type frag struct {
	start *state
	end   *state
}

type compiler struct {
	pattern []rune
	pos     int
	states  int
}

type syntaxError struct {
	pattern string
	pos     int
	msg     string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%s at %d in %q", e.msg, e.pos, e.pattern) }

func (c *compiler) fail(msg string) { panic(&syntaxError{string(c.pattern), c.pos, msg}) }

func (c *compiler) more() bool { return c.pos < len(c.pattern) }
func (c *compiler) peek() rune { return c.pattern[c.pos] }

func (c *compiler) state(accept func(rune) bool, out ...*state) *state {
	c.states++
	return &state{accept: accept, out: out}
}

func (c *compiler) alternation() frag {
	f := c.concat()
	for c.more() && c.peek() == '|' {
		c.pos++
		g := c.concat()
		end := c.state(nil)
		f.end.out, g.end.out = append(f.end.out, end), append(g.end.out, end)
		f = frag{c.state(nil, f.start, g.start), end}
	}
	return f
}

func (c *compiler) concat() frag {
	s := c.state(nil)
	f := frag{s, s}
	for c.more() && c.peek() != '|' && c.peek() != ')' {
		g := c.repeat()
		f.end.out = append(f.end.out, g.start)
		f.end = g.end
	}
	return f
}

func (c *compiler) repeat() frag {
	f := c.atom()
	for c.more() && strings.ContainsRune("*+?", c.peek()) {
		op := c.peek()
		c.pos++
		end := c.state(nil)
		start := c.state(nil, f.start)
		f.end.out = append(f.end.out, end)
		if op != '+' {
			start.out = append(start.out, end)
		}
		if op != '?' {
			f.end.out = append(f.end.out, f.start)
		}
		f = frag{start, end}
	}
	return f
}

func (c *compiler) step(accept func(rune) bool) frag {
	end := c.state(nil)
	return frag{c.state(accept, end), end}
}

func (c *compiler) atom() frag {
	r := c.peek()
	c.pos++
	switch r {
	case '(':
		f := c.alternation()
		if !c.more() {
			c.fail("missing )")
		}
		c.pos++
		return f
	case '*', '+', '?':
		c.pos--
		c.fail("nothing to repeat")
	case '.':
		return c.step(func(r rune) bool { return r != '\n' })
	case '^', '$':
		s := c.state(nil)
		s.anchor = byte(r)
		return frag{s, s}
	case '[':
		return c.step(c.class())
	case '\\':
		if !c.more() {
			c.fail("trailing backslash")
		}
		r = c.peek()
		c.pos++
		if f, ok := classes[r]; ok {
			return c.step(f)
		}
	}
	return c.step(func(x rune) bool { return x == r })
}

var classes = map[rune]func(rune) bool{
	'd': func(r rune) bool { return r >= '0' && r <= '9' },
	'w': func(r rune) bool { return r == '_' || r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' },
	's': func(r rune) bool { return strings.ContainsRune(" \t\n", r) },
}

func (c *compiler) class() func(rune) bool {
	negate := false
	if c.more() && c.peek() == '^' {
		negate = true
		c.pos++
	}
	type span struct{ lo, hi rune }
	var spans []span
	for first := true; ; first = false {
		if !c.more() {
			c.fail("missing ]")
		}
		lo := c.peek()
		c.pos++
		if lo == ']' && !first {
			break
		}
		hi := lo
		if c.pos+1 < len(c.pattern) && c.peek() == '-' && c.pattern[c.pos+1] != ']' {
			hi = c.pattern[c.pos+1]
			c.pos += 2
		}
		if hi < lo {
			c.fail("bad range")
		}
		spans = append(spans, span{lo, hi})
	}
	return func(r rune) bool {
		for _, s := range spans {
			if s.lo <= r && r <= s.hi {
				return !negate
			}
		}
		return negate
	}
}

type Regexp struct {
	start, end *state
	states     int
}

func Compile(pattern string) (re *Regexp, err error) {
	c := &compiler{pattern: []rune(pattern)}
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(*syntaxError)
			if !ok {
				panic(p)
			}
			re, err = nil, e
		}
	}()
	f := c.alternation()
	if c.more() {
		c.fail("unexpected )")
	}
	return &Regexp{f.start, f.end, c.states}, nil
}

type set map[*state]bool

func (s set) add(st *state, pos, length int) {
	if s[st] || st.anchor == '^' && pos > 0 || st.anchor == '$' && pos < length {
		return
	}
	s[st] = true
	if st.accept == nil {
		for _, next := range st.out {
			s.add(next, pos, length)
		}
	}
}

// Find is the leftmost longest match, as a pair of rune positions.
func (re *Regexp) Find(text string) (from, to int, ok bool) {
	runes := []rune(text)
	for from = 0; from <= len(runes); from++ {
		now := set{}
		now.add(re.start, from, len(runes))
		for pos := from; ; pos++ {
			if now[re.end] {
				to, ok = pos, true
			}
			if len(now) == 0 || pos == len(runes) {
				break
			}
			next := set{}
			for st := range now {
				if st.accept != nil && st.accept(runes[pos]) {
					for _, o := range st.out {
						next.add(o, pos+1, len(runes))
					}
				}
			}
			now = next
		}
		if ok {
			return from, to, true
		}
	}
	return 0, 0, false
}

func main() {
	tests := []struct {
		pattern string
		texts   []string
	}{
		{"ab*c", []string{"abbbc", "xxacyy", "abb"}},
		{"^(a|b)+$", []string{"abba", "abca", ""}},
		{`\d+(\.\d+)?`, []string{"pi is 3.14159!", "42.", "none"}},
		{"[A-Z][a-z]*( [A-Z][a-z]*)+", []string{"said Ada Lovelace today", "no names"}},
		{`[^aeiou ]+`, []string{"aeiou rhythm", "eau"}},
		{"(x?)*y", []string{"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxz", "xxy"}},
		{"größe|日本.", []string{"die größe", "in 日本語 text"}},
		{`\w+@\w+(\.\w+)+`, []string{"mail to gopher@golang.org, please"}},
		{"a?a?a?a?a?a?a?a?aaaaaaaa", []string{"aaaaaaaa"}},
		{`[]x-]+\*`, []string{"a]-x*"}},
		{"", []string{"anything"}},
	}
	for _, t := range tests {
		re, err := Compile(t.pattern)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("/%s/ has %d states\n", t.pattern, re.states)
		for _, text := range t.texts {
			if from, to, ok := re.Find(text); ok {
				fmt.Printf("  %q: %d-%d %q\n", text, from, to, string([]rune(text)[from:to]))
			} else {
				fmt.Printf("  %q: no match\n", text)
			}
		}
	}
	for _, bad := range []string{"a(b", "a)b", "*a", "[a-", "[z-a]", `ab\`, "a|*"} {
		_, err := Compile(bad)
		fmt.Println("error:", err)
	}
}
