// Answers on standard output for what is asked in the arguments; the Python test knows what is right.
//   float BITS...   float32 BITS...   caps ELEMSIZE ISPTR OLDCAP NEWLEN...   runes HEX...   rune N...
#include "host.h"

static int hex(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

static void floats(int argc, char **argv, bool is32) {
	for (int i = 2; i < argc; i++) {
		uint64_t bits = strtoull(argv[i], NULL, 0);
		double d;
		float f;
		uint32_t bits32 = (uint32_t)bits;
		memcpy(&d, &bits, 8);
		memcpy(&f, &bits32, 4);
		char buf[FTOA_MAX];
		int n = format_float(buf, is32 ? (double)f : d, is32);
		printf("%.*s\n", n, buf);
	}
}

static void caps(int argc, char **argv) {
	for (int i = 2; i + 3 < argc; i += 4) {
		static const uint8_t all[64] = {[0 ... 63] = 0xff};
		uintptr_t size = strtoull(argv[i], NULL, 0);
		Type t = {.size = size, .ptrdata = atoi(argv[i + 1]) ? size : 0, .align = 8, .kind = KIND_STRUCT, .gcdata = all};
		printf("%ld\n", (long)rt_growslice(NULL, atol(argv[i + 3]), atol(argv[i + 2]), atol(argv[i + 3]), &t).cap);
	}
}

static void runes(int argc, char **argv) {
	for (int i = 2; i < argc; i++) {
		uint8_t buf[64];
		intptr_t n = 0;
		for (char *s = argv[i]; s[0] && s[1]; s += 2) buf[n++] = (uint8_t)(hex(s[0]) * 16 + hex(s[1]));
		Slice r = rt_stringtoslicerune(buf, n);
		CHECK(rt_countrunes(buf, n) == r.len);
		for (intptr_t k = 0; k < r.len; k++) printf("%d ", ((int32_t *)r.ptr)[k]);
		String back = rt_slicerunetostring(r.ptr, r.len);
		for (intptr_t k = 0; k < back.len; k++) printf("%02x", back.ptr[k]);
		printf("\n");
	}
}

int main(int argc, char **argv) {
	host_init();
	CHECK(argc > 1);
	if (strcmp(argv[1], "float") == 0) floats(argc, argv, false);
	if (strcmp(argv[1], "float32") == 0) floats(argc, argv, true);
	if (strcmp(argv[1], "caps") == 0) caps(argc, argv);
	if (strcmp(argv[1], "runes") == 0) runes(argc, argv);
	if (strcmp(argv[1], "rune") == 0)
		for (int i = 2; i < argc; i++) {
			String s = rt_intstring(strtoll(argv[i], NULL, 0));
			for (intptr_t k = 0; k < s.len; k++) printf("%02x", s.ptr[k]);
			printf("\n");
		}
}
