// Blocks that are taken on one P and given back on another: no more of them than were in use at the same time, up to what the lists keep.
#include "host.h"
#include "../../runtime_c/sched.h"

enum { SIZE = 80, IN_USE = 10 };

int main(void) {
	host_init();
	static SharedBlocks shared = {.size = SIZE};
	BlockList here = {0}, there = {0};
	uintptr_t lowest = UINTPTR_MAX, highest = 0;
	for (int round = 0; round < 100000; round++) {
		char *used[IN_USE];
		for (int i = 0; i < IN_USE; i++) {
			used[i] = block_get(&here, &shared);
			memset(used[i], i, SIZE);
			lowest = (uintptr_t)used[i] < lowest ? (uintptr_t)used[i] : lowest;
			highest = (uintptr_t)used[i] > highest ? (uintptr_t)used[i] : highest;
		}
		for (int i = 0; i < IN_USE; i++) {
			for (int k = 0; k < SIZE; k++) CHECK(used[i][k] == i);  // nobody else has it
			block_put(&there, &shared, used[i]);
		}
	}
	CHECK(highest - lowest <= 100 * SIZE);
	puts("ok");
}
