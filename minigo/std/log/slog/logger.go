// Package slog logs messages with keys and values.
package slog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"log/internal"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// A Level is how important a record is.
type Level int

const (
	LevelDebug Level = -4
	LevelInfo  Level = 0
	LevelWarn  Level = 4
	LevelError Level = 8
)

// String returns the level's name, or the one below and the distance to it.
func (l Level) String() string {
	name, base := "ERROR", LevelError
	switch {
	case l < LevelInfo:
		name, base = "DEBUG", LevelDebug
	case l < LevelWarn:
		name, base = "INFO", LevelInfo
	case l < LevelError:
		name, base = "WARN", LevelWarn
	}
	if l != base {
		name += fmt.Sprintf("%+d", int(l-base))
	}
	return name
}

// AppendText appends l.String().
func (l Level) AppendText(b []byte) ([]byte, error) { return append(b, l.String()...), nil }

// MarshalText returns l.String().
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// MarshalJSON returns l.String(), quoted.
func (l Level) MarshalJSON() ([]byte, error) { return strconv.AppendQuote(nil, l.String()), nil }

// UnmarshalJSON is the reverse of MarshalJSON.
func (l *Level) UnmarshalJSON(data []byte) error {
	s, err := strconv.Unquote(string(data))
	if err != nil {
		return err
	}
	return l.UnmarshalText([]byte(s))
}

// UnmarshalText is the reverse of MarshalText; the case of letters does not
// matter.
func (l *Level) UnmarshalText(data []byte) error {
	s := string(data)
	name, distance := s, 0
	var err error
	if i := strings.IndexAny(s, "+-"); i >= 0 {
		name = s[:i]
		distance, err = strconv.Atoi(s[i:])
	}
	if err == nil {
		switch strings.ToUpper(name) {
		case "DEBUG":
			*l = LevelDebug
		case "INFO":
			*l = LevelInfo
		case "WARN":
			*l = LevelWarn
		case "ERROR":
			*l = LevelError
		default:
			err = errors.New("unknown name")
		}
	}
	if err != nil {
		return fmt.Errorf("slog: level string %q: %w", s, err)
	}
	*l += Level(distance)
	return nil
}

// Level returns l.
func (l Level) Level() Level { return l }

// A Leveler has a level.
type Leveler interface {
	Level() Level
}

// A LevelVar is a level that goroutines may change.
type LevelVar struct {
	v atomic.Int64
}

// Level returns the level.
func (v *LevelVar) Level() Level { return Level(v.v.Load()) }

// Set changes the level.
func (v *LevelVar) Set(l Level) { v.v.Store(int64(l)) }

func (v *LevelVar) String() string { return "LevelVar(" + v.Level().String() + ")" }

// AppendText appends the level's text.
func (v *LevelVar) AppendText(b []byte) ([]byte, error) { return v.Level().AppendText(b) }

// MarshalText returns the level's text.
func (v *LevelVar) MarshalText() ([]byte, error) { return v.Level().MarshalText() }

// UnmarshalText sets the level.
func (v *LevelVar) UnmarshalText(data []byte) error {
	var l Level
	err := l.UnmarshalText(data)
	if err == nil {
		v.Set(l)
	}
	return err
}

// inline is how many attributes a Record holds without an allocation.
const inline = 5

// A Record is a message and what belongs to it.
type Record struct {
	Time    time.Time
	Message string
	Level   Level
	PC      uintptr // of the call that logs; 0 if it is not known

	front [inline]Attr
	count int // in front
	back  []Attr
}

// NewRecord returns a record without attributes.
func NewRecord(t time.Time, level Level, msg string, pc uintptr) Record {
	return Record{Time: t, Message: msg, Level: level, PC: pc}
}

// Clone returns a copy; both may get more attributes.
func (r Record) Clone() Record {
	r.back = slices.Clip(r.back)
	return r
}

// NumAttrs counts the attributes.
func (r Record) NumAttrs() int { return r.count + len(r.back) }

// Attrs calls f for each attribute until it returns false.
func (r Record) Attrs(f func(Attr) bool) {
	for _, list := range [][]Attr{r.front[:r.count], r.back} {
		for _, a := range list {
			if !f(a) {
				return
			}
		}
	}
}

// AddAttrs adds attributes, but no empty groups.
func (r *Record) AddAttrs(attrs ...Attr) {
	for i, a := range attrs {
		if a.emptyGroup() {
			continue
		}
		if r.count < inline {
			r.front[r.count] = a
			r.count++
			continue
		}
		if n := len(r.back); n < cap(r.back) && !r.back[:n+1][n].isEmpty() {
			// A copy of r has already grown into the space.
			r.back = append(slices.Clip(r.back),
				String("!BUG", "AddAttrs unsafely called on copy of Record made without using Record.Clone"))
		}
		if len(r.back) == cap(r.back) {
			r.back = slices.Grow(r.back, len(attrs)-i)
			clear(r.back[len(r.back):cap(r.back)])
		}
		r.back = append(r.back, a)
	}
}

