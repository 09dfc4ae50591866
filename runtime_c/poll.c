// The network poller: goroutines that wait for file descriptors, on one epoll instance.
//
// A descriptor is armed for one event at a time (EPOLLONESHOT), for what its waiting goroutines want. An eventfd wakes the thread that waits.
#include "sched.h"
#include "sysnr.h"

enum { IN = 1, OUT = 4, ERR = 8, HUP = 16, RDHUP = 0x2000, ONESHOT = 1 << 30, CTL_ADD = 1, CTL_DEL = 2, CTL_MOD = 3, PER_CHUNK = 512, CHUNKS = 4096 };
enum { READY, TIMED_OUT, CLOSED };

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

typedef struct {
	Mutex lock;
	bool added, never;   // in epoll's set; epoll does not take it: always ready
	G *waiting[2];       // reader, writer
	int result[2];
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

// Arms fd for what is waited for; its lock is held. False: epoll does not take it.
static bool arm(PollFd *p, intptr_t fd) {
	uint32_t want = (p->waiting[0] != NULL ? IN | RDHUP : 0) | (p->waiting[1] != NULL ? OUT : 0);
	if (want == 0) return true;
	Event e = {.events = want | ONESHOT, .fd = (uint32_t)fd};
	intptr_t failed = sys_call(SYS_EPOLL_CTL, (uintptr_t)epoll_fd, p->added ? CTL_MOD : CTL_ADD, (uintptr_t)fd, (uintptr_t)&e, 0, 0);
	if (failed == -17) failed = sys_call(SYS_EPOLL_CTL, (uintptr_t)epoll_fd, CTL_MOD, (uintptr_t)fd, (uintptr_t)&e, 0, 0);  // EEXIST
	if (failed == -2) failed = sys_call(SYS_EPOLL_CTL, (uintptr_t)epoll_fd, CTL_ADD, (uintptr_t)fd, (uintptr_t)&e, 0, 0);   // ENOENT: another file now
	p->added = failed == 0;
	return failed == 0;
}

static G *finish(PollFd *p, int mode, int result) {
	G *g = p->waiting[mode];
	if (g == NULL) return NULL;
	p->waiting[mode] = NULL;
	p->result[mode] = result;
	XADD(&waiters, -1);
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
		if (events[i].events & (IN | RDHUP | HUP | ERR)) ready[0] = finish(p, 0, READY);
		if (events[i].events & (OUT | HUP | ERR)) ready[1] = finish(p, 1, READY);
		arm(p, events[i].fd);
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
	intptr_t fd;
	int mode;
	bool expired, parked;
} PollWait;

static bool start_wait(G *g, void *arg) {
	PollWait *w = arg;
	if (w->expired) {
		w->p->result[w->mode] = TIMED_OUT;
		mutex_unlock(&w->p->lock);
		return false;
	}
	w->p->waiting[w->mode] = g;
	w->parked = true;
	XADD(&waiters, 1);
	if (!arm(w->p, w->fd)) {
		finish(w->p, w->mode, READY);
		mutex_unlock(&w->p->lock);
		return false;
	}
	mutex_unlock(&w->p->lock);
	if (LOAD(&sched.sysmon_wait)) {
		STORE(&sched.sysmon_wait, 0);
		futex_wake(&sched.sysmon_wait, 1);
	}
	return true;
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

intptr_t rt_pollwait(intptr_t fd, bool write, int64_t deadline) GO("pollwait");
intptr_t rt_pollwait(intptr_t fd, bool write, int64_t deadline) {
	PollFd *p = poll_fd(fd);
	if (p == NULL) return READY;
	if (LOAD(&epoll_fd) < 0) poll_init();
	if (deadline > 0 && deadline <= rt_nanotime()) return TIMED_OUT;
	PollWait w = {.p = p, .fd = fd, .mode = write};
	RtTimer t = {0};
	if (deadline > 0) timer_add_c(&t, &w, deadline);
	mutex_lock(&p->lock);
	p->result[w.mode] = READY;
	rt_park(start_wait, &w, WAIT_IO);
	int result = p->result[w.mode];
	if (deadline > 0) timer_remove(&t);
	return result;
}

void rt_pollclose(intptr_t fd) GO("pollclose");
void rt_pollclose(intptr_t fd) {
	PollFd *p = poll_fd(fd);
	if (p == NULL || epoll_fd < 0) return;
	mutex_lock(&p->lock);
	G *ready[2] = {finish(p, 0, CLOSED), finish(p, 1, CLOSED)};
	if (p->added) sys_call(SYS_EPOLL_CTL, (uintptr_t)epoll_fd, CTL_DEL, (uintptr_t)fd, 0, 0, 0);
	p->added = false;
	mutex_unlock(&p->lock);
	for (int i = 0; i < 2; i++)
		if (ready[i] != NULL) rt_ready(ready[i]);
}
