package strings

import (
	"internal/bytealg"
	"io"
	"sync"
)

// Replacer replaces a list of strings with replacements. It is safe for concurrent use by multiple goroutines.
type Replacer struct {
	once   sync.Once // builds what follows from oldnew
	oldnew []string

	bytes *[256]byte // if all old and new strings are single bytes: what each byte becomes
	// else: the old strings by their first byte, in argument order, as chains of pairs: indexes into oldnew + 1, 0 at the end
	first [256]int32
	next  []int32
	empty int32 // the pair whose old string is empty
}

// NewReplacer returns a Replacer from a list of old, new string pairs. Replacements are done in the order they appear in the target string, without
// overlapping matches; the old strings are compared in argument order. It panics if given an odd number of arguments.
func NewReplacer(oldnew ...string) *Replacer {
	if len(oldnew)%2 == 1 {
		panic("strings.NewReplacer: odd argument count")
	}
	return &Replacer{oldnew: append([]string(nil), oldnew...)}
}

func (r *Replacer) build() {
	single := len(r.oldnew) > 0
	r.next = make([]int32, len(r.oldnew))
	for i := len(r.oldnew) - 2; i >= 0; i -= 2 {
		old := r.oldnew[i]
		if old == "" {
			r.empty = int32(i + 1)
		} else {
			r.next[i] = r.first[old[0]]
			r.first[old[0]] = int32(i + 1)
		}
		single = single && len(old) == 1 && len(r.oldnew[i+1]) == 1
	}
	if !single {
		return
	}
	r.bytes = new([256]byte)
	for c := range r.bytes {
		r.bytes[c] = byte(c)
		if p := r.first[c]; p != 0 {
			r.bytes[c] = r.oldnew[p][0]
		}
	}
}

// match returns the index of the new string of the first pair whose old string s begins with, and that one's length; -1 if there is none.
func (r *Replacer) match(s string, allowEmpty bool) (value, length int) {
	p := int32(0)
	if s != "" {
		p = r.first[s[0]]
	}
	for ; p != 0; p = r.next[p-1] {
		if allowEmpty && r.empty != 0 && r.empty < p {
			break
		}
		if old := r.oldnew[p-1]; HasPrefix(s, old) {
			return int(p), len(old)
		}
	}
	if allowEmpty && r.empty != 0 {
		return int(r.empty), 0
	}
	return -1, 0
}

// Replace returns a copy of s with all replacements performed.
func (r *Replacer) Replace(s string) string {
	r.once.Do(r.build)
	if r.bytes != nil {
		return r.replaceBytes(s)
	}
	var buf []byte
	last := 0
	r.each(s, func(start, end int, value string) bool {
		if buf == nil {
			buf = make([]byte, 0, len(s)+len(value))
		}
		buf = append(buf, s[last:start]...)
		buf = append(buf, value...)
		last = end
		return true
	})
	if buf == nil {
		return s
	}
	return bytealg.String(append(buf, s[last:]...))
}

func (r *Replacer) replaceBytes(s string) string {
	for i := 0; i < len(s); i++ {
		if r.bytes[s[i]] != s[i] {
			buf := bytealg.MakeNoZero(len(s))
			copy(buf, s[:i])
			for ; i < len(s); i++ {
				buf[i] = r.bytes[s[i]]
			}
			return bytealg.String(buf)
		}
	}
	return s
}

// each calls f for each match s[start:end] in turn, until f returns false. After the empty string has matched, it does not match again at the same place.
func (r *Replacer) each(s string, f func(start, end int, value string) bool) {
	wasEmpty := false
	for i := 0; i <= len(s); {
		if r.empty == 0 {
			for i < len(s) && r.first[s[i]] == 0 {
				i++
			}
			if i == len(s) {
				return
			}
		}
		value, length := r.match(s[i:], !wasEmpty)
		if value < 0 {
			wasEmpty = false
			i++
			continue
		}
		wasEmpty = length == 0
		if !f(i, i+length, r.oldnew[value]) {
			return
		}
		i += length
	}
}

// WriteString writes s to w with all replacements performed.
func (r *Replacer) WriteString(w io.Writer, s string) (n int, err error) {
	r.once.Do(r.build)
	if r.bytes != nil {
		return io.WriteString(w, r.replaceBytes(s))
	}
	last := 0
	write := func(text string) {
		if text != "" && err == nil {
			var m int
			m, err = io.WriteString(w, text)
			n += m
		}
	}
	r.each(s, func(start, end int, value string) bool {
		write(s[last:start])
		write(value)
		last = end
		return err == nil
	})
	if err == nil {
		write(s[last:])
	}
	return n, err
}
