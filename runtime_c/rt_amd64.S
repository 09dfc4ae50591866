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

// Entered as if the interrupted instruction had called it, 128 bytes (the red zone) below the stack pointer. Saves all registers.
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
	subq $512, %rsp
	andq $-32, %rsp
	cld
	cmpl $0, rt_has_avx(%rip)
	jne 1f
	movups %xmm0, 0(%rsp)
	movups %xmm1, 16(%rsp)
	movups %xmm2, 32(%rsp)
	movups %xmm3, 48(%rsp)
	movups %xmm4, 64(%rsp)
	movups %xmm5, 80(%rsp)
	movups %xmm6, 96(%rsp)
	movups %xmm7, 112(%rsp)
	movups %xmm8, 128(%rsp)
	movups %xmm9, 144(%rsp)
	movups %xmm10, 160(%rsp)
	movups %xmm11, 176(%rsp)
	movups %xmm12, 192(%rsp)
	movups %xmm13, 208(%rsp)
	movups %xmm14, 224(%rsp)
	movups %xmm15, 240(%rsp)
	call rt_async_preempted
	movups 0(%rsp), %xmm0
	movups 16(%rsp), %xmm1
	movups 32(%rsp), %xmm2
	movups 48(%rsp), %xmm3
	movups 64(%rsp), %xmm4
	movups 80(%rsp), %xmm5
	movups 96(%rsp), %xmm6
	movups 112(%rsp), %xmm7
	movups 128(%rsp), %xmm8
	movups 144(%rsp), %xmm9
	movups 160(%rsp), %xmm10
	movups 176(%rsp), %xmm11
	movups 192(%rsp), %xmm12
	movups 208(%rsp), %xmm13
	movups 224(%rsp), %xmm14
	movups 240(%rsp), %xmm15
	jmp 2f
1:	vmovdqu %ymm0, 0(%rsp)
	vmovdqu %ymm1, 32(%rsp)
	vmovdqu %ymm2, 64(%rsp)
	vmovdqu %ymm3, 96(%rsp)
	vmovdqu %ymm4, 128(%rsp)
	vmovdqu %ymm5, 160(%rsp)
	vmovdqu %ymm6, 192(%rsp)
	vmovdqu %ymm7, 224(%rsp)
	vmovdqu %ymm8, 256(%rsp)
	vmovdqu %ymm9, 288(%rsp)
	vmovdqu %ymm10, 320(%rsp)
	vmovdqu %ymm11, 352(%rsp)
	vmovdqu %ymm12, 384(%rsp)
	vmovdqu %ymm13, 416(%rsp)
	vmovdqu %ymm14, 448(%rsp)
	vmovdqu %ymm15, 480(%rsp)
	vzeroupper
	call rt_async_preempted
	vmovdqu 0(%rsp), %ymm0
	vmovdqu 32(%rsp), %ymm1
	vmovdqu 64(%rsp), %ymm2
	vmovdqu 96(%rsp), %ymm3
	vmovdqu 128(%rsp), %ymm4
	vmovdqu 160(%rsp), %ymm5
	vmovdqu 192(%rsp), %ymm6
	vmovdqu 224(%rsp), %ymm7
	vmovdqu 256(%rsp), %ymm8
	vmovdqu 288(%rsp), %ymm9
	vmovdqu 320(%rsp), %ymm10
	vmovdqu 352(%rsp), %ymm11
	vmovdqu 384(%rsp), %ymm12
	vmovdqu 416(%rsp), %ymm13
	vmovdqu 448(%rsp), %ymm14
	vmovdqu 480(%rsp), %ymm15
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
