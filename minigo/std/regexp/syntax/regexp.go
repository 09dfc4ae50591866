// Package syntax parses regular expressions into parse trees and compiles parse trees into programs. The syntax is that of RE2 (and so of Go).
package syntax

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// An Op is a single regular expression operator.
type Op uint8

const (
	OpNoMatch        Op = 1 + iota // matches no strings
	OpEmptyMatch                   // matches empty string
	OpLiteral                      // matches Runes sequence
	OpCharClass                    // matches Runes interpreted as range pair list
	OpAnyCharNotNL                 // matches any character except newline
	OpAnyChar                      // matches any character
	OpBeginLine                    // matches empty string at beginning of line
	OpEndLine                      // matches empty string at end of line
	OpBeginText                    // matches empty string at beginning of text
	OpEndText                      // matches empty string at end of text
	OpWordBoundary                 // matches word boundary `\b`
	OpNoWordBoundary               // matches word non-boundary `\B`
	OpCapture                      // capturing subexpression with index Cap, optional name Name
	OpStar                         // matches Sub[0] zero or more times
	OpPlus                         // matches Sub[0] one or more times
	OpQuest                        // matches Sub[0] zero or one times
	OpRepeat                       // matches Sub[0] at least Min times, at most Max (Max == -1 is no limit)
	OpConcat                       // matches concatenation of Subs
	OpAlternate                    // matches alternation of Subs
)

var operatorNames = [...]string{
	"", "NoMatch", "EmptyMatch", "Literal", "CharClass", "AnyCharNotNL", "AnyChar", "BeginLine", "EndLine", "BeginText", "EndText", "WordBoundary",
	"NoWordBoundary", "Capture", "Star", "Plus", "Quest", "Repeat", "Concat", "Alternate",
}

func (i Op) String() string {
	if i > 0 && int(i) < len(operatorNames) {
		return operatorNames[i]
	}
	return "Op(" + strconv.Itoa(int(i)) + ")"
}

// Flags control the behavior of the parser and record information about regexp context.
type Flags uint16

const (
	FoldCase      Flags = 1 << iota // case-insensitive match
	Literal                         // treat pattern as literal string
	ClassNL                         // allow char classes like [^a-z] and [[:space:]] to match newline
	DotNL                           // allow . to match newline
	OneLine                         // treat ^ and $ as only matching at beginning and end of text
	NonGreedy                       // make repetition operators default to non-greedy
	PerlX                           // allow Perl extensions
	UnicodeGroups                   // allow \p{Han}, \P{Han} for Unicode group and negation
	WasDollar                       // regexp OpEndText was $, not \z
	Simple                          // regexp contains no counted repetition

	MatchNL = ClassNL | DotNL

	Perl        = ClassNL | OneLine | PerlX | UnicodeGroups // as close to Perl as possible
	POSIX Flags = 0                                         // POSIX syntax
)

// A Regexp is a node in a regular expression syntax tree.
type Regexp struct {
	Op       Op // operator
	Flags    Flags
	Sub      []*Regexp  // subexpressions, if any
	Sub0     [1]*Regexp // storage for short Sub
	Rune     []rune     // matched runes, for OpLiteral, OpCharClass
	Rune0    [2]rune    // storage for short Rune
	Min, Max int        // min, max for OpRepeat
	Cap      int        // capturing index, for OpCapture
	Name     string     // capturing name, for OpCapture
}

// Equal reports whether x and y have identical structure.
func (x *Regexp) Equal(y *Regexp) bool {
	if x == nil || y == nil {
		return x == y
	}
	if x.Op != y.Op {
		return false
	}
	switch x.Op {
	case OpEndText:
		return x.Flags&WasDollar == y.Flags&WasDollar
	case OpLiteral:
		return x.Flags&FoldCase == y.Flags&FoldCase && slices.Equal(x.Rune, y.Rune)
	case OpCharClass:
		return slices.Equal(x.Rune, y.Rune)
	case OpStar, OpPlus, OpQuest, OpRepeat:
		if x.Flags&NonGreedy != y.Flags&NonGreedy {
			return false
		}
	}
	return x.Min == y.Min && x.Max == y.Max && x.Cap == y.Cap && x.Name == y.Name && slices.EqualFunc(x.Sub, y.Sub, (*Regexp).Equal)
}

