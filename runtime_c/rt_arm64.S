// Assembly of the runtime for arm64: switching stacks, growing them, deferred calls, asynchronous preemption, start-up.
//
// x28 is what this thread runs (a goroutine or g0), whose first word is the stack limit and whose second one is the M. x15 is the closure context.
#include "offsets.h"

#define FUNC(name) .globl name; .type name, %function; .p2align 4; name:

// The callee-saved registers, as a saved context has them on its stack: x29 x30 x19 … x27 pad d8 … d15.
#define CONTEXT 160
.macro save_context
	stp x29, x30, [sp, #-CONTEXT]!
	stp x19, x20, [sp, #16]
	stp x21, x22, [sp, #32]
	stp x23, x24, [sp, #48]
	stp x25, x26, [sp, #64]
	stp x27, xzr, [sp, #80]
	stp d8, d9, [sp, #96]
	stp d10, d11, [sp, #112]
	stp d12, d13, [sp, #128]
	stp d14, d15, [sp, #144]
	mov x29, sp
.endm
.macro restore_context
	ldp x19, x20, [sp, #16]
	ldp x21, x22, [sp, #32]
	ldp x23, x24, [sp, #48]
	ldp x25, x26, [sp, #64]
	ldr x27, [sp, #80]
	ldp d8, d9, [sp, #96]
	ldp d10, d11, [sp, #112]
	ldp d12, d13, [sp, #128]
	ldp d14, d15, [sp, #144]
	ldp x29, x30, [sp], #CONTEXT
.endm

.text

FUNC(_start)
	mov x29, #0
	mov x30, #0
	mov x0, sp
	bl rt_start
	brk #0

// void rt_mcall(void (*fn)(G *))
FUNC(rt_mcall)
	save_context
	mov x9, sp
	str x9, [x28, #G_SP]
	str x29, [x28, #G_FP]
	mov x1, x0
	mov x0, x28
	ldr x10, [x28, #G_M]
	ldr x28, [x10, #M_G0]
	ldr x9, [x28, #G_SP]
	mov sp, x9
	mov x29, #0
	blr x1
	brk #0

FUNC(rt_gogo)
	mov x28, x0
	ldr x9, [x28, #G_SP]
	mov sp, x9
	restore_context
	ret

// void systemstack(void (*fn)(void *), void *arg)
FUNC(systemstack)
	ldr x9, [x28, #G_M]
	ldr x10, [x9, #M_G0]
	mov x11, x0
	mov x0, x1
	cmp x10, x28
	b.eq 1f
	save_context
	mov x9, sp
	str x9, [x28, #G_SP]
	str x29, [x28, #G_FP]
	mov w9, #1
	str w9, [x28, #G_IN_C]
	mov x19, x28
	mov x28, x10
	ldr x9, [x10, #G_SP]
	mov sp, x9
	blr x11
	mov x28, x19
	str wzr, [x28, #G_IN_C]
	ldr x9, [x28, #G_SP]
	mov sp, x9
	restore_context
	ret
1:	br x11

FUNC(rt_start_goroutine)
	mov x29, #0
	mov x30, #0
	bl rt_goroutine_main
	brk #0
.globl rt_goroutine_end
rt_goroutine_end:

FUNC(rt_call_closure)
	stp x29, x30, [sp, #-16]!
	mov x29, sp
	mov x15, x0
	ldr x16, [x0]
	blr x16
	ldp x29, x30, [sp], #16
	ret

FUNC(rt_call_void)
	br x0

// int rt_call_vdso(int (*fn)(int, void *), int clock, void *out, uintptr_t sp): on another stack
FUNC(rt_call_vdso)
	stp x29, x30, [sp, #-16]!
	mov x29, sp
	mov x9, x0
	mov w0, w1
	mov x1, x2
	mov sp, x3
	blr x9
	mov sp, x29
	ldp x29, x30, [sp], #16
	ret

// void rt_call_deferred(void *closure, G *g)
FUNC(rt_call_deferred)
	stp x29, x30, [sp, #-16]!
	mov x29, sp
	str x29, [x1, #G_PANIC_SP]
	mov x15, x0
	ldr x16, [x0]
	blr x16
	ldp x29, x30, [sp], #16
	ret

// i32 deferenter(DeferFrame *frame)
FUNC(runtime.deferenter)
	ldr x9, [x28, #G_DEFERS]
	stp x9, xzr, [x0]
	ldr x10, [x28, #G_PANIC]
	stp xzr, x10, [x0, #16]
	ldr x11, [x28, #G_SEG]
	str x11, [x0, #32]
	stp x19, x20, [x0, #FRAME_REGS]
	stp x21, x22, [x0, #FRAME_REGS+16]
	stp x23, x24, [x0, #FRAME_REGS+32]
	stp x25, x26, [x0, #FRAME_REGS+48]
	stp x27, x29, [x0, #FRAME_REGS+64]
	mov x9, sp
	stp x9, x30, [x0, #FRAME_REGS+80]
	stp d8, d9, [x0, #FRAME_REGS+96]
	stp d10, d11, [x0, #FRAME_REGS+112]
	stp d12, d13, [x0, #FRAME_REGS+128]
	stp d14, d15, [x0, #FRAME_REGS+144]
	str x0, [x28, #G_DEFERS]
	mov w0, #0
	ret

FUNC(rt_resume_frame)
	ldp x19, x20, [x0, #FRAME_REGS]
	ldp x21, x22, [x0, #FRAME_REGS+16]
	ldp x23, x24, [x0, #FRAME_REGS+32]
	ldp x25, x26, [x0, #FRAME_REGS+48]
	ldp x27, x29, [x0, #FRAME_REGS+64]
	ldp x9, x30, [x0, #FRAME_REGS+80]
	ldp d8, d9, [x0, #FRAME_REGS+96]
	ldp d10, d11, [x0, #FRAME_REGS+112]
	ldp d12, d13, [x0, #FRAME_REGS+128]
	ldp d14, d15, [x0, #FRAME_REGS+144]
	mov sp, x9
	mov w0, #1
	ret

// A function whose frame may not fit comes here before it has touched anything: x16 is its address, x17 the bytes of its arguments on the stack and,
// from bit 16 up, the bytes that its check reserves for the frame. All argument registers are live: x0 … x8, x15, q0 … q7. The function is called again on
// a new segment; x9 … x14 are free.
// Frame: 0(x29) frame pointer, 8(x29) return address of the function, 16(x29) its stack arguments.
FUNC(__morestack)
	stp x29, x30, [sp, #-16]!
	mov x29, sp
.Lagain:
	ldr x9, [x28, #G_SEG]
	ldr x10, [x28, #G_STACKGUARD]
	cmn x10, #1
	b.eq .Lslow
	ldr x9, [x9, #SEG_NEXT]
	cbz x9, .Lslow
	ldr x10, [x9, #SEG_LIMIT]
	ldr x11, [x9, #SEG_TOP]
	and x12, x17, #0xffff
	add x13, x10, x17, lsr #16
	add x13, x13, x12
	add x13, x13, #512
	cmp x13, x11
	b.hi .Lslow
	str x29, [x9, #SEG_PREV_SP]
	str x9, [x28, #G_SEG]
	str x10, [x28, #G_LIMIT]
	str x10, [x28, #G_STACKGUARD]
	cbz x12, .Lcopied
	add x12, x12, #15
	and x12, x12, #~15
	sub x11, x11, x12
1:	sub x12, x12, #16
	add x13, x29, x12
	ldp x13, x14, [x13, #16]
	add x10, x11, x12
	stp x13, x14, [x10]
	cbnz x12, 1b
.Lcopied:
	ldr x12, [x28, #G_PANIC_SP]
	add x13, x29, #16
	cmp x12, x13
	b.ne 2f
	str x11, [x28, #G_PANIC_SP]
2:	mov sp, x11
	blr x16
.globl rt_morestack_return
rt_morestack_return:
	ldr x9, [x28, #G_SEG]
	ldr x10, [x9, #SEG_LIMIT]
	ldr x9, [x9, #SEG_PREV]
	str x9, [x28, #G_SEG]
	ldr x11, [x9, #SEG_LIMIT]
	str x11, [x28, #G_LIMIT]
	ldr x12, [x28, #G_STACKGUARD]
	cmp x12, x10
	b.ne 3f
	str x11, [x28, #G_STACKGUARD]
3:	mov sp, x29
	ldp x29, x30, [sp], #16
	ret
.Lslow:
	sub sp, sp, #224
	stp q0, q1, [sp]
	stp q2, q3, [sp, #32]
	stp q4, q5, [sp, #64]
	stp q6, q7, [sp, #96]
	stp x0, x1, [sp, #128]
	stp x2, x3, [sp, #144]
	stp x4, x5, [sp, #160]
	stp x6, x7, [sp, #176]
	stp x8, x15, [sp, #192]
	stp x16, x17, [sp, #208]
	lsr x0, x17, #16
	and x1, x17, #0xffff
	add x2, x29, #16
	bl rt_morestack_slow
	mov w9, w0
	ldp q0, q1, [sp]
	ldp q2, q3, [sp, #32]
	ldp q4, q5, [sp, #64]
	ldp q6, q7, [sp, #96]
	ldp x0, x1, [sp, #128]
	ldp x2, x3, [sp, #144]
	ldp x4, x5, [sp, #160]
	ldp x6, x7, [sp, #176]
	ldp x8, x15, [sp, #192]
	ldp x16, x17, [sp, #208]
	add sp, sp, #224
	cbnz w9, .Lagain
	ldp x29, x30, [sp], #16
	br x16                       // the current segment is large enough: it was a request to yield
.globl rt_morestack_end
rt_morestack_end:

// Asynchronous preemption: the signal handler has put a signal frame with all registers on the goroutine's stack, and the pc in x30 (signal.c). When
// the goroutine goes on, the kernel loads them from there.
FUNC(rt_async_preempt)
	stp x29, x30, [sp, #-16]!
	mov x29, sp
	add x0, sp, #16
	bl rt_async_preempted
	add sp, sp, #16
	mov x8, #139
	svc #0
	brk #0
.globl rt_async_preempt_end
rt_async_preempt_end:

// A fault in Go code continues here as if the faulting instruction had called it.
FUNC(rt_sigpanic_entry)
	stp x29, x30, [sp, #-16]!
	mov x29, sp
	bl sigpanic
	brk #0

FUNC(rt_sigreturn)
	mov x8, #139
	svc #0
	brk #0

// The signal handler. The vDSO may use x28 for itself: while a thread runs there, its M says what it runs. The first word of the signal stack is the M.
FUNC(rt_signal_entry)
	ldr x9, [x2, #16]
	ldr x9, [x9]
	ldr x9, [x9, #M_VDSO_G]
	cbz x9, 1f
	mov x28, x9
1:	b rt_signal_handle

// intptr_t rt_clone(uintptr_t flags, void *stack, M *m, void (*fn)(void))
FUNC(rt_clone)
	mov x10, x2
	mov x11, x3
	mov x2, #0
	mov x3, #0
	mov x4, #0
	mov x8, #220
	svc #0
	cbz x0, 1f
	ret
1:	ldr x28, [x10, #M_G0]
	mov x29, #0
	mov x30, #0
	blr x11
	brk #0

// void rt_set_thread(M *m)
FUNC(rt_set_thread)
	ldr x28, [x0, #M_G0]
	ret

// uintptr_t rt_save_regs(uintptr_t *to): callee-saved registers, as the caller has them; returns its stack pointer
FUNC(rt_save_regs)
	stp x19, x20, [x0]
	stp x21, x22, [x0, #16]
	stp x23, x24, [x0, #32]
	stp x25, x26, [x0, #48]
	stp x27, x29, [x0, #64]
	mov x0, sp
	ret

// void rt_run_on(void (*fn)(void), void *sp): continues with fn on another stack
FUNC(rt_run_on)
	mov sp, x1
	mov x29, #0
	mov x30, #0
	blr x0
	brk #0

.section .note.GNU-stack,"",%progbits
