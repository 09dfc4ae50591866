// Assembly of the runtime for amd64: switching stacks, growing them, deferred calls, asynchronous preemption, start-up.
//
// %fs:0 is this thread's M, %fs:8 what it runs (a goroutine or g0), %fs:112 the stack limit of that.
#include "offsets.h"

#define FUNC(name) .globl name; .type name, @function; .p2align 4; name:
#define REG_RBX FRAME_REGS
#define REG_RBP FRAME_REGS+8
#define REG_R12 FRAME_REGS+16
#define REG_R13 FRAME_REGS+24
#define REG_R14 FRAME_REGS+32
#define REG_R15 FRAME_REGS+40
#define REG_SP FRAME_REGS+48
#define REG_PC FRAME_REGS+56

.text

FUNC(_start)
	xorl %ebp, %ebp
	movq %rsp, %rdi
	andq $-16, %rsp
	call rt_start
	ud2

// void rt_mcall(void (*fn)(G *)): the context is on the goroutine's stack, [sp] = r15 r14 r13 r12 rbx rbp pc.
FUNC(rt_mcall)
	pushq %rbp
	movq %rsp, %rbp
	pushq %rbx
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	movq %fs:8, %rax
	movq %rsp, G_SP(%rax)
	movq %rbp, G_FP(%rax)
	movq %fs:0, %rcx
	movq M_G0(%rcx), %rdx
	movq %rdx, %fs:8
	movq $0, %fs:112
	movq G_SP(%rdx), %rsp
	xorl %ebp, %ebp
	movq %rdi, %rcx
	movq %rax, %rdi
	call *%rcx
	ud2

FUNC(rt_gogo)
	movq %rdi, %fs:8
	movq G_STACKGUARD(%rdi), %rax
	movq %rax, %fs:112
	movq G_SP(%rdi), %rsp
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %rbx
	popq %rbp
	ret

// void systemstack(void (*fn)(void *), void *arg)
FUNC(systemstack)
	movq %fs:8, %rax
	movq %fs:0, %rcx
	movq M_G0(%rcx), %rdx
	cmpq %rax, %rdx
	je 1f
	pushq %rbp
	movq %rsp, %rbp
	pushq %rbx
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	movq %rsp, G_SP(%rax)
	movq %rbp, G_FP(%rax)
	movl $1, G_IN_C(%rax)
	movq %rdx, %fs:8
	movq $0, %fs:112
	movq %rax, %rbx
	movq G_SP(%rdx), %rsp
	movq %rdi, %rax
	movq %rsi, %rdi
	call *%rax
	movl $0, G_IN_C(%rbx)
	movq %rbx, %fs:8
	movq G_STACKGUARD(%rbx), %rax
	movq %rax, %fs:112
	movq G_SP(%rbx), %rsp
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %rbx
	popq %rbp
	ret
1:	movq %rdi, %rax
	movq %rsi, %rdi
	jmp *%rax

FUNC(rt_start_goroutine)
	xorl %ebp, %ebp
	call rt_goroutine_main
	ud2
.globl rt_goroutine_end
rt_goroutine_end:

FUNC(rt_call_closure)
	pushq %rbp
	movq %rsp, %rbp
	movq %rdi, %r10
	call *(%rdi)
	popq %rbp
	ret

FUNC(rt_call_void)
	jmp *%rdi

// int rt_call_vdso(int (*fn)(int, void *), int clock, void *out, uintptr_t sp): on another stack
FUNC(rt_call_vdso)
	pushq %rbp
	movq %rsp, %rbp
	movq %rdi, %rax
	movl %esi, %edi
	movq %rdx, %rsi
	movq %rcx, %rsp
	andq $-16, %rsp
	call *%rax
	leave
	ret

// void rt_call_deferred(void *closure, G *g)
FUNC(rt_call_deferred)
	pushq %rbp
	movq %rsp, %rbp
	movq %rsp, G_PANIC_SP(%rsi)
	movq %rdi, %r10
	call *(%rdi)
	popq %rbp
	ret

// i32 deferenter(DeferFrame *frame)
FUNC(runtime.deferenter)
	movq %fs:8, %rax
	movq G_DEFERS(%rax), %rcx
	movq %rcx, (%rdi)
	movq $0, 8(%rdi)
	movq $0, 16(%rdi)
	movq G_PANIC(%rax), %rcx
	movq %rcx, 24(%rdi)
	movq G_SEG(%rax), %rcx
	movq %rcx, 32(%rdi)
	movq %rbx, REG_RBX(%rdi)
	movq %rbp, REG_RBP(%rdi)
	movq %r12, REG_R12(%rdi)
	movq %r13, REG_R13(%rdi)
	movq %r14, REG_R14(%rdi)
	movq %r15, REG_R15(%rdi)
	leaq 8(%rsp), %rcx
	movq %rcx, REG_SP(%rdi)
	movq (%rsp), %rcx
	movq %rcx, REG_PC(%rdi)
	movq %rdi, G_DEFERS(%rax)
	xorl %eax, %eax
	ret

