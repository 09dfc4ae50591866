// The collector: mark and sweep with the world stopped.
//
// Roots are the pointerful data sections, every goroutine stack with the registers saved on it (all word by word: whatever looks like an address
// into an object keeps it), and what finalizers, cleanups and the runtime's own registered words hold. Heap objects are read precisely, by their
// pointer maps. Objects never move. A pointer to just behind an object, in a stack or a register, keeps the object too: optimised loops count such
// pointers.
//
// A cycle: stop the world, give back the mcaches' spans, mark, sweep all spans (the mark bits become the allocation bits; nothing is touched in the
// objects themselves), start the world. The next cycle starts when the heap has grown by GOGC percent of what was marked, or near GOMEMLIMIT.
//
// The write barrier is off (runtime.writeBarrier is 0) as long as marking happens with the world stopped. Compiled code and the runtime call it all
// the same where Go's hybrid barrier does: it shades the old value of the slot (deletion, Yuasa) and the new one (insertion, Dijkstra), so marking
// may run beside the program without scanning a stack twice.
#include "gc.h"
#include "mheap.h"

enum { WORK_OBJECTS = 4094 };

typedef struct WorkBuf {
	struct WorkBuf *next;
	uintptr_t n;
	uintptr_t object[WORK_OBJECTS];
} WorkBuf;

GcState gc;
uint32_t gc_wanted;
uint32_t rt_writeBarrier;

static WorkBuf *work, *spare;   // marked objects whose pointers are to be read; empty buffers
static uintptr_t marked_bytes, marked_objects;
static uint64_t stress_every, stress_count;
static bool poison, verify, trace;
static Mutex shade_lock;        // leaf: the work list while marking runs beside the program

extern char data_start[] GO("data"), data_end[] GO("edata"), bss_start[] GO("bss"), bss_end[] GO("ebss");

// ---- marking ------------------------------------------------------------------------------------------------------------------------------------

static void work_push(uintptr_t object) {
	if (work == NULL || work->n == WORK_OBJECTS) {
		WorkBuf *w = spare;
		if (w != NULL) spare = w->next;
		else w = sys_alloc((sizeof *w + 4095) & ~(uintptr_t)4095);
		if (w == NULL) rt_throw("runtime: cannot allocate memory");
		w->n = 0;
		w->next = work;
		work = w;
	}
	work->object[work->n++] = object;
}

static uintptr_t work_pop(void) {
	while (work != NULL) {
		if (work->n > 0) return work->object[--work->n];
		WorkBuf *w = work;
		work = w->next;
		w->next = spare;
		spare = w;
	}
	return 0;
}

static inline void mark(uintptr_t p) {
	if (p - heap.base >= heap.used - heap.base) return;
	Mspan *s = heap.spans[(p - heap.base) >> PAGE_SHIFT];
	if (s == NULL || s->state != SPAN_INUSE || p < s->base || p >= s->limit) return;
	uint32_t i = object_index(s, p);
	uint64_t bit = 1ull << (i % 64), *word = &s->markbits[i / 64];
	if (*word & bit || !is_allocated(s, i)) return;
	*word |= bit;
	marked_bytes += s->elemsize;
	marked_objects++;
	if (!is_noscan(s)) work_push(s->base + i * s->elemsize);
}

void gc_mark_address(uintptr_t p) { mark(p); }

// n bytes of values of type t, one after the other.
static void mark_typed(uintptr_t p, uintptr_t n, const Type *t) {
	while (t->kind == KIND_ARRAY && ((const ArrayType *)t)->elem->size != 0) t = ((const ArrayType *)t)->elem;
	uintptr_t words = t->ptrdata / 8;
	if (t->size < 8) return;
	for (uintptr_t end = p + n; p + t->ptrdata <= end; p += t->size)
		for (uintptr_t w = 0; w < words; w++)
			if (type_pointer_at(t, w)) mark(((const uintptr_t *)p)[w]);
}

static void mark_bitmap(const Mspan *s, uintptr_t object) {
	uintptr_t first = (object - s->base) / 8, n = s->elemsize / 8, shift = first % 64;
	const uint64_t *map = span_bitmap(s) + first / 64;
	uint64_t bits = map[0] >> shift;
	if (shift + n > 64) bits |= map[1] << (64 - shift);
	if (n < 64) bits &= (1ull << n) - 1;
	for (; bits != 0; bits &= bits - 1) mark(((const uintptr_t *)object)[__builtin_ctzll(bits)]);
}

