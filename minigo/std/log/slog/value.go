package slog

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
	"unsafe"
)

// A Kind is what a Value holds.
type Kind int

const (
	KindAny Kind = iota
	KindBool
	KindDuration
	KindFloat64
	KindInt64
	KindString
	KindTime
	KindUint64
	KindGroup
	KindLogValuer
)

func (k Kind) String() string {
	switch k {
	case KindAny:
		return "Any"
	case KindBool:
		return "Bool"
	case KindDuration:
		return "Duration"
	case KindFloat64:
		return "Float64"
	case KindInt64:
		return "Int64"
	case KindString:
		return "String"
	case KindTime:
		return "Time"
	case KindUint64:
		return "Uint64"
	case KindGroup:
		return "Group"
	case KindLogValuer:
		return "LogValuer"
	}
	return "<unknown slog.Kind>"
}

// A Value is any value; small ones without an allocation. The zero Value is
// nil.
type Value struct {
	_    [0]func() // not comparable
	kind Kind
	num  uint64 // a number, or the length of a string or group
	any  any    // the first byte or attribute of those; a time or other value
}

// A LogValuer computes the value to log when it is logged.
type LogValuer interface {
	LogValue() Value
}

func number(kind Kind, n uint64) Value { return Value{kind: kind, num: n} }

// StringValue returns a Value of a string.
func StringValue(value string) Value {
	return Value{kind: KindString, num: uint64(len(value)), any: unsafe.StringData(value)}
}

// IntValue returns a Value of an int64.
func IntValue(v int) Value { return number(KindInt64, uint64(v)) }

// Int64Value returns a Value of an int64.
func Int64Value(v int64) Value { return number(KindInt64, uint64(v)) }

// Uint64Value returns a Value of a uint64.
func Uint64Value(v uint64) Value { return number(KindUint64, v) }

// Float64Value returns a Value of a float64.
func Float64Value(v float64) Value { return number(KindFloat64, math.Float64bits(v)) }

// BoolValue returns a Value of a bool.
func BoolValue(v bool) Value {
	if v {
		return number(KindBool, 1)
	}
	return number(KindBool, 0)
}

// DurationValue returns a Value of a duration.
func DurationValue(v time.Duration) Value { return number(KindDuration, uint64(v)) }

// TimeValue returns a Value of a time, without its monotonic reading.
func TimeValue(v time.Time) Value {
	if v.IsZero() {
		v = time.Time{}
	}
	return Value{kind: KindTime, any: v.Round(0)}
}

// GroupValue returns a Value of a group. Groups in it that are empty are left
// out.
func GroupValue(as ...Attr) Value {
	if slices.ContainsFunc(as, Attr.emptyGroup) {
		as = slices.DeleteFunc(slices.Clone(as), Attr.emptyGroup)
	}
	return Value{kind: KindGroup, num: uint64(len(as)), any: unsafe.SliceData(as)}
}

// AnyValue returns a Value of v, of the kind that fits best.
func AnyValue(v any) Value {
	switch v := v.(type) {
	case string:
		return StringValue(v)
	case bool:
		return BoolValue(v)
	case int:
		return Int64Value(int64(v))
	case int8:
		return Int64Value(int64(v))
	case int16:
		return Int64Value(int64(v))
	case int32:
		return Int64Value(int64(v))
	case int64:
		return Int64Value(v)
	case uint:
		return Uint64Value(uint64(v))
	case uint8:
		return Uint64Value(uint64(v))
	case uint16:
		return Uint64Value(uint64(v))
	case uint32:
		return Uint64Value(uint64(v))
	case uint64:
		return Uint64Value(v)
	case uintptr:
		return Uint64Value(uint64(v))
	case float32:
		return Float64Value(float64(v))
	case float64:
		return Float64Value(v)
	case time.Duration:
		return DurationValue(v)
	case time.Time:
		return TimeValue(v)
	case []Attr:
		return GroupValue(v...)
	case Value:
		return v
	case LogValuer:
		return Value{kind: KindLogValuer, any: v}
	}
	return Value{any: v}
}

// Kind says what v holds.
func (v Value) Kind() Kind { return v.kind }

// Any returns what v holds.
func (v Value) Any() any {
	switch v.kind {
	case KindString:
		return v.text()
	case KindInt64:
		return int64(v.num)
	case KindUint64:
		return v.num
	case KindFloat64:
		return math.Float64frombits(v.num)
	case KindBool:
		return v.num == 1
	case KindDuration:
		return time.Duration(v.num)
	case KindGroup:
		return v.attrs()
	}
	return v.any
}

func (v Value) text() string  { return unsafe.String(v.any.(*byte), int(v.num)) }
func (v Value) attrs() []Attr { return unsafe.Slice(v.any.(*Attr), int(v.num)) }

func (v Value) want(kind Kind) {
	if v.kind != kind {
		panic(fmt.Sprintf("Value kind is %s, not %s", v.kind, kind))
	}
}

// Int64 returns v's number; it panics if v is of another kind.
func (v Value) Int64() int64 {
	v.want(KindInt64)
	return int64(v.num)
}

// Uint64 returns v's number; it panics if v is of another kind.
func (v Value) Uint64() uint64 {
	v.want(KindUint64)
	return v.num
}

// Float64 returns v's number; it panics if v is of another kind.
func (v Value) Float64() float64 {
	v.want(KindFloat64)
	return math.Float64frombits(v.num)
}

