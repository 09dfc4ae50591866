// Package parse builds the trees of text/template.
package parse

import (
	"bytes"
	"fmt"
	"runtime"
	"strconv"
	"strings"
)

// A Mode is a set of flags for the parser.
type Mode uint

const (
	ParseComments Mode = 1 << iota // keep comments in the tree
	SkipFuncCheck                  // functions need not be defined
)

// A Tree is a parsed template.
type Tree struct {
	Name      string
	ParseName string // of the template that was given to Parse
	Root      *ListNode
	Mode      Mode

	text                  string
	leftDelim, rightDelim string

	// While parsing only.
	in         *tokens
	funcs      []map[string]any
	vars       []string
	treeSet    map[string]*Tree
	actionLine int
	rangeDepth int
	stackDepth int
}

// tokens is the token list that a template shares with those it defines.
type tokens struct {
	items []item
	next  int
	last  item // the furthest one that was looked at
}

// maxStackDepth is how deep parentheses may nest.
var maxStackDepth = 10000

// New returns an empty tree.
func New(name string, funcs ...map[string]any) *Tree {
	return &Tree{Name: name, funcs: funcs}
}

// Parse parses text and returns its templates by name.
func Parse(name, text, leftDelim, rightDelim string, funcs ...map[string]any) (map[string]*Tree, error) {
	set := make(map[string]*Tree)
	t := New(name)
	t.text = text
	_, err := t.Parse(text, leftDelim, rightDelim, set, funcs...)
	return set, err
}

// Parse parses text into t and adds the templates it defines to treeSet.
func (t *Tree) Parse(text, leftDelim, rightDelim string, treeSet map[string]*Tree, funcs ...map[string]any) (tree *Tree, err error) {
	defer func() {
		if e := recover(); e != nil {
			if _, bug := e.(runtime.Error); bug {
				panic(e)
			}
			t.finish()
			err = e.(error)
		}
	}()
	if leftDelim == "" {
		leftDelim = "{{"
	}
	if rightDelim == "" {
		rightDelim = "}}"
	}
	t.ParseName = t.Name
	t.text = text
	t.leftDelim, t.rightDelim = leftDelim, rightDelim
	t.begin(nil, funcs, treeSet)
	scan := scanner{text: text, left: leftDelim, right: rightDelim, comments: t.Mode&ParseComments != 0}
	scan.breakFunc = t.hasFunction("break")
	scan.contFunc = t.hasFunction("continue")
	t.in = &tokens{items: scan.run()}
	t.top()
	t.add()
	t.finish()
	return t, nil
}

func (t *Tree) begin(in *tokens, funcs []map[string]any, set map[string]*Tree) {
	t.Root = nil
	t.in = in
	t.vars = []string{"$"}
	t.funcs = funcs
	t.treeSet = set
	t.stackDepth = 0
}

func (t *Tree) finish() {
	t.in, t.vars, t.funcs, t.treeSet = nil, nil, nil, nil
}

// inner returns a tree for a template defined inside t.
func (t *Tree) inner(name string) *Tree {
	n := New(name)
	n.text, n.Mode, n.ParseName = t.text, t.Mode, t.ParseName
	n.leftDelim, n.rightDelim = t.leftDelim, t.rightDelim
	n.begin(t.in, t.funcs, t.treeSet)
	return n
}

// add enters t in its set, where it may replace an empty template only.
func (t *Tree) add() {
	old := t.treeSet[t.Name]
	if old == nil || IsEmptyTree(old.Root) {
		t.treeSet[t.Name] = t
	} else if !IsEmptyTree(t.Root) {
		t.errorf("template: multiple definition of template %q", t.Name)
	}
}

// Copy returns a deep copy.
func (t *Tree) Copy() *Tree {
	if t == nil {
		return nil
	}
	return &Tree{
		Name: t.Name, ParseName: t.ParseName, Root: t.Root.CopyList(),
		text: t.text, leftDelim: t.leftDelim, rightDelim: t.rightDelim,
	}
}

