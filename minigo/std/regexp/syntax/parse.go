package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Error describes a failure to parse a regular expression and gives the offending expression.
type Error struct {
	Code ErrorCode
	Expr string
}

func (e *Error) Error() string {
	return "error parsing regexp: " + e.Code.String() + ": `" + e.Expr + "`"
}

// An ErrorCode describes a failure to parse a regular expression.
type ErrorCode string

const (
	// Unexpected error
	ErrInternalError ErrorCode = "regexp/syntax: internal error"

	// Parse errors
	ErrInvalidCharClass      ErrorCode = "invalid character class"
	ErrInvalidCharRange      ErrorCode = "invalid character class range"
	ErrInvalidEscape         ErrorCode = "invalid escape sequence"
	ErrInvalidNamedCapture   ErrorCode = "invalid named capture"
	ErrInvalidPerlOp         ErrorCode = "invalid or unsupported Perl syntax"
	ErrInvalidRepeatOp       ErrorCode = "invalid nested repetition operator"
	ErrInvalidRepeatSize     ErrorCode = "invalid repeat count"
	ErrInvalidUTF8           ErrorCode = "invalid UTF-8"
	ErrMissingBracket        ErrorCode = "missing closing ]"
	ErrMissingParen          ErrorCode = "missing closing )"
	ErrMissingRepeatArgument ErrorCode = "missing argument to repetition operator"
	ErrTrailingBackslash     ErrorCode = "trailing backslash at end of expression"
	ErrUnexpectedParen       ErrorCode = "unexpected )"
	ErrNestingDepth          ErrorCode = "expression nests too deeply"
	ErrLarge                 ErrorCode = "expression too large"
)

func (e ErrorCode) String() string { return string(e) }

const (
	maxDepth  = 1000
	maxRepeat = 1000
	maxSize   = 128 << 20 / 40 // instructions
	maxRunes  = 128 << 20 / 4  // of all classes
)

// parser reads an expression by recursive descent. Errors end it by a panic with an *Error.
type parser struct {
	whole string
	s     string // what is left
	flags Flags
	caps  int
	depth int
}

func fail(code ErrorCode, expr string) { panic(&Error{code, expr}) }

// Parse parses a regular expression string s, controlled by the specified Flags, and returns a regular expression parse tree.
func Parse(s string, flags Flags) (re *Regexp, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			re, err = nil, e
		}
	}()
	if flags&Literal != 0 {
		checkUTF8(s)
		return literal([]rune(s), flags), nil
	}
	p := parser{whole: s, s: s, flags: flags}
	re = p.alternation()
	if p.s != "" {
		fail(ErrUnexpectedParen, s)
	}
	if size(re) > maxSize || runes(re) > maxRunes {
		fail(ErrLarge, s)
	}
	return re, nil
}

func checkUTF8(s string) {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				fail(ErrInvalidUTF8, s)
			}
		}
	}
}

// size estimates how many instructions re takes.
func size(re *Regexp) int64 {
	n := int64(1)
	for _, sub := range re.Sub {
		n += size(sub)
	}
	switch re.Op {
	case OpLiteral:
		n = int64(len(re.Rune))
	case OpRepeat:
		n = (n + 1) * int64(max(re.Min, re.Max, 1))
	}
	return min(n, 1<<40)
}

func runes(re *Regexp) int {
	n := len(re.Rune)
	for _, sub := range re.Sub {
		n += runes(sub)
	}
	return n
}

func literal(runes []rune, flags Flags) *Regexp {
	if len(runes) == 0 {
		return &Regexp{Op: OpEmptyMatch}
	}
	re := &Regexp{Op: OpLiteral, Flags: flags, Rune: runes}
	if flags&FoldCase != 0 {
		// Without letters, case does not matter.
		fold := false
		for i, r := range runes {
			least := r
			for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
				least = min(least, f)
				fold = true
			}
			runes[i] = least
		}
		if !fold {
			re.Flags &^= FoldCase
		}
	}
	return re
}

func (p *parser) peek() byte {
	if p.s == "" {
		return 0
	}
	return p.s[0]
}

// rune takes the next rune.
func (p *parser) rune() rune {
	r, n := utf8.DecodeRuneInString(p.s)
	if r == utf8.RuneError && n == 1 {
		fail(ErrInvalidUTF8, p.s)
	}
	p.s = p.s[n:]
	return r
}

func (p *parser) alternation() *Regexp {
	if p.depth++; p.depth > maxDepth {
		fail(ErrNestingDepth, p.whole)
	}
	defer func() { p.depth-- }()
	var subs []*Regexp
	for {
		subs = append(subs, p.concatenation())
		if p.peek() != '|' {
			break
		}
		p.s = p.s[1:]
	}
	if len(subs) == 1 {
		return subs[0]
	}
	return alternate(subs)
}