// Add adds attributes that are given as for Logger.Log.
func (r *Record) Add(args ...any) {
	var a Attr
	for len(args) > 0 {
		a, args = take(args)
		switch {
		case a.emptyGroup():
		case r.count < inline:
			r.front[r.count] = a
			r.count++
		default:
			r.back = append(r.back, a)
		}
	}
}

// take makes an Attr of the first arguments: a key and a value, or an Attr.
func take(args []any) (Attr, []any) {
	switch x := args[0].(type) {
	case string:
		if len(args) > 1 {
			return Any(x, args[1]), args[2:]
		}
	case Attr:
		return x, args[1:]
	}
	return Any("!BADKEY", args[0]), args[1:]
}

func collect(args []any) (list []Attr) {
	var a Attr
	for len(args) > 0 {
		a, args = take(args)
		list = append(list, a)
	}
	return list
}

// A Source is a place in the source.
type Source struct {
	Function string `json:"function"`
	File     string `json:"file"`
	Line     int    `json:"line"`
}

// group lists what is known.
func (s *Source) group() Value {
	var as []Attr
	if s.Function != "" {
		as = append(as, String("function", s.Function))
	}
	if s.File != "" {
		as = append(as, String("file", s.File))
	}
	if s.Line != 0 {
		as = append(as, Int("line", s.Line))
	}
	return GroupValue(as...)
}

// Source returns where r was logged, or nil.
func (r Record) Source() *Source {
	if r.PC == 0 {
		return nil
	}
	f, _ := runtime.CallersFrames([]uintptr{r.PC}).Next()
	return &Source{f.Function, f.File, f.Line}
}

// A Logger makes records and gives them to its handler.
type Logger struct {
	handler Handler
}

var (
	current  atomic.Pointer[Logger]
	logLevel LevelVar // of what goes through package log
)

// New returns a logger.
func New(h Handler) *Logger {
	if h == nil {
		panic("nil Handler")
	}
	return &Logger{h}
}

// Default returns the logger of the functions of this package.
func Default() *Logger {
	if l := current.Load(); l != nil {
		return l
	}
	current.CompareAndSwap(nil, New(newDefaultHandler(internal.DefaultOutput)))
	return current.Load()
}

// SetDefault sets the logger of the functions of this package, and of those
// of package log.
func SetDefault(l *Logger) {
	current.Store(l)
	if _, ok := l.handler.(*defaultHandler); !ok {
		where := log.Flags()&(log.Lshortfile|log.Llongfile) != 0
		log.SetOutput(&logWriter{l.handler, &logLevel, where})
		log.SetFlags(0)
	}
}

// SetLogLoggerLevel sets the level between this package and package log: the
// lowest one that the first default logger writes, or, after SetDefault, that
// of the records log makes.
func SetLogLoggerLevel(level Level) (oldLevel Level) {
	return Level(logLevel.v.Swap(int64(level)))
}

// NewLogLogger returns a logger of package log that writes to h.
func NewLogLogger(h Handler, level Level) *log.Logger {
	return log.New(&logWriter{h, level, true}, "", 0)
}

// A logWriter makes records of the lines of a log.Logger.
type logWriter struct {
	h     Handler
	level Leveler
	where bool // look for the caller
}

func (w *logWriter) Write(b []byte) (int, error) {
	level := w.level.Level()
	if !w.h.Enabled(context.Background(), level) {
		return 0, nil
	}
	var pcs [1]uintptr
	if w.where {
		runtime.Callers(5, pcs[:]) // above Write, log's outputAt, output and Print
	}
	msg := string(bytes.TrimSuffix(b, []byte{'\n'}))
	return len(b), w.h.Handle(context.Background(), NewRecord(time.Now(), level, msg, pcs[0]))
}

// Handler returns l's handler.
func (l *Logger) Handler() Handler { return l.handler }

// With returns a logger that adds attributes to each record.
func (l *Logger) With(args ...any) *Logger {
	if len(args) == 0 {
		return l
	}
	return &Logger{l.handler.WithAttrs(collect(args))}
}

// WithGroup returns a logger that puts all further attributes in a group.
func (l *Logger) WithGroup(name string) *Logger {
	if name == "" {
		return l
	}
	return &Logger{l.handler.WithGroup(name)}
}

// With is Default().With.
func With(args ...any) *Logger { return Default().With(args...) }

