// Calls of reflect on amd64.
//
// runtime.reflectcall(code, ctx, regs, stack, nstack): calls code with the closure context ctx, arguments from regs
// {ints[8], floats[8], result, x87, right}, and nstack words from stack behind them; puts the result registers back into regs.
// A third and fourth float result are in the x87 registers: x87 says how many there are.
//
// runtime.makefuncstub: the code of functions that reflect makes. The closure is {stub, handler, ...}; the handler, a Go
// function, gets (closure, regs, stack arguments), and leaves the results in regs.
//
// Who may recover (panic.c): the stub takes the right that its caller gave to the function, and notes it in regs; where `right` is not 0, reflectcall
// gives it to what it calls.

#include "offsets.h"

	.section .text.runtime.reflectcall,"ax",@progbits
	.globl "runtime.reflectcall"
	.type "runtime.reflectcall", @function
	.p2align 4
"runtime.reflectcall":
	pushq %rbp
	movq %rsp, %rbp
	pushq %rbx
	pushq %rbx
	movq %rdx, %rbx
	movq %rdi, %r11
	movq %rsi, %r10
	leaq 8(,%r8,8), %rax
	andq $-16, %rax
	subq %rax, %rsp
	xorl %eax, %eax
	jmp 2f
1:	movq (%rcx,%rax,8), %r9
	movq %r9, (%rsp,%rax,8)
	incq %rax
2:	cmpq %r8, %rax
	jb 1b
	movsd 64(%rbx), %xmm0
	movsd 72(%rbx), %xmm1
	movsd 80(%rbx), %xmm2
	movsd 88(%rbx), %xmm3
	movsd 96(%rbx), %xmm4
	movsd 104(%rbx), %xmm5
	movsd 112(%rbx), %xmm6
	movsd 120(%rbx), %xmm7
	movq (%rbx), %rdi
	movq 8(%rbx), %rsi
	movq 16(%rbx), %rdx
	movq 24(%rbx), %rcx
	movq 32(%rbx), %r8
	movq 40(%rbx), %r9
	cmpq $0, 144(%rbx)
	je 5f
	movq $0, 144(%rbx)
	movq %fs:8, %rax
	movq %rsp, G_PANIC_SP(%rax)
5:	movl $8, %eax
	call *%r11
	movq %rax, (%rbx)
	movq %rdx, 8(%rbx)
	movq %rcx, 16(%rbx)
	movsd %xmm0, 64(%rbx)
	movsd %xmm1, 72(%rbx)
	cmpq $1, 136(%rbx)
	jb 3f
	fstpl 80(%rbx)
	je 3f
	fstpl 88(%rbx)
3:	leaq -16(%rbp), %rsp
	popq %rbx
	popq %rbx
	popq %rbp
	ret
	.size "runtime.reflectcall", .-"runtime.reflectcall"

	.section .text.runtime.makefuncstub,"ax",@progbits
	.globl "runtime.makefuncstub"
	.type "runtime.makefuncstub", @function
	.p2align 4
"runtime.makefuncstub":
	pushq %rbp
	movq %rsp, %rbp
	subq $160, %rsp
	movq %rdi, (%rsp)
	movq %rsi, 8(%rsp)
	movq %rdx, 16(%rsp)
	movq %rcx, 24(%rsp)
	movq %r8, 32(%rsp)
	movq %r9, 40(%rsp)
	movsd %xmm0, 64(%rsp)
	movsd %xmm1, 72(%rsp)
	movsd %xmm2, 80(%rsp)
	movsd %xmm3, 88(%rsp)
	movsd %xmm4, 96(%rsp)
	movsd %xmm5, 104(%rsp)
	movsd %xmm6, 112(%rsp)
	movsd %xmm7, 120(%rsp)
	movq $0, 136(%rsp)
	movq %r10, %rdi
	movq %rsp, %rsi
	leaq 16(%rbp), %rdx
	movq $0, 144(%rsp)
	movq %fs:8, %rax
	cmpq %rdx, G_PANIC_SP(%rax)
	jne 1f
	movq $0, G_PANIC_SP(%rax)
	incq 144(%rsp)
1:	movq 8(%r10), %rax
	call *%rax
	movq (%rsp), %rax
	movq 8(%rsp), %rdx
	movq 16(%rsp), %rcx
	movsd 64(%rsp), %xmm0
	movsd 72(%rsp), %xmm1
	cmpq $1, 136(%rsp)
	jb 3f
	je 2f
	fldl 88(%rsp)
2:	fldl 80(%rsp)
3:	leave
	ret
	.size "runtime.makefuncstub", .-"runtime.makefuncstub"

	.section .text.runtime.makefuncstubpc,"ax",@progbits
	.globl "runtime.makefuncstubpc"
	.type "runtime.makefuncstubpc", @function
"runtime.makefuncstubpc":
	leaq "runtime.makefuncstub"(%rip), %rax
	ret
	.size "runtime.makefuncstubpc", .-"runtime.makefuncstubpc"

	.section .note.GNU-stack,"",@progbits