// ErrorContext says where n is, and what.
func (t *Tree) ErrorContext(n Node) (location, context string) {
	tree := n.tree()
	if tree == nil {
		tree = t
	}
	before := tree.text[:n.Position()]
	column := len(before) - (strings.LastIndexByte(before, '\n') + 1)
	line := 1 + strings.Count(before, "\n")
	return fmt.Sprintf("%s:%d:%d", tree.ParseName, line, column), n.String()
}

// IsEmptyTree tells whether n is nothing but space and comments.
func IsEmptyTree(n Node) bool {
	switch n := n.(type) {
	case nil, *CommentNode:
		return true
	case *ListNode:
		for _, x := range n.Nodes {
			if !IsEmptyTree(x) {
				return false
			}
		}
		return true
	case *TextNode:
		return len(bytes.TrimSpace(n.Text)) == 0
	case *ActionNode, *IfNode, *RangeNode, *TemplateNode, *WithNode:
		return false
	}
	panic("unknown node: " + n.String())
}

func (t *Tree) errorf(format string, args ...any) {
	t.Root = nil
	head := fmt.Sprintf("template: %s:%d: ", t.ParseName, t.in.last.line)
	panic(fmt.Errorf(strings.ReplaceAll(head, "%", "%%")+format, args...))
}

func (t *Tree) check(err error) {
	if err != nil {
		t.errorf("%s", err)
	}
}

func (t *Tree) unexpected(it item, context string) {
	if it.typ != itemError {
		t.errorf("unexpected %s in %s", it, context)
	}
	where := ""
	if t.actionLine != 0 && t.actionLine != it.line {
		where = fmt.Sprintf(" in action started at %s:%d", t.ParseName, t.actionLine)
		if strings.HasSuffix(it.val, " action") {
			where = where[len(" in action"):]
		}
	}
	t.errorf("%s%s", it, where)
}

func (t *Tree) hasFunction(name string) bool {
	for _, m := range t.funcs {
		if m != nil && m[name] != nil {
			return true
		}
	}
	return false
}

// peek returns the next token. The last one never goes away.
func (t *Tree) peek() item {
	in := t.in
	i := min(in.next, len(in.items)-1)
	it := in.items[i]
	if it.pos >= in.last.pos {
		in.last = it
	}
	return it
}

func (t *Tree) take() item {
	it := t.peek()
	t.in.next++
	return it
}

func (t *Tree) skipSpace() {
	for t.peek().typ == itemSpace {
		t.in.next++
	}
}

func (t *Tree) peekPast() item {
	t.skipSpace()
	return t.peek()
}

func (t *Tree) takePast() item {
	t.skipSpace()
	return t.take()
}

func (t *Tree) expect(typ itemType, context string) item {
	it := t.takePast()
	if it.typ != typ {
		t.unexpected(it, context)
	}
	return it
}

func (t *Tree) list(pos Pos) *ListNode { return &ListNode{NodeType: NodeList, Pos: pos, tr: t} }

// top parses the whole text.
func (t *Tree) top() {
	t.Root = t.list(t.peek().pos)
	for t.peek().typ != itemEOF {
		if t.peek().typ == itemLeftDelim {
			mark := t.in.next
			t.take()
			if t.takePast().typ == itemDefine {
				t.inner("definition").definition()
				continue
			}
			t.in.next = mark
		}
		n := t.textOrAction()
		if isStop(n) {
			t.errorf("unexpected %s", n)
		}
		t.Root.append(n)
	}
}

func isStop(n Node) bool {
	_, ok := n.(*stopNode)
	return ok
}

func isEnd(n Node) bool {
	s, ok := n.(*stopNode)
	return ok && !s.isElse
}

func (t *Tree) definition() {
	const context = "define clause"
	t.Name = t.templateName(t.takePast(), context)
	t.expect(itemRightDelim, context)
	t.body(context)
}

// body parses the template t up to its end and adds it.
func (t *Tree) body(context string) {
	var end Node
	t.Root, end = t.items()
	if !isEnd(end) {
		t.errorf("unexpected %s in %s", end, context)
	}
	t.add()
	t.finish()
}

func (t *Tree) templateName(it item, context string) string {
	if it.typ != itemString && it.typ != itemRawString {
		t.unexpected(it, context)
	}
	name, err := strconv.Unquote(it.val)
	t.check(err)
	return name
}

