package main

// The zero value of a narrow integer, as an operand that is extended to a word; comparisons of different boolean types with equal operands.

type flag bool

//go:noinline
func kind(s string) any {
	switch s {
	case "x", "y":
		return flag(s == "x")
	}
	return s == "z"
}

func main() {
	println("case 0")
	var a uint32
	var b int8
	var c [4]uint16
	println(a, b, c[a], c[b])
	for _, s := range []string{"x", "y", "z"} {
		switch v := kind(s).(type) {
		case flag:
			println("flag", v)
		case bool:
			println("bool", v)
		}
	}
}
