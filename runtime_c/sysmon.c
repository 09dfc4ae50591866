// The monitor: a thread without a P that takes Ps from long system calls, preempts what runs too long, and looks after timers and the poller when
// everybody is busy.
#include "gc.h"
#include "sched.h"

static bool clock_decided;  // (the monitor's) a goroutine was preempted because of the time

enum { SOON_NS = 20000, AGAIN_US = 100 };  // before a timer that is nearly due; before those who should make way are asked again

static void count_awake(int change) {
	mutex_lock(&sched.lock);
	sched.n_sys_m -= (uint32_t)change;
	if (change < 0) check_dead();
	mutex_unlock(&sched.lock);
}

static bool retake_from_syscall(P *p, int64_t now) {
	uint32_t tick = __atomic_load_n(&p->syscall_tick, __ATOMIC_RELAXED);
	if (p->seen_syscall_tick != tick || p->seen_syscall_when == 0) {
		p->seen_syscall_tick = tick;
		p->seen_syscall_when = now;
		return false;
	}
	if (queue_empty(p) && global_count() == 0 && LOAD(&sched.n_spinning) + LOAD(&sched.n_idle_p) > 0 && now - p->seen_syscall_when < PREEMPT_NS) return false;
	// While it has the P in its hands, the monitor counts as a thread that is awake: the thread that comes back from its call may find no P, and go to sleep as the last one.
	count_awake(1);
	bool taken = CAS(&p->status, P_SYSCALL, P_IDLE);
	if (taken) {
		__atomic_store_n(&p->syscall_tick, tick + 1, __ATOMIC_RELAXED);
		handoff_p(p);
	}
	count_awake(-1);
	return taken;
}

// How long a goroutine may run. With a seed only what never yields by itself is stopped by the clock, and late, so that the schedule stays the seed's; once that has
// happened the program does not run the same way again, and the clock may as well be quick.
static int64_t time_slice(void) {
	if (sched.seeded) return clock_decided ? PREEMPT_MARKING_NS : 20 * PREEMPT_NS;
	return gc.phase == GC_MARK ? PREEMPT_MARKING_NS : PREEMPT_NS;
}

static bool retake(int64_t now) {
	bool acted = false;
	int procs = __atomic_load_n(&sched.procs, __ATOMIC_ACQUIRE);
	for (int i = 0; i < procs; i++) {
		P *p = sched.all_p[i];
		uint32_t status = LOAD(&p->status), tick = __atomic_load_n(&p->tick, __ATOMIC_RELAXED);
		if (status == P_SYSCALL) {
			acted |= retake_from_syscall(p, now);
		} else if (status == P_RUNNING) {
			p->seen_syscall_when = 0;
			if (p->seen_tick != tick) {
				p->seen_tick = tick;
				__atomic_store_n(&p->seen_when, now, __ATOMIC_RELAXED);
			} else if (now - p->seen_when >= time_slice()) {
				clock_decided = true;
				preempt_p(p, true);
			}
		}
	}
	return acted;
}

static void sysmon_rest(void) {
	bool idle = LOAD(&sched.n_idle_p) == (uint32_t)sched.procs || LOAD(&sched.stopping);
	if (!idle || sched.trace_every != 0 || ((timers_pending() || poll_has_waiters()) && !LOAD(&sched.poll_waiting))) return;
	STORE(&sched.sysmon_wait, 1);
	if (LOAD(&sched.n_idle_p) == (uint32_t)sched.procs) futex_sleep(&sched.sysmon_wait, 1, 50000000);
	STORE(&sched.sysmon_wait, 0);
}

// Sleeps for some time, or until a timer is due that nobody else waits for; not for those that are due already when somebody was asked to make way for them.
static void sysmon_sleep(int64_t ns, bool asked) {
	int64_t now = rt_nanotime(), until = now + ns;
	STORE(&sched.sysmon_note, 0);
	STORE(&sched.sysmon_until, until);  // who starts an earlier one from now on, wakes us
	int64_t next = LOAD(&sched.poll_waiting) ? 0 : timers_next();
	if (next > (asked ? now : 0) && next < until) until = next > now + SOON_NS ? next : now + SOON_NS;
	futex_sleep(&sched.sysmon_note, 0, until - now);
	STORE(&sched.sysmon_until, 0);
}

void sysmon_cover(int64_t when) {
	if (when == 0 || when >= LOAD(&sched.sysmon_until)) return;
	STORE(&sched.sysmon_note, 1);
	futex_wake(&sched.sysmon_note, 1);
}

// Woken goroutines, or timers, that no idle P takes care of.
static bool wakeups(int64_t now) {
	int64_t next = timers_next();
	if (woken_count() == 0 && (next == 0 || next > now || LOAD(&sched.poll_waiting))) return false;
	if (!start_idle_p()) make_way_again();
	return true;
}

void sysmon(void) {
	int64_t delay = 20;
	int quiet = 0;
	bool waits = false;  // somebody waits for what Ps were asked to do
	for (;;) {
		if (quiet == 0) delay = 20;
		else if (quiet > 50 && delay < 10000) delay *= 2;
		if (delay > 10000) delay = 10000;
		if (delay > 1000 && time_slice() < PREEMPT_NS) delay = 1000;
		if (waits && delay > AGAIN_US) delay = AGAIN_US;
		sysmon_sleep(delay * 1000, waits);
		sysmon_rest();
		if (LOAD(&sched.stopping)) continue;
		int64_t now = rt_nanotime();
		if (poll_has_waiters() && !LOAD(&sched.poll_waiting) && now - LOAD(&sched.last_poll) > PREEMPT_NS) {
			STORE(&sched.last_poll, now);
			inject_woken(poll_network(0));
		}
		waits = wakeups(now);
		quiet = retake(now) ? 0 : quiet + 1;
		if (sched.trace_every != 0 && now >= sched.trace_next) {
			sched.trace_next = now + sched.trace_every;
			sched_trace();
		}
	}
}

