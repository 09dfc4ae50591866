// Itabs: found, made once, refused with the right method; interface equality; the byte searches against plain loops.
#include "host.h"

#define S(s) ((String){(const uint8_t *)(s), sizeof(s) - 1})
static Type func_a, func_b;
static InterfaceMethod want_methods[] = {{{(const uint8_t *)"Close", 5}, {0}, &func_a}, {{(const uint8_t *)"Read", 4}, {0}, &func_b}};
static Method have_methods[] = {
	{{(const uint8_t *)"Close", 5}, {0}, &func_a, (void *)11, (void *)12},
	{{(const uint8_t *)"Open", 4}, {0}, &func_a, (void *)21, (void *)22},
	{{(const uint8_t *)"Read", 4}, {0}, &func_b, (void *)31, (void *)32},
};
static Uncommon all = {.methods = {have_methods, 3, 3}}, fewer = {.methods = {have_methods, 2, 2}};

static void searches(void) {
	static uint8_t text[300];
	uint64_t x = 7;
	for (int round = 0; round < 400; round++) {
		intptr_t n = round % 290;
		for (intptr_t i = 0; i < n; i++) text[i] = (uint8_t)("abc"[(x = x * 6364136223846793005ull + 1) >> 60 & 1]);
		intptr_t first = -1, count = 0, last = -1;
		for (intptr_t i = 0; i < n; i++)
			if (text[i] == 'b') first = first < 0 ? i : first, last = i, count++;
		CHECK(rt_indexbyte(text, n, 'b') == first && rt_lastindexbyte(text, n, 'b') == last && rt_countbyte(text, n, 'b') == count);
		intptr_t m = round % 7, at = -1;
		for (intptr_t i = 0; i + m <= n && at < 0; i++) {
			intptr_t k = 0;
			while (k < m && text[i + k] == "abbaabb"[k]) k++;
			if (k == m) at = i;
		}
		CHECK(rt_indexbytes(text, n, (const uint8_t *)"abbaabb", m) == at);
	}
	for (uintptr_t n = 0; n < 200; n++) {
		uint8_t a[512], b[512];
		for (int d = -100; d <= 100; d += 7) {
			for (int i = 0; i < 512; i++) a[i] = b[i] = (uint8_t)(i * 7);
			memmove(a + 200 + d, a + 200, n);
			for (uintptr_t i = 0; i < n; i++) CHECK(a[200 + d + (intptr_t)i] == b[200 + i]);
		}
		memset(a, 9, sizeof a);
		memset(a + 3, 5, n);
		for (uintptr_t i = 0; i < 512; i++) CHECK(a[i] == (i >= 3 && i < 3 + n ? 5 : 9));
	}
}

int main(void) {
	host_init();
	InterfaceType inter = {.t = {.kind = KIND_INTERFACE, .hash = 5, .str = S("io.ReadCloser")}, .methods = {want_methods, 2, 2}};
	Type yes = {.kind = KIND_STRUCT, .hash = 6, .uncommon = &all, .str = S("main.File")}, no = {.kind = KIND_STRUCT, .hash = 6, .uncommon = &fewer};
	Itab *tab = rt_getitab(&inter.t, &yes, false);
	CHECK(tab->fun[0] == (void *)11 && tab->fun[1] == (void *)31 && tab->hash == 6);
	CHECK(rt_assertE2I(&inter.t, &yes) == tab && rt_assertE2I2(&inter.t, &yes) == tab);
	CHECK(rt_assertE2I2(&inter.t, &no) == NULL && rt_assertE2I2(&inter.t, NULL) == NULL && rt_getitab(&inter.t, &no, true) == NULL);
	CHECK(rt_implements(&inter.t, &yes) && !rt_implements(&inter.t, &no));
	PANICS(rt_assertE2I(&inter.t, &no), "type assertion: io.ReadCloser");
	static Type many[3000];
	for (int i = 0; i < 3000; i++) many[i] = (Type){.kind = KIND_STRUCT, .hash = (uint32_t)i * 3, .uncommon = i % 2 ? &all : &fewer};
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 3000; i++) CHECK((rt_assertE2I2(&inter.t, &many[i]) != NULL) == (i % 2 != 0));
	searches();
	puts("ok");
}
