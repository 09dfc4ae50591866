// Goroutines: how they begin and how they end.
//
// A goroutine that has ended stays as a G to be used again, at first with its first segment: in its P's list, and when that is full in a list for all. At each collection half
// of those in the list for all lose their segments. A G itself is never freed: there are as many as there were goroutines at the same time.
#include "gc.h"
#include "sched.h"

enum { P_FREE = 64, BATCH = 32 };  // of a P's list; moved at a time

// ---- beginning ----------------------------------------------------------------------------------------------------------------------------------

// While there are few goroutines they get room enough for most of what they may call.
static void first_segment(void *arg) {
	G *g = arg;
	g->seg = stack_alloc(LOAD(&sched.n_g) < FEW_GOROUTINES ? STACK_FEW / 2 : 0);
	g->limit = g->stackguard = g->seg->limit;
}

static void take_free(P *p) {
	mutex_lock(&sched.lock);
	for (int i = 0; i < BATCH; i++) {
		GStack *from = sched.free_g.first != NULL ? &sched.free_g : &sched.free_bare;
		G *g = from->first;
		if (g == NULL) break;
		from->first = g->link;
		from->n--;
		g->link = p->free_g;
		p->free_g = g;
		p->nfree++;
	}
	mutex_unlock(&sched.lock);
}

static G *free_g_get(P *p) {
	if (p == NULL) return NULL;
	if (p->free_g == NULL && (__atomic_load_n(&sched.free_g.first, __ATOMIC_RELAXED) != NULL || __atomic_load_n(&sched.free_bare.first, __ATOMIC_RELAXED) != NULL)) take_free(p);
	if (p->free_g == NULL) return NULL;
	G *g = p->free_g;
	p->free_g = g->link;
	p->nfree--;
	g->link = NULL;
	return g;
}

static void new_g(void *to) {
	G *g = rt_persistentalloc(sizeof *g, 16);
	g->status = G_DEAD;
	first_segment(g);
	mutex_lock(&sched.lock);
	__atomic_store_n(sched.all_g_end, g, __ATOMIC_RELEASE);
	sched.all_g_end = &g->all_next;
	mutex_unlock(&sched.lock);
	*(G **)to = g;
}

// What rt_gogo pops from a new goroutine's stack.
static uintptr_t initial_frame(uintptr_t top) {
#if defined(__x86_64__)
	uintptr_t *sp = (uintptr_t *)top - 7;
	for (int i = 0; i < 6; i++) sp[i] = 0;
	sp[6] = (uintptr_t)rt_start_goroutine;
#else
	uintptr_t *sp = (uintptr_t *)top - 20;
	for (int i = 0; i < 20; i++) sp[i] = 0;
	sp[1] = (uintptr_t)rt_start_goroutine;
#endif
	return (uintptr_t)sp;
}

G *newproc_g(void *closure, uintptr_t pc, bool system) {
	M *m = getm();
	m->locks++;
	G *g = free_g_get(m->p);
	if (g == NULL) systemstack(new_g, &g);
	else if (g->seg == NULL) systemstack(first_segment, g);
	G *parent = m->curg;
	g->sp = initial_frame(g->seg->top);
	g->fp = 0;
	g->closure = closure;
	g->created_pc = pc;
	g->parent = parent != NULL ? parent->id : 0;
	g->id = XADD(&sched.next_goid, 1) + 1;
	g->system = system;
	if (gc.phase == GC_MARK) __atomic_store_n(&g->scan, 2 * gc.cycle + 1, __ATOMIC_RELEASE);  // what it has to begin with is marked, or its parent's
	g->in_c = 0;
	g->wait_reason = WAIT_NONE;
	XADD(&sched.n_g, 1);
	if (system) XADD(&sched.n_sys_g, 1);
	__atomic_store_n(&g->status, G_RUNNABLE, __ATOMIC_RELEASE);
	m->locks--;
	return g;
}

void rt_newproc(void *closure) GO("newproc");
void rt_newproc(void *closure) {
	if (closure == NULL) rt_fatal("go of nil func value");
	G *g = newproc_g(closure, (uintptr_t)__builtin_return_address(0), false);
	queue_put(getm()->p, g, true);
	if (sched.main_started) wake_p();
}

void start_system_goroutine(void *closure) {
	G *g = newproc_g(closure, 0, true);
	queue_put(getm()->p, g, false);
	wake_p();
}

// ---- the end ------------------------------------------------------------------------------------------------------------------------------------

static void put_free(P *p, G *g) {
	g->link = p->free_g;
	p->free_g = g;
	if (++p->nfree < P_FREE) return;
	G *first = p->free_g, *last = first;
	for (int i = 1; i < BATCH; i++) last = last->link;
	p->free_g = last->link;
	p->nfree -= BATCH;
	mutex_lock(&sched.lock);
	last->link = sched.free_g.first;
	sched.free_g.first = first;
	sched.free_g.n += BATCH;
	mutex_unlock(&sched.lock);
}

static void exit_on_g0(G *g) {
	M *m = getm();
	g_leave(g, G_DEAD);
	bool wired = g->locked_m != NULL;
	g->locked_m = NULL;
	m->locked_g = NULL;
	g->lock_count = 0;
	XADD(&sched.n_g, -1);
	if (g->system) XADD(&sched.n_sys_g, -1);
	g->defers = NULL;
	g->paniconfault = false;
	g->panic = NULL;
	g->panic_sp = 0;
	g->closure = g->wait_param = NULL;
	stack_reset(g);
	put_free(m->p, g);
	if (wired) thread_exit(m);
	rt_schedule();
}

_Noreturn void goroutine_exit(void) {
	rt_mcall(exit_on_g0);
	__builtin_unreachable();
}

_Noreturn void rt_goroutine_main(void) {
	G *g = getg();
	rt_call_closure(g->closure);
	goroutine_exit();
}

// ---- giving memory back -------------------------------------------------------------------------------------------------------------------------

// Half of the dead goroutines lose their segments, some at a time.
static void trim_dead(void) {
	for (uint32_t left = __atomic_load_n(&sched.free_g.n, __ATOMIC_RELAXED) / 2; left > 0;) {
		G *some = NULL, *last = NULL;
		uint32_t n = 0;
		mutex_lock(&sched.lock);
		for (; n < BATCH && n < left && sched.free_g.first != NULL; n++) {
			G *g = sched.free_g.first;
			sched.free_g.first = g->link;
			g->link = some;
			some = g;
			if (last == NULL) last = g;
		}
		sched.free_g.n -= n;
		mutex_unlock(&sched.lock);
		if (n == 0) return;
		for (G *g = some; g != NULL; g = g->link) {
			stack_free(g->seg);
			g->seg = NULL;
		}
		mutex_lock(&sched.lock);
		last->link = sched.free_bare.first;
		sched.free_bare.first = some;
		sched.free_bare.n += n;
		mutex_unlock(&sched.lock);
		left -= n;
	}
}

void give_back_stacks(void) {
	trim_dead();
	while (stack_scavenge(16)) rt_Gosched();
}

// ---- threads of one goroutine -------------------------------------------------------------------------------------------------------------------

void rt_LockOSThread(void) GO("LockOSThread");
void rt_LockOSThread(void) {
	G *g = getg();
	g->lock_count++;
	g->locked_m = g->m;
	g->m->locked_g = g;
}

void rt_UnlockOSThread(void) GO("UnlockOSThread");
void rt_UnlockOSThread(void) {
	G *g = getg();
	if (g->lock_count == 0 || --g->lock_count != 0) return;
	g->m->locked_g = NULL;
	g->locked_m = NULL;
}
