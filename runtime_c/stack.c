// Goroutine stacks: linked segments that never move.
//
// A goroutine starts on a small segment. When a function's frame does not fit, __morestack runs the function on the next segment and comes back when
// it returns. The next segment stays linked for the next time, so a call that crosses the border again and again costs nanoseconds. Each new
// segment is at least twice as large as the one before it, up to a limit, so that deep recursion needs few of them.
//
// Segments are cut from one large reservation of addresses (no guard pages, one mapping). Its unit is a slab of 64 KB: small segments of one size share
// a slab, larger ones are some slabs. What is free goes back to the system after it has been free from one collection to the next.
#include "sched.h"

#define RESERVATION ((uintptr_t)1 << 39)
#define CHUNK ((uintptr_t)4 << 20)  // made usable at a time
#define SLAB ((uintptr_t)64 << 10)
enum {
	SIGNAL_FRAME_READ = 8192,  // arm64's rt_sigreturn reads a frame of fixed size, more than inject_preempt writes: memory behind a stack is readable
	SMALL_CLASSES = 16 - __builtin_ctz(STACK_FIRST),  // less than a slab
};

// How one slab is used; all under stack_lock.
typedef struct Slab {
	struct Slab *prev, *next;  // in partial[class] while it has room, in `empty` or `gone`
	Seg *free;
	uint32_t since;            // of an empty one: the value of `epoch`
	uint16_t used, fresh;      // segments in use; segments that have been in use
	uint8_t class;
} Slab;

typedef struct {
	Slab *first, *last;
} SlabList;

static Mutex stack_lock;
static uintptr_t base, next, usable, end;
static Slab *slabs;                    // by (address - base) / SLAB
static SlabList partial[SMALL_CLASSES];
static SlabList empty, gone;           // without a segment in use, the one that became so last first; those whose memory went back to the system
static uint32_t epoch;                 // counts collections
static Seg *free_segs[STACK_CLASSES];  // the large ones
static uintptr_t in_use;

static uintptr_t class_size(unsigned class) { return (uintptr_t)STACK_FIRST << class; }

void stack_init(void) {
	uintptr_t size = RESERVATION;
	void *p;
	while ((p = sys_reserve(size)) == NULL && size > CHUNK) size /= 2;
	if (p == NULL) rt_throw("runtime: cannot reserve address space for stacks");
	base = next = usable = ((uintptr_t)p + SLAB - 1) & ~(SLAB - 1);
	end = (uintptr_t)p + size;
	slabs = sys_alloc(size / SLAB * sizeof *slabs);
	if (slabs == NULL) rt_throw("runtime: cannot allocate the table of stacks");
}

// Some slabs of addresses that were never used.
static uintptr_t carve(uintptr_t size) {
	size = (size + SLAB - 1) & ~(SLAB - 1);
	if (next + size > end) return 0;
	while (next + size + SIGNAL_FRAME_READ > usable) {
		if (!sys_commit((void *)usable, CHUNK)) return 0;
		usable += CHUNK;
	}
	uintptr_t p = next;
	next += size;
	return p;
}

// ---- small segments -----------------------------------------------------------------------------------------------------------------------------

static uintptr_t slab_address(const Slab *s) { return base + (uintptr_t)(s - slabs) * SLAB; }

static void slab_link(SlabList *list, Slab *s) {
	s->prev = NULL;
	s->next = list->first;
	if (s->next != NULL) s->next->prev = s;
	else list->last = s;
	list->first = s;
}

static void slab_unlink(SlabList *list, Slab *s) {
	if (s->prev != NULL) s->prev->next = s->next;
	else list->first = s->next;
	if (s->next != NULL) s->next->prev = s->prev;
	else list->last = s->prev;
}

static Slab *slab_for(unsigned class) {
	Slab *s = partial[class].first;
	if (s != NULL) return s;
	SlabList *from = empty.first != NULL ? &empty : &gone;
	s = from->first;
	if (s != NULL) {
		slab_unlink(from, s);
	} else {
		uintptr_t p = carve(SLAB);
		if (p == 0) return NULL;
		s = &slabs[(p - base) / SLAB];
	}
	*s = (Slab){.class = (uint8_t)class};
	slab_link(&partial[class], s);
	return s;
}

