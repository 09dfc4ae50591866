// Large objects and maps that grow, in several goroutines: they come zeroed, and keep what is put in them.
package main

func check(ok bool, what string) {
	if !ok {
		panic(what)
	}
}

func churn(c chan int, rounds int) {
	sum := 0
	for i := 0; i < rounds; i++ {
		b := make([]*int, 600000+i*100)
		for k := 0; k < len(b); k += 1000 {
			check(b[k] == nil, "not zero")
			v := k
			b[k] = &v
		}
		m := map[int]*int{}
		for k := 0; k < 3000; k++ {
			v := k
			m[k] = &v
		}
		s := map[string]string{}
		for k := 0; k < 500; k++ {
			key := string(rune('a'+k%26)) + string(rune('a'+k/26))
			s[key] = key + key
		}
		for k := 0; k < len(b); k += 1000 {
			check(*b[k] == k, "wrong value in the array")
		}
		for k, v := range m {
			check(*v == k, "wrong value in the map")
		}
		for k, v := range s {
			check(v == k+k, "wrong string")
		}
		sum += len(b) + len(m) + len(s)
	}
	c <- sum
}

func main() {
	c := make(chan int)
	for i := 0; i < 4; i++ {
		go churn(c, 20)
	}
	sum := 0
	for i := 0; i < 4; i++ {
		sum += <-c
	}
	println(sum)
}
