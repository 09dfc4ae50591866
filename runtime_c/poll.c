// The network poller: goroutines that wait for file descriptors, on one epoll instance.
//
// A descriptor is in epoll's set from pollopen to pollclose, edge-triggered, for both directions. Before a transfer, its goroutine forgets that the descriptor
// was ready (pollreset); if the kernel then says EAGAIN it waits (pollwait), unless the descriptor has become ready since: so no edge is lost. One goroutine at a time
// reads and one writes (internal/poll sees to it). pollkick makes both look again: the deadline has changed, or the file is being closed. An eventfd wakes the
// thread that waits in the poller.
#include "sched.h"
#include "sysnr.h"

enum { IN = 1, OUT = 4, ERR = 8, HUP = 16, RDHUP = 0x2000, EDGE = (int)(1u << 31), CTL_ADD = 1, CTL_DEL = 2, PER_CHUNK = 512, CHUNKS = 4096 };
enum { READY, TIMED_OUT };

typedef struct {
	uint32_t events;
	uint32_t fd, high;
}
#if defined(__x86_64__)
__attribute__((packed))
#endif
Event;
#if !defined(__x86_64__)
typedef struct {
	uint32_t events, pad;
	uint32_t fd, high;
} WideEvent;
#define Event WideEvent
#endif

// Indexed by mode: 0 reads, 1 writes. All is under the lock; `ready` is cleared without it, by who will look at the descriptor next.
typedef struct {
	Mutex lock;
	bool ready[2];       // (atomic) since the last pollreset
	G *waiting[2];
	int result[2];       // of the wait that is over
} PollFd;

static PollFd *chunks[CHUNKS];
static Mutex chunk_lock;
static int epoll_fd = -1, wake_fd = -1;
static uint32_t waiters, wake_pending;

bool poll_has_waiters(void) { return LOAD(&waiters) != 0; }

static void poll_init(void) {
	mutex_lock(&chunk_lock);
	if (epoll_fd < 0) {
		int fd = (int)sys_call(SYS_EPOLL_CREATE1, 0x80000, 0, 0, 0, 0, 0);
		wake_fd = (int)sys_call(SYS_EVENTFD2, 0, 0x80000 | 0x800, 0, 0, 0, 0);
		if (fd < 0 || wake_fd < 0) rt_throw("runtime: cannot make the network poller");
		Event e = {.events = IN, .fd = (uint32_t)-1};
		sys_call(SYS_EPOLL_CTL, (uintptr_t)fd, CTL_ADD, (uintptr_t)wake_fd, (uintptr_t)&e, 0, 0);
		STORE(&epoll_fd, fd);
	}
	mutex_unlock(&chunk_lock);
}

static PollFd *poll_fd(intptr_t fd) {
	if (fd < 0 || fd >= (intptr_t)PER_CHUNK * CHUNKS) return NULL;
	PollFd **c = &chunks[fd / PER_CHUNK];
	if (__atomic_load_n(c, __ATOMIC_ACQUIRE) == NULL) {
		mutex_lock(&chunk_lock);
		if (*c == NULL) __atomic_store_n(c, rt_persistentalloc(PER_CHUNK * sizeof(PollFd), 8), __ATOMIC_RELEASE);
		mutex_unlock(&chunk_lock);
	}
	return &(*c)[fd % PER_CHUNK];
}

static G *finish(PollFd *p, int mode, int result) {
	G *g = p->waiting[mode];
	if (g == NULL) return NULL;
	p->waiting[mode] = NULL;
	p->result[mode] = result;
	XADD(&waiters, -1);
	return g;
}

// The goroutine that waited for it, or the next one will not wait.
static G *become_ready(PollFd *p, int mode) {
	G *g = finish(p, mode, READY);
	if (g == NULL) STORE(&p->ready[mode], true);
	return g;
}

// Returns the goroutines whose descriptors are ready.
G *poll_network(int64_t timeout_ns) {
	if (LOAD(&epoll_fd) < 0) poll_init();
	Event events[64];
	if (timeout_ns > 0) {  // epoll counts milliseconds
		struct {
			int32_t fd;
			int16_t events, ready;
		} one = {epoll_fd, IN, 0};
		int64_t time[2] = {timeout_ns / 1000000000, timeout_ns % 1000000000};
		sys_call(SYS_PPOLL, (uintptr_t)&one, 1, (uintptr_t)time, 0, 8, 0);
	}
	intptr_t n = sys_call(SYS_EPOLL_PWAIT, (uintptr_t)epoll_fd, (uintptr_t)events, 64, timeout_ns < 0 ? (uintptr_t)-1 : 0, 0, 8);
	G *list = NULL;
	for (intptr_t i = 0; i < n; i++) {
		if (events[i].fd == (uint32_t)-1) {
			uint64_t count;
			sys_call(SYS_READ, (uintptr_t)wake_fd, (uintptr_t)&count, 8, 0, 0, 0);
			STORE(&wake_pending, 0);
			continue;
		}
		PollFd *p = poll_fd(events[i].fd);
		mutex_lock(&p->lock);
		G *ready[2] = {NULL, NULL};
		if (events[i].events & (IN | RDHUP | HUP | ERR)) ready[0] = become_ready(p, 0);
		if (events[i].events & (OUT | HUP | ERR)) ready[1] = become_ready(p, 1);
		mutex_unlock(&p->lock);
		for (int k = 0; k < 2; k++) {
			if (ready[k] == NULL) continue;
			ready[k]->link = list;
			list = ready[k];
		}
	}
	return list;
}

