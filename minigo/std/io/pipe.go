package io

import (
	"errors"
	"sync"
)

// ErrClosedPipe is the error of an operation on a closed pipe.
var ErrClosedPipe = errors.New("io: read/write on closed pipe")

type pipe struct {
	writers sync.Mutex // one Write at a time
	data    chan []byte
	taken   chan int

	once sync.Once
	done chan struct{}
	mu   sync.Mutex
	rerr error
	werr error
}

// first keeps the first error stored at p.
func (p *pipe) first(at *error, err error) {
	p.mu.Lock()
	if *at == nil {
		*at = err
	}
	p.mu.Unlock()
	p.once.Do(func() { close(p.done) })
}

// closed is the error for a side when the pipe is done: own is what that side was closed with, other what the other side was.
func (p *pipe) closed(own, other *error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if *own == nil && *other != nil {
		return *other
	}
	return ErrClosedPipe
}

func (p *pipe) read(b []byte) (n int, err error) {
	select {
	case <-p.done:
		return 0, p.closed(&p.rerr, &p.werr)
	default:
	}
	select {
	case w := <-p.data:
		n := copy(b, w)
		p.taken <- n
		return n, nil
	case <-p.done:
		return 0, p.closed(&p.rerr, &p.werr)
	}
}

func (p *pipe) write(b []byte) (n int, err error) {
	select {
	case <-p.done:
		return 0, p.closed(&p.werr, &p.rerr)
	default:
		p.writers.Lock()
		defer p.writers.Unlock()
	}
	for once := true; once || len(b) > 0; once = false {
		select {
		case p.data <- b:
			m := <-p.taken
			b = b[m:]
			n += m
		case <-p.done:
			return n, p.closed(&p.werr, &p.rerr)
		}
	}
	return n, nil
}

// A PipeReader is the read half of a pipe.
type PipeReader struct{ pipe }

func (r *PipeReader) Read(data []byte) (n int, err error) { return r.pipe.read(data) }
func (r *PipeReader) Close() error                        { return r.CloseWithError(nil) }

// CloseWithError closes the reader: writes get err.
func (r *PipeReader) CloseWithError(err error) error {
	if err == nil {
		err = ErrClosedPipe
	}
	r.pipe.first(&r.pipe.rerr, err)
	return nil
}

// A PipeWriter is the write half of a pipe.
type PipeWriter struct{ r PipeReader }

func (w *PipeWriter) Write(data []byte) (n int, err error) { return w.r.pipe.write(data) }
func (w *PipeWriter) Close() error                         { return w.CloseWithError(nil) }

// CloseWithError closes the writer: reads get err, or EOF.
func (w *PipeWriter) CloseWithError(err error) error {
	if err == nil {
		err = EOF
	}
	w.r.pipe.first(&w.r.pipe.werr, err)
	return nil
}

// Pipe makes a synchronous pipe in memory.
func Pipe() (*PipeReader, *PipeWriter) {
	w := &PipeWriter{r: PipeReader{pipe{data: make(chan []byte), taken: make(chan int), done: make(chan struct{})}}}
	return &w.r, w
}
