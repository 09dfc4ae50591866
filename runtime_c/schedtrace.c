// GODEBUG=schedtrace=N[,scheddetail=1]: the scheduler's state every N milliseconds, in Go's format.
//
// Printed by the monitor thread. What it reads changes while it reads, so the numbers of one report need not fit together.
#include "sched.h"

extern const char *const wait_names[];

// The number that GODEBUG gives a setting, or -1.
static int64_t debug_setting(const char *name) {
	const char *s = rt_getenv("GODEBUG");
	while (s != NULL && *s != 0) {
		const char *a = s, *b = name;
		while (*b != 0 && *a == *b) a++, b++;
		if (*b == 0 && *a == '=') {
			int64_t v = 0;
			for (a++; *a >= '0' && *a <= '9' && v < 1 << 30; a++) v = v * 10 + *a - '0';
			return v;
		}
		while (*s != 0 && *s != ',') s++;
		if (*s == ',') s++;
	}
	return -1;
}

void trace_init(void) {
	sched.start_ns = rt_nanotime();
	int64_t ms = debug_setting("schedtrace");
	if (ms > 0) sched.trace_every = ms * 1000000;
	sched.trace_detail = debug_setting("scheddetail") > 0;
}

static void print_bool(const char *before, bool v) {
	print_text(before);
	print_text(v ? "true" : "false");
}

static void print_id(const char *before, bool known, int64_t id) {
	print_text(before);
	if (known) rt_printint(id);
	else print_text("nil");
}

static uint32_t queue_length(const P *p) { return __atomic_load_n(&p->tail, __ATOMIC_RELAXED) - __atomic_load_n(&p->head, __ATOMIC_RELAXED); }

static void print_lengths(void) {
	print_text(" [ ");
	for (int i = 0; i < sched.procs; i++) {
		if (i > 0) print_text(" ");
		rt_printuint(queue_length(sched.all_p[i]));
	}
	print_text(" ] schedticks=[ ");
	for (int i = 0; i < sched.procs; i++) {
		rt_printuint(sched.all_p[i]->tick);
		print_text(" ");
	}
	print_text("]\n");
}

static void print_p(const P *p) {
	const M *m = p->m;
	print_number("  P", p->id);
	print_number(": status=", p->status);
	print_number(" schedtick=", p->tick);
	print_number(" syscalltick=", p->syscall_tick);
	print_id(" m=", m != NULL, m != NULL ? m->id : 0);
	print_number(" runqsize=", queue_length(p));
	print_number(" gfreecnt=", p->nfree);
	print_number(" timerslen=", 0);
	print_text("\n");
}

static void print_m(const M *m) {
	const P *p = m->p;
	const G *g = m->curg, *locked = m->locked_g;
	print_number("  M", m->id);
	print_id(": p=", p != NULL, p != NULL ? p->id : 0);
	print_id(" curg=", g != NULL, g != NULL ? (int64_t)g->id : 0);
	print_text(" mallocing=0 throwing=0 preemptoff=");
	print_number(" locks=", m->locks);
	print_number(" dying=", sched.dying == m->id + 1);
	print_bool(" spinning=", m->spinning);
	print_bool(" blocked=", m->p == NULL && g == NULL);
	print_id(" lockedg=", locked != NULL, locked != NULL ? (int64_t)locked->id : 0);
	print_text("\n");
}

static void print_g(const G *g) {
	static const uint8_t go_status[] = {[G_IDLE] = 0, [G_RUNNABLE] = 1, [G_RUNNING] = 2, [G_SYSCALL] = 3, [G_WAITING] = 4, [G_DEAD] = 6};
	const M *m = g->m, *locked = g->locked_m;
	print_number("  G", (int64_t)g->id);
	print_number(": status=", go_status[g->status]);
	print_text("(");
	print_text(wait_names[g->wait_reason]);
	print_text(")");
	print_id(" m=", m != NULL, m != NULL ? m->id : 0);
	print_id(" lockedm=", locked != NULL, locked != NULL ? locked->id : 0);
	print_text("\n");
}

void sched_trace(void) {
	rt_printlock();
	print_number("SCHED ", (rt_nanotime() - sched.start_ns) / 1000000);
	print_number("ms: gomaxprocs=", sched.procs);
	print_number(" idleprocs=", sched.n_idle_p);
	print_number(" threads=", (int64_t)sched.n_m);
	print_number(" spinningthreads=", sched.n_spinning);
	print_number(" needspinning=", 0);
	print_number(" idlethreads=", (int64_t)sched.n_idle_m);
	print_number(" runqueue=", global_count());
	if (!sched.trace_detail) {
		print_lengths();
		rt_printunlock();
		return;
	}
	print_bool(" gcwaiting=", sched.stopping != 0);
	print_text(" nmidlelocked=0");
	print_number(" stopwait=", sched.stop_wait);
	print_bool(" sysmonwait=", sched.sysmon_wait != 0);
	print_text("\n");
	for (int i = 0; i < sched.procs; i++) print_p(sched.all_p[i]);
	for (const M *m = __atomic_load_n(&sched.all_m, __ATOMIC_ACQUIRE); m != NULL; m = m->all_next)
		if (m->tid != 0) print_m(m);
	for (const G *g = __atomic_load_n(&sched.all_g, __ATOMIC_ACQUIRE); g != NULL; g = __atomic_load_n(&g->all_next, __ATOMIC_ACQUIRE)) print_g(g);
	rt_printunlock();
}
