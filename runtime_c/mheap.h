// The heap's structures: spans, per-P caches, central lists, the page heap.
//
//   mcache (one a P, no lock)  ->  central lists (one a span class, a lock each)  ->  page heap (one lock)
//
// A span is a run of 8 KB pages that holds objects of one size class, with or without pointers (a span class is 2 * size class + noscan), or one
// large object. Which slots are in use is a bit each; a sweep makes the mark bits the new allocation bits. A slot below freeindex is in use, at or
// above it the allocation bit says.
//
// Where the collector finds an object's pointers:
//   <= 512 bytes    a bit for each word of the span, in its last 128 bytes
//   <= 32760 bytes  the type, in an 8-byte header before the object; the type repeats to the end of the slot
//   larger          the type, in the span
//
// Lock order: central lock, heap lock, persistent allocator's lock.
#ifndef MINIGO_MHEAP_H
#define MINIGO_MHEAP_H
#include "gc.h"
#include "rtmem.h"

enum {
	NUM_SPAN_CLASSES = NUM_SIZE_CLASSES * 2,
	SPAN_BITMAP = PAGE_SIZE / 8 / 8,   // bytes at the end of a one-page span with small pointerful objects
	FREE_LISTS = 128,                  // free runs of fewer pages have a list for each length
	GROW_PAGES = 512,                  // the heap's used part grows by at least 4 MB
};
#define ARENA_SIZE ((uintptr_t)64 << 20)

typedef enum { SPAN_DEAD, SPAN_FREE, SPAN_INUSE } SpanState;
typedef enum { SPECIAL_FINALIZER, SPECIAL_CLEANUP, SPECIAL_WEAK, SPECIAL_PROFILE } SpecialKind;

// Something attached to an object: what to do when it is not reachable any more. Sorted by offset, kind.
typedef struct Special {
	struct Special *next;
	uint32_t offset;     // of the object in its span
	uint8_t kind;
	void *fn;            // closure of a finalizer or cleanup; the weak handle (a word that is cleared)
	const Type *type;    // of a finalizer's parameter
	uintptr_t id;        // of a cleanup
} Special;

typedef struct Mspan {
	struct Mspan *next, *prev;  // in a list of free runs, or of spans with free slots (next only)
	struct Mspan *cnext, *cprev; // in one of the class's lists, swept or unswept
	uintptr_t base, limit;      // limit: end of the last object
	uintptr_t npages, elemsize;
	uint32_t divmul;            // 2^32 / elemsize, rounded up: index of an offset by multiplication
	uint32_t nelems, freeindex, alloccount;
	uint64_t alloccache;        // free slots from freeindex on, as ones
	uint64_t *allocbits, *markbits, *arraybits;  // arraybits (atomic): the object is or holds an array; not kept without pointers
	uint8_t state, spanclass;
	bool needzero;              // the pages were used before
	bool released;              // a free run: its memory went back to the system
	uint32_t scanindex;         // slots below were allocated when an mcache took the span, or marking began: freeindex of that time
	uint32_t sweepgen;          // (atomic) heap.sweepgen: swept; - 1: being swept; - 2: to be swept
	uint32_t acquired;          // alloccount when the mcache got it
	const Type *large_type;
	Special *specials;
	struct Mspan *snext, *sprev; // spans with specials
} Mspan;

typedef struct Mcache {
	Mspan *alloc[NUM_SPAN_CLASSES];
	uintptr_t tiny, tinyoffset;  // the current tiny block and how much of it is used
	uint64_t tinyallocs;
	GcWork work;                 // what this P has marked
	int64_t debt;                // bytes allocated while marking, not yet paid for by an assist
	uintptr_t unswept;           // bytes allocated after marking, not yet paid for by sweeping
	int64_t assist_until;        // when the assist that runs here should end
	struct Mcache *next;         // all of them
} Mcache;

typedef struct {
	Mutex lock;
	Mspan *partial;              // swept, with free slots, in no mcache
	Mspan *swept, *unswept;      // every span of the class is in one of these, but while it is being swept
} Central;

typedef struct {
	Mutex lock;
	uintptr_t base, used, mapped, end;  // [base, used) is or was in spans, [base, mapped) is readable, [base, end) reserved
	Mspan **spans;                      // by page
	Mspan *free[FREE_LISTS];            // runs of exactly that many pages; [0]: longer ones
	uint64_t nonempty[FREE_LISTS / 64];
	uint32_t nspans, sweepgen;          // spans in use
	uintptr_t free_pages, released_pages, inuse_pages;
	Mspan *dead;                        // unused Mspan structures
	Special *dead_specials;
	uint64_t *dead_bits[17];            // bitmaps by words
	uintptr_t limit_pages;
	Mcache *caches;
	uint64_t nmalloc[NUM_SIZE_CLASSES], nfree[NUM_SIZE_CLASSES], tinyallocs;
	uint64_t large_alloc_bytes, large_free_bytes;
	uintptr_t persistent_bytes, meta_bytes;
} Mheap;

extern Mheap heap;
extern Central central[NUM_SPAN_CLASSES];

void heap_init(void);
Mspan *heap_alloc(uintptr_t npages, unsigned spanclass);  // on the system stack when it may grow; NULL: no memory
void heap_free(Mspan *s);
uintptr_t heap_release(uintptr_t keep_pages, unsigned runs);  // gives free pages over that back to the system, at most so many runs; returns bytes
void span_list_add(Mspan **list, Mspan *s);
void span_list_remove(Mspan **list, Mspan *s);
Mcache *mcache_new(void);
void mcache_flush(Mcache *c);
void mcache_flush_all(void);
Special *special_new(void);
void special_free(Special *sp);

static inline Mspan *span_of(uintptr_t p) {
	if (p - heap.base >= heap.used - heap.base) return NULL;
	Mspan *s = heap.spans[(p - heap.base) >> PAGE_SHIFT];
	return s != NULL && s->state == SPAN_INUSE && p >= s->base && p < s->limit ? s : NULL;
}

static inline uint32_t object_index(const Mspan *s, uintptr_t p) { return (uint32_t)(((p - s->base) * s->divmul) >> 32); }
static inline bool is_allocated(const Mspan *s, uint32_t i) { return i < s->freeindex || (s->allocbits[i / 64] >> (i % 64) & 1); }
// As the marker sees it: what was allocated while marking is marked, and need not be seen.
static inline bool was_allocated(const Mspan *s, uint32_t i) { return i < s->scanindex || (s->allocbits[i / 64] >> (i % 64) & 1); }
// The bit is set after the object was allocated, and outlives it at most until the sweep.
static inline bool is_array(const Mspan *s, uint32_t i) {
	return s->spanclass / 2 == 0 || (__atomic_load_n(&s->arraybits[i / 64], __ATOMIC_RELAXED) >> (i % 64) & 1);
}
static inline bool is_noscan(const Mspan *s) { return s->spanclass & 1; }
static inline uint64_t *span_bitmap(const Mspan *s) { return (uint64_t *)(s->base + PAGE_SIZE - SPAN_BITMAP); }

#endif