// items parses up to an end or else, which it returns too.
func (t *Tree) items() (*ListNode, Node) {
	list := t.list(t.peekPast().pos)
	for t.peekPast().typ != itemEOF {
		n := t.textOrAction()
		if isStop(n) {
			return list, n
		}
		list.append(n)
	}
	t.errorf("unexpected EOF")
	return nil, nil
}

func (t *Tree) textOrAction() Node {
	it := t.takePast()
	switch it.typ {
	case itemText:
		return &TextNode{NodeType: NodeText, Pos: it.pos, Text: []byte(it.val), tr: t}
	case itemComment:
		return &CommentNode{NodeType: NodeComment, Pos: it.pos, Text: it.val, tr: t}
	case itemLeftDelim:
		t.actionLine = it.line
		defer func() { t.actionLine = 0 }()
		return t.action()
	}
	t.unexpected(it, "input")
	return nil
}

func (t *Tree) action() Node {
	it := t.peekPast()
	t.in.next++
	switch it.typ {
	case itemBlock:
		return t.block()
	case itemBreak:
		t.leaveLoop("break")
		return &BreakNode{NodeType: NodeBreak, Pos: it.pos, Line: it.line, tr: t}
	case itemContinue:
		t.leaveLoop("continue")
		return &ContinueNode{NodeType: NodeContinue, Pos: it.pos, Line: it.line, tr: t}
	case itemElse:
		next := t.peekPast()
		if next.typ != itemIf && next.typ != itemWith {
			next = t.expect(itemRightDelim, "else")
		}
		return &stopNode{Pos: next.pos, isElse: true, tr: t}
	case itemEnd:
		return &stopNode{Pos: t.expect(itemRightDelim, "end").pos, tr: t}
	case itemIf:
		return t.ifAction()
	case itemRange:
		return &RangeNode{t.branch(NodeRange, "range")}
	case itemTemplate:
		return t.template()
	case itemWith:
		return t.withAction()
	}
	t.in.next--
	first := t.peek()
	pipe := t.pipeline("command", itemRightDelim)
	return &ActionNode{NodeType: NodeAction, Pos: first.pos, Line: first.line, Pipe: pipe, tr: t}
}

func (t *Tree) ifAction() Node { return &IfNode{t.branch(NodeIf, "if")} }

func (t *Tree) withAction() Node { return &WithNode{t.branch(NodeWith, "with")} }

func (t *Tree) leaveLoop(word string) {
	if it := t.takePast(); it.typ != itemRightDelim {
		t.unexpected(it, "{{"+word+"}}")
	}
	if t.rangeDepth == 0 {
		t.errorf("{{%s}} outside {{range}}", word)
	}
}

// branch parses if, range and with.
func (t *Tree) branch(typ NodeType, context string) BranchNode {
	declared := len(t.vars)
	defer func() { t.vars = t.vars[:declared] }()
	b := BranchNode{NodeType: typ, tr: t}
	b.Pipe = t.pipeline(context, itemRightDelim)
	b.Pos, b.Line = b.Pipe.Pos, b.Pipe.Line
	if typ == NodeRange {
		t.rangeDepth++
	}
	var stop Node
	b.List, stop = t.items()
	if typ == NodeRange {
		t.rangeDepth--
	}
	if isEnd(stop) {
		return b
	}
	// "else if" and "else with" are an action inside the else part that
	// shares our end.
	switch next := t.peek().typ; {
	case typ == NodeIf && next == itemIf:
		t.take()
		b.ElseList = t.list(stop.Position())
		b.ElseList.append(t.ifAction())
	case typ == NodeWith && next == itemWith:
		t.take()
		b.ElseList = t.list(stop.Position())
		b.ElseList.append(t.withAction())
	default:
		b.ElseList, stop = t.items()
		if !isEnd(stop) {
			t.errorf("expected end; found %s", stop)
		}
	}
	return b
}

func (t *Tree) block() Node {
	const context = "block clause"
	it := t.takePast()
	name := t.templateName(it, context)
	pipe := t.pipeline(context, itemRightDelim)
	t.inner(name).body(context)
	return &TemplateNode{NodeType: NodeTemplate, Pos: it.pos, Line: it.line, Name: name, Pipe: pipe, tr: t}
}

