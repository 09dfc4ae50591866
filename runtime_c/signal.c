// Signals: preemption, faults that become panics, SIGQUIT's dump, and what os/signal subscribes to.
//
// Handlers run on a stack of their own, one a thread. A handler may find any code interrupted: only where the pc lies in code compiled from Go, and no runtime
// lock is held, is the goroutine in a state that it can be stopped or panic in.
#include "sched.h"
#include "sysnr.h"

enum { SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGILL = 4, SIGTRAP = 5, SIGABRT = 6, SIGBUS = 7, SIGFPE = 8, SIGSEGV = 11, SIGPIPE = 13, SIGTERM = 15, SIGURG = 23, SIGSYS = 31 };
enum { SA_SIGINFO = 4, SA_ONSTACK = 0x08000000, SA_RESTART = 0x10000000, SA_RESTORER = 0x04000000 };

typedef struct {
	void *handler;
	uintptr_t flags;
	void (*restorer)(void);
	uint64_t mask;
} SigAction;

typedef struct {
	uintptr_t sp;
	int32_t flags, pad;
	uintptr_t size;
} AltStack;

typedef struct {
	uintptr_t *pc, *sp, *fp;
#if defined(__aarch64__)
	uintptr_t *lr;
#endif
} Context;

static Context context_of(void *ucontext) {
#if defined(__x86_64__)
	uintptr_t *regs = (uintptr_t *)((char *)ucontext + 40);
	return (Context){.pc = &regs[16], .sp = &regs[15], .fp = &regs[10]};
#else
	uintptr_t *regs = (uintptr_t *)((char *)ucontext + 184);
	return (Context){.pc = &regs[32], .sp = &regs[31], .fp = &regs[29], .lr = &regs[30]};
#endif
}

void rt_signal_handle(int sig, int *info, void *ucontext);

static void install(int sig, void *handler) {
	SigAction a = {.handler = handler, .flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_RESTORER, .restorer = rt_sigreturn, .mask = ~0ull};
	sys_call(SYS_RT_SIGACTION, (uintptr_t)sig, (uintptr_t)&a, 0, 8, 0, 0);
}

static void set_default(int sig) {
	SigAction a = {0};
	sys_call(SYS_RT_SIGACTION, (uintptr_t)sig, (uintptr_t)&a, 0, 8, 0, 0);
}

void signal_init(void) {
	static const uint8_t ours[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGPIPE, SIGURG, SIGSYS};
	for (unsigned i = 0; i < sizeof ours; i++) install(ours[i], (void *)rt_signal_entry);
}

// The low end of the thread's stack is its signal stack, whose first word is the M (rt_signal_entry reads it).
void signal_thread_init(M *m) {
	AltStack alt = {m->stack_lo, 0, 0, SIGNAL_STACK};
	*(M **)m->stack_lo = m;
	sys_call(SYS_SIGALTSTACK, (uintptr_t)&alt, 0, 0, 0, 0, 0);
	uint64_t none = 0;
	sys_call(SYS_RT_SIGPROCMASK, 2, (uintptr_t)&none, 0, 8, 0, 0);
}

// The goroutine continues in `entry` as if the instruction at pc had called it; `back` is the return address.
static void inject_call(const Context *c, void (*entry)(void), uintptr_t back) {
#if defined(__x86_64__)
	*c->sp -= 128 + 8;
	*(uintptr_t *)*c->sp = back;
	*c->pc = (uintptr_t)entry;
#else
	*c->sp -= 16;
	((uintptr_t *)*c->sp)[0] = *c->lr;  // the interrupted code's own
	*c->lr = back;
	*c->pc = (uintptr_t)entry;
#endif
}

// What a preempted goroutine needs below its stack pointer, and one that faulted: its registers, and the way to the scheduler.
#if defined(__x86_64__)
enum { PREEMPT_STACK = 600 };
#else
enum { PREEMPT_STACK = 1600 };
#endif
static bool enough_stack(const G *g, uintptr_t sp) { return sp > g->seg->lo + PREEMPT_STACK && sp <= g->seg->top; }

