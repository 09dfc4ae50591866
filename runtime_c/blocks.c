// Small blocks of one size that goroutines use for a while: taken from the P they run on, given back to the P they run on then, which may be another.
//
// In: a P's own list, and the list of all Ps for the kind of block. So that blocks do not gather on one P while another allocates ever more, a P keeps at most MOST of them
// and moves BATCH at a time from and to the list for all. Blocks are never freed: there are about as many as were in use at the same time.
// Must hold: who calls owns the P, and cannot be preempted here (C code is not).
#include "sched.h"

enum { BATCH = 16, MOST = 2 * BATCH };

static Block *refill(BlockList *own, SharedBlocks *all) {
	if (__atomic_load_n(&all->first, __ATOMIC_RELAXED) == NULL) return rt_persistentalloc(all->size, 16);
	mutex_lock(&all->lock);
	for (int i = 0; i < BATCH && all->first != NULL; i++) {
		Block *b = all->first;
		__atomic_store_n(&all->first, b->next, __ATOMIC_RELAXED);
		b->next = own->first;
		own->first = b;
		own->n++;
	}
	mutex_unlock(&all->lock);
	return own->first == NULL ? rt_persistentalloc(all->size, 16) : block_get(own, all);
}

static void spill(BlockList *own, SharedBlocks *all) {
	Block *last = own->first;
	for (int i = 1; i < BATCH; i++) last = last->next;
	Block *rest = last->next;
	mutex_lock(&all->lock);
	last->next = all->first;
	__atomic_store_n(&all->first, own->first, __ATOMIC_RELAXED);
	mutex_unlock(&all->lock);
	own->first = rest;
	own->n -= BATCH;
}

void *block_get(BlockList *own, SharedBlocks *all) {
	Block *b = own->first;
	if (b == NULL) return refill(own, all);
	own->first = b->next;
	own->n--;
	return b;
}

void block_put(BlockList *own, SharedBlocks *all, void *block) {
	Block *b = block;
	b->next = own->first;
	own->first = b;
	if (++own->n > MOST) spill(own, all);
}
