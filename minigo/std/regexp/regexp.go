// Package regexp implements regular expression search, in time linear in the size of the input.
package regexp

import (
	"bytes"
	"io"
	"regexp/syntax"
	"strconv"
	"strings"
)

func index(s, substr string) int      { return strings.Index(s, substr) }
func indexBytes(s, substr []byte) int { return bytes.Index(s, substr) }

// Regexp is the representation of a compiled regular expression. A Regexp is safe for concurrent use by multiple goroutines, except for Longest.
type Regexp struct {
	expr        string
	prog        *syntax.Prog
	numSubexp   int
	names       []string
	prefix      string // that matches must begin with, without looking at where they stand
	prefixBytes []byte
	literal     string // the same for LiteralPrefix, which sees through ^
	complete    bool   // literal is all of it
	cond        syntax.EmptyOp
	longest     bool
}

// String returns the source text used to compile the regular expression.
func (re *Regexp) String() string { return re.expr }

// Copy returns a new Regexp object copied from re.
//
// Deprecated: a Regexp can be used by multiple goroutines.
func (re *Regexp) Copy() *Regexp {
	c := *re
	return &c
}

// Compile parses a regular expression and returns, if successful, a Regexp object that can be used to match against text: the leftmost match that a backtracking
// search would have found first.
func Compile(expr string) (*Regexp, error) { return compile(expr, syntax.Perl, false) }

// CompilePOSIX is like Compile but restricts the regular expression to POSIX ERE (egrep) syntax and changes the match semantics to leftmost-longest.
func CompilePOSIX(expr string) (*Regexp, error) { return compile(expr, syntax.POSIX, true) }

// Longest makes future searches prefer the leftmost-longest match.
func (re *Regexp) Longest() { re.longest = true }

func compile(expr string, mode syntax.Flags, longest bool) (*Regexp, error) {
	tree, err := syntax.Parse(expr, mode)
	if err != nil {
		return nil, err
	}
	re := &Regexp{expr: expr, numSubexp: tree.MaxCap(), names: tree.CapNames(), longest: longest}
	if re.prog, err = syntax.Compile(tree.Simplify()); err != nil {
		return nil, err
	}
	re.cond = re.prog.StartCond()
	re.prefix, re.complete = re.prog.Prefix()
	re.prefixBytes = []byte(re.prefix)
	re.literal = re.prefix
	if re.cond == syntax.EmptyBeginText {
		re.literal, re.complete = anchoredPrefix(re.prog)
	}
	return re, nil
}

// anchoredPrefix is Prog.Prefix for a program that begins with ^.
func anchoredPrefix(p *syntax.Prog) (prefix string, complete bool) {
	skip := func(i *syntax.Inst) *syntax.Inst {
		for i.Op == syntax.InstNop {
			i = &p.Inst[i.Out]
		}
		return i
	}
	i := skip(&p.Inst[p.Start])
	if i.Op != syntax.InstEmptyWidth || syntax.EmptyOp(i.Arg)&syntax.EmptyBeginText == 0 {
		return "", i.Op == syntax.InstMatch
	}
	var b strings.Builder
	for i = skip(&p.Inst[i.Out]); i.Op == syntax.InstRune1; i = skip(&p.Inst[i.Out]) {
		b.WriteRune(i.Rune[0])
	}
	if i.Op == syntax.InstEmptyWidth && syntax.EmptyOp(i.Arg)&syntax.EmptyEndText != 0 && p.Inst[i.Out].Op == syntax.InstMatch {
		i = &p.Inst[i.Out]
	}
	return b.String(), i.Op == syntax.InstMatch
}

