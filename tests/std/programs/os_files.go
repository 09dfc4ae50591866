package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

func main() {
	dir, err := os.MkdirTemp("", "mg*test")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	strip := func(v any) string { return strings.ReplaceAll(fmt.Sprint(v), dir, "DIR") }
	name := dir + "/a.txt"
	fmt.Println(os.WriteFile(name, []byte("line 1\nline 2\n\nlast"), 0o640))
	b, err := os.ReadFile(name)
	fmt.Printf("%q %v\n", b, err)
	info, err := os.Stat(name)
	fmt.Println(info.Name(), info.Size(), info.Mode(), info.IsDir(), err)
	_, err = os.Open(dir + "/none")
	fmt.Println(strip(err), errors.Is(err, fs.ErrNotExist), os.IsNotExist(err))
	var pe *fs.PathError
	fmt.Println(errors.As(err, &pe), pe.Op, pe.Err)
	f, err := os.OpenFile(name, os.O_APPEND|os.O_RDWR, 0)
	fmt.Println(f.WriteString("!!\n"))
	fmt.Println(f.Seek(5, io.SeekStart))
	buf := make([]byte, 4)
	n, err := f.Read(buf)
	fmt.Printf("%d %v %q\n", n, err, buf)
	n, err = f.ReadAt(buf, 0)
	fmt.Printf("%d %v %q\n", n, err, buf)
	fmt.Println(f.Close(), strip(f.Close()))
	_, err = f.Read(buf)
	fmt.Println(strip(err))
	fmt.Println(os.MkdirAll(dir+"/x/y/z", 0o755), strip(os.Mkdir(dir+"/x", 0o755)))
	os.WriteFile(dir+"/x/2", nil, 0o600)
	os.WriteFile(dir+"/x/1", nil, 0o600)
	entries, err := os.ReadDir(dir + "/x")
	for _, e := range entries {
		fmt.Println(e.Name(), e.IsDir(), e.Type(), e)
	}
	fmt.Println(os.Rename(name, dir+"/b.txt"), strip(os.Rename(name, dir+"/c")))
	fmt.Println(strip(os.Remove(dir + "/x")))
	fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		fmt.Println(p, d.IsDir(), err)
		return nil
	})
	fl, _ := os.Open(dir + "/b.txt")
	sc := bufio.NewScanner(fl)
	for sc.Scan() {
		fmt.Printf("%q\n", sc.Text())
	}
	fl.Close()
	os.Setenv("MG_X", "value")
	v, ok := os.LookupEnv("MG_X")
	fmt.Println(os.Getenv("MG_X"), v, ok, os.ExpandEnv("$MG_X-${MG_X}s"))
	os.Unsetenv("MG_X")
	_, ok = os.LookupEnv("MG_X")
	fmt.Println(ok, len(os.Args))
	os.Chdir(dir)
	wd, _ := os.Getwd()
	fmt.Println(strip(wd))
	r, w, _ := os.Pipe()
	go func() { fmt.Fprintln(w, "through the pipe"); w.Close() }()
	all, err := io.ReadAll(r)
	fmt.Printf("%q %v\n", all, err)
	pr, pw := io.Pipe()
	go func() { pw.Write([]byte("abc")); pw.CloseWithError(errors.New("done")) }()
	all, err = io.ReadAll(pr)
	fmt.Printf("%q %v\n", all, err)
	os.Symlink("b.txt", "link")
	fmt.Println(os.Readlink("link"))
	tw := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(tw, "buffered %d\n", 1)
	tw.Flush()
	fmt.Fprintln(os.Stderr, "to stderr")
	defer fmt.Println("not printed")
	os.RemoveAll(dir)
	os.Exit(3)
}
