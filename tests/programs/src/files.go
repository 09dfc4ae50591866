// Files makes, writes, appends, seeks, renames, lists and removes files in a temporary folder, and reports the errors that must come.
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

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "files:", err)
		os.Exit(1)
	}
}

type countingWriter struct {
	w      io.Writer
	writes int
	bytes  int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.writes++
	c.bytes += int64(n)
	return n, err
}

func writeTable(name string, rows int) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	c := &countingWriter{w: f}
	w := bufio.NewWriterSize(c, 512)
	for i := range rows {
		fmt.Fprintf(w, "%d\t%d\t%s\n", i, i*i, strings.Repeat("=", i%7))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Println("wrote", c.bytes, "bytes, in", c.writes, "blocks")
	return nil
}

func readTable(name string) (rows, sum int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	for {
		var a, b int
		var bar string
		line, err := r.ReadString('\n')
		if err == io.EOF {
			return rows, sum, nil
		}
		if n, err := fmt.Sscan(line, &a, &b, &bar); err != nil && n < 2 {
			return rows, sum, fmt.Errorf("row %d: %w", rows, err)
		}
		if b != a*a {
			return rows, sum, fmt.Errorf("row %d: %d is not %d squared", rows, b, a)
		}
		rows++
		sum += b
	}
}

func seeking(name string) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	must(err)
	defer f.Close()
	_, err = f.WriteString("0123456789abcdef")
	must(err)
	at, err := f.Seek(-6, io.SeekEnd)
	must(err)
	buf := make([]byte, 4)
	n, err := io.ReadFull(f, buf)
	fmt.Println(at, n, err, string(buf))
	_, err = f.WriteAt([]byte("XYZ"), 3)
	must(err)
	n, err = f.ReadAt(buf, 14)
	fmt.Println(n, err, string(buf[:n]))
	must(f.Truncate(8))
	_, err = f.Seek(0, io.SeekStart)
	must(err)
	all, err := io.ReadAll(f)
	fmt.Println(string(all), err)
	section := io.NewSectionReader(f, 2, 4)
	part, _ := io.ReadAll(io.LimitReader(section, 3))
	fmt.Println(string(part), section.Size())
}

func list(folder string) {
	entries, err := os.ReadDir(folder)
	must(err)
	for _, e := range entries {
		info, err := e.Info()
		must(err)
		size := info.Size()
		if info.IsDir() {
			size = 0
		}
		fmt.Println(info.Mode(), size, e.Name(), e.IsDir())
	}
}

func main() {
	folder, err := os.MkdirTemp("", "files-*")
	must(err)
	defer os.RemoveAll(folder)
	must(os.Chdir(folder))

	must(writeTable("table.txt", 100))
	fmt.Println(readTable("table.txt"))
	seeking("seek.bin")

	must(os.WriteFile("log.txt", []byte("first\n"), 0o640))
	for _, line := range []string{"second", "third"} {
		f, err := os.OpenFile("log.txt", os.O_APPEND|os.O_WRONLY, 0)
		must(err)
		fmt.Fprintln(f, line)
		must(f.Sync())
		must(f.Close())
		_, err = f.Write(nil)
		fmt.Println(err, errors.Is(err, os.ErrClosed))
	}
	text, err := os.ReadFile("log.txt")
	fmt.Printf("%q %v\n", text, err)

	must(os.MkdirAll("a/b/c", 0o755))
	must(os.Rename("log.txt", "a/b/moved.txt"))
	must(os.Symlink("b/moved.txt", "a/link"))
	target, err := os.Readlink("a/link")
	fmt.Println(target, err)
	through, err := os.ReadFile("a/link")
	fmt.Println(len(through), err)
	must(os.Chmod("seek.bin", 0o400))
	list(".")
	list("a")

	_, err = os.Open("missing/file")
	var pathError *fs.PathError
	fmt.Println(err, errors.Is(err, fs.ErrNotExist), os.IsNotExist(err), errors.As(err, &pathError))
	fmt.Println(os.Mkdir("a", 0o755), os.Remove("a"), os.Remove("missing"))
	_, err = os.OpenFile("table.txt", os.O_CREATE|os.O_EXCL, 0o644)
	fmt.Println(err, os.IsExist(err))
	_, err = os.ReadFile("a")
	fmt.Println(err)
	_, err = os.Stat("table.txt/x")
	fmt.Println(err)
	must(os.RemoveAll("a"))
	_, err = os.Lstat("a")
	fmt.Println(err)

	must(os.Setenv("FILES_TEST", "value"))
	v, ok := os.LookupEnv("FILES_TEST")
	fmt.Println(v, ok, os.Getenv("FILES_NONE") == "", os.ExpandEnv("$FILES_TEST-${FILES_TEST}"))
	r, w, err := os.Pipe()
	must(err)
	go func() {
		fmt.Fprint(w, "through a pipe")
		w.Close()
	}()
	piped, err := io.ReadAll(r)
	fmt.Println(string(piped), err)
	var b strings.Builder
	n, err := io.Copy(io.MultiWriter(&b, io.Discard), io.TeeReader(strings.NewReader("copied"), &b))
	fmt.Println(n, err, b.String())
}
