// Lisp reads and evaluates a small Scheme: numbers, symbols, lists, closures with proper scope, tail calls, macros by quasi-quotation and errors.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

type (
	Symbol  string
	Number  float64
	Boolean bool
	Text    string
	Pair    struct{ Car, Cdr any }
	Null    struct{}
	Lambda  struct {
		params []Symbol
		rest   Symbol
		body   any
		env    *Env
		macro  bool
	}
	Builtin struct {
		name string
		f    func(args []any) any
	}
)

type Env struct {
	vars  map[Symbol]any
	outer *Env
}

func (e *Env) find(s Symbol) *Env {
	for ; e != nil; e = e.outer {
		if _, ok := e.vars[s]; ok {
			return e
		}
	}
	panic(fmt.Errorf("undefined: %s", s))
}

type reader struct {
	tokens []string
}

func tokenize(src string) (out []string) {
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == ';':
			for i < len(src) && src[i] != '\n' {
				i++
			}
		case strings.IndexByte(" \t\n", c) >= 0:
			i++
		case strings.IndexByte("()'`,", c) >= 0:
			out = append(out, src[i:i+1])
			i++
		case c == '"':
			end := i + 1 + strings.IndexByte(src[i+1:], '"')
			out = append(out, src[i:end+1])
			i = end + 1
		default:
			start := i
			for i < len(src) && strings.IndexByte(" \t\n()'`,;", src[i]) < 0 {
				i++
			}
			out = append(out, src[start:i])
		}
	}
	return
}

var errIncomplete = errors.New("incomplete expression")

func (r *reader) next() string {
	if len(r.tokens) == 0 {
		panic(errIncomplete)
	}
	t := r.tokens[0]
	r.tokens = r.tokens[1:]
	return t
}

func (r *reader) read() any {
	switch t := r.next(); t {
	case "(":
		var items []any
		for len(r.tokens) == 0 || r.tokens[0] != ")" {
			if len(r.tokens) > 2 && r.tokens[0] == "." && len(items) > 0 {
				r.next()
				l := list(items)
				last := l.(*Pair)
				for range items[1:] {
					last = last.Cdr.(*Pair)
				}
				last.Cdr = r.read()
				r.next()
				return l
			}
			items = append(items, r.read())
		}
		r.next()
		return list(items)
	case ")":
		panic(errors.New("unexpected )"))
	case "'":
		return list([]any{Symbol("quote"), r.read()})
	case "`":
		return list([]any{Symbol("quasiquote"), r.read()})
	case ",":
		return list([]any{Symbol("unquote"), r.read()})
	case "#t", "#f":
		return Boolean(t == "#t")
	default:
		if t[0] == '"' {
			return Text(t[1 : len(t)-1])
		}
		if n, err := strconv.ParseFloat(t, 64); err == nil {
			return Number(n)
		}
		return Symbol(t)
	}
}

func list(items []any) (l any) {
	l = Null{}
	for i := len(items) - 1; i >= 0; i-- {
		l = &Pair{items[i], l}
	}
	return
}

func slice(l any) (items []any) {
	for {
		switch p := l.(type) {
		case Null:
			return
		case *Pair:
			items = append(items, p.Car)
			l = p.Cdr
		default:
			panic(fmt.Errorf("not a list: %s", show(l)))
		}
	}
}

func show(x any) string {
	switch x := x.(type) {
	case Number:
		return strconv.FormatFloat(float64(x), 'g', -1, 64)
	case Boolean:
		return map[Boolean]string{true: "#t", false: "#f"}[x]
	case Text:
		return strconv.Quote(string(x))
	case Symbol:
		return string(x)
	case Null:
		return "()"
	case *Pair:
		parts := []string{}
		var at any = x
		for p, ok := x, true; ok; p, ok = at.(*Pair) {
			parts = append(parts, show(p.Car))
			at = p.Cdr
		}
		if _, proper := at.(Null); !proper {
			parts = append(parts, ".", show(at))
		}
		return "(" + strings.Join(parts, " ") + ")"
	case *Lambda:
		return fmt.Sprintf("#<lambda/%d>", len(x.params))
	case *Builtin:
		return "#<" + x.name + ">"
	case nil:
		return ""
	}
	return fmt.Sprintf("#<%T>", x)
}

func truth(x any) bool { b, ok := x.(Boolean); return !ok || bool(b) }

func (e *Env) lambda(params, body any, macro bool) *Lambda {
	l := &Lambda{body: body, env: e, macro: macro}
	for {
		switch p := params.(type) {
		case *Pair:
			l.params = append(l.params, p.Car.(Symbol))
			params = p.Cdr
			continue
		case Symbol:
			l.rest = p
		}
		return l
	}
}

