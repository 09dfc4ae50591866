// Package csv reads and writes comma-separated values (CSV) files, in the format of RFC 4180.
package csv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// A ParseError is returned for parsing errors. Line and column numbers are 1-indexed.
type ParseError struct {
	StartLine int   // Line where the record starts
	Line      int   // Line where the error occurred
	Column    int   // Column (1-based byte index) where the error occurred
	Err       error // The actual error
}

func (e *ParseError) Error() string {
	switch {
	case e.Err == ErrFieldCount:
		return fmt.Sprintf("record on line %d: %v", e.Line, e.Err)
	case e.StartLine != e.Line:
		return fmt.Sprintf("record on line %d; parse error on line %d, column %d: %v", e.StartLine, e.Line, e.Column, e.Err)
	}
	return fmt.Sprintf("parse error on line %d, column %d: %v", e.Line, e.Column, e.Err)
}

func (e *ParseError) Unwrap() error { return e.Err }

// These are the errors that can be returned in ParseError.Err.
var (
	ErrBareQuote  = errors.New("bare \" in non-quoted-field")
	ErrQuote      = errors.New("extraneous or missing \" in quoted-field")
	ErrFieldCount = errors.New("wrong number of fields")

	// Deprecated: ErrTrailingComma is no longer used.
	ErrTrailingComma = errors.New("extra delimiter at end of line")
)

var errInvalidDelim = errors.New("csv: invalid field or comment delimiter")

func validDelim(r rune) bool {
	return r != 0 && r != '"' && r != '\r' && r != '\n' && utf8.ValidRune(r) && r != utf8.RuneError
}

// A Reader reads records from a CSV-encoded file.
type Reader struct {
	// Comma is the field delimiter. It is set to comma (',') by NewReader.
	Comma rune

	// Comment, if not 0, is the comment character. Lines beginning with it without preceding whitespace are ignored.
	Comment rune

	// FieldsPerRecord is the number of expected fields per record: 0: that of the first record, negative: any.
	FieldsPerRecord int

	// If LazyQuotes is true, a quote may appear in an unquoted field and a non-doubled quote may appear in a quoted field.
	LazyQuotes bool

	// If TrimLeadingSpace is true, leading white space in a field is ignored.
	TrimLeadingSpace bool

	// ReuseRecord controls whether calls to Read may return a slice sharing the backing array of the previous call's returned slice.
	ReuseRecord bool

	// Deprecated: TrailingComma is no longer used.
	TrailingComma bool

	r      *bufio.Reader
	line   int
	offset int64
	long   []byte     // a line that does not fit r's buffer
	text   []byte     // of all fields of the record
	ends   []int      // where they end in text
	starts []position // where they begin in the file
	last   []string
}

type position struct{ line, column int }

// NewReader returns a new Reader that reads from r.
func NewReader(r io.Reader) *Reader { return &Reader{Comma: ',', r: bufio.NewReader(r)} }

// Read reads one record (a slice of fields) from r. If the record has an unexpected number of fields, Read returns the record along with the error ErrFieldCount.
func (r *Reader) Read() (record []string, err error) {
	if !r.ReuseRecord {
		return r.record(nil)
	}
	r.last, err = r.record(r.last)
	return r.last, err
}

// FieldPos returns the line and column corresponding to the start of the field with the given index in the slice most recently returned by Read.
func (r *Reader) FieldPos(field int) (line, column int) {
	if field < 0 || field >= len(r.starts) {
		panic("out of range index passed to FieldPos")
	}
	return r.starts[field].line, r.starts[field].column
}

// InputOffset returns the input stream byte offset of the current reader position.
func (r *Reader) InputOffset() int64 { return r.offset }

