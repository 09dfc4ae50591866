/* How threads (M) go to sleep and are woken, and when the program is found dead (runtime_c/proc.c: find_runnable, recheck, wake_p, stop_m, check_dead; sysmon.c: retake).
 *
 * Goroutines are counted, not named: queue[p] are those in P's queue, global_queue those in the global one, parked those that wait for another goroutine. A goroutine that runs makes
 * a parked one ready, parks, yields, enters a system call, or computes for ever. What must hold:
 *
 *   - when nothing moves any more, no work waits beside an idle P: a computation that goes on for ever does not keep others from running while there is room;
 *   - a deadlock is reported only when no goroutine can run, and then it is reported;
 *   - the counts of idle Ps and of spinning Ms are right.
 *
 * Stores that are not read-modify-write operations may become visible late, after the thread's later loads (x86's store buffer): that is `late`, for the put into a queue's tail.
 *
 * Checked with
 * run -DREADY=2 -DYIELDS=0 -DCALLS=0
 * run -DREADY=1 -DYIELDS=1 -DCALLS=0
 * run -DREADY=2 -DYIELDS=1 -DCALLS=1 -DONE_P
 * run -DREADY=1 -DYIELDS=0 -DCALLS=1
 *
 * Each of these rules, taken away, must let the checker find a fault:
 * mutant NO_RECHECK: who gave up his P does not look at the queues once more
 * mutant NO_FENCE: wake_p reads the counts before the put is visible (the fence in queue_put)
 * mutant EARLY_RECHECK: it looks before its P counts as idle, not after
 * mutant NO_HANDOFF_RECHECK: the monitor does not look at the queues again when it has made the P of a system call idle
 * mutant MONITOR_UNCOUNTED: all threads are asleep while the monitor has just taken a P, and is about to hand it on
 * mutant DEAD_WITHOUT_SYSCALLS: threads in system calls count as asleep
 */
#ifdef ONE_P /* a program with GOMAXPROCS=1 */
#define PS 1
#else
#define PS 2
#endif
#define MS 3 /* who needs one more waits until one of them sleeps: the third has no P, and will */
#define NONE 9

/* READY: how often goroutines are made ready; YIELDS, CALLS: how many yields and system calls there are */
byte queue[2], global_queue, parked, running, in_syscall, forever;
byte readies = READY, yields = YIELDS, calls = CALLS;
bool idle[2], syscall[2]; /* P's status; else an M has it, or is about to get it */
byte n_idle = 0, n_spinning = 0;
byte n_m = 1, n_idle_m = 0;
bool asleep[MS], woken[MS], spinning[MS], next_spinning[MS];
byte next_p[MS] = NONE;
byte late[MS + 1] = NONE; /* the P whose queue's tail M has advanced, not yet visible to others */
bool locked, dead;
bool monitor_acts; /* it has a P in its hands, and counts as a thread that is awake */

#define ALL_WORK (queue[0] + queue[1] + global_queue)

inline lock() { atomic { !locked -> locked = true; flush() } }
inline unlock() { atomic { flush(); locked = false } }

/* A read-modify-write operation makes the M's stores visible. */
inline flush() {
	if
	:: late[m] != NONE -> queue[late[m]]++; late[m] = NONE
	:: else
	fi
}

inline idle_p_get(to) { /* locked */
	atomic {
		if
		:: dead -> to = NONE
		:: !dead && idle[0] -> idle[0] = false; n_idle--; to = 0
		:: !dead && !idle[0] && idle[1] -> idle[1] = false; n_idle--; to = 1
		:: else -> to = NONE
		fi
	}
}

inline idle_p_put(q) { atomic { idle[q] = true; n_idle++; flush() } }

inline start_m(q, spin) {
	atomic { !locked && (n_m < MS || asleep[0] || asleep[1] || asleep[2]) -> locked = true; flush() };
	atomic {
		if
		:: asleep[0] -> t = 0
		:: asleep[1] -> t = 1
		:: asleep[2] -> t = 2
		:: else -> t = n_m /* a new thread */
		fi;
		if
		:: asleep[t] -> asleep[t] = false; n_idle_m--
		:: else -> n_m++
		fi
	}
	unlock();
	atomic { next_spinning[t] = spin; next_p[t] = q; woken[t] = true; t = 0 }
}

inline wake_p() {
#ifndef NO_FENCE
	atomic { flush() };
#endif
	if
	:: n_idle == 0 -> skip
	:: else ->
		if
		:: n_spinning != 0 -> skip
		:: else ->
			atomic {
				flush();
				if
				:: n_spinning == 0 -> n_spinning = 1; got = true
				:: else -> got = false
				fi
			}
			if
			:: got ->
				got = false;
				lock();
				idle_p_get(w);
				unlock();
				if
				:: w == NONE -> atomic { n_spinning--; flush() }
				:: else -> start_m(w, true)
				fi;
				w = NONE
			:: else
			fi
		fi
	fi
}

inline end_spinning() { atomic { flush(); spinning[m] = false; assert(n_spinning > 0); n_spinning-- } }
inline begin_spinning() { atomic { flush(); spinning[m] = true; n_spinning++ } }

inline check_dead() { /* locked */
	if
#ifdef DEAD_WITHOUT_SYSCALLS
	:: n_m + monitor_acts == n_idle_m + in_syscall && !dead ->
#else
	:: n_m + monitor_acts == n_idle_m && !dead ->
#endif
		assert(ALL_WORK == 0 && running == 0 && in_syscall == 0 && forever == 0);
		dead = true
	:: else
	fi
}

