// Strings by concatenation, conversion and slicing, without the library's help.
package main

import "fmt"

func reverse(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

func main() {
	total := 0
	for round := 0; round < 400000; round++ {
		s := "start"
		for i := 0; i < 8; i++ {
			s = s + "-" + string(rune('a'+(round+i)%26))
		}
		b := []byte(s)
		b[0] = 'S'
		t := string(b) + s[3:]
		if round%8 == 0 {
			t = reverse(t)
		}
		if t < s || s[2:4] == "ar" {
			total += len(t)
		}
		total += int(t[len(t)/2])
	}
	long := ""
	for i := 0; i < 3000; i++ {
		long += "0123456789"
	}
	fmt.Println(total, len(long))
}
