// Maps against a plain array, with every kind of key and element, while a collection runs every few allocations and iterations are under way.
#include "host.h"

enum { KEYS = 6000 };  // several tables
typedef struct {
	uint64_t word[200];
} Value;  // as large as the largest type
typedef struct {
	void *key, *elem;
	uint64_t rest[14];
} Iter;

static uint64_t state = 88172645463325252ull;
static unsigned rnd(unsigned n) {
	state ^= state << 13, state ^= state >> 7, state ^= state << 17;
	return (unsigned)(state >> 20) % n;
}

static int64_t numbers[KEYS];
static bool present[KEYS];
static int64_t want[KEYS];

// Key number k of a type.
static void make_key(const Type *t, unsigned k, Value *v) {
	memset(v, 0, sizeof *v);
	if (t == &type_string) {
		char buf[40];
		int n = snprintf(buf, sizeof buf, k % 3 != 0 ? "k%u" : "a longer key, number %u", k);
		String s = rt_slicebytetostring((uint8_t *)buf, n);
		memcpy(v, &s, sizeof s);
	} else if (t == &type_float64) {
		double d = k == 0 ? (rnd(2) ? 0.0 : -0.0) : k * 1.5;
		memcpy(v, &d, 8);
	} else if (t == &type_any) {
		Eface e = {&type_int, &numbers[k]};
		memcpy(v, &e, sizeof e);
	} else if (t == &type_ptr) {
		void *p = &numbers[k];
		memcpy(v, &p, 8);
	} else if (t == &type_int32) {
		int32_t i = (int32_t)k;
		memcpy(v, &i, 4);
	} else if (t == &type_uint8) {
		v->word[0] = k % 256;
	} else if (t == &type_big) {
		v->word[199] = (uint64_t)(uintptr_t)&numbers[k];
	} else {
		v->word[0] = k;
	}
}

static unsigned key_number(const Type *t, const void *p) {
	if (t == &type_string) {
		const String *s = p;
		intptr_t i = s->len;
		unsigned v = 0, f = 1;
		while (i > 0 && s->ptr[i - 1] >= '0' && s->ptr[i - 1] <= '9') v += f * (s->ptr[--i] - (unsigned)'0'), f *= 10;
		return v;
	}
	if (t == &type_float64) return (unsigned)(*(const double *)p / 1.5);
	if (t == &type_any) return (unsigned)((int64_t *)((const Eface *)p)->data - numbers);
	if (t == &type_ptr) return (unsigned)(*(int64_t *const *)p - numbers);
	if (t == &type_int32) return *(const uint32_t *)p;
	if (t == &type_uint8) return *(const uint8_t *)p;
	if (t == &type_big) return (unsigned)((int64_t *)(uintptr_t)((const Value *)p)->word[199] - numbers);
	return (unsigned)*(const uint64_t *)p;
}

// The element: for a big one an allocated box that only the map refers to.
static void put_elem(const Type *t, void *p, int64_t v) {
	if (t->size == 0) return;
	if (t == &type_uint8) {
		*(uint8_t *)p = (uint8_t)v;
		return;
	}
	if (t->ptrdata == 0) {
		memcpy(p, &v, t->size < 8 ? t->size : 8);
		return;
	}
	int64_t *box = rt_newobject(&type_int);
	*box = v;
	if (t == &type_big) ((int64_t **)p)[199] = box;
	((int64_t **)p)[0] = box;
}

static bool same_elem(const Type *t, const void *p, int64_t v) {
	if (t->size == 0) return true;
	if (t == &type_uint8) return *(const uint8_t *)p == (uint8_t)v;
	if (t->ptrdata == 0) return memcmp(p, &v, t->size < 8 ? t->size : 8) == 0;
	return ***(int64_t ***)&p == v && (t != &type_big || *((int64_t **)(uintptr_t)p)[199] == v);
}

