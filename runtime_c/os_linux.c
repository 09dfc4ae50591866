// System calls, futexes, locks, arguments and environment: the runtime's view of Linux.
//
// rawsyscall6 and syscall6 are what package syscall is made of; syscall6 gives the P away while it waits.
#include "sysnr.h"
#include "sched.h"

static intptr_t arg_count;
static char **arg_values, **env_values;

intptr_t sys_call(uintptr_t nr, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) {
#if defined(__x86_64__)
	intptr_t result;
	register uintptr_t r10 __asm__("r10") = d;
	register uintptr_t r8 __asm__("r8") = e;
	register uintptr_t r9 __asm__("r9") = f;
	__asm__ volatile("syscall" : "=a"(result) : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	return result;
#else
	register uintptr_t x8 __asm__("x8") = nr;
	register uintptr_t x0 __asm__("x0") = a;
	register uintptr_t x1 __asm__("x1") = b;
	register uintptr_t x2 __asm__("x2") = c;
	register uintptr_t x3 __asm__("x3") = d;
	register uintptr_t x4 __asm__("x4") = e;
	register uintptr_t x5 __asm__("x5") = f;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
	return (intptr_t)x0;
#endif
}

// ---- futexes and locks --------------------------------------------------------------------------------------------------------------------------

typedef struct {
	int64_t sec, nsec;
} Timespec;

void futex_sleep(uint32_t *addr, uint32_t value, int64_t ns) {
	Timespec t = {ns / 1000000000, ns % 1000000000};
	sys_call(SYS_FUTEX, (uintptr_t)addr, FUTEX_WAIT_PRIVATE, value, ns < 0 ? 0 : (uintptr_t)&t, 0, 0);
}

void futex_wake(uint32_t *addr, uint32_t count) { sys_call(SYS_FUTEX, (uintptr_t)addr, FUTEX_WAKE_PRIVATE, count, 0, 0, 0); }

static void lock_slow(Mutex *m) {
	for (int i = 0; i < 40; i++) {
		uint32_t free = 0;
		if (__atomic_load_n(&m->state, __ATOMIC_RELAXED) == 0 && __atomic_compare_exchange_n(&m->state, &free, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return;
		if (sched.ncpu < 2) break;
		for (int k = 0; k < 20; k++) spin_pause();
	}
	while (__atomic_exchange_n(&m->state, 2, __ATOMIC_ACQUIRE) != 0) futex_sleep(&m->state, 2, -1);
}

void mutex_lock(Mutex *m) {
	getm()->locks++;
	uint32_t free = 0;
	if (!__atomic_compare_exchange_n(&m->state, &free, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) lock_slow(m);
}

void mutex_unlock(Mutex *m) {
	if (__atomic_exchange_n(&m->state, 0, __ATOMIC_RELEASE) == 2) futex_wake(&m->state, 1);
	getm()->locks--;
}

// ---- processes and time -------------------------------------------------------------------------------------------------------------------------

_Noreturn void sys_exit(int code) {
	for (;;) sys_call(SYS_EXIT_GROUP, (uintptr_t)code, 0, 0, 0, 0, 0);
}

void sys_usleep(int64_t us) {
	Timespec t = {us / 1000000, us % 1000000 * 1000};
	sys_call(SYS_NANOSLEEP, (uintptr_t)&t, 0, 0, 0, 0, 0);
}

void sys_tgkill(int32_t tid, int sig) {
	static uintptr_t pid;
	if (pid == 0) pid = (uintptr_t)sys_call(SYS_GETPID, 0, 0, 0, 0, 0, 0);
	sys_call(SYS_TGKILL, pid, (uintptr_t)tid, (uintptr_t)sig, 0, 0, 0);
}

int sys_ncpu(void) {
	uint64_t mask[128];
	intptr_t n = sys_call(SYS_SCHED_GETAFFINITY, 0, sizeof mask, (uintptr_t)mask, 0, 0, 0);
	int count = 0;
	for (intptr_t i = 0; i < n / 8; i++) count += (int)popcount(mask[i]);
	return count > 0 ? count : 1;
}

void sys_random(void *p, uintptr_t n) { sys_call(SYS_GETRANDOM, (uintptr_t)p, n, 0, 0, 0, 0); }

void rt_write(int fd, const void *p, uintptr_t n) {
	for (const char *at = p; n > 0;) {
		intptr_t done = sys_call(SYS_WRITE, (uintptr_t)fd, (uintptr_t)at, n, 0, 0, 0);
		if (done == -4) continue;  // EINTR
		if (done == -11) {         // EAGAIN: somebody made the terminal non-blocking
			sys_usleep(1000);
			continue;
		}
		if (done <= 0) return;
		at += done;
		n -= (uintptr_t)done;
	}
}

void rt_writeErr(const void *p, intptr_t n) GO("writeErr");
void rt_writeErr(const void *p, intptr_t n) { rt_write(2, p, (uintptr_t)n); }

_Noreturn void rt_exit(intptr_t code) GO("exit");
_Noreturn void rt_exit(intptr_t code) { sys_exit((int)code); }

// ---- system calls of the program ----------------------------------------------------------------------------------------------------------------

static void store_result(uintptr_t *out, intptr_t result) {
	bool failed = result < 0 && result >= -4095;
	out[0] = failed ? (uintptr_t)-1 : (uintptr_t)result;
	out[1] = failed ? (uintptr_t)-result : 0;
}

void rt_rawsyscall6(uintptr_t *out, uintptr_t nr, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) GO("rawsyscall6");
void rt_rawsyscall6(uintptr_t *out, uintptr_t nr, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) {
	store_result(out, sys_call(nr, a, b, c, d, e, f));
}

void rt_syscall6(uintptr_t *out, uintptr_t nr, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) GO("syscall6");
void rt_syscall6(uintptr_t *out, uintptr_t nr, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) {
	uintptr_t regs[16];  // callee-saved: the collector finds them here
	entersyscall_c(rt_save_regs(regs), (uintptr_t)__builtin_frame_address(0));
	intptr_t result = sys_call(nr, a, b, c, d, e, f);
	exitsyscall_c();
	store_result(out, result);
}

// ---- arguments and environment ------------------------------------------------------------------------------------------------------------------

void args_init(uintptr_t *stack) {
	arg_count = (intptr_t)stack[0];
	arg_values = (char **)(stack + 1);
	env_values = arg_values + arg_count + 1;
}

uintptr_t *args_auxv(void) {
	char **p = env_values;
	while (*p != NULL) p++;
	return (uintptr_t *)(p + 1);
}

static Slice string_list(char **values, intptr_t n) {
	String *list = rt_persistentalloc((uintptr_t)(n + 1) * sizeof *list, 8);
	for (intptr_t i = 0; i < n; i++) {
		list[i].ptr = (const uint8_t *)values[i];
		while (values[i][list[i].len] != 0) list[i].len++;
	}
	return (Slice){list, n, n};
}

Slice rt_args(void) GO("args");
Slice rt_args(void) {
	static Slice cache;
	if (cache.ptr == NULL) cache = string_list(arg_values, arg_count);
	return cache;
}

Slice rt_envs(void) GO("envs");
Slice rt_envs(void) {
	static Slice cache;
	intptr_t n = 0;
	while (env_values[n] != NULL) n++;
	if (cache.ptr == NULL) cache = string_list(env_values, n);
	return cache;
}

const char *rt_getenv(const char *name) {
	for (char **p = env_values; *p != NULL; p++) {
		const char *a = *p, *b = name;
		while (*b != 0 && *a == *b) a++, b++;
		if (*b == 0 && *a == '=') return a + 1;
	}
	return NULL;
}

#if defined(__x86_64__)
// Does the kernel save the upper halves of the vector registers, and does the processor have them?
static bool has_avx(void) {
	uint32_t a = 1, b, c = 0, d;
	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	if ((c >> 27 & 3) != 3) return false;
	__asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
	return (a & 6) == 6;
}

uint32_t rt_has_avx;
void cpu_init(void) { rt_has_avx = has_avx(); }
#else
void cpu_init(void) {}
#endif
