// Allocation: mallocgc and what stands on it.
//
// In: size, type (NULL: no pointers), whether the memory must be zero. Out: an address that stays valid while something the collector sees refers
// to it, to its inside or to just behind its end.
//   0 bytes                   one shared address
//   < 16 bytes, no pointers   cut from a 16-byte block of this P (the tiny allocator)
//   <= 32760 bytes            a slot of a span of the size class, from this P's mcache, without a lock
//   larger                    a span of its own
// The fast path takes some tens of instructions and less than 100 bytes of stack. Refilling a cache runs on the goroutine's stack too (it is
// shallow); collecting runs on the system stack. A thread that allocates has a P; the system stack may allocate, but never collects.
#include "gc.h"
#include "mheap.h"

uint64_t rt_zerobase[1];
static Mspan no_span;  // an mcache's span that is always full
static Mutex caches_lock;

Mcache *mcache_new(void) {
	Mcache *c = rt_persistentalloc(sizeof *c, 64);
	for (int i = 0; i < NUM_SPAN_CLASSES; i++) c->alloc[i] = &no_span;
	mutex_lock(&caches_lock);
	c->next = heap.caches;
	heap.caches = c;
	mutex_unlock(&caches_lock);
	return c;
}

// ---- spans to and from the central lists --------------------------------------------------------------------------------------------------------

static void span_count(Mspan *s) {
	__atomic_fetch_add(&heap.nmalloc[s->spanclass / 2], s->alloccount - s->acquired, __ATOMIC_RELAXED);
	s->acquired = s->alloccount;
}

// The free slots from word w of the allocation bits on.
static void load_alloccache(Mspan *s, uint32_t w) { s->alloccache = ~s->allocbits[w]; }

void span_refresh(Mspan *s) {
	s->freeindex = s->scanindex = 0;
	load_alloccache(s, 0);
}

static Mspan *central_get(unsigned spanclass) {
	Central *c = &central[spanclass];
	mutex_lock(&c->lock);
	Mspan *s = c->partial;
	if (s != NULL) c->partial = s->next;
	mutex_unlock(&c->lock);
	if (s == NULL) s = gc_sweep_for(spanclass);
	if (s == NULL) {
		s = heap_alloc(class_to_pages[spanclass / 2], spanclass);
		// A fresh page that is read first costs two faults, and all processors an interrupt: the first touch of the map should be a write.
		if (s != NULL && !is_noscan(s) && s->elemsize <= MAX_BITMAP_OBJECT) *(volatile uint64_t *)span_bitmap(s) = 0;
	}
	return s;
}

void central_put(Mspan *s) {
	Central *c = &central[s->spanclass];
	mutex_lock(&c->lock);
	s->next = c->partial;
	c->partial = s;
	mutex_unlock(&c->lock);
}

void mcache_flush(Mcache *c) {
	for (unsigned i = 0; i < NUM_SPAN_CLASSES; i++) {
		Mspan *s = c->alloc[i];
		if (s == &no_span) continue;
		c->alloc[i] = &no_span;
		span_count(s);
		s->scanindex = s->freeindex;
		if (s->alloccount < s->nelems) central_put(s);
	}
	heap.tinyallocs += c->tinyallocs;
	c->tinyallocs = 0;
	c->tiny = 0;
}

void mcache_flush_all(void) {
	for (Mcache *c = heap.caches; c != NULL; c = c->next) mcache_flush(c);
}

static _Noreturn void out_of_memory(void) { rt_fatal("runtime: out of memory"); }

static __attribute__((noinline)) Mspan *refill(Mcache *c, unsigned spanclass) {
	Mspan *s = c->alloc[spanclass];
	if (s != &no_span) {
		span_count(s);
		s->scanindex = s->freeindex;
	}
	c->alloc[spanclass] = &no_span;
	s = central_get(spanclass);
	if (s == NULL) {
		gc_emergency();
		s = central_get(spanclass);
		if (s == NULL) out_of_memory();
	}
	s->acquired = s->alloccount;
	s->scanindex = s->freeindex;
	gc_account(c, (s->nelems - s->alloccount) * s->elemsize);
	c->alloc[spanclass] = s;
	return s;
}

// ---- slots --------------------------------------------------------------------------------------------------------------------------------------