// What the object with this address points to.
static void mark_children(const Mspan *s, uintptr_t object) {
	if (is_noscan(s)) return;
	if (s->spanclass / 2 == 0) mark_typed(object, s->elemsize, s->large_type);
	else if (s->elemsize <= MAX_BITMAP_OBJECT) mark_bitmap(s, object);
	else if (*(const Type **)object != NULL) mark_typed(object + MALLOC_HEADER, s->elemsize - MALLOC_HEADER, *(const Type **)object);
}

static void drain(void) {
	for (uintptr_t p; (p = work_pop()) != 0;) mark_children(heap.spans[(p - heap.base) >> PAGE_SHIFT], p);
}

static void mark_words(const void *lo, const void *hi) {
	const uintptr_t *end = (const uintptr_t *)((uintptr_t)hi & ~(uintptr_t)7);
	for (const uintptr_t *p = (const uintptr_t *)(((uintptr_t)lo + 7) & ~(uintptr_t)7); p < end; p++) mark(*p);
}

// Also keeps the object that a pointer is just behind of.
static __attribute__((no_sanitize("address"))) void mark_stack(const void *lo, const void *hi) {
	const uintptr_t *end = (const uintptr_t *)((uintptr_t)hi & ~(uintptr_t)7);
	for (const uintptr_t *p = (const uintptr_t *)(((uintptr_t)lo + 7) & ~(uintptr_t)7); p < end; p++) {
		uintptr_t v = *p;
		if (v - heap.base > heap.used - heap.base) continue;
		mark(v);
		if ((v & 7) == 0) mark(v - 1);
	}
}

static void mark_all(void) {
	marked_bytes = marked_objects = 0;
	mark_words(data_start, data_end);
	mark_words(bss_start, bss_end);
	for_each_stack(mark_stack);
	finalizers_mark_queue();
	drain();
	for (uint32_t i = 0; i < heap.nall; i++)
		if (heap.all[i]->specials != NULL) finalizers_mark(heap.all[i]);
	drain();
}

// Marks what a dying object with a finalizer refers to; the object itself is not marked by it.
void gc_mark_children_of(Mspan *s, uintptr_t object) { mark_children(s, object); }

// ---- sweeping -----------------------------------------------------------------------------------------------------------------------------------

static uint32_t count_bits(const uint64_t *b, uint32_t n) {
	uint32_t count = 0;
	for (uint32_t w = 0; w * 64 < n; w++) count += popcount(b[w]);
	return count;
}

static void poison_free(const Mspan *s) {
	for (uint32_t i = 0; i < s->nelems; i++)
		if (is_allocated(s, i) && !(s->markbits[i / 64] >> (i % 64) & 1)) memset((void *)(s->base + i * s->elemsize), 0xdb, s->elemsize);
}

// True: the span is gone.
static bool sweep_span(Mspan *s) {
	if (s->specials != NULL) finalizers_sweep(s);
	uint32_t live = count_bits(s->markbits, s->nelems);
	if (poison && live < s->alloccount) poison_free(s);
	heap.nfree[s->spanclass / 2] += s->alloccount - live;
	if (live == 0) {
		if (s->spanclass / 2 == 0) heap.large_free_bytes += s->elemsize;
		heap_free(s);
		return true;
	}
	if (live < s->alloccount) s->needzero = true;
	uint64_t *bits = s->allocbits;
	s->allocbits = s->markbits;
	s->markbits = bits;
	memset(bits, 0, (s->nelems + 63) / 64 * 8);
	s->alloccount = s->acquired = live;
	span_refresh(s);
	if (live < s->nelems) central_put(s);
	return false;
}

static void sweep_all(void) {
	for (unsigned i = 0; i < NUM_SPAN_CLASSES; i++) central[i].partial = NULL;
	for (uint32_t i = heap.nall; i > 0; i--) sweep_span(heap.all[i - 1]);  // backwards: a freed span's place is taken by the last
}

// ---- verification: after marking, no marked object may refer to an unmarked one -----------------------------------------------------------------

static void verify_heap(void) {
	uintptr_t before = marked_objects;
	for (uint32_t i = 0; i < heap.nall; i++) {
		Mspan *s = heap.all[i];
		if (is_noscan(s)) continue;
		for (uint32_t k = 0; k < s->nelems; k++)
			if (s->markbits[k / 64] >> (k % 64) & 1) mark_children(s, s->base + k * s->elemsize);
	}
	if (marked_objects != before) rt_throw("runtime: a marked object refers to an unmarked one");
}

// ---- pacing -------------------------------------------------------------------------------------------------------------------------------------

