package slog

import (
	"bytes"
	"context"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Handler does something with records.
type Handler interface {
	Enabled(context.Context, Level) bool
	Handle(context.Context, Record) error
	WithAttrs(attrs []Attr) Handler
	WithGroup(name string) Handler
}

// The keys of what every record has.
const (
	TimeKey    = "time"
	LevelKey   = "level"
	MessageKey = "msg"
	SourceKey  = "source"
)

// HandlerOptions are for TextHandler and JSONHandler.
type HandlerOptions struct {
	AddSource   bool                               // tell where a record comes from
	Level       Leveler                            // the lowest one that is written; nil is LevelInfo
	ReplaceAttr func(groups []string, a Attr) Attr // what to write instead of a
}

// A formatter is what the handlers have in common.
type formatter struct {
	json   bool
	opts   HandlerOptions
	mu     *sync.Mutex // for w; derived handlers share it
	w      io.Writer
	groups []string // from WithGroup
	// The attributes of WithAttrs, formatted; they may have opened groups.
	done   []byte
	opened int    // how many of groups
	prefix string // text: their names
}

func newFormatter(w io.Writer, opts *HandlerOptions, json bool) *formatter {
	f := &formatter{json: json, w: w, mu: new(sync.Mutex)}
	if opts != nil {
		f.opts = *opts
	}
	return f
}

func (f *formatter) enabled(l Level) bool {
	lowest := LevelInfo
	if f.opts.Level != nil {
		lowest = f.opts.Level.Level()
	}
	return l >= lowest
}

func (f *formatter) clone() *formatter {
	c := *f
	c.done = slices.Clip(f.done)
	c.groups = slices.Clip(f.groups)
	return &c
}

func (f *formatter) withGroup(name string) *formatter {
	c := f.clone()
	c.groups = append(c.groups, name)
	return c
}

func (f *formatter) withAttrs(as []Attr) *formatter {
	if !slices.ContainsFunc(as, func(a Attr) bool { return !a.emptyGroup() }) {
		return f
	}
	c := f.clone()
	s := &output{f: f, b: c.done, prefix: f.prefix, groups: slices.Clone(f.groups[:f.opened])}
	s.between()
	start := len(s.b)
	s.openPending()
	if !s.attrs(as) {
		s.b = s.b[:start]
	} else {
		c.prefix = s.prefix
		c.opened = len(c.groups)
	}
	c.done = s.b
	return c
}

// An output is a line in the making.
type output struct {
	f      *formatter
	b      []byte
	sep    string   // to write before the next key
	prefix string   // text: names of the open groups
	groups []string // the open groups, for ReplaceAttr
}

var lines = sync.Pool{New: func() any { return new([]byte) }}

func (f *formatter) newOutput() (*output, *[]byte) {
	line := lines.Get().(*[]byte)
	return &output{f: f, b: (*line)[:0]}, line
}

// free gives a line back, unless it has become very long.
func free(line *[]byte, b []byte) {
	if cap(b) <= 16<<10 {
		*line = b
		lines.Put(line)
	}
}

func (f *formatter) handle(r Record) error {
	s, line := f.newOutput()
	defer func() { free(line, s.b) }()
	if f.json {
		s.b = append(s.b, '{')
	}
	if !r.Time.IsZero() {
		s.attr(Time(TimeKey, r.Time))
	}
	if f.opts.ReplaceAttr == nil {
		s.attr(String(LevelKey, r.Level.String()))
	} else {
		s.attr(Any(LevelKey, r.Level))
	}
	if f.opts.AddSource {
		src := r.Source()
		if src == nil {
			src = new(Source)
		}
		s.attr(Any(SourceKey, src))
	}
	s.attr(String(MessageKey, r.Message))
	s.rest(r)
	s.b = append(s.b, '\n')
	f.mu.Lock()
	defer f.mu.Unlock()
	_, err := f.w.Write(s.b)
	return err
}

// between decides what to write before the key that follows what is done.
func (s *output) between() {
	if n := len(s.b); n > 0 && !(s.f.json && s.b[n-1] == '{') {
		s.separate()
	} else {
		s.sep = ""
	}
}

func (s *output) separate() {
	s.sep = " "
	if s.f.json {
		s.sep = ","
	}
}

// rest writes what WithAttrs and WithGroup gave and the record's attributes,
// and closes everything.
func (s *output) rest(r Record) {
	f := s.f
	if len(f.done) > 0 {
		s.b = append(s.b, s.sep...)
		s.b = append(s.b, f.done...)
		s.between()
	}
	open := f.opened
	s.groups = slices.Clone(f.groups[:open])
	if r.NumAttrs() > 0 {
		s.prefix = f.prefix
		start := len(s.b)
		s.openPending()
		some := false
		r.Attrs(func(a Attr) bool {
			if s.attr(a) {
				some = true
			}
			return true
		})
		if some {
			open = len(f.groups)
		} else {
			s.b = s.b[:start]
		}
	}
	if f.json {
		for range open + 1 {
			s.b = append(s.b, '}')
		}
	}
}

func (s *output) openPending() {
	for _, name := range s.f.groups[s.f.opened:] {
		s.open(name)
	}
}

func (s *output) open(name string) {
	if s.f.json {
		s.key(name)
		s.b = append(s.b, '{')
		s.sep = ""
	} else {
		s.prefix += name + "."
	}
	s.groups = append(s.groups, name)
}

func (s *output) close(name string) {
	if s.f.json {
		s.b = append(s.b, '}')
	} else {
		s.prefix = s.prefix[:len(s.prefix)-len(name)-1]
	}
	s.separate()
	s.groups = s.groups[:len(s.groups)-1]
}

// attrs tells whether it wrote anything.
func (s *output) attrs(as []Attr) bool {
	some := false
	for _, a := range as {
		if s.attr(a) {
			some = true
		}
	}
	return some
}

// attr tells whether it wrote anything.
func (s *output) attr(a Attr) bool {
	a.Value = a.Value.Resolve()
	if replace := s.f.opts.ReplaceAttr; replace != nil && a.Value.kind != KindGroup {
		var groups []string
		if len(s.groups) > 0 {
			groups = s.groups
		}
		a = replace(groups, a)
		a.Value = a.Value.Resolve()
	}
	if a.isEmpty() {
		return false
	}
	if src, ok := a.Value.any.(*Source); ok && a.Value.kind == KindAny {
		if src == nil || *src == (Source{}) {
			return false
		}
		if s.f.json {
			a.Value = src.group()
		} else {
			a.Value = StringValue(fmt.Sprintf("%s:%d", src.File, src.Line))
		}
	}
	if a.Value.kind != KindGroup {
		s.key(a.Key)
		s.value(a.Value)
		return true
	}
	as := a.Value.attrs()
	if len(as) == 0 {
		return true
	}
	start := len(s.b)
	sep := s.sep
	// A group without a name is not one.
	if a.Key != "" {
		s.open(a.Key)
	}
	some := s.attrs(as)
	if a.Key != "" {
		s.close(a.Key)
	}
	if !some {
		s.b = s.b[:start]
		s.sep = sep
	}
	return some
}

func (s *output) key(key string) {
	s.b = append(s.b, s.sep...)
	s.str(s.prefix + key)
	if s.f.json {
		s.b = append(s.b, ':')
	} else {
		s.b = append(s.b, '=')
	}
	s.separate()
}

func (s *output) str(str string) {
	switch {
	case s.f.json:
		s.b = append(s.b, '"')
		s.b = appendEscapedJSONString(s.b, str)
		s.b = append(s.b, '"')
	case needsQuoting(str):
		s.b = strconv.AppendQuote(s.b, str)
	default:
		s.b = append(s.b, str...)
	}
}

func (s *output) value(v Value) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		// A method that does not expect a nil pointer, most likely.
		if p := reflect.ValueOf(v.any); p.Kind() == reflect.Pointer && p.IsNil() {
			s.str("<nil>")
		} else {
			s.str(fmt.Sprintf("!PANIC: %v", r))
		}
	}()
	var err error
	if s.f.json {
		err = s.jsonValue(v)
	} else {
		err = s.textValue(v)
	}
	if err != nil {
		s.str(fmt.Sprintf("!ERROR:%v", err))
	}
}

