// Start-up: from _start to goroutine 1.
#include "mheap.h"
#include "sched.h"
#include "sysnr.h"

extern struct {
	uintptr_t n;
	void (*init[])(void);
} rt_inittab GO("inittab");
void go_main(void) __asm__("main.main");

// Goroutine 1.
void rt_main(void) GO("main");
void rt_main(void) {
	sched.main_started = true;
	new_thread(sysmon);
	for (uintptr_t i = 0; i < rt_inittab.n; i++) rt_call_void(rt_inittab.init[i]);
	rt_call_void(go_main);
	if (LOAD(&sched.panicking)) rt_park(NULL, NULL, WAIT_PANIC);  // another goroutine is about to end the program
	sys_exit(0);
}

static void *const main_closure[] = {(void *)rt_main};

static int wanted_procs(void) {
	if (sched.seeded) return 1;
	const char *s = rt_getenv("GOMAXPROCS");
	int n = 0;
	for (; s != NULL && *s >= '0' && *s <= '9' && n < 10000; s++) n = n * 10 + *s - '0';
	return n > 0 ? (n > 1024 ? 1024 : n) : sched.ncpu;
}

static void start_on_g0(void) {
	void *vdso = NULL;
	for (uintptr_t *a = args_auxv(); a[0] != 0; a += 2)
		if (a[0] == 33) vdso = (void *)a[1];
	cpu_init();
	time_init(vdso);
	sched.ncpu = sys_ncpu();
	sched.max_stack = 1000000000;
	seed_init();
	stack_init();
	rt_mallocinit();
	traceback_init();
	trace_init();
	signal_init();
	signal_thread_init(&m0);
	procs_init(wanted_procs());
	acquire_p(&m0, sched.all_p[0]);
	mutex_lock(&sched.lock);
	for (int i = sched.procs - 1; i > 0; i--) idle_p_put(sched.all_p[i]);
	mutex_unlock(&sched.lock);
	sched.main_g = newproc_g((void *)main_closure, 0, false);
	queue_put(m0.p, sched.main_g, true);
	rt_schedule();
}

// Called by _start with the kernel's stack: argc, argv, envp, auxv.
_Noreturn void rt_start(uintptr_t *stack) {
	args_init(stack);
	m0.g0 = m0.g = &m0.g0_space;
	m0.self = &m0;
	m0.g0->m = &m0;
	rt_set_thread(&m0);
	uintptr_t low = (uintptr_t)sys_alloc(SYSTEM_STACK);
	m0.stack_lo = low;
	m_init(&m0, low + SYSTEM_STACK - 64);
	m0.tid = (int32_t)sys_call(SYS_GETTID, 0, 0, 0, 0, 0, 0);
	sched.all_m = &m0;
	sched.all_g_end = &sched.all_g;
	sched.n_m = 1;
	rt_run_on(start_on_g0, (void *)m0.g0->sp);
}