void poll_wake(void) {
	if (LOAD(&epoll_fd) < 0 || XCHG(&wake_pending, 1) != 0) return;
	uint64_t one = 1;
	sys_call(SYS_WRITE, (uintptr_t)wake_fd, (uintptr_t)&one, 8, 0, 0, 0);
}

typedef struct {
	PollFd *p;
	int mode;
	bool expired;        // (under p's lock) the deadline has come
	bool parked;         // (under p's lock)
} PollWait;

static bool start_wait(G *g, void *arg) {
	PollWait *w = arg;
	PollFd *p = w->p;
	bool wait = !w->expired && !LOAD(&p->ready[w->mode]);
	if (wait) {
		p->waiting[w->mode] = g;
		w->parked = true;
		XADD(&waiters, 1);
	} else {
		p->result[w->mode] = w->expired ? TIMED_OUT : READY;
		STORE(&p->ready[w->mode], false);
	}
	mutex_unlock(&p->lock);
	if (wait) sysmon_rouse();
	return wait;
}

// The deadline of a wait has come (called by the timers): the goroutine to make ready, or NULL.
G *poll_expire(void *arg) {
	PollWait *w = arg;
	mutex_lock(&w->p->lock);
	w->expired = true;
	G *g = w->parked ? finish(w->p, w->mode, TIMED_OUT) : NULL;
	mutex_unlock(&w->p->lock);
	return g;
}

// Waits until fd is ready, as far as is known since pollreset (0), or until the deadline (1; a time as nanotime counts it, 0: none).
intptr_t rt_pollwait(intptr_t fd, bool write, int64_t deadline) GO("pollwait");
intptr_t rt_pollwait(intptr_t fd, bool write, int64_t deadline) {
	PollFd *p = poll_fd(fd);
	if (deadline > 0 && deadline <= rt_nanotime()) return TIMED_OUT;
	PollWait w = {.p = p, .mode = write};
	RtTimer t = {0};
	if (deadline > 0) timer_add_c(&t, &w, deadline);
	mutex_lock(&p->lock);
	rt_park(start_wait, &w, WAIT_IO);
	int result = p->result[w.mode];
	if (deadline > 0) timer_remove(&t);
	return result;
}

// Whether fd can be waited for: not what epoll does not take, as regular files.
bool rt_pollopen(intptr_t fd) GO("pollopen");
bool rt_pollopen(intptr_t fd) {
	PollFd *p = poll_fd(fd);
	if (p == NULL) return false;
	if (LOAD(&epoll_fd) < 0) poll_init();
	STORE(&p->ready[0], false);
	STORE(&p->ready[1], false);
	Event e = {.events = IN | OUT | RDHUP | (uint32_t)EDGE, .fd = (uint32_t)fd};
	return sys_call(SYS_EPOLL_CTL, (uintptr_t)epoll_fd, CTL_ADD, (uintptr_t)fd, (uintptr_t)&e, 0, 0) == 0;
}

void rt_pollreset(intptr_t fd, bool write) GO("pollreset");
void rt_pollreset(intptr_t fd, bool write) { STORE(&poll_fd(fd)->ready[write], false); }

// Who waits for fd, and who is about to, looks at it again.
void rt_pollkick(intptr_t fd) GO("pollkick");
void rt_pollkick(intptr_t fd) {
	PollFd *p = poll_fd(fd);
	mutex_lock(&p->lock);
	G *ready[2] = {become_ready(p, 0), become_ready(p, 1)};
	mutex_unlock(&p->lock);
	for (int i = 0; i < 2; i++)
		if (ready[i] != NULL) rt_ready(ready[i]);
}

// Before fd is closed; nobody waits for it.
void rt_pollclose(intptr_t fd) GO("pollclose");
void rt_pollclose(intptr_t fd) { sys_call(SYS_EPOLL_CTL, (uintptr_t)epoll_fd, CTL_DEL, (uintptr_t)fd, 0, 0, 0); }
