package template

import (
	"fmt"
	"internal/fmtsort"
	"io"
	"reflect"
	"runtime"
	"strings"
	"text/template/parse"
)

// maxDepth is how deep templates may call each other.
const maxDepth = 100000

// An ExecError is an error while a template is executed, other than one of
// the writer.
type ExecError struct {
	Name string
	Err  error
}

func (e ExecError) Error() string { return e.Err.Error() }

// Unwrap returns the error with its position.
func (e ExecError) Unwrap() error { return e.Err }

// A writeFailure carries an error of the writer through a panic.
type writeFailure struct{ err error }

type variable struct {
	name  string
	value reflect.Value
}

// state is an execution; each called template has its own.
type state struct {
	tmpl  *Template
	w     io.Writer
	node  parse.Node // for errors
	vars  []variable
	depth int
}

// flow says how an action ended.
type flow int

const (
	flowNext flow = iota
	flowBreak
	flowContinue
)

type noArg struct{}

// none stands for the value of a previous command where there is none.
var none = reflect.ValueOf(noArg{})

func given(final reflect.Value) bool {
	return !final.IsValid() || final.Type() != none.Type()
}

var (
	errorType        = reflect.TypeFor[error]()
	stringerType     = reflect.TypeFor[fmt.Stringer]()
	reflectValueType = reflect.TypeFor[reflect.Value]()
)

// ExecuteTemplate executes the associated template called name.
func (t *Template) ExecuteTemplate(wr io.Writer, name string, data any) error {
	x := t.Lookup(name)
	if x == nil {
		return fmt.Errorf("template: no template %q associated with template %q", name, t.name)
	}
	return x.Execute(wr, data)
}

// Execute writes the template, filled in with data. After an error a part
// may have been written.
func (t *Template) Execute(wr io.Writer, data any) error { return t.execute(wr, data) }

func (t *Template) execute(wr io.Writer, data any) (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case writeFailure:
			err = e.err
		case runtime.Error:
			panic(e)
		case ExecError:
			err = e
		default:
			panic(e)
		}
	}()
	value, ok := data.(reflect.Value)
	if !ok {
		value = reflect.ValueOf(data)
	}
	s := &state{tmpl: t, w: wr, vars: []variable{{"$", value}}}
	if t.Tree == nil || t.Root == nil {
		s.errorf("%q is an incomplete or empty template", t.Name())
	}
	s.walk(value, t.Root)
	return nil
}

func (s *state) errorf(format string, args ...any) {
	head := fmt.Sprintf("template: %s: ", s.tmpl.name)
	if s.node != nil {
		where, what := s.tmpl.ErrorContext(s.node)
		head = fmt.Sprintf("template: %s: executing %q at <%s>: ", where, s.tmpl.name, what)
	}
	head = strings.ReplaceAll(head, "%", "%%")
	panic(ExecError{s.tmpl.name, fmt.Errorf(head+format, args...)})
}

func (s *state) varSlot(name string) *variable {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			return &s.vars[i]
		}
	}
	s.errorf("undefined variable: %s", name)
	return nil
}

// walk executes a node.
func (s *state) walk(dot reflect.Value, n parse.Node) flow {
	s.node = n
	switch n := n.(type) {
	case *parse.ActionNode:
		v := s.pipeline(dot, n.Pipe)
		if len(n.Pipe.Decl) == 0 {
			s.print(n, v)
		}
	case *parse.BreakNode:
		return flowBreak
	case *parse.ContinueNode:
		return flowContinue
	case *parse.CommentNode:
	case *parse.IfNode:
		return s.branch(dot, &n.BranchNode)
	case *parse.WithNode:
		return s.branch(dot, &n.BranchNode)
	case *parse.ListNode:
		for _, x := range n.Nodes {
			if f := s.walk(dot, x); f != flowNext {
				return f
			}
		}
	case *parse.RangeNode:
		return s.loop(dot, n)
	case *parse.TemplateNode:
		s.template(dot, n)
	case *parse.TextNode:
		if _, err := s.w.Write(n.Text); err != nil {
			panic(writeFailure{err})
		}
	default:
		s.errorf("unknown node: %s", n)
	}
	return flowNext
}

func (s *state) branch(dot reflect.Value, b *parse.BranchNode) flow {
	mark := len(s.vars)
	defer func() { s.vars = s.vars[:mark] }()
	v := s.pipeline(dot, b.Pipe)
	yes, ok := isTrue(indirectInterface(v))
	if !ok {
		s.errorf("if/with can't use %v", v)
	}
	if yes {
		if b.NodeType == parse.NodeWith {
			dot = v
		}
		return s.walk(dot, b.List)
	}
	if b.ElseList != nil {
		return s.walk(dot, b.ElseList)
	}
	return flowNext
}

