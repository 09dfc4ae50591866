// Go's values and type descriptors as C sees them: docs/abi.md, "Values" and "Type descriptors".
#ifndef MINIGO_TYPE_H
#define MINIGO_TYPE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Gives a C function or variable its Go name: `void *rt_newobject(const Type *t) GO("newobject");`
#define GO(name) __asm__("runtime." name)

typedef struct {
	const uint8_t *ptr;
	intptr_t len;
} String;

typedef struct {
	void *ptr;
	intptr_t len, cap;
} Slice;

typedef enum {
	KIND_INVALID, KIND_BOOL, KIND_INT, KIND_INT8, KIND_INT16, KIND_INT32, KIND_INT64, KIND_UINT, KIND_UINT8, KIND_UINT16, KIND_UINT32, KIND_UINT64,
	KIND_UINTPTR, KIND_FLOAT32, KIND_FLOAT64, KIND_COMPLEX64, KIND_COMPLEX128, KIND_ARRAY, KIND_CHAN, KIND_FUNC, KIND_INTERFACE, KIND_MAP,
	KIND_POINTER, KIND_SLICE, KIND_STRING, KIND_STRUCT, KIND_UNSAFE_POINTER,
} Kind;

enum { TFLAG_UNCOMMON = 1, TFLAG_NAMED = 2, TFLAG_PLAIN = 4, TFLAG_DIRECT = 8, TFLAG_NOARRAY = 16 };

typedef struct Type Type;

typedef struct {
	String name, pkgpath;
	const Type *mtyp;
	void *ifn, *tfn;
} Method;

typedef struct {
	String name, pkgpath;
	Slice methods;  // of Method, sorted
} Uncommon;

struct Type {
	uintptr_t size;
	uintptr_t ptrdata;
	uint32_t hash;
	uint8_t tflag, align, fieldalign, kind;
	bool (*equal)(const Type *, const void *, const void *);
	const uint8_t *gcdata;
	String str;
	const Type *ptrto;
	const Uncommon *uncommon;
};
_Static_assert(sizeof(Type) == 72, "docs/abi.md");

typedef struct {
	Type t;
	const Type *elem, *slice;
	uintptr_t len;
} ArrayType;

typedef struct {
	Type t;
	const Type *elem;
	uintptr_t dir;
} ChanType;

typedef struct {
	Type t;
	Slice in, out;  // of const Type *
	uintptr_t variadic;
} FuncType;

typedef struct {
	String name, pkgpath;
	const Type *typ;
} InterfaceMethod;

typedef struct {
	Type t;
	String pkgpath;
	Slice methods;  // of InterfaceMethod, sorted
} InterfaceType;

typedef struct {
	Type t;
	const Type *key, *elem;
} MapType;

typedef struct {
	Type t;
	const Type *elem;
} PtrType, SliceType;

typedef struct {
	String name, pkgpath;
	const Type *typ;
	uintptr_t offset;
	String tag;
	uintptr_t embedded;
} StructField;

typedef struct {
	Type t;
	String pkgpath;
	Slice fields;  // of StructField
} StructType;

typedef struct {
	const Type *inter, *type;
	uint32_t hash, pad;
	void *fun[];
} Itab;

typedef struct {
	const Type *type;
	void *data;
} Eface;

typedef struct {
	const Itab *tab;
	void *data;
} Iface;

#endif
