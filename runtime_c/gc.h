// The collector's inner interface: marking, sweeping, pacing, finalizers, and what the allocator and the scheduler call.
//
//   gc.c          a cycle from start to end; the write barrier's flag; runtime.GC
//   gcmark.c      marking: work buffers, roots, objects, the barrier
//   gcsweep.c     sweeping: on demand, in the background, at the end
//   gcpace.c      when to begin, how much each may do; settings; the trace
//   gcworker.c    workers, goroutine stacks (the scheduler's side)
//   finalizer.c   finalizers, cleanups, weak pointers
//
// Lock order: special_lock -> central lock -> heap lock; the work lists' lock is a leaf.
#ifndef MINIGO_GC_H
#define MINIGO_GC_H
#include "rtmem.h"

struct Mspan;
struct Mcache;
typedef struct Special Special;

// ---- phases; changed with the world stopped
typedef enum { GC_OFF, GC_MARK } GcPhase;

// Marked objects whose pointers are still to be read. Every P has one (in its Mcache); full buffers go to a list that all workers take from.
typedef struct WorkBuf WorkBuf;
typedef struct GcWork {
	WorkBuf *buf;
	uintptr_t bytes, objects;  // marked, not yet added to gc's
	int64_t scanned;           // bytes of objects and roots read, not yet added to gc's
} GcWork;

typedef struct {
	GcPhase phase;
	uint32_t cycle;            // number of the cycle that marks, or marked last
	uint32_t active;           // (atomic) who reads objects at this time: workers, assists
	uint64_t pause_total_ns, last_gc_ns, pause_ns[256], pause_end[256];
	uint32_t numgc, numforced;
	uintptr_t live;            // (atomic) bytes in use: what was marked, and allocated since
	uintptr_t marked, objects; // by the last cycle
	uintptr_t goal, trigger;   // the heap should end the next cycle at, and begin it at
	uintptr_t scannable;       // bytes that the last cycle read
	uintptr_t marked_now, objects_now;  // (atomic) by this cycle
	int64_t scanned_now;       // (atomic)
	int64_t credit;            // (atomic) bytes read by workers that no assist has used up
	double assist_ratio;       // bytes to read for each byte allocated
	uintptr_t live_at_start;
	uintptr_t allocated_while_marking;  // estimate, from earlier cycles
	int percent;
	int64_t limit;
	int64_t cpu_ns, start_ns;
	bool forced;               // this cycle
	// times, for the trace
	int64_t begin_ns, mark_ns, term_ns, end_ns, assist_ns, dedicated_ns, fractional_ns, idle_ns;
	uintptr_t live_at_end;
} GcState;
extern GcState gc;
extern uint32_t gc_wanted;     // the next allocation should look: a collection is due, marking needs help, or a stress mode is on

typedef struct {
	uint64_t stress_every;     // collect at every n-th allocation
	bool poison, verify, stopped;  // fill freed objects; check the marks; mark with the world stopped
	bool points;               // every allocation may yield
	bool trace;
} GcDebug;
extern GcDebug gc_debug;

// ---- gc.c
void gc_init(void);                       // after heap_init
void gc_poll(void);                       // after an allocation, on a goroutine's stack: collects, helps or does nothing
void gc_emergency(void);                  // memory is used up: collect now if that is possible
void gc_try_finish(void);                 // on a goroutine's stack: ends marking if nothing is left to mark

// ---- gcmark.c
void gc_mark_init(void);                  // world stopped: roots are to be read
bool gc_drain(GcWork *w, int64_t budget, bool (*stop)(void));  // reads objects until none is left (true), some budget of bytes is used up, or stop says so
bool gc_mark_left(void);                  // is there something that a worker could do?
void gc_flush_work(GcWork *w);            // gives the buffer and the counts to all
GcWork *current_gcwork(void);             // of this P
void gc_allocate_black(void *p);          // while marking: a new object is live
void gc_mark_address(GcWork *w, uintptr_t p);  // marks the object that p points to or into, or does nothing
void gc_mark_children(GcWork *w, struct Mspan *s, uintptr_t object);
void gc_mark_words(GcWork *w, const void *lo, const void *hi);    // whatever looks like an address
void gc_mark_stack(GcWork *w, const void *lo, const void *hi);    // also of just behind an object
void gc_mark_pending(GcWork *w, const void *lo, const void *hi);  // and what those objects refer to (docs/decisions/0020)
void gc_mark_data(GcWork *w);             // the program's variables
void gc_shade(uintptr_t p);               // while marking, by the program: p's object is live
void gc_verify(void);                     // world stopped, after marking
int64_t gc_mark_rest(int64_t budget);     // world stopped: what all Ps have left; returns what is left of the budget, < 0: not done

// ---- gcsweep.c
void gc_sweep_begin(void);                // world stopped: all spans are to be swept
void gc_sweep_all(void);                  // sweeps what is left, and waits for those who sweep
bool gc_sweep_some(unsigned n);           // at most n spans; true: none is left to begin with
void gc_sweep_pay(struct Mcache *c, uintptr_t bytes);  // for an allocation
struct Mspan *gc_sweep_for(unsigned spanclass);  // a span with free slots, or NULL
void gc_sweep_pages(uintptr_t npages);    // before the heap gives npages: try to make them free
void gc_ensure_swept(struct Mspan *s);
void gc_sweep_wake(void);                 // the background sweeper has work

// ---- gcpace.c
void gc_settings(void);
void gc_set_goal(void);
void gc_account(struct Mcache *c, uintptr_t bytes);  // bytes that become live
void gc_pace_start(void);
void gc_pace_end(void);
void gc_print_trace(void);

// ---- gcworker.c; the tests of the memory side have their own
void give_back_stacks(void);              // after a collection, on a goroutine's stack
bool gc_stacks_left(void);
void gc_stacks_begin(void);               // world stopped
bool gc_stacks_some(GcWork *w);           // marks from some goroutines' stacks; false: none is left
void gc_scan_self(void);                  // the stack of the goroutine on whose behalf this runs
void pools_age(void);                     // world stopped, before marking: package sync's pools
void gc_timers(GcWork *w);
void gc_workers_start(void);              // on a goroutine's stack
void gc_workers_wake(void);
bool gc_should_stop(void);                // the world is to stop, or the goroutine should yield
bool gc_world_stops(void);

// ---- finalizer.c
void finalizers_mark(GcWork *w);          // what finalizers and cleanups keep alive
void finalizers_sweep(struct Mspan *s);   // before a sweep: queues what is due; may mark objects again
void finalizers_wake(void);

// ---- malloc.c
void span_refresh(struct Mspan *s);
void central_put(struct Mspan *s);

#endif