// IsTrue tells whether an if action takes val for true, and whether it takes
// it at all.
func IsTrue(val any) (truth, ok bool) { return isTrue(reflect.ValueOf(val)) }

func isTrue(v reflect.Value) (truth, ok bool) {
	switch v.Kind() {
	case reflect.Invalid:
		return false, true
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() > 0, true
	case reflect.Chan, reflect.Func, reflect.Pointer, reflect.UnsafePointer, reflect.Interface:
		return !v.IsNil(), true
	case reflect.Struct:
		return true, true
	case reflect.Bool:
		return v.Bool(), true
	}
	switch {
	case v.CanInt():
		return v.Int() != 0, true
	case v.CanUint():
		return v.Uint() != 0, true
	case v.CanFloat():
		return v.Float() != 0, true
	case v.CanComplex():
		return v.Complex() != 0, true
	}
	return false, false
}

func truth(v reflect.Value) bool {
	t, _ := isTrue(indirectInterface(v))
	return t
}

func (s *state) loop(dot reflect.Value, r *parse.RangeNode) flow {
	start := len(s.vars)
	defer func() { s.vars = s.vars[:start] }()
	v, _ := indirect(s.pipeline(dot, r.Pipe))
	decl := r.Pipe.Decl
	mark := len(s.vars)
	empty := true
	// body runs once and tells whether to go on.
	body := func(key, elem reflect.Value) bool {
		empty = false
		if len(decl) > 0 {
			// A single variable takes the element.
			values := []reflect.Value{elem}
			if len(decl) > 1 {
				values = []reflect.Value{key, elem}
			}
			for i, value := range values {
				if r.Pipe.IsAssign {
					s.varSlot(decl[i].Ident[0]).value = value
				} else {
					s.vars[mark-len(values)+i].value = value
				}
			}
		}
		f := s.walk(elem, r.List)
		s.vars = s.vars[:mark]
		return f != flowBreak
	}
	switch v.Kind() {
	case reflect.Invalid:
	case reflect.Array, reflect.Slice:
		for i := 0; i < v.Len() && body(reflect.ValueOf(i), v.Index(i)); i++ {
		}
	case reflect.Map:
		for _, e := range fmtsort.Sort(v) {
			if !body(e.Key, e.Value) {
				break
			}
		}
	case reflect.Chan:
		if v.IsNil() {
			break
		}
		if v.Type().ChanDir() == reflect.SendDir {
			s.errorf("range over send-only channel %v", v)
		}
		for i := 0; ; i++ {
			elem, ok := v.Recv()
			if !ok || !body(reflect.ValueOf(i), elem) {
				break
			}
		}
	default:
		isFunc := v.Kind() == reflect.Func
		switch {
		case v.CanInt() || v.CanUint() || isFunc && v.Type().CanSeq():
			if len(decl) > 1 {
				if isFunc {
					s.errorf("can't use %v iterate over more than one variable", v)
				}
				s.errorf("can't use %v to iterate over more than one variable", v)
			}
			for elem := range v.Seq() {
				if !body(reflect.Value{}, elem) {
					break
				}
			}
		case isFunc && v.Type().CanSeq2():
			for key, elem := range v.Seq2() {
				if len(decl) <= 1 {
					elem = key
				}
				if !body(key, elem) {
					break
				}
			}
		default:
			s.errorf("range can't iterate over %v", v)
		}
	}
	if empty && r.ElseList != nil {
		return s.walk(dot, r.ElseList)
	}
	return flowNext
}

func (s *state) template(dot reflect.Value, n *parse.TemplateNode) {
	s.node = n
	t := s.tmpl.Lookup(n.Name)
	if t == nil {
		s.errorf("template %q not defined", n.Name)
	}
	if s.depth == maxDepth {
		s.errorf("exceeded maximum template depth (%v)", maxDepth)
	}
	dot = s.pipeline(dot, n.Pipe)
	inner := *s
	inner.depth++
	inner.tmpl = t
	inner.vars = []variable{{"$", dot}}
	inner.walk(dot, t.Root)
}

// pipeline evaluates a pipeline and sets its variables. pipe may be nil.
func (s *state) pipeline(dot reflect.Value, pipe *parse.PipeNode) (v reflect.Value) {
	if pipe == nil {
		return
	}
	s.node = pipe
	v = none
	for _, c := range pipe.Cmds {
		v = s.command(dot, c, v)
		if v.Kind() == reflect.Interface && v.Type().NumMethod() == 0 {
			v = reflect.ValueOf(v.Interface())
		}
	}
	for _, d := range pipe.Decl {
		if pipe.IsAssign {
			s.varSlot(d.Ident[0]).value = v
		} else {
			s.vars = append(s.vars, variable{d.Ident[0], v})
		}
	}
	return v
}

