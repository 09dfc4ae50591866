// Maps: a Swiss table.
//
//   Map -> groups[mask + 1], a power of two of groups, each
//          ctrl[8]            one byte a slot: 0x80 empty, 0xfe deleted, else the low seven bits of the hash (h2)
//          slot[8]            {key, elem}; keys and elems over 128 bytes are pointers to boxes
//
// A lookup takes the eight control bytes of a group as one word and finds equal bytes with word arithmetic; h1 = hash >> 7 chooses the first group,
// the others follow at triangular distances, and a group with an empty slot ends the search. A map of up to eight elements is one group, in which
// nothing is ever marked deleted. Tables grow at 7/8 full, always into new memory.
//
// Iteration and change. The iterator remembers the groups it started on and walks them from a random place. While the map still has them, the slots
// are read as they are. When the map has grown, the old groups are a frozen list of the keys there were: each is looked up in the map, and left out
// when it is gone. So nothing deleted is returned, and nothing twice. A key that is not equal to itself (NaN) cannot be looked up, deleted or
// changed, only cleared: it is returned from the old groups unless the map was cleared since.
//
// What a map type means for memory (slot layout, pointer map of a group, which hash) is computed once and kept in a MapInfo.
#include "runtime.h"
#include "rtmem.h"

enum {
	SLOTS = 8,
	EMPTY = 0x80,
	DELETED = 0xfe,
	MAX_INLINE = 128,   // bigger keys and elems are boxed
	ZERO_SIZE = 1024,   // size of the shared zero element
};
#define MSBS 0x8080808080808080ull
#define ONES 0x0101010101010101ull
#define ALL_EMPTY MSBS

typedef enum { FAST32, FAST64, FASTSTR, GENERIC } MapKind;

struct MapInfo {
	const Type *maptype, *key, *elem;
	Type group;             // describes a group to the collector
	uint32_t groupsize, slotsize, elemoff;
	uint8_t kind;           // MapKind
	bool boxkey, boxelem;
	bool rewritekey;        // equal keys can differ (floats, strings, interfaces): an assignment replaces the key too
	bool pointers;          // a group can hold pointers
};

struct Map {
	uintptr_t count;        // first: len() reads it
	char *groups;           // NULL until the first assignment
	uintptr_t mask;         // number of groups - 1
	uintptr_t growthleft;   // empty slots that may still be filled
	const MapInfo *info;
	uint32_t seed;
	uint32_t writing : 1;   // an assignment, deletion or clearing is under way
	uint32_t cleared : 31;  // how often the map was cleared
};

typedef struct MapIter {
	void *key, *elem;       // NULL key: the end
	const Type *maptype;
	Map *m;
	char *groups;
	uintptr_t mask;
	uintptr_t at;           // slots passed
	uintptr_t start;        // random group to start from
	uint32_t slot;          // random slot to start from in each group
	uint32_t cleared;
} MapIter;
_Static_assert(sizeof(MapIter) <= 128, "compiled code reserves 128 bytes");

static const uint8_t map_gcdata[] = {2};
static const Type map_type = {.size = sizeof(Map), .ptrdata = 16, .align = 8, .fieldalign = 8, .kind = KIND_STRUCT, .gcdata = map_gcdata};
static const uint64_t zero_elem[ZERO_SIZE / 8];

// ---- MapInfo, by map type -----------------------------------------------------------------------------------------------------------------------

typedef struct InfoTable {
	uintptr_t mask;
	MapInfo *slot[];
} InfoTable;

static InfoTable *infos;
static uintptr_t info_count;
static Mutex info_lock;  // leaf; protects changes of infos

static uintptr_t info_hash(const Type *t) { return (uintptr_t)((uintptr_t)t * 0x9e3779b97f4a7c15ull >> 20); }

static MapInfo *info_find(const InfoTable *table, const Type *t) {
	if (table == NULL) return NULL;
	for (uintptr_t i = info_hash(t);; i++) {
		MapInfo *info = __atomic_load_n(&table->slot[i & table->mask], __ATOMIC_ACQUIRE);
		if (info == NULL || info->maptype == t) return info;
	}
}