// Bool returns v's bool; it panics if v is of another kind.
func (v Value) Bool() bool {
	v.want(KindBool)
	return v.num == 1
}

// Duration returns v's duration; it panics if v is of another kind.
func (v Value) Duration() time.Duration {
	v.want(KindDuration)
	return time.Duration(v.num)
}

// Time returns v's time; it panics if v is of another kind.
func (v Value) Time() time.Time {
	v.want(KindTime)
	return v.any.(time.Time)
}

// LogValuer returns v's LogValuer; it panics if v is of another kind.
func (v Value) LogValuer() LogValuer { return v.any.(LogValuer) }

// Group returns v's attributes; it panics if v is of another kind.
func (v Value) Group() []Attr {
	if v.kind != KindGroup {
		panic("Group: bad kind")
	}
	return v.attrs()
}

func (a Attr) emptyGroup() bool { return a.Value.kind == KindGroup && a.Value.num == 0 }

// String returns v as text, whatever its kind.
func (v Value) String() string {
	if v.kind == KindString {
		return v.text()
	}
	return string(v.append(nil))
}

func (v Value) append(b []byte) []byte {
	switch v.kind {
	case KindString:
		return append(b, v.text()...)
	case KindInt64:
		return strconv.AppendInt(b, int64(v.num), 10)
	case KindUint64:
		return strconv.AppendUint(b, v.num, 10)
	case KindFloat64:
		return strconv.AppendFloat(b, math.Float64frombits(v.num), 'g', -1, 64)
	case KindBool:
		return strconv.AppendBool(b, v.num == 1)
	case KindDuration:
		return append(b, time.Duration(v.num).String()...)
	case KindTime:
		return v.any.(time.Time).AppendFormat(b, "2006-01-02 15:04:05.999999999 -0700 MST")
	}
	return fmt.Append(b, v.Any())
}

// Equal tells whether v and w are of one kind and hold the same.
func (v Value) Equal(w Value) bool {
	if v.kind != w.kind {
		return false
	}
	switch v.kind {
	case KindString:
		return v.text() == w.text()
	case KindFloat64:
		return math.Float64frombits(v.num) == math.Float64frombits(w.num)
	case KindTime:
		return v.Time().Equal(w.Time())
	case KindGroup:
		return slices.EqualFunc(v.attrs(), w.attrs(), Attr.Equal)
	case KindAny, KindLogValuer:
		return v.any == w.any
	}
	return v.num == w.num
}

// Resolve calls LogValue until the result has none.
func (v Value) Resolve() (rv Value) {
	defer func() {
		if recover() != nil {
			rv = AnyValue(fmt.Errorf("LogValue panicked\n%s", callers(3, 5)))
		}
	}()
	original := v.any
	for range 100 {
		if v.kind != KindLogValuer {
			return v
		}
		v = v.LogValuer().LogValue()
	}
	return AnyValue(fmt.Errorf("LogValue called too many times on Value of type %T", original))
}

// callers lists up to limit calls above the skipped ones.
func callers(skip, limit int) string {
	pcs := make([]uintptr, limit+1)
	n := runtime.Callers(skip+1, pcs)
	if n == 0 {
		return "(no stack)"
	}
	var sb strings.Builder
	frames := runtime.CallersFrames(pcs[:n])
	for i := 1; ; i++ {
		frame, more := frames.Next()
		fmt.Fprintf(&sb, "called from %s (%s:%d)\n", frame.Function, frame.File, frame.Line)
		if !more {
			break
		}
		if i >= limit {
			sb.WriteString("(rest of stack elided)\n")
			break
		}
	}
	return sb.String()
}

// An Attr is a key and its value.
type Attr struct {
	Key   string
	Value Value
}

// String returns an Attr for a string.
func String(key, value string) Attr { return Attr{key, StringValue(value)} }

// Int64 returns an Attr for an int64.
func Int64(key string, value int64) Attr { return Attr{key, Int64Value(value)} }

// Int returns an Attr for an int.
func Int(key string, value int) Attr { return Attr{key, IntValue(value)} }

// Uint64 returns an Attr for a uint64.
func Uint64(key string, v uint64) Attr { return Attr{key, Uint64Value(v)} }

// Float64 returns an Attr for a float64.
func Float64(key string, v float64) Attr { return Attr{key, Float64Value(v)} }

// Bool returns an Attr for a bool.
func Bool(key string, v bool) Attr { return Attr{key, BoolValue(v)} }

// Time returns an Attr for a time.
func Time(key string, v time.Time) Attr { return Attr{key, TimeValue(v)} }

// Duration returns an Attr for a duration.
func Duration(key string, v time.Duration) Attr { return Attr{key, DurationValue(v)} }

// Group returns an Attr for a group; args are as those of Logger.Log.
func Group(key string, args ...any) Attr { return GroupAttrs(key, collect(args)...) }

// GroupAttrs returns an Attr for a group.
func GroupAttrs(key string, attrs ...Attr) Attr { return Attr{key, GroupValue(attrs...)} }

// Any returns an Attr for any value.
func Any(key string, value any) Attr { return Attr{key, AnyValue(value)} }

// Equal tells whether a and b have the same key and value.
func (a Attr) Equal(b Attr) bool { return a.Key == b.Key && a.Value.Equal(b.Value) }

func (a Attr) String() string { return a.Key + "=" + a.Value.String() }

func (a Attr) isEmpty() bool { return a.Key == "" && a.Value.kind == KindAny && a.Value.any == nil }
