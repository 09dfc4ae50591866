package regexp

import (
	"io"
	"regexp/syntax"
	"unicode/utf8"
)

// input is a text to search. step returns the rune at pos and its width; -1, 0 at the end. context returns the assertions that hold at pos.
type input interface {
	step(pos int) (r rune, width int)
	context(pos int) syntax.EmptyOp
}

const endOfText rune = -1

type inputString string

func (s inputString) step(pos int) (rune, int) {
	if pos >= len(s) {
		return endOfText, 0
	}
	if c := s[pos]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(string(s[pos:]))
}

func (s inputString) context(pos int) syntax.EmptyOp {
	before, after := endOfText, endOfText
	if pos > 0 {
		before, _ = utf8.DecodeLastRuneInString(string(s[:pos]))
	}
	if pos < len(s) {
		after, _ = utf8.DecodeRuneInString(string(s[pos:]))
	}
	return syntax.EmptyOpContext(before, after)
}

type inputBytes []byte

func (s inputBytes) step(pos int) (rune, int) {
	if pos >= len(s) {
		return endOfText, 0
	}
	if c := s[pos]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRune(s[pos:])
}

func (s inputBytes) context(pos int) syntax.EmptyOp {
	before, after := endOfText, endOfText
	if pos > 0 {
		before, _ = utf8.DecodeLastRune(s[:pos])
	}
	if pos < len(s) {
		after, _ = utf8.DecodeRune(s[pos:])
	}
	return syntax.EmptyOpContext(before, after)
}

// inputReader can only go forward: the machine asks for each position once, and for the context of the next one.
type inputReader struct {
	r      io.RuneReader
	end    bool
	pos    int  // of next
	last   rune // before it
	next   rune
	width  int
	loaded bool
}

func (s *inputReader) load() {
	if !s.loaded {
		s.loaded = true
		r, w, err := s.r.ReadRune()
		if s.end = err != nil; s.end {
			r, w = endOfText, 0
		}
		s.next, s.width = r, w
	}
}

// advance goes to pos, which is where next begins or ends.
func (s *inputReader) advance(pos int) {
	s.load()
	if pos > s.pos && !s.end {
		s.pos += s.width
		s.last = s.next
		s.loaded = false
		s.load()
	}
}

func (s *inputReader) step(pos int) (rune, int) {
	s.advance(pos)
	return s.next, s.width
}

func (s *inputReader) context(pos int) syntax.EmptyOp {
	s.advance(pos)
	return syntax.EmptyOpContext(s.last, s.next)
}

// thread is a state of the machine: an instruction that reads a rune or matches, and the captures on the way there.
type thread struct {
	pc  uint32
	cap []int
}

// queue is a set of threads in order of preference; sparse[pc] is where the thread of pc is, if it is.
type queue struct {
	sparse []uint32
	dense  []thread
}

func (q *queue) has(pc uint32) bool {
	j := q.sparse[pc]
	return j < uint32(len(q.dense)) && q.dense[j].pc == pc
}

// machine simulates the automaton, all threads in step (Thompson, 1968; Pike): time is proportional to the text.
type machine struct {
	re      *Regexp
	in      input
	queues  [2]queue
	free    [][]int // capture slices for reuse
	ncap    int
	matched bool
	result  []int
	longest bool
}

func (re *Regexp) newMachine(in input, ncap int) *machine {
	n := len(re.prog.Inst)
	m := &machine{re: re, in: in, ncap: ncap, result: make([]int, ncap), longest: re.longest}
	for i := range m.queues {
		m.queues[i] = queue{make([]uint32, n), make([]thread, 0, n)}
	}
	return m
}

func (m *machine) newCap(from []int) []int {
	if m.ncap == 0 {
		return nil
	}
	var c []int
	if n := len(m.free); n > 0 {
		c, m.free = m.free[n-1], m.free[:n-1]
	} else {
		c = make([]int, m.ncap)
	}
	copy(c, from)
	return c
}