// MaxCap walks the regexp to find the maximum capture index.
func (re *Regexp) MaxCap() int {
	m := 0
	if re.Op == OpCapture {
		m = re.Cap
	}
	for _, sub := range re.Sub {
		m = max(m, sub.MaxCap())
	}
	return m
}

// CapNames walks the regexp to find the names of capturing groups.
func (re *Regexp) CapNames() []string {
	names := make([]string, re.MaxCap()+1)
	re.capNames(names)
	return names
}

func (re *Regexp) capNames(names []string) {
	if re.Op == OpCapture {
		names[re.Cap] = re.Name
	}
	for _, sub := range re.Sub {
		sub.capNames(names)
	}
}

// Simplify returns a regexp equivalent to re but without counted repetitions.
func (re *Regexp) Simplify() *Regexp {
	if re == nil {
		return nil
	}
	switch re.Op {
	case OpRepeat:
		return repeatSimple(re.Sub[0].Simplify(), re.Min, re.Max, re.Flags)
	case OpStar, OpPlus, OpQuest:
		return star(re.Op, re.Flags, re.Sub[0].Simplify())
	case OpCapture, OpConcat, OpAlternate:
		c := *re
		c.Rune = nil
		c.Sub = make([]*Regexp, len(re.Sub))
		for i, sub := range re.Sub {
			c.Sub[i] = sub.Simplify()
		}
		return &c
	}
	return re
}

// star applies a repetition to sub; of two in a row, one is enough.
func star(op Op, flags Flags, sub *Regexp) *Regexp {
	if sub.Op == OpEmptyMatch {
		return sub
	}
	if op == sub.Op && flags&NonGreedy == sub.Flags&NonGreedy {
		return sub
	}
	return &Regexp{Op: op, Flags: flags, Sub: []*Regexp{sub}}
}

// repeatSimple writes out sub{least,most}.
func repeatSimple(sub *Regexp, least, most int, flags Flags) *Regexp {
	switch {
	case sub.Op == OpEmptyMatch || least == 0 && most == 0:
		return &Regexp{Op: OpEmptyMatch}
	case most == -1 && least == 0:
		return star(OpStar, flags, sub)
	case most == -1 && least == 1:
		return star(OpPlus, flags, sub)
	case least == 1 && most == 1:
		return sub
	}
	all := &Regexp{Op: OpConcat}
	for range least {
		all.Sub = append(all.Sub, sub)
	}
	if most == -1 {
		all.Sub[least-1] = star(OpPlus, flags, sub)
		return all
	}
	if most > least {
		// x{2,5} is xx(x(x(x)?)?)?
		tail := star(OpQuest, flags, sub)
		for range most - least - 1 {
			tail = star(OpQuest, flags, &Regexp{Op: OpConcat, Sub: []*Regexp{sub, tail}})
		}
		if least == 0 {
			return tail
		}
		all.Sub = append(all.Sub, tail)
	}
	if len(all.Sub) == 1 {
		return all.Sub[0]
	}
	return all
}

// String returns a string representation of the regexp, in the syntax of Perl.
func (re *Regexp) String() string {
	var b strings.Builder
	re.write(&b)
	return b.String()
}

func writeGroup(b *strings.Builder, re *Regexp) {
	b.WriteString(`(?:`)
	re.write(b)
	b.WriteString(`)`)
}

