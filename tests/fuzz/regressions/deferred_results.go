package main

// A named result that a deferred closure captures lives on the heap; the recover block reads it.

func half(n int) (r uint8, s string) {
	defer func() {
		if p := recover(); p != nil {
			r++
			s += "recovered"
		}
	}()
	s = "half "
	if n%2 == 1 {
		panic(n)
	}
	r = uint8(n / 2)
	return r, s + "returned"
}

func plain(n int) {
	defer println("deferred", n)
	if n == 0 {
		return
	}
	println("went on")
}

func main() {
	println("case 0")
	for n := range 4 {
		r, s := half(n)
		println(r, s)
	}
	plain(0)
	plain(1)
}
