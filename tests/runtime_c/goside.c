// The Go side of the runtime, as far as the tests of the scheduler need it, and main.main, which picks a test by name.
#include "goside.h"

const char *mode;
static const uint8_t one_pointer[] = {1};
const Type int_type = {.size = 8, .align = 8, .kind = KIND_INT, .equal = rt_memequal64, .str = {(const uint8_t *)"int", 3}, .tflag = TFLAG_PLAIN};
const Type string_type = {.size = 16, .ptrdata = 8, .align = 8, .kind = KIND_STRING, .gcdata = one_pointer, .equal = rt_strequal, .str = {(const uint8_t *)"string", 6}};
const Type error_type = {.size = 16, .ptrdata = 8, .align = 8, .kind = KIND_STRING, .gcdata = one_pointer, .str = {(const uint8_t *)"runtime.Error", 13}};
const PtrType ptr_int = {.t = {.size = 8, .ptrdata = 8, .align = 8, .kind = KIND_POINTER, .gcdata = one_pointer, .tflag = TFLAG_DIRECT}, .elem = &int_type};
const ChanType chan_int = {.t = {.size = 8, .kind = KIND_CHAN}, .elem = &int_type, .dir = 3};
const ChanType chan_ptr = {.t = {.size = 8, .kind = KIND_CHAN}, .elem = &ptr_int.t, .dir = 3};

#if defined(__x86_64__)
__asm__(".text\nclosure_entry:\nmovq 8(%r10), %rdi\njmpq *16(%r10)\n");
#else
__asm__(".text\nclosure_entry:\nldr x0, [x15, #8]\nldr x16, [x15, #16]\nbr x16\n");
#endif

void *closure(void (*fn)(void *), void *arg) {
	static const uint8_t pointers[] = {2};
	static const Type t = {.size = 24, .ptrdata = 16, .align = 8, .kind = KIND_STRUCT, .gcdata = pointers};
	Closure *c = rt_newobject(&t);
	*c = (Closure){(void *)closure_entry, arg, fn};
	return c;
}

void say(const char *s) {
	intptr_t n = 0;
	while (s[n] != 0) n++;
	rt_write(1, s, (uintptr_t)n);
}

void say_int(const char *what, int64_t v) {
	char buf[32];
	int i = 32;
	bool neg = v < 0;
	uint64_t u = neg ? -(uint64_t)v : (uint64_t)v;
	buf[--i] = '\n';
	do buf[--i] = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	if (neg) buf[--i] = '-';
	buf[--i] = ' ';
	say(what);
	rt_write(1, buf + i, (uintptr_t)(32 - i));
}

_Noreturn void check_failed(const char *what, int line) {
	say(what);
	say_int(": failed, line", line);
	rt_throw("check failed");
}

static _Noreturn void raise_text(const char *s, intptr_t n) {
	String *p = rt_newobject(&error_type);
	*p = (String){(const uint8_t *)s, n};
	gopanic(&error_type, p);
}

#define RAISE(text) raise_text(text, sizeof text - 1)
_Noreturn void rt_panicPlain(const uint8_t *text, intptr_t n) { raise_text((const char *)text, n); }
_Noreturn void rt_panicTypeAssert(const Type *a, const Type *b, const Type *c, const uint8_t *d, intptr_t e) { (void)a, (void)b, (void)c, (void)d, (void)e; RAISE("type assertion"); }
_Noreturn void rt_panicmakeslicelen(void) { RAISE("makeslice: len out of range"); }
_Noreturn void rt_panicmakeslicecap(void) { RAISE("makeslice: cap out of range"); }
_Noreturn void rt_panicUncomparable(const Type *t) { (void)t; RAISE("uncomparable"); }
_Noreturn void rt_panicUnhashable(const Type *t) { (void)t; RAISE("unhashable"); }
_Noreturn void rt_panicUnhashableKey(const Type *t) { (void)t; RAISE("unhashable key"); }
_Noreturn void panic_nil_argument(void) GO("panicNilArgument");
_Noreturn void panic_nil_argument(void) { RAISE("panic called with nil argument"); }
_Noreturn void panic_nil(void) GO("panicnil");
_Noreturn void panic_nil(void) { RAISE("runtime error: invalid memory address or nil pointer dereference"); }
_Noreturn void panic_mem_addr(uintptr_t addr) GO("panicmemAddr");
_Noreturn void panic_mem_addr(uintptr_t addr) { (void)addr; RAISE("runtime error: invalid memory address or nil pointer dereference"); }
_Noreturn void panic_divide(void) GO("panicdivide");
_Noreturn void panic_divide(void) { RAISE("runtime error: integer divide by zero"); }
void rt_runfinalizer(void *p, void *fn, void *arg) { (void)p, (void)fn, (void)arg; }
void rt_runcleanup(void *fn) { (void)fn; }

Eface preprintpanic(const Type *t, void *data) GO("preprintpanic");
Eface preprintpanic(const Type *t, void *data) { return (Eface){t, data}; }
void printpanicval(const Type *t, void *data) GO("printpanicval");
void printpanicval(const Type *t, void *data) {
	if (t->kind == KIND_INT) rt_printint(*(int64_t *)data);
	else rt_printstring(((String *)data)->ptr, ((String *)data)->len);
}

typedef struct {
	const char *name;
	void (*run)(void);
} Test;
extern const Test tests[];
Slice args(void) GO("args");

static bool named(const char *a, const char *b) {
	while (*a != 0 && *a == *b) a++, b++;
	return *a == *b;
}

void go_main(void) __asm__("main.main");
void go_main(void) {
	Slice a = args();
	CHECK(a.len > 1);
	mode = (const char *)((String *)a.ptr)[1].ptr;
	for (const Test *t = tests; t->name != NULL; t++)
		if (named(t->name, mode)) {
			t->run();
			return;
		}
	say("no such test\n");
}

const String build_info GO("buildinfo") = {NULL, 0};
uintptr_t inittab[] = {0};
__asm__(".globl runtime.inittab\n.set runtime.inittab, inittab\n.data\n.globl runtime.pclntab\nruntime.pclntab:\n.globl runtime.epclntab\nruntime.epclntab:\n.text\n");
