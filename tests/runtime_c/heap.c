// The allocator and the collector: alignment, zeroing, no overlap, interior and one-past-end pointers, pointer maps of every size, finalizers.
#include "host.h"

typedef struct Node {
	struct Node *left, *right;
	int64_t value;
} Node;
static const uint8_t node_bits[] = {3};
static const Type node_type = {.size = 24, .ptrdata = 16, .align = 8, .tflag = TFLAG_NOARRAY, .kind = KIND_STRUCT, .gcdata = node_bits};
static uint64_t state = 1234567;
static uint64_t rnd(void) {
	state ^= state << 13, state ^= state >> 7, state ^= state << 17;
	return state;
}

static Node *tree(int depth) {
	Node *n = rt_newobject(&node_type);
	CHECK(n->left == NULL && n->right == NULL && n->value == 0);
	n->value = 1;
	if (depth > 0) {
		n->left = tree(depth - 1);
		n->right = tree(depth - 1);
	}
	return n;
}

static int64_t count(const Node *n) { return n == NULL ? 0 : n->value + count(n->left) + count(n->right); }

// An array of pointers in every storage class of object, each pointing to a fresh number.
static void arrays(void) {
	static const uintptr_t sizes[] = {1, 2, 3, 7, 8, 9, 16, 31, 63, 64, 65, 100, 511, 1000, 4094, 4095, 5000, 100000};
	for (unsigned k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		uintptr_t n = sizes[k];
		int64_t **a = rt_makeslice(&type_ptr, (intptr_t)n, (intptr_t)n);
		for (uintptr_t i = 0; i < n; i += 1 + n / 500) {
			CHECK(a[i] == NULL);
			a[i] = rt_newobject(&type_int);
			*a[i] = (int64_t)i;
		}
		a[n - 1] = rt_newobject(&type_int);
		*a[n - 1] = (int64_t)n - 1;
		rt_GC();
		for (int i = 0; i < 2000; i++) *(int64_t *)rt_newobject(&type_int) = -1;
		for (uintptr_t i = 0; i < n; i += 1 + n / 500) CHECK(*a[i] == (int64_t)i);
		CHECK(*a[n - 1] == (int64_t)n - 1);
	}
}

static void sizes(void) {
	for (unsigned c = 1; c < NUM_SIZE_CLASSES; c++) {
		uintptr_t size = class_to_size[c];
		CHECK(size_class(size) == c && size_class(size - 7) == c);
		if (c + 1 < NUM_SIZE_CLASSES) CHECK(size_class(size + 1) == c + 1);
		uint32_t div = ~0u / (uint32_t)size + 1;
		for (uintptr_t off = 0; off < (uintptr_t)class_to_pages[c] << PAGE_SHIFT; off++) CHECK((off * div) >> 32 == off / size);
	}
}

// Blocks with a pattern each; some die, the others must keep theirs.
static void patterns(void) {
	enum { N = 2000 };
	typedef struct {
		uint8_t *p;
		uintptr_t n;
		uint8_t c;
	} Block;
	static const uint8_t bits[] = {1};
	static const Type block_type = {.size = 24, .ptrdata = 8, .align = 8, .kind = KIND_STRUCT, .gcdata = bits};
	Block *b = rt_makeslice(&block_type, N, N);
	for (int round = 0; round < 6; round++) {
		for (int i = 0; i < N; i++) {
			if (b[i].p != NULL && rnd() % 3 != 0) {
				for (uintptr_t k = 0; k < b[i].n; k++) CHECK(b[i].p[k] == b[i].c);
				continue;
			}
			uintptr_t n = rnd() % (rnd() % 50 == 0 ? 60000 : 600) + 1;
			uint8_t *p = rt_mallocgc(n, NULL, true);
			if (n % 8 == 0) CHECK((uintptr_t)p % 8 == 0);
			if (n >= 16) CHECK((uintptr_t)p % 8 == 0);
			for (uintptr_t k = 0; k < n; k++) CHECK(p[k] == 0);
			memset(p, i & 255, n);
			b[i] = (Block){p, n, (uint8_t)i};
		}
		rt_GC();
	}
}

static __attribute__((noinline)) uint8_t *past_end(uintptr_t n) { return (uint8_t *)rt_mallocgc(n, NULL, true) + n; }

