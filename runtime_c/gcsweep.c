// Sweeping: turning mark bits into allocation bits, span by span, after marking.
//
// When marking ends, every span goes to its class's list of unswept ones. It is swept by whoever needs a span of the class, by whoever needs pages, or by the
// background sweeper. Dead objects are not touched: a slot is cleared when it is handed out again. Objects are only allocated in swept spans. All are swept before
// the next cycle begins: who allocates sweeps in proportion (gc_sweep_pay), so that little is left then. Nobody sweeps many spans in one go.
// Who takes a span off a list owns it until it has put it on another one.
#include "gc.h"
#include "mheap.h"

enum {
	AT_ONCE = 64,           // spans that one small allocation sweeps at most, in payment
	PAGES_SPANS = 64,       // spans that are swept, in search of a page, before the heap grows
	MANY_SPANS = 256,       // the same, in search of more pages
};

static uint32_t left;       // (atomic) spans that are unswept or being swept
static uintptr_t price;     // bytes that may be allocated for each span swept; written with the world stopped
static uint32_t work_there; // wakes the background sweeper

// ---- lists --------------------------------------------------------------------------------------------------------------------------------------

void span_list_add(Mspan **list, Mspan *s) {
	s->cprev = NULL;
	s->cnext = *list;
	if (*list != NULL) (*list)->cprev = s;
	*list = s;
}

void span_list_remove(Mspan **list, Mspan *s) {
	if (s->cprev != NULL) s->cprev->cnext = s->cnext;
	else *list = s->cnext;
	if (s->cnext != NULL) s->cnext->cprev = s->cprev;
	s->cnext = s->cprev = NULL;
}

static Mspan *take_unswept(unsigned spanclass) {
	Central *c = &central[spanclass];
	if (__atomic_load_n(&c->unswept, __ATOMIC_RELAXED) == NULL) return NULL;
	mutex_lock(&c->lock);
	Mspan *s = c->unswept;
	if (s != NULL) {
		span_list_remove(&c->unswept, s);
		s->sweepgen = heap.sweepgen - 1;
	}
	mutex_unlock(&c->lock);
	return s;
}

void gc_sweep_begin(void) {
	heap.sweepgen += 2;
	for (unsigned i = 0; i < NUM_SPAN_CLASSES; i++) {
		central[i].unswept = central[i].swept;
		central[i].swept = central[i].partial = NULL;
	}
	uintptr_t room = gc.trigger > gc.marked ? gc.trigger - gc.marked : 0;
	price = room / 16 * 15 / (heap.nspans + 1) + 1;
	for (Mcache *c = heap.caches; c != NULL; c = c->next) c->unswept = 0;
	__atomic_store_n(&left, heap.nspans, __ATOMIC_RELEASE);
}

// ---- one span -----------------------------------------------------------------------------------------------------------------------------------

static uint32_t count_bits(const uint64_t *b, uint32_t n) {
	uint32_t count = 0;
	for (uint32_t w = 0; w * 64 < n; w++) count += popcount(b[w]);
	return count;
}

static void poison_free(const Mspan *s) {
	for (uint32_t i = 0; i < s->nelems; i++)
		if (is_allocated(s, i) && !(s->markbits[i / 64] >> (i % 64) & 1)) memset((void *)(s->base + i * s->elemsize), 0xdb, s->elemsize);
}

typedef struct {
	uintptr_t freed_pages;
	bool usable;         // the span has free slots and belongs to the caller
} Swept;

// s is off the lists. With `keep`, a span with free slots is left to the caller.
static Swept sweep_span(Mspan *s, bool keep) {
	if (s->specials != NULL) finalizers_sweep(s);
	uint32_t live = count_bits(s->markbits, s->nelems);
	if (gc_debug.poison && live < s->alloccount) poison_free(s);
	__atomic_fetch_add(&heap.nfree[s->spanclass / 2], s->alloccount - live, __ATOMIC_RELAXED);
	if (live == 0) {
		uintptr_t pages = s->npages;
		if (s->spanclass / 2 == 0) __atomic_fetch_add(&heap.large_free_bytes, s->elemsize, __ATOMIC_RELAXED);
		__atomic_store_n(&s->sweepgen, heap.sweepgen, __ATOMIC_RELEASE);
		heap_free(s);
		__atomic_fetch_sub(&left, 1, __ATOMIC_ACQ_REL);
		return (Swept){pages, false};
	}
	if (live < s->alloccount) s->needzero = true;
	uint64_t *bits = s->allocbits;
	s->allocbits = s->markbits;
	s->markbits = bits;
	memset(bits, 0, (s->nelems + 63) / 64 * 8);
	if (!is_noscan(s))
		for (uint32_t w = 0; w * 64 < s->nelems; w++) __atomic_store_n(&s->arraybits[w], s->arraybits[w] & s->allocbits[w], __ATOMIC_RELAXED);
	s->alloccount = s->acquired = live;
	span_refresh(s);
	__atomic_store_n(&s->sweepgen, heap.sweepgen, __ATOMIC_RELEASE);
	Central *c = &central[s->spanclass];
	bool room = live < s->nelems;
	mutex_lock(&c->lock);
	span_list_add(&c->swept, s);
	if (room && !keep) {
		s->next = c->partial;
		c->partial = s;
	}
	mutex_unlock(&c->lock);
	__atomic_fetch_sub(&left, 1, __ATOMIC_ACQ_REL);
	return (Swept){0, room && keep};
}

