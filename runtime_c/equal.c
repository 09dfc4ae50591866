// Equality of Go values, by type. A type descriptor's `equal` points to one of these; structs and arrays are walked by their descriptors.
//
// Interfaces whose dynamic types are equal but not comparable panic with "runtime error: comparing uncomparable type T", as the specification asks.
#include "runtime.h"
#include "rtmem.h"

bool rt_memequal0(const Type *t, const void *p, const void *q) { return (void)t, (void)p, (void)q, true; }
bool rt_memequal8(const Type *t, const void *p, const void *q) { return (void)t, *(const uint8_t *)p == *(const uint8_t *)q; }
bool rt_memequal16(const Type *t, const void *p, const void *q) { return (void)t, *(const uint16_t *)p == *(const uint16_t *)q; }
bool rt_memequal32(const Type *t, const void *p, const void *q) { return (void)t, *(const uint32_t *)p == *(const uint32_t *)q; }
bool rt_memequal64(const Type *t, const void *p, const void *q) { return (void)t, *(const uint64_t *)p == *(const uint64_t *)q; }
bool rt_memequal128(const Type *t, const void *p, const void *q) { return (void)t, memequal(p, q, 16); }
bool rt_memequalvarlen(const Type *t, const void *p, const void *q) { return memequal(p, q, t->size); }
bool rt_f32equal(const Type *t, const void *p, const void *q) { return (void)t, *(const float *)p == *(const float *)q; }
bool rt_f64equal(const Type *t, const void *p, const void *q) { return (void)t, *(const double *)p == *(const double *)q; }

bool rt_c64equal(const Type *t, const void *p, const void *q) {
	const float *a = p, *b = q;
	return (void)t, a[0] == b[0] && a[1] == b[1];
}

bool rt_c128equal(const Type *t, const void *p, const void *q) {
	const double *a = p, *b = q;
	return (void)t, a[0] == b[0] && a[1] == b[1];
}

bool rt_strequal(const Type *t, const void *p, const void *q) {
	const String *a = p, *b = q;
	return (void)t, a->len == b->len && memequal(a->ptr, b->ptr, (uintptr_t)a->len);
}

// Compares data words of two interfaces whose dynamic type is t.
bool rt_efaceeq(const Type *t, const void *x, const void *y) {
	if (t == NULL) return true;
	if (t->equal == NULL) rt_panicUncomparable(t);
	if (t->tflag & TFLAG_DIRECT) return x == y;
	if (x == y && t->tflag & TFLAG_PLAIN) return true;
	return t->equal(t, x, y);
}

bool rt_ifaceeq(const Itab *tab, const void *x, const void *y) { return tab == NULL || rt_efaceeq(tab->type, x, y); }

bool rt_nilinterequal(const Type *t, const void *p, const void *q) {
	const Eface *a = p, *b = q;
	return (void)t, a->type == b->type && rt_efaceeq(a->type, a->data, b->data);
}

// Two itabs of one (interface, type) pair may exist: the linker's and one made at run time. So types are compared, not itabs.
bool rt_interequal(const Type *t, const void *p, const void *q) {
	const Iface *a = p, *b = q;
	const Type *x = a->tab != NULL ? a->tab->type : NULL, *y = b->tab != NULL ? b->tab->type : NULL;
	return (void)t, x == y && rt_efaceeq(x, a->data, b->data);
}

static bool is_blank(String name) { return name.len == 1 && name.ptr[0] == '_'; }

// Whether comparing two values of t may panic: an interface may hold something that cannot be compared.
static bool may_panic(const Type *t) {
	if (t->kind == KIND_INTERFACE) return true;
	if (t->kind == KIND_ARRAY) return may_panic(((const ArrayType *)t)->elem);
	if (t->kind != KIND_STRUCT || (t->tflag & TFLAG_PLAIN)) return false;
	const StructType *st = (const StructType *)t;
	const StructField *fields = st->fields.ptr;
	for (intptr_t i = 0; i < st->fields.len; i++)
		if (!is_blank(fields[i].name) && may_panic(fields[i].typ)) return true;
	return false;
}

// What is cheap to compare, of a field: strings have the same length, scalars are equal. True for what is not cheap.
static bool quick_equal(const StructField *f, const char *p, const char *q) {
	const Type *t = f->typ;
	if (t->kind == KIND_STRING) return ((const String *)(p + f->offset))->len == ((const String *)(q + f->offset))->len;
	if (t->kind == KIND_STRUCT || t->kind == KIND_ARRAY || t->kind == KIND_INTERFACE) return true;
	return t->equal(t, p + f->offset, q + f->offset);
}

// Fields are compared in their order, as far as that can be seen: up to the next field whose comparison may panic, the cheap ones come first.
bool rt_structequal(const Type *t, const void *p, const void *q) {
	const StructType *st = (const StructType *)t;
	const StructField *fields = st->fields.ptr;
	for (intptr_t i = 0, end = 0; i < st->fields.len; i++) {
		const StructField *f = &fields[i];
		if (i == end) {
			while (end < st->fields.len && (is_blank(fields[end].name) || (quick_equal(&fields[end], p, q) && !may_panic(fields[end].typ)))) end++;
			if (end < st->fields.len && !may_panic(fields[end].typ)) return false;
			if (end < st->fields.len) end++;
		}
		if (is_blank(f->name)) continue;
		if (!f->typ->equal(f->typ, (const char *)p + f->offset, (const char *)q + f->offset)) return false;
	}
	return true;
}

bool rt_arrayequal(const Type *t, const void *p, const void *q) {
	const ArrayType *at = (const ArrayType *)t;
	const Type *elem = at->elem;
	for (uintptr_t i = 0; i < at->len; i++)
		if (!elem->equal(elem, (const char *)p + i * elem->size, (const char *)q + i * elem->size)) return false;
	return true;
}

// == on two values of type t in memory.
bool rt_typeequal(const Type *t, const void *p, const void *q) {
	if (t->equal == NULL) rt_panicUncomparable(t);
	return t->equal(t, p, q);
}
