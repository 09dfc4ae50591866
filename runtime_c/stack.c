// Goroutine stacks: linked segments that never move.
//
// A goroutine starts on a small segment. When a function's frame does not fit, __morestack runs the function on the next segment and comes back when
// it returns. The next segment stays linked for the next time, so a call that crosses the border again and again costs nanoseconds. Each new
// segment is twice as large as the one before it, up to a limit, so that deep recursion needs few of them.
//
// Segments are cut from one large reservation of addresses (no guard pages, one mapping) and kept in free lists by size.
#include "sched.h"

#define RESERVATION ((uintptr_t)1 << 39)
#define CHUNK ((uintptr_t)4 << 20)  // made usable at a time
#define SIGNAL_FRAME_READ 8192      // arm64's rt_sigreturn reads a frame of fixed size, more than inject_preempt writes: memory behind a stack is readable

static Mutex stack_lock;
static uintptr_t next, usable, end;
static Seg *free_segs[STACK_CLASSES];
static uintptr_t in_use;

void stack_init(void) {
	uintptr_t size = RESERVATION;
	void *p;
	while ((p = sys_reserve(size)) == NULL && size > CHUNK) size /= 2;
	if (p == NULL) rt_throw("runtime: cannot reserve address space for stacks");
	next = usable = (uintptr_t)p;
	end = next + size;
}

static uintptr_t carve(uintptr_t size) {
	if (next + size > end) return 0;
	while (next + size + SIGNAL_FRAME_READ > usable) {
		if (!sys_commit((void *)usable, CHUNK)) return 0;
		usable += CHUNK;
	}
	uintptr_t p = next;
	next += size;
	return p;
}

// A segment with room for at least `bytes` besides slack and header; on the system stack.
Seg *stack_alloc(uintptr_t bytes) {
	uint32_t class = 0;
	uintptr_t need = bytes + STACK_SLACK + sizeof(Seg) + 64;
	while (class < STACK_CLASSES && ((uintptr_t)STACK_FIRST << class) < need) class++;
	uintptr_t size = class < STACK_CLASSES ? (uintptr_t)STACK_FIRST << class : (need + 4095) & ~(uintptr_t)4095;
	mutex_lock(&stack_lock);
	Seg *s = class < STACK_CLASSES ? free_segs[class] : NULL;
	if (s != NULL) free_segs[class] = s->next;
	uintptr_t lo = s != NULL ? s->lo : carve(size);
	if (lo != 0) in_use += size;
	mutex_unlock(&stack_lock);
	if (lo == 0) rt_throw("runtime: out of memory for stacks");
	s = (Seg *)((lo + size - sizeof(Seg)) & ~(uintptr_t)63);
	*s = (Seg){.lo = lo, .limit = lo + STACK_SLACK, .top = (uintptr_t)s, .class = class};
	return s;
}

// A segment larger than all classes becomes free pieces of the largest one.
static void free_large(Seg *s) {
	uintptr_t size = (uintptr_t)STACK_FIRST << (STACK_CLASSES - 1), lo = s->lo, hi = (s->top + sizeof(Seg) + 4095) & ~(uintptr_t)4095;
	in_use -= hi - lo;
	sys_unused((void *)lo, hi - lo);
	for (; lo + size <= hi; lo += size) {
		Seg *piece = (Seg *)((lo + size - sizeof(Seg)) & ~(uintptr_t)63);
		*piece = (Seg){.lo = lo, .class = STACK_CLASSES - 1, .released = true, .next = free_segs[STACK_CLASSES - 1]};
		free_segs[STACK_CLASSES - 1] = piece;
	}
}

void stack_free(Seg *s) {
	mutex_lock(&stack_lock);
	if (s->class == STACK_CLASSES) {
		free_large(s);
	} else {
		uintptr_t size = (uintptr_t)STACK_FIRST << s->class;
		in_use -= size;
		s->released = false;
		s->next = free_segs[s->class];
		free_segs[s->class] = s;
	}
	mutex_unlock(&stack_lock);
}