static void pointers(void) {
	for (uintptr_t n = 16; n < 20000; n = n * 5 / 3) {
		uint8_t *volatile end = past_end(class_to_size[size_class(n)]);
		uintptr_t size = class_to_size[size_class(n)];
		memset(end - size, 7, size);
		rt_GC();
		for (int i = 0; i < 3000; i++) memset(rt_mallocgc(size, NULL, false), 1, size);
		for (uintptr_t k = 1; k <= size; k++) CHECK(end[-(intptr_t)k] == 7);
	}
}

static __attribute__((noinline)) void *dying(void *closure, void **weak) {
	Node *n = rt_newobject(&node_type);
	n->left = rt_newobject(&node_type);
	n->left->value = 42;
	CHECK(rt_addfinalizer(n, closure, NULL));
	CHECK(rt_addcleanup(n, closure) != 0);
	*weak = rt_weakhandle(n);
	CHECK(rt_weakvalue(*weak) == n);
	return (void *)~(uintptr_t)n;
}

static __attribute__((noinline)) void wipe(void) {
	volatile char junk[4096];
	for (unsigned i = 0; i < sizeof junk; i++) junk[i] = 0;
}

// An address in the middle of some block of nodes, and weak handles for the nodes before and behind it.
static __attribute__((noinline)) void *between_nodes(void **before, void **behind) {
	Node *a = rt_newobject(&node_type), *b;
	while ((b = rt_newobject(&node_type)) != a + 1) a = b;
	*before = rt_weakhandle(a);
	*behind = rt_weakhandle(b);
	return b;
}

// The end of an array of pointers that fills its slot, and a weak handle for what the first points to.
static __attribute__((noinline)) void **behind_pointers(intptr_t n, void **weak) {
	void **a = rt_makeslice(&type_ptr, n, n);
	a[0] = rt_newobject(&node_type);
	*weak = rt_weakhandle(a[0]);
	return a + n;
}

static void ends(void) {
	void *before, *behind, *kept;
	void *volatile middle = between_nodes(&before, &behind);
	wipe();
	rt_GC();
	CHECK(rt_weakvalue(before) == NULL && rt_weakvalue(behind) == middle);
	for (intptr_t n = 2; n <= 512; n *= 4) {
		void **volatile end = behind_pointers(n, &kept);
		wipe();
		rt_GC();
		CHECK(rt_weakvalue(kept) != NULL && rt_weakvalue(kept) == end[-n]);
	}
}

static void finalizers(void) {
	static void *closure[] = {NULL};
	void *weak;
	uintptr_t hidden = (uintptr_t)dying(closure, &weak);
	wipe();
	rt_GC();
	CHECK(rt_weakvalue(weak) == NULL);
	Node *n = (Node *)~hidden;
	CHECK(n->left->value == 42);
	int x;
	CHECK(!rt_addfinalizer(&x, closure, NULL));
}

static void release(void) {
	enum { MB = 1 << 20 };
	void *volatile p = rt_mallocgc(200 * (uintptr_t)MB, NULL, true);
	memset(p, 1, 200 * (uintptr_t)MB);
	p = NULL;
	wipe();
	rt_freeosmemory();
	CHECK(heap.released_pages > 100 * MB / PAGE_SIZE);
	uint8_t *q = rt_mallocgc(150 * (uintptr_t)MB, NULL, true);
	for (uintptr_t i = 0; i < 150 * (uintptr_t)MB; i += 4096) CHECK(q[i] == 0);
}

static void growth(void) {
	Slice s = {NULL, 0, 0};
	for (intptr_t i = 0; i < 3000; i++) {
		if (s.len == s.cap) s = rt_growslice(s.ptr, s.len + 1, s.cap, 1, &type_string);
		else s.len++;
		((String *)s.ptr)[i] = rt_intstring(i);
	}
	rt_GC();
	for (intptr_t i = 0; i < 3000; i++) CHECK(((String *)s.ptr)[i].len >= 1);
	PANICS(rt_makeslice(&type_int, -1, 0), "runtime error: makeslice: len out of range");
	PANICS(rt_makeslice(&type_int, 5, 4), "runtime error: makeslice: cap out of range");
	PANICS(rt_makeslice(&type_int, 1, (intptr_t)1 << 60), "runtime error: makeslice: cap out of range");
}

int main(void) {
	host_init();
	sizes();
	Node *t = tree(14);
	for (int i = 0; i < 30; i++) CHECK(count(tree(12)) == 8191);
	CHECK(count(t) == 32767);
	arrays();
	patterns();
	pointers();
	ends();
	finalizers();
	growth();
	release();
	CHECK(count(t) == 32767);
	CHECK(gc.numgc > 10);
	puts("ok");
}
