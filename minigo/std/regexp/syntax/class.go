package syntax

import (
	"slices"
	"strings"
	"unicode"
)

// A class is a list of pairs: the first and last rune of ranges. While it is built, ranges may overlap.

func addRange(c []rune, lo, hi rune) []rune {
	if n := len(c); n > 0 && lo <= c[n-1]+1 && lo >= c[n-2] {
		c[n-1] = max(c[n-1], hi)
		return c
	}
	return append(c, lo, hi)
}

// addFold adds a range and all that is equal to its runes regardless of case.
func addFold(c []rune, lo, hi rune) []rune {
	// Between these runes lies all that has another case.
	const least, most = 0x41, 0x1E943
	c = addRange(c, lo, hi)
	if lo <= least && hi >= most {
		return c
	}
	for r := max(lo, least); r <= min(hi, most); r++ {
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			c = append(c, f, f)
		}
	}
	return c
}

// clean sorts ranges and joins those that touch.
func clean(c []rune) []rune {
	type pair struct{ lo, hi rune }
	pairs := make([]pair, len(c)/2)
	for i := range pairs {
		pairs[i] = pair{c[2*i], c[2*i+1]}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return int(a.lo - b.lo) })
	c = c[:0]
	for _, p := range pairs {
		if n := len(c); n > 0 && p.lo <= c[n-1]+1 {
			c[n-1] = max(c[n-1], p.hi)
		} else {
			c = append(c, p.lo, p.hi)
		}
	}
	return c
}

// negate returns what is not in the clean class c.
func negate(c []rune) []rune {
	out := []rune{}
	next := rune(0)
	for i := 0; i < len(c); i += 2 {
		if next < c[i] {
			out = append(out, next, c[i]-1)
		}
		next = c[i+1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, next, unicode.MaxRune)
	}
	return out
}

func addTable(c []rune, t *unicode.RangeTable) []rune {
	for _, r := range t.R16 {
		for x := rune(r.Lo); x <= rune(r.Hi); x += rune(r.Stride) {
			if r.Stride == 1 {
				c = append(c, x, rune(r.Hi))
				break
			}
			c = append(c, x, x)
		}
	}
	for _, r := range t.R32 {
		for x := rune(r.Lo); x <= rune(r.Hi); x += rune(r.Stride) {
			if r.Stride == 1 {
				c = append(c, x, rune(r.Hi))
				break
			}
			c = append(c, x, x)
		}
	}
	return c
}

// perlClass returns \d, \s or \w; nil for another letter.
func perlClass(c byte) []rune {
	switch c {
	case 'd':
		return []rune{'0', '9'}
	case 's':
		return []rune{'\t', '\n', '\f', '\r', ' ', ' '}
	case 'w':
		return []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}
	}
	return nil
}

// posixClass returns the class that stands between [: and :].
func posixClass(name string) []rune {
	switch name {
	case "alnum":
		return []rune{'0', '9', 'A', 'Z', 'a', 'z'}
	case "alpha":
		return []rune{'A', 'Z', 'a', 'z'}
	case "ascii":
		return []rune{0, 0x7F}
	case "blank":
		return []rune{'\t', '\t', ' ', ' '}
	case "cntrl":
		return []rune{0, 0x1F, 0x7F, 0x7F}
	case "digit":
		return []rune{'0', '9'}
	case "graph":
		return []rune{'!', '~'}
	case "lower":
		return []rune{'a', 'z'}
	case "print":
		return []rune{' ', '~'}
	case "punct":
		return []rune{'!', '/', ':', '@', '[', '`', '{', '~'}
	case "space":
		return []rune{'\t', '\r', ' ', ' '}
	case "upper":
		return []rune{'A', 'Z'}
	case "word":
		return []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}
	case "xdigit":
		return []rune{'0', '9', 'A', 'F', 'a', 'f'}
	}
	return nil
}

// canonical is a name as it is looked up: without case, spaces, hyphens and underscores.
func canonical(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-' || r == '_':
			return -1
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		}
		return r
	}, name)
}

// unicodeClass returns the class \p{name}, and what is to be added to it regardless of case; nil if there is no such class.
func unicodeClass(name string) (table, folds *unicode.RangeTable, any bool) {
	want := canonical(name)
	switch want {
	case "any":
		return nil, nil, true
	case "assigned":
		// The contrary of Cn.
		return nil, nil, false
	}
	for key, t := range unicode.Categories {
		if canonical(key) == want {
			return t, unicode.FoldCategory[key], false
		}
	}
	for key, t := range unicode.Scripts {
		if canonical(key) == want {
			return t, unicode.FoldScript[key], false
		}
	}
	for alias, key := range unicode.CategoryAliases {
		if canonical(alias) == want {
			return unicode.Categories[key], unicode.FoldCategory[key], false
		}
	}
	return nil, nil, false
}
