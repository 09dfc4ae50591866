// Preemption, and stopping the world.
//
// A goroutine is asked to yield by a poisoned stack limit, which it sees at the next function's entry, and then by a signal, for loops without calls. Stopping the
// world asks all; a P counts as stopped when it is idle, in a system call, or its thread has noticed. One at a time has the right to stop the world.
#include "mheap.h"
#include "sched.h"

// ---- preemption ---------------------------------------------------------------------------------------------------------------------------------

// Asks what runs on p to yield: at its next call, and with `signal` at once.
void preempt_p(P *p, bool signal) {
	M *m = p->m;
	G *g = m != NULL ? m->curg : NULL;
	if (g == NULL || m->tid == 0) return;
	g->preempt = true;
	STORE(&g->stackguard, POISON);
	STORE(&m->stackguard, POISON);
	if (signal) sys_tgkill(m->tid, 23);  // SIGURG
}

static void preempt_all(bool signal) {
	for (int i = 0; i < sched.procs; i++) {
		P *p = sched.all_p[i];
		if (LOAD(&p->status) == P_RUNNING) preempt_p(p, signal);
	}
}

intptr_t rt_procpin(void) GO("procpin");
intptr_t rt_procpin(void) {
	M *m = getm();
	m->locks++;
	return m->p->id;
}

void rt_procunpin(void) GO("procunpin");
void rt_procunpin(void) {
	G *g = getg();
	M *m = g->m;
	if (--m->locks == 0 && g->preempt) g->stackguard = m->stackguard = POISON;
}

// ---- stopping the world -------------------------------------------------------------------------------------------------------------------------

static uint32_t world = 1;  // a semaphore

void world_acquire(void) { rt_semacquire(&world, false); }
void world_release(void) { rt_semrelease(&world, false); }

void stop_the_world(const char *reason) {
	(void)reason;
	M *m = getm();
	mutex_lock(&sched.lock);
	sched.stop_wait = (uint32_t)sched.procs;
	STORE(&sched.stop_note, 0);
	STORE(&sched.stopping, 1);
	preempt_all(false);
	STORE(&m->p->status, P_GCSTOP);
	sched.stop_wait--;
	for (int i = 0; i < sched.procs; i++) {
		P *p = sched.all_p[i];
		if (CAS(&p->status, P_SYSCALL, P_GCSTOP)) {
			__atomic_store_n(&p->syscall_tick, p->syscall_tick + 1, __ATOMIC_RELAXED);
			sched.stop_wait--;
		}
	}
	for (P *p; (p = idle_p_get()) != NULL;) {
		STORE(&p->status, P_GCSTOP);
		sched.stop_wait--;
	}
	bool wait = sched.stop_wait != 0;
	mutex_unlock(&sched.lock);
	for (int64_t patience = 20000; wait; patience = 100000) {  // most goroutines come to a call soon
		futex_sleep(&sched.stop_note, 0, patience);
		if (LOAD(&sched.stop_note)) break;
		preempt_all(true);
	}
}

void start_the_world(void) {
	M *m = getm();
	P *start = NULL;
	mutex_lock(&sched.lock);
	STORE(&sched.stopping, 0);
	STORE(&m->p->status, P_RUNNING);
	for (int i = sched.procs - 1; i >= 0; i--) {
		P *p = sched.all_p[i];
		if (p == m->p) continue;
		if (queue_empty(p)) {
			idle_p_put(p);
		} else {
			STORE(&p->status, P_IDLE);
			p->m = NULL;
			p->link = start;
			start = p;
		}
	}
	mutex_unlock(&sched.lock);
	while (start != NULL) {
		P *p = start;
		start = p->link;
		start_m(p, false);
	}
	sysmon_rouse();
	wake_p();
}

// The program is about to end: goroutines on other threads should stand still while their stacks are shown.
void freeze_the_world(void) {
	const M *m = getm();
	if (LOAD(&sched.stopping)) return;
	STORE(&sched.stop_wait, 1 << 30);
	STORE(&sched.stopping, 1);
	for (int tries = 0; tries < 10; tries++) {
		bool running = false;
		for (int i = 0; i < sched.procs; i++)
			if (sched.all_p[i] != m->p && LOAD(&sched.all_p[i]->status) == P_RUNNING) running = true;
		if (!running) return;
		preempt_all(true);
		sys_usleep(300);
	}
}

// ---- GOMAXPROCS ---------------------------------------------------------------------------------------------------------------------------------

// Makes Ps up to n; unused ones stay at the list's end. The world is stopped, or there is none yet.
void procs_init(int n) {
	static int made;
	if (n > made) {
		P **list = rt_persistentalloc((uintptr_t)n * sizeof *list, 8);
		for (int i = 0; i < n; i++) {
			list[i] = i < made ? sched.all_p[i] : rt_persistentalloc(sizeof(P), 64);
			if (i < made) continue;
			list[i]->id = i;
			list[i]->mcache = mcache_new();
		}
		made = n;
		sched.all_p = list;
		__atomic_store_n(&sched.made_p, n, __ATOMIC_RELEASE);
	}
	__atomic_store_n(&sched.procs, n, __ATOMIC_RELEASE);  // the monitor reads it, then the list
}

static void set_procs(void *arg) {
	int n = *(int *)arg;
	stop_the_world("GOMAXPROCS");
	M *m = getm();
	int old = sched.procs;
	if (m->p->id >= n) {  // go on with the first P
		P *first = sched.all_p[0], *mine = m->p;
		mine->m = NULL;
		m->p = first;
		first->m = m;
	}
	for (int i = n; i < old; i++) {
		P *p = sched.all_p[i];
		bool inherit;
		mutex_lock(&sched.lock);
		for (G *g; (g = queue_get(p, &inherit)) != NULL;) global_put(g);
		STORE(&p->status, P_DEAD);
		mutex_unlock(&sched.lock);
	}
	procs_init(n);
	for (int i = old; i < n; i++) STORE(&sched.all_p[i]->status, P_GCSTOP);
	start_the_world();
}

intptr_t rt_GOMAXPROCS(intptr_t n) GO("GOMAXPROCS");
intptr_t rt_GOMAXPROCS(intptr_t n) {
	int old = sched.procs, wanted = n > 1024 ? 1024 : (int)n;
	if (n <= 0 || wanted == old || sched.seeded) return old;
	world_acquire();
	systemstack(set_procs, &wanted);
	world_release();
	return old;
}

