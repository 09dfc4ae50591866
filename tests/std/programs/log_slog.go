package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"math"
	"os"
	"strings"
	"time"
)

type secret string

func (secret) LogValue() slog.Value { return slog.StringValue("***") }

type point struct {
	X, Y int
	tag  string
}

type text struct{ fail bool }

func (t text) MarshalText() ([]byte, error) {
	if t.fail {
		return nil, errors.New("cannot")
	}
	return []byte("a text"), nil
}

type broken struct{}

func (*broken) Error() string { panic("broken error") }

type deep struct{ n int }

func (d deep) LogValue() slog.Value {
	if d.n == 0 {
		panic("bottom")
	}
	return slog.AnyValue(deep{d.n - 1})
}

func main() {
	noTime := func(groups []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey && len(groups) == 0 {
			return slog.Attr{}
		}
		if a.Key == "upper" {
			a.Value = slog.StringValue(strings.ToUpper(a.Value.String()) + fmt.Sprint(groups))
		}
		if src, ok := a.Value.Any().(*slog.Source); ok {
			src.File = src.File[strings.LastIndexByte(src.File, '.'):]
		}
		return a
	}
	var level slog.LevelVar
	level.Set(slog.LevelDebug)
	opts := &slog.HandlerOptions{AddSource: true, Level: &level, ReplaceAttr: noTime}
	when := time.Date(2024, 5, 6, 7, 8, 9, 120_000_000, time.FixedZone("Z", 7200))
	for _, h := range []slog.Handler{
		slog.NewTextHandler(os.Stdout, opts),
		slog.NewJSONHandler(os.Stdout, opts),
		slog.NewMultiHandler(slog.NewTextHandler(os.Stdout, opts), slog.DiscardHandler),
	} {
		l := slog.New(h)
		l.Info("hello", "a", 1, "b", 2.5, "c", true, "d", time.Second, "when", when, "s", "with space", "q", `a"b\c`, "nl", "x\ny", "empty", "")
		l.Debug("special", "nil", nil, "bytes", []byte("abc"), "point", point{1, 2, "t"}, "ptr", &point{3, 4, ""}, "err", errors.New("oh no"),
			"secret", secret("x"), "text", text{}, "fails", &text{true}, "broken", (*broken)(nil), "json", json.RawMessage(`{"z": 1}`),
			"nan", math.NaN(), "inf", math.Inf(1), "big", 1e21, "small", 1e-7, "u", uint8(7), "html", "<&>", "bad", "\xff\u2028\x01é\U0001F600", "map", map[string]int{"b": 1, "a": 2})
		l.Warn("keys", "only", "one", 5, "missing")
		g := l.With("w", 1, "upper", "x").WithGroup("g").With("in", 2).WithGroup("h")
		g.Error("groups", "k", "v", "upper", "y", slog.Group("sub", "p", 1, slog.Group("none"), slog.Group("", "inlined", 2)))
		g.Log(context.Background(), slog.LevelWarn+2, "empty groups")
		l.LogAttrs(context.Background(), slog.LevelInfo-1, "attrs", slog.Int("i", -1), slog.Uint64("u", 1<<63), slog.Any("lv", slog.LevelError),
			slog.Group("empty"), slog.String("", "nokey"), slog.Any("a key", 1), slog.Duration("dur", 1500*time.Millisecond), slog.Any("list", []any{1, "x", nil}))
	}
	level.Set(slog.LevelError)
	slog.New(slog.NewTextHandler(os.Stdout, opts)).Warn("not shown")

	var buf bytes.Buffer
	log.SetOutput(&buf)
	log.SetFlags(log.Lshortfile)
	slog.Info("through log", "n", 1, slog.Group("g", "x", "y z"))
	slog.Debug("not shown")
	slog.SetLogLoggerLevel(slog.LevelDebug)
	slog.With("w", 2).WithGroup("q").Debug("shown", "r", 3)
	for line := range strings.Lines(buf.String()) {
		fmt.Print(line[strings.IndexByte(line, ':'):])
	}

	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: noTime, Level: slog.LevelDebug, AddSource: true})))
	slog.Info("default", "x", 1)
	log.Print("from log")
	log.Printf("%d", 5)
	slog.NewLogLogger(slog.NewTextHandler(os.Stdout, opts), slog.LevelError).Println("to handler")

	fmt.Println(slog.Level(3), slog.Level(-9), slog.LevelError+1, &level, slog.KindGroup, slog.Kind(77))
	var lv slog.Level
	for _, s := range []string{"info", "Error-8", "warn+", "huh", "debug+3"} {
		err := lv.UnmarshalText([]byte(s))
		fmt.Println(lv, err)
	}
	fmt.Println(slog.Group("g", "a", 1, "b", slog.GroupValue(slog.Bool("t", true))), slog.Time("t", when), slog.Any("z", time.Time{}))
	fmt.Println(slog.AnyValue(deep{101}).Resolve().Kind(), slog.AnyValue(1).Equal(slog.IntValue(1)), slog.AnyValue("1").Equal(slog.IntValue(1)))
	fmt.Println(strings.HasPrefix(slog.AnyValue(deep{3}).Resolve().String(), "LogValue panicked\ncalled from main.deep.LogValue ("))
	func() {
		defer func() { fmt.Println(recover()) }()
		slog.StringValue("x").Int64()
	}()
	r := slog.NewRecord(when, slog.LevelInfo, "many", 0)
	for i := range 9 {
		r.AddAttrs(slog.Int("k", i))
	}
	c := r
	r.AddAttrs(slog.Int("r", 1))
	c.AddAttrs(slog.Int("c", 1))
	c.Attrs(func(a slog.Attr) bool { fmt.Print(a, " "); return true })
	fmt.Println(r.NumAttrs(), c.NumAttrs(), r.Source())
}