func (s *state) noFunction(args []parse.Node, final reflect.Value) {
	if len(args) > 1 || given(final) {
		s.errorf("can't give argument to non-function %s", args[0])
	}
}

// command evaluates a command; final is the value of the previous one.
func (s *state) command(dot reflect.Value, c *parse.CommandNode, final reflect.Value) reflect.Value {
	first := c.Args[0]
	switch n := first.(type) {
	case *parse.FieldNode, *parse.ChainNode, *parse.IdentifierNode, *parse.VariableNode:
		return s.operand(dot, n, c, c.Args, final)
	case *parse.PipeNode:
		s.noFunction(c.Args, final)
		return s.pipeline(dot, n)
	}
	s.node = first
	s.noFunction(c.Args, final)
	switch n := first.(type) {
	case *parse.BoolNode:
		return reflect.ValueOf(n.True)
	case *parse.DotNode:
		return dot
	case *parse.NilNode:
		s.errorf("nil is not a command")
	case *parse.NumberNode:
		return s.constant(n)
	case *parse.StringNode:
		return reflect.ValueOf(n.Text)
	}
	s.errorf("can't evaluate command %q", first)
	return reflect.Value{}
}

// constant gives a number the type it would have in Go.
func (s *state) constant(n *parse.NumberNode) reflect.Value {
	s.node = n
	text := n.Text
	char := text != "" && text[0] == '\''
	hex := len(text) > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && !strings.ContainsAny(text, "pP")
	switch {
	case n.IsComplex:
		return reflect.ValueOf(n.Complex128)
	case n.IsFloat && !char && !hex && strings.ContainsAny(text, ".eEpP"):
		return reflect.ValueOf(n.Float64)
	case n.IsInt && int64(int(n.Int64)) == n.Int64:
		return reflect.ValueOf(int(n.Int64))
	case n.IsInt || n.IsUint:
		s.errorf("%s overflows int", text)
	}
	return reflect.Value{}
}

// operand evaluates what may be a call: n is args[0], cmd the node to blame
// if a function fails.
func (s *state) operand(dot reflect.Value, n, cmd parse.Node, args []parse.Node, final reflect.Value) reflect.Value {
	s.node = n
	switch n := n.(type) {
	case *parse.FieldNode:
		return s.fields(dot, dot, n, n.Ident, args, final)
	case *parse.ChainNode:
		if len(n.Field) == 0 {
			s.errorf("internal error: no fields in evalChainNode")
		}
		if n.Node.Type() == parse.NodeNil {
			s.errorf("indirection through explicit nil in %s", n)
		}
		return s.fields(dot, s.arg(dot, nil, n.Node), n, n.Field, args, final)
	case *parse.IdentifierNode:
		fn, builtin := s.tmpl.function(n.Ident)
		if !fn.IsValid() {
			s.errorf("%q is not a defined function", n.Ident)
		}
		return s.call(dot, fn, builtin, cmd, n.Ident, args, final)
	case *parse.VariableNode:
		v := s.varSlot(n.Ident[0]).value
		if len(n.Ident) == 1 {
			if args != nil || given(final) {
				s.noFunction(args, final)
			}
			return v
		}
		return s.fields(dot, v, n, n.Ident[1:], args, final)
	}
	return reflect.Value{}
}

// fields goes down a chain of names; the last one may take arguments.
func (s *state) fields(dot, v reflect.Value, n parse.Node, names []string, args []parse.Node, final reflect.Value) reflect.Value {
	last := len(names) - 1
	for _, name := range names[:last] {
		v = s.field(dot, v, n, name, nil, none)
	}
	return s.field(dot, v, n, names[last], args, final)
}

