package fmt

import (
	"reflect"
	"unicode/utf8"
)

const tooBig = 1e6

// parseNumber reads a number in s[start:end].
func parseNumber(s string, start, end int) (num int, ok bool, next int) {
	for next = start; next < end && '0' <= s[next] && s[next] <= '9'; next++ {
		if num >= tooBig || num <= -tooBig {
			return 0, false, end
		}
		num = num*10 + int(s[next]-'0')
		ok = true
	}
	if num > tooBig {
		return 0, false, end
	}
	return num, ok, next
}

// intFromArg takes an argument as a width or precision.
func intFromArg(a []any, argNum int) (num int, isInt bool, newArgNum int) {
	newArgNum = argNum
	if argNum < len(a) {
		num, isInt = a[argNum].(int)
		if !isInt {
			switch v := reflect.ValueOf(a[argNum]); v.Kind() {
			case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
				n := v.Int()
				if int64(int(n)) == n {
					num, isInt = int(n), true
				}
			case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
				n := v.Uint()
				if int64(n) >= 0 && uint64(int(n)) == n {
					num, isInt = int(n), true
				}
			}
		}
		newArgNum = argNum + 1
		if num > tooBig || num < -tooBig {
			num, isInt = 0, false
		}
	}
	return num, isInt, newArgNum
}

// argIndex reads [n] at the beginning of format; wid is its length, at least 1.
func argIndex(format string) (index int, wid int, ok bool) {
	if len(format) < 3 {
		return 0, 1, false
	}
	for i := 1; i < len(format); i++ {
		if format[i] == ']' {
			n, ok, next := parseNumber(format, 1, i)
			if !ok || next != i {
				return 0, i + 1, false
			}
			return n - 1, i + 1, true
		}
	}
	return 0, 1, false
}

// argNumber takes a [n] at format[i:] into account.
func (p *pp) argNumber(argNum int, format string, i int, numArgs int) (newArgNum, newi int, found bool) {
	if len(format) <= i || format[i] != '[' {
		return argNum, i, false
	}
	p.reordered = true
	index, wid, ok := argIndex(format[i:])
	if ok && 0 <= index && index < numArgs {
		return index, i + wid, true
	}
	p.goodArgNum = false
	return argNum, i + wid, ok
}

// doPrintf does what the format says.
func (p *pp) doPrintf(format string, a []any) {
	end := len(format)
	argNum := 0
	afterIndex := false // the previous item was an index like [3]
	p.reordered = false
	for i := 0; i < end; {
		p.goodArgNum = true
		last := i
		for i < end && format[i] != '%' {
			i++
		}
		if i > last {
			p.buf.writeString(format[last:i])
		}
		if i >= end {
			break
		}
		i++
		p.fmt.clear()
		simple := false
	flags:
		for ; i < end; i++ {
			switch c := format[i]; c {
			case '#':
				p.fmt.sharp = true
			case '0':
				p.fmt.zero = true
			case '+':
				p.fmt.plus = true
			case '-':
				p.fmt.minus = true
			case ' ':
				p.fmt.space = true
			default:
				// The common case: a simple verb without width, precision or index.
				if 'a' <= c && c <= 'z' && argNum < len(a) {
					p.verb(rune(c), a[argNum], argNum)
					argNum++
					i++
					simple = true
				}
				break flags
			}
		}
		if simple {
			continue
		}
		argNum, i, afterIndex = p.argNumber(argNum, format, i, len(a))
		if i < end && format[i] == '*' {
			i++
			p.fmt.wid, p.fmt.widPresent, argNum = intFromArg(a, argNum)
			if !p.fmt.widPresent {
				p.buf.writeString("%!(BADWIDTH)")
			}
			if p.fmt.wid < 0 {
				p.fmt.wid = -p.fmt.wid
				p.fmt.minus = true
				p.fmt.zero = false
			}
			afterIndex = false
		} else {
			p.fmt.wid, p.fmt.widPresent, i = parseNumber(format, i, end)
			if afterIndex && p.fmt.widPresent { // "%[3]2d"
				p.goodArgNum = false
			}
		}
		if i+1 < end && format[i] == '.' {
			i++
			if afterIndex { // "%[3].2d"
				p.goodArgNum = false
			}
			argNum, i, afterIndex = p.argNumber(argNum, format, i, len(a))
			if i < end && format[i] == '*' {
				i++
				p.fmt.prec, p.fmt.precPresent, argNum = intFromArg(a, argNum)
				if p.fmt.prec < 0 {
					p.fmt.prec = 0
					p.fmt.precPresent = false
				}
				if !p.fmt.precPresent {
					p.buf.writeString("%!(BADPREC)")
				}
				afterIndex = false
			} else {
				p.fmt.prec, p.fmt.precPresent, i = parseNumber(format, i, end)
				if !p.fmt.precPresent {
					p.fmt.prec = 0
					p.fmt.precPresent = true
				}
			}
		}
		if !afterIndex {
			argNum, i, afterIndex = p.argNumber(argNum, format, i, len(a))
		}
		if i >= end {
			p.buf.writeString("%!(NOVERB)")
			break
		}
		verb, size := rune(format[i]), 1
		if verb >= utf8.RuneSelf {
			verb, size = utf8.DecodeRuneInString(format[i:])
		}
		i += size
		switch {
		case verb == '%':
			p.buf.writeByte('%')
		case !p.goodArgNum:
			p.buf.writeString("%!")
			p.buf.writeRune(verb)
			p.buf.writeString("(BADINDEX)")
		case argNum >= len(a):
			p.buf.writeString("%!")
			p.buf.writeRune(verb)
			p.buf.writeString("(MISSING)")
		default:
			p.verb(verb, a[argNum], argNum)
			argNum++
		}
	}
	if !p.reordered && argNum < len(a) {
		p.fmt.clear()
		p.buf.writeString("%!(EXTRA ")
		for i, arg := range a[argNum:] {
			if i > 0 {
				p.buf.writeString(", ")
			}
			if arg == nil {
				p.buf.writeString("<nil>")
			} else {
				p.buf.writeString(reflect.TypeOf(arg).String())
				p.buf.writeByte('=')
				p.printArg(arg, 'v')
			}
		}
		p.buf.writeByte(')')
	}
}

// verb prints one argument, after the flags that are special for %v and %w were sorted out.
func (p *pp) verb(verb rune, arg any, argNum int) {
	switch verb {
	case 'w':
		p.wrapped = append(p.wrapped, argNum)
		fallthrough
	case 'v':
		p.fmt.sharpV = p.fmt.sharp
		p.fmt.sharp = false
		p.fmt.plusV = p.fmt.plus
		p.fmt.plus = false
	}
	p.printArg(arg, verb)
}
