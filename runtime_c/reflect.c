// For package reflect: the list of the program's type descriptors. (Calls are in reflect_ARCH.S.)

#include "type.h"

extern const Type *const rt_typelinks_first[] GO("typelinks");
extern const Type *const rt_typelinks_end[] GO("etypelinks");

typedef struct {
	const Type *const *first;
	intptr_t n;
} TypeLinks;

TypeLinks rt_reflect_typelinks(void) GO("reflect_typelinks");

TypeLinks rt_reflect_typelinks(void) {
	return (TypeLinks){rt_typelinks_first, rt_typelinks_end - rt_typelinks_first};
}