func (s *output) textValue(v Value) error {
	switch v.kind {
	case KindString:
		s.str(v.text())
		return nil
	case KindTime:
		s.b = appendRFC3339Millis(s.b, v.Time())
		return nil
	case KindAny:
	default:
		s.b = v.append(s.b)
		return nil
	}
	var text []byte
	var err error
	switch x := v.any.(type) {
	case encoding.TextAppender:
		text, err = x.AppendText(nil)
	case encoding.TextMarshaler:
		text, err = x.MarshalText()
	default:
		if x := reflect.ValueOf(v.any); x.Kind() == reflect.Slice && x.Type().Elem().Kind() == reflect.Uint8 {
			s.b = strconv.AppendQuote(s.b, string(x.Bytes()))
			return nil
		}
		text = fmt.Appendf(nil, "%+v", v.any)
	}
	if err == nil {
		s.str(string(text))
	}
	return err
}

// appendRFC3339Millis always writes three digits after the period.
func appendRFC3339Millis(b []byte, t time.Time) []byte {
	return t.AppendFormat(b, "2006-01-02T15:04:05.000Z07:00")
}

func (s *output) jsonValue(v Value) error {
	switch v.kind {
	case KindString:
		s.str(v.text())
	case KindDuration:
		s.b = strconv.AppendInt(s.b, int64(v.num), 10)
	case KindInt64, KindUint64, KindBool:
		s.b = v.append(s.b)
	case KindTime:
		t := v.Time()
		if y := t.Year(); y < 0 || y >= 10000 {
			return errors.New("time.Time year outside of range [0,9999]")
		}
		s.b = append(s.b, '"')
		s.b = t.AppendFormat(s.b, time.RFC3339Nano)
		s.b = append(s.b, '"')
	case KindFloat64, KindAny:
		x := v.Any()
		_, marshals := x.(json.Marshaler)
		if err, ok := x.(error); ok && !marshals {
			s.str(err.Error())
			return nil
		}
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(x); err != nil {
			return err
		}
		s.b = append(s.b, bytes.TrimSuffix(buf.Bytes(), []byte{'\n'})...)
	default:
		panic(fmt.Sprintf("bad kind: %s", v.kind))
	}
	return nil
}

