package parse

import (
	"fmt"
	"strconv"
	"strings"
)

// textFormat is how a text is printed; tests change it.
var textFormat = "%s"

// A Pos is an offset in the text.
type Pos int

// Position returns p.
func (p Pos) Position() Pos { return p }

// A NodeType is the kind of a node.
type NodeType int

// Type returns t.
func (t NodeType) Type() NodeType { return t }

const (
	NodeText NodeType = iota
	NodeAction
	NodeBool
	NodeChain
	NodeCommand
	NodeDot
	nodeElse
	nodeEnd
	NodeField
	NodeIdentifier
	NodeIf
	NodeList
	NodeNil
	NodeNumber
	NodePipe
	NodeRange
	NodeString
	NodeTemplate
	NodeVariable
	NodeWith
	NodeComment
	NodeBreak
	NodeContinue
)

// A Node is a part of a tree.
type Node interface {
	Type() NodeType
	String() string
	Copy() Node
	Position() Pos
	tree() *Tree
	write(sb *strings.Builder)
}

func show(n Node) string {
	var sb strings.Builder
	n.write(&sb)
	return sb.String()
}

// delimited writes an action; t may be nil or without delimiters if the tree
// was built by hand.
func (t *Tree) delimited(sb *strings.Builder, parts ...any) {
	left, right := "{{", "}}"
	if t != nil && t.leftDelim != "" {
		left = t.leftDelim
	}
	if t != nil && t.rightDelim != "" {
		right = t.rightDelim
	}
	sb.WriteString(left)
	for _, p := range parts {
		if s, ok := p.(string); ok {
			sb.WriteString(s)
		} else {
			p.(Node).write(sb)
		}
	}
	sb.WriteString(right)
}

// A ListNode is a sequence.
type ListNode struct {
	NodeType
	Pos
	tr    *Tree
	Nodes []Node
}

func (l *ListNode) append(n Node)  { l.Nodes = append(l.Nodes, n) }
func (l *ListNode) tree() *Tree    { return l.tr }
func (l *ListNode) String() string { return show(l) }

func (l *ListNode) write(sb *strings.Builder) {
	for _, n := range l.Nodes {
		n.write(sb)
	}
}

// CopyList is Copy with a better type; it accepts nil.
func (l *ListNode) CopyList() *ListNode {
	if l == nil {
		return nil
	}
	c := &ListNode{NodeType: NodeList, Pos: l.Pos, tr: l.tr}
	for _, n := range l.Nodes {
		c.append(n.Copy())
	}
	return c
}

func (l *ListNode) Copy() Node { return l.CopyList() }

// A TextNode is text outside actions.
type TextNode struct {
	NodeType
	Pos
	tr   *Tree
	Text []byte
}

func (t *TextNode) String() string            { return fmt.Sprintf(textFormat, t.Text) }
func (t *TextNode) write(sb *strings.Builder) { sb.WriteString(t.String()) }
func (t *TextNode) tree() *Tree               { return t.tr }

func (t *TextNode) Copy() Node {
	c := *t
	c.Text = append([]byte{}, t.Text...)
	return &c
}

// A CommentNode is a comment, with its marks.
type CommentNode struct {
	NodeType
	Pos
	tr   *Tree
	Text string
}

func (c *CommentNode) String() string            { return show(c) }
func (c *CommentNode) write(sb *strings.Builder) { c.tr.delimited(sb, c.Text) }
func (c *CommentNode) tree() *Tree               { return c.tr }

func (c *CommentNode) Copy() Node {
	d := *c
	return &d
}

// A PipeNode is a pipeline, perhaps with variables that take its value.
type PipeNode struct {
	NodeType
	Pos
	tr       *Tree
	Line     int
	IsAssign bool // the variables exist
	Decl     []*VariableNode
	Cmds     []*CommandNode
}

func (p *PipeNode) String() string { return show(p) }
func (p *PipeNode) tree() *Tree    { return p.tr }