func (l *Lambda) bind(args []any) *Env {
	if len(args) < len(l.params) || l.rest == "" && len(args) > len(l.params) {
		panic(fmt.Errorf("%s called with %d arguments", show(l), len(args)))
	}
	env := &Env{make(map[Symbol]any, len(args)), l.env}
	for i, p := range l.params {
		env.vars[p] = args[i]
	}
	if l.rest != "" {
		env.vars[l.rest] = list(args[len(l.params):])
	}
	return env
}

func quasi(x any, e *Env) any {
	p, ok := x.(*Pair)
	if !ok {
		return x
	}
	if p.Car == any(Symbol("unquote")) {
		return eval(p.Cdr.(*Pair).Car, e)
	}
	return &Pair{quasi(p.Car, e), quasi(p.Cdr, e)}
}

func eval(x any, e *Env) any {
	for {
		p, ok := x.(*Pair)
		if !ok {
			if s, ok := x.(Symbol); ok {
				return e.find(s).vars[s]
			}
			return x
		}
		if s, ok := p.Car.(Symbol); ok {
			args := p.Cdr
			arg := func(n int) any { return slice(args)[n] }
			switch s {
			case "quote":
				return arg(0)
			case "quasiquote":
				return quasi(arg(0), e)
			case "if":
				if truth(eval(arg(0), e)) {
					x = arg(1)
				} else if rest := slice(args); len(rest) > 2 {
					x = rest[2]
				} else {
					return nil
				}
				continue
			case "define":
				if sig, ok := arg(0).(*Pair); ok {
					e.vars[sig.Car.(Symbol)] = e.lambda(sig.Cdr, &Pair{Symbol("begin"), args.(*Pair).Cdr}, false)
				} else {
					e.vars[arg(0).(Symbol)] = eval(arg(1), e)
				}
				return nil
			case "set!":
				name := arg(0).(Symbol)
				e.find(name).vars[name] = eval(arg(1), e)
				return nil
			case "lambda", "macro":
				return e.lambda(arg(0), &Pair{Symbol("begin"), args.(*Pair).Cdr}, s == "macro")
			case "begin":
				body := slice(args)
				for _, b := range body[:len(body)-1] {
					eval(b, e)
				}
				x = body[len(body)-1]
				continue
			}
		}
		f := eval(p.Car, e)
		args := slice(p.Cdr)
		if l, ok := f.(*Lambda); ok && l.macro {
			x = eval(l.body, l.bind(args))
			continue
		}
		for i := range args {
			args[i] = eval(args[i], e)
		}
		switch f := f.(type) {
		case *Builtin:
			return f.f(args)
		case *Lambda:
			x, e = f.body, f.bind(args)
		default:
			panic(fmt.Errorf("not a function: %s", show(f)))
		}
	}
}

func fold(f func(a, b Number) Number) func([]any) any {
	return func(args []any) any {
		acc := args[0].(Number)
		for _, a := range args[1:] {
			acc = f(acc, a.(Number))
		}
		return acc
	}
}

func global() *Env {
	e := &Env{vars: map[Symbol]any{}}
	for name, f := range map[string]func([]any) any{
		"+":     fold(func(a, b Number) Number { return a + b }),
		"-":     fold(func(a, b Number) Number { return a - b }),
		"*":     fold(func(a, b Number) Number { return a * b }),
		"/":     fold(func(a, b Number) Number { return a / b }),
		"<":     func(a []any) any { return Boolean(a[0].(Number) < a[1].(Number)) },
		"=":     func(a []any) any { return Boolean(a[0] == a[1]) },
		"car":   func(a []any) any { return a[0].(*Pair).Car },
		"cdr":   func(a []any) any { return a[0].(*Pair).Cdr },
		"cons":  func(a []any) any { return &Pair{a[0], a[1]} },
		"list":  func(a []any) any { return list(a) },
		"null?": func(a []any) any { return Boolean(a[0] == any(Null{})) },
		"error": func(a []any) any { panic(errors.New(string(a[0].(Text)))) },
	} {
		e.vars[Symbol(name)] = &Builtin{name, f}
	}
	return e
}

func run(r *reader, e *Env) (result string, err error) {
	defer func() {
		if p := recover(); p != nil {
			var ok bool
			if err, ok = p.(error); !ok {
				panic(p)
			}
		}
	}()
	return show(eval(r.read(), e)), nil
}

func main() {
	e := global()
	in := bufio.NewScanner(os.Stdin)
	pending := ""
	failures := 0
	for in.Scan() {
		pending += in.Text() + "\n"
		r := &reader{tokenize(pending)}
		if strings.Count(pending, "(") > strings.Count(pending, ")") {
			continue
		}
		pending = ""
		for len(r.tokens) > 0 {
			result, err := run(r, e)
			switch {
			case err != nil:
				fmt.Println("error:", err)
				failures++
			case result != "":
				fmt.Println(result)
			}
		}
	}
	fmt.Println(failures, "errors")
}