func (re *Regexp) write(b *strings.Builder) {
	switch re.Op {
	case OpNoMatch:
		b.WriteString(`[^\x00-\x{10FFFF}]`)
	case OpEmptyMatch:
		b.WriteString(`(?:)`)
	case OpLiteral:
		if re.Flags&FoldCase != 0 {
			b.WriteString(`(?i:`)
		}
		for _, r := range re.Rune {
			escape(b, r, false)
		}
		if re.Flags&FoldCase != 0 {
			b.WriteString(`)`)
		}
	case OpCharClass:
		re.writeClass(b)
	case OpAnyCharNotNL:
		b.WriteString(`(?-s:.)`)
	case OpAnyChar:
		b.WriteString(`(?s:.)`)
	case OpBeginLine:
		b.WriteString(`(?m:^)`)
	case OpEndLine:
		b.WriteString(`(?m:$)`)
	case OpBeginText:
		b.WriteString(`\A`)
	case OpEndText:
		if re.Flags&WasDollar != 0 {
			b.WriteString(`(?-m:$)`)
		} else {
			b.WriteString(`\z`)
		}
	case OpWordBoundary:
		b.WriteString(`\b`)
	case OpNoWordBoundary:
		b.WriteString(`\B`)
	case OpCapture:
		if re.Name != "" {
			b.WriteString(`(?P<` + re.Name + `>`)
		} else {
			b.WriteString(`(`)
		}
		if re.Sub[0].Op != OpEmptyMatch {
			re.Sub[0].write(b)
		}
		b.WriteString(`)`)
	case OpStar, OpPlus, OpQuest, OpRepeat:
		sub := re.Sub[0]
		if sub.Op > OpCapture || sub.Op == OpLiteral && len(sub.Rune) > 1 {
			writeGroup(b, sub)
		} else {
			sub.write(b)
		}
		switch re.Op {
		case OpStar:
			b.WriteString(`*`)
		case OpPlus:
			b.WriteString(`+`)
		case OpQuest:
			b.WriteString(`?`)
		case OpRepeat:
			b.WriteString(`{` + strconv.Itoa(re.Min))
			if re.Max != re.Min {
				b.WriteString(`,`)
				if re.Max >= 0 {
					b.WriteString(strconv.Itoa(re.Max))
				}
			}
			b.WriteString(`}`)
		}
		if re.Flags&NonGreedy != 0 {
			b.WriteString(`?`)
		}
	case OpConcat:
		for _, sub := range re.Sub {
			if sub.Op == OpAlternate {
				writeGroup(b, sub)
			} else {
				sub.write(b)
			}
		}
	case OpAlternate:
		for i, sub := range re.Sub {
			if i > 0 {
				b.WriteString(`|`)
			}
			sub.write(b)
		}
	}
}

func (re *Regexp) writeClass(b *strings.Builder) {
	list := re.Rune
	if len(list) == 0 {
		b.WriteString(`[^\x00-\x{10FFFF}]`)
		return
	}
	b.WriteString(`[`)
	if list[0] == 0 && list[len(list)-1] == unicode.MaxRune && len(list) > 2 {
		b.WriteString(`^`)
		list = negate(list)
	}
	for i := 0; i < len(list); i += 2 {
		lo, hi := list[i], list[i+1]
		escape(b, lo, lo == '-')
		if lo != hi {
			if hi != lo+1 {
				b.WriteString(`-`)
			}
			escape(b, hi, hi == '-')
		}
	}
	b.WriteString(`]`)
}

const meta = `\.+*?()|[]{}^$`

func escape(b *strings.Builder, r rune, force bool) {
	switch {
	case unicode.IsPrint(r):
		if strings.ContainsRune(meta, r) || force {
			b.WriteRune('\\')
		}
		b.WriteRune(r)
	case r == '\a':
		b.WriteString(`\a`)
	case r == '\f':
		b.WriteString(`\f`)
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\r':
		b.WriteString(`\r`)
	case r == '\t':
		b.WriteString(`\t`)
	case r == '\v':
		b.WriteString(`\v`)
	case r < 0x100:
		b.WriteString(`\x`)
		s := strconv.FormatInt(int64(r), 16)
		if len(s) == 1 {
			b.WriteRune('0')
		}
		b.WriteString(s)
	default:
		b.WriteString(`\x{` + strconv.FormatInt(int64(r), 16) + `}`)
	}
}
