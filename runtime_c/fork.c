// A new process. Between fork and execve, the child may only make system calls: other threads, and with them locks and the heap, stood still at some moment.
// So package syscall writes down beforehand which calls to make, and the child makes them.
#include "sched.h"
#include "sysnr.h"

typedef struct {
	uintptr_t nr, args[6];
} Call;

enum { SIG_SETMASK = 2 };

// Forks with the clone flags; the child makes the calls, the last of which is execve. When one fails, its error number goes to the file status.
// The child's id, or a negative error number.
intptr_t rt_forkcalls(uintptr_t flags, const Call *calls, intptr_t n, intptr_t status) GO("forkcalls");
intptr_t rt_forkcalls(uintptr_t flags, const Call *calls, intptr_t n, intptr_t status) {
	uint64_t all = ~0ull, mask;
	sys_call(SYS_RT_SIGPROCMASK, SIG_SETMASK, (uintptr_t)&all, (uintptr_t)&mask, 8, 0, 0);
	intptr_t pid = sys_call(SYS_CLONE, flags, 0, 0, 0, 0, 0);
	if (pid != 0) {
		sys_call(SYS_RT_SIGPROCMASK, SIG_SETMASK, (uintptr_t)&mask, 0, 8, 0, 0);
		return pid;
	}
	for (intptr_t i = 0; i < n; i++) {
		const Call *c = &calls[i];
		if (i == n - 1) {
			uint64_t none = 0;
			sys_call(SYS_RT_SIGPROCMASK, SIG_SETMASK, (uintptr_t)&none, 0, 8, 0, 0);
		}
		intptr_t r = sys_call(c->nr, c->args[0], c->args[1], c->args[2], c->args[3], c->args[4], c->args[5]);
		if (r < 0 && r > -4096) {
			uintptr_t error = (uintptr_t)-r;
			sys_call(SYS_WRITE, (uintptr_t)status, (uintptr_t)&error, sizeof error, 0, 0, 0);
			for (;;) sys_call(SYS_EXIT, 253, 0, 0, 0, 0, 0);
		}
	}
	return 0;
}
