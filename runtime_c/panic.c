// Deferred calls, panics, recover, Goexit.
//
// A function with `defer` has a DeferFrame on its stack: the closures to run, and the registers to come back with, as setjmp saves them. g->defers links
// the frames of the functions that are active, the innermost first. Leaving the function normally, compiled code calls rundefers. gopanic runs the closures
// of all frames, from where it was called: the stack is not unwound before a deferred call has recovered. Then the function that deferred it
// continues behind deferenter with result 1, runs its remaining closures and returns to its caller.
//
// Which call of recover works: the one in the function that gopanic calls. Its caller's stack pointer is put in g->panic_sp at the call and
// compared with what gorecover gets; wrappers and __morestack, which come between, move it on.
// A frame notes the panic that was innermost when its function started: that is the innermost one again when it recovers.
#include "sched.h"

void rt_deferproc(DeferFrame *f, void *closure) GO("deferproc");
void rt_deferproc(DeferFrame *f, void *closure) {
	if (f->n < DEFER_INLINE) {
		f->closures[f->n++] = closure;
		return;
	}
	static const uint8_t pointers[] = {0xfd, 0xff};
	static const Type chunk_type = {.size = sizeof(DeferChunk), .ptrdata = sizeof(DeferChunk), .align = 8, .kind = KIND_STRUCT, .gcdata = pointers};
	DeferChunk *c = f->chunk;
	if (c == NULL || c->n == 14) {
		c = rt_newobject(&chunk_type);
		c->prev = f->chunk;
		f->chunk = c;
	}
	if (rt_writeBarrier) rt_wbptr(&c->closures[c->n], closure);
	c->closures[c->n++] = closure;
	f->n++;
}

// The closure that was deferred last; there is one.
static void *pop(DeferFrame *f) {
	f->n--;
	if (f->n < DEFER_INLINE) {
		void *closure = f->closures[f->n];
		f->closures[f->n] = NULL;
		return closure;
	}
	DeferChunk *c = f->chunk;
	void *closure = c->closures[--c->n];
	if (c->n == 0) f->chunk = c->prev;
	return closure;
}

void rt_rundefers(DeferFrame *f) GO("rundefers");
void rt_rundefers(DeferFrame *f) {
	while (f->n > 0) rt_call_closure(pop(f));
	getg()->defers = f->link;
}

static _Noreturn void fatal_panic(G *g, Panic *p);
static _Noreturn void run_goexit(G *g, Panic *p);

// The deferred call of f recovered the goroutine's innermost panic: its function returns.
static _Noreturn void recovered(G *g, DeferFrame *f) {
	for (Panic *p = g->panic; p != f->panic && p != NULL; p = p->link) {
		if (p->goexit) {  // a Goexit below cannot be recovered from: it goes on
			g->panic = p;
			run_goexit(g, p);
		}
		g->panic_sp = p->outer_sp;
	}
	g->panic = f->panic;
	if (g->panic == NULL) g->signal = 0;
	g->seg = f->seg;
	g->limit = f->seg->limit;
	if (__atomic_load_n(&g->stackguard, __ATOMIC_RELAXED) != POISON) g->stackguard = g->m->stackguard = g->limit;
	rt_resume_frame(f);
}

static void run_frames(G *g, Panic *p) {
	for (DeferFrame *f; (f = g->defers) != NULL;) {
		while (f->n > 0) {
			rt_call_deferred(pop(f), g);
			g->panic_sp = 0;
			if (p->recovered) recovered(g, f);
		}
		g->defers = f->link;
	}
}

static _Noreturn void start_panic(const Type *t, void *data, uintptr_t fp, uintptr_t pc) {
	G *g = getg();
	if (g == g->m->g0 || g->m->locks != 0 || g->in_c) rt_throw("panic inside the runtime");
	Panic p = {.link = g->panic, .value = {t, data}, .fp = fp, .pc = pc, .outer_sp = g->panic_sp};
	g->panic = &p;
	g->panic_sp = 0;
	run_frames(g, &p);
	fatal_panic(g, &p);
}

_Noreturn void rt_panicNilArgument(void) GO("panicNilArgument");  // Go
_Noreturn void rt_gopanic(const Type *t, void *data) GO("gopanic");
_Noreturn void rt_gopanic(const Type *t, void *data) {
	if (t == NULL) rt_panicNilArgument();
	uintptr_t *fp = __builtin_frame_address(0);
	start_panic(t, data, fp[0], fp[1]);
}

