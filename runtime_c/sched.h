// The scheduler's structures: goroutines (G), threads (M), processors (P), stack segments, deferred calls and panics.
//
// A G is a goroutine. An M is a thread of the kernel. A P is the right to run Go code; there are GOMAXPROCS of them, and what is cheap
// to reach without a lock (run queue, allocation cache) hangs on it. An M runs Go code while it has a P.
//
// Who may touch what:
//   - a field marked (own) belongs to the M that runs the G, or to the M that has the P, or to the thread itself;
//   - (sched) is guarded by sched.lock; (atomic) is read and written by atomics;
//   - all else is set once.
// Lock order: a channel's lock, a semaphore bucket's lock  ->  the lock of a P's timers  ->  a descriptor's lock  ->  sched.lock  ->  the stacks' lock.
// Code that holds any of them runs no Go code, so it cannot be preempted and is not stopped by stop_the_world.
#ifndef MINIGO_SCHED_H
#define MINIGO_SCHED_H
#include "offsets.h"
#include "rtmem.h"

typedef struct G G;
typedef struct M M;
typedef struct P P;

enum {
	RUNQ_SIZE = 256,          // of a P's queue, a power of two
#if defined(__x86_64__)
	STACK_FIRST = 2048,       // bytes of the smallest segment
	STACK_SLACK = 1088,       // kept free below the limit: C leaf code, the registers of a preempted goroutine
	STACK_CLASSES = 17,       // segment sizes STACK_FIRST << class
#else
	STACK_FIRST = 4096,
	STACK_SLACK = 2048,       // a signal frame fits, see signal.c
	STACK_CLASSES = 16,
#endif
	STACK_FEW = 8192,         // bytes of a goroutine's first segment while there are fewer than FEW_GOROUTINES
	FEW_GOROUTINES = 100,
	SYSTEM_STACK = 256 << 10, // g0 stack of a thread, with the signal stack
	SIGNAL_STACK = 64 << 10,
	DEFER_INLINE = 4,
	PREEMPT_NS = 10000000,
	PREEMPT_MARKING_NS = 2000000,  // while the collector marks: its workers and woken goroutines wait for less time
};
#define POISON (~(uintptr_t)0)

// One segment of a goroutine's stack. The structure lies at the top of the segment; the stack grows down from it.
typedef struct Seg {
	struct Seg *prev, *next;  // towards the goroutine's start; a cached segment for the next overflow, or NULL
	uintptr_t limit;          // lo + STACK_SLACK
	uintptr_t top;            // where the stack begins: the address of this structure, 16-aligned
	uintptr_t prev_sp;        // live part of the previous segment while this one is in use: from here up
	uintptr_t lo;
	uint32_t class;
	bool released;            // free, and its memory went back to the system: so did that of all behind it in the list
} Seg;

typedef enum { G_IDLE, G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING, G_DEAD } GStatus;
typedef enum { P_IDLE, P_RUNNING, P_SYSCALL, P_GCSTOP, P_DEAD } PStatus;

typedef enum {
	WAIT_NONE, WAIT_RECV, WAIT_SEND, WAIT_RECV_NIL, WAIT_SEND_NIL, WAIT_SELECT, WAIT_SELECT_NONE, WAIT_SLEEP, WAIT_SEMA, WAIT_MUTEX, WAIT_RWLOCK,
	WAIT_RWRLOCK, WAIT_COND, WAIT_WAITGROUP, WAIT_IO, WAIT_FINALIZER, WAIT_PANIC, WAIT_WORKER, WAIT_REASONS,
} WaitReason;

// More deferred calls than the frame has room for.
typedef struct DeferChunk {
	struct DeferChunk *prev;
	uintptr_t n;
	void *closures[14];
} DeferChunk;

typedef struct Panic Panic;

// What a function with defer keeps on its stack; compiled code reserves FRAME_SIZE bytes, 16-aligned.
typedef struct DeferFrame {
	struct DeferFrame *link;     // of the next outer function with deferred calls
	DeferChunk *chunk;           // in the heap, or NULL
	uintptr_t n;                 // closures in use
	Panic *panic;                // the goroutine's innermost panic when the function started
	Seg *seg;
	uintptr_t unused;
	uintptr_t regs[22];          // FRAME_REGS: callee-saved registers, sp, pc
	void *closures[DEFER_INLINE];
} DeferFrame;
_Static_assert(sizeof(DeferFrame) == 256 && offsetof(DeferFrame, regs) == FRAME_REGS, "docs/abi.md");