// The low end of a segment, or 0.
static uintptr_t small_alloc(unsigned class) {
	Slab *s = slab_for(class);
	if (s == NULL) return 0;
	uintptr_t lo;
	if (s->free != NULL) {
		lo = s->free->lo;
		s->free = s->free->next;
	} else {
		lo = slab_address(s) + s->fresh++ * class_size(class);
	}
	if (++s->used == SLAB / class_size(class)) slab_unlink(&partial[class], s);
	return lo;
}

static void small_free(Seg *seg) {
	Slab *s = &slabs[(seg->lo - base) / SLAB];
	seg->next = s->free;
	s->free = seg;
	if (s->used-- == SLAB / class_size(s->class)) slab_link(&partial[s->class], s);
	if (s->used != 0) return;
	slab_unlink(&partial[s->class], s);
	s->since = epoch;
	slab_link(&empty, s);
}

// ---- all segments -------------------------------------------------------------------------------------------------------------------------------

// A segment with room for at least `bytes` besides slack and header; on the system stack.
Seg *stack_alloc(uintptr_t bytes) {
	uint32_t class = 0;
	uintptr_t need = bytes + STACK_SLACK + sizeof(Seg) + 64;
	while (class < STACK_CLASSES && class_size(class) < need) class++;
	uintptr_t size = class < STACK_CLASSES ? class_size(class) : (need + SLAB - 1) & ~(SLAB - 1), lo;
	mutex_lock(&stack_lock);
	if (class < SMALL_CLASSES) {
		lo = small_alloc(class);
	} else {
		Seg *s = class < STACK_CLASSES ? free_segs[class] : NULL;
		if (s != NULL) free_segs[class] = s->next;
		lo = s != NULL ? s->lo : carve(size);
	}
	if (lo != 0) in_use += size;
	mutex_unlock(&stack_lock);
	if (lo == 0) rt_throw("runtime: out of memory for stacks");
	Seg *s = (Seg *)((lo + size - sizeof(Seg)) & ~(uintptr_t)63);
	*s = (Seg){.lo = lo, .limit = lo + STACK_SLACK, .top = (uintptr_t)s, .class = class};
	return s;
}

// A segment larger than all classes becomes free pieces of the largest one.
static void free_huge(Seg *s) {
	uintptr_t size = class_size(STACK_CLASSES - 1), lo = s->lo, hi = (s->top + sizeof(Seg) + SLAB - 1) & ~(SLAB - 1);
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
		free_huge(s);
	} else {
		in_use -= class_size(s->class);
		if (s->class < SMALL_CLASSES) {
			small_free(s);
		} else {
			s->released = false;
			s->next = free_segs[s->class];
			free_segs[s->class] = s;
		}
	}
	mutex_unlock(&stack_lock);
}

// Free large segments, but for the page with their list.
static void release_large(void) {
	for (unsigned class = SMALL_CLASSES; class < STACK_CLASSES; class++)
		for (Seg *s = free_segs[class]; s != NULL && !s->released; s = s->next) {
			sys_unused((void *)s->lo, class_size(class) - 4096);
			s->released = true;
		}
}

// What has been free for a whole cycle goes back to the system. Called after a collection: at most n slabs at a time, until it returns false.
bool stack_scavenge(int n) {
	static bool going_on;
	mutex_lock(&stack_lock);
	if (!going_on) epoch++;
	while (empty.last != NULL && epoch - empty.last->since >= 2 && n-- > 0) {
		Slab *s = empty.last;
		slab_unlink(&empty, s);
		sys_unused((void *)slab_address(s), SLAB);
		slab_link(&gone, s);
	}
	going_on = n < 0;
	if (!going_on) release_large();
	mutex_unlock(&stack_lock);
	return going_on;
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
	if (g->seg->next != NULL) stack_drop_cached(g);
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

// On the system stack.
static void stack_overflow(void *entry_sp) {
	G *g = getm()->curg;
	uintptr_t frame = (uintptr_t)entry_sp - 16;
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
	if (w.overflow) systemstack(stack_overflow, (void *)entry_sp);
	return 1;
}

intptr_t rt_setmaxstack(intptr_t n) GO("setmaxstack");
intptr_t rt_setmaxstack(intptr_t n) {
	int64_t old = sched.max_stack;
	sched.max_stack = n;
	return (intptr_t)old;
}
