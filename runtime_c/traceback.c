// Stack traces: walking the frame-pointer chain, and printing it as Go does.
//
// Code compiled from Go and the runtime's C keep frame pointers: [fp] is the caller's, [fp + 8] the return address. Where a segment of the stack ends,
// the chain goes through __morestack's frame: its return address is the function's own prologue, and the function's real one lies above it.
#include "sched.h"

typedef struct {
	G *g;
	uintptr_t pc, fp;   // pc: a return address, or just behind the instruction
	const Seg *seg;     // that fp lies in, or one further in
} Walk;

static Walk walk_from(G *g, uintptr_t pc, uintptr_t fp) {
	Walk w = {g, pc, fp, g->seg};
	while (w.seg != NULL && w.seg->next != NULL) w.seg = w.seg->next;
	return w;
}

static bool on_stack(Walk *w) {
	for (const Seg *s = w->seg; s != NULL; s = s->prev)
		if (w->fp >= s->lo && w->fp + 24 <= s->top + sizeof(Seg)) {
			w->seg = s;
			return true;
		}
	return false;
}

// To the next outer frame; false: there is none.
static bool up(Walk *w) {
	if (w->fp == 0 || (w->fp & 7) != 0 || !on_stack(w)) return false;
	const uintptr_t *fp = (const uintptr_t *)w->fp;
	w->pc = fp[1];
	w->fp = fp[0];
	if (w->pc == (uintptr_t)rt_morestack_return) {
		if (!on_stack(w)) return false;
		fp = (const uintptr_t *)w->fp;
#if defined(__x86_64__)
		w->pc = fp[2];
#else
		w->pc = fp[1];
#endif
		w->fp = fp[0];
	}
	return pc_in_text(w->pc);
}

// ---- printing -----------------------------------------------------------------------------------------------------------------------------------

static bool has_prefix(String s, const char *prefix) {
	intptr_t i = 0;
	for (; prefix[i] != 0; i++)
		if (i >= s.len || s.ptr[i] != (uint8_t)prefix[i]) return false;
	return true;
}

// The runtime's own functions are not shown, but for those that programs call.
static bool is_shown(String name, bool *is_panic) {
	*is_panic = false;
	if (traceback_mode.level >= 2) return true;
	if (!has_prefix(name, "runtime.")) return true;
	if (name.len == 15 && has_prefix(name, "runtime.gopanic")) {
		*is_panic = true;
		return true;
	}
	if (has_prefix(name, "runtime.main")) return false;
	return name.len > 8 && name.ptr[8] >= 'A' && name.ptr[8] <= 'Z';
}

static bool print_frame(uintptr_t pc, bool *after_panic) {
	SymInfo info;
	bool printed = false;
	for (intptr_t depth = 0; symtab_lookup(pc - 1, depth, &info); depth++) {
		bool is_panic;
		if (is_shown(info.function, &is_panic) && (info.file.len != 0 || is_panic || traceback_mode.level >= 2)) {
			if (is_panic) print_text("panic");
			else rt_printstring(info.function.ptr, info.function.len);
			print_text("(...)\n\t");
			if (info.file.len != 0) rt_printstring(info.file.ptr, info.file.len);
			else print_text("runtime/panic.go");
			print_text(":");
			rt_printint(info.line);
			if (!info.inlined) {
				print_text(" +");
				rt_printhex(pc - info.entry);
			}
			print_text("\n");
			printed = true;
		}
		*after_panic = is_panic;
		if (!info.inlined) break;
	}
	return printed;
}

static void print_created_by(const G *g) {
	SymInfo info;
	if (g->created_pc == 0 || g->id == 1 || !symtab_lookup(g->created_pc - 1, 0, &info)) return;
	intptr_t depth = 0;
	while (info.inlined && symtab_lookup(g->created_pc - 1, depth + 1, &info)) depth++;
	symtab_lookup(g->created_pc - 1, 0, &info);
	print_text("created by ");
	rt_printstring(info.function.ptr, info.function.len);
	print_text(" in goroutine ");
	rt_printuint(g->parent);
	print_text("\n\t");
	rt_printstring(info.file.ptr, info.file.len);
	print_text(":");
	rt_printint(info.line);
	print_text(" +");
	rt_printhex(g->created_pc - info.entry);
	print_text("\n");
}

enum { MAX_FRAMES = 100, INNER = 50 };

static void print_frames(G *g, uintptr_t pc, uintptr_t fp) {
	Walk w = walk_from(g, pc, fp);
	int total = 0, shown = 0;
	bool more = pc != 0 || up(&w), ignored;
	for (Walk count = w; more && total < 1 << 28; total++)
		if (!up(&count)) break;
	for (int i = 0; more; i++) {
		if (total > MAX_FRAMES + 8 && shown == INNER) {  // as Go: the innermost and the outermost 50
			int skip = total - i - INNER;
			print_text("...");
			rt_printint(skip);
			print_text(" frames elided...\n");
			for (; skip > 0 && more; skip--, i++) more = up(&w);
			shown++;
		}
		if (more && print_frame(w.pc, &ignored)) shown++;
		more = more && up(&w);
	}
	print_created_by(g);
}

