// Package tabwriter implements a write filter that translates tabbed columns in input into properly aligned text, by elastic tabstops.
package tabwriter

import (
	"fmt"
	"io"
	"unicode/utf8"
)

// Formatting can be controlled with these flags.
const (
	// FilterHTML ignores html tags and treats entities (starting with '&' and ending in ';') as single characters (width = 1).
	FilterHTML uint = 1 << iota
	// StripEscape strips Escape characters bracketing escaped text instead of passing them through unchanged with the text.
	StripEscape
	// AlignRight forces right-alignment of cell content. Default is left-alignment.
	AlignRight
	// DiscardEmptyColumns handles empty columns as if they were not present in the input in the first place.
	DiscardEmptyColumns
	// TabIndent always uses tabs for indentation columns (i.e., padding of leading empty cells on the left) independent of padchar.
	TabIndent
	// Debug prints a vertical bar ('|') between columns (after formatting). Discarded columns appear as zero-width columns ("||").
	Debug
)

// Escape brackets escaped text segments: the tabwriter passes them through unchanged.
const Escape = '\xff'

// cell is a piece of text that ends with a tab or a line.
type cell struct {
	size  int  // in bytes
	width int  // in runes
	htab  bool // ended by a \t
}

// A Writer is a filter that inserts padding around tab-delimited columns in its input to align them in the output.
type Writer struct {
	out      io.Writer
	minwidth int
	tabwidth int
	padding  int
	padchar  byte
	flags    uint

	text   []byte   // of all cells that have not been written
	pos    int      // up to here the width of the last cell has been counted
	cell   cell     // the one that has not ended
	end    byte     // what ends an escape, a tag or an entity; 0 outside of them
	lines  [][]cell // ended cells, by line
	widths []int    // of the columns that are being formatted
	result []byte   // formatted text
}

// NewWriter allocates and initializes a new Writer. The parameters are the same as for the Init function.
func NewWriter(output io.Writer, minwidth, tabwidth, padding int, padchar byte, flags uint) *Writer {
	return new(Writer).Init(output, minwidth, tabwidth, padding, padchar, flags)
}

// Init initializes a Writer: minwidth is the minimal cell width including any padding, tabwidth the width of tab characters, padding what is added to a cell
// before computing its width, padchar the character used for padding ('\t': widths are multiples of tabwidth, and cells are left-aligned).
func (w *Writer) Init(output io.Writer, minwidth, tabwidth, padding int, padchar byte, flags uint) *Writer {
	if minwidth < 0 || tabwidth < 0 || padding < 0 {
		panic("negative minwidth, tabwidth, or padding")
	}
	if padchar == '\t' {
		flags &^= AlignRight
	}
	*w = Writer{out: output, minwidth: minwidth, tabwidth: tabwidth, padding: padding, padchar: padchar, flags: flags}
	w.reset()
	return w
}

func (w *Writer) reset() {
	w.text, w.pos, w.cell, w.end = w.text[:0], 0, cell{}, 0
	w.lines, w.widths = append(w.lines[:0], nil), w.widths[:0]
}

// add adds text to the last cell.
func (w *Writer) add(text []byte) {
	w.text = append(w.text, text...)
	w.cell.size += len(text)
}

// count counts the width of what has been added.
func (w *Writer) count() {
	w.cell.width += utf8.RuneCount(w.text[w.pos:])
	w.pos = len(w.text)
}

// endCell ends the last cell, and returns how many its line has.
func (w *Writer) endCell(htab bool) int {
	w.cell.htab = htab
	line := &w.lines[len(w.lines)-1]
	*line = append(*line, w.cell)
	w.cell = cell{}
	return len(*line)
}

func (w *Writer) endEscape() {
	switch w.end {
	case Escape:
		w.count()
		if w.flags&StripEscape == 0 {
			w.cell.width -= 2
		}
	case ';':
		w.cell.width++
	}
	w.pos = len(w.text)
	w.end = 0
}

func (w *Writer) pad(textWidth, cellWidth int, tabs bool) {
	c, n := w.padchar, cellWidth-textWidth
	if c == '\t' || tabs {
		if w.tabwidth == 0 {
			return
		}
		cellWidth = (cellWidth + w.tabwidth - 1) / w.tabwidth * w.tabwidth
		c, n = '\t', (cellWidth-textWidth+w.tabwidth-1)/w.tabwidth
	}
	for ; n > 0; n-- {
		w.result = append(w.result, c)
	}
}

