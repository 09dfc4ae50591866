// Marking.
//
// An object is white (not marked), grey (marked, and in a work buffer) or black (marked, and its pointers were read). Marking is done when nothing is grey.
//
// It runs beside the program, and what it has to find is a snapshot: whatever could be reached when it began. New objects are black. Who overwrites a pointer in memory
// shades the old value first (the deletion barrier of Yuasa), so nothing of the snapshot is lost before it was found. Stacks have no barrier: a goroutine's stack
// is read before the goroutine runs again (gcworker.c), so it, too, is read as it was in the snapshot. docs/decisions/0020 has the argument, also about
// threads that were stopped between a barrier and its store.
//
// Roots are the pointerful data sections and the stacks, word by word: whatever looks like an address into an object keeps it. Heap objects are read by their pointer
// maps. In a stack, a pointer to just behind an array keeps the array too: optimised code has such pointers.
#include "gc.h"
#include "mheap.h"

enum {
	WORK_OBJECTS = 510,
	OBLET = 32 << 10,       // larger objects are read in pieces
	DATA_PIECE = 32 << 10,  // so are the program's variables
	SHARE_EVERY = 64,       // objects, and
	SHARE_BYTES = 8 << 10,  // bytes between two looks whether others need work, or the P
	AHEAD = 8,              // objects that are fetched before they are read
};

struct WorkBuf {
	WorkBuf *next;
	uintptr_t n;
	uintptr_t object[WORK_OBJECTS];
};

static Mutex work_lock;
static WorkBuf *full, *spare;    // under work_lock; full is also read without
static uint32_t data_next;       // (atomic) piece of the data sections
static uint32_t others_next;     // (atomic) 0: timers and finalizers are still to be read

extern char data_start[] GO("data"), data_end[] GO("edata"), bss_start[] GO("bss"), bss_end[] GO("ebss");

// ---- work buffers -------------------------------------------------------------------------------------------------------------------------------

static WorkBuf *buf_empty(void) {
	mutex_lock(&work_lock);
	WorkBuf *b = spare;
	if (b != NULL) spare = b->next;
	mutex_unlock(&work_lock);
	if (b == NULL) b = rt_persistentalloc(sizeof *b, 64);
	b->n = 0;
	return b;
}

static void buf_give(WorkBuf *b) {
	mutex_lock(&work_lock);
	WorkBuf **list = b->n == 0 ? &spare : &full;
	b->next = *list;
	__atomic_store_n(list, b, __ATOMIC_RELEASE);
	mutex_unlock(&work_lock);
}

static WorkBuf *buf_full(void) {
	if (__atomic_load_n(&full, __ATOMIC_ACQUIRE) == NULL) return NULL;
	mutex_lock(&work_lock);
	WorkBuf *b = full;
	if (b != NULL) __atomic_store_n(&full, b->next, __ATOMIC_RELEASE);
	mutex_unlock(&work_lock);
	return b;
}

static inline void work_push(GcWork *w, uintptr_t object) {
	if (w->buf == NULL || w->buf->n == WORK_OBJECTS) {
		if (w->buf != NULL) buf_give(w->buf);
		w->buf = buf_empty();
	}
	w->buf->object[w->buf->n++] = object;
}

static inline uintptr_t work_pop(GcWork *w) {
	if (w->buf == NULL || w->buf->n == 0) {
		WorkBuf *b = buf_full();
		if (b == NULL) return 0;
		if (w->buf != NULL) buf_give(w->buf);
		w->buf = b;
	}
	return w->buf->object[--w->buf->n];
}

// Half of what this one has for others who have nothing.
static void work_share(GcWork *w) {
	if (w->buf == NULL || w->buf->n < 8 || __atomic_load_n(&full, __ATOMIC_RELAXED) != NULL) return;
	WorkBuf *b = buf_empty();
	b->n = w->buf->n / 2;
	w->buf->n -= b->n;
	memcpy(b->object, w->buf->object + w->buf->n, b->n * sizeof *b->object);
	buf_give(b);
}

void gc_flush_work(GcWork *w) {
	bool more = w->buf != NULL && w->buf->n != 0;
	if (w->buf != NULL) buf_give(w->buf);
	w->buf = NULL;
	if (more) gc_workers_wake();
	__atomic_fetch_add(&gc.marked_now, w->bytes, __ATOMIC_RELAXED);
	__atomic_fetch_add(&gc.objects_now, w->objects, __ATOMIC_RELAXED);
	__atomic_fetch_add(&gc.scanned_now, w->scanned, __ATOMIC_RELAXED);
	w->bytes = w->objects = 0;
	w->scanned = 0;
}

