// Interfaces: finding and building itabs, and the type assertions that can fail.
//
// An itab is made once for each pair (interface type, concrete type) and lives for ever, in an open-addressed table read without a lock. The linker's
// static itabs are not in it: two itabs of a pair may exist, so itabs are never compared, only their types.
#include "runtime.h"
#include "rtmem.h"

typedef struct ItabTable {
	uintptr_t mask, count;
	Itab *slot[];
} ItabTable;

static ItabTable *itabs;
static Mutex itab_lock;  // held while the table changes; taken before the persistent allocator's lock

static uintptr_t itab_hash(const Type *inter, const Type *t) { return inter->hash ^ t->hash * 0x9e3779b1u; }

static Itab *itab_find(const ItabTable *table, const Type *inter, const Type *t) {
	if (table == NULL) return NULL;
	uintptr_t i = itab_hash(inter, t);
	for (uintptr_t step = 0;; i += ++step) {
		Itab *tab = __atomic_load_n(&table->slot[i & table->mask], __ATOMIC_ACQUIRE);
		if (tab == NULL || (tab->inter == inter && tab->type == t)) return tab;
	}
}

static void itab_insert(ItabTable *table, Itab *tab) {
	uintptr_t i = itab_hash(tab->inter, tab->type);
	for (uintptr_t step = 0; table->slot[i & table->mask] != NULL; i += ++step) {}
	__atomic_store_n(&table->slot[i & table->mask], tab, __ATOMIC_RELEASE);
	table->count++;
}

static bool same_string(String a, String b) { return a.len == b.len && memequal(a.ptr, b.ptr, (uintptr_t)a.len); }

// Fills fun[] (unless NULL) with the methods of t that inter wants. Returns the first method t lacks, or an empty string. Both lists are sorted alike.
static String match_methods(const Type *inter, const Type *t, void **fun) {
	Slice want = ((const InterfaceType *)inter)->methods;
	const InterfaceMethod *wanted = want.ptr;
	const Uncommon *u = t->uncommon;
	const Method *have = u != NULL ? u->methods.ptr : NULL;
	intptr_t nhave = u != NULL ? u->methods.len : 0, k = 0;
	for (intptr_t i = 0; i < want.len; i++) {
		for (; k < nhave; k++)
			if (have[k].mtyp == wanted[i].typ && same_string(have[k].name, wanted[i].name) && same_string(have[k].pkgpath, wanted[i].pkgpath)) break;
		if (k == nhave) return wanted[i].name;
		if (fun != NULL) fun[i] = have[k].ifn;
		k++;
	}
	return (String){NULL, 0};
}

static void table_grow(void) {
	uintptr_t mask = itabs == NULL ? 511 : itabs->mask * 2 + 1;
	ItabTable *bigger = rt_persistentalloc(sizeof *bigger + (mask + 1) * sizeof(Itab *), 8);
	bigger->mask = mask;
	for (uintptr_t i = 0; itabs != NULL && i <= itabs->mask; i++)
		if (itabs->slot[i] != NULL) itab_insert(bigger, itabs->slot[i]);
	__atomic_store_n(&itabs, bigger, __ATOMIC_RELEASE);
}

// The itab, made if need be, or NULL when t does not implement inter. Failures are remembered too, as itabs without a first function.
static Itab *itab_get(const Type *inter, const Type *t) {
	Itab *tab = itab_find(__atomic_load_n(&itabs, __ATOMIC_ACQUIRE), inter, t);
	if (tab == NULL) {
		mutex_lock(&itab_lock);
		tab = itab_find(itabs, inter, t);
		if (tab == NULL) {
			intptr_t n = ((const InterfaceType *)inter)->methods.len;
			tab = rt_persistentalloc(sizeof *tab + (uintptr_t)(n > 0 ? n : 1) * sizeof(void *), 8);
			tab->inter = inter, tab->type = t, tab->hash = t->hash;
			if (match_methods(inter, t, tab->fun).len != 0) tab->fun[0] = NULL;
			if (itabs == NULL || itabs->count * 4 > itabs->mask * 3) table_grow();
			itab_insert(itabs, tab);
		}
		mutex_unlock(&itab_lock);
	}
	return tab->fun[0] != NULL || ((const InterfaceType *)inter)->methods.len == 0 ? tab : NULL;
}

static _Noreturn void missing_method(const Type *inter, const Type *t) {
	String name = match_methods(inter, t, NULL);
	rt_panicTypeAssert(NULL, t, inter, name.ptr, name.len);
}

Itab *rt_getitab(const Type *inter, const Type *t, bool canfail) {
	Itab *tab = itab_get(inter, t);
	if (tab == NULL && !canfail) missing_method(inter, t);
	return tab;
}

Itab *rt_assertE2I(const Type *inter, const Type *t) {
	if (t == NULL) rt_panicTypeAssert(NULL, NULL, inter, NULL, 0);
	return rt_getitab(inter, t, false);
}

Itab *rt_assertE2I2(const Type *inter, const Type *t) { return t == NULL ? NULL : itab_get(inter, t); }

void rt_panicdottypeE(const Type *have, const Type *want, const Type *iface) { rt_panicTypeAssert(iface, have, want, NULL, 0); }

void rt_panicdottypeI(const Itab *have, const Type *want, const Type *iface) {
	rt_panicTypeAssert(iface, have != NULL ? have->type : NULL, want, NULL, 0);
}

void rt_panicnildottype(const Type *want) { rt_panicTypeAssert(NULL, NULL, want, NULL, 0); }

// Whether every method of inter is in t's method set (for reflect).
bool rt_implements(const Type *inter, const Type *t) {
	if (t->kind != KIND_INTERFACE) return itab_get(inter, t) != NULL;
	Slice want = ((const InterfaceType *)inter)->methods, have = ((const InterfaceType *)t)->methods;
	const InterfaceMethod *w = want.ptr, *h = have.ptr;
	intptr_t k = 0;
	for (intptr_t i = 0; i < want.len; i++, k++) {
		while (k < have.len && !(h[k].typ == w[i].typ && same_string(h[k].name, w[i].name) && same_string(h[k].pkgpath, w[i].pkgpath))) k++;
		if (k == have.len) return false;
	}
	return true;
}

// What the linker puts in the place of methods that nothing calls (minigo/link/methods.py).
_Noreturn void rt_unreachableMethod(void) GO("unreachableMethod");
void rt_unreachableMethod(void) { rt_throw("unreachable method called. linker bug?"); }
