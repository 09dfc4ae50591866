// The memory side of the runtime: allocation, collection, maps, strings, slices, interfaces, hashing, equality, printing.
//
// Included after runtime.h. Functions that compiled code or the standard library call carry Go names (GO); docs/abi.md lists them.
#ifndef MINIGO_RTMEM_H
#define MINIGO_RTMEM_H
#include "runtime.h"
#include "sizeclasses.h"
#include "type.h"

#define MAX_ALLOC ((uintptr_t)1 << 47)

typedef struct Map Map;
typedef struct MapInfo MapInfo;
typedef struct {
	const void *elem;
	uintptr_t ok;
} MapAccess2;
typedef struct {
	intptr_t rune, next;
} RuneAt;

// ---- mem.c
void *memmove(void *dst, const void *src, size_t n);
void *memcpy(void *restrict dst, const void *restrict src, size_t n);
void *memset(void *dst, int c, size_t n);
int memcmp(const void *p, const void *q, size_t n);
int bcmp(const void *p, const void *q, size_t n);
bool memequal(const void *p, const void *q, uintptr_t n) GO("memequal");
intptr_t rt_cmpstring(const uint8_t *p, intptr_t n, const uint8_t *q, intptr_t m) GO("cmpstring");
intptr_t rt_indexbyte(const uint8_t *p, intptr_t n, uint8_t c) GO("indexbyte");
intptr_t rt_lastindexbyte(const uint8_t *p, intptr_t n, uint8_t c) GO("lastindexbyte");
intptr_t rt_countbyte(const uint8_t *p, intptr_t n, uint8_t c) GO("countbyte");
intptr_t rt_indexbytes(const uint8_t *p, intptr_t n, const uint8_t *q, intptr_t m) GO("indexbytes");
intptr_t rt_memcmpW(const uint8_t *p, const uint8_t *q, intptr_t n) GO("memcmpW");

// Without the compiler's builtin, which may call a library function.
static inline uint32_t popcount(uint64_t x) {
	x -= x >> 1 & 0x5555555555555555ull;
	x = (x & 0x3333333333333333ull) + (x >> 2 & 0x3333333333333333ull);
	x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0full;
	return (uint32_t)((x * 0x0101010101010101ull) >> 56);
}

// ---- equal.c
bool rt_memequal0(const Type *t, const void *p, const void *q) GO("memequal0");
bool rt_memequal8(const Type *t, const void *p, const void *q) GO("memequal8");
bool rt_memequal16(const Type *t, const void *p, const void *q) GO("memequal16");
bool rt_memequal32(const Type *t, const void *p, const void *q) GO("memequal32");
bool rt_memequal64(const Type *t, const void *p, const void *q) GO("memequal64");
bool rt_memequal128(const Type *t, const void *p, const void *q) GO("memequal128");
bool rt_memequalvarlen(const Type *t, const void *p, const void *q) GO("memequalvarlen");
bool rt_f32equal(const Type *t, const void *p, const void *q) GO("f32equal");
bool rt_f64equal(const Type *t, const void *p, const void *q) GO("f64equal");
bool rt_c64equal(const Type *t, const void *p, const void *q) GO("c64equal");
bool rt_c128equal(const Type *t, const void *p, const void *q) GO("c128equal");
bool rt_strequal(const Type *t, const void *p, const void *q) GO("strequal");
bool rt_interequal(const Type *t, const void *p, const void *q) GO("interequal");
bool rt_nilinterequal(const Type *t, const void *p, const void *q) GO("nilinterequal");
bool rt_structequal(const Type *t, const void *p, const void *q) GO("structequal");
bool rt_arrayequal(const Type *t, const void *p, const void *q) GO("arrayequal");
bool rt_efaceeq(const Type *t, const void *x, const void *y) GO("efaceeq");
bool rt_ifaceeq(const Itab *tab, const void *x, const void *y) GO("ifaceeq");
bool rt_typeequal(const Type *t, const void *p, const void *q) GO("typeequal");

// ---- hash.c
extern uint64_t hash_keys[4];
void hash_init(void);
uint64_t rt_memhash(const void *p, uint64_t seed, uintptr_t n) GO("memhash");
uint64_t rt_strhash(const String *s, uint64_t seed) GO("strhash");
uint64_t rt_typehash(const Type *t, const void *p, uint64_t seed) GO("typehash");

