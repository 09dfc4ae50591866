// The page heap: one reservation of address space, cut into runs of 8 KB pages.
//
// In: a number of pages. Out: a span. Free runs are kept by length (best fit) and merged with free neighbours through the table of spans by page,
// which for a free run is right at its first and last page only. Addresses are reserved at start-up (as much as the system lets us, up to 512 GB)
// and made usable 64 MB at a time.
#include "mheap.h"

Mheap heap;
Central central[NUM_SPAN_CLASSES];

// ---- memory that is not collected ---------------------------------------------------------------------------------------------------------------

static Mutex persistent_lock;  // leaf
static uintptr_t persistent_at, persistent_end;

void *rt_persistentalloc(uintptr_t size, uintptr_t align) {
	enum { chunk = 256 << 10 };
	if (size >= chunk / 4) {
		void *p = sys_alloc((size + 4095) & ~(uintptr_t)4095);
		if (p == NULL) rt_throw("runtime: cannot allocate memory");
		__atomic_fetch_add(&heap.persistent_bytes, size, __ATOMIC_RELAXED);
		return p;
	}
	mutex_lock(&persistent_lock);
	uintptr_t p = (persistent_at + align - 1) & ~(align - 1);
	if (persistent_at == 0 || p + size > persistent_end) {
		p = (uintptr_t)sys_alloc(chunk);
		if (p == 0) rt_throw("runtime: cannot allocate memory");
		persistent_end = p + chunk;
		heap.persistent_bytes += chunk;
	}
	persistent_at = p + size;
	mutex_unlock(&persistent_lock);
	return (void *)p;
}

Special *special_new(void) {
	mutex_lock(&heap.lock);
	Special *sp = heap.dead_specials;
	if (sp != NULL) heap.dead_specials = sp->next;
	mutex_unlock(&heap.lock);
	if (sp == NULL) return rt_persistentalloc(sizeof *sp, 8);
	*sp = (Special){0};
	return sp;
}

void special_free(Special *sp) {
	mutex_lock(&heap.lock);
	sp->next = heap.dead_specials;
	heap.dead_specials = sp;
	mutex_unlock(&heap.lock);
}

// ---- start ------------------------------------------------------------------------------------------------------------------------------------

void heap_init(void) {
	uintptr_t size = (uintptr_t)512 << 30;
	for (; size >= (uintptr_t)256 << 20; size /= 2) {
		uintptr_t p = (uintptr_t)sys_reserve(size + ARENA_SIZE);
		if (p == 0) continue;
		heap.base = heap.used = heap.mapped = (p + ARENA_SIZE - 1) & ~(ARENA_SIZE - 1);
		heap.end = heap.base + size;
		break;
	}
	if (heap.base == 0) rt_throw("runtime: cannot reserve address space for the heap");
	uintptr_t pages = size >> PAGE_SHIFT;
	heap.spans = sys_alloc(pages * sizeof(Mspan *));
	if (heap.spans == NULL) rt_throw("runtime: cannot reserve address space for the heap");
}

// ---- free runs ----------------------------------------------------------------------------------------------------------------------------------

static uintptr_t page_index(uintptr_t p) { return (p - heap.base) >> PAGE_SHIFT; }
static unsigned list_of(uintptr_t npages) { return npages < FREE_LISTS ? (unsigned)npages : 0; }

static void run_link(Mspan *s) {
	unsigned l = list_of(s->npages);
	s->state = SPAN_FREE;
	s->prev = NULL;
	s->next = heap.free[l];
	if (s->next != NULL) s->next->prev = s;
	heap.free[l] = s;
	heap.nonempty[l / 64] |= 1ull << (l % 64);
	heap.spans[page_index(s->base)] = s;
	heap.spans[page_index(s->base) + s->npages - 1] = s;
	heap.free_pages += s->npages;
	if (s->released) heap.released_pages += s->npages;
}

static void run_unlink(Mspan *s) {
	unsigned l = list_of(s->npages);
	if (s->prev != NULL) s->prev->next = s->next;
	else heap.free[l] = s->next;
	if (s->next != NULL) s->next->prev = s->prev;
	if (heap.free[l] == NULL) heap.nonempty[l / 64] &= ~(1ull << (l % 64));
	heap.free_pages -= s->npages;
	if (s->released) heap.released_pages -= s->npages;
}

static Mspan *span_struct(void) {
	Mspan *s = heap.dead;
	if (s != NULL) heap.dead = s->next;
	else s = rt_persistentalloc(sizeof *s, 64);
	*s = (Mspan){0};
	return s;
}

static void span_bury(Mspan *s) {
	s->state = SPAN_DEAD;
	s->next = heap.dead;
	heap.dead = s;
}

// Takes over the free neighbour t of s.
static void run_merge(Mspan *s, Mspan *t) {
	run_unlink(t);
	if (t->base < s->base) s->base = t->base;
	s->npages += t->npages;
	s->needzero |= t->needzero;
	s->released &= t->released;
	span_bury(t);
}

static void run_add(Mspan *s) {
	uintptr_t i = page_index(s->base);
	Mspan *before = i > 0 ? heap.spans[i - 1] : NULL, *after = heap.spans[i + s->npages];
	if (before != NULL && before->state == SPAN_FREE && before->base + (before->npages << PAGE_SHIFT) == s->base) run_merge(s, before);
	if (after != NULL && s->base + (s->npages << PAGE_SHIFT) < heap.used && after->state == SPAN_FREE) run_merge(s, after);
	run_link(s);
}

