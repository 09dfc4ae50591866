// The collector's inner interface: what the allocator calls, and the finalizers' queue.
#ifndef MINIGO_GC_H
#define MINIGO_GC_H
#include "rtmem.h"

struct Mspan;
typedef struct Special Special;

extern uint32_t gc_wanted;                // set when the next allocation should look: a collection is due, or a stress mode is on
void gc_init(void);                       // after heap_init; reads GOGC, GOMEMLIMIT, GODEBUG, MINIGO_*
void gc_poll(void);                       // after an allocation, on a goroutine's stack: collects when it is time
void gc_account(uintptr_t bytes);         // bytes that became live
void gc_emergency(void);                  // memory is used up: collect now if that is possible
void gc_allocate_black(void *p);          // while marking: a new object is live
void gc_mark_address(uintptr_t p);        // marks the object that p points to or into, or does nothing

// finalizer.c
void finalizers_mark(struct Mspan *s);    // what the specials of a span's objects keep alive
bool finalizers_sweep(struct Mspan *s);   // before a sweep: queues what is due; may mark objects again
void finalizers_mark_queue(void);
void finalizers_wake(void);               // after the world is started

// malloc.c
void span_refresh(struct Mspan *s);
void central_put(struct Mspan *s);

typedef struct {
	uint64_t pause_total_ns, last_gc_ns, pause_ns[256], pause_end[256];
	uint32_t numgc, numforced;
	uintptr_t live, marked, goal, objects;  // bytes allocated since; marked by the last cycle; when the next starts
	int percent;
	int64_t limit;
	int64_t cpu_ns, start_ns;
} GcState;
extern GcState gc;

#endif
