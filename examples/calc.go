// Calc evaluates arithmetic expressions, one a line of standard input, with variables, functions and errors that point at the place.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"unicode"
)

type tokenKind int

const (
	tokEnd tokenKind = iota
	tokNumber
	tokName
	tokOperator
)

func (k tokenKind) String() string {
	return [...]string{"end of line", "number", "name", "operator"}[k]
}

type token struct {
	kind tokenKind
	text string
	num  float64
	pos  int
}

// SyntaxError is an error at a column of the input.
type SyntaxError struct {
	Pos int
	Msg string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("column %d: %s", e.Pos+1, e.Msg) }

var (
	errDivision = errors.New("division by zero")
	errDomain   = errors.New("argument out of domain")
)

func tokenize(line string) ([]token, error) {
	var toks []token
	for i := 0; i < len(line); {
		c := rune(line[i])
		start := i
		switch {
		case unicode.IsSpace(c):
			i++
		case unicode.IsDigit(c) || c == '.':
			for i < len(line) && strings.ContainsRune("0123456789.eE", rune(line[i])) {
				if (line[i] == 'e' || line[i] == 'E') && i+1 < len(line) && strings.ContainsRune("+-", rune(line[i+1])) {
					i++
				}
				i++
			}
			v, err := strconv.ParseFloat(line[start:i], 64)
			if err != nil {
				return nil, &SyntaxError{start, fmt.Sprintf("bad number %q", line[start:i])}
			}
			toks = append(toks, token{tokNumber, line[start:i], v, start})
		case unicode.IsLetter(c):
			for i < len(line) && (unicode.IsLetter(rune(line[i])) || unicode.IsDigit(rune(line[i]))) {
				i++
			}
			toks = append(toks, token{kind: tokName, text: line[start:i], pos: start})
		case strings.ContainsRune("+-*/%^()=,", c):
			i++
			toks = append(toks, token{kind: tokOperator, text: line[start:i], pos: start})
		default:
			return nil, &SyntaxError{i, fmt.Sprintf("unexpected %q", c)}
		}
	}
	return append(toks, token{kind: tokEnd, pos: len(line)}), nil
}

// An expr is a node of the tree; eval computes it in an environment.
type expr interface {
	eval(env map[string]float64) (float64, error)
}

type (
	number   float64
	variable struct {
		name string
		pos  int
	}
	unary struct {
		op string
		x  expr
	}
	binary struct {
		op   string
		x, y expr
	}
	call struct {
		fn   string
		args []expr
		pos  int
	}
	assign struct {
		name  string
		value expr
	}
)

func (n number) eval(map[string]float64) (float64, error) { return float64(n), nil }

func (v variable) eval(env map[string]float64) (float64, error) {
	if x, ok := env[v.name]; ok {
		return x, nil
	}
	return 0, &SyntaxError{v.pos, "undefined: " + v.name}
}

func (u unary) eval(env map[string]float64) (float64, error) {
	x, err := u.x.eval(env)
	if u.op == "-" {
		x = -x
	}
	return x, err
}

func (b binary) eval(env map[string]float64) (float64, error) {
	x, err := b.x.eval(env)
	if err != nil {
		return 0, err
	}
	y, err := b.y.eval(env)
	if err != nil {
		return 0, err
	}
	switch b.op {
	case "+":
		return x + y, nil
	case "-":
		return x - y, nil
	case "*":
		return x * y, nil
	case "^":
		return math.Pow(x, y), nil
	case "/", "%":
		if y == 0 {
			return 0, fmt.Errorf("%v %s %v: %w", x, b.op, y, errDivision)
		}
		if b.op == "/" {
			return x / y, nil
		}
		return math.Mod(x, y), nil
	}
	panic("unknown operator " + b.op)
}

var functions = map[string]func(args ...float64) (float64, error){
	"sqrt": func(a ...float64) (float64, error) {
		if a[0] < 0 {
			return 0, errDomain
		}
		return math.Sqrt(a[0]), nil
	},
	"abs":   func(a ...float64) (float64, error) { return math.Abs(a[0]), nil },
	"floor": func(a ...float64) (float64, error) { return math.Floor(a[0]), nil },
	"max": func(a ...float64) (float64, error) {
		m := math.Inf(-1)
		for _, x := range a {
			m = max(m, x)
		}
		return m, nil
	},
	"sum": func(a ...float64) (s float64, _ error) {
		for _, x := range a {
			s += x
		}
		return s, nil
	},
}