// line formats line i, whose text begins at pos, and returns where it ends.
func (w *Writer) line(pos, i int) int {
	tabs := w.flags&TabIndent != 0
	for j, c := range w.lines[i] {
		if j > 0 && w.flags&Debug != 0 {
			w.result = append(w.result, '|')
		}
		padded := j < len(w.widths)
		text := w.text[pos : pos+c.size]
		pos += c.size
		if c.size > 0 {
			tabs = false
		}
		if padded && c.size > 0 && w.flags&AlignRight != 0 {
			w.pad(c.width, w.widths[j], false)
			padded = false
		}
		w.result = append(w.result, text...)
		if padded {
			w.pad(c.width, w.widths[j], tabs)
		}
	}
	if i+1 < len(w.lines) {
		w.result = append(w.result, '\n')
		return pos
	}
	// The last line has no end yet; what follows its last tab is the cell that has not ended.
	w.result = append(w.result, w.text[pos:pos+w.cell.size]...)
	return pos + w.cell.size
}

// format formats lines[from:to], whose first len(w.widths) columns have a width; their text begins at pos. A column is a block of lines that have a cell
// ended by a tab in it.
func (w *Writer) format(pos, from, to int) int {
	column := len(w.widths)
	inColumn := func(i int) bool { return column < len(w.lines[i])-1 }
	for i := from; i < to; {
		if !inColumn(i) {
			i++
			continue
		}
		for ; from < i; from++ {
			pos = w.line(pos, from)
		}
		width, empty := w.minwidth, true
		for ; i < to && inColumn(i); i++ {
			c := w.lines[i][column]
			width = max(width, c.width+w.padding)
			empty = empty && c.width == 0 && !c.htab
		}
		if empty && w.flags&DiscardEmptyColumns != 0 {
			width = 0
		}
		w.widths = append(w.widths, width)
		pos = w.format(pos, from, i)
		w.widths = w.widths[:column]
		from = i
	}
	for ; from < to; from++ {
		pos = w.line(pos, from)
	}
	return pos
}

// Flush should be called after the last call to Write to ensure that any data buffered in the Writer is written to output. An incomplete escape sequence at the
// end is considered complete for formatting purposes.
func (w *Writer) Flush() error {
	defer w.report("Flush")
	return w.flush()
}

// report makes a panic of the output one that says where it happened.
func (w *Writer) report(op string) {
	if e := recover(); e != nil {
		if op == "Flush" {
			w.reset()
		}
		panic(fmt.Sprintf("tabwriter: panic during %s (%v)", op, e))
	}
}

func (w *Writer) flush() error {
	if w.cell.size > 0 {
		if w.end != 0 {
			w.endEscape()
		}
		w.endCell(false)
	}
	w.format(0, 0, len(w.lines))
	err := w.emit()
	w.reset()
	return err
}

// emit writes what has been formatted.
func (w *Writer) emit() error {
	if len(w.result) == 0 {
		return nil
	}
	n, err := w.out.Write(w.result)
	if n != len(w.result) && err == nil {
		err = io.ErrShortWrite
	}
	w.result = w.result[:0]
	return err
}

// Write writes buf to the writer. The only errors returned are ones encountered while writing to the underlying output stream.
func (w *Writer) Write(buf []byte) (n int, err error) {
	defer w.report("Write")
	for i, c := range buf {
		if w.end != 0 {
			if c == w.end {
				j := i + 1
				if c == Escape && w.flags&StripEscape != 0 {
					j = i
				}
				w.add(buf[n:j])
				n = i + 1
				w.endEscape()
			}
			continue
		}
		switch {
		case c == '\t' || c == '\v' || c == '\n' || c == '\f':
			w.add(buf[n:i])
			w.count()
			n = i + 1
			cells := w.endCell(c == '\t')
			if c != '\n' && c != '\f' {
				continue
			}
			w.lines = append(w.lines, nil)
			if c == '\f' || cells == 1 {
				// The line has no column in common with the next one.
				if err := w.flush(); err != nil {
					return n, err
				}
				if c == '\f' && w.flags&Debug != 0 {
					w.result = append(w.result, "---\n"...)
					if err := w.emit(); err != nil {
						return n, err
					}
				}
			}
		case c == Escape:
			w.add(buf[n:i])
			w.count()
			n = i
			if w.flags&StripEscape != 0 {
				n++
			}
			w.end = Escape
		case (c == '<' || c == '&') && w.flags&FilterHTML != 0:
			w.add(buf[n:i])
			w.count()
			n = i
			w.end = '>'
			if c == '&' {
				w.end = ';'
			}
		}
	}
	w.add(buf[n:])
	return len(buf), nil
}