func (t *Tree) template() Node {
	const context = "template clause"
	it := t.takePast()
	n := &TemplateNode{NodeType: NodeTemplate, Pos: it.pos, Line: it.line, tr: t}
	n.Name = t.templateName(it, context)
	if t.takePast().typ != itemRightDelim {
		t.in.next--
		n.Pipe = t.pipeline(context, itemRightDelim)
	}
	return n
}

// pipeline parses declarations and commands up to the token end.
func (t *Tree) pipeline(context string, end itemType) *PipeNode {
	first := t.peekPast()
	pipe := &PipeNode{NodeType: NodePipe, Pos: first.pos, Line: first.line, tr: t}
	t.declarations(pipe, context)
	for {
		it := t.takePast()
		switch it.typ {
		case end:
			t.checkPipeline(pipe, context)
			return pipe
		case itemBool, itemCharConstant, itemComplex, itemDot, itemField, itemIdentifier, itemNumber,
			itemNil, itemRawString, itemString, itemVariable, itemLeftParen:
			t.in.next--
			pipe.Cmds = append(pipe.Cmds, t.command())
		default:
			t.unexpected(it, context)
		}
	}
}

func (t *Tree) declarations(pipe *PipeNode, context string) {
	for t.peekPast().typ == itemVariable {
		mark := t.in.next
		v := t.take()
		next := t.peekPast()
		comma := next.typ == itemChar && next.val == ","
		if !comma && next.typ != itemAssign && next.typ != itemDeclare {
			t.in.next = mark
			return
		}
		t.take()
		pipe.Decl = append(pipe.Decl, t.variable(v.pos, v.val))
		t.vars = append(t.vars, v.val)
		if !comma {
			pipe.IsAssign = next.typ == itemAssign
			return
		}
		if context != "range" || len(pipe.Decl) >= 2 {
			t.errorf("too many declarations in %s", context)
		}
		switch t.peekPast().typ {
		case itemVariable, itemRightDelim, itemRightParen:
		default:
			t.errorf("range can only initialize variables")
		}
	}
}

func (t *Tree) checkPipeline(pipe *PipeNode, context string) {
	if len(pipe.Cmds) == 0 {
		t.errorf("missing value for %s", context)
	}
	for i, c := range pipe.Cmds[1:] {
		switch c.Args[0].Type() {
		case NodeBool, NodeDot, NodeNil, NodeNumber, NodeString:
			t.errorf("non executable command in pipeline stage %d", i+2)
		}
	}
}

// command parses operands up to the end of the pipeline, which stays, or a
// bar, which goes.
func (t *Tree) command() *CommandNode {
	cmd := &CommandNode{NodeType: NodeCommand, Pos: t.peekPast().pos, tr: t}
	for {
		t.skipSpace()
		if n := t.operand(); n != nil {
			cmd.Args = append(cmd.Args, n)
		}
		it := t.take()
		if it.typ == itemSpace {
			continue
		}
		switch it.typ {
		case itemRightDelim, itemRightParen:
			t.in.next--
		case itemPipe:
		default:
			t.unexpected(it, "operand")
		}
		break
	}
	if len(cmd.Args) == 0 {
		t.errorf("empty command")
	}
	return cmd
}

// operand parses a term and the fields taken of it.
func (t *Tree) operand() Node {
	n := t.term()
	if n == nil || t.peek().typ != itemField {
		return n
	}
	chain := &ChainNode{NodeType: NodeChain, Pos: t.peek().pos, Node: n, tr: t}
	for t.peek().typ == itemField {
		chain.Add(t.take().val)
	}
	switch n.Type() {
	case NodeField:
		return t.field(chain.Pos, chain.String())
	case NodeVariable:
		return t.variable(chain.Pos, chain.String())
	case NodeBool, NodeString, NodeNumber, NodeNil, NodeDot:
		t.errorf("unexpected . after term %q", n.String())
	}
	return chain
}

func (t *Tree) field(pos Pos, text string) Node {
	return &FieldNode{NodeType: NodeField, Pos: pos, Ident: strings.Split(text[1:], "."), tr: t}
}

func (t *Tree) variable(pos Pos, text string) *VariableNode {
	return &VariableNode{NodeType: NodeVariable, Pos: pos, Ident: strings.Split(text, "."), tr: t}
}

