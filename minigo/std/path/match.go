package path

import (
	"errors"
	"unicode/utf8"
)

// ErrBadPattern says that a pattern is malformed.
var ErrBadPattern = errors.New("syntax error in pattern")

// Match reports whether name as a whole matches the shell pattern: '*' any run of characters but '/', '?' one of them, [a-z] or [^a-z] one of a class,
// '\\' the next character itself. The only error is ErrBadPattern.
func Match(pattern, name string) (matched bool, err error) {
	matched = true
	for pattern != "" {
		stars := false
		for pattern != "" && pattern[0] == '*' {
			stars = true
			pattern = pattern[1:]
		}
		chunk, rest := pattern[:chunkLen(pattern)], pattern[chunkLen(pattern):]
		if !matched {
			// The answer is known; what is left is only checked for errors.
			if _, _, err := matchChunk(chunk, ""); err != nil {
				return false, err
			}
			pattern = rest
			continue
		}
		if stars && chunk == "" {
			return !hasSlash(name), nil // a star at the end
		}
		after, ok, err := matchChunk(chunk, name)
		if err != nil {
			return false, err
		}
		ok = ok && (len(after) == 0 || rest != "")
		for i := 0; !ok && stars && i < len(name) && name[i] != '/'; i++ {
			after, ok, err = matchChunk(chunk, name[i+1:])
			if err != nil {
				return false, err
			}
			ok = ok && (len(after) == 0 || rest != "")
		}
		if ok {
			name = after
		}
		matched = ok
		pattern = rest
	}
	return matched && name == "", nil
}

func hasSlash(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '/' {
			return true
		}
	}
	return false
}

// chunkLen is the length of the pattern up to its first '*' outside brackets.
func chunkLen(pattern string) int {
	inClass := false
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			i++
		case '[':
			inClass = true
		case ']':
			inClass = false
		case '*':
			if !inClass {
				return i
			}
		}
	}
	return len(pattern)
}

// matchChunk matches a pattern without '*' at the start of s and returns what follows. After a mismatch it goes on to find errors.
func matchChunk(chunk, s string) (rest string, ok bool, err error) {
	failed := false
	for chunk != "" {
		failed = failed || s == ""
		switch chunk[0] {
		case '[':
			var r rune
			if !failed {
				var n int
				r, n = utf8.DecodeRuneInString(s)
				s = s[n:]
			}
			var in bool
			in, chunk, err = matchClass(chunk[1:], r)
			if err != nil {
				return "", false, err
			}
			failed = failed || !in
		case '?':
			if !failed {
				failed = s[0] == '/'
				_, n := utf8.DecodeRuneInString(s)
				s = s[n:]
			}
			chunk = chunk[1:]
		default:
			if chunk[0] == '\\' {
				chunk = chunk[1:]
				if chunk == "" {
					return "", false, ErrBadPattern
				}
			}
			if !failed {
				failed = chunk[0] != s[0]
				s = s[1:]
			}
			chunk = chunk[1:]
		}
	}
	if failed {
		return "", false, nil
	}
	return s, true, nil
}

// matchClass matches r against a class, whose '[' has been taken, and returns the pattern behind it.
func matchClass(class string, r rune) (in bool, rest string, err error) {
	negated := class != "" && class[0] == '^'
	if negated {
		class = class[1:]
	}
	for n := 0; ; n++ {
		if class != "" && class[0] == ']' && n > 0 {
			return in != negated, class[1:], nil
		}
		var low, high rune
		if low, class, err = classRune(class); err != nil {
			return false, "", err
		}
		high = low
		if class[0] == '-' {
			if high, class, err = classRune(class[1:]); err != nil {
				return false, "", err
			}
		}
		in = in || low <= r && r <= high
	}
}

// classRune takes one character, possibly escaped, from a class.
func classRune(class string) (r rune, rest string, err error) {
	if class == "" || class[0] == '-' || class[0] == ']' {
		return 0, "", ErrBadPattern
	}
	if class[0] == '\\' {
		class = class[1:]
		if class == "" {
			return 0, "", ErrBadPattern
		}
	}
	r, n := utf8.DecodeRuneInString(class)
	if r == utf8.RuneError && n == 1 || n == len(class) {
		return 0, "", ErrBadPattern
	}
	return r, class[n:], nil
}
