// Go's size classes: object size and pages of a span for each of the 68 classes (class 0 is for large objects, one a span).
#ifndef SIZECLASSES_H
#define SIZECLASSES_H
#include <stdint.h>

enum {
	PAGE_SHIFT = 13,
	PAGE_SIZE = 1 << PAGE_SHIFT,
	NUM_SIZE_CLASSES = 68,
	MAX_SMALL_SIZE = 32768,
	SMALL_SIZE_MAX = 1024,        // up to here the class is looked up by size/8, above by (size-1024)/128
	MALLOC_HEADER = 8,            // bytes before an object with pointers that is too big for a bitmap in its span
	MAX_BITMAP_OBJECT = 512,      // biggest object described by the bitmap at the end of its span
	TINY_SIZE = 16,               // block that the tiny allocator cuts up
};

extern const uint16_t class_to_size[NUM_SIZE_CLASSES];
extern const uint8_t class_to_pages[NUM_SIZE_CLASSES];
extern const uint8_t size_to_class8[SMALL_SIZE_MAX / 8 + 1];
extern const uint8_t size_to_class128[(MAX_SMALL_SIZE - SMALL_SIZE_MAX) / 128 + 1];

// The smallest class that holds size bytes; size <= MAX_SMALL_SIZE.
static inline unsigned size_class(uintptr_t size) {
	if (size <= SMALL_SIZE_MAX - 8) return size_to_class8[(size + 7) >> 3];
	return size_to_class128[(size - SMALL_SIZE_MAX + 127) >> 7];
}
#endif
