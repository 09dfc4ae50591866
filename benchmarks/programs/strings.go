// Text processing with the library: building, splitting, replacing, converting, comparing.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

func main() {
	var b strings.Builder
	for i := 0; i < 20000; i++ {
		b.WriteString("field")
		b.WriteString(strconv.Itoa(i))
		b.WriteByte("=;,"[i%3])
		fmt.Fprintf(&b, "%x ", i*i)
	}
	text := b.String()
	total := 0
	for round := 0; round < 15; round++ {
		for _, w := range strings.Fields(text) {
			k := strings.IndexAny(w, "=;,")
			n, err := strconv.ParseInt(w[k+1:], 16, 64)
			if err != nil {
				panic(err)
			}
			total += int(n & 15)
			if strings.HasPrefix(w, "field19") && strings.Contains(w, "a") {
				total++
			}
		}
		up := strings.ToUpper(text)
		total += strings.Count(up, "F") + strings.LastIndex(up, "9")
		total += len(strings.Replace(text, "field", "f", -1))
		for _, r := range text {
			if r == 'e' {
				total++
			}
		}
		total += len(strings.Join(strings.Split(text, ";"), "<>"))
	}
	fmt.Println(len(text), total)
}