static void info_insert(InfoTable *table, MapInfo *info) {
	uintptr_t i = info_hash(info->maptype);
	while (table->slot[i & table->mask] != NULL) i++;
	__atomic_store_n(&table->slot[i & table->mask], info, __ATOMIC_RELEASE);
}

static bool rewrites_key(const Type *t) {
	if (t->tflag & TFLAG_PLAIN) return false;
	switch (t->kind) {
	case KIND_FLOAT32: case KIND_FLOAT64: case KIND_COMPLEX64: case KIND_COMPLEX128: case KIND_INTERFACE: case KIND_STRING: return true;
	case KIND_ARRAY: return rewrites_key(((const ArrayType *)t)->elem);
	case KIND_STRUCT: {
		const StructType *st = (const StructType *)t;
		for (intptr_t i = 0; i < st->fields.len; i++)
			if (rewrites_key(((const StructField *)st->fields.ptr)[i].typ)) return true;
		return false;
	}
	default: return false;
	}
}

static uintptr_t align_up(uintptr_t n, uintptr_t align) { return (n + align - 1) & ~(align - 1); }

// Sets the bits of a t at byte offset off of a group.
static void add_pointers(uint8_t *bits, uintptr_t off, const Type *t, bool boxed) {
	if (boxed) {
		bits[off / 64] |= (uint8_t)(1 << (off / 8 % 8));
		return;
	}
	for (uintptr_t w = 0; w < t->ptrdata / 8; w++)
		if (type_pointer_at(t, w)) bits[(off / 8 + w) / 8] |= (uint8_t)(1 << ((off / 8 + w) % 8));
}

static void describe_group(MapInfo *info) {
	uintptr_t words = info->groupsize / 8;
	uint8_t *bits = rt_persistentalloc((words + 7) / 8 + 8, 8);
	for (uintptr_t s = 0; s < SLOTS; s++) {
		add_pointers(bits, 8 + s * info->slotsize, info->key, info->boxkey);
		add_pointers(bits, 8 + s * info->slotsize + info->elemoff, info->elem, info->boxelem);
	}
	uintptr_t last = 0;
	for (uintptr_t w = 0; w < words; w++)
		if (bits[w / 8] >> (w % 8) & 1) last = w + 1;
	info->group = (Type){.size = info->groupsize, .ptrdata = last * 8, .align = 8, .fieldalign = 8, .kind = KIND_STRUCT, .gcdata = bits};
	info->pointers = last != 0;
}

static MapInfo *info_new(const Type *t) {
	const MapType *mt = (const MapType *)t;
	const Type *key = mt->key, *elem = mt->elem;
	MapInfo *info = rt_persistentalloc(sizeof *info, 8);
	info->maptype = t, info->key = key, info->elem = elem;
	info->boxkey = key->size > MAX_INLINE, info->boxelem = elem->size > MAX_INLINE;
	uintptr_t keysize = info->boxkey ? 8 : key->size, elemsize = info->boxelem ? 8 : elem->size;
	uintptr_t elemalign = info->boxelem ? 8 : elem->align, keyalign = info->boxkey ? 8 : key->align;
	uintptr_t align = elemalign > keyalign ? elemalign : keyalign;
	if (align == 0) align = 1;
	info->elemoff = (uint32_t)align_up(keysize, elemalign != 0 ? elemalign : 1);
	info->slotsize = (uint32_t)align_up(info->elemoff + elemsize, align);
	info->groupsize = (uint32_t)align_up(8 + SLOTS * info->slotsize, 8);
	info->kind = key->kind == KIND_STRING ? FASTSTR : !(key->tflag & TFLAG_PLAIN) ? GENERIC : key->size == 4 ? FAST32 : key->size == 8 ? FAST64 : GENERIC;
	info->rewritekey = rewrites_key(key);
	describe_group(info);
	return info;
}

