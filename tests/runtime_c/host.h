// The runtime's memory side on an ordinary C program: one thread, its stack as the goroutine's. For tests.
#ifndef HOST_H
#define HOST_H
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../runtime_c/gc.h"
#include "../../runtime_c/mheap.h"

extern jmp_buf host_panic;       // where a Go panic goes
extern char host_text[256];      // what it says
extern int64_t host_clock_step;  // ns that pass whenever somebody looks at the clock
void host_init(void);

#define CHECK(c) \
	do { \
		if (!(c)) { \
			printf("%s:%d: %s\n", __FILE__, __LINE__, #c); \
			exit(1); \
		} \
	} while (0)
#define PANICS(statement, text) \
	do { \
		if (setjmp(host_panic) == 0) { \
			statement; \
			printf("%s:%d: no panic\n", __FILE__, __LINE__); \
			exit(1); \
		} else if (strcmp(host_text, text) != 0) { \
			printf("%s:%d: %s\n", __FILE__, __LINE__, host_text); \
			exit(1); \
		} \
	} while (0)

extern const Type type_int, type_int32, type_uint8, type_string, type_float64, type_any, type_ptr, type_slice, type_big, type_empty;
#include <string.h>
#endif