// The next free slot, if the cached word of allocation bits has one.
static inline __attribute__((always_inline)) uintptr_t next_fast(Mspan *s) {
	if (s->alloccache == 0) return 0;
	uint32_t skip = (uint32_t)__builtin_ctzll(s->alloccache), i = s->freeindex + skip;
	if (i >= s->nelems) return 0;
	uint32_t next = i + 1;
	if (next % 64 == 0 && next != s->nelems) return 0;
	s->alloccache = s->alloccache >> skip >> 1;
	s->freeindex = next;
	s->alloccount++;
	return s->base + (uintptr_t)i * s->elemsize;
}

static uintptr_t next_in_span(Mspan *s) {
	uint32_t i = s->freeindex;
	while (i < s->nelems) {
		uint64_t cache = i % 64 == 0 ? ~s->allocbits[i / 64] : s->alloccache;
		if (cache == 0) {
			i = (i | 63) + 1;
			continue;
		}
		unsigned skip = (unsigned)__builtin_ctzll(cache);
		i += skip;
		if (i >= s->nelems) break;
		s->alloccache = cache >> skip >> 1;
		s->freeindex = i + 1;
		s->alloccount++;
		return s->base + (uintptr_t)i * s->elemsize;
	}
	s->freeindex = s->nelems;
	s->alloccache = 0;
	return 0;
}

static __attribute__((noinline)) uintptr_t next_slow(Mcache *c, unsigned spanclass) {
	Mspan *s = c->alloc[spanclass];
	for (;;) {
		uintptr_t p = next_in_span(s);
		if (p != 0) return p;
		s = refill(c, spanclass);
	}
}

static inline __attribute__((always_inline)) uintptr_t next_slot(Mcache *c, unsigned spanclass) {
	uintptr_t p = next_fast(c->alloc[spanclass]);
	return p != 0 ? p : next_slow(c, spanclass);
}

// Writes the pointer bits of the slot at p: values of type t, size bytes of them.
static inline void write_bitmap(const Mspan *s, uintptr_t p, uintptr_t size, const Type *t) {
	uint64_t bits = t->gcdata[0];
	uintptr_t words = t->ptrdata / 8;
	for (uintptr_t b = 1; b * 8 < words; b++) bits |= (uint64_t)t->gcdata[b] << (b * 8);
	if (words < 64) bits &= (1ull << words) - 1;
	if (size > t->size) {
		uint64_t one = bits;
		for (uintptr_t w = t->size / 8; w < size / 8; w += t->size / 8) bits |= one << w;
	}
	uintptr_t first = (p - s->base) / 8, shift = first % 64, n = s->elemsize / 8;
	uint64_t *map = span_bitmap(s) + first / 64, mask = n == 64 ? ~0ull : (1ull << n) - 1;
	map[0] = (map[0] & ~(mask << shift)) | bits << shift;
	if (shift + n > 64) map[1] = (map[1] & ~(mask >> (64 - shift))) | bits >> (64 - shift);
}

static void *alloc_tiny(Mcache *c, uintptr_t size) {
	uintptr_t off = c->tinyoffset;
	if ((size & 7) == 0) off = (off + 7) & ~(uintptr_t)7;
	else if ((size & 3) == 0) off = (off + 3) & ~(uintptr_t)3;
	else if ((size & 1) == 0) off = (off + 1) & ~(uintptr_t)1;
	if (c->tiny != 0 && off + size <= TINY_SIZE) {
		c->tinyoffset = off + size;
		c->tinyallocs++;
		return (void *)(c->tiny + off);
	}
	uintptr_t p = next_slot(c, 2 * 2 + 1);
	((uint64_t *)p)[0] = ((uint64_t *)p)[1] = 0;
	if (c->tiny == 0 || size < c->tinyoffset) {
		c->tiny = p;
		c->tinyoffset = size;
	}
	return (void *)p;
}

// In pieces, between which a collection may begin and end: the object has no pointers yet, and only this function's frame refers to it.
static void clear_large(char *p, uintptr_t size) {
	enum { PIECE = 1 << 20 };
	for (; size > PIECE; p += PIECE, size -= PIECE) {
		memset(p, 0, PIECE);
		thread_relax();
	}
	memset(p, 0, size);
}

