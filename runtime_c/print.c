// The print and println builtins: to standard error, a write for each statement.
//
// Between printlock and printunlock text gathers in a buffer, so that statements of several threads do not mix and each takes one system call.
// The lock may be taken again by the thread that has it (a fatal error in the middle of a print).
#include "rtmem.h"

enum { BUFFER = 1024 };

static Mutex print_mutex;
static void *print_owner;  // the thread that holds the lock
static uint32_t print_depth, print_used;
static char print_buffer[BUFFER];

static uint8_t *print_memory;  // where output goes instead of standard error, while somebody holds the lock
static intptr_t print_room, print_length;

static void emit(const void *p, uintptr_t n) {
	if (print_memory == NULL) {
		rt_write(2, p, n);
		return;
	}
	if ((intptr_t)n > print_room - print_length) n = (uintptr_t)(print_room - print_length);
	memmove(print_memory + print_length, p, n);
	print_length += (intptr_t)n;
}

static void print_flush(void) {
	if (print_used != 0) emit(print_buffer, print_used);
	print_used = 0;
}

void rt_printlock(void) {
	void *me = thread_identity();
	if (__atomic_load_n(&print_owner, __ATOMIC_RELAXED) != me) {
		mutex_lock(&print_mutex);
		__atomic_store_n(&print_owner, me, __ATOMIC_RELAXED);
	}
	print_depth++;
}

void rt_printunlock(void) {
	if (--print_depth != 0) return;
	print_flush();
	__atomic_store_n(&print_owner, NULL, __ATOMIC_RELAXED);
	mutex_unlock(&print_mutex);
}

void rt_printstring(const uint8_t *p, intptr_t n) {
	if (__atomic_load_n(&print_owner, __ATOMIC_RELAXED) != thread_identity()) {
		rt_write(2, p, (uintptr_t)n);
		return;
	}
	if ((uintptr_t)n > BUFFER - print_used) print_flush();
	if (n > BUFFER) {
		emit(p, (uintptr_t)n);
		return;
	}
	memmove(print_buffer + print_used, p, (size_t)n);
	print_used += (uint32_t)n;
}

// From here on, what this thread prints goes to memory, until print_to_end, which returns its length.
void print_to(void *memory, intptr_t room) {
	rt_printlock();
	print_flush();
	print_memory = memory;
	print_room = room;
	print_length = 0;
}

intptr_t print_to_end(void) {
	print_flush();
	print_memory = NULL;
	rt_printunlock();
	return print_length;
}

static void print_text(const char *s) {
	intptr_t n = 0;
	while (s[n] != 0) n++;
	rt_printstring((const uint8_t *)s, n);
}

_Noreturn void rt_panic_text(const char *text) {
	intptr_t n = 0;
	while (text[n] != 0) n++;
	rt_panicPlain((const uint8_t *)text, n);
}

void rt_printbool(bool v) { print_text(v ? "true" : "false"); }
void rt_printsp(void) { print_text(" "); }
void rt_printnl(void) { print_text("\n"); }

void rt_printuint(uint64_t v) {
	char buf[20];
	int i = 20;
	do buf[--i] = (char)('0' + v % 10);
	while ((v /= 10) != 0);
	rt_printstring((const uint8_t *)buf + i, 20 - i);
}

void rt_printint(int64_t v) {
	if (v < 0) print_text("-");
	rt_printuint(v < 0 ? -(uint64_t)v : (uint64_t)v);
}

void rt_printhex(uint64_t v) {
	char buf[18];
	int i = 18;
	do buf[--i] = "0123456789abcdef"[v % 16];
	while ((v /= 16) != 0);
	buf[--i] = 'x';
	buf[--i] = '0';
	rt_printstring((const uint8_t *)buf + i, 18 - i);
}

typedef struct {
	char text[FTOA_MAX];
	int n;
	double v;
	bool is32;
} Float;

static void format(void *arg) {
	Float *f = arg;
	f->n = format_float(f->text, f->v, f->is32);
}

static void print_float(double v, bool is32, bool plus) {
	Float f = {.v = v, .is32 = is32};
	systemstack(format, &f);  // its numbers of many digits are too large for a goroutine's stack
	if (plus && f.text[0] != '+' && f.text[0] != '-') print_text("+");
	rt_printstring((const uint8_t *)f.text, f.n);
}

void rt_printfloat(double v) { print_float(v, false, false); }
void rt_printfloat32(float v) { print_float(v, true, false); }

static void print_complex(double re, double im, bool is32) {
	print_text("(");
	print_float(re, is32, false);
	print_float(im, is32, true);
	print_text("i)");
}

void rt_printcomplex(double re, double im) { print_complex(re, im, false); }
void rt_printcomplex64(float re, float im) { print_complex(re, im, true); }
void rt_printpointer(const void *p) { rt_printhex((uintptr_t)p); }

void rt_printslice(const void *p, intptr_t n, intptr_t cap) {
	print_text("[");
	rt_printint(n);
	print_text("/");
	rt_printint(cap);
	print_text("]");
	rt_printpointer(p);
}

void rt_printeface(const Type *t, const void *p) {
	print_text("(");
	rt_printpointer(t);
	print_text(",");
	rt_printpointer(p);
	print_text(")");
}

void rt_printiface(const Itab *tab, const void *p) { rt_printeface((const Type *)tab, p); }
