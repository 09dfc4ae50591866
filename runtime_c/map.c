// Maps: Swiss tables of bounded size, in a directory.
//
//   Map -> table, one as long as it is small, or
//          dir[2^n] -> Table      the topmost n bits of the hash choose; several neighbouring entries may be the same table
//   Table -> groups[mask + 1], a power of two of groups, each
//          ctrl[8]            one byte a slot: 0x80 empty, 0xfe deleted, else the low seven bits of the hash (h2)
//          slot[8]            {key, elem}; keys and elems over 128 bytes are pointers to boxes
//
// A lookup takes the eight control bytes of a group as one word and finds equal bytes with word arithmetic; h1 = hash >> 7 chooses the first group,
// the others follow at triangular distances, and a group with an empty slot ends the search. A map of up to eight elements is one group, in which
// nothing is ever marked deleted.
//
// Growing. A table that is 7/8 full moves into twice as many groups, up to 128. A full one of that size is split: the next bit of the hash says which
// of two tables an element moves to, and the directory doubles when it has only one entry for the table. So a change of the map moves at most 896 elements,
// and needs room for two tables, not for twice the map. Extendible hashing: Fagin, Nievergelt, Pippenger, Strong 1979. (A hash function that sends too much
// to one place would make the directory huge; then the table grows beyond 128 groups instead.)
//
// Iteration and change. A table holds a range of hashes. The iterator goes from range to range, beginning with a random one, and remembers the groups that the table
// had when it came there; it walks them from a random place. While the table still has them, the slots are read as they are. When it has grown or was split, the old
// groups are a frozen list of the keys there were: each is looked up in the map, and left out when it is gone. So nothing deleted is returned, and nothing twice. A key
// that is not equal to itself (NaN) cannot be looked up, deleted or changed, only cleared: it is returned from the old groups. When the map was cleared, nothing of the
// old groups is there any more, and they are left.
//
// What a map type means for memory (slot layout, pointer map of a group, which hash) is computed once and kept in a MapInfo.
#include "gc.h"