// plain tells whether JSON strings have c as it is.
func plain(c byte) bool { return c >= ' ' && c != '"' && c != '\\' }

func needsQuoting(s string) bool {
	for _, r := range s {
		if r < utf8.RuneSelf {
			if r == ' ' || r == '=' || r != '\\' && !plain(byte(r)) {
				return true
			}
		} else if r == utf8.RuneError || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return true
		}
	}
	return s == ""
}

func appendEscapedJSONString(b []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == '\\' || r == '"':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case r < ' ' || r == '\u2028' || r == '\u2029':
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			b = utf8.AppendRune(b, r) // U+FFFD for what is not UTF-8
		}
	}
	return b
}

// A TextHandler writes key=value pairs.
type TextHandler struct {
	f *formatter
}

// NewTextHandler returns a handler that writes to w.
func NewTextHandler(w io.Writer, opts *HandlerOptions) *TextHandler {
	return &TextHandler{newFormatter(w, opts, false)}
}

// Enabled tells whether records of that level are written.
func (h *TextHandler) Enabled(_ context.Context, level Level) bool { return h.f.enabled(level) }

// WithAttrs returns a handler that writes more attributes.
func (h *TextHandler) WithAttrs(attrs []Attr) Handler { return &TextHandler{h.f.withAttrs(attrs)} }

// WithGroup returns a handler that puts what follows in a group.
func (h *TextHandler) WithGroup(name string) Handler { return &TextHandler{h.f.withGroup(name)} }