func (p *PipeNode) write(sb *strings.Builder) {
	for i, v := range p.Decl {
		if i > 0 {
			sb.WriteString(", ")
		}
		v.write(sb)
	}
	if len(p.Decl) > 0 && p.IsAssign {
		sb.WriteString(" = ")
	} else if len(p.Decl) > 0 {
		sb.WriteString(" := ")
	}
	for i, c := range p.Cmds {
		if i > 0 {
			sb.WriteString(" | ")
		}
		c.write(sb)
	}
}

// CopyPipe is Copy with a better type; it accepts nil.
func (p *PipeNode) CopyPipe() *PipeNode {
	if p == nil {
		return nil
	}
	c := *p
	c.Decl, c.Cmds = nil, nil
	for _, v := range p.Decl {
		c.Decl = append(c.Decl, v.Copy().(*VariableNode))
	}
	for _, cmd := range p.Cmds {
		c.Cmds = append(c.Cmds, cmd.Copy().(*CommandNode))
	}
	return &c
}

func (p *PipeNode) Copy() Node { return p.CopyPipe() }

// An ActionNode is a pipeline in delimiters.
type ActionNode struct {
	NodeType
	Pos
	tr   *Tree
	Line int
	Pipe *PipeNode
}

func (a *ActionNode) String() string            { return show(a) }
func (a *ActionNode) write(sb *strings.Builder) { a.tr.delimited(sb, a.Pipe) }
func (a *ActionNode) tree() *Tree               { return a.tr }

func (a *ActionNode) Copy() Node {
	c := *a
	c.Pipe = a.Pipe.CopyPipe()
	return &c
}

// A CommandNode is a part of a pipeline.
type CommandNode struct {
	NodeType
	Pos
	tr   *Tree
	Args []Node
}

func (c *CommandNode) String() string { return show(c) }
func (c *CommandNode) tree() *Tree    { return c.tr }

func (c *CommandNode) write(sb *strings.Builder) {
	for i, arg := range c.Args {
		if i > 0 {
			sb.WriteByte(' ')
		}
		writeTerm(sb, arg)
	}
}

// writeTerm puts parentheses around a pipeline.
func writeTerm(sb *strings.Builder, n Node) {
	if _, ok := n.(*PipeNode); ok {
		sb.WriteByte('(')
		defer sb.WriteByte(')')
	}
	n.write(sb)
}

func (c *CommandNode) Copy() Node {
	if c == nil {
		return c
	}
	d := *c
	d.Args = nil
	for _, n := range c.Args {
		d.Args = append(d.Args, n.Copy())
	}
	return &d
}

// An IdentifierNode is the name of a function.
type IdentifierNode struct {
	NodeType
	Pos
	tr    *Tree
	Ident string
}

// NewIdentifier returns a node without position and tree.
func NewIdentifier(ident string) *IdentifierNode {
	return &IdentifierNode{NodeType: NodeIdentifier, Ident: ident}
}

// SetPos sets the position and returns i.
func (i *IdentifierNode) SetPos(pos Pos) *IdentifierNode {
	i.Pos = pos
	return i
}

// SetTree sets the tree and returns i.
func (i *IdentifierNode) SetTree(t *Tree) *IdentifierNode {
	i.tr = t
	return i
}

func (i *IdentifierNode) String() string            { return i.Ident }
func (i *IdentifierNode) write(sb *strings.Builder) { sb.WriteString(i.Ident) }
func (i *IdentifierNode) tree() *Tree               { return i.tr }

func (i *IdentifierNode) Copy() Node {
	return NewIdentifier(i.Ident).SetTree(i.tr).SetPos(i.Pos)
}

// A VariableNode is a variable, its dollar sign included, and fields of it.
type VariableNode struct {
	NodeType
	Pos
	tr    *Tree
	Ident []string
}

func (v *VariableNode) String() string            { return strings.Join(v.Ident, ".") }
func (v *VariableNode) write(sb *strings.Builder) { sb.WriteString(v.String()) }
func (v *VariableNode) tree() *Tree               { return v.tr }

func (v *VariableNode) Copy() Node {
	c := *v
	c.Ident = append([]string{}, v.Ident...)
	return &c
}