// alternate joins alternatives; single characters and classes next to each other become one class.
func alternate(subs []*Regexp) *Regexp {
	var list []*Regexp
	for _, sub := range subs {
		if sub.Op == OpAlternate {
			list = append(list, sub.Sub...)
			continue
		}
		if n := len(list); n > 0 {
			if a, b := classOf(list[n-1]), classOf(sub); a != nil && b != nil {
				list[n-1] = charClass(append(append([]rune(nil), a...), b...), sub.Flags)
				continue
			}
		}
		list = append(list, sub)
	}
	if len(list) == 1 {
		return list[0]
	}
	return &Regexp{Op: OpAlternate, Sub: list}
}

// classOf returns the class of an expression that matches one character, or nil.
func classOf(re *Regexp) []rune {
	switch re.Op {
	case OpLiteral:
		if len(re.Rune) == 1 {
			if re.Flags&FoldCase != 0 {
				return addFold(nil, re.Rune[0], re.Rune[0])
			}
			return []rune{re.Rune[0], re.Rune[0]}
		}
	case OpCharClass:
		return re.Rune
	}
	return nil
}

func charClass(c []rune, flags Flags) *Regexp {
	c = clean(c)
	switch {
	case len(c) == 2 && c[0] == 0 && c[1] == unicode.MaxRune:
		return &Regexp{Op: OpAnyChar, Flags: flags}
	case len(c) == 4 && c[0] == 0 && c[1] == '\n'-1 && c[2] == '\n'+1 && c[3] == unicode.MaxRune:
		return &Regexp{Op: OpAnyCharNotNL, Flags: flags}
	case len(c) == 2 && c[0] == c[1]:
		return &Regexp{Op: OpLiteral, Flags: flags &^ FoldCase, Rune: []rune{c[0]}}
	}
	return &Regexp{Op: OpCharClass, Flags: flags, Rune: c}
}

func (p *parser) concatenation() *Regexp {
	var subs []*Regexp
	for p.s != "" && p.s[0] != '|' && p.s[0] != ')' {
		atom := p.atom()
		if atom == nil {
			continue // flags
		}
		atom = p.repetitions(atom)
		// Characters next to each other are one literal.
		if n := len(subs); n > 0 && atom.Op == OpLiteral && subs[n-1].Op == OpLiteral && atom.Flags&FoldCase == subs[n-1].Flags&FoldCase {
			last := *subs[n-1]
			last.Rune = append(append([]rune(nil), last.Rune...), atom.Rune...)
			subs[n-1] = &last
			continue
		}
		subs = append(subs, atom)
	}
	switch len(subs) {
	case 0:
		return &Regexp{Op: OpEmptyMatch}
	case 1:
		return subs[0]
	}
	return &Regexp{Op: OpConcat, Sub: subs}
}

// repetitions applies the operators that follow an atom.
func (p *parser) repetitions(re *Regexp) *Regexp {
	// A repetition binds to the last character of a literal; atoms have only one.
	last := ""
	for p.s != "" {
		before := p.s
		op, least, most := OpRepeat, 0, 0
		switch p.s[0] {
		case '*':
			op = OpStar
			p.s = p.s[1:]
		case '+':
			op = OpPlus
			p.s = p.s[1:]
		case '?':
			op = OpQuest
			p.s = p.s[1:]
		case '{':
			var ok bool
			if least, most, ok = p.counts(); !ok {
				return re
			}
			if least > maxRepeat || most > maxRepeat || most >= 0 && least > most {
				fail(ErrInvalidRepeatSize, before[:len(before)-len(p.s)])
			}
		default:
			return re
		}
		flags := p.flags
		if p.flags&PerlX != 0 {
			if p.peek() == '?' {
				p.s = p.s[1:]
				flags ^= NonGreedy
			}
			if last != "" {
				// a** is an error in Perl, and an ambiguity elsewhere.
				fail(ErrInvalidRepeatOp, last[:len(last)-len(p.s)])
			}
		}
		last = before
		if re = p.repeat(op, least, most, flags, re); op == OpRepeat && (least >= 2 || most >= 2) && repeats(re) > maxRepeat {
			fail(ErrInvalidRepeatSize, before[:len(before)-len(p.s)])
		}
	}
	return re
}