struct Panic {
	Panic *link;
	Eface value;
	bool recovered, goexit, repanicked;
	uintptr_t fp;  // frame pointer of the code that panicked: where the traceback starts
	uintptr_t pc;
	uintptr_t outer_sp;  // G.panic_sp before: who may recover the next outer panic
};

struct G {
	uintptr_t stackguard;    // (atomic) the limit, or POISON: asks for a yield
	M *m;                    // (own) that runs it
	uintptr_t limit;         // (own) of the current segment
	Seg *seg;                // (own) current segment
	uintptr_t panic_sp;      // (own) gorecover works for the function entered with this stack pointer; 0: none
	uintptr_t sp;            // (own) saved stack pointer: [sp, segment top) is live; callee-saved registers lie there
	uintptr_t fp;            // (own) saved frame pointer, for tracebacks
	DeferFrame *defers;      // (own)
	Panic *panic;            // (own)
	uint32_t in_c;           // (own) sp and fp are valid although it runs: on the system stack or in a system call
	uint32_t status;         // (atomic) GStatus
	uint8_t wait_reason;     // (own) WaitReason
	bool preempt;            // (atomic) somebody wants it to yield
	bool system;             // not counted
	uint32_t select_done;    // (atomic) a select was won by one case
	uint32_t scan;           // (atomic) 2 * gc.cycle: its stack is being marked from; + 1: was marked from; else not yet in this cycle
	bool async;              // (own) stopped at any instruction, not at a call
	uintptr_t async_fp;      // (own) its frame pointer then
	uint64_t id, parent;
	uintptr_t created_pc;    // of the go statement
	void *closure;           // what it runs, until it starts
	G *link;                 // in a queue
	G *all_next;             // (sched) all goroutines, also dead ones
	void *wait_param;        // (own) set by who wakes it
	int64_t wait_since;
	uint32_t lock_count;     // (own) LockOSThread nesting
	M *locked_m;             // (own) wired to this thread
	uintptr_t sigaddr, sigcode, sigpc;  // (own) of the memory fault or division that became a panic
	uint32_t signal;
	bool paniconfault;       // (own) debug.SetPanicOnFault
	bool in_sigpanic;        // (own) sigpanic calls panicnil: signal and its fellows are those of the fault
	struct VectorRegs *vector_regs; // (own) amd64: of a goroutine that was stopped at any instruction, or NULL
};

// The vector registers of a goroutine that was stopped at any instruction: they may hold pointers, and are too large for the slack of its stack.
typedef struct VectorRegs {
	uintptr_t regs[64];
} VectorRegs;

typedef struct {             // goroutines, by G.link
	G *head, *tail;
	uint32_t n;              // (atomic read)
} GQueue;

struct M {
	M *self;                 // %fs:0 on amd64
	G *g;                    // %fs:8; (own) what runs now, g0 or a goroutine. Not kept up to date on arm64, where x28 says it
	G *g0;
	G *curg;                 // (own) the goroutine, also while g0 runs
	P *p;                    // (own)
	P *old_p;                // (own) the P at entersyscall
	P *next_p;               // handed over by who wakes this thread
	uint32_t park;           // futex: 1 when woken
	int32_t locks;           // (own) runtime locks held, or pinned: no preemption
	uint32_t id;
	int32_t tid;             // 0: not there yet, or ended
	uint32_t alive;          // (atomic) not 0: the thread still uses its stack; the kernel clears it
	bool spinning;           // (own) looks for work
	M *idle_next;            // (sched) also in dead_m
	M *all_next;             // (sched)
	G *locked_g;             // the only goroutine it may run
	uint64_t random;         // (own)
	uintptr_t stackguard;    // %fs:112 on amd64: the stack limit of what runs now
	G *vdso_g;               // (own) arm64: what runs now, while it is in the kernel's vDSO, where x28 is not kept
	VectorRegs vector_regs;  // (own) amd64: rt_async_preempt saves them here and loads them from here
	uintptr_t stack_lo, stack_hi;  // g0's
	void (*start_fn)(void);
	bool (*park_unlock)(G *, void *);
	void *park_arg;
	GQueue *due;             // (own) while timers run: where those go who become ready
	G g0_space;
};

typedef struct {
	int64_t when;
	struct RtTimer *t;
} TimerEntry;

// A P's timers, see timer.c; all but `first` under the lock.
typedef struct Timers {
	Mutex lock;
	int64_t first;           // (atomic) when the first one is due; 0: there is none
	TimerEntry *heap;
	uintptr_t n, cap;
} Timers;