func (c call) eval(env map[string]float64) (float64, error) {
	f, ok := functions[c.fn]
	if !ok {
		return 0, &SyntaxError{c.pos, "no function " + c.fn}
	}
	args := make([]float64, len(c.args))
	for i, a := range c.args {
		var err error
		if args[i], err = a.eval(env); err != nil {
			return 0, err
		}
	}
	v, err := f(args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", c.fn, err)
	}
	return v, nil
}

func (a assign) eval(env map[string]float64) (float64, error) {
	v, err := a.value.eval(env)
	if err == nil {
		env[a.name] = v
	}
	return v, err
}

type parser struct {
	toks []token
	at   int
}

func (p *parser) peek() token { return p.toks[p.at] }

func (p *parser) next() token {
	t := p.toks[p.at]
	if t.kind != tokEnd {
		p.at++
	}
	return t
}

func (p *parser) is(op string) bool { t := p.peek(); return t.kind == tokOperator && t.text == op }

func (p *parser) expect(op string) {
	if !p.is(op) {
		p.fail("expected " + op)
	}
	p.next()
}

func (p *parser) fail(msg string) { panic(&SyntaxError{p.peek().pos, msg}) }

var levels = [][]string{{"+", "-"}, {"*", "/", "%"}}

func (p *parser) level(n int) expr {
	if n == len(levels) {
		return p.power()
	}
	x := p.level(n + 1)
again:
	for _, op := range levels[n] {
		if p.is(op) {
			p.next()
			x = binary{op, x, p.level(n + 1)}
			goto again
		}
	}
	return x
}

func (p *parser) power() expr {
	if p.is("-") || p.is("+") {
		return unary{p.next().text, p.power()}
	}
	x := p.primary()
	if p.is("^") {
		p.next()
		return binary{"^", x, p.power()}
	}
	return x
}

func (p *parser) primary() expr {
	switch t := p.next(); {
	case t.kind == tokNumber:
		return number(t.num)
	case t.kind == tokName && p.is("("):
		p.next()
		c := call{fn: t.text, pos: t.pos}
		for !p.is(")") {
			c.args = append(c.args, p.level(0))
			if !p.is(",") {
				break
			}
			p.next()
		}
		p.expect(")")
		return c
	case t.kind == tokName:
		return variable{t.text, t.pos}
	case t.kind == tokOperator && t.text == "(":
		x := p.level(0)
		p.expect(")")
		return x
	default:
		if t.kind != tokEnd {
			p.at--
		}
		p.fail("unexpected " + t.kind.String())
		return nil
	}
}

func parse(line string) (e expr, err error) {
	toks, err := tokenize(line)
	if err != nil {
		return nil, err
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *SyntaxError:
			e, err = nil, r
		default:
			panic(r)
		}
	}()
	p := &parser{toks: toks}
	if len(toks) > 2 && toks[0].kind == tokName && toks[1].text == "=" {
		p.at = 2
		e = assign{toks[0].text, p.level(0)}
	} else {
		e = p.level(0)
	}
	if p.peek().kind != tokEnd {
		p.fail("unexpected " + p.peek().kind.String())
	}
	return e, nil
}

func main() {
	env := map[string]float64{"pi": math.Pi, "e": math.E}
	in := bufio.NewScanner(os.Stdin)
	failed := 0
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		e, err := parse(line)
		var v float64
		if err == nil {
			v, err = e.eval(env)
		}
		var syntax *SyntaxError
		switch {
		case errors.As(err, &syntax):
			fmt.Fprintf(os.Stderr, "%s\n%*s %s\n", line, syntax.Pos+1, "^", syntax.Msg)
			failed++
		case errors.Is(err, errDivision), errors.Is(err, errDomain):
			fmt.Fprintf(os.Stderr, "line %d: %v\n", n, err)
			failed++
		default:
			fmt.Printf("%s = %.10g\n", line, v)
		}
	}
	if failed > 0 {
		fmt.Printf("%d of the lines failed\n", failed)
		os.Exit(1)
	}
}