// ---- objects ------------------------------------------------------------------------------------------------------------------------------------

static inline bool set_mark(const Mspan *s, uint32_t i) {
	uint64_t bit = 1ull << (i % 64), *word = &s->markbits[i / 64];
	if (__atomic_load_n(word, __ATOMIC_RELAXED) & bit) return false;
	return (__atomic_fetch_or(word, bit, __ATOMIC_RELAXED) & bit) == 0;
}

static inline void mark(GcWork *w, uintptr_t p) {
	if (p - heap.base >= heap.used - heap.base) return;
	const Mspan *s = heap.spans[(p - heap.base) >> PAGE_SHIFT];
	if (s == NULL || __atomic_load_n(&s->state, __ATOMIC_ACQUIRE) != SPAN_INUSE || p < s->base || p >= s->limit) return;
	uint32_t i = object_index(s, p);
	if (!was_allocated(s, i) || !set_mark(s, i)) return;
	w->bytes += s->elemsize;
	w->objects++;
	if (!is_noscan(s)) work_push(w, s->base + i * s->elemsize);
}

void gc_mark_address(GcWork *w, uintptr_t p) { mark(w, p); }

bool rt_pointer_in_part(const Type *t, uintptr_t w) {
	while (w < t->ptrdata / 8 && t->gcdata == NULL) {
		if (t->kind == KIND_ARRAY) {
			t = ((const ArrayType *)t)->elem;
			w %= t->size / 8;
			continue;
		}
		const StructType *s = (const StructType *)t;
		const StructField *f = s->fields.ptr;
		intptr_t i = s->fields.len - 1;
		while (f[i].offset > w * 8 || f[i].typ->size == 0) i--;  // the last field that begins at or before the word
		w -= f[i].offset / 8;
		t = f[i].typ;
	}
	return w < t->ptrdata / 8 && (t->gcdata[w / 8] >> (w % 8) & 1);
}

// Bytes [from, to) of an array of values of type t that begins at p.
static void mark_typed(GcWork *w, uintptr_t p, uintptr_t from, uintptr_t to, const Type *t) {
	while (t->kind == KIND_ARRAY && ((const ArrayType *)t)->elem->size != 0) t = ((const ArrayType *)t)->elem;
	if (t->size < 8) return;
	uintptr_t words = t->ptrdata / 8;
	w->scanned += (int64_t)(to - from);
	for (uintptr_t at = from / t->size * t->size; at < to; at += t->size)
		for (uintptr_t k = at < from ? (from - at) / 8 : 0; k < words && at + k * 8 < to; k++)
			if (type_pointer_at(t, k)) mark(w, ((const uintptr_t *)(p + at))[k]);
}

static void mark_bitmap(GcWork *w, const Mspan *s, uintptr_t object) {
	uintptr_t first = (object - s->base) / 8, n = s->elemsize / 8, shift = first % 64;
	const uint64_t *map = span_bitmap(s) + first / 64;
	uint64_t bits = map[0] >> shift;
	if (shift + n > 64) bits |= map[1] << (64 - shift);
	if (n < 64) bits &= (1ull << n) - 1;
	w->scanned += (int64_t)s->elemsize;
	for (; bits != 0; bits &= bits - 1) mark(w, ((const uintptr_t *)object)[__builtin_ctzll(bits)]);
}

// The first part of a large object; the others become work. An address within the object stands for the part that begins there.
static void mark_large(GcWork *w, const Mspan *s, uintptr_t p) {
	const Type *t = s->large_type;
	if (t == NULL) return;
	if (p == s->base)
		for (uintptr_t at = OBLET; at < s->elemsize; at += OBLET) work_push(w, s->base + at);
	uintptr_t from = p - s->base, to = s->elemsize - from > OBLET ? from + OBLET : s->elemsize;
	mark_typed(w, s->base, from, to, t);
}

// Reads a grey object, or a part of it.
static void scan(GcWork *w, uintptr_t p) {
	const Mspan *s = heap.spans[(p - heap.base) >> PAGE_SHIFT];
	if (s->spanclass / 2 == 0) mark_large(w, s, p);
	else if (s->elemsize <= MAX_BITMAP_OBJECT) mark_bitmap(w, s, p);
	else if (*(const Type **)p != NULL) mark_typed(w, p + MALLOC_HEADER, 0, s->elemsize - MALLOC_HEADER, *(const Type **)p);
}