// ---- blocks.c
typedef struct Block {
	struct Block *next;
} Block;

typedef struct {             // a P's, of one kind of block
	Block *first;
	uint32_t n;
} BlockList;

typedef struct {             // for all Ps
	Mutex lock;              // leaf
	Block *first;            // under lock; whether there is one is also asked without
	uint32_t size;
} SharedBlocks;

void *block_get(BlockList *own, SharedBlocks *all);   // its contents are undefined
void block_put(BlockList *own, SharedBlocks *all, void *block);

// How much of its time a P gives to goroutines that were woken, before others (wakeup.c).
typedef struct {
	int64_t window, used;    // (own) when the time began that is looked at; ns given in it
	int64_t since;           // (own, atomic read) a woken goroutine runs since then; 0: none
} WakeBudget;

struct P {
	uint32_t status;         // (atomic) PStatus
	int32_t id;
	M *m;                    // (own)
	struct Mcache *mcache;   // (own)
	P *link;                 // (sched) idle list
	uint32_t tick, syscall_tick;           // (atomic) count switches and system calls, for sysmon
	uint32_t seen_tick, seen_syscall_tick; // sysmon's
	int64_t seen_when;       // (atomic) written by sysmon: since when the goroutine has been seen running
	int64_t seen_syscall_when;             // sysmon's
	WakeBudget budget;
	uint32_t make_way;       // (atomic) the goroutine should make way for a woken one
	bool displaced;          // (own) the goroutine in runnext made way: what runs before it, runs in its time slice
	bool marks;              // (own, atomic read) a mark worker runs, which looks for woken goroutines itself
	int64_t gc_ns, gc_begin;               // (own) how long workers ran here in this cycle; when the one that runs began
	bool gc_idle;                          // (own) that one runs since there was nothing else
	int64_t gc_look;                       // (own) when it looks at other Ps' queues next
	const G *gc_seen;                      // (own) what it saw there, to be run next
	uint32_t head, tail;     // (atomic) of runq; the owner puts at the tail, all take from the head
	G *runq[RUNQ_SIZE];
	G *runnext;              // (atomic) runs before the queue
	G *free_g;               // (own) dead goroutines, with their first segment
	uint32_t nfree;
	BlockList sudogs;        // (own) free; for select, others have theirs on their stack
	BlockList vector_regs;   // (own) free
	uint64_t random;
	Timers timers __attribute__((aligned(64)));
};

typedef struct {
	G *first;
	uint32_t n;
} GStack;

typedef struct {
	Mutex lock;
	GQueue queue;            // (sched) global run queue
	GQueue woken;            // (sched) goroutines that time or the poller made ready
	M *idle_m;               // (sched)
	P *idle_p;               // (sched)
	uint32_t n_idle_p;       // (atomic)
	uint32_t n_spinning;     // (atomic)
	uint32_t n_m, n_idle_m, n_sys_m;  // (sched) threads; parked; not counted by the deadlock check
	M *all_m;                // (sched) also those that ended
	M *dead_m;               // (sched) whose threads ended, to be used again
	uint32_t next_m_id;      // (sched)
	G *all_g, **all_g_end;   // (sched, atomic read) oldest first
	GStack free_g, free_bare;  // (sched) dead goroutines: with their first segment, without
	uint64_t next_goid;      // (atomic)
	int64_t n_g, n_sys_g;    // (atomic) alive; of them the runtime's own
	int procs;               // GOMAXPROCS; changed with the world stopped
	int ncpu;
	P **all_p;
	int made_p;              // how many Ps there are, with those that GOMAXPROCS has taken away; changed with the world stopped
	uint32_t stopping;       // (atomic) the world is to stop
	uint32_t stop_wait;      // (sched) Ps that still run
	uint32_t stop_note;      // futex: 1 when stop_wait is 0
	G *main_g;
	uint32_t poll_waiting;   // (atomic) a thread waits in the poller
	int64_t poll_until;      // (atomic) until when at most
	int64_t last_poll;       // (atomic)
	uint32_t sysmon_wait;    // futex
	uint32_t sysmon_note;    // futex: 1 when the monitor should look again
	int64_t sysmon_until;    // (atomic) until when the monitor sleeps at most, 0: it does not
	int64_t trace_every, trace_next, start_ns;  // GODEBUG=schedtrace=N: ns between reports, of the next one, of the start
	bool trace_detail;
	bool seeded;             // MINIGO_SCHEDSEED
	bool main_started, panicking;
	uint32_t dying;
	int64_t max_stack;
} Sched;