#if defined(__x86_64__)
static void inject_preempt(const Context *c, const void *ucontext) {
	(void)ucontext;
	inject_call(c, rt_async_preempt, *c->pc);
}
#else
// There is no way to jump to an address and have all registers, but for the kernel's: the goroutine's stack gets a copy of the signal frame, and
// rt_async_preempt ends with the system call rt_sigreturn. The layout is the kernel's: siginfo, ucontext, then records {magic, size}, up to a magic of 0.
enum { INFO_SIZE = 128, UCONTEXT_SIZE = 464, UCONTEXT_STACK = 16, FPSIMD_MAGIC = 0x46508001, FPSIMD_SIZE = 528 };

static void inject_preempt(const Context *c, const void *ucontext) {
	char *frame = (char *)((*c->sp - (INFO_SIZE + UCONTEXT_SIZE + FPSIMD_SIZE + 16)) & ~(uintptr_t)15), *records = frame + INFO_SIZE + UCONTEXT_SIZE;
	const uint32_t *r = (const uint32_t *)((const char *)ucontext + UCONTEXT_SIZE);
	while (r[0] != 0 && r[0] != FPSIMD_MAGIC) r += r[1] / 4;
	if (r[0] == 0) return;
	memcpy(frame + INFO_SIZE, ucontext, UCONTEXT_SIZE);
	memcpy(records, r, FPSIMD_SIZE);
	memset(records + FPSIMD_SIZE, 0, 16);
	*c->sp = (uintptr_t)frame;
	*c->lr = *c->pc;
	*c->pc = (uintptr_t)rt_async_preempt;
}
#endif

#if defined(__x86_64__)
static SharedBlocks free_vector_regs = {.size = sizeof(VectorRegs)};
#endif

// On the goroutine's stack; frame is what inject_preempt put there (arm64).
void rt_async_preempted(char *frame) {
	G *g = getg();
	uintptr_t *fp = __builtin_frame_address(0);
	g->async_fp = *(uintptr_t *)fp[0];
	g->async = true;
#if defined(__x86_64__)
	(void)frame;
	M *m = getm();
	g->vector_regs = block_get(&m->p->vector_regs, &free_vector_regs);
	memcpy(g->vector_regs->regs, m->vector_regs.regs, sizeof m->vector_regs.regs);
	yield_preempted(g);
	m = getm();  // perhaps another thread
	memcpy(m->vector_regs.regs, g->vector_regs->regs, sizeof m->vector_regs.regs);
	block_put(&m->p->vector_regs, &free_vector_regs, g->vector_regs);
	g->vector_regs = NULL;
	g->async = false;
#else
	yield_preempted(g);
	g->async = false;
	const M *m = getm();  // perhaps another thread: rt_sigreturn also sets the signal stack
	*(AltStack *)(frame + INFO_SIZE + UCONTEXT_STACK) = (AltStack){m->stack_lo, 0, 0, SIGNAL_STACK};
#endif
}

static void preempt(const Context *c, const void *ucontext) {
	if (!pc_in_go(*c->pc)) return;
	G *g = getg();
	M *m = g->m;
	if (g == m->g0 || m->curg != g || m->p == NULL || m->locks != 0 || g->in_c || !(g->preempt || LOAD(&sched.stopping)) || !enough_stack(g, *c->sp)) return;
	inject_preempt(c, ucontext);
}

static bool becomes_panic(int sig, const Context *c) {
	G *g = getg();
	M *m = g->m;
	if (g == m->g0 || m->curg != g || m->locks != 0 || g->in_c || !enough_stack(g, *c->sp)) return false;
	if (pc_in_go(*c->pc)) return true;
	return (*c->pc == 0 || pc_in_text(*c->pc)) && sig != SIGFPE;  // C code that holds no lock: copying, comparing, hashing
}

