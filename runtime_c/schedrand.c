// MINIGO_SCHEDSEED=n: random scheduling that a seed repeats.
//
// One P, so that one goroutine runs at a time. Which goroutine comes next is drawn, and so is how many allocations, channel and semaphore operations a goroutine may make before it
// has to yield. Collections mark with the world stopped. Random numbers (the order of maps and of select) come from the seed. So a program that
// waits neither for time nor for files runs the same way again; what fails for one seed in a thousand fails always with that seed.
#include "gc.h"
#include "sched.h"

static uint64_t state;
static uint32_t left;

uint64_t seeded_random(void) {
	uint64_t x = state += 0x9e3779b97f4a7c15ull;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ x >> 27) * 0x94d049bb133111ebull;
	return x ^ x >> 31;
}

static uint32_t draw(uint32_t n) { return (uint32_t)(seeded_random() % n); }

void seed_init(void) {
	const char *s = rt_getenv("MINIGO_SCHEDSEED");
	if (s == NULL) return;
	for (; *s >= '0' && *s <= '9'; s++) state = state * 10 + (uint64_t)(*s - '0');
	sched.seeded = true;
	left = 1;
}

void sched_point_slow(void) {
	if (left-- != 1) return;
	left = 1 + draw(draw(4) == 0 ? 200 : 10);
	if (can_collect() && sched.main_started) rt_Gosched();
}

// Only its own thread uses p's queue.
G *seeded_get(P *p) {
	uint32_t n = p->tail - p->head, k = draw(n + 1);
	if (k == n && p->runnext != NULL) {
		G *g = p->runnext;
		p->runnext = NULL;
		return g;
	}
	if (n == 0) return NULL;
	k = k == n ? 0 : k;
	G *g = p->runq[(p->head + k) % RUNQ_SIZE];
	p->runq[(p->head + k) % RUNQ_SIZE] = p->runq[p->head % RUNQ_SIZE];
	p->head++;
	return g;
}