extern Sched sched;
extern M m0;

// ---- the current goroutine, thread and processor. Not across a switch: ask again after every call that may park.
static inline __attribute__((always_inline)) G *getg(void) {
	G *g;
#if defined(__x86_64__)
	__asm__ volatile("movq %%fs:8, %0" : "=r"(g));
#else
	__asm__ volatile("mov %0, x28" : "=r"(g));
#endif
	return g;
}
#define getm() (getg()->m)

static inline void spin_pause(void) {
#if defined(__x86_64__)
	__asm__ volatile("pause");
#else
	__asm__ volatile("yield");
#endif
}

#define LOAD(p) __atomic_load_n((p), __ATOMIC_SEQ_CST)
#define STORE(p, v) __atomic_store_n((p), (v), __ATOMIC_SEQ_CST)
#define XADD(p, v) __atomic_fetch_add((p), (v), __ATOMIC_SEQ_CST)
#define XCHG(p, v) __atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define CAS(p, old, new) __sync_bool_compare_and_swap((p), (old), (new))

// ---- rt_ARCH.S
void rt_mcall(void (*fn)(G *));                      // saves the goroutine's context, runs fn on g0's stack; returns when the goroutine is resumed
_Noreturn void rt_gogo(G *g);                        // resumes g
uintptr_t rt_save_regs(uintptr_t *to);                // callee-saved registers, 16 words of room; returns the caller's stack pointer
_Noreturn void rt_run_on(void (*fn)(void), void *sp);
_Noreturn void rt_start_goroutine(void);             // first thing that a goroutine runs
void rt_call_closure(void *closure);
void rt_call_deferred(void *closure, G *g);          // sets g->panic_sp to what the called function sees
_Noreturn void rt_resume_frame(DeferFrame *frame);   // deferenter returns 1
void rt_call_void(void (*fn)(void));                 // a Go function
int rt_call_vdso(int (*fn)(int, void *), int clock, void *out, uintptr_t sp);  // on another stack
void rt_async_preempt(void);                         // entered as if called, saves all registers
void rt_sigpanic_entry(void);
void cpu_init(void);
void args_init(uintptr_t *stack);
uintptr_t *args_auxv(void);
void rt_sigreturn(void);
void rt_signal_entry(int sig, int *info, void *context);   // the handler of all signals

intptr_t rt_clone(uintptr_t flags, void *stack, M *m, void (*fn)(void));
void __morestack(void);
extern char rt_async_preempt_end[], rt_morestack_return[], rt_morestack_end[], rt_goroutine_end[];
void rt_set_thread(M *m);                            // makes m the thread block of this thread
Eface rt_preprintpanic(const Type *t, void *data) GO("preprintpanic");    // Go
void rt_printpanicval(const Type *t, void *data) GO("printpanicval");     // Go

// ---- proc.c
void rt_park(bool (*unlock)(G *, void *), void *arg, WaitReason why);
void rt_ready(G *g);                                  // a parked goroutine becomes runnable
void rt_ready_next(G *g, bool yield);
void rt_schedule(void) __attribute__((noreturn));
void inject_list(G *list);                            // makes the linked goroutines runnable; from any thread
void preempt_p(P *p, bool signal);
void entersyscall_c(uintptr_t sp, uintptr_t fp);
void exitsyscall_c(void);
void procs_init(int n);
void queue_put(P *p, G *g, bool next);
G *queue_get(P *p, bool *inherit);
bool queue_empty(P *p);
void gqueue_put(GQueue *q, G *g);                     // whoever guards q
G *gqueue_get(GQueue *q);
void global_put(G *g);                                // sched.lock held
uint32_t global_count(void);                          // also of woken ones
void acquire_p(M *m, P *p);
void idle_p_put(P *p);                                // sched.lock held
P *idle_p_get(void);                                  // sched.lock held
void handoff_p(P *p);
bool start_idle_p(void);
void m_init(M *m, uintptr_t stack_hi);
void note_wake(uint32_t *note);
void p_stopped(void);                                 // sched.lock held
void sysmon(void);
void start_m(P *p, bool spinning);
void new_thread(void (*fn)(void));
void wake_p(void);
void check_dead(void);                                // sched.lock held
void yield_preempted(G *g);
void g_leave(G *g, GStatus status);                   // on g0
_Noreturn void thread_exit(M *m);                     // on g0: the thread has a P
bool g_is_on_stack(G *g, uintptr_t sp);

