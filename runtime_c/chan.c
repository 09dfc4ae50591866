// Channels and select.
//
// A channel is a lock, a ring of elements and two queues of waiting goroutines. A goroutine that finds a partner waiting copies the element directly
// from or to the partner's memory and makes it runnable; nobody ever waits beside a channel that could serve him.
// A Sudog stands for a goroutine in a queue; a select has one in each of its channels' queues, and whoever first sets g->select_done wins it.
// Lock order: channels by address (select), then sched.lock.
#include "sched.h"

typedef struct {
	Sudog *first, *last;
} WaitQueue;

typedef struct Chan {
	uintptr_t count, cap;
	char *buf;               // cap elements
	RtTimer *timer;          // that sends the time, or NULL
	const Type *elem;
	uintptr_t send_at, recv_at;
	uint16_t elem_size, closed;
	Mutex lock;
	WaitQueue receivers, senders;
} Chan;

typedef struct {
	uintptr_t selected, ok;
} Selected;

static const uint8_t chan_pointers[] = {1 << 2 | 1 << 3};  // buf, timer
static const Type chan_header = {.size = sizeof(Chan), .ptrdata = offsetof(Chan, timer) + 8, .align = 8, .kind = KIND_STRUCT, .gcdata = chan_pointers};

Chan *rt_makechan(const Type *t, intptr_t size) GO("makechan");
Chan *rt_makechan(const Type *t, intptr_t size) {
	const Type *elem = ((const ChanType *)t)->elem;
	uintptr_t bytes;
	if (elem->size > UINT16_MAX) rt_throw("makechan: invalid channel element type");
	if (size < 0 || __builtin_mul_overflow((uintptr_t)size, elem->size, &bytes) || bytes > MAX_ALLOC - sizeof(Chan)) rt_panic_text("makechan: size out of range");
	Chan *c;
	if (elem->ptrdata == 0) {
		c = rt_mallocgc(sizeof(Chan) + bytes, NULL, true);
		c->buf = (char *)(c + 1);
	} else {
		char *buf = bytes == 0 ? NULL : rt_mallocgc(bytes, elem, true);
		c = rt_mallocgc(sizeof(Chan), &chan_header, true);
		c->buf = buf;
	}
	c->cap = (uintptr_t)size;
	c->elem = elem;
	c->elem_size = (uint16_t)elem->size;
	return c;
}

// ---- queues -------------------------------------------------------------------------------------------------------------------------------------

static SharedBlocks free_sudogs = {.size = sizeof(Sudog)};

Sudog *sudog_get(void) {
	Sudog *s = block_get(&getm()->p->sudogs, &free_sudogs);
	*s = (Sudog){0};
	return s;
}

void sudog_put(Sudog *s) { block_put(&getm()->p->sudogs, &free_sudogs, s); }

static void enqueue(WaitQueue *q, Sudog *s) {
	s->next = NULL;
	s->prev = q->last;
	if (q->last != NULL) q->last->next = s;
	else q->first = s;
	q->last = s;
}

static void unlink(WaitQueue *q, Sudog *s) {
	if (s->prev != NULL) s->prev->next = s->next;
	else if (q->first == s) q->first = s->next;
	else return;  // already out
	if (s->next != NULL) s->next->prev = s->prev;
	else q->last = s->prev;
	s->next = s->prev = NULL;
}

// The next waiter that is still to be had.
static Sudog *dequeue(WaitQueue *q) {
	for (;;) {
		Sudog *s = q->first;
		if (s == NULL) return NULL;
		q->first = s->next;
		if (s->next != NULL) s->next->prev = NULL;
		else q->last = NULL;
		s->next = s->prev = NULL;
		if (s->is_select && !CAS(&s->g->select_done, 0, 1)) continue;
		return s;
	}
}

static void copy(const Chan *c, void *to, const void *from) {
	switch (c->elem_size) {
	case 0: return;
	case 8:
		if (!rt_writeBarrier) {
			memcpy(to, from, 8);
			return;
		}
	}
	rt_typedmemmove(c->elem, to, from);
}

static void *slot(const Chan *c, uintptr_t i) { return c->buf + i * c->elem_size; }
static void advance(const Chan *c, uintptr_t *i) { *i = *i + 1 == c->cap ? 0 : *i + 1; }

static void wake(Sudog *s, bool success) {
	s->success = success;
	s->g->wait_param = s;
	rt_ready(s->g);
}

static bool unlock_chan(G *g, void *c) {
	(void)g;
	mutex_unlock(&((Chan *)c)->lock);
	return true;
}