static __attribute__((noinline)) const MapInfo *info_add(const Type *t) {
	mutex_lock(&info_lock);
	MapInfo *info = info_find(infos, t);
	if (info == NULL) {
		if (infos == NULL || info_count * 2 > infos->mask) {
			uintptr_t mask = infos == NULL ? 255 : infos->mask * 2 + 1;
			InfoTable *bigger = rt_persistentalloc(sizeof *bigger + (mask + 1) * sizeof(MapInfo *), 8);
			bigger->mask = mask;
			for (uintptr_t i = 0; infos != NULL && i <= infos->mask; i++)
				if (infos->slot[i] != NULL) info_insert(bigger, infos->slot[i]);
			__atomic_store_n(&infos, bigger, __ATOMIC_RELEASE);
		}
		info = info_new(t);
		info_count++;
		info_insert(infos, info);
	}
	mutex_unlock(&info_lock);
	return info;
}

static const MapInfo *map_info(const Type *t) {
	const MapInfo *info = info_find(__atomic_load_n(&infos, __ATOMIC_ACQUIRE), t);
	return info != NULL ? info : info_add(t);
}

// ---- hashes, control words, slots ---------------------------------------------------------------------------------------------------------------

#define INLINE static inline __attribute__((always_inline))

INLINE uint64_t hash_key(const MapInfo *info, MapKind kind, uint32_t seed32, const void *key) {
	uint64_t seed = seed32 * 0x9e3779b97f4a7c15ull;
	switch (kind) {
	case FAST32: return hash_word(*(const uint32_t *)key, seed);
	case FAST64: return hash_word(*(const uint64_t *)key, seed);
	case FASTSTR: return rt_memhash(((const String *)key)->ptr, seed, (uintptr_t)((const String *)key)->len);
	default: return rt_typehash(info->key, key, seed);
	}
}

INLINE bool same_key(const MapInfo *info, MapKind kind, const void *a, const void *b) {
	switch (kind) {
	case FAST32: return *(const uint32_t *)a == *(const uint32_t *)b;
	case FAST64: return *(const uint64_t *)a == *(const uint64_t *)b;
	case FASTSTR: {
		const String *s = a, *t = b;
		return s->len == t->len && (s->ptr == t->ptr || memequal(s->ptr, t->ptr, (uintptr_t)s->len));
	}
	default: return info->key->equal(info->key, a, b);
	}
}

INLINE uint64_t ctrl_load(const char *group) { return *(const uint64_t *)group; }
INLINE void ctrl_set(char *group, unsigned slot, uint8_t c) { ((uint8_t *)group)[slot] = c; }
// May also mark a full slot that does not match, never misses one: keys are compared anyway.
INLINE uint64_t match_h2(uint64_t ctrl, uint64_t h2) {
	uint64_t x = ctrl ^ (ONES * h2);
	return (x - ONES) & ~x & MSBS;
}
INLINE uint64_t match_empty(uint64_t ctrl) { return ctrl & ~(ctrl << 6) & MSBS; }
INLINE uint64_t match_free(uint64_t ctrl) { return ctrl & MSBS; }
INLINE unsigned first_slot(uint64_t match) { return (unsigned)__builtin_ctzll(match) >> 3; }

INLINE char *slot_at(const MapInfo *info, char *group, unsigned slot) { return group + 8 + (uintptr_t)slot * info->slotsize; }
INLINE void *slot_key(const MapInfo *info, char *slot) { return info->boxkey ? *(void **)slot : slot; }
INLINE void *slot_elem(const MapInfo *info, char *slot) { return info->boxelem ? *(void **)(slot + info->elemoff) : slot + info->elemoff; }

typedef struct {
	char *group;
	char *slot;  // NULL: not there
	unsigned index;
} Found;

INLINE Found find(const MapInfo *info, MapKind kind, const Map *m, const void *key, uint64_t hash) {
	uintptr_t mask = m->mask, g = (hash >> 7) & mask;
	for (uintptr_t step = 0; step <= mask;) {
		char *group = m->groups + g * info->groupsize;
		uint64_t ctrl = ctrl_load(group);
		for (uint64_t match = match_h2(ctrl, hash & 0x7f); match != 0; match &= match - 1) {
			unsigned i = first_slot(match);
			char *slot = slot_at(info, group, i);
			if (same_key(info, kind, key, kind == GENERIC ? slot_key(info, slot) : slot)) return (Found){group, slot, i};
		}
		if (match_empty(ctrl) != 0) break;
		g = (g + ++step) & mask;
	}
	return (Found){NULL, NULL, 0};
}

