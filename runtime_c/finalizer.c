// Finalizers, cleanups and weak pointers: what happens when an object is not reachable any more.
//
// Each is a Special in the list of the object's span. Marking treats as roots what a finalizer needs to run (its closure, and what its object refers
// to, but not the object) and the closures of cleanups. The sweep of a span first looks for specials of unmarked objects: a weak handle becomes
// nil; an object with a finalizer is marked again and the finalizer queued; else its cleanups are queued. A goroutine of the runtime's own runs the
// queue, one call at a time, through package runtime's runfinalizer and runcleanup.
#include "gc.h"
#include "mheap.h"

static Mutex special_lock;            // protects the specials' lists and the queue; taken before the heap lock
static Special *queue, **queue_end = &queue;
static uint32_t queue_filled;         // wakes the finalizer goroutine
static bool goroutine_started;
static uint64_t next_id;

void gc_mark_children_of(Mspan *s, uintptr_t object);

static uintptr_t object_of(const Mspan *s, uintptr_t p) { return s->base + (uintptr_t)object_index(s, p) * s->elemsize; }

static void special_insert(Mspan *s, Special *sp) {
	Special **at = &s->specials;
	while (*at != NULL && (*at)->offset <= sp->offset) at = &(*at)->next;
	sp->next = *at;
	*at = sp;
}

static void finalizer_main(void) {
	for (;;) {
		mutex_lock(&special_lock);
		Special *sp = queue;
		if (sp != NULL && (queue = sp->next) == NULL) queue_end = &queue;
		if (sp == NULL) queue_filled = 0;
		mutex_unlock(&special_lock);
		if (sp == NULL) {
			sleep_on(&queue_filled);
			continue;
		}
		void *fn = sp->fn, *arg = (void *)sp->type, *p = (void *)sp->id;
		bool cleanup = sp->kind == SPECIAL_CLEANUP;
		special_free(sp);
		if (cleanup) rt_runcleanup(fn);
		else rt_runfinalizer(p, fn, arg);
	}
}

static void *const finalizer_closure[] = {(void *)finalizer_main};

static void start_goroutine(void) {
	if (!__atomic_exchange_n(&goroutine_started, true, __ATOMIC_ACQ_REL)) start_system_goroutine((void *)finalizer_closure);
}

// False when p is not the start of a heap object (a variable of the program, say: its finalizer never runs).
bool rt_addfinalizer(void *p, void *fn, void *arg) {
	Mspan *s = span_of((uintptr_t)p);
	if (s == NULL) return false;
	uint32_t offset = (uint32_t)((uintptr_t)p - s->base);
	uintptr_t object = object_of(s, (uintptr_t)p);
	mutex_lock(&special_lock);
	for (Special **at = &s->specials; *at != NULL;) {
		Special *sp = *at;
		if (sp->kind == SPECIAL_FINALIZER && object_of(s, s->base + sp->offset) == object) {
			*at = sp->next;
			special_free(sp);
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
	Mspan *s = span_of((uintptr_t)p);
	if (s == NULL) return 0;
	mutex_lock(&special_lock);
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
	for (uint32_t i = 0; i < heap.nall; i++)
		for (Special **at = &heap.all[i]->specials; *at != NULL; at = &(*at)->next) {
			Special *sp = *at;
			if (sp->kind != SPECIAL_CLEANUP || sp->id != id) continue;
			*at = sp->next;
			special_free(sp);
			mutex_unlock(&special_lock);
			return;
		}
	mutex_unlock(&special_lock);
}

// The handle of the object that p points into: one word, the same for every weak pointer to it, that becomes nil when the object dies.
// It lies outside the collected heap, so that it keeps nothing alive and may be compared for ever.
void *rt_weakhandle(void *p) {
	Mspan *s = span_of((uintptr_t)p);
	if (s == NULL) {  // not collected: a handle that never changes
		void **fixed = rt_persistentalloc(8, 8);
		*fixed = p;
		return fixed;
	}
	mutex_lock(&special_lock);
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
	if (p != NULL && rt_writeBarrier) gc_shade_conservative(&p, sizeof p);
	return p;
}

// ---- the collector's part, with the world stopped -----------------------------------------------------------------------------------------------

void finalizers_mark(Mspan *s) {
	for (Special *sp = s->specials; sp != NULL; sp = sp->next) {
		if (sp->kind == SPECIAL_WEAK) continue;
		if (sp->kind == SPECIAL_FINALIZER) gc_mark_children_of(s, object_of(s, s->base + sp->offset));
		gc_mark_address((uintptr_t)sp->fn);
		gc_mark_address((uintptr_t)sp->type);
	}
}

void finalizers_mark_queue(void) {
	for (Special *sp = queue; sp != NULL; sp = sp->next) {
		gc_mark_address((uintptr_t)sp->fn);
		gc_mark_address((uintptr_t)sp->type);
		if (sp->kind == SPECIAL_FINALIZER) gc_mark_address(sp->id);
	}
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
bool finalizers_sweep(Mspan *s) {
	bool queued = false;
	for (Special **at = &s->specials; *at != NULL;) {
		Special *sp = *at;
		if (sp->kind != SPECIAL_WEAK || is_marked(s, sp)) {
			at = &sp->next;
			continue;
		}
		__atomic_store_n((void **)sp->fn, NULL, __ATOMIC_RELEASE);
		*at = sp->next;
		special_free(sp);
	}
	for (SpecialKind kind = SPECIAL_FINALIZER; kind <= SPECIAL_CLEANUP; kind++) {
		for (Special **at = &s->specials; *at != NULL;) {
			Special *sp = *at;
			if (sp->kind != kind || is_marked(s, sp)) {
				at = &sp->next;
				continue;
			}
			*at = sp->next;
			if (kind == SPECIAL_FINALIZER) {
				uint32_t i = object_index(s, s->base + sp->offset);
				s->markbits[i / 64] |= 1ull << (i % 64);
			}
			enqueue(s, sp);
			queued = true;
		}
	}
	return queued;
}

void finalizers_wake(void) {
	if (__atomic_load_n(&queue, __ATOMIC_ACQUIRE) != NULL) wake_on(&queue_filled);
}
