package syntax

import "unicode"

// frag is a piece of a program: where it begins, and the exits that are to be set to what follows. An exit is an instruction's Out (2*index) or Arg (2*index+1).
type frag struct {
	start    uint32
	exits    []uint32
	nullable bool // it can match the empty string
}

type compiler struct {
	p *Prog
}

// Compile compiles the regexp into a program to be executed. The regexp should have been simplified already.
func Compile(re *Regexp) (*Prog, error) {
	c := compiler{&Prog{NumCap: 2}}
	c.inst(InstFail)
	f := c.compile(re)
	c.patch(f.exits, c.inst(InstMatch))
	c.p.Start = int(f.start)
	return c.p, nil
}

func (c *compiler) inst(op InstOp) uint32 {
	c.p.Inst = append(c.p.Inst, Inst{Op: op})
	return uint32(len(c.p.Inst) - 1)
}

func (c *compiler) patch(exits []uint32, to uint32) {
	for _, e := range exits {
		if i := &c.p.Inst[e>>1]; e&1 == 0 {
			i.Out = to
		} else {
			i.Arg = to
		}
	}
}

func (c *compiler) nop() frag {
	i := c.inst(InstNop)
	return frag{i, []uint32{i << 1}, true}
}

func (c *compiler) capture(arg uint32) frag {
	i := c.inst(InstCapture)
	c.p.Inst[i].Arg = arg
	c.p.NumCap = max(c.p.NumCap, int(arg)+1)
	return frag{i, []uint32{i << 1}, true}
}

func (c *compiler) empty(op EmptyOp) frag {
	i := c.inst(InstEmptyWidth)
	c.p.Inst[i].Arg = uint32(op)
	return frag{i, []uint32{i << 1}, true}
}

func (c *compiler) runes(list []rune, flags Flags) frag {
	i := c.inst(InstRune)
	inst := &c.p.Inst[i]
	inst.Rune = list
	flags &= FoldCase
	if len(list) != 1 || unicode.SimpleFold(list[0]) == list[0] {
		flags = 0
	}
	inst.Arg = uint32(flags)
	switch {
	case flags&FoldCase == 0 && len(list) == 1:
		inst.Op = InstRune1
	case len(list) == 2 && list[0] == 0 && list[1] == unicode.MaxRune:
		inst.Op = InstRuneAny
	case len(list) == 4 && list[0] == 0 && list[1] == '\n'-1 && list[2] == '\n'+1 && list[3] == unicode.MaxRune:
		inst.Op = InstRuneAnyNotNL
	}
	return frag{i, []uint32{i << 1}, false}
}

func (c *compiler) concat(a, b frag) frag {
	if a.start == 0 || b.start == 0 {
		return frag{}
	}
	c.patch(a.exits, b.start)
	return frag{a.start, b.exits, a.nullable && b.nullable}
}

func (c *compiler) alternate(a, b frag) frag {
	if a.start == 0 {
		return b
	}
	if b.start == 0 {
		return a
	}
	i := c.inst(InstAlt)
	c.p.Inst[i].Out, c.p.Inst[i].Arg = a.start, b.start
	return frag{i, append(append([]uint32(nil), a.exits...), b.exits...), a.nullable || b.nullable}
}

// branch makes an Alt that prefers body, or going on if it is not greedy; exit is where it goes on.
func (c *compiler) branch(body uint32, nonGreedy bool) (i uint32, exit uint32) {
	i = c.inst(InstAlt)
	if nonGreedy {
		c.p.Inst[i].Arg = body
		return i, i << 1
	}
	c.p.Inst[i].Out = body
	return i, i<<1 | 1
}

func (c *compiler) loop(f frag, nonGreedy bool) frag {
	i, exit := c.branch(f.start, nonGreedy)
	c.patch(f.exits, i)
	return frag{i, []uint32{exit}, true}
}

func (c *compiler) quest(f frag, nonGreedy bool) frag {
	if f.start == 0 {
		return c.nop()
	}
	i, exit := c.branch(f.start, nonGreedy)
	return frag{i, append(append([]uint32(nil), f.exits...), exit), true}
}

func (c *compiler) plus(f frag, nonGreedy bool) frag {
	if f.start == 0 {
		return frag{}
	}
	return frag{f.start, c.loop(f, nonGreedy).exits, f.nullable}
}

func (c *compiler) star(f frag, nonGreedy bool) frag {
	if f.start == 0 {
		return c.nop()
	}
	if f.nullable {
		// (x+)? gets the priorities right where x can match the empty string.
		return c.quest(c.plus(f, nonGreedy), nonGreedy)
	}
	return c.loop(f, nonGreedy)
}

func (c *compiler) compile(re *Regexp) frag {
	nonGreedy := re.Flags&NonGreedy != 0
	switch re.Op {
	case OpNoMatch:
		return frag{}
	case OpEmptyMatch:
		return c.nop()
	case OpLiteral:
		if len(re.Rune) == 0 {
			return c.nop()
		}
		f := c.runes(re.Rune[:1], re.Flags)
		for i := 1; i < len(re.Rune); i++ {
			f = c.concat(f, c.runes(re.Rune[i:i+1], re.Flags))
		}
		return f
	case OpCharClass:
		return c.runes(re.Rune, re.Flags)
	case OpAnyCharNotNL:
		return c.runes([]rune{0, '\n' - 1, '\n' + 1, unicode.MaxRune}, 0)
	case OpAnyChar:
		return c.runes([]rune{0, unicode.MaxRune}, 0)
	case OpBeginLine:
		return c.empty(EmptyBeginLine)
	case OpEndLine:
		return c.empty(EmptyEndLine)
	case OpBeginText:
		return c.empty(EmptyBeginText)
	case OpEndText:
		return c.empty(EmptyEndText)
	case OpWordBoundary:
		return c.empty(EmptyWordBoundary)
	case OpNoWordBoundary:
		return c.empty(EmptyNoWordBoundary)
	case OpCapture:
		open := c.capture(uint32(re.Cap << 1))
		sub := c.compile(re.Sub[0])
		return c.concat(c.concat(open, sub), c.capture(uint32(re.Cap<<1|1)))
	case OpStar:
		return c.star(c.compile(re.Sub[0]), nonGreedy)
	case OpPlus:
		return c.plus(c.compile(re.Sub[0]), nonGreedy)
	case OpQuest:
		return c.quest(c.compile(re.Sub[0]), nonGreedy)
	case OpConcat:
		if len(re.Sub) == 0 {
			return c.nop()
		}
		f := c.compile(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			f = c.concat(f, c.compile(sub))
		}
		return f
	case OpAlternate:
		var f frag
		for _, sub := range re.Sub {
			f = c.alternate(f, c.compile(sub))
		}
		return f
	}
	panic("regexp: unhandled case in compile")
}