// Returns the number of a key that it deleted, or KEYS.
static unsigned change(const MapType *mt, Map *m, unsigned nkeys) {
	Value key;
	unsigned k = rnd(nkeys);
	make_key(mt->key, k, &key);
	if (rnd(5) < 3) {
		int64_t v = rnd(1 << 30);
		void *elem = rt_mapassign(&mt->t, m, &key);
		// the slot stays valid until the next change: put_elem may collect, never change the map
		put_elem(mt->elem, elem, v);
		present[k] = true, want[k] = v;
		return KEYS;
	}
	rt_mapdelete(&mt->t, m, &key);
	bool was = present[k];
	present[k] = false;
	return was ? k : KEYS;
}

static void check_all(const MapType *mt, Map *m, unsigned nkeys) {
	intptr_t count = 0;
	for (unsigned k = 0; k < nkeys; k++) {
		Value key;
		make_key(mt->key, k, &key);
		MapAccess2 a = rt_mapaccess2(&mt->t, m, &key);
		CHECK(a.ok == present[k]);
		if (a.ok) CHECK(same_elem(mt->elem, a.elem, want[k]));
		count += present[k];
	}
	CHECK(rt_maplen(m) == count);
}

// One loop over the map with changes on the way.
static void iterate(const MapType *mt, Map *m, unsigned nkeys, unsigned changes) {
	static bool seen[KEYS], stable[KEYS], touched[KEYS];
	memset(seen, 0, sizeof seen);
	memset(touched, 0, sizeof touched);
	memcpy(stable, present, sizeof stable);
	Iter it;
	for (rt_mapiterinit(&mt->t, m, (struct MapIter *)&it); it.key != NULL; rt_mapiternext((struct MapIter *)&it)) {
		unsigned k = key_number(mt->key, it.key);
		CHECK(k < nkeys && present[k]);
		CHECK(same_elem(mt->elem, it.elem, want[k]));
		CHECK(!seen[k] || touched[k]);
		seen[k] = true;
		for (unsigned c = 0; c < changes; c++) {
			unsigned k = change(mt, m, nkeys);
			if (k != KEYS) stable[k] = false, touched[k] = true;
		}
	}
	for (unsigned k = 0; k < nkeys; k++) CHECK(!stable[k] || seen[k]);
}

static void fuzz(const Type *key, const Type *elem, unsigned nkeys) {
	MapType *mt = calloc(1, sizeof *mt);
	mt->t = (Type){.size = 8, .kind = KIND_MAP};
	mt->key = key, mt->elem = elem;
	memset(present, 0, sizeof present);
	Map *m = rt_makemap(&mt->t, (intptr_t)rnd(nkeys));
	for (int round = 0; round < 6; round++) {
		for (unsigned i = rnd(nkeys * 4); i > 0; i--) change(mt, m, nkeys);
		check_all(mt, m, nkeys);
		iterate(mt, m, nkeys, 0);
		iterate(mt, m, nkeys, 3);
		if (round == 3) {
			rt_mapclear(&mt->t, m);
			memset(present, 0, sizeof present);
		}
		check_all(mt, m, nkeys);
	}
}

// A map that grows from few elements to many while it is iterated over, so that tables are split in the hand of the iterator; and one that is cleared and filled again.
static void growing(bool clear) {
	MapType mt = {.t = {.size = 8, .kind = KIND_MAP}, .key = &type_int, .elem = &type_int};
	static unsigned char seen[200000];
	for (unsigned begin = 5; begin < 50000; begin *= 3) {
		Map *m = rt_makemap(&mt.t, 0);
		memset(seen, 0, sizeof seen);
		int64_t next = 0;
		for (; next < begin; next++) *(int64_t *)rt_mapassign(&mt.t, m, &next) = next;
		Iter it;
		unsigned steps = 0, returned = 0;
		for (rt_mapiterinit(&mt.t, m, (struct MapIter *)&it); it.key != NULL; rt_mapiternext((struct MapIter *)&it), steps++) {
			int64_t k = *(int64_t *)it.key;
			CHECK(k < next && *(int64_t *)it.elem == k && seen[k]++ == 0);
			returned += k < begin;
			if (clear && steps == begin / 2) {
				rt_mapclear(&mt.t, m);
				memset(seen, 1, (size_t)next);
			}
			for (int i = 0; i < 3 && next < 200000; i++, next++) *(int64_t *)rt_mapassign(&mt.t, m, &next) = next;
		}
		CHECK(clear ? returned <= begin / 2 + 1 : returned == begin);
	}
}