// add adds to q the threads that pc leads to at pos without reading.
func (m *machine) add(q *queue, pc uint32, pos int, cap []int, context *syntax.EmptyOp, known *bool) {
	for {
		if pc == 0 || q.has(pc) {
			return
		}
		j := len(q.dense)
		q.dense = append(q.dense, thread{pc: pc})
		q.sparse[pc] = uint32(j)
		i := &m.re.prog.Inst[pc]
		switch i.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			m.add(q, i.Out, pos, cap, context, known)
			pc = i.Arg
		case syntax.InstEmptyWidth:
			if !*known {
				*context, *known = m.in.context(pos), true
			}
			if *context&syntax.EmptyOp(i.Arg) != syntax.EmptyOp(i.Arg) {
				return
			}
			pc = i.Out
		case syntax.InstNop:
			pc = i.Out
		case syntax.InstCapture:
			if int(i.Arg) >= len(cap) {
				pc = i.Out
				continue
			}
			old := cap[i.Arg]
			cap[i.Arg] = pos
			m.add(q, i.Out, pos, cap, context, known)
			cap[i.Arg] = old
			return
		case syntax.InstFail:
			return
		default:
			q.dense[j].cap = m.newCap(cap)
			return
		}
	}
}

func (m *machine) clear(q *queue) {
	for _, t := range q.dense {
		if t.cap != nil {
			m.free = append(m.free, t.cap)
		}
	}
	q.dense = q.dense[:0]
}

// step moves the threads of q over the rune c at pos into next.
func (m *machine) step(q, next *queue, pos, nextPos int, c rune) {
	var context syntax.EmptyOp
	known := false
	for j := range q.dense {
		t := &q.dense[j]
		i := &m.re.prog.Inst[t.pc]
		if m.longest && m.matched && len(t.cap) > 0 && t.cap[0] > m.result[0] {
			continue
		}
		ok := false
		switch i.Op {
		case syntax.InstMatch:
			if len(t.cap) > 0 && (!m.longest || !m.matched || t.cap[0] < m.result[0] || m.result[1] < pos) {
				t.cap[1] = pos
				copy(m.result, t.cap)
			}
			m.matched = true
			if !m.longest {
				// Threads behind this one are worse.
				m.clear(q)
				return
			}
		case syntax.InstRune:
			ok = i.MatchRune(c)
		case syntax.InstRune1:
			ok = c == i.Rune[0]
		case syntax.InstRuneAny:
			ok = true
		case syntax.InstRuneAnyNotNL:
			ok = c != '\n'
		}
		if ok && c != endOfText {
			m.add(next, i.Out, nextPos, t.cap, &context, &known)
		}
	}
	m.clear(q)
}

// run searches from pos on.
func (m *machine) run(pos int) bool {
	start := m.re.cond
	if start == ^syntax.EmptyOp(0) {
		return false
	}
	for i := range m.result {
		m.result[i] = -1
	}
	if start&syntax.EmptyBeginText != 0 && pos != 0 {
		return false
	}
	q, next := &m.queues[0], &m.queues[1]
	empty := make([]int, m.ncap)
	for {
		if len(q.dense) == 0 {
			if start&syntax.EmptyBeginText != 0 && pos != 0 || m.matched {
				break
			}
			if p := m.re.prefix; p != "" {
				// The next place where a match can begin.
				at := -1
				switch in := m.in.(type) {
				case inputString:
					at = index(string(in[pos:]), p)
				case inputBytes:
					at = indexBytes(in[pos:], m.re.prefixBytes)
				default:
					at = 0
				}
				if at < 0 {
					break
				}
				pos += at
			}
		}
		if !m.matched {
			var context syntax.EmptyOp
			known := false
			for i := range empty {
				empty[i] = -1
			}
			if m.ncap > 0 {
				empty[0] = pos
			}
			m.add(q, uint32(m.re.prog.Start), pos, empty, &context, &known)
		}
		c, width := m.in.step(pos)
		m.step(q, next, pos, pos+width, c)
		if width == 0 || m.ncap == 0 && m.matched {
			break
		}
		pos += width
		q, next = next, q
	}
	return m.matched
}

// backtracker searches by trying one alternative after the other; no state at no position is tried twice, so that the time is bounded. It is faster than the
// machine where its set of visited states is small.
type backtracker struct {
	re      *Regexp
	in      input
	end     int
	visited []uint32
	jobs    []job
	cap     []int
	result  []int
	matched bool
}

type job struct {
	pc  uint32
	arg bool // the second alternative, or a capture to be undone
	pos int
}

const (
	backtrackInsts  = 500
	backtrackStates = 256 * 1024
)

// seen notes the state and reports whether it has been tried.
func (b *backtracker) seen(pc uint32, pos int) bool {
	n := uint(int(pc)*(b.end+1) + pos)
	if b.visited[n/32]>>(n%32)&1 != 0 {
		return true
	}
	b.visited[n/32] |= 1 << (n % 32)
	return false
}