// field is v's method, field or entry called name.
func (s *state) field(dot, v reflect.Value, n parse.Node, name string, args []parse.Node, final reflect.Value) reflect.Value {
	if !v.IsValid() {
		if s.tmpl.missing == missingError {
			s.errorf("nil data; no entry for key %q", name)
		}
		return reflect.Value{}
	}
	typ := v.Type()
	v, isNil := indirect(v)
	if v.Kind() == reflect.Interface && isNil {
		s.errorf("nil pointer evaluating %s.%s", typ, name)
	}
	// The methods of a pointer include those of the value.
	ptr := v
	if v.Kind() != reflect.Interface && v.Kind() != reflect.Pointer && v.CanAddr() {
		ptr = v.Addr()
	}
	if m := ptr.MethodByName(name); m.IsValid() {
		return s.call(dot, m, false, n, name, args, final)
	}
	hasArgs := len(args) > 1 || given(final)
	switch v.Kind() {
	case reflect.Struct:
		f, ok := v.Type().FieldByName(name)
		if !ok {
			break
		}
		x, err := v.FieldByIndexErr(f.Index)
		if !f.IsExported() {
			s.errorf("%s is an unexported field of struct type %s", name, typ)
		}
		if err != nil {
			s.errorf("%v", err)
		}
		if hasArgs {
			s.errorf("%s has arguments but cannot be invoked as function", name)
		}
		return x
	case reflect.Map:
		key := reflect.ValueOf(name)
		if !key.Type().AssignableTo(v.Type().Key()) {
			break
		}
		if hasArgs {
			s.errorf("%s is not a method but has arguments", name)
		}
		x := v.MapIndex(key)
		if !x.IsValid() && s.tmpl.missing == missingZero {
			return reflect.Zero(v.Type().Elem())
		}
		if !x.IsValid() && s.tmpl.missing == missingError {
			s.errorf("map has no entry for key %q", name)
		}
		return x
	case reflect.Pointer:
		exists := true
		if elem := v.Type().Elem(); elem.Kind() == reflect.Struct {
			_, exists = elem.FieldByName(name)
		}
		if exists && isNil {
			s.errorf("nil pointer evaluating %s.%s", typ, name)
		}
	}
	s.errorf("can't evaluate field %s in type %s", name, typ)
	return reflect.Value{}
}

func unwrap(v reflect.Value) reflect.Value {
	if v.Type() == reflectValueType {
		return v.Interface().(reflect.Value)
	}
	return v
}

// call calls a function or bound method. args, if not nil, begins with the
// function itself.
func (s *state) call(dot, fn reflect.Value, builtin bool, n parse.Node, name string, args []parse.Node, final reflect.Value) reflect.Value {
	if args != nil {
		args = args[1:]
	}
	typ := fn.Type()
	count := len(args)
	if given(final) {
		count++
	}
	fixed := typ.NumIn()
	if typ.IsVariadic() {
		fixed--
		if count < fixed {
			s.errorf("wrong number of args for %s: want at least %d got %d", name, fixed, len(args))
		}
	} else if count != fixed {
		s.errorf("wrong number of args for %s: want %d got %d", name, fixed, count)
	}
	if err := checkResults(name, typ); err != nil {
		s.errorf("%v", err)
	}
	param := func(i int) reflect.Type {
		if i < fixed {
			return typ.In(i)
		}
		return typ.In(fixed).Elem()
	}
	if builtin && (name == "and" || name == "or") {
		var v reflect.Value
		for _, arg := range args {
			v = s.arg(dot, reflectValueType, arg).Interface().(reflect.Value)
			if truth(v) == (name == "or") {
				return v
			}
		}
		if given(final) {
			v = unwrap(s.assignable(final, reflectValueType))
		}
		return v
	}
	values := make([]reflect.Value, 0, count+1)
	if builtin && name == "call" {
		// Its first argument is also passed as it is written.
		written := ""
		if len(args) > 0 {
			written = args[0].String()
		} else {
			written = final.String()
		}
		values = append(values, reflect.ValueOf(written))
		fn = reflect.ValueOf(call)
	}
	for i, arg := range args {
		values = append(values, s.arg(dot, param(i), arg))
	}
	if given(final) {
		values = append(values, s.assignable(final, param(count-1)))
	}
	v, err := safeCall(fn, values)
	if err != nil {
		s.node = n
		s.errorf("error calling %s: %w", name, err)
	}
	return unwrap(v)
}

func canBeNil(typ reflect.Type) bool {
	switch typ.Kind() {
	case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice:
		return true
	}
	return typ == reflectValueType
}

// assignable returns v, or what v points to or its address, so that it can
// be assigned to typ. A nil typ stands for any type.
func (s *state) assignable(v reflect.Value, typ reflect.Type) reflect.Value {
	if !v.IsValid() {
		if typ == nil {
			return v
		}
		if !canBeNil(typ) {
			s.errorf("invalid value; expected %s", typ)
		}
		return reflect.Zero(typ)
	}
	if typ == reflectValueType && v.Type() != typ {
		return reflect.ValueOf(v)
	}
	if typ == nil || v.Type().AssignableTo(typ) {
		return v
	}
	if v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
		if v.Type().AssignableTo(typ) {
			return v
		}
	}
	switch {
	case v.Kind() == reflect.Pointer && v.Type().Elem().AssignableTo(typ):
		v = v.Elem()
		if !v.IsValid() {
			s.errorf("dereference of nil pointer of type %s", typ)
		}
	case reflect.PointerTo(v.Type()).AssignableTo(typ) && v.CanAddr():
		v = v.Addr()
	default:
		s.errorf("wrong type for value; expected %s; got %s", typ, v.Type())
	}
	return v
}

