package main

import (
	"fmt"
	"io"
	"reflect"
	"sort"
	"strings"
)

type Base struct {
	ID int `json:"id" db:"pk"`
}

func (b Base) Hello(s string) string { return "hello " + s }
func (b *Base) SetID(i int)          { b.ID = i }

type User struct {
	Base
	Name  string `json:"name,omitempty"`
	age   int
	Tags  []string
	Attrs map[string]any
	Next  *User
	Fn    func(int, ...string) (bool, error)
	Ch    <-chan int
	Arr   [3]uint8
	W     io.Writer
}

type MyInt int

func (m MyInt) Double() MyInt { return m * 2 }

type G[T any] struct{ v T }

func main() {
	u := User{Base: Base{1}, Name: "bob", age: 3, Tags: []string{"x"}, Attrs: map[string]any{"k": 1, "a": "b"}}
	t := reflect.TypeOf(u)
	fmt.Println(t, t.Name(), t.Kind(), t.PkgPath(), t.NumField(), t.Size(), t.Align(), t.Comparable())
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		fmt.Println(f.Name, f.Type, f.Type.Kind(), f.Tag.Get("json"), f.Offset, f.Index, f.Anonymous, f.IsExported(), f.PkgPath)
	}
	f, ok := t.FieldByName("ID")
	fmt.Println(f.Name, f.Index, ok, f.Tag.Get("db"))
	_, ok = t.FieldByName("nope")
	fmt.Println(ok)
	for _, t := range []reflect.Type{t, reflect.PointerTo(t), reflect.TypeFor[MyInt](), reflect.TypeFor[io.ReadWriter]()} {
		var names []string
		for i := 0; i < t.NumMethod(); i++ {
			m := t.Method(i)
			names = append(names, m.Name+" "+m.Type.String())
		}
		fmt.Println(t, t.NumMethod(), names)
	}
	v := reflect.ValueOf(u)
	fmt.Println(v.Field(1), v.Field(1).CanSet(), v.Field(2).Int(), v.Field(2).CanInterface(), v.FieldByName("ID"), v.Field(3).Len(), v.Field(3).Index(0))
	keys := v.FieldByName("Attrs").MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	for _, k := range keys {
		fmt.Println(k, v.FieldByName("Attrs").MapIndex(k), v.FieldByName("Attrs").MapIndex(k).Elem().Kind())
	}
	ft := t.Field(6).Type
	fmt.Println(ft.NumIn(), ft.In(0), ft.In(1), ft.IsVariadic(), ft.NumOut(), ft.Out(1), t.Field(7).Type.ChanDir(), t.Field(8).Type.Len())
	fmt.Println(reflect.TypeOf(G[int]{}), reflect.TypeOf(G[string]{}).Name(), reflect.TypeOf(G[map[string]User]{}))
	fmt.Println(reflect.TypeOf(&u).Implements(reflect.TypeFor[interface{ SetID(int) }]()), t.Implements(reflect.TypeFor[interface{ SetID(int) }]()))
	fmt.Println(reflect.TypeOf(1).AssignableTo(reflect.TypeOf(MyInt(1))), reflect.TypeOf(1).ConvertibleTo(reflect.TypeOf(MyInt(1))), reflect.TypeOf(1).ConvertibleTo(reflect.TypeOf("")))

	pv := reflect.ValueOf(&u).Elem()
	pv.FieldByName("Name").SetString("alice")
	pv.Field(0).Field(0).SetInt(77)
	pv.Field(3).Set(reflect.Append(pv.Field(3), reflect.ValueOf("y"), reflect.ValueOf("z")))
	pv.FieldByName("Attrs").SetMapIndex(reflect.ValueOf("new"), reflect.ValueOf(9.5))
	pv.FieldByName("Next").Set(reflect.New(t))
	pv.FieldByName("W").Set(reflect.ValueOf(&strings.Builder{}))
	pv.Field(8).Index(1).SetUint(200)
	fmt.Println(u.Name, u.ID, u.Tags, u.Attrs, u.Next.Name == "", u.Arr)
	fmt.Fprint(u.W, "written")
	fmt.Println(u.W)

	m := reflect.MakeMap(reflect.TypeOf(map[string]int{}))
	m.SetMapIndex(reflect.ValueOf("a"), reflect.ValueOf(1))
	fmt.Println(m.Interface(), m.Len())
	s := reflect.MakeSlice(reflect.TypeOf([]int{}), 2, 5)
	s.Index(0).SetInt(5)
	fmt.Println(s, s.Len(), s.Cap(), s.Slice(0, 1))
	ch := reflect.MakeChan(reflect.TypeOf(make(chan int)), 1)
	ch.Send(reflect.ValueOf(3))
	x, ok := ch.Recv()
	fmt.Println(x, ok, ch.Len())
	fmt.Println(reflect.Zero(t).IsZero(), reflect.ValueOf(u).IsZero())
	fmt.Println(reflect.ValueOf(65).Convert(reflect.TypeOf("")), reflect.ValueOf(3.9).Convert(reflect.TypeOf(1)), reflect.ValueOf("hé").Convert(reflect.TypeOf([]rune{})))
	fmt.Println(reflect.SliceOf(t), reflect.MapOf(reflect.TypeOf(""), t), reflect.ArrayOf(4, t), reflect.ChanOf(reflect.RecvDir, t), reflect.FuncOf([]reflect.Type{t}, []reflect.Type{reflect.TypeOf(1)}, false))
	fmt.Println(reflect.SliceOf(reflect.TypeOf(1)) == reflect.TypeOf([]int{}))

	fmt.Println(reflect.DeepEqual([]int{1, 2}, []int{1, 2}), reflect.DeepEqual(map[string][]int{"a": {1}}, map[string][]int{"a": {1}}), reflect.DeepEqual(u, u), reflect.DeepEqual(1, int64(1)), reflect.DeepEqual([]int(nil), []int{}))
	sw := []string{"a", "b", "c"}
	reflect.Swapper(sw)(0, 2)
	fmt.Println(sw)
	it := reflect.ValueOf(map[int]int{1: 2}).MapRange()
	for it.Next() {
		fmt.Println(it.Key(), it.Value())
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[User]())[:3] {
		fmt.Print(f.Name, f.Index, " ")
	}
	fmt.Println()

	try := func(what string, f func()) {
		defer func() { fmt.Println(what+":", recover()) }()
		f()
	}
	try("set unaddressable", func() { reflect.ValueOf(u).Field(1).SetString("x") })
	try("set unexported", func() { reflect.ValueOf(&u).Elem().Field(2).SetInt(1) })
	try("wrong kind", func() { reflect.ValueOf("x").Int() })
	try("zero value", func() { reflect.Value{}.Type() })
	try("interface of unexported", func() { reflect.ValueOf(u).Field(2).Interface() })
	try("not assignable", func() { reflect.ValueOf(&u).Elem().Field(1).Set(reflect.ValueOf(1)) })
	try("index", func() { reflect.ValueOf([]int{1}).Index(3) })
	try("nil elem", func() { fmt.Println(reflect.ValueOf((*int)(nil)).Elem().IsValid()) })
}