// Also in a handler, where all signals are blocked.
void raise_default(int sig) {
	set_default(sig);
	uint64_t one = 1ull << (sig - 1);
	sys_tgkill(getm()->tid, sig);
	sys_call(SYS_RT_SIGPROCMASK, 1, (uintptr_t)&one, 0, 8, 0, 0);
}

static const char *signal_text(int sig) {
	switch (sig) {
	case SIGHUP: return "SIGHUP: hangup";
	case SIGINT: return "SIGINT: interrupt";
	case SIGQUIT: return "SIGQUIT: quit";
	case SIGILL: return "SIGILL: illegal instruction";
	case SIGTRAP: return "SIGTRAP: trace trap";
	case SIGABRT: return "SIGABRT: abort";
	case SIGBUS: return "SIGBUS: bus error";
	case SIGFPE: return "SIGFPE: floating-point exception";
	case SIGSEGV: return "SIGSEGV: segmentation violation";
	case SIGSYS: return "SIGSYS: bad system call";
	default: return "signal";
	}
}

static _Noreturn void die(int sig, const Context *c, uintptr_t code, uintptr_t addr) {
	M *m = getm();
	G *g = m->curg;
	start_panic_output();
	if (sig == SIGSEGV || sig == SIGBUS || sig == SIGFPE) {
		print_text("fatal error: unexpected signal during runtime execution\n[signal ");
		print_text(signal_text(sig));
		print_text(" code=");
		rt_printhex(code);
		print_text(" addr=");
		rt_printhex(addr);
		print_text(" pc=");
		rt_printhex(*c->pc);
		print_text("]\n");
	} else {
		print_text(signal_text(sig));
		print_text("\nPC=");
		rt_printhex(*c->pc);
		print_number(" m=", m->id);
		print_number(" sigcode=", (int32_t)code);
		print_text("\n");
	}
	if (traceback_mode.level < 1) traceback_mode.level = 1;  // who sends SIGQUIT wants to see something, whatever GOTRACEBACK says
	freeze_the_world();
	if (g != NULL) {
		print_text("\n");
		traceback_fatal(g, *c->pc + 1, *c->fp);
	}
	traceback_others(g);
	end_panic_output();
}

// ---- subscribed signals (os/signal) -------------------------------------------------------------------------------------------------------------

intptr_t rt_pollwait(intptr_t fd, bool write, int64_t deadline) GO("pollwait");
bool rt_pollopen(intptr_t fd) GO("pollopen");
void rt_pollreset(intptr_t fd, bool write) GO("pollreset");

static uint64_t wanted, ignored, arrived;  // bit sig - 1; (atomic)
static int signal_fd = -1;

static bool deliver(int sig) {
	if (!(LOAD(&wanted) >> (sig - 1) & 1)) return false;
	__atomic_fetch_or(&arrived, 1ull << (sig - 1), __ATOMIC_SEQ_CST);
	uint64_t one = 1;
	sys_call(SYS_WRITE, (uintptr_t)signal_fd, (uintptr_t)&one, 8, 0, 0, 0);
	return true;
}

void rt_signal_handle(int sig, int *info, void *ucontext) {
	Context c = context_of(ucontext);
	if (sig == SIGURG) {
		preempt(&c, ucontext);
		if (LOAD(&wanted) >> (SIGURG - 1) & 1 && info[2] != -6) deliver(sig);
		return;
	}
	bool sent = info[2] <= 0;  // by kill or tgkill, not by a fault
	uintptr_t code = (uintptr_t)info[2], addr = *(uintptr_t *)((char *)info + 16);
	if ((sig == SIGSEGV || sig == SIGBUS || sig == SIGFPE) && !sent) {
		if (!becomes_panic(sig, &c)) die(sig, &c, code, addr);
		G *g = getg();
		g->signal = (uint32_t)sig;
		g->sigcode = code;
		g->sigaddr = addr;
		g->sigpc = *c.pc;
		if (*c.pc == 0) {  // a call of a nil function: as if the caller had faulted
#if defined(__x86_64__)
			uintptr_t back = *(uintptr_t *)*c.sp;
			*c.sp += 8;
#else
			uintptr_t back = *c.lr;
#endif
			inject_call(&c, rt_sigpanic_entry, back);
			return;
		}
		inject_call(&c, rt_sigpanic_entry, *c.pc + 1);
		return;
	}
	if (deliver(sig) || sig == SIGPIPE) return;
	if (sig == SIGHUP || sig == SIGINT || sig == SIGTERM) {  // no longer wanted, and on its way already
		raise_default(sig);
		return;
	}
	die(sig, &c, code, addr);
}