Eface rt_gorecover(uintptr_t entry_sp) GO("gorecover");
Eface rt_gorecover(uintptr_t entry_sp) {
	G *g = getg();
	Panic *p = g->panic;
	if (p == NULL || p->goexit || p->recovered || g->panic_sp != entry_sp) return (Eface){NULL, NULL};
	p->recovered = true;
	return p->value;
}

void rt_wrapperadjust(uintptr_t entry_sp, uintptr_t sp) GO("wrapperadjust");
void rt_wrapperadjust(uintptr_t entry_sp, uintptr_t sp) {
	G *g = getg();
	if (g->panic != NULL && g->panic_sp == entry_sp) g->panic_sp = sp;
}

static _Noreturn void run_goexit(G *g, Panic *p) {
	p->recovered = false;
	run_frames(g, p);
	goroutine_exit();
}

_Noreturn void rt_Goexit(void) GO("Goexit");
_Noreturn void rt_Goexit(void) {
	G *g = getg();
	Panic p = {.link = g->panic, .goexit = true, .outer_sp = g->panic_sp};
	g->panic = &p;
	g->panic_sp = 0;
	run_goexit(g, &p);
}

// ---- when nobody recovers -----------------------------------------------------------------------------------------------------------------------

// Error and String are called before anything is printed, and may panic themselves. A value that was recovered and raised again is printed once.
static void prepare_values(Panic *p) {
	for (; p != NULL; p = p->link) {
		if (p->link != NULL && p->link->value.type == p->value.type && p->link->value.data == p->value.data && !p->goexit) {
			p->link->repanicked = true;
			continue;
		}
		if (p->value.type != NULL) p->value = rt_preprintpanic(p->value.type, p->value.data);
	}
}

static void print_one_panic(Panic *p) {
	if (p->link != NULL) {
		if (p->link->repanicked) return;
		if (!p->link->goexit) print_text("\t");
	}
	if (p->goexit) return;
	print_text("panic: ");
	rt_printpanicval(p->value.type, p->value.data);
	if (p->recovered) print_text(p->repanicked ? " [recovered, repanicked]" : " [recovered]");
	print_text("\n");
}

// The outermost first.
static void print_panics(Panic *innermost) {
	int n = 0;
	for (const Panic *p = innermost; p != NULL; p = p->link) n++;
	for (; n > 0; n--) {
		Panic *p = innermost;
		for (int i = 1; i < n; i++) p = p->link;
		print_one_panic(p);
	}
}

static void print_signal(const G *g) {
	print_text("[signal ");
	print_text(g->signal == 8 ? "SIGFPE: floating-point exception" : g->signal == 7 ? "SIGBUS: bus error" : "SIGSEGV: segmentation violation");
	print_text(" code=");
	rt_printhex(g->sigcode);
	print_text(" addr=");
	rt_printhex(g->sigaddr);
	print_text(" pc=");
	rt_printhex(g->sigpc);
	print_text("]\n");
}

static _Noreturn void fatal_panic(G *g, Panic *p) {
	prepare_values(p);
	start_panic_output();
	print_panics(p);
	if (g->signal != 0) print_signal(g);
	if (traceback_mode.level > 0) {
		print_text("\n");
		traceback_fatal(g, p->pc, p->fp);
		if (traceback_mode.all) traceback_others(g);
	}
	end_panic_output();
}

// ---- faults in Go code --------------------------------------------------------------------------------------------------------------------------

_Noreturn void rt_panicnil(void) GO("panicnil");        // Go
_Noreturn void rt_panicdivide(void) GO("panicdivide");  // Go
_Noreturn void rt_panicmemAddr(uintptr_t addr) GO("panicmemAddr");  // Go

// On the goroutine's stack, as if called by the instruction that faulted.
void sigpanic(void) {
	G *g = getg();
	g->in_sigpanic = true;
	if (g->signal == 8) rt_panicdivide();
	if (g->sigaddr >= 4096) {
		if (g->paniconfault) {
			g->in_sigpanic = false;
			rt_panicmemAddr(g->sigaddr);
		}
		start_panic_output();
		print_text("unexpected fault address ");
		rt_printhex(g->sigaddr);
		print_text("\n");
		rt_throw("fault");
	}
	rt_panicnil();
}

// Called by panicnil: where compiled code compares instead of letting the processor find a nil pointer, the panic looks as if a load had failed.
void rt_nilfault(void) GO("nilfault");
void rt_nilfault(void) {
	G *g = getg();
	uintptr_t *fp = __builtin_frame_address(0);  // panicnil is its caller, and who found the nil pointer panicnil's
	if (!g->in_sigpanic) g->signal = 11, g->sigcode = 1, g->sigaddr = 0, g->sigpc = ((uintptr_t *)fp[0])[1];
	g->in_sigpanic = false;
}