enum {
	SLOTS = 8,
	EMPTY = 0x80,
	DELETED = 0xfe,
	MAX_INLINE = 128,   // bigger keys and elems are boxed
	ZERO_SIZE = 1024,   // size of the shared zero element
	TABLE_GROUPS = 128, // of a table that is split
	MOST_GROUPS = 65536,
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

// Elements whose hashes have the same topmost `depth` bits.
typedef struct Table {
	char *groups;
	uint32_t growthleft;    // empty slots that may still be filled
	uint16_t mask;          // number of groups - 1
	uint8_t depth;
	uint8_t shift;          // in the map's own: 64 - the directory's number of bits
} Table;

struct Map {
	uintptr_t count;        // first: len() reads it
	Table **dir;            // NULL: there is only `table`
	Table table;            // its groups are NULL until the first assignment
	const MapInfo *info;
	uint32_t seed;
	uint32_t writing : 1;   // an assignment, deletion or clearing is under way
	uint32_t cleared : 31;  // how often the map was cleared
};

typedef struct MapIter {
	void *key, *elem;       // NULL key: the end
	const Type *maptype;
	Map *m;
	char *groups;           // of the table in hand
	uintptr_t mask;
	uint64_t from;          // the lowest hash that belongs to it
	uint64_t first;         // that of the first table
	uintptr_t at;           // slots passed
	uint64_t random;        // where to begin in a table, and in a group
	uint32_t depth;         // of the table
	uint32_t cleared;
} MapIter;
_Static_assert(sizeof(MapIter) <= 128, "compiled code reserves 128 bytes");

static const uint8_t map_gcdata[] = {6}, first_word[] = {1};
static const Type map_type = {.size = sizeof(Map), .ptrdata = 24, .tflag = TFLAG_NOARRAY, .align = 8, .fieldalign = 8, .kind = KIND_STRUCT, .gcdata = map_gcdata};
static const Type table_type = {.size = sizeof(Table), .ptrdata = 8, .tflag = TFLAG_NOARRAY, .align = 8, .fieldalign = 8, .kind = KIND_STRUCT, .gcdata = first_word};
static const Type pointer_type = {.size = 8, .ptrdata = 8, .align = 8, .fieldalign = 8, .kind = KIND_UNSAFE_POINTER, .gcdata = first_word};
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

INLINE const Table *table_of(const Map *m, uint64_t hash) { return m->dir == NULL ? &m->table : m->dir[hash >> m->table.shift]; }

typedef struct {
	char *group;
	char *slot;  // NULL: not there
	unsigned index;
} Found;

INLINE Found find(const MapInfo *info, MapKind kind, const Table *t, const void *key, uint64_t hash) {
	uintptr_t mask = t->mask, g = (hash >> 7) & mask;
	for (uintptr_t step = 0; step <= mask;) {
		char *group = t->groups + g * info->groupsize;
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

INLINE Found find_in_map(const MapInfo *info, MapKind kind, const Map *m, const void *key) {
	uint64_t hash = hash_key(info, kind, m->seed, key);
	return find(info, kind, table_of(m, hash), key, hash);
}

// In a map that is not empty.
static Found find_kind(const MapInfo *info, const Map *m, const void *key) {
	switch (info->kind) {
	case FAST32: return find_in_map(info, FAST32, m, key);
	case FAST64: return find_in_map(info, FAST64, m, key);
	case FASTSTR: return find_in_map(info, FASTSTR, m, key);
	default: return find_in_map(info, GENERIC, m, key);
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

// Gives t new groups, with that many elements in them.
static void table_set(Table *t, char *groups, uintptr_t n, uintptr_t count) {
	if (rt_writeBarrier) rt_wbptr((void **)&t->groups, groups);
	t->groups = groups;
	t->mask = (uint16_t)(n - 1);
	t->growthleft = (uint32_t)(growth_limit(n) - count);
}

static Table *table_new(unsigned depth) {
	Table *t = rt_newobject(&table_type);
	t->depth = (uint8_t)depth;
	return t;
}

static Table **dir_new(unsigned bits) { return rt_mallocgc(sizeof(Table *) << bits, &pointer_type, true); }

static void dir_set(Map *m, Table **dir, unsigned bits) {
	if (rt_writeBarrier) rt_wbptr((void **)&m->dir, dir);
	m->dir = dir;
	m->table.shift = (uint8_t)(64 - bits);
}

// Room for `hint` elements: in one table, or in a directory of tables of the largest size.
static void make_room(const MapInfo *info, Map *m, uintptr_t hint) {
	uintptr_t n = 2;
	while (n < TABLE_GROUPS && growth_limit(n) < hint) n *= 2;
	if (growth_limit(n) >= hint) {
		table_set(&m->table, groups_new(info, n), n, 0);
		return;
	}
	unsigned bits = 1;
	while (growth_limit(n) << bits < hint) bits++;
	Table **dir = dir_new(bits);
	dir_set(m, dir, bits);
	for (uintptr_t i = 0; i < (uintptr_t)1 << bits; i++) {
		dir[i] = table_new(bits);
		table_set(dir[i], groups_new(info, n), n, 0);
	}
}

Map *rt_makemap(const Type *t, intptr_t hint) {
	const MapInfo *info = map_info(t);
	Map *m = rt_newobject(&map_type);
	m->info = info;
	m->seed = (uint32_t)rt_fastrand64();
	uintptr_t bytes;
	if (hint > SLOTS && !__builtin_mul_overflow((uintptr_t)hint, info->groupsize / 2, &bytes) && bytes <= MAX_ALLOC) make_room(info, m, (uintptr_t)hint);
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

// Up to two tables that elements are moved to: which, says the hash's bit after the first `depth`.
typedef struct {
	char *groups[2];
	uintptr_t mask, count[2];
	unsigned depth;
	bool two;
} Target;

// Copies the elements of a group, which stays as it is, for iterators.
INLINE void move_group(const MapInfo *info, MapKind kind, uint32_t seed, char *group, Target *to) {
	for (uint64_t full = ~ctrl_load(group) & MSBS; full != 0; full &= full - 1) {
		char *slot = slot_at(info, group, first_slot(full));
		uint64_t hash = hash_key(info, kind, seed, kind == GENERIC ? slot_key(info, slot) : slot);
		unsigned side = to->two && hash << to->depth >> 63;
		Found f = claim(info, to->groups[side], to->mask, hash);
		ctrl_set(f.group, f.index, hash & 0x7f);
		memmove(f.slot, slot, info->slotsize);
		to->count[side]++;
	}
}

static void move_table(const MapInfo *info, const Map *m, const Table *t, Target *to) {
	for (uintptr_t g = 0; g <= t->mask; g++) {
		char *group = t->groups + g * info->groupsize;
		switch (info->kind) {
		case FAST32: move_group(info, FAST32, m->seed, group, to); break;
		case FAST64: move_group(info, FAST64, m->seed, group, to); break;
		case FASTSTR: move_group(info, FASTSTR, m->seed, group, to); break;
		default: move_group(info, GENERIC, m->seed, group, to);
		}
	}
}

static void rehash(const MapInfo *info, const Map *m, Table *t, uintptr_t n) {
	Target to = {.groups = {groups_new(info, n)}, .mask = n - 1};
	move_table(info, m, t, &to);
	table_set(t, to.groups[0], n, to.count[0]);
}

// The table becomes one of two, the map's own table the first directory. All memory is allocated before anything changes.
static void split(const MapInfo *info, Map *m, Table *t, uint64_t hash) {
	unsigned depth = t->depth, bits = m->dir == NULL ? 0 : 64 - m->table.shift;
	uintptr_t n = (uintptr_t)t->mask + 1;
	Target to = {.groups = {groups_new(info, n)}, .mask = n - 1, .depth = depth, .two = true};
	to.groups[1] = groups_new(info, n);
	Table *right = table_new(depth + 1), *left = bits == 0 ? table_new(depth + 1) : t;
	Table **dir = bits == depth ? dir_new(bits + 1) : m->dir;
	move_table(info, m, t, &to);
	table_set(left, to.groups[0], n, to.count[0]);
	table_set(right, to.groups[1], n, to.count[1]);
	left->depth = (uint8_t)(depth + 1);
	if (bits == depth) {
		for (uintptr_t i = 0; i < (uintptr_t)1 << (bits + 1); i++) dir[i] = bits == 0 ? left : m->dir[i / 2];
		dir_set(m, dir, ++bits);
		if (depth == 0) table_set(&m->table, NULL, 1, SLOTS);
	}
	uintptr_t half = (uintptr_t)1 << (bits - depth - 1), at = (depth == 0 ? 0 : hash >> (64 - depth) << (bits - depth)) + half;
	for (uintptr_t i = at; i < at + half; i++) {
		if (rt_writeBarrier) rt_wbptr((void **)&dir[i], right);
		dir[i] = right;
	}
}

static uintptr_t table_count(const MapInfo *info, const Table *t) {
	uintptr_t count = 0;
	for (uintptr_t g = 0; g <= t->mask; g++) count += popcount(~ctrl_load(t->groups + g * info->groupsize) & MSBS);
	return count;
}

typedef struct {
	Map *m;
	Table *t;
	uint64_t hash;
} Full;

static void grow_on_system_stack(void *arg) {
	Map *m = ((Full *)arg)->m;
	Table *t = ((Full *)arg)->t;
	const MapInfo *info = m->info;
	uintptr_t n = (uintptr_t)t->mask + 1;
	bool deleted = n > 1 && table_count(info, t) * 32 <= n * SLOTS * 25;
	bool useful = (uintptr_t)2 << t->depth <= m->count / 16;  // else too many hashes begin alike
	if (deleted) rehash(info, m, t, n);
	else if (n < TABLE_GROUPS || (!useful && n < MOST_GROUPS)) rehash(info, m, t, n * 2);
	else split(info, m, t, ((Full *)arg)->hash);
}

// Makes room in the table for this hash: as many groups when it was deleted slots that filled it, else twice as many, in one table or two. Not on the goroutine's
// stack, where there is not enough room; so no collection begins in between.
static __attribute__((noinline)) void grow(const MapInfo *info, Map *m, Table *t, uint64_t hash) {
	if (t->groups == NULL) {
		table_set(t, groups_new(info, 1), 1, 0);
		return;
	}
	Full full = {m, t, hash};
	systemstack(grow_on_system_stack, &full);
	if (gc_wanted) gc_poll();
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

// One group without growth left is full. More groups always have a free slot; one that was deleted is filled without growing.
INLINE bool is_full(const MapInfo *info, const Table *t, uint64_t hash) {
	if (t->growthleft != 0) return false;
	if (t->groups == NULL || t->mask == 0) return true;
	Found to = claim(info, t->groups, t->mask, hash);
	return ((uint8_t *)to.group)[to.index] == EMPTY;
}

INLINE char *insert(const MapInfo *info, MapKind kind, Map *m, const void *key, uint64_t hash) {
	Table *t = (Table *)(uintptr_t)table_of(m, hash);
	Found f = t->groups != NULL ? find(info, kind, t, key, hash) : (Found){NULL, NULL, 0};
	if (f.slot != NULL) {
		if (info->rewritekey) store_key(info, f.slot, key, false);
		return f.slot;
	}
	while (is_full(info, t, hash)) {
		grow(info, m, t, hash);
		t = (Table *)(uintptr_t)table_of(m, hash);
	}
	f = claim(info, t->groups, t->mask, hash);
	if (((uint8_t *)f.group)[f.index] == EMPTY) t->growthleft--;
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

INLINE void remove_key(const MapInfo *info, MapKind kind, Map *m, Table *t, const void *key, uint64_t hash) {
	Found f = find(info, kind, t, key, hash);
	if (f.slot == NULL) return;
	clear_slot(info, f.slot);
	m->count--;
	if (t->mask == 0 || match_empty(ctrl_load(f.group)) != 0) {
		ctrl_set(f.group, f.index, EMPTY);
		t->growthleft++;
	} else {
		ctrl_set(f.group, f.index, DELETED);
	}
}

void rt_mapdelete(const Type *t, Map *m, const void *key) {
	const Type *kt = ((const MapType *)t)->key;
	if (m == NULL || m->count == 0) {
		if (!(kt->tflag & TFLAG_PLAIN) && kt->kind != KIND_STRING) rt_checkhashable(kt, key);
		return;
	}
	if (m->writing) rt_fatal("concurrent map writes");
	const MapInfo *info = m->info;
	uint64_t hash = hash_key(info, info->kind, m->seed, key);
	Table *table = (Table *)(uintptr_t)table_of(m, hash);
	m->writing = 1;
	switch (info->kind) {
	case FAST32: remove_key(info, FAST32, m, table, key, hash); break;
	case FAST64: remove_key(info, FAST64, m, table, key, hash); break;
	case FASTSTR: remove_key(info, FASTSTR, m, table, key, hash); break;
	default: remove_key(info, GENERIC, m, table, key, hash);
	}
	if (!m->writing) rt_fatal("concurrent map writes");
	m->writing = 0;
}

static void clear_table(const MapInfo *info, Table *t) {
	for (uintptr_t g = 0; g <= t->mask; g++) {
		char *group = t->groups + g * info->groupsize;
		for (uint64_t full = ~ctrl_load(group) & MSBS; full != 0; full &= full - 1) clear_slot(info, slot_at(info, group, first_slot(full)));
		*(uint64_t *)group = ALL_EMPTY;
	}
	t->growthleft = (uint32_t)growth_limit((uintptr_t)t->mask + 1);
}

void rt_mapclear(const Type *t, Map *m) {
	(void)t;
	if (m == NULL || (m->dir == NULL && m->table.groups == NULL)) return;
	if (m->writing) rt_fatal("concurrent map writes");
	m->writing = 1;
	if (m->dir == NULL) {
		clear_table(m->info, &m->table);
	} else {
		unsigned bits = 64 - m->table.shift;
		for (uintptr_t i = 0; i < (uintptr_t)1 << bits; i += (uintptr_t)1 << (bits - m->dir[i]->depth)) {
			clear_table(m->info, m->dir[i]);
			thread_relax();
		}
	}
	m->count = 0;
	m->cleared++;
	m->seed = (uint32_t)rt_fastrand64();
	if (!m->writing) rt_fatal("concurrent map writes");
	m->writing = 0;
}

intptr_t rt_maplen(const Map *m) { return m == NULL ? 0 : (intptr_t)m->count; }

// ---- iterating ----------------------------------------------------------------------------------------------------------------------------------

// Begins with the table that holds it->from.
static void enter_table(MapIter *it) {
	const Table *t = table_of(it->m, it->from);
	it->groups = t->groups;
	it->mask = t->mask;
	it->depth = t->depth;
	it->at = 0;
}

// The next slot in use of the table in hand, or NULL.
static char *next_in_table(const MapInfo *info, MapIter *it) {
	uintptr_t slots = (it->mask + 1) * SLOTS, start = it->random >> 3;
	while (it->at < slots) {
		char *group = it->groups + ((it->at / SLOTS + start) & it->mask) * info->groupsize;
		uint64_t ctrl = ctrl_load(group);
		if ((ctrl & MSBS) == MSBS) {
			it->at = (it->at | (SLOTS - 1)) + 1;
			continue;
		}
		unsigned i = (unsigned)(it->at + it->random) % SLOTS;
		it->at++;
		if (!(ctrl >> (i * 8 + 7) & 1)) return slot_at(info, group, i);
	}
	return NULL;
}

// Where the map has the key of a slot of groups that it has not any more; NULL: nowhere.
static char *current_slot(const MapInfo *info, const MapIter *it, char *slot) {
	if (it->cleared != it->m->cleared) return NULL;
	void *key = slot_key(info, slot);
	Found f = it->m->count != 0 ? find_kind(info, it->m, key) : (Found){NULL, NULL, 0};
	return f.slot != NULL ? f.slot : info->key->equal(info->key, key, key) ? NULL : slot;
}

void rt_mapiternext(MapIter *it) {
	Map *m = it->m;
	if (m->writing) rt_fatal("concurrent map iteration and map write");
	const MapInfo *info = m->info;
	for (;;) {
		char *slot = next_in_table(info, it);
		if (slot == NULL) {
			if (it->depth != 0) it->from += 1ull << (64 - it->depth);
			if (it->from == it->first) break;
			enter_table(it);
			continue;
		}
		if (it->groups != table_of(m, it->from)->groups) slot = current_slot(info, it, slot);
		if (slot == NULL) continue;
		it->key = slot_key(info, slot);
		it->elem = slot_elem(info, slot);
		return;
	}
	it->key = it->elem = NULL;
	it->m = NULL, it->groups = NULL;  // the iterator may lie in a stack frame for long, and must not keep the map
}

void rt_mapiterinit(const Type *t, Map *m, MapIter *it) {
	*it = (MapIter){.maptype = t, .m = m};
	if (m == NULL || m->count == 0) return;
	if (m->writing) rt_fatal("concurrent map iteration and map write");
	it->cleared = m->cleared;
	it->random = rt_fastrand64();
	unsigned depth = table_of(m, it->random)->depth;
	it->from = it->first = depth == 0 ? 0 : it->random >> (64 - depth) << (64 - depth);
	enter_table(it);
	rt_mapiternext(it);
}