// arg evaluates an argument for a parameter of type typ.
func (s *state) arg(dot reflect.Value, typ reflect.Type, n parse.Node) reflect.Value {
	s.node = n
	switch x := n.(type) {
	case *parse.DotNode:
		return s.assignable(dot, typ)
	case *parse.NilNode:
		if !canBeNil(typ) {
			s.errorf("cannot assign nil to %s", typ)
		}
		return reflect.Zero(typ)
	case *parse.FieldNode:
		return s.assignable(s.operand(dot, x, x, []parse.Node{n}, none), typ)
	case *parse.VariableNode, *parse.IdentifierNode, *parse.ChainNode:
		return s.assignable(s.operand(dot, x, x, nil, none), typ)
	case *parse.PipeNode:
		return s.assignable(s.pipeline(dot, x), typ)
	}
	number, _ := n.(*parse.NumberNode)
	v := reflect.New(typ).Elem()
	expected := ""
	switch typ.Kind() {
	case reflect.Bool:
		if b, ok := n.(*parse.BoolNode); ok {
			v.SetBool(b.True)
			return v
		}
		expected = "bool"
	case reflect.String:
		if str, ok := n.(*parse.StringNode); ok {
			v.SetString(str.Text)
			return v
		}
		expected = "string"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if number != nil && number.IsInt {
			v.SetInt(number.Int64)
			return v
		}
		expected = "integer"
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		if number != nil && number.IsUint {
			v.SetUint(number.Uint64)
			return v
		}
		expected = "unsigned integer"
	case reflect.Float32, reflect.Float64:
		if number != nil && number.IsFloat {
			v.SetFloat(number.Float64)
			return v
		}
		expected = "float"
	case reflect.Complex64, reflect.Complex128:
		if number != nil && number.IsComplex {
			v.SetComplex(number.Complex128)
			return v
		}
		expected = "complex"
	case reflect.Interface:
		if typ.NumMethod() == 0 {
			return s.literal(n)
		}
	case reflect.Struct:
		if typ == reflectValueType {
			return reflect.ValueOf(s.literal(n))
		}
	}
	if expected != "" {
		s.errorf("expected %s; found %s", expected, n)
	}
	s.errorf("can't handle %s for arg of type %s", n, typ)
	return v
}

// literal evaluates a literal where any type will do.
func (s *state) literal(n parse.Node) reflect.Value {
	switch n := n.(type) {
	case *parse.BoolNode:
		return reflect.ValueOf(n.True)
	case *parse.NumberNode:
		return s.constant(n)
	case *parse.StringNode:
		return reflect.ValueOf(n.Text)
	}
	s.errorf("can't handle assignment of %s to empty interface argument", n)
	return reflect.Value{}
}

// indirect follows pointers and interfaces, up to a nil.
func indirect(v reflect.Value) (_ reflect.Value, isNil bool) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return v, true
		}
		v = v.Elem()
	}
	return v, false
}

// indirectInterface returns what is in an interface.
func indirectInterface(v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Interface {
		return v
	}
	return v.Elem()
}

// print writes the value of an action.
func (s *state) print(n parse.Node, v reflect.Value) {
	s.node = n
	x, ok := printable(v)
	if !ok {
		s.errorf("can't print %s of type %s", n, v.Type())
	}
	if _, err := fmt.Fprint(s.w, x); err != nil {
		panic(writeFailure{err})
	}
}

// printable returns what fmt should print for v.
func printable(v reflect.Value) (any, bool) {
	if v.Kind() == reflect.Pointer {
		v, _ = indirect(v)
	}
	if !v.IsValid() {
		return "<no value>", true
	}
	if typ := v.Type(); !typ.Implements(errorType) && !typ.Implements(stringerType) {
		ptr := reflect.PointerTo(typ)
		if v.CanAddr() && (ptr.Implements(errorType) || ptr.Implements(stringerType)) {
			v = v.Addr()
		} else if v.Kind() == reflect.Chan || v.Kind() == reflect.Func {
			return nil, false
		}
	}
	return v.Interface(), true
}