// Handle writes a line.
func (h *TextHandler) Handle(_ context.Context, r Record) error { return h.f.handle(r) }

// A JSONHandler writes JSON objects, each on a line.
type JSONHandler struct {
	f *formatter
}

// NewJSONHandler returns a handler that writes to w.
func NewJSONHandler(w io.Writer, opts *HandlerOptions) *JSONHandler {
	return &JSONHandler{newFormatter(w, opts, true)}
}

// Enabled tells whether records of that level are written.
func (h *JSONHandler) Enabled(_ context.Context, level Level) bool { return h.f.enabled(level) }

// WithAttrs returns a handler that writes more attributes.
func (h *JSONHandler) WithAttrs(attrs []Attr) Handler { return &JSONHandler{h.f.withAttrs(attrs)} }

// WithGroup returns a handler that puts what follows in a group.
func (h *JSONHandler) WithGroup(name string) Handler { return &JSONHandler{h.f.withGroup(name)} }

// Handle writes a line.
func (h *JSONHandler) Handle(_ context.Context, r Record) error { return h.f.handle(r) }

// A defaultHandler writes through package log.
type defaultHandler struct {
	f      *formatter
	output func(pc uintptr, data []byte) error
}

func newDefaultHandler(output func(uintptr, []byte) error) *defaultHandler {
	return &defaultHandler{&formatter{}, output}
}

func (*defaultHandler) Enabled(_ context.Context, l Level) bool { return l >= logLevel.Level() }

func (h *defaultHandler) Handle(_ context.Context, r Record) error {
	s, line := h.f.newOutput()
	defer func() { free(line, s.b) }()
	s.b = append(s.b, r.Level.String()...)
	s.b = append(s.b, ' ')
	s.b = append(s.b, r.Message...)
	s.sep = " "
	s.rest(r)
	return h.output(r.PC, s.b)
}

func (h *defaultHandler) WithAttrs(as []Attr) Handler {
	return &defaultHandler{h.f.withAttrs(as), h.output}
}

func (h *defaultHandler) WithGroup(name string) Handler {
	return &defaultHandler{h.f.withGroup(name), h.output}
}

// DiscardHandler writes nothing.
var DiscardHandler Handler = discardHandler{}

type discardHandler struct{}

func (discardHandler) Enabled(context.Context, Level) bool  { return false }
func (discardHandler) Handle(context.Context, Record) error { return nil }
func (d discardHandler) WithAttrs([]Attr) Handler           { return d }
func (d discardHandler) WithGroup(string) Handler           { return d }

// A MultiHandler gives records to several handlers.
type MultiHandler struct {
	all []Handler
}

// NewMultiHandler returns a handler for all of handlers.
func NewMultiHandler(handlers ...Handler) *MultiHandler {
	return &MultiHandler{slices.Clone(handlers)}
}

// Enabled tells whether any handler is.
func (h *MultiHandler) Enabled(ctx context.Context, l Level) bool {
	return slices.ContainsFunc(h.all, func(x Handler) bool { return x.Enabled(ctx, l) })
}

// Handle gives r to the handlers that are enabled.
func (h *MultiHandler) Handle(ctx context.Context, r Record) error {
	var errs []error
	for _, x := range h.all {
		if x.Enabled(ctx, r.Level) {
			errs = append(errs, x.Handle(ctx, r.Clone()))
		}
	}
	return errors.Join(errs...)
}

// WithAttrs does so for all handlers.
func (h *MultiHandler) WithAttrs(attrs []Attr) Handler {
	c := NewMultiHandler(h.all...)
	for i, x := range h.all {
		c.all[i] = x.WithAttrs(slices.Clip(attrs))
	}
	return c
}

// WithGroup does so for all handlers.
func (h *MultiHandler) WithGroup(name string) Handler {
	c := NewMultiHandler(h.all...)
	for i, x := range h.all {
		c.all[i] = x.WithGroup(name)
	}
	return c
}