proctype M(byte m; byte p) {
	byte w = NONE, t, old = NONE, victim;
	bool got;
	if
	:: p != NONE -> skip
	:: else -> goto wait /* not made yet */
	fi;

schedule: /* with a P: look_around */
	if
	:: atomic { late[m] == NONE && queue[p] > 0 -> queue[p]--; running++ }; goto execute
	:: atomic { late[m] == p -> late[m] = NONE; running++ }; goto execute /* it sees its own store */
	:: else
	fi;
	if
	:: global_queue > 0 ->
		lock();
		if
		:: global_queue > 0 -> atomic { global_queue--; running++ }; unlock(); goto execute
		:: else -> unlock()
		fi
	:: else
	fi;
	if
	:: spinning[m] || 2 * n_spinning < PS - n_idle ->
		if
		:: !spinning[m] -> begin_spinning()
		:: else
		fi;
		victim = 1 - p;
		if
		:: atomic { queue[victim] > 0 -> queue[victim]--; running++ }; goto execute
		:: else
		fi
	:: else
	fi;
#ifdef EARLY_RECHECK
	if
	:: spinning[m] -> end_spinning()
	:: else
	fi;
	if
	:: ALL_WORK > 0 -> goto schedule
	:: else
	fi;
#endif
	lock();
	if /* saves giving up the P; the look after that would find the work too */
	:: global_queue > 0 -> unlock(); goto schedule
	:: else
	fi;
	idle_p_put(p);
	p = NONE;
	unlock();
	if
	:: spinning[m] -> end_spinning()
	:: else
	fi;
#if !defined NO_RECHECK && !defined EARLY_RECHECK
	if
	:: ALL_WORK > 0 ->
		lock();
		idle_p_get(p);
		unlock();
		if
		:: p != NONE -> begin_spinning(); goto schedule
		:: else
		fi
	:: else
	fi;
#endif

sleep: /* without a P: stop_m */
	lock();
	asleep[m] = true;
	n_idle_m++;
	check_dead();
	unlock();
wait:
	atomic { woken[m] -> woken[m] = false; p = next_p[m]; next_p[m] = NONE; spinning[m] = next_spinning[m] }
	goto schedule;

execute: /* a goroutine */
	if
	:: spinning[m] ->
		end_spinning();
		wake_p() /* that the model is too small to need: no fault is found without it */
	:: else
	fi;
	do
	:: atomic { parked > 0 && readies > 0 && late[m] == NONE -> parked--; readies--; late[m] = p };
		wake_p()
	:: atomic { running--; parked++ }; goto schedule
	:: atomic { yields > 0 -> yields-- };
		lock();
		atomic { running--; global_queue++ };
		unlock();
		goto schedule
	:: atomic { calls > 0 && late[m] == NONE -> calls--; running--; in_syscall++; syscall[p] = true; old = p; p = NONE }
		if
		:: atomic { syscall[old] -> syscall[old] = false; p = old; in_syscall--; running++ }
		:: !syscall[old] -> /* another has it by now */
			lock();
			idle_p_get(p);
			if
			:: p == NONE -> atomic { in_syscall--; global_queue++ }
			:: else -> atomic { in_syscall--; running++ }
			fi;
			unlock();
			if
			:: p == NONE -> old = NONE; goto sleep
			:: else
			fi
		fi;
		old = NONE
	:: atomic { forever++; running-- }; /* computes, and is never heard of again */
		do
		:: atomic { late[m] != NONE -> flush() }
		od
	:: atomic { late[m] != NONE -> flush() } /* the store becomes visible by itself */
	od
}

/* Takes the P from a thread in a system call, and hands it on. */
active proctype Sysmon() {
	byte t, w = NONE, q = NONE, m = MS; /* m: it has no stores under way */
	bool got;
	do
	:: syscall[0] || syscall[1] ->
#ifndef MONITOR_UNCOUNTED
		atomic { !locked -> monitor_acts = true };
#endif
		if
		:: atomic { syscall[0] -> syscall[0] = false; q = 0 }
		:: atomic { syscall[1] -> syscall[1] = false; q = 1 }
		:: else -> goto done
		fi;
		/* handoff_p */
		if
		:: queue[q] > 0 || global_queue > 0 -> start_m(q, false)
		:: else ->
			if
			:: n_spinning + n_idle == 0 ->
				atomic {
					if
					:: n_spinning == 0 -> n_spinning = 1; got = true
					:: else
					fi
				}
			:: else
			fi;
			if
			:: got -> got = false; start_m(q, true)
			:: else ->
				atomic { !locked -> locked = true };
				if
				:: global_queue > 0 -> locked = false; start_m(q, false)
				:: else ->
					atomic { idle[q] = true; n_idle++ };
					locked = false;
#ifndef NO_HANDOFF_RECHECK
					if
					:: ALL_WORK > 0 -> wake_p()
					:: else
					fi
#endif
				fi
			fi
		fi;
done:
		q = NONE;
#ifndef MONITOR_UNCOUNTED
		lock();
		monitor_acts = false;
		check_dead();
		unlock()
#endif
	od
}

/* When nobody can move. */
active proctype Observer() {
	timeout ->
	assert(!(ALL_WORK > 0 && n_idle > 0));
	assert(n_idle == idle[0] + idle[1] && n_spinning == spinning[0] + spinning[1] + spinning[2]);
	assert(dead == (ALL_WORK + running + in_syscall + forever == 0))
}

init {
	atomic {
#ifndef ONE_P
		idle[1] = true;
		n_idle = 1;
#endif
		queue[0] = 1; /* the first goroutine */
		parked = READY;
		run M(0, 0);
		run M(1, NONE);
		run M(2, NONE)
	}
}