// ---- goroutine.c
G *newproc_g(void *closure, uintptr_t pc, bool system);
_Noreturn void goroutine_exit(void);

// ---- os.c
enum { FUTEX_WAIT_PRIVATE = 128, FUTEX_WAKE_PRIVATE = 129 };
intptr_t sys_call(uintptr_t nr, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f);
void futex_sleep(uint32_t *addr, uint32_t value, int64_t ns);  // ns < 0: for ever
void futex_wake(uint32_t *addr, uint32_t count);
_Noreturn void sys_exit(int code);
void sys_usleep(int64_t us);
void sys_tgkill(int32_t tid, int sig);
int sys_ncpu(void);
void sys_random(void *p, uintptr_t n);

// ---- wakeup.c
bool wake_budget_take(WakeBudget *b, int64_t now);    // may a woken goroutine run now? Then it does
void wake_budget_end(WakeBudget *b, int64_t now);     // it has left
uint32_t woken_count(void);
void inject_woken(G *list);                           // as inject_list; they go before others
void woken_rest(P *p, G *list);                       // the same, by who has p, and runs another one first
G *woken_timers(P *p);                                // what a timer of any P made ready
G *woken_get(P *p, bool *inherit);                    // the next one, or what a timer made ready
enum { OTHERS_EVERY = 16 };                           // switches of a P until it looks at other Ps' timers
static inline bool woken_possible(const P *p) {        // is it worth calling woken_get? Cheap, on every switch
	return __atomic_load_n(&sched.woken.n, __ATOMIC_RELAXED) != 0 || LOAD(&p->make_way) || p->budget.since != 0 || LOAD(&p->timers.first) != 0 || p->tick % OTHERS_EVERY == 0;
}
bool wakeup_due(int64_t now);
void make_way(uint32_t n);                            // up to n Ps should let woken goroutines run
void make_way_again(void);

// ---- sysmon.c
void sysmon_cover(int64_t when);                      // nobody waits for a timer that is due then (0: there is none): the monitor should
static inline void sysmon_rouse(void) {               // a P is not idle any more
	if (!LOAD(&sched.sysmon_wait)) return;
	STORE(&sched.sysmon_wait, 0);
	futex_wake(&sched.sysmon_wait, 1);
}

// ---- schedrand.c
void seed_init(void);
uint64_t seeded_random(void);
G *seeded_get(P *p);
void sched_point_slow(void);
static inline void sched_point(void) {  // on a goroutine's stack, where it may yield
	if (__builtin_expect(sched.seeded, 0)) sched_point_slow();
}

// ---- schedtrace.c
void trace_init(void);
void sched_trace(void);

// ---- sema.c
void rt_semacquire(uint32_t *addr, bool lifo) GO("semacquire");
void rt_semrelease(uint32_t *addr, bool handoff) GO("semrelease");
void rt_Gosched(void) GO("Gosched");

// ---- gcworker.c
G *gc_worker_due(P *p);                               // while marking: a worker that should run now, before goroutines
G *gc_worker_idle(P *p);                              // one to run since there is nothing else
bool gc_worker_should_stop(void);                     // the worker that runs on this P: do others wait that go first?
void gc_scan_before_run(G *g);                        // on g0

// ---- stack.c
void stack_init(void);
Seg *stack_alloc(uintptr_t bytes);
void stack_free(Seg *s);
void stack_drop_cached(G *g);                         // frees the segments after the current one
bool stack_scavenge(int n);                           // after a collection, until it returns false
void stack_reset(G *g);                               // only the first one is left

// ---- time.c
void time_init(void *vdso);

// ---- timer.c
typedef struct {  // time.Time
	uint64_t wall;
	int64_t ext;
	void *loc;
} Time;

enum { TIMER_IN_HEAP = 1, TIMER_G = 2, TIMER_POLL = 4 };

// The home's lock guards all that changes.
typedef struct RtTimer {
	int64_t when, period;    // when 0: not active; (atomic read)
	void *fn;                // a G to make ready (TIMER_G), the poller's (TIMER_POLL), else a closure to start
	struct Chan *c;          // instead: where to send the time
	void **local;            // with c: &time.Local
	int64_t start_ns;        // with c: what monotonic clock readings count from
	struct Timers *home;     // (atomic) whose lock guards this, see lock_home
	uintptr_t state, index;
	uint32_t generation;     // counts starts and stops
	uint32_t blocked;        // goroutines that wait for c
	bool sending;            // a time was due, and is about to be sent
} RtTimer;

