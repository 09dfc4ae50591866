// Vm assembles and runs programs of a small stack machine, with a disassembler, traces and run-time errors.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

type Op byte

const (
	Push Op = iota
	Pop
	Dup
	Swap
	Add
	Sub
	Mul
	Div
	Less
	Jump
	JumpIf
	Load
	Store
	Call
	Ret
	Print
	Halt
)

var names = [...]string{Push: "push", Pop: "pop", Dup: "dup", Swap: "swap", Add: "add", Sub: "sub", Mul: "mul", Div: "div", Less: "less",
	Jump: "jump", JumpIf: "jumpif", Load: "load", Store: "store", Call: "call", Ret: "ret", Print: "print", Halt: "halt"}

func (op Op) String() string {
	if int(op) < len(names) {
		return names[op]
	}
	return "op" + strconv.Itoa(int(op))
}

func (op Op) hasOperand() bool {
	switch op {
	case Push, Jump, JumpIf, Load, Store, Call:
		return true
	}
	return false
}

type Instr struct {
	Op  Op
	Arg int64
}

func (i Instr) String() string {
	if i.Op.hasOperand() {
		return fmt.Sprintf("%-6v %d", i.Op, i.Arg)
	}
	return i.Op.String()
}

// Assemble translates one instruction a line; "name:" defines a label.
func Assemble(src string) (code []Instr, err error) {
	labels := map[string]int64{}
	type fixup struct {
		at, line int
		label    string
	}
	var fixups []fixup
	opcode := map[string]Op{}
	for op, n := range names {
		opcode[n] = Op(op)
	}
	for n, line := range strings.Split(src, "\n") {
		line, _, _ = strings.Cut(line, ";")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if label, ok := strings.CutSuffix(f[0], ":"); ok {
			labels[label] = int64(len(code))
			continue
		}
		op, ok := opcode[f[0]]
		if !ok {
			return nil, fmt.Errorf("line %d: unknown instruction %q", n+1, f[0])
		}
		in := Instr{Op: op}
		if op.hasOperand() != (len(f) == 2) {
			return nil, fmt.Errorf("line %d: wrong number of operands for %v", n+1, op)
		}
		if len(f) == 2 {
			if in.Arg, err = strconv.ParseInt(f[1], 0, 64); err != nil {
				if op == Push {
					return nil, fmt.Errorf("line %d: %w", n+1, err)
				}
				fixups = append(fixups, fixup{len(code), n + 1, f[1]})
			}
		}
		code = append(code, in)
	}
	for _, fx := range fixups {
		target, ok := labels[fx.label]
		if !ok {
			return nil, fmt.Errorf("line %d: no label %q", fx.line, fx.label)
		}
		code[fx.at].Arg = target
	}
	return code, nil
}

type Machine struct {
	stack   []int64
	calls   []int
	globals [8]int64
	pc      int
	steps   int
	out     strings.Builder
}

// A Trap is a run-time error of the program that is interpreted.
type Trap struct {
	PC  int
	In  Instr
	Err error
}

func (t *Trap) Error() string { return fmt.Sprintf("trap at %d (%v): %v", t.PC, t.In, t.Err) }
func (t *Trap) Unwrap() error { return t.Err }

var (
	ErrUnderflow = errors.New("stack underflow")
	ErrSteps     = errors.New("too many steps")
)

func (m *Machine) pop() int64 {
	if len(m.stack) == 0 {
		panic(ErrUnderflow)
	}
	v := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return v
}

func (m *Machine) push(v int64) { m.stack = append(m.stack, v) }

func (m *Machine) Run(code []Instr, limit int) (err error) {
	var in Instr
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
			if !ok {
				panic(r)
			}
			err = &Trap{m.pc - 1, in, e}
		}
	}()
	for {
		if m.steps++; m.steps > limit {
			panic(ErrSteps)
		}
		in = code[m.pc]
		m.pc++
		switch in.Op {
		case Push:
			m.push(in.Arg)
		case Pop:
			m.pop()
		case Dup:
			v := m.pop()
			m.push(v)
			m.push(v)
		case Swap:
			a, b := m.pop(), m.pop()
			m.push(a)
			m.push(b)
		case Add, Sub, Mul, Div, Less:
			b, a := m.pop(), m.pop()
			m.push(arith(in.Op, a, b))
		case Jump:
			m.pc = int(in.Arg)
		case JumpIf:
			if m.pop() != 0 {
				m.pc = int(in.Arg)
			}
		case Load:
			m.push(m.globals[in.Arg])
		case Store:
			m.globals[in.Arg] = m.pop()
		case Call:
			m.calls = append(m.calls, m.pc)
			m.pc = int(in.Arg)
		case Ret:
			m.pc = m.calls[len(m.calls)-1]
			m.calls = m.calls[:len(m.calls)-1]
		case Print:
			fmt.Fprintln(&m.out, m.pop())
		case Halt:
			return nil
		}
	}
}

func arith(op Op, a, b int64) int64 {
	switch op {
	case Add:
		return a + b
	case Sub:
		return a - b
	case Mul:
		return a * b
	case Div:
		return a / b
	default:
		if a < b {
			return 1
		}
		return 0
	}
}

const factorial = `
	push 20
	call fact
	print
	halt
fact:               ; n → n!
	dup
	push 2
	less
	jumpif one
	dup
	push 1
	sub
	call fact
	mul
	ret
one:
	pop
	push 1
	ret`

const collatz = `
	push 27
	store 0
loop:
	load 1
	push 1
	add
	store 1
	load 0
	push 2
	div
	push 2
	mul
	load 0
	less           ; odd?
	jumpif odd
	load 0
	push 2
	div
	store 0
	jump test
odd:
	load 0
	push 3
	mul
	push 1
	add
	store 0
test:
	push 1
	load 0
	less
	jumpif loop
	load 1
	print
	halt`

func main() {
	programs := []struct{ name, src string }{
		{"factorial", factorial}, {"collatz", collatz},
		{"division", "push 1\npush 0\ndiv\nhalt"}, {"underflow", "push 1\nadd\nhalt"}, {"runs off", "push 1"},
		{"endless", "again: \njump again"}, {"return", "ret"}, {"global", "push 3\nstore 12\nhalt"},
		{"bad op", "push 1\nfrob"}, {"bad label", "jump nowhere"}, {"operand", "push"}, {"number", "push 99999999999999999999"},
	}
	for _, p := range programs {
		code, err := Assemble(p.src)
		if err != nil {
			fmt.Printf("%s: %v\n", p.name, err)
			continue
		}
		m := &Machine{}
		err = m.Run(code, 10000)
		fmt.Printf("%s: %d instructions, %d steps\n%s", p.name, len(code), m.steps, m.out.String())
		var trap *Trap
		if errors.As(err, &trap) {
			fmt.Printf("  %v\n  underflow: %t, steps: %t\n", trap, errors.Is(err, ErrUnderflow), errors.Is(err, ErrSteps))
		}
	}
	code, _ := Assemble(factorial)
	for i, in := range code {
		fmt.Printf("%3d %v\n", i, in)
	}
	fmt.Println(Op(200), Halt, fmt.Sprintf("%d %v %s", Ret, Ret, Ret))
}