static Mspan *run_find(uintptr_t npages) {
	if (npages < FREE_LISTS) {
		for (unsigned w = (unsigned)npages / 64; w < FREE_LISTS / 64; w++) {
			uint64_t bits = heap.nonempty[w];
			if (w == npages / 64) bits &= ~0ull << (npages % 64);
			if (w == 0) bits &= ~1ull;
			if (bits != 0) return heap.free[w * 64 + (unsigned)__builtin_ctzll(bits)];
		}
	}
	Mspan *best = NULL;
	for (Mspan *s = heap.free[0]; s != NULL; s = s->next)
		if (s->npages >= npages && (best == NULL || s->npages < best->npages || (s->npages == best->npages && s->base < best->base))) best = s;
	return best;
}

// More pages at the end of the used part. False: the reservation or the system's memory is used up.
static bool heap_grow(uintptr_t npages) {
	uintptr_t bytes = (npages < GROW_PAGES ? GROW_PAGES : npages) << PAGE_SHIFT;
	if (bytes > heap.end - heap.used) return false;
	if (heap.used + bytes > heap.mapped) {
		uintptr_t more = (heap.used + bytes - heap.mapped + ARENA_SIZE - 1) & ~(ARENA_SIZE - 1);
		if (more > heap.end - heap.mapped) more = heap.end - heap.mapped;
		if (!sys_commit((void *)heap.mapped, more)) return false;
		heap.mapped += more;
	}
	Mspan *s = span_struct();
	s->base = heap.used;
	s->npages = bytes >> PAGE_SHIFT;
	s->released = true;
	heap.used += bytes;
	run_add(s);
	return true;
}

// ---- spans --------------------------------------------------------------------------------------------------------------------------------------

static uint64_t *bits_new(uint32_t words) {
	uint64_t *b = heap.dead_bits[words];
	if (b == NULL) return rt_persistentalloc(words * 24, 8);
	heap.dead_bits[words] = *(uint64_t **)b;
	memset(b, 0, words * 24);
	return b;
}

static uint32_t bits_words(const Mspan *s) { return (s->nelems + 63) / 64; }

static void span_setup(Mspan *s, unsigned spanclass) {
	unsigned class = spanclass / 2;
	uintptr_t bytes = s->npages << PAGE_SHIFT;
	s->spanclass = (uint8_t)spanclass;
	s->freeindex = s->alloccount = s->acquired = s->scanindex = 0;
	s->sweepgen = heap.sweepgen;
	s->large_type = NULL;
	s->specials = NULL;
	if (class == 0) {
		s->elemsize = bytes;
		s->nelems = 1;
		s->divmul = 0;
	} else {
		s->elemsize = class_to_size[class];
		if (!(spanclass & 1) && s->elemsize <= MAX_BITMAP_OBJECT) bytes -= SPAN_BITMAP;
		s->nelems = (uint32_t)(bytes / s->elemsize);
		s->divmul = ~0u / (uint32_t)s->elemsize + 1;
	}
	s->limit = s->base + s->nelems * s->elemsize;
	uint32_t words = bits_words(s);
	s->allocbits = bits_new(words);
	s->markbits = s->allocbits + words;
	s->arraybits = s->markbits + words;
	s->alloccache = ~0ull;
}

Mspan *heap_alloc(uintptr_t npages, unsigned spanclass) {
	gc_sweep_pages(npages);
	mutex_lock(&heap.lock);
	Mspan *s = run_find(npages);
	if (s == NULL) {
		if (!heap_grow(npages)) {
			mutex_unlock(&heap.lock);
			return NULL;
		}
		s = run_find(npages);
	}
	run_unlink(s);
	if (s->npages > npages) {
		Mspan *rest = span_struct();
		rest->base = s->base + (npages << PAGE_SHIFT);
		rest->npages = s->npages - npages;
		rest->needzero = s->needzero;
		rest->released = s->released;
		s->npages = npages;
		run_link(rest);
	}
	s->released = false;
	span_setup(s, spanclass);
	for (uintptr_t i = page_index(s->base), n = 0; n < npages; n++) heap.spans[i + n] = s;
	s->next = s->prev = NULL;
	heap.nspans++;
	heap.inuse_pages += npages;
	__atomic_store_n(&s->state, SPAN_INUSE, __ATOMIC_RELEASE);
	mutex_unlock(&heap.lock);
	mutex_lock(&central[spanclass].lock);
	span_list_add(&central[spanclass].swept, s);
	mutex_unlock(&central[spanclass].lock);
	return s;
}

void heap_free(Mspan *s) {
	mutex_lock(&heap.lock);
	uint32_t words = bits_words(s);
	uint64_t *bits = s->allocbits < s->markbits ? s->allocbits : s->markbits;
	*(uint64_t **)bits = heap.dead_bits[words];
	heap.dead_bits[words] = bits;
	s->allocbits = s->markbits = s->arraybits = NULL;
	heap.nspans--;
	heap.inuse_pages -= s->npages;
	s->needzero = true;
	s->released = false;
	run_add(s);
	mutex_unlock(&heap.lock);
}

// Largest runs first, so that little is left in many pieces.
uintptr_t heap_release(uintptr_t keep_pages, unsigned runs) {
	uintptr_t bytes = 0;
	mutex_lock(&heap.lock);
	for (int l = FREE_LISTS; l > 0; l--) {
		for (Mspan *s = heap.free[l % FREE_LISTS]; s != NULL; s = s->next) {
			if (s->released) continue;
			if (heap.free_pages - heap.released_pages <= keep_pages || runs-- == 0) goto done;
			sys_unused((void *)s->base, s->npages << PAGE_SHIFT);
			s->released = true;
			s->needzero = false;
			heap.released_pages += s->npages;
			bytes += s->npages << PAGE_SHIFT;
		}
	}
done:
	mutex_unlock(&heap.lock);
	return bytes;
}