void rt_signal_enable(uint32_t sig) GO("signal_enable");
void rt_signal_enable(uint32_t sig) {
	if (sig == 0 || sig > 64) return;
	if (LOAD(&signal_fd) < 0) {
		int fd = (int)sys_call(SYS_EVENTFD2, 0, 0x80000 | 0x800, 0, 0, 0, 0);
		rt_pollopen(fd);
		if (!CAS(&signal_fd, -1, fd)) sys_call(SYS_CLOSE, (uintptr_t)fd, 0, 0, 0, 0, 0);
	}
	__atomic_fetch_or(&wanted, 1ull << (sig - 1), __ATOMIC_SEQ_CST);
	__atomic_fetch_and(&ignored, ~(1ull << (sig - 1)), __ATOMIC_SEQ_CST);
	install((int)sig, (void *)rt_signal_entry);
}

static bool is_ours(uint32_t sig) {
	return sig == SIGQUIT || (sig >= SIGILL && sig <= SIGFPE) || sig == SIGSEGV || sig == SIGPIPE || sig == SIGURG || sig == SIGSYS;
}

void rt_signal_disable(uint32_t sig) GO("signal_disable");
void rt_signal_disable(uint32_t sig) {
	if (sig == 0 || sig > 64) return;
	__atomic_fetch_and(&wanted, ~(1ull << (sig - 1)), __ATOMIC_SEQ_CST);
	if (!is_ours(sig)) set_default((int)sig);
}

void rt_signal_ignore(uint32_t sig) GO("signal_ignore");
void rt_signal_ignore(uint32_t sig) {
	if (sig == 0 || sig > 64) return;
	__atomic_fetch_and(&wanted, ~(1ull << (sig - 1)), __ATOMIC_SEQ_CST);
	__atomic_fetch_or(&ignored, 1ull << (sig - 1), __ATOMIC_SEQ_CST);
	install((int)sig, (void *)1);
}

bool rt_signal_ignored(uint32_t sig) GO("signal_ignored");
bool rt_signal_ignored(uint32_t sig) { return sig > 0 && sig <= 64 && (LOAD(&ignored) >> (sig - 1) & 1); }

// Waits for a signal that is wanted.
uint32_t rt_signal_recv(void) GO("signal_recv");
uint32_t rt_signal_recv(void) {
	for (;;) {
		rt_pollreset(signal_fd, false);
		uint64_t have = LOAD(&arrived);
		if (have != 0) {
			uint32_t i = (uint32_t)__builtin_ctzll(have);
			__atomic_fetch_and(&arrived, ~(1ull << i), __ATOMIC_SEQ_CST);
			return i + 1;
		}
		rt_pollwait(signal_fd, false, 0);
		uint64_t count;
		sys_call(SYS_READ, (uintptr_t)signal_fd, (uintptr_t)&count, 8, 0, 0, 0);
	}
}

// A write to standard output or error found nobody reading: the program ends as if by SIGPIPE.
void rt_sigpipe(void) GO("sigpipe");
void rt_sigpipe(void) {
	if (deliver(SIGPIPE) || rt_signal_ignored(SIGPIPE)) return;
	raise_default(SIGPIPE);
	sys_exit(2);
}

void rt_Breakpoint(void) GO("Breakpoint");
void rt_Breakpoint(void) {
#if defined(__x86_64__)
	__asm__ volatile("int3");
#else
	__asm__ volatile("brk 0");
#endif
}