const char *const wait_names[WAIT_REASONS] = {
	[WAIT_NONE] = "", [WAIT_RECV] = "chan receive", [WAIT_SEND] = "chan send", [WAIT_RECV_NIL] = "chan receive (nil chan)",
	[WAIT_SEND_NIL] = "chan send (nil chan)", [WAIT_SELECT] = "select", [WAIT_SELECT_NONE] = "select (no cases)", [WAIT_SLEEP] = "sleep",
	[WAIT_SEMA] = "semacquire", [WAIT_MUTEX] = "sync.Mutex.Lock", [WAIT_RWLOCK] = "sync.RWMutex.Lock", [WAIT_RWRLOCK] = "sync.RWMutex.RLock",
	[WAIT_COND] = "sync.Cond.Wait", [WAIT_WAITGROUP] = "sync.WaitGroup.Wait", [WAIT_IO] = "IO wait", [WAIT_FINALIZER] = "finalizer wait",
	[WAIT_PANIC] = "panicwait", [WAIT_WORKER] = "GC worker (idle)",
};

static void print_header(const G *g, bool running) {
	print_text("goroutine ");
	rt_printuint(g->id);
	print_text(" [");
	const char *wait = wait_names[g->wait_reason];
	print_text(running || g->status == G_RUNNING ? "running" : g->status == G_RUNNABLE ? "runnable" : g->status == G_SYSCALL ? "syscall" : wait[0] != 0 ? wait : "waiting");
	if (g->wait_since != 0) {
		int64_t minutes = (rt_nanotime() - g->wait_since) / 60000000000;
		if (minutes >= 1) {
			print_text(", ");
			rt_printint(minutes);
			print_text(" minutes");
		}
	}
	if (g->locked_m != NULL) print_text(", locked to thread");
	print_text("]:\n");
}

// The goroutine that the program ends with; pc and fp are where it is (pc 0: fp's return address is).
void traceback_fatal(G *g, uintptr_t pc, uintptr_t fp) {
	print_header(g, true);
	Walk w = walk_from(g, pc, fp);
	if (g->in_c && !on_stack(&w)) pc = 0, fp = g->fp;
	print_frames(g, pc, fp);
}

// In the order in which they were made, as Go.
void traceback_others(G *me) {
	for (G *g = __atomic_load_n(&sched.all_g, __ATOMIC_ACQUIRE); g != NULL; g = __atomic_load_n(&g->all_next, __ATOMIC_ACQUIRE)) {
		if (g == me || g->system || g->status == G_DEAD || g->status == G_IDLE) continue;
		print_text("\n");
		print_header(g, false);
		if (g->status == G_RUNNING && !g->in_c) {
			print_text("\tgoroutine running on other thread; stack unavailable\n");
			print_created_by(g);
		} else if (g->fp == 0) {
			print_created_by(g);
		} else {
			print_frames(g, 0, g->fp);
		}
	}
}

// ---- runtime.Callers, runtime.Stack -------------------------------------------------------------------------------------------------------------

intptr_t rt_callers(intptr_t skip, uintptr_t *pcs, intptr_t n) GO("callers");
intptr_t rt_callers(intptr_t skip, uintptr_t *pcs, intptr_t n) {
	Walk w = walk_from(getg(), 0, (uintptr_t)__builtin_frame_address(0));
	intptr_t count = 0;
	while (count < n && up(&w)) {
		if (!pc_in_go(w.pc)) continue;
		if (skip-- > 0) continue;
		pcs[count++] = w.pc;
	}
	return count;
}

typedef struct {
	uint8_t *buf;
	intptr_t n;
	uintptr_t pc, fp;
	bool all;
} Dump;

static void dump(void *arg) {
	Dump *d = arg;
	G *g = getm()->curg;
	if (d->all) stop_the_world("stack trace");
	print_to(d->buf, d->n);
	print_header(g, true);
	print_frames(g, d->pc, d->fp);
	if (d->all) traceback_others(g);
	d->n = print_to_end();
	if (d->all) start_the_world();
}

// runtime.Stack, whose own frame is left out.
intptr_t rt_stackdump(uint8_t *buf, intptr_t n, bool all) GO("stackdump");
intptr_t rt_stackdump(uint8_t *buf, intptr_t n, bool all) {
	Walk w = walk_from(getg(), 0, (uintptr_t)__builtin_frame_address(0));
	up(&w);
	up(&w);
	Dump d = {buf, n, w.pc, w.fp, all};
	if (all) world_acquire();
	systemstack(dump, &d);
	if (all) world_release();
	return d.n;
}
