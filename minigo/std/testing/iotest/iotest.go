// Package iotest implements Readers and Writers useful mainly for testing.
package iotest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
)

// ErrTimeout is a fake timeout error.
var ErrTimeout = errors.New("timeout")

type oneByteReader struct{ r io.Reader }

func (r *oneByteReader) Read(p []byte) (int, error) { return r.r.Read(p[:min(len(p), 1)]) }

// OneByteReader returns a Reader that implements each non-empty Read by reading one byte from r.
func OneByteReader(r io.Reader) io.Reader { return &oneByteReader{r} }

type halfReader struct{ r io.Reader }

func (r *halfReader) Read(p []byte) (int, error) { return r.r.Read(p[:(len(p)+1)/2]) }

// HalfReader returns a Reader that implements Read by reading half as many requested bytes from r.
func HalfReader(r io.Reader) io.Reader { return &halfReader{r} }

type dataErrReader struct {
	r      io.Reader
	unread []byte
	buf    [1024]byte
}

func (r *dataErrReader) Read(p []byte) (n int, err error) {
	// One read ahead, so that the error comes with the last data.
	for {
		if len(r.unread) == 0 {
			k, rerr := r.r.Read(r.buf[:])
			r.unread = r.buf[:k]
			err = rerr
		}
		if n > 0 || err != nil {
			return n, err
		}
		n = copy(p, r.unread)
		r.unread = r.unread[n:]
	}
}

// DataErrReader changes the way errors are handled by a Reader: it returns the final error with the last data, instead of with no data afterwards.
func DataErrReader(r io.Reader) io.Reader { return &dataErrReader{r: r} }

type timeoutReader struct {
	r     io.Reader
	count int
}

func (r *timeoutReader) Read(p []byte) (int, error) {
	r.count++
	if r.count == 2 {
		return 0, ErrTimeout
	}
	return r.r.Read(p)
}

// TimeoutReader returns ErrTimeout on the second read with no data. Subsequent calls to read succeed.
func TimeoutReader(r io.Reader) io.Reader { return &timeoutReader{r, 0} }

type errReader struct{ err error }

func (r *errReader) Read(p []byte) (int, error) { return 0, r.err }

// ErrReader returns an io.Reader that returns 0, err from all Read calls.
func ErrReader(err error) io.Reader { return &errReader{err} }

type truncateWriter struct {
	w io.Writer
	n int64
}

func (t *truncateWriter) Write(p []byte) (n int, err error) {
	if t.n <= 0 {
		return len(p), nil
	}
	k := int(min(int64(len(p)), t.n))
	n, err = t.w.Write(p[:k])
	t.n -= int64(n)
	if err == nil {
		n = len(p)
	}
	return n, err
}

// TruncateWriter returns a Writer that writes to w but stops silently after n bytes.
func TruncateWriter(w io.Writer, n int64) io.Writer { return &truncateWriter{w, n} }

type writeLogger struct {
	prefix string
	w      io.Writer
}

func (l *writeLogger) Write(p []byte) (n int, err error) {
	n, err = l.w.Write(p)
	if err != nil {
		log.Printf("%s %x: %v", l.prefix, p[0:n], err)
	} else {
		log.Printf("%s %x", l.prefix, p[0:n])
	}
	return n, err
}

// NewWriteLogger returns a writer that behaves like w except that it logs (using log.Printf) each write to standard error, printing the prefix and the hexadecimal
// data written.
func NewWriteLogger(prefix string, w io.Writer) io.Writer { return &writeLogger{prefix, w} }

type readLogger struct {
	prefix string
	r      io.Reader
}

func (l *readLogger) Read(p []byte) (n int, err error) {
	n, err = l.r.Read(p)
	if err != nil {
		log.Printf("%s %x: %v", l.prefix, p[0:n], err)
	} else {
		log.Printf("%s %x", l.prefix, p[0:n])
	}
	return n, err
}

// NewReadLogger returns a reader that behaves like r except that it logs (using log.Printf) each read to standard error, printing the prefix and the hexadecimal
// data read.
func NewReadLogger(prefix string, r io.Reader) io.Reader { return &readLogger{prefix, r} }

type smallByteReader struct {
	r   io.Reader
	off int
	n   int
}

