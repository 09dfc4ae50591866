// What test programs that stand for compiled Go code share. They are C compiled with -fsplit-stack, which makes the prologues that compiled Go has.
#ifndef GOSIDE_H
#define GOSIDE_H
#include "../../runtime_c/rtmem.h"

typedef struct Chan Chan;
typedef struct {
	intptr_t index, ok;
} SelectResult;
typedef struct {
	Chan *c;
	void *elem;
} Case;

// A func value that calls fn(arg).
typedef struct {
	void *code;
	void *arg;
	void (*fn)(void *);
} Closure;
void closure_entry(void);
void *closure(void (*fn)(void *), void *arg);

Chan *makechan(const Type *t, intptr_t size) GO("makechan");
void chansend(Chan *c, const void *elem) GO("chansend1");
void chanrecv(Chan *c, void *elem) GO("chanrecv1");
bool chanrecv2(Chan *c, void *elem) GO("chanrecv2");
void closechan(Chan *c) GO("closechan");
SelectResult selectgo(Case *cases, intptr_t nsends, intptr_t nrecvs, bool block) GO("selectgo");
void block_forever(void) GO("block");
void gosched(void) GO("Gosched");
_Noreturn void goexit(void) GO("Goexit");
void sleep_ns(int64_t ns) GO("timesleep");
intptr_t num_goroutine(void) GO("NumGoroutine");
intptr_t gomaxprocs(intptr_t n) GO("GOMAXPROCS");
void semacquire(uint32_t *addr, bool lifo) GO("semacquire");
void semrelease(uint32_t *addr, bool handoff) GO("semrelease");
void rawsyscall6(uintptr_t *out, uintptr_t nr, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) GO("rawsyscall6");
void syscall6(uintptr_t *out, uintptr_t nr, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) GO("syscall6");
intptr_t pollwait(intptr_t fd, bool write, int64_t deadline) GO("pollwait");
bool pollopen(intptr_t fd) GO("pollopen");
void pollreset(intptr_t fd, bool write) GO("pollreset");
void lock_thread(void) GO("LockOSThread");
void unlock_thread(void) GO("UnlockOSThread");

typedef struct {
	_Alignas(16) char bytes[256];
} Frame;
int deferenter(Frame *f) GO("deferenter") __attribute__((returns_twice));
void deferproc(Frame *f, void *closure) GO("deferproc");
void rundefers(Frame *f) GO("rundefers");
_Noreturn void gopanic(const Type *t, const void *data) GO("gopanic");
Eface gorecover(uintptr_t entry_sp) GO("gorecover");
void wrapperadjust(uintptr_t entry_sp, uintptr_t sp) GO("wrapperadjust");
#if defined(__x86_64__)
#define ENTRY_SP() ((uintptr_t)__builtin_frame_address(0) + 16)
#else
#define ENTRY_SP() ((uintptr_t)__builtin_sponentry())
#endif

typedef struct {
	int64_t when, period;
	void *fn;
	uintptr_t others[8];  // the runtime's
} Timer;
void timerstart(Timer *t) GO("timerstart");
bool timerstop(Timer *t) GO("timerstop");
bool timerreset(Timer *t, int64_t when, int64_t period) GO("timerreset");

extern const Type int_type, string_type, error_type;
extern const ChanType chan_int, chan_ptr;
extern const PtrType ptr_int;
void say(const char *s);
void say_int(const char *what, int64_t v);
extern int arg_count;
extern const char *mode;
void wake_budget(void), woken_first(void), makes_way(void), worker_stops(void);  // tests in go_wakeup.c
#define CHECK(x) ((x) ? (void)0 : check_failed(#x, __LINE__))
_Noreturn void check_failed(const char *what, int line);

#endif