// term parses a single value; it returns nil if there is none.
func (t *Tree) term() Node {
	it := t.takePast()
	switch it.typ {
	case itemIdentifier:
		if t.Mode&SkipFuncCheck == 0 && !t.hasFunction(it.val) {
			t.errorf("function %q not defined", it.val)
		}
		return NewIdentifier(it.val).SetTree(t).SetPos(it.pos)
	case itemDot:
		return &DotNode{NodeType: NodeDot, Pos: it.pos, tr: t}
	case itemNil:
		return &NilNode{NodeType: NodeNil, Pos: it.pos, tr: t}
	case itemField:
		return t.field(it.pos, it.val)
	case itemBool:
		return &BoolNode{NodeType: NodeBool, Pos: it.pos, True: it.val == "true", tr: t}
	case itemVariable:
		for _, name := range t.vars {
			if name == it.val {
				return t.variable(it.pos, it.val)
			}
		}
		t.errorf("undefined variable %q", it.val)
	case itemCharConstant, itemComplex, itemNumber:
		n, err := t.newNumber(it.pos, it.val, it.typ)
		t.check(err)
		return n
	case itemLeftParen:
		if t.stackDepth >= maxStackDepth {
			t.errorf("max expression depth exceeded")
		}
		t.stackDepth++
		defer func() { t.stackDepth-- }()
		return t.pipeline("parenthesized pipeline", itemRightParen)
	case itemString, itemRawString:
		s, err := strconv.Unquote(it.val)
		t.check(err)
		return &StringNode{NodeType: NodeString, Pos: it.pos, Quoted: it.val, Text: s, tr: t}
	}
	t.in.next--
	return nil
}

// newNumber finds every type that can hold the constant.
func (t *Tree) newNumber(pos Pos, text string, typ itemType) (*NumberNode, error) {
	n := &NumberNode{NodeType: NodeNumber, Pos: pos, Text: text, tr: t}
	if typ == itemCharConstant {
		r, _, tail, err := strconv.UnquoteChar(text[1:], text[0])
		if err != nil {
			return nil, err
		}
		if tail != "'" {
			return nil, fmt.Errorf("malformed character constant: %s", text)
		}
		n.Int64, n.Uint64, n.Float64 = int64(r), uint64(r), float64(r)
		n.IsInt, n.IsUint, n.IsFloat = true, true, true
		return n, nil
	}
	if typ == itemComplex {
		if _, err := fmt.Sscan(text, &n.Complex128); err != nil {
			return nil, err
		}
		n.fromComplex()
		return n, nil
	}
	if text != "" && text[len(text)-1] == 'i' {
		if f, err := strconv.ParseFloat(text[:len(text)-1], 64); err == nil {
			n.Complex128 = complex(0, f)
			n.fromComplex()
			return n, nil
		}
	}
	if u, err := strconv.ParseUint(text, 0, 64); err == nil {
		n.Uint64, n.IsUint = u, true
	}
	if i, err := strconv.ParseInt(text, 0, 64); err == nil {
		n.Int64, n.IsInt = i, true
		if i == 0 {
			n.Uint64, n.IsUint = 0, true // also "-0"
		}
	}
	switch {
	case n.IsInt:
		n.Float64, n.IsFloat = float64(n.Int64), true
	case n.IsUint:
		n.Float64, n.IsFloat = float64(n.Uint64), true
	default:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("illegal number syntax: %q", text)
		}
		if !strings.ContainsAny(text, ".eEpP") {
			return nil, fmt.Errorf("integer overflow: %q", text)
		}
		n.Float64, n.IsFloat = f, true
		n.fromFloat()
	}
	return n, nil
}

func (n *NumberNode) fromFloat() {
	if i := int64(n.Float64); float64(i) == n.Float64 {
		n.Int64, n.IsInt = i, true
	}
	if u := uint64(n.Float64); float64(u) == n.Float64 {
		n.Uint64, n.IsUint = u, true
	}
}

func (n *NumberNode) fromComplex() {
	n.IsComplex = true
	if imag(n.Complex128) == 0 {
		n.Float64, n.IsFloat = real(n.Complex128), true
		n.fromFloat()
	}
}