func (r *smallByteReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	r.n = r.n%3 + 1
	n, err := r.r.Read(p[:min(r.n, len(p))])
	if err != nil && err != io.EOF {
		err = fmt.Errorf("Read(%d bytes at offset %d): %v", n, r.off, err)
	}
	r.off += n
	return n, err
}

// TestReader tests that reading from r returns the expected file content. It does reads of different sizes, until EOF. If r implements io.ReaderAt or io.Seeker,
// TestReader also checks that those operations behave as they should.
func TestReader(r io.Reader, content []byte) error {
	if len(content) > 0 {
		if n, err := r.Read(nil); n != 0 || err != nil {
			return fmt.Errorf("Read(0) = %d, %v, want 0, nil", n, err)
		}
	}
	data, err := io.ReadAll(&smallByteReader{r: r})
	if err != nil {
		return err
	}
	if !bytes.Equal(data, content) {
		return fmt.Errorf("ReadAll(small amounts) = %q\n\twant %q", data, content)
	}
	if n, err := r.Read(make([]byte, 10)); n != 0 || err != io.EOF {
		return fmt.Errorf("Read(10) at EOF = %v, %v, want 0, EOF", n, err)
	}
	if s, ok := r.(io.ReadSeeker); ok {
		if err := testSeeker(s, content); err != nil {
			return err
		}
	}
	if a, ok := r.(io.ReaderAt); ok {
		return testReaderAt(a, content)
	}
	return nil
}

func testSeeker(r io.ReadSeeker, content []byte) error {
	size := int64(len(content))
	for _, c := range []struct {
		name         string
		offset, want int64
		whence       int
	}{
		{"Seek(0, 1) from EOF", 0, size, 1}, {"Seek(-n/3, 1) from EOF", -(size / 3), size - size/3, 1}, {"Seek(0, 0)", 0, 0, 0},
		{"Seek(n/2, 0)", size / 2, size / 2, 0}, {"Seek(0, 2)", 0, size, 2}, {"Seek(-n/3, 2)", -(size / 3), size - size/3, 2},
	} {
		off, err := r.Seek(c.offset, c.whence)
		if off != c.want || err != nil {
			return fmt.Errorf("%s = %d, %v, want %d, nil", c.name, off, err, c.want)
		}
		data, err := io.ReadAll(&smallByteReader{r: r})
		if err != nil {
			return fmt.Errorf("ReadAll from offset %d: %v", c.want, err)
		}
		if !bytes.Equal(data, content[c.want:]) {
			return fmt.Errorf("ReadAll from offset %d = %q\n\twant %q", c.want, data, content[c.want:])
		}
	}
	if off, err := r.Seek(-1, 0); err == nil {
		return fmt.Errorf("Seek(-1, 0) = %d, nil, want error", off)
	}
	return nil
}

func testReaderAt(r io.ReaderAt, content []byte) error {
	data := make([]byte, len(content), len(content)+1)
	for i := range data {
		data[i] = 0xfe
	}
	n, err := r.ReadAt(data, 0)
	if n != len(data) || err != nil && err != io.EOF {
		return fmt.Errorf("ReadAt(%d, 0) = %v, %v, want %d, nil or EOF", len(data), n, err, len(data))
	}
	if !bytes.Equal(data, content) {
		return fmt.Errorf("ReadAt(%d, 0) = %q\n\twant %q", len(data), data, content)
	}
	n, err = r.ReadAt(data[:1], int64(len(data)))
	if n != 0 || err != io.EOF {
		return fmt.Errorf("ReadAt(1, %d) = %v, %v, want 0, EOF", len(data), n, err)
	}
	n, err = r.ReadAt(data[:cap(data)], 0)
	if n != len(data) || err != io.EOF {
		return fmt.Errorf("ReadAt(%d, 0) = %v, %v, want %d, EOF", cap(data), n, err, len(data))
	}
	for i := range content {
		n, err := r.ReadAt(data[:1], int64(i))
		if n != 1 || err != nil && (i != len(content)-1 || err != io.EOF) {
			return fmt.Errorf("ReadAt(1, %d) = %v, %v, want 1, nil", i, n, err)
		}
		if data[0] != content[i] {
			return fmt.Errorf("ReadAt(1, %d) = %q want %q", i, data[:1], content[i:i+1])
		}
	}
	return nil
}
