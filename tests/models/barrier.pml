/* The write barrier of docs/decisions/0020: no object that the program can reach is freed, although goroutines are stopped at any instruction, between the barrier's check
 * and its store too.
 *
 * A heap of objects with one pointer each, one global variable, goroutines with two registers. A goroutine allocates, loads, drops and stores (registers have roles, to keep the
 * number of states small: the address of a load or store is in the first; what is loaded, stored, allocated is in the second). A store is two steps, as in compiled code: look at the flag; then store, after shading the old value if the flag was set (and marking is still on). The collector begins to mark
 * with everybody stopped wherever he is, marks from each goroutine's registers before that goroutine goes on, from the global, and from grey objects, one pointer at a time; it ends when
 * nothing is grey, frees what is white, and begins again. The assertion: whatever is freed cannot be reached.
 *
 * Checked with
 * run -DOBJECTS=2
 *
 * Each of these rules, taken away, must let the checker find an object that is lost:
 * mutant NO_SHADE: the barrier does not shade the overwritten value
 * mutant NO_PENDING: objects that a stopped store may overwrite are not marked from (gc_mark_pending)
 * mutant NO_PENDING_DATA: the same of global variables (gc_mark_data)
 * mutant NO_SNAPSHOT: goroutines go on before their registers were marked from
 * mutant NO_BLACK: objects allocated while marking are white
 * mutant INSERTION: the barrier shades the new value, not the old one
 */
#define GOROUTINES 2
#define REGISTERS 2
#define NIL 0
#define GLOBAL 0 /* as the place of a store; objects are 1 … OBJECTS */

#define WHITE 0
#define GREY 1
#define BLACK 2

byte pointer[OBJECTS + 1]; /* pointer[GLOBAL] is the global variable */
byte color[OBJECTS + 1];
bool allocated[OBJECTS + 1];
byte reg[GOROUTINES * REGISTERS];
bool marking, flag, global_read;
bool scanned[GOROUTINES]; /* its registers were marked from in this cycle */
bool scanning[GOROUTINES]; /* somebody is at it */
bool storing[GOROUTINES]; /* between check and store */

#if OBJECTS == 2
#define ANY_GREY color[1] == GREY || color[2] == GREY
#else
#define ANY_GREY color[1] == GREY || color[2] == GREY || color[3] == GREY
#endif
#define R(g, i) reg[(g) * REGISTERS + (i)]
#ifdef NO_SNAPSHOT
#define MAY_RUN(g) (!scanning[g])
#else
#define MAY_RUN(g) (!marking || scanned[g])
#endif

inline shade(o) {
	if
	:: o != NIL && color[o] == WHITE -> color[o] = GREY
	:: else
	fi
}

#define ADDRESS R(g, 0)
#define VALUE R(g, 1)

proctype Goroutine(byte g) {
	byte o;
	bool seen, to_global;
	do
	:: atomic { /* allocate */
		MAY_RUN(g) -> o = 1;
		do
		:: o <= OBJECTS && allocated[o] -> o++
		:: else -> break
		od;
		if
		:: o <= OBJECTS ->
			allocated[o] = true;
			pointer[o] = NIL;
#ifdef NO_BLACK
			color[o] = WHITE;
#else
			color[o] = (marking -> BLACK : WHITE);
#endif
			VALUE = o
		:: else
		fi;
		o = 0
	}
	:: atomic { MAY_RUN(g) && ADDRESS != NIL -> VALUE = pointer[ADDRESS] }
	:: atomic { MAY_RUN(g) -> VALUE = pointer[GLOBAL] }
	:: atomic { MAY_RUN(g) -> VALUE = NIL }
	:: atomic { MAY_RUN(g) -> ADDRESS = VALUE }
	:: atomic { /* the first half of a store: the check */
		MAY_RUN(g) -> seen = flag;
		storing[g] = true;
		if
		:: ADDRESS != NIL
		:: to_global = true
		fi
	}
	atomic { /* the second half; the collector may have begun or ended in between */
		MAY_RUN(g) -> o = (to_global -> GLOBAL : ADDRESS);
		if
		:: seen && marking ->
#ifdef INSERTION
			shade(VALUE)
#else
#ifdef NO_SHADE
			skip
#else
			shade(pointer[o])
#endif
#endif
		:: else
		fi;
		pointer[o] = VALUE;
		storing[g] = false; seen = false; to_global = false; o = 0
	}
	od
}

/* Marks from a goroutine's registers, one at a time, while others run. */
inline scan_goroutine(g) {
	atomic {
		!scanned[g] -> scanning[g] = true;
#ifndef NO_PENDING_DATA
		if
		:: storing[g] -> shade(pointer[GLOBAL])
		:: else
		fi
#endif
	}
	do
	:: atomic {
		i < REGISTERS ->
#ifndef NO_PENDING
		if
		:: storing[g] && R(g, i) != NIL -> shade(pointer[R(g, i)])
		:: else
		fi;
#endif
		shade(R(g, i));
		i++
	}
	:: atomic { i == REGISTERS -> scanned[g] = true; scanning[g] = false; i = 0; break }
	od
}

/* Frees what is white, and asserts that nobody can reach it. */
inline sweep() {
	d_step {
		reach = 0;
		i = 0;
		do
		:: i < GOROUTINES * REGISTERS -> reach = reach | (1 << reg[i]); i++
		:: else -> break
		od;
		reach = reach | (1 << pointer[GLOBAL]);
		k = 0;
		do
		:: k < OBJECTS ->
			o = 1;
			do
			:: o <= OBJECTS ->
				if
				:: reach & (1 << o) -> reach = reach | (1 << pointer[o])
				:: else
				fi;
				o++
			:: else -> break
			od;
			k++
		:: else -> break
		od;
		o = 1;
		do
		:: o <= OBJECTS ->
			if
			:: allocated[o] && color[o] == WHITE ->
				assert(!(reach & (1 << o)));
				allocated[o] = false;
				pointer[o] = NIL
			:: else
			fi;
			color[o] = WHITE;
			o++
		:: else -> break
		od;
		i = 0; k = 0; o = 0; reach = 0
	}
}

active proctype Collector() {
	byte i, k, o, reach;
	do
	:: atomic { /* the world is stopped */
		marking = true; flag = true; global_read = false;
		scanned[0] = false; scanned[1] = false
	}
	do
	:: !scanned[0] -> scan_goroutine(0)
	:: !scanned[1] -> scan_goroutine(1)
	:: atomic { !global_read -> shade(pointer[GLOBAL]); global_read = true }
	:: atomic {
		ANY_GREY ->
		o = 1;
		do
		:: color[o] != GREY -> o++
		:: else -> break
		od;
		shade(pointer[o]); color[o] = BLACK; o = 0
	}
	:: atomic { /* stopped again: nothing is left to do */
		scanned[0] && scanned[1] && global_read && !(ANY_GREY) ->
		marking = false; flag = false;
		sweep() /* what is freed is decided now: objects allocated later are not swept in this cycle */
	}
	break
	od
	od
}

init {
	atomic {
		run Goroutine(0);
		run Goroutine(1)
	}
}