static void set_goal(void) {
	uintptr_t roots = (uintptr_t)(data_end - data_start) + (uintptr_t)(bss_end - bss_start) + stack_bytes();
	uintptr_t goal = UINTPTR_MAX;
	if (gc.percent >= 0) {
		uintptr_t least = ((uintptr_t)4 << 20) * (uintptr_t)gc.percent / 100;
		goal = gc.marked + (gc.marked + roots) / 100 * (uintptr_t)gc.percent;
		if (goal < least) goal = least;
	}
	if (gc.limit != INT64_MAX) {
		uintptr_t rest = stack_bytes() + heap.persistent_bytes, limit = (uintptr_t)gc.limit > rest ? (uintptr_t)gc.limit - rest : 0;
		uintptr_t floor = gc.marked + ((uintptr_t)1 << 20) + gc.marked / 16;  // always some progress between two cycles
		limit = limit / 100 * 97;
		if (limit < floor) limit = floor;
		if (goal > limit) goal = limit;
	}
	gc.goal = goal;
}

void gc_account(uintptr_t bytes) {
	uintptr_t live = __atomic_add_fetch(&gc.live, bytes, __ATOMIC_RELAXED);
	if (live >= gc.goal) __atomic_store_n(&gc_wanted, 1, __ATOMIC_RELAXED);
}

// ---- a cycle ------------------------------------------------------------------------------------------------------------------------------------

static void put(const char *s) {
	uintptr_t n = 0;
	while (s[n] != 0) n++;
	rt_printstring((const uint8_t *)s, (intptr_t)n);
}

static void put_ms(int64_t ns) {
	char buf[FTOA_MAX];
	double ms = (double)(ns / 1000) / 1000;
	rt_printstring((const uint8_t *)buf, format_float(buf, ms, false));
}

static void print_trace(uintptr_t before, uintptr_t goal, int64_t begin, int64_t marked, int64_t end, bool forced) {
	rt_printlock();
	put("gc "), rt_printuint(gc.numgc), put(" @"), put_ms((begin - gc.start_ns) / 1000), put("s ");
	rt_printint(gc.cpu_ns * 100 / (end - gc.start_ns + 1) / rt_procs()), put("%: ");
	put_ms(marked - begin), put("+0+"), put_ms(end - marked), put(" ms clock, ");
	put_ms(marked - begin), put("+0/0/0+"), put_ms(end - marked), put(" ms cpu, ");
	rt_printuint(before >> 20), put("->"), rt_printuint(before >> 20), put("->"), rt_printuint(gc.marked >> 20), put(" MB, ");
	rt_printuint(goal == UINTPTR_MAX ? 0 : goal >> 20), put(" MB goal, "), rt_printuint(stack_bytes() >> 20), put(" MB stacks, ");
	rt_printuint((uintptr_t)(data_end - data_start + (bss_end - bss_start)) >> 20), put(" MB globals, "), rt_printint(rt_procs()), put(" P");
	if (forced) put(" (forced)");
	put("\n");
	rt_printunlock();
}

typedef struct {
	bool forced;
	uintptr_t live_at_request;
	uint32_t cycle;
} Request;

static void collect(void *arg) {
	Request *request = arg;
	stop_the_world("garbage collection");
	if (!request->forced && (gc.numgc != request->cycle || gc.live < gc.goal) && stress_every == 0) {  // somebody else just did it
		start_the_world();
		return;
	}
	int64_t begin = rt_nanotime();
	uintptr_t before = gc.live, goal = gc.goal;
	mcache_flush_all();
	mark_all();
	if (verify) verify_heap();
	gc.marked = gc.live = marked_bytes;
	gc.objects = marked_objects;
	int64_t marked = rt_nanotime();
	sweep_all();
	set_goal();
	int64_t end = rt_nanotime();
	gc.pause_ns[gc.numgc % 256] = (uint64_t)(end - begin);
	gc.last_gc_ns = gc.pause_end[gc.numgc % 256] = (uint64_t)rt_walltime_ns();
	gc.pause_total_ns += (uint64_t)(end - begin);
	gc.cpu_ns += end - begin;
	gc.numgc++;
	if (request->forced) gc.numforced++;
	gc_wanted = stress_every != 0;
	uintptr_t keep = gc.goal == UINTPTR_MAX ? heap.free_pages : ((gc.goal > gc.marked ? gc.goal - gc.marked : 0) * 11 / 10 >> PAGE_SHIFT) + GROW_PAGES;
	heap_release(keep);
	start_the_world();
	if (trace) print_trace(before, goal, begin, marked, end, request->forced);
}

