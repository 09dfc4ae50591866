package main

import (
	"encoding/json"
	"fmt"
	"math"
)

type T struct {
	A int `json:"a,omitempty"`
	B string
	C []int
	M map[string]any
	P *T `json:",omitempty"`
	u int
	F float64  `json:",string"`
	Z struct{} `json:",omitzero"`
}

func main() {
	b, err := json.Marshal(T{A: 1, B: "<x>&\u2028\xff", C: nil, M: map[string]any{"k": 1.5, "a": nil}})
	fmt.Println(string(b), err)
	_, err = json.Marshal(math.NaN())
	fmt.Printf("%v %T\n", err, err)
	_, err = json.Marshal(make(chan int))
	fmt.Printf("%v %T\n", err, err)
	for _, s := range []string{`{"a":"x"}`, `{"a":1.5}`, `{"a":1`, `[1,2,3]`, `{"a":1}x`, `nul`, `"\u12"`, `{"B":5}`, `{"C":[1,"x"]}`, `{"P":{"a":[]}}`, ``, `{"a":1,}`, `[1 2]`, `{"a":300000000000000000000}`, `{a:1}`, "\"\x01\"", `01`, `-`, `{"F":"1.5"}`, `{"F":1.5}`, `tru`, `truX`} {
		var t T
		err := json.Unmarshal([]byte(s), &t)
		fmt.Printf("%-30s %v | %T | %v %v %v %v\n", s, err, err, t.A, t.B, t.C, t.F)
	}
	var v any
	for _, s := range []string{`{"a":[1,2,{"b":null}],"c":"\ud83d\ude00\ud800"}`, `1e999`, `[1,]`} {
		err := json.Unmarshal([]byte(s), &v)
		fmt.Printf("%v %v\n", v, err)
	}
	fmt.Println(json.Unmarshal([]byte("1"), nil), json.Unmarshal([]byte("1"), T{}), json.Unmarshal([]byte("1"), (*int)(nil)))
	b, _ = json.MarshalIndent(map[string]any{"x": []int{1, 2}, "e": []int{}, "o": map[string]int{}}, ">", "  ")
	fmt.Println(string(b))
	for _, f := range []float64{1, 1e20, 1e21, 1e-6, 1e-7, 123456789, 0.1, 1e100} {
		b, _ = json.Marshal(f)
		fmt.Print(string(b), " ")
		b, _ = json.Marshal(float32(f))
		fmt.Print(string(b), " ")
	}
}
