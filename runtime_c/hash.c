// Hashing of Go values, for maps and hash/maphash.
//
// In: a value by type descriptor and a seed. Out: 64 bits, all of them usable. Equal values (==) hash alike, whatever their bits: +0 and -0,
// interfaces by dynamic type, structs without their blank fields and padding. A NaN hashes to a random value each time, so NaN keys spread.
// The core multiplies two 64-bit words to 128 bits and folds the halves (the scheme known from wyhash); two random process-wide keys make
// collisions unpredictable.
#include "runtime.h"
#include "rtmem.h"

typedef uint32_t u32u __attribute__((aligned(1), may_alias));
typedef uint64_t u64u __attribute__((aligned(1), may_alias));

uint64_t hash_keys[4] = {0x9e3779b97f4a7c15ull, 0xbf58476d1ce4e5b9ull, 0x94d049bb133111ebull, 0xd6e8feb86659fd93ull};

void hash_init(void) {
	for (int i = 0; i < 4; i++) hash_keys[i] ^= rt_fastrand64();
	for (int i = 0; i < 4; i++) hash_keys[i] |= 1;
}

uint64_t rt_memhash(const void *ptr, uint64_t seed, uintptr_t n) {
	const uint8_t *p = ptr;
	uint64_t a, b;
	seed ^= hash_keys[0];
	if (n <= 16) {
		if (n >= 4) {
			uintptr_t mid = (n >> 3) << 2;
			a = (uint64_t) * (const u32u *)p << 32 | *(const u32u *)(p + mid);
			b = (uint64_t) * (const u32u *)(p + n - 4) << 32 | *(const u32u *)(p + n - 4 - mid);
		} else if (n > 0) {
			a = (uint64_t)p[0] << 16 | (uint64_t)p[n >> 1] << 8 | p[n - 1];
			b = 0;
		} else {
			a = b = 0;
		}
	} else {
		uintptr_t left = n;
		if (left > 48) {
			uint64_t s1 = seed, s2 = seed;
			for (; left > 48; left -= 48, p += 48) {
				seed = hash_mix(*(const u64u *)p ^ hash_keys[1], *(const u64u *)(p + 8) ^ seed);
				s1 = hash_mix(*(const u64u *)(p + 16) ^ hash_keys[2], *(const u64u *)(p + 24) ^ s1);
				s2 = hash_mix(*(const u64u *)(p + 32) ^ hash_keys[3], *(const u64u *)(p + 40) ^ s2);
			}
			seed ^= s1 ^ s2;
		}
		for (; left > 16; left -= 16, p += 16) seed = hash_mix(*(const u64u *)p ^ hash_keys[1], *(const u64u *)(p + 8) ^ seed);
		a = *(const u64u *)(p + left - 16);
		b = *(const u64u *)(p + left - 8);
	}
	return hash_mix(hash_keys[1] ^ n, hash_mix(a ^ hash_keys[1], b ^ seed));
}

uint64_t rt_strhash(const String *s, uint64_t seed) { return rt_memhash(s->ptr, seed, (uintptr_t)s->len); }

static uint64_t hash_float(double f, uint64_t seed) {
	if (f == 0) return hash_word(0, seed);
	if (f != f) return hash_word(rt_fastrand64(), seed);
	return rt_memhash(&f, seed, sizeof f);
}

static uint64_t hash_interface(const Type *t, const void *data, uint64_t seed) {
	if (t == NULL) return seed;
	if (t->equal == NULL) rt_panicUnhashable(t);
	if (t->tflag & TFLAG_DIRECT) return hash_word((uintptr_t)data, seed ^ t->hash);
	return rt_typehash(t, data, seed ^ t->hash);
}

static uint64_t hash_struct(const StructType *st, const char *p, uint64_t seed) {
	const StructField *fields = st->fields.ptr;
	for (intptr_t i = 0; i < st->fields.len; i++) {
		const StructField *f = &fields[i];
		if (f->name.len == 1 && f->name.ptr[0] == '_') continue;
		seed = rt_typehash(f->typ, p + f->offset, seed);
	}
	return seed;
}

static void check_interface(const Type *t, const void *data) {
	if (t == NULL) return;
	if (t->equal == NULL) rt_panicUnhashableKey(t);
	if (!(t->tflag & TFLAG_DIRECT)) rt_checkhashable(t, data);
}

// Panics, as Go does when it looks up a key in an empty map, if what interfaces in the key hold cannot be hashed.
void rt_checkhashable(const Type *t, const void *p) {
	if (t->tflag & TFLAG_PLAIN) return;
	if (t->kind == KIND_INTERFACE) {
		const Itab *tab = *(const Itab *const *)p;  // or the type itself
		const Type *held = ((const InterfaceType *)t)->methods.len == 0 ? (const Type *)tab : tab != NULL ? tab->type : NULL;
		check_interface(held, ((const Eface *)p)->data);
	} else if (t->kind == KIND_ARRAY) {
		const ArrayType *at = (const ArrayType *)t;
		for (uintptr_t i = 0; i < at->len; i++) rt_checkhashable(at->elem, (const char *)p + i * at->elem->size);
	} else if (t->kind == KIND_STRUCT) {
		const StructField *fields = ((const StructType *)t)->fields.ptr;
		for (intptr_t i = 0; i < ((const StructType *)t)->fields.len; i++)
			if (fields[i].name.len != 1 || fields[i].name.ptr[0] != '_') rt_checkhashable(fields[i].typ, (const char *)p + fields[i].offset);
	}
}

uint64_t rt_typehash(const Type *t, const void *p, uint64_t seed) {
	if (t->tflag & TFLAG_PLAIN) {
		if (t->size == 8) return hash_word(*(const u64u *)p, seed);
		if (t->size == 4) return hash_word(*(const u32u *)p, seed);
		return rt_memhash(p, seed, t->size);
	}
	switch (t->kind) {
	case KIND_FLOAT32: return hash_float(*(const float *)p, seed);
	case KIND_FLOAT64: return hash_float(*(const double *)p, seed);
	case KIND_COMPLEX64: return hash_float(((const float *)p)[1], hash_float(((const float *)p)[0], seed));
	case KIND_COMPLEX128: return hash_float(((const double *)p)[1], hash_float(((const double *)p)[0], seed));
	case KIND_STRING: return rt_strhash(p, seed);
	case KIND_INTERFACE: {
		const Eface *e = p;
		if (((const InterfaceType *)t)->methods.len == 0) return hash_interface(e->type, e->data, seed);
		const Iface *i = p;
		return hash_interface(i->tab != NULL ? i->tab->type : NULL, i->data, seed);
	}
	case KIND_ARRAY: {
		const ArrayType *at = (const ArrayType *)t;
		for (uintptr_t i = 0; i < at->len; i++) seed = rt_typehash(at->elem, (const char *)p + i * at->elem->size, seed);
		return seed;
	}
	case KIND_STRUCT: return hash_struct((const StructType *)t, p, seed);
	case KIND_FUNC:
	case KIND_SLICE:
	case KIND_MAP: rt_panicUnhashable(t);
	default: return rt_memhash(p, seed, t->size);
	}
}