// What large segments have been free since the last call goes back to the system; called once a collection.
void stack_scavenge(void) {
	mutex_lock(&stack_lock);
	for (unsigned class = 4; class < STACK_CLASSES; class++)
		for (Seg *s = free_segs[class]; s != NULL && !s->released; s = s->next) {
			sys_unused((void *)s->lo, ((uintptr_t)STACK_FIRST << class) - 4096);
			s->released = true;
		}
	mutex_unlock(&stack_lock);
}

void stack_drop_cached(G *g) {
	for (Seg *s = g->seg->next, *following; s != NULL; s = following) {
		following = s->next;
		stack_free(s);
	}
	g->seg->next = NULL;
}

void stack_reset(G *g) {
	while (g->seg->prev != NULL) g->seg = g->seg->prev;
	stack_drop_cached(g);
	g->limit = g->stackguard = g->seg->limit;
}

uintptr_t stack_bytes(void) { return in_use; }

// ---- overflow -----------------------------------------------------------------------------------------------------------------------------------

typedef struct {
	G *g;
	uintptr_t need;
	Seg *next;
	bool overflow;
} Grow;

static void grow(void *arg) {
	Grow *w = arg;
	Seg *s = w->g->seg;
	uintptr_t total = w->need;
	for (Seg *at = s; at != NULL; at = at->prev) total += at->top - at->lo;
	if ((int64_t)total > sched.max_stack) {
		w->overflow = true;
		return;
	}
	if (s->next != NULL) stack_drop_cached(w->g);
	uintptr_t size = s->top - s->lo, most = (uintptr_t)1 << 20;
	uintptr_t bytes = size < most / 2 ? size + size / 2 : most / 2 + 1;
	Seg *fresh = stack_alloc(bytes > w->need ? bytes : w->need);
	fresh->prev = s;
	s->next = fresh;
}

static _Noreturn void stack_overflow(G *g, uintptr_t frame) {
	start_panic_output();
	print_text("runtime: goroutine stack exceeds ");
	rt_printint(sched.max_stack);
	print_text("-byte limit\nruntime: sp=");
	rt_printhex(frame);
	print_text(" stack=[");
	rt_printhex(g->seg->lo);
	print_text(", ");
	rt_printhex(g->seg->top);
	print_text("]\nfatal error: stack overflow\n");
	if (traceback_mode.level > 0) {
		freeze_the_world();
		print_text("\n");
		traceback_fatal(g, 0, frame);
		traceback_others(g);
	}
	end_panic_output();
}

// Called by __morestack on the goroutine's stack: entry_sp is the address of the function's return address. True: another segment is linked, use it.
uint32_t rt_morestack_slow(uintptr_t frame, uintptr_t args, uintptr_t entry_sp) {
	G *g = getg();
	Grow w = {.need = frame + args + 1024};
	if (__atomic_load_n(&g->stackguard, __ATOMIC_RELAXED) == POISON) {
		yield_preempted(g);
		g = getg();
#if defined(__aarch64__)
		return 0;  // the function looks again
#endif
	}
#if defined(__x86_64__)
	if (frame < 256) frame = 0;  // as LLVM's check
	if (entry_sp > frame && entry_sp - frame >= g->limit) return 0;
#else
	// `frame` is a hint, which may be too small. A function that does not fit on a fresh segment gets one twice as large.
	uintptr_t size = g->seg->top - g->seg->lo;
	if (entry_sp + args + 64 >= g->seg->top && w.need < 2 * size) w.need = 2 * size;
#endif
	w.g = g;
	systemstack(grow, &w);
	if (w.overflow) stack_overflow(g, entry_sp - 16);
	return 1;
}

intptr_t rt_setmaxstack(intptr_t n) GO("setmaxstack");
intptr_t rt_setmaxstack(intptr_t n) {
	int64_t old = sched.max_stack;
	sched.max_stack = n;
	return (intptr_t)old;
}
