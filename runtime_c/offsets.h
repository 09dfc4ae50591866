// Offsets of fields that assembly uses; sched.h checks them.
#ifndef MINIGO_OFFSETS_H
#define MINIGO_OFFSETS_H

#define G_STACKGUARD 0
#define G_M 8
#define G_LIMIT 16
#define G_SEG 24
#define G_PANIC_SP 32
#define G_SP 40
#define G_FP 48
#define G_DEFERS 56
#define G_PANIC 64
#define G_IN_C 72

#define SEG_PREV 0
#define SEG_NEXT 8
#define SEG_LIMIT 16
#define SEG_TOP 24
#define SEG_PREV_SP 32

#define M_G 8
#define M_G0 16
#define M_STACKGUARD 112
#define M_VDSO_G 120
#define M_VECTOR_REGS 128

#define FRAME_REGS 48
#define FRAME_SIZE 256

#endif