FUNC(rt_resume_frame)
	movq REG_RBX(%rdi), %rbx
	movq REG_RBP(%rdi), %rbp
	movq REG_R12(%rdi), %r12
	movq REG_R13(%rdi), %r13
	movq REG_R14(%rdi), %r14
	movq REG_R15(%rdi), %r15
	movq REG_SP(%rdi), %rsp
	movl $1, %eax
	jmp *REG_PC(%rdi)

// LLVM's split-stack prologue calls this when a function's frame may not fit: %r10 bytes of frame, %r11 bytes of arguments on the stack; all
// argument registers are live, and %rax holds %r10 when the function has a closure context. The function goes on behind the `ret` that
// follows the call, on a new segment; when it returns, that `ret` is executed on the old one.
// Frame: 0(%rbp) frame pointer, 8(%rbp) that ret, 16(%rbp) return address of the function, 24(%rbp) its stack arguments.
FUNC(__morestack)
	pushq %rbp
	movq %rsp, %rbp
.Lagain:
	pushq %rax
	pushq %rdi
	pushq %rsi
	pushq %rcx
	movq %fs:8, %rax
	movq G_SEG(%rax), %rdi
	cmpq $-1, G_STACKGUARD(%rax)
	je .Lslow
	movq SEG_NEXT(%rdi), %rsi
	testq %rsi, %rsi
	je .Lslow
	leaq 512(%r10,%r11), %rcx
	addq SEG_LIMIT(%rsi), %rcx
	cmpq SEG_TOP(%rsi), %rcx
	ja .Lslow
	movq %rbp, SEG_PREV_SP(%rsi)
	movq %rsi, G_SEG(%rax)
	movq SEG_LIMIT(%rsi), %rcx
	movq %rcx, G_LIMIT(%rax)
	movq %rcx, G_STACKGUARD(%rax)
	movq %rcx, %fs:112
	movq SEG_TOP(%rsi), %rsi
	testq %r11, %r11
	jne .Lcopy
.Lcopied:
	leaq 24(%rbp), %rcx
	cmpq %rcx, G_PANIC_SP(%rax)
	je .Lpanicking
.Lswitch:
	movq 8(%rbp), %r11
	incq %r11
	movq %rsi, %r10
	popq %rcx
	popq %rsi
	popq %rdi
	popq %rax
	movq %r10, %rsp
	call *%r11
.globl rt_morestack_return
rt_morestack_return:
	movq %fs:8, %r10
	movq G_SEG(%r10), %r11
	movq SEG_LIMIT(%r11), %rsi
	movq SEG_PREV(%r11), %r11
	movq %r11, G_SEG(%r10)
	movq SEG_LIMIT(%r11), %rdi
	movq %rdi, G_LIMIT(%r10)
	cmpq %rsi, G_STACKGUARD(%r10)
	jne 1f
	movq %rdi, G_STACKGUARD(%r10)
	movq %rdi, %fs:112
1:	movq %rbp, %rsp
	popq %rbp
	ret
.Lpanicking:
	movq %rsi, G_PANIC_SP(%rax)
	jmp .Lswitch
.Lcopy:
	leaq 15(%r11), %rcx
	andq $-16, %rcx
	subq %rcx, %rsi
	leaq 7(%r11), %rcx
	andq $-8, %rcx
1:	movq 16(%rbp,%rcx), %rdi
	movq %rdi, -8(%rsi,%rcx)
	subq $8, %rcx
	jne 1b
	jmp .Lcopied
