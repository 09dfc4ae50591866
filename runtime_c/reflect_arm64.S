// Calls of reflect on arm64; see reflect_amd64.S. The closure context is in x15.

#include "offsets.h"

	.section .text.runtime.reflectcall,"ax",@progbits
	.globl "runtime.reflectcall"
	.type "runtime.reflectcall", @function
	.p2align 4
"runtime.reflectcall":
	stp x29, x30, [sp, #-32]!
	mov x29, sp
	str x19, [sp, #16]
	mov x19, x2
	mov x16, x0
	mov x15, x1
	add x9, x4, #1
	and x9, x9, #~1
	sub sp, sp, x9, lsl #3
	mov x10, #0
	b 2f
1:	ldr x11, [x3, x10, lsl #3]
	str x11, [sp, x10, lsl #3]
	add x10, x10, #1
2:	cmp x10, x4
	b.lo 1b
	ldp d0, d1, [x19, #64]
	ldp d2, d3, [x19, #80]
	ldp d4, d5, [x19, #96]
	ldp d6, d7, [x19, #112]
	ldr x8, [x19, #128]
	ldp x0, x1, [x19]
	ldp x2, x3, [x19, #16]
	ldp x4, x5, [x19, #32]
	ldp x6, x7, [x19, #48]
	ldr x9, [x19, #144]
	cbz x9, 3f
	str xzr, [x19, #144]
	mov x9, sp
	str x9, [x28, #G_PANIC_SP]
3:	blr x16
	stp x0, x1, [x19]
	stp x2, x3, [x19, #16]
	stp x4, x5, [x19, #32]
	stp x6, x7, [x19, #48]
	stp d0, d1, [x19, #64]
	stp d2, d3, [x19, #80]
	stp d4, d5, [x19, #96]
	stp d6, d7, [x19, #112]
	mov sp, x29
	ldr x19, [sp, #16]
	ldp x29, x30, [sp], #32
	ret
	.size "runtime.reflectcall", .-"runtime.reflectcall"

	.section .text.runtime.makefuncstub,"ax",@progbits
	.globl "runtime.makefuncstub"
	.type "runtime.makefuncstub", @function
	.p2align 4
"runtime.makefuncstub":
	stp x29, x30, [sp, #-16]!
	mov x29, sp
	sub sp, sp, #160
	stp x0, x1, [sp]
	stp x2, x3, [sp, #16]
	stp x4, x5, [sp, #32]
	stp x6, x7, [sp, #48]
	stp d0, d1, [sp, #64]
	stp d2, d3, [sp, #80]
	stp d4, d5, [sp, #96]
	stp d6, d7, [sp, #112]
	str x8, [sp, #128]
	mov x0, x15
	mov x1, sp
	add x2, x29, #16
	str xzr, [sp, #144]
	ldr x10, [x28, #G_PANIC_SP]
	cmp x10, x2
	b.ne 1f
	str xzr, [x28, #G_PANIC_SP]
	str x2, [sp, #144]
1:
	ldr x16, [x0, #8]
	blr x16
	ldp x0, x1, [sp]
	ldp x2, x3, [sp, #16]
	ldp x4, x5, [sp, #32]
	ldp x6, x7, [sp, #48]
	ldp d0, d1, [sp, #64]
	ldp d2, d3, [sp, #80]
	ldp d4, d5, [sp, #96]
	ldp d6, d7, [sp, #112]
	mov sp, x29
	ldp x29, x30, [sp], #16
	ret
	.size "runtime.makefuncstub", .-"runtime.makefuncstub"

	.section .text.runtime.makefuncstubpc,"ax",@progbits
	.globl "runtime.makefuncstubpc"
	.type "runtime.makefuncstubpc", @function
"runtime.makefuncstubpc":
	adrp x0, "runtime.makefuncstub"
	add x0, x0, :lo12:"runtime.makefuncstub"
	ret
	.size "runtime.makefuncstubpc", .-"runtime.makefuncstubpc"

	.section .note.GNU-stack,"",@progbits
