// Textwrap fills paragraphs greedily and with least raggedness (dynamic programming), justifies, centres and makes columns.
package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strings"
	"unicode/utf8"
)

func width(s string) int { return utf8.RuneCountInString(s) }

func greedy(words []string, limit int) (lines [][]string) {
	used := 0
	for _, w := range words {
		if n := width(w); len(lines) == 0 || used+1+n > limit {
			lines = append(lines, []string{w})
			used = n
		} else {
			lines[len(lines)-1] = append(lines[len(lines)-1], w)
			used += 1 + n
		}
	}
	return
}

// balanced minimises the sum of the squares of the space left in each line but the last.
func balanced(words []string, limit int) (lines [][]string) {
	n := len(words)
	cost := make([]float64, n+1)
	from := make([]int, n+1)
	for end := 1; end <= n; end++ {
		cost[end] = math.Inf(1)
		length := -1
		for start := end - 1; start >= 0; start-- {
			length += 1 + width(words[start])
			if length > limit && start < end-1 {
				break
			}
			c := cost[start]
			if rest := float64(limit - length); end < n || rest < 0 {
				c += rest * rest
			}
			if c < cost[end] {
				cost[end], from[end] = c, start
			}
		}
	}
	for end := n; end > 0; end = from[end] {
		lines = append([][]string{words[from[end]:end]}, lines...)
	}
	return
}

func justify(line []string, limit int) string {
	gaps := len(line) - 1
	if gaps == 0 {
		return line[0]
	}
	total := limit
	for _, w := range line {
		total -= width(w)
	}
	var b strings.Builder
	for i, w := range line {
		b.WriteString(w)
		if i < gaps {
			spaces := total / gaps
			if i < total%gaps {
				spaces++
			}
			b.WriteString(strings.Repeat(" ", max(spaces, 1)))
		}
	}
	return b.String()
}

func centre(s string, limit int) string {
	return strings.Repeat(" ", max(0, limit-width(s))/2) + s
}

func raggedness(lines [][]string, limit int) (sum int) {
	for _, l := range lines[:len(lines)-1] {
		rest := limit - width(strings.Join(l, " "))
		sum += rest * rest
	}
	return
}

func columns(left, right []string, w int) {
	for i := range max(len(left), len(right)) {
		var a, b string
		if i < len(left) {
			a = left[i]
		}
		if i < len(right) {
			b = right[i]
		}
		fmt.Printf("%s%s │ %s\n", a, strings.Repeat(" ", max(0, w-width(a))), b)
	}
}

func expand(s string) string {
	return strings.NewReplacer("--", "—", "...", "…", "\"", "''").Replace(s)
}

func caesar(s string, shift rune) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return 'a' + (r-'a'+shift+26)%26
		case r >= 'A' && r <= 'Z':
			return 'A' + (r-'A'+shift+26)%26
		case r == '"':
			return -1
		}
		return r
	}, s)
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Split(bufio.ScanWords)
	var words []string
	for in.Scan() {
		words = append(words, expand(in.Text()))
	}
	const limit = 34
	a, b := greedy(words, limit), balanced(words, limit)
	var left, right []string
	for i, l := range a {
		if i < len(a)-1 {
			left = append(left, justify(l, limit))
		} else {
			left = append(left, strings.Join(l, " "))
		}
	}
	for _, l := range b {
		right = append(right, strings.Join(l, " "))
	}
	columns(left, right, limit)
	fmt.Println(raggedness(a, limit), ">=", raggedness(b, limit))
	for _, l := range greedy(words, 16)[:4] {
		fmt.Println(centre(strings.Join(l, " "), 30))
	}
	secret := caesar(strings.Join(words[:8], " "), 3)
	fmt.Println(secret, "/", caesar(secret, -3))
	fmt.Println(strings.Title("title of the text"), strings.EqualFold("Größe", "GRÖSSE"), strings.EqualFold("Größe", "GRÖßE"))
	fmt.Printf("%q %q\n", strings.SplitAfterN("a,b,c,d", ",", 3), strings.FieldsFunc("a1b22c", func(r rune) bool { return r < 'a' }))
	fmt.Println(strings.LastIndex("go gopher", "go"), strings.IndexAny("golang", "xyn"), strings.Count("cheese", "e"), strings.Count("five", ""))
	fmt.Println(strings.TrimFunc("123abc456", func(r rune) bool { return r < 'a' }), strings.TrimSuffix("file.go", ".go"), strings.ToTitle("ǆ"))
	before, after, found := strings.Cut("key=value=x", "=")
	fmt.Println(before, after, found, strings.Compare("a", "b"), strings.ContainsAny("abc", ""), strings.ToValidUTF8("a\xffb", "?"))
}