void gc_ensure_swept(Mspan *s) {
	uint32_t gen = heap.sweepgen;
	if (__atomic_load_n(&s->sweepgen, __ATOMIC_ACQUIRE) == gen) return;
	Central *c = &central[s->spanclass];
	mutex_lock(&c->lock);
	bool mine = s->sweepgen == gen - 2;
	if (mine) {
		span_list_remove(&c->unswept, s);
		s->sweepgen = gen - 1;
	}
	mutex_unlock(&c->lock);
	if (mine) sweep_span(s, false);
	while (!mine && __atomic_load_n(&s->sweepgen, __ATOMIC_ACQUIRE) != gen) thread_pause();
}

// ---- on demand ----------------------------------------------------------------------------------------------------------------------------------

Mspan *gc_sweep_for(unsigned spanclass) {
	enum { ENOUGH = 100 };  // full ones, before a fresh span is better
	for (int i = 0; i < ENOUGH; i++) {
		Mspan *s = take_unswept(spanclass);
		if (s == NULL) return NULL;
		if (sweep_span(s, true).usable) return s;
	}
	return NULL;
}

static uint32_t rotor;  // (atomic) the class to look at next

// False: no span is unswept.
static bool sweep_one(uintptr_t *freed) {
	uint32_t start = __atomic_load_n(&rotor, __ATOMIC_RELAXED);
	for (uint32_t i = 0; i < NUM_SPAN_CLASSES; i++) {
		uint32_t class = (start + i) % NUM_SPAN_CLASSES;
		Mspan *s = take_unswept(class);
		if (s == NULL) continue;
		if (i != 0) __atomic_store_n(&rotor, class, __ATOMIC_RELAXED);
		*freed += sweep_span(s, false).freed_pages;
		return true;
	}
	return false;
}

// Large objects first: each of them that is dead gives many pages.
void gc_sweep_pages(uintptr_t npages) {
	uintptr_t freed = 0;
	for (unsigned n = npages == 1 ? PAGES_SPANS : MANY_SPANS; n != 0 && freed < npages && __atomic_load_n(&left, __ATOMIC_RELAXED) != 0; n--) {
		Mspan *s = npages > 1 ? take_unswept(1) : NULL;
		if (s == NULL && npages > 1) s = take_unswept(0);
		if (s != NULL) freed += sweep_span(s, false).freed_pages;
		else if (!sweep_one(&freed)) return;
	}
}

// Who allocates sweeps; what is too much at once stays owed. A large allocation takes its time anyway.
void gc_sweep_pay(Mcache *c, uintptr_t bytes) {
	if (__atomic_load_n(&left, __ATOMIC_RELAXED) == 0) return;
	c->unswept += bytes;
	uintptr_t freed = 0, most = AT_ONCE + bytes / 4096;
	for (uintptr_t n = 0; n < most && c->unswept >= price; n++) {
		c->unswept -= price;
		if (!sweep_one(&freed)) return;
	}
}

bool gc_sweep_some(unsigned n) {
	for (uintptr_t freed = 0; n > 0; n--)
		if (!sweep_one(&freed)) return true;
	return false;
}

void gc_sweep_all(void) {
	uintptr_t freed = 0;
	while (sweep_one(&freed)) {}
	while (__atomic_load_n(&left, __ATOMIC_ACQUIRE) != 0) thread_pause();
}

// ---- in the background --------------------------------------------------------------------------------------------------------------------------

// Pages beyond what the next cycle will need go back to the system.
static void scavenge(void) {
	uintptr_t keep = gc.goal == UINTPTR_MAX ? heap.free_pages : ((gc.goal > gc.marked ? gc.goal - gc.marked : 0) * 11 / 10 >> PAGE_SHIFT) + GROW_PAGES;
	while (heap_release(keep, 64) != 0) thread_yield();
	give_back_stacks();
}

static void sweeper_main(void) {
	for (;;) {
		uintptr_t freed = 0;
		for (int n = 1; sweep_one(&freed); n++)
			if (n % 32 == 0) thread_yield();
		finalizers_wake();
		scavenge();
		sleep_on(&work_there);
		__atomic_store_n(&work_there, 0, __ATOMIC_RELEASE);
	}
}

static void *const sweeper_closure[] = {(void *)sweeper_main};

void gc_sweep_wake(void) {
	static bool started;
	if (!__atomic_exchange_n(&started, true, __ATOMIC_ACQ_REL)) start_system_goroutine((void *)sweeper_closure);
	else wake_on(&work_there);
}