.Lslow:
	pushq %rdx
	pushq %r8
	pushq %r9
	pushq %r10
	pushq %r11
	subq $128, %rsp
	movups %xmm0, 0(%rsp)
	movups %xmm1, 16(%rsp)
	movups %xmm2, 32(%rsp)
	movups %xmm3, 48(%rsp)
	movups %xmm4, 64(%rsp)
	movups %xmm5, 80(%rsp)
	movups %xmm6, 96(%rsp)
	movups %xmm7, 112(%rsp)
	movq %r10, %rdi
	movq %r11, %rsi
	leaq 16(%rbp), %rdx
	call rt_morestack_slow
	movl %eax, %edi
	movups 0(%rsp), %xmm0
	movups 16(%rsp), %xmm1
	movups 32(%rsp), %xmm2
	movups 48(%rsp), %xmm3
	movups 64(%rsp), %xmm4
	movups 80(%rsp), %xmm5
	movups 96(%rsp), %xmm6
	movups 112(%rsp), %xmm7
	addq $128, %rsp
	popq %r11
	popq %r10
	popq %r9
	popq %r8
	popq %rdx
	testl %edi, %edi
	popq %rcx
	popq %rsi
	popq %rdi
	popq %rax
	jne .Lagain
	popq %rbp                    // the current segment is large enough: it was a request to yield
	popq %r11
	incq %r11
	jmp *%r11
.globl rt_morestack_end
rt_morestack_end:

// Entered as if the interrupted instruction had called it, 128 bytes (the red zone) below the stack pointer. Saves all registers: the vector registers
// in the M, from where rt_async_preempted takes them, and to where it puts them before it returns.
FUNC(rt_async_preempt)
	pushq %rbp
	movq %rsp, %rbp
	pushfq
	pushq %rax
	pushq %rcx
	pushq %rdx
	pushq %rbx
	pushq %rsi
	pushq %rdi
	pushq %r8
	pushq %r9
	pushq %r10
	pushq %r11
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	movq %rsp, %rbx
	andq $-16, %rsp
	cld
	movq %fs:0, %rax
	cmpl $0, rt_has_avx(%rip)
	jne 1f
	movups %xmm0, M_VECTOR_REGS+0(%rax)
	movups %xmm1, M_VECTOR_REGS+16(%rax)
	movups %xmm2, M_VECTOR_REGS+32(%rax)
	movups %xmm3, M_VECTOR_REGS+48(%rax)
	movups %xmm4, M_VECTOR_REGS+64(%rax)
	movups %xmm5, M_VECTOR_REGS+80(%rax)
	movups %xmm6, M_VECTOR_REGS+96(%rax)
	movups %xmm7, M_VECTOR_REGS+112(%rax)
	movups %xmm8, M_VECTOR_REGS+128(%rax)
	movups %xmm9, M_VECTOR_REGS+144(%rax)
	movups %xmm10, M_VECTOR_REGS+160(%rax)
	movups %xmm11, M_VECTOR_REGS+176(%rax)
	movups %xmm12, M_VECTOR_REGS+192(%rax)
	movups %xmm13, M_VECTOR_REGS+208(%rax)
	movups %xmm14, M_VECTOR_REGS+224(%rax)
	movups %xmm15, M_VECTOR_REGS+240(%rax)
	call rt_async_preempted
	movq %fs:0, %rax             // perhaps another thread
	movups M_VECTOR_REGS+0(%rax), %xmm0
	movups M_VECTOR_REGS+16(%rax), %xmm1
	movups M_VECTOR_REGS+32(%rax), %xmm2
	movups M_VECTOR_REGS+48(%rax), %xmm3
	movups M_VECTOR_REGS+64(%rax), %xmm4
	movups M_VECTOR_REGS+80(%rax), %xmm5
	movups M_VECTOR_REGS+96(%rax), %xmm6
	movups M_VECTOR_REGS+112(%rax), %xmm7
	movups M_VECTOR_REGS+128(%rax), %xmm8
	movups M_VECTOR_REGS+144(%rax), %xmm9
	movups M_VECTOR_REGS+160(%rax), %xmm10
	movups M_VECTOR_REGS+176(%rax), %xmm11
	movups M_VECTOR_REGS+192(%rax), %xmm12
	movups M_VECTOR_REGS+208(%rax), %xmm13
	movups M_VECTOR_REGS+224(%rax), %xmm14
	movups M_VECTOR_REGS+240(%rax), %xmm15
	jmp 2f
1:	vmovdqu %ymm0, M_VECTOR_REGS+0(%rax)
	vmovdqu %ymm1, M_VECTOR_REGS+32(%rax)
	vmovdqu %ymm2, M_VECTOR_REGS+64(%rax)
	vmovdqu %ymm3, M_VECTOR_REGS+96(%rax)
	vmovdqu %ymm4, M_VECTOR_REGS+128(%rax)
	vmovdqu %ymm5, M_VECTOR_REGS+160(%rax)
	vmovdqu %ymm6, M_VECTOR_REGS+192(%rax)
	vmovdqu %ymm7, M_VECTOR_REGS+224(%rax)
	vmovdqu %ymm8, M_VECTOR_REGS+256(%rax)
	vmovdqu %ymm9, M_VECTOR_REGS+288(%rax)
	vmovdqu %ymm10, M_VECTOR_REGS+320(%rax)
	vmovdqu %ymm11, M_VECTOR_REGS+352(%rax)
	vmovdqu %ymm12, M_VECTOR_REGS+384(%rax)
	vmovdqu %ymm13, M_VECTOR_REGS+416(%rax)
	vmovdqu %ymm14, M_VECTOR_REGS+448(%rax)
	vmovdqu %ymm15, M_VECTOR_REGS+480(%rax)
	vzeroupper
	call rt_async_preempted
	movq %fs:0, %rax
	vmovdqu M_VECTOR_REGS+16(%rax), %xmm0