static void nans(void) {
	MapType mt = {.t = {.size = 8, .kind = KIND_MAP}, .key = &type_float64, .elem = &type_int};
	Map *m = rt_makemap(&mt.t, 0);
	double nan = __builtin_nan("");
	enum { N = 3000 };
	for (int i = 0; i < N; i++) *(int64_t *)rt_mapassign(&mt.t, m, &nan) = i;
	CHECK(rt_maplen(m) == N);
	CHECK(!rt_mapaccess2(&mt.t, m, &nan).ok);
	Iter it;
	int64_t sum = 0;
	int added = 0;
	for (rt_mapiterinit(&mt.t, m, (struct MapIter *)&it); it.key != NULL; rt_mapiternext((struct MapIter *)&it)) {
		if (*(int64_t *)it.elem < N) sum += *(int64_t *)it.elem;
		if (added++ < 2 * N) *(int64_t *)rt_mapassign(&mt.t, m, &nan) = N;
	}
	CHECK(sum == (int64_t)(N - 1) * N / 2);
	rt_mapdelete(&mt.t, m, &nan);
	CHECK(rt_maplen(m) >= N);
	rt_mapclear(&mt.t, m);
	CHECK(rt_maplen(m) == 0);
}

static void panics(void) {
	MapType mt = {.t = {.size = 8, .kind = KIND_MAP}, .key = &type_any, .elem = &type_int};
	Map *m = rt_makemap(&mt.t, 0);
	Slice s = {0};
	Eface key = {&type_slice, &s};
	int64_t k = 1;
	PANICS(rt_mapaccess1(&mt.t, m, &key), "hash of unhashable type: []int");
	PANICS(rt_mapassign(&mt.t, m, &key), "runtime error: hash of unhashable type []int");
	PANICS(rt_mapdelete(&mt.t, m, &key), "hash of unhashable type: []int");
	Eface one = {&type_int, &k};
	rt_mapassign(&mt.t, m, &one);
	PANICS(rt_mapaccess1(&mt.t, m, &key), "runtime error: hash of unhashable type []int");
	PANICS(rt_mapdelete(&mt.t, m, &key), "runtime error: hash of unhashable type []int");
	mt.key = &type_int;
	PANICS(rt_mapassign(&mt.t, NULL, &k), "assignment to entry in nil map");
	CHECK(*(const int64_t *)rt_mapaccess1(&mt.t, NULL, &k) == 0);
	PANICS(rt_efaceeq(&type_slice, &s, &s), "runtime error: comparing uncomparable type []int");
}

int main(void) {
	host_init();
	for (int i = 0; i < KEYS; i++) numbers[i] = i;
	const Type *keys[] = {&type_int, &type_int32, &type_string, &type_float64, &type_any, &type_ptr, &type_uint8, &type_big};
	const Type *elems[] = {&type_int, &type_uint8, &type_string, &type_ptr, &type_big, &type_empty};
	for (unsigned k = 0; k < sizeof keys / sizeof *keys; k++)
		for (unsigned e = 0; e < sizeof elems / sizeof *elems; e++) {
			fuzz(keys[k], elems[e], 6);
			fuzz(keys[k], elems[e], keys[k] == &type_uint8 ? 256 : keys[k] == &type_big ? 80 : 300);
		}
	fuzz(&type_int, &type_ptr, 5000);
	fuzz(&type_string, &type_string, 3000);
	growing(false);
	growing(true);
	nans();
	panics();
	puts("ok");
}