// ReadAll reads all the remaining records from r. Each record is a slice of fields. A successful call returns err == nil, not err == io.EOF.
func (r *Reader) ReadAll() (records [][]string, err error) {
	for {
		record, err := r.record(nil)
		if err == io.EOF {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
}

// readLine returns the next line with its end, which is \n also where the file has \r\n. io.EOF comes without a line.
func (r *Reader) readLine() ([]byte, error) {
	line, err := r.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		r.long = append(r.long[:0], line...)
		for err == bufio.ErrBufferFull {
			line, err = r.r.ReadSlice('\n')
			r.long = append(r.long, line...)
		}
		line = r.long
	}
	n := len(line)
	if n > 0 && err == io.EOF {
		err = nil
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	r.line++
	r.offset += int64(n)
	if bytes.HasSuffix(line, []byte("\r\n")) {
		line[n-2] = '\n'
		line = line[:n-1]
	}
	return line, err
}

// newline is the length of the line's end.
func newline(b []byte) int {
	if len(b) > 0 && b[len(b)-1] == '\n' {
		return 1
	}
	return 0
}

func (r *Reader) endField(start position) {
	r.ends = append(r.ends, len(r.text))
	r.starts = append(r.starts, start)
}

// firstLine reads the line that a record begins with.
func (r *Reader) firstLine() (line []byte, err error) {
	for err == nil {
		line, err = r.readLine()
		if c, _ := utf8.DecodeRune(line); r.Comment != 0 && c == r.Comment {
			line = nil
			continue
		}
		if err == nil && len(line) == newline(line) {
			line = nil
			continue
		}
		break
	}
	return line, err
}

func (r *Reader) record(dst []string) ([]string, error) {
	if r.Comma == r.Comment || !validDelim(r.Comma) || r.Comment != 0 && !validDelim(r.Comment) {
		return nil, errInvalidDelim
	}
	line, rerr := r.firstLine()
	if rerr == io.EOF {
		return nil, rerr
	}
	first := r.line
	r.text, r.ends, r.starts = r.text[:0], r.ends[:0], r.starts[:0]
	err := r.fields(line, rerr)
	text := string(r.text)
	if cap(dst) < len(r.ends) {
		dst = make([]string, len(r.ends))
	}
	dst = dst[:len(r.ends)]
	start := 0
	for i, end := range r.ends {
		dst[i] = text[start:end]
		start = end
	}
	switch {
	case r.FieldsPerRecord > 0 && len(dst) != r.FieldsPerRecord && err == nil:
		err = &ParseError{first, first, 1, ErrFieldCount}
	case r.FieldsPerRecord == 0:
		r.FieldsPerRecord = len(dst)
	}
	return dst, err
}

// fields splits a record that begins with line; rerr is the error that came with it.
func (r *Reader) fields(line []byte, rerr error) error {
	first := r.line
	comma := utf8.RuneLen(r.Comma)
	pos := position{r.line, 1}
	for {
		if r.TrimLeadingSpace {
			i := bytes.IndexFunc(line, func(c rune) bool { return !unicode.IsSpace(c) })
			if i < 0 {
				i = len(line)
				pos.column -= newline(line)
			}
			line = line[i:]
			pos.column += i
		}
		if len(line) > 0 && line[0] == '"' {
			more, err := r.quoted(&line, &pos, &rerr, first, comma)
			if err != nil {
				return err
			}
			if !more {
				return rerr
			}
			continue
		}
		i := bytes.IndexRune(line, r.Comma)
		field := line
		if i >= 0 {
			field = field[:i]
		} else {
			field = field[:len(field)-newline(field)]
		}
		if !r.LazyQuotes {
			if j := bytes.IndexByte(field, '"'); j >= 0 {
				return &ParseError{first, r.line, pos.column + j, ErrBareQuote}
			}
		}
		r.text = append(r.text, field...)
		r.endField(pos)
		if i < 0 {
			return rerr
		}
		line = line[i+comma:]
		pos.column += i + comma
	}
}

// quoted reads a quoted field, which may go over several lines; more tells whether another field follows.
func (r *Reader) quoted(line *[]byte, pos *position, rerr *error, first, comma int) (more bool, err error) {
	start := *pos
	skip := func(n int) {
		*line = (*line)[n:]
		pos.column += n
	}
	skip(1)
	for {
		i := bytes.IndexByte(*line, '"')
		switch {
		case i >= 0:
			r.text = append(r.text, (*line)[:i]...)
			skip(i + 1)
			switch c, _ := utf8.DecodeRune(*line); {
			case c == '"' && len(*line) > 0:
				r.text = append(r.text, '"')
				skip(1)
			case c == r.Comma:
				skip(comma)
				r.endField(start)
				return true, nil
			case newline(*line) == len(*line):
				r.endField(start)
				return false, nil
			case r.LazyQuotes:
				r.text = append(r.text, '"')
			default:
				return false, &ParseError{first, r.line, pos.column - 1, ErrQuote}
			}
		case len(*line) > 0:
			// The field goes on in the next line.
			r.text = append(r.text, *line...)
			if *rerr != nil {
				return false, nil
			}
			pos.column += len(*line)
			*line, *rerr = r.readLine()
			if len(*line) > 0 {
				pos.line++
				pos.column = 1
			}
			if *rerr == io.EOF {
				*rerr = nil
			}
		default:
			// The end of the file.
			if !r.LazyQuotes && *rerr == nil {
				return false, &ParseError{first, pos.line, pos.column, ErrQuote}
			}
			r.endField(start)
			return false, nil
		}
	}
}
