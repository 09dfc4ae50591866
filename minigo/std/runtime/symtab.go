package runtime

// symInfo is what the symbol table knows of one (possibly inlined) call at a pc. C fills it.
type symInfo struct {
	function string
	file     string
	line     int
	entry    uintptr
	inlined  bool // the call was inlined into the next frame outwards
}

// symbolize fills out for the depth-th frame at pc, 0 being the innermost inlined call; false: there is none.
func symbolize(pc uintptr, depth int, out *symInfo) bool

// callers stores the return addresses of the calling goroutine's stack, without its skip innermost frames (0: the caller of callers).
func callers(skip int, pcs *uintptr, n int) int

// stackdump writes a traceback of this goroutine or of all to buf and returns its length.
func stackdump(buf *byte, n int, all bool) int

// Frame is one call of a stack.
type Frame struct {
	PC       uintptr
	Func     *Func
	Function string
	File     string
	Line     int

	startLine int
	Entry     uintptr
}

// Frames translates the pcs that Callers returned.
type Frames struct {
	callers []uintptr
	depth   int
}

// CallersFrames makes Frames of the pcs.
func CallersFrames(callers []uintptr) *Frames { return &Frames{callers: callers} }

// Next returns the next call, and whether there are more.
func (f *Frames) Next() (frame Frame, more bool) {
	for len(f.callers) > 0 {
		pc := f.callers[0]
		var s symInfo
		ok := symbolize(pc-1, f.depth, &s)
		if ok && s.inlined {
			f.depth++
		} else {
			f.callers, f.depth = f.callers[1:], 0
		}
		if !ok {
			continue
		}
		frame = Frame{PC: pc - 1, Function: s.function, File: s.file, Line: s.line, Entry: s.entry}
		frame.Func = &Func{name: s.function, entry: s.entry}
		break
	}
	return frame, len(f.callers) > 0
}

// Func is a function of the running program.
type Func struct {
	name  string
	entry uintptr
}

// FuncForPC finds the function that contains pc, or nil.
func FuncForPC(pc uintptr) *Func {
	var s symInfo
	if !symbolize(pc, 0, &s) {
		return nil
	}
	return &Func{s.function, s.entry}
}

// Name is the function's name.
func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	return f.name
}

// Entry is the address of the function.
func (f *Func) Entry() uintptr { return f.entry }

// FileLine is the position of pc, which is in f.
func (f *Func) FileLine(pc uintptr) (file string, line int) {
	var s symInfo
	if !symbolize(pc, 0, &s) {
		return "?", 0
	}
	return s.file, s.line
}

// Callers fills pc with return addresses of the calling goroutine's stack; skip 0 begins with Callers itself, 1 with its caller.
//
//go:noinline
func Callers(skip int, pc []uintptr) int {
	if len(pc) == 0 {
		return 0
	}
	if skip == 0 {
		skip = 1
	}
	return callers(skip, &pc[0], len(pc))
}

// Caller tells where the calling goroutine's skip-th caller is: 0 is the caller of Caller.
//
//go:noinline
func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	var pcs [64]uintptr
	base := 1
	n := callers(base, &pcs[0], min(len(pcs), skip+1))
	for i := 0; i < n; i++ {
		for depth := 0; ; depth++ {
			var s symInfo
			if !symbolize(pcs[i]-1, depth, &s) {
				break
			}
			if skip == 0 {
				return pcs[i], s.file, s.line, true
			}
			skip--
			if !s.inlined {
				break
			}
		}
	}
	return 0, "", 0, false
}

// Stack writes a traceback of the calling goroutine, or of all, to buf and returns how many bytes it wrote.
func Stack(buf []byte, all bool) int {
	if len(buf) == 0 {
		return 0
	}
	return stackdump(&buf[0], len(buf), all)
}
