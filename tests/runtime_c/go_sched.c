// Tests of the scheduler, stacks, channels, panics, timers: one function each, picked by name.
#include "goside.h"

typedef struct {
	const char *name;
	void (*run)(void);
} Test;

static void hello(void) { say("hello\n"); }

// ---- channels
static void send_numbers(void *arg) {
	for (int64_t i = 0; i < 1000; i++) chansend(arg, &i);
	closechan(arg);
}

static int64_t sum_of(Chan *c) {
	int64_t v, sum = 0;
	while (chanrecv2(c, &v)) sum += v;
	return sum;
}

static void channels(void) {
	for (intptr_t size = 0; size < 20; size += 7) {
		Chan *c = makechan(&chan_int.t, size);
		rt_newproc(closure(send_numbers, c));
		say_int("sum", sum_of(c));
	}
}

static Chan *results;
static void worker(void *arg) {
	int64_t sum = sum_of(arg);
	chansend(results, &sum);
}

static void many(void) {
	results = makechan(&chan_int.t, 0);
	Chan *c = makechan(&chan_int.t, 3);
	for (int i = 0; i < 100; i++) rt_newproc(closure(worker, c));
	for (int64_t i = 0; i < 20000; i++) chansend(c, &i);
	closechan(c);
	int64_t total = 0, v;
	for (int i = 0; i < 100; i++) {
		chanrecv(results, &v);
		total += v;
	}
	say_int("total", total);
}

static void sieve_filter(void *arg) {
	Chan **io = arg;
	int64_t prime = (int64_t)(intptr_t)io[2], v;
	for (;;) {
		chanrecv(io[0], &v);
		if (v % prime != 0) chansend(io[1], &v);
	}
}

static void sieve_generate(void *arg) {
	for (int64_t i = 2;; i++) chansend(arg, &i);
}

static void sieve(void) {
	Chan *c = makechan(&chan_int.t, 0);
	rt_newproc(closure(sieve_generate, c));
	int64_t prime = 0;
	for (int i = 0; i < 300; i++) {
		chanrecv(c, &prime);
		Chan *next = makechan(&chan_int.t, 0);
		Chan **io = rt_unsafe_NewArray(&ptr_int.t, 3);
		io[0] = c, io[1] = next, io[2] = (Chan *)(intptr_t)prime;
		rt_newproc(closure(sieve_filter, io));
		c = next;
	}
	say_int("prime", prime);
}

static void select_feeder(void *arg) {
	for (int64_t i = 1; i <= 500; i++) chansend(arg, &i);
	closechan(arg);
}

static void selects(void) {
	enum { N = 5 };
	Chan *c[N];
	Chan *never = makechan(&chan_int.t, 0);
	for (int i = 0; i < N; i++) {
		c[i] = makechan(&chan_int.t, i);
		rt_newproc(closure(select_feeder, c[i]));
	}
	int64_t total = 0, v = 0, zero = 0;
	for (int open = N; open > 0;) {
		Case cases[N + 2] = {{never, &zero}, {NULL, NULL}};
		for (int i = 0; i < N; i++) cases[i + 2] = (Case){c[i], &v};
		SelectResult r = selectgo(cases, 1, N + 1, true);
		CHECK(r.index >= 2);
		if (r.ok) total += v;
		else c[r.index - 2] = NULL, open--;
	}
	say_int("total", total);
	Case one = {makechan(&chan_int.t, 1), &total};
	say_int("send now", selectgo(&one, 1, 0, false).index);
	say_int("send later", selectgo(&one, 1, 0, false).index);
}

static void select_pair(void *arg) {
	Chan **c = arg;
	int64_t in = 0, out = 1, sum = 0;
	for (int i = 0; i < 20000; i++) {
		Case cases[2] = {{c[0], &out}, {c[1], &in}};
		if (selectgo(cases, 1, 1, true).index == 1) sum += in;
	}
	chansend(results, &sum);
}