func (p *parser) repeat(op Op, least, most int, flags Flags, sub *Regexp) *Regexp {
	re := &Regexp{Op: op, Flags: flags, Min: least, Max: most, Sub: []*Regexp{sub}}
	if op == OpRepeat {
		return re
	}
	// Squash ** to *, and so on.
	if flags&NonGreedy == sub.Flags&NonGreedy {
		switch {
		case op == sub.Op:
			return sub
		case (sub.Op == OpStar || sub.Op == OpPlus || sub.Op == OpQuest):
			c := *sub
			c.Op = OpStar
			return &c
		}
	}
	return re
}

// repeats is how often nested counted repetitions repeat.
func repeats(re *Regexp) int {
	n := 1
	for _, sub := range re.Sub {
		n = max(n, repeats(sub))
	}
	if re.Op == OpRepeat {
		m := re.Max
		if m < 0 {
			m = re.Min
		}
		if m > 0 {
			n *= m
		}
	}
	return min(n, 1<<20)
}

// counts reads {n}, {n,} or {n,m}; otherwise the brace is a literal.
func (p *parser) counts() (least, most int, ok bool) {
	s := p.s[1:]
	number := func() (n int, ok bool) {
		i := 0
		for i < len(s) && '0' <= s[i] && s[i] <= '9' {
			n = min(n*10+int(s[i]-'0'), 1e8)
			i++
		}
		// No leading zeros.
		ok = i > 0 && !(i > 1 && s[0] == '0')
		s = s[i:]
		return n, ok
	}
	if least, ok = number(); !ok || s == "" {
		return 0, 0, false
	}
	most = least
	if s[0] == ',' {
		s = s[1:]
		if s == "" {
			return 0, 0, false
		}
		most = -1
		if s[0] != '}' {
			if most, ok = number(); !ok {
				return 0, 0, false
			}
		}
	}
	if s == "" || s[0] != '}' {
		return 0, 0, false
	}
	p.s = s[1:]
	return least, most, true
}

func (p *parser) op(op Op) *Regexp { return &Regexp{Op: op, Flags: p.flags} }

// atom reads what a repetition applies to; nil for flags.
func (p *parser) atom() *Regexp {
	switch c := p.s[0]; c {
	case '(':
		return p.group()
	case '[':
		return p.class()
	case '.':
		p.s = p.s[1:]
		if p.flags&DotNL != 0 {
			return p.op(OpAnyChar)
		}
		return p.op(OpAnyCharNotNL)
	case '^':
		p.s = p.s[1:]
		if p.flags&OneLine != 0 {
			return p.op(OpBeginText)
		}
		return p.op(OpBeginLine)
	case '$':
		p.s = p.s[1:]
		if p.flags&OneLine != 0 {
			re := p.op(OpEndText)
			re.Flags |= WasDollar
			return re
		}
		return p.op(OpEndLine)
	case '*', '+', '?':
		start := p.s
		p.s = p.s[1:]
		if p.flags&PerlX != 0 && p.peek() == '?' {
			p.s = p.s[1:]
		}
		fail(ErrMissingRepeatArgument, start[:len(start)-len(p.s)])
	case '{':
		start := p.s
		if _, _, ok := p.counts(); ok {
			fail(ErrMissingRepeatArgument, start[:len(start)-len(p.s)])
		}
	case '\\':
		return p.escaped()
	}
	return literal([]rune{p.rune()}, p.flags)
}

func (p *parser) group() *Regexp {
	flags := p.flags
	re := (*Regexp)(nil)
	if p.flags&PerlX != 0 && strings.HasPrefix(p.s, "(?") {
		if strings.HasPrefix(p.s, "(?P<") || strings.HasPrefix(p.s, "(?<") {
			re = p.named()
		} else if !p.groupFlags() {
			return nil
		}
	} else {
		p.s = p.s[1:]
		p.caps++
		re = &Regexp{Op: OpCapture, Flags: p.flags, Cap: p.caps}
	}
	sub := p.alternation()
	if p.peek() != ')' {
		fail(ErrMissingParen, p.whole)
	}
	p.s = p.s[1:]
	p.flags = flags
	if re == nil {
		return sub
	}
	re.Sub = []*Regexp{sub}
	return re
}