// try looks for a match that begins at pos.
func (b *backtracker) try(pos int) bool {
	b.jobs = append(b.jobs[:0], job{uint32(b.re.prog.Start), false, pos})
	for len(b.jobs) > 0 {
		j := b.jobs[len(b.jobs)-1]
		b.jobs = b.jobs[:len(b.jobs)-1]
		pc, pos := j.pc, j.pos
		if j.arg {
			i := &b.re.prog.Inst[pc]
			if i.Op == syntax.InstCapture {
				b.cap[i.Arg] = pos
				continue
			}
			pc = i.Arg
		}
		if b.follow(pc, pos) && !b.re.longest {
			return true
		}
	}
	return b.matched
}

// follow runs from a state until it fails or matches, leaving alternatives as jobs.
func (b *backtracker) follow(pc uint32, pos int) bool {
	for {
		if pc == 0 || b.seen(pc, pos) {
			return false
		}
		i := &b.re.prog.Inst[pc]
		switch i.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			b.jobs = append(b.jobs, job{pc, true, pos})
		case syntax.InstNop:
		case syntax.InstCapture:
			if int(i.Arg) < len(b.cap) {
				b.jobs = append(b.jobs, job{pc, true, b.cap[i.Arg]})
				b.cap[i.Arg] = pos
			}
		case syntax.InstEmptyWidth:
			if b.in.context(pos)&syntax.EmptyOp(i.Arg) != syntax.EmptyOp(i.Arg) {
				return false
			}
		case syntax.InstMatch:
			if len(b.cap) > 1 {
				b.cap[1] = pos
			}
			if !b.matched || len(b.result) > 1 && b.re.longest && b.result[1] < pos {
				copy(b.result, b.cap)
			}
			b.matched = true
			return true
		case syntax.InstFail:
			return false
		default:
			c, width := b.in.step(pos)
			ok := width > 0
			if ok {
				switch i.Op {
				case syntax.InstRune:
					ok = i.MatchRune(c)
				case syntax.InstRune1:
					ok = c == i.Rune[0]
				case syntax.InstRuneAnyNotNL:
					ok = c != '\n'
				}
			}
			if !ok {
				return false
			}
			pos += width
		}
		pc = i.Out
	}
}

// backtrack searches from pos on.
func (re *Regexp) backtrack(in input, pos, end, ncap int) []int {
	if re.cond == ^syntax.EmptyOp(0) || re.cond&syntax.EmptyBeginText != 0 && pos != 0 {
		return nil
	}
	b := &backtracker{re: re, in: in, end: end, visited: make([]uint32, (len(re.prog.Inst)*(end+1)+31)/32), cap: make([]int, ncap), result: make([]int, ncap)}
	for ; pos <= end; pos++ {
		if re.prefix != "" {
			at := 0
			switch in := in.(type) {
			case inputString:
				at = index(string(in[pos:]), re.prefix)
			case inputBytes:
				at = indexBytes(in[pos:], re.prefixBytes)
			}
			if at < 0 {
				return nil
			}
			pos += at
		}
		for i := range b.cap {
			b.cap[i] = -1
		}
		if ncap > 0 {
			b.cap[0] = pos
		}
		if b.try(pos) {
			return b.result
		}
		if re.cond&syntax.EmptyBeginText != 0 {
			return nil
		}
		if _, width := in.step(pos); width > 1 {
			pos += width - 1
		}
	}
	return nil
}

// execute returns the places of the leftmost match from pos on, ncap of them; nil if there is none.
func (re *Regexp) execute(r io.RuneReader, b []byte, s string, pos, ncap int) []int {
	var in input
	end := -1
	switch {
	case r != nil:
		in = &inputReader{r: r, last: endOfText}
	case b != nil:
		in, end = inputBytes(b), len(b)
	default:
		in, end = inputString(s), len(s)
	}
	if n := len(re.prog.Inst); end >= 0 && n < backtrackInsts && n*(end+1) < backtrackStates {
		if m := re.backtrack(in, pos, end, ncap); m != nil {
			return m
		}
		return nil
	}
	m := re.newMachine(in, ncap)
	if re.longest && ncap == 0 {
		// Which match does not matter.
		m.longest = false
	}
	if !m.run(pos) {
		return nil
	}
	return m.result
}
