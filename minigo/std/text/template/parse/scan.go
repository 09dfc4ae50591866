package parse

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// itemType is the kind of a token.
type itemType int

const (
	itemError itemType = iota // the value is the message
	itemBool
	itemChar // some other printable ASCII character, such as a comma
	itemCharConstant
	itemComment
	itemComplex
	itemAssign
	itemDeclare
	itemEOF
	itemField
	itemIdentifier
	itemLeftDelim
	itemLeftParen
	itemNumber
	itemPipe
	itemRawString
	itemRightDelim
	itemRightParen
	itemSpace
	itemString
	itemText
	itemVariable
	itemKeyword // what follows is written with a word of its own
	itemBlock
	itemBreak
	itemContinue
	itemDot
	itemDefine
	itemElse
	itemEnd
	itemIf
	itemNil
	itemRange
	itemTemplate
	itemWith
)

func wordKind(word string) itemType {
	switch word {
	case "true", "false":
		return itemBool
	case "block":
		return itemBlock
	case "break":
		return itemBreak
	case "continue":
		return itemContinue
	case "define":
		return itemDefine
	case "else":
		return itemElse
	case "end":
		return itemEnd
	case "if":
		return itemIf
	case "nil":
		return itemNil
	case "range":
		return itemRange
	case "template":
		return itemTemplate
	case "with":
		return itemWith
	}
	return itemIdentifier
}

// An item is a token.
type item struct {
	typ  itemType
	pos  Pos
	val  string
	line int // where it starts
}

func (it item) String() string {
	if it.typ == itemEOF {
		return "EOF"
	}
	if it.typ == itemError {
		return it.val
	}
	if it.typ > itemKeyword {
		return "<" + it.val + ">"
	}
	if len(it.val) > 10 {
		return fmt.Sprintf("%.10q...", it.val)
	}
	return fmt.Sprintf("%q", it.val)
}

// A scanner cuts a template's whole text into tokens before parsing begins.
// The last one is itemEOF or itemError.
type scanner struct {
	text        string
	left, right string
	comments    bool // keep comments
	breakFunc   bool // "break" names a function
	contFunc    bool // so does "continue"

	pos, start int
	line       int // of start
	parens     int
	items      []item
}

const spaces = " \t\r\n"

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func isWordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// skip forgets the text up to the current position.
func (s *scanner) skip() {
	s.line += strings.Count(s.text[s.start:s.pos], "\n")
	s.start = s.pos
}

func (s *scanner) emit(typ itemType) {
	s.items = append(s.items, item{typ, Pos(s.start), s.text[s.start:s.pos], s.line})
	s.skip()
}

// fail ends the list with an error; it always returns false.
func (s *scanner) fail(format string, args ...any) bool {
	s.items = append(s.items, item{itemError, Pos(s.start), fmt.Sprintf(format, args...), s.line})
	return false
}

// peek returns the next rune and its length, which is 0 at the end.
func (s *scanner) peek() (rune, int) { return utf8.DecodeRuneInString(s.text[s.pos:]) }

// atRight tells whether a right delimiter is next, and whether it trims the
// text that follows it.
func (s *scanner) atRight() (here, trims bool) {
	rest := s.text[s.pos:]
	if len(rest) >= 2 && isSpace(rest[0]) && rest[1] == '-' && strings.HasPrefix(rest[2:], s.right) {
		return true, true
	}
	return strings.HasPrefix(rest, s.right), false
}

func (s *scanner) run() []item {
	s.line = 1
	for s.delimited() {
	}
	return s.items
}

// delimited scans text and the action after it. It returns false at the end.
func (s *scanner) delimited() bool {
	n := strings.Index(s.text[s.pos:], s.left)
	if n < 0 {
		s.pos = len(s.text)
		if s.pos > s.start {
			s.emit(itemText)
		}
		s.emit(itemEOF)
		return false
	}
	open := s.pos + n
	inner := open + len(s.left)
	trims := len(s.text) >= inner+2 && s.text[inner] == '-' && isSpace(s.text[inner+1])
	s.pos = open
	if trims {
		s.pos = s.start + len(strings.TrimRight(s.text[s.start:open], spaces))
	}
	if s.pos > s.start {
		s.emit(itemText)
	}
	s.pos = open
	s.skip()
	marker := 0
	if trims {
		marker = 2
	}
	if strings.HasPrefix(s.text[inner+marker:], "/*") {
		s.pos = inner + marker
		s.skip()
		return s.comment()
	}
	s.pos = inner
	s.emit(itemLeftDelim)
	s.pos += marker
	s.skip()
	s.parens = 0
	for {
		if here, trims := s.atRight(); here {
			if s.parens > 0 {
				return s.fail("unclosed left paren")
			}
			s.close(true, trims)
			return true
		}
		if !s.token() {
			return false
		}
	}
}

// close takes the right delimiter and the space that it trims.
func (s *scanner) close(emit, trims bool) {
	if trims {
		s.pos += 2
		s.skip()
	}
	s.pos += len(s.right)
	if emit {
		s.emit(itemRightDelim)
	}
	if trims {
		s.pos = len(s.text) - len(strings.TrimLeft(s.text[s.pos:], spaces))
	}
	s.skip()
}

func (s *scanner) comment() bool {
	n := strings.Index(s.text[s.pos:], "*/")
	if n < 0 {
		return s.fail("unclosed comment")
	}
	s.pos += n + 2
	here, trims := s.atRight()
	if !here {
		return s.fail("comment ends before closing delimiter")
	}
	if s.comments {
		s.emit(itemComment)
	}
	s.skip()
	s.close(false, trims)
	return true
}

