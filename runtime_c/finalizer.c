// Finalizers, cleanups and weak pointers: what happens when an object is not reachable any more.
//
// Each is a Special in the list of the object's span. Marking treats as roots what a finalizer needs to run (its closure, and what its object refers
// to, but not the object) and the closures of cleanups. The sweep of a span first looks for specials of unmarked objects: a weak handle becomes
// nil; an object with a finalizer is marked again and the finalizer queued; else its cleanups are queued. A goroutine of the runtime's own runs the
// queue, one call at a time, through package runtime's runfinalizer and runcleanup.
#include "gc.h"
#include "mheap.h"

static Mutex special_lock;            // protects the specials' lists, the list of spans and the queue; taken before the heap lock
static Mspan *special_spans;          // that have specials
static Special *queue, **queue_end = &queue;
static uint32_t queue_filled;         // wakes the finalizer goroutine
static bool goroutine_started;
static uint64_t next_id;

static uintptr_t object_of(const Mspan *s, uintptr_t p) { return s->base + (uintptr_t)object_index(s, p) * s->elemsize; }

static void special_insert(Mspan *s, Special *sp) {
	if (s->specials == NULL) {
		s->sprev = NULL;
		s->snext = special_spans;
		if (special_spans != NULL) special_spans->sprev = s;
		special_spans = s;
	}
	Special **at = &s->specials;
	while (*at != NULL && (*at)->offset <= sp->offset) at = &(*at)->next;
	sp->next = *at;
	*at = sp;
}

// Takes *at out of its list.
static Special *special_remove(Mspan *s, Special **at) {
	Special *sp = *at;
	*at = sp->next;
	if (s->specials == NULL) {
		if (s->sprev != NULL) s->sprev->snext = s->snext;
		else special_spans = s->snext;
		if (s->snext != NULL) s->snext->sprev = s->sprev;
	}
	return sp;
}

// The span that p points into, with the lists locked and nothing in them that is known to be dead; NULL: none.
static Mspan *lock_span_of(const void *p) {
	Mspan *s = span_of((uintptr_t)p);
	if (s == NULL) return NULL;
	gc_ensure_swept(s);
	mutex_lock(&special_lock);
	return s;
}

// Runs the first call of the queue; false: there is none.
static __attribute__((noinline)) bool run_next(void) {
	mutex_lock(&special_lock);
	Special *sp = queue;
	if (sp != NULL && (queue = sp->next) == NULL) queue_end = &queue;
	if (sp == NULL) queue_filled = 0;
	mutex_unlock(&special_lock);
	if (sp == NULL) return false;
	void *fn = sp->fn, *arg = (void *)sp->type, *p = (void *)sp->id;
	if (rt_writeBarrier) gc_shade_conservative(sp, sizeof *sp);  // the queue loses them
	bool cleanup = sp->kind == SPECIAL_CLEANUP;
	special_free(sp);
	if (cleanup) rt_runcleanup(fn);
	else rt_runfinalizer(p, fn, arg);
	return true;
}

// The goroutine sleeps on the part of its stack where the calls ran: the object of the last one must not be found there.
static __attribute__((noinline)) void forget(void) {
	char used[640];
	memset(used, 0, sizeof used);
	__asm__ volatile("" ::"r"(used) : "memory");
}

static void finalizer_main(void) {
	for (;;) {
		while (run_next()) {}
		forget();
		sleep_on(&queue_filled);
	}
}

static void *const finalizer_closure[] = {(void *)finalizer_main};

static void start_goroutine(void) {
	if (!__atomic_exchange_n(&goroutine_started, true, __ATOMIC_ACQ_REL)) start_system_goroutine((void *)finalizer_closure);
}

// False when p is not the start of a heap object (a variable of the program, say: its finalizer never runs).
bool rt_addfinalizer(void *p, void *fn, void *arg) {
	Mspan *s = lock_span_of(p);
	if (s == NULL) return false;
	uint32_t offset = (uint32_t)((uintptr_t)p - s->base);
	for (Special **at = &s->specials; *at != NULL;) {
		Special *sp = *at;
		if (sp->kind == SPECIAL_FINALIZER && sp->offset == offset) {  // several tiny objects share a block
			special_free(special_remove(s, at));
			break;
		}
		at = &sp->next;
	}
	if (fn != NULL) {
		Special *sp = special_new();
		sp->offset = offset, sp->kind = SPECIAL_FINALIZER, sp->fn = fn, sp->type = arg;
		special_insert(s, sp);
	}
	mutex_unlock(&special_lock);
	if (fn != NULL) start_goroutine();
	return true;
}

uint64_t rt_addcleanup(void *p, void *fn) {
	Mspan *s = lock_span_of(p);
	if (s == NULL) return 0;
	Special *sp = special_new();
	sp->offset = (uint32_t)((uintptr_t)p - s->base), sp->kind = SPECIAL_CLEANUP, sp->fn = fn, sp->id = ++next_id;
	uint64_t id = sp->id;
	special_insert(s, sp);
	mutex_unlock(&special_lock);
	start_goroutine();
	return id;
}

