package main

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
)

//go:embed a.txt
var text string

//go:embed "a.txt"
var raw []byte

//go:embed *.txt sub
//go:embed all:sub/_u
var files embed.FS

type named string

var (
	//go:embed "sub/b.txt"
	grouped string
	//go:embed `a.txt`
	also named
	//go:embed [a-b].txt
	tree embed.FS
)

//go:embed sub/b.txt
var n named

func main() {
	fmt.Printf("%q %q %q\n", text, raw, n)
	fmt.Println(grouped, also)
	fmt.Println(tree.ReadFile("a.txt"))
	raw[0] = 'J'
	fmt.Printf("%s", raw)
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		info, e := d.Info()
		fmt.Println(path, d.IsDir(), d.Name(), err, e, info.Size(), info.Mode(), info.ModTime().IsZero(), d)
		return nil
	})
	fmt.Println(err)
	data, err := files.ReadFile("sub/b.txt")
	fmt.Printf("%q %v\n", data, err)
	_, err = files.ReadFile("sub")
	fmt.Println(err)
	_, err = files.ReadFile("nope")
	fmt.Println(err)
	_, err = files.Open("../x")
	fmt.Println(err)
	_, err = files.ReadDir("a.txt")
	fmt.Println(err)
	list, err := files.ReadDir("sub")
	fmt.Println(len(list), list[0].Name(), err)
	f, _ := files.Open("a.txt")
	b := make([]byte, 3)
	k, err := f.Read(b)
	fmt.Println(k, err, string(b))
	rest, err := io.ReadAll(f)
	fmt.Printf("%q %v\n", rest, err)
	s := f.(io.Seeker)
	fmt.Println(s.Seek(-2, io.SeekEnd))
	k, err = f.(io.ReaderAt).ReadAt(b, 4)
	fmt.Println(k, err, f.Close())
	_, err = s.Seek(-20, io.SeekStart)
	fmt.Println(err)
	d, _ := files.Open("sub")
	_, err = d.Read(b)
	fmt.Println(err)
	one, err := d.(fs.ReadDirFile).ReadDir(1)
	fmt.Println(len(one), one[0], err)
	one, err = d.(fs.ReadDirFile).ReadDir(5)
	fmt.Println(len(one), err)
	one, err = d.(fs.ReadDirFile).ReadDir(5)
	fmt.Println(len(one), err)
	matches, err := fs.Glob(files, "sub/*")
	fmt.Println(matches, err)
	var none embed.FS
	_, err = none.Open("x")
	fmt.Println(err)
	fmt.Println(none.ReadDir("."))
}
