// runtime.ReadMemStats.
#include "gc.h"
#include "mheap.h"

// Go's runtime.MemStats.
struct MemStats {
	uint64_t alloc, total_alloc, sys, lookups, mallocs, frees;
	uint64_t heap_alloc, heap_sys, heap_idle, heap_inuse, heap_released, heap_objects;
	uint64_t stack_inuse, stack_sys, mspan_inuse, mspan_sys, mcache_inuse, mcache_sys, buckhash_sys, gc_sys, other_sys;
	uint64_t next_gc, last_gc, pause_total_ns, pause_ns[256], pause_end[256];
	uint32_t num_gc, num_forced_gc;
	double gc_cpu_fraction;
	bool enable_gc, debug_gc;
	struct {
		uint32_t size;
		uint64_t mallocs, frees;
	} by_size[61];
};

static void fill_heap(struct MemStats *m) {
	uint64_t freed = heap.large_free_bytes;
	m->total_alloc = heap.large_alloc_bytes;
	m->mallocs = heap.tinyallocs + heap.nmalloc[0];
	m->frees = heap.tinyallocs + heap.nfree[0];
	for (unsigned i = 1; i < NUM_SIZE_CLASSES; i++) {
		m->mallocs += heap.nmalloc[i];
		m->frees += heap.nfree[i];
		m->total_alloc += heap.nmalloc[i] * class_to_size[i];
		freed += heap.nfree[i] * class_to_size[i];
		if (i >= 61) continue;
		m->by_size[i].size = class_to_size[i];
		m->by_size[i].mallocs = heap.nmalloc[i];
		m->by_size[i].frees = heap.nfree[i];
	}
	m->heap_alloc = m->alloc = m->total_alloc - freed;
	m->heap_objects = m->mallocs - m->frees;
	m->heap_inuse = (uint64_t)heap.inuse_pages << PAGE_SHIFT;
	m->heap_idle = (uint64_t)heap.free_pages << PAGE_SHIFT;
	m->heap_released = (uint64_t)heap.released_pages << PAGE_SHIFT;
	m->heap_sys = m->heap_inuse + m->heap_idle;
}

static void read_stats(void *arg) {
	struct MemStats *m = arg;
	stop_the_world("read mem stats");
	memset(m, 0, sizeof *m);
	mcache_flush_all();
	fill_heap(m);
	m->stack_inuse = m->stack_sys = stack_bytes();
	m->mspan_inuse = m->mspan_sys = heap.nspans * sizeof(Mspan);
	for (const Mcache *c = heap.caches; c != NULL; c = c->next) m->mcache_sys += sizeof *c;
	m->mcache_inuse = m->mcache_sys;
	uint64_t known = m->mspan_sys + m->mcache_sys;
	m->gc_sys = heap.persistent_bytes > known ? heap.persistent_bytes - known : 0;
	m->sys = m->heap_sys + m->stack_sys + known + m->gc_sys;
	m->next_gc = gc.goal, m->last_gc = gc.last_gc_ns, m->pause_total_ns = gc.pause_total_ns;
	memmove(m->pause_ns, gc.pause_ns, sizeof gc.pause_ns);
	memmove(m->pause_end, gc.pause_end, sizeof gc.pause_end);
	m->num_gc = gc.numgc, m->num_forced_gc = gc.numforced;
	m->gc_cpu_fraction = (double)gc.cpu_ns / (double)(rt_nanotime() - gc.start_ns + 1) / rt_procs();
	m->enable_gc = true;
	start_the_world();
}

void rt_readmemstats(struct MemStats *m) {
	world_acquire();
	systemstack(read_stats, m);
	world_release();
}