static Found find_kind(const MapInfo *info, const Map *m, const void *key) {
	switch (info->kind) {
	case FAST32: return find(info, FAST32, m, key, hash_key(info, FAST32, m->seed, key));
	case FAST64: return find(info, FAST64, m, key, hash_key(info, FAST64, m->seed, key));
	case FASTSTR: return find(info, FASTSTR, m, key, hash_key(info, FASTSTR, m->seed, key));
	default: return find(info, GENERIC, m, key, hash_key(info, GENERIC, m->seed, key));
	}
}

// ---- making and growing -------------------------------------------------------------------------------------------------------------------------

static char *groups_new(const MapInfo *info, uintptr_t n) {
	uintptr_t bytes;
	if (__builtin_mul_overflow(n, (uintptr_t)info->groupsize, &bytes) || bytes > MAX_ALLOC) rt_throw("runtime: map too large");
	char *groups = rt_mallocgc(bytes, info->pointers ? &info->group : NULL, true);
	for (uintptr_t i = 0; i < n; i++) *(uint64_t *)(groups + i * info->groupsize) = ALL_EMPTY;
	return groups;
}

static uintptr_t growth_limit(uintptr_t ngroups) { return ngroups == 1 ? SLOTS : ngroups * (SLOTS - 1); }

Map *rt_makemap(const Type *t, intptr_t hint) {
	const MapInfo *info = map_info(t);
	Map *m = rt_mallocgc(sizeof *m, &map_type, true);
	m->info = info;
	m->seed = (uint32_t)rt_fastrand64();
	if (hint > SLOTS) {
		uintptr_t n = 2, bytes;
		while (growth_limit(n) < (uintptr_t)hint) n *= 2;
		if (__builtin_mul_overflow(n, (uintptr_t)info->groupsize, &bytes) || bytes > MAX_ALLOC) n = 2;
		m->groups = groups_new(info, n);
		m->mask = n - 1;
		m->growthleft = growth_limit(n);
	}
	return m;
}

// Marks a free slot for a key with this hash, in a table that has one; the key is known not to be there.
INLINE Found claim(const MapInfo *info, char *groups, uintptr_t mask, uint64_t hash) {
	uintptr_t g = (hash >> 7) & mask;
	for (uintptr_t step = 0;;) {
		char *group = groups + g * info->groupsize;
		uint64_t match = match_free(ctrl_load(group));
		if (match != 0) {
			unsigned i = first_slot(match);
			return (Found){group, slot_at(info, group, i), i};
		}
		g = (g + ++step) & mask;
	}
}

// Moves everything into new groups: twice as many, or as many when it was deleted slots that filled the table.
static __attribute__((noinline)) void grow(const MapInfo *info, Map *m) {
	if (m->groups == NULL) {
		char *groups = groups_new(info, 1);
		if (rt_writeBarrier) rt_wbptr((void **)&m->groups, groups);
		m->groups = groups;
		m->mask = 0;
		m->growthleft = SLOTS;
		return;
	}
	uintptr_t old = m->mask + 1;
	uintptr_t n = old > 1 && m->count * 32 <= old * SLOTS * 25 ? old : old * 2;
	char *groups = groups_new(info, n);
	for (uintptr_t g = 0; g < old; g++) {
		if (g % 256 == 255) thread_relax();
		char *group = m->groups + g * info->groupsize;
		for (uint64_t full = ~ctrl_load(group) & MSBS; full != 0; full &= full - 1) {
			char *slot = slot_at(info, group, first_slot(full));
			uint64_t hash = hash_key(info, info->kind, m->seed, slot_key(info, slot));
			Found to = claim(info, groups, n - 1, hash);
			ctrl_set(to.group, to.index, hash & 0x7f);
			memmove(to.slot, slot, info->slotsize);
		}
	}
	if (rt_writeBarrier) rt_wbptr((void **)&m->groups, groups);
	m->groups = groups;
	m->mask = n - 1;
	m->growthleft = growth_limit(n) - m->count;
}

// ---- reading ------------------------------------------------------------------------------------------------------------------------------------