// Enabled tells whether l writes records of that level.
func (l *Logger) Enabled(ctx context.Context, level Level) bool {
	if ctx == nil {
		ctx = context.Background()
	}
	return l.handler.Enabled(ctx, level)
}

// log has to be called by the exported function itself: it records where that
// was called.
func (l *Logger) log(ctx context.Context, level Level, msg string, args ...any) {
	if !l.Enabled(ctx, level) {
		return
	}
	var pcs [1]uintptr
	runtime.Callers(3, pcs[:])
	r := NewRecord(time.Now(), level, msg, pcs[0])
	r.Add(args...)
	l.handle(ctx, r)
}

// logAttrs is like log.
func (l *Logger) logAttrs(ctx context.Context, level Level, msg string, attrs ...Attr) {
	if !l.Enabled(ctx, level) {
		return
	}
	var pcs [1]uintptr
	runtime.Callers(3, pcs[:])
	r := NewRecord(time.Now(), level, msg, pcs[0])
	r.AddAttrs(attrs...)
	l.handle(ctx, r)
}

func (l *Logger) handle(ctx context.Context, r Record) {
	if ctx == nil {
		ctx = context.Background()
	}
	_ = l.handler.Handle(ctx, r)
}

// Log logs a message. args are keys, each followed by its value, and Attrs.
func (l *Logger) Log(ctx context.Context, level Level, msg string, args ...any) {
	l.log(ctx, level, msg, args...)
}

// LogAttrs is a faster Log.
func (l *Logger) LogAttrs(ctx context.Context, level Level, msg string, attrs ...Attr) {
	l.logAttrs(ctx, level, msg, attrs...)
}

// Debug logs at LevelDebug.
func (l *Logger) Debug(msg string, args ...any) {
	l.log(context.Background(), LevelDebug, msg, args...)
}

// DebugContext logs at LevelDebug.
func (l *Logger) DebugContext(ctx context.Context, msg string, args ...any) {
	l.log(ctx, LevelDebug, msg, args...)
}

// Info logs at LevelInfo.
func (l *Logger) Info(msg string, args ...any) {
	l.log(context.Background(), LevelInfo, msg, args...)
}

// InfoContext logs at LevelInfo.
func (l *Logger) InfoContext(ctx context.Context, msg string, args ...any) {
	l.log(ctx, LevelInfo, msg, args...)
}

// Warn logs at LevelWarn.
func (l *Logger) Warn(msg string, args ...any) {
	l.log(context.Background(), LevelWarn, msg, args...)
}

// WarnContext logs at LevelWarn.
func (l *Logger) WarnContext(ctx context.Context, msg string, args ...any) {
	l.log(ctx, LevelWarn, msg, args...)
}

// Error logs at LevelError.
func (l *Logger) Error(msg string, args ...any) {
	l.log(context.Background(), LevelError, msg, args...)
}

// ErrorContext logs at LevelError.
func (l *Logger) ErrorContext(ctx context.Context, msg string, args ...any) {
	l.log(ctx, LevelError, msg, args...)
}

// Log is Default().Log.
func Log(ctx context.Context, level Level, msg string, args ...any) {
	Default().log(ctx, level, msg, args...)
}

// LogAttrs is Default().LogAttrs.
func LogAttrs(ctx context.Context, level Level, msg string, attrs ...Attr) {
	Default().logAttrs(ctx, level, msg, attrs...)
}

// Debug is Default().Debug.
func Debug(msg string, args ...any) {
	Default().log(context.Background(), LevelDebug, msg, args...)
}

// DebugContext is Default().DebugContext.
func DebugContext(ctx context.Context, msg string, args ...any) {
	Default().log(ctx, LevelDebug, msg, args...)
}

// Info is Default().Info.
func Info(msg string, args ...any) {
	Default().log(context.Background(), LevelInfo, msg, args...)
}

// InfoContext is Default().InfoContext.
func InfoContext(ctx context.Context, msg string, args ...any) {
	Default().log(ctx, LevelInfo, msg, args...)
}

// Warn is Default().Warn.
func Warn(msg string, args ...any) {
	Default().log(context.Background(), LevelWarn, msg, args...)
}

// WarnContext is Default().WarnContext.
func WarnContext(ctx context.Context, msg string, args ...any) {
	Default().log(ctx, LevelWarn, msg, args...)
}

// Error is Default().Error.
func Error(msg string, args ...any) {
	Default().log(context.Background(), LevelError, msg, args...)
}

// ErrorContext is Default().ErrorContext.
func ErrorContext(ctx context.Context, msg string, args ...any) {
	Default().log(ctx, LevelError, msg, args...)
}