// token scans one token inside an action. It returns false at an error.
func (s *scanner) token() bool {
	r, size := s.peek()
	if size == 0 {
		return s.fail("unclosed action")
	}
	s.pos += size
	switch {
	case r < utf8.RuneSelf && isSpace(byte(r)):
		for s.pos < len(s.text) && isSpace(s.text[s.pos]) {
			if _, trims := s.atRight(); trims {
				break
			}
			s.pos++
		}
		s.emit(itemSpace)
	case r == '=':
		s.emit(itemAssign)
	case r == ':':
		r, size := s.peek()
		s.pos += size
		if r != '=' {
			return s.fail("expected :=")
		}
		s.emit(itemDeclare)
	case r == '|':
		s.emit(itemPipe)
	case r == '"':
		return s.quoted('"', itemString, "unterminated quoted string")
	case r == '\'':
		return s.quoted('\'', itemCharConstant, "unterminated character constant")
	case r == '`':
		n := strings.IndexByte(s.text[s.pos:], '`')
		if n < 0 {
			return s.fail("unterminated raw quoted string")
		}
		s.pos += n + 1
		s.emit(itemRawString)
	case r == '$':
		return s.name(itemVariable, itemVariable)
	case r == '.' && !(s.pos < len(s.text) && '0' <= s.text[s.pos] && s.text[s.pos] <= '9'):
		return s.name(itemField, itemDot)
	case r == '.' || r == '+' || r == '-' || '0' <= r && r <= '9':
		s.pos = s.start
		return s.number()
	case isWordRune(r):
		return s.word()
	case r == '(':
		s.parens++
		s.emit(itemLeftParen)
	case r == ')':
		s.parens--
		if s.parens < 0 {
			return s.fail("unexpected right paren")
		}
		s.emit(itemRightParen)
	case r <= unicode.MaxASCII && unicode.IsPrint(r):
		s.emit(itemChar)
	default:
		return s.fail("unrecognized character in action: %#U", r)
	}
	return true
}

func (s *scanner) quoted(end byte, typ itemType, message string) bool {
	for ; s.pos < len(s.text); s.pos++ {
		c := s.text[s.pos]
		if c == '\\' && s.pos+1 < len(s.text) {
			s.pos++
			c = s.text[s.pos]
			if c != '\n' {
				continue
			}
		}
		if c == '\n' {
			break
		}
		if c == end {
			s.pos++
			s.emit(typ)
			return true
		}
	}
	return s.fail("%s", message)
}

// takeWord goes over letters and digits.
func (s *scanner) takeWord() {
	for {
		r, size := s.peek()
		if size == 0 || !isWordRune(r) {
			return
		}
		s.pos += size
	}
}

// ended tells whether a word may end here; if not, that is an error.
func (s *scanner) ended() bool {
	r, size := s.peek()
	if size == 0 || strings.ContainsRune(" \t\r\n.,|:)(", r) || strings.HasPrefix(s.text[s.pos:], s.right) {
		return true
	}
	return s.fail("bad character %#U", r)
}

// name scans what follows "." or "$"; bare is its kind if that is nothing.
func (s *scanner) name(typ, bare itemType) bool {
	s.takeWord()
	if !s.ended() {
		return false
	}
	if s.pos == s.start+1 {
		typ = bare
	}
	s.emit(typ)
	return true
}

func (s *scanner) word() bool {
	s.takeWord()
	if !s.ended() {
		return false
	}
	typ := wordKind(s.text[s.start:s.pos])
	if typ == itemBreak && s.breakFunc || typ == itemContinue && s.contFunc {
		typ = itemIdentifier
	}
	s.emit(typ)
	return true
}

func (s *scanner) number() bool {
	typ := itemNumber
	ok := s.scanNumber()
	if ok && s.takeOne("+-") {
		s.pos--
		typ = itemComplex
		ok = s.scanNumber() && s.text[s.pos-1] == 'i'
	}
	if !ok {
		return s.fail("bad number syntax: %q", s.text[s.start:s.pos])
	}
	s.emit(typ)
	return true
}

func (s *scanner) takeOne(set string) bool {
	if s.pos < len(s.text) && strings.IndexByte(set, s.text[s.pos]) >= 0 {
		s.pos++
		return true
	}
	return false
}

func (s *scanner) takeAll(set string) {
	for s.takeOne(set) {
	}
}

// scanNumber goes over something like a number; the parser looks closer.
func (s *scanner) scanNumber() bool {
	const decimal = "0123456789_"
	s.takeOne("+-")
	digits, exponent := decimal, "eE"
	if s.takeOne("0") {
		switch {
		case s.takeOne("xX"):
			digits, exponent = "0123456789abcdefABCDEF_", "pP"
		case s.takeOne("oO"):
			digits, exponent = "01234567_", ""
		case s.takeOne("bB"):
			digits, exponent = "01_", ""
		}
	}
	s.takeAll(digits)
	if s.takeOne(".") {
		s.takeAll(digits)
	}
	if s.takeOne(exponent) {
		s.takeOne("+-")
		s.takeAll(decimal)
	}
	s.takeOne("i")
	if r, size := s.peek(); size > 0 && isWordRune(r) {
		s.pos += size
		return false
	}
	return true
}