static __attribute__((noinline)) void *alloc_large(uintptr_t size, const Type *t, bool zero) {
	if (size > MAX_ALLOC) out_of_memory();
	uintptr_t npages = (size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	bool noscan = t == NULL;
	Mspan *s = heap_alloc(npages, noscan);
	if (s == NULL) {
		gc_emergency();
		s = heap_alloc(npages, noscan);
		if (s == NULL) out_of_memory();
	}
	s->freeindex = s->alloccount = s->acquired = 1;
	s->alloccache = 0;
	__atomic_store_n(&s->scanindex, 1, __ATOMIC_RELEASE);
	if (rt_writeBarrier) gc_allocate_black((void *)s->base);
	if (s->needzero && (zero || !noscan)) clear_large((char *)s->base, npages << PAGE_SHIFT);
	s->large_type = t;
	__atomic_fetch_add(&heap.nmalloc[0], 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&heap.large_alloc_bytes, s->elemsize, __ATOMIC_RELAXED);
	gc_account(current_mcache(), s->elemsize);
	return (void *)s->base;
}

static inline void note_array(Mspan *s, uintptr_t p) {
	uint32_t i = object_index(s, p);
	__atomic_store_n(&s->arraybits[i / 64], s->arraybits[i / 64] | 1ull << (i % 64), __ATOMIC_RELAXED);
}

static inline __attribute__((always_inline)) void *alloc_small(Mcache *c, uintptr_t size, const Type *t, bool zero, bool array) {
	if (t == NULL) {
		if (size < TINY_SIZE) return alloc_tiny(c, size);
		unsigned class = size_class(size);
		uintptr_t p = next_slot(c, class * 2 + 1);
		Mspan *s = c->alloc[class * 2 + 1];
		if (zero && s->needzero) memset((void *)p, 0, s->elemsize);
		return (void *)p;
	}
	if (size <= MAX_BITMAP_OBJECT) {
		unsigned class = size_class(size);
		uintptr_t p = next_slot(c, class * 2);
		Mspan *s = c->alloc[class * 2];
		if (s->needzero) memset((void *)p, 0, s->elemsize);
		write_bitmap(s, p, size, t);
		if (array) note_array(s, p);
		return (void *)p;
	}
	unsigned class = size_class(size + MALLOC_HEADER);
	uintptr_t p = next_slot(c, class * 2);
	Mspan *s = c->alloc[class * 2];
	if (s->needzero) memset((void *)p, 0, s->elemsize);
	*(const Type **)p = t;
	if (array) note_array(s, p);
	return (void *)(p + MALLOC_HEADER);
}

// What allocations do now and then: collect, help with it, and in stress modes more often. The new object is only in this function's frames.
static __attribute__((noinline)) void *after_alloc(void *p) {
	if (rt_writeBarrier) gc_allocate_black(p);
	gc_poll();
	return p;
}

static inline __attribute__((always_inline)) void *alloc(uintptr_t size, const Type *t, bool zero, bool array) {
	if (size == 0) return rt_zerobase;
	if (t != NULL && t->ptrdata == 0) t = NULL;
	void *p;
	if (__builtin_expect(size <= MAX_SMALL_SIZE - MALLOC_HEADER, 1))
		p = alloc_small(current_mcache(), size, t, zero, array);
	else
		p = alloc_large(size, t, zero);
	if (__builtin_expect(gc_wanted, 0)) return after_alloc(p);  // always so while marking
	return p;
}

void *rt_mallocgc(uintptr_t size, const Type *t, bool zero) { return alloc(size, t, zero, true); }

void *rt_newobject(const Type *t) { return alloc(t->size, t, true, !(t->tflag & TFLAG_NOARRAY)); }

void *rt_unsafe_New(const Type *t) { return rt_newobject(t); }

void *rt_unsafe_NewArray(const Type *t, intptr_t n) {
	uintptr_t bytes;
	if (n < 0 || __builtin_mul_overflow(t->size, (uintptr_t)n, &bytes) || bytes > MAX_ALLOC) rt_panic_text("runtime error: makeslice: len out of range");
	return rt_mallocgc(bytes, t, true);
}

void rt_typedmemmove(const Type *t, void *dst, const void *src) {
	if (dst == src) return;
	if (rt_writeBarrier && t->ptrdata != 0) gc_shade_range(t, dst, t->size);
	memmove(dst, src, t->size);
}

void rt_typedmemclr(const Type *t, void *dst) {
	if (rt_writeBarrier && t->ptrdata != 0) gc_shade_range(t, dst, t->size);
	memset(dst, 0, t->size);
}

// copy() of n elements, and reflect's; returns n.
intptr_t rt_typedslicecopy(const Type *t, void *dst, const void *src, intptr_t n) {
	if (n <= 0 || t->size == 0) return n;
	if (rt_writeBarrier && t->ptrdata != 0) gc_shade_range(t, dst, (uintptr_t)n * t->size);
	memmove(dst, src, (uintptr_t)n * t->size);
	return n;
}

void rt_mallocinit(void) {
	heap_init();
	hash_init();
	gc_init();
}
