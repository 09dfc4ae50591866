// Wordcount counts the words of text files and prints the most frequent ones, with a histogram of word lengths.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

type counts struct {
	lines, words, runes, bytes int
	freq                       map[string]int
	lengths                    map[int]int
}

func (c *counts) add(d counts) {
	c.lines += d.lines
	c.words += d.words
	c.runes += d.runes
	c.bytes += d.bytes
	for w, n := range d.freq {
		c.freq[w] += n
	}
	for l, n := range d.lengths {
		c.lengths[l] += n
	}
}

func newCounts() counts { return counts{freq: map[string]int{}, lengths: map[int]int{}} }

func count(r io.Reader) (counts, error) {
	c := newCounts()
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			c.lines++
			c.bytes += len(line)
			c.runes += utf8.RuneCountInString(line)
			for _, w := range strings.FieldsFunc(line, func(r rune) bool {
				return !unicode.IsLetter(r) && r != '\''
			}) {
				w = strings.ToLower(strings.Trim(w, "'"))
				if w == "" {
					continue
				}
				c.words++
				c.freq[w]++
				c.lengths[utf8.RuneCountInString(w)]++
			}
		}
		if err == io.EOF {
			return c, nil
		}
		if err != nil {
			return c, err
		}
	}
}

type entry struct {
	word string
	n    int
}

func top(freq map[string]int, n int) []entry {
	all := make([]entry, 0, len(freq))
	for w, k := range freq {
		all = append(all, entry{w, k})
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.n, a.n), strings.Compare(a.word, b.word))
	})
	return all[:min(n, len(all))]
}

func main() {
	n := flag.Int("n", 10, "how many words to show")
	flag.Parse()
	total := newCounts()
	status := 0
	for _, name := range flag.Args() {
		f, err := os.Open(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, "wordcount:", err)
			status = 1
			continue
		}
		c, err := count(f)
		f.Close()
		if err != nil {
			fmt.Fprintln(os.Stderr, "wordcount:", err)
			status = 1
		}
		fmt.Printf("%7d %7d %7d %7d %s\n", c.lines, c.words, c.runes, c.bytes, name)
		total.add(c)
	}
	fmt.Printf("%d different words\n", len(total.freq))
	for i, e := range top(total.freq, *n) {
		fmt.Printf("%3d. %-12s %4d  %5.2f %%\n", i+1, e.word, e.n, 100*float64(e.n)/float64(total.words))
	}
	most := 0
	for _, k := range total.lengths {
		most = max(most, k)
	}
	for l := 1; l <= 14; l++ {
		k := total.lengths[l]
		fmt.Printf("%2d %4d %s\n", l, k, strings.Repeat("#", k*40/max(most, 1)))
	}
	os.Exit(status)
}