func (p *parser) named() *Regexp {
	head := strings.IndexByte(p.s, '<') + 1
	end := strings.IndexByte(p.s, '>')
	if end < 0 {
		checkUTF8(p.s)
		fail(ErrInvalidNamedCapture, p.s)
	}
	whole, name := p.s[:end+1], p.s[head:end]
	checkUTF8(name)
	valid := name != ""
	for _, c := range name {
		valid = valid && (c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z')
	}
	if !valid {
		fail(ErrInvalidNamedCapture, whole)
	}
	p.s = p.s[end+1:]
	p.caps++
	return &Regexp{Op: OpCapture, Flags: p.flags, Cap: p.caps, Name: name}
}

// groupFlags reads (?flags) or (?flags: and reports whether a group follows.
func (p *parser) groupFlags() bool {
	start := p.s
	p.s = p.s[2:]
	flags := p.flags
	sign, seen := 1, false
	for p.s != "" {
		c := p.rune()
		var flag Flags
		switch c {
		case 'i':
			flag = FoldCase
		case 'm':
			flag = OneLine
		case 's':
			flag = DotNL
		case 'U':
			flag = NonGreedy
		case '-':
			if sign < 0 {
				fail(ErrInvalidPerlOp, start[:len(start)-len(p.s)])
			}
			sign, seen = -1, false
			// m clears OneLine.
			flags = ^flags
			continue
		case ':', ')':
			if sign < 0 {
				if !seen {
					fail(ErrInvalidPerlOp, start[:len(start)-len(p.s)])
				}
				flags = ^flags
			}
			p.flags = flags
			return c == ':'
		default:
			fail(ErrInvalidPerlOp, start[:len(start)-len(p.s)])
		}
		if flag == OneLine {
			flags &^= flag
		} else {
			flags |= flag
		}
		seen = true
	}
	fail(ErrMissingParen, p.whole)
	return false
}

// escaped reads what begins with a backslash outside of a class.
func (p *parser) escaped() *Regexp {
	if len(p.s) >= 2 {
		c := p.s[1]
		if p.flags&PerlX != 0 {
			var re *Regexp
			switch c {
			case 'A':
				re = p.op(OpBeginText)
			case 'b':
				re = p.op(OpWordBoundary)
			case 'B':
				re = p.op(OpNoWordBoundary)
			case 'z':
				re = p.op(OpEndText)
			case 'C':
				fail(ErrInvalidEscape, p.s[:2])
			case 'Q':
				text, rest, _ := strings.Cut(p.s[2:], `\E`)
				p.s = rest
				checkUTF8(text)
				re = literal([]rune(text), p.flags)
				if len(re.Rune) > 1 {
					// A repetition applies to the last character alone.
					n := len(re.Rune) - 1
					last := p.repetitions(literal(re.Rune[n:], p.flags))
					head := literal(re.Rune[:n:n], p.flags)
					if last.Op == OpLiteral {
						head.Rune = append(head.Rune, last.Rune...)
						return head
					}
					return &Regexp{Op: OpConcat, Sub: []*Regexp{head, last}}
				}
				return re
			}
			if re != nil {
				p.s = p.s[2:]
				return re
			}
		}
		if class, ok := p.classEscape(); ok {
			return charClass(class, p.flags)
		}
	}
	return literal([]rune{p.charEscape()}, p.flags)
}

// classEscape reads \d and the like, and \pN.
func (p *parser) classEscape() (class []rune, ok bool) {
	if len(p.s) < 2 || p.s[0] != '\\' {
		return nil, false
	}
	c := p.s[1]
	if p.flags&PerlX != 0 {
		if class := perlClass(c | 0x20); class != nil && (c == 'd' || c == 's' || c == 'w' || c == 'D' || c == 'S' || c == 'W') {
			p.s = p.s[2:]
			if c < 'a' {
				return negate(class), true
			}
			return class, true
		}
	}
	if p.flags&UnicodeGroups != 0 && (c == 'p' || c == 'P') {
		return p.unicodeEscape(), true
	}
	return nil, false
}

func (p *parser) unicodeEscape() []rune {
	start := p.s
	negated := p.s[1] == 'P'
	p.s = p.s[2:]
	if p.s == "" {
		fail(ErrInvalidCharRange, start)
	}
	name := ""
	if p.s[0] == '{' {
		end := strings.IndexByte(p.s, '}')
		if end < 0 {
			checkUTF8(start)
			fail(ErrInvalidCharRange, start)
		}
		name, p.s = p.s[1:end], p.s[end+1:]
		checkUTF8(name)
	} else {
		name = string(p.rune())
	}
	if name != "" && name[0] == '^' {
		negated = !negated
		name = name[1:]
	}
	table, folds, any := unicodeClass(name)
	var class []rune
	switch {
	case any:
		class = []rune{0, unicode.MaxRune}
	case canonical(name) == "assigned":
		class = negate(clean(addTable(nil, unicode.Categories["Cn"])))
	case table == nil:
		fail(ErrInvalidCharRange, start[:len(start)-len(p.s)])
	default:
		class = addTable(nil, table)
		if p.flags&FoldCase != 0 && folds != nil {
			class = addTable(class, folds)
		}
		class = clean(class)
	}
	if negated {
		return negate(class)
	}
	return class
}

func unhex(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return rune(c|0x20-'a') + 10
	}
	return -1
}