static void put_in_ring(Chan *c, const void *elem) {
	copy(c, slot(c, c->send_at), elem);
	advance(c, &c->send_at);
	__atomic_store_n(&c->count, c->count + 1, __ATOMIC_RELAXED);
}

// c's lock is held. True: done, and the lock released.
static bool try_send(Chan *c, const void *elem) {
	if (c->closed) {
		mutex_unlock(&c->lock);
		rt_panic_text("send on closed channel");
	}
	Sudog *s = dequeue(&c->receivers);
	if (s != NULL) {
		if (s->elem != NULL) copy(c, s->elem, elem);
		mutex_unlock(&c->lock);
		wake(s, true);
		return true;
	}
	if (c->count == c->cap) return false;
	put_in_ring(c, elem);
	mutex_unlock(&c->lock);
	return true;
}

static void take_from_ring(Chan *c, void *elem) {
	void *from = slot(c, c->recv_at);
	if (elem != NULL) copy(c, elem, from);
	if (c->elem_size != 0) rt_typedmemclr(c->elem, from);
	advance(c, &c->recv_at);
	__atomic_store_n(&c->count, c->count - 1, __ATOMIC_RELAXED);
}

// c's lock is held. True: done, and the lock released; *ok: a value was received.
static bool try_recv(Chan *c, void *elem, bool *ok) {
	*ok = true;
	if (c->closed && c->count == 0) {
		mutex_unlock(&c->lock);
		if (elem != NULL && c->elem_size != 0) rt_typedmemclr(c->elem, elem);
		*ok = false;
		return true;
	}
	Sudog *s = dequeue(&c->senders);
	if (s != NULL) {
		if (c->cap == 0) {
			if (elem != NULL) copy(c, elem, s->elem);
		} else {  // the ring is full: take its head, the sender's value becomes its tail
			take_from_ring(c, elem);
			put_in_ring(c, s->elem);
		}
		mutex_unlock(&c->lock);
		wake(s, true);
		return true;
	}
	if (c->count == 0) return false;
	take_from_ring(c, elem);
	mutex_unlock(&c->lock);
	return true;
}

// ---- of timers ----------------------------------------------------------------------------------------------------------------------------------
void chan_lock(Chan *c) { mutex_lock(&c->lock); }
void chan_unlock(Chan *c) { mutex_unlock(&c->lock); }
void chan_set_timer(Chan *c, RtTimer *t) { c->timer = t; }

bool chan_drain(Chan *c) {
	if (c->count == 0) return false;
	take_from_ring(c, NULL);
	return true;
}

// A timer was due. Nothing is sent when the last time was not received yet.
void chan_send_time(Chan *c, const Due *d) {
	Time now;
	mutex_lock(&c->lock);
	if (!timer_claim(d, &now) || !try_send(c, &now)) mutex_unlock(&c->lock);
}

// c's lock is held: somebody looks at c, which has to be as if its timer had sent in time.
static __attribute__((noinline)) void look_at_timer(Chan *c) {
	Time now;
	if (!timer_look(c->timer, &now) || c->count == c->cap) return;
	put_in_ring(c, &now);
}

// Waits in a queue of c, whose lock is held; returns whether it got or gave a value.
static bool wait_in(Chan *c, WaitQueue *q, void *elem, WaitReason why) {
	Sudog s;
	s.g = getg();
	s.elem = elem;
	s.is_select = false;
	enqueue(q, &s);
	if (c->timer != NULL) timer_block(c->timer);
	rt_park(unlock_chan, c, why);
	if (c->timer != NULL) timer_unblock(c->timer);
	getg()->wait_param = NULL;
	return s.success;
}

static bool chan_send(Chan *c, const void *elem, bool block) {
	sched_point();
	if (c == NULL) {
		if (!block) return false;
		rt_park(NULL, NULL, WAIT_SEND_NIL);
	}
	if (!block && !LOAD(&c->closed) && (c->cap == 0 ? c->receivers.first == NULL : LOAD(&c->count) == c->cap)) return false;
	mutex_lock(&c->lock);
	if (try_send(c, elem)) return true;
	if (!block) {
		mutex_unlock(&c->lock);
		return false;
	}
	if (!wait_in(c, &c->senders, (void *)elem, WAIT_SEND)) rt_panic_text("send on closed channel");
	return true;
}

