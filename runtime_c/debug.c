// What package runtime/debug asks of the runtime.
#include "sched.h"

extern const String rt_buildinfo GO("buildinfo");  // the linker's

String rt_modinfo(void) GO("modinfo");
String rt_modinfo(void) { return rt_buildinfo; }

// Whether a fault at an unexpected address is a panic of the calling goroutine; the previous setting.
bool rt_setpaniconfault(bool on) GO("setpaniconfault");
bool rt_setpaniconfault(bool on) {
	G *g = getg();
	bool was = g->paniconfault;
	g->paniconfault = on;
	return was;
}
