package syntax

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Prog is a compiled regular expression program.
type Prog struct {
	Inst   []Inst
	Start  int // index of start instruction
	NumCap int // number of InstCapture insts in re
}

// An InstOp is an instruction opcode.
type InstOp uint8

const (
	InstAlt InstOp = iota
	InstAltMatch
	InstCapture
	InstEmptyWidth
	InstMatch
	InstFail
	InstNop
	InstRune
	InstRune1
	InstRuneAny
	InstRuneAnyNotNL
)

var instNames = [...]string{
	"InstAlt", "InstAltMatch", "InstCapture", "InstEmptyWidth", "InstMatch", "InstFail", "InstNop", "InstRune", "InstRune1", "InstRuneAny", "InstRuneAnyNotNL",
}

func (i InstOp) String() string {
	if int(i) < len(instNames) {
		return instNames[i]
	}
	return ""
}

// An EmptyOp specifies a kind or mixture of zero-width assertions.
type EmptyOp uint8

const (
	EmptyBeginLine EmptyOp = 1 << iota
	EmptyEndLine
	EmptyBeginText
	EmptyEndText
	EmptyWordBoundary
	EmptyNoWordBoundary
)

// EmptyOpContext returns the zero-width assertions satisfied at the position between the runes r1 and r2; -1 stands for the end of text.
func EmptyOpContext(r1, r2 rune) EmptyOp {
	var op EmptyOp
	switch {
	case r1 < 0:
		op |= EmptyBeginText | EmptyBeginLine
	case r1 == '\n':
		op |= EmptyBeginLine
	}
	switch {
	case r2 < 0:
		op |= EmptyEndText | EmptyEndLine
	case r2 == '\n':
		op |= EmptyEndLine
	}
	if IsWordChar(r1) != IsWordChar(r2) {
		return op | EmptyWordBoundary
	}
	return op | EmptyNoWordBoundary
}

// IsWordChar reports whether r is considered a “word character” during the evaluation of the \b and \B zero-width assertions.
func IsWordChar(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
}

// An Inst is a single instruction in a regular expression program.
type Inst struct {
	Op   InstOp
	Out  uint32 // all but InstMatch, InstFail
	Arg  uint32 // InstAlt, InstAltMatch, InstCapture, InstEmptyWidth
	Rune []rune
}

// MatchRune reports whether the instruction matches (and consumes) r. It should only be called when i.Op == InstRune.
func (i *Inst) MatchRune(r rune) bool { return i.MatchRunePos(r) >= 0 }

// MatchRunePos checks whether the instruction matches (and consumes) r. If so, it returns the index of the matching rune pair; otherwise -1.
func (i *Inst) MatchRunePos(r rune) int {
	list := i.Rune
	if len(list) == 1 {
		r0 := list[0]
		if r == r0 {
			return 0
		}
		if Flags(i.Arg)&FoldCase != 0 {
			for f := unicode.SimpleFold(r0); f != r0; f = unicode.SimpleFold(f) {
				if r == f {
					return 0
				}
			}
		}
		return -1
	}
	lo, hi := 0, len(list)/2
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		switch {
		case r < list[2*m]:
			hi = m
		case r > list[2*m+1]:
			lo = m + 1
		default:
			return m
		}
	}
	return -1
}

// MatchEmptyWidth reports whether the instruction matches an empty string between the runes before and after. It should only be called when i.Op is
// InstEmptyWidth.
func (i *Inst) MatchEmptyWidth(before rune, after rune) bool {
	return EmptyOpContext(before, after)&EmptyOp(i.Arg) == EmptyOp(i.Arg)
}

func (i *Inst) single() bool { return i.Op >= InstRune && len(i.Rune) == 1 }

func (p *Prog) skipNop(pc uint32) *Inst {
	i := &p.Inst[pc]
	for i.Op == InstNop || i.Op == InstCapture {
		i = &p.Inst[i.Out]
	}
	return i
}

// Prefix returns a literal string that all unanchored matches for the regexp must begin with. Complete is true if the prefix is the entire match.
func (p *Prog) Prefix() (prefix string, complete bool) {
	i := p.skipNop(uint32(p.Start))
	if !i.single() {
		return "", i.Op == InstMatch
	}
	var b strings.Builder
	for i.single() && Flags(i.Arg)&FoldCase == 0 && i.Rune[0] != utf8.RuneError {
		b.WriteRune(i.Rune[0])
		i = p.skipNop(i.Out)
	}
	return b.String(), i.Op == InstMatch
}

// StartCond returns the leading empty-width conditions that must be true in any match. It returns ^EmptyOp(0) if no matches are possible.
func (p *Prog) StartCond() EmptyOp {
	var flag EmptyOp
	for i := &p.Inst[p.Start]; ; i = &p.Inst[i.Out] {
		switch i.Op {
		case InstEmptyWidth:
			flag |= EmptyOp(i.Arg)
		case InstFail:
			return ^EmptyOp(0)
		case InstCapture, InstNop:
		default:
			return flag
		}
	}
}

func (p *Prog) String() string {
	var b strings.Builder
	for j := range p.Inst {
		pc := strconv.Itoa(j)
		if len(pc) < 3 {
			b.WriteString("   "[len(pc):])
		}
		if j == p.Start {
			pc += "*"
		}
		b.WriteString(pc + "\t" + p.Inst[j].String() + "\n")
	}
	return b.String()
}

func (i *Inst) String() string {
	u := func(v uint32) string { return strconv.FormatUint(uint64(v), 10) }
	switch i.Op {
	case InstAlt:
		return "alt -> " + u(i.Out) + ", " + u(i.Arg)
	case InstAltMatch:
		return "altmatch -> " + u(i.Out) + ", " + u(i.Arg)
	case InstCapture:
		return "cap " + u(i.Arg) + " -> " + u(i.Out)
	case InstEmptyWidth:
		return "empty " + u(i.Arg) + " -> " + u(i.Out)
	case InstMatch:
		return "match"
	case InstFail:
		return "fail"
	case InstNop:
		return "nop -> " + u(i.Out)
	case InstRune:
		if i.Rune == nil {
			return "rune <nil>"
		}
		text := "rune " + strconv.QuoteToASCII(string(i.Rune))
		if Flags(i.Arg)&FoldCase != 0 {
			text += "/i"
		}
		return text + " -> " + u(i.Out)
	case InstRune1:
		return "rune1 " + strconv.QuoteToASCII(string(i.Rune)) + " -> " + u(i.Out)
	case InstRuneAny:
		return "any -> " + u(i.Out)
	case InstRuneAnyNotNL:
		return "anynotnl -> " + u(i.Out)
	}
	return ""
}