typedef struct {  // a time that is to be sent
	RtTimer *t;
	int64_t when, now;
	uint32_t generation;
} Due;

void timers_run(P *p, bool all, GQueue *due);
int64_t timers_next(void);                            // 0: none
bool timers_pending(void);
void timer_add_c(RtTimer *t, void *arg, int64_t when);
bool timer_remove(RtTimer *t);
void timer_block(RtTimer *t);
void timer_unblock(RtTimer *t);
bool timer_look(RtTimer *t, Time *out);
bool timer_claim(const Due *d, Time *out);

// ---- poll.c
G *poll_network(int64_t timeout_ns);                  // < 0: for ever; returns goroutines that are ready
void poll_wake(void);
bool poll_has_waiters(void);
G *poll_expire(void *wait);

// ---- signal.c
void signal_init(void);
void signal_thread_init(M *m);

// ---- traceback.c, symtab.c
typedef struct {
	String function, file;
	intptr_t line;
	uintptr_t entry;
	bool inlined, no_parameters;
} SymInfo;
bool rt_symbolize(uintptr_t pc, intptr_t depth, SymInfo *out) GO("symbolize");
bool symtab_lookup(uintptr_t pc, intptr_t depth, SymInfo *out) ;
void traceback_fatal(G *only, uintptr_t pc, uintptr_t fp);
void traceback_others(G *me);
void print_text(const char *s);
void print_number(const char *before, int64_t v);

// GOTRACEBACK: 0 none, 1 the program's functions, 2 also the runtime's; all goroutines, or the one that fails; end by SIGABRT.
typedef struct {
	int level;
	bool all, crash;
} TracebackMode;
extern TracebackMode traceback_mode;
void traceback_init(void);
void start_panic_output(void);
_Noreturn void end_panic_output(void);                // exit 2, or SIGABRT
void freeze_the_world(void);                          // for tracebacks before the program ends; best effort
void raise_default(int sig);                          // the kernel's default action
bool pc_in_go(uintptr_t pc);
bool pc_in_text(uintptr_t pc);

// ---- panic.c
void sigpanic(void);

// ---- chan.c
typedef struct Sudog {
	G *g;
	struct Sudog *next, *prev;
	void *elem;              // memory to copy from or to, on some stack or in the heap
	struct Chan *c;
	struct Sudog *wait_link; // of a select, in lock order
	uintptr_t ticket;
	bool is_select, success;
	int32_t index;           // the case
} Sudog;
void chan_lock(struct Chan *c);
void chan_unlock(struct Chan *c);
bool chan_drain(struct Chan *c);                      // locked: forgets what is in the buffer; was there anything?
void chan_set_timer(struct Chan *c, RtTimer *t);
void chan_send_time(struct Chan *c, const Due *d);
Sudog *sudog_get(void);
void sudog_put(Sudog *s);

extern char text_start[] GO("text"), text_end[] GO("etext"), gotext_start[] GO("gotext"), gotext_end[] GO("egotext");

#define CHECK_OFFSET(type, field, offset) _Static_assert(offsetof(type, field) == (offset), "offsets.h")
CHECK_OFFSET(G, stackguard, G_STACKGUARD);
CHECK_OFFSET(G, m, G_M);
CHECK_OFFSET(G, limit, G_LIMIT);
CHECK_OFFSET(G, seg, G_SEG);
CHECK_OFFSET(G, panic_sp, G_PANIC_SP);
CHECK_OFFSET(G, sp, G_SP);
CHECK_OFFSET(G, fp, G_FP);
CHECK_OFFSET(G, defers, G_DEFERS);
CHECK_OFFSET(G, panic, G_PANIC);
CHECK_OFFSET(G, in_c, G_IN_C);
CHECK_OFFSET(Seg, prev, SEG_PREV);
CHECK_OFFSET(Seg, next, SEG_NEXT);
CHECK_OFFSET(Seg, limit, SEG_LIMIT);
CHECK_OFFSET(Seg, top, SEG_TOP);
CHECK_OFFSET(Seg, prev_sp, SEG_PREV_SP);
CHECK_OFFSET(M, g, M_G);
CHECK_OFFSET(M, g0, M_G0);
CHECK_OFFSET(M, stackguard, M_STACKGUARD);
CHECK_OFFSET(M, vdso_g, M_VDSO_G);
CHECK_OFFSET(M, vector_regs, M_VECTOR_REGS);

#endif
