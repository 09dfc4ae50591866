// Semaphores: what package sync sleeps on.
//
// semacquire waits until *addr > 0 and decrements it. Waiters hang in a table of buckets by address. semrelease increments first and looks at the bucket's
// count of waiters afterwards; a waiter counts itself first and looks at *addr afterwards; so no wake-up is lost.
#include "sched.h"

enum { BUCKETS = 251 };

typedef struct {
	Mutex lock;
	uint32_t waiters;   // (atomic)
	Sudog *first, *last;
} __attribute__((aligned(64))) Bucket;

static Bucket buckets[BUCKETS];

static Bucket *bucket_of(const void *addr) { return &buckets[((uintptr_t)addr >> 3) % BUCKETS]; }

static bool take(uint32_t *addr) {
	for (;;) {
		uint32_t v = LOAD(addr);
		if (v == 0) return false;
		if (CAS(addr, v, v - 1)) return true;
	}
}

static void put(Bucket *b, Sudog *s, bool lifo) {
	if (lifo) {
		s->next = b->first;
		if (b->first == NULL) b->last = s;
		b->first = s;
		return;
	}
	if (b->last != NULL) b->last->next = s;
	else b->first = s;
	b->last = s;
}

static Sudog *pop(Bucket *b, const void *addr) {
	Sudog *before = NULL;
	for (Sudog *s = b->first; s != NULL; before = s, s = s->next) {
		if (s->elem != addr) continue;
		if (before != NULL) before->next = s->next;
		else b->first = s->next;
		if (b->last == s) b->last = before;
		s->next = NULL;
		return s;
	}
	return NULL;
}

static bool unlock_bucket(G *g, void *b) {
	(void)g;
	mutex_unlock(&((Bucket *)b)->lock);
	return true;
}

static void acquire(uint32_t *addr, bool lifo, WaitReason why) {
	sched_point();
	if (take(addr)) return;
	Bucket *b = bucket_of(addr);
	Sudog waiting = {.g = getg(), .elem = addr}, *s = &waiting;
	for (;;) {
		mutex_lock(&b->lock);
		XADD(&b->waiters, 1);
		if (take(addr)) {
			XADD(&b->waiters, -1);
			mutex_unlock(&b->lock);
			break;
		}
		s->ticket = 0;
		s->next = NULL;
		put(b, s, lifo);
		rt_park(unlock_bucket, b, why);
		if (s->ticket != 0 || take(addr)) break;
	}
}

void rt_semacquire(uint32_t *addr, bool lifo) { acquire(addr, lifo, WAIT_SEMA); }

// As semacquire; `why` (a WaitReason) is what tracebacks show.
void rt_semacquirewhy(uint32_t *addr, bool lifo, uint8_t why) GO("semacquirewhy");
void rt_semacquirewhy(uint32_t *addr, bool lifo, uint8_t why) { acquire(addr, lifo, why); }

void rt_semrelease(uint32_t *addr, bool handoff) {
	Bucket *b = bucket_of(addr);
	XADD(addr, 1);
	if (LOAD(&b->waiters) == 0) return;
	mutex_lock(&b->lock);
	Sudog *s = b->waiters == 0 ? NULL : pop(b, addr);
	if (s != NULL) XADD(&b->waiters, -1);
	mutex_unlock(&b->lock);
	if (s == NULL) return;
	bool given = handoff && take(addr);
	s->ticket = given;
	rt_ready(s->g);
	if (given && getm()->locks == 0) rt_Gosched();
}

bool rt_canspin(intptr_t i) GO("canspin");
bool rt_canspin(intptr_t i) {
	P *p = getm()->p;
	if (i >= 4 || sched.ncpu <= 1 || sched.procs <= (int)(LOAD(&sched.n_idle_p) + LOAD(&sched.n_spinning)) + 1) return false;
	return LOAD(&p->head) == LOAD(&p->tail) && LOAD(&p->runnext) == NULL;
}

void rt_dospin(void) GO("dospin");
void rt_dospin(void) {
	for (int i = 0; i < 30; i++) spin_pause();
}