// What the object with this address points to.
void gc_mark_children(GcWork *w, Mspan *s, uintptr_t object) {
	if (is_noscan(s)) return;
	if (s->spanclass / 2 != 0) scan(w, object);
	else if (s->large_type != NULL) mark_typed(w, s->base, 0, s->elemsize, s->large_type);
}

void gc_mark_words(GcWork *w, const void *lo, const void *hi) {
	const uintptr_t *end = (const uintptr_t *)((uintptr_t)hi & ~(uintptr_t)7);
	for (const uintptr_t *p = (const uintptr_t *)(((uintptr_t)lo + 7) & ~(uintptr_t)7); p < end; p++) mark(w, *p);
}

// Whether v, just behind an object, may be all that is left of a pointer to it: compiled code keeps such addresses of arrays (`a + n`, from which it reads
// downwards), never of an object whose parts all lie at fixed distances. Where it cannot be, v means what it points to, and the neighbour before must not be kept:
// it may be dead, and refer to much.
static Mspan *ends_array(uintptr_t v) {
	Mspan *s = span_of(v - 1);
	if ((v & 7) != 0 || s == NULL) return NULL;
	uint32_t i = object_index(s, v - 1);
	return s->base + (uintptr_t)(i + 1) * s->elemsize == v && (is_noscan(s) || is_array(s, i)) ? s : NULL;
}

void gc_mark_stack(GcWork *w, const void *lo, const void *hi) {
	const uintptr_t *end = (const uintptr_t *)((uintptr_t)hi & ~(uintptr_t)7);
	for (const uintptr_t *p = (const uintptr_t *)(((uintptr_t)lo + 7) & ~(uintptr_t)7); p < end; p++) {
		uintptr_t v = *p;
		if (v - heap.base > heap.used - heap.base) continue;
		mark(w, v);
		if (ends_array(v) != NULL) mark(w, v - 1);
	}
}

void gc_mark_pending(GcWork *w, const void *lo, const void *hi) {
	const uintptr_t *end = (const uintptr_t *)((uintptr_t)hi & ~(uintptr_t)7);
	for (const uintptr_t *p = (const uintptr_t *)(((uintptr_t)lo + 7) & ~(uintptr_t)7); p < end; p++)
		for (uintptr_t v = *p, k = 0; k < 2; k++, v--) {
			Mspan *s = k == 0 ? span_of(v) : ends_array(v + 1);
			if (s == NULL || is_noscan(s) || !was_allocated(s, object_index(s, v))) continue;
			gc_mark_children(w, s, s->base + object_index(s, v) * s->elemsize);
		}
}

// ---- roots --------------------------------------------------------------------------------------------------------------------------------------

void gc_mark_data(GcWork *w) {
	gc_mark_words(w, data_start, data_end);
	gc_mark_words(w, bss_start, bss_end);
}

static uint32_t pieces(const char *lo, const char *hi) { return (uint32_t)((uintptr_t)(hi - lo + DATA_PIECE - 1) / DATA_PIECE); }

static void mark_piece(GcWork *w, const char *lo, const char *hi, uint32_t i) {
	const char *from = lo + (uintptr_t)i * DATA_PIECE, *to = hi - from > DATA_PIECE ? from + DATA_PIECE : hi;
	gc_mark_words(w, from, to);
	w->scanned += to - from;
}

static bool data_left(void) { return __atomic_load_n(&data_next, __ATOMIC_ACQUIRE) < pieces(data_start, data_end) + pieces(bss_start, bss_end); }

// One root, or a few; false: all were taken.
static bool mark_root(GcWork *w) {
	if (data_left()) {
		uint32_t i = __atomic_fetch_add(&data_next, 1, __ATOMIC_ACQ_REL), n = pieces(data_start, data_end), m = pieces(bss_start, bss_end);
		if (i < n) mark_piece(w, data_start, data_end, i);
		else if (i - n < m) mark_piece(w, bss_start, bss_end, i - n);
		return true;
	}
	if (__atomic_load_n(&others_next, __ATOMIC_ACQUIRE) == 0 && __atomic_exchange_n(&others_next, 1, __ATOMIC_ACQ_REL) == 0) {
		finalizers_mark(w);
		gc_timers(w);
		return true;
	}
	return gc_stacks_some(w);
}

