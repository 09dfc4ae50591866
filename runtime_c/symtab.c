// The pclntab: from a pc to function, file, line and inlined calls. The format is written down in minigo/link/pclntab.py, whose table this reads.
#include "sched.h"

typedef struct {
	uint32_t magic, count, functions, inlines, rows, strings;
} Header;

typedef struct {
	uint32_t start, size, name, file;
	int32_t first_line;
	uint32_t rows;
	uint16_t n_rows, n_inlines;
	uint32_t first_inline;
} Function;

typedef struct {
	uint32_t name, file;
	int32_t call_line, parent;
	uint32_t call_file;
} Inline;

extern const char table_start[] GO("pclntab"), table_end[] GO("epclntab");

// The highest bits of a function's size.
static const uint32_t no_parameters = 1u << 31, names_files = 1u << 30;

static String string_at(const Header *h, uint32_t offset) {
	String s = {(const uint8_t *)table_start + h->strings + offset, 0};
	while (s.ptr[s.len] != 0) s.len++;
	return s;
}

static uint64_t uleb(const uint8_t **p) {
	uint64_t v = 0;
	for (unsigned shift = 0;; shift += 7) {
		uint8_t b = *(*p)++;
		v |= (uint64_t)(b & 0x7f) << shift;
		if (b < 0x80) return v;
	}
}

static int64_t sleb(const uint8_t **p) {
	int64_t v = 0;
	for (unsigned shift = 0;; shift += 7) {
		uint8_t b = *(*p)++;
		v |= (int64_t)(b & 0x7f) << shift;
		if (b < 0x80) return b & 0x40 ? v - ((int64_t)1 << (shift + 7)) : v;
	}
}

static const Function *find(const Header *h, uint32_t offset) {
	const Function *f = (const Function *)(table_start + h->functions);
	uint32_t lo = 0, hi = h->count;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (f[mid].start <= offset) lo = mid + 1;
		else hi = mid;
	}
	if (lo == 0 || offset - f[lo - 1].start >= (f[lo - 1].size & ~(no_parameters | names_files))) return NULL;
	return &f[lo - 1];
}

typedef struct {
	intptr_t line;
	int32_t node;   // -1: not inlined
	uint32_t file;  // 0: that of the node, or the function
} Row;

// What holds at an offset into f.
static Row row_at(const Header *h, const Function *f, uint32_t offset) {
	const uint8_t *p = (const uint8_t *)table_start + h->rows + f->rows;
	uint64_t pc = 0;
	Row row = {.line = 0, .node = -1}, best = {.line = f->first_line, .node = -1};
	for (uint32_t i = 0; i < f->n_rows; i++) {
		pc += uleb(&p);
		row.line += (intptr_t)sleb(&p);
		if (f->n_inlines != 0) row.node = (int32_t)uleb(&p) - 1;
		if (f->size & names_files) row.file = (uint32_t)uleb(&p);
		if (pc > offset) break;
		best = row;
	}
	return best;
}

bool symtab_lookup(uintptr_t pc, intptr_t depth, SymInfo *out) {
	const Header *h = (const Header *)table_start;
	if (table_end - table_start < (intptr_t)sizeof *h || h->magic != 0x4350474d || pc < (uintptr_t)text_start || pc >= (uintptr_t)text_end) return false;
	const Function *f = find(h, (uint32_t)(pc - (uintptr_t)text_start));
	if (f == NULL) return false;
	const Inline *nodes = (const Inline *)(table_start + h->inlines) + f->first_inline;
	Row row = row_at(h, f, (uint32_t)(pc - (uintptr_t)text_start) - f->start);
	for (; depth > 0; depth--) {
		if (row.node < 0) return false;
		const Inline *call = &nodes[row.node];
		row = (Row){call->call_line, call->parent, call->call_file};
	}
	int32_t node = row.node;
	out->entry = (uintptr_t)text_start + f->start;
	out->line = row.line;
	out->inlined = node >= 0;
	out->no_parameters = node < 0 && (f->size & no_parameters) != 0;
	out->function = string_at(h, node >= 0 ? nodes[node].name : f->name);
	out->file = string_at(h, row.file != 0 ? row.file : node >= 0 ? nodes[node].file : f->file);
	return true;
}

#define STRING(s) ((String){(const uint8_t *)(s), sizeof(s) - 1})

static bool same(String a, String b) { return a.len == b.len && memcmp(a.ptr, b.ptr, (uintptr_t)a.len) == 0; }

// The functions of the runtime's C part that programs see as callers, under the names they know.
static bool c_frame(SymInfo *info) {
	if (same(info->function, STRING("runtime.gopanic"))) info->file = STRING("runtime/panic.go");
	else if (same(info->function, STRING("runtime.main"))) info->file = STRING("runtime/proc.go");
	else if (same(info->function, STRING("rt_goroutine_main"))) info->function = STRING("runtime.goexit"), info->file = STRING("runtime/proc.go");
	else return false;
	return true;
}

bool rt_symbolize(uintptr_t pc, intptr_t depth, SymInfo *out) {
	SymInfo info;
	if (!symtab_lookup(pc, depth, &info) || (info.file.len == 0 && !c_frame(&info))) return false;
	*out = info;
	return true;
}

bool pc_in_text(uintptr_t pc) { return pc >= (uintptr_t)text_start && pc < (uintptr_t)text_end; }
bool pc_in_go(uintptr_t pc) { return pc >= (uintptr_t)gotext_start && pc < (uintptr_t)gotext_end; }
