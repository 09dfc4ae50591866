#include "host.h"

#include <sys/random.h>
#include <time.h>
#include <unistd.h>

jmp_buf host_panic;
char host_text[256];
extern void *__libc_stack_end;
static char *stack_top;
static Mcache *cache;

char host_data[8] __asm__("runtime.data"), host_edata[8] __asm__("runtime.edata");
char host_bss[8] __asm__("runtime.bss"), host_ebss[8] __asm__("runtime.ebss");

void mutex_lock(Mutex *m) { CHECK(m->state == 0); m->state = 1; }
void mutex_unlock(Mutex *m) { CHECK(m->state == 1); m->state = 0; }
_Noreturn void rt_throw(const char *text) { printf("fatal error: %s\n", text); exit(2); }
_Noreturn void rt_fatal(const char *text) { printf("fatal error: %s\n", text); exit(2); }
struct Mcache *current_mcache(void) { return cache; }
void systemstack(void (*fn)(void *), void *arg) {
	jmp_buf registers;
	if (setjmp(registers) == 0) fn(arg);
}
void stop_the_world(const char *reason) { (void)reason; }
void start_the_world(void) {}
void world_acquire(void) {}
void world_release(void) {}
void thread_pause(void) {}
void thread_yield(void) {}
void thread_relax(void) {}
void thread_point(void) {}
static bool stack_left;
void gc_stacks_begin(void) { stack_left = true; }
bool gc_stacks_left(void) { return stack_left; }
__attribute__((noinline)) bool gc_stacks_some(GcWork *w) {
	if (!stack_left) return false;
	stack_left = false;
	gc_mark_stack(w, __builtin_frame_address(0), stack_top);
	return true;
}
void gc_scan_self(void) {}
void pools_age(void) {}
void gc_timers(GcWork *w) { (void)w; }
void gc_workers_start(void) {}
void gc_workers_wake(void) {}
bool gc_should_stop(void) { return false; }
bool gc_world_stops(void) { return false; }
GcWork *current_gcwork(void) { return &cache->work; }
uintptr_t stack_bytes(void) { return 8192; }
void give_back_stacks(void) {}
int64_t host_clock_step = 1000;
int64_t rt_nanotime(void) {
	static int64_t now;
	return now += host_clock_step;
}
int64_t rt_walltime_ns(void) { return (int64_t)time(NULL) * 1000000000; }
uint64_t rt_fastrand64(void) {
	static uint64_t x = 1;
	x ^= x << 13, x ^= x >> 7, x ^= x << 17;
	return x * 0x9e3779b97f4a7c15ull;
}
int rt_procs(void) { return 1; }
const char *rt_getenv(const char *name) { return getenv(name); }
void rt_write(int fd, const void *p, uintptr_t n) { CHECK(write(fd, p, n) == (intptr_t)n); }
void start_system_goroutine(void *closure) { (void)closure; }
bool can_collect(void) { return true; }
void sleep_on(uint32_t *word) { (void)word; }
void wake_on(uint32_t *word) { *word = 1; }
void *thread_identity(void) { return host_text; }
void rt_runfinalizer(void *p, void *fn, void *arg) { (void)p, (void)fn, (void)arg; }
void rt_runcleanup(void *fn) { (void)fn; }
_Noreturn void rt_panicPlain(const uint8_t *text, intptr_t n) {
	snprintf(host_text, sizeof host_text, "%.*s", (int)n, (const char *)text);
	longjmp(host_panic, 1);
}
static _Noreturn void panic_with(const char *text, const Type *t) {
	snprintf(host_text, sizeof host_text, "%s%.*s", text, (int)t->str.len, (const char *)t->str.ptr);
	longjmp(host_panic, 1);
}
void rt_panicUncomparable(const Type *t) { panic_with("runtime error: comparing uncomparable type ", t); }
void rt_panicUnhashable(const Type *t) { panic_with("runtime error: hash of unhashable type ", t); }
void rt_panicUnhashableKey(const Type *t) { panic_with("hash of unhashable type: ", t); }
void rt_panicmakeslicelen(void) { rt_panic_text("runtime error: makeslice: len out of range"); }
void rt_panicmakeslicecap(void) { rt_panic_text("runtime error: makeslice: cap out of range"); }
void rt_panicTypeAssert(const Type *iface, const Type *have, const Type *want, const uint8_t *missing, intptr_t n) {
	(void)iface, (void)have, (void)missing, (void)n;
	panic_with("type assertion: ", want);
}

#define STR(s) {(const uint8_t *)(s), sizeof(s) - 1}
#define TYPE(k, n, a, p, flags, eq, bits, name) \
	{.size = n, .ptrdata = p, .hash = n * 31 + k, .tflag = flags, .align = a, .fieldalign = a, .kind = k, .equal = eq, .gcdata = bits, .str = STR(name)}
static const uint8_t one[] = {1}, two[] = {2};
const Type type_int = TYPE(KIND_INT, 8, 8, 0, TFLAG_PLAIN, rt_memequal64, NULL, "int");
const Type type_int32 = TYPE(KIND_INT32, 4, 4, 0, TFLAG_PLAIN, rt_memequal32, NULL, "int32");
const Type type_uint8 = TYPE(KIND_UINT8, 1, 1, 0, TFLAG_PLAIN, rt_memequal8, NULL, "uint8");
const Type type_string = TYPE(KIND_STRING, 16, 8, 8, 0, rt_strequal, one, "string");
const Type type_float64 = TYPE(KIND_FLOAT64, 8, 8, 0, 0, rt_f64equal, NULL, "float64");
const Type type_ptr = TYPE(KIND_POINTER, 8, 8, 8, TFLAG_PLAIN | TFLAG_DIRECT, rt_memequal64, one, "*int");
const Type type_slice = TYPE(KIND_SLICE, 24, 8, 8, 0, NULL, one, "[]int");
const Type type_empty = TYPE(KIND_STRUCT, 0, 1, 0, TFLAG_PLAIN, rt_memequal0, NULL, "struct {}");
static const InterfaceType any_type = {.t = TYPE(KIND_INTERFACE, 16, 8, 16, 0, rt_nilinterequal, two, "interface {}")};
extern const Type type_any __attribute__((alias("any_type")));
static const uint8_t ends[25] = {1, [24] = 0x80};
const Type type_big = TYPE(KIND_STRUCT, 1600, 8, 1600, TFLAG_PLAIN, rt_memequalvarlen, ends, "main.Big");

void host_init(void) {
	stack_top = __libc_stack_end;
	rt_mallocinit();
	cache = mcache_new();
}