static void select_both(void) {  // two selects that serve each other
	results = makechan(&chan_int.t, 4);
	Chan *a = makechan(&chan_int.t, 0), *b = makechan(&chan_int.t, 0);
	Chan **x = rt_unsafe_NewArray(&ptr_int.t, 2), **y = rt_unsafe_NewArray(&ptr_int.t, 2);
	x[0] = a, x[1] = b, y[0] = b, y[1] = a;
	rt_newproc(closure(select_pair, x));
	rt_newproc(closure(select_pair, y));
	int64_t s, t;
	chanrecv(results, &s);
	chanrecv(results, &t);
	say_int("moved", s + t);
}

// ---- stacks
static __attribute__((noinline)) int64_t deep(int64_t n, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g) {
	volatile char frame[100];
	frame[n % 100] = (char)n;
	if (n == 0) return a + b + c + d + e + f + g;
	return deep(n - 1, a, b, c, d, e, f, g + 1) + (frame[n % 100] != (char)n);
}

static void recursion(void) {
	say_int("deep", deep(1000000, 1, 2, 3, 4, 5, 6, 0));
	say_int("again", deep(100000, 1, 2, 3, 4, 5, 6, 0));
}

static __attribute__((noinline)) void big_frame(int n) {
	volatile char frame[40000];
	for (int i = 0; i < 40000; i += 1000) frame[i] = (char)n;
	if (n > 0) big_frame(n - 1);
	CHECK(frame[39000] == (char)n);
}

static void big_frames(void) {
	for (int i = 0; i < 1000; i++) big_frame(3);
	say("ok\n");
}

static __attribute__((noinline)) double floats(int n, double a, double b, double c) {
	volatile char frame[3000];
	frame[0] = 1;
	if (n == 0) return a + b * c;
	return floats(n - 1, a + 1, b, c) * frame[0];
}

static void float_args(void) { say_int("floats", (int64_t)floats(100, 0.5, 2, 3)); }

static __attribute__((noinline)) int64_t endless(int64_t n) {
	volatile int64_t x = n;
	if (x < 0) return 0;
	return endless(x + 1) + x;
}

static __attribute__((noinline)) int64_t many_args_stack32(int64_t n, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int64_t g, int64_t h, int64_t i, int64_t j, int64_t k) {
	volatile char frame[300];
	frame[n % 300] = (char)n;
	if (n == 0) return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k;
	return many_args_stack32(n - 1, k, a, b, c, d, e, f, g, h, i, j) + (frame[n % 300] != (char)n);
}