static const void *zero_of(const Type *elem) { return elem->size <= ZERO_SIZE ? (const void *)zero_elem : rt_mallocgc(elem->size, elem, true); }

// The element or NULL. Keys that cannot be hashed panic in an empty map, too.
INLINE void *lookup(const Type *t, const Map *m, const void *key) {
	if (m == NULL || m->count == 0) {
		const Type *kt = ((const MapType *)t)->key;
		if (!(kt->tflag & TFLAG_PLAIN) && kt->kind != KIND_STRING) rt_checkhashable(kt, key);
		return NULL;
	}
	if (m->writing) rt_fatal("concurrent map read and map write");
	Found f = find_kind(m->info, m, key);
	return f.slot == NULL ? NULL : slot_elem(m->info, f.slot);
}

const void *rt_mapaccess1(const Type *t, const Map *m, const void *key) {
	void *elem = lookup(t, m, key);
	return elem != NULL ? elem : zero_of(((const MapType *)t)->elem);
}

MapAccess2 rt_mapaccess2(const Type *t, const Map *m, const void *key) {
	void *elem = lookup(t, m, key);
	if (elem != NULL) return (MapAccess2){elem, true};
	return (MapAccess2){zero_of(((const MapType *)t)->elem), false};
}

// ---- changing -----------------------------------------------------------------------------------------------------------------------------------

static void store_key(const MapInfo *info, char *slot, const void *key, bool fresh) {
	if (info->boxkey && fresh) {
		void *box = rt_mallocgc(info->key->size, info->key, true);
		if (rt_writeBarrier) rt_wbptr((void **)slot, box);
		*(void **)slot = box;
	}
	rt_typedmemmove(info->key, slot_key(info, slot), key);
}

INLINE char *insert(const MapInfo *info, MapKind kind, Map *m, const void *key, uint64_t hash) {
	Found f = m->groups != NULL ? find(info, kind, m, key, hash) : (Found){NULL, NULL, 0};
	if (f.slot != NULL) {
		if (info->rewritekey) store_key(info, f.slot, key, false);
		return f.slot;
	}
	// One group without growth left is full. More groups always have a free slot; one that was deleted is filled without growing.
	if (m->growthleft == 0) {
		bool full = m->groups == NULL || m->mask == 0;
		if (!full) {
			Found to = claim(info, m->groups, m->mask, hash);
			full = ((uint8_t *)to.group)[to.index] == EMPTY;
		}
		if (full) grow(info, m);
	}
	f = claim(info, m->groups, m->mask, hash);
	if (((uint8_t *)f.group)[f.index] == EMPTY) m->growthleft--;
	switch (kind) {
	case FAST32: *(uint32_t *)f.slot = *(const uint32_t *)key; break;
	case FAST64:
		if (rt_writeBarrier && info->key->ptrdata != 0) rt_wbptr((void **)f.slot, *(void *const *)key);
		*(uint64_t *)f.slot = *(const uint64_t *)key;
		break;
	default: store_key(info, f.slot, key, true);
	}
	if (info->boxelem) {
		void *box = rt_mallocgc(info->elem->size, info->elem, true);
		if (rt_writeBarrier) rt_wbptr((void **)(f.slot + info->elemoff), box);
		*(void **)(f.slot + info->elemoff) = box;
	}
	ctrl_set(f.group, f.index, hash & 0x7f);
	m->count++;
	return f.slot;
}

void *rt_mapassign(const Type *t, Map *m, const void *key) {
	(void)t;
	if (m == NULL) rt_panic_text("assignment to entry in nil map");
	if (m->writing) rt_fatal("concurrent map writes");
	const MapInfo *info = m->info;
	uint64_t hash = hash_key(info, info->kind, m->seed, key);  // may panic: before the map is marked
	m->writing = 1;
	char *slot;
	switch (info->kind) {
	case FAST32: slot = insert(info, FAST32, m, key, hash); break;
	case FAST64: slot = insert(info, FAST64, m, key, hash); break;
	case FASTSTR: slot = insert(info, FASTSTR, m, key, hash); break;
	default: slot = insert(info, GENERIC, m, key, hash);
	}
	if (!m->writing) rt_fatal("concurrent map writes");
	m->writing = 0;
	return slot_elem(info, slot);
}