void rt_stopcleanup(uint64_t id) {
	mutex_lock(&special_lock);
	for (Mspan *s = special_spans; s != NULL; s = s->snext)
		for (Special **at = &s->specials; *at != NULL; at = &(*at)->next) {
			if ((*at)->kind != SPECIAL_CLEANUP || (*at)->id != id) continue;
			special_free(special_remove(s, at));
			mutex_unlock(&special_lock);
			return;
		}
	mutex_unlock(&special_lock);
}

// The handle of the object that p points into: one word, the same for every weak pointer to it, that becomes nil when the object dies.
// It lies outside the collected heap, so that it keeps nothing alive and may be compared for ever.
void *rt_weakhandle(void *p) {
	Mspan *s = lock_span_of(p);
	if (s == NULL) {  // not collected: a handle that never changes
		void **fixed = rt_persistentalloc(8, 8);
		*fixed = p;
		return fixed;
	}
	uint32_t offset = (uint32_t)((uintptr_t)p - s->base);
	for (Special *sp = s->specials; sp != NULL; sp = sp->next)
		if (sp->kind == SPECIAL_WEAK && sp->offset == offset) {
			mutex_unlock(&special_lock);
			return sp->fn;
		}
	Special *sp = special_new();
	void **handle = rt_persistentalloc(8, 8);
	*handle = p;
	sp->offset = offset, sp->kind = SPECIAL_WEAK, sp->fn = handle;
	special_insert(s, sp);
	mutex_unlock(&special_lock);
	return handle;
}

void *rt_weakvalue(void *handle) {
	void *p = __atomic_load_n((void **)handle, __ATOMIC_ACQUIRE);
	Mspan *s = p == NULL ? NULL : span_of((uintptr_t)p);
	if (s == NULL) return p;
	if (rt_writeBarrier) gc_shade_conservative(&p, sizeof p);
	else gc_ensure_swept(s);  // a dead object's handle becomes nil
	return __atomic_load_n((void **)handle, __ATOMIC_ACQUIRE);
}

// ---- the collector's part -----------------------------------------------------------------------------------------------------------------------

// What the specials of all objects keep alive; an object with a finalizer is not kept by it, but what it refers to is.
void finalizers_mark(GcWork *w) {
	mutex_lock(&special_lock);
	for (Mspan *s = special_spans; s != NULL; s = s->snext)
		for (Special *sp = s->specials; sp != NULL; sp = sp->next) {
			if (sp->kind == SPECIAL_WEAK) continue;
			if (sp->kind == SPECIAL_FINALIZER) gc_mark_children(w, s, object_of(s, s->base + sp->offset));
			gc_mark_address(w, (uintptr_t)sp->fn);
			gc_mark_address(w, (uintptr_t)sp->type);
		}
	for (Special *sp = queue; sp != NULL; sp = sp->next) {
		gc_mark_address(w, (uintptr_t)sp->fn);
		gc_mark_address(w, (uintptr_t)sp->type);
		if (sp->kind == SPECIAL_FINALIZER) gc_mark_address(w, sp->id);
	}
	mutex_unlock(&special_lock);
}

static bool is_marked(const Mspan *s, const Special *sp) {
	uint32_t i = object_index(s, s->base + sp->offset);
	return s->markbits[i / 64] >> (i % 64) & 1;
}

static void enqueue(Mspan *s, Special *sp) {
	if (sp->kind == SPECIAL_FINALIZER) sp->id = s->base + sp->offset;
	sp->next = NULL;
	*queue_end = sp;
	queue_end = &sp->next;
}

// Weak handles go first: they are nil before any finalizer can see the object. A finalizer brings its object back for one more cycle.
void finalizers_sweep(Mspan *s) {
	mutex_lock(&special_lock);
	for (Special **at = &s->specials; *at != NULL;) {
		Special *sp = *at;
		if (sp->kind != SPECIAL_WEAK || is_marked(s, sp)) {
			at = &sp->next;
			continue;
		}
		__atomic_store_n((void **)sp->fn, NULL, __ATOMIC_RELEASE);
		special_free(special_remove(s, at));
	}
	for (SpecialKind kind = SPECIAL_FINALIZER; kind <= SPECIAL_CLEANUP; kind++) {
		uintptr_t revived = 0;  // a block whose finalizers are being queued; they are next to each other
		for (Special **at = &s->specials; *at != NULL;) {
			Special *sp = *at;
			if (sp->kind != kind || (is_marked(s, sp) && object_of(s, s->base + sp->offset) != revived)) {
				at = &sp->next;
				continue;
			}
			special_remove(s, at);
			if (kind == SPECIAL_FINALIZER) {
				uint32_t i = object_index(s, s->base + sp->offset);
				s->markbits[i / 64] |= 1ull << (i % 64);
				revived = object_of(s, s->base + sp->offset);
			}
			enqueue(s, sp);
		}
	}
	mutex_unlock(&special_lock);
}

void finalizers_wake(void) {
	if (__atomic_load_n(&queue, __ATOMIC_ACQUIRE) != NULL) wake_on(&queue_filled);
}