static void stack_args(void) {  // the arguments go round: a multiple of 11 calls leaves them as they were
	say_int("sum", many_args_stack32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
	say_int("sum", many_args_stack32(1100, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
}

static void overflow(void) { say_int("never", endless(0)); }

static void on_deep_stack(void *arg) {
	deep(5000, 0, 0, 0, 0, 0, 0, 0);
	int64_t one = 1;
	chansend(arg, &one);
}

static void many_stacks(void) {
	Chan *c = makechan(&chan_int.t, 0);
	for (int i = 0; i < 2000; i++) rt_newproc(closure(on_deep_stack, c));
	int64_t v, n = 0;
	for (int i = 0; i < 2000; i++) {
		chanrecv(c, &v);
		n += v;
	}
	say_int("done", n);
}

static __attribute__((noinline)) int hot_leaf(int i) {
	volatile char frame[200];
	frame[i % 200] = 1;
	return frame[i % 200];
}

static __attribute__((noinline)) void hot(int n) {
	volatile char frame[64];
	frame[0] = 0;
	if (n > 0) {
		hot(n - 1);
		return;
	}
	int s = 0;
	for (int i = 0; i < 1000000; i++) s += hot_leaf(i);
	CHECK(s == 1000000);
}

static void hot_split(void) {
	int64_t worst = 0;
	for (int n = 10; n < 60; n++) {
		int64_t t = rt_nanotime();
		hot(n);
		t = rt_nanotime() - t;
		if (t > worst) worst = t;
	}
	say_int("picoseconds", worst / 1000);
}

// ---- panics
static void say_it(void *arg) { say(arg); }
static void recover_it(void *arg) {
	Eface e = gorecover(ENTRY_SP());
	if (arg != NULL) say(arg);
	if (e.type != NULL) {
		say("recovered ");
		rt_write(1, ((String *)e.data)->ptr, (uintptr_t)((String *)e.data)->len);
		say("\n");
	}
}

static _Noreturn void raise(const char *s) {
	String *p = rt_newobject(&string_type);
	p->ptr = (const uint8_t *)s;
	while (s[p->len] != 0) p->len++;
	gopanic(&string_type, p);
}

static __attribute__((noinline)) int64_t protected(void (*fn)(void *), void *arg) {
	Frame f;
	volatile int64_t result = 1;
	if (deferenter(&f) != 0) {
		rundefers(&f);
		return result;
	}
	deferproc(&f, closure(say_it, "last\n"));
	deferproc(&f, closure(recover_it, "first\n"));
	fn(arg);
	result = 2;
	rundefers(&f);
	return result;
}

static void raises(void *arg) { raise(arg); }
static void raises_deep(void *arg) {
	volatile char frame[5000];
	frame[0] = 1;
	if (deep(100, 0, 0, 0, 0, 0, 0, 0) != 0) raise(arg);
	frame[1] = frame[0];
}
static void harmless(void *arg) { (void)arg; }
static void faults(void *arg) { say_int("never", *(volatile int64_t *)arg); }

static void panics(void) {
	say_int("result", protected(harmless, NULL));
	say_int("result", protected(raises, "one"));
	say_int("result", protected(raises_deep, "two"));
	say_int("result", protected(faults, (void *)8));
}

static void closed_twice(void) {
	Chan *c = makechan(&chan_int.t, 0);
	closechan(c);
	protected((void (*)(void *))closechan, c);
}

static void raise_again(void *arg) {
	(void)gorecover(ENTRY_SP());
	raise(arg);
}

static void nested_body(void *arg) {
	Frame f;
	if (deferenter(&f) != 0) {
		rundefers(&f);
		return;
	}
	deferproc(&f, closure(raise_again, arg));
	raise("inner");
}

static void nested(void) {
	say_int("result", protected(nested_body, "outer"));
	nested_body("fatal");
}


static void fatal(void) { raise("oh no"); }

static void exits(void *arg) {
	Frame f;
	if (deferenter(&f) != 0) return;
	deferproc(&f, closure(recover_it, "deferred\n"));
	deferproc(&f, closure((void (*)(void *))closechan, arg));
	goexit();
}

static void goexits(void) {
	Chan *c = makechan(&chan_int.t, 0);
	rt_newproc(closure(exits, c));
	chanrecv(c, NULL);
	gosched();
	while (num_goroutine() != 1) gosched();
	say("goroutine gone\n");
	goexit();
}

// ---- deadlock, sleeping, timers
static void stuck(void *arg) { chanrecv(arg, NULL); }
static void deadlock(void) {
	Chan *c = makechan(&chan_int.t, 0);
	rt_newproc(closure(stuck, c));
	sleep_ns(1000000);
	chansend(c, &(int64_t){1});
	block_forever();
}

static void sleeper(void *arg) {
	int64_t ms = (int64_t)(intptr_t)arg;
	int64_t begin = rt_nanotime();
	sleep_ns(ms * 1000000);
	CHECK(rt_nanotime() - begin >= ms * 1000000);
	chansend(results, &ms);
}

static void sleeps(void) {
	results = makechan(&chan_int.t, 0);
	static const int ms[] = {30, 10, 50, 20, 40};
	for (int i = 0; i < 5; i++) rt_newproc(closure(sleeper, (void *)(intptr_t)ms[i]));
	int64_t v, sum = 0;
	for (int i = 0; i < 5; i++) {
		chanrecv(results, &v);
		sum += v;
	}
	say_int("slept", sum);
}

static void tick(void *arg) { chansend(arg, &(int64_t){1}); }
static void timers(void) {
	Chan *c = makechan(&chan_int.t, 100);
	Timer *t = rt_mallocgc(sizeof *t, NULL, true), *u = rt_mallocgc(sizeof *u, NULL, true);
	t->when = rt_nanotime() + 2000000, t->period = 2000000, t->fn = closure(tick, c);
	u->when = rt_nanotime() + 60000000000, u->fn = closure(tick, NULL);
	timerstart(t);
	timerstart(u);
	for (int i = 0; i < 5; i++) chanrecv(c, NULL);
	say_int("stopped", timerstop(t));
	say_int("stopped", timerstop(u));
	say_int("stopped", timerstop(u));
	say_int("was active", timerreset(t, rt_nanotime() + 1000000, 0));
	while (num_goroutine() > 1) gosched();
	chanrecv(c, NULL);
	say("ticked\n");
}

// ---- preemption, system calls, threads
static volatile int64_t stop_spinning;
static void spin(void *arg) {
	(void)arg;
	while (!stop_spinning) {}
}

static void preempted(void) {
	gomaxprocs(1);
	rt_newproc(closure(spin, NULL));
	gosched();
	sleep_ns(20000000);
	rt_GC();
	say("still here\n");
	stop_spinning = 1;
}

// Many live registers in a loop without calls, which every collection interrupts.
static __attribute__((noinline)) uint64_t mix(uint64_t n) {
	uint64_t a = n, b = n + 1, c = n + 2, d = n + 3, e = n + 4, f = n + 5, g = n + 6, h = n + 7;
	double x = 1, y = 2, z = 3, w = 4;
	for (int i = 0; i < 4000000; i++) {
		a += b ^ c, b = b * 3 + d, c ^= e + a, d += f >> 3, e += g * 5, f ^= h, g += a >> 7, h += b;
		x = x * 0.5 + y, y = y * 0.25 + z, z = z * 0.125 + w, w = w * 0.5 + 1;
	}
	return (a ^ b ^ c ^ d ^ e ^ f ^ g ^ h) + (uint64_t)(1000 * (x + y + z + w));
}

static void mixer(void *arg) {
	uint64_t v = mix((uint64_t)(uintptr_t)arg);
	chansend(results, &v);
}

static void registers(void) {
	results = makechan(&chan_int.t, 0);
	for (intptr_t i = 0; i < 4; i++) rt_newproc(closure(mixer, (void *)(i % 2)));
	uint64_t v[4];
	for (int i = 0; i < 4; i++) {
		for (int k = 0; k < 40; k++) rt_GC();
		chanrecv(results, &v[i]);
	}
	uint64_t even = mix(0), odd = mix(1);
	int n = 0;
	for (int i = 0; i < 4; i++) n += v[i] == even ? 1 : v[i] == odd ? 10 : 100;
	say_int("same", n);
}

static void reader(void *arg) {
	int32_t *fds = arg;
	char b;
	uintptr_t out[2];
#if defined(__x86_64__)
	syscall6(out, 0, (uintptr_t)fds[0], (uintptr_t)&b, 1, 0, 0, 0);
#else
	syscall6(out, 63, (uintptr_t)fds[0], (uintptr_t)&b, 1, 0, 0, 0);
#endif
	chansend(results, &(int64_t){b});
}

static void make_pipe(int32_t *fds, uintptr_t flags) {
	uintptr_t out[2];
#if defined(__x86_64__)
	rawsyscall6(out, 293, (uintptr_t)fds, flags, 0, 0, 0, 0);
#else
	rawsyscall6(out, 59, (uintptr_t)fds, flags, 0, 0, 0, 0);
#endif
	CHECK(out[1] == 0);
}

static void blocking(void) {
	gomaxprocs(1);
	int32_t fds[10][2];
	results = makechan(&chan_int.t, 0);
	for (int i = 0; i < 10; i++) {
		make_pipe(fds[i], 0);
		rt_newproc(closure(reader, rt_mallocgc(8, NULL, true)));
		gosched();
	}
	say("readers run\n");
}

static void pipe_reader(void *arg) {
	int32_t *fds = arg;
	for (int64_t i = 0; i < 100; i++) {
		char b;
		uintptr_t out[2];
		for (;;) {
			pollreset(fds[0], false);
#if defined(__x86_64__)
			rawsyscall6(out, 0, (uintptr_t)fds[0], (uintptr_t)&b, 1, 0, 0, 0);
#else
			rawsyscall6(out, 63, (uintptr_t)fds[0], (uintptr_t)&b, 1, 0, 0, 0);
#endif
			if (out[1] == 0) break;
			CHECK(pollwait(fds[0], false, 0) == 0);
		}
		CHECK(b == (char)i);
	}
	chansend(results, &(int64_t){100});
}

static void polls(void) {
	int32_t *fds = rt_mallocgc(8, NULL, true);
	results = makechan(&chan_int.t, 0);
	make_pipe(fds, 0x800);
	CHECK(pollopen(fds[0]) && !pollopen(-1));
	say_int("deadline", pollwait(fds[0], false, rt_nanotime() + 3000000));
	rt_newproc(closure(pipe_reader, fds));
	for (int i = 0; i < 100; i++) {
		char b = (char)i;
		rt_write(fds[1], &b, 1);
		if (i % 3 == 0) gosched();
		if (i % 17 == 0) sleep_ns(200000);
	}
	int64_t v;
	chanrecv(results, &v);
	say_int("read", v);
}

static uint32_t sema;
static int64_t counter;
static void sema_worker(void *arg) {
	for (int i = 0; i < 2000; i++) {
		semacquire(&sema, i % 2);
		counter++;
		semrelease(&sema, i % 3 == 0);
	}
	chansend(arg, &(int64_t){1});
}

static void semaphores(void) {
	Chan *c = makechan(&chan_int.t, 0);
	sema = 1;
	for (int i = 0; i < 20; i++) rt_newproc(closure(sema_worker, c));
	for (int i = 0; i < 20; i++) chanrecv(c, NULL);
	say_int("counter", counter);
}

static void locked_worker(void *arg) {
	lock_thread();
	for (int i = 0; i < 200; i++) {
		chansend(arg, &(int64_t){1});
		gosched();
	}
	unlock_thread();
	chansend(arg, &(int64_t){0});
}

static void locked(void) {
	Chan *c = makechan(&chan_int.t, 0);
	lock_thread();
	for (int i = 0; i < 4; i++) rt_newproc(closure(locked_worker, c));
	int64_t total = 0, v;
	for (int left = 4; left > 0;) {
		chanrecv(c, &v);
		total += v;
		if (v == 0) left--;
	}
	say_int("total", total);
}

static void churn(void *arg) {
	int64_t *list[50] = {0};
	for (int i = 0; i < 20000; i++) {
		int64_t *p = rt_newobject(&int_type);
		*p = i;
		list[i % 50] = p;
		if (i % 100 == 0) deep(50, 0, 0, 0, 0, 0, 0, 0);
		CHECK(*list[(i * 7 % 50) <= i ? i * 7 % 50 % (i < 50 ? i + 1 : 50) : 0] >= 0);
	}
	for (int i = 0; i < 50; i++) CHECK(*list[i] == 19950 + i);
	chansend(arg, &(int64_t){1});
}

static void collects(void) {
	Chan *c = makechan(&chan_int.t, 0);
	for (int i = 0; i < 8; i++) rt_newproc(closure(churn, c));
	for (int i = 0; i < 8; i++) {
		rt_GC();
		chanrecv(c, NULL);
	}
	say("ok\n");
}

// Pointers that go round in loops without calls, with the barrier as compiled code has it, while collections begin and end.
enum { RING = 1 << 14 };
static int64_t **ring;
static volatile int64_t stop_swapping;

static inline void store(int64_t **slot, int64_t *value) {
	if (*(volatile uint32_t *)&rt_writeBarrier) rt_wbptr((void **)slot, value);
	*(int64_t *volatile *)slot = value;
}

static __attribute__((noinline)) void call(void) {
	volatile char frame[200];
	frame[0] = 0;
}

// One in two comes to a call now and then, where it stops when asked; the others are stopped by signals.
static void swapper(void *arg) {
	uint64_t x = (uint64_t)(uintptr_t)arg;
	int64_t *held = rt_newobject(&int_type), **at = ring + (intptr_t)arg * RING;
	*held = 7;
	while (!stop_swapping) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		int64_t **slot = at + (x >> 50);
		int64_t *old = *slot;
		store(slot, held);
		held = old;
		if ((intptr_t)arg % 2 == 0 && (x >> 40) % 256 == 0) call();
	}
	CHECK(*held == 7);
	chansend(results, &(int64_t){1});
}

static void swaps(void) {
	enum { N = 3 };
	ring = rt_unsafe_NewArray(&ptr_int.t, N * RING);
	for (int i = 0; i < N * RING; i++) {
		int64_t *p = rt_newobject(&int_type);
		*p = 7;
		store(&ring[i], p);
	}
	results = makechan(&chan_int.t, 0);
	for (intptr_t i = 0; i < N; i++) rt_newproc(closure(swapper, (void *)i));
	for (int i = 0; i < 40; i++) {
		rt_GC();
		for (int k = 0; k < 500; k++) *(int64_t *)rt_newobject(&int_type) = 1;
		for (int k = 0; k < N * RING; k++) CHECK(*ring[k] == 7);
	}
	stop_swapping = 1;
	for (int i = 0; i < N; i++) chanrecv(results, NULL);
	say("ok\n");
}

static void procs(void) {
	for (int i = 1; i <= 8; i++) {
		gomaxprocs(i);
		many();
	}
	for (int i = 8; i > 0; i -= 3) {
		gomaxprocs(i);
		many();
	}
}

static void idle(void *arg) {
	deep(1, 0, 0, 0, 0, 0, 0, 0);
	chanrecv(arg, NULL);
}

static void million(void) {
	Chan *c = makechan(&chan_int.t, 0);
	for (int i = 0; i < 100000; i++) rt_newproc(closure(idle, c));
	while (num_goroutine() < 100001) gosched();
	closechan(c);
	while (num_goroutine() > 1) gosched();
	say("all gone\n");
}

const Test tests[] = {
	{"hello", hello}, {"channels", channels}, {"many", many}, {"sieve", sieve}, {"selects", selects}, {"select_both", select_both},
	{"recursion", recursion}, {"big_frames", big_frames}, {"float_args", float_args}, {"stack_args", stack_args}, {"registers", registers}, {"overflow", overflow}, {"many_stacks", many_stacks},
	{"hot_split", hot_split}, {"panics", panics}, {"closed_twice", closed_twice}, {"nested", nested}, {"fatal", fatal}, {"goexits", goexits}, {"deadlock", deadlock},
	{"sleeps", sleeps}, {"timers", timers}, {"preempted", preempted}, {"blocking", blocking}, {"polls", polls}, {"semaphores", semaphores},
	{"locked", locked}, {"collects", collects}, {"swaps", swaps}, {"procs", procs}, {"million", million},
	{"wake_budget", wake_budget}, {"woken_first", woken_first}, {"makes_way", makes_way}, {"worker_stops", worker_stops}, {NULL, NULL},
};
