// How much a single allocation does for the collector: few spans swept, few bytes read; and that it is enough all the same: little is left to sweep when the next cycle is due, and
// the heap does not run away while it is marked. There are no workers here, so allocations do everything.
#include "host.h"

typedef struct Node {
	struct Node *left, *right;
	int64_t pad[6];
} Node;
static const uint8_t node_bits[] = {3};
static const Type node_type = {.size = 64, .ptrdata = 16, .align = 8, .kind = KIND_STRUCT, .gcdata = node_bits};

enum { MB = 1 << 20, DEPTH = 19 };  // 64 MB

static Node *tree(int depth) {
	Node *n = rt_newobject(&node_type);
	if (depth > 0) {
		n->left = tree(depth - 1);
		n->right = tree(depth - 1);
	}
	return n;
}

static uint32_t unswept(void) {
	uint32_t n = 0;
	for (int i = 0; i < NUM_SPAN_CLASSES; i++)
		for (const Mspan *s = central[i].unswept; s != NULL; s = s->cnext) n++;
	return n;
}

static void allocate(uintptr_t bytes) {
	if (bytes == sizeof(Node)) rt_newobject(&node_type);
	else rt_mallocgc(bytes, NULL, true);
}

// With allocations of this size, until the cycle that comes next has ended. Returns by how much the heap grew beyond its goal.
static uintptr_t cycle(uintptr_t bytes, int64_t most_bytes) {
	uint32_t before = gc.numgc;
	uintptr_t beyond = 0;
	while (gc.phase == GC_OFF) allocate(bytes);
	uintptr_t goal = gc.goal;
	while (gc.phase == GC_MARK) {
		int64_t scanned = gc.scanned_now;
		allocate(bytes);
		uintptr_t live = gc.phase == GC_MARK ? gc.live : gc.live_at_end;
		if (live > goal && live - goal > beyond) beyond = live - goal;
		if (gc.phase == GC_MARK && live / 9 * 8 <= goal) CHECK(gc.scanned_now - scanned <= most_bytes);
	}
	CHECK(gc.numgc == before + 1);
	return beyond;
}

// What is left is swept in small steps; when the next cycle is due, nearly all is.
static void sweeping(uintptr_t bytes, uint32_t most) {
	cycle(bytes, INT64_MAX);
	uint32_t all = unswept(), left = all;
	CHECK(all > 4000);
	while (gc.live < gc.trigger) {
		left = unswept();
		allocate(bytes);
		CHECK(left - unswept() <= most);
	}
	CHECK(left <= all / 8);
}

int main(void) {
	enum { PIECE = 48 << 10 };  // one look at the clock
	host_init();
	Node *volatile t = tree(DEPTH);
	rt_GC();
	sweeping(sizeof(Node), 260);
	sweeping(MB, 800);
	host_clock_step = 1000000000;  // time is up whenever an assist looks at the clock
	CHECK(cycle(sizeof(Node), PIECE) < MB);
	CHECK(cycle(MB, PIECE) <= gc.goal / 8 + 2 * MB);
	host_clock_step = 0;  // there is always time
	CHECK(cycle(sizeof(Node), INT64_MAX) < MB);
	CHECK(cycle(MB, INT64_MAX) < 4 * MB);
	CHECK(t->left != NULL);
	puts("ok");
}