// ---- fatal errors -------------------------------------------------------------------------------------------------------------------------------

void print_text(const char *s) {
	intptr_t n = 0;
	while (s[n] != 0) n++;
	rt_printstring((const uint8_t *)s, n);
}

void print_number(const char *before, int64_t v) {
	print_text(before);
	rt_printint(v);
}

TracebackMode traceback_mode = {1, false, false};
static TracebackMode traceback_least = {1, false, false};  // what GOTRACEBACK says

static void set_traceback(const char *s, intptr_t n) {
	static const struct {
		const char *name;
		TracebackMode mode;
	} modes[] = {{"none", {0, false, false}}, {"single", {1, false, false}}, {"", {1, false, false}}, {"all", {1, true, false}},
		{"system", {2, true, false}}, {"crash", {2, true, true}}, {"wer", {2, true, true}}};
	for (unsigned i = 0; i < sizeof modes / sizeof modes[0]; i++) {
		intptr_t k = 0;
		while (k < n && modes[i].name[k] == s[k]) k++;
		if (k != n || modes[i].name[k] != 0) continue;
		traceback_mode = modes[i].mode;
		return;
	}
	traceback_mode = (TracebackMode){n == 1 && s[0] >= '0' && s[0] <= '9' ? s[0] - '0' : 1, true, false};
}

void traceback_init(void) {
	const char *s = rt_getenv("GOTRACEBACK");
	intptr_t n = 0;
	while (s != NULL && s[n] != 0) n++;
	if (s != NULL) set_traceback(s, n);
	traceback_least = traceback_mode;
}

void rt_settraceback(const uint8_t *p, intptr_t n) GO("settraceback");
void rt_settraceback(const uint8_t *p, intptr_t n) {
	set_traceback((const char *)p, n);
	if (traceback_least.level > traceback_mode.level) traceback_mode.level = traceback_least.level;
	traceback_mode.all |= traceback_least.all;
	traceback_mode.crash |= traceback_least.crash;
}

// The first thread that comes here ends the program; others wait for it. The print lock is held from here on.
void start_panic_output(void) {
	M *m = getm();
	uint32_t nobody = 0;
	if (!__atomic_compare_exchange_n(&sched.dying, &nobody, m->id + 1, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) && nobody != m->id + 1)
		for (;;) sys_usleep(1000000);
	sched.panicking = true;
	m->locks++;
	rt_printlock();
}

_Noreturn void end_panic_output(void) {
	rt_printunlock();
	if (traceback_mode.crash) raise_default(6);  // SIGABRT
	sys_exit(2);
}

typedef struct {
	const uint8_t *text;
	intptr_t n;
	bool is_throw;
	uintptr_t pc, fp;
} Fatal;

// On the system stack: who finds the error may stand deep in the slack of his.
static void end_fatal(void *arg) {
	const Fatal *f = arg;
	static uint32_t again;
	if (again++ > 1) sys_exit(2);
	M *m = getm();
	G *g = m->curg;
	start_panic_output();
	print_text("fatal error: ");
	rt_printstring(f->text, f->n);
	print_text("\n");
	if (traceback_mode.level > 0) {
		freeze_the_world();
		if (f->is_throw && g == NULL) print_text("\nruntime stack:\n");
		if (g != NULL) {
			print_text("\n");
			traceback_fatal(g, f->pc, f->fp);
		}
		traceback_others(g);
	}
	end_panic_output();
}

static intptr_t text_length(const char *s) {
	intptr_t n = 0;
	while (s[n] != 0) n++;
	return n;
}

#define FATAL_HERE(text, n, is_throw) \
	uintptr_t *fp = __builtin_frame_address(0); \
	systemstack(end_fatal, &(Fatal){text, n, is_throw, fp[1], fp[0]}); \
	__builtin_unreachable()

_Noreturn void rt_throw(const char *text) { FATAL_HERE((const uint8_t *)text, text_length(text), true); }
_Noreturn void rt_fatal(const char *text) { FATAL_HERE((const uint8_t *)text, text_length(text), false); }
_Noreturn void rt_throw_go(const uint8_t *text, intptr_t n) GO("throw");
_Noreturn void rt_throw_go(const uint8_t *text, intptr_t n) { FATAL_HERE(text, n, true); }
_Noreturn void rt_fatal_go(const uint8_t *text, intptr_t n) GO("fatal");
_Noreturn void rt_fatal_go(const uint8_t *text, intptr_t n) { FATAL_HERE(text, n, false); }