static bool roots_left(void) { return data_left() || __atomic_load_n(&others_next, __ATOMIC_ACQUIRE) == 0 || gc_stacks_left(); }

// ---- the whole ----------------------------------------------------------------------------------------------------------------------------------

void gc_mark_init(void) {
	data_next = others_next = 0;
	gc.marked_now = gc.objects_now = 0;
	gc.scanned_now = gc.credit = 0;
	gc_stacks_begin();
}

bool gc_mark_left(void) { return __atomic_load_n(&full, __ATOMIC_ACQUIRE) != NULL || roots_left(); }

// The next objects to read, on their way from memory to the cache.
typedef struct {
	uintptr_t object[AHEAD];
	unsigned at, n;
} Ahead;

// The object that waited longest; a new one takes its place, if there is one.
static inline uintptr_t next_object(GcWork *w, Ahead *a) {
	for (;;) {
		uintptr_t p = work_pop(w), q = a->object[a->at];
		if (p == 0 && a->n == 0) return 0;
		a->object[a->at] = p;
		a->at = (a->at + 1) % AHEAD;
		if (p != 0) __builtin_prefetch((const void *)p);
		a->n += (p != 0) - (q != 0);
		if (q != 0) return q;
	}
}

static void put_back(GcWork *w, const Ahead *a) {
	for (unsigned i = 0; i < AHEAD; i++)
		if (a->object[i] != 0) work_push(w, a->object[i]);
}

// Who comes here is counted in gc.active, so that marking does not end while he holds grey objects.
bool gc_drain(GcWork *w, int64_t budget, bool (*stop)(void)) {
	int64_t end = w->scanned + budget, look = w->scanned + SHARE_BYTES;
	Ahead ahead = {0};
	for (int n = SHARE_EVERY;; n--) {
		uintptr_t p = next_object(w, &ahead);
		if (p != 0) scan(w, p);
		else if (!mark_root(w)) return true;
		if (n > 0 && w->scanned < look) continue;
		n = SHARE_EVERY;
		look = w->scanned + SHARE_BYTES;
		work_share(w);
		if (w->scanned >= end || (stop != NULL && stop())) {
			put_back(w, &ahead);
			return false;
		}
	}
}

int64_t gc_mark_rest(int64_t budget) {
	GcWork w = {0};
	for (Mcache *c = heap.caches; c != NULL; c = c->next) gc_flush_work(&c->work);
	bool done = gc_drain(&w, budget, NULL) && !gc_mark_left();
	budget -= w.scanned;
	gc_flush_work(&w);
	return done ? (budget < 0 ? 0 : budget) : -1;
}

void gc_verify(void) {
	GcWork w = {0};
	for (unsigned class = 0; class < NUM_SPAN_CLASSES; class += 2)
		for (Mspan *s = central[class].swept; s != NULL; s = s->cnext)
			for (uint32_t k = 0; k < s->nelems; k++)
				if (s->markbits[k / 64] >> (k % 64) & 1) gc_mark_children(&w, s, s->base + k * s->elemsize);
	if (w.objects != 0) rt_throw("runtime: a marked object refers to an unmarked one");
}

// ---- the write barrier --------------------------------------------------------------------------------------------------------------------------

// By the program, which has a P; C code is not stopped, so the P's buffer is its own.
void gc_shade(uintptr_t p) {
	if (p - heap.base < heap.used - heap.base) mark(current_gcwork(), p);
}

void rt_wbptr(void **slot, void *value) {
	(void)value;
	if (gc.phase == GC_MARK) gc_shade((uintptr_t)*slot);
}

void gc_allocate_black(void *p) {
	Mspan *s = span_of((uintptr_t)p);
	if (!set_mark(s, object_index(s, (uintptr_t)p))) return;
	GcWork *w = current_gcwork();
	w->bytes += s->elemsize;
	w->objects++;
}

void gc_shade_range(const Type *t, const void *p, uintptr_t n) {
	if (t->ptrdata != 0 && gc.phase == GC_MARK) mark_typed(current_gcwork(), (uintptr_t)p, 0, n, t);
}

void gc_shade_conservative(const void *p, uintptr_t n) {
	if (gc.phase == GC_MARK) gc_mark_words(current_gcwork(), p, (const char *)p + n);
}