static void clear_slot(const MapInfo *info, char *slot) {
	if (!info->pointers) return;
	if (rt_writeBarrier) gc_shade_conservative(slot, info->slotsize);
	memset(slot, 0, info->slotsize);
}

void rt_mapdelete(const Type *t, Map *m, const void *key) {
	const Type *kt = ((const MapType *)t)->key;
	if (m == NULL || m->count == 0) {
		if (!(kt->tflag & TFLAG_PLAIN) && kt->kind != KIND_STRING) rt_checkhashable(kt, key);
		return;
	}
	if (m->writing) rt_fatal("concurrent map writes");
	const MapInfo *info = m->info;
	Found f = find_kind(info, m, key);
	m->writing = 1;
	if (f.slot != NULL) {
		clear_slot(info, f.slot);
		m->count--;
		if (m->mask == 0 || match_empty(ctrl_load(f.group)) != 0) {
			ctrl_set(f.group, f.index, EMPTY);
			m->growthleft++;
		} else {
			ctrl_set(f.group, f.index, DELETED);
		}
	}
	if (!m->writing) rt_fatal("concurrent map writes");
	m->writing = 0;
}

void rt_mapclear(const Type *t, Map *m) {
	(void)t;
	if (m == NULL || m->groups == NULL) return;
	if (m->writing) rt_fatal("concurrent map writes");
	m->writing = 1;
	const MapInfo *info = m->info;
	for (uintptr_t g = 0; g <= m->mask; g++) {
		char *group = m->groups + g * info->groupsize;
		for (uint64_t full = ~ctrl_load(group) & MSBS; full != 0; full &= full - 1) clear_slot(info, slot_at(info, group, first_slot(full)));
		*(uint64_t *)group = ALL_EMPTY;
	}
	m->count = 0;
	m->growthleft = growth_limit(m->mask + 1);
	m->cleared++;
	m->seed = (uint32_t)rt_fastrand64();
	if (!m->writing) rt_fatal("concurrent map writes");
	m->writing = 0;
}

intptr_t rt_maplen(const Map *m) { return m == NULL ? 0 : (intptr_t)m->count; }

// ---- iterating ----------------------------------------------------------------------------------------------------------------------------------

void rt_mapiternext(MapIter *it) {
	Map *m = it->m;
	if (m->writing) rt_fatal("concurrent map iteration and map write");
	const MapInfo *info = m->info;
	uintptr_t slots = (it->mask + 1) * SLOTS;
	while (it->at < slots) {
		char *group = it->groups + ((it->at / SLOTS + it->start) & it->mask) * info->groupsize;
		uint64_t ctrl = ctrl_load(group);
		if ((ctrl & MSBS) == MSBS) {
			it->at = (it->at | (SLOTS - 1)) + 1;
			continue;
		}
		unsigned i = (unsigned)(it->at + it->slot) % SLOTS;
		it->at++;
		if (ctrl >> (i * 8 + 7) & 1) continue;
		char *slot = slot_at(info, group, i);
		void *key = slot_key(info, slot);
		if (it->groups != m->groups) {
			Found f = m->count != 0 ? find_kind(info, m, key) : (Found){NULL, NULL, 0};
			if (f.slot == NULL && (it->cleared != m->cleared || info->key->equal(info->key, key, key))) continue;
			if (f.slot != NULL) slot = f.slot;
		}
		it->key = slot_key(info, slot);
		it->elem = slot_elem(info, slot);
		return;
	}
	it->key = it->elem = NULL;
}

void rt_mapiterinit(const Type *t, Map *m, MapIter *it) {
	*it = (MapIter){.maptype = t, .m = m};
	if (m == NULL || m->count == 0) return;
	if (m->writing) rt_fatal("concurrent map iteration and map write");
	it->groups = m->groups;
	it->mask = m->mask;
	it->cleared = m->cleared;
	uint64_t r = rt_fastrand64();
	it->start = r >> 3 & m->mask;
	it->slot = r & (SLOTS - 1);
	rt_mapiternext(it);
}