static Selected chan_recv(Chan *c, void *elem, bool block) {
	sched_point();
	if (c == NULL) {
		if (!block) return (Selected){0, 0};
		rt_park(NULL, NULL, WAIT_RECV_NIL);
	}
	bool ok;
	if (!block && c->timer == NULL && !LOAD(&c->closed) && (c->cap == 0 ? c->senders.first == NULL : LOAD(&c->count) == 0)) return (Selected){0, 0};
	mutex_lock(&c->lock);
	if (c->timer != NULL) look_at_timer(c);
	if (try_recv(c, elem, &ok)) return (Selected){1, ok};
	if (!block) {
		mutex_unlock(&c->lock);
		return (Selected){0, 0};
	}
	return (Selected){1, wait_in(c, &c->receivers, elem, WAIT_RECV)};
}

void rt_chansend1(Chan *c, const void *elem) GO("chansend1");
void rt_chansend1(Chan *c, const void *elem) { chan_send(c, elem, true); }
void rt_chanrecv1(Chan *c, void *elem) GO("chanrecv1");
void rt_chanrecv1(Chan *c, void *elem) { chan_recv(c, elem, true); }
bool rt_chanrecv2(Chan *c, void *elem) GO("chanrecv2");
bool rt_chanrecv2(Chan *c, void *elem) { return chan_recv(c, elem, true).ok; }
bool rt_selectnbsend(Chan *c, const void *elem) GO("selectnbsend");
bool rt_selectnbsend(Chan *c, const void *elem) { return chan_send(c, elem, false); }
Selected rt_selectnbrecv(void *elem, Chan *c) GO("selectnbrecv");
Selected rt_selectnbrecv(void *elem, Chan *c) { return chan_recv(c, elem, false); }
intptr_t rt_chanlen(Chan *c) GO("chanlen");
intptr_t rt_chanlen(Chan *c) { return c == NULL || c->timer != NULL ? 0 : (intptr_t)LOAD(&c->count); }  // as Go: a timer's channel looks unbuffered
intptr_t rt_chancap(Chan *c) GO("chancap");
intptr_t rt_chancap(Chan *c) { return c == NULL || c->timer != NULL ? 0 : (intptr_t)c->cap; }
void rt_block(void) GO("block");
void rt_block(void) { rt_park(NULL, NULL, WAIT_SELECT_NONE); }

void rt_closechan(Chan *c) GO("closechan");
void rt_closechan(Chan *c) {
	if (c == NULL) rt_panic_text("close of nil channel");
	mutex_lock(&c->lock);
	if (c->closed) {
		mutex_unlock(&c->lock);
		rt_panic_text("close of closed channel");
	}
	c->closed = 1;
	Sudog *all = NULL, **end = &all;
	for (Sudog *s; (s = dequeue(&c->receivers)) != NULL;) {
		if (s->elem != NULL && c->elem_size != 0) rt_typedmemclr(c->elem, s->elem);
		*end = s;
		end = &s->wait_link;
	}
	for (Sudog *s; (s = dequeue(&c->senders)) != NULL;) {
		*end = s;
		end = &s->wait_link;
	}
	*end = NULL;
	mutex_unlock(&c->lock);
	while (all != NULL) {
		Sudog *s = all;
		all = s->wait_link;
		s->wait_link = NULL;
		wake(s, false);
	}
}

// ---- select -------------------------------------------------------------------------------------------------------------------------------------

typedef struct {
	Chan *c;
	void *elem;
} Case;

typedef struct {
	intptr_t index, ok;
} SelectResult;

typedef struct {
	Case *cases;
	uintptr_t n, sends;
	uint16_t *poll, *lock;  // orders: random; by the channels' addresses
	uintptr_t used;         // cases whose channel is not nil
	Sudog *first;           // the waiting goroutine's, in lock order
} Select;

enum { SMALL_SELECT = 16 };

static void lock_all(const Select *s) {
	Chan *last = NULL;
	for (uintptr_t i = 0; i < s->used; i++) {
		Chan *c = s->cases[s->lock[i]].c;
		if (c != last) mutex_lock(&c->lock);
		last = c;
	}
}

// But not the lock of `except`.
static void unlock_all(const Select *s, const Chan *except) {
	for (uintptr_t i = s->used; i > 0; i--) {
		Chan *c = s->cases[s->lock[i - 1]].c;
		if (i > 1 && s->cases[s->lock[i - 2]].c == c) continue;
		if (c != except) mutex_unlock(&c->lock);
	}
}