static void run_cycle(bool forced) {
	Request request = {.forced = forced, .live_at_request = gc.live, .cycle = gc.numgc};
	systemstack(collect, &request);
	finalizers_wake();
}

void gc_poll(void) {
	if (!can_collect()) return;
	bool due = gc.live >= gc.goal;
	if (stress_every != 0 && __atomic_add_fetch(&stress_count, 1, __ATOMIC_RELAXED) % stress_every == 0) due = true;
	if (due) run_cycle(false);
}

void gc_emergency(void) {
	if (can_collect()) run_cycle(true);
}

void rt_GC(void) { run_cycle(true); }

// ---- the write barrier --------------------------------------------------------------------------------------------------------------------------

static void shade(uintptr_t p) {
	if (p - heap.base >= heap.used - heap.base) return;
	mutex_lock(&shade_lock);
	mark(p);
	mutex_unlock(&shade_lock);
}

void rt_wbptr(void **slot, void *value) {
	shade((uintptr_t)*slot);
	shade((uintptr_t)value);
}

void gc_allocate_black(void *p) {
	Mspan *s = span_of((uintptr_t)p);
	uint32_t i = object_index(s, (uintptr_t)p);
	__atomic_fetch_or(&s->markbits[i / 64], 1ull << (i % 64), __ATOMIC_RELAXED);
}

void gc_shade_range(const Type *t, const void *p, uintptr_t n) {
	if (t->ptrdata == 0) return;
	mutex_lock(&shade_lock);
	mark_typed((uintptr_t)p, n, t);
	mutex_unlock(&shade_lock);
}

void gc_shade_conservative(const void *p, uintptr_t n) {
	mutex_lock(&shade_lock);
	mark_words(p, (const char *)p + n);
	mutex_unlock(&shade_lock);
}

// ---- settings -----------------------------------------------------------------------------------------------------------------------------------

static bool parse_number(const char *s, int64_t *out) {
	if (s == NULL || *s < '0' || *s > '9') return false;
	int64_t v = 0;
	for (; *s >= '0' && *s <= '9'; s++)
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, *s - '0', &v)) return false;
	static const struct {
		const char *name;
		int shift;
	} units[] = {{"B", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"TiB", 40}, {"", 0}};
	for (unsigned i = 0; i < sizeof units / sizeof units[0]; i++) {
		const char *a = s, *b = units[i].name;
		while (*a != 0 && *a == *b) a++, b++;
		if (*a == 0 && *b == 0) {
			*out = v << units[i].shift;
			return true;
		}
	}
	return false;
}

static bool debug_has(const char *list, const char *want) {
	for (; list != NULL && *list != 0;) {
		const char *a = list, *b = want;
		while (*b != 0 && *a == *b) a++, b++;
		if (*b == 0 && (*a == 0 || *a == ',')) return true;
		while (*list != 0 && *list != ',') list++;
		if (*list == ',') list++;
	}
	return false;
}

void gc_init(void) {
	int64_t v;
	const char *percent = rt_getenv("GOGC");
	gc.percent = 100;
	if (percent != NULL && percent[0] == 'o' && percent[1] == 'f' && percent[2] == 'f' && percent[3] == 0) gc.percent = -1;
	else if (parse_number(percent, &v) && v < 1 << 30) gc.percent = (int)v;
	gc.limit = parse_number(rt_getenv("GOMEMLIMIT"), &v) ? v : INT64_MAX;
	if (parse_number(rt_getenv("MINIGO_GCSTRESS"), &v) && v > 0) stress_every = (uint64_t)v;
	poison = rt_getenv("MINIGO_GCPOISON") != NULL;
	verify = rt_getenv("MINIGO_GCVERIFY") != NULL;
	trace = debug_has(rt_getenv("GODEBUG"), "gctrace=1");
	gc_wanted = stress_every != 0;
	gc.start_ns = rt_nanotime();
	set_goal();
}

intptr_t rt_setgcpercent(intptr_t percent) {
	intptr_t old = gc.percent;
	gc.percent = percent < 0 ? -1 : (int)percent;
	set_goal();
	if (gc.live >= gc.goal) gc_wanted = 1;
	return old;
}

int64_t rt_setmemorylimit(int64_t limit) {
	int64_t old = gc.limit;
	if (limit >= 0) {
		gc.limit = limit;
		set_goal();
	}
	return old;
}

static void release_all(void *arg) {
	(void)arg;
	heap_release(0);
}

void rt_freeosmemory(void) {
	run_cycle(true);
	systemstack(release_all, NULL);
}