// The halves of the 128-bit product, folded.
static inline uint64_t hash_mix(uint64_t a, uint64_t b) {
	unsigned __int128 product = (unsigned __int128)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_word(uint64_t w, uint64_t seed) { return hash_mix(w ^ hash_keys[2] ^ seed, hash_keys[3] ^ (seed << 32 | seed >> 32)); }

// ---- string.c, slice.c
String rt_concatstrings(const String *parts, intptr_t n) GO("concatstrings");
String rt_intstring(int64_t v) GO("intstring");
String rt_slicebytetostring(const uint8_t *p, intptr_t n) GO("slicebytetostring");
Slice rt_stringtoslicebyte(const uint8_t *p, intptr_t n) GO("stringtoslicebyte");
String rt_slicerunetostring(const int32_t *p, intptr_t n) GO("slicerunetostring");
Slice rt_stringtoslicerune(const uint8_t *p, intptr_t n) GO("stringtoslicerune");
RuneAt rt_decoderune(const uint8_t *p, intptr_t n, intptr_t k) GO("decoderune");
intptr_t rt_countrunes(const uint8_t *p, intptr_t n) GO("countrunes");
void *rt_makeslice(const Type *elem, intptr_t len, intptr_t cap) GO("makeslice");
Slice rt_growslice(void *old, intptr_t newlen, intptr_t oldcap, intptr_t num, const Type *elem) GO("growslice");

// ---- map.c
Map *rt_makemap(const Type *t, intptr_t hint) GO("makemap");
const void *rt_mapaccess1(const Type *t, const Map *m, const void *key) GO("mapaccess1");
MapAccess2 rt_mapaccess2(const Type *t, const Map *m, const void *key) GO("mapaccess2");
void *rt_mapassign(const Type *t, Map *m, const void *key) GO("mapassign");
void rt_mapdelete(const Type *t, Map *m, const void *key) GO("mapdelete");
void rt_mapclear(const Type *t, Map *m) GO("mapclear");
intptr_t rt_maplen(const Map *m) GO("maplen");
struct MapIter;
void rt_mapiterinit(const Type *t, Map *m, struct MapIter *it) GO("mapiterinit");
void rt_mapiternext(struct MapIter *it) GO("mapiternext");

// ---- iface.c
Itab *rt_getitab(const Type *inter, const Type *t, bool canfail) GO("getitab");
Itab *rt_assertE2I(const Type *inter, const Type *t) GO("assertE2I");
Itab *rt_assertE2I2(const Type *inter, const Type *t) GO("assertE2I2");
_Noreturn void rt_panicdottypeE(const Type *have, const Type *want, const Type *iface) GO("panicdottypeE");
_Noreturn void rt_panicdottypeI(const Itab *have, const Type *want, const Type *iface) GO("panicdottypeI");
_Noreturn void rt_panicnildottype(const Type *want) GO("panicnildottype");
bool rt_implements(const Type *inter, const Type *t) GO("implements");

// ---- ftoa.c, print.c
enum { FTOA_MAX = 40 };
int format_float(char *out, double value, bool is32);
void print_to(void *memory, intptr_t room);
intptr_t print_to_end(void);
void rt_printlock(void) GO("printlock");
void rt_printunlock(void) GO("printunlock");
void rt_printbool(bool v) GO("printbool");
void rt_printint(int64_t v) GO("printint");
void rt_printuint(uint64_t v) GO("printuint");
void rt_printhex(uint64_t v) GO("printhex");
void rt_printfloat(double v) GO("printfloat");
void rt_printfloat32(float v) GO("printfloat32");
void rt_printcomplex(double re, double im) GO("printcomplex");
void rt_printcomplex64(float re, float im) GO("printcomplex64");
void rt_printstring(const uint8_t *p, intptr_t n) GO("printstring");
void rt_printpointer(const void *p) GO("printpointer");
void rt_printslice(const void *p, intptr_t n, intptr_t cap) GO("printslice");
void rt_printeface(const Type *t, const void *p) GO("printeface");
void rt_printiface(const Itab *tab, const void *p) GO("printiface");
void rt_printsp(void) GO("printsp");
void rt_printnl(void) GO("printnl");

// ---- panics written in Go (package runtime)
_Noreturn void rt_panicTypeAssert(const Type *iface, const Type *have, const Type *want, const uint8_t *missing, intptr_t nmissing) GO("panicTypeAssert");
_Noreturn void rt_panicPlain(const uint8_t *text, intptr_t n) GO("panicPlain");
_Noreturn void rt_panicmakeslicelen(void) GO("panicmakeslicelen");
_Noreturn void rt_panicmakeslicecap(void) GO("panicmakeslicecap");
_Noreturn void rt_panicUncomparable(const Type *t) GO("panicUncomparable");
_Noreturn void rt_panicUnhashable(const Type *t) GO("panicUnhashable");
_Noreturn void rt_panicUnhashableKey(const Type *t) GO("panicUnhashableKey");
void rt_checkhashable(const Type *t, const void *p);
_Noreturn void rt_panic_text(const char *text);  // panicPlain of a C string (print.c)

// ---- malloc.c
extern uint64_t rt_zerobase[1] GO("zerobase");
void *rt_mallocgc(uintptr_t size, const Type *t, bool zero) GO("mallocgc");
void *rt_newobject(const Type *t) GO("newobject");
void rt_typedmemmove(const Type *t, void *dst, const void *src) GO("typedmemmove");
void rt_typedmemclr(const Type *t, void *dst) GO("typedmemclr");
intptr_t rt_typedslicecopy(const Type *t, void *dst, const void *src, intptr_t n) GO("typedslicecopy");
void *rt_unsafe_New(const Type *t) GO("unsafe_New");
void *rt_unsafe_NewArray(const Type *t, intptr_t n) GO("unsafe_NewArray");
void rt_mallocinit(void);  // heap, collector, hashes: before the first P is made
// Memory outside the collected heap, zeroed, never freed. Aligned to a power of two of at most 4096.
void *rt_persistentalloc(uintptr_t size, uintptr_t align);

// Bytes that an allocation of `size` really gets, less the header it may need: what growslice makes its capacity of.
static inline uintptr_t roundupsize(uintptr_t size, bool noscan) {
	uintptr_t need = size;
	if (need <= MAX_SMALL_SIZE - MALLOC_HEADER) {
		if (!noscan && need > MAX_BITMAP_OBJECT) need += MALLOC_HEADER;
		return class_to_size[size_class(need)] - (need - size);
	}
	need += PAGE_SIZE - 1;
	return need < size ? size : need & ~(uintptr_t)(PAGE_SIZE - 1);
}

// Whether word w of a value of type t, w < t->ptrdata / 8, can hold a pointer.
// Types with more than 8 MB of possible pointers have no map; their elements and fields say (gcmark.c).
bool rt_pointer_in_part(const Type *t, uintptr_t w);

static inline bool type_pointer_at(const Type *t, uintptr_t w) {
	return t->gcdata != NULL ? t->gcdata[w / 8] >> (w % 8) & 1 : rt_pointer_in_part(t, w);
}

// ---- gc.c
extern uint32_t rt_writeBarrier GO("writeBarrier");
void rt_wbptr(void **slot, void *value) GO("wbptr");
void rt_GC(void) GO("GC");
intptr_t rt_setgcpercent(intptr_t percent) GO("setgcpercent");
int64_t rt_setmemorylimit(int64_t limit) GO("setmemorylimit");
void rt_freeosmemory(void) GO("freeosmemory");

// ---- finalizer.c, mstats.c
bool rt_addfinalizer(void *p, void *fn, void *arg) GO("addfinalizer");
uint64_t rt_addcleanup(void *p, void *fn) GO("addcleanup");
void rt_stopcleanup(uint64_t id) GO("stopcleanup");
void *rt_weakhandle(void *p) GO("weakhandle");
void *rt_weakvalue(void *handle) GO("weakvalue");
struct MemStats;
void rt_readmemstats(struct MemStats *m) GO("readmemstats");
void rt_runfinalizer(void *p, void *fn, void *arg) GO("runfinalizer");  // Go
void rt_runcleanup(void *fn) GO("runcleanup");                          // Go

// Shade what the pointers in [p, p + n) point to: p holds values of type t / anything.
void gc_shade_range(const Type *t, const void *p, uintptr_t n);
void gc_shade_conservative(const void *p, uintptr_t n);

#endif