.irp upper, 48, 80, 112, 144, 176, 208, 240, 272, 304, 336, 368, 400, 432, 464, 496
	vpor M_VECTOR_REGS+\upper(%rax), %xmm0, %xmm0
.endr
	vptest %xmm0, %xmm0
	setz %cl                     // whether all upper halves are zero
	vmovdqu M_VECTOR_REGS+0(%rax), %ymm0
	vmovdqu M_VECTOR_REGS+32(%rax), %ymm1
	vmovdqu M_VECTOR_REGS+64(%rax), %ymm2
	vmovdqu M_VECTOR_REGS+96(%rax), %ymm3
	vmovdqu M_VECTOR_REGS+128(%rax), %ymm4
	vmovdqu M_VECTOR_REGS+160(%rax), %ymm5
	vmovdqu M_VECTOR_REGS+192(%rax), %ymm6
	vmovdqu M_VECTOR_REGS+224(%rax), %ymm7
	vmovdqu M_VECTOR_REGS+256(%rax), %ymm8
	vmovdqu M_VECTOR_REGS+288(%rax), %ymm9
	vmovdqu M_VECTOR_REGS+320(%rax), %ymm10
	vmovdqu M_VECTOR_REGS+352(%rax), %ymm11
	vmovdqu M_VECTOR_REGS+384(%rax), %ymm12
	vmovdqu M_VECTOR_REGS+416(%rax), %ymm13
	vmovdqu M_VECTOR_REGS+448(%rax), %ymm14
	vmovdqu M_VECTOR_REGS+480(%rax), %ymm15
	testb %cl, %cl
	je 2f
	vzeroupper                   // to have loaded zeros counts as using them: SSE code would wait for the upper halves from then on, three times as slow
2:	movq %rbx, %rsp
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %r11
	popq %r10
	popq %r9
	popq %r8
	popq %rdi
	popq %rsi
	popq %rbx
	popq %rdx
	popq %rcx
	popq %rax
	popfq
	popq %rbp
	ret $128
.globl rt_async_preempt_end
rt_async_preempt_end:

// A fault in Go code continues here as if the faulting instruction had called it.
FUNC(rt_sigpanic_entry)
	pushq %rbp
	movq %rsp, %rbp
	andq $-16, %rsp
	cld
	call sigpanic
	ud2

FUNC(rt_signal_entry)
	jmp rt_signal_handle

FUNC(rt_sigreturn)
	movl $15, %eax
	syscall
	ud2

// intptr_t rt_clone(uintptr_t flags, void *stack, M *m, void (*fn)(void))
FUNC(rt_clone)
	pushq %r12
	movq %rcx, %r12
	movq %rdx, %r8
	xorl %edx, %edx
	xorl %r10d, %r10d
	movl $56, %eax
	syscall
	testq %rax, %rax
	je 1f
	popq %r12
	ret
1:	xorl %ebp, %ebp
	andq $-16, %rsp
	call *%r12
	ud2

// void rt_set_thread(M *m)
FUNC(rt_set_thread)
	movq %rdi, %rsi
	movl $0x1002, %edi           // ARCH_SET_FS
	movl $158, %eax
	syscall
	ret

// void rt_save_regs(uintptr_t *to): callee-saved registers, as the caller has them; then the caller's stack and frame pointers
FUNC(rt_save_regs)
	movq %rbx, 0(%rdi)
	movq %r12, 8(%rdi)
	movq %r13, 16(%rdi)
	movq %r14, 24(%rdi)
	movq %r15, 32(%rdi)
	movq %rbp, 40(%rdi)
	leaq 8(%rsp), %rax
	ret

// void rt_run_on(void (*fn)(void), void *sp): continues with fn on another stack
FUNC(rt_run_on)
	movq %rsi, %rsp
	xorl %ebp, %ebp
	call *%rdi
	ud2

.section .note.GNU-stack,"",@progbits