static void make_orders(Select *s) {
	uint64_t random = rt_fastrand64();
	for (uintptr_t i = 0; i < s->n; i++) {
		if (s->cases[i].c == NULL) continue;
		uintptr_t k = random % (s->used + 1);
		random = random * 6364136223846793005ull + 1442695040888963407ull;
		random ^= random >> 33;
		s->poll[s->used] = s->poll[k];
		s->poll[k] = (uint16_t)i;
		s->used++;
	}
	memcpy(s->lock, s->poll, s->used * sizeof *s->lock);
	for (uintptr_t gap = s->used / 2; gap > 0; gap /= 2)
		for (uintptr_t i = gap; i < s->used; i++) {
			uint16_t v = s->lock[i];
			uintptr_t k = i;
			for (; k >= gap && s->cases[s->lock[k - gap]].c > s->cases[v].c; k -= gap) s->lock[k] = s->lock[k - gap];
			s->lock[k] = v;
		}
}

// Would the case go on now? All locks are held.
static bool is_ready(const Select *s, uint32_t i) {
	Chan *c = s->cases[i].c;
	if (c->timer != NULL) look_at_timer(c);
	if (c->closed) return true;
	if (i < s->sends) return c->receivers.first != NULL || c->count < c->cap;
	return c->senders.first != NULL || c->count > 0;
}

static bool unlock_select(G *g, void *arg) {
	(void)g;
	unlock_all(arg, NULL);
	return true;
}

static SelectResult select_wait(Select *s) {
	G *g = getg();
	Sudog **end = &s->first;
	for (uintptr_t i = 0; i < s->used; i++) {
		uint32_t k = s->lock[i];
		Sudog *d = sudog_get();
		d->g = g;
		d->c = s->cases[k].c;
		d->elem = s->cases[k].elem;
		d->is_select = true;
		d->index = (int32_t)k;
		*end = d;
		end = &d->wait_link;
		enqueue(k < s->sends ? &d->c->senders : &d->c->receivers, d);
		if (d->c->timer != NULL) timer_block(d->c->timer);
	}
	g->wait_param = NULL;
	STORE(&g->select_done, 0);
	rt_park(unlock_select, s, WAIT_SELECT);
	g = getg();
	lock_all(s);
	Sudog *won = g->wait_param;
	g->wait_param = NULL;
	SelectResult result = {won->index, won->success};
	for (Sudog *d = s->first, *following; d != NULL; d = following) {
		following = d->wait_link;
		if (d->c->timer != NULL) timer_unblock(d->c->timer);
		if (d != won) unlink((uintptr_t)d->index < s->sends ? &d->c->senders : &d->c->receivers, d);
		d->wait_link = NULL;
		sudog_put(d);
	}
	unlock_all(s, NULL);
	return result;
}

static __attribute__((noinline)) SelectResult run_select(Select *s, bool block) {
	sched_point();
	make_orders(s);
	if (s->used == 0) {
		if (block) rt_park(NULL, NULL, s->n == 0 ? WAIT_SELECT_NONE : WAIT_SELECT);
		return (SelectResult){-1, 0};
	}
	lock_all(s);
	for (uintptr_t i = 0; i < s->used; i++) {
		uint32_t k = s->poll[i];
		if (!is_ready(s, k)) continue;
		Chan *c = s->cases[k].c;
		unlock_all(s, c);
		bool ok = false;
		if (k < s->sends ? try_send(c, s->cases[k].elem) : try_recv(c, s->cases[k].elem, &ok)) return (SelectResult){(intptr_t)k, ok};
		mutex_unlock(&c->lock);  // the partner was another select that has been won by somebody else
		lock_all(s);
		i = (uintptr_t)-1;       // and meanwhile any case may have become ready: look at all again
	}
	if (!block) {
		unlock_all(s, NULL);
		return (SelectResult){-1, 0};
	}
	SelectResult result = select_wait(s);
	if ((uintptr_t)result.index < s->sends && !result.ok) rt_panic_text("send on closed channel");
	return result;
}

SelectResult rt_selectgo(Case *cases, intptr_t nsends, intptr_t nrecvs, bool block) GO("selectgo");
SelectResult rt_selectgo(Case *cases, intptr_t nsends, intptr_t nrecvs, bool block) {
	uint16_t small[2 * SMALL_SELECT];
	uintptr_t n = (uintptr_t)(nsends + nrecvs);
	Select s = {.cases = cases, .n = n, .sends = (uintptr_t)nsends};
	s.poll = n <= SMALL_SELECT ? small : rt_mallocgc(n * 2 * sizeof *s.poll, NULL, false);
	s.lock = s.poll + n;
	return run_select(&s, block);
}
