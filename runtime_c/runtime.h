// What the parts of the runtime share: locks, memory from the system, fatal errors, the system stack, stopping the world.
//
// The scheduler's side (G, M, P, stacks, signals) implements what the memory side needs from it; this header is where the two meet.
#ifndef MINIGO_RUNTIME_H
#define MINIGO_RUNTIME_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "type.h"

// ---- locks: held for a short time, by code that does not run Go and is not preempted
typedef struct {
	uint32_t state;  // 0 free, 1 held, 2 held and waited for
} Mutex;
void mutex_lock(Mutex *m);
void mutex_unlock(Mutex *m);

// ---- memory from the system (osmem.c); sizes are multiples of 4096, NULL or false when there is none
void *sys_alloc(uintptr_t size);                // zeroed, usable
void *sys_reserve(uintptr_t size);              // addresses only, a multiple of 1 GB; not thread-safe
bool sys_commit(void *p, uintptr_t size);       // makes reserved addresses usable
void sys_unused(void *p, uintptr_t size);       // gives the pages back; they read as zero afterwards

// ---- fatal errors: "fatal error: text", tracebacks, exit 2
_Noreturn void rt_throw(const char *text);      // the runtime is broken
_Noreturn void rt_fatal(const char *text);      // the program is

// ---- the scheduler's side
struct Mcache;
struct Mcache *current_mcache(void);                       // of the P that this thread has
void systemstack(void (*fn)(void *), void *arg);           // runs fn on this thread's g0 stack (directly when already there)
void world_acquire(void);                                  // on a goroutine's stack: the right to stop the world, one at a time
void world_release(void);
void stop_the_world(const char *reason);                   // on the system stack
void start_the_world(void);
void thread_pause(void);                                   // another thread is about to do what this one waits for
void thread_yield(void);                                   // on a goroutine's stack: lets others run
void thread_point(void);                                   // with a seed for scheduling: perhaps lets others run
void thread_relax(void);                                   // the same, if somebody asked for it; now and then in what takes long
uintptr_t stack_bytes(void);                               // memory held by goroutine stacks
int64_t rt_nanotime(void) GO("nanotime");
int64_t rt_walltime_ns(void);
uint64_t rt_fastrand64(void) GO("fastrand64");
int rt_procs(void);                                        // GOMAXPROCS
void *thread_identity(void);                               // a different non-NULL value in every thread (the M)
const char *rt_getenv(const char *name);                   // NULL: not set
void rt_write(int fd, const void *p, uintptr_t n);         // all of it
void rt_newproc(void *closure) GO("newproc");
void start_system_goroutine(void *closure);                // as newproc; not counted by NumGoroutine or the deadlock check
bool can_collect(void);                                    // on a goroutine's stack, holding no runtime lock: gc_poll may stop the world
// The calling goroutine sleeps until `*word` is not 0 (checked under the scheduler's lock); wake_on makes it 1 and the sleeper ready.
void sleep_on(uint32_t *word);
void wake_on(uint32_t *word);

#endif