func quote(s string) string {
	if strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

// MustCompile is like Compile but panics if the expression cannot be parsed.
func MustCompile(str string) *Regexp {
	re, err := Compile(str)
	if err != nil {
		panic(`regexp: Compile(` + quote(str) + `): ` + err.Error())
	}
	return re
}

// MustCompilePOSIX is like CompilePOSIX but panics if the expression cannot be parsed.
func MustCompilePOSIX(str string) *Regexp {
	re, err := CompilePOSIX(str)
	if err != nil {
		panic(`regexp: CompilePOSIX(` + quote(str) + `): ` + err.Error())
	}
	return re
}

// NumSubexp returns the number of parenthesized subexpressions in this Regexp.
func (re *Regexp) NumSubexp() int { return re.numSubexp }

// SubexpNames returns the names of the parenthesized subexpressions in this Regexp. The name for the first sub-expression is names[1].
func (re *Regexp) SubexpNames() []string { return re.names }

// SubexpIndex returns the index of the first subexpression with the given name, or -1 if there is no subexpression with that name.
func (re *Regexp) SubexpIndex(name string) int {
	if name != "" {
		for i, s := range re.names {
			if name == s {
				return i
			}
		}
	}
	return -1
}

// LiteralPrefix returns a literal string that must begin any match of the regular expression re. It returns the boolean true if the literal string comprises the
// entire regular expression.
func (re *Regexp) LiteralPrefix() (prefix string, complete bool) {
	return re.literal, re.complete
}

// MatchReader reports whether the text returned by the io.RuneReader contains any match of the regular expression re.
func (re *Regexp) MatchReader(r io.RuneReader) bool { return re.execute(r, nil, "", 0, 0) != nil }

// MatchString reports whether the string s contains any match of the regular expression re.
func (re *Regexp) MatchString(s string) bool { return re.execute(nil, nil, s, 0, 0) != nil }

// Match reports whether the byte slice b contains any match of the regular expression re.
func (re *Regexp) Match(b []byte) bool { return re.execute(nil, b, "", 0, 0) != nil }

// MatchReader reports whether the text returned by the io.RuneReader contains any match of the regular expression pattern.
func MatchReader(pattern string, r io.RuneReader) (matched bool, err error) {
	re, err := Compile(pattern)
	if err != nil {
		return false, err
	}
	return re.MatchReader(r), nil
}

// MatchString reports whether the string s contains any match of the regular expression pattern.
func MatchString(pattern string, s string) (matched bool, err error) {
	re, err := Compile(pattern)
	if err != nil {
		return false, err
	}
	return re.MatchString(s), nil
}

// Match reports whether the byte slice b contains any match of the regular expression pattern.
func Match(pattern string, b []byte) (matched bool, err error) {
	re, err := Compile(pattern)
	if err != nil {
		return false, err
	}
	return re.Match(b), nil
}

// QuoteMeta returns a string that escapes all regular expression metacharacters inside the argument text.
func QuoteMeta(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(`\.+*?()|[]{}^$`, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// caps is how many places execute gives with all captures.
func (re *Regexp) caps() int { return 2 * (re.numSubexp + 1) }

// pad makes places of the subexpressions complete.
func (re *Regexp) pad(a []int) []int {
	if a == nil {
		return nil
	}
	for len(a) < re.caps() {
		a = append(a, -1)
	}
	return a
}

// all calls deliver for up to n successive matches (n < 0: all). An empty match next to the one before does not count.
func (re *Regexp) all(s string, b []byte, n int, deliver func([]int)) {
	end := len(s)
	if b != nil {
		end = len(b)
	}
	if n < 0 {
		n = end + 1
	}
	for pos, i, previous := 0, 0, -1; i < n && pos <= end; {
		m := re.execute(nil, b, s, pos, re.caps())
		if m == nil {
			break
		}
		accept := true
		if m[1] == pos {
			// An empty match: not behind another one, and the next search begins one rune on.
			accept = m[0] != previous
			var width int
			if b != nil {
				_, width = inputBytes(b).step(pos)
			} else {
				_, width = inputString(s).step(pos)
			}
			if width > 0 {
				pos += width
			} else {
				pos = end + 1
			}
		} else {
			pos = m[1]
		}
		previous = m[1]
		if accept {
			deliver(re.pad(m))
			i++
		}
	}
}

// Find returns a slice holding the text of the leftmost match in b of the regular expression. A return value of nil indicates no match.
func (re *Regexp) Find(b []byte) []byte {
	m := re.execute(nil, nonNil(b), "", 0, 2)
	if m == nil {
		return nil
	}
	return b[m[0]:m[1]:m[1]]
}

// nonNil tells execute that the text is bytes.
func nonNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// FindIndex returns a two-element slice of integers defining the location of the leftmost match in b of the regular expression.
func (re *Regexp) FindIndex(b []byte) (m []int) {
	return re.execute(nil, nonNil(b), "", 0, 2)
}

// FindString returns a string holding the text of the leftmost match in s of the regular expression.
func (re *Regexp) FindString(s string) string {
	m := re.execute(nil, nil, s, 0, 2)
	if m == nil {
		return ""
	}
	return s[m[0]:m[1]]
}

// FindStringIndex returns a two-element slice of integers defining the location of the leftmost match in s of the regular expression.
func (re *Regexp) FindStringIndex(s string) (m []int) { return re.execute(nil, nil, s, 0, 2) }

// FindReaderIndex returns a two-element slice of integers defining the location of the leftmost match of the regular expression in text read from the RuneReader.
func (re *Regexp) FindReaderIndex(r io.RuneReader) (m []int) {
	return re.execute(r, nil, "", 0, 2)
}

func bytesAt(b []byte, m []int) [][]byte {
	out := make([][]byte, len(m)/2)
	for i := range out {
		if m[2*i] >= 0 {
			out[i] = b[m[2*i]:m[2*i+1]:m[2*i+1]]
		}
	}
	return out
}

func stringsAt(s string, m []int) []string {
	out := make([]string, len(m)/2)
	for i := range out {
		if m[2*i] >= 0 {
			out[i] = s[m[2*i]:m[2*i+1]]
		}
	}
	return out
}

// FindSubmatch returns a slice of slices holding the text of the leftmost match of the regular expression in b and the matches, if any, of its subexpressions.
func (re *Regexp) FindSubmatch(b []byte) [][]byte {
	m := re.FindSubmatchIndex(b)
	if m == nil {
		return nil
	}
	return bytesAt(b, m)
}

// FindSubmatchIndex returns a slice holding the index pairs identifying the leftmost match of the regular expression in b and the matches, if any, of its
// subexpressions.
func (re *Regexp) FindSubmatchIndex(b []byte) []int {
	return re.pad(re.execute(nil, nonNil(b), "", 0, re.caps()))
}

// FindStringSubmatch returns a slice of strings holding the text of the leftmost match of the regular expression in s and the matches, if any, of its
// subexpressions.
func (re *Regexp) FindStringSubmatch(s string) []string {
	m := re.FindStringSubmatchIndex(s)
	if m == nil {
		return nil
	}
	return stringsAt(s, m)
}

// FindStringSubmatchIndex returns a slice holding the index pairs identifying the leftmost match of the regular expression in s and the matches, if any, of its
// subexpressions.
func (re *Regexp) FindStringSubmatchIndex(s string) []int {
	return re.pad(re.execute(nil, nil, s, 0, re.caps()))
}

// FindReaderSubmatchIndex returns a slice holding the index pairs identifying the leftmost match of the regular expression of text read by the RuneReader, and
// the matches, if any, of its subexpressions.
func (re *Regexp) FindReaderSubmatchIndex(r io.RuneReader) []int {
	return re.pad(re.execute(r, nil, "", 0, re.caps()))
}

// FindAll is the 'All' version of Find; it returns a slice of all successive matches of the expression.
func (re *Regexp) FindAll(b []byte, n int) [][]byte {
	var out [][]byte
	re.all("", nonNil(b), n, func(m []int) { out = append(out, b[m[0]:m[1]:m[1]]) })
	return out
}

// FindAllIndex is the 'All' version of FindIndex.
func (re *Regexp) FindAllIndex(b []byte, n int) [][]int {
	var out [][]int
	re.all("", nonNil(b), n, func(m []int) { out = append(out, m[0:2]) })
	return out
}

// FindAllString is the 'All' version of FindString.
func (re *Regexp) FindAllString(s string, n int) []string {
	var out []string
	re.all(s, nil, n, func(m []int) { out = append(out, s[m[0]:m[1]]) })
	return out
}

// FindAllStringIndex is the 'All' version of FindStringIndex.
func (re *Regexp) FindAllStringIndex(s string, n int) [][]int {
	var out [][]int
	re.all(s, nil, n, func(m []int) { out = append(out, m[0:2]) })
	return out
}

// FindAllSubmatch is the 'All' version of FindSubmatch.
func (re *Regexp) FindAllSubmatch(b []byte, n int) [][][]byte {
	var out [][][]byte
	re.all("", nonNil(b), n, func(m []int) { out = append(out, bytesAt(b, m)) })
	return out
}

// FindAllSubmatchIndex is the 'All' version of FindSubmatchIndex.
func (re *Regexp) FindAllSubmatchIndex(b []byte, n int) [][]int {
	var out [][]int
	re.all("", nonNil(b), n, func(m []int) { out = append(out, m) })
	return out
}

// FindAllStringSubmatch is the 'All' version of FindStringSubmatch.
func (re *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	var out [][]string
	re.all(s, nil, n, func(m []int) { out = append(out, stringsAt(s, m)) })
	return out
}

// FindAllStringSubmatchIndex is the 'All' version of FindStringSubmatchIndex.
func (re *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	var out [][]int
	re.all(s, nil, n, func(m []int) { out = append(out, m) })
	return out
}

// Split slices s into substrings separated by the expression and returns a slice of the substrings between those expression matches, at most n (n < 0: all).
func (re *Regexp) Split(s string, n int) []string {
	if n == 0 {
		return nil
	}
	if re.expr != "" && s == "" {
		return []string{""}
	}
	out := []string{}
	begin, end := 0, 0
	for _, m := range re.FindAllStringIndex(s, n) {
		if n > 0 && len(out) == n-1 {
			break
		}
		end = m[0]
		if m[1] != 0 {
			out = append(out, s[begin:end])
		}
		begin = m[1]
	}
	if end != len(s) {
		out = append(out, s[begin:])
	}
	return out
}

// AppendText implements encoding.TextAppender. The output matches that of calling the String method.
func (re *Regexp) AppendText(b []byte) ([]byte, error) { return append(b, re.expr...), nil }

// MarshalText implements encoding.TextMarshaler. The output matches that of calling the AppendText method.
func (re *Regexp) MarshalText() ([]byte, error) { return re.AppendText(nil) }

// UnmarshalText implements encoding.TextUnmarshaler by calling Compile on the encoded value.
func (re *Regexp) UnmarshalText(text []byte) error {
	n, err := Compile(string(text))
	if err != nil {
		return err
	}
	*re = *n
	return nil
}
