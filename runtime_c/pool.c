// The runtime's part of sync.Pool: a collection begins, so what the pools hold becomes their victim caches, and what was there is dropped.
//
// The pools that hold something are in a list, which begins in a variable of package sync. One that holds nothing any more leaves it. The world is stopped, and marking has not begun: no
// goroutine is between a pool's fields (it would be pinned), and stores need no barrier.
#include "gc.h"

// As in minigo/std/sync/pool.go.
typedef struct Pool {
	void *local, *victim;
	struct Pool *next;
	bool listed;
} Pool;

static Pool **pools;

void rt_registerpools(Pool **list) GO("registerpools");
void rt_registerpools(Pool **list) { __atomic_store_n(&pools, list, __ATOMIC_RELEASE); }

void pools_age(void) {
	Pool **at = __atomic_load_n(&pools, __ATOMIC_ACQUIRE);
	if (at == NULL) return;
	while (*at != NULL) {
		Pool *p = *at;
		p->victim = p->local;
		p->local = NULL;
		if (p->victim != NULL) {
			at = &p->next;
			continue;
		}
		*at = p->next;
		p->next = NULL;
		p->listed = false;
	}
}