// A DotNode is the current value.
type DotNode struct {
	NodeType
	Pos
	tr *Tree
}

func (d *DotNode) Type() NodeType            { return NodeDot }
func (d *DotNode) String() string            { return "." }
func (d *DotNode) write(sb *strings.Builder) { sb.WriteByte('.') }
func (d *DotNode) tree() *Tree               { return d.tr }

func (d *DotNode) Copy() Node {
	c := *d
	return &c
}

// A NilNode is the constant nil.
type NilNode struct {
	NodeType
	Pos
	tr *Tree
}

func (n *NilNode) Type() NodeType            { return NodeNil }
func (n *NilNode) String() string            { return "nil" }
func (n *NilNode) write(sb *strings.Builder) { sb.WriteString("nil") }
func (n *NilNode) tree() *Tree               { return n.tr }

func (n *NilNode) Copy() Node {
	c := *n
	return &c
}

// A FieldNode is fields of dot; the names are without their periods.
type FieldNode struct {
	NodeType
	Pos
	tr    *Tree
	Ident []string
}

func (f *FieldNode) String() string { return show(f) }
func (f *FieldNode) tree() *Tree    { return f.tr }

func (f *FieldNode) write(sb *strings.Builder) {
	for _, name := range f.Ident {
		sb.WriteByte('.')
		sb.WriteString(name)
	}
}

func (f *FieldNode) Copy() Node {
	c := *f
	c.Ident = append([]string{}, f.Ident...)
	return &c
}

// A ChainNode is fields of some other term.
type ChainNode struct {
	NodeType
	Pos
	tr    *Tree
	Node  Node
	Field []string
}

// Add appends a field, which has to start with a period.
func (c *ChainNode) Add(field string) {
	if field == "" || field[0] != '.' {
		panic("no dot in field")
	}
	if field == "." {
		panic("empty field")
	}
	c.Field = append(c.Field, field[1:])
}

func (c *ChainNode) String() string { return show(c) }
func (c *ChainNode) tree() *Tree    { return c.tr }

func (c *ChainNode) write(sb *strings.Builder) {
	writeTerm(sb, c.Node)
	for _, name := range c.Field {
		sb.WriteByte('.')
		sb.WriteString(name)
	}
}

func (c *ChainNode) Copy() Node {
	d := *c
	d.Field = append([]string{}, c.Field...)
	return &d
}

// A BoolNode is true or false.
type BoolNode struct {
	NodeType
	Pos
	tr   *Tree
	True bool
}

func (b *BoolNode) String() string            { return strconv.FormatBool(b.True) }
func (b *BoolNode) write(sb *strings.Builder) { sb.WriteString(b.String()) }
func (b *BoolNode) tree() *Tree               { return b.tr }

func (b *BoolNode) Copy() Node {
	c := *b
	return &c
}

// A NumberNode is a number under all types that can hold it.
type NumberNode struct {
	NodeType
	Pos
	tr         *Tree
	IsInt      bool
	IsUint     bool
	IsFloat    bool
	IsComplex  bool
	Int64      int64
	Uint64     uint64
	Float64    float64
	Complex128 complex128
	Text       string
}

func (n *NumberNode) String() string            { return n.Text }
func (n *NumberNode) write(sb *strings.Builder) { sb.WriteString(n.Text) }
func (n *NumberNode) tree() *Tree               { return n.tr }

func (n *NumberNode) Copy() Node {
	c := *n
	return &c
}

// A StringNode is a string, as written and as meant.
type StringNode struct {
	NodeType
	Pos
	tr     *Tree
	Quoted string
	Text   string
}

func (s *StringNode) String() string            { return s.Quoted }
func (s *StringNode) write(sb *strings.Builder) { sb.WriteString(s.Quoted) }
func (s *StringNode) tree() *Tree               { return s.tr }

func (s *StringNode) Copy() Node {
	c := *s
	return &c
}

// A stopNode is an end or else; it does not stay in the tree.
type stopNode struct {
	Pos
	tr     *Tree
	isElse bool
}