// charEscape reads an escape that stands for one character.
func (p *parser) charEscape() rune {
	start := p.s
	p.s = p.s[1:]
	if p.s == "" {
		fail(ErrTrailingBackslash, "")
	}
	c := p.rune()
	bad := func() { fail(ErrInvalidEscape, start[:len(start)-len(p.s)]) }
	switch c {
	case '1', '2', '3', '4', '5', '6', '7':
		// One digit is a back reference, of which there are none.
		if p.s == "" || p.s[0] < '0' || p.s[0] > '7' {
			bad()
		}
		fallthrough
	case '0':
		r := c - '0'
		for i := 1; i < 3 && p.s != "" && '0' <= p.s[0] && p.s[0] <= '7'; i++ {
			r = r*8 + rune(p.s[0]-'0')
			p.s = p.s[1:]
		}
		return r
	case 'x':
		if p.s == "" {
			bad()
		}
		if p.s[0] == '{' {
			r, n := rune(0), 0
			for p.s = p.s[1:]; p.s != "" && p.s[0] != '}'; n++ {
				v := unhex(p.s[0])
				p.rune()
				if r = r*16 + v; v < 0 || r > unicode.MaxRune {
					bad()
				}
			}
			if p.s == "" || n == 0 {
				bad()
			}
			p.s = p.s[1:]
			return r
		}
		x := unhex(p.s[0])
		p.rune()
		if x < 0 || p.s == "" {
			bad()
		}
		y := unhex(p.s[0])
		p.rune()
		if y < 0 {
			bad()
		}
		return x*16 + y
	case 'a':
		return '\a'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	}
	if c < utf8.RuneSelf && !('0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z') {
		return c
	}
	bad()
	return 0
}

// class reads a bracketed class.
func (p *parser) class() *Regexp {
	start := p.s
	p.s = p.s[1:]
	var class []rune
	negated := p.peek() == '^'
	if negated {
		p.s = p.s[1:]
		if p.flags&ClassNL == 0 {
			class = append(class, '\n', '\n')
		}
	}
	for first := true; p.peek() != ']' || first; first = false {
		if p.s == "" {
			checkUTF8(start)
			fail(ErrMissingBracket, start)
		}
		// POSIX: - is only okay unescaped as first or last in class. Perl: - is okay anywhere.
		if p.s[0] == '-' && p.flags&PerlX == 0 && !first && (len(p.s) == 1 || p.s[1] != ']') {
			_, n := utf8.DecodeRuneInString(p.s[1:])
			fail(ErrInvalidCharRange, p.s[:1+n])
		}
		if strings.HasPrefix(p.s, "[:") {
			if end := strings.Index(p.s, ":]"); end >= 0 {
				name := p.s[2:end]
				neg := strings.HasPrefix(name, "^")
				c := posixClass(strings.TrimPrefix(name, "^"))
				if c == nil {
					fail(ErrInvalidCharRange, p.s[:end+2])
				}
				p.s = p.s[end+2:]
				class = p.addClass(class, c, neg)
				continue
			}
		}
		if c, ok := p.classEscape(); ok {
			class = p.addClass(class, c, false)
			continue
		}
		before := p.s
		lo := p.classChar(start)
		hi := lo
		if len(p.s) >= 2 && p.s[0] == '-' && p.s[1] != ']' {
			p.s = p.s[1:]
			if hi = p.classChar(start); hi < lo {
				fail(ErrInvalidCharRange, before[:len(before)-len(p.s)])
			}
		}
		if p.flags&FoldCase != 0 {
			class = addFold(class, lo, hi)
		} else {
			class = addRange(class, lo, hi)
		}
	}
	p.s = p.s[1:]
	class = clean(class)
	if negated {
		class = negate(class)
	}
	if len(class) == 0 {
		return &Regexp{Op: OpNoMatch}
	}
	return charClass(class, p.flags)
}

// addClass adds a named class.
func (p *parser) addClass(class, c []rune, negated bool) []rune {
	if p.flags&FoldCase != 0 {
		var folded []rune
		for i := 0; i < len(c); i += 2 {
			folded = addFold(folded, c[i], c[i+1])
		}
		c = clean(folded)
	}
	if negated {
		c = negate(c)
	}
	return append(class, c...)
}

func (p *parser) classChar(start string) rune {
	if p.s == "" {
		fail(ErrMissingBracket, start)
	}
	if p.s[0] == '\\' {
		return p.charEscape()
	}
	return p.rune()
}