func (s *stopNode) Type() NodeType {
	if s.isElse {
		return nodeElse
	}
	return nodeEnd
}

func (s *stopNode) String() string {
	if s.isElse {
		return "{{else}}"
	}
	return "{{end}}"
}

func (s *stopNode) write(sb *strings.Builder) { sb.WriteString(s.String()) }
func (s *stopNode) tree() *Tree               { return s.tr }

func (s *stopNode) Copy() Node {
	c := *s
	return &c
}

// A BranchNode is what if, range and with have in common.
type BranchNode struct {
	NodeType
	Pos
	tr       *Tree
	Line     int
	Pipe     *PipeNode
	List     *ListNode
	ElseList *ListNode
}

func (b *BranchNode) String() string { return show(b) }
func (b *BranchNode) tree() *Tree    { return b.tr }

func (b *BranchNode) write(sb *strings.Builder) {
	word := ""
	switch b.NodeType {
	case NodeIf:
		word = "if "
	case NodeRange:
		word = "range "
	case NodeWith:
		word = "with "
	default:
		panic("unknown branch type")
	}
	b.tr.delimited(sb, word, b.Pipe)
	b.List.write(sb)
	if b.ElseList != nil {
		b.tr.delimited(sb, "else")
		b.ElseList.write(sb)
	}
	b.tr.delimited(sb, "end")
}

func (b *BranchNode) copied() BranchNode {
	c := *b
	c.Pipe, c.List, c.ElseList = b.Pipe.CopyPipe(), b.List.CopyList(), b.ElseList.CopyList()
	return c
}

func (b *BranchNode) Copy() Node {
	switch b.NodeType {
	case NodeIf:
		return &IfNode{b.copied()}
	case NodeRange:
		return &RangeNode{b.copied()}
	case NodeWith:
		return &WithNode{b.copied()}
	}
	panic("unknown branch type")
}

// An IfNode is an if action.
type IfNode struct {
	BranchNode
}

func (i *IfNode) Copy() Node { return &IfNode{i.copied()} }

// A RangeNode is a range action.
type RangeNode struct {
	BranchNode
}

func (r *RangeNode) Copy() Node { return &RangeNode{r.copied()} }

// A WithNode is a with action.
type WithNode struct {
	BranchNode
}

func (w *WithNode) Copy() Node { return &WithNode{w.copied()} }

// A BreakNode is a break action.
type BreakNode struct {
	tr *Tree
	NodeType
	Pos
	Line int
}

func (b *BreakNode) String() string            { return show(b) }
func (b *BreakNode) write(sb *strings.Builder) { b.tr.delimited(sb, "break") }
func (b *BreakNode) tree() *Tree               { return b.tr }

func (b *BreakNode) Copy() Node {
	c := *b
	return &c
}

// A ContinueNode is a continue action.
type ContinueNode struct {
	tr *Tree
	NodeType
	Pos
	Line int
}

func (c *ContinueNode) String() string            { return show(c) }
func (c *ContinueNode) write(sb *strings.Builder) { c.tr.delimited(sb, "continue") }
func (c *ContinueNode) tree() *Tree               { return c.tr }

func (c *ContinueNode) Copy() Node {
	d := *c
	return &d
}

// A TemplateNode is a template action.
type TemplateNode struct {
	NodeType
	Pos
	tr   *Tree
	Line int
	Name string
	Pipe *PipeNode // what will be dot there; nil if nothing
}

func (t *TemplateNode) String() string { return show(t) }
func (t *TemplateNode) tree() *Tree    { return t.tr }

func (t *TemplateNode) write(sb *strings.Builder) {
	if t.Pipe == nil {
		t.tr.delimited(sb, "template ", strconv.Quote(t.Name))
		return
	}
	t.tr.delimited(sb, "template ", strconv.Quote(t.Name), " ", t.Pipe)
}

func (t *TemplateNode) Copy() Node {
	c := *t
	c.Pipe = t.Pipe.CopyPipe()
	return &c
}
